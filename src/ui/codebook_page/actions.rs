//! What is done to an entry as a whole: its place in the list, retiring, merging, splitting and deleting. Each says first what
//! it touches.

use egui::{ScrollArea, Ui};

use super::rows::new_item;
use super::state::{CodebookScope, Deleting, Splitting};
use crate::edit::gesture::codebook;
use crate::edit::gesture::recode::{self, EntryUses, PlacedStatement};
use crate::model::codebook::{CodebookItem, CodebookList};
use crate::model::gesture::Gesture;
use crate::model::project::Project;
use crate::model::statement::Statement;
use crate::t;
use crate::ui::parts::draft::apply;
use crate::ui::parts::section;
use crate::ui::shaped::{Button, Checkbox, ComboBox, Icon, Label, MenuItem, ResponseExt as _, TextField};

/// The most statements that are listed for a choice.
const MOST_LISTED: usize = 500;
/// The width of the list of entries to merge into, and of those that uses go to, in points.
const MERGE_PT: f32 = 132.0;
const INTO_PT: f32 = 240.0;
/// The height of the list of statements, in points.
const LISTED_PT: f32 = 240.0;

/// Shows where the entry is used, and what can be done to it.
pub(super) fn show(ui: &mut Ui, scope: &mut CodebookScope<'_>, item: &CodebookItem, uses: &EntryUses) {
    section(ui, t!("codebook-uses"));
    ui.add(Label::new(used(item.list(), uses)).wrap());
    if uses.has_hidden {
        ui.add(Label::new(t!("codebook-uses-hidden")).weak().wrap());
    }
    let (list, id) = (item.list(), item.id().to_owned());
    let project = scope.session.project();
    ui.horizontal_wrapped(|ui| {
        let is_fixed = list == CodebookList::Stances;
        let items = project.codebook.items_of(list);
        let at = items.iter().position(|other| other.id() == id).unwrap_or_default();
        for (icon, name, to) in [
            (Icon::ArrowUp, t!("codebook-up"), at.checked_sub(1)),
            (Icon::ArrowDown, t!("codebook-down"), Some(at + 1).filter(|to| *to < items.len())),
        ] {
            if is_fixed {
                break;
            }
            let button = Button::new("").icon(icon).name(name.clone());
            if ui.add_enabled(to.is_some(), button).on_hover_shaped(name).clicked() {
                let edit = to.and_then(|to| codebook::reorder(project, list, &id, to));
                scope.out.extend(edit.map(|edit| apply(named("gesture-codebook-move", item), edit)));
            }
        }
        let is_retired = item.notes().is_retired;
        let text = if is_retired { t!("codebook-use-again") } else { t!("codebook-retire") };
        if ui.add(Button::new(text)).on_hover_shaped(t!("codebook-retire-tip")).clicked() {
            let edit = recode::retire(project, list, &id, !is_retired);
            let gesture = if is_retired { "gesture-codebook-use-again" } else { "gesture-codebook-retire" };
            scope.out.extend(edit.map(|edit| apply(named(gesture, item), edit)));
        }
        merge(ui, scope, item, uses);
        if matches!(list, CodebookList::Kinds | CodebookList::Topics) && uses.all() > 0 {
            let is_open = scope.state.splitting.is_some();
            let button = Button::new(t!("codebook-split")).selected(is_open);
            if ui.add(button).on_hover_shaped(t!("codebook-split-tip")).clicked() {
                scope.state.splitting = (!is_open).then(Splitting::default);
                scope.state.deleting = None;
            }
        }
        let is_open = scope.state.deleting.is_some();
        if is_fixed {
            return;
        }
        if ui.add(Button::new(t!("codebook-delete")).icon(Icon::Delete).selected(is_open)).clicked() {
            if uses.all() == 0 && !uses.has_hidden {
                let edit = recode::delete(project, list, &id, None, false);
                scope.out.extend(edit.map(|edit| apply(named("gesture-codebook-delete", item), edit)));
            } else {
                scope.state.deleting = (!is_open).then(Deleting::default);
                scope.state.splitting = None;
            }
        }
    });
    deleting(ui, scope, item, uses);
    splitting(ui, scope, item);
}

