//! The text of a source with LF line ends, and the unit in which a file counts.

use crate::formats::utf16::Utf16;
use crate::model::span::Span;

/// A text whose CR LF and CR became LF.
pub(super) struct Lines {
    pub(super) text: String,
    /// The code points that were dropped: the CR of each CR LF.
    dropped: Vec<usize>,
}

impl Lines {
    /// With `exact`, the text stays as it is.
    pub(super) fn of(text: &str, exact: bool) -> Self {
        if exact || !text.contains('\r') {
            return Self { text: text.to_owned(), dropped: Vec::new() };
        }
        let (mut lines, mut dropped) = (String::with_capacity(text.len()), Vec::new());
        let mut chars = text.chars().enumerate().peekable();
        while let Some((at, c)) = chars.next() {
            match c {
                '\r' if chars.peek().is_some_and(|(_, next)| *next == '\n') => dropped.push(at),
                '\r' => lines.push('\n'),
                other => lines.push(other),
            }
        }
        Self { text: lines, dropped }
    }

    /// The place of a code point of the original text.
    pub(super) fn place(&self, offset_char: usize) -> usize {
        offset_char - self.dropped.partition_point(|dropped| *dropped < offset_char)
    }
}

/// A unit in which programs count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Chars,
    /// CR LF is one.
    CharsOfLines,
    /// Every line end is two.
    CharsOfCrLf,
    Utf16,
    Bytes,
}

/// Offsets of a file, in the unit that fits it.
pub(super) struct Places<'t> {
    text: &'t str,
    /// The byte of each offset; `None` if they are bytes.
    bytes: Option<Vec<usize>>,
    /// What is added to each offset: one less if a byte order mark was counted.
    shift: i64,
}

impl<'t> Places<'t> {
    /// Finds the unit in which most selections begin with their names; code points if none is better.
    pub(super) fn of(text: &'t str, had_mark: bool, selections: &[(i64, i64, &str)]) -> Self {
        let shifts: &[i64] = if had_mark { &[0, -1] } else { &[0] };
        let mut best: Option<(usize, Self)> = None;
        for unit in [Unit::Chars, Unit::CharsOfLines, Unit::CharsOfCrLf, Unit::Utf16, Unit::Bytes] {
            for shift in shifts {
                let places = Self { text, bytes: starts(text, unit), shift: *shift };
                let fits = selections.iter().map(|(start, end, name)| places.fit(*start, *end, name)).sum::<usize>();
                if best.as_ref().is_none_or(|(most, _)| fits > *most) {
                    best = Some((fits, places));
                }
            }
        }
        best.map_or(Self { text, bytes: None, shift: 0 }, |(_, places)| places)
    }

    /// The bytes of a selection; `None` if it is not a place in the text.
    pub(super) fn span(&self, start: i64, end: i64) -> Option<Span> {
        let byte = |offset: i64| {
            let offset = usize::try_from(offset.checked_add(self.shift)?).ok()?;
            match &self.bytes {
                Some(bytes) => bytes.get(offset).copied().filter(|byte| *byte != usize::MAX),
                None => Some(offset).filter(|offset| self.text.is_char_boundary(*offset)),
            }
        };
        Some(Span::new(byte(start)?, byte(end)?)).filter(|span| !span.is_empty())
    }

    /// How well the name of a selection is how its text begins: 0 if it is not, 1 if white space comes before it, else 2.
    fn fit(&self, start: i64, end: i64, name: &str) -> usize {
        let Some(text) = self.span(start, end).and_then(|span| self.text.get(span.range())) else { return 0 };
        let name = name.trim_end_matches(['…', '.']).trim();
        let mut letters = text.chars().filter(|c| !c.is_whitespace());
        let is_name =
            !name.is_empty() && name.chars().filter(|c| !c.is_whitespace()).all(|c| letters.next() == Some(c));
        if is_name { 1 + usize::from(!text.starts_with(char::is_whitespace)) } else { 0 }
    }
}

/// The byte at each offset of a unit; an impossible one inside a character.
fn starts(text: &str, unit: Unit) -> Option<Vec<usize>> {
    let mut starts = Vec::with_capacity(text.len() + 1);
    let mut before = '\0';
    for (byte, c) in text.char_indices() {
        let continues = before == '\r' && c == '\n';
        match unit {
            Unit::Bytes => return None,
            Unit::Utf16 => break,
            Unit::Chars => starts.push(byte),
            Unit::CharsOfLines if continues => {}
            Unit::CharsOfLines => starts.push(byte),
            Unit::CharsOfCrLf => {
                starts.push(byte);
                if c == '\n' && before != '\r' {
                    starts.push(usize::MAX);
                }
            }
        }
        before = c;
    }
    if unit == Unit::Utf16 {
        let units = Utf16::new(text);
        starts = (0..units.length()).map(|offset| units.to_byte(offset).unwrap_or(usize::MAX)).collect();
    }
    starts.push(text.len());
    Some(starts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_become_lf_and_places_follow() {
        let lines = Lines::of("a\r\nb\rc\nd", false);
        assert_eq!(lines.text, "a\nb\nc\nd");
        // The edges of the letters.
        for (from, to) in [(0, 0), (1, 1), (3, 2), (4, 3), (5, 4), (6, 5), (7, 6), (8, 7)] {
            assert_eq!(lines.place(from), to, "{from}");
        }
    }

    #[test]
    fn the_unit_is_known_by_the_names() {
        let text = "🙂 one\r\ntwo\r\nthree";
        let quote = |places: &Places<'_>, start, end| places.span(start, end).map(|span| &text[span.range()]);
        for (start, end) in [(12, 17), (10, 15), (13, 18), (15, 20)] {
            let places = Places::of(text, false, &[(start, end, "thr…")]);
            assert_eq!(quote(&places, start, end), Some("three"), "{start}");
        }
        let with_mark = Places::of(text, true, &[(13, 18, "three"), (3, 6, "one")]);
        assert_eq!(quote(&with_mark, 3, 6), Some("one"));
        assert_eq!(Places::of(text, false, &[]).span(2, 99), None);
        assert_eq!(Places::of(text, false, &[]).span(-1, 2), None);
    }
}
