//! Files that change while a project is open, other windows on it, conflict copies, and the copy before a migration: with
//! real folders, threads and processes.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use bayan::disk::Real;
use bayan::edit::change::{Edit, EditError, Touched};
use bayan::model::conflict::ConflictFile;
use bayan::model::id::{AnnotatorId, DocumentId, KindId, PartyId, StatementId};
use bayan::model::party::{Party, PartyAbout, Rgb};
use bayan::model::project::Project;
use bayan::model::span::Span;
use bayan::model::statement::Statement;
use bayan::model::work::{Assignment, LayerProgress, LayerState};
use bayan::store::format::conflict_copy::{self, Program};
use bayan::store::keeping::outside::Report;
use bayan::store::keeping::{self, OpenForWriting};
use bayan::store::merging::planner::Way;
use bayan::store::writing::migration_backup;
use bayan::store::{self, Lock, LockError, ProblemKind, StoreError};

use crate::support::bayan::bayan;
use crate::support::project::{open, sample_layer};

const LONG: Duration = Duration::from_secs(30);

#[test]
fn the_layer_of_another_annotator_is_reloaded_and_is_no_step_of_the_history() {
    let (_folder, project, other) = two_copies();
    let mut here = open(&project, "annotator-a");
    here.keeper.watch().unwrap();
    add(&mut here, "mine");
    here.wait_saved().unwrap();
    let mut there = open(&other, "annotator-b");
    let came = add(&mut there, "ملاحظة");
    there.wait_saved().unwrap();
    let file = layer_file("annotator-b");
    replace(&project, &other, &file);
    let report = wait_for(&mut here, |report| !report.arrivals.is_empty());
    let arrival = &report.arrivals[0];
    assert_eq!((arrival.way, arrival.added, arrival.changed, arrival.removed), (Way::Reloaded, 1, 0, 0));
    assert_eq!(bayan::locale::plain(&arrival.to_string()), "One statement of annotator-b has come in.");
    assert_eq!(note(&here, "annotator-b", came).as_deref(), Some("ملاحظة"));
    // An undo takes back what was done here, and leaves alone what another one did.
    here.session.undo().unwrap();
    here.wait_saved().unwrap();
    assert_eq!(note(&here, "annotator-b", came).as_deref(), Some("ملاحظة"));
    assert_eq!(read(&project, &file), read(&other, &file));
}

#[test]
fn ones_own_layer_is_merged_statement_by_statement_and_that_can_be_undone() {
    let (_folder, project, other) = two_copies();
    let mut here = open(&project, "annotator-a");
    let before = layer(here.session.project(), "annotator-a");
    let (same, gone) = (before[0], before[1]);
    let mut there = open(&other, "annotator-a");
    let theirs = add(&mut there, "theirs");
    set_note(&mut there, same, "changed there");
    there.session.apply("remove", Edit::RemoveStatement { layer: sample_layer("annotator-a"), id: gone }).unwrap();
    there.wait_saved().unwrap();
    here.keeper.watch().unwrap();
    let ours = add(&mut here, "ours");
    replace(&project, &other, &layer_file("annotator-a"));
    let report = wait_for(&mut here, |report| !report.arrivals.is_empty());
    let arrival = &report.arrivals[0];
    assert_eq!(
        (arrival.way, arrival.added, arrival.changed, arrival.removed, arrival.conflicts),
        (Way::Merged, 1, 1, 1, 0)
    );
    here.wait_saved().unwrap();
    let merged = store::open(&project).unwrap().project;
    for project in [&merged, here.session.project()] {
        let layer = &project.layers[&sample_layer("annotator-a")];
        assert!(
            layer.statement(ours).is_some() && layer.statement(theirs).is_some() && layer.statement(gone).is_none()
        );
        assert_eq!(layer.statement(same).unwrap().note, "changed there");
    }
    assert_eq!(here.session.last_gesture(), Some(&"gesture-outside".into()));
    here.session.undo().unwrap();
    let layer = &here.session.project().layers[&sample_layer("annotator-a")];
    assert!(layer.statement(ours).is_some() && layer.statement(theirs).is_none() && layer.statement(gone).is_some());
}

