//! Two processes at once: one with the whole project and one with the layers of another annotator, and verbs that meet.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::plug::{Disk, Left, Rules, lay_out};
use super::shim::{self, Record, Wish, confirmed, library};
use super::verbs::{Files, Fixture, PROJECT, Verb, difference, files, judge, open_again, scratch, text};
use crate::support::random::Random;

const LONG: Duration = Duration::from_secs(60);

/// Whose file it is: the second process writes the layers of this annotator and nothing else.
fn is_second(name: &str) -> bool {
    name.ends_with("/zayd.ron")
}

fn of(files: &Files, second: bool) -> Files {
    files
        .iter()
        .filter(|(name, _)| is_second(name) == second)
        .map(|(name, text)| (name.clone(), text.clone()))
        .collect()
}

/// A session that is given its lines one by one.
struct Session {
    child: Child,
    answers: BufReader<std::process::ChildStdout>,
    said: String,
}

impl Session {
    fn start(place: &Path, log: &Path, annotator: &str) -> Self {
        let project = place.join(PROJECT);
        let arguments = ["session", text(&project), "--script", "-", "--annotator", annotator].map(str::to_owned);
        let mut command = shim::command(place, log, &arguments, &Wish::default());
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let answers = BufReader::new(child.stdout.take().unwrap());
        Self { child, answers, said: String::new() }
    }

    /// Gives it a line and waits for the answer.
    fn line(&mut self, line: &str) {
        writeln!(self.child.stdin.as_mut().unwrap(), "{line}").unwrap();
        loop {
            let mut answer = String::new();
            self.answers.read_line(&mut answer).unwrap();
            assert!(!answer.is_empty() && !answer.contains("\"error\""), "{line}: {answer}");
            self.said.push_str(&answer);
            if answer.contains("\"done\"") {
                return;
            }
        }
    }

    fn end(mut self) -> u64 {
        drop(self.child.stdin.take());
        assert!(self.child.wait().unwrap().success());
        u64::from(self.child.id())
    }
}

fn add(document: &str, note: &str, number: usize) -> String {
    format!(
        "{{\"add\":{{\"document\":\"{document}\",\"kind\":\"claim\",\"start\":2,\"end\":9,\"note\":\"{note}\",\
         \"id\":\"01b00000-0000-7000-8000-{number:012x}\"}}}}"
    )
}

#[test]
fn a_power_cut_with_two_windows_on_one_project_loses_nothing_of_either() {
    if library().is_none() {
        return;
    }
    let budget = super::wanted("BAYAN_POWER", 16);
    let verbs = Fixture::get().verbs();
    let session = verbs.iter().find(|verb| verb.name == "session").unwrap();
    let first = [
        add("d0", "of the first", 0x900),
        "{\"title\":\"First\"}".to_owned(),
        "\"save\"".to_owned(),
        add("d1", "of the first", 0x901),
        "{\"guidelines\":\"First\"}".to_owned(),
    ];
    let second =
        [add("d0", "of zayd", 0xa00), "\"save\"".to_owned(), add("d1", "of zayd", 0xa01), add("d0", "too", 0xa02)];
    let folder = scratch();
    let place = session.place(folder.path(), "x");
    let start = Disk::read(&place);
    let log = shim::log_beside(&place);
    let mut one = Session::start(&place, &log, "amal");
    one.line(&first[0]);
    let mut other = Session::start(&place, &log, "zayd");
    for index in 1..first.len() {
        other.line(&second[index - 1]);
        one.line(&first[index]);
    }
    let other = other.end();
    let one = one.end();
    let records = shim::records(&log);
    let states = |lines: &[String], annotator: &str| {
        let arguments = ["session", "{}/p", "--script", "{script}", "--annotator", annotator].map(str::to_owned).into();
        Verb { script: lines.to_vec(), arguments, ..session.clone() }.states()
    };
    let (of_first, of_second) = (states(&first, "amal"), states(&second, "zayd"));
    let of_first: Vec<_> = of_first.iter().map(|files| of(files, false)).collect();
    let of_second: Vec<_> = of_second.iter().map(|files| of(files, true)).collect();
    let (mut disk, mut random, mut found, mut looked) = (start, Random(2), Vec::new(), 0);
    let chosen = super::spread(records.len(), budget * 2);
    for at in 0..=records.len() {
        if let Some(record) = at.checked_sub(1).map(|last| &records[last]) {
            disk.apply(record);
        }
        if !chosen.contains(&at) && at != records.len() {
            continue;
        }
        let rules = if at % 2 == 0 { Rules::Strict } else { Rules::Ext4 };
        let left = if at % 3 == 0 { Left::Some(&mut random) } else { Left::Nothing };
        let after = folder.path().join(at.to_string());
        lay_out(&disk.after_a_cut(rules, left), &after);
        let said = |process: u64| -> String {
            let text = |record: &Record| match record {
                Record::Said { process: of, text } if *of == process => Some(text.clone()),
                _ => None,
            };
            records[..at].iter().filter_map(text).collect()
        };
        let least = |process, states: &[Files]| {
            if at == records.len() { states.len() - 1 } else { confirmed(&said(process)) }
        };
        let (least_one, least_other) = (least(one, &of_first), least(other, &of_second));
        let judged = open_again(session, &after).and_then(|files| {
            judge(&of_first, least_one, least_one + 1, &of(&files, false))?;
            judge(&of_second, least_other, least_other + 1, &of(&files, true))
        });
        looked += 1;
        if let Err(error) = judged {
            found.push(format!("after call {at} of {} ({rules:?}): {error}", records.len()));
        }
        std::fs::remove_dir_all(after).unwrap();
    }
    super::conclude(&format!("two windows: {looked} states of {} calls", records.len()), &found);
}

