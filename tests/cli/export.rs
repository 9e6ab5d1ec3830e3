//! `bayan export` as it is typed: sources, queries, strictness, presets and what is reported.

use std::path::Path;
use std::process::Command;

use ::bayan::locale::plain;
use ::bayan::t;

use crate::support::bayan::{Said, bayan, claim, must, project, session};

const TEXT: &str = "The ministry said yes.\nThe union said no.\n";

/// A project in which amal and omar have tagged the article, and the path of its folder as text.
fn tagged(folder: &Path) -> String {
    let at = project(folder, TEXT);
    assert_eq!(session(&at, "amal", &[claim(0, 12, "a"), claim(23, 32, "")]).code, 0);
    assert_eq!(session(&at, "omar", &[claim(0, 12, "b")]).code, 0);
    at.to_str().unwrap().to_owned()
}

fn annotators(said: &Said) -> Vec<String> {
    let lines = said.out.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    lines.map(|line| line["annotator"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn without_a_choice_gold_comes_first_and_several_layers_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let p = tagged(folder.path());
    let all = must(&["export", &p, "--format", "jsonl"]);
    assert_eq!(annotators(&all), ["amal", "omar"]);
    let told = ::bayan::t!("export-several-layers", count = 1);
    assert!(all.err.contains(&::bayan::locale::plain(&told)), "{}", all.err);
    must(&["review", &p, "--take", "all-agree"]);
    let gold = must(&["export", &p, "--format", "jsonl"]);
    assert_eq!(annotators(&gold), ["gold"]);
    assert!(!gold.err.contains(&::bayan::locale::plain(&told)), "{}", gold.err);
    let both = must(&["export", &p, "--format", "jsonl", "--gold", "--annotator", "omar"]);
    assert_eq!(annotators(&both), ["gold", "omar"]);
    let all = must(&["export", &p, "--format", "jsonl", "--all-annotators"]);
    assert_eq!(annotators(&all), ["amal", "omar"]);
    assert!(!all.err.contains(&::bayan::locale::plain(&told)), "who asks for all gets no warning: {}", all.err);
}

#[test]
fn a_query_is_applied_and_a_wrong_one_is_explained() {
    let folder = tempfile::tempdir().unwrap();
    let p = tagged(folder.path());
    let found = must(&["export", &p, "--format", "csv", "--query", "has:note by:amal"]);
    assert_eq!(found.out.lines().count(), 2);
    let wrong = bayan(&["export", &p, "--format", "csv", "--query", "ministry ("]);
    let error = ::bayan::query::Query::parse("ministry (").unwrap_err().to_string();
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains(&::bayan::locale::plain(&error)), "{}", wrong.err);
    assert_eq!(bayan(&["export", &p, "--format", "csv", "--query", "speaker:nobody"]).code, 2);
}

#[test]
fn a_strict_export_loses_nothing_or_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let p = tagged(folder.path());
    let out = folder.path().join("x.csv");
    let o = out.to_str().unwrap();
    let refused = bayan(&["export", &p, "--format", "csv", "--strict", "--json", "--out", o]);
    assert_eq!(refused.code, 1);
    assert!(!out.exists());
    let answer = refused.json();
    assert_eq!((&answer["written"], &answer["statements"]), (&false.into(), &0.into()));
    let texts = answer["losses"].as_array().unwrap().iter().find(|loss| loss["id"] == "texts").unwrap();
    assert_eq!(texts["count"], 1);
    assert!(!texts["message"].as_str().unwrap().is_empty());
    let out = folder.path().join("x.jsonl");
    let done = must(&["export", &p, "--format", "jsonl", "--strict", "--json", "--out", out.to_str().unwrap()]);
    assert_eq!((&done.json()["written"], &done.json()["losses"]), (&true.into(), &serde_json::json!([])));
}

