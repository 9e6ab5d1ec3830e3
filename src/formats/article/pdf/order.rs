//! The lines of a page, from the places of its characters: a PDF keeps shapes, not text.
//!
//! Lines come from the baselines, columns from empty strips beside several lines; marks go to the letter they were drawn
//! with. In which order a line is read is decided later, with the lines around it (`reading`).

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization as _;

use super::bidi::Item;
use super::glyph::Glyph;
use crate::text::arabic::is_mark;

/// A letter with its marks, a part of a word whose text the file gives, or a space.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    /// In logical order.
    pub text: String,
    /// Its place in the stream; `None` for a space that was not drawn.
    pub index: Option<usize>,
    /// The run of one direction that it was drawn in; `None` if that is not known.
    pub run: Option<usize>,
}

impl Unit {
    pub(super) fn item(&self) -> Item {
        Item::of(&self.text)
    }
}

/// A line of a page.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub page: u32,
    /// From left to right, with one space between words.
    pub units: Vec<Unit>,
    pub left: f64,
    pub right: f64,
    pub baseline: f64,
    pub size: f64,
    pub is_rtl: bool,
    /// Whether it is the first line of its block.
    pub begins_block: bool,
    /// The width of its first word.
    pub first_word: f64,
    /// Whether it is a cell of a table, and whether the next one is of the same row.
    pub is_cell: bool,
    pub row_goes_on: bool,
    /// Whether it may be two lines of columns.
    pub is_unsure: bool,
    /// How many marks have no letter, or are far from the letter that they were drawn with.
    pub stray_marks: usize,
    /// How many characters were drawn on top of another one, or stand before one that was drawn before them.
    pub overlaps: usize,
}

impl Line {
    /// What is displayed, from left to right: the same for lines that look the same.
    pub(super) fn shown(&self) -> String {
        self.units.iter().map(|unit| unit.text.as_str()).collect()
    }

    /// Whether it ends a sentence.
    pub(super) fn ends_sentence(&self) -> bool {
        let last = if self.is_rtl { self.units.first() } else { self.units.last() };
        last.is_some_and(|unit| unit.text.ends_with(['.', '!', '?', '؟', ':', '«', '»', '"', '”', '“']))
    }

    /// Its words, from left to right.
    pub(super) fn words(&self) -> Vec<Self> {
        let parts = self.units.split(|unit| unit.text == " ").filter(|units| !units.is_empty());
        parts.map(|units| Self { units: units.to_vec(), ..self.clone() }).collect()
    }
}

/// Characters of one baseline.
type Row<'g> = Vec<&'g Glyph>;

/// The middles of the strips between the columns of these pages, the commonest ones.
pub(super) fn strips<'g>(pages: impl Iterator<Item = &'g [Glyph]>) -> Vec<f64> {
    const MOST_STRIPS: usize = 24;
    let mut all: Vec<f64> = pages.flat_map(|glyphs| Division::of(glyphs, &[]).strips).collect();
    all.sort_by(f64::total_cmp);
    let mut groups: Vec<(usize, f64)> = Vec::new();
    for middle in all {
        match groups.last_mut().filter(|(_, known)| middle - *known < 1.0) {
            Some((count, _)) => *count += 1,
            None => groups.push((1, middle)),
        }
    }
    groups.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    groups.into_iter().take(MOST_STRIPS).map(|(_, middle)| middle).collect()
}

/// The lines of a page, block by block, from the top to the bottom. `known` are the middles of strips between columns in
/// the whole file: the last page may have too few lines to tell.
pub(super) fn lines(page: u32, glyphs: &[Glyph], known: &[f64]) -> Vec<Line> {
    let Division { is_rtl, blocks, .. } = Division::of(glyphs, known);
    let marks = marks(glyphs);
    let mut all: Vec<Line> = Vec::new();
    for Block { rows, is_table, is_unsure } in blocks {
        let first = all.len();
        for row in rows {
            let cells = if is_table { cells(row) } else { vec![row] };
            let count = cells.len();
            let cells = if is_rtl { cells.into_iter().rev().collect() } else { cells };
            all.extend(cells.into_iter().enumerate().map(|(at, cell)| Line {
                is_cell: is_table,
                is_unsure,
                row_goes_on: at + 1 < count,
                ..line(page, cell, &marks, is_rtl)
            }));
        }
        all.get_mut(first).into_iter().for_each(|line| line.begins_block = true);
    }
    if let Some(first) = all.first_mut() {
        first.stray_marks += marks.stray;
    }
    all
}

