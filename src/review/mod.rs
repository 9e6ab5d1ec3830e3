//! Review: how far annotators agree, where they differ, and what is decided about it.
//!
//! Nothing here changes a project or touches a disk: what is decided comes back as an `Edit`.

pub mod agreement;
pub mod board;
pub mod comparison;
pub mod decide;
pub mod difference;
pub mod figure;
pub mod fingerprint;
pub mod matched;
mod matching;
pub mod pairing;
pub mod queue;
pub mod report;
pub mod strip;
pub mod study;
