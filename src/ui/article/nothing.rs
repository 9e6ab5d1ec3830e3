//! What stands in the place of an article while there is none: how to get one.

use egui::{Ui, UiBuilder, vec2};

use crate::edit::session::Session;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::path::PathQuestion;
use crate::ui::parts::command_tip::command_keys;
use crate::ui::parts::{drop_here, sides};
use crate::ui::shaped::{Button, Icon, Label};
use crate::ui::state::Dialog;

/// The largest width of what is shown, and about how high it is, in points.
const WIDTH_PT: f32 = 440.0;
const HEIGHT_PT: f32 = 200.0;

/// Shows it.
pub(super) fn show(ui: &mut Ui, session: &Session, out: &mut Vec<Command>) {
    if !session.project().documents.is_empty() {
        ui.centered_and_justified(|ui| ui.add(Label::new(t!("document-choose")).weak().halign_center()));
        return;
    }
    let room = ui.available_rect_before_wrap();
    let size = vec2(WIDTH_PT.min(room.width() - 32.0).max(120.0), HEIGHT_PT.min(room.height()));
    let place = egui::Rect::from_center_size(room.center(), size);
    ui.scope_builder(UiBuilder::new().max_rect(place), |ui| {
        sides::from_start(ui, |ui| {
            ui.add(Label::new(t!("document-none")).heading());
            ui.add_space(8.0);
            ui.horizontal_wrapped(|ui| {
                let add = Button::new(t!("document-add-files")).icon(Icon::FileAdd).primary();
                if ui.add(add.shortcut(command_keys(ui.ctx(), "add-articles"))).clicked() {
                    out.push(Command::AskPath(PathQuestion::Add));
                }
                let paste = Button::new(t!("document-paste")).icon(Icon::Paste);
                if ui.add(paste.shortcut(command_keys(ui.ctx(), "paste-article"))).clicked() {
                    out.push(Command::ShowDialog(Dialog::Paste));
                }
            });
            ui.add_space(8.0);
            drop_here(ui, t!("document-drop"));
            ui.add_space(4.0);
            ui.add(Label::new(t!("document-formats")).small(ui).weak().wrap());
        });
    });
}
