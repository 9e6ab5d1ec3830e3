//! The plug is pulled: the real program, killed at random moments and at every call to the file system, loses nothing
//! that it has confirmed.
//!
//! `BAYAN_KILLS` says how many times it is killed at random; `cargo test --test reliability session_killed -- --nocapture` shows the counts.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::project::{open, sample};
use crate::support::random::Random;
use bayan::model::project::Project;
use bayan::store::keeping::OpenForWriting;
use bayan::store::{self};

const LINES: usize = 40;

#[test]
fn a_program_that_is_killed_loses_nothing_that_it_confirmed() {
    let kills = std::env::var("BAYAN_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(25_usize);
    let folder = tempfile::tempdir().unwrap();
    let project = sample(folder.path());
    let mut random = Random(7);
    let (mut confirmed_in_all, mut killed, mut recovered_in_all, mut undone) = (0, 0, 0, 0);
    let mut lost = Vec::new();
    // How long a run takes: as measured, so that the kills fall everywhere into it.
    let mut span = Duration::from_millis(1500);
    for round in 0..kills {
        let script = script(round, &mut random);
        let path = folder.path().join("script");
        std::fs::write(&path, script.join("\n")).unwrap();
        let before = digest(open(&project, "annotator-a").session.project());
        let started = Instant::now();
        let mut child = session(&project, &path, None);
        let wait = span.mul_f64(unit(&mut random) * 1.1);
        let stdout = child.stdout.take().unwrap();
        let reader = std::thread::spawn(move || confirmations(stdout));
        while started.elapsed() < wait && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        match child.try_wait().unwrap() {
            Some(_) => span = started.elapsed(),
            None => {
                child.kill().unwrap();
                killed += 1;
            }
        }
        child.wait().unwrap();
        let confirmed = reader.join().unwrap();
        let mut opened = open(&project, "annotator-a");
        assert_faultless(&opened);
        let now = digest(opened.session.project());
        let expected = states(before, &script);
        if now != expected[confirmed] && Some(&now) != expected.get(confirmed + 1) {
            lost.push(format!("round {round}: {confirmed} lines were confirmed, which are not there"));
        }
        confirmed_in_all += confirmed;
        recovered_in_all += opened.recovered;
        if opened.recovered > 0 && opened.session.last_gesture().is_some() {
            // Undo still works across the crash; and what it does is kept in turn.
            opened.session.undo().unwrap();
            opened.keeper.take(&mut opened.session, true);
            undone += 1;
        }
    }
    println!(
        "{confirmed_in_all} edits confirmed, {killed} kills at random, {recovered_in_all} edits back from the journal, \
         {undone} undone across a crash, {} lost",
        lost.len()
    );
    assert!(lost.is_empty(), "{}", lost.join("\n"));
    assert!(killed > kills / 2 && recovered_in_all > 0 && undone > 0, "the kills came too late to show anything");
}

#[test]
fn a_program_that_stops_at_any_call_to_the_file_system_loses_nothing_that_it_confirmed() {
    let folder = tempfile::tempdir().unwrap();
    let mut random = Random(11);
    let mut script: Vec<String> = script(0, &mut random).into_iter().take(10).collect();
    script.insert(3, "\"save\"".into());
    script.insert(7, "\"save\"".into());
    script.push(
        "{\"remove\":{\"document\":\"biden-putin-call\",\"id\":\"01a20771-6ea7-71e1-ac1e-e28bfc368f33\"}}".into(),
    );
    let path = folder.path().join("script");
    std::fs::write(&path, script.join("\n")).unwrap();
    let (mut calls, mut confirmed_in_all, mut lost) = (0, 0, Vec::new());
    for call in 1.. {
        let project = sample(&folder.path().join(call.to_string()));
        let before = digest(open(&project, "annotator-a").session.project());
        let mut child = session(&project, &path, Some(call));
        let confirmed = confirmations(child.stdout.take().unwrap());
        let ended = child.wait().unwrap();
        let opened = open(&project, "annotator-a");
        assert_faultless(&opened);
        let (now, expected) = (digest(opened.session.project()), states(before, &script));
        if now != expected[confirmed] && Some(&now) != expected.get(confirmed + 1) {
            lost.push(format!("stopped at call {call}: {confirmed} lines were confirmed, which are not there"));
        }
        drop(opened);
        assert_eq!(store::open(&project).unwrap().problems, [], "call {call}");
        assert_eq!(leftovers(&project), Vec::<String>::new(), "call {call}");
        confirmed_in_all += confirmed;
        calls = call;
        if ended.success() {
            assert_eq!(confirmed, script.len());
            break;
        }
    }
    println!("stopped at each of {} calls, {confirmed_in_all} edits confirmed, {} lost", calls - 1, lost.len());
    assert!(lost.is_empty(), "{}", lost.join("\n"));
    assert!(calls > 30, "only {calls} calls");
}

/// What the program has confirmed: the number of lines, all before it included.
fn confirmations(stdout: impl std::io::Read) -> usize {
    let mut confirmed = 0;
    for line in BufReader::new(stdout).lines() {
        let Ok(line) = line else { break };
        let Ok(answer) = serde_json::from_str::<serde_json::Value>(&line) else { break };
        assert!(answer.get("error").is_none(), "{line}");
        confirmed = answer["done"].as_u64().unwrap() as usize;
    }
    confirmed
}

fn session(project: &Path, script: &Path, stop_at: Option<u64>) -> std::process::Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bayan"));
    command.arg("session").arg(project).arg("--script").arg(script).args(["--annotator", "annotator-a"]);
    if let Some(call) = stop_at {
        command.env("BAYAN_STOP_AT", call.to_string());
    }
    command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
}

