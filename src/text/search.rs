//! Searches a text for words, folding what readers of Arabic take for the same, or for a regular expression.
//!
//! A [`Pattern`] is compiled once from what was typed. A [`Search`] applies it to a text in slices of whole paragraphs, so
//! that the caller can show the hits so far and stop at any time. Each slice is folded and then dropped, so a search keeps
//! no copy of the text. Hits are byte ranges of the original text, on grapheme edges, in text order, without overlaps. A
//! hit never crosses the end of a paragraph; `^` and `$` match its start and end.

use std::ops::Range;

use memchr::memmem::Finder;
use regex::{Regex, RegexBuilder};
use regex_syntax::ast::{self, ErrorKind};

use super::arabic::{Folded, Folding};
use super::content::Content;
use super::{edges, proclitic, segment};
use crate::t;

/// About how much text one step reads, in bytes; a longer paragraph is one step.
const SLICE_BYTES: usize = 64 * 1024;
/// The number of hits after which a search stops, so that searching a book for one letter does not fill the memory.
pub(crate) const MOST_HITS: usize = 500_000;
/// The most memory that a compiled expression may take, in bytes.
const REGEX_SIZE_BYTES: usize = 4 << 20;
/// The longest expression, in bytes.
const REGEX_LENGTH_BYTES: usize = 10_000;

/// What to search for, as it was typed and chosen.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Query {
    pub text: String,
    /// Capital and small letters are distinguished.
    pub match_case: bool,
    /// A hit neither begins nor ends inside a word.
    pub whole_words: bool,
    /// With `whole_words`: a hit may begin after proclitics (و ف ب ل ك س ال).
    pub proclitics: bool,
    /// Marks, tatweel, and variants of letters and digits are ignored.
    pub folding: bool,
    /// `text` is a regular expression.
    pub regex: bool,
}

impl Default for Query {
    fn default() -> Self {
        Self {
            text: String::new(),
            match_case: false,
            whole_words: false,
            proclitics: true,
            folding: true,
            regex: false,
        }
    }
}

/// Why an expression cannot be used. Positions count characters from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PatternError {
    /// `(` without `)`.
    GroupOpen(usize),
    /// `)` without `(`.
    GroupClosed(usize),
    /// `[` without `]`.
    ClassOpen(usize),
    /// `[z-a]`.
    ClassRange(usize),
    /// `*`, `+`, `?` or `{…}` with nothing to repeat.
    NothingToRepeat(usize),
    /// `{…}` that is not a count.
    Count(usize),
    /// A `\` followed by nothing, or by nothing known.
    Escape(usize),
    /// `(?=…)`, `(?<!…)`, `\1`: these would make a search slow without limit.
    Unsupported(usize),
    /// Anything else.
    Other(usize),
    /// The expression is too long, or would take too much memory.
    TooLarge,
}

impl std::error::Error for PatternError {}

impl std::fmt::Display for PatternError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&match *self {
            Self::GroupOpen(at) => t!("find-error-group-open", at = at),
            Self::GroupClosed(at) => t!("find-error-group-closed", at = at),
            Self::ClassOpen(at) => t!("find-error-class-open", at = at),
            Self::ClassRange(at) => t!("find-error-class-range", at = at),
            Self::NothingToRepeat(at) => t!("find-error-repeat", at = at),
            Self::Count(at) => t!("find-error-count", at = at),
            Self::Escape(at) => t!("find-error-escape", at = at),
            Self::Unsupported(at) => t!("find-error-unsupported", at = at),
            Self::Other(at) => t!("find-error-other", at = at),
            Self::TooLarge => t!("find-error-too-large"),
        })
    }
}

/// A compiled query.
#[derive(Clone, Debug)]
pub struct Pattern {
    what: What,
    folding: Folding,
    words: Words,
}

