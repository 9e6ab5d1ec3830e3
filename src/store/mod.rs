//! The project folder on disk: opening what is sound, saving so that nothing is lost, the lock.
//!
//! A file that is damaged, newer, or at odds with its text is reported, its sound parts open, and it is listed as
//! protected: whoever saves leaves it alone.
//!
//! * `layout`: where everything lies, and the names of files. Nothing there reads a file.
//! * `format`: file ⇄ model, also for the records of the journal.
//! * `zip`: a project that stays packed.
//! * `journal`: the records of what was done, being written and as they were; past states of files.
//! * `writing`: the files as one whole, new projects, copies.
//! * `merging`: what two sides have changed, and what both have.
//! * `keeping`: the two threads between a session and the disk, and what comes back after a crash.
//!
//! Each uses only those before it.

pub mod files;
pub mod format;
pub mod journal;
pub mod keeping;
pub mod layout;
pub mod lock;
pub mod merging;
pub mod opening;
pub mod problem;
pub mod protected;
mod sample;
pub mod watch;
pub mod writing;
pub mod zip;

use std::collections::BTreeSet;
use std::path::Path;

pub use files::{read_bytes_within, read_text, write_text};
pub use format::reader::Opened;
pub use format::render::render;
pub use keeping::Keeper;
pub use layout::path_of;
pub use layout::taken::Taken;
pub use lock::{Lock, LockError};
pub use opening::{open, open_archive};
pub use problem::{Problem, ProblemKind, StoreError};
pub use protected::Protected;
pub use sample::install_sample;

use crate::edit::change::Touched;
use crate::model::project::Project;
use crate::text::line_ends;
use format::schema;
use layout::{all_files, place_of};
use writing::creation;
use writing::saver::has_no_guidelines;

/// Makes a new project in a folder that is empty or not there yet.
///
/// # Errors
/// The folder has a project or other files, or cannot be written.
pub fn create(folder: &Path, project: &Project) -> Result<(), StoreError> {
    creation::put(folder, &creation::contents(project)?)
}

/// Writes these files of the project; those whose document or layer is gone are moved into `.bayan/removed`.
///
/// The caller leaves out what is protected.
///
/// # Errors
/// A file could not be written; it is as it was, others may have been written.
pub fn save(folder: &Path, project: &Project, files: &BTreeSet<Touched>) -> Result<(), StoreError> {
    files.iter().try_for_each(|file| save_one(folder, project, file))
}

/// Writes every file of the project.
///
/// # Errors
/// A file could not be written.
pub fn save_all(folder: &Path, project: &Project) -> Result<(), StoreError> {
    save(folder, project, &all_files(project))
}

fn save_one(folder: &Path, project: &Project, file: &Touched) -> Result<(), StoreError> {
    let path = path_of(folder, file);
    if has_no_guidelines(project, file, &path) {
        return Ok(());
    }
    if let Touched::Document(id) = file
        && let Some(document) = project.documents.get(id)
    {
        let text = path.with_file_name("text.txt");
        match files::read_bytes_inside(folder, &text) {
            Ok(bytes) if bytes == document.content.as_str().as_bytes() => {}
            Ok(bytes) if line_ends::is_variant(&bytes, document.content.sha256()) => {}
            Ok(_) => return Err(StoreError::TextDiffers(text)),
            Err(ProblemKind::Missing) => files::write_inside(folder, &text, document.content.as_str().as_bytes())?,
            Err(kind) => return Err(StoreError::Unreadable(Problem::new(&text, "", kind))),
        }
    }
    match render(project, file) {
        Ok(Some(text)) => files::write_inside(folder, &path, text.as_bytes()),
        Ok(None) => files::remove(folder, &place_of(folder, file)),
        Err(source) => Err(StoreError::Encode { path, source }),
    }
}

/// The version of the project's files.
pub const FORMAT_VERSION: u32 = schema::VERSION;
