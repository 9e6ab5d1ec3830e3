//! The attributes that the codebook defines: a row for each that applies to the statement, with the control that its form asks
//! for. What is there and does not fit is shown as it is, with a way to remove it.

use egui::Ui;

use super::rows::{icon_button, row};
use super::state::InspectorState;
use super::subject::Subject;
use crate::model::attribute::{AttributeDefinition, AttributeForm, NO, YES};
use crate::model::id::AttributeId;
use crate::model::statement::{Attribute, Statement};
use crate::t;
use crate::ui::command::Command;
use crate::ui::parts::draft::{Field, apply_typing};
use crate::ui::parts::picker::{self, Pick, Picker};
use crate::ui::shaped::icon::Icon;
use crate::ui::shaped::segmented::{Segment, segmented};
use crate::ui::shaped::{Button, ComboBox, Label, MenuItem, ResponseExt as _};
use crate::ui::state::{Armed, View};

/// The width of the menu of further attributes, in points.
const MORE_PT: f32 = 104.0;
/// The gesture of every change here.
const GESTURE: &str = "gesture-attribute";

/// The field of a value that is typed, for focusing it.
pub(crate) fn attribute_id(id: &AttributeId) -> egui::Id {
    egui::Id::unique(("attribute-field", id.as_str()))
}

/// Shows the rows.
pub(super) fn show(
    ui: &mut Ui,
    subject: &Subject<'_>,
    view: &View,
    state: &mut InspectorState,
    out: &mut Vec<Command>,
) {
    for definition in &subject.project.codebook.attributes {
        let has_it = subject.statement.values_of(&definition.id).next().is_some();
        let is_open = is_offered(subject, definition)
            && (definition.is_required || state.attributes.is_open(&definition.id) || is_armed(view, definition));
        if !has_it && !is_open {
            continue;
        }
        let keys = subject.project.codebook.usable_attribute_key(definition).map(String::from).unwrap_or_default();
        let name = if definition.is_required && !has_it {
            t!("inspector-attribute-missing", name = definition.name.as_str())
        } else {
            definition.name.clone()
        };
        row(ui, &name, &keys, |ui| {
            ui.vertical(|ui| {
                control(ui, subject, definition, view, state, out);
                let misfit = subject.statement.misfit(definition);
                if let Some(misfit) = misfit {
                    ui.add(Label::new(misfit.to_string()).small(ui).color(ui.visuals().error_fg_color).wrap());
                }
            });
        });
    }
}

fn is_offered(subject: &Subject<'_>, definition: &AttributeDefinition) -> bool {
    definition.applies_to(subject.statement) && !definition.notes.is_retired
}

fn is_armed(view: &View, definition: &AttributeDefinition) -> bool {
    matches!(&view.armed, Some(Armed::Attribute(id)) if *id == definition.id)
}

/// A menu of the attributes that apply and have no row: their values, or what leads to them.
pub(super) fn more(ui: &mut Ui, subject: &Subject<'_>, state: &mut InspectorState, out: &mut Vec<Command>) {
    let codebook = &subject.project.codebook;
    let is_unset = |definition: &&AttributeDefinition| {
        let has_it = subject.statement.values_of(&definition.id).next().is_some();
        is_offered(subject, definition) && !has_it && !definition.is_required
    };
    let unset: Vec<&AttributeDefinition> = codebook.attributes.iter().filter(is_unset).collect();
    if unset.is_empty() {
        return;
    }
    let name = t!("inspector-attributes-more");
    ComboBox::new("attributes-more", name.clone()).selected_text(name).width(MORE_PT).show(ui, |ui| {
        for definition in unset {
            let key = codebook.usable_attribute_key(definition).map(String::from).unwrap_or_default();
            let values = definition.offered();
            if values.is_empty() || definition.form == AttributeForm::SeveralOf {
                let item = ui.add(MenuItem::new(definition.name.clone()).shortcut(key));
                if item.on_hover_shaped(definition.definition.clone()).clicked() {
                    state.attributes.open(&definition.id);
                    let is_span = definition.form == AttributeForm::Span;
                    out.extend(is_span.then(|| Command::Arm(Armed::Attribute(definition.id.clone()))));
                }
                continue;
            }
            for value in values {
                let title = definition.value_title(value);
                let text = t!("codebook-with-value", name = definition.name.as_str(), value = title);
                let item = ui.add(MenuItem::new(text).shortcut(key.clone()));
                if item.on_hover_shaped(definition.definition.clone()).clicked() {
                    out.push(subject.change(GESTURE, |s| s.set_value(&definition.id, Some(value))));
                }
            }
        }
    });
}

