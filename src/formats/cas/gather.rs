//! The feature structures of a layer.

use std::collections::HashMap;

use super::structure::{Structure, Value};
use super::{attribute, types};
use crate::formats::ExportError;
use crate::formats::dataset::DatasetLayer;
use crate::formats::utf16::Utf16;
use crate::model::id::StatementId;
use crate::model::review::{Decision, DecisionSource};
use crate::model::span::Span;
use crate::model::statement::{Relation, Statement};

/// The id of the text.
pub(super) const SOFA: u32 = 1;
/// The language of a document that has none.
pub(super) const NO_LANGUAGE: &str = "x-unspecified";

/// The feature structures of a layer, after the text, whose id is [`SOFA`].
///
/// # Errors
/// A span does not fit the text.
pub(super) fn structures(layer: &DatasetLayer<'_>) -> Result<Vec<Structure>, ExportError> {
    let units = Utf16::new(layer.document.content.as_str());
    let mut gatherer =
        Gatherer { layer, units, all: Vec::new(), last: SOFA, sources: HashMap::new(), firsts: HashMap::new() };
    gatherer.document()?;
    for statement in layer.statements() {
        gatherer.statement(statement)?;
    }
    for relation in layer.relations() {
        gatherer.relation(relation)?;
    }
    Ok(gatherer.all)
}

struct Gatherer<'a, 'p> {
    layer: &'a DatasetLayer<'p>,
    units: Utf16<'p>,
    all: Vec<Structure>,
    last: u32,
    /// The cues and mentions that are there, so that one that several statements use is written once.
    sources: HashMap<(Span, Option<&'p str>), u32>,
    /// The first annotation of each statement, with its edges in units.
    firsts: HashMap<StatementId, (u32, [usize; 2])>,
}

impl<'p> Gatherer<'_, 'p> {
    fn push(&mut self, kind: &'static str, features: Vec<(&'static str, Value)>) -> u32 {
        self.last += 1;
        self.all.push(Structure { id: self.last, kind, features });
        self.last
    }

    /// The edges of a span in UTF-16 units; the span was cut again by its code points first.
    fn edges(&self, owner: &dyn std::fmt::Display, span: Span) -> Result<[usize; 2], ExportError> {
        let (_, quote) = self.layer.locate(owner, span)?;
        let edges = self.units.of_byte(span.start_byte).zip(self.units.of_byte(span.end_byte));
        match edges {
            Some((start, end)) if end - start == quote.encode_utf16().count() => Ok([start, end]),
            _ => {
                Err(ExportError::Span { document: self.layer.document.id.clone(), statement: owner.to_string(), span })
            }
        }
    }

    fn document(&mut self) -> Result<(), ExportError> {
        let document = self.layer.document;
        let known = &document.metadata;
        let language = if known.language.is_empty() { NO_LANGUAGE } else { &known.language };
        let mut features = at([0, self.units.length()]);
        features.push(("language", Value::Text(language.to_owned())));
        self.push(types::DOCUMENT_ANNOTATION, features);
        let fields = [
            ("title", known.title.as_str()),
            ("publisher", &known.publisher),
            ("published", &known.published),
            ("url", &known.url),
            ("sha256", document.content.sha256()),
        ];
        let mut features = vec![("sofa", Value::Structure(SOFA))];
        features.extend(texts(fields));
        self.push(types::DOCUMENT, features);
        for span in &document.excluded {
            let edges = self.edges(&"—", *span)?;
            self.push(types::EXCLUDED, at(edges));
        }
        Ok(())
    }

    fn statement(&mut self, statement: &'p Statement) -> Result<(), ExportError> {
        let links = self.links(statement)?;
        let parts = statement.spans.len();
        for (index, span) in statement.spans.iter().enumerate() {
            let edges = self.edges(&statement.id, *span)?;
            let mut features = at(edges);
            features.push(("sid", Value::Text(statement.id.to_string())));
            features.push(("kind", Value::Text(statement.kind.to_string())));
            if parts > 1 {
                features.push(("part", Value::Text(format!("{}/{parts}", index + 1))));
            }
            if index == 0 {
                features.extend(details(statement));
                if !links.is_empty() {
                    features.push(("sources", Value::Structures(links.clone())));
                }
                if let Some(decision) = self.layer.review.and_then(|review| review.decision_of(statement.id)) {
                    features.extend(provenance(decision));
                }
            }
            let id = self.push(types::STATEMENT, features);
            self.firsts.entry(statement.id).or_insert((id, edges));
        }
        Ok(())
    }

    /// Adds the cues and mentions of a statement and the links to them; the ids of the links.
    fn links(&mut self, statement: &'p Statement) -> Result<Vec<u32>, ExportError> {
        let mut links = Vec::new();
        for (index, link) in statement.chain.iter().enumerate() {
            let party = link.party.as_str();
            for (word, span, party) in [("cue", link.cue, None), ("mention", link.mention, Some(party))] {
                let Some(span) = span else { continue };
                let target = self.source(statement, span, party)?;
                let role = Value::Text(format!("{word} {}", index + 1));
                links.push(self.push(types::SOURCE_LINK, vec![("role", role), ("target", Value::Structure(target))]));
            }
        }
        Ok(links)
    }

    fn source(&mut self, statement: &Statement, span: Span, party: Option<&'p str>) -> Result<u32, ExportError> {
        if let Some(id) = self.sources.get(&(span, party)) {
            return Ok(*id);
        }
        let mut features = at(self.edges(&statement.id, span)?);
        features.extend(party.map(|party| ("party", Value::Text(party.to_owned()))));
        let id = self.push(if party.is_some() { types::MENTION } else { types::CUE }, features);
        self.sources.insert((span, party), id);
        Ok(id)
    }

    fn relation(&mut self, relation: &Relation) -> Result<(), ExportError> {
        // Both ends are in the layer, as `DatasetLayer::relations` sees to it.
        let ends = self.firsts.get(&relation.from).copied().zip(self.firsts.get(&relation.to).copied());
        let Some(((from, _), (to, edges))) = ends else { return Ok(()) };
        let mut features = at(edges);
        features.push(("Governor", Value::Structure(from)));
        features.push(("Dependent", Value::Structure(to)));
        let rid = relation.id.to_string();
        features.extend(texts([("kind", relation.kind.as_str()), ("note", &relation.note), ("rid", &rid)]));
        self.push(types::RELATION, features);
        Ok(())
    }
}

