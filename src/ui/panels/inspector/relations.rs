//! The relations of the statement, and the kind of a new one, which then leads to the statement that is pointed at.

use egui::Ui;

use super::rows::{icon_button, row};
use super::state::{InspectorState, picker_id};
use super::subject::Subject;
use crate::edit::change::Edit;
use crate::model::attribute::AttributeSubject;
use crate::model::codebook::CodebookList;
use crate::model::id::RelationKindId;
use crate::model::statement::Relation;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::field::PickedField;
use crate::ui::parts::command_tip::command_keys;
use crate::ui::parts::draft::apply;
use crate::ui::parts::line_with;
use crate::ui::parts::picker::{self, Pick, Picker};
use crate::ui::shaped::icon::Icon;
use crate::ui::shaped::{Button, ResponseExt as _, Row};
use crate::ui::state::{Armed, View};
use crate::ui::values::{self, Holder};
use crate::ui::words::quote;

/// The whole section.
pub(super) fn show(
    ui: &mut Ui,
    subject: &Subject<'_>,
    view: &View,
    state: &mut InspectorState,
    out: &mut Vec<Command>,
) {
    let keys = command_keys(ui.ctx(), "pick-relation");
    let codebook = &subject.project.codebook;
    // A codebook may have none.
    let is_offered = !codebook.relation_kinds.is_empty();
    let add = |ui: &mut Ui| {
        if let Some(Armed::Relation(kind)) = &view.armed {
            let kind = codebook.relation_kind(kind).map_or(kind.as_str(), |kind| &kind.name);
            let button = Button::new(t!("inspector-relation-armed", kind = kind)).icon(Icon::Target).selected(true);
            if ui.add(button).clicked() {
                out.push(Command::Disarm);
            }
            return;
        }
        let picker = Picker::new(picker_id(PickedField::Relation), t!("panel-relation-kind"), "relations");
        let picker = picker.chosen(None, t!("panel-relation-target")).foot(t!("inspector-relation-foot"));
        let can = subject.layer.len() > 1;
        let picked = ui.add_enabled_ui(can, |ui| {
            picker.show(ui, &mut state.pickers, || picker::codebook(codebook, CodebookList::RelationKinds))
        });
        if !can {
            let _ = picked.response.on_disabled_hover_shaped(t!("panel-relation-needs-two"));
        }
        if let Some(Pick::Item(id)) = picked.inner.and_then(|picked| picked.pick) {
            out.extend(RelationKindId::new(id).ok().map(|kind| Command::Arm(Armed::Relation(kind))));
        }
    };
    if is_offered {
        row(ui, &t!("panel-relations"), &keys, add);
    }
    for relation in subject.layer.relations_of(subject.statement.id) {
        ui.push_id(relation.id, |ui| {
            existing(ui, subject, relation, out);
            attributes(ui, subject, relation, state, out);
        });
    }
}

/// The attributes of a relation.
fn attributes(
    ui: &mut Ui,
    subject: &Subject<'_>,
    relation: &Relation,
    state: &mut InspectorState,
    out: &mut Vec<Command>,
) {
    let edit = |attributes| {
        let relation = Relation { attributes, ..relation.clone() };
        if subject.decision.is_some() {
            let document = subject.document.id.clone();
            Edit::SetGoldRelation { document, id: relation.id, relation: Some(relation) }
        } else {
            Edit::ReplaceRelation { layer: subject.key.clone(), relation }
        }
    };
    let key = relation.id.to_string();
    let holder = Holder { project: subject.project, attributes: &relation.attributes, key: &key, edit: &edit };
    let of = AttributeSubject::Relations;
    let values = state.relations.entry(relation.id).or_default();
    let states = (&mut *values, &mut state.pickers);
    values::rows(ui, &holder, of, states, |ui, name, control| row(ui, name, "", |ui| control(ui)), out);
    values::more(ui, &holder, of, values, out);
}

/// A relation of the statement. A click selects its other end.
fn existing(ui: &mut Ui, subject: &Subject<'_>, relation: &Relation, out: &mut Vec<Command>) {
    let outgoing = relation.from == subject.statement.id;
    let other = if outgoing { relation.to } else { relation.from };
    let words = subject.layer.statement(other).map(|s| quote(subject.document, &s.spans)).unwrap_or_default();
    let kind = subject.project.codebook.relation_kind(&relation.kind);
    let kind = kind.map_or(relation.kind.as_str(), |kind| &kind.name);
    let text = if outgoing {
        t!("panel-relation-to", kind = kind, quote = words)
    } else {
        t!("panel-relation-from", kind = kind, quote = words)
    };
    line_with(
        ui,
        out,
        |ui, out| {
            if ui.add(Row::new(text)).clicked() {
                out.push(Command::SelectStatement(Some(other)));
            }
        },
        |ui, out| {
            if icon_button(ui, Icon::Close, t!("panel-relation-remove", kind = kind), true).clicked() {
                let edit = if subject.decision.is_some() {
                    let document = subject.document.id.clone();
                    Edit::SetGoldRelation { document, id: relation.id, relation: None }
                } else {
                    Edit::RemoveRelation { layer: subject.key.clone(), id: relation.id }
                };
                out.push(apply("gesture-relation-remove", edit));
            }
        },
    );
}
