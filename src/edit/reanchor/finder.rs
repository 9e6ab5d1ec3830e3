//! Finds where the words of a passage have gone.
//!
//! The two texts are aligned (`text::align`), and a passage goes where its own words went. If some of its words have
//! changed, the most similar passage between the same neighbours is taken (edit distance on folded text, after P.
//! Sellers, "The theory and computation of evolutionary distances", 1980).

use std::collections::BTreeMap;
use std::ops::Range;

use super::ReanchorOutcome;
use crate::model::span::Span;
use crate::model::statement::{Link, Statement};
use crate::text::align::{AlignedPiece, SHORT_CHARS, TextAlignment, is_inside_word, same_words};
use crate::text::arabic::{Folded, Folding};
use crate::text::content::Content;
use crate::text::segment::{grapheme_floor, is_grapheme_edge, next_grapheme, previous_grapheme};

/// Below this similarity (1 − distance ∕ length) nothing is placed.
const THRESHOLD: f64 = 0.8;
/// How many extra code points are searched around the expected place of a part of a passage.
const AROUND_CHARS: usize = 40;
/// How far around a passage a similar one makes it ambiguous which is meant.
const AROUND_BYTES: usize = 1_000;
/// Passages with more code points than this are not matched to merely similar ones.
const LONG_CHARS: usize = 4_000;
/// Gaps with more bytes than this, plus an allowance for the length of the passage, are not searched for similar text.
const GAP_BYTES: usize = 64 << 10;
/// How many cells of the distance table are computed for one article, and how many more for each of its statements;
/// statements left once the budget is used up are not placed.
const BUDGET_CELLS: usize = 1 << 28;
const STATEMENT_CELLS: usize = 100_000;

/// How a passage was found.
#[derive(Clone, Copy, Debug, PartialEq)]
enum How {
    Unmoved,
    Moved,
    Similar(f64),
}

/// Finds passages of the old text in the new one.
pub(super) struct Finder<'t> {
    old: &'t Content,
    new: &'t Content,
    alignment: TextAlignment,
    known: BTreeMap<Span, Option<(Span, How)>>,
    cells_left: usize,
}

impl<'t> Finder<'t> {
    pub(super) fn new(old: &'t Content, new: &'t Content, statements: usize) -> Self {
        let alignment = TextAlignment::new(old, new);
        Self {
            old,
            new,
            alignment,
            known: BTreeMap::new(),
            cells_left: BUDGET_CELLS.saturating_add(STATEMENT_CELLS.saturating_mul(statements)),
        }
    }

    /// The statement in the new text, if all its passages have a place there, in order and without overlap; also how
    /// many of its cues and mentions have no place.
    pub(super) fn statement(&mut self, statement: &Statement) -> (Option<Statement>, ReanchorOutcome, usize) {
        let mut moved = statement.clone();
        let (mut score, mut was_moved, mut changed) = (1.0_f64, false, false);
        let mut note = |how: How| match how {
            How::Unmoved => {}
            How::Moved => was_moved = true,
            How::Similar(found) => {
                changed = true;
                score = score.min(found);
            }
        };
        for span in &mut moved.spans {
            let Some((found, how)) = self.find(*span) else { return (None, ReanchorOutcome::Orphaned, 0) };
            note(how);
            *span = found;
        }
        moved.spans.sort_unstable();
        if !moved.spans.is_sorted_by(|a, b| a.end_byte <= b.start_byte) {
            return (None, ReanchorOutcome::Orphaned, 0);
        }
        let mut lost = 0;
        for Link { cue, mention, .. } in &mut moved.chain {
            for place in [cue, mention] {
                if let Some(span) = *place {
                    *place = self.find(span).map(|(found, how)| {
                        note(how);
                        found
                    });
                    lost += usize::from(place.is_none());
                }
            }
        }
        for attribute in &mut moved.attributes {
            let Some(span) = attribute.span else { continue };
            let found = self.find(span);
            attribute.span = found.map(|(found, how)| {
                note(how);
                found
            });
            match attribute.span {
                Some(found) => self.new.get(found.range()).unwrap_or_default().clone_into(&mut attribute.value),
                // Its words stay.
                None => lost += 1,
            }
        }
        let outcome = if changed || lost > 0 {
            ReanchorOutcome::Changed { score }
        } else if was_moved {
            ReanchorOutcome::Moved
        } else {
            ReanchorOutcome::Unmoved
        };
        (Some(moved), outcome, lost)
    }

