//! Who writes a project: one window the whole of it, and others, beside it, the layers of one annotator each.
//!
//! A lock of the operating system on `.bayan/lock`, and one for each annotator whose layers are being written on
//! `.bayan/locks/<annotator>`, with who holds it inside. The system lets go of a lock when its process ends, however that
//! happens; a note left behind locks nobody out. But the system's locks do not reach into another computer that shares
//! the folder by synchronising it: there only the note speaks, and whether it still holds is for people to say.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::files;
use crate::model::id::AnnotatorId;
use crate::t;
use crate::text::clock;

/// Held as long as the project is open for writing; let go on drop.
#[derive(Debug)]
pub struct Lock {
    /// Of the whole project; `None` where only an annotator's layers are written.
    project: Option<File>,
    /// Of the annotator whose layers are written.
    layers: Option<(AnnotatorId, File)>,
    folder: PathBuf,
    /// Who had the project open here and ended without closing it.
    pub left_behind: Option<Note>,
}

/// Who holds a lock, in its own words.
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
    /// Another computer has noted that it has the project open, which cannot be proved from here.
    #[error("{}", t!("store-noted", host = note.host.as_str(), pid = note.pid.as_str(), since = clock::when_noted(&note.since), path = path.display().to_string()))]
    Noted { note: Note, path: PathBuf },
    /// The layers of this annotator are being written elsewhere.
    #[error("{}", t!("store-layer-locked", annotator = annotator.as_str(), host = note.host.as_str(), pid = note.pid.as_str(), since = clock::when_noted(&note.since)))]
    LayerHeld { annotator: AnnotatorId, note: Note },
    #[error("{}", t!("store-lock-io", message = source.to_string(), path = path.display().to_string()))]
    Io { source: io::Error, path: PathBuf },
}

impl Lock {
    /// For the whole project.
    ///
    /// # Errors
    /// The project is open elsewhere, or was when a note came from another computer, or the folder cannot be written.
    pub fn acquire(folder: &Path) -> Result<Self, LockError> {
        Self::of_project(folder, false)
    }

    /// The same, whatever another computer has noted.
    ///
    /// # Errors
    /// As [`Lock::acquire`].
    pub fn acquire_anyway(folder: &Path) -> Result<Self, LockError> {
        Self::of_project(folder, true)
    }

    fn of_project(folder: &Path, anyway: bool) -> Result<Self, LockError> {
        let path = place(folder)?.join("lock");
        let failed = |source| LockError::Io { source, path: folder.to_owned() };
        let Some((mut file, old)) = hold(&path).map_err(failed)? else {
            return Err(LockError::Held { note: Note::at(&path), path: folder.to_owned() });
        };
        let ours = old.as_ref().is_none_or(|note| note.host == host_name());
        if let Some(note) = old.clone().filter(|_| !ours && !anyway) {
            return Err(LockError::Noted { note, path: folder.to_owned() });
        }
        write_note(&mut file).map_err(failed)?;
        Ok(Self { project: Some(file), layers: None, folder: folder.to_owned(), left_behind: old.filter(|_| ours) })
    }

    /// For the layers of one annotator only, beside whoever has the project open.
    ///
    /// # Errors
    /// They are being written elsewhere, or the folder cannot be written.
    pub fn acquire_layers(folder: &Path, annotator: &AnnotatorId) -> Result<Self, LockError> {
        place(folder)?;
        let file = hold_layers(folder, annotator)?;
        let layers = Some((annotator.clone(), file));
        Ok(Self { project: None, layers, folder: folder.to_owned(), left_behind: None })
    }

    /// Whose layers alone may be written with this lock; `None` where it is for the whole project.
    pub fn only(&self) -> Option<&AnnotatorId> {
        self.layers.as_ref().filter(|_| self.project.is_none()).map(|(annotator, _)| annotator)
    }

    /// Whose layers nobody else may write while this lock is held.
    pub fn claimed(&self) -> Option<&AnnotatorId> {
        self.layers.as_ref().map(|(annotator, _)| annotator)
    }

