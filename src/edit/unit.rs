//! What an edit changes, unit by unit: a title, a party, a statement, a decision …, each with the value that the edit
//! gives it.
//!
//! This is the only interpretation of edits. The history compares what a step left with the current state
//! (`edit::takeback`); the journal's replay reads from a record which state it starts from and which it leads to
//! (`store::merging::replay`), and builds projects with these states ([`Unit::put`]); writers of files learn which ones
//! have changed ([`files`]).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::change::{Edit, LayerKey, Touched};
use crate::model::codebook::Codebook;
use crate::model::conflict::{Conflict, ConflictFile};
use crate::model::document::{Document, Metadata};
use crate::model::document_tags::DocumentTags;
use crate::model::id::{AnnotatorId, DecisionId, DocumentId, PartyId, RelationId, StatementId, ThreadId};
use crate::model::layer::Layer;
use crate::model::party::Party;
use crate::model::project::Project;
use crate::model::review::{Decision, Review, Thread};
use crate::model::span::Span;
use crate::model::statement::{Relation, Statement};
use crate::model::statement_field::StatementField;
use crate::model::work::{Assignment, LayerProgress};
use crate::text::content::Content;

/// One part of a project that edits change as a whole or field by field. In this order units can be [put](Unit::put) so
/// that each finds what it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    Title,
    Guidelines,
    Codebook,
    BlindUntilDone,
    Reviewers,
    Party(PartyId),
    PartyOrder,
    /// The existence of the document, and its text.
    Document(DocumentId),
    Metadata(DocumentId),
    Excluded(DocumentId),
    Statement(LayerKey, StatementId),
    Relation(LayerKey, RelationId),
    Progress(LayerKey),
    Tags(LayerKey),
    Conflicts(ConflictFile),
    Decision(DocumentId, DecisionId),
    GoldRelation(DocumentId, RelationId),
    GoldTags(DocumentId),
    Thread(DocumentId, ThreadId),
    Assignment(DocumentId, AnnotatorId),
}

/// The value of a unit. Large values are shared with the project.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Text(String),
    Flag(bool),
    Names(BTreeSet<AnnotatorId>),
    Codebook(Box<Codebook>),
    /// With its position among the parties.
    Party(usize, Box<Party>),
    Order(Vec<PartyId>),
    /// With the name of the encoding in which it was read.
    Content(Content, String),
    Metadata(Box<Metadata>),
    Spans(Vec<Span>),
    Statement(Arc<Statement>),
    Relation(Arc<Relation>),
    Progress(LayerProgress),
    Tags(Arc<DocumentTags>),
    Conflicts(Vec<Conflict>),
    Decision(Arc<Decision>),
    Thread(Arc<Thread>),
    Assignment(Assignment),
}

/// The values of some units, sorted by unit, each once; `None` is a unit that does not exist.
pub(crate) type Values = Vec<(Unit, Option<Value>)>;

impl Unit {
    /// The document that it belongs to.
    pub(crate) fn document(&self) -> Option<&DocumentId> {
        match self {
            Self::Title
            | Self::Guidelines
            | Self::Codebook
            | Self::BlindUntilDone
            | Self::Reviewers
            | Self::PartyOrder
            | Self::Party(_) => None,
            Self::Document(id)
            | Self::Metadata(id)
            | Self::Excluded(id)
            | Self::Statement((id, _), _)
            | Self::Relation((id, _), _)
            | Self::Progress((id, _))
            | Self::Tags((id, _))
            | Self::GoldTags(id)
            | Self::Decision(id, _)
            | Self::GoldRelation(id, _)
            | Self::Thread(id, _)
            | Self::Assignment(id, _) => Some(id),
            Self::Conflicts(file) => file.document(),
        }
    }

    /// The file that contains it.
    pub(crate) fn file(&self) -> Touched {
        match self {
            Self::Title
            | Self::Codebook
            | Self::BlindUntilDone
            | Self::Reviewers
            | Self::Party(_)
            | Self::PartyOrder
            | Self::Assignment(..) => Touched::Project,
            Self::Guidelines => Touched::Guidelines,
            Self::Document(id) | Self::Metadata(id) | Self::Excluded(id) => Touched::Document(id.clone()),
            Self::Statement(layer, _) | Self::Relation(layer, _) | Self::Progress(layer) | Self::Tags(layer) => {
                Touched::Layer(layer.0.clone(), layer.1.clone())
            }
            Self::Decision(id, _) | Self::GoldRelation(id, _) | Self::GoldTags(id) | Self::Thread(id, _) => {
                Touched::Review(id.clone())
            }
            Self::Conflicts(file) => file.clone().into(),
        }
    }

