//! The parties and the codebook entries that a colleague's layers need: added if the project lacks them, noted if they
//! have another name in it.

use std::collections::{BTreeSet, HashSet};

use super::PartyQuestion;
use super::planner::Planner;
use crate::edit::change::Edit;
use crate::model::codebook::{CodebookItem, CodebookList, command_of_key};
use crate::model::id::PartyId;
use crate::model::layer::Layer;
use crate::model::party::Party;
use crate::t;

impl Planner<'_> {
    /// The party of this project that corresponds to one of theirs.
    pub(super) fn party_here(&self, id: &PartyId) -> PartyId {
        self.parties.get(id).unwrap_or(id).clone()
    }

    /// Asks about their parties whose identifiers other parties have here, and takes for the same what a person has said is.
    pub(super) fn ask_about_parties(&mut self) {
        let mut used: HashSet<&PartyId> = HashSet::new();
        for layer in self.theirs.layers.values() {
            used.extend(layer.uses().parties.keys());
        }
        for party in self.theirs.parties.iter().filter(|party| used.contains(&party.id)) {
            let (Some(mine), here) = (self.ours.party(&party.id), self.party_here(&party.id)) else { continue };
            if here == party.id || self.ours.party(&here).is_some() {
                continue;
            }
            let (id, theirs, ours) = (party.id.clone(), party.name.clone(), mine.name.clone());
            if self.options.same_parties.contains(&id) {
                self.parties.insert(id.clone(), id.clone());
            }
            self.plan.questions.push(PartyQuestion { id, theirs, ours });
        }
    }

    /// Notes, once, that one of their parties is another one here than its identifier suggests.
    fn note_party(&mut self, id: &PartyId) {
        let here = self.party_here(id);
        let Some(party) = self.theirs.party(id).filter(|_| here != *id && !self.noted.contains(id)) else { return };
        self.noted.insert(id.clone());
        let theirs = party.name.as_str();
        match (self.ours.party(&here), self.ours.party(id)) {
            (Some(mine), _) => {
                let ours = mine.name.as_str();
                self.plan.same_parties.push(t!(
                    "exchange-party-same",
                    theirs = theirs,
                    ours = ours,
                    id = here.as_str()
                ));
            }
            (None, Some(mine)) => {
                let ours = mine.name.as_str();
                let line =
                    t!("exchange-party-other", theirs = theirs, id = id.as_str(), ours = ours, new = here.as_str());
                self.plan.other_parties.push(line);
            }
            (None, None) => {}
        }
    }

    /// Adds what a layer refers to and the project does not have.
    pub(super) fn add_needed(&mut self, layer: &Layer) {
        let theirs = self.theirs;
        let uses = layer.uses();
        let mut missing: Vec<PartyId> = Vec::new();
        // A party visited once is already in the list, together with all that it belongs to.
        let mut walked: HashSet<PartyId> = HashSet::new();
        for party in uses.parties.keys() {
            let mut line: Vec<PartyId> = Vec::new();
            let mut at = Some(party.clone());
            self.note_party(party);
            while let Some(id) =
                at.filter(|id| self.scratch.party(&self.party_here(id)).is_none() && walked.insert(id.clone()))
            {
                at = theirs.party(&id).and_then(|party| party.parent.clone());
                line.push(id);
            }
            // The parties that a party belongs to come before it.
            missing.extend(line.into_iter().rev());
        }
        for id in missing {
            let here = self.party_here(&id);
            let Some(party) = theirs.party(&id).cloned().filter(|_| self.scratch.party(&here).is_none()) else {
                continue;
            };
            self.note_party(&id);
            let index = self.scratch.parties.len();
            let name = party.name.clone();
            let parent = party.parent.as_ref().map(|parent| self.party_here(parent));
            let parent = parent.filter(|parent| self.scratch.party(parent).is_some());
            if self.try_apply(Edit::AddParty { index, party: Party { id: here, parent, ..party } }) {
                self.plan.parties.push(name);
            }
        }
        let mut codebook = self.scratch.codebook.clone();
        for mut item in uses.items(&theirs.codebook) {
            if codebook.has_item(item.list(), item.id()) {
                continue;
            }
            if let CodebookItem::Kind(kind) = &mut item {
                // A key is used only if it is free.
                let is_free = |key: &char| {
                    command_of_key(*key).is_none() && codebook.kinds.iter().all(|other| other.key != Some(*key))
                };
                kind.key = kind.key.filter(is_free);
            }
            self.plan.codebook.entry(item.list()).or_default().push(item.name().to_owned());
            codebook.push(item);
        }
        if codebook != self.scratch.codebook {
            self.try_apply(Edit::SetCodebook(Box::new(codebook)));
        }
    }

    /// Notes what both have under the same id with another name or definition.
    pub(super) fn differing(&mut self) {
        let mut used: BTreeSet<String> = BTreeSet::new();
        for layer in self.theirs.layers.values() {
            let uses = layer.uses();
            used.extend(uses.parties.keys().map(ToString::to_string));
            used.extend(CodebookList::ALL.into_iter().flat_map(|list| uses.ids(list)).map(str::to_owned));
        }
        let mut note = |id: &str, ours: (&str, &str), theirs: (&str, &str)| {
            // A file without definitions says nothing about them.
            let defined = theirs.1.is_empty() || ours.1 == theirs.1;
            let named = ours.0 == theirs.0 || theirs.0 == id;
            if used.contains(id) && !(defined && named) {
                self.plan.differing.push(t!("exchange-differs", id = id, ours = ours.0, theirs = theirs.0));
            }
        };
        for party in &self.theirs.parties {
            let same = self.parties.get(&party.id).is_none_or(|here| *here == party.id);
            if let Some(mine) = self.ours.party(&party.id).filter(|_| same) {
                note(party.id.as_str(), (&mine.name, ""), (&party.name, ""));
            }
        }
        for item in self.theirs.codebook.items() {
            if let Some(mine) = self.ours.codebook.item(item.list(), item.id()) {
                note(item.id(), (mine.name(), mine.definition()), (item.name(), item.definition()));
            }
        }
    }
}
