//! What the inspector keeps between frames, and how its fields are named.

use std::collections::BTreeMap;

use egui::Id;

use super::common::Several;
use super::drafts::AttributeDrafts;
use super::summary::Summary;
use crate::model::id::{DocumentId, RelationId, StatementId};
use crate::ui::command::Command;
use crate::ui::command::field::{FieldCommand, PickedField};
use crate::ui::parts::draft::Draft;
use crate::ui::parts::picker::{Picked, PickerState};
use crate::ui::state::View;
use crate::ui::values::ValueState;

/// The state of the inspector.
#[derive(Debug, Default)]
pub struct InspectorState {
    pub(super) note: Draft,
    pub(super) pickers: PickerState,
    pub(super) attributes: AttributeDrafts,
    /// What is typed into the values of each relation.
    pub(super) relations: BTreeMap<RelationId, ValueState>,
    /// What is typed into the values of the article, of which document.
    pub(super) tags: (Option<DocumentId>, ValueState),
    pub(super) document_note: Draft,
    pub(super) shows_details: bool,
    pub(super) shows_thread: bool,
    /// The thread of the statement that is shown is open because there is something in it that its annotator must see.
    pub(super) has_news: bool,
    /// The reply to this thread gets the keyboard as soon as it is shown.
    pub(super) replies: bool,
    /// The statement that was shown last.
    pub(super) shown: Option<StatementId>,
    pub(super) summary: Summary,
    pub(super) several: Several,
    /// The height of what was shown last, in points.
    pub(super) height_pt: f32,
}

impl InspectorState {
    /// What is typed into lists and was picked last, for lists that open elsewhere.
    pub(crate) fn pickers(&mut self) -> &mut PickerState {
        &mut self.pickers
    }

    /// The height of what was shown last, without scrolling, in points.
    pub fn height_pt(&self) -> f32 {
        self.height_pt
    }
}

/// The id of the picker of a field, by which its key opens it.
pub(crate) fn picker_id(field: PickedField) -> Id {
    Id::unique(("inspector", field))
}

/// The id of the field for the note.
pub(crate) fn note_id() -> Id {
    Id::unique("inspector-note")
}

/// Goes on to what is missing next, if the missing fields are filled in one after the other; a list that was closed
/// without Enter ends that.
pub(super) fn go_on(view: &View, picked: &Picked, out: &mut Vec<Command>) {
    if view.fills.is_some() {
        let goes_on = picked.pick.is_some() || picked.by_key;
        out.push(Command::Field(if goes_on { FieldCommand::GoOn } else { FieldCommand::StopFilling }));
    }
}
