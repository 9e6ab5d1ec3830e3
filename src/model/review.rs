//! The review of a document: decisions with the gold statements they produced, and threads of comments.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::document_tags::DocumentTags;
use super::id::{AnnotatorId, DecisionId, RelationId, StatementId, ThreadId};
use super::layer::Layer;
use super::span::Span;
use super::statement::{Relation, Statement};
use super::tree::{Key, Tree};

/// The review of one document. Gold is the layer of the statements that the decisions produced, which change only with
/// them, with the relations and the values of the document that reviewers gave it.
///
/// As in a layer, indexes are updated with every change, and clones share what they have in common.
#[derive(Clone, Debug, Default)]
pub struct Review {
    decisions: Tree<DecisionId, Arc<Decision>>,
    /// Decisions by the statements that they were made on.
    by_source: Tree<(StatementId, DecisionId), ()>,
    /// Decisions by the gold statements that they produced.
    by_gold: Tree<StatementId, DecisionId>,
    threads: Tree<ThreadId, Arc<Thread>>,
    /// Threads by the statements that they are about.
    threads_by_statement: Tree<(StatementId, ThreadId), ()>,
    gold: Layer,
}

impl Key for DecisionId {}
impl Key for ThreadId {}
impl Key for (StatementId, DecisionId) {}
impl Key for (StatementId, ThreadId) {}

impl PartialEq for Review {
    fn eq(&self, other: &Self) -> bool {
        // Everything else is derived from these three.
        self.decisions == other.decisions && self.threads == other.threads && self.gold == other.gold
    }
}

impl Eq for Review {}

/// What a reviewer decided at one place of the text, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub id: DecisionId,
    pub verdict: Verdict,
    /// What goes to gold: nothing, one statement, or several where one was split.
    pub statements: Vec<Statement>,
    /// What each annotator had here at the time of the decision, in the order of their names.
    pub sources: Vec<DecisionSource>,
    pub provenance: Provenance,
    /// The rule of a bulk acceptance, as it was requested; empty if a person decided this place.
    pub rule: String,
    pub by: AnnotatorId,
    pub at: Timestamp,
    pub cause: Option<Cause>,
    pub reason: String,
    /// Whether the manual lacks a rule for this.
    pub needs_rule: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Takes this annotator's statements.
    Take(AnnotatorId),
    /// Takes this annotator's statements, corrected.
    Edit(AnnotatorId),
    /// Written by the reviewer.
    New,
    /// Nothing is to be marked here.
    Nothing,
    /// Put off.
    Later,
    /// Sent back to the annotators.
    SentBack,
}

impl Verdict {
    /// Whether it produces gold statements.
    pub const fn gives(&self) -> bool {
        matches!(self, Self::Take(_) | Self::Edit(_) | Self::New)
    }

    /// The name in files that other programs read.
    pub(crate) const fn as_str(&self) -> &'static str {
        match self {
            Self::Take(_) => "take",
            Self::Edit(_) => "edit",
            Self::New => "new",
            Self::Nothing => "nothing",
            Self::Later => "later",
            Self::SentBack => "sent-back",
        }
    }

    /// The annotator whose statements were taken, as they are or corrected.
    pub(crate) const fn taken_from(&self) -> Option<&AnnotatorId> {
        match self {
            Self::Take(from) | Self::Edit(from) => Some(from),
            Self::New | Self::Nothing | Self::Later | Self::SentBack => None,
        }
    }
}

/// What one annotator had at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionSource {
    pub annotator: AnnotatorId,
    /// Empty where this annotator had nothing.
    pub statements: Vec<SeenStatement>,
}

/// A statement as it was when it was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenStatement {
    pub id: StatementId,
    /// As `model::fingerprint` makes it.
    pub fingerprint: String,
}

/// How a gold statement came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Provenance {
    /// All annotators had the same.
    Unanimous,
    /// They differed, and one was taken.
    Adjudicated,
    /// It was corrected or written by the reviewer.
    Edited,
}

impl Provenance {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Unanimous => "unanimous",
            Self::Adjudicated => "adjudicated",
            Self::Edited => "edited",
        }
    }
}

