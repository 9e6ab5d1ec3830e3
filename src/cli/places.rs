//! The file in which statements without a place are written, and read again with the places that a person has filled in.
//!
//! Each entry names a statement by document, annotator and identifier, and has its quote, the SHA-256 of the text and the
//! places that are possible. Under `spans` stand the passages chosen: code points, half-open, each with its text if it is
//! to be checked.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, bail};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::formats::incoming::{PlaceKey, Places, add_passage};
use crate::formats::{input, output};
use crate::locale::plain;
use crate::model::document::Document;
use crate::model::span::Span;
use crate::t;

/// The largest file of places that is read.
const LARGEST_BYTES: u64 = 256 << 20;
/// The characters of the text that are written on each side of a possible place.
const AROUND_CHARS: usize = 40;

/// A statement without a place.
pub(super) struct Listed<'p> {
    pub key: PlaceKey,
    /// Which text its article has; see [`TextOf`].
    pub text: TextOf,
    pub document: &'p Document,
    pub quote: &'p str,
    pub candidates: &'p [Span],
}

/// The text in which a statement is to be placed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum TextOf {
    /// The one that the file has, or to which it refers.
    #[default]
    File,
    /// The project's, which differs from the file's.
    Project,
}

impl TextOf {
    const fn key(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Project => "project",
        }
    }
}

/// The chosen places, by the text in which they are.
pub(super) type Chosen = BTreeMap<TextOf, Places>;

/// The file, as far as it is read.
#[derive(Deserialize)]
struct FileIn {
    places: Vec<EntryIn>,
}

#[derive(Deserialize)]
struct EntryIn {
    document: String,
    annotator: String,
    statement: String,
    #[serde(default)]
    text: TextOf,
    #[serde(default)]
    text_sha256: Option<String>,
    #[serde(default)]
    spans: Vec<SpanIn>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum SpanIn {
    Pair([usize; 2]),
    Whole {
        start: usize,
        end: usize,
        #[serde(default)]
        quote: Option<String>,
    },
}

/// Writes the statements without a place, for a person to fill in.
///
/// # Errors
/// The file cannot be written.
pub(super) fn write<'p>(path: &Path, listed: impl Iterator<Item = Listed<'p>>) -> anyhow::Result<()> {
    let places: Vec<Value> = listed.map(|listed| entry(&listed)).collect();
    let text = serde_json::to_string_pretty(&json!({ "places": places }))? + "\n";
    Ok(output::put(path, text.as_bytes())?)
}

fn entry(listed: &Listed<'_>) -> Value {
    let content = &listed.document.content;
    let candidates = listed.candidates.iter().filter_map(|span| {
        let (start, end) = (content.byte_to_char(span.start_byte)?, content.byte_to_char(span.end_byte)?);
        let (before, after) = (content.get(0..span.start_byte)?, content.get(span.end_byte..content.len_bytes())?);
        let before: String = before.chars().rev().take(AROUND_CHARS).collect();
        let before: String = before.chars().rev().collect();
        let after: String = after.chars().take(AROUND_CHARS).collect();
        Some(json!({
            "start": start, "end": end, "quote": content.get(span.range())?, "before": before, "after": after,
        }))
    });
    json!({
        "document": listed.key.document, "title": plain(listed.document.display_title()),
        "annotator": listed.key.annotator, "statement": listed.key.statement.to_string(), "text": listed.text.key(),
        "text_sha256": content.sha256(), "quote": listed.quote, "candidates": candidates.collect::<Vec<_>>(), "spans": [],
    })
}

/// Reads the places that a person has filled in for the statements that are listed.
///
/// # Errors
/// The file cannot be read, names a statement that is not listed, or a place that is not in the text or has another text.
pub(super) fn read<'p>(path: &Path, listed: impl Iterator<Item = Listed<'p>>) -> anyhow::Result<Chosen> {
    let named = || path.display().to_string();
    let bytes = input::read(path, LARGEST_BYTES)?;
    let file: FileIn = serde_json::from_slice(&bytes).with_context(named)?;
    let listed: BTreeMap<(TextOf, String, String, String), Listed<'p>> = listed
        .map(|listed| {
            let PlaceKey { document, annotator, statement } = &listed.key;
            ((listed.text, document.to_string(), annotator.clone(), statement.to_string()), listed)
        })
        .collect();
    let mut chosen = Chosen::new();
    for (index, entry) in file.places.into_iter().enumerate() {
        if entry.spans.is_empty() {
            continue;
        }
        let known = listed.get(&(entry.text, entry.document, entry.annotator, entry.statement));
        let (key, spans) = match known {
            Some(listed) => (listed.key.clone(), placed(listed, entry.text_sha256.as_deref(), &entry.spans)),
            None => {
                bail!(t!("cli-places-entry", path = named(), number = index + 1, reason = t!("cli-places-unknown")))
            }
        };
        match spans {
            Ok(spans) => chosen.entry(entry.text).or_default().insert(key, spans),
            Err(reason) => bail!(t!("cli-places-entry", path = named(), number = index + 1, reason = reason)),
        };
    }
    Ok(chosen)
}

/// The spans of an entry in the text, or the reason why they are not in it.
fn placed(listed: &Listed<'_>, sha256: Option<&str>, spans: &[SpanIn]) -> Result<Vec<Span>, String> {
    let content = &listed.document.content;
    if sha256.is_some_and(|sha256| !sha256.eq_ignore_ascii_case(content.sha256())) {
        return Err(t!("cli-places-text", document = listed.document.id.as_str()));
    }
    let mut found = Vec::with_capacity(spans.len());
    for span in spans {
        let (start, end, quote) = match span {
            SpanIn::Pair([start, end]) => (*start, *end, None),
            SpanIn::Whole { start, end, quote } => (*start, *end, quote.as_deref()),
        };
        let range = content.char_to_byte(start).zip(content.char_to_byte(end)).filter(|(start, end)| start < end);
        let Some((start_byte, end_byte)) = range else {
            return Err(t!("import-span-outside", start = start, end = end));
        };
        if let Some(quote) = quote.filter(|quote| content.get(start_byte..end_byte) != Some(*quote)) {
            return Err(t!("import-quote", start = start, end = end, quote = quote));
        }
        add_passage(&mut found, Span::new(start_byte, end_byte));
    }
    Ok(found)
}
