//! The entries of a codebook in JSON: in files for colleagues, and beside the files of other formats.

use std::fmt::Display;
use std::str::FromStr;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::model::attribute::{AttributeChoice, AttributeDefinition, AttributeForm, AttributeScope, AttributeSubject};
use crate::model::codebook::{
    Codebook, CodebookItem, CodebookList, EntryNotes, Example, Kind, LineForm, RelationKind, StanceEntry, Topic,
};
use crate::model::id::DocumentId;
use crate::model::statement::Stance;
use crate::t;

/// An entry as it is written. What an entry of most projects does not have is left out.
pub(super) fn out(item: &CodebookItem) -> Value {
    let mut entry = Map::new();
    let mut put = |key: &str, value: Value| entry.insert(key.to_owned(), value);
    put("id", json!(item.id()));
    put("name", json!(item.name()));
    put("definition", json!(item.definition()));
    match item {
        CodebookItem::Kind(kind) => {
            put("key", json!(kind.key));
            put("line", json!(kind.line));
        }
        CodebookItem::Topic(topic) => {
            if let Some(parent) = &topic.parent {
                put("parent", json!(parent));
            }
        }
        CodebookItem::RelationKind(_) | CodebookItem::Stance(_) => {}
        CodebookItem::Attribute(attribute) => {
            let AttributeDefinition { subject, form, choices, is_required, applies, key, .. } = &**attribute;
            if *subject != AttributeSubject::Statements {
                put("subject", json!(subject));
            }
            put("form", json!(form));
            if !choices.is_empty() {
                put("choices", choices.iter().map(choice_out).collect());
            }
            put("required", json!(is_required));
            if !applies.kinds.is_empty() {
                put("kinds", json!(applies.kinds));
            }
            if let Some(with) = &applies.with {
                put("with", json!(with));
            }
            if let Some(key) = key {
                put("key", json!(key));
            }
        }
    }
    let EntryNotes { examples, is_retired } = item.notes();
    if !examples.is_empty() {
        put("examples", examples.iter().map(example_out).collect());
    }
    if *is_retired {
        put("retired", json!(true));
    }
    Value::Object(entry)
}

fn choice_out(AttributeChoice { id, name, definition, is_retired }: &AttributeChoice) -> Value {
    json!({ "id": id, "name": name, "definition": definition, "retired": is_retired })
}

fn example_out(Example { quote, document, note }: &Example) -> Value {
    json!({ "quote": quote, "document": document, "note": note })
}

/// Entries as lists under the keys of the lists of a codebook, with every list.
pub(crate) fn lists(items: impl IntoIterator<Item = CodebookItem>) -> Vec<(&'static str, Vec<Value>)> {
    let mut lists: Vec<(&str, Vec<Value>)> =
        CodebookList::ALL.into_iter().map(|list| (list.key(), Vec::new())).collect();
    for item in items {
        let key = item.list().key();
        lists.iter_mut().filter(|(list, _)| *list == key).for_each(|(_, values)| values.push(out(&item)));
    }
    lists
}

/// The lists of a codebook as they are read, each entry as a value, so that one that is wrong spoils only itself.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct ListsIn {
    kinds: Vec<Value>,
    topics: Vec<Value>,
    relation_kinds: Vec<Value>,
    attributes: Vec<Value>,
    stances: Vec<Value>,
}

impl ListsIn {
    pub(super) fn lists(self) -> [(CodebookList, Vec<Value>); 5] {
        let Self { kinds, topics, relation_kinds, attributes, stances } = self;
        [
            (CodebookList::Kinds, kinds),
            (CodebookList::Topics, topics),
            (CodebookList::RelationKinds, relation_kinds),
            (CodebookList::Attributes, attributes),
            (CodebookList::Stances, stances),
        ]
    }

