//! What a merge of two people's work could not decide and a person must.

use super::id::{AnnotatorId, DocumentId};

/// The file that a conflict belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConflictFile {
    Project,
    Document(DocumentId),
    Layer(DocumentId, AnnotatorId),
    Review(DocumentId),
}

/// A field that two people have changed: what stands in its place, and what the other one wrote.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Conflict {
    /// `statements`, `relations`, `parties`, `kinds`, `topics`, `relation_kinds`, `decisions`, `threads`; empty for a field of the file itself.
    pub list: String,
    pub id: String,
    /// Empty where the one side has deleted the entry and the other has changed it.
    pub field: String,
    pub kept: String,
    /// Empty where the other side has deleted it.
    pub other: String,
}
