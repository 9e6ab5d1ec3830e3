//! Finding the rows in the background: a newer question stops the one before it, and frames never wait.

use std::sync::Arc;

use eframe::egui;

use super::snapshot::{Dirty, Snapshot, Standing};
use crate::app::context::Context;
use crate::app::jobs::Job;
use crate::query::{ListQuestion, Listing};
use crate::ui::state::Page;
use crate::ui::statements::state::StatementsPageState;

/// The rows that were found last, and those that are being looked for.
#[derive(Default)]
pub(super) struct Looker {
    snapshot: Snapshot,
    /// What has changed since the list was found.
    dirty: Dirty,
    /// The question that the list, or the message beside it, answers.
    answered: Option<ListQuestion>,
    /// What the project does not have of that question, in words.
    unknown: Option<String>,
    asked: Option<Asked>,
    looking: Job<Option<Answer>>,
}

/// What a job answers.
struct Asked {
    question: ListQuestion,
    /// What had changed before it; it has changed again if the job is stopped.
    dirty: Dirty,
}

/// An answer of a job.
struct Answer {
    /// Or what the project does not have, in words.
    listing: Result<Listing, String>,
    /// The places of the rows that were chosen, and of the current one.
    chosen: (Vec<usize>, Option<usize>),
    /// The number of the choice that they were found for.
    serial: u64,
}

impl Looker {
    /// Whether the list is not up to date.
    pub(super) fn is_looking(&self) -> bool {
        self.asked.is_some() || self.answered.is_none()
    }

    /// Follows the filters and the project, and takes what was found since the last frame.
    pub(super) fn work(&mut self, cx: &Context, ctx: &egui::Context, state: &mut StatementsPageState) {
        let Some(open) = cx.open.as_ref().filter(|_| cx.view.page == Page::Statements) else { return };
        let session = &open.session;
        self.take(state);
        let before = self.snapshot.revision();
        if before != session.revision() {
            // It would hold the copy.
            self.stop();
        }
        match self.snapshot.follow(session, &mut self.dirty) {
            Standing::Current => {}
            Standing::Copying => return ctx.request_repaint(),
            Standing::Held => return ctx.request_repaint_after(std::time::Duration::from_millis(5)),
        }
        let question = match state.question(session.annotator()) {
            Ok(question) => {
                state.problem.clone_from(&self.unknown);
                question
            }
            Err(error) => {
                self.stop();
                state.problem = Some(error.to_string());
                return;
            }
        };
        let is_asked = self.asked.as_ref().is_some_and(|asked| asked.question == question);
        if is_asked && self.dirty.is_clean() {
            return;
        }
        self.stop();
        if self.answered.as_ref() == Some(&question) && self.dirty.is_clean() {
            return;
        }
        self.look(cx, question, state);
    }

    /// Asks the running job to stop.
    fn stop(&mut self) {
        self.looking.cancel();
        if let Some(asked) = self.asked.take() {
            self.dirty.merge(asked.dirty);
        }
    }

    fn look(&mut self, cx: &Context, question: ListQuestion, state: &StatementsPageState) {
        let dirty = std::mem::take(&mut self.dirty);
        let is_same = self.answered.as_ref() == Some(&question) && self.unknown.is_none();
        let changed = (is_same && !dirty.everything).then(|| dirty.documents.clone());
        let (project, listing, chosen) = (self.snapshot.project(), Arc::clone(&state.listing), state.chosen.clone());
        self.asked = Some(Asked { question: question.clone(), dirty });
        self.looking = cx.jobs.spawn("statements", move |monitor| {
            let found = match &changed {
                Some(changed) => listing.after(&project, &question, changed, monitor),
                None => Listing::new(&project, &question, monitor),
            };
            drop(project);
            let found = match found.transpose()? {
                Ok(found) => found,
                Err(error) => {
                    let serial = chosen.serial();
                    return Some(Answer { listing: Err(error.to_string()), chosen: (Vec::new(), None), serial });
                }
            };
            let row = |at: usize| listing.rows().get(at).copied();
            let current = chosen.cursor().and_then(row);
            let places = found.places_of(&listing, chosen.rows().filter_map(row));
            let current = found.places_of(&listing, current.into_iter()).first().copied();
            Some(Answer { listing: Ok(found), chosen: (places, current), serial: chosen.serial() })
        });
    }

    fn take(&mut self, state: &mut StatementsPageState) {
        let Some(answer) = self.looking.poll() else {
            if !self.looking.is_running() {
                // It has failed, which is told elsewhere, and is not tried again before something changes.
                if let Some(asked) = self.asked.take() {
                    self.answered = Some(asked.question);
                }
            }
            return;
        };
        let (Some(answer), Some(asked)) = (answer, self.asked.take()) else { return };
        if answer.serial != state.chosen.serial() {
            // Other rows were chosen meanwhile, whose places are not known.
            self.dirty.merge(asked.dirty);
            return;
        }
        match answer.listing {
            Ok(listing) => {
                let (places, current) = answer.chosen;
                state.listing = Arc::new(listing);
                state.chosen.take(&places, current);
                self.unknown = None;
            }
            Err(unknown) => self.unknown = Some(unknown),
        }
        state.problem.clone_from(&self.unknown);
        self.answered = Some(asked.question);
    }
}
