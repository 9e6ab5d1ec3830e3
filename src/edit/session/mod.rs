//! An open project with its history, its unsaved changes, and a record of every change.

mod prepared;
mod recent;
mod record;
mod step;

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;

pub use prepared::Prepared;
pub use record::{Record, Texts, Way};
pub use step::{Asks, Next, Place, Undone};

use recent::Recent;
use record::texts;
use step::{Made, Step, author, documents, goes_on, place};

use super::change::{Edit, EditError, Touched};
use super::takeback;
use super::unit::{self, Values};
use crate::model::gesture::Gesture;
use crate::model::id::AnnotatorId;
use crate::model::project::Project;

/// What panels read. Changed only through [`Session::apply`], [`Session::undo`] and [`Session::redo`].
#[derive(Debug)]
pub struct Session {
    /// Shared with what computes beside the window; a change while that holds it copies it first.
    project: Arc<Project>,
    /// The annotator whose layer this session writes.
    annotator: AnnotatorId,
    undo: Vec<Step>,
    redo: Vec<Step>,
    unsaved: BTreeSet<Touched>,
    revision: u64,
    recent: Recent,
    /// `None` if nobody takes records.
    records: Option<Vec<Record>>,
}

impl Session {
    pub fn new(project: Project, annotator: AnnotatorId) -> Self {
        Self {
            project: Arc::new(project),
            annotator,
            undo: Vec::new(),
            redo: Vec::new(),
            unsaved: BTreeSet::new(),
            revision: 0,
            recent: Recent::default(),
            records: None,
        }
    }

    pub fn project(&self) -> &Project {
        &self.project
    }

    /// The project as it is now, to be read on another thread. Nothing is copied until it changes.
    pub(crate) fn shared_project(&self) -> Arc<Project> {
        Arc::clone(&self.project)
    }

    pub fn annotator(&self) -> &AnnotatorId {
        &self.annotator
    }

    pub fn set_annotator(&mut self, annotator: AnnotatorId) {
        self.annotator = annotator;
    }

    /// Increases with every change, so that results computed from an older project can be recognised as stale.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The files that the changes since this revision have touched; `None` if that is too long ago to be known.
    pub fn touched_since(&self, revision: u64) -> Option<BTreeSet<&Touched>> {
        self.recent.since(revision)
    }

    /// Counts a change and remembers what it touched.
    fn count(&mut self, touched: BTreeSet<Touched>) {
        self.revision += 1;
        self.recent.note(self.revision, touched);
    }

    /// Applies one gesture, named by a key of the catalogue.
    ///
    /// # Errors
    /// The edit does not fit; nothing was changed.
    pub fn apply(&mut self, gesture: impl Into<Gesture>, edit: Edit) -> Result<(), EditError> {
        self.apply_merging(gesture, edit, None)
    }

    /// Applies one gesture, or continues the preceding one if both have the same key (typing into one field).
    ///
    /// # Errors
    /// The edit does not fit; nothing was changed.
    pub fn apply_merging(
        &mut self,
        gesture: impl Into<Gesture>,
        edit: Edit,
        merge_key: Option<String>,
    ) -> Result<(), EditError> {
        super::kind_keys::check(&self.project, &edit)?;
        self.perform(gesture.into(), edit, merge_key, false)
    }

    /// Applies as one gesture what was merged from recorded changes. A kind may have the key of a command there, as in a
    /// file; it is not used.
    ///
    /// # Errors
    /// The edit does not fit; nothing was changed.
    pub(crate) fn apply_merged(&mut self, gesture: impl Into<Gesture>, edit: Edit) -> Result<(), EditError> {
        self.perform(gesture.into(), edit, None, false)
    }

    fn perform(
        &mut self,
        gesture: Gesture,
        edit: Edit,
        merge_key: Option<String>,
        outside: bool,
    ) -> Result<(), EditError> {
        super::twins::check(&self.project, &edit)?;
        let continues = merge_key.is_some()
            && self.undo.last().is_some_and(|last| last.merge_key == merge_key)
            && self.redo.is_empty();
        let open = merge_key.is_some();
        let run = Run { way: Way::Do, gesture: &gesture, continues, open, outside, over: 0 };
        let Ran { inverse, left, at } = self.run(edit, run)?;
        // Changes from outside do not prevent anybody from redoing what they took back.
        if !outside {
            self.redo.clear();
        }
        // The inverse of the first edit already restores the whole value, so the later ones need none of their own.
        match self.undo.last_mut().filter(|_| continues) {
            Some(last) => goes_on(&mut last.left, left),
            None => {
                let by = (!outside).then(|| self.annotator.clone());
                let made = Made { by, at, here: true, outside };
                self.undo.push(Step { edit: inverse, left, gesture, merge_key, made, taken_back: None });
            }
        }
        Ok(())
    }

