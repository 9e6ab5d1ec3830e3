//! What lies over the window: a new project, a pasted article, problems, the export, the palette.

use std::borrow::Cow;
use std::path::PathBuf;

use eframe::egui::{self, Id, Modal, Ui};

use super::App;
use super::keys::LARGE_BYTES;
use super::tools::files;
use crate::formats::Format;
use crate::formats::dataset::{Dataset, ExportScope};
use crate::formats::loss::Loss;
use crate::model::project::Project;
use crate::monitor::Monitor;
use crate::t;
use crate::ui::command::Command;
use crate::ui::dialogs::export::{self as export_panel, ExportAction, ExportNews};
use crate::ui::dialogs::{palette, reading, shortcuts};
use crate::ui::shaped::{Button, Family, Heading, Label, TextField};
use crate::ui::state::Dialog;
use crate::ui::theme::Theme;

/// How many problems the list shows; there may be any number of them.
const MOST_PROBLEMS: usize = 100;

/// The field for a pasted article.
pub(super) fn paste_field_id() -> Id {
    Id::unique("paste-text")
}

/// What is being typed in a dialog.
#[derive(Default)]
pub(super) struct Drafts {
    pub title: String,
    pub folder: String,
    pub annotator: String,
    pub article: String,
    pub article_title: String,
    /// Why what was pasted is no article.
    pub article_error: String,
    pub focus_article: bool,
    pub error: String,
    /// What a path is typed for, the path, and the dialog that asked.
    pub question: Option<files::Question>,
    pub path: String,
    pub dialog_before: Option<Dialog>,
    /// What a path was typed for that is being used with this frame.
    pub answered: Option<files::Question>,
    /// What the export as it is chosen will be.
    pub export_news: Option<ExportOffer>,
    pub export_status: String,
}

/// Made once for each choice: what may be seen is copied where something may not, and the preview is written in memory.
pub(super) struct ExportOffer {
    /// The project without what is hidden from somebody who is not done; `None` where nothing is.
    seen: Option<Box<Project>>,
    /// The first rows.
    preview: String,
    losses: Vec<String>,
}

impl App {
    pub(super) fn dialogs(&mut self, ui: &mut Ui) {
        match self.view.dialog {
            None => {}
            Some(Dialog::NewProject) => self.new_project_dialog(ui),
            Some(Dialog::Paste) => self.paste_dialog(ui),
            Some(Dialog::Incoming) => self.incoming_dialog(ui),
            Some(Dialog::Problems) => self.problems_dialog(ui),
            Some(Dialog::Path) => self.path_dialog(ui),
            Some(Dialog::OpenElsewhere) => self.elsewhere_dialog(ui),
            Some(Dialog::Export) => self.export_dialog(ui),
            Some(Dialog::Reading) => {
                let theme = Theme::from_name(self.settings.theme.as_deref());
                reading::show(ui, &self.view, theme, self.settings.snap_to_words, &mut self.queue);
            }
            Some(Dialog::SendTags) => self.send_dialog(ui),
            Some(Dialog::AddTags) => self.add_dialog(ui),
            Some(Dialog::Removal) => self.removal_dialog(ui),
            Some(Dialog::Assign) => {
                if let Some(open) = &self.open {
                    crate::ui::work::assign_dialog(ui, &open.session, &mut self.panels.work, &mut self.queue);
                }
            }
            Some(dialog @ (Dialog::Bulk | Dialog::Manual | Dialog::Threads)) => self.review_dialog(ui, dialog),
            Some(Dialog::Palette) => {
                let mut rows = self.palette_rows(ui.ctx());
                // What can be done now comes first.
                rows.sort_by_key(|(_, _, _, enabled)| !enabled);
                palette::show(ui, &rows, &mut self.panels.palette, &mut self.queue);
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
                let rows = self.palette_rows(ui.ctx());
                shortcuts::show(ui, &rows, &mut self.queue);
            }
        }
    }

    fn palette_rows(&self, ctx: &egui::Context) -> Vec<(String, String, Command, bool)> {
        let shortcut =
            |row: &super::commands::CommandRow| row.shortcut.map(|s| ctx.format_shortcut(&s)).unwrap_or_default();
        self.rows().into_iter().map(|row| (row.name.clone(), shortcut(&row), row.command, row.can.is_ok())).collect()
    }

