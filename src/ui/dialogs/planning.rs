//! The progress of planning in a dialog that shows a plan, with the way to stop it and to begin again.

use std::time::Duration;

use egui::{ProgressBar, Ui};

use crate::t;
use crate::ui::command::Command;
use crate::ui::parts::dialog::{DialogFrame, buttons};
use crate::ui::shaped::{Button, Label};

/// The width of the bar, in points.
const BAR_PT: f32 = 160.0;

/// How far planning is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Planning {
    /// There is a plan, or the reason why there is none.
    #[default]
    Done,
    /// So much was looked at, of so much; 0 if that is not known.
    Running { done: usize, total: usize },
    /// It was stopped, so that the plan may be of other choices or missing.
    Stopped,
}

/// The dialog until there is a plan: its heading, and the progress with the way to close it and to begin `again`.
pub(super) fn wait(ui: &Ui, planning: Planning, dialog: DialogFrame, again: Command, out: &mut Vec<Command>) {
    let dialog = dialog.show(ui, |ui| {
        buttons(ui, |ui| {
            show(ui, planning, Command::CloseDialog, again, out);
            planning == Planning::Stopped && ui.add(Button::new(t!("dialog-cancel"))).clicked()
        })
    });
    if dialog.inner || dialog.should_close {
        out.push(Command::CloseDialog);
    }
}

/// Shows the progress, with the buttons that push these commands; nothing if planning is done.
pub(super) fn show(ui: &mut Ui, planning: Planning, stop: Command, again: Command, out: &mut Vec<Command>) {
    match planning {
        Planning::Done => {}
        Planning::Running { done, total } => {
            if total > 0 {
                let share = (done as f32 / total as f32).min(1.0);
                ui.add(ProgressBar::new(share).desired_width(BAR_PT.min(ui.available_width())));
            }
            if ui.add(Button::new(t!("planning-stop"))).clicked() {
                out.push(stop);
            }
            let told = match (done, total) {
                (0, _) => t!("import-planning"),
                (_, 0) => t!("import-progress-reading", done = done),
                _ => t!("import-progress", done = done, all = total),
            };
            ui.add(Label::new(told).weak());
            ui.ctx().request_repaint_after(Duration::from_millis(100));
        }
        Planning::Stopped => {
            ui.add(Label::new(t!("planning-stopped")).weak());
            if ui.add(Button::new(t!("planning-again"))).clicked() {
                out.push(again);
            }
        }
    }
}
