//! Adjusts the ends of a passage: outwards to whole words, inwards from white space and quotation marks.

use std::ops::Range;

use super::arabic::is_mark;
use super::segment;

/// Whether a character is part of a word: letters, digits, their marks, joiners and tatweel.
pub(crate) fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '\u{640}' || matches!(c, '\u{200c}' | '\u{200d}') || is_mark(c)
}

/// The uninterrupted run of word characters around this byte offset. Empty if there is none.
///
/// An offset between two adjoining words belongs to the second, an offset at the end of a word to that word.
pub(crate) fn word_around(text: &str, offset_byte: usize) -> Range<usize> {
    let offset = text.floor_char_boundary(offset_byte.min(text.len()));
    let (before, after) = text.split_at(offset);
    let start = before.len() - before.chars().rev().take_while(|c| is_word_char(*c)).map(char::len_utf8).sum::<usize>();
    let end = offset + after.chars().take_while(|c| is_word_char(*c)).map(char::len_utf8).sum::<usize>();
    start..end
}

/// The passage extended at both ends to whole words, as a double click selects them, and trimmed of white space.
///
/// A passage that is empty or contains no word stays as it is.
pub(crate) fn snap_to_words(text: &str, range_byte: Range<usize>) -> Range<usize> {
    let trimmed = segment::trim(text, range_byte.clone());
    if trimmed.is_empty() {
        return range_byte;
    }
    let last = segment::previous_grapheme(text, trimmed.end);
    // Word boundaries are searched for only between white space, so that a text without line ends costs no more.
    let first_word = segment::word_at(text, chunk(text, trimmed.start), trimmed.start);
    let last_word = segment::word_at(text, chunk(text, last), last);
    let start = if first_word.is_empty() { trimmed.start } else { first_word.start.min(trimmed.start) };
    let end = last_word.end.max(trimmed.end);
    segment::grapheme_floor(text, start)..grapheme_ceil(text, end)
}

/// The passage without white space, invisible marks and quotation marks at its ends. Empty if it contains nothing else.
pub(crate) fn trim_quotes(text: &str, range_byte: Range<usize>) -> Range<usize> {
    let Some(part) = text.get(range_byte.clone()) else { return range_byte };
    let outside = |c: char| c.is_whitespace() || is_quotation_mark(c) || is_invisible(c);
    let mut start = range_byte.start + (part.len() - part.trim_start_matches(outside).len());
    let mut end = range_byte.end - (part.len() - part.trim_end_matches(outside).len());
    if start >= end {
        return range_byte.start..range_byte.start;
    }
    // A quotation mark with a combining mark is one grapheme and stays whole.
    start = segment::grapheme_floor(text, start).max(range_byte.start);
    end = grapheme_ceil(text, end).min(range_byte.end);
    start..end
}

/// The grapheme edge at or after this byte offset.
pub(crate) fn grapheme_ceil(text: &str, offset_byte: usize) -> usize {
    if segment::is_grapheme_edge(text, offset_byte) { offset_byte } else { segment::next_grapheme(text, offset_byte) }
}

/// Quotation marks of the scripts in which news is written, including straight, low and reversed ones.
fn is_quotation_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '`'
            | '«'
            | '»'
            | '‘'..='‟'
            | '‹'
            | '›'
            | '״'
            | '׳'
            | '「'..='』'
            | '〝'..='〟'
            | '＂'
            | '＇'
    )
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The stretch between white space that contains this offset.
fn chunk(text: &str, offset_byte: usize) -> Range<usize> {
    let (before, after) = text.split_at(text.floor_char_boundary(offset_byte.min(text.len())));
    let start = before.char_indices().rev().find(|(_, c)| c.is_whitespace()).map_or(0, |(at, c)| at + c.len_utf8());
    let end = after.find(char::is_whitespace).map_or(text.len(), |at| before.len() + at);
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Applies `to` to the passage between [ and ].
    fn check(to: fn(&str, Range<usize>) -> Range<usize>, before: &str, after: &str) {
        let start = before.find('[').unwrap();
        let end = before.find(']').unwrap() - 1;
        let text: String = before.chars().filter(|c| !matches!(c, '[' | ']')).collect();
        let moved = to(&text, start..end);
        let found = format!("{}[{}]{}", &text[..moved.start], &text[moved.clone()], &text[moved.end..]);
        assert_eq!(found, after, "from {before}");
    }

    #[test]
    fn a_passage_grows_to_whole_words() {
        for (before, after) in [
            ("قال الرئ[يس بو]تين اليوم", "قال [الرئيس بوتين] اليوم"),
            ("قال[ بوتين ]اليوم", "قال [بوتين] اليوم"),
            ("حذّ[ر]", "[حذّر]"),
            ("the [Krem]lin's reply", "the [Kremlin's] reply"),
            ("in 7.[5] days", "in [7.5] days"),
            ("قال \"ن[ع]م\".", "قال \"[نعم]\"."),
            ("a[] b", "a[] b"),
            ("a [ ] b", "a [ ] b"),
            ("بوتين[،]", "بوتين[،]"),
        ] {
            check(snap_to_words, before, after);
        }
    }

    #[test]
    fn quotation_marks_and_spaces_fall_off_both_ends() {
        for (before, after) in [
            ("قال [\"نعم\" ]ثم", "قال \"[نعم]\" ثم"),
            ("قال [«نعم»] ثم", "قال «[نعم]» ثم"),
            ("[ “yes,” ]", " “[yes,]” "),
            ("[\u{200f}\"نعم\"]", "\u{200f}\"[نعم]\""),
            ("['it's']", "'[it's]'"),
            ("[ \" ]", "[] \" "),
            ("[„Ja‟]", "„[Ja]‟"),
        ] {
            check(trim_quotes, before, after);
        }
    }

    #[test]
    fn a_word_is_found_from_its_inside_and_its_ends() {
        let text = "قال بُوتين.";
        let word = text.find('ب').unwrap()..text.len() - 1;
        for at in [word.start, word.start + 3, word.end] {
            assert_eq!(word_around(text, at), word);
        }
        assert!(word_around(text, text.len()).is_empty());
    }
}
