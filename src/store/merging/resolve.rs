//! Settles conflicts that a merge has left to a person, with edits that keep one value or the other.
//!
//! A conflict names a field as it is stored in the files, so it is settled in that form: the entry, as the file would
//! contain it, gets the other value in the field, and is read back and checked like any file.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::edit::change::{Edit, LayerKey};
use crate::edit::gesture::parties;
use crate::model::codebook::{Codebook, CodebookList};
use crate::model::conflict::{Conflict, ConflictFile};
use crate::model::document::Metadata;
use crate::model::document_tags::DocumentTags;
use crate::model::id::{DecisionId, DocumentId, PartyId, RelationId};
use crate::model::layer::Layer;
use crate::model::party::Party;
use crate::model::project::Project;
use crate::model::statement::Relation;
use crate::model::statement_field::StatementField;
use crate::store::format::codebook;
use crate::store::format::review;
use crate::store::format::schema::{self, value};
use crate::store::problem::ProblemKind;

/// The field name of a conflict between two decisions on the same statements; its values are their ids.
pub(crate) const DECIDED_TWICE: &str = "place";
/// The field name of a conflict about the manual, which has no list of its own and uses that of the project's file.
pub(crate) const GUIDELINES: &str = "guidelines";
/// Optional fields of entries other than statements; a conflict writes their absence as an empty text.
const NONE_WHERE_EMPTY: [&str; 6] = ["parent", "key", "from", "cause", "resolved", "passage"];

/// How a conflict is settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Keeps the present value, possibly after a person has corrected it by hand.
    Keep,
    /// Takes the other value.
    Other,
    /// Takes this text, for a text field.
    Text(String),
}

/// The edit that settles a conflict: it applies the choice and removes the conflict from its file's list.
///
/// # Errors
/// The value no longer fits the project; the conflict can still be settled by keeping the present value.
pub fn resolve(
    project: &Project,
    file: &ConflictFile,
    conflict: &Conflict,
    choice: &Choice,
) -> Result<Edit, ProblemKind> {
    let mut left = project.conflicts_in(file).to_vec();
    left.retain(|other| other != conflict);
    let settled = Edit::SetConflicts { file: file.clone(), conflicts: left };
    let text = match choice {
        Choice::Keep if conflict.field == DECIDED_TWICE => {
            return Ok(Edit::Group(without_decision(project, file, &conflict.other).chain([settled]).collect()));
        }
        Choice::Keep => return Ok(settled),
        Choice::Other => &conflict.other,
        Choice::Text(text) => text,
    };
    Ok(Edit::Group(vec![edit(project, file, conflict, text)?, settled]))
}

/// Whether the field is plain text, so that a person can write a third value.
pub(crate) fn is_text(conflict: &Conflict) -> bool {
    let field = conflict.field.as_str();
    matches!(
        field,
        "name" | "definition" | "description" | "title" | "publisher" | "published" | "url" | "language" | GUIDELINES
    ) || StatementField::of_key(field).is_some_and(StatementField::is_text)
        || StatementField::of_key_of_named(field).is_some()
}

