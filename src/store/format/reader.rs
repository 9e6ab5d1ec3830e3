//! Reads a project file by file. Whatever is sound is kept; everything else becomes a problem.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use super::{codebook, conflict_copy, markers, review, schema};
use crate::disk::inside;
use crate::edit::change::{EditError, LayerKey, Touched};
use crate::edit::check::{check_relation, check_statement};
use crate::model::codebook::Codebook;
use crate::model::conflict::ConflictFile;
use crate::model::document::Document;
use crate::model::id::{AnnotatorId, DocumentId, folded};
use crate::model::layer::Layer;
use crate::model::party::{Parties, Party, Rgb};
use crate::model::project::Project;
use crate::store::files;
use crate::store::layout::{self, Hashes, Older, names, path_of, place_of, relative};
use crate::store::problem::{Problem, ProblemKind};
use crate::store::protected::Protected;
use crate::store::zip::ZippedProject;
use crate::t;
use crate::text::content::{Content, sha256_hex};
use crate::text::line_ends;

/// A project as far as it could be read.
#[derive(Debug)]
pub struct Opened {
    pub project: Project,
    pub problems: Vec<Problem>,
    /// Irregularities that have caused no loss: texts that were read although their line ends differ.
    pub notes: Vec<Problem>,
    /// Files that are damaged or refused, which must never be written.
    pub protected: Protected,
    /// SHA-256 of every file as it was read.
    pub files: Hashes,
    /// Those of them that have an older version than the one that is written.
    pub older: Older,
}

/// A layer's file as far as it was read.
struct LayerRead {
    rest: schema::LayerRest,
    version: u32,
    /// The sound statements.
    layer: Layer,
    /// The ids of the others, and what is wrong with them.
    unfit: Vec<(String, ProblemKind)>,
}

/// Builds a project file by file and records the problems.
pub struct Reader<'f> {
    folder: &'f Path,
    /// The zip, if the project is in one.
    pub packed: Option<&'f ZippedProject>,
    pub opened: Opened,
}

impl<'f> Reader<'f> {
    pub(crate) fn new(folder: &'f Path, project: Project) -> Self {
        let (files, older) = (Hashes::new(), Older::new());
        let (problems, notes) = (Vec::new(), Vec::new());
        let opened = Opened { project, problems, notes, protected: Protected::default(), files, older };
        Self { folder, packed: None, opened }
    }

    /// Reads a file as text and, unless the project is in a zip, stores its hash.
    fn read(&mut self, path: &Path) -> Result<String, ProblemKind> {
        if let Some(archive) = self.packed {
            return archive.read(path.strip_prefix(self.folder).unwrap_or(path), files::MAX_PACKED_BYTES);
        }
        let bytes = files::read_bytes_inside(self.folder, path)?;
        self.opened.files.insert(relative(self.folder, path), sha256_hex(&bytes));
        String::from_utf8(bytes).map_err(|_invalid| ProblemKind::NotUtf8)
    }

    /// Parses a file of this format, and notes if it has an older version.
    pub(crate) fn parse<T: DeserializeOwned>(&mut self, path: &Path, format: &str) -> Result<T, ProblemKind> {
        let text = self.read(path)?;
        match schema::parse_versioned(&text, format) {
            Ok((file, version)) => {
                self.has_version(path, version);
                Ok(file)
            }
            Err(ProblemKind::Markers) => {
                let ours = self.our_side(path, &text)?;
                schema::parse(&ours, format)
            }
            Err(kind) => Err(kind),
        }
    }

    /// Our side of a file with conflict markers: it is shown until somebody mends the file, which is not written.
    fn our_side(&mut self, path: &Path, text: &str) -> Result<String, ProblemKind> {
        let sides = markers::sides(text).ok_or(ProblemKind::Markers)?;
        self.problem(path, "", ProblemKind::Markers, layout::file_at(self.folder, path));
        Ok(sides.ours)
    }

    fn has_version(&mut self, path: &Path, version: u32) {
        if version < schema::VERSION {
            self.opened.older.insert(relative(self.folder, path), version);
        }
    }

