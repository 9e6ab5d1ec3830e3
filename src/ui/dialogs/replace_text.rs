//! The dialog that asks for a new version of an article: a file, or a pasted text.

use egui::{Id, ScrollArea, Ui};

use crate::t;
use crate::ui::command::Command;
use crate::ui::command::path::PathQuestion;
use crate::ui::command::safety::SafetyCommand;
use crate::ui::dialogs::scope::DialogRow;
use crate::ui::parts::dialog::DialogFrame;
use crate::ui::parts::section;
use crate::ui::shaped::{Button, Label, TextField};

/// The pasted text of a new version.
#[derive(Debug, Default)]
struct NewText(String);

pub(crate) static DIALOG: DialogRow = DialogRow::new(|scope, ui| {
    let documents = scope.session().map(|session| &session.project().documents);
    let document = scope.view.document.as_ref().zip(documents).and_then(|(id, documents)| documents.get(id));
    let title = document.map(|document| document.display_title().to_owned()).unwrap_or_default();
    show(ui, &title, &mut scope.drafts.of::<NewText>().0, scope.out);
});

/// Shows the dialog.
fn show(ui: &Ui, title: &str, text: &mut String, out: &mut Vec<Command>) {
    let dialog = DialogFrame::new("replace-text", t!("replace-heading", title = title), 620.0).show(ui, |ui| {
        let screen = ui.ctx().content_rect().size();
        ui.add(Label::new(t!("replace-explained")).wrap());
        if ui.add(Button::new(t!("replace-file"))).clicked() {
            out.push(Command::AskPath(PathQuestion::ReplaceText));
        }
        section(ui, t!("replace-paste"));
        ScrollArea::vertical().max_height((screen.y * 0.5).min(320.0)).show(ui, |ui| {
            let width = ui.available_width();
            TextField::multiline(text)
                .id(Id::unique("replace-text-field"))
                .name(t!("replace-paste"))
                .rows(8)
                .desired_width(width)
                .show(ui);
        });
        ui.horizontal_wrapped(|ui| {
            if ui.add_enabled(!text.trim().is_empty(), Button::new(t!("replace-compare"))).clicked() {
                out.push(Command::Safety(SafetyCommand::ReplaceWith(std::mem::take(text))));
            }
            ui.add(Button::new(t!("dialog-cancel"))).clicked()
        })
        .inner
    });
    if dialog.inner || dialog.should_close {
        out.push(Command::CloseDialog);
    }
}
