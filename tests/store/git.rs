//! Projects that git has handled: other line ends, `.gitattributes`, conflict markers. Made by bytes; one test has git itself.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::bayan::{Said, bayan, claim, project, session};
use bayan::model::id::{AnnotatorId, DocumentId};
use bayan::store;

const LF: &str = "The ministry said yes.\nThe union said no.\n\nAll agreed.\n";

/// What another program does to a text.
type Change<'c> = &'c dyn Fn(&str) -> String;

#[test]
fn a_text_with_other_line_ends_is_read_as_it_was_annotated() {
    let crlf = |text: &str| text.replace("\r\n", "\n").replace('\n', "\r\n");
    let lf = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n");
    let changes: [(&str, Change<'_>); 8] = [
        ("autocrlf=true, eol=crlf", &crlf),
        ("autocrlf=input", &lf),
        ("a line end more", &|text| format!("{text}\n")),
        ("a line end less", &|text| text.trim_end_matches(['\r', '\n']).to_owned()),
        ("a mark", &|text| format!("\u{feff}{text}")),
        ("a mark and other line ends", &|text| format!("\u{feff}{}", crlf(text))),
        ("CR", &|text| lf(text).replace('\n', "\r")),
        ("other line ends and one less", &|text| crlf(text).trim_end_matches(['\r', '\n']).to_owned()),
    ];
    for original in [LF.to_owned(), crlf(LF), LF.replace('\n', "\r"), LF.replacen('\n', "\r\n", 2)] {
        let folder = tempfile::tempdir().unwrap();
        let made = project(folder.path(), &original);
        let start = original.find("The union").unwrap();
        assert_eq!(session(&made, "anna", &[claim(start, start + 9, "first")]).code, 0);
        for (number, (what, change)) in changes.iter().enumerate() {
            let changed = change(&original);
            if changed == original {
                continue;
            }
            let at = folder.path().join(number.to_string());
            copy(&made, &at);
            let text = at.join("documents/one/text.txt");
            fs::write(&text, &changed).unwrap();
            // It is said, with the way out, and is no hindrance: also somebody without a layer tags the right place.
            let opened = store::open(&at).unwrap();
            let told = opened.notes.iter().map(ToString::to_string).collect::<String>();
            assert!(opened.problems.is_empty() && told.contains("--fix"), "{what} {original:?}: {told}");
            assert_eq!(session(&at, "maya", &[claim(start, start + 9, "second")]).code, 0, "{what}");
            assert_eq!(fs::read_to_string(&text).unwrap(), changed, "a save does not touch it");
            for annotator in ["anna", "maya"] {
                assert_eq!(quotes(&at, annotator), ["The union"], "{what} {original:?}");
            }
            // Put right, and kept as it was.
            let fixed = check(&at, &["--fix"]);
            assert_eq!(fixed.code, 0, "{what}: {fixed:?}");
            assert_eq!(fs::read_to_string(&text).unwrap(), original);
            assert_eq!(fs::read_dir(at.join(".bayan/kept")).unwrap().count(), 1);
            assert!(store::open(&at).unwrap().notes.is_empty());
        }
        let text = made.join("documents/one/text.txt");
        fs::write(text, format!("{original}\n")).unwrap();
        let found = check(&made, &[]);
        assert_eq!((found.code, found.out.contains("--fix")), (1, true), "{found:?}");
    }
}

/// A folder with all that is in it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() { copy(&path, &to) } else { _ = fs::copy(&path, &to).unwrap() }
    }
}

