//! Graphemes, words and sentences: where a selection may begin and end.
//!
//! Boundaries follow Unicode Standard Annex 29 (crate `unicode-segmentation`). The sentence rules are narrowed to what
//! news prose needs: a closing quotation mark belongs to the full stop before it, a line end always ends a sentence, and
//! the full stop of a short form (`text::short_forms`) never does.

use std::ops::Range;

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation as _};

use super::short_forms;

/// Whether a byte offset lies on the edge of a grapheme cluster (or at either end of the text).
pub fn is_grapheme_edge(text: &str, offset_byte: usize) -> bool {
    if offset_byte > text.len() || !text.is_char_boundary(offset_byte) {
        return false;
    }
    GraphemeCursor::new(offset_byte, text.len(), true).is_boundary(text, 0).unwrap_or(false)
}

/// The nearest grapheme edge at or before this byte offset.
pub fn grapheme_floor(text: &str, offset_byte: usize) -> usize {
    let mut offset = text.floor_char_boundary(offset_byte.min(text.len()));
    while !is_grapheme_edge(text, offset) {
        offset = text.floor_char_boundary(offset - 1);
    }
    offset
}

/// The nearest grapheme edge at or after this byte offset.
pub(crate) fn grapheme_ceil(text: &str, offset_byte: usize) -> usize {
    if is_grapheme_edge(text, offset_byte) { offset_byte } else { next_grapheme(text, offset_byte) }
}

/// The grapheme edge after this byte offset, or the end of the text.
pub fn next_grapheme(text: &str, offset_byte: usize) -> usize {
    let offset = grapheme_floor(text, offset_byte);
    GraphemeCursor::new(offset, text.len(), true).next_boundary(text, 0).ok().flatten().unwrap_or(text.len())
}

/// The grapheme edge before this byte offset, or 0.
pub fn previous_grapheme(text: &str, offset_byte: usize) -> usize {
    let offset = text.floor_char_boundary(offset_byte.min(text.len()));
    GraphemeCursor::new(offset, text.len(), true).prev_boundary(text, 0).ok().flatten().unwrap_or(0)
}

/// The word (or run of white space, or single mark) at this byte offset, as a byte range; `paragraph` bounds the search.
pub fn word_at(text: &str, paragraph: Range<usize>, offset_byte: usize) -> Range<usize> {
    let offset = offset_byte.clamp(paragraph.start, paragraph.end);
    let paragraph = word_anchor(text, paragraph.start, offset)..paragraph.end;
    let Some(line) = text.get(paragraph.clone()) else { return offset_byte..offset_byte };
    let offset = offset - paragraph.start;
    let mut found = 0..0;
    for (start, word) in line.split_word_bound_indices() {
        found = start..start + word.len();
        if offset < found.end {
            break;
        }
    }
    found.start + paragraph.start..found.end + paragraph.start
}

/// How far back the start of a word, and how far in both directions the edges of a sentence are searched for, in bytes.
const WORD_REACH_BYTES: usize = 1024;
const SENTENCE_REACH_BYTES: usize = 16 * 1024;

/// A word boundary at or before this offset from which further boundaries can be found without reading the whole
/// paragraph: a letter or digit after a space, which rules WB4 and WB999 of UAX 29 always make a boundary.
fn word_anchor(text: &str, start_byte: usize, offset_byte: usize) -> usize {
    let from = text.floor_char_boundary(offset_byte.saturating_sub(WORD_REACH_BYTES)).max(start_byte);
    let Some(before) = text.get(from..offset_byte) else { return start_byte };
    let mut after = None;
    for (index, c) in before.char_indices().rev() {
        if c == ' ' && after.is_some_and(|(_, c): (usize, char)| c.is_alphanumeric()) {
            return from + index + 1;
        }
        after = Some((index, c));
    }
    if from == start_byte { start_byte } else { grapheme_floor(text, from).max(start_byte) }
}

/// The starts of the words of a paragraph; a word contains a letter or a digit.
pub(crate) fn word_starts(text: &str, paragraph: Range<usize>) -> Vec<usize> {
    let line = text.get(paragraph.clone()).unwrap_or_default();
    line.unicode_word_indices().map(|(start, _)| paragraph.start + start).collect()
}

