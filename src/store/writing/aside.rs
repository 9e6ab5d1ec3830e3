//! Keeps a copy of content that others have written, before it is overwritten.

use std::path::{Path, PathBuf};

use crate::disk::Disk;
use crate::store::layout::{names, relative};
use crate::store::problem::StoreError;

/// Keeps the content of a file under a second name in `.bayan/kept`, which is never emptied.
///
/// # Errors
/// The system call failed.
pub(crate) fn keep_aside(disk: &dyn Disk, project: &Path, path: &Path) -> Result<PathBuf, StoreError> {
    keep_aside_as(disk, project, path, &relative(project, path))
}

/// Does the same for a file that belongs in another place of the project.
///
/// # Errors
/// The system call failed.
pub(crate) fn keep_aside_as(disk: &dyn Disk, project: &Path, path: &Path, name: &str) -> Result<PathBuf, StoreError> {
    let failed = |source| StoreError::Write { path: path.to_owned(), source };
    let folder = project.join(".bayan").join("kept");
    disk.create_folder(&folder).map_err(failed)?;
    let kept = folder.join(names::kept_name(jiff::Timestamp::now().as_nanosecond(), name));
    disk.link(path, &kept).and_then(|()| disk.sync_folder(&folder)).map_err(failed)?;
    Ok(kept)
}