    /// The place of a passage in the new text.
    pub(super) fn place(&mut self, span: Span) -> Option<Span> {
        self.find(span).map(|(found, _)| found)
    }

    fn find(&mut self, span: Span) -> Option<(Span, How)> {
        if let Some(known) = self.known.get(&span) {
            return *known;
        }
        let found = self.search(span);
        self.known.insert(span, found);
        found
    }

    fn search(&mut self, span: Span) -> Option<(Span, How)> {
        let quote = self.old.get(span.range()).filter(|quote| !quote.is_empty())?;
        let is_long = quote.chars().nth(SHORT_CHARS - 1).is_some();
        if let Some((piece, found)) = self.alignment.holding(&span.range()) {
            // A short passage must be surrounded by the same words.
            let held = self.old.byte_to_char(piece.old.end)?.saturating_sub(self.old.byte_to_char(piece.old.start)?);
            let is_certain = is_long || piece.whole || held >= SHORT_CHARS + quote.chars().count();
            return if is_certain { self.exactly(span, found.into()) } else { None };
        }
        let (found, distance) = self.alike(span, quote, is_long)?;
        let text = self.new.get(found.range()).filter(|text| !text.is_empty())?;
        if !self.on_edges(found) {
            return None;
        }
        if !self.is_alone(span, quote, found, distance)? {
            return None;
        }
        if text == quote {
            return self.exactly(span, found);
        }
        if same_words(quote, text) {
            // Only white space and marks differ, so it may also be broken into other lines.
            return Some((found, How::Similar(1.0)));
        }
        // The match must not span a line end that the old passage did not have.
        let lines = |text: &str| text.matches('\n').count();
        let score = 1.0 - distance as f64 / fold(quote).len().max(1) as f64;
        (is_long && score >= THRESHOLD && lines(text) <= lines(quote)).then_some((found, How::Similar(score)))
    }

    /// A place with exactly the same words.
    fn exactly(&self, old: Span, new: Span) -> Option<(Span, How)> {
        let chars = |content: &Content, span: Span| {
            Some((content.byte_to_char(span.start_byte)?, content.byte_to_char(span.end_byte)?))
        };
        let unmoved = chars(self.old, old)? == chars(self.new, new)?;
        self.on_edges(new).then_some((new, if unmoved { How::Unmoved } else { How::Moved }))
    }

    fn on_edges(&self, span: Span) -> bool {
        let text = self.new.as_str();
        is_grapheme_edge(text, span.start_byte) && is_grapheme_edge(text, span.end_byte)
    }

    /// Whether nothing else nearby, in the old text or the new one, resembles the passage about as closely as the match
    /// does; otherwise it is ambiguous which is meant. `None` if that would take too long to find out.
    fn is_alone(&mut self, span: Span, quote: &str, found: Span, distance: usize) -> Option<bool> {
        if self.alignment.kept_in(&span.range()).iter().any(|piece| piece.whole) {
            return Some(true);
        }
        let folded = |text: &str| -> Vec<char> { fold(text).into_iter().map(|(c, ..)| c).collect() };
        let (there, here) = (folded(self.new.get(found.range())?), folded(quote));
        if here.len() < SHORT_CHARS || here.len() > LONG_CHARS {
            return Some(true);
        }
        let most = distance + here.len() / 20;
        let reach = AROUND_BYTES + 2 * quote.len();
        let [old, new] = self.alignment.surroundings(&span.range(), self.lengths(), reach);
        let apart = |place: &Range<usize>, from: Span| place.end <= from.start_byte || place.start >= from.end_byte;
        let others = self.near(self.old, old, &there, most)?;
        if others.iter().any(|(_, place)| apart(place, span)) {
            return Some(false);
        }
        let others = self.near(self.new, new, &here, most)?;
        Some(!others.iter().any(|(_, place)| apart(place, found)))
    }

