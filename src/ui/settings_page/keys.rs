//! The keys of the commands, which can be changed.

use egui::Ui;

use super::SettingsScope;
use crate::t;
use crate::text::arabic;
use crate::ui::command::Command;
use crate::ui::command::table::{self, CommandRow};
use crate::ui::parts::{line, section};
use crate::ui::shaped::{Button, Icon, Label, ResponseExt as _};

/// The commands that are found by these words: by their names or their groups.
pub(super) fn found(search: &str) -> Vec<&'static CommandRow<'static>> {
    let fits = |row: &CommandRow<'_>| {
        let (title, group) = (row.title.words(), crate::locale::text(row.group.title(), &[]));
        search.split_whitespace().all(|word| arabic::contains(&title, word) || arabic::contains(&group, word))
    };
    table::fixed().filter(|row| fits(row)).collect()
}

/// Shows the commands with their keys; all of them if `rows` is empty because something else was searched for.
pub(super) fn show(ui: &mut Ui, scope: &mut SettingsScope<'_>, rows: &[&'static CommandRow<'static>]) {
    ui.add(Label::new(t!("settings-keys-about")).weak().wrap());
    let reset = Button::new(t!("settings-keys-reset"));
    if ui.add_enabled(!scope.keymap.is_empty(), reset).clicked() {
        scope.out.push(Command::ResetKeys);
    }
    let all = found("");
    let rows = if rows.is_empty() { &all[..] } else { rows };
    let mut group = None;
    for row in rows {
        if group.replace(row.group) != Some(row.group) {
            section(ui, crate::locale::text(row.group.title(), &[]));
        }
        one(ui, scope, row);
    }
}

fn one(ui: &mut Ui, scope: &mut SettingsScope<'_>, row: &'static CommandRow<'static>) {
    let title = row.title.words();
    let keys = row.button_keys(ui.ctx());
    let is_changed = scope.keymap.keys(&row.id).is_some();
    let (_, (change, back)) = line(
        ui,
        |ui| ui.add(Label::new(title.clone()).elide()),
        |ui| {
            let text = if keys.is_empty() { t!("settings-key-none") } else { keys.clone() };
            let name = t!("settings-key-change", command = title.as_str(), keys = text.as_str());
            let change = ui.add(Button::new(text).name(name).min_width(120.0)).clicked();
            let name = t!("settings-key-back", command = title.as_str());
            let back = Button::new("").icon(Icon::Undo).small().frame(false).name(name.clone());
            (change, ui.add_enabled(is_changed, back).on_hover_shaped(name).clicked())
        },
    );
    if change {
        scope.out.push(Command::Rebind(row.id.to_string()));
    }
    if back {
        scope.out.push(Command::SetKeys { id: row.id.to_string(), keys: None });
    }
}