    fn new_project_dialog(&mut self, ui: &Ui) {
        let mut create = false;
        let mut cancel = false;
        let response = Modal::new(Id::unique("new-project")).show(ui.ctx(), |ui| {
            ui.set_width(460.0);
            ui.add(Heading::new(t!("new-heading")));
            ui.add(Label::new(t!("new-title")));
            let field = TextField::singleline(&mut self.drafts.title).id(Id::unique("new-title")).name(t!("new-title"));
            let output = field.desired_width(440.0).show(ui);
            if ui.memory(|memory| memory.focused().is_none()) {
                output.response.request_focus();
            }
            create |= output.submitted;
            cancel |= output.cancelled;
            ui.add(Label::new(t!("new-folder")));
            let named = crate::model::id::DocumentId::from_name(&self.drafts.title, |_| false);
            let is_named = !self.drafts.title.trim().is_empty();
            let proposal = files::default_projects_folder().join(if is_named { named.as_str() } else { "" });
            ui.horizontal(|ui| {
                TextField::singleline(&mut self.drafts.folder)
                    .id(Id::unique("new-folder"))
                    .name(t!("new-folder"))
                    .hint(proposal.display().to_string())
                    .desired_width(330.0)
                    .show(ui);
                if ui.add(Button::new(t!("new-browse"))).clicked() {
                    self.ask_for(files::Question::NewFolder);
                }
            });
            if !self.drafts.error.is_empty() {
                ui.add(Label::new(self.drafts.error.clone()).color(ui.visuals().error_fg_color).wrap());
            }
            ui.add_space(8.0);
            ui.horizontal(|ui| {
                create |= ui.add(Button::new(t!("new-create"))).clicked();
                cancel |= ui.add(Button::new(t!("dialog-cancel"))).clicked();
            });
            proposal
        });
        if create && !self.drafts.title.trim().is_empty() {
            let typed = self.drafts.folder.trim();
            let folder = if typed.is_empty() { response.inner.clone() } else { PathBuf::from(typed) };
            let title = self.drafts.title.trim().to_owned();
            self.create_project(ui.ctx(), &title, &folder);
        } else if create {
            self.drafts.error = t!("new-title-missing");
        }
        if cancel || response.should_close() {
            self.view.dialog = None;
        }
    }

    /// Where the system has no file dialog: the path as text.
    fn path_dialog(&mut self, ui: &Ui) {
        let Some(question) = self.drafts.question else { return };
        let (mut go, mut cancel) = (false, false);
        let error = self.drafts.error.clone();
        let response = Modal::new(Id::unique("path")).show(ui.ctx(), |ui| {
            ui.set_width((ui.ctx().content_rect().width() * 0.9).min(520.0));
            ui.add(Heading::new(question.title()));
            ui.add(Label::new(t!("path-explained")).wrap());
            let proposal = question.proposal();
            let (id, width) = (Id::unique("path-field"), ui.available_width());
            let field = TextField::singleline(&mut self.drafts.path).id(id).name(t!("path-field"));
            let output = field.hint(proposal.display().to_string()).desired_width(width).show(ui);
            if ui.memory(|memory| memory.focused().is_none()) {
                output.response.request_focus();
            }
            go |= output.submitted;
            cancel |= output.cancelled;
            if !error.is_empty() {
                ui.add(Label::new(error).color(ui.visuals().error_fg_color).wrap());
            }
            ui.add_space(8.0);
            ui.horizontal(|ui| {
                go |= ui.add(Button::new(t!("path-go"))).clicked();
                cancel |= ui.add(Button::new(t!("dialog-cancel"))).clicked();
            });
            proposal
        });
        if go {
            let typed = self.drafts.path.trim();
            let path = if typed.is_empty() { response.inner } else { PathBuf::from(typed) };
            match question.problem_with(&path) {
                // What was typed stays, to be mended.
                Some(problem) => self.drafts.error = problem,
                None => {
                    self.drafts.answered = Some(question);
                    self.status = super::Status::default();
                    self.answer_with(question, path);
                    self.view.dialog = self.drafts.dialog_before;
                }
            }
        } else if cancel || response.should_close() {
            self.view.dialog = self.drafts.dialog_before.take();
            self.drafts.error.clear();
        }
    }