    fn lengths(&self) -> (usize, usize) {
        (self.old.len_bytes(), self.new.len_bytes())
    }

    /// Finds a passage that is not in one piece, and how many of its code points differ.
    fn alike(&mut self, span: Span, quote: &str, is_long: bool) -> Option<(Span, usize)> {
        let window_new = self.alignment.window(&span.range(), self.lengths()).1;
        let kept = self.alignment.kept_in(&span.range());
        if !kept.is_empty() {
            let (pieces, room) = (kept.to_vec(), window_new);
            return self.pinned(span, quote, &pieces, room);
        }
        let moved = self.alignment.moved_in(&span.range()).to_vec();
        if let (Some(first), Some(last)) = (moved.first(), moved.last()) {
            let in_order = moved.is_sorted_by(|a, b| a.new.end <= b.new.start);
            let room = first.new.start..last.new.end;
            return if in_order { self.pinned(span, quote, &moved, room) } else { None };
        }
        if !is_long || self.alignment.is_ambiguous(&span.range()) {
            return None;
        }
        self.similar(span, quote, window_new)
    }

    /// Finds a passage of which some pieces are aligned, by measuring what lies between and beside them.
    fn pinned(
        &mut self,
        span: Span,
        quote: &str,
        pieces: &[AlignedPiece],
        room: Range<usize>,
    ) -> Option<(Span, usize)> {
        let (first, last) = (pieces.first()?, pieces.last()?);
        let length = fold(quote).len();
        let most = ((1.0 - THRESHOLD) * length as f64).floor() as usize;
        let (start, before) = if first.old.start > span.start_byte {
            self.rim(span.start_byte..first.old.start, room.start..first.new.start, Side::Before)?
        } else {
            (inside(self.old, self.new, first, span.start_byte)?, 0)
        };
        let (end, behind) = if last.old.end < span.end_byte {
            self.rim(last.old.end..span.end_byte, last.new.end..room.end, Side::Behind)?
        } else {
            (inside(self.old, self.new, last, span.end_byte)?, 0)
        };
        let mut distance = before + behind;
        for (piece, next) in pieces.iter().zip(pieces.iter().skip(1)) {
            let (old, new) = (piece.old.end..next.old.start, piece.new.end..next.new.start);
            distance += self.between(self.old.get(old)?, self.new.get(new)?);
            if distance > most {
                return None;
            }
        }
        (distance <= most && start < end).then(|| (self.whole_words(span, start..end), distance))
    }

