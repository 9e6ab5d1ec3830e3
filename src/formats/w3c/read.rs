//! Reads annotations on texts: a page, the first page of a collection, a list, or a single annotation.
//!
//! The texts are in our own files; for other files they are articles that the project has, found by address, hash or
//! name. A span is found by its position, and where the text there is another one, by its quote with what stands around
//! it. Selectors of parts of a web page (XPath, CSS, fragments) are refused.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::page::{Part, annotations, outline};
use super::{CONTEXT, DOCUMENT_URN, HASH_URN, UUID_URN};
use crate::formats::Confidence;
use crate::formats::found::{FoundFields, FoundLayer, FoundLink, FoundSpan, LayerMaker, offset};
use crate::formats::incoming::{IncomingParty, LayerSink, MOST_SPANS, WantedDocument};
use crate::formats::input::Input;
use crate::formats::json;
use crate::formats::quotes::NO_PLACE;
use crate::formats::sidecar::Sidecar;
use crate::model::document::{Document, Metadata};
use crate::model::id::{DocumentId, PartyId};
use crate::model::statement::Attribute;
use crate::t;

pub(super) fn recognise(input: &Input) -> Confidence {
    let has = |bytes: &[u8]| memchr::memmem::find(bytes, CONTEXT.as_bytes()).is_some();
    if input.bytes().is_some_and(has) { Confidence::Certain } else { input.by_ending(&super::FORMAT) }
}

pub(super) fn read(input: &Input, sink: &mut dyn LayerSink) {
    // The annotations need the documents, which may come after them: so the file is read twice.
    let (mut parties, mut documents) = (Vec::new(), Documents { known: BTreeMap::new() });
    let mut index = 0;
    let outline = outline(input, &mut |part, value| match part {
        Part::Party => parties.extend(listed(Some(&value)).iter().filter_map(party_of)),
        Part::Document => listed(Some(&value)).iter().for_each(|found| {
            index += 1;
            documents.add(input, index, found, sink);
        }),
        Part::Annotation => {}
    });
    let outline = match outline {
        Ok(outline) => outline,
        Err(error) => return sink.warn(error.line().max(1), error.to_string()),
    };
    let mut reading = Reading { documents, layers: Vec::new(), places: HashMap::new(), statements: HashMap::new() };
    let mut number = 0;
    let mut take = |item: &Value| {
        number += 1;
        // They wait for one another, so no more are kept than a file may have.
        let Some(item) = item.as_object().filter(|_| number <= MOST_SPANS && !sink.is_stopped()) else { return };
        if let Err(reason) = reading.item(item, number, sink) {
            let id = json::word(item, &["id", "@id"]).unwrap_or("?");
            sink.warn(number, t!("import-statement-left-out", id = id, reason = reason));
        }
    };
    let read = match outline.place {
        None => {
            take(&Value::Object(outline.rest));
            Ok(())
        }
        Some(place) => annotations(input, place, &mut |item| take(&item)),
    };
    if let Err(error) = read {
        sink.warn(error.line().max(1), error.to_string());
    }
    if number > MOST_SPANS {
        return sink.warn(MOST_SPANS, t!("import-too-many", most = MOST_SPANS));
    }
    let sidecar = Sidecar { parties, ..Sidecar::default() };
    let mut maker = LayerMaker::new(sidecar);
    for found in reading.layers {
        let layer = maker.layer(found, sink);
        if sink.take(layer).is_break() {
            return;
        }
    }
}

fn party_of(party: &Value) -> Option<IncomingParty> {
    let word = |key: &str| party.get(key).and_then(Value::as_str);
    let aliases = listed(party.get("bayan:aliases")).iter().filter_map(Value::as_str).map(str::to_owned).collect();
    let id = PartyId::new(word("bayan:key")?).ok()?;
    let parent = word("bayan:parent").and_then(|parent| PartyId::new(parent).ok());
    Some(IncomingParty { id, name: word("bayan:name")?.to_owned(), aliases, parent })
}

/// A list, which JSON-LD may write as `{"@list": …}` or as its only member.
fn listed(value: Option<&Value>) -> &[Value] {
    match value {
        None | Some(Value::Null) => &[],
        Some(Value::Array(values)) => values,
        Some(Value::Object(object)) if object.contains_key("@list") => listed(object.get("@list")),
        Some(value) => std::slice::from_ref(value),
    }
}

/// The documents of a file and of the project, by the sources of targets.
struct Documents {
    known: BTreeMap<String, Option<Document>>,
}

