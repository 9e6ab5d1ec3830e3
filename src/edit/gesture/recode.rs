//! Changes of the codebook that are carried along: every statement and relation that has an entry, in all layers and in gold,
//! gets what becomes of it, in the same step.
//!
//! The times of statements stay: nobody has read them again, so that what reviewers have said about them still holds.

use std::collections::{BTreeSet, HashMap};

use super::codebook;
use crate::edit::change::{Edit, LayerKey};
use crate::model::attribute::{AttributeDefinition, AttributeForm};
use crate::model::codebook::{Codebook, CodebookItem, CodebookList, Topic};
use crate::model::document_tags::DocumentTags;
use crate::model::fingerprint;
use crate::model::id::{AnnotatorId, AttributeId, DocumentId, KindId, PartyId, RelationKindId, StatementId, TopicId};
use crate::model::layer::Layer;
use crate::model::party::{Party, PartyAbout};
use crate::model::project::Project;
use crate::model::review::Review;
use crate::model::statement::{Attribute, Relation, Statement};

/// How often an entry is used, as far as the viewer may see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntryUses {
    /// In the layers of annotators: statements, relations for a kind of relation, and whatever has values of an attribute.
    pub layers: usize,
    pub gold: usize,
    /// Parties with values of an attribute.
    pub parties: usize,
    pub documents: BTreeSet<DocumentId>,
    /// Whether there are layers that the viewer may not see yet.
    pub has_hidden: bool,
}

impl EntryUses {
    /// Counts the uses of an entry that `viewer` may see.
    pub fn of(project: &Project, list: CodebookList, id: &str, viewer: &AnnotatorId) -> Self {
        let mut uses = Self::default();
        let count = |layer: &Layer| layer.uses().of(list, id);
        for ((document, annotator), layer) in &project.layers {
            if annotator != viewer && !project.may_see(viewer, document) {
                uses.has_hidden = true;
                continue;
            }
            let count = count(layer);
            uses.layers += count;
            uses.documents.extend((count > 0).then(|| document.clone()));
        }
        for (document, review) in &project.reviews {
            if !project.may_see(viewer, document) {
                uses.has_hidden = true;
                continue;
            }
            let count = count(review.gold());
            uses.gold += count;
            uses.documents.extend((count > 0).then(|| document.clone()));
        }
        if list == CodebookList::Attributes {
            let has_it = |party: &&Party| party.about.attributes.iter().any(|attribute| attribute.name == id);
            uses.parties = project.parties.iter().filter(has_it).count();
        }
        uses
    }

    pub const fn all(&self) -> usize {
        self.layers + self.gold + self.parties
    }
}

/// Makes one entry of several: whatever has one of `from` gets `into`, and these are removed. `None` if one of them does not
/// exist, or nothing would change.
pub fn merge(project: &Project, list: CodebookList, from: &[&str], into: &str) -> Option<Edit> {
    let from: BTreeSet<&str> = from.iter().copied().filter(|id| *id != into).collect();
    // There are always the same stances.
    let from = if list == CodebookList::Stances { BTreeSet::new() } else { from };
    let is_known = |id: &str| project.codebook.has_item(list, id);
    if from.is_empty() || !is_known(into) || !from.iter().all(|id| is_known(id)) {
        return None;
    }
    let mut edits = uses_replaced(project, list, &from, Some(into));
    edits.push(Edit::SetCodebook(Box::new(without(&project.codebook, list, &from, Some(into)))));
    Some(Edit::Group(edits))
}

/// Removes an entry. What has it gets `into`; without that, it loses its topic or its values, and the edit is refused for a
/// kind or a kind of relation that is used. With `keeps_values`, the values of an attribute stay as values that the codebook
/// does not define. `None` if there is no such entry.
pub fn delete(project: &Project, list: CodebookList, id: &str, into: Option<&str>, keeps_values: bool) -> Option<Edit> {
    if let Some(into) = into {
        return merge(project, list, &[id], into);
    }
    if !project.codebook.has_item(list, id) || list == CodebookList::Stances {
        return None;
    }
    let gone = BTreeSet::from([id]);
    let mut edits = match list {
        CodebookList::Topics => uses_replaced(project, list, &gone, None),
        CodebookList::Attributes if !keeps_values => uses_replaced(project, list, &gone, None),
        CodebookList::Kinds | CodebookList::RelationKinds | CodebookList::Attributes | CodebookList::Stances => {
            Vec::new()
        }
    };
    edits.push(Edit::SetCodebook(Box::new(without(&project.codebook, list, &gone, None))));
    Some(Edit::Group(edits))
}

