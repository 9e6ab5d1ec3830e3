//! Invisible characters: where they stand, and how many a text has.
//!
//! They are part of the text and count in its offsets. Direction marks can make a text appear to say something else
//! (Unicode Technical Report 36, section 2.10), so their presence is shown.

use std::ops::Range;

/// What an invisible character does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum MarkKind {
    /// Changes the order in which characters are shown: embeddings, overrides, isolates (U+202A–202E, U+2066–2069).
    Direction,
    /// Has a direction and no width: U+200E, U+200F, U+061C.
    Hint,
    /// Has no width: U+200B, U+200C, U+200D, U+2060, U+FEFF, U+00AD.
    ZeroWidth,
}

/// An invisible character in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct InvisibleMark {
    pub start_byte: usize,
    pub character: char,
    pub kind: MarkKind,
}

impl InvisibleMark {
    /// The abbreviation in the Unicode charts, to be shown in the character's place.
    pub(crate) fn abbreviation(self) -> &'static str {
        match self.character {
            '\u{ad}' => "SHY",
            '\u{61c}' => "ALM",
            '\u{200b}' => "ZWSP",
            '\u{200c}' => "ZWNJ",
            '\u{200d}' => "ZWJ",
            '\u{200e}' => "LRM",
            '\u{200f}' => "RLM",
            '\u{202a}' => "LRE",
            '\u{202b}' => "RLE",
            '\u{202c}' => "PDF",
            '\u{202d}' => "LRO",
            '\u{202e}' => "RLO",
            '\u{2060}' => "WJ",
            '\u{2066}' => "LRI",
            '\u{2067}' => "RLI",
            '\u{2068}' => "FSI",
            '\u{2069}' => "PDI",
            _ => "BOM",
        }
    }
}

/// How many invisible characters a text has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MarkCounts {
    /// Characters that change the order in which others are shown.
    pub direction: usize,
    /// All the others.
    pub other: usize,
}

impl MarkCounts {
    /// Counts them in the whole text.
    pub fn of(text: &str) -> Self {
        marks(text, 0..text.len()).fold(Self::default(), |mut counts, mark| {
            match mark.kind {
                MarkKind::Direction => counts.direction += 1,
                MarkKind::Hint | MarkKind::ZeroWidth => counts.other += 1,
            }
            counts
        })
    }

    pub fn total(self) -> usize {
        self.direction + self.other
    }
}

/// The invisible characters of a passage, with byte offsets into the whole text.
pub(crate) fn marks(text: &str, range_byte: Range<usize>) -> impl Iterator<Item = InvisibleMark> + '_ {
    let part = text.get(range_byte.clone()).unwrap_or_default();
    // Their possible first two bytes; hardly any other character begins with these.
    let first = part
        .as_bytes()
        .windows(2)
        .enumerate()
        .filter(|(_, bytes)| matches!(bytes, [0xC2, 0xAD] | [0xD8, 0x9C] | [0xE2, 0x80 | 0x81] | [0xEF, 0xBB]));
    first.filter_map(move |(at, _)| {
        let character = part.get(at..)?.chars().next()?;
        let kind = kind(character)?;
        Some(InvisibleMark { start_byte: range_byte.start + at, character, kind })
    })
}

/// Whether a character is one of the invisible ones.
pub(crate) fn is_mark(c: char) -> bool {
    kind(c).is_some()
}

fn kind(c: char) -> Option<MarkKind> {
    Some(match c {
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => MarkKind::Direction,
        '\u{200e}' | '\u{200f}' | '\u{61c}' => MarkKind::Hint,
        '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => MarkKind::ZeroWidth,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_invisible_character_is_found_and_named_once() {
        let all = "\u{ad}\u{61c}\u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2060}\u{2066}\u{2067}\u{2068}\u{2069}\u{feff}";
        let found: Vec<InvisibleMark> = marks(all, 0..all.len()).collect();
        assert_eq!(found.iter().map(|mark| mark.character).collect::<String>(), all);
        let mut names: Vec<_> = found.iter().map(|mark| mark.abbreviation()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all.chars().count());
        assert_eq!(MarkCounts::of(all), MarkCounts { direction: 9, other: 9 });
    }

    #[test]
    fn letters_that_begin_with_the_same_bytes_are_none() {
        let text = "أ،؟ — “«é» ﻻ ‰";
        assert_eq!(MarkCounts::of(text).total(), 0);
        let text = "قال \u{200f}بوتين";
        let start = text.find('\u{200f}').unwrap();
        let found: Vec<_> = marks(text, 4..text.len()).map(|mark| (mark.start_byte, mark.kind)).collect();
        assert_eq!(found, [(start, MarkKind::Hint)]);
    }
}
