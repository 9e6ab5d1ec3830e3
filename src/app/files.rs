//! File dialogs, articles coming in, the sample.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use eframe::egui;

use super::{Answer, App};
use crate::edit::change::Edit;
use crate::export::tags;
use crate::model::document::{Document, Metadata};
use crate::model::id::DocumentId;
use crate::store;
use crate::t;
use crate::text::content::Content;
use crate::text::encoding::{self, Encoding};
use crate::ui::agreement::{AgreementCommand, Output};
use crate::ui::command::Command;
use crate::ui::document::DocumentView;
use crate::ui::panels::exchange::ExchangeCommand;
use crate::ui::panels::history::HistoryCommand;

/// What a file dialog asks for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Question {
    Open,
    Add,
    CopyTo,
    /// With the ending of the file's name.
    ExportTo(&'static str),
    NewFolder,
    /// A file with a new version of the article that is shown.
    ReplaceText,
    Agreement(Output),
    SendTags,
    AddTags,
    AddTagsFolder,
}

/// Nobody cancels a file dialog faster than this.
const NO_DIALOG_WITHIN: Duration = Duration::from_millis(250);

impl Question {
    /// What the dialog is called.
    pub(super) fn title(self) -> String {
        match self {
            Self::Open => t!("dialog-open"),
            Self::Add => t!("dialog-add"),
            Self::CopyTo => t!("dialog-copy"),
            Self::ExportTo(_) => t!("dialog-export"),
            Self::NewFolder => t!("dialog-new-folder"),
            Self::ReplaceText => t!("replace-dialog"),
            Self::SendTags => t!("dialog-send-tags"),
            Self::AddTags => t!("dialog-add-tags"),
            Self::AddTagsFolder => t!("dialog-add-tags-folder"),
            Self::Agreement(_) => t!("dialog-agreement"),
        }
    }

    /// The path that is offered where it must be typed.
    pub(super) fn proposal(self) -> PathBuf {
        let folder = default_projects_folder();
        match self {
            Self::ExportTo(ending) => folder.join(export_name(ending)),
            Self::CopyTo => folder.join("copy"),
            Self::Agreement(output) => folder.join(agreement_name(output)),
            Self::SendTags => folder.join(export_name(tags::ENDING)),
            Self::Open | Self::Add | Self::NewFolder | Self::ReplaceText | Self::AddTags | Self::AddTagsFolder => {
                folder
            }
        }
    }

    /// What follows from a path.
    pub(super) fn answered(self, path: PathBuf) -> Answer {
        match self {
            Self::Open => Answer::Do(Command::OpenProject(path)),
            Self::Add => Answer::Do(Command::AddArticles(vec![path])),
            Self::CopyTo => Answer::Do(Command::SaveCopyTo(path)),
            Self::ExportTo(_) => Answer::Do(Command::ExportTo(path)),
            Self::NewFolder => Answer::NewFolder(path),
            Self::ReplaceText => Answer::Do(Command::History(HistoryCommand::ReplaceFrom(path))),
            Self::SendTags => Answer::Do(Command::Exchange(ExchangeCommand::SendTo(path))),
            Self::AddTags | Self::AddTagsFolder => Answer::Do(Command::Exchange(ExchangeCommand::AddFrom(path))),
            Self::Agreement(output) => Answer::Do(Command::Agreement(AgreementCommand::SaveTo(output, path))),
        }
    }
}

impl App {
    /// Answers a question with a path that was typed.
    pub(super) fn answer_with(&self, question: Question, path: PathBuf) {
        // The receiver is ours: it lives as long as the window.
        let _ = self.answers.0.send(question.answered(path));
    }

