//! The sample project, embedded in the program.

use std::path::{Path, PathBuf};

use super::format::attributes;
use super::problem::StoreError;
use super::{files, layout};

macro_rules! sample_files {
    ($($name:literal),+ $(,)?) => {
        [$(($name, include_bytes!(concat!("../../projects/biden-putin-call/", $name)).as_slice())),+]
    };
}

/// `project.ron` comes last: a folder without it is not yet a project, so an interrupted installation is resumed.
const FILES: [(&str, &[u8]); 6] = sample_files![
    "guidelines.md",
    "documents/biden-putin-call/text.txt",
    "documents/biden-putin-call/document.ron",
    "annotations/biden-putin-call/annotator-a.ron",
    "annotations/biden-putin-call/annotator-b.ron",
    "project.ron",
];

/// Writes the sample project into this folder, unless it already contains a project, and returns the folder.
///
/// # Errors
/// The folder cannot be written.
pub fn install_sample(folder: &Path) -> Result<PathBuf, StoreError> {
    if !layout::is_there(&folder.join("project.ron")) {
        attributes::write(folder, false)?;
        for (name, bytes) in FILES {
            let path = folder.join(name);
            // What the user may have written into a half-installed sample must not be overwritten.
            if !layout::is_there(&path) {
                files::write_inside(folder, &path, bytes)?;
            }
        }
    }
    Ok(folder.to_owned())
}
