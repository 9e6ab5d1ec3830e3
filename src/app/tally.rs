//! What the frame of the window counts over all articles: how many are done, and what was sent back to the user.

use std::ops::Bound;

use eframe::egui;

use crate::edit::session::Session;
use crate::model::fingerprint;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::layer::Layer;
use crate::model::review::{Review, Verdict};
use crate::model::work::LayerState;

/// Articles looked at in a frame.
const A_FRAME: usize = 1000;

/// The counts, made again after every change, some articles in each frame.
#[derive(Default)]
pub(super) struct Tally {
    /// The revision and the annotator that are being counted or were counted.
    asked: Option<(u64, AnnotatorId)>,
    /// The last article that was looked at; `None` at the start and at the end.
    at: Option<DocumentId>,
    is_counting: bool,
    counting: Counts,
    /// The last complete counts.
    pub(super) counts: Option<Counts>,
}

/// What is counted for an annotator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    /// The articles that are theirs: those assigned to them and those that they have begun or, without assignments, all.
    /// Old texts do not count.
    pub articles: usize,
    pub done: usize,
    /// Their statements that were sent back and not changed since.
    pub sent_back: usize,
}

impl Tally {
    /// Counts on.
    pub(super) fn count(&mut self, session: Option<&Session>, ctx: &egui::Context) {
        let Some(session) = session else {
            *self = Self::default();
            return;
        };
        let asked = (session.revision(), session.annotator().clone());
        if self.asked.as_ref() != Some(&asked) {
            let same = self.asked.as_ref().is_some_and(|(_, annotator)| *annotator == asked.1);
            *self =
                Self { asked: Some(asked), is_counting: true, counts: self.counts.filter(|_| same), ..Self::default() };
        }
        if self.is_counting {
            self.go_on(session);
            if self.is_counting {
                ctx.request_repaint();
            }
        }
    }

    fn go_on(&mut self, session: &Session) {
        let (project, own) = (session.project(), session.annotator());
        let from = self.at.take().map_or(Bound::Unbounded, Bound::Excluded);
        let mut seen = 0;
        for id in project.documents.range((from, Bound::Unbounded)).map(|(id, _)| id).take(A_FRAME) {
            seen += 1;
            let begun = || project.layer(id, own).is_some_and(Layer::counts);
            let is_own = project.assignments.is_empty() || project.assignment(id, own).is_some() || begun();
            if is_own && project.newer_text(id).is_none() {
                self.counting.articles += 1;
                self.counting.done += usize::from(project.state(id, own) == LayerState::Done);
            }
            if let Some(review) = project.reviews.get(id).filter(|_| project.may_see(own, id)) {
                self.counting.sent_back += sent_back(session, id, review);
            }
            self.at = Some(id.clone());
        }
        if seen < A_FRAME {
            self.is_counting = false;
            self.at = None;
            self.counts = Some(self.counting);
        }
    }
}

/// The statements of the session's annotator in this article that were sent back and not changed since.
fn sent_back(session: &Session, document: &DocumentId, review: &Review) -> usize {
    let own = session.annotator();
    let Some(layer) = session.project().layer(document, own) else { return 0 };
    let decisions = review.decisions().filter(|decision| decision.verdict == Verdict::SentBack);
    let sources = decisions.flat_map(|decision| &decision.sources).filter(|source| source.annotator == *own);
    let seen = sources.flat_map(|source| &source.statements);
    seen.filter(|seen| {
        let statement = layer.statement(seen.id);
        statement.is_some_and(|statement| fingerprint::changed(statement, &seen.fingerprint).is_empty())
    })
    .count()
}
