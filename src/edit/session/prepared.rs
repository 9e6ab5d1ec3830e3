//! Large gestures that are applied outside the window's thread.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::record::{Record, Way, texts};
use super::step::{Made, Step};
use crate::edit::change::{Edit, EditError, Touched};
use crate::edit::unit;
use crate::model::gesture::Gesture;
use crate::model::project::Project;

/// A large gesture that was applied to a copy of the project outside the window's thread, for a session to adopt at
/// once.
#[derive(Debug)]
pub struct Prepared {
    /// The revision for which it was prepared.
    pub(super) revision: u64,
    pub(super) project: Project,
    pub(super) step: Step,
    pub(super) touched: BTreeSet<Touched>,
    pub(super) record: Record,
}

impl Prepared {
    /// Applies the gesture to a copy of `project`, which is at this revision of its session.
    ///
    /// # Errors
    /// The edit does not fit.
    pub fn new(project: &Project, revision: u64, gesture: impl Into<Gesture>, edit: Edit) -> Result<Self, EditError> {
        let gesture = gesture.into();
        let mut project = project.clone();
        let before = texts(&project, &unit::named_files(&edit));
        let units = unit::units(&edit);
        let inverse = edit.clone().apply(&mut project)?;
        let touched = unit::files(&edit, &inverse);
        let after = texts(&project, &touched);
        let left = unit::left_by(&project, &units, &inverse);
        let time = Timestamp::now();
        let step = Step {
            edit: inverse.clone(),
            left,
            gesture: gesture.clone(),
            merge_key: None,
            made: Made { by: None, at: time, here: true, outside: false },
            taken_back: None,
        };
        let record = Record { before, after, ..Record::new(time, Way::Do, gesture, false, edit, inverse) };
        Ok(Self { revision, project, step, touched, record })
    }

    /// The files that it changes.
    pub(crate) const fn touched(&self) -> &BTreeSet<Touched> {
        &self.touched
    }
}
