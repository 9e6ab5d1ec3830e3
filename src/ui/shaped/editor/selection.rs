//! What is selected in a text, and how presses and drags of the pointer change it.

use std::ops::Range;

use crate::shape::{Caret, Granularity, TextLayout};

/// A selection in a layout: a fixed end and a moving one.
#[derive(Clone, Debug, Default)]
pub(in crate::ui::shaped) struct TextSelection {
    /// The end that stays. While selecting by double or triple click, the word or paragraph clicked.
    pub(super) anchor: Range<usize>,
    pub(super) focus: Caret,
    granularity: Granularity,
    /// The x position that carets keep when they move up and down.
    pub(super) goal_x: Option<f32>,
    presses: Presses,
}

/// The last presses of the pointer, for recognizing double and triple clicks when the button goes down.
#[derive(Clone, Copy, Debug, Default)]
struct Presses {
    count: u32,
    at: (f32, f32),
    time: f64,
}

/// A pointer press.
#[derive(Clone, Copy, Debug)]
pub(in crate::ui::shaped) struct Press {
    /// Its position in the window, in points.
    pub at: (f32, f32),
    /// Its time in seconds.
    pub time: f64,
    /// The longest delay after another press at which it counts as a second one, in seconds.
    pub max_delay: f64,
    /// The largest distance from another press at which it counts as a second one, in points.
    pub max_distance: f32,
    /// Whether it extends the selection.
    pub shift: bool,
}

impl Presses {
    /// Counts a press. Returns 1, 2 or 3 for a single, double or triple click.
    fn count(&mut self, press: &Press) -> u32 {
        let distance = (press.at.0 - self.at.0).hypot(press.at.1 - self.at.1);
        let is_soon = press.time - self.time < press.max_delay;
        let again = is_soon && distance < press.max_distance && (1..3).contains(&self.count);
        *self = Self { count: if again { self.count + 1 } else { 1 }, at: press.at, time: press.time };
        self.count
    }
}

impl TextSelection {
    pub(super) fn at(caret: Caret) -> Self {
        Self { anchor: caret.byte..caret.byte, focus: caret, ..Self::default() }
    }

    /// A range, with the caret at its end.
    pub(super) fn of(range: Range<usize>) -> Self {
        let focus = if range.is_empty() { Caret::downstream(range.end) } else { Caret::upstream(range.end) };
        Self { anchor: range.start..range.start, focus, ..Self::default() }
    }

    /// The selected byte range.
    pub(crate) fn range(&self) -> Range<usize> {
        self.anchor.start.min(self.focus.byte)..self.anchor.end.max(self.focus.byte)
    }

    /// The selected byte range, limited to the layout's text.
    pub(crate) fn range_in(&self, layout: &TextLayout) -> Range<usize> {
        let (range, len) = (self.range(), layout.text().len());
        range.start.min(len)..range.end.min(len)
    }

    /// Moves the caret and either extends the selection or drops it.
    pub(crate) fn go(&mut self, caret: Caret, extend: bool) {
        if extend {
            // Only the end opposite the caret stays.
            let range = self.range();
            let fixed = if self.focus.byte == range.end { range.start } else { range.end };
            self.anchor = fixed..fixed;
            self.focus = caret;
            self.goal_x = None;
        } else {
            *self = Self { presses: self.presses, ..Self::at(caret) };
        }
    }

    /// Handles a pointer press in the layout: moves the caret there, or selects a word or paragraph.
    pub(crate) fn press(&mut self, press: &Press, (x, y): (f32, f32), layout: &TextLayout) {
        let caret = layout.hit(x, y);
        let granularity = match self.presses.count(press) {
            1 => Granularity::Grapheme,
            2 => Granularity::Word,
            _ => Granularity::Paragraph,
        };
        if granularity == Granularity::Grapheme {
            self.go(caret, press.shift);
        } else {
            // Selects the word under the pointer, even if the nearest caret is at its far edge.
            let at = layout.grapheme_at(x, y).map_or(caret, |grapheme| Caret::downstream(grapheme.start));
            let range = layout.around(at, granularity);
            self.focus = layout.caret_at(range.end);
            self.anchor = range;
            self.goal_x = None;
        }
        self.granularity = granularity;
    }

    /// Handles a drag to a position in the layout.
    pub(crate) fn drag(&mut self, (x, y): (f32, f32), layout: &TextLayout) {
        let caret = layout.hit(x, y);
        let range = layout.around(caret, self.granularity);
        self.focus = match self.granularity {
            Granularity::Grapheme => caret,
            _ if caret.byte < self.anchor.start => layout.caret_at(range.start),
            _ => layout.caret_at(range.end),
        };
    }
}
