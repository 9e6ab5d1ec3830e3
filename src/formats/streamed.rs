//! A dataset of which one document at a time is in memory.
//!
//! [`Survey`] looks at each document of a project once, when it is checked: it notes which layers are selected, and counts
//! what is lost. [`Streamed`] then reads the documents again, as often as the writer of a format goes through them. What
//! stays in memory is a line for each document.

use std::collections::BTreeSet;

use super::dataset::{Dataset, ExportScope, GOLD, Selection};
use super::loss::LossKind;
use super::parts::{Parts, Take, TakeDocument};
use super::prepared::{Copied, NameChanges, Names, add_people_of};
use super::{ExportError, Summary};
use crate::model::document::Document;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::layer::Layer;
use crate::model::project::Project;
use crate::text::content::Content;

/// Where the documents of a project are kept.
pub trait DocumentStore {
    /// Everything beside the documents.
    fn project(&self) -> &Project;

    /// Whether there is such a document.
    fn has(&self, document: &DocumentId) -> bool;

    /// Passes on these documents, each in a project with nothing but this document, its layers and its review beside what
    /// all have in common; without layers and reviews if only the texts are asked for.
    ///
    /// # Errors
    /// A document cannot be read, or is not what it was before; or the error of the one who receives it.
    fn read(
        &self,
        documents: &[DocumentId],
        only_texts: bool,
        take: &mut dyn FnMut(&Project) -> Result<(), ExportError>,
    ) -> Result<(), ExportError>;
}

/// What is asked for, and the numbers of what was found so far.
pub struct Survey {
    scope: ExportScope,
    changes: NameChanges,
    kinds: Vec<&'static LossKind>,
    /// How often each of them occurs.
    counts: Vec<usize>,
    summary: Summary,
    /// The documents with layers that are selected, and the numbers of their annotators.
    selected: Vec<(DocumentId, Vec<u32>)>,
    annotators: Annotators,
    has_gold: bool,
    /// The documents that can be looked at only when all are known: old texts, and with a query all of them.
    later: Vec<DocumentId>,
    /// For a query, what can be named in it.
    outline: Project,
    /// Those who have a layer in any document, and those whom reviews name.
    people: BTreeSet<AnnotatorId>,
    layered: BTreeSet<AnnotatorId>,
    /// For the documents that are looked at before the names of all are known.
    early: Option<(Selection, Names)>,
}

/// The annotators of the layers, each once.
#[derive(Default)]
struct Annotators(Vec<(bool, String)>);

impl Annotators {
    /// The number of an annotator or of gold.
    fn number(&mut self, is_gold: bool, name: &str) -> u32 {
        let known = self.0.iter().position(|(gold, known)| *gold == is_gold && known == name);
        let number = known.unwrap_or_else(|| {
            self.0.push((is_gold, name.to_owned()));
            self.0.len() - 1
        });
        u32::try_from(number).unwrap_or(u32::MAX)
    }
}

impl Survey {
    /// Asks for a part of a project, for its losses of these kinds, and for a change of names.
    pub fn new(scope: ExportScope, changes: NameChanges, kinds: Vec<&'static LossKind>) -> Self {
        Self {
            counts: vec![0; kinds.len()],
            kinds,
            scope,
            changes,
            summary: Summary::default(),
            selected: Vec::new(),
            annotators: Annotators::default(),
            has_gold: false,
            later: Vec::new(),
            outline: Project::default(),
            people: BTreeSet::new(),
            layered: BTreeSet::new(),
            early: None,
        }
    }

    /// Looks at the document of a project that has one, beside what all have in common.
    ///
    /// # Errors
    /// None that is not reported again by [`Survey::finish`].
    pub fn add(&mut self, project: &Project) {
        add_people_of(project, &mut self.people);
        for (_, annotator) in project.layers.keys() {
            if !self.layered.contains(annotator) {
                self.layered.insert(annotator.clone());
            }
        }
        let Some(document) = project.documents.values().next() else { return };
        if self.scope.query.is_some() {
            self.add_to_outline(project, document);
            return self.later.push(document.id.clone());
        }
        // Whether there is a newer text is known when all documents are.
        if document.metadata.replaced_by.is_some() {
            return self.later.push(document.id.clone());
        }
        let early = self.early.take().or_else(|| self.early_names(project));
        if let Some((selection, names)) = &early {
            let mut part = Dataset::empty(project, &self.scope);
            selection.add(&mut part, document, None);
            // Names of people change nothing in the numbers.
            if self.changes.roll_up {
                let copied = Copied::of(&part, names);
                self.count(&part, &copied.dataset());
            } else {
                self.count(&part, &part);
            }
        }
        self.early = early;
    }

