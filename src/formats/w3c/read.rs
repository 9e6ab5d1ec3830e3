//! Reads annotations on texts: a page, the first page of a collection, a list, or a single annotation.
//!
//! The texts are in our own files; for other files they are articles that the project has, found by address, hash or
//! name. A span is found by its position, and where the text there is another one, by its quote with what stands around
//! it. Selectors of parts of a web page (XPath, CSS, fragments) are refused.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::page::{Part, Place, annotations, is_linking, outline};
use super::{CONTEXT, DOCUMENT_URN, HASH_URN, UUID_URN};
use crate::formats::Confidence;
use crate::formats::found::{FoundFields, FoundLayer, FoundLink, FoundPassages, FoundSpan, LayerMaker, offset};
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
    // The first reading finds the documents, which may come after the annotations, and counts what each layer has: so the
    // second can pass on each layer once it is complete, and only those that are begun are in memory.
    let (mut parties, mut documents) = (Vec::new(), Documents { known: BTreeMap::new() });
    let (mut index, mut heads) = (0, [Heads::default(), Heads::default()]);
    let outline = outline(input, &mut |part, value| match part {
        Part::Party => parties.extend(listed(Some(&value)).iter().filter_map(party_of)),
        Part::Document => listed(Some(&value)).iter().for_each(|found| {
            index += 1;
            documents.add(input, index, found, sink);
        }),
        Part::Annotation(place) => {
            let [before, first] = &mut heads;
            if place == Place::FirstPage { first } else { before }.add(&value);
        }
    });
    let outline = match outline {
        Ok(outline) => outline,
        Err(error) => return sink.warn(error.line().max(1), error.to_string()),
    };
    let [mut before, first] = heads;
    let heads = match outline.place {
        Some(Place::FirstPage) => first,
        Some(Place::List | Place::Page) => before,
        None => {
            before = Heads::default();
            before.add(&Value::Object(outline.rest.clone()));
            before
        }
    };
    if heads.number > MOST_SPANS {
        return sink.warn(MOST_SPANS, t!("import-too-many", most = MOST_SPANS));
    }
    let sidecar = Sidecar { parties, ..Sidecar::default() };
    let mut reading = Reading::new(documents, heads, LayerMaker::new(sidecar), sink);
    let read = match outline.place {
        None => {
            reading.take(&Value::Object(outline.rest), sink);
            Ok(())
        }
        Some(place) => annotations(input, place, &mut |item| reading.take(&item, sink)),
    };
    if let Err(error) = read {
        sink.warn(error.line().max(1), error.to_string());
    }
    reading.end(sink);
}

fn party_of(party: &Value) -> Option<IncomingParty> {
    let word = |key: &str| party.get(key).and_then(Value::as_str);
    let aliases = listed(party.get("bayan:aliases")).iter().filter_map(Value::as_str).map(str::to_owned).collect();
    let id = PartyId::new(word("bayan:key")?).ok()?;
    let parent = word("bayan:parent").and_then(|parent| PartyId::new(parent).ok());
    Some(IncomingParty {
        id,
        name: word("bayan:name")?.to_owned(),
        aliases,
        parent,
        about: crate::model::party::PartyAbout::default(),
    })
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
            Ok(mut document) => {
                // The text of an article that the project has is held once.
                let sha256 = document.content.sha256();
                let wanted = WantedDocument { id: None, url: None, sha256: Some(sha256), title: None };
                if let Some(known) = sink.document(&wanted).filter(|known| known.content.sha256() == sha256) {
                    document.content = known.content;
                }
                self.known.insert(word("id").to_owned(), Some(document));
            }
            Err(reason) => sink.warn(number, reason),
        }
    }

    /// The document of a target.
    fn find(&mut self, target: &Value, sink: &mut dyn LayerSink) -> Result<&Document, String> {
        let (source, key) = source_of(target);
        self.find_source(source, key, sink).ok_or_else(|| t!("import-no-article", source = source))
    }

    fn find_source(&mut self, source: &str, key: &str, sink: &mut dyn LayerSink) -> Option<&Document> {
        let wanted = WantedDocument {
            id: source.strip_prefix(DOCUMENT_URN),
            url: Some(source).filter(|source| source.contains("://")),
            sha256: key.strip_prefix(HASH_URN),
            title: None,
        };
        self.known.entry(key.to_owned()).or_insert_with(|| sink.document(&wanted)).as_ref()
    }
}

