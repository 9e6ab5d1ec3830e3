//! What an import would do, worked out without changing anything.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::ControlFlow;

use super::map::{LabelList, LabelMap};
use super::merger::Merger;
use super::outcome::{ImportCounts, ImportError, MatchedBy, PlannedLabel, Unplaced, Warning};
use super::places::Places;
use super::survey::{Articles, MOST_SPANS, Survey};
use crate::edit::change::Edit;
use crate::formats::Reader;
use crate::formats::input::Input;
use crate::formats::layer_sink::{IncomingLayer, IncomingParty, LabelTarget, LayerSink, WantedDocument};
use crate::formats::units::Unit;
use crate::model::codebook::Codebook;
use crate::model::document::Document;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::project::Project;
use crate::monitor::Monitor;
use crate::t;

/// Whose layers become whose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Everybody's, under the names of the file.
    Everybody,
    /// One annotator's: those under this name, or else those of the only annotator of the file.
    One(AnnotatorId),
    /// By the names of the file; whoever is not named is left out.
    Each(BTreeMap<String, AnnotatorId>),
}

/// What is chosen for an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportOptions {
    pub whose: Whose,
    /// Empty a layer that has statements before it is filled.
    pub replace: bool,
    pub map: LabelMap,
    /// Where statements go for which the file has no place.
    pub places: Places,
}

impl ImportOptions {
    /// Everything else as proposed.
    pub fn of(whose: Whose) -> Self {
        Self { whose, replace: false, map: LabelMap::default(), places: Places::new() }
    }
}

/// An annotator of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedAnnotator {
    /// The name in the file.
    pub name: String,
    /// Whose layers they become; `None` if they are left out.
    pub into: Option<AnnotatorId>,
    pub layers: usize,
    pub statements: usize,
}

/// A column of a table and the field that it is taken for; without one it is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedColumn {
    pub head: String,
    pub field: Option<String>,
}

/// What an import would do.
#[derive(Debug)]
pub struct ImportPlan {
    /// The import, as one step.
    pub edit: Edit,
    /// What is left out, and what a person must check.
    pub warnings: Vec<Warning>,
    /// What is doubtful or new: parties taken to be others, entries added to the codebook, another unit of offsets.
    pub notes: Vec<Warning>,
    /// By name.
    pub annotators: Vec<PlannedAnnotator>,
    /// List by list, by label.
    pub labels: Vec<PlannedLabel>,
    /// The columns of a table.
    pub columns: Vec<PlannedColumn>,
    pub counts: ImportCounts,
    /// The statements for which the file has no place. Those that a person has placed are in the edit.
    pub unplaced: Vec<Unplaced>,
    /// The unit in which the offsets of the file count.
    pub unit: Unit,
    /// The project with the articles, parties and entries that the import adds.
    after: Project,
}

impl ImportPlan {
    /// The statements that have no place yet.
    pub fn without_place(&self) -> impl Iterator<Item = &Unplaced> {
        self.unplaced.iter().filter(|unplaced| unplaced.spans.is_empty())
    }

    /// Takes the import out of the plan, to apply it.
    pub fn take_edit(&mut self) -> Edit {
        std::mem::replace(&mut self.edit, Edit::Group(Vec::new()))
    }

    /// The places of the labels in the order in which a person should look at them: questions first, then within each list
    /// what is known by another name, what is not known, and the rest.
    pub fn labels_to_check(&self) -> Vec<usize> {
        let mut order: Vec<(bool, LabelList, u8, usize)> = Vec::with_capacity(self.labels.len());
        for (place, label) in self.labels.iter().enumerate() {
            let rank = match label.by {
                MatchedBy::Alias => 0,
                MatchedBy::Name => 1,
                MatchedBy::Nothing => 2,
                MatchedBy::Choice | MatchedBy::Identifier => 3,
            };
            order.push((label.question.is_none(), label.list, rank, place));
        }
        order.sort_unstable();
        order.into_iter().map(|(.., place)| place).collect()
    }

    /// The project with the articles, parties and entries that the import adds.
    pub(crate) const fn project(&self) -> &Project {
        &self.after
    }

    /// The article of an unplaced statement, as the import takes it.
    pub fn document(&self, id: &DocumentId) -> Option<&Document> {
        self.after.documents.get(id)
    }

    /// Everything that the labels and columns are taken for, as a map that a person can edit.
    pub fn map(&self) -> LabelMap {
        let mut map = LabelMap::default();
        for PlannedLabel { list, label, target, .. } in &self.labels {
            map.list_mut(*list).insert(label.clone(), target.clone());
        }
        for PlannedColumn { head, field } in &self.columns {
            map.columns.insert(head.clone(), field.clone().unwrap_or_default());
        }
        map
    }
}