    fn is_folder(&self, path: &Path) -> bool {
        self.packed.map_or_else(
            || layout::is_real_folder(path),
            |archive| archive.is_folder(path.strip_prefix(self.folder).unwrap_or(path)),
        )
    }

    fn problem(&mut self, path: &Path, place: impl Into<String>, kind: ProblemKind, file: Option<Touched>) {
        self.opened.problems.push(Problem::new(path, place, kind));
        self.opened.protected.extend(file);
    }

    pub(crate) fn project(&mut self, path: &Path, file: schema::ProjectFile) {
        self.conflicts(ConflictFile::Project, file.conflicts);
        self.opened.project.title = file.title;
        let mut codebook = Codebook::default();
        for (id, item) in codebook::codebook_items(file.codebook) {
            let kind = match item {
                Ok(item) if codebook.keeps(&item) => ProblemKind::Duplicate(id),
                Ok(item) => {
                    codebook.push(item);
                    continue;
                }
                Err(kind) => kind,
            };
            self.problem(path, "", kind, Some(Touched::Project));
        }
        for kind in &codebook.kinds {
            if let Some((key, holder)) = kind.key.zip(codebook.holder_of_key(kind)) {
                let kind = kind.name.clone();
                self.problem(path, "", ProblemKind::KeyTaken { key, kind, holder }, None);
            }
        }
        self.opened.project.codebook = codebook;
        self.parties(path, file.parties);
        self.opened.project.blind_until_done = file.blind_until_done;
        self.work(path, &file.reviewers, &file.assignments);
    }

    /// Reads the reviewers and the assignments.
    fn work(&mut self, path: &Path, reviewers: &[String], assignments: &[schema::AssignmentEntry]) {
        for name in reviewers {
            match schema::value(name) {
                Ok(reviewer) => {
                    self.opened.project.reviewers.insert(reviewer);
                }
                Err(kind) => self.problem(path, t!("store-place-reviewers"), kind, Some(Touched::Project)),
            }
        }
        for entry in assignments {
            let found = schema::assignment(entry).and_then(|(key, assignment)| {
                let known = self.opened.project.assignments.contains_key(&key);
                if known {
                    Err(ProblemKind::Duplicate(format!("{} · {}", key.0, key.1)))
                } else {
                    Ok((key, assignment))
                }
            });
            match found {
                Ok((key, assignment)) => {
                    self.opened.project.assignments.insert(key, assignment);
                }
                Err(kind) => self.problem(path, place_of_assignment(entry), kind, Some(Touched::Project)),
            }
        }
    }

    /// Assignments of missing documents are kept, since a document may be missing or damaged only temporarily.
    pub(crate) fn assignments(&mut self) {
        let documents = std::mem::take(&mut self.opened.project.documents);
        self.assignments_of(|id| documents.contains_key(id));
        self.opened.project.documents = documents;
    }

    /// The same if these documents were opened.
    pub(crate) fn assignments_of(&mut self, has: impl Fn(&DocumentId) -> bool) {
        let path = self.folder.join("project.ron");
        let project = &self.opened.project;
        // Problems with an existing document have already been reported.
        let known = |id: &DocumentId| has(id) || self.opened.protected.contains(&Touched::Document(id.clone()));
        let missing: BTreeSet<DocumentId> =
            project.assignments.keys().map(|(document, _)| document).filter(|id| !known(id)).cloned().collect();
        for document in missing {
            let kind = ProblemKind::Unfit(EditError::UnknownDocument(document));
            self.problem(&path, t!("store-place-assignments"), kind, None);
        }
    }

    /// Conflicts are reported and written back: only a person can remove them.
    fn conflicts(&mut self, file: ConflictFile, entries: Vec<schema::ConflictEntry>) {
        if !entries.is_empty() {
            self.opened.project.conflicts.insert(file, schema::conflicts(entries));
        }
    }