/// Which marks belong to which letter, by the places of both in the stream.
struct Marks<'g> {
    of: HashMap<usize, Vec<&'g Glyph>>,
    stray: usize,
    /// Whether right-to-left text was drawn from left to right.
    is_visual: bool,
}

/// Gives each mark to the letter beside it in the stream. Where a program draws right-to-left text from left to right,
/// as all known ones do, a mark comes before its letter; otherwise it comes after it.
fn marks(glyphs: &[Glyph]) -> Marks<'_> {
    /// The most marks of a letter.
    const MOST_MARKS: usize = 16;
    let (mut forward, mut backward) = (0_usize, 0_usize);
    let letters: Vec<&Glyph> = glyphs.iter().filter(|glyph| glyph.text.chars().any(is_rtl)).collect();
    for pair in letters.windows(2) {
        if let [a, b] = pair
            && a.is_beside(b)
        {
            forward += usize::from(b.x > a.x);
            backward += usize::from(b.x < a.x);
        }
    }
    let is_visual = forward >= backward;
    let mut marks = Marks { of: HashMap::new(), stray: 0, is_visual };
    for (at, mark) in glyphs.iter().enumerate().filter(|(_, glyph)| is_mark_only(glyph)) {
        let is_letter = |at: &usize| glyphs.get(*at).is_some_and(|glyph| !is_mark_only(glyph));
        let found = if is_visual {
            (at + 1..glyphs.len()).take(MOST_MARKS).find(is_letter)
        } else {
            (0..at).rev().take(MOST_MARKS).find(is_letter)
        };
        let letter = found.and_then(|at| glyphs.get(at)).filter(|letter| {
            let has_letter = letter.text.chars().any(char::is_alphabetic);
            let middle = mark.x + mark.width / 2.0;
            let reach = 0.45 * letter.size;
            let is_near = letter.x - reach <= middle && middle <= letter.x + letter.width + reach;
            has_letter && is_near && (mark.y - letter.y).abs() < 1.2 * letter.size
        });
        let Some(letter) = letter else {
            marks.stray += 1;
            continue;
        };
        let list = marks.of.entry(letter.index).or_default();
        if is_visual { list.insert(0, mark) } else { list.push(mark) }
    }
    marks
}

/// The characters by their baselines, from the top to the bottom.
fn rows(mut glyphs: Vec<&Glyph>) -> Vec<Row<'_>> {
    glyphs.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut rows: Vec<Row<'_>> = Vec::new();
    for glyph in glyphs {
        match rows.last_mut().filter(|row| row.first().is_some_and(|first| first.y - glyph.y < 0.35 * glyph.size)) {
            Some(row) => row.push(glyph),
            None => rows.push(vec![glyph]),
        }
    }
    rows.retain(|row| row.iter().any(|glyph| !glyph.is_space()));
    with_raised(rows)
}

/// The rows with the raised characters that stand beside theirs, such as the number of a footnote.
fn with_raised(rows: Vec<Row<'_>>) -> Vec<Row<'_>> {
    const SMALL: f64 = 0.8;
    const HIGHEST: f64 = 0.75;
    const MOST: usize = 200;
    let size = |row: &Row<'_>| row.iter().filter(|glyph| !glyph.is_space()).map(|glyph| glyph.size).fold(0.0, f64::max);
    let mut all: Vec<Row<'_>> = Vec::with_capacity(rows.len());
    for row in rows {
        let below = size(&row);
        let baseline = row.first().map_or(0.0, |glyph| glyph.y);
        let is_raised = all.last().is_some_and(|above| {
            let is_free = |small: &&Glyph| {
                let middle = small.x + small.width / 2.0;
                !row.iter().any(|glyph| !glyph.is_space() && glyph.x < middle && middle < glyph.x + glyph.width)
            };
            above.len() <= MOST
                && size(above) < SMALL * below
                && above.first().is_some_and(|first| first.y - baseline < HIGHEST * below)
                && above.iter().filter(|glyph| !glyph.is_space()).all(is_free)
        });
        if is_raised && let Some(above) = all.pop() {
            all.push(row.into_iter().chain(above).collect());
        } else {
            all.push(row);
        }
    }
    all
}

/// How often a page is divided.
const DEEPEST_BLOCKS: usize = 8;
/// How many lines must stand on each side of the strip between two columns, and how many make one doubt.
const LEAST_LINES: usize = 4;
const FEW_LINES: usize = 2;
/// The least gap beside which a few lines may be columns, as a part of the size of letters.
const WIDE_GAP_SIZES: f64 = 2.5;
/// How many characters a column has at least in its usual line; the cells of a table have fewer.
const LEAST_COLUMN_CHARS: usize = 12;

/// Lines that are read one after the other.
struct Block<'g> {
    rows: Vec<Row<'g>>,
    is_table: bool,
    /// Whether it may be columns of a few lines.
    is_unsure: bool,
}

