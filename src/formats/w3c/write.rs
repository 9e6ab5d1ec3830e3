//! Writes the page, annotation by annotation.

use std::fmt;
use std::io::Write;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{CONTEXT, HASH_URN, UUID_URN};
use crate::formats::dataset::DatasetLayer;
use crate::formats::json::write_value;
use crate::formats::labels::EXCLUDED;
use crate::formats::parts::Parts;
use crate::formats::{ExportError, Options};
use crate::model::document::Document;
use crate::model::id::{PartyId, RelationId, StatementId};
use crate::model::review::{Cause, Decision};
use crate::model::span::Span;
use crate::model::statement::{Attribute, Quotation, Relation, Stance, Statement};
use crate::text::segment::{grapheme_floor, is_grapheme_edge, next_grapheme};

/// How many code points before and after a quote are written.
const AROUND: usize = 32;

pub(super) fn write(dataset: &dyn Parts, _: &Options, out: &mut dyn Write) -> Result<(), ExportError> {
    let context = json!([CONTEXT, { "bayan": "urn:bayan:ns#" }]);
    write!(out, "{{\"@context\":{context},\n\"id\":\"urn:bayan:page:1\",\"type\":\"AnnotationPage\"")?;
    out.write_all(b",\n\"bayan:parties\":[")?;
    for (index, party) in dataset.head().project.parties.iter().enumerate() {
        let value = json!({
            "bayan:key": party.id, "bayan:name": party.name, "bayan:aliases": { "@list": party.aliases },
            "bayan:parent": party.parent,
        });
        separated(index, &value, out)?;
    }
    out.write_all(b"],\n\"bayan:documents\":[")?;
    let mut index = 0;
    dataset.each_document(|document| {
        separated(index, &document_of(document), out)?;
        index += 1;
        Ok(())
    })?;
    out.write_all(b"],\n\"items\":[")?;
    let (mut index, mut buffer) = (0, Vec::new());
    let mut item = |item: &Item<'_>| {
        index += 1;
        out.write_all(if index == 1 { b"\n" } else { b",\n" })?;
        write_value(item, "", &mut buffer, out)
    };
    dataset.each_layer(|_, layer| {
        let writer = LayerWriter::of(layer);
        for statement in layer.statements() {
            item(&writer.statement(statement)?)?;
        }
        for relation in layer.relations() {
            item(&writer.relation(relation))?;
        }
        for span in &layer.document.excluded {
            item(&writer.excluded(*span)?)?;
        }
        Ok(())
    })?;
    out.write_all(b"\n]}\n")?;
    Ok(())
}

fn separated(index: usize, value: &Value, out: &mut dyn Write) -> std::io::Result<()> {
    out.write_all(if index == 0 { b"\n" } else { b",\n" })?;
    serde_json::to_writer(out, value).map_err(std::io::Error::from)
}

/// The source of the targets in a document.
fn source_of(document: &Document) -> String {
    let url = &document.metadata.url;
    if url.contains("://") { iri(url) } else { hash_of(document) }
}

fn hash_of(document: &Document) -> String {
    format!("{HASH_URN}{}", document.content.sha256())
}

/// An address without the characters that may not stand in one.
fn iri(url: &str) -> String {
    let mut iri = String::with_capacity(url.len());
    for c in url.chars() {
        if c.is_control() || matches!(c, ' ' | '<' | '>' | '"' | '{' | '}' | '|' | '\\' | '^' | '`') {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().for_each(|byte| iri.push_str(&format!("%{byte:02X}")));
        } else {
            iri.push(c);
        }
    }
    iri
}

fn document_of(document: &Document) -> Value {
    let known = &document.metadata;
    let mut value = Map::new();
    value.insert("id".to_owned(), Value::from(hash_of(document)));
    let fields = [
        ("key", document.id.as_str()),
        ("title", &known.title),
        ("publisher", &known.publisher),
        ("published", &known.published),
        ("url", &known.url),
        ("language", &known.language),
        ("text", document.content.as_str()),
    ];
    for (key, field) in fields.into_iter().filter(|(_, field)| !field.is_empty()) {
        value.insert(format!("bayan:{key}"), Value::from(field));
    }
    Value::Object(value)
}

