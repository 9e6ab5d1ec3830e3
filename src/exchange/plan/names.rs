//! Chooses the names under which a colleague's layers are added to the project.

use std::collections::{BTreeMap, BTreeSet};

use super::planner::{DocumentHere, Planner};
use crate::model::id::AnnotatorId;

/// Whether two annotators are the same person.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SamePerson {
    /// They have no document in common, so it cannot be decided.
    Unclear,
    /// They have statements in common.
    Yes,
    /// They have statements in the same document, but none in common.
    No,
}

impl Planner<'_> {
    /// Chooses the name under which each annotator's layers are added, and notes the names that belong to other people.
    pub(super) fn choose_names(&mut self) -> BTreeMap<AnnotatorId, AnnotatorId> {
        let theirs: BTreeSet<&AnnotatorId> = self.theirs.layers.keys().map(|(_, annotator)| annotator).collect();
        let mut names = BTreeMap::new();
        let mut used = self.ours.people();
        for annotator in theirs {
            let wanted = self.options.names.get(annotator).unwrap_or(annotator);
            if !used.contains(wanted)
                && let Some(twin) = used.iter().find(|name| name.is_twin_of(wanted)).cloned()
            {
                // A file system that ignores case may have changed the name.
                if self.same_person(annotator, &twin) == SamePerson::Yes {
                    names.insert(annotator.clone(), twin);
                } else {
                    self.plan.taken.insert(annotator.clone(), self.free_name(annotator));
                }
                continue;
            }
            used.push(wanted.clone());
            if let Some(wanted) = self.options.names.get(annotator) {
                names.insert(annotator.clone(), wanted.clone());
                if self.same_person(annotator, wanted) == SamePerson::No {
                    self.plan.taken.insert(annotator.clone(), self.free_name(annotator));
                }
                continue;
            }
            if self.same_person(annotator, annotator) != SamePerson::No {
                continue;
            }
            // They may have been added under another name before.
            let before =
                self.ours.annotators().into_iter().find(|name| self.same_person(annotator, name) == SamePerson::Yes);
            match before {
                Some(name) => {
                    names.insert(annotator.clone(), name);
                }
                None => {
                    self.plan.taken.insert(annotator.clone(), self.free_name(annotator));
                }
            }
        }
        names
    }

    /// Whether the colleague's annotator and ours of this name are the same person, as far as can be decided:
    /// annotators with statements in the same documents but none in common are different people.
    fn same_person(&self, theirs: &AnnotatorId, ours: &AnnotatorId) -> SamePerson {
        let mut found = SamePerson::Unclear;
        for ((document, _), layer) in self.theirs.layers.iter().filter(|((_, annotator), _)| annotator == theirs) {
            let Some(article) = self.theirs.documents.get(document) else { continue };
            let here = match self.document_here(article) {
                DocumentHere::Same(id) | DocumentHere::OtherText(id) => id,
                DocumentHere::Unknown => continue,
            };
            let Some(here) = self.ours.layer(&here, ours).filter(|here| !here.is_empty() && !layer.is_empty()) else {
                continue;
            };
            if layer.statements().any(|statement| here.statement(statement.id).is_some()) {
                return SamePerson::Yes;
            }
            found = SamePerson::No;
        }
        found
    }

    /// A name that nobody has, neither here nor in the colleague's project.
    fn free_name(&self, annotator: &AnnotatorId) -> AnnotatorId {
        let theirs: BTreeSet<&AnnotatorId> = self.theirs.layers.keys().map(|(_, annotator)| annotator).collect();
        let people = self.ours.people();
        let base = format!("{annotator}-2");
        let is_taken = |name: &AnnotatorId| people.contains(name) || people.iter().any(|other| other.is_twin_of(name));
        AnnotatorId::from_name(&base, |name| is_taken(name) || theirs.contains(name))
    }
}