/// Only a record that was not written to its end may be reported, for nobody was told that it was safe.
pub(super) fn assert_faultless(opened: &OpenForWriting) {
    use store::problem::ProblemKind::{JournalTorn, Recovered};
    let faults: Vec<_> = opened
        .problems
        .iter()
        .filter(|p| !matches!(p.kind, Recovered(_) | JournalTorn(_)))
        .map(ToString::to_string)
        .collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

/// Temporary files, journals and manifests that stayed behind.
fn leftovers(project: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![project.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                // What is kept for people is no leftover.
                if !["kept", "removed", "history"].contains(&name.as_str()) {
                    folders.push(path);
                }
            } else if [".tmp", ".journal", ".manifest"].iter().any(|ending| name.ends_with(ending)) {
                found.push(name);
            }
        }
    }
    found
}

/// Lines that all fit, with statements, notes, parties, undo and redo, a save here and there.
fn script(round: usize, random: &mut Random) -> Vec<String> {
    let mut lines = Vec::new();
    let mut made: Vec<String> = Vec::new();
    while lines.len() < LINES {
        let id = format!("01b00000-0000-7000-8000-{:04x}{:08x}", round, lines.len());
        lines.push(match random.below(10) {
            0..=4 => {
                made.push(id.clone());
                let note = "ملاحظة ".repeat(random.below(40));
                format!("{{\"add\":{{\"document\":\"biden-putin-call\",\"kind\":\"claim\",\"start\":202,\"end\":229,\"chain\":[\"biden\"],\"note\":\"{note}\",\"id\":\"{id}\"}}}}")
            }
            5 if !made.is_empty() => {
                let id = &made[random.below(made.len())];
                format!("{{\"note\":{{\"document\":\"biden-putin-call\",\"id\":\"{id}\",\"text\":\"{}\"}}}}", lines.len())
            }
            6 => format!("{{\"party\":{{\"id\":\"p-{round}-{}\",\"name\":\"حزب\"}}}}", lines.len()),
            7 => format!("{{\"title\":\"{round} {}\"}}", lines.len()),
            8 => "\"save\"".to_owned(),
            9 => format!("{{\"guidelines\":\"{round} {}\"}}", lines.len()),
            _ => "{\"wait_ms\":5}".to_owned(),
        });
    }
    lines
}

/// The state after each line: what a second, simple reading of the script says.
fn states(start: State, script: &[String]) -> Vec<State> {
    let mut states = vec![start];
    for line in script {
        let mut state = states.last().unwrap().clone();
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        if let Some(add) = line.get("add") {
            state.statements.push((text(&add["id"]), text(&add["note"])));
            state.statements.sort();
        } else if let Some(note) = line.get("note") {
            let id = text(&note["id"]);
            state.statements.iter_mut().find(|(of, _)| *of == id).unwrap().1 = text(&note["text"]);
        } else if let Some(remove) = line.get("remove") {
            let id = text(&remove["id"]);
            state.statements.retain(|(of, _)| *of != id);
        } else if let Some(party) = line.get("party") {
            state.parties.push(text(&party["id"]));
        } else if let Some(title) = line.get("title") {
            state.title = text(title);
        } else if let Some(guidelines) = line.get("guidelines") {
            state.guidelines = text(guidelines);
        }
        states.push(state);
    }
    states
}

#[derive(Clone, Debug, PartialEq)]
struct State {
    title: String,
    guidelines: String,
    parties: Vec<String>,
    statements: Vec<(String, String)>,
}

fn digest(project: &Project) -> State {
    let mut statements: Vec<_> = project
        .layers
        .iter()
        .filter(|((_, annotator), _)| annotator.as_str() == "annotator-a")
        .flat_map(|(_, layer)| layer.statements().map(|s| (s.id.to_string(), s.note.clone())))
        .collect();
    statements.sort();
    State {
        title: project.title.clone(),
        guidelines: project.guidelines.clone(),
        parties: project.parties.iter().map(|party| party.id.to_string()).collect(),
        statements,
    }
}

#[test]
fn a_script_that_does_not_fit_is_answered_line_by_line() {
    let folder = tempfile::tempdir().unwrap();
    let project = sample(folder.path());
    let script = folder.path().join("script");
    std::fs::write(&script, "# nothing\n{\"title\":\"ثاني\"}\n{\"add\":3}\n\"undo\"\n\"undo\"\n\"redo\"\n").unwrap();
    let mut child = session(&project, &script, None);
    let mut text = String::new();
    child.stdout.take().unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1));
    let answers: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let lines: Vec<_> = answers.iter().map(|a| a.get("done").or(a.get("line")).unwrap().as_u64().unwrap()).collect();
    assert_eq!(lines, [2, 3, 4, 5, 6]);
    assert!(answers[1]["error"].is_string() && answers[3]["error"].is_string(), "{text}");
    assert_eq!(store::open(&project).unwrap().project.title, "ثاني");
}

/// A number from 0 up to 1.
fn unit(random: &mut Random) -> f64 {
    (random.next() % 10_000) as f64 / 10_000.0
}
