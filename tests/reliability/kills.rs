//! The process is killed at a moment that nobody has chosen, whatever the verb.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::random::Random;
use super::verbs::{Fixture, files, judge, open_again, scratch};

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
        let least = verb.least(&said, status.success(), states.len());
        let most = if verb.script.is_empty() { states.len() } else { least + 1 };
        let judged = open_again(verb, &place).and_then(|found| judge(states, least, most, &found));
        std::fs::remove_dir_all(place).unwrap();
        (status.code().is_none(), judged.err().map(|error| format!("{} in round {round}: {error}", verb.name)))
    });
    let killed = results.iter().filter(|(killed, _)| *killed).count();
    let found: Vec<String> = results.into_iter().filter_map(|(_, error)| error).collect();
    super::conclude(&format!("{killed} of {kills} runs of {} verbs killed at random", verbs.len()), &found);
    assert!(killed * 4 > kills, "the kills came too late to show anything");
}
