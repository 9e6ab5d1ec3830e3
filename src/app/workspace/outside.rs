//! Events outside this window: incoming changes, other windows and conflict copies.

use std::collections::BTreeSet;
use std::path::Path;

use eframe::egui::{self, Ui};

use crate::app::App;
use crate::app::context::Context;
use crate::app::workspace::Workspace;
use crate::edit::change::{Edit, Touched};
use crate::model::id::{AnnotatorId, DocumentId};
use crate::store::format::conflict_copy::{self, Copy};
use crate::store::keeping::outside::Report;
use crate::store::merging::conflict_copies;
use crate::store::merging::planner::Planner;
use crate::store::{self, LockError, Problem, ProblemKind};
use crate::t;
use crate::ui::command::outside::OutsideCommand;
use crate::ui::command::safety::SafetyCommand;
use crate::ui::dialogs::open_elsewhere::{self, WaysToOpen};
use crate::ui::dialogs::problems::Problems;
use crate::ui::state::Dialog;

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
    problems: Vec<Problem>,
    copies: Vec<Copy>,
    /// The annotators whose layers other windows write.
    elsewhere: BTreeSet<AnnotatorId>,
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
}

impl Context {
    /// Takes what others have written and reports it.
    pub(in crate::app) fn take_news(&mut self) {
        let Some(open) = &mut self.open else { return };
        let Some(keeper) = &mut open.keeper else { return };
        let Some(report) = keeper.take_news(&mut open.session) else { return };
        open.protected.retain(|file| !report.released.contains(file));
        open.protected.extend(report.blocked.iter().cloned());
        let Report { arrivals, problems, released, elsewhere, copies, .. } = report;
        // Problems of files that are sound again are no longer listed.
        let mended: Vec<String> =
            released.iter().map(|file| store::path_of(&open.folder, file).display().to_string()).collect();
        open.problems.retain(|problem| !mended.iter().any(|path| problem.contains(path.as_str())));
        let new: Vec<_> = problems.iter().filter(|problem| !open.outside.problems.contains(problem)).collect();
        let complaint = new.first().map(|problem| problem.to_string());
        let copy = copies.iter().find(|copy| !open.outside.copies.contains(copy));
        let copy = copy.map(|copy| t!("status-conflict-copy", program = copy.program.name()));
        let told = arrivals.iter().filter(|arrival| !is_told_as_problem(arrival.way));
        let (project, person) = (open.session.project(), open.session.annotator());
        let said: Vec<String> = told.map(|arrival| arrival.told_to(project, person)).collect();
        (open.outside.problems, open.outside.copies, open.outside.elsewhere) = (problems, copies, elsewhere);
        self.forget_what_is_gone();
        match complaint.or(copy) {
            Some(text) => self.complain(text),
            None if said.is_empty() => {}
            None => self.say(said.join(" ")),
        }
    }

    /// Removes the problems of this file, which have been fixed.
    pub(in crate::app) fn forget_problem_of(&mut self, path: &Path) {
        if let Some(open) = &mut self.open {
            open.outside.problems.retain(|problem| problem.path != path);
        }
    }
}

impl App {
    /// Claims an annotator's layers for this window. Returns the reason if that is not possible.
    pub(in crate::app) fn claim(&mut self, ctx: &egui::Context, annotator: &AnnotatorId) -> Option<String> {
        let open = self.open.as_mut()?;
        if open.outside.only.as_ref().is_some_and(|only| only != annotator) {
            let folder = open.folder.clone();
            self.open_project_as(ctx, &folder, Access::Layers(annotator.clone()));
            return None;
        }
        open.keeper.as_mut()?.claim(annotator).err().map(|error| error.to_string())
    }

    pub(in crate::app) fn execute_outside(&mut self, ctx: &egui::Context, command: OutsideCommand) {
        let Some(folder) = self.open.as_ref().map(|open| open.folder.clone()) else { return };
        match command {
            OutsideCommand::ShowChoice => self.view.dialog = Some(Dialog::OpenElsewhere),
            OutsideCommand::WorkAs(annotator) => {
                self.view.dialog = None;
                self.open_project_as(ctx, &folder, Access::Layers(annotator));
            }
            OutsideCommand::OpenAnyway => {
                self.view.dialog = None;
                self.open_project_as(ctx, &folder, Access::Anyway);
            }
            OutsideCommand::MergeCopies => self.merge_copies(),
            OutsideCommand::TakeText(document) => self.take_text(ctx, document),
        }
    }

