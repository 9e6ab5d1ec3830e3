//! What came in between a crash and the next opening is merged with what the journal has: nothing that was confirmed, and
//! nothing that somebody else did, is lost unsaid.
//!
//! `BAYAN_NEWS` says how many random cases are tried; `cargo test --test reliability news -- --nocapture` shows the counts.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::support::bayan::bayan;
use crate::support::disk::as_on_the_real_disk;
use crate::support::random::Random;
use bayan::disk::{Disk, Real};
use bayan::edit::change::{Edit, LayerKey};
use bayan::edit::session::Session;
use bayan::model::codebook::{EntryNotes, StanceEntry, Topic};
use bayan::model::conflict::{Conflict, ConflictFile};
use bayan::model::document::{Document, Metadata};
use bayan::model::document_tags::DocumentTags;
use bayan::model::gesture::Gesture;
use bayan::model::id::{
    AnnotatorId, DecisionId, DocumentId, KindId, PartyId, RelationId, RelationKindId, StatementId, ThreadId, TopicId,
};
use bayan::model::party::{Party, PartyAbout, Rgb};
use bayan::model::project::Project;
use bayan::model::review::{Comment, Decision, DecisionSource, Provenance, Thread, ThreadAnchor, Verdict};
use bayan::model::span::Span;
use bayan::model::statement::{Attribute, Link, Relation, Stance, Statement};
use bayan::model::work::{Assignment, LayerProgress, LayerState};
use bayan::store::journal::segments;
use bayan::store::keeping::not_taken;
use bayan::store::keeping::{self, OpenForWriting};
use bayan::store::{self, Lock, ProblemKind, path_of};
use bayan::text::content::Content;

/// The words of the articles: five letters and a space each.
const WORDS: usize = 40;

#[test]
fn news_between_a_crash_and_the_next_opening_are_merged() {
    let cases = std::env::var("BAYAN_NEWS").ok().and_then(|cases| cases.parse().ok()).unwrap_or(40_usize);
    let mut counts = Counts::default();
    let folder = tempfile::tempdir().unwrap();
    let template = folder.path().join("template");
    store::create(&template, &small()).unwrap();
    let only = std::env::var("BAYAN_NEWS_ONLY").ok().and_then(|case| case.parse().ok());
    for case in (0..cases).filter(|case| only.is_none_or(|only: usize| only == *case)) {
        random_case(case as u64, &template, &mut counts);
    }
    println!(
        "{cases} cases, {} confirmed edits, {} outside changes, {} conflicts, {} kept, {} lost",
        counts.confirmed,
        counts.outside,
        counts.conflicts,
        counts.kept,
        counts.lost.len()
    );
    assert!(counts.lost.is_empty(), "{}", counts.lost.join("\n"));
    assert!(counts.confirmed > cases * 4 && counts.outside > cases && counts.conflicts > 0, "nothing was tried");
}

#[test]
fn different_fields_of_a_statement_are_both_there_and_what_both_changed_is_listed() {
    let (_folder, project) = start();
    let key = key();
    let ids: Vec<StatementId> = small_ids(&project);
    let note = |session: &mut Session, id, text: &str| {
        let statement = session.project().layers[&key].statement(id).unwrap().clone();
        let statement = Box::new(Statement { note: text.into(), ..statement });
        session.apply("note", Edit::ReplaceStatement { layer: key.clone(), statement }).unwrap();
    };
    crash(&project, |session| {
        note(session, ids[0], "mine");
        note(session, ids[1], "mine too");
        note(session, ids[2], "on what is deleted");
        session.apply("title", Edit::SetTitle("my title".into())).unwrap();
        let text = "MY rule 0\n".to_owned() + session.project().guidelines.split_once('\n').unwrap().1;
        session.apply("guidelines", Edit::SetGuidelines(text)).unwrap();
    });
    outside(&project, |session| {
        let statement = session.project().layers[&key].statement(ids[0]).unwrap().clone();
        let statement = Box::new(Statement { kind: KindId::new("warning").unwrap(), ..statement });
        session.apply("kind", Edit::ReplaceStatement { layer: key.clone(), statement }).unwrap();
        note(session, ids[1], "theirs");
        session.apply("remove", Edit::RemoveStatement { layer: key.clone(), id: ids[2] }).unwrap();
        session.apply("title", Edit::SetTitle("their title".into())).unwrap();
        let text = session.project().guidelines.clone() + "their rule\n";
        session.apply("guidelines", Edit::SetGuidelines(text)).unwrap();
    });
    let opened = open(&project, Arc::new(WHOLE));
    assert_eq!(opened.recovered, 5);
    let conflicts = opened.problems.iter().filter(|p| matches!(p.kind, ProblemKind::Conflict { .. })).count();
    assert_eq!(conflicts, 3, "{:?}", opened.problems);
    let now = opened.session.project();
    let statement = |id| now.layers[&key].statement(id).unwrap();
    assert_eq!((statement(ids[0]).note.as_str(), statement(ids[0]).kind.as_str()), ("mine", "warning"));
    let listed = now.conflicts_in(&ConflictFile::Layer(key.0.clone(), key.1.clone()));
    let values = |c: &Conflict| BTreeSet::from([c.kept.clone(), c.other.clone()]);
    assert!(listed.iter().any(|c| values(c) == BTreeSet::from(["mine too".into(), "theirs".into()])));
    assert!(listed.iter().any(|c| c.id == ids[2].to_string() && c.other.is_empty()));
    assert_eq!(statement(ids[2]).note, "on what is deleted");
    let listed = now.conflicts_in(&ConflictFile::Project);
    assert!(listed.iter().any(|c| values(c) == BTreeSet::from(["my title".into(), "their title".into()])));
    assert!(now.guidelines.starts_with("MY rule 0\n") && now.guidelines.ends_with("their rule\n"));
}

