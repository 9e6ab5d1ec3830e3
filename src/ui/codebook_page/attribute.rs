//! What attributes have besides: the form of their values, the values of a list, whether they are required, and to which
//! statements they apply. And the values that statements have without a definition.

use std::collections::BTreeMap;

use egui::Ui;

use super::rows::{change, new_item, row};
use super::state::{CodebookScope, uses};
use crate::edit::gesture::recode;
use crate::model::attribute::{AttributeChoice, AttributeDefinition, AttributeForm, AttributeScope, AttributeSubject};
use crate::model::codebook::{CodebookItem, CodebookList};
use crate::model::gesture::Gesture;
use crate::model::project::Project;
use crate::t;
use crate::ui::parts::draft::{Field, apply, apply_typing};
use crate::ui::parts::{line_with, section};
use crate::ui::shaped::{Button, Checkbox, ComboBox, Icon, Label, MenuItem, ResponseExt as _, Switch, TextField};

/// The width of lists of values, in points.
const CHOICE_PT: f32 = 220.0;

/// Shows the fields.
pub(super) fn show(ui: &mut Ui, scope: &mut CodebookScope<'_>, definition: &AttributeDefinition) {
    let mut changed = None;
    subject(ui, scope, definition, &mut changed);
    row(ui, &t!("codebook-form"), |ui| {
        let combo = ComboBox::new("codebook-form", t!("codebook-form")).selected_text(definition.form.title());
        combo.width(CHOICE_PT).show(ui, |ui| {
            for form in AttributeForm::ALL.into_iter().filter(|form| definition.subject.takes(*form)) {
                if ui.add(MenuItem::new(form.title()).selected(form == definition.form)).clicked() {
                    changed = Some(AttributeDefinition { form, ..definition.clone() });
                }
            }
        });
    });
    if definition.form.has_choices() {
        choices(ui, scope, definition);
    }
    if definition.subject == AttributeSubject::Statements {
        kinds(ui, scope, definition, &mut changed);
    }
    condition(ui, scope, definition, &mut changed);
    row(ui, "", |ui| {
        let mut is_required = definition.is_required;
        let title = match definition.subject {
            AttributeSubject::Statements => t!("codebook-required"),
            _ => t!("codebook-required-elsewhere"),
        };
        if ui.add(Switch::new(&mut is_required, title)).changed() {
            changed = Some(AttributeDefinition { is_required, ..definition.clone() });
        }
    });
    if let Some(changed) = changed {
        scope.out.extend(change(scope, "gesture-codebook-attribute", CodebookItem::Attribute(Box::new(changed))));
    }
}

/// What has the attribute. It can be changed as long as nothing has a value.
fn subject(
    ui: &mut Ui,
    scope: &mut CodebookScope<'_>,
    definition: &AttributeDefinition,
    changed: &mut Option<AttributeDefinition>,
) {
    let uses = uses(scope, CodebookList::Attributes, definition.id.as_str());
    let count = uses.all();
    row(ui, &t!("codebook-subject"), |ui| {
        let response = ui.add_enabled_ui(count == 0 && !uses.has_hidden, |ui| {
            let name = t!("codebook-subject");
            let combo = ComboBox::new("codebook-subject", name).selected_text(definition.subject.title());
            combo.width(CHOICE_PT).show(ui, |ui| {
                for subject in AttributeSubject::ALL {
                    let is_now = subject == definition.subject;
                    let item =
                        ui.add_enabled(subject.takes(definition.form), MenuItem::new(subject.title()).selected(is_now));
                    if item.clicked() {
                        let mut other = AttributeDefinition { subject, ..definition.clone() };
                        // Kinds, other values and keys are those of what had it.
                        other.applies = AttributeScope::default();
                        other.key = None;
                        *changed = Some(other);
                    }
                }
            });
        });
        if !response.response.enabled() {
            let _ = response.response.on_disabled_hover_shaped(t!("codebook-subject-used"));
        }
    });
}

