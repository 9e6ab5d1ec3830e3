//! What records change, unit by unit: a statement, a party, a title …, each with its value before and after.
//!
//! A record has the edit and what takes it back, and both name whole values. So a record knows the state that it comes
//! from, whatever the files hold by now: [`changes`] reads it off, and [`put`] makes a project have it.

use std::collections::{BTreeMap, BTreeSet};

use crate::edit::change::{Edit, LayerKey, Touched};
use crate::edit::session::Record;
use crate::model::codebook::Codebook;
use crate::model::conflict::{Conflict, ConflictFile};
use crate::model::document::{Document, Metadata};
use crate::model::id::{AnnotatorId, DecisionId, DocumentId, PartyId, RelationId, StatementId, ThreadId};
use crate::model::layer::Layer;
use crate::model::party::Party;
use crate::model::project::Project;
use crate::model::review::{Decision, Review, Thread};
use crate::model::span::Span;
use crate::model::statement::{Relation, Statement};
use crate::model::work::{Assignment, LayerProgress};
use crate::text::content::Content;

/// Which part of a project. In this order they can be put, so that each finds what it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    Title,
    Guidelines,
    Codebook,
    Blind,
    Reviewers,
    Party(PartyId),
    /// That a document is there, with its text.
    Text(DocumentId),
    Metadata(DocumentId),
    Excluded(DocumentId),
    Assignment(LayerKey),
    Statement(LayerKey, StatementId),
    Relation(LayerKey, RelationId),
    Progress(LayerKey),
    Decision(DocumentId, DecisionId),
    GoldRelation(DocumentId, RelationId),
    Thread(DocumentId, ThreadId),
    Conflicts(ConflictFile),
}

/// What stands there.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Words(String),
    Codebook(Box<Codebook>),
    Blind(bool),
    Reviewers(BTreeSet<AnnotatorId>),
    /// With its place in the list.
    Party(usize, Party),
    /// With the encoding of the file that it came from.
    Text(Content, String),
    Metadata(Metadata),
    Excluded(Vec<Span>),
    Assignment(Assignment),
    Statement(Box<Statement>),
    Relation(Relation),
    Progress(LayerProgress),
    Decision(Box<Decision>),
    Thread(Box<Thread>),
    Conflicts(Vec<Conflict>),
}

/// One unit that a record changes.
#[derive(Clone, Debug)]
pub struct Change {
    pub key: Key,
    /// `None` where it was not there.
    pub before: Option<Value>,
    /// `None` where it is gone.
    pub after: Option<Value>,
}

type Values = BTreeMap<Key, Option<Value>>;

impl Key {
    /// The file that it stands in.
    pub fn file(&self) -> Touched {
        match self {
            Self::Title
            | Self::Codebook
            | Self::Blind
            | Self::Reviewers
            | Self::Party(_)
            | Self::Assignment(_)
            | Self::Conflicts(ConflictFile::Project) => Touched::Project,
            Self::Guidelines => Touched::Guidelines,
            Self::Text(id) | Self::Metadata(id) | Self::Excluded(id) | Self::Conflicts(ConflictFile::Document(id)) => {
                Touched::Document(id.clone())
            }
            Self::Statement(layer, _) | Self::Relation(layer, _) | Self::Progress(layer) => {
                Touched::Layer(layer.0.clone(), layer.1.clone())
            }
            Self::Conflicts(ConflictFile::Layer(document, annotator)) => {
                Touched::Layer(document.clone(), annotator.clone())
            }
            Self::Decision(id, _)
            | Self::GoldRelation(id, _)
            | Self::Thread(id, _)
            | Self::Conflicts(ConflictFile::Review(id)) => Touched::Review(id.clone()),
        }
    }

    /// The document that it goes away with.
    pub fn document(&self) -> Option<&DocumentId> {
        match self {
            Self::Text(id)
            | Self::Metadata(id)
            | Self::Excluded(id)
            | Self::Decision(id, _)
            | Self::GoldRelation(id, _)
            | Self::Thread(id, _)
            | Self::Conflicts(ConflictFile::Document(id) | ConflictFile::Review(id) | ConflictFile::Layer(id, _)) => {
                Some(id)
            }
            Self::Assignment(layer) | Self::Statement(layer, _) | Self::Relation(layer, _) | Self::Progress(layer) => {
                Some(&layer.0)
            }
            _ => None,
        }
    }

