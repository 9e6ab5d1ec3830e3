//! Carets and selections in a layout: hit testing, movement, geometry.
//!
//! A line with *n* graphemes has *n* + 1 caret stops, the edges between them from left to right. Where text of two
//! directions meets, one edge corresponds to two places in the text; the [`Affinity`] of a caret says to which of its
//! neighbours it belongs. Moving by one step crosses one grapheme, whatever its direction, so a caret visits every edge
//! of a line exactly once; stepping over the end of a line continues at the beginning of the next.
//!
//! Parley's own cursors are not used, because they move to the left edge of the next line in right-to-left text too,
//! stop twice at a soft line break, and support only one base direction for all paragraphs.

use std::ops::Range;

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::layout::{Cell, Line, TextLayout};

/// A place in a text where something can be inserted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Caret {
    /// Always on a grapheme edge.
    pub byte: usize,
    pub affinity: Affinity,
}

/// The neighbour to which a caret belongs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Affinity {
    /// The grapheme that follows in the text.
    #[default]
    Downstream,
    /// The grapheme before it in the text.
    Upstream,
}

/// A side of the screen, for the arrow keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Left,
    Right,
}

/// How much text a click selects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Granularity {
    #[default]
    Grapheme,
    Word,
    Paragraph,
}

/// A rectangle in points from the upper left of the layout.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    pub left: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
}

impl Caret {
    /// The caret before the grapheme that begins at `byte`.
    pub fn downstream(byte: usize) -> Self {
        Self { byte, affinity: Affinity::Downstream }
    }

    /// The caret after the grapheme that ends at `byte`.
    pub fn upstream(byte: usize) -> Self {
        Self { byte, affinity: Affinity::Upstream }
    }
}

impl TextLayout {
    /// The caret nearest to a point. Beyond either end of a line, it is the line's logical start or end, so that
    /// dragging there selects the whole line.
    pub fn hit(&self, x: f32, y: f32) -> Caret {
        let Some(line) = self.lines.get(self.line_at_height(y)) else { return Caret::default() };
        self.hit_in_line(line, x)
    }

    /// The grapheme under a point, if there is one.
    pub(crate) fn grapheme_at(&self, x: f32, y: f32) -> Option<Range<usize>> {
        let line = self.lines.iter().find(|line| (line.top..line.bottom).contains(&y))?;
        let cell = self.cells(line).iter().find(|cell| (cell.left..cell.right).contains(&x))?;
        Some(cell.start_byte..cell.end_byte)
    }

    /// The grapheme edge at or before `byte`; at the end of the text the caret belongs to the text before it.
    pub fn caret_at(&self, byte: usize) -> Caret {
        let byte = self.floor_edge(byte);
        if byte > 0 && byte == self.text.len() { Caret::upstream(byte) } else { Caret::downstream(byte) }
    }

    /// A caret of zero width, as high as its line.
    pub fn caret_rect(&self, caret: Caret) -> Rect {
        let (line_index, edge) = self.locate(caret);
        let Some(line) = self.lines.get(line_index) else { return Rect::default() };
        let x = self.edge_x(line, edge);
        Rect { left: x, top: line.top, right: x, bottom: line.bottom }
    }

    /// The index of the line a caret is on.
    pub fn line_of(&self, caret: Caret) -> usize {
        self.locate(caret).0
    }

    /// The index of the line at a height; above or below the text, the first or last line.
    pub(crate) fn line_at_height(&self, y: f32) -> usize {
        self.lines.partition_point(|line| line.bottom <= y).min(self.lines.len().saturating_sub(1))
    }

    /// Moves by one grapheme to a side.
    pub fn move_visual(&self, caret: Caret, side: Side) -> Caret {
        let (line, edge) = self.locate(caret);
        self.step(line, edge, side).map_or(caret, |(line, edge)| self.caret_on_edge(line, edge, side))
    }

    /// The same edge, with the caret on the grapheme to this side of it. Where directions meet, this is another place
    /// in the text: a selection that begins with a step to that side must begin here to include the grapheme it
    /// crosses.
    pub(crate) fn facing(&self, caret: Caret, side: Side) -> Caret {
        let (line, edge) = self.locate(caret);
        let opposite = if side == Side::Left { Side::Right } else { Side::Left };
        self.caret_on_edge(line, edge, opposite)
    }

