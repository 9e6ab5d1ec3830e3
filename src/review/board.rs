//! The review board: the places of several documents with their standings, filtered and sorted.
//!
//! A board is built in the background and kept. The next one reuses what has not changed: the comparison of a document
//! while its layers are the same, and the standing of a place while its decision is the same.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;

use super::comparison::{Comparison, Place, compare};
use super::decide::{BulkAcceptance, Choice, Rule, Standing, accept, decision_at, orphans, standing_of};
use super::queue::{QueueFilter, QueueOrder, QueueRow, QueueTest, key, matters};
use crate::edit::change::Edit;
use crate::model::id::{AnnotatorId, DecisionId, DocumentId, StatementId};
use crate::model::layer::Layer;
use crate::model::project::Project;
use crate::model::review::{Decision, Review};
use crate::model::span::Span;
use crate::model::statement::Statement;
use crate::monitor::Monitor;

/// What a board shows. Empty lists mean all.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct BoardRequest {
    pub documents: Vec<DocumentId>,
    pub annotators: Vec<AnnotatorId>,
    pub filter: QueueFilter,
    pub order: QueueOrder,
    /// The document whose layers are also combined in one.
    pub overlaid: Option<DocumentId>,
    /// The person who looks; documents that this person may not see yet are left out.
    pub viewer: Option<AnnotatorId>,
}

/// The places of a request.
#[derive(Debug)]
pub struct Board {
    pub question: BoardRequest,
    document_boards: Vec<Arc<DocumentBoard>>,
    /// The places that pass the filter, in order.
    pub entries: Vec<BoardEntry>,
    pub counts: PlaceCounts,
}

/// What a rule would decide.
#[derive(Debug)]
pub struct Preview {
    /// The places with their choices.
    pub accepted: Vec<(BoardEntry, Choice)>,
    /// For each document, how many places would be decided, and how many fit the rule but are decided already.
    pub documents: Vec<(DocumentId, usize, usize)>,
}

/// A place of the list, by index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BoardEntry {
    pub document_board: usize,
    pub place: usize,
}

/// Counts over all places that matter to a reviewer, regardless of the filter, by difference and by standing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlaceCounts {
    pub places: usize,
    pub agreed: usize,
    /// The places together with those at which all agree, and how many of these are decided.
    pub all: usize,
    pub decided: usize,
    /// How many places at which all agree have no decision.
    pub agreed_open: usize,
    pub differences: BTreeMap<&'static str, usize>,
    pub standings: BTreeMap<&'static str, usize>,
}

/// The places of one document.
#[derive(Debug)]
pub(crate) struct DocumentBoard {
    compared: Arc<ComparedLayers>,
    review: Option<Review>,
    spots: Vec<PlaceState>,
    /// The places of decisions that the comparison does not show, as far as gold tells.
    orphans: Vec<Place>,
    by_decision: HashMap<DecisionId, usize>,
}

#[derive(Debug)]
struct ComparedLayers {
    comparison: Comparison,
    layers: Vec<Layer>,
    by_statement: HashMap<(usize, StatementId), usize>,
    overlay: OnceLock<Overlay>,
}

/// All compared layers of a document combined in one, without their relations.
#[derive(Debug, Default)]
pub(crate) struct Overlay {
    pub layer: Layer,
    /// The annotator (by index) and the own id of each statement.
    of: HashMap<StatementId, (usize, StatementId)>,
    /// New ids of statements whose own id occurs in several layers, as in copies of a layer.
    renamed: HashMap<(usize, StatementId), StatementId>,
}

impl Overlay {
    fn new(layers: &[Layer]) -> Self {
        let mut overlay = Self::default();
        for (annotator, layer) in layers.iter().enumerate() {
            for statement in layer.statements() {
                let known = overlay.of.contains_key(&statement.id);
                let id = if known { StatementId::generate() } else { statement.id };
                if known {
                    overlay.renamed.insert((annotator, statement.id), id);
                }
                overlay.of.insert(id, (annotator, statement.id));
                overlay.layer.put(Statement { id, ..statement.clone() });
            }
        }
        overlay
    }

    /// The annotator (by index) and the own id of a statement.
    pub(crate) fn origin(&self, id: StatementId) -> Option<(usize, StatementId)> {
        self.of.get(&id).copied()
    }

    /// The id of a statement in the combined layer.
    pub(crate) fn id_of(&self, annotator: usize, id: StatementId) -> StatementId {
        self.renamed.get(&(annotator, id)).copied().unwrap_or(id)
    }
}

#[derive(Debug)]
struct PlaceState {
    standing: Standing,
    decision: Option<Arc<Decision>>,
}

