//! Files made to do harm: each gives a clear error, within 200 MB, and touches nothing outside the project.

use std::fs;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use bayan::store;

use crate::support::project::sample_folder;

const LAYER: &str = "annotations/biden-putin-call/annotator-a.ron";
const DOCUMENT: &str = "documents/biden-putin-call/document.ron";

#[test]
fn nested_a_million_deep() {
    for deep in ["[", "(", "{", "Some(", "(a:", "[(", "/*", "#![enable(", "r#\""] {
        let folder = sample_folder();
        fs::write(folder.path().join(LAYER), deep.repeat(1_000_000)).unwrap();
        reported(folder.path(), LAYER);
        // The same inside an entry.
        let whole = fs::read_to_string(sample_folder().path().join(LAYER)).unwrap();
        let inside = whole.replacen("addressees: [", &format!("addressees: [{}", deep.repeat(1_000_000)), 1);
        fs::write(folder.path().join(LAYER), inside).unwrap();
        reported(folder.path(), LAYER);
    }
}

#[test]
fn a_line_of_four_gigabytes() {
    for file in [LAYER, DOCUMENT, "documents/biden-putin-call/text.txt", "guidelines.md"] {
        let folder = sample_folder();
        let mut sparse = fs::File::create(folder.path().join(file)).unwrap();
        sparse.seek(SeekFrom::Start(4 << 30)).unwrap();
        sparse.write_all(b"x").unwrap();
        reported(folder.path(), file);
    }
    let folder = sample_folder();
    fs::write(
        folder.path().join(LAYER),
        format!("(format: \"bayan-layer\", version: 1, x: [{}", "1,".repeat(20_000_000)),
    )
    .unwrap();
    reported(folder.path(), LAYER);
}

#[test]
fn a_journal_of_nothing_but_marks() {
    let folder = sample_folder();
    let journals = folder.path().join(".bayan/journal");
    fs::create_dir_all(&journals).unwrap();
    let writer = store::layout::computer::writer_name();
    let marks = b"\xb5rec\xff\xff\x0f\x00\0\0\0\0\0\0\0\0".repeat(1_000_000);
    fs::write(journals.join(format!("{writer}.00000001.journal")), store::journal::segments::with_head(&marks))
        .unwrap();
    let output = bayan(&["recover", folder.path().to_str().unwrap()], false);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    assert!(text(&output).contains("16000000 bytes"), "{}", text(&output));
}

#[test]
fn a_manifest_that_leads_out_of_the_project() {
    for (path, other) in
        [("../victim", "documents/x"), ("/etc/x", "project.ron"), ("guidelines.md", "../victim"), ("", "x")]
    {
        let folder = tempfile::tempdir().unwrap();
        let project = folder.path().join("p");
        store::install_sample(&project).unwrap();
        let victim = folder.path().join("victim");
        fs::write(&victim, "mine").unwrap();
        let rest = serde_json::json!({
            "format": "bayan-manifest", "version": 1, "segment": 1,
            "steps": [{ "path": path, "sha256": null, "other": other }],
        })
        .to_string();
        let sum = bayan::text::content::sha256_hex(rest.as_bytes());
        let journals = project.join(".bayan/journal");
        fs::create_dir_all(&journals).unwrap();
        let writer = store::layout::computer::writer_name();
        fs::write(journals.join(format!("{writer}.00000001.manifest")), format!("{sum}\n{rest}")).unwrap();
        let before = fs::read(project.join("guidelines.md")).unwrap();
        let output = bayan(&["recover", project.to_str().unwrap()], false);
        assert_eq!(output.status.code(), Some(1), "{path}: {}", text(&output));
        assert_eq!(fs::read_to_string(&victim).unwrap(), "mine");
        assert_eq!(fs::read(project.join("guidelines.md")).unwrap(), before);
    }
}