fn control(
    ui: &mut Ui,
    subject: &Subject<'_>,
    definition: &AttributeDefinition,
    view: &View,
    state: &mut InspectorState,
    out: &mut Vec<Command>,
) {
    match definition.form {
        AttributeForm::OneOf => one_of(ui, subject, definition, out),
        AttributeForm::SeveralOf => several_of(ui, subject, definition, out),
        AttributeForm::YesNo => yes_no(ui, subject, definition, out),
        AttributeForm::Text | AttributeForm::Number | AttributeForm::Date => {
            typed(ui, subject, definition, state, out);
        }
        AttributeForm::Party => party(ui, subject, definition, state, out),
        AttributeForm::Span => passages(ui, subject, definition, view, out),
    }
}

fn one_of(ui: &mut Ui, subject: &Subject<'_>, definition: &AttributeDefinition, out: &mut Vec<Command>) {
    let current = subject.statement.values_of(&definition.id).next().map(|attribute| attribute.value.as_str());
    let shown = current.map_or_else(|| t!("panel-unset"), |value| definition.value_title(value));
    let combo = ComboBox::new(("attribute", definition.id.as_str()), definition.name.clone());
    combo.selected_text(shown).width(ui.available_width()).show(ui, |ui| {
        if ui.add(MenuItem::new(t!("panel-unset")).selected(current.is_none())).clicked() && current.is_some() {
            out.push(subject.change(GESTURE, |s| s.set_value(&definition.id, None)));
        }
        for choice in &definition.choices {
            let is_now = current == Some(&choice.id);
            if choice.is_retired && !is_now {
                continue;
            }
            let item = ui.add(MenuItem::new(choice.name.clone()).selected(is_now));
            if item.on_hover_shaped(choice.definition.clone()).clicked() && !is_now {
                out.push(subject.change(GESTURE, |s| s.set_value(&definition.id, Some(&choice.id))));
            }
        }
    });
}

/// The values that are set, each a button that removes it, and a list of the others.
fn several_of(ui: &mut Ui, subject: &Subject<'_>, definition: &AttributeDefinition, out: &mut Vec<Command>) {
    let has = |id: &str| subject.statement.values_of(&definition.id).any(|attribute| attribute.value == id);
    ui.horizontal_wrapped(|ui| {
        for attribute in subject.statement.values_of(&definition.id) {
            let title = definition.value_title(&attribute.value);
            let remove = t!("inspector-value-remove", value = title.as_str(), name = definition.name.as_str());
            let button = Button::new(title).icon(Icon::Close).small().name(remove.clone());
            if ui.add(button).on_hover_shaped(remove).clicked() {
                out.push(subject.change(GESTURE, |s| s.attributes.retain(|other| other != attribute)));
            }
        }
        let free: Vec<_> = definition.choices.iter().filter(|choice| !choice.is_retired && !has(&choice.id)).collect();
        if free.is_empty() {
            return;
        }
        let combo = ComboBox::new(("attribute", definition.id.as_str()), definition.name.clone());
        combo.selected_text(t!("inspector-value-add")).show(ui, |ui| {
            for choice in free {
                let item = ui.add(MenuItem::new(choice.name.clone()));
                if item.on_hover_shaped(choice.definition.clone()).clicked() {
                    let new = Attribute::new(definition.id.as_str(), &choice.id);
                    out.push(subject.change(GESTURE, |s| s.attributes.push(new)));
                }
            }
        });
    });
}