#[test]
fn files_with_other_line_ends_say_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let original = LF.replace('\n', "\r\n");
    let at = project(folder.path(), &original);
    fs::write(at.join("guidelines.md"), "One rule.\nAnother one.\n").unwrap();
    // A quote over a line end, and a note of two lines.
    assert_eq!(session(&at, "anna", &[claim(0, 33, "one\ntwo “x” \"y\"")]).code, 0);
    let before = store::open(&at).unwrap();
    assert!(before.problems.is_empty(), "{:?}", before.problems);
    for to in ["\r\n", "\n", "\r"] {
        for file in ["project.ron", "documents/one/document.ron", "annotations/one/anna.ron", "guidelines.md"] {
            let path = at.join(file);
            let text = fs::read_to_string(&path).unwrap().replace("\r\n", "\n").replace('\r', "\n");
            fs::write(&path, text.replace('\n', to)).unwrap();
        }
        let after = store::open(&at).unwrap();
        assert!(after.problems.is_empty() && after.protected.is_empty(), "{to:?}: {:?}", after.problems);
        assert_eq!(after.project.layers, before.project.layers, "{to:?}");
        assert_eq!((&after.project.title, &after.project.parties), (&before.project.title, &before.project.parties));
    }
}

#[test]
fn all_that_belongs_to_a_protected_document_is_protected_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let at = project(folder.path(), LF);
    let text = at.join("documents/one/text.txt");
    fs::write(&text, LF.replace("ministry", "minister")).unwrap();
    let said = session(&at, "maya", &[claim(23, 32, "n")]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(!at.join("annotations/one/maya.ron").exists());
    let out = folder.path().join("t.jsonl");
    fs::write(&out, "").unwrap();
    // Two layers of another document, so that there is something to accept for the one that is protected.
    let two = project_with_two_layers(folder.path());
    fs::write(two.join("documents/one/text.txt"), "Other words.\n").unwrap();
    let reviewed = bayan(&["review", two.to_str().unwrap(), "--take", "all-agree"]);
    assert!(!two.join("review/one.ron").exists(), "{reviewed:?}");
    let opened = store::open(&at).unwrap();
    let document = DocumentId::new("one").unwrap();
    let nobody = AnnotatorId::new("nobody-yet").unwrap();
    for file in [
        bayan::edit::change::Touched::Document(document.clone()),
        bayan::edit::change::Touched::Layer(document.clone(), nobody),
        bayan::edit::change::Touched::Review(document),
    ] {
        assert!(opened.protected.covers(&file), "{file:?}");
    }
    assert!(!opened.protected.covers(&bayan::edit::change::Touched::Project));
    // What is wrong says the way out.
    let found = check(&at, &["--fix"]);
    assert_eq!((found.code, found.out.contains("git checkout")), (1, true), "{found:?}");
}

#[test]
fn a_new_project_tells_git_to_leave_line_ends_alone() {
    let folder = tempfile::tempdir().unwrap();
    let at = project(folder.path(), LF);
    let lines = fs::read_to_string(at.join(".gitattributes")).unwrap();
    for line in ["/documents/*/text.txt -text -merge", "/project.ron -text", "/annotations/*/*.ron -text"] {
        assert!(lines.lines().any(|known| known == line), "{lines}");
    }
    // One from before: named where there is a repository, added by the fix, the rest of the file kept.
    fs::write(at.join(".gitattributes"), "*.png binary").unwrap();
    assert!(!check(&at, &[]).err.contains(".gitattributes"));
    fs::create_dir(at.join(".git")).unwrap();
    let found = check(&at, &[]);
    assert_eq!((found.code, found.err.contains(".gitattributes")), (0, true), "{found:?}");
    assert_eq!(check(&at, &["--fix"]).code, 0);
    let lines = fs::read_to_string(at.join(".gitattributes")).unwrap();
    assert!(lines.starts_with("*.png binary\n/project.ron -text\n"), "{lines}");
    assert!(!check(&at, &[]).err.contains(".gitattributes"));
    let sample = folder.path().join("sample");
    store::install_sample(&sample).unwrap();
    assert!(sample.join(".gitattributes").is_file());
}

