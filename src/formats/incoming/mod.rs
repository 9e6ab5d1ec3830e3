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
mod places;
mod plan;
mod survey;

use std::collections::HashSet;
use std::ops::ControlFlow;

use super::Reader;
use super::input::Input;
use super::units::{Probe, Unit, UnitFinder};
use crate::model::codebook::Codebook;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::project::Project;
use crate::monitor::Monitor;
use crate::t;
use crate::text::content::Content;

pub use super::layer_sink::{
    IncomingLabels, IncomingLayer, IncomingParty, IncomingUnplaced, LabelTarget, LayerSink, WantedDocument,
};
pub use map::{LabelList, LabelMap, MapError};
use merger::Merger;
pub use outcome::{ImportCounts, ImportError, MatchedBy, PlannedLabel, Unplaced, Warning};
pub use places::{PlaceKey, Places, add_passage};
pub use plan::{ImportOptions, ImportPlan, PlannedAnnotator, PlannedColumn, Whose};
pub(super) use survey::MOST_SPANS;
pub use survey::Survey;

impl Reader {
    /// Reads everybody's layers into a project of their own, whose codebook is what the file says about it.
    pub fn read_all(&self, input: &Input) -> (Project, Vec<Warning>) {
        let ReadProject { project, mut warnings, unplaced } = self.read_with_unplaced(input);
        warnings.extend(unplaced.into_iter().map(|left| Warning { line: left.line, message: left.reason }));
        (project, warnings)
    }

    /// The same, with the statements that have no place.
    pub fn read_with_unplaced(&self, input: &Input) -> ReadProject {
        let (map, places) = (LabelMap::default(), Places::new());
        // Nearly every file counts code points: then one reading is enough.
        let (mut unit, mut sink) = (Unit::CODE_POINTS, ProjectSink::new(&map, &places, Unit::CODE_POINTS));
        (self.read)(input, &mut sink);
        if sink.finder.is_in_doubt() {
            unit = Survey::of(self, &Project::default(), input, &map, &Monitor::default()).unit;
        }
        if unit != Unit::CODE_POINTS {
            sink = ProjectSink::new(&map, &places, unit);
            (self.read)(input, &mut sink);
            let message = t!("import-unit", unit = unit.describe());
            sink.merger.warnings.insert(0, Warning { line: 1, message });
        }
        let gone = input.error().map(|error| Warning { line: 1, message: error.to_owned() });
        let Merger { after: project, mut warnings, unplaced, .. } = sink.merger;
        warnings.extend(gone);
        ReadProject { project, warnings, unplaced }
    }
}

/// A file read as a project of its own.
pub struct ReadProject {
    pub project: Project,
    pub warnings: Vec<Warning>,
    /// The statements that are not in the project, because they have no place in their articles.
    pub unplaced: Vec<Unplaced>,
}

/// Takes everybody's layers into a project of their own.
struct ProjectSink<'m> {
    merger: Merger<'m>,
    unit: Unit,
    /// Whether everything fits code points.
    finder: UnitFinder,
    seen: HashSet<(DocumentId, String)>,
}

impl<'m> ProjectSink<'m> {
    fn new(map: &'m LabelMap, places: &'m Places, unit: Unit) -> Self {
        Self { merger: Merger::of_nothing(map, places), unit, finder: UnitFinder::default(), seen: HashSet::new() }
    }
}

impl LayerSink for ProjectSink<'_> {
    fn wants(&mut self, _annotator: &str) -> bool {
        true
    }

    fn unit(&self) -> Unit {
        self.unit
    }

    fn probe(&mut self, content: &Content, probes: &[Probe<'_>]) {
        if self.unit == Unit::CODE_POINTS {
            self.finder.add(content, probes);
        }
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
