//! Prodigy's JSON Lines: a line for each document and annotator, with tokens, spans and relations.
//!
//! Spans are statements, reporting verbs, mentions and excluded passages; they keep their own offsets in code points, and
//! `token_start` and `token_end` (inclusive) are the tokens that cover them. The further keys of a span, which Prodigy
//! keeps, have the fields of the statement. Relations name tokens, the two spans, and the numbers of these spans.

use std::borrow::Cow;
use std::io::Write;
use std::ops::ControlFlow;

use serde::Serialize;
use serde_json::{Map, Value};

use super::attribute_json::{AttributeIn, AttributeOut};
use super::dataset::DatasetLayer;
use super::found::{FoundFields, FoundLayer, FoundLink, FoundSpan, LayerMaker, offset};
use super::incoming::LayerSink;
use super::input::Input;
use super::json::Described;
use super::labels::Labels;
use super::loss::LossKind;
use super::marks::{LinkRole, Mark, Marks, Place, Role, Spans, chain_of};
use super::parts::Parts;
use super::sidecar::Sidecar;
use super::text_tokens::{Token, covering, is_aligned, tokens_of};
use super::{Confidence, ExportError, Form, Format, Options, Reader, Writer, json, loss};
use crate::model::id::{PartyId, RelationId, StatementId};
use crate::model::statement::{Quotation, Stance};
use crate::t;

/// The row of [`super::FORMATS`].
pub static FORMAT: Format = Format {
    id: "prodigy",
    title: || t!("panel-export-prodigy"),
    endings: &["jsonl"],
    form: Form::JsonLines,
    purpose: super::Purpose::Tool,
    loses: &[
        &loss::TIMES,
        &loss::PARTY_NAMES,
        &loss::ALIASES,
        &loss::PARENTS,
        &loss::PROVENANCE,
        &loss::RELATION_ATTRIBUTES,
        &loss::DOCUMENT_TAGS,
        &loss::PARTY_DETAILS,
        &loss::ATTRIBUTE_PLACES,
        &INSIDE_WORDS,
    ],
    options: &[],
    writer: Some(Writer::File(write)),
    reader: Some(Reader { folders: false, streams: true, recognise, read }),
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

/// A line of the file.
#[derive(Serialize)]
pub(super) struct Line<'l> {
    text: &'l str,
    meta: Meta<'l>,
    tokens: Vec<TokenOut<'l>>,
    spans: Vec<SpanOut<'l>>,
    relations: Vec<RelationOut<'l>>,
    answer: &'static str,
    #[serde(rename = "_session_id")]
    session_id: &'l str,
    #[serde(rename = "_view_id")]
    view_id: &'static str,
}

#[derive(Serialize)]
struct Meta<'l> {
    document: &'l str,
    #[serde(flatten)]
    described: Described<'l>,
}

#[derive(Serialize)]
struct TokenOut<'l> {
    text: &'l str,
    start: usize,
    end: usize,
    id: usize,
    ws: bool,
}

#[derive(Serialize)]
struct SpanOut<'l> {
    start: usize,
    end: usize,
    text: &'l str,
    label: &'l str,
    token_start: usize,
    token_end: usize,
    number: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    statement: Option<StatementId>,
    /// Its number and how many there are, if there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<String>,
    /// Of the first part.
    #[serde(flatten)]
    fields: Option<FieldsOut<'l>>,
}

#[derive(Serialize)]
struct FieldsOut<'l> {
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker: Option<&'l str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    chain: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    topic: Option<&'l str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stance: Option<Stance>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quotation: Option<Quotation>,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'l str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    addressees: &'l [PartyId],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    attributes: Vec<AttributeOut<'l>>,
}

#[derive(Serialize)]
struct RelationOut<'l> {
    head: usize,
    child: usize,
    head_span: EndOut<'l>,
    child_span: EndOut<'l>,
    label: Cow<'l, str>,
    head_number: usize,
    child_number: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    relation: Option<RelationId>,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'l str,
}

