//! Arabic proclitics: one-letter words that are written joined to the next word, and the article.
//!
//! In order a word may begin with a conjunction (و ف), then a preposition (ب ل ك) or the mark of the future (س, before
//! a verb, so before one of أ ن ي ت), then the article (ال; its alef falls after ل, as in للكرملين). Which of the
//! letters are a proclitic in a given word cannot be told without a dictionary (ولد is "boy", or "and for …"), so this
//! module lists where a passage *may* begin, and the annotator decides.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;
use unicode_segmentation::UnicodeSegmentation as _;

use super::arabic::is_mark;
use super::edges;

/// The fewest letters that must be left of a word; after the mark of the future one more.
const FEWEST_LETTERS: usize = 2;

/// The byte offsets at which a passage may begin inside a word: the word's start, then after each of its proclitics.
///
/// Marks on a proclitic, and tatweel after it, belong to the proclitic.
pub(crate) fn starts(text: &str, word_byte: Range<usize>) -> Vec<usize> {
    let mut found = vec![word_byte.start];
    let Some(word) = text.get(word_byte.clone()) else { return found };
    let letters: Vec<(usize, char)> = word
        .grapheme_indices(true)
        .filter_map(|(at, grapheme)| Some((word_byte.start + at, letter(grapheme)?)))
        .collect();
    let at = |index: usize| letters.get(index).map(|(_, letter)| *letter);
    let mut index = 0;
    let mut take = |index: &mut usize, count: usize, fewest: usize| {
        let Some((start, _)) = letters.get(*index + count) else { return false };
        let fits = letters.len() - *index - count >= fewest;
        if fits {
            found.push(*start);
            *index += count;
        }
        fits
    };
    if matches!(at(0), Some('و' | 'ف')) {
        take(&mut index, 1, FEWEST_LETTERS);
    }
    let joined = at(index);
    let future = joined == Some('س');
    let taken = match joined {
        Some('س') if matches!(at(index + 1), Some('أ' | 'ا' | 'ن' | 'ي' | 'ت')) => {
            take(&mut index, 1, FEWEST_LETTERS + 1)
        }
        Some('ل' | 'ب' | 'ك') => take(&mut index, 1, FEWEST_LETTERS),
        _ => false,
    };
    if taken && joined == Some('ل') && at(index) == Some('ل') {
        take(&mut index, 1, FEWEST_LETTERS);
    } else if !future && is_article(at(index), at(index + 1)) {
        take(&mut index, 2, FEWEST_LETTERS);
    }
    found
}

/// The next possible start in the word at this offset; after the last one, the start of the word again.
///
/// Returns the same offset if the word has no proclitic.
pub(crate) fn next_start(text: &str, start_byte: usize) -> usize {
    let starts = starts(text, edges::word_around(text, start_byte));
    starts.iter().copied().find(|start| *start > start_byte).or(starts.first().copied()).unwrap_or(start_byte)
}

/// The previous possible start in the word at this offset; before the first one, the last.
pub(crate) fn previous_start(text: &str, start_byte: usize) -> usize {
    let starts = starts(text, edges::word_around(text, start_byte));
    starts.iter().rev().copied().find(|start| *start < start_byte).or(starts.last().copied()).unwrap_or(start_byte)
}

/// The base letter of a grapheme, with presentation forms unified; nothing for tatweel and joiners.
fn letter(grapheme: &str) -> Option<char> {
    let first = grapheme.nfkc().find(|c| !is_mark(*c))?;
    (!matches!(first, '\u{640}' | '\u{200c}' | '\u{200d}')).then_some(first)
}

fn is_article(first: Option<char>, second: Option<char>) -> bool {
    matches!(first, Some('ا' | 'ٱ')) && second == Some('ل')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(word: &str) -> Vec<&str> {
        starts(word, 0..word.len()).into_iter().map(|start| &word[start..]).collect()
    }

    #[test]
    fn the_starts_inside_a_word() {
        for (word, expected) in [
            ("وبوتين", vec!["وبوتين", "بوتين", "وتين"]),
            ("وبالرئيس", vec!["وبالرئيس", "بالرئيس", "الرئيس", "رئيس"]),
            ("الكرملين", vec!["الكرملين", "كرملين"]),
            ("للكرملين", vec!["للكرملين", "لكرملين", "كرملين"]),
            ("فسيرد", vec!["فسيرد", "سيرد", "يرد"]),
            ("سوريا", vec!["سوريا"]),
            ("وهو", vec!["وهو", "هو"]),
            ("له", vec!["له"]),
            ("سيد", vec!["سيد"]),
            ("كالعقوبات", vec!["كالعقوبات", "العقوبات", "عقوبات"]),
            ("وَبِالرَّئيس", vec!["وَبِالرَّئيس", "بِالرَّئيس", "الرَّئيس", "رَّئيس"]),
            ("وـــبوتين", vec!["وـــبوتين", "بوتين", "وتين"]),
            ("ؤلد", vec!["ؤلد"]),
            ("و\u{654}لدان", vec!["و\u{654}لدان"]),
            ("بايدن", vec!["بايدن", "ايدن"]),
            ("ﻭالناتو", vec!["ﻭالناتو", "الناتو", "ناتو"]),
            ("Biden", vec!["Biden"]),
            ("", vec![""]),
        ] {
            assert_eq!(parts(word), expected, "{word}");
        }
    }

    #[test]
    fn forward_and_back_go_round_the_word() {
        let text = "قال وبالرئيس.";
        let word = text.find('و').unwrap();
        let mut at = word;
        let mut seen = Vec::new();
        for _ in 0..4 {
            at = next_start(text, at);
            seen.push(at);
        }
        assert_eq!(seen.last(), Some(&word));
        for expected in seen.iter().rev().skip(1) {
            at = previous_start(text, at);
            assert_eq!(at, *expected);
        }
        assert_eq!(next_start(text, 0), 0);
        assert_eq!(previous_start(text, text.len()), text.len());
    }
}
