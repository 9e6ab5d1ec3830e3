//! The places of a text in another that differs from it only by what formats cannot hold: line ends, characters that XML
//! does not have, and a line end at the end.

use crate::formats::layer_sink::{IncomingLayer, IncomingUnplaced};
use crate::formats::xml;
use crate::model::span::Span;

/// Where each byte of a text is in the other one.
pub(super) struct Aligned(Vec<usize>);

impl Aligned {
    /// `None` if the texts differ otherwise.
    pub(super) fn of(found: &str, ours: &str) -> Option<Self> {
        let (mut places, mut rest_found, mut rest_ours) = (Vec::with_capacity(found.len() + 1), found, ours);
        loop {
            let at = ours.len() - rest_ours.len();
            let steps = match (rest_found.chars().next(), rest_ours.chars().next()) {
                (None, None) => break,
                (Some('\r' | '\n'), Some('\r' | '\n')) => (line_end(rest_found), line_end(rest_ours)),
                (Some(found), Some(ours)) if found == ours => (found.len_utf8(), ours.len_utf8()),
                // A space for each character that a format does not have.
                (Some(' '), Some(ours)) if xml::is_refused(ours) => (1, ours.len_utf8()),
                // A line end at the end.
                (Some('\r' | '\n'), None) if line_end(rest_found) == rest_found.len() => (rest_found.len(), 0),
                (None, Some('\r' | '\n')) if line_end(rest_ours) == rest_ours.len() => (0, rest_ours.len()),
                _ => return None,
            };
            places.resize(places.len() + steps.0, at);
            rest_found = rest_found.get(steps.0..).unwrap_or_default();
            rest_ours = rest_ours.get(steps.1..).unwrap_or_default();
            if rest_found.is_empty() && steps.0 > 0 {
                // What ends with the text ends where its last character does.
                places.push(ours.len() - rest_ours.len());
            }
        }
        Some(Self(places))
    }

    fn move_span(&self, span: &mut Span) {
        let place = |byte: usize| self.0.get(byte).copied();
        if let Some((start, end)) = place(span.start_byte).zip(place(span.end_byte)) {
            *span = Span::new(start, end);
        }
    }

    /// Moves everything in a layer to its place.
    pub(super) fn move_layer(&self, layer: &mut IncomingLayer, ours: &str) {
        let unplaced = layer.unplaced.iter_mut();
        let statements = layer.statements.iter_mut();
        for IncomingUnplaced { statement, candidates, .. } in unplaced {
            candidates.iter_mut().for_each(|span| self.move_span(span));
            self.move_links(statement, ours);
        }
        for statement in statements {
            statement.spans.iter_mut().for_each(|span| self.move_span(span));
            self.move_links(statement, ours);
        }
    }

    fn move_links(&self, statement: &mut crate::model::statement::Statement, ours: &str) {
        for link in &mut statement.chain {
            link.cue.iter_mut().chain(&mut link.mention).for_each(|span| self.move_span(span));
        }
        for attribute in &mut statement.attributes {
            if let Some(span) = &mut attribute.span {
                self.move_span(span);
                ours.get(span.range()).unwrap_or_default().clone_into(&mut attribute.value);
            }
        }
    }
}

/// The bytes of the line end with which a text begins.
fn line_end(text: &str) -> usize {
    if text.starts_with("\r\n") { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_follow_line_ends_and_controls() {
        let moved = |found: &str, ours: &str, word: &str| {
            let start = found.find(word).unwrap();
            let mut span = Span::new(start, start + word.len());
            Aligned::of(found, ours).map(|aligned| {
                aligned.move_span(&mut span);
                ours[span.range()].to_owned()
            })
        };
        let same = |word: &str| Some(word.to_owned());
        assert_eq!(moved("a\nb\nc", "a\r\nb\rc", "b"), same("b"));
        assert_eq!(moved("a\nb\nc", "a\r\nb\rc", "c"), same("c"));
        assert_eq!(moved("a\nb\nc", "a\r\nb\rc", "a\nb"), same("a\r\nb"));
        assert_eq!(moved("a\nb\nc", "a\r\nb\rc", "a\n"), same("a\r\n"));
        assert_eq!(moved("a\r\nb", "a\nb", "b"), same("b"));
        assert_eq!(moved("في بيت", "في\u{b}بيت", "بيت"), same("بيت"));
        // A line end that a format adds, or drops.
        assert_eq!(moved("a b\n", "a b", "b"), same("b"));
        assert_eq!(moved("a b\n", "a b", "b\n"), same("b"));
        assert_eq!(moved("a b", "a b\r\n", "b"), same("b"));
        for (found, ours) in [("a", "b"), ("a", "a "), ("a\n\n", "a"), ("a\nb", "a b"), ("\u{b}", " "), ("", "a")] {
            assert!(Aligned::of(found, ours).is_none(), "{found:?}");
        }
        assert!(Aligned::of("", "").is_some());
    }
}
