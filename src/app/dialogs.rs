//! Shows the open dialog, with what it may read and change.

use eframe::egui::Ui;

use super::App;
use super::pages::review;
use super::workspace::Workspace;
use crate::store::Keeper;
use crate::ui::command::table::Brought;
use crate::ui::dialogs;
use crate::ui::dialogs::scope::{DialogScope, OpenProject};

impl App {
    pub(super) fn dialog(&mut self, ui: &Ui) {
        let Some(dialog) = self.cx.view.dialog else { return };
        let now = self.situation();
        let annotators = review::annotators_here(&self.cx).to_vec();
        let progress = self.cx.writing_progress(ui.ctx());
        let is_copying = self.projects.is_copying();
        let cx = &mut self.cx;
        let open = cx.open.as_ref();
        let status = open.and_then(|open| open.keeper.as_ref()).map(Keeper::status).unwrap_or_default();
        let problems = || open.map(Workspace::problems).unwrap_or_default();
        let ways_to_open = || open.and_then(Workspace::ways_to_open);
        let mut scope = DialogScope {
            open: open.map(|open| OpenProject {
                session: &open.session,
                is_writable: open.keeper.is_some(),
                saving: open.saving(&status, is_copying),
                recovered: &open.came_back,
                problems: &problems,
                ways_to_open: &ways_to_open,
            }),
            view: &cx.view,
            settings: &cx.settings,
            now: &now,
            brought: Brought {
                project: open.map(|open| open.session.project()),
                annotators: &annotators,
                unconfirmed: open.filter(|_| now.is_nameless).map(|open| open.session.annotator()),
                keymap: Some(&cx.keymap),
            },
            progress: progress.as_deref(),
            written: &cx.writing.said,
            written_to: cx.writing.to.as_deref(),
            panels: &mut cx.panels,
            drafts: &mut cx.drafts,
            out: &mut cx.queue,
        };
        (dialogs::row(dialog).show)(&mut scope, ui);
    }
}
