//! Edits as the journal and the history store them: JSON, made of the same entries as the project's files.
//!
//! Spans are in code points with their quotes, as in the project's files, so that a record that meets a different text
//! is refused instead of marking other words. The version is in the head of the journal.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{codebook, review, schema};
use crate::edit::change::{Edit, LayerKey};
use crate::edit::session::{Record, Texts, Way};
use crate::model::conflict::ConflictFile;
use crate::model::document::{Document, Metadata};
use crate::model::document_tags::DocumentTags;
use crate::model::gesture::{Argument, Gesture};
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::layer::Layer;
use crate::model::review::{Decision, Thread};
use crate::model::work::Assignment;
use crate::store::problem::ProblemKind;
use crate::text::content::Content;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RecordEntry {
    /// Increases by one with every record of a writer, across all its journals.
    number: u64,
    /// RFC 3339
    time: String,
    way: WayEntry,
    /// The sentence that programs wrote before version 2 of the journal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gesture: Option<GestureEntry>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    continues: bool,
    /// The author; missing in older records, and for changes from outside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    outside: bool,
    /// How many steps were skipped in order to undo this one.
    #[serde(default, skip_serializing_if = "is_zero")]
    over: usize,
    edit: EditEntry,
    inverse: EditEntry,
}

fn is_zero(number: &usize) -> bool {
    *number == 0
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct GestureEntry {
    key: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    arguments: BTreeMap<String, ArgumentEntry>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ArgumentEntry {
    Text(String),
    Number(i64),
    /// RFC 3339
    Time(String),
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum WayEntry {
    Do,
    Undo,
    Redo,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum EditEntry {
    SetTitle(String),
    SetGuidelines(String),
    SetCodebook(schema::CodebookEntry),
    AddParty {
        index: usize,
        party: schema::PartyEntry,
    },
    RemoveParty(String),
    ReplaceParty(schema::PartyEntry),
    SetPartyOrder(Vec<String>),
    AddDocument {
        id: String,
        text: String,
        about: schema::DocumentFile,
        layers: Vec<(String, schema::LayerFile)>,
    },
    RemoveDocument(String),
    SetMetadata(MetadataEntry),
    SetExcluded {
        document: String,
        excluded: Vec<schema::SpanEntry>,
    },
    AddStatement {
        document: String,
        annotator: String,
        statement: schema::StatementEntry,
    },
    RemoveStatement {
        document: String,
        annotator: String,
        id: String,
    },
    ReplaceStatement {
        document: String,
        annotator: String,
        statement: schema::StatementEntry,
    },
    AddRelation {
        document: String,
        annotator: String,
        relation: schema::RelationEntry,
    },
    RemoveRelation {
        document: String,
        annotator: String,
        id: String,
    },
    ReplaceRelation {
        document: String,
        annotator: String,
        relation: schema::RelationEntry,
    },
    SetConflicts {
        document: Option<String>,
        annotator: Option<String>,
        /// Whether it belongs to the document's review.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        review: bool,
        conflicts: Vec<schema::ConflictEntry>,
    },
    SetDecision {
        document: String,
        id: String,
        decision: Option<Box<review::DecisionEntry>>,
    },
    SetGoldRelation {
        document: String,
        id: String,
        relation: Option<schema::RelationEntry>,
    },
    SetThread {
        document: String,
        id: String,
        thread: Option<Box<review::ThreadEntry>>,
    },
    SetAssignment {
        document: String,
        annotator: String,
        assignment: Option<schema::AssignmentEntry>,
    },
    SetProgress {
        document: String,
        annotator: String,
        progress: Option<schema::ProgressEntry>,
    },
    SetTags {
        document: String,
        annotator: String,
        tags: Option<TagsEntry>,
    },
    SetGoldTags {
        document: String,
        tags: Option<TagsEntry>,
    },
    SetBlindUntilDone(bool),
    SetReviewers(Vec<String>),
    Group(Vec<Self>),
}

/// What is recorded of a document as a whole.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TagsEntry {
    note: String,
    attributes: Vec<schema::AttributeEntry>,
}

impl TagsEntry {
    fn new(tags: &DocumentTags) -> Self {
        Self { note: tags.note.clone(), attributes: schema::value_entries(&tags.attributes) }
    }

    /// # Errors
    /// A value is a passage.
    fn tags(self) -> Result<Box<DocumentTags>, ProblemKind> {
        let mut bad = Ok(());
        let attributes = schema::values(self.attributes, |kind| bad = Err(kind));
        bad.map(|()| Box::new(DocumentTags { note: self.note, attributes }))
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MetadataEntry {
    document: String,
    title: String,
    publisher: String,
    published: String,
    url: String,
    language: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    replaced_by: Option<String>,
}

/// A record with its number.
#[derive(Clone, Debug, PartialEq)]
pub struct Numbered {
    pub number: u64,
    pub record: Record,
}

/// Encodes a record.
///
/// # Errors
/// A span is in a text that the record lacks, or JSON cannot represent it; neither happens for what a session records.
pub fn encode(number: u64, record: &Record) -> Result<Vec<u8>, ProblemKind> {
    let (name, gesture) = gesture_entry(&record.gesture);
    let entry = RecordEntry {
        number,
        time: record.time.to_string(),
        way: match record.way {
            Way::Do => WayEntry::Do,
            Way::Undo => WayEntry::Undo,
            Way::Redo => WayEntry::Redo,
        },
        name,
        gesture,
        continues: record.continues,
        by: record.by.as_ref().map(ToString::to_string),
        outside: record.outside,
        over: record.over,
        edit: edit_entry(&record.edit, &mut record.before.clone())?,
        inverse: edit_entry(&record.inverse, &mut record.after.clone())?,
    };
    serde_json::to_vec(&entry).map_err(|error| ProblemKind::Io(error.to_string()))
}

/// The number of a record, even of one for another text.
pub(crate) fn number(bytes: &[u8]) -> Option<u64> {
    #[derive(Deserialize)]
    struct Head {
        number: u64,
    }
    serde_json::from_slice::<Head>(bytes).ok().map(|head| head.number)
}

/// Decodes a record. `texts` are those of the project before the record; on return, those after it.
///
/// # Errors
/// These bytes are not a record, or it is for another text.
pub fn decode(bytes: &[u8], texts: &mut Texts) -> Result<Numbered, ProblemKind> {
    let entry: RecordEntry = serde_json::from_slice(bytes).map_err(|error| ProblemKind::Syntax {
        line: error.line(),
        column: error.column(),
        message: error.to_string(),
    })?;
    let time = schema::value(&entry.time)?;
    let way = match entry.way {
        WayEntry::Do => Way::Do,
        WayEntry::Undo => Way::Undo,
        WayEntry::Redo => Way::Redo,
    };
    let edit = edit(entry.edit, texts)?;
    let inverse = self::edit(entry.inverse, &mut texts.clone())?;
    let mut record = Record::new(time, way, gesture(entry.name, entry.gesture), entry.continues, edit, inverse);
    (record.by, record.outside, record.over) = (by(entry.by), entry.outside, entry.over);
    Ok(Numbered { number: entry.number, record })
}

/// Decodes a record, given the `texts` after it; on return, they are those before it.
///
/// # Errors
/// These bytes are not a record, or it is for another text.
pub(crate) fn decode_backwards(bytes: &[u8], texts: &mut Texts) -> Result<Numbered, ProblemKind> {
    let entry: RecordEntry = serde_json::from_slice(bytes).map_err(|error| ProblemKind::BadValue(error.to_string()))?;
    let time = schema::value(&entry.time)?;
    let way = match entry.way {
        WayEntry::Do => Way::Do,
        WayEntry::Undo => Way::Undo,
        WayEntry::Redo => Way::Redo,
    };
    let inverse = self::edit(entry.inverse, texts)?;
    let edit = edit(entry.edit, &mut texts.clone())?;
    let mut record = Record::new(time, way, gesture(entry.name, entry.gesture), entry.continues, edit, inverse);
    (record.by, record.outside, record.over) = (by(entry.by), entry.outside, entry.over);
    Ok(Numbered { number: entry.number, record })
}

/// The fields `name` and `gesture` of a record, exactly one of which is present.
fn gesture_entry(gesture: &Gesture) -> (Option<String>, Option<GestureEntry>) {
    let (key, arguments) = match gesture {
        Gesture::Sentence(sentence) => return (Some(sentence.clone()), None),
        Gesture::Message { key, arguments } => (key.to_string(), arguments),
    };
    let argument = |argument: &Argument| match argument {
        Argument::Text(text) => ArgumentEntry::Text(text.clone()),
        Argument::Number(number) => ArgumentEntry::Number(*number),
        Argument::Time(time) => ArgumentEntry::Time(time.to_string()),
    };
    let arguments = arguments.iter().map(|(name, value)| (name.to_string(), argument(value))).collect();
    (None, Some(GestureEntry { key, arguments }))
}

fn gesture(name: Option<String>, entry: Option<GestureEntry>) -> Gesture {
    let Some(GestureEntry { key, arguments }) = entry else { return Gesture::Sentence(name.unwrap_or_default()) };
    let argument = |entry: ArgumentEntry| match entry {
        ArgumentEntry::Text(text) => Argument::Text(text),
        ArgumentEntry::Number(number) => Argument::Number(number),
        ArgumentEntry::Time(time) => time.parse().map_or(Argument::Text(time), Argument::Time),
    };
    let arguments = arguments.into_iter().map(|(name, entry)| (name.into(), argument(entry))).collect();
    Gesture::Message { key: key.into(), arguments }
}

/// The gesture of a record, even if its edit is unreadable.
pub(crate) fn gesture_of(record: &serde_json::Value) -> Gesture {
    let name = record.get("name").and_then(serde_json::Value::as_str).map(str::to_owned);
    let entry = record.get("gesture").and_then(|entry| GestureEntry::deserialize(entry).ok());
    gesture(name, entry)
}

/// An invalid name is no reason to lose the change.
fn by(name: Option<String>) -> Option<AnnotatorId> {
    name.and_then(|name| AnnotatorId::new(name).ok())
}

fn edit_entry(edit: &Edit, texts: &mut Texts) -> Result<EditEntry, ProblemKind> {
    let text_of = |key: &LayerKey, texts: &Texts| {
        texts.get(&key.0).cloned().ok_or_else(|| ProblemKind::NoDocument(key.0.to_string()))
    };
    let names = |key: &LayerKey| (key.0.to_string(), key.1.to_string());
    Ok(match edit {
        Edit::SetTitle(title) => EditEntry::SetTitle(title.clone()),
        Edit::SetGuidelines(text) => EditEntry::SetGuidelines(text.clone()),
        Edit::SetCodebook(codebook) => EditEntry::SetCodebook(codebook::codebook_entry(codebook)),
        Edit::AddParty { index, party } => EditEntry::AddParty { index: *index, party: schema::party_entry(party) },
        Edit::RemoveParty(id) => EditEntry::RemoveParty(id.to_string()),
        Edit::ReplaceParty(party) => EditEntry::ReplaceParty(schema::party_entry(party)),
        Edit::SetPartyOrder(order) => EditEntry::SetPartyOrder(order.iter().map(ToString::to_string).collect()),
        Edit::AddDocument { document, layers } => {
            texts.insert(document.id.clone(), document.content.clone());
            EditEntry::AddDocument {
                id: document.id.to_string(),
                text: document.content.as_str().to_owned(),
                about: schema::document_file(document),
                layers: layers
                    .iter()
                    .map(|(annotator, layer)| (annotator.to_string(), schema::layer_file(&document.content, layer)))
                    .collect(),
            }
        }
        Edit::RemoveDocument(id) => EditEntry::RemoveDocument(id.to_string()),
        Edit::SetMetadata { document, metadata } => {
            let Metadata { title, publisher, published, url, language, replaced_by } = metadata.clone();
            let (document, replaced_by) = (document.to_string(), replaced_by.map(|id| id.to_string()));
            EditEntry::SetMetadata(MetadataEntry { document, title, publisher, published, url, language, replaced_by })
        }
        Edit::SetExcluded { document, excluded } => {
            let text = texts.get(document).ok_or_else(|| ProblemKind::NoDocument(document.to_string()))?;
            let excluded = excluded.iter().map(|span| schema::span_entry(text, *span)).collect();
            EditEntry::SetExcluded { document: document.to_string(), excluded }
        }
        Edit::AddStatement { layer, statement } => {
            let statement = schema::statement_entry(&text_of(layer, texts)?, statement);
            let (document, annotator) = names(layer);
            EditEntry::AddStatement { document, annotator, statement }
        }
        Edit::RemoveStatement { layer, id } => {
            let (document, annotator) = names(layer);
            EditEntry::RemoveStatement { document, annotator, id: id.to_string() }
        }
        Edit::ReplaceStatement { layer, statement } => {
            let statement = schema::statement_entry(&text_of(layer, texts)?, statement);
            let (document, annotator) = names(layer);
            EditEntry::ReplaceStatement { document, annotator, statement }
        }
        Edit::AddRelation { layer, relation } => {
            let (document, annotator) = names(layer);
            EditEntry::AddRelation { document, annotator, relation: schema::relation_entry(relation) }
        }
        Edit::RemoveRelation { layer, id } => {
            let (document, annotator) = names(layer);
            EditEntry::RemoveRelation { document, annotator, id: id.to_string() }
        }
        Edit::ReplaceRelation { layer, relation } => {
            let (document, annotator) = names(layer);
            EditEntry::ReplaceRelation { document, annotator, relation: schema::relation_entry(relation) }
        }
        Edit::SetConflicts { file, conflicts } => {
            let (document, annotator) = match file {
                ConflictFile::Project => (None, None),
                ConflictFile::Document(document) | ConflictFile::Review(document) => (Some(document.to_string()), None),
                ConflictFile::Layer(document, annotator) => (Some(document.to_string()), Some(annotator.to_string())),
            };
            let review = matches!(file, ConflictFile::Review(_));
            EditEntry::SetConflicts { document, annotator, review, conflicts: schema::conflict_entries(conflicts) }
        }
        Edit::SetDecision { document, id, decision } => {
            let content = content_of(document, texts)?;
            let entry = |decision: &Decision| Box::new(review::decision_entry(&content, decision));
            EditEntry::SetDecision {
                document: document.to_string(),
                id: id.to_string(),
                decision: decision.as_deref().map(entry),
            }
        }
        Edit::SetGoldRelation { document, id, relation } => EditEntry::SetGoldRelation {
            document: document.to_string(),
            id: id.to_string(),
            relation: relation.as_ref().map(schema::relation_entry),
        },
        Edit::SetThread { document, id, thread } => {
            let content = content_of(document, texts)?;
            let entry = |thread: &Thread| Box::new(review::thread_entry(&content, thread));
            EditEntry::SetThread {
                document: document.to_string(),
                id: id.to_string(),
                thread: thread.as_deref().map(entry),
            }
        }
        Edit::SetAssignment { document, annotator, assignment } => {
            let entry = |assignment: &Assignment| schema::assignment_entry(document, annotator, assignment);
            let assignment = assignment.as_ref().map(entry);
            EditEntry::SetAssignment { document: document.to_string(), annotator: annotator.to_string(), assignment }
        }
        Edit::SetProgress { layer, progress } => {
            let (document, annotator) = names(layer);
            EditEntry::SetProgress { document, annotator, progress: progress.as_ref().map(schema::progress_entry) }
        }
        Edit::SetTags { layer, tags } => {
            let (document, annotator) = names(layer);
            EditEntry::SetTags { document, annotator, tags: tags.as_deref().map(TagsEntry::new) }
        }
        Edit::SetGoldTags { document, tags } => {
            EditEntry::SetGoldTags { document: document.to_string(), tags: tags.as_deref().map(TagsEntry::new) }
        }
        Edit::SetBlindUntilDone(blind) => EditEntry::SetBlindUntilDone(*blind),
        Edit::SetReviewers(reviewers) => EditEntry::SetReviewers(reviewers.iter().map(ToString::to_string).collect()),
        Edit::Group(edits) => {
            EditEntry::Group(edits.iter().map(|edit| edit_entry(edit, texts)).collect::<Result<_, _>>()?)
        }
    })
}

/// The text to which the spans of a document's review refer.
fn content_of(document: &DocumentId, texts: &Texts) -> Result<Content, ProblemKind> {
    texts.get(document).cloned().ok_or_else(|| ProblemKind::NoDocument(document.to_string()))
}

fn edit(entry: EditEntry, texts: &mut Texts) -> Result<Edit, ProblemKind> {
    let key = |document: &str, annotator: &str| -> Result<LayerKey, ProblemKind> {
        Ok((schema::value(document)?, schema::value(annotator)?))
    };
    let text_of = |layer: &LayerKey, texts: &Texts| {
        texts.get(&layer.0).cloned().ok_or_else(|| ProblemKind::NoDocument(layer.0.to_string()))
    };
    Ok(match entry {
        EditEntry::SetTitle(title) => Edit::SetTitle(title),
        EditEntry::SetGuidelines(text) => Edit::SetGuidelines(text),
        EditEntry::SetCodebook(entry) => Edit::SetCodebook(Box::new(codebook::codebook(entry)?)),
        EditEntry::AddParty { index, party } => Edit::AddParty { index, party: schema::party(party)? },
        EditEntry::RemoveParty(id) => Edit::RemoveParty(schema::value(&id)?),
        EditEntry::ReplaceParty(party) => Edit::ReplaceParty(schema::party(party)?),
        EditEntry::SetPartyOrder(order) => {
            Edit::SetPartyOrder(order.iter().map(|id| schema::value(id)).collect::<Result<_, _>>()?)
        }
        EditEntry::AddDocument { id, text, about, layers } => {
            let content = Content::new(text);
            if content.sha256() != about.text_sha256 {
                return Err(ProblemKind::TextChanged);
            }
            let document = document(&id, content.clone(), about)?;
            let layers = layers.into_iter().map(|(annotator, file)| {
                let mut layer = Layer::default();
                for entry in &file.statements {
                    layer.put(schema::statement(&content, entry)?);
                }
                for entry in &file.relations {
                    layer.put_relation(schema::relation(entry)?);
                }
                layer.set_progress(file.progress.as_ref().map(schema::progress).transpose()?);
                let tags = TagsEntry { note: file.note, attributes: file.attributes }.tags()?;
                layer.set_tags(Some(*tags));
                Ok((schema::value(&annotator)?, layer))
            });
            let layers = layers.collect::<Result<_, ProblemKind>>()?;
            texts.insert(document.id.clone(), content);
            Edit::AddDocument { document: Box::new(document), layers }
        }
        EditEntry::RemoveDocument(id) => Edit::RemoveDocument(schema::value(&id)?),
        EditEntry::SetMetadata(entry) => {
            let MetadataEntry { document, title, publisher, published, url, language, replaced_by } = entry;
            let replaced_by = replaced_by.as_deref().map(schema::value).transpose()?;
            let metadata = Metadata { title, publisher, published, url, language, replaced_by };
            Edit::SetMetadata { document: schema::value(&document)?, metadata }
        }
        EditEntry::SetExcluded { document, excluded } => {
            let text = schema::value(&document).ok().and_then(|id| texts.get(&id));
            let text = text.ok_or_else(|| ProblemKind::NoDocument(document.clone()))?;
            let excluded = excluded.iter().map(|entry| schema::span(text, entry)).collect::<Result<_, _>>()?;
            Edit::SetExcluded { document: schema::value(&document)?, excluded }
        }
        EditEntry::AddStatement { document, annotator, statement } => {
            let layer = key(&document, &annotator)?;
            let statement = Box::new(schema::statement(&text_of(&layer, texts)?, &statement)?);
            Edit::AddStatement { layer, statement }
        }
        EditEntry::RemoveStatement { document, annotator, id } => {
            Edit::RemoveStatement { layer: key(&document, &annotator)?, id: schema::value(&id)? }
        }
        EditEntry::ReplaceStatement { document, annotator, statement } => {
            let layer = key(&document, &annotator)?;
            let statement = Box::new(schema::statement(&text_of(&layer, texts)?, &statement)?);
            Edit::ReplaceStatement { layer, statement }
        }
        EditEntry::AddRelation { document, annotator, relation } => {
            Edit::AddRelation { layer: key(&document, &annotator)?, relation: schema::relation(&relation)? }
        }
        EditEntry::RemoveRelation { document, annotator, id } => {
            Edit::RemoveRelation { layer: key(&document, &annotator)?, id: schema::value(&id)? }
        }
        EditEntry::ReplaceRelation { document, annotator, relation } => {
            Edit::ReplaceRelation { layer: key(&document, &annotator)?, relation: schema::relation(&relation)? }
        }
        EditEntry::SetConflicts { document, annotator, review, conflicts } => {
            let file = match (document, annotator) {
                (None, _) => ConflictFile::Project,
                (Some(document), None) if review => ConflictFile::Review(schema::value(&document)?),
                (Some(document), None) => ConflictFile::Document(schema::value(&document)?),
                (Some(document), Some(annotator)) => {
                    ConflictFile::Layer(schema::value(&document)?, schema::value(&annotator)?)
                }
            };
            Edit::SetConflicts { file, conflicts: schema::conflicts(conflicts) }
        }
        EditEntry::SetDecision { document, id, decision } => {
            let document = schema::value(&document)?;
            let content = content_of(&document, texts)?;
            let decision = decision.map(|entry| review::decision(&content, &entry)).transpose()?.map(Box::new);
            Edit::SetDecision { document, id: schema::value(&id)?, decision }
        }
        EditEntry::SetGoldRelation { document, id, relation } => Edit::SetGoldRelation {
            document: schema::value(&document)?,
            id: schema::value(&id)?,
            relation: relation.as_ref().map(schema::relation).transpose()?,
        },
        EditEntry::SetThread { document, id, thread } => {
            let document = schema::value(&document)?;
            let content = content_of(&document, texts)?;
            let thread = thread.map(|entry| review::thread(&content, &entry)).transpose()?.map(Box::new);
            Edit::SetThread { document, id: schema::value(&id)?, thread }
        }
        EditEntry::SetAssignment { document, annotator, assignment } => Edit::SetAssignment {
            document: schema::value(&document)?,
            annotator: schema::value(&annotator)?,
            assignment: assignment.as_ref().map(schema::assignment).transpose()?.map(|(_, assignment)| assignment),
        },
        EditEntry::SetProgress { document, annotator, progress } => Edit::SetProgress {
            layer: key(&document, &annotator)?,
            progress: progress.as_ref().map(schema::progress).transpose()?,
        },
        EditEntry::SetTags { document, annotator, tags } => {
            Edit::SetTags { layer: key(&document, &annotator)?, tags: tags.map(TagsEntry::tags).transpose()? }
        }
        EditEntry::SetGoldTags { document, tags } => {
            Edit::SetGoldTags { document: schema::value(&document)?, tags: tags.map(TagsEntry::tags).transpose()? }
        }
        EditEntry::SetBlindUntilDone(blind) => Edit::SetBlindUntilDone(blind),
        EditEntry::SetReviewers(names) => {
            Edit::SetReviewers(names.iter().map(|name| schema::value(name)).collect::<Result<_, _>>()?)
        }
        EditEntry::Group(entries) => {
            Edit::Group(entries.into_iter().map(|entry| edit(entry, texts)).collect::<Result<_, _>>()?)
        }
    })
}

fn document(id: &str, content: Content, about: schema::DocumentFile) -> Result<Document, ProblemKind> {
    let excluded = about.excluded.iter().map(|entry| schema::span(&content, entry)).collect::<Result<_, _>>()?;
    let metadata = schema::metadata(&about);
    Ok(Document { id: schema::value(id)?, content, metadata, encoding: about.encoding, excluded })
}
