//! What does not fit the codebook: values that it does not have any more, or that a statement should have. It is kept and
//! shown, never dropped.

use std::fmt;

use super::attribute::{AttributeDefinition, AttributeSubject, values_of};
use super::codebook::Codebook;
use super::statement::{Attribute, Statement};
use crate::t;

/// Why a statement does not fit the definition of an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// The value is none of the attribute's.
    Value { name: String, value: String },
    /// The attribute has one value, and the statement several.
    Several { name: String },
    /// The attribute does not apply to the statement.
    NotHere { name: String },
    /// The statement lacks a required value.
    Missing { name: String },
    /// The attribute or the value is retired.
    Retired { name: String },
    /// The codebook does not have the attribute.
    Unknown { id: String },
}

impl fmt::Display for Misfit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&match self {
            Self::Value { name, value } => t!("misfit-value", name = name.as_str(), value = value.as_str()),
            Self::Several { name } => t!("misfit-several", name = name.as_str()),
            Self::NotHere { name } => t!("misfit-not-here", name = name.as_str()),
            Self::Missing { name } => t!("misfit-missing", name = name.as_str()),
            Self::Retired { name } => t!("misfit-retired", name = name.as_str()),
            Self::Unknown { id } => t!("misfit-unknown", id = id.as_str()),
        })
    }
}

impl AttributeDefinition {
    /// Whether it has this value; of a party, only the form of its identifier is looked at.
    fn has(&self, attribute: &Attribute) -> bool {
        match attribute.span {
            Some(_) => self.form == super::attribute::AttributeForm::Span,
            None => self.accepted(&attribute.value).is_some_and(|value| value == attribute.value),
        }
    }
}

impl Codebook {
    /// Whether a statement lacks a stance, a kind of quotation, a required attribute or, if there are topics, a topic.
    pub(crate) fn is_incomplete(&self, statement: &Statement) -> bool {
        let lacks = |definition: &AttributeDefinition| {
            definition.is_required && matches!(statement.misfit(definition), Some(Misfit::Missing { .. }))
        };
        !self.topics.is_empty() && statement.topic.is_none()
            || statement.stance.is_none()
            || statement.quotation.is_none()
            || self.attributes_of(AttributeSubject::Statements).any(lacks)
    }
}

impl Codebook {
    /// Why the values of a statement do not fit, in the order of the codebook and then of the statement. What is missing is
    /// unfinished, and does not count here.
    pub fn misfits(&self, statement: &Statement) -> Vec<Misfit> {
        self.misfits_with(&statement.attributes, |definition| definition.applies_to(statement))
    }

    /// The same of a relation, a party or a document with these values.
    pub(crate) fn misfits_among(&self, subject: AttributeSubject, attributes: &[Attribute]) -> Vec<Misfit> {
        self.misfits_with(attributes, |definition| {
            definition.subject == subject && definition.applies_beside(attributes)
        })
    }

    fn misfits_with(&self, attributes: &[Attribute], applies: impl Fn(&AttributeDefinition) -> bool) -> Vec<Misfit> {
        if attributes.is_empty() {
            return Vec::new();
        }
        let of = |definition: &AttributeDefinition| definition.misfit_among(attributes, applies(definition));
        let known = self.attributes.iter().filter_map(of);
        let known = known.filter(|misfit| !matches!(misfit, Misfit::Missing { .. }));
        let unknown = attributes.iter().filter(|attribute| self.attribute_named(&attribute.name).is_none());
        let mut ids: Vec<&str> = unknown.map(|attribute| attribute.name.as_str()).collect();
        ids.dedup();
        known.chain(ids.into_iter().map(|id| Misfit::Unknown { id: id.to_owned() })).collect()
    }
}

impl Statement {
    /// The first reason why the values of an attribute do not fit its definition.
    pub fn misfit(&self, definition: &AttributeDefinition) -> Option<Misfit> {
        definition.misfit_among(&self.attributes, definition.applies_to(self))
    }
}

impl AttributeDefinition {
    /// The first reason why its values among these do not fit it. `applies` says whether it applies to what has them.
    pub(crate) fn misfit_among(&self, attributes: &[Attribute], applies: bool) -> Option<Misfit> {
        let name = || self.name.clone();
        let values: Vec<&Attribute> = values_of(attributes, &self.id).collect();
        if let Some(bad) = values.iter().find(|attribute| !self.has(attribute)) {
            return Some(Misfit::Value { name: name(), value: bad.value.clone() });
        }
        if values.len() > 1 && !self.form.takes_several() {
            return Some(Misfit::Several { name: name() });
        }
        if !values.is_empty() && !applies {
            return Some(Misfit::NotHere { name: name() });
        }
        let chosen = values.iter().filter_map(|attribute| self.choice(&attribute.value));
        if let Some(retired) = chosen.into_iter().find(|choice| choice.is_retired) {
            return Some(Misfit::Retired { name: retired.name.clone() });
        }
        if !values.is_empty() && self.notes.is_retired {
            return Some(Misfit::Retired { name: name() });
        }
        let is_missing = self.is_required && applies && values.is_empty() && !self.notes.is_retired;
        is_missing.then(|| Misfit::Missing { name: name() })
    }
}
