//! What others write while the project is open: taking it, claiming layers, and merging conflict copies.

use std::path::Path;

use super::Context;
use crate::edit::change::{Edit, Touched};
use crate::model::id::{AnnotatorId, DocumentId};
use crate::store;
use crate::store::keeping::outside::Report;
use crate::store::merging::conflict_copies;
use crate::store::merging::planner::Planner;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::safety::SafetyCommand;

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

    /// Claims an annotator's layers for this window. Returns the reason if that is not possible.
    pub(in crate::app) fn claim(&mut self, annotator: &AnnotatorId) -> Result<(), String> {
        let Some(keeper) = self.open.as_mut().and_then(|open| open.keeper.as_mut()) else { return Ok(()) };
        keeper.claim(annotator).map_err(|error| error.to_string())
    }

    /// Merges all conflict copies that can be merged, as one gesture, and moves them away.
    pub(in crate::app) fn merge_copies(&mut self) {
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
    pub(in crate::app) fn take_text(&mut self, document: DocumentId) {
        let Some(open) = &self.open else { return };
        let file = Touched::Document(document.clone());
        let path = store::path_of(&open.folder, &file).with_file_name("text.txt");
        self.view.visit(document);
        self.view.selected = None;
        self.queue.push(Command::Safety(SafetyCommand::ReplaceFrom(path)));
    }
}

/// Whether a change is reported as a problem, which is true if the file is gone.
fn is_told_as_problem(way: store::merging::planner::Way) -> bool {
    way == store::merging::planner::Way::Gone
}
