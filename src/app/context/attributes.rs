//! Attributes by their keys.

use eframe::egui;

use super::Context;
use crate::model::attribute::{AttributeDefinition, AttributeForm};
use crate::model::id::AttributeId;
use crate::t;
use crate::ui::panels::inspector::attribute_id;
use crate::ui::state::Armed;

impl Context {
    /// Sets an attribute of the selected statement as its form allows: the next value of a list, a passage that is selected
    /// next, or what is typed into its field.
    pub(super) fn set_attribute(&mut self, ctx: &egui::Context, id: &AttributeId) {
        let codebook = self.open.as_ref().map(|open| &open.session.project().codebook);
        let Some(definition) = codebook.and_then(|codebook| codebook.attribute(id)).cloned() else { return };
        let Some(statement) = self.selected() else { return self.say_at_caret(t!("not-statement")) };
        let now = statement.values_of(id).next().map(|attribute| attribute.value.clone());
        if !definition.applies_to(statement) && now.is_none() {
            return self.say_at_caret(t!("misfit-not-here", name = definition.name.as_str()));
        }
        match definition.form {
            AttributeForm::YesNo | AttributeForm::OneOf => self.set_next(&definition, now.as_deref()),
            AttributeForm::Span => self.toggle_armed(ctx, Armed::Attribute(id.clone())),
            _ => {
                let field = attribute_id(statement.id, id);
                ctx.memory_mut(|memory| memory.request_focus(field));
            }
        }
    }

    /// Takes the value after this one, and after the last one none.
    fn set_next(&mut self, definition: &AttributeDefinition, now: Option<&str>) {
        let values = definition.offered();
        let next = match now.and_then(|now| values.iter().position(|value| *value == now)) {
            Some(at) => values.get(at + 1),
            None => values.first(),
        };
        self.change_selected("gesture-attribute", |statement| statement.set_value(&definition.id, next.copied()));
        let value = next.map_or_else(|| t!("panel-unset"), |value| definition.value_title(value));
        self.say_at_caret(t!("codebook-with-value", name = definition.name.as_str(), value = value));
    }
}
