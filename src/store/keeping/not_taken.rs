//! Recorded changes that are not in the project: those of `.bayan/kept`, and those in the journals of other writers.
//!
//! Records that recovery could not take are kept in a file in the journal's format,
//! `.bayan/kept/<time>~not-taken.journal`, with notes beside them: why each was not taken, which writer's journal it
//! came from, and later which were taken after all. Segments that older versions kept whole are read as well. Nothing
//! in `.bayan/kept` is ever deleted.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde_json::Value;

use super::writers;
use crate::disk::Disk;
use crate::edit::change::{Edit, EditError};
use crate::edit::session::{Record, Session};
use crate::edit::unit;
use crate::model::gesture::Gesture;
use crate::model::project::Project;
use crate::store::format::{record, schema};
use crate::store::journal::notes::{Note, framed, note, texts_of};
use crate::store::journal::segments::{self, Segment};
use crate::store::layout::{computer, relative};
use crate::store::merging::replay::{self, Plan};
use crate::store::problem::{Problem, ProblemKind, StoreError};
use crate::store::protected::Protected;

/// The suffix of the files in which recovery keeps the records that it did not take.
const NOT_TAKEN: &str = "~not-taken.journal";
/// Marks the name of a segment that was kept whole because part of it is unreadable; its sound records were taken.
const DAMAGED: &str = "~damaged~";

/// A file with changes that may not be in the project.
#[derive(Clone, Debug)]
pub struct Kept {
    pub path: PathBuf,
    /// The writer's name; empty if it is not known.
    pub writer: String,
    /// The file is a journal in use: the computer that wrote it may still bring the changes in itself.
    pub is_journal: bool,
    pub changes: Vec<Change>,
    /// How many bytes of the file are unreadable.
    pub unreadable_bytes: usize,
}

/// One recorded change.
#[derive(Clone, Debug)]
pub struct Change {
    /// Its index in the file, counted from 0.
    pub place: usize,
    pub time: Option<Timestamp>,
    pub gesture: Gesture,
    /// Whose layers it changes.
    pub annotators: Vec<String>,
    pub documents: Vec<String>,
    /// Why it was not taken; empty if no reason was recorded.
    pub reason: String,
    pub state: State,
}

/// The present status of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It exists only here.
    Waiting,
    /// It was taken later by a person, or by recovery.
    Taken,
    /// The project already contains it exactly.
    There,
}

impl State {
    /// The machine-readable name.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Taken => "taken",
            Self::There => "there",
        }
    }
}

/// The result of taking changes.
#[derive(Debug, Default)]
pub struct TakenUp {
    /// The indices of the changes that are in the project now.
    pub taken: Vec<usize>,
    /// The name of each refused change and the reason.
    pub refused: Vec<(String, String)>,
    pub conflicts: Vec<Problem>,
}

/// The folder with the kept files.
pub fn folder(project: &Path) -> PathBuf {
    project.join(".bayan").join("kept")
}

/// Keeps records that could not be taken, each with the reason; when this returns, they are durable. Records that an
/// interrupted recovery has already kept are not kept twice.
///
/// # Errors
/// The system call failed.
pub(crate) fn keep(
    disk: &dyn Disk,
    project: &Path,
    writer: &str,
    refused: &[(Vec<u8>, String)],
) -> Result<PathBuf, StoreError> {
    let folder = folder(project);
    let failed = |source| StoreError::Write { path: folder.clone(), source };
    let mut frames = Vec::new();
    refused.iter().for_each(|(payload, _)| frames.extend(segments::frame(payload)));
    frames.extend(framed(&Note { writer: writer.to_owned(), ..Note::default() }));
    for (place, (_, reason)) in refused.iter().enumerate() {
        frames.extend(framed(&Note { place: Some(place), reason: reason.clone(), ..Note::default() }));
    }
    let bytes = segments::with_head(&frames);
    for path in files_ending(&folder, NOT_TAKEN) {
        if begins_with(&path, &bytes) {
            return Ok(path);
        }
    }
    disk.create_folder(&folder).map_err(failed)?;
    let path = folder.join(format!("{}{NOT_TAKEN}", Timestamp::now().as_nanosecond()));
    let failed = |source| StoreError::Write { path: path.clone(), source };
    disk.write(&path, &bytes).and_then(|()| disk.sync(&path)).map_err(failed)?;
    sync_folders(disk, project).map_err(failed)?;
    Ok(path)
}

/// Keeps a whole segment of which part is unreadable.
///
/// # Errors
/// The system call failed.
pub(crate) fn keep_damaged(disk: &dyn Disk, project: &Path, segment: &Path) -> Result<(), StoreError> {
    let name = segment.file_name().unwrap_or_default().to_string_lossy();
    // The length of file names is limited; the end of the name matters most.
    let name: String = name.chars().rev().take(80).collect::<Vec<_>>().into_iter().rev().collect();
    keep_under(disk, project, segment, &format!("{DAMAGED}{name}")).map(|_path| ())
}

