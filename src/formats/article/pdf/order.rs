//! The logical order of the characters of a page, from their places: a PDF keeps shapes, not text.
//!
//! Lines come from the baselines, columns from empty strips. In a line that reads from right to left, the characters are
//! turned, and numbers and Latin runs are turned back; marks go to the letter they were drawn with.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization as _;

use super::glyph::Glyph;
use crate::text::arabic::is_mark;

/// A line of a page.
#[derive(Debug)]
pub(super) struct Line {
    pub page: u32,
    pub text: String,
    pub left: f64,
    pub right: f64,
    pub baseline: f64,
    pub size: f64,
    pub is_rtl: bool,
    /// The number of its column from the left, and how many the page has.
    pub column: (usize, usize),
    /// How many marks have no letter, or are far from the letter that they were drawn with.
    pub stray_marks: usize,
    /// How many characters were drawn on top of another one, or stand before one that was drawn before them.
    pub overlaps: usize,
}

/// A letter with its marks, in their order.
struct Cluster<'g> {
    base: &'g Glyph,
    marks: Vec<&'g Glyph>,
}

impl Cluster<'_> {
    fn text(&self) -> String {
        let marks = self.marks.iter().flat_map(|mark| mark.text.chars());
        folded(&self.base.text).chain(marks).collect()
    }
}

/// The lines of a page, column by column, from the top to the bottom.
pub(super) fn lines(page: u32, glyphs: &[Glyph]) -> Vec<Line> {
    let bases: Vec<&Glyph> = glyphs.iter().filter(|glyph| !is_mark_only(glyph)).collect();
    let arabic = bases.iter().filter(|glyph| glyph.text.chars().any(is_rtl)).count();
    let is_rtl = arabic * 2 > bases.iter().filter(|glyph| glyph.text.chars().any(char::is_alphabetic)).count();
    let mut columns: Vec<_> = columns(&bases).into_iter().enumerate().collect();
    let count = columns.len();
    if is_rtl {
        columns.reverse();
    }
    let marks = marks(glyphs);
    let mut all: Vec<Line> = Vec::new();
    for (number, column) in columns {
        let inside = bases.iter().copied().filter(|glyph| column.0 <= glyph.x && glyph.x < column.1);
        for row in rows(inside.collect()) {
            // A sentence goes on from the line before, unless that one ended a sentence.
            let before = all.last().map(|line| line.text.as_str()).filter(|text| !text.ends_with(ENDS));
            let is_after_arabic = before.is_some_and(ends_in_arabic);
            let line = line(page, row, &marks, is_rtl, is_after_arabic);
            all.push(Line { column: (number, count), ..line });
        }
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
        let found = if is_visual { (at + 1..glyphs.len()).find(is_letter) } else { (0..at).rev().find(is_letter) };
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

/// The left and right edges of the columns. A column is parted from the next one by a strip that no character crosses,
/// wider than any space between words, with several lines on both sides.
fn columns(glyphs: &[&Glyph]) -> Vec<(f64, f64)> {
    const LEAST_GLYPHS: usize = 200;
    let mut extents: Vec<(f64, f64)> =
        glyphs.iter().filter(|glyph| !glyph.is_space()).map(|glyph| (glyph.x, glyph.x + glyph.width)).collect();
    extents.sort_by(|a, b| a.0.total_cmp(&b.0));
    let size = glyphs.iter().map(|glyph| glyph.size).fold(0.0, f64::max).max(1.0);
    let mut edges = vec![f64::NEG_INFINITY];
    let (mut right, mut count) = (f64::INFINITY, 0);
    for (at, (left, end)) in extents.iter().enumerate() {
        if *left - right > 1.2 * size && count >= LEAST_GLYPHS && extents.len() - at >= LEAST_GLYPHS {
            edges.push((left + right) / 2.0);
            count = 0;
        }
        right = if right.is_finite() { right.max(*end) } else { *end };
        count += 1;
    }
    edges.push(f64::INFINITY);
    edges.windows(2).filter_map(|edges| Some((*edges.first()?, *edges.last()?))).collect()
}

/// The characters by their baselines, from the top to the bottom.
fn rows(mut glyphs: Vec<&Glyph>) -> Vec<Vec<&Glyph>> {
    glyphs.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut rows: Vec<Vec<&Glyph>> = Vec::new();
    for glyph in glyphs {
        match rows.last_mut().filter(|row| row.first().is_some_and(|first| first.y - glyph.y < 0.35 * glyph.size)) {
            Some(row) => row.push(glyph),
            None => rows.push(vec![glyph]),
        }
    }
    rows.retain(|row| row.iter().any(|glyph| !glyph.is_space()));
    rows
}

fn line(page: u32, mut row: Vec<&Glyph>, marks: &Marks<'_>, is_rtl_page: bool, is_after_arabic: bool) -> Line {
    // Characters at the same place, such as the two of a ligature, keep their order in the stream.
    row.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.index.cmp(&b.index)));
    let strong =
        |rtl: bool| row.iter().flat_map(|g| g.text.chars()).filter(|c| c.is_alphabetic() && is_rtl(*c) == rtl).count();
    let (rtl, ltr) = (strong(true), strong(false));
    let is_rtl = if rtl + ltr == 0 { is_rtl_page } else { rtl > 0 && (is_rtl_page || rtl > ltr) };
    let mut pieces: Vec<String> = Vec::new();
    let mut before: Option<&Glyph> = None;
    let mut overlaps = 0;
    for glyph in &row {
        if let Some(before) = before {
            let gap = glyph.x - (before.x + before.width);
            if before.width > 0.0 && gap > 0.22 * glyph.size && !before.is_space() && !glyph.is_space() {
                pieces.push(" ".to_owned());
            }
            let width = before.width.min(glyph.width);
            let covers = width > 0.0 && -gap > 0.4 * width && !before.is_space() && !glyph.is_space();
            // Drawn one after the other, they stand the other way round.
            let is_exchanged = marks.is_visual && (1..=3).contains(&before.index.saturating_sub(glyph.index));
            overlaps += usize::from(covers || is_exchanged);
        }
        let marks = marks.of.get(&glyph.index).cloned().unwrap_or_default();
        pieces.push(Cluster { base: glyph, marks }.text());
        before = Some(glyph);
    }
    let text = if is_rtl { turned(&pieces, is_after_arabic) } else { pieces.concat() };
    let edge = |edge: fn(f64, f64) -> f64, from: f64, of: fn(&Glyph) -> f64| row.iter().map(|g| of(g)).fold(from, edge);
    Line {
        page,
        text: text.split_whitespace().collect::<Vec<_>>().join(" "),
        left: edge(f64::min, f64::INFINITY, |glyph| glyph.x),
        right: edge(f64::max, f64::NEG_INFINITY, |glyph| glyph.x + glyph.width),
        baseline: row.first().map_or(0.0, |glyph| glyph.y),
        size: edge(f64::max, 0.0, |glyph| glyph.size),
        is_rtl,
        column: (0, 1),
        stray_marks: 0,
        overlaps,
    }
}

