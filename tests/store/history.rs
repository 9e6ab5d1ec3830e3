//! What was: undo after closing, past states of a layer, and files that somebody else has changed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use bayan::edit::change::{Edit, Touched};
use bayan::model::document::{Document, Metadata};
use bayan::model::gesture::Gesture;
use bayan::model::id::{KindId, StatementId};
use bayan::model::project::Project;
use bayan::model::span::Span;
use bayan::model::statement::Statement;
use bayan::store::journal::history;
use bayan::store::journal::past_states;
use bayan::store::{self, ProblemKind};
use bayan::text::content::Content;

use crate::support::project::{open, sample, sample_layer};

#[test]
fn undo_and_redo_work_after_closing_and_reopening() {
    let folder = tempfile::tempdir().unwrap();
    let project = sample(folder.path());
    let start = store::open(&project).unwrap().project;
    let mut states = vec![start];
    for number in 0..6 {
        // Every other edit in a session of its own.
        let mut opened = open(&project, "annotator-a");
        let id = opened.session.project().layers[&sample_layer("annotator-a")].statements().next().unwrap().id;
        let edit = match number % 3 {
            0 => Edit::SetTitle(format!("title {number}")),
            1 => Edit::RemoveStatement { layer: sample_layer("annotator-a"), id },
            _ => Edit::RemoveDocument(sample_layer("annotator-a").0),
        };
        opened.session.apply(Gesture::new(format!("step {number}")), edit).unwrap();
        states.push(opened.session.project().clone());
        if number % 3 == 2 {
            opened.session.undo().unwrap();
            states.pop();
        }
        opened.keeper.take(&mut opened.session, true);
        opened.keeper.wait_durable().unwrap();
    }
    let mut opened = open(&project, "annotator-a");
    assert_eq!(opened.problems, []);
    assert_eq!(opened.session.last_undone(), Some(&Gesture::new("step 5")));
    for state in states.iter().rev().skip(1) {
        assert!(opened.session.undo().is_some());
        assert_eq!(opened.session.project(), state);
    }
    assert!(opened.session.undo().is_none());
    opened.keeper.take(&mut opened.session, true);
    drop(opened);
    // And the way back, after closing again.
    let mut opened = open(&project, "annotator-a");
    for state in states.iter().skip(1) {
        assert!(opened.session.redo().is_some());
        assert_eq!(opened.session.project(), state);
    }
}

#[test]
fn undo_stops_before_what_somebody_else_has_changed() {
    let folder = tempfile::tempdir().unwrap();
    let project = sample(folder.path());
    let mut opened = open(&project, "annotator-a");
    let id = opened.session.project().layers[&sample_layer("annotator-a")].statements().next().unwrap().id;
    opened.session.apply("title", Edit::SetTitle("one".into())).unwrap();
    opened.session.apply("remove", Edit::RemoveStatement { layer: sample_layer("annotator-a"), id }).unwrap();
    opened.session.apply("title", Edit::SetTitle("two".into())).unwrap();
    opened.keeper.take(&mut opened.session, true);
    drop(opened);
    let path = store::path_of(&project, &layer_file());
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replacen("note: \"", "note: \"theirs ", 1)).unwrap();
    let mut opened = open(&project, "annotator-a");
    assert!(opened.problems.iter().any(|p| p.path == path && p.kind == ProblemKind::ChangedOutside));
    assert!(opened.session.undo().is_some());
    assert_eq!(opened.session.project().title, "one");
    assert!(opened.session.undo().is_none());
}

#[test]
fn the_history_is_bounded_and_keeps_the_newest() {
    let folder = tempfile::tempdir().unwrap();
    let project = sample(folder.path());
    let mut opened = open(&project, "annotator-a");
    for number in 0..60 {
        let text = format!("{number} ").repeat(40_000);
        opened.session.apply("guidelines", Edit::SetGuidelines(text)).unwrap();
        opened.keeper.take(&mut opened.session, true);
        opened.keeper.wait_saved().unwrap();
    }
    drop(opened);
    let size: u64 = files(&history::folder(&project)).iter().map(|path| path.metadata().unwrap().len()).sum();
    assert!(size < 9 << 20, "{size}");
    let mut opened = open(&project, "annotator-a");
    let mut undone = 0;
    while opened.session.undo().is_some() {
        undone += 1;
    }
    assert!((10..60).contains(&undone), "{undone}");
    assert!(opened.session.project().guidelines.starts_with(&format!("{} ", 59 - undone)));
}