#[test]
fn news_that_come_while_a_save_is_half_done_are_merged_too() {
    let (_folder, project) = start();
    let key = key();
    let mut opened = open(&project, Arc::new(Quick { crashes: false, stops_renaming: true }));
    opened.session.apply("title", Edit::SetTitle("mine".into())).unwrap();
    let id = small_ids(&project)[0];
    let old = opened.session.project().layers[&key].statement(id).unwrap().clone();
    let statement = Box::new(Statement { note: "mine".into(), ..old });
    opened.session.apply("note", Edit::ReplaceStatement { layer: key.clone(), statement }).unwrap();
    opened.keeper.take(&mut opened.session, true);
    opened.keeper.wait_durable().unwrap();
    opened.wait_saved().unwrap_err();
    drop(opened);
    assert!(segments::names(&project).unwrap().iter().any(|name| name.ends_with(".manifest")));
    outside(&project, |session| {
        let old = session.project().layers[&key].statement(id).unwrap().clone();
        let statement = Box::new(Statement { kind: KindId::new("warning").unwrap(), ..old });
        session.apply("kind", Edit::ReplaceStatement { layer: key.clone(), statement }).unwrap();
        session.apply("blind", Edit::SetBlindUntilDone(true)).unwrap();
    });
    let mut opened = open(&project, Arc::new(WHOLE));
    let told: Vec<_> = opened.problems.iter().map(|problem| &problem.kind).collect();
    assert!(!told.iter().any(|kind| matches!(kind, ProblemKind::KeptAside | ProblemKind::ManifestDamaged)), "{told:?}");
    opened.wait_saved().unwrap();
    drop(opened);
    let last = store::open(&project).unwrap();
    let statement = last.project.layers[&key].statement(id).unwrap();
    assert_eq!((statement.note.as_str(), statement.kind.as_str()), ("mine", "warning"));
    assert_eq!((last.project.title.as_str(), last.project.blind_until_done), ("mine", true));
    assert_eq!((last.problems, segments::names(&project).unwrap()), (Vec::new(), Vec::new()));
}

#[test]
fn the_verb_recover_says_what_it_could_not_take_and_takes_it_up_again() {
    let (_folder, project) = start();
    let key = key();
    crash(&project, |session| {
        let chain = vec![Link { party: PartyId::new("unused").unwrap(), cue: None, mention: None }];
        let statement = Box::new(Statement { note: "confirmed".into(), chain, ..statement(20) });
        session.apply("add", Edit::AddStatement { layer: key.clone(), statement }).unwrap();
        session.apply("title", Edit::SetTitle("mine".into())).unwrap();
    });
    let before = fs::read(project.join("project.ron")).unwrap();
    outside(&project, |session| {
        session.apply("party", Edit::RemoveParty(PartyId::new("unused").unwrap())).unwrap();
        session.apply("title", Edit::SetTitle("theirs".into())).unwrap();
    });
    let run = |arguments: &[&str]| {
        let said = bayan(&[&["recover", project.to_str().unwrap(), "--json"], arguments].concat());
        (Some(said.code), said.json())
    };
    let (code, answer) = run(&[]);
    assert_eq!(code, Some(1));
    assert_eq!((&answer["recovered"], &answer["conflicts"], &answer["not_taken"]), (&1.into(), &1.into(), &1.into()));
    let (code, answer) = run(&["--list"]);
    assert_eq!(code, Some(1));
    let change = &answer["files"][0]["changes"][0];
    assert_eq!(
        (&change["gesture"], &change["state"], &change["number"]),
        (&"add".into(), &"waiting".into(), &1.into())
    );
    assert_eq!((&change["documents"][0], &change["annotators"][0]), (&"first".into(), &"amal".into()));
    fs::write(project.join("project.ron"), before).unwrap();
    let (code, answer) = run(&["--kept"]);
    assert_eq!((code, &answer["taken"]), (Some(0), &1.into()));
    let now = store::open(&project).unwrap().project;
    assert!(now.layers[&key].statements().any(|statement| statement.note == "confirmed"));
    assert_eq!(run(&["--list"]).0, Some(0));
}

#[test]
fn a_manual_that_both_have_rewritten_is_listed_and_can_be_settled() {
    let (_folder, project) = start();
    crash(&project, |session| session.apply("g", Edit::SetGuidelines("mine\n".into())).unwrap());
    fs::write(project.join("guidelines.md"), "theirs\n").unwrap();
    let mut opened = open(&project, Arc::new(WHOLE));
    assert!(opened.problems.iter().any(|p| matches!(p.kind, ProblemKind::Conflict { .. })));
    let conflict = opened.session.project().conflicts_in(&ConflictFile::Project)[0].clone();
    assert_eq!((conflict.kept.as_str(), conflict.other.as_str()), ("theirs\n", "mine\n"));
    opened.wait_saved().unwrap();
    let choice = store::merging::resolve::Choice::Other;
    let edit =
        store::merging::resolve::resolve(opened.session.project(), &ConflictFile::Project, &conflict, &choice).unwrap();
    opened.session.apply("settle", edit).unwrap();
    opened.wait_saved().unwrap();
    drop(opened);
    let last = store::open(&project).unwrap();
    assert_eq!((last.project.guidelines.as_str(), last.problems.as_slice()), ("mine\n", &[][..]));
}

#[test]
fn files_that_nobody_has_touched_give_the_same_history_as_ever() {
    let (_folder, project) = start();
    let before = store::open(&project).unwrap().project;
    let mut states = vec![before];
    let mut opened = open(&project, Arc::new(CRASHES));
    let mut random = Random(11);
    for number in 0..30 {
        if act(&mut random, &mut opened.session, "mine", number) {
            states.push(opened.session.project().clone());
        }
        opened.keeper.take(&mut opened.session, true);
    }
    opened.keeper.wait_durable().unwrap();
    drop(opened);
    let mut opened = open(&project, Arc::new(WHOLE));
    assert_eq!(opened.recovered, states.len() - 1);
    let told: Vec<_> =
        opened.problems.iter().filter(|problem| !matches!(problem.kind, ProblemKind::Recovered(_))).collect();
    assert!(told.is_empty(), "{told:?}");
    for state in states.iter().rev().skip(1) {
        opened.session.undo().unwrap();
        assert_eq!(flat(opened.session.project()), flat(state));
    }
    assert!(opened.session.undo().is_none());
}

#[test]
fn an_undo_after_closing_does_not_go_behind_what_was_merged() {
    let (_folder, project) = start();
    crash(&project, |session| {
        session.apply("title", Edit::SetTitle("mine".into())).unwrap();
        session.apply("blind", Edit::SetBlindUntilDone(true)).unwrap();
    });
    outside(&project, |session| session.apply("title", Edit::SetTitle("theirs".into())).unwrap());
    drop(open(&project, Arc::new(WHOLE)));
    let merged = store::open(&project).unwrap().project.title;
    let mut opened = open(&project, Arc::new(WHOLE));
    while opened.session.undo().is_some() {}
    let title = opened.session.project().title.clone();
    assert!(title == merged || title == "theirs", "{title}");
}