    /// Adopts what was prepared; returns it if the project has changed since.
    ///
    /// # Errors
    /// It was prepared for another revision; nothing was changed.
    pub(crate) fn adopt(&mut self, prepared: Box<Prepared>) -> Result<(), Box<Prepared>> {
        if prepared.revision != self.revision {
            return Err(prepared);
        }
        let Prepared { project, mut step, mut touched, mut record, .. } = *prepared;
        self.end_gesture();
        step.made.by = Some(self.annotator.clone());
        record.by = Some(self.annotator.clone());
        self.project = Arc::new(project);
        self.redo.clear();
        self.undo.push(step);
        if let Some(records) = &mut self.records {
            records.push(record);
        }
        self.count(touched.clone());
        self.unsaved.append(&mut touched);
        Ok(())
    }

    /// Ends a run of merged edits: the next edit is a gesture of its own.
    pub fn end_gesture(&mut self) {
        if let Some(last) = self.undo.last_mut() {
            last.merge_key = None;
        }
        if let Some(last) = self.records.as_mut().and_then(|records| records.last_mut()) {
            last.open = false;
        }
    }

    /// Takes back the last gesture, whoever made it; `None` if there is none. Later changes by others stay.
    pub fn undo(&mut self) -> Option<Undone> {
        self.take_back(self.undo.len().checked_sub(1)?)
    }

    /// Takes back the step that [`Self::next_undo`] returns.
    pub fn undo_next(&mut self) -> Option<Undone> {
        self.take_back(self.next_own()?)
    }

    /// The step that would be undone next: the last gesture of this sitting, or else the last of all. Changes that have
    /// come in from outside are skipped, since nobody made them here.
    pub fn next_undo(&self) -> Option<Next> {
        let step = self.undo.get(self.next_own()?)?;
        let made = &step.made;
        let asks = match made {
            Made { here: false, .. } => Some(Asks::Earlier),
            Made { outside: true, .. } => Some(Asks::Outside),
            Made { by, .. } => by.as_ref().is_none_or(|by| *by != self.annotator).then_some(Asks::Another),
        };
        Some(Next {
            gesture: step.gesture.clone(),
            by: made.by.clone(),
            at: made.at,
            documents: documents(&step.left),
            asks,
        })
    }

    /// The step that would be redone next.
    pub fn next_redo(&self) -> Option<Next> {
        let step = self.redo.last()?;
        let (by, here) = step.taken_back.clone().unwrap_or((None, false));
        let asks = if !here {
            Some(Asks::Earlier)
        } else if by.as_ref() != Some(&self.annotator) {
            Some(Asks::Another)
        } else {
            None
        };
        let by = by.or_else(|| step.made.by.clone());
        Some(Next { gesture: step.gesture.clone(), by, at: step.made.at, documents: documents(&step.left), asks })
    }

    /// The files that the next undo or redo may change.
    pub(crate) fn touched_by_next(&self, way: Way) -> BTreeSet<Touched> {
        let step = match way {
            Way::Do => None,
            Way::Undo => self.next_own().and_then(|index| self.undo.get(index)),
            Way::Redo => self.redo.last(),
        };
        step.map(|step| step.edit.touches(&self.project)).unwrap_or_default()
    }

    fn next_own(&self) -> Option<usize> {
        let own = self.undo.iter().rposition(|step| step.made.here && !step.made.outside);
        own.or_else(|| self.undo.len().checked_sub(1))
    }

    fn take_back(&mut self, index: usize) -> Option<Undone> {
        if index >= self.undo.len() {
            return None;
        }
        self.end_gesture();
        let step = self.undo.remove(index);
        let over = self.undo.len() - index;
        let (undone, back) = self.go(step, Way::Undo, over);
        if let Some(step) = back {
            self.redo.push(Step { taken_back: Some((Some(self.annotator.clone()), true)), ..step });
        }
        Some(undone)
    }

