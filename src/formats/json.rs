//! What the formats in JSON have in common: lines, documents, and the values of fields that may be absent.

use std::io::{self, Write};
use std::ops::ControlFlow;

use serde::Serialize;
use serde::de::Visitor;
use serde_json::{Map, Value};

use super::incoming::LayerSink;
use super::input::{Input, lines_of};
use crate::model::document::{Document, Metadata};
use crate::model::id::DocumentId;
use crate::t;
use crate::text::content::Content;

/// The annotator of a file that names none.
const NOBODY: &str = "imported";

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
    let read = input.each_line(&mut |number, line| match serde_json::from_slice::<Map<String, Value>>(line) {
        Ok(object) => read(number, object, sink),
        Err(error) => {
            sink.warn(number, error.to_string());
            ControlFlow::Continue(())
        }
    });
    if let Err(error) = read {
        sink.warn(1, error.to_string());
    }
}

/// Reads the objects of a list one by one, so that only one is in memory. One that cannot be read ends the reading, because
/// nobody knows where the next one begins.
pub(super) fn each_element(
    input: &Input,
    sink: &mut dyn LayerSink,
    read: impl FnMut(usize, Map<String, Value>, &mut dyn LayerSink) -> ControlFlow<()>,
) {
    let mut elements = Elements { input, sink: &mut *sink, read, number: 0, is_stopped: false };
    let result = whole_json(input, &mut elements);
    let Elements { number, is_stopped, .. } = elements;
    if let Err(error) = result
        && !is_stopped
    {
        sink.warn(number + 1, t!("import-no-document", reason = error.to_string()));
    }
}

/// Lets a visitor go through a whole file of JSON. A large one is not in memory for that.
///
/// # Errors
/// It is not JSON, or cannot be read.
pub(super) fn whole_json<V: for<'de> Visitor<'de, Value = ()>>(input: &Input, visitor: V) -> serde_json::Result<()> {
    fn all<'de, R, V>(mut json: serde_json::Deserializer<R>, visitor: V) -> serde_json::Result<()>
    where
        R: serde_json::de::Read<'de>,
        V: Visitor<'de, Value = ()>,
    {
        serde::Deserializer::deserialize_any(&mut json, visitor)?;
        json.end()
    }
    match input.large() {
        Some(large) => {
            let reader = large.bounded().map_err(serde::de::Error::custom)?;
            all(serde_json::Deserializer::from_reader(reader), visitor)
        }
        None => {
            let bytes = input.bytes().unwrap_or_default();
            let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
            all(serde_json::Deserializer::from_slice(bytes), visitor)
        }
    }
}

/// Passes on the elements of a list.
struct Elements<'s, R> {
    input: &'s Input,
    sink: &'s mut dyn LayerSink,
    read: R,
    number: usize,
    is_stopped: bool,
}

impl<'de, R> Visitor<'de> for &mut Elements<'_, R>
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
            self.input.next_part();
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

/// What is known about a document, and the hash of its text, beside other keys.
#[derive(Serialize)]
pub(super) struct Described<'p> {
    #[serde(skip_serializing_if = "str::is_empty")]
    title: &'p str,
    #[serde(skip_serializing_if = "str::is_empty")]
    publisher: &'p str,
    #[serde(skip_serializing_if = "str::is_empty")]
    published: &'p str,
    #[serde(skip_serializing_if = "str::is_empty")]
    url: &'p str,
    #[serde(skip_serializing_if = "str::is_empty")]
    language: &'p str,
    text_sha256: &'p str,
}

impl<'p> Described<'p> {
    pub(super) fn of(document: &'p Document) -> Self {
        let Metadata { title, publisher, published, url, language, replaced_by: _ } = &document.metadata;
        Self { title, publisher, published, url, language, text_sha256: document.content.sha256() }
    }
}

/// Writes a value and what follows it. It is put together in the buffer first, since a value consists of many small
/// pieces, each of which would else go all the way to the file.
pub(super) fn write_value(
    value: &impl Serialize,
    after: &str,
    buffer: &mut Vec<u8>,
    out: &mut dyn Write,
) -> io::Result<()> {
    buffer.clear();
    serde_json::to_writer(&mut *buffer, value)?;
    buffer.extend_from_slice(after.as_bytes());
    out.write_all(buffer)
}

/// What [`Described`] has written.
pub(super) fn metadata_of(object: &Map<String, Value>) -> Metadata {
    let value = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let [title, publisher, published, url, language] = METADATA.map(value);
    Metadata { title, publisher, published, url, language, replaced_by: None }
}
