//! Prodigy's JSON Lines: a line for each document and annotator, with tokens, spans and relations.
//!
//! Spans are statements, reporting verbs, mentions and excluded passages; they keep their own offsets in code points, and
//! `token_start` and `token_end` (inclusive) are the tokens that cover them. The further keys of a span, which Prodigy
//! keeps, have the fields of the statement. Relations name tokens, the two spans, and the numbers of these spans.

use std::io::Write;
use std::ops::ControlFlow;

use serde_json::{Map, Value, json};

use super::dataset::{Dataset, DatasetLayer};
use super::found::{FoundFields, FoundLayer, FoundLink, FoundSpan, LayerMaker, offset};
use super::incoming::LayerSink;
use super::input::Input;
use super::labels::Labels;
use super::loss::LossKind;
use super::marks::{LinkRole, Mark, Marks, Role, Spans, chain_of};
use super::sidecar::Sidecar;
use super::text_tokens::{Token, covering, is_aligned, tokens_of};
use super::{Confidence, ExportError, Form, Format, Options, Reader, Writer, json, loss};
use crate::model::statement::{Attribute, Quotation, Stance};
use crate::t;

/// The row of [`super::FORMATS`].
pub static FORMAT: Format = Format {
    id: "prodigy",
    title: || t!("panel-export-prodigy"),
    endings: &["jsonl"],
    form: Form::JsonLines,
    purpose: super::Purpose::Tool,
    loses: &[&loss::TIMES, &loss::PARTY_NAMES, &loss::ALIASES, &loss::PARENTS, &loss::PROVENANCE, &INSIDE_WORDS],
    options: &[],
    writer: Some(Writer::File(write)),
    reader: Some(Reader { folders: false, recognise, read }),
};

/// Spans of statements that begin or end inside a token; their offsets stay, but their tokens cover more.
pub(super) static INSIDE_WORDS: LossKind = LossKind {
    id: "prodigy-inside-words",
    count: |dataset| dataset.layers.iter().map(inside_words).sum(),
    describe: |count| t!("export-loss-inside-words", count = count),
};

fn inside_words(layer: &DatasetLayer<'_>) -> usize {
    let tokens = tokens_of(layer.document);
    let located = layer.statements().flat_map(|statement| {
        statement.spans.iter().filter_map(|span| layer.locate(&statement.id, *span).ok()).collect::<Vec<_>>()
    });
    located.filter(|([start, end], _)| !is_aligned(&tokens, *start, *end)).count()
}

fn write(dataset: &Dataset<'_>, _: &Options, out: &mut dyn Write) -> Result<(), ExportError> {
    let labels = Labels::of(&dataset.project.codebook, |_| true);
    for layer in &dataset.layers {
        let line = line_of(layer, &labels)?;
        serde_json::to_writer(&mut *out, &line).map_err(std::io::Error::from)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// A line of the file.
///
/// # Errors
/// A span does not fit its text.
pub(super) fn line_of(layer: &DatasetLayer<'_>, labels: &Labels<'_>) -> Result<Value, ExportError> {
    let found = Marks::of(layer, Spans::One)?;
    let tokens = tokens_of(layer.document);
    let mut meta = Map::new();
    meta.insert("document".to_owned(), Value::from(layer.document.id.as_str()));
    json::describe(&mut meta, layer);
    let listed = tokens.iter().enumerate().map(|(id, token)| {
        json!({ "text": token.text, "start": token.start, "end": token.end, "id": id, "ws": token.has_blank })
    });
    let spans = found.marks.iter().enumerate().map(|(number, mark)| span_of(mark, number, &tokens, labels));
    let relations = found.links.iter().filter_map(|link| {
        let (from, to) = (found.marks.get(link.from)?, found.marks.get(link.to)?);
        let mut relation = json!({
            "head": token_range(from, &tokens).1, "child": token_range(to, &tokens).1,
            "head_span": end_of(from, &tokens, labels), "child_span": end_of(to, &tokens, labels),
            "label": link.role.label(labels), "head_number": link.from, "child_number": link.to,
        });
        if let (LinkRole::Relation(found), Some(relation)) = (link.role, relation.as_object_mut()) {
            relation.insert("relation".to_owned(), Value::from(found.id.to_string()));
            if !found.note.is_empty() {
                relation.insert("note".to_owned(), Value::from(found.note.as_str()));
            }
        }
        Some(relation)
    });
    Ok(json!({
        "text": layer.document.content.as_str(), "meta": meta, "tokens": listed.collect::<Vec<_>>(),
        "spans": spans.collect::<Vec<_>>(), "relations": relations.collect::<Vec<_>>(), "answer": "accept",
        "_session_id": layer.annotator, "_view_id": "spans_manual",
    }))
}

/// The first and the last token that cover a mark. A span of one blank, which is no token, has the token before it.
fn token_range(mark: &Mark<'_>, tokens: &[Token<'_>]) -> (usize, usize) {
    let place = mark.place();
    match covering(tokens, place.start, place.end) {
        Some(range) => (range.start, range.end - 1),
        None => {
            let before = tokens.partition_point(|token| token.end <= place.start).saturating_sub(1);
            (before, before)
        }
    }
}

fn end_of(mark: &Mark<'_>, tokens: &[Token<'_>], labels: &Labels<'_>) -> Value {
    let (place, (first, last)) = (mark.place(), token_range(mark, tokens));
    json!({
        "start": place.start, "end": place.end, "token_start": first, "token_end": last, "label": mark.label(labels),
    })
}

