//! A dataset with other names: parties rolled up, annotators without their names.
//!
//! Formats read statements where they are in the project. Where an export changes what statements or decisions say, they
//! are read from a copy of what is exported; everything else is read from the project itself.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::ExportError;
use super::dataset::{Dataset, DatasetLayer, ExportScope, GOLD, LeftOut};
use crate::model::id::{AnnotatorId, DocumentId, PartyId, StatementId};
use crate::model::layer::Layer;
use crate::model::party::Parties;
use crate::model::project::Project;
use crate::model::review::{Decision, DecisionSource, Review, Verdict};
use crate::model::statement::Statement;

/// Which names an export changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NameChanges {
    /// Every party is replaced by the outermost party to which it belongs.
    pub roll_up: bool,
    /// Annotators and reviewers are called `annotator-1`, `annotator-2` … in the order of their names, also in decisions.
    /// What people wrote into notes and reasons stays as it is.
    pub anonymise: bool,
}

/// A part of a project, ready to be exported under other names.
pub struct Prepared<'p>(Source<'p>);

enum Source<'p> {
    /// No name changes.
    Same(Dataset<'p>),
    Copy(Box<Copied>),
}

/// A copy of what is exported.
pub(super) struct Copied {
    pub(super) project: Project,
    layers: Vec<CopiedLayer>,
    has_project: bool,
    has_gold: bool,
    for_colleague: bool,
    left_out: LeftOut,
}

struct CopiedLayer {
    document: DocumentId,
    /// `None` for gold.
    annotator: Option<AnnotatorId>,
    kept: Option<Arc<HashSet<StatementId>>>,
}

impl<'p> Prepared<'p> {
    /// Selects a part of a project and changes the names in it. The scope and its query have the names before the change.
    ///
    /// # Errors
    /// As for [`Dataset::of`].
    pub fn of(project: &'p Project, scope: &ExportScope, changes: NameChanges) -> Result<Self, ExportError> {
        let dataset = Dataset::of(project, scope)?;
        if changes == NameChanges::default() {
            return Ok(Self(Source::Same(dataset)));
        }
        let people = changes.anonymise.then(|| people_of(project));
        let names = Names::new(project, changes.roll_up, people);
        Ok(Self(Source::Copy(Box::new(Copied::of(&dataset, &names)))))
    }

    /// What is exported.
    pub fn dataset(&self) -> Dataset<'_> {
        match &self.0 {
            Source::Same(dataset) => dataset.clone(),
            Source::Copy(copied) => copied.dataset(),
        }
    }
}

impl Copied {
    pub(super) fn of(dataset: &Dataset<'_>, names: &Names) -> Self {
        let original = dataset.project;
        let mut project = Project {
            title: original.title.clone(),
            codebook: original.codebook.clone(),
            guidelines: original.guidelines.clone(),
            parties: names.parties(original),
            ..Project::default()
        };
        let mut layers = Vec::with_capacity(dataset.layers.len());
        for layer in &dataset.layers {
            let document = layer.document.id.clone();
            project.documents.entry(document.clone()).or_insert_with(|| layer.document.clone());
            let annotator = match layer.review {
                Some(review) => {
                    project.reviews.insert(document.clone(), names.review(review));
                    None
                }
                None => {
                    let annotator = AnnotatorId::new(layer.annotator).ok().map(|annotator| names.annotator(&annotator));
                    let Some(annotator) = annotator else { continue };
                    project.layers.insert((document.clone(), annotator.clone()), names.layer(layer.layer));
                    Some(annotator)
                }
            };
            layers.push(CopiedLayer { document, annotator, kept: layer.kept.clone() });
        }
        let anonymised = if names.aliases.is_some() { layers.len() } else { 0 };
        let left_out = LeftOut { rolled_up: names.rolled_up.take(), anonymised, ..dataset.left_out };
        let Dataset { has_project, has_gold, for_colleague, .. } = *dataset;
        Self { project, layers, has_project, has_gold, for_colleague, left_out }
    }

    pub(super) fn dataset(&self) -> Dataset<'_> {
        let project = &self.project;
        let layers = self.layers.iter().filter_map(|copied| {
            let document = project.documents.get(&copied.document)?;
            let kept = copied.kept.clone();
            Some(match &copied.annotator {
                Some(annotator) => {
                    let (key, layer) = project.layers.get_key_value(&(copied.document.clone(), annotator.clone()))?;
                    DatasetLayer { document, annotator: key.1.as_str(), review: None, layer, kept }
                }
                None => {
                    let review = project.reviews.get(&copied.document)?;
                    DatasetLayer { document, annotator: GOLD, review: Some(review), layer: review.gold(), kept }
                }
            })
        });
        Dataset {
            project,
            has_project: self.has_project,
            has_gold: self.has_gold,
            for_colleague: self.for_colleague,
            layers: layers.collect(),
            left_out: self.left_out,
        }
    }
}

/// The new names.
pub(super) struct Names {
    /// For each party that belongs to another one, the outermost.
    tops: Option<HashMap<PartyId, PartyId>>,
    aliases: Option<BTreeMap<AnnotatorId, AnnotatorId>>,
    /// How many names of parties were replaced since this was last asked.
    rolled_up: Cell<usize>,
}

