//! `bayan recover`: writes what a crash has left in the journal into the project's files; also lists the changes that
//! could not be applied and were kept, and applies them again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};

use crate::disk;
use crate::locale::plain;
use crate::store::keeping::not_taken::{self, Kept, State};
use crate::store::{keeping, problem::ProblemKind};
use crate::t;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(help = t!("help-recover-project"))]
    project: PathBuf,
    #[arg(long, help = t!("help-recover-writer"))]
    writer: Option<String>,
    #[arg(long, conflicts_with_all = ["writer", "kept"], help = t!("help-recover-list"))]
    list: bool,
    #[arg(long, value_name = "FILE", num_args = 0..=1, conflicts_with = "writer", help = t!("help-recover-kept"))]
    kept: Option<Option<PathBuf>>,
    #[arg(long, value_name = "NUMBER", requires = "kept", help = t!("help-recover-change"))]
    change: Vec<usize>,
    #[arg(long, help = t!("help-recover-json"))]
    json: bool,
}

/// # Errors
/// The project cannot be opened for writing, or cannot be written.
pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    if args.list {
        return list(&args);
    }
    if let Some(file) = &args.kept {
        return take_up(&args, file.as_deref());
    }
    let lock = super::lock(&args.project)?;
    let choose = |_: &_| super::person().unwrap_or_else(super::nobody);
    let opened = match &args.writer {
        Some(writer) => keeping::open_as(&args.project, writer, lock, disk::chosen(), choose, || {})?,
        None => keeping::open(&args.project, lock, disk::chosen(), choose, || {})?,
    };
    opened.keeper.wait_saved().map_err(anyhow::Error::msg)?;
    let (news, faults): (Vec<_>, Vec<_>) = opened.problems.iter().partition(|problem| is_news(&problem.kind));
    for problem in news.iter().filter(|problem| !matches!(problem.kind, ProblemKind::Recovered(_))) {
        super::complain(&problem.to_string());
    }
    super::complain_all(&faults);
    let count = |is: fn(&ProblemKind) -> bool| faults.iter().filter(|problem| is(&problem.kind)).count();
    let conflicts = count(|kind| matches!(kind, ProblemKind::Conflict { .. }));
    let refused = count(|kind| matches!(kind, ProblemKind::NotReplayed { .. }));
    if args.json {
        super::say_json(&serde_json::json!({
            "recovered": opened.recovered, "problems": faults.len(), "conflicts": conflicts, "not_taken": refused,
        }))?;
    } else {
        super::say(&t!("cli-recovered", count = opened.recovered))?;
        if conflicts > 0 {
            super::say(&t!("cli-recovered-conflicts", count = conflicts))?;
        }
        if refused > 0 {
            super::say(&t!("cli-recovered-refused", count = refused))?;
        }
    }
    Ok(if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(super::FINDINGS) })
}

/// Whether a problem is worth reporting but not a fault.
fn is_news(kind: &ProblemKind) -> bool {
    matches!(
        kind,
        ProblemKind::Recovered(_) | ProblemKind::ChangedOutside | ProblemKind::BackedUp | ProblemKind::MergedBack(_)
    )
}

/// Lists what is kept and what is in the journals of other computers.
fn list(args: &Args) -> anyhow::Result<ExitCode> {
    let opened = crate::store::open(&args.project)?;
    let (files, problems) = not_taken::list(&args.project, &opened.project);
    problems.iter().for_each(|problem| super::complain(&problem.to_string()));
    if args.json {
        let change = |change: &not_taken::Change| {
            serde_json::json!({
                "number": change.place + 1, "time": change.time.map(|time| time.to_string()), "name": plain(&change.gesture.to_string()),
                "gesture": change.gesture.key(),
                "annotators": change.annotators, "documents": change.documents, "reason": plain(&change.reason),
                "state": change.state.as_str(),
            })
        };
        let file = |file: &Kept| {
            serde_json::json!({
                "path": file.path.display().to_string(), "writer": file.writer, "journal": file.is_journal,
                "unreadable_bytes": file.unreadable_bytes, "changes": file.changes.iter().map(change).collect::<Vec<_>>(),
            })
        };
        super::say_json(&serde_json::json!({ "files": files.iter().map(file).collect::<Vec<_>>() }))?;
    } else if files.is_empty() {
        super::say(&t!("cli-kept-none"))?;
    }
    for file in files.iter().filter(|_| !args.json) {
        let path = file.path.display().to_string();
        super::say(&match (file.is_journal, file.writer.as_str()) {
            (true, writer) => t!("cli-kept-journal", writer = writer),
            (false, "") => t!("cli-kept-file", path = path),
            (false, writer) => t!("cli-kept-file-of", path = path, writer = writer),
        })?;
        for change in &file.changes {
            super::say(&row(change))?;
        }
        if file.unreadable_bytes > 0 {
            super::say(&t!("cli-kept-unreadable", bytes = file.unreadable_bytes))?;
        }
    }
    let waits = files.iter().flat_map(|file| &file.changes).any(|change| change.state == State::Waiting);
    Ok(if waits || !problems.is_empty() { ExitCode::from(super::FINDINGS) } else { ExitCode::SUCCESS })
}

