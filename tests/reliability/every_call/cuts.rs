//! The plug is pulled after any call of any verb, under the rules of two file systems: what was confirmed is there, all
//! files are old or all are new, and the project opens as if nothing had been.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::plug::{Disk, Left, Rules, Tree, lay_out};
use super::shim::{Record, Run, Wish, library};
use super::verbs::{Fixture, Verb, files, open_again, scratch};
use crate::support::random::Random;

#[test]
fn a_power_cut_after_any_call_of_any_verb_leaves_the_old_or_the_new_state() {
    if library().is_none() {
        return;
    }
    let budget = super::wanted("BAYAN_POWER", 16);
    let verbs = Fixture::get().verbs();
    let (mut states, mut calls, mut found) = (0, 0, Vec::new());
    for outcome in super::all(&verbs, 2, |verb| cut(verb, budget)) {
        println!(
            "{}: {} states of {} calls, {} lost",
            outcome.verb,
            outcome.states,
            outcome.calls,
            outcome.found.len()
        );
        states += outcome.states;
        calls += outcome.calls;
        found.extend(outcome.found);
    }
    super::conclude(&format!("power cut: {states} states of {calls} calls over {} verbs", verbs.len()), &found);
}

struct Outcome {
    verb: &'static str,
    states: usize,
    calls: usize,
    found: Vec<String>,
}

/// One disk that a power cut may leave: after so many records, by these rules, with this of what was not safe.
#[derive(Clone, Copy, Debug)]
struct Moment {
    records: usize,
    rules: Rules,
    left: Which,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    Nothing,
    Everything,
    Random(u64),
}

fn cut(verb: &Verb, budget: usize) -> Outcome {
    let folder = scratch();
    let place = verb.place(folder.path(), "x");
    let (start, old) = (Disk::read(&place), files(&place));
    let run = verb.run(&place, &Wish::default());
    assert!(run.is_done(), "{}: {run:?}", verb.name);
    let states = if verb.script.is_empty() { verb.with_put_away(old, files(&place)) } else { verb.states() };
    let calls = run.records.len();
    let moments = match moments(&place, start, verb, &run, budget) {
        Ok(moments) => moments,
        Err(error) => return Outcome { verb: verb.name, states: 0, calls, found: vec![error] },
    };
    let mut found = Vec::new();
    for (index, (moment, tree)) in moments.iter().enumerate() {
        let after = folder.path().join(index.to_string());
        lay_out(tree, &after);
        let said: String = run.records[..moment.records].iter().filter_map(said).collect();
        let is_over = moment.records == run.records.len();
        let judged = open_again(verb, &after).and_then(|found| verb.judge(&states, &said, is_over, &found));
        if let Err(error) = judged {
            let last =
                run.records[..moment.records].iter().rev().take(3).map(short).collect::<Vec<_>>().join(", before it ");
            let all = run.records.len();
            let Moment { records, rules, left } = moment;
            found.push(format!(
                "{}: {rules:?}, {left:?} left after {records} of {all} calls, the last being {last}: {error}",
                verb.name
            ));
        }
        std::fs::remove_dir_all(after).unwrap();
    }
    Outcome { verb: verb.name, states: moments.len(), calls, found }
}

/// The disks to look at, each another one: what the rules leave at the least first, then at random.
fn moments(
    place: &std::path::Path,
    mut disk: Disk,
    verb: &Verb,
    run: &Run,
    budget: usize,
) -> Result<Vec<(Moment, Tree)>, String> {
    let mut random = Random(0x9e37_79b9 ^ verb.name.len() as u64);
    let (mut seen, mut plain, mut mixed) = (HashSet::new(), Vec::new(), Vec::new());
    let mixtures = (budget / 60).clamp(1, 4);
    for records in 0..=run.records.len() {
        if let Some(record) = records.checked_sub(1).map(|last| &run.records[last]) {
            disk.apply(record);
        }
        for rules in [Rules::Strict, Rules::Ext4] {
            let picks = [Which::Nothing, Which::Everything].into_iter();
            for left in picks.chain((0..mixtures).map(|_| Which::Random(random.next()))) {
                let tree = match left {
                    Which::Nothing => disk.after_a_cut(rules, Left::Nothing),
                    Which::Everything => disk.after_a_cut(rules, Left::Everything),
                    Which::Random(seed) => disk.after_a_cut(rules, Left::Some(&mut Random(seed))),
                };
                // The same disk again with more confirmed is another question.
                let confirmed = run.records[..records].iter().filter(|record| said(record).is_some()).count();
                let mut hasher = DefaultHasher::new();
                (&tree, confirmed, records == run.records.len()).hash(&mut hasher);
                if seen.insert(hasher.finish()) {
                    let moment = Moment { records, rules, left };
                    if matches!(left, Which::Random(_)) {
                        mixed.push((moment, tree))
                    } else {
                        plain.push((moment, tree))
                    };
                }
            }
        }
    }
    // A disk that all of it is left on is what a killed process leaves; the end is always looked at.
    if !disk_is(place, plain.iter().rev().chain(&mixed)) {
        return Err(format!("{}: the record misses something", verb.name));
    }
    let last: Vec<_> = plain.iter().rev().take(2).cloned().collect();
    let half = (budget / 2).max(budget.saturating_sub(mixed.len()));
    let mut chosen = choose(plain, half, &mut random);
    chosen.extend(last);
    chosen.extend(choose(mixed, budget.saturating_sub(chosen.len()), &mut random));
    Ok(chosen)
}

/// Whether one of the states of the end is what lies in the place itself: then the record has all calls.
fn disk_is<'t>(place: &std::path::Path, states: impl Iterator<Item = &'t (Moment, Tree)>) -> bool {
    // What git does for itself is its own affair.
    let own = |tree: &Tree| -> Tree {
        let is_git = |path: &std::path::Path| path.components().any(|part| part.as_os_str() == ".git");
        tree.iter().filter(|(path, _)| !is_git(path)).map(|(path, content)| (path.clone(), content.clone())).collect()
    };
    let (now, mut states) = (own(&Disk::read(place).after_a_cut(Rules::Strict, Left::Nothing)), states);
    states.any(|(_, tree)| own(tree) == now)
}

fn choose<T>(mut from: Vec<T>, most: usize, random: &mut Random) -> Vec<T> {
    while from.len() > most {
        from.swap_remove(random.below(from.len()));
    }
    from
}

fn said(record: &Record) -> Option<&str> {
    if let Record::Said { text, .. } = record { Some(text) } else { None }
}

fn short(record: &Record) -> String {
    match record {
        Record::Write { inode, at_bytes, bytes } => format!("Write {} bytes at {at_bytes} into {inode}", bytes.len()),
        other => format!("{other:?}"),
    }
}