#[test]
fn a_field_that_both_have_changed_is_left_to_a_person() {
    let (_folder, project, other) = two_copies();
    let mut here = open(&project, "annotator-a");
    let id = layer(here.session.project(), "annotator-a")[0];
    let mut there = open(&other, "annotator-a");
    set_note(&mut there, id, "there");
    there.wait_saved().unwrap();
    set_note(&mut here, id, "here");
    replace(&project, &other, &layer_file("annotator-a"));
    // Nobody watches: the saver itself sees that the file is not what it was.
    here.wait_saved().unwrap();
    let opened = store::open(&project).unwrap().project;
    let conflicts =
        opened.conflicts_in(&ConflictFile::Layer(sample_layer("annotator-a").0, sample_layer("annotator-a").1));
    assert_eq!(conflicts.len(), 1);
    let values = BTreeSet::from([conflicts[0].kept.as_str(), conflicts[0].other.as_str()]);
    assert_eq!(values, BTreeSet::from(["here", "there"]));
}

#[test]
fn closing_writes_over_nothing_that_has_come_in_unseen() {
    let (_folder, project, other) = two_copies();
    let mut there = open(&other, "annotator-a");
    let theirs = add(&mut there, "theirs");
    there.wait_saved().unwrap();
    let mut here = open(&project, "annotator-a");
    let ours = add(&mut here, "ours");
    here.keeper.take(&mut here.session, true);
    replace(&project, &other, &layer_file("annotator-a"));
    drop(here);
    let layer = layer(&store::open(&project).unwrap().project, "annotator-a");
    assert!(layer.contains(&ours) && layer.contains(&theirs));
}

