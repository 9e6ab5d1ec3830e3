//! The first reading of a file: whose layers it has, and in which unit it counts.

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;

use super::map::LabelMap;
use crate::formats::Reader;
use crate::formats::input::Input;
use crate::formats::layer_sink::{IncomingLayer, IncomingParty, LabelTarget, LayerSink, WantedDocument};
use crate::formats::units::{Probe, Unit, UnitFinder};
use crate::model::codebook::Codebook;
use crate::model::document::Document;
use crate::model::id::DocumentId;
use crate::model::project::Project;
use crate::monitor::Monitor;
use crate::text::content::Content;

/// The most statements and spans that are read from one file: a project that gets them holds them all.
pub(in crate::formats) const MOST_SPANS: usize = 5_000_000;

/// The articles by hash, and those that no other version has replaced by address and by title.
#[derive(Default)]
struct Index<'p> {
    hashes: HashMap<&'p str, &'p Document>,
    addresses: HashMap<&'p str, &'p Document>,
    /// Nothing, if several articles have the title.
    titles: HashMap<&'p str, Option<&'p Document>>,
}

/// The articles of a project, to be found by what a file says about them.
pub(super) struct Articles<'p> {
    project: &'p Project,
    /// Built at the first question.
    index: Option<Index<'p>>,
}

impl<'p> Articles<'p> {
    pub(super) const fn of(project: &'p Project) -> Self {
        Self { project, index: None }
    }

    /// The article; an older version of a text is found only by its hash or its name.
    pub(super) fn find(&mut self, wanted: &WantedDocument<'_>) -> Option<Document> {
        let project = self.project;
        let index = self.index.get_or_insert_with(|| {
            let mut index = Index::default();
            for document in project.documents.values() {
                index.hashes.entry(document.content.sha256()).or_insert(document);
                let (address, title) = (document.metadata.url.as_str(), document.metadata.title.as_str());
                if document.metadata.replaced_by.is_none() && !address.is_empty() {
                    index.addresses.entry(address).or_insert(document);
                }
                if document.metadata.replaced_by.is_none() && !title.is_empty() {
                    index.titles.entry(title).and_modify(|known| *known = None).or_insert(Some(document));
                }
            }
            index
        });
        let by_hash = || index.hashes.get(wanted.sha256?).copied();
        let by_id = || project.documents.get(&DocumentId::new(wanted.id?).ok()?);
        let by_address = || index.addresses.get(wanted.url?).copied();
        let by_title = || index.titles.get(wanted.title?).copied().flatten();
        by_hash().or_else(by_id).or_else(by_address).or_else(by_title).cloned()
    }
}

/// What a file has of an annotator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AnnotatorSeen {
    /// Layers that can be read.
    pub layers: usize,
    pub statements: usize,
}

/// What the first reading of a file finds.
#[derive(Clone, Debug)]
pub struct Survey {
    /// Everybody in the file, by name.
    pub annotators: BTreeMap<String, AnnotatorSeen>,
    /// The unit in which the offsets count.
    pub(super) unit: Unit,
    /// Whether it has more spans than can be held.
    pub(super) is_too_large: bool,
}

impl Survey {
    /// Reads a file once, or twice if its offsets do not fit code points. The monitor counts statements and spans. If it is
    /// stopped, what was found is of no use.
    pub(super) fn of(reader: &Reader, project: &Project, input: &Input, map: &LabelMap, monitor: &Monitor) -> Self {
        let mut sink = SurveySink::of(project, UnitFinder::default(), map, monitor);
        (reader.read)(input, &mut sink);
        if sink.finder.is_in_doubt() && !sink.is_stopped() {
            sink = SurveySink::of(project, UnitFinder::of_all(), map, monitor);
            (reader.read)(input, &mut sink);
        }
        let is_too_large = sink.spans > MOST_SPANS;
        Self { annotators: sink.annotators, unit: sink.finder.best(), is_too_large }
    }

    /// How many statements the file has.
    pub fn statements(&self) -> usize {
        self.annotators.values().map(|seen| seen.statements).sum()
    }
}

struct SurveySink<'p> {
    articles: Articles<'p>,
    annotators: BTreeMap<String, AnnotatorSeen>,
    finder: UnitFinder,
    map: &'p LabelMap,
    monitor: &'p Monitor,
    /// How many statements and spans were looked at.
    spans: usize,
}

impl<'p> SurveySink<'p> {
    fn of(project: &'p Project, finder: UnitFinder, map: &'p LabelMap, monitor: &'p Monitor) -> Self {
        monitor.report(0, 0);
        Self { articles: Articles::of(project), annotators: BTreeMap::new(), finder, map, monitor, spans: 0 }
    }
}

impl LayerSink for SurveySink<'_> {
    fn document(&mut self, wanted: &WantedDocument<'_>) -> Option<Document> {
        self.articles.find(wanted)
    }

    fn wants(&mut self, annotator: &str) -> bool {
        if !self.annotators.contains_key(annotator) {
            self.annotators.insert(annotator.to_owned(), AnnotatorSeen::default());
        }
        true
    }

    fn is_survey(&self) -> bool {
        true
    }

    fn goes_on(&mut self) -> bool {
        self.monitor.advance(1);
        self.spans += 1;
        !self.is_stopped()
    }

    fn is_stopped(&self) -> bool {
        self.monitor.is_stopped() || self.spans > MOST_SPANS
    }

    fn label(&self, label: &str) -> Option<LabelTarget> {
        self.map.kinds.get(label).cloned()
    }

    fn column(&self, head: &str) -> Option<String> {
        self.map.columns.get(head).cloned()
    }

    fn probe(&mut self, content: &Content, probes: &[Probe<'_>]) {
        self.finder.add(content, probes);
    }

    fn warn(&mut self, _line: usize, _message: String) {}

    fn take_codebook(&mut self, _line: usize, _parties: Vec<IncomingParty>, _codebook: Codebook) {}

    fn take(&mut self, layer: IncomingLayer) -> ControlFlow<()> {
        let seen = self.annotators.entry(layer.annotator).or_default();
        seen.layers += 1;
        seen.statements += layer.statements.len() + layer.unplaced.len();
        if self.is_stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_with_too_many_spans_is_not_read_to_its_end() {
        let (project, map, monitor) = (Project::default(), LabelMap::default(), Monitor::default());
        let mut sink = SurveySink::of(&project, UnitFinder::default(), &map, &monitor);
        sink.spans = MOST_SPANS - 1;
        assert!(sink.goes_on() && !sink.is_stopped());
        assert!(!sink.goes_on() && sink.is_stopped());
    }
}