impl Documents {
    /// Adds a document of the file.
    fn add(&mut self, input: &Input, number: usize, found: &Value, sink: &mut dyn LayerSink) {
        let Some(found) = found.as_object() else { return };
        let word = |key: &str| found.get(key).and_then(Value::as_str).unwrap_or_default();
        let metadata = Metadata {
            title: word("bayan:title").to_owned(),
            publisher: word("bayan:publisher").to_owned(),
            published: word("bayan:published").to_owned(),
            url: word("bayan:url").to_owned(),
            language: word("bayan:language").to_owned(),
            replaced_by: None,
        };
        let (id, hash) = (json::word(found, &["bayan:key"]), word("id").strip_prefix(HASH_URN));
        match json::document_of(input, number, id, word("bayan:text"), metadata, hash) {
            Ok(document) => {
                self.known.insert(word("id").to_owned(), Some(document));
            }
            Err(reason) => sink.warn(number, reason),
        }
    }

    /// The document of a target.
    fn find(&mut self, target: &Value, sink: &mut dyn LayerSink) -> Result<&Document, String> {
        let word = |key: &str| target.get(key).and_then(Value::as_str);
        let source = word("source").or_else(|| target.get("source")?.get("id")?.as_str()).unwrap_or_default();
        // Two articles may have one address, but not one hash.
        let key = word("canonical").unwrap_or(source);
        let wanted = WantedDocument {
            id: source.strip_prefix(DOCUMENT_URN),
            url: Some(source).filter(|source| source.contains("://")),
            sha256: key.strip_prefix(HASH_URN),
            title: None,
        };
        let found = self.known.entry(key.to_owned()).or_insert_with(|| sink.document(&wanted));
        found.as_ref().ok_or_else(|| t!("import-no-article", source = source))
    }
}

struct Reading {
    documents: Documents,
    layers: Vec<FoundLayer>,
    /// The places of the layers in that list.
    places: HashMap<(DocumentId, String), usize>,
    /// The layer of each statement that has been read.
    statements: HashMap<String, usize>,
}

impl Reading {
    fn item(&mut self, item: &Map<String, Value>, number: usize, sink: &mut dyn LayerSink) -> Result<(), String> {
        let creator = item.get("creator").and_then(|by| by.get("name").or_else(|| by.get("id")).unwrap_or(by).as_str());
        let annotator = json::annotator_name(creator.unwrap_or("imported"));
        if !sink.wants(&annotator) {
            return Ok(());
        }
        let id = json::word(item, &["id", "@id"]).map_or_else(|| format!("#{number}"), str::to_owned);
        let targets = listed(item.get("target"));
        if listed(item.get("motivation")).iter().any(|motivation| motivation == "linking") {
            return self.relation(item, id, targets);
        }
        let first = targets.iter().find(|target| target.get("source").is_some());
        let first = first.ok_or_else(|| t!("import-w3c-no-selector"))?;
        let document = self.documents.find(first, sink)?.clone();
        let mut span =
            FoundSpan { id: id.clone(), fields: fields_of(item, &id), is_searched: true, ..FoundSpan::default() };
        for target in targets {
            add_place(target, &mut span)?;
        }
        let bodies = listed(item.get("body")).iter().filter_map(Value::as_object);
        for body in bodies {
            let value = json::word(body, &["value", "rdf:value"]).unwrap_or_default();
            // A note may be nothing but white space.
            let whole = ["value", "rdf:value"].iter().find_map(|key| body.get(*key)?.as_str()).unwrap_or_default();
            match json::word(body, &["purpose"]) {
                Some("classifying") => span.label = value.to_owned(),
                Some("tagging") if span.fields.topic.is_none() => span.fields.topic = Some(value.to_owned()),
                Some("commenting") => span.fields.note = whole.to_owned(),
                _ => {}
            }
        }
        if span.label.is_empty() {
            // A tag alone is what the passage is.
            span.label = span.fields.topic.take().ok_or_else(|| t!("import-no-label"))?;
        }
        let layer = self.layer(number, document, annotator);
        self.statements.insert(id.clone(), layer);
        let Some(layer) = self.layers.get_mut(layer) else { return Ok(()) };
        layer.spans.push(span);
        for (index, link) in listed(item.get("bayan:chain")).iter().enumerate() {
            for (key, label) in [("bayan:cue", "Cue"), ("bayan:mention", "Mention")] {
                let Some(target) = link.get(key) else { continue };
                let aid = format!("{id} {label} {}", index + 1);
                let (id_of_aid, label_of_aid) = (aid.clone(), label.to_owned());
                let mut span =
                    FoundSpan { id: id_of_aid, label: label_of_aid, is_searched: true, ..FoundSpan::default() };
                add_place(target, &mut span)?;
                layer.spans.push(span);
                let label = format!("{label} {}", index + 1);
                layer.links.push(FoundLink { from: id.clone(), to: aid, label, ..FoundLink::default() });
            }
        }
        Ok(())
    }

