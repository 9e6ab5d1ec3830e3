//! Changes as the journal records them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::edit::change::{Edit, Touched};
use crate::edit::unit::{self, Change};
use crate::model::gesture::Gesture;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::project::Project;
use crate::text::content::Content;

/// One change as the journal records it: the edit and its inverse.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub time: Timestamp,
    pub way: Way,
    pub gesture: Gesture,
    pub edit: Edit,
    pub inverse: Edit,
    /// It continues the preceding gesture (typing that was recorded in two parts).
    pub continues: bool,
    /// Who did it; `None` if unknown or from outside.
    pub by: Option<AnnotatorId>,
    /// It was made outside this process.
    pub outside: bool,
    /// How many steps of the history were skipped to take this one back.
    pub over: usize,
    /// The files that it changes.
    pub files: BTreeSet<Touched>,
    /// The texts in which the spans of `edit` and `inverse` lie, before and after the change.
    pub before: Texts,
    pub after: Texts,
    /// Typing that may continue.
    pub(super) open: bool,
}

/// The texts of documents.
pub type Texts = BTreeMap<DocumentId, Content>;

/// The direction in which a change moved through the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Do,
    Undo,
    Redo,
}

impl Record {
    /// A record as read from the journal.
    pub fn new(
        time: Timestamp,
        way: Way,
        gesture: impl Into<Gesture>,
        continues: bool,
        edit: Edit,
        inverse: Edit,
    ) -> Self {
        let gesture = gesture.into();
        let (before, after) = (Texts::new(), Texts::new());
        let (by, outside, over) = (None, false, 0);
        let files = unit::files(&edit, &inverse);
        Self { files, time, way, gesture, edit, inverse, continues, by, outside, over, before, after, open: false }
    }

    /// The units that it changes.
    pub(crate) fn changes(&self) -> Vec<Change> {
        unit::changes(&self.edit, &self.inverse)
    }
}

/// The texts of the documents that these files belong to.
pub(super) fn texts(project: &Project, touched: &BTreeSet<Touched>) -> Texts {
    let document = |file: &Touched| match file {
        Touched::Document(id) | Touched::Layer(id, _) | Touched::Review(id) => {
            project.documents.get(id).map(|document| (id.clone(), document.content.clone()))
        }
        Touched::Project | Touched::Guidelines => None,
    };
    touched.iter().filter_map(document).collect()
}
