//! Reads a query. What is wrong with one is said with its place and the way out.

use super::syntax::{
    AND, ANY, ATTRIBUTE, AttributeName, DateRange, Feature, HAS, IS, NOT, NamedField, OR, PartyField, Query, State,
    Wanted, ends_word, field_names, field_of,
};
use crate::t;
use crate::text::search::{self, Pattern, PatternError};

/// The most brackets and negations inside one another.
const DEEPEST: usize = 100;

/// Why a query cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// The place of the character at which it is wrong, from 1.
    pub at_char: usize,
    pub problem: Problem,
}

/// What is wrong with a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// There is nothing to look for.
    Empty,
    /// `(` without `)`.
    BracketOpen,
    /// `)` without `(`.
    BracketClosed,
    /// A quotation mark without another one.
    QuoteOpen,
    /// `/` without another one.
    ExpressionOpen,
    /// The regular expression cannot be used.
    Expression(PatternError),
    /// A field without a value.
    NoValue(String),
    /// A field that has a few values, and not this one.
    UnknownValue { field: &'static str, value: String, known: Vec<&'static str> },
    /// `attribute:` without the name of an attribute and `=`.
    NoAttribute,
    /// What follows `date:` is no day and no range of days.
    Date(String),
    /// `and`, `or` or `not` without something to join or negate.
    Operator(String),
    /// A word of nothing but marks that are ignored.
    Nothing,
    /// Too many brackets inside one another.
    TooDeep,
}

impl std::error::Error for QueryError {}

impl std::fmt::Display for QueryError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let at = self.at_char;
        f.write_str(&match &self.problem {
            Problem::Empty => t!("query-empty"),
            Problem::BracketOpen => t!("query-bracket-open", at = at),
            Problem::BracketClosed => t!("query-bracket-closed", at = at),
            Problem::QuoteOpen => t!("query-quote-open", at = at),
            Problem::ExpressionOpen => t!("query-expression-open", at = at),
            Problem::Expression(error) => t!("query-expression", at = at, error = error.to_string()),
            Problem::NoValue(field) => t!("query-no-value", at = at, field = field.as_str()),
            Problem::UnknownValue { field, value, known } => {
                t!("query-unknown-value", at = at, field = *field, value = value.as_str(), known = known.join(", "))
            }
            Problem::NoAttribute => t!("query-no-attribute", at = at),
            Problem::Date(value) => t!("query-date", at = at, value = value.as_str()),
            Problem::Operator(word) => t!("query-operator", at = at, word = word.as_str()),
            Problem::Nothing => t!("query-nothing", at = at),
            Problem::TooDeep => t!("query-too-deep", at = at),
        })
    }
}

impl Query {
    /// Reads a query.
    ///
    /// # Errors
    /// It is empty or not a query; the error names the place.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        let mut parser = Parser { text, at_byte: 0, depth: 0 };
        parser.skip_white();
        if parser.rest().is_empty() {
            return Err(parser.error(0, Problem::Empty));
        }
        let query = parser.any()?;
        if parser.rest().is_empty() { Ok(query) } else { Err(parser.error(parser.at_byte, Problem::BracketClosed)) }
    }
}

impl std::str::FromStr for Query {
    type Err = QueryError;

    fn from_str(text: &str) -> Result<Self, QueryError> {
        Self::parse(text)
    }
}

struct Parser<'q> {
    text: &'q str,
    at_byte: usize,
    depth: usize,
}

/// A word before it is looked at more closely.
fn word_at(rest: &str) -> &str {
    let end = rest.find(ends_word).unwrap_or(rest.len());
    rest.get(..end).unwrap_or(rest)
}

fn operator(word: &str) -> Option<&'static str> {
    [AND, OR, NOT].into_iter().find(|operator| operator.eq_ignore_ascii_case(word))
}

