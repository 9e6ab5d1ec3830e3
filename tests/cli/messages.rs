//! What people are told: bounded in number and length, harmless to a terminal, and in words.

use std::fs;
use std::path::Path;

use crate::support::bayan::{Said, bayan, claim, project, session};

const TEXT: &str = "The ministry said yes.\nThe union said no.\n";

#[test]
fn the_key_of_a_command_in_a_codebook_is_told_with_the_name_of_the_command() {
    let folder = tempfile::tempdir().unwrap();
    let at = project(folder.path(), TEXT);
    let (path, p) = (at.join("project.ron"), at.to_str().unwrap());
    assert_eq!(bayan(&["check", p]).code, 0);
    let text = fs::read_to_string(&path).unwrap();
    let changed = text.replacen("key: 'W'", "key: 'S'", 1);
    assert_ne!(changed, text);
    fs::write(&path, changed).unwrap();
    let found = bayan(&["check", p]);
    let command = ::bayan::t!("command-add-span");
    assert_eq!(found.code, 1);
    assert!(found.out.contains(&command) && found.out.contains("Warning"), "{}", found.out);
    let json = bayan(&["check", p, "--json"]).json();
    assert_eq!((&json["count"], json["problems"].as_array().unwrap().len()), (&1.into(), 1));
    // It is worked on as before.
    assert_eq!(session(&at, "amal", &[r#"{"title":"new"}"#.to_owned()]).code, 0);
    assert_eq!(bayan(&["check", p]).code, 1);
}

#[test]
fn a_hundred_of_many_are_shown_and_all_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    let at = project(folder.path(), TEXT);
    let path = at.join("project.ron");
    let long = "x".repeat(1 << 20);
    let conflicts: String = (0..20_000)
        .map(|n| format!("(list: \"\", id: \"\", field: \"title\", kept: \"a{n}\", other: \"b\"),\n"))
        .chain([format!("(list: \"\", id: \"\", field: \"title\", kept: \"a\", other: \"{long}\"),\n")])
        .collect();
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{}    conflicts: [{conflicts}],\n)\n", text.trim_end().trim_end_matches(')'))).unwrap();
    let p = at.to_str().unwrap();
    let found = bayan(&["check", p]);
    assert_eq!((found.code, found.out.lines().count()), (1, 101), "{}", &found.out[..2000.min(found.out.len())]);
    assert!(
        found.out.lines().last().unwrap().contains("19,901") || found.out.contains("19901"),
        "{}",
        found.out.lines().last().unwrap()
    );
    assert!(found.out.len() < 100_000);
    let json = bayan(&["check", p, "--json"]).json();
    assert_eq!((&json["count"], json["problems"].as_array().unwrap().len()), (&20_001.into(), 100));
    assert_eq!(bayan(&["check", p, "--all", "--json"]).json()["problems"].as_array().unwrap().len(), 20_001);
    // Every verb says them on standard error.
    let export = folder.path().join("e.jsonl");
    for verb in [
        vec!["stats", p],
        vec!["export", p, "--format", "jsonl", "--out", export.to_str().unwrap()],
        vec!["review", p, "--take", "all-agree"],
    ] {
        let said = bayan(&verb);
        assert!(said.err.len() < 60_000 && said.err.lines().count() < 120, "{verb:?}: {} bytes", said.err.len());
    }
    let said = session(&at, "maya", &[claim(0, 12, "n")]);
    assert!(said.err.len() < 60_000 && said.err.lines().count() < 120);
}

#[test]
fn long_values_are_cut() {
    let folder = tempfile::tempdir().unwrap();
    let at = project(folder.path(), TEXT);
    assert_eq!(session(&at, "maya", &[claim(0, 12, "n")]).code, 0);
    let path = at.join("annotations/one/maya.ron");
    let text = fs::read_to_string(&path).unwrap();
    let long = "ط".repeat(1 << 20);
    let old = text.split("created: \"").nth(1).unwrap().split('"').next().unwrap();
    for changed in [
        text.replacen(old, &long, 1),
        text.replace("\"claim\"", &format!("\"{long}\"")),
        text.replace("quote: \"The ministry\"", &format!("quote: \"{long}\"")),
        text.replace("bayan-layer", &long),
        text.replace("id: \"", &format!("id: \"{long}")),
    ] {
        assert_ne!(changed, text);
        fs::write(&path, changed).unwrap();
        for verb in [vec!["check", at.to_str().unwrap()], vec!["stats", at.to_str().unwrap()]] {
            let said = bayan(&verb);
            assert!(
                said.code == 1 && said.out.len() + said.err.len() < 8_000,
                "{} bytes",
                said.out.len() + said.err.len()
            );
            assert!((said.out + &said.err).contains('…'));
        }
    }
}

#[test]
fn nothing_reaches_the_terminal_but_as_text() {
    let folder = tempfile::tempdir().unwrap();
    let at = project(folder.path(), TEXT);
    let evil = "a\u{1b}]0;x\u{7}\u{9b}2J\u{202e}b\u{2069}\nNo problems found: \u{7f}c";
    let in_ron = |text: &str| text.replace('\n', "\\n");
    let replace = |file: &str, from: &str, to: &str| {
        let path = at.join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{text}");
        fs::write(&path, text.replacen(from, to, 1)).unwrap();
    };
    replace("project.ron", "title: \"t\"", &format!("title: \"{}\"", in_ron(evil)));
    replace("documents/one/document.ron", "publisher: \"\"", &format!("publisher: \"{}\"", in_ron(evil)));
    assert_eq!(session(&at, "maya", &[claim(0, 12, "n")]).code, 0);
    replace("annotations/one/maya.ron", "kind: \"claim\"", &format!("kind: \"{}\"", in_ron(evil)));
    let p = at.to_str().unwrap();
    let report = folder.path().join("r.md");
    for verb in [
        vec!["check", p],
        vec!["stats", p],
        vec!["check", p, "--json"],
        vec!["stats", p, "--json"],
        vec!["history", p, "one", "maya"],
        vec!["agreement", p, "--report", report.to_str().unwrap()],
    ] {
        let said = bayan(&verb);
        let all = said.out.clone() + &said.err;
        assert!(
            !all.chars().any(|c| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c)),
            "{all:?}"
        );
        assert!(!all.lines().any(|line| line.starts_with("No problems found")), "{all}");
    }
    let json = bayan(&["stats", p, "--json"]).json();
    assert_eq!(json["title"], evil, "a program reads it as it is");
}

