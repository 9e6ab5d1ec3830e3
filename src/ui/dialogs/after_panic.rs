//! The dialog after a panic: what happened, where the journal and the log are, and how to reopen the project.

use std::path::Path;

use egui::Ui;

use crate::t;
use crate::ui::command::Command;
use crate::ui::dialogs::scope::DialogRow;
use crate::ui::parts::dialog::DialogFrame;
use crate::ui::shaped::{Button, Label};

/// The message about the panic before this window was opened.
#[derive(Debug, Default)]
pub(crate) struct PanicMessage(pub String);

pub(crate) static DIALOG: DialogRow = DialogRow::new(|scope, ui| {
    let project = scope.settings.recent.first().map(std::path::PathBuf::as_path);
    show(ui, &scope.drafts.of::<PanicMessage>().0, project, scope.out);
});

/// Shows the dialog; `project` is the one that was open last.
fn show(ui: &Ui, said: &str, project: Option<&Path>, out: &mut Vec<Command>) {
    let dialog = DialogFrame::new("after-panic", t!("panic-heading"), 560.0).show(ui, |ui| {
        ui.add(Label::new(said).wrap().selectable(true));
        ui.add_space(8.0);
        ui.horizontal_wrapped(|ui| {
            if let Some(project) = project {
                let name = project.file_name().unwrap_or(project.as_os_str()).to_string_lossy().into_owned();
                if ui.add(Button::new(t!("panic-open", project = name))).clicked() {
                    out.push(Command::CloseDialog);
                    out.push(Command::OpenProject(project.to_owned()));
                }
            }
            ui.add(Button::new(t!("panel-close"))).clicked()
        })
        .inner
    });
    if dialog.inner || dialog.should_close {
        out.push(Command::CloseDialog);
    }
}
