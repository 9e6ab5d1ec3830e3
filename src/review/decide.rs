//! From a comparison to gold: decisions at places, in bulk by rules, and whether they are still what they were.
//!
//! Everything comes back as one `Edit`, so that it is one step of the history; nothing is ever decided over a decision
//! that is there, unless a reviewer does so at that place.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::comparison::{Comparison, Difference, Place, edge_words};
use super::fingerprint;
use crate::edit::change::Edit;
use crate::model::id::{AnnotatorId, DecisionId, RelationId, StatementId};
use crate::model::project::Project;
use crate::model::review::{Cause, Decision, Provenance, Review, Seen, Source, Verdict};
use crate::model::statement::{Relation, Statement};

/// What a reviewer chooses at a place.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    Take(AnnotatorId),
    /// What this annotator has, corrected: these statements.
    Edit(AnnotatorId, Vec<Statement>),
    New(Vec<Statement>),
    Nothing,
    Later,
}

/// Why, and by whom.
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

/// Where a place stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    Open,
    Later(DecisionId),
    Decided(DecisionId),
    /// What was decided on has changed since.
    OutOfDate(DecisionId, Vec<Change>),
}

impl Standing {
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Later(_) => "later",
            Self::Decided(_) => "decided",
            Self::OutOfDate(..) => "out-of-date",
        }
    }

    pub const fn decision(&self) -> Option<DecisionId> {
        match self {
            Self::Open => None,
            Self::Later(id) | Self::Decided(id) | Self::OutOfDate(id, _) => Some(*id),
        }
    }
}

/// What changed under a decision.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// This annotator has a statement that was not there.
    Added(AnnotatorId, StatementId),
    Removed(AnnotatorId, StatementId),
    Changed(AnnotatorId, StatementId, BTreeSet<Difference>),
}

/// The decisions of a review by the statements they were made on.
pub struct Index<'r> {
    review: Option<&'r Review>,
    by_statement: BTreeMap<(&'r AnnotatorId, StatementId), DecisionId>,
}

impl<'r> Index<'r> {
    pub fn new(review: Option<&'r Review>) -> Self {
        let mut by_statement = BTreeMap::new();
        for decision in review.into_iter().flat_map(Review::decisions) {
            for source in &decision.sources {
                by_statement.extend(source.statements.iter().map(|seen| ((&source.annotator, seen.id), decision.id)));
            }
        }
        Self { review, by_statement }
    }

    /// Where a place of a comparison stands.
    pub fn standing(&self, project: &Project, comparison: &Comparison, place: &Place) -> Standing {
        let here = || comparison.annotators.iter().zip(&place.statements);
        let ids = here().flat_map(|(annotator, ids)| ids.iter().map(move |id| (annotator, *id)));
        let mut decisions = ids.filter_map(|key| self.by_statement.get(&key)).collect::<Vec<_>>();
        decisions.sort_unstable();
        let latest = decisions.last().and_then(|id| self.review?.decision(**id));
        let Some(decision) = latest else { return Standing::Open };
        let mut changes = changes(project, comparison, decision);
        for (annotator, ids) in here() {
            let source = decision.sources.iter().find(|source| source.annotator == *annotator);
            let known =
                |id: &StatementId| source.is_some_and(|source| source.statements.iter().any(|seen| seen.id == *id));
            changes.extend(ids.iter().filter(|id| !known(id)).map(|id| Change::Added(annotator.clone(), *id)));
        }
        match (changes.is_empty(), &decision.verdict) {
            (false, _) => Standing::OutOfDate(decision.id, changes),
            (true, Verdict::Later) => Standing::Later(decision.id),
            (true, _) => Standing::Decided(decision.id),
        }
    }
}

