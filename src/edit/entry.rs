//! The entries of a project that an edit changes, one by one, and what each of them is: so that what a step of the history
//! has left can be compared with what is there now.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::change::{Edit, LayerKey};
use crate::model::codebook::Codebook;
use crate::model::conflict::{Conflict, ConflictFile};
use crate::model::document::Metadata;
use crate::model::id::{AnnotatorId, DecisionId, DocumentId, PartyId, RelationId, StatementId, ThreadId};
use crate::model::party::Party;
use crate::model::project::Project;
use crate::model::review::{Decision, Thread};
use crate::model::span::Span;
use crate::model::statement::{Relation, Statement};
use crate::model::statement_field::StatementField;
use crate::model::work::{Assignment, LayerProgress};
use crate::text::content::Content;

/// One thing of a project that edits change as a whole or field by field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Entry {
    Title,
    Guidelines,
    Codebook,
    BlindUntilDone,
    Reviewers,
    Party(PartyId),
    /// That the document is there, and its text.
    Document(DocumentId),
    Metadata(DocumentId),
    Excluded(DocumentId),
    Statement(LayerKey, StatementId),
    Relation(LayerKey, RelationId),
    Progress(LayerKey),
    Conflicts(ConflictFile),
    Decision(DocumentId, DecisionId),
    GoldRelation(DocumentId, RelationId),
    Thread(DocumentId, ThreadId),
    Assignment(DocumentId, AnnotatorId),
}

/// What an entry is. What is large is shared with the project.
#[derive(Clone, Debug)]
pub enum Value {
    Text(String),
    Flag(bool),
    Names(BTreeSet<AnnotatorId>),
    Codebook(Box<Codebook>),
    /// With its place among the parties.
    Party(usize, Box<Party>),
    /// With the name of the encoding that it was read in.
    Content(Content, String),
    Metadata(Box<Metadata>),
    Spans(Vec<Span>),
    Statement(Arc<Statement>),
    Relation(Arc<Relation>),
    Progress(LayerProgress),
    Conflicts(Vec<Conflict>),
    Decision(Arc<Decision>),
    Thread(Arc<Thread>),
    Assignment(Assignment),
}

/// What some entries are, sorted by entry, each once; `None` is an entry that is not there.
pub type Values = Vec<(Entry, Option<Value>)>;

impl Entry {
    /// The document that it belongs to.
    pub fn document(&self) -> Option<&DocumentId> {
        match self {
            Self::Title
            | Self::Guidelines
            | Self::Codebook
            | Self::BlindUntilDone
            | Self::Reviewers
            | Self::Party(_)
            | Self::Conflicts(ConflictFile::Project) => None,
            Self::Document(id)
            | Self::Metadata(id)
            | Self::Excluded(id)
            | Self::Statement((id, _), _)
            | Self::Relation((id, _), _)
            | Self::Progress((id, _))
            | Self::Decision(id, _)
            | Self::GoldRelation(id, _)
            | Self::Thread(id, _)
            | Self::Assignment(id, _)
            | Self::Conflicts(ConflictFile::Document(id) | ConflictFile::Layer(id, _) | ConflictFile::Review(id)) => {
                Some(id)
            }
        }
    }

    /// Whose layer it is in.
    pub fn annotator(&self) -> Option<&AnnotatorId> {
        match self {
            Self::Statement((_, annotator), _) | Self::Relation((_, annotator), _) | Self::Progress((_, annotator)) => {
                Some(annotator)
            }
            _ => None,
        }
    }

