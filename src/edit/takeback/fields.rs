//! Takes the changes of a step out of a value that others have changed since, field by field.
//!
//! `made` is the value as the step left it, `was` the one before the step, and `is` the present one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;

use crate::edit::order;
use crate::edit::unit::{Unit, Value};
use crate::model::codebook::{Codebook, CodebookItem, CodebookList};
use crate::model::document::Metadata;
use crate::model::document_tags::DocumentTags;
use crate::model::id::{AnnotatorId, PartyId};
use crate::model::party::{Party, PartyAbout};
use crate::model::review::{Decision, Thread};
use crate::model::statement::{Attribute, Relation, Statement};
use crate::model::statement_field::{ListOf, Merging, StatementField};
use crate::model::work::Assignment;
use crate::t;

/// Three-way merges that record which fields stay.
pub(super) struct Fields {
    /// When a merged statement counts as modified.
    pub(super) now: Timestamp,
    /// The names of the fields that stay.
    pub(super) kept: Vec<String>,
}

impl Fields {
    /// The value of an entry without what the step changed in it.
    pub(super) fn value(&mut self, entry: &Unit, made: &Value, was: &Value, is: &Value) -> Value {
        match (made, was, is) {
            (Value::Text(made), Value::Text(was), Value::Text(is)) => {
                let field = if *entry == Unit::Title { t!("takeback-title") } else { t!("takeback-text") };
                Value::Text(self.one(field, made, was, is))
            }
            (Value::Flag(made), Value::Flag(was), Value::Flag(is)) => {
                Value::Flag(self.one(t!("takeback-setting"), made, was, is))
            }
            (Value::Names(made), Value::Names(was), Value::Names(is)) => {
                let names = |names: &BTreeSet<AnnotatorId>| names.iter().cloned().collect::<Vec<_>>();
                Value::Names(list(&names(made), &names(was), &names(is)).into_iter().collect())
            }
            (Value::Codebook(made), Value::Codebook(was), Value::Codebook(is)) => {
                Value::Codebook(Box::new(self.codebook(made, was, is)))
            }
            (Value::Party(_, made), Value::Party(_, was), Value::Party(index, is)) => {
                Value::Party(*index, Box::new(self.party(made, was, is)))
            }
            (Value::Order(made), Value::Order(was), Value::Order(is)) => Value::Order(party_order(made, was, is)),
            (Value::Content(..), Value::Content(..), Value::Content(content, read)) => {
                Value::Content(content.clone(), read.clone())
            }
            (Value::Metadata(made), Value::Metadata(was), Value::Metadata(is)) => {
                Value::Metadata(Box::new(self.metadata(made, was, is)))
            }
            (Value::Spans(made), Value::Spans(was), Value::Spans(is)) => {
                Value::Spans(self.one(t!("takeback-excluded"), made, was, is))
            }
            (Value::Statement(made), Value::Statement(was), Value::Statement(is)) => {
                Value::Statement(Arc::new(self.statement(made, was, is)))
            }
            (Value::Relation(made), Value::Relation(was), Value::Relation(is)) => {
                Value::Relation(Arc::new(self.relation(made, was, is)))
            }
            (Value::Progress(made), Value::Progress(was), Value::Progress(is)) => {
                Value::Progress(self.one(t!("takeback-progress"), made, was, is))
            }
            (Value::Tags(made), Value::Tags(was), Value::Tags(is)) => Value::Tags(Arc::new(DocumentTags {
                note: self.one(t!("takeback-note"), &made.note, &was.note, &is.note),
                attributes: self.named([&made.attributes, &was.attributes, &is.attributes]),
            })),
            (Value::Conflicts(made), Value::Conflicts(was), Value::Conflicts(is)) => {
                Value::Conflicts(list(made, was, is))
            }
            (Value::Decision(made), Value::Decision(was), Value::Decision(is)) => {
                Value::Decision(Arc::new(self.decision(made, was, is)))
            }
            (Value::Thread(made), Value::Thread(was), Value::Thread(is)) => {
                Value::Thread(Arc::new(self.thread(made, was, is)))
            }
            (Value::Assignment(made), Value::Assignment(was), Value::Assignment(is)) => Value::Assignment(Assignment {
                due: self.one(t!("takeback-due"), &made.due, &was.due, &is.due),
                note: self.one(t!("takeback-note"), &made.note, &was.note, &is.note),
            }),
            _ => is.clone(),
        }
    }

