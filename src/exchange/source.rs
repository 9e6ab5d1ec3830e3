//! Reads a colleague's tags: from a project folder, a zip of one, or a file or folder in one of the readable formats,
//! above all the file that [`super::send`] writes.

use std::path::{Path, PathBuf};

use super::ZIP_ENDING;
use crate::formats::{self, input::Input};
use crate::model::project::Project;
use crate::store::{self, Problem, ProblemKind, StoreError};
use crate::t;

/// The largest file of tags that is read.
const LARGEST_BYTES: u64 = 256 << 20;

/// What a colleague has sent, as a project of its own.
#[derive(Debug)]
pub struct ReceivedTags {
    pub path: PathBuf,
    pub project: Project,
    /// What could not be read of it, one sentence each.
    pub warnings: Vec<String>,
    /// How many of its documents have decisions or threads; these are not added.
    pub reviews: usize,
}

/// The reason why nothing can be read from there.
#[derive(Debug, thiserror::Error)]
pub enum ReceiveError {
    #[error("{}", t!("exchange-no-project", path = .0.display().to_string()))]
    NoProject(PathBuf),
    #[error("{}", t!("exchange-no-tags", path = .path.display().to_string(), reason = .reason.as_str()))]
    NoTags { path: PathBuf, reason: String },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Whether this is a colleague's project, a zip of one, or a file or folder of tags, rather than articles.
pub fn holds_tags(path: &Path) -> bool {
    if path.is_dir() {
        let input = Input::beginning(path, formats::reads_folders(None));
        return path.join("project.ron").exists() || input.is_ok_and(|input| formats::recognise(&input).is_some());
    }
    if store::zip::is_archive(path) && path.extension().is_some_and(|found| found.eq_ignore_ascii_case(ZIP_ENDING)) {
        // A zip that is damaged is reported when its tags are read.
        return !matches!(store::zip::ZippedProject::open(path), Err(ProblemKind::Missing));
    }
    Input::beginning(path, false).is_ok_and(|input| formats::recognise(&input).is_some())
}

/// Reads what is there; nothing is written or unpacked to disk.
///
/// # Errors
/// It is none of the three, or cannot be read.
pub fn read(path: &Path) -> Result<ReceivedTags, ReceiveError> {
    let opened = if path.is_dir() {
        store::open(path)
    } else if store::zip::is_archive(path) && !is_of_a_format(path) {
        store::open_archive(path)
    } else {
        return read_format(&whole_file(path)?);
    };
    let opened = match opened {
        Ok(opened) => opened,
        Err(StoreError::Unreadable(Problem { kind: ProblemKind::Missing, .. })) => {
            // What is not a project may be in one of the formats that consist of a folder or of an archive.
            let input = Input::beginning(path, formats::reads_folders(None)).ok();
            return match input.filter(|input| formats::recognise(input).is_some()) {
                Some(folder) if path.is_dir() => read_format(&folder),
                Some(_) => read_format(&whole_file(path)?),
                None => Err(ReceiveError::NoProject(path.to_owned())),
            };
        }
        Err(error) => return Err(error.into()),
    };
    let warnings = opened.problems.iter().map(ToString::to_string).collect();
    source(path, opened.project, warnings)
}

/// Whether an archive is in one of the formats, and so no packed project.
fn is_of_a_format(path: &Path) -> bool {
    Input::beginning(path, false).is_ok_and(|input| formats::recognise(&input).is_some())
}

fn whole_file(path: &Path) -> Result<Input, ReceiveError> {
    Ok(Input::File { path: path.to_owned(), bytes: store::read_bytes_within(path, LARGEST_BYTES)? })
}

fn read_format(input: &Input) -> Result<ReceivedTags, ReceiveError> {
    let path = input.path();
    let Some((_, reader)) = formats::recognise(input) else {
        let reason = t!("exchange-unknown-format", known = formats::listed(formats::readable()));
        return Err(ReceiveError::NoTags { path: path.to_owned(), reason });
    };
    let (project, warnings) = reader.read_all(input);
    source(path, project, warnings.iter().map(ToString::to_string).collect())
}

fn source(path: &Path, mut project: Project, warnings: Vec<String>) -> Result<ReceivedTags, ReceiveError> {
    let path = path.to_owned();
    if project.layers.is_empty() {
        let reason = warnings.into_iter().next().unwrap_or_else(|| t!("exchange-no-layers"));
        return Err(ReceiveError::NoTags { path, reason });
    }
    let reviews = std::mem::take(&mut project.reviews).len();
    Ok(ReceivedTags { path, project, warnings, reviews })
}
