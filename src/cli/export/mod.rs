//! `bayan export`: writes a project, or a part of it, in one of the writable formats, to a file, a folder or standard
//! output.

mod choices;

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command};

use self::choices::Choices;
use super::terminal::shown;
use crate::exchange::kept::Kept;
use crate::formats::dataset::DatasetSource;
use crate::formats::loss::Loss;
use crate::formats::parts::Parts;
use crate::formats::streamed::Survey;
use crate::formats::{self, FormatOption, OptionValue, Options, Summary};
use crate::locale::plain;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::project::Project;
use crate::monitor::Monitor;
use crate::settings::{self, ExportPreset, Settings};
use crate::store::{self, OneByOne};
use crate::t;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(help = t!("help-export-project"))]
    project: PathBuf,
    #[arg(help = t!("help-export-format"))]
    #[arg(long, value_parser = PossibleValuesParser::new(formats::writable().map(|format| format.id)))]
    #[arg(required_unless_present = "preset")]
    format: Option<String>,
    #[arg(help = t!("help-export-annotators"))]
    #[arg(long = "annotator")]
    annotators: Vec<AnnotatorId>,
    #[arg(help = t!("help-export-all-annotators"))]
    #[arg(long, conflicts_with_all = ["annotators", "mine"])]
    all_annotators: bool,
    #[arg(help = t!("help-export-mine"))]
    #[arg(long)]
    mine: bool,
    #[arg(help = t!("help-export-gold"))]
    #[arg(long)]
    gold: bool,
    #[arg(help = t!("help-export-documents"))]
    #[arg(long = "document")]
    documents: Vec<DocumentId>,
    #[arg(help = t!("help-export-query"))]
    #[arg(long)]
    query: Option<String>,
    #[arg(help = t!("help-export-out"))]
    #[arg(long)]
    out: Option<PathBuf>,
    #[command(flatten)]
    chosen: ChosenOptions,
    #[arg(help = t!("help-export-without-excluded"))]
    #[arg(long)]
    without_excluded: bool,
    #[arg(help = t!("help-export-roll-up"))]
    #[arg(long)]
    roll_up: bool,
    #[arg(help = t!("help-export-anonymise"))]
    #[arg(long)]
    anonymise: bool,
    #[arg(help = t!("help-export-per-document"))]
    #[arg(long)]
    per_document: bool,
    #[arg(help = t!("help-export-strict"))]
    #[arg(long)]
    strict: bool,
    #[arg(help = t!("help-export-preset"))]
    #[arg(long)]
    preset: Option<String>,
    #[arg(help = t!("help-export-save-preset"))]
    #[arg(long)]
    save_preset: Option<String>,
    #[arg(help = t!("help-export-json"))]
    #[arg(long)]
    json: bool,
}

/// An argument for each option that some format has.
#[derive(Debug, Default)]
struct ChosenOptions(Options);

fn argument(option: &'static FormatOption) -> Arg {
    let argument = Arg::new(option.id).long(option.id).help((option.help)());
    match option.value {
        OptionValue::Flag => argument.action(ArgAction::SetTrue),
        OptionValue::OneOf(choices) => {
            argument.value_parser(PossibleValuesParser::new(choices.iter().map(|choice| choice.id)))
        }
        OptionValue::Text(check) => {
            argument.value_parser(move |text: &str| check(text).map(|()| text.to_owned()).map_err(|e| plain(&e)))
        }
    }
}

impl clap::Args for ChosenOptions {
    fn augment_args(command: Command) -> Command {
        command.args(formats::all_options().map(argument))
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
            let value = match option.value {
                OptionValue::Flag => matches.get_flag(option.id).then(String::new),
                OptionValue::OneOf(_) | OptionValue::Text(_) => matches.get_one::<String>(option.id).cloned(),
            };
            self.0.choose(option, value);
        }
        Ok(())
    }
}

