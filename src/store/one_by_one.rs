//! Reads a project document by document, for work that goes through all of it in little memory.
//!
//! Everything is checked as by [`super::opening`], and the problems come in the same order. A document can be read again as
//! often as needed, as long as its files have not changed since.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, SyncSender};
use std::thread;

use super::format::reader::{Opened, Reader};
use super::format::{conflict_copy, schema};
use super::layout::{Hashes, place_of};
use super::merging::conflict_words;
use super::problem::{Problem, StoreError};
use crate::edit::change::{LayerKey, Touched};
use crate::model::conflict::ConflictFile;
use crate::model::document::Document;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::layer::Layer;
use crate::model::project::Project;
use crate::model::review::Review;
use crate::t;

/// How many documents are read ahead by a thread of their own.
const AHEAD: usize = 8;

/// A project of which a few documents at a time are in memory.
pub struct OneByOne {
    folder: PathBuf,
    /// Everything beside the documents.
    project: Project,
    /// The documents that were opened.
    documents: BTreeMap<DocumentId, Seal>,
    pub problems: Vec<Problem>,
    /// Irregularities that have caused no loss.
    pub notes: Vec<Problem>,
}

/// What the files of a document were when they were checked.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Seal {
    /// Of the text and what is known about it.
    document: u64,
    /// Of the layers and the review.
    work: u64,
}

/// A document is not any more what it was.
#[derive(Debug, thiserror::Error)]
#[error("{}", t!("store-changed-meanwhile", path = .0.display().to_string()))]
pub struct Changed(PathBuf);

impl OneByOne {
    /// Opens the sound parts of a project, and passes each document on: in a project with nothing but this document, its
    /// layers and its review beside what all have in common. With it come the number of documents that are done and of all.
    ///
    /// # Errors
    /// As for [`super::open`].
    pub fn open(folder: &Path, mut take: impl FnMut(&Project, usize, usize)) -> Result<Self, StoreError> {
        let path = folder.join("project.ron");
        let mut reader = Reader::new(folder, Project::default());
        let file = reader.parse(&path, schema::PROJECT);
        let file = file.map_err(|kind| StoreError::Unreadable(Problem::new(&path, "", kind)))?;
        reader.project(&path, file);
        reader.guidelines();
        let opened = reader.opened;
        let mut project = opened.project.clone();
        let checked = thread::scope(|scope| {
            let (ahead, found) = mpsc::sync_channel(AHEAD);
            let checking = scope.spawn(move || {
                let mut checking = Checking::new(opened, folder);
                checking.documents(&ahead);
                drop(ahead);
                checking.finish()
            });
            for (one, done, all) in found {
                one.put_into(&mut project);
                take(&project, done, all);
            }
            checking.join()
        });
        // What goes wrong in the other thread goes wrong here.
        Ok(checked.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    }

    /// Everything beside the documents.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// Whether there is such a document, and it was opened.
    pub fn has(&self, document: &DocumentId) -> bool {
        self.documents.contains_key(document)
    }

    /// Passes on these documents, each as [`OneByOne::open`] does; without their layers and reviews if only the texts are
    /// asked for.
    ///
    /// # Errors
    /// A document has changed since the project was opened, or the error of the one who receives it.
    pub fn read<E>(
        &self,
        documents: &[DocumentId],
        only_texts: bool,
        changed: impl FnOnce(Changed) -> E,
        mut take: impl FnMut(&Project) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut project = self.project.clone();
        thread::scope(|scope| {
            let (ahead, found) = mpsc::sync_channel(AHEAD);
            scope.spawn(move || {
                let mut reader = Reader::new(&self.folder, self.project.clone());
                for id in documents {
                    let one = self.again(&mut reader, id, only_texts);
                    // Nobody waits for more once the work has ended.
                    if ahead.send(one).is_err() {
                        return;
                    }
                }
            });
            for one in found {
                match one {
                    Ok(one) => one.put_into(&mut project),
                    Err(error) => return Err(changed(error)),
                }
                take(&project)?;
            }
            Ok(())
        })
    }

    /// Reads a document again.
    fn again(&self, reader: &mut Reader<'_>, id: &DocumentId, only_texts: bool) -> Result<One, Changed> {
        let name = id.as_str();
        reader.document_at(name.to_owned(), &self.folder.join("documents").join(name));
        let document = seal_of(&mut reader.opened.files);
        if !only_texts {
            reader.layers_at(name.to_owned(), &self.folder.join("annotations").join(name));
            let review = format!("{name}.ron");
            reader.review_at(&review, &self.folder.join("review").join(&review));
        }
        let work = seal_of(&mut reader.opened.files);
        let one = One::of(reader);
        let is_same = |seal: &&Seal| seal.document == document && (only_texts || seal.work == work);
        match self.documents.get(id).filter(is_same) {
            Some(_) => Ok(one),
            None => Err(Changed(place_of(&self.folder, &Touched::Document(id.clone())))),
        }
    }
}

/// A document with its layers and its review, taken out of the project in which it was read.
struct One {
    documents: BTreeMap<DocumentId, Document>,
    layers: BTreeMap<LayerKey, Layer>,
    reviews: BTreeMap<DocumentId, Review>,
}

impl One {
    /// What a reader has read since it was last asked. The rest of what it knows of it is forgotten.
    fn of(reader: &mut Reader<'_>) -> Self {
        let opened = &mut reader.opened;
        opened.problems.clear();
        opened.files.clear();
        opened.older.clear();
        opened.project.conflicts.retain(|file, _| *file == ConflictFile::Project);
        let Project { documents, layers, reviews, .. } = &mut opened.project;
        let (documents, layers, reviews) = (mem::take(documents), mem::take(layers), mem::take(reviews));
        Self { documents, layers, reviews }
    }

