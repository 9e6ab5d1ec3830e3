//! (being written)

pub mod command;
pub mod panels;
pub mod shaped;
pub mod state;