impl Names {
    /// The names for the parties of a project, if they are rolled up, and for these people, if they are anonymised.
    pub(super) fn new(project: &Project, roll_up: bool, people: Option<BTreeSet<AnnotatorId>>) -> Self {
        let alias = |number: usize| AnnotatorId::from_name(&format!("annotator-{number}"), |_| false);
        let numbered = |people: BTreeSet<AnnotatorId>| people.into_iter().zip((1..).map(alias)).collect();
        let tops = roll_up.then(|| tops_of(project));
        Self { tops, aliases: people.map(numbered), rolled_up: Cell::new(0) }
    }

    fn parties(&self, project: &Project) -> Parties {
        let Some(tops) = &self.tops else { return project.parties.clone() };
        project.parties.iter().filter(|party| !tops.contains_key(&party.id)).cloned().collect()
    }

    pub(super) fn annotator(&self, annotator: &AnnotatorId) -> AnnotatorId {
        self.aliases.as_ref().and_then(|aliases| aliases.get(annotator)).unwrap_or(annotator).clone()
    }

    fn layer(&self, layer: &Layer) -> Layer {
        let mut changed = layer.clone();
        for statement in layer.statements() {
            if let Cow::Owned(new) = self.statement(statement) {
                changed.put(new);
            }
        }
        changed
    }

    fn statement<'s>(&self, statement: &'s Statement) -> Cow<'s, Statement> {
        let Some(tops) = &self.tops else { return Cow::Borrowed(statement) };
        let named = || statement.chain.iter().map(|link| &link.party).chain(&statement.addressees);
        let count = named().filter(|party| tops.contains_key(*party)).count();
        if count == 0 {
            return Cow::Borrowed(statement);
        }
        self.rolled_up.set(self.rolled_up.get() + count);
        let mut changed = statement.clone();
        let top = |party: &mut PartyId| {
            if let Some(top) = tops.get(party) {
                party.clone_from(top);
            }
        };
        // The links stay: each has its own reporting verb and mention.
        changed.chain.iter_mut().for_each(|link| top(&mut link.party));
        changed.addressees.iter_mut().for_each(top);
        let mut seen = BTreeSet::new();
        changed.addressees.retain(|party| seen.insert(party.clone()));
        Cow::Owned(changed)
    }

    fn review(&self, review: &Review) -> Review {
        let mut changed = Review::default();
        for decision in review.decisions() {
            let decision = self.decision(decision);
            changed.put_decision(decision);
        }
        for relation in review.gold().relations() {
            changed.put_relation(relation.clone());
        }
        changed
    }

    fn decision(&self, decision: &Decision) -> Decision {
        let statements = decision.statements.iter().map(|statement| self.statement(statement).into_owned()).collect();
        let verdict = match &decision.verdict {
            Verdict::Take(from) => Verdict::Take(self.annotator(from)),
            Verdict::Edit(from) => Verdict::Edit(self.annotator(from)),
            other => other.clone(),
        };
        let source = |source: &DecisionSource| DecisionSource {
            annotator: self.annotator(&source.annotator),
            statements: source.statements.clone(),
        };
        let sources = decision.sources.iter().map(source).collect();
        Decision { statements, verdict, sources, by: self.annotator(&decision.by), ..decision.clone() }
    }
}

/// For each party that belongs to another one, the outermost to which it does. A party in a circle belongs to none.
fn tops_of(project: &Project) -> HashMap<PartyId, PartyId> {
    let mut tops = HashMap::new();
    for party in &project.parties {
        let (mut at, mut steps) = (party, 0);
        while let Some(parent) = at.parent.as_ref().and_then(|parent| project.party(parent)) {
            (at, steps) = (parent, steps + 1);
            if steps > project.parties.len() {
                break;
            }
        }
        if at.id != party.id && steps <= project.parties.len() {
            tops.insert(party.id.clone(), at.id.clone());
        }
    }
    tops
}

/// Everybody whom a project names, so that the same person has the same alias in every export.
fn people_of(project: &Project) -> BTreeSet<AnnotatorId> {
    let mut people: BTreeSet<AnnotatorId> = project.people().into_iter().collect();
    add_people_of(project, &mut people);
    people
}

/// Adds those whom the layers and the reviews of a project name.
pub(super) fn add_people_of(project: &Project, people: &mut BTreeSet<AnnotatorId>) {
    let of_reviews = project.reviews.values().flat_map(people_in);
    for person in project.layers.keys().map(|(_, annotator)| annotator).chain(of_reviews) {
        if !people.contains(person) {
            people.insert(person.clone());
        }
    }
}

/// Everybody whom the decisions of a review name, as often as they do.
fn people_in(review: &Review) -> impl Iterator<Item = &AnnotatorId> {
    review.decisions().flat_map(|decision| {
        let sources = decision.sources.iter().map(|source| &source.annotator);
        sources.chain(decision.verdict.taken_from()).chain([&decision.by])
    })
}
