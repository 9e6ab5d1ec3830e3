//! The text of a source with LF line ends.

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
}
