//! File dialogs, imported articles and the sample project.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use eframe::egui;

use crate::app::App;
use crate::app::jobs::Job;
use crate::edit::gesture;
use crate::exchange;
use crate::formats::article::kind::Kind;
use crate::formats::article::{self, Given, KnownTexts, NoArticle, ReadArticle};
use crate::formats::input::Input;
use crate::formats::{self, Format};
use crate::model::document::Metadata;
use crate::model::id::DocumentId;
use crate::store;
use crate::t;
use crate::text::encoding::{self, Decoded, Encoding};
use crate::ui::article::DocumentView;
use crate::ui::command::Command;
use crate::ui::command::agreement::{AgreementCommand, Output};
use crate::ui::command::exchange::ExchangeCommand;
use crate::ui::command::safety::SafetyCommand;
use crate::ui::dialogs::path::PathDraft;
use crate::ui::state::Dialog;

/// The purpose of a file dialog.
#[derive(Clone, Copy, Debug)]
pub(in crate::app) enum Question {
    Open,
    Add,
    CopyTo,
    ExportTo(&'static Format),
    NewFolder,
    /// A file with a new version of the article on screen.
    ReplaceText,
    Agreement(Output),
    SendTags,
    AddTags,
    AddTagsFolder,
}

/// Files and texts that did not become articles: a dialog lists them, and can still add texts that the project already
/// has.
#[derive(Default)]
pub(in crate::app) struct Incoming {
    /// The reasons, one line per file.
    pub refused: Vec<String>,
    /// Texts that the project already has, each with the title of its article.
    pub same: Vec<(String, NewText)>,
}

/// A text to be added.
pub(in crate::app) struct NewText {
    decoded: Decoded,
    /// Whether it was pasted, and so has no file and no encoding.
    is_pasted: bool,
    /// The bytes of its file, kept to read it in another encoding.
    bytes: Vec<u8>,
    given: Given,
    /// The path of its file or another description of its source, for display.
    pub from: String,
}

/// The parts of the message about a text that was added.
struct Said {
    title: String,
    encoding: Encoding,
    replaced: usize,
    from: String,
}

/// The ending of a project packed for sending.
const ZIP_ENDING: &str = "zip";
/// Nobody cancels a file dialog faster than this.
const NO_DIALOG_WITHIN: Duration = Duration::from_millis(250);

/// What to do with the answer to a question for a path.
pub(in crate::app) enum PathAnswer {
    Do(Command),
    NewFolder(PathBuf),
    /// No file dialog could be shown, so the user must type the path.
    NoDialog(Question),
}

impl Question {
    /// The title of the dialog.
    pub(in crate::app) fn title(self) -> String {
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

    /// The path suggested when the user must type it.
    pub(in crate::app) fn proposal(self) -> PathBuf {
        let folder = default_projects_folder();
        match self {
            Self::ExportTo(format) => folder.join(export_name(format.ending())),
            Self::CopyTo => folder.join("copy"),
            Self::Agreement(output) => folder.join(agreement_name(output)),
            Self::SendTags => folder.join(export_name(exchange::SENT_ENDING)),
            Self::Open | Self::Add | Self::NewFolder | Self::ReplaceText | Self::AddTags | Self::AddTagsFolder => {
                folder
            }
        }
    }

    /// The error in a path, as far as it can be found before the path is used.
    pub(in crate::app) fn problem_with(self, path: &Path) -> Option<String> {
        let shown = path.display().to_string();
        match self {
            Self::Open => (!path.join("project.ron").exists()).then(|| t!("status-no-project", path = shown)),
            Self::Add | Self::ReplaceText | Self::AddTags | Self::AddTagsFolder => {
                (!path.exists()).then(|| t!("path-missing", path = shown))
            }
            Self::NewFolder | Self::CopyTo => None,
            Self::ExportTo(_) | Self::SendTags | Self::Agreement(_) => {
                let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
                let missing = folder.filter(|folder| !folder.exists());
                missing.map(|folder| t!("path-no-folder", path = folder.display().to_string()))
            }
        }
    }

    /// What to do with a path.
    pub(in crate::app) fn answered(self, path: PathBuf) -> PathAnswer {
        match self {
            Self::Open => PathAnswer::Do(Command::OpenProject(path)),
            Self::Add => PathAnswer::Do(Command::AddArticles(vec![path])),
            Self::CopyTo => PathAnswer::Do(Command::SaveCopyTo(path)),
            Self::ExportTo(_) => PathAnswer::Do(Command::ExportTo(path)),
            Self::NewFolder => PathAnswer::NewFolder(path),
            Self::ReplaceText => PathAnswer::Do(Command::Safety(SafetyCommand::ReplaceFrom(path))),
            Self::SendTags => PathAnswer::Do(Command::Exchange(ExchangeCommand::SendTo(path))),
            Self::AddTags | Self::AddTagsFolder => PathAnswer::Do(Command::Exchange(ExchangeCommand::AddFrom(path))),
            Self::Agreement(output) => PathAnswer::Do(Command::Agreement(AgreementCommand::SaveTo(output, path))),
        }
    }
}

impl App {
    /// Answers a question with a typed path.
    pub(in crate::app) fn answer_with(&mut self, question: Question, path: PathBuf) {
        self.take_path(question.answered(path));
    }

