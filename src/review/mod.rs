//! Review: how far annotators agree, where they differ, and what reviewers decide.
//!
//! Nothing here changes a project or touches a disk: decisions are returned as an `Edit`.

pub mod agreement;
pub mod board;
pub mod charts;
pub mod comparison;
pub mod decide;
pub mod document_values;
pub mod matched;
mod matching;
pub mod pairing;
pub mod queue;
pub mod report;
pub mod strip;
pub mod study;