#[test]
fn conflicts_are_told_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let at = project(folder.path(), TEXT);
    for (id, name) in [("gov", "Government"), ("union", "The Union")] {
        let line = serde_json::json!({ "party": { "id": id, "name": name } }).to_string();
        assert_eq!(session(&at, "maya", &[line]).code, 0);
    }
    assert_eq!(session(&at, "maya", &[claim(0, 12, "n")]).code, 0);
    let path = at.join("annotations/one/maya.ron");
    let base = fs::read_to_string(&path).unwrap();
    let changed = |party: &str, kind: &str, end: usize, quote: &str| {
        let chain = format!("chain: [(party: \"{party}\", cue: None, mention: None)]");
        base.replace("chain: []", &chain)
            .replace("addressees: []", &format!("addressees: [\"{party}\"]"))
            .replace("kind: \"claim\"", &format!("kind: \"{kind}\""))
            .replace("end: 12", &format!("end: {end}"))
            .replace("\"The ministry\"", &format!("\"{quote}\""))
    };
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let names = [
        write("base", &base),
        write("ours", &changed("gov", "warning", 17, "The ministry said")),
        write("theirs", &changed("union", "position", 21, "The ministry said yes")),
    ];
    let merged = bayan(&["merge", &names[0], &names[1], &names[2], "--out", path.to_str().unwrap()]);
    assert_eq!(merged.code, 1, "{merged:?}");
    let Said { out, .. } = check(&at);
    let both = |a: &str, b: &str| {
        out.contains(&format!("here “{a}”, there “{b}”")) || out.contains(&format!("here “{b}”, there “{a}”"))
    };
    for (a, b) in [("Government", "The Union"), ("Warning", "Position"), ("The ministry said", "The ministry said yes")]
    {
        assert!(both(a, b), "{a} {b}: {out}");
    }
    assert!(!out.contains(['{', '[']), "{out}");
}

fn check(project: &Path) -> Said {
    bayan(&["check", project.to_str().unwrap()])
}

#[test]
fn a_value_that_was_deleted_from_the_codebook_outside_is_told_and_kept() {
    let folder = crate::support::project::sample_folder();
    let (codebook, p) = (folder.path().join("project.ron"), folder.path().to_str().unwrap());
    let layer = folder.path().join("annotations/biden-putin-call/annotator-a.ron");
    let text = fs::read_to_string(&layer).unwrap();
    fs::write(&layer, text.replacen("attributes: []", "attributes: [(name: \"polarity\", value: \"denied\")]", 1))
        .unwrap();
    let clean = bayan(&["check", p, "--json"]);
    assert!(clean.code == 0 && clean.json()["notes"].as_array().unwrap().is_empty(), "{clean:?}");
    let text = fs::read_to_string(&codebook).unwrap();
    let changed = text.replacen("id: \"denied\"", "id: \"negated\"", 1);
    assert_ne!(changed, text);
    fs::write(&codebook, changed).unwrap();
    // A warning that says which document, annotator and statement: no finding, since nothing is lost.
    let found = bayan(&["check", p, "--json"]);
    let notes = found.json()["notes"].clone();
    assert_eq!((found.code, notes.as_array().unwrap().len()), (0, 1), "{found:?}");
    let has = |key: &str, words: &str| notes[0][key].as_str().unwrap().contains(words);
    assert!(has("path", "biden-putin-call") && has("path", "annotator-a") && has("place", "statement"), "{notes}");
    assert!(has("message", "denied") && has("message", "Polarity"), "{notes}");
    let said = bayan(&["check", p]);
    assert!(said.code == 0 && said.err.contains("denied"), "{said:?}");
    let all = bayan(&["export", p, "--format", "csv", "--annotator", "annotator-a", "--query", "is:misfit"]);
    assert_eq!((all.code, all.out.matches("denied").count()), (0, 1), "{all:?}");
}
