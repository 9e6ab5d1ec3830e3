//! `bayan history`: lists past states of a layer and restores them.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, bail};

use crate::edit::change::Touched;
use crate::model::gesture::Gesture;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::store::journal::past_states;
use crate::t;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(help = t!("help-history-project"))]
    project: PathBuf,
    #[arg(help = t!("help-history-document"))]
    document: DocumentId,
    #[arg(help = t!("help-history-annotator"))]
    annotator: AnnotatorId,
    #[arg(long, value_name = "NUMBER", help = t!("help-history-restore"))]
    restore: Option<usize>,
    #[arg(long, help = t!("help-history-json"))]
    json: bool,
}

/// # Errors
/// The project cannot be opened or written, or there is no such state.
pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let key = (args.document.clone(), args.annotator.clone());
    let states = past_states::states(&args.project, &Touched::Layer(args.document, args.annotator));
    if let Some(number) = args.restore {
        let mut opened = super::open_for_writing(&args.project, Some(&key.1))?;
        // Opening the project may have written what a crash had left, and so created another state.
        let state = number.checked_sub(1).and_then(|index| states.get(index));
        let state = state.with_context(|| t!("cli-history-no-state", number = number))?;
        let project = opened.session.project();
        let Some(document) = project.documents.get(&key.0) else {
            bail!(t!("edit-unknown-document", id = key.0.as_str()));
        };
        let (layer, lost) =
            past_states::layer(&document.content, state).map_err(|kind| anyhow::anyhow!(kind.to_string()))?;
        let (edit, unfit) = past_states::restore(project, &key, &layer);
        super::check_writable(&args.project, &opened, &edit)?;
        opened.session.apply(Gesture::new("gesture-restore-state").with("time", state.until), edit)?;
        opened.wait_saved().map_err(anyhow::Error::msg)?;
        super::say(&t!("cli-history-restored", statements = layer.len() - unfit, left = lost + unfit))?;
        return Ok(if lost + unfit > 0 { ExitCode::from(super::FINDINGS) } else { ExitCode::SUCCESS });
    }
    let opened = super::open(&args.project)?;
    let Some(document) = opened.project.documents.get(&key.0) else {
        bail!(t!("edit-unknown-document", id = key.0.as_str()));
    };
    let mut rows = Vec::new();
    let mut later = opened.project.layers.get(&key).map_or(0, crate::model::layer::Layer::len);
    for (index, state) in states.iter().enumerate().rev() {
        let statements = past_states::layer(&document.content, state).map_or(0, |(layer, _)| layer.len());
        let more = i64::try_from(later)? - i64::try_from(statements)?;
        rows.push((index + 1, state.until, statements, more));
        later = statements;
    }
    if args.json {
        let row = |(number, until, statements, more): &(usize, jiff::Timestamp, usize, i64)| {
            serde_json::json!({
                "number": number, "until": until.to_string(), "statements": statements, "added_after": more,
            })
        };
        super::say_json(&serde_json::json!({ "states": rows.iter().map(row).collect::<Vec<_>>() }))?;
    } else if rows.is_empty() {
        super::say(&t!("cli-history-empty"))?;
    }
    for (number, until, statements, more) in rows.iter().filter(|_| !args.json) {
        let until = crate::text::clock::when(*until);
        super::say(&t!(
            "cli-history-row",
            number = *number,
            until = until,
            statements = *statements,
            more = format!("{more:+}")
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}
