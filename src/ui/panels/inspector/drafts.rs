//! What is typed into the attributes of a statement.

use crate::ui::values::ValueState;

/// What is typed into the attributes.
#[derive(Debug, Default)]
pub(super) struct AttributeDrafts {
    pub(super) values: ValueState,
    pub(super) new_name: String,
    pub(super) new_value: String,
}
