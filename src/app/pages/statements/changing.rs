//! Changes of the chosen statements as one step. Many of them are prepared in the background and adopted at once.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::app::context::Context;
use crate::app::jobs::Job;
use crate::edit::change::{Edit, Touched};
use crate::edit::gesture::several::{self, StatementChange};
use crate::edit::session::Prepared;
use crate::model::id::{AnnotatorId, DocumentId, StatementId};
use crate::model::project::Project;
use crate::t;

/// So many statements are changed within a frame.
const CHANGED_AT_ONCE: usize = 300;

/// A change in the background, or none.
#[derive(Default)]
pub(super) struct Changer {
    changing: Job<Result<Prepared, String>>,
    said: String,
}

impl Changer {
    pub(super) fn is_changing(&self) -> bool {
        self.changing.is_running()
    }

    /// Changes a field of the chosen statements. With them comes how many others were chosen, which stay.
    pub(super) fn change(
        &mut self,
        cx: &mut Context,
        (chosen, others): (Vec<(DocumentId, StatementId)>, usize),
        change: &StatementChange,
    ) {
        let (now, wanted) = (Timestamp::now(), change.clone());
        let edits = move |project: &Project, annotator: &AnnotatorId, chosen: Vec<_>| {
            several::change(project, annotator, chosen, &wanted, now)
        };
        let count = chosen.len();
        let said = t!("statements-changed", count = count, others = others);
        self.apply(cx, (chosen, others), change.gesture(), said, edits);
    }

    /// Deletes the chosen statements.
    pub(super) fn delete(&mut self, cx: &mut Context, (chosen, others): (Vec<(DocumentId, StatementId)>, usize)) {
        let said = t!("statements-deleted", count = chosen.len(), others = others);
        self.apply(cx, (chosen, others), "gesture-several-delete", said, |project, annotator, chosen| {
            several::delete(project, annotator, chosen)
        });
    }

    fn apply(
        &mut self,
        cx: &mut Context,
        (chosen, others): (Vec<(DocumentId, StatementId)>, usize),
        gesture: &'static str,
        said: String,
        edits: impl FnOnce(&Project, &AnnotatorId, Vec<(DocumentId, StatementId)>) -> Vec<Edit> + Send + 'static,
    ) {
        let Some(open) = &cx.open else { return };
        if chosen.is_empty() {
            return cx.say(if others == 0 { t!("not-rows") } else { t!("statements-others-only") });
        }
        if self.changing.is_running() {
            return cx.say(t!("statements-busy"));
        }
        let (session, annotator) = (&open.session, open.session.annotator().clone());
        if chosen.len() <= CHANGED_AT_ONCE {
            let edits = edits(session.project(), &annotator, chosen);
            if edits.is_empty() {
                return cx.say(t!("statements-same"));
            }
            if cx.apply(gesture, Edit::Group(edits), None) {
                cx.forget_what_is_gone();
                cx.say_with_undo(said);
            }
            return;
        }
        let (revision, project) = (session.revision(), session.shared_project());
        let files: BTreeSet<Touched> =
            chosen.iter().map(|(document, _)| Touched::Layer(document.clone(), annotator.clone())).collect();
        // Whether to ask depends on the files alone; the command is executed again after a yes.
        let nothing = Edit::Group(Vec::new());
        if !cx.may_change(&files) || cx.asks_first(&files, &gesture.into(), &nothing, None) {
            return;
        }
        cx.note_changed(&files, false);
        self.said = said;
        cx.say(t!("statements-changing"));
        self.changing = cx.jobs.spawn("statements-change", move |_| {
            let edits = edits(&project, &annotator, chosen);
            Prepared::new(&project, revision, gesture, Edit::Group(edits)).map_err(|error| error.to_string())
        });
    }

    /// Takes over what was prepared.
    pub(super) fn work(&mut self, cx: &mut Context) {
        let Some(prepared) = self.changing.poll() else { return };
        let Some(open) = &mut cx.open else { return };
        match prepared {
            Err(error) => cx.complain(error),
            Ok(prepared) => {
                if open.session.adopt(Box::new(prepared)).is_err() {
                    // The project has changed meanwhile.
                    return cx.complain(t!("statements-again"));
                }
                cx.forget_what_is_gone();
                cx.say_with_undo(std::mem::take(&mut self.said));
            }
        }
    }
}