    /// Without a query, no name is looked up.
    fn early_names(&self, project: &Project) -> Option<(Selection, Names)> {
        let selection = Selection::new(&self.scope, project).ok()?;
        Some((selection, Names::new(project, self.changes.roll_up, None)))
    }

    /// Notes what can be named in a query.
    fn add_to_outline(&mut self, project: &Project, document: &Document) {
        let outline = &mut self.outline;
        let content = outline.documents.values().next().map_or_else(|| Content::new(""), |first| first.content.clone());
        let (id, metadata) = (document.id.clone(), document.metadata.clone());
        let known = Document { id: id.clone(), content, metadata, encoding: String::new(), excluded: Vec::new() };
        outline.documents.insert(id, known);
        for key in project.layers.keys() {
            if !self.outline.layers.keys().any(|(_, annotator)| *annotator == key.1) {
                self.outline.layers.insert(key.clone(), Layer::default());
            }
        }
    }

    /// Counts a part as it was selected and as it is exported.
    fn count(&mut self, selected: &Dataset<'_>, exported: &Dataset<'_>) {
        let mut exported = exported.clone();
        exported.has_project = false;
        if self.changes.anonymise {
            exported.left_out.anonymised = exported.layers.len();
        }
        for (kind, count) in self.kinds.iter().zip(&mut self.counts) {
            *count += (kind.count)(&exported);
        }
        let Some(id) = selected.layers.first().map(|layer| layer.document.id.clone()) else { return };
        let found = exported.summary();
        self.summary.documents += found.documents;
        self.summary.layers += found.layers;
        self.summary.statements += found.statements;
        self.summary.relations += found.relations;
        self.has_gold |= selected.layers.iter().any(|layer| layer.review.is_some());
        let layers = selected.layers.iter();
        let numbers = layers.map(|layer| self.annotators.number(layer.review.is_some(), layer.annotator)).collect();
        self.selected.push((id, numbers));
    }

    /// Looks at what is left, when all documents of the store have been added.
    ///
    /// # Errors
    /// A document, an annotator or a name that was asked for does not exist, or a document cannot be read again.
    pub fn finish(mut self, store: &dyn DocumentStore) -> Result<Streamed<'_>, ExportError> {
        let head = store.project();
        self.check(store)?;
        self.outline.parties = head.parties.clone();
        self.outline.codebook = head.codebook.clone();
        let selection = Selection::new(&self.scope, &self.outline)?;
        self.outline = Project::default();
        let changes = self.changes;
        let people = changes.anonymise.then(|| {
            self.people.extend(head.people());
            std::mem::take(&mut self.people)
        });
        let names = (changes != NameChanges::default()).then(|| Names::new(head, changes.roll_up, people));
        let later = std::mem::take(&mut self.later);
        let lens = Lens { selection, names };
        store.read(&later, false, &mut |project| {
            let mut selected = Dataset::empty(project, &self.scope);
            lens.select(store, &mut selected);
            lens.show(&selected, &mut |exported| {
                self.count(&selected, exported);
                Ok(())
            })
        })?;
        self.selected.sort_by(|one, other| one.0.cmp(&other.0));
        let empty = Dataset::empty(head, &self.scope);
        let (has_gold, for_colleague) = (self.has_gold || empty.has_gold, empty.for_colleague);
        for (kind, count) in self.kinds.iter().zip(&mut self.counts) {
            lens.show(&empty, &mut |common| {
                *count += (kind.count)(common);
                Ok(())
            })?;
        }
        let renamed = |(is_gold, name): (bool, String)| match (&lens.names, AnnotatorId::new(&name)) {
            _ if is_gold => GOLD.to_owned(),
            (Some(names), Ok(id)) => names.annotator(&id).to_string(),
            _ => name,
        };
        let annotators = self.annotators.0.into_iter().map(renamed).collect();
        let (documents, layers) = self.selected.into_iter().unzip();
        let head = lens.head_of(head);
        let counted = self.kinds.into_iter().zip(self.counts).collect();
        Ok(Streamed {
            store,
            scope: self.scope,
            lens,
            head,
            has_gold,
            for_colleague,
            documents,
            layers,
            annotators,
            counted,
            summary: self.summary,
            watch: &|_, _| Ok(()),
        })
    }

    fn check(&self, store: &dyn DocumentStore) -> Result<(), ExportError> {
        if let Some(id) = self.scope.documents.iter().find(|id| !store.has(id)) {
            return Err(ExportError::UnknownDocument(id.clone()));
        }
        match self.scope.source.annotators().iter().find(|id| !self.layered.contains(id)) {
            Some(id) => Err(ExportError::UnknownAnnotator(id.clone())),
            None => Ok(()),
        }
    }
}

