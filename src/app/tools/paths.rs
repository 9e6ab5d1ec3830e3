//! Asking for paths: the system's file dialogs, and the path dialog where there are none.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::app::context::{Context, Status};
use crate::app::jobs::Job;
use crate::exchange;
use crate::formats::{self, article};
use crate::settings::projects_folder;
use crate::t;
use crate::text::file_name;
use crate::ui::command::Command;
use crate::ui::command::path::PathQuestion;
use crate::ui::dialogs::export::ExportDialog;
use crate::ui::dialogs::path::PathDraft;
use crate::ui::state::Dialog;

/// Nobody cancels a file dialog faster than this.
const NO_DIALOG_WITHIN: Duration = Duration::from_millis(250);

/// The answer to a question for a path.
enum PathAnswer {
    /// With the folder that the answer is in.
    Do(Command, PathBuf),
    /// No file dialog could be shown, so the user must type the path; with the name that is proposed for it.
    NoDialog(PathQuestion, String),
}

/// The questions that wait for a path.
#[derive(Default)]
pub(super) struct Paths {
    /// File dialogs on screen.
    asking: Vec<Job<Option<PathAnswer>>>,
    /// The question whose typed path is being used in this frame.
    answered: Option<PathQuestion>,
}

impl Paths {
    /// Executes a command of this tool. Returns it if it is not one.
    pub(super) fn execute(&mut self, cx: &mut Context, command: Command) -> Option<Command> {
        match command {
            Command::AskPath(question) => self.ask(cx, question),
            Command::UsePath(path) => self.use_typed(cx, path),
            command => return Some(command),
        }
        None
    }

    /// Continues with the path that the user typed.
    fn use_typed(&mut self, cx: &mut Context, path: PathBuf) {
        let draft = cx.drafts.of::<PathDraft>();
        let Some(question) = draft.question.filter(|_| cx.view.dialog == Some(Dialog::Path)) else { return };
        match question.problem_with(&path) {
            // The typed path stays in the field so that it can be corrected.
            Some(problem) => draft.error = problem,
            // The file dialogs of the systems ask before a file is replaced, too.
            None if question.replaces(&path) && draft.replaces.as_ref() != Some(&path) => {
                draft.error = t!("path-replaces", path = path.display().to_string());
                draft.replaces = Some(path);
            }
            None => {
                self.answered = Some(question);
                cx.view.dialog = draft.before;
                cx.status = Status::default();
                cx.queue.push(question.answered(path));
            }
        }
    }

    /// Shows a file dialog without blocking the window.
    fn ask(&mut self, cx: &mut Context, question: PathQuestion) {
        let name = proposed_name(cx, question);
        let folder = cx.settings.last_folder.clone().filter(|folder| folder.is_dir());
        self.asking.push(cx.jobs.spawn("file-dialog", move |_| {
            let asked = Instant::now();
            let answer = answer_of_system(question, &name, folder.as_deref())
                .map(|(command, folder)| PathAnswer::Do(command, folder));
            // A system without a dialog service returns nothing at once, as if the user had cancelled.
            answer.or_else(|| (asked.elapsed() < NO_DIALOG_WITHIN).then_some(PathAnswer::NoDialog(question, name)))
        }));
    }

    /// Takes the answers of file dialogs since the last frame.
    pub(super) fn take(&mut self, cx: &mut Context) {
        let answers: Vec<PathAnswer> = self.asking.iter_mut().filter_map(Job::poll).flatten().collect();
        self.asking.retain(Job::is_running);
        for answer in answers {
            match answer {
                PathAnswer::Do(command, folder) => {
                    cx.settings.last_folder = Some(folder);
                    cx.save_settings();
                    cx.queue.push(command);
                }
                PathAnswer::NoDialog(question, name) => {
                    let before = cx.view.dialog.replace(Dialog::Path);
                    let proposal = proposal(cx, &name);
                    cx.drafts.put(PathDraft { question: Some(question), proposal, before, ..PathDraft::default() });
                }
            }
        }
    }

    /// Shows the path dialog again with the error if the typed path could not be used.
    pub(super) fn ask_again(&mut self, cx: &mut Context) {
        // What the path was asked for may not have been done yet.
        if !cx.queue.is_empty() {
            return;
        }
        let Some(question) = self.answered.take() else { return };
        let draft = cx.drafts.of::<PathDraft>();
        if cx.status.is_error && cx.view.dialog == draft.before {
            draft.error.clone_from(&cx.status.text);
            draft.question = Some(question);
            cx.view.dialog = Some(Dialog::Path);
        } else {
            draft.error.clear();
            draft.before = None;
        }
    }
}