    /// The list and identifier under which a conflict names it; both are empty for what belongs to the file itself.
    pub(crate) fn conflict_entry(&self) -> (&'static str, String) {
        match self {
            Self::Party(id) => ("parties", id.to_string()),
            Self::Statement(_, id) => ("statements", id.to_string()),
            Self::Relation(_, id) | Self::GoldRelation(_, id) => ("relations", id.to_string()),
            Self::Decision(_, id) => ("decisions", id.to_string()),
            Self::Thread(_, id) => ("threads", id.to_string()),
            Self::Assignment(document, annotator) => ("assignments", format!("{document}/{annotator}")),
            Self::Title
            | Self::Guidelines
            | Self::Codebook
            | Self::BlindUntilDone
            | Self::Reviewers
            | Self::PartyOrder
            | Self::Document(_)
            | Self::Metadata(_)
            | Self::Excluded(_)
            | Self::Progress(_)
            | Self::Tags(_)
            | Self::GoldTags(_)
            | Self::Conflicts(_) => ("", String::new()),
        }
    }

    /// The annotator whose layer it is in.
    pub(crate) fn annotator(&self) -> Option<&AnnotatorId> {
        match self {
            Self::Statement((_, annotator), _)
            | Self::Relation((_, annotator), _)
            | Self::Progress((_, annotator))
            | Self::Tags((_, annotator)) => Some(annotator),
            _ => None,
        }
    }

    /// Its value in this project.
    pub(crate) fn read(&self, project: &Project) -> Option<Value> {
        Some(match self {
            Self::Title => Value::Text(project.title.clone()),
            Self::Guidelines => Value::Text(project.guidelines.clone()),
            Self::Codebook => Value::Codebook(Box::new(project.codebook.clone())),
            Self::BlindUntilDone => Value::Flag(project.blind_until_done),
            Self::Reviewers => Value::Names(project.reviewers.clone()),
            Self::Party(id) => {
                let index = project.parties.iter().position(|party| party.id == *id)?;
                Value::Party(index, Box::new(project.parties.get(index)?.clone()))
            }
            Self::PartyOrder => Value::Order(project.parties.order()),
            Self::Document(id) => {
                let document = project.documents.get(id)?;
                Value::Content(document.content.clone(), document.encoding.clone())
            }
            Self::Metadata(id) => Value::Metadata(Box::new(project.documents.get(id)?.metadata.clone())),
            Self::Excluded(id) => Value::Spans(project.documents.get(id)?.excluded.clone()),
            Self::Statement(layer, id) => Value::Statement(Arc::clone(project.layers.get(layer)?.shared(*id)?)),
            Self::Relation(layer, id) => Value::Relation(Arc::clone(project.layers.get(layer)?.shared_relation(*id)?)),
            Self::Progress(layer) => Value::Progress(*project.layers.get(layer)?.progress()?),
            Self::Tags(layer) => Value::Tags(Arc::clone(project.layers.get(layer)?.shared_tags()?)),
            Self::GoldTags(document) => Value::Tags(Arc::clone(project.gold(document)?.shared_tags()?)),
            Self::Conflicts(file) => Value::Conflicts(project.conflicts.get(file)?.clone()),
            Self::Decision(document, id) => {
                Value::Decision(Arc::clone(project.reviews.get(document)?.shared_decision(*id)?))
            }
            Self::GoldRelation(document, id) => {
                Value::Relation(Arc::clone(project.gold(document)?.shared_relation(*id)?))
            }
            Self::Thread(document, id) => Value::Thread(Arc::clone(project.reviews.get(document)?.shared_thread(*id)?)),
            Self::Assignment(document, annotator) => {
                Value::Assignment(project.assignment(document, annotator)?.clone())
            }
        })
    }