/// An annotation: a statement, a relation or an excluded passage.
#[derive(Serialize)]
struct Item<'l> {
    id: ItemId<'l>,
    #[serde(rename = "type")]
    kind: &'static str,
    motivation: &'static str,
    creator: Creator<'l>,
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    modified: Option<Timestamp>,
    body: Vec<Body<'l>>,
    target: Targets<'l>,
    #[serde(rename = "bayan:chain", skip_serializing_if = "Option::is_none")]
    chain: Option<Listed<Vec<LinkOut<'l>>>>,
    #[serde(rename = "bayan:addressees", skip_serializing_if = "Option::is_none")]
    addressees: Option<Listed<&'l [PartyId]>>,
    #[serde(rename = "bayan:stance", skip_serializing_if = "Option::is_none")]
    stance: Option<Stance>,
    #[serde(rename = "bayan:quotation", skip_serializing_if = "Option::is_none")]
    quotation: Option<Quotation>,
    #[serde(rename = "bayan:attributes", skip_serializing_if = "Option::is_none")]
    attributes: Option<Listed<Vec<AttributeOut<'l>>>>,
    #[serde(rename = "bayan:decision", skip_serializing_if = "Option::is_none")]
    decision: Option<Value>,
}

enum ItemId<'l> {
    Statement(StatementId),
    Relation(RelationId),
    /// Of this document and annotator, with its edges.
    Excluded(&'l str, &'l str, [usize; 2]),
}

impl fmt::Display for ItemId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Statement(id) => write!(f, "{UUID_URN}{id}"),
            Self::Relation(id) => write!(f, "{UUID_URN}{id}"),
            Self::Excluded(document, annotator, [start, end]) => {
                write!(f, "urn:bayan:excluded:{document}:{annotator}:{start}-{end}")
            }
        }
    }
}

impl Serialize for ItemId<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[derive(Clone, Copy, Serialize)]
struct Creator<'l> {
    id: &'l str,
    #[serde(rename = "type")]
    kind: &'static str,
    name: &'l str,
}

#[derive(Serialize)]
struct Body<'l> {
    #[serde(rename = "type")]
    kind: &'static str,
    purpose: &'static str,
    value: &'l str,
}

fn body<'l>(purpose: &'static str, value: &'l str) -> Body<'l> {
    Body { kind: "TextualBody", purpose, value }
}

