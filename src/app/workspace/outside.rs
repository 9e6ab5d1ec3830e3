//! Events outside this window: incoming changes, other windows and conflict copies.

use std::collections::BTreeSet;
use std::path::Path;

use super::Workspace;
use crate::edit::change::Touched;
use crate::model::id::AnnotatorId;
use crate::store::format::conflict_copy::{self, Copy};
use crate::store::{self, LockError, Problem, ProblemKind};
use crate::t;
use crate::ui::dialogs::scope::{Problems, WaysToOpen};

/// How to open a project.
#[derive(Clone, Debug, Default)]
pub(in crate::app) enum Access {
    /// All of it, or read-only if another window has it.
    #[default]
    Whole,
    /// All of it, even if another computer has noted that it is writing.
    Anyway,
    /// Only this annotator's layers, beside another window.
    Layers(AnnotatorId),
}

/// What is known about files and windows outside this one.
#[derive(Default)]
pub(in crate::app) struct Outside {
    /// Problems found in files since the project was opened.
    pub problems: Vec<Problem>,
    pub copies: Vec<Copy>,
    /// The annotators whose layers other windows write.
    pub elsewhere: BTreeSet<AnnotatorId>,
    /// Why the project is read-only.
    pub locked: Option<LockError>,
    /// The only annotator whose layers are written here, if it is restricted to one.
    pub only: Option<AnnotatorId>,
}

impl Outside {
    pub(in crate::app) fn new(folder: &Path, locked: Option<LockError>, only: Option<AnnotatorId>) -> Self {
        Self { copies: conflict_copy::find(folder), locked, only, ..Self::default() }
    }
}

impl Workspace {
    /// All problems, in words.
    pub(in crate::app) fn all_problems(&self) -> Vec<String> {
        let later = self.outside.problems.iter().map(ToString::to_string);
        let copies = self.outside.copies.iter().map(|copy| copy.problem().to_string());
        let mut all: Vec<String> = self.problems.iter().cloned().chain(later).chain(copies).collect();
        let mut seen = BTreeSet::new();
        all.retain(|problem| seen.insert(problem.clone()));
        all
    }

    /// Why this file may not be written here although it is not damaged.
    pub(in crate::app) fn is_foreign(&self, file: &Touched) -> Option<String> {
        if let Some(only) = &self.outside.only {
            return match file {
                Touched::Layer(_, annotator) if annotator == only => None,
                _ => Some(t!("status-refused-only", annotator = only.as_str())),
            };
        }
        match file {
            Touched::Layer(_, annotator) if self.outside.elsewhere.contains(annotator) => {
                Some(t!("status-refused-layer", annotator = annotator.as_str()))
            }
            _ => None,
        }
    }

    /// Whether there are conflict copies that can be merged.
    pub(in crate::app) fn has_copies(&self) -> bool {
        self.outside.copies.iter().any(|copy| copy.file.is_some())
    }

    /// The contents of the problems dialog.
    pub(in crate::app) fn problems(&self) -> Problems {
        let texts = self.outside.problems.iter().filter(|problem| problem.kind == ProblemKind::TextOutside);
        let changed = texts.filter_map(|problem| match store::layout::file_at(&self.folder, &problem.path)? {
            Touched::Document(id) => Some(id),
            _ => None,
        });
        let places = [store::keeping::not_taken::folder(&self.folder), store::journal::segments::folder(&self.folder)];
        let is_kept = |problem: &String| places.iter().any(|place| problem.contains(&place.display().to_string()));
        Problems {
            told: self.all_problems(),
            changed_texts: changed.collect(),
            has_kept: self.problems.iter().any(is_kept),
            copies: self.outside.copies.iter().filter(|copy| copy.file.is_some()).count(),
        }
    }

    /// The ways to open this project, which is open elsewhere. `None` if it is not.
    pub(in crate::app) fn ways_to_open(&self) -> Option<WaysToOpen> {
        let locked = self.outside.locked.as_ref()?;
        let written = store::lock::written_layers(&self.folder);
        Some(WaysToOpen {
            reason: locked.to_string(),
            may_open_anyway: matches!(locked, LockError::Noted { .. }),
            free: self.session.project().annotators().into_iter().filter(|a| !written.contains(a)).collect(),
        })
    }
}