impl<'q> Parser<'q> {
    fn rest(&self) -> &'q str {
        self.text.get(self.at_byte..).unwrap_or_default()
    }

    fn error(&self, at_byte: usize, problem: Problem) -> QueryError {
        let before = self.text.get(..at_byte).unwrap_or_default();
        QueryError { at_char: before.chars().count() + 1, problem }
    }

    fn skip_white(&mut self) {
        let rest = self.rest();
        self.at_byte += rest.len() - rest.trim_start().len();
    }

    /// Passes over this character if it comes next.
    fn takes(&mut self, c: char) -> bool {
        let is_next = self.rest().starts_with(c);
        if is_next {
            self.at_byte += c.len_utf8();
        }
        is_next
    }

    /// The operator that comes next.
    fn next_operator(&self) -> Option<&'static str> {
        operator(word_at(self.rest()))
    }

    fn any(&mut self) -> Result<Query, QueryError> {
        let mut parts = vec![self.all()?];
        while self.next_operator() == Some(OR) {
            self.at_byte += OR.len();
            parts.push(self.all()?);
        }
        Ok(one_or(parts, Query::Any))
    }

    fn all(&mut self) -> Result<Query, QueryError> {
        let mut parts = vec![self.negated()?];
        loop {
            match self.next_operator() {
                Some(OR) => break,
                Some(AND) => self.at_byte += AND.len(),
                _ if self.rest().is_empty() || self.rest().starts_with(')') => break,
                _ => {}
            }
            parts.push(self.negated()?);
        }
        Ok(one_or(parts, Query::All))
    }

    /// A part with what negates it, and the white space after it.
    fn negated(&mut self) -> Result<Query, QueryError> {
        self.skip_white();
        let start = self.at_byte;
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.error(start, Problem::TooDeep));
        }
        let is_minus = self.rest().starts_with('-');
        let query = if is_minus || self.next_operator() == Some(NOT) {
            let word = if is_minus { "-" } else { word_at(self.rest()) };
            self.at_byte += word.len();
            // A dash that stands alone negates nothing.
            if self.rest().is_empty() || is_minus && self.rest().starts_with(char::is_whitespace) {
                return Err(self.error(start, Problem::Operator(word.to_owned())));
            }
            Query::Not(Box::new(self.negated()?))
        } else {
            self.part()?
        };
        self.depth -= 1;
        self.skip_white();
        Ok(query)
    }

    fn part(&mut self) -> Result<Query, QueryError> {
        let start = self.at_byte;
        let word = word_at(self.rest());
        if let Some(operator) = operator(word) {
            return Err(self.error(start, Problem::Operator(operator.to_owned())));
        }
        if self.takes('(') {
            return self.group(start);
        }
        if self.rest().starts_with('"') {
            let words = self.quoted()?;
            if self.takes(':') {
                return self.attribute(start, words);
            }
            return self.words(start, words);
        }
        if self.rest().starts_with('/') {
            return self.expression();
        }
        if let Some(field) = field_of(word) {
            self.at_byte += field.len() + 1;
            return self.field(start, field);
        }
        if word.is_empty() {
            let problem = if self.rest().is_empty() { self.missing() } else { Problem::BracketClosed };
            return Err(self.error(start, problem));
        }
        self.at_byte += word.len();
        self.words(start, word.to_owned())
    }

    /// What is wrong where something is missing at the end: the operator before it.
    fn missing(&self) -> Problem {
        let before = self.text.trim_end();
        let word = before.rsplit(ends_word).next().unwrap_or_default();
        if operator(word).is_some() { Problem::Operator(word.to_owned()) } else { Problem::BracketOpen }
    }

    fn group(&mut self, start: usize) -> Result<Query, QueryError> {
        self.skip_white();
        if self.rest().starts_with(')') {
            return Err(self.error(start, Problem::Empty));
        }
        if self.rest().is_empty() {
            return Err(self.error(start, Problem::BracketOpen));
        }
        let query = self.any()?;
        if self.takes(')') { Ok(query) } else { Err(self.error(start, Problem::BracketOpen)) }
    }

    fn words(&self, start: usize, words: String) -> Result<Query, QueryError> {
        let pattern = pattern_of_words(&words);
        if pattern.is_none() { Err(self.error(start, Problem::Nothing)) } else { Ok(Query::Words(words)) }
    }

    /// What is between quotation marks, where `\"` is a quotation mark and `\\` a backslash.
    fn quoted(&mut self) -> Result<String, QueryError> {
        let start = self.at_byte;
        let mut text = String::new();
        let mut chars = self.rest().char_indices().skip(1).peekable();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => {
                    self.at_byte += at + 1;
                    return Ok(text);
                }
                '\\' if chars.peek().is_some_and(|(_, next)| matches!(next, '"' | '\\')) => {
                    text.extend(chars.next().map(|(_, next)| next));
                }
                _ => text.push(c),
            }
        }
        Err(self.error(start, Problem::QuoteOpen))
    }

    /// What is between slashes, where `\/` is a slash.
    fn expression(&mut self) -> Result<Query, QueryError> {
        let start = self.at_byte;
        let mut text = String::new();
        let mut chars = self.rest().char_indices().skip(1);
        while let Some((at, c)) = chars.next() {
            match c {
                '/' => {
                    self.at_byte += at + 1;
                    return match pattern_of_expression(&text) {
                        Ok(Some(_)) => Ok(Query::Expression(text)),
                        Ok(None) => Err(self.error(start, Problem::Nothing)),
                        Err(error) => Err(self.error(start, Problem::Expression(error))),
                    };
                }
                '\\' => match chars.next() {
                    Some((_, '/')) => text.push('/'),
                    Some((_, next)) => text.extend(['\\', next]),
                    None => break,
                },
                _ => text.push(c),
            }
        }
        Err(self.error(start, Problem::ExpressionOpen))
    }

    /// What follows the colon of a field.
    fn field(&mut self, start: usize, name: &str) -> Result<Query, QueryError> {
        let is = |key: &str| key.eq_ignore_ascii_case(name);
        if !field_names().any(is) {
            return self.attribute(start, name.to_owned());
        }
        if is(ATTRIBUTE) {
            return self.explicit(start);
        }
        let value_start = self.at_byte;
        let (value, is_quoted) = self.value()?;
        if value.trim().is_empty() {
            return Err(self.error(start, Problem::NoValue(name.to_owned())));
        }
        if let Some(field) = PartyField::ALL.into_iter().find(|field| is(field.key())) {
            return self.party(start, field, value, is_quoted);
        }
        if is(HAS) {
            let known = Feature::ALL.into_iter().find(|feature| feature.key().eq_ignore_ascii_case(&value));
            return Ok(known.map_or_else(|| Query::Attribute(self.named(value_start, value), Wanted::Any), Query::Has));
        }
        if is(IS) {
            return self.one_of(value_start, IS, &value, State::ALL.map(|s| (s.key(), s))).map(Query::Is);
        }
        match NamedField::ALL.into_iter().find(|field| is(field.key())) {
            Some(field) => Ok(Query::Named(field, value)),
            None => dates(&value).map(Query::Date).ok_or_else(|| self.error(value_start, Problem::Date(value))),
        }
    }

    /// A value, and whether it is in quotation marks.
    fn value(&mut self) -> Result<(String, bool), QueryError> {
        if self.rest().starts_with('"') {
            return Ok((self.quoted()?, true));
        }
        let word = word_at(self.rest());
        self.at_byte += word.len();
        Ok((word.to_owned(), false))
    }

    /// What follows `attribute:`.
    fn explicit(&mut self, start: usize) -> Result<Query, QueryError> {
        let name_start = self.at_byte;
        let name = if self.rest().starts_with('"') {
            self.quoted()?
        } else {
            let word = word_at(self.rest());
            let name = word.split_once('=').map_or(word, |(name, _)| name).to_owned();
            self.at_byte += name.len();
            name
        };
        if !self.takes('=') {
            return Err(self.error(start, Problem::NoAttribute));
        }
        self.attribute(name_start, name)
    }

    /// The value that follows the name of an attribute.
    fn attribute(&mut self, start: usize, name: String) -> Result<Query, QueryError> {
        if name.trim().is_empty() {
            return Err(self.error(start, Problem::NoAttribute));
        }
        let (text, is_quoted) = self.value()?;
        if text.trim().is_empty() {
            return Err(self.error(start, Problem::NoValue(name)));
        }
        let with_members = is_quoted && self.takes('+');
        let wanted =
            if text == ANY && !is_quoted { Wanted::Any } else { Wanted::Value { text, is_quoted, with_members } };
        Ok(Query::Attribute(self.named(start, name), wanted))
    }

    fn named(&self, at_byte: usize, name: String) -> AttributeName {
        let before = self.text.get(..at_byte).unwrap_or_default();
        AttributeName { name, at_char: before.chars().count() + 1 }
    }

    fn party(&mut self, start: usize, field: PartyField, value: String, is_quoted: bool) -> Result<Query, QueryError> {
        if is_quoted {
            return Ok(Query::Party { field, name: value, with_members: self.takes('+') });
        }
        let (name, with_members) = value.strip_suffix('+').map_or((value.as_str(), false), |name| (name, true));
        if name.is_empty() {
            return Err(self.error(start, Problem::NoValue(field.key().to_owned())));
        }
        Ok(Query::Party { field, name: name.to_owned(), with_members })
    }

    fn one_of<T: Copy, const N: usize>(
        &self,
        at_byte: usize,
        field: &'static str,
        value: &str,
        known: [(&'static str, T); N],
    ) -> Result<T, QueryError> {
        let found = known.iter().find(|(key, _)| key.eq_ignore_ascii_case(value)).map(|(_, found)| *found);
        found.ok_or_else(|| {
            let known = known.map(|(key, _)| key).into();
            self.error(at_byte, Problem::UnknownValue { field, value: value.to_owned(), known })
        })
    }
}

fn one_or(mut parts: Vec<Query>, join: fn(Vec<Query>) -> Query) -> Query {
    match parts.len() {
        1 => parts.pop().unwrap_or(Query::All(Vec::new())),
        _ => join(parts),
    }
}

/// `2022`, `2022-02..2022-03`, `..2021-12-31`, `2022-02..`.
pub(super) fn dates(value: &str) -> Option<DateRange> {
    let Some((from, to)) = value.split_once("..") else {
        return is_date(value).then(|| DateRange { from: Some(value.to_owned()), to: Some(value.to_owned()) });
    };
    let end = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let range = DateRange { from: end(from), to: end(to) };
    let is_range = range.from.is_some() || range.to.is_some();
    let all_dates = [&range.from, &range.to].into_iter().flatten().all(|date| is_date(date));
    // A range that ends before it begins has no day.
    let is_forward = range.from.as_ref().zip(range.to.as_ref()).is_none_or(|(from, to)| {
        let common = from.len().min(to.len());
        from.get(..common) <= to.get(..common)
    });
    (is_range && all_dates && is_forward).then_some(range)
}

/// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |index: usize, length: usize, least: u32, most: u32| {
        let part = parts.get(index).filter(|part| part.len() == length && part.bytes().all(|b| b.is_ascii_digit()));
        part.and_then(|part| part.parse().ok()).is_some_and(|number: u32| (least..=most).contains(&number))
    };
    let (year, month, day) = (number(0, 4, 0, 9999), number(1, 2, 1, 12), number(2, 2, 1, 31));
    matches!((parts.len(), year, month, day), (1, true, ..) | (2, true, true, _) | (3, true, true, true))
}