    /// Shows a file dialog without blocking the window.
    pub(in crate::app) fn ask_for(&mut self, question: Question) {
        let asking = self.jobs.spawn("file-dialog", move |_| {
            let dialog = rfd::FileDialog::new().set_title(question.title());
            let asked = Instant::now();
            let answer = match question {
                Question::Open => dialog.pick_folder().map(|folder| PathAnswer::Do(Command::OpenProject(folder))),
                Question::Add => dialog
                    .add_filter(t!("dialog-text-files"), &article::endings())
                    .add_filter(t!("dialog-all-files"), &["*"])
                    .pick_files()
                    .map(|files| PathAnswer::Do(Command::AddArticles(files))),
                Question::CopyTo => dialog.save_file().map(|folder| PathAnswer::Do(Command::SaveCopyTo(folder))),
                Question::ExportTo(format) => dialog
                    .set_file_name(export_name(format.ending()))
                    .save_file()
                    .map(|path| PathAnswer::Do(Command::ExportTo(path))),
                Question::NewFolder => dialog.pick_folder().map(PathAnswer::NewFolder),
                Question::ReplaceText => dialog
                    .add_filter(t!("dialog-text-files"), &article::endings())
                    .add_filter(t!("dialog-all-files"), &["*"])
                    .pick_file()
                    .map(|path| question.answered(path)),
                Question::SendTags => dialog
                    .set_file_name(export_name(exchange::SENT_ENDING))
                    .save_file()
                    .map(|path| question.answered(path)),
                Question::AddTags => dialog
                    .add_filter(t!("dialog-tags-files"), &received_endings())
                    .add_filter(t!("dialog-all-files"), &["*"])
                    .pick_file()
                    .map(|path| question.answered(path)),
                Question::AddTagsFolder => dialog.pick_folder().map(|path| question.answered(path)),
                Question::Agreement(output) => dialog
                    .set_file_name(agreement_name(output))
                    .save_file()
                    .map(|path| PathAnswer::Do(Command::Agreement(AgreementCommand::SaveTo(output, path)))),
            };
            // A system without a dialog service returns nothing at once, as if the user had cancelled.
            answer.or_else(|| (asked.elapsed() < NO_DIALOG_WITHIN).then_some(PathAnswer::NoDialog(question)))
        });
        self.asking.push(asking);
    }

    /// Takes the answers of file dialogs since the last frame.
    pub(in crate::app) fn take_paths(&mut self) {
        let answers: Vec<PathAnswer> = self.asking.iter_mut().filter_map(Job::poll).flatten().collect();
        self.asking.retain(Job::is_running);
        for answer in answers {
            self.take_path(answer);
        }
    }

    fn take_path(&mut self, answer: PathAnswer) {
        match answer {
            PathAnswer::Do(command) => self.queue.push(command),
            PathAnswer::NewFolder(folder) => self.drafts.new_project.folder = folder.display().to_string(),
            PathAnswer::NoDialog(question) => {
                self.drafts.question = Some(question);
                self.drafts.path = PathDraft::default();
                self.drafts.dialog_before = self.view.dialog.replace(Dialog::Path);
            }
        }
    }

