//! Takes layers that a format has read into a project: into the layers of annotators, or all of them into a project of
//! their own.
//!
//! A format checks what it reads against the document in the same file; here it is checked against the project. What does
//! not fit is reported and left out; the rest is taken. The text of a document is never changed: if the project has
//! another text under the same name, the layer is left out. [`plan`] works out what an import would do; [`map`] says what
//! the labels of the file stand for.

mod map;
mod merger;
mod plan;
mod survey;

use std::collections::{BTreeMap, HashSet};
use std::ops::ControlFlow;

use super::Reader;
use super::input::Input;
use super::units::{Probe, Unit};
use crate::model::codebook::Codebook;
use crate::model::document::Document;
use crate::model::id::{AnnotatorId, DocumentId, KindId, PartyId, RelationKindId, TopicId};
use crate::model::project::Project;
use crate::model::span::Span;
use crate::model::statement::{Relation, Statement};
use crate::model::work::LayerProgress;
use crate::t;
use crate::text::content::Content;

pub use map::{LabelList, LabelMap, LabelTarget, MapError};
use merger::Merger;
pub use plan::{
    ImportCounts, ImportOptions, ImportPlan, MatchedBy, PlannedAnnotator, PlannedColumn, PlannedLabel, Unplaced, Whose,
};
use survey::Survey;

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
}

/// A party of a file, without a colour, since the project has its own.
#[derive(Clone, Debug)]
pub struct IncomingParty {
    pub id: PartyId,
    pub name: String,
    pub aliases: Vec<String>,
    pub parent: Option<PartyId>,
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

/// Something in a file that was left out, and its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Counted from one.
    pub line: usize,
    pub message: String,
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&t!("import-warning", line = self.line, message = self.message.as_str()))
    }
}

/// The reason why nothing of the file can be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    #[error("{}", t!("import-layer-exists", document = .document.as_str(), annotator = .annotator.as_str()))]
    LayerExists { document: DocumentId, annotator: AnnotatorId },
    #[error("{}", t!("import-several-annotators", annotator = .annotator.as_str(), found = .found.join(", ")))]
    SeveralAnnotators { annotator: AnnotatorId, found: Vec<String> },
}

impl Reader {
    /// Reads everybody's layers into a project of their own, whose codebook is what the file says about it.
    pub fn read_all(&self, input: &Input) -> (Project, Vec<Warning>) {
        let (read, map) = (Survey::of(self, &Project::default(), input), LabelMap::default());
        let merger = Merger::of_nothing(&map);
        let mut sink = ProjectSink { merger, unit: read.unit, seen: HashSet::new() };
        (self.read)(input, &mut sink);
        let mut warnings = sink.merger.warnings;
        if read.unit != Unit::CODE_POINTS {
            let message = t!("import-unit", unit = read.unit.describe());
            warnings.insert(0, Warning { line: 1, message });
        }
        (sink.merger.after, warnings)
    }
}

/// Takes everybody's layers into a project of their own.
struct ProjectSink<'m> {
    merger: Merger<'m>,
    unit: Unit,
    seen: HashSet<(DocumentId, String)>,
}

impl LayerSink for ProjectSink<'_> {
    fn wants(&mut self, _annotator: &str) -> bool {
        true
    }

    fn unit(&self) -> Unit {
        self.unit
    }

    fn warn(&mut self, line: usize, message: String) {
        self.merger.warnings.push(Warning { line, message });
    }

    fn take_codebook(&mut self, line: usize, parties: Vec<IncomingParty>, codebook: Codebook) {
        self.merger.line = line;
        self.merger.parties(parties);
        self.merger.codebook(&codebook);
    }

    fn take(&mut self, layer: IncomingLayer) -> ControlFlow<()> {
        let line = layer.line;
        match AnnotatorId::new(layer.annotator.as_str()) {
            Err(error) => self.warn(line, error.to_string()),
            Ok(_) if !self.seen.insert((layer.document.id.clone(), layer.annotator.clone())) => {
                self.warn(line, t!("import-document-twice", id = layer.document.id.as_str()));
            }
            Ok(annotator) => {
                if let Err(error) = self.merger.layer(layer, &annotator, false) {
                    self.warn(line, error.to_string());
                }
            }
        }
        ControlFlow::Continue(())
    }
}
