//! The kinds, topics and relation kinds of a project, with their definitions.

use serde::{Deserialize, Serialize};

use super::id::{KindId, RelationKindId, TopicId};

/// What the annotators may say of a passage.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Codebook {
    pub kinds: Vec<Kind>,
    pub topics: Vec<Topic>,
    pub relation_kinds: Vec<RelationKind>,
}

/// A kind of statement: claim, position, warning, or what the project adds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    pub id: KindId,
    pub name: String,
    pub definition: String,
    /// The key that makes a statement of this kind, an upper-case ASCII letter.
    pub key: Option<char>,
    pub line: LineForm,
}

/// How the line under a statement is drawn, so that its kind can be told without colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LineForm {
    Solid,
    Double,
    Wavy,
    Dashed,
    Dotted,
}

/// What a statement is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    pub id: TopicId,
    pub name: String,
    pub definition: String,
}

/// How one statement may stand to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelationKind {
    pub id: RelationKindId,
    pub name: String,
    pub definition: String,
}

impl Codebook {
    pub fn kind(&self, id: &KindId) -> Option<&Kind> {
        self.kinds.iter().find(|k| k.id == *id)
    }

    pub fn topic(&self, id: &TopicId) -> Option<&Topic> {
        self.topics.iter().find(|t| t.id == *id)
    }

    pub fn relation_kind(&self, id: &RelationKindId) -> Option<&RelationKind> {
        self.relation_kinds.iter().find(|r| r.id == *id)
    }

    /// The codebook that a new project starts with.
    pub fn standard() -> Self {
        let kind = |id: &str, name: &str, key, line, definition: &str| {
            Some(Kind {
                id: KindId::new(id).ok()?,
                name: name.into(),
                definition: definition.into(),
                key: Some(key),
                line,
            })
        };
        let relation = |id: &str, name: &str, definition: &str| {
            Some(RelationKind { id: RelationKindId::new(id).ok()?, name: name.into(), definition: definition.into() })
        };
        Self {
            kinds: [
                kind(
                    "claim",
                    "Claim",
                    'C',
                    LineForm::Solid,
                    "Something is said to be so, to have been so, or to be going to be so; it could be checked.",
                ),
                kind(
                    "position",
                    "Position",
                    'P',
                    LineForm::Double,
                    "What a party wants, supports, rejects or holds to be right.",
                ),
                kind(
                    "warning",
                    "Warning",
                    'W',
                    LineForm::Wavy,
                    "A bad consequence is announced to somebody, on a condition or without one.",
                ),
            ]
            .into_iter()
            .flatten()
            .collect(),
            topics: Vec::new(),
            relation_kinds: [
                relation("responds-to", "Responds to", "The statement answers the other one."),
                relation("contradicts", "Contradicts", "Both cannot hold."),
                relation("supports", "Supports", "The statement gives a reason for the other one."),
                relation("repeats", "Repeats", "The statement says the same again."),
                relation("conditional-on", "Is conditional on", "The statement holds only if the other one does."),
            ]
            .into_iter()
            .flatten()
            .collect(),
        }
    }
}
