//! An open project with its history, with what of it is not on disk yet, and with a record of every change.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::change::{Edit, EditError, Touched};
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::project::Project;
use crate::text::content::Content;

/// What a panel reads. Changed only through [`Session::apply`], [`Session::undo`] and [`Session::redo`].
#[derive(Debug)]
pub struct Session {
    project: Project,
    /// Whose layer this session writes.
    annotator: AnnotatorId,
    undo: Vec<Step>,
    redo: Vec<Step>,
    unsaved: BTreeSet<Touched>,
    revision: u64,
    /// `None` where nobody takes records.
    records: Option<Vec<Record>>,
}

/// One gesture in the history.
#[derive(Debug)]
struct Step {
    /// What to apply to go this way.
    edit: Edit,
    /// What the gesture is called, already translated.
    name: String,
    /// Typing into one field goes on in the same step while this stays equal.
    merge_key: Option<String>,
}

/// A large gesture, done on a copy of the project away from the window, for a session to take over at once.
#[derive(Debug)]
pub struct Prepared {
    /// The revision that it was prepared for.
    revision: u64,
    project: Project,
    step: Step,
    touched: BTreeSet<Touched>,
    record: Record,
}

impl Prepared {
    /// Does the gesture on a copy of `project`, which stands at this revision of its session.
    ///
    /// # Errors
    /// The edit does not fit.
    pub fn new(project: &Project, revision: u64, name: String, edit: Edit) -> Result<Self, EditError> {
        let mut project = project.clone();
        let mut touched = BTreeSet::new();
        edit.touches(&project, &mut touched);
        let before = texts(&project, &touched);
        let inverse = edit.clone().apply(&mut project)?;
        let after = texts(&project, &touched);
        let step = Step { edit: inverse.clone(), name: name.clone(), merge_key: None };
        let time = Timestamp::now();
        let record = Record { before, after, ..Record::new(time, Way::Do, name, false, edit, inverse) };
        Ok(Self { revision, project, step, touched, record })
    }

    /// The files that it changes.
    pub const fn touched(&self) -> &BTreeSet<Touched> {
        &self.touched
    }
}

/// One change as it goes into the journal: what was done, and what takes it back.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub time: Timestamp,
    pub way: Way,
    /// What the gesture is called.
    pub name: String,
    pub edit: Edit,
    pub inverse: Edit,
    /// It goes on with the gesture before it (typing that was recorded in two parts).
    pub continues: bool,
    /// The texts that the spans of `edit` and of `inverse` lie in, before the change and after it.
    pub before: Texts,
    pub after: Texts,
    /// Typing that may still go on.
    open: bool,
}

/// The texts of documents.
pub type Texts = BTreeMap<DocumentId, Content>;

/// Which way through the history a change went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Do,
    Undo,
    Redo,
}

impl Record {
    /// A record as it was read.
    pub fn new(time: Timestamp, way: Way, name: String, continues: bool, edit: Edit, inverse: Edit) -> Self {
        let (before, after) = (Texts::new(), Texts::new());
        Self { time, way, name, edit, inverse, continues, before, after, open: false }
    }
}

impl Session {
    pub fn new(project: Project, annotator: AnnotatorId) -> Self {
        Self {
            project,
            annotator,
            undo: Vec::new(),
            redo: Vec::new(),
            unsaved: BTreeSet::new(),
            revision: 0,
            records: None,
        }
    }

    pub fn project(&self) -> &Project {
        &self.project
    }

    pub fn annotator(&self) -> &AnnotatorId {
        &self.annotator
    }

    pub fn set_annotator(&mut self, annotator: AnnotatorId) {
        self.annotator = annotator;
    }

    /// Grows with every change, so that what was computed from the project can be told to be old.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Does one gesture.
    ///
    /// # Errors
    /// The edit does not fit; nothing was changed.
    pub fn apply(&mut self, name: impl Into<String>, edit: Edit) -> Result<(), EditError> {
        self.apply_merging(name, edit, None)
    }

