//! The places that a person gives to statements for which a file has none.

use std::collections::BTreeMap;

use crate::model::id::{DocumentId, StatementId};
use crate::model::span::Span;

/// Names a statement of a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceKey {
    /// The article, under the identifier that the import uses for it.
    pub document: DocumentId,
    /// The annotator, under the name in the file.
    pub annotator: String,
    pub statement: StatementId,
}

/// The passages of the article that a person has chosen for statements.
pub type Places = BTreeMap<PlaceKey, Vec<Span>>;

/// Adds a passage to those that were chosen for a statement, in text order. Passages that overlap or touch become one.
pub fn add_passage(passages: &mut Vec<Span>, passage: Span) {
    passages.push(passage);
    passages.sort_unstable();
    let mut joined: Vec<Span> = Vec::with_capacity(passages.len());
    for span in passages.drain(..) {
        match joined.last_mut() {
            Some(last) if span.start_byte <= last.end_byte => last.end_byte = last.end_byte.max(span.end_byte),
            _ => joined.push(span),
        }
    }
    *passages = joined;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passages_are_kept_in_text_order_and_apart() {
        let mut passages = Vec::new();
        for (start, end) in [(20, 25), (0, 4), (10, 12), (3, 6), (12, 14)] {
            add_passage(&mut passages, Span::new(start, end));
        }
        assert_eq!(passages, [Span::new(0, 6), Span::new(10, 14), Span::new(20, 25)]);
    }
}
