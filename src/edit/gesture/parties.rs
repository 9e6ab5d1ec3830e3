//! Adding, merging and deleting parties.

use std::collections::BTreeMap;

use super::recode::{statements_changed, values_changed, with_party_named};
use crate::edit::change::Edit;
use crate::locale::plain;
use crate::model::id::{AnnotatorId, PartyId};
use crate::model::party::{Party, PartyAbout, Rgb};
use crate::model::project::Project;
use crate::model::statement::Statement;
use crate::t;

/// A new party of this name, without aliases or a parent, in the first colour of the palette that no party has; where all
/// are taken, in the next one in turn.
pub(crate) fn new_party(project: &Project, id: PartyId, name: String) -> Party {
    let is_free = |color: &Rgb| project.parties.iter().all(|party| party.color != *color);
    let free = Rgb::PALETTE.into_iter().find(is_free);
    let in_turn = Rgb::PALETTE.get(project.parties.len() % Rgb::PALETTE.len()).copied();
    let color = free.or(in_turn).unwrap_or(Rgb([0x7f; 3]));
    // While the keys go by order, a new party has its key by its place.
    let goes_by_order = project.parties.iter().all(|party| party.key.is_none());
    let key = (1..=9).find(|digit| !goes_by_order && project.parties.with_digit(*digit).is_none());
    Party { id, name, aliases: Vec::new(), color, parent: None, key, about: PartyAbout::default() }
}

/// Gives a party this key, or none. Another party that had it has none then; all others keep theirs.
pub fn set_party_key(project: &Project, id: &PartyId, key: Option<u8>) -> Option<Edit> {
    let party = project.party(id)?;
    let taken = key.and_then(|key| project.parties.with_digit(key)).filter(|other| other.id != *id);
    let mut edits: Vec<Edit> = kept_keys(project).map(Edit::ReplaceParty).collect();
    edits.extend(taken.map(|other| Edit::ReplaceParty(Party { key: None, ..other.clone() })));
    edits.push(Edit::ReplaceParty(Party { key, ..party.clone() }));
    Some(Edit::Group(edits))
}

/// Puts a party before another one, or at the end, and under a parent, or at the top. `None` if it would then belong to
/// itself, or if nothing would change.
pub fn move_party(project: &Project, id: &PartyId, parent: Option<&PartyId>, before: Option<&PartyId>) -> Option<Edit> {
    let party = project.party(id)?;
    if parent.is_some_and(|parent| project.belongs_to(parent, id)) {
        return None;
    }
    let mut edits = Vec::new();
    if parent != party.parent.as_ref() {
        edits.push(Edit::ReplaceParty(Party { parent: parent.cloned(), ..party.clone() }));
    }
    let old = project.parties.order();
    let mut order: Vec<PartyId> = old.iter().filter(|other| *other != id).cloned().collect();
    let place = before.and_then(|before| order.iter().position(|other| other == before)).unwrap_or(order.len());
    order.insert(place, id.clone());
    if before != Some(id) && order != old {
        edits.push(Edit::SetPartyOrder(order));
    }
    let edits = with_kept_keys(project, edits);
    (!edits.is_empty()).then_some(Edit::Group(edits))
}

/// The parties that have their keys by their order, each with its key as its own.
fn kept_keys(project: &Project) -> impl Iterator<Item = Party> {
    project.parties.iter().take(9).enumerate().filter_map(|(place, party)| {
        let key = project.parties.digit(place).filter(|key| party.key != Some(*key))?;
        Some(Party { key: Some(key), ..party.clone() })
    })
}

/// These edits, after which all parties still have the keys that they have by their order.
fn with_kept_keys(project: &Project, mut edits: Vec<Edit>) -> Vec<Edit> {
    if edits.is_empty() {
        return edits;
    }
    let gone = |id: &PartyId| edits.iter().any(|edit| matches!(edit, Edit::RemoveParty(gone) if gone == id));
    let parties: Vec<Party> = kept_keys(project).filter(|party| !gone(&party.id)).collect();
    let mut keep = Vec::new();
    for party in parties {
        let mut is_replaced = false;
        for edit in &mut edits {
            if let Edit::ReplaceParty(other) = edit
                && other.id == party.id
            {
                (other.key, is_replaced) = (party.key, true);
            }
        }
        if !is_replaced {
            keep.push(Edit::ReplaceParty(party));
        }
    }
    keep.append(&mut edits);
    keep
}

