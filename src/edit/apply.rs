//! Applies edits: each is checked, changes the project, and returns the edit that undoes it.

use std::mem::replace;

use super::change::{Edit, EditError, LayerKey};
use super::check::{check_codebook, check_party, check_relation, check_spans, check_statement};
use super::{conflicts, review, tags, work};
use crate::model::codebook::Codebook;
use crate::model::document::{Document, Metadata};
use crate::model::id::{AnnotatorId, DocumentId, PartyId, RelationId, StatementId};
use crate::model::layer::Layer;
use crate::model::party::Party;
use crate::model::project::Project;
use crate::model::span::Span;
use crate::model::statement::{Relation, Statement};

impl Edit {
    /// Changes the project and returns the edit that undoes it.
    ///
    /// # Errors
    /// The edit does not fit; the project is as it was.
    pub fn apply(self, project: &mut Project) -> Result<Self, EditError> {
        match self {
            Self::SetTitle(title) => Ok(Self::SetTitle(replace(&mut project.title, title))),
            Self::SetGuidelines(text) => Ok(Self::SetGuidelines(replace(&mut project.guidelines, text))),
            Self::SetBlindUntilDone(blind) => {
                Ok(Self::SetBlindUntilDone(replace(&mut project.blind_until_done, blind)))
            }
            Self::SetReviewers(reviewers) => Ok(Self::SetReviewers(replace(&mut project.reviewers, reviewers))),
            Self::SetCodebook(codebook) => set_codebook(project, *codebook),
            Self::AddParty { index, party } => add_party(project, index, party),
            Self::RemoveParty(id) => remove_party(project, id),
            Self::ReplaceParty(party) => replace_party(project, party),
            Self::SetPartyOrder(order) => set_party_order(project, &order),
            Self::AddDocument { document, layers } => add_document(project, *document, layers),
            Self::RemoveDocument(id) => remove_document(project, &id),
            Self::SetMetadata { document, metadata } => set_metadata(project, document, metadata),
            Self::SetExcluded { document, excluded } => set_excluded(project, document, excluded),
            Self::AddStatement { layer, statement } => add_statement(project, layer, *statement),
            Self::RemoveStatement { layer, id } => remove_statement(project, layer, id),
            Self::ReplaceStatement { layer, statement } => replace_statement(project, layer, *statement),
            Self::AddRelation { layer, relation } => add_relation(project, layer, relation),
            Self::RemoveRelation { layer, id } => remove_relation(project, layer, id),
            Self::ReplaceRelation { layer, relation } => replace_relation(project, layer, relation),
            Self::SetProgress { layer, progress } => work::set_progress(project, layer, progress),
            Self::SetTags { layer, tags } => tags::set(project, layer, tags.map(|tags| *tags)),
            Self::SetGoldTags { document, tags } => tags::set_gold(project, document, tags.map(|tags| *tags)),
            Self::SetConflicts { file, conflicts } => conflicts::set(project, file, conflicts),
            Self::SetDecision { document, id, decision } => {
                review::set_decision(project, document, id, decision.map(|decision| *decision))
            }
            Self::SetGoldRelation { document, id, relation } => review::set_relation(project, document, id, relation),
            Self::SetThread { document, id, thread } => {
                review::set_thread(project, document, id, thread.map(|thread| *thread))
            }
            Self::SetAssignment { document, annotator, assignment } => {
                work::set_assignment(project, document, annotator, assignment)
            }
            Self::Group(edits) => apply_group(project, edits),
        }
    }
}

/// Applies all edits; if one fails, undoes those already applied and returns the error.
fn apply_group(project: &mut Project, edits: Vec<Edit>) -> Result<Edit, EditError> {
    let mut inverses = Vec::with_capacity(edits.len());
    for edit in edits {
        match edit.apply(project) {
            Ok(inverse) => inverses.push(inverse),
            Err(error) => {
                while let Some(inverse) = inverses.pop() {
                    if let Err(again) = inverse.apply(project) {
                        tracing::error!(%again, "a half-applied group could not be taken back");
                    }
                }
                return Err(error);
            }
        }
    }
    inverses.reverse();
    Ok(Edit::Group(inverses))
}

fn set_codebook(project: &mut Project, codebook: Codebook) -> Result<Edit, EditError> {
    check_codebook(project, &codebook)?;
    Ok(Edit::SetCodebook(Box::new(replace(&mut project.codebook, codebook))))
}

fn add_party(project: &mut Project, index: usize, party: Party) -> Result<Edit, EditError> {
    if project.party(&party.id).is_some() {
        return Err(EditError::Duplicate(party.id.to_string()));
    }
    check_party(project, &party)?;
    let id = party.id.clone();
    project.parties.insert(index, party);
    Ok(Edit::RemoveParty(id))
}

fn remove_party(project: &mut Project, id: PartyId) -> Result<Edit, EditError> {
    let count = project.statements_using(&id) + project.parties.children(&id);
    if count > 0 {
        return Err(EditError::PartyInUse { id, count });
    }
    let unknown = || EditError::UnknownParty(id.clone());
    let index = project.parties.place(&id).ok_or_else(unknown)?;
    let party = project.parties.take(index).ok_or_else(unknown)?;
    Ok(Edit::AddParty { index, party })
}

fn replace_party(project: &mut Project, party: Party) -> Result<Edit, EditError> {
    check_party(project, &party)?;
    let id = party.id.clone();
    project.parties.replace(party).map(Edit::ReplaceParty).ok_or(EditError::UnknownParty(id))
}

fn set_party_order(project: &mut Project, order: &[PartyId]) -> Result<Edit, EditError> {
    if let Some(unknown) = order.iter().find(|id| project.party(id).is_none()) {
        return Err(EditError::UnknownParty(unknown.clone()));
    }
    let old = project.parties.order();
    project.parties.reorder(order);
    Ok(Edit::SetPartyOrder(old))
}

