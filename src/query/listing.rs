//! The statements of a project as rows: those that a query finds, in the order of columns.
//!
//! A row refers to its statement and is small, so that a million of them take twenty megabytes; what it shows is looked
//! up when it is seen. After changes in a few articles, only their rows are found anew and merged into the others.

use std::borrow::Cow;
use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::filter::{Filter, UnknownName, marks_of};
use super::syntax::Query;
use crate::model::attribute::{AttributeForm, AttributeSubject};
use crate::model::codebook::Codebook;
use crate::model::document::Document;
use crate::model::id::{AnnotatorId, AttributeId, DocumentId, KindId, PartyId, StatementId, TopicId};
use crate::model::layer::Layer;
use crate::model::project::Project;
use crate::model::statement::{Stance, Statement};
use crate::monitor::Monitor;
use crate::text::arabic::Folding;
use crate::text::numbers::decimal;

/// By how many bytes of their folded form texts are sorted: at least 24 letters of Arabic.
const KEY_BYTES: usize = 48;
/// More rows than this part of all are not merged; everything is found anew.
const MERGED_PART: usize = 4;
/// How many rows are looked at between two looks at the monitor.
const ROWS_A_LOOK: usize = 4096;

/// Whose statements are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ListedLayers {
    /// Those of the viewer.
    #[default]
    Own,
    Gold,
    /// All that the viewer may see.
    All,
}

/// What statements can be sorted by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ListColumn {
    Marks,
    Article,
    Kind,
    Chain,
    Text,
    Topic,
    Stance,
    Note,
    Annotator,
    /// The values of an attribute.
    Attribute(AttributeId),
}

/// What stands before the identifier of an attribute in the name of its column.
const ATTRIBUTE: &str = "attribute:";

/// The columns by which rows are sorted, the one that counts most first, each with whether its order is reversed. Rows
/// that are equal in all of them stand as in the project: by article, by layer, by place in the text.
pub type Order = Vec<(ListColumn, bool)>;

/// Which statements are listed, and in which order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListQuestion {
    /// `None` finds all.
    pub query: Option<Query>,
    pub layers: ListedLayers,
    /// Whose statements are their own, and what others did is seen by whom.
    pub viewer: AnnotatorId,
    pub order: Order,
}

/// A layer of a document: that of an annotator, or gold.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Source {
    pub document: DocumentId,
    /// `None` for gold.
    pub annotator: Option<AnnotatorId>,
}

/// A statement of a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Row {
    source: u32,
    pub id: StatementId,
}

/// The statements that a question finds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    sources: Vec<Source>,
    rows: Vec<Row>,
    all: usize,
}

impl ListedLayers {
    pub const ALL: [Self; 3] = [Self::Own, Self::Gold, Self::All];

    /// The name in settings.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Own => "mine",
            Self::Gold => "gold",
            Self::All => "all",
        }
    }

    /// The layers of this name; one's own if there are none of it.
    pub fn from_name(name: &str) -> Self {
        Self::ALL.into_iter().find(|layers| layers.as_str() == name).unwrap_or_default()
    }
}

impl ListColumn {
    /// The columns that every project has, in the order in which they stand.
    pub const ALL: [Self; 9] = [
        Self::Marks,
        Self::Article,
        Self::Kind,
        Self::Chain,
        Self::Text,
        Self::Topic,
        Self::Stance,
        Self::Note,
        Self::Annotator,
    ];

    /// All columns: those that every project has, and after them the attributes of statements in the codebook.
    pub(crate) fn all(codebook: &Codebook) -> impl Iterator<Item = Self> {
        let attributes = codebook.attributes_of(AttributeSubject::Statements);
        Self::ALL.into_iter().chain(attributes.map(|attribute| Self::Attribute(attribute.id.clone())))
    }

