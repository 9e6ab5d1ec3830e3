//! What may be asked for about the work: who is to do what, and how far each is.

use crate::model::id::DocumentId;

/// What can be asked for about the work.
#[derive(Clone, Debug)]
pub enum WorkCommand {
    /// Marks one's layer of the document that is shown as done, or takes it up again.
    ToggleDone,
    /// Shows the next document that one is asked to do and is not done with.
    NextMine,
    /// Plans for several at once.
    ShowAssign,
    /// Shows the article of a cell.
    Open(DocumentId),
}
