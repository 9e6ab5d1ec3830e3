//! `bayan new`: creates an empty project with the standard codebook.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::model::project::Project;
use crate::{store, t};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(help = t!("help-new-project"))]
    project: PathBuf,
    #[arg(help = t!("help-new-title"))]
    #[arg(long)]
    title: String,
    #[arg(help = t!("help-new-json"))]
    #[arg(long)]
    json: bool,
}

/// # Errors
/// The folder is in use or cannot be written.
pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    store::create(&args.project, &Project::new(args.title.as_str()))?;
    let path = args.project.display().to_string();
    if args.json {
        super::say_json(&serde_json::json!({ "project": path, "title": args.title }))?;
    } else {
        super::say(&t!("cli-new-done", title = args.title, path = path))?;
    }
    Ok(ExitCode::SUCCESS)
}