#[test]
fn what_does_not_fit_is_kept_listed_and_taken_up_again() {
    let (_folder, project) = start();
    let key = key();
    let id = crash(&project, |session| {
        let mut statement = statement(20);
        statement.note = "confirmed".into();
        statement.chain = vec![Link { party: PartyId::new("unused").unwrap(), cue: None, mention: None }];
        let id = statement.id;
        session.apply("add", Edit::AddStatement { layer: key.clone(), statement: Box::new(statement) }).unwrap();
        session.apply("title", Edit::SetTitle("mine".into())).unwrap();
        id
    });
    let before = fs::read(project.join("project.ron")).unwrap();
    outside(&project, |session| {
        session.apply("party", Edit::RemoveParty(PartyId::new("unused").unwrap())).unwrap();
    });
    let opened = open(&project, Arc::new(WHOLE));
    assert_eq!((opened.recovered, opened.session.project().title.as_str()), (1, "mine"));
    assert!(opened.problems.iter().any(|p| matches!(&p.kind, ProblemKind::NotReplayed { name, .. } if name == "Add")));
    drop(opened);
    let now = store::open(&project).unwrap().project;
    let (files, problems) = not_taken::list(&project, &now);
    assert_eq!((files.len(), problems.len()), (1, 0));
    let change = &files[0].changes[0];
    assert_eq!((&change.gesture, change.state), (&"add".into(), not_taken::State::Waiting));
    assert_eq!((change.annotators.join(" "), change.documents.join(" ")), ("amal".into(), "first".into()));
    assert!(
        change.time.is_some() && !change.reason.is_empty() && files[0].writer == store::layout::computer::writer_name()
    );
    // As long as the party is missing it cannot be taken, and stays.
    let mut opened = open(&project, Arc::new(WHOLE));
    let up = not_taken::take_up(&project, &mut opened.session, &opened.protected, &files[0], None).unwrap();
    assert_eq!((up.taken.len(), up.refused.len()), (0, 1));
    drop(opened);
    // It comes back, and so does the statement.
    fs::write(project.join("project.ron"), before).unwrap();
    let mut opened = open(&project, Arc::new(WHOLE));
    let up = not_taken::take_up(&project, &mut opened.session, &opened.protected, &files[0], None).unwrap();
    assert_eq!((up.taken.as_slice(), up.refused.len(), up.conflicts.len()), (&[0][..], 0, 0));
    assert_eq!(opened.session.project().layers[&key].statement(id).unwrap().note, "confirmed");
    opened.wait_saved().unwrap();
    not_taken::mark_taken(&WHOLE, &files[0], &up.taken).unwrap();
    let (files, _) = not_taken::list(&project, opened.session.project());
    assert_eq!(files[0].changes[0].state, not_taken::State::Taken);
}

#[test]
fn a_computer_that_is_called_otherwise_gets_its_journals_back() {
    for annotator in ["", "~amal"] {
        let (_folder, project) = start();
        crash(&project, |session| {
            let statement = Box::new(Statement { note: "before the new name".into(), ..statement(21) });
            session.apply("add", Edit::AddStatement { layer: key(), statement }).unwrap();
        });
        let name = segments::names(&project).unwrap().remove(0);
        let number = store::layout::computer::writer_name().rsplit_once('-').unwrap().1.to_owned();
        let folder = segments::folder(&project);
        // A number of another length proves nothing: that journal is somebody else's.
        let strange = format!("old-name-f{number}{annotator}.00000001.journal");
        fs::copy(folder.join(&name), folder.join(&strange)).unwrap();
        fs::rename(folder.join(&name), folder.join(format!("old-name-{number}{annotator}.00000001.journal"))).unwrap();
        let opened = open(&project, Arc::new(WHOLE));
        assert_eq!(opened.recovered, 1, "{annotator}: {:?}", opened.problems);
        drop(opened);
        assert_eq!(segments::names(&project).unwrap(), std::slice::from_ref(&strange));
        let now = store::open(&project).unwrap().project;
        assert!(now.layers[&key()].statements().any(|statement| statement.note == "before the new name"));
        // The other one is listed, and that the project has all of it by now.
        let (files, _) = not_taken::list(&project, &now);
        assert_eq!((files.len(), files[0].is_journal, files[0].changes[0].state), (1, true, not_taken::State::There));
    }
}

#[test]
fn a_journal_of_more_than_64_megabytes_is_read() {
    let (_folder, project) = start();
    crash(&project, |session| session.apply("title", Edit::SetTitle("small".into())).unwrap());
    let name = segments::names(&project).unwrap().remove(0);
    let path = segments::folder(&project).join(name);
    // A record of its own whose name is long: what counts here is its length.
    let small = fs::read(&path).unwrap();
    let payload = String::from_utf8(small[segments::scan(&small).unwrap().payloads[0].clone()].to_vec()).unwrap();
    let long = "x".repeat(70 << 20);
    let (before, rest) = payload.split_once("\"gesture\":{").unwrap();
    let payload = format!("{before}\"name\":\"{long}\"{}", rest.split_once('}').unwrap().1);
    assert!(payload.len() > 70 << 20);
    fs::write(&path, segments::with_head(&segments::frame(payload.as_bytes()))).unwrap();
    let opened = open(&project, Arc::new(WHOLE));
    assert_eq!((opened.recovered, opened.session.project().title.as_str()), (1, "small"));
    drop(opened);
    // Neither the history nor the next opening suffers from it.
    let history = store::journal::history::folder(&project);
    let size: u64 = files(&history).iter().map(|path| path.metadata().unwrap().len()).sum();
    assert!(size < 9 << 20, "{size}");
    let opened = open(&project, Arc::new(WHOLE));
    assert!(opened.keeper.number() > 0 && opened.problems.is_empty());
}

/// A project that is closed.
fn start() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let project = folder.path().join("here");
    store::create(&project, &small()).unwrap();
    drop(open(&project, Arc::new(WHOLE)));
    (folder, project)
}

fn key() -> LayerKey {
    (DocumentId::new("first").unwrap(), AnnotatorId::new("amal").unwrap())
}

fn small_ids(project: &Path) -> Vec<StatementId> {
    store::open(project).unwrap().project.layers[&key()].statements().map(|statement| statement.id).collect()
}

/// Does edits that are confirmed, and ends before any file is written.
fn crash<T>(project: &Path, edits: impl FnOnce(&mut Session) -> T) -> T {
    let mut opened = open(project, Arc::new(CRASHES));
    let result = edits(&mut opened.session);
    opened.keeper.take(&mut opened.session, true);
    opened.keeper.wait_durable().unwrap();
    result
}