/// What changed of the statements that a decision was made on.
fn changes(project: &Project, comparison: &Comparison, decision: &Decision) -> Vec<Change> {
    let mut found = Vec::new();
    for source in &decision.sources {
        let layer = project.layer(&comparison.document, &source.annotator);
        for seen in &source.statements {
            match layer.and_then(|layer| layer.statement(seen.id)) {
                None => found.push(Change::Removed(source.annotator.clone(), seen.id)),
                Some(statement) => {
                    let differ = fingerprint::changed(statement, &seen.fingerprint);
                    if !differ.is_empty() {
                        found.push(Change::Changed(source.annotator.clone(), seen.id, differ));
                    }
                }
            }
        }
    }
    found
}

/// Decisions whose statements are all gone, so that no place shows them any more.
pub fn orphans<'r>(project: &Project, comparison: &Comparison, review: &'r Review) -> Vec<&'r Decision> {
    let gone = |decision: &&Decision| {
        let mut seen = decision
            .sources
            .iter()
            .flat_map(|source| source.statements.iter().map(|s| (&source.annotator, s.id)))
            .peekable();
        seen.peek().is_some()
            && seen.all(|(annotator, id)| {
                project.layer(&comparison.document, annotator).is_none_or(|layer| layer.statement(id).is_none())
            })
    };
    review.decisions().filter(gone).collect()
}

/// The edit that decides a place; a decision that is there already is replaced. `None` where the choice does not fit:
/// the annotator that is taken has nothing here.
pub fn decide(
    project: &Project,
    comparison: &Comparison,
    place: &Place,
    choice: Choice,
    grounds: &Grounds,
) -> Option<Edit> {
    let standing = Index::new(project.reviews.get(&comparison.document)).standing(project, comparison, place);
    let decision = decision(project, comparison, place, choice, grounds, "", standing.decision())?;
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
    let here = comparison.annotators.iter().zip(&place.statements);
    let sources: Vec<Source> = here
        .map(|(annotator, ids)| {
            let seen = |id: &StatementId| {
                let statement = layer(annotator)?.statement(*id)?;
                Some(Seen { id: *id, fingerprint: fingerprint::of(statement) })
            };
            Source { annotator: annotator.clone(), statements: ids.iter().filter_map(seen).collect() }
        })
        .collect();
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
    };
    if statements.is_empty() == matches!(verdict, Verdict::Take(_) | Verdict::Edit(_) | Verdict::New) {
        return None;
    }
    // Gold statements have ids of their own: they go on when the layer that they came from changes.
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

/// The decisions as edits, with the relations that their annotators have between statements that are both in gold then.
fn with_relations(project: &Project, comparison: &Comparison, decisions: Vec<Decision>) -> Edit {
    let document = &comparison.document;
    let review = project.reviews.get(document);
    let new: BTreeSet<DecisionId> = decisions.iter().map(|decision| decision.id).collect();
    let old = review.into_iter().flat_map(Review::decisions).filter(|decision| !new.contains(&decision.id));
    // For each statement of a layer that went to gold: the gold statement.
    let mut gold_of: BTreeMap<(AnnotatorId, StatementId), StatementId> = BTreeMap::new();
    for decision in old.chain(&decisions) {
        let (Verdict::Take(from) | Verdict::Edit(from)) = &decision.verdict else { continue };
        for source in decision
            .sources
            .iter()
            .filter(|source| source.annotator == *from || decision.provenance == Provenance::Unanimous)
        {
            for (seen, gold) in source.statements.iter().zip(&decision.statements) {
                gold_of.insert((source.annotator.clone(), seen.id), gold.id);
            }
        }
    }
    let fresh: BTreeSet<StatementId> =
        decisions.iter().flat_map(|d| &d.statements).map(|statement| statement.id).collect();
    let mut seen = BTreeSet::new();
    let mut relations = Vec::new();
    for annotator in &comparison.annotators {
        let layer = project.layer(document, annotator);
        for relation in layer.into_iter().flat_map(|layer| layer.relations()) {
            let end = |id| gold_of.get(&(annotator.clone(), id)).copied();
            let (Some(from), Some(to)) = (end(relation.from), end(relation.to)) else { continue };
            let touched = fresh.contains(&from) || fresh.contains(&to);
            if touched && from != to && seen.insert((from, to, relation.kind.clone())) {
                relations.push(Relation { id: RelationId::generate(), from, to, ..relation.clone() });
            }
        }
    }
    let decided = decisions.into_iter().map(|decision| Edit::SetDecision {
        document: document.clone(),
        id: decision.id,
        decision: Some(Box::new(decision)),
    });
    let related = relations.into_iter().map(|relation| Edit::SetGoldRelation {
        document: document.clone(),
        id: relation.id,
        relation: Some(relation),
    });
    Edit::Group(decided.chain(related).collect())
}

