//! What the window shows at the moment: never part of the project, never in egui's memory.

use crate::model::id::{DecisionId, DocumentId, KindId, PartyId, StatementId, TopicId};
use crate::model::span::Span;
use crate::settings::Reading;

/// What the window is for at the moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Page {
    /// One reads and marks an article.
    #[default]
    Article,
    /// One compares what several have marked, and decides.
    Review,
    /// Who is to do what, and how far each is.
    Progress,
    /// One looks at how far annotators agree.
    Agreement,
}

impl Page {
    /// In the order of their buttons and keys.
    pub const ALL: [Self; 4] = [Self::Article, Self::Review, Self::Agreement, Self::Progress];
}

/// The state of the view on an open project.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// Tells the project from others, so that each keeps the places of its own lists.
    pub project: String,
    pub page: Page,
    pub document: Option<DocumentId>,
    /// The selected passage of the document.
    pub selection: Option<Span>,
    pub selected: Option<StatementId>,
    /// The link of a statement whose cue and mention the keys set, by its number; otherwise that is the last one.
    pub link: Option<(StatementId, usize)>,
    /// Nothing that is shown can be changed, only read and copied.
    pub only_reads: bool,
    /// The decision whose statements of gold are being corrected: then the selected statement is one of them.
    pub correcting: Option<DecisionId>,
    /// The party that the next statement gets.
    pub party: Option<PartyId>,
    pub text_size_pt: f32,
    /// How the article is set.
    pub reading: Reading,
    /// Whether relations are drawn as arcs over the text.
    pub show_relations: bool,
    /// Where the document must scroll to, in bytes, with the next frame.
    pub scroll_to_byte: Option<usize>,
    /// A selection that the document did not make itself: its caret goes there with the next frame.
    pub place_caret: Option<Caret>,
    pub dialog: Option<Dialog>,
    pub find: Find,
}

/// A selection with a direction, in bytes of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caret {
    /// The end that stays when Shift is held.
    pub anchor_byte: usize,
    /// The end that moves; the same where nothing is selected.
    pub focus_byte: usize,
}

/// The find bar and what it found.
#[derive(Clone, Debug, Default)]
pub struct Find {
    pub is_open: bool,
    /// In the article that is shown.
    pub hits: Hits,
    /// The one that is selected.
    pub current: Option<usize>,
    /// There may be more.
    pub is_searching: bool,
    /// There are more than are looked for.
    pub is_full: bool,
    /// Why nothing can be looked for.
    pub error: Option<String>,
    /// The articles that have hits, and how many, where that was asked.
    pub everywhere: Vec<(DocumentId, usize)>,
}

/// Passages in text order that do not overlap.
#[derive(Clone, Debug, Default)]
pub struct Hits(Vec<Span>);

impl Hits {
    /// All of them.
    pub fn all(&self) -> &[Span] {
        &self.0
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Those that reach into this range: found by halving, so that the many outside cost nothing.
    pub fn within(&self, range_byte: std::ops::Range<usize>) -> &[Span] {
        let first = self.0.partition_point(|hit| hit.end_byte <= range_byte.start);
        let end = self.0.partition_point(|hit| hit.start_byte < range_byte.end);
        self.0.get(first..end).unwrap_or_default()
    }

    /// Adds what comes after them in the text.
    pub fn extend(&mut self, hits: Vec<Span>) {
        self.0.extend(hits);
    }
}

/// What the list of statements shows.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub text: String,
    pub party: Option<PartyId>,
    pub kind: Option<KindId>,
    pub topic: Option<TopicId>,
}

/// What lies over the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialog {
    Palette,
    Shortcuts,
    Export,
    Paste,
    /// What did not become an article, and why.
    Incoming,
    NewProject,
    Problems,
    /// Asks for a path where the system shows no file dialog.
    Path,
    Reading,
    /// The project is to be closed, and not all of it is written.
    Leaving,
    /// What came back from the journal after a crash.
    Recovered,
    Conflicts,
    /// Changes that are kept since they could not be taken.
    Kept,
    /// The program was started again after a panic.
    AfterPanic,
    /// Asks for a new version of the article.
    ReplaceText,
    /// How to open a project that is open elsewhere.
    OpenElsewhere,
    /// Plans who is to do what.
    Assign,
    SendTags,
    AddTags,
    /// Accepts in bulk.
    Bulk,
    /// What the manual lacks a rule for.
    Manual,
    /// The threads of all articles.
    Threads,
    /// What goes with an article that is to be removed.
    Removal,
    /// Who one is, or whether one means to change what is not one's own.
    Ownership,
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
