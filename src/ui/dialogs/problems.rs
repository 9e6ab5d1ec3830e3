//! The dialog that lists problems with the project's files, and ways to solve them.

use egui::{ScrollArea, Ui};

use crate::t;
use crate::ui::command::Command;
use crate::ui::command::outside::OutsideCommand;
use crate::ui::command::safety::SafetyCommand;
use crate::ui::dialogs::scope::{DialogRow, Problems};
use crate::ui::parts::dialog::DialogFrame;
use crate::ui::shaped::{Button, Label};

pub(crate) static DIALOG: DialogRow = DialogRow::new(|scope, ui| {
    let problems = scope.open.map(|open| (open.problems)()).unwrap_or_default();
    show(ui, &problems, scope.out);
});

/// The most problems that are listed; there may be any number of them.
const MOST_LISTED: usize = 100;

/// Shows the dialog.
fn show(ui: &Ui, problems: &Problems, out: &mut Vec<Command>) {
    let count = problems.told.len();
    let dialog = DialogFrame::new("problems", t!("problems-heading", count = count), 640.0).show(ui, |ui| {
        ui.add(Label::new(t!("problems-explained")).wrap());
        remedies(ui, problems, out);
        ScrollArea::vertical().max_height(380.0).show(ui, |ui| {
            for problem in problems.told.iter().take(MOST_LISTED) {
                ui.separator();
                ui.add(Label::new(problem.as_str()).selectable(true).wrap());
            }
            if count > MOST_LISTED {
                ui.separator();
                ui.add(Label::new(t!("cli-more", count = count - MOST_LISTED)));
            }
        });
        ui.add(Button::new(t!("dialog-close"))).clicked()
    });
    if dialog.inner || dialog.should_close {
        out.push(Command::CloseDialog);
    }
}

fn remedies(ui: &mut Ui, problems: &Problems, out: &mut Vec<Command>) {
    for id in &problems.changed_texts {
        if ui.add(Button::new(t!("outside-take-text", document = id.as_str()))).clicked() {
            out.push(Command::Outside(OutsideCommand::TakeText(id.clone())));
            out.push(Command::CloseDialog);
        }
    }
    // Kept changes and changes in other computers' journals can be applied again.
    if problems.has_kept && ui.add(Button::new(t!("command-kept"))).clicked() {
        out.push(Command::Safety(SafetyCommand::ShowKept));
    }
    let copies = problems.copies;
    if copies > 0 && ui.add(Button::new(t!("outside-merge-copies", count = copies))).clicked() {
        out.push(Command::Outside(OutsideCommand::MergeCopies));
        out.push(Command::CloseDialog);
    }
}
