//! The text of a source with LF line ends.

use std::borrow::Cow;

use crate::text::content::Content;

/// A text whose CR LF and CR became LF.
pub(super) struct Lines {
    content: Content,
    /// The code points that were dropped: the CR of each CR LF.
    dropped: Vec<usize>,
}

/// A text with LF line ends.
pub(super) fn with_lf(text: &str) -> Cow<'_, str> {
    if !text.contains('\r') {
        return text.into();
    }
    text.replace("\r\n", "\n").replace('\r', "\n").into()
}

impl Lines {
    /// With `exact`, the text stays as it is.
    pub(super) fn of(content: &Content, exact: bool) -> Self {
        let text = content.as_str();
        if exact || !text.contains('\r') {
            return Self { content: content.clone(), dropped: Vec::new() };
        }
        let mut dropped = Vec::new();
        let mut chars = text.chars().enumerate().peekable();
        while let Some((at, c)) = chars.next() {
            if c == '\r' && chars.peek().is_some_and(|(_, next)| *next == '\n') {
                dropped.push(at);
            }
        }
        Self { content: Content::new(with_lf(text)), dropped }
    }

    pub(super) fn text(&self) -> &str {
        self.content.as_str()
    }

    /// The text between two of its code points; `None` if they are not in it.
    pub(super) fn between(&self, start_char: usize, end_char: usize) -> Option<&str> {
        self.content.get(self.content.char_to_byte(start_char)?..self.content.char_to_byte(end_char)?)
    }

    /// The place of a code point of the original text.
    pub(super) fn place(&self, offset_char: usize) -> usize {
        offset_char - self.dropped.partition_point(|dropped| *dropped < offset_char)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_become_lf_and_places_follow() {
        let lines = Lines::of(&Content::new("a\r\nb\rc\nd"), false);
        assert_eq!(lines.text(), "a\nb\nc\nd");
        assert_eq!(lines.between(2, 5), Some("b\nc"));
        // The edges of the letters.
        for (from, to) in [(0, 0), (1, 1), (3, 2), (4, 3), (5, 4), (6, 5), (7, 6), (8, 7)] {
            assert_eq!(lines.place(from), to, "{from}");
        }
    }
}
