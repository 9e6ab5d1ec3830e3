//! The edits: what can be changed, what is refused, and how it is undone.

use std::collections::{BTreeMap, BTreeSet};

use super::unit;
use crate::model::codebook::{Codebook, CodebookList};
use crate::model::conflict::{Conflict, ConflictFile};
use crate::model::document::{Document, Metadata};
use crate::model::id::{
    AnnotatorId, DecisionId, DocumentId, KindId, PartyId, RelationId, RelationKindId, StatementId, ThreadId, TopicId,
};
use crate::model::layer::Layer;
use crate::model::party::Party;
use crate::model::project::Project;
use crate::model::review::{Decision, Thread};
use crate::model::span::Span;
use crate::model::statement::{Relation, Statement};
use crate::model::work::{Assignment, LayerProgress};
use crate::t;
use crate::text::segment::is_grapheme_edge;

/// One change to a project.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    SetTitle(String),
    SetGuidelines(String),
    SetCodebook(Box<Codebook>),
    AddParty {
        index: usize,
        party: Party,
    },
    RemoveParty(PartyId),
    ReplaceParty(Party),
    /// Adds a document, with layers when a removal is undone.
    AddDocument {
        document: Box<Document>,
        layers: Vec<(AnnotatorId, Layer)>,
    },
    RemoveDocument(DocumentId),
    SetMetadata {
        document: DocumentId,
        metadata: Metadata,
    },
    SetExcluded {
        document: DocumentId,
        excluded: Vec<Span>,
    },
    AddStatement {
        layer: LayerKey,
        statement: Box<Statement>,
    },
    RemoveStatement {
        layer: LayerKey,
        id: StatementId,
    },
    ReplaceStatement {
        layer: LayerKey,
        statement: Box<Statement>,
    },
    AddRelation {
        layer: LayerKey,
        relation: Relation,
    },
    RemoveRelation {
        layer: LayerKey,
        id: RelationId,
    },
    ReplaceRelation {
        layer: LayerKey,
        relation: Relation,
    },
    /// Sets the conflicts that a merge has left for a person to resolve in one file. They keep the file of a layer or a
    /// review that has nothing else, and go with their document.
    SetConflicts {
        file: ConflictFile,
        conflicts: Vec<Conflict>,
    },
    /// Adds or replaces the decision with this id; `None` removes it.
    SetDecision {
        document: DocumentId,
        id: DecisionId,
        decision: Option<Box<Decision>>,
    },
    /// Adds or replaces the gold relation with this id; `None` removes it.
    SetGoldRelation {
        document: DocumentId,
        id: RelationId,
        relation: Option<Relation>,
    },
    /// Adds or replaces the thread with this id; `None` removes it.
    SetThread {
        document: DocumentId,
        id: ThreadId,
        thread: Option<Box<Thread>>,
    },
    /// Assigns a document to an annotator; `None` withdraws the assignment.
    SetAssignment {
        document: DocumentId,
        annotator: AnnotatorId,
        assignment: Option<Assignment>,
    },
    /// Records an annotator's progress in a document; without a record, progress is inferred from the statements.
    SetProgress {
        layer: LayerKey,
        progress: Option<LayerProgress>,
    },
    /// Whether others' work is hidden from annotators who are not done.
    SetBlindUntilDone(bool),
    SetReviewers(BTreeSet<AnnotatorId>),
    /// All or nothing, in order.
    Group(Vec<Self>),
}

/// Identifies a layer: its document and its annotator.
pub type LayerKey = (DocumentId, AnnotatorId);

/// A file of the project that an edit changes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Touched {
    Project,
    Guidelines,
    Document(DocumentId),
    Layer(DocumentId, AnnotatorId),
    Review(DocumentId),
}

impl From<ConflictFile> for Touched {
    fn from(file: ConflictFile) -> Self {
        match file {
            ConflictFile::Project => Self::Project,
            ConflictFile::Document(id) => Self::Document(id),
            ConflictFile::Layer(document, annotator) => Self::Layer(document, annotator),
            ConflictFile::Review(document) => Self::Review(document),
        }
    }
}

