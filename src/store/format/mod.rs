//! File ⇄ model: what each file of a project holds, how it is read and how it is written.

pub mod attributes;
pub mod conflict_copy;
pub mod markers;
pub mod reader;
pub mod record;
pub mod render;
pub(in crate::store) mod review;
pub(in crate::store) mod schema;
