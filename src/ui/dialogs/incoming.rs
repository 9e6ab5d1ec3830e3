//! The dialog that lists files that did not become articles, and texts that the project already has.

use egui::{ScrollArea, Ui};

use crate::t;
use crate::ui::command::Command;
use crate::ui::dialogs::scope::DialogRow;
use crate::ui::parts::dialog::{DialogFrame, buttons};
use crate::ui::shaped::{Button, Label};

pub(crate) static DIALOG: DialogRow = DialogRow::new(|scope, ui| show(ui, scope.drafts.of::<NotAdded>(), scope.out));

/// The contents of the dialog.
#[derive(Debug, Default)]
pub(crate) struct NotAdded {
    /// The reasons why files are not articles, one line per file.
    pub refused: Vec<String>,
    /// The title of an existing article, and the path of a file with the same text.
    pub same: Vec<(String, String)>,
}

/// Shows the dialog.
fn show(ui: &Ui, files: &NotAdded, out: &mut Vec<Command>) {
    let dialog = DialogFrame::new("incoming", t!("incoming-heading"), 620.0).show(ui, |ui| {
        let height = ui.ctx().content_rect().height() * 0.6;
        ScrollArea::vertical().max_height(height).show(ui, |ui| {
            for reason in &files.refused {
                ui.add(Label::new(reason.as_str()).selectable(true).wrap());
            }
            for (title, path) in &files.same {
                ui.add(
                    Label::new(t!("incoming-same", title = title.as_str(), path = path.as_str()))
                        .selectable(true)
                        .wrap(),
                );
            }
        });
        buttons(ui, |ui| {
            if !files.same.is_empty() && ui.add(Button::new(t!("incoming-anyway"))).clicked() {
                out.push(Command::AddAnyway);
            }
            ui.add(Button::new(t!("dialog-close"))).clicked()
        })
    });
    if dialog.inner || dialog.should_close {
        out.push(Command::CloseDialog);
    }
}