    /// Puts it in the place of the one before.
    fn put_into(self, project: &mut Project) {
        (project.documents, project.layers, project.reviews) = (self.documents, self.layers, self.reviews);
    }
}

/// A document, and how many of all were read with it.
type Ahead = (One, usize, usize);

/// A project while it is checked.
struct Checking<'f> {
    folder: &'f Path,
    reader: Reader<'f>,
    found: BTreeMap<DocumentId, Seal>,
    /// The first document of each annotator with a layer.
    annotators: BTreeMap<AnnotatorId, DocumentId>,
    of_project: Vec<Problem>,
    of_documents: Vec<Problem>,
    of_layers: Named,
    of_reviews: Named,
    of_conflicts: BTreeMap<ConflictFile, Vec<Problem>>,
}

/// Problems with the names of the files or folders where they were found, to put them into the order of the names.
type Named = Vec<(String, Problem)>;

impl<'f> Checking<'f> {
    /// Goes on with a project of which all beside the documents has been read.
    fn new(opened: Opened, folder: &'f Path) -> Self {
        let mut reader = Reader::new(folder, Project::default());
        reader.opened = opened;
        let of_project = mem::take(&mut reader.opened.problems);
        One::of(&mut reader);
        Self {
            folder,
            reader,
            found: BTreeMap::new(),
            annotators: BTreeMap::new(),
            of_project,
            of_documents: Vec::new(),
            of_layers: Vec::new(),
            of_reviews: Vec::new(),
            of_conflicts: BTreeMap::new(),
        }
    }

    /// The names in a folder of the project. Problems with it come first.
    fn names(&mut self, folder: &str) -> BTreeSet<String> {
        self.reader.entries(&self.folder.join(folder)).into_iter().map(|(name, _)| name).collect()
    }

    fn problems(&mut self) -> Vec<Problem> {
        mem::take(&mut self.reader.opened.problems)
    }