    /// The codebook, all or nothing.
    ///
    /// # Errors
    /// An entry cannot be read; the reason in words.
    pub(crate) fn codebook(self) -> Result<Codebook, String> {
        let mut codebook = Codebook::default();
        for (list, values) in self.lists() {
            for (at, value) in values.into_iter().enumerate() {
                let id = value.get("id").and_then(Value::as_str).map_or_else(|| (at + 1).to_string(), str::to_owned);
                let item = item(list, value).map_err(|error| format!("{} · {id}: {error}", list.key()))?;
                codebook.push(item);
            }
        }
        Ok(codebook)
    }
}

#[derive(Deserialize)]
struct EntryIn {
    id: String,
    name: String,
    #[serde(default)]
    definition: String,
    #[serde(default)]
    examples: Vec<ExampleIn>,
    #[serde(default)]
    retired: bool,
}

#[derive(Deserialize)]
struct ExampleIn {
    quote: String,
    #[serde(default)]
    document: Option<DocumentId>,
    #[serde(default)]
    note: String,
}

#[derive(Deserialize)]
struct KindIn {
    #[serde(default)]
    key: Option<char>,
    line: LineForm,
}

#[derive(Deserialize)]
struct TopicIn {
    #[serde(default)]
    parent: Option<String>,
}

#[derive(Deserialize)]
struct AttributeIn {
    #[serde(default)]
    subject: AttributeSubject,
    form: AttributeForm,
    #[serde(default)]
    choices: Vec<ChoiceIn>,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    kinds: Vec<String>,
    #[serde(default)]
    with: Option<(String, String)>,
    #[serde(default)]
    key: Option<char>,
}

#[derive(Deserialize)]
struct ChoiceIn {
    id: String,
    name: String,
    #[serde(default)]
    definition: String,
    #[serde(default)]
    retired: bool,
}

fn read<T: DeserializeOwned>(value: Value) -> Result<T, String> {
    serde_json::from_value(value).map_err(|error| error.to_string())
}

fn id<Id: FromStr<Err: Display>>(name: &str) -> Result<Id, String> {
    name.parse().map_err(|error: Id::Err| error.to_string())
}

/// An entry of a list of the codebook.
///
/// # Errors
/// It cannot be read; the reason in words.
pub(super) fn item(list: CodebookList, value: Value) -> Result<CodebookItem, String> {
    let EntryIn { id: text, name, definition, examples, retired } = read(value.clone())?;
    let example = |ExampleIn { quote, document, note }| Example { quote, document, note };
    let notes = EntryNotes { examples: examples.into_iter().map(example).collect(), is_retired: retired };
    Ok(match list {
        CodebookList::Kinds => {
            let KindIn { key, line } = read(value)?;
            CodebookItem::Kind(Kind { id: id(&text)?, name, definition, notes, key, line })
        }
        CodebookList::Topics => {
            let parent = read::<TopicIn>(value)?.parent.as_deref().map(id).transpose()?;
            CodebookItem::Topic(Topic { id: id(&text)?, name, definition, notes, parent })
        }
        CodebookList::RelationKinds => {
            CodebookItem::RelationKind(RelationKind { id: id(&text)?, name, definition, notes })
        }
        CodebookList::Stances => {
            let stance = Stance::parse(&text).ok_or_else(|| t!("import-unknown-stance", name = text.as_str()))?;
            // A stance without a name of its own is written with its identifier.
            let name = if name == text { String::new() } else { name };
            CodebookItem::Stance(StanceEntry { stance, name, definition, notes })
        }
        CodebookList::Attributes => {
            let AttributeIn { subject, form, choices, required, kinds, with, key } = read(value)?;
            let choice = |ChoiceIn { id, name, definition, retired }| AttributeChoice {
                id,
                name,
                definition,
                is_retired: retired,
            };
            let with = with.map(|(other, of)| Ok::<_, String>((id(&other)?, of))).transpose()?;
            CodebookItem::Attribute(Box::new(AttributeDefinition {
                id: id(&text)?,
                subject,
                name,
                definition,
                notes,
                form,
                choices: choices.into_iter().map(choice).collect(),
                is_required: required,
                applies: AttributeScope { kinds: kinds.iter().map(|kind| id(kind)).collect::<Result<_, _>>()?, with },
                key,
            }))
        }
    })
}
