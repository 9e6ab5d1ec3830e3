//! `bayan merge`: two versions of one file of a project into one; also git's merge driver.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::export::{ExportError, out};
use crate::store::{self, Problem, merge};
use crate::t;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(help = t!("help-merge-base"))]
    base: PathBuf,
    #[arg(help = t!("help-merge-ours"))]
    ours: PathBuf,
    #[arg(help = t!("help-merge-theirs"))]
    theirs: PathBuf,
    #[arg(long, help = t!("help-merge-out"))]
    out: Option<PathBuf>,
    #[arg(long, help = t!("help-merge-accept"))]
    accept: bool,
    #[arg(long, help = t!("help-merge-json"))]
    json: bool,
}

/// # Errors
/// A file cannot be read or written; then nothing was changed.
pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let read = |path: &PathBuf| store::read_text(path);
    let (base, ours, theirs) = (read(&args.base)?, read(&args.ours)?, read(&args.theirs)?);
    let merged = merge::merge(&base, &ours, &theirs)
        .map_err(|kind| Problem { path: args.ours.clone(), place: String::new(), kind })
        .map_err(|problem| anyhow::anyhow!(problem.to_string()))?;
    match &args.out {
        Some(path) => out::put(path, merged.text.as_bytes()).map_err(ExportError::from)?,
        None => store::write_text(&args.ours, &merged.text)?,
    }
    if args.json {
        super::say_json(&serde_json::json!({ "conflicts": merged.conflicts }))?;
    } else if merged.conflicts > 0 {
        super::complain(&t!("cli-merge-conflicts", count = merged.conflicts));
    }
    let found = merged.conflicts > 0 && !args.accept;
    Ok(if found { ExitCode::from(super::FINDINGS) } else { ExitCode::SUCCESS })
}
