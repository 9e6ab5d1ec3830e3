//! Who is to do what and how far each is: on disk since version 2, in merges, in the journal, and where it is used.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use bayan::edit::change::{Edit, EditError, Touched};
use bayan::edit::reanchor::{ReanchorContext, replace_text};
use bayan::edit::session::{Record, Session, Texts, Way};
use bayan::edit::work::{assign_all, assign_balanced};
use bayan::model::conflict::ConflictFile;
use bayan::model::document::{Document, Metadata};
use bayan::model::id::{AnnotatorId, DocumentId, KindId, StatementId};
use bayan::model::project::Project;
use bayan::model::span::Span;
use bayan::model::statement::Statement;
use bayan::model::work::{Assignment, LayerProgress, LayerState};
use bayan::review::agreement::fields::{LabelField, StudyScope, corpus};
use bayan::store::format::record;
use bayan::store::merging::three_way::merge;
use bayan::store::{self, ProblemKind};
use bayan::text::content::Content;
use jiff::Timestamp;
use jiff::civil::date;

use crate::support::project::who;

/// The sample as version 1 has written it.
const VERSION_1: &str = "tests/data/version-1";

#[test]
fn a_project_of_version_1_opens_and_is_of_the_newest_version_once_written() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join(VERSION_1);
    let opened = store::open(&source).unwrap();
    assert_eq!(opened.problems, []);
    let project = opened.project;
    assert_eq!((project.documents.len(), project.layers.len(), project.parties.len()), (1, 2, 13));
    let counts: Vec<usize> = project.layers.values().map(|layer| layer.len()).collect();
    assert_eq!(counts, [37, 37]);
    assert!(project.assignments.is_empty() && project.reviewers.is_empty() && !project.blind_until_done);
    assert!(project.layers.values().all(|layer| layer.progress().is_none() && layer.state() == LayerState::InProgress));
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("p");
    store::create(&copy, &project).unwrap();
    for file in
        ["project.ron", "documents/biden-putin-call/document.ron", "annotations/biden-putin-call/annotator-a.ron"]
    {
        let (old, new) = (fs::read_to_string(source.join(file)).unwrap(), fs::read_to_string(copy.join(file)).unwrap());
        assert!(old.contains("\n    version: 1,\n") && new.contains("\n    version: 3,\n"), "{file}");
    }
    assert_eq!(store::open(&copy).unwrap().project, project);
    // Files of both versions stand beside each other.
    let layer = "annotations/biden-putin-call/annotator-b.ron";
    fs::copy(source.join(layer), copy.join(layer)).unwrap();
    let mixed = store::open(&copy).unwrap();
    assert_eq!((mixed.problems, mixed.project), (Vec::new(), project));
}

#[test]
fn the_work_is_written_and_read_again() {
    let mut project = project(3);
    let mut apply = |edit: Edit| drop(edit.apply(&mut project).unwrap());
    apply(assign(0, "anna", Some("2026-12-24"), "كلّ التحذيرات \"أولاً\""));
    apply(assign(2, "bert", None, ""));
    apply(progress(1, "anna", LayerState::Done, 100));
    apply(Edit::SetBlindUntilDone(true));
    apply(Edit::SetReviewers(BTreeSet::from([who("ولي")])));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p");
    store::create(&path, &project).unwrap();
    let opened = store::open(&path).unwrap();
    assert_eq!((opened.problems, &opened.project), (Vec::new(), &project));
    // A layer without a statement, marked as done, is a file.
    let layer = fs::read_to_string(path.join("annotations/d1/anna.ron")).unwrap();
    assert!(layer.contains("state: Done") && layer.contains("statements: []"), "{layer}");
    let text = fs::read_to_string(path.join("project.ron")).unwrap();
    assert!(text.contains("due: \"2026-12-24\"") && text.contains("كلّ التحذيرات"), "{text}");
    assert_eq!(project.people(), [who("anna"), who("bert"), who("ولي")]);
    let work = project.work();
    let work: Vec<(&str, &str, LayerState)> = work.iter().map(|((d, a), s)| (d.as_str(), a.as_str(), *s)).collect();
    assert_eq!(
        work,
        [("d0", "anna", LayerState::Open), ("d1", "anna", LayerState::Done), ("d2", "bert", LayerState::Open)]
    );
}

