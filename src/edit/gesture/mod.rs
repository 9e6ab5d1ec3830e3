//! The rules of gestures: what a person, or a script, does in one step, written as edits of the project.
//!
//! Nothing here knows a window: whoever asks for a gesture (the window, the script of `bayan session`) looks up what it is
//! about, calls a function of this folder, and applies the edit that comes back.

pub mod article;
pub mod parties;
pub mod statement;