/// The part of a long paragraph around an offset that is searched for its sentence, on grapheme edges.
fn sentence_window(text: &str, paragraph: Range<usize>, offset_byte: usize) -> Range<usize> {
    if paragraph.len() <= 2 * SENTENCE_REACH_BYTES {
        return paragraph;
    }
    let offset = offset_byte.clamp(paragraph.start, paragraph.end);
    let start = text.floor_char_boundary(offset.saturating_sub(SENTENCE_REACH_BYTES)).max(paragraph.start);
    let end = text.floor_char_boundary((offset + SENTENCE_REACH_BYTES).min(paragraph.end));
    // After the end of a sentence, the part has the same sentences as the whole paragraph.
    let head = text.get(start..offset).unwrap_or_default();
    let start = if start == paragraph.start {
        start
    } else {
        let after =
            [". ", "! ", "? ", "؟ ", "۔ "].iter().filter_map(|mark| head.find(mark).map(|at| at + mark.len())).min();
        grapheme_floor(text, after.map_or(start, |at| start + at))
    };
    start..grapheme_floor(text, end).max(offset_byte.min(paragraph.end))
}

/// The words of a text as byte ranges, in order, without punctuation and white space.
pub(crate) fn words(text: &str) -> Vec<Range<usize>> {
    text.unicode_word_indices().map(|(start, word)| start..start + word.len()).collect()
}

/// The sentence at this byte offset, as a byte range without surrounding white space.
pub fn sentence_at(text: &str, paragraph: Range<usize>, offset_byte: usize) -> Range<usize> {
    let paragraph = sentence_window(text, paragraph, offset_byte);
    let sentences = sentences(text, paragraph.clone());
    let found = sentences.iter().find(|s| offset_byte < s.end).or(sentences.last()).cloned().unwrap_or(paragraph);
    trim(text, found)
}

/// The sentences of a paragraph as byte ranges that cover it.
pub fn sentences(text: &str, paragraph: Range<usize>) -> Vec<Range<usize>> {
    let Some(line) = text.get(paragraph.clone()) else { return Vec::new() };
    let mut sentences: Vec<Range<usize>> = Vec::new();
    for (start, sentence) in line.split_sentence_bound_indices() {
        let range = paragraph.start + start..paragraph.start + start + sentence.len();
        // A piece without a letter or digit (a stray full stop, a closing quotation mark) belongs to the sentence before,
        // and so does what comes after a short form.
        let goes_on = || !sentence.chars().any(char::is_alphanumeric) || short_forms::goes_on(line, start);
        match sentences.last_mut() {
            Some(last) if goes_on() => last.end = range.end,
            Some(last) => {
                // The rules for sentences do not know that a skin tone belongs to the sign before it.
                let edge = grapheme_ceil(text, range.start);
                last.end = edge.min(range.end);
                if edge < range.end {
                    sentences.push(edge..range.end);
                }
            }
            None => sentences.push(range),
        }
    }
    sentences
}

/// The range without white space and invisible direction marks at its ends. If nothing is left, an empty range at its start.
pub fn trim(text: &str, range_byte: Range<usize>) -> Range<usize> {
    let Some(part) = text.get(range_byte.clone()) else { return range_byte };
    let blank = |c: char| c.is_whitespace() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{feff}');
    let start = range_byte.start + (part.len() - part.trim_start_matches(blank).len());
    let end = range_byte.end - (part.len() - part.trim_end_matches(blank).len());
    if start < end && is_grapheme_edge(text, start) && is_grapheme_edge(text, end) {
        start..end
    } else if start < end {
        range_byte
    } else {
        range_byte.start..range_byte.start
    }
}

/// The start of the next word after this offset (for moving by word), within the whole text.
pub fn next_word(text: &str, offset_byte: usize) -> usize {
    let offset = grapheme_floor(text, offset_byte);
    let Some(rest) = text.get(offset..) else { return text.len() };
    rest.split_word_bound_indices()
        .skip(1)
        .find(|(_, word)| word.chars().any(char::is_alphanumeric))
        .map_or(text.len(), |(start, _)| offset + start)
}

/// The end of the word at or after this offset, within the whole text.
pub(crate) fn next_word_end(text: &str, offset_byte: usize) -> usize {
    let offset = grapheme_floor(text, offset_byte);
    let Some(rest) = text.get(offset..) else { return text.len() };
    rest.split_word_bound_indices()
        .find(|(_, word)| word.chars().any(char::is_alphanumeric))
        .map_or(text.len(), |(start, word)| offset + start + word.len())
}