#[test]
fn a_half_written_file_is_waited_for_and_a_damaged_one_is_told_and_kept_aside() {
    let (_folder, project, other) = two_copies();
    let mut there = open(&other, "annotator-b");
    let came = add(&mut there, "whole");
    there.wait_saved().unwrap();
    let mut here = open(&project, "annotator-a");
    here.keeper.watch().unwrap();
    let file = store::path_of(&project, &layer_file("annotator-b"));
    let whole = read(&other, &layer_file("annotator-b"));
    fs::write(&file, &whole[..whole.len() / 2]).unwrap();
    let started = Instant::now();
    while started.elapsed() < Duration::from_millis(500) {
        if let Some(report) = here.keeper.take_news(&mut here.session) {
            assert!(report.arrivals.is_empty() && report.problems.is_empty(), "{report:?}");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    fs::write(&file, &whole).unwrap();
    let report = wait_for(&mut here, |report| !report.arrivals.is_empty());
    assert_eq!(report.problems, []);
    assert_eq!(note(&here, "annotator-b", came).as_deref(), Some("whole"));

    let own = store::path_of(&project, &layer_file("annotator-a"));
    fs::write(&own, "(damaged").unwrap();
    let report = wait_for(&mut here, |report| !report.problems.is_empty());
    assert!(matches!(report.problems[0].kind, ProblemKind::Syntax { .. }) && report.problems[0].path == own);
    let ours = add(&mut here, "ours");
    here.wait_saved().unwrap();
    assert!(layer(&store::open(&project).unwrap().project, "annotator-a").contains(&ours));
    assert!(kept(&project).iter().any(|bytes| bytes == b"(damaged"), "it was written over");
}

#[test]
fn another_text_is_never_taken_by_itself() {
    let (_folder, project, _other) = two_copies();
    let mut here = open(&project, "annotator-a");
    here.keeper.watch().unwrap();
    let text = store::path_of(&project, &Touched::Document(sample_layer("annotator-a").0)).with_file_name("text.txt");
    let old = fs::read_to_string(&text).unwrap();
    fs::write(&text, old.replacen("بايدن", "الرئيس بايدن", 1)).unwrap();
    let report = wait_for(&mut here, |report| !report.problems.is_empty());
    assert_eq!(report.problems[0].kind, ProblemKind::TextOutside);
    assert_eq!(here.session.project().documents[&sample_layer("annotator-a").0].content.as_str(), old);
    // The work goes on, and neither text is lost.
    add(&mut here, "ours");
    let metadata = here.session.project().documents[&sample_layer("annotator-a").0].metadata.clone();
    let metadata = bayan::model::document::Metadata { publisher: "ناشر".into(), ..metadata };
    here.session.apply("m", Edit::SetMetadata { document: sample_layer("annotator-a").0, metadata }).unwrap();
    here.wait_saved().unwrap();
    assert_ne!(fs::read_to_string(&text).unwrap(), old);
    // Taking it is an edit like any other.
    let new = fs::read_to_string(&text).unwrap();
    let around = bayan::edit::reanchor::ReanchorContext {
        is_taken: &|_| false,
        fingerprint: &bayan::model::fingerprint::of,
        go_on: &|_, _| true,
    };
    let now = here.session.project();
    let replaced = bayan::edit::reanchor::replace_text(now, &sample_layer("annotator-a").0, &new, &around).unwrap();
    here.session.apply("text", replaced.edit).unwrap();
    here.wait_saved().unwrap();
    assert_eq!(store::open(&project).unwrap().problems, []);
}

#[test]
fn new_articles_and_annotators_appear_and_what_is_removed_stays_in_memory() {
    let (_folder, project, other) = two_copies();
    let mut there = open(&other, "amal");
    let mut document = there.session.project().documents[&sample_layer("amal").0].clone();
    document.id = DocumentId::new("second").unwrap();
    let edit = Edit::AddDocument { document: Box::new(document), layers: Vec::new() };
    there.session.apply("document", edit).unwrap();
    add(&mut there, "first of amal");
    add(&mut there, "second of amal");
    there.wait_saved().unwrap();
    let mut here = open(&project, "annotator-a");
    here.keeper.watch().unwrap();
    let second = Touched::Document(DocumentId::new("second").unwrap());
    // The text comes later than what is said about it.
    replace(&project, &other, &second);
    std::thread::sleep(Duration::from_millis(300));
    let text = |project: &Path| store::path_of(project, &second).with_file_name("text.txt");
    fs::copy(text(&other), text(&project)).unwrap();
    replace(&project, &other, &layer_file("amal"));
    let mut arrived = BTreeSet::new();
    while arrived.len() < 2 {
        let report = wait_for(&mut here, |report| !report.arrivals.is_empty());
        arrived.extend(report.arrivals.into_iter().map(|arrival| (arrival.file, arrival.added)));
    }
    assert_eq!(arrived, BTreeSet::from([(second.clone(), 1), (layer_file("amal"), 2)]));
    assert_eq!(here.session.project(), there.session.project());

    fs::remove_dir_all(store::path_of(&project, &layer_file("amal")).parent().unwrap()).unwrap();
    let report = wait_for(&mut here, |report| report.arrivals.len() == 3);
    assert!(report.arrivals.iter().all(|arrival| arrival.way == Way::Gone));
    assert!(report.problems.iter().all(|problem| problem.kind == ProblemKind::Gone));
    assert_eq!(here.session.project(), there.session.project());
    let ours = add(&mut here, "ours");
    here.wait_saved().unwrap();
    assert!(layer(&store::open(&project).unwrap().project, "annotator-a").contains(&ours));
}

#[test]
fn parties_of_both_sides_are_there_and_one_that_is_in_use_stays() {
    let (_folder, project, other) = two_copies();
    let text = read(&other, &Touched::Project);
    let used = Edit::RemoveParty(PartyId::new("biden").unwrap());
    let party = |name: &str| {
        let id = PartyId::new(name).unwrap();
        Party {
            id,
            name: name.to_owned(),
            aliases: Vec::new(),
            color: Rgb([1, 2, 3]),
            parent: None,
            key: None,
            about: PartyAbout::default(),
        }
    };
    // A project without layers, in which the party can be removed.
    let mut bare = store::open(&other).unwrap().project;
    bare.layers.clear();
    bare.parties.iter_mut().for_each(|party| party.parent = None);
    used.apply(&mut bare).unwrap();
    Edit::AddParty { index: 0, party: party("theirs") }.apply(&mut bare).unwrap();
    let theirs = store::render(&bare, &Touched::Project).unwrap().unwrap();
    assert_ne!(theirs.as_bytes(), text);
    let mut here = open(&project, "annotator-a");
    here.keeper.watch().unwrap();
    here.session.apply("party", Edit::AddParty { index: 9, party: party("ours") }).unwrap();
    write_whole(&store::path_of(&project, &Touched::Project), theirs.as_bytes());
    wait_for(&mut here, |report| !report.arrivals.is_empty());
    here.wait_saved().unwrap();
    let opened = store::open(&project).unwrap();
    assert_eq!(opened.problems, []);
    for id in ["ours", "theirs", "biden"] {
        assert!(opened.project.party(&PartyId::new(id).unwrap()).is_some(), "{id}");
    }
}

#[test]
fn what_the_session_refuses_is_not_half_taken_is_named_and_stays_on_disk() {
    let (_folder, project, other) = two_copies();
    let mut here = open(&project, "annotator-a");
    here.keeper.watch().unwrap();
    // Elsewhere a party gets another name, and annotator-b another statement.
    let osce = PartyId::new("osce").unwrap();
    let mut there = open(&other, "annotator-b");
    let came = add(&mut there, "theirs");
    let party = there.session.project().party(&osce).unwrap().clone();
    there.session.apply("party", Edit::ReplaceParty(Party { name: "Renamed".to_owned(), ..party })).unwrap();
    there.wait_saved().unwrap();
    // Only a fault of ours makes a session that is not what the saver takes it for.
    let mut bare = here.session.project().clone();
    Edit::RemoveParty(osce.clone()).apply(&mut bare).unwrap();
    here.session.absorb(&bare, &[Touched::Project], "", Vec::new()).unwrap();
    let edits = vec![Edit::SetTitle("half".to_owned()), Edit::RemoveParty(osce.clone())];
    let layers = [layer_file("annotator-b")];
    assert!(here.session.absorb(there.session.project(), &layers, "", edits).is_err());
    assert_eq!(here.session.project(), &bare);

    replace(&project, &other, &Touched::Project);
    replace(&project, &other, &layers[0]);
    let (mut is_named, started) = (false, Instant::now());
    // What fits comes in all the same.
    while !is_named || note(&here, "annotator-b", came).is_none() {
        assert!(started.elapsed() < LONG);
        let Some(report) = here.keeper.take_news(&mut here.session) else {
            std::thread::sleep(Duration::from_millis(10));
            continue;
        };
        is_named = report.blocked.contains(&Touched::Project)
            && report
                .problems
                .iter()
                .any(|problem| problem.path.ends_with("project.ron") && matches!(problem.kind, ProblemKind::Unfit(_)));
    }
    assert_eq!((&here.session.project().parties, here.session.last_gesture()), (&bare.parties, None));
    here.session.apply("title", Edit::SetTitle("after".to_owned())).unwrap();
    let error = here.wait_saved().unwrap_err();
    assert!(error.contains("project.ron"), "{error}");
    assert_eq!(read(&project, &Touched::Project), read(&other, &Touched::Project));
    // What was done here is in the journal.
    drop(here);
    assert_eq!(read(&project, &Touched::Project), read(&other, &Touched::Project));
    let again = open(&project, "annotator-a");
    let name = again.session.project().party(&osce).map(|party| party.name.as_str());
    assert_eq!((again.session.project().title.as_str(), name), ("after", Some("Renamed")));
}

#[test]
fn work_on_a_new_article_comes_in_with_it_whichever_comes_first() {
    for apart in [false, true] {
        let (_folder, project, other) = two_copies();
        let (second, annotator) = (DocumentId::new("second").unwrap(), sample_layer("annotator-a").1);
        let mut there = open(&other, "lead");
        let mut document = there.session.project().documents[&sample_layer("x").0].clone();
        document.id = second.clone();
        let assignment = Assignment { note: "until Friday".to_owned(), ..Assignment::default() };
        for edit in [
            Edit::AddDocument { document: Box::new(document), layers: Vec::new() },
            Edit::SetAssignment { document: second.clone(), annotator, assignment: Some(assignment) },
            Edit::SetBlindUntilDone(true),
            Edit::SetReviewers(BTreeSet::from([sample_layer("lead").1])),
        ] {
            there.session.apply("work", edit).unwrap();
        }
        there.wait_saved().unwrap();
        let mut here = open(&project, "annotator-a");
        here.keeper.watch().unwrap();
        replace(&project, &other, &Touched::Project);
        if apart {
            let report = wait_for(&mut here, |report| !report.arrivals.is_empty());
            let kinds: Vec<_> = report.problems.iter().map(|problem| &problem.kind).collect();
            assert_eq!(kinds, [&ProblemKind::Unfit(EditError::UnknownDocument(second.clone()))]);
            assert!(here.session.project().blind_until_done);
        }
        let file = Touched::Document(second.clone());
        let text = |project: &Path| store::path_of(project, &file).with_file_name("text.txt");
        fs::create_dir_all(text(&project).parent().unwrap()).unwrap();
        fs::copy(text(&other), text(&project)).unwrap();
        replace(&project, &other, &file);
        let started = Instant::now();
        while here.session.project() != there.session.project() {
            assert!(started.elapsed() < LONG, "{apart}: {:?}", here.session.project().assignments);
            here.keeper.take_news(&mut here.session);
            std::thread::sleep(Duration::from_millis(10));
        }
        here.wait_saved().unwrap();
        assert_eq!(here.keeper.status().save_error, None);
        assert_eq!(read(&project, &Touched::Project), read(&other, &Touched::Project));
        let again = store::open(&project).unwrap();
        assert_eq!((&again.project, again.problems.as_slice()), (there.session.project(), [].as_slice()));
    }
}

#[test]
fn who_may_not_see_a_layer_yet_is_not_told_how_much_has_come_in() {
    let (_folder, project, other) = two_copies();
    let mut here = open(&project, "annotator-a");
    here.keeper.watch().unwrap();
    let at_work = |annotator: &str| {
        let progress = Some(LayerProgress::after(None, LayerState::InProgress, jiff::Timestamp::now()));
        Edit::SetProgress { layer: sample_layer(annotator), progress }
    };
    here.session.apply("blind", Edit::SetBlindUntilDone(true)).unwrap();
    here.session.apply("mine", at_work("annotator-a")).unwrap();
    here.wait_saved().unwrap();
    let mut there = open(&other, "annotator-b");
    add(&mut there, "theirs");
    there.session.apply("theirs", at_work("annotator-b")).unwrap();
    there.wait_saved().unwrap();
    replace(&project, &other, &layer_file("annotator-b"));
    let report = wait_for(&mut here, |report| !report.arrivals.is_empty());
    let told = |annotator: &str| {
        let person = AnnotatorId::new(annotator).unwrap();
        bayan::locale::plain(&report.arrivals[0].told_to(here.session.project(), &person))
    };
    let state = "annotator-b is working on biden-putin-call.";
    assert_eq!(
        told("annotator-a"),
        format!("The tags of annotator-b have changed. You will see them when you are done. {state}")
    );
    assert_eq!(told("annotator-b"), format!("One statement of annotator-b has come in. {state}"));
    // From another computer of one's own comes that one is done: then it is there to see.
    let mut mine = store::open(&other).unwrap().project;
    let layer = mine.layers.get_mut(&sample_layer("annotator-a")).unwrap();
    layer.set_progress(Some(LayerProgress::after(None, LayerState::Done, jiff::Timestamp::now())));
    let file = layer_file("annotator-a");
    write_whole(&store::path_of(&project, &file), store::render(&mine, &file).unwrap().unwrap().as_bytes());
    wait_for(&mut here, |report| report.arrivals.iter().any(|arrival| arrival.state == Some(LayerState::Done)));
    assert!(here.session.project().may_see(&sample_layer("annotator-a").1, &sample_layer("x").0));
}

#[test]
fn ones_own_writing_is_not_taken_for_anothers() {
    let (_folder, project, _other) = two_copies();
    let mut here = open(&project, "annotator-a");
    here.keeper.watch().unwrap();
    for number in 0..5 {
        add(&mut here, &number.to_string());
        here.session.apply("title", Edit::SetTitle(number.to_string())).unwrap();
        here.wait_saved().unwrap();
        std::thread::sleep(Duration::from_millis(300));
        if let Some(report) = here.keeper.take_news(&mut here.session) {
            assert!(report.arrivals.is_empty() && report.problems.is_empty(), "{report:?}");
        }
    }
}

#[test]
fn a_second_process_writes_one_layer_and_each_sees_what_the_other_does() {
    let (_folder, project, _other) = two_copies();
    let mut first = Process::start(&project, "annotator-a");
    first.ask("{\"title\":\"first\"}");
    let mut second = Process::start(&project, "amal");
    let made = second.ask(&add_line(1))["id"].as_str().unwrap().to_owned();
    second.ask("\"save\"");
    // Everything but its own layer is closed to it.
    assert!(second.ask("{\"title\":\"second\"}")["error"].is_string());
    assert!(second.ask("{\"annotator\":\"annotator-a\"}")["error"].is_string());
    let news = first.ask("{\"wait_ms\":4000}");
    assert!(news["outside"].as_str().unwrap().contains("One statement of amal"), "{news}");
    assert_eq!(first.answer()["done"], 2);
    // And the first one cannot take what the second one writes.
    assert!(first.ask("{\"annotator\":\"amal\"}")["error"].is_string());
    first.ask(&add_line(2));
    first.ask("\"save\"");
    let third = Process::run(&project, &["--annotator", "amal"]);
    assert!(!third.status.success() && String::from_utf8_lossy(&third.stderr).contains("amal"));
    // The second one is killed; what it had confirmed is not in the files, but in its journal.
    let last = second.ask(&add_line(3))["id"].as_str().unwrap().to_owned();
    second.child.kill().unwrap();
    second.child.wait().unwrap();
    first.end();
    let opened = open(&project, "annotator-a");
    let ids = layer(opened.session.project(), "amal").iter().map(ToString::to_string).collect::<Vec<_>>();
    assert!(ids.contains(&made) && ids.contains(&last), "{ids:?}");
    assert_eq!(opened.session.project().title, "first");
    assert!(!opened.problems.iter().any(|problem| matches!(problem.kind, ProblemKind::Unrecovered(_))));
}

#[test]
fn notes_of_other_computers_and_of_processes_that_are_gone_are_told() {
    let (_folder, project, _other) = two_copies();
    let path = project.join(".bayan/lock");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, "elsewhere\n77\n2026-01-02T03:04:05Z\n").unwrap();
    let Err(error @ LockError::Noted { .. }) = Lock::acquire(&project) else { panic!("not told") };
    let said = bayan::locale::plain(&error.to_string());
    assert!(said.contains("elsewhere") && said.contains("77") && said.contains("2026-01-02"), "{said}");
    assert!(Lock::acquire_anyway(&project).unwrap().left_behind.is_none());
    // A process of this computer that is gone left its note, but not its lock.
    fs::write(&path, format!("{}\n77\n2026-01-02T03:04:05Z\n", store::layout::computer::host_name())).unwrap();
    let lock = Lock::acquire(&project).unwrap();
    assert_eq!(lock.left_behind.as_ref().unwrap().pid, "77");
    assert!(matches!(Lock::acquire(&project), Err(LockError::Held { note, .. }) if note.pid != "77"));
    drop(lock);
    assert!(Lock::acquire(&project).unwrap().left_behind.is_none());
}

#[test]
fn conflict_copies_are_known_by_their_names_and_are_nobodys_layers() {
    let (_folder, project, _other) = two_copies();
    let layers = project.join("annotations/biden-putin-call");
    let bytes = fs::read(layers.join("annotator-a.ron")).unwrap();
    let names = [
        ("annotator-a (Amal's conflicted copy 2026-01-02).ron", Program::Dropbox),
        ("annotator-a (نسخة متعارضة من Amal 2026-01-02).ron", Program::Dropbox),
        ("annotator-a (In Konflikt stehende Kopie von Amal 2026-01-02).ron", Program::Dropbox),
        ("annotator-a-LAPTOP-1AB2C3D.ron", Program::OneDrive),
        ("annotator-a (1).ron", Program::GoogleDrive),
        ("annotator-a.sync-conflict-20260102-030405-ABCDEFG.ron", Program::Syncthing),
        ("annotator-a (conflicted copy 2026-01-02 030405).ron", Program::Nextcloud),
        ("annotator-a_conflict-20260102-030405.ron", Program::Nextcloud),
        ("annotator-a (SFConflict amal@example.org 2026-01-02-03-04-05).ron", Program::Seafile),
        ("annotator-a 2.ron", Program::ICloud),
    ];
    for (name, _) in names {
        fs::write(layers.join(name), &bytes).unwrap();
    }
    fs::copy(project.join("project.ron"), project.join("project (1).ron")).unwrap();
    fs::write(project.join("documents/biden-putin-call/text (1).txt"), "x").unwrap();
    // Annotators of their own, whatever they are called.
    for name in ["annotator-a-2.ron", "sami-LAPTOP.ron"] {
        fs::write(layers.join(name), "(format: \"bayan-layer\", version: 1, statements: [], relations: [])").unwrap();
    }
    let found = conflict_copy::find(&project);
    let of = |name: &str| found.iter().find(|copy| copy.path.ends_with(name)).map(|copy| copy.program);
    for (name, program) in names {
        assert_eq!(of(name), Some(program), "{name}");
    }
    assert_eq!(found.len(), names.len() + 2, "{found:#?}");
    let opened = store::open(&project).unwrap();
    let annotators: Vec<_> = opened.project.annotators().iter().map(ToString::to_string).collect();
    assert_eq!(annotators, ["annotator-a", "annotator-a-2", "annotator-b", "sami-LAPTOP"]);
    let told = opened.problems.iter().filter(|p| matches!(p.kind, ProblemKind::ConflictCopy(_))).count();
    assert_eq!((told, opened.problems.len()), (found.len(), found.len()), "{:#?}", opened.problems);
}

#[test]
fn conflict_copies_are_merged_and_kept() {
    let (_folder, project, other) = two_copies();
    let mut here = open(&project, "annotator-a");
    let ours = add(&mut here, "ours");
    here.wait_saved().unwrap();
    drop(here);
    let mut there = open(&other, "annotator-a");
    let theirs = add(&mut there, "theirs");
    there.wait_saved().unwrap();
    let file = layer_file("annotator-a");
    let copy = store::path_of(&project, &file).with_file_name("annotator-a (1).ron");
    fs::write(&copy, read(&other, &file)).unwrap();
    let before = read(&project, &file);
    let verb = |arguments: &[&str]| {
        let said = bayan(&[&["merge-copies", project.to_str().unwrap()], arguments].concat());
        (Some(said.code), said.json())
    };
    let (code, json) = verb(&["--dry-run", "--json"]);
    assert_eq!((code, json["merged"][0]["added"].as_u64()), (Some(0), Some(1)), "{json}");
    assert!(copy.exists() && read(&project, &file) == before);
    let (code, json) = verb(&["--json"]);
    assert_eq!(code, Some(0), "{json}");
    let kept = PathBuf::from(json["merged"][0]["kept"].as_str().unwrap());
    assert!(!copy.exists() && fs::read(kept).unwrap() == read(&other, &file));
    let merged = layer(&store::open(&project).unwrap().project, "annotator-a");
    assert!(merged.contains(&ours) && merged.contains(&theirs));
    assert_eq!(store::open(&project).unwrap().problems, []);
    // One that cannot be read stays where it is.
    fs::write(&copy, "(").unwrap();
    let (code, json) = verb(&["--json"]);
    assert_eq!((code, json["failed"].as_array().unwrap().len(), copy.exists()), (Some(1), 1, true));
}

#[test]
fn old_files_are_copied_whole_before_they_are_written_anew() {
    let folder = tempfile::tempdir().unwrap();
    let project = folder.path().join("old");
    copy_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/version-1"), &project);
    let old = files(&project);
    let older: store::layout::Older =
        old.keys().filter(|name| name.ends_with(".ron")).map(|name| (name.clone(), 1)).collect();
    assert_eq!(older.len(), 4);
    let kept = migration_backup::before_migration(&Real, &project, &older).unwrap().unwrap();
    assert!(kept.file_name().unwrap().to_str().unwrap().ends_with("Z-v1"));
    assert_eq!(files(&kept), old);
    // What is kept already is not kept again, and what has changed since is.
    assert_eq!(migration_backup::before_migration(&Real, &project, &older).unwrap(), None);
    assert_eq!(migration_backup::before_migration(&Real, &project, &store::layout::Older::new()).unwrap(), None);
    let opened = store::open(&project).unwrap();
    assert_eq!(opened.problems, []);
    assert_eq!(opened.older, older);
}

#[test]
fn a_project_of_an_older_version_is_written_only_when_its_copy_is_safe() {
    let folder = tempfile::tempdir().unwrap();
    let project = folder.path().join("old");
    copy_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/version-1"), &project);
    let old = files(&project);
    fs::create_dir_all(project.join(".bayan")).unwrap();
    fs::write(project.join(".bayan/backups"), "in the way").unwrap();
    let lock = Lock::acquire(&project).unwrap();
    let annotator = |_: &Project| AnnotatorId::new("annotator-a").unwrap();
    let result = keeping::open(&project, lock, Arc::new(Real), annotator, || {});
    assert!(matches!(result, Err(StoreError::Backup { .. })));
    assert_eq!(files(&project), old);
    fs::remove_file(project.join(".bayan/backups")).unwrap();
    let mut opened = open(&project, "annotator-a");
    assert_eq!(files(&project), old);
    opened.session.apply("title", Edit::SetTitle("new".into())).unwrap();
    opened.wait_saved().unwrap();
    drop(opened);
    assert_ne!(files(&project), old);
    let backups: Vec<_> = fs::read_dir(project.join(".bayan/backups")).unwrap().map(|e| e.unwrap().path()).collect();
    assert_eq!((backups.len(), files(&backups[0])), (1, old));
}

/// A running `bayan session`, asked line by line.
struct Process {
    child: Child,
    stdin: ChildStdin,
    answers: Receiver<serde_json::Value>,
}

impl Process {
    fn start(project: &Path, annotator: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_bayan"))
            .arg("session")
            .arg(project)
            .args(["--script", "-", "--annotator", annotator])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (stdin, stdout) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let (sender, answers) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                let _ = sender.send(serde_json::from_str(&line).unwrap());
            }
        });
        Self { child, stdin, answers }
    }

    fn run(project: &Path, arguments: &[&str]) -> std::process::Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bayan"));
        let command = command.arg("session").arg(project).args(["--script", "-"]).args(arguments);
        command.stdin(Stdio::null()).output().unwrap()
    }

    fn ask(&mut self, line: &str) -> serde_json::Value {
        writeln!(self.stdin, "{line}").unwrap();
        self.stdin.flush().unwrap();
        self.answer()
    }

    fn answer(&self) -> serde_json::Value {
        self.answers.recv_timeout(LONG).expect("an answer")
    }

    fn end(self) {
        let Self { mut child, stdin, .. } = self;
        drop(stdin);
        child.wait().unwrap();
    }
}