/// Does edits in a copy, and brings its files as git would.
fn outside(project: &Path, edits: impl FnOnce(&mut Session)) {
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("there");
    for path in files(project).into_iter().filter(|path| !path.starts_with(project.join(".bayan"))) {
        let target = other.join(path.strip_prefix(project).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(path, target).unwrap();
    }
    let mut there = open(&other, Arc::new(WHOLE));
    edits(&mut there.session);
    there.wait_saved().unwrap();
    drop(there);
    bring(&other, project, |_| true);
}

#[derive(Default)]
struct Counts {
    confirmed: usize,
    outside: usize,
    conflicts: usize,
    kept: usize,
    lost: Vec<String>,
}

fn random_case(case: u64, template: &Path, counts: &mut Counts) {
    let folder = tempfile::tempdir().unwrap();
    let mut random = Random(case.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    for _ in 0..8 {
        random.next();
    }
    let project = folder.path().join("here");
    copy(template, &project);
    // A sitting that ends well, for a history of earlier times.
    let mut opened = open(&project, Arc::new(WHOLE));
    for number in 0..random.below(4) {
        act(&mut random, &mut opened.session, "earlier", number);
        opened.keeper.take(&mut opened.session, true);
    }
    opened.wait_saved().unwrap();
    drop(opened);
    let base = store::open(&project).unwrap().project;
    let other = folder.path().join("there");
    copy(&project, &other);

    let mut sides = Vec::new();
    let mut opened = open(&project, Arc::new(CRASHES));
    counts.confirmed += work(&mut random, &mut opened, "mine");
    sides.push(opened.session.project().clone());
    drop(opened);

    let mut there = open(&other, Arc::new(WHOLE));
    for number in 0..1 + random.below(7) {
        act(&mut random, &mut there.session, "theirs", number);
        there.keeper.take(&mut there.session, true);
    }
    there.wait_saved().unwrap();
    drop(there);
    // As git does it, or as one file after the other comes by a synchronised folder.
    let whole = random.below(4) > 0;
    bring(&other, &project, |_| whole || random.below(2) == 0);
    let store::Opened { project: theirs, protected, .. } = store::open(&project).unwrap();
    let damaged: Vec<(PathBuf, Vec<u8>)> = protected
        .iter()
        .filter_map(|file| fs::read(path_of(&project, file)).ok().map(|bytes| (path_of(&project, file), bytes)))
        .collect();
    let is_damaged = |key: &FlatKey| match &key.0 {
        Some(file) => protected.iter().any(|touched| touched.conflict_file().as_ref() == Some(file)),
        None => false,
    };
    counts.outside += changes(&base, &theirs).len();

    let mut said = BTreeSet::new();
    let mut superseded = BTreeSet::new();
    if random.below(3) == 0 {
        // The recovery itself does not come to its end, and perhaps more is done before that.
        let mut opened = open(&project, Arc::new(CRASHES));
        said.extend(opened.problems.iter().map(|problem| format!("{:?}", problem.kind)));
        let before = flat(opened.session.project());
        if random.below(2) == 0 {
            counts.confirmed += work(&mut random, &mut opened, "again");
            let after = flat(opened.session.project());
            superseded.extend(before.keys().chain(after.keys()).filter(|k| before.get(*k) != after.get(*k)).cloned());
            sides.push(opened.session.project().clone());
        }
    }
    let mut opened = open(&project, Arc::new(WHOLE));
    said.extend(opened.problems.iter().map(|problem| format!("{:?}", problem.kind)));
    opened.wait_saved().unwrap();
    // It can be taken back step by step, whatever it was, and done again.
    let merged = opened.session.project().clone();
    // A step of which nothing can be taken back any more is named, and leaves the history.
    let mut undone = 0;
    while let Some(step) = opened.session.undo() {
        undone += usize::from(step.changed);
    }
    for _ in 0..undone {
        opened.session.redo().unwrap();
    }
    if flat(opened.session.project()) != flat(&merged) {
        counts.lost.push(format!("case {case}: undo and redo do not lead back"));
    }
    drop(opened);
    assert_eq!(segments::names(&project).unwrap(), Vec::<String>::new(), "case {case}: a journal stayed");

    let last = store::open(&project).unwrap();
    let kept = kept_text(&project);
    counts.conflicts += last.project.conflicts.values().map(Vec::len).sum::<usize>();
    counts.kept += said.iter().filter(|said| said.starts_with("NotReplayed")).count();
    let check = Check { base: &flat(&base), last: &last.project, kept: &kept, said: &said };
    let (flat_theirs, latest) = (flat(&theirs), sides.len() - 1);
    for (number, side) in sides.iter().enumerate() {
        let own = flat(side);
        for key in changes(&base, side) {
            if number < latest && superseded.contains(&key) {
                continue;
            }
            if let Some(lost) = check.lost(&key, own.get(&key), flat_theirs.get(&key)) {
                counts.lost.push(format!("case {case}: confirmed {lost}"));
            }
        }
    }
    // What cannot be read is left as it is.
    for (path, bytes) in damaged {
        if fs::read(&path).ok() != Some(bytes) {
            counts.lost.push(format!("case {case}: {} was damaged and is another now", path.display()));
        }
    }
    let own = flat(&sides[latest]);
    for key in changes(&base, &theirs) {
        // What was done later with what had come in is not lost.
        if superseded.contains(&key) || is_damaged(&key) {
            continue;
        }
        if let Some(lost) = check.lost(&key, flat_theirs.get(&key), own.get(&key)) {
            counts.lost.push(format!("case {case}: from outside {lost}"));
        }
    }
}

/// Edits, each confirmed; returns how many.
fn work(random: &mut Random, opened: &mut OpenForWriting, who: &str) -> usize {
    let (mut confirmed, mut undoes) = (0, 0);
    for number in 0..4 + random.below(8) {
        let done = match random.below(12) {
            // What was merged when it was opened is not taken back here: that would be a decision about it.
            0 if confirmed > 0 => {
                let undone = opened.session.undo().is_some();
                confirmed -= usize::from(undone);
                undoes += usize::from(undone);
                false
            }
            1 => {
                confirmed += usize::from(opened.session.redo().is_some());
                false
            }
            2 => {
                // It fails, and what follows goes into another segment.
                let _ = opened.keeper.wait_saved();
                false
            }
            _ => act(random, &mut opened.session, who, number),
        };
        opened.keeper.take(&mut opened.session, true);
        opened.keeper.wait_durable().unwrap();
        confirmed += usize::from(done);
    }
    confirmed + 2 * undoes
}

/// One random edit with a word in it that is nowhere else, where it fits.
fn act(random: &mut Random, session: &mut Session, who: &str, number: usize) -> bool {
    let word = format!("{who}-{number}-{:06x}", random.next() & 0xff_ffff);
    let project = session.project();
    let documents: Vec<DocumentId> = project.documents.keys().cloned().collect();
    let Some(document) = documents.get(random.below(documents.len())).cloned() else { return false };
    let annotator = AnnotatorId::new(["amal", "amal", "basma"][random.below(3)]).unwrap();
    let layer: LayerKey = (document.clone(), annotator);
    let there: Vec<Statement> =
        project.layers.get(&layer).map(|layer| layer.statements().cloned().collect()).unwrap_or_default();
    // The same one more often, so that both sides meet.
    let some = |random: &mut Random| {
        let index = if random.below(2) == 0 { 0 } else { random.below(there.len()) };
        there.get(index).cloned()
    };
    let parties: Vec<PartyId> = project.parties.iter().map(|party| party.id.clone()).collect();
    let party = parties.get(random.below(parties.len())).cloned();
    let changed = |statement: Statement| Edit::ReplaceStatement {
        layer: layer.clone(),
        statement: Box::new(Statement { modified: jiff::Timestamp::now(), ..statement }),
    };
    let edit = match random.below(24) {
        0 => Edit::SetTitle(word),
        1 => {
            let mut lines: Vec<String> = project.guidelines.lines().map(str::to_owned).collect();
            let at = random.below(lines.len());
            lines[at] = word;
            Edit::SetGuidelines(lines.join("\n") + "\n")
        }
        2 => Edit::SetBlindUntilDone(!project.blind_until_done),
        3 => {
            // The same name from both sides now and then.
            let id = PartyId::new(["new-one", "new-two", word.as_str()][random.below(3)]).unwrap();
            let (aliases, parent) = (Vec::new(), None);
            Edit::AddParty {
                index: 9,
                party: Party {
                    id,
                    name: word,
                    aliases,
                    color: Rgb::PALETTE[0],
                    parent,
                    key: None,
                    about: PartyAbout::default(),
                },
            }
        }
        4 => {
            let Some(old) = project.parties.get(random.below(parties.len())) else { return false };
            if random.below(3) == 0 {
                let about = PartyAbout { description: word, ..old.about.clone() };
                Edit::ReplaceParty(Party { about, ..old.clone() })
            } else {
                Edit::ReplaceParty(Party { name: word, ..old.clone() })
            }
        }
        5 => Edit::RemoveParty(party.unwrap()),
        6 => {
            let mut codebook = project.codebook.clone();
            match random.below(4) {
                3 => {
                    codebook.stances.retain(|entry| entry.stance != Stance::Opposes);
                    codebook.stances.push(StanceEntry { name: word, ..StanceEntry::plain(Stance::Opposes) });
                }
                0 => {
                    let id = TopicId::new(word.as_str()).unwrap();
                    codebook.topics.push(Topic {
                        id,
                        name: word,
                        definition: String::new(),
                        notes: EntryNotes::default(),
                        parent: None,
                    });
                }
                1 => codebook.kinds[0].definition = word,
                _ => codebook.topics.clear(),
            }
            Edit::SetCodebook(Box::new(codebook))
        }
        7 => {
            let metadata = project.documents[&document].metadata.clone();
            let metadata = if random.below(2) == 0 {
                Metadata { title: word, ..metadata }
            } else {
                Metadata { publisher: word, ..metadata }
            };
            Edit::SetMetadata { document, metadata }
        }
        8 => Edit::SetExcluded { document, excluded: vec![span(random.below(WORDS - 1))] },
        9 if random.below(2) == 0 => {
            let tags = project.layers.get(&layer).and_then(|layer| layer.tags()).cloned().unwrap_or_default();
            let tags = match random.below(3) {
                0 => DocumentTags { note: word, ..tags },
                which => {
                    let name = ["genre", "tone"][which - 1];
                    let others = tags.attributes.into_iter().filter(|attribute| attribute.name != name);
                    DocumentTags { attributes: others.chain([Attribute::new(name, word)]).collect(), note: tags.note }
                }
            };
            if random.below(3) == 0 {
                Edit::SetGoldTags { document, tags: Some(Box::new(tags)) }
            } else {
                Edit::SetTags { layer, tags: Some(Box::new(tags)) }
            }
        }
        9 => {
            let progress = project.layers.get(&layer).and_then(|layer| layer.progress()).copied();
            let state = LayerState::ALL[random.below(3)];
            let progress = Some(LayerProgress::after(progress.as_ref(), state, jiff::Timestamp::now()));
            Edit::SetProgress { layer, progress }
        }
        10 => {
            let assignment = (random.below(3) > 0).then_some(Assignment { due: None, note: word });
            Edit::SetAssignment { document: layer.0, annotator: layer.1, assignment }
        }
        11 | 12 if !there.is_empty() => {
            let Some(id) = some(random).map(|statement| statement.id) else { return false };
            Edit::RemoveStatement { layer, id }
        }
        13 => {
            let (Some(from), Some(to)) = (some(random), some(random)) else { return false };
            let kind = project.codebook.relation_kinds[0].id.clone();
            let relation = Relation {
                id: RelationId::generate(),
                kind,
                from: from.id,
                to: to.id,
                note: word,
                attributes: Vec::new(),
            };
            Edit::AddRelation { layer, relation }
        }
        14 => {
            let old = project.layers.get(&layer).and_then(|layer| layer.relations().next().cloned());
            let Some(old) = old else { return false };
            if random.below(2) == 0 {
                Edit::RemoveRelation { layer, id: old.id }
            } else {
                let relation = match random.below(2) {
                    0 => Relation { note: word, ..old },
                    _ => Relation { attributes: vec![Attribute::new("strength", word)], ..old },
                };
                Edit::ReplaceRelation { layer, relation }
            }
        }
        15 => {
            let review = project.reviews.get(&document);
            let old = review.and_then(|review| review.decisions().next().cloned());
            match (old, random.below(3)) {
                (Some(old), 0) => Edit::SetDecision { document, id: old.id, decision: None },
                (Some(old), _) => {
                    let decision = Some(Box::new(Decision { reason: word, ..old.clone() }));
                    Edit::SetDecision { document, id: old.id, decision }
                }
                _ => {
                    let Some(statement) = some(random) else { return false };
                    let decision = decision(&layer.1, &statement, &word);
                    Edit::SetDecision { document, id: decision.id, decision: Some(Box::new(decision)) }
                }
            }
        }
        16 => {
            let review = project.reviews.get(&document);
            let old = review.and_then(|review| review.threads().next().cloned());
            let new = Thread {
                id: ThreadId::generate(),
                anchor: ThreadAnchor::Passage(span(random.below(WORDS))),
                comments: Vec::new(),
                resolved: None,
            };
            let mut thread = old.unwrap_or(new);
            thread.comments.push(Comment { by: layer.1, at: jiff::Timestamp::now(), text: word });
            Edit::SetThread { document, id: thread.id, thread: Some(Box::new(thread)) }
        }
        17 if random.below(3) == 0 => Edit::RemoveDocument(document),
        17 => {
            let id = DocumentId::new(["later", word.as_str()][random.below(2)]).unwrap();
            Edit::AddDocument { document: Box::new(article(id.as_str(), &word)), layers: Vec::new() }
        }
        18 if random.below(2) == 0 => {
            let around = bayan::edit::reanchor::ReanchorContext {
                is_taken: &|_| false,
                fingerprint: &bayan::model::fingerprint::of,
                go_on: &|_, _| true,
            };
            let text = format!("{word} {}", project.documents[&document].content.as_str());
            bayan::edit::reanchor::replace_text(project, &document, &text, &around).unwrap().edit
        }
        19 | 20 => {
            let Some(statement) = some(random) else { return false };
            changed(Statement { note: word, ..statement })
        }
        21 => {
            let (Some(statement), Some(party)) = (some(random), party) else { return false };
            changed(Statement { chain: vec![Link { party, cue: None, mention: None }], ..statement })
        }
        22 => {
            let Some(statement) = some(random) else { return false };
            let kind = project.codebook.kinds[random.below(project.codebook.kinds.len())].id.clone();
            changed(Statement { kind, ..statement })
        }
        _ => {
            let kind = project.codebook.kinds[0].id.clone();
            let mut statement = Statement::new(kind, vec![span(random.below(WORDS))], jiff::Timestamp::now());
            statement.note = word;
            statement.topic = project.codebook.topics.first().map(|topic| topic.id.clone());
            statement.chain.extend(party.map(|party| Link { party, cue: None, mention: None }));
            Edit::AddStatement { layer, statement: Box::new(statement) }
        }
    };
    session.apply("edit", edit).is_ok()
}

/// What a project says, field by field, as conflicts name it: file, list, id, field.
type Flat = BTreeMap<(Option<ConflictFile>, String, String, String), String>;
type FlatKey = (Option<ConflictFile>, String, String, String);

fn flat(project: &Project) -> Flat {
    let mut flat = Flat::new();
    let mut put = |file: &ConflictFile, list: &str, id: String, field: &str, value: String| {
        flat.insert((Some(file.clone()), list.to_owned(), id, field.to_owned()), value);
    };
    let file = ConflictFile::Project;
    put(&file, "", String::new(), "title", project.title.clone());
    put(&file, "", String::new(), "blind_until_done", project.blind_until_done.to_string());
    for (index, line) in project.guidelines.lines().enumerate() {
        put(&file, "", index.to_string(), "guidelines", line.to_owned());
    }
    for party in &project.parties {
        put(&file, "parties", party.id.to_string(), "", String::new());
        put(&file, "parties", party.id.to_string(), "name", party.name.clone());
    }
    for kind in &project.codebook.kinds {
        put(&file, "kinds", kind.id.to_string(), "definition", kind.definition.clone());
    }
    for topic in &project.codebook.topics {
        put(&file, "topics", topic.id.to_string(), "", String::new());
    }
    for ((document, annotator), assignment) in &project.assignments {
        put(&file, "assignments", format!("{document}/{annotator}"), "note", assignment.note.clone());
    }
    for (id, document) in &project.documents {
        let file = ConflictFile::Document(id.clone());
        put(&file, "", String::new(), "", document.content.as_str().to_owned());
        put(&file, "", String::new(), "title", document.metadata.title.clone());
        put(&file, "", String::new(), "publisher", document.metadata.publisher.clone());
        let quotes: Vec<_> = document.excluded.iter().map(|span| document.content.get(span.range()).unwrap()).collect();
        put(&file, "", String::new(), "excluded", quotes.join("|"));
    }
    for ((document, annotator), layer) in &project.layers {
        let file = ConflictFile::Layer(document.clone(), annotator.clone());
        if let Some(progress) = layer.progress() {
            put(&file, "", String::new(), "progress", format!("{progress:?}"));
        }
        for statement in layer.statements() {
            let id = || statement.id.to_string();
            put(&file, "statements", id(), "", String::new());
            put(&file, "statements", id(), "note", statement.note.clone());
            put(&file, "statements", id(), "kind", statement.kind.to_string());
            put(&file, "statements", id(), "topic", format!("{:?}", statement.topic));
            put(&file, "statements", id(), "chain", format!("{:?}", statement.chain));
            let content = &project.documents[document].content;
            let quotes: Vec<_> = statement.spans.iter().map(|span| content.get(span.range()).unwrap()).collect();
            put(&file, "statements", id(), "spans", quotes.join("|"));
        }
        for relation in layer.relations() {
            put(&file, "relations", relation.id.to_string(), "", format!("{}{}", relation.from, relation.to));
            put(&file, "relations", relation.id.to_string(), "note", relation.note.clone());
        }
    }
    for (document, review) in &project.reviews {
        let file = ConflictFile::Review(document.clone());
        for decision in review.decisions() {
            let statements: Vec<_> = decision.statements.iter().map(|s| (s.id, s.note.clone(), &s.chain)).collect();
            put(&file, "decisions", decision.id.to_string(), "outcome", format!("{statements:?}"));
            put(&file, "decisions", decision.id.to_string(), "reason", decision.reason.clone());
        }
        for thread in review.threads() {
            for comment in &thread.comments {
                put(&file, "threads", thread.id.to_string(), &comment.text, String::new());
            }
        }
    }
    flat
}

fn changes(base: &Project, side: &Project) -> Vec<FlatKey> {
    let (base, side) = (flat(base), flat(side));
    let keys: BTreeSet<&FlatKey> = base.keys().chain(side.keys()).collect();
    keys.into_iter().filter(|key| base.get(*key) != side.get(*key)).cloned().collect()
}

struct Check<'c> {
    base: &'c Flat,
    last: &'c Project,
    kept: &'c str,
    said: &'c BTreeSet<String>,
}

impl Check<'_> {
    /// What was lost of what one side has made of a field, if it was.
    fn lost(&self, key: &FlatKey, side: Option<&String>, other: Option<&String>) -> Option<String> {
        let last = flat(self.last);
        let found = last.get(key);
        if found == side {
            return None;
        }
        let (Some(file), list, id, field) = key else { return None };
        let both = other != self.base.get(key);
        if field == "progress" && both {
            // The later word holds.
            return None;
        }
        if field == "guidelines" && list.is_empty() {
            // Lines move: a line that was written must be somewhere, one that was replaced says nothing.
            let is_there = |line: &str| {
                self.last.guidelines.lines().any(|found| found == line)
                    || self
                        .conflicts(file)
                        .any(|c| c.field == "guidelines" && (c.other.contains(line) || c.kept.contains(line)))
            };
            if side.is_none_or(|line| is_there(line)) {
                return None;
            }
        }
        let value = side.cloned().unwrap_or_default();
        let listed = self.conflicts(file).any(|conflict| {
            let same_field = conflict.field.is_empty() || conflict.field == *field || conflict.field == "place";
            let has_value = value.len() < 8
                || !value.contains('-')
                || conflict.field.is_empty()
                || conflict.kept.contains(&value)
                || conflict.other.contains(&value)
                || field == "outcome"
                || field == "chain";
            conflict.list == *list && conflict.id == *id && same_field && has_value
        });
        if listed {
            return None;
        }
        // A removal is told by its id; what was written by its words.
        // An assignment goes with its article.
        let (of, _) = id.split_once('/').unwrap_or((id.as_str(), ""));
        let (document, id) = (document_of(file), &of.to_owned());
        let value = if field == "progress" { String::new() } else { value };
        let needle = [value.as_str(), id, &document].into_iter().find(|word| word.contains('-') || word.len() > 3);
        let is_said = self.said.iter().any(|said| said.starts_with("NotReplayed") || said.starts_with("Kept"));
        let escaped = needle.map(|needle| serde_json::Value::String(needle.to_owned()).to_string());
        let is_kept = escaped.is_some_and(|needle| self.kept.contains(needle.trim_matches('"')));
        let structural = matches!(
            field.as_str(),
            "outcome" | "chain" | "topic" | "kind" | "blind_until_done" | "" | "excluded" | "spans"
        );
        if is_said && (is_kept || structural && (self.kept.contains(id.as_str()))) {
            return None;
        }
        if std::env::var_os("BAYAN_NEWS_ONLY").is_some() {
            println!("{:#?}", self.said);
        }
        Some(format!("{key:?}: {side:?} (base {:?}, other {other:?}), found {found:?}", self.base.get(key)))
    }

    fn conflicts(&self, file: &ConflictFile) -> impl Iterator<Item = &Conflict> {
        self.last.conflicts_in(file).iter()
    }
}

