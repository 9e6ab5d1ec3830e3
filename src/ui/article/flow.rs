//! Where the text stands: which line is where on the screen, and what follows from it.
//!
//! The place is kept as one line of the text and its distance from the top of the view, never as a distance from the top
//! of the text: whatever changes above (an estimate becomes a height, the window another width, the letters another
//! size, fonts arrive), this line stays, and no number is ever larger than a few screens.

use std::collections::VecDeque;

use egui::Rect;

use super::blocks::{Blocks, Measure};
use super::layouts::Layouts;
use super::page::{Page, Placed, Viewport};
use crate::shape::Caret;
use crate::text::content::Content;

/// Space kept between what is revealed and the edge of the view, in points.
const AROUND_PT: f32 = 120.0;

/// A text with its blocks, layouts and place.
#[derive(Debug, Default)]
pub(crate) struct Flow {
    content: Option<Content>,
    pub blocks: Blocks,
    layouts: Layouts,
    anchor: Anchor,
}

/// The line that stays.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Anchor {
    /// A byte on it.
    byte: usize,
    /// Its top, in points from the top of the view.
    y_pt: f32,
}

/// How far a text is scrolled: to be handed from one view of it to another.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct ScrollAnchor(Anchor);

impl Flow {
    pub(crate) fn scroll_anchor(&self) -> ScrollAnchor {
        ScrollAnchor(self.anchor)
    }

    pub(crate) fn set_scroll_anchor(&mut self, to: ScrollAnchor) {
        self.anchor = to.0;
    }

    /// Begins with another text, at its top.
    pub(crate) fn set_content(&mut self, content: &Content) {
        if self.content.as_ref() != Some(content) {
            *self = Self { content: Some(content.clone()), blocks: Blocks::new(content), ..Self::default() };
            self.go_to_top();
        }
    }

    pub(crate) fn go_to_top(&mut self) {
        self.anchor = Anchor { byte: 0, y_pt: f32::MAX };
    }

    pub(crate) fn held_byte(&self) -> usize {
        self.anchor.byte
    }

    pub(crate) fn set_measure(&mut self, measure: Measure) {
        if self.blocks.set_measure(measure) {
            self.layouts.clear();
        }
    }

    /// Lays out what the view shows and a little around.
    pub(crate) fn place<'f>(&'f mut self, at: Viewport<'f>) -> Page<'f> {
        let placed = self.placed(at);
        self.layouts.forget_old(placed.len());
        let Viewport { ctx, content, rect, left } = at;
        Page { ctx, content, blocks: &self.blocks, layouts: &self.layouts, view: rect, left, placed }
    }

    fn placed(&mut self, at: Viewport<'_>) -> Vec<Placed> {
        let height = at.rect.height();
        let anchored = self.blocks.at(self.anchor.byte);
        let Some(first) = self.block(at, anchored) else { return Vec::new() };
        if self.anchor.y_pt > height * 4.0 {
            // From the very top.
            self.anchor.y_pt = self.blocks.before(anchored);
        }
        let local = self.anchor.byte.saturating_sub(first.start_byte);
        let line = first.layout.lines().get(first.layout.line_of(Caret::downstream(local)));
        let text_top = self.anchor.y_pt - line.map_or(0.0, |line| line.top);
        let mut placed = VecDeque::from([Placed { top: text_top, ..first }]);
        self.fill_down(at, &mut placed, height);
        let bottom = placed.back().map_or(0.0, |last| self.bottom(last));
        if bottom < height {
            shift(&mut placed, height - bottom);
            self.anchor.y_pt += height - bottom;
        }
        self.fill_up(at, &mut placed);
        let top = placed.front().map_or(0.0, |first| self.top(first));
        if top > 0.0 {
            shift(&mut placed, -top);
            self.anchor.y_pt -= top;
            self.fill_down(at, &mut placed, height);
        }
        let seen = |p: &Placed| p.top + p.layout.height() >= 0.0 && p.top <= height;
        let shown: Vec<Placed> = if placed.iter().any(seen) {
            placed.into_iter().filter(|p| seen(p)).collect()
        } else {
            placed.into_iter().collect()
        };
        shown.into_iter().map(|p| Placed { top: p.top + at.rect.top(), ..p }).collect()
    }

    fn fill_down(&mut self, at: Viewport<'_>, placed: &mut VecDeque<Placed>, height: f32) {
        while let Some((bottom, next)) = placed.back().map(|last| (self.bottom(last), last.index + 1)) {
            if bottom >= height {
                break;
            }
            let Some(block) = self.block(at, next) else { break };
            placed.push_back(Placed { top: bottom + self.blocks.before(next), ..block });
        }
    }