    /// What it is in this project.
    pub fn read(&self, project: &Project) -> Option<Value> {
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
            Self::Document(id) => {
                let document = project.documents.get(id)?;
                Value::Content(document.content.clone(), document.encoding.clone())
            }
            Self::Metadata(id) => Value::Metadata(Box::new(project.documents.get(id)?.metadata.clone())),
            Self::Excluded(id) => Value::Spans(project.documents.get(id)?.excluded.clone()),
            Self::Statement(layer, id) => Value::Statement(Arc::clone(project.layers.get(layer)?.shared(*id)?)),
            Self::Relation(layer, id) => Value::Relation(Arc::clone(project.layers.get(layer)?.shared_relation(*id)?)),
            Self::Progress(layer) => Value::Progress(*project.layers.get(layer)?.progress()?),
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
}

impl Value {
    /// Whether both are the same to a person: when a statement was changed last does not count, nor the place of a party.
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(a), Self::Text(b)) => a == b,
            (Self::Flag(a), Self::Flag(b)) => a == b,
            (Self::Names(a), Self::Names(b)) => a == b,
            (Self::Codebook(a), Self::Codebook(b)) => a == b,
            (Self::Party(_, a), Self::Party(_, b)) => a == b,
            (Self::Content(a, read), Self::Content(b, as_read)) => a.sha256() == b.sha256() && read == as_read,
            (Self::Metadata(a), Self::Metadata(b)) => a == b,
            (Self::Spans(a), Self::Spans(b)) => a == b,
            (Self::Statement(a), Self::Statement(b)) => {
                Arc::ptr_eq(a, b) || (a.id == b.id && StatementField::differing(a, b).is_empty())
            }
            (Self::Relation(a), Self::Relation(b)) => Arc::ptr_eq(a, b) || a == b,
            (Self::Progress(a), Self::Progress(b)) => a == b,
            (Self::Conflicts(a), Self::Conflicts(b)) => a == b,
            (Self::Decision(a), Self::Decision(b)) => Arc::ptr_eq(a, b) || a == b,
            (Self::Thread(a), Self::Thread(b)) => Arc::ptr_eq(a, b) || a == b,
            (Self::Assignment(a), Self::Assignment(b)) => a == b,
            _ => false,
        }
    }
}

/// The same for entries that may not be there.
pub fn is_same(a: Option<&Value>, b: Option<&Value>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.is_same(b),
        (None, None) => true,
        _ => false,
    }
}

/// What the entries of an edit and of its inverse are in a project to which the edit was applied.
pub fn left_by(project: &Project, edit: &[Entry], inverse: &Edit) -> Values {
    let mut found = edit.to_vec();
    found.extend(entries(inverse));
    found.sort_unstable();
    found.dedup();
    found
        .into_iter()
        .map(|entry| {
            let value = entry.read(project);
            (entry, value)
        })
        .collect()
}

/// The entries that an edit names; those that go along with a removal are named by its inverse.
pub fn entries(edit: &Edit) -> Vec<Entry> {
    let mut found = Vec::new();
    visit(edit, &mut |entry, _| found.push(entry));
    found
}

/// What an edit makes of one entry, where it makes something of it.
pub fn value_of(edit: &Edit, entry: &Entry) -> Option<Value> {
    let mut told = None;
    visit(edit, &mut |found, value| {
        if found == *entry {
            told = value();
        }
    });
    told
}

/// What an edit makes of the entries that it names.
pub fn values(edit: &Edit) -> BTreeMap<Entry, Option<Value>> {
    let mut values: BTreeMap<Entry, Option<Value>> = BTreeMap::new();
    // Which relations go along with a statement.
    let mut ends: BTreeMap<StatementId, Vec<Entry>> = BTreeMap::new();
    visit(edit, &mut |entry, value| {
        let value = value();
        match (&entry, &value) {
            (Entry::Document(id), None) => {
                values.iter_mut().filter(|(of, _)| of.document() == Some(id)).for_each(|(_, value)| *value = None);
            }
            (Entry::Statement(_, id), None) => {
                for relation in ends.remove(id).unwrap_or_default() {
                    values.insert(relation, None);
                }
            }
            (Entry::Relation(..), Some(Value::Relation(relation))) => {
                for end in [relation.from, relation.to] {
                    ends.entry(end).or_default().push(entry.clone());
                }
            }
            _ => {}
        }
        values.insert(entry, value);
    });
    values
}

/// The values of an edit and of its inverse, as the edit leaves them, told from the two alone.
pub fn told_by(edit: &Edit, inverse: &Edit) -> Values {
    let mut told = values(edit);
    // What only the inverse names went along with something: it was there before, and is not now.
    for entry in entries(inverse) {
        told.entry(entry).or_insert(None);
    }
    told.into_iter().collect()
}

/// Takes an entry, and what it becomes, which is made only where it is wanted.
type Found<'f> = dyn FnMut(Entry, &dyn Fn() -> Option<Value>) + 'f;