/// The source of a target, and what tells its text from all others: two articles may have one address, but not one hash.
fn source_of(target: &Value) -> (&str, &str) {
    let word = |key: &str| target.get(key).and_then(Value::as_str);
    let source = word("source").or_else(|| target.get("source")?.get("id")?.as_str()).unwrap_or_default();
    (source, word("canonical").unwrap_or(source))
}

/// Who made an annotation.
fn annotator_of(item: &Map<String, Value>) -> String {
    let creator = item.get("creator").and_then(|by| by.get("name").or_else(|| by.get("id")).unwrap_or(by).as_str());
    json::annotator_name(creator.unwrap_or("imported"))
}

/// The targets of an annotation, if it is no relation, of which the first with a source says which document it is about.
fn first_target(item: &Map<String, Value>) -> Option<&Value> {
    listed(item.get("target")).iter().find(|target| target.get("source").is_some())
}

fn is_relation(item: &Map<String, Value>) -> bool {
    item.get("motivation").is_some_and(is_linking)
}

/// What is known of the annotations of a file after the first reading.
#[derive(Default)]
struct Heads {
    number: usize,
    /// By what tells the text of a document, and the annotator: the source, and how many annotations there are.
    counts: BTreeMap<(String, String), (String, usize)>,
    /// The relations that begin at each statement.
    relations: HashMap<String, Vec<FoundRelation>>,
}

impl Heads {
    fn add(&mut self, item: &Value) {
        self.number += 1;
        let Some(item) = item.as_object().filter(|_| self.number <= MOST_SPANS) else { return };
        if is_relation(item) {
            // One that cannot be read is reported by the second reading.
            if let Ok(relation) = relation_of(item, self.number) {
                self.relations.entry(relation.link.from.clone()).or_default().push(relation);
            }
        } else if let Some(target) = first_target(item) {
            let (source, key) = source_of(target);
            let count = self.counts.entry((key.to_owned(), annotator_of(item)));
            count.or_insert_with(|| (source.to_owned(), 0)).1 += 1;
        }
    }
}

struct Reading {
    documents: Documents,
    relations: HashMap<String, Vec<FoundRelation>>,
    maker: LayerMaker,
    number: usize,
    /// How many annotations of each layer are still to come.
    to_come: HashMap<(DocumentId, String), usize>,
    /// The layers that are begun.
    layers: HashMap<(DocumentId, String), FoundLayer>,
    /// Whether the rest of the input need not be looked at.
    is_stopped: bool,
}

impl Reading {
    fn new(mut documents: Documents, heads: Heads, maker: LayerMaker, sink: &mut dyn LayerSink) -> Self {
        let mut to_come = HashMap::new();
        for ((key, annotator), (source, count)) in heads.counts {
            if let Some(document) = documents.find_source(&source, &key, sink) {
                *to_come.entry((document.id.clone(), annotator)).or_default() += count;
            }
        }
        let (layers, relations) = (HashMap::new(), heads.relations);
        Self { documents, relations, maker, number: 0, to_come, layers, is_stopped: false }
    }