fn span_of(mark: &Mark<'_>, number: usize, tokens: &[Token<'_>], labels: &Labels<'_>) -> Value {
    let (place, (first, last)) = (mark.place(), token_range(mark, tokens));
    let mut span = json!({
        "start": place.start, "end": place.end, "text": place.quote, "label": mark.label(labels),
        "token_start": first, "token_end": last, "number": number,
    });
    let (Role::Statement { statement, part, parts }, Some(fields)) = (mark.role, span.as_object_mut()) else {
        return span;
    };
    let mut add = |key: &str, value: Value| fields.insert(key.to_owned(), value);
    add("statement", Value::from(statement.id.to_string()));
    if parts > 1 {
        add("part", Value::from(format!("{part}/{parts}")));
    }
    if part > 1 {
        return span;
    }
    let words = [
        ("speaker", statement.speaker().map(ToString::to_string)),
        ("chain", chain_of(statement)),
        ("topic", statement.topic.as_ref().map(ToString::to_string)),
        ("stance", statement.stance.map(|stance| Stance::as_str(stance).to_owned())),
        ("quotation", statement.quotation.map(|quotation| Quotation::as_str(quotation).to_owned())),
        ("note", Some(statement.note.clone()).filter(|note| !note.is_empty())),
    ];
    for (key, word) in words {
        if let Some(word) = word {
            add(key, Value::from(word));
        }
    }
    if !statement.addressees.is_empty() {
        add("addressees", json!(statement.addressees));
    }
    if !statement.attributes.is_empty() {
        add("attributes", json!(statement.attributes));
    }
    span
}

fn recognise(input: &Input) -> Confidence {
    let is_task = json::begins_with_keys(input, &["text", "tokens", "ws"])
        || json::begins_with_keys(input, &["text", "spans"])
        || json::begins_with_keys(input, &["text", "_task_hash"]);
    if is_task { Confidence::Certain } else { input.by_ending(&FORMAT) }
}

fn read(input: &Input, sink: &mut dyn LayerSink) {
    let mut maker = LayerMaker::new(Sidecar::default());
    json::each_object(input, sink, |line, object, sink| {
        let annotator = json::annotator_of(&object, &["_session_id", "_annotator_id"]);
        if !sink.wants(&annotator) {
            return ControlFlow::Continue(());
        }
        if let Some(answer) = json::word(&object, &["answer"]).filter(|answer| *answer != "accept") {
            sink.warn(line, t!("import-prodigy-answer", answer = answer));
            return ControlFlow::Continue(());
        }
        match layer_of(input, line, &object, annotator, sink) {
            Ok(found) => {
                let layer = maker.layer(found, sink);
                sink.take(layer)
            }
            Err(reason) => {
                sink.warn(line, reason);
                ControlFlow::Continue(())
            }
        }
    });
}

