//! What the mouse and the keyboard are doing in the text: the caret, the selection, and what is being dragged.

use std::ops::Range;

use super::edge::Edge;
use super::presses::{Presses, Unit};
use crate::model::id::StatementId;
use crate::model::span::Span;
use crate::shape::Caret;
use crate::text::segment;
use crate::ui::command::Command;

/// What the mouse and the keyboard are doing in the text.
#[derive(Debug, Default)]
pub(super) struct TextInteraction {
    /// The end of the selection that stays, and the one that moves.
    pub(super) anchor_byte: usize,
    pub(super) focus: Caret,
    /// Where steps up and down try to stay, in points from the left of the column.
    pub(super) goal_x: Option<f32>,
    /// What a drag after a double or triple click grows from.
    pub(super) grown_from: Option<(Unit, Range<usize>)>,
    pub(super) dragged_edge: Option<Edge>,
    pub(super) presses: Presses,
    /// The statement that was chosen when the first of several clicks began.
    pub(super) chosen_before: Option<StatementId>,
}

/// How the text is to move.
#[derive(Clone, Copy, Debug)]
pub(super) enum Move {
    /// Up by so many points.
    By(f32),
    /// No further than to show this byte.
    Reveal(usize),
    /// So that the line of this byte is so far below the top of the view, in points.
    ToHeight { byte: usize, top: f32 },
}

impl TextInteraction {
    /// Takes a range as the selection, in bytes.
    pub(super) fn select(&mut self, range: Range<usize>) -> Command {
        self.anchor_byte = range.start;
        self.focus = Caret::upstream(range.end);
        Command::Select((!range.is_empty()).then(|| range.into()))
    }

    /// Selects what is between the two ends, or the whole words there if `words` is set and the settings agree.
    pub(super) fn selection(&self, text: &str, words: bool) -> Command {
        let start = segment::grapheme_floor(text, self.anchor_byte.min(self.focus.byte));
        let end = segment::grapheme_floor(text, self.anchor_byte.max(self.focus.byte));
        let span = (start < end).then(|| Span::new(start, end));
        if words { Command::SelectWords(span) } else { Command::Select(span) }
    }
}
