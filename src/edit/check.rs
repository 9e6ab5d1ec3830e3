//! What an edit must fit: known names, spans on grapheme edges of the text, both ends of a relation. The readers of files
//! check by the same rules.

use super::change::{EditError, LayerKey};
use crate::model::codebook::{Codebook, CodebookList};
use crate::model::document::Document;
use crate::model::id::DocumentId;
use crate::model::layer::Layer;
use crate::model::party::Party;
use crate::model::project::Project;
use crate::model::review::Review;
use crate::model::span::Span;
use crate::model::statement::{Attribute, Relation, Statement};
use crate::text::segment::is_grapheme_edge;

/// Checks that the party to which another belongs exists and does not belong to it, and that it has no passages.
pub(super) fn check_party(project: &Project, party: &Party) -> Result<(), EditError> {
    check_plain_values(&party.about.attributes)?;
    let Some(parent) = &party.parent else { return Ok(()) };
    if project.party(parent).is_none() && *parent != party.id {
        return Err(EditError::UnknownParty(parent.clone()));
    }
    if project.belongs_to(parent, &party.id) {
        return Err(EditError::PartyCycle(party.id.clone()));
    }
    Ok(())
}

/// Checks that the codebook has every entry that a statement or a relation must have.
pub(super) fn check_codebook(project: &Project, codebook: &Codebook) -> Result<(), EditError> {
    for layer in project.layers.values().chain(project.reviews.values().map(Review::gold)) {
        let uses = layer.uses();
        // Statements keep values of attributes that the codebook does not have.
        for list in CodebookList::ALL.into_iter().filter(|list| *list != CodebookList::Attributes) {
            if let Some(missing) = uses.ids(list).into_iter().find(|id| !codebook.has_item(list, id)) {
                return Err(EditError::InUse(missing.to_owned()));
            }
        }
    }
    Ok(())
}

/// Checks one statement against the project: known names, spans that fit the text.
///
/// # Errors
/// What does not fit.
pub fn check_statement(project: &Project, document: &DocumentId, statement: &Statement) -> Result<(), EditError> {
    check_places(project, document, statement)?;
    check_names(project, statement)
}

/// Checks that the project has everything that a statement names.
///
/// # Errors
/// What it does not have.
pub(crate) fn check_names(project: &Project, statement: &Statement) -> Result<(), EditError> {
    if project.codebook.kind(&statement.kind).is_none() {
        return Err(EditError::UnknownKind(statement.kind.clone()));
    }
    if let Some(topic) = statement.topic.as_ref().filter(|topic| project.codebook.topic(topic).is_none()) {
        return Err(EditError::UnknownTopic(topic.clone()));
    }
    let parties = statement.chain.iter().map(|link| &link.party).chain(&statement.addressees);
    match parties.into_iter().find(|id| project.party(id).is_none()) {
        Some(unknown) => Err(EditError::UnknownParty(unknown.clone())),
        None => Ok(()),
    }
}

/// Checks the places of one statement against its document; its names may be unknown.
///
/// # Errors
/// What does not fit.
fn check_places(project: &Project, document: &DocumentId, statement: &Statement) -> Result<(), EditError> {
    let document = project.documents.get(document).ok_or_else(|| EditError::UnknownDocument(document.clone()))?;
    check_places_in(document, statement)
}

/// Checks the places of one statement of this document.
///
/// # Errors
/// What does not fit.
pub(crate) fn check_places_in(document: &Document, statement: &Statement) -> Result<(), EditError> {
    if statement.spans.is_empty() {
        return Err(EditError::NoSpan);
    }
    check_spans(document, &statement.spans)?;
    for span in statement.chain.iter().flat_map(|link| [link.cue, link.mention]).flatten() {
        check_span(document, span)?;
    }
    for attribute in &statement.attributes {
        let Some(span) = attribute.span else { continue };
        check_span(document, span)?;
        if document.content.get(span.range()) != Some(&attribute.value) {
            return Err(EditError::OtherWords(attribute.name.clone()));
        }
    }
    Ok(())
}

/// Checks one relation against its layer.
///
/// # Errors
/// What does not fit.
pub(crate) fn check_relation(project: &Project, layer: &LayerKey, relation: &Relation) -> Result<(), EditError> {
    if project.codebook.relation_kind(&relation.kind).is_none() {
        return Err(EditError::UnknownRelationKind(relation.kind.clone()));
    }
    if relation.from == relation.to {
        return Err(EditError::RelationToItself);
    }
    check_plain_values(&relation.attributes)?;
    let place = project.layers.get(layer).ok_or(EditError::UnknownStatement(relation.from))?;
    check_ends(place, relation)
}

/// Checks that none of these values is a passage: only statements have passages.
pub(super) fn check_plain_values(attributes: &[Attribute]) -> Result<(), EditError> {
    match attributes.iter().find(|attribute| attribute.span.is_some()) {
        Some(passage) => Err(EditError::NoPassageHere(passage.name.clone())),
        None => Ok(()),
    }
}

/// Checks that the layer has both ends of a relation.
pub(super) fn check_ends(place: &Layer, relation: &Relation) -> Result<(), EditError> {
    match [relation.from, relation.to].into_iter().find(|id| place.statement(*id).is_none()) {
        Some(unknown) => Err(EditError::UnknownStatement(unknown)),
        None => Ok(()),
    }
}

/// Checks that spans are in order, do not overlap, and fit the text.
pub(super) fn check_spans(document: &Document, spans: &[Span]) -> Result<(), EditError> {
    for span in spans {
        check_span(document, *span)?;
    }
    if spans.is_sorted_by(|a, b| a.end_byte <= b.start_byte) { Ok(()) } else { Err(EditError::SpansOverlap) }
}

/// Checks that a span is in the text and on grapheme edges.
pub(super) fn check_span(document: &Document, span: Span) -> Result<(), EditError> {
    if span.is_empty() || span.end_byte > document.content.len_bytes() {
        return Err(EditError::SpanOutside(span));
    }
    let text = document.content.as_str();
    if is_grapheme_edge(text, span.start_byte) && is_grapheme_edge(text, span.end_byte) {
        Ok(())
    } else {
        Err(EditError::SpanNotOnGrapheme(span))
    }
}
