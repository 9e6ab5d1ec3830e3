//! What adding a colleague's tags would do: shown before it is done, and done as one edit.
//!
//! Nothing in the project is overwritten. A layer that the project does not have is added; one that it has gets the
//! missing statements. If a statement differs, the project's own stays, unless the later one was asked for. If a text
//! differs, each statement moves with its words (`edit::reanchor`), and statements without a place stay with the
//! colleague's text, which is added as a document of its own. A party that the project has under another identifier is
//! recognised by its name or an alias; an identifier that the project uses for another party is replaced with a new
//! one.

mod names;
mod needs;
mod planner;

use std::collections::{BTreeMap, BTreeSet};

pub use self::planner::plan;
use crate::edit::change::{Edit, LayerKey};
use crate::edit::reanchor::ReanchoredStatement;
use crate::formats::incoming::{PlaceKey, Places};
use crate::model::codebook::CodebookList;
use crate::model::id::{AnnotatorId, DocumentId, PartyId};
use crate::model::span::Span;
use crate::model::statement::Statement;
use crate::t;

/// The choices of the person who receives tags.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReceiveOptions {
    /// Add the documents that the project does not have.
    pub with_documents: bool,
    /// If a text differs, place the statements by their words.
    pub reanchor: bool,
    /// If both have a statement, take the version that was changed later.
    pub update: bool,
    /// The name under which an annotator's layers go into the project.
    pub names: BTreeMap<AnnotatorId, AnnotatorId>,
    /// Layers to leave out.
    pub without: BTreeSet<LayerKey>,
    /// The parties that are the same here although they have other names; see [`ReceivePlan::questions`].
    pub same_parties: BTreeSet<PartyId>,
    /// Where statements are in the colleague's texts for which nothing says it; see
    /// [`super::source::ReceivedTags::placed`].
    pub places: Places,
    /// Where statements are in the project's texts that have no place there by their words.
    pub orphan_places: Places,
}

/// What happens to one layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LayerOutcome {
    /// The project has no layer of this annotator.
    Added,
    /// The project has one, which gets the statements it lacks.
    Merged,
    /// The project has all of it.
    Same,
    /// Another person of this name has a layer in the project; this one needs another name.
    NameTaken,
    /// The project does not have the document, and documents are not to be added.
    UnknownDocument,
    /// The project has another text of the document, and statements are not to be placed by their words.
    OtherText,
    /// It was left out on request.
    LeftOut,
}

impl LayerOutcome {
    /// The name in output for programs.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Merged => "merged",
            Self::Same => "same",
            Self::NameTaken => "conflict",
            Self::UnknownDocument => "unknown-document",
            Self::OtherText => "other-text",
            Self::LeftOut => "left-out",
        }
    }
}

/// One layer that was received, and what happens to it.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedLayer {
    pub document: DocumentId,
    pub annotator: AnnotatorId,
    pub title: String,
    /// The layer to which it is added.
    pub into: LayerKey,
    pub outcome: LayerOutcome,
    /// The number of its statements.
    pub statements: usize,
    pub counts: PlannedCounts,
    /// Where each statement went, if the project has another text.
    pub reanchored: Option<Vec<ReanchoredStatement>>,
}

/// What happens to the statements of a layer, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlannedCounts {
    pub new: usize,
    pub same: usize,
    /// Different in the project, whose own version stays.
    pub kept: usize,
    /// Different in the project, and replaced with the later version.
    pub updated: usize,
    /// Only in the project; they stay.
    pub only_here: usize,
    /// Without a place in the project's text; they stay with the colleague's text.
    pub orphaned: usize,
    /// Cues and mentions that have no place in the project's text although their statement has one.
    pub cues_lost: usize,
    /// Relations that stay with the colleague's text.
    pub relations_left: usize,
}

/// A statement whose words have no place in the project's text.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedOrphan {
    pub key: PlaceKey,
    /// The article of the project in which it can be placed.
    pub here: DocumentId,
    pub statement: Statement,
    /// Its words in the colleague's text.
    pub quote: String,
    /// Where a person has placed it; empty if nobody has.
    pub spans: Vec<Span>,
    /// Why it could not be placed there.
    pub problem: Option<String>,
}

/// An identifier that two parties of different names have: are they the same?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyQuestion {
    pub id: PartyId,
    /// The name of the colleague's party, and of the one here.
    pub theirs: String,
    pub ours: String,
}