    /// Reports names that are the same file on case-insensitive systems: here both are open, there only one would be.
    pub(crate) fn twins(&mut self) {
        let project = &self.opened.project;
        let layer_of = |annotator: &AnnotatorId| project.layers.keys().find(|(_, name)| name == annotator).cloned();
        let found = self.twins_of(project.documents.keys(), project.people(), layer_of);
        self.opened.problems.extend(found);
    }

    /// The same among these documents and people, with a layer of each.
    pub(crate) fn twins_of<'d>(
        &self,
        documents: impl Iterator<Item = &'d DocumentId>,
        people: impl IntoIterator<Item = AnnotatorId>,
        layer_of: impl Fn(&AnnotatorId) -> Option<LayerKey>,
    ) -> Vec<Problem> {
        let (mut seen, mut found) = (BTreeMap::new(), Vec::new());
        for id in documents {
            if let Some(other) = seen.insert(folded(id.as_str()), id.to_string()) {
                let path = place_of(self.folder, &Touched::Document(id.clone()));
                found.push(Problem::new(&path, "", ProblemKind::Twin(other)));
            }
        }
        let mut seen = BTreeMap::new();
        for annotator in people {
            if let Some(other) = seen.insert(folded(annotator.as_str()), annotator.to_string()) {
                let file = layer_of(&annotator).map_or(Touched::Project, |key| Touched::Layer(key.0, key.1));
                let path = path_of(self.folder, &file);
                found.push(Problem::new(&path, annotator.as_str(), ProblemKind::Twin(other)));
            }
        }
        found
    }

    fn parties(&mut self, path: &Path, entries: Vec<schema::PartyEntry>) {
        let mut parties: Vec<Party> = Vec::with_capacity(entries.len());
        let mut known = HashSet::with_capacity(entries.len());
        for entry in entries {
            let id = entry.id.clone();
            let color = Rgb::PALETTE[parties.len() % Rgb::PALETTE.len()];
            match schema::sound_party(entry, color) {
                Ok((party, problems)) if known.insert(party.id.clone()) => {
                    for kind in problems {
                        self.problem(path, t!("store-place-party", id = id.as_str()), kind, Some(Touched::Project));
                    }
                    parties.push(party);
                }
                Ok(_) => self.problem(path, "", ProblemKind::Duplicate(id), Some(Touched::Project)),
                Err(kind) => self.problem(path, "", kind, Some(Touched::Project)),
            }
        }
        let mut parties = Parties::from(parties);
        let mut unfit: Vec<(usize, EditError)> = parties
            .iter()
            .enumerate()
            .filter_map(|(index, party)| {
                let parent = party.parent.as_ref().filter(|parent| !known.contains(*parent))?;
                Some((index, EditError::UnknownParty(parent.clone())))
            })
            .collect();
        // One party of each circle loses its parent.
        let of_circles = parties.circles().into_iter();
        unfit.extend(
            of_circles.filter_map(|index| Some((index, EditError::PartyCycle(parties.get(index)?.id.clone())))),
        );
        unfit.sort_by_key(|(index, _)| *index);
        for (index, error) in unfit {
            let Some(party) = parties.get_mut(index) else { continue };
            party.parent = None;
            let place = t!("store-place-party", id = party.id.as_str());
            self.problem(path, place, ProblemKind::Unfit(error), Some(Touched::Project));
        }
        self.opened.project.parties = parties;
    }

    pub(crate) fn guidelines(&mut self) {
        let path = self.folder.join("guidelines.md");
        match self.read(&path) {
            Ok(text) if markers::are_in(&text) => {
                self.opened.project.guidelines = self.our_side(&path, &text).unwrap_or(text);
            }
            Ok(text) => self.opened.project.guidelines = text,
            Err(ProblemKind::Missing) => {}
            Err(kind) => self.problem(&path, "", kind, Some(Touched::Guidelines)),
        }
    }

    pub(crate) fn documents(&mut self) {
        for (name, path) in self.entries(&self.folder.join("documents")) {
            self.document_at(name, &path);
        }
    }

    /// Reads the document in a folder with this name.
    pub(crate) fn document_at(&mut self, name: String, path: &Path) {
        match DocumentId::new(name.as_str()) {
            // The remains of an article whose creation was interrupted by a crash are ignored.
            Ok(_) if self.packed.is_none() && layout::is_nothing(path) => {}
            Ok(id) if self.is_folder(path) => self.document(id, path),
            Ok(_) => {}
            Err(_) => self.problem(path, "", ProblemKind::BadName(name), None),
        }
    }

    fn document(&mut self, id: DocumentId, folder: &Path) {
        let touched = || Some(Touched::Document(id.clone()));
        let (path, text_path) = (folder.join("document.ron"), folder.join("text.txt"));
        let file: schema::DocumentFile = match self.parse(&path, schema::DOCUMENT) {
            Ok(file) => file,
            Err(kind) => return self.problem(&path, "", kind, touched()),
        };
        let mut content = match self.read(&text_path) {
            Ok(text) => Content::new(text),
            Err(kind) => return self.problem(&text_path, "", kind, touched()),
        };
        if content.sha256() != file.text_sha256 {
            let found = content.as_str();
            if let Some(text) = line_ends::restore(found, &file.text_sha256).or_else(|| self.kept_text(&id, &file)) {
                content = Content::new(text);
                self.opened.notes.push(Problem::new(&text_path, "", ProblemKind::LineEnds));
            } else if markers::are_in(found) {
                content =
                    Content::new(markers::mend_text(found, &file.text_sha256).unwrap_or_else(|| found.to_owned()));
                self.problem(&text_path, "", ProblemKind::Markers, touched());
            } else {
                self.problem(&text_path, "", ProblemKind::TextChanged, touched());
            }
        }
        self.document_of(id, &path, file, content);
    }

    /// The annotated text from a copy that was kept, if the text on the disk differs from it only by line ends.
    fn kept_text(&self, id: &DocumentId, file: &schema::DocumentFile) -> Option<String> {
        if self.packed.is_some() {
            return None;
        }
        let ending = format!("~{}", names::kept_part(&format!("documents/{id}/text.txt")));
        let folders = ["kept", "removed"].map(|name| self.folder.join(".bayan").join(name));
        let entries = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten();
        let kept = entries.filter(|entry| entry.file_name().to_string_lossy().ends_with(&ending));
        let read =
            |entry: fs::DirEntry| String::from_utf8(files::read_bytes_inside(self.folder, &entry.path()).ok()?).ok();
        let there = files::read(&self.folder.join("documents").join(id.as_str()).join("text.txt")).ok()?;
        let is_it = |text: &String| {
            sha256_hex(text.as_bytes()) == file.text_sha256
                && line_ends::folded(text).trim_end() == line_ends::folded(&there).trim_end()
        };
        kept.filter_map(read).find(is_it)
    }

    pub(crate) fn document_of(&mut self, id: DocumentId, path: &Path, file: schema::DocumentFile, content: Content) {
        let touched = || Some(Touched::Document(id.clone()));
        let metadata = schema::metadata(&file);
        self.conflicts(ConflictFile::Document(id.clone()), file.conflicts);
        let mut excluded = Vec::new();
        for entry in &file.excluded {
            match schema::span(&content, entry) {
                Ok(span) => excluded.push(span),
                Err(kind) => self.problem(path, t!("store-place-excluded"), kind, touched()),
            }
        }
        excluded.sort_unstable();
        if !excluded.is_sorted_by(|a, b| a.end_byte <= b.start_byte) {
            let kind = ProblemKind::Unfit(EditError::SpansOverlap);
            self.problem(path, t!("store-place-excluded"), kind, touched());
            let mut end_byte = 0;
            excluded.retain(|span| {
                let apart = end_byte <= span.start_byte;
                end_byte = if apart { span.end_byte } else { end_byte };
                apart
            });
        }
        let document = Document { id: id.clone(), content, metadata, encoding: file.encoding, excluded };
        self.opened.project.documents.insert(id, document);
    }

    pub(crate) fn layers(&mut self) {
        for (name, folder) in self.entries(&self.folder.join("annotations")) {
            self.layers_at(name, &folder);
        }
    }

    /// Reads the layers of the document with this name.
    pub(crate) fn layers_at(&mut self, name: String, folder: &Path) {
        let Ok(document) = DocumentId::new(name.as_str()) else {
            return self.problem(folder, "", ProblemKind::BadName(name), None);
        };
        if !self.is_folder(folder) {
            return;
        }
        for (name, path) in self.entries(folder) {
            let Some(stem) = name.strip_suffix(".ron") else { continue };
            match AnnotatorId::new(stem) {
                Ok(annotator) => self.layer(document.clone(), annotator, &path),
                Err(_) => self.problem(&path, "", ProblemKind::BadName(stem.to_owned()), None),
            }
        }
    }

    fn layer(&mut self, document: DocumentId, annotator: AnnotatorId, path: &Path) {
        let key = (document, annotator);
        let read = self.read(path).and_then(|text| match self.layer_of(&key, path, &text) {
            Err(ProblemKind::Markers) => {
                let ours = self.our_side(path, &text)?;
                self.layer_of(&key, path, &ours)
            }
            read => read,
        });
        match read {
            Ok(version) => self.has_version(path, version),
            Err(kind) => self.problem(path, "", kind, Some(Touched::Layer(key.0, key.1))),
        }
    }

    /// Reads the text of a layer's file into the project; returns the version of the file.
    ///
    /// # Errors
    /// The file as a whole is not a layer.
    pub(crate) fn layer_of(&mut self, key: &LayerKey, path: &Path, text: &str) -> Result<u32, ProblemKind> {
        let (document, annotator) = key;
        let touched = || Some(Touched::Layer(document.clone(), annotator.clone()));
        let LayerRead { rest, version, mut layer, unfit } = self.statements_of(document, text)?;
        if self.opened.protected.contains(&Touched::Document(document.clone())) {
            self.opened.protected.extend(touched());
        }
        self.conflicts(ConflictFile::Layer(document.clone(), annotator.clone()), rest.conflicts);
        match rest.progress.as_ref().map(schema::progress).transpose() {
            Ok(progress) => {
                layer.set_progress(progress);
            }
            Err(kind) => self.problem(path, t!("store-place-progress"), kind, touched()),
        }
        let mut bad = Vec::new();
        layer.set_tags(schema::tags(rest.note, rest.attributes, |kind| bad.push(kind)));
        for kind in bad {
            self.problem(path, t!("store-place-document-values"), kind, touched());
        }
        let has_entries = !layer.is_empty() || !unfit.is_empty() || !rest.relations.is_empty();
        for (id, kind) in unfit {
            self.problem(path, t!("store-place-statement", id = id), kind, touched());
        }
        self.opened.project.layers.insert(key.clone(), layer);
        self.relations(key, path, &rest.relations);
        if !has_entries {
            self.drop_without_progress(key);
        }
        Ok(version)
    }

    /// Reads the statements of a layer's file.
    fn statements_of(&self, document: &DocumentId, text: &str) -> Result<LayerRead, ProblemKind> {
        let project = &self.opened.project;
        // As without the document: problems with the file itself are reported first.
        let content = project.documents.get(document).map(|document| &document.content);
        let (mut layer, mut unfit) = (Layer::default(), Vec::new());
        let (rest, version) = schema::read_layer(text, |entry| {
            let Some(content) = content else { return };
            let statement = schema::statement(content, &entry).and_then(|statement| {
                check_statement(project, document, &statement).map_err(ProblemKind::Unfit)?;
                match layer.statement(statement.id) {
                    Some(_) => Err(ProblemKind::Duplicate(entry.id.clone())),
                    None => Ok(statement),
                }
            });
            match statement {
                Ok(statement) => {
                    layer.put(statement);
                }
                Err(kind) => unfit.push((entry.id, kind)),
            }
        })?;
        match content {
            Some(_) => Ok(LayerRead { rest, version, layer, unfit }),
            None => Err(ProblemKind::NoDocument(document.to_string())),
        }
    }

    /// Adds the relations of a layer whose statements have been read.
    fn relations(&mut self, key: &LayerKey, path: &Path, entries: &[schema::RelationEntry]) {
        let touched = || Some(Touched::Layer(key.0.clone(), key.1.clone()));
        for entry in entries {
            let relation = schema::relation(entry).and_then(|relation| {
                check_relation(&self.opened.project, key, &relation).map_err(ProblemKind::Unfit)?;
                Ok(relation)
            });
            let place = || t!("store-place-relation", id = entry.id.as_str());
            let layers = &mut self.opened.project.layers;
            match (relation, layers.get_mut(key)) {
                (Ok(relation), Some(layer)) if layer.relation(relation.id).is_none() => {
                    layer.put_relation(relation);
                }
                (Ok(_), _) => self.problem(path, place(), ProblemKind::Duplicate(entry.id.clone()), touched()),
                (Err(kind), _) => self.problem(path, place(), kind, touched()),
            }
        }
    }

    /// The file of a layer without entries may be there only for its conflicts: then the annotator has no layer.
    fn drop_without_progress(&mut self, key: &LayerKey) {
        let project = &mut self.opened.project;
        if project.layers.get(key).is_some_and(|layer| layer.progress().is_none())
            && project.conflicts.contains_key(&ConflictFile::Layer(key.0.clone(), key.1.clone()))
        {
            project.layers.remove(key);
        }
    }

    pub(crate) fn reviews(&mut self) {
        for (name, path) in self.entries(&self.folder.join("review")) {
            self.review_at(&name, &path);
        }
    }

    /// Reads the review in a file with this name.
    pub(crate) fn review_at(&mut self, name: &str, path: &Path) {
        let Some(stem) = name.strip_suffix(".ron") else { return };
        match DocumentId::new(stem) {
            Ok(document) => self.review(&document, path),
            Err(_) => self.problem(path, "", ProblemKind::BadName(stem.to_owned()), None),
        }
    }

    fn review(&mut self, document: &DocumentId, path: &Path) {
        match self.parse(path, review::REVIEW) {
            Ok(file) => self.review_of(document, path, file),
            Err(kind) => self.problem(path, "", kind, Some(review::touched(document))),
        }
    }

    pub(crate) fn review_of(&mut self, document: &DocumentId, path: &Path, file: review::ReviewFile) {
        if self.opened.project.documents.contains_key(document) {
            self.conflicts(ConflictFile::Review(document.clone()), file.conflicts.clone());
        }
        let problems = review::read(&mut self.opened.project, document, path, file);
        let unsound = self.opened.protected.contains(&Touched::Document(document.clone()));
        if unsound || !problems.is_empty() {
            self.opened.protected.insert(review::touched(document));
        }
        self.opened.problems.extend(problems);
    }

    /// The entries of a folder, by name, without hidden files; a missing folder is empty.
    pub(crate) fn entries(&mut self, folder: &Path) -> Vec<(String, PathBuf)> {
        if let Some(archive) = self.packed {
            let names = archive.entries(folder.strip_prefix(self.folder).unwrap_or(folder));
            return names.into_iter().map(|name| (name.clone(), folder.join(name))).collect();
        }
        match inside::entries(self.folder, folder) {
            Ok(entries) => {
                let mut entries: Vec<_> =
                    entries.iter().map(|e| (e.file_name().to_string_lossy().into_owned(), e.path())).collect();
                entries.retain(|(name, _)| !names::is_hidden(name));
                entries.sort();
                entries.retain(|(_, path)| {
                    let is_link = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink());
                    if is_link {
                        // Writing there would replace the link.
                        self.problem(path, "", ProblemKind::Link, layout::whole_of(self.folder, path));
                    }
                    !is_link
                });
                // A conflict copy of a file is not a layer.
                entries.retain(|(_, path)| conflict_copy::original_of(path).is_none());
                entries
            }
            Err(error) => {
                self.problem(folder, "", ProblemKind::from_io(&error), None);
                Vec::new()
            }
        }
    }
}

fn place_of_assignment(entry: &schema::AssignmentEntry) -> String {
    let (document, annotator) = (entry.document.as_str(), entry.annotator.as_str());
    t!("store-place-assignment", document = document, annotator = annotator)
}
