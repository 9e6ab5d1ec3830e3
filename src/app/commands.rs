//! The state of the window that the command table depends on.

use std::borrow::Cow;

use super::App;
use crate::model::document::Document;
use crate::ui::command::situation::Situation;
use crate::ui::command::table::{self, Brought, CommandRow};

impl App {
    /// Collects the state that commands depend on.
    pub(super) fn situation(&self) -> Situation {
        let project = self.open.as_ref().map(|open| open.session.project());
        let document = project.zip(self.view.document.as_ref()).and_then(|(project, id)| project.documents.get(id));
        Situation {
            page: self.view.page,
            has_project: project.is_some(),
            has_article: self.view.document.is_some(),
            has_passage: self.view.selection.is_some(),
            has_statement: self.view.selected.is_some(),
            has_words: self.has_words_to_copy(),
            has_orphans: self.orphan_count() > 0,
            has_conflicts: project.is_some_and(|project| !project.conflicts.is_empty()),
            is_finding: self.view.find.is_open,
            is_looking_back: self.is_looking_back(),
            is_correcting: self.view.correcting.is_some(),
            has_dialog: self.view.dialog.is_some(),
            is_locked: self.is_locked(),
            has_conflict_copies: self.has_copies(),
            is_nameless: project.is_some() && self.is_nameless(),
            reads_rtl: document.is_some_and(Document::reads_rtl),
            review: self.review_situation(),
            agreement: self.agreement_situation(),
        }
    }

    /// All commands that currently exist.
    pub(super) fn rows<'a>(&'a self, now: &Situation) -> Vec<Cow<'a, CommandRow<'a>>> {
        let session = self.open.as_ref().map(|open| &open.session);
        let brought = Brought {
            project: session.map(|session| session.project()),
            annotators: self.annotators_here(),
            unconfirmed: session.filter(|_| now.is_nameless).map(|session| session.annotator()),
        };
        table::rows(now, brought)
    }
}
