//! `bayan review`: bulk acceptance by a rule, without a window.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use jiff::Timestamp;
use serde_json::json;

use crate::edit::change::Edit;
use crate::locale::plain;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::review::comparison::compare;
use crate::review::decide::{Rule, accept};
use crate::{store, t};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder of the project
    project: PathBuf,
    /// What to accept: all-agree, majority, or edges:N (the same but for edges of up to N words, the longest is taken)
    #[arg(long, value_parser = parse_rule)]
    take: Rule,
    /// Who decides
    #[arg(long, default_value = "reviewer")]
    reviewer: AnnotatorId,
    /// Only this document; may be given several times
    #[arg(long = "document")]
    documents: Vec<DocumentId>,
    /// Only these annotators' layers; may be given several times
    #[arg(long = "annotator")]
    annotators: Vec<AnnotatorId>,
    /// Say what would be accepted, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Answer with one JSON object
    #[arg(long)]
    json: bool,
}

/// # Errors
/// The project cannot be opened or written, or does not have what is asked for.
pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let _lock = if args.dry_run { None } else { Some(store::Lock::acquire(&args.project)?) };
    let mut opened = super::open(&args.project)?;
    super::known_documents(&opened.project, &args.documents)?;
    let known = opened.project.annotators();
    if let Some(id) = args.annotators.iter().find(|id| !known.contains(id)) {
        bail!(t!("export-unknown-annotator", id = id.as_str()));
    }
    let (mut edits, mut documents) = (Vec::new(), Vec::new());
    let (mut accepted, mut before) = (0, 0);
    for id in opened.project.documents.keys().filter(|id| args.documents.is_empty() || args.documents.contains(id)) {
        let Some(comparison) = compare(&opened.project, id, &args.annotators) else { continue };
        let bulk = accept(&opened.project, &comparison, args.take, &args.reviewer, Timestamp::now());
        accepted += bulk.accepted.len();
        before += bulk.decided_before;
        documents.push(json!({
            "document": id.as_str(), "places": comparison.places.len(), "accepted": bulk.accepted.len(),
            "decided_before": bulk.decided_before,
        }));
        edits.extend(bulk.edit);
    }
    let edit = Edit::Group(edits);
    let mut touched = BTreeSet::new();
    edit.touches(&opened.project, &mut touched);
    if !args.dry_run && accepted > 0 {
        if let Some(file) = touched.iter().find(|file| opened.protected.contains(file)) {
            bail!(t!("import-protected", path = store::path_of(&args.project, file).display().to_string()));
        }
        edit.apply(&mut opened.project)?;
        store::save(&args.project, &opened.project, &touched)?;
    }
    if args.json {
        super::say_json(&json!({
            "rule": args.take.name(), "reviewer": args.reviewer.as_str(), "dry_run": args.dry_run,
            "accepted": accepted, "decided_before": before, "documents": documents, "problems": opened.problems.len(),
        }))?;
    } else {
        super::say(&t!("cli-review-done", accepted = accepted, before = before))?;
    }
    Ok(if opened.problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(super::FINDINGS) })
}

fn parse_rule(name: &str) -> Result<Rule, String> {
    Rule::parse(name).ok_or_else(|| plain(&t!("cli-review-rule")))
}
