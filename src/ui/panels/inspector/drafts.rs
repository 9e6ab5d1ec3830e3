//! What is typed into the attributes of a statement.

use std::collections::BTreeMap;

use crate::model::id::AttributeId;
use crate::ui::parts::draft::Draft;

/// What is typed into the attributes.
#[derive(Debug, Default)]
pub(super) struct AttributeDrafts {
    /// The values of attributes, by their names.
    pub(super) values: BTreeMap<String, Draft>,
    /// The attributes that have a row although they have no value yet.
    open: Vec<AttributeId>,
    pub(super) new_name: String,
    pub(super) new_value: String,
}

impl AttributeDrafts {
    /// Shows the row of an attribute that has no value yet.
    pub(super) fn open(&mut self, id: &AttributeId) {
        if !self.is_open(id) {
            self.open.push(id.clone());
        }
    }

    pub(super) fn is_open(&self, id: &AttributeId) -> bool {
        self.open.contains(id)
    }

    /// What is typed into the field of an attribute.
    pub(super) fn draft(&mut self, name: &str) -> &mut Draft {
        self.values.entry(name.to_owned()).or_default()
    }
}
