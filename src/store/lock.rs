//! Locks that decide who writes a project: one window the whole of it, and others, at the same time, one annotator's
//! layers each.
//!
//! A lock of the operating system on `.bayan/lock`, and one on `.bayan/locks/<annotator>` for each annotator whose
//! layers are being written. Each file contains a note about the holder. The system releases a lock when its process
//! ends, for whatever reason, so a note that is left behind locks nobody out. But the system's locks do not reach
//! another computer that shares the folder by synchronising it: there only the note is visible, and people must decide
//! whether it still holds. The same is true on file systems without locks.
//!
//! A lock must be an ordinary file with one name: a link, a pipe, or a second name of somebody's file is never written.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::layout::computer::host_name;
use super::layout::{self, names};
use super::{files, problem};
use crate::disk::inside::{self, Inside};
use crate::disk::{self, Disk as _};
use crate::model::id::AnnotatorId;
use crate::t;
use crate::text::clock;

/// Held while the project is open for writing; released on drop.
#[derive(Debug)]
pub struct Lock {
    /// The lock of the whole project; `None` if only one annotator's layers are written.
    project: Option<File>,
    /// The lock of the annotator whose layers are written.
    layers: Option<(AnnotatorId, File)>,
    folder: PathBuf,
    /// The last process on this computer that ended without closing the project.
    pub left_behind: Option<Note>,
}

/// The note that the holder of a lock writes about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub host: String,
    pub pid: String,
    /// RFC 3339, UTC
    pub since: String,
}

#[derive(Debug, thiserror::Error)]
pub enum LockError {
    #[error("{}", t!("store-locked", host = note.host.as_str(), pid = note.pid.as_str(), since = clock::when_noted(&note.since), path = path.display().to_string()))]
    Held { note: Note, path: PathBuf },
    /// Another computer noted that it has the project open, which cannot be verified from here.
    #[error("{}", t!("store-noted", host = note.host.as_str(), pid = note.pid.as_str(), since = clock::when_noted(&note.since), path = path.display().to_string()))]
    Noted { note: Note, path: PathBuf },
    /// This annotator's layers are being written elsewhere.
    #[error("{}", t!("store-layer-locked", annotator = annotator.as_str(), host = note.host.as_str(), pid = note.pid.as_str(), since = clock::when_noted(&note.since)))]
    LayerHeld { annotator: AnnotatorId, note: Note },
    #[error("{}", t!("store-lock-io", message = problem::why(source), path = path.display().to_string()))]
    Io { source: io::Error, path: PathBuf },
}

impl Lock {
    /// Locks the whole project.
    ///
    /// # Errors
    /// The project is open elsewhere, or a note from another computer says so, or the folder cannot be written.
    pub fn acquire(folder: &Path) -> Result<Self, LockError> {
        Self::of_project(folder, false)
    }

    /// Locks the whole project, ignoring the note of another computer.
    ///
    /// # Errors
    /// As [`Lock::acquire`].
    pub fn acquire_anyway(folder: &Path) -> Result<Self, LockError> {
        Self::of_project(folder, true)
    }

    fn of_project(folder: &Path, anyway: bool) -> Result<Self, LockError> {
        let path = place(folder)?.join("lock");
        let failed = |source| LockError::Io { source, path: folder.to_owned() };
        let (mut file, old, is_locked) = match hold(&path).map_err(failed)? {
            Held::Ours { file, note } => (file, note, true),
            Held::Unlocked { file, note } => (file, note, false),
            Held::Elsewhere => return Err(LockError::Held { note: Note::at(&path), path: folder.to_owned() }),
        };
        // On a file system without locks, the process that wrote the note may still have the project open, on this
        // computer too.
        let ours = old.as_ref().is_none_or(|note| note.host == host_name()) && is_locked;
        if let Some(note) = old.clone().filter(|_| !ours && !anyway) {
            return Err(LockError::Noted { note, path: folder.to_owned() });
        }
        write_note(&mut file, None).map_err(failed)?;
        Ok(Self { project: Some(file), layers: None, folder: folder.to_owned(), left_behind: old.filter(|_| ours) })
    }

    /// Locks the layers of one annotator only, while another process may have the project open.
    ///
    /// # Errors
    /// The layers are being written elsewhere, or the folder cannot be written.
    pub fn acquire_layers(folder: &Path, annotator: &AnnotatorId) -> Result<Self, LockError> {
        place(folder)?;
        let file = hold_layers(folder, annotator)?;
        let layers = Some((annotator.clone(), file));
        Ok(Self { project: None, layers, folder: folder.to_owned(), left_behind: None })
    }

