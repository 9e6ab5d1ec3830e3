//! The edits of a review: the checks on decisions, gold relations and threads, and how each is undone.

use super::change::{Edit, EditError};
use super::check::{check_ends, check_plain_values, check_span, check_statement};
use crate::model::id::{DecisionId, DocumentId, RelationId, ThreadId};
use crate::model::project::Project;
use crate::model::review::{Decision, Review, Thread, ThreadAnchor};
use crate::model::statement::Relation;

/// Adds, replaces or removes a decision; gold relations that lose an end go with it, and come back with the inverse.
pub(crate) fn set_decision(
    project: &mut Project,
    document: DocumentId,
    id: DecisionId,
    decision: Option<Decision>,
) -> Result<Edit, EditError> {
    let (old, relations) = match decision {
        Some(decision) => {
            if decision.id != id {
                return Err(EditError::IdDiffers(decision.id.to_string()));
            }
            check_decision(project, &document, &decision)?;
            project.reviews.entry(document.clone()).or_default().put_decision(decision)
        }
        None => {
            let taken = project.reviews.get_mut(&document).and_then(|review| review.take_decision(id));
            let (old, relations) = taken.ok_or_else(|| EditError::IdDiffers(id.to_string()))?;
            (Some(old), relations)
        }
    };
    drop_if_empty(project, &document);
    let back = Edit::SetDecision { document: document.clone(), id, decision: old.map(Box::new) };
    if relations.is_empty() {
        return Ok(back);
    }
    let relations = relations.into_iter().map(|relation| Edit::SetGoldRelation {
        document: document.clone(),
        id: relation.id,
        relation: Some(relation),
    });
    Ok(Edit::Group(std::iter::once(back).chain(relations).collect()))
}

/// Adds, replaces or removes a gold relation.
pub(crate) fn set_relation(
    project: &mut Project,
    document: DocumentId,
    id: RelationId,
    relation: Option<Relation>,
) -> Result<Edit, EditError> {
    let old = match relation {
        Some(relation) => {
            if relation.id != id {
                return Err(EditError::IdDiffers(relation.id.to_string()));
            }
            check_gold_relation(project, &document, &relation)?;
            let review = project.reviews.get_mut(&document).ok_or(EditError::UnknownStatement(relation.from))?;
            review.put_relation(relation)
        }
        None => {
            let taken = project.reviews.get_mut(&document).and_then(|review| review.take_relation(id));
            Some(taken.ok_or(EditError::UnknownRelation(id))?)
        }
    };
    drop_if_empty(project, &document);
    Ok(Edit::SetGoldRelation { document, id, relation: old })
}

/// Adds, replaces or removes a thread.
pub(crate) fn set_thread(
    project: &mut Project,
    document: DocumentId,
    id: ThreadId,
    thread: Option<Thread>,
) -> Result<Edit, EditError> {
    let old = match thread {
        Some(thread) => {
            if thread.id != id {
                return Err(EditError::IdDiffers(thread.id.to_string()));
            }
            check_thread(project, &document, &thread)?;
            project.reviews.entry(document.clone()).or_default().put_thread(thread)
        }
        None => {
            let taken = project.reviews.get_mut(&document).and_then(|review| review.take_thread(id));
            Some(taken.ok_or_else(|| EditError::IdDiffers(id.to_string()))?)
        }
    };
    drop_if_empty(project, &document);
    Ok(Edit::SetThread { document, id, thread: old.map(Box::new) })
}

/// Checks a decision against the project: its statements are valid, belong to no other decision, and are as many as the
/// verdict requires.
///
/// # Errors
/// What does not fit.
pub(crate) fn check_decision(project: &Project, document: &DocumentId, decision: &Decision) -> Result<(), EditError> {
    if !project.documents.contains_key(document) {
        return Err(EditError::UnknownDocument(document.clone()));
    }
    if decision.statements.is_empty() == decision.verdict.gives() {
        return Err(EditError::DecisionStatements(decision.id));
    }
    for (index, statement) in decision.statements.iter().enumerate() {
        check_statement(project, document, statement)?;
        let other = project.reviews.get(document).and_then(|review| review.decision_of(statement.id));
        let twice = decision.statements.iter().skip(index + 1).any(|s| s.id == statement.id);
        if twice || other.is_some_and(|other| other.id != decision.id) {
            return Err(EditError::Duplicate(statement.id.to_string()));
        }
    }
    Ok(())
}

/// Checks a gold relation.
///
/// # Errors
/// What does not fit.
pub(crate) fn check_gold_relation(
    project: &Project,
    document: &DocumentId,
    relation: &Relation,
) -> Result<(), EditError> {
    if project.codebook.relation_kind(&relation.kind).is_none() {
        return Err(EditError::UnknownRelationKind(relation.kind.clone()));
    }
    if relation.from == relation.to {
        return Err(EditError::RelationToItself);
    }
    check_plain_values(&relation.attributes)?;
    check_ends(project.gold(document).ok_or(EditError::UnknownStatement(relation.from))?, relation)
}

/// Checks a thread: it is not empty, and its passage is in the text. The statements it is about may be gone.
///
/// # Errors
/// What does not fit.
pub(crate) fn check_thread(project: &Project, document: &DocumentId, thread: &Thread) -> Result<(), EditError> {
    let document = project.documents.get(document).ok_or_else(|| EditError::UnknownDocument(document.clone()))?;
    if thread.comments.is_empty() || thread.comments.iter().any(|comment| comment.text.trim().is_empty()) {
        return Err(EditError::ThreadEmpty(thread.id));
    }
    match thread.anchor {
        ThreadAnchor::Passage(span) => check_span(document, span),
        ThreadAnchor::Statement(..) | ThreadAnchor::Disagreement(_) => Ok(()),
    }
}

/// The edits that restore a document's review.
pub(crate) fn restore(project: &Project, document: &DocumentId) -> Vec<Edit> {
    let Some(review) = project.reviews.get(document) else { return Vec::new() };
    let decision =
        |d: &Decision| Edit::SetDecision { document: document.clone(), id: d.id, decision: Some(Box::new(d.clone())) };
    let relation =
        |r: &Relation| Edit::SetGoldRelation { document: document.clone(), id: r.id, relation: Some(r.clone()) };
    let thread =
        |t: &Thread| Edit::SetThread { document: document.clone(), id: t.id, thread: Some(Box::new(t.clone())) };
    let tags = review.gold().tags().cloned().map(Box::new);
    let tags = tags.map(|tags| Edit::SetGoldTags { document: document.clone(), tags: Some(tags) });
    let decisions = review.decisions().map(decision);
    let relations = review.gold().relations().map(relation);
    decisions.chain(relations).chain(review.threads().map(thread)).chain(tags).collect()
}

/// Removes an empty review, so that undoing the first decision leaves nothing behind.
pub(super) fn drop_if_empty(project: &mut Project, document: &DocumentId) {
    if project.reviews.get(document).is_some_and(Review::is_empty) {
        project.reviews.remove(document);
    }
}