/// A page that is divided into blocks.
struct Division<'g, 'k> {
    is_rtl: bool,
    known: &'k [f64],
    /// The strips between its columns.
    strips: Vec<f64>,
    blocks: Vec<Block<'g>>,
}

impl<'g, 'k> Division<'g, 'k> {
    fn of(glyphs: &'g [Glyph], known: &'k [f64]) -> Self {
        let bases: Vec<&Glyph> = glyphs.iter().filter(|glyph| !is_mark_only(glyph)).collect();
        let arabic = bases.iter().filter(|glyph| glyph.text.chars().any(is_rtl)).count();
        let is_rtl = arabic * 2 > bases.iter().filter(|glyph| glyph.text.chars().any(char::is_alphabetic)).count();
        let mut division = Self { is_rtl, known, strips: Vec::new(), blocks: Vec::new() };
        division.add(rows(bases), DEEPEST_BLOCKS);
        division
    }

    /// Finds the columns of these rows, and adds the blocks in the order in which they are read. A headline above
    /// columns, or a line below them, is a block of its own.
    fn add(&mut self, rows_here: Vec<Row<'g>>, depth: usize) {
        if rows_here.is_empty() {
            return;
        }
        let sure = widest_band(&rows_here, LEAST_LINES, GAP_SIZES, self.known);
        let band = sure.or_else(|| widest_band(&rows_here, FEW_LINES, WIDE_GAP_SIZES, &[])).filter(|_| depth > 0);
        let Some(Band { first, end, middle, is_sure }) = band else {
            return self.blocks.push(Block { rows: rows_here, is_table: false, is_unsure: false });
        };
        let mut above = rows_here;
        let mut inside = above.split_off(first);
        let below = inside.split_off(end - first);
        self.add(above, depth - 1);
        let half = |is_left: bool| -> Vec<&'g Glyph> {
            inside.iter().flatten().copied().filter(|glyph| (glyph.x < middle) == is_left).collect()
        };
        let (left, right) = (rows(half(true)), rows(half(false)));
        let is_known = self.known.iter().any(|known| (known - middle).abs() < 1.0);
        if !is_known && (is_cells(&left) || is_cells(&right)) {
            self.blocks.push(Block { rows: inside, is_table: true, is_unsure: false });
        } else if is_sure {
            self.strips.push(middle);
            for column in if self.is_rtl { [right, left] } else { [left, right] } {
                self.add(column, depth - 1);
            }
        } else {
            self.blocks.push(Block { rows: inside, is_table: false, is_unsure: true });
        }
        self.add(below, depth - 1);
    }
}