    /// The annotator to whose layers this lock is limited; `None` if it is for the whole project.
    pub(crate) fn only(&self) -> Option<&AnnotatorId> {
        self.layers.as_ref().filter(|_| self.project.is_none()).map(|(annotator, _)| annotator)
    }

    /// The annotator whose layers nobody else may write while this lock is held.
    pub(crate) fn claimed(&self) -> Option<&AnnotatorId> {
        self.layers.as_ref().map(|(annotator, _)| annotator)
    }

    /// Claims an annotator's layers, so that no second window writes them.
    ///
    /// # Errors
    /// Another window has claimed them.
    pub(crate) fn claim(&mut self, annotator: &AnnotatorId) -> Result<(), LockError> {
        if self.layers.as_ref().is_some_and(|(own, _)| own == annotator) {
            return Ok(());
        }
        let file = hold_layers(&self.folder, annotator)?;
        self.let_go_of_layers();
        self.layers = Some((annotator.clone(), file));
        Ok(())
    }

    fn let_go_of_layers(&mut self) {
        if let Some((annotator, file)) = self.layers.take() {
            tracing::debug!(%annotator, "the layers are let go");
            // The file stays: removing it could take it away from under the next process's lock.
            let_go(file);
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        self.let_go_of_layers();
        if let Some(file) = self.project.take() {
            let_go(file);
        }
    }
}

impl Note {
    /// The note in a file, as far as it is readable.
    fn at(path: &Path) -> Self {
        // Some systems do not let the file be read while it is locked.
        let file = disk::open_plain(path, OpenOptions::new().read(true));
        let unknown = || Self { host: "?".to_owned(), pid: "?".to_owned(), since: "?".to_owned() };
        file.ok().and_then(|file| Self::read(&file)).map_or_else(unknown, |(note, _)| note)
    }

