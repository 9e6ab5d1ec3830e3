//! Where the spans of a file are in a text: at their offsets, or where what they quote stands.

use std::ops::Range;

use super::units::{Places, Unit};
use crate::model::span::Span;
use crate::t;
use crate::text::content::Content;
use crate::text::search::{Pattern, Query, Search};

/// A place that a file gives by mistake or not at all, for the others of the same span.
pub(super) const NO_PLACE: [u64; 2] = [u64::MAX; 2];
/// The most places that are offered for a quote.
const MOST_CANDIDATES: usize = 50;

/// What a file says about one place.
#[derive(Clone, Copy, Default)]
pub(super) struct Wanted<'f> {
    /// In the unit of the file, half-open.
    pub offsets: Option<[u64; 2]>,
    /// The text there; empty if the file does not have it.
    pub quote: &'f str,
    /// What stands before and after it; empty if the file does not say so.
    pub around: [&'f str; 2],
    /// Whether the quote may be looked for where the offsets lead to another text.
    pub is_searched: bool,
}

/// Why a span has no place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NotPlaced {
    pub reason: String,
    /// The quote, if there is one.
    pub quote: String,
    /// Where it stands.
    pub candidates: Vec<Span>,
}

/// Finds the places of a text.
pub(super) struct Placer<'t> {
    content: &'t Content,
    places: Places<'t>,
    /// Whether quotes are looked for.
    searches: bool,
}

impl<'t> Placer<'t> {
    /// With `searches`, quotes are looked for; at the first reading of a file, that would be in vain.
    pub(super) fn new(content: &'t Content, unit: Unit, searches: bool) -> Self {
        Self { content, places: Places::of(content, unit), searches }
    }

