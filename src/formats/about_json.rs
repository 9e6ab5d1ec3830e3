//! What is known of a party beside its names, and what is recorded of a document as a whole, in JSON: in files for
//! colleagues, and beside the files of other formats.

use serde::{Deserialize, Serialize};

use super::attribute_json::{AttributeIn, AttributeOut};
use crate::model::document_tags::DocumentTags;
use crate::model::party::{ExternalId, PartyAbout};

/// A party, beside its other members, as it is written. All members are always there, since readers of tables expect the same
/// ones in every row.
#[derive(Serialize)]
pub(super) struct AboutOut<'p> {
    description: &'p str,
    identifiers: Vec<IdentifierOut<'p>>,
    attributes: Vec<AttributeOut<'p>>,
}

#[derive(Serialize)]
struct IdentifierOut<'p> {
    scheme: &'p str,
    value: &'p str,
}

/// A party as it is read.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct AboutIn {
    description: String,
    identifiers: Vec<IdentifierIn>,
    attributes: Vec<AttributeIn>,
}

#[derive(Debug, Deserialize)]
struct IdentifierIn {
    scheme: String,
    value: String,
}

impl<'p> AboutOut<'p> {
    pub(super) fn new(about: &'p PartyAbout) -> Self {
        let identifier = |id: &'p ExternalId| IdentifierOut { scheme: &id.scheme, value: &id.value };
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
        let identifier = |IdentifierIn { scheme, value }| ExternalId::parse(&format!("{scheme}: {value}"));
        PartyAbout {
            description: self.description,
            identifiers: self.identifiers.into_iter().filter_map(identifier).collect(),
            attributes: self.attributes.into_iter().map(AttributeIn::plain).collect(),
        }
    }
}

/// A document as it is written.
#[derive(Debug, Default, Serialize)]
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