    /// What lies beside a piece: how far the passage extends in the new text, and how many code points differ there.
    fn rim(&mut self, old: Range<usize>, new: Range<usize>, side: Side) -> Option<(usize, usize)> {
        let here = match side {
            Side::Before => new.end,
            Side::Behind => new.start,
        };
        let mut pattern: Vec<char> = fold(self.old.get(old)?).into_iter().map(|(c, ..)| c).collect();
        // Searching twice the old length is enough.
        let reach = 2 * pattern.len() + AROUND_CHARS;
        let text = self.new.get(new.clone())?;
        let part: Vec<(char, usize, usize)> = match side {
            Side::Before => {
                pattern.reverse();
                let from = text.char_indices().rev().take(reach).last().map_or(text.len(), |(at, _)| at);
                let folded = fold(text.get(from..)?).into_iter();
                folded.rev().map(|(c, start, end)| (c, start + new.start + from, end + new.start + from)).collect()
            }
            Side::Behind => {
                let to = text.char_indices().nth(reach).map_or(text.len(), |(at, _)| at);
                let folded = fold(text.get(..to)?).into_iter();
                folded.map(|(c, start, end)| (c, start + new.start, end + new.start)).collect()
            }
        };
        let cells = pattern.len().saturating_mul(part.len());
        if cells > self.cells_left {
            return Some((here, pattern.len()));
        }
        self.cells_left -= cells;
        // The distance of the whole pattern to each prefix of the part. Of the nearest prefixes, the one closest in
        // length to the pattern is taken.
        let mut column: Vec<usize> = (0..=pattern.len()).collect();
        let mut best = (pattern.len(), pattern.len(), 0);
        for (at, (c, ..)) in part.iter().enumerate() {
            step(&mut column, &pattern, *c, at + 1);
            if let Some(distance) = column.last() {
                best = best.min((*distance, pattern.len().abs_diff(at + 1), at + 1));
            }
        }
        let found = best.2.checked_sub(1).and_then(|at| part.get(at));
        let place = found.map_or(here, |(_, start, end)| if side == Side::Before { *start } else { *end });
        Some((place, best.0))
    }

    /// The distance between two corresponding stretches; if that would take too long to compute, the length of the
    /// longer.
    fn between(&mut self, old: &str, new: &str) -> usize {
        if old == new {
            return 0;
        }
        let chars = |text: &str| -> Vec<char> { fold(text).into_iter().map(|(c, ..)| c).collect() };
        let (old, new) = (chars(old), chars(new));
        let (shorter, longer) = (old.len().min(new.len()), old.len().max(new.len()));
        let cells = shorter.saturating_mul(longer);
        if shorter == 0 || cells > self.cells_left {
            return longer;
        }
        self.cells_left -= cells;
        let mut column: Vec<usize> = (0..=old.len()).collect();
        for (at, c) in new.iter().enumerate() {
            step(&mut column, &old, *c, at + 1);
        }
        column.last().copied().unwrap_or(longer)
    }

    /// The most similar passage of a gap, if it is similar enough and no other is nearly as similar.
    fn similar(&mut self, span: Span, quote: &str, window: Range<usize>) -> Option<(Span, usize)> {
        let pattern: Vec<char> = fold(quote).into_iter().map(|(c, ..)| c).collect();
        if pattern.len() < SHORT_CHARS {
            return None;
        }
        let most = ((1.0 - THRESHOLD) * pattern.len() as f64).floor() as usize;
        let slack = pattern.len() / 20;
        let near = self.near(self.new, window, &pattern, most)?;
        let best = near.iter().min_by_key(|(distance, place)| (*distance, place.end))?.clone();
        // Another place that is about as good makes it ambiguous which is meant.
        let apart = |place: &Range<usize>, from: &Range<usize>| place.end <= from.start || place.start >= from.end;
        if near.iter().any(|(distance, place)| apart(place, &best.1) && *distance <= best.0 + slack) {
            return None;
        }
        let found = self.whole_words(span, best.1);
        // Text that was moved here belongs to another place.
        (!self.alignment.is_taken(&found.range())).then_some((found, best.0))
    }