#[test]
fn what_is_left_out_by_choice_is_no_loss() {
    let folder = tempfile::tempdir().unwrap();
    let p = tagged(folder.path());
    let out = folder.path().join("x.jsonl");
    let o = out.to_str().unwrap();
    let chosen = ["--all-annotators", "--query", "by:amal", "--anonymise", "--strict", "--out", o];
    let run = |format: &str, more: &[&str]| bayan(&[&["export", &p, "--format", format], &chosen[..], more].concat());
    let done = run("jsonl", &["--json"]);
    assert_eq!(done.code, 0, "{}", done.err);
    let losses: Vec<_> = done.json()["losses"].as_array().unwrap().clone();
    let told: Vec<_> =
        losses.iter().map(|loss| (loss["id"].as_str().unwrap(), loss["count"].as_u64().unwrap())).collect();
    assert_eq!(told, [("not-found", 1), ("anonymised", 1)]);
    assert!(losses.iter().all(|loss| loss["by_choice"] == true));
    // What the format loses is told apart from it, and still refused.
    let refused = run("csv", &[]);
    assert_eq!(refused.code, 1);
    let [choice, lost, strict] =
        [t!("export-by-choice"), t!("export-lost"), t!("export-strict")].map(|text| plain(&text));
    let at = |text: &str| refused.err.find(text).unwrap_or_else(|| panic!("{text}: {}", refused.err));
    let (texts, not_found) = (t!("export-loss-texts", count = 1), t!("export-loss-not-found", count = 1));
    let order = [at(&choice), at(&plain(&not_found)), at(&lost), at(&plain(&texts)), at(&strict)];
    assert!(order.is_sorted(), "{}", refused.err);
}

#[test]
fn options_belong_to_their_format() {
    let folder = tempfile::tempdir().unwrap();
    let p = tagged(folder.path());
    assert_eq!(bayan(&["export", &p, "--format", "jsonl", "--spreadsheet"]).code, 2);
    assert_eq!(bayan(&["export", &p, "--format", "parquet", "--partition-by", "colour"]).code, 2);
    assert_eq!(bayan(&["export", &p, "--format", "hf", "--split", "80/20"]).code, 2);
    assert_eq!(bayan(&["export", &p, "--format", "jsonl", "--per-document"]).code, 2);
    let out = folder.path().join("parts");
    must(&["export", &p, "--format", "jsonl", "--per-document", "--out", out.to_str().unwrap()]);
    assert!(out.join("one.jsonl").is_file());
    let bytes = must(&["export", &p, "--format", "csv", "--byte-order-mark"]).out;
    assert!(bytes.starts_with('\u{feff}'));
}

#[test]
fn presets_are_kept_and_the_command_line_counts_first() {
    let folder = tempfile::tempdir().unwrap();
    let p = tagged(folder.path());
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bayan"));
        command.env("BAYAN_CONFIG_DIR", folder.path().join("config")).args(["export", &p]).args(arguments);
        let done = command.output().unwrap();
        (done.status.code().unwrap(), String::from_utf8(done.stdout).unwrap())
    };
    let (code, excel) = run(&["--preset", "excel"]);
    assert_eq!(code, 0);
    assert!(excel.starts_with("\u{feff}project,"));
    let (code, saved) = run(&[
        "--format",
        "csv",
        "--byte-order-mark",
        "--annotator",
        "amal",
        "--query",
        "has:note",
        "--save-preset",
        "x",
    ]);
    assert_eq!((code, saved.lines().count()), (0, 2));
    assert_eq!(run(&["--preset", "x"]), (0, saved.clone()));
    // Another format takes the options of the preset away, another source its source, another query its query.
    let (code, other) = run(&["--preset", "x", "--format", "tsv", "--all-annotators", "--query", "by:omar"]);
    assert_eq!((code, other.lines().count()), (0, 2));
    assert!(other.starts_with("project\t") && other.contains("omar"), "{other}");
    assert_eq!(run(&["--preset", "nothing"]).0, 2);
    assert_eq!(run(&["--format", "csv", "--save-preset", "excel"]).0, 2);
    assert_eq!(run(&["--format", "csv", "--save-preset", " "]).0, 2);
    assert_eq!(run(&[]).0, 2);
    // Whatever else is in the settings stays there, and so do other presets.
    let settings = folder.path().join("config").join("settings.ron");
    let kept = std::fs::read_to_string(&settings).unwrap().replacen("theme: None", "theme: Some(\"dark\")", 1);
    std::fs::write(&settings, kept).unwrap();
    assert_eq!(run(&["--format", "tsv", "--save-preset", " y "]).0, 0);
    let kept = std::fs::read_to_string(&settings).unwrap();
    assert!(kept.contains("theme: \"dark\"") && kept.contains("\"x\": (") && kept.contains("\"y\": ("), "{kept}");
}

