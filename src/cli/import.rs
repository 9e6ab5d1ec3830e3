//! `bayan import`: imports a file in one of the readable formats into the layers of one annotator.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use clap::builder::PossibleValuesParser;

use crate::edit::change::Touched;
use crate::formats::incoming::Import;
use crate::formats::input::Input;
use crate::formats::{self, Reader};
use crate::locale::plain;
use crate::model::id::AnnotatorId;
use crate::{store, t};

/// The largest file that is read.
const LARGEST_BYTES: u64 = 256 << 20;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(help = t!("help-import-project"))]
    project: PathBuf,
    #[arg(help = t!("help-import-format"))]
    #[arg(long, value_parser = PossibleValuesParser::new(formats::readable().map(|format| format.id)))]
    format: Option<String>,
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
pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    // A pipe may be slow, so it is read before the project is locked.
    let input = Input::open(&args.file, LARGEST_BYTES, formats::reads_folders(args.format.as_deref()))?;
    let reader = reader(args.format.as_deref(), &input)?;
    let mut opened = super::open_for_writing(&args.project, Some(&args.annotator))?;
    let Import { edit, warnings, notes } =
        reader.import(opened.session.project(), &input, &args.annotator, args.replace)?;
    drop(input);
    let touched = edit.touches(opened.session.project());
    // What could not be read must not be replaced.
    if let Some(file) = opened.protected.first_of(&touched) {
        bail!(t!("import-protected", path = store::path_of(&args.project, file).display().to_string()));
    }
    opened.session.apply("gesture-import", edit)?;
    opened.wait_saved().map_err(anyhow::Error::msg)?;
    let layers = &opened.session.project().layers;
    let written = layers.iter().filter(|((d, a), _)| touched.contains(&Touched::Layer(d.clone(), a.clone())));
    let statements: usize = written.map(|(_, layer)| layer.len()).sum();
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

/// The reader of the format that was named, or else of the one that the file appears to have.
fn reader(format: Option<&str>, input: &Input) -> anyhow::Result<Reader> {
    let found = match format {
        Some(id) => formats::by_id(id).and_then(|format| format.reader),
        None => formats::recognise(input).map(|(_, reader)| reader),
    };
    found.ok_or_else(|| {
        let (known, path) = (formats::listed(formats::readable()), input.path().display().to_string());
        anyhow::anyhow!(t!("import-unknown-format", known = known, path = path))
    })
}