/// The pieces of a right-to-left line in logical order, from those in visual order: all are turned, then runs that read
/// from left to right are turned back.
///
/// By the bidirectional algorithm, a hyphen joins two numbers to a run only where no Arabic letter precedes them:
/// `2024-06-11` in an Arabic sentence is drawn with the day at the left.
fn turned(pieces: &[String], is_after_arabic: bool) -> String {
    let classes: Vec<Class> = pieces.iter().map(|piece| class(piece)).collect();
    let mut text = String::new();
    let mut at = pieces.len();
    while at > 0 {
        let Some(class) = classes.get(at - 1) else { break };
        if !matches!(class, Class::Left | Class::Digit) {
            text.push_str(pieces.get(at - 1).map(String::as_str).unwrap_or_default());
            at -= 1;
            continue;
        }
        // A run: letters and digits, with what stands between two of them.
        let mut begin = at - 1;
        let mut looked = at - 1;
        let mut has_letter = *class == Class::Left;
        while looked > 0 {
            match classes.get(looked - 1) {
                Some(Class::Left) => (has_letter, looked, begin) = (true, looked - 1, looked - 1),
                Some(Class::Digit) => (looked, begin) = (looked - 1, looked - 1),
                Some(Class::Separator) if begin - (looked - 1) == 1 => looked -= 1,
                Some(Class::Space) if has_letter && begin - (looked - 1) == 1 => {
                    // Words of a Latin name; a number after it belongs to the Arabic sentence.
                    if classes.get(looked.wrapping_sub(2)) != Some(&Class::Left) {
                        break;
                    }
                    looked -= 1;
                }
                _ => break,
            }
        }
        let has_letters = text.chars().any(char::is_alphabetic);
        let is_arabic = if has_letters { ends_in_arabic(&text) } else { is_after_arabic };
        let hyphen = pieces.get(begin..at).unwrap_or_default().iter().rposition(|piece| piece == "-");
        if let Some(hyphen) = hyphen.filter(|_| is_arabic && !has_letter) {
            begin += hyphen + 1;
        }
        text.extend(pieces.get(begin..at).unwrap_or_default().iter().map(String::as_str));
        at = begin;
    }
    text
}

/// What ends a sentence.
const ENDS: [char; 4] = ['.', '!', '?', '؟'];

/// Whether the last letter of a text is one that reads from right to left.
fn ends_in_arabic(text: &str) -> bool {
    text.chars().rev().find(|c| c.is_alphabetic()).is_some_and(is_rtl)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// A letter that reads from left to right.
    Left,
    Digit,
    /// A character that is part of a number or an address when it is between two of its characters.
    Separator,
    Space,
    Other,
}

fn class(piece: &str) -> Class {
    match piece.chars().next() {
        Some(c) if is_rtl(c) && !c.is_numeric() => Class::Other,
        Some(c) if c.is_numeric() => Class::Digit,
        Some(c) if c.is_alphabetic() => Class::Left,
        Some('.' | ',' | ':' | '/' | '-' | '\'' | '’' | '@' | '_' | '&' | '٫' | '٬') => Class::Separator,
        Some(c) if c.is_whitespace() => Class::Space,
        _ => Class::Other,
    }
}

/// Letters of the scripts that read from right to left, and their digits.
pub(super) fn is_rtl(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

fn is_mark_only(glyph: &Glyph) -> bool {
    !glyph.text.is_empty() && glyph.text.chars().all(is_mark)
}

/// The letters of presentation forms; every other character as it is.
fn folded(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(|c| {
        let is_form = matches!(c, '\u{fb50}'..='\u{fdfb}' | '\u{fe70}'..='\u{fefc}' | '\u{fb00}'..='\u{fb06}')
            && !matches!(c, '\u{fd3e}' | '\u{fd3f}');
        let form = is_form.then(|| std::iter::once(c).nfkc());
        let other = (!is_form).then_some(c);
        form.into_iter().flatten().chain(other)
    })
}