fn document_of(file: &ConflictFile) -> String {
    match file {
        ConflictFile::Project => String::new(),
        ConflictFile::Document(id) | ConflictFile::Review(id) | ConflictFile::Layer(id, _) => id.to_string(),
    }
}

/// Everything in `.bayan/kept`.
fn kept_text(project: &Path) -> String {
    let mut text = String::new();
    for path in files(&not_taken::folder(project)) {
        text.push_str(&String::from_utf8_lossy(&fs::read(path).unwrap()));
    }
    text
}

fn span(word: usize) -> Span {
    Span::new(word * 6, word * 6 + 5)
}

fn article(id: &str, mark: &str) -> Document {
    let words: Vec<String> = (0..WORDS).map(|word| format!("w{word:04}")).collect();
    Document {
        id: DocumentId::new(id).unwrap(),
        content: Content::new(format!("{} {mark}", words.join(" "))),
        metadata: Metadata { title: id.into(), ..Metadata::default() },
        encoding: "UTF-8".into(),
        excluded: Vec::new(),
    }
}

fn decision(annotator: &AnnotatorId, statement: &Statement, reason: &str) -> Decision {
    Decision {
        id: DecisionId::generate(),
        verdict: Verdict::Take(annotator.clone()),
        statements: vec![Statement { id: StatementId::generate(), ..statement.clone() }],
        sources: vec![DecisionSource { annotator: annotator.clone(), statements: Vec::new() }],
        provenance: Provenance::Adjudicated,
        rule: String::new(),
        by: annotator.clone(),
        at: jiff::Timestamp::now(),
        cause: None,
        reason: reason.into(),
        needs_rule: false,
    }
}

