//! Reads JSON Lines as `write` produces them.
//!
//! A file is verified by its quotes: a statement whose quote is not the text at its offsets is reported and left out,
//! and so is anything else that cannot be read; the rest is passed on.

use std::ops::ControlFlow;
use std::str::FromStr;

use jiff::Timestamp;
use memchr::memmem;
use serde::Deserialize;
use serde_json::Value;

use crate::formats::Confidence;
use crate::formats::incoming::{IncomingLabels, IncomingLayer, IncomingParty, LayerSink};
use crate::formats::input::Input;
use crate::formats::json::lines_of;
use crate::model::codebook::{Codebook, CodebookItem, CodebookList, Kind, LineForm, RelationKind, Topic};
use crate::model::document::{Document, Metadata};
use crate::model::id::{DocumentId, KindId, PartyId, RelationId, RelationKindId, StatementId, TopicId};
use crate::model::span::Span;
use crate::model::statement::{Attribute, Link, Quotation, Relation, Stance, Statement};
use crate::model::work::{LayerProgress, LayerState};
use crate::t;
use crate::text::content::Content;

/// The newest version of the format that can be read.
const VERSION: u64 = 1;

/// `Certain` if the file begins like an export, `Possible` if its name has the ending.
pub(super) fn recognise(input: &Input) -> Confidence {
    const BEGINNING_BYTES: usize = 256;
    let Some(bytes) = input.bytes() else { return Confidence::No };
    let Some((_, line)) = lines_of(bytes).next() else { return input.by_ending(&super::FORMAT) };
    let beginning = line.get(..BEGINNING_BYTES.min(line.len())).unwrap_or_default();
    let has = |text: &[u8]| memmem::find(beginning, text).is_some();
    if beginning.trim_ascii_start().starts_with(b"{") && has(b"\"format\"") && has(b"\"bayan\"") {
        Confidence::Certain
    } else {
        input.by_ending(&super::FORMAT)
    }
}

pub(super) fn read(input: &Input, sink: &mut dyn LayerSink) {
    for (number, line) in lines_of(input.bytes().unwrap_or_default()) {
        if annotator_of(line).is_some_and(|annotator| !sink.wants(&annotator)) {
            continue;
        }
        let mut reader = LineReader { line: number, sink: &mut *sink };
        match parse_line(line).and_then(|line| reader.layer(line)) {
            Ok(layer) => {
                if sink.take(layer) == ControlFlow::Break(()) {
                    return;
                }
            }
            Err(message) => sink.warn(number, message),
        }
    }
}

/// Makes a layer from a line, and reports what cannot be read.
struct LineReader<'s> {
    line: usize,
    sink: &'s mut dyn LayerSink,
}

impl LineReader<'_> {
    fn warn(&mut self, message: String) {
        self.sink.warn(self.line, message);
    }

    /// The layer, or the reason why nothing of the line can be read.
    fn layer(&mut self, found: LineIn) -> Result<IncomingLayer, String> {
        let document = self.document(found.document)?;
        let parties =
            self.read_each(found.parties, party, |id, reason| t!("import-party-left-out", id = id, reason = reason));
        let codebook = self.codebook(found.codebook);
        let content = &document.content;
        let statements = self.read_each(
            found.statements,
            |value| statement(value, content),
            |id, reason| t!("import-statement-left-out", id = id, reason = reason),
        );
        let relations = self.read_each(found.relations, relation, |id, reason| {
            t!("import-relation-left-out", id = id, reason = reason)
        });
        let progress = found.progress.and_then(|value| {
            progress(value).map_err(|reason| self.warn(t!("import-progress-left-out", reason = reason))).ok()
        });
        let (line, annotator) = (self.line, found.annotator);
        let labels = IncomingLabels::default();
        Ok(IncomingLayer { line, document, annotator, parties, codebook, labels, statements, relations, progress })
    }

    /// Reads the valid entries of a list; `left_out` makes the report for each of the others, from its id and the
    /// reason.
    fn read_each<T>(
        &mut self,
        values: Vec<Value>,
        read: impl Fn(Value) -> Result<T, String>,
        left_out: fn(String, String) -> String,
    ) -> Vec<T> {
        let mut sound = Vec::with_capacity(values.len());
        for value in values {
            let id = id_of(&value);
            match read(value) {
                Ok(value) => sound.push(value),
                Err(reason) => self.warn(left_out(id, reason)),
            }
        }
        sound
    }

    fn document(&mut self, found: DocumentIn) -> Result<Document, String> {
        let id = DocumentId::new(found.id).map_err(|error| error.to_string())?;
        let content = Content::new(found.text);
        if !content.sha256().eq_ignore_ascii_case(&found.text_sha256) {
            return Err(t!("import-hash", id = id.as_str()));
        }
        let mut excluded = Vec::with_capacity(found.excluded.len());
        for range in found.excluded {
            match to_span(&content, range) {
                Some(span) => excluded.push(span),
                None => self.warn(outside(range)),
            }
        }
        let metadata = Metadata {
            title: found.title.unwrap_or_default(),
            publisher: found.publisher.unwrap_or_default(),
            published: found.published.unwrap_or_default(),
            url: found.url.unwrap_or_default(),
            language: found.language.unwrap_or_default(),
            replaced_by: None,
        };
        Ok(Document { id, content, metadata, encoding: String::new(), excluded })
    }

    fn codebook(&mut self, found: CodebookIn) -> Codebook {
        let CodebookIn { kinds, topics, relation_kinds } = found;
        let lists = [
            (CodebookList::Kinds, kinds),
            (CodebookList::Topics, topics),
            (CodebookList::RelationKinds, relation_kinds),
        ];
        let mut codebook = Codebook::default();
        for (list, values) in lists {
            let read = |value| codebook_item(list, value);
            let items =
                self.read_each(values, read, |id, reason| t!("import-codebook-left-out", id = id, reason = reason));
            items.into_iter().for_each(|item| codebook.push(item));
        }
        codebook
    }
}

