//! What was done, record by record: the segments that are being written, those that are closed, and past states of files.

pub mod history;
pub mod notes;
pub mod past_states;
pub mod segments;
pub mod units;
