//! A copy of the project for background work, with only what the user may see.
//!
//! Copying a project of twenty thousand articles at once would hold a frame up, though copies share what is large. So the
//! copy is made in parts, and kept up to date by what each change touches. A running job holds it; it is changed only
//! when nobody else does.

use std::collections::BTreeSet;
use std::ops::Bound;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::edit::change::Touched;
use crate::edit::session::Session;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::project::Project;

/// How long a frame may copy.
const TIME_A_FRAME: Duration = Duration::from_millis(2);
/// How many documents are copied between two looks at the clock.
const DOCUMENTS_A_LOOK: usize = 16;

/// The copy.
#[derive(Default)]
pub(super) struct Snapshot {
    project: Arc<Project>,
    viewer: Option<AnnotatorId>,
    revision: u64,
    left: Left,
}

/// Which documents have not been copied yet.
#[derive(Default)]
enum Left {
    #[default]
    All,
    After(DocumentId),
    None,
}

/// How the copy stands after a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Current,
    /// It goes on in the next frame.
    Copying,
    /// A job still holds it.
    Held,
}

/// What has changed in the copy.
#[derive(Debug, Default)]
pub(super) struct Dirty {
    /// More than layers and reviews.
    pub(super) everything: bool,
    /// The documents whose layers or reviews have changed.
    pub(super) documents: BTreeSet<DocumentId>,
}

impl Dirty {
    pub(super) fn is_clean(&self) -> bool {
        !self.everything && self.documents.is_empty()
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.everything |= other.everything;
        self.documents.extend(other.documents);
    }
}

impl Snapshot {
    /// The project at the revision of the copy.
    pub(super) fn project(&self) -> Arc<Project> {
        Arc::clone(&self.project)
    }

    pub(super) fn revision(&self) -> u64 {
        self.revision
    }

    /// Brings the copy closer to the session, and notes what that changes.
    pub(super) fn follow(&mut self, session: &Session, dirty: &mut Dirty) -> Standing {
        let viewer = session.annotator();
        if self.viewer.as_ref() != Some(viewer) {
            self.start(session, dirty);
        }
        if matches!(self.left, Left::None) && self.revision == session.revision() {
            return Standing::Current;
        }
        let Some(changed) = session.touched_since(self.revision) else {
            self.start(session, dirty);
            return Standing::Copying;
        };
        let from = session.project();
        let Some(to) = Arc::get_mut(&mut self.project) else { return Standing::Held };
        let sees_otherwise = (from.blind_until_done, &from.reviewers) != (to.blind_until_done, &to.reviewers);
        if changed.contains(&Touched::Project) && sees_otherwise {
            self.start(session, dirty);
            return Standing::Copying;
        }
        for file in changed {
            match file {
                Touched::Project | Touched::Document(_) => dirty.everything = true,
                Touched::Layer(document, _) | Touched::Review(document) => {
                    dirty.documents.insert(document.clone());
                }
                Touched::Guidelines => {}
            }
            match file {
                Touched::Project => file.copy(from, to),
                Touched::Guidelines => {}
                Touched::Document(id) | Touched::Layer(id, _) | Touched::Review(id) => copy(from, to, id, viewer),
            }
        }
        self.revision = session.revision();
        let until = Instant::now() + TIME_A_FRAME;
        while !matches!(self.left, Left::None) {
            let after = match &self.left {
                Left::After(id) => Bound::Excluded(id.clone()),
                Left::All | Left::None => Bound::Unbounded,
            };
            let next = from.documents.range((after, Bound::Unbounded)).take(DOCUMENTS_A_LOOK);
            let next: Vec<DocumentId> = next.map(|(id, _)| id.clone()).collect();
            next.iter().for_each(|id| copy(from, to, id, viewer));
            self.left = next.into_iter().next_back().map_or(Left::None, Left::After);
            if Instant::now() >= until {
                break;
            }
        }
        if matches!(self.left, Left::None) { Standing::Current } else { Standing::Copying }
    }

    /// Starts over.
    fn start(&mut self, session: &Session, dirty: &mut Dirty) {
        dirty.everything = true;
        let mut project = Project::default();
        Touched::Project.copy(session.project(), &mut project);
        *self = Self {
            project: Arc::new(project),
            viewer: Some(session.annotator().clone()),
            revision: session.revision(),
            left: Left::All,
        };
    }
}

