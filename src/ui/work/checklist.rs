//! The work of somebody who works alone: a plain list of articles to tick off.

use egui::{Id, ScrollArea, Ui};
use jiff::Timestamp;

use super::{Listed, Table, WorkState, set_up};
use crate::edit::change::Edit;
use crate::edit::session::Session;
use crate::model::document::Document;
use crate::model::layer::Layer;
use crate::model::work::{LayerProgress, LayerState};
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::work::WorkCommand;
use crate::ui::parts::command_tip::CommandTip as _;
use crate::ui::parts::draft::apply;
use crate::ui::parts::line;
use crate::ui::shaped::{Button, Checkbox, Label, ResponseExt as _, TextField};
use crate::ui::state::Dialog;
use crate::ui::words::state_name;

/// Shows the list.
pub(super) fn show(ui: &mut Ui, session: &Session, work: &mut WorkState, table: &Table, out: &mut Vec<Command>) {
    let project = session.project();
    let done = table.states.last().copied().unwrap_or_default();
    ui.horizontal_wrapped(|ui| {
        ui.add(Label::new(t!("work-alone", done = done, all = project.documents.len())).strong());
        ui.separator();
        if ui.add(Button::new(t!("work-next"))).on_hover_command("next-mine").clicked() {
            out.push(Command::Work(WorkCommand::NextMine));
        }
        // With a second name in the project the page becomes a table.
        if ui.add(Button::new(t!("work-assign"))).on_hover_command("assign").clicked() {
            out.push(Command::ShowDialog(Dialog::Assign));
        }
    });
    ui.horizontal_wrapped(|ui| {
        let field = TextField::singleline(&mut work.filter).id(Id::unique("work-filter"));
        field.name(t!("work-filter")).hint(t!("work-filter")).desired_width(180.0).show(ui);
        for (listed, name) in [(Listed::All, t!("work-all")), (Listed::Undone, t!("work-undone"))] {
            if ui.add(Button::new(name).selected(work.listed == listed)).clicked() {
                work.listed = listed;
            }
        }
        ui.separator();
        set_up(ui, project, &mut work.reviewer, out);
    });
    ui.separator();
    if table.documents.is_empty() {
        let is_empty = project.documents.is_empty();
        let text = if is_empty { t!("work-no-documents") } else { t!("work-none-listed") };
        ui.add(Label::new(text).weak().wrap());
        return;
    }
    let height = ui.spacing().interact_size.y;
    let area = ScrollArea::vertical().id_salt("work-checklist").auto_shrink(false);
    area.show_rows(ui, height, table.documents.len(), |ui, range| {
        for document in table.documents.get(range).unwrap_or_default() {
            if let Some(document) = project.documents.get(document) {
                ui.push_id(document.id.as_str(), |ui| row(ui, session, document, out));
            }
        }
    });
}

fn row(ui: &mut Ui, session: &Session, document: &Document, out: &mut Vec<Command>) {
    let (project, own) = (session.project(), session.annotator());
    let state = project.state(&document.id, own);
    let count = project.layer(&document.id, own).map_or(0, Layer::len);
    let title = document.display_title();
    line(
        ui,
        |ui| {
            let mut is_done = state == LayerState::Done;
            let tick = Checkbox::new(&mut is_done, "").name(t!("work-tick", title = title));
            if ui.add(tick).on_hover_shaped(t!("work-tick", title = title)).changed() {
                out.push(mark(session, document, is_done));
            }
            let name = t!("work-open-article", title = title);
            let open = Button::new(title).frame(false).at_start().name(name);
            if ui.add(open.min_width(ui.available_width())).clicked() {
                out.push(Command::Work(WorkCommand::Open(document.id.clone())));
            }
        },
        |ui| {
            let about = t!("work-alone-row", state = state_name(state), count = count);
            ui.add(Label::new(about).weak().extend())
        },
    );
}

/// Marks the user's layer of a document as done, or as in progress again.
fn mark(session: &Session, document: &Document, is_done: bool) -> Command {
    let layer = (document.id.clone(), session.annotator().clone());
    let before = session.project().layers.get(&layer).and_then(|layer| layer.progress().copied());
    let state = if is_done { LayerState::Done } else { LayerState::InProgress };
    let progress = Some(LayerProgress::after(before.as_ref(), state, Timestamp::now()));
    let gesture = if is_done { "gesture-work-done" } else { "gesture-work-reopen" };
    apply(gesture, Edit::SetProgress { layer, progress })
}
