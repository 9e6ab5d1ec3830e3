//! What may be asked for about the world outside the window: other windows, changed files, conflict copies.

use crate::model::id::{AnnotatorId, DocumentId};

/// What is asked for about the world outside the window.
#[derive(Clone, Debug)]
pub enum OutsideCommand {
    /// Shows how a project can be opened that is open elsewhere.
    ShowChoice,
    /// Writes the layers of this annotator, beside the window that has the project.
    WorkAs(AnnotatorId),
    /// Opens the project for writing, whatever another computer has noted.
    OpenAnyway,
    MergeCopies,
    /// Takes the text that stands on disk in the place of an article's.
    TakeText(DocumentId),
}
