//! Why an export failed, and what a successful one has written.

use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::span::Span;
use crate::query::UnknownName;
use crate::t;

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub documents: usize,
    pub layers: usize,
    pub statements: usize,
    pub relations: usize,
}

/// The reason why an export failed.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("{}", t!("export-span", document = .document.as_str(), statement = .statement.as_str(), start = .span.start_byte, end = .span.end_byte))]
    Span { document: DocumentId, statement: String, span: Span },
    #[error("{}", t!("export-unknown-document", id = .0.as_str()))]
    UnknownDocument(DocumentId),
    #[error("{}", t!("export-unknown-annotator", id = .0.as_str()))]
    UnknownAnnotator(AnnotatorId),
    /// The format consists of several files, and no folder was named for them.
    #[error("{}", t!("export-needs-folder", format = *.0))]
    NeedsFolder(&'static str),
    /// A file for each document was asked for, and the format is written as a folder.
    #[error("{}", t!("export-already-folder", format = *.0))]
    AlreadyFolder(&'static str),
    #[error(transparent)]
    UnknownName(#[from] UnknownName),
    /// The format can only be read.
    #[error("{}", t!("export-only-read", format = *.0))]
    OnlyRead(&'static str),
    #[error("{}", t!("export-stopped"))]
    Stopped,
    /// A document cannot be read again, in the words of those who keep it.
    #[error("{0}")]
    Unreadable(String),
    #[error("{}", t!("export-write", error = .0.to_string()))]
    Write(#[from] std::io::Error),
}
