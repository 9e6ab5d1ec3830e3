//! Commands about what happens outside the window: other windows, changed files, conflict copies.

use crate::model::id::{AnnotatorId, DocumentId};

/// A command about what happens outside the window.
#[derive(Clone, Debug)]
pub enum OutsideCommand {
    /// Writes this annotator's layers, beside the window that has the project.
    WorkAs(AnnotatorId),
    /// Opens the project for writing, even if another computer has noted that it is writing.
    OpenAnyway,
    MergeCopies,
    /// Takes the text on disk in place of an article's text.
    TakeText(DocumentId),
}
