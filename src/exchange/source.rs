//! Reads a colleague's tags: from a project folder, a zip of one, or a file or folder in one of the readable formats,
//! above all the file that [`super::send`] writes.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::ZIP_ENDING;
use crate::edit::change::Edit;
use crate::formats::incoming::{PlaceKey, Places, ReadProject, Unplaced};
use crate::formats::{self, Format, ReadableFormat, input::Input, jsonl};
use crate::model::project::Project;
use crate::model::statement::Statement;
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
    /// The statements that are not in the project, because nothing says where they are in their articles.
    pub unplaced: Vec<Unplaced>,
}

impl ReceivedTags {
    /// What could not be read, and the statements without a place that a person has not placed either.
    pub fn told(&self, places: &Places) -> Vec<String> {
        let left = self.unplaced.iter().filter(|unplaced| !places.contains_key(&unplaced.key()));
        self.warnings.iter().cloned().chain(left.map(|unplaced| unplaced.reason.clone())).collect()
    }

    /// The project with the statements that a person has placed in the colleague's texts, and the reasons why others cannot
    /// be where they were placed.
    pub fn placed(&self, places: &Places) -> (Cow<'_, Project>, BTreeMap<PlaceKey, String>) {
        let (mut project, mut problems) = (Cow::Borrowed(&self.project), BTreeMap::new());
        for unplaced in &self.unplaced {
            let key = unplaced.key();
            let Some(spans) = places.get(&key) else { continue };
            let layer = (unplaced.document.clone(), unplaced.annotator.clone());
            let statement = Statement { spans: spans.clone(), ..unplaced.statement.clone() };
            let add = Edit::AddStatement { layer, statement: Box::new(statement) };
            if let Err(error) = add.apply(project.to_mut()) {
                problems.insert(key, error.to_string());
            }
        }
        (project, problems)
    }
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

/// Whose tags a file or a folder holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagsOf {
    /// A colleague's: a project, a zip of one, or a file of ours.
    Colleague,
    /// Those of another tool, whose labels have to be matched with the codebook.
    OtherTool(&'static Format),
}

/// Whether there are tags at a path rather than articles, and whose. Large files and folders take long.
pub fn tags_at(path: &Path) -> Option<TagsOf> {
    if path.is_dir() && path.join("project.ron").exists() {
        return Some(TagsOf::Colleague);
    }
    let is_named_zip = path.extension().is_some_and(|found| found.eq_ignore_ascii_case(ZIP_ENDING));
    // A zip that is damaged is reported when its tags are read.
    if is_named_zip
        && store::zip::is_archive(path)
        && !matches!(store::zip::ZippedProject::open(path), Err(ProblemKind::Missing))
    {
        return Some(TagsOf::Colleague);
    }
    let (format, _) = formats::recognise_path(path)?;
    Some(if format == &jsonl::FORMAT { TagsOf::Colleague } else { TagsOf::OtherTool(format) })
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
            if let Some((zipped, found)) = formats::open_zipped(path).filter(|_| path.is_file()) {
                return read_as(found, &zipped);
            }
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
    source(path, opened.project, warnings, Vec::new())
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
    let Some((format, reader)) = formats::recognise(input) else {
        let reason = t!("exchange-unknown-format", known = formats::listed(formats::readable()));
        return Err(ReceiveError::NoTags { path: path.to_owned(), reason });
    };
    read_as((format, reader), input)
}

fn read_as((_, reader): ReadableFormat, input: &Input) -> Result<ReceivedTags, ReceiveError> {
    let ReadProject { project, warnings, unplaced } = reader.read_with_unplaced(input);
    source(input.path(), project, warnings.iter().map(ToString::to_string).collect(), unplaced)
}

fn source(
    path: &Path,
    mut project: Project,
    warnings: Vec<String>,
    unplaced: Vec<Unplaced>,
) -> Result<ReceivedTags, ReceiveError> {
    let path = path.to_owned();
    if project.layers.is_empty() && unplaced.is_empty() {
        let reason = warnings.into_iter().next().unwrap_or_else(|| t!("exchange-no-layers"));
        return Err(ReceiveError::NoTags { path, reason });
    }
    let reviews = std::mem::take(&mut project.reviews).len();
    Ok(ReceivedTags { path, project, warnings, reviews, unplaced })
}