#[test]
fn names_and_links_that_lead_out_of_the_project() {
    let folder = tempfile::tempdir().unwrap();
    let secret = folder.path().join("secret");
    fs::write(&secret, "a secret").unwrap();
    let project = folder.path().join("p");
    store::install_sample(&project).unwrap();
    // A text that is a link elsewhere is not read, and so not exported.
    let link = project.join("documents/biden-putin-call/text.txt");
    fs::remove_file(&link).unwrap();
    std::os::unix::fs::symlink(&secret, &link).unwrap();
    reported(&project, "documents/biden-putin-call/text.txt");
    // Nor a document, a folder of layers, or a layer.
    for at in ["documents/linked", "annotations/linked", "annotations/biden-putin-call/linked.ron"] {
        std::os::unix::fs::symlink(folder.path(), project.join(at)).unwrap();
        reported(&project, at);
    }
    for name in ["con", "a b", "..x", "a\u{202e}b"] {
        let at = format!("documents/{name}");
        let _ = fs::create_dir(project.join(&at));
        if !name.starts_with('.') {
            reported(&project, &at);
        }
    }
    for id in ["../../x", "/etc/passwd", "nul", "a\\u{0}b", ""] {
        let folder = sample_folder();
        let path = folder.path().join("project.ron");
        let changed = fs::read_to_string(&path).unwrap().replacen("id: \"biden\"", &format!("id: \"{id}\""), 1);
        fs::write(&path, changed).unwrap();
        reported(folder.path(), "project.ron");
    }
}

#[test]
fn a_pipe_in_the_place_of_a_file_is_not_waited_for() {
    for file in [LAYER, "documents/biden-putin-call/text.txt"] {
        let folder = sample_folder();
        fs::remove_file(folder.path().join(file)).unwrap();
        assert!(Command::new("mkfifo").arg(folder.path().join(file)).status().unwrap().success());
        reported(folder.path(), file);
    }
}

#[test]
fn nul_and_lone_surrogates() {
    let folder = sample_folder();
    let path = folder.path().join(LAYER);
    let whole = fs::read_to_string(&path).unwrap();
    fs::write(&path, whole.replacen("note: \"", "note: \"\\u{d800}", 1)).unwrap();
    reported(folder.path(), LAYER);
    // NUL in a note is a character like others.
    fs::write(&path, whole.replacen("note: \"", "note: \"\0", 1)).unwrap();
    assert_eq!(store::open(folder.path()).unwrap().problems, []);
    let import = folder.path().join("x.jsonl");
    let line = "{\"format\":\"bayan\",\"version\":1,\"offset_unit\":\"codepoint\",\"document\":{\"id\":\"\\ud800\",";
    for text in [line.to_owned(), format!("{}1", "[".repeat(1_000_000)), "\0".repeat(100), "{\"a\":".repeat(1_000_000)]
    {
        fs::write(&import, text).unwrap();
        let project = folder.path().to_str().unwrap();
        let arguments = ["import", project, "--format", "jsonl", import.to_str().unwrap(), "--annotator", "x"];
        let output = bayan(&arguments, true);
        assert_eq!(output.status.code(), Some(1), "{}", self::text(&output));
    }
}

/// `bayan check`, with no more than 200 MB, reports this file and nothing else goes wrong.
fn reported(project: &Path, file: &str) {
    let output = bayan(&["check", project.to_str().unwrap()], true);
    let text = text(&output);
    assert_eq!(output.status.code(), Some(1), "{file}: {text}");
    let path: PathBuf = project.join(file);
    assert!(text.contains(&bayan::locale::harmless(path.to_str().unwrap())), "{file}: {text}");
    assert!(!text.contains("panicked"), "{text}");
    // A message is for people, whatever the file has in it.
    assert!(text.len() < 20_000, "{} bytes of message", text.len());
}

fn bayan(arguments: &[&str], bounded: bool) -> Output {
    // The address space is bounded, of which memory is a part.
    let limit = if bounded { "ulimit -v 204800;" } else { "" };
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("{limit} exec \"$0\" \"$@\"")).arg(env!("CARGO_BIN_EXE_bayan")).args(arguments);
    command.output().unwrap()
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