#[derive(Clone, Debug)]
enum What {
    Words(Box<Finder<'static>>),
    Expression(Regex),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Words {
    Any,
    Whole,
    WithProclitics,
}

impl Pattern {
    /// Compiles a query. `None` if there is nothing to search for.
    ///
    /// # Errors
    /// The regular expression cannot be read, or is too large.
    pub fn new(query: &Query) -> Result<Option<Self>, PatternError> {
        let folding = Folding { variants: query.folding, case: !query.match_case };
        let what = if query.regex {
            if query.text.is_empty() {
                return Ok(None);
            }
            What::Expression(expression(query)?)
        } else {
            // Paragraphs are searched one by one, so a pasted line end can only stand for a space.
            let line: String = query.text.chars().map(|c| if matches!(c, '\n' | '\r') { ' ' } else { c }).collect();
            let folded = folding.fold(&line);
            if folded.is_empty() {
                return Ok(None);
            }
            What::Words(Box::new(Finder::new(&folded).into_owned()))
        };
        let words = match (query.whole_words, query.proclitics) {
            (false, _) => Words::Any,
            (true, false) => Words::Whole,
            (true, true) => Words::WithProclitics,
        };
        Ok(Some(Self { what, folding, words }))
    }

    /// The next hit in a folded text from this byte on, as a range of the folded text.
    fn find(&self, text: &str, at_byte: usize) -> Option<Range<usize>> {
        match &self.what {
            What::Words(finder) => {
                let found = at_byte + finder.find(text.as_bytes().get(at_byte..)?)?;
                Some(found..found + finder.needle().len())
            }
            What::Expression(regex) => regex.find_at(text, at_byte).map(|found| found.range()),
        }
    }

    /// Whether a passage of the original text begins and ends where the query allows it.
    fn fits(&self, text: &str, hit: &Range<usize>) -> bool {
        if self.words == Words::Any {
            return true;
        }
        let Some((before, rest)) = text.split_at_checked(hit.start) else { return false };
        let Some((inside, after)) = text.get(hit.start..).and_then(|t| t.split_at_checked(hit.len())) else {
            return false;
        };
        let joined = |left: Option<char>, right: Option<char>| {
            left.is_some_and(edges::is_word_char) && right.is_some_and(edges::is_word_char)
        };
        if joined(inside.chars().next_back(), after.chars().next()) {
            return false;
        }
        if !joined(before.chars().next_back(), rest.chars().next()) {
            return true;
        }
        self.words == Words::WithProclitics
            && proclitic::starts(text, edges::word_around(text, hit.start)).contains(&hit.start)
    }
}

/// A search in progress.
#[derive(Clone, Debug)]
pub struct Search {
    content: Content,
    pattern: Pattern,
    next_paragraph: usize,
    slice_bytes: usize,
    hits: Vec<Range<usize>>,
    is_full: bool,
}

impl Search {
    pub fn new(content: Content, pattern: Pattern) -> Self {
        Self { content, pattern, next_paragraph: 0, slice_bytes: SLICE_BYTES, hits: Vec::new(), is_full: false }
    }

    /// Searches the next slice; false once the end of the text is reached.
    pub fn step(&mut self) -> bool {
        let paragraphs = self.content.paragraphs();
        let Some(first) = paragraphs.get(self.next_paragraph).filter(|_| !self.is_full) else { return false };
        let mut slice = first.clone();
        self.next_paragraph += 1;
        while let Some(next) = paragraphs.get(self.next_paragraph)
            && next.end - slice.start <= self.slice_bytes
        {
            slice.end = next.end;
            self.next_paragraph += 1;
        }
        let content = self.content.clone();
        let Some(text) = content.get(slice.clone()) else { return true };
        let folded = Folded::new(text, self.pattern.folding);
        match self.pattern.what {
            // Words hold no line end, so the slice is searched as a whole.
            What::Words(_) => self.search(&content, slice.start, &folded, 0..folded.as_str().len()),
            What::Expression(_) => {
                let mut start = 0;
                for line in folded.as_str().split(['\n', '\r']) {
                    self.search(&content, slice.start, &folded, start..start + line.len());
                    start += line.len() + 1;
                }
            }
        }
        true
    }

    /// Searches the rest of the text.
    pub fn run(mut self) -> Vec<Range<usize>> {
        while self.step() {}
        self.hits
    }

    /// The hits so far, in text order.
    pub(crate) fn hits(&self) -> &[Range<usize>] {
        &self.hits
    }

    /// Whether the search ended before the text because of [`MOST_HITS`].
    pub(crate) fn is_full(&self) -> bool {
        self.is_full
    }

    fn search(&mut self, content: &Content, slice_start: usize, folded: &Folded, part: Range<usize>) {
        let text = content.as_str();
        let Some(haystack) = folded.as_str().get(part.clone()) else { return };
        let mut at = 0;
        while at <= haystack.len() && !self.is_full {
            let Some(found) = self.pattern.find(haystack, at) else { return };
            let after_one =
                found.start + haystack.get(found.start..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8);
            at = after_one;
            if found.is_empty() {
                continue;
            }
            let Some(raw) = folded.original(part.start + found.start..part.start + found.end) else { continue };
            let start = segment::grapheme_floor(text, slice_start + raw.start);
            let end = edges::grapheme_ceil(text, slice_start + raw.end);
            if self.hits.last().is_some_and(|last| start < last.end) || !self.pattern.fits(text, &(start..end)) {
                continue;
            }
            at = found.end;
            self.hits.push(start..end);
            self.is_full = self.hits.len() >= MOST_HITS;
        }
    }
}

fn expression(query: &Query) -> Result<Regex, PatternError> {
    if query.text.len() > REGEX_LENGTH_BYTES {
        return Err(PatternError::TooLarge);
    }
    // The crate's own messages are in English with ASCII art; the syntax tree tells what is wrong.
    if let Err(error) = ast::parse::Parser::new().parse(&query.text) {
        return Err(explain(&query.text, error.kind(), error.span().start.offset));
    }
    let text = if query.folding { fold_expression(&query.text) } else { query.text.clone() };
    let built = RegexBuilder::new(&text)
        .case_insensitive(!query.match_case)
        .size_limit(REGEX_SIZE_BYTES)
        .dfa_size_limit(REGEX_SIZE_BYTES)
        .nest_limit(100)
        .build();
    built.map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => PatternError::TooLarge,
        _ => PatternError::Other(1),
    })
}

