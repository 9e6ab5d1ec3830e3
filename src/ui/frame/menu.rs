//! The menu of the window: every command that has a row in the table, in its groups, with its keys.

use egui::containers::menu::SubMenu;
use egui::{Popup, ScrollArea, Ui};

use crate::locale;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::situation::Situation;
use crate::ui::command::table::{self, CommandGroup, CommandRow, row_of};
use crate::ui::shaped::{Button, Icon, MenuItem, ResponseExt as _};

/// The width of the menu and of its parts, in points.
const WIDTH_PT: f32 = 180.0;
const PART_PT: f32 = 340.0;
/// The largest share of the window's height that a part of the menu takes.
const MOST_HEIGHT: f32 = 0.85;

/// The groups in the order of the menu.
const GROUPS: [(CommandGroup, Icon); 11] = [
    (CommandGroup::Projects, Icon::FolderOpen),
    (CommandGroup::Articles, Icon::File),
    (CommandGroup::Editing, Icon::Edit),
    (CommandGroup::Finding, Icon::Search),
    (CommandGroup::Marking, Icon::QuoteMarks),
    (CommandGroup::Work, Icon::Work),
    (CommandGroup::Review, Icon::Review),
    (CommandGroup::Agreement, Icon::Agreement),
    (CommandGroup::View, Icon::Eye),
    (CommandGroup::Pages, Icon::Columns),
    (CommandGroup::Help, Icon::Info),
];

/// Shows the button of the menu, and the menu while it is open.
pub(crate) fn show(ui: &mut Ui, situation: &dyn Fn() -> Situation, out: &mut Vec<Command>) {
    let button = ui.add(Button::new("").icon(Icon::Menu).name(t!("bar-menu")).frame(false));
    let button = button.on_hover_shaped(t!("bar-menu"));
    Popup::menu(&button).show(|ui| {
        ui.set_min_width(WIDTH_PT);
        let now = situation();
        for (group, icon) in GROUPS {
            let mut rows = table::fixed().filter(|row| row.group == group && row.is_on(&now)).peekable();
            if rows.peek().is_none() {
                continue;
            }
            let part = ui.add(MenuItem::new(locale::text(group.title(), &[])).icon(icon).opens());
            SubMenu::new().show(ui, &part, |ui| {
                ui.set_min_width(PART_PT);
                let height = ui.ctx().content_rect().height() * MOST_HEIGHT;
                // Otherwise it would be no higher than a new area.
                ui.set_max_height(height);
                ScrollArea::vertical().max_height(height).show(ui, |ui| {
                    rows.for_each(|row| entry(ui, row, &now, out));
                });
            });
        }
    });
}

/// An entry for the command with this id, if there is one now.
pub(crate) fn item(ui: &mut Ui, id: &str, now: &Situation, out: &mut Vec<Command>) {
    if let Some(row) = row_of(id).filter(|row| row.is_on(now)) {
        entry(ui, row, now, out);
    }
}

/// An entry for a command, with its keys; under the pointer it says what prevents it.
fn entry(ui: &mut Ui, row: &CommandRow<'_>, now: &Situation, out: &mut Vec<Command>) {
    let can = row.can(now);
    let item = MenuItem::new(row.title.words()).shortcut(row.button_keys(ui.ctx()));
    let mut response = ui.add_enabled(can.is_ok(), item);
    if let Err(why) = can {
        response = response.on_disabled_hover_shaped(why.words());
    }
    if response.clicked() {
        out.push(row.command.clone());
        ui.close();
    }
}