fn row(change: &not_taken::Change) -> String {
    let time = change.time.map(|time| format!("{time:.0}")).unwrap_or_default();
    let joined = |names: &[String]| if names.is_empty() { "-".to_owned() } else { names.join(", ") };
    let (who, documents) = (joined(&change.annotators), joined(&change.documents));
    let (number, name) = (change.place + 1, change.gesture.to_string());
    let row = t!("cli-kept-row", number = number, time = time, name = name, who = who, documents = documents);
    match change.state {
        State::There => t!("cli-kept-row-there", row = row),
        State::Taken => t!("cli-kept-row-taken", row = row),
        State::Waiting if change.reason.is_empty() => row,
        State::Waiting => t!("cli-kept-row-why", row = row, reason = change.reason.as_str()),
    }
}

/// Applies what is kept again, for one file or for all.
fn take_up(args: &Args, wanted: Option<&Path>) -> anyhow::Result<ExitCode> {
    let mut opened = super::open_for_writing(&args.project, None)?;
    let (files, problems) = not_taken::list(&args.project, opened.session.project());
    problems.iter().for_each(|problem| super::complain(&problem.to_string()));
    let is_wanted = |file: &&Kept| match wanted {
        None => !file.is_journal,
        Some(wanted) => {
            let same = |a: &Path, b: &Path| a.canonicalize().ok().is_some_and(|a| b.canonicalize().ok() == Some(a));
            same(&file.path, wanted) || file.path.file_name() == Some(wanted.as_os_str())
        }
    };
    let files: Vec<&Kept> = files.iter().filter(is_wanted).collect();
    if let Some(wanted) = wanted.filter(|_| files.is_empty()) {
        bail!(t!("cli-kept-no-file", path = wanted.display().to_string()));
    }
    let places: Option<BTreeSet<usize>> =
        (!args.change.is_empty()).then(|| args.change.iter().filter_map(|number| number.checked_sub(1)).collect());
    if let Some(places) = &places {
        let [file] = files.as_slice() else { bail!(t!("cli-kept-which-file")) };
        if let Some(place) = places.iter().find(|place| **place >= file.changes.len()) {
            bail!(t!("cli-kept-no-change", number = place + 1));
        }
    }
    let (mut taken, mut refused, mut conflicts) = (0, 0, 0);
    for file in files {
        let up = not_taken::take_up(&args.project, &mut opened.session, &opened.protected, file, places.as_ref())
            .map_err(|kind| anyhow::anyhow!(kind.to_string()))
            .with_context(|| file.path.display().to_string())?;
        opened.wait_saved().map_err(anyhow::Error::msg)?;
        not_taken::mark_taken(&*disk::chosen(), file, &up.taken)?;
        for (name, reason) in &up.refused {
            super::complain(&t!("cli-kept-refused", name = name.as_str(), reason = reason.as_str()));
        }
        up.conflicts.iter().for_each(|problem| super::complain(&problem.to_string()));
        taken += up.taken.len();
        refused += up.refused.len();
        conflicts += up.conflicts.len();
    }
    if args.json {
        super::say_json(&serde_json::json!({ "taken": taken, "not_taken": refused, "conflicts": conflicts }))?;
    } else {
        super::say(&t!("cli-kept-taken", count = taken))?;
    }
    Ok(if refused + conflicts > 0 { ExitCode::from(super::FINDINGS) } else { ExitCode::SUCCESS })
}
