//! What the window shows at the moment: never part of the project, never in egui's memory.

use crate::model::id::{DocumentId, KindId, PartyId, StatementId, TopicId};
use crate::model::span::Span;

/// The state of the view on an open project.
#[derive(Clone, Debug, Default)]
pub struct View {
    pub document: Option<DocumentId>,
    /// The selected passage of the document.
    pub selection: Option<Span>,
    pub selected: Option<StatementId>,
    /// The party that the next statement gets.
    pub party: Option<PartyId>,
    pub text_size_pt: f32,
    /// Whether relations are drawn as arcs over the text.
    pub show_relations: bool,
    /// Where the document must scroll to, in bytes, with the next frame.
    pub scroll_to_byte: Option<usize>,
    pub filter: Filter,
    pub dialog: Option<Dialog>,
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
    NewProject,
    Problems,
    /// Asks for a path where the system shows no file dialog.
    Path,
}
