//! Correcting gold: in this mode the article's keys change the gold statements of a decision.

use jiff::Timestamp;

use super::Context;
use crate::model::id::{DecisionId, StatementId};
use crate::model::review::Decision;
use crate::model::statement::Statement;
use crate::review::decide;

impl Context {
    /// Starts correcting: from now on the article's keys change the gold statements of this decision.
    pub(in crate::app) fn start_correcting(&mut self, id: DecisionId) {
        let first = self.corrected(Some(id)).and_then(|decision| decision.statements.first()).map(|s| s.id);
        self.view.correcting = Some(id);
        self.view.selected = first;
        self.view.selection = None;
    }

    pub(in crate::app) fn finish_correcting(&mut self) {
        if self.view.correcting.take().is_some() {
            self.view.selected = None;
            self.view.selection = None;
            if let Some(open) = &mut self.open {
                open.session.end_gesture();
            }
        }
    }

    pub(in crate::app) fn corrected(&self, id: Option<DecisionId>) -> Option<&Decision> {
        let project = self.open.as_ref()?.session.project();
        project.reviews.get(self.view.document.as_ref()?)?.decision(id?)
    }

    /// Changes the gold statements of the decision being corrected.
    pub(in crate::app) fn rewrite_gold(
        &mut self,
        gesture: &'static str,
        merge_key: Option<String>,
        change: impl FnOnce(&mut Vec<Statement>),
    ) {
        let Some(old) = self.corrected(self.view.correcting) else { return };
        let mut statements = old.statements.clone();
        change(&mut statements);
        if statements == old.statements {
            return;
        }
        let (Some(document), Some(open)) = (&self.view.document, &self.open) else { return };
        let edit = decide::rewrite(document, old, statements, open.session.annotator(), Timestamp::now());
        self.apply(gesture, edit, merge_key);
        self.forget_what_is_gone();
    }

    /// Ends correcting if the decision no longer gives anything to gold; otherwise keeps one of its statements
    /// selected.
    pub(in crate::app) fn check_correcting(&mut self) {
        if self.view.correcting.is_none() {
            return;
        }
        match self.corrected(self.view.correcting).map(|decision| (decision.verdict.gives(), &decision.statements)) {
            Some((true, statements)) => {
                let there = |id: StatementId| statements.iter().any(|statement| statement.id == id);
                if !self.view.selected.is_some_and(there) {
                    self.view.selected = statements.first().map(|statement| statement.id);
                }
            }
            _ => self.finish_correcting(),
        }
    }
}
