//! A project: its documents, parties, codebook, layers and reviews.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::attribute::AttributeForm;
use super::codebook::Codebook;
use super::conflict::{Conflict, ConflictFile};
use super::document::Document;
use super::id::{AnnotatorId, DocumentId, PartyId};
use super::layer::Layer;
use super::party::{Parties, Party, name_key};
use super::review::Review;
use super::work::{Assignment, LayerState};

#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Project {
    pub title: String,
    /// In the order that people chose; the first nine have the keys 1 to 9.
    pub parties: Parties,
    pub codebook: Codebook,
    pub documents: BTreeMap<DocumentId, Document>,
    pub layers: BTreeMap<(DocumentId, AnnotatorId), Layer>,
    pub reviews: BTreeMap<DocumentId, Review>,
    /// The annotation manual, Markdown.
    pub guidelines: String,
    /// Conflicts that a merge left to a person, by file; no entry is empty. The file of a layer or a review with
    /// conflicts exists even if it has nothing else; other files have conflicts only while they exist.
    pub conflicts: BTreeMap<ConflictFile, Vec<Conflict>>,
    /// Who is to tag which document. Assignments of missing or unreadable documents are kept.
    pub assignments: BTreeMap<(DocumentId, AnnotatorId), Assignment>,
    /// Only reviewers see others' work on a document before they are done with it themselves.
    pub blind_until_done: bool,
    pub reviewers: BTreeSet<AnnotatorId>,
}