    /// The name in settings.
    pub fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Marks => "marks",
            Self::Article => "article",
            Self::Kind => "kind",
            Self::Chain => "chain",
            Self::Text => "text",
            Self::Topic => "topic",
            Self::Stance => "stance",
            Self::Note => "note",
            Self::Annotator => "annotator",
            Self::Attribute(id) => return Cow::Owned(format!("{ATTRIBUTE}{id}")),
        })
    }

    pub fn from_name(name: &str) -> Option<Self> {
        if let Some(id) = name.strip_prefix(ATTRIBUTE) {
            return AttributeId::new(id).ok().map(Self::Attribute);
        }
        Self::ALL.into_iter().find(|column| column.name() == name)
    }
}

impl Source {
    /// The layer; `None` if it is not there any more.
    pub fn layer<'p>(&self, project: &'p Project) -> Option<&'p Layer> {
        match &self.annotator {
            Some(annotator) => project.layer(&self.document, annotator),
            None => project.gold(&self.document),
        }
    }
}

impl Listing {
    /// Answers a question; `None` if it was stopped.
    ///
    /// # Errors
    /// The project does not have what a name in the query stands for.
    pub fn new(project: &Project, question: &ListQuestion, monitor: &Monitor) -> Result<Option<Self>, UnknownName> {
        let filter = question.query.as_ref().map(|query| Filter::new(query, project)).transpose()?;
        let mut listing = Self::default();
        monitor.expect(project.documents.len());
        for document in project.documents.values() {
            if monitor.is_stopped() {
                return Ok(None);
            }
            monitor.advance(1);
            let first = listing.sources.len();
            listing.sources.extend(sources_in(project, question, document));
            let sources = numbered(listing.sources.get(first..).unwrap_or_default(), first);
            find(project, filter.as_ref(), document, sources, &mut listing.rows);
        }
        listing.rows.shrink_to_fit();
        listing.count(project);
        let keys = Keys::new(project, &listing.sources);
        let sorted = keys.sort(&mut listing.rows, &question.order, monitor);
        Ok(sorted.then_some(listing))
    }

    /// The answer to the same question after changes in these documents and nothing else; `None` if it was stopped.
    ///
    /// # Errors
    /// The project does not have any more what a name in the query stands for.
    pub fn after(
        &self,
        project: &Project,
        question: &ListQuestion,
        changed: &BTreeSet<DocumentId>,
        monitor: &Monitor,
    ) -> Result<Option<Self>, UnknownName> {
        let filter = question.query.as_ref().map(|query| Filter::new(query, project)).transpose()?;
        let mut listing = Self { sources: self.sources.clone(), rows: Vec::new(), all: 0 };
        let mut numbers: BTreeMap<Source, usize> = BTreeMap::new();
        for (number, source) in self.sources.iter().enumerate().filter(|(_, of)| changed.contains(&of.document)) {
            numbers.insert(source.clone(), number);
        }
        let mut found = Vec::new();
        for document in changed.iter().filter_map(|id| project.documents.get(id)) {
            let mut sources = Vec::new();
            for source in sources_in(project, question, document) {
                let number = *numbers.entry(source.clone()).or_insert_with(|| {
                    listing.sources.push(source);
                    listing.sources.len() - 1
                });
                sources.push(number);
            }
            let sources = sources.into_iter().filter_map(|at| Some((at, listing.sources.get(at)?)));
            find(project, filter.as_ref(), document, sources, &mut found);
            if monitor.is_stopped() {
                return Ok(None);
            }
        }
        if found.len() > self.rows.len() / MERGED_PART + ROWS_A_LOOK {
            return Self::new(project, question, monitor);
        }
        listing.count(project);
        let keys = Keys::new(project, &listing.sources);
        found.sort_by(|a, b| keys.compare(*a, *b, &question.order));
        let is_changed: Vec<bool> = self.sources.iter().map(|source| changed.contains(&source.document)).collect();
        let stays = |row: &&Row| is_changed.get(row.source as usize) == Some(&false);
        let kept: Vec<Row> = self.rows.iter().filter(stays).copied().collect();
        listing.rows.reserve_exact(kept.len() + found.len());
        let mut rest = kept.as_slice();
        for row in found {
            let before = rest.partition_point(|old| keys.compare(*old, row, &question.order) == Ordering::Less);
            let (earlier, later) = rest.split_at(before);
            listing.rows.extend_from_slice(earlier);
            listing.rows.push(row);
            rest = later;
        }
        listing.rows.extend_from_slice(rest);
        Ok((!monitor.is_stopped()).then_some(listing))
    }

    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// How many statements the layers have, found or not.
    pub fn all(&self) -> usize {
        self.all
    }