/// The name that is proposed for the file to write; empty if a file or a folder is to be found.
fn proposed_name(cx: &mut Context, question: PathQuestion) -> String {
    match (question, &cx.open) {
        (PathQuestion::ExportTo(_), Some(open)) => {
            cx.drafts.of::<ExportDialog>().file_name(&open.session.project().title)
        }
        (PathQuestion::CopyTo, Some(open)) => file_name::from_title(&open.session.project().title),
        (PathQuestion::SendTags | PathQuestion::SaveCodebook | PathQuestion::Agreement(_), Some(open)) => {
            let (project, name) = (&open.session.project().title, question.file_name());
            let what = match question {
                PathQuestion::SendTags => open.session.annotator().to_string(),
                PathQuestion::SaveCodebook => t!("codebook-file"),
                _ => t!("agreement-file"),
            };
            let ending = name.split_once('.').map_or(name.as_str(), |(_, ending)| ending);
            format!("{}.{ending}", file_name::from_title(&format!("{project} {what}")))
        }
        _ => question.file_name(),
    }
}

/// The path for a file of this name beside the project, with a number if there is such a file already; the folder for
/// projects if there is no name.
fn proposal(cx: &Context, name: &str) -> PathBuf {
    if name.is_empty() {
        return projects_folder();
    }
    let beside = cx.open.as_ref().and_then(|open| open.folder.parent()).filter(|folder| folder.is_dir());
    let folder = beside.map_or_else(projects_folder, Path::to_owned);
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) => (stem, format!(".{ending}")),
        None => (name, String::new()),
    };
    let numbered = (2..1000).map(|number| folder.join(format!("{stem} {number}{ending}")));
    let first = folder.join(name);
    std::iter::once(first.clone()).chain(numbered).find(|path| !path.exists()).unwrap_or(first)
}

/// Shows the system's dialog, and waits for it. `None` if the user cancels it, or if there is none. It begins in the
/// folder of the last answer, which comes back with the command.
fn answer_of_system(question: PathQuestion, name: &str, folder: Option<&Path>) -> Option<(Command, PathBuf)> {
    let dialog = rfd::FileDialog::new().set_title(question.title());
    let dialog = match folder {
        Some(folder) => dialog.set_directory(folder),
        None => dialog,
    };
    let folder_of = |path: &Path| path.parent().unwrap_or(path).to_owned();
    let named = |dialog: rfd::FileDialog, filter: String, endings: &[&str]| {
        dialog.add_filter(filter, endings).add_filter(t!("dialog-all-files"), &["*"])
    };
    let path = match question {
        PathQuestion::Add => {
            let files = named(dialog, t!("dialog-text-files"), &article::endings()).pick_files();
            let files = files.filter(|files| !files.is_empty())?;
            let folder = files.first().map(|file| folder_of(file))?;
            return Some((Command::AddArticles(files), folder));
        }
        PathQuestion::Open
        | PathQuestion::NewFolder
        | PathQuestion::AddTagsFolder
        | PathQuestion::TakeCodebookFolder
        | PathQuestion::ImportFolder => dialog.pick_folder(),
        PathQuestion::ReplaceText => named(dialog, t!("dialog-text-files"), &article::endings()).pick_file(),
        PathQuestion::AddTags => named(dialog, t!("dialog-tags-files"), &received_endings()).pick_file(),
        PathQuestion::Import => named(dialog, t!("dialog-tags-files"), &readable_endings()).pick_file(),
        PathQuestion::TakeCodebook => {
            named(dialog, t!("dialog-codebook-files"), &exchange::codebook::ENDINGS).pick_file()
        }
        PathQuestion::CopyTo
        | PathQuestion::ExportTo(_)
        | PathQuestion::SendTags
        | PathQuestion::SaveCodebook
        | PathQuestion::Agreement(_) => dialog.set_file_name(name).save_file(),
    };
    path.map(|path| {
        let folder = folder_of(&path);
        (question.answered(path), folder)
    })
}

/// The file endings of what a colleague may have sent.
fn received_endings() -> Vec<&'static str> {
    readable_endings().into_iter().chain([exchange::ZIP_ENDING]).collect()
}

/// The file endings of the formats that can be imported.
fn readable_endings() -> Vec<&'static str> {
    formats::readable().flat_map(|format| format.endings).copied().collect()
}
