//! What is known of a party beside its names, and what is recorded of a document as a whole, in JSON: in files for
//! colleagues, and beside the files of other formats.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::attribute_json::{AttributeIn, AttributeOut};
use crate::model::document_tags::DocumentTags;
use crate::model::party::{ExternalId, PartyAbout};

/// A party, beside its other members, as it is written. What a party does not have is left out.
#[derive(Serialize)]
pub(super) struct AboutOut<'p> {
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'p str,
    /// By the collection.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    identifiers: BTreeMap<&'p str, &'p str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attributes: Vec<AttributeOut<'p>>,
}

/// A party as it is read.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct AboutIn {
    description: String,
    identifiers: BTreeMap<String, String>,
    attributes: Vec<AttributeIn>,
}

impl<'p> AboutOut<'p> {
    pub(super) fn new(about: &'p PartyAbout) -> Self {
        let identifier = |id: &'p ExternalId| (id.scheme.as_str(), id.value.as_str());
        Self {
            description: &about.description,
            identifiers: about.identifiers.iter().map(identifier).collect(),
            attributes: AttributeOut::texts(&about.attributes),
        }
    }
}

impl AboutIn {
    /// Identifiers of collections whose names cannot be ours are left out.
    pub(super) fn about(self) -> PartyAbout {
        let identifier = |(scheme, value): (String, String)| ExternalId::parse(&format!("{scheme}: {value}"));
        PartyAbout {
            description: self.description,
            identifiers: self.identifiers.into_iter().filter_map(identifier).collect(),
            attributes: self.attributes.into_iter().map(AttributeIn::plain).collect(),
        }
    }
}

/// A document as it is written.
#[derive(Debug, Serialize)]
pub(super) struct TagsOut<'p> {
    note: &'p str,
    attributes: Vec<AttributeOut<'p>>,
}

/// A document as it is read.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct TagsIn {
    #[serde(default)]
    note: String,
    #[serde(default)]
    attributes: Vec<AttributeIn>,
}

impl<'p> TagsOut<'p> {
    pub(super) fn new(tags: &'p DocumentTags) -> Self {
        Self { note: &tags.note, attributes: AttributeOut::texts(&tags.attributes) }
    }
}

impl TagsIn {
    pub(super) fn tags(self) -> DocumentTags {
        DocumentTags { note: self.note, attributes: self.attributes.into_iter().map(AttributeIn::plain).collect() }
    }
}
