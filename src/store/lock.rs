//! Only one window writes a project: a lock of the operating system on `.bayan/lock`, with who holds it inside.
//!
//! The system lets go of the lock when its process ends, however that happens; a file left behind locks nobody out.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use super::files;
use crate::t;

/// Held as long as the project is open for writing; let go on drop.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

#[derive(Debug, thiserror::Error)]
pub enum LockError {
    #[error("{}", t!("store-locked", host = host.as_str(), pid = pid.as_str(), since = since.as_str(), path = path.display().to_string()))]
    Held { host: String, pid: String, since: String, path: PathBuf },
    #[error("{}", t!("store-lock-io", message = source.to_string(), path = path.display().to_string()))]
    Io { source: io::Error, path: PathBuf },
}

impl Lock {
    /// # Errors
    /// The project is open elsewhere, or the folder cannot be written.
    pub fn acquire(folder: &Path) -> Result<Self, LockError> {
        let failed = |source| LockError::Io { source, path: folder.to_owned() };
        if !folder.is_dir() {
            return Err(failed(io::ErrorKind::NotFound.into()));
        }
        let path = files::private_folder(folder).map_err(failed)?.join("lock");
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(held_by(folder, &path)),
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        let note = format!("{}\n{}\n{:.0}\n", host_name(), std::process::id(), jiff::Timestamp::now());
        file.set_len(0).and_then(|()| file.write_all(note.as_bytes())).map_err(failed)?;
        Ok(Self { file })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // The note is for people only; that it stays behind when this fails does no harm.
        let _ = self.file.rewind().and_then(|()| self.file.set_len(0));
        let _ = self.file.unlock();
    }
}

fn held_by(folder: &Path, path: &Path) -> LockError {
    // Some systems do not let the file be read while it is locked.
    let note = std::fs::read_to_string(path).unwrap_or_default();
    let mut lines = note.lines().map(str::to_owned);
    let mut next = || lines.next().unwrap_or_else(|| "?".to_owned());
    LockError::Held { host: next(), pid: next(), since: next(), path: folder.to_owned() }
}

/// What this computer calls itself; a question mark where it does not say.
pub fn host_name() -> String {
    let from_file = || std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let name = std::env::var("COMPUTERNAME").ok().or_else(from_file).or_else(|| std::env::var("HOSTNAME").ok());
    name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).unwrap_or_else(|| "?".to_owned())
}
