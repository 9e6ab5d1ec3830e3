//! Dialogs over the window, one file each.

pub mod after_panic;
pub mod assign;
pub mod bulk;
pub mod conflicts;
pub mod exchange;
pub mod export;
pub mod incoming;
pub mod kept;
pub mod leaving;
pub mod manual;
pub mod new_project;
pub mod open_elsewhere;
pub mod ownership;
pub mod palette;
pub mod paste;
pub mod path;
pub mod problems;
pub mod reading;
pub mod recovered;
pub mod removal;
pub mod replace_text;
pub mod shortcuts;
pub mod threads;
