//! A disk on which upper and lower case are the same, as in Windows and macOS: nothing is lost there or taken for another.
//!
//! A real one where `BAYAN_FOLD` names a folder on it, as `.ci/run` mounts one where the system lets it; else the shim, which
//! folds the letters A to Z in every path.

use std::path::Path;

use super::shim::{Run, Wish, library};
use super::verbs::{Files, Fixture, PROJECT, Verb, copy, difference, files, open_again, scratch, text};

/// Where to make places, and how to run the program there.
fn disk() -> Option<(tempfile::TempDir, Wish)> {
    let Some(real) = std::env::var_os("BAYAN_FOLD") else {
        library()?;
        println!("upper and lower case: the shim stands in for such a disk");
        return Some((scratch(), Wish { folds: true, ..Wish::default() }));
    };
    let folder = tempfile::tempdir_in(real).unwrap();
    std::fs::write(folder.path().join("a"), "").unwrap();
    assert!(folder.path().join("A").exists(), "{} tells cases apart", folder.path().display());
    println!("upper and lower case: a real disk, {}", folder.path().display());
    Some((folder, Wish::default()))
}

fn verb(name: &'static str, arguments: &[&str], script: &[String]) -> Verb {
    let verbs = Fixture::get().verbs();
    let base = verbs.into_iter().find(|verb| verb.name == "add").unwrap();
    let arguments = arguments.iter().map(|argument| (*argument).to_owned()).collect();
    Verb { name, arguments, script: script.to_vec(), ..base }
}

/// Everything that was there is there unchanged, and the project is sound.
fn keeps(verb: &Verb, place: &Path, before: &Files, run: &Run) -> Result<Files, String> {
    let now = open_again(verb, place).map_err(|error| format!("{}: {error} ({run:?})", verb.name))?;
    let kept: Files = now.iter().filter(|(name, _)| before.contains_key(*name)).map(own).collect();
    if kept == *before { Ok(now) } else { Err(format!("{}: {}", verb.name, difference(before, &kept))) }
}

fn own((name, text): (&String, &String)) -> (String, String) {
    (name.clone(), text.clone())
}

#[test]
fn every_verb_does_the_same_where_cases_are_the_same() {
    let Some((folder, wish)) = disk() else { return };
    let verbs = Fixture::get().verbs();
    let found = super::all(&verbs, 2, |verb| {
        // Git asks the disk for more than the stand-in can tell.
        if verb.name == "git-setup" {
            return None;
        }
        let place = verb.place(folder.path(), &verb.name.replace(' ', "-"));
        let run = verb.run(&place, &wish);
        let now = open_again(verb, &place);
        let states = verb.states();
        match now {
            Ok(now) if run.is_done() && Some(&now) == states.last() => None,
            Ok(now) => Some(format!("{}: {} ({run:?})", verb.name, difference(states.last().unwrap(), &now))),
            Err(error) => Some(format!("{}: {error} ({run:?})", verb.name)),
        }
    });
    let found: Vec<String> = found.into_iter().flatten().collect();
    super::conclude(&format!("{} verbs where cases are the same", verbs.len()), &found);
}

#[test]
fn an_annotator_is_not_taken_for_one_of_another_case() {
    let Some((folder, wish)) = disk() else { return };
    let add = "{\"add\":{\"document\":\"d0\",\"kind\":\"claim\",\"start\":2,\"end\":9,\"id\":\"01b00000-0000-7000-8000-000000000b00\"}}";
    let script = [add.to_owned()];
    let switched = ["{\"annotator\":\"BASMA\"}".to_owned(), add.to_owned()];
    let fixture = Fixture::get();
    let exported = fixture.path("amal.jsonl");
    let tries = [
        verb("session", &["session", "{}/p", "--script", "{script}", "--annotator", "Basma"], &script),
        verb(
            "session that goes on as another",
            &["session", "{}/p", "--script", "{script}", "--annotator", "amal"],
            &switched,
        ),
        verb("import", &["import", "{}/p", "--format", "jsonl", text(&exported), "--annotator", "BASMA"], &[]),
        verb(
            "import in the place",
            &["import", "{}/p", "--format", "jsonl", text(&exported), "--annotator", "Basma", "--replace"],
            &[],
        ),
        verb("receive --as", &["receive", "{}/p", text(&fixture.path("dina.json")), "--as", "Basma"], &[]),
    ];
    let mut found = Vec::new();
    for (index, verb) in tries.iter().enumerate() {
        let place = verb.place(folder.path(), &index.to_string());
        let before = files(&place);
        let run = verb.run(&place, &wish);
        // What amal has written under her own name may be another matter, what stands in basma's layer is hers.
        let layers = |files: &Files| -> Files {
            files.iter().filter(|(name, _)| name.to_lowercase().contains("basma")).map(own).collect()
        };
        match open_again(verb, &place) {
            Ok(now) if layers(&now) == layers(&before) => {}
            Ok(now) => found.push(format!("{}: {} ({run:?})", verb.name, difference(&layers(&before), &layers(&now)))),
            Err(error) => found.push(format!("{}: {error} ({run:?})", verb.name)),
        }
        let said = format!("{}{}", run.out, run.err);
        if run.status.success() && !said.contains("basma") {
            found.push(format!("{}: nothing was said: {run:?}", verb.name));
        }
    }
    super::conclude("annotators whose names differ in case", &found);
}

#[test]
fn an_article_is_not_taken_for_one_of_another_case() {
    let Some((folder, wish)) = disk() else { return };
    let sources = scratch();
    let article = sources.path().join("D0.txt");
    std::fs::write(&article, "Quite another article.\n").unwrap();
    // A colleague on a disk that tells cases apart: an article D0 of her own, and a layer of somebody called Amal.
    let theirs = sources.path().join("theirs");
    copy(&Fixture::get().path("colleague").join(PROJECT), &theirs);
    let moved = |from: &str, to: &str| std::fs::rename(theirs.join(from), theirs.join(to)).unwrap();
    moved("documents/d9", "documents/D0");
    moved("annotations/d9", "annotations/D0");
    moved("annotations/d0/dina.ron", "annotations/d0/AMAL.ron");
    change(&theirs.join("documents/D0/document.ron"), "d9", "D0");
    change(&theirs.join("annotations/D0/dina.ron"), "d9", "D0");
    change(&theirs.join("annotations/d0/AMAL.ron"), "dina", "AMAL");
    let tries = [
        verb("add", &["add", "{}/p", text(&article)], &[]),
        verb("receive", &["receive", "{}/p", text(&theirs), "--with-documents"], &[]),
    ];
    let mut found = Vec::new();
    for (index, verb) in tries.iter().enumerate() {
        let place = verb.place(folder.path(), &index.to_string());
        let before = files(&place);
        let run = verb.run(&place, &wish);
        if let Err(error) = keeps(verb, &place, &before, &run) {
            found.push(error);
        }
    }
    super::conclude("articles whose names differ in case", &found);
}

fn change(path: &Path, from: &str, to: &str) {
    let old = std::fs::read_to_string(path).unwrap();
    std::fs::write(path, old.replace(&format!("\"{from}\""), &format!("\"{to}\""))).unwrap();
}