    /// Redoes the gesture that was taken back last; `None` if there is none. Later changes by others stay.
    pub fn redo(&mut self) -> Option<Undone> {
        let step = self.redo.pop()?;
        self.end_gesture();
        let (undone, back) = self.go(step, Way::Redo, 0);
        self.undo.extend(back.map(|step| Step { taken_back: None, ..step }));
        Some(undone)
    }

    /// Goes one step this way, as far as possible, and returns the step for the way back, if anything was changed. If
    /// nothing was, the step is dropped from the history and reported.
    fn go(&mut self, step: Step, way: Way, over: usize) -> (Undone, Option<Step>) {
        let Step { edit, left, gesture, made, .. } = step;
        let place = place(&self.project, &left, &edit);
        let run = |gesture| Run { way, gesture, continues: false, open: false, outside: false, over };
        let plain = takeback::is_undisturbed(&self.project, &edit, &left)
            .then(|| self.run(edit.clone(), run(&gesture)).ok())
            .flatten();
        let (ran, kept) = match plain {
            Some(ran) => (Some(ran), Vec::new()),
            None => {
                let plan = takeback::plan(&self.project, &edit, &left, &self.annotator, Timestamp::now());
                let mut kept: Vec<String> = plan.kept.iter().map(ToString::to_string).collect();
                let ran = match plan.edit.map(|edit| self.run(edit, run(&gesture))).transpose() {
                    Ok(ran) => ran,
                    Err(error) => {
                        // The plan was tried on a copy of the same project.
                        tracing::error!(%error, "what was planned to be taken back does not fit");
                        kept.push(error.to_string());
                        None
                    }
                };
                (ran, kept)
            }
        };
        let changed = ran.is_some();
        let back = match ran {
            Some(Ran { inverse: edit, left, .. }) => {
                Some(Step { edit, left, gesture: gesture.clone(), merge_key: None, made, taken_back: None })
            }
            None => {
                // Readers of the journal must know that the step was dropped; an empty group always fits.
                if let Err(error) = self.run(Edit::Group(Vec::new()), run(&gesture)) {
                    tracing::error!(%error, "an empty change did not fit");
                }
                None
            }
        };
        (Undone { gesture, changed, kept, place }, back)
    }

    /// The gesture at the end of the history.
    pub fn last_gesture(&self) -> Option<&Gesture> {
        self.undo.last().map(|step| &step.gesture)
    }

    /// The gesture that was taken back last.
    pub fn last_undone(&self) -> Option<&Gesture> {
        self.redo.last().map(|step| &step.gesture)
    }

    /// Replays a recorded change, with its place in the history, if everything that it changes is as it was before it;
    /// otherwise returns `false` and changes nothing. For use before recording starts.
    pub fn replay_exactly(&mut self, record: &Record) -> bool {
        let units = unit::units(&record.edit);
        let Ok(inverse) = record.edit.clone().apply(Arc::make_mut(&mut self.project)) else { return false };
        if inverse != record.inverse {
            if let Err(error) = inverse.apply(Arc::make_mut(&mut self.project)) {
                tracing::error!(%error, "a change that was tried could not be taken back");
            }
            return false;
        }
        let left = unit::left_by(&self.project, &units, &inverse);
        self.unsaved.extend(record.files.iter().cloned());
        self.count(record.files.clone());
        self.remember(record, inverse, left);
        true
    }

    /// Adds a change that the project already contains to the end of the history, so that it can be undone.
    pub fn recall(&mut self, record: &Record) {
        self.remember(record, record.inverse.clone(), unit::told_by(&record.edit, &record.inverse));
    }

    /// Adds a step that was not made in this sitting.
    fn remember(&mut self, record: &Record, inverse: Edit, left: Values) {
        let by = record.by.clone().or_else(|| author(&left).filter(|_| !record.outside));
        let made = Made { by: by.clone(), at: record.time, here: false, outside: record.outside };
        let gesture = record.gesture.clone();
        let step = Step { edit: inverse, left, gesture, merge_key: None, made, taken_back: None };
        // A step that could not be taken back is dropped.
        let is_nothing = matches!(&record.edit, Edit::Group(edits) if edits.is_empty());
        match record.way {
            Way::Do => {
                if !record.outside {
                    self.redo.clear();
                }
                match self.undo.last_mut().filter(|_| record.continues) {
                    Some(last) => goes_on(&mut last.left, step.left),
                    None => self.undo.push(step),
                }
            }
            Way::Undo => {
                let index = self.undo.len().checked_sub(record.over + 1);
                let old = index.map(|index| self.undo.remove(index));
                if !is_nothing {
                    let made = old.map_or(step.made.clone(), |old| old.made);
                    self.redo.push(Step { made, taken_back: Some((by, false)), ..step });
                }
            }
            Way::Redo => {
                let old = self.redo.pop();
                if !is_nothing {
                    let made = old.map_or(step.made.clone(), |old| old.made);
                    self.undo.push(Step { made, ..step });
                }
            }
        }
    }

