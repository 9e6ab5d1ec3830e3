//! The headless verbs, one file each. Exit code 0: done, nothing found; 1: findings; 2: misuse or failure.
//!
//! Every verb has `Args` and `run(Args)`. What it says goes to standard output, for machines with `--json` as one JSON
//! object; warnings and errors go to standard error.

pub mod add;
pub mod agreement;
pub mod check;
pub mod export;
pub mod generate;
pub mod git_setup;
pub mod gold;
pub mod history;
pub mod import;
pub mod merge;
pub mod merge_copies;
pub mod new;
pub mod receive;
pub mod recover;
pub mod replace_text;
pub mod review;
pub mod send;
pub mod session;
pub mod stats;

use std::path::Path;
use std::process::ExitCode;

use crate::disk;
use crate::edit::change::Edit;
use crate::locale::{harmless, harmless_json, plain};
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::project::Project;
use crate::settings;
use crate::store::keeping::OpenForWriting;
use crate::store::{self, Opened};
use crate::t;
use crate::text::encoding::Encoding;

/// Something was found.
pub const FINDINGS: u8 = 1;
/// Misuse, or the work could not be done.
pub const FAILED: u8 = 2;

#[derive(Debug, clap::Subcommand)]
pub enum Verb {
    #[command(about = t!("help-new"))]
    New(new::Args),
    #[command(about = t!("help-add"))]
    Add(add::Args),
    #[command(about = t!("help-check"))]
    Check(check::Args),
    #[command(about = t!("help-stats"))]
    Stats(stats::Args),
    #[command(about = t!("help-export"))]
    Export(export::Args),
    #[command(about = t!("help-import"))]
    Import(import::Args),
    #[command(about = t!("help-session"))]
    Session(session::Args),
    #[command(about = t!("help-replace-text"))]
    ReplaceText(replace_text::Args),
    #[command(about = t!("help-history"))]
    History(history::Args),
    #[command(about = t!("help-merge"))]
    Merge(merge::Args),
    #[command(about = t!("help-merge-copies"))]
    MergeCopies(merge_copies::Args),
    #[command(about = t!("help-git-setup"))]
    GitSetup(git_setup::Args),
    #[command(about = t!("help-recover"))]
    Recover(recover::Args),
    #[command(about = t!("help-generate"), hide = true)]
    Generate(generate::Args),
    #[command(about = t!("help-agreement"))]
    Agreement(agreement::Args),
    #[command(about = t!("help-gold"))]
    Gold(gold::Args),
    #[command(about = t!("help-review"))]
    Review(review::Args),
    #[command(about = t!("help-send"))]
    Send(send::Args),
    #[command(about = t!("help-receive"))]
    Receive(receive::Args),
}

/// Runs a verb and says on standard error what went wrong.
pub fn run(verb: Verb) -> ExitCode {
    let result = match verb {
        Verb::New(args) => new::run(args),
        Verb::Add(args) => add::run(args),
        Verb::Check(args) => check::run(args),
        Verb::Stats(args) => stats::run(args),
        Verb::Export(args) => export::run(args),
        Verb::Import(args) => import::run(args),
        Verb::Session(args) => session::run(args),
        Verb::ReplaceText(args) => replace_text::run(args),
        Verb::History(args) => history::run(args),
        Verb::Merge(args) => merge::run(args),
        Verb::MergeCopies(args) => merge_copies::run(args),
        Verb::GitSetup(args) => git_setup::run(args),
        Verb::Recover(args) => recover::run(args),
        Verb::Generate(args) => generate::run(args),
        Verb::Agreement(args) => agreement::run(args),
        Verb::Gold(args) => gold::run(args),
        Verb::Review(args) => review::run(args),
        Verb::Send(args) => send::run(args),
        Verb::Receive(args) => receive::run(args),
    };
    result.unwrap_or_else(|error| {
        complain(&format!("{error:#}"));
        ExitCode::from(FAILED)
    })
}

