//! What a merge has left to a person: each with both values, to be settled one by one.

use egui::{Frame, Id, Modal, ScrollArea, Ui};
use serde_json::Value;

use super::HistoryCommand;
use crate::edit::session::Session;
use crate::model::conflict::{Conflict, ConflictFile};
use crate::model::id::{PartyId, StatementId};
use crate::model::project::Project;
use crate::model::statement::Statement;
use crate::store::settle::{self, Choice};
use crate::t;
use crate::ui::command::Command;
use crate::ui::panels::{chain_names, kind_name, party_name, quote};
use crate::ui::shaped::{Button, Family, Heading, Label, TextField};

/// What is being written by hand, and for which conflict.
#[derive(Debug, Default)]
pub struct ConflictsState {
    by_hand: Option<(ConflictFile, Conflict)>,
    text: String,
}

/// How many there are in a project.
pub fn count(project: &Project) -> usize {
    project.conflicts.values().map(Vec::len).sum()
}

/// Shows the list over the window.
pub fn show(ui: &Ui, session: &Session, state: &mut ConflictsState, out: &mut Vec<Command>) {
    let project = session.project();
    let modal = Modal::new(Id::unique("conflicts")).show(ui.ctx(), |ui| {
        let screen = ui.ctx().content_rect().size();
        ui.set_width((screen.x * 0.92).min(680.0));
        let count = count(project);
        ui.add(Heading::new(t!("conflicts-heading", count = count)));
        ui.add(Label::new(if count > 0 { t!("conflicts-explained") } else { t!("conflicts-none") }).wrap());
        ScrollArea::vertical().id_salt("conflicts").max_height(screen.y * 0.62).auto_shrink([false, true]).show(
            ui,
            |ui| {
                for (file, conflicts) in &project.conflicts {
                    for conflict in conflicts {
                        ui.push_id((file_key(file), &conflict.list, &conflict.id, &conflict.field), |ui| {
                            ui.separator();
                            one(ui, session, file, conflict, state, out);
                        });
                    }
                }
            },
        );
        ui.add_space(ui.spacing().item_spacing.y);
        ui.add(Button::new(t!("panel-close"))).clicked()
    });
    if modal.inner || modal.should_close() {
        state.by_hand = None;
        out.push(Command::CloseDialog);
    }
}

fn file_key(file: &ConflictFile) -> String {
    format!("{file:?}")
}

fn one(
    ui: &mut Ui,
    session: &Session,
    file: &ConflictFile,
    conflict: &Conflict,
    state: &mut ConflictsState,
    out: &mut Vec<Command>,
) {
    let project = session.project();
    let settle = |choice: Choice| {
        let (file, conflict) = (file.clone(), Box::new(conflict.clone()));
        Command::History(HistoryCommand::Settle { file, conflict, choice })
    };
    let found = statement_of(project, file, conflict);
    let statement = found.as_ref().map(|(statement, _)| *statement);
    let what = match found {
        Some((statement, words)) => {
            ui.add(Label::new(words).family(Family::Reading).wrap());
            let (kind, chain) = (kind_name(project, statement), chain_names(project, statement));
            t!("panel-statement-head", kind = kind, chain = chain)
        }
        None => entry_name(project, conflict),
    };
    let place = place(project, file);
    let told = Label::new(t!("conflicts-place", what = what.as_str(), place = place.as_str())).small(ui).weak().wrap();
    ui.add(told);
    let is_deleted = conflict.field.is_empty();
    let field = field_name(&conflict.field);
    ui.add(Label::new(if is_deleted { t!("conflicts-deleted") } else { field.clone() }).strong().wrap());
    let (kept, other) =
        (value(project, file, conflict, &conflict.kept), value(project, file, conflict, &conflict.other));
    if is_deleted {
        ui.horizontal_wrapped(|ui| {
            if ui.add(Button::new(t!("conflicts-keep-entry"))).clicked() {
                out.push(settle(Choice::Keep));
            }
            if ui.add(Button::new(t!("conflicts-delete-entry"))).clicked() {
                out.push(settle(Choice::Other));
            }
            go_to(ui, file, statement, out);
        });
        return;
    }
    // Side by side where there is room for it, else one below the other.
    let room = ui.available_width();
    let wide = room > 420.0;
    let width = if wide { (room - ui.spacing().item_spacing.x) / 2.0 } else { room };
    let mut values = |ui: &mut Ui| {
        if side(
            ui,
            width,
            t!("conflicts-stands"),
            &kept,
            t!("conflicts-keep"),
            t!("conflicts-keep-name", field = field.as_str()),
        ) {
            out.push(settle(Choice::Keep));
        }
        if side(
            ui,
            width,
            t!("conflicts-other"),
            &other,
            t!("conflicts-take"),
            t!("conflicts-take-name", field = field.as_str()),
        ) {
            out.push(settle(Choice::Other));
        }
    };
    if wide {
        ui.horizontal_top(values);
    } else {
        ui.vertical(|ui| values(ui));
    }
    let by_hand = state.by_hand.as_ref() == Some(&(file.clone(), conflict.clone()));
    ui.horizontal_wrapped(|ui| {
        if settle::is_text(conflict) && !by_hand && ui.add(Button::new(t!("conflicts-by-hand"))).clicked() {
            state.by_hand = Some((file.clone(), conflict.clone()));
            state.text.clone_from(&conflict.kept);
        }
        go_to(ui, file, statement, out);
    });
    if by_hand {
        let name = t!("conflicts-hand-name", field = field.as_str());
        let width = ui.available_width();
        let id = ui.make_persistent_id("by-hand");
        TextField::multiline(&mut state.text).id(id).name(name).rows(2).desired_width(width).show(ui);
        if ui.add(Button::new(t!("conflicts-hand-done"))).clicked() {
            out.push(settle(Choice::Text(state.text.clone())));
            state.by_hand = None;
        }
    }
}