#[test]
fn what_is_wrong_with_the_work_is_named() {
    let mut sound = project(1);
    assign(0, "anna", Some("2026-12-24"), "").apply(&mut sound).unwrap();
    assign(0, "bert", None, "").apply(&mut sound).unwrap();
    progress(0, "anna", LayerState::Done, 100).apply(&mut sound).unwrap();
    Edit::SetReviewers(BTreeSet::from([who("carl")])).apply(&mut sound).unwrap();
    type Expected = fn(&ProblemKind) -> bool;
    let project_file = || Some(Touched::Project);
    let layer_file = Some(Touched::Layer(document(0), who("anna")));
    let cases: [(&str, &str, &str, Expected, Option<Touched>); 6] = [
        ("project.ron", "2026-12-24", "tomorrow", |k| matches!(k, ProblemKind::BadValue(_)), project_file()),
        ("project.ron", "\"bert\"", "\"../x\"", |k| matches!(k, ProblemKind::BadValue(_)), project_file()),
        ("project.ron", "\"bert\"", "\"anna\"", |k| matches!(k, ProblemKind::Duplicate(_)), project_file()),
        ("project.ron", "\"carl\"", "\"a b\"", |k| matches!(k, ProblemKind::BadValue(_)), project_file()),
        // The document may come back, so nothing is lost and all can go on.
        ("project.ron", "\"d0\"", "\"d7\"", |k| matches!(k, ProblemKind::Unfit(EditError::UnknownDocument(_))), None),
        (
            "annotations/d0/anna.ron",
            "at: \"2027-",
            "at: \"MMXXVII-",
            |k| matches!(k, ProblemKind::BadValue(_)),
            layer_file,
        ),
    ];
    for (file, from, to, expected, protected) in cases {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("p");
        store::create(&path, &sound).unwrap();
        let text = fs::read_to_string(path.join(file)).unwrap();
        let damaged = text.replacen(from, to, 1);
        assert_ne!(damaged, text, "{from}");
        fs::write(path.join(file), damaged).unwrap();
        let opened = store::open(&path).unwrap();
        assert!(opened.problems.len() == 1 && expected(&opened.problems[0].kind), "{to}: {:?}", opened.problems);
        assert_eq!(opened.protected, protected.into_iter().collect::<BTreeSet<_>>(), "{to}");
    }
}

#[test]
fn the_journal_holds_the_work() {
    let project = project(1);
    let edits = [
        assign(0, "anna", Some("2026-12-24"), "ملاحظة"),
        Edit::SetAssignment { document: document(0), annotator: who("anna"), assignment: None },
        progress(0, "anna", LayerState::InProgress, 100),
        Edit::SetProgress { layer: (document(0), who("anna")), progress: None },
        Edit::SetBlindUntilDone(true),
        Edit::SetReviewers(BTreeSet::from([who("anna"), who("ولي")])),
    ];
    for edit in edits {
        let inverse = edit.clone().apply(&mut project.clone()).unwrap();
        let record = Record::new(Timestamp::UNIX_EPOCH, Way::Do, "n", false, edit, inverse);
        let bytes = record::encode(7, &record).unwrap();
        let back = record::decode(&bytes, &mut Texts::new()).unwrap();
        assert_eq!((back.number, back.record), (7, record));
    }
    // A layer that goes with its document keeps its progress there too.
    let mut with_layer = project.clone();
    progress(0, "anna", LayerState::Done, 100).apply(&mut with_layer).unwrap();
    let mut session = Session::new(with_layer, who("anna"));
    session.start_recording();
    session.apply("remove", Edit::RemoveDocument(document(0))).unwrap();
    session.undo().unwrap();
    let records = session.take_records(true);
    let mut texts: Texts = project.documents.iter().map(|(id, d)| (id.clone(), d.content.clone())).collect();
    for record in &records {
        let back = record::decode(&record::encode(1, record).unwrap(), &mut texts).unwrap();
        assert_eq!(back.record.edit, record.edit);
    }
}

#[test]
fn a_document_that_goes_takes_its_assignments_along_and_brings_them_back() {
    let mut start = project(2);
    assign(0, "anna", None, "").apply(&mut start).unwrap();
    assign(1, "anna", None, "").apply(&mut start).unwrap();
    progress(0, "anna", LayerState::Done, 100).apply(&mut start).unwrap();
    let mut session = Session::new(start.clone(), who("anna"));
    session.apply("remove", Edit::RemoveDocument(document(0))).unwrap();
    assert_eq!(session.project().assignments.len(), 1);
    assert!(session.take_unsaved().contains(&Touched::Project));
    session.undo().unwrap();
    assert_eq!(session.project(), &start);
    // A new version of the text is the same work.
    let around = ReanchorContext { is_taken: &|_| false, fingerprint: &|_| String::new(), go_on: &|_, _| true };
    let replaced = replace_text(&start, &document(0), "another text altogether", &around).unwrap();
    session.apply("replace", replaced.edit).unwrap();
    assert_eq!(session.project().assignments, start.assignments);
    assert_eq!(session.project().state(&document(0), &who("anna")), LayerState::Done);
    // What nobody has is not for anybody to do.
    let refused = session.apply("assign", assign(9, "anna", None, ""));
    assert_eq!(refused, Err(EditError::UnknownDocument(document(9))));
    let refused = session.apply("done", progress(9, "anna", LayerState::Done, 1));
    assert_eq!(refused, Err(EditError::UnknownDocument(document(9))));
}

