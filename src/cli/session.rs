//! `bayan session`: edits from a script, through the same session, journal and saver as the window.
//!
//! The script has one JSON object a line; empty lines and lines that begin with `#` are passed over:
//!
//! ```text
//! {"add": {"document": "d", "kind": "claim", "start": 0, "end": 5, "chain": ["kremlin", "biden"], "note": "n"}}
//! {"note": {"document": "d", "id": "01a2…", "text": "t"}}
//! {"remove": {"document": "d", "id": "01a2…"}}
//! {"party": {"id": "p", "name": "Name"}}
//! {"title": "New title"}
//! {"guidelines": "New text"}
//! "undo"
//! "redo"
//! "save"
//! {"wait_ms": 20}
//! {"annotator": "amal"}
//! ```
//!
//! `add` may have an `id` of its own; `chain` and `note` may be missing. Offsets are code points, half-open. Each line is
//! answered on standard output once its change survives a crash: `{"done": 1, "id": "…"}`, or `{"line": 1, "error": "…"}`
//! where it does not fit. While it waits, what others write into the files comes in, and is said:
//! `{"outside": "…", "path": "…", "added": 2, "changed": 0, "removed": 0, "conflicts": 0}`.
//!
//! Where another process has the project open, the layers of `--annotator` alone are written.

use std::collections::BTreeSet;
use std::io::BufRead as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use serde::Deserialize;

use crate::edit::change::{Edit, Touched};
use crate::locale::plain;
use crate::model::id::{AnnotatorId, DocumentId, KindId, PartyId, StatementId};
use crate::model::party::{Party, PartyNames, Rgb};
use crate::model::span::Span;
use crate::model::statement::{Link, Statement};
use crate::store::LockError;
use crate::store::disk::{Disk, Real, StopAt};
use crate::store::keeper::{self, OpenForWriting};
use crate::{store, t};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(help = t!("help-session-project"))]
    project: PathBuf,
    #[arg(long, help = t!("help-session-script"))]
    script: PathBuf,
    #[arg(long, help = t!("help-session-annotator"))]
    annotator: Option<AnnotatorId>,
    #[arg(long, value_name = "N", help = t!("help-session-stop-at"))]
    stop_at: Option<u64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Line {
    Add {
        document: DocumentId,
        kind: KindId,
        start: usize,
        end: usize,
        #[serde(default)]
        chain: Vec<PartyId>,
        #[serde(default)]
        note: String,
        id: Option<StatementId>,
    },
    Note {
        document: DocumentId,
        id: StatementId,
        text: String,
    },
    Remove {
        document: DocumentId,
        id: StatementId,
    },
    Party {
        id: PartyId,
        name: String,
    },
    Title(String),
    Guidelines(String),
    Undo,
    Redo,
    Save,
    WaitMs(u64),
    Annotator(AnnotatorId),
}

/// # Errors
/// The project cannot be opened for writing, the script cannot be read, or nothing can be written any more.
pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let disk: Arc<dyn Disk> = match args.stop_at {
        Some(call) => Arc::new(StopAt::new(call)),
        None => Arc::new(Real),
    };
    let path = args.script.display().to_string();
    let script: Box<dyn std::io::Read> = if path == "-" {
        Box::new(std::io::stdin())
    } else {
        Box::new(std::fs::File::open(&args.script).with_context(|| t!("cli-script-unreadable", path = path.as_str()))?)
    };
    let lock = match (super::lock(&args.project), &args.annotator) {
        (Err(LockError::Held { .. }), Some(annotator)) => store::Lock::acquire_layers(&args.project, annotator)?,
        (lock, _) => lock?,
    };
    let choose = |project: &_| super::annotator_of(project, args.annotator.as_ref());
    let mut opened = keeper::open(&args.project, lock, disk, choose, || {})?;
    super::tell_of(&opened);
    args.annotator.as_ref().map_or(Ok(()), |annotator| super::check_new(opened.session.project(), annotator))?;
    opened.keeper.watch()?;
    let mut failed = false;
    for (index, line) in std::io::BufReader::new(script).lines().enumerate() {
        let line = line.with_context(|| t!("cli-script-unreadable", path = path.as_str()))?;
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let parsed = serde_json::from_str(&line).map_err(|error| error.to_string());
        let done = parsed.and_then(|line| match line {
            Line::Save => opened.wait_saved().map(|()| None),
            Line::WaitMs(time) => wait(&mut opened, Duration::from_millis(time)).map(|()| None),
            Line::Annotator(annotator) => {
                let checked = super::check_new(opened.session.project(), &annotator).map_err(|error| error.to_string());
                let claimed = checked.and_then(|()| opened.keeper.claim(&annotator).map_err(|error| error.to_string()));
                claimed.map(|()| {
                    opened.session.set_annotator(annotator);
                    None
                })
            }
            line => act(&mut opened, line),
        });
        let answer = match done {
            Ok(id) => {
                opened.keeper.take(&mut opened.session, true);
                opened.keeper.wait_durable().map_err(anyhow::Error::msg)?;
                serde_json::json!({ "done": index + 1, "id": id.map(|id| id.to_string()) })
            }
            Err(error) => {
                failed = true;
                serde_json::json!({ "line": index + 1, "error": plain(&error) })
            }
        };
        super::say_json(&answer)?;
    }
    opened.wait_saved().map_err(anyhow::Error::msg)?;
    Ok(if failed { ExitCode::from(super::FINDINGS) } else { ExitCode::SUCCESS })
}