/// # Errors
/// The project cannot be read, or the export cannot be written.
pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let mut settings = settings::load();
    let choices = Choices::of(&args, &settings)?;
    let monitor = Monitor::default();
    let kinds = choices.format.loss_kinds(&choices.options);
    let mut survey = Survey::new(choices.scope.clone(), choices.changes, kinds);
    let opened = shown(&monitor, progress, progress_line, || {
        open(&args.project, |project, done, all| {
            survey.add(project);
            monitor.report(done, all);
        })
    })?;
    let problems = opened.problems.len();
    super::complain_all(opened.notes.iter().chain(&opened.problems));
    let watch = |done, all| {
        monitor.report(done, all);
        Ok(())
    };
    let kept = Kept(&opened);
    let dataset = shown(&monitor, progress, progress_line, || survey.finish(&kept))?.watched(&watch);
    let losses = choices.format.losses(&dataset, &choices.options);
    if choices.strict && !losses.iter().all(|loss| loss.is_by_choice()) {
        report(&args, &choices, &dataset, None, &losses, problems)?;
        return Ok(ExitCode::from(super::FINDINGS));
    }
    // On a terminal, the export itself shows how far it is.
    let summary = if args.out.is_none() && std::io::stdout().is_terminal() {
        write(&args, &choices, &dataset)?
    } else {
        shown(&monitor, progress, progress_line, || write(&args, &choices, &dataset))?
    };
    report(&args, &choices, &dataset, Some(summary), &losses, problems)?;
    if let Some(name) = &choices.save_as {
        save_preset(&mut settings, name, &choices.preset, !args.documents.is_empty())?;
    }
    // An export of the rest of a damaged project is a finding.
    Ok(if problems == 0 { ExitCode::SUCCESS } else { ExitCode::from(super::FINDINGS) })
}

fn progress(done: usize, all: usize) -> String {
    t!("cli-export-progress", done = done, all = all)
}

fn progress_line(done: usize, all: usize) -> String {
    t!("cli-export-progress-line", done = done, all = all)
}

/// Opens a project document by document.
///
/// # Errors
/// The project cannot be opened at all.
fn open(folder: &Path, take: impl FnMut(&Project, usize, usize)) -> anyhow::Result<OneByOne> {
    let mut opened = OneByOne::open(folder, take)?;
    opened.problems.extend(store::keeping::writers::other_writers(folder, ""));
    Ok(opened)
}

/// Saves the choices under a name. Documents belong to a project, so they are no part of a preset.
fn save_preset(settings: &mut Settings, name: &str, preset: &ExportPreset, has_documents: bool) -> anyhow::Result<()> {
    let saved = settings.change_presets(|presets| drop(presets.insert(name.to_owned(), preset.clone())));
    saved.with_context(|| t!("export-preset-unsaved", name = name))?;
    if has_documents {
        super::complain(&t!("cli-export-preset-documents"));
    }
    Ok(())
}

fn write(args: &Args, choices: &Choices, dataset: &dyn Parts) -> anyhow::Result<Summary> {
    let Choices { format, options, .. } = choices;
    let monitor = Monitor::default();
    let Some(path) = &args.out else {
        let is_terminal = std::io::stdout().is_terminal();
        return Ok(format.write_to_standard_output(dataset, options, is_terminal)?);
    };
    let written = if choices.per_document {
        format.write_per_document(dataset, options, path, &monitor)
    } else {
        format.write_to_path(dataset, options, path, &monitor)
    };
    Ok(written.map_err(|error| error.at(path))?)
}

/// Reports what was written and what was lost, on standard error if the export itself goes to standard output. Without a
/// summary nothing was written, because something would be lost.
fn report(
    args: &Args,
    choices: &Choices,
    dataset: &dyn Parts,
    written: Option<Summary>,
    losses: &[Loss],
    problems: usize,
) -> anyhow::Result<()> {
    // Who chose a source knows what it has.
    let is_default = choices.scope.source == DatasetSource::GoldFirst;
    let several = if is_default { dataset.documents_with_several_layers() } else { 0 };
    if !args.json {
        let (by_choice, of_format): (Vec<&Loss>, Vec<&Loss>) = losses.iter().partition(|loss| loss.is_by_choice());
        for (head, losses) in [(t!("export-by-choice"), by_choice), (t!("export-lost"), of_format)] {
            if !losses.is_empty() {
                super::complain(&head);
                losses.iter().for_each(|loss| super::complain(&format!("  {}", loss.describe())));
            }
        }
        if several > 0 {
            super::complain(&t!("export-several-layers", count = several));
        }
        super::complain(&written.map_or_else(
            || t!("export-strict"),
            |summary| {
                t!(
                    "export-done",
                    statements = summary.statements,
                    layers = summary.layers,
                    documents = summary.documents
                )
            },
        ));
        return Ok(());
    }
    let lost: Vec<_> = losses
        .iter()
        .map(|loss| {
            serde_json::json!({
                "id": loss.kind.id, "count": loss.count, "by_choice": loss.is_by_choice(),
                "message": plain(&loss.describe()),
            })
        })
        .collect();
    let out = args.out.as_ref().map(|path| path.display().to_string());
    let summary = written.unwrap_or_default();
    let answer = serde_json::json!({
        "format": choices.format.id, "out": out, "written": written.is_some(),
        "documents": summary.documents, "layers": summary.layers, "statements": summary.statements,
        "relations": summary.relations, "documents_with_several_layers": several, "losses": lost, "problems": problems,
    });
    match args.out {
        Some(_) => super::say_json(&answer)?,
        None => super::complain_json(&answer),
    }
    Ok(())
}
