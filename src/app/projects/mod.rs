//! Opening, creating, copying and leaving projects.

mod glances;
mod leaving;
mod opening;

use std::path::{Path, PathBuf};

use eframe::egui;

use crate::app::context::Context;
use crate::app::workspace::outside::Access;
use crate::store;
use crate::store::templates::Beginning;
use crate::ui::command::Command;
use crate::ui::command::outside::OutsideCommand;
use crate::ui::command::safety::{Leaving, SafetyCommand};
use crate::ui::command::tour::TourCommand;
use crate::ui::dialogs::new_project::NewProjectDraft;
use crate::ui::panels::welcome::Recent;
use glances::Glances;
use leaving::{Copying, Leave};
use opening::OpeningJob;

/// What is being opened, copied or left.
#[derive(Default)]
pub(in crate::app) struct Projects {
    /// Projects being read in the background.
    openings: Vec<(PathBuf, OpeningJob)>,
    /// The one of them that is to be shown.
    wanted: Option<PathBuf>,
    /// A close that waits for writing or for an answer.
    leave: Option<Leave>,
    /// Whether the window may close: everything is written, or the user has agreed to lose it.
    may_go: bool,
    /// How to open the project that the user is leaving for.
    access: Access,
    copying: Copying,
    /// What is told of the projects that were open before.
    glances: Glances,
}

impl Projects {
    /// Executes a command of this tool. Returns it if it is not one.
    pub(in crate::app) fn execute(
        &mut self,
        cx: &mut Context,
        ctx: &egui::Context,
        command: Command,
    ) -> Option<Command> {
        match command {
            Command::UseNewFolder(folder) => cx.drafts.of::<NewProjectDraft>().folder = folder.display().to_string(),
            Command::CreateProject { title, folder, beginning } => match create(&title, &folder, &beginning) {
                Ok(()) => {
                    cx.view.dialog = None;
                    self.open_project(cx, ctx, &folder, Access::Whole);
                }
                Err(error) => cx.drafts.of::<NewProjectDraft>().error = error.to_string(),
            },
            Command::OpenProject(folder) => self.open_project(cx, ctx, &folder, Access::Whole),
            Command::ForgetProject(folder) => {
                cx.settings.forget(&folder);
                cx.save_settings();
            }
            Command::OpenSample => match opening::sample_folder() {
                Ok(folder) => {
                    self.open_project(cx, ctx, &folder, Access::Whole);
                    // Only once on this computer.
                    if !cx.settings.has_seen_tour && cx.open.as_ref().is_some_and(|open| open.folder == folder) {
                        cx.settings.has_seen_tour = true;
                        cx.save_settings();
                        cx.queue.push(Command::Tour(TourCommand::Start));
                    }
                }
                Err(error) => cx.complain(error),
            },
            Command::CloseProject => {
                if self.leave(cx, ctx, Leaving::CloseProject) {
                    self.close_to_welcome(cx, ctx);
                }
            }
            Command::SaveNow => cx.save_now(),
            Command::SaveCopyTo(folder) => self.copy_to(cx, &folder),
            Command::Outside(OutsideCommand::WorkAs(annotator)) => {
                self.open_again(cx, ctx, Access::Layers(annotator));
            }
            Command::Outside(OutsideCommand::OpenAnyway) => self.open_again(cx, ctx, Access::Anyway),
            Command::Safety(SafetyCommand::TryAgain) => self.try_again(cx),
            Command::Safety(SafetyCommand::Leave(answer)) => self.answer_leave(cx, ctx, answer),
            Command::Quit => ctx.send_viewport_cmd(egui::ViewportCommand::Close),
            command => return Some(command),
        }
        None
    }

    /// Takes what was read or written since the last frame.
    pub(in crate::app) fn work(&mut self, cx: &mut Context, ctx: &egui::Context) {
        self.take_copy(cx);
        self.take_opened(cx, ctx);
        self.glances.work(cx);
    }

    /// The projects that were open before, while none is open.
    pub(in crate::app) fn recent(&self) -> &[Recent] {
        self.glances.recent()
    }

    /// Whether a copy of the project is being written.
    pub(in crate::app) fn is_copying(&self) -> bool {
        self.copying.job.is_running()
    }
}

/// Creates a project.
fn create(title: &str, folder: &Path, beginning: &Beginning) -> Result<(), store::StoreError> {
    store::create(folder, &beginning.project(title)?)
}
