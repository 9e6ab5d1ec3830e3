//! Under which names the layers of a colleague go into the project.

use std::collections::{BTreeMap, BTreeSet};

use super::planner::{DocumentHere, Planner};
use crate::model::id::AnnotatorId;

/// Whether two annotators are the same person.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SamePerson {
    /// They have nothing in the same document, so that it cannot be told.
    Unclear,
    /// They have statements in common.
    Yes,
    /// They have statements in the same document, none in common.
    No,
}

impl Planner<'_> {
    /// Chooses the name under which each annotator's layers go in, and notes the names that other people have.
    pub(super) fn choose_names(&mut self) -> BTreeMap<AnnotatorId, AnnotatorId> {
        let theirs: BTreeSet<&AnnotatorId> = self.theirs.layers.keys().map(|(_, annotator)| annotator).collect();
        let mut names = BTreeMap::new();
        let mut used = self.ours.people();
        for annotator in theirs {
            let wanted = self.options.names.get(annotator).unwrap_or(annotator);
            if !used.contains(wanted)
                && let Some(twin) = used.iter().find(|name| name.is_twin_of(wanted)).cloned()
            {
                // A file system that does not tell cases apart may have made it so.
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
            // They may have come in under another name before.
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

    /// Whether their annotator and ours of this name are the same person, as far as can be told: whoever has statements in
    /// the same documents, and none in common, is another one.
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

    /// A name that nobody has, neither here nor there.
    fn free_name(&self, annotator: &AnnotatorId) -> AnnotatorId {
        let theirs: BTreeSet<&AnnotatorId> = self.theirs.layers.keys().map(|(_, annotator)| annotator).collect();
        let people = self.ours.people();
        let base = format!("{annotator}-2");
        let is_taken = |name: &AnnotatorId| people.contains(name) || people.iter().any(|other| other.is_twin_of(name));
        AnnotatorId::from_name(&base, |name| is_taken(name) || theirs.contains(name))
    }
}
