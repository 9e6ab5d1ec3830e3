//! The welcome screen, shown while no project is open.

use std::path::PathBuf;

use egui::{ScrollArea, Ui};

use crate::t;
use crate::ui::command::Command;
use crate::ui::command::path::PathQuestion;
use crate::ui::parts::command_tip::CommandTip as _;
use crate::ui::parts::section;
use crate::ui::shaped::{Button, Heading, Label, ResponseExt as _, Row};
use crate::ui::state::Dialog;

/// The largest width of the column, in points.
const WIDTH_PT: f32 = 460.0;

/// Shows the available actions and the recent projects.
pub fn show(ui: &mut Ui, recent: &[PathBuf], out: &mut Vec<Command>) {
    ScrollArea::vertical().id_salt("welcome").auto_shrink(false).show(ui, |ui| {
        ui.vertical_centered(|ui| {
            ui.set_max_width(WIDTH_PT.min(ui.available_width()));
            ui.add_space(ui.spacing().interact_size.y * 2.0);
            ui.add(Heading::new(t!("welcome-title")));
            ui.add_space(ui.spacing().item_spacing.y);
            for line in [t!("welcome-line-read"), t!("welcome-line-tag"), t!("welcome-line-export")] {
                ui.add(Label::new(line).weak().wrap());
            }
            ui.add_space(ui.spacing().interact_size.y);
            let width = ui.available_width() * 0.6;
            for (id, text, command) in [
                ("open-sample", t!("welcome-sample"), Command::OpenSample),
                ("open-project", t!("welcome-open"), Command::AskPath(PathQuestion::Open)),
                ("new-project", t!("welcome-new"), Command::ShowDialog(Dialog::NewProject)),
            ] {
                if ui.add(Button::new(text).min_width(width)).on_hover_command(id).clicked() {
                    out.push(command);
                }
            }
            if recent.is_empty() {
                return;
            }
            ui.add_space(ui.spacing().interact_size.y);
            section(ui, t!("welcome-recent"));
            for path in recent {
                let name =
                    path.file_name().map_or_else(|| path.to_string_lossy(), |name| name.to_string_lossy()).into_owned();
                let folder = path.parent().map(|folder| folder.to_string_lossy().into_owned()).unwrap_or_default();
                let row = Row::new(t!("welcome-recent-row", name = name.as_str(), folder = folder))
                    .name(t!("welcome-recent-name", name = name));
                if ui.add(row).on_hover_shaped(path.to_string_lossy()).clicked() {
                    out.push(Command::OpenProject(path.clone()));
                }
            }
        });
    });
}
