//! What is laid out on the screen: from places to bytes and back, and the steps of a caret.

use std::ops::Range;
use std::sync::Arc;

use egui::{Context, Pos2, Rect, pos2, vec2};

use super::blocks::Blocks;
use super::edge::{Edge, HANDLE_PT};
use super::layouts::Layouts;
use crate::model::span::Span;
use crate::model::statement::Statement;
use crate::shape::{Affinity, Caret, Side, TextLayout};
use crate::text::content::Content;
use crate::text::segment;

/// A text in the window: what is needed to lay out any part of it.
#[derive(Clone, Copy)]
pub(crate) struct Viewport<'f> {
    pub ctx: &'f Context,
    pub content: &'f Content,
    /// Where it can be seen.
    pub rect: Rect,
    /// Where the column begins.
    pub left: f32,
}

/// The blocks that can be seen, in their places, and a way to lay out any other.
pub(crate) struct Page<'f> {
    pub ctx: &'f Context,
    pub content: &'f Content,
    pub blocks: &'f Blocks,
    pub layouts: &'f Layouts,
    pub view: Rect,
    /// Where the column begins.
    pub left: f32,
    pub placed: Vec<Placed>,
}

/// A block laid out and in its place.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    pub index: usize,
    pub start_byte: usize,
    pub end_byte: usize,
    /// The top of its text.
    pub top: f32,
    pub layout: Arc<TextLayout>,
}

/// A stretch of a line of the text on the screen.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Band {
    pub rect: Rect,
    pub baseline: f32,
    /// Which line it is on: its block and its number there.
    pub line: (usize, usize),
}

impl Band {
    /// From so far above its baseline to so far below it, in points.
    pub(super) fn around(&self, above: f32, below: f32) -> Rect {
        let rect = self.rect;
        Rect::from_min_max(pos2(rect.left(), self.baseline - above), pos2(rect.right(), self.baseline + below))
    }
}

impl Placed {
    /// Where a caret before this byte stands, with the column beginning at `left`.
    pub(crate) fn caret_rect(&self, left: f32, byte: usize) -> Rect {
        self.rect_of(left, Caret::downstream(byte))
    }

    fn rect_of(&self, left: f32, caret: Caret) -> Rect {
        let byte = caret.byte.clamp(self.start_byte, self.end_byte) - self.start_byte;
        let r = self.layout.caret_rect(on_edge(&self.layout, byte, caret.affinity));
        Rect::from_min_max(pos2(r.left, r.top), pos2(r.right, r.bottom)).translate(vec2(left, self.top))
    }
}

