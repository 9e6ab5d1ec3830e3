//! `bayan session`: runs edits from a script, through the same session, journal and saver as the window.
//!
//! The script has one JSON object per line; empty lines and lines that begin with `#` are skipped:
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
//! {"undo": "anyway"}
//! {"redo": "anyway"}
//! ```
//!
//! `undo` and `redo` act on what this run has done, under whichever name. What was done earlier or came in from outside
//! is refused and named, unless `"anyway"` is given. What somebody else has changed since stays: the answer then lists
//! it under `kept`, or is an error if nothing could be taken back.
//!
//! `add` may have an `id` of its own; `chain` and `note` may be missing. Offsets are code points, half-open. Each line
//! is answered on standard output once its change would survive a crash: `{"done": 1, "id": "…"}`, or
//! `{"line": 1, "error": "…"}` if it does not fit. During a wait, changes that others write into the files come in and
//! are reported:
//! `{"outside": "…", "path": "…", "added": 2, "changed": 0, "removed": 0, "conflicts": 0}`.
//!
//! If another process has the project open, only the layers of `--annotator` are written.

use std::collections::BTreeSet;
use std::io::BufRead as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use serde::Deserialize;

use crate::disk;
use crate::edit::change::{Edit, Touched};
use crate::edit::gesture::{parties, statement};
use crate::edit::session::{Asks, Next, Session, Way};
use crate::locale::plain;
use crate::model::id::{AnnotatorId, DocumentId, KindId, PartyId, StatementId};
use crate::model::party::PartyNames;
use crate::model::span::Span;
use crate::model::statement::Statement;
use crate::store::LockError;
use crate::store::keeping::{self, OpenForWriting};
use crate::{store, t};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(help = t!("help-session-project"))]
    project: PathBuf,
    #[arg(long, help = t!("help-session-script"))]
    script: PathBuf,
    #[arg(long, help = t!("help-session-annotator"))]
    annotator: Option<AnnotatorId>,
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

/// Lines that do what would otherwise be refused.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Insistent {
    Undo(Anyway),
    Redo(Anyway),
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Anyway {
    Anyway,
}

/// The result of a line.
#[derive(Default)]
struct Done {
    /// The statement that it created.
    id: Option<StatementId>,
    /// What an undo or redo left as it was.
    kept: Vec<String>,
}

fn parse(line: &str) -> Result<(Line, bool), serde_json::Error> {
    match serde_json::from_str(line) {
        Ok(line) => Ok((line, false)),
        Err(error) => match serde_json::from_str(line) {
            Ok(Insistent::Undo(Anyway::Anyway)) => Ok((Line::Undo, true)),
            Ok(Insistent::Redo(Anyway::Anyway)) => Ok((Line::Redo, true)),
            Err(_) => Err(error),
        },
    }
}

/// # Errors
/// The project cannot be opened for writing, the script cannot be read, or nothing can be written any more.
pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
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
    // The annotator must be known: no layer is chosen by default.
    let annotator = args.annotator.or_else(super::person).ok_or_else(|| anyhow::anyhow!(t!("cli-no-annotator")))?;
    let mut opened = keeping::open(&args.project, lock, disk::chosen(), |_| annotator, || {})?;
    super::tell_of(&opened);
    super::check_new(opened.session.project(), opened.session.annotator())?;
    opened.keeper.watch()?;
    let mut failed = false;
    for (index, line) in std::io::BufReader::new(script).lines().enumerate() {
        let line = line.with_context(|| t!("cli-script-unreadable", path = path.as_str()))?;
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let parsed = parse(&line).map_err(|error| error.to_string());
        let done = parsed.and_then(|(line, anyway)| match line {
            Line::Save => opened.wait_saved().map(|()| Done::default()),
            Line::WaitMs(time) => wait(&mut opened, Duration::from_millis(time)).map(|()| Done::default()),
            Line::Annotator(annotator) => {
                let checked = super::check_new(opened.session.project(), &annotator).map_err(|error| error.to_string());
                let claimed = checked.and_then(|()| opened.keeper.claim(&annotator).map_err(|error| error.to_string()));
                claimed.map(|()| {
                    opened.session.set_annotator(annotator);
                    Done::default()
                })
            }
            Line::Undo => go(&mut opened, Way::Undo, anyway),
            Line::Redo => go(&mut opened, Way::Redo, anyway),
            line => act(&mut opened, line).map(|id| Done { id, ..Done::default() }),
        });
        let answer = match done {
            Ok(Done { id, kept }) => {
                opened.keeper.take(&mut opened.session, true);
                opened.keeper.wait_durable().map_err(anyhow::Error::msg)?;
                let mut answer = serde_json::json!({ "done": index + 1, "id": id.map(|id| id.to_string()) });
                if !kept.is_empty() {
                    let kept: Vec<_> = kept.iter().map(|kept| plain(kept)).collect();
                    answer["kept"] = kept.into();
                }
                answer
            }
            Err(error) => {
                failed = true;
                serde_json::json!({ "line": index + 1, "error": plain(&t!("cli-session-error", message = error)) })
            }
        };
        super::say_json(&answer)?;
    }
    opened.wait_saved().map_err(anyhow::Error::msg)?;
    Ok(if failed { ExitCode::from(super::FINDINGS) } else { ExitCode::SUCCESS })
}