#[test]
fn a_layer_follows_its_statements_until_its_annotator_says_more() {
    let mut project = project(1);
    let (d, a) = (document(0), who("anna"));
    assert_eq!(project.state(&d, &a), LayerState::Open);
    let add = Edit::AddStatement { layer: (d.clone(), a.clone()), statement: statement(1) };
    let remove = add.apply(&mut project).unwrap();
    assert_eq!(project.state(&d, &a), LayerState::InProgress);
    progress(0, "anna", LayerState::Done, 100).apply(&mut project).unwrap();
    remove.apply(&mut project).unwrap();
    assert_eq!((project.state(&d, &a), project.layers.len()), (LayerState::Done, 1));
    let again = LayerProgress::after(project.layer(&d, &a).unwrap().progress(), LayerState::InProgress, time(200));
    assert!(again.was_reopened() && again.first_done == Some(time(100)));
    let third = LayerProgress::after(Some(&again), LayerState::Done, time(300));
    assert_eq!(third, LayerProgress { state: LayerState::Done, at: time(300), first_done: Some(time(100)) });
}

#[test]
fn who_is_not_done_does_not_see_what_others_made() {
    let mut project = project(2);
    let may = |project: &Project, name: &str| project.may_see(&who(name), &document(0));
    assert!(may(&project, "anna"), "nothing is hidden unless the project says so");
    Edit::SetBlindUntilDone(true).apply(&mut project).unwrap();
    assert!(!may(&project, "anna"));
    Edit::SetReviewers(BTreeSet::from([who("rita")])).apply(&mut project).unwrap();
    assert!(may(&project, "rita") && !may(&project, "anna"));
    progress(1, "anna", LayerState::Done, 100).apply(&mut project).unwrap();
    assert!(!may(&project, "anna"), "done with another document only");
    progress(0, "anna", LayerState::Done, 100).apply(&mut project).unwrap();
    assert!(may(&project, "anna"));
    progress(0, "anna", LayerState::InProgress, 200).apply(&mut project).unwrap();
    assert!(!may(&project, "anna"), "taken up again");
}

#[test]
fn assignments_are_merged_by_document_and_annotator() {
    let mut base = project(3);
    assign(0, "anna", None, "").apply(&mut base).unwrap();
    assign(1, "anna", Some("2026-12-01"), "").apply(&mut base).unwrap();
    assign(2, "anna", None, "").apply(&mut base).unwrap();
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    // Each side adds one, both move the same day, one side takes one away that the other leaves alone.
    assign(0, "bert", None, "").apply(&mut ours).unwrap();
    assign(0, "carl", None, "").apply(&mut theirs).unwrap();
    assign(1, "anna", Some("2026-12-02"), "ours").apply(&mut ours).unwrap();
    assign(1, "anna", Some("2026-12-03"), "").apply(&mut theirs).unwrap();
    Edit::SetAssignment { document: document(2), annotator: who("anna"), assignment: None }.apply(&mut ours).unwrap();
    Edit::SetReviewers(BTreeSet::from([who("bert")])).apply(&mut ours).unwrap();
    Edit::SetReviewers(BTreeSet::from([who("carl")])).apply(&mut theirs).unwrap();
    Edit::SetBlindUntilDone(true).apply(&mut theirs).unwrap();
    let merged = merged_project(&base, &ours, &theirs);
    let keys: Vec<(&str, &str)> = merged.assignments.keys().map(|(d, a)| (d.as_str(), a.as_str())).collect();
    assert_eq!(keys, [("d0", "anna"), ("d0", "bert"), ("d0", "carl"), ("d1", "anna")]);
    let both = &merged.assignments[&(document(1), who("anna"))];
    assert_eq!((both.due, both.note.as_str()), (Some(date(2026, 12, 3)), "ours"));
    let listed = merged.conflicts_in(&ConflictFile::Project);
    assert_eq!(listed.len(), 1, "{listed:?}");
    assert_eq!(
        (listed[0].list.as_str(), listed[0].id.as_str(), listed[0].field.as_str(), listed[0].other.as_str()),
        ("assignments", "d1/anna", "due", "2026-12-02")
    );
    assert_eq!(merged.reviewers, BTreeSet::from([who("bert"), who("carl")]));
    assert!(merged.blind_until_done);
    // All reviewers gone on one side, and nothing else.
    let without = merged_project(&ours, &Project { reviewers: BTreeSet::new(), ..ours.clone() }, &ours.clone());
    assert_eq!(without.reviewers, BTreeSet::new());
}

