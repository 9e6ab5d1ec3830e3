//! What was: the records of closed journals, so that undo works after closing, and past states of the files.
//!
//! `.bayan/history` has, by writer, `<writer>.journal` with the records (the oldest are dropped once there are too many)
//! and `<writer>.saved` with the SHA-256 of each file as it was read or written last; and `states/`, files as they were
//! before they were replaced. All of it is a convenience: none of it is needed to read the project, so it is not synced.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, io};

use jiff::Timestamp;

use super::disk::{Disk, names_of};
use super::journal::Segment;
use super::problem::{ProblemKind, StoreError};
use super::saver::Manifest;
use super::{files, inside, journal, path_of, records, schema, units};
use crate::edit::change::{Edit, LayerKey, Touched, check_statement};
use crate::edit::session::{Record, Session};
use crate::model::layer::Layer;
use crate::model::project::Project;
use crate::model::work::{LayerProgress, LayerState};
use crate::text::content::Content;

/// Above this the older half of the records is dropped.
const MAX_BYTES: usize = 8 << 20;
/// How many changes can be undone after opening.
const MAX_RECORDS: usize = 2000;
/// A file's state is kept only this long after the one before.
const BETWEEN_STATES_SECONDS: i64 = 300;
/// How many past states of a file are kept, and how much they may take; the closest in time go first.
const MAX_STATES: usize = 100;
const MAX_STATES_BYTES: u64 = 64 << 20;

/// SHA-256 by path from the project on, with `/`.
pub type Hashes = BTreeMap<String, String>;

/// Where the history of a project is.
pub fn folder(project: &Path) -> PathBuf {
    project.join(".bayan").join("history")
}

/// One state of a file before it was replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastState {
    /// When it was replaced.
    pub until: Timestamp,
    pub path: PathBuf,
    pub length_bytes: u64,
}

/// Takes the segments away that a manifest covers; their records go on in the history.
///
/// # Errors
/// A segment cannot be removed.
pub fn retire(disk: &dyn Disk, project: &Path, writer: &str, manifest: &Manifest) -> Result<(), StoreError> {
    let journals = journal::folder(project);
    let failed = |source| StoreError::Write { path: journals.clone(), source };
    let segments: Vec<_> = journal::segments(project, writer)
        .map_err(failed)?
        .into_iter()
        .filter(|(_, number)| *number <= manifest.segment)
        .map(|(name, _)| journals.join(name))
        .collect();
    // What of the history cannot be kept is no reason not to save.
    if let Err(error) = append(disk, project, writer, &segments) {
        tracing::warn!(%error, "the history cannot be written");
    }
    let mut saved = saved(project, writer);
    super::saver::note(&mut saved, manifest);
    if let Err(error) = write_saved(disk, project, writer, &saved) {
        tracing::warn!(%error, "what was saved cannot be written down");
        // What it says is not true any more: own files would be taken for somebody else's.
        let _ = disk.remove(&folder(project).join(format!("{writer}.saved")));
    }
    segments.iter().try_for_each(|path| disk.remove(path)).map_err(failed)
}

fn append(disk: &dyn Disk, project: &Path, writer: &str, segments: &[PathBuf]) -> io::Result<()> {
    let folder = folder(project);
    disk.create_folder(&folder)?;
    let path = folder.join(format!("{writer}.journal"));
    for path in segments.iter().chain([&path]) {
        inside::check(project, path)?;
    }
    let metadata = fs::symlink_metadata(&path).ok();
    let length = metadata.as_ref().map_or(0, fs::Metadata::len);
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    // A copy that shares its content with this file would grow with it.
    let is_shared = metadata.is_some_and(|metadata| names_of(&metadata) > 1);
    // Nor is a newer record appended to a file that says it is of an older version.
    let is_appended_to = length > 0 && !is_shared && journal::takes_records(&path)?;
    // However much the segments hold, no more than the newest of it goes in.
    let (frames, dropped) = newest(segments, MAX_BYTES)?;
    if dropped.is_none() && length == 0 {
        disk.write(&path, &journal::with_head(&frames))?;
    } else if dropped.is_none() && length.saturating_add(frames.len()) <= MAX_BYTES && is_appended_to {
        if !frames.is_empty() {
            disk.append(&path, &frames)?;
        }
    } else {
        let (mut kept, mut number) = (Vec::new(), dropped);
        if dropped.is_none() {
            let fits = length.saturating_add(frames.len()) <= MAX_BYTES;
            let most = if is_shared || fits { MAX_BYTES.saturating_sub(frames.len()) } else { MAX_BYTES / 2 };
            (kept, number) = newest(std::slice::from_ref(&path), most)?;
        }
        // The numbers go on where they were.
        kept.splice(0..0, number.map(super::kept::dropped).unwrap_or_default());
        kept.extend(frames);
        let temporary = folder.join(format!("{writer}.journal.tmp"));
        disk.write(&temporary, &journal::with_head(&kept))?;
        disk.rename(&temporary, &path)?;
    }
    Ok(())
}

