//! `bayan export`: a project, or a part of it, as JSON Lines or CSV, to a file or to standard output.

use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use crate::formats::{Format, Options, Scope, Watch, gold, losses, placeless_gold, to_path, write};
use crate::locale::{harmless, harmless_json, plain};
use crate::model::id::{AnnotatorId, DocumentId};
use crate::t;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(help = t!("help-export-project"))]
    project: PathBuf,
    #[arg(help = t!("help-export-format"))]
    #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(Format::ALL.map(Format::as_str)))]
    format: String,
    #[arg(help = t!("help-export-annotators"))]
    #[arg(long = "annotator")]
    annotators: Vec<AnnotatorId>,
    #[arg(help = t!("help-export-gold"))]
    #[arg(long, conflicts_with = "annotators")]
    gold: bool,
    #[arg(help = t!("help-export-documents"))]
    #[arg(long = "document")]
    documents: Vec<DocumentId>,
    #[arg(help = t!("help-export-out"))]
    #[arg(long)]
    out: Option<PathBuf>,
    #[arg(help = t!("help-export-spreadsheet"))]
    #[arg(long)]
    spreadsheet: bool,
    #[arg(help = t!("help-export-without-excluded"))]
    #[arg(long)]
    without_excluded: bool,
    #[arg(help = t!("help-export-json"))]
    #[arg(long)]
    json: bool,
}

/// # Errors
/// The project cannot be read, or the export not be written.
pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let format = if args.format == Format::Csv.as_str() { Format::Csv } else { Format::Jsonl };
    let opened = super::open(&args.project)?;
    let project = &opened.project;
    let scope =
        Scope { annotators: args.annotators, documents: args.documents, without_excluded: args.without_excluded };
    let options = Options { spreadsheet: args.spreadsheet };
    let summary = match &args.out {
        Some(path) if args.gold => gold::to_path(project, &scope, format, options, path, &Watch::default())?,
        Some(path) => to_path(project, &scope, format, options, path, &Watch::default())?,
        None => {
            // Nothing goes out before all of it is known to be sound.
            let mut bytes = Vec::new();
            let summary = if args.gold {
                gold::write(project, &scope, format, options, &mut bytes)?
            } else {
                write(project, &scope, format, options, &mut bytes)?
            };
            // A program that reads it gets it byte for byte, a terminal nothing that steers it.
            if std::io::stdout().is_terminal() {
                let text = String::from_utf8_lossy(&bytes);
                bytes = if format == Format::Jsonl { harmless_json(&text) } else { harmless(&text) }.into_bytes();
            }
            match std::io::stdout().write_all(&bytes) {
                // `bayan export … | head`: the reader had enough.
                Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => return Err(error.into()),
                _ => summary,
            }
        }
    };
    // What a table of gold loses is what one of a layer loses; it is counted for the annotators' layers only.
    let losses =
        if args.gold { placeless_gold(project, &scope).into_iter().collect() } else { losses(format, project, &scope) };
    if args.json {
        let lost: Vec<_> = losses.iter().map(|loss| plain(&loss.describe())).collect();
        let answer = serde_json::json!({
            "format": format.as_str(), "out": args.out.as_ref().map(|path| path.display().to_string()),
            "documents": summary.documents, "layers": summary.layers, "statements": summary.statements,
            "relations": summary.relations, "losses": lost, "problems": opened.problems.len(),
        });
        match args.out {
            Some(_) => super::say_json(&answer)?,
            None => super::complain_json(&answer),
        }
    } else {
        losses.iter().for_each(|loss| super::complain(&loss.describe()));
        super::complain(&t!(
            "export-done",
            statements = summary.statements,
            layers = summary.layers,
            documents = summary.documents
        ));
    }
    // An export of what is left of a damaged project is a finding.
    Ok(if opened.problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(super::FINDINGS) })
}