/// One verb is stopped at a call, another one runs to its end meanwhile, then the first goes on.
#[test]
fn two_verbs_at_once_do_both_or_one_is_refused() {
    if library().is_none() {
        return;
    }
    let most = super::wanted("BAYAN_FAULTS", 3);
    let verbs = Fixture::get().verbs();
    let verb = |name: &str| verbs.iter().find(|verb| verb.name == name).unwrap().clone();
    let again = Verb { arguments: ["new", "{}/p", "--title", "Other"].map(str::to_owned).into(), ..verb("new") };
    // They write other files, or the same one.
    let pairs = [(verb("add"), verb("import")), (verb("review"), verb("add")), (verb("new"), again)];
    let (mut meetings, mut found) = (0, Vec::new());
    for (first, second) in &pairs {
        let folder = scratch();
        let (first_states, second_states) = (first.states(), second.states());
        for call in super::spread(60, most * 2) {
            let place = first.place(folder.path(), &call.to_string());
            let log = shim::log_beside(&place);
            let wish = Wish::fail(format!("disk+look:{call}:stop"));
            let mut command = shim::command(&place, &log, &first.arguments(&place), &wish);
            let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            let stopped = wait_for_stop(&child);
            let other = second.run(&place, &Wish::default());
            if stopped {
                let _ = Command::new("kill").args(["-CONT", &child.id().to_string()]).status();
                meetings += 1;
            }
            let one = child.wait_with_output().unwrap().status;
            let (one_done, other_done) = (matches!(one.code(), Some(0 | 1)), other.is_done());
            let mut wanted = first_states[0].clone();
            for states in [(one_done, &first_states), (other_done, &second_states)].iter().filter(|(done, _)| *done) {
                wanted.extend(states.1[1].iter().filter(|(name, text)| states.1[0].get(*name) != Some(text)).map(own));
            }
            let is_same_file = first.name == "new";
            let judged = open_again(first, &place).and_then(|_| {
                let now = files(&place);
                let differs = now != wanted;
                match (is_same_file, one_done, other_done) {
                    (_, false, false) => Err(format!("neither was done: {}", other.err)),
                    (true, true, true) => Err("both were confirmed, and one is there".to_owned()),
                    _ if differs => Err(difference(&now, &wanted)),
                    _ => Ok(()),
                }
            });
            if let Err(error) = judged {
                found.push(format!("{} stopped at call {call}, then {}: {error}", first.name, second.name));
            }
            std::fs::remove_dir_all(place).unwrap();
        }
    }
    super::conclude(&format!("two verbs at once: {meetings} meetings"), &found);
}

fn own((name, text): (&String, &String)) -> (String, String) {
    (name.clone(), text.clone())
}

/// Whether the process waits now; `false` where it has ended.
fn wait_for_stop(child: &Child) -> bool {
    let started = Instant::now();
    loop {
        let state = std::fs::read_to_string(format!("/proc/{}/stat", child.id())).unwrap_or_default();
        match state.rsplit_once(')').and_then(|(_, rest)| rest.trim().chars().next()) {
            Some('T') => return true,
            Some('Z') | None => return false,
            _ => assert!(started.elapsed() < LONG, "it neither waits nor ends"),
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}