/// How a document becomes a part of the dataset.
struct Lens {
    selection: Selection,
    /// `None` if no names are changed.
    names: Option<Names>,
}

impl Lens {
    /// Adds the selected layers of the document of a project that has one.
    fn select<'p>(&self, store: &dyn DocumentStore, part: &mut Dataset<'p>) {
        let Some(document) = part.project.documents.values().next() else { return };
        let newer = document.metadata.replaced_by.as_ref();
        let newer = newer.filter(|newer| **newer != document.id && store.has(newer));
        self.selection.add(part, document, newer);
    }

    /// Passes on a part with its names changed.
    fn show(&self, part: &Dataset<'_>, take: Take<'_>) -> Result<(), ExportError> {
        match &self.names {
            Some(names) => take(&Copied::of(part, names).dataset()),
            None => take(part),
        }
    }

    /// What all documents have in common, with the names changed.
    fn head_of(&self, project: &Project) -> Project {
        match &self.names {
            Some(names) => Copied::of(&Dataset::empty(project, &ExportScope::default()), names).project,
            None => project.clone(),
        }
    }
}

/// A dataset that reads its documents when they are needed.
pub struct Streamed<'s> {
    store: &'s dyn DocumentStore,
    scope: ExportScope,
    lens: Lens,
    head: Project,
    has_gold: bool,
    for_colleague: bool,
    /// The documents with layers that are selected, in order.
    documents: Vec<DocumentId>,
    /// For each of them the numbers of its annotators.
    layers: Vec<Vec<u32>>,
    annotators: Vec<String>,
    counted: Vec<(&'static LossKind, usize)>,
    summary: Summary,
    watch: Watch<'s>,
}

/// Is told after each document how many are done and how many there are; an error ends the work.
pub type Watch<'s> = &'s dyn Fn(usize, usize) -> Result<(), ExportError>;

impl<'s> Streamed<'s> {
    /// The same, watched from now on.
    pub fn watched(self, watch: Watch<'s>) -> Self {
        Self { watch, ..self }
    }

    fn pass(
        &self,
        documents: Option<&[DocumentId]>,
        only_texts: bool,
        take: &mut dyn FnMut(&Project) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        let documents = documents.unwrap_or(&self.documents);
        let mut done = 0;
        self.store.read(documents, only_texts, &mut |project| {
            take(project)?;
            done += 1;
            (self.watch)(done, documents.len())
        })
    }
}

impl Parts for Streamed<'_> {
    fn head(&self) -> Dataset<'_> {
        let (has_gold, for_colleague) = (self.has_gold, self.for_colleague);
        Dataset { has_gold, for_colleague, ..Dataset::empty(&self.head, &self.scope) }
    }

    fn names(&self) -> Vec<(&DocumentId, &str)> {
        let all = self.documents.iter().zip(&self.layers);
        let named = all.flat_map(|(document, layers)| layers.iter().map(move |number| (document, *number)));
        named
            .filter_map(|(document, number)| {
                Some((document, self.annotators.get(usize::try_from(number).ok()?)?.as_str()))
            })
            .collect()
    }

    fn each_of(&self, documents: Option<&[DocumentId]>, take: Take<'_>) -> Result<(), ExportError> {
        self.pass(documents, false, &mut |project| {
            let mut part = Dataset::empty(project, &self.scope);
            self.lens.select(self.store, &mut part);
            (part.has_project, part.has_gold) = (false, self.has_gold);
            self.lens.show(&part, &mut *take)
        })
    }

    fn each_document_of(&self, documents: Option<&[DocumentId]>, take: TakeDocument<'_>) -> Result<(), ExportError> {
        self.pass(documents, true, &mut |project| project.documents.values().try_for_each(&mut *take))
    }

    fn counts(&self, kinds: &[&'static LossKind]) -> Vec<usize> {
        let known = |kind: &&'static LossKind| self.counted.iter().find(|(counted, _)| counted == kind);
        kinds.iter().map(|kind| known(kind).map_or(0, |(_, count)| *count)).collect()
    }

    fn summary(&self) -> Summary {
        self.summary
    }
}
