//! From a comparison to gold: decisions at single places and in bulk by rules, and whether they are still up to date.
//!
//! Every function returns one `Edit`, so that each decision is one step of the history. A rule never replaces an existing
//! decision; only a reviewer does, at that place.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;

use super::comparison::{Comparison, Place, edge_words};
use crate::edit::change::Edit;
use crate::model::fingerprint;
use crate::model::id::{AnnotatorId, DecisionId, DocumentId, RelationId, StatementId};
use crate::model::project::Project;
use crate::model::review::{Cause, Decision, DecisionSource, Provenance, Review, SeenStatement, Verdict};
use crate::model::statement::{Relation, Statement};
use crate::model::statement_difference::{self, Difference};

/// What a reviewer chooses at a place.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    Take(AnnotatorId),
    /// This annotator's statements, corrected to these.
    Edit(AnnotatorId, Vec<Statement>),
    New(Vec<Statement>),
    Nothing,
    Later,
    /// Sends the place back to the annotators, until one of them changes something here.
    SendBack,
}

/// By whom and why a decision is made.
#[derive(Clone, Debug, PartialEq)]
pub struct Grounds {
    pub by: AnnotatorId,
    pub at: Timestamp,
    pub cause: Option<Cause>,
    pub reason: String,
    pub needs_rule: bool,
}

impl Grounds {
    pub const fn new(by: AnnotatorId, at: Timestamp) -> Self {
        Self { by, at, cause: None, reason: String::new(), needs_rule: false }
    }
}

/// The state of the decision at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    Open,
    Later(DecisionId),
    SentBack(DecisionId),
    Decided(DecisionId),
    /// The statements have changed since the decision.
    OutOfDate(DecisionId, Vec<SourceChange>),
}

impl Standing {
    pub(crate) const fn as_str(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Later(_) => "later",
            Self::SentBack(_) => "sent-back",
            Self::Decided(_) => "decided",
            Self::OutOfDate(..) => "out-of-date",
        }
    }

    pub const fn decision(&self) -> Option<DecisionId> {
        match self {
            Self::Open => None,
            Self::Later(id) | Self::SentBack(id) | Self::Decided(id) | Self::OutOfDate(id, _) => Some(*id),
        }
    }
}

/// How an annotator's statements changed after a decision.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SourceChange {
    /// This annotator has a new statement.
    Added(AnnotatorId, StatementId),
    Removed(AnnotatorId, StatementId),
    Changed(AnnotatorId, StatementId, BTreeSet<Difference>),
}

/// The latest decision that was made on any statement of a place.
pub(crate) fn decision_at<'p>(project: &'p Project, comparison: &Comparison, place: &Place) -> Option<&'p Decision> {
    let review = project.reviews.get(&comparison.document)?;
    let here = comparison.annotators.iter().zip(&place.statements);
    let ids = here.flat_map(|(annotator, ids)| ids.iter().map(move |id| (annotator, *id)));
    let latest =
        ids.filter_map(|(annotator, id)| review.decisions_on(annotator, id).last().map(|found| found.id)).max();
    review.decision(latest?)
}

/// The standing of a place of a comparison.
pub fn standing(project: &Project, comparison: &Comparison, place: &Place) -> Standing {
    match decision_at(project, comparison, place) {
        Some(decision) => standing_of(project, comparison, place, decision),
        None => Standing::Open,
    }
}

/// The standing of a place, given the decision that was made there.
pub(crate) fn standing_of(project: &Project, comparison: &Comparison, place: &Place, decision: &Decision) -> Standing {
    let mut changes = changes(project, &comparison.document, decision);
    for (annotator, ids) in comparison.annotators.iter().zip(&place.statements) {
        // Annotators whom the decision did not consider count as unchanged.
        let Some(source) = decision.sources.iter().find(|source| source.annotator == *annotator) else { continue };
        let known = |id: &StatementId| source.statements.iter().any(|seen| seen.id == *id);
        changes.extend(ids.iter().filter(|id| !known(id)).map(|id| SourceChange::Added(annotator.clone(), *id)));
    }
    match (changes.is_empty(), &decision.verdict) {
        (false, _) => Standing::OutOfDate(decision.id, changes),
        (true, Verdict::Later) => Standing::Later(decision.id),
        (true, Verdict::SentBack) => Standing::SentBack(decision.id),
        (true, _) => Standing::Decided(decision.id),
    }
}