/// Keeps a copy of a project file, unless the same content is already kept.
///
/// # Errors
/// The system call failed.
pub(crate) fn keep_file(disk: &dyn Disk, project: &Path, path: &Path) -> Result<PathBuf, StoreError> {
    let name = relative(project, path).replace('/', "~");
    let name: String = name.chars().rev().take(100).collect::<Vec<_>>().into_iter().rev().collect();
    keep_under(disk, project, path, &format!("~{name}"))
}

fn keep_under(disk: &dyn Disk, project: &Path, path: &Path, ending: &str) -> Result<PathBuf, StoreError> {
    let failed = |source| StoreError::Write { path: path.to_owned(), source };
    let folder = folder(project);
    let length = std::fs::symlink_metadata(path).map_err(failed)?.len();
    for old in files_ending(&folder, ending) {
        let same_length = std::fs::metadata(&old).is_ok_and(|metadata| metadata.len() == length);
        if same_length && std::fs::read(path).is_ok_and(|bytes| begins_with(&old, &bytes)) {
            return Ok(old);
        }
    }
    disk.create_folder(&folder).map_err(failed)?;
    let kept = folder.join(format!("{}{ending}", Timestamp::now().as_nanosecond()));
    disk.link(path, &kept).map_err(failed)?;
    sync_folders(disk, project).map_err(failed)?;
    Ok(kept)
}

fn sync_folders(disk: &dyn Disk, project: &Path) -> std::io::Result<()> {
    let folder = folder(project);
    disk.sync_folder(&folder)?;
    folder.parent().map_or(Ok(()), |parent| disk.sync_folder(parent))
}

/// The ordinary files of a folder whose names end with this suffix, oldest first.
fn files_ending(folder: &Path, ending: &str) -> Vec<PathBuf> {
    // A link to another folder is not ours.
    if std::fs::symlink_metadata(folder).is_ok_and(|metadata| metadata.is_symlink()) {
        return Vec::new();
    }
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let plain = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
    let mut paths: Vec<PathBuf> = plain.map(|entry| entry.path()).collect();
    paths.retain(|path| path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(ending)));
    paths.sort();
    paths
}

fn begins_with(path: &Path, bytes: &[u8]) -> bool {
    use std::io::Read as _;
    let Ok(file) = std::fs::File::open(path) else { return false };
    let mut beginning = Vec::with_capacity(bytes.len());
    let read = file.take(bytes.len() as u64).read_to_end(&mut beginning);
    read.is_ok() && beginning == bytes
}

/// Everything that is kept, and the records in other writers' journals; unreadable files are returned as problems.
pub fn list(folder: &Path, project: &Project) -> (Vec<Kept>, Vec<Problem>) {
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    let mut read = |path: PathBuf, writer: String, is_journal: bool| match kept(project, &path, writer, is_journal) {
        Ok(kept) if kept.changes.is_empty() && kept.unreadable_bytes == 0 => {}
        Ok(kept) => found.push(kept),
        Err(kind) => problems.push(Problem::new(&path, "", kind)),
    };
    for path in files_ending(&self::folder(folder), ".journal") {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let writer = name.split_once("~.bayan~journal~").or_else(|| name.split_once(DAMAGED));
        let writer = writer.and_then(|(_, name)| segments::parse_name(name, ".journal"));
        let writer = writer.map(|(writer, _)| writer.to_owned()).unwrap_or_default();
        read(path, writer, false);
    }
    // A process that has the project open will soon write its changes itself.
    let others: BTreeSet<String> = writers::unrecovered_writers(folder, "").into_iter().collect();
    let own = computer::writer_name();
    for writer in others.iter().filter(|writer| **writer != own) {
        let segments = segments::segments(folder, writer).unwrap_or_default();
        segments.into_iter().for_each(|(name, _)| read(segments::folder(folder).join(name), writer.clone(), true));
    }
    (found, problems)
}

fn kept(project: &Project, path: &Path, writer: String, is_journal: bool) -> Result<Kept, ProblemKind> {
    let mut segment = Segment::open(path)?;
    let unreadable_bytes = segment.scan.damaged.iter().map(std::iter::ExactSizeIterator::len).sum::<usize>()
        + segment.scan.torn.map_or(0, |at| segment.length_bytes - at);
    let mut kept = Kept { path: path.to_owned(), writer, is_journal, changes: Vec::new(), unreadable_bytes };
    let whole = path.file_name().is_some_and(|name| name.to_string_lossy().contains(DAMAGED));
    let mut texts = texts_of(project);
    for range in segment.scan.payloads.clone() {
        let payload = segment.payload(&range)?;
        if let Some(note) = note(&payload) {
            if let Some(change) = note.place.and_then(|place| kept.changes.get_mut(place)) {
                change.reason = note.reason;
            }
            for place in note.taken {
                if let Some(change) = kept.changes.get_mut(place) {
                    change.state = State::Taken;
                }
            }
            if !note.writer.is_empty() {
                kept.writer = note.writer;
            }
            continue;
        }
        let (mut change, record) = (peek(&payload, kept.changes.len()), record::decode(&payload, &mut texts));
        change.state = match record {
            _ if whole => State::Taken,
            Ok(found) if is_there(project, &found.record) => State::There,
            Ok(_) => State::Waiting,
            Err(kind) => {
                change.reason = kind.to_string();
                State::Waiting
            }
        };
        kept.changes.push(change);
    }
    Ok(kept)
}