/// The features of every annotation.
fn at([start, end]: [usize; 2]) -> Vec<(&'static str, Value)> {
    vec![("sofa", Value::Structure(SOFA)), ("begin", Value::Number(start)), ("end", Value::Number(end))]
}

/// The texts that are not empty.
fn texts<const N: usize>(fields: [(&'static str, &str); N]) -> Vec<(&'static str, Value)> {
    let filled = fields.into_iter().filter(|(_, text)| !text.is_empty());
    filled.map(|(name, text)| (name, Value::Text(text.to_owned()))).collect()
}

/// What a statement bears besides its kind and its place.
fn details(statement: &Statement) -> Vec<(&'static str, Value)> {
    let chain = statement.chain.iter().map(|link| link.party.as_str()).collect::<Vec<_>>().join(">");
    let (created, modified) = (statement.created.to_string(), statement.modified.to_string());
    let fields = [
        ("speaker", statement.speaker().map_or("", |id| id.as_str())),
        ("chain", &chain),
        ("topic", statement.topic.as_ref().map_or("", |id| id.as_str())),
        ("stance", statement.stance.map_or("", |stance| stance.as_str())),
        ("quotation", statement.quotation.map_or("", |quotation| quotation.as_str())),
        ("note", &statement.note),
        ("created", &created),
        ("modified", &modified),
    ];
    let mut features = texts(fields);
    let addressees: Vec<String> = statement.addressees.iter().map(ToString::to_string).collect();
    let attributes: Vec<String> = statement.attributes.iter().map(attribute::joined).collect();
    for (name, list) in [("addressees", addressees), ("attributes", attributes)] {
        if !list.is_empty() {
            features.push((name, Value::Texts(list)));
        }
    }
    features
}

/// The decision from which a statement of gold comes.
fn provenance(decision: &Decision) -> Vec<(&'static str, Value)> {
    let at = decision.at.to_string();
    let sources = decision.sources.iter().map(source).collect::<Vec<_>>().join(";");
    texts([
        ("verdict", decision.verdict.as_str()),
        ("provenance", decision.provenance.as_str()),
        ("decidedBy", decision.by.as_str()),
        ("decidedAt", &at),
        ("rule", &decision.rule),
        ("reason", &decision.reason),
        ("sourcesOf", &sources),
    ])
}

/// The statements of an annotator on which a decision rests, as in CSV.
fn source(source: &DecisionSource) -> String {
    match source.statements.as_slice() {
        [] => source.annotator.to_string(),
        seen => seen.iter().map(|seen| format!("{}:{}", source.annotator, seen.id)).collect::<Vec<_>>().join(";"),
    }
}