/// How the statements that a decision was made on have changed since.
pub(crate) fn changes(project: &Project, document: &DocumentId, decision: &Decision) -> Vec<SourceChange> {
    let mut found = Vec::new();
    for source in &decision.sources {
        let layer = project.layer(document, &source.annotator);
        for seen in &source.statements {
            match layer.and_then(|layer| layer.statement(seen.id)) {
                None => found.push(SourceChange::Removed(source.annotator.clone(), seen.id)),
                Some(statement) => {
                    let differ = fingerprint::changed(statement, &seen.fingerprint);
                    if !differ.is_empty() {
                        found.push(SourceChange::Changed(source.annotator.clone(), seen.id, differ));
                    }
                }
            }
        }
    }
    found
}

/// Decisions that no place of this comparison shows, because all their statements are gone or nobody had any.
pub(crate) fn orphans<'r>(project: &'r Project, comparison: &'r Comparison) -> impl Iterator<Item = &'r Arc<Decision>> {
    let review = project.reviews.get(&comparison.document);
    review.into_iter().flat_map(Review::shared_decisions).filter(|decision| {
        let compared = |source: &&DecisionSource| comparison.annotators.contains(&source.annotator);
        let other = decision.sources.iter().any(|source| !compared(&source) && !source.statements.is_empty());
        let there = |source: &DecisionSource| {
            let layer = project.layer(&comparison.document, &source.annotator);
            source.statements.iter().any(|seen| layer.is_some_and(|layer| layer.statement(seen.id).is_some()))
        };
        !other && !decision.sources.iter().any(there)
    })
}

/// The edit that decides a place and replaces its present decision. `None` if the chosen annotator has nothing here.
pub fn decide(
    project: &Project,
    comparison: &Comparison,
    place: &Place,
    choice: Choice,
    grounds: &Grounds,
) -> Option<Edit> {
    let replaces = decision_at(project, comparison, place).map(|decision| decision.id);
    let decision = decision(project, comparison, place, choice, grounds, "", replaces)?;
    Some(with_relations(project, comparison, vec![decision]))
}

fn decision(
    project: &Project,
    comparison: &Comparison,
    place: &Place,
    choice: Choice,
    grounds: &Grounds,
    rule: &str,
    replaces: Option<DecisionId>,
) -> Option<Decision> {
    let layer = |annotator: &AnnotatorId| project.layer(&comparison.document, annotator);
    let sources = sources(project, comparison, place);
    let taken = |annotator: &AnnotatorId| {
        let ids = sources.iter().find(|source| source.annotator == *annotator).map(|source| &source.statements);
        let statements = ids.into_iter().flatten().filter_map(|seen| layer(annotator)?.statement(seen.id).cloned());
        statements.collect::<Vec<_>>()
    };
    let unanimous = place.differences.is_empty() && comparison.annotators.len() > 1;
    let (verdict, statements, provenance) = match choice {
        Choice::Take(annotator) => {
            let statements = taken(&annotator);
            let provenance = if unanimous { Provenance::Unanimous } else { Provenance::Adjudicated };
            (Verdict::Take(annotator), statements, provenance)
        }
        Choice::Edit(annotator, statements) => (Verdict::Edit(annotator), statements, Provenance::Edited),
        Choice::New(statements) => (Verdict::New, statements, Provenance::Edited),
        Choice::Nothing => (Verdict::Nothing, Vec::new(), Provenance::Adjudicated),
        Choice::Later => (Verdict::Later, Vec::new(), Provenance::Adjudicated),
        Choice::SendBack => (Verdict::SentBack, Vec::new(), Provenance::Adjudicated),
    };
    if statements.is_empty() == verdict.gives() {
        return None;
    }
    // Gold statements have ids of their own, since they outlive changes of the layer that they came from.
    let own = |statement: Statement| Statement { id: StatementId::generate(), ..statement };
    Some(Decision {
        id: replaces.unwrap_or_else(DecisionId::generate),
        verdict,
        statements: statements.into_iter().map(own).collect(),
        sources,
        provenance,
        rule: rule.to_owned(),
        by: grounds.by.clone(),
        at: grounds.at,
        cause: grounds.cause,
        reason: grounds.reason.clone(),
        needs_rule: grounds.needs_rule,
    })
}

