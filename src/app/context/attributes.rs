//! Attributes by their keys.

use eframe::egui;

use super::Context;
use crate::model::attribute::{AttributeDefinition, AttributeForm, NO, YES};
use crate::model::id::AttributeId;
use crate::model::statement::Attribute;
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
        let values: Vec<&str> = match definition.form {
            AttributeForm::YesNo => vec![YES, NO],
            AttributeForm::OneOf => {
                let offered = definition.choices.iter().filter(|choice| !choice.is_retired);
                offered.map(|choice| choice.id.as_str()).collect()
            }
            _ => Vec::new(),
        };
        let now = statement.values_of(id).next().map(|attribute| attribute.value.clone());
        if !definition.applies_to(statement) && now.is_none() {
            return self.say_at_caret(t!("misfit-not-here", name = definition.name.as_str()));
        }
        match definition.form {
            AttributeForm::YesNo | AttributeForm::OneOf => self.set_next(&definition, &values, now.as_deref()),
            AttributeForm::Span => self.toggle_armed(ctx, Armed::Attribute(id.clone())),
            _ => ctx.memory_mut(|memory| memory.request_focus(attribute_id(id))),
        }
    }

    /// Takes the value after this one, and after the last one none.
    fn set_next(&mut self, definition: &AttributeDefinition, values: &[&str], now: Option<&str>) {
        let next = match now.and_then(|now| values.iter().position(|value| *value == now)) {
            Some(at) => values.get(at + 1),
            None => values.first(),
        };
        let name = definition.id.as_str();
        self.change_selected("gesture-attribute", |statement| {
            statement.attributes.retain(|attribute| attribute.name != name);
            statement.attributes.extend(next.map(|value| Attribute::new(name, *value)));
        });
        let value = next.map_or_else(|| t!("panel-unset"), |value| definition.value_title(value));
        self.say_at_caret(t!("codebook-with-value", name = definition.name.as_str(), value = value));
    }
}
