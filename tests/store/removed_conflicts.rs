//! Conflicts whose file loses everything else: they go with their document and come back with it, and they keep the file
//! of a layer or a review, so that what is open is what is saved.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use bayan::disk::Real;
use bayan::edit::change::{Edit, EditError, Touched};
use bayan::edit::session::{Record, Session, Way};
use bayan::model::conflict::{Conflict, ConflictFile};
use bayan::model::id::{AnnotatorId, DocumentId, StatementId, ThreadId};
use bayan::model::project::Project;
use bayan::model::review::{Comment, Thread, ThreadAnchor};
use bayan::model::work::{LayerProgress, LayerState};
use bayan::store;
use bayan::store::keeping::OpenForWriting;
use bayan::store::merging::replay;
use bayan::store::protected::Protected;

use crate::support::project::{open_on, sample, sample_layer, sample_project};

#[test]
fn a_removed_document_takes_its_conflicts_along_and_undo_brings_them_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = sample(folder.path());
    let mut opened = open_on(&path, Arc::new(Real));
    let (document, annotator) = sample_layer("annotator-a");
    let files = [
        ConflictFile::Document(document.clone()),
        ConflictFile::Layer(document.clone(), annotator),
        // Of an annotator who has no statement left.
        ConflictFile::Layer(document.clone(), AnnotatorId::new("amal").unwrap()),
        ConflictFile::Review(document.clone()),
    ];
    for file in &files {
        list(&mut opened.session, file, "statements");
    }
    list(&mut opened.session, &ConflictFile::Project, "parties");
    let before = opened.session.project().clone();
    assert_eq!(before.conflicts.len(), 5);
    is_saved(&mut opened, &path);
    opened.session.apply("gesture-article-remove", Edit::RemoveDocument(document)).unwrap();
    let left: Vec<_> = opened.session.project().conflicts.keys().cloned().collect();
    assert_eq!(left, [ConflictFile::Project]);
    is_saved(&mut opened, &path);
    let undone = opened.session.undo().unwrap();
    assert!(undone.changed && undone.kept.is_empty(), "{:?}", undone.kept);
    assert_eq!(*opened.session.project(), before);
    is_saved(&mut opened, &path);
    opened.session.redo().unwrap();
    assert_eq!(opened.session.project().conflicts.len(), 1);
    is_saved(&mut opened, &path);
}

#[test]
fn conflicts_of_a_layer_or_review_that_loses_everything_else_stay_in_its_file_until_they_are_settled() {
    let folder = tempfile::tempdir().unwrap();
    let path = sample(folder.path());
    let mut opened = open_on(&path, Arc::new(Real));
    let (document, annotator) = sample_layer("annotator-a");
    let layer = (document.clone(), annotator.clone());
    let own = ConflictFile::Layer(document.clone(), annotator.clone());
    let review = ConflictFile::Review(document.clone());
    list(&mut opened.session, &own, "statements");
    list(&mut opened.session, &review, "threads");
    let thread = Thread {
        id: ThreadId::generate(),
        anchor: ThreadAnchor::Statement(annotator.clone(), StatementId::generate()),
        comments: vec![Comment { by: annotator, at: jiff::Timestamp::UNIX_EPOCH, text: "Why?".into() }],
        resolved: None,
    };
    let set =
        |thread: Option<Thread>, id| Edit::SetThread { document: document.clone(), id, thread: thread.map(Box::new) };
    let id = thread.id;
    opened.session.apply("add", set(Some(thread), id)).unwrap();
    let nothing = LayerProgress { state: LayerState::Done, at: jiff::Timestamp::UNIX_EPOCH, first_done: None };
    opened.session.apply("done", Edit::SetProgress { layer: layer.clone(), progress: Some(nothing) }).unwrap();
    is_saved(&mut opened, &path);
    let before = opened.session.project().clone();
    // The last thread, the last statement and the record of the progress are removed.
    let ids: Vec<_> = before.layers[&layer].statements().map(|statement| statement.id).collect();
    let mut edits = vec![set(None, id)];
    edits.extend(ids.into_iter().map(|id| Edit::RemoveStatement { layer: layer.clone(), id }));
    edits.push(Edit::SetProgress { layer: layer.clone(), progress: None });
    opened.session.apply("remove", Edit::Group(edits)).unwrap();
    let now = opened.session.project();
    assert!(!now.layers.contains_key(&layer) && !now.reviews.contains_key(&document));
    assert_eq!(now.conflicts, before.conflicts);
    is_saved(&mut opened, &path);
    opened.session.undo().unwrap();
    assert_eq!(*opened.session.project(), before);
    is_saved(&mut opened, &path);
    opened.session.redo().unwrap();
    // What was settled was the last that these files had.
    for file in [own, review] {
        opened.session.apply("settle", Edit::SetConflicts { file: file.clone(), conflicts: Vec::new() }).unwrap();
        is_saved(&mut opened, &path);
        assert!(!store::path_of(&path, &Touched::from(file)).exists());
    }
}

