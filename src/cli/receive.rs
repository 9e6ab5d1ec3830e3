//! `bayan receive`: adds a colleague's tags, from the file that `bayan send` writes, a project folder, or a zip of one.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use serde_json::{Map, Value, json};

use super::places::{self, Listed, TextOf};
use crate::edit::reanchor::ReanchorOutcome;
use crate::exchange::plan::{LayerOutcome, PartyQuestion, PlannedLayer, ReceiveOptions, ReceivePlan, plan};
use crate::exchange::source::{self, ReceivedTags};
use crate::locale::plain;
use crate::model::codebook::CodebookList;
use crate::model::id::{AnnotatorId, PartyId};
use crate::model::project::Project;
use crate::t;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(help = t!("help-receive-project"))]
    project: PathBuf,
    #[arg(help = t!("help-receive-from"))]
    from: PathBuf,
    #[arg(help = t!("help-receive-with-documents"))]
    #[arg(long)]
    with_documents: bool,
    #[arg(help = t!("help-receive-reanchor"))]
    #[arg(long)]
    reanchor: bool,
    #[arg(help = t!("help-receive-update"))]
    #[arg(long)]
    update: bool,
    #[arg(help = t!("help-receive-as"))]
    #[arg(long = "as", value_name = "[NAME=]NAME")]
    names: Vec<String>,
    #[arg(help = t!("help-receive-same-party"))]
    #[arg(long = "same-party", value_name = "ID")]
    same_parties: Vec<PartyId>,
    #[arg(help = t!("help-receive-place"))]
    #[arg(long, value_name = "FILE")]
    place: Option<PathBuf>,
    #[arg(help = t!("help-receive-write-places"))]
    #[arg(long, value_name = "FILE")]
    write_places: Option<PathBuf>,
    #[arg(help = t!("help-receive-dry-run"))]
    #[arg(long)]
    dry_run: bool,
    #[arg(help = t!("help-receive-json"))]
    #[arg(long)]
    json: bool,
}

/// # Errors
/// The project or the tags cannot be read, or the project cannot be written.
pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let only_looks = args.dry_run || args.write_places.is_some();
    let mut opened = super::Access::open(&args.project, !only_looks)?;
    let theirs = source::read(&args.from)?;
    let mut options = ReceiveOptions {
        with_documents: args.with_documents,
        reanchor: args.reanchor,
        update: args.update,
        names: names(opened.project(), &theirs.project, &args.names)?,
        same_parties: args.same_parties.iter().cloned().collect(),
        ..ReceiveOptions::default()
    };
    let mut plan = plan(opened.project(), &theirs.project, &options);
    if let Some(id) = args.same_parties.iter().find(|id| plan.questions.iter().all(|asked| asked.id != **id)) {
        bail!(t!("cli-receive-same-unknown", id = id.as_str()));
    }
    if let Some(path) = &args.place {
        let mut chosen = places::read(path, listed(&theirs, &plan, opened.project()))?;
        options.places = chosen.remove(&TextOf::File).unwrap_or_default();
        options.orphan_places = chosen.remove(&TextOf::Project).unwrap_or_default();
        let (placed, problems) = theirs.placed(&options.places);
        plan = self::plan(opened.project(), &placed, &options);
        let of_orphans = plan.orphans.iter().filter_map(|orphan| Some((&orphan.key, orphan.problem.as_ref()?)));
        if let Some((key, reason)) = problems.iter().chain(of_orphans).next() {
            bail!(t!("import-statement-left-out", id = key.statement.to_string(), reason = reason.as_str()));
        }
    }
    if let Some(path) = &args.write_places {
        places::write(path, listed(&theirs, &plan, opened.project()))?;
    }
    if let Some(edit) = plan.edit.clone().filter(|_| !only_looks) {
        opened.apply(&args.project, "gesture-receive", edit)?;
    }
    let told = theirs.told(&options.places);
    let warnings: Vec<&String> = told.iter().chain(&plan.warnings).collect();
    if args.json {
        let warnings: Vec<String> = warnings.iter().take(super::MOST_LINES).map(|warning| plain(warning)).collect();
        let added = plan.entries.iter().filter(|entry| entry.outcome == LayerOutcome::Added).count();
        let layers: Vec<_> = plan.entries.iter().map(of).collect();
        let mut told = Map::new();
        let mut tell = |name: &str, value: Value| told.insert(name.to_owned(), value);
        let lines = |lines: &[String]| lines.iter().take(super::MOST_LINES).map(|line| plain(line)).collect::<Vec<_>>();
        tell("added", json!(added));
        tell("dry_run", json!(only_looks));
        tell("layers", json!(layers));
        tell("warnings", json!(warnings));
        tell("documents", json!(plan.documents));
        tell("kept_texts", json!(plan.kept_texts));
        tell("parties", json!(plan.parties));
        for list in CodebookList::ALL {
            tell(list.key(), json!(plan.codebook.get(&list).map(Vec::as_slice).unwrap_or_default()));
        }
        tell("same_parties", json!(lines(&plan.same_parties)));
        tell("other_parties", json!(lines(&plan.other_parties)));
        let question = |asked: &PartyQuestion| json!({ "id": asked.id, "theirs": plain(&asked.theirs), "ours": plain(&asked.ours) });
        tell("questions", json!(plan.questions.iter().map(question).collect::<Vec<_>>()));
        tell("differing", json!(lines(&plan.differing)));
        tell("reviews_not_taken", json!(theirs.reviews));
        super::say_json(&Value::Object(told))?;
    } else {
        say(&plan)?;
        if theirs.reviews > 0 {
            super::complain(&t!("exchange-reviews", count = theirs.reviews));
        }
        super::complain_all(&warnings);
    }
    let settled = |entry: &PlannedLayer| {
        matches!(entry.outcome, LayerOutcome::Added | LayerOutcome::Merged | LayerOutcome::Same)
            && entry.counts.kept == 0
            && entry.counts.orphaned == 0
            && entry.counts.cues_lost == 0
    };
    let clean = plan.entries.iter().all(settled)
        && warnings.is_empty()
        && plan.other_parties.is_empty()
        && opened.problems() == 0;
    Ok(if clean { ExitCode::SUCCESS } else { ExitCode::from(super::FINDINGS) })
}