/// Merges a party into another, which takes over its statements, children, name and aliases; then removes it.
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
    merged.learn(&old.about);
    merged.about.attributes = with_party_named(project, &merged.about.attributes, from, Some(into));
    // If the target belonged to the removed party, it takes that party's place in the hierarchy.
    if merged.parent.as_ref() == Some(from) {
        merged.parent = old.parent.clone().filter(|parent| !project.belongs_to(parent, into));
    }
    let mut edits = vec![Edit::ReplaceParty(merged)];
    edits.extend(replace_party_edits(project, from, Some(into)));
    edits.extend(others_changed(project, from, Some(into), |child| {
        Some(into.clone()).filter(|into| !project.belongs_to(into, &child.id))
    }));
    edits.push(Edit::RemoveParty(from.clone()));
    Some(Edit::Group(with_kept_keys(project, edits)))
}

/// Who takes the place of a deleted party in the chains in which it spoke.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Successor {
    /// An unknown speaker, a party created if it does not exist yet: nobody is credited with what another said.
    Unknown,
    /// The next party in the chain, or else the author of the article.
    Next,
    /// This party, also where the deleted one reported or was addressed.
    Party(PartyId),
}

/// How often a party is used, as far as the viewer may see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// Who becomes the speaker once the party's link is removed, with the number of such statements; `None` is the
    /// author of the article.
    pub next_speakers: BTreeMap<Option<PartyId>, usize>,
    /// The number of statements in which it reports what another says.
    pub reports: usize,
    /// The number of statements in which it is only an addressee.
    pub addressed: usize,
    /// The number of these statements that are gold.
    pub gold: usize,
    /// The number of parties that belong to it.
    pub children: usize,
    /// Whether there are layers that the viewer may not see yet.
    pub has_hidden: bool,
}

impl Uses {
    /// Counts the uses of `party` that `viewer` may see.
    pub fn of(project: &Project, party: &PartyId, viewer: &AnnotatorId) -> Self {
        let mut uses = Self {
            children: project.parties.iter().filter(|other| other.parent.as_ref() == Some(party)).count(),
            ..Self::default()
        };
        for ((document, annotator), layer) in &project.layers {
            if annotator == viewer || project.may_see(viewer, document) {
                layer.statements().for_each(|statement| uses.count(statement, party));
            } else {
                uses.has_hidden = true;
            }
        }
        for (document, review) in &project.reviews {
            if !project.may_see(viewer, document) {
                uses.has_hidden = true;
                continue;
            }
            for statement in review.gold().statements() {
                uses.count(statement, party);
                uses.gold += usize::from(statement.uses(party));
            }
        }
        uses
    }

    fn count(&mut self, statement: &Statement, party: &PartyId) {
        if statement.speaker() == Some(party) {
            let next = statement.chain.iter().rev().map(|link| &link.party).find(|other| *other != party);
            *self.next_speakers.entry(next.cloned()).or_default() += 1;
        } else if statement.chain.iter().any(|link| link.party == *party) {
            self.reports += 1;
        } else if statement.addressees.contains(party) {
            self.addressed += 1;
        }
    }

    /// The number of statements in which it speaks.
    pub fn speaks(&self) -> usize {
        self.next_speakers.values().sum()
    }

    /// The number of statements in which it is used.
    pub fn all(&self) -> usize {
        self.speaks() + self.reports + self.addressed
    }
}

/// Deletes a party: its links are removed from the chains, and its children move up to its parent.
pub fn delete_party(project: &Project, id: &PartyId) -> Option<Edit> {
    delete_party_for(project, id, &Successor::Next)
}

