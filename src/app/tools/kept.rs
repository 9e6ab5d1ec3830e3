//! Changes that recovery could not apply: lists them, read on a thread, and applies them again.

use std::collections::BTreeSet;

use eframe::egui;

use crate::app::App;
use crate::app::jobs::Job;
use crate::disk::Real;
use crate::store::keeping::not_taken::{self, Kept};
use crate::t;
use crate::ui::dialogs::kept as kept_panel;
use crate::ui::state::Dialog;

/// The changes that recovery could not apply, and the job that reads them.
#[derive(Default)]
pub(in crate::app) struct KeptChanges {
    reading: Job<Vec<Kept>>,
    files: Option<Vec<Kept>>,
}

impl App {
    /// Shows the kept changes and reads them again.
    pub(in crate::app) fn show_kept(&mut self) {
        let Some(open) = &self.cx.open else { return };
        self.cx.view.dialog = Some(Dialog::Kept);
        let (folder, project) = (open.folder.clone(), open.session.project().clone());
        let reading = self.cx.jobs.spawn("kept", move |_| {
            let (files, problems) = not_taken::list(&folder, &project);
            for problem in problems {
                tracing::warn!(%problem, "what is kept cannot be read");
            }
            files
        });
        self.history.kept = KeptChanges { reading, files: None };
    }

    /// Takes the list once it has been read.
    pub(super) fn take_kept(&mut self) {
        if let Some(files) = self.history.kept.reading.poll() {
            self.history.kept.files = Some(files);
        }
    }

    /// Applies one change of a file again, or all that are waiting, as one gesture.
    pub(in crate::app) fn take_up(&mut self, file: usize, place: Option<usize>) {
        let Some(file) = self.history.kept.files.as_ref().and_then(|files| files.get(file)).cloned() else { return };
        let Some(open) = self.open.as_mut() else { return };
        let Some(keeper) = open.keeper.as_mut() else { return };
        let places = place.map(|place| BTreeSet::from([place]));
        let up = match not_taken::take_up(&open.folder, &mut open.session, &open.protected, &file, places.as_ref()) {
            Ok(up) => up,
            Err(kind) => return self.complain(kind.to_string()),
        };
        keeper.take(&mut open.session, true);
        // A change counts as taken up only once it would survive a crash.
        let marked = keeper
            .wait_durable()
            .and_then(|()| not_taken::mark_taken(&Real, &file, &up.taken).map_err(|error| error.to_string()));
        self.forget_what_is_gone();
        if let Err(error) = marked {
            self.complain(error);
        } else if let Some((name, reason)) = up.refused.first() {
            self.complain(t!("cli-kept-refused", name = name.as_str(), reason = reason.as_str()));
        } else if up.conflicts.is_empty() {
            self.say(t!("cli-kept-taken", count = up.taken.len()));
        } else {
            self.complain(t!("cli-recovered-conflicts", count = up.conflicts.len()));
        }
        self.show_kept();
    }

    pub(in crate::app) fn kept_dialog(&mut self, ui: &egui::Ui) {
        let Some(open) = &self.cx.open else { return };
        let (files, is_writable) = (self.history.kept.files.as_deref(), open.keeper.is_some());
        kept_panel::show(ui, &open.session, kept_panel::KeptList { files, is_writable }, &mut self.cx.queue);
    }
}
