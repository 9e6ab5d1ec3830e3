//! The edits: what can be changed, which file that changes, and the reasons why an edit is refused. [`super::apply`]
//! applies them.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::codebook::Codebook;
use crate::model::conflict::{Conflict, ConflictFile};
use crate::model::document::{Document, Metadata};
use crate::model::document_tags::DocumentTags;
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
    /// Puts the parties into this order; those that it does not name keep their places.
    SetPartyOrder(Vec<PartyId>),
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
    /// Records something of the document as a whole in a layer; `None` removes it.
    SetTags {
        layer: LayerKey,
        tags: Option<Box<DocumentTags>>,
    },
    /// The same in gold.
    SetGoldTags {
        document: DocumentId,
        tags: Option<Box<DocumentTags>>,
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
    /// The value of an attribute is not what its passage reads.
    #[error("{}", t!("edit-other-words", name = .0.as_str()))]
    OtherWords(String),
    /// A passage is the value of an attribute of something other than a statement.
    #[error("{}", t!("edit-no-passage-here", name = .0.as_str()))]
    NoPassageHere(String),
    #[error("{}", t!("edit-relation-to-itself"))]
    RelationToItself,
    #[error("{}", t!("edit-decision-statements", id = .0.to_string()))]
    DecisionStatements(DecisionId),
    #[error("{}", t!("edit-thread-empty", id = .0.to_string()))]
    ThreadEmpty(ThreadId),
    #[error("{}", t!("edit-id-differs", id = .0.as_str()))]
    IdDiffers(String),
}
