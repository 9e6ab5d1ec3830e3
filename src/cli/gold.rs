//! `bayan gold`: the progress of the review: how much is decided, put off, open or out of date.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::json;

use crate::model::id::DocumentId;
use crate::model::review::{Decision, Verdict};
use crate::review::comparison::compare;
use crate::review::decide::orphans;
use crate::review::queue::{QueueFilter, QueueOrder, counts, queue};
use crate::t;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(help = t!("help-gold-project"))]
    project: PathBuf,
    #[arg(help = t!("help-gold-documents"))]
    #[arg(long = "document")]
    documents: Vec<DocumentId>,
    #[arg(help = t!("help-gold-json"))]
    #[arg(long)]
    json: bool,
}

/// # Errors
/// The project cannot be opened, or does not have a requested document.
pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let opened = super::open(&args.project)?;
    let project = &opened.project;
    super::known_documents(project, &args.documents)?;
    let (mut documents, mut out_of_date) = (Vec::new(), 0);
    for id in project.documents.keys().filter(|id| args.documents.is_empty() || args.documents.contains(id)) {
        let Some(comparison) = compare(project, id, &[]) else { continue };
        let comparisons = [comparison];
        let all =
            queue(project, &comparisons, &QueueFilter { agreements: true, ..QueueFilter::default() }, QueueOrder::Text);
        let (differences, standings) = counts(&comparisons, &all);
        let review = project.reviews.get(id);
        let mut provenance: BTreeMap<&str, usize> = BTreeMap::new();
        for decision in review.into_iter().flat_map(|review| review.decisions()) {
            *provenance.entry(decision.provenance.as_str()).or_default() += decision.statements.len();
        }
        // A decision made where no annotator had a statement has no source that could have disappeared.
        let made_on = |decision: &&std::sync::Arc<Decision>| decision.sources.iter().any(|s| !s.statements.is_empty());
        let gone = comparisons.iter().flat_map(|comparison| orphans(project, comparison)).filter(made_on).count();
        let of = |name: &str| standings.get(name).copied().unwrap_or_default();
        let count = |test: fn(&Decision) -> bool| {
            review.map_or(0, |review| review.decisions().filter(|decision| test(decision)).count())
        };
        let old = of("out-of-date") + gone;
        out_of_date += old;
        let statements = review.map_or(0, |review| review.gold().len());
        let threads = review.map_or(0, |review| review.threads().filter(|thread| thread.resolved.is_none()).count());
        let annotators: Vec<&str> = comparisons.iter().flat_map(|c| &c.annotators).map(|a| a.as_str()).collect();
        if !args.json {
            super::say(&t!(
                "cli-gold-document",
                document = id.as_str(),
                statements = statements,
                decided = of("decided"),
                later = of("later"),
                open = of("open"),
                old = old
            ))?;
        }
        documents.push(json!({
            "document": id.as_str(), "annotators": annotators, "places": all.len(),
            "open": of("open"), "later": of("later"), "sent_back": of("sent-back"), "decided": of("decided"), "out_of_date": old,
            "nothing": count(|d| d.verdict == Verdict::Nothing),
            "needs_rule": count(|d| d.needs_rule), "differences": differences, "statements": statements,
            "relations": review.map_or(0, |review| review.gold().relations().count()),
            "provenance": provenance, "open_threads": threads,
        }));
    }
    if args.json {
        super::say_json(&json!({ "documents": documents, "problems": opened.problems.len() }))?;
    }
    let findings = out_of_date > 0 || !opened.problems.is_empty();
    Ok(if findings { ExitCode::from(super::FINDINGS) } else { ExitCode::SUCCESS })
}
