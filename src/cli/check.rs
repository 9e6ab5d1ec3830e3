//! `bayan check`: everything that is wrong with a project on disk.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::locale::plain;
use crate::store::{self, Opened, Problem, StoreError};
use crate::t;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(help = t!("help-check-project"))]
    project: PathBuf,
    #[arg(help = t!("help-check-json"))]
    #[arg(long)]
    json: bool,
}

/// # Errors
/// There is no project in the folder.
pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let (problems, counts, changed) = match store::open(&args.project) {
        Ok(opened) => {
            let Opened { project, mut problems, files, .. } = opened;
            problems.extend(store::recovery::other_writers(&args.project, ""));
            problems.extend(store::problem::parties_of_one_name(&args.project, &project));
            let statements: usize = project.layers.values().map(crate::model::layer::Layer::len).sum();
            let writer = store::keeper::writer_name();
            let changed = store::history::changed_outside(&args.project, &writer, &files);
            (problems, Some((project.documents.len(), project.layers.len(), statements)), changed)
        }
        Err(StoreError::Unreadable(problem)) if problem.kind != store::ProblemKind::Missing => {
            (vec![problem], None, BTreeSet::new())
        }
        Err(error) => return Err(error.into()),
    };
    let changed: Vec<_> = changed
        .into_iter()
        .map(|path| Problem { path, place: String::new(), kind: store::ProblemKind::ChangedOutside })
        .collect();
    if args.json {
        let entries: Vec<_> = problems
            .iter()
            .map(|problem| {
                serde_json::json!({
                    "path": problem.path.display().to_string(), "place": plain(&problem.place),
                    "message": plain(&problem.kind.to_string()),
                })
            })
            .collect();
        let changed: Vec<_> = changed.iter().map(|problem| problem.path.display().to_string()).collect();
        super::say_json(&serde_json::json!({ "ok": problems.is_empty(), "problems": entries, "changed": changed }))?;
    } else {
        // Changes by others are news, not findings.
        changed.iter().for_each(|problem| super::complain(&problem.to_string()));
        for problem in &problems {
            super::say(&problem.to_string())?;
        }
        if let Some((documents, layers, statements)) = counts.filter(|_| problems.is_empty()) {
            super::say(&t!("cli-check-clean", documents = documents, layers = layers, statements = statements))?;
        }
    }
    Ok(if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(super::FINDINGS) })
}
