//! When the project cannot be written: the strip that says so, retrying, saving a copy, and never losing work silently
//! on close.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use eframe::egui;

use crate::app::App;
use crate::app::jobs::Job;
use crate::store;
use crate::t;
use crate::ui::command::safety::{LeaveAnswer, Leaving};
use crate::ui::dialogs::{leaving, recovered};
use crate::ui::safety::strips;
use crate::ui::state::Dialog;

/// How long writing may take on leaving before the user is asked what to do.
const PATIENCE: Duration = Duration::from_secs(5);

/// A pending close.
pub(in crate::app) struct Leave {
    to: Leaving,
    since: Instant,
    /// The number of write attempts so far when it began.
    attempts: u64,
    is_sure: bool,
}

/// A copy of the project that is being written.
#[derive(Default)]
pub(in crate::app) struct Copying {
    /// The folder of the copy and the session revision that it contains.
    job: Job<Result<(PathBuf, u64), String>>,
    /// Whether the copied project is still open.
    pub(in crate::app) is_of_open: bool,
}

impl App {
    /// Leaves the project once it is written. Returns whether that happened at once; if not, it continues in later
    /// frames, with a question if writing fails.
    pub(in crate::app) fn leave(&mut self, ctx: &egui::Context, to: Leaving) -> bool {
        let Some(open) = &mut self.open else { return true };
        let Some(keeper) = &mut open.keeper else { return true };
        keeper.take(&mut open.session, true);
        open.typing_since = None;
        let status = keeper.status();
        if status.saved >= keeper.number() {
            return true;
        }
        keeper.save_now();
        if self.history.leave.as_ref().is_none_or(|leave| leave.to != to) {
            self.history.leave = Some(Leave { to, since: Instant::now(), attempts: status.attempts, is_sure: false });
        }
        self.say(t!("status-leaving"));
        ctx.request_repaint();
        false
    }

    /// Handles a request to close the window: closes it if everything is written, and otherwise keeps it open for the
    /// question.
    pub(in crate::app) fn close_when_saved(&mut self, ctx: &egui::Context) {
        if !self.history.may_go && !self.leave(ctx, Leaving::Quit) {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
        }
    }

    /// Continues a pending leave.
    pub(in crate::app) fn go_on_leaving(&mut self, ctx: &egui::Context) {
        let Some(leave) = &self.history.leave else { return };
        let Some((open, keeper)) = self.open.as_ref().and_then(|open| Some((open, open.keeper.as_ref()?))) else {
            self.history.leave = None;
            return;
        };
        let status = keeper.status();
        if status.saved >= keeper.number() && !open.session.has_records() {
            return self.go(ctx);
        }
        let has_failed = status.save_error.is_some() && status.attempts > leave.attempts;
        let asking = Some(Dialog::Leaving);
        if has_failed || leave.since.elapsed() > PATIENCE {
            // A file dialog for a copy may cover the question; then the question returns after it.
            if self.view.dialog != Some(Dialog::Path) {
                self.view.dialog = asking;
            }
        } else {
            ctx.request_repaint_after(Duration::from_millis(50));
        }
    }

    pub(in crate::app) fn answer_leave(&mut self, ctx: &egui::Context, answer: LeaveAnswer) {
        match answer {
            LeaveAnswer::Stay => {
                self.history.leave = None;
                self.view.dialog = None;
            }
            LeaveAnswer::TryAgain => self.try_again(),
            LeaveAnswer::Lose => {
                if let Some(leave) = &mut self.history.leave {
                    leave.is_sure = true;
                }
            }
            LeaveAnswer::Go => self.go(ctx),
        }
    }

    /// Does what the user left the project for.
    fn go(&mut self, ctx: &egui::Context) {
        let Some(leave) = self.history.leave.take() else { return };
        self.view.dialog = None;
        self.history.may_go = true;
        match leave.to {
            // The window closes with the next frame.
            Leaving::Quit => return ctx.send_viewport_cmd(egui::ViewportCommand::Close),
            Leaving::CloseProject => self.close_to_welcome(ctx),
            Leaving::Open(folder) => {
                let access = std::mem::take(&mut self.history.access);
                self.open_project_as(ctx, &folder, access);
            }
        }
        self.history.may_go = false;
    }

