//! Dialogs over the window: a new project, a pasted article, problems, the export, the palette.

use std::borrow::Cow;
use std::path::PathBuf;

use eframe::egui::{self, Ui};

use super::App;
use super::tools::files;
use crate::formats::Format;
use crate::formats::dataset::{Dataset, ExportScope};
use crate::formats::loss::Loss;
use crate::model::project::Project;
use crate::monitor::Monitor;
use crate::t;
use crate::ui::command::Command;
use crate::ui::dialogs::export::{self as export_panel, ExportAction, ExportNews};
use crate::ui::dialogs::new_project::NewProjectDraft;
use crate::ui::dialogs::palette::{self, PaletteEntry};
use crate::ui::dialogs::paste::PasteDraft;
use crate::ui::dialogs::path::PathDraft;
use crate::ui::dialogs::{assign, incoming, new_project, paste, path, problems, reading, shortcuts};
use crate::ui::state::Dialog;
use crate::ui::theme::Theme;

/// What the user is typing in a dialog, and what the dialog was opened for.
#[derive(Default)]
pub(super) struct Drafts {
    pub new_project: NewProjectDraft,
    pub annotator: String,
    pub paste: PasteDraft,
    /// What the path dialog asks for, the path typed so far, and the dialog that it returns to.
    pub question: Option<files::Question>,
    pub path: PathDraft,
    pub dialog_before: Option<Dialog>,
    /// The question whose typed path is being used in this frame.
    pub answered: Option<files::Question>,
    /// Preview of the export with the current choices.
    pub export_news: Option<ExportOffer>,
    pub export_status: String,
}

/// Computed once per choice, because it may copy the visible part of the project and writes the preview in memory.
pub(super) struct ExportOffer {
    /// The project without what is hidden from a user who is not done. `None` if nothing is hidden.
    seen: Option<Box<Project>>,
    /// The first rows of the export.
    preview: String,
    losses: Vec<String>,
}

impl App {
    pub(super) fn dialogs(&mut self, ui: &mut Ui) {
        match self.cx.view.dialog {
            None => {}
            Some(Dialog::NewProject) => {
                let projects = files::default_projects_folder();
                new_project::show(ui, &mut self.cx.drafts.new_project, &projects, &mut self.cx.queue);
            }
            Some(Dialog::Paste) => paste::show(ui, &mut self.cx.drafts.paste, &mut self.cx.queue),
            Some(Dialog::Incoming) => {
                let same = self.incoming.same.iter().map(|(title, text)| (title.as_str(), text.from.as_str()));
                let same: Vec<_> = same.collect();
                let files = incoming::NotAdded { refused: &self.incoming.refused, same: &same };
                incoming::show(ui, files, &mut self.cx.queue);
            }
            Some(Dialog::Problems) => problems::show(ui, &self.problems(), &mut self.cx.queue),
            Some(Dialog::Path) => {
                if let Some(question) = self.cx.drafts.question {
                    let (title, offered) = (question.title(), question.proposal());
                    path::show(ui, title, offered, &mut self.cx.drafts.path, &mut self.cx.queue);
                }
            }
            Some(Dialog::OpenElsewhere) => self.elsewhere_dialog(ui),
            Some(Dialog::Export) => self.export_dialog(ui),
            Some(Dialog::Reading) => {
                let theme = Theme::from_name(self.cx.settings.theme.as_deref());
                reading::show(ui, &self.cx.view, theme, self.cx.settings.snap_to_words, &mut self.cx.queue);
            }
            Some(Dialog::SendTags) => self.send_dialog(ui),
            Some(Dialog::AddTags) => self.add_dialog(ui),
            Some(Dialog::Removal) => self.removal_dialog(ui),
            Some(Dialog::Assign) => {
                if let Some(open) = &self.cx.open {
                    let project = open.session.project();
                    let documents = self.cx.panels.work.listed_documents(project);
                    assign::show(ui, project, &documents, &mut self.cx.panels.assign, &mut self.cx.queue);
                }
            }
            Some(dialog @ (Dialog::Bulk | Dialog::Manual | Dialog::Threads)) => self.review_dialog(ui, dialog),
            Some(Dialog::Palette) => {
                let now = self.situation();
                let mut rows = self.rows(&now);
                // Commands that are available now come first.
                rows.sort_by_key(|row| row.can(&now).is_err());
                let rows: Vec<_> = rows.iter().map(|row| PaletteEntry::new(row, &now, ui.ctx())).collect();
                palette::show(ui, &rows, &mut self.cx.panels.palette, &mut self.cx.queue);
            }
            Some(Dialog::Ownership) => self.whose_dialog(ui),
            Some(
                dialog @ (Dialog::Leaving
                | Dialog::Recovered
                | Dialog::Conflicts
                | Dialog::Kept
                | Dialog::AfterPanic
                | Dialog::ReplaceText),
            ) => self.history_dialog(ui, dialog),
            Some(Dialog::Shortcuts) => {
                let now = self.situation();
                let is_closed = shortcuts::show(ui, &self.rows(&now), &now);
                if is_closed {
                    self.cx.queue.push(Command::CloseDialog);
                }
            }
        }
    }

