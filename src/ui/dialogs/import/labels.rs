//! What the labels and columns of a file are taken for, each with a list to choose otherwise.

use egui::{Align, Layout, ScrollArea, Ui, vec2};

use crate::formats::incoming::{ImportPlan, LabelList, LabelMap, LabelTarget, MatchedBy, PlannedLabel};
use crate::formats::statement_table;
use crate::model::party::Party;
use crate::model::project::Project;
use crate::t;
use crate::text::arabic;
use crate::ui::shaped::{ComboBox, Label, Row};

/// The share of the width that the list of a label takes.
const LIST_SHARE: f32 = 0.42;
/// The share of the rest that its name takes.
const NAME_SHARE: f32 = 0.58;

/// The labels in this order. Returns whether one was taken for something else.
pub(super) fn show(ui: &mut Ui, project: &Project, map: &mut LabelMap, plan: &ImportPlan, order: &[usize]) -> bool {
    let mut is_changed = false;
    let height = ui.spacing().interact_size.y + 2.0 * ui.spacing().button_padding.y;
    let area = ScrollArea::vertical().id_salt("import-labels").auto_shrink(false);
    area.show_rows(ui, height, order.len(), |ui, range| {
        let shown = order.get(range).unwrap_or_default();
        for label in shown.iter().filter_map(|place| plan.labels.get(*place)) {
            let name = label_name(label);
            pair(ui, height, &name, &how(label), label.question.is_some(), |ui, width| {
                let list = ComboBox::new(("import-label", label.list.key(), &label.label), name.clone());
                let list = list.selected_text(target_name(project, label)).width(width);
                list.show(ui, |ui| {
                    for target in targets(project, label) {
                        let row = Row::new(name_of(project, &target)).selected(target == label.target);
                        if ui.add(row).clicked() {
                            map.list_mut(label.list).insert(label.label.clone(), target);
                            is_changed = true;
                            ui.close();
                        }
                    }
                });
            });
        }
    });
    is_changed
}

/// The columns of a table. Returns whether one was taken for something else.
pub(super) fn columns(ui: &mut Ui, map: &mut LabelMap, plan: &ImportPlan) -> bool {
    let mut is_changed = false;
    let height = ui.spacing().interact_size.y + 2.0 * ui.spacing().button_padding.y;
    let area = ScrollArea::vertical().id_salt("import-columns").auto_shrink(false);
    area.show_rows(ui, height, plan.columns.len(), |ui, range| {
        for column in plan.columns.get(range).unwrap_or_default() {
            let name = t!("import-column", name = column.head.as_str());
            let shown = column.field.clone().unwrap_or_else(|| t!("import-column-none"));
            pair(ui, height, &name, "", false, |ui, width| {
                let list =
                    ComboBox::new(("import-column", &column.head), name.clone()).selected_text(shown).width(width);
                list.show(ui, |ui| {
                    for field in std::iter::once("").chain(statement_table::field_names()) {
                        let text = if field.is_empty() { t!("import-column-none") } else { field.to_owned() };
                        let is_chosen = column.field.as_deref().unwrap_or_default() == field;
                        if ui.add(Row::new(text).selected(is_chosen)).clicked() {
                            map.columns.insert(column.head.clone(), field.to_owned());
                            is_changed = true;
                            ui.close();
                        }
                    }
                });
            });
        }
    });
    is_changed
}

/// A line with a name, a weak word about it, and a list at the end.
fn pair(ui: &mut Ui, height: f32, name: &str, about: &str, is_doubtful: bool, list: impl FnOnce(&mut Ui, f32)) {
    let width = ui.available_width() * LIST_SHARE;
    let size = vec2(ui.available_width(), height);
    let rtl = ui.layout().prefer_right_to_left();
    let from_start = if rtl { Layout::right_to_left(Align::Center) } else { Layout::left_to_right(Align::Center) };
    ui.allocate_ui_with_layout(size, from_start, |ui| {
        let rest = ui.available_width() - width - 2.0 * ui.spacing().item_spacing.x;
        let room = vec2(rest * NAME_SHARE, height);
        ui.allocate_ui_with_layout(room, from_start, |ui| {
            ui.set_min_size(room);
            ui.add(Label::new(name).elide());
        });
        let room = vec2(rest - room.x, height);
        ui.allocate_ui_with_layout(room, from_start, |ui| {
            ui.set_min_size(room);
            let label = Label::new(about).elide();
            let color = ui.visuals().warn_fg_color;
            ui.add(if is_doubtful { label.color(color) } else { label.weak() });
        });
        list(ui, width - ui.spacing().item_spacing.x);
    });
}