    /// Moves to a side until a word begins or the text ends.
    pub fn move_word(&self, caret: Caret, side: Side) -> Caret {
        let starts: Vec<usize> = self.text.unicode_word_indices().map(|(byte, _)| byte).collect();
        let mut caret = caret;
        // This many steps reach an end in any case.
        for _ in 0..self.cells.len() + self.lines.len() {
            let next = self.move_visual(caret, side);
            if next == caret {
                return caret;
            }
            caret = next;
            if caret.byte == 0 || caret.byte == self.text.len() || starts.binary_search(&caret.byte).is_ok() {
                break;
            }
        }
        caret
    }

    /// Moves up (negative) or down by lines, keeping near `goal_x`. Beyond the first or last line, it moves to the
    /// start or end of the text.
    pub fn move_lines(&self, caret: Caret, by: isize, goal_x: f32) -> Caret {
        let target = self.line_of(caret).checked_add_signed(by);
        match target.map(|index| self.lines.get(index)) {
            None => self.text_start(),
            Some(None) => self.text_end(),
            Some(Some(line)) => self.hit_in_line(line, goal_x),
        }
    }

    /// The start of the caret's line.
    pub fn line_start(&self, caret: Caret) -> Caret {
        let start = self.lines.get(self.line_of(caret)).map_or(0, |line| line.text.start);
        Caret::downstream(start)
    }

    /// The end of the caret's line, before the line break.
    pub fn line_end(&self, caret: Caret) -> Caret {
        self.lines.get(self.line_of(caret)).map_or_else(Caret::default, logical_end)
    }

    /// The caret before the first grapheme.
    pub fn text_start(&self) -> Caret {
        Caret::downstream(0)
    }

    /// The caret after the last grapheme.
    pub fn text_end(&self) -> Caret {
        self.caret_at(self.text.len())
    }

    /// The grapheme edge after `byte` in the text.
    pub fn next_edge(&self, byte: usize) -> usize {
        let byte = self.floor_edge(byte);
        GraphemeCursor::new(byte, self.text.len(), true)
            .next_boundary(&self.text, 0)
            .ok()
            .flatten()
            .unwrap_or(self.text.len())
    }

    /// The grapheme edge before `byte` in the text.
    pub fn previous_edge(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let floor = self.floor_edge(byte);
        if floor < byte {
            return floor;
        }
        GraphemeCursor::new(byte, self.text.len(), true).prev_boundary(&self.text, 0).ok().flatten().unwrap_or(0)
    }

    /// The word, run of spaces or run of punctuation around the grapheme at `byte`, or before it at the end of a
    /// paragraph.
    pub fn word_at(&self, byte: usize) -> Range<usize> {
        let paragraph = self.paragraph_at(byte);
        let Some(text) = self.text.get(paragraph.clone()) else { return byte..byte };
        let mut last = paragraph.start..paragraph.start;
        for (start, word) in text.split_word_bound_indices() {
            last = paragraph.start + start..paragraph.start + start + word.len();
            if last.contains(&byte) {
                break;
            }
        }
        last
    }

    /// The paragraph around `byte`, without its line break.
    pub fn paragraph_at(&self, byte: usize) -> Range<usize> {
        let index = self.line_of(Caret::downstream(byte));
        let start = self.lines.iter().take(index).rposition(|line| line.ends_paragraph).map_or(0, |before| before + 1);
        let end =
            self.lines.iter().skip(index).position(|line| line.ends_paragraph).map_or(index, |after| index + after);
        match (self.lines.get(start), self.lines.get(end)) {
            (Some(first), Some(last)) => first.text.start..last.text.end,
            _ => 0..self.text.len(),
        }
    }

    /// The text that a click of this granularity selects at a caret.
    pub fn around(&self, caret: Caret, granularity: Granularity) -> Range<usize> {
        match granularity {
            Granularity::Grapheme => caret.byte..caret.byte,
            Granularity::Word => self.word_at(caret.byte),
            Granularity::Paragraph => self.paragraph_at(caret.byte),
        }
    }