    /// Shows a file dialog without stopping the window; its answer comes over the channel.
    pub(super) fn ask_for(&self, ctx: &egui::Context, question: Question) {
        let (sender, ctx) = (self.answers.0.clone(), ctx.clone());
        let ask = move || {
            let dialog = rfd::FileDialog::new().set_title(question.title());
            let asked = Instant::now();
            let answer = match question {
                Question::Open => dialog.pick_folder().map(|folder| Answer::Do(Command::OpenProject(folder))),
                Question::Add => dialog
                    .add_filter(t!("dialog-text-files"), &["txt", "text", "md"])
                    .add_filter(t!("dialog-all-files"), &["*"])
                    .pick_files()
                    .map(|files| Answer::Do(Command::AddArticles(files))),
                Question::CopyTo => dialog.save_file().map(|folder| Answer::Do(Command::SaveCopyTo(folder))),
                Question::ExportTo(ending) => dialog
                    .set_file_name(export_name(ending))
                    .save_file()
                    .map(|path| Answer::Do(Command::ExportTo(path))),
                Question::NewFolder => dialog.pick_folder().map(Answer::NewFolder),
                Question::ReplaceText => dialog
                    .add_filter(t!("dialog-text-files"), &["txt", "text", "md"])
                    .add_filter(t!("dialog-all-files"), &["*"])
                    .pick_file()
                    .map(|path| question.answered(path)),
                Question::SendTags => {
                    dialog.set_file_name(export_name(tags::ENDING)).save_file().map(|path| question.answered(path))
                }
                Question::AddTags => dialog
                    .add_filter(t!("dialog-tags-files"), &["jsonl", "zip"])
                    .add_filter(t!("dialog-all-files"), &["*"])
                    .pick_file()
                    .map(|path| question.answered(path)),
                Question::AddTagsFolder => dialog.pick_folder().map(|path| question.answered(path)),
                Question::Agreement(output) => dialog
                    .set_file_name(agreement_name(output))
                    .save_file()
                    .map(|path| Answer::Do(Command::Agreement(AgreementCommand::SaveTo(output, path)))),
            };
            // A system without a dialog service answers at once with nothing, as if the dialog had been cancelled.
            let answer = answer.or_else(|| (asked.elapsed() < NO_DIALOG_WITHIN).then_some(Answer::NoDialog(question)));
            if let Some(answer) = answer {
                // The window may be gone by now; then nobody waits for the answer.
                let _ = sender.send(answer);
                ctx.request_repaint();
            }
        };
        if let Err(error) = std::thread::Builder::new().name("file dialog".into()).spawn(ask) {
            tracing::error!(%error, "no file dialog");
        }
    }

    pub(super) fn add_articles(&mut self, files: &[PathBuf]) {
        if self.open.is_none() {
            // A project folder dropped on the welcome screen is opened.
            return match files.first() {
                Some(folder) if folder.is_dir() => self.queue.push(Command::OpenProject(folder.clone())),
                _ => self.complain(t!("status-open-first")),
            };
        }
        for path in files {
            // Tags and projects that are dropped on an open project are a colleague's.
            let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
            if path.is_dir() || ending.is_some_and(|ending| ending == "jsonl" || ending == "zip") {
                self.queue.push(Command::Exchange(ExchangeCommand::AddFrom(path.clone())));
                continue;
            }
            match crate::import::read_article(path) {
                Ok(bytes) => {
                    let decoded = encoding::decode(&bytes);
                    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
                    let added = self.add_text(&decoded.text, stem, decoded.encoding.name());
                    if let Some(document) = self.view.document.clone().filter(|_| added) {
                        self.sources.insert(document, bytes);
                    }
                    if added && decoded.replaced > 0 {
                        self.complain(t!(
                            "status-replaced",
                            count = decoded.replaced,
                            path = path.display().to_string()
                        ));
                    }
                }
                Err(error) => self.complain(error.to_string()),
            }
        }
    }

