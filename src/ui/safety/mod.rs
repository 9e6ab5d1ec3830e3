//! The user's view of data safety: the strips about it, past states, new versions of articles, and the statements that
//! have no place in them.

pub mod orphans;
pub mod past;
pub mod replace;
pub mod strips;