/// Opens a project and says on standard error what is wrong with it.
///
/// # Errors
/// The project cannot be opened at all.
pub fn open(folder: &Path) -> anyhow::Result<Opened> {
    let mut opened = store::open(folder)?;
    store::keeping::writers::note_unrecovered(folder, &mut opened);
    complain_all(opened.notes.iter().chain(&opened.problems));
    Ok(opened)
}

/// Opens a project for writing, with what the journal has brought back, and says on standard error what is wrong with it.
///
/// # Errors
/// The project is open elsewhere or cannot be opened at all.
pub fn open_for_writing(folder: &Path, annotator: Option<&AnnotatorId>) -> anyhow::Result<OpenForWriting> {
    let writer = annotator.cloned().or_else(person).unwrap_or_else(nobody);
    let opened = store::keeping::open(folder, lock(folder)?, disk::chosen(), |_| writer, || {})?;
    tell_of(&opened);
    annotator.map_or(Ok(()), |annotator| check_new(opened.session.project(), annotator))?;
    Ok(opened)
}

/// Refuses an annotator who is new and whose name no file can have on Windows.
///
/// # Errors
/// Names it.
pub fn check_new(project: &Project, annotator: &AnnotatorId) -> anyhow::Result<()> {
    if annotator.is_device() && !project.people().contains(annotator) {
        anyhow::bail!(t!("id-device", id = annotator.as_str()));
    }
    no_twin(project, Some(annotator))
}

/// Locks a project for writing. What another computer has noted is said, and no hindrance: the files are merged.
///
/// # Errors
/// It is open on this computer, or cannot be written.
pub fn lock(folder: &Path) -> Result<store::Lock, store::LockError> {
    match store::Lock::acquire(folder) {
        Err(noted @ store::LockError::Noted { .. }) => {
            complain(&noted.to_string());
            store::Lock::acquire_anyway(folder)
        }
        lock => lock,
    }
}

/// Says on standard error what is to be said of a project that was opened for writing.
pub fn tell_of(opened: &OpenForWriting) {
    if let Some(note) = &opened.left_behind {
        complain(&t!(
            "status-left-behind",
            pid = note.pid.as_str(),
            since = crate::text::clock::when_noted(&note.since)
        ));
    }
    complain_all(opened.notes.iter().chain(&opened.problems));
}

/// A project that a verb may or may not change.
pub enum Access {
    Read(Box<Opened>),
    Write(Box<OpenForWriting>),
}

impl Access {
    /// Opens a project, for writing only where that is wanted.
    ///
    /// # Errors
    /// It cannot be opened at all, or not for writing.
    pub fn open(folder: &Path, write: bool) -> anyhow::Result<Self> {
        Ok(if write {
            Self::Write(Box::new(open_for_writing(folder, None)?))
        } else {
            Self::Read(Box::new(open(folder)?))
        })
    }

    pub fn project(&self) -> &Project {
        match self {
            Self::Read(opened) => &opened.project,
            Self::Write(opened) => opened.session.project(),
        }
    }

    /// How much is wrong with it.
    pub fn problems(&self) -> usize {
        match self {
            Self::Read(opened) => opened.problems.len(),
            Self::Write(opened) => opened.problems.len(),
        }
    }

    /// Does one edit and waits until it is on disk; nothing where the project was opened for reading.
    ///
    /// # Errors
    /// It does not fit, changes a damaged file, or cannot be written.
    pub fn apply(&mut self, folder: &Path, gesture: &'static str, edit: Edit) -> anyhow::Result<()> {
        let Self::Write(opened) = self else { return Ok(()) };
        check_writable(folder, opened, &edit)?;
        opened.session.apply(gesture, edit)?;
        opened.wait_saved().map_err(anyhow::Error::msg)
    }
}

/// Refuses an edit that would change a damaged file, which is never written.
///
/// # Errors
/// Names the file.
pub fn check_writable(folder: &Path, opened: &OpenForWriting, edit: &Edit) -> anyhow::Result<()> {
    match opened.protected.hit_by(opened.session.project(), edit) {
        Some(file) => {
            anyhow::bail!(t!("status-refused-protected", path = store::path_of(folder, &file).display().to_string()))
        }
        None => Ok(()),
    }
}

