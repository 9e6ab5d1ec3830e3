//! (being written)

pub mod shaped;
