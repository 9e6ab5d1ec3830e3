//! `bayan recover`: what a crash has left in the journal, into the project's files.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use crate::store::{disk::Real, keeper, problem::ProblemKind};
use crate::t;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(help = t!("help-recover-project"))]
    project: PathBuf,
    #[arg(long, help = t!("help-recover-writer"))]
    writer: Option<String>,
    #[arg(long, help = t!("help-recover-json"))]
    json: bool,
}

/// # Errors
/// The project cannot be opened for writing, or cannot be written.
pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let lock = super::lock(&args.project)?;
    let writer = args.writer.unwrap_or_else(keeper::writer_name);
    let choose = |_: &_| super::person().unwrap_or_else(super::nobody);
    let opened = keeper::open_as(&args.project, &writer, lock, Arc::new(Real), choose, || {})?;
    opened.keeper.wait_saved().map_err(anyhow::Error::msg)?;
    let faults: Vec<_> = opened.problems.iter().filter(|problem| !is_news(&problem.kind)).collect();
    faults.iter().for_each(|problem| super::complain(&problem.to_string()));
    if args.json {
        super::say_json(&serde_json::json!({ "recovered": opened.recovered, "problems": faults.len() }))?;
    } else {
        super::say(&t!("cli-recovered", count = opened.recovered))?;
    }
    Ok(if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(super::FINDINGS) })
}

/// What is said but is no fault.
fn is_news(kind: &ProblemKind) -> bool {
    matches!(kind, ProblemKind::Recovered(_) | ProblemKind::ChangedOutside | ProblemKind::BackedUp)
}