/// The label with its list and how often it is used.
fn label_name(label: &PlannedLabel) -> String {
    let (name, count) = (label.label.as_str(), label.count);
    match label.list {
        LabelList::Kinds => t!("import-label-kind", name = name, count = count),
        LabelList::Parties => t!("import-label-party", name = name, count = count),
        LabelList::Topics => t!("import-label-topic", name = name, count = count),
        LabelList::RelationKinds => t!("import-label-relation", name = name, count = count),
    }
}

/// How the entry was found, or the question about it.
fn how(label: &PlannedLabel) -> String {
    if let Some(other) = &label.question {
        return t!("import-question", name = other.as_str());
    }
    match label.by {
        MatchedBy::Choice => t!("import-by-choice"),
        MatchedBy::Identifier => t!("import-by-identifier"),
        MatchedBy::Name => t!("import-by-name"),
        MatchedBy::Alias => t!("import-by-alias"),
        MatchedBy::Nothing => t!("import-by-nothing"),
    }
}

fn target_name(project: &Project, label: &PlannedLabel) -> String {
    match label.target {
        LabelTarget::New => t!("import-new-name", name = label.label.as_str()),
        _ => name_of(project, &label.target),
    }
}

/// What a label can be taken for. Of the parties, those come first that are like it.
fn targets(project: &Project, planned: &PlannedLabel) -> Vec<LabelTarget> {
    let list = planned.list;
    let book = &project.codebook;
    let mut targets: Vec<LabelTarget> = match list {
        LabelList::Kinds => book.kinds.iter().map(|kind| LabelTarget::Kind(kind.id.clone())).collect(),
        LabelList::Parties => {
            let mut parties: Vec<&Party> = project.parties.iter().collect();
            let is_asked = |party: &Party| planned.question.as_deref() == Some(party.id.as_str());
            parties.sort_by_key(|party| (!is_asked(party), !is_like(party, &planned.label)));
            parties.into_iter().map(|party| LabelTarget::Party(party.id.clone())).collect()
        }
        LabelList::Topics => book.topics.iter().map(|topic| LabelTarget::Topic(topic.id.clone())).collect(),
        LabelList::RelationKinds => {
            book.relation_kinds.iter().map(|kind| LabelTarget::RelationKind(kind.id.clone())).collect()
        }
    };
    targets.extend([LabelTarget::New, LabelTarget::LeaveOut]);
    if list == LabelList::Kinds {
        targets.extend([LabelTarget::Cue, LabelTarget::Mention, LabelTarget::Excluded]);
    }
    targets
}

/// Whether a name or an alias of a party contains a name, or the other way round, as readers compare words.
fn is_like(party: &Party, name: &str) -> bool {
    let alike = |own: &str| !own.trim().is_empty() && (arabic::contains(own, name) || arabic::contains(name, own));
    party.names().any(alike)
}

fn name_of(project: &Project, target: &LabelTarget) -> String {
    let book = &project.codebook;
    match target {
        LabelTarget::Kind(id) => {
            book.kinds.iter().find(|kind| kind.id == *id).map_or(id.as_str(), |kind| kind.name.as_str()).to_owned()
        }
        LabelTarget::Topic(id) => {
            book.topics.iter().find(|topic| topic.id == *id).map_or(id.as_str(), |topic| topic.name.as_str()).to_owned()
        }
        LabelTarget::Party(id) => project.party(id).map_or(id.as_str(), |party| party.name.as_str()).to_owned(),
        LabelTarget::RelationKind(id) => {
            let known = book.relation_kinds.iter().find(|kind| kind.id == *id);
            known.map_or(id.as_str(), |kind| kind.name.as_str()).to_owned()
        }
        LabelTarget::New => t!("import-new"),
        LabelTarget::LeaveOut => t!("import-leave-out"),
        LabelTarget::Cue => t!("import-as-cue"),
        LabelTarget::Mention => t!("import-as-mention"),
        LabelTarget::Excluded => t!("import-as-excluded"),
    }
}