    /// The text.
    pub(super) fn content(&self) -> &'t str {
        self.content.as_str()
    }

    /// The span of the offsets; `None` if it is empty or outside the text.
    pub(super) fn span(&self, [start, end]: [u64; 2]) -> Option<Span> {
        self.places.span(start, end)
    }

    /// Whether a quote is the text of these spans with blanks between them.
    pub(super) fn is_joined(&self, spans: &[Span], quote: &str) -> bool {
        let pieces: Option<Vec<&str>> = spans.iter().map(|span| self.content.get(span.range())).collect();
        pieces.is_some_and(|pieces| pieces.join(" ") == quote)
    }

    /// The place of a span.
    ///
    /// # Errors
    /// The offsets are no place or lead to another text, and the quote does not stand in the text exactly once.
    pub(super) fn place(&self, wanted: &Wanted<'_>) -> Result<Span, NotPlaced> {
        let quote = wanted.quote;
        if let Some(offsets) = wanted.offsets.filter(|offsets| *offsets != NO_PLACE) {
            let reason = match self.at(offsets) {
                Ok(span) if quote.is_empty() || self.content.get(span.range()) == Some(quote) => return Ok(span),
                Ok(_) => t!("import-quote", start = offsets[0], end = offsets[1], quote = quote),
                Err(reason) => reason,
            };
            if !wanted.is_searched || quote.is_empty() {
                let candidates = self.candidates(quote);
                return Err(NotPlaced { reason, quote: quote.to_owned(), candidates });
            }
        }
        if quote.trim().is_empty() {
            let reason = t!("import-span-none");
            return Err(NotPlaced { reason, quote: String::new(), candidates: Vec::new() });
        }
        if !self.searches {
            return Err(NotPlaced { reason: String::new(), quote: quote.to_owned(), candidates: Vec::new() });
        }
        if let Some(span) = self.between(quote, wanted.around) {
            return Ok(span);
        }
        let candidates = self.candidates(quote);
        match candidates.as_slice() {
            [only] => Ok(*only),
            [] => Err(NotPlaced {
                reason: t!("import-quote-nowhere", quote = quote),
                quote: quote.to_owned(),
                candidates,
            }),
            several => {
                let reason = t!("import-quote-several", quote = quote, count = several.len());
                Err(NotPlaced { reason, quote: quote.to_owned(), candidates })
            }
        }
    }

    fn at(&self, [start, end]: [u64; 2]) -> Result<Span, String> {
        if end <= start {
            return Err(t!("import-span-empty", start = start, end = end));
        }
        self.places.span(start, end).ok_or_else(|| t!("import-span-outside", start = start, end = end))
    }

    /// Where a quote stands between what is before and after it, if that is once.
    fn between(&self, quote: &str, [before, after]: [&str; 2]) -> Option<Span> {
        if before.is_empty() && after.is_empty() {
            return None;
        }
        let whole = format!("{before}{quote}{after}");
        let mut found = self.content.as_str().match_indices(&whole);
        let start = found.next()?.0 + before.len();
        found.next().is_none().then(|| Span::new(start, start + quote.len()))
    }

    /// Where a quote stands: letter for letter, or else as readers compare words.
    fn candidates(&self, quote: &str) -> Vec<Span> {
        if !self.searches {
            return Vec::new();
        }
        let exact = self.content.as_str().match_indices(quote).take(MOST_CANDIDATES);
        let exact: Vec<Span> =
            exact.map(|(at, _)| Span::new(at, at + quote.len())).filter(|span| !span.is_empty()).collect();
        if !exact.is_empty() || quote.trim().is_empty() {
            return exact;
        }
        self.folded(quote.trim()).into_iter().take(MOST_CANDIDATES).map(Span::from).collect()
    }

    fn folded(&self, quote: &str) -> Vec<Range<usize>> {
        let query = Query { text: quote.to_owned(), ..Query::default() };
        let pattern = Pattern::new(&query).ok().flatten();
        pattern.map(|pattern| Search::new(self.content.clone(), pattern).run()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str, wanted: &Wanted<'_>) -> Result<String, usize> {
        let content = Content::new(text);
        let placer = Placer::new(&content, Unit::CODE_POINTS, true);
        placer.place(wanted).map(|span| text[span.range()].to_owned()).map_err(|error| error.candidates.len())
    }

    #[test]
    fn a_quote_is_placed_where_it_stands_once() {
        let quote = |quote| Wanted { quote, ..Wanted::default() };
        assert_eq!(place("one two one", &quote("two")), Ok("two".to_owned()));
        assert_eq!(place("one two one", &quote("one")), Err(2));
        assert_eq!(place("one two one", &quote("three")), Err(0));
        // As readers compare words: without vowel marks.
        assert_eq!(place("قال الرَّئيسُ أمس", &quote("الرئيس")), Ok("الرَّئيسُ".to_owned()));
        // A letter for letter match counts before another.
        assert_eq!(place("One one", &quote("one")), Ok("one".to_owned()));
    }

    #[test]
    fn wrong_offsets_are_not_mended_unless_the_quote_may_be_searched() {
        let at =
            |offsets, quote, is_searched| Wanted { offsets: Some(offsets), quote, is_searched, ..Wanted::default() };
        assert_eq!(place("one two", &at([0, 3], "one", false)), Ok("one".to_owned()));
        assert_eq!(place("one two", &at([0, 3], "two", false)), Err(1));
        assert_eq!(place("one two", &at([0, 3], "two", true)), Ok("two".to_owned()));
        assert_eq!(place("one two", &at([5, 3], "two", true)), Ok("two".to_owned()));
        assert_eq!(place("one two", &at([5, 3], "", true)), Err(0));
        assert_eq!(place("one two", &at([5, 30], "", false)), Err(0));
    }

    #[test]
    fn what_stands_around_tells_two_places_apart() {
        let wanted = |around| Wanted { quote: "one", around, ..Wanted::default() };
        let content = Content::new("one two one");
        let placer = Placer::new(&content, Unit::CODE_POINTS, true);
        assert_eq!(placer.place(&wanted(["two ", ""])), Ok(Span::new(8, 11)));
        assert_eq!(placer.place(&wanted(["", " two"])), Ok(Span::new(0, 3)));
        assert!(placer.place(&wanted(["", ""])).is_err());
    }
}
