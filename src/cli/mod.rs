//! The headless verbs, one file each. Exit code 0: done, nothing found; 1: findings; 2: misuse or failure.
//!
//! Every verb has `Args` and `run(Args)`. What it says goes to standard output, for machines with `--json` as one JSON
//! object; warnings and errors go to standard error.

pub mod add;
pub mod agreement;
pub mod check;
pub mod export;
pub mod gold;
pub mod import;
pub mod new;
pub mod receive;
pub mod review;
pub mod send;
pub mod stats;

use std::path::Path;
use std::process::ExitCode;

use crate::locale::plain;
use crate::model::id::DocumentId;
use crate::model::project::Project;
use crate::store::{self, Opened};
use crate::t;

/// Something was found.
pub const FINDINGS: u8 = 1;
/// Misuse, or the work could not be done.
pub const FAILED: u8 = 2;

#[derive(Debug, clap::Subcommand)]
pub enum Verb {
    /// Make a new, empty project
    New(new::Args),
    /// Add articles to a project
    Add(add::Args),
    /// Check hashes, quotes, references and versions of a project
    Check(check::Args),
    /// Count what is in a project
    Stats(stats::Args),
    /// Write the layers as a dataset
    Export(export::Args),
    /// Read the layers of one annotator from a file
    Import(import::Args),
    /// Say how far annotators agree
    Agreement(agreement::Args),
    /// Say what has been decided and what is open
    Gold(gold::Args),
    /// Accept in bulk what needs no look at each place
    Review(review::Args),
    /// Write the tags of one annotator into one file, for a colleague
    Send(send::Args),
    /// Add a colleague's tags from a file or a project folder
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
    let opened = store::open(folder)?;
    for problem in &opened.problems {
        complain(&problem.to_string());
    }
    Ok(opened)
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

/// A line on standard error.
pub fn complain(line: &str) {
    use std::io::Write as _;
    // Nobody is left to tell when standard error is closed.
    let _ = writeln!(std::io::stderr(), "{}", plain(line));
}

/// A line on standard output.
///
/// # Errors
/// Standard output cannot be written.
pub fn say(line: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    match writeln!(std::io::stdout(), "{}", plain(line)) {
        // `bayan stats … | head`: the reader had enough.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// One JSON value as a line on standard output, byte for byte.
///
/// # Errors
/// Standard output cannot be written.
pub fn say_json(value: &serde_json::Value) -> std::io::Result<()> {
    use std::io::Write as _;
    match writeln!(std::io::stdout(), "{value}") {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}
