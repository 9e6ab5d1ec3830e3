//! Leaving a project without losing work silently, retrying when it cannot be written, and saving a copy.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use eframe::egui;

use super::Projects;
use crate::app::context::Context;
use crate::app::jobs::Job;
use crate::store;
use crate::t;
use crate::ui::command::safety::{LeaveAnswer, Leaving};
use crate::ui::dialogs::leaving::LeavingDraft;
use crate::ui::state::Dialog;

/// How long writing may take on leaving before the user is asked what to do.
const PATIENCE: Duration = Duration::from_secs(5);

/// A pending close.
pub(super) struct Leave {
    pub(super) to: Leaving,
    since: Instant,
    /// The number of write attempts so far when it began.
    attempts: u64,
}

/// A copy of the project that is being written.
#[derive(Default)]
pub(super) struct Copying {
    /// The folder of the copy and the session revision that it contains.
    pub(super) job: Job<Result<(PathBuf, u64), String>>,
    /// Whether the copied project is still open.
    pub(super) is_of_open: bool,
}

impl Projects {
    /// Leaves the project once it is written. Returns whether that happened at once; if not, it continues in later
    /// frames, with a question if writing fails.
    pub(super) fn leave(&mut self, cx: &mut Context, ctx: &egui::Context, to: Leaving) -> bool {
        let Some(open) = &mut cx.open else { return true };
        let Some(keeper) = &mut open.keeper else { return true };
        keeper.take(&mut open.session, true);
        open.typing_since = None;
        let status = keeper.status();
        if status.saved >= keeper.number() {
            return true;
        }
        keeper.save_now();
        if self.leave.as_ref().is_none_or(|leave| leave.to != to) {
            cx.drafts.put(LeavingDraft { to: Some(to.clone()), is_sure: false });
            self.leave = Some(Leave { to, since: Instant::now(), attempts: status.attempts });
        }
        cx.say(t!("status-leaving"));
        ctx.request_repaint();
        false
    }

    /// Handles a request to close the window: closes it if everything is written, and otherwise keeps it open for the
    /// question.
    pub(in crate::app) fn close_when_saved(&mut self, cx: &mut Context, ctx: &egui::Context) {
        if !self.may_go && !self.leave(cx, ctx, Leaving::Quit) {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
        }
    }

    /// Continues a pending leave.
    pub(in crate::app) fn go_on_leaving(&mut self, cx: &mut Context, ctx: &egui::Context) {
        let Some(leave) = &self.leave else { return };
        let Some((open, keeper)) = cx.open.as_ref().and_then(|open| Some((open, open.keeper.as_ref()?))) else {
            self.leave = None;
            return;
        };
        let status = keeper.status();
        if status.saved >= keeper.number() && !open.session.has_records() {
            return self.go(cx, ctx);
        }
        let has_failed = status.save_error.is_some() && status.attempts > leave.attempts;
        let asking = Some(Dialog::Leaving);
        if has_failed || leave.since.elapsed() > PATIENCE {
            // A file dialog for a copy may cover the question; then the question returns after it.
            if cx.view.dialog != Some(Dialog::Path) {
                cx.view.dialog = asking;
            }
        } else {
            ctx.request_repaint_after(Duration::from_millis(50));
        }
    }

    pub(super) fn answer_leave(&mut self, cx: &mut Context, ctx: &egui::Context, answer: LeaveAnswer) {
        match answer {
            LeaveAnswer::Stay => {
                self.leave = None;
                cx.view.dialog = None;
            }
            LeaveAnswer::TryAgain => self.try_again(cx),
            LeaveAnswer::Lose => {
                if self.leave.is_some() {
                    cx.drafts.of::<LeavingDraft>().is_sure = true;
                }
            }
            LeaveAnswer::Go => self.go(cx, ctx),
        }
    }

    /// Does what the user left the project for.
    fn go(&mut self, cx: &mut Context, ctx: &egui::Context) {
        let Some(leave) = self.leave.take() else { return };
        cx.view.dialog = None;
        self.may_go = true;
        match leave.to {
            // The window closes with the next frame.
            Leaving::Quit => return ctx.send_viewport_cmd(egui::ViewportCommand::Close),
            Leaving::CloseProject => self.close_to_welcome(cx, ctx),
            Leaving::Open(folder) => {
                let access = std::mem::take(&mut self.access);
                self.open_project(cx, ctx, &folder, access);
            }
        }
        self.may_go = false;
    }

    /// Whether closing now would lose something or leave it only in the journal.
    pub(super) fn has_unwritten(&self, cx: &Context) -> bool {
        let Some(open) = cx.open.as_ref().filter(|_| !self.may_go) else { return false };
        let behind = |keeper: &store::Keeper| open.session.has_records() || keeper.status().saved < keeper.number();
        open.keeper.as_ref().is_some_and(behind)
    }

    pub(super) fn try_again(&mut self, cx: &mut Context) {
        if let Some(open) = &mut cx.open
            && let Some(keeper) = &mut open.keeper
        {
            keeper.take(&mut open.session, true);
            keeper.save_now();
            if let Some(leave) = &mut self.leave {
                (leave.attempts, leave.since) = (keeper.status().attempts, Instant::now());
                cx.drafts.of::<LeavingDraft>().is_sure = false;
            }
        }
        cx.say(t!("status-trying"));
    }

    /// Writes everything in memory to another folder, on its own thread.
    pub(super) fn copy_to(&mut self, cx: &mut Context, folder: &Path) {
        let Some(open) = cx.open.as_ref().filter(|_| !self.copying.job.is_running()) else { return };
        let (from, to, revision) = (open.folder.clone(), folder.to_owned(), open.session.revision());
        let (project, protected) = (open.session.shared_project(), open.protected.clone());
        let job = cx.jobs.spawn("copy", move |_| {
            let written =
                store::writing::save_as::copy(&from, &to, &project, &protected).map_err(|error| error.to_string());
            written.map(|()| (to, revision))
        });
        self.copying = Copying { job, is_of_open: true };
    }

    /// Reports where the copy is once it has been written.
    pub(super) fn take_copy(&mut self, cx: &mut Context) {
        let Some(written) = self.copying.job.poll() else { return };
        match written {
            Ok((folder, revision)) => {
                cx.say(t!("status-copied", path = folder.display().to_string()));
                cx.settings.remember_second(&folder);
                cx.save_settings();
                if let Some(open) = cx.open.as_mut().filter(|_| self.copying.is_of_open) {
                    open.copy = Some((folder, revision));
                }
            }
            Err(error) => cx.complain(error),
        }
    }
}