/// The newest records of these segments that take no more than so much, framed; and the number of the last record that was
/// left out for it.
fn newest(segments: &[PathBuf], most_bytes: usize) -> io::Result<(Vec<u8>, Option<u64>)> {
    let (mut frames, mut left) = (Vec::new(), most_bytes);
    for path in segments.iter().rev() {
        let Ok(mut segment) = Segment::open(path) else { continue };
        let mut own = Vec::new();
        for range in segment.scan.payloads.clone().into_iter().rev() {
            let payload = segment.payload(&range).map_err(|kind| io::Error::other(kind.to_string()))?;
            let frame = journal::frame(&payload);
            match left.checked_sub(frame.len()) {
                Some(rest) => left = rest,
                None => {
                    let number =
                        super::kept::note(&payload).map_or_else(|| records::number(&payload), |note| note.last_number);
                    own.reverse();
                    frames.splice(0..0, own.concat());
                    return Ok((frames, Some(number.unwrap_or_default())));
                }
            }
            own.push(frame);
        }
        own.reverse();
        frames.splice(0..0, own.concat());
    }
    Ok((frames, None))
}

/// The SHA-256 of each file as it was read or written here last.
pub fn saved(project: &Path, writer: &str) -> Hashes {
    let path = folder(project).join(format!("{writer}.saved"));
    let bytes = files::read_bytes_inside(project, &path).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

/// Remembers what the files are; when this returns, also after a power cut.
///
/// # Errors
/// As the system says.
pub fn write_saved(disk: &dyn Disk, project: &Path, writer: &str, saved: &Hashes) -> io::Result<()> {
    let folder = folder(project);
    disk.create_folder(&folder)?;
    let (path, temporary) = (folder.join(format!("{writer}.saved")), folder.join(format!("{writer}.saved.tmp")));
    disk.write_synced(&temporary, &serde_json::to_vec(saved)?, None)?;
    disk.rename(&temporary, &path)?;
    disk.sync_folder(&folder)
}

/// The files that are not what they were when they were last read or written here, where `now` says what they are.
pub fn changed_outside(folder: &Path, writer: &str, now: &Hashes) -> BTreeSet<PathBuf> {
    let known = saved(folder, writer);
    let differs = |(path, sha256): &(&String, &String)| now.get(*path).is_none_or(|current| current != *sha256);
    known.iter().filter(differs).map(|(path, _)| folder.join(path)).collect()
}

/// Puts the records of the history into the session's, so that they can be undone, as far back as they still hold: each
/// must have left what it changed as it is now, apart from what later ones did, and it goes not beyond a change of a file
/// that was `changed` from outside. Returns the number of the last record.
pub fn recall(folder: &Path, writer: &str, session: &mut Session, changed: &BTreeSet<PathBuf>) -> u64 {
    let path = self::folder(folder).join(format!("{writer}.journal"));
    if inside::check(folder, &path).is_err() {
        return 0;
    }
    let Ok(mut segment) = Segment::open(&path) else { return 0 };
    let mut texts = super::kept::texts_of(session.project());
    let mut found: Vec<Record> = Vec::new();
    let (mut last, mut before) = (0, u64::MAX);
    // What the records further back must have left there.
    let mut then: BTreeMap<units::Key, Option<units::Value>> = BTreeMap::new();
    let damaged = std::mem::take(&mut segment.scan.damaged);
    for range in std::mem::take(&mut segment.scan.payloads).into_iter().rev().take(MAX_RECORDS) {
        let Ok(payload) = segment.payload(&range) else { break };
        if let Some(note) = super::kept::note(&payload) {
            last = last.max(note.last_number.unwrap_or_default());
            continue;
        }
        last = last.max(records::number(&payload).unwrap_or_default());
        let Ok(numbered) = records::decode_backwards(&payload, &mut texts) else { break };
        // A record that came in twice when a save was interrupted.
        if numbered.number >= before {
            continue;
        }
        before = numbered.number;
        let mut touched = BTreeSet::new();
        numbered.record.edit.touches(session.project(), &mut touched);
        numbered.record.inverse.touches(session.project(), &mut touched);
        if touched.iter().any(|file| changed.contains(&path_of(folder, file))) {
            break;
        }
        let changes = units::changes(&numbered.record);
        let holds = |change: &units::Change| match then.get(&change.key) {
            Some(value) => units::is_same(value.as_ref(), change.after.as_ref()),
            None => units::is_same(units::get(session.project(), &change.key).as_ref(), change.after.as_ref()),
        };
        if !changes.iter().all(holds) {
            break;
        }
        then.extend(changes.into_iter().map(|change| (change.key, change.before)));
        found.push(numbered.record);
        // What lies before a damaged place does not lead here.
        if damaged.iter().any(|damage| damage.end + 16 == range.start) {
            break;
        }
    }
    found.iter().rev().for_each(|record| session.recall(record));
    last
}

/// Keeps a file as it is before it is replaced, unless that was done a moment ago.
///
/// # Errors
/// The folder cannot be written.
pub fn keep_state(disk: &dyn Disk, project: &Path, path: &Path) -> io::Result<()> {
    if !files::is_there(path) || path.extension().is_none_or(|ending| ending != "ron") {
        return Ok(());
    }
    let name = super::saver::relative(project, path);
    let now = Timestamp::now();
    let mut states = states_of(project, &name);
    let recent = |state: &PastState| now.as_second() - state.until.as_second() < BETWEEN_STATES_SECONDS;
    if states.last().is_some_and(recent) {
        return Ok(());
    }
    let folder = folder(project).join("states");
    disk.create_folder(&folder)?;
    let kept = folder.join(files::kept_name(now.as_millisecond(), &name));
    disk.link(path, &kept)?;
    loop {
        let length_bytes: u64 = states.iter().map(|state| state.length_bytes).sum();
        if states.len() < 3 || (states.len() < MAX_STATES && length_bytes <= MAX_STATES_BYTES) {
            return Ok(());
        }
        // The one that has the closest neighbours is missed least; the first and the last stay.
        let gap = |index: &usize| {
            let at = |index: usize| states.get(index).map_or(i64::MAX, |state| state.until.as_second());
            at(index + 1).saturating_sub(at(index - 1))
        };
        let Some(index) = (1..states.len() - 1).min_by_key(gap) else { return Ok(()) };
        disk.remove(&states.remove(index).path)?;
    }
}

/// The past states of a file, the oldest first.
pub fn states(project: &Path, file: &Touched) -> Vec<PastState> {
    states_of(project, &super::saver::relative(project, &path_of(project, file)))
}

fn states_of(project: &Path, name: &str) -> Vec<PastState> {
    // Long names were not always cut short.
    let (whole, short) = (name.replace('/', "~"), files::kept_part(name));
    let entries = inside::entries(project, &folder(project).join("states")).unwrap_or_default();
    let mut states: Vec<PastState> = entries
        .iter()
        .filter_map(|entry| {
            let found = entry.file_name().to_string_lossy().into_owned();
            let (time, of) = found.split_once('~')?;
            let until = Timestamp::from_millisecond(time.parse().ok()?).ok()?;
            let metadata = entry.metadata().ok().filter(fs::Metadata::is_file)?;
            let length_bytes = metadata.len();
            (of == whole || of == short).then(|| PastState { until, path: entry.path(), length_bytes })
        })
        .collect();
    states.sort_by_key(|state| state.until);
    states
}

/// The layer of a past state, with what of it does not lie in this text any more left out and counted.
///
/// # Errors
/// The state cannot be read.
pub fn layer(content: &Content, state: &PastState) -> Result<(Layer, usize), ProblemKind> {
    let (mut layer, mut left_out) = (Layer::default(), 0);
    let text = String::from_utf8(files::read_plain(&state.path)?).map_err(|_invalid| ProblemKind::NotUtf8)?;
    let (file, _version) = schema::read_layer(&text, |entry| match schema::statement(content, &entry) {
        Ok(statement) => {
            layer.put(statement);
        }
        Err(_) => left_out += 1,
    })?;
    // A time that cannot be read does not keep the statements away.
    layer.set_progress(file.progress.as_ref().and_then(|entry| schema::progress(entry).ok()));
    for relation in file.relations.iter().filter_map(|entry| schema::relation(entry).ok()) {
        if layer.statement(relation.from).is_some() && layer.statement(relation.to).is_some() {
            layer.put_relation(relation);
        }
    }
    Ok((layer, left_out))
}

/// The edit that makes a layer what it was, and how many statements do not fit the project any more.
pub fn restore(project: &Project, key: &LayerKey, state: &Layer) -> (Edit, usize) {
    let now = project.layers.get(key).cloned().unwrap_or_default();
    let (mut edits, mut left_out) = (Vec::new(), 0);
    let fits: BTreeSet<_> =
        state.statements().filter(|s| check_statement(project, &key.0, s).is_ok()).map(|s| s.id).collect();
    for relation in now.relations().filter(|r| state.relation(r.id) != Some(r)) {
        edits.push(Edit::RemoveRelation { layer: key.clone(), id: relation.id });
    }
    for statement in now.statements().filter(|s| state.statement(s.id).is_none()) {
        edits.push(Edit::RemoveStatement { layer: key.clone(), id: statement.id });
    }
    for statement in state.statements() {
        let (layer, boxed) = (key.clone(), Box::new(statement.clone()));
        match now.statement(statement.id) {
            _ if !fits.contains(&statement.id) => left_out += 1,
            None => edits.push(Edit::AddStatement { layer, statement: boxed }),
            Some(old) if old != statement => edits.push(Edit::ReplaceStatement { layer, statement: boxed }),
            Some(_) => {}
        }
    }
    let linked = |relation: &&crate::model::statement::Relation| {
        let there = |id| fits.contains(id) || now.statement(*id).is_some();
        now.relation(relation.id) != Some(*relation)
            && there(&relation.from)
            && there(&relation.to)
            && project.codebook.relation_kind(&relation.kind).is_some()
    };
    for relation in state.relations().filter(linked) {
        edits.push(Edit::AddRelation { layer: key.clone(), relation: relation.clone() });
    }
    // That it was done once stays known.
    let earliest = [now.progress(), state.progress()].into_iter().flatten().filter_map(|p| p.first_done).min();
    let before = earliest.and_then(|_| now.progress());
    let taken_up = before.map(|before| LayerProgress { state: LayerState::InProgress, ..*before });
    let progress = state.progress().copied().or(taken_up).map(|p| LayerProgress { first_done: earliest, ..p });
    if now.progress() != progress.as_ref() {
        edits.push(Edit::SetProgress { layer: key.clone(), progress });
    }
    // Relations that hang on a removed statement go with it.
    let gone: BTreeSet<_> =
        now.statements().filter(|s| state.statement(s.id).is_none()).map(|statement| statement.id).collect();
    edits.retain(|edit| match edit {
        Edit::RemoveRelation { id, .. } => {
            !now.relation(*id).is_some_and(|r| gone.contains(&r.from) || gone.contains(&r.to))
        }
        _ => true,
    });
    (Edit::Group(edits), left_out)
}