fn party(value: Value) -> Result<IncomingParty, String> {
    let found: PartyIn = serde_json::from_value(value).map_err(|error| error.to_string())?;
    Ok(IncomingParty {
        id: PartyId::new(found.id).map_err(|error| error.to_string())?,
        name: found.name,
        aliases: found.aliases,
        parent: found.parent.and_then(|parent| PartyId::new(parent).ok()),
    })
}

fn statement(value: Value, content: &Content) -> Result<Statement, String> {
    let found: StatementIn = serde_json::from_value(value).map_err(|error| error.to_string())?;
    if found.spans.len() != found.quotes.len() {
        return Err(t!("import-quote-count", spans = found.spans.len(), quotes = found.quotes.len()));
    }
    let span = |range: [u64; 2]| to_span(content, range).ok_or_else(|| outside(range));
    let mut spans = Vec::with_capacity(found.spans.len());
    for (range, quote) in found.spans.iter().zip(&found.quotes) {
        let place = span(*range)?;
        if content.get(place.range()) != Some(quote.as_str()) {
            return Err(t!("import-quote", start = range[0], end = range[1], quote = quote.as_str()));
        }
        spans.push(place);
    }
    let speaker = found.chain.last().map(|link| link.party.as_str());
    if found.speaker.is_some() && found.speaker.as_deref() != speaker {
        return Err(t!("import-speaker", speaker = found.speaker.unwrap_or_default()));
    }
    let party = |id: String| PartyId::new(id).map_err(|error| error.to_string());
    let mut chain = Vec::with_capacity(found.chain.len());
    for LinkIn { party: id, cue, mention } in found.chain {
        let (cue, mention) = (cue.map(span).transpose()?, mention.map(span).transpose()?);
        chain.push(Link { party: party(id)?, cue, mention });
    }
    Ok(Statement {
        id: StatementId::from_str(&found.id).map_err(|error| error.to_string())?,
        kind: KindId::new(found.kind).map_err(|error| error.to_string())?,
        spans,
        chain,
        addressees: found.addressees.into_iter().map(party).collect::<Result<_, _>>()?,
        topic: found.topic.map(TopicId::new).transpose().map_err(|error| error.to_string())?,
        stance: found.stance,
        quotation: found.quotation,
        attributes: found.attributes,
        note: found.note.unwrap_or_default(),
        created: found.created,
        modified: found.modified,
    })
}

fn relation(value: Value) -> Result<Relation, String> {
    let found: RelationIn = serde_json::from_value(value).map_err(|error| error.to_string())?;
    let statement = |id: &str| StatementId::from_str(id).map_err(|error| error.to_string());
    Ok(Relation {
        id: RelationId::from_str(&found.id).map_err(|error| error.to_string())?,
        kind: RelationKindId::new(found.kind).map_err(|error| error.to_string())?,
        from: statement(&found.from)?,
        to: statement(&found.to)?,
        note: found.note.unwrap_or_default(),
    })
}

fn progress(value: Value) -> Result<LayerProgress, String> {
    let found: ProgressIn = serde_json::from_value(value).map_err(|error| error.to_string())?;
    let state = LayerState::parse(&found.state).ok_or_else(|| t!("import-progress-state", state = found.state))?;
    Ok(LayerProgress { state, at: found.at, first_done: found.first_done })
}

#[derive(Deserialize)]
struct LineIn {
    document: DocumentIn,
    annotator: String,
    // Kept as values, so that an invalid one does not invalidate the line.
    #[serde(default)]
    parties: Vec<Value>,
    #[serde(default)]
    statements: Vec<Value>,
    #[serde(default)]
    relations: Vec<Value>,
    #[serde(default)]
    progress: Option<Value>,
    #[serde(default)]
    codebook: CodebookIn,
}

