//! The steps of the history, and what is told about them.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::record::Way;
use crate::edit::change::{Edit, LayerKey};
use crate::edit::unit::{self, Unit, Value, Values};
use crate::model::gesture::Gesture;
use crate::model::id::{AnnotatorId, DecisionId, DocumentId, StatementId};
use crate::model::project::Project;

/// One gesture in the history.
#[derive(Debug)]
pub(super) struct Step {
    /// The edit to apply to go this way.
    pub(super) edit: Edit,
    /// The values of the changed entries when this step was recorded: an entry with another value now was changed by
    /// somebody else.
    pub(super) left: Values,
    pub(super) gesture: Gesture,
    /// Further typing into one field is merged into this step while the key stays equal.
    pub(super) merge_key: Option<String>,
    pub(super) made: Made,
    /// Who took it back, and whether in this sitting; `None` for a step that was not taken back.
    pub(super) taken_back: Option<(Option<AnnotatorId>, bool)>,
}

/// Who made a step, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Made {
    /// `None` if unknown or from outside.
    pub(super) by: Option<AnnotatorId>,
    pub(super) at: Timestamp,
    /// Made in this sitting, that is, since the project was opened.
    pub(super) here: bool,
    /// Made outside this process.
    pub(super) outside: bool,
}

/// The step that would be undone or redone next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    pub gesture: Gesture,
    /// Who did it (or who took it back, for a redo), if known.
    pub by: Option<AnnotatorId>,
    pub at: Timestamp,
    /// The documents that it affects, in order.
    pub documents: Vec<DocumentId>,
    /// Why it needs a confirmation; `None` for one's own work of this sitting.
    pub asks: Option<Asks>,
}

/// Why a step needs a confirmation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// It was done before the project was opened.
    Earlier,
    /// It was done in this sitting under another name.
    Another,
    /// It came in from outside.
    Outside,
}

/// The result of an undo or a redo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    pub gesture: Gesture,
    /// Whether anything was changed.
    pub changed: bool,
    /// What stays as it is although the step changed it, in words.
    pub kept: Vec<String>,
    /// Where the change is.
    pub place: Option<Place>,
}

/// How many of the things that stay are listed one by one.
const TOLD: usize = 3;

impl Next {
    /// The place in words: the title of the article, the number of articles, or the project.
    pub(crate) fn told_place(&self, project: &Project) -> String {
        match self.documents.as_slice() {
            [] => crate::t!("undo-place-project"),
            [only] => {
                let title = project.documents.get(only).map_or(only.as_str(), |document| document.display_title());
                crate::t!("undo-place-article", title = title)
            }
            several => crate::t!("undo-place-articles", count = several.len()),
        }
    }
}

impl Undone {
    /// The result in words.
    pub fn told(&self, way: Way) -> String {
        let (name, kept) = (self.gesture.to_string(), self.told_kept());
        let told = match (way, self.changed) {
            (Way::Redo, true) => crate::t!("status-redone", name = name),
            (_, true) => crate::t!("status-undone", name = name),
            (_, false) if self.kept.is_empty() => crate::t!("takeback-nothing-left", name = name),
            (Way::Redo, false) => crate::t!("takeback-not-redone", name = name),
            (_, false) => crate::t!("takeback-nothing", name = name),
        };
        if kept.is_empty() { told } else { format!("{told}. {kept}") }
    }

    /// What stays, in one line; empty if nothing does.
    pub fn told_kept(&self) -> String {
        let mut told: Vec<String> = self.kept.iter().take(TOLD).cloned().collect();
        if self.kept.len() > TOLD {
            told.push(crate::t!("takeback-more", count = self.kept.len() - TOLD));
        }
        told.join(" ")
    }
}

/// A place that a step changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Document(DocumentId),
    Statement {
        layer: LayerKey,
        id: StatementId,
        /// Where it begins or began.
        start_byte: usize,
    },
    Decision(DocumentId, DecisionId),
}

/// Updates what a gesture has left by what its continuation leaves.
pub(super) fn goes_on(left: &mut Values, later: Values) {
    for (entry, value) in later {
        match left.binary_search_by(|(known, _)| known.cmp(&entry)) {
            Ok(at) => {
                if let Some(known) = left.get_mut(at) {
                    known.1 = value;
                }
            }
            Err(at) => left.insert(at, (entry, value)),
        }
    }
}

/// The documents of these entries, each once.
pub(super) fn documents(left: &Values) -> Vec<DocumentId> {
    left.iter().filter_map(|(entry, _)| entry.document()).collect::<BTreeSet<_>>().into_iter().cloned().collect()
}

/// Who made a step that changed these entries, if the entries tell.
pub(super) fn author(left: &Values) -> Option<AnnotatorId> {
    let mut found = left.iter().filter_map(|(entry, value)| match value {
        Some(Value::Decision(decision)) => Some(&decision.by),
        _ => entry.annotator(),
    });
    let first = found.next()?;
    found.all(|other| other == first).then(|| first.clone())
}

/// The first place that a step changed.
pub(super) fn place(project: &Project, left: &Values, edit: &Edit) -> Option<Place> {
    let statement = left.iter().find(|(entry, _)| matches!(entry, Unit::Statement(..)));
    if let Some((Unit::Statement(layer, id), made)) = statement {
        let is = project.layers.get(layer).and_then(|layer| layer.statement(*id));
        let start_byte = match (is, made) {
            (Some(statement), _) => Some(statement.hull().start_byte),
            (None, Some(Value::Statement(statement))) => Some(statement.hull().start_byte),
            // The statement will come back.
            _ => match unit::value_of(edit, &Unit::Statement(layer.clone(), *id)) {
                Some(Value::Statement(statement)) => Some(statement.hull().start_byte),
                _ => None,
            },
        };
        return Some(match start_byte {
            Some(start_byte) => Place::Statement { layer: layer.clone(), id: *id, start_byte },
            None => Place::Document(layer.0.clone()),
        });
    }
    left.iter().find_map(|(entry, _)| match entry {
        Unit::Decision(document, id) => Some(Place::Decision(document.clone(), *id)),
        entry => entry.document().map(|document| Place::Document(document.clone())),
    })
}
