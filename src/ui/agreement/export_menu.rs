//! The one menu with all that the page can copy and write.

use egui::{Popup, ScrollArea, Ui};

use crate::locale::plain;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::table::row_of;
use crate::ui::parts::section;
use crate::ui::shaped::{Button, Icon, MenuItem};

/// The width of the menu, and the largest share of the window's height that it takes.
const WIDTH_PT: f32 = 240.0;
const MOST_HEIGHT: f32 = 0.7;

/// Shows the button, and the menu while it is open. `ready` says whether there is anything to export.
pub(super) fn show(ui: &mut Ui, ready: bool, out: &mut Vec<Command>) {
    let button = Button::new(t!("agreement-take-away")).icon(Icon::Export).chevron();
    let button = ui.add_enabled(ready, button);
    Popup::menu(&button).show(|ui| {
        ui.set_min_width(WIDTH_PT);
        let height = ui.ctx().content_rect().height() * MOST_HEIGHT;
        // Otherwise it would be no higher than a new area.
        ui.set_max_height(height);
        ScrollArea::vertical().max_height(height).show(ui, |ui| {
            for (id, name) in [
                ("save-report", t!("agreement-save-report")),
                ("save-report-markdown", t!("agreement-save-report-markdown")),
                ("save-csv", t!("agreement-save-csv")),
            ] {
                entry(ui, id, MenuItem::new(name), out);
            }
            for (part, title) in [
                ("matrix", t!("agreement-matrix")),
                ("confusion", t!("agreement-confusion")),
                ("strip", t!("agreement-strip")),
            ] {
                section(ui, title.clone());
                // Some parts have no table.
                for (output, name) in [
                    ("table", t!("agreement-as-table")),
                    ("markdown", t!("agreement-as-markdown")),
                    ("svg", t!("agreement-as-svg")),
                    ("png", t!("agreement-as-png")),
                ] {
                    let told = t!("agreement-take-name", name = plain(&name), part = plain(&title));
                    entry(ui, &format!("{part}-{output}"), MenuItem::new(name).name(told), out);
                }
            }
        });
    });
}

fn entry(ui: &mut Ui, id: &str, item: MenuItem, out: &mut Vec<Command>) {
    let Some(row) = row_of(id) else { return };
    if ui.add(item.shortcut(row.button_keys(ui.ctx()))).clicked() {
        out.push(row.command.clone());
        ui.close();
    }
}