/// One of the two spans of a relation.
#[derive(Serialize)]
struct EndOut<'l> {
    start: usize,
    end: usize,
    token_start: usize,
    token_end: usize,
    label: &'l str,
}

fn write(dataset: &dyn Parts, _: &Options, out: &mut dyn Write) -> Result<(), ExportError> {
    let head = dataset.head();
    let labels = Labels::of(&head.project.codebook, |_| true);
    let mut buffer = Vec::new();
    dataset.each_layer(|_, layer| {
        let tokens = tokens_of(layer.document);
        Ok(json::write_value(&line_of(layer, &tokens, &labels)?, "\n", &mut buffer, out)?)
    })
}

/// A line of the file.
///
/// # Errors
/// A span does not fit its text.
pub(super) fn line_of<'p>(
    layer: &DatasetLayer<'p>,
    tokens: &[Token<'p>],
    labels: &Labels<'p>,
) -> Result<Line<'p>, ExportError> {
    let found = Marks::of(layer, Spans::One)?;
    let ranges: Vec<(usize, usize)> = found.marks.iter().map(|mark| token_range(mark, tokens)).collect();
    let listed = tokens.iter().enumerate().map(|(id, token)| {
        let Token { text, start, end, has_blank: ws } = *token;
        TokenOut { text, start, end, id, ws }
    });
    let spans = found.marks.iter().zip(&ranges).enumerate();
    let end = |number: usize| {
        let (mark, (token_start, token_end)) = (found.marks.get(number)?, *ranges.get(number)?);
        let place = mark.place();
        Some(EndOut { start: place.start, end: place.end, token_start, token_end, label: mark.label(labels) })
    };
    let relations = found.links.iter().filter_map(|link| {
        let (head_span, child_span) = (end(link.from)?, end(link.to)?);
        let (relation, note) = match link.role {
            LinkRole::Relation(relation) => (Some(relation.id), relation.note.as_str()),
            _ => (None, ""),
        };
        Some(RelationOut {
            head: head_span.token_end,
            child: child_span.token_end,
            head_span,
            child_span,
            label: link.role.label(labels),
            head_number: link.from,
            child_number: link.to,
            relation,
            note,
        })
    });
    Ok(Line {
        text: layer.document.content.as_str(),
        meta: Meta { document: layer.document.id.as_str(), described: Described::of(layer.document) },
        tokens: listed.collect(),
        spans: spans.map(|(number, (mark, range))| span_of(mark, number, *range, labels)).collect(),
        relations: relations.collect(),
        answer: "accept",
        session_id: layer.annotator,
        view_id: "spans_manual",
    })
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

fn span_of<'p>(
    mark: &Mark<'p>,
    number: usize,
    (token_start, token_end): (usize, usize),
    labels: &Labels<'p>,
) -> SpanOut<'p> {
    let (Place { start, end, quote: text }, label) = (mark.place(), mark.label(labels));
    let (statement, part, fields) = (None, None, None);
    let span = SpanOut { start, end, text, label, token_start, token_end, number, statement, part, fields };
    let Role::Statement { statement, part, parts } = mark.role else { return span };
    let fields = (part <= 1).then(|| FieldsOut {
        speaker: statement.speaker().map(|id| id.as_str()),
        chain: chain_of(statement),
        topic: statement.topic.as_ref().map(|id| id.as_str()),
        stance: statement.stance,
        quotation: statement.quotation,
        note: &statement.note,
        addressees: &statement.addressees,
        attributes: AttributeOut::texts(&statement.attributes),
    });
    let part = (parts > 1).then(|| format!("{part}/{parts}"));
    SpanOut { statement: Some(statement.id), part, fields, ..span }
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
        span.get("attributes").and_then(|found| serde_json::from_value::<Vec<AttributeIn>>(found.clone()).ok());
    let attributes = attributes.into_iter().flatten().map(|found| found.found("", |_, _| None)).collect();
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
        attributes,
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