impl PlaceCounts {
    /// Counts a place of a document, which has the layers of several annotators if it `is_comparable`.
    fn add(&mut self, row: &QueueRow<'_>, is_comparable: bool) {
        if row.place.differences.is_empty() && is_comparable {
            self.agreed += 1;
            self.agreed_open += usize::from(matches!(row.standing, Standing::Open));
        }
        if matters(row) || row.place.differences.is_empty() && is_comparable {
            self.all += 1;
            self.decided += usize::from(matches!(row.standing, Standing::Decided(_)));
        }
        if matters(row) {
            self.places += 1;
            *self.standings.entry(row.standing.as_str()).or_default() += 1;
            for name in row.place.difference_names() {
                *self.differences.entry(name).or_default() += 1;
            }
        }
    }
}

/// The boards of the documents of a request. `None` if it was cancelled.
fn compared(
    project: &Project,
    question: &BoardRequest,
    before: Option<&Board>,
    monitor: &Monitor,
) -> Option<Vec<Arc<DocumentBoard>>> {
    let wanted = |id: &&DocumentId| {
        (question.documents.is_empty() || question.documents.contains(id))
            && question.viewer.as_ref().is_none_or(|viewer| project.may_see(viewer, id))
    };
    let mut document_boards = Vec::new();
    for id in project.documents.keys().filter(wanted) {
        if monitor.is_stopped() {
            return None;
        }
        let known = before.and_then(|before| before.document_board(id)).map(|(_, known)| known);
        let document_board = DocumentBoard::new(project, id, &question.annotators, known);
        if let Some(document_board) = document_board.as_ref().filter(|_| question.overlaid.as_ref() == Some(id)) {
            document_board.compared.overlay.get_or_init(|| Overlay::new(&document_board.compared.layers));
        }
        document_boards.extend(document_board);
        monitor.advance(1);
    }
    Some(document_boards)
}

impl Board {
    /// Builds the board of a request. `None` if it was cancelled.
    pub fn new(project: &Project, question: &BoardRequest, before: Option<&Self>, monitor: &Monitor) -> Option<Self> {
        let document_boards = compared(project, question, before, monitor)?;
        let mut counts = PlaceCounts::default();
        let test = QueueTest::new(project, &question.filter);
        let mut found = Vec::new();
        for (number, document_board) in document_boards.iter().enumerate() {
            let is_comparable = document_board.comparison().annotators.len() > 1;
            for index in 0..document_board.len() {
                let Some(row) = document_board.row(index) else { continue };
                counts.add(&row, is_comparable);
                if test.passes(&row) {
                    found.push((key(project, &row, question.order), number, index));
                }
            }
        }
        found.sort_unstable();
        let entries =
            found.into_iter().map(|(_, document_board, place)| BoardEntry { document_board, place }).collect();
        Some(Self { question: question.clone(), document_boards, entries, counts })
    }

    /// What a rule would decide in all documents, regardless of the filter, and the edit that does it. `None` if it was
    /// cancelled.
    pub fn preview(
        &self,
        project: &Project,
        rule: Rule,
        by: &AnnotatorId,
        at: Timestamp,
        monitor: &Monitor,
    ) -> Option<(Preview, Option<Edit>)> {
        let mut preview = Preview { accepted: Vec::new(), documents: Vec::new() };
        let mut edits = Vec::new();
        for (number, document_board) in self.document_boards.iter().enumerate() {
            if monitor.is_stopped() {
                return None;
            }
            let BulkAcceptance { edit, accepted, decided_before } =
                accept(project, document_board.comparison(), rule, by, at);
            preview.documents.push((document_board.document().clone(), accepted.len(), decided_before));
            let entry = |(place, choice)| (BoardEntry { document_board: number, place }, choice);
            preview.accepted.extend(accepted.into_iter().map(entry));
            edits.extend(edit);
        }
        Some((preview, (!edits.is_empty()).then_some(Edit::Group(edits))))
    }

    pub(crate) fn document_boards(&self) -> &[Arc<DocumentBoard>] {
        &self.document_boards
    }

    /// The place of an entry with its standing.
    pub fn row(&self, entry: BoardEntry) -> Option<QueueRow<'_>> {
        self.document_boards.get(entry.document_board)?.row(entry.place)
    }

    pub(crate) fn document_board(&self, document: &DocumentId) -> Option<(usize, &Arc<DocumentBoard>)> {
        self.document_boards.iter().enumerate().find(|(_, document_board)| document_board.document() == document)
    }
}

