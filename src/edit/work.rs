//! The edits of the work: who is assigned what, how far each is, and the edits for a whole list of assignments.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Edit, EditError, LayerKey};
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::project::Project;
use crate::model::work::{Assignment, LayerProgress};

/// Adds, replaces or removes an assignment.
pub(super) fn set_assignment(
    project: &mut Project,
    document: DocumentId,
    annotator: AnnotatorId,
    assignment: Option<Assignment>,
) -> Result<Edit, EditError> {
    if !project.documents.contains_key(&document) {
        return Err(EditError::UnknownDocument(document));
    }
    let key = (document, annotator);
    let old = match assignment {
        Some(assignment) => project.assignments.insert(key.clone(), assignment),
        None => project.assignments.remove(&key),
    };
    Ok(Edit::SetAssignment { document: key.0, annotator: key.1, assignment: old })
}

/// Records the progress in a layer; a layer that this leaves with nothing is removed.
pub(super) fn set_progress(
    project: &mut Project,
    layer: LayerKey,
    progress: Option<LayerProgress>,
) -> Result<Edit, EditError> {
    if !project.documents.contains_key(&layer.0) {
        return Err(EditError::UnknownDocument(layer.0));
    }
    let old = project.layers.entry(layer.clone()).or_default().set_progress(progress);
    drop_if_empty(project, &layer);
    Ok(Edit::SetProgress { layer, progress: old })
}

/// Removes an empty layer with no recorded progress, so that undoing the first statement leaves nothing behind.
pub(super) fn drop_if_empty(project: &mut Project, layer: &LayerKey) {
    if project.layers.get(layer).is_some_and(|layer| layer.is_empty() && layer.progress().is_none()) {
        project.layers.remove(layer);
    }
}

/// The assignments of a document.
pub(super) fn assignments<'p>(
    project: &'p Project,
    document: &'p DocumentId,
) -> impl Iterator<Item = (&'p AnnotatorId, &'p Assignment)> {
    let own = project.assignments.iter().filter(move |((of, _), _)| of == document);
    own.map(|((_, annotator), assignment)| (annotator, assignment))
}

/// The edits that carry a document's assignments over when another takes its place.
pub(super) fn keep_assignments(project: &Project, document: &DocumentId) -> Vec<Edit> {
    let keep = |(annotator, assignment): (&AnnotatorId, &Assignment)| Edit::SetAssignment {
        document: document.clone(),
        annotator: annotator.clone(),
        assignment: Some(assignment.clone()),
    };
    assignments(project, document).map(keep).collect()
}

/// Removes the assignments of a document that is being removed, and returns the edits that restore them.
pub(super) fn take_assignments(project: &mut Project, document: &DocumentId) -> Vec<Edit> {
    let kept = keep_assignments(project, document);
    if !kept.is_empty() {
        project.assignments.retain(|(of, _), _| of != document);
    }
    kept
}

/// The edit that assigns each of these documents to each of these annotators; existing assignments stay. `None` if
/// nothing is left to do.
pub fn assign_all(
    project: &Project,
    documents: &[DocumentId],
    annotators: &[AnnotatorId],
    assignment: &Assignment,
) -> Option<Edit> {
    let pairs = documents.iter().flat_map(|document| annotators.iter().map(move |a| (document.clone(), a.clone())));
    group(pairs.filter(|key| !project.assignments.contains_key(key)), assignment)
}

/// The edit that assigns each of these documents to `count` of these annotators, with shares as even as possible.
///
/// Existing assignments count and stay; layers begun without an assignment count as well, so a repeated call adds
/// nothing. Documents are handled in the order given, and each goes to the annotators who have the fewest; among these,
/// to whoever has shared the fewest documents with those who have it already.
pub fn assign_balanced(
    project: &Project,
    documents: &[DocumentId],
    annotators: &[AnnotatorId],
    count: usize,
    assignment: &Assignment,
) -> Option<Edit> {
    let annotators: Vec<&AnnotatorId> = annotators.iter().collect::<BTreeSet<_>>().into_iter().collect();
    let has = |document: &DocumentId, annotator: &AnnotatorId| {
        let key = (document.clone(), annotator.clone());
        project.assignments.contains_key(&key) || project.layers.get(&key).is_some_and(|layer| layer.counts())
    };
    let mut holders: BTreeMap<&DocumentId, BTreeSet<usize>> = BTreeMap::new();
    let mut shares = vec![0_usize; annotators.len()];
    for document in documents {
        let held: BTreeSet<usize> = (0..annotators.len())
            .filter(|index| annotators.get(*index).is_some_and(|annotator| has(document, annotator)))
            .collect();
        for index in &held {
            if let Some(share) = shares.get_mut(*index) {
                *share += 1;
            }
        }
        holders.insert(document, held);
    }
    // How often two annotators have shared a document, so that ties do not always go to the same pair.
    let mut together = vec![vec![0_usize; annotators.len()]; annotators.len()];
    let mut made = Vec::new();
    for document in documents {
        let Some(held) = holders.get_mut(document) else { continue };
        while held.len() < count.min(annotators.len()) {
            let cost = |index: &usize| {
                let share = shares.get(*index).copied().unwrap_or_default();
                let met: usize = held.iter().filter_map(|other| together.get(*index)?.get(*other)).copied().sum();
                (share, met, *index)
            };
            let Some(next) = (0..annotators.len()).filter(|index| !held.contains(index)).min_by_key(cost) else {
                break;
            };
            for other in held.iter().copied().collect::<Vec<_>>() {
                for (a, b) in [(next, other), (other, next)] {
                    if let Some(met) = together.get_mut(a).and_then(|row| row.get_mut(b)) {
                        *met += 1;
                    }
                }
            }
            held.insert(next);
            if let Some(share) = shares.get_mut(next) {
                *share += 1;
            }
            made.extend(annotators.get(next).map(|annotator| (document.clone(), (*annotator).clone())));
        }
    }
    group(made.into_iter(), assignment)
}

fn group(pairs: impl Iterator<Item = (DocumentId, AnnotatorId)>, assignment: &Assignment) -> Option<Edit> {
    let edits: Vec<Edit> = pairs
        .map(|(document, annotator)| Edit::SetAssignment { document, annotator, assignment: Some(assignment.clone()) })
        .collect();
    (!edits.is_empty()).then_some(Edit::Group(edits))
}