    fn fill_up(&mut self, at: Viewport<'_>, placed: &mut VecDeque<Placed>) {
        while let Some((top, index)) = placed.front().map(|first| (self.top(first), first.index)) {
            let Some(before) = index.checked_sub(1).filter(|_| top > 0.0) else { break };
            let Some(block) = self.block(at, before) else { break };
            let text_top = top - self.blocks.after(before) - block.layout.height();
            placed.push_front(Placed { top: text_top, ..block });
        }
    }

    fn top(&self, placed: &Placed) -> f32 {
        placed.top - self.blocks.before(placed.index)
    }

    fn bottom(&self, placed: &Placed) -> f32 {
        placed.top + placed.layout.height() + self.blocks.after(placed.index)
    }

    /// A block laid out, in no place yet.
    fn block(&mut self, at: Viewport<'_>, index: usize) -> Option<Placed> {
        let layout = self.layouts.get(at.ctx, at.content, &self.blocks, index)?;
        self.blocks.laid_out(index, &layout);
        let bytes = &self.blocks.get(index)?.bytes;
        Some(Placed { index, start_byte: bytes.start, end_byte: bytes.end, top: 0.0, layout })
    }

    /// Moves the text up by so many points; negative is down.
    pub(crate) fn scroll_by(&mut self, at: Viewport<'_>, by_pt: f32) {
        if by_pt == 0.0 || !by_pt.is_finite() {
            return;
        }
        if by_pt.abs() > at.rect.height() * 3.0 {
            let placed = self.placed(at);
            let offset = self.offset(&placed, at.rect);
            self.scroll_to(at, offset + f64::from(by_pt));
            return;
        }
        self.anchor.y_pt -= by_pt;
        self.hold(at);
    }

    /// Shows this height of the whole text at the top of the at.rect.
    pub(crate) fn scroll_to(&mut self, at: Viewport<'_>, offset_pt: f64) {
        let last = (self.blocks.total() - f64::from(at.rect.height())).max(0.0);
        let (index, rest) = self.blocks.at_height(offset_pt.clamp(0.0, last));
        let Some(start) = self.blocks.get(index).map(|block| block.bytes.start) else { return };
        self.anchor = Anchor { byte: start, y_pt: self.blocks.before(index) - rest as f32 };
        self.hold(at);
    }

    /// Scrolls no further than needed to show a byte with some lines around it.
    pub(crate) fn reveal(&mut self, at: Viewport<'_>, byte: usize, around: bool) {
        let placed = self.placed(at);
        let index = self.blocks.at(byte);
        let around = if around { AROUND_PT.min(at.rect.height() / 4.0) } else { 2.0 };
        let Some(placed) = placed.iter().find(|placed| placed.index == index) else {
            let before = placed.first().is_some_and(|first| index < first.index);
            let near = placed.first().is_some_and(|first| index + 1 == first.index)
                || placed.last().is_some_and(|last| index == last.index + 1);
            let y_pt = match (near, before) {
                (false, _) => at.rect.height() / 3.0,
                (true, true) => around,
                (true, false) => at.rect.height() - around - self.blocks.measure().size_pt * 2.25,
            };
            self.anchor = Anchor { byte, y_pt };
            return self.hold(at);
        };
        let local = byte.saturating_sub(placed.start_byte);
        let rect = placed.layout.caret_rect(placed.layout.caret_at(local));
        let (top, bottom) = (placed.top + rect.top - around, placed.top + rect.bottom + around);
        let by = if top < at.rect.top() {
            top - at.rect.top()
        } else if bottom > at.rect.bottom() {
            bottom - at.rect.bottom()
        } else {
            0.0
        };
        self.scroll_by(at, by);
    }

    /// Shows the line of a byte so far below the top of the at.rect.
    pub(crate) fn bring_to_height(&mut self, at: Viewport<'_>, byte: usize, top_pt: f32) {
        self.anchor = Anchor { byte, y_pt: top_pt.clamp(0.0, at.rect.height()) };
        self.hold(at);
    }

    /// From now on the first line that is seen whole is the one that stays.
    fn hold(&mut self, at: Viewport<'_>) {
        let placed = self.placed(at);
        let mut held = None;
        'all: for block in &placed {
            for line in block.layout.lines() {
                let y_pt = block.top - at.rect.top() + line.top;
                held = Some(Anchor { byte: block.start_byte + line.text.start, y_pt });
                if y_pt >= 0.0 {
                    break 'all;
                }
            }
        }
        if let Some(held) = held {
            self.anchor = held;
        }
    }

    /// How far the top of the view is below the top of the text, in points, as far as that is known.
    pub(crate) fn offset(&self, placed: &[Placed], view: Rect) -> f64 {
        placed.first().map_or(0.0, |first| {
            self.blocks.top(first.index) + f64::from(view.top() - first.top + self.blocks.before(first.index))
        })
    }
}

fn shift(placed: &mut VecDeque<Placed>, by: f32) {
    for block in placed {
        block.top += by;
    }
}