    /// Under which list and id a conflict names it.
    pub fn entry(&self) -> (&'static str, String) {
        match self {
            Self::Party(id) => ("parties", id.to_string()),
            Self::Statement(_, id) => ("statements", id.to_string()),
            Self::Relation(_, id) | Self::GoldRelation(_, id) => ("relations", id.to_string()),
            Self::Decision(_, id) => ("decisions", id.to_string()),
            Self::Thread(_, id) => ("threads", id.to_string()),
            Self::Assignment(layer) => ("assignments", format!("{}/{}", layer.0, layer.1)),
            _ => ("", String::new()),
        }
    }
}

/// Whether two values are the same; where a party stands in the list does not count.
pub fn is_same(a: Option<&Value>, b: Option<&Value>) -> bool {
    match (a, b) {
        (Some(Value::Party(_, a)), Some(Value::Party(_, b))) => a == b,
        (a, b) => a == b,
    }
}

/// What a record changes.
pub fn changes(record: &Record) -> Vec<Change> {
    let (mut before, mut after) = (Values::new(), Values::new());
    collect(&record.edit, &mut after);
    collect(&record.inverse, &mut before);
    let keys: BTreeSet<Key> = before.keys().chain(after.keys()).cloned().collect();
    // What only the one side names was not there on the other: relations go with their statements.
    let change = |key: Key| Change { before: before.remove(&key).flatten(), after: after.remove(&key).flatten(), key };
    keys.into_iter().map(change).collect()
}

/// What an edit names, in the end.
pub fn keys(edit: &Edit) -> BTreeSet<Key> {
    let mut values = Values::new();
    collect(edit, &mut values);
    values.into_keys().collect()
}

fn collect(edit: &Edit, values: &mut Values) {
    let mut set = |key: Key, value: Value| {
        values.insert(key, Some(value));
    };
    match edit {
        Edit::SetTitle(title) => set(Key::Title, Value::Words(title.clone())),
        Edit::SetGuidelines(text) => set(Key::Guidelines, Value::Words(text.clone())),
        Edit::SetCodebook(codebook) => set(Key::Codebook, Value::Codebook(codebook.clone())),
        Edit::SetBlindUntilDone(blind) => set(Key::Blind, Value::Blind(*blind)),
        Edit::SetReviewers(reviewers) => set(Key::Reviewers, Value::Reviewers(reviewers.clone())),
        Edit::AddParty { index, party } => set(Key::Party(party.id.clone()), Value::Party(*index, party.clone())),
        Edit::ReplaceParty(party) => set(Key::Party(party.id.clone()), Value::Party(usize::MAX, party.clone())),
        Edit::RemoveParty(id) => {
            values.insert(Key::Party(id.clone()), None);
        }
        Edit::AddDocument { document, layers } => {
            let Document { id, content, metadata, encoding, excluded } = &**document;
            set(Key::Text(id.clone()), Value::Text(content.clone(), encoding.clone()));
            set(Key::Metadata(id.clone()), Value::Metadata(metadata.clone()));
            set(Key::Excluded(id.clone()), Value::Excluded(excluded.clone()));
            for (annotator, layer) in layers {
                let key = (id.clone(), annotator.clone());
                for statement in layer.statements() {
                    set(Key::Statement(key.clone(), statement.id), Value::Statement(Box::new(statement.clone())));
                }
                for relation in layer.relations() {
                    set(Key::Relation(key.clone(), relation.id), Value::Relation(relation.clone()));
                }
                if let Some(progress) = layer.progress() {
                    set(Key::Progress(key), Value::Progress(*progress));
                }
            }
        }
        Edit::RemoveDocument(id) => {
            for (_, value) in values.iter_mut().filter(|(key, _)| key.document() == Some(id)) {
                *value = None;
            }
            for key in [Key::Text(id.clone()), Key::Metadata(id.clone()), Key::Excluded(id.clone())] {
                values.insert(key, None);
            }
        }
        Edit::SetMetadata { document, metadata } => {
            set(Key::Metadata(document.clone()), Value::Metadata(metadata.clone()));
        }
        Edit::SetExcluded { document, excluded } => {
            set(Key::Excluded(document.clone()), Value::Excluded(excluded.clone()));
        }
        Edit::AddStatement { layer, statement } | Edit::ReplaceStatement { layer, statement } => {
            set(Key::Statement(layer.clone(), statement.id), Value::Statement(statement.clone()));
        }
        Edit::RemoveStatement { layer, id } => {
            values.insert(Key::Statement(layer.clone(), *id), None);
            let hangs = |relation: &Relation| relation.from == *id || relation.to == *id;
            for (key, value) in values.iter_mut() {
                if matches!(key, Key::Relation(of, _) if of == layer)
                    && matches!(value, Some(Value::Relation(relation)) if hangs(relation))
                {
                    *value = None;
                }
            }
        }
        Edit::AddRelation { layer, relation } | Edit::ReplaceRelation { layer, relation } => {
            set(Key::Relation(layer.clone(), relation.id), Value::Relation(relation.clone()));
        }
        Edit::RemoveRelation { layer, id } => {
            values.insert(Key::Relation(layer.clone(), *id), None);
        }
        Edit::SetConflicts { file, conflicts } => {
            let value = (!conflicts.is_empty()).then(|| Value::Conflicts(conflicts.clone()));
            values.insert(Key::Conflicts(file.clone()), value);
        }
        Edit::SetDecision { document, id, decision } => {
            let value = decision.as_ref().map(|decision| Value::Decision(decision.clone()));
            values.insert(Key::Decision(document.clone(), *id), value);
        }
        Edit::SetGoldRelation { document, id, relation } => {
            let value = relation.as_ref().map(|relation| Value::Relation(relation.clone()));
            values.insert(Key::GoldRelation(document.clone(), *id), value);
        }
        Edit::SetThread { document, id, thread } => {
            let value = thread.as_ref().map(|thread| Value::Thread(thread.clone()));
            values.insert(Key::Thread(document.clone(), *id), value);
        }
        Edit::SetAssignment { document, annotator, assignment } => {
            let value = assignment.clone().map(Value::Assignment);
            values.insert(Key::Assignment((document.clone(), annotator.clone())), value);
        }
        Edit::SetProgress { layer, progress } => {
            values.insert(Key::Progress(layer.clone()), progress.map(Value::Progress));
        }
        Edit::Group(edits) => edits.iter().for_each(|edit| collect(edit, values)),
    }
}