fn yes_no(ui: &mut Ui, subject: &Subject<'_>, definition: &AttributeDefinition, out: &mut Vec<Command>) {
    let current = subject.statement.values_of(&definition.id).next().map(|attribute| attribute.value.as_str());
    let values = [YES, NO];
    let segments = values.map(|value| {
        let title = definition.value_title(value);
        let name = t!("panel-choice-name", field = definition.name.as_str(), value = title.as_str());
        Segment::new(title, name, current == Some(value))
    });
    if let Some(value) = segmented(ui, segments.into()).and_then(|clicked| values.get(clicked)) {
        let value = (current != Some(*value)).then_some(*value);
        out.push(subject.change(GESTURE, |s| s.set_value(&definition.id, value)));
    }
}

fn typed(
    ui: &mut Ui,
    subject: &Subject<'_>,
    definition: &AttributeDefinition,
    state: &mut InspectorState,
    out: &mut Vec<Command>,
) {
    let current = subject.statement.values_of(&definition.id).next().map_or("", |attribute| attribute.value.as_str());
    let key = format!("attribute-{}-{}", definition.id, subject.statement.id);
    let hint = match definition.form {
        AttributeForm::Number => t!("inspector-hint-number"),
        AttributeForm::Date => t!("inspector-hint-date"),
        _ => String::new(),
    };
    let draft = state.attributes.draft(definition.id.as_str());
    let id = Some(attribute_id(&definition.id));
    let field = Field { hint: &hint, id, clean: |text| text.trim().to_owned(), ..Field::line(&definition.name) };
    let Some(value) = draft.show(ui, &key, current, field, out) else { return };
    // What is half typed is kept as it is, and marked until it is a value.
    let value = definition.accepted(&value).unwrap_or(value);
    let edit = subject.edit(|s| s.set_value(&definition.id, Some(value.as_str()).filter(|value| !value.is_empty())));
    out.push(apply_typing(GESTURE, edit, &key));
}

fn party(
    ui: &mut Ui,
    subject: &Subject<'_>,
    definition: &AttributeDefinition,
    state: &mut InspectorState,
    out: &mut Vec<Command>,
) {
    let current = subject.statement.values_of(&definition.id).next().map(|attribute| attribute.value.clone());
    let known = |id: &str| subject.project.parties.iter().find(|party| party.id.as_str() == id);
    let text = match &current {
        None => t!("panel-unset"),
        Some(id) => known(id).map_or_else(|| id.clone(), |party| party.name.clone()),
    };
    let id = egui::Id::unique(("attribute", definition.id.as_str()));
    let mut picker = Picker::new(id, definition.name.clone(), "parties").chosen(current.clone(), text).creates();
    if current.is_some() {
        picker = picker.none(t!("panel-unset"));
    }
    let picked = picker.show(ui, &mut state.pickers, || picker::parties(subject.project, |_| true));
    match picked.and_then(|picked| picked.pick) {
        Some(Pick::Nothing) => out.push(subject.change(GESTURE, |s| s.set_value(&definition.id, None))),
        Some(pick) => {
            let choose =
                |s: &mut Statement, party: crate::model::id::PartyId| s.set_value(&definition.id, Some(party.as_str()));
            out.extend(subject.change_by_party(GESTURE, pick, choose));
        }
        None => {}
    }
}

/// The passages, each with a way to remove it, and the button after which the next selection is one.
fn passages(ui: &mut Ui, subject: &Subject<'_>, definition: &AttributeDefinition, view: &View, out: &mut Vec<Command>) {
    for attribute in subject.statement.values_of(&definition.id) {
        ui.horizontal(|ui| {
            let words = attribute.span.map_or_else(|| attribute.value.clone(), |span| subject.words(span));
            let name = t!("inspector-value-remove", value = words.as_str(), name = definition.name.as_str());
            if icon_button(ui, Icon::Close, name, true).clicked() {
                out.push(subject.change(GESTURE, |s| s.attributes.retain(|other| other != attribute)));
            }
            ui.add(Label::new(words).elide());
        });
    }
    let armed = Armed::Attribute(definition.id.clone());
    let is_armed = is_armed(view, definition);
    let name = t!("inspector-passage-add", name = definition.name.as_str());
    let button = Button::new(t!("inspector-passage")).icon(Icon::Target).small().selected(is_armed).name(name.clone());
    if ui.add(button).on_hover_shaped(name).clicked() {
        out.push(if is_armed { Command::Disarm } else { Command::Arm(armed) });
    }
}
