//! The sheet of all shortcuts.

use egui::{ScrollArea, Ui};

use super::palette::CommandRow;
use crate::t;
use crate::ui::command::Command;
use crate::ui::parts::dialog::DialogFrame;
use crate::ui::parts::line;
use crate::ui::shaped::{Button, Label};

/// Shows every command that has a shortcut, over the window.
pub fn show(ui: &Ui, rows: &[CommandRow], out: &mut Vec<Command>) {
    let dialog = DialogFrame::new("shortcuts", t!("panel-shortcuts-title"), 440.0).show(ui, |ui| {
        let screen = ui.ctx().content_rect().size();
        ScrollArea::vertical().max_height(screen.y * 0.7).auto_shrink([false, true]).show(ui, |ui| {
            for (name, shortcut, ..) in rows.iter().filter(|(_, shortcut, ..)| !shortcut.is_empty()) {
                line(
                    ui,
                    |ui| ui.add(Label::new(shortcut.clone()).weak().extend()),
                    |ui| ui.add(Label::new(name.clone()).elide()),
                );
            }
        });
        ui.add_space(ui.spacing().item_spacing.y);
        ui.add(Button::new(t!("panel-close"))).clicked()
    });
    if dialog.inner || dialog.should_close {
        out.push(Command::CloseDialog);
    }
}