    /// The rectangles of a selection from top to bottom and left to right; several per line if directions mix. A
    /// selected line break shows as a stub after its line.
    pub fn selection_rects(&self, selection: Range<usize>) -> Vec<Rect> {
        self.selection_rects_between(selection, f32::NEG_INFINITY..f32::INFINITY)
    }

    /// The rectangles of a selection on the lines that touch these heights.
    pub(crate) fn selection_rects_between(&self, selection: Range<usize>, heights: Range<f32>) -> Vec<Rect> {
        let mut rects = Vec::new();
        if selection.is_empty() {
            return rects;
        }
        let first = self.lines.partition_point(|line| line.bottom < heights.start || line.text.end < selection.start);
        for (index, line) in self.lines.iter().enumerate().skip(first) {
            if line.text.start >= selection.end || line.top > heights.end {
                break;
            }
            let mut run: Option<Rect> = None;
            for cell in self.cells(line) {
                let selected = cell.start_byte < selection.end && selection.start < cell.end_byte;
                match (&mut run, selected) {
                    (Some(rect), true) => rect.right = cell.right,
                    (None, true) => {
                        run = Some(Rect { left: cell.left, top: line.top, right: cell.right, bottom: line.bottom });
                    }
                    (Some(_), false) => rects.extend(run.take()),
                    (None, false) => {}
                }
            }
            rects.extend(run);
            let has_break = line.ends_paragraph && index + 1 < self.lines.len();
            if has_break && (selection.start..selection.end).contains(&line.text.end) {
                let stub = self.size_pt * LINE_BREAK_STUB_EM;
                let (left, right) =
                    if line.rtl { (line.left - stub, line.left) } else { (line.right, line.right + stub) };
                rects.push(Rect { left, top: line.top, right, bottom: line.bottom });
            }
        }
        rects
    }

    /// All caret stops of a line from left to right, in the order in which the right arrow key visits them.
    pub fn caret_stops(&self, line_index: usize) -> Vec<Caret> {
        let Some(line) = self.lines.get(line_index) else { return Vec::new() };
        (0..=self.cells(line).len()).map(|edge| self.caret_on_edge(line_index, edge, Side::Right)).collect()
    }

    fn hit_in_line(&self, line: &Line, x: f32) -> Caret {
        let cells = self.cells(line);
        let start = Caret::downstream(line.text.start);
        if cells.is_empty() {
            return start;
        }
        if x < line.left {
            return if line.rtl { logical_end(line) } else { start };
        }
        if x > line.right {
            return if line.rtl { start } else { logical_end(line) };
        }
        let index = cells.partition_point(|cell| cell.right < x).min(cells.len() - 1);
        let Some(cell) = cells.get(index) else { return start };
        if x < (cell.left + cell.right) / 2.0 { left_edge(cell) } else { right_edge(cell) }
    }

    /// The line of a caret and the number of its edge on that line.
    fn locate(&self, caret: Caret) -> (usize, usize) {
        let byte = caret.byte.min(self.text.len());
        let mut index = self.lines.partition_point(|line| line.text.start <= byte).saturating_sub(1);
        if caret.affinity == Affinity::Upstream
            && let Some(before) = index.checked_sub(1)
            && self.lines.get(before).is_some_and(|line| !line.ends_paragraph && line.text.end == byte)
        {
            index = before;
        }
        let Some(line) = self.lines.get(index) else { return (0, 0) };
        let cells = self.cells(line);
        let from_start =
            || cells.iter().position(|cell| cell.start_byte == byte).map(|i| i + usize::from(is_rtl(cells, i)));
        let from_end =
            || cells.iter().position(|cell| cell.end_byte == byte).map(|i| i + usize::from(!is_rtl(cells, i)));
        let inside = || {
            let i = cells.iter().position(|cell| (cell.start_byte..cell.end_byte).contains(&byte))?;
            Some(i + usize::from(is_rtl(cells, i)))
        };
        let edge = match caret.affinity {
            Affinity::Downstream => from_start().or_else(from_end),
            Affinity::Upstream => from_end().or_else(from_start),
        };
        // A byte within a line break belongs to the end of its line.
        let end = if line.rtl { 0 } else { cells.len() };
        (index, edge.or_else(inside).unwrap_or(end))
    }