impl Touched {
    /// Copies this file's contents from one project to another.
    pub(crate) fn copy(&self, from: &Project, to: &mut Project) {
        fn put<K: Ord + Clone, V: Clone>(key: &K, from: &BTreeMap<K, V>, to: &mut BTreeMap<K, V>) {
            match from.get(key) {
                Some(value) => to.insert(key.clone(), value.clone()),
                None => to.remove(key),
            };
        }
        match self {
            Self::Project => {
                to.title.clone_from(&from.title);
                to.parties.clone_from(&from.parties);
                to.codebook.clone_from(&from.codebook);
                to.assignments.clone_from(&from.assignments);
                to.reviewers.clone_from(&from.reviewers);
                to.blind_until_done = from.blind_until_done;
            }
            Self::Guidelines => to.guidelines.clone_from(&from.guidelines),
            Self::Document(id) => put(id, &from.documents, &mut to.documents),
            Self::Layer(document, annotator) => {
                put(&(document.clone(), annotator.clone()), &from.layers, &mut to.layers);
            }
            Self::Review(id) => put(id, &from.reviews, &mut to.reviews),
        }
        if let Some(file) = self.conflict_file() {
            put(&file, &from.conflicts, &mut to.conflicts);
        }
    }

    /// The name under which the conflicts of this file are kept; the guidelines have none.
    pub fn conflict_file(&self) -> Option<ConflictFile> {
        Some(match self {
            Self::Project => ConflictFile::Project,
            Self::Guidelines => return None,
            Self::Document(id) => ConflictFile::Document(id.clone()),
            Self::Layer(document, annotator) => ConflictFile::Layer(document.clone(), annotator.clone()),
            Self::Review(id) => ConflictFile::Review(id.clone()),
        })
    }

    /// Whether two projects have the same contents in this file.
    pub(crate) fn is_same(&self, a: &Project, b: &Project) -> bool {
        let same = match self {
            Self::Project => {
                (&a.title, &a.parties, &a.codebook) == (&b.title, &b.parties, &b.codebook)
                    && (&a.assignments, &a.reviewers) == (&b.assignments, &b.reviewers)
                    && a.blind_until_done == b.blind_until_done
            }
            Self::Guidelines => a.guidelines == b.guidelines,
            Self::Document(id) => a.documents.get(id) == b.documents.get(id),
            Self::Layer(document, annotator) => a.layer(document, annotator) == b.layer(document, annotator),
            Self::Review(id) => a.reviews.get(id) == b.reviews.get(id),
        };
        same && self.conflict_file().is_none_or(|file| a.conflicts_in(&file) == b.conflicts_in(&file))
    }
}

/// The reason an edit does not fit the project; nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    #[error("{}", t!("edit-unknown-document", id = .0.as_str()))]
    UnknownDocument(DocumentId),
    #[error("{}", t!("edit-unknown-statement", id = .0.to_string()))]
    UnknownStatement(StatementId),
    #[error("{}", t!("edit-unknown-relation", id = .0.to_string()))]
    UnknownRelation(RelationId),
    #[error("{}", t!("edit-unknown-party", id = .0.as_str()))]
    UnknownParty(PartyId),
    #[error("{}", t!("edit-unknown-kind", id = .0.as_str()))]
    UnknownKind(KindId),
    #[error("{}", t!("edit-unknown-topic", id = .0.as_str()))]
    UnknownTopic(TopicId),
    #[error("{}", t!("edit-unknown-relation-kind", id = .0.as_str()))]
    UnknownRelationKind(RelationKindId),
    #[error("{}", t!("edit-duplicate", id = .0.as_str()))]
    Duplicate(String),
    /// The name differs from an existing one only in case or in the form of a letter.
    #[error("{}", t!("edit-twin", id = id.as_str(), other = other.as_str()))]
    Twin { id: String, other: String },
    #[error("{}", t!("edit-party-in-use", id = .id.as_str(), count = *.count))]
    PartyInUse { id: PartyId, count: usize },
    #[error("{}", t!("edit-party-cycle", id = .0.as_str()))]
    PartyCycle(PartyId),
    #[error("{}", t!("edit-key-taken", key = key.to_string(), kind = kind.as_str(), command = command.as_str()))]
    KeyTaken { key: char, kind: String, command: String },
    #[error("{}", t!("edit-in-use", id = .0.as_str()))]
    InUse(String),
    #[error("{}", t!("edit-span-outside", start = .0.start_byte, end = .0.end_byte))]
    SpanOutside(Span),
    #[error("{}", t!("edit-span-not-on-grapheme", start = .0.start_byte, end = .0.end_byte))]
    SpanNotOnGrapheme(Span),
    #[error("{}", t!("edit-span-empty"))]
    NoSpan,
    #[error("{}", t!("edit-spans-overlap"))]
    SpansOverlap,
    #[error("{}", t!("edit-relation-to-itself"))]
    RelationToItself,
    #[error("{}", t!("edit-decision-statements", id = .0.to_string()))]
    DecisionStatements(DecisionId),
    #[error("{}", t!("edit-thread-empty", id = .0.to_string()))]
    ThreadEmpty(ThreadId),
    #[error("{}", t!("edit-id-differs", id = .0.as_str()))]
    IdDiffers(String),
}

