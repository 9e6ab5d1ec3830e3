//! The codebook in the project's file.

use serde::{Deserialize, Serialize};

use super::schema::{CodebookEntry, value};
use crate::model::attribute::{AttributeChoice, AttributeDefinition, AttributeForm, AttributeScope, AttributeSubject};
use crate::model::codebook::{
    Codebook, CodebookItem, EntryNotes, Example, Kind, LineForm, RelationKind, StanceEntry, Topic,
};
use crate::model::statement::Stance;
use crate::store::problem::ProblemKind;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KindEntry {
    pub id: String,
    pub name: String,
    pub definition: String,
    #[serde(default)]
    pub key: Option<char>,
    pub line: LineForm,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<ExampleEntry>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub retired: bool,
}

/// A topic or a kind of relation.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NamedEntry {
    pub id: String,
    pub name: String,
    pub definition: String,
    /// Of a topic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<ExampleEntry>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub retired: bool,
}

/// An attribute.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AttributeDefinitionEntry {
    pub id: String,
    pub name: String,
    pub definition: String,
    /// Statements if it is missing.
    #[serde(default, skip_serializing_if = "is_statements")]
    pub subject: AttributeSubject,
    pub form: AttributeForm,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<ChoiceEntry>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// The kinds to which it applies; all if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<String>,
    /// The other attribute, and the value of it that a statement must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<(String, String)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<char>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<ExampleEntry>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub retired: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChoiceEntry {
    pub id: String,
    pub name: String,
    #[serde(default)]
    pub definition: String,
    #[serde(default, skip_serializing_if = "is_false")]
    pub retired: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExampleEntry {
    pub quote: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields by reference")]
const fn is_false(value: &bool) -> bool {
    !*value
}

fn is_statements(subject: &AttributeSubject) -> bool {
    *subject == AttributeSubject::Statements
}

pub(crate) fn codebook_entry(codebook: &Codebook) -> CodebookEntry {
    CodebookEntry {
        kinds: codebook.kinds.iter().map(kind_entry).collect(),
        topics: codebook.topics.iter().map(topic_entry).collect(),
        relation_kinds: codebook.relation_kinds.iter().map(relation_kind_entry).collect(),
        attributes: codebook.attributes.iter().map(attribute_entry).collect(),
        stances: codebook.stances.iter().map(stance_entry).collect(),
    }
}

fn examples(notes: &EntryNotes) -> Vec<ExampleEntry> {
    let entry = |example: &Example| ExampleEntry {
        quote: example.quote.clone(),
        document: example.document.as_ref().map(ToString::to_string),
        note: example.note.clone(),
    };
    notes.examples.iter().map(entry).collect()
}

/// An example whose article has no usable name loses only the name.
fn notes(examples: Vec<ExampleEntry>, is_retired: bool) -> EntryNotes {
    let example = |ExampleEntry { quote, document, note }| {
        let document = document.and_then(|id: String| value(&id).ok());
        Example { quote, document, note }
    };
    EntryNotes { examples: examples.into_iter().map(example).collect(), is_retired }
}

fn kind_entry(kind: &Kind) -> KindEntry {
    let Kind { id, name, definition, notes, key, line } = kind;
    KindEntry {
        id: id.to_string(),
        name: name.clone(),
        definition: definition.clone(),
        key: *key,
        line: *line,
        examples: examples(notes),
        retired: notes.is_retired,
    }
}

fn topic_entry(topic: &Topic) -> NamedEntry {
    let Topic { id, name, definition, notes, parent } = topic;
    NamedEntry {
        id: id.to_string(),
        name: name.clone(),
        definition: definition.clone(),
        parent: parent.as_ref().map(ToString::to_string),
        examples: examples(notes),
        retired: notes.is_retired,
    }
}

fn relation_kind_entry(kind: &RelationKind) -> NamedEntry {
    let RelationKind { id, name, definition, notes } = kind;
    NamedEntry {
        id: id.to_string(),
        name: name.clone(),
        definition: definition.clone(),
        parent: None,
        examples: examples(notes),
        retired: notes.is_retired,
    }
}

fn stance_entry(entry: &StanceEntry) -> NamedEntry {
    let StanceEntry { stance, name, definition, notes } = entry;
    NamedEntry {
        id: stance.as_str().to_owned(),
        name: name.clone(),
        definition: definition.clone(),
        parent: None,
        examples: examples(notes),
        retired: notes.is_retired,
    }
}

fn attribute_entry(attribute: &AttributeDefinition) -> AttributeDefinitionEntry {
    let AttributeDefinition { id, subject, name, definition, notes, form, choices, is_required, applies, key } =
        attribute;
    let choice = |AttributeChoice { id, name, definition, is_retired }: &AttributeChoice| ChoiceEntry {
        id: id.clone(),
        name: name.clone(),
        definition: definition.clone(),
        retired: *is_retired,
    };
    AttributeDefinitionEntry {
        id: id.to_string(),
        name: name.clone(),
        definition: definition.clone(),
        subject: *subject,
        form: *form,
        choices: choices.iter().map(choice).collect(),
        required: *is_required,
        kinds: applies.kinds.iter().map(ToString::to_string).collect(),
        with: applies.with.as_ref().map(|(id, value)| (id.to_string(), value.clone())),
        key: *key,
        examples: examples(notes),
        retired: notes.is_retired,
    }
}

/// A codebook entry as text, as it is written in a conflict.
pub(crate) fn codebook_item_text(item: &CodebookItem) -> String {
    let text = match item {
        CodebookItem::Kind(kind) => serde_json::to_string(&kind_entry(kind)),
        CodebookItem::Topic(topic) => serde_json::to_string(&topic_entry(topic)),
        CodebookItem::Stance(entry) => serde_json::to_string(&stance_entry(entry)),
        CodebookItem::RelationKind(kind) => serde_json::to_string(&relation_kind_entry(kind)),
        CodebookItem::Attribute(attribute) => serde_json::to_string(&attribute_entry(attribute)),
    };
    text.unwrap_or_default()
}

/// The entries of a codebook, list by list, each parsed as far as possible, with the identifier from the file.
/// Duplicate identifiers are not detected here.
pub(crate) fn codebook_items(entry: CodebookEntry) -> Vec<(String, Result<CodebookItem, ProblemKind>)> {
    let CodebookEntry { kinds, topics, relation_kinds, attributes, stances } = entry;
    let stances = stances.into_iter().map(|entry| (entry.id.clone(), stance(entry)));
    let kinds = kinds.into_iter().map(|entry| (entry.id.clone(), kind(entry)));
    let topics = topics.into_iter().map(|entry| (entry.id.clone(), topic(entry)));
    let relation_kinds = relation_kinds.into_iter().map(|entry| (entry.id.clone(), relation_kind(entry)));
    let attributes = attributes.into_iter().map(|entry| (entry.id.clone(), attribute(entry)));
    kinds.chain(topics).chain(relation_kinds).chain(attributes).chain(stances).collect()
}

fn kind(entry: KindEntry) -> Result<CodebookItem, ProblemKind> {
    let KindEntry { id, name, definition, key, line, examples, retired } = entry;
    Ok(CodebookItem::Kind(Kind { id: value(&id)?, name, definition, notes: notes(examples, retired), key, line }))
}

fn topic(entry: NamedEntry) -> Result<CodebookItem, ProblemKind> {
    let NamedEntry { id, name, definition, parent, examples, retired } = entry;
    let parent = parent.as_deref().map(value).transpose()?;
    Ok(CodebookItem::Topic(Topic { id: value(&id)?, name, definition, notes: notes(examples, retired), parent }))
}

fn relation_kind(entry: NamedEntry) -> Result<CodebookItem, ProblemKind> {
    let NamedEntry { id, name, definition, examples, retired, .. } = entry;
    Ok(CodebookItem::RelationKind(RelationKind { id: value(&id)?, name, definition, notes: notes(examples, retired) }))
}

fn stance(entry: NamedEntry) -> Result<CodebookItem, ProblemKind> {
    let NamedEntry { id, name, definition, examples, retired, .. } = entry;
    let stance = Stance::parse(&id).ok_or(ProblemKind::BadValue(id))?;
    Ok(CodebookItem::Stance(StanceEntry { stance, name, definition, notes: notes(examples, retired) }))
}

fn attribute(entry: AttributeDefinitionEntry) -> Result<CodebookItem, ProblemKind> {
    let choice =
        |ChoiceEntry { id, name, definition, retired }| AttributeChoice { id, name, definition, is_retired: retired };
    let with = entry.with.map(|(other, of)| Ok::<_, ProblemKind>((value(&other)?, of))).transpose()?;
    let kinds = entry.kinds.iter().map(|id| value(id)).collect::<Result<_, _>>()?;
    Ok(CodebookItem::Attribute(Box::new(AttributeDefinition {
        id: value(&entry.id)?,
        subject: entry.subject,
        name: entry.name,
        definition: entry.definition,
        notes: notes(entry.examples, entry.retired),
        form: entry.form,
        choices: entry.choices.into_iter().map(choice).collect(),
        is_required: entry.required,
        applies: AttributeScope { kinds, with },
        key: entry.key,
    })))
}

/// Converts a codebook entry, all or nothing.
///
/// # Errors
/// A name is invalid.
pub(crate) fn codebook(entry: CodebookEntry) -> Result<Codebook, ProblemKind> {
    let mut codebook = Codebook::default();
    for (_, item) in codebook_items(entry) {
        codebook.push(item?);
    }
    Ok(codebook)
}
