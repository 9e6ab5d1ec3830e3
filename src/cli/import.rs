//! `bayan import`: a file of JSON Lines into the layers of one annotator.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;

use crate::formats::{self, jsonl};
use crate::locale::plain;
use crate::model::id::AnnotatorId;
use crate::{store, t};

/// No export that is read is larger.
const LARGEST_BYTES: u64 = 256 << 20;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(help = t!("help-import-project"))]
    project: PathBuf,
    #[arg(help = t!("help-import-format"))]
    #[arg(long, value_parser = ["jsonl"])]
    format: String,
    #[arg(help = t!("help-import-file"))]
    file: PathBuf,
    #[arg(help = t!("help-import-annotator"))]
    #[arg(long)]
    annotator: AnnotatorId,
    #[arg(help = t!("help-import-replace"))]
    #[arg(long)]
    replace: bool,
    #[arg(help = t!("help-import-json"))]
    #[arg(long)]
    json: bool,
}

/// # Errors
/// The project or the file cannot be read, the layer may not be replaced, or the project cannot be written.
pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    // A pipe may be slow, and nobody else is kept from the project meanwhile.
    let bytes = formats::input::read(&args.file, LARGEST_BYTES)?;
    let mut opened = super::open_for_writing(&args.project, Some(&args.annotator))?;
    let read = jsonl::read::read_with_notes(opened.session.project(), &bytes, &args.annotator, args.replace)?;
    let jsonl::read::Read { edit, warnings, notes } = read;
    drop(bytes);
    let mut touched = BTreeSet::new();
    edit.touches(opened.session.project(), &mut touched);
    // What could not be read is not there to be replaced.
    if let Some(file) = opened.protected.first_of(&touched) {
        bail!(t!("import-protected", path = store::path_of(&args.project, file).display().to_string()));
    }
    opened.session.apply("gesture-import", edit)?;
    opened.wait_saved().map_err(anyhow::Error::msg)?;
    let project = opened.session.project();
    let written = |key: &&crate::edit::change::LayerKey| {
        touched.contains(&crate::edit::change::Touched::Layer(key.0.clone(), key.1.clone()))
    };
    let layers = project.layers.keys().filter(written);
    let statements: usize = layers.filter_map(|key| project.layers.get(key)).map(|layer| layer.len()).sum();
    if args.json {
        let first = warnings.iter().take(super::MOST_LINES);
        let told: Vec<_> = first
            .map(|warning| serde_json::json!({ "line": warning.line, "message": plain(&warning.message) }))
            .collect();
        let noted: Vec<_> = notes.iter().take(super::MOST_LINES).map(|note| plain(&note.message)).collect();
        super::say_json(&serde_json::json!({
            "statements": statements, "warnings": told, "warnings_in_all": warnings.len(), "notes": noted,
        }))?;
    } else {
        super::complain_all(&notes);
        super::complain_all(&warnings);
        super::say(&t!("import-done", statements = statements, warnings = warnings.len()))?;
    }
    Ok(if warnings.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(super::FINDINGS) })
}