/// Each annotator's present statements at a place.
fn sources(project: &Project, comparison: &Comparison, place: &Place) -> Vec<DecisionSource> {
    let of = |(annotator, ids): (&AnnotatorId, &Vec<StatementId>)| {
        let layer = project.layer(&comparison.document, annotator);
        let seen = |id: &StatementId| {
            let statement = layer?.statement(*id)?;
            Some(SeenStatement { id: *id, fingerprint: fingerprint::of(statement) })
        };
        DecisionSource { annotator: annotator.clone(), statements: ids.iter().filter_map(seen).collect() }
    };
    comparison.annotators.iter().zip(&place.statements).map(of).collect()
}

/// The decisions as edits, with the annotators' relations between statements that are then both in gold.
///
/// The cost depends only on these decisions, not on the size of the review.
fn with_relations(project: &Project, comparison: &Comparison, decisions: Vec<Decision>) -> Edit {
    let document = &comparison.document;
    let review = project.reviews.get(document);
    let new: BTreeSet<DecisionId> = decisions.iter().map(|decision| decision.id).collect();
    let mut fresh: BTreeMap<(&AnnotatorId, StatementId), StatementId> = BTreeMap::new();
    for decision in &decisions {
        for source in &decision.sources {
            fresh.extend(given(decision, source).map(|(seen, gold)| ((&source.annotator, seen), gold)));
        }
    }
    // The gold statement for a statement of a layer.
    let gold_of = |annotator: &AnnotatorId, id: StatementId| {
        let before = || {
            let decision = review?.decisions_on(annotator, id).filter(|decision| !new.contains(&decision.id)).last()?;
            let source = decision.sources.iter().find(|source| source.annotator == *annotator)?;
            given(decision, source).find(|(seen, _)| *seen == id).map(|(_, gold)| gold)
        };
        fresh.get(&(annotator, id)).copied().or_else(before)
    };
    let mut seen = BTreeSet::new();
    let mut relations = Vec::new();
    for annotator in &comparison.annotators {
        let Some(layer) = project.layer(document, annotator) else { continue };
        let own = fresh.keys().filter(|(whose, _)| *whose == annotator);
        let touched: BTreeSet<RelationId> =
            own.flat_map(|(_, id)| layer.relations_of(*id)).map(|relation| relation.id).collect();
        for relation in touched.into_iter().filter_map(|id| layer.relation(id)) {
            let (from, to) = (gold_of(annotator, relation.from), gold_of(annotator, relation.to));
            let Some((from, to)) = from.zip(to) else { continue };
            if from != to && seen.insert((from, to, relation.kind.clone())) {
                relations.push(Relation { id: RelationId::generate(), from, to, ..relation.clone() });
            }
        }
    }
    drop(fresh);
    let decided = decisions.into_iter().map(|decision| set(document, decision));
    let related = relations.into_iter().map(|relation| Edit::SetGoldRelation {
        document: document.clone(),
        id: relation.id,
        relation: Some(relation),
    });
    Edit::Group(decided.chain(related).collect())
}

/// Pairs of this source's statements and the gold statements made from them.
fn given<'d>(
    decision: &'d Decision,
    source: &'d DecisionSource,
) -> impl Iterator<Item = (StatementId, StatementId)> + 'd {
    let taken = match &decision.verdict {
        Verdict::Take(from) | Verdict::Edit(from) => {
            source.annotator == *from || decision.provenance == Provenance::Unanimous
        }
        _ => false,
    };
    let pairs = source.statements.iter().zip(&decision.statements).filter(move |_| taken);
    pairs.map(|(seen, gold)| (seen.id, gold.id))
}

fn set(document: &DocumentId, decision: Decision) -> Edit {
    Edit::SetDecision { document: document.clone(), id: decision.id, decision: Some(Box::new(decision)) }
}