/// The statements without a place: in the colleague's texts because nothing says where, in the project's because their words
/// are not there.
fn listed<'p>(theirs: &'p ReceivedTags, plan: &'p ReceivePlan, ours: &'p Project) -> impl Iterator<Item = Listed<'p>> {
    let unplaced = theirs.unplaced.iter().filter_map(|unplaced| {
        let (key, text) = (unplaced.key(), TextOf::File);
        let document = theirs.project.documents.get(&unplaced.document)?;
        Some(Listed { key, text, document, quote: &unplaced.quote, candidates: &unplaced.candidates })
    });
    let orphans = plan.orphans.iter().filter_map(|orphan| {
        let (key, text) = (orphan.key.clone(), TextOf::Project);
        let document = ours.documents.get(&orphan.here)?;
        Some(Listed { key, text, document, quote: &orphan.quote, candidates: &[] })
    });
    unplaced.chain(orphans)
}

/// Parses `NEW` for the only annotator, or `OLD=NEW` for one of several.
fn names(ours: &Project, theirs: &Project, wanted: &[String]) -> anyhow::Result<BTreeMap<AnnotatorId, AnnotatorId>> {
    let sent = theirs.annotators();
    let mut names = BTreeMap::new();
    for wish in wanted {
        let (old, new) = match (wish.split_once('='), sent.as_slice()) {
            (Some((old, new)), _) => (AnnotatorId::new(old)?, new),
            (None, [only]) => (only.clone(), wish.as_str()),
            (None, _) => bail!(t!("cli-receive-as-several", name = wish.as_str(), found = joined(&sent))),
        };
        if !sent.contains(&old) {
            bail!(t!("cli-receive-as-unknown", name = old.as_str(), found = joined(&sent)));
        }
        let new = AnnotatorId::new(new)?;
        super::no_twin(ours, Some(&new))?;
        if new.is_device() {
            bail!(t!("id-device", id = new.as_str()));
        }
        names.insert(old, new);
    }
    Ok(names)
}

fn joined(annotators: &[AnnotatorId]) -> String {
    annotators.iter().map(AnnotatorId::as_str).collect::<Vec<_>>().join(", ")
}

fn of(entry: &PlannedLayer) -> serde_json::Value {
    let counts = entry.counts;
    let reanchored = entry.reanchored.as_ref().map(|rows| {
        let count = |outcome: fn(&ReanchorOutcome) -> bool| rows.iter().filter(|row| outcome(&row.outcome)).count();
        let orphans: Vec<_> = rows
            .iter()
            .filter(|row| row.outcome == ReanchorOutcome::Orphaned)
            .map(|row| json!({ "id": row.id.to_string(), "quote": row.old_quote }))
            .collect();
        json!({
            "unmoved": count(|outcome| matches!(outcome, ReanchorOutcome::Unmoved)),
            "moved": count(|outcome| matches!(outcome, ReanchorOutcome::Moved)),
            "changed": count(|outcome| matches!(outcome, ReanchorOutcome::Changed { .. })),
            "orphaned": orphans, "cues_lost": counts.cues_lost, "relations_left": counts.relations_left,
        })
    });
    json!({
        "document": entry.document, "annotator": entry.annotator, "state": entry.outcome.as_str(),
        "into_document": entry.into.0, "into": entry.into.1, "statements": counts.new, "sent": entry.statements,
        "same": counts.same, "kept": counts.kept, "updated": counts.updated, "only_here": counts.only_here,
        "reanchored": reanchored,
    })
}

fn say(plan: &ReceivePlan) -> std::io::Result<()> {
    // The lines that follow depend on these.
    super::say_all(plan.other_parties.iter().chain(&plan.same_parties))?;
    for entry in plan.entries.iter().take(super::MOST_LINES) {
        super::say(&entry.describe(plan))?;
        let orphans = entry.reanchored.iter().flatten().filter(|row| row.outcome == ReanchorOutcome::Orphaned);
        super::say_all(orphans.map(|row| {
            let (id, quote) = (row.id.to_string(), row.old_quote.as_str());
            t!("cli-receive-orphan", id = id, quote = quote)
        }))?;
    }
    if let Some(more) = plan.entries.len().checked_sub(super::MOST_LINES).filter(|more| *more > 0) {
        super::say(&t!("cli-more", count = more))?;
    }
    super::say_all(plan.additions().into_iter().skip(plan.other_parties.len() + plan.same_parties.len()))
}
