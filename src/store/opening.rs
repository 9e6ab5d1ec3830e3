//! Opens a project from a folder or a zip: opens everything that is sound and lists what is not.

use std::path::Path;

use super::format::reader::{Opened, Reader};
use super::format::{conflict_copy, schema};
use super::merging::conflict_words;
use super::problem::{Problem, StoreError};
use super::zip::ZippedProject;
use crate::model::project::Project;

/// Opens the sound parts of a project.
///
/// # Errors
/// `project.ron` itself is missing, cannot be read, or is newer than this program.
pub fn open(folder: &Path) -> Result<Opened, StoreError> {
    read(folder, None)
}

/// Opens the sound parts of a project in a zip, which stays packed. Nothing can be saved there.
///
/// # Errors
/// The file is not a sound zip with one project, or `project.ron` itself cannot be read.
pub fn open_archive(path: &Path) -> Result<Opened, StoreError> {
    let unreadable = |kind| StoreError::Unreadable(Problem::new(path, "", kind));
    read(path, Some(&ZippedProject::open(path).map_err(unreadable)?))
}

fn read(folder: &Path, packed: Option<&ZippedProject>) -> Result<Opened, StoreError> {
    let path = folder.join("project.ron");
    let mut reader = Reader::new(folder, Project::default());
    reader.packed = packed;
    let file = reader.parse(&path, schema::PROJECT);
    let file = file.map_err(|kind| StoreError::Unreadable(Problem::new(&path, "", kind)))?;
    reader.project(&path, file);
    reader.guidelines();
    reader.documents();
    reader.assignments();
    reader.layers();
    reader.reviews();
    let copies = if packed.is_some() { Vec::new() } else { conflict_copy::find(folder) };
    for copy in copies {
        reader.opened.problems.push(copy.problem());
    }
    reader.twins();
    let mut opened = reader.opened;
    opened.problems.extend(conflict_words::problems(folder, &opened.project));
    Ok(opened)
}