    /// Does one gesture, or goes on with the one before it when both have the same key (typing into one field).
    ///
    /// # Errors
    /// The edit does not fit; nothing was changed.
    pub fn apply_merging(
        &mut self,
        name: impl Into<String>,
        edit: Edit,
        merge_key: Option<String>,
    ) -> Result<(), EditError> {
        let name = name.into();
        super::twins::check(&self.project, &edit)?;
        let continues = merge_key.is_some()
            && self.undo.last().is_some_and(|last| last.merge_key == merge_key)
            && self.redo.is_empty();
        let inverse = self.run(edit, Way::Do, &name, continues, merge_key.is_some())?;
        self.redo.clear();
        // The inverse of the first edit already restores the whole value, so the later ones need none of their own.
        if !continues {
            self.undo.push(Step { edit: inverse, name, merge_key });
        }
        Ok(())
    }

    /// Takes over what was prepared; it comes back where the project has changed since.
    ///
    /// # Errors
    /// It was prepared for another revision; nothing was changed.
    pub fn adopt(&mut self, prepared: Box<Prepared>) -> Result<(), Box<Prepared>> {
        if prepared.revision != self.revision {
            return Err(prepared);
        }
        let Prepared { project, step, mut touched, record, .. } = *prepared;
        self.end_gesture();
        self.project = project;
        self.redo.clear();
        self.undo.push(step);
        if let Some(records) = &mut self.records {
            records.push(record);
        }
        self.unsaved.append(&mut touched);
        self.revision += 1;
        Ok(())
    }

    /// Ends a run of merged edits: the next one is a gesture of its own.
    pub fn end_gesture(&mut self) {
        if let Some(last) = self.undo.last_mut() {
            last.merge_key = None;
        }
        if let Some(last) = self.records.as_mut().and_then(|records| records.last_mut()) {
            last.open = false;
        }
    }

    /// Takes the last gesture back and returns its name; `None` where there is none.
    pub fn undo(&mut self) -> Option<String> {
        let step = self.undo.pop()?;
        match self.run(step.edit, Way::Undo, &step.name, false, false) {
            Ok(edit) => {
                self.redo.push(Step { edit, name: step.name.clone(), merge_key: None });
                Some(step.name)
            }
            Err(error) => {
                tracing::error!(%error, "an undo did not fit");
                None
            }
        }
    }

    /// Does the gesture again that was taken back last, and returns its name.
    pub fn redo(&mut self) -> Option<String> {
        let step = self.redo.pop()?;
        match self.run(step.edit, Way::Redo, &step.name, false, false) {
            Ok(edit) => {
                self.undo.push(Step { edit, name: step.name.clone(), merge_key: None });
                Some(step.name)
            }
            Err(error) => {
                tracing::error!(%error, "a redo did not fit");
                None
            }
        }
    }

    pub fn undo_name(&self) -> Option<&str> {
        self.undo.last().map(|step| step.name.as_str())
    }

    pub fn redo_name(&self) -> Option<&str> {
        self.redo.last().map(|step| step.name.as_str())
    }

    /// Does a recorded change again, with its place in the history, where everything that it changes is as it was before
    /// it; `false` where not, and then nothing is changed. For the time before records are taken.
    pub fn replay_exactly(&mut self, record: &Record) -> bool {
        let mut touched = BTreeSet::new();
        record.edit.touches(&self.project, &mut touched);
        let Ok(inverse) = record.edit.clone().apply(&mut self.project) else { return false };
        if inverse != record.inverse {
            if let Err(error) = inverse.apply(&mut self.project) {
                tracing::error!(%error, "a change that was tried could not be taken back");
            }
            return false;
        }
        self.unsaved.append(&mut touched);
        self.revision += 1;
        self.remember(record, inverse);
        true
    }

    /// Puts a change that the project has already into the history, as the last one, so that it can be undone.
    pub fn recall(&mut self, record: &Record) {
        self.remember(record, record.inverse.clone());
    }