    /// Keeps a record of every change from now on, until it is taken.
    pub fn start_recording(&mut self) {
        self.records.get_or_insert_default();
    }

    /// The records since the last call. Typing that may continue is held back unless `all` is set.
    pub fn take_records(&mut self, all: bool) -> Vec<Record> {
        let Some(records) = &mut self.records else { return Vec::new() };
        let held = if all { None } else { records.pop_if(|last| last.open) };
        let taken = std::mem::take(records);
        records.extend(held);
        taken
    }

    /// Whether there are records that have not been taken.
    pub(crate) fn has_records(&self) -> bool {
        self.records.as_ref().is_some_and(|records| !records.is_empty())
    }

    /// Takes over the contents of these files from another project, which fits already: others' changes are not a step
    /// of the history here and need not be written again. Then applies these edits, if there are any, as a step of this
    /// name.
    ///
    /// # Errors
    /// The edits do not fit; then nothing was taken over either.
    pub fn absorb(
        &mut self,
        from: &Project,
        files: &[Touched],
        gesture: impl Into<Gesture>,
        edits: Vec<Edit>,
    ) -> Result<(), EditError> {
        let mut before = Project::new("");
        for file in files {
            file.copy(&self.project, &mut before);
            file.copy(from, Arc::make_mut(&mut self.project));
        }
        self.end_gesture();
        let applied =
            if edits.is_empty() { Ok(()) } else { self.perform(gesture.into(), Edit::Group(edits), None, true) };
        if applied.is_err() {
            files.iter().for_each(|file| file.copy(&before, Arc::make_mut(&mut self.project)));
        }
        self.count(files.iter().cloned().collect());
        applied
    }

    /// The files that must be written; from now on they count as written.
    pub fn take_unsaved(&mut self) -> BTreeSet<Touched> {
        std::mem::take(&mut self.unsaved)
    }

    fn run(&mut self, edit: Edit, run: Run<'_>) -> Result<Ran, EditError> {
        let Run { way, gesture, continues, open, outside, over } = run;
        let mut touched = unit::named_files(&edit);
        let recorded = self.records.is_some().then(|| (edit.clone(), texts(&self.project, &touched)));
        let units = unit::units(&edit);
        let inverse = edit.apply(Arc::make_mut(&mut self.project))?;
        // What was removed along with a document is named by the inverse.
        touched.append(&mut unit::named_files(&inverse));
        let left = unit::left_by(&self.project, &units, &inverse);
        let at = Timestamp::now();
        if let (Some(records), Some((edit, before))) = (&mut self.records, recorded) {
            let after = texts(&self.project, &touched);
            match records.last_mut() {
                // Typing: the last value contains all of it, and the first inverse takes it all back.
                Some(last) if continues && last.open => {
                    (last.edit, last.after, last.time) = (edit, after, at);
                }
                last => {
                    if let Some(last) = last {
                        last.open = false;
                    }
                    let (gesture, inverse) = (gesture.clone(), inverse.clone());
                    let by = (!outside).then(|| self.annotator.clone());
                    records.push(Record {
                        time: at,
                        way,
                        gesture,
                        edit,
                        inverse,
                        continues,
                        by,
                        outside,
                        over,
                        files: touched.clone(),
                        before,
                        after,
                        open,
                    });
                }
            }
        }
        self.count(touched.clone());
        self.unsaved.append(&mut touched);
        Ok(Ran { inverse, left, at })
    }
}

/// How an edit is run.
#[derive(Clone, Copy)]
struct Run<'r> {
    way: Way,
    gesture: &'r Gesture,
    continues: bool,
    open: bool,
    outside: bool,
    over: usize,
}

/// The result of a run.
struct Ran {
    inverse: Edit,
    left: Values,
    at: Timestamp,
}