    /// The layer of a row.
    pub fn source(&self, row: Row) -> Option<&Source> {
        self.sources.get(row.source as usize)
    }

    /// The layer and the statement of a row; `None` if the statement is not there any more.
    pub fn look_up<'l>(&'l self, project: &'l Project, row: Row) -> Option<(&'l Source, &'l Layer, &'l Statement)> {
        let source = self.source(row)?;
        let layer = source.layer(project)?;
        Some((source, layer, layer.statement(row.id)?))
    }

    /// The places here of rows of another listing, in order. Those that are not here have none.
    pub fn places_of(&self, other: &Self, rows: impl Iterator<Item = Row>) -> Vec<usize> {
        let numbers: HashMap<&Source, u32> = self.sources.iter().zip(0..).collect();
        let here = |row: Row| Some(Row { source: *numbers.get(other.source(row)?)?, id: row.id });
        let wanted: HashSet<Row> = rows.filter_map(here).collect();
        if wanted.is_empty() {
            return Vec::new();
        }
        self.rows.iter().enumerate().filter(|(_, row)| wanted.contains(row)).map(|(place, _)| place).collect()
    }

    fn count(&mut self, project: &Project) {
        self.all = self.sources.iter().filter_map(|source| source.layer(project)).map(Layer::len).sum();
    }
}

/// The layers of a document that a question asks for and its viewer may see, gold first.
fn sources_in(project: &Project, question: &ListQuestion, document: &Document) -> Vec<Source> {
    let id = &document.id;
    // Old texts are not articles of their own.
    if project.newer_text(id).is_some() {
        return Vec::new();
    }
    let viewer = &question.viewer;
    let of = |annotator: Option<&AnnotatorId>| Source { document: id.clone(), annotator: annotator.cloned() };
    let own = || project.layer(id, viewer).map(|_| of(Some(viewer))).into_iter().collect();
    let sees = project.may_see(viewer, id);
    let gold = project.gold(id).filter(|_| sees).map(|_| of(None));
    match question.layers {
        ListedLayers::Own => own(),
        ListedLayers::Gold => gold.into_iter().collect(),
        ListedLayers::All if !sees => own(),
        ListedLayers::All => {
            gold.into_iter().chain(project.layers_of(id).map(|(annotator, _)| of(Some(annotator)))).collect()
        }
    }
}

fn numbered(sources: &[Source], first: usize) -> impl Iterator<Item = (usize, &Source)> {
    sources.iter().enumerate().map(move |(at, source)| (first + at, source))
}

/// Adds the rows that are found in a document.
fn find<'s>(
    project: &Project,
    filter: Option<&Filter>,
    document: &Document,
    sources: impl Iterator<Item = (usize, &'s Source)>,
    rows: &mut Vec<Row>,
) {
    let filter = filter.map(|filter| filter.of(document, project.reviews.get(&document.id)));
    for (number, source) in sources {
        let (Some(layer), Ok(number)) = (source.layer(project), u32::try_from(number)) else { continue };
        let name = source.annotator.as_ref().map_or("", AnnotatorId::as_str);
        let is_gold = source.annotator.is_none();
        let is_found =
            |statement: &&Statement| filter.as_ref().is_none_or(|filter| filter.keeps(layer, name, is_gold, statement));
        rows.extend(layer.statements().filter(is_found).map(|statement| Row { source: number, id: statement.id }));
    }
}

/// What a row is sorted by in one column. Nothing comes after everything.
type Key = [u8; KEY_BYTES];

const NOTHING: Key = [u8::MAX; KEY_BYTES];