/// The kinds of statement to which the attribute applies.
fn kinds(
    ui: &mut Ui,
    scope: &CodebookScope<'_>,
    definition: &AttributeDefinition,
    changed: &mut Option<AttributeDefinition>,
) {
    row(ui, &t!("codebook-applies"), |ui| {
        ui.horizontal_wrapped(|ui| {
            for kind in &scope.session.project().codebook.kinds {
                let kinds = &definition.applies.kinds;
                let mut applies = kinds.is_empty() || kinds.contains(&kind.id);
                if ui.add(Checkbox::new(&mut applies, kind.name.clone())).changed() {
                    *changed = Some(with_kind(scope.session.project(), definition, kind, applies));
                }
            }
        });
    });
}

/// The definition when it applies to one kind more or less. One that applies to all kinds names none; at least one is left.
fn with_kind(
    project: &Project,
    definition: &AttributeDefinition,
    kind: &crate::model::codebook::Kind,
    applies: bool,
) -> AttributeDefinition {
    let mut changed = definition.clone();
    let is_one = |id: &crate::model::id::KindId| {
        let was = definition.applies.kinds.is_empty() || definition.applies.kinds.contains(id);
        if *id == kind.id { applies } else { was }
    };
    let all = &project.codebook.kinds;
    let kinds: Vec<_> = all.iter().map(|kind| kind.id.clone()).filter(is_one).collect();
    match kinds.len() {
        0 => {}
        count if count == all.len() => changed.applies.kinds.clear(),
        _ => changed.applies.kinds = kinds,
    }
    changed
}

/// The value that another attribute must have.
fn condition(
    ui: &mut Ui,
    scope: &CodebookScope<'_>,
    definition: &AttributeDefinition,
    changed: &mut Option<AttributeDefinition>,
) {
    let all = &scope.session.project().codebook.attributes;
    let others: Vec<&AttributeDefinition> =
        all.iter().filter(|other| other.id != definition.id && other.subject == definition.subject).collect();
    if others.iter().all(|other| other.offered().is_empty()) {
        return;
    }
    let title = |other: &AttributeDefinition, value: &str| {
        t!("codebook-with-value", name = other.name.as_str(), value = other.value_title(value))
    };
    row(ui, &t!("codebook-with"), |ui| {
        let now = definition.applies.with.as_ref();
        let known = now.and_then(|(id, value)| Some((others.iter().find(|other| other.id == *id)?, value)));
        let none = t!("codebook-with-none");
        let shown = known.map_or_else(|| none.clone(), |(other, value)| title(other, value));
        let combo = ComboBox::new("codebook-with", t!("codebook-with")).selected_text(shown);
        combo.width(CHOICE_PT).show(ui, |ui| {
            let mut choose = |with| {
                let mut other = definition.clone();
                other.applies.with = with;
                *changed = Some(other);
            };
            if ui.add(MenuItem::new(none.clone()).selected(now.is_none())).clicked() {
                choose(None);
            }
            for other in &others {
                for value in other.offered() {
                    let is_now = now.is_some_and(|(id, has)| *id == other.id && *has == value);
                    if ui.add(MenuItem::new(title(other, value)).selected(is_now)).clicked() {
                        choose(Some((other.id.clone(), value.to_owned())));
                    }
                }
            }
        });
    });
}

