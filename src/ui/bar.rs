//! The kinds of statements and the current party, above the page on which articles are annotated.

use egui::Ui;

use super::command::Command;
use super::command::table;
use super::parts::command_tip::CommandTip as _;
use super::shaped::{Button, Label};
use super::state::View;
use super::theme::{Tokens, party_line};
use crate::model::project::Project;
use crate::t;

/// Shows them.
pub(crate) fn marking(ui: &mut Ui, project: &Project, view: &View, out: &mut Vec<Command>) {
    ui.horizontal_wrapped(|ui| {
        let active = view.selection.is_some() || view.selected.is_some();
        for kind in &project.codebook.kinds {
            let row = table::kind_row(&project.codebook, kind);
            let button = Button::new(kind.name.clone()).shortcut(row.button_keys(ui.ctx()));
            if ui.add_enabled(active, button).on_hover_row(&row, &kind.definition).clicked() {
                out.push(row.command.clone());
            }
        }
        ui.separator();
        if let Some(party) = view.party.as_ref().and_then(|id| project.party(id)) {
            ui.add(Label::new(t!("bar-party")).weak());
            let swatch = party_line(Tokens::of(ui), party.color);
            ui.add(Button::new(party.name.clone()).swatch(swatch).frame(false));
        }
    });
}
