//! What the forms share: a row with a label, the command for another content of an entry, the sample of a line, and new entries.

use egui::{Rect, Ui, vec2};

use super::state::CodebookScope;
use crate::edit::gesture::codebook;
use crate::model::attribute::{AttributeDefinition, AttributeForm, AttributeScope, AttributeSubject};
use crate::model::codebook::{Codebook, CodebookItem, CodebookList, EntryNotes, Kind, LineForm, RelationKind, Topic};
use crate::model::gesture::Gesture;
use crate::model::id::{AttributeId, KindId, RelationKindId, TopicId};
use crate::ui::article::paint_line;
use crate::ui::command::Command;
use crate::ui::parts::draft::apply;
use crate::ui::parts::sides;
use crate::ui::shaped::Label;

/// The width of the labels of fields, in points.
const LABEL_PT: f32 = 120.0;

/// A label, and a control in the rest of the line.
pub(super) fn row<R>(ui: &mut Ui, label: &str, control: impl FnOnce(&mut Ui) -> R) -> R {
    let row = ui.horizontal_top(|ui| {
        let height = ui.spacing().interact_size.y;
        ui.allocate_ui(vec2(LABEL_PT, height), |ui| {
            ui.set_min_size(vec2(LABEL_PT, height));
            ui.add(Label::new(label.to_owned()).weak().wrap());
        });
        sides::column(ui, control)
    });
    row.inner
}

/// The command for another content of an entry.
pub(super) fn change(scope: &CodebookScope<'_>, gesture: &'static str, item: CodebookItem) -> Option<Command> {
    let gesture = Gesture::new(gesture).with("name", item.name());
    Some(apply(gesture, codebook::change(scope.session.project(), item)?))
}

/// A line in the form of a kind.
pub(super) fn sample(ui: &Ui, rect: Rect, form: LineForm, color: egui::Color32) {
    paint_line(ui.painter(), rect.x_range(), rect.center().y, form, color, 2.0);
}

/// A new entry with this name: a kind with the first form of a line that no other has. There are no new stances.
pub(super) fn new_item(codebook: &Codebook, list: CodebookList, name: String) -> Option<CodebookItem> {
    let (definition, notes) = (String::new(), EntryNotes::default());
    match list {
        CodebookList::Kinds => {
            let id = KindId::from_name(&name, |id| codebook.item(list, id.as_str()).is_some());
            let is_free = |form: &LineForm| codebook.kinds.iter().all(|kind| kind.line != *form);
            let line = LineForm::ALL.into_iter().find(is_free).unwrap_or(LineForm::Dashed);
            Some(CodebookItem::Kind(Kind { id, name, definition, notes, key: None, line }))
        }
        CodebookList::Topics => {
            let id = TopicId::from_name(&name, |id| codebook.item(list, id.as_str()).is_some());
            Some(CodebookItem::Topic(Topic { id, name, definition, notes, parent: None }))
        }
        CodebookList::RelationKinds => {
            let id = RelationKindId::from_name(&name, |id| codebook.item(list, id.as_str()).is_some());
            Some(CodebookItem::RelationKind(RelationKind { id, name, definition, notes }))
        }
        CodebookList::Attributes => {
            let id = AttributeId::from_name(&name, |id| codebook.item(list, id.as_str()).is_some());
            Some(CodebookItem::Attribute(Box::new(AttributeDefinition {
                id,
                subject: AttributeSubject::Statements,
                name,
                definition,
                notes,
                form: AttributeForm::OneOf,
                choices: Vec::new(),
                is_required: false,
                applies: AttributeScope::default(),
                key: None,
            })))
        }
        CodebookList::Stances => None,
    }
}