    /// Sets this value in a project, without any checks. A value of another kind is ignored.
    pub(crate) fn put(&self, project: &mut Project, value: Option<&Value>) {
        match (self, value) {
            (Self::Title, Some(Value::Text(title))) => project.title.clone_from(title),
            (Self::Guidelines, Some(Value::Text(text))) => project.guidelines.clone_from(text),
            (Self::Codebook, Some(Value::Codebook(codebook))) => project.codebook.clone_from(codebook),
            (Self::BlindUntilDone, Some(Value::Flag(blind))) => project.blind_until_done = *blind,
            (Self::Reviewers, Some(Value::Names(reviewers))) => project.reviewers.clone_from(reviewers),
            (Self::Party(id), value) => match (value, project.parties.place(id)) {
                (Some(Value::Party(_, party)), Some(_)) => {
                    project.parties.replace(Party::clone(party));
                }
                (Some(Value::Party(index, party)), None) => project.parties.insert(*index, Party::clone(party)),
                (_, Some(at)) => {
                    project.parties.take(at);
                }
                (_, None) => {}
            },
            (Self::PartyOrder, Some(Value::Order(order))) => project.parties.reorder(order),
            (Self::Document(id), Some(Value::Content(content, encoding))) => {
                let (content, encoding) = (content.clone(), encoding.clone());
                match project.documents.get_mut(id) {
                    Some(document) => (document.content, document.encoding) = (content, encoding),
                    None => {
                        let (metadata, excluded) = (Metadata::default(), Vec::new());
                        let document = Document { id: id.clone(), content, metadata, encoding, excluded };
                        project.documents.insert(id.clone(), document);
                    }
                }
            }
            (Self::Document(id), _) => {
                project.documents.remove(id);
                project.conflicts.retain(|file, _| file.document() != Some(id));
            }
            (Self::Metadata(id), Some(Value::Metadata(metadata))) => {
                if let Some(document) = project.documents.get_mut(id) {
                    document.metadata.clone_from(metadata);
                }
            }
            (Self::Excluded(id), Some(Value::Spans(excluded))) => {
                if let Some(document) = project.documents.get_mut(id) {
                    document.excluded.clone_from(excluded);
                }
            }
            (Self::Assignment(document, annotator), value) => {
                let key = (document.clone(), annotator.clone());
                match value {
                    Some(Value::Assignment(assignment)) => project.assignments.insert(key, assignment.clone()),
                    _ => project.assignments.remove(&key),
                };
            }
            (Self::Statement(key, id), value) => in_layer(project, key, |layer| {
                match value {
                    Some(Value::Statement(statement)) => layer.put(Statement::clone(statement)),
                    _ => layer.take(*id),
                };
            }),
            (Self::Relation(key, id), value) => in_layer(project, key, |layer| {
                match value {
                    Some(Value::Relation(relation)) => layer.put_relation(Relation::clone(relation)),
                    _ => layer.take_relation(*id),
                };
            }),
            (Self::Progress(key), value) => in_layer(project, key, |layer| {
                let progress = match value {
                    Some(Value::Progress(progress)) => Some(*progress),
                    _ => None,
                };
                layer.set_progress(progress);
            }),
            (Self::Tags(key), value) => in_layer(project, key, |layer| {
                layer.set_tags(tags_of(value));
            }),
            (Self::GoldTags(id), value) => in_review(project, id, |review| {
                review.set_tags(tags_of(value));
            }),
            (Self::Decision(id, decision), value) => in_review(project, id, |review| {
                // Gold relations are units of their own, and stay even if they lack an end.
                let relations: Vec<Relation> = review.gold().relations().cloned().collect();
                match value {
                    Some(Value::Decision(decision)) => {
                        review.put_decision(Decision::clone(decision));
                    }
                    _ => {
                        review.take_decision(*decision);
                    }
                }
                for relation in
                    relations.into_iter().filter(|r| review.gold().relation(r.id).is_none()).collect::<Vec<_>>()
                {
                    review.put_relation(relation);
                }
            }),
            (Self::GoldRelation(id, relation), value) => in_review(project, id, |review| {
                match value {
                    Some(Value::Relation(relation)) => review.put_relation(Relation::clone(relation)),
                    _ => review.take_relation(*relation),
                };
            }),
            (Self::Thread(id, thread), value) => in_review(project, id, |review| {
                match value {
                    Some(Value::Thread(thread)) => review.put_thread(Thread::clone(thread)),
                    _ => review.take_thread(*thread),
                };
            }),
            (Self::Conflicts(file), Some(Value::Conflicts(conflicts))) => {
                project.conflicts.insert(file.clone(), conflicts.clone());
            }
            (Self::Conflicts(file), _) => {
                project.conflicts.remove(file);
            }
            // What every project has cannot be removed, and a value of another kind fits nowhere.
            (
                Self::Title
                | Self::Guidelines
                | Self::Codebook
                | Self::BlindUntilDone
                | Self::Reviewers
                | Self::PartyOrder
                | Self::Metadata(_)
                | Self::Excluded(_),
                _,
            ) => {}
        }
    }
}