/// Whether these are the cells of a table: most of them are short.
fn is_cells(rows: &[Row<'_>]) -> bool {
    let mut lengths: Vec<usize> = rows.iter().map(|row| row.iter().filter(|glyph| !glyph.is_space()).count()).collect();
    lengths.sort_unstable();
    lengths.get(lengths.len() / 2).is_none_or(|length| *length < LEAST_COLUMN_CHARS)
}

/// The parts of a row between which there is more room than between words, from left to right.
fn cells(mut row: Row<'_>) -> Vec<Row<'_>> {
    row.retain(|glyph| !glyph.is_space());
    row.sort_by(|a, b| a.x.total_cmp(&b.x));
    let mut cells: Vec<Row<'_>> = Vec::new();
    for glyph in row {
        let end =
            cells.last().map(|cell| cell.iter().map(|glyph| glyph.x + glyph.width).fold(f64::NEG_INFINITY, f64::max));
        match cells.last_mut().filter(|_| end.is_some_and(|end| glyph.x - end < GAP_SIZES * glyph.size)) {
            Some(cell) => cell.push(glyph),
            None => cells.push(vec![glyph]),
        }
    }
    cells
}

/// The least gap between columns, as a part of the size of letters.
const GAP_SIZES: f64 = 1.2;

/// Rows with an empty strip between their left and their right parts.
struct Band {
    first: usize,
    end: usize,
    /// The middle of the strip.
    middle: f64,
    /// Whether there are lines enough, or the strip is that of other pages.
    is_sure: bool,
}

/// The most rows, one after the other, that have an empty strip in common, wider than any space between words, with
/// so many lines on both sides. A strip that is known needs only one.
fn widest_band(rows: &[Row<'_>], least: usize, gap: f64, known: &[f64]) -> Option<Band> {
    const MOST_ROWS: usize = 200;
    let inks: Vec<Vec<(f64, f64)>> = rows.iter().take(MOST_ROWS).map(|row| ink(row)).collect();
    let sizes: Vec<f64> = rows.iter().flatten().filter(|glyph| !glyph.is_space()).map(|glyph| glyph.size).collect();
    let size = sizes.iter().sum::<f64>() / sizes.len().max(1) as f64;
    let mut best: Option<Band> = None;
    for first in 0..inks.len() {
        if best.as_ref().is_some_and(|best| inks.len() - first <= best.end - best.first) {
            break;
        }
        let mut strips = vec![(f64::NEG_INFINITY, f64::INFINITY)];
        for end in first + 1..=inks.len() {
            let Some(ink) = inks.get(end - 1) else { break };
            strips = strips.iter().flat_map(|strip| without(*strip, ink)).filter(|(a, b)| b - a > gap * size).collect();
            let here = inks.get(first..end).unwrap_or_default();
            let on = |middle: f64, is_left: bool| here.iter().filter(|ink| has_side(ink, middle, is_left)).count();
            let has = |middle: f64, least: usize| on(middle, true) >= least && on(middle, false) >= least;
            let middles = strips.iter().map(|(a, b)| (a + b) / 2.0).filter(|middle| middle.is_finite());
            let new = middles.into_iter().find(|middle| has(*middle, least));
            let of_others = |known: &&f64| strips.iter().any(|(a, b)| a < *known && *known < b) && has(**known, 1);
            let middle = new.or_else(|| known.iter().find(of_others).copied());
            let length = end - first;
            if let Some(middle) = middle
                && best.as_ref().is_none_or(|best| length > best.end - best.first)
            {
                best = Some(Band { first, end, middle, is_sure: least >= LEAST_LINES });
            }
            if strips.is_empty() {
                break;
            }
        }
    }
    best
}

/// The stretches of a row that have characters, from left to right. What is no wider than a wide space joins them.
fn ink(row: &[&Glyph]) -> Vec<(f64, f64)> {
    let mut all: Vec<(f64, f64)> =
        row.iter().filter(|glyph| !glyph.is_space()).map(|glyph| (glyph.x, glyph.x + glyph.width)).collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let size = row.iter().filter(|glyph| !glyph.is_space()).map(|glyph| glyph.size).fold(0.0, f64::max);
    let mut joined: Vec<(f64, f64)> = Vec::new();
    for (left, right) in all {
        match joined.last_mut().filter(|last| left - last.1 <= GAP_SIZES * size) {
            Some(last) => last.1 = last.1.max(right),
            None => joined.push((left, right)),
        }
    }
    joined
}

/// What is left of a strip beside these stretches.
fn without(strip: (f64, f64), ink: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut left = strip.0;
    let mut free = Vec::new();
    for (begin, end) in ink {
        if *begin > left {
            free.push((left, begin.min(strip.1)));
        }
        left = left.max(*end);
    }
    free.push((left, strip.1));
    free.retain(|(begin, end)| begin < end && *end <= strip.1);
    free
}

/// Whether a row has characters on this side.
fn has_side(ink: &[(f64, f64)], middle: f64, is_left: bool) -> bool {
    ink.iter().any(|(begin, end)| if is_left { *end <= middle } else { *begin >= middle })
}

/// Whether these were drawn one after the other, with nothing but their marks between them: a letter may reach far over
/// the other one, as kaf does over ra.
fn is_drawn_together(a: &Glyph, b: &Glyph) -> bool {
    const MOST_MARKS: usize = 3;
    let is_plain = |glyph: &Glyph| is_letter(glyph) || !glyph.text.chars().any(char::is_alphanumeric);
    (is_letter(a) && is_plain(b) || is_letter(b) && is_plain(a))
        && (1..=MOST_MARKS + 1).contains(&a.index.abs_diff(b.index))
}

/// From how much of the narrower one on a character covers another.
const COVERING: f64 = 0.4;

/// Puts letters of which one reaches over the other into the order in which they were drawn: a font may move a letter so
/// far under the one before it that it begins on the other side of that one. `is_visual` says whether the letters of the
/// page were drawn from left to right; the letters around the two say it better.
fn follow_stream(row: &mut [&Glyph], is_visual: bool) {
    /// How many characters before and after the two are asked.
    const NEAR: usize = 6;
    for at in 1..row.len() {
        let (Some(a), Some(b)) = (row.get(at - 1).copied(), row.get(at).copied()) else { continue };
        if !is_drawn_together(a, b) || a.x + a.width - b.x <= COVERING * a.width.min(b.width) {
            continue;
        }
        let (first, last) = (a.index.min(b.index).saturating_sub(NEAR), a.index.max(b.index) + NEAR);
        let around = at.saturating_sub(NEAR)..(at + NEAR).min(row.len());
        let mut near: Vec<&Glyph> = row.get(around).unwrap_or_default().to_vec();
        near.retain(|glyph| is_letter(glyph) && (first..=last).contains(&glyph.index));
        near.sort_by_key(|glyph| glyph.index);
        let steps = near.windows(2).filter_map(|pair| match pair {
            [c, d] if c.x + c.width <= d.x + 0.1 * d.size => Some(true),
            [c, d] if d.x + d.width <= c.x + 0.1 * c.size => Some(false),
            _ => None,
        });
        let (forward, backward) =
            steps.fold(
                (0, 0),
                |(forward, backward), step| {
                    if step { (forward + 1, backward) } else { (forward, backward + 1) }
                },
            );
        let is_forward = if forward == backward { is_visual } else { forward > backward };
        if (a.index < b.index) != is_forward {
            row.swap(at - 1, at);
        }
    }
}

fn line(page: u32, mut row: Row<'_>, marks: &Marks<'_>, is_rtl_page: bool) -> Line {
    // Characters at the same place, such as the two of a ligature, keep their order in the stream.
    row.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.index.cmp(&b.index)));
    follow_stream(&mut row, marks.is_visual);
    let strong =
        |rtl: bool| row.iter().flat_map(|g| g.text.chars()).filter(|c| c.is_alphabetic() && is_rtl(*c) == rtl).count();
    let (rtl, ltr) = (strong(true), strong(false));
    let is_rtl = if rtl + ltr == 0 { is_rtl_page } else { rtl > 0 && (is_rtl_page || rtl > ltr) };
    let mut units: Vec<Unit> = Vec::new();
    let space = |units: &mut Vec<Unit>, index: Option<usize>, run: Option<usize>| {
        if units.last().is_some_and(|last| last.text != " ") {
            units.push(Unit { text: " ".to_owned(), index, run });
        }
    };
    let mut before: Option<&Glyph> = None;
    let least_gap = least_gap(&row);
    let mut overlaps = 0;
    for (at, glyph) in row.iter().copied().enumerate() {
        if let Some(before) = before {
            let gap = glyph.x - (before.x + before.width);
            if before.width > 0.0 && gap > least_gap * glyph.size && !before.is_space() && !glyph.is_space() {
                space(&mut units, None, None);
            }
            let width = before.width.min(glyph.width);
            let is_stretch = |glyph: &Glyph| matches!(glyph.text.as_str(), STRETCH | "=");
            let is_one_run = is_drawn_together(before, glyph)
                || glyph.index == before.index + 1 && !is_letter(before) && !is_letter(glyph);
            let are_stretches = is_stretch(before) && is_stretch(glyph);
            let covers = width > 0.0
                && -gap > COVERING * width
                && !before.is_space()
                && !glyph.is_space()
                && !are_stretches
                && !is_one_run;
            // Letters drawn one after the other stand the other way round. Numbers may: some programs draw part after
            // part as they are read.
            let are_letters = [before, glyph].iter().all(|glyph| glyph.is_space() || is_letter(glyph));
            let is_exchanged =
                marks.is_visual && are_letters && (1..=3).contains(&before.index.saturating_sub(glyph.index));
            overlaps += usize::from(covers || is_exchanged);
        }
        // A space without room parts nothing: some programs draw one where a word could have been parted.
        let is_sign = |glyph: &&Glyph| !glyph.is_space() && !glyph.text.chars().any(char::is_alphabetic);
        let after = row.get(at + 1).filter(|after| is_sign(after));
        if glyph.is_space()
            && let (Some(before), Some(after)) = (before.as_ref().filter(|before| is_sign(before)), after)
            && after.x - (before.x + before.width) < 0.03 * glyph.size
        {
            overlaps += 1;
        }
        before = Some(glyph);
        if glyph.is_space() {
            space(&mut units, Some(glyph.index), glyph.shown.run);
            continue;
        }
        let marks = marks.of.get(&glyph.index).into_iter().flatten().flat_map(|mark| mark.text.chars());
        let text: String = glyph.text.chars().chain(marks).collect();
        units.push(Unit { text, index: Some(glyph.index), run: glyph.shown.run });
    }
    if units.last().is_some_and(|last| last.text == " ") {
        units.pop();
    }
    name_stretches(&mut units);
    let edge = |edge: fn(f64, f64) -> f64, from: f64, of: fn(&Glyph) -> f64| {
        row.iter().filter(|glyph| !glyph.is_space()).map(|g| of(g)).fold(from, edge)
    };
    Line {
        page,
        units,
        left: edge(f64::min, f64::INFINITY, |glyph| glyph.x),
        right: edge(f64::max, f64::NEG_INFINITY, |glyph| glyph.x + glyph.width),
        baseline: row.first().map_or(0.0, |glyph| glyph.y),
        size: edge(f64::max, 0.0, |glyph| glyph.size),
        is_rtl,
        begins_block: false,
        first_word: first_word(&row, is_rtl),
        is_cell: false,
        row_goes_on: false,
        is_unsure: false,
        stray_marks: 0,
        overlaps,
    }
}

/// The least gap between words, as a part of the size of letters. In a line of right-to-left letters without drawn spaces
/// that was set tightly, the gaps between words are narrower than usual, and only a little wider than those that some
/// letters leave inside a word; but all of them are alike.
fn least_gap(row: &[&Glyph]) -> f64 {
    const USUAL: f64 = 0.2;
    /// How much wider the gaps between words are than any others, how wide they are at least, and where they end.
    const STEP: f64 = 0.04;
    const NARROWEST: f64 = 0.165;
    const WIDEST: f64 = 0.35;
    if row.iter().any(|glyph| glyph.is_space()) || !row.iter().any(|glyph| is_letter(glyph)) {
        return USUAL;
    }
    let gap = |pair: &[&Glyph]| match pair {
        [a, b] if a.width > 0.0 => (b.x - (a.x + a.width)) / b.size,
        _ => 0.0,
    };
    let mut gaps: Vec<f64> = row.windows(2).map(gap).filter(|gap| *gap > 0.0).collect();
    gaps.sort_by(|a, b| b.total_cmp(a));
    gaps.push(0.0);
    let step = gaps.windows(2).find_map(|pair| match pair {
        [wide, narrow] if (NARROWEST..WIDEST).contains(wide) && wide - narrow > STEP && *narrow < USUAL => {
            Some((wide + narrow) / 2.0)
        }
        _ => None,
    });
    step.unwrap_or(USUAL)
}

/// The width of the first word of a line, whose characters are sorted from left to right.
fn first_word(row: &[&Glyph], is_rtl: bool) -> f64 {
    let least_gap = least_gap(row);
    let ends_word = |pair: &[&Glyph]| match pair {
        [a, b] => a.is_space() || b.is_space() || b.x - (a.x + a.width) > least_gap * b.size,
        _ => false,
    };
    let inner: Vec<&Glyph> = row.iter().copied().skip_while(|glyph| glyph.is_space()).collect();
    let end = inner.iter().rposition(|glyph| !glyph.is_space()).map_or(0, |at| at + 1);
    let inner = inner.get(..end).unwrap_or_default();
    let pairs = inner.windows(2);
    let word = if is_rtl {
        let from = pairs.rev().position(ends_word).map_or(0, |at| inner.len() - 1 - at);
        inner.get(from..)
    } else {
        let to = inner.windows(2).position(ends_word).map_or(inner.len(), |at| at + 1);
        inner.get(..to)
    };
    let word = word.unwrap_or_default();
    let left = word.iter().map(|glyph| glyph.x).fold(f64::INFINITY, f64::min);
    let right = word.iter().map(|glyph| glyph.x + glyph.width).fold(f64::NEG_INFINITY, f64::max);
    (right - left).max(0.0)
}

/// The line by which words are stretched.
const STRETCH: &str = "\u{640}";

/// LibreOffice says of the lines by which it stretches a word that they are `=`.
fn name_stretches(units: &mut [Unit]) {
    let is_letter = |unit: Option<&Unit>| {
        unit.and_then(|unit| unit.text.chars().next()).is_some_and(|c| is_rtl(c) && c.is_alphabetic())
    };
    let mut at = 0;
    while at < units.len() {
        let length = units.iter().skip(at).take_while(|unit| unit.text == "=").count();
        let before = at.checked_sub(1).and_then(|at| units.get(at));
        if length > 0 && is_letter(before) && is_letter(units.get(at + length)) {
            units.iter_mut().skip(at).take(length).for_each(|unit| STRETCH.clone_into(&mut unit.text));
        }
        at += length.max(1);
    }
}

/// Letters of the scripts that read from right to left, and their digits.
pub(super) fn is_rtl(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

/// Whether this is a letter that reads from right to left.
pub(super) fn is_letter(glyph: &Glyph) -> bool {
    let mut letters = glyph.text.chars().filter(|c| !is_mark(*c)).peekable();
    letters.peek().is_some() && letters.all(|c| is_rtl(c) && c.is_alphabetic())
}

pub(super) fn is_mark_only(glyph: &Glyph) -> bool {
    !glyph.text.is_empty() && glyph.text.chars().all(is_mark)
}

/// The letters of presentation forms; every other character as it is. The signs that people type themselves stay, such
/// as the blessing of the Prophet (U+FDFA). Formatting characters, which no page shows, are left out.
pub(super) fn folded(text: &str) -> String {
    // A shape of alef and lam can only be lam with alef, whose letters some programs write from left to right.
    let letters: Vec<char> = text.chars().collect();
    let is_turned = matches!(letters.as_slice(), ['ا' | 'أ' | 'إ' | 'آ', 'ل']);
    let letters: Vec<char> = if is_turned { letters.into_iter().rev().collect() } else { letters };
    let mut all = String::new();
    for c in letters {
        match c {
            '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'
            | '\u{2066}'..='\u{2069}'
            | '\u{61c}'
            | '\u{feff}' => {}
            // Vowels that stand alone fold to a space or a stretched line with the vowel.
            '\u{fc5e}'..='\u{fc63}' | '\u{fcf2}'..='\u{fcf4}' | '\u{fe70}'..='\u{fe7f}' => {
                all.extend(std::iter::once(c).nfkc().filter(|c| is_mark(*c)));
            }
            '\u{fd3e}' | '\u{fd3f}' => all.push(c),
            '\u{fb00}'..='\u{fb06}' | '\u{fb50}'..='\u{fdf9}' | '\u{fe80}'..='\u{fefc}' => {
                all.extend(std::iter::once(c).nfkc());
            }
            _ => all.push(c),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A letter that begins on the other side of the space before it, as alef with tanween does in Amiri, was drawn after it.
    #[test]
    fn letters_that_reach_over_others_are_read_as_they_were_drawn() {
        let glyph = |index: usize, text: &str, x: f64, width: f64| Glyph {
            index,
            text: text.to_owned(),
            x,
            y: 0.0,
            width,
            size: 10.0,
            shape: None,
            shown: super::super::content::Shown::default(),
        };
        let glyphs =
            [glyph(1, "ا", 0.0, 3.0), glyph(2, "ل", 3.0, 2.0), glyph(4, "اً", 5.0, 5.0), glyph(3, " ", 7.0, 3.0)];
        let mut row: Vec<&Glyph> = glyphs.iter().collect();
        follow_stream(&mut row, true);
        assert_eq!(row.iter().map(|glyph| glyph.index).collect::<Vec<_>>(), [1, 2, 3, 4]);
        let far = [glyph(2, "ا", 0.0, 3.0), glyph(1, "ل", 4.0, 3.0)];
        let mut row: Vec<&Glyph> = far.iter().collect();
        follow_stream(&mut row, true);
        assert_eq!(row.iter().map(|glyph| glyph.index).collect::<Vec<_>>(), [2, 1]);
    }
}