impl Edit {
    /// Changes the project and returns the edit that undoes it.
    ///
    /// # Errors
    /// The edit does not fit; the project is as it was.
    pub fn apply(self, project: &mut Project) -> Result<Self, EditError> {
        match self {
            Self::SetTitle(title) => Ok(Self::SetTitle(std::mem::replace(&mut project.title, title))),
            Self::SetGuidelines(text) => Ok(Self::SetGuidelines(std::mem::replace(&mut project.guidelines, text))),
            Self::SetCodebook(codebook) => {
                check_codebook(project, &codebook)?;
                Ok(Self::SetCodebook(Box::new(std::mem::replace(&mut project.codebook, *codebook))))
            }
            Self::AddParty { index, party } => {
                if project.party(&party.id).is_some() {
                    return Err(EditError::Duplicate(party.id.to_string()));
                }
                check_parent(project, &party)?;
                let id = party.id.clone();
                project.parties.insert(index, party);
                Ok(Self::RemoveParty(id))
            }
            Self::RemoveParty(id) => {
                let count = project.statements_using(&id);
                let children = project.parties.children(&id);
                if count + children > 0 {
                    return Err(EditError::PartyInUse { id, count: count + children });
                }
                let unknown = || EditError::UnknownParty(id.clone());
                let index = project.parties.place(&id).ok_or_else(unknown)?;
                let party = project.parties.take(index).ok_or_else(unknown)?;
                Ok(Self::AddParty { index, party })
            }
            Self::ReplaceParty(party) => {
                check_parent(project, &party)?;
                let id = party.id.clone();
                project.parties.replace(party).map(Self::ReplaceParty).ok_or(EditError::UnknownParty(id))
            }
            Self::AddDocument { document, layers } => {
                if project.documents.contains_key(&document.id) {
                    return Err(EditError::Duplicate(document.id.to_string()));
                }
                check_spans(&document, &document.excluded)?;
                let id = document.id.clone();
                project.documents.insert(id.clone(), *document);
                for (annotator, layer) in layers {
                    project.layers.insert((id.clone(), annotator), layer);
                }
                Ok(Self::RemoveDocument(id))
            }
            Self::RemoveDocument(id) => {
                let document = project.documents.remove(&id).ok_or(EditError::UnknownDocument(id.clone()))?;
                let keys: Vec<_> =
                    project.layers_of(&id).map(|(annotator, _)| (id.clone(), annotator.clone())).collect();
                let layers = keys.into_iter().filter_map(|key| project.layers.remove(&key).map(|layer| (key.1, layer)));
                let add = Self::AddDocument { document: Box::new(document), layers: layers.collect() };
                let mut restore = super::review::restore(project, &id);
                project.reviews.remove(&id);
                restore.extend(super::work::take_assignments(project, &id));
                restore.extend(super::conflicts::take(project, &id));
                Ok(if restore.is_empty() { add } else { Self::Group(std::iter::once(add).chain(restore).collect()) })
            }
            Self::SetMetadata { document, metadata } => {
                let place = document_mut(project, &document)?;
                let old = std::mem::replace(&mut place.metadata, metadata);
                Ok(Self::SetMetadata { document, metadata: old })
            }
            Self::SetExcluded { document, excluded } => {
                let place = document_mut(project, &document)?;
                check_spans(place, &excluded)?;
                let old = std::mem::replace(&mut place.excluded, excluded);
                Ok(Self::SetExcluded { document, excluded: old })
            }
            Self::AddStatement { layer, statement } => {
                check_statement(project, &layer.0, &statement)?;
                let id = statement.id;
                let place = project.layers.entry(layer.clone()).or_default();
                if place.statement(id).is_some() {
                    return Err(EditError::Duplicate(id.to_string()));
                }
                place.put(*statement);
                Ok(Self::RemoveStatement { layer, id })
            }
            Self::RemoveStatement { layer, id } => remove_statement(project, layer, id),
            Self::ReplaceStatement { layer, statement } => {
                check_statement(project, &layer.0, &statement)?;
                let place = project.layers.get_mut(&layer).ok_or(EditError::UnknownStatement(statement.id))?;
                if place.statement(statement.id).is_none() {
                    return Err(EditError::UnknownStatement(statement.id));
                }
                let id = statement.id;
                let old = place.put(*statement).ok_or(EditError::UnknownStatement(id))?;
                Ok(Self::ReplaceStatement { layer, statement: Box::new(old) })
            }
            Self::AddRelation { layer, relation } => {
                check_relation(project, &layer, &relation)?;
                let place = project.layers.entry(layer.clone()).or_default();
                if place.relation(relation.id).is_some() {
                    return Err(EditError::Duplicate(relation.id.to_string()));
                }
                let id = relation.id;
                place.put_relation(relation);
                Ok(Self::RemoveRelation { layer, id })
            }
            Self::RemoveRelation { layer, id } => {
                let place = project.layers.get_mut(&layer).ok_or(EditError::UnknownRelation(id))?;
                let relation = place.take_relation(id).ok_or(EditError::UnknownRelation(id))?;
                drop_if_empty(project, &layer);
                Ok(Self::AddRelation { layer, relation })
            }
            Self::ReplaceRelation { layer, relation } => {
                check_relation(project, &layer, &relation)?;
                let id = relation.id;
                let place = project.layers.get_mut(&layer).ok_or(EditError::UnknownRelation(id))?;
                if place.relation(id).is_none() {
                    return Err(EditError::UnknownRelation(id));
                }
                let old = place.put_relation(relation).ok_or(EditError::UnknownRelation(id))?;
                Ok(Self::ReplaceRelation { layer, relation: old })
            }
            Self::SetConflicts { file, conflicts } => super::conflicts::set(project, file, conflicts),
            Self::SetDecision { document, id, decision } => {
                super::review::set_decision(project, document, id, decision.map(|decision| *decision))
            }
            Self::SetGoldRelation { document, id, relation } => {
                super::review::set_relation(project, document, id, relation)
            }
            Self::SetThread { document, id, thread } => {
                super::review::set_thread(project, document, id, thread.map(|thread| *thread))
            }
            Self::SetAssignment { document, annotator, assignment } => {
                super::work::set_assignment(project, document, annotator, assignment)
            }
            Self::SetProgress { layer, progress } => super::work::set_progress(project, layer, progress),
            Self::SetBlindUntilDone(blind) => {
                Ok(Self::SetBlindUntilDone(std::mem::replace(&mut project.blind_until_done, blind)))
            }
            Self::SetReviewers(reviewers) => {
                Ok(Self::SetReviewers(std::mem::replace(&mut project.reviewers, reviewers)))
            }
            Self::Group(edits) => apply_group(project, edits),
        }
    }