impl Reader {
    /// Reads a file for the first time: whose layers it has, and in which unit it counts. The monitor counts statements and
    /// spans.
    ///
    /// # Errors
    /// It has more than can be held, or it was stopped.
    pub fn survey(
        &self,
        project: &Project,
        input: &Input,
        map: &LabelMap,
        monitor: &Monitor,
    ) -> Result<Survey, ImportError> {
        let survey = Survey::of(self, project, input, map, monitor);
        match (monitor.is_stopped(), survey.is_too_large) {
            (true, _) => Err(ImportError::Stopped),
            (false, true) => Err(ImportError::TooMany(MOST_SPANS)),
            (false, false) => Ok(survey),
        }
    }

    /// Works out what importing a file would do. Nothing is changed.
    ///
    /// # Errors
    /// A layer has statements already and may not be replaced, or it is unclear whose layers are meant.
    pub fn plan(&self, project: &Project, input: &Input, options: &ImportOptions) -> Result<ImportPlan, ImportError> {
        let monitor = Monitor::default();
        let survey = self.survey(project, input, &options.map, &monitor)?;
        self.plan_surveyed(project, input, &survey, options, &monitor)
    }

    /// Works out what importing a file would do that was read for the first time. The monitor counts statements and spans.
    ///
    /// # Errors
    /// As for [`Reader::plan`], or it was stopped.
    pub fn plan_surveyed(
        &self,
        project: &Project,
        input: &Input,
        survey: &Survey,
        options: &ImportOptions,
        monitor: &Monitor,
    ) -> Result<ImportPlan, ImportError> {
        let targets = Targets::of(survey, &options.whose)?;
        monitor.report(0, survey.statements());
        let mut sink = PlanSink {
            merger: Merger::into_project(project, &options.map, &options.places),
            articles: Articles::of(project),
            project,
            options,
            targets,
            unit: survey.unit,
            columns: Vec::new(),
            targets_of: HashMap::new(),
            seen: HashSet::new(),
            refused: None,
            monitor,
        };
        (self.read)(input, &mut sink);
        let PlanSink { mut merger, targets, columns, refused, .. } = sink;
        if monitor.is_stopped() {
            return Err(ImportError::Stopped);
        }
        if let Some(error) = refused {
            return Err(error);
        }
        merger.warnings.extend(input.error().map(|error| Warning { line: 1, message: error.to_owned() }));
        if survey.unit != Unit::CODE_POINTS {
            let message = t!("import-unit", unit = survey.unit.describe());
            merger.notes.insert(0, Warning { line: 1, message });
        }
        let annotators = survey.annotators.iter().map(|(name, seen)| PlannedAnnotator {
            into: targets.of_name(name).and_then(Result::ok),
            name: name.clone(),
            layers: seen.layers,
            statements: seen.statements,
        });
        let annotators = annotators.collect();
        let edit = Edit::Group(merger.take_edits());
        let Merger { warnings, notes, mut labels, unplaced, counts, after, .. } = merger;
        let met: HashSet<&str> =
            labels.iter().filter(|label| label.list == LabelList::Kinds).map(|label| label.label.as_str()).collect();
        let roles: Vec<PlannedLabel> = roles(&options.map).filter(|role| !met.contains(role.label.as_str())).collect();
        labels.extend(roles);
        labels.sort_by(|one, other| (one.list, &one.label).cmp(&(other.list, &other.label)));
        Ok(ImportPlan {
            edit,
            warnings,
            notes,
            annotators,
            labels,
            columns,
            counts,
            unplaced,
            unit: survey.unit,
            after,
        })
    }

    /// Works out what importing a file into the layers of this annotator would do, with everything as proposed.
    ///
    /// If the file has layers of several annotators, those of this one are taken. If it has only layers of one other
    /// annotator, they are taken for this one. `replace` empties a layer that has statements before it is filled.
    ///
    /// # Errors
    /// A layer has statements already and may not be replaced, or it is unclear whose layers are meant.
    pub fn import(
        &self,
        project: &Project,
        input: &Input,
        annotator: &AnnotatorId,
        replace: bool,
    ) -> Result<ImportPlan, ImportError> {
        self.plan(project, input, &ImportOptions { replace, ..ImportOptions::of(Whose::One(annotator.clone())) })
    }
}

/// The labels of spans that a person takes for something else than kinds.
fn roles(map: &LabelMap) -> impl Iterator<Item = PlannedLabel> + '_ {
    let is_role = |(_, target): &(&String, &LabelTarget)| target.is_role();
    map.kinds.iter().filter(is_role).map(|(label, target)| PlannedLabel {
        list: LabelList::Kinds,
        label: label.clone(),
        count: 0,
        target: target.clone(),
        by: MatchedBy::Choice,
        question: None,
    })
}

/// Whose layers become whose in this file.
enum Targets {
    Everybody,
    /// If a name is set, layers of other annotators are skipped.
    One(AnnotatorId, Option<String>),
    Each(BTreeMap<String, AnnotatorId>),
}

