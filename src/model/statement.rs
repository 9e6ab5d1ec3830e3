//! One annotation, and the links between annotations.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::id::{KindId, PartyId, RelationId, RelationKindId, StatementId, TopicId};
use super::span::Span;
use crate::t;

/// One annotation: who says something, on whose word, of what kind, about what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    pub id: StatementId,
    pub kind: KindId,
    /// The content, in text order, at least one, not overlapping.
    pub spans: Vec<Span>,
    /// Outermost reporter first, speaker last. The author of the article is implicit.
    pub chain: Vec<Link>,
    pub addressees: Vec<PartyId>,
    pub topic: Option<TopicId>,
    pub stance: Option<Stance>,
    pub quotation: Option<Quotation>,
    /// Further named values, in the order in which they were entered.
    pub attributes: Vec<Attribute>,
    pub note: String,
    pub created: Timestamp,
    pub modified: Timestamp,
}

/// One link of an attribution chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub party: PartyId,
    /// The reporting verb.
    pub cue: Option<Span>,
    /// The words that name the party.
    pub mention: Option<Span>,
}

/// A value of an attribute: of one that the codebook defines, under its identifier, or of any name that somebody has typed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Attribute {
    pub name: String,
    /// For a passage, its words.
    pub value: String,
    /// The passage, for an attribute of passages.
    pub span: Option<Span>,
}

impl Attribute {
    /// A value that is no passage.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into(), span: None }
    }
}

/// The speaker's attitude towards the topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stance {
    Supports,
    Opposes,
    Neutral,
}

impl Stance {
    pub(crate) const ALL: [Self; 3] = [Self::Supports, Self::Opposes, Self::Neutral];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Supports => "supports",
            Self::Opposes => "opposes",
            Self::Neutral => "neutral",
        }
    }

    /// The stance that has this name in files.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stance| stance.as_str() == name)
    }

    /// The name on screen, unless the codebook has another one ([`super::codebook::Codebook::stance_title`]).
    pub(crate) fn title(self) -> String {
        match self {
            Self::Supports => t!("panel-stance-supports"),
            Self::Opposes => t!("panel-stance-opposes"),
            Self::Neutral => t!("panel-stance-neutral"),
        }
    }
}

/// Whether the words are the speaker's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Quotation {
    Direct,
    Indirect,
    Mixed,
}

impl Quotation {
    pub(crate) const ALL: [Self; 3] = [Self::Direct, Self::Indirect, Self::Mixed];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Indirect => "indirect",
            Self::Mixed => "mixed",
        }
    }

    /// The name on screen.
    pub(crate) fn title(self) -> String {
        match self {
            Self::Direct => t!("panel-quotation-direct"),
            Self::Indirect => t!("panel-quotation-indirect"),
            Self::Mixed => t!("panel-quotation-mixed"),
        }
    }
}

/// A directed link from one statement to another of the same layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    pub id: RelationId,
    pub kind: RelationKindId,
    pub from: StatementId,
    pub to: StatementId,
    pub note: String,
    /// The values of the attributes of relations, in the order in which they were entered; none is a passage.
    pub attributes: Vec<Attribute>,
}

impl Statement {
    /// A new statement with a kind and spans only. `now` is the time of its creation.
    pub fn new(kind: KindId, spans: Vec<Span>, now: Timestamp) -> Self {
        Self {
            id: StatementId::generate(),
            kind,
            spans,
            chain: Vec::new(),
            addressees: Vec::new(),
            topic: None,
            stance: None,
            quotation: None,
            attributes: Vec::new(),
            note: String::new(),
            created: now,
            modified: now,
        }
    }

    /// The innermost link: whose words these are.
    pub fn speaker(&self) -> Option<&PartyId> {
        self.chain.last().map(|link| &link.party)
    }

    /// All parties that it names, as often as it does: those of the chain, then the addressees.
    pub(crate) fn parties(&self) -> impl Iterator<Item = &PartyId> {
        self.chain.iter().map(|link| &link.party).chain(&self.addressees)
    }

    /// From the first byte of the first span to the last byte of the last.
    pub fn hull(&self) -> Span {
        Span::new(
            self.spans.first().map_or(0, |s| s.start_byte),
            self.spans.iter().map(|s| s.end_byte).max().unwrap_or_default(),
        )
    }

    /// Releases spare capacity, which statements that are read piece by piece have.
    pub(crate) fn shrink(&mut self) {
        self.spans.shrink_to_fit();
        self.chain.shrink_to_fit();
        self.addressees.shrink_to_fit();
        self.attributes.shrink_to_fit();
        self.note.shrink_to_fit();
    }

    /// Whether the statement names this party anywhere.
    pub fn uses(&self, party: &PartyId) -> bool {
        self.parties().any(|named| named == party)
    }
}