/// A statement of a layer, or of gold without an annotator.
pub type PlacedStatement = (DocumentId, Option<AnnotatorId>, StatementId);

/// Makes two entries of one: the new one stands after the old one, and these statements get it instead. `None` if there is no
/// such entry, the new one is of another list or exists, or the list is none that statements have one of.
pub fn split(project: &Project, id: &str, new: CodebookItem, chosen: &BTreeSet<PlacedStatement>) -> Option<Edit> {
    let (list, into) = (new.list(), new.id().to_owned());
    let at = project.codebook.items_of(list).iter().position(|item| item.id() == id)?;
    if !matches!(list, CodebookList::Kinds | CodebookList::Topics) {
        return None;
    }
    let from = BTreeSet::from([id]);
    let mut edits = vec![codebook::add(project, at + 1, new)?];
    edits.extend(statements_changed(project, |document, annotator, statement| {
        let place = (document.clone(), annotator.cloned(), statement.id);
        let changed = chosen.contains(&place).then(|| replaced(statement, list, &from, Some(&into)))?;
        (changed != *statement).then_some(changed)
    }));
    Some(Edit::Group(edits))
}

/// Retires an entry, or takes it back into use: what has it keeps it, but it is not offered. `None` if it is so already.
/// An attribute that is taken back into use loses a condition on what is gone.
pub fn retire(project: &Project, list: CodebookList, id: &str, is_retired: bool) -> Option<Edit> {
    let mut item = project.codebook.item(list, id)?;
    item.texts_mut().2.is_retired = is_retired;
    // An attribute was retired with what it depended on; when it is used again, it depends on nothing that is gone.
    if let CodebookItem::Attribute(attribute) = &mut item
        && !is_retired
    {
        let is_there = |(other, value): &(AttributeId, String)| {
            let other = project.codebook.attribute(other);
            other.is_some_and(|other| !other.form.has_choices() || other.choice(value).is_some())
        };
        attribute.applies.with = attribute.applies.with.take().filter(is_there);
    }
    codebook::change(project, item)
}

/// Makes a topic a part of another one, or of none. `None` if it is, or if it would become a part of itself.
pub fn set_parent(project: &Project, topic: &TopicId, parent: Option<&TopicId>) -> Option<Edit> {
    let old = project.codebook.topic(topic)?;
    if let Some(parent) = parent {
        project.codebook.topic(parent)?;
        if project.codebook.is_within(parent, topic) {
            return None;
        }
    }
    codebook::change(project, CodebookItem::Topic(Topic { parent: parent.cloned(), ..old.clone() }))
}

/// Makes one value of several in a list of an attribute. Without `into`, the values are removed from the list and from all
/// statements. `None` if one of them does not exist, or nothing would change.
pub fn merge_choices(project: &Project, id: &AttributeId, from: &[&str], into: Option<&str>) -> Option<Edit> {
    let old = project.codebook.attribute(id)?;
    let from: BTreeSet<&str> = from.iter().copied().filter(|choice| Some(*choice) != into).collect();
    let is_known = |choice: &str| old.choice(choice).is_some();
    if from.is_empty() || !from.iter().all(|choice| is_known(choice)) || !into.is_none_or(is_known) {
        return None;
    }
    let with = |attributes: &[Attribute]| with_values_replaced(attributes, id.as_str(), &from, into);
    let mut edits = all_values_changed(project, with);
    let mut codebook = project.codebook.clone();
    for attribute in &mut codebook.attributes {
        if attribute.id == *id {
            attribute.choices.retain(|choice| !from.contains(choice.id.as_str()));
        }
        let depends = |(other, value): &&mut (AttributeId, String)| other == id && from.contains(value.as_str());
        if attribute.applies.with.as_mut().filter(depends).is_some() {
            match into {
                Some(into) => attribute.applies.with = Some((id.clone(), into.to_owned())),
                // It can apply to nothing any more.
                None => attribute.notes.is_retired = true,
            }
        }
    }
    edits.push(Edit::SetCodebook(Box::new(codebook)));
    Some(Edit::Group(edits))
}

