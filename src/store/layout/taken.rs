//! Names that are not available for a new document.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use super::is_nothing;
use crate::model::id::{DocumentId, folded};
use crate::model::project::Project;

/// The names that no further document may have: those of a project's documents, and those of unopened entries on the
/// disk. Names that are the same on some system count as one.
#[derive(Debug)]
pub struct Taken(HashSet<String>);

impl Taken {
    /// The names that are currently taken in this project.
    pub fn new(folder: &Path, project: &Project) -> Self {
        let mut names: HashSet<String> = project.documents.keys().map(|id| folded(id.as_str())).collect();
        for entry in fs::read_dir(folder.join("documents")).into_iter().flatten().flatten() {
            let name = folded(&entry.file_name().to_string_lossy());
            // What a crash has left of a new article does not block its name.
            if !names.contains(&name) && !is_nothing(&entry.path()) {
                names.insert(name);
            }
        }
        Self(names)
    }

    /// Whether a document of this name would overwrite something.
    pub fn has(&self, id: &DocumentId) -> bool {
        self.0.contains(&folded(id.as_str()))
    }

    /// Records that a document now has this name.
    pub(crate) fn take(&mut self, id: &DocumentId) {
        self.0.insert(folded(id.as_str()));
    }
}