fn add_line(number: usize) -> String {
    format!(
        "{{\"add\":{{\"document\":\"biden-putin-call\",\"kind\":\"claim\",\"start\":202,\"end\":229,\"note\":\"{number}\"}}}}"
    )
}

/// The sample twice, as on two computers.
fn two_copies() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let (project, other) = (folder.path().join("here"), folder.path().join("there"));
    store::install_sample(&project).unwrap();
    store::install_sample(&other).unwrap();
    (folder, project, other)
}

/// Takes news until they are these.
fn wait_for(opened: &mut OpenForWriting, wanted: impl Fn(&Report) -> bool) -> Report {
    let (started, mut others) = (Instant::now(), Vec::new());
    while started.elapsed() < LONG {
        match opened.keeper.take_news(&mut opened.session) {
            Some(report) if wanted(&report) => return report,
            Some(report) => others.push(report),
            None => std::thread::sleep(Duration::from_millis(10)),
        }
    }
    panic!("other things have come in: {others:#?}");
}

fn layer_file(annotator: &str) -> Touched {
    Touched::Layer(sample_layer(annotator).0, sample_layer(annotator).1)
}

fn layer(project: &Project, annotator: &str) -> Vec<StatementId> {
    let layer = project.layers.iter().find(|((_, of), _)| of.as_str() == annotator);
    layer.map(|(_, layer)| layer.statements().map(|s| s.id).collect()).unwrap_or_default()
}

