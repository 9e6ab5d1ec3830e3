//! Removing an article, after a question where others' work or gold would be removed with it.

use eframe::egui::{Id, Modal, Ui};

use crate::app::App;
use crate::edit::change::Edit;
use crate::edit::gesture::article::RemovedWith;
use crate::model::id::DocumentId;
use crate::t;
use crate::ui::command::Command;
use crate::ui::shaped::{Button, Heading, Label};
use crate::ui::state::Dialog;
use crate::ui::words::review as words;

impl App {
    /// Removes an article where only one's own work goes with it; else asks.
    pub(in crate::app) fn remove_article(&mut self, id: DocumentId) {
        let Some(open) = &self.open else { return };
        if self.view.dialog.is_some() || !open.session.project().documents.contains_key(&id) {
            return;
        }
        if RemovedWith::of(open.session.project(), &id, open.session.annotator()).is_own() {
            let was_shown = self.view.document.as_ref() == Some(&id);
            // Nothing is shown then: the next article does not come under the pointer to be removed by another click.
            if self.remove_article_now(&id) && was_shown {
                self.view.document = None;
            }
        } else {
            self.removing = Some(id);
            self.view.dialog = Some(Dialog::Removal);
        }
    }

    /// Removes an article; whether that was possible.
    pub(in crate::app) fn remove_article_now(&mut self, id: &DocumentId) -> bool {
        if self.view.dialog == Some(Dialog::Removal) {
            self.view.dialog = None;
        }
        let Some(open) = &self.open else { return false };
        let project = open.session.project();
        let Some(document) = project.documents.get(id) else { return false };
        let removed = RemovedWith::of(project, id, open.session.annotator());
        let title = document.display_title().to_owned();
        let done = self.apply("gesture-article-remove", Edit::RemoveDocument(id.clone()), None);
        if done {
            self.forget_what_is_gone();
            let layers = removed.others.len() + usize::from(removed.own > 0);
            let statements = removed.own + removed.of_others.unwrap_or_default();
            self.say_with_undo(if layers == 0 {
                t!("status-removed-bare", title = title)
            } else if removed.of_others.is_none() && !removed.others.is_empty() {
                t!("status-removed-layers", title = title, layers = layers)
            } else {
                t!("status-removed", title = title, layers = layers, count = statements)
            });
        }
        done
    }

    pub(in crate::app) fn removal_dialog(&mut self, ui: &Ui) {
        let project = self.open.as_ref().map(|open| (open.session.project(), open.session.annotator()));
        let Some(((project, own), id)) = project.zip(self.removing.clone()) else {
            self.view.dialog = None;
            return;
        };
        let Some(document) = project.documents.get(&id) else {
            self.view.dialog = None;
            return;
        };
        let (removed, title) = (RemovedWith::of(project, &id, own), document.display_title());
        let (mut remove, mut cancel) = (false, false);
        let response = Modal::new(Id::unique("removal")).show(ui.ctx(), |ui| {
            ui.set_width((ui.ctx().content_rect().width() * 0.9).min(460.0));
            ui.add(Heading::new(t!("removal-heading")));
            ui.add(Label::new(title).strong().wrap().fill());
            for sentence in sentences(&removed) {
                ui.add(Label::new(sentence).wrap());
            }
            ui.add(Label::new(t!("removal-undo")).weak().wrap());
            ui.add_space(8.0);
            ui.horizontal_wrapped(|ui| {
                let keep = ui.add(Button::new(t!("removal-keep")));
                if ui.memory(|memory| memory.focused().is_none()) {
                    keep.request_focus();
                }
                cancel = keep.clicked();
                remove = ui.add(Button::new(t!("removal-remove"))).clicked();
            });
        });
        if remove {
            self.queue.push(Command::RemoveArticleNow(id));
        } else if cancel || response.should_close() {
            self.view.dialog = None;
        }
    }
}

/// What is removed with the article, in words.
fn sentences(removed: &RemovedWith) -> Vec<String> {
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