/// The edit that adds gold statements where nobody marked anything.
pub(crate) fn add(document: &DocumentId, statements: Vec<Statement>, grounds: &Grounds) -> Option<Edit> {
    let decision = Decision {
        id: DecisionId::generate(),
        verdict: Verdict::New,
        statements,
        sources: Vec::new(),
        provenance: Provenance::Edited,
        rule: String::new(),
        by: grounds.by.clone(),
        at: grounds.at,
        cause: grounds.cause,
        reason: grounds.reason.clone(),
        needs_rule: grounds.needs_rule,
    };
    (!decision.statements.is_empty()).then(|| set(document, decision))
}

/// The edit that confirms a decision although its sources have changed: it then refers to the present ones.
pub(crate) fn confirm(
    project: &Project,
    comparison: &Comparison,
    place: &Place,
    old: &Decision,
    by: &AnnotatorId,
    at: Timestamp,
) -> Edit {
    let sources = sources(project, comparison, place);
    set(&comparison.document, Decision { sources, by: by.clone(), at, ..old.clone() })
}

/// The edit that changes the gold statements of a decision, which become the reviewer's own version. Without statements
/// the decision becomes “nothing”.
pub(crate) fn rewrite(
    document: &DocumentId,
    old: &Decision,
    statements: Vec<Statement>,
    by: &AnnotatorId,
    at: Timestamp,
) -> Edit {
    let verdict = match &old.verdict {
        _ if statements.is_empty() => Verdict::Nothing,
        Verdict::Take(from) | Verdict::Edit(from) => Verdict::Edit(from.clone()),
        _ => Verdict::New,
    };
    let provenance = if statements.is_empty() { Provenance::Adjudicated } else { Provenance::Edited };
    set(document, Decision { verdict, statements, provenance, by: by.clone(), at, ..old.clone() })
}

/// The edit that changes only the grounds of a decision.
pub(crate) fn explain(document: &DocumentId, old: &Decision, grounds: Grounds) -> Edit {
    let Grounds { by: _, at: _, cause, reason, needs_rule } = grounds;
    set(document, Decision { cause, reason, needs_rule, ..old.clone() })
}

/// The edit that takes a decision back.
pub(crate) fn take_back(document: &DocumentId, id: DecisionId) -> Edit {
    Edit::SetDecision { document: document.clone(), id, decision: None }
}

/// A rule by which places are accepted in bulk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// All annotators of the document, at least two, agree.
    AllAgree,
    /// More than half of the annotators agree, possibly on nothing.
    Majority,
    /// All have a statement, and they differ only in edges by at most this many words: the longest is taken.
    Edges(usize),
}

impl Rule {
    /// `all-agree`, `majority`, `edges:N`.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        match name {
            "all-agree" => Some(Self::AllAgree),
            "majority" => Some(Self::Majority),
            _ => name.strip_prefix("edges:")?.parse().ok().map(Self::Edges),
        }
    }

    pub(crate) fn name(self) -> String {
        match self {
            Self::AllAgree => "all-agree".to_owned(),
            Self::Majority => "majority".to_owned(),
            Self::Edges(words) => format!("edges:{words}"),
        }
    }

    /// The choice of the rule at a place.
    fn choice(self, project: &Project, comparison: &Comparison, place: &Place) -> Option<Choice> {
        let count = comparison.annotators.len();
        let who = |index: usize| comparison.annotators.get(index).cloned();
        let has = |index: usize| place.statements.get(index).is_some_and(|ids| !ids.is_empty());
        match self {
            _ if count < 2 => None,
            Self::AllAgree => place.differences.is_empty().then(|| who(0)).flatten().map(Choice::Take),
            Self::Majority => {
                let same =
                    |index: &usize| (0..count).filter(|other| other == index || place.agree(*index, *other)).count();
                let chosen = (0..count).find(|index| 2 * same(index) > count)?;
                if has(chosen) { who(chosen).map(Choice::Take) } else { Some(Choice::Nothing) }
            }
            Self::Edges(words) => {
                let only = |(.., differ): &(usize, usize, BTreeSet<Difference>)| {
                    differ.iter().all(|d| *d == Difference::Edges)
                };
                if !(0..count).all(has) || !place.differences.iter().all(only) {
                    return None;
                }
                let document = project.documents.get(&comparison.document)?;
                let side = |index: usize| {
                    let layer = project.layer(&comparison.document, comparison.annotators.get(index)?)?;
                    place.statements.get(index)?.iter().map(|id| layer.statement(*id)).collect::<Option<Vec<_>>>()
                };
                let sides = (0..count).map(side).collect::<Option<Vec<_>>>()?;
                let near = |(a, b, _): &(usize, usize, BTreeSet<Difference>)| {
                    let (Some(a), Some(b)) = (sides.get(*a), sides.get(*b)) else { return false };
                    a.iter().zip(b).all(|(a, b)| edge_words(document, a, b) <= words)
                };
                if !place.differences.iter().all(near) {
                    return None;
                }
                let length = |side: &[&Statement]| {
                    side.iter().flat_map(|s| &s.spans).map(|span| span.len_bytes()).sum::<usize>()
                };
                let longest = sides.iter().map(|side| length(side)).max()?;
                who(sides.iter().position(|side| length(side) == longest)?).map(Choice::Take)
            }
        }
    }
}