/// Puts an attribute that statements already have under some name into the codebook; those that have it under this name get the
/// identifier of the definition, and values that are the names of choices the identifiers of these.
pub fn adopt(project: &Project, name: &str, definition: AttributeDefinition) -> Option<Edit> {
    let id = definition.id.clone();
    let value = |value: &str| {
        let known = definition.choices.iter().find(|choice| choice.id == value || choice.name == value);
        known.map_or_else(|| value.to_owned(), |choice| choice.id.clone())
    };
    let mut edits = all_values_changed(project, |attributes| {
        let mut attributes = attributes.to_vec();
        for attribute in attributes.iter_mut().filter(|attribute| attribute.name == name) {
            id.as_str().clone_into(&mut attribute.name);
            if attribute.span.is_none() {
                attribute.value = value(&attribute.value);
            }
        }
        attributes
    });
    edits.push(codebook::add(project, usize::MAX, CodebookItem::Attribute(Box::new(definition)))?);
    Some(Edit::Group(edits))
}

/// The edits that give every statement and relation `into` in place of one of `from`.
fn uses_replaced(project: &Project, list: CodebookList, from: &BTreeSet<&str>, into: Option<&str>) -> Vec<Edit> {
    if list == CodebookList::Attributes {
        return all_values_changed(project, |attributes| with_attribute_replaced(attributes, from, into));
    }
    if list != CodebookList::RelationKinds {
        return statements_changed(project, |_, _, statement| {
            let changed = replaced(statement, list, from, into);
            (changed != *statement).then_some(changed)
        });
    }
    let Some(into) = into.and_then(|into| RelationKindId::new(into).ok()) else { return Vec::new() };
    let is_it = |relation: &&Relation| from.contains(relation.kind.as_str());
    let other = |relation: &Relation| Relation { kind: into.clone(), ..relation.clone() };
    let layers = project.layers.iter().flat_map(|(key, layer)| {
        let relations = layer.relations().filter(is_it);
        relations.map(|relation| Edit::ReplaceRelation { layer: key.clone(), relation: other(relation) })
    });
    let gold = project.reviews.iter().flat_map(|(document, review)| {
        let relations = review.gold().relations().filter(is_it);
        relations.map(|relation| Edit::SetGoldRelation {
            document: document.clone(),
            id: relation.id,
            relation: Some(other(relation)),
        })
    });
    layers.chain(gold).collect()
}

/// The edits that change the values of relations and documents, in layers and in gold.
pub(super) fn values_changed(project: &Project, change: impl Fn(&[Attribute]) -> Vec<Attribute>) -> Vec<Edit> {
    let relation_of = |old: &Relation| {
        let attributes = change(&old.attributes);
        (attributes != old.attributes).then(|| Relation { attributes, ..old.clone() })
    };
    let tags_of = |layer: &Layer| {
        let old = layer.tags()?;
        let attributes = change(&old.attributes);
        (attributes != old.attributes).then(|| Some(Box::new(DocumentTags { attributes, note: old.note.clone() })))
    };
    let mut edits = Vec::new();
    for (key, layer) in &project.layers {
        let changed = layer.relations().filter_map(relation_of);
        edits.extend(changed.map(|relation| Edit::ReplaceRelation { layer: key.clone(), relation }));
        edits.extend(tags_of(layer).map(|tags| Edit::SetTags { layer: key.clone(), tags }));
    }
    for (document, review) in &project.reviews {
        let changed = review.gold().relations().filter_map(relation_of);
        let document = || document.clone();
        edits.extend(changed.map(|relation| Edit::SetGoldRelation {
            document: document(),
            id: relation.id,
            relation: Some(relation),
        }));
        edits.extend(tags_of(review.gold()).map(|tags| Edit::SetGoldTags { document: document(), tags }));
    }
    edits
}