fn tags_of(value: Option<&Value>) -> Option<DocumentTags> {
    match value {
        Some(Value::Tags(tags)) => Some(DocumentTags::clone(tags)),
        _ => None,
    }
}

fn in_layer(project: &mut Project, key: &LayerKey, change: impl FnOnce(&mut Layer)) {
    change(project.layers.entry(key.clone()).or_default());
    if project.layers.get(key).is_some_and(|layer| layer.is_empty() && layer.progress().is_none()) {
        project.layers.remove(key);
    }
}

fn in_review(project: &mut Project, id: &DocumentId, change: impl FnOnce(&mut Review)) {
    change(project.reviews.entry(id.clone()).or_default());
    if project.reviews.get(id).is_some_and(Review::is_empty) {
        project.reviews.remove(id);
    }
}

impl Value {
    /// Whether both are the same to a person: the time of a statement's last change and the position of a party do not
    /// count.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(a), Self::Text(b)) => a == b,
            (Self::Flag(a), Self::Flag(b)) => a == b,
            (Self::Names(a), Self::Names(b)) => a == b,
            (Self::Codebook(a), Self::Codebook(b)) => a == b,
            (Self::Party(_, a), Self::Party(_, b)) => a == b,
            (Self::Order(a), Self::Order(b)) => a == b,
            (Self::Content(a, read), Self::Content(b, as_read)) => a.sha256() == b.sha256() && read == as_read,
            (Self::Metadata(a), Self::Metadata(b)) => a == b,
            (Self::Spans(a), Self::Spans(b)) => a == b,
            (Self::Statement(a), Self::Statement(b)) => {
                Arc::ptr_eq(a, b) || (a.id == b.id && StatementField::differing(a, b).is_empty())
            }
            (Self::Relation(a), Self::Relation(b)) => Arc::ptr_eq(a, b) || a == b,
            (Self::Progress(a), Self::Progress(b)) => a == b,
            (Self::Tags(a), Self::Tags(b)) => Arc::ptr_eq(a, b) || a == b,
            (Self::Conflicts(a), Self::Conflicts(b)) => a == b,
            (Self::Decision(a), Self::Decision(b)) => Arc::ptr_eq(a, b) || a == b,
            (Self::Thread(a), Self::Thread(b)) => Arc::ptr_eq(a, b) || a == b,
            (Self::Assignment(a), Self::Assignment(b)) => a == b,
            _ => false,
        }
    }
}

/// Whether two values are equal in everything, times included; only a party's position in the list does not count.
/// `None` is a unit that does not exist.
pub(crate) fn is_identical(a: Option<&Value>, b: Option<&Value>) -> bool {
    match (a, b) {
        (Some(Value::Party(_, a)), Some(Value::Party(_, b))) => a == b,
        (a, b) => a == b,
    }
}

/// Whether two values are the [same to a person](Value::is_same); `None` is a unit that does not exist.
pub(crate) fn is_same(a: Option<&Value>, b: Option<&Value>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.is_same(b),
        (None, None) => true,
        _ => false,
    }
}

/// The values of the units of an edit and its inverse in a project to which the edit was applied.
pub(crate) fn left_by(project: &Project, edit: &[Unit], inverse: &Edit) -> Values {
    let mut found = edit.to_vec();
    found.extend(units(inverse));
    found.sort_unstable();
    found.dedup();
    found
        .into_iter()
        .map(|unit| {
            let value = unit.read(project);
            (unit, value)
        })
        .collect()
}