/// Waits, and takes in changes by others meanwhile.
fn wait(opened: &mut OpenForWriting, time: Duration) -> Result<(), String> {
    let until = Instant::now() + time;
    loop {
        while let Some(report) = opened.keeper.take_news(&mut opened.session) {
            opened.protected.retain(|file| !report.released.contains(file));
            opened.protected.extend(report.blocked);
            super::complain_all(&report.problems);
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

/// Runs one line and returns the id of the statement that it created.
fn act(opened: &mut OpenForWriting, line: Line) -> Result<Option<StatementId>, String> {
    let OpenForWriting { session, keeper, protected, only, .. } = opened;
    let annotator = session.annotator().clone();
    let now = jiff::Timestamp::now();
    let (name, edit, made) = match line {
        Line::Add { document, kind, start, end, chain, note, id } => {
            let content = session.project().documents.get(&document).map(|d| d.content.clone());
            let content = content.ok_or_else(|| t!("edit-unknown-document", id = document.as_str()))?;
            let bytes = content.char_to_byte(start).zip(content.char_to_byte(end));
            let (start_byte, end_byte) = bytes.ok_or_else(|| t!("edit-span-outside", start = start, end = end))?;
            let mut statement = statement::new(kind, Span::new(start_byte, end_byte), chain, now);
            statement.id = id.unwrap_or(statement.id);
            statement.note = note;
            let made = statement.id;
            let edit = Edit::AddStatement { layer: (document, annotator), statement: Box::new(statement) };
            ("gesture-statement-add", edit, Some(made))
        }
        Line::Note { document, id, text } => {
            let old = session.project().layer(&document, &annotator).and_then(|layer| layer.statement(id));
            let old = old.ok_or_else(|| t!("edit-unknown-statement", id = id.to_string()))?;
            let statement = Box::new(Statement { note: text, modified: now, ..old.clone() });
            ("gesture-note", Edit::ReplaceStatement { layer: (document, annotator), statement }, None)
        }
        Line::Remove { document, id } => {
            ("gesture-statement-delete", Edit::RemoveStatement { layer: (document, annotator), id }, None)
        }
        Line::Party { id, name } => {
            let index = session.project().parties.len();
            if let Some(same) = PartyNames::of(&session.project().parties).find(&name).filter(|same| **same != id) {
                super::complain(&t!(
                    "cli-session-same-party",
                    name = name.as_str(),
                    id = id.as_str(),
                    same = same.as_str()
                ));
            }
            let party = parties::new_party(session.project(), id, name);
            ("gesture-party-add", Edit::AddParty { index, party }, None)
        }
        Line::Title(title) => ("gesture-project-title", Edit::SetTitle(title), None),
        Line::Guidelines(text) => ("gesture-guidelines", Edit::SetGuidelines(text), None),
        Line::Undo | Line::Redo | Line::Save | Line::WaitMs(_) | Line::Annotator(_) => return Ok(None),
    };
    may_write(&edit.touches(session.project()), only.as_ref(), protected, keeper.folder())?;
    session.apply(name, edit).map(|()| made).map_err(|error| error.to_string())
}

/// Refuses changes to files that this process may not write.
fn may_write(
    touched: &BTreeSet<Touched>,
    only: Option<&AnnotatorId>,
    protected: &store::Protected,
    folder: &Path,
) -> Result<(), String> {
    let is_layer_of =
        |file: &Touched, of: &AnnotatorId| matches!(file, Touched::Layer(_, annotator) if annotator == of);
    if let Some(only) = only.filter(|only| !touched.iter().all(|file| is_layer_of(file, only))) {
        return Err(t!("status-refused-only", annotator = only.as_str()));
    }
    match protected.first_of(touched) {
        Some(file) => Err(t!("cli-session-protected", file = store::path_of(folder, file).display().to_string())),
        None => Ok(()),
    }
}

/// Takes back the last step or redoes it. A step that this run has not done is refused, unless `anyway` is set.
fn go(opened: &mut OpenForWriting, way: Way, anyway: bool) -> Result<Done, String> {
    let OpenForWriting { session, protected, only, keeper, .. } = opened;
    let next = if way == Way::Redo { session.next_redo() } else { session.next_undo() };
    let next = next.ok_or_else(|| t!("status-nothing-to-undo"))?;
    // The name it was done under does not matter, since the script itself has chosen it.
    if let Some(asks @ (Asks::Earlier | Asks::Outside)) = next.asks.filter(|_| !anyway) {
        return Err(refusal(session, way, asks, &next));
    }
    may_write(&session.touched_by_next(way), only.as_ref(), protected, keeper.folder())?;
    let undone = if way == Way::Redo { session.redo() } else { session.undo_next() };
    let undone = undone.ok_or_else(|| t!("status-nothing-to-undo"))?;
    if undone.changed {
        return Ok(Done { kept: undone.kept, ..Done::default() });
    }
    // The journal must also record that the step was dropped from the history.
    opened.keeper.take(&mut opened.session, true);
    opened.keeper.wait_durable()?;
    Err(undone.told(way))
}

/// Names the step and says how to take it back anyway.
fn refusal(session: &Session, way: Way, asks: Asks, next: &Next) -> String {
    let name = next.gesture.to_string();
    let (known, by) = (usize::from(next.by.is_some()), next.by.as_ref().map_or("", |by| by.as_str()));
    let time = crate::text::clock::when(next.at);
    let place = next.told_place(session.project());
    let line = match way {
        Way::Redo => r#"{"redo":"anyway"}"#,
        Way::Do | Way::Undo => r#"{"undo":"anyway"}"#,
    };
    match asks {
        Asks::Outside => t!("cli-session-undo-outside", name = name, place = place, time = time, line = line),
        Asks::Earlier | Asks::Another => {
            t!("cli-session-undo-earlier", name = name, known = known, by = by, place = place, time = time, line = line)
        }
    }
}
