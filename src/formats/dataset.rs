//! A dataset: the part of a project that is exported, in the form that every format receives.
//!
//! An [`ExportScope`] selects where the statements come from, the documents, the statements that a query finds, and the
//! recipient; [`Dataset::of`] collects the layers. Gold is a source like the annotators: its layers carry the decisions
//! from which they come. What the scope leaves out is found once, so that going through the statements costs the same
//! with a query as without one.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use super::{ExportError, Summary};
use crate::model::document::Document;
use crate::model::document_tags::DocumentTags;
use crate::model::id::{AnnotatorId, DocumentId, PartyId, StatementId};
use crate::model::layer::{Layer, Uses};
use crate::model::party::Party;
use crate::model::project::Project;
use crate::model::review::Review;
use crate::model::span::Span;
use crate::model::statement::{Relation, Statement};
use crate::model::work::LayerProgress;
use crate::query::{Filter, Query};

/// The name that gold has in place of an annotator.
pub(crate) const GOLD: &str = "gold";

/// Where the statements of a dataset come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum DatasetSource {
    /// Gold for the documents that have gold statements, and the layers of all annotators for the others.
    #[default]
    GoldFirst,
    /// The layers of these annotators; of all if the list is empty.
    Annotators(Vec<AnnotatorId>),
    /// The reviewed layers.
    Gold,
    /// The reviewed layers, and beside them the layers of these annotators; of all if the list is empty.
    GoldAnd(Vec<AnnotatorId>),
}

/// Which part of a project is exported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportScope {
    pub source: DatasetSource,
    /// The documents; if empty, all except texts that were replaced by newer ones.
    pub documents: Vec<DocumentId>,
    /// Only the statements that this finds, and the relations among them. A layer in which it finds none is left out.
    pub query: Option<Query>,
    /// Leaves out the statements that touch a passage marked as not part of the article, and their relations. The text
    /// itself always stays whole, because all offsets count from its start.
    pub without_excluded: bool,
    /// For a colleague: only the parties that a layer refers to, with the codebook definitions that it needs and its
    /// progress.
    pub for_colleague: bool,
}

impl DatasetSource {
    /// The annotators who are named, if any are.
    pub(super) fn annotators(&self) -> &[AnnotatorId] {
        match self {
            Self::Annotators(annotators) | Self::GoldAnd(annotators) => annotators,
            Self::GoldFirst | Self::Gold => &[],
        }
    }

    /// The layers of a document that are asked for: gold, then the annotators by name.
    fn layers_of<'p>(&self, project: &'p Project, document: &'p Document) -> Vec<DatasetLayer<'p>> {
        let review = project.reviews.get(&document.id);
        let (gold, annotators) = match self {
            Self::Gold => (review, None),
            Self::GoldAnd(annotators) => (review, Some(annotators.as_slice())),
            Self::Annotators(annotators) => (None, Some(annotators.as_slice())),
            Self::GoldFirst => match review.filter(|review| !review.gold().is_empty()) {
                Some(review) => (Some(review), None),
                None => (None, Some(&[][..])),
            },
        };
        let mut layers: Vec<DatasetLayer<'p>> = gold
            .map(|review| DatasetLayer {
                document,
                annotator: GOLD,
                review: Some(review),
                layer: review.gold(),
                kept: None,
            })
            .into_iter()
            .collect();
        if let Some(annotators) = annotators {
            let wanted = project.layers_of(&document.id);
            let wanted = wanted.filter(|(annotator, _)| annotators.is_empty() || annotators.contains(annotator));
            layers.extend(wanted.map(|(annotator, layer)| DatasetLayer {
                document,
                annotator: annotator.as_str(),
                review: None,
                layer,
                kept: None,
            }));
        }
        layers
    }
}

impl ExportScope {
    /// The layers of these annotators in all documents.
    pub fn of_annotators(annotators: Vec<AnnotatorId>) -> Self {
        Self { source: DatasetSource::Annotators(annotators), ..Self::default() }
    }

    /// All gold.
    pub fn of_gold() -> Self {
        Self { source: DatasetSource::Gold, ..Self::default() }
    }

