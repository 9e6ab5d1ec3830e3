//! A verb that is ended by a signal, as by Ctrl+C, a shutdown or a closed terminal, leaves a whole project.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::session_killed::assert_faultless;
use crate::support::bayan::must;
use crate::support::project::open;
use crate::support::random::Random;
use bayan::model::id::AnnotatorId;

/// What the system sends for Ctrl+C, at a shutdown, and when the terminal is closed.
const SIGNALS: [&str; 3] = ["-INT", "-TERM", "-HUP"];
const STATEMENTS: usize = 300;

fn verb(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bayan"));
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// How many statements an annotator has in a project that has no faults.
fn statements_of(project: &Path, annotator: &str) -> usize {
    let opened = open(project, annotator);
    assert_faultless(&opened);
    let annotator = AnnotatorId::new(annotator).unwrap();
    let layers = opened.session.project().layers.iter().filter(|((_, whose), _)| *whose == annotator);
    layers.map(|(_, layer)| layer.len()).sum()
}

#[test]
fn an_import_that_is_ended_by_a_signal_is_done_as_a_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let (project, file) = (folder.path().join("p"), folder.path().join("x.jsonl"));
    let (p, x) = (project.to_str().unwrap(), file.to_str().unwrap());
    must(&["generate", p, "--documents", "30", "--bytes", "60000", "--statements", &STATEMENTS.to_string()]);
    must(&["export", p, "--format", "jsonl", "--out", x]);
    let mut random = Random(3);
    // How long a run takes: as measured, so that the signals fall everywhere into it.
    let mut span = Duration::from_millis(1500);
    let (mut ended, mut untouched, mut rounds) = (0, 0, 0);
    while rounds < 18 || untouched == 0 && rounds < 60 {
        let (annotator, signal) = (format!("new-{rounds}"), SIGNALS[rounds % 3]);
        let started = Instant::now();
        let mut running = verb(&["import", p, x, "--annotator", &annotator]).spawn().unwrap();
        let wait = span.mul_f64(f64::from(u32::try_from(random.below(1000)).unwrap()) / 900.0);
        while started.elapsed() < wait && running.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        if running.try_wait().unwrap().is_some() {
            span = started.elapsed();
        } else {
            let id = running.id().to_string();
            assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        }
        let is_ended = running.wait().unwrap().code().is_none();
        let there = statements_of(&project, &annotator);
        assert!(there == STATEMENTS || is_ended && there == 0, "{signal}: {there} statements");
        ended += usize::from(is_ended);
        untouched += usize::from(there == 0);
        rounds += 1;
    }
    assert!(ended > 2 && untouched > 0, "the signals came too late to show anything");
}

#[test]
fn adding_many_articles_goes_on_where_it_was_ended() {
    const ARTICLES: usize = 1100;
    let folder = tempfile::tempdir().unwrap();
    let (project, files) = (folder.path().join("p"), folder.path().join("files"));
    std::fs::create_dir(&files).unwrap();
    for number in 0..ARTICLES {
        let text = format!("{number} is the number of this article, and {} is the next one.\n", number + 1);
        std::fs::write(files.join(format!("{number}.txt")), text).unwrap();
    }
    let (p, f) = (project.to_str().unwrap(), files.to_str().unwrap());
    must(&["new", p, "--title", "t"]);
    // Numbers alone make texts nearly the same, which is told but added.
    let add = ["add", p, f, "--same", "add"];
    let mut running = verb(&add).spawn().unwrap();
    let added = || std::fs::read_dir(project.join("documents")).map_or(0, Iterator::count);
    while added() == 0 {
        assert!(running.try_wait().unwrap().is_none(), "it was over before anything was added");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(Command::new("kill").args(["-INT", &running.id().to_string()]).status().unwrap().success());
    assert_eq!(running.wait().unwrap().code(), None);
    let before = open(&project, "a").session.project().documents.len();
    assert!(before > 0 && before < ARTICLES, "{before}");
    // Without a choice, equal texts are skipped.
    let code = verb(&["add", p, f]).status().unwrap().code();
    assert_eq!(code, Some(1));
    let opened = open(&project, "a");
    let texts: BTreeSet<String> =
        opened.session.project().documents.values().map(|document| document.content.as_str().to_owned()).collect();
    assert_eq!((opened.session.project().documents.len(), texts.len()), (ARTICLES, ARTICLES));
}
