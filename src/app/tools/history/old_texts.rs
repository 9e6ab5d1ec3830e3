//! Which articles hold the old texts of which others: known after one look at all articles, and kept up to date by looking
//! only at those that a change has touched.

use std::collections::{BTreeMap, BTreeSet};

use crate::edit::change::Touched;
use crate::edit::session::Session;
use crate::model::id::DocumentId;

/// The old texts of a project.
#[derive(Debug, Default)]
pub(super) struct OldTexts {
    /// The revision up to which changes are taken in; `None` before the first look.
    revision: Option<u64>,
    /// What each old text was replaced by.
    newer: BTreeMap<DocumentId, DocumentId>,
    /// The old texts of each newer one.
    old: BTreeMap<DocumentId, BTreeSet<DocumentId>>,
}

impl OldTexts {
    /// Takes in what has changed. Returns at how many articles it had to look.
    pub(super) fn follow(&mut self, session: &Session) -> usize {
        let now = session.revision();
        if self.revision == Some(now) {
            return 0;
        }
        let looked = match self.revision.and_then(|revision| session.touched_since(revision)) {
            Some(touched) => {
                let ids = touched.into_iter().filter_map(|file| match file {
                    Touched::Document(id) => Some(id),
                    _ => None,
                });
                let ids: Vec<&DocumentId> = ids.collect();
                ids.iter().for_each(|id| self.take_in(session, id));
                ids.len()
            }
            None => {
                *self = Self::default();
                let documents = &session.project().documents;
                let old = documents.values().filter(|document| document.metadata.replaced_by.is_some());
                old.for_each(|document| self.take_in(session, &document.id));
                documents.len()
            }
        };
        self.revision = Some(now);
        looked
    }

    fn take_in(&mut self, session: &Session, id: &DocumentId) {
        if let Some(newer) = self.newer.remove(id)
            && let Some(old) = self.old.get_mut(&newer)
        {
            old.remove(id);
        }
        let document = session.project().documents.get(id);
        if let Some(newer) = document.and_then(|document| document.metadata.replaced_by.clone()) {
            self.old.entry(newer.clone()).or_default().insert(id.clone());
            self.newer.insert(id.clone(), newer);
        }
    }

    /// The articles with the old texts of this one, as far as it is in the project.
    pub(super) fn of(&self, session: &Session, newer: &DocumentId) -> Vec<DocumentId> {
        let old = self.old.get(newer).into_iter().flatten();
        old.filter(|old| session.project().newer_text(old) == Some(newer)).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::change::Edit;
    use crate::model::document::{Document, Metadata};
    use crate::model::id::AnnotatorId;
    use crate::model::project::Project;
    use crate::text::content::Content;

    fn id(name: &str) -> DocumentId {
        DocumentId::new(name).unwrap()
    }

    fn document(name: &str, replaced_by: Option<&str>) -> Document {
        Document {
            id: id(name),
            content: Content::new("نص"),
            metadata: Metadata { replaced_by: replaced_by.map(id), ..Metadata::default() },
            encoding: String::new(),
            excluded: Vec::new(),
        }
    }

    #[test]
    fn only_articles_that_a_change_has_touched_are_looked_at_again() {
        let mut project = Project::new("p");
        for number in 0..1000 {
            let document = document(&format!("d{number:04}"), (number == 7).then_some("d0500"));
            project.documents.insert(document.id.clone(), document);
        }
        let mut session = Session::new(project, AnnotatorId::new("me").unwrap());
        let mut old = OldTexts::default();
        assert_eq!(old.follow(&session), 1000);
        assert_eq!(old.of(&session, &id("d0500")), [id("d0007")]);
        // Another article on screen needs no look at all.
        assert_eq!(old.follow(&session), 0);
        assert!(old.of(&session, &id("d0501")).is_empty());
        let added = Edit::AddDocument { document: Box::new(document("d0003x", Some("d0500"))), layers: Vec::new() };
        session.apply("add", added).unwrap();
        assert_eq!(old.follow(&session), 1);
        assert_eq!(old.of(&session, &id("d0500")), [id("d0003x"), id("d0007")]);
        let metadata = Metadata { replaced_by: Some(id("d0501")), ..Metadata::default() };
        session.apply("other", Edit::SetMetadata { document: id("d0007"), metadata }).unwrap();
        assert_eq!(old.follow(&session), 1);
        assert_eq!(old.of(&session, &id("d0500")), [id("d0003x")]);
        assert_eq!(old.of(&session, &id("d0501")), [id("d0007")]);
        session.apply("gone", Edit::RemoveDocument(id("d0501"))).unwrap();
        old.follow(&session);
        assert!(old.of(&session, &id("d0501")).is_empty());
        session.undo().unwrap();
        old.follow(&session);
        assert_eq!(old.of(&session, &id("d0501")), [id("d0007")]);
        session.apply("title", Edit::SetTitle("other".to_owned())).unwrap();
        assert_eq!(old.follow(&session), 0);
    }
}
