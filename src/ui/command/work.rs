//! Commands of the work page: assignments and progress.

use crate::model::id::DocumentId;

/// A command of the work page.
#[derive(Clone, Debug)]
pub enum WorkCommand {
    /// Marks the user's layer of the document on screen as done, or as in progress again.
    ToggleDone,
    /// Does the same for this document.
    ToggleDoneOf(DocumentId),
    /// Shows the next document that the user is not done with: of those assigned to the user, or of all if none is assigned
    /// to anybody.
    NextMine,
    /// Shows the article of a cell.
    Open(DocumentId),
}
