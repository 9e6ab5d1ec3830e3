//! The record of every change: segments being written, the history of closed segments, and past states of files.

pub mod history;
pub mod notes;
pub mod past_states;
pub mod segments;
