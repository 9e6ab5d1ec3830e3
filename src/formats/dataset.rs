//! A dataset: the part of a project that is exported, in the form that every format receives.
//!
//! An [`ExportScope`] selects the annotators or gold, the documents, and the recipient; [`Dataset::of`] collects the
//! layers. Gold is a source like the annotators: its layers carry the decisions from which they come.

use std::collections::BTreeSet;

use super::{ExportError, Summary};
use crate::model::document::Document;
use crate::model::id::{AnnotatorId, DocumentId, PartyId};
use crate::model::layer::{Layer, Uses};
use crate::model::party::Party;
use crate::model::project::Project;
use crate::model::review::Review;
use crate::model::span::Span;
use crate::model::statement::{Relation, Statement};
use crate::model::work::LayerProgress;

/// The name that gold has in place of an annotator.
pub(crate) const GOLD: &str = "gold";

/// Where the statements of a dataset come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatasetSource {
    /// The layers of these annotators; of all if the list is empty.
    Annotators(Vec<AnnotatorId>),
    /// The reviewed layers.
    Gold,
}

impl Default for DatasetSource {
    fn default() -> Self {
        Self::Annotators(Vec::new())
    }
}

/// Which part of a project is exported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportScope {
    pub source: DatasetSource,
    /// The documents; if empty, all except texts that were replaced by newer ones.
    pub documents: Vec<DocumentId>,
    /// Leaves out the statements that touch a passage marked as not part of the article, and their relations. The text
    /// itself always stays whole, because all offsets count from its start.
    pub without_excluded: bool,
    /// For a colleague: only the parties that a layer refers to, with the codebook definitions that it needs and its
    /// progress.
    pub for_colleague: bool,
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

    fn has_document(&self, project: &Project, id: &DocumentId) -> bool {
        if self.documents.is_empty() { project.newer_text(id).is_none() } else { self.documents.contains(id) }
    }

    fn has_annotator(&self, id: &AnnotatorId) -> bool {
        match &self.source {
            DatasetSource::Annotators(annotators) => annotators.is_empty() || annotators.contains(id),
            DatasetSource::Gold => false,
        }
    }

    /// Whether this is an old text that is left out although its article was requested.
    fn leaves_out(&self, project: &Project, id: &DocumentId) -> bool {
        let newer = project.newer_text(id);
        let is_asked = self.documents.is_empty() || newer.is_some_and(|newer| self.documents.contains(newer));
        newer.is_some() && is_asked && !self.documents.contains(id)
    }
}

/// The part of a project that a scope selects.
#[derive(Clone)]
pub struct Dataset<'p> {
    pub project: &'p Project,
    pub is_gold: bool,
    pub for_colleague: bool,
    /// By document, then by annotator.
    pub layers: Vec<DatasetLayer<'p>>,
    placeless: usize,
}

/// One layer of a dataset, with the statements that the scope selects.
#[derive(Clone)]
pub struct DatasetLayer<'p> {
    pub document: &'p Document,
    pub annotator: &'p str,
    /// For gold, the decisions from which the layer comes.
    pub review: Option<&'p Review>,
    layer: &'p Layer,
    without_excluded: bool,
}

impl<'p> Dataset<'p> {
    /// Selects a part of a project.
    ///
    /// # Errors
    /// The scope names a document or an annotator that the project does not have.
    pub fn of(project: &'p Project, scope: &ExportScope) -> Result<Self, ExportError> {
        if let Some(id) = scope.documents.iter().find(|id| !project.documents.contains_key(id)) {
            return Err(ExportError::UnknownDocument(id.clone()));
        }
        let (layers, placeless) = match &scope.source {
            DatasetSource::Annotators(annotators) => {
                let has_layer = |id: &AnnotatorId| project.layers.keys().any(|(_, annotator)| annotator == id);
                if let Some(id) = annotators.iter().find(|id| !has_layer(id)) {
                    return Err(ExportError::UnknownAnnotator(id.clone()));
                }
                annotators_layers(project, scope)
            }
            DatasetSource::Gold => gold_layers(project, scope),
        };
        let is_gold = scope.source == DatasetSource::Gold;
        Ok(Self { project, is_gold, for_colleague: scope.for_colleague, layers, placeless })
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

    /// How many statements were left out because they have no place in the newer text of their article: they stay with
    /// the old text, which is exported only on request.
    pub(crate) const fn placeless(&self) -> usize {
        self.placeless
    }
}

fn annotators_layers<'p>(project: &'p Project, scope: &ExportScope) -> (Vec<DatasetLayer<'p>>, usize) {
    let (mut layers, mut placeless) = (Vec::new(), 0);
    let wanted = project.layers.iter().filter(|((_, annotator), _)| scope.has_annotator(annotator));
    for ((id, annotator), layer) in wanted {
        if scope.leaves_out(project, id) {
            placeless += layer.len();
        }
        if let Some(document) = project.documents.get(id).filter(|_| scope.has_document(project, id)) {
            let (annotator, without_excluded) = (annotator.as_str(), scope.without_excluded);
            layers.push(DatasetLayer { document, annotator, review: None, layer, without_excluded });
        }
    }
    (layers, placeless)
}

fn gold_layers<'p>(project: &'p Project, scope: &ExportScope) -> (Vec<DatasetLayer<'p>>, usize) {
    let (mut layers, mut placeless) = (Vec::new(), 0);
    for (id, review) in &project.reviews {
        let layer = review.gold();
        if scope.leaves_out(project, id) {
            placeless += layer.len();
        }
        if let Some(document) = project.documents.get(id).filter(|_| scope.has_document(project, id)) {
            let without_excluded = scope.without_excluded;
            layers.push(DatasetLayer { document, annotator: GOLD, review: Some(review), layer, without_excluded });
        }
    }
    (layers, placeless)
}

impl<'p> DatasetLayer<'p> {
    /// The statements in text order.
    pub(crate) fn statements(&self) -> impl Iterator<Item = &'p Statement> + use<'p> {
        let (document, without_excluded) = (self.document, self.without_excluded);
        self.layer.statements().filter(move |statement| is_kept(document, without_excluded, statement))
    }

    /// The relations between statements that are kept.
    pub(crate) fn relations(&self) -> impl Iterator<Item = &'p Relation> + use<'p> {
        let (document, without_excluded, layer) = (self.document, self.without_excluded, self.layer);
        let kept =
            move |id| layer.statement(id).is_some_and(|statement| is_kept(document, without_excluded, statement));
        layer.relations().filter(move |relation| kept(relation.from) && kept(relation.to))
    }

    /// How many statements were left out because they touch an excluded passage.
    pub(crate) fn left_out(&self) -> usize {
        self.layer.len() - self.statements().count()
    }

    pub(crate) fn uses(&self) -> &'p Uses {
        self.layer.uses()
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

fn is_kept(document: &Document, without_excluded: bool, statement: &Statement) -> bool {
    let touches = |span: &Span| document.excluded.iter().any(|excluded| excluded.overlaps(*span));
    !without_excluded || !statement.spans.iter().any(touches)
}
