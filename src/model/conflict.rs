//! Conflicts: what a merge of two people's work leaves to a person.

use super::id::{AnnotatorId, DocumentId};

/// The file that a conflict belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConflictFile {
    Project,
    Document(DocumentId),
    Layer(DocumentId, AnnotatorId),
    Review(DocumentId),
}

impl ConflictFile {
    /// The document that the file belongs to; none for the file of the project.
    pub(crate) const fn document(&self) -> Option<&DocumentId> {
        match self {
            Self::Project => None,
            Self::Document(id) | Self::Layer(id, _) | Self::Review(id) => Some(id),
        }
    }
}

/// A field that two people changed: the value that stands, and the other one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Conflict {
    /// `statements`, `relations`, `parties`, `kinds`, `topics`, `relation_kinds`, `decisions`, `threads`; empty for a field of the file itself.
    pub list: String,
    pub id: String,
    /// Empty if one side deleted the entry that the other changed.
    pub field: String,
    pub kept: String,
    /// Empty if the other side deleted the entry.
    pub other: String,
}