fn named(gesture: &'static str, item: &CodebookItem) -> Gesture {
    Gesture::new(gesture).with("name", item.name())
}

/// A sentence about where an entry is used.
fn used(list: CodebookList, uses: &EntryUses) -> String {
    let (count, documents) = (uses.all(), uses.documents.len());
    if count == 0 {
        return t!("codebook-unused");
    }
    match list {
        CodebookList::RelationKinds => {
            t!("codebook-used-relations", count = count, documents = documents, gold = uses.gold)
        }
        _ => t!("codebook-used", count = count, documents = documents, gold = uses.gold),
    }
}

/// The other entries of the list.
fn others(project: &Project, item: &CodebookItem) -> Vec<(String, String)> {
    // There are always the same stances.
    if item.list() == CodebookList::Stances {
        return Vec::new();
    }
    let items = project.codebook.items_of(item.list()).into_iter().filter(|other| other.id() != item.id());
    items.map(|other| (other.id().to_owned(), other.name().to_owned())).collect()
}

fn merge(ui: &mut Ui, scope: &mut CodebookScope<'_>, item: &CodebookItem, uses: &EntryUses) {
    let project = scope.session.project();
    let others = others(project, item);
    if others.is_empty() {
        return;
    }
    let mut chosen = None;
    let combo = ComboBox::new("codebook-merge", t!("codebook-merge")).selected_text(t!("codebook-merge"));
    combo.width(MERGE_PT).show(ui, |ui| {
        for (id, name) in &others {
            if ui.add(MenuItem::new(t!("codebook-merge-into", name = name.as_str(), count = uses.all()))).clicked() {
                chosen = Some((id.clone(), name.clone()));
            }
        }
    });
    if let Some((into, name)) = chosen {
        let gesture = named("gesture-codebook-merge", item).with("into", name.as_str());
        let edit = recode::merge(project, item.list(), &[item.id()], &into);
        scope.out.extend(edit.map(|edit| apply(gesture, edit)));
        scope.state.choose(item.list(), &into);
    }
}

/// Where the uses of an entry go that is deleted.
fn deleting(ui: &mut Ui, scope: &mut CodebookScope<'_>, item: &CodebookItem, uses: &EntryUses) {
    let Some(deleting) = &mut scope.state.deleting else { return };
    let (project, list) = (scope.session.project(), item.list());
    let others = others(project, item);
    // A kind is never without another one in its place; a statement may be without a topic.
    let may_be_none = matches!(list, CodebookList::Topics | CodebookList::Attributes);
    ui.add(Label::new(t!("codebook-delete-question", name = item.name(), count = uses.all())).wrap());
    let none = match list {
        CodebookList::Attributes if deleting.keeps_values => t!("codebook-delete-keep"),
        CodebookList::Attributes => t!("codebook-delete-values"),
        _ => t!("codebook-delete-nothing"),
    };
    let known = others.iter().find(|(id, _)| Some(id) == deleting.into.as_ref());
    let shown = known.map_or_else(
        || if may_be_none { none.clone() } else { t!("codebook-delete-choose") },
        |(_, name)| name.clone(),
    );
    let combo = ComboBox::new("codebook-delete-into", t!("codebook-delete-into")).selected_text(shown);
    combo.width(INTO_PT).show(ui, |ui| {
        if may_be_none && ui.add(MenuItem::new(t!("codebook-delete-nothing")).selected(known.is_none())).clicked() {
            (deleting.into, deleting.keeps_values) = (None, false);
        }
        if list == CodebookList::Attributes && ui.add(MenuItem::new(t!("codebook-delete-keep"))).clicked() {
            (deleting.into, deleting.keeps_values) = (None, true);
        }
        for (id, name) in &others {
            if ui.add(MenuItem::new(name.clone()).selected(deleting.into.as_ref() == Some(id))).clicked() {
                deleting.into = Some(id.clone());
            }
        }
    });
    let can = may_be_none || deleting.into.is_some();
    let (mut does, mut leaves) = (false, false);
    ui.horizontal(|ui| {
        does = ui.add_enabled(can, Button::new(t!("codebook-delete-do")).primary()).clicked();
        leaves = ui.add(Button::new(t!("dialog-cancel"))).clicked();
    });
    if does {
        let edit = recode::delete(project, list, item.id(), deleting.into.as_deref(), deleting.keeps_values);
        scope.out.extend(edit.map(|edit| apply(named("gesture-codebook-delete", item), edit)));
    }
    if does || leaves {
        scope.state.deleting = None;
    }
}

