//! The current state of the window: never part of the project, never in egui's memory.

use std::collections::BTreeSet;
use std::sync::Arc;

pub use super::dialog::Dialog;
pub use super::pages::Page;
use crate::model::id::{DecisionId, DocumentId, KindId, PartyId, RelationKindId, StatementId, TopicId};
use crate::model::span::Span;
use crate::model::statement::Stance;
use crate::settings::{Panes, Reading};

/// The id of the field of the find bar, for focusing it and for knowing when it has the focus.
pub(crate) fn find_field_id() -> egui::Id {
    egui::Id::unique("find")
}

/// The view of an open project.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// Identifies the project, so that each project keeps the scroll positions of its own lists.
    pub project: String,
    pub page: Page,
    pub document: Option<DocumentId>,
    /// The articles that were on screen, the latest first, each once.
    pub visited: Vec<DocumentId>,
    /// The selected passage of the document.
    pub selection: Option<Span>,
    pub selected: Option<StatementId>,
    /// Statements that are chosen together, as long as the selected one is among them; see [`Self::together`].
    pub several: Arc<BTreeSet<StatementId>>,
    /// The link of a statement, by index, whose cue and mention the keys set; the last link by default.
    pub link: Option<(StatementId, usize)>,
    /// What is shown can only be read and copied, not changed.
    pub only_reads: bool,
    /// What the next selection, or the next statement that is pointed at, is for.
    pub armed: Option<Armed>,
    /// The kind of the relation that was made last.
    pub last_relation: Option<RelationKindId>,
    /// The statement that a relation would lead to, chosen by key while one is armed.
    pub pointed: Option<StatementId>,
    /// The words whose statement will take over the chain around it.
    pub takes_over: Option<Span>,
    /// The missing field that was asked for, while one field leads to the next.
    pub fills: Option<Missing>,
    /// The decision whose gold statements are being corrected; the selected statement is then one of them.
    pub correcting: Option<DecisionId>,
    /// The party that the next statement gets.
    pub party: Option<PartyId>,
    pub text_size_pt: f32,
    /// The typesetting of the article.
    pub reading: Reading,
    /// The panes at the sides of the page.
    pub panes: Panes,
    /// What the tour of the window points at, while there is one.
    pub tour: Option<TourStop>,
    /// Whether what lines and colours mean is shown over the article.
    pub shows_legend: bool,
    /// Whether the relations of the selected statement are drawn as arcs over the text.
    pub show_relations: bool,
    /// The byte that the document must scroll to in the next frame.
    pub scroll_to_byte: Option<usize>,
    /// A selection made outside the document: its caret moves there in the next frame.
    pub place_caret: Option<Caret>,
    pub dialog: Option<Dialog>,
    pub find: Find,
}

/// A thing that the tour of the window points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TourStop {
    /// What the lines under passages mean.
    Kinds,
    /// A passage in the colour of who speaks.
    Colours,
    Cards,
    Inspector,
    GoTo,
}

impl TourStop {
    /// In the order of the tour.
    pub(crate) const ALL: [Self; 5] = [Self::Kinds, Self::Colours, Self::Cards, Self::Inspector, Self::GoTo];

    /// The one after this.
    pub(crate) fn next(self) -> Option<Self> {
        let at = Self::ALL.iter().position(|stop| *stop == self)?;
        Self::ALL.get(at + 1).copied()
    }
}

/// How many articles that were on screen are remembered.
const MOST_VISITED: usize = 30;

impl View {
    /// Shows an article, and remembers that it was on screen.
    pub(crate) fn visit(&mut self, document: DocumentId) {
        self.visited.retain(|id| *id != document);
        self.visited.insert(0, document.clone());
        self.visited.truncate(MOST_VISITED);
        self.document = Some(document);
    }

    /// The statements that are chosen together, if there are two or more.
    pub(crate) fn together(&self) -> Option<&BTreeSet<StatementId>> {
        let is_so = self.several.len() > 1 && self.correcting.is_none();
        Some(&*self.several).filter(|several| is_so && self.selected.is_some_and(|id| several.contains(&id)))
    }

