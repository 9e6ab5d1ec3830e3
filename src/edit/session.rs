//! An open project with its history and with what of it is not on disk yet.

use std::collections::BTreeSet;

use super::change::{Edit, EditError, Touched};
use crate::model::id::AnnotatorId;
use crate::model::project::Project;

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

impl Session {
    pub fn new(project: Project, annotator: AnnotatorId) -> Self {
        Self { project, annotator, undo: Vec::new(), redo: Vec::new(), unsaved: BTreeSet::new(), revision: 0 }
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
        let inverse = self.run(edit)?;
        self.redo.clear();
        match self.undo.last_mut() {
            // The inverse of the first edit already restores the whole value, so the later ones need none of their own.
            Some(last) if merge_key.is_some() && last.merge_key == merge_key => {}
            _ => self.undo.push(Step { edit: inverse, name: name.into(), merge_key }),
        }
        Ok(())
    }

    /// Ends a run of merged edits: the next one is a gesture of its own.
    pub fn end_gesture(&mut self) {
        if let Some(last) = self.undo.last_mut() {
            last.merge_key = None;
        }
    }

    /// Takes the last gesture back and returns its name; `None` where there is none.
    pub fn undo(&mut self) -> Option<String> {
        let step = self.undo.pop()?;
        match self.run(step.edit) {
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
        match self.run(step.edit) {
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

    /// The files that must be written; they count as written from now on.
    pub fn take_unsaved(&mut self) -> BTreeSet<Touched> {
        std::mem::take(&mut self.unsaved)
    }

    /// Puts files back that could not be written.
    pub fn mark_unsaved(&mut self, files: impl IntoIterator<Item = Touched>) {
        self.unsaved.extend(files);
    }

    pub fn has_unsaved(&self) -> bool {
        !self.unsaved.is_empty()
    }

    fn run(&mut self, edit: Edit) -> Result<Edit, EditError> {
        let mut touched = BTreeSet::new();
        edit.touches(&self.project, &mut touched);
        let inverse = edit.apply(&mut self.project)?;
        self.unsaved.append(&mut touched);
        self.revision += 1;
        Ok(inverse)
    }
}
