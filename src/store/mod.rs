//! A project on disk: opening whatever is sound, saving without losing anything, locking.
//!
//! A file that is damaged, newer, or does not match its text is reported; its sound parts are opened, and the file is
//! protected, so that saving never touches it.
//!
//! | room | what it does |
//! | --- | --- |
//! | `layout` | knows where every file of a project is and what it is called; reads no content |
//! | `files` | reads files within limits |
//! | `zip` | reads a project that stays in its zip |
//! | `format` | turns files and journal records into the model, and back |
//! | `lock` | lets one process at a time write a project, or one annotator's layers |
//! | `journal` | stores every change as a record; keeps the history and past states of files |
//! | `writing` | saves files as a unit; creates, copies and backs up projects |
//! | `merging` | merges the changes of two sides, and resolves what is left to a person |
//! | `keeping` | runs the journal's and the saver's threads, and recovers changes after a crash |
//!
//! Each room uses only those above it. `problem` and `protected` are used by all; `glance` stands between `format` and
//! `lock`, and `opening`, `one_by_one` and `watch` between `merging` and `keeping`.

pub mod codebook_file;
pub mod files;
pub mod format;
mod glance;
pub mod journal;
pub mod keeping;
pub mod layout;
pub mod lock;
pub mod merging;
pub mod one_by_one;
pub mod opening;
pub mod problem;
pub mod protected;
mod sample;
pub mod templates;
pub mod watch;
pub mod writing;
pub mod zip;

use std::path::Path;

pub(crate) use files::{read_bytes_within, read_text, write_text};
pub use format::reader::Opened;
pub use format::render::render;
pub use glance::{Glance, glance};
pub(crate) use keeping::Keeper;
pub use layout::path_of;
pub use layout::taken::Taken;
pub use lock::{Lock, LockError};
pub use one_by_one::{Changed, OneByOne};
pub use opening::{open, open_archive};
pub use problem::{Problem, ProblemKind, StoreError};
pub(crate) use protected::Protected;
pub use sample::install_sample;

use crate::model::project::Project;
use format::schema;
use writing::creation;

/// Creates a new project in a folder that is empty or does not exist yet.
///
/// # Errors
/// The folder contains a project or other files, or cannot be written.
pub fn create(folder: &Path, project: &Project) -> Result<(), StoreError> {
    creation::put(folder, &creation::contents(project)?)
}

/// The version of the project's file format.
pub(crate) const FORMAT_VERSION: u32 = schema::VERSION;
