//! What several statements that are chosen together have in common. A field that is set here is set in all of them, as
//! one step.

use std::sync::Arc;

use egui::{ScrollArea, Ui};

use super::common::{Common, NoteDraft, Shared};
use super::created::{by_party, by_topic};
use super::rows::{ABOVE_PT, ROW_PT, icon_button, row, section};
use super::state::{InspectorState, note_id, picker_id};
use crate::edit::gesture::several::StatementChange;
use crate::edit::session::Session;
use crate::model::codebook::{Codebook, CodebookList};
use crate::model::id::{KindId, PartyId, TopicId};
use crate::model::project::Project;
use crate::model::statement::{Quotation, Stance};
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::field::PickedField;
use crate::ui::parts::command_tip::{CommandTip as _, command_keys};
use crate::ui::parts::line_with;
use crate::ui::parts::picker::{self, Pick, Picker};
use crate::ui::shaped::icon::Icon;
use crate::ui::shaped::segmented::{Segment, segmented};
use crate::ui::shaped::{Button, Heading, Label, ResponseExt as _, TextField};
use crate::ui::state::View;
use crate::ui::theme::{Tokens, party_line};
use crate::ui::words::party_name;

/// The narrowest that the picker of a further addressee gets, in points.
const ADDRESSEE_PT: f32 = 72.0;

/// Shows them, if several statements are chosen. Returns whether they are.
pub(super) fn show(
    ui: &mut Ui,
    session: &Session,
    view: &View,
    state: &mut InspectorState,
    out: &mut Vec<Command>,
) -> bool {
    let Some((document, together)) = view.document.as_ref().zip(view.together()) else { return false };
    let project = session.project();
    let Some(layer) = project.layer(document, session.annotator()) else { return false };
    let is_known = state.several.of.as_ref().is_some_and(|(known, revision, several)| {
        known == document && *revision == session.revision() && Arc::ptr_eq(several, &view.several)
    });
    if !is_known {
        state.several.of = Some((document.clone(), session.revision(), Arc::clone(&view.several)));
        state.several.note = NoteDraft::default();
        state.several.common = Common::of(together.iter().filter_map(|id| layer.statement(*id)));
    }
    let Some(common) = state.several.common.clone() else { return false };
    // When one statement is shown again, it is shown from its top.
    state.shown = None;
    let area = ScrollArea::vertical().id_salt("inspector several").auto_shrink(false);
    let content = area.show(ui, |ui| {
        let change = fields(ui, project, &common, view, state, out);
        out.extend(change);
    });
    state.height_pt = content.content_size.y;
    true
}

fn fields(
    ui: &mut Ui,
    project: &Project,
    common: &Common,
    view: &View,
    state: &mut InspectorState,
    out: &mut Vec<Command>,
) -> Option<Command> {
    line_with(
        ui,
        out,
        |ui, _| ui.add(Heading::new(t!("inspector-several", count = common.count))),
        |ui, out| {
            if icon_button(ui, Icon::Delete, t!("panel-delete"), true).on_hover_command("delete").clicked() {
                out.push(Command::DeleteSelected);
            }
            let only = t!("inspector-several-end");
            if icon_button(ui, Icon::Close, only, true).clicked() {
                out.push(Command::SelectStatement(view.selected));
            }
        },
    );
    ui.add(Label::new(t!("inspector-several-hint")).weak().wrap());
    ui.add_space(ABOVE_PT);
    let mut change = kind(ui, project, common, state).map(Command::Change);
    section(ui, &t!("panel-chain-title"), "");
    change = change.or(party(ui, project, (Role::Speaker, &common.speaker), state));
    change = change.or(party(ui, project, (Role::Reporter, &common.reporter), state));
    ui.add_space(ABOVE_PT);
    change = change.or(addressees(ui, project, common, state));
    change = change.or(topic(ui, project, common, state));
    let fixed = stance(ui, &project.codebook, common).or(quotation(ui, common));
    change = change.or(fixed.map(Command::Change));
    change.or(note(ui, common, &mut state.several.note).map(Command::Change))
}