    /// Takes the next annotation of the file, and passes on its layer if that is complete now.
    fn take(&mut self, item: &Value, sink: &mut dyn LayerSink) {
        self.number += 1;
        let Some(item) = item.as_object().filter(|_| !self.is_stopped && !sink.is_stopped()) else { return };
        let annotator = annotator_of(item);
        if !sink.wants(&annotator) {
            return;
        }
        let (number, mut layer) = (self.number, None);
        let result = if is_relation(item) {
            relation_of(item, number).map(drop)
        } else {
            match first_target(item).ok_or_else(|| t!("import-w3c-no-selector")) {
                Ok(target) => self.documents.find(target, sink).cloned().and_then(|document| {
                    layer = Some((document.id.clone(), annotator.clone()));
                    self.statement(item, document, annotator, sink)
                }),
                Err(reason) => Err(reason),
            }
        };
        if let Err(reason) = result {
            let id = json::word(item, &["id", "@id"]).unwrap_or("?");
            sink.warn(number, t!("import-statement-left-out", id = id, reason = reason));
        }
        if let Some(layer) = layer {
            self.count_down(&layer, sink);
        }
    }

    fn statement(
        &mut self,
        item: &Map<String, Value>,
        document: Document,
        annotator: String,
        sink: &mut dyn LayerSink,
    ) -> Result<(), String> {
        let line = self.number;
        let id = id_of(item, line);
        let mut span =
            FoundSpan { id: id.clone(), fields: fields_of(item, &id), is_searched: true, ..FoundSpan::default() };
        for target in listed(item.get("target")) {
            add_place(target, &mut span)?;
        }
        add_bodies(item, &mut span)?;
        let relations = self.relations.remove(&id).unwrap_or_default();
        let key = (document.id.clone(), annotator.clone());
        let begun = || FoundLayer { line, document, annotator, spans: Vec::new(), links: Vec::new() };
        let layer = self.layers.entry(key).or_insert_with(begun);
        layer.spans.push(span);
        layer.links.extend(relations.into_iter().filter(|found| sink.wants(&found.annotator)).map(|found| found.link));
        for (index, link) in listed(item.get("bayan:chain")).iter().enumerate() {
            for (key, label) in [("bayan:cue", "Cue"), ("bayan:mention", "Mention")] {
                let Some(target) = link.get(key) else { continue };
                let label = format!("{label} {}", index + 1);
                let part = format!("{id} {label}");
                let (name, kind) = (part.clone(), label.split(' ').next().unwrap_or_default().to_owned());
                let mut span = FoundSpan { id: name, label: kind, is_searched: true, ..FoundSpan::default() };
                add_place(target, &mut span)?;
                layer.spans.push(span);
                layer.links.push(FoundLink { from: id.clone(), to: part, label, ..FoundLink::default() });
            }
        }
        Ok(())
    }

    /// Notes that an annotation of a layer has been read, and passes on the layer if it was the last.
    fn count_down(&mut self, key: &(DocumentId, String), sink: &mut dyn LayerSink) {
        let Some(left) = self.to_come.get_mut(key) else { return };
        *left = left.saturating_sub(1);
        if *left == 0
            && let Some(complete) = self.layers.remove(key)
        {
            self.pass_on(complete, sink);
        }
    }

    fn pass_on(&mut self, layer: FoundLayer, sink: &mut dyn LayerSink) {
        let layer = self.maker.layer(layer, sink);
        self.is_stopped = sink.take(layer).is_break();
    }

    /// Passes on what is left if the input ended early, and reports the relations of statements that there are not.
    fn end(mut self, sink: &mut dyn LayerSink) {
        let mut begun: Vec<FoundLayer> = std::mem::take(&mut self.layers).into_values().collect();
        begun.sort_by_key(|layer| layer.line);
        for layer in begun {
            if self.is_stopped {
                return;
            }
            self.pass_on(layer, sink);
        }
        let mut lost: Vec<FoundRelation> = std::mem::take(&mut self.relations).into_values().flatten().collect();
        lost.sort_by_key(|relation| relation.number);
        for FoundRelation { number, annotator, id, link } in lost {
            if !self.is_stopped && !sink.is_stopped() && sink.wants(&annotator) {
                let (from, to) = (link.from.as_str(), link.to.as_str());
                let reason = t!("import-link-ends", label = id.as_str(), from = from, to = to);
                sink.warn(number, t!("import-statement-left-out", id = id.as_str(), reason = reason));
            }
        }
    }
}

