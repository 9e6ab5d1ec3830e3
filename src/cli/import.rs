//! `bayan import`: imports a file in one of the readable formats into the layers of one annotator or of all its
//! annotators, or makes a new project of it.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;
use clap::builder::PossibleValuesParser;
use serde_json::{Map, Value, json};

use super::places::{self, Listed, TextOf};
use super::progress;
use crate::formats::incoming::{ImportOptions, ImportPlan, LabelList, LabelMap, LabelTarget, MatchedBy, Whose};
use crate::formats::input::Input;
use crate::formats::{self, Reader, output};
use crate::locale::plain;
use crate::model::id::AnnotatorId;
use crate::model::project::Project;
use crate::{store, t};

/// The largest file that is read.
const LARGEST_BYTES: u64 = 1 << 30;
/// The largest map that is read.
const LARGEST_MAP_BYTES: u64 = 64 << 20;
/// The format that stands for whichever the contents show.
const AUTO: &str = "auto";

#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("whose").required(true).args(["annotator", "all", "new", "write_map", "write_places"]).multiple(true))]
pub struct Args {
    #[arg(help = t!("help-import-project"))]
    project: PathBuf,
    #[arg(help = t!("help-import-format"))]
    #[arg(long, value_parser = PossibleValuesParser::new(formats::readable().map(|format| format.id).chain([AUTO])))]
    format: Option<String>,
    #[arg(help = t!("help-import-file"))]
    file: PathBuf,
    #[arg(help = t!("help-import-annotator"))]
    #[arg(long, conflicts_with = "all")]
    annotator: Option<AnnotatorId>,
    #[arg(help = t!("help-import-all"))]
    #[arg(long)]
    all: bool,
    #[arg(help = t!("help-import-map"))]
    #[arg(long)]
    map: Option<PathBuf>,
    #[arg(help = t!("help-import-write-map"))]
    #[arg(long, value_name = "MAP")]
    write_map: Option<PathBuf>,
    #[arg(help = t!("help-import-place"))]
    #[arg(long, value_name = "FILE")]
    place: Option<PathBuf>,
    #[arg(help = t!("help-import-write-places"))]
    #[arg(long, value_name = "FILE")]
    write_places: Option<PathBuf>,
    #[arg(help = t!("help-import-new"))]
    #[arg(long, conflicts_with = "replace")]
    new: bool,
    #[arg(help = t!("help-import-replace"))]
    #[arg(long)]
    replace: bool,
    #[arg(help = t!("help-import-dry-run"))]
    #[arg(long)]
    dry_run: bool,
    #[arg(help = t!("help-import-json"))]
    #[arg(long)]
    json: bool,
}

/// # Errors
/// The project or the file cannot be read, the layer may not be replaced, or the project cannot be written.
pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    // A pipe may be slow, so it is read before the project is locked.
    let format = args.format.as_deref().filter(|format| *format != AUTO).and_then(formats::by_id);
    let (input, found) = formats::open(&args.file, LARGEST_BYTES, format)?;
    let Some((_, reader)) = found else {
        let known = formats::listed(formats::readable());
        bail!(t!("import-unknown-format", known = known, path = args.file.display().to_string()));
    };
    let map = args.map.as_deref().map(read_map).transpose()?.unwrap_or_default();
    let whose = args.annotator.clone().map_or(Whose::Everybody, Whose::One);
    let options = ImportOptions { replace: args.replace, map, ..ImportOptions::of(whose) };
    let plan = if args.new {
        new_project(&args, &reader, &input, &options)?
    } else {
        into_project(&args, &reader, input, &options)?
    };
    if let Some(path) = &args.write_map {
        let text = plan.map().render().map_err(anyhow::Error::msg)?;
        output::put(path, text.as_bytes())?;
    }
    if let Some(path) = &args.write_places {
        places::write(path, listed(&plan))?;
    }
    report(&args, &plan)?;
    let is_clean = plan.warnings.is_empty();
    Ok(if is_clean { ExitCode::SUCCESS } else { ExitCode::from(super::FINDINGS) })
}

