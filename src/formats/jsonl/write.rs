//! Writes JSON Lines: one line per layer, in the shape of the structures below.

use std::io::Write;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::formats::about_json::{AboutOut, TagsOut};
use crate::formats::attribute_json::AttributeOut;
use crate::formats::codebook_json;
use crate::formats::dataset::{Dataset, DatasetLayer};
use crate::formats::parts::Parts;
use crate::formats::{ExportError, Options, json};
use crate::model::codebook::Codebook;
use crate::model::id::{RelationId, StatementId};
use crate::model::layer::Uses;
use crate::model::party::Party;
use crate::model::review::{Cause, Decision, DecisionSource, Verdict};
use crate::model::span::Span;
use crate::model::statement::{Quotation, Relation, Stance, Statement};
use crate::model::work::LayerProgress;

pub(super) fn write(dataset: &dyn Parts, _: &Options, out: &mut dyn Write) -> Result<(), ExportError> {
    let mut buffer = Vec::new();
    dataset.each(|part| {
        for layer in &part.layers {
            json::write_value(&layer_line(part, layer)?, "\n", &mut buffer, out)?;
        }
        Ok(())
    })
}

#[derive(Serialize)]
struct Line<'p> {
    format: &'static str,
    version: u32,
    document: DocumentOut<'p>,
    /// What is recorded of the document as a whole.
    document_tags: TagsOut<'p>,
    annotator: &'p str,
    offset_unit: &'static str,
    parties: Vec<PartyOut<'p>>,
    statements: Vec<StatementOut<'p>>,
    relations: Vec<RelationOut<'p>>,
    /// Only for gold: the places that were decided to have no statement.
    #[serde(skip_serializing_if = "Option::is_none")]
    decided_nothing: Option<Vec<DecisionOut<'p>>>,
    /// Only for a colleague.
    #[serde(skip_serializing_if = "Option::is_none")]
    codebook: Option<Map<String, Value>>,
    /// Only for a colleague; null if no progress was recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    progress: Option<Option<ProgressOut>>,
}

#[derive(Serialize)]
struct DocumentOut<'p> {
    id: &'p str,
    title: Option<&'p str>,
    publisher: Option<&'p str>,
    published: Option<&'p str>,
    url: Option<&'p str>,
    language: Option<&'p str>,
    text: &'p str,
    text_sha256: &'p str,
    excluded: Vec<[usize; 2]>,
}

#[derive(Serialize)]
struct PartyOut<'p> {
    id: &'p str,
    name: &'p str,
    aliases: &'p [String],
    parent: Option<&'p str>,
    #[serde(flatten)]
    about: AboutOut<'p>,
}

#[derive(Serialize)]
struct StatementOut<'p> {
    id: StatementId,
    kind: &'p str,
    spans: Vec<[usize; 2]>,
    quotes: Vec<&'p str>,
    speaker: Option<&'p str>,
    chain: Vec<LinkOut<'p>>,
    addressees: Vec<&'p str>,
    topic: Option<&'p str>,
    stance: Option<Stance>,
    quotation: Option<Quotation>,
    attributes: Vec<AttributeOut<'p>>,
    note: &'p str,
    created: Timestamp,
    modified: Timestamp,
    /// Only for gold.
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<DecisionOut<'p>>,
}

#[derive(Serialize)]
struct LinkOut<'p> {
    party: &'p str,
    cue: Option<[usize; 2]>,
    mention: Option<[usize; 2]>,
}

#[derive(Serialize)]
struct RelationOut<'p> {
    id: RelationId,
    kind: &'p str,
    from: StatementId,
    to: StatementId,
    note: &'p str,
    attributes: Vec<AttributeOut<'p>>,
}

#[derive(Serialize)]
struct DecisionOut<'p> {
    id: String,
    verdict: &'static str,
    from: Option<&'p str>,
    provenance: &'static str,
    rule: Option<&'p str>,
    by: &'p str,
    at: String,
    cause: Option<&'static str>,
    reason: &'p str,
    needs_rule: bool,
    sources: Vec<SourceOut<'p>>,
}

#[derive(Serialize)]
struct SourceOut<'p> {
    annotator: &'p str,
    statements: Vec<String>,
}

#[derive(Serialize)]
struct ProgressOut {
    state: &'static str,
    at: String,
    first_done: Option<String>,
}