    pub(in crate::app) fn add_articles(&mut self, files: &[PathBuf]) {
        if self.open.is_none() {
            // A project folder dropped on the welcome screen is opened.
            return match files.first() {
                Some(folder) if folder.is_dir() => self.queue.push(Command::OpenProject(folder.clone())),
                _ => self.complain(t!("status-open-first")),
            };
        }
        let mut coming = Incoming::default();
        let mut known = self.open.as_ref().map(|open| KnownTexts::of(open.session.project())).unwrap_or_default();
        let mut said = Vec::new();
        for path in files {
            // Tags and projects dropped on an open project come from a colleague.
            if is_received(path) {
                self.queue.push(Command::Exchange(ExchangeCommand::AddFrom(path.clone())));
                continue;
            }
            let (bytes, ReadArticle { decoded, metadata, losses }) = match article::read(path, None) {
                Ok(read) => read,
                Err(error) => {
                    coming.refused.push(error.to_string());
                    continue;
                }
            };
            let file_stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            // Losses of the conversion are reported together with the refused files.
            coming.refused.extend(losses);
            let given = Given { file_stem, ..Given::default() }.or_from(metadata);
            let text = NewText { decoded, is_pasted: false, bytes, given, from: path.display().to_string() };
            match known.find(&text.decoded.text) {
                Some((_, title)) => coming.same.push((title.to_owned(), text)),
                None => said.extend(self.add_text(text, &mut known)),
            }
        }
        self.say_what_came(&said);
        self.tell_of(coming);
    }

    /// Adds a pasted text, unless it is not an article or the project already has it.
    pub(in crate::app) fn add_pasted(&mut self, text: String) {
        let Some(open) = &self.open else { return };
        if let Some(reason) = article::no_article(&text) {
            // The text stays in the dialog so that it can be corrected.
            self.drafts.paste.error = reason.to_string();
            self.drafts.paste.text = text;
            return;
        }
        let mut known = KnownTexts::of(open.session.project());
        let title = self.drafts.paste.title.trim().to_owned();
        let given = Given { metadata: Metadata { title, ..Metadata::default() }, ..Given::default() };
        let decoded = Decoded { text, encoding: Encoding::Utf8, replaced: 0 };
        let from = t!("incoming-pasted");
        let text = NewText { decoded, is_pasted: true, bytes: Vec::new(), given, from };
        self.view.dialog = None;
        match known.find(&text.decoded.text) {
            Some((_, title)) => {
                let same = vec![(title.to_owned(), text)];
                self.tell_of(Incoming { same, ..Incoming::default() });
            }
            None => {
                let said = self.add_text(text, &mut known);
                self.say_what_came(said.as_slice());
            }
        }
    }

    /// Adds the texts that the project already has.
    pub(in crate::app) fn add_anyway(&mut self) {
        self.view.dialog = None;
        let mut known = KnownTexts::default();
        let said: Vec<_> = std::mem::take(&mut self.incoming.same)
            .into_iter()
            .filter_map(|(_, text)| self.add_text(text, &mut known))
            .collect();
        self.say_what_came(&said);
    }

    /// Adds a text as a document and shows it. Returns the parts of the message if it was added.
    fn add_text(&mut self, text: NewText, known: &mut KnownTexts) -> Option<Said> {
        let open = self.open.as_ref()?;
        let project = open.session.project();
        let NewText { decoded: Decoded { text, encoding, replaced }, is_pasted, bytes, given, from } = text;
        let read_in = (!is_pasted).then_some(encoding);
        let taken = store::Taken::new(&open.folder, project);
        let document = article::document(text, read_in, given, |id| taken.has(id));
        let (id, title) = (document.id.clone(), document.display_title().to_owned());
        known.add(&document);
        if !self.apply("gesture-article-add", gesture::article::add(document), None) {
            return None;
        }
        if !is_pasted {
            self.sources.insert(id.clone(), bytes);
        }
        self.view.document = Some(id);
        self.view.selected = None;
        self.view.selection = None;
        self.document = DocumentView::default();
        Some(Said { title, encoding, replaced, from })
    }

