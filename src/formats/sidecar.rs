//! `bayan-codebook.json`: what a folder or an archive of another format cannot hold.
//!
//! It has the codebook with definitions, the parties with aliases, parents and colours, and what is known about the
//! documents. Exports of folders and archives have it at the top, and the readers of such formats take it where it is.
//! Beside it, folders have the annotators' manual.

use std::collections::BTreeMap;
use std::io::Write;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::ExportError;
use super::about_json::{AboutIn, AboutOut, TagsIn, TagsOut};
use super::codebook_json::{self, ListsIn};
use super::incoming::{IncomingParty, LayerSink};
use super::input::Input;
use super::output::FileSet;
use super::parts::Parts;
use crate::model::codebook::Codebook;
use crate::model::document::Metadata;
use crate::model::id::PartyId;
use crate::model::party::Party;
use crate::model::project::Project;
use crate::t;

/// The name of the file.
pub(super) const NAME: &str = "bayan-codebook.json";
/// The name of the manual, as in a project.
pub(super) const MANUAL: &str = "guidelines.md";
/// The largest file that is read.
const LARGEST_BYTES: u64 = 64 << 20;

/// What the file says.
#[derive(Default)]
pub(super) struct Sidecar {
    pub codebook: Codebook,
    pub parties: Vec<IncomingParty>,
    /// By identifier of the document.
    pub documents: BTreeMap<String, Metadata>,
    /// The SHA-256 of each text by identifier of the document, in hexadecimal.
    pub hashes: BTreeMap<String, String>,
    /// The documents of each annotator, in order.
    pub layers: BTreeMap<String, Vec<String>>,
    /// What each annotator records of documents as a whole, by annotator and document.
    pub document_tags: BTreeMap<String, BTreeMap<String, TagsIn>>,
}

/// The names of the file, and of the manual if there is one.
pub(super) fn names(project: &Project) -> impl Iterator<Item = &'static str> {
    let has_manual = !project.guidelines.trim().is_empty();
    std::iter::once(NAME).chain(has_manual.then_some(MANUAL))
}

/// Writes the file into a folder, and the manual if there is one.
///
/// # Errors
/// As for [`write()`].
pub(super) fn write_into(dataset: &dyn Parts, files: &mut dyn FileSet) -> Result<(), ExportError> {
    names(dataset.head().project).try_for_each(|name| write_named(name, dataset, files))
}

/// Writes one of the two.
///
/// # Errors
/// As for [`write()`].
pub(super) fn write_named(name: &str, dataset: &dyn Parts, files: &mut dyn FileSet) -> Result<(), ExportError> {
    let out = files.file(name)?;
    if name == MANUAL {
        return Ok(out.write_all(dataset.head().project.guidelines.as_bytes())?);
    }
    write(dataset, out)
}

/// Writes the file. The documents are written one by one.
///
/// # Errors
/// A document cannot be read, or the writing failed.
pub(super) fn write(dataset: &dyn Parts, out: &mut dyn Write) -> Result<(), ExportError> {
    let head = dataset.head();
    let project = head.project;
    let parties: Vec<PartyOut<'_>> = project.parties.iter().map(PartyOut::new).collect();
    write!(out, "{{\"format\":\"bayan-codebook\",\"version\":1,\"project\":{}", json!(project.title))?;
    for (key, values) in codebook_json::lists(project.codebook.items()) {
        write!(out, ",\n\"{key}\":{}", Value::from(values))?;
    }
    write!(out, ",\n\"layers\":{}", json!(dataset.by_annotator()))?;
    write!(out, ",\n\"parties\":{}", json!(parties))?;
    write_tags(dataset, out)?;
    out.write_all(b",\n\"documents\":[")?;
    let mut separator = "";
    dataset.each_document(|document| {
        let known = &document.metadata;
        let value = json!({
            "id": document.id, "title": known.title, "publisher": known.publisher, "published": known.published,
            "url": known.url, "language": known.language, "text_sha256": document.content.sha256(),
        });
        write!(out, "{separator}\n{value}")?;
        separator = ",";
        Ok(())
    })?;
    Ok(out.write_all(b"]}\n")?)
}