fn go_to(ui: &mut Ui, file: &ConflictFile, statement: Option<&Statement>, out: &mut Vec<Command>) {
    if let (ConflictFile::Layer(document, annotator), Some(statement)) = (file, statement)
        && ui.add(Button::new(t!("conflicts-go"))).clicked()
    {
        let (document, annotator) = (document.clone(), annotator.clone());
        out.push(Command::History(HistoryCommand::GoToStatement { document, annotator, id: statement.id }));
    }
}

/// One value with its button; whether that was clicked.
fn side(ui: &mut Ui, width: f32, title: String, value: &str, button: String, name: String) -> bool {
    ui.scope(|ui| {
        ui.set_width(width);
        Frame::group(ui.style())
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.vertical(|ui| {
                    let title = Label::new(title).small(ui).weak();
                    ui.add(title);
                    let text = if value.is_empty() { t!("conflicts-nothing") } else { value.to_owned() };
                    ui.add(Label::new(text).wrap().selectable(true));
                    ui.add(Button::new(button).name(name)).clicked()
                })
                .inner
            })
            .inner
    })
    .inner
}

/// The statement that a conflict is about, with its words.
fn statement_of<'p>(project: &'p Project, file: &ConflictFile, conflict: &Conflict) -> Option<(&'p Statement, String)> {
    if let ConflictFile::Review(document) = file {
        let decision = project.reviews.get(document)?.decision(conflict.id.parse().ok()?)?;
        let statement = decision.statements.first()?;
        return Some((statement, quote(project.documents.get(document)?, &statement.spans)));
    }
    let ConflictFile::Layer(document, annotator) = file else { return None };
    let layer = project.layer(document, annotator)?;
    let id: StatementId = match conflict.list.as_str() {
        "statements" => conflict.id.parse().ok()?,
        "relations" => layer.relation(conflict.id.parse().ok()?)?.from,
        _ => return None,
    };
    let statement = layer.statement(id)?;
    Some((statement, quote(project.documents.get(document)?, &statement.spans)))
}

/// What the entry is called that a conflict is about.
fn entry_name(project: &Project, conflict: &Conflict) -> String {
    let codebook = &project.codebook;
    let id = conflict.id.as_str();
    let name = match conflict.list.as_str() {
        "parties" => project.parties.iter().find(|party| party.id.as_str() == id).map(|party| &party.name),
        "kinds" => codebook.kinds.iter().find(|kind| kind.id.as_str() == id).map(|kind| &kind.name),
        "topics" => codebook.topics.iter().find(|topic| topic.id.as_str() == id).map(|topic| &topic.name),
        "relation_kinds" => codebook.relation_kinds.iter().find(|kind| kind.id.as_str() == id).map(|kind| &kind.name),
        _ => None,
    };
    let name = name.map_or(id, |name| name.as_str());
    match conflict.list.as_str() {
        "parties" => t!("conflicts-party", name = name),
        "kinds" => t!("conflicts-kind", name = name),
        "topics" => t!("conflicts-topic", name = name),
        "relation_kinds" => t!("conflicts-relation-kind", name = name),
        "" => t!("conflicts-file-itself"),
        list => t!("conflicts-entry", list = list, name = name),
    }
}