fn layer_of(
    input: &Input,
    line: usize,
    object: &Map<String, Value>,
    annotator: String,
    sink: &mut dyn LayerSink,
) -> Result<FoundLayer, String> {
    let text = object.get("text").and_then(Value::as_str).ok_or_else(|| t!("import-no-text"))?;
    let empty = Map::new();
    let meta = object.get("meta").and_then(Value::as_object).unwrap_or(&empty);
    let (id, hash) = (json::word(meta, &["document"]), json::word(meta, &["text_sha256"]));
    let document = json::document_of(input, line, id, text, json::metadata_of(meta), hash)?;
    let (found, tokens) = (json::list(object, "spans"), json::list(object, "tokens"));
    let mut spans = Vec::with_capacity(found.len());
    for (index, span) in found.iter().enumerate() {
        let id = json::id_word(span.get("number")).unwrap_or_else(|| format!("#{}", index + 1));
        match found_span(span, id.clone()) {
            Ok(span) => spans.push(span),
            Err(reason) => sink.warn(line, t!("import-span-left-out", id = id, reason = reason)),
        }
    }
    let mut links = Vec::new();
    for relation in json::list(object, "relations") {
        let end = |number: &str, span: &str, token: &str| {
            json::id_word(relation.get(number))
                .or_else(|| same_place(relation.get(span)?, &spans))
                .or_else(|| at_token(relation.get(token)?, tokens, &spans))
        };
        let label = relation.get("label").and_then(Value::as_str).unwrap_or_default().to_owned();
        let word = |key: &str| relation.get(key).and_then(Value::as_str).map(str::to_owned);
        let (Some(from), Some(to)) =
            (end("head_number", "head_span", "head"), end("child_number", "child_span", "child"))
        else {
            sink.warn(line, t!("import-link-ends", label = label, from = "head", to = "child"));
            continue;
        };
        let (relation, note) = (word("relation"), word("note").unwrap_or_default());
        links.push(FoundLink { from, to, label, note, relation, party: None });
    }
    Ok(FoundLayer { line, document, annotator, spans, links })
}

fn found_span(span: &Value, id: String) -> Result<FoundSpan, String> {
    let word = |key: &str| span.get(key).and_then(Value::as_str).map(str::to_owned);
    let places = vec![[offset(span.get("start"))?, offset(span.get("end"))?]];
    let label = word("label").filter(|label| !label.trim().is_empty()).ok_or_else(|| t!("import-no-label"))?;
    let quotes = word("text").into_iter().collect();
    let addressees = span.get("addressees").and_then(Value::as_array).into_iter().flatten();
    let attributes =
        span.get("attributes").and_then(|found| serde_json::from_value::<Vec<Attribute>>(found.clone()).ok());
    let chain = word("chain");
    let fields = FoundFields {
        statement: word("statement"),
        has_ids: word("statement").is_some(),
        speaker: word("speaker"),
        chain: chain.iter().flat_map(|chain| chain.split('>')).map(|id| id.trim().to_owned()).collect(),
        addressees: addressees.filter_map(Value::as_str).map(str::to_owned).collect(),
        topic: word("topic"),
        stance: word("stance"),
        quotation: word("quotation"),
        attributes: attributes.unwrap_or_default(),
        note: word("note").unwrap_or_default(),
        ..FoundFields::default()
    };
    let part = word("part").and_then(|part| part.split_once('/')?.0.trim().parse().ok());
    Ok(FoundSpan { id, places, quotes, label, part, fields, ..FoundSpan::default() })
}

/// The span at the place that a relation gives, with its label where it gives one.
fn same_place(end: &Value, spans: &[FoundSpan]) -> Option<String> {
    let place = [offset(end.get("start")).ok()?, offset(end.get("end")).ok()?];
    let label = end.get("label").and_then(Value::as_str);
    let is_it =
        |span: &&FoundSpan| span.places.first() == Some(&place) && label.is_none_or(|label| span.label == label);
    spans.iter().find(is_it).map(|span| span.id.clone())
}

/// The first span that has a token.
fn at_token(number: &Value, tokens: &[Value], spans: &[FoundSpan]) -> Option<String> {
    let token = tokens.get(usize::try_from(number.as_u64()?).ok()?)?;
    let (start, end) = (offset(token.get("start")).ok()?, offset(token.get("end")).ok()?);
    let has = |span: &&FoundSpan| span.places.iter().any(|place| place[0] < end && start < place[1]);
    spans.iter().find(has).map(|span| span.id.clone())
}