    /// Whether closing now would lose something or leave it only in the journal.
    pub(in crate::app) fn has_unwritten(&self) -> bool {
        let Some(open) = self.open.as_ref().filter(|_| !self.history.may_go) else { return false };
        let behind = |keeper: &store::Keeper| open.session.has_records() || keeper.status().saved < keeper.number();
        open.keeper.as_ref().is_some_and(behind)
    }

    pub(in crate::app) fn try_again(&mut self) {
        if let Some(open) = &mut self.cx.open
            && let Some(keeper) = &mut open.keeper
        {
            keeper.take(&mut open.session, true);
            keeper.save_now();
            if let Some(leave) = &mut self.history.leave {
                (leave.attempts, leave.since, leave.is_sure) = (keeper.status().attempts, Instant::now(), false);
            }
        }
        self.say(t!("status-trying"));
    }

    /// Writes everything in memory to another folder, on its own thread.
    pub(in crate::app) fn copy_to(&mut self, folder: &Path) {
        let Some(open) = self.open.as_ref().filter(|_| !self.history.copying.job.is_running()) else { return };
        let (from, to, revision) = (open.folder.clone(), folder.to_owned(), open.session.revision());
        let (project, protected) = (open.session.project().clone(), open.protected.clone());
        let job = self.jobs.spawn("copy", move |_| {
            let written =
                store::writing::save_as::copy(&from, &to, &project, &protected).map_err(|error| error.to_string());
            written.map(|()| (to, revision))
        });
        self.history.copying = Copying { job, is_of_open: true };
    }

    /// Reports where the copy is once it has been written.
    pub(in crate::app) fn take_copy(&mut self) {
        let Some(written) = self.history.copying.job.poll() else { return };
        match written {
            Ok((folder, revision)) => {
                self.say(t!("status-copied", path = folder.display().to_string()));
                self.settings.remember_second(&folder);
                self.save_settings();
                if let Some(open) = self.cx.open.as_mut().filter(|_| self.history.copying.is_of_open) {
                    open.copy = Some((folder, revision));
                }
            }
            Err(error) => self.complain(error),
        }
    }

    /// The strips under the bar.
    pub(in crate::app) fn strips(&mut self, ui: &mut egui::Ui) {
        let Some(open) = &self.cx.open else { return };
        if let Some(keeper) = &open.keeper {
            let status = keeper.status();
            if status.save_error.is_some() || status.journal_error.is_some() {
                let trouble = strips::Trouble {
                    files: status.save_error.as_deref(),
                    journal: status.journal_error.as_deref(),
                    in_memory: keeper.number().saturating_sub(status.durable),
                    copy: open.whole_copy(),
                    is_copying: self.history.copying.job.is_running(),
                };
                strips::trouble(ui, trouble, &mut self.cx.queue);
            }
        }
        if !open.came_back.is_empty() {
            strips::came_back(ui, &recovered::said(&open.came_back), &mut self.queue);
        }
    }

    pub(in crate::app) fn leaving_dialog(&mut self, ui: &egui::Ui) {
        let (Some(open), Some(leave)) = (&self.cx.open, &self.history.leave) else {
            self.view.dialog = None;
            return;
        };
        let Some(keeper) = &open.keeper else { return };
        let status = keeper.status();
        let unwritten = leaving::Unwritten {
            leaving: &leave.to,
            reason: status.save_error.as_deref().unwrap_or_default(),
            in_memory: keeper.number().saturating_sub(status.durable),
            copy: open.whole_copy(),
            is_copying: self.history.copying.job.is_running(),
            is_sure: leave.is_sure,
        };
        leaving::show(ui, unwritten, &mut self.cx.queue);
    }

    pub(in crate::app) fn recovered_dialog(&mut self, ui: &egui::Ui) {
        let Some(open) = &self.cx.open else { return };
        recovered::show(ui, &open.came_back, &mut self.cx.queue);
    }
}

impl crate::app::workspace::Workspace {
    /// The folder of a copy that contains everything up to now.
    fn whole_copy(&self) -> Option<&Path> {
        self.copy
            .as_ref()
            .filter(|(_, revision)| *revision == self.session.revision())
            .map(|(folder, _)| folder.as_path())
    }
}