    /// Says whose layers are written now, so that no second window takes them.
    ///
    /// # Errors
    /// A second window has them.
    pub fn claim(&mut self, annotator: &AnnotatorId) -> Result<(), LockError> {
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
            // The file stays: whoever removed it could take it from under the next one's lock.
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
    /// The note in a file, as far as it can be read.
    fn at(path: &Path) -> Self {
        // Some systems do not let the file be read while it is locked.
        Self::parse(&std::fs::read_to_string(path).unwrap_or_default())
    }

    fn parse(text: &str) -> Self {
        let mut lines = text.lines().map(str::to_owned);
        let mut next = || lines.next().unwrap_or_else(|| "?".to_owned());
        Self { host: next(), pid: next(), since: next() }
    }
}

/// Where the locks of layers are.
pub fn layer_locks(folder: &Path) -> PathBuf {
    folder.join(".bayan").join("locks")
}

/// The annotators whose layers are being written at the moment, here or by another process of this computer.
pub fn written_layers(folder: &Path) -> BTreeSet<AnnotatorId> {
    let entries = std::fs::read_dir(layer_locks(folder)).into_iter().flatten().flatten();
    let held = entries.filter_map(|entry| {
        let annotator = AnnotatorId::new(entry.file_name().to_string_lossy()).ok()?;
        is_held(&entry.path()).then_some(annotator)
    });
    held.collect()
}

/// Whether a process of this computer has the whole project open for writing.
pub fn is_open(folder: &Path) -> bool {
    is_held(&folder.join(".bayan").join("lock"))
}

fn is_held(path: &Path) -> bool {
    let file = OpenOptions::new().read(true).write(true).open(path);
    file.is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

fn place(folder: &Path) -> Result<PathBuf, LockError> {
    let failed = |source| LockError::Io { source, path: folder.to_owned() };
    if !folder.is_dir() {
        return Err(failed(io::ErrorKind::NotFound.into()));
    }
    files::private_folder(folder).map_err(failed)
}

fn hold_layers(folder: &Path, annotator: &AnnotatorId) -> Result<File, LockError> {
    let locks = layer_locks(folder);
    let failed = |source| LockError::Io { source, path: folder.to_owned() };
    std::fs::create_dir_all(&locks).map_err(failed)?;
    let path = locks.join(annotator.as_str());
    match hold(&path).map_err(failed)? {
        Some((mut file, _)) => {
            write_note(&mut file).map_err(failed)?;
            Ok(file)
        }
        None => Err(LockError::LayerHeld { annotator: annotator.clone(), note: Note::at(&path) }),
    }
}

/// Locks a file and returns the note that is in it; `None` where somebody else has it.
fn hold(path: &Path) -> io::Result<Option<(File, Option<Note>)>> {
    // Whoever only looks whether it is locked holds it for a moment.
    for _ in 0..5 {
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        match file.try_lock() {
            Ok(()) => {
                let mut text = String::new();
                // A note that is no text is none.
                let _ = io::Read::by_ref(&mut file).take(1024).read_to_string(&mut text);
                return Ok(Some((file, (!text.trim().is_empty()).then(|| Note::parse(&text)))));
            }
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(5)),
            Err(TryLockError::Error(source)) => return Err(source),
        }
    }
    Ok(None)
}

fn write_note(file: &mut File) -> io::Result<()> {
    let note = format!("{}\n{}\n{:.0}\n", host_name(), std::process::id(), jiff::Timestamp::now());
    file.rewind()?;
    file.set_len(0)?;
    file.write_all(note.as_bytes())
}

fn let_go(mut file: File) {
    // The note is for people only; that it stays behind when this fails does no harm.
    let _ = file.rewind().and_then(|()| file.set_len(0));
    let _ = file.unlock();
}

/// What this computer calls itself; a question mark where it does not say.
pub fn host_name() -> String {
    let from_file = || std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let name = std::env::var("COMPUTERNAME").ok().or_else(from_file).or_else(|| std::env::var("HOSTNAME").ok());
    name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).unwrap_or_else(|| "?".to_owned())
}
