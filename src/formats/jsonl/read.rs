//! Reads JSON Lines as `write` produces them.
//!
//! A file is verified by its quotes: a statement whose quote is not the text at its offsets is reported and left out,
//! and so is anything else that cannot be read; the rest is passed on. Scripts write such lines too: their statements may
//! have any identifiers, no times, names where we have identifiers, and instead of offsets only the quotes, which are then
//! looked for in the text.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;

use jiff::Timestamp;
use memchr::memmem;
use serde::{Deserialize, Deserializer as _};
use serde_json::Value;

use crate::formats::Confidence;
use crate::formats::about_json::{AboutIn, TagsIn};
use crate::formats::attribute_json::AttributeIn;
use crate::formats::codebook_json::{self, ListsIn};
use crate::formats::found::uuid_of;
use crate::formats::incoming::{
    IncomingLabels, IncomingLayer, IncomingParty, IncomingUnplaced, LayerSink, WantedDocument,
};
use crate::formats::input::{Input, lines_of};
use crate::formats::quotes::{NotPlaced, Placer, Wanted};
use crate::formats::statement_table::json_rows;
use crate::formats::units::Probe;
use crate::model::codebook::Codebook;
use crate::model::document::{Document, Metadata};
use crate::model::document_tags::DocumentTags;
use crate::model::id::{DocumentId, InvalidId, KindId, PartyId, RelationId, RelationKindId, StatementId, TopicId};
use crate::model::party::name_key;
use crate::model::statement::{Link, Quotation, Relation, Stance, Statement};
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
    let is_export = beginning.trim_ascii_start().starts_with(b"{") && has(b"\"format\"") && has(b"\"bayan\"");
    if is_export || json_rows::are_certain(input) { Confidence::Certain } else { input.by_ending(&super::FORMAT) }
}

pub(super) fn read(input: &Input, sink: &mut dyn LayerSink) {
    let read = json_rows::has_rows(input, sink).and_then(|has_rows| {
        if has_rows {
            json_rows::read(input, sink)
        } else {
            input.each_line(&mut |number, line| read_line(number, line, sink))
        }
    });
    if let Err(error) = read {
        sink.warn(1, error.to_string());
    }
}