fn kind(ui: &mut Ui, project: &Project, common: &Common, state: &mut InspectorState) -> Option<StatementChange> {
    let codebook = &project.codebook;
    let name = |id: &KindId| codebook.kind(id).map_or_else(|| id.to_string(), |kind| kind.name.clone());
    let text = common.kind.as_ref().map_or_else(|| t!("inspector-mixed"), name);
    let picker = Picker::new(picker_id(PickedField::Kind), t!("panel-kind"), CodebookList::Kinds.key())
        .chosen(common.kind.as_ref().map(KindId::to_string), text);
    let picked = row(ui, &t!("panel-kind"), "", |ui| {
        picker.show(ui, &mut state.pickers, || picker::codebook(codebook, CodebookList::Kinds))
    });
    match picked?.pick? {
        Pick::Item(id) => KindId::new(id).ok().map(StatementChange::Kind),
        _ => None,
    }
}

/// A place in the chain.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Speaker,
    Reporter,
}

fn party(
    ui: &mut Ui,
    project: &Project,
    (role, shared): (Role, &Shared<Option<PartyId>>),
    state: &mut InspectorState,
) -> Option<Command> {
    let (field, label, command) = match role {
        Role::Speaker => (PickedField::Speaker, t!("statement-speaker"), "pick-speaker"),
        Role::Reporter => (PickedField::Reporter, t!("inspector-several-reporter"), "pick-reporter"),
    };
    let known = shared.as_ref().and_then(Option::as_ref);
    let text = match (shared, known) {
        (None, _) => t!("inspector-mixed"),
        (Some(_), None) => t!("panel-unset"),
        (Some(_), Some(party)) => party_name(project, party).to_owned(),
    };
    let color = known.and_then(|id| project.party(id)).map(|party| party_line(Tokens::of(ui), party.color));
    let picker = Picker::new(picker_id(field), label.clone(), "parties")
        .chosen(known.map(PartyId::to_string), text)
        .swatch(color)
        .creates();
    let picked = row(ui, &label, &command_keys(ui.ctx(), command), |ui| {
        picker.show(ui, &mut state.pickers, || picker::parties(project, |_| true))
    });
    by_party(project, picked?.pick?, |party| match role {
        Role::Speaker => StatementChange::Speaker(party),
        Role::Reporter => StatementChange::Reporter(party),
    })
}

fn addressees(ui: &mut Ui, project: &Project, common: &Common, state: &mut InspectorState) -> Option<Command> {
    let keys = command_keys(ui.ctx(), "pick-addressee");
    row(ui, &t!("panel-addressees"), &keys, |ui| {
        let width = ui.available_width();
        ui.allocate_ui_with_layout(egui::vec2(width, ROW_PT), ui.layout().with_main_wrap(true), |ui| {
            let mut change = None;
            for party in &common.addressees {
                let name = party_name(project, party);
                let remove = t!("panel-addressee-remove", name = name);
                let button = Button::new(name).icon(Icon::Close).small().name(remove.clone());
                if ui.add(button).on_hover_shaped(remove).clicked() {
                    change = Some(Command::Change(StatementChange::RemoveAddressee(party.clone())));
                }
            }
            if common.has_other_addressees {
                ui.add(Label::new(t!("inspector-mixed")).weak());
            }
            let name = t!("panel-addressee-add-name");
            let picker = Picker::new(picker_id(PickedField::Addressee), name, "addressees").creates();
            let picker = picker.chosen(None, t!("panel-addressee-add")).width(ui.available_width().max(ADDRESSEE_PT));
            let free = |party: &crate::model::party::Party| !common.addressees.contains(&party.id);
            let picked = picker.show(ui, &mut state.pickers, || picker::parties(project, free));
            let pick = picked.and_then(|picked| picked.pick);
            change.or(pick.and_then(|pick| by_party(project, pick, StatementChange::AddAddressee)))
        })
        .inner
    })
}

