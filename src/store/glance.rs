//! What a project is at a glance, for lists of projects: read without opening it, and without its texts and statements.

use std::fs::{self, OpenOptions};
use std::io::Read as _;
use std::path::Path;

use jiff::Timestamp;

use super::files;
use super::format::codebook;
use super::format::schema::{self, ProjectFile};
use super::layout::{is_there, names, path_of};
use super::problem::{Problem, ProblemKind, StoreError};
use crate::disk::{self, inside};
use crate::edit::change::Touched;
use crate::model::codebook::Codebook;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::monitor::Monitor;

/// The most articles of which is looked up who is done with them.
const MOST_ARTICLES: usize = 5_000;
/// How much of a layer is read for its state, which is written before its statements.
const HEAD_BYTES: u64 = 1_024;

/// What is told of a project that is not open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glance {
    pub title: String,
    pub articles: usize,
    /// How many of them the annotator is done with; `None` if there are too many to look at.
    pub done: Option<usize>,
    /// When its files were changed last, as far as the file system says.
    pub changed: Option<Timestamp>,
}

/// Looks at a project for an annotator.
///
/// # Errors
/// There is no project in the folder, or what it says of itself cannot be read.
pub fn glance(folder: &Path, own: &AnnotatorId, monitor: &Monitor) -> Result<Glance, StoreError> {
    let file = project_file(folder)?;
    let articles = articles(folder);
    let mut changed = changed(&path_of(folder, &Touched::Project));
    let are_few = articles.len() <= MOST_ARTICLES;
    let mut done = 0;
    for article in articles.iter().take_while(|_| are_few && !monitor.is_stopped()) {
        let layer = path_of(folder, &Touched::Layer(article.clone(), own.clone()));
        // Replacing a file changes its folder.
        changed = changed.max(layer.parent().and_then(self::changed));
        done += usize::from(is_done(&layer));
    }
    Ok(Glance { title: file.title, articles: articles.len(), done: are_few.then_some(done), changed })
}

/// The codebook of a project.
///
/// # Errors
/// There is no project in the folder, or its codebook is damaged.
pub fn codebook(folder: &Path) -> Result<Codebook, StoreError> {
    codebook::codebook(project_file(folder)?.codebook).map_err(|kind| unreadable(folder, kind))
}

fn project_file(folder: &Path) -> Result<ProjectFile, StoreError> {
    let text = files::read(&path_of(folder, &Touched::Project)).map_err(|kind| unreadable(folder, kind))?;
    schema::parse(&text, schema::PROJECT).map_err(|kind| unreadable(folder, kind))
}

fn unreadable(folder: &Path, kind: ProblemKind) -> StoreError {
    StoreError::Unreadable(Problem::new(&path_of(folder, &Touched::Project), "", kind))
}

/// The folders of articles.
fn articles(folder: &Path) -> Vec<DocumentId> {
    let entries = inside::entries(folder, &folder.join("documents")).unwrap_or_default();
    let names = entries.iter().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let names = names.filter(|name| !names::is_hidden(name));
    let ids = names.filter_map(|name| DocumentId::new(name).ok());
    ids.filter(|id| is_there(&path_of(folder, &Touched::Document(id.clone())))).collect()
}

/// Whether a layer says that its annotator is done.
fn is_done(layer: &Path) -> bool {
    let Ok(file) = disk::open_plain(layer, OpenOptions::new().read(true)) else { return false };
    let mut head = Vec::new();
    if file.take(HEAD_BYTES).read_to_end(&mut head).is_err() {
        return false;
    }
    let head = String::from_utf8_lossy(&head);
    let head = head.split("statements:").next().unwrap_or_default();
    head.split_once("state:").is_some_and(|(_, state)| state.trim_start().starts_with("Done"))
}

fn changed(path: &Path) -> Option<Timestamp> {
    fs::metadata(path).and_then(|metadata| metadata.modified()).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("projects/biden-putin-call")
    }

    fn seen_by(folder: &Path, name: &str) -> Result<Glance, StoreError> {
        glance(folder, &AnnotatorId::new(name).unwrap(), &Monitor::default())
    }

    #[test]
    fn a_glance_tells_what_the_project_is_and_whose_work_is_done() {
        let found = seen_by(&sample(), "annotator-a").unwrap();
        assert_eq!(found.title, "The Biden–Putin call of 30 December 2021");
        assert_eq!((found.articles, found.done), (1, Some(1)));
        assert!(found.changed.is_some());
        assert_eq!(seen_by(&sample(), "layla").unwrap().done, Some(0));
    }

    #[test]
    fn the_state_of_a_layer_is_read_from_its_head_alone() {
        let folder = tempfile::tempdir().unwrap();
        let said = |text: &str| {
            let path = folder.path().join("layer.ron");
            fs::write(&path, text).unwrap();
            is_done(&path)
        };
        assert!(said("(progress: (state: Done, at: \"2026-11-23T11:22:49Z\"), statements: [])"));
        assert!(!said("(progress: (state: InProgress), statements: [])"));
        // What a statement says is not the state of the layer.
        assert!(!said("(statements: [(note: \"state: Done\")])"));
    }

    #[test]
    fn a_folder_without_a_project_gives_an_error() {
        assert!(seen_by(tempfile::tempdir().unwrap().path(), "layla").is_err());
    }
}
