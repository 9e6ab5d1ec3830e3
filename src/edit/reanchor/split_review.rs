//! Splits a review between the new text and the old one: each entry goes with what it is about.

use std::collections::{BTreeMap, BTreeSet};

use crate::edit::change::Edit;
use crate::model::document_tags::DocumentTags;
use crate::model::id::{AnnotatorId, DocumentId, StatementId};
use crate::model::review::{Decision, Review, Thread, ThreadAnchor};
use crate::model::span::Span;
use crate::model::statement::{Relation, Statement};

/// The fingerprints, in the old text and in the new one, by which decisions recognise statements that have only moved.
pub(super) type Unchanged = BTreeMap<(AnnotatorId, StatementId), (String, String)>;

/// A review, split into what moves to the new text and what stays with the old one.
#[derive(Default)]
pub(super) struct SplitReview {
    pub(super) placed: Vec<ReviewEntry>,
    pub(super) kept: Vec<ReviewEntry>,
    /// How many gold relations lose one of their ends to the old text.
    pub(super) relations_lost: usize,
}

/// An entry of a review.
pub(super) enum ReviewEntry {
    Decision(Box<Decision>),
    Relation(Relation),
    Thread(Box<Thread>),
    /// What gold records of the article as a whole.
    Tags(Box<DocumentTags>),
}

impl ReviewEntry {
    /// The edit that puts it into the review of a document.
    pub(super) fn edit(self, document: &DocumentId) -> Edit {
        let document = document.clone();
        match self {
            Self::Decision(decision) => Edit::SetDecision { document, id: decision.id, decision: Some(decision) },
            Self::Relation(relation) => Edit::SetGoldRelation { document, id: relation.id, relation: Some(relation) },
            Self::Thread(thread) => Edit::SetThread { document, id: thread.id, thread: Some(thread) },
            Self::Tags(tags) => Edit::SetGoldTags { document, tags: Some(tags) },
        }
    }
}

impl SplitReview {
    /// A decision moves with its statements; one with several statements may be in both texts.
    pub(super) fn decision(
        &mut self,
        decision: &Decision,
        moved: Vec<Statement>,
        orphans: Vec<Statement>,
        same: &Unchanged,
    ) {
        let has_none = decision.statements.is_empty();
        if !orphans.is_empty() {
            let kept = Decision { statements: orphans, ..decision.clone() };
            self.kept.push(ReviewEntry::Decision(Box::new(kept)));
        }
        if has_none || !moved.is_empty() {
            let mut placed = Decision { statements: moved, ..decision.clone() };
            for source in &mut placed.sources {
                for seen in &mut source.statements {
                    // A statement that has only moved is still the one decided on; a changed one must be reviewed
                    // again.
                    let known = same.get(&(source.annotator.clone(), seen.id));
                    if let Some((_, after)) = known.filter(|(before, _)| *before == seen.fingerprint) {
                        seen.fingerprint.clone_from(after);
                    }
                }
            }
            self.placed.push(ReviewEntry::Decision(Box::new(placed)));
        }
    }

    /// Relations move if both their ends do; what gold records of the article as a whole is about its newest text.
    pub(super) fn gold(&mut self, review: &Review) {
        self.placed.extend(review.gold().tags().cloned().map(Box::new).map(ReviewEntry::Tags));
        let ends = |entries: &[ReviewEntry]| -> BTreeSet<StatementId> {
            let statements = entries.iter().filter_map(|entry| match entry {
                ReviewEntry::Decision(decision) => Some(decision.statements.iter().map(|statement| statement.id)),
                _ => None,
            });
            statements.flatten().collect()
        };
        let (placed, kept) = (ends(&self.placed), ends(&self.kept));
        for relation in review.gold().relations() {
            let within = |ends: &BTreeSet<StatementId>| ends.contains(&relation.from) && ends.contains(&relation.to);
            if within(&placed) {
                self.placed.push(ReviewEntry::Relation(relation.clone()));
            } else if within(&kept) {
                self.kept.push(ReviewEntry::Relation(relation.clone()));
            } else {
                self.relations_lost += 1;
            }
        }
    }

    /// A thread moves with what it is about.
    pub(super) fn thread(
        &mut self,
        thread: &Thread,
        gone: &BTreeSet<(AnnotatorId, StatementId)>,
        find: impl FnOnce(Span) -> Option<Span>,
    ) {
        let anchor = match &thread.anchor {
            ThreadAnchor::Passage(span) => find(*span).map(ThreadAnchor::Passage),
            ThreadAnchor::Statement(annotator, id) if gone.contains(&(annotator.clone(), *id)) => None,
            ThreadAnchor::Disagreement(ids) if ids.iter().all(|id| gone.contains(id)) => None,
            anchor => Some(anchor.clone()),
        };
        match anchor {
            Some(anchor) => {
                let thread = Thread { anchor, ..thread.clone() };
                self.placed.push(ReviewEntry::Thread(Box::new(thread)));
            }
            None => self.kept.push(ReviewEntry::Thread(Box::new(thread.clone()))),
        }
    }
}