#[test]
fn a_recorded_removal_that_knows_nothing_of_the_conflicts_is_still_taken() {
    // Earlier versions left them in memory, so that their inverse does not name them.
    let mut project = sample_project();
    let document = sample_layer("annotator-a").0;
    let edit = Edit::RemoveDocument(document.clone());
    let inverse = edit.clone().apply(&mut project.clone()).unwrap();
    let record = Record::new(jiff::Timestamp::UNIX_EPOCH, Way::Do, "gesture-article-remove", false, edit, inverse);
    project.conflicts.insert(ConflictFile::Document(document.clone()), vec![conflict("")]);
    let plan = replay::plan(Path::new("p"), &project, &[&record], &BTreeMap::new(), &Protected::default());
    assert_eq!(plan.refused, BTreeMap::new());
    Edit::Group(plan.edits).apply(&mut project).unwrap();
    assert!(project.documents.is_empty() && project.conflicts.is_empty());
}

#[test]
fn an_article_that_comes_back_by_the_journal_has_its_conflicts() {
    let mut project = sample_project();
    let (document, annotator) = sample_layer("annotator-a");
    let files = [
        ConflictFile::Document(document.clone()),
        ConflictFile::Layer(document.clone(), annotator),
        ConflictFile::Review(document.clone()),
    ];
    for file in files {
        project.conflicts.insert(file, vec![conflict("statements")]);
    }
    let (before, edit) = (project.clone(), Edit::RemoveDocument(document));
    let inverse = edit.clone().apply(&mut project).unwrap();
    let record = Record::new(jiff::Timestamp::UNIX_EPOCH, Way::Undo, "gesture-article-remove", false, inverse, edit);
    // Recovery merges what it cannot replay exactly.
    let plan = replay::plan(Path::new("p"), &project, &[&record], &BTreeMap::new(), &Protected::default());
    assert_eq!(plan.refused, BTreeMap::new());
    Edit::Group(plan.edits).apply(&mut project).unwrap();
    assert_eq!(project, before);
}

#[test]
fn no_conflict_is_listed_for_a_document_that_is_not_there() {
    let mut session = Session::new(Project::new("p"), AnnotatorId::new("amal").unwrap());
    let document = DocumentId::new("gone").unwrap();
    let file = ConflictFile::Review(document.clone());
    let edit = Edit::SetConflicts { file: file.clone(), conflicts: vec![conflict("threads")] };
    assert_eq!(session.apply("merge", edit), Err(EditError::UnknownDocument(document)));
    session.apply("settle", Edit::SetConflicts { file, conflicts: Vec::new() }).unwrap();
}

fn list(session: &mut Session, file: &ConflictFile, list: &str) {
    session.apply("merge", Edit::SetConflicts { file: file.clone(), conflicts: vec![conflict(list)] }).unwrap();
}

fn conflict(list: &str) -> Conflict {
    let text = |text: &str| text.to_owned();
    Conflict { list: text(list), id: text("x"), field: text("note"), kept: text("one"), other: text("two") }
}

/// Saves, and compares what is on the disk with what is open.
fn is_saved(opened: &mut OpenForWriting, path: &Path) {
    opened.wait_saved().unwrap();
    assert_eq!(store::open(path).unwrap().project, *opened.session.project());
}