fn add_document(
    project: &mut Project,
    document: Document,
    layers: Vec<(AnnotatorId, Layer)>,
) -> Result<Edit, EditError> {
    if project.documents.contains_key(&document.id) {
        return Err(EditError::Duplicate(document.id.to_string()));
    }
    check_spans(&document, &document.excluded)?;
    let id = document.id.clone();
    project.documents.insert(id.clone(), document);
    for (annotator, layer) in layers {
        project.layers.insert((id.clone(), annotator), layer);
    }
    Ok(Edit::RemoveDocument(id))
}

/// Removes a document with all that belongs to it: its layers, its review, its assignments and its conflicts.
fn remove_document(project: &mut Project, id: &DocumentId) -> Result<Edit, EditError> {
    let document = project.documents.remove(id).ok_or_else(|| EditError::UnknownDocument(id.clone()))?;
    let keys: Vec<_> = project.layers_of(id).map(|(annotator, _)| (id.clone(), annotator.clone())).collect();
    let layers = keys.into_iter().filter_map(|key| project.layers.remove(&key).map(|layer| (key.1, layer)));
    let add = Edit::AddDocument { document: Box::new(document), layers: layers.collect() };
    let mut restore = review::restore(project, id);
    project.reviews.remove(id);
    restore.extend(work::take_assignments(project, id));
    restore.extend(conflicts::take(project, id));
    Ok(if restore.is_empty() { add } else { Edit::Group(std::iter::once(add).chain(restore).collect()) })
}

fn set_metadata(project: &mut Project, document: DocumentId, metadata: Metadata) -> Result<Edit, EditError> {
    let old = replace(&mut document_mut(project, &document)?.metadata, metadata);
    Ok(Edit::SetMetadata { document, metadata: old })
}

fn set_excluded(project: &mut Project, document: DocumentId, excluded: Vec<Span>) -> Result<Edit, EditError> {
    let place = document_mut(project, &document)?;
    check_spans(place, &excluded)?;
    let old = replace(&mut place.excluded, excluded);
    Ok(Edit::SetExcluded { document, excluded: old })
}

fn document_mut<'p>(project: &'p mut Project, id: &DocumentId) -> Result<&'p mut Document, EditError> {
    project.documents.get_mut(id).ok_or_else(|| EditError::UnknownDocument(id.clone()))
}

fn add_statement(project: &mut Project, layer: LayerKey, statement: Statement) -> Result<Edit, EditError> {
    check_statement(project, &layer.0, &statement)?;
    let id = statement.id;
    let place = project.layers.entry(layer.clone()).or_default();
    if place.statement(id).is_some() {
        return Err(EditError::Duplicate(id.to_string()));
    }
    place.put(statement);
    Ok(Edit::RemoveStatement { layer, id })
}

/// Removes a statement together with its relations.
fn remove_statement(project: &mut Project, layer: LayerKey, id: StatementId) -> Result<Edit, EditError> {
    let place = project.layers.get_mut(&layer).ok_or(EditError::UnknownStatement(id))?;
    let statement = Box::new(place.take(id).ok_or(EditError::UnknownStatement(id))?);
    let hanging: Vec<_> = place.relations_of(id).map(|r| r.id).collect();
    let relations: Vec<_> = hanging.into_iter().filter_map(|id| place.take_relation(id)).collect();
    work::drop_if_empty(project, &layer);
    let add = Edit::AddStatement { layer: layer.clone(), statement };
    if relations.is_empty() {
        return Ok(add);
    }
    let relations = relations.into_iter().map(|relation| Edit::AddRelation { layer: layer.clone(), relation });
    Ok(Edit::Group(std::iter::once(add).chain(relations).collect()))
}

fn replace_statement(project: &mut Project, layer: LayerKey, statement: Statement) -> Result<Edit, EditError> {
    check_statement(project, &layer.0, &statement)?;
    let id = statement.id;
    let place = project.layers.get_mut(&layer).ok_or(EditError::UnknownStatement(id))?;
    if place.statement(id).is_none() {
        return Err(EditError::UnknownStatement(id));
    }
    let old = place.put(statement).ok_or(EditError::UnknownStatement(id))?;
    Ok(Edit::ReplaceStatement { layer, statement: Box::new(old) })
}

fn add_relation(project: &mut Project, layer: LayerKey, relation: Relation) -> Result<Edit, EditError> {
    check_relation(project, &layer, &relation)?;
    let id = relation.id;
    let place = project.layers.entry(layer.clone()).or_default();
    if place.relation(id).is_some() {
        return Err(EditError::Duplicate(id.to_string()));
    }
    place.put_relation(relation);
    Ok(Edit::RemoveRelation { layer, id })
}

fn remove_relation(project: &mut Project, layer: LayerKey, id: RelationId) -> Result<Edit, EditError> {
    let place = project.layers.get_mut(&layer).ok_or(EditError::UnknownRelation(id))?;
    let relation = place.take_relation(id).ok_or(EditError::UnknownRelation(id))?;
    work::drop_if_empty(project, &layer);
    Ok(Edit::AddRelation { layer, relation })
}

fn replace_relation(project: &mut Project, layer: LayerKey, relation: Relation) -> Result<Edit, EditError> {
    check_relation(project, &layer, &relation)?;
    let id = relation.id;
    let place = project.layers.get_mut(&layer).ok_or(EditError::UnknownRelation(id))?;
    if place.relation(id).is_none() {
        return Err(EditError::UnknownRelation(id));
    }
    let old = place.put_relation(relation).ok_or(EditError::UnknownRelation(id))?;
    Ok(Edit::ReplaceRelation { layer, relation: old })
}