/// The units that an edit names; those removed along with something are named by its inverse.
pub(crate) fn units(edit: &Edit) -> Vec<Unit> {
    let mut found = Vec::new();
    visit(edit, &mut |unit, _| found.push(unit));
    found
}

/// The value that an edit gives a unit, if it changes it.
pub(crate) fn value_of(edit: &Edit, unit: &Unit) -> Option<Value> {
    let mut told = None;
    visit(edit, &mut |found, value| {
        if found == *unit {
            told = value();
        }
    });
    told
}

/// The values that an edit gives the units that it names.
pub(crate) fn values(edit: &Edit) -> BTreeMap<Unit, Option<Value>> {
    let mut values: BTreeMap<Unit, Option<Value>> = BTreeMap::new();
    // The relations that are removed along with a statement.
    let mut ends: BTreeMap<StatementId, Vec<Unit>> = BTreeMap::new();
    visit(edit, &mut |unit, value| {
        let value = value();
        match (&unit, &value) {
            (Unit::Document(id), None) => {
                values.iter_mut().filter(|(of, _)| of.document() == Some(id)).for_each(|(_, value)| *value = None);
            }
            (Unit::Statement(_, id), None) => {
                for relation in ends.remove(id).unwrap_or_default() {
                    let hangs = |r: &Relation| r.from == *id || r.to == *id;
                    if matches!(values.get(&relation), Some(Some(Value::Relation(now))) if hangs(now)) {
                        values.insert(relation, None);
                    }
                }
            }
            (Unit::Relation(..), Some(Value::Relation(relation))) => {
                for end in [relation.from, relation.to] {
                    ends.entry(end).or_default().push(unit.clone());
                }
            }
            _ => {}
        }
        values.insert(unit, value);
    });
    values
}

/// The values of an edit and its inverse, as the edit leaves them, derived from the two alone.
pub(crate) fn told_by(edit: &Edit, inverse: &Edit) -> Values {
    let mut told = values(edit);
    // A unit that only the inverse names was removed along with something: it existed before and does not now.
    for unit in units(inverse) {
        told.entry(unit).or_insert(None);
    }
    told.into_iter().collect()
}

/// Receives a unit and a function that makes its new value, called only if the value is wanted.
type Found<'f> = dyn FnMut(Unit, &dyn Fn() -> Option<Value>) + 'f;

