//! The part of a query that asks for a value of an attribute, with the attribute and its values looked up in a project.

use std::collections::HashSet;

use super::filter::{UnknownName, all_layers, is_called, is_within};
use super::parse::dates;
use super::syntax::{AttributeName, DateRange, Wanted, field_names};
use crate::model::attribute::{self, AttributeDefinition, AttributeForm, AttributeSubject};
use crate::model::id::{AttributeId, PartyId};
use crate::model::layer::Layer;
use crate::model::members::MeantParties;
use crate::model::party::{Party, name_key};
use crate::model::project::Project;
use crate::model::statement::{Attribute, Statement};
use crate::t;
use crate::text::numbers::decimal;

/// A query names an attribute, or a value of one, that the project does not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WrongAttribute {
    /// There is no field and no attribute of this name.
    #[error(
        "{}",
        t!("query-unknown-attribute", at = *at_char, name = name.as_str(), fields = field_names().collect::<Vec<_>>().join(", "),
            attributes = known.join(", "), count = known.len())
    )]
    Name { at_char: usize, name: String, known: Vec<String> },
    /// The attribute has a list of values, and not this one.
    #[error(
        "{}",
        t!("query-attribute-value", at = *at_char, name = name.as_str(), value = value.as_str(), known = known.join(", "))
    )]
    Value { at_char: usize, name: String, value: String, known: Vec<String> },
    /// The values of the attribute are numbers.
    #[error("{}", t!("query-attribute-number", at = *at_char, name = name.as_str(), value = value.as_str()))]
    Number { at_char: usize, name: String, value: String },
    /// The values of the attribute are dates.
    #[error("{}", t!("query-attribute-date", at = *at_char, name = name.as_str(), value = value.as_str()))]
    Date { at_char: usize, name: String, value: String },
}

/// The attributes that are called by a name, with the values that are asked for. Any of them will do.
///
/// An attribute of relations holds for the statements at both ends, one of parties for those that name the party, and one
/// of documents for all of the layer.
pub(super) struct AttributeTest(Vec<Asked>);

struct Asked {
    id: AttributeId,
    values: Values,
    subject: AttributeSubject,
    /// The parties that have one of the values, for an attribute of parties.
    parties: HashSet<PartyId>,
}

impl Asked {
    fn new(project: &Project, id: AttributeId, subject: AttributeSubject, values: Values) -> Self {
        let of_parties = project.parties.iter().filter(|_| subject == AttributeSubject::Parties);
        let has = |party: &&Party| values.have_any(&party.about.attributes, &id);
        let parties = of_parties.filter(has).map(|party| party.id.clone()).collect();
        Self { id, values, subject, parties }
    }

    fn holds_for(&self, layer: &Layer, statement: &Statement) -> bool {
        let have = |attributes: &[Attribute]| self.values.have_any(attributes, &self.id);
        match self.subject {
            AttributeSubject::Statements => have(&statement.attributes),
            AttributeSubject::Relations => layer.relations_of(statement.id).any(|relation| have(&relation.attributes)),
            AttributeSubject::Parties => statement.parties().any(|party| self.parties.contains(party)),
            AttributeSubject::Documents => layer.tags().is_some_and(|tags| have(&tags.attributes)),
        }
    }
}

enum Values {
    Any,
    OneOf(Vec<String>),
    /// The value has this in it, as readers compare texts.
    With(String),
    Number(NumberRange),
    Date(DateRange),
    Party(MeantParties),
}

/// The numbers between two ends, each with whether it belongs to them.
#[derive(Clone, Copy, Debug, PartialEq)]
struct NumberRange {
    from: Option<(f64, bool)>,
    to: Option<(f64, bool)>,
}

impl AttributeTest {
    /// Looks up an attribute and its values. `parties` finds parties by name, and with what belongs to them.
    ///
    /// # Errors
    /// The project does not have them.
    pub(super) fn new(
        project: &Project,
        asked: &AttributeName,
        wanted: &Wanted,
        parties: impl Fn(&str, bool) -> Result<MeantParties, UnknownName>,
    ) -> Result<Self, UnknownName> {
        let attributes = &project.codebook.attributes;
        let is_asked = is_called(&asked.name);
        let by_id = attributes.iter().filter(|attribute| attribute.id.as_str() == asked.name);
        let mut called: Vec<&AttributeDefinition> = by_id.collect();
        if called.is_empty() {
            let is_it = |attribute: &&AttributeDefinition| is_asked(attribute.id.as_str()) || is_asked(&attribute.name);
            called.extend(attributes.iter().filter(is_it));
        }
        if called.is_empty() {
            // Statements may have values of an attribute that the codebook does not have any more.
            let id = AttributeId::new(&asked.name).ok();
            let used = id.filter(|id| all_layers(project).any(|layer| layer.has_attribute(id.as_str())));
            let known = || attributes.iter().map(|attribute| attribute.id.to_string()).collect();
            let unknown = || WrongAttribute::Name { at_char: asked.at_char, name: asked.name.clone(), known: known() };
            let id = used.ok_or_else(|| UnknownName::Attribute(unknown()))?;
            let values = match wanted {
                Wanted::Any => Values::Any,
                Wanted::Value { text, .. } => Values::With(name_key(text)),
            };
            return Ok(Self(vec![Asked::new(project, id, AttributeSubject::Statements, values)]));
        }
        let looked_up = called.into_iter().map(|definition| {
            let values = match wanted {
                Wanted::Any => Ok(Values::Any),
                Wanted::Value { text, is_quoted, with_members } => match definition.form {
                    AttributeForm::Party => {
                        match text.strip_suffix('+').filter(|name| !is_quoted && !name.is_empty()) {
                            Some(name) => parties(name, true).map(Values::Party),
                            None => parties(text, *with_members).map(Values::Party),
                        }
                    }
                    _ => values_of(project, definition, asked.at_char, text).map_err(UnknownName::Attribute),
                },
            };
            values.map(|values| Asked::new(project, definition.id.clone(), definition.subject, values))
        });
        // Of several attributes of one name, some may not have the value.
        let mut first_problem = None;
        let found: Vec<_> =
            looked_up.filter_map(|found| found.map_err(|e| first_problem.get_or_insert(e).clone()).ok()).collect();
        match first_problem.filter(|_| found.is_empty()) {
            Some(problem) => Err(problem),
            None => Ok(Self(found)),
        }
    }

