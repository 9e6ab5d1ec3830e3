//! The entries of a list, and the field for a new one.

use egui::{Id, ScrollArea, Ui, vec2};

use super::rows::{new_item, sample};
use super::state::{CodebookScope, chosen, uses};
use crate::edit::gesture::codebook;
use crate::model::attribute::AttributeSubject;
use crate::model::codebook::{Codebook, CodebookItem, CodebookList, Topic};
use crate::model::gesture::Gesture;
use crate::model::id::TopicId;
use crate::t;
use crate::ui::parts::draft::apply;
use crate::ui::parts::{line_with, list_row};
use crate::ui::shaped::{Button, Icon, Label, ResponseExt as _, TextField};

const ROW_PT: f32 = 30.0;
/// How far each level of topics is indented, in points.
const LEVEL_PT: f32 = 16.0;
/// The width of the sample of a line, in points.
const LINE_PT: f32 = 22.0;

/// Shows the list.
pub(super) fn show(ui: &mut Ui, scope: &mut CodebookScope<'_>, list: CodebookList) {
    add(ui, scope, list);
    let session = scope.session;
    let project = session.project();
    let shown = chosen(scope, list).map(|item| item.id().to_owned());
    ScrollArea::vertical().id_salt("codebook-list").auto_shrink(false).show(ui, |ui| {
        for (item, level) in ordered(&project.codebook, list) {
            let count = uses(scope, list, item.id()).all();
            let name = t!("codebook-row", name = item.title(), count = count);
            let is_chosen = shown.as_deref() == Some(item.id());
            let id = Id::unique(("codebook", list.key(), item.id()));
            let response = list_row(ui, id, ROW_PT, is_chosen, &name, |ui, color| {
                let text = |text: String| {
                    let label = Label::new(text).elide();
                    match color {
                        Some(color) => label.color(color),
                        None if item.notes().is_retired => label.weak(),
                        None => label,
                    }
                };
                line_with(
                    ui,
                    &mut (),
                    |ui, ()| {
                        ui.add_space(LEVEL_PT * level as f32);
                        if let CodebookItem::Kind(kind) = &item {
                            let (_, rect) = ui.allocate_space(vec2(LINE_PT, ui.available_height()));
                            let ink = color.unwrap_or_else(|| ui.visuals().text_color());
                            sample(ui, rect, kind.line, ink);
                        }
                        let name = item.title();
                        let name = if name.trim().is_empty() { item.id().to_owned() } else { name };
                        ui.add(text(name));
                    },
                    |ui, ()| {
                        ui.add(text(count.to_string()).small(ui));
                        if item.notes().is_retired {
                            ui.add(text(t!("codebook-retired")).small(ui));
                        }
                        if let CodebookItem::Attribute(attribute) = &item
                            && attribute.subject != AttributeSubject::Statements
                        {
                            ui.add(text(attribute.subject.title()).small(ui));
                        }
                        if let Some(key) = key_of(&project.codebook, &item) {
                            ui.add(text(key.to_string()).small(ui));
                        }
                    },
                );
            });
            if response.clicked() {
                scope.state.choose(list, item.id());
            }
        }
    });
}

/// The key that marks with an entry.
fn key_of(codebook: &Codebook, item: &CodebookItem) -> Option<char> {
    match item {
        CodebookItem::Kind(kind) => codebook.usable_key(kind),
        CodebookItem::Attribute(attribute) => codebook.usable_attribute_key(attribute),
        CodebookItem::Topic(_) | CodebookItem::RelationKind(_) | CodebookItem::Stance(_) => None,
    }
}

/// The entries in their order, topics as a tree with their levels.
fn ordered(codebook: &Codebook, list: CodebookList) -> Vec<(CodebookItem, usize)> {
    let items = codebook.items_of(list);
    if list != CodebookList::Topics {
        return items.into_iter().map(|item| (item, 0)).collect();
    }
    fn below(codebook: &Codebook, parent: Option<&TopicId>, level: usize, found: &mut Vec<(CodebookItem, usize)>) {
        let known = |topic: &Topic| topic.parent.clone().filter(|parent| codebook.topic(parent).is_some());
        for topic in codebook.topics.iter().filter(|topic| known(topic).as_ref() == parent) {
            found.push((CodebookItem::Topic(topic.clone()), level));
            // A circle in a damaged file has no top, so that nothing in it comes here.
            below(codebook, Some(&topic.id), level + 1, found);
        }
    }
    let mut found = Vec::with_capacity(items.len());
    below(codebook, None, 0, &mut found);
    let missing: Vec<_> = items.into_iter().filter(|item| !found.iter().any(|(known, _)| known == item)).collect();
    found.extend(missing.into_iter().map(|item| (item, 0)));
    found
}

fn add(ui: &mut Ui, scope: &mut CodebookScope<'_>, list: CodebookList) {
    let hint = match list {
        CodebookList::Kinds => t!("codebook-new-kind"),
        CodebookList::Topics => t!("codebook-new-topic"),
        CodebookList::RelationKinds => t!("codebook-new-relation-kind"),
        CodebookList::Attributes => t!("codebook-new-attribute"),
        CodebookList::Stances => {
            ui.add(Label::new(t!("codebook-stances-fixed")).weak().wrap());
            return;
        }
    };
    let is_named = !scope.state.new_name.trim().is_empty();
    let (added, clicked) = line_with(
        ui,
        scope,
        |ui, scope| {
            let field =
                TextField::singleline(&mut scope.state.new_name).id(new_id()).name(hint.clone()).hint(hint.clone());
            field.desired_width(ui.available_width()).show(ui).submitted
        },
        |ui, _| {
            let button = Button::new(t!("codebook-add")).icon(Icon::Plus);
            ui.add_enabled(is_named, button).on_hover_shaped(hint.clone()).clicked()
        },
    );
    if !(added || clicked) || !is_named {
        return;
    }
    let name = std::mem::take(&mut scope.state.new_name).trim().to_owned();
    let Some(item) = new_item(&scope.session.project().codebook, list, name.clone()) else { return };
    let id = item.id().to_owned();
    if let Some(edit) = codebook::add(scope.session.project(), usize::MAX, item) {
        scope.out.push(apply(Gesture::new("gesture-codebook-add").with("name", name.as_str()), edit));
        scope.state.choose(list, &id);
        // The next one can be typed at once.
        ui.memory_mut(|memory| memory.request_focus(new_id()));
    }
}

/// The field for the name of a new entry.
pub(crate) fn new_id() -> Id {
    Id::unique("codebook-new")
}