/// Folds the letters of an expression but not its operators: `الأمير(كي|كية)` → `الامير(كي|كيه)`.
fn fold_expression(text: &str) -> String {
    // Case is left to the expression's own flag: \W is not \w.
    let folding = Folding { variants: true, case: false };
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        folding.char(c, |piece| {
            if piece.is_ascii() && !c.is_ascii() && !piece.is_ascii_alphanumeric() {
                // A character that folding turned into an operator (… becomes three full stops) stands for itself.
                folded.push('\\');
            }
            folded.push(piece);
        });
    }
    folded
}

fn explain(text: &str, kind: &ErrorKind, offset_byte: usize) -> PatternError {
    let at = text.get(..offset_byte).map_or(0, |before| before.chars().count()) + 1;
    match kind {
        ErrorKind::GroupUnclosed | ErrorKind::GroupNameUnexpectedEof => PatternError::GroupOpen(at),
        ErrorKind::GroupUnopened => PatternError::GroupClosed(at),
        ErrorKind::ClassUnclosed => PatternError::ClassOpen(at),
        ErrorKind::ClassRangeInvalid | ErrorKind::ClassRangeLiteral => PatternError::ClassRange(at),
        ErrorKind::RepetitionMissing => PatternError::NothingToRepeat(at),
        ErrorKind::RepetitionCountInvalid
        | ErrorKind::RepetitionCountUnclosed
        | ErrorKind::RepetitionCountDecimalEmpty
        | ErrorKind::DecimalEmpty
        | ErrorKind::DecimalInvalid => PatternError::Count(at),
        ErrorKind::EscapeUnexpectedEof
        | ErrorKind::EscapeUnrecognized
        | ErrorKind::EscapeHexEmpty
        | ErrorKind::EscapeHexInvalid
        | ErrorKind::EscapeHexInvalidDigit
        | ErrorKind::ClassEscapeInvalid
        | ErrorKind::UnicodeClassInvalid => PatternError::Escape(at),
        ErrorKind::UnsupportedLookAround | ErrorKind::UnsupportedBackreference => PatternError::Unsupported(at),
        ErrorKind::NestLimitExceeded(_) | ErrorKind::CaptureLimitExceeded => PatternError::TooLarge,
        _ => PatternError::Other(at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PLAIN: fn(&str) -> Query = |text| Query { text: text.to_owned(), ..Query::default() };

    fn found(text: &str, query: &Query) -> Vec<String> {
        let Some(pattern) = Pattern::new(query).unwrap() else { return Vec::new() };
        let content = Content::new(text);
        Search::new(content, pattern).run().into_iter().map(|range| text[range].to_owned()).collect()
    }

    #[test]
    fn what_a_reader_takes_for_the_same_is_found() {
        for (text, query, expected) in [
            ("التوصّل والتوصل", "التوصل", vec!["التوصّل", "التوصل"]),
            ("أوكرانيا واوكرانيا", "أوكرانيا", vec!["أوكرانيا", "اوكرانيا"]),
            ("على علي", "علي", vec!["على", "علي"]),
            ("مدينة مدينه", "مدينة", vec!["مدينة", "مدينه"]),
            ("الرئـــيس", "رئيس", vec!["رئـــيس"]),
            ("في ٧ ديسمبر ٢٠٢١", "2021", vec!["٢٠٢١"]),
            ("۲۰۲۱", "٢٠٢١", vec!["۲۰۲۱"]),
            ("Biden BIDEN biden", "biden", vec!["Biden", "BIDEN", "biden"]),
            ("می\u{200c}خواهم", "میخواهم", vec!["می\u{200c}خواهم"]),
            ("ﷲ", "الله", vec!["ﷲ"]),
            ("aa", "ا", vec![]),
            ("ـــ", "ـ", vec![]),
            ("قال\nبوتين", "قال بوتين", vec![]),
            ("قال\u{a0}بوتين", "قال بوتين", vec!["قال\u{a0}بوتين"]),
            ("بُ", "ب", vec!["بُ"]),
        ] {
            assert_eq!(found(text, &PLAIN(query)), expected, "{query} in {text}");
        }
    }

    #[test]
    fn each_option_does_what_it_says() {
        let text = "بوتين وبوتين بوتينية Putin putin أن ان";
        let whole = Query { whole_words: true, proclitics: false, ..PLAIN("بوتين") };
        assert_eq!(found(text, &PLAIN("بوتين")).len(), 3);
        assert_eq!(found(text, &whole).len(), 1);
        assert_eq!(found(text, &Query { proclitics: true, ..whole.clone() }).len(), 2);
        let with_mark = "وَبُوتين";
        assert_eq!(found(with_mark, &Query { proclitics: true, ..whole }), ["بُوتين"]);
        assert_eq!(found(text, &Query { match_case: true, ..PLAIN("Putin") }).len(), 1);
        assert_eq!(found(text, &Query { folding: false, whole_words: true, ..PLAIN("أن") }).len(), 1);
        // Without folding a mark alone is found, and its letter with it.
        assert_eq!(found(with_mark, &Query { folding: false, ..PLAIN("\u{64f}") }), ["بُ"]);
        // A place that does not fit may share letters with one that does.
        assert_eq!(found("ba a a", &Query { whole_words: true, ..PLAIN("a a") }), ["a a"]);
        let ends = Query { whole_words: true, ..PLAIN("\"نعم\"") };
        assert_eq!(found("قال \"نعم\" ثم", &ends).len(), 1);
    }

    #[test]
    fn expressions_are_read_on_folded_and_on_original_text() {
        let regex = |text: &str| Query { regex: true, ..PLAIN(text) };
        let exact = |text: &str| Query { folding: false, ..regex(text) };
        let text = "الأميركي الامريكية\n٧ ديسمبر";
        assert_eq!(found(text, &regex("الأ(مير|مري)كي")), ["الأميركي", "الامريكي"]);
        assert_eq!(found(text, &regex("^[٠-٩]+ ")), ["٧ "]);
        assert_eq!(found(text, &exact("[0-9]")), Vec::<String>::new());
        assert_eq!(found(text, &exact("أ\\w+")), ["أميركي"]);
        assert_eq!(found("a\nb\r\nc", &exact("[^x]+")), ["a", "b", "c"]);
        assert_eq!(found("a\nb\r\nc", &exact("^.$")), ["a", "b", "c"]);
        assert_eq!(found("aaa", &regex("a*?")), Vec::<String>::new());
        assert_eq!(found("لَ", &exact(".")), ["لَ"]);
        assert_eq!(found("a…b a..", &regex("…")), ["…"]);
        assert_eq!(found("\\W w", &regex("\\W")), ["\\", " "]);
        assert_eq!(found("Aa", &Query { match_case: true, ..regex("a") }), ["a"]);
    }

    #[test]
    fn what_is_wrong_with_an_expression_is_said_with_its_place() {
        let error = |text: &str| Pattern::new(&Query { regex: true, ..PLAIN(text) }).unwrap_err();
        assert_eq!(error("بو(تين"), PatternError::GroupOpen(3));
        assert_eq!(error("بوتين)"), PatternError::GroupClosed(6));
        assert_eq!(error("[ab"), PatternError::ClassOpen(1));
        assert_eq!(error("*"), PatternError::NothingToRepeat(1));
        assert_eq!(error("a{2"), PatternError::Count(2));
        assert_eq!(error("a\\"), PatternError::Escape(2));
        assert_eq!(error("(?=a)"), PatternError::Unsupported(1));
        assert_eq!(error("[z-a]"), PatternError::ClassRange(2));
        assert_eq!(error("((a{1000}){1000}){1000}"), PatternError::TooLarge);
        assert_eq!(error(&"a".repeat(REGEX_LENGTH_BYTES + 1)), PatternError::TooLarge);
        assert!(!error("(").to_string().contains("find-error"));
        assert!(Pattern::new(&Query { regex: true, ..PLAIN("") }).unwrap().is_none());
    }

    #[test]
    fn a_search_comes_back_after_each_slice_and_ends_when_it_is_full() {
        let content = Content::new("بوتين قال\n".repeat(20_000));
        let mut search = Search::new(content, Pattern::new(&PLAIN("بوتين")).unwrap().unwrap());
        assert!(search.step());
        assert!(search.hits().len() < 10_000, "{}", search.hits().len());
        while search.step() {}
        assert_eq!(search.hits().len(), 20_000);
        let many = Content::new("a".repeat(MOST_HITS + 5));
        let mut search = Search::new(many, Pattern::new(&PLAIN("a")).unwrap().unwrap());
        while search.step() {}
        assert!(search.is_full());
        assert_eq!(search.hits().len(), MOST_HITS);
    }

    /// A naive reference: every character with its origin, every window compared.
    fn naive(text: &str, query: &Query) -> Vec<Range<usize>> {
        let folding = Folding { variants: query.folding, case: !query.match_case };
        let needle: Vec<char> = folding.fold(&query.text).chars().collect();
        let mut letters: Vec<(char, usize, usize)> = Vec::new();
        for (start, c) in text.char_indices() {
            for piece in folding.fold(&c.to_string()).chars() {
                letters.push((piece, start, start + c.len_utf8()));
            }
        }
        let mut found: Vec<Range<usize>> = Vec::new();
        let mut at = 0;
        while !needle.is_empty() && at + needle.len() <= letters.len() {
            let window = &letters[at..at + needle.len()];
            let edges: Vec<usize> = (0..=text.len()).filter(|b| segment::is_grapheme_edge(text, *b)).collect();
            let start = *edges.iter().rfind(|b| **b <= window[0].1).unwrap();
            let end = *edges.iter().find(|b| **b >= window[window.len() - 1].2).unwrap();
            let is_same = window.iter().map(|(c, ..)| *c).eq(needle.iter().copied());
            let is_word = |b: usize, forward: bool| {
                let c = if forward { text[b..].chars().next() } else { text[..b].chars().next_back() };
                c.is_some_and(edges::is_word_char)
            };
            let inside = |b: usize| is_word(b, false) && is_word(b, true);
            let whole = !inside(start) && !inside(end);
            let free = found.last().is_none_or(|last| last.end <= start);
            if is_same && free && (whole || !query.whole_words) {
                found.push(start..end);
                at += needle.len();
            } else {
                at += 1;
            }
        }
        found
    }

    proptest! {
        #[test]
        fn the_search_agrees_with_counting(
            text in "[اأبةهوى ِّـ٧7aAé\u{301}\u{200f}ﻻ…\n]{0,40}",
            query in "[اأبةهوى ِّـ٧7aAé\u{301}ﻻ.]{1,3}",
            folding: bool, match_case: bool, whole_words: bool, slice_bytes in 1_usize..40,
        ) {
            let query = Query { text: query, match_case, whole_words, proclitics: false, folding, regex: false };
            let expected = naive(&text, &query);
            let escaped = Query { text: regex::escape(&query.text), regex: true, ..query.clone() };
            for query in [&query, &escaped] {
                let Some(pattern) = Pattern::new(query).unwrap() else { continue };
                let mut search = Search::new(Content::new(text.as_str()), pattern);
                search.slice_bytes = slice_bytes;
                // An expression of tatweel alone folds to nothing, which finds nothing as well.
                prop_assert_eq!(search.run(), expected.clone(), "{:?}", query);
            }
        }

        #[test]
        fn no_expression_and_no_text_make_it_stumble(text in "\\PC{0,60}", query in "\\PC{0,12}", folding: bool, whole_words: bool) {
            let query = Query { text: query, folding, whole_words, regex: true, ..Query::default() };
            if let Ok(Some(pattern)) = Pattern::new(&query) {
                for hit in Search::new(Content::new(text.as_str()), pattern).run() {
                    prop_assert!(segment::is_grapheme_edge(&text, hit.start) && segment::is_grapheme_edge(&text, hit.end));
                    prop_assert!(!hit.is_empty());
                }
            }
        }
    }
}
