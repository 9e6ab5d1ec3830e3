//! `bayan merge-copies`: merges the conflict copies that synchronisation programs have put beside a project's files.

use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::json;

use crate::edit::change::Edit;
use crate::locale::plain;
use crate::store::format::conflict_copy::{self, Copy};
use crate::store::merging::conflict_copies;
use crate::store::merging::planner::{Arrival, Planner};
use crate::t;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(help = t!("help-merge-copies-project"))]
    project: PathBuf,
    #[arg(long, help = t!("help-merge-copies-dry-run"))]
    dry_run: bool,
    #[arg(long, help = t!("help-merge-copies-json"))]
    json: bool,
}

/// # Errors
/// The project cannot be opened for writing.
pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let mut opened = super::Access::open(&args.project, !args.dry_run)?;
    let found = conflict_copy::find(&args.project);
    let mut planner = Planner::new(&args.project, opened.project().clone(), None);
    let (mut merged, mut failed): (Vec<(Copy, Arrival)>, Vec<_>) = (Vec::new(), Vec::new());
    for copy in found {
        match conflict_copies::merge(&mut planner, &copy) {
            Ok(arrival) => merged.push((copy, arrival)),
            Err(problem) => failed.push(problem),
        }
    }
    if !args.dry_run && !merged.is_empty() {
        opened.apply(&args.project, "gesture-merge-copies", Edit::Group(planner.edits))?;
    }
    let (mut rows, mut conflicts) = (Vec::new(), 0);
    for (copy, arrival) in &merged {
        let kept = if args.dry_run { None } else { Some(conflict_copies::put_away(&args.project, copy)?) };
        conflicts += arrival.conflicts;
        if !args.json {
            let path = copy.path.display().to_string();
            super::say(&t!("cli-merge-copies-row", path = path, program = copy.program.name()))?;
            super::say(&arrival.to_string())?;
        }
        rows.push(json!({
            "path": copy.path, "original": copy.original, "program": copy.program.name(), "kept": kept,
            "added": arrival.added, "changed": arrival.changed, "removed": arrival.removed,
            "conflicts": arrival.conflicts,
        }));
    }
    if args.json {
        let failed: Vec<_> = failed.iter().take(super::MOST_LINES).map(|problem| plain(&problem.to_string())).collect();
        super::say_json(&json!({ "dry_run": args.dry_run, "merged": rows, "failed": failed }))?;
    } else {
        super::complain_all(&failed);
        if merged.is_empty() && failed.is_empty() {
            super::say(&t!("cli-merge-copies-none"))?;
        }
    }
    let clean = failed.is_empty() && conflicts == 0;
    Ok(if clean { ExitCode::SUCCESS } else { ExitCode::from(super::FINDINGS) })
}
