//! Changes of several statements as one step. Many of them are prepared in the background and adopted at once.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::Context;
use crate::app::changer::{Done, OwnChosen};
use crate::edit::change::{Edit, Touched};
use crate::edit::gesture::several::{self, StatementChange};
use crate::edit::session::Prepared;
use crate::model::id::{AnnotatorId, DocumentId, StatementId};
use crate::model::project::Project;
use crate::t;

/// So many statements are changed within a frame.
const CHANGED_AT_ONCE: usize = 300;

impl Context {
    /// Whether a change is being prepared in the background.
    pub(in crate::app) fn is_changing(&self) -> bool {
        self.changer.changing.is_running()
    }

    /// The statements of the article that are chosen together, if there are two or more.
    pub(super) fn together(&self) -> Option<OwnChosen> {
        let (document, together) = self.view.document.as_ref().zip(self.view.together())?;
        Some((together.iter().map(|id| (document.clone(), *id)).collect(), 0))
    }

    /// Changes a field of the selected statement, or of all that are chosen together.
    pub(in crate::app) fn change_field(&mut self, change: &StatementChange) {
        match self.together() {
            Some(chosen) => self.change_statements(chosen, None, change),
            None => self.change_selected(change.gesture_of_one(), |statement| change.apply(statement)),
        }
    }

    /// Does the same by a party or topic that an edit adds, in one step.
    pub(super) fn change_field_with(&mut self, added: Edit, change: &StatementChange) {
        match self.together() {
            Some(chosen) => self.change_statements(chosen, Some(added), change),
            None => {
                self.change_selected_with(change.gesture_of_one(), Some(added), |statement| change.apply(statement));
            }
        }
    }

    /// Changes a field of these statements, by a party or topic that is `added` if it is new.
    pub(in crate::app) fn change_statements(
        &mut self,
        chosen: OwnChosen,
        added: Option<Edit>,
        change: &StatementChange,
    ) {
        let (now, wanted) = (Timestamp::now(), change.clone());
        let edits = move |project: &Project, annotator: &AnnotatorId, chosen: Vec<_>| {
            let mut edits = several::change(project, annotator, chosen, &wanted, now);
            if let Some((added, first)) = added.zip(edits.first_mut()) {
                // The edits are counted, one for each statement.
                let changed = std::mem::replace(first, Edit::Group(Vec::new()));
                *first = Edit::Group(vec![added, changed]);
            }
            edits
        };
        self.change_several(chosen, change.gesture(), false, edits);
    }

    /// Deletes these statements.
    pub(in crate::app) fn delete_statements(&mut self, chosen: OwnChosen) {
        self.change_several(chosen, "gesture-several-delete", true, |project, annotator, chosen| {
            several::delete(project, annotator, chosen)
        });
    }

    fn change_several(
        &mut self,
        (chosen, others): OwnChosen,
        gesture: &'static str,
        is_deletion: bool,
        edits: impl FnOnce(&Project, &AnnotatorId, Vec<(DocumentId, StatementId)>) -> Vec<Edit> + Send + 'static,
    ) {
        let Some(open) = &self.open else { return };
        let done = Done { is_deletion, others };
        if chosen.is_empty() {
            return self.say(if others == 0 { t!("not-rows") } else { t!("statements-others-only") });
        }
        if self.is_changing() {
            return self.say(t!("statements-busy"));
        }
        let (session, annotator) = (&open.session, open.session.annotator().clone());
        if chosen.len() <= CHANGED_AT_ONCE {
            let edits = edits(session.project(), &annotator, chosen);
            if edits.is_empty() {
                return self.say_at_caret(t!("statements-same"));
            }
            let count = edits.len();
            if self.apply(gesture, Edit::Group(edits), None) {
                self.forget_what_is_gone();
                self.say_with_undo(done.words(count));
            }
            return;
        }
        let (revision, project) = (session.revision(), session.shared_project());
        let files: BTreeSet<Touched> =
            chosen.iter().map(|(document, _)| Touched::Layer(document.clone(), annotator.clone())).collect();
        // Whether to ask depends on the files alone; the command is executed again after a yes.
        let nothing = Edit::Group(Vec::new());
        if !self.may_change(&files) || self.asks_first(&files, &gesture.into(), &nothing, None) {
            return;
        }
        self.note_changed(&files, false);
        self.changer.done = done;
        self.say(t!("statements-changing"));
        self.changer.changing = self.jobs.spawn("statements-change", move |_| {
            let edits = edits(&project, &annotator, chosen);
            let count = edits.len();
            let prepared = Prepared::new(&project, revision, gesture, Edit::Group(edits));
            prepared.map(|prepared| (prepared, count)).map_err(|error| error.to_string())
        });
    }

    /// Takes over what was prepared.
    pub(in crate::app) fn take_changed(&mut self) {
        let Some(prepared) = self.changer.changing.poll() else { return };
        let Some(open) = &mut self.open else { return };
        match prepared {
            Err(error) => self.complain(error),
            Ok((prepared, count)) => {
                if open.session.adopt(Box::new(prepared)).is_err() {
                    // The project has changed meanwhile.
                    return self.complain(t!("statements-again"));
                }
                self.forget_what_is_gone();
                let done = self.changer.done;
                self.say_with_undo(done.words(count));
            }
        }
    }
}