fn layer_line<'p>(dataset: &Dataset<'p>, layer: &DatasetLayer<'p>) -> Result<Line<'p>, ExportError> {
    let decided_nothing = layer.review.map(|review| {
        review.decisions().filter(|decision| decision.verdict == Verdict::Nothing).map(|d| decision_out(d)).collect()
    });
    let for_colleague = dataset.for_colleague;
    Ok(Line {
        format: "bayan",
        version: 1,
        document: document_out(layer)?,
        document_tags: layer.tags().map(TagsOut::new).unwrap_or_default(),
        annotator: layer.annotator,
        offset_unit: "codepoint",
        parties: dataset.parties_of(layer).into_iter().map(party_out).collect(),
        statements: layer.statements().map(|s| statement_out(layer, s)).collect::<Result<_, _>>()?,
        relations: layer.relations().map(relation_out).collect(),
        decided_nothing,
        codebook: for_colleague.then(|| codebook_out(&dataset.project.codebook, layer.uses())),
        progress: for_colleague.then(|| layer.progress().map(progress_out)),
    })
}

fn document_out<'p>(layer: &DatasetLayer<'p>) -> Result<DocumentOut<'p>, ExportError> {
    let document = layer.document;
    let known = |value: &'p str| (!value.is_empty()).then_some(value);
    let metadata = &document.metadata;
    let excluded: Result<Vec<_>, ExportError> =
        document.excluded.iter().map(|span| Ok(layer.locate(&"—", *span)?.0)).collect();
    Ok(DocumentOut {
        id: document.id.as_str(),
        title: known(&metadata.title),
        publisher: known(&metadata.publisher),
        published: known(&metadata.published),
        url: known(&metadata.url),
        language: known(&metadata.language),
        text: document.content.as_str(),
        text_sha256: document.content.sha256(),
        excluded: excluded?,
    })
}

fn party_out(party: &Party) -> PartyOut<'_> {
    PartyOut {
        id: party.id.as_str(),
        name: &party.name,
        aliases: &party.aliases,
        parent: party.parent.as_ref().map(|id| id.as_str()),
        about: AboutOut::new(&party.about),
    }
}

fn relation_out(relation: &Relation) -> RelationOut<'_> {
    RelationOut {
        id: relation.id,
        kind: relation.kind.as_str(),
        from: relation.from,
        to: relation.to,
        note: &relation.note,
        attributes: AttributeOut::texts(&relation.attributes),
    }
}

fn statement_out<'p>(layer: &DatasetLayer<'p>, statement: &'p Statement) -> Result<StatementOut<'p>, ExportError> {
    let locate = |span: Span| layer.locate(&statement.id, span);
    let place = |span: Option<Span>| span.map(|span| Ok::<_, ExportError>(locate(span)?.0)).transpose();
    let mut spans = Vec::with_capacity(statement.spans.len());
    let mut quotes = Vec::with_capacity(statement.spans.len());
    for span in &statement.spans {
        let (chars, quote) = locate(*span)?;
        spans.push(chars);
        quotes.push(quote);
    }
    let mut chain = Vec::with_capacity(statement.chain.len());
    for link in &statement.chain {
        chain.push(LinkOut { party: link.party.as_str(), cue: place(link.cue)?, mention: place(link.mention)? });
    }
    Ok(StatementOut {
        id: statement.id,
        kind: statement.kind.as_str(),
        spans,
        quotes,
        speaker: statement.speaker().map(|id| id.as_str()),
        chain,
        addressees: statement.addressees.iter().map(|id| id.as_str()).collect(),
        topic: statement.topic.as_ref().map(|id| id.as_str()),
        stance: statement.stance,
        quotation: statement.quotation,
        attributes: AttributeOut::all(layer, statement)?,
        note: &statement.note,
        created: statement.created,
        modified: statement.modified,
        decision: layer.review.and_then(|review| review.decision_of(statement.id)).map(|d| decision_out(d)),
    })
}

fn decision_out(decision: &Decision) -> DecisionOut<'_> {
    DecisionOut {
        id: decision.id.to_string(),
        verdict: decision.verdict.as_str(),
        from: decision.verdict.taken_from().map(|annotator| annotator.as_str()),
        provenance: decision.provenance.as_str(),
        rule: Some(decision.rule.as_str()).filter(|rule| !rule.is_empty()),
        by: decision.by.as_str(),
        at: decision.at.to_string(),
        cause: decision.cause.map(Cause::as_str),
        reason: &decision.reason,
        needs_rule: decision.needs_rule,
        sources: decision.sources.iter().map(source_out).collect(),
    }
}

fn source_out(source: &DecisionSource) -> SourceOut<'_> {
    SourceOut {
        annotator: source.annotator.as_str(),
        statements: source.statements.iter().map(|seen| seen.id.to_string()).collect(),
    }
}

/// The entries of the codebook that a layer needs, list by list.
fn codebook_out(codebook: &Codebook, uses: &Uses) -> Map<String, Value> {
    let lists = codebook_json::lists(uses.items(codebook));
    lists.into_iter().map(|(key, values)| (key.to_owned(), Value::from(values))).collect()
}

fn progress_out(progress: &LayerProgress) -> ProgressOut {
    ProgressOut {
        state: progress.state.as_str(),
        at: progress.at.to_string(),
        first_done: progress.first_done.as_ref().map(ToString::to_string),
    }
}