/// Calls `found` with each unit and its new value, in the order in which the edit changes them.
fn visit(edit: &Edit, found: &mut Found<'_>) {
    match edit {
        Edit::SetTitle(title) => found(Unit::Title, &|| Some(Value::Text(title.clone()))),
        Edit::SetGuidelines(text) => found(Unit::Guidelines, &|| Some(Value::Text(text.clone()))),
        Edit::SetCodebook(codebook) => found(Unit::Codebook, &|| Some(Value::Codebook(codebook.clone()))),
        Edit::AddParty { index, party } => {
            found(Unit::Party(party.id.clone()), &|| Some(Value::Party(*index, Box::new(party.clone()))));
        }
        Edit::RemoveParty(id) => found(Unit::Party(id.clone()), &|| None),
        Edit::ReplaceParty(party) => {
            found(Unit::Party(party.id.clone()), &|| Some(Value::Party(usize::MAX, Box::new(party.clone()))));
        }
        Edit::SetPartyOrder(order) => found(Unit::PartyOrder, &|| Some(Value::Order(order.clone()))),
        Edit::AddDocument { document, layers } => {
            let id = &document.id;
            let content = || Some(Value::Content(document.content.clone(), document.encoding.clone()));
            found(Unit::Document(id.clone()), &content);
            found(Unit::Metadata(id.clone()), &|| Some(Value::Metadata(Box::new(document.metadata.clone()))));
            found(Unit::Excluded(id.clone()), &|| Some(Value::Spans(document.excluded.clone())));
            for (annotator, layer) in layers {
                let key = (id.clone(), annotator.clone());
                for statement in layer.shared_from(0) {
                    let value = || Some(Value::Statement(Arc::clone(statement)));
                    found(Unit::Statement(key.clone(), statement.id), &value);
                }
                for relation in layer.relations() {
                    let value = || layer.shared_relation(relation.id).map(|shared| Value::Relation(Arc::clone(shared)));
                    found(Unit::Relation(key.clone(), relation.id), &value);
                }
                if let Some(tags) = layer.shared_tags() {
                    found(Unit::Tags(key.clone()), &|| Some(Value::Tags(Arc::clone(tags))));
                }
                if let Some(progress) = layer.progress() {
                    found(Unit::Progress(key), &|| Some(Value::Progress(*progress)));
                }
            }
        }
        Edit::RemoveDocument(id) => {
            found(Unit::Document(id.clone()), &|| None);
            found(Unit::Metadata(id.clone()), &|| None);
            found(Unit::Excluded(id.clone()), &|| None);
        }
        Edit::SetMetadata { document, metadata } => {
            found(Unit::Metadata(document.clone()), &|| Some(Value::Metadata(Box::new(metadata.clone()))));
        }
        Edit::SetExcluded { document, excluded } => {
            found(Unit::Excluded(document.clone()), &|| Some(Value::Spans(excluded.clone())));
        }
        Edit::AddStatement { layer, statement } | Edit::ReplaceStatement { layer, statement } => {
            let value = || Some(Value::Statement(Arc::new(Statement::clone(statement))));
            found(Unit::Statement(layer.clone(), statement.id), &value);
        }
        Edit::RemoveStatement { layer, id } => found(Unit::Statement(layer.clone(), *id), &|| None),
        Edit::AddRelation { layer, relation } | Edit::ReplaceRelation { layer, relation } => {
            let value = || Some(Value::Relation(Arc::new(relation.clone())));
            found(Unit::Relation(layer.clone(), relation.id), &value);
        }
        Edit::RemoveRelation { layer, id } => found(Unit::Relation(layer.clone(), *id), &|| None),
        Edit::SetConflicts { file, conflicts } => {
            let value = || (!conflicts.is_empty()).then(|| Value::Conflicts(conflicts.clone()));
            found(Unit::Conflicts(file.clone()), &value);
        }
        Edit::SetDecision { document, id, decision } => {
            let value = || decision.as_ref().map(|decision| Value::Decision(Arc::new(Decision::clone(decision))));
            found(Unit::Decision(document.clone(), *id), &value);
        }
        Edit::SetGoldRelation { document, id, relation } => {
            let value = || relation.as_ref().map(|relation| Value::Relation(Arc::new(relation.clone())));
            found(Unit::GoldRelation(document.clone(), *id), &value);
        }
        Edit::SetThread { document, id, thread } => {
            let value = || thread.as_ref().map(|thread| Value::Thread(Arc::new(Thread::clone(thread))));
            found(Unit::Thread(document.clone(), *id), &value);
        }
        Edit::SetAssignment { document, annotator, assignment } => {
            let value = || assignment.clone().map(Value::Assignment);
            found(Unit::Assignment(document.clone(), annotator.clone()), &value);
        }
        Edit::SetProgress { layer, progress } => {
            found(Unit::Progress(layer.clone()), &|| progress.map(Value::Progress));
        }
        Edit::SetTags { layer, tags } => {
            found(Unit::Tags(layer.clone()), &|| value_of_tags(tags.as_deref()));
        }
        Edit::SetGoldTags { document, tags } => {
            found(Unit::GoldTags(document.clone()), &|| value_of_tags(tags.as_deref()));
        }
        Edit::SetBlindUntilDone(blind) => found(Unit::BlindUntilDone, &|| Some(Value::Flag(*blind))),
        Edit::SetReviewers(reviewers) => found(Unit::Reviewers, &|| Some(Value::Names(reviewers.clone()))),
        Edit::Group(edits) => edits.iter().for_each(|edit| visit(edit, found)),
    }
}

/// What is empty is not recorded.
fn value_of_tags(tags: Option<&DocumentTags>) -> Option<Value> {
    tags.filter(|tags| !tags.is_empty()).map(|tags| Value::Tags(Arc::new(tags.clone())))
}