    /// All passages of a part of a text within this distance of the pattern, by their ends. `None` if it would take too
    /// long.
    fn near(
        &mut self,
        content: &Content,
        part: Range<usize>,
        pattern: &[char],
        most: usize,
    ) -> Option<Vec<(usize, Range<usize>)>> {
        let (start, text) = (content.as_str().ceil_char_boundary(part.start), content.as_str());
        let part = start..text.floor_char_boundary(part.end).max(start);
        // A part that is too long is not even folded.
        if part.len() > self.cells_left.min(GAP_BYTES + 64 * pattern.len()) {
            return None;
        }
        let folded = fold(content.get(part.clone())?);
        // One column of the table: the distance of each prefix of the pattern to the text ending here, and where that
        // text begins. Rows beyond the last one within the limit are not updated: their distance is too great (Ukkonen
        // 1985).
        let mut column: Vec<(usize, usize)> = (0..=pattern.len()).map(|row| (row, 0)).collect();
        let mut last = most.min(pattern.len());
        let mut found = Vec::new();
        for (at, (c, _, end)) in folded.iter().enumerate() {
            let mut diagonal = (0, at);
            let mut above = (0, at + 1);
            if let Some(first) = column.first_mut() {
                *first = above;
            }
            let rows = (last + 1).min(pattern.len());
            if rows >= self.cells_left {
                return None;
            }
            self.cells_left -= rows + 1;
            for (cell, expected) in column.iter_mut().skip(1).zip(pattern).take(rows) {
                let left = *cell;
                let substituted = (diagonal.0 + usize::from(expected != c), diagonal.1);
                let (inserted, deleted) = ((left.0 + 1, left.1), (above.0 + 1, above.1));
                let mut best = substituted;
                if inserted.0 < best.0 {
                    best = inserted;
                }
                if deleted.0 < best.0 {
                    best = deleted;
                }
                *cell = best;
                (diagonal, above) = (left, best);
            }
            last = rows;
            while last > 0 && column.get(last).is_some_and(|(distance, _)| *distance > most) {
                last -= 1;
            }
            if let Some((distance, from)) = column.last().filter(|(distance, _)| *distance <= most)
                && let Some((_, start, _)) = folded.get(*from)
            {
                found.push((*distance, part.start + start..part.start + end));
            }
        }
        Some(found)
    }

    /// Extends a place in the new text to whole characters, and to whole words at the ends at which the old passage has
    /// whole words.
    fn whole_words(&self, old: Span, found: Range<usize>) -> Span {
        let (before, text) = (self.old.as_str(), self.new.as_str());
        let mut start = grapheme_floor(text, found.start);
        let mut end = if is_grapheme_edge(text, found.end) { found.end } else { next_grapheme(text, found.end) };
        while !is_inside_word(before, old.start_byte) && start > 0 && is_inside_word(text, start) {
            start = previous_grapheme(text, start);
        }
        while !is_inside_word(before, old.end_byte) && end < text.len() && is_inside_word(text, end) {
            end = next_grapheme(text, end);
        }
        Span::new(start, end)
    }
}

/// The side of a piece.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    Behind,
}

/// The position in the new text of a position inside a piece.
fn inside(old: &Content, new: &Content, piece: &AlignedPiece, at: usize) -> Option<usize> {
    if piece.same {
        return (at + piece.new.start).checked_sub(piece.old.start);
    }
    let letters = fold(old.get(piece.old.start..at)?).len();
    let folded = fold(new.get(piece.new.clone())?);
    let place = match letters.checked_sub(1) {
        None => 0,
        Some(_) if at == piece.old.end => piece.new.len(),
        Some(last) => folded.get(last)?.2,
    };
    Some(piece.new.start + place)
}

/// Computes the next column of the distance table: each prefix of the pattern against a text that has grown by `c`.
fn step(column: &mut [usize], pattern: &[char], c: char, first: usize) {
    let mut diagonal = first - 1;
    let mut above = first;
    if let Some(cell) = column.first_mut() {
        *cell = first;
    }
    for (cell, expected) in column.iter_mut().skip(1).zip(pattern) {
        let left = *cell;
        above = (diagonal + usize::from(*expected != c)).min(left + 1).min(above + 1);
        *cell = above;
        diagonal = left;
    }
}

/// The folded code points of a text, each with the byte range that it comes from.
fn fold(text: &str) -> Vec<(char, usize, usize)> {
    let folded = Folded::new(text, Folding::ALL);
    let place = |(at, c): (usize, char)| {
        let range = folded.original(at..at + c.len_utf8())?;
        Some((c, range.start, range.end))
    };
    folded.as_str().char_indices().filter_map(place).collect()
}
