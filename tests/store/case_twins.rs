//! Names that differ in capital letters or in the form of a letter alone, which are one file on some systems.

use std::fs;

use crate::support::bayan::{bayan, claim, project, session};
use bayan::store::{self, ProblemKind};

const TEXT: &str = "The ministry said yes.\nThe union said no.\n";

#[test]
fn a_second_name_that_is_the_same_file_somewhere_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let at = project(folder.path(), TEXT);
    let p = at.to_str().unwrap();
    let names = [("dina", "DINA"), ("straße", "STRASSE"), ("νίκος", "Νίκοσ"), ("inci", "İNCİ"), ("ılgın", "ILGIN")];
    for (name, twin) in names {
        assert_eq!(session(&at, name, &[claim(0, 12, "n")]).code, 0, "{name}");
        let said = session(&at, twin, &[claim(23, 32, "n")]);
        assert_eq!(said.code, 2, "{said:?}");
        assert!(said.err.contains(twin) && said.err.contains(&format!("Use {name}")), "{said:?}");
        let said = session(&at, name, &[format!("{{\"annotator\":\"{twin}\"}}"), claim(23, 32, "n")]);
        assert_eq!(said.code, 1, "{said:?}");
        let file = folder.path().join("t.jsonl");
        let sent = bayan(&["send", p, "--annotator", name, "--out", file.to_str().unwrap()]);
        assert_eq!(sent.code, 0, "{sent:?}");
        let said = bayan(&["receive", p, file.to_str().unwrap(), "--as", twin]);
        assert_eq!((said.code, said.err.contains(&format!("Use {name}"))), (2, true), "{said:?}");
        let export = folder.path().join("e.jsonl");
        bayan(&["export", p, "--format", "jsonl", "--annotator", name, "--out", export.to_str().unwrap()]);
        let said =
            bayan(&["import", p, "--format", "jsonl", export.to_str().unwrap(), "--annotator", twin, "--replace"]);
        assert_eq!(said.code, 2, "{said:?}");
        let left: Vec<_> = fs::read_dir(at.join("annotations/one")).unwrap().flatten().map(|e| e.file_name()).collect();
        assert!(!left.contains(&format!("{twin}.ron").into()), "{left:?}");
    }
}

#[test]
fn a_colleague_with_such_a_name_is_asked_for_another_one() {
    let folder = tempfile::tempdir().unwrap();
    let at = project(folder.path(), TEXT);
    assert_eq!(session(&at, "dina", &[claim(0, 12, "n")]).code, 0);
    let below = folder.path().join("theirs");
    fs::create_dir(&below).unwrap();
    let theirs = project(&below, TEXT);
    assert_eq!(session(&theirs, "Dina", &[claim(23, 32, "n")]).code, 0);
    let said = bayan(&["receive", at.to_str().unwrap(), theirs.to_str().unwrap(), "--json"]);
    assert_eq!((said.code, said.json()["layers"][0]["state"].as_str()), (1, Some("conflict")), "{said:?}");
    // Under another name, or as the same person, it comes in.
    let said = bayan(&["receive", at.to_str().unwrap(), theirs.to_str().unwrap(), "--as", "dina-2"]);
    assert_eq!(said.code, 0, "{said:?}");
}

#[test]
fn documents_are_told_apart_by_more_than_case() {
    let folder = tempfile::tempdir().unwrap();
    let at = project(folder.path(), TEXT);
    // As an import or an older program has made it.
    fs::rename(at.join("documents/one"), at.join("documents/One")).unwrap();
    let article = folder.path().join("one.txt");
    assert_eq!(bayan(&["add", at.to_str().unwrap(), "--anyway", article.to_str().unwrap()]).code, 0);
    assert!(at.join("documents/one-2").is_dir() && !at.join("documents/one").exists());
}

#[test]
fn what_is_there_already_is_named_and_not_lost() {
    let folder = tempfile::tempdir().unwrap();
    let at = project(folder.path(), TEXT);
    assert_eq!(session(&at, "dina", &[claim(0, 12, "small")]).code, 0);
    let layers = at.join("annotations/one");
    // Another person's, of one who has the same name in capitals.
    let text = fs::read_to_string(layers.join("dina.ron")).unwrap().replace("small", "large");
    fs::write(layers.join("Dina.ron"), text).unwrap();
    let opened = store::open(&at).unwrap();
    assert_eq!(opened.project.layers.len(), 2);
    assert!(opened.problems.iter().any(|problem| matches!(problem.kind, ProblemKind::Twin(_))));
    let found = bayan(&["check", at.to_str().unwrap()]);
    assert!(found.code == 1 && found.out.contains("Dina") && found.out.contains("dina"), "{found:?}");
    // What cannot be read has its name all the same.
    let sound = fs::read(layers.join("Dina.ron")).unwrap();
    fs::write(layers.join("Dina.ron"), "damaged").unwrap();
    let opened = store::open(&at).unwrap();
    let layer = |name: &str| {
        let annotator = bayan::model::id::AnnotatorId::new(name).unwrap();
        bayan::edit::change::Touched::Layer(bayan::model::id::DocumentId::new("one").unwrap(), annotator)
    };
    assert!(opened.protected.covers(&layer("DINA")) && !opened.protected.covers(&layer("dana")));
    fs::write(layers.join("Dina.ron"), sound).unwrap();
    // Both can be worked on still.
    for name in ["dina", "Dina"] {
        let said = session(&at, name, &[claim(23, 32, "more"), "\"undo\"".into(), "\"redo\"".into()]);
        assert_eq!(said.code, 0, "{said:?}");
        assert_eq!(fs::read_to_string(layers.join(format!("{name}.ron"))).unwrap().matches("more").count(), 1);
    }
}

#[test]
fn an_imported_article_that_is_a_twin_is_named_and_the_others_come_in() {
    let folder = tempfile::tempdir().unwrap();
    let at = project(folder.path(), TEXT);
    assert_eq!(session(&at, "dina", &[claim(0, 12, "n")]).code, 0);
    let line = bayan(&["export", at.to_str().unwrap(), "--format", "jsonl"]).out;
    let twin = line.replace("\"id\":\"one\"", "\"id\":\"ONE\"");
    assert_ne!(twin, line);
    let file = folder.path().join("tags.jsonl");
    fs::write(&file, twin + &line).unwrap();
    let arguments =
        ["import", at.to_str().unwrap(), "--format", "jsonl", file.to_str().unwrap(), "--annotator", "omar"];
    let said = bayan(&arguments);
    assert_eq!((said.code, said.err.contains("ONE"), said.err.contains("one")), (1, true, true), "{said:?}");
    assert!(at.join("annotations/one/omar.ron").is_file() && !at.join("documents/ONE").exists());
}
