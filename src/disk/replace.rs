//! The one way to replace a file: write a temporary file beside it, sync it, rename it into place, and sync the folder.
//! After a crash, either the old file or the new one is there.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::inside::LeadsOut;
use super::{Disk, MAX_BYTES};

/// Replaces a file that the user has chosen, as a whole. If the path is a link, the target of the link is replaced.
///
/// # Errors
/// The file cannot be written and is unchanged.
pub(crate) fn put(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let target = end_of_links(path)?;
    match fs::symlink_metadata(&target) {
        Ok(metadata) if !metadata.is_file() => return Err(io::ErrorKind::InvalidInput.into()),
        Ok(_) if fs::read(&target).is_ok_and(|old| old == bytes) => return Ok(()),
        _ => {}
    }
    if let Some(folder) = target.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        disk.create_folder(folder)?;
    }
    replace(disk, &target, bytes)
}

/// The final target of a path, even if nothing is there yet.
fn end_of_links(path: &Path) -> io::Result<PathBuf> {
    let mut at = path.to_owned();
    for _ in 0..40 {
        match fs::read_link(&at) {
            Ok(next) => at = at.parent().map_or_else(|| next.clone(), |folder| folder.join(&next)),
            // A path that is not a link is the target.
            Err(_) => return Ok(at),
        }
    }
    Err(io::Error::from(LeadsOut::Link(path.to_owned())))
}

/// Replaces a file by these bytes.
///
/// # Errors
/// The file cannot be written and is unchanged.
pub(crate) fn replace(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> io::Result<()> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let temporary = temporary_in(folder_of(path));
    let permissions = fs::metadata(path).ok().map(|old| old.permissions());
    let written = disk.write_synced(&temporary, bytes, permissions);
    put_in_place(disk, written, &temporary, path)
}

/// Renames the written file into place, or removes it if that fails.
fn put_in_place(disk: &dyn Disk, written: io::Result<()>, temporary: &Path, path: &Path) -> io::Result<()> {
    if let Err(error) = written.and_then(|()| disk.rename(temporary, path)) {
        // If it cannot be removed now, a temporary file in a project is removed when the project is opened.
        let _ = disk.remove(temporary);
        return Err(error);
    }
    disk.sync_folder(folder_of(path))
}

/// Replaces a file with content that is written piece by piece; without [`Replacement::finish`] it is unchanged.
#[derive(Debug)]
pub(crate) struct Replacement {
    disk: Arc<dyn Disk>,
    /// `None` once it is finished.
    file: Option<File>,
    temporary: PathBuf,
    path: PathBuf,
}

impl Replacement {
    /// Begins to replace the file at this path, which must not be a link and need not exist. The content is written to the
    /// temporary file, which is created.
    ///
    /// # Errors
    /// The system call failed.
    pub(crate) fn begin(disk: Arc<dyn Disk>, path: PathBuf, temporary: PathBuf) -> io::Result<Self> {
        let permissions = fs::metadata(&path).ok().map(|old| old.permissions());
        let file = Some(disk.begin(&temporary, permissions)?);
        Ok(Self { disk, file, temporary, path })
    }

    /// Puts the written content in place; when this returns, it survives a power cut.
    ///
    /// # Errors
    /// The file cannot be written and is unchanged.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        let Some(file) = self.file.take() else { return Ok(()) };
        put_in_place(&*self.disk, self.disk.finish(file), &self.temporary, &self.path)
    }
}

impl Write for Replacement {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.as_mut().map_or(Ok(0), |file| file.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), File::flush)
    }
}

impl Drop for Replacement {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            let _ = self.disk.remove(&self.temporary);
        }
    }
}

/// An unused name in this folder for a temporary file.
pub(crate) fn temporary_in(folder: &Path) -> PathBuf {
    temporary(folder, PUT)
}

/// An unused name in this folder for what an export writes.
pub(crate) fn export_in(folder: &Path) -> PathBuf {
    temporary(folder, EXPORT)
}

fn temporary(folder: &Path, prefix: &str) -> PathBuf {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    folder.join(format!("{prefix}{}-{}.tmp", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed)))
}

/// The folder of a path; the current one if the path names none.
pub(crate) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The prefix of the temporary files of this module.
pub(crate) const PUT: &str = ".bayan-put-";

/// The prefix of what an export writes before it gets its name.
pub(crate) const EXPORT: &str = ".bayan-export-";

/// Whether a file of this name is a temporary file of this program, whoever wrote it.
pub(crate) fn is_temporary(name: &str) -> bool {
    name.starts_with(".bayan-") && name.ends_with(".tmp")
}
