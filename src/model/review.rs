//! What reviewers made of a document: decisions with what they gave to gold, and threads of comments.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::id::{AnnotatorId, DecisionId, RelationId, StatementId, ThreadId};
use super::layer::Layer;
use super::span::Span;
use super::statement::{Relation, Statement};

/// The review of one document. Gold is the layer of what the decisions gave, kept beside them; it changes with them only.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Review {
    decisions: BTreeMap<DecisionId, Decision>,
    threads: BTreeMap<ThreadId, Thread>,
    gold: Layer,
}

/// What a reviewer did with one place of the text, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub id: DecisionId,
    pub verdict: Verdict,
    /// What goes to gold: nothing, one statement, or several where one was split.
    pub statements: Vec<Statement>,
    /// What each annotator had here when it was decided, in the order of their names.
    pub sources: Vec<Source>,
    pub provenance: Provenance,
    /// The rule of a bulk acceptance, as it was asked for; empty where a person looked at this place.
    pub rule: String,
    pub by: AnnotatorId,
    pub at: Timestamp,
    pub cause: Option<Cause>,
    pub reason: String,
    /// The manual lacks a rule for this.
    pub needs_rule: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// As this annotator has it.
    Take(AnnotatorId),
    /// As this annotator has it, corrected.
    Edit(AnnotatorId),
    /// Written by the reviewer.
    New,
    /// There is nothing to be marked here.
    Nothing,
    /// Put off.
    Later,
}

/// What one annotator had at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub annotator: AnnotatorId,
    /// Empty where this annotator had nothing.
    pub statements: Vec<Seen>,
}

/// A statement as it was when it was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub id: StatementId,
    /// As `review::fingerprint` makes it.
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
    pub const fn as_str(self) -> &'static str {
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

    pub const fn as_str(self) -> &'static str {
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
    pub anchor: Anchor,
    pub comments: Vec<Comment>,
    /// By whom and when it was closed; open again without.
    pub resolved: Option<(AnnotatorId, Timestamp)>,
}

/// What a thread is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Anchor {
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

impl Review {
    pub fn is_empty(&self) -> bool {
        self.decisions.is_empty() && self.threads.is_empty() && self.gold.is_empty()
    }

    /// The decisions, oldest first.
    pub fn decisions(&self) -> impl Iterator<Item = &Decision> {
        self.decisions.values()
    }

    pub fn decision(&self, id: DecisionId) -> Option<&Decision> {
        self.decisions.get(&id)
    }

    /// The threads, oldest first.
    pub fn threads(&self) -> impl Iterator<Item = &Thread> {
        self.threads.values()
    }

    pub fn thread(&self, id: ThreadId) -> Option<&Thread> {
        self.threads.get(&id)
    }

    /// The reviewed layer.
    pub const fn gold(&self) -> &Layer {
        &self.gold
    }

    /// The decision that gave this statement to gold.
    pub fn decision_of(&self, gold: StatementId) -> Option<&Decision> {
        self.gold.statement(gold)?;
        self.decisions.values().find(|decision| decision.statements.iter().any(|statement| statement.id == gold))
    }

    /// Puts a decision in place of the one with the same id, and its statements into gold. Returned are the old decision
    /// and the relations of gold that lost an end.
    pub fn put_decision(&mut self, decision: Decision) -> (Option<Decision>, Vec<Relation>) {
        let old = self.decisions.remove(&decision.id);
        for statement in old.iter().flat_map(|old| &old.statements) {
            self.gold.take(statement.id);
        }
        for statement in &decision.statements {
            self.gold.put(statement.clone());
        }
        self.decisions.insert(decision.id, decision);
        (old, self.take_hanging())
    }

    /// Takes a decision back, with its statements.
    pub fn take_decision(&mut self, id: DecisionId) -> Option<(Decision, Vec<Relation>)> {
        let old = self.decisions.remove(&id)?;
        for statement in &old.statements {
            self.gold.take(statement.id);
        }
        Some((old, self.take_hanging()))
    }

    pub fn put_relation(&mut self, relation: Relation) -> Option<Relation> {
        self.gold.put_relation(relation)
    }

    pub fn take_relation(&mut self, id: RelationId) -> Option<Relation> {
        self.gold.take_relation(id)
    }

    pub fn put_thread(&mut self, thread: Thread) -> Option<Thread> {
        self.threads.insert(thread.id, thread)
    }

    pub fn take_thread(&mut self, id: ThreadId) -> Option<Thread> {
        self.threads.remove(&id)
    }

    /// Takes out the relations of gold whose ends are no longer there.
    fn take_hanging(&mut self) -> Vec<Relation> {
        let gone = |relation: &&Relation| {
            self.gold.statement(relation.from).is_none() || self.gold.statement(relation.to).is_none()
        };
        let hanging: Vec<RelationId> = self.gold.relations().filter(gone).map(|relation| relation.id).collect();
        hanging.into_iter().filter_map(|id| self.gold.take_relation(id)).collect()
    }
}
