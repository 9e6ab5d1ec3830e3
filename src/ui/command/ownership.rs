//! What may be asked for about whose work it is, and what is asked before one changes what is finished or another's.

use crate::edit::change::LayerKey;
use crate::edit::session::Next;
use crate::model::id::AnnotatorId;

/// What is asked for here.
#[derive(Clone, Debug)]
pub enum OwnershipCommand {
    /// Asks who one is.
    AskName,
    /// One is this annotator.
    SetName(AnnotatorId),
    /// The question is answered with yes: what it was about is done.
    GoOn,
    /// It is answered with no.
    Leave,
    /// Edits of this layer are not asked about in this sitting.
    Confirm(LayerKey),
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OwnershipQuestion {
    /// Who one is.
    Name,
    /// Whether a layer is changed that is marked as done.
    Done(LayerKey),
    /// Whether a layer is changed that is another's.
    Another(LayerKey),
    /// Whether a step is taken back that one has not done in this sitting.
    Undo(Box<Next>),
    /// Whether such a step is done again.
    Redo(Box<Next>),
}