/// Ctrl+C, a shutdown or a closed terminal while an export is written: what was there before is still there, whole, and what
/// was begun is removed by the next export.
#[cfg(unix)]
#[test]
fn an_export_that_is_interrupted_leaves_what_was_there() {
    let folder = tempfile::tempdir().unwrap();
    let (project, out) = (folder.path().join("p"), folder.path().join("out"));
    let p = project.to_str().unwrap();
    must(&["generate", p, "--documents", "300", "--bytes", "300000", "--statements", "900"]);
    std::fs::create_dir(&out).unwrap();
    let (file, pages) = (out.join("x.jsonl"), out.join("pages"));
    // Whether it was interrupted; a machine that is busy elsewhere may send the signal too late.
    let is_interrupted = |format: &str, target: &std::path::Path, signal: &str| {
        std::fs::write(&file, "before").unwrap();
        _ = std::fs::remove_dir_all(&pages);
        let mut export = Command::new(env!("CARGO_BIN_EXE_bayan"));
        let target = target.to_str().unwrap();
        let mut running = export.args(["export", p, "--format", format, "--out", target]).spawn().unwrap();
        // What is being written has a name of its own.
        let names = || std::fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().file_name()).collect::<Vec<_>>();
        let before = names().len();
        while names().len() == before {
            if running.try_wait().unwrap().is_some() {
                return false;
            }
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        let id = running.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        match running.wait().unwrap().code() {
            None => true,
            code => {
                assert_eq!(code, Some(0), "{format}");
                false
            }
        }
    };
    let left = || {
        let entries = std::fs::read_dir(&out).unwrap().map(|entry| entry.unwrap());
        let left = entries.filter(|entry| entry.file_name().to_str().unwrap().starts_with(".bayan-"));
        left.map(|entry| entry.path()).collect::<Vec<_>>()
    };
    for (format, target, signal) in [("jsonl", &file, "-INT"), ("html", &pages, "-TERM"), ("jsonl", &file, "-HUP")] {
        let mut tries = 0..50;
        assert!(
            tries.any(|_| is_interrupted(format, target, signal)),
            "{format}: it was always over before the signal came"
        );
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "before");
        assert!(!pages.exists());
        // The next export takes what is empty for one that has just begun, unless it is old.
        let begun = left();
        assert!(!begun.is_empty());
        for path in &begun {
            std::fs::File::open(path).unwrap().set_modified(std::time::UNIX_EPOCH).unwrap();
        }
        must(&["export", p, "--format", "jsonl", "--out", file.to_str().unwrap()]);
        assert_eq!(std::fs::read_to_string(&file).unwrap().lines().count(), 300);
        assert_eq!(left(), Vec::<std::path::PathBuf>::new(), "{format}");
    }
}

/// Standard output gets what a file gets, as it comes; a reader that has read enough is no error.
#[cfg(unix)]
#[test]
fn standard_output_gets_the_bytes_of_the_file_until_its_reader_has_enough() {
    use std::io::Read as _;
    use std::process::Stdio;
    let folder = tempfile::tempdir().unwrap();
    let (project, out) = (folder.path().join("p"), folder.path().join("out"));
    let p = project.to_str().unwrap();
    must(&["generate", p, "--documents", "50", "--bytes", "300000", "--statements", "900"]);
    std::fs::create_dir(&out).unwrap();
    for format in ["jsonl", "csv", "xlsx", "w3c", "qdpx"] {
        let file = out.join(format);
        must(&["export", p, "--format", format, "--out", file.to_str().unwrap()]);
        let arguments = ["export", p, "--format", format];
        let mut export = Command::new(env!("CARGO_BIN_EXE_bayan"));
        let done = export.args(arguments).output().unwrap();
        assert!(done.status.success(), "{format}: {}", String::from_utf8_lossy(&done.stderr));
        assert!(done.stdout == std::fs::read(&file).unwrap(), "{format}");
        let mut export = Command::new(env!("CARGO_BIN_EXE_bayan"));
        let mut running = export.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = [0; 10];
        running.stdout.take().unwrap().read_exact(&mut first).unwrap();
        assert_eq!(first, done.stdout[..10]);
        let done = running.wait_with_output().unwrap();
        assert_eq!(done.status.code(), Some(0), "{format}: {}", String::from_utf8_lossy(&done.stderr));
    }
}
