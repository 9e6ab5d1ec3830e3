//! Commands about whose work it is, and the questions before finished work or another annotator's work is changed.

use crate::edit::change::LayerKey;
use crate::edit::session::Next;
use crate::model::id::AnnotatorId;

/// A command about ownership.
#[derive(Clone, Debug)]
pub enum OwnershipCommand {
    /// Asks for the user's name.
    AskName,
    /// Sets the user to this annotator.
    SetName(AnnotatorId),
    /// Answers the question with yes: its command is executed.
    GoOn,
    /// Answers it with no.
    Leave,
    /// Stops asking about edits of this layer in this session.
    Confirm(LayerKey),
}

/// A question about ownership.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum OwnershipQuestion {
    /// Who the user is.
    Name,
    /// Whether to change a layer that is marked as done.
    Done(LayerKey),
    /// Whether to change another annotator's layer.
    Another(LayerKey),
    /// Whether to change so many layers of an annotator that are marked as done.
    SeveralDone(AnnotatorId, usize),
    /// Whether to change so many layers of another annotator.
    SeveralOfAnother(AnnotatorId, usize),
    /// Whether to undo a step that the user did not make in this session.
    Undo(Box<Next>),
    /// Whether to redo such a step.
    Redo(Box<Next>),
}
