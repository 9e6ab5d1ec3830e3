//! The edits of the work: who is to do what, how far each is, and the edits of a whole list of assignments.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Edit, EditError, LayerKey, drop_if_empty};
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::project::Project;
use crate::model::work::{Assignment, LayerProgress};

/// Puts or takes an assignment.
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

/// Takes down how far a layer is; a layer of which nothing remains goes.
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

/// The assignments of a document.
pub(super) fn assignments<'p>(
    project: &'p Project,
    document: &'p DocumentId,
) -> impl Iterator<Item = (&'p AnnotatorId, &'p Assignment)> {
    let own = project.assignments.iter().filter(move |((of, _), _)| of == document);
    own.map(|((_, annotator), assignment)| (annotator, assignment))
}

/// The edits that give a document that was put in the place of another one its assignments.
pub(super) fn keep_assignments(project: &Project, document: &DocumentId) -> Vec<Edit> {
    let keep = |(annotator, assignment): (&AnnotatorId, &Assignment)| Edit::SetAssignment {
        document: document.clone(),
        annotator: annotator.clone(),
        assignment: Some(assignment.clone()),
    };
    assignments(project, document).map(keep).collect()
}

/// Takes the assignments of a document that goes away, and returns the edits that bring them back.
pub(super) fn take_assignments(project: &mut Project, document: &DocumentId) -> Vec<Edit> {
    let kept = keep_assignments(project, document);
    if !kept.is_empty() {
        project.assignments.retain(|(of, _), _| of != document);
    }
    kept
}

/// The edit that asks each of these annotators to do each of these documents; who is asked already stays asked.
/// `None` where nothing is left to do.
pub fn assign_all(
    project: &Project,
    documents: &[DocumentId],
    annotators: &[AnnotatorId],
    assignment: &Assignment,
) -> Option<Edit> {
    let pairs = documents.iter().flat_map(|document| annotators.iter().map(move |a| (document.clone(), a.clone())));
    group(pairs.filter(|key| !project.assignments.contains_key(key)), assignment)
}

/// The edit that gives each of these documents `count` of these annotators, so that all have as even a share as can be.
///
/// Who is asked already counts and stays, layers that somebody began without being asked count as well; so the same call
/// twice adds nothing. Documents go in the order given, and each to those who have the fewest, of these to
/// whoever has shared the fewest documents with those who have it.
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
    // How often two have shared a document, so that ties do not always go to the same pair.
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
