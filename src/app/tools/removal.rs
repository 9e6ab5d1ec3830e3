//! Removes an article, after a question if others' work or gold would be removed with it.

use eframe::egui::Ui;

use crate::app::App;
use crate::edit::change::Edit;
use crate::edit::gesture::article::RemovedWith;
use crate::model::id::DocumentId;
use crate::t;
use crate::ui::dialogs::removal;
use crate::ui::state::Dialog;
use crate::ui::words::review as words;

impl App {
    /// Removes an article if only the user's own work goes with it; otherwise asks.
    pub(in crate::app) fn remove_article(&mut self, id: DocumentId) {
        let Some(open) = &self.cx.open else { return };
        if self.cx.view.dialog.is_some() || !open.session.project().documents.contains_key(&id) {
            return;
        }
        if RemovedWith::of(open.session.project(), &id, open.session.annotator()).is_own() {
            let was_shown = self.cx.view.document.as_ref() == Some(&id);
            // No article is shown afterwards, so that another click cannot remove the next one under the pointer.
            if self.remove_article_now(&id) && was_shown {
                self.cx.view.document = None;
            }
        } else {
            self.removing = Some(id);
            self.cx.view.dialog = Some(Dialog::Removal);
        }
    }

    /// Removes an article. Returns whether that was possible.
    pub(in crate::app) fn remove_article_now(&mut self, id: &DocumentId) -> bool {
        if self.cx.view.dialog == Some(Dialog::Removal) {
            self.cx.view.dialog = None;
        }
        let Some(open) = &self.cx.open else { return false };
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
        let project = self.cx.open.as_ref().map(|open| (open.session.project(), open.session.annotator()));
        let Some(((project, own), id)) = project.zip(self.removing.clone()) else {
            self.cx.view.dialog = None;
            return;
        };
        let Some(document) = project.documents.get(&id) else {
            self.cx.view.dialog = None;
            return;
        };
        let goes = sentences(&RemovedWith::of(project, &id, own));
        removal::show(ui, &id, document.display_title(), goes, &mut self.cx.queue);
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