fn read_line(number: usize, line: &[u8], sink: &mut dyn LayerSink) -> ControlFlow<()> {
    let head = Head::of(line);
    let annotator = head.as_ref().ok().and_then(|head| head.annotator.as_deref());
    if annotator.is_some_and(|annotator| !sink.wants(annotator)) {
        return ControlFlow::Continue(());
    }
    let mut reader = LineReader { line: number, sink: &mut *sink };
    match head.and_then(|head| head.check()).and_then(|()| reader.read(line)) {
        Ok(layer) => sink.take(layer),
        Err(message) => {
            sink.warn(number, message);
            ControlFlow::Continue(())
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

    /// The layer, or the reason why nothing of the line can be read. Only if a statement is not as it should be, all of them
    /// are taken as values first, so that it alone is left out.
    fn read(&mut self, line: &[u8]) -> Result<IncomingLayer, String> {
        match serde_json::from_slice::<LineIn<StatementIn>>(line) {
            Ok(found) => self.layer(found),
            Err(_) => {
                let found: LineIn<Value> = serde_json::from_slice(line).map_err(|error| error.to_string())?;
                self.layer(found)
            }
        }
    }

    fn layer<S: FoundStatement>(&mut self, found: LineIn<S>) -> Result<IncomingLayer, String> {
        let (excluded, document) = self.document(found.document)?;
        let parties =
            self.read_each(found.parties, party, |id, reason| t!("import-party-left-out", id = id, reason = reason));
        let mut given = GivenNames::new(parties);
        let codebook = self.codebook(found.codebook);
        let (statements, unplaced) = self.statements(found.statements, &document, &found.annotator, &mut given);
        let names = Names { document: document.id.as_str(), annotator: &found.annotator };
        let relations = self.read_each(
            found.relations,
            |value| relation(value, names, &mut given),
            |id, reason| t!("import-relation-left-out", id = id, reason = reason),
        );
        let document = self.with_excluded(document, &excluded);
        let progress = found.progress.and_then(|value| {
            progress(value).map_err(|reason| self.warn(t!("import-progress-left-out", reason = reason))).ok()
        });
        let tags = found.document_tags.and_then(|value| {
            tags(value).map_err(|reason| self.warn(t!("import-document-tags-left-out", reason = reason))).ok()
        });
        let tags = tags.filter(|tags| !tags.is_empty());
        let (line, annotator) = (self.line, found.annotator);
        let GivenNames { parties, labels, .. } = given;
        Ok(IncomingLayer {
            line,
            document,
            annotator,
            parties,
            codebook,
            labels,
            statements,
            relations,
            progress,
            tags,
            unplaced,
        })
    }

    /// The statements that have a place, and those that are yet to be placed.
    fn statements<S: FoundStatement>(
        &mut self,
        values: Vec<S>,
        document: &Document,
        annotator: &str,
        given: &mut GivenNames,
    ) -> (Vec<Statement>, Vec<IncomingUnplaced>) {
        let mut found = Vec::with_capacity(values.len());
        for value in values {
            match value.statement() {
                Ok(statement) => found.push(statement),
                Err((id, reason)) => self.warn(t!("import-statement-left-out", id = id, reason = reason)),
            }
        }
        let content = &document.content;
        let probes: Vec<Probe<'_>> = (found.iter())
            .filter(|statement| statement.spans.len() == statement.quotes.len())
            .map(|statement| Probe::of(&statement.spans, &statement.quotes))
            .collect();
        self.sink.probe(content, &probes);
        let placer = Placer::new(content, self.sink.unit(), !self.sink.is_survey());
        let names = Names { document: document.id.as_str(), annotator };
        let (mut statements, mut unplaced) = (Vec::with_capacity(found.len()), Vec::new());
        for statement in found {
            if !self.sink.goes_on() {
                break;
            }
            let id = statement.id.clone();
            match self::statement(statement, &placer, names, given) {
                Ok(Placed::Whole(statement)) => statements.push(*statement),
                Ok(Placed::Nowhere(lost)) => {
                    let reason = t!("import-statement-left-out", id = id, reason = lost.reason);
                    unplaced.push(IncomingUnplaced { reason, ..*lost });
                }
                Err(reason) => self.warn(t!("import-statement-left-out", id = id, reason = reason)),
            }
        }
        (statements, unplaced)
    }

    /// Reads the valid entries of a list; `left_out` makes the report for each of the others, from its id and the
    /// reason.
    fn read_each<T>(
        &mut self,
        values: Vec<Value>,
        mut read: impl FnMut(Value) -> Result<T, String>,
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

    /// The document and the passages that are excluded from it. A line without text belongs to an article of the project.
    fn document(&mut self, found: DocumentIn) -> Result<(Vec<[u64; 2]>, Document), String> {
        let id = DocumentId::new(found.id).map_err(|error| error.to_string())?;
        let sha256 = found.text_sha256.as_deref();
        let Some(text) = found.text else {
            let (url, title) = (found.url.as_deref(), found.title.as_deref());
            let wanted = WantedDocument { id: Some(id.as_str()), url, title, sha256 };
            let known = self.sink.document(&wanted).ok_or_else(|| t!("import-no-article", source = id.as_str()))?;
            return Ok((found.excluded, known));
        };
        let content = Content::new(text);
        if sha256.is_some_and(|hash| !content.sha256().eq_ignore_ascii_case(hash)) {
            return Err(t!("import-hash", id = id.as_str()));
        }
        let metadata = Metadata {
            title: found.title.unwrap_or_default(),
            publisher: found.publisher.unwrap_or_default(),
            published: found.published.unwrap_or_default(),
            url: found.url.unwrap_or_default(),
            language: found.language.unwrap_or_default(),
            replaced_by: None,
        };
        Ok((found.excluded, Document { id, content, metadata, encoding: String::new(), excluded: Vec::new() }))
    }

    fn with_excluded(&mut self, document: Document, ranges: &[[u64; 2]]) -> Document {
        let placer = Placer::new(&document.content, self.sink.unit(), false);
        let mut excluded = document.excluded.clone();
        for range in ranges {
            match placer.span(*range) {
                Some(span) if excluded.contains(&span) => {}
                Some(span) => excluded.push(span),
                None => self.sink.warn(self.line, outside(*range)),
            }
        }
        Document { excluded, ..document.clone() }
    }

    fn codebook(&mut self, found: ListsIn) -> Codebook {
        let mut codebook = Codebook::default();
        for (list, values) in found.lists() {
            let read = |value| codebook_json::item(list, value);
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
        id: made(&found.id, PartyId::new(&found.id), |id| PartyId::from_name(id, |_| false))?,
        name: found.name,
        aliases: found.aliases,
        parent: found.parent.and_then(|id| made(&id, PartyId::new(&id), |id| PartyId::from_name(id, |_| false)).ok()),
        about: found.about.about(),
    })
}

/// The document and the annotator of a line, of which identifiers are made that are not ours.
#[derive(Clone, Copy)]
struct Names<'l> {
    document: &'l str,
    annotator: &'l str,
}

impl Names<'_> {
    /// The identifier of a statement: its own if it is one of ours, else always the same one for the same name.
    fn statement(self, id: &str) -> StatementId {
        id.parse().unwrap_or_else(|_| StatementId::from_uuid(uuid_of(&[self.document, self.annotator, id])))
    }

    fn relation(self, id: &str) -> RelationId {
        let made = |_| RelationId::from_uuid(uuid_of(&[self.document, self.annotator, "relation", id]));
        id.parse().unwrap_or_else(made)
    }
}

/// An identifier as it stands, or one that is made of a name.
fn made<T>(name: &str, own: Result<T, InvalidId>, new: impl FnOnce(&str) -> T) -> Result<T, String> {
    match own {
        Ok(id) => Ok(id),
        Err(_) if !name_key(name).is_empty() => Ok(new(name)),
        Err(error) => Err(error.to_string()),
    }
}

/// What a line calls parties, kinds, topics and relations. Scripts write names where we have identifiers; these get
/// identifiers, and are matched with the project's by name.
struct GivenNames {
    parties: Vec<IncomingParty>,
    /// How many of them the line lists; the others are only named in it.
    listed: usize,
    /// The parties by their names as readers compare them, once a name is looked up.
    by_name: Option<HashMap<String, PartyId>>,
    labels: IncomingLabels,
}

impl GivenNames {
    /// Of a line that lists these parties.
    fn new(parties: Vec<IncomingParty>) -> Self {
        Self { listed: parties.len(), parties, by_name: None, labels: IncomingLabels::default() }
    }

    /// The party of this identifier or name. What would have the identifier of a listed party is that one.
    fn party(&mut self, name: &str) -> Result<PartyId, String> {
        let Self { parties, listed, by_name, .. } = self;
        made(name, PartyId::new(name), |name| {
            let known = by_name.get_or_insert_with(|| {
                let mut known = HashMap::new();
                for party in parties.iter() {
                    for name in [&party.name].into_iter().chain(&party.aliases) {
                        known.entry(name_key(name)).or_insert_with(|| party.id.clone());
                    }
                }
                known
            });
            let new = || {
                let id = PartyId::from_name(name, |id| parties.iter().skip(*listed).any(|party| party.id == *id));
                if parties.iter().all(|party| party.id != id) {
                    parties.push(IncomingParty::named(id.clone(), name.trim()));
                }
                id
            };
            known.entry(name_key(name)).or_insert_with(new).clone()
        })
    }

    fn kind(&mut self, name: &str) -> Result<KindId, String> {
        made(name, KindId::new(name), |name| {
            labelled(&mut self.labels.kinds, name, |name, taken| KindId::from_name(name, taken))
        })
    }

    fn topic(&mut self, name: &str) -> Result<TopicId, String> {
        made(name, TopicId::new(name), |name| {
            labelled(&mut self.labels.topics, name, |name, taken| TopicId::from_name(name, taken))
        })
    }

    fn relation_kind(&mut self, name: &str) -> Result<RelationKindId, String> {
        made(name, RelationKindId::new(name), |name| {
            labelled(&mut self.labels.relation_kinds, name, |name, taken| RelationKindId::from_name(name, taken))
        })
    }
}

/// The identifier of a label, which is another one for each label.
fn labelled<T: Clone + Ord>(
    labels: &mut BTreeMap<T, String>,
    label: &str,
    new: impl Fn(&str, &dyn Fn(&T) -> bool) -> T,
) -> T {
    let id = new(label, &|id| labels.get(id).is_some_and(|known| known != label));
    labels.entry(id.clone()).or_insert_with(|| label.to_owned());
    id
}

/// A statement that was read.
enum Placed {
    Whole(Box<Statement>),
    Nowhere(Box<IncomingUnplaced>),
}

fn statement(
    found: StatementIn,
    placer: &Placer<'_>,
    names: Names<'_>,
    given: &mut GivenNames,
) -> Result<Placed, String> {
    let count = if found.spans.is_empty() { found.quotes.len() } else { found.spans.len() };
    // A script may give offsets without quotes, or quotes without offsets.
    if !found.quotes.is_empty() && found.quotes.len() != count {
        return Err(t!("import-quote-count", spans = found.spans.len(), quotes = found.quotes.len()));
    }
    let (mut spans, mut lost) = (Vec::with_capacity(count), None);
    for index in 0..count {
        let quote = found.quotes.get(index).map_or("", String::as_str);
        let wanted = Wanted { offsets: found.spans.get(index).copied(), quote, ..Wanted::default() };
        match placer.place(&wanted) {
            Ok(span) => spans.push(span),
            Err(error) => {
                lost.get_or_insert(error);
            }
        }
    }
    if lost.is_some() || found.spans.is_empty() {
        // Quotes are in the order of the script.
        spans.sort_unstable();
    }
    let speaker = found.chain.last().map(|link| link.party.as_str());
    if found.speaker.is_some() && !found.chain.is_empty() && found.speaker.as_deref() != speaker {
        return Err(t!("import-speaker", speaker = found.speaker.unwrap_or_default()));
    }
    let span = |range: [u64; 2]| placer.span(range).ok_or_else(|| outside(range));
    let mut chain = Vec::with_capacity(found.chain.len());
    for LinkIn { party: id, cue, mention } in found.chain {
        let (cue, mention) = (cue.map(span).transpose()?, mention.map(span).transpose()?);
        chain.push(Link { party: given.party(&id)?, cue, mention });
    }
    if let Some(speaker) = found.speaker.filter(|_| chain.is_empty()) {
        chain.push(Link { party: given.party(&speaker)?, cue: None, mention: None });
    }
    let of_quote = |offsets: [u64; 2], quote: &str| {
        placer.place(&Wanted { offsets: Some(offsets), quote, ..Wanted::default() }).ok()
    };
    let attributes = found.attributes.into_iter().map(|found| found.found(placer.content(), of_quote)).collect();
    let created = found.created.or(found.modified).unwrap_or_else(Timestamp::now);
    let statement = Statement {
        id: names.statement(&found.id),
        kind: given.kind(&found.kind)?,
        spans,
        chain,
        addressees: found.addressees.iter().map(|party| given.party(party)).collect::<Result<_, _>>()?,
        topic: found.topic.map(|topic| given.topic(&topic)).transpose()?,
        stance: found.stance,
        quotation: found.quotation,
        attributes,
        note: found.note.unwrap_or_default(),
        created,
        modified: found.modified.unwrap_or(created),
    };
    match lost {
        None => Ok(Placed::Whole(Box::new(statement))),
        Some(NotPlaced { reason, quote, .. }) if quote.trim().is_empty() => Err(reason),
        Some(NotPlaced { reason, quote, candidates }) => {
            let statement = Statement { spans: Vec::new(), ..statement };
            Ok(Placed::Nowhere(Box::new(IncomingUnplaced { statement, quote, candidates, reason })))
        }
    }
}

fn relation(value: Value, names: Names<'_>, given: &mut GivenNames) -> Result<Relation, String> {
    let found: RelationIn = serde_json::from_value(value).map_err(|error| error.to_string())?;
    let id = found.id.unwrap_or_else(|| format!("{} {} {}", found.from, found.kind, found.to));
    Ok(Relation {
        id: names.relation(&id),
        kind: given.relation_kind(&found.kind)?,
        from: names.statement(&found.from),
        to: names.statement(&found.to),
        note: found.note.unwrap_or_default(),
        attributes: found.attributes.into_iter().map(AttributeIn::plain).collect(),
    })
}

fn tags(value: Value) -> Result<DocumentTags, String> {
    serde_json::from_value(value).map(TagsIn::tags).map_err(|error| error.to_string())
}

fn progress(value: Value) -> Result<LayerProgress, String> {
    let found: ProgressIn = serde_json::from_value(value).map_err(|error| error.to_string())?;
    let state = LayerState::parse(&found.state).ok_or_else(|| t!("import-progress-state", state = found.state))?;
    Ok(LayerProgress { state, at: found.at, first_done: found.first_done })
}

#[derive(Deserialize)]
#[serde(bound = "S: Deserialize<'de>")]
struct LineIn<S> {
    document: DocumentIn,
    annotator: String,
    // Kept as values, so that an invalid one does not invalidate the line.
    #[serde(default)]
    parties: Vec<Value>,
    #[serde(default)]
    statements: Vec<S>,
    #[serde(default)]
    relations: Vec<Value>,
    #[serde(default)]
    progress: Option<Value>,
    #[serde(default)]
    document_tags: Option<Value>,
    #[serde(default)]
    codebook: ListsIn,
}

/// A statement of a line: as it should be, or a value that may be anything.
trait FoundStatement {
    /// # Errors
    /// It is no statement; the identifier and the reason.
    fn statement(self) -> Result<StatementIn, (String, String)>;
}

impl FoundStatement for StatementIn {
    fn statement(self) -> Result<StatementIn, (String, String)> {
        Ok(self)
    }
}

impl FoundStatement for Value {
    fn statement(self) -> Result<StatementIn, (String, String)> {
        let id = id_of(&self);
        serde_json::from_value(self).map_err(|error| (id, error.to_string()))
    }
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
    text: Option<String>,
    text_sha256: Option<String>,
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
    #[serde(flatten)]
    about: AboutIn,
}

#[derive(Deserialize)]
struct StatementIn {
    #[serde(deserialize_with = "word_or_number")]
    id: String,
    kind: String,
    #[serde(default)]
    spans: Vec<[u64; 2]>,
    #[serde(default)]
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
    attributes: Vec<AttributeIn>,
    note: Option<String>,
    created: Option<Timestamp>,
    modified: Option<Timestamp>,
}

#[derive(Deserialize)]
struct LinkIn {
    party: String,
    cue: Option<[u64; 2]>,
    mention: Option<[u64; 2]>,
}

#[derive(Deserialize)]
struct RelationIn {
    id: Option<String>,
    kind: String,
    #[serde(deserialize_with = "word_or_number")]
    from: String,
    #[serde(deserialize_with = "word_or_number")]
    to: String,
    note: Option<String>,
    #[serde(default)]
    attributes: Vec<AttributeIn>,
}

/// What says whether a line is one of ours, and whose it is.
#[derive(Default)]
struct Head {
    format: Option<String>,
    version: Option<Value>,
    offset_unit: Option<String>,
    annotator: Option<String>,
}

impl Head {
    /// Reads a line until all of it is known.
    fn of(line: &[u8]) -> Result<Self, String> {
        let mut head = Self::default();
        let read = serde_json::Deserializer::from_slice(line).deserialize_map(HeadVisitor(&mut head));
        match read {
            Err(_) if !head.is_complete() => Err(match serde_json::from_slice::<Value>(line) {
                Ok(_) => t!("import-not-bayan"),
                Err(error) => error.to_string(),
            }),
            _ => Ok(head),
        }
    }

    const fn is_complete(&self) -> bool {
        self.format.is_some() && self.version.is_some() && self.offset_unit.is_some() && self.annotator.is_some()
    }

    fn check(&self) -> Result<(), String> {
        if self.format.as_deref() != Some("bayan") {
            return Err(t!("import-not-bayan"));
        }
        match self.version.as_ref().and_then(Value::as_u64) {
            Some(VERSION) => {}
            Some(version) => return Err(t!("import-version", version = version)),
            None => return Err(t!("import-not-bayan")),
        }
        if self.offset_unit.as_deref() == Some("codepoint") { Ok(()) } else { Err(t!("import-offset-unit")) }
    }
}

/// Fills a head, and fails as soon as the rest is of no interest.
struct HeadVisitor<'h>(&'h mut Head);

impl<'de> serde::de::Visitor<'de> for HeadVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        let head = self.0;
        while let Some(key) = object.next_key::<Cow<'de, str>>()? {
            match &*key {
                "format" => head.format = object.next_value()?,
                "version" => head.version = Some(object.next_value()?),
                "offset_unit" => head.offset_unit = object.next_value()?,
                "annotator" => head.annotator = object.next_value()?,
                _ => _ = object.next_value::<serde::de::IgnoredAny>()?,
            }
            if head.is_complete() {
                return Err(serde::de::Error::custom("enough"));
            }
        }
        Ok(())
    }
}

/// An identifier, which some scripts write as a number.
fn word_or_number<'de, D: serde::Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Id {
        Word(String),
        Number(u64),
    }
    Ok(match Id::deserialize(from)? {
        Id::Word(id) => id,
        Id::Number(id) => id.to_string(),
    })
}

fn outside([start, end]: [u64; 2]) -> String {
    t!("import-span-outside", start = start, end = end)
}

/// The id of an entry for a message; a question mark if it has none.
fn id_of(value: &Value) -> String {
    match value.get("id") {
        Some(Value::String(id)) => id.clone(),
        Some(Value::Number(id)) => id.to_string(),
        _ => "?".to_owned(),
    }
}
