//! `bayan review`: accepts statements in bulk by a rule, without a window.

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
use crate::t;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(help = t!("help-review-project"))]
    project: PathBuf,
    #[arg(help = t!("help-review-take"))]
    #[arg(long, value_parser = parse_rule)]
    take: Rule,
    #[arg(help = t!("help-review-reviewer"))]
    #[arg(long, default_value = "reviewer")]
    reviewer: AnnotatorId,
    #[arg(help = t!("help-review-documents"))]
    #[arg(long = "document")]
    documents: Vec<DocumentId>,
    #[arg(help = t!("help-review-annotators"))]
    #[arg(long = "annotator")]
    annotators: Vec<AnnotatorId>,
    #[arg(help = t!("help-review-dry-run"))]
    #[arg(long)]
    dry_run: bool,
    #[arg(help = t!("help-review-json"))]
    #[arg(long)]
    json: bool,
}

/// # Errors
/// The project cannot be opened or written, or lacks what was requested.
pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let mut opened = super::Access::open(&args.project, !args.dry_run)?;
    super::known_documents(opened.project(), &args.documents)?;
    let known = opened.project().annotators();
    if let Some(id) = args.annotators.iter().find(|id| !known.contains(id)) {
        bail!(t!("export-unknown-annotator", id = id.as_str()));
    }
    let (mut edits, mut documents) = (Vec::new(), Vec::new());
    let (mut accepted, mut before) = (0, 0);
    for id in opened.project().documents.keys().filter(|id| args.documents.is_empty() || args.documents.contains(id)) {
        let Some(comparison) = compare(opened.project(), id, &args.annotators) else { continue };
        let bulk = accept(opened.project(), &comparison, args.take, &args.reviewer, Timestamp::now());
        accepted += bulk.accepted.len();
        before += bulk.decided_before;
        documents.push(json!({
            "document": id.as_str(), "places": comparison.places.len(), "accepted": bulk.accepted.len(),
            "decided_before": bulk.decided_before,
        }));
        edits.extend(bulk.edit);
    }
    let edit = Edit::Group(edits);
    if !args.dry_run && accepted > 0 {
        opened.apply(&args.project, "gesture-decision-bulk", edit)?;
    }
    if args.json {
        super::say_json(&json!({
            "rule": args.take.name(), "reviewer": args.reviewer.as_str(), "dry_run": args.dry_run,
            "accepted": accepted, "decided_before": before, "documents": documents, "problems": opened.problems(),
        }))?;
    } else {
        super::say(&t!("cli-review-done", accepted = accepted, before = before))?;
    }
    Ok(if opened.problems() == 0 { ExitCode::SUCCESS } else { ExitCode::from(super::FINDINGS) })
}

fn parse_rule(name: &str) -> Result<Rule, String> {
    Rule::parse(name).ok_or_else(|| plain(&t!("cli-review-rule")))
}