/// Where a disagreement comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    Slip,
    Edges,
    GuidelineUnclear,
    TrueAmbiguity,
    Knowledge,
    Other,
}

impl Cause {
    pub const ALL: [Self; 6] =
        [Self::Slip, Self::Edges, Self::GuidelineUnclear, Self::TrueAmbiguity, Self::Knowledge, Self::Other];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Slip => "slip",
            Self::Edges => "edges",
            Self::GuidelineUnclear => "guideline-unclear",
            Self::TrueAmbiguity => "true-ambiguity",
            Self::Knowledge => "knowledge",
            Self::Other => "other",
        }
    }
}

/// Comments on one thing, oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thread {
    pub id: ThreadId,
    pub anchor: ThreadAnchor,
    pub comments: Vec<Comment>,
    /// By whom and when it was resolved; `None` while it is open.
    pub resolved: Option<(AnnotatorId, Timestamp)>,
}

/// What a thread is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ThreadAnchor {
    /// A statement of one annotator.
    Statement(AnnotatorId, StatementId),
    /// A disagreement: the statements that differ.
    Disagreement(Vec<(AnnotatorId, StatementId)>),
    Passage(Span),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    pub by: AnnotatorId,
    pub at: Timestamp,
    pub text: String,
}

impl ThreadAnchor {
    /// The statements it is about, each with its annotator.
    pub(crate) fn statements(&self) -> Vec<(&AnnotatorId, StatementId)> {
        match self {
            Self::Statement(annotator, id) => vec![(annotator, *id)],
            Self::Disagreement(ids) => ids.iter().map(|(annotator, id)| (annotator, *id)).collect(),
            Self::Passage(_) => Vec::new(),
        }
    }
}

impl Review {
    pub(crate) fn is_empty(&self) -> bool {
        self.decisions.is_empty() && self.threads.is_empty() && self.gold.is_empty()
    }

    /// The decisions, oldest first.
    pub fn decisions(&self) -> impl Iterator<Item = &Decision> {
        self.decisions.iter().map(|(_, decision)| &**decision)
    }

    pub fn decision(&self, id: DecisionId) -> Option<&Decision> {
        self.shared_decision(id).map(|decision| &**decision)
    }

    /// The shared decisions, oldest first.
    pub(crate) fn shared_decisions(&self) -> impl Iterator<Item = &Arc<Decision>> {
        self.decisions.iter().map(|(_, decision)| decision)
    }

    /// A shared decision. While it is held, only an unchanged decision is the same `Arc`.
    pub(crate) fn shared_decision(&self, id: DecisionId) -> Option<&Arc<Decision>> {
        self.decisions.get(&id)
    }