impl Targets {
    fn of(survey: &Survey, whose: &Whose) -> Result<Self, ImportError> {
        let annotator = match whose {
            Whose::Everybody => return Ok(Self::Everybody),
            Whose::Each(names) => return Ok(Self::Each(names.clone())),
            Whose::One(annotator) => annotator,
        };
        let all = &survey.annotators;
        if all.contains_key(annotator.as_str()) {
            return Ok(Self::One(annotator.clone(), Some(annotator.to_string())));
        }
        // The annotators whose layers cannot be read at all do not make the choice ambiguous.
        let found: Vec<String> = all.iter().filter(|(_, seen)| seen.layers > 0).map(|(name, _)| name.clone()).collect();
        if found.len() > 1 {
            return Err(ImportError::SeveralAnnotators { annotator: annotator.clone(), found });
        }
        Ok(Self::One(annotator.clone(), None))
    }

    /// Whose layers those of this name become; `None` if they are left out.
    fn of_name(&self, name: &str) -> Option<Result<AnnotatorId, String>> {
        match self {
            Self::Everybody => Some(AnnotatorId::new(name).map_err(|error| error.to_string())),
            Self::One(annotator, only) => only.as_ref().is_none_or(|only| only == name).then(|| Ok(annotator.clone())),
            Self::Each(names) => names.get(name).cloned().map(Ok),
        }
    }
}

/// Takes layers into a plan.
struct PlanSink<'a> {
    merger: Merger<'a>,
    articles: Articles<'a>,
    project: &'a Project,
    options: &'a ImportOptions,
    targets: Targets,
    unit: Unit,
    columns: Vec<PlannedColumn>,
    /// What the names of the file have become so far.
    targets_of: HashMap<String, Option<Result<AnnotatorId, String>>>,
    seen: HashSet<(DocumentId, AnnotatorId)>,
    refused: Option<ImportError>,
    monitor: &'a Monitor,
}

impl PlanSink<'_> {
    /// Whose the layers of this name become, or why they cannot be taken.
    fn target(&mut self, name: &str) -> Option<Result<AnnotatorId, String>> {
        if let Some(known) = self.targets_of.get(name) {
            return known.clone();
        }
        let target = self.targets.of_name(name).map(|target| target.and_then(|annotator| self.checked(annotator)));
        self.targets_of.insert(name.to_owned(), target.clone());
        target
    }

    /// Refuses a new annotator whose name some file system takes for a device or for another annotator.
    fn checked(&self, annotator: AnnotatorId) -> Result<AnnotatorId, String> {
        if self.project.people().contains(&annotator) {
            return Ok(annotator);
        }
        match self.project.twin_of(&annotator) {
            Some(twin) => Err(t!("edit-twin", id = annotator.as_str(), other = twin.as_str())),
            None if annotator.is_device() => Err(t!("id-device", id = annotator.as_str())),
            None => Ok(annotator),
        }
    }
}

impl LayerSink for PlanSink<'_> {
    fn document(&mut self, wanted: &WantedDocument<'_>) -> Option<Document> {
        self.articles.find(wanted)
    }

    fn wants(&mut self, annotator: &str) -> bool {
        self.targets.of_name(annotator).is_some()
    }

    fn unit(&self) -> Unit {
        self.unit
    }

    fn goes_on(&mut self) -> bool {
        self.monitor.advance(1);
        !self.monitor.is_stopped()
    }

    fn is_stopped(&self) -> bool {
        self.monitor.is_stopped()
    }

    fn label(&self, label: &str) -> Option<LabelTarget> {
        self.options.map.kinds.get(label).cloned()
    }

    fn column(&self, head: &str) -> Option<String> {
        self.options.map.columns.get(head).cloned()
    }

    fn takes_several(&self, attribute: &str) -> bool {
        let known = self.project.codebook.attribute_named(attribute);
        known.is_some_and(|attribute| attribute.form.takes_several())
    }

    fn take_columns(&mut self, columns: Vec<(String, Option<String>)>) {
        self.columns = columns.into_iter().map(|(head, field)| PlannedColumn { head, field }).collect();
    }

    fn warn(&mut self, line: usize, message: String) {
        self.merger.warnings.push(Warning { line, message });
    }

    fn take_codebook(&mut self, line: usize, parties: Vec<IncomingParty>, codebook: Codebook) {
        self.merger.take_codebook(line, parties, &codebook);
    }

    fn take(&mut self, layer: IncomingLayer) -> ControlFlow<()> {
        if self.monitor.is_stopped() {
            return ControlFlow::Break(());
        }
        let line = layer.line;
        let annotator = match self.target(&layer.annotator) {
            None => return ControlFlow::Continue(()),
            Some(Ok(annotator)) => annotator,
            Some(Err(reason)) => {
                self.warn(line, reason);
                return ControlFlow::Continue(());
            }
        };
        if !self.seen.insert((layer.document.id.clone(), annotator.clone())) {
            self.warn(line, t!("import-document-twice", id = layer.document.id.as_str()));
            return ControlFlow::Continue(());
        }
        match self.merger.layer(layer, &annotator, self.options.replace) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                self.refused = Some(error);
                ControlFlow::Break(())
            }
        }
    }
}
