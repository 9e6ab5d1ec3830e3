//! JSON Lines: our full format. One object a line for each document and layer, always with all keys, null where unset.
//!
//! It holds all that a layer has, so that importing an export gives the same layer back. What belongs to the project
//! and not to a layer (colours, definitions of the codebook, the manual) is not in it.

use std::io::Write;

use serde::Serialize;

use crate::formats::{ExportError, Scope, Selected, Summary, check_scope, located, selected};
use crate::model::project::Project;
use crate::model::span::Span;
use crate::model::statement::{Attribute, Quotation, Stance, Statement};

/// Writes the layers of the scope.
///
/// # Errors
/// The scope names what is not there, a span does not fit its text, or the writing failed.
pub fn write(project: &Project, scope: &Scope, out: &mut impl Write) -> Result<Summary, ExportError> {
    check_scope(project, scope)?;
    let mut summary = Summary::default();
    let mut last = None;
    for layer in selected(project, scope) {
        let line = line(project, &layer)?;
        summary.documents += usize::from(last != Some(&layer.document.id));
        summary.layers += 1;
        summary.statements += line.statements.len();
        summary.relations += line.relations.len();
        last = Some(&layer.document.id);
        serde_json::to_writer(&mut *out, &line).map_err(std::io::Error::from)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(summary)
}

#[derive(Serialize)]
pub(in crate::formats) struct Line<'p> {
    format: &'static str,
    version: u32,
    document: DocumentOut<'p>,
    annotator: &'p str,
    offset_unit: &'static str,
    parties: Vec<PartyOut<'p>>,
    statements: Vec<StatementOut<'p>>,
    relations: Vec<RelationOut<'p>>,
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
}

#[derive(Serialize)]
struct StatementOut<'p> {
    id: String,
    kind: &'p str,
    spans: Vec<[usize; 2]>,
    quotes: Vec<&'p str>,
    speaker: Option<&'p str>,
    chain: Vec<LinkOut<'p>>,
    addressees: Vec<&'p str>,
    topic: Option<&'p str>,
    stance: Option<Stance>,
    quotation: Option<Quotation>,
    attributes: &'p [Attribute],
    note: &'p str,
    created: String,
    modified: String,
}

#[derive(Serialize)]
struct LinkOut<'p> {
    party: &'p str,
    cue: Option<[usize; 2]>,
    mention: Option<[usize; 2]>,
}

#[derive(Serialize)]
struct RelationOut<'p> {
    id: String,
    kind: &'p str,
    from: String,
    to: String,
    note: &'p str,
}

pub(in crate::formats) fn line<'p>(project: &'p Project, layer: &Selected<'p>) -> Result<Line<'p>, ExportError> {
    let document = layer.document;
    let known = |value: &'p str| (!value.is_empty()).then_some(value);
    let metadata = &document.metadata;
    let excluded: Result<Vec<_>, ExportError> =
        document.excluded.iter().map(|span| Ok(located(document, &"—", *span)?.0)).collect();
    let party = |p: &'p crate::model::party::Party| PartyOut {
        id: p.id.as_str(),
        name: &p.name,
        aliases: &p.aliases,
        parent: p.parent.as_ref().map(|id| id.as_str()),
    };
    let relation = |r: &'p crate::model::statement::Relation| RelationOut {
        id: r.id.to_string(),
        kind: r.kind.as_str(),
        from: r.from.to_string(),
        to: r.to.to_string(),
        note: &r.note,
    };
    Ok(Line {
        format: "bayan",
        version: 1,
        document: DocumentOut {
            id: document.id.as_str(),
            title: known(&metadata.title),
            publisher: known(&metadata.publisher),
            published: known(&metadata.published),
            url: known(&metadata.url),
            language: known(&metadata.language),
            text: document.content.as_str(),
            text_sha256: document.content.sha256(),
            excluded: excluded?,
        },
        annotator: layer.annotator.as_str(),
        offset_unit: "codepoint",
        parties: project.parties.iter().map(party).collect(),
        statements: layer.statements().map(|s| statement(layer, s)).collect::<Result<_, _>>()?,
        relations: layer.relations().map(relation).collect(),
    })
}

fn statement<'p>(layer: &Selected<'p>, statement: &'p Statement) -> Result<StatementOut<'p>, ExportError> {
    let locate = |span: Span| located(layer.document, &statement.id, span);
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
        id: statement.id.to_string(),
        kind: statement.kind.as_str(),
        spans,
        quotes,
        speaker: statement.speaker().map(|id| id.as_str()),
        chain,
        addressees: statement.addressees.iter().map(|id| id.as_str()).collect(),
        topic: statement.topic.as_ref().map(|id| id.as_str()),
        stance: statement.stance,
        quotation: statement.quotation,
        attributes: &statement.attributes,
        note: &statement.note,
        created: statement.created.to_string(),
        modified: statement.modified.to_string(),
    })
}
