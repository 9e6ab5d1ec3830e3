//! What a project is: documents, parties, the codebook, layers and reviews.
//!
//! Plain values without files, pixels or history. Whoever changes them goes through `edit`.

pub mod attribute;
pub mod codebook;
pub mod conflict;
pub mod difference;
pub mod document;
pub mod document_tags;
pub mod fingerprint;
pub mod fit;
pub mod gesture;
pub mod id;
pub mod layer;
pub(crate) mod members;
pub mod misfits;
pub mod party;
pub mod project;
pub mod review;
pub mod span;
pub mod statement;
pub mod statement_difference;
pub mod statement_field;
mod tree;
pub mod work;