fn topic(ui: &mut Ui, project: &Project, common: &Common, state: &mut InspectorState) -> Option<Command> {
    let codebook = &project.codebook;
    let known = common.topic.as_ref().and_then(Option::as_ref);
    let name = |id: &TopicId| codebook.topic(id).map_or_else(|| id.to_string(), |topic| topic.name.clone());
    let text = match (&common.topic, known) {
        (None, _) => t!("inspector-mixed"),
        (Some(_), None) => t!("panel-unset"),
        (Some(_), Some(topic)) => name(topic),
    };
    let picker = Picker::new(picker_id(PickedField::Topic), t!("panel-topic"), CodebookList::Topics.key());
    let picker = picker.chosen(known.map(TopicId::to_string), text).none(t!("panel-unset")).creates();
    let picked = row(ui, &t!("panel-topic"), &command_keys(ui.ctx(), "pick-topic"), |ui| {
        picker.show(ui, &mut state.pickers, || picker::codebook(codebook, CodebookList::Topics))
    });
    by_topic(project, picked?.pick?)
}

fn stance(ui: &mut Ui, codebook: &Codebook, common: &Common) -> Option<StatementChange> {
    let keys = ["stance-supports", "stance-opposes", "stance-neutral"].map(|id| command_keys(ui.ctx(), id));
    let values = Stance::ALL.map(|stance| (stance, codebook.stance_title(stance)));
    let stance = choice(ui, &t!("panel-stance"), &keys.join(" "), &values, common.stance.flatten())?;
    Some(StatementChange::Stance(stance))
}

fn quotation(ui: &mut Ui, common: &Common) -> Option<StatementChange> {
    let keys = command_keys(ui.ctx(), "next-quotation");
    let values = Quotation::ALL.map(|quotation| (quotation, quotation.title()));
    let quotation = choice(ui, &t!("panel-quotation"), &keys, &values, common.quotation.flatten())?;
    Some(StatementChange::Quotation(quotation))
}

/// A few fixed values side by side, of which none is chosen where the statements differ. Returns the value that was
/// clicked, and none for a click on the one that all have.
fn choice<T: PartialEq + Copy>(
    ui: &mut Ui,
    label: &str,
    keys: &str,
    values: &[(T, String)],
    current: Option<T>,
) -> Option<Option<T>> {
    row(ui, label, keys, |ui| {
        let segments = values.iter().map(|(value, title)| {
            let name = t!("panel-choice-name", field = label, value = title.as_str());
            Segment::new(title.clone(), name, Some(*value) == current)
        });
        let (value, _) = values.get(segmented(ui, segments.collect())?)?;
        Some(Some(*value).filter(|value| Some(*value) != current))
    })
}

/// The note that all have. A new one is set by a button, since it replaces all notes.
fn note(ui: &mut Ui, common: &Common, note: &mut NoteDraft) -> Option<StatementChange> {
    section(ui, &t!("panel-note"), &command_keys(ui.ctx(), "edit-note"));
    let shared = common.note.as_deref().unwrap_or_default();
    if note.shared.as_deref() != Some(shared) {
        *note = NoteDraft { shared: Some(shared.to_owned()), text: shared.to_owned() };
    }
    let (name, width) = (t!("panel-note"), ui.available_width());
    let hint = if common.note.is_some() { String::new() } else { t!("inspector-several-notes") };
    let field = TextField::multiline(&mut note.text).rows(2).id(note_id()).name(name).hint(hint).desired_width(width);
    let is_submitted = field.show(ui).submitted;
    let is_new = note.text != shared;
    let set = ui.add_enabled(is_new, Button::new(t!("inspector-several-note-set"))).clicked() || is_submitted && is_new;
    set.then(|| StatementChange::Note(note.text.trim().to_owned()))
}