/// The values of a list: their names, which can be changed, and a field for one more.
fn choices(ui: &mut Ui, scope: &mut CodebookScope<'_>, definition: &AttributeDefinition) {
    let project = scope.session.project();
    let item = |definition: AttributeDefinition| CodebookItem::Attribute(Box::new(definition));
    let of = (scope.session.revision(), definition.id.clone());
    if scope.state.value_counts.as_ref().is_none_or(|(known, _)| *known != of) {
        scope.state.value_counts = Some((of, value_counts(project, definition)));
    }
    row(ui, &t!("codebook-choices"), |ui| {
        for (index, choice) in definition.choices.iter().enumerate() {
            let counts = scope.state.value_counts.as_ref().map(|(_, counts)| counts);
            let count = counts.and_then(|counts| counts.get(&choice.id)).copied().unwrap_or_default();
            line_with(
                ui,
                scope,
                |ui, scope| {
                    let name = t!("codebook-choice-name", name = choice.name.as_str());
                    let key = format!("choice-{}-{}", definition.id, choice.id);
                    let draft = scope.state.drafts.entry(key.clone()).or_default();
                    let typed = draft.show(ui, &key, &choice.name, Field::line(&name), scope.out);
                    if let Some(typed) = typed.filter(|typed| !typed.trim().is_empty()) {
                        let mut changed = definition.clone();
                        if let Some(choice) = changed.choices.get_mut(index) {
                            typed.trim().clone_into(&mut choice.name);
                        }
                        let gesture = Gesture::new("gesture-codebook-attribute").with("name", definition.name.as_str());
                        let edit = crate::edit::gesture::codebook::change(project, item(changed));
                        scope.out.extend(edit.map(|edit| apply_typing(gesture, edit, &key)));
                    }
                },
                |ui, scope| {
                    remove_choice(ui, scope, definition, choice, count);
                    let _ = ui
                        .add(Label::new(count.to_string()).weak().small(ui))
                        .on_hover_shaped(t!("codebook-choice-uses"));
                },
            );
        }
        let name = t!("codebook-choice-new");
        let field_id = egui::Id::unique(("codebook-choice-new", definition.id.as_str()));
        let field = TextField::singleline(&mut scope.state.new_choice).id(field_id).name(name.clone()).hint(name);
        let output = field.desired_width(ui.available_width()).show(ui);
        let typed = scope.state.new_choice.trim();
        if output.submitted && !typed.is_empty() {
            let taken = |id: &crate::model::id::AttributeId| definition.choice(id.as_str()).is_some();
            let id = crate::model::id::AttributeId::from_name(typed, taken).as_str().to_owned();
            let new = AttributeChoice { id, name: typed.to_owned(), definition: String::new(), is_retired: false };
            let mut changed = definition.clone();
            changed.choices.push(new);
            scope.state.new_choice.clear();
            scope.out.extend(change(scope, "gesture-codebook-attribute", item(changed)));
            ui.memory_mut(|memory| memory.request_focus(field_id));
        }
    });
}

/// How many statements have each value of an attribute.
fn value_counts(project: &Project, definition: &AttributeDefinition) -> BTreeMap<String, usize> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let gold = project.reviews.values().map(|review| review.gold());
    let layers = project.layers.values().chain(gold).filter(|layer| layer.has_attribute(definition.id.as_str()));
    for attribute in layers.flat_map(|layer| layer.statements()).flat_map(|s| s.values_of(&definition.id)) {
        *counts.entry(attribute.value.clone()).or_default() += 1;
    }
    counts
}

/// A menu of where the uses of a value go that is removed.
fn remove_choice(
    ui: &mut Ui,
    scope: &mut CodebookScope<'_>,
    definition: &AttributeDefinition,
    choice: &AttributeChoice,
    count: usize,
) {
    let project = scope.session.project();
    let name = t!("codebook-choice-remove", name = choice.name.as_str());
    let gesture = || Gesture::new("gesture-codebook-choice-remove").with("name", choice.name.as_str());
    let mut go = |into: Option<&str>| {
        let edit = recode::merge_choices(project, &definition.id, &[&choice.id], into);
        scope.out.extend(edit.map(|edit| apply(gesture(), edit)));
    };
    if count == 0 {
        let button = Button::new("").icon(Icon::Close).frame(false).name(name.clone());
        if ui.add(button).on_hover_shaped(name).clicked() {
            go(None);
        }
        return;
    }
    let id = format!("codebook-remove-{}", choice.id);
    ComboBox::new(id, name).selected_text(t!("codebook-choice-remove-menu")).show(ui, |ui| {
        if ui.add(MenuItem::new(t!("codebook-choice-remove-values", count = count))).clicked() {
            go(None);
        }
        for other in definition.choices.iter().filter(|other| other.id != choice.id) {
            let text = t!("codebook-merge-into", name = other.name.as_str(), count = count);
            if ui.add(MenuItem::new(text)).clicked() {
                go(Some(&other.id));
            }
        }
    });
}

