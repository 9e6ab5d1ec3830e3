//! Twins: names that differ only in case or in the form of a letter. On Windows and macOS they denote one file, so one
//! would overwrite the other. People's edits may not create such a pair; existing pairs stay.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Edit, EditError, LayerKey};
use crate::model::id::{AnnotatorId, DocumentId, folded};
use crate::model::project::Project;

/// Refuses an edit that adds a document or an annotator whose name is a twin of another's.
///
/// # Errors
/// Names both.
pub(crate) fn check(project: &Project, edit: &Edit) -> Result<(), EditError> {
    let mut new = New { project, annotators: BTreeSet::new(), documents: BTreeSet::new(), gone: BTreeSet::new() };
    new.look(edit);
    let New { annotators, documents, gone, .. } = new;
    if !annotators.is_empty() {
        let people = project.people();
        let new = annotators.into_iter().filter(|name| people.binary_search(name).is_err());
        apart(people.iter(), new.collect())?;
    }
    if !documents.is_empty() {
        let there = project.documents.keys().filter(|id| !gone.contains(*id));
        apart(there, documents.into_iter().filter(|id| !project.documents.contains_key(*id)).collect())?;
    }
    Ok(())
}

/// Refuses a new name that is the twin of an existing one or of another new one.
fn apart<'n, N: Ord + ToString + 'n>(there: impl Iterator<Item = &'n N>, new: BTreeSet<&N>) -> Result<(), EditError> {
    if new.is_empty() {
        return Ok(());
    }
    let mut seen: BTreeMap<String, String> = there.map(|name| (folded(&name.to_string()), name.to_string())).collect();
    for name in new {
        if let Some(other) = seen.insert(folded(&name.to_string()), name.to_string()) {
            return Err(EditError::Twin { id: name.to_string(), other });
        }
    }
    Ok(())
}

/// The names that an edit may add to a project.
struct New<'e> {
    project: &'e Project,
    annotators: BTreeSet<&'e AnnotatorId>,
    documents: BTreeSet<&'e DocumentId>,
    gone: BTreeSet<&'e DocumentId>,
}

impl<'e> New<'e> {
    fn look(&mut self, edit: &'e Edit) {
        match edit {
            Edit::AddStatement { layer, .. }
            | Edit::AddRelation { layer, .. }
            | Edit::SetProgress { layer, progress: Some(_) }
            | Edit::SetTags { layer, tags: Some(_) } => self.layer(layer),
            Edit::AddDocument { document, layers } => {
                self.documents.insert(&document.id);
                self.annotators.extend(layers.iter().map(|(annotator, _)| annotator));
            }
            Edit::RemoveDocument(id) => {
                self.gone.insert(id);
            }
            Edit::SetAssignment { annotator, assignment: Some(_), .. } => {
                self.annotators.insert(annotator);
            }
            Edit::SetReviewers(reviewers) => self.annotators.extend(reviewers),
            Edit::Group(edits) => edits.iter().for_each(|edit| self.look(edit)),
            _ => {}
        }
    }

    /// Most edits are about an existing layer.
    fn layer(&mut self, layer: &'e LayerKey) {
        if !self.project.layers.contains_key(layer) {
            self.annotators.insert(&layer.1);
        }
    }
}
