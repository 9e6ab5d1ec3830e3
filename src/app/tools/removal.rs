//! Removing an article: what goes with it is said, and asked about first where some of it is others' work or gold.

use eframe::egui::Ui;

use crate::app::{App, Status};
use crate::edit::change::Edit;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::project::Project;
use crate::t;
use crate::ui::dialogs::removal;
use crate::ui::state::Dialog;
use crate::ui::words::review as words;

/// What goes with an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Goes {
    /// Statements of one's own.
    own: usize,
    /// Who else has tagged it.
    others: Vec<AnnotatorId>,
    /// Statements of the others; `None` where they may not be seen yet.
    of_others: Option<usize>,
    /// Decisions of the review, most of them gold.
    decisions: usize,
    comments: usize,
}

impl Goes {
    fn of(project: &Project, id: &DocumentId, own: &AnnotatorId) -> Self {
        let mut goes = Self { of_others: project.may_see(own, id).then_some(0), ..Self::default() };
        for ((_, annotator), layer) in project.layers.iter().filter(|((document, _), _)| document == id) {
            if annotator == own {
                goes.own = layer.len();
            } else if !layer.is_empty() || layer.progress().is_some() {
                goes.others.push(annotator.clone());
                goes.of_others = goes.of_others.map(|count| count + layer.len());
            }
        }
        if let Some(review) = project.reviews.get(id) {
            goes.decisions = review.decisions().count();
            goes.comments = review.threads().map(|thread| thread.comments.len()).sum();
        }
        goes
    }

    /// Whether it is only one's own, so that an undo is enough.
    fn is_own(&self) -> bool {
        self.others.is_empty() && self.decisions == 0 && self.comments == 0
    }

    fn sentences(&self) -> Vec<String> {
        let mut said = vec![t!("removal-own", count = self.own)];
        let names = words::joined(self.others.iter().map(ToString::to_string).collect());
        match (self.others.len(), self.of_others) {
            (0, _) => {}
            (layers, Some(count)) => said.push(t!("removal-others", layers = layers, names = names, count = count)),
            (layers, None) => said.push(t!("removal-others-hidden", layers = layers, names = names)),
        }
        if self.decisions > 0 {
            said.push(t!("removal-decisions", count = self.decisions));
        }
        if self.comments > 0 {
            said.push(t!("removal-comments", count = self.comments));
        }
        said
    }
}

impl App {
    /// Removes an article where only one's own work goes with it; else asks.
    pub(in crate::app) fn remove_article(&mut self, id: DocumentId) {
        let Some(open) = &self.open else { return };
        if self.view.dialog.is_some() || !open.session.project().documents.contains_key(&id) {
            return;
        }
        if Goes::of(open.session.project(), &id, open.session.annotator()).is_own() {
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
        let goes = Goes::of(project, id, open.session.annotator());
        let title = document.display_title().to_owned();
        let done = self.apply("gesture-article-remove", Edit::RemoveDocument(id.clone()), None);
        if done {
            self.forget_what_is_gone();
            let layers = goes.others.len() + usize::from(goes.own > 0);
            let statements = goes.own + goes.of_others.unwrap_or_default();
            self.say_with_undo(if layers == 0 {
                t!("status-removed-bare", title = title)
            } else if goes.of_others.is_none() && !goes.others.is_empty() {
                t!("status-removed-layers", title = title, layers = layers)
            } else {
                t!("status-removed", title = title, layers = layers, count = statements)
            });
        }
        done
    }

    /// Deletes the chosen statement; what hangs on it is said.
    pub(in crate::app) fn delete_selected(&mut self) {
        let (Some(id), Some(key)) = (self.view.selected, self.layer_key()) else {
            return self.say(t!("not-statement"));
        };
        let relations = self.layer().map_or(0, |layer| layer.relations_of(id).count());
        if self.apply("gesture-statement-delete", Edit::RemoveStatement { layer: key, id }, None) {
            self.view.selected = None;
            self.say_with_undo(t!("status-statement-deleted", relations = relations));
        }
    }

    /// Says what was done, with a button beside it that takes it back.
    pub(in crate::app) fn say_with_undo(&mut self, text: String) {
        let undo_at = self.open.as_ref().map(|open| open.session.revision());
        self.status = Status { text, is_error: false, undo_at };
    }

    /// Whether what the line says can be taken back from there.
    pub(in crate::app) fn can_undo_what_is_said(&self) -> bool {
        let now = self.open.as_ref().map(|open| open.session.revision());
        self.status.undo_at.is_some() && self.status.undo_at == now
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
        let goes = Goes::of(project, &id, own).sentences();
        removal::show(ui, &id, document.display_title(), goes, &mut self.queue);
    }
}
