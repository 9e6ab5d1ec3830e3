//! The edits of conflicts: each list belongs to a file, stays in it until a person settles it, and goes with its document.

use super::change::{Edit, EditError};
use crate::model::conflict::{Conflict, ConflictFile};
use crate::model::id::DocumentId;
use crate::model::project::Project;

/// Replaces the conflicts of a file.
pub(super) fn set(project: &mut Project, file: ConflictFile, conflicts: Vec<Conflict>) -> Result<Edit, EditError> {
    let old = if conflicts.is_empty() {
        project.conflicts.remove(&file)
    } else {
        match file.document().filter(|document| !project.documents.contains_key(*document)) {
            Some(unknown) => return Err(EditError::UnknownDocument(unknown.clone())),
            None => project.conflicts.insert(file.clone(), conflicts),
        }
    };
    Ok(Edit::SetConflicts { file, conflicts: old.unwrap_or_default() })
}

/// The edits that carry the conflicts of a document, its layers and its review over when another takes its place.
pub(crate) fn keep(project: &Project, document: &DocumentId) -> Vec<Edit> {
    let own = project.conflicts_of(document);
    own.map(|(file, conflicts)| Edit::SetConflicts { file: file.clone(), conflicts: conflicts.to_vec() }).collect()
}

/// Removes the conflicts of a document that is being removed, and returns the edits that restore them.
pub(super) fn take(project: &mut Project, document: &DocumentId) -> Vec<Edit> {
    let kept = keep(project, document);
    project.conflicts.retain(|file, _| file.document() != Some(document));
    kept
}