    /// The layers of one annotator, for a colleague.
    pub(crate) fn for_colleague(annotator: AnnotatorId, documents: Vec<DocumentId>) -> Self {
        Self { documents, for_colleague: true, ..Self::of_annotators(vec![annotator]) }
    }

    /// # Errors
    /// It names a document or an annotator that the project does not have.
    fn check(&self, project: &Project) -> Result<(), ExportError> {
        if let Some(id) = self.documents.iter().find(|id| !project.documents.contains_key(id)) {
            return Err(ExportError::UnknownDocument(id.clone()));
        }
        let has_layer = |id: &AnnotatorId| project.layers.keys().any(|(_, annotator)| annotator == id);
        match self.source.annotators().iter().find(|id| !has_layer(id)) {
            Some(id) => Err(ExportError::UnknownAnnotator(id.clone())),
            None => Ok(()),
        }
    }
}

/// A scope with the names of its query looked up.
pub(super) struct Selection {
    source: DatasetSource,
    asked: BTreeSet<DocumentId>,
    filter: Option<Filter>,
    without_excluded: bool,
}

impl Selection {
    /// Looks up the names of the query in a project.
    ///
    /// # Errors
    /// The project does not have one.
    pub(super) fn new(scope: &ExportScope, project: &Project) -> Result<Self, ExportError> {
        let filter = scope.query.as_ref().map(|query| Filter::new(query, project)).transpose()?;
        let asked = scope.documents.iter().cloned().collect();
        Ok(Self { source: scope.source.clone(), asked, filter, without_excluded: scope.without_excluded })
    }

    /// Adds the layers of a document of the dataset's project; `newer` is the document with the newer version of its text.
    pub(super) fn add<'p>(&self, dataset: &mut Dataset<'p>, document: &'p Document, newer: Option<&DocumentId>) {
        let (asked, project) = (&self.asked, dataset.project);
        let is_wanted = if asked.is_empty() { newer.is_none() } else { asked.contains(&document.id) };
        if !is_wanted {
            let left = || self.source.layers_of(project, document).iter().map(|layer| layer.layer.len()).sum::<usize>();
            match newer {
                None => dataset.left_out.documents += usize::from(left() > 0),
                // An old text that is left out although its article was requested.
                Some(newer) if asked.is_empty() || asked.contains(newer) => dataset.left_out.placeless += left(),
                Some(_) => {}
            }
            return;
        }
        let filter = self.filter.as_ref().map(|filter| filter.of(document, project.reviews.get(&document.id)));
        for mut layer in self.source.layers_of(project, document) {
            if layer.select(self.without_excluded, filter.as_ref(), &mut dataset.left_out) {
                dataset.layers.push(layer);
            }
        }
    }
}

/// The part of a project that a scope selects, or of it some documents.
#[derive(Clone)]
pub struct Dataset<'p> {
    pub project: &'p Project,
    /// Whether what the project has beside its documents is counted among the losses here: so it is in one part of several.
    pub(super) has_project: bool,
    /// Whether gold is among the layers, or was asked for: tables then have its columns.
    pub has_gold: bool,
    pub for_colleague: bool,
    /// By document; of one document gold first, then by annotator.
    pub layers: Vec<DatasetLayer<'p>>,
    pub(super) left_out: LeftOut,
}

/// One layer of a dataset, with the statements that the scope selects.
#[derive(Clone)]
pub struct DatasetLayer<'p> {
    pub document: &'p Document,
    pub annotator: &'p str,
    /// For gold, the decisions from which the layer comes.
    pub review: Option<&'p Review>,
    pub(super) layer: &'p Layer,
    /// The statements that are selected; `None` if these are all.
    pub(super) kept: Option<Arc<HashSet<StatementId>>>,
}

/// How much a scope leaves out, and how much was changed for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct LeftOut {
    /// Statements without a place in the newer text of their article: they stay with the old text, which is exported only
    /// on request.
    pub placeless: usize,
    /// Documents with statements of the source that are not among the chosen ones.
    pub documents: usize,
    /// Statements that touch an excluded passage.
    pub excluded: usize,
    /// Relations from or to them.
    pub relations_excluded: usize,
    /// Statements that the query does not find.
    pub by_query: usize,
    /// Relations from or to them; those that have an excluded statement at the other end count here alone.
    pub relations_by_query: usize,
    /// Names of parties that were replaced by those of the parties to which they belong.
    pub rolled_up: usize,
    /// Layers in which people got other names.
    pub anonymised: usize,
}