    /// The decisions that were made on a statement of this annotator, oldest first.
    pub(crate) fn decisions_on<'r>(
        &'r self,
        annotator: &'r AnnotatorId,
        id: StatementId,
    ) -> impl Iterator<Item = &'r Decision> {
        let first = self.by_source.rank(&(id, DecisionId::MIN));
        let own = self.by_source.iter_from(first).take_while(move |((on, _), ())| *on == id);
        own.filter_map(|((_, decision), ())| self.decision(*decision)).filter(move |decision| {
            let of = |source: &&DecisionSource| source.annotator == *annotator;
            decision.sources.iter().filter(of).any(|source| source.statements.iter().any(|seen| seen.id == id))
        })
    }

    /// The threads, oldest first.
    pub fn threads(&self) -> impl Iterator<Item = &Thread> {
        self.threads.iter().map(|(_, thread)| &**thread)
    }

    pub fn thread(&self, id: ThreadId) -> Option<&Thread> {
        self.threads.get(&id).map(|thread| &**thread)
    }

    /// A shared thread.
    pub(crate) fn shared_thread(&self, id: ThreadId) -> Option<&Arc<Thread>> {
        self.threads.get(&id)
    }

    /// The threads about a statement of this annotator, oldest first.
    pub(crate) fn threads_on<'r>(
        &'r self,
        annotator: &'r AnnotatorId,
        id: StatementId,
    ) -> impl Iterator<Item = &'r Thread> {
        let first = self.threads_by_statement.rank(&(id, ThreadId::MIN));
        let own = self.threads_by_statement.iter_from(first).take_while(move |((on, _), ())| *on == id);
        own.filter_map(|((_, thread), ())| self.thread(*thread))
            .filter(move |thread| thread.anchor.statements().contains(&(annotator, id)))
    }

    /// Whether there is an open thread about a statement of this annotator.
    pub fn has_open_thread(&self, annotator: &AnnotatorId, id: StatementId) -> bool {
        self.threads_on(annotator, id).any(|thread| thread.resolved.is_none())
    }

    /// The reviewed layer.
    pub const fn gold(&self) -> &Layer {
        &self.gold
    }

    /// The decision that produced this gold statement.
    pub(crate) fn decision_of(&self, gold: StatementId) -> Option<&Decision> {
        self.decision(*self.by_gold.get(&gold)?)
    }

    /// Inserts or replaces a decision, and its statements in gold. Returns the old decision and the gold relations that
    /// lost an end.
    pub(crate) fn put_decision(&mut self, decision: Decision) -> (Option<Decision>, Vec<Relation>) {
        let old = self.remove(decision.id);
        for statement in &decision.statements {
            self.gold.put(statement.clone());
            self.by_gold.insert(statement.id, decision.id);
        }
        for seen in decision.sources.iter().flat_map(|source| &source.statements) {
            self.by_source.insert((seen.id, decision.id), ());
        }
        self.decisions.insert(decision.id, Arc::new(decision));
        let hanging = old.as_ref().map(|old| self.take_hanging(old)).unwrap_or_default();
        (old, hanging)
    }

    /// Removes a decision and its gold statements. Returns it with the gold relations that lost an end.
    pub(crate) fn take_decision(&mut self, id: DecisionId) -> Option<(Decision, Vec<Relation>)> {
        let old = self.remove(id)?;
        let hanging = self.take_hanging(&old);
        Some((old, hanging))
    }

    fn remove(&mut self, id: DecisionId) -> Option<Decision> {
        let old = self.decisions.remove(&id)?;
        for statement in &old.statements {
            self.gold.take(statement.id);
            self.by_gold.remove(&statement.id);
        }
        for seen in old.sources.iter().flat_map(|source| &source.statements) {
            self.by_source.remove(&(seen.id, id));
        }
        Some(Arc::unwrap_or_clone(old))
    }

    pub(crate) fn put_relation(&mut self, relation: Relation) -> Option<Relation> {
        self.gold.put_relation(relation)
    }

    pub(crate) fn take_relation(&mut self, id: RelationId) -> Option<Relation> {
        self.gold.take_relation(id)
    }

    /// Records something of the document as a whole in gold and returns what was recorded before.
    pub(crate) fn set_tags(&mut self, tags: Option<DocumentTags>) -> Option<Arc<DocumentTags>> {
        self.gold.set_tags(tags)
    }

    pub(crate) fn put_thread(&mut self, thread: Thread) -> Option<Thread> {
        let old = self.take_thread(thread.id);
        for (_, id) in thread.anchor.statements() {
            self.threads_by_statement.insert((id, thread.id), ());
        }
        self.threads.insert(thread.id, Arc::new(thread));
        old
    }

    pub(crate) fn take_thread(&mut self, id: ThreadId) -> Option<Thread> {
        let old = self.threads.remove(&id)?;
        for (_, on) in old.anchor.statements() {
            self.threads_by_statement.remove(&(on, id));
        }
        Some(Arc::unwrap_or_clone(old))
    }

    /// Removes the gold relations whose ends were removed with a decision.
    fn take_hanging(&mut self, gone: &Decision) -> Vec<Relation> {
        let gone = gone.statements.iter().filter(|statement| self.gold.statement(statement.id).is_none());
        let mut hanging: Vec<RelationId> =
            gone.flat_map(|statement| self.gold.relations_of(statement.id)).map(|relation| relation.id).collect();
        hanging.sort_unstable();
        hanging.into_iter().filter_map(|id| self.gold.take_relation(id)).collect()
    }
}
