//! A call fails, once or from then on, takes less than it was given, or is the last one: what was confirmed is there, all
//! files are old or all are new, and what has failed is said.

use super::shim::{Run, Wish, library};
use super::verbs::{Files, Fixture, Verb, open_again, scratch};

/// A way in which calls fail; `#` stands for the number of the call, `@` for the ninth after it.
struct Way {
    fail: &'static str,
    /// The verb must do its work all the same.
    is_harmless: bool,
}

const fn way(fail: &'static str) -> Way {
    Way { fail, is_harmless: false }
}

const fn harmless(fail: &'static str) -> Way {
    Way { fail, is_harmless: true }
}

const ENDS: &[Way] = &[way("disk:#:kill"), way("write:#:half")];
const FAILURES: &[Way] = &[
    way("disk:#:EIO"),
    way("disk:#-:EROFS"),
    way("open+write+mkdir+link+rename:#-:ENOSPC"),
    // The disk is full for a while, then there is room again.
    way("open+write+mkdir+link+rename:#-@:ENOSPC"),
    way("sync:#:lost"),
    way("close:#:lost"),
    way("rename+link+unlink:#:EACCES"),
    way("sync:#:EINTR"),
];
const HARMLESS: &[Way] = &[
    harmless("write:#:short"),
    harmless("write:#:EINTR"),
    harmless("open+look:#:EINTR"),
    harmless("read:#:EINTR"),
    harmless("read:#-:short"),
    harmless("link:#-:ENOTSUP"),
    harmless("lock:#-:ENOLCK"),
];

#[test]
fn a_verb_that_is_stopped_at_any_call_leaves_the_old_or_the_new_state() {
    disturb("stopped", ENDS, 3);
}

#[test]
fn a_call_that_fails_is_told_and_loses_nothing() {
    disturb("failing calls", FAILURES, 2);
}

#[test]
fn calls_that_do_less_or_are_interrupted_change_nothing() {
    disturb("harmless", HARMLESS, 1);
}

fn disturb(name: &str, ways: &[Way], usual: usize) {
    if library().is_none() {
        return;
    }
    let most = super::wanted("BAYAN_FAULTS", usual);
    let verbs = Fixture::get().verbs();
    let tasks: Vec<(&Verb, Vec<Files>)> =
        super::all(&verbs.iter().collect::<Vec<_>>(), 2, |verb| (*verb, verb.states()));
    let tasks: Vec<_> =
        tasks.iter().flat_map(|(verb, states)| ways.iter().map(move |way| (*verb, states, way))).collect();
    let (mut runs, mut found) = (0, Vec::new());
    // A session waits before it tries again, so that more can run at a time than there are processors.
    for (tried, faults) in super::all(&tasks, 4, |(verb, states, way)| try_way(verb, states, way, most)) {
        runs += tried;
        found.extend(faults);
    }
    super::conclude(&format!("{name}: {runs} runs of {} verbs", verbs.len()), &found);
}

fn try_way(verb: &Verb, states: &[Files], way: &Way, most: usize) -> (usize, Vec<String>) {
    // What git does where it is interrupted is its own affair.
    if way.is_harmless && verb.name == "git-setup" {
        return (0, Vec::new());
    }
    let folder = scratch();
    // How many calls of these kinds there are: as many as are met by a fault that does nothing.
    let counting = way.fail.replace('#', "1").rsplit_once(':').map(|(kinds, _)| kinds.to_owned()).unwrap_or_default();
    let kinds = counting.split_once(':').map_or("", |(kinds, _)| kinds);
    let place = verb.place(folder.path(), "count");
    let counted = verb.run(&place, &Wish::fail(format!("{kinds}:1-:none")));
    let calls = counted.records.iter().filter(|record| matches!(record, super::shim::Record::Fault { .. })).count();
    let (mut tried, mut found) = (0, Vec::new());
    for call in super::spread(calls, most) {
        let fail = way.fail.replace('#', &call.to_string()).replace('@', &(call + 9).to_string());
        let place = verb.place(folder.path(), &call.to_string());
        let run = verb.run(&place, &Wish::fail(fail.clone()));
        if run.was_hit() {
            tried += 1;
            if let Err(error) = judge_run(verb, states, way, &place, &run) {
                let (code, err) = (run.status, run.err.trim().chars().take(500).collect::<String>());
                found.push(format!("{} with {fail} ({code}): {error}\nit said: {err:?}", verb.name));
            }
        }
        std::fs::remove_dir_all(place).unwrap();
    }
    (tried, found)
}

fn judge_run(verb: &Verb, states: &[Files], way: &Way, place: &std::path::Path, run: &Run) -> Result<(), String> {
    if run.status.code() == Some(101) {
        return Err("it panicked".to_owned());
    }
    if way.is_harmless && !run.is_done() {
        return Err("it was not done".to_owned());
    }
    if run.status.code().is_some_and(|code| code > 1) && run.err.trim().is_empty() {
        return Err("it did not say why".to_owned());
    }
    // A line that could not be done, said so: what follows is then done without it.
    let refused: Vec<usize> =
        super::shim::refused(&run.out).into_iter().filter(|line| verb.script[line - 1] != "\"save\"").collect();
    if !verb.script.is_empty() && !refused.is_empty() {
        let mut without = verb.clone();
        refused.iter().for_each(|line| without.script[line - 1] = "#".to_owned());
        return judge_state(&without, &without.states(), place, run);
    }
    judge_state(verb, states, place, run)
}

fn judge_state(verb: &Verb, states: &[Files], place: &std::path::Path, run: &Run) -> Result<(), String> {
    let is_done = run.status.success() || (run.is_done() && verb.script.is_empty());
    let found = open_again(verb, place)?;
    verb.judge(states, &run.out, is_done, &found)?;
    // A torn segment is kept, and what a person asked to be replaced; files that were written here are not somebody else's.
    let kept = std::fs::read_dir(place.join(super::verbs::PROJECT).join(".bayan/kept")).into_iter().flatten();
    let is_file_of_project = |name: &String| {
        let file = name.split_once('~').map_or("", |(_, file)| file);
        ["project.ron", "guidelines.md", "documents~", "annotations~", "review~"]
            .iter()
            .any(|start| file.starts_with(start))
    };
    let names = kept.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    let others: Vec<String> = names.filter(|name| !verb.is_flawed && is_file_of_project(name)).collect();
    if others.is_empty() { Ok(()) } else { Err(format!("own files are kept as somebody else's: {others:?}")) }
}