/// One unit that a gesture changes.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub unit: Unit,
    /// `None` if it did not exist.
    pub before: Option<Value>,
    /// `None` if it was removed.
    pub after: Option<Value>,
}

/// What an edit with this inverse changes, derived from the two alone: both contain whole values, so they determine the
/// state they start from, whatever the project holds by now.
pub(crate) fn changes(edit: &Edit, inverse: &Edit) -> Vec<Change> {
    let (mut before, mut after) = (values(inverse), values(edit));
    let units: BTreeSet<Unit> = before.keys().chain(after.keys()).cloned().collect();
    // A unit that only one side names did not exist on the other: relations go with their statements.
    let change = |unit: Unit| {
        let (before, after) = (before.remove(&unit).flatten(), after.remove(&unit).flatten());
        Change { unit, before, after }
    };
    units.into_iter().map(change).collect()
}

/// The files that an edit with this inverse changes; the inverse of a removal names what was removed along with it.
pub(crate) fn files(edit: &Edit, inverse: &Edit) -> BTreeSet<Touched> {
    let mut files = named_files(edit);
    files.append(&mut named_files(inverse));
    files
}

impl Edit {
    /// The files that this edit changes in this project: those that it names, and those of what would be removed along
    /// with a document.
    pub fn touches(&self, project: &Project) -> BTreeSet<Touched> {
        fn removed(project: &Project, edit: &Edit, files: &mut BTreeSet<Touched>) {
            match edit {
                Edit::RemoveDocument(id) => {
                    files.extend(project.layers_of(id).map(|(who, _)| Touched::Layer(id.clone(), who.clone())));
                    files.extend(project.reviews.contains_key(id).then(|| Touched::Review(id.clone())));
                    files.extend(super::work::assignments(project, id).next().map(|_| Touched::Project));
                    files.extend(project.conflicts_of(id).map(|(file, _)| Touched::from(file.clone())));
                }
                Edit::Group(edits) => edits.iter().for_each(|edit| removed(project, edit, files)),
                _ => {}
            }
        }
        let mut files = named_files(self);
        removed(project, self, &mut files);
        files
    }
}

/// The files of the units that an edit names, and of empty layers, which have no units.
pub(crate) fn named_files(edit: &Edit) -> BTreeSet<Touched> {
    fn layers(edit: &Edit, files: &mut BTreeSet<Touched>) {
        match edit {
            Edit::AddDocument { document, layers } => {
                files.extend(layers.iter().map(|(who, _)| Touched::Layer(document.id.clone(), who.clone())));
            }
            Edit::Group(edits) => edits.iter().for_each(|edit| layers(edit, files)),
            _ => {}
        }
    }
    let mut files = BTreeSet::new();
    visit(edit, &mut |unit, _| {
        files.insert(unit.file());
    });
    layers(edit, &mut files);
    files
}

/// All units of a document that are removed with it.
pub(crate) fn below(project: &Project, id: &DocumentId) -> BTreeSet<Unit> {
    let mut units = BTreeSet::new();
    if project.documents.contains_key(id) {
        units.extend([Unit::Document(id.clone()), Unit::Metadata(id.clone()), Unit::Excluded(id.clone())]);
    }
    for (key, layer) in project.layers.iter().filter(|((of, _), _)| of == id) {
        units.extend(layer.statements().map(|statement| Unit::Statement(key.clone(), statement.id)));
        units.extend(layer.relations().map(|relation| Unit::Relation(key.clone(), relation.id)));
        units.extend(layer.progress().map(|_| Unit::Progress(key.clone())));
        units.extend(layer.tags().map(|_| Unit::Tags(key.clone())));
    }
    if let Some(review) = project.reviews.get(id) {
        units.extend(review.decisions().map(|decision| Unit::Decision(id.clone(), decision.id)));
        units.extend(review.gold().relations().map(|relation| Unit::GoldRelation(id.clone(), relation.id)));
        units.extend(review.threads().map(|thread| Unit::Thread(id.clone(), thread.id)));
        units.extend(review.gold().tags().map(|_| Unit::GoldTags(id.clone())));
    }
    let own = project.assignments.keys().filter(|(of, _)| of == id).cloned();
    units.extend(own.map(|(document, annotator)| Unit::Assignment(document, annotator)));
    units
}