    /// The files that this edit changes in this project.
    pub fn touches(&self, project: &Project) -> BTreeSet<Touched> {
        unit::touched(project, self)
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

/// Removes a statement together with its relations.
fn remove_statement(project: &mut Project, layer: LayerKey, id: StatementId) -> Result<Edit, EditError> {
    let place = project.layers.get_mut(&layer).ok_or(EditError::UnknownStatement(id))?;
    let statement = Box::new(place.take(id).ok_or(EditError::UnknownStatement(id))?);
    let hanging: Vec<_> = place.relations_of(id).map(|r| r.id).collect();
    let relations: Vec<_> = hanging.into_iter().filter_map(|id| place.take_relation(id)).collect();
    drop_if_empty(project, &layer);
    let add = Edit::AddStatement { layer: layer.clone(), statement };
    if relations.is_empty() {
        return Ok(add);
    }
    let relations = relations.into_iter().map(|relation| Edit::AddRelation { layer: layer.clone(), relation });
    Ok(Edit::Group(std::iter::once(add).chain(relations).collect()))
}

/// Removes an empty layer with no recorded progress, so that undoing the first statement leaves nothing behind.
pub(super) fn drop_if_empty(project: &mut Project, layer: &LayerKey) {
    if project.layers.get(layer).is_some_and(|layer| layer.is_empty() && layer.progress().is_none()) {
        project.layers.remove(layer);
    }
}

fn document_mut<'p>(project: &'p mut Project, id: &DocumentId) -> Result<&'p mut Document, EditError> {
    project.documents.get_mut(id).ok_or_else(|| EditError::UnknownDocument(id.clone()))
}

