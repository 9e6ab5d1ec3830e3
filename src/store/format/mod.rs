//! The format of a project's files and of the journal's records: how each is read into the model and written from it.

pub mod attributes;
pub(in crate::store) mod codebook;
pub mod conflict_copy;
pub mod markers;
pub mod reader;
pub mod record;
pub mod render;
pub(in crate::store) mod review;
pub(in crate::store) mod schema;