impl<'p> Dataset<'p> {
    /// Selects a part of a project.
    ///
    /// # Errors
    /// The scope names a document, an annotator or, in its query, something else that the project does not have.
    pub fn of(project: &'p Project, scope: &ExportScope) -> Result<Self, ExportError> {
        scope.check(project)?;
        let selection = Selection::new(scope, project)?;
        let mut dataset = Self::empty(project, scope);
        for (id, document) in &project.documents {
            selection.add(&mut dataset, document, project.newer_text(id));
        }
        dataset.has_gold |= dataset.layers.iter().any(|layer| layer.review.is_some());
        Ok(dataset)
    }

    /// No layers yet.
    pub(super) fn empty(project: &'p Project, scope: &ExportScope) -> Self {
        let has_gold = matches!(scope.source, DatasetSource::Gold | DatasetSource::GoldAnd(_));
        let for_colleague = scope.for_colleague;
        Self { project, has_project: true, has_gold, for_colleague, layers: Vec::new(), left_out: LeftOut::default() }
    }

    /// The same without the layers after the one that has its statement number `count`.
    pub(crate) fn beginning(&self, count: usize) -> Self {
        let mut seen = 0;
        let is_needed = |layer: &&DatasetLayer<'_>| {
            let is_needed = seen < count;
            seen += layer.statements().take(count).count();
            is_needed
        };
        let needed = self.layers.iter().take_while(is_needed).count();
        let mut part = self.clone();
        part.layers.truncate(needed);
        part
    }

    /// The numbers of its parts.
    pub(crate) fn summary(&self) -> Summary {
        Summary {
            documents: self.documents().count(),
            layers: self.layers.len(),
            statements: self.statements().count(),
            relations: self.layers.iter().map(|layer| layer.relations().count()).sum(),
        }
    }

    /// Each document once.
    pub(crate) fn documents(&self) -> impl Iterator<Item = &'p Document> {
        let mut last = None;
        self.layers.iter().map(|layer| layer.document).filter(move |document| {
            let is_new = last != Some(&document.id);
            last = Some(&document.id);
            is_new
        })
    }

    pub fn statements(&self) -> impl Iterator<Item = &'p Statement> {
        self.layers.iter().flat_map(DatasetLayer::statements)
    }

    /// How many documents have several layers.
    pub(crate) fn documents_with_several_layers(&self) -> usize {
        self.by_document().filter(|layers| layers.len() > 1).count()
    }

    /// The layers of each document.
    pub(super) fn by_document(&self) -> impl Iterator<Item = &[DatasetLayer<'p>]> {
        self.layers.chunk_by(|one, next| one.document.id == next.document.id)
    }

    /// A dataset for each document.
    pub(super) fn one_by_one(&self) -> impl Iterator<Item = (&'p Document, Self)> {
        self.by_document().filter_map(|layers| {
            let document = layers.first()?.document;
            Some((document, Self { layers: layers.to_vec(), ..self.without_layers() }))
        })
    }

    pub(super) fn without_layers(&self) -> Self {
        let Self { project, has_project, has_gold, for_colleague, left_out, layers: _ } = *self;
        Self { project, has_project, has_gold, for_colleague, left_out, layers: Vec::new() }
    }

    /// The parties whose names, aliases and parents are counted among the losses.
    pub(super) fn counted_parties(&self) -> impl Iterator<Item = &'p Party> {
        let counted = self.has_project.then_some(&self.project.parties);
        counted.into_iter().flatten()
    }

    /// The parties that are exported with a layer, in the order of the project: all of them, or for a colleague those
    /// that the layer refers to and those to which they belong.
    pub(crate) fn parties_of(&self, layer: &DatasetLayer<'p>) -> Vec<&'p Party> {
        let project = self.project;
        if !self.for_colleague {
            return project.parties.iter().collect();
        }
        let mut named: BTreeSet<&PartyId> = BTreeSet::new();
        for party in layer.uses().parties.keys() {
            let mut next = Some(party);
            while let Some(party) = next.filter(|party| named.insert(party)) {
                next = project.party(party).and_then(|party| party.parent.as_ref());
            }
        }
        project.parties.iter().filter(|party| named.contains(&party.id)).collect()
    }
}