/// What may be accepted without looking at each place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// All annotators of the document, at least two, have the same.
    AllAgree,
    /// More than half of the annotators have the same, or have nothing.
    Majority,
    /// All have something, the same but for edges of up to so many words: the longest is taken.
    Edges(usize),
}

impl Rule {
    /// `all-agree`, `majority`, `edges:N`.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "all-agree" => Some(Self::AllAgree),
            "majority" => Some(Self::Majority),
            _ => name.strip_prefix("edges:")?.parse().ok().map(Self::Edges),
        }
    }

    pub fn name(self) -> String {
        match self {
            Self::AllAgree => "all-agree".to_owned(),
            Self::Majority => "majority".to_owned(),
            Self::Edges(words) => format!("edges:{words}"),
        }
    }

    /// What the rule chooses at a place.
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
pub struct Bulk {
    /// The edit; `None` where there is nothing to decide.
    pub edit: Option<Edit>,
    /// Places by index, with what is chosen.
    pub accepted: Vec<(usize, Choice)>,
    /// Places that the rule fits but where a decision was made already.
    pub decided_before: usize,
}

/// Applies a rule to every place without a decision. Nothing is changed: the edit is for whoever asked.
pub fn accept(project: &Project, comparison: &Comparison, rule: Rule, by: &AnnotatorId, at: Timestamp) -> Bulk {
    let index = Index::new(project.reviews.get(&comparison.document));
    let grounds = Grounds::new(by.clone(), at);
    let (mut accepted, mut decisions, mut decided_before) = (Vec::new(), Vec::new(), 0);
    for (number, place) in comparison.places.iter().enumerate() {
        let Some(choice) = rule.choice(project, comparison, place) else { continue };
        if index.standing(project, comparison, place) != Standing::Open {
            decided_before += 1;
            continue;
        }
        if let Some(made) = decision(project, comparison, place, choice.clone(), &grounds, &rule.name(), None) {
            decisions.push(made);
            accepted.push((number, choice));
        }
    }
    let edit = (!decisions.is_empty()).then(|| with_relations(project, comparison, decisions));
    Bulk { edit, accepted, decided_before }
}

/// What gold made of a statement of a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Not decided yet, or put off.
    Open,
    /// It went to gold as it is.
    Accepted,
    /// Gold has it in another form.
    Corrected,
    /// Gold has nothing here.
    Rejected,
}

impl Outcome {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Corrected => "corrected",
            Self::Rejected => "rejected",
        }
    }
}

/// What gold decided about a statement, for its annotator, and the decision itself.
pub fn outcome<'r>(
    review: &'r Review,
    annotator: &AnnotatorId,
    statement: &Statement,
) -> (Outcome, Option<&'r Decision>) {
    let about = |decision: &&Decision| {
        decision
            .sources
            .iter()
            .any(|s| s.annotator == *annotator && s.statements.iter().any(|seen| seen.id == statement.id))
    };
    let Some(decision) = review.decisions().filter(about).last() else { return (Outcome::Open, None) };
    let same = |gold: &Statement| super::comparison::between(gold, statement).is_empty();
    let outcome = match decision.verdict {
        Verdict::Later => Outcome::Open,
        Verdict::Nothing => Outcome::Rejected,
        _ if decision.statements.iter().any(same) => Outcome::Accepted,
        _ => Outcome::Corrected,
    };
    (outcome, Some(decision))
}