    /// Reports what was added, and in which encoding it was read unless that is UTF-8.
    fn say_what_came(&mut self, said: &[Said]) {
        let of = |said: &Said| {
            let (title, encoding) = (said.title.as_str(), said.encoding.name());
            if matches!(said.encoding, Encoding::Utf8 | Encoding::Utf8Bom) {
                t!("status-added", title = title)
            } else {
                t!("status-added-as", title = title, encoding = encoding)
            }
        };
        let mut lines: Vec<String> = said.iter().map(of).collect();
        let damaged = said.iter().filter(|said| said.replaced > 0).map(|said| {
            let (path, encoding) = (said.from.as_str(), said.encoding.name());
            t!("status-replaced", count = said.replaced, encoding = encoding, path = path)
        });
        lines.extend(damaged);
        if said.iter().any(|said| said.replaced > 0) {
            self.complain(lines.join(" "));
        } else if !lines.is_empty() {
            self.say(lines.join(" "));
        }
    }

    /// Reports files that did not become articles. A single refused file is reported only in the status line.
    fn tell_of(&mut self, coming: Incoming) {
        match (coming.refused.as_slice(), coming.same.is_empty()) {
            ([], true) => {}
            ([reason], true) => self.complain(reason.clone()),
            _ => {
                self.incoming = coming;
                self.view.dialog = Some(Dialog::Incoming);
            }
        }
    }

    /// Reads an article again in another encoding, as long as nobody has tagged it.
    pub(in crate::app) fn read_as(&mut self, id: &DocumentId, encoding: Encoding) {
        let Some(project) = self.open.as_ref().map(|open| open.session.project()) else { return };
        let Some(bytes) = self.sources.get(id) else { return self.complain(t!("status-read-as-gone")) };
        let decoded = encoding::decode_as(bytes, encoding);
        if let Some(NoArticle::Empty | NoArticle::Kind(Kind::Binary)) = article::no_article(&decoded.text) {
            return self.complain(t!("status-read-as-no-text", encoding = encoding.name()));
        }
        let edit = match gesture::article::reread(project, id, decoded.text, encoding) {
            Ok(edit) => edit,
            Err(error) => return self.complain(error.to_string()),
        };
        if self.apply("gesture-article-encoding", edit, None) {
            self.document = DocumentView::default();
            self.view.selection = None;
            self.say(t!("status-read-as", encoding = encoding.name(), count = decoded.replaced));
        }
    }

    pub(in crate::app) fn create_project(&mut self, ctx: &egui::Context, title: &str, folder: &Path) {
        match store::create(folder, &crate::model::project::Project::new(title)) {
            Ok(()) => {
                self.view.dialog = None;
                self.open_project(ctx, folder);
            }
            Err(error) => self.drafts.new_project.error = error.to_string(),
        }
    }
}

/// The folder of the sample project, which is created if it is missing.
pub(in crate::app) fn sample_folder() -> Result<PathBuf, String> {
    let folder = default_projects_folder().join("biden-putin-call");
    store::install_sample(&folder).map_err(|error| error.to_string())?;
    Ok(folder)
}

/// The default folder for projects.
pub(in crate::app) fn default_projects_folder() -> PathBuf {
    if let Some(folder) = std::env::var_os("BAYAN_CONFIG_DIR") {
        return PathBuf::from(folder).join("projects");
    }
    let documents = directories::UserDirs::new().and_then(|dirs| dirs.document_dir().map(Path::to_owned));
    let home = directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned());
    documents.or(home).unwrap_or_default().join("Bayan")
}

/// The suggested file name for an agreement export.
fn agreement_name(output: Output) -> String {
    format!("agreement.{}", output.ending())
}

/// Whether this is a colleague's project, a zip of one or a file of tags, rather than an article.
fn is_received(path: &Path) -> bool {
    path.is_dir()
        || has_ending(path, ZIP_ENDING)
        || Input::beginning(path, false).is_ok_and(|input| formats::recognise(&input).is_some())
}

/// The file endings of what a colleague may have sent.
fn received_endings() -> Vec<&'static str> {
    formats::readable().flat_map(|format| format.endings).copied().chain([ZIP_ENDING]).collect()
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|found| found.eq_ignore_ascii_case(ending))
}

/// The suggested file name for an export.
fn export_name(ending: &str) -> String {
    if ending.is_empty() { "bayan".to_owned() } else { format!("bayan.{ending}") }
}