impl Args {
    /// Whether nothing is to be imported.
    const fn only_looks(&self) -> bool {
        self.dry_run || self.write_map.is_some() || self.write_places.is_some()
    }
}

/// Works out what the import would do, with the places that a person has filled in.
fn plan(
    args: &Args,
    reader: &Reader,
    project: &Project,
    input: &Input,
    options: &ImportOptions,
) -> anyhow::Result<ImportPlan> {
    progress::shown(progress::reading, |monitor| {
        let survey = reader.survey(project, input, &options.map, monitor)?;
        let first = reader.plan_surveyed(project, input, &survey, options, monitor)?;
        let Some(path) = &args.place else { return Ok(first) };
        let places = places::read(path, listed(&first))?.remove(&TextOf::File).unwrap_or_default();
        let options = ImportOptions { places, ..options.clone() };
        let plan = reader.plan_surveyed(project, input, &survey, &options, monitor)?;
        if let Some((unplaced, problem)) = plan.unplaced.iter().find_map(|u| Some((u, u.problem.as_ref()?))) {
            let (id, reason) = (unplaced.statement.id.to_string(), problem.as_str());
            bail!(t!("import-statement-left-out", id = id, reason = reason));
        }
        Ok(plan)
    })
}

/// The statements for which the file has no place.
fn listed(plan: &ImportPlan) -> impl Iterator<Item = Listed<'_>> {
    plan.unplaced.iter().filter_map(|unplaced| {
        let (key, text) = (unplaced.key(), TextOf::File);
        let document = plan.document(&unplaced.document)?;
        Some(Listed { key, text, document, quote: &unplaced.quote, candidates: &unplaced.candidates })
    })
}

fn into_project(args: &Args, reader: &Reader, input: Input, options: &ImportOptions) -> anyhow::Result<ImportPlan> {
    if args.only_looks() {
        return plan(args, reader, &super::open(&args.project)?.project, &input, options);
    }
    let mut opened = super::open_for_writing(&args.project, args.annotator.as_ref())?;
    let mut plan = plan(args, reader, opened.session.project(), &input, options)?;
    drop(input);
    let edit = plan.take_edit();
    // What could not be read must not be replaced.
    if let Some(file) = opened.protected.first_of(&edit.touches(opened.session.project())) {
        bail!(t!("import-protected", path = store::path_of(&args.project, file).display().to_string()));
    }
    opened.session.apply("gesture-import", edit)?;
    opened.wait_saved().map_err(anyhow::Error::msg)?;
    Ok(plan)
}

/// Makes a project of the file. Its codebook is what the file says about it.
fn new_project(args: &Args, reader: &Reader, input: &Input, options: &ImportOptions) -> anyhow::Result<ImportPlan> {
    if args.project.exists() {
        bail!(t!("import-new-exists", path = args.project.display().to_string()));
    }
    let title = args.file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let mut project = Project { title, ..Project::default() };
    let mut plan = plan(args, reader, &project, input, options)?;
    if !args.only_looks() {
        plan.take_edit().apply(&mut project)?;
        store::create(&args.project, &project)?;
    }
    Ok(plan)
}

fn read_map(path: &Path) -> anyhow::Result<LabelMap> {
    use anyhow::Context as _;
    let bytes = crate::formats::input::read(path, LARGEST_MAP_BYTES)?;
    let named = || path.display().to_string();
    let text = String::from_utf8(bytes).map_err(|_| anyhow::anyhow!(t!("import-not-utf8", file = named())))?;
    LabelMap::parse(&text).with_context(named)
}

