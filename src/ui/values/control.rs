//! The control that the form of an attribute asks for.

use egui::Ui;

use super::{GESTURE, Holder, ValueState, new_party};
use crate::edit::change::Edit;
use crate::model::attribute::{AttributeDefinition, AttributeForm, NO, YES, set_value, values_of};
use crate::model::id::AttributeId;
use crate::model::statement::Attribute;
use crate::t;
use crate::ui::command::Command;
use crate::ui::parts::draft::{Field, apply, apply_typing};
use crate::ui::parts::picker::{self, Pick, Picker, PickerState};
use crate::ui::shaped::icon::Icon;
use crate::ui::shaped::segmented::{Segment, segmented};
use crate::ui::shaped::{Button, ComboBox, MenuItem, ResponseExt as _};

/// The field of a value that is typed, for focusing it. `key` is that of what has the value.
pub(crate) fn field_id(key: &str, id: &AttributeId) -> egui::Id {
    egui::Id::unique(("attribute-field", key, id.as_str()))
}

/// Shows the control. Passages have none here, since they are marked in the text.
pub(crate) fn control(
    ui: &mut Ui,
    holder: &Holder<'_>,
    definition: &AttributeDefinition,
    (state, pickers): (&mut ValueState, &mut PickerState),
    out: &mut Vec<Command>,
) {
    match definition.form {
        AttributeForm::OneOf => one_of(ui, holder, definition, out),
        AttributeForm::SeveralOf => several_of(ui, holder, definition, out),
        AttributeForm::YesNo => yes_no(ui, holder, definition, out),
        AttributeForm::Text | AttributeForm::Number | AttributeForm::Date => {
            typed(ui, holder, definition, state, out);
        }
        AttributeForm::Party => party(ui, holder, definition, pickers, out),
        AttributeForm::Span => {}
    }
}

fn one_of(ui: &mut Ui, holder: &Holder<'_>, definition: &AttributeDefinition, out: &mut Vec<Command>) {
    let current = holder.value(definition);
    let shown = current.map_or_else(|| t!("panel-unset"), |value| definition.value_title(value));
    let combo = ComboBox::new(("attribute", holder.key, definition.id.as_str()), definition.name.clone());
    combo.selected_text(shown).width(ui.available_width()).show(ui, |ui| {
        if ui.add(MenuItem::new(t!("panel-unset")).selected(current.is_none())).clicked() && current.is_some() {
            out.push(holder.set(&definition.id, None));
        }
        for choice in &definition.choices {
            let is_now = current == Some(choice.id.as_str());
            if choice.is_retired && !is_now {
                continue;
            }
            let item = ui.add(MenuItem::new(choice.name.clone()).selected(is_now));
            if item.on_hover_shaped(choice.definition.clone()).clicked() && !is_now {
                out.push(holder.set(&definition.id, Some(&choice.id)));
            }
        }
    });
}

/// The values that are set, each a button that removes it, and a list of the others.
fn several_of(ui: &mut Ui, holder: &Holder<'_>, definition: &AttributeDefinition, out: &mut Vec<Command>) {
    let values = || values_of(holder.attributes, &definition.id);
    ui.horizontal_wrapped(|ui| {
        for attribute in values() {
            let title = definition.value_title(&attribute.value);
            let remove = t!("inspector-value-remove", value = title.as_str(), name = definition.name.as_str());
            let button = Button::new(title).icon(Icon::Close).small().name(remove.clone());
            if ui.add(button).on_hover_shaped(remove).clicked() {
                out.push(holder.change(|attributes| attributes.retain(|other| other != attribute)));
            }
        }
        let is_free = |id: &str| values().all(|attribute| attribute.value != id);
        let free: Vec<_> =
            definition.choices.iter().filter(|choice| !choice.is_retired && is_free(&choice.id)).collect();
        if free.is_empty() {
            return;
        }
        let combo = ComboBox::new(("attribute", holder.key, definition.id.as_str()), definition.name.clone());
        combo.selected_text(t!("inspector-value-add")).show(ui, |ui| {
            for choice in free {
                let item = ui.add(MenuItem::new(choice.name.clone()));
                if item.on_hover_shaped(choice.definition.clone()).clicked() {
                    let new = Attribute::new(definition.id.as_str(), &choice.id);
                    out.push(holder.change(|attributes| attributes.push(new)));
                }
            }
        });
    });
}

fn yes_no(ui: &mut Ui, holder: &Holder<'_>, definition: &AttributeDefinition, out: &mut Vec<Command>) {
    let current = holder.value(definition);
    let values = [YES, NO];
    let segments = values.map(|value| {
        let title = definition.value_title(value);
        let name = t!("panel-choice-name", field = definition.name.as_str(), value = title.as_str());
        Segment::new(title, name, current == Some(value))
    });
    if let Some(value) = segmented(ui, segments.into()).and_then(|clicked| values.get(clicked)) {
        out.push(holder.set(&definition.id, (current != Some(*value)).then_some(*value)));
    }
}

fn typed(
    ui: &mut Ui,
    holder: &Holder<'_>,
    definition: &AttributeDefinition,
    state: &mut ValueState,
    out: &mut Vec<Command>,
) {
    let key = format!("attribute-{}-{}", definition.id, holder.key);
    let hint = match definition.form {
        AttributeForm::Number => t!("inspector-hint-number"),
        AttributeForm::Date => t!("inspector-hint-date"),
        _ => String::new(),
    };
    let current = holder.value(definition).unwrap_or_default();
    let draft = state.draft(definition.id.as_str());
    let id = Some(field_id(holder.key, &definition.id));
    let field = Field { hint: &hint, id, clean: |text| text.trim().to_owned(), ..Field::line(&definition.name) };
    let Some(value) = draft.show(ui, &key, current, field, out) else { return };
    // What is half typed is kept as it is, and marked until it is a value.
    let value = definition.accepted(&value).unwrap_or(value);
    let value = Some(value.as_str()).filter(|value| !value.is_empty());
    let edit = holder.changed(|attributes| set_value(attributes, &definition.id, value));
    out.push(apply_typing(GESTURE, edit, &key));
}

fn party(
    ui: &mut Ui,
    holder: &Holder<'_>,
    definition: &AttributeDefinition,
    pickers: &mut PickerState,
    out: &mut Vec<Command>,
) {
    let current = holder.value(definition);
    let known = |id: &str| holder.project.parties.iter().find(|party| party.id.as_str() == id);
    let text = match current {
        None => t!("panel-unset"),
        Some(id) => known(id).map_or_else(|| id.to_owned(), |party| party.name.clone()),
    };
    let id = egui::Id::unique(("attribute", holder.key, definition.id.as_str()));
    let chosen = current.map(str::to_owned);
    let mut picker = Picker::new(id, definition.name.clone(), "parties").chosen(chosen, text).creates();
    if current.is_some() {
        picker = picker.none(t!("panel-unset"));
    }
    let picked = picker.show(ui, pickers, || picker::parties(holder.project, |_| true));
    match picked.and_then(|picked| picked.pick) {
        Some(Pick::Nothing) => out.push(holder.set(&definition.id, None)),
        Some(Pick::Item(id)) => out.push(holder.set(&definition.id, Some(&id))),
        Some(Pick::New(name)) => {
            let (id, added) = new_party(holder.project, name);
            let edit = holder.changed(|attributes| set_value(attributes, &definition.id, Some(id.as_str())));
            out.push(apply(GESTURE, Edit::Group(vec![added, edit])));
        }
        None => {}
    }
}