fn note(opened: &OpenForWriting, annotator: &str, id: StatementId) -> Option<String> {
    opened.session.project().layers.get(&sample_layer(annotator))?.statement(id).map(|s| s.note.clone())
}

fn add(opened: &mut OpenForWriting, note: &str) -> StatementId {
    let text = opened.session.project().documents[&sample_layer("x").0].content.clone();
    let at = |offset: usize| text.char_to_byte(offset).unwrap();
    let kind = KindId::new("claim").unwrap();
    let statement = Statement {
        note: note.to_owned(),
        ..Statement::new(kind, vec![Span::new(at(202), at(229))], jiff::Timestamp::now())
    };
    let (id, layer) = (statement.id, sample_layer(opened.session.annotator().as_str()));
    opened.session.apply("add", Edit::AddStatement { layer, statement: Box::new(statement) }).unwrap();
    id
}

fn set_note(opened: &mut OpenForWriting, id: StatementId, note: &str) {
    let layer = sample_layer(opened.session.annotator().as_str());
    let old = opened.session.project().layers[&layer].statement(id).unwrap().clone();
    let statement = Statement { note: note.to_owned(), modified: jiff::Timestamp::now(), ..old };
    opened.session.apply("note", Edit::ReplaceStatement { layer, statement: Box::new(statement) }).unwrap();
}

/// Puts a file of one project into another, whole, as git and synchronising programs do.
fn replace(project: &Path, from: &Path, file: &Touched) {
    write_whole(&store::path_of(project, file), &read(from, file));
}

fn write_whole(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let temporary = path.with_extension("part");
    fs::write(&temporary, bytes).unwrap();
    fs::rename(temporary, path).unwrap();
}

fn read(project: &Path, file: &Touched) -> Vec<u8> {
    fs::read(store::path_of(project, file)).unwrap()
}

fn kept(project: &Path) -> Vec<Vec<u8>> {
    let entries = fs::read_dir(project.join(".bayan/kept")).into_iter().flatten().flatten();
    entries.map(|entry| fs::read(entry.path()).unwrap()).collect()
}

/// Every file below a folder, without hidden ones.
fn files(folder: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut found = std::collections::BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.file_name().unwrap().to_str().unwrap().starts_with('.') {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                found.insert(name, fs::read(path).unwrap());
            }
        }
    }
    found
}

fn copy_folder(from: &Path, to: &Path) {
    for (name, bytes) in files(from) {
        let path = to.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}