/// In which file it is, for people.
fn place(project: &Project, file: &ConflictFile) -> String {
    let title = |id| project.documents.get(id).map_or_else(|| id.to_string(), |d| d.display_title().to_owned());
    match file {
        ConflictFile::Project => t!("conflicts-in-project"),
        ConflictFile::Document(id) => t!("conflicts-in-article", title = title(id)),
        ConflictFile::Review(id) => t!("conflicts-in-review", title = title(id)),
        ConflictFile::Layer(id, annotator) => {
            t!("conflicts-in-layer", title = title(id), annotator = annotator.as_str())
        }
    }
}

fn field_name(field: &str) -> String {
    match field {
        "spans" => t!("past-part-words"),
        "kind" => t!("past-part-kind"),
        "chain" => t!("past-part-chain"),
        "addressees" => t!("past-part-addressees"),
        "topic" => t!("past-part-topic"),
        "stance" => t!("past-part-stance"),
        "quotation" => t!("past-part-quotation"),
        "note" => t!("past-part-note"),
        "name" => t!("conflicts-field-name"),
        "definition" => t!("conflicts-field-definition"),
        "title" => t!("conflicts-field-title"),
        "color" => t!("conflicts-field-color"),
        "parent" => t!("conflicts-field-parent"),
        "excluded" => t!("conflicts-field-excluded"),
        settle::DECIDED_TWICE => t!("conflicts-decided-twice"),
        _ => field.strip_prefix("attributes.").unwrap_or(field).to_owned(),
    }
}

/// A value as people read it: names for ids, words for spans.
fn value(project: &Project, file: &ConflictFile, conflict: &Conflict, text: &str) -> String {
    let json = || serde_json::from_str::<Value>(text).ok();
    let list = |value: Option<Value>, each: &dyn Fn(&Value) -> Option<String>| {
        let parts: Option<Vec<String>> = value?.as_array()?.iter().map(each).collect();
        parts.map(|parts| parts.into_iter().reduce(|before, next| t!("conflicts-joined", before = before, next = next)))
    };
    let quotes = |value: &Value| value.get("quote")?.as_str().map(str::to_owned);
    let party = |value: &Value| {
        let id: PartyId = value.as_str().or_else(|| value.get("party")?.as_str())?.parse().ok()?;
        Some(party_name(project, &id).to_owned())
    };
    let decision = |file: &ConflictFile| {
        let ConflictFile::Review(document) = file else { return None };
        let decision = project.reviews.get(document)?.decision(text.parse().ok()?)?;
        let words: Vec<String> = decision
            .statements
            .iter()
            .filter_map(|statement| Some(quote(project.documents.get(document)?, &statement.spans)))
            .collect();
        let by = t!("conflicts-decision", by = decision.by.as_str());
        Some(std::iter::once(by).chain(words).collect::<Vec<_>>().join("\n"))
    };
    let read = match conflict.field.as_str() {
        settle::DECIDED_TWICE => decision(file),
        "spans" | "excluded" => list(json(), &quotes).map(Option::unwrap_or_default),
        "chain" => list(json(), &party).map(|names| names.unwrap_or_else(|| t!("panel-chain-author"))),
        "addressees" => list(json(), &party).map(Option::unwrap_or_default),
        "kind" if matches!(file, ConflictFile::Layer(..)) => {
            let name = |id: &str| project.codebook.kinds.iter().find(|kind| kind.id.as_str() == id);
            name(text).map(|kind| kind.name.clone())
        }
        "topic" => project.codebook.topics.iter().find(|t| t.id.as_str() == text).map(|t| t.name.clone()),
        "parent" => project.parties.iter().find(|p| p.id.as_str() == text).map(|p| p.name.clone()),
        _ => None,
    };
    read.unwrap_or_else(|| crate::text::clock::when_noted(text))
}
