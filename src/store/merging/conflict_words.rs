//! Describes the conflicts that a merge has left to a person: which entry, which field, and the two values in names and
//! words that people know, never as they are stored in the file.

use std::path::Path;

use serde_json::Value;

use super::resolve::{self, GUIDELINES};
use crate::edit::change::Touched;
use crate::model::codebook::{CodebookItem, CodebookList};
use crate::model::conflict::{Conflict, ConflictFile};
use crate::model::id::{DocumentId, PartyId, StatementId};
use crate::model::project::Project;
use crate::model::statement::Statement;
use crate::model::statement_field::StatementField;
use crate::store::layout::path_of;
use crate::store::problem::{Problem, ProblemKind};
use crate::t;

/// How many characters of a statement are quoted to identify it.
const WORDS_CHARS: usize = 80;

/// Every conflict listed in the files of a project, as a problem.
pub(crate) fn problems(folder: &Path, project: &Project) -> Vec<Problem> {
    project.conflicts.keys().flat_map(|file| problems_in(folder, project, file)).collect()
}

/// The conflicts listed in one file.
pub(crate) fn problems_in(folder: &Path, project: &Project, file: &ConflictFile) -> Vec<Problem> {
    let problem = |conflict: &Conflict| {
        let (place, kind) = self::problem(project, file, conflict);
        Problem::new(&path_of(folder, &Touched::from(file.clone())), place, kind)
    };
    project.conflicts_in(file).iter().map(problem).collect()
}

/// The place of a conflict, for people, and its description.
pub(crate) fn problem(project: &Project, file: &ConflictFile, conflict: &Conflict) -> (String, ProblemKind) {
    let place = entry_name(project, file, conflict);
    if conflict.field.is_empty() {
        let nothing = || "".into();
        return (place, ProblemKind::Conflict { field: nothing(), kept: nothing(), other: nothing() });
    }
    let word = |text: &str| value(project, file, conflict, text);
    let (kept, other) = (word(&conflict.kept), word(&conflict.other));
    let field = field_name(&conflict.field).into();
    (place, ProblemKind::Conflict { field, kept: kept.into(), other: other.into() })
}

/// The name of the entry that a conflict is about.
pub(crate) fn entry_name(project: &Project, file: &ConflictFile, conflict: &Conflict) -> String {
    let id = conflict.id.as_str();
    if let Some(list) = CodebookList::of_key(&conflict.list) {
        let item = project.codebook.item(list, id);
        return list.entry_title(item.as_ref().map_or(id, CodebookItem::name));
    }
    match conflict.list.as_str() {
        "parties" => {
            let name = project.parties.iter().find(|party| party.id.as_str() == id).map(|party| party.name.as_str());
            t!("conflicts-party", name = name.unwrap_or(id))
        }
        "statements" | "relations" | "decisions" => {
            let list = match conflict.list.as_str() {
                "statements" => t!("conflicts-list-statement"),
                "relations" => t!("conflicts-list-relation"),
                _ => t!("conflicts-list-decision"),
            };
            let words = words_of(project, file, conflict).unwrap_or_else(|| id.to_owned());
            t!("conflicts-about", list = list, words = words)
        }
        "threads" => t!("conflicts-list-thread"),
        "assignments" => match id.split_once('/') {
            Some((document, annotator)) => t!("store-place-assignment", document = document, annotator = annotator),
            None => t!("store-place-assignments"),
        },
        "" => t!("conflicts-file-itself"),
        list => t!("conflicts-entry", list = list, name = id),
    }
}

/// The words of the statement that an entry is, starts from, or decides.
fn words_of(project: &Project, file: &ConflictFile, conflict: &Conflict) -> Option<String> {
    let id = conflict.id.as_str();
    let (document, statement) = match file {
        ConflictFile::Layer(document, annotator) => {
            let layer = project.layer(document, annotator)?;
            let id: StatementId = match conflict.list.as_str() {
                "statements" => id.parse().ok()?,
                _ => layer.relation(id.parse().ok()?)?.from,
            };
            (document, layer.statement(id)?)
        }
        ConflictFile::Review(document) => {
            let review = project.reviews.get(document)?;
            let statement = match conflict.list.as_str() {
                "decisions" => review.decision(id.parse().ok()?)?.statements.first()?,
                _ => review.gold().statement(review.gold().relation(id.parse().ok()?)?.from)?,
            };
            (document, statement)
        }
        ConflictFile::Project | ConflictFile::Document(_) => return None,
    };
    quote(project, document, statement)
}

fn quote(project: &Project, document: &DocumentId, statement: &Statement) -> Option<String> {
    let quotes = project.documents.get(document)?.quotes(&statement.spans).join(" … ");
    let words = quotes.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = words.chars().take(WORDS_CHARS).collect();
    Some(if short.len() < words.len() { short + "…" } else { short })
}