impl<'p> DatasetLayer<'p> {
    /// Finds what is selected, and counts what is left out. False if a query finds nothing in the layer.
    fn select(
        &mut self,
        without_excluded: bool,
        filter: Option<&crate::query::StatementFilter<'_>>,
        left_out: &mut LeftOut,
    ) -> bool {
        if !without_excluded && filter.is_none() {
            return true;
        }
        let (mut kept, mut excluded, mut not_found) = (HashSet::new(), HashSet::new(), HashSet::new());
        for statement in self.layer.statements() {
            if without_excluded && touches_excluded(self.document, statement) {
                excluded.insert(statement.id);
            } else if filter
                .is_none_or(|filter| filter.keeps(self.layer, self.annotator, self.review.is_some(), statement))
            {
                kept.insert(statement.id);
            } else {
                not_found.insert(statement.id);
            }
        }
        left_out.excluded += excluded.len();
        left_out.by_query += not_found.len();
        if kept.len() < self.layer.len() {
            for relation in self.layer.relations() {
                let touches =
                    |gone: &HashSet<StatementId>| gone.contains(&relation.from) || gone.contains(&relation.to);
                if touches(&not_found) {
                    left_out.relations_by_query += 1;
                } else if touches(&excluded) {
                    left_out.relations_excluded += 1;
                }
            }
        }
        let finds_any = filter.is_none() || !kept.is_empty();
        if kept.len() < self.layer.len() {
            self.kept = Some(Arc::new(kept));
        }
        finds_any
    }

    /// The statements in text order.
    pub(crate) fn statements(&self) -> impl Iterator<Item = &'p Statement> + use<'p> {
        let kept = self.kept.clone();
        self.layer.statements().filter(move |statement| is_kept(kept.as_deref(), statement.id))
    }

    /// The relations between statements that are kept.
    pub(crate) fn relations(&self) -> impl Iterator<Item = &'p Relation> + use<'p> {
        let (kept, layer) = (self.kept.clone(), self.layer);
        let is_there = move |id| layer.statement(id).is_some() && is_kept(kept.as_deref(), id);
        layer.relations().filter(move |relation| is_there(relation.from) && is_there(relation.to))
    }

    pub(crate) fn uses(&self) -> &'p Uses {
        self.layer.uses()
    }

    /// What is recorded of the document as a whole.
    pub(crate) fn tags(&self) -> Option<&'p DocumentTags> {
        self.layer.tags()
    }

    pub(crate) fn progress(&self) -> Option<&'p LayerProgress> {
        self.layer.progress()
    }

    /// A span of a statement in code points and its text, verified by cutting the text again by code points.
    ///
    /// # Errors
    /// It does not fit the text.
    pub(crate) fn locate(
        &self,
        statement: &dyn std::fmt::Display,
        span: Span,
    ) -> Result<([usize; 2], &'p str), ExportError> {
        let document = self.document;
        let content = &document.content;
        let quote = content.get(span.range()).filter(|quote| !quote.is_empty());
        let chars = content.byte_to_char(span.start_byte).zip(content.byte_to_char(span.end_byte));
        if let (Some(quote), Some((start, end))) = (quote, chars)
            && let (Some(from), Some(to)) = (content.char_to_byte(start), content.char_to_byte(end))
            && content.get(from..to) == Some(quote)
            && quote.chars().count() == end - start
        {
            return Ok(([start, end], quote));
        }
        Err(ExportError::Span { document: document.id.clone(), statement: statement.to_string(), span })
    }
}

fn is_kept(kept: Option<&HashSet<StatementId>>, id: StatementId) -> bool {
    kept.is_none_or(|kept| kept.contains(&id))
}

fn touches_excluded(document: &Document, statement: &Statement) -> bool {
    statement.spans.iter().any(|span| document.excluded.iter().any(|excluded| excluded.overlaps(*span)))
}