/// Refuses an annotator whose name differs from that of another one in capital letters or in form alone: on some systems
/// the two have one file.
///
/// # Errors
/// Names both.
pub fn no_twin(project: &Project, annotator: Option<&AnnotatorId>) -> anyhow::Result<()> {
    let twin = annotator.and_then(|annotator| Some((annotator, project.twin_of(annotator)?)));
    match twin {
        Some((annotator, twin)) => {
            anyhow::bail!(t!("edit-twin", id = annotator.as_str(), other = twin.as_str()))
        }
        None => Ok(()),
    }
}

/// Refuses documents that the project does not have.
///
/// # Errors
/// The first of them.
pub fn known_documents(project: &Project, documents: &[DocumentId]) -> anyhow::Result<()> {
    match documents.iter().find(|id| !project.documents.contains_key(id)) {
        Some(id) => Err(anyhow::anyhow!(t!("export-unknown-document", id = id.as_str()))),
        None => Ok(()),
    }
}

/// Who works here: as the window was told, or else by the name that the system has for them. Never one of those who happen
/// to have worked on a project.
pub(crate) fn person() -> Option<AnnotatorId> {
    settings::load().person().or_else(settings::system_person)
}

/// The name of what a verb does that changes nobody's layer, where nothing is known of the person.
pub(crate) fn nobody() -> AnnotatorId {
    AnnotatorId::from_name("", |_| false)
}

/// The encoding of this name, for the arguments of verbs.
fn parse_encoding(name: &str) -> Result<Encoding, String> {
    let known = || Encoding::ALL.iter().map(|encoding| encoding.name()).collect::<Vec<_>>().join(", ");
    Encoding::from_name(name).ok_or_else(|| plain(&t!("cli-add-encoding", known = known())))
}

/// How many of the same kind are shown, where there may be any number of them.
pub const MOST_LINES: usize = 100;
/// The longest line that is said, in characters.
const LONGEST_CHARS: usize = 10_000;

/// A line on standard error. Nothing in it reaches the terminal but as text.
pub fn complain(line: &str) {
    use std::io::Write as _;
    // Nobody is left to tell when standard error is closed.
    let _ = writeln!(std::io::stderr(), "{}", bounded(&harmless(line)));
}

/// The first of these lines on standard error, and how many more there are.
pub fn complain_all<L: std::fmt::Display>(lines: impl IntoIterator<Item = L>) {
    let mut lines = lines.into_iter();
    lines.by_ref().take(MOST_LINES).for_each(|line| complain(&line.to_string()));
    let more = lines.count();
    if more > 0 {
        complain(&t!("cli-more", count = more));
    }
}

/// One JSON value as a line on standard error.
pub fn complain_json(value: &serde_json::Value) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "{}", harmless_json(&value.to_string()));
}

/// A line on standard output. Nothing in it reaches a terminal but as text.
///
/// # Errors
/// Standard output cannot be written.
pub fn say(line: &str) -> std::io::Result<()> {
    write_line(bounded(&harmless(line)).as_ref())
}

/// The first of these lines on standard output, and how many more there are.
///
/// # Errors
/// Standard output cannot be written.
pub fn say_all<L: std::fmt::Display>(lines: impl IntoIterator<Item = L>) -> std::io::Result<()> {
    let mut lines = lines.into_iter();
    lines.by_ref().take(MOST_LINES).try_for_each(|line| say(&line.to_string()))?;
    let more = lines.count();
    if more > 0 { say(&t!("cli-more", count = more)) } else { Ok(()) }
}

/// One JSON value as a line on standard output; what would steer a terminal is escaped in it.
///
/// # Errors
/// Standard output cannot be written.
pub fn say_json(value: &serde_json::Value) -> std::io::Result<()> {
    write_line(&harmless_json(&value.to_string()))
}

/// As much of a line as anybody reads.
fn bounded(line: &str) -> std::borrow::Cow<'_, str> {
    match line.char_indices().nth(LONGEST_CHARS) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()).into(),
        None => line.into(),
    }
}

fn write_line(line: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    match writeln!(std::io::stdout(), "{line}") {
        // `bayan stats … | head`: the reader had enough.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}
