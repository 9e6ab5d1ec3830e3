//! A picker of a field that opens where it is asked for: at a part of a card, or in place of a context menu.

use egui::{Context, Id, Rect, Ui};

use crate::edit::gesture::several::StatementChange;
use crate::edit::session::Session;
use crate::model::codebook::CodebookList;
use crate::model::id::{KindId, TopicId};
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::field::PickedField;
use crate::ui::panels::inspector;
use crate::ui::parts::picker::{self, Pick, Picker, PickerState};
use crate::ui::state::View;

/// The picker that is open, of the kind or of the topic, and where.
#[derive(Debug, Default)]
pub struct Placed(Option<(PickedField, Rect)>);

impl Placed {
    /// Opens the picker of a field of the selected statement.
    pub(crate) fn open(&mut self, ctx: &Context, field: PickedField, at: Rect) {
        self.0 = Some((field, at));
        picker::open(ctx, id());
    }

    pub(crate) const fn is_open(&self) -> bool {
        self.0.is_some()
    }

    /// Shows the open picker. What is picked is set in all statements that are chosen.
    pub(crate) fn show(
        &mut self,
        ui: &Ui,
        session: &Session,
        view: &View,
        pickers: &mut PickerState,
        out: &mut Vec<Command>,
    ) {
        let Some((field, at)) = self.0 else { return };
        let codebook = &session.project().codebook;
        let Some(statement) = inspector::chosen(session, view) else {
            self.0 = None;
            return;
        };
        let (list, name, chosen) = match field {
            PickedField::Kind => (CodebookList::Kinds, t!("panel-kind"), Some(statement.kind.to_string())),
            _ => (CodebookList::Topics, t!("panel-topic"), statement.topic.as_ref().map(TopicId::to_string)),
        };
        let mut picker = Picker::new(id(), name, list.key()).chosen(chosen, "");
        if field == PickedField::Topic {
            picker = picker.none(t!("panel-unset")).creates();
        }
        let Some(picked) = picker.show_under(ui, at, pickers, || picker::codebook(codebook, list)) else { return };
        self.0 = None;
        out.extend(match (field, picked.pick) {
            (PickedField::Kind, Some(Pick::Item(id))) => {
                KindId::new(id).ok().map(|kind| Command::Change(StatementChange::Kind(kind)))
            }
            (PickedField::Topic, Some(pick)) => inspector::by_topic(session.project(), pick),
            _ => None,
        });
    }
}

fn id() -> Id {
    Id::unique("placed picker")
}
