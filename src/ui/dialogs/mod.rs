//! What lies over the window: one file for each dialog.

pub mod after_panic;
pub mod bulk;
pub mod conflicts;
pub mod exchange;
pub mod export;
pub mod kept;
pub mod leaving;
pub mod manual;
pub mod ownership;
pub mod palette;
pub mod reading;
pub mod recovered;
pub mod shortcuts;
pub mod threads;
