//! `bayan send`: writes the tags of one annotator to one file, for a colleague.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use serde_json::json;

use crate::exchange;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::monitor::Monitor;
use crate::t;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(help = t!("help-send-project"))]
    project: PathBuf,
    #[arg(help = t!("help-send-annotator"))]
    #[arg(long)]
    annotator: AnnotatorId,
    #[arg(help = t!("help-send-documents"))]
    #[arg(long = "document")]
    documents: Vec<DocumentId>,
    #[arg(help = t!("help-send-out"))]
    #[arg(long)]
    out: PathBuf,
    #[arg(help = t!("help-send-json"))]
    #[arg(long)]
    json: bool,
}

/// # Errors
/// The project cannot be read, the tags are damaged, or the file cannot be written.
pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let opened = super::open(&args.project)?;
    // The annotator does not want to send a layer of which a part could not be read.
    let damaged = opened.protected.iter().find(|file| match file {
        crate::edit::change::Touched::Layer(_, annotator) => *annotator == args.annotator,
        _ => false,
    });
    if let Some(file) = damaged {
        bail!(t!("cli-send-damaged", path = crate::store::path_of(&args.project, file).display().to_string()));
    }
    let summary = exchange::send(&opened.project, &args.annotator, args.documents, &args.out, &Monitor::default())?;
    let path = args.out.display().to_string();
    if args.json {
        super::say_json(&json!({ "out": path, "documents": summary.documents, "statements": summary.statements }))?;
    } else {
        super::say(&t!("cli-send-done", statements = summary.statements, documents = summary.documents, path = path))?;
    }
    Ok(ExitCode::SUCCESS)
}