    /// Adds a text as a document and shows it.
    pub(super) fn add_text(&mut self, text: &str, title: Option<String>, encoding: &str) -> bool {
        let Some(open) = &self.open else { return false };
        if text.trim().is_empty() {
            self.complain(t!("status-empty-article"));
            return false;
        }
        let title = title.unwrap_or_else(|| first_line(text));
        let project = open.session.project();
        let id = DocumentId::from_name(&title, |id| store::is_taken(&open.folder, project, id));
        let arabic = text.chars().filter(|c| matches!(c, '\u{620}'..='\u{64a}')).count();
        let latin = text.chars().filter(char::is_ascii_alphabetic).count();
        let language = if arabic > latin { "ar" } else { "" };
        let document = Document {
            id: id.clone(),
            content: Content::new(text),
            metadata: Metadata { title: title.clone(), language: language.into(), ..Metadata::default() },
            encoding: encoding.to_owned(),
            excluded: Vec::new(),
        };
        let edit = Edit::AddDocument { document: Box::new(document), layers: Vec::new() };
        let added = self.apply(t!("gesture-add-article"), edit, None);
        if added {
            self.view.document = Some(id);
            self.view.selected = None;
            self.view.selection = None;
            self.document = DocumentView::default();
            self.say(t!("status-added", title = title.as_str()));
        }
        added
    }

    /// Reads an article again in another encoding, while nobody has tagged it.
    pub(super) fn read_as(&mut self, id: &DocumentId, encoding: Encoding) {
        let Some(project) = self.open.as_ref().map(|open| open.session.project()) else { return };
        let Some(document) = project.documents.get(id) else { return };
        let Some(bytes) = self.sources.get(id) else { return self.complain(t!("status-read-as-gone")) };
        if project.layers_of(id).next().is_some() {
            return self.complain(t!("status-read-as-tagged"));
        }
        let decoded = encoding::decode_as(bytes, encoding);
        let document = Document {
            content: Content::new(decoded.text),
            encoding: encoding.name().to_owned(),
            excluded: Vec::new(),
            ..document.clone()
        };
        let add = Edit::AddDocument { document: Box::new(document), layers: Vec::new() };
        let edit = Edit::Group(vec![Edit::RemoveDocument(id.clone()), add]);
        if self.apply(t!("gesture-read-as"), edit, None) {
            self.document = DocumentView::default();
            self.view.selection = None;
            self.say(t!("status-read-as", encoding = encoding.name(), count = decoded.replaced));
        }
    }

    pub(super) fn create_project(&mut self, ctx: &egui::Context, title: &str, folder: &Path) {
        match store::create(folder, &crate::model::project::Project::new(title)) {
            Ok(()) => {
                self.view.dialog = None;
                self.open_project(ctx, folder);
            }
            Err(error) => self.drafts.error = error.to_string(),
        }
    }
}

/// Where the sample lies, put there if it is not.
pub(super) fn sample_folder() -> Result<PathBuf, String> {
    let folder = default_projects_folder().join("biden-putin-call");
    store::install_sample(&folder).map_err(|error| error.to_string())?;
    Ok(folder)
}

/// Where projects are put if nobody says otherwise.
pub(super) fn default_projects_folder() -> PathBuf {
    if let Some(folder) = std::env::var_os("BAYAN_CONFIG_DIR") {
        return PathBuf::from(folder).join("projects");
    }
    let documents = directories::UserDirs::new().and_then(|dirs| dirs.document_dir().map(Path::to_owned));
    let home = directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned());
    documents.or(home).unwrap_or_default().join("Bayan")
}

fn first_line(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let end = crate::text::segment::grapheme_floor(line, line.char_indices().nth(80).map_or(line.len(), |(at, _)| at));
    line.get(..end).unwrap_or_default().to_owned()
}

/// The file name that something of agreement is offered.
fn agreement_name(output: Output) -> String {
    format!("agreement.{}", output.ending())
}

/// The file name that an export is offered.
fn export_name(ending: &str) -> String {
    format!("bayan.{ending}")
}