/// Lets time pass, and what others write come in.
fn wait(opened: &mut OpenForWriting, time: Duration) -> Result<(), String> {
    let until = Instant::now() + time;
    loop {
        while let Some(report) = opened.keeper.take_news(&mut opened.session) {
            opened.protected.retain(|file| !report.released.contains(file));
            opened.protected.extend(report.blocked);
            report.problems.iter().for_each(|problem| super::complain(&problem.to_string()));
            for arrival in &report.arrivals {
                let said = serde_json::json!({
                    "outside": plain(&arrival.to_string()), "path": arrival.path, "added": arrival.added,
                    "changed": arrival.changed, "removed": arrival.removed, "conflicts": arrival.conflicts,
                });
                super::say_json(&said).map_err(|error| error.to_string())?;
            }
        }
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(());
        }
        std::thread::sleep(left.min(Duration::from_millis(10)));
    }
}

/// Does one line and returns the id of the statement that it made.
fn act(opened: &mut OpenForWriting, line: Line) -> Result<Option<StatementId>, String> {
    let OpenForWriting { session, protected, only, .. } = opened;
    let annotator = session.annotator().clone();
    let now = jiff::Timestamp::now();
    let (name, edit, made) = match line {
        Line::Add { document, kind, start, end, chain, note, id } => {
            let content = session.project().documents.get(&document).map(|d| d.content.clone());
            let content = content.ok_or_else(|| t!("edit-unknown-document", id = document.as_str()))?;
            let bytes = content.char_to_byte(start).zip(content.char_to_byte(end));
            let (start_byte, end_byte) = bytes.ok_or_else(|| t!("edit-span-outside", start = start, end = end))?;
            let id = id.unwrap_or_else(StatementId::generate);
            let statement = Statement {
                id,
                chain: chain.into_iter().map(|party| Link { party, cue: None, mention: None }).collect(),
                note,
                ..Statement::new(kind, vec![Span::new(start_byte, end_byte)], now)
            };
            let edit = Edit::AddStatement { layer: (document, annotator), statement: Box::new(statement) };
            (t!("gesture-make"), edit, Some(id))
        }
        Line::Note { document, id, text } => {
            let old = session.project().layer(&document, &annotator).and_then(|layer| layer.statement(id));
            let old = old.ok_or_else(|| t!("edit-unknown-statement", id = id.to_string()))?;
            let statement = Box::new(Statement { note: text, modified: now, ..old.clone() });
            (t!("panel-gesture-note"), Edit::ReplaceStatement { layer: (document, annotator), statement }, None)
        }
        Line::Remove { document, id } => {
            (t!("gesture-delete"), Edit::RemoveStatement { layer: (document, annotator), id }, None)
        }
        Line::Party { id, name } => {
            let index = session.project().parties.len();
            let color = Rgb::PALETTE.get(index % Rgb::PALETTE.len()).copied().unwrap_or(Rgb([0x7f; 3]));
            if let Some(same) = PartyNames::of(&session.project().parties).find(&name).filter(|same| **same != id) {
                super::complain(&t!(
                    "cli-session-same-party",
                    name = name.as_str(),
                    id = id.as_str(),
                    same = same.as_str()
                ));
            }
            let party = Party { id, name, aliases: Vec::new(), color, parent: None };
            (t!("panel-gesture-party-add"), Edit::AddParty { index, party }, None)
        }
        Line::Title(title) => (t!("gesture-title"), Edit::SetTitle(title), None),
        Line::Guidelines(text) => (t!("gesture-guidelines"), Edit::SetGuidelines(text), None),
        Line::Undo => {
            return session.undo().map(|_name| None).ok_or_else(|| t!("status-nothing-to-undo"));
        }
        Line::Redo => {
            return session.redo().map(|_name| None).ok_or_else(|| t!("status-nothing-to-undo"));
        }
        Line::Save | Line::WaitMs(_) | Line::Annotator(_) => return Ok(None),
    };
    let mut touched = BTreeSet::new();
    edit.touches(session.project(), &mut touched);
    let is_layer_of =
        |file: &Touched, of: &AnnotatorId| matches!(file, Touched::Layer(_, annotator) if annotator == of);
    if let Some(only) = only.as_ref().filter(|only| !touched.iter().all(|file| is_layer_of(file, only))) {
        return Err(t!("status-refused-only", annotator = only.as_str()));
    }
    if let Some(file) = touched.intersection(protected).next() {
        return Err(t!("cli-session-protected", file = format!("{file:?}")));
    }
    session.apply(name, edit).map(|()| made).map_err(|error| error.to_string())
}