impl Project {
    /// An empty project with the standard codebook.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), codebook: Codebook::standard(), ..Self::default() }
    }

    /// The conflicts that a merge left in this file.
    pub fn conflicts_in(&self, file: &ConflictFile) -> &[Conflict] {
        self.conflicts.get(file).map_or(&[], Vec::as_slice)
    }

    /// The conflicts of a document, of its layers and of its review, by file.
    pub(crate) fn conflicts_of(&self, document: &DocumentId) -> impl Iterator<Item = (&ConflictFile, &[Conflict])> {
        let own = self.conflicts.iter().filter(move |(file, _)| file.document() == Some(document));
        own.map(|(file, conflicts)| (file, conflicts.as_slice()))
    }

    pub fn party(&self, id: &PartyId) -> Option<&Party> {
        self.parties.named(id)
    }

    /// What a value of the attribute of this name is called on screen: one of a list by its name, a party by its own.
    pub(crate) fn attribute_value_title(&self, attribute: &str, value: &str) -> String {
        let Some(definition) = self.codebook.attribute_named(attribute) else { return value.to_owned() };
        let party = || PartyId::new(value).ok().and_then(|id| self.party(&id)).map(|party| party.name.clone());
        let party = Some(()).filter(|()| definition.form == AttributeForm::Party).and_then(|()| party());
        party.unwrap_or_else(|| definition.value_title(value))
    }

    /// Parties that share a name with an earlier one, as pairs of the earlier and the later one.
    pub(crate) fn parties_of_one_name(&self) -> Vec<(&Party, &Party)> {
        let mut known: BTreeMap<String, &Party> = BTreeMap::new();
        let mut found = Vec::new();
        for party in &self.parties {
            let key = name_key(&party.name);
            match known.get(&key) {
                Some(first) => found.push((*first, party)),
                None if !key.is_empty() => {
                    known.insert(key, party);
                }
                None => {}
            }
        }
        found
    }

    pub fn layer(&self, document: &DocumentId, annotator: &AnnotatorId) -> Option<&Layer> {
        self.layers.get(&(document.clone(), annotator.clone()))
    }

    /// The layers of a document, by annotator.
    pub(crate) fn layers_of<'p>(&'p self, document: &DocumentId) -> impl Iterator<Item = (&'p AnnotatorId, &'p Layer)> {
        let own = document.clone();
        let from = self.layers.range((document.clone(), AnnotatorId::first())..);
        from.take_while(move |((document, _), _)| *document == own).map(|((_, annotator), layer)| (annotator, layer))
    }

    /// The document with the newer version of this one's text, if this one only keeps an old version.
    pub(crate) fn newer_text(&self, document: &DocumentId) -> Option<&DocumentId> {
        let newer = self.documents.get(document)?.metadata.replaced_by.as_ref()?;
        (newer != document && self.documents.contains_key(newer)).then_some(newer)
    }

    /// The annotators who have a layer in any document, sorted.
    pub fn annotators(&self) -> Vec<AnnotatorId> {
        let mut annotators: Vec<_> = self.layers.keys().map(|(_, annotator)| annotator.clone()).collect();
        annotators.sort();
        annotators.dedup();
        annotators
    }

    /// Everybody whom the project names, sorted: annotators with a layer, assigned annotators, reviewers.
    pub fn people(&self) -> Vec<AnnotatorId> {
        let named = self.layers.keys().chain(self.assignments.keys()).map(|(_, annotator)| annotator);
        named.chain(&self.reviewers).collect::<BTreeSet<_>>().into_iter().cloned().collect()
    }

    /// A person in the project whose name is the same file name on some systems as this one, if this one is not in it.
    pub(crate) fn twin_of(&self, annotator: &AnnotatorId) -> Option<AnnotatorId> {
        let people = self.people();
        if people.contains(annotator) {
            return None;
        }
        people.into_iter().find(|name| name.is_twin_of(annotator))
    }

    pub(crate) fn assignment(&self, document: &DocumentId, annotator: &AnnotatorId) -> Option<&Assignment> {
        self.assignments.get(&(document.clone(), annotator.clone()))
    }

    /// How far each annotator is with each document, assigned or not.
    pub fn work(&self) -> BTreeMap<&(DocumentId, AnnotatorId), LayerState> {
        let known = |key: &&(DocumentId, AnnotatorId)| self.documents.contains_key(&key.0);
        let mut work: BTreeMap<_, _> =
            self.assignments.keys().filter(known).map(|key| (key, LayerState::Open)).collect();
        work.extend(self.layers.iter().map(|(key, layer)| (key, layer.state())));
        work
    }

    /// How far this annotator is with this document.
    pub fn state(&self, document: &DocumentId, annotator: &AnnotatorId) -> LayerState {
        self.layer(document, annotator).map_or(LayerState::Open, Layer::state)
    }

    /// Whether this person may see others' work on this document: their layers, gold, decisions, threads.
    pub fn may_see(&self, person: &AnnotatorId, document: &DocumentId) -> bool {
        !self.blind_until_done || self.reviewers.contains(person) || self.state(document, person) == LayerState::Done
    }

    /// Whether this person may see a layer: their own, or one on a document that they are done with.
    pub(crate) fn may_see_layer(
        &self,
        person: &AnnotatorId,
        (document, annotator): &(DocumentId, AnnotatorId),
    ) -> bool {
        annotator == person || self.may_see(person, document)
    }

    /// The project as this person may see it: without others' work on documents that the person is not done with.
    pub(crate) fn seen_by(&self, person: &AnnotatorId) -> Cow<'_, Self> {
        if !self.blind_until_done || self.reviewers.contains(person) {
            return Cow::Borrowed(self);
        }
        let mut seen = self.clone();
        seen.layers.retain(|layer, _| self.may_see_layer(person, layer));
        seen.reviews.retain(|document, _| self.may_see(person, document));
        Cow::Owned(seen)
    }

    /// The reviewed layer of a document.
    pub fn gold(&self, document: &DocumentId) -> Option<&Layer> {
        self.reviews.get(document).map(Review::gold)
    }

    /// How many statements, over all layers and gold, name this party.
    pub(crate) fn statements_using(&self, party: &PartyId) -> usize {
        let reviews = self.reviews.values().map(Review::gold);
        self.layers.values().chain(reviews).filter_map(|layer| layer.uses().parties.get(party)).sum()
    }

    /// The same count over what this person may see.
    pub(crate) fn statements_seen_using(&self, party: &PartyId, person: &AnnotatorId) -> usize {
        if !self.blind_until_done || self.reviewers.contains(person) {
            return self.statements_using(party);
        }
        let layers = self
            .layers
            .iter()
            .filter(|((document, annotator), _)| annotator == person || self.may_see(person, document));
        let reviews = self.reviews.iter().filter(|(document, _)| self.may_see(person, document));
        let seen = layers.map(|(_, layer)| layer).chain(reviews.map(|(_, review)| review.gold()));
        seen.filter_map(|layer| layer.uses().parties.get(party)).sum()
    }

    /// Whether `parent` is `party` or belongs to it, directly or indirectly.
    pub fn belongs_to(&self, parent: &PartyId, party: &PartyId) -> bool {
        // A party without children contains only itself.
        if parent != party && self.parties.children(party) == 0 {
            return false;
        }
        let mut at = Some(parent);
        // No more steps than parties, so that a circle in a damaged file ends too.
        for _ in 0..=self.parties.len() {
            match at {
                Some(id) if id == party => return true,
                Some(id) => at = self.party(id).and_then(|p| p.parent.as_ref()),
                None => return false,
            }
        }
        true
    }
}