/// Whether the project contains every result of a record.
fn is_there(project: &Project, record: &Record) -> bool {
    let changes = record.changes();
    changes.iter().all(|change| unit::is_identical(change.after.as_ref(), change.unit.read(project).as_ref()))
}

/// The description that a record contains, available even if it fits no text.
fn peek(payload: &[u8], place: usize) -> Change {
    fn walk(value: &Value, documents: &mut BTreeSet<String>, annotators: &mut BTreeSet<String>) {
        match value {
            Value::Object(entries) => {
                for (key, value) in entries {
                    match (key.as_str(), value) {
                        ("document" | "remove_document", Value::String(id)) => {
                            documents.insert(id.clone());
                        }
                        ("annotator", Value::String(id)) => {
                            annotators.insert(id.clone());
                        }
                        ("add_document", value) => {
                            documents.extend(value.get("id").and_then(Value::as_str).map(str::to_owned));
                            let layers = value.get("layers").and_then(Value::as_array).into_iter().flatten();
                            annotators.extend(layers.filter_map(|layer| Some(layer.get(0)?.as_str()?.to_owned())));
                        }
                        _ => walk(value, documents, annotators),
                    }
                }
            }
            Value::Array(values) => values.iter().for_each(|value| walk(value, documents, annotators)),
            _ => {}
        }
    }
    let value: Value = serde_json::from_slice(payload).unwrap_or_default();
    let words = |field: &str| value.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (mut documents, mut annotators) = (BTreeSet::new(), BTreeSet::new());
    walk(value.get("edit").unwrap_or(&Value::Null), &mut documents, &mut annotators);
    Change {
        place,
        time: schema::value(&words("time")).ok(),
        gesture: record::gesture_of(&value),
        annotators: annotators.into_iter().collect(),
        documents: documents.into_iter().collect(),
        reason: String::new(),
        state: State::Waiting,
    }
}

/// The gesture of a record that cannot be decoded.
pub(super) fn gesture_of(payload: &[u8]) -> Gesture {
    peek(payload, 0).gesture
}

/// Takes changes of a file into a session, as one gesture; without `places`, all that are waiting.
///
/// # Errors
/// The file cannot be read.
pub fn take_up(
    folder: &Path,
    session: &mut Session,
    protected: &Protected,
    file: &Kept,
    places: Option<&BTreeSet<usize>>,
) -> Result<TakenUp, ProblemKind> {
    let mut segment = Segment::open(&file.path)?;
    let mut texts = texts_of(session.project());
    let (mut up, mut wanted, mut place) = (TakenUp::default(), Vec::new(), 0);
    for range in segment.scan.payloads.clone() {
        let payload = segment.payload(&range)?;
        if note(&payload).is_some() {
            continue;
        }
        let state = file.changes.get(place).map_or(State::Waiting, |change| change.state);
        let is_asked = places.map_or(state == State::Waiting, |places| places.contains(&place));
        match record::decode(&payload, &mut texts) {
            Ok(found) if is_asked => wanted.push((place, found.record)),
            Err(kind) if is_asked => up.refused.push((gesture_of(&payload).to_string(), kind.to_string())),
            _ => {}
        }
        place += 1;
    }
    let all: Vec<&Record> = wanted.iter().map(|(_, record)| record).collect();
    let Plan { edits, refused, conflicts, .. } =
        replay::plan(folder, session.project(), &all, &replay::Values::new(), protected);
    let taken: Vec<_> = wanted.iter().enumerate().filter(|(index, _)| !refused.contains_key(index)).collect();
    let gesture = Gesture::new("gesture-kept-take").with("count", taken.len());
    let applied: Result<(), EditError> =
        if edits.is_empty() { Ok(()) } else { session.apply_merged(gesture, Edit::Group(edits)) };
    for (index, (_, record)) in wanted.iter().enumerate() {
        if let Some(reason) = refused.get(&index) {
            up.refused.push((record.gesture.to_string(), reason.clone()));
        }
    }
    match applied {
        Ok(()) => {
            up.taken = taken.into_iter().map(|(_, (place, _))| *place).collect();
            up.conflicts = conflicts;
        }
        // The plan was already tried on the same project.
        Err(error) => {
            let names = taken.into_iter().map(|(_, (_, record))| record.gesture.to_string());
            up.refused.extend(names.map(|name| (name, error.to_string())));
        }
    }
    Ok(up)
}

/// Records in a kept file which of its changes are in the project now. The journals of others are not modified.
///
/// # Errors
/// The system call failed.
pub fn mark_taken(disk: &dyn Disk, file: &Kept, taken: &[usize]) -> Result<(), StoreError> {
    if file.is_journal || taken.is_empty() {
        return Ok(());
    }
    let note = framed(&Note { taken: taken.to_vec(), ..Note::default() });
    let written = disk.append(&file.path, &note).and_then(|()| disk.sync(&file.path));
    written.map_err(|source| StoreError::Write { path: file.path.clone(), source })
}