/// The same for parties.
fn party_values_changed(project: &Project, change: impl Fn(&[Attribute]) -> Vec<Attribute>) -> Vec<Edit> {
    let edit = |party: &Party| {
        let attributes = change(&party.about.attributes);
        let about = PartyAbout { attributes, ..party.about.clone() };
        (about != party.about).then(|| Edit::ReplaceParty(Party { about, ..party.clone() }))
    };
    project.parties.iter().filter_map(edit).collect()
}

/// The edits that change the values of everything that has attributes.
fn all_values_changed(project: &Project, change: impl Fn(&[Attribute]) -> Vec<Attribute>) -> Vec<Edit> {
    let mut edits = statements_changed(project, |_, _, statement| {
        let attributes = change(&statement.attributes);
        (attributes != statement.attributes).then(|| Statement { attributes, ..statement.clone() })
    });
    edits.extend(values_changed(project, &change));
    edits.extend(party_values_changed(project, &change));
    edits
}

/// The edits for all statements, in layers and in gold, for which `change` has something else. A decision about statements that
/// are as they were when it was made is about them as they are now.
pub(super) fn statements_changed(
    project: &Project,
    change: impl Fn(&DocumentId, Option<&AnnotatorId>, &Statement) -> Option<Statement>,
) -> Vec<Edit> {
    let (mut edits, mut same) = (Vec::new(), Same::new());
    for (key, layer) in &project.layers {
        let (document, annotator): &LayerKey = key;
        for old in layer.statements() {
            if let Some(statement) = change(document, Some(annotator), old) {
                if project.reviews.contains_key(document) {
                    same.insert((document.clone(), old.id), (fingerprint::of(old), fingerprint::of(&statement)));
                }
                edits.push(Edit::ReplaceStatement { layer: key.clone(), statement: Box::new(statement) });
            }
        }
    }
    for (document, review) in &project.reviews {
        edits.extend(decisions_changed(document, review, &same, &change));
    }
    edits
}

/// What statements of layers were and are.
type Same = HashMap<(DocumentId, StatementId), (String, String)>;

fn decisions_changed(
    document: &DocumentId,
    review: &Review,
    same: &Same,
    change: &impl Fn(&DocumentId, Option<&AnnotatorId>, &Statement) -> Option<Statement>,
) -> Vec<Edit> {
    let edit = |decision: &crate::model::review::Decision| {
        let mut changed = decision.clone();
        for statement in &mut changed.statements {
            if let Some(other) = change(document, None, statement) {
                *statement = other;
            }
        }
        for seen in changed.sources.iter_mut().flat_map(|source| &mut source.statements) {
            if let Some((was, is)) = same.get(&(document.clone(), seen.id))
                && seen.fingerprint == *was
            {
                seen.fingerprint.clone_from(is);
            }
        }
        let (document, id) = (document.clone(), decision.id);
        (changed != *decision).then(|| Edit::SetDecision { document, id, decision: Some(Box::new(changed)) })
    };
    review.decisions().filter_map(edit).collect()
}

/// A statement with `into` in place of one of `from`; without it, without.
fn replaced(statement: &Statement, list: CodebookList, from: &BTreeSet<&str>, into: Option<&str>) -> Statement {
    let mut changed = statement.clone();
    match list {
        CodebookList::Kinds => {
            if let Some(into) = into.and_then(|into| KindId::new(into).ok())
                && from.contains(changed.kind.as_str())
            {
                changed.kind = into;
            }
        }
        CodebookList::Topics => {
            if changed.topic.as_ref().is_some_and(|topic| from.contains(topic.as_str())) {
                changed.topic = into.and_then(|into| TopicId::new(into).ok());
            }
        }
        // No statement has one of these.
        CodebookList::RelationKinds | CodebookList::Attributes | CodebookList::Stances => {}
    }
    changed
}

/// Values with those of `from` as values of `into`; without it, without.
fn with_attribute_replaced(attributes: &[Attribute], from: &BTreeSet<&str>, into: Option<&str>) -> Vec<Attribute> {
    let mut changed = attributes.to_vec();
    match into {
        Some(into) => {
            let renamed = changed.iter_mut().filter(|attribute| from.contains(attribute.name.as_str()));
            renamed.for_each(|attribute| into.clone_into(&mut attribute.name));
            dedup(&mut changed);
        }
        None => changed.retain(|attribute| !from.contains(attribute.name.as_str())),
    }
    changed
}