/// Makes the keys of rows.
struct Keys<'k> {
    project: &'k Project,
    sources: &'k [Source],
    layers: Vec<Option<&'k Layer>>,
    parties: HashMap<&'k PartyId, String>,
    kinds: HashMap<&'k KindId, usize>,
    topics: HashMap<&'k TopicId, usize>,
}

impl<'k> Keys<'k> {
    fn new(project: &'k Project, sources: &'k [Source]) -> Self {
        let codebook = &project.codebook;
        Self {
            project,
            sources,
            layers: sources.iter().map(|source| source.layer(project)).collect(),
            parties: project.parties.iter().map(|party| (&party.id, Folding::ALL.fold(&party.name))).collect(),
            kinds: codebook.kinds.iter().enumerate().map(|(at, kind)| (&kind.id, at)).collect(),
            topics: codebook.topics.iter().enumerate().map(|(at, topic)| (&topic.id, at)).collect(),
        }
    }

    /// Sorts rows that stand as in the project. Returns false if it was stopped.
    fn sort(&self, rows: &mut Vec<Row>, order: &Order, monitor: &Monitor) -> bool {
        for (column, is_reversed) in order.iter().rev() {
            let mut keyed: Vec<(Key, u32)> = Vec::with_capacity(rows.len());
            for (row, number) in rows.iter().zip(0..) {
                if (number as usize).is_multiple_of(ROWS_A_LOOK) && monitor.is_stopped() {
                    return false;
                }
                keyed.push((self.key(column, *row), number));
            }
            keyed.sort_unstable_by(|(a, first), (b, second)| {
                let by_key = if *is_reversed { b.cmp(a) } else { a.cmp(b) };
                by_key.then(first.cmp(second))
            });
            *rows = keyed.iter().filter_map(|(_, number)| rows.get(*number as usize).copied()).collect();
        }
        !monitor.is_stopped()
    }

    /// Which of two rows comes first.
    fn compare(&self, a: Row, b: Row, order: &Order) -> Ordering {
        let by_columns = order.iter().map(|(column, is_reversed)| {
            let (a, b) = (self.key(column, a), self.key(column, b));
            if *is_reversed { b.cmp(&a) } else { a.cmp(&b) }
        });
        let decided = by_columns.into_iter().find(|order| order.is_ne());
        decided.unwrap_or_else(|| {
            let source = |row: Row| self.sources.get(row.source as usize);
            let place = |row: Row| {
                let hull = self.statement(row).map(Statement::hull);
                (hull.map(|hull| (hull.start_byte, Reverse(hull.end_byte))), row.id)
            };
            source(a).cmp(&source(b)).then_with(|| place(a).cmp(&place(b)))
        })
    }