fn edit(project: &Project, file: &ConflictFile, conflict: &Conflict, text: &str) -> Result<Edit, ProblemKind> {
    let Conflict { list, id, field, .. } = conflict;
    match (file, list.as_str()) {
        (ConflictFile::Layer(document, annotator), "statements" | "relations") => {
            layer_edit(project, (document.clone(), annotator.clone()), list, id, field, text)
        }
        (ConflictFile::Layer(document, annotator), "") => {
            let layer = (document.clone(), annotator.clone());
            let tags = settled_tags(project.layers.get(&layer).and_then(Layer::tags), field, text)?;
            Ok(Edit::SetTags { layer, tags })
        }
        (ConflictFile::Review(document), "") => {
            let tags = settled_tags(project.gold(document).and_then(Layer::tags), field, text)?;
            Ok(Edit::SetGoldTags { document: document.clone(), tags })
        }
        (ConflictFile::Project, "parties") => party_edit(project, &value(id)?, field, text),
        (ConflictFile::Project, list) if CodebookList::of_key(list).is_some() => {
            codebook_edit(project, list, id, field, text)
        }
        (ConflictFile::Project, "") if field == "title" => Ok(Edit::SetTitle(text.to_owned())),
        (ConflictFile::Project, "") if field == GUIDELINES => Ok(Edit::SetGuidelines(text.to_owned())),
        (ConflictFile::Document(document), "") => document_edit(project, document, field, text),
        (ConflictFile::Review(_), "decisions") if field == DECIDED_TWICE => {
            Ok(Edit::Group(without_decision(project, file, &conflict.kept).collect()))
        }
        (ConflictFile::Review(document), "decisions" | "relations" | "threads") => {
            review_edit(project, document.clone(), list, id, field, text)
        }
        _ => Err(ProblemKind::BadValue(format!("{list} {id} {field}"))),
    }
}

fn layer_edit(
    project: &Project,
    layer: LayerKey,
    list: &str,
    id: &str,
    field: &str,
    text: &str,
) -> Result<Edit, ProblemKind> {
    let gone = || ProblemKind::BadValue(id.to_owned());
    let content = &project.documents.get(&layer.0).ok_or_else(|| ProblemKind::NoDocument(layer.0.to_string()))?.content;
    let place = project.layers.get(&layer).ok_or_else(gone)?;
    if list == "relations" {
        return Ok(match settled_relation(place, id, field, text)? {
            (_, Some(relation)) => Edit::ReplaceRelation { layer, relation },
            (id, None) => Edit::RemoveRelation { layer, id },
        });
    }
    let statement = place.statement(value(id)?).ok_or_else(gone)?;
    if field.is_empty() {
        return Ok(Edit::RemoveStatement { layer, id: statement.id });
    }
    let mut changed = schema::statement(content, &with(&schema::statement_entry(content, statement), field, text)?)?;
    changed.modified = jiff::Timestamp::now();
    Ok(Edit::ReplaceStatement { layer, statement: Box::new(changed) })
}

/// What is recorded of a document as a whole, with this text in the field.
fn settled_tags(
    tags: Option<&DocumentTags>,
    field: &str,
    text: &str,
) -> Result<Option<Box<DocumentTags>>, ProblemKind> {
    let mut tags = tags.cloned().unwrap_or_default();
    if field == "note" {
        text.clone_into(&mut tags.note);
        return Ok(Some(Box::new(tags)));
    }
    if StatementField::of_key_of_named(field).is_none() {
        return Err(ProblemKind::BadValue(field.to_owned()));
    }
    let entries = serde_json::to_value(schema::value_entries(&tags.attributes));
    let entries = entries.map_err(|error| ProblemKind::BadValue(error.to_string()))?;
    let mut entry = Map::from_iter([(StatementField::Attributes.key().to_owned(), entries)]);
    set(&mut entry, field, text);
    let entries = entry.remove(StatementField::Attributes.key()).unwrap_or_default();
    let entries = serde_json::from_value(entries).map_err(|error| ProblemKind::BadValue(error.to_string()))?;
    tags.attributes = schema::values(entries, drop);
    Ok(Some(Box::new(tags)))
}

/// A relation of a layer or of gold with this text in the field; none if the conflict is that the other side removed it.
fn settled_relation(
    layer: &Layer,
    id: &str,
    field: &str,
    text: &str,
) -> Result<(RelationId, Option<Relation>), ProblemKind> {
    let relation = layer.relation(value(id)?).ok_or_else(|| ProblemKind::BadValue(id.to_owned()))?;
    let changed = (!field.is_empty())
        .then(|| schema::relation(&with(&schema::relation_entry(relation), field, text)?))
        .transpose()?;
    Ok((relation.id, changed))
}