    /// Shows the dialog for a path again, with what is wrong, where the one that was typed could not be used.
    pub(super) fn ask_again_for_path(&mut self) {
        let Some(question) = self.drafts.answered.take() else { return };
        if self.status.is_error && self.view.dialog == self.drafts.dialog_before {
            self.drafts.error.clone_from(&self.status.text);
            self.drafts.question = Some(question);
            self.view.dialog = Some(Dialog::Path);
        } else {
            self.drafts.error.clear();
            self.drafts.dialog_before = None;
        }
    }

    fn paste_dialog(&mut self, ui: &Ui) {
        let mut add = false;
        let mut cancel = false;
        let response = Modal::new(Id::unique("paste")).show(ui.ctx(), |ui| {
            ui.set_width(620.0);
            ui.add(Heading::new(t!("paste-heading")));
            ui.add(Label::new(t!("paste-title")));
            TextField::singleline(&mut self.drafts.article_title)
                .id(Id::unique("paste-title"))
                .name(t!("paste-title"))
                .hint(t!("paste-title-hint"))
                .desired_width(600.0)
                .show(ui);
            ui.add(Label::new(t!("paste-text")));
            if self.drafts.article.len() > LARGE_BYTES {
                self.large_article(ui);
                self.drafts.focus_article = false;
            }
            let is_large = self.drafts.article.len() > LARGE_BYTES;
            egui::ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
                if is_large {
                    return;
                }
                let output = TextField::multiline(&mut self.drafts.article)
                    .id(paste_field_id())
                    .name(t!("paste-text"))
                    .hint(t!("paste-hint"))
                    .rows(12)
                    .desired_width(590.0)
                    .show(ui);
                if std::mem::take(&mut self.drafts.focus_article) {
                    output.response.request_focus();
                    ui.ctx().send_viewport_cmd(egui::ViewportCommand::RequestPaste);
                }
            });
            if !self.drafts.article_error.is_empty() {
                ui.add(Label::new(self.drafts.article_error.clone()).color(ui.visuals().error_fg_color).wrap());
            }
            ui.horizontal(|ui| {
                add |= ui.add_enabled(!self.drafts.article.trim().is_empty(), Button::new(t!("paste-add"))).clicked();
                cancel |= ui.add(Button::new(t!("dialog-cancel"))).clicked();
            });
        });
        if add {
            self.drafts.article_error.clear();
            self.queue.push(Command::AddPasted(std::mem::take(&mut self.drafts.article)));
        } else if cancel || response.should_close() {
            self.view.dialog = None;
        }
    }

    /// Files that are no text, and texts that are here already.
    fn incoming_dialog(&mut self, ui: &Ui) {
        let mut close = false;
        let response = Modal::new(Id::unique("incoming")).show(ui.ctx(), |ui| {
            ui.set_width((ui.ctx().content_rect().width() * 0.9).min(620.0));
            ui.add(Heading::new(t!("incoming-heading")));
            let height = ui.ctx().content_rect().height() * 0.6;
            egui::ScrollArea::vertical().max_height(height).show(ui, |ui| {
                for reason in &self.incoming.refused {
                    ui.add(Label::new(reason.clone()).selectable(true).wrap());
                }
                for (title, text) in &self.incoming.same {
                    let said = t!("incoming-same", title = title.as_str(), path = text.from.as_str());
                    ui.add(Label::new(said).selectable(true).wrap());
                }
            });
            ui.horizontal_wrapped(|ui| {
                if !self.incoming.same.is_empty() && ui.add(Button::new(t!("incoming-anyway"))).clicked() {
                    self.queue.push(Command::AddAnyway);
                }
                close = ui.add(Button::new(t!("dialog-close"))).clicked();
            });
        });
        if close || response.should_close() {
            self.incoming = files::Incoming::default();
            self.view.dialog = None;
        }
    }

    /// The beginning of a text that is too long to be laid out as a whole.
    fn large_article(&mut self, ui: &mut Ui) {
        let text = &self.drafts.article;
        let end = crate::text::segment::grapheme_floor(text, 1500);
        ui.add(Label::new(t!("paste-large", kilobytes = text.len() / 1024)).weak().wrap());
        let beginning = text.get(..end).unwrap_or_default().to_owned();
        egui::ScrollArea::vertical().id_salt("paste-large").max_height(300.0).show(ui, |ui| {
            ui.add(Label::new(format!("{beginning}…")).family(Family::Reading).wrap().fill());
        });
        if ui.add(Button::new(t!("paste-clear"))).clicked() {
            self.drafts.article.clear();
        }
    }

    fn problems_dialog(&mut self, ui: &Ui) {
        let problems = self.open.as_ref().map(super::Open::all_problems).unwrap_or_default();
        let mut close = false;
        let response = Modal::new(Id::unique("problems")).show(ui.ctx(), |ui| {
            ui.set_width(640.0);
            ui.add(Heading::new(t!("problems-heading", count = problems.len())));
            ui.add(Label::new(t!("problems-explained")).wrap());
            self.outside_rows(ui);
            egui::ScrollArea::vertical().max_height(380.0).show(ui, |ui| {
                for problem in problems.iter().take(MOST_PROBLEMS) {
                    ui.separator();
                    ui.add(Label::new(problem.clone()).selectable(true).wrap());
                }
                if problems.len() > MOST_PROBLEMS {
                    ui.separator();
                    ui.add(Label::new(t!("cli-more", count = problems.len() - MOST_PROBLEMS)));
                }
            });
            close = ui.add(Button::new(t!("dialog-close"))).clicked();
        });
        if close || response.should_close() {
            self.view.dialog = None;
        }
    }

    /// Writes the export on a thread of its own; the dialog shows how far it is and can stop it.
    pub(super) fn export_to(&mut self, path: &std::path::Path) {
        let Some(open) = &self.open else { return };
        // What is hidden from somebody who is not done is not in their exports either.
        let project = open.session.project().seen_by(open.session.annotator()).into_owned();
        let draft = &self.panels.export;
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

    /// Writes a file in the background, one at a time; `write` returns what is to be said then. How far it is can be seen,
    /// and it can be stopped.
    pub(super) fn write_beside(&mut self, name: &'static str, write: impl FnOnce(&Monitor) -> String + Send + 'static) {
        if !self.exporting.is_running() {
            self.exporting = self.jobs.spawn(name, write);
        }
    }

    /// How far the file is that is being written, if one is.
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
        let Some(open) = &self.open else { return };
        let progress = self.writing_progress(ui.ctx());
        let offer = self.drafts.export_news.take().unwrap_or_else(|| {
            let seen = match open.session.project().seen_by(open.session.annotator()) {
                Cow::Borrowed(_) => None,
                Cow::Owned(seen) => Some(Box::new(seen)),
            };
            let project = seen.as_deref().unwrap_or(open.session.project());
            let draft = &self.panels.export;
            let (preview, losses) = offered(draft.format, project, &draft.scope(project));
            ExportOffer { seen, preview, losses }
        });
        let project = offer.seen.as_deref().unwrap_or(open.session.project());
        let format = self.panels.export.format;
        let status = progress.as_deref().unwrap_or(&self.drafts.export_status);
        let news = ExportNews { preview: &offer.preview, losses: &offer.losses, status, busy: progress.is_some() };
        let action = export_panel::show(ui, project, &mut self.panels.export, news);
        self.drafts.export_news = Some(offer);
        match action {
            ExportAction::None => {}
            ExportAction::Changed => self.drafts.export_news = None,
            ExportAction::Stop => self.stop_writing(),
            ExportAction::Export => self.ask_for(files::Question::ExportTo(format)),
            ExportAction::Close => {
                self.drafts.export_status.clear();
                self.view.dialog = None;
            }
        }
    }
}

/// The first rows of an export and what is lost in it; an error in words in place of the rows.
fn offered(format: &'static Format, project: &Project, scope: &ExportScope) -> (String, Vec<String>) {
    match Dataset::of(project, scope) {
        Ok(dataset) => {
            let losses = format.losses(&dataset).into_iter().map(Loss::describe).collect();
            (format.preview(&dataset, 3), losses)
        }
        Err(error) => (crate::locale::plain(&error.to_string()), Vec::new()),
    }
}
