//! Merges changes from two places: versions of a file, conflict copies, files with conflict markers, and records.

pub mod conflict_copies;
pub mod conflict_words;
pub(in crate::store) mod lines;
pub mod planner;
pub mod repair;
pub mod replay;
pub mod resolve;
pub mod three_way;
