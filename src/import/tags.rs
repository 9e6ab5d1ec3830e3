//! A colleague's tags: layers from a file of JSON Lines, added beside what is there and never over it.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{Warning, jsonl};
use crate::edit::change::{Edit, LayerKey};
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::project::Project;
use crate::text::content::sha256_hex;

/// What becomes of one layer of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It is added.
    Added,
    /// The same is there already.
    Same,
    /// This annotator has another layer here already, which stays as it is.
    Conflict,
    /// The project does not have the document.
    UnknownDocument,
    /// The document of this name has another text.
    OtherText,
    /// The line cannot be read.
    Unreadable,
}

impl Fate {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Same => "same",
            Self::Conflict => "conflict",
            Self::UnknownDocument => "unknown-document",
            Self::OtherText => "other-text",
            Self::Unreadable => "unreadable",
        }
    }
}

/// One layer of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub document: String,
    pub annotator: String,
    pub fate: Fate,
    /// How many statements are added.
    pub statements: usize,
}

/// What adding the tags would do.
#[derive(Clone, Debug, PartialEq)]
pub struct Received {
    pub entries: Vec<Entry>,
    pub edit: Edit,
    pub warnings: Vec<Warning>,
}

#[derive(Deserialize)]
struct Head {
    document: HeadDocument,
    annotator: String,
}

#[derive(Deserialize)]
struct HeadDocument {
    id: String,
    text: String,
}

/// Reads the layers of a file. With `documents` articles that the project does not have come along.
pub fn read(project: &Project, bytes: &[u8], documents: bool) -> Received {
    let mut scratch = project.clone();
    let (mut entries, mut edits, mut warnings) = (Vec::new(), Vec::new(), Vec::new());
    let mut seen: BTreeSet<LayerKey> = BTreeSet::new();
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    for (index, line) in
        bytes.split(|byte| *byte == b'\n').enumerate().filter(|(_, line)| !line.trim_ascii().is_empty())
    {
        let head = serde_json::from_slice::<Head>(line).ok();
        let key = head.as_ref().and_then(|head| {
            Some((DocumentId::new(head.document.id.as_str()).ok()?, AnnotatorId::new(head.annotator.as_str()).ok()?))
        });
        let mut entry = Entry {
            document: head.as_ref().map(|head| head.document.id.clone()).unwrap_or_default(),
            annotator: head.as_ref().map(|head| head.annotator.clone()).unwrap_or_default(),
            fate: Fate::Unreadable,
            statements: 0,
        };
        if let (Some(head), Some(key)) = (head, key)
            && seen.insert(key.clone())
        {
            let known = scratch.documents.get(&key.0).map(|document| document.content.sha256().to_owned());
            entry.fate = match known {
                None if !documents => Fate::UnknownDocument,
                Some(hash) if hash != sha256_hex(head.document.text.as_bytes()) => Fate::OtherText,
                _ => {
                    let (fate, found, statements) = layer(&mut scratch, &key, line);
                    entry.statements = statements;
                    edits.extend(found.0);
                    warnings.extend(found.1.into_iter().map(|warning| Warning { line: index + 1, ..warning }));
                    fate
                }
            };
        }
        entries.push(entry);
    }
    Received { entries, edit: Edit::Group(edits), warnings }
}

/// Adds one layer to the scratch project, where there is none.
fn layer(scratch: &mut Project, key: &LayerKey, line: &[u8]) -> (Fate, (Option<Edit>, Vec<Warning>), usize) {
    let old = scratch.layers.get(key).cloned();
    let mut empty = scratch.clone();
    empty.layers.remove(key);
    let Ok((edit, warnings)) = jsonl::read(&empty, line, &key.1, false) else {
        return (Fate::Unreadable, (None, Vec::new()), 0);
    };
    if let Err(error) = edit.clone().apply(&mut empty) {
        tracing::error!(%error, "an import that was tried did not fit");
        return (Fate::Unreadable, (None, warnings), 0);
    }
    let new = empty.layers.get(key);
    match old {
        Some(old) if new == Some(&old) => (Fate::Same, (None, warnings), 0),
        Some(_) => (Fate::Conflict, (None, Vec::new()), 0),
        None => {
            let statements = new.map_or(0, crate::model::layer::Layer::len);
            // Nothing that could be read of a line that promised something is no layer.
            if statements == 0 && !warnings.is_empty() {
                return (Fate::Unreadable, (None, warnings), 0);
            }
            *scratch = empty;
            (Fate::Added, (Some(edit), warnings), statements)
        }
    }
}