/// Copies a document with what this person may see of its layers and its review, or removes what is not there any more.
fn copy(from: &Project, to: &mut Project, id: &DocumentId, viewer: &AnnotatorId) {
    match from.documents.get(id) {
        Some(document) => drop(to.documents.insert(id.clone(), document.clone())),
        None => drop(to.documents.remove(id)),
    }
    let old: Vec<AnnotatorId> = to.layers_of(id).map(|(annotator, _)| annotator.clone()).collect();
    for annotator in old {
        to.layers.remove(&(id.clone(), annotator));
    }
    let sees = from.may_see(viewer, id);
    for (annotator, layer) in from.layers_of(id).filter(|(annotator, _)| sees || *annotator == viewer) {
        to.layers.insert((id.clone(), annotator.clone()), layer.clone());
    }
    match from.reviews.get(id).filter(|_| sees) {
        Some(review) => drop(to.reviews.insert(id.clone(), review.clone())),
        None => drop(to.reviews.remove(id)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::change::Edit;
    use crate::model::document::{Document, Metadata};
    use crate::model::id::KindId;
    use crate::model::layer::Layer;
    use crate::model::span::Span;
    use crate::model::statement::Statement;
    use crate::model::work::{LayerProgress, LayerState};
    use crate::text::content::Content;

    /// So many documents, each with a layer of annotator-a.
    fn project(documents: usize) -> Project {
        let mut project = Project::new("t");
        for number in 0..documents {
            let id = DocumentId::new(format!("d{number:02}")).unwrap();
            let content = Content::new("He said that we go.");
            let (metadata, encoding) = (Metadata::default(), String::new());
            let document = Document { id: id.clone(), content, metadata, encoding, excluded: Vec::new() };
            project.documents.insert(id.clone(), document);
            let mut layer = Layer::default();
            for span in [Span::new(0, 2), Span::new(13, 18)] {
                layer.put(Statement::new(KindId::new("claim").unwrap(), vec![span], jiff::Timestamp::UNIX_EPOCH));
            }
            project.layers.insert((id, who("annotator-a")), layer);
        }
        project
    }

    fn who(name: &str) -> AnnotatorId {
        AnnotatorId::new(name).unwrap()
    }

    fn until_current(snapshot: &mut Snapshot, session: &Session) -> Dirty {
        let mut dirty = Dirty::default();
        for _ in 0..10_000 {
            match snapshot.follow(session, &mut dirty) {
                Standing::Current => return dirty,
                Standing::Copying => {}
                Standing::Held => panic!("nobody holds it"),
            }
        }
        panic!("never current");
    }

    fn assert_same(snapshot: &Snapshot, session: &Session) {
        let seen = session.project().seen_by(session.annotator());
        let copy = snapshot.project();
        assert_eq!((&copy.documents, &copy.layers), (&seen.documents, &seen.layers));
        assert_eq!((&copy.reviews, &copy.parties, &copy.codebook), (&seen.reviews, &seen.parties, &seen.codebook));
    }

    #[test]
    fn the_copy_follows_what_changes_and_tells_it() {
        let project = project(40);
        let mut session = Session::new(project, who("annotator-a"));
        let mut snapshot = Snapshot::default();
        until_current(&mut snapshot, &session);
        assert_same(&snapshot, &session);
        let ((document, annotator), layer) = session.project().layers.first_key_value().unwrap();
        let (key, id) = ((document.clone(), annotator.clone()), layer.statements().next().unwrap().id);
        session.apply("gesture-statement-delete", Edit::RemoveStatement { layer: key.clone(), id }).unwrap();
        let dirty = until_current(&mut snapshot, &session);
        assert_eq!((dirty.everything, dirty.documents), (false, BTreeSet::from([key.0.clone()])));
        assert_same(&snapshot, &session);
        session.undo().unwrap();
        session.apply("gesture-article-remove", Edit::RemoveDocument(key.0.clone())).unwrap();
        assert!(until_current(&mut snapshot, &session).everything);
        assert_same(&snapshot, &session);
    }

    #[test]
    fn a_copy_that_is_held_waits() {
        let project = project(2);
        let mut session = Session::new(project, who("annotator-a"));
        let mut snapshot = Snapshot::default();
        until_current(&mut snapshot, &session);
        let held = snapshot.project();
        session.apply("gesture-title", Edit::SetTitle("t".to_owned())).unwrap();
        assert_eq!(snapshot.follow(&session, &mut Dirty::default()), Standing::Held);
        drop(held);
        until_current(&mut snapshot, &session);
        assert_same(&snapshot, &session);
    }

    #[test]
    fn it_has_only_what_may_be_seen() {
        let mut project = project(6);
        let others: Vec<_> = project.layers.iter().map(|((id, _), layer)| (id.clone(), layer.clone())).collect();
        for (id, layer) in others {
            project.layers.insert((id, who("omar")), layer);
        }
        project.blind_until_done = true;
        let mut session = Session::new(project, who("annotator-a"));
        let mut snapshot = Snapshot::default();
        until_current(&mut snapshot, &session);
        assert_same(&snapshot, &session);
        assert!(snapshot.project().layers.keys().all(|(_, annotator)| *annotator == who("annotator-a")));
        // Being done with a document shows the others’ work on it.
        let layer = session.project().layers.keys().next().unwrap().clone();
        let progress = LayerProgress::after(None, LayerState::Done, jiff::Timestamp::UNIX_EPOCH);
        session.apply("gesture-work-done", Edit::SetProgress { layer, progress: Some(progress) }).unwrap();
        until_current(&mut snapshot, &session);
        assert_same(&snapshot, &session);
        assert_eq!(snapshot.project().layers.len(), 7);
        session.apply("gesture-work-blind", Edit::SetBlindUntilDone(false)).unwrap();
        until_current(&mut snapshot, &session);
        assert_same(&snapshot, &session);
        assert_eq!(snapshot.project().layers.len(), 12);
    }
}
