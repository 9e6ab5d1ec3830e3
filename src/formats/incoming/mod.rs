//! Takes layers that a format has read into a project: into the layers of annotators, or all of them into a project of
//! their own.
//!
//! A format checks what it reads against the document in the same file; here it is checked against the project. What does
//! not fit is reported and left out; the rest is taken. The text of a document is never changed: if the project has
//! another text under the same name, the layer is left out. [`plan`] works out what an import would do; [`map`] says what
//! the labels of the file stand for.

mod aligned;
mod map;
mod merger;
mod outcome;
mod plan;
mod survey;

use std::collections::HashSet;
use std::ops::ControlFlow;

use super::Reader;
use super::input::Input;
use super::units::Unit;
use crate::model::codebook::Codebook;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::project::Project;
use crate::t;

pub use super::layer_sink::{
    IncomingLabels, IncomingLayer, IncomingParty, IncomingUnplaced, LabelTarget, LayerSink, WantedDocument,
};
pub use map::{LabelList, LabelMap, MapError};
use merger::Merger;
pub use outcome::{ImportCounts, ImportError, MatchedBy, PlannedLabel, Unplaced, Warning};
pub use plan::{ImportOptions, ImportPlan, PlannedAnnotator, PlannedColumn, Whose};
use survey::Survey;

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
        self.merger.take_codebook(line, parties, &codebook);
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
