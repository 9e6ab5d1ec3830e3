//! Repairs what can be repaired without a person: line ends of texts that git or an editor has changed, and conflict
//! markers.

use std::path::{Path, PathBuf};

use super::three_way::{self, Merged};
use crate::disk;
use crate::disk::inside::Inside;
use crate::edit::change::Touched;
use crate::store::files;
use crate::store::format::reader::Opened;
use crate::store::format::{markers, schema};
use crate::store::journal::history;
use crate::store::layout::{computer, file_at, relative};
use crate::store::problem::{ProblemKind, StoreError};
use crate::store::writing::aside;

/// Writes the annotated text over each one that has other line ends; the old content is kept in `.bayan/kept`. Returns
/// the files that were written. The caller holds the lock.
///
/// # Errors
/// A file cannot be written and is unchanged.
pub(crate) fn line_ends(folder: &Path, opened: &Opened) -> Result<Vec<PathBuf>, StoreError> {
    let mut written = Vec::new();
    let disk = Inside::new(folder, disk::chosen());
    let writer = computer::writer_name();
    let mut saved = history::saved(folder, &writer);
    for note in opened.notes.iter().filter(|note| note.kind == ProblemKind::LineEnds) {
        let Some(Touched::Document(id)) = file_at(folder, &note.path) else { continue };
        let Some(document) = opened.project.documents.get(&id) else { continue };
        files::private_folder_on(&disk, folder)
            .map_err(|source| StoreError::Write { path: folder.to_owned(), source })?;
        aside::keep_aside(&disk, folder, &note.path)?;
        files::write_inside(folder, &note.path, document.content.as_str().as_bytes())?;
        // It is not a change by others.
        if let Some(known) = saved.get_mut(&relative(folder, &note.path)) {
            document.content.sha256().clone_into(known);
        }
        written.push(note.path.clone());
    }
    if !written.is_empty()
        && !saved.is_empty()
        && let Err(error) = history::write_saved(&disk, folder, &writer, &saved)
    {
        tracing::warn!(%error, "the history cannot be written");
    }
    Ok(written)
}

/// A file with conflict markers, and the result of mending it.
#[derive(Debug)]
pub(crate) struct Mended {
    pub path: PathBuf,
    /// How many conflicts the file lists now; an error if it could not be mended.
    pub result: Result<usize, ProblemKind>,
}

/// Mends one file with conflict markers, writing to `out` if it is given; the old content is kept in `.bayan/kept`.
///
/// # Errors
/// The file cannot be read, or the result cannot be written; the file is unchanged.
pub(crate) fn markers(path: &Path, out: Option<&Path>) -> Result<Mended, StoreError> {
    let text = files::read_text(path)?;
    let mended = |result| Mended { path: path.to_owned(), result };
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let merged = match name.as_str() {
        _ if is_left_over(path, &text) => Err(ProblemKind::BothChanged),
        _ if !markers::are_in(&text) => Err(ProblemKind::NoMarkers),
        "text.txt" => annotated(path, &text).ok_or(ProblemKind::TextChanged).map(|text| (text, 0)),
        _ if path.extension().is_some_and(|ending| ending == "ron") => {
            mend(&text).map(|merged| (merged.text, merged.conflicts))
        }
        _ => Err(ProblemKind::BothChanged),
    };
    let (text, conflicts) = match merged {
        Ok(merged) => merged,
        Err(kind) => return Ok(mended(Err(kind))),
    };
    match out {
        Some(out) => files::write(out, text.as_bytes())?,
        None => match project_of(path) {
            Some(folder) => {
                // The folder was found from the absolute path.
                let path =
                    &std::path::absolute(path).map_err(|source| StoreError::Write { path: path.to_owned(), source })?;
                let disk = Inside::new(&folder, disk::chosen());
                files::private_folder_on(&disk, &folder)
                    .map_err(|source| StoreError::Write { path: folder.clone(), source })?;
                aside::keep_aside(&disk, &folder, path)?;
                files::write_inside(&folder, path, text.as_bytes())?;
            }
            None => files::write(path, text.as_bytes())?,
        },
    }
    Ok(mended(Ok(conflicts)))
}

/// Merges the two sides of a file with markers into a file of a project.
///
/// # Errors
/// There are no markers, or a side is not a file of a project.
fn mend(text: &str) -> Result<Merged, ProblemKind> {
    let markers::Sides { ours, theirs, base } = markers::sides(text).ok_or(ProblemKind::NoMarkers)?;
    // A base that is not itself a file of a project (because git has merged several into one) is ignored.
    let known = base.and_then(|base| three_way::merge(&base, &ours, &theirs).ok());
    match known {
        Some(merged) => Ok(merged),
        None => three_way::merge("", &ours, &theirs),
    }
}

/// The files of a project that have conflict markers, documents before their texts.
pub(crate) fn marked(folder: &Path) -> Vec<PathBuf> {
    let entries = |folder: PathBuf| {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        paths.sort();
        paths
    };
    let mut paths = vec![folder.join("project.ron"), folder.join("guidelines.md")];
    for document in entries(folder.join("documents")) {
        paths.extend(["document.ron", "text.txt"].map(|name| document.join(name)));
    }
    paths.extend(entries(folder.join("annotations")).into_iter().flat_map(entries));
    paths.extend(entries(folder.join("review")));
    let is_marked = |path: &PathBuf| {
        let text = files::read_bytes_inside(folder, path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        text.is_some_and(|text| markers::are_in(&text) || is_left_over(path, &text))
    };
    paths.retain(|path| file_at(folder, path).is_some() && is_marked(path));
    paths
}

/// Whether a file is unreadable because only some of its markers were removed.
fn is_left_over(path: &Path, text: &str) -> bool {
    let is_ron = path.extension().is_some_and(|ending| ending == "ron");
    is_ron
        && !markers::are_in(text)
        && markers::any_in(text)
        && three_way::merge("", text, &format!("{text}\n")) == Err(ProblemKind::Markers)
}

/// The side of a text that was annotated, according to its document's file.
fn annotated(path: &Path, text: &str) -> Option<String> {
    let about = files::read(&path.with_file_name("document.ron")).ok()?;
    markers::mend_text(text, &schema::text_sha256(&about)?)
}

/// The project that a file belongs to.
fn project_of(path: &Path) -> Option<PathBuf> {
    let path = std::path::absolute(path).ok()?;
    let folder = path.ancestors().skip(1).take(3).find(|folder| folder.join("project.ron").is_file())?;
    file_at(folder, &path).map(|_file| folder.to_owned())
}