    fn one<T: PartialEq + Clone>(&mut self, name: String, made: &T, was: &T, is: &T) -> T {
        if made == was || is == was {
            return is.clone();
        }
        if is == made {
            return was.clone();
        }
        self.kept.push(name);
        is.clone()
    }

    fn statement(&mut self, made: &Statement, was: &Statement, is: &Statement) -> Statement {
        let mut merged = is.clone();
        for field in StatementField::ALL {
            match field.merging() {
                Merging::Whole if field.is_same(made, was) || field.is_same(is, was) => {}
                Merging::Whole if field.is_same(is, made) => field.copy(was, &mut merged),
                Merging::Whole => self.kept.push(field.title()),
                Merging::Members(ListOf { of, of_mut }) => *of_mut(&mut merged) = list(of(made), of(was), of(is)),
                Merging::Named(ListOf { of, of_mut }) => {
                    *of_mut(&mut merged) = self.named([made, was, is].map(|side| of(side).as_slice()));
                }
            }
        }
        if merged != *is {
            merged.modified = self.now;
        }
        merged
    }

    /// By name; the values of one name are one value.
    fn named(&mut self, [made, was, is]: [&[Attribute]; 3]) -> Vec<Attribute> {
        fn named(side: &[Attribute]) -> BTreeMap<&str, Vec<&Attribute>> {
            let mut named: BTreeMap<&str, Vec<&Attribute>> = BTreeMap::new();
            side.iter().for_each(|attribute| named.entry(&attribute.name).or_default().push(attribute));
            named
        }
        let (old, before, now) = (named(made), named(was), named(is));
        let names = was.iter().chain(is).map(|attribute| &attribute.name);
        let mut seen = BTreeSet::new();
        let mut merged = Vec::new();
        for name in names.map(String::as_str).filter(|name| seen.insert(*name)) {
            let field = t!("takeback-attribute", name = name);
            let values = self.one(field, &old.get(name), &before.get(name), &now.get(name));
            merged.extend(values.into_iter().flatten().map(|attribute| (*attribute).clone()));
        }
        merged
    }

    fn relation(&mut self, made: &Relation, was: &Relation, is: &Relation) -> Relation {
        let ends = |relation: &Relation| (relation.from, relation.to);
        let (from, to) = self.one(t!("takeback-ends"), &ends(made), &ends(was), &ends(is));
        Relation {
            id: is.id,
            kind: self.one(t!("takeback-kind"), &made.kind, &was.kind, &is.kind),
            from,
            to,
            note: self.one(t!("takeback-note"), &made.note, &was.note, &is.note),
            attributes: self.named([&made.attributes, &was.attributes, &is.attributes]),
        }
    }

    fn party(&mut self, made: &Party, was: &Party, is: &Party) -> Party {
        Party {
            id: is.id.clone(),
            name: self.one(t!("takeback-name"), &made.name, &was.name, &is.name),
            aliases: list(&made.aliases, &was.aliases, &is.aliases),
            color: self.one(t!("takeback-color"), &made.color, &was.color, &is.color),
            parent: self.one(t!("takeback-parent"), &made.parent, &was.parent, &is.parent),
            key: self.one(t!("takeback-key"), &made.key, &was.key, &is.key),
            about: self.about(&made.about, &was.about, &is.about),
        }
    }

    fn about(&mut self, made: &PartyAbout, was: &PartyAbout, is: &PartyAbout) -> PartyAbout {
        PartyAbout {
            description: self.one(t!("takeback-description"), &made.description, &was.description, &is.description),
            identifiers: list(&made.identifiers, &was.identifiers, &is.identifiers),
            attributes: self.named([&made.attributes, &was.attributes, &is.attributes]),
        }
    }

