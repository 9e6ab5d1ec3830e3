//! The question before removing an article together with others' work.

use egui::Ui;

use crate::model::id::DocumentId;
use crate::t;
use crate::ui::command::Command;
use crate::ui::parts::dialog::{DialogFrame, buttons, focus_first};
use crate::ui::shaped::{Button, Label};

/// Shows the question. `goes` lists in sentences what would be removed with the article.
pub(crate) fn show(ui: &Ui, id: &DocumentId, title: &str, goes: Vec<String>, out: &mut Vec<Command>) {
    let dialog = DialogFrame::new("removal", t!("removal-heading"), 460.0).show(ui, |ui| {
        ui.add(Label::new(title).strong().wrap().fill());
        for sentence in goes {
            ui.add(Label::new(sentence).wrap());
        }
        ui.add(Label::new(t!("removal-undo")).weak().wrap());
        buttons(ui, |ui| {
            // The button that keeps the article comes first and has the focus, so that a hasty Enter removes nothing.
            let keep = ui.add(Button::new(t!("removal-keep")));
            focus_first(ui, &keep);
            (ui.add(Button::new(t!("removal-remove"))).clicked(), keep.clicked())
        })
    });
    let (remove, cancel) = dialog.inner;
    if remove {
        out.push(Command::RemoveArticleNow(id.clone()));
    } else if cancel || dialog.should_close {
        out.push(Command::CloseDialog);
    }
}
