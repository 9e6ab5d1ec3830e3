//! Codebooks that move between projects: reads one for its dialog, and saves the one of the project, both beside the window.

use std::path::PathBuf;

use crate::app::context::Context;
use crate::app::jobs::Job;
use crate::exchange::codebook;
use crate::store::codebook_file::CodebookFile;
use crate::t;
use crate::ui::command::codebook::CodebookCommand;
use crate::ui::dialogs::take_codebook::TakeCodebookDraft;
use crate::ui::state::Dialog;

/// The jobs that read and write.
#[derive(Default)]
pub(super) struct Codebooks {
    reading: Job<Result<CodebookFile, String>>,
    saving: Job<Result<PathBuf, String>>,
}

impl Codebooks {
    /// Executes a command of this tool.
    pub(super) fn execute(&mut self, cx: &mut Context, command: CodebookCommand) {
        match command {
            CodebookCommand::Read(path) => {
                let from = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
                show(cx, TakeCodebookDraft::reading(from));
                self.reading =
                    cx.jobs.spawn("codebook-read", move |_| codebook::read(&path).map_err(|error| error.to_string()));
            }
            CodebookCommand::ReadTemplate(template) => {
                self.reading = Job::default();
                let mut draft = TakeCodebookDraft::reading(template.title());
                let read = template.codebook();
                draft.read(match read {
                    Ok(codebook) => Ok(CodebookFile { codebook, manual: Some(template.manual.to_owned()) }),
                    Err(error) => Err(error.to_string()),
                });
                show(cx, draft);
            }
            CodebookCommand::SaveTo(path) => {
                let Some(open) = &cx.open else { return };
                let project = open.session.project();
                let manual = Some(project.guidelines.clone()).filter(|text| !text.is_empty());
                let file = CodebookFile { codebook: project.codebook.clone(), manual };
                self.saving = cx.jobs.spawn("codebook-save", move |_| {
                    codebook::write(&path, &file).map(|()| path).map_err(|error| error.to_string())
                });
            }
        }
    }

    /// Takes what was read and written since the last frame.
    pub(super) fn work(&mut self, cx: &mut Context) {
        if let Some(read) = self.reading.poll() {
            cx.drafts.of::<TakeCodebookDraft>().read(read);
        }
        match self.saving.poll() {
            Some(Ok(path)) => cx.say(t!("status-codebook-saved", path = path.display().to_string())),
            Some(Err(error)) => cx.complain(error),
            None => {}
        }
    }
}

fn show(cx: &mut Context, draft: TakeCodebookDraft) {
    if cx.view.dialog != Some(Dialog::TakeCodebook) {
        cx.show_dialog(Dialog::TakeCodebook);
    }
    cx.drafts.put(draft);
}