    /// Whether a statement is selected, alone or with others.
    pub(crate) fn is_chosen(&self, id: StatementId) -> bool {
        self.selected == Some(id) || self.together().is_some_and(|together| together.contains(&id))
    }

    /// The same view of another state of a document, in which nothing is selected and nothing can be changed.
    pub(crate) fn for_reading(&self, document: DocumentId) -> Self {
        Self {
            document: Some(document),
            dialog: None,
            selection: None,
            selected: None,
            several: Arc::default(),
            only_reads: true,
            armed: None,
            pointed: None,
            find: Find::default(),
            ..self.clone()
        }
    }
}

/// A field of the selected statement that is set by pointing into the article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Armed {
    /// The next selection becomes the cue of this link.
    Cue(usize),
    /// The next selection becomes the mention of this link.
    Mention(usize),
    /// The next selection becomes a further passage.
    Span,
    /// A relation of this kind leads to the next statement that is pointed at.
    Relation(RelationKindId),
}

impl Armed {
    /// Whether it waits for a statement rather than for words.
    pub(crate) const fn wants_statement(&self) -> bool {
        matches!(self, Self::Relation(_))
    }
}

/// A field that a statement lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The cue of this link.
    Cue(usize),
    /// The mention of this link.
    Mention(usize),
    Addressee,
    Topic,
}

/// A selection with a direction, in bytes of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caret {
    /// The end that stays when Shift is held.
    pub anchor_byte: usize,
    /// The end that moves; equal to the anchor if nothing is selected.
    pub focus_byte: usize,
}

/// The find bar and its results.
#[derive(Clone, Debug, Default)]
pub struct Find {
    pub is_open: bool,
    /// The hits in the article on screen.
    pub hits: Hits,
    /// The selected hit.
    pub current: Option<usize>,
    /// Whether the search is running, so that there may be more hits.
    pub is_searching: bool,
    /// Whether the search stopped at the limit of hits.
    pub is_full: bool,
    /// Why the search cannot run.
    pub error: Option<String>,
    /// The articles with hits and their numbers of hits, if the user asked for them.
    pub everywhere: Vec<(DocumentId, usize)>,
}

/// Passages in text order that do not overlap.
#[derive(Clone, Debug, Default)]
pub struct Hits(Vec<Span>);

impl Hits {
    /// All of them.
    pub(crate) fn all(&self) -> &[Span] {
        &self.0
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The hits that overlap this range, found by binary search, so that hits outside cost nothing.
    pub(crate) fn within(&self, range_byte: std::ops::Range<usize>) -> &[Span] {
        let first = self.0.partition_point(|hit| hit.end_byte <= range_byte.start);
        let end = self.0.partition_point(|hit| hit.start_byte < range_byte.end);
        self.0.get(first..end).unwrap_or_default()
    }

    /// Adds hits that follow the present ones in the text.
    pub(crate) fn extend(&mut self, hits: Vec<Span>) {
        self.0.extend(hits);
    }
}

/// The filter of the list of statements.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub text: String,
    pub party: Option<PartyId>,
    /// Whether the party's members are meant as well.
    pub with_members: bool,
    pub kind: Option<KindId>,
    pub topic: Option<TopicId>,
    /// The stance; the inner `None` stands for statements without one.
    pub stance: Option<Option<Stance>>,
    /// Only statements that lack a topic, if there are topics, a stance or a quotation.
    pub is_incomplete: bool,
    /// Only statements about which something is open: those sent back, and those with questions.
    pub is_sent_back: bool,
    pub has_note: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_hits_of_a_range_are_handed_out() {
        let mut hits = Hits::default();
        hits.extend(vec![Span::new(0, 2), Span::new(4, 6), Span::new(6, 9)]);
        let within =
            |range: std::ops::Range<usize>| hits.within(range).iter().map(|hit| hit.start_byte).collect::<Vec<_>>();
        assert_eq!(within(0..10), [0, 4, 6]);
        assert_eq!(within(2..4), Vec::<usize>::new());
        assert_eq!(within(1..5), [0, 4]);
        assert_eq!(within(6..7), [6]);
        assert_eq!(within(9..12), Vec::<usize>::new());
    }
}