impl DocumentBoard {
    /// `None` if nobody has a layer in the document and nothing was decided.
    fn new(
        project: &Project,
        id: &DocumentId,
        annotators: &[AnnotatorId],
        before: Option<&Arc<Self>>,
    ) -> Option<Arc<Self>> {
        let asked = |(annotator, _): &(&AnnotatorId, &Layer)| annotators.is_empty() || annotators.contains(annotator);
        let layers: Vec<(&AnnotatorId, &Layer)> = project.layers_of(id).filter(asked).collect();
        let review = project.reviews.get(id);
        if layers.is_empty() && review.is_none_or(|review| review.decisions().next().is_none()) {
            return None;
        }
        let same = |before: &&Arc<Self>| {
            let old = &before.compared;
            old.comparison.annotators.iter().zip(&old.layers).eq(layers.iter().map(|(a, layer)| (*a, *layer)))
        };
        let before = before.filter(same);
        if let Some(before) = before.filter(|before| before.review.as_ref() == review) {
            return Some(Arc::clone(before));
        }
        let compared = match before {
            Some(before) => Arc::clone(&before.compared),
            None => Arc::new(ComparedLayers::new(compare(project, id, annotators)?, &layers)),
        };
        let mut board = Self {
            review: review.cloned(),
            compared,
            spots: Vec::new(),
            orphans: Vec::new(),
            by_decision: HashMap::new(),
        };
        board.add_places(project, before);
        board.add_orphans(project);
        Some(Arc::new(board))
    }

    /// Adds the standing of each place of the comparison; what has not changed since the board before is reused.
    fn add_places(&mut self, project: &Project, before: Option<&Arc<Self>>) {
        let comparison = &self.compared.comparison;
        self.spots.reserve(comparison.places.len());
        for (index, place) in comparison.places.iter().enumerate() {
            let decision = decision_at(project, comparison, place)
                .and_then(|decision| self.review.as_ref()?.shared_decision(decision.id));
            let Some(decision) = decision else {
                self.spots.push(PlaceState { standing: Standing::Open, decision: None });
                continue;
            };
            self.by_decision.insert(decision.id, index);
            let known = before.and_then(|before| before.spots.get(index)).filter(|spot| {
                let compared = |annotator| comparison.annotators.contains(annotator);
                spot.decision.as_ref().is_some_and(|old| Arc::ptr_eq(old, decision))
                    && decision.sources.iter().all(|source| compared(&source.annotator))
            });
            let standing = match known {
                Some(spot) => spot.standing.clone(),
                None => standing_of(project, comparison, place, decision),
            };
            self.spots.push(PlaceState { standing, decision: Some(Arc::clone(decision)) });
        }
    }

    /// Adds a place for each decision that the comparison does not show.
    fn add_orphans(&mut self, project: &Project) {
        let comparison = &self.compared.comparison;
        for decision in orphans(project, comparison) {
            let hulls = || decision.statements.iter().map(|statement| statement.hull());
            let hull = Span::new(
                hulls().map(|hull| hull.start_byte).min().unwrap_or_default(),
                hulls().map(|hull| hull.end_byte).max().unwrap_or_default(),
            );
            let statements = vec![Vec::new(); comparison.annotators.len()];
            let place = Place { statements, hull, differences: Vec::new() };
            self.by_decision.insert(decision.id, self.spots.len());
            let standing = standing_of(project, comparison, &place, decision);
            self.spots.push(PlaceState { standing, decision: Some(Arc::clone(decision)) });
            self.orphans.push(place);
        }
    }

    pub(crate) fn comparison(&self) -> &Comparison {
        &self.compared.comparison
    }

    pub(crate) fn document(&self) -> &DocumentId {
        &self.compared.comparison.document
    }

    fn len(&self) -> usize {
        self.spots.len()
    }

    pub(crate) fn place(&self, index: usize) -> Option<&Place> {
        let places = &self.comparison().places;
        places.get(index).or_else(|| self.orphans.get(index - places.len()))
    }

    /// All layers in one, if the request asked for it.
    pub(crate) fn overlay(&self) -> Option<&Overlay> {
        self.compared.overlay.get()
    }

    /// A place with its standing.
    pub(crate) fn row(&self, index: usize) -> Option<QueueRow<'_>> {
        let spot = self.spots.get(index)?;
        let (comparison, place) = (self.comparison(), self.place(index)?);
        Some(QueueRow { comparison, place, standing: &spot.standing, decision: spot.decision.as_deref() })
    }

    /// The place of a statement of this annotator, who is given by index.
    pub(crate) fn place_of(&self, annotator: usize, id: StatementId) -> Option<usize> {
        self.compared.by_statement.get(&(annotator, id)).copied()
    }

    /// The place that this decision was made on.
    pub(crate) fn place_of_decision(&self, id: DecisionId) -> Option<usize> {
        self.by_decision.get(&id).copied()
    }
}

impl ComparedLayers {
    fn new(comparison: Comparison, layers: &[(&AnnotatorId, &Layer)]) -> Self {
        let mut by_statement = HashMap::new();
        for (index, place) in comparison.places.iter().enumerate() {
            for (annotator, ids) in place.statements.iter().enumerate() {
                by_statement.extend(ids.iter().map(|id| ((annotator, *id), index)));
            }
        }
        let layers = layers.iter().map(|(_, layer)| (*layer).clone()).collect();
        Self { comparison, layers, by_statement, overlay: OnceLock::new() }
    }
}
