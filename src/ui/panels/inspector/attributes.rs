//! The attributes that the codebook defines for statements: a row for each that applies, with the control that its form asks
//! for. What is there and does not fit is shown as it is, with a way to remove it.

use egui::Ui;

use super::rows::{icon_button, row};
use super::state::InspectorState;
use super::subject::Subject;
use crate::model::attribute::{AttributeDefinition, AttributeForm, AttributeSubject};
use crate::model::id::{AttributeId, StatementId};
use crate::t;
use crate::ui::command::Command;
use crate::ui::parts::sides;
use crate::ui::shaped::icon::Icon;
use crate::ui::shaped::{Button, ComboBox, Label, ResponseExt as _};
use crate::ui::state::{Armed, View};
use crate::ui::values::{self, GESTURE, Holder, field_id};

/// The width of the menu of further attributes, in points.
const MORE_PT: f32 = 104.0;

/// The field of a value that is typed, for focusing it.
pub(crate) fn attribute_id(statement: StatementId, id: &AttributeId) -> egui::Id {
    field_id(&statement.to_string(), id)
}

/// Shows the rows.
pub(super) fn show(
    ui: &mut Ui,
    subject: &Subject<'_>,
    view: &View,
    state: &mut InspectorState,
    out: &mut Vec<Command>,
) {
    let key = subject.statement.id.to_string();
    let edit = |attributes| subject.edit(|statement| statement.attributes = attributes);
    let (project, attributes) = (subject.project, subject.statement.attributes.as_slice());
    let holder = Holder { project, attributes, key: &key, edit: &edit };
    for definition in project.codebook.attributes_of(AttributeSubject::Statements) {
        let has_it = subject.statement.values_of(&definition.id).next().is_some();
        let is_open = is_offered(subject, definition)
            && (definition.is_required
                || state.attributes.values.is_open(&definition.id)
                || is_armed(view, definition));
        if !has_it && !is_open {
            continue;
        }
        let keys = project.codebook.usable_attribute_key(definition).map(String::from).unwrap_or_default();
        row(ui, &values::row_name(definition, has_it), &keys, |ui| {
            sides::column(ui, |ui| {
                match definition.form {
                    AttributeForm::Span => passages(ui, subject, definition, view, out),
                    _ => {
                        let states = (&mut state.attributes.values, &mut state.pickers);
                        values::control(ui, &holder, definition, states, out);
                    }
                }
                if let Some(misfit) = subject.statement.misfit(definition) {
                    values::misfit_label(ui, &misfit);
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
    let is_unset = |definition: &&AttributeDefinition| {
        let has_it = subject.statement.values_of(&definition.id).next().is_some();
        is_offered(subject, definition) && !has_it && !definition.is_required
    };
    let unset: Vec<&AttributeDefinition> = subject.project.codebook.attributes.iter().filter(is_unset).collect();
    if unset.is_empty() {
        return;
    }
    let name = t!("inspector-attributes-more");
    ComboBox::new("attributes-more", name.clone()).selected_text(name).width(MORE_PT).show(ui, |ui| {
        let set = |id: &AttributeId, value: &str| subject.change(GESTURE, |s| s.set_value(id, Some(value)));
        values::unset_items(ui, subject.project, unset, &set, &mut state.attributes.values, out);
    });
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
