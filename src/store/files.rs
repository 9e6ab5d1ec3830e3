//! Reads files within a size limit, and writes single files outside a save.
//!
//! Files of a project go through [`crate::disk::inside`]; a file that the user has chosen may be reached through links.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::layout;
use super::problem::{Problem, ProblemKind, StoreError};
use crate::disk::inside::{self, Inside};
use crate::disk::{self, Disk, replace};

/// The size limit for every file of a project, for reading and for writing.
pub(crate) const MAX_BYTES: u64 = disk::MAX_BYTES;
/// The size limit for a file in a zip: unpacked content can be a thousand times larger than the packed content.
pub(crate) const MAX_PACKED_BYTES: u64 = 64 << 20;
/// The whole file as text.
pub(crate) fn read(path: &Path) -> Result<String, ProblemKind> {
    String::from_utf8(read_bytes(path)?).map_err(|_invalid| ProblemKind::NotUtf8)
}

/// Replaces a file that the user has chosen, as a whole. If the path is a link, the target of the link is replaced.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    replace::put(&*disk::chosen(), path, bytes).map_err(|source| StoreError::Write { path: path.to_owned(), source })
}

/// Replaces a file of a project as a whole, and creates its folder if needed.
pub(crate) fn write_inside(project: &Path, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let failed = |source| StoreError::Write { path: path.to_owned(), source };
    let disk = Inside::new(project, disk::chosen());
    inside::check(project, path).map_err(failed)?;
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    disk.create_folder(path.parent().unwrap_or(project)).map_err(failed)?;
    replace::replace(&disk, path, bytes).map_err(failed)
}

/// The folder `.bayan`, created through this disk if it is missing, with a `.gitignore`.
pub(crate) fn private_folder_on(disk: &dyn Disk, project: &Path) -> io::Result<PathBuf> {
    let folder = project.join(".bayan");
    disk.create_folder(&folder)?;
    let ignore = folder.join(".gitignore");
    if !layout::is_there(&ignore) {
        disk.write(&ignore, b"*\n")?;
    }
    Ok(folder)
}

/// The whole file, if every component of its path below the project belongs to the project.
pub(crate) fn read_bytes_inside(project: &Path, path: &Path) -> Result<Vec<u8>, ProblemKind> {
    let io = |error: io::Error| ProblemKind::from_io(&error);
    inside::check(project, path).map_err(io)?;
    read_plain(path)
}

/// The whole file, unless its last path component is a link. For files in a folder that has already been checked.
pub(crate) fn read_plain(path: &Path) -> Result<Vec<u8>, ProblemKind> {
    disk::read_plain_within(path, MAX_BYTES).map_err(|error| ProblemKind::from_io(&error))
}

/// The whole file as bytes.
pub(crate) fn read_bytes(path: &Path) -> Result<Vec<u8>, ProblemKind> {
    read_within(path, MAX_BYTES)
}

/// The whole file as bytes, with a different size limit.
pub(crate) fn read_within(path: &Path, most_bytes: u64) -> Result<Vec<u8>, ProblemKind> {
    disk::read_within(path, most_bytes).map_err(|error| ProblemKind::from_io(&error))
}

/// A file as text, within the store's size limit.
///
/// # Errors
/// The file cannot be read; the message says why.
pub(crate) fn read_text(path: &Path) -> Result<String, StoreError> {
    read(path).map_err(|kind| StoreError::Unreadable(Problem::new(path, "", kind)))
}

/// A whole file as bytes, for files outside a project.
///
/// # Errors
/// The file cannot be read, is not an ordinary file, or is larger than `most_bytes`.
pub(crate) fn read_bytes_within(path: &Path, most_bytes: u64) -> Result<Vec<u8>, StoreError> {
    read_within(path, most_bytes).map_err(|kind| StoreError::Unreadable(Problem::new(path, "", kind)))
}

/// Replaces a file as a whole. If the path is a link, the target of the link is replaced.
///
/// # Errors
/// The file cannot be written and is unchanged.
pub(crate) fn write_text(path: &Path, text: &str) -> Result<(), StoreError> {
    write(path, text.as_bytes())
}