#[test]
fn a_past_state_of_a_layer_is_listed_and_restored_and_that_is_undone() {
    let folder = tempfile::tempdir().unwrap();
    let project = sample(folder.path());
    let mut opened = open(&project, "annotator-a");
    let before = opened.session.project().layers[&sample_layer("annotator-a")].clone();
    let ids: Vec<StatementId> = before.statements().map(|s| s.id).take(5).collect();
    for id in ids {
        opened.session.apply("remove", Edit::RemoveStatement { layer: sample_layer("annotator-a"), id }).unwrap();
    }
    opened.keeper.take(&mut opened.session, true);
    opened.keeper.wait_saved().unwrap();
    let states = past_states::states(&project, &layer_file());
    assert_eq!(states.len(), 1);
    let content = opened.session.project().documents[&sample_layer("annotator-a").0].content.clone();
    let (layer, lost) = past_states::layer(&content, &states[0]).unwrap();
    assert_eq!((&layer, lost), (&before, 0));
    let (edit, left_out) = past_states::restore(opened.session.project(), &sample_layer("annotator-a"), &layer);
    let after = opened.session.project().layers[&sample_layer("annotator-a")].clone();
    opened.session.apply("restore", edit).unwrap();
    assert_eq!((&opened.session.project().layers[&sample_layer("annotator-a")], left_out), (&before, 0));
    opened.session.undo().unwrap();
    assert_eq!(opened.session.project().layers[&sample_layer("annotator-a")], after);
    // A state a moment later is not kept as well.
    opened.session.redo().unwrap();
    opened.keeper.take(&mut opened.session, true);
    opened.keeper.wait_saved().unwrap();
    assert_eq!(past_states::states(&project, &layer_file()).len(), 1);
}

#[test]
fn a_byte_that_flips_in_any_file_is_never_taken_in_silence() {
    let folder = tempfile::tempdir().unwrap();
    let project = folder.path().join("p");
    store::create(&project, &small()).unwrap();
    drop(open(&project, "annotator-a"));
    let sound = store::open(&project).unwrap().project;
    let writer = store::layout::computer::writer_name();
    let (mut flips, mut reported, mut noticed) = (0, 0, 0);
    // What git is told about the project is no part of it.
    let is_project = |path: &PathBuf| !path.starts_with(project.join(".bayan")) && !path.ends_with(".gitattributes");
    for path in files(&project).into_iter().filter(is_project) {
        let bytes = std::fs::read(&path).unwrap();
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1 << (at % 8);
            std::fs::write(&path, &damaged).unwrap();
            flips += 1;
            match store::open(&project) {
                Err(error) => {
                    assert!(error.to_string().contains("project.ron"), "{error}");
                    reported += 1;
                }
                Ok(opened) => {
                    let named = opened.problems.iter().any(|problem| problem.path == path);
                    // What can be read all the same is named by what is remembered of the file.
                    let changed = history::changed_outside(&project, &writer, &opened.files);
                    assert!(named || changed.contains(&path), "{} at {at}", path.display());
                    let elsewhere = opened.problems.iter().all(|problem| problem.path != path);
                    assert!(elsewhere || !opened.protected.is_empty() || opened.project == sound, "{at}");
                    reported += usize::from(named);
                    noticed += usize::from(!named);
                }
            }
        }
        std::fs::write(&path, bytes).unwrap();
    }
    println!("{flips} flips: {reported} reported as damage, {noticed} as a change from outside, 0 silent");
    assert!(flips > 1500 && reported > flips / 3, "{flips} {reported}");
}

/// A project of one statement.
fn small() -> Project {
    let mut project = Project::new("مشروع");
    project.guidelines = "Read first.".into();
    let content = Content::new("قال الكرملين إنّ المفاوضات توسّعت.");
    let document = Document {
        id: sample_layer("annotator-a").0,
        content: content.clone(),
        metadata: Metadata { title: "اتصال".into(), ..Metadata::default() },
        encoding: "UTF-8".into(),
        excluded: Vec::new(),
    };
    let statement = Statement {
        id: "01a20771-6ea7-71e1-ac1e-e28bfc368f33".parse().unwrap(),
        note: "n".into(),
        ..Statement::new(
            KindId::new("claim").unwrap(),
            vec![Span::new(0, content.char_to_byte(3).unwrap())],
            jiff::Timestamp::UNIX_EPOCH,
        )
    };
    project.documents.insert(sample_layer("annotator-a").0, document);
    let add = Edit::AddStatement { layer: sample_layer("annotator-a"), statement: Box::new(statement) };
    add.apply(&mut project).unwrap();
    project
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = BTreeSet::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path);
            }
        }
    }
    found.into_iter().collect()
}

fn layer_file() -> Touched {
    Touched::Layer(sample_layer("annotator-a").0, sample_layer("annotator-a").1)
}