    /// Continues with the path that the user typed.
    pub(super) fn use_typed_path(&mut self, path: PathBuf) {
        let Some(question) = self.cx.drafts.question.filter(|_| self.cx.view.dialog == Some(Dialog::Path)) else {
            return;
        };
        match question.problem_with(&path) {
            // The typed path stays in the field so that it can be corrected.
            Some(problem) => self.cx.drafts.path.error = problem,
            None => {
                self.cx.drafts.answered = Some(question);
                self.cx.status = super::Status::default();
                self.answer_with(question, path);
                self.cx.view.dialog = self.cx.drafts.dialog_before;
            }
        }
    }

    /// Closes the open dialog and drops its data; the path dialog returns to the dialog that opened it.
    pub(super) fn forget_dialog(&mut self) {
        match self.cx.view.dialog.take() {
            Some(Dialog::Path) => {
                self.cx.view.dialog = self.cx.drafts.dialog_before.take();
                self.cx.drafts.path.error.clear();
            }
            Some(Dialog::Incoming) => self.incoming = files::Incoming::default(),
            _ => {}
        }
    }

    /// Shows the path dialog again with the error if the typed path could not be used.
    pub(super) fn ask_again_for_path(&mut self) {
        let Some(question) = self.cx.drafts.answered.take() else { return };
        if self.cx.status.is_error && self.cx.view.dialog == self.cx.drafts.dialog_before {
            self.cx.drafts.path.error.clone_from(&self.cx.status.text);
            self.cx.drafts.question = Some(question);
            self.cx.view.dialog = Some(Dialog::Path);
        } else {
            self.cx.drafts.path.error.clear();
            self.cx.drafts.dialog_before = None;
        }
    }

    /// Writes the export on its own thread; the dialog shows progress and can cancel it.
    pub(super) fn export_to(&mut self, path: &std::path::Path) {
        let Some(open) = &self.cx.open else { return };
        // What is hidden from a user who is not done is left out of their exports too.
        let project = open.session.project().seen_by(open.session.annotator()).into_owned();
        let draft = &self.cx.panels.export;
        let (format, scope, options) = (draft.format, draft.scope(&project), draft.options.clone());
        let path = path.to_owned();
        self.write_beside("export", move |monitor| {
            let dataset = Dataset::of(&project, &scope);
            match dataset.and_then(|dataset| format.write_to_path(&dataset, &options, &path, monitor)) {
                Ok(_) => t!("status-exported", path = path.display().to_string()),
                Err(error) => error.to_string(),
            }
        });
    }

    /// Writes a file in the background, one at a time; `write` returns the message to show afterwards. Progress is
    /// shown, and the user can cancel.
    pub(super) fn write_beside(&mut self, name: &'static str, write: impl FnOnce(&Monitor) -> String + Send + 'static) {
        if !self.exporting.is_running() {
            self.exporting = self.cx.jobs.spawn(name, write);
        }
    }

    /// Progress of the file being written, if any.
    pub(super) fn writing_progress(&self, ctx: &egui::Context) -> Option<String> {
        self.exporting.monitor().map(|monitor| {
            ctx.request_repaint_after(std::time::Duration::from_millis(100));
            t!("export-progress", kilobytes = monitor.done() / 1024)
        })
    }

    pub(super) fn stop_writing(&self) {
        if let Some(monitor) = self.exporting.monitor() {
            monitor.stop();
        }
    }

    fn export_dialog(&mut self, ui: &Ui) {
        let Some(open) = &self.cx.open else { return };
        let progress = self.writing_progress(ui.ctx());
        let offer = self.cx.drafts.export_news.take().unwrap_or_else(|| {
            let seen = match open.session.project().seen_by(open.session.annotator()) {
                Cow::Borrowed(_) => None,
                Cow::Owned(seen) => Some(Box::new(seen)),
            };
            let project = seen.as_deref().unwrap_or(open.session.project());
            let draft = &self.cx.panels.export;
            let (preview, losses) = offered(draft.format, project, &draft.scope(project));
            ExportOffer { seen, preview, losses }
        });
        let project = offer.seen.as_deref().unwrap_or(open.session.project());
        let format = self.cx.panels.export.format;
        let status = progress.as_deref().unwrap_or(&self.cx.drafts.export_status);
        let news = ExportNews { preview: &offer.preview, losses: &offer.losses, status, busy: progress.is_some() };
        let action = export_panel::show(ui, project, &mut self.cx.panels.export, news);
        self.cx.drafts.export_news = Some(offer);
        match action {
            ExportAction::None => {}
            ExportAction::Changed => self.cx.drafts.export_news = None,
            ExportAction::Stop => self.stop_writing(),
            ExportAction::Export => self.ask_for(files::Question::ExportTo(format)),
            ExportAction::Close => {
                self.cx.drafts.export_status.clear();
                self.cx.view.dialog = None;
            }
        }
    }
}

/// The first rows of an export and what it loses; on failure, the error message in place of the rows.
fn offered(format: &'static Format, project: &Project, scope: &ExportScope) -> (String, Vec<String>) {
    match Dataset::of(project, scope) {
        Ok(dataset) => {
            let losses = format.losses(&dataset).into_iter().map(Loss::describe).collect();
            (format.preview(&dataset, 3), losses)
        }
        Err(error) => (crate::locale::plain(&error.to_string()), Vec::new()),
    }
}