/// Two articles, two annotators, parties, a manual, a review.
fn small() -> Project {
    let mut project = Project::new("base title");
    project.guidelines = (0..12).map(|line| format!("rule {line}\n")).collect();
    project.codebook.topics = vec![Topic {
        id: TopicId::new("talks").unwrap(),
        name: "Talks".into(),
        definition: String::new(),
        notes: EntryNotes::default(),
        parent: None,
    }];
    for (index, id) in ["kremlin", "biden", "unused"].into_iter().enumerate() {
        let (aliases, parent) = (Vec::new(), None);
        let id = PartyId::new(id).unwrap();
        project.parties.push(Party {
            name: id.to_string(),
            id,
            aliases,
            color: Rgb::PALETTE[index],
            parent,
            key: None,
            about: PartyAbout::default(),
        });
    }
    for id in ["first", "second"] {
        let document = article(id, "end");
        Edit::AddDocument { document: Box::new(document), layers: Vec::new() }.apply(&mut project).unwrap();
        for annotator in ["amal", "basma"] {
            let layer = (DocumentId::new(id).unwrap(), AnnotatorId::new(annotator).unwrap());
            let mut ids = Vec::new();
            for number in 0..3 {
                let mut statement = statement(number * 3);
                statement.note = format!("{id} {annotator} {number}");
                ids.push(statement.clone());
                let statement = Box::new(statement);
                Edit::AddStatement { layer: layer.clone(), statement }.apply(&mut project).unwrap();
            }
            let relation = relation(&ids[0], &ids[1]);
            Edit::AddRelation { layer: layer.clone(), relation }.apply(&mut project).unwrap();
            if annotator == "amal" {
                let decision = decision(&layer.1, &ids[0], "because");
                let edit = Edit::SetDecision { document: layer.0, id: decision.id, decision: Some(Box::new(decision)) };
                edit.apply(&mut project).unwrap();
            }
        }
    }
    project
}

