//! `bayan export`: writes a project, or a part of it, in one of the writable formats, to a file, a folder or standard
//! output.

use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command};

use crate::formats::dataset::{Dataset, DatasetSource, ExportScope};
use crate::formats::loss::Loss;
use crate::formats::{self, Format, Options, Summary};
use crate::locale::plain;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::monitor::Monitor;
use crate::t;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(help = t!("help-export-project"))]
    project: PathBuf,
    #[arg(help = t!("help-export-format"))]
    #[arg(long, value_parser = PossibleValuesParser::new(formats::writable().map(|format| format.id)))]
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
    #[command(flatten)]
    chosen: ChosenOptions,
    #[arg(help = t!("help-export-without-excluded"))]
    #[arg(long)]
    without_excluded: bool,
    #[arg(help = t!("help-export-json"))]
    #[arg(long)]
    json: bool,
}

/// A flag for each option that some format has.
#[derive(Debug, Default)]
struct ChosenOptions(Options);

impl clap::Args for ChosenOptions {
    fn augment_args(command: Command) -> Command {
        let flag = |option: &'static formats::FormatOption| {
            Arg::new(option.id).long(option.id).help((option.help)()).action(ArgAction::SetTrue)
        };
        command.args(formats::all_options().map(flag))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl clap::FromArgMatches for ChosenOptions {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut chosen = Self::default();
        chosen.update_from_arg_matches(matches)?;
        Ok(chosen)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        for option in formats::all_options() {
            self.0.set(option, matches.get_flag(option.id));
        }
        Ok(())
    }
}

/// # Errors
/// The project cannot be read, or the export cannot be written.
pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    // The parser accepts no other name.
    let format = formats::by_id(&args.format).unwrap_or_default();
    let opened = super::open(&args.project)?;
    let source = if args.gold { DatasetSource::Gold } else { DatasetSource::Annotators(args.annotators.clone()) };
    let scope = ExportScope {
        source,
        documents: args.documents.clone(),
        without_excluded: args.without_excluded,
        for_colleague: false,
    };
    let dataset = Dataset::of(&opened.project, &scope)?;
    let options = &args.chosen.0;
    let summary = match &args.out {
        Some(path) => format.write_to_path(&dataset, options, path, &Monitor::default())?,
        None => to_standard_output(format, &dataset, options)?,
    };
    report(&args, format, summary, &format.losses(&dataset), opened.problems.len())?;
    // An export of the rest of a damaged project is a finding.
    Ok(if opened.problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(super::FINDINGS) })
}

/// Writes nothing until the whole export is known to be valid. A program gets it byte for byte; a terminal gets nothing
/// that could control it.
fn to_standard_output(format: &'static Format, dataset: &Dataset<'_>, options: &Options) -> anyhow::Result<Summary> {
    let mut bytes = Vec::new();
    let summary = format.write(dataset, options, &mut bytes)?;
    if std::io::stdout().is_terminal() {
        bytes = format.for_terminal(&bytes).into_bytes();
    }
    match std::io::stdout().write_all(&bytes) {
        // `bayan export … | head`: the reader has read enough.
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(summary),
    }
}

/// Reports what was written and what was lost, on standard error if the export itself goes to standard output.
fn report(args: &Args, format: &Format, summary: Summary, losses: &[Loss], problems: usize) -> anyhow::Result<()> {
    if !args.json {
        losses.iter().for_each(|loss| super::complain(&loss.describe()));
        super::complain(&t!(
            "export-done",
            statements = summary.statements,
            layers = summary.layers,
            documents = summary.documents
        ));
        return Ok(());
    }
    let lost: Vec<_> = losses.iter().map(|loss| plain(&loss.describe())).collect();
    let answer = serde_json::json!({
        "format": format.id, "out": args.out.as_ref().map(|path| path.display().to_string()),
        "documents": summary.documents, "layers": summary.layers, "statements": summary.statements,
        "relations": summary.relations, "losses": lost, "problems": problems,
    });
    match args.out {
        Some(_) => super::say_json(&answer)?,
        None => super::complain_json(&answer),
    }
    Ok(())
}