    fn statement(&self, row: Row) -> Option<&'k Statement> {
        self.layers.get(row.source as usize).copied().flatten()?.statement(row.id)
    }

    fn key(&self, column: &ListColumn, row: Row) -> Key {
        let Some((source, statement)) = self.sources.get(row.source as usize).zip(self.statement(row)) else {
            return NOTHING;
        };
        let document = || self.project.documents.get(&source.document);
        match column {
            ListColumn::Marks => self.marks(source, statement),
            ListColumn::Article => letters(document().map(Document::display_title)),
            ListColumn::Kind => number(self.kinds.get(&statement.kind).copied()),
            ListColumn::Chain => self.chain(statement),
            ListColumn::Text => {
                let span = statement.spans.first();
                let text = document().zip(span).and_then(|(document, span)| document.content.get(span.range()));
                letters(text.map(|text| text.trim_start_matches(|c: char| !c.is_alphanumeric())))
            }
            ListColumn::Topic => number(statement.topic.as_ref().and_then(|topic| self.topics.get(topic)).copied()),
            ListColumn::Stance => {
                number(statement.stance.and_then(|stance| Stance::ALL.iter().position(|known| *known == stance)))
            }
            ListColumn::Note => letters(Some(statement.note.trim())),
            ListColumn::Annotator => letters(source.annotator.as_ref().map(AnnotatorId::as_str)),
            ListColumn::Attribute(id) => self.attribute(id, statement),
        }
    }

    /// The first value of an attribute: by its place in the list, as a number, or as a text.
    fn attribute(&self, id: &AttributeId, statement: &Statement) -> Key {
        let Some(first) = statement.values_of(id).next() else { return NOTHING };
        let definition = self.project.codebook.attribute(id);
        let listed = definition.and_then(|definition| {
            definition.choices.iter().map(|choice| choice.id.as_str()).position(|choice| choice == first.value)
        });
        let measured = definition.filter(|definition| definition.form == AttributeForm::Number);
        match (listed, measured.and_then(|_| decimal(&first.value))) {
            (Some(place), _) => number(Some(place)),
            (None, Some(measure)) => size(measure),
            (None, None) => letters(Some(&self.project.attribute_value_title(id.as_str(), &first.value))),
        }
    }

    /// Sent back first, then with comments, then incomplete.
    fn marks(&self, source: &Source, statement: &Statement) -> Key {
        let review = self.project.reviews.get(&source.document).zip(source.annotator.as_ref());
        let marks =
            review.map(|(review, annotator)| marks_of(review, annotator.as_str(), statement)).unwrap_or_default();
        let is_incomplete = self.project.codebook.is_incomplete(statement);
        match (marks.is_sent_back, marks.is_commented, is_incomplete) {
            (false, false, false) => NOTHING,
            (is_sent_back, is_commented, is_incomplete) => number(Some(
                usize::from(!is_sent_back) * 4 + usize::from(!is_commented) * 2 + usize::from(!is_incomplete),
            )),
        }
    }

    /// The names of the chain, outermost first.
    fn chain(&self, statement: &Statement) -> Key {
        if statement.chain.is_empty() {
            return NOTHING;
        }
        let mut key = [0; KEY_BYTES];
        let mut at = 0;
        for link in &statement.chain {
            let name = self.parties.get(&link.party).map_or(link.party.as_str(), String::as_str);
            // A name comes before the longer ones that begin with it.
            for byte in name.bytes().chain([0]) {
                let Some(place) = key.get_mut(at) else { return key };
                *place = byte;
                at += 1;
            }
        }
        key
    }
}

/// The key of a number.
fn number(number: Option<usize>) -> Key {
    let Some(number) = number else { return NOTHING };
    let mut key = [0; KEY_BYTES];
    for (place, byte) in key.iter_mut().zip((number as u64).to_be_bytes()) {
        *place = byte;
    }
    key
}

/// The key of a number with a sign and a fraction.
fn size(size: f64) -> Key {
    let bits = size.to_bits();
    let ordered = if size.is_sign_negative() { !bits } else { bits ^ (1 << 63) };
    let mut key = [0; KEY_BYTES];
    for (place, byte) in key.iter_mut().zip(ordered.to_be_bytes()) {
        *place = byte;
    }
    key
}

/// The key of a text, as readers compare texts.
fn letters(text: Option<&str>) -> Key {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return NOTHING };
    let mut key = [0; KEY_BYTES];
    let mut at = 0;
    for c in text.chars() {
        Folding::ALL.char(c, |piece| {
            let mut bytes = [0; 4];
            for byte in piece.encode_utf8(&mut bytes).bytes() {
                if let Some(place) = key.get_mut(at) {
                    *place = byte;
                }
                at += 1;
            }
        });
        if at >= KEY_BYTES {
            break;
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_sorted_by_size_and_nothing_comes_last() {
        let sizes = [-10.0, -2.5, -0.25, 0.0, 0.25, 3.0, 10.0, 1e9];
        let keys: Vec<Key> = sizes.into_iter().map(size).chain([NOTHING]).collect();
        assert!(keys.is_sorted_by(|before, next| before < next), "{keys:?}");
    }

    #[test]
    fn columns_are_found_by_their_names() {
        let attribute = ListColumn::Attribute(AttributeId::new("kind").unwrap());
        for column in ListColumn::ALL.into_iter().chain([attribute]) {
            assert_eq!(ListColumn::from_name(&column.name()), Some(column));
        }
        assert_eq!(ListColumn::from_name("other"), None);
    }
}