    /// Whether to offer the palette commands for conflict copies.
    pub(in crate::app) fn has_copies(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.outside.copies.iter().any(|copy| copy.file.is_some()))
    }

    /// Whether the project can be opened in another way.
    pub(in crate::app) fn is_locked(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.outside.locked.is_some())
    }

    /// Merges all conflict copies that can be merged, as one gesture, and moves them away.
    fn merge_copies(&mut self) {
        let Some(open) = &self.open else { return };
        let folder = open.folder.clone();
        let mut planner = Planner::new(&folder, open.session.project().clone(), None);
        let person = open.session.annotator().clone();
        let (mut merged, mut arrivals, mut failed) = (Vec::new(), Vec::new(), Vec::new());
        for copy in &open.outside.copies {
            match conflict_copies::merge(&mut planner, copy) {
                Ok(arrival) => {
                    arrivals.push(arrival.told_to(&planner.project, &person));
                    merged.push(copy.clone());
                }
                Err(problem) => failed.push(problem),
            }
        }
        let edit = Edit::Group(planner.edits);
        if !merged.is_empty() && self.apply("gesture-merge-copies", edit, None) {
            self.save_now();
            for copy in &merged {
                if let Err(error) = conflict_copies::put_away(&folder, copy) {
                    return self.complain(error.to_string());
                }
            }
            if let Some(open) = &mut self.open {
                open.outside.copies.retain(|copy| !merged.contains(copy));
                let gone: Vec<_> = merged.iter().map(|copy| copy.path.display().to_string()).collect();
                open.problems.retain(|problem| !gone.iter().any(|path| problem.contains(path.as_str())));
                open.outside.problems.retain(|problem| !merged.iter().any(|copy| copy.path == problem.path));
            }
            self.say(arrivals.join(" "));
        }
        if let Some(problem) = failed.first() {
            self.complain(problem.to_string());
        }
    }

    /// Previews what a text that somebody put in place of an article's would do to the statements.
    fn take_text(&mut self, ctx: &egui::Context, document: DocumentId) {
        let Some(open) = &self.open else { return };
        let file = Touched::Document(document.clone());
        let path = store::path_of(&open.folder, &file).with_file_name("text.txt");
        self.view.document = Some(document);
        self.view.selected = None;
        self.execute_history(ctx, SafetyCommand::ReplaceFrom(path));
    }

    /// The contents of the problems dialog.
    pub(in crate::app) fn problems(&self) -> Problems {
        let Some(open) = &self.cx.open else { return Problems::default() };
        let texts = open.outside.problems.iter().filter(|problem| problem.kind == ProblemKind::TextOutside);
        let changed = texts.filter_map(|problem| match store::layout::file_at(&open.folder, &problem.path)? {
            Touched::Document(id) => Some(id),
            _ => None,
        });
        let places = [store::keeping::not_taken::folder(&open.folder), store::journal::segments::folder(&open.folder)];
        let is_kept = |problem: &String| places.iter().any(|place| problem.contains(&place.display().to_string()));
        Problems {
            told: open.all_problems(),
            changed_texts: changed.collect(),
            has_kept: open.problems.iter().any(is_kept),
            copies: open.outside.copies.iter().filter(|copy| copy.file.is_some()).count(),
        }
    }

    /// The dialog with the ways to open a project that is open elsewhere.
    pub(in crate::app) fn elsewhere_dialog(&mut self, ui: &Ui) {
        let Some((open, locked)) = self.cx.open.as_ref().and_then(|open| Some((open, open.outside.locked.as_ref()?)))
        else {
            return;
        };
        let written = store::lock::written_layers(&open.folder);
        let ways = WaysToOpen {
            reason: locked.to_string(),
            may_open_anyway: matches!(locked, LockError::Noted { .. }),
            free: open.session.project().annotators().into_iter().filter(|a| !written.contains(a)).collect(),
        };
        open_elsewhere::show(ui, &ways, &mut self.cx.drafts.annotator, &mut self.cx.queue);
    }
}

/// Whether a change is reported as a problem, which is true if the file is gone.
fn is_told_as_problem(way: store::merging::planner::Way) -> bool {
    way == store::merging::planner::Way::Gone
}