/// What a rule would decide in one document.
#[derive(Clone, Debug, PartialEq)]
pub struct BulkAcceptance {
    /// The edit. `None` if there is nothing to decide.
    pub edit: Option<Edit>,
    /// The places, by index, with their choices.
    pub accepted: Vec<(usize, Choice)>,
    /// The number of places that fit the rule but are decided already.
    pub decided_before: usize,
}

/// Applies a rule to every place without a decision and returns the edit, without changing anything.
pub fn accept(
    project: &Project,
    comparison: &Comparison,
    rule: Rule,
    by: &AnnotatorId,
    at: Timestamp,
) -> BulkAcceptance {
    let grounds = Grounds::new(by.clone(), at);
    let (mut accepted, mut decisions, mut decided_before) = (Vec::new(), Vec::new(), 0);
    for (number, place) in comparison.places.iter().enumerate() {
        let Some(choice) = rule.choice(project, comparison, place) else { continue };
        if decision_at(project, comparison, place).is_some() {
            decided_before += 1;
            continue;
        }
        if let Some(made) = decision(project, comparison, place, choice.clone(), &grounds, &rule.name(), None) {
            decisions.push(made);
            accepted.push((number, choice));
        }
    }
    let edit = (!decisions.is_empty()).then(|| with_relations(project, comparison, decisions));
    BulkAcceptance { edit, accepted, decided_before }
}

/// What review made of a statement of a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GoldOutcome {
    /// Not decided yet, or postponed.
    Open,
    /// It is in gold unchanged.
    Accepted,
    /// It is in gold in another form.
    Corrected,
    /// Gold has nothing here.
    Rejected,
    /// It was sent back and has not been changed since.
    SentBack,
}

/// The outcome of review for a statement of this annotator, and the decision.
pub fn outcome<'r>(
    review: &'r Review,
    annotator: &'r AnnotatorId,
    statement: &Statement,
) -> (GoldOutcome, Option<&'r Decision>) {
    let Some(decision) = review.decisions_on(annotator, statement.id).last() else { return (GoldOutcome::Open, None) };
    let same = |gold: &Statement| statement_difference::between(gold, statement).is_empty();
    let unchanged = || {
        let seen = decision.sources.iter().flat_map(|source| &source.statements).find(|seen| seen.id == statement.id);
        seen.is_some_and(|seen| fingerprint::changed(statement, &seen.fingerprint).is_empty())
    };
    let outcome = match decision.verdict {
        Verdict::SentBack if unchanged() => GoldOutcome::SentBack,
        Verdict::Later | Verdict::SentBack => GoldOutcome::Open,
        Verdict::Nothing => GoldOutcome::Rejected,
        _ if decision.statements.iter().any(same) => GoldOutcome::Accepted,
        _ => GoldOutcome::Corrected,
    };
    (outcome, Some(decision))
}