/// The name of a field for people.
pub(crate) fn field_name(field: &str) -> String {
    if let Some(field) = StatementField::of_key(field) {
        return field.title();
    }
    match field {
        "name" => t!("conflicts-field-name"),
        "definition" => t!("conflicts-field-definition"),
        "description" => t!("conflicts-field-description"),
        "title" => t!("conflicts-field-title"),
        GUIDELINES => t!("conflicts-field-guidelines"),
        "color" => t!("conflicts-field-color"),
        "parent" => t!("conflicts-field-parent"),
        "key" => t!("conflicts-field-key"),
        "excluded" => t!("conflicts-field-excluded"),
        "outcome" => t!("conflicts-field-outcome"),
        "progress" => t!("conflicts-field-progress"),
        "blind_until_done" => t!("conflicts-field-blind"),
        "needs_rule" => t!("conflicts-field-needs-rule"),
        "url" => t!("conflicts-field-url"),
        resolve::DECIDED_TWICE => t!("conflicts-decided-twice"),
        _ => StatementField::of_key_of_named(field).map_or(field, |(_, name)| name).replace('_', " "),
    }
}

/// A value for people: names instead of ids, words instead of spans.
pub(crate) fn value(project: &Project, file: &ConflictFile, conflict: &Conflict, text: &str) -> String {
    let json = || serde_json::from_str::<Value>(text).ok();
    let list = |value: Option<Value>, each: &dyn Fn(&Value) -> Option<String>| {
        let parts: Option<Vec<String>> = value?.as_array()?.iter().map(each).collect();
        parts.map(|parts| parts.into_iter().reduce(|before, next| t!("conflicts-joined", before = before, next = next)))
    };
    let quotes = |value: &Value| value.get("quote")?.as_str().map(str::to_owned);
    let party = |value: &Value| {
        let id: PartyId = value.as_str().or_else(|| value.get("party")?.as_str())?.parse().ok()?;
        Some(project.party(&id).map_or(id.to_string(), |party| party.name.clone()))
    };
    let decision = |file: &ConflictFile| {
        let ConflictFile::Review(document) = file else { return None };
        let decision = project.reviews.get(document)?.decision(text.parse().ok()?)?;
        let words = decision.statements.iter().filter_map(|statement| quote(project, document, statement));
        let by = t!("conflicts-decision", by = decision.by.as_str());
        Some(std::iter::once(by).chain(words).collect::<Vec<_>>().join("\n"))
    };
    let is_layer = matches!(file, ConflictFile::Layer(..));
    let coded = |list| project.codebook.item(list, text).map(|item| item.name().to_owned());
    let read = match conflict.field.as_str() {
        resolve::DECIDED_TWICE => decision(file),
        "spans" | "excluded" => list(json(), &quotes).map(Option::unwrap_or_default),
        "chain" => list(json(), &party).map(|names| names.unwrap_or_else(|| t!("panel-chain-author"))),
        "addressees" => list(json(), &party).map(Option::unwrap_or_default),
        "kind" if is_layer && conflict.list == "relations" => coded(CodebookList::RelationKinds),
        "kind" if is_layer => coded(CodebookList::Kinds),
        "topic" => coded(CodebookList::Topics),
        "parent" => project.parties.iter().find(|p| p.id.as_str() == text).map(|p| p.name.clone()),
        _ => None,
    };
    read.unwrap_or_else(|| {
        // Text written by a person may look like anything; a field that is not text contains a list or an entry.
        let is_entry = !resolve::is_text(conflict) && text.starts_with(['[', '{']);
        json().filter(|_| is_entry).map_or_else(|| text.to_owned(), |value| summary(project, &value))
    })
}

/// A list or an entry of a file in words.
fn summary(project: &Project, value: &Value) -> String {
    let joined = |parts: Vec<String>| {
        let parts = parts.into_iter().filter(|part| !part.is_empty());
        parts.reduce(|before, next| t!("conflicts-joined", before = before, next = next)).unwrap_or_default()
    };
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(values) => joined(values.iter().map(|value| summary(project, value)).collect()),
        Value::Object(entry) => {
            let plain = |field: &str| entry.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
            let part = |field: &str| entry.get(field).map_or(String::new(), |value| summary(project, value));
            if entry.contains_key("quote") {
                plain("quote")
            } else if let Some(id) = entry.get("party").and_then(Value::as_str) {
                project.parties.iter().find(|party| party.id.as_str() == id).map_or(id.to_owned(), |p| p.name.clone())
            } else if entry.contains_key("verdict") {
                joined(vec![plain("verdict"), plain("from"), part("statements"), plain("by")])
            } else if entry.contains_key("spans") {
                joined(vec![part("spans"), part("chain"), plain("note")])
            } else {
                let fields = ["name", "value", "state", "title", "text", "by", "comments", "note", "annotator", "due"];
                joined(fields.iter().map(|field| part(field)).collect())
            }
        }
        other => other.to_string(),
    }
}
