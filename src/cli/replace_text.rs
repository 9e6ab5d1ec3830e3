//! `bayan replace-text`: replaces an article with a new version; each statement moves with its words.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;

use crate::edit::reanchor::{self, ReanchorContext, ReanchorOutcome, ReplacedText};
use crate::formats::article::{self, ReadOptions};
use crate::model::fingerprint;
use crate::model::id::DocumentId;
use crate::model::project::Project;
use crate::text::encoding::{Decoded, Encoding};
use crate::{store, t};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(help = t!("help-replace-text-project"))]
    project: PathBuf,
    #[arg(help = t!("help-replace-text-document"))]
    document: DocumentId,
    #[arg(help = t!("help-replace-text-file"))]
    file: PathBuf,
    #[arg(long, value_parser = super::parse_encoding, help = t!("help-replace-text-encoding"))]
    encoding: Option<Encoding>,
    #[arg(long, help = t!("help-replace-text-dry-run"))]
    dry_run: bool,
    #[arg(long, help = t!("help-replace-text-json"))]
    json: bool,
}

/// # Errors
/// The project or the file cannot be read, or the project cannot be written.
pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let Decoded { text, encoding, replaced: unread } =
        article::read_one(&args.file, &ReadOptions { encoding: args.encoding, ..ReadOptions::default() })?.decoded;
    let unknown = || t!("edit-unknown-document", id = args.document.as_str());
    let replaced = if args.dry_run {
        let opened = super::open(&args.project)?;
        plan(&args, &opened.project, &text).with_context(unknown)?
    } else {
        let mut opened = super::open_for_writing(&args.project, None)?;
        let project = opened.session.project();
        let replaced = plan(&args, project, &text).with_context(unknown)?;
        super::check_writable(&args.project, &opened, &replaced.edit)?;
        opened.session.apply("gesture-article-text", replaced.edit.clone())?;
        opened.wait_saved().map_err(anyhow::Error::msg)?;
        replaced
    };
    let (mut unmoved, mut moved, mut changed, mut orphaned) = (0, 0, 0, 0);
    let (mut rows, mut lines) = (Vec::new(), Vec::new());
    for row in &replaced.rows {
        let (word, count, score) = match row.outcome {
            ReanchorOutcome::Unmoved => ("unmoved", &mut unmoved, None),
            ReanchorOutcome::Moved => ("moved", &mut moved, None),
            ReanchorOutcome::Changed { score } => ("changed", &mut changed, Some(score)),
            ReanchorOutcome::Orphaned => ("orphaned", &mut orphaned, None),
        };
        *count += 1;
        let (id, annotator) =
            (row.id.to_string(), row.annotator.as_ref().map_or("gold", |annotator| annotator.as_str()));
        if args.json {
            rows.push(serde_json::json!({
                "id": id, "annotator": annotator, "fate": word, "score": score,
                "old_quote": row.old_quote, "new_quote": row.new_quote,
            }));
        } else if !matches!(row.outcome, ReanchorOutcome::Unmoved) {
            let score = score.map(|score| format!(" ({score:.2})")).unwrap_or_default();
            let quote = row.old_quote.as_str();
            let line = t!("cli-replace-row", fate = word, score = score, annotator = annotator, id = id, quote = quote);
            lines.push(line);
        }
    }
    super::say_all(&lines)?;
    let kept = replaced.kept.as_ref().map(|id| id.as_str());
    if args.json {
        super::say_json(&serde_json::json!({
            "unmoved": unmoved, "moved": moved, "changed": changed, "orphaned": orphaned, "kept": kept,
            "excluded_lost": replaced.excluded_lost, "relations_lost": replaced.relations_lost,
            "cues_lost": replaced.cues_lost(), "relations_left": replaced.left.relations,
            "decisions_left": replaced.left.decisions, "threads_left": replaced.left.threads,
            "encoding": encoding.name(), "replaced": unread, "statements": rows,
        }))?;
    } else {
        super::say(&t!("cli-replace-done", unmoved = unmoved, moved = moved, changed = changed, orphaned = orphaned))?;
        let (path, encoding) = (args.file.display().to_string(), encoding.name());
        super::complain(&t!("cli-replace-read", encoding = encoding, path = path.as_str()));
        if unread > 0 {
            super::complain(&t!("cli-add-replaced", count = unread, encoding = encoding, path = path));
        }
        replaced.losses().iter().for_each(|loss| super::complain(loss));
        if let Some(kept) = kept {
            super::complain(&t!("cli-replace-kept", id = kept));
        }
    }
    Ok(if replaced.loses() || unread > 0 { ExitCode::from(super::FINDINGS) } else { ExitCode::SUCCESS })
}

fn plan(args: &Args, project: &Project, text: &str) -> Option<ReplacedText> {
    let taken = store::Taken::new(&args.project, project);
    let around = ReanchorContext { is_taken: &|id| taken.has(id), fingerprint: &fingerprint::of, go_on: &|_, _| true };
    reanchor::replace_text(project, &args.document, text, &around)
}
