//! The names that a new document must not have.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use super::is_nothing;
use crate::model::id::{DocumentId, folded};
use crate::model::project::Project;

/// The names that no further document may have: those of a project's documents, and of what lies on disk without having been
/// opened. Names that some system takes for one are one here.
#[derive(Debug)]
pub struct Taken(HashSet<String>);

impl Taken {
    /// What is taken in this project at the moment.
    pub fn new(folder: &Path, project: &Project) -> Self {
        let mut names: HashSet<String> = project.documents.keys().map(|id| folded(id.as_str())).collect();
        for entry in fs::read_dir(folder.join("documents")).into_iter().flatten().flatten() {
            let name = folded(&entry.file_name().to_string_lossy());
            // What a crash has left of an article that was not there yet is in nobody's way.
            if !names.contains(&name) && !is_nothing(&entry.path()) {
                names.insert(name);
            }
        }
        Self(names)
    }

    /// Whether a document of this name would go over something.
    pub fn has(&self, id: &DocumentId) -> bool {
        self.0.contains(&folded(id.as_str()))
    }

    /// Notes that a document has this name now.
    pub fn take(&mut self, id: &DocumentId) {
        self.0.insert(folded(id.as_str()));
    }
}