/// The codebook entries in files for colleagues.
#[derive(Default, Deserialize)]
#[serde(default)]
struct CodebookIn {
    kinds: Vec<Value>,
    topics: Vec<Value>,
    relation_kinds: Vec<Value>,
}

#[derive(Deserialize)]
struct KindIn {
    id: String,
    name: String,
    #[serde(default)]
    definition: String,
    #[serde(default)]
    key: Option<char>,
    line: LineForm,
}

#[derive(Deserialize)]
struct NamedIn {
    id: String,
    name: String,
    #[serde(default)]
    definition: String,
}

#[derive(Deserialize)]
struct ProgressIn {
    state: String,
    at: Timestamp,
    #[serde(default)]
    first_done: Option<Timestamp>,
}

#[derive(Deserialize)]
struct DocumentIn {
    id: String,
    title: Option<String>,
    publisher: Option<String>,
    published: Option<String>,
    url: Option<String>,
    language: Option<String>,
    text: String,
    text_sha256: String,
    #[serde(default)]
    excluded: Vec<[u64; 2]>,
}

#[derive(Deserialize)]
struct PartyIn {
    id: String,
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    parent: Option<String>,
}

#[derive(Deserialize)]
struct StatementIn {
    id: String,
    kind: String,
    spans: Vec<[u64; 2]>,
    quotes: Vec<String>,
    speaker: Option<String>,
    #[serde(default)]
    chain: Vec<LinkIn>,
    #[serde(default)]
    addressees: Vec<String>,
    topic: Option<String>,
    stance: Option<Stance>,
    quotation: Option<Quotation>,
    #[serde(default)]
    attributes: Vec<Attribute>,
    note: Option<String>,
    created: Timestamp,
    modified: Timestamp,
}

#[derive(Deserialize)]
struct LinkIn {
    party: String,
    cue: Option<[u64; 2]>,
    mention: Option<[u64; 2]>,
}

#[derive(Deserialize)]
struct RelationIn {
    id: String,
    kind: String,
    from: String,
    to: String,
    note: Option<String>,
}

/// The annotator of a line, without reading the rest.
fn annotator_of(line: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Head {
        annotator: String,
    }
    serde_json::from_slice::<Head>(line).ok().map(|head| head.annotator)
}

fn parse_line(line: &[u8]) -> Result<LineIn, String> {
    let value: Value = serde_json::from_slice(line).map_err(|error| error.to_string())?;
    let word = |key: &str| value.get(key).and_then(Value::as_str);
    if word("format") != Some("bayan") {
        return Err(t!("import-not-bayan"));
    }
    match value.get("version").and_then(Value::as_u64) {
        Some(VERSION) => {}
        Some(version) => return Err(t!("import-version", version = version)),
        None => return Err(t!("import-not-bayan")),
    }
    if word("offset_unit") != Some("codepoint") {
        return Err(t!("import-offset-unit"));
    }
    serde_json::from_value(value).map_err(|error| error.to_string())
}

/// Converts code points to bytes; `None` outside the text or if the end is not after the start.
fn to_span(content: &Content, [start, end]: [u64; 2]) -> Option<Span> {
    let byte = |offset: u64| content.char_to_byte(usize::try_from(offset).ok()?);
    Some(Span::new(byte(start)?, byte(end)?)).filter(|span| !span.is_empty())
}

fn outside([start, end]: [u64; 2]) -> String {
    t!("import-span-outside", start = start, end = end)
}

/// An entry of a list of the codebook, or the reason why it cannot be read.
fn codebook_item(list: CodebookList, value: Value) -> Result<CodebookItem, String> {
    fn read<T: serde::de::DeserializeOwned>(value: Value) -> Result<T, String> {
        serde_json::from_value(value).map_err(|error| error.to_string())
    }
    fn id<Id: FromStr<Err: std::fmt::Display>>(name: &str) -> Result<Id, String> {
        name.parse().map_err(|error: Id::Err| error.to_string())
    }
    Ok(match list {
        CodebookList::Kinds => {
            let KindIn { id: text, name, definition, key, line } = read(value)?;
            CodebookItem::Kind(Kind { id: id(&text)?, name, definition, key, line })
        }
        CodebookList::Topics => {
            let NamedIn { id: text, name, definition } = read(value)?;
            CodebookItem::Topic(Topic { id: id(&text)?, name, definition })
        }
        CodebookList::RelationKinds => {
            let NamedIn { id: text, name, definition } = read(value)?;
            CodebookItem::RelationKind(RelationKind { id: id(&text)?, name, definition })
        }
    })
}

/// The id of an entry for a message; a question mark if it has none.
fn id_of(value: &Value) -> String {
    value.get("id").and_then(Value::as_str).unwrap_or("?").to_owned()
}
