//! Commands of the work page: assignments and progress.

use crate::model::id::DocumentId;

/// A command of the work page.
#[derive(Clone, Debug)]
pub enum WorkCommand {
    /// Marks the user's layer of the document on screen as done, or as in progress again.
    ToggleDone,
    /// Shows the next document that is assigned to the user and not done.
    NextMine,
    /// Shows the article of a cell.
    Open(DocumentId),
}
