//! The logic behind the work page: what is done, what comes next, and what is hidden until then.

use eframe::egui::{CentralPanel, Ui};

use super::Behavior;
use crate::app::App;
use crate::edit::change::Edit;
use crate::model::work::{LayerProgress, LayerState};
use crate::t;
use crate::ui::command::work::WorkCommand;
use crate::ui::state::{Dialog, Page};
use crate::ui::work;

pub(super) static PAGE: Behavior = Behavior::showing(App::progress_page);

impl App {
    pub(in crate::app) fn work(&mut self, command: WorkCommand) {
        match command {
            WorkCommand::ToggleDone => self.toggle_done(),
            WorkCommand::NextMine => self.show_next_mine(),
            WorkCommand::ShowAssign => self.view.dialog = Some(Dialog::Assign),
            WorkCommand::Open(document) => {
                self.view.page = Page::Article;
                self.queue.push(crate::ui::command::Command::ShowDocument(document));
            }
        }
    }

    /// Marks the document on screen as done by the user, or as in progress again.
    fn toggle_done(&mut self) {
        let (Some(layer), Some(open)) = (self.layer_key(), &self.open) else { return };
        let before = open.session.project().layers.get(&layer).and_then(|layer| layer.progress().copied());
        let is_done = open.session.project().state(&layer.0, &layer.1) == LayerState::Done;
        let state = if is_done { LayerState::InProgress } else { LayerState::Done };
        let progress = Some(LayerProgress::after(before.as_ref(), state, jiff::Timestamp::now()));
        let name = if is_done { "gesture-work-reopen" } else { "gesture-work-done" };
        if self.apply(name, Edit::SetProgress { layer, progress }, None) {
            self.say(if is_done { t!("status-taken-up") } else { t!("status-done") });
        }
    }

    /// Shows the user's next assigned document: by due date, then by name, starting after the one on screen.
    fn show_next_mine(&mut self) {
        let Some(open) = &self.open else { return };
        let (project, own) = (open.session.project(), open.session.annotator());
        let mut mine: Vec<_> = project
            .assignments
            .iter()
            .filter(|((document, annotator), _)| {
                annotator == own
                    && project.documents.contains_key(document)
                    && project.state(document, own) != LayerState::Done
            })
            .map(|((document, _), assignment)| (assignment.due.is_none(), assignment.due, document.clone()))
            .collect();
        mine.sort();
        let at = mine.iter().position(|(.., document)| Some(document) == self.view.document.as_ref());
        let next = at.map_or(0, |at| (at + 1) % mine.len());
        match mine.get(next) {
            Some((.., document)) => {
                let (document, left) = (document.clone(), mine.len());
                self.work(WorkCommand::Open(document));
                self.say(t!("status-mine-left", count = left));
            }
            None => self.say(t!("status-mine-none")),
        }
    }

    fn progress_page(&mut self, ui: &mut Ui) {
        let Some(open) = &self.cx.open else { return };
        let (session, panels, out) = (&open.session, &mut self.cx.panels, &mut self.cx.queue);
        let today = crate::text::clock::day(jiff::Timestamp::now());
        CentralPanel::default().show(ui, |ui| work::show(ui, session, &mut panels.work, today, out));
    }

    /// The line that says how many documents are hidden until the user is done with them.
    pub(in crate::app) fn hidden_line(&self) -> Option<String> {
        let open = self.open.as_ref()?;
        let (project, own) = (open.session.project(), open.session.annotator());
        if !project.blind_until_done || project.reviewers.contains(own) {
            return None;
        }
        let others = project.layers.keys().filter(|(_, annotator)| annotator != own).map(|(document, _)| document);
        let mut with_others: Vec<_> = others.collect();
        with_others.dedup();
        let hidden = with_others.into_iter().filter(|id| !project.may_see(own, id)).count();
        (hidden > 0).then(|| t!("hidden-until-done", count = hidden))
    }
}
