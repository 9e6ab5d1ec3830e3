//! The first reading of a file: whose layers it has, and in which unit it counts.

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;

use crate::formats::Reader;
use crate::formats::input::Input;
use crate::formats::layer_sink::{IncomingLayer, IncomingParty, LayerSink, WantedDocument};
use crate::formats::units::{Probe, Unit, UnitFinder};
use crate::model::codebook::Codebook;
use crate::model::document::Document;
use crate::model::id::DocumentId;
use crate::model::project::Project;
use crate::text::content::Content;

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
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct AnnotatorSeen {
    /// Layers that can be read.
    pub layers: usize,
    pub statements: usize,
}

/// What the first reading finds.
pub(super) struct Survey {
    pub annotators: BTreeMap<String, AnnotatorSeen>,
    pub unit: Unit,
}

impl Survey {
    pub(super) fn of(reader: &Reader, project: &Project, input: &Input) -> Self {
        let mut sink = SurveySink::of(project, UnitFinder::default());
        (reader.read)(input, &mut sink);
        if sink.finder.is_in_doubt() {
            sink = SurveySink::of(project, UnitFinder::of_all());
            (reader.read)(input, &mut sink);
        }
        Self { annotators: sink.annotators, unit: sink.finder.best() }
    }
}

struct SurveySink<'p> {
    articles: Articles<'p>,
    annotators: BTreeMap<String, AnnotatorSeen>,
    finder: UnitFinder,
}

impl<'p> SurveySink<'p> {
    fn of(project: &'p Project, finder: UnitFinder) -> Self {
        Self { articles: Articles::of(project), annotators: BTreeMap::new(), finder }
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

    fn probe(&mut self, content: &Content, probes: &[Probe<'_>]) {
        self.finder.add(content, probes);
    }

    fn warn(&mut self, _line: usize, _message: String) {}

    fn take_codebook(&mut self, _line: usize, _parties: Vec<IncomingParty>, _codebook: Codebook) {}

    fn take(&mut self, layer: IncomingLayer) -> ControlFlow<()> {
        let seen = self.annotators.entry(layer.annotator).or_default();
        seen.layers += 1;
        seen.statements += layer.statements.len() + layer.unplaced.len();
        ControlFlow::Continue(())
    }
}