impl Page<'_> {
    /// The bytes of all that can be seen.
    pub(crate) fn bytes(&self) -> Range<usize> {
        self.placed.first().map_or(0, |b| b.start_byte)..self.placed.last().map_or(0, |b| b.end_byte)
    }

    pub(crate) fn paragraph(&self, byte: usize) -> Range<usize> {
        self.blocks.paragraph(self.blocks.at(byte))
    }

    fn placed_at(&self, byte: usize) -> Option<&Placed> {
        let index = self.blocks.at(byte);
        self.placed.iter().find(|placed| placed.index == index)
    }

    fn near(&self, y: f32) -> Option<&Placed> {
        let index = self.placed.partition_point(|b| b.top <= y).saturating_sub(1);
        self.placed.get(index)
    }

    fn origin(&self, placed: &Placed) -> Pos2 {
        pos2(self.left, placed.top)
    }

    /// The caret nearest to this place on the screen.
    pub(crate) fn hit(&self, at: Pos2) -> Caret {
        let Some(placed) = self.near(at.y) else { return Caret::default() };
        let caret = placed.layout.hit(at.x - self.left, at.y - placed.top);
        Caret { byte: (placed.start_byte + caret.byte).min(placed.end_byte), ..caret }
    }

    /// The block that a caret is in: where a paragraph was cut, one edge is the end of one and the start of the next.
    fn block_of(&self, caret: Caret) -> usize {
        let index = self.blocks.at(caret.byte);
        let starts = self.blocks.get(index).is_some_and(|block| block.continues && block.bytes.start == caret.byte);
        if starts && caret.affinity == Affinity::Upstream { index.saturating_sub(1) } else { index }
    }

    /// Where a caret stands, if its block can be seen.
    pub(crate) fn place_of(&self, caret: Caret) -> Option<Rect> {
        let index = self.block_of(caret);
        self.placed.iter().find(|placed| placed.index == index).map(|placed| placed.rect_of(self.left, caret))
    }

    /// The start of the grapheme under this place.
    pub(crate) fn letter_at(&self, at: Pos2) -> Option<usize> {
        let placed = self.near(at.y)?;
        let range = placed.layout.grapheme_at(at.x - self.left, at.y - placed.top)?;
        Some(placed.start_byte + range.start)
    }

    /// The part of a span that lies in a block, in bytes of the block's text.
    pub(crate) fn within(&self, placed: &Placed, span: Span) -> Option<Range<usize>> {
        let start = span.start_byte.max(placed.start_byte);
        let end = span.end_byte.min(placed.end_byte);
        (start < end).then(|| start - placed.start_byte..end - placed.start_byte)
    }

    /// Where a span can be seen, from top to bottom.
    pub(crate) fn bands(&self, span: Span) -> Vec<Band> {
        let mut bands = Vec::new();
        let first = self.placed.partition_point(|b| b.end_byte <= span.start_byte);
        for placed in self.placed.iter().skip(first).take_while(|b| b.start_byte < span.end_byte) {
            let Some(range) = self.within(placed, span) else { continue };
            let origin = self.origin(placed).to_vec2();
            let seen = self.view.top() - placed.top..self.view.bottom() - placed.top;
            for r in placed.layout.selection_rects_between(range, seen) {
                let line = placed.layout.line_at_height((r.top + r.bottom) / 2.0);
                let baseline = placed.layout.lines().get(line).map_or(r.bottom, |line| line.baseline) + placed.top;
                let rect = Rect::from_min_max(pos2(r.left, r.top), pos2(r.right, r.bottom)).translate(origin);
                bands.push(Band { rect, baseline, line: (placed.index, line) });
            }
        }
        bands
    }

    /// Where a caret before this byte stands, if its block can be seen.
    pub(crate) fn caret_rect(&self, byte: usize) -> Option<Rect> {
        self.placed_at(byte).map(|placed| placed.caret_rect(self.left, byte))
    }

    /// Whether the paragraph at this byte reads from right to left, as far as it can be seen.
    pub(crate) fn reads_rtl_at(&self, byte: usize) -> bool {
        self.placed_at(byte).is_some_and(|placed| placed.layout.is_rtl())
    }

    /// Whether the paragraph of a block that can be seen reads from right to left.
    pub(crate) fn line_reads_rtl(&self, block: usize) -> bool {
        self.placed.iter().find(|placed| placed.index == block).is_some_and(|placed| placed.layout.is_rtl())
    }

    /// Where the handles of a statement's start and end are.
    pub(crate) fn handles(&self, statement: &Statement) -> [Option<Pos2>; 2] {
        let hull = statement.hull();
        let start = self.caret_rect(hull.start_byte).map(|rect| rect.center_bottom() - vec2(0.0, 6.0));
        // The end is where its last letter ends, not where the next line begins.
        let end = self.placed_at(hull.end_byte.saturating_sub(1)).map(|placed| {
            let r = placed.layout.caret_rect(Caret::upstream(hull.end_byte - placed.start_byte));
            self.origin(placed) + vec2((r.left + r.right) / 2.0, r.bottom - 6.0)
        });
        [start, end]
    }

    pub(crate) fn handle_at(&self, statement: &Statement, at: Pos2) -> Option<Edge> {
        let near = |p: &Option<Pos2>| p.is_some_and(|p| p.distance(at) <= HANDLE_PT * 2.0);
        let [start, end] = self.handles(statement);
        if near(&start) {
            Some(Edge::Start)
        } else if near(&end) {
            Some(Edge::End)
        } else {
            None
        }
    }

    /// The block of a caret laid out, wherever it is, with the caret in it.
    fn local(&self, caret: Caret) -> Option<(usize, Range<usize>, Arc<TextLayout>, Caret)> {
        let index = self.block_of(caret);
        let bytes = self.blocks.get(index)?.bytes.clone();
        let layout = self.layouts.get(self.ctx, self.content, self.blocks, index)?;
        let local = caret.byte.clamp(bytes.start, bytes.end) - bytes.start;
        let caret = on_edge(&layout, local, caret.affinity);
        Some((index, bytes, layout, caret))
    }

    fn layout(&self, index: usize) -> Option<(usize, Arc<TextLayout>)> {
        let start = self.blocks.get(index)?.bytes.start;
        Some((start, self.layouts.get(self.ctx, self.content, self.blocks, index)?))
    }

    /// One step of an arrow key, over the ends of blocks too.
    pub(crate) fn step(&self, caret: Caret, side: Side, word: bool) -> Caret {
        let Some((index, bytes, layout, local)) = self.local(caret) else { return caret };
        let moved = if word { layout.move_word(local, side) } else { layout.move_visual(local, side) };
        let next = self.blocks.get(index + 1);
        if moved != local {
            // The end of a piece is the start of the next: only that is a place to stop.
            let at_cut = moved.byte == bytes.len() && next.is_some_and(|next| next.continues);
            let affinity = if at_cut { Affinity::Downstream } else { moved.affinity };
            return Caret { byte: bytes.start + moved.byte, affinity };
        }
        let forward = (side == Side::Left) == layout.is_rtl();
        if forward {
            return next.map_or(caret, |next| Caret::downstream(next.bytes.start));
        }
        let Some((start, before)) = index.checked_sub(1).and_then(|index| self.layout(index)) else { return caret };
        let end = before.text_end();
        let cut = self.blocks.get(index).is_some_and(|block| block.continues);
        let moved = match (cut, word) {
            (false, _) => end,
            (true, true) => before.move_word(end, side),
            (true, false) => before.move_visual(end, side),
        };
        Caret { byte: start + moved.byte, ..moved }
    }

    /// Up (negative) or down by lines, keeping near `goal_x`, in points from the left of the column.
    pub(crate) fn step_lines(&self, caret: Caret, by: isize, goal_x: f32) -> Caret {
        let Some((mut index, bytes, mut layout, local)) = self.local(caret) else { return caret };
        let mut start = bytes.start;
        let mut line = layout.line_of(local);
        for _ in 0..by.unsigned_abs() {
            if by > 0 && line + 1 < layout.lines().len() {
                line += 1;
            } else if by < 0 && line > 0 {
                line -= 1;
            } else {
                let next = if by > 0 { Some(index + 1) } else { index.checked_sub(1) };
                match next.and_then(|next| Some((next, self.layout(next)?))) {
                    Some((next, (at, other))) => {
                        line = if by > 0 { 0 } else { other.lines().len().saturating_sub(1) };
                        (index, start, layout) = (next, at, other);
                    }
                    None if by > 0 => return Caret::upstream(start + layout.text().len()),
                    None => return Caret::downstream(start),
                }
            }
        }
        let y = layout.lines().get(line).map_or(0.0, |line| (line.top + line.bottom) / 2.0);
        let moved = layout.hit(goal_x, y);
        Caret { byte: start + moved.byte, ..moved }
    }

    /// Where a caret stands, in points from the left of the column.
    pub(crate) fn caret_x(&self, caret: Caret) -> f32 {
        self.local(caret).map_or(0.0, |(_, _, layout, caret)| layout.caret_rect(caret).left)
    }

    pub(crate) fn line_edge(&self, caret: Caret, edge: Edge) -> Caret {
        let Some((_, bytes, layout, local)) = self.local(caret) else { return caret };
        let moved = if edge == Edge::Start { layout.line_start(local) } else { layout.line_end(local) };
        Caret { byte: bytes.start + moved.byte, ..moved }
    }

    /// The start of the paragraph, or of the one before it; the start of the one after it, or the end of the last.
    pub(crate) fn step_paragraph(&self, byte: usize, forward: bool) -> usize {
        let own = self.paragraph(byte);
        if forward {
            self.blocks.get(self.blocks.at(own.end) + 1).map_or(own.end, |block| block.bytes.start)
        } else if byte > own.start {
            own.start
        } else {
            let before = self.blocks.at(own.start).checked_sub(1).and_then(|index| self.blocks.get(index));
            before.map_or(own.start, |block| self.paragraph(block.bytes.start).start)
        }
    }

    /// The start of the sentence, or of the one before it; the start of the one after it.
    pub(crate) fn step_sentence(&self, byte: usize, forward: bool) -> usize {
        let text = self.content.as_str();
        let own = self.paragraph(byte);
        let sentence = segment::sentence_at(text, own.clone(), byte);
        if forward {
            let rest = text.get(sentence.end.max(byte)..own.end).unwrap_or_default();
            // A joiner after a blank belongs to it.
            let next = segment::grapheme_ceil(text, own.end - rest.trim_start().len());
            if next < own.end && next > byte {
                return next;
            }
            self.blocks.get(self.blocks.at(own.end) + 1).map_or(own.end, |block| block.bytes.start)
        } else if sentence.start < byte {
            sentence.start
        } else if byte > own.start {
            segment::sentence_at(text, own, segment::previous_grapheme(text, byte)).start.min(byte)
        } else {
            let before = self.blocks.at(own.start).checked_sub(1).and_then(|index| self.blocks.get(index));
            before.map_or(own.start, |block| {
                let own = self.paragraph(block.bytes.start);
                segment::sentence_at(text, own.clone(), own.end).start
            })
        }
    }
}

/// A caret on a grapheme edge of a layout.
fn on_edge(layout: &TextLayout, byte: usize, affinity: Affinity) -> Caret {
    let caret = layout.caret_at(byte);
    if affinity == Affinity::Upstream && caret.byte > 0 { Caret::upstream(caret.byte) } else { caret }
}