/// What a project has there.
pub fn get(project: &Project, key: &Key) -> Option<Value> {
    let layer = |key: &LayerKey| project.layers.get(key);
    let review = |id: &DocumentId| project.reviews.get(id);
    let document = |id: &DocumentId| project.documents.get(id);
    Some(match key {
        Key::Title => Value::Words(project.title.clone()),
        Key::Guidelines => Value::Words(project.guidelines.clone()),
        Key::Codebook => Value::Codebook(Box::new(project.codebook.clone())),
        Key::Blind => Value::Blind(project.blind_until_done),
        Key::Reviewers => Value::Reviewers(project.reviewers.clone()),
        Key::Party(id) => {
            let (index, party) = project.parties.iter().enumerate().find(|(_, party)| party.id == *id)?;
            Value::Party(index, party.clone())
        }
        Key::Text(id) => document(id).map(|d| Value::Text(d.content.clone(), d.encoding.clone()))?,
        Key::Metadata(id) => Value::Metadata(document(id)?.metadata.clone()),
        Key::Excluded(id) => Value::Excluded(document(id)?.excluded.clone()),
        Key::Assignment(key) => Value::Assignment(project.assignments.get(key)?.clone()),
        Key::Statement(key, id) => Value::Statement(Box::new(layer(key)?.statement(*id)?.clone())),
        Key::Relation(key, id) => Value::Relation(layer(key)?.relation(*id)?.clone()),
        Key::Progress(key) => Value::Progress(*layer(key)?.progress()?),
        Key::Decision(id, decision) => Value::Decision(Box::new(review(id)?.decision(*decision)?.clone())),
        Key::GoldRelation(id, relation) => Value::Relation(review(id)?.gold().relation(*relation)?.clone()),
        Key::Thread(id, thread) => Value::Thread(Box::new(review(id)?.thread(*thread)?.clone())),
        Key::Conflicts(file) => Value::Conflicts(project.conflicts.get(file)?.clone()),
    })
}