/// Removes a decision, if it still exists.
fn without_decision(project: &Project, file: &ConflictFile, id: &str) -> impl Iterator<Item = Edit> {
    let found = match (file, id.parse::<DecisionId>()) {
        (ConflictFile::Review(document), Ok(id)) => {
            let decision = project.reviews.get(document).and_then(|review| review.decision(id));
            decision.map(|_| Edit::SetDecision { document: document.clone(), id, decision: None })
        }
        _ => None,
    };
    found.into_iter()
}

fn review_edit(
    project: &Project,
    document: DocumentId,
    list: &str,
    id: &str,
    field: &str,
    text: &str,
) -> Result<Edit, ProblemKind> {
    let gone = || ProblemKind::BadValue(id.to_owned());
    let content = &project.documents.get(&document).ok_or_else(gone)?.content;
    let found = project.reviews.get(&document).ok_or_else(gone)?;
    match list {
        "decisions" => {
            let decision = found.decision(value(id)?).ok_or_else(gone)?;
            let changed = (!field.is_empty())
                .then(|| review::decision(content, &with(&review::decision_entry(content, decision), field, text)?))
                .transpose()?;
            Ok(Edit::SetDecision { document, id: decision.id, decision: changed.map(Box::new) })
        }
        "threads" => {
            let id = value(id)?;
            let thread = found.thread(id).ok_or_else(gone)?;
            let changed = (!field.is_empty())
                .then(|| review::thread(content, &with(&review::thread_entry(content, thread), field, text)?))
                .transpose()?;
            Ok(Edit::SetThread { document, id, thread: changed.map(Box::new) })
        }
        _ => {
            let (id, relation) = settled_relation(found.gold(), id, field, text)?;
            Ok(Edit::SetGoldRelation { document, id, relation })
        }
    }
}

fn party_edit(project: &Project, id: &PartyId, field: &str, text: &str) -> Result<Edit, ProblemKind> {
    let gone = || ProblemKind::BadValue(id.to_string());
    if field.is_empty() {
        // The speaker of its statements becomes unknown.
        return parties::delete_party_for(project, id, &parties::Successor::Unknown).ok_or_else(gone);
    }
    if field == "key" {
        // Another party that has the key has none then.
        let bad = |_| ProblemKind::BadValue(text.to_owned());
        let key: Option<u8> = (!text.is_empty()).then(|| text.parse().map_err(bad)).transpose()?;
        if key.is_some_and(|key| !(1..=9).contains(&key)) {
            return Err(ProblemKind::BadValue(text.to_owned()));
        }
        let party = project.party(id).ok_or_else(gone)?;
        let others = project.parties.iter().filter(|other| other.id != *id && key.is_some() && other.key == key);
        let changed = others.map(|other| Party { key: None, ..other.clone() }).chain([Party { key, ..party.clone() }]);
        return Ok(Edit::Group(changed.map(Edit::ReplaceParty).collect()));
    }
    let party = project.party(id).ok_or_else(gone)?;
    Ok(Edit::ReplaceParty(schema::party(with(&schema::party_entry(party), field, text)?)?))
}

fn codebook_edit(project: &Project, list: &str, id: &str, field: &str, text: &str) -> Result<Edit, ProblemKind> {
    let mut codebook = object(&codebook::codebook_entry(&project.codebook))?;
    let Some(Value::Array(entries)) = codebook.get_mut(list) else {
        return Err(ProblemKind::BadValue(list.to_owned()));
    };
    let at = entries.iter().position(|entry| entry.get("id").and_then(Value::as_str) == Some(id));
    let at = at.ok_or_else(|| ProblemKind::BadValue(id.to_owned()))?;
    if field.is_empty() {
        entries.remove(at);
    } else if let Some(Value::Object(entry)) = entries.get_mut(at) {
        set(entry, field, text);
    }
    let codebook: Codebook = codebook::codebook(from(codebook)?)?;
    Ok(Edit::SetCodebook(Box::new(codebook)))
}

