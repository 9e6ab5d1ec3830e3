//! The sheet of all shortcuts.

use egui::{Id, Modal, ScrollArea, Ui};

use super::palette::CommandRow;
use crate::t;
use crate::ui::command::Command;
use crate::ui::parts::line;
use crate::ui::shaped::{Button, Heading, Label};

/// Shows every command that has a shortcut, over the window.
pub fn show(ui: &Ui, rows: &[CommandRow], out: &mut Vec<Command>) {
    let modal = Modal::new(Id::unique("shortcuts")).show(ui.ctx(), |ui| {
        let screen = ui.ctx().content_rect().size();
        ui.set_width((screen.x * 0.9).min(440.0));
        ui.add(Heading::new(t!("panel-shortcuts-title")));
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
    if modal.inner || modal.should_close() {
        out.push(Command::CloseDialog);
    }
}