    /// Whether a statement of a layer has one of the values, or what belongs to it has.
    pub(super) fn holds_for(&self, layer: &Layer, statement: &Statement) -> bool {
        self.0.iter().any(|asked| asked.holds_for(layer, statement))
    }
}

impl Values {
    /// Whether an attribute has one of them among these.
    fn have_any(&self, attributes: &[Attribute], id: &AttributeId) -> bool {
        attribute::values_of(attributes, id).any(|attribute| self.have(&attribute.value))
    }

    fn have(&self, value: &str) -> bool {
        match self {
            Self::Any => true,
            Self::OneOf(known) => known.iter().any(|known| known == value),
            Self::With(key) => name_key(value).contains(key.as_str()),
            Self::Number(range) => decimal(value).is_some_and(|number| range.has(number)),
            Self::Date(range) => is_within(value, range),
            Self::Party(parties) => parties.has(value),
        }
    }
}

fn values_of(
    project: &Project,
    definition: &AttributeDefinition,
    at_char: usize,
    text: &str,
) -> Result<Values, WrongAttribute> {
    let (name, value) = (definition.name.clone(), text.to_owned());
    match definition.form {
        AttributeForm::OneOf | AttributeForm::SeveralOf | AttributeForm::YesNo => {
            let is_asked = is_called(text);
            let known: Vec<&str> = match definition.form {
                AttributeForm::YesNo => definition.offered(),
                _ => definition.choices.iter().map(|choice| choice.id.as_str()).collect(),
            };
            let is_it = |id: &&&str| is_asked(id) || is_asked(&definition.value_title(id));
            let mut found: Vec<String> = known.iter().filter(is_it).map(|id| (**id).to_owned()).collect();
            if found.is_empty() {
                // Statements may have a value that the list does not have any more.
                let mut used = all_layers(project).flat_map(|layer| layer.statements());
                let is_used = used.any(|statement| statement.values_of(&definition.id).any(|has| has.value == text));
                found.extend(is_used.then(|| text.to_owned()));
            }
            let known = || known.iter().map(|id| (*id).to_owned()).collect();
            if found.is_empty() {
                Err(WrongAttribute::Value { at_char, name, value, known: known() })
            } else {
                Ok(Values::OneOf(found))
            }
        }
        AttributeForm::Number => {
            NumberRange::read(text).map(Values::Number).ok_or(WrongAttribute::Number { at_char, name, value })
        }
        AttributeForm::Date => dates(text).map(Values::Date).ok_or(WrongAttribute::Date { at_char, name, value }),
        AttributeForm::Text | AttributeForm::Span | AttributeForm::Party => Ok(Values::With(name_key(text))),
    }
}

impl NumberRange {
    /// `3`, `>3`, `>=3`, `<3`, `<=3`, `1..5`, `1..`, `..5`, with the digits of any script.
    fn read(text: &str) -> Option<Self> {
        let number = |text: &str| decimal(text).filter(|number| number.is_finite());
        if let Some((from, to)) = text.split_once("..") {
            let end = |text: &str| if text.is_empty() { Some(None) } else { number(text).map(|end| Some((end, true))) };
            let (from, to) = (end(from)?, end(to)?);
            let is_forward = from.zip(to).is_none_or(|((from, _), (to, _))| from <= to);
            return (is_forward && (from.is_some() || to.is_some())).then_some(Self { from, to });
        }
        for (sign, is_from, is_in) in [(">=", true, true), ("<=", false, true), (">", true, false), ("<", false, false)]
        {
            if let Some(rest) = text.strip_prefix(sign) {
                let end = Some((number(rest)?, is_in));
                return Some(if is_from { Self { from: end, to: None } } else { Self { from: None, to: end } });
            }
        }
        let end = Some((number(text)?, true));
        Some(Self { from: end, to: end })
    }

    fn has(&self, number: f64) -> bool {
        self.from.is_none_or(|(from, is_in)| number > from || is_in && number >= from)
            && self.to.is_none_or(|(to, is_in)| number < to || is_in && number <= to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_and_in_ranges() {
        for (text, inside, outside) in [
            ("3", 3.0, 3.5),
            (">3", 3.5, 3.0),
            (">=3", 3.0, 2.5),
            ("<3", 2.5, 3.0),
            ("<=3", 3.0, 3.5),
            ("1..5", 5.0, 5.5),
            ("..5", -7.0, 6.0),
            ("1..", 9.0, 0.0),
            ("٣..٥", 4.0, 2.0),
            (">-2.5", -2.0, -3.0),
        ] {
            let range = NumberRange::read(text).unwrap();
            assert!(range.has(inside) && !range.has(outside), "{text}");
        }
        for text in ["", "x", ">", "..", "5..1", "1..x", "NaN"] {
            assert_eq!(NumberRange::read(text), None, "{text}");
        }
    }
}