    fn remember(&mut self, record: &Record, inverse: Edit) {
        let step = Step { edit: inverse, name: record.name.clone(), merge_key: None };
        match record.way {
            Way::Do => {
                self.redo.clear();
                if !record.continues || self.undo.is_empty() {
                    self.undo.push(step);
                }
            }
            Way::Undo => {
                self.undo.pop();
                self.redo.push(step);
            }
            Way::Redo => {
                self.redo.pop();
                self.undo.push(step);
            }
        }
    }

    /// Keeps a record of every change from now on, for whoever takes them.
    pub fn start_recording(&mut self) {
        self.records.get_or_insert_default();
    }

    /// The records since the last time. Typing that may still go on stays until `all` are asked for.
    pub fn take_records(&mut self, all: bool) -> Vec<Record> {
        let Some(records) = &mut self.records else { return Vec::new() };
        let held = if all { None } else { records.pop_if(|last| last.open) };
        let taken = std::mem::take(records);
        records.extend(held);
        taken
    }

    /// Whether there are records that nobody took.
    pub fn has_records(&self) -> bool {
        self.records.as_ref().is_some_and(|records| !records.is_empty())
    }

    /// Takes over what these files hold in another project, which fits already: what somebody else has written is no
    /// step of the history here, and nobody has to write it again. Then these edits, if there are any, are made a step of
    /// this name.
    ///
    /// # Errors
    /// The edits do not fit; then nothing was taken over either.
    pub fn absorb(
        &mut self,
        from: &Project,
        files: &[Touched],
        name: impl Into<String>,
        edits: Vec<Edit>,
    ) -> Result<(), EditError> {
        let mut before = Project::new("");
        for file in files {
            file.copy(&self.project, &mut before);
            file.copy(from, &mut self.project);
        }
        self.end_gesture();
        let applied = if edits.is_empty() { Ok(()) } else { self.apply(name, Edit::Group(edits)) };
        if applied.is_err() {
            files.iter().for_each(|file| file.copy(&before, &mut self.project));
        }
        self.revision += 1;
        applied
    }

    /// The files that must be written; they count as written from now on.
    pub fn take_unsaved(&mut self) -> BTreeSet<Touched> {
        std::mem::take(&mut self.unsaved)
    }

    fn run(&mut self, edit: Edit, way: Way, name: &str, continues: bool, open: bool) -> Result<Edit, EditError> {
        let mut touched = BTreeSet::new();
        edit.touches(&self.project, &mut touched);
        let recorded = self.records.is_some().then(|| (edit.clone(), texts(&self.project, &touched)));
        let inverse = edit.apply(&mut self.project)?;
        if let (Some(records), Some((edit, before))) = (&mut self.records, recorded) {
            let after = texts(&self.project, &touched);
            match records.last_mut() {
                // Typing: the last value is the whole of it, and the first inverse takes it all back.
                Some(last) if continues && last.open => {
                    (last.edit, last.after, last.time) = (edit, after, Timestamp::now());
                }
                last => {
                    if let Some(last) = last {
                        last.open = false;
                    }
                    let (name, inverse) = (name.to_owned(), inverse.clone());
                    let time = Timestamp::now();
                    records.push(Record { time, way, name, edit, inverse, continues, before, after, open });
                }
            }
        }
        self.unsaved.append(&mut touched);
        self.revision += 1;
        Ok(inverse)
    }
}

/// The texts of the documents that these files belong to.
fn texts(project: &Project, touched: &BTreeSet<Touched>) -> Texts {
    let document = |file: &Touched| match file {
        Touched::Document(id) | Touched::Layer(id, _) | Touched::Review(id) => {
            project.documents.get(id).map(|document| (id.clone(), document.content.clone()))
        }
        Touched::Project | Touched::Guidelines => None,
    };
    touched.iter().filter_map(document).collect()
}
