//! The layout of a project folder: the path of each file, the file at each path, and the folders inside `.bayan`.
//!
//! Nothing here reads or writes the content of a file.

pub mod computer;
pub mod names;
pub mod size;
pub mod taken;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::disk::inside::{self, LeadsOut};
use crate::edit::change::Touched;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::project::Project;

/// SHA-256 by path relative to the project, with `/`.
pub(crate) type Hashes = BTreeMap<String, String>;

/// The files of an older version: paths relative to the project, with `/`, and the version of each.
pub type Older = BTreeMap<String, u32>;

/// The folders of a project into which files are written.
const FOLDERS: [&str; 12] = [
    "documents",
    "annotations",
    "review",
    ".bayan",
    ".bayan/journal",
    ".bayan/history",
    ".bayan/history/states",
    ".bayan/kept",
    ".bayan/removed",
    ".bayan/copies",
    ".bayan/backups",
    ".bayan/locks",
];

/// Checks that all folders of a project that exist are its own, so that changes can also be saved.
///
/// # Errors
/// The first folder that is not.
pub(crate) fn check_folders(project: &Path) -> io::Result<()> {
    FOLDERS.iter().try_for_each(|folder| match inside::check(project, &project.join(folder)) {
        // A file in the place of a folder is reported by whatever needs the folder.
        Err(error) if matches!(LeadsOut::of(&error), Some(LeadsOut::File(_))) => Ok(()),
        result => result,
    })
}

/// The path of a file of the project; for a document, its `document.ron`.
pub fn path_of(folder: &Path, file: &Touched) -> PathBuf {
    match file {
        Touched::Project => folder.join("project.ron"),
        Touched::Guidelines => folder.join("guidelines.md"),
        Touched::Document(id) => folder.join("documents").join(id.as_str()).join("document.ron"),
        Touched::Layer(document, annotator) => {
            folder.join("annotations").join(document.as_str()).join(format!("{annotator}.ron"))
        }
        Touched::Review(document) => folder.join("review").join(format!("{document}.ron")),
    }
}

/// What is removed when the project no longer has this file; for a document, its whole folder.
pub(crate) fn place_of(folder: &Path, file: &Touched) -> PathBuf {
    match file {
        Touched::Document(id) => folder.join("documents").join(id.as_str()),
        _ => path_of(folder, file),
    }
}

/// All files of the project.
pub(crate) fn all_files(project: &Project) -> BTreeSet<Touched> {
    let mut all = BTreeSet::from([Touched::Project, Touched::Guidelines]);
    all.extend(project.documents.keys().cloned().map(Touched::Document));
    all.extend(project.layers.keys().cloned().map(|(document, annotator)| Touched::Layer(document, annotator)));
    all.extend(project.reviews.keys().cloned().map(Touched::Review));
    all
}

/// The file of the project at this path; the path of a text gives its document. `None` for everything else.
pub(crate) fn file_at(folder: &Path, path: &Path) -> Option<Touched> {
    let name = relative(folder, path);
    let parts: Vec<&str> = name.split('/').collect();
    let id = |name: &str| DocumentId::new(name).ok();
    match parts.as_slice() {
        ["project.ron"] => Some(Touched::Project),
        ["guidelines.md"] => Some(Touched::Guidelines),
        ["documents", document, "document.ron" | "text.txt"] => Some(Touched::Document(id(document)?)),
        ["annotations", document, layer] => {
            let annotator = AnnotatorId::new(layer.strip_suffix(".ron")?).ok()?;
            Some(Touched::Layer(id(document)?, annotator))
        }
        ["review", review] => Some(Touched::Review(id(review.strip_suffix(".ron")?)?)),
        _ => None,
    }
}

/// What cannot be written if this path, of a file or of an article's folder, is a link.
pub(crate) fn whole_of(folder: &Path, path: &Path) -> Option<Touched> {
    let name = relative(folder, path);
    match name.split_once('/')? {
        ("documents" | "annotations", document) if !document.contains('/') => {
            DocumentId::new(document).ok().map(Touched::Document)
        }
        _ => file_at(folder, path),
    }
}

/// The path relative to the project, with `/`.
pub(crate) fn relative(folder: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<_> = inside.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

/// A relative path that stays inside the project.
pub(crate) fn path_inside(folder: &Path, path: &str) -> Option<PathBuf> {
    let path = Path::new(path);
    let plain = path.components().all(|part| matches!(part, Component::Normal(_)));
    (plain && !path.as_os_str().is_empty()).then(|| folder.join(path))
}

/// Whether a folder is empty or contains only hidden files, such as an interrupted save leaves; it then counts as
/// missing.
pub(crate) fn is_nothing(folder: &Path) -> bool {
    let hidden = |entry: io::Result<fs::DirEntry>| {
        entry.is_ok_and(|entry| {
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            !is_folder && entry.file_name().to_string_lossy().starts_with('.')
        })
    };
    fs::read_dir(folder).is_ok_and(|mut entries| entries.all(hidden))
}

/// Whether anything has this name, even a broken link.
pub(crate) fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Whether this is a folder and not a link to one.
pub(crate) fn is_real_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_dir())
}