fn statement(word: usize) -> Statement {
    let mut statement =
        Statement::new(KindId::new("claim").unwrap(), vec![span(word)], jiff::Timestamp::from_second(1).unwrap());
    statement.chain = vec![Link { party: PartyId::new("kremlin").unwrap(), cue: None, mention: None }];
    statement
}

fn relation(from: &Statement, to: &Statement) -> Relation {
    let kind = RelationKindId::new(bayan::model::codebook::Codebook::standard().relation_kinds[0].id.as_str()).unwrap();
    Relation { id: RelationId::generate(), kind, from: from.id, to: to.id, note: String::new(), attributes: Vec::new() }
}

fn open(project: &Path, disk: Arc<dyn Disk>) -> OpenForWriting {
    let lock = Lock::acquire(project).unwrap();
    keeping::open(project, lock, disk, |_| AnnotatorId::new("amal").unwrap(), || {}).unwrap()
}

fn copy(from: &Path, to: &Path) {
    for path in files(from) {
        let target = to.join(path.strip_prefix(from).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(path, target).unwrap();
    }
}

/// Makes the files of a project what they are in another folder, those that are wanted.
fn bring(from: &Path, to: &Path, mut wanted: impl FnMut(&Path) -> bool) {
    let own = |folder: &Path| -> BTreeSet<PathBuf> {
        let all = files(folder).into_iter().map(|path| path.strip_prefix(folder).unwrap().to_owned());
        // Neither the program's own folder nor what a save has left half done.
        all.filter(|path| !path.iter().any(|name| name.to_string_lossy().starts_with(".bayan"))).collect()
    };
    let (new, old) = (own(from), own(to));
    for name in new.union(&old) {
        let (source, target) = (from.join(name), to.join(name));
        if fs::read(&source).ok() == fs::read(&target).ok() || !wanted(name) {
            continue;
        }
        if source.exists() {
            fs::create_dir_all(target.parent().unwrap()).unwrap();
            fs::copy(source, target).unwrap();
        } else {
            fs::remove_file(&target).unwrap();
            let _ = fs::remove_dir(target.parent().unwrap());
        }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

/// A disk that syncs nothing. With `crashes`, the journal can be written and the project's files cannot: whatever ends
/// then has crashed.
#[derive(Debug)]
struct Quick {
    crashes: bool,
    /// A save ends when its first file is to be put in place.
    stops_renaming: bool,
}

const WHOLE: Quick = Quick { crashes: false, stops_renaming: false };
const CRASHES: Quick = Quick { crashes: true, stops_renaming: false };

impl Quick {
    fn refuse(&self, path: &Path) -> io::Result<()> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_staged = name.starts_with(".bayan-") || name.ends_with(".manifest");
        if self.crashes && is_staged { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }
}

impl Disk for Quick {
    as_on_the_real_disk!(create_folder, append, cut, link, remove);

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.refuse(path).and_then(|()| Real.write(path, bytes))
    }

    fn sync(&self, _path: &Path) -> io::Result<()> {
        Ok(())
    }

    fn sync_folder(&self, _folder: &Path) -> io::Result<()> {
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let is_staged = from.file_name().is_some_and(|name| name.to_string_lossy().starts_with(".bayan-"));
        if self.stops_renaming && is_staged { Err(io::ErrorKind::StorageFull.into()) } else { Real.rename(from, to) }
    }
}

/// A project and a journal as the program wrote them that knew version 2 and no names in its records: its changes come back,
/// also merged with what somebody has changed since, and are undone in the name of whoever's layer it is.
#[test]
fn a_journal_of_version_2_comes_back() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/version-2");
    for changed_since in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let project = folder.path().join("p");
        copy(&data, &project);
        fs::rename(project.join("private"), project.join(".bayan")).unwrap();
        let layer = project.join("annotations/one/amal.ron");
        let text = fs::read_to_string(&layer).unwrap();
        if changed_since {
            fs::write(&layer, text.replace("kind: \"claim\"", "kind: \"position\"")).unwrap();
        }
        let lock = Lock::acquire(&project).unwrap();
        let amal = || AnnotatorId::new("amal").unwrap();
        let mut opened =
            keeping::open_as(&project, "computer-3d1219c7", lock, Arc::new(WHOLE), |_| amal(), || {}).unwrap();
        assert_eq!(opened.recovered, 3);
        let id = |number: u8| format!("01b00000-0000-7000-8000-00000000000{number}").parse().unwrap();
        let kind_and_note = |opened: &OpenForWriting, number| {
            let layer = opened.session.project().layers.values().next().unwrap().clone();
            layer.statement(id(number)).map(|statement| (statement.kind.to_string(), statement.note.clone()))
        };
        let kind = if changed_since { "position" } else { "claim" };
        assert_eq!(opened.session.project().title, "Later");
        // The sentences that it holds are shown as they stand there.
        let shown: Vec<&str> = opened.came_back.iter().map(|(_, shown)| shown.as_str()).collect();
        assert_eq!(shown, ["New statement", "Change note", "Change title"]);
        assert_eq!(kind_and_note(&opened, 1), Some((kind.to_owned(), "from the journal".to_owned())));
        assert_eq!(kind_and_note(&opened, 2), Some(("warning".to_owned(), String::new())));
        opened.session.undo().unwrap();
        opened.keeper.take(&mut opened.session, true);
        opened.wait_saved().unwrap();
        drop(opened);
        assert_eq!(segments::names(&project).unwrap(), Vec::<String>::new());
        assert_eq!(store::open(&project).unwrap().problems, []);
        // The history goes on in a file that says what its records are, with those of before as they were.
        let history = fs::read(project.join(".bayan/history/computer-3d1219c7.journal")).unwrap();
        assert!(history.starts_with(b"bayan-journal 2\n"));
        let records = segments::scan(&history).unwrap().payloads;
        let value =
            |range: &Range<usize>| serde_json::from_slice::<serde_json::Value>(&history[range.clone()]).unwrap();
        let names: Vec<_> = records.iter().map(|range| value(range)["name"].clone()).collect();
        assert_eq!(names[..3], ["Article", "Add party", "New statement"]);
        let lock = Lock::acquire(&project).unwrap();
        let again = keeping::open_as(&project, "computer-3d1219c7", lock, Arc::new(WHOLE), |_| amal(), || {}).unwrap();
        let expected =
            if changed_since { "gesture-journal-merge".into() } else { Gesture::Sentence("Change title".into()) };
        assert_eq!(again.session.last_undone(), Some(&expected));
    }
}