/// What adding the tags would do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReceivePlan {
    /// By document, then annotator.
    pub entries: Vec<PlannedLayer>,
    /// Names that another person has in the project, each with one that is free.
    pub taken: BTreeMap<AnnotatorId, AnnotatorId>,
    /// Documents that are added.
    pub documents: Vec<DocumentId>,
    /// Colleague's texts that are added for the statements that have no place in the project's text.
    pub kept_texts: Vec<DocumentId>,
    /// The names of the parties that are not in the project yet and are added.
    pub parties: Vec<String>,
    /// The codebook entries that are not in the project yet and are added, by list.
    pub codebook: BTreeMap<CodebookList, Vec<String>>,
    /// The colleague's parties that are the same as one here under another identifier, one line each.
    pub same_parties: Vec<String>,
    /// The colleague's parties whose identifier denotes another party here, and which get a new one, one line each.
    pub other_parties: Vec<String>,
    /// The identifiers of the colleague's parties that other parties have here. They are separate parties unless
    /// [`ReceiveOptions::same_parties`] says that they are the same.
    pub questions: Vec<PartyQuestion>,
    /// What has another name or definition here; the project's own stays.
    pub differing: Vec<String>,
    pub warnings: Vec<String>,
    /// The statements whose words have no place in the project's text. Those that a person has placed go there; the others
    /// stay with the colleague's text.
    pub orphans: Vec<PlannedOrphan>,
    /// The edit that adds everything; `None` if there is nothing to do.
    pub edit: Option<Edit>,
}

impl PlannedLayer {
    /// What happens to it, in one line.
    pub(crate) fn describe(&self, plan: &ReceivePlan) -> String {
        let (document, annotator) = (self.title.as_str(), self.annotator.as_str());
        let counts = self.counts;
        let what = match self.outcome {
            LayerOutcome::Added if self.statements == 0 => t!("exchange-added-empty"),
            LayerOutcome::Added => t!("exchange-added", count = counts.new),
            LayerOutcome::Merged => t!(
                "exchange-merged",
                new = counts.new,
                updated = counts.updated,
                kept = counts.kept,
                same = counts.same,
                only = counts.only_here
            ),
            LayerOutcome::Same => t!("exchange-same"),
            LayerOutcome::NameTaken => {
                let free = plan.taken.get(&self.annotator).map(AnnotatorId::as_str).unwrap_or_default();
                t!("exchange-name-taken", name = annotator, free = free)
            }
            LayerOutcome::UnknownDocument => t!("exchange-unknown-document"),
            LayerOutcome::OtherText => t!("exchange-other-text"),
            LayerOutcome::LeftOut => t!("exchange-left-out"),
        };
        let line = if self.into.1 == self.annotator {
            t!("exchange-line", document = document, annotator = annotator, what = what)
        } else {
            let into = self.into.1.as_str();
            t!("exchange-line-as", document = document, annotator = annotator, into = into, what = what)
        };
        match &self.reanchored {
            Some(rows) => {
                let placed = rows.len() - counts.orphaned;
                let mut line = t!(
                    "exchange-line-moved",
                    line = line,
                    placed = placed,
                    of = rows.len(),
                    orphaned = counts.orphaned
                );
                let mut add = |count: usize, sentence: fn(usize) -> String| {
                    if count > 0 {
                        line.push(' ');
                        line.push_str(&sentence(count));
                    }
                };
                add(counts.cues_lost, |count| t!("exchange-cues-lost", count = count));
                add(counts.relations_left, |count| t!("exchange-relations-left", count = count));
                line
            }
            None => line,
        }
    }
}

impl ReceivePlan {
    /// What is added with the layers, and what has another name in the project; one line each.
    pub fn additions(&self) -> Vec<String> {
        let ids = |ids: &[DocumentId]| ids.iter().map(|id| id.as_str().to_owned()).collect::<Vec<_>>();
        let mut lines: Vec<String> = self.other_parties.iter().chain(&self.same_parties).cloned().collect();
        let mut add = |names: &[String], line: fn(usize, String) -> String| {
            if !names.is_empty() {
                lines.push(line(names.len(), names.join(", ")));
            }
        };
        add(&ids(&self.documents), |count, names| t!("exchange-new-documents", count = count, names = names));
        add(&ids(&self.kept_texts), |_, names| t!("exchange-kept-texts", names = names));
        add(&self.parties, |count, names| t!("exchange-new-parties", count = count, names = names));
        lines.extend(self.codebook.iter().map(|(list, names)| list.told_new(names)));
        lines.extend(self.differing.iter().cloned());
        lines
    }
}
