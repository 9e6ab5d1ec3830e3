//! The list of all shortcuts.

use std::borrow::Cow;

use egui::{ScrollArea, Ui};

use crate::ui::command::situation::Situation;
use crate::ui::command::table::CommandRow;
use crate::ui::command::{Command, table};
use crate::ui::dialogs::scope::DialogRow;
use crate::ui::parts::dialog::DialogFrame;
use crate::ui::parts::{line, section};
use crate::ui::shaped::{Button, Label};
use crate::{locale, t};

pub(crate) static DIALOG: DialogRow = DialogRow::new(|scope, ui| {
    if show(ui, &table::rows(scope.now, scope.brought), scope.now) {
        scope.out.push(Command::CloseDialog);
    }
});

/// Shows every command that has a shortcut, over the window. Returns whether to close the list.
pub fn show(ui: &Ui, rows: &[Cow<'_, CommandRow<'_>>], now: &Situation) -> bool {
    let dialog = DialogFrame::new("shortcuts", t!("panel-shortcuts-title"), 440.0).show(ui, |ui| {
        let screen = ui.ctx().content_rect().size();
        ScrollArea::vertical().max_height(screen.y * 0.7).auto_shrink([false, true]).show(ui, |ui| {
            let mut group = None;
            for row in rows {
                let keys = row.shown_keys(ui.ctx(), now);
                if keys.is_empty() {
                    continue;
                }
                if group.replace(row.group) != Some(row.group) {
                    section(ui, locale::text(row.group.title(), &[]));
                }
                line(
                    ui,
                    |ui| ui.add(Label::new(keys).weak().extend()),
                    |ui| ui.add(Label::new(row.title.words()).elide()),
                );
            }
        });
        ui.add_space(ui.spacing().item_spacing.y);
        ui.add(Button::new(t!("panel-close"))).clicked()
    });
    dialog.inner || dialog.should_close
}