#[test]
fn conflict_markers_are_called_by_name_and_mended() {
    for diff3 in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let at = project(folder.path(), LF);
        assert_eq!(session(&at, "anna", &[claim(0, 12, "base")]).code, 0);
        let layer = at.join("annotations/one/anna.ron");
        let base = fs::read_to_string(&layer).unwrap();
        let (ours, theirs) =
            (base.replace("\"base\"", "\"ours\""), base.replace("kind: \"claim\"", "kind: \"warning\""));
        assert_ne!(base, theirs);
        fs::write(&layer, marked(&base, &ours, &theirs, diff3)).unwrap();
        let title = |name: &str| fs::read_to_string(at.join("project.ron")).unwrap().replace("\"t\"", name);
        fs::write(at.join("project.ron"), marked(&title("\"t\""), &title("\"ours\""), &title("\"theirs\""), diff3))
            .unwrap();
        let found = check(&at, &[]);
        assert_eq!(found.code, 1);
        let named: Vec<_> = found.out.lines().filter(|line| line.contains("bayan merge")).collect();
        assert_eq!(named.len(), 2, "{found:?}");
        // The rest opens, and the file is not written.
        let before = fs::read(&layer).unwrap();
        assert_eq!(session(&at, "anna", &[claim(23, 32, "more")]).code, 1);
        assert_eq!(session(&at, "maya", &[claim(23, 32, "more")]).code, 0);
        assert_eq!(fs::read(&layer).unwrap(), before);
        // Mended: what either side has done is there, and what both have is listed.
        let merged = bayan(&["merge", at.to_str().unwrap()]);
        assert_eq!(merged.code, 1, "{merged:?}");
        let opened = store::open(&at).unwrap();
        assert!(opened.protected.is_empty(), "{:?}", opened.problems);
        assert_eq!(opened.project.title, "theirs");
        let statement = opened.project.layers.values().next().unwrap().statements().next().unwrap().clone();
        if diff3 {
            assert_eq!((statement.note.as_str(), statement.kind.as_str()), ("ours", "warning"));
        }
        let told = check(&at, &[]).out;
        assert!(told.contains("title: here “theirs”, there “ours”"), "{told}");
        assert!(!told.contains(['{', '[']), "{told}");
        assert_eq!(fs::read_dir(at.join(".bayan/kept")).unwrap().count(), 2);
        let again = bayan(&["merge", at.to_str().unwrap()]);
        assert_eq!((again.code, again.out.contains("no conflict markers")), (0, true));
        // Some of them taken out by hand: called so still, and nothing is guessed.
        let half = fs::read_to_string(&layer).unwrap() + ">>>>>>> theirs\n";
        fs::write(&layer, &half).unwrap();
        assert!(check(&at, &[]).out.contains("conflict markers"));
        let by_hand = bayan(&["merge", at.to_str().unwrap()]);
        assert_eq!((by_hand.code, by_hand.err.contains("automatically")), (1, true), "{by_hand:?}");
        assert_eq!(fs::read_to_string(&layer).unwrap(), half);
    }
}

#[test]
fn markers_are_mended_by_whatever_path_leads_there() {
    let folder = tempfile::tempdir().unwrap();
    let at = project(folder.path(), LF);
    assert_eq!(session(&at, "anna", &[claim(0, 12, "base")]).code, 0);
    let layer = at.join("annotations/one/anna.ron");
    let base = fs::read_to_string(&layer).unwrap();
    let (ours, theirs) = (base.replace("\"base\"", "\"ours\""), base.replace("kind: \"claim\"", "kind: \"warning\""));
    for (from, path) in [
        (folder.path(), "p"),
        (folder.path(), "./p/annotations/one/anna.ron"),
        (at.as_path(), "."),
        (&at.join("annotations"), "../annotations/one/anna.ron"),
        (&at.join("annotations/one"), "anna.ron"),
    ] {
        fs::write(&layer, marked(&base, &ours, &theirs, true)).unwrap();
        let merged =
            Command::new(env!("CARGO_BIN_EXE_bayan")).args(["merge", path]).current_dir(from).output().unwrap();
        assert_eq!(merged.status.code(), Some(0), "{path}: {merged:?}");
        assert_eq!(check(&at, &[]).code, 0, "{path}");
    }
}