/// Gives a project this value there, whatever else it has: nothing is checked.
pub fn put(project: &mut Project, key: &Key, value: Option<&Value>) {
    match (key, value) {
        (Key::Title, Some(Value::Words(title))) => project.title.clone_from(title),
        (Key::Guidelines, Some(Value::Words(text))) => project.guidelines.clone_from(text),
        (Key::Codebook, Some(Value::Codebook(codebook))) => project.codebook.clone_from(codebook),
        (Key::Blind, Some(Value::Blind(blind))) => project.blind_until_done = *blind,
        (Key::Reviewers, Some(Value::Reviewers(reviewers))) => project.reviewers.clone_from(reviewers),
        (Key::Party(id), value) => match (value, project.parties.place(id)) {
            (Some(Value::Party(_, party)), Some(_)) => {
                project.parties.replace(party.clone());
            }
            (Some(Value::Party(index, party)), None) => project.parties.insert(*index, party.clone()),
            (_, Some(at)) => {
                project.parties.take(at);
            }
            _ => {}
        },
        (Key::Text(id), Some(Value::Text(content, encoding))) => {
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
        (Key::Text(id), _) => {
            project.documents.remove(id);
        }
        (Key::Metadata(id), Some(Value::Metadata(metadata))) => {
            if let Some(document) = project.documents.get_mut(id) {
                document.metadata.clone_from(metadata);
            }
        }
        (Key::Excluded(id), Some(Value::Excluded(excluded))) => {
            if let Some(document) = project.documents.get_mut(id) {
                document.excluded.clone_from(excluded);
            }
        }
        (Key::Assignment(key), Some(Value::Assignment(assignment))) => {
            project.assignments.insert(key.clone(), assignment.clone());
        }
        (Key::Assignment(key), _) => {
            project.assignments.remove(key);
        }
        (Key::Statement(key, id), value) => in_layer(project, key, |layer| {
            match value {
                Some(Value::Statement(statement)) => layer.put((**statement).clone()),
                _ => layer.take(*id),
            };
        }),
        (Key::Relation(key, id), value) => in_layer(project, key, |layer| {
            match value {
                Some(Value::Relation(relation)) => layer.put_relation(relation.clone()),
                _ => layer.take_relation(*id),
            };
        }),
        (Key::Progress(key), value) => in_layer(project, key, |layer| {
            let progress = match value {
                Some(Value::Progress(progress)) => Some(*progress),
                _ => None,
            };
            layer.set_progress(progress);
        }),
        (Key::Decision(id, decision), value) => in_review(project, id, |review| {
            // Relations of gold are units of their own, and stay even where they hang.
            let relations: Vec<Relation> = review.gold().relations().cloned().collect();
            match value {
                Some(Value::Decision(decision)) => {
                    review.put_decision((**decision).clone());
                }
                _ => {
                    review.take_decision(*decision);
                }
            }
            for relation in relations.into_iter().filter(|r| review.gold().relation(r.id).is_none()).collect::<Vec<_>>()
            {
                review.put_relation(relation);
            }
        }),
        (Key::GoldRelation(id, relation), value) => in_review(project, id, |review| {
            match value {
                Some(Value::Relation(relation)) => review.put_relation(relation.clone()),
                _ => review.take_relation(*relation),
            };
        }),
        (Key::Thread(id, thread), value) => in_review(project, id, |review| {
            match value {
                Some(Value::Thread(thread)) => review.put_thread((**thread).clone()),
                _ => review.take_thread(*thread),
            };
        }),
        (Key::Conflicts(file), Some(Value::Conflicts(conflicts))) => {
            project.conflicts.insert(file.clone(), conflicts.clone());
        }
        (Key::Conflicts(file), _) => {
            project.conflicts.remove(file);
        }
        _ => {}
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

/// Everything of a document that goes away with it.
pub fn below(project: &Project, id: &DocumentId) -> BTreeSet<Key> {
    let mut keys = BTreeSet::new();
    if project.documents.contains_key(id) {
        keys.extend([Key::Text(id.clone()), Key::Metadata(id.clone()), Key::Excluded(id.clone())]);
    }
    for (key, layer) in project.layers.iter().filter(|((of, _), _)| of == id) {
        keys.extend(layer.statements().map(|statement| Key::Statement(key.clone(), statement.id)));
        keys.extend(layer.relations().map(|relation| Key::Relation(key.clone(), relation.id)));
        keys.extend(layer.progress().map(|_| Key::Progress(key.clone())));
    }
    if let Some(review) = project.reviews.get(id) {
        keys.extend(review.decisions().map(|decision| Key::Decision(id.clone(), decision.id)));
        keys.extend(review.gold().relations().map(|relation| Key::GoldRelation(id.clone(), relation.id)));
        keys.extend(review.threads().map(|thread| Key::Thread(id.clone(), thread.id)));
    }
    keys.extend(project.assignments.keys().filter(|(of, _)| of == id).cloned().map(Key::Assignment));
    keys
}
