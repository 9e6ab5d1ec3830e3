//! The attributes of a codebook: what is recorded of statements, relations, parties and documents beside the fields that each
//! of them has.
//!
//! The values are [`Attribute`]s: texts under the identifier of the attribute, several of them where several are allowed, and
//! for a passage its span with its words. What values mean is decided here alone, so that a value that the codebook does not
//! have any more is kept and listed ([`super::fit`]).

use super::codebook::EntryNotes;
use super::id::{AttributeId, KindId};
use super::statement::{Attribute, Statement};
use crate::t;
use crate::text::numbers::{decimal, plain_digits};

/// The values of an attribute of the form [`AttributeForm::YesNo`].
pub(crate) const YES: &str = "yes";
pub(crate) const NO: &str = "no";

/// An attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeDefinition {
    pub id: AttributeId,
    /// What has it.
    pub subject: AttributeSubject,
    pub name: String,
    pub definition: String,
    pub notes: EntryNotes,
    pub form: AttributeForm,
    /// The values of a form that has a list of them, in order; empty for the others.
    pub choices: Vec<AttributeChoice>,
    /// Whether a statement (or a document) to which it applies is incomplete without it.
    pub is_required: bool,
    pub applies: AttributeScope,
    /// The key that sets it in the window, an upper-case ASCII letter.
    pub key: Option<char>,
}

/// What an attribute is recorded of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum AttributeSubject {
    #[default]
    Statements,
    /// Relations between statements.
    Relations,
    /// Parties: the same for the whole project.
    Parties,
    /// Articles as a whole, in the layer of each annotator.
    Documents,
}

/// What the values of an attribute are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum AttributeForm {
    OneOf,
    SeveralOf,
    Text,
    Number,
    YesNo,
    Date,
    Party,
    /// A passage of the article, or several.
    Span,
}

/// A value of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeChoice {
    /// What statements hold.
    pub id: String,
    pub name: String,
    pub definition: String,
    pub is_retired: bool,
}

/// To which of its subjects an attribute applies. Without any condition, to all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AttributeScope {
    /// To statements of these kinds; to those of any kind if empty.
    pub kinds: Vec<KindId>,
    /// To those that have this value of another attribute.
    pub with: Option<(AttributeId, String)>,
}

impl AttributeSubject {
    pub const ALL: [Self; 4] = [Self::Statements, Self::Relations, Self::Parties, Self::Documents];

    /// The name on screen.
    pub(crate) fn title(self) -> String {
        match self {
            Self::Statements => t!("attribute-subject-statements"),
            Self::Relations => t!("attribute-subject-relations"),
            Self::Parties => t!("attribute-subject-parties"),
            Self::Documents => t!("attribute-subject-documents"),
        }
    }

    /// Whether it can have attributes of this form. Passages are in the text of an article, so that only a statement has
    /// them.
    pub(crate) fn takes(self, form: AttributeForm) -> bool {
        self == Self::Statements || form != AttributeForm::Span
    }
}

impl AttributeForm {
    pub const ALL: [Self; 8] =
        [Self::OneOf, Self::SeveralOf, Self::YesNo, Self::Text, Self::Number, Self::Date, Self::Party, Self::Span];

    /// The name on screen.
    pub(crate) fn title(self) -> String {
        match self {
            Self::OneOf => t!("attribute-form-one-of"),
            Self::SeveralOf => t!("attribute-form-several-of"),
            Self::Text => t!("attribute-form-text"),
            Self::Number => t!("attribute-form-number"),
            Self::YesNo => t!("attribute-form-yes-no"),
            Self::Date => t!("attribute-form-date"),
            Self::Party => t!("attribute-form-party"),
            Self::Span => t!("attribute-form-span"),
        }
    }

    /// Whether the codebook lists its values.
    pub(crate) const fn has_choices(self) -> bool {
        matches!(self, Self::OneOf | Self::SeveralOf)
    }

    /// Whether a key can set it. What is chosen from a long list, or several times, has its picker.
    pub(crate) const fn takes_key(self) -> bool {
        !matches!(self, Self::SeveralOf | Self::Party)
    }

    /// Whether a statement may have several values of it.
    pub(crate) const fn takes_several(self) -> bool {
        matches!(self, Self::SeveralOf | Self::Span)
    }
}

impl AttributeDefinition {
    pub(crate) fn choice(&self, id: &str) -> Option<&AttributeChoice> {
        self.choices.iter().find(|choice| choice.id == id)
    }

