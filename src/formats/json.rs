//! What the formats in JSON have in common: lines, documents, and the values of fields that may be absent.

use std::ops::ControlFlow;

use serde_json::{Map, Value};

use super::dataset::DatasetLayer;
use super::incoming::LayerSink;
use super::input::Input;
use crate::model::document::{Document, Metadata};
use crate::model::id::DocumentId;
use crate::t;
use crate::text::content::Content;

/// The annotator of a file that names none.
const NOBODY: &str = "imported";

/// The lines of a file that are not empty, with their numbers from one.
pub(super) fn lines_of(bytes: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let lines = bytes.split(|byte| *byte == b'\n').enumerate();
    lines.filter(|(_, line)| !line.trim_ascii().is_empty()).map(|(index, line)| (index + 1, line))
}

/// Whether a file begins with an object that has all these keys, as far as its first line is known.
pub(super) fn begins_with_keys(input: &Input, keys: &[&str]) -> bool {
    let Some((_, line)) = input.bytes().and_then(|bytes| lines_of(bytes).next()) else { return false };
    let has = |key: &&str| memchr::memmem::find(line, format!("\"{key}\"").as_bytes()).is_some();
    line.trim_ascii_start().starts_with(b"{") && keys.iter().all(has)
}

/// Reads each line as an object; the others are reported.
pub(super) fn each_object(
    input: &Input,
    sink: &mut dyn LayerSink,
    mut read: impl FnMut(usize, Map<String, Value>, &mut dyn LayerSink) -> ControlFlow<()>,
) {
    for (number, line) in lines_of(input.bytes().unwrap_or_default()) {
        match serde_json::from_slice::<Map<String, Value>>(line) {
            Ok(object) => {
                if read(number, object, sink).is_break() {
                    return;
                }
            }
            Err(error) => sink.warn(number, error.to_string()),
        }
    }
}

/// Reads the objects of a list one by one, so that only one is in memory. One that cannot be read ends the reading, because
/// nobody knows where the next one begins.
pub(super) fn each_element(
    input: &Input,
    sink: &mut dyn LayerSink,
    read: impl FnMut(usize, Map<String, Value>, &mut dyn LayerSink) -> ControlFlow<()>,
) {
    let bytes = input.bytes().unwrap_or_default();
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut elements = Elements { sink: &mut *sink, read, number: 0, is_stopped: false };
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let result = serde::Deserializer::deserialize_seq(&mut json, &mut elements).and_then(|()| json.end());
    let Elements { number, is_stopped, .. } = elements;
    if let Err(error) = result
        && !is_stopped
    {
        sink.warn(number + 1, t!("import-no-document", reason = error.to_string()));
    }
}

/// Passes on the elements of a list.
struct Elements<'s, R> {
    sink: &'s mut dyn LayerSink,
    read: R,
    number: usize,
    is_stopped: bool,
}

impl<'de, R> serde::de::Visitor<'de> for &mut Elements<'_, R>
where
    R: FnMut(usize, Map<String, Value>, &mut dyn LayerSink) -> ControlFlow<()>,
{
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list of objects")
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(object) = list.next_element::<Map<String, Value>>()? {
            self.number += 1;
            if (self.read)(self.number, object, &mut *self.sink).is_break() {
                self.is_stopped = true;
                return Ok(());
            }
        }
        Ok(())
    }
}

/// The first of these keys that is a text with letters.
pub(super) fn word<'v>(object: &'v Map<String, Value>, keys: &[&str]) -> Option<&'v str> {
    keys.iter().filter_map(|key| object.get(*key)?.as_str()).find(|word| !word.trim().is_empty())
}

/// A list; empty if it is absent or something else.
pub(super) fn list<'v>(object: &'v Map<String, Value>, key: &str) -> &'v [Value] {
    object.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// An identifier, which some programs write as a number.
pub(super) fn id_word(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(id) => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

/// The annotator that one of these keys names.
pub(super) fn annotator_of(object: &Map<String, Value>, keys: &[&str]) -> String {
    word(object, keys).map_or_else(|| NOBODY.to_owned(), annotator_name)
}

/// A name of an annotator as an identifier.
pub(super) fn annotator_name(name: &str) -> String {
    use crate::model::id::AnnotatorId;
    AnnotatorId::new(name).unwrap_or_else(|_| AnnotatorId::from_name(name, |_| false)).to_string()
}

/// Makes a document of a text. Without an identifier it is named after the file and the place in it.
///
/// # Errors
/// The text does not match the hash that the file gives for it.
pub(super) fn document_of(
    input: &Input,
    line: usize,
    id: Option<&str>,
    text: &str,
    metadata: Metadata,
    sha256: Option<&str>,
) -> Result<Document, String> {
    let stem = || input.path().file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let id = match id {
        Some(id) => DocumentId::new(id).unwrap_or_else(|_| DocumentId::from_name(id, |_| false)),
        None => DocumentId::from_name(&format!("{}-{line}", stem()), |_| false),
    };
    let content = Content::new(text);
    if sha256.is_some_and(|hash| !content.sha256().eq_ignore_ascii_case(hash)) {
        return Err(t!("import-hash", id = id.as_str()));
    }
    Ok(Document { id, content, metadata, encoding: String::new(), excluded: Vec::new() })
}

/// The names under which what is known about a document stands beside its text.
const METADATA: [&str; 5] = ["title", "publisher", "published", "url", "language"];

/// Adds what is known about a layer's document, the annotator, and the hash of the text.
pub(super) fn describe(object: &mut Map<String, Value>, layer: &DatasetLayer<'_>) {
    let known = &layer.document.metadata;
    let values = [&known.title, &known.publisher, &known.published, &known.url, &known.language];
    for (key, value) in METADATA.into_iter().zip(values) {
        if !value.is_empty() {
            object.insert(key.to_owned(), Value::from(value.as_str()));
        }
    }
    object.insert("text_sha256".to_owned(), Value::from(layer.document.content.sha256()));
}

/// What [`describe`] has written.
pub(super) fn metadata_of(object: &Map<String, Value>) -> Metadata {
    let value = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let [title, publisher, published, url, language] = METADATA.map(value);
    Metadata { title, publisher, published, url, language, replaced_by: None }
}