    fn relation(&mut self, item: &Map<String, Value>, id: String, targets: &[Value]) -> Result<(), String> {
        let ends: Vec<&str> =
            targets.iter().filter_map(|end| end.as_str().or_else(|| end.get("id")?.as_str())).collect();
        let [from, to] = ends.as_slice() else { return Err(t!("import-w3c-ends")) };
        let layer = self.statements.get(*from).and_then(|layer| self.layers.get_mut(*layer));
        let layer = layer.ok_or_else(|| t!("import-link-ends", label = id.as_str(), from = *from, to = *to))?;
        let (mut label, mut note) = ("related".to_owned(), String::new());
        for body in listed(item.get("body")).iter().filter_map(Value::as_object) {
            let Some(value) = body.get("value").and_then(Value::as_str) else { continue };
            if json::word(body, &["purpose"]) == Some("commenting") { &mut note } else { &mut label }
                .replace_range(.., value);
        }
        let relation = id.strip_prefix(UUID_URN).map(str::to_owned);
        let (from, to) = ((*from).to_owned(), (*to).to_owned());
        layer.links.push(FoundLink { from, to, label, relation, note, party: None });
        Ok(())
    }

    /// The place in the list of the layer of an annotator on a document.
    fn layer(&mut self, line: usize, document: Document, annotator: String) -> usize {
        let next = self.layers.len();
        let place = *self.places.entry((document.id.clone(), annotator.clone())).or_insert(next);
        if place == next {
            self.layers.push(FoundLayer { line, document, annotator, spans: Vec::new(), links: Vec::new() });
        }
        place
    }
}

fn fields_of(item: &Map<String, Value>, id: &str) -> FoundFields {
    let word = |key: &str| json::word(item, &[key]).map(str::to_owned);
    let time = |key: &str| word(key).and_then(|time| time.parse::<Timestamp>().ok());
    let words = |key: &str| listed(item.get(key)).iter().filter_map(Value::as_str).map(str::to_owned).collect();
    let chain = listed(item.get("bayan:chain")).iter();
    let attribute = |found: &Value| {
        let word = |key: &str| Some(found.get(key)?.as_str()?.to_owned());
        Some(Attribute { name: word("bayan:name")?, value: word("bayan:value")? })
    };
    FoundFields {
        statement: id.strip_prefix(UUID_URN).map(str::to_owned),
        chain: chain
            .map(|link| link.get("bayan:party").and_then(Value::as_str).unwrap_or_default().to_owned())
            .collect(),
        addressees: words("bayan:addressees"),
        stance: word("bayan:stance"),
        quotation: word("bayan:quotation"),
        attributes: listed(item.get("bayan:attributes")).iter().filter_map(attribute).collect(),
        created: time("created"),
        modified: time("modified"),
        ..FoundFields::default()
    }
}

/// Adds what a target says about its place to a span.
fn add_place(target: &Value, span: &mut FoundSpan) -> Result<(), String> {
    let (mut position, mut quote, mut other) = (None, None, None);
    let mut selectors: Vec<&Value> = listed(target.get("selector")).iter().collect();
    while let Some(selector) = selectors.pop() {
        match selector.get("type").and_then(Value::as_str) {
            Some("TextPositionSelector") => {
                position = Some([offset(selector.get("start"))?, offset(selector.get("end"))?]);
            }
            Some("TextQuoteSelector") => quote = Some(selector),
            kind => other = kind,
        }
        // A refinement counts from the start of what it refines, which is unknown here; a quote is found all the same.
        let refined = listed(selector.get("refinedBy")).iter();
        selectors.extend(refined.filter(|inner| inner.get("type").is_some_and(|kind| kind == "TextQuoteSelector")));
    }
    let word =
        |key: &str| quote.and_then(|quote| quote.get(key)).and_then(Value::as_str).unwrap_or_default().to_owned();
    let exact = word("exact");
    if position.is_none() && exact.is_empty() {
        let kind = other.unwrap_or("—");
        return Err(t!("import-w3c-selector", kind = kind));
    }
    span.places.push(position.unwrap_or(NO_PLACE));
    span.quotes.push(exact);
    span.around.push([word("prefix"), word("suffix")]);
    Ok(())
}
