//! The dialog that asks for a new version of an article: a file, or a pasted text.

use egui::{Id, ScrollArea, Ui};

use crate::t;
use crate::ui::command::Command;
use crate::ui::command::safety::SafetyCommand;
use crate::ui::parts::dialog::DialogFrame;
use crate::ui::parts::section;
use crate::ui::shaped::{Button, Label, TextField};

/// Shows the dialog.
pub(crate) fn show(ui: &Ui, title: &str, text: &mut String, out: &mut Vec<Command>) {
    let dialog = DialogFrame::new("replace-text", t!("replace-heading", title = title), 620.0).show(ui, |ui| {
        let screen = ui.ctx().content_rect().size();
        ui.add(Label::new(t!("replace-explained")).wrap());
        if ui.add(Button::new(t!("replace-file"))).clicked() {
            out.push(Command::Safety(SafetyCommand::ReplaceFileDialog));
        }
        section(ui, t!("replace-paste"));
        ScrollArea::vertical().max_height((screen.y * 0.5).min(320.0)).show(ui, |ui| {
            let width = ui.available_width();
            TextField::multiline(text)
                .id(Id::unique("replace-text-field"))
                .name(t!("replace-paste"))
                .rows(8)
                .desired_width(width)
                .show(ui);
        });
        ui.horizontal_wrapped(|ui| {
            if ui.add_enabled(!text.trim().is_empty(), Button::new(t!("replace-compare"))).clicked() {
                out.push(Command::Safety(SafetyCommand::ReplaceWith(std::mem::take(text))));
            }
            ui.add(Button::new(t!("dialog-cancel"))).clicked()
        })
        .inner
    });
    if dialog.inner || dialog.should_close {
        out.push(Command::CloseDialog);
    }
}
