//! Tokens for the formats that need them. They depend on the text alone, never on the tags: boundaries that follow tags
//! would tell a model where the tags are.
//!
//! A token is a word, a run of digits, or a single mark; letters keep their vowel marks, and proclitics stay with their
//! word. White space other than one blank after a token is a token of its own, so that the tokens rebuild the text.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

use crate::model::document::Document;

/// A token of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'t> {
    pub text: &'t str,
    /// In code points, half-open.
    pub start: usize,
    pub end: usize,
    /// Whether one blank follows that is no token of its own.
    pub has_blank: bool,
}

impl Token<'_> {
    pub(super) fn is_white(&self) -> bool {
        self.text.chars().all(char::is_whitespace)
    }

    /// Whether there is nothing to see in it but marks of direction and joining.
    pub(super) fn is_invisible(&self) -> bool {
        let is_mark = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{61c}' | '\u{feff}');
        self.text.chars().all(is_mark)
    }
}

/// The tokens of a document.
pub(super) fn tokens_of(document: &Document) -> Vec<Token<'_>> {
    let text = document.content.as_str();
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let (mut at_byte, mut at_char) = (0, 0);
    for word in text.split_word_bounds() {
        let end_byte = at_byte + word.len();
        let length = word.chars().count();
        let is_blank = word == " " && tokens.last().is_some_and(|last| !last.has_blank && !last.is_white());
        if is_blank {
            if let Some(last) = tokens.last_mut() {
                last.has_blank = true;
            }
        } else if let Some(last) = tokens.last_mut().filter(|last| last.is_white() && is_white(word)) {
            // White space is one token, however long.
            let start = at_byte - last.text.len();
            last.text = text.get(start..end_byte).unwrap_or(last.text);
            last.end += length;
        } else {
            tokens.push(Token { text: word, start: at_char, end: at_char + length, has_blank: false });
        }
        at_byte = end_byte;
        at_char += length;
    }
    tokens
}

fn is_white(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

/// The first token that reaches into a span and the one after the last; `None` if there is none in it. In code points.
pub(super) fn covering(tokens: &[Token<'_>], start: usize, end: usize) -> Option<Range<usize>> {
    let first = tokens.partition_point(|token| token.end <= start);
    let after = tokens.partition_point(|token| token.start < end);
    (first < after).then_some(first..after)
}

/// Whether a span begins and ends where tokens do.
pub(super) fn is_aligned(tokens: &[Token<'_>], start: usize, end: usize) -> bool {
    let starts = tokens.binary_search_by_key(&start, |token| token.start).is_ok();
    let ends = tokens.binary_search_by_key(&end, |token| token.end).is_ok();
    starts && ends
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::document::Metadata;
    use crate::model::id::DocumentId;
    use crate::text::content::Content;

    fn document(text: &str) -> Document {
        Document {
            id: DocumentId::new("d").unwrap(),
            content: Content::new(text),
            metadata: Metadata::default(),
            encoding: String::new(),
            excluded: Vec::new(),
        }
    }

    #[test]
    fn tokens_rebuild_the_text() {
        for text in
            ["", " ", "قال: «لا»، ثم  مضى.\r\n\n ", "a\u{2028}b\tc 👩\u{200d}💻! ", "  one two", "x \n y", "don't 3.5"]
        {
            let document = document(text);
            let mut rebuilt = String::new();
            for token in tokens_of(&document) {
                assert_eq!(token.start, rebuilt.chars().count(), "{text:?}");
                rebuilt += token.text;
                assert_eq!(token.end, rebuilt.chars().count(), "{text:?}");
                rebuilt += if token.has_blank { " " } else { "" };
            }
            assert_eq!(rebuilt, text);
        }
    }

    #[test]
    fn words_keep_their_marks_and_punctuation_stands_alone() {
        let document = document("وحذّرت: «سدّ»، 12");
        let tokens: Vec<&str> = tokens_of(&document).iter().map(|token| token.text).collect();
        assert_eq!(tokens, ["وحذّرت", ":", "«", "سدّ", "»", "،", "12"]);
    }
}
