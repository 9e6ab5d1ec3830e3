//! The tokens and the sentences of a text: what has a row. They depend on the text alone.

use std::ops::Range;

use crate::formats::text_tokens::tokens_of;
use crate::model::document::Document;
use crate::model::span::Span;

/// The tokens of a text in order, and the sentences to which they belong.
pub(super) struct Tokens {
    pub(super) all: Vec<Span>,
    pub(super) sentences: Vec<Sentence>,
}

/// A line with a word in it and the lines without one that follow, without the last line end.
pub(super) struct Sentence {
    pub(super) text: Span,
    /// The places of its tokens in [`Tokens::all`].
    pub(super) tokens: Range<usize>,
}

/// A token or a part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    /// The place of the token in [`Tokens::all`].
    pub(super) token: usize,
    pub(super) span: Span,
}

impl Tokens {
    pub(super) fn of(document: &Document) -> Self {
        let text = document.content.as_str();
        let (mut words, mut at_byte) = (Vec::new(), 0);
        for token in tokens_of(document) {
            let end_byte = at_byte + token.text.len();
            if !token.is_white() {
                words.push(Span::new(at_byte, end_byte));
            }
            at_byte = end_byte + usize::from(token.has_blank);
        }
        Self::of_words(text, words)
    }

    fn of_words(text: &str, words: Vec<Span>) -> Self {
        let mut tokens = Self { all: Vec::with_capacity(words.len()), sentences: Vec::new() };
        // The line end at the end of a text is not written: readers add it.
        let end_byte = text.strip_suffix('\n').map_or(text.len(), str::len);
        let (mut words, mut start_byte) = (words.into_iter().peekable(), 0);
        let mut open: Option<(usize, usize)> = None;
        for line in text.get(..end_byte).unwrap_or_default().split('\n') {
            let line_end = start_byte + line.len();
            if let Some(first) = words.peek().copied().filter(|word| word.start_byte < line_end) {
                // The first sentence begins with the text, whatever stands before its first word.
                let begin = if open.is_none() { 0 } else { start_byte };
                if let Some((begin, from)) = open.replace((begin, tokens.all.len())) {
                    tokens.close(begin, start_byte - 1, from);
                }
                if begin < first.start_byte {
                    tokens.all.push(Span::new(begin, first.start_byte));
                }
                while let Some(word) = words.next_if(|word| word.start_byte < line_end) {
                    tokens.all.push(word);
                }
            }
            start_byte = line_end + 1;
        }
        match open {
            Some((begin, from)) => tokens.close(begin, end_byte, from),
            // A text without words is one token.
            None if !text.is_empty() => {
                tokens.all.push(Span::new(0, text.len()));
                tokens.close(0, end_byte, 0);
            }
            None => {}
        }
        tokens
    }

    fn close(&mut self, begin: usize, end: usize, from: usize) {
        let last = from..self.all.len();
        self.sentences.push(Sentence { text: Span::new(begin, end), tokens: last });
    }

    /// The tokens in a span, of the first and the last only the part in it.
    pub(super) fn units(&self, span: Span) -> impl Iterator<Item = Unit> + '_ {
        let first = self.all.partition_point(|token| token.end_byte <= span.start_byte);
        let after = self.all.partition_point(|token| token.start_byte < span.end_byte).max(first);
        let tokens = self.all.get(first..after).unwrap_or_default().iter().enumerate();
        tokens.map(move |(index, token)| {
            let (start, end) = (token.start_byte.max(span.start_byte), token.end_byte.min(span.end_byte));
            Unit { token: first + index, span: Span::new(start, end) }
        })
    }

    /// The span as a reader finds it: from its first unit to its last; `None` if there is no token in it.
    pub(super) fn cut(&self, span: Span) -> Option<Span> {
        let mut units = self.units(span);
        let first = units.next()?;
        let last = units.last().unwrap_or(first);
        Some(Span::new(first.span.start_byte, last.span.end_byte))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::document::Metadata;
    use crate::model::id::DocumentId;
    use crate::text::content::Content;

    fn tokens(text: &str) -> (Vec<String>, Vec<String>) {
        let document = Document {
            id: DocumentId::new("d").unwrap(),
            content: Content::new(text),
            metadata: Metadata::default(),
            encoding: String::new(),
            excluded: Vec::new(),
        };
        let tokens = Tokens::of(&document);
        let of = |span: &Span| text[span.range()].to_owned();
        (tokens.sentences.iter().map(|sentence| of(&sentence.text)).collect(), tokens.all.iter().map(of).collect())
    }

    #[test]
    fn sentences_are_lines_that_begin_with_a_token() {
        for (text, sentences, all) in [
            ("", &[][..], &[][..]),
            ("\n", &[""], &["\n"]),
            (" \n \n", &[" \n "], &[" \n \n"]),
            ("a b.", &["a b."], &["a", "b", "."]),
            ("a\nb\n", &["a", "b"], &["a", "b"]),
            ("a\n\n\nb\n\n", &["a\n\n", "b\n"], &["a", "b"]),
            ("\n\n  a\n  b c", &["\n\n  a", "  b c"], &["\n\n  ", "a", "  ", "b", "c"]),
            ("a\r\nb\r\n", &["a\r", "b\r"], &["a", "b"]),
        ] {
            assert_eq!(tokens(text), (owned(sentences), owned(all)), "{text:?}");
        }
    }

    fn owned(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn spans_are_cut_to_tokens() {
        let tokens = Tokens::of_words("ab  cd", vec![Span::new(0, 2), Span::new(4, 6)]);
        for (span, cut, units) in
            [((0, 6), Some((0, 6)), 2), ((1, 5), Some((1, 5)), 2), ((2, 5), Some((4, 5)), 1), ((2, 4), None, 0)]
        {
            let span = Span::new(span.0, span.1);
            assert_eq!(tokens.cut(span), cut.map(|(start, end)| Span::new(start, end)));
            assert_eq!(tokens.units(span).count(), units);
        }
    }
}