/// How words are searched for: whole words, after proclitics as well. `None` if there is nothing to search for.
pub(super) fn pattern_of_words(words: &str) -> Option<Pattern> {
    let query = search::Query { text: words.to_owned(), whole_words: true, ..search::Query::default() };
    // Only expressions have errors.
    Pattern::new(&query).unwrap_or_default()
}

/// How a regular expression is searched for. `None` if it is empty.
///
/// # Errors
/// It cannot be used.
pub(super) fn pattern_of_expression(expression: &str) -> Result<Option<Pattern>, PatternError> {
    Pattern::new(&search::Query { text: expression.to_owned(), regex: true, ..search::Query::default() })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn word(word: &str) -> Query {
        Query::Words(word.to_owned())
    }

    fn party(field: PartyField, name: &str, with_members: bool) -> Query {
        Query::Party { field, name: name.to_owned(), with_members }
    }

    #[test]
    fn queries_are_read_as_they_look() {
        let date = |from: &str, to: &str| {
            let end = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            Query::Date(DateRange { from: end(from), to: end(to) })
        };
        let not = |query| Query::Not(Box::new(query));
        let named = |name: &str| AttributeName { name: name.to_owned(), at_char: 1 };
        let any = |name: &str| Query::Attribute(named(name), Wanted::Any);
        let attribute = |name: &str, text: &str, is_quoted| {
            Query::Attribute(named(name), Wanted::Value { text: text.to_owned(), is_quoted, with_members: false })
        };
        for (text, expected) in [
            ("سلام", word("سلام")),
            (" a  b ", Query::All(vec![word("a"), word("b")])),
            ("a AND b", Query::All(vec![word("a"), word("b")])),
            ("a or b c", Query::Any(vec![word("a"), Query::All(vec![word("b"), word("c")])])),
            ("(a or b) c", Query::All(vec![Query::Any(vec![word("a"), word("b")]), word("c")])),
            ("-a not b", Query::All(vec![not(word("a")), not(word("b"))])),
            ("well-known", word("well-known")),
            ("\"no comment\"", word("no comment")),
            ("\"a \\\"b\\\" \\\\\"", word("a \"b\" \\")),
            ("\"or\"", word("or")),
            ("12:30", word("12:30")),
            ("/a\\/b\\w/", Query::Expression("a/b\\w".to_owned())),
            ("/(a b)\"/", Query::Expression("(a b)\"".to_owned())),
            ("kind:claim", Query::Named(NamedField::Kind, "claim".to_owned())),
            ("Topic:\"the war\"", Query::Named(NamedField::Topic, "the war".to_owned())),
            ("speaker:russia+", party(PartyField::Speaker, "russia", true)),
            ("via:\"White House\"+", party(PartyField::Via, "White House", true)),
            ("addressee:\"C++\"", party(PartyField::Addressee, "C++", false)),
            ("date:2022-02", date("2022-02", "2022-02")),
            ("date:2022..2023-01-31", date("2022", "2023-01-31")),
            ("date:..2021", date("", "2021")),
            ("date:2022-02..", date("2022-02", "")),
            ("has:cue", Query::Has(Feature::Cue)),
            ("-is:Gold", not(Query::Is(State::Gold))),
            ("is:misfit", Query::Is(State::Misfit)),
            ("polarity:denied", attribute("polarity", "denied", false)),
            ("certainty_2:>=3", attribute("certainty_2", ">=3", false)),
            ("polarity:\"*\"", attribute("polarity", "*", true)),
            ("\"القطبية\":\"لا نعم\"", attribute("القطبية", "لا نعم", true)),
            ("attribute:kind=1..5", attribute("kind", "1..5", false)),
            ("attribute:\"a b\"=c", attribute("a b", "c", false)),
            ("has:condition", any("condition")),
            ("condition:*", any("condition")),
            ("attribute:topic=*", any("topic")),
        ] {
            assert_eq!(Query::parse(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        let problem = |text: &str| Query::parse(text).map_err(|error| (error.at_char, error.problem)).unwrap_err();
        let operator = |word: &str| Problem::Operator(word.to_owned());
        assert_eq!(problem("  "), (1, Problem::Empty));
        assert_eq!(problem("سلام ("), (6, Problem::BracketOpen));
        assert_eq!(problem("a ("), (3, Problem::BracketOpen));
        assert_eq!(problem("(a or b"), (1, Problem::BracketOpen));
        assert_eq!(problem("a )"), (3, Problem::BracketClosed));
        assert_eq!(problem("a ()"), (3, Problem::Empty));
        assert_eq!(problem("a \"b"), (3, Problem::QuoteOpen));
        assert_eq!(problem("a /b"), (3, Problem::ExpressionOpen));
        assert_eq!(problem("a /b(/"), (3, Problem::Expression(PatternError::GroupOpen(2))));
        assert_eq!(problem("a who: b"), (3, Problem::NoValue("who".to_owned())));
        assert_eq!(problem("a attribute:who"), (3, Problem::NoAttribute));
        assert_eq!(problem("attribute:=x").1, Problem::NoAttribute);
        assert_eq!(problem("a \"\":x"), (3, Problem::NoAttribute));
        assert_eq!(problem("kind: claim"), (1, Problem::NoValue("kind".to_owned())));
        assert_eq!(problem("speaker:+"), (1, Problem::NoValue("speaker".to_owned())));
        assert_eq!(problem("date:2022-13"), (6, Problem::Date("2022-13".to_owned())));
        assert_eq!(problem("date:2023..2022"), (6, Problem::Date("2023..2022".to_owned())));
        assert_eq!(problem("date:.."), (6, Problem::Date("..".to_owned())));
        assert_eq!(problem("or a"), (1, operator("or")));
        assert_eq!(problem("a and or b"), (7, operator("or")));
        assert_eq!(problem("a not"), (3, operator("not")));
        assert_eq!(problem("a or"), (5, operator("or")));
        assert_eq!(problem("a - b"), (3, operator("-")));
        assert_eq!(problem("a ـــ"), (3, Problem::Nothing));
        assert_eq!(problem(&format!("{}a", "(".repeat(300))).1, Problem::TooDeep);
        assert_eq!(problem(&format!("{}a", "-".repeat(300))).1, Problem::TooDeep);
        let (at, problem) = problem("is:x");
        assert!(at == 4 && matches!(problem, Problem::UnknownValue { field: "is", .. }));
        for text in ["a (", "a attribute:b", "is:x", "date:x", "/(/", "or"] {
            assert!(!Query::parse(text).unwrap_err().to_string().contains("query-"), "{text}");
        }
    }

    /// Every kind of query, with words that need quotation marks and words that do not.
    fn queries() -> impl Strategy<Value = Query> {
        let name = || prop_oneof!["[a-zأ-ي+:/.\\-]{1,6}", "[a-zأ-ي \"\\\\()+/\\-]{0,4}[a-zأ-ي]", Just("or".to_owned())];
        let words = name().prop_filter("has something to search for", |words| pattern_of_words(words).is_some());
        let expression = "[a-z/\"() ]{0,4}[a-z]|a\\\\w|\\\\\\\\b"
            .prop_filter("is an expression", |text| pattern_of_expression(text).is_ok_and(|found| found.is_some()));
        let date = (prop::option::of("20[0-4][0-9]"), prop::option::of("20[5-9][0-9]-0[1-9]"));
        let leaf = prop_oneof![
            4 => words.prop_map(Query::Words),
            1 => expression.prop_map(Query::Expression),
            2 => (prop::sample::select(PartyField::ALL.to_vec()), name(), any::<bool>())
                .prop_map(|(field, name, with_members)| Query::Party { field, name, with_members }),
            2 => (prop::sample::select(NamedField::ALL.to_vec()), name())
                .prop_map(|(field, name)| Query::Named(field, name)),
            1 => date.prop_filter("has an end", |(from, to)| from.is_some() || to.is_some())
                .prop_map(|(from, to)| Query::Date(DateRange { from, to })),
            1 => prop::sample::select(Feature::ALL.to_vec()).prop_map(Query::Has),
            1 => prop::sample::select(State::ALL.to_vec()).prop_map(Query::Is),
            1 => (name(), prop::option::of((name(), any::<bool>()))).prop_map(|(name, value)| {
                let value = value.map_or(Wanted::Any, |(text, with_members)| {
                    let is_plain = matches!(Wanted::exactly(&text), Wanted::Value { is_quoted: false, .. });
                    Wanted::Value { text, is_quoted: !is_plain, with_members: with_members && !is_plain }
                });
                Query::Attribute(AttributeName { name, at_char: 1 }, value)
            }),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 2..4).prop_map(Query::All),
                prop::collection::vec(inner.clone(), 2..4).prop_map(Query::Any),
                inner.prop_map(|query| Query::Not(Box::new(query))),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_printed_query_is_read_as_it_was(query in queries()) {
            prop_assert_eq!(Query::parse(&query.to_string()), Ok(query.clone()), "{}", query);
        }

        #[test]
        fn no_text_makes_it_stumble(text in "[a-zأ-ي:\"/()+\\-\\\\ .]{0,40}") {
            match Query::parse(&text) {
                Ok(query) => prop_assert_eq!(Query::parse(&query.to_string()), Ok(query)),
                Err(error) => prop_assert!(error.at_char <= text.chars().count() + 1),
            }
        }
    }
}
