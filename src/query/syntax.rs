//! The parts of a query, and how they are written.

use std::fmt::{self, Write as _};

/// A query over statements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// All of these; at least two.
    All(Vec<Query>),
    /// Any of these; at least two.
    Any(Vec<Query>),
    Not(Box<Query>),
    /// The statement has these words, next to one another.
    Words(String),
    /// The statement has words that this regular expression matches.
    Expression(String),
    Party {
        field: PartyField,
        name: String,
        /// Also what belongs to the party, directly or not.
        with_members: bool,
    },
    Named(NamedField, String),
    /// The article was published on a day in this range.
    Date(DateRange),
    Has(Feature),
    Is(State),
    /// The statement has a value of an attribute of the codebook.
    Attribute(AttributeName, Wanted),
}

/// The attribute that a query names, by its identifier or its name.
#[derive(Clone, Debug)]
pub struct AttributeName {
    pub name: String,
    /// The place of the character at which it stands, from 1; of no account to whether two names are equal.
    pub at_char: usize,
}

/// Which values of an attribute a query asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    Any,
    /// A value, or, without quotation marks, a comparison or a range; what it means depends on the form of the attribute.
    Value {
        text: String,
        is_quoted: bool,
        /// After quotation marks: also what belongs to the party.
        with_members: bool,
    },
}

/// The places where a statement names a party.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartyField {
    /// The last of the chain.
    Speaker,
    /// Those in the chain who report it.
    Via,
    Addressee,
}

/// What a statement, its layer or its article is called by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedField {
    Kind,
    Topic,
    Stance,
    Quotation,
    /// The annotator, or `gold`.
    By,
    Publisher,
    /// `ar` is also `ar-EG`.
    Language,
    /// The identifier of the article, or its title.
    Document,
}

/// What a statement may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feature {
    Note,
    Topic,
    Stance,
    Quotation,
    Speaker,
    Addressee,
    Cue,
    Mention,
    /// It is an end of a relation.
    Relation,
    /// Somebody has commented on it, and that is not resolved.
    Comment,
}

/// What a statement may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Of the reviewed layer.
    Gold,
    /// Without a topic, a stance or a kind of quotation.
    Incomplete,
    /// Sent back by a reviewer, and not changed since.
    SentBack,
    /// With a value that does not fit the codebook.
    Misfit,
}

/// A range of days, each `YYYY`, `YYYY-MM` or `YYYY-MM-DD` and included with all its days. At least one end is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateRange {
    pub from: Option<String>,
    pub to: Option<String>,
}

impl PartyField {
    pub(super) const ALL: [Self; 3] = [Self::Speaker, Self::Via, Self::Addressee];

    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Speaker => "speaker",
            Self::Via => "via",
            Self::Addressee => "addressee",
        }
    }
}

impl NamedField {
    pub(super) const ALL: [Self; 8] = [
        Self::Kind,
        Self::Topic,
        Self::Stance,
        Self::Quotation,
        Self::By,
        Self::Publisher,
        Self::Language,
        Self::Document,
    ];

    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Topic => "topic",
            Self::Stance => "stance",
            Self::Quotation => "quotation",
            Self::By => "by",
            Self::Publisher => "publisher",
            Self::Language => "language",
            Self::Document => "document",
        }
    }
}

impl Feature {
    pub(super) const ALL: [Self; 10] = [
        Self::Note,
        Self::Topic,
        Self::Stance,
        Self::Quotation,
        Self::Speaker,
        Self::Addressee,
        Self::Cue,
        Self::Mention,
        Self::Relation,
        Self::Comment,
    ];

    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Topic => "topic",
            Self::Stance => "stance",
            Self::Quotation => "quotation",
            Self::Speaker => "speaker",
            Self::Addressee => "addressee",
            Self::Cue => "cue",
            Self::Mention => "mention",
            Self::Relation => "relation",
            Self::Comment => "comment",
        }
    }
}

impl State {
    pub(super) const ALL: [Self; 4] = [Self::Gold, Self::Incomplete, Self::SentBack, Self::Misfit];

    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Gold => "gold",
            Self::Incomplete => "incomplete",
            Self::SentBack => "sent-back",
            Self::Misfit => "misfit",
        }
    }
}

/// The names of the fields that are none of a party and have no names for values.
pub(super) const DATE: &str = "date";
pub(super) const HAS: &str = "has";
pub(super) const IS: &str = "is";
/// Before an attribute and its value, for names that a field has as well: `attribute:kind=x`.
pub(super) const ATTRIBUTE: &str = "attribute";
/// Any value.
pub(super) const ANY: &str = "*";
/// The words that join or negate.
pub(super) const AND: &str = "and";
pub(super) const OR: &str = "or";
pub(super) const NOT: &str = "not";