#[derive(Serialize)]
#[serde(untagged)]
enum Targets<'l> {
    Places(Vec<Target<'l>>),
    Ends([ItemId<'l>; 2]),
}

#[derive(Serialize)]
struct Target<'l> {
    #[serde(rename = "type")]
    kind: &'static str,
    source: &'l str,
    selector: (Position, Quote<'l>),
    #[serde(skip_serializing_if = "Option::is_none")]
    canonical: Option<&'l str>,
}

#[derive(Serialize)]
struct Position {
    #[serde(rename = "type")]
    kind: &'static str,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct Quote<'l> {
    #[serde(rename = "type")]
    kind: &'static str,
    exact: &'l str,
    prefix: &'l str,
    suffix: &'l str,
}

/// A list whose order counts.
#[derive(Serialize)]
struct Listed<L> {
    #[serde(rename = "@list")]
    list: L,
}

#[derive(Serialize)]
struct LinkOut<'l> {
    #[serde(rename = "bayan:party")]
    party: &'l str,
    #[serde(rename = "bayan:cue", skip_serializing_if = "Option::is_none")]
    cue: Option<Target<'l>>,
    #[serde(rename = "bayan:mention", skip_serializing_if = "Option::is_none")]
    mention: Option<Target<'l>>,
}

#[derive(Serialize)]
struct AttributeOut<'l> {
    #[serde(rename = "bayan:name")]
    name: &'l str,
    #[serde(rename = "bayan:value")]
    value: &'l str,
    /// Where the passage is, for an attribute of passages.
    #[serde(rename = "bayan:target", skip_serializing_if = "Option::is_none")]
    target: Option<Target<'l>>,
}

/// Makes the annotations of a layer.
struct LayerWriter<'w, 'p> {
    layer: &'w DatasetLayer<'p>,
    creator: String,
    source: String,
    hash: String,
}

impl<'w, 'p: 'w> LayerWriter<'w, 'p> {
    fn of(layer: &'w DatasetLayer<'p>) -> Self {
        let creator = format!("urn:bayan:annotator:{}", layer.annotator);
        Self { layer, creator, source: source_of(layer.document), hash: hash_of(layer.document) }
    }

    /// An annotation by the layer's annotator, with nothing but its target.
    fn item<'l>(&'l self, id: ItemId<'l>, motivation: &'static str, target: Targets<'l>) -> Item<'l> {
        let creator = Creator { id: &self.creator, kind: "Person", name: self.layer.annotator };
        Item {
            id,
            kind: "Annotation",
            motivation,
            creator,
            created: None,
            modified: None,
            body: Vec::new(),
            target,
            chain: None,
            addressees: None,
            stance: None,
            quotation: None,
            attributes: None,
            decision: None,
        }
    }

    fn statement<'l>(&'l self, statement: &'l Statement) -> Result<Item<'l>, ExportError> {
        let mut places = Vec::with_capacity(statement.spans.len());
        for span in &statement.spans {
            places.push(self.target(&statement.id, *span)?);
        }
        let place = |span: Option<Span>| span.map(|span| self.target(&statement.id, span)).transpose();
        let mut chain = Vec::with_capacity(statement.chain.len());
        for link in &statement.chain {
            chain.push(LinkOut { party: link.party.as_str(), cue: place(link.cue)?, mention: place(link.mention)? });
        }
        let mut body = vec![self::body("classifying", statement.kind.as_str())];
        body.extend(statement.topic.as_ref().map(|topic| self::body("tagging", topic.as_str())));
        body.extend(comment(&statement.note));
        let attribute = |found: &'l Attribute| {
            Ok(AttributeOut { name: &found.name, value: &found.value, target: place(found.span)? })
        };
        let attributes: Result<Vec<AttributeOut<'_>>, ExportError> =
            statement.attributes.iter().map(attribute).collect();
        let attributes = attributes?;
        let decision = self.layer.review.and_then(|review| review.decision_of(statement.id));
        Ok(Item {
            created: Some(statement.created),
            modified: Some(statement.modified),
            body,
            chain: (!chain.is_empty()).then_some(Listed { list: chain }),
            addressees: (!statement.addressees.is_empty()).then_some(Listed { list: &statement.addressees }),
            stance: statement.stance,
            quotation: statement.quotation,
            attributes: (!attributes.is_empty()).then_some(Listed { list: attributes }),
            decision: decision.map(decision_of),
            ..self.item(ItemId::Statement(statement.id), "classifying", Targets::Places(places))
        })
    }

    fn relation<'l>(&'l self, relation: &'l Relation) -> Item<'l> {
        let mut body = vec![self::body("linking", relation.kind.as_str())];
        body.extend(comment(&relation.note));
        let ends = [relation.from, relation.to].map(ItemId::Statement);
        Item { body, ..self.item(ItemId::Relation(relation.id), "linking", Targets::Ends(ends)) }
    }

    fn excluded(&self, span: Span) -> Result<Item<'_>, ExportError> {
        let (edges, _) = self.layer.locate(&"—", span)?;
        let id = ItemId::Excluded(self.layer.document.id.as_str(), self.layer.annotator, edges);
        let body = vec![self::body("classifying", EXCLUDED)];
        let target = Targets::Places(vec![self.target(&"—", span)?]);
        Ok(Item { body, ..self.item(id, "classifying", target) })
    }

    fn target(&self, id: &dyn fmt::Display, span: Span) -> Result<Target<'_>, ExportError> {
        let ([start, end], exact) = self.layer.locate(id, span)?;
        let content = &self.layer.document.content;
        let text = content.as_str();
        let before = content.char_to_byte(start.saturating_sub(AROUND)).unwrap_or(span.start_byte);
        let before = if is_grapheme_edge(text, before) { before } else { next_grapheme(text, before) };
        let after = content.char_to_byte((end + AROUND).min(content.len_chars())).unwrap_or(span.end_byte);
        let after = grapheme_floor(text, after).max(span.end_byte);
        let prefix = text.get(before.min(span.start_byte)..span.start_byte).unwrap_or_default();
        let suffix = text.get(span.end_byte..after).unwrap_or_default();
        let position = Position { kind: "TextPositionSelector", start, end };
        let quote = Quote { kind: "TextQuoteSelector", exact, prefix, suffix };
        let canonical = Some(self.hash.as_str()).filter(|hash| *hash != self.source);
        Ok(Target { kind: "SpecificResource", source: &self.source, selector: (position, quote), canonical })
    }
}

fn comment(note: &str) -> Option<Body<'_>> {
    (!note.is_empty()).then(|| body("commenting", note))
}

fn decision_of(decision: &Decision) -> Value {
    let sources = decision.sources.iter().map(|source| {
        let statements: Vec<String> = source.statements.iter().map(|seen| seen.id.to_string()).collect();
        json!({ "bayan:annotator": source.annotator, "bayan:statements": { "@list": statements } })
    });
    json!({
        "bayan:verdict": decision.verdict.as_str(),
        "bayan:from": decision.verdict.taken_from(),
        "bayan:provenance": decision.provenance.as_str(),
        "bayan:rule": decision.rule,
        "bayan:decidedBy": decision.by,
        "bayan:decidedAt": decision.at.to_string(),
        "bayan:cause": decision.cause.map(Cause::as_str),
        "bayan:reason": decision.reason,
        "bayan:sources": { "@list": sources.collect::<Vec<_>>() },
    })
}