/// Calls `found` with each entry in the order in which the edit changes them, and with what it becomes.
fn visit(edit: &Edit, found: &mut Found<'_>) {
    match edit {
        Edit::SetTitle(title) => found(Entry::Title, &|| Some(Value::Text(title.clone()))),
        Edit::SetGuidelines(text) => found(Entry::Guidelines, &|| Some(Value::Text(text.clone()))),
        Edit::SetCodebook(codebook) => found(Entry::Codebook, &|| Some(Value::Codebook(codebook.clone()))),
        Edit::AddParty { index, party } => {
            found(Entry::Party(party.id.clone()), &|| Some(Value::Party(*index, Box::new(party.clone()))));
        }
        Edit::RemoveParty(id) => found(Entry::Party(id.clone()), &|| None),
        Edit::ReplaceParty(party) => {
            found(Entry::Party(party.id.clone()), &|| Some(Value::Party(usize::MAX, Box::new(party.clone()))));
        }
        Edit::AddDocument { document, layers } => {
            let id = &document.id;
            let content = || Some(Value::Content(document.content.clone(), document.encoding.clone()));
            found(Entry::Document(id.clone()), &content);
            found(Entry::Metadata(id.clone()), &|| Some(Value::Metadata(Box::new(document.metadata.clone()))));
            found(Entry::Excluded(id.clone()), &|| Some(Value::Spans(document.excluded.clone())));
            for (annotator, layer) in layers {
                let key = (id.clone(), annotator.clone());
                for statement in layer.shared_from(0) {
                    let value = || Some(Value::Statement(Arc::clone(statement)));
                    found(Entry::Statement(key.clone(), statement.id), &value);
                }
                for relation in layer.relations() {
                    let value = || layer.shared_relation(relation.id).map(|shared| Value::Relation(Arc::clone(shared)));
                    found(Entry::Relation(key.clone(), relation.id), &value);
                }
                if let Some(progress) = layer.progress() {
                    found(Entry::Progress(key), &|| Some(Value::Progress(*progress)));
                }
            }
        }
        Edit::RemoveDocument(id) => {
            found(Entry::Document(id.clone()), &|| None);
            found(Entry::Metadata(id.clone()), &|| None);
            found(Entry::Excluded(id.clone()), &|| None);
        }
        Edit::SetMetadata { document, metadata } => {
            found(Entry::Metadata(document.clone()), &|| Some(Value::Metadata(Box::new(metadata.clone()))));
        }
        Edit::SetExcluded { document, excluded } => {
            found(Entry::Excluded(document.clone()), &|| Some(Value::Spans(excluded.clone())));
        }
        Edit::AddStatement { layer, statement } | Edit::ReplaceStatement { layer, statement } => {
            let value = || Some(Value::Statement(Arc::new(Statement::clone(statement))));
            found(Entry::Statement(layer.clone(), statement.id), &value);
        }
        Edit::RemoveStatement { layer, id } => found(Entry::Statement(layer.clone(), *id), &|| None),
        Edit::AddRelation { layer, relation } | Edit::ReplaceRelation { layer, relation } => {
            let value = || Some(Value::Relation(Arc::new(relation.clone())));
            found(Entry::Relation(layer.clone(), relation.id), &value);
        }
        Edit::RemoveRelation { layer, id } => found(Entry::Relation(layer.clone(), *id), &|| None),
        Edit::SetConflicts { file, conflicts } => {
            let value = || (!conflicts.is_empty()).then(|| Value::Conflicts(conflicts.clone()));
            found(Entry::Conflicts(file.clone()), &value);
        }
        Edit::SetDecision { document, id, decision } => {
            let value = || decision.as_ref().map(|decision| Value::Decision(Arc::new(Decision::clone(decision))));
            found(Entry::Decision(document.clone(), *id), &value);
        }
        Edit::SetGoldRelation { document, id, relation } => {
            let value = || relation.as_ref().map(|relation| Value::Relation(Arc::new(relation.clone())));
            found(Entry::GoldRelation(document.clone(), *id), &value);
        }
        Edit::SetThread { document, id, thread } => {
            let value = || thread.as_ref().map(|thread| Value::Thread(Arc::new(Thread::clone(thread))));
            found(Entry::Thread(document.clone(), *id), &value);
        }
        Edit::SetAssignment { document, annotator, assignment } => {
            let value = || assignment.clone().map(Value::Assignment);
            found(Entry::Assignment(document.clone(), annotator.clone()), &value);
        }
        Edit::SetProgress { layer, progress } => {
            found(Entry::Progress(layer.clone()), &|| progress.map(Value::Progress));
        }
        Edit::SetBlindUntilDone(blind) => found(Entry::BlindUntilDone, &|| Some(Value::Flag(*blind))),
        Edit::SetReviewers(reviewers) => found(Entry::Reviewers, &|| Some(Value::Names(reviewers.clone()))),
        Edit::Group(edits) => edits.iter().for_each(|edit| visit(edit, found)),
    }
}
