//! Writes the page, annotation by annotation.

use std::io::Write;

use serde_json::{Map, Value, json};

use super::{CONTEXT, HASH_URN, UUID_URN};
use crate::formats::dataset::DatasetLayer;
use crate::formats::labels::EXCLUDED;
use crate::formats::parts::Parts;
use crate::formats::{ExportError, Options};
use crate::model::document::Document;
use crate::model::review::{Cause, Decision};
use crate::model::span::Span;
use crate::model::statement::{Relation, Statement};
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
    let mut index = 0;
    let mut item = |value: Value| {
        index += 1;
        separated(index - 1, &value, out)
    };
    dataset.each_layer(|_, layer| {
        for statement in layer.statements() {
            item(statement_of(layer, statement)?)?;
        }
        for relation in layer.relations() {
            item(relation_of(layer, relation))?;
        }
        for span in &layer.document.excluded {
            item(excluded_of(layer, *span)?)?;
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

/// An annotation by the layer's annotator.
fn annotation(layer: &DatasetLayer<'_>, id: String, motivation: &str) -> Map<String, Value> {
    let mut item = Map::new();
    item.insert("id".to_owned(), Value::from(id));
    item.insert("type".to_owned(), Value::from("Annotation"));
    item.insert("motivation".to_owned(), Value::from(motivation));
    let creator = format!("urn:bayan:annotator:{}", layer.annotator);
    item.insert("creator".to_owned(), json!({ "id": creator, "type": "Person", "name": layer.annotator }));
    item
}

fn body(purpose: &str, value: &str) -> Value {
    json!({ "type": "TextualBody", "purpose": purpose, "value": value })
}

fn statement_of(layer: &DatasetLayer<'_>, statement: &Statement) -> Result<Value, ExportError> {
    let mut item = annotation(layer, format!("{UUID_URN}{}", statement.id), "classifying");
    let mut add = |key: &str, value: Value| item.insert(key.to_owned(), value);
    add("created", Value::from(statement.created.to_string()));
    add("modified", Value::from(statement.modified.to_string()));
    let mut bodies = vec![body("classifying", statement.kind.as_str())];
    bodies.extend(statement.topic.as_ref().map(|topic| body("tagging", topic.as_str())));
    bodies.extend(Some(&statement.note).filter(|note| !note.is_empty()).map(|note| body("commenting", note)));
    add("body", Value::from(bodies));
    let id = &statement.id;
    let targets: Result<Vec<Value>, ExportError> =
        statement.spans.iter().map(|span| target(layer, id, *span)).collect();
    add("target", Value::from(targets?));
    let mut chain = Vec::with_capacity(statement.chain.len());
    for link in &statement.chain {
        let mut value = Map::new();
        value.insert("bayan:party".to_owned(), Value::from(link.party.as_str()));
        for (key, span) in [("bayan:cue", link.cue), ("bayan:mention", link.mention)] {
            if let Some(span) = span {
                value.insert(key.to_owned(), target(layer, id, span)?);
            }
        }
        chain.push(Value::Object(value));
    }
    if !chain.is_empty() {
        add("bayan:chain", json!({ "@list": chain }));
    }
    if !statement.addressees.is_empty() {
        add("bayan:addressees", json!({ "@list": statement.addressees }));
    }
    if let Some(stance) = statement.stance {
        add("bayan:stance", Value::from(stance.as_str()));
    }
    if let Some(quotation) = statement.quotation {
        add("bayan:quotation", Value::from(quotation.as_str()));
    }
    if !statement.attributes.is_empty() {
        let attributes = statement.attributes.iter();
        let attributes = attributes.map(|found| json!({ "bayan:name": found.name, "bayan:value": found.value }));
        add("bayan:attributes", json!({ "@list": attributes.collect::<Vec<_>>() }));
    }
    if let Some(decision) = layer.review.and_then(|review| review.decision_of(statement.id)) {
        add("bayan:decision", decision_of(decision));
    }
    Ok(Value::Object(item))
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

fn relation_of(layer: &DatasetLayer<'_>, relation: &Relation) -> Value {
    let mut item = annotation(layer, format!("{UUID_URN}{}", relation.id), "linking");
    let mut bodies = vec![body("linking", relation.kind.as_str())];
    bodies.extend(Some(&relation.note).filter(|note| !note.is_empty()).map(|note| body("commenting", note)));
    item.insert("body".to_owned(), Value::from(bodies));
    let ends = [relation.from, relation.to].map(|id| format!("{UUID_URN}{id}"));
    item.insert("target".to_owned(), json!(ends));
    Value::Object(item)
}

fn excluded_of(layer: &DatasetLayer<'_>, span: Span) -> Result<Value, ExportError> {
    let ([start, end], _) = layer.locate(&"—", span)?;
    let id = format!("urn:bayan:excluded:{}:{}:{start}-{end}", layer.document.id, layer.annotator);
    let mut item = annotation(layer, id, "classifying");
    item.insert("body".to_owned(), Value::from(vec![body("classifying", EXCLUDED)]));
    item.insert("target".to_owned(), Value::from(vec![target(layer, &"—", span)?]));
    Ok(Value::Object(item))
}

fn target(layer: &DatasetLayer<'_>, id: &dyn std::fmt::Display, span: Span) -> Result<Value, ExportError> {
    let ([start, end], quote) = layer.locate(id, span)?;
    let document = layer.document;
    let content = &document.content;
    let text = content.as_str();
    let before = content.char_to_byte(start.saturating_sub(AROUND)).unwrap_or(span.start_byte);
    let before = if is_grapheme_edge(text, before) { before } else { next_grapheme(text, before) };
    let after = content.char_to_byte((end + AROUND).min(content.len_chars())).unwrap_or(span.end_byte);
    let after = grapheme_floor(text, after).max(span.end_byte);
    let prefix = text.get(before.min(span.start_byte)..span.start_byte).unwrap_or_default();
    let suffix = text.get(span.end_byte..after).unwrap_or_default();
    let mut target = json!({ "type": "SpecificResource", "source": source_of(document), "selector": [
        { "type": "TextPositionSelector", "start": start, "end": end },
        { "type": "TextQuoteSelector", "exact": quote, "prefix": prefix, "suffix": suffix },
    ]});
    let hash = hash_of(document);
    if let Some(target) = target.as_object_mut()
        && target.get("source").and_then(Value::as_str) != Some(&hash)
    {
        target.insert("canonical".to_owned(), Value::from(hash));
    }
    Ok(target)
}
