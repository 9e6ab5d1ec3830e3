//! The bar below the table: what can be done with the chosen rows.

use egui::{Id, Popup, PopupCloseBehavior, Ui};

use super::menu;
use super::state::{StatementsPageState, layers};
use super::table::table_id;
use crate::edit::gesture::several::StatementChange;
use crate::edit::session::Session;
use crate::model::project::Project;
use crate::query::ListedLayers;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::statements::StatementsCommand;
use crate::ui::parts::command_tip::CommandTip as _;
use crate::ui::parts::line_with;
use crate::ui::parts::picker::{PartyChoice, pick_party};
use crate::ui::shaped::{Button, ComboBox, Label, TextField};

/// The widths of lists, of that of parties, and of the field of the note, in points.
const LIST_PT: f32 = 96.0;
const PARTY_PT: f32 = 130.0;
const NOTE_PT: f32 = 260.0;

/// The id of the list with the field of the note, and of the field.
fn note_ids() -> (Id, Id) {
    (Id::unique("statements-note-popup"), Id::unique("statements-note-field"))
}

/// Puts the keyboard into the field of the note.
pub(crate) fn open_note(ctx: &egui::Context) {
    let (popup, field) = note_ids();
    Popup::open_id(ctx, popup);
    ctx.memory_mut(|memory| memory.request_focus(field));
}

/// Shows the bar.
pub(super) fn show(ui: &mut Ui, session: &Session, state: &mut StatementsPageState, out: &mut Vec<Command>) {
    let count = state.chosen.len();
    let mut shared = (state, out);
    let (change, ()) = line_with(
        ui,
        &mut shared,
        |ui, (state, out)| {
            ui.add(Label::new(t!("statements-chosen", count = count)));
            let can_change = count > 0 && layers(state.view()) != ListedLayers::Gold;
            ui.add_enabled_ui(can_change, |ui| changes(ui, session.project(), state, out)).inner
        },
        |ui, (state, out)| {
            let copy = ui.add_enabled(count > 0, Button::new(t!("statements-copy")));
            if copy.on_hover_command("statements-copy").clicked() {
                out.push(Command::Statements(StatementsCommand::Copy));
            }
            let can_export = !state.listing.rows().is_empty();
            let export = ui.add_enabled(can_export, Button::new(t!("statements-export")));
            if export.on_hover_command("statements-export").clicked() {
                out.push(Command::Statements(StatementsCommand::Export));
            }
        },
    );
    shared.1.extend(change.map(|change| Command::Statements(StatementsCommand::Change(change))));
}

fn changes(
    ui: &mut Ui,
    project: &Project,
    state: &mut StatementsPageState,
    out: &mut Vec<Command>,
) -> Option<StatementChange> {
    let mut change = None;
    let lists: [(&str, String, menu::ChangeList); 3] = [
        ("statements-kinds", t!("statements-set-kind"), menu::kinds),
        ("statements-topics", t!("statements-set-topic"), menu::topics),
        ("statements-stances", t!("statements-set-stance"), menu::stances),
    ];
    for (id, name, list) in lists {
        let combo =
            ComboBox::new(id, t!("statements-set-name", field = name.as_str())).selected_text(name).width(LIST_PT);
        change = change.or(combo.show(ui, |ui| list(ui, project)).inner.flatten());
    }
    let name = t!("statements-set-speaker");
    let choice = PartyChoice {
        key: "statements-speaker",
        name: t!("statements-set-name", field = name.as_str()),
        selected: None,
        empty: name,
        none: None,
    };
    let size = egui::vec2(PARTY_PT, ui.spacing().interact_size.y);
    let party = ui.allocate_ui(size, |ui| pick_party(ui, project, choice, &mut state.speakers, |_| true)).inner;
    change = change.or(party.flatten().map(StatementChange::Speaker));
    change = change.or(note(ui, &mut state.note));
    if ui.add(Button::new(t!("statements-delete"))).on_hover_command("statements-delete").clicked() {
        out.push(Command::Statements(StatementsCommand::Delete));
    }
    change
}

/// A button that opens a field for the note.
fn note(ui: &mut Ui, text: &mut String) -> Option<StatementChange> {
    let (popup, id) = note_ids();
    let button = ui.add(Button::new(t!("statements-note"))).on_hover_command("statements-note");
    let shown = Popup::menu(&button).id(popup).close_behavior(PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        ui.set_min_width(NOTE_PT);
        let name = t!("statements-note-field");
        let field = TextField::singleline(text).id(id).name(name.clone()).hint(name).desired_width(NOTE_PT).show(ui);
        // The keyboard may still be in the table, from where the field was opened.
        if ui.memory(|memory| memory.focused().is_none_or(|focused| focused == table_id())) {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        let is_clicked = ui.add(Button::new(t!("statements-note-set"))).clicked();
        let is_set = is_clicked || field.submitted;
        if is_set || field.cancelled {
            ui.close();
        }
        is_set.then(|| StatementChange::Note(text.trim().to_owned()))
    });
    if button.clicked() {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    let change = shown.and_then(|shown| shown.inner);
    if change.is_some() {
        text.clear();
    }
    change
}