    /// The values that are offered: those of its list that are not retired, or yes and no; none where values are free.
    pub(crate) fn offered(&self) -> Vec<&str> {
        match self.form {
            AttributeForm::OneOf | AttributeForm::SeveralOf => {
                self.choices.iter().filter(|choice| !choice.is_retired).map(|choice| choice.id.as_str()).collect()
            }
            AttributeForm::YesNo => vec![YES, NO],
            AttributeForm::Text
            | AttributeForm::Number
            | AttributeForm::Date
            | AttributeForm::Party
            | AttributeForm::Span => Vec::new(),
        }
    }

    /// A value as it is stored: trimmed, with ASCII digits in numbers and dates. `None` if it is no value of this attribute.
    /// Of a party only its identifier's form is looked at; a span has no value of its own.
    pub fn accepted(&self, typed: &str) -> Option<String> {
        let typed = typed.trim();
        let is_some = !typed.is_empty();
        match self.form {
            AttributeForm::OneOf | AttributeForm::SeveralOf => self.choice(typed).map(|choice| choice.id.clone()),
            AttributeForm::Text => is_some.then(|| typed.to_owned()),
            AttributeForm::Number => {
                decimal(typed).filter(|number| number.is_finite()).map(|number| number.to_string())
            }
            AttributeForm::YesNo => [YES, NO].contains(&typed).then(|| typed.to_owned()),
            AttributeForm::Date => Some(plain_digits(typed)).filter(|date| is_date(date)),
            AttributeForm::Party => super::id::PartyId::new(typed).ok().map(|id| id.as_str().to_owned()),
            AttributeForm::Span => None,
        }
    }

    /// What one value is called on screen.
    pub(crate) fn value_title(&self, value: &str) -> String {
        match self.form {
            AttributeForm::YesNo if value == YES => t!("attribute-yes"),
            AttributeForm::YesNo if value == NO => t!("attribute-no"),
            _ => self.choice(value).map_or_else(|| value.to_owned(), |choice| choice.name.clone()),
        }
    }

    /// Whether it applies to a statement.
    pub fn applies_to(&self, statement: &Statement) -> bool {
        let kinds = &self.applies.kinds;
        self.subject == AttributeSubject::Statements
            && (kinds.is_empty() || kinds.contains(&statement.kind))
            && self.applies_beside(&statement.attributes)
    }

    /// Whether the value of another attribute on which it depends, if any, is among these.
    pub(crate) fn applies_beside(&self, attributes: &[Attribute]) -> bool {
        let has = |(other, value): &(AttributeId, String)| values_of(attributes, other).any(|has| has.value == *value);
        self.applies.with.as_ref().is_none_or(has)
    }
}

/// The values of an attribute among these, in order.
pub(crate) fn values_of<'a>(attributes: &'a [Attribute], id: &AttributeId) -> impl Iterator<Item = &'a Attribute> {
    attributes.iter().filter(move |attribute| attribute.name == id.as_str())
}

/// Replaces all values of an attribute by one, in the place of the first, or by none.
pub(crate) fn set_value(attributes: &mut Vec<Attribute>, id: &AttributeId, value: Option<&str>) {
    let at = attributes.iter().position(|attribute| attribute.name == id.as_str());
    attributes.retain(|attribute| attribute.name != id.as_str());
    if let Some(value) = value {
        let at = at.unwrap_or(attributes.len()).min(attributes.len());
        attributes.insert(at, Attribute::new(id.as_str(), value));
    }
}

impl Statement {
    /// The values of an attribute, in order.
    pub fn values_of<'s>(&'s self, id: &'s AttributeId) -> impl Iterator<Item = &'s Attribute> {
        values_of(&self.attributes, id)
    }

    /// Replaces all values of an attribute by one, in the place of the first, or by none.
    pub(crate) fn set_value(&mut self, id: &AttributeId, value: Option<&str>) {
        set_value(&mut self.attributes, id, value);
    }
}

/// Whether this is a year, a month or a day of the calendar: `2022`, `2022-02`, `2022-02-28`.
fn is_date(text: &str) -> bool {
    let digits = |part: &str, count| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
    let whole = match text.split('-').collect::<Vec<_>>().as_slice() {
        [year] if digits(year, 4) => format!("{text}-01-01"),
        [year, month] if digits(year, 4) && digits(month, 2) => format!("{text}-01"),
        [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2) => text.to_owned(),
        _ => return false,
    };
    whole.parse::<jiff::civil::Date>().is_ok()
}
