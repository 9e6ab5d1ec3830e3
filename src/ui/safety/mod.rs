//! Nothing is lost, as one sees it: the strips that say so, past states, new versions of articles and what has no place in
//! them.

pub mod orphans;
pub mod past;
pub mod replace;
pub mod strips;
