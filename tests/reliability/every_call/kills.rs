//! The process is killed at a moment that nobody has chosen, or ends by itself in place of a call of its disk.

use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::verbs::{Fixture, files, open_again, scratch};
use crate::support::random::Random;

#[test]
fn a_verb_that_is_killed_at_any_time_leaves_the_old_or_the_new_state() {
    let kills = super::wanted("BAYAN_KILLS", 40);
    let verbs = Fixture::get().verbs();
    let folder = scratch();
    let mut random = Random(5);
    // How long each takes and what it leaves, as measured, so that the kills fall everywhere into it.
    let known = super::all(&verbs.iter().collect::<Vec<_>>(), 2, |verb| {
        let place = verb.place(folder.path(), &verb.name.replace(' ', "-"));
        let started = Instant::now();
        let output = Command::new(env!("CARGO_BIN_EXE_bayan")).args(verb.arguments(&place)).output().unwrap();
        assert!(matches!(output.status.code(), Some(0 | 1)), "{}: {output:?}", verb.name);
        let _ = files(&place);
        (*verb, started.elapsed(), verb.states())
    });
    let rounds: Vec<(usize, u64)> = (0..kills).map(|round| (round, random.next() % 1100)).collect();
    let results = super::all(&rounds, 2, |(round, share)| {
        let (verb, time, states) = &known[round % known.len()];
        let place = verb.place(folder.path(), &format!("round-{round}"));
        let said = folder.path().join(format!("said-{round}"));
        let mut child = Command::new(env!("CARGO_BIN_EXE_bayan"))
            .args(verb.arguments(&place))
            .stdin(Stdio::null())
            .stdout(std::fs::File::create(&said).unwrap())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_micros(time.as_micros() as u64 * share / 1000));
        let _ = child.kill();
        let status = child.wait().unwrap();
        let said = std::fs::read_to_string(said).unwrap();
        let judged = open_again(verb, &place).and_then(|found| verb.judge(states, &said, status.success(), &found));
        std::fs::remove_dir_all(place).unwrap();
        (status.code().is_none(), judged.err().map(|error| format!("{} in round {round}: {error}", verb.name)))
    });
    let killed = results.iter().filter(|(killed, _)| *killed).count();
    let found: Vec<String> = results.into_iter().filter_map(|(_, error)| error).collect();
    super::conclude(&format!("{killed} of {kills} runs of {} verbs killed at random", verbs.len()), &found);
    assert!(killed * 4 > kills, "the kills came too late to show anything");
}

/// `BAYAN_STOP_AT` ends the process in place of a call, a write done by half: the same on every system, without the shim.
#[test]
fn a_verb_that_stops_in_place_of_any_call_leaves_the_old_or_the_new_state() {
    // Every call, or every so many.
    let step = if std::env::var_os("BAYAN_FAULTS").is_some() { 1 } else { 13 };
    let verbs = Fixture::get().verbs();
    let results = super::all(&verbs, 2, |verb| {
        let (folder, states, mut stops, mut found) = (scratch(), verb.states(), 0, Vec::new());
        for call in (1..).step_by(step) {
            let place = verb.place(folder.path(), &call.to_string());
            let output = Command::new(env!("CARGO_BIN_EXE_bayan"))
                .args(verb.arguments(&place))
                .env("BAYAN_STOP_AT", call.to_string())
                .stdin(Stdio::null())
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&output.stdout);
            let is_done = output.status.success() || (verb.script.is_empty() && output.status.code() == Some(1));
            let judged = open_again(verb, &place).and_then(|found| verb.judge(&states, &said, is_done, &found));
            std::fs::remove_dir_all(place).unwrap();
            found.extend(judged.err().map(|error| format!("{} stopped at {call}: {error}", verb.name)));
            if output.status.signal().is_none() {
                break;
            }
            stops += 1;
        }
        // What goes to a place outside of a project does not go by way of its disk; the shim stops it as well.
        let is_outside = verb.arguments.iter().any(|argument| ["--out", "--svg"].contains(&argument.as_str()));
        if step == 1 && stops == 0 && !is_outside {
            found.push(format!("{}: BAYAN_STOP_AT stops nothing", verb.name));
        }
        (stops, found)
    });
    let stops: usize = results.iter().map(|(stops, _)| stops).sum();
    let found: Vec<String> = results.into_iter().flat_map(|(_, found)| found).collect();
    super::conclude(&format!("stopped in place of {stops} calls of {} verbs", verbs.len()), &found);
    assert!(stops > 0, "nothing was stopped");
}
