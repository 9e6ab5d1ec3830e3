//! The bar at the top of the window: the pages and the annotator.

use egui::{Id, PopupCloseBehavior, Ui};

use super::command::Command;
use super::command::table;
use super::drafts::Drafts;
use super::parts::command_tip::CommandTip as _;
use super::shaped::{Button, ComboBox, Label, TextField};
use super::state::View;
use crate::edit::session::Session;
use crate::model::id::AnnotatorId;
use crate::t;

/// The name typed for a new annotator.
#[derive(Debug, Default)]
struct AnnotatorDraft(String);

/// What the bar shows.
pub(crate) struct Bar<'a> {
    pub session: &'a Session,
    pub view: &'a View,
    /// The name under which the user works on this project.
    pub own_name: &'a AnnotatorId,
}

/// Shows the bar.
pub(crate) fn show(ui: &mut Ui, bar: &Bar<'_>, drafts: &mut Drafts, out: &mut Vec<Command>) {
    ui.horizontal_wrapped(|ui| {
        pages(ui, bar, out);
        ui.separator();
        editing(ui, bar.session, out);
        ui.separator();
        ui.add(Label::new(t!("bar-annotator")).weak());
        annotator(ui, bar, drafts, out);
    });
}

fn pages(ui: &mut Ui, bar: &Bar<'_>, out: &mut Vec<Command>) {
    for row in table::PAGES {
        let is_shown = matches!(row.command, Command::ShowPage(page) if page == bar.view.page);
        let button = Button::new(row.title.words()).selected(is_shown);
        if ui.add(button).on_hover_row(row, "").clicked() {
            out.push(row.command.clone());
        }
    }
}

fn editing(ui: &mut Ui, session: &Session, out: &mut Vec<Command>) {
    for (id, name, is_enabled) in [
        ("undo", t!("bar-undo"), session.last_gesture().is_some()),
        ("redo", t!("bar-redo"), session.last_undone().is_some()),
        ("export", t!("bar-export"), true),
        ("palette", t!("bar-palette"), true),
    ] {
        if ui.add_enabled(is_enabled, Button::new(name)).on_hover_command(id).clicked() {
            out.extend(table::row_of(id).map(|row| row.command.clone()));
        }
    }
}

fn annotator(ui: &mut Ui, bar: &Bar<'_>, drafts: &mut Drafts, out: &mut Vec<Command>) {
    let (project, own) = (bar.session.project(), bar.session.annotator());
    let combo = ComboBox::new("annotator", t!("bar-annotator")).selected_text(own.to_string()).width(140.0);
    // A click into the field must not close the list.
    combo.close_behavior(PopupCloseBehavior::CloseOnClickOutside).show(ui, |ui| {
        let mut annotators = project.annotators();
        // The user's own name is the way back.
        for name in [own, bar.own_name] {
            if !annotators.contains(name) {
                annotators.push(name.clone());
            }
        }
        for annotator in annotators {
            if ui.add(Button::new(annotator.to_string()).selected(annotator == *own).frame(false)).clicked() {
                out.push(Command::SetAnnotator(annotator));
                ui.close();
            }
        }
        let draft = &mut drafts.of::<AnnotatorDraft>().0;
        let field = TextField::singleline(draft).id(Id::unique("new-annotator"));
        let field = field.name(t!("bar-new-annotator")).hint(t!("bar-new-annotator"));
        if field.show(ui).submitted && !draft.trim().is_empty() {
            out.push(Command::SetAnnotator(AnnotatorId::from_name(draft.trim(), |_| false)));
            draft.clear();
            ui.close();
        }
    });
}
