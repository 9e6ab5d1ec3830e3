//! The values of attributes in JSON, with the places of those that are passages.

use serde::{Deserialize, Serialize};

use super::ExportError;
use super::dataset::DatasetLayer;
use crate::model::span::Span;
use crate::model::statement::{Attribute, Statement};

/// A value as it is written.
#[derive(Debug, Serialize)]
pub(super) struct AttributeOut<'p> {
    name: &'p str,
    value: &'p str,
    /// In code points, half-open.
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<[usize; 2]>,
}

/// A value as it is read.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct AttributeIn {
    name: String,
    value: String,
    span: Option<[u64; 2]>,
}

impl<'p> AttributeOut<'p> {
    /// The values of a statement.
    ///
    /// # Errors
    /// A passage does not read as its value says.
    pub(super) fn all(layer: &DatasetLayer<'p>, statement: &'p Statement) -> Result<Vec<Self>, ExportError> {
        let out = |attribute: &'p Attribute| {
            let span = attribute.span.map(|span| layer.locate(&statement.id, span)).transpose()?;
            Ok(Self { name: &attribute.name, value: &attribute.value, span: span.map(|(place, _)| place) })
        };
        statement.attributes.iter().map(out).collect()
    }

    /// Values as texts, without places.
    pub(super) fn texts(attributes: &'p [Attribute]) -> Vec<Self> {
        let out = |attribute: &'p Attribute| Self { name: &attribute.name, value: &attribute.value, span: None };
        attributes.iter().map(out).collect()
    }
}

impl AttributeIn {
    /// The value of something that has no passages.
    pub(super) fn plain(self) -> Attribute {
        Attribute::new(self.name, self.value)
    }

    /// The value. `place` finds a passage by its offsets and words; one that it does not find is kept as a text.
    pub(super) fn found(self, text: &str, place: impl FnOnce([u64; 2], &str) -> Option<Span>) -> Attribute {
        let Self { name, value, span } = self;
        match span.and_then(|offsets| place(offsets, &value)) {
            Some(span) => {
                Attribute { name, value: text.get(span.range()).unwrap_or_default().to_owned(), span: Some(span) }
            }
            None => Attribute::new(name, value),
        }
    }
}