fn report(args: &Args, plan: &ImportPlan) -> anyhow::Result<()> {
    let (warnings, notes) = (&plan.warnings, &plan.notes);
    if args.json {
        return Ok(super::say_json(&as_json(args, plan))?);
    }
    super::complain_all(notes);
    super::complain_all(warnings);
    for label in plan.labels.iter().filter(|label| label.by != MatchedBy::Identifier).take(super::MOST_LINES) {
        if args.only_looks() {
            let (count, list) = (label.count, label.list.key());
            let target = said(&label.target);
            super::say(&t!(
                "cli-import-label",
                list = list,
                label = label.label.as_str(),
                count = count,
                target = target
            ))?;
        }
    }
    for unplaced in plan.without_place().take(super::MOST_LINES) {
        let (document, quote) = (unplaced.document.as_str(), unplaced.quote.as_str());
        let count = unplaced.candidates.len();
        super::say(&t!("cli-import-unplaced", document = document, quote = quote, count = count))?;
    }
    let statements = plan.counts.statements;
    let done = if args.only_looks() {
        t!("cli-import-would", statements = statements, warnings = warnings.len())
    } else {
        t!("import-done", statements = statements, warnings = warnings.len())
    };
    Ok(super::say(&done)?)
}

/// What a label stands for, as a map writes it.
fn said(target: &LabelTarget) -> String {
    match target {
        LabelTarget::Kind(id) => id.to_string(),
        LabelTarget::Topic(id) => id.to_string(),
        LabelTarget::Party(id) => id.to_string(),
        LabelTarget::RelationKind(id) => id.to_string(),
        LabelTarget::New => "new".to_owned(),
        LabelTarget::LeaveOut => "leave_out".to_owned(),
        LabelTarget::Cue => "cue".to_owned(),
        LabelTarget::Mention => "mention".to_owned(),
        LabelTarget::Excluded => "excluded".to_owned(),
    }
}

fn as_json(args: &Args, plan: &ImportPlan) -> Value {
    let most = super::MOST_LINES;
    let told: Vec<_> = (plan.warnings.iter().take(most))
        .map(|warning| json!({ "line": warning.line, "message": plain(&warning.message) }))
        .collect();
    let noted: Vec<_> = plan.notes.iter().take(most).map(|note| plain(&note.message)).collect();
    let annotators: Vec<_> = (plan.annotators.iter())
        .map(|seen| {
            json!({ "name": seen.name, "into": seen.into, "layers": seen.layers, "statements": seen.statements })
        })
        .collect();
    let mut labels = Map::new();
    for list in LabelList::ALL {
        let of_list = plan.labels.iter().filter(|label| label.list == list);
        let of_list = of_list.map(|label| {
            json!({
                "label": label.label, "count": label.count, "target": said(&label.target), "by": label.by.key(),
                "question": label.question,
            })
        });
        labels.insert(list.key().to_owned(), of_list.collect());
    }
    let unplaced = plan.without_place().take(most).map(|unplaced| {
        let content = plan.document(&unplaced.document).map(|document| &document.content);
        let char = |byte| content.and_then(|content| content.byte_to_char(byte));
        let places: Vec<_> =
            unplaced.candidates.iter().map(|span| [char(span.start_byte), char(span.end_byte)]).collect();
        json!({
            "document": unplaced.document, "annotator": unplaced.annotator, "statement": unplaced.statement.id,
            "quote": unplaced.quote, "places": places,
        })
    });
    let counts = plan.counts;
    json!({
        "statements": counts.statements, "warnings": told, "warnings_in_all": plan.warnings.len(), "notes": noted,
        "dry_run": args.only_looks(), "documents": counts.documents, "layers": counts.layers,
        "relations": counts.relations, "left_out": counts.left_out, "annotators": annotators, "labels": labels,
        "unit": plan.unit.describe(), "unplaced": unplaced.collect::<Vec<_>>(),
        "unplaced_in_all": plan.without_place().count(),
        "placed": plan.unplaced.len() - plan.without_place().count(),
    })
}
