//! Copies a whole project into another folder, as it is in memory, whether or not its own files could be written.

use std::path::{Path, PathBuf};

use super::creation;
use crate::edit::change::Touched;
use crate::model::project::Project;
use crate::store::files;
use crate::store::layout::{path_of, relative};
use crate::store::problem::StoreError;
use crate::store::protected::Protected;

/// Writes everything that the project has in memory into a folder that is new or empty. Damaged files, which are only
/// partly in memory, are copied unchanged from the old folder.
///
/// # Errors
/// The folder is not empty, or a file cannot be written.
pub(crate) fn copy(from: &Path, to: &Path, project: &Project, protected: &Protected) -> Result<(), StoreError> {
    let mut contents = creation::contents(project)?;
    for file in protected.iter() {
        for path in paths(from, file) {
            // A file that can no longer be read (the disk is gone) is written as it is in memory.
            match files::read_bytes_inside(from, &path) {
                Ok(bytes) => {
                    contents.insert(relative(from, &path), bytes);
                }
                Err(error) => tracing::warn!(%error, path = %path.display(), "a damaged file was not copied"),
            }
        }
    }
    creation::put(to, &contents)
}

/// The files that belong to one part of a project.
fn paths(folder: &Path, file: &Touched) -> Vec<PathBuf> {
    let path = path_of(folder, file);
    match file {
        Touched::Document(_) => vec![path.with_file_name("text.txt"), path],
        _ => vec![path],
    }
}