    /// The next edge on a side, on this line or on the one that continues it.
    fn step(&self, line_index: usize, edge: usize, side: Side) -> Option<(usize, usize)> {
        let line = self.lines.get(line_index)?;
        let count = self.cells(line).len();
        let forward = (side == Side::Right) != line.rtl;
        let inner = match side {
            Side::Right => (edge < count).then_some(edge + 1),
            Side::Left => edge.checked_sub(1),
        };
        if let Some(inner) = inner {
            // The end of a wrapped line and the start of the next are the same place: only the latter is a stop.
            let at_end = inner == self.end_edge(line);
            if forward && at_end && self.continues(line_index, inner) {
                let next = self.lines.get(line_index + 1)?;
                return Some((line_index + 1, self.start_edge(next)));
            }
            return Some((line_index, inner));
        }
        if forward {
            let next = self.lines.get(line_index + 1)?;
            Some((line_index + 1, self.start_edge(next)))
        } else {
            let previous_index = line_index.checked_sub(1)?;
            let previous = self.lines.get(previous_index)?;
            let end = self.end_edge(previous);
            if self.continues(previous_index, end) && !self.cells(previous).is_empty() {
                let before = if previous.rtl { end + 1 } else { end - 1 };
                return Some((previous_index, before));
            }
            Some((previous_index, end))
        }
    }

    /// Whether this edge of a wrapped line is the same place in the text as the start of the next line.
    fn continues(&self, line_index: usize, edge: usize) -> bool {
        let (Some(line), Some(next)) = (self.lines.get(line_index), self.lines.get(line_index + 1)) else {
            return false;
        };
        let side = if line.rtl { Side::Left } else { Side::Right };
        let next_side = if next.rtl { Side::Left } else { Side::Right };
        !line.ends_paragraph
            && self.caret_on_edge(line_index, edge, side).byte
                == self.caret_on_edge(line_index + 1, self.start_edge(next), next_side).byte
    }

    /// The caret on an edge reached by moving to `side`: it belongs to the grapheme that was crossed.
    fn caret_on_edge(&self, line_index: usize, edge: usize, side: Side) -> Caret {
        let Some(line) = self.lines.get(line_index) else { return Caret::default() };
        let cells = self.cells(line);
        let left = edge.checked_sub(1).and_then(|index| cells.get(index)).map(right_edge);
        let right = cells.get(edge).map(left_edge);
        let caret = match side {
            Side::Right => left.or(right),
            Side::Left => right.or(left),
        };
        caret.unwrap_or(Caret::downstream(line.text.start))
    }

    fn start_edge(&self, line: &Line) -> usize {
        if line.rtl { self.cells(line).len() } else { 0 }
    }

    fn end_edge(&self, line: &Line) -> usize {
        if line.rtl { 0 } else { self.cells(line).len() }
    }

    fn edge_x(&self, line: &Line, edge: usize) -> f32 {
        let cells = self.cells(line);
        match (edge.checked_sub(1).and_then(|index| cells.get(index)), cells.get(edge)) {
            (_, Some(cell)) => cell.left,
            (Some(cell), None) => cell.right,
            (None, None) => line.left,
        }
    }

    /// The grapheme edge at or before `byte`.
    fn floor_edge(&self, byte: usize) -> usize {
        let mut byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        let mut cursor = GraphemeCursor::new(byte, self.text.len(), true);
        match cursor.is_boundary(&self.text, 0) {
            Ok(true) => byte,
            _ => cursor.prev_boundary(&self.text, 0).ok().flatten().unwrap_or(0),
        }
    }
}

fn is_rtl(cells: &[Cell], index: usize) -> bool {
    cells.get(index).is_some_and(|cell| cell.rtl)
}

fn left_edge(cell: &Cell) -> Caret {
    if cell.rtl { Caret::upstream(cell.end_byte) } else { Caret::downstream(cell.start_byte) }
}

fn right_edge(cell: &Cell) -> Caret {
    if cell.rtl { Caret::downstream(cell.start_byte) } else { Caret::upstream(cell.end_byte) }
}

fn logical_end(line: &Line) -> Caret {
    if line.text.is_empty() { Caret::downstream(line.text.end) } else { Caret::upstream(line.text.end) }
}

/// Width of the stub that represents a selected line break.
const LINE_BREAK_STUB_EM: f32 = 0.3;