    /// The note of a file and the annotator that it names; `None` if the file contains something else, which does not
    /// matter here.
    fn read(file: &File) -> Option<(Self, Option<AnnotatorId>)> {
        let mut text = String::new();
        file.take(1024).read_to_string(&mut text).ok()?;
        let mut lines = text.lines();
        let (host, pid, since) = (lines.next()?, lines.next()?, lines.next()?);
        let annotator = lines.next().map(AnnotatorId::new).transpose().ok()?;
        let is_name = !host.is_empty() && host.len() <= 255 && !host.contains(char::is_control);
        let is_number = !pid.is_empty() && pid.len() <= 20 && pid.bytes().all(|byte| byte.is_ascii_digit());
        let is_note = is_name && is_number && since.parse::<jiff::Timestamp>().is_ok() && lines.next().is_none();
        let note = Self { host: host.to_owned(), pid: pid.to_owned(), since: since.to_owned() };
        is_note.then_some((note, annotator))
    }
}

/// The folder with the locks of layers.
pub(crate) fn layer_locks(folder: &Path) -> PathBuf {
    folder.join(".bayan").join("locks")
}

/// The annotators whose layers are currently being written, here or by another process on this computer.
pub fn written_layers(folder: &Path) -> BTreeSet<AnnotatorId> {
    let entries = inside::entries(folder, &layer_locks(folder)).unwrap_or_default();
    let held = entries.iter().filter(|entry| is_held(folder, &entry.path())).filter_map(|entry| {
        let named = || AnnotatorId::new(entry.file_name().to_string_lossy()).ok();
        // A long file name is shortened; the note has the full name.
        let file = disk::open_plain(&entry.path(), OpenOptions::new().read(true)).ok();
        file.and_then(|file| Note::read(&file)).and_then(|(_, annotator)| annotator).or_else(named)
    });
    held.collect()
}

/// Whether a process on this computer has the whole project open for writing.
pub(crate) fn is_open(folder: &Path) -> bool {
    is_held(folder, &folder.join(".bayan").join("lock"))
}

fn is_held(project: &Path, path: &Path) -> bool {
    let file =
        inside::check(project, path).and_then(|()| disk::open_plain(path, OpenOptions::new().read(true).write(true)));
    file.is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

fn place(folder: &Path) -> Result<PathBuf, LockError> {
    let failed = |source| LockError::Io { source, path: folder.to_owned() };
    if !folder.is_dir() {
        return Err(failed(io::ErrorKind::NotFound.into()));
    }
    // Otherwise changes could not be saved.
    layout::check_folders(folder).map_err(failed)?;
    files::private_folder_on(&Inside::new(folder, disk::chosen()), folder).map_err(failed)
}

fn hold_layers(folder: &Path, annotator: &AnnotatorId) -> Result<File, LockError> {
    let locks = layer_locks(folder);
    let failed = |source| LockError::Io { source, path: folder.to_owned() };
    Inside::new(folder, disk::chosen()).create_folder(&locks).map_err(failed)?;
    let path = locks.join(names::shortened(annotator.as_str(), names::MAX_NAME_BYTES));
    match hold(&path).map_err(failed)? {
        // Without locks, a note that was left behind would keep everybody out for ever.
        Held::Ours { mut file, .. } | Held::Unlocked { mut file, .. } => {
            write_note(&mut file, Some(annotator)).map_err(failed)?;
            Ok(file)
        }
        Held::Elsewhere => Err(LockError::LayerHeld { annotator: annotator.clone(), note: Note::at(&path) }),
    }
}

/// The result of an attempt to take a lock.
enum Held {
    /// We hold it; with the note that was in it.
    Ours { file: File, note: Option<Note> },
    /// The file system has no locks; with the note that was in it.
    Unlocked { file: File, note: Option<Note> },
    /// Somebody else has it.
    Elsewhere,
}

/// Locks a file.
fn hold(path: &Path) -> io::Result<Held> {
    hold_by(path, File::try_lock)
}

fn hold_by(path: &Path, lock: impl Fn(&File) -> Result<(), TryLockError>) -> io::Result<Held> {
    // A process that only checks whether it is locked holds it for a moment.
    for _ in 0..5 {
        let file = disk::open_plain(path, OpenOptions::new().read(true).write(true).create(true).truncate(false))?;
        if disk::names_of(&file.metadata()?) > 1 {
            // It is a second name of somebody's file. Only this name is removed.
            disk::chosen().remove(path)?;
            continue;
        }
        let is_locked = match lock(&file) {
            Ok(()) => true,
            Err(TryLockError::WouldBlock) => {
                std::thread::sleep(Duration::from_millis(5));
                continue;
            }
            Err(TryLockError::Error(error)) if has_no_locks(&error) => {
                tracing::warn!(%error, path = %path.display(), "the file system has no locks");
                false
            }
            Err(TryLockError::Error(error)) => return Err(error),
        };
        // Another process may have created a new file there in the meantime.
        if !is_same(&file, path) {
            continue;
        }
        let note = Note::read(&file).map(|(note, _)| note);
        return Ok(if is_locked { Held::Ours { file, note } } else { Held::Unlocked { file, note } });
    }
    Ok(Held::Elsewhere)
}

/// Whether an error means that the file system does not support locks, as is the case on some network drives.
#[cfg(unix)]
fn has_no_locks(error: &io::Error) -> bool {
    use nix::libc::{ENOLCK, ENOSYS, EOPNOTSUPP};
    error.raw_os_error().is_some_and(|code| [ENOLCK, ENOSYS, EOPNOTSUPP].contains(&code))
}

#[cfg(not(unix))]
fn has_no_locks(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::Unsupported
}

/// Whether this file still has that name.
#[cfg(unix)]
fn is_same(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let number = |metadata: io::Result<std::fs::Metadata>| metadata.ok().map(|found| (found.dev(), found.ino()));
    number(file.metadata()) == number(std::fs::symlink_metadata(path))
}

/// Other systems do not allow an open file to be removed.
#[cfg(not(unix))]
fn is_same(_file: &File, _path: &Path) -> bool {
    true
}

fn write_note(file: &mut File, annotator: Option<&AnnotatorId>) -> io::Result<()> {
    let mut note = format!("{}\n{}\n{:.0}\n", host_name(), std::process::id(), jiff::Timestamp::now());
    if let Some(annotator) = annotator {
        note.push_str(annotator.as_str());
        note.push('\n');
    }
    disk::chosen().note(file, note.as_bytes())
}

fn let_go(mut file: File) {
    // The note is for people only, so it does no harm if this fails and the note stays.
    let _ = disk::chosen().note(&mut file, b"");
    let _ = file.unlock();
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    #[test]
    fn a_file_system_without_locks_leaves_the_note_to_speak() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let none = |_: &File| Err(TryLockError::Error(io::Error::from_raw_os_error(nix::libc::ENOLCK)));
        let Held::Unlocked { mut file, note: None } = hold_by(&path, none).unwrap() else { panic!("not opened") };
        write_note(&mut file, None).unwrap();
        let Held::Unlocked { note: Some(note), .. } = hold_by(&path, none).unwrap() else { panic!("no note") };
        assert_eq!((note.host, note.pid), (host_name(), std::process::id().to_string()));
    }
}
