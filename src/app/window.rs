//! The window: bars and the page in the middle, or the welcome screen if no project is open.

use eframe::egui::{CentralPanel, Panel, Ui};

use super::App;
use super::context::gate::own_name;
use crate::edit::session::Session;
use crate::t;
use crate::ui::bar::{self, Bar};
use crate::ui::dialogs::{conflicts, recovered};
use crate::ui::panels::welcome;
use crate::ui::safety::strips;
use crate::ui::shaped::Label;
use crate::ui::status_line::{self, ProjectStatus, StatusLine};

impl App {
    pub(super) fn window(&mut self, ui: &mut Ui) {
        if self.cx.open.is_none() {
            Panel::bottom("status").show(ui, |ui| self.status_line(ui));
            CentralPanel::default().show(ui, |ui| welcome::show(ui, &self.cx.settings.recent, &mut self.cx.queue));
            self.dialog(ui);
            return;
        }
        let is_looking_back = self.tools.history.is_looking_back();
        Panel::top("bar").show(ui, |ui| {
            // A past state or a new version is shown then, not the project itself.
            ui.add_enabled_ui(!is_looking_back, |ui| self.bar(ui));
        });
        Panel::bottom("status").show(ui, |ui| self.status_line(ui));
        self.strips(ui);
        let page = self.pages.of_mut(self.cx.view.page);
        if page.tells_hidden()
            && let Some(hidden) = self.cx.open.as_ref().and_then(|open| hidden_line(&open.session))
        {
            Panel::top("hidden").show(ui, |ui| ui.add(Label::new(hidden).wrap()));
        }
        if is_looking_back {
            self.tools.history.page(&mut self.cx, ui);
        } else {
            if page.lists_orphans() {
                self.tools.history.orphans_strip(&mut self.cx, ui);
            }
            page.show(&mut self.cx, ui);
        }
        self.dialog(ui);
    }

    fn bar(&mut self, ui: &mut Ui) {
        let Some(open) = &self.cx.open else { return };
        let bar = Bar {
            session: &open.session,
            view: &self.cx.view,
            own_name: &own_name(open.session.project(), &self.cx.person()),
        };
        bar::show(ui, &bar, &mut self.cx.drafts, &mut self.cx.queue);
    }

    /// The strips under the bar.
    fn strips(&mut self, ui: &mut Ui) {
        let Some(open) = &self.cx.open else { return };
        if let Some(keeper) = &open.keeper {
            if self.cx.is_nameless() {
                strips::unconfirmed(ui, open.session.annotator(), &mut self.cx.queue);
            }
            let status = keeper.status();
            let saving = open.saving(&status, self.projects.is_copying());
            if saving.files.is_some() || saving.journal.is_some() {
                strips::trouble(ui, saving, &mut self.cx.queue);
            }
        }
        if !open.came_back.is_empty() {
            strips::came_back(ui, &recovered::said(&open.came_back), &mut self.cx.queue);
        }
    }

    fn status_line(&mut self, ui: &mut Ui) {
        let (cx, person) = (&self.cx, self.cx.person());
        let mut out = Vec::new();
        let project = cx.open.as_ref().map(|open| ProjectStatus {
            saved: self.saved_in_words(),
            writes_as: (open.keeper.is_some() && open.outside.only.is_none()).then(|| open.session.annotator()),
            problems: open.all_problems().len(),
            orphans: self.tools.history.orphan_count(cx),
            conflicts: conflicts::count(open.session.project()),
            marks: self.marks.shown,
            shows_marks: cx.view.reading.invisible_marks,
        });
        let line = StatusLine {
            said: &cx.status.text,
            is_error: cx.status.is_error,
            can_undo: cx.can_undo_what_is_said(),
            has_details: cx.status.has_details,
            project,
            person: &person,
        };
        status_line::show(ui, &line, &mut out);
        self.cx.queue.append(&mut out);
    }

    /// Whether everything is saved.
    fn saved_in_words(&self) -> String {
        let Some(open) = &self.cx.open else { return String::new() };
        let is_unsaved = self.cx.is_unsaved();
        match (&open.outside.only, &open.keeper) {
            (Some(only), _) if !is_unsaved => t!("status-only", annotator = only.as_str()),
            (_, None) => t!("status-read-only"),
            _ if is_unsaved && open.told.journal_error.is_some() && open.told.save_error.is_some() => {
                t!("status-not-saved")
            }
            _ if is_unsaved => t!("status-unsaved"),
            _ => t!("status-all-saved"),
        }
    }
}

/// The line that says how many documents are hidden until the user is done with them.
fn hidden_line(session: &Session) -> Option<String> {
    let (project, own) = (session.project(), session.annotator());
    if !project.blind_until_done || project.reviewers.contains(own) {
        return None;
    }
    let others = project.layers.keys().filter(|(_, annotator)| annotator != own).map(|(document, _)| document);
    let mut with_others: Vec<_> = others.collect();
    with_others.dedup();
    let hidden = with_others.into_iter().filter(|id| !project.may_see(own, id)).count();
    (hidden > 0).then(|| t!("hidden-until-done", count = hidden))
}