/// Writes what is recorded of documents as a whole, if anything is.
fn write_tags(dataset: &dyn Parts, out: &mut dyn Write) -> Result<(), ExportError> {
    let mut all: BTreeMap<String, BTreeMap<String, Value>> = BTreeMap::new();
    dataset.each(|part| {
        for layer in &part.layers {
            if let Some(tags) = layer.tags() {
                let of_annotator = all.entry(layer.annotator.to_owned()).or_default();
                of_annotator.insert(layer.document.id.to_string(), json!(TagsOut::new(tags)));
            }
        }
        Ok(())
    })?;
    if !all.is_empty() {
        write!(out, ",\n\"document_tags\":{}", json!(all))?;
    }
    Ok(())
}

/// Reads the file of a folder; empty if the folder has none.
pub(super) fn of_folder(input: &Input, sink: &mut dyn LayerSink) -> Sidecar {
    if !input.has_file(NAME) {
        return Sidecar::default();
    }
    let bytes = input.read_file(NAME, LARGEST_BYTES).map_err(|error| error.to_string());
    bytes.and_then(|bytes| read(&bytes)).unwrap_or_else(|reason| {
        sink.warn(1, t!("import-in-file", file = NAME, message = reason));
        Sidecar::default()
    })
}

/// Reads the file.
///
/// # Errors
/// It is not such a file.
pub(super) fn read(bytes: &[u8]) -> Result<Sidecar, String> {
    let found: SidecarIn = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    if found.format != "bayan-codebook" {
        return Err(t!("import-not-codebook"));
    }
    if found.version != 1 {
        return Err(t!("import-version", version = found.version));
    }
    let parties = found.parties.into_iter().map(|PartyIn { id, name, aliases, parent, about }| IncomingParty {
        about: about.about(),
        id,
        name,
        aliases,
        parent,
    });
    let hashes = found.documents.iter().map(|document| (document.id.clone(), document.text_sha256.clone())).collect();
    let documents = found.documents.into_iter().map(|document| {
        let DocumentIn { id, title, publisher, published, url, language, .. } = document;
        (id, Metadata { title, publisher, published, url, language, replaced_by: None })
    });
    Ok(Sidecar {
        codebook: found.codebook.codebook()?,
        parties: parties.collect(),
        documents: documents.collect(),
        hashes,
        layers: found.layers,
        document_tags: found.document_tags,
    })
}

#[derive(Deserialize)]
struct SidecarIn {
    format: String,
    version: u64,
    #[serde(flatten)]
    codebook: ListsIn,
    #[serde(default)]
    parties: Vec<PartyIn>,
    #[serde(default)]
    documents: Vec<DocumentIn>,
    #[serde(default)]
    layers: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    document_tags: BTreeMap<String, BTreeMap<String, TagsIn>>,
}

#[derive(Deserialize)]
struct PartyIn {
    id: PartyId,
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    parent: Option<PartyId>,
    #[serde(flatten)]
    about: AboutIn,
}

#[derive(Serialize)]
struct PartyOut<'p> {
    id: &'p PartyId,
    name: &'p str,
    aliases: &'p [String],
    parent: Option<&'p PartyId>,
    color: String,
    #[serde(flatten)]
    about: AboutOut<'p>,
}

impl<'p> PartyOut<'p> {
    fn new(party: &'p Party) -> Self {
        let Party { id, name, aliases, parent, color, about, key: _ } = party;
        let (parent, color, about) = (parent.as_ref(), color.to_string(), AboutOut::new(about));
        Self { id, name, aliases, parent, color, about }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct DocumentIn {
    id: String,
    title: String,
    publisher: String,
    published: String,
    url: String,
    language: String,
    text_sha256: String,
}