/// Deletes a party and puts `successor` in its place where it spoke; its children move up to its parent.
pub fn delete_party_for(project: &Project, id: &PartyId, successor: &Successor) -> Option<Edit> {
    let old = project.party(id)?;
    let mut edits: Vec<Edit> = Vec::new();
    match successor {
        Successor::Next => edits.extend(replace_party_edits(project, id, None)),
        Successor::Party(into) => {
            project.party(into).filter(|_| into != id)?;
            edits.extend(replace_party_edits(project, id, Some(into)));
        }
        Successor::Unknown => {
            let name = plain(&t!("party-unknown"));
            let known = project.parties.iter().find(|party| party.name == name);
            let unknown = match known {
                // An unknown speaker that is deleted leaves no successor.
                Some(party) if party.id == *id => return delete_party_for(project, id, &Successor::Next),
                Some(party) => party.id.clone(),
                None => PartyId::from_name(&name, |id| project.party(id).is_some()),
            };
            let changes: Vec<Edit> =
                statement_edits(project, id, |statement| with_speaker_unknown(project, statement, id, &unknown))
                    .collect();
            if known.is_none() && speaks_anywhere(project, id) {
                let party = Party {
                    id: unknown,
                    name,
                    aliases: Vec::new(),
                    color: Rgb([0x7f, 0x7f, 0x7f]),
                    parent: None,
                    key: None,
                    about: PartyAbout::default(),
                };
                edits.push(Edit::AddParty { index: project.parties.len(), party });
            }
            edits.extend(changes);
        }
    }
    let into = match successor {
        Successor::Party(into) => Some(into),
        Successor::Unknown | Successor::Next => None,
    };
    edits.extend(others_changed(project, id, into, |_| old.parent.clone()));
    edits.push(Edit::RemoveParty(id.clone()));
    Some(Edit::Group(with_kept_keys(project, edits)))
}

/// The edits that give the parties, relations and documents which name a party `into` instead, or nothing, and its children
/// another parent. `into` itself is left as it is.
fn others_changed(
    project: &Project,
    from: &PartyId,
    into: Option<&PartyId>,
    parent_of: impl Fn(&Party) -> Option<PartyId>,
) -> Vec<Edit> {
    let mut edits = Vec::new();
    for party in project.parties.iter().filter(|party| party.id != *from && Some(&party.id) != into) {
        let mut changed = party.clone();
        changed.about.attributes = with_party_named(project, &party.about.attributes, from, into);
        if party.parent.as_ref() == Some(from) {
            changed.parent = parent_of(party);
        }
        edits.extend((changed != *party).then_some(Edit::ReplaceParty(changed)));
    }
    edits.extend(values_changed(project, |attributes| with_party_named(project, attributes, from, into)));
    edits
}

fn speaks_anywhere(project: &Project, id: &PartyId) -> bool {
    let gold = project.reviews.values().flat_map(|review| review.decisions()).flat_map(|d| &d.statements);
    let mut layers = project.layers.values().flat_map(|layer| layer.statements());
    layers.any(|s| s.speaker() == Some(id)) || gold.into_iter().any(|s| s.speaker() == Some(id))
}

/// The statement with an unknown speaker in place of the party if it spoke, and without the party elsewhere.
fn with_speaker_unknown(project: &Project, statement: &Statement, party: &PartyId, unknown: &PartyId) -> Statement {
    let mut changed = statement.clone();
    if let Some(last) = changed.chain.last_mut().filter(|link| link.party == *party) {
        last.party = unknown.clone();
    }
    with_party_replaced(project, &changed, party, None)
}

fn replace_party_edits<'p>(
    project: &'p Project,
    from: &'p PartyId,
    into: Option<&'p PartyId>,
) -> impl Iterator<Item = Edit> + 'p {
    statement_edits(project, from, move |statement| with_party_replaced(project, statement, from, into))
}

/// The edits that change every statement that uses a party, also as the value of an attribute, in layers and in gold.
fn statement_edits(
    project: &Project,
    from: &PartyId,
    change: impl Fn(&Statement) -> Statement,
) -> impl Iterator<Item = Edit> {
    let edits = statements_changed(project, |_, _, statement| {
        let has_it = statement.uses(from) || statement.attributes.iter().any(|value| value.value == from.as_str());
        has_it.then(|| change(statement)).filter(|changed| changed != statement)
    });
    edits.into_iter()
}

fn with_party_replaced(project: &Project, statement: &Statement, from: &PartyId, into: Option<&PartyId>) -> Statement {
    let mut changed = statement.clone();
    changed.attributes = with_party_named(project, &statement.attributes, from, into);
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
