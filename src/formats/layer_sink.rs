//! Layers as a format has read them, and what receives them.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use super::units::{Probe, Unit};
use crate::model::codebook::Codebook;
use crate::model::document::Document;
use crate::model::document_tags::DocumentTags;
use crate::model::id::{KindId, PartyId, RelationKindId, TopicId};
use crate::model::party::PartyAbout;
use crate::model::span::Span;
use crate::model::statement::{Relation, Statement};
use crate::model::work::LayerProgress;
use crate::text::content::Content;

/// What a label of a file stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LabelTarget {
    /// A kind of statement of the project.
    Kind(KindId),
    Topic(TopicId),
    Party(PartyId),
    RelationKind(RelationKindId),
    /// An entry that the project does not have yet.
    New,
    /// What has this label is not imported.
    LeaveOut,
    /// Spans with this label are reporting verbs.
    Cue,
    /// Spans with this label are the words that name a party.
    Mention,
    /// Spans with this label are passages that are not part of the article.
    Excluded,
}

/// One layer of a file with its document and the parties and codebook entries that it needs.
#[derive(Clone, Debug)]
pub struct IncomingLayer {
    /// Where it is in the input: a line, or the number of a file; counted from one.
    pub line: usize,
    pub document: Document,
    pub annotator: String,
    pub parties: Vec<IncomingParty>,
    /// The entries of the codebook that the file defines.
    pub codebook: Codebook,
    /// The labels that the file uses without defining them.
    pub labels: IncomingLabels,
    pub statements: Vec<Statement>,
    pub relations: Vec<Relation>,
    pub progress: Option<LayerProgress>,
    /// What is recorded of the document as a whole.
    pub tags: Option<DocumentTags>,
    /// The statements whose places are not known.
    pub unplaced: Vec<IncomingUnplaced>,
}

/// A statement of a file whose place is not known.
#[derive(Clone, Debug)]
pub struct IncomingUnplaced {
    /// All that is known about it; it has no spans.
    pub statement: Statement,
    pub quote: String,
    /// Where the quote stands, as far as it does.
    pub candidates: Vec<Span>,
    /// What is reported unless a person places it.
    pub reason: String,
}

/// A party of a file, without a colour, since the project has its own.
#[derive(Clone, Debug)]
pub struct IncomingParty {
    pub id: PartyId,
    pub name: String,
    pub aliases: Vec<String>,
    pub parent: Option<PartyId>,
    pub about: PartyAbout,
}

impl IncomingParty {
    /// A party of which only its name is known.
    pub(crate) fn named(id: PartyId, name: impl Into<String>) -> Self {
        Self { id, name: name.into(), aliases: Vec::new(), parent: None, about: PartyAbout::default() }
    }
}

/// Labels that stand for entries of a codebook, with the identifiers that the layer uses for them. They are matched with
/// the project's codebook by identifier or else by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IncomingLabels {
    pub kinds: BTreeMap<KindId, String>,
    pub topics: BTreeMap<TopicId, String>,
    pub relation_kinds: BTreeMap<RelationKindId, String>,
}

/// Receives what a format reads, layer by layer, so that only one of them is in memory besides what is kept.
pub trait LayerSink {
    /// Whether the layers of this annotator are wanted; others need not be read.
    fn wants(&mut self, annotator: &str) -> bool;

    /// An article that the project has already, for formats whose files refer to texts without having them.
    fn document(&mut self, _wanted: &WantedDocument<'_>) -> Option<Document> {
        None
    }

    /// The unit in which the offsets of the input count, where the format leaves that open.
    fn unit(&self) -> Unit {
        Unit::CODE_POINTS
    }

    /// Whether this is only the first reading, by which the unit and the annotators are found out.
    fn is_survey(&self) -> bool {
        false
    }

    /// Is asked before each statement or span of a file is looked at: whether to go on. What is read after that is dropped.
    fn goes_on(&mut self) -> bool {
        true
    }

    /// Whether the rest of the input need not be looked at.
    fn is_stopped(&self) -> bool {
        false
    }

    /// Is told where the spans of a text are and what they quote, so that the unit can be found out.
    fn probe(&mut self, _content: &Content, _probes: &[Probe<'_>]) {}

    /// What a person has chosen for a label of spans.
    fn label(&self, _label: &str) -> Option<LabelTarget> {
        None
    }

    /// The name of the field that a person has chosen for a column of a table; empty if it is not to be read.
    fn column(&self, _head: &str) -> Option<String> {
        None
    }

    /// Whether the project has an attribute of this identifier that takes several values.
    fn takes_several(&self, _attribute: &str) -> bool {
        false
    }

    /// Is told the columns of a table, with the names of the fields that they are taken for.
    fn take_columns(&mut self, _columns: Vec<(String, Option<String>)>) {}

    /// Reports something that could not be read.
    fn warn(&mut self, line: usize, message: String);

    /// Receives the parties and the codebook of a file that has no layers.
    fn take_codebook(&mut self, line: usize, parties: Vec<IncomingParty>, codebook: Codebook);

    /// Receives a layer. Reading ends at [`ControlFlow::Break`].
    fn take(&mut self, layer: IncomingLayer) -> ControlFlow<()>;
}

/// What a file says about a text that it does not have; one of these is enough to find it.
#[derive(Clone, Copy, Debug, Default)]
pub struct WantedDocument<'a> {
    pub id: Option<&'a str>,
    pub url: Option<&'a str>,
    /// The title, if only one article has it.
    pub title: Option<&'a str>,
    /// The hash of the text, in hexadecimal.
    pub sha256: Option<&'a str>,
}
