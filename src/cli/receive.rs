//! `bayan receive`: a colleague's tags, from the file that `bayan send` writes or from a project folder.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use serde_json::json;

use crate::export::{Format, Options, Scope, write};
use crate::import::tags::{Fate, read};
use crate::locale::plain;
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
    #[arg(help = t!("help-receive-dry-run"))]
    #[arg(long)]
    dry_run: bool,
    #[arg(help = t!("help-receive-json"))]
    #[arg(long)]
    json: bool,
}

/// The largest file of tags that is read.
const LARGEST_BYTES: u64 = 256 << 20;

/// # Errors
/// The project or the tags cannot be read, or the project cannot be written.
pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    use std::io::Read as _;
    let mut opened = super::Access::open(&args.project, !args.dry_run)?;
    let path = args.from.display().to_string();
    let mut bytes = Vec::new();
    if args.from.is_dir() {
        let theirs = super::open(&args.from)?;
        write(&theirs.project, &Scope::default(), Format::Jsonl, Options::default(), &mut bytes)?;
    } else {
        let unreadable = || t!("import-unreadable", path = path.as_str());
        let file = std::fs::File::open(&args.from).with_context(unreadable)?;
        file.take(LARGEST_BYTES + 1).read_to_end(&mut bytes).with_context(unreadable)?;
        if bytes.len() as u64 > LARGEST_BYTES {
            bail!(t!("cli-receive-too-large", path = path.as_str()));
        }
    }
    let received = read(opened.project(), &bytes, args.with_documents);
    let added = received.entries.iter().filter(|entry| entry.fate == Fate::Added).count();
    if !args.dry_run && added > 0 {
        opened.apply(&args.project, t!("gesture-receive"), received.edit)?;
    }
    if args.json {
        let layers: Vec<_> = received
            .entries
            .iter()
            .map(|entry| {
                json!({
                    "document": entry.document, "annotator": entry.annotator, "state": entry.fate.as_str(),
                    "statements": entry.statements,
                })
            })
            .collect();
        let warnings: Vec<_> = received
            .warnings
            .iter()
            .map(|warning| json!({ "line": warning.line, "message": plain(&warning.message) }))
            .collect();
        super::say_json(&json!({ "added": added, "dry_run": args.dry_run, "layers": layers, "warnings": warnings }))?;
    } else {
        for entry in &received.entries {
            let (document, annotator) = (entry.document.as_str(), entry.annotator.as_str());
            super::say(&match entry.fate {
                Fate::Added => {
                    t!("cli-receive-added", document = document, annotator = annotator, statements = entry.statements)
                }
                Fate::Same => t!("cli-receive-same", document = document, annotator = annotator),
                Fate::Conflict => t!("cli-receive-conflict", document = document, annotator = annotator),
                Fate::UnknownDocument => t!("cli-receive-unknown-document", document = document, annotator = annotator),
                Fate::OtherText => t!("cli-receive-other-text", document = document, annotator = annotator),
                Fate::Unreadable => t!("cli-receive-unreadable", path = path.as_str()),
            })?;
        }
        received.warnings.iter().for_each(|warning| super::complain(&warning.to_string()));
    }
    let clean = received.entries.iter().all(|entry| matches!(entry.fate, Fate::Added | Fate::Same));
    let clean = clean && received.warnings.is_empty() && !received.entries.is_empty() && opened.problems() == 0;
    Ok(if clean { ExitCode::SUCCESS } else { ExitCode::from(super::FINDINGS) })
}