/// Values of an attribute with `into` in place of one of `from`; without it, without.
fn with_values_replaced(
    attributes: &[Attribute],
    name: &str,
    from: &BTreeSet<&str>,
    into: Option<&str>,
) -> Vec<Attribute> {
    let mut changed = attributes.to_vec();
    let is_it = |attribute: &Attribute| attribute.name == name && from.contains(attribute.value.as_str());
    match into {
        Some(into) => {
            changed.iter_mut().filter(|attribute| is_it(attribute)).for_each(|found| into.clone_into(&mut found.value));
            dedup(&mut changed);
        }
        None => changed.retain(|attribute| !is_it(attribute)),
    }
    changed
}

/// Removes values that a statement has twice.
fn dedup(attributes: &mut Vec<Attribute>) {
    let mut seen = BTreeSet::new();
    attributes.retain(|attribute| seen.insert(attribute.clone()));
}

/// The codebook without entries of a list; what refers to them refers to `into`.
fn without(codebook: &Codebook, list: CodebookList, gone: &BTreeSet<&str>, into: Option<&str>) -> Codebook {
    let mut new = codebook.clone();
    match list {
        CodebookList::Kinds => {
            new.kinds.retain(|kind| !gone.contains(kind.id.as_str()));
            let into = into.and_then(|into| KindId::new(into).ok());
            for attribute in &mut new.attributes {
                let kinds = &mut attribute.applies.kinds;
                let count = kinds.len();
                kinds.retain(|kind| !gone.contains(kind.as_str()));
                if kinds.len() < count {
                    kinds.extend(into.clone().filter(|into| !kinds.contains(into)));
                    // Without any kind it would apply to all.
                    attribute.notes.is_retired |= kinds.is_empty();
                }
            }
        }
        CodebookList::Topics => {
            // Their parts become parts of the other topic, or move up.
            for topic in &mut new.topics {
                let mut steps = codebook.topics.len();
                while let Some(parent) = topic.parent.clone().filter(|parent| gone.contains(parent.as_str())) {
                    let up = codebook.topic(&parent).and_then(|parent| parent.parent.clone());
                    let into = into.and_then(|into| TopicId::new(into).ok());
                    let other = into.filter(|into| *into != topic.id && !codebook.is_within(into, &topic.id));
                    topic.parent = if steps == 0 { None } else { other.or(up) };
                    steps = steps.saturating_sub(1);
                }
            }
            new.topics.retain(|topic| !gone.contains(topic.id.as_str()));
        }
        CodebookList::Stances => {}
        CodebookList::RelationKinds => new.relation_kinds.retain(|kind| !gone.contains(kind.id.as_str())),
        CodebookList::Attributes => {
            new.attributes.retain(|attribute| !gone.contains(attribute.id.as_str()));
            let into = into.and_then(|into| AttributeId::new(into).ok());
            for attribute in &mut new.attributes {
                let depends = |(other, _): &&(AttributeId, String)| gone.contains(other.as_str());
                if let Some((_, value)) = attribute.applies.with.as_ref().filter(depends) {
                    match into.clone().filter(|into| *into != attribute.id) {
                        Some(into) => attribute.applies.with = Some((into, value.clone())),
                        None => attribute.notes.is_retired = true,
                    }
                }
            }
        }
    }
    new
}

/// Values with another party in those of the form [`AttributeForm::Party`]. Without `into`, these are removed.
pub(super) fn with_party_named(
    project: &Project,
    attributes: &[Attribute],
    from: &PartyId,
    into: Option<&PartyId>,
) -> Vec<Attribute> {
    let mut changed = attributes.to_vec();
    for attribute in project.codebook.attributes.iter().filter(|attribute| attribute.form == AttributeForm::Party) {
        let from = BTreeSet::from([from.as_str()]);
        changed = with_values_replaced(&changed, attribute.id.as_str(), &from, into.map(PartyId::as_str));
    }
    changed
}