/// A relation that waits for its statement.
struct FoundRelation {
    number: usize,
    annotator: String,
    id: String,
    link: FoundLink,
}

fn id_of(item: &Map<String, Value>, number: usize) -> String {
    json::word(item, &["id", "@id"]).map_or_else(|| format!("#{number}"), str::to_owned)
}

/// Adds what the bodies of an annotation say to its span.
fn add_bodies(item: &Map<String, Value>, span: &mut FoundSpan) -> Result<(), String> {
    for body in listed(item.get("body")).iter().filter_map(Value::as_object) {
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
    Ok(())
}

/// Reads a relation.
fn relation_of(item: &Map<String, Value>, number: usize) -> Result<FoundRelation, String> {
    let id = id_of(item, number);
    let targets = listed(item.get("target")).iter();
    let ends: Vec<&str> = targets.filter_map(|end| end.as_str().or_else(|| end.get("id")?.as_str())).collect();
    let [from, to] = ends.as_slice() else { return Err(t!("import-w3c-ends")) };
    let (mut label, mut note) = ("related".to_owned(), String::new());
    for body in listed(item.get("body")).iter().filter_map(Value::as_object) {
        let Some(value) = body.get("value").and_then(Value::as_str) else { continue };
        if json::word(body, &["purpose"]) == Some("commenting") { &mut note } else { &mut label }
            .replace_range(.., value);
    }
    let relation = id.strip_prefix(UUID_URN).map(str::to_owned);
    let (from, to) = ((*from).to_owned(), (*to).to_owned());
    let link = FoundLink { from, to, label, relation, note, party: None };
    Ok(FoundRelation { number, annotator: annotator_of(item), id, link })
}

fn fields_of(item: &Map<String, Value>, id: &str) -> FoundFields {
    let word = |key: &str| json::word(item, &[key]).map(str::to_owned);
    let time = |key: &str| word(key).and_then(|time| time.parse::<Timestamp>().ok());
    let words = |key: &str| listed(item.get(key)).iter().filter_map(Value::as_str).map(str::to_owned).collect();
    let chain = listed(item.get("bayan:chain")).iter();
    let (attributes, passages) = attributes_of(item);
    FoundFields {
        statement: id.strip_prefix(UUID_URN).map(str::to_owned),
        chain: chain
            .map(|link| link.get("bayan:party").and_then(Value::as_str).unwrap_or_default().to_owned())
            .collect(),
        addressees: words("bayan:addressees"),
        stance: word("bayan:stance"),
        quotation: word("bayan:quotation"),
        attributes,
        passages,
        created: time("created"),
        modified: time("modified"),
        ..FoundFields::default()
    }
}

/// The values of attributes, and those that are passages. A passage without a place that can be read is a text.
fn attributes_of(item: &Map<String, Value>) -> (Vec<Attribute>, Vec<FoundPassages>) {
    let (mut attributes, mut passages) = (Vec::new(), Vec::new());
    for found in listed(item.get("bayan:attributes")) {
        let word = |key: &str| Some(found.get(key)?.as_str()?.to_owned());
        let (Some(name), Some(value)) = (word("bayan:name"), word("bayan:value")) else { continue };
        let mut span = FoundSpan::default();
        match found.get("bayan:target").map(|target| add_place(target, &mut span)) {
            Some(Ok(())) => {
                let FoundSpan { places, quotes, .. } = span;
                let at = attributes.len() + passages.len();
                passages.push(FoundPassages { name, at, places, quotes });
            }
            _ => attributes.push(Attribute::new(name, value)),
        }
    }
    (attributes, passages)
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

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use serde_json::json;

    use super::*;
    use crate::formats::incoming::IncomingLayer;
    use crate::formats::input::LargeText;
    use crate::model::codebook::Codebook;

    /// Notes which layers are passed on, in which order.
    #[derive(Default)]
    struct Noting {
        layers: Vec<String>,
        warnings: Vec<usize>,
    }

    impl LayerSink for Noting {
        fn wants(&mut self, annotator: &str) -> bool {
            annotator != "nobody"
        }

        fn warn(&mut self, line: usize, _: String) {
            self.warnings.push(line);
        }

        fn take_codebook(&mut self, _: usize, _: Vec<IncomingParty>, _: Codebook) {}

        fn take(&mut self, layer: IncomingLayer) -> ControlFlow<()> {
            let relations = layer.relations.len();
            let (document, statements) = (layer.document.id, layer.statements.len());
            self.layers.push(format!("{document} {} {statements} {relations}", layer.annotator));
            ControlFlow::Continue(())
        }
    }

    #[test]
    fn a_layer_is_passed_on_once_its_last_annotation_is_read() {
        let document =
            |key: &str| json!({"id": format!("http://{key}.org"), "bayan:key": key, "bayan:text": "one two"});
        let statement = |id: &str, by: &str, source: &str| {
            let target = json!({"source": format!("http://{source}.org"), "selector":
                {"type": "TextPositionSelector", "start": 0, "end": 3}});
            json!({"id": id, "motivation": "classifying", "creator": {"name": by}, "target": target,
                "body": {"purpose": "classifying", "value": "claim"}})
        };
        let relation = |id: &str, from: &str, to: &str| {
            json!({"id": id, "motivation": "linking", "creator": "x", "target": [from, to],
                "body": {"value": "supports"}})
        };
        let items = [
            relation("early", "s2", "s1"),
            statement("s1", "x", "a"),
            statement("t1", "y", "a"),
            statement("n", "nobody", "a"),
            statement("s2", "x", "a"),
            relation("late", "s1", "s2"),
            relation("lost", "s9", "s1"),
            statement("s3", "x", "b"),
            json!({"id": "bad", "motivation": "classifying", "creator": "x", "target": {"source": "http://b.org"}}),
        ];
        // The documents may come after the annotations.
        let file = json!({"@context": CONTEXT, "items": items, "bayan:documents": [document("a"), document("b")]});
        let input = Input::File { path: "x.jsonld".into(), bytes: file.to_string().into_bytes() };
        let mut sink = Noting::default();
        read(&input, &mut sink);
        // In the order of their last annotations, not of their first.
        assert_eq!(sink.layers, ["a y 1 0", "a x 2 2", "b x 1 0"]);
        assert_eq!(sink.warnings, [9, 7]);
    }

    /// All documents together may be larger than a part of a file may be.
    #[test]
    fn the_documents_of_a_large_file_are_gone_through_one_by_one() {
        let text = "word ".repeat(40_000);
        let documents: Vec<Value> = (0..20)
            .map(|number| json!({"id": format!("http://{number}.org"), "bayan:key": number.to_string(), "bayan:text": text}))
            .collect();
        let target = json!({"source": "http://19.org", "selector":
            {"type": "TextPositionSelector", "start": 0, "end": 4}});
        let item = json!({"id": "s", "creator": "x", "target": target,
            "body": {"purpose": "classifying", "value": "claim"}});
        let file = tempfile::NamedTempFile::new().unwrap();
        let page = format!(r#"{{"bayan:documents": {}, "items": [{item}]}}"#, Value::Array(documents));
        std::fs::write(file.path(), page).unwrap();
        let large = LargeText::open(file.path(), u64::MAX).unwrap().unwrap().with_parts(1 << 20);
        let mut sink = Noting::default();
        read(&Input::Large(large), &mut sink);
        assert_eq!((sink.layers, sink.warnings), (vec!["19 x 1 0".to_owned()], Vec::new()));
    }
}