#[test]
fn what_was_said_later_about_a_layer_holds() {
    let mut base = project(1);
    Edit::AddStatement { layer: (document(0), who("anna")), statement: statement(1) }.apply(&mut base).unwrap();
    let with = |state, at, first: Option<i64>| {
        let mut side = base.clone();
        let progress = Some(LayerProgress { state, at: time(at), first_done: first.map(time) });
        Edit::SetProgress { layer: (document(0), who("anna")), progress }.apply(&mut side).unwrap();
        side
    };
    let file = Touched::Layer(document(0), who("anna"));
    let text = |project: &Project| store::render(project, &file).unwrap().unwrap();
    let both = |ours: &Project, theirs: &Project| {
        let one = merge(&text(&base), &text(ours), &text(theirs)).unwrap();
        assert_eq!(one, merge(&text(&base), &text(theirs), &text(ours)).unwrap());
        one
    };
    let merged = both(&with(LayerState::Done, 100, Some(100)), &with(LayerState::InProgress, 200, Some(50)));
    assert_eq!(merged.conflicts, 0);
    assert!(
        merged.text.contains("state: InProgress") && merged.text.contains(&format!("first_done: \"{}\"", time(50)))
    );
    // Said by one side only.
    let merged = both(&base, &with(LayerState::Done, 100, Some(100)));
    assert!(merged.conflicts == 0 && merged.text.contains("state: Done"), "{}", merged.text);
    // At the same moment, and not the same.
    let merged = both(&with(LayerState::Done, 100, Some(100)), &with(LayerState::InProgress, 100, Some(90)));
    assert_eq!(merged.conflicts, 1);
    assert!(merged.text.contains("field: \"progress\""), "{}", merged.text);
    // Files of version 1 and 2.
    let old = |text: String| text.replacen("version: 3", "version: 1", 1);
    let merged = merge(
        &old(text(&base)),
        &old(text(&base)).replace("note: \"\"", "note: \"n\""),
        &text(&with(LayerState::Done, 1, None)),
    );
    let merged = merged.unwrap();
    assert!(
        merged.text.contains("version: 3")
            && merged.text.contains("note: \"n\"")
            && merged.text.contains("state: Done")
    );
}

#[test]
fn done_without_a_statement_is_a_line_without_units() {
    let mut project = project(2);
    for document in 0..2 {
        let layer = (bayan::model::id::DocumentId::new(format!("d{document}")).unwrap(), who("anna"));
        Edit::AddStatement { layer, statement: statement(document) }.apply(&mut project).unwrap();
    }
    progress(0, "bert", LayerState::Done, 100).apply(&mut project).unwrap();
    progress(1, "bert", LayerState::InProgress, 100).apply(&mut project).unwrap();
    let corpus = corpus(&project, &LabelField::Kind, &StudyScope::default()).unwrap();
    assert_eq!(corpus.annotators, ["anna", "bert"]);
    assert_eq!(corpus.texts[0].lines[1], Some(Vec::new()));
    assert_eq!(corpus.texts[1].lines[1], None);
    let compared = |id| bayan::review::comparison::compare(&project, &document(id), &[]).unwrap();
    assert_eq!((compared(0).annotators.len(), compared(1).annotators.len()), (2, 1));
    assert_eq!(compared(0).places.len(), 1);
}