    fn documents(&mut self, ahead: &SyncSender<Ahead>) {
        let documents = self.names("documents");
        self.of_documents = self.problems();
        let mut layered = self.names("annotations");
        let found = self.problems();
        self.of_layers.extend(found.into_iter().map(|problem| (String::new(), problem)));
        let mut reviewed = self.names("review");
        let found = self.problems();
        self.of_reviews.extend(found.into_iter().map(|problem| (String::new(), problem)));

        let (mut done, all) = (0, documents.len());
        for name in documents {
            let folder = self.folder.join("documents").join(&name);
            self.reader.document_at(name.clone(), &folder);
            let problems = self.problems();
            self.of_documents.extend(problems);
            let document = seal_of(&mut self.reader.opened.files);
            if layered.remove(&name) {
                self.layers(&name);
            }
            let review = format!("{name}.ron");
            if reviewed.remove(&review) {
                self.review(&review);
            }
            let work = seal_of(&mut self.reader.opened.files);
            done += 1;
            if let Some(one) = self.one(Seal { document, work }) {
                // Nobody waits for more if the program ends.
                let _ = ahead.send((one, done, all));
            }
        }
        // What belongs to no document.
        layered.iter().for_each(|name| self.layers(name));
        reviewed.iter().for_each(|name| self.review(name));
        One::of(&mut self.reader);
    }

    fn layers(&mut self, name: &str) {
        self.reader.layers_at(name.to_owned(), &self.folder.join("annotations").join(name));
        let problems = self.problems();
        self.of_layers.extend(problems.into_iter().map(|problem| (name.to_owned(), problem)));
    }

    fn review(&mut self, name: &str) {
        self.reader.review_at(name, &self.folder.join("review").join(name));
        let problems = self.problems();
        self.of_reviews.extend(problems.into_iter().map(|problem| (name.to_owned(), problem)));
    }

    /// The document that was read, if it was opened.
    fn one(&mut self, seal: Seal) -> Option<One> {
        let project = &self.reader.opened.project;
        for file in project.conflicts.keys().filter(|file| **file != ConflictFile::Project) {
            self.of_conflicts.insert(file.clone(), conflict_words::problems_in(self.folder, project, file));
        }
        for (document, annotator) in project.layers.keys() {
            if !self.annotators.contains_key(annotator) {
                self.annotators.insert(annotator.clone(), document.clone());
            }
        }
        let id = project.documents.keys().next().cloned();
        let one = One::of(&mut self.reader);
        self.found.insert(id?, seal);
        Some(one)
    }

    fn finish(mut self) -> OneByOne {
        let mut problems = mem::take(&mut self.of_project);
        problems.append(&mut self.of_documents);
        let found = &self.found;
        self.reader.assignments_of(|id| found.contains_key(id));
        problems.extend(self.problems());
        for of_names in [&mut self.of_layers, &mut self.of_reviews] {
            of_names.sort_by(|one, other| one.0.cmp(&other.0));
            problems.extend(of_names.drain(..).map(|(_, problem)| problem));
        }
        problems.extend(conflict_copy::find(self.folder).iter().map(|copy| copy.problem()));
        let project = &self.reader.opened.project;
        let mut people: BTreeSet<AnnotatorId> = project.people().into_iter().collect();
        people.extend(self.annotators.keys().cloned());
        let layer_of = |by: &AnnotatorId| self.annotators.get(by).map(|document| (document.clone(), by.clone()));
        problems.extend(self.reader.twins_of(self.found.keys(), people, layer_of));
        problems.extend(conflict_words::problems(self.folder, project));
        problems.extend(self.of_conflicts.into_values().flatten());
        let opened = self.reader.opened;
        let (folder, notes) = (self.folder.to_owned(), opened.notes);
        OneByOne { folder, project: opened.project, documents: self.found, problems, notes }
    }
}

/// One number for these files and what was in them, which are then forgotten.
fn seal_of(files: &mut Hashes) -> u64 {
    let mut hasher = DefaultHasher::new();
    mem::take(files).hash(&mut hasher);
    hasher.finish()
}
