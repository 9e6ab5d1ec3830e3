//! The fields under the attribution: addressees, topic, stance, quotation and note.

use egui::Ui;

use super::created::new_topic;
use super::rows::{row, section};
use super::state::{InspectorState, go_on, note_id, picker_id};
use super::subject::Subject;
use crate::edit::change::Edit;
use crate::model::codebook::CodebookList;
use crate::model::gesture::Gesture;
use crate::model::id::{PartyId, TopicId};
use crate::model::statement::Stance;
use crate::model::statement_field::StatementField;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::field::PickedField;
use crate::ui::parts::command_tip::command_keys;
use crate::ui::parts::draft::{Field, apply_typing};
use crate::ui::parts::picker::{self, Pick, Picker};
use crate::ui::shaped::icon::Icon;
use crate::ui::shaped::segmented::{Segment, segmented};
use crate::ui::shaped::{Button, ResponseExt as _};
use crate::ui::state::View;

/// The narrowest that the picker of a further addressee gets, in points.
const ADDRESSEE_PT: f32 = 72.0;

/// The addressees, each a button that removes it, and the picker of a further one.
pub(super) fn addressees(
    ui: &mut Ui,
    subject: &Subject<'_>,
    view: &View,
    state: &mut InspectorState,
    out: &mut Vec<Command>,
) {
    let keys = command_keys(ui.ctx(), "pick-addressee");
    let picked = row(ui, &t!("panel-addressees"), &keys, |ui| {
        let width = ui.available_width();
        ui.allocate_ui_with_layout(egui::vec2(width, super::ROW_PT), ui.layout().with_main_wrap(true), |ui| {
            for (index, id) in subject.statement.addressees.iter().enumerate() {
                let name = subject.project.party(id).map_or_else(|| id.to_string(), |party| party.name.clone());
                let remove = t!("panel-addressee-remove", name = name.as_str());
                let button = Button::new(name).icon(Icon::Close).small().name(remove.clone());
                if ui.add(button).on_hover_shaped(remove).clicked() {
                    out.push(subject.change("gesture-addressee-remove", |s| {
                        s.addressees.remove(index);
                    }));
                }
            }
            let name = t!("panel-addressee-add-name");
            let picker = Picker::new(picker_id(PickedField::Addressee), name, "addressees").creates().ends_when_empty();
            let picker = picker.chosen(None, t!("panel-addressee-add")).width(ui.available_width().max(ADDRESSEE_PT));
            let free = |party: &crate::model::party::Party| !subject.statement.addressees.contains(&party.id);
            picker.show(ui, &mut state.pickers, || picker::parties(subject.project, free))
        })
        .inner
    });
    let Some(picked) = picked else { return };
    go_on(view, &picked, out);
    if let Some(pick) = picked.pick {
        let add = |s: &mut crate::model::statement::Statement, party: PartyId| s.addressees.push(party);
        out.extend(subject.change_by_party("gesture-addressee-add", pick, add));
    }
}

/// The topic. A new one can be added to the codebook under the typed name.
pub(super) fn topic(
    ui: &mut Ui,
    subject: &Subject<'_>,
    view: &View,
    state: &mut InspectorState,
    out: &mut Vec<Command>,
) {
    let (codebook, current) = (&subject.project.codebook, subject.statement.topic.as_ref());
    let name = |id| codebook.topic(id).map_or_else(|| id.to_string(), |topic| topic.name.clone());
    let text = current.map_or_else(|| t!("panel-unset"), name);
    let picker = Picker::new(picker_id(PickedField::Topic), t!("panel-topic"), CodebookList::Topics.key());
    let mut picker = picker.chosen(current.map(TopicId::to_string), text).creates();
    if current.is_some() {
        picker = picker.none(t!("panel-unset"));
    }
    let keys = command_keys(ui.ctx(), "pick-topic");
    let picked = row(ui, &t!("panel-topic"), &keys, |ui| {
        picker.show(ui, &mut state.pickers, || picker::codebook(codebook, CodebookList::Topics))
    });
    let Some(picked) = picked else { return };
    go_on(view, &picked, out);
    match picked.pick {
        Some(Pick::Item(id)) => {
            let topic = TopicId::new(id).ok().filter(|topic| Some(topic) != current);
            out.extend(topic.map(|topic| subject.change("gesture-topic", |s| s.topic = Some(topic))));
        }
        Some(Pick::Nothing) => out.push(subject.change("gesture-topic", |s| s.topic = None)),
        Some(Pick::New(name)) => out.push(subject.with_new_topic(name)),
        None => {}
    }
}

impl Subject<'_> {
    /// Adds a new topic to the codebook and assigns it to the statement, in one gesture.
    fn with_new_topic(&self, name: String) -> Command {
        let (id, added) = new_topic(self.project, name);
        let mut command = self.change("gesture-topic", |s| s.topic = Some(id));
        if let Command::Apply { edit, .. } = &mut command {
            let statement = std::mem::replace(&mut **edit, Edit::Group(Vec::new()));
            **edit = Edit::Group(vec![added, statement]);
        }
        command
    }
}

/// The fields with a few fixed values, side by side. A click on the value that is set clears it.
pub(super) fn choices(ui: &mut Ui, subject: &Subject<'_>, out: &mut Vec<Command>) {
    for field in StatementField::with_choices() {
        let (heading, gesture, rows) = match field {
            StatementField::Stance => (
                t!("panel-stance"),
                Gesture::new("gesture-stance"),
                &["stance-supports", "stance-opposes", "stance-neutral"][..],
            ),
            StatementField::Quotation => {
                (t!("panel-quotation"), Gesture::new("gesture-quotation"), &["next-quotation"][..])
            }
            other => (other.title(), Gesture::new(format!("gesture-{}", other.key())), &[][..]),
        };
        let keys: Vec<String> = rows.iter().map(|id| command_keys(ui.ctx(), id)).collect();
        let current = field.chosen(subject.statement);
        row(ui, &heading, &keys.join(" "), |ui| {
            let codebook = &subject.project.codebook;
            let is_offered = |key: &str| {
                let stance = Stance::parse(key).filter(|_| field == StatementField::Stance);
                current == Some(key) || stance.is_none_or(|stance| !codebook.stance(stance).notes.is_retired)
            };
            let choices: Vec<_> = field.choices(codebook).into_iter().filter(|choice| is_offered(choice.key)).collect();
            let segments = choices.iter().map(|choice| {
                let name = t!("panel-choice-name", field = heading.as_str(), value = choice.title.as_str());
                Segment::new(choice.title.clone(), name, Some(choice.key) == current)
            });
            if let Some(choice) = segmented(ui, segments.collect()).and_then(|clicked| choices.get(clicked)) {
                let value = (Some(choice.key) != current).then_some(choice.key);
                out.push(subject.change(gesture.clone(), |s| field.choose(s, value)));
            }
        });
    }
}

/// The note for whoever reviews.
pub(super) fn note(ui: &mut Ui, subject: &Subject<'_>, state: &mut InspectorState, out: &mut Vec<Command>) {
    let keys = command_keys(ui.ctx(), "edit-note");
    section(ui, &t!("panel-note"), &keys);
    let key = format!("note-{}", subject.statement.id);
    let name = t!("panel-note");
    let field = Field { rows: 2, id: Some(note_id()), ..Field::line(&name) };
    if let Some(note) = state.note.show(ui, &key, &subject.statement.note, field, out) {
        out.push(apply_typing("gesture-note", subject.edit(|s| s.note = note), &key));
    }
}