#[test]
fn markers_in_texts_are_named_and_mended_where_that_can_be() {
    let folder = tempfile::tempdir().unwrap();
    let at = project(folder.path(), LF);
    let text = at.join("documents/one/text.txt");
    let other = LF.replace("ministry", "minister");
    fs::write(&text, marked(LF, LF, &other, false)).unwrap();
    fs::write(at.join("guidelines.md"), marked("", "a\n", "b\n", false)).unwrap();
    let found = check(&at, &[]);
    assert_eq!(found.out.matches("conflict markers").count(), 2, "{found:?}");
    let merged = bayan(&["merge", at.to_str().unwrap(), "--json"]);
    assert_eq!((merged.code, &merged.json()["files"][0]["mended"]), (1, &false.into()), "{merged:?}");
    assert_eq!(fs::read_to_string(&text).unwrap(), LF);
    fs::write(&text, marked(LF, &other, &LF.replace("yes", "maybe"), false)).unwrap();
    let merged = bayan(&["merge", text.to_str().unwrap()]);
    assert_eq!((merged.code, merged.err.contains("Neither side")), (1, true), "{merged:?}");
}

#[test]
fn a_clone_on_windows_can_be_worked_with() {
    let folder = tempfile::tempdir().unwrap();
    let at = project(folder.path(), LF);
    fs::remove_file(at.join(".gitattributes")).unwrap();
    let git = |at: &Path, arguments: &[&str]| {
        let own = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"];
        Command::new("git").arg("-C").arg(at).args(own).args(arguments).output()
    };
    if git(&at, &["init", "-q"]).is_err() {
        return;
    }
    let commit = |at: &Path| {
        git(at, &["add", "-A"]).unwrap();
        assert!(git(at, &["commit", "-qm", "x"]).unwrap().status.success());
    };
    commit(&at);
    let clone = |from: &str, to: &str, setting: &str| {
        let setting = ["-c", setting];
        let done = Command::new("git")
            .current_dir(folder.path())
            .args(setting)
            .args(["clone", "-q"])
            .args(setting)
            .args([from, to])
            .output();
        assert!(done.unwrap().status.success());
        folder.path().join(to)
    };
    let windows = clone("p", "windows", "core.autocrlf=true");
    assert!(fs::read_to_string(windows.join("documents/one/text.txt")).unwrap().contains("\r\n"));
    assert_eq!(session(&windows, "maya", &[claim(23, 32, "n")]).code, 0);
    commit(&windows);
    let linux = clone("windows", "linux", "core.autocrlf=false");
    assert_eq!(check(&linux, &[]).code, 0);
    assert_eq!(quotes(&linux, "maya"), ["The union"]);
}

fn check(project: &Path, options: &[&str]) -> Said {
    bayan(&[&["check", project.to_str().unwrap()], options].concat())
}

/// The words that an annotator has marked.
fn quotes(project: &Path, annotator: &str) -> Vec<String> {
    let opened = store::open(project).unwrap().project;
    let document = DocumentId::new("one").unwrap();
    let layer = opened.layer(&document, &AnnotatorId::new(annotator).unwrap()).unwrap();
    layer.statements().map(|statement| opened.documents[&document].quotes(&statement.spans).join("|")).collect()
}

/// Three versions as git leaves them, the lines that differ between markers.
fn marked(base: &str, ours: &str, theirs: &str, diff3: bool) -> String {
    let (base, ours, theirs): (Vec<_>, Vec<_>, Vec<_>) =
        (base.lines().collect(), ours.lines().collect(), theirs.lines().collect());
    let mut out = String::new();
    for at in 0..ours.len().max(theirs.len()) {
        let line = |side: &[&str]| side.get(at).map_or(String::new(), |line| format!("{line}\n"));
        let (b, o, t) = (line(&base), line(&ours), line(&theirs));
        if o == t {
            out += &o;
        } else {
            let between = if diff3 { format!("||||||| base\n{b}") } else { String::new() };
            out += &format!("<<<<<<< HEAD\n{o}{between}=======\n{t}>>>>>>> theirs\n");
        }
    }
    out
}

fn project_with_two_layers(folder: &Path) -> std::path::PathBuf {
    let below = folder.join("two");
    fs::create_dir(&below).unwrap();
    let at = project(&below, LF);
    for annotator in ["anna", "ben"] {
        assert_eq!(session(&at, annotator, &[claim(23, 32, "n")]).code, 0);
    }
    at
}
