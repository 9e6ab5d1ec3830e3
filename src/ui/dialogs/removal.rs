//! The question before removing an article together with others' work.

use egui::Ui;

use crate::edit::gesture::article::RemovedWith;
use crate::edit::session::Session;
use crate::model::id::DocumentId;
use crate::t;
use crate::ui::command::Command;
use crate::ui::dialogs::scope::DialogRow;
use crate::ui::parts::dialog::{DialogFrame, buttons, focus_first};
use crate::ui::shaped::{Button, Label};
use crate::ui::words::review as words;

/// The article that the question is about.
#[derive(Debug, Default)]
pub(crate) struct RemovalDraft(pub Option<DocumentId>);

pub(crate) static DIALOG: DialogRow = DialogRow::new(|scope, ui| {
    let id = scope.drafts.of::<RemovalDraft>().0.clone();
    let asked = scope.open.zip(id).and_then(|(open, id)| {
        let title = open.session.project().documents.get(&id)?.display_title().to_owned();
        Some((open.session, id, title))
    });
    match asked {
        Some((session, id, title)) => show(ui, &id, &title, removed_along(session, &id), scope.out),
        // The article has been removed meanwhile.
        None => scope.out.push(Command::CloseDialog),
    }
});

/// What is removed with the article, in words.
fn removed_along(session: &Session, id: &DocumentId) -> Vec<String> {
    let removed = RemovedWith::of(session.project(), id, session.annotator());
    let mut said = vec![t!("removal-own", count = removed.own)];
    let names = words::joined(removed.others.iter().map(ToString::to_string).collect());
    match (removed.others.len(), removed.of_others) {
        (0, _) => {}
        (layers, Some(count)) => said.push(t!("removal-others", layers = layers, names = names, count = count)),
        (layers, None) => said.push(t!("removal-others-hidden", layers = layers, names = names)),
    }
    if removed.decisions > 0 {
        said.push(t!("removal-decisions", count = removed.decisions));
    }
    if removed.comments > 0 {
        said.push(t!("removal-comments", count = removed.comments));
    }
    said
}

/// Shows the question. `goes` lists in sentences what would be removed with the article.
fn show(ui: &Ui, id: &DocumentId, title: &str, goes: Vec<String>, out: &mut Vec<Command>) {
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