fn document_edit(project: &Project, id: &DocumentId, field: &str, text: &str) -> Result<Edit, ProblemKind> {
    let unknown = || ProblemKind::NoDocument(id.to_string());
    let document = project.documents.get(id).ok_or_else(unknown)?;
    let mut metadata = document.metadata.clone();
    let place: Option<fn(&mut Metadata) -> &mut String> = match field {
        "title" => Some(|m| &mut m.title),
        "publisher" => Some(|m| &mut m.publisher),
        "published" => Some(|m| &mut m.published),
        "url" => Some(|m| &mut m.url),
        "language" => Some(|m| &mut m.language),
        _ => None,
    };
    if let Some(place) = place {
        *place(&mut metadata) = text.to_owned();
        return Ok(Edit::SetMetadata { document: id.clone(), metadata });
    }
    if field == "excluded" {
        let entries: Vec<schema::SpanEntry> =
            serde_json::from_str(text).map_err(|_unreadable| ProblemKind::BadValue(text.to_owned()))?;
        let excluded =
            entries.iter().map(|entry| schema::span(&document.content, entry)).collect::<Result<_, ProblemKind>>()?;
        return Ok(Edit::SetExcluded { document: id.clone(), excluded });
    }
    Err(ProblemKind::BadValue(field.to_owned()))
}

/// Replaces the value of one field of an entry.
fn with<T: Serialize + DeserializeOwned>(entry: &T, field: &str, text: &str) -> Result<T, ProblemKind> {
    let mut object = object(entry)?;
    set(&mut object, field, text);
    from(object)
}

fn object<T: Serialize>(entry: &T) -> Result<Map<String, Value>, ProblemKind> {
    match serde_json::to_value(entry) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(other) => Err(ProblemKind::BadValue(other.to_string())),
        Err(error) => Err(ProblemKind::BadValue(error.to_string())),
    }
}

fn from<T: DeserializeOwned>(object: Map<String, Value>) -> Result<T, ProblemKind> {
    serde_json::from_value(Value::Object(object)).map_err(|error| ProblemKind::BadValue(error.to_string()))
}

/// Whether a field is optional; a conflict writes its absence as an empty text.
fn may_be_nothing(field: &str) -> bool {
    StatementField::of_key(field).is_some_and(StatementField::is_optional) || NONE_WHERE_EMPTY.contains(&field)
}

/// Sets a field to a value as a conflict writes it (text unchanged, absence as an empty text, everything else as JSON).
fn set(entry: &mut Map<String, Value>, field: &str, text: &str) {
    if let Some((field, name)) = StatementField::of_key_of_named(field) {
        // What has no values leaves the field out.
        let values = entry.entry(field.key()).or_insert_with(|| Value::Array(Vec::new()));
        let Value::Array(values) = values else { return };
        let is_it = |value: &Value| value.get("name").and_then(Value::as_str) == Some(name);
        // Several values, or a passage, are written as their entries; a value that is absent, as an empty text.
        let entries = serde_json::from_str::<Vec<Value>>(text).ok().filter(|entries| entries.iter().all(is_it));
        let new = match entries {
            Some(entries) => entries,
            None if text.is_empty() => Vec::new(),
            None => vec![serde_json::json!({ "name": name, "value": text })],
        };
        let at = values.iter().position(is_it).unwrap_or(values.len());
        values.retain(|value| !is_it(value));
        values.splice(at..at, new).for_each(drop);
        return;
    }
    let value = match entry.get(field) {
        Some(Value::Array(_) | Value::Object(_) | Value::Bool(_)) => serde_json::from_str(text).unwrap_or_default(),
        _ if text.is_empty() && may_be_nothing(field) => Value::Null,
        // An optional field whose value is an object if it is present.
        _ if matches!(field, "resolved" | "passage") => serde_json::from_str(text).unwrap_or_default(),
        _ => Value::String(text.to_owned()),
    };
    entry.insert(field.to_owned(), value);
}
