//! The rules of gestures: what a person or a script does in one step, expressed as edits of the project.
//!
//! Nothing here depends on a window: the caller (the window, or the script of `bayan session`) finds the objects of the
//! gesture, calls a function of this folder, and applies the edit that it returns.

pub mod article;
pub mod codebook;
pub mod parties;
pub mod recode;
pub mod several;
pub mod statement;
pub mod taking;