/// Every name before a colon.
pub(super) fn field_names() -> impl Iterator<Item = &'static str> {
    let named = NamedField::ALL.map(NamedField::key).into_iter().chain(PartyField::ALL.map(PartyField::key));
    named.chain([DATE, HAS, IS, ATTRIBUTE])
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All(parts) => joined(f, parts, " ", |part| matches!(part, Self::All(_) | Self::Any(_))),
            Self::Any(parts) => joined(f, parts, " or ", |part| matches!(part, Self::Any(_))),
            Self::Not(inner) => {
                f.write_char('-')?;
                bracketed(f, inner, matches!(**inner, Self::All(_) | Self::Any(_)))
            }
            Self::Words(words) if is_plain_word(words) => f.write_str(words),
            Self::Words(words) => quoted(f, words),
            Self::Expression(expression) => slashed(f, expression),
            Self::Party { field, name, with_members } => {
                write!(f, "{}:", field.key())?;
                value(f, name)?;
                if *with_members { f.write_char('+') } else { Ok(()) }
            }
            Self::Named(field, name) => {
                write!(f, "{}:", field.key())?;
                value(f, name)
            }
            Self::Date(DateRange { from, to }) if from == to => write!(f, "{DATE}:{}", from.as_deref().unwrap_or("")),
            Self::Date(DateRange { from, to }) => {
                write!(f, "{DATE}:{}..{}", from.as_deref().unwrap_or(""), to.as_deref().unwrap_or(""))
            }
            Self::Has(feature) => write!(f, "{HAS}:{}", feature.key()),
            Self::Is(state) => write!(f, "{IS}:{}", state.key()),
            Self::Attribute(AttributeName { name, .. }, Wanted::Any) if is_free(name) => write!(f, "{HAS}:{name}"),
            Self::Attribute(AttributeName { name, .. }, wanted) => {
                if is_free(name) {
                    write!(f, "{name}:")?;
                } else {
                    write!(f, "{ATTRIBUTE}:")?;
                    quoted(f, name)?;
                    f.write_char('=')?;
                }
                match wanted {
                    Wanted::Any => f.write_str(ANY),
                    Wanted::Value { text, is_quoted: false, .. } => f.write_str(text),
                    Wanted::Value { text, with_members, .. } => {
                        quoted(f, text)?;
                        if *with_members { f.write_char('+') } else { Ok(()) }
                    }
                }
            }
        }
    }
}

fn joined(f: &mut fmt::Formatter<'_>, parts: &[Query], by: &str, binds_looser: fn(&Query) -> bool) -> fmt::Result {
    for (index, part) in parts.iter().enumerate() {
        f.write_str(if index == 0 { "" } else { by })?;
        bracketed(f, part, binds_looser(part))?;
    }
    Ok(())
}

fn bracketed(f: &mut fmt::Formatter<'_>, query: &Query, needs_brackets: bool) -> fmt::Result {
    if needs_brackets { write!(f, "({query})") } else { write!(f, "{query}") }
}

/// Whether a character ends a word or a value that is not in quotation marks.
pub(super) fn ends_word(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | ')' | '"')
}

/// The field or attribute that a word names before its colon, known or not: `kind` of `kind:claim`, but nothing of `12:30`.
pub(super) fn field_of(word: &str) -> Option<&str> {
    let (name, _) = word.split_once(':')?;
    is_name(name).then_some(name)
}

/// Whether a name can stand before a colon without quotation marks.
fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

/// Whether a name can stand before a colon and means no field there, and after `has:` no feature.
fn is_free(name: &str) -> bool {
    let is = |key: &str| key.eq_ignore_ascii_case(name);
    is_name(name) && !field_names().any(is) && !Feature::ALL.into_iter().any(|feature| is(feature.key()))
}

impl PartialEq for AttributeName {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for AttributeName {}

impl Wanted {
    /// Exactly this value, of a party without its members.
    pub(crate) fn exactly(value: &str) -> Self {
        let looks_special = value.starts_with(['<', '>']) || value.ends_with('+') || value.contains("..");
        let is_quoted = value.is_empty() || value == ANY || looks_special || value.contains(ends_word);
        Self::Value { text: value.to_owned(), is_quoted, with_members: false }
    }
}

fn is_plain_word(word: &str) -> bool {
    let is_operator = [AND, OR, NOT].iter().any(|operator| operator.eq_ignore_ascii_case(word));
    !word.is_empty()
        && !word.starts_with(['-', '/'])
        && !word.contains(ends_word)
        && !is_operator
        && field_of(word).is_none()
}

fn value(f: &mut fmt::Formatter<'_>, name: &str) -> fmt::Result {
    if name.is_empty() || name.contains(ends_word) || name.ends_with('+') { quoted(f, name) } else { f.write_str(name) }
}

fn quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_char('"')?;
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            f.write_char('\\')?;
        }
        f.write_char(c)?;
    }
    f.write_char('"')
}

fn slashed(f: &mut fmt::Formatter<'_>, expression: &str) -> fmt::Result {
    f.write_char('/')?;
    let mut chars = expression.chars();
    while let Some(c) = chars.next() {
        if c == '/' {
            f.write_char('\\')?;
        }
        f.write_char(c)?;
        if c == '\\'
            && let Some(next) = chars.next()
        {
            f.write_char(next)?;
        }
    }
    f.write_char('/')
}