#[test]
fn work_is_shared_out_evenly_and_the_same_each_time() {
    for (documents, people, each) in [(1, 1, 1), (10, 3, 2), (500, 10, 2), (7, 4, 3), (5, 2, 4), (30, 6, 2)] {
        let project = project(documents);
        let ids: Vec<DocumentId> = project.documents.keys().cloned().collect();
        let names: Vec<AnnotatorId> = (0..people).map(|n| who(&format!("a{n}"))).collect();
        let edit = assign_balanced(&project, &ids, &names, each, &Assignment::default()).unwrap();
        let reversed: Vec<AnnotatorId> = names.iter().rev().cloned().collect();
        assert_eq!(assign_balanced(&project, &ids, &reversed, each, &Assignment::default()), Some(edit.clone()));
        let mut after = project.clone();
        edit.apply(&mut after).unwrap();
        let per = |who: &AnnotatorId| after.assignments.keys().filter(|(_, a)| a == who).count();
        let shares: Vec<usize> = names.iter().map(per).collect();
        let (least, most) = (shares.iter().min().unwrap(), shares.iter().max().unwrap());
        assert!(most - least <= 1, "{documents} {people} {each}: {shares:?}");
        for id in &ids {
            let count = after.assignments.keys().filter(|(d, _)| d == id).count();
            assert_eq!(count, each.min(people), "{documents} {people} {each}");
        }
        assert_eq!(assign_balanced(&after, &ids, &names, each, &Assignment::default()), None);
    }
    // Not always the same two: 30 documents by two of six could be three pairs only.
    let project = project(30);
    let ids: Vec<DocumentId> = project.documents.keys().cloned().collect();
    let names: Vec<AnnotatorId> = (0..6).map(|n| who(&format!("a{n}"))).collect();
    let mut after = project.clone();
    assign_balanced(&project, &ids, &names, 2, &Assignment::default()).unwrap().apply(&mut after).unwrap();
    let mut met = std::collections::BTreeMap::new();
    for id in &ids {
        let pair: Vec<_> = after.assignments.keys().filter(|(d, _)| d == id).map(|(_, a)| a.clone()).collect();
        *met.entry(pair).or_insert(0) += 1;
    }
    assert!(met.len() >= 12 && met.values().all(|times| *times <= 5), "{met:?}");
    // Who has it already, or has begun unasked, counts.
    let mut begun = project.clone();
    assign(0, "a5", None, "").apply(&mut begun).unwrap();
    let layer = (document(0), who("a4"));
    Edit::AddStatement { layer, statement: statement(1) }.apply(&mut begun).unwrap();
    assert_eq!(assign_balanced(&begun, &[document(0)], &names, 2, &Assignment::default()), None);
    let all = assign_all(&begun, &[document(0)], &names, &Assignment::default()).unwrap();
    assert!(matches!(all, Edit::Group(edits) if edits.len() == 5));
}

/// Merges the two `project.ron`s in both orders, and opens the result.
fn merged_project(base: &Project, ours: &Project, theirs: &Project) -> Project {
    let text = |project: &Project| store::render(project, &Touched::Project).unwrap().unwrap();
    let one = merge(&text(base), &text(ours), &text(theirs)).unwrap();
    assert_eq!(one, merge(&text(base), &text(theirs), &text(ours)).unwrap());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p");
    store::create(&path, base).unwrap();
    fs::write(path.join("project.ron"), &one.text).unwrap();
    let opened = store::open(&path).unwrap();
    let faults: Vec<_> = opened.problems.iter().filter(|p| !matches!(p.kind, ProblemKind::Conflict { .. })).collect();
    assert!(faults.is_empty(), "{faults:?}\n{}", one.text);
    // What the program writes of it is the same text again.
    assert_eq!(store::render(&opened.project, &Touched::Project).unwrap().unwrap(), one.text);
    opened.project
}

/// A project with this many documents, `d0` and so on.
fn project(documents: usize) -> Project {
    let mut project = Project::new("عمل");
    for id in (0..documents).map(document) {
        let document = Document {
            id: id.clone(),
            content: Content::new("Kremlin: Biden affirmed."),
            metadata: Metadata::default(),
            encoding: String::new(),
            excluded: Vec::new(),
        };
        project.documents.insert(id, document);
    }
    project
}

fn statement(id: usize) -> Box<Statement> {
    let id = StatementId::from_uuid(uuid::Uuid::from_u128(id as u128 + 1));
    Box::new(Statement { id, ..Statement::new(KindId::new("claim").unwrap(), vec![Span::new(0, 7)], time(0)) })
}

fn assign(id: usize, name: &str, due: Option<&str>, note: &str) -> Edit {
    let assignment = Assignment { due: due.map(|day| day.parse().unwrap()), note: note.into() };
    Edit::SetAssignment { document: document(id), annotator: who(name), assignment: Some(assignment) }
}

fn progress(id: usize, name: &str, state: LayerState, at: i64) -> Edit {
    let progress = LayerProgress::after(None, state, time(at));
    Edit::SetProgress { layer: (document(id), who(name)), progress: Some(progress) }
}

fn time(seconds: i64) -> Timestamp {
    Timestamp::new(1_800_000_000 + seconds, 0).unwrap()
}

fn document(id: usize) -> DocumentId {
    DocumentId::new(format!("d{id}")).unwrap()
}