    fn metadata(&mut self, made: &Metadata, was: &Metadata, is: &Metadata) -> Metadata {
        Metadata {
            title: self.one(t!("takeback-title"), &made.title, &was.title, &is.title),
            publisher: self.one(t!("takeback-publisher"), &made.publisher, &was.publisher, &is.publisher),
            published: self.one(t!("takeback-published"), &made.published, &was.published, &is.published),
            url: self.one(t!("takeback-url"), &made.url, &was.url, &is.url),
            language: self.one(t!("takeback-language"), &made.language, &was.language, &is.language),
            replaced_by: self.one(t!("takeback-newer"), &made.replaced_by, &was.replaced_by, &is.replaced_by),
        }
    }

    /// Merges the codebook entry by entry, each as a whole, and its order.
    fn codebook(&mut self, made: &Codebook, was: &Codebook, is: &Codebook) -> Codebook {
        let mut merged = Codebook::default();
        for list in CodebookList::ALL {
            let sides = [made, is, was].map(|side| side.items_of(list));
            let [made_ids, is_ids, was_ids] =
                sides.each_ref().map(|items| items.iter().map(CodebookItem::id).collect::<Vec<_>>());
            for id in order::sequence(&made_ids, &is_ids, &was_ids) {
                let found = self.one(id.to_owned(), &made.item(list, id), &was.item(list, id), &is.item(list, id));
                found.into_iter().for_each(|item| merged.push(item));
            }
        }
        merged
    }

    fn decision(&mut self, made: &Decision, was: &Decision, is: &Decision) -> Decision {
        // The outcome of a decision is meaningful only as a whole.
        let outcome = |d: &Decision| Decision { cause: None, reason: String::new(), needs_rule: false, ..d.clone() };
        Decision {
            cause: self.one(t!("takeback-cause"), &made.cause, &was.cause, &is.cause),
            reason: self.one(t!("takeback-reason"), &made.reason, &was.reason, &is.reason),
            needs_rule: self.one(t!("takeback-rule"), &made.needs_rule, &was.needs_rule, &is.needs_rule),
            ..self.one(t!("takeback-outcome"), &outcome(made), &outcome(was), &outcome(is))
        }
    }

    fn thread(&mut self, made: &Thread, was: &Thread, is: &Thread) -> Thread {
        Thread {
            id: is.id,
            anchor: is.anchor.clone(),
            comments: list(&made.comments, &was.comments, &is.comments),
            resolved: self.one(t!("takeback-resolved"), &made.resolved, &was.resolved, &is.resolved),
        }
    }
}

/// The order before the step, with the changes that others have made to it since; of the parties that are there now.
fn party_order(made: &[PartyId], was: &[PartyId], is: &[PartyId]) -> Vec<PartyId> {
    let ids = |side: &[PartyId]| side.iter().map(|id| id.as_str().to_owned()).collect::<Vec<_>>();
    let (made, was, there) = (ids(made), ids(was), ids(is));
    fn names(side: &[String]) -> Vec<&str> {
        side.iter().map(String::as_str).collect()
    }
    let merged = order::sequence(&names(&made), &names(&there), &names(&was));
    let known: BTreeMap<&str, &PartyId> = is.iter().map(|id| (id.as_str(), id)).collect();
    merged.into_iter().filter_map(|id| known.get(id).copied().cloned()).collect()
}

/// Merges a list whose members count individually: those that the step added are removed, those that it removed come
/// back.
fn list<T: PartialEq + Clone>(made: &[T], was: &[T], is: &[T]) -> Vec<T> {
    if is == made {
        return was.to_vec();
    }
    let added = |item: &T| made.contains(item) && !was.contains(item);
    let mut merged: Vec<T> = is.iter().filter(|item| !added(item)).cloned().collect();
    for item in was.iter().filter(|item| !made.contains(item)) {
        if !merged.contains(item) {
            merged.push(item.clone());
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_gives_back_what_the_step_took_and_keeps_what_others_put_in() {
        assert_eq!(list(&[1, 2, 3], &[1, 2], &[1, 2, 3, 4]), [1, 2, 4]);
        assert_eq!(list(&[1], &[1, 2], &[4, 1]), [4, 1, 2]);
        assert_eq!(list(&[2, 1], &[1, 2], &[2, 1]), [1, 2]);
    }
}
