//! What is known of a party beside its names, in JSON: in files for colleagues, and beside the files of other formats.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::attribute_json::{AttributeIn, AttributeOut};
use crate::model::party::{ExternalId, PartyAbout};

/// As it is written, beside the other members of a party. What a party does not have is left out.
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

/// As it is read.
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
