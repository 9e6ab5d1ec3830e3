//! The state of the window that the command table depends on.

use std::borrow::Cow;

use super::App;
use super::pages::review;
use crate::model::document::Document;
use crate::ui::command::situation::Situation;
use crate::ui::command::table::{self, Brought, CommandRow};

impl App {
    /// Collects the state that commands depend on.
    pub(super) fn situation(&self) -> Situation {
        let (open, view) = (self.cx.open.as_ref(), &self.cx.view);
        let project = open.map(|open| open.session.project());
        let document = project.zip(view.document.as_ref()).and_then(|(project, id)| project.documents.get(id));
        let mut now = Situation {
            page: view.page,
            has_project: project.is_some(),
            has_article: view.document.is_some(),
            has_passage: view.selection.is_some(),
            has_statement: view.selected.is_some(),
            has_several: view.together().is_some(),
            has_words: self.has_words_to_copy(),
            is_armed: view.armed.is_some(),
            has_target: view.armed.as_ref().is_some_and(|armed| match armed.wants_statement() {
                true => view.pointed.is_some(),
                false => view.selection.is_some(),
            }),
            has_orphans: self.tools.history.orphan_count(&self.cx) > 0,
            has_conflicts: project.is_some_and(|project| !project.conflicts.is_empty()),
            is_finding: view.find.is_open,
            is_looking_back: self.tools.history.is_looking_back(),
            is_correcting: view.correcting.is_some(),
            has_dialog: view.dialog.is_some(),
            is_locked: open.is_some_and(|open| open.outside.locked.is_some()),
            has_conflict_copies: open.is_some_and(|open| open.has_copies()),
            is_nameless: project.is_some() && self.cx.is_nameless(),
            reads_rtl: document.is_some_and(Document::reads_rtl),
            ..Situation::default()
        };
        self.pages.note_situation(&self.cx, &mut now);
        now
    }

    /// What the project brings to the table of commands.
    pub(super) fn brought(&self, now: &Situation) -> Brought<'_> {
        let session = self.cx.open.as_ref().map(|open| &open.session);
        Brought {
            project: session.map(|session| session.project()),
            annotators: review::annotators_here(&self.cx),
            unconfirmed: session.filter(|_| now.is_nameless).map(|session| session.annotator()),
            keymap: Some(&self.cx.keymap),
        }
    }

    /// All commands that currently exist.
    pub(super) fn rows<'a>(&'a self, now: &Situation) -> Vec<Cow<'a, CommandRow<'a>>> {
        table::rows(now, self.brought(now))
    }
}
