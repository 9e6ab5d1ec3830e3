//! `bayan check`: everything that is wrong with a project on disk.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::locale::plain;
use crate::store::{self, StoreError};
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
    let (problems, counts) = match store::open(&args.project) {
        Ok(opened) => {
            let statements: usize = opened.project.layers.values().map(crate::model::layer::Layer::len).sum();
            (opened.problems, Some((opened.project.documents.len(), opened.project.layers.len(), statements)))
        }
        Err(StoreError::Unreadable(problem)) if problem.kind != store::ProblemKind::Missing => (vec![problem], None),
        Err(error) => return Err(error.into()),
    };
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
        super::say_json(&serde_json::json!({ "ok": problems.is_empty(), "problems": entries }))?;
    } else {
        for problem in &problems {
            super::say(&problem.to_string())?;
        }
        if let Some((documents, layers, statements)) = counts.filter(|_| problems.is_empty()) {
            super::say(&t!("cli-check-clean", documents = documents, layers = layers, statements = statements))?;
        }
    }
    Ok(if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(super::FINDINGS) })
}
