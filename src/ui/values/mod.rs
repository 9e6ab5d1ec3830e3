//! The controls of attributes, whatever has the values: statements, relations, parties, articles.

mod control;

use std::collections::BTreeMap;

use egui::Ui;

pub(crate) use self::control::{control, field_id};
use crate::edit::change::Edit;
use crate::edit::gesture::parties;
use crate::model::attribute::{AttributeDefinition, AttributeForm, AttributeSubject, set_value, values_of};
use crate::model::fit::Misfit;
use crate::model::id::{AttributeId, PartyId};
use crate::model::project::Project;
use crate::model::statement::Attribute;
use crate::t;
use crate::ui::command::Command;
use crate::ui::parts::draft::{Draft, apply};
use crate::ui::parts::picker::PickerState;
use crate::ui::parts::sides;
use crate::ui::shaped::{ComboBox, Label, MenuItem, ResponseExt as _};

/// The gesture of every change of a value.
pub(crate) const GESTURE: &str = "gesture-attribute";
/// The width of the menu of further attributes, in points.
const MORE_PT: f32 = 104.0;

/// What has values.
pub(crate) struct Holder<'h> {
    pub project: &'h Project,
    pub attributes: &'h [Attribute],
    /// Tells its fields from those of others.
    pub key: &'h str,
    /// The edit that gives it other values.
    pub edit: &'h dyn Fn(Vec<Attribute>) -> Edit,
}

/// What is typed into fields of values, and which attributes have a row although they have no value.
#[derive(Debug, Default)]
pub(crate) struct ValueState {
    drafts: BTreeMap<String, Draft>,
    open: Vec<AttributeId>,
}

impl ValueState {
    /// Shows the row of an attribute that has no value yet.
    pub(crate) fn open(&mut self, id: &AttributeId) {
        if !self.is_open(id) {
            self.open.push(id.clone());
        }
    }

    pub(crate) fn is_open(&self, id: &AttributeId) -> bool {
        self.open.contains(id)
    }

    /// What is typed into the field of an attribute.
    pub(crate) fn draft(&mut self, name: &str) -> &mut Draft {
        self.drafts.entry(name.to_owned()).or_default()
    }
}

impl Holder<'_> {
    /// The gesture that changes the values.
    fn change(&self, change: impl FnOnce(&mut Vec<Attribute>)) -> Command {
        apply(GESTURE, self.changed(change))
    }

    fn changed(&self, change: impl FnOnce(&mut Vec<Attribute>)) -> Edit {
        let mut attributes = self.attributes.to_vec();
        change(&mut attributes);
        (self.edit)(attributes)
    }

    /// Gives an attribute one value, or none.
    fn set(&self, id: &AttributeId, value: Option<&str>) -> Command {
        self.change(|attributes| set_value(attributes, id, value))
    }

    fn value(&self, definition: &AttributeDefinition) -> Option<&str> {
        values_of(self.attributes, &definition.id).next().map(|attribute| attribute.value.as_str())
    }

    fn has(&self, definition: &AttributeDefinition) -> bool {
        self.value(definition).is_some()
    }

    fn is_offered(&self, definition: &AttributeDefinition) -> bool {
        !definition.notes.is_retired && definition.applies_beside(self.attributes)
    }

    fn misfit(&self, definition: &AttributeDefinition) -> Option<Misfit> {
        definition.misfit_among(self.attributes, definition.applies_beside(self.attributes))
    }
}

/// The name of the row of an attribute; one that is required and missing says so.
pub(crate) fn row_name(definition: &AttributeDefinition, has_it: bool) -> String {
    if definition.is_required && !has_it {
        t!("inspector-attribute-missing", name = definition.name.as_str())
    } else {
        definition.name.clone()
    }
}

/// What a value is called on screen.
pub(crate) fn title(project: &Project, definition: &AttributeDefinition, value: &str) -> String {
    let party = (definition.form == AttributeForm::Party).then(|| PartyId::new(value).ok()).flatten();
    match party.and_then(|id| project.party(&id)) {
        Some(party) => party.name.clone(),
        None => definition.value_title(value),
    }
}

