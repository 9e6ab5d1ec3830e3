//! Orphans: statements that have no place in a new version of their article. They are kept with the old text until a
//! person places or deletes them.
//!
//! The old text is a document of its own that names the newer one. A statement of its layers or gold that is not in the
//! newer document is an orphan; one that is in both was kept only because a relation ends at it.

use jiff::Timestamp;

use super::change::{Edit, LayerKey};
use crate::model::document::Document;
use crate::model::id::{AnnotatorId, DecisionId, DocumentId, StatementId};
use crate::model::layer::Layer;
use crate::model::project::Project;
use crate::model::review::Decision;
use crate::model::span::Span;
use crate::model::statement::Statement;

/// Identifies an orphan.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrphanId {
    /// The document with the old text.
    pub document: DocumentId,
    /// The annotator; `None` for gold.
    pub annotator: Option<AnnotatorId>,
    pub statement: StatementId,
}

/// A statement that has no place in the current text.
#[derive(Clone, Debug)]
pub struct Orphan<'p> {
    pub id: OrphanId,
    pub old: &'p Document,
    pub statement: &'p Statement,
}

/// The orphans of a document: older texts first, then by annotator and in text order, with gold last.
pub fn orphans<'p>(project: &'p Project, newer: &DocumentId) -> Vec<Orphan<'p>> {
    let old = project.documents.values().filter(|old| project.newer_text(&old.id) == Some(newer));
    orphans_of(project, newer, old)
}

/// The same for whoever knows which documents have the old texts.
pub(crate) fn orphans_of<'p>(
    project: &'p Project,
    newer: &DocumentId,
    old: impl Iterator<Item = &'p Document>,
) -> Vec<Orphan<'p>> {
    let mut found = Vec::new();
    for old in old {
        let id = |annotator: Option<&AnnotatorId>, statement: &Statement| OrphanId {
            document: old.id.clone(),
            annotator: annotator.cloned(),
            statement: statement.id,
        };
        for (annotator, layer) in project.layers_of(&old.id) {
            let now = project.layer(newer, annotator);
            let orphaned = layer.statements().filter(|s| now.is_none_or(|now| now.statement(s.id).is_none()));
            found.extend(orphaned.map(|statement| Orphan { id: id(Some(annotator), statement), old, statement }));
        }
        if let Some(gold) = project.gold(&old.id) {
            let now = project.gold(newer);
            let orphaned = gold.statements().filter(|s| now.is_none_or(|now| now.statement(s.id).is_none()));
            found.extend(orphaned.map(|statement| Orphan { id: id(None, statement), old, statement }));
        }
    }
    found
}

/// A statement at other passages of another text. Its cues and mentions and the places of attributes lie in the old text and are
/// dropped.
#[must_use]
pub fn at(statement: &Statement, spans: Vec<Span>) -> Statement {
    let mut moved = Statement { spans, ..statement.clone() };
    for link in &mut moved.chain {
        (link.cue, link.mention) = (None, None);
    }
    // The words of the passages of attributes stay.
    moved.attributes.iter_mut().for_each(|attribute| attribute.span = None);
    moved
}

/// The edit that moves an orphan to this passage of the newer text. Its cues and mentions lie in the old text and are
/// dropped. `None` if there is no such orphan.
pub fn place(project: &Project, id: &OrphanId, span: Span, now: Timestamp) -> Option<Edit> {
    let newer = project.newer_text(&id.document)?.clone();
    let placed = |statement: &Statement| Statement { modified: now, ..at(statement, vec![span]) };
    let Some(annotator) = &id.annotator else {
        let (decision, statement) = gold(project, id)?;
        let mut there = project.reviews.get(&newer).and_then(|review| review.decision(decision.id)).cloned();
        let there = match &mut there {
            Some(there) => {
                there.statements.push(placed(statement));
                there.clone()
            }
            None => Decision { statements: vec![placed(statement)], ..decision.clone() },
        };
        let add = Edit::SetDecision { document: newer, id: decision.id, decision: Some(Box::new(there)) };
        return Some(Edit::Group(vec![without_gold(decision, id), add]));
    };
    let (from, to) = ((id.document.clone(), annotator.clone()), (newer, annotator.clone()));
    let statement = project.layers.get(&from)?.statement(id.statement)?;
    let add = Edit::AddStatement { layer: to.clone(), statement: Box::new(placed(statement)) };
    let mut edits = vec![add];
    edits.extend(take_out(project, &from, &to, id.statement, true));
    Some(Edit::Group(edits))
}

/// The edit that deletes an orphan for good. `None` if there is no such orphan.
pub fn delete(project: &Project, id: &OrphanId) -> Option<Edit> {
    let newer = project.newer_text(&id.document)?.clone();
    let Some(annotator) = &id.annotator else {
        let (decision, _) = gold(project, id)?;
        return Some(without_gold(decision, id));
    };
    let (from, to) = ((id.document.clone(), annotator.clone()), (newer, annotator.clone()));
    project.layers.get(&from)?.statement(id.statement)?;
    Some(Edit::Group(take_out(project, &from, &to, id.statement, false)))
}

/// Removes a statement from the old layer. If it was `placed` in the new one, the relations that can follow it do;
/// whatever stood in the old layer only for those relations is removed too.
fn take_out(project: &Project, from: &LayerKey, to: &LayerKey, id: StatementId, placed: bool) -> Vec<Edit> {
    let empty = Layer::default();
    let (Some(old), new) = (project.layers.get(from), project.layers.get(to).unwrap_or(&empty)) else {
        return Vec::new();
    };
    let is_new = |other: StatementId| (placed && other == id) || new.statement(other).is_some();
    let goes = |relation: &&crate::model::statement::Relation| {
        if placed { is_new(relation.from) && is_new(relation.to) } else { relation.from == id || relation.to == id }
    };
    let mut edits = Vec::new();
    for relation in old.relations().filter(goes) {
        edits.push(Edit::RemoveRelation { layer: from.clone(), id: relation.id });
        if placed && new.relation(relation.id).is_none() {
            edits.push(Edit::AddRelation { layer: to.clone(), relation: relation.clone() });
        }
    }
    let stays = |statement: &Statement| old.relations_of(statement.id).any(|relation| !goes(&relation));
    let mut left = old.len();
    for statement in old.statements() {
        let is_it = statement.id == id;
        if (is_it && (!placed || !stays(statement))) || (!is_it && is_new(statement.id) && !stays(statement)) {
            edits.push(Edit::RemoveStatement { layer: from.clone(), id: statement.id });
            left -= 1;
        }
    }
    if left == 0 && old.progress().is_some() {
        // Nobody works on the old text any more.
        edits.push(Edit::SetProgress { layer: from.clone(), progress: None });
    }
    edits
}

/// The decision and the statement of an orphan of gold.
fn gold<'p>(project: &'p Project, id: &OrphanId) -> Option<(&'p Decision, &'p Statement)> {
    let review = project.reviews.get(&id.document)?;
    let decision = review.decision_of(id.statement)?;
    decision.statements.iter().find(|statement| statement.id == id.statement).map(|statement| (decision, statement))
}

/// The old decision without this statement, or the removal of the decision if it has no other statement.
fn without_gold(decision: &Decision, id: &OrphanId) -> Edit {
    let mut left = decision.clone();
    left.statements.retain(|statement| statement.id != id.statement);
    let decision_id: DecisionId = decision.id;
    let decision = (!left.statements.is_empty()).then(|| Box::new(left));
    Edit::SetDecision { document: id.document.clone(), id: decision_id, decision }
}
