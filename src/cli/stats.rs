//! `bayan stats`: counts what a project contains.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::json;

use crate::model::work::LayerState;
use crate::t;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(help = t!("help-stats-project"))]
    project: PathBuf,
    #[arg(help = t!("help-stats-json"))]
    #[arg(long)]
    json: bool,
}

/// # Errors
/// The project cannot be opened.
pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let opened = super::open(&args.project)?;
    let project = &opened.project;
    let mut layers = Vec::new();
    for ((document, annotator), layer) in &project.layers {
        let (mut kinds, mut speakers, mut links) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for statement in layer.statements() {
            *kinds.entry(statement.kind.as_str()).or_insert(0_usize) += 1;
            *speakers.entry(statement.speaker().map_or("", |id| id.as_str())).or_insert(0_usize) += 1;
            *links.entry(statement.chain.len().to_string()).or_insert(0_usize) += 1;
        }
        let relations = layer.relations().count();
        layers.push(json!({
            "document": document.as_str(), "annotator": annotator.as_str(), "statements": layer.len(),
            "state": layer.state().as_str(),
            "relations": relations, "kinds": kinds, "speakers": speakers, "chain_lengths": links,
        }));
        if !args.json {
            let kinds = kinds.iter().map(|(kind, count)| format!("{kind} {count}")).collect::<Vec<_>>().join(", ");
            let (document, annotator) = (document.as_str(), annotator.as_str());
            super::say(&t!(
                "cli-stats-layer",
                document = document,
                annotator = annotator,
                statements = layer.len(),
                relations = relations,
                kinds = kinds,
                state = layer.state().as_str()
            ))?;
        }
    }
    let work = project.work();
    let states = LayerState::ALL.map(|state| work.values().filter(|of| **of == state).count());
    let statements: usize = project.layers.values().map(crate::model::layer::Layer::len).sum();
    if args.json {
        let documents: Vec<_> = project
            .documents
            .values()
            .map(|d| json!({ "id": d.id.as_str(), "title": d.metadata.title, "characters": d.content.len_chars() }))
            .collect();
        super::say_json(&json!({
            "title": project.title, "documents": documents, "parties": project.parties.len(),
            "statements": statements, "layers": layers, "problems": opened.problems.len(),
            "assigned": project.assignments.len(), "blind_until_done": project.blind_until_done,
            "work": { "open": states[0], "in-progress": states[1], "done": states[2] },
        }))?;
    } else {
        super::say(&t!(
            "cli-stats-total",
            title = project.title.as_str(),
            documents = project.documents.len(),
            parties = project.parties.len(),
            statements = statements
        ))?;
        let [open, in_progress, done] = states;
        super::say(&t!("cli-stats-work", open = open, in_progress = in_progress, done = done))?;
    }
    Ok(if opened.problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(super::FINDINGS) })
}
