//! Gestures that are made of several edits: merging and deleting parties.

use super::change::Edit;
use crate::model::id::PartyId;
use crate::model::project::Project;
use crate::model::statement::Statement;

/// Merges a party into another: its statements, its children, its name and aliases go over; then it is gone.
pub fn merge_party(project: &Project, from: &PartyId, into: &PartyId) -> Option<Edit> {
    let (old, target) = (project.party(from)?, project.party(into)?);
    if from == into {
        return None;
    }
    let mut merged = target.clone();
    for alias in std::iter::once(&old.name).chain(&old.aliases) {
        if *alias != merged.name && !merged.aliases.contains(alias) {
            merged.aliases.push(alias.clone());
        }
    }
    // The target may have belonged to the party that goes; it then takes that one's place.
    if merged.parent.as_ref() == Some(from) {
        merged.parent = old.parent.clone().filter(|parent| !project.belongs_to(parent, into));
    }
    let mut edits = vec![Edit::ReplaceParty(merged)];
    edits.extend(replace_party_edits(project, from, Some(into)));
    for child in project.parties.iter().filter(|p| p.parent.as_ref() == Some(from) && p.id != *into) {
        let parent = Some(into.clone()).filter(|into| !project.belongs_to(into, &child.id));
        edits.push(Edit::ReplaceParty(crate::model::party::Party { parent, ..child.clone() }));
    }
    edits.push(Edit::RemoveParty(from.clone()));
    Some(Edit::Group(edits))
}

/// Deletes a party: its links leave the chains, its children move up to its parent; then it is gone.
pub fn delete_party(project: &Project, id: &PartyId) -> Option<Edit> {
    let old = project.party(id)?;
    let mut edits: Vec<Edit> = replace_party_edits(project, id, None).collect();
    for child in project.parties.iter().filter(|p| p.parent.as_ref() == Some(id)) {
        edits.push(Edit::ReplaceParty(crate::model::party::Party { parent: old.parent.clone(), ..child.clone() }));
    }
    edits.push(Edit::RemoveParty(id.clone()));
    Some(Edit::Group(edits))
}

fn replace_party_edits(project: &Project, from: &PartyId, into: Option<&PartyId>) -> impl Iterator<Item = Edit> {
    let layers = project.layers.iter().flat_map(move |(key, layer)| {
        layer.statements().filter(|s| s.uses(from)).map(move |statement| Edit::ReplaceStatement {
            layer: key.clone(),
            statement: Box::new(with_party_replaced(statement, from, into)),
        })
    });
    let decisions = project.reviews.iter().flat_map(move |(document, review)| {
        let named = review.decisions().filter(|d| d.statements.iter().any(|s| s.uses(from)));
        named.map(move |decision| {
            let mut changed = decision.clone();
            changed.statements.iter_mut().for_each(|s| *s = with_party_replaced(s, from, into));
            Edit::SetDecision { document: document.clone(), id: decision.id, decision: Some(Box::new(changed)) }
        })
    });
    layers.chain(decisions)
}

fn with_party_replaced(statement: &Statement, from: &PartyId, into: Option<&PartyId>) -> Statement {
    let mut changed = statement.clone();
    match into {
        Some(into) => {
            for link in changed.chain.iter_mut().filter(|link| link.party == *from) {
                link.party = into.clone();
            }
            for addressee in changed.addressees.iter_mut().filter(|a| **a == *from) {
                *addressee = into.clone();
            }
            let mut seen = std::collections::BTreeSet::new();
            changed.addressees.retain(|a| seen.insert(a.clone()));
        }
        None => {
            changed.chain.retain(|link| link.party != *from);
            changed.addressees.retain(|a| a != from);
        }
    }
    changed
}