fn check_parent(project: &Project, party: &Party) -> Result<(), EditError> {
    let Some(parent) = &party.parent else { return Ok(()) };
    if project.party(parent).is_none() && *parent != party.id {
        return Err(EditError::UnknownParty(parent.clone()));
    }
    if project.belongs_to(parent, &party.id) {
        return Err(EditError::PartyCycle(party.id.clone()));
    }
    Ok(())
}

fn check_codebook(project: &Project, codebook: &Codebook) -> Result<(), EditError> {
    for layer in project.layers.values().chain(project.reviews.values().map(crate::model::review::Review::gold)) {
        let uses = layer.uses();
        for list in CodebookList::ALL {
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
    let document = project.documents.get(document).ok_or_else(|| EditError::UnknownDocument(document.clone()))?;
    if statement.spans.is_empty() {
        return Err(EditError::NoSpan);
    }
    check_spans(document, &statement.spans)?;
    if project.codebook.kind(&statement.kind).is_none() {
        return Err(EditError::UnknownKind(statement.kind.clone()));
    }
    if let Some(topic) = statement.topic.as_ref().filter(|topic| project.codebook.topic(topic).is_none()) {
        return Err(EditError::UnknownTopic(topic.clone()));
    }
    for link in &statement.chain {
        for span in [link.cue, link.mention].into_iter().flatten() {
            check_span(document, span)?;
        }
    }
    let parties = statement.chain.iter().map(|link| &link.party).chain(&statement.addressees);
    match parties.into_iter().find(|id| project.party(id).is_none()) {
        Some(unknown) => Err(EditError::UnknownParty(unknown.clone())),
        None => Ok(()),
    }
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
    let place = project.layers.get(layer).ok_or(EditError::UnknownStatement(relation.from))?;
    check_ends(place, relation)
}

/// Checks that the layer has both ends of a relation.
pub(super) fn check_ends(place: &Layer, relation: &Relation) -> Result<(), EditError> {
    match [relation.from, relation.to].into_iter().find(|id| place.statement(*id).is_none()) {
        Some(unknown) => Err(EditError::UnknownStatement(unknown)),
        None => Ok(()),
    }
}

/// Checks that spans are in order, do not overlap, and fit the text.
fn check_spans(document: &Document, spans: &[Span]) -> Result<(), EditError> {
    for span in spans {
        check_span(document, *span)?;
    }
    if spans.is_sorted_by(|a, b| a.end_byte <= b.start_byte) { Ok(()) } else { Err(EditError::SpansOverlap) }
}

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
