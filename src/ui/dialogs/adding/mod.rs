//! The dialog that shows found articles before they are added: a table of them, and beside it the text of the one that is
//! selected, with what is doubtful about it.

mod columns;
mod detail;
mod draft;
mod table;

use egui::{Align, Key, KeyboardShortcut, Layout, Modifiers, ScrollArea, Ui, vec2};

use crate::model::project::Project;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::adding::AddingCommand;
use crate::ui::dialogs::scope::DialogRow;
use crate::ui::parts::dialog::{DialogFrame, buttons, error};
use crate::ui::shaped::{Button, Label};

pub use draft::{AddingDraft, FoundTable};

pub(crate) static DIALOG: DialogRow = DialogRow::new(|scope, ui| {
    let Some(open) = scope.open else { return };
    show(ui, open.session.project(), scope.drafts.of(), scope.out);
});

/// In a window that is narrower, the text stands below the table.
const LEAST_WIDTH_BESIDE: f32 = 760.0;
/// The share of the width that the table takes beside the text.
const TABLE_SHARE: f32 = 0.58;
/// The share of the window's height that the dialog takes, and what the buttons need of it, in points.
const MOST_HEIGHT: f32 = 0.86;
const AROUND_PT: f32 = 64.0;
/// The height of a text that stands below the table, in points.
const TEXT_BELOW_PT: f32 = 200.0;

/// Shows the dialog.
fn show(ui: &Ui, project: &Project, draft: &mut AddingDraft, out: &mut Vec<Command>) {
    let is_single = draft.found.len() == 1 && draft.progress.is_none();
    let heading = match (&draft.changes, draft.found.len()) {
        (Some(_), _) => t!("adding-heading-details"),
        (None, count) => t!("adding-heading", count = count),
    };
    let dialog = DialogFrame::new("adding", heading, 1280.0).show(ui, |ui| {
        notices(ui, draft, out);
        columns::show(ui, draft, out);
        let left = ui.ctx().content_rect().height() * MOST_HEIGHT - ui.min_rect().height() - AROUND_PT;
        let size = vec2(ui.available_width(), left.max(150.0));
        let is_beside = size.x >= LEAST_WIDTH_BESIDE;
        if is_single {
            part(ui, size, |ui| detail::show(ui, project, draft, true, None, out));
        } else if is_beside && !draft.found.is_empty() {
            // The separator is as high as its surroundings, which have no end in a dialog that scrolls.
            ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Min), |ui| {
                let table = vec2(size.x * TABLE_SHARE, size.y);
                part(ui, table, |ui| table::show(ui, draft));
                ui.separator();
                let rest = vec2(ui.available_width(), size.y);
                part(ui, rest, |ui| detail::show(ui, project, draft, false, None, out));
            });
        } else if !draft.found.is_empty() {
            part(ui, vec2(size.x, size.y * 0.5), |ui| table::show(ui, draft));
            ui.separator();
            ScrollArea::vertical().id_salt("adding-detail").max_height(size.y * 0.5).show(ui, |ui| {
                detail::show(ui, project, draft, false, Some(TEXT_BELOW_PT), out);
            });
        }
        error(ui, &draft.error);
        ending(ui, draft, out)
    });
    if dialog.should_close || dialog.inner {
        leave(draft, out);
    }
}

/// A part of the dialog of this size.
fn part(ui: &mut Ui, size: egui::Vec2, content: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
        ui.set_min_size(size);
        ui.set_max_width(size.x);
        content(ui);
    });
}

/// The progress, and what is not among the articles.
fn notices(ui: &mut Ui, draft: &mut AddingDraft, out: &mut Vec<Command>) {
    if let Some((done, all)) = draft.progress {
        ui.horizontal_wrapped(|ui| {
            let told = if all == 0 { t!("adding-comparing") } else { t!("adding-progress", done = done, all = all) };
            ui.add(Label::new(told));
            if ui.add(Button::new(t!("adding-stop"))).clicked() {
                out.push(Command::Adding(AddingCommand::Stop));
            }
        });
        ui.ctx().request_repaint_after(std::time::Duration::from_millis(100));
    } else if draft.is_unfinished {
        ui.horizontal_wrapped(|ui| {
            ui.add(Label::new(t!("adding-unfinished")).wrap());
            if ui.add(Button::new(t!("adding-continue"))).clicked() {
                draft.is_touched = true;
                out.push(Command::Adding(AddingCommand::Continue));
            }
        });
    }
    if !draft.refused.is_empty() {
        let color = ui.visuals().error_fg_color;
        ui.add(Label::new(t!("adding-refused", count = draft.refused.len())).color(color).wrap());
        let height = if draft.found.is_empty() { 320.0 } else { 84.0 };
        let line = egui::TextStyle::Body.resolve(ui.style()).size * 1.6;
        let area = ScrollArea::vertical().id_salt("adding-refused").max_height(height).auto_shrink([false, true]);
        if draft.refused.len() <= 20 {
            area.show(ui, |ui| {
                for reason in &draft.refused {
                    ui.add(Label::new(reason.as_str()).selectable(true).wrap());
                }
            });
        } else {
            area.show_rows(ui, line, draft.refused.len(), |ui, range| {
                for reason in draft.refused.get(range).unwrap_or_default() {
                    ui.add(Label::new(reason.as_str()).elide());
                }
            });
        }
    }
}

/// The buttons. Returns whether the dialog is to be closed.
fn ending(ui: &mut Ui, draft: &mut AddingDraft, out: &mut Vec<Command>) -> bool {
    if draft.is_leaving {
        return buttons(ui, |ui| {
            ui.add(Label::new(t!("adding-leave", count = draft.count())).wrap());
            let drop = ui.add(Button::new(t!("adding-leave-drop"))).clicked();
            if ui.add(Button::new(t!("adding-leave-stay"))).clicked() {
                draft.is_leaving = false;
            }
            drop
        });
    }
    let count = draft.count();
    let can_add = count > 0 && draft.progress.is_none();
    let name = if draft.changes.is_some() { t!("adding-change") } else { t!("adding-add", count = count) };
    buttons(ui, |ui| {
        let is_asked = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
        let key = KeyboardShortcut::new(Modifiers::COMMAND, Key::Enter);
        let button = Button::new(name).strong().shortcut(ui.ctx().format_shortcut(&key));
        if ui.add_enabled(can_add, button).clicked() || can_add && is_asked {
            out.push(Command::Adding(AddingCommand::Add));
        }
        let has_any = !draft.found.is_empty();
        ui.add(Button::new(if has_any { t!("dialog-cancel") } else { t!("dialog-close") })).clicked()
    })
}

/// Closes the dialog; asks first if much would have to be read and chosen again.
fn leave(draft: &mut AddingDraft, out: &mut Vec<Command>) {
    let is_much = draft.changes.is_none() && (draft.found.len() > 1 || draft.is_touched) && !draft.found.is_empty();
    if is_much && !draft.is_leaving {
        draft.is_leaving = true;
    } else {
        out.push(Command::CloseDialog);
    }
}