/// Says why a value does not fit. That one is missing is in the name of its row.
pub(crate) fn misfit_label(ui: &mut Ui, misfit: &Misfit) {
    if matches!(misfit, Misfit::Missing { .. }) {
        return;
    }
    ui.add(Label::new(misfit.to_string()).small(ui).color(ui.visuals().error_fg_color).wrap());
}

/// Shows a row for each attribute of what is no statement that has a value, is required, or was opened.
pub(crate) fn rows(
    ui: &mut Ui,
    holder: &Holder<'_>,
    subject: AttributeSubject,
    (state, pickers): (&mut ValueState, &mut PickerState),
    row: impl Fn(&mut Ui, &str, &mut dyn FnMut(&mut Ui)),
    out: &mut Vec<Command>,
) {
    for definition in holder.project.codebook.attributes_of(subject) {
        let has_it = holder.has(definition);
        let is_open = holder.is_offered(definition) && (definition.is_required || state.is_open(&definition.id));
        if !has_it && !is_open {
            continue;
        }
        row(ui, &row_name(definition, has_it), &mut |ui| {
            sides::column(ui, |ui| {
                control(ui, holder, definition, (state, pickers), out);
                if let Some(misfit) = holder.misfit(definition) {
                    misfit_label(ui, &misfit);
                }
            });
        });
    }
}

/// A menu of the attributes of what is no statement that have no row: their values, or what leads to them.
pub(crate) fn more(
    ui: &mut Ui,
    holder: &Holder<'_>,
    subject: AttributeSubject,
    state: &mut ValueState,
    out: &mut Vec<Command>,
) {
    let all = holder.project.codebook.attributes_of(subject);
    let unset: Vec<&AttributeDefinition> = all
        .filter(|definition| holder.is_offered(definition) && !holder.has(definition) && !definition.is_required)
        .filter(|definition| !state.is_open(&definition.id))
        .collect();
    if unset.is_empty() {
        return;
    }
    let name = t!("inspector-attributes-more");
    let combo = ComboBox::new(("attributes-more", holder.key), name.clone()).selected_text(name).width(MORE_PT);
    combo.show(ui, |ui| unset_items(ui, holder.project, unset, &|id, value| holder.set(id, Some(value)), state, out));
}

/// The items of a menu of attributes that are not set. Those of a few values have an item for each of these.
pub(crate) fn unset_items(
    ui: &mut Ui,
    project: &Project,
    unset: Vec<&AttributeDefinition>,
    set: &dyn Fn(&AttributeId, &str) -> Command,
    state: &mut ValueState,
    out: &mut Vec<Command>,
) {
    for definition in unset {
        let key = project.codebook.usable_attribute_key(definition).map(String::from).unwrap_or_default();
        let values = definition.offered();
        if values.is_empty() || definition.form == AttributeForm::SeveralOf {
            let item = ui.add(MenuItem::new(definition.name.clone()).shortcut(key));
            if item.on_hover_shaped(definition.definition.clone()).clicked() {
                state.open(&definition.id);
                let armed = crate::ui::state::Armed::Attribute(definition.id.clone());
                out.extend((definition.form == AttributeForm::Span).then_some(Command::Arm(armed)));
            }
            continue;
        }
        for value in values {
            let title = definition.value_title(value);
            let text = t!("codebook-with-value", name = definition.name.as_str(), value = title);
            let item = ui.add(MenuItem::new(text).shortcut(key.clone()));
            if item.on_hover_shaped(definition.definition.clone()).clicked() {
                out.push(set(&definition.id, value));
            }
        }
    }
}

/// The edit that adds a party of this name, and its identifier.
pub(crate) fn new_party(project: &Project, name: String) -> (PartyId, Edit) {
    let id = PartyId::from_name(&name, |id| project.party(id).is_some());
    let party = parties::new_party(project, id.clone(), name);
    (id, Edit::AddParty { index: project.parties.len(), party })
}
