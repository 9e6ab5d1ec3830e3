//! The records of closed segments, so that changes can still be undone after the project was closed and reopened.
//!
//! For each writer, `.bayan/history` contains `<writer>.journal` with the records (the oldest are dropped when there
//! are too many) and `<writer>.saved` with the SHA-256 of each file as it was last read or written. The project can be
//! read without these files, so losing them costs only convenience.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, io};

use super::notes;
use super::segments::{self, Segment};
use crate::disk::{Disk, inside, names_of};
use crate::edit::session::{Record, Session};
use crate::edit::unit::{self, Change, Unit, Value};
use crate::store::files;
use crate::store::format::record;
use crate::store::layout::{Hashes, path_of};

/// Above this size the older half of the records is dropped.
const MAX_BYTES: usize = 8 << 20;
/// How many changes can be undone after reopening.
const MAX_RECORDS: usize = 2000;
/// The folder with the history of a project.
pub fn folder(project: &Path) -> PathBuf {
    project.join(".bayan").join("history")
}

/// Appends the records of these segments to the history.
///
/// # Errors
/// The system call failed.
pub(crate) fn append(disk: &dyn Disk, project: &Path, writer: &str, segments: &[PathBuf]) -> io::Result<()> {
    let folder = folder(project);
    disk.create_folder(&folder)?;
    let path = folder.join(format!("{writer}.journal"));
    for path in segments.iter().chain([&path]) {
        inside::check(project, path)?;
    }
    let metadata = fs::symlink_metadata(&path).ok();
    let length = metadata.as_ref().map_or(0, fs::Metadata::len);
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    // A hard-linked copy would grow with this file.
    let is_shared = metadata.is_some_and(|metadata| names_of(&metadata) > 1);
    // Records are not appended to a file whose head states an older version.
    let is_appended_to = length > 0 && !is_shared && segments::takes_records(&path)?;
    // However much the segments contain, at most this much of the newest part is added.
    let (frames, dropped) = newest(segments, MAX_BYTES)?;
    if dropped.is_none() && length == 0 {
        disk.write(&path, &segments::with_head(&frames))?;
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
        // Numbering continues where it was.
        kept.splice(0..0, number.map(notes::dropped).unwrap_or_default());
        kept.extend(frames);
        let temporary = folder.join(format!("{writer}.journal.tmp"));
        disk.write(&temporary, &segments::with_head(&kept))?;
        disk.rename(&temporary, &path)?;
    }
    Ok(())
}

/// The newest records of these segments that fit into this size, framed, and the number of the last record that was
/// left out.
fn newest(segments: &[PathBuf], most_bytes: usize) -> io::Result<(Vec<u8>, Option<u64>)> {
    let (mut frames, mut left) = (Vec::new(), most_bytes);
    for path in segments.iter().rev() {
        let Ok(mut segment) = Segment::open(path) else { continue };
        let mut own = Vec::new();
        for range in segment.scan.payloads.clone().into_iter().rev() {
            let payload = segment.payload(&range).map_err(|kind| io::Error::other(kind.to_string()))?;
            let frame = segments::frame(&payload);
            match left.checked_sub(frame.len()) {
                Some(rest) => left = rest,
                None => {
                    let number =
                        notes::note(&payload).map_or_else(|| record::number(&payload), |note| note.last_number);
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

/// The SHA-256 of each file as it was last read or written here.
pub(crate) fn saved(project: &Path, writer: &str) -> Hashes {
    let path = folder(project).join(format!("{writer}.saved"));
    let bytes = files::read_bytes_inside(project, &path).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

/// Stores the hashes of the files; when this returns, they survive a power cut.
///
/// # Errors
/// The system call failed.
pub(crate) fn write_saved(disk: &dyn Disk, project: &Path, writer: &str, saved: &Hashes) -> io::Result<()> {
    let folder = folder(project);
    disk.create_folder(&folder)?;
    let (path, temporary) = (folder.join(format!("{writer}.saved")), folder.join(format!("{writer}.saved.tmp")));
    disk.write_synced(&temporary, &serde_json::to_vec(saved)?, None)?;
    disk.rename(&temporary, &path)?;
    disk.sync_folder(&folder)
}

/// The files that have changed since they were last read or written here, given their present hashes `now`.
pub fn changed_outside(folder: &Path, writer: &str, now: &Hashes) -> BTreeSet<PathBuf> {
    let known = saved(folder, writer);
    let differs = |(path, sha256): &(&String, &String)| now.get(*path).is_none_or(|current| current != *sha256);
    known.iter().filter(differs).map(|(path, _)| folder.join(path)).collect()
}

/// Adds the records of the history to the session, so that they can be undone, as far back as they are still valid:
/// each record's result must still be present, apart from what later records changed. It stops at the first record that
/// touches a file which was `changed` from outside. Returns the number of the last record.
pub(crate) fn recall(folder: &Path, writer: &str, session: &mut Session, changed: &BTreeSet<PathBuf>) -> u64 {
    let path = self::folder(folder).join(format!("{writer}.journal"));
    if inside::check(folder, &path).is_err() {
        return 0;
    }
    let Ok(mut segment) = Segment::open(&path) else { return 0 };
    let mut texts = notes::texts_of(session.project());
    let mut found: Vec<Record> = Vec::new();
    let (mut last, mut before) = (0, u64::MAX);
    // The state that earlier records must have left there.
    let mut then: BTreeMap<Unit, Option<Value>> = BTreeMap::new();
    let damaged = std::mem::take(&mut segment.scan.damaged);
    for range in std::mem::take(&mut segment.scan.payloads).into_iter().rev().take(MAX_RECORDS) {
        let Ok(payload) = segment.payload(&range) else { break };
        if let Some(note) = notes::note(&payload) {
            last = last.max(note.last_number.unwrap_or_default());
            continue;
        }
        last = last.max(record::number(&payload).unwrap_or_default());
        let Ok(numbered) = record::decode_backwards(&payload, &mut texts) else { break };
        // The record is a duplicate, from a save that was interrupted.
        if numbered.number >= before {
            continue;
        }
        before = numbered.number;
        if numbered.record.files.iter().any(|file| changed.contains(&path_of(folder, file))) {
            break;
        }
        let changes = numbered.record.changes();
        let holds = |change: &Change| match then.get(&change.unit) {
            Some(value) => unit::is_identical(value.as_ref(), change.after.as_ref()),
            None => unit::is_identical(change.unit.read(session.project()).as_ref(), change.after.as_ref()),
        };
        if !changes.iter().all(holds) {
            break;
        }
        then.extend(changes.into_iter().map(|change| (change.unit, change.before)));
        found.push(numbered.record);
        // Records before a damaged place do not lead to the present state.
        if damaged.iter().any(|damage| damage.end + 16 == range.start) {
            break;
        }
    }
    found.iter().rev().for_each(|record| session.recall(record));
    last
}