/// The end of the last word that ends before this offset, within the whole text, or 0.
pub(crate) fn previous_word_end(text: &str, offset_byte: usize) -> usize {
    let offset = grapheme_floor(text, offset_byte);
    let before = text.get(..offset).unwrap_or_default();
    before
        .split_word_bound_indices()
        .rev()
        .filter(|(_, word)| word.chars().any(char::is_alphanumeric))
        .map(|(start, word)| start + word.len())
        .find(|end| *end < offset)
        .unwrap_or(0)
}

/// The start of the word before this offset (for moving by word), within the whole text.
pub fn previous_word(text: &str, offset_byte: usize) -> usize {
    let offset = grapheme_floor(text, offset_byte);
    let Some(before) = text.get(..offset) else { return 0 };
    before
        .split_word_bound_indices()
        .rev()
        .find(|(_, word)| word.chars().any(char::is_alphanumeric))
        .map_or(0, |(start, _)| start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_and_its_marks_are_one() {
        let text = "بنَّاءة";
        let fatha = text.find('\u{64e}').unwrap();
        assert!(!is_grapheme_edge(text, fatha));
        assert_eq!(grapheme_floor(text, fatha + 2), text.find('ن').unwrap());
        assert!(is_grapheme_edge(text, text.len()));
        assert!(!is_grapheme_edge(text, text.len() + 1));
        assert!(!is_grapheme_edge(text, 1));
    }

    #[test]
    fn ends_of_words_before_and_after() {
        let text = "قال بوتين، نعم";
        let end = |word: &str| text.find(word).unwrap() + word.len();
        assert_eq!(next_word_end(text, 0), end("قال"));
        assert_eq!(next_word_end(text, end("قال")), end("بوتين"));
        assert_eq!(next_word_end(text, end("نعم")), text.len());
        assert_eq!(previous_word_end(text, text.len()), end("بوتين"));
        assert_eq!(previous_word_end(text, text.find("وتين").unwrap()), end("قال"));
        assert_eq!(previous_word_end(text, end("قال")), 0);
    }

    #[test]
    fn words_and_sentences_of_arabic() {
        let text = "قال بوتين: \"سنرد. نعم.\" ثم مضى.";
        let all = 0..text.len();
        let at = text.find("وتين").unwrap();
        assert_eq!(&text[word_at(text, all.clone(), at)], "بوتين");
        assert_eq!(&text[sentence_at(text, all.clone(), text.find("نعم").unwrap())], "نعم.\"");
        assert_eq!(&text[sentence_at(text, all, text.find("مضى").unwrap())], "ثم مضى.");
    }

    #[test]
    fn a_sentence_ends_on_a_grapheme_edge() {
        let text = "قال؟🏻-٣";
        let found: Vec<&str> = sentences(text, 0..text.len()).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["قال؟🏻", "-٣"]);
    }

    #[test]
    fn words_and_sentences_are_the_same_in_a_paragraph_of_any_length() {
        let piece = "قال بوتين: \"سنرد. نعم.\" ثم مضى can't stop 3.14 e\u{301}té. ";
        let long = piece.repeat(2000);
        let at = piece.len() * 1000;
        for (offset, _) in piece.char_indices() {
            // A copy on each side of the one that is tested, since the first and the last have no neighbour.
            let three = piece.repeat(3);
            let short = |range: Range<usize>| range.start + at - piece.len()..range.end + at - piece.len();
            let word = word_at(&three, 0..three.len(), piece.len() + offset);
            assert_eq!(word_at(&long, 0..long.len(), at + offset), short(word), "word at {offset}");
            let sentence = sentence_at(&three, 0..three.len(), piece.len() + offset);
            assert_eq!(sentence_at(&long, 0..long.len(), at + offset), short(sentence), "sentence at {offset}");
        }
    }

    #[test]
    fn moving_by_word_goes_there_and_back() {
        let text = "one, two — ثلاثة";
        assert_eq!(next_word(text, 0), 5);
        assert_eq!(next_word(text, 5), text.find('ث').unwrap());
        assert_eq!(previous_word(text, text.len()), text.find('ث').unwrap());
        assert_eq!(previous_word(text, 5), 0);
        assert_eq!(next_word(text, text.len()), text.len());
    }
}