/// The statements with an entry, to be chosen for a new one.
fn splitting(ui: &mut Ui, scope: &mut CodebookScope<'_>, item: &CodebookItem) {
    let Some(splitting) = &mut scope.state.splitting else { return };
    let (project, list, own) = (scope.session.project(), item.list(), scope.session.annotator());
    let has = |statement: &Statement| match list {
        CodebookList::Kinds => statement.kind.as_str() == item.id(),
        _ => statement.topic.as_ref().is_some_and(|topic| topic.as_str() == item.id()),
    };
    ui.add(Label::new(t!("codebook-split-about", name = item.name())).wrap());
    let name = t!("codebook-split-name");
    let field = TextField::singleline(&mut splitting.name).name(name.clone()).hint(name);
    field.desired_width(ui.available_width()).show(ui);
    let layers =
        project.layers.iter().filter(|((document, annotator), _)| annotator == own || project.may_see(own, document));
    let layers = layers.flat_map(|((document, annotator), layer)| {
        layer.statements().map(move |statement| (document, Some(annotator), statement))
    });
    let seen = project.reviews.iter().filter(|(document, _)| project.may_see(own, document));
    let gold = seen
        .flat_map(|(document, review)| review.gold().statements().map(move |statement| (document, None, statement)));
    let found = layers.chain(gold).filter(|(.., statement)| has(statement));
    ScrollArea::vertical().id_salt("codebook-split").max_height(LISTED_PT).auto_shrink([false, true]).show(ui, |ui| {
        for (document, annotator, statement) in found.take(MOST_LISTED) {
            let Some(text) = project.documents.get(document) else { continue };
            let place: PlacedStatement = (document.clone(), annotator.cloned(), statement.id);
            let mut is_chosen = splitting.chosen.contains(&place);
            let quote = crate::ui::words::one_line(&text.quotes(&statement.spans).join(" … "));
            let of = annotator.map_or_else(|| t!("codebook-split-gold"), ToString::to_string);
            let label = t!("codebook-split-row", quote = quote, annotator = of);
            if ui.add(Checkbox::new(&mut is_chosen, label)).changed() {
                if is_chosen {
                    splitting.chosen.insert(place);
                } else {
                    splitting.chosen.remove(&place);
                }
            }
        }
    });
    let can = !splitting.name.trim().is_empty() && !splitting.chosen.is_empty();
    let text = t!("codebook-split-do", count = splitting.chosen.len());
    let (mut does, mut leaves) = (false, false);
    ui.horizontal(|ui| {
        does = ui.add_enabled(can, Button::new(text).primary()).clicked();
        leaves = ui.add(Button::new(t!("dialog-cancel"))).clicked();
    });
    let new = does.then(|| new_item(&project.codebook, list, splitting.name.trim().to_owned())).flatten();
    if let Some(new) = new {
        let id = new.id().to_owned();
        let edit = recode::split(project, item.id(), new, &splitting.chosen);
        scope.out.extend(edit.map(|edit| apply(named("gesture-codebook-split", item), edit)));
        scope.state.choose(list, &id);
    }
    if does || leaves {
        scope.state.splitting = None;
    }
}
