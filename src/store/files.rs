//! Reads files within a size limit, and writes single files outside a save.
//!
//! Files of a project go through [`crate::disk::inside`]; a file that a person has chosen may be reached through links.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::layout;
use super::problem::{Problem, ProblemKind, StoreError};
use crate::disk::inside::{self, Inside};
use crate::disk::{self, Disk, replace};

/// No file of a project is larger than this, neither one that is read nor one that is written.
pub const MAX_BYTES: u64 = disk::MAX_BYTES;
/// No file in a zip is: what is packed can be a thousand times smaller than what comes out.
pub const MAX_PACKED_BYTES: u64 = 64 << 20;
/// The whole file as text.
pub fn read(path: &Path) -> Result<String, ProblemKind> {
    String::from_utf8(read_bytes(path)?).map_err(|_invalid| ProblemKind::NotUtf8)
}

/// Puts a file that a person has chosen in place as a whole; one that is reached by a link at the link's end.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    replace::put(&*disk::chosen(), path, bytes).map_err(|source| StoreError::Write { path: path.to_owned(), source })
}

/// Puts a file of a project in place as a whole, in a folder that may not be there yet.
pub fn write_inside(project: &Path, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let failed = |source| StoreError::Write { path: path.to_owned(), source };
    let disk = Inside::new(project, disk::chosen());
    inside::check(project, path).map_err(failed)?;
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    disk.create_folder(path.parent().unwrap_or(project)).map_err(failed)?;
    replace::replace(&disk, path, bytes).map_err(failed)
}

/// `.bayan` by way of this disk, made where it is missing, with a note for git to pass it over.
pub fn private_folder_on(disk: &dyn Disk, project: &Path) -> io::Result<PathBuf> {
    let folder = project.join(".bayan");
    disk.create_folder(&folder)?;
    let ignore = folder.join(".gitignore");
    if !layout::is_there(&ignore) {
        disk.write(&ignore, b"*\n")?;
    }
    Ok(folder)
}

/// The whole file, if all of its path below the project is the project's own.
pub fn read_bytes_inside(project: &Path, path: &Path) -> Result<Vec<u8>, ProblemKind> {
    let io = |error: io::Error| ProblemKind::from_io(&error);
    inside::check(project, path).map_err(io)?;
    read_plain(path)
}

/// The whole file, unless its last part is a link: for files in a folder that was looked at already.
pub fn read_plain(path: &Path) -> Result<Vec<u8>, ProblemKind> {
    disk::read_plain_within(path, MAX_BYTES).map_err(|error| ProblemKind::from_io(&error))
}

/// The whole file as bytes.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, ProblemKind> {
    read_within(path, MAX_BYTES)
}

/// The same with a limit of its own.
pub fn read_within(path: &Path, most_bytes: u64) -> Result<Vec<u8>, ProblemKind> {
    disk::read_within(path, most_bytes).map_err(|error| ProblemKind::from_io(&error))
}

/// A file as text, with the limits of the store.
///
/// # Errors
/// It cannot be read; the message says why.
pub fn read_text(path: &Path) -> Result<String, StoreError> {
    read(path).map_err(|kind| StoreError::Unreadable(Problem::new(path, "", kind)))
}

/// A whole file as bytes, for what is no file of a project.
///
/// # Errors
/// It cannot be read, is no file, or is larger than `most_bytes`.
pub fn read_bytes_within(path: &Path, most_bytes: u64) -> Result<Vec<u8>, StoreError> {
    read_within(path, most_bytes).map_err(|kind| StoreError::Unreadable(Problem::new(path, "", kind)))
}

/// Puts a file in place as a whole; at the end of the link where it is one.
///
/// # Errors
/// It cannot be written; it is as it was.
pub fn write_text(path: &Path, text: &str) -> Result<(), StoreError> {
    write(path, text.as_bytes())
}
