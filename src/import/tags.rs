//! Colleagues' tags from a file of JSON Lines, as `export::tags` and `export::jsonl` write them.
//!
//! What the file has becomes a project of its own: nothing is decided here about what is there already.

use super::{Warning, jsonl};
use crate::model::project::Project;

/// Reads all layers of a file with their documents, parties and what they need of the codebook; what cannot be read is
/// left out and named.
pub fn read(bytes: &[u8]) -> (Project, Vec<Warning>) {
    jsonl::read_all(bytes)
}