/// The values that statements have under names that the codebook does not define, each with a way to define it.
pub(super) fn free(ui: &mut Ui, scope: &mut CodebookScope<'_>) {
    let (project, revision) = (scope.session.project(), scope.session.revision());
    if scope.state.free.as_ref().is_none_or(|(of, _)| *of != revision) {
        scope.state.free = Some((revision, free_names(project)));
    }
    let names = scope.state.free.as_ref().map(|(_, names)| names.clone()).unwrap_or_default();
    if names.is_empty() {
        return;
    }
    section(ui, t!("codebook-free"));
    for (name, count) in names {
        let (_, does) = line_with(
            ui,
            &mut (),
            |ui, ()| ui.add(Label::new(t!("codebook-free-row", name = name.as_str(), count = count)).elide()),
            |ui, ()| {
                ui.add(
                    Button::new(t!("codebook-free-define")).name(t!("codebook-free-define-name", name = name.as_str())),
                )
                .clicked()
            },
        );
        if !does {
            continue;
        }
        let new = new_item(&project.codebook, CodebookList::Attributes, name.clone());
        let Some(CodebookItem::Attribute(definition)) = new else { continue };
        let definition = with_values(project, &name, *definition);
        let id = definition.id.to_string();
        let gesture = Gesture::new("gesture-codebook-add").with("name", name.as_str());
        let edit = recode::adopt(project, &name, definition);
        scope.out.extend(edit.map(|edit| apply(gesture, edit)));
        scope.state.choose(CodebookList::Attributes, &id);
    }
}

/// The names that the codebook does not define, with how many statements have values under them.
fn free_names(project: &Project) -> Vec<(String, usize)> {
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    let gold = project.reviews.values().map(|review| review.gold());
    for (name, count) in project.layers.values().chain(gold).flat_map(|layer| layer.attribute_counts()) {
        if project.codebook.attribute_named(name).is_none() {
            *names.entry(name.clone()).or_default() += count;
        }
    }
    names.into_iter().collect()
}

/// A definition that fits the values under a name: passages, or a list if there are few different ones, or else text.
fn with_values(project: &Project, name: &str, definition: AttributeDefinition) -> AttributeDefinition {
    const MOST_CHOICES: usize = 12;
    let gold = project.reviews.values().map(|review| review.gold());
    let layers = project.layers.values().chain(gold).filter(|layer| layer.has_attribute(name));
    let values = layers.flat_map(|layer| layer.statements()).flat_map(|statement| &statement.attributes);
    let values: Vec<_> = values.filter(|attribute| attribute.name == name).collect();
    if values.iter().any(|value| value.span.is_some()) {
        return AttributeDefinition { form: AttributeForm::Span, ..definition };
    }
    let mut different: Vec<String> = values.iter().map(|value| value.value.clone()).collect();
    different.sort();
    different.dedup();
    if different.len() > MOST_CHOICES || different.iter().any(|value| value.trim().is_empty()) {
        return AttributeDefinition { form: AttributeForm::Text, ..definition };
    }
    let choice = |value: String| AttributeChoice {
        id: value.clone(),
        name: value,
        definition: String::new(),
        is_retired: false,
    };
    AttributeDefinition { choices: different.into_iter().map(choice).collect(), ..definition }
}
