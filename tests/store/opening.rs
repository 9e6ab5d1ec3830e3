//! Projects on disk: each bad input is named, leaves the rest open, and is not touched.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::saving::save;
use bayan::edit::change::Touched;
use bayan::locale::plain;
use bayan::model::id::{AnnotatorId, DocumentId};
use bayan::model::project::Project;
use bayan::store::writing::saver::Saver;
use bayan::store::{self, LockError, Opened, ProblemKind, StoreError};

use crate::support::project::sample_folder;

const PROJECT: &str = "project.ron";
const TEXT: &str = "documents/biden-putin-call/text.txt";
const DOCUMENT: &str = "documents/biden-putin-call/document.ron";
const LAYER_A: &str = "annotations/biden-putin-call/annotator-a.ron";
const STATEMENT_A: &str = "01a20771-6ea7-71e1-ac1e-e28bfc368f33";
/// The article as it was given.
const ARTICLE_SHA256: &str = "3673e8a566a4f5a4b4e0f5f7309fc4ea5ca36cdc6bad235b4313e140dd5f5827";

type Expected = fn(&ProblemKind) -> bool;

#[test]
fn the_sample_is_sound_and_saving_it_reproduces_its_files() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("projects/biden-putin-call");
    let opened = store::open(&source).unwrap();
    assert_eq!(opened.problems, []);
    assert!(opened.protected.is_empty());
    let text = &opened.project.documents.values().next().unwrap().content;
    assert_eq!((text.sha256(), text.len_bytes(), text.len_chars()), (ARTICLE_SHA256, 6434, 3565));
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy");
    store::create(&copy, &opened.project).unwrap();
    assert_eq!(files(&copy), files(&source));
    assert_eq!(store::open(&copy).unwrap().project, opened.project);
    // What the program carries is the same, and what the user has made of it stays.
    let installed = folder.path().join("installed");
    store::install_sample(&installed).unwrap();
    assert_eq!(files(&installed), files(&source));
    fs::write(installed.join("guidelines.md"), "mine").unwrap();
    store::install_sample(&installed).unwrap();
    assert_eq!(fs::read_to_string(installed.join("guidelines.md")).unwrap(), "mine");
}

#[test]
fn a_text_that_changed_is_for_reading_only() {
    let opened = check(TEXT, |text| format!("x{text}"), TEXT, |kind| matches!(kind, ProblemKind::TextChanged));
    assert_eq!(opened.project.documents.len(), 1);
    assert_eq!(opened.protected, BTreeSet::from([document(), layer("annotator-a"), layer("annotator-b")]));
}

#[test]
fn a_statement_that_is_unsound_stays_out_alone() {
    let cases: [(&str, &str, Expected); 9] = [
        ("للحد من التوتر", "للحد من الخطر", |kind| matches!(kind, ProblemKind::Quote { .. })),
        ("end: 229", "end: 99999", |kind| matches!(kind, ProblemKind::SpanOutside { .. })),
        ("start: 202", "start: 229", |kind| matches!(kind, ProblemKind::SpanOutside { .. })),
        ("\"white-house\"", "\"nobody\"", |kind| matches!(kind, ProblemKind::Unfit(_))),
        ("\"position\"", "\"poem\"", |kind| matches!(kind, ProblemKind::Unfit(_))),
        ("\"ukraine-deescalation\"", "\"weather\"", |kind| matches!(kind, ProblemKind::Unfit(_))),
        ("\"position\"", "\"../x\"", |kind| matches!(kind, ProblemKind::BadValue(_))),
        ("2026-11-23T08:06:44Z", "yesterday", |kind| matches!(kind, ProblemKind::BadValue(_))),
        ("1a20771-6ea7-71e1-ac1e-e28bfc368f33", "not-an-id", |kind| matches!(kind, ProblemKind::BadValue(_))),
    ];
    let whole = sample_layer_len();
    for (from, to, expected) in cases {
        let opened = check(LAYER_A, |text| text.replacen(from, to, 1), LAYER_A, expected);
        assert_eq!(opened.protected, BTreeSet::from([layer("annotator-a")]), "{to}");
        assert_eq!(layer_len(&opened), whole - 1, "{to}");
    }
}

#[test]
fn a_span_that_cuts_a_letter_from_its_marks_is_refused() {
    let opened = store::open(sample_folder().path()).unwrap();
    let text = opened.project.documents.values().next().unwrap().content.clone();
    // The first letter with a shadda, which is a code point of its own.
    let shadda = text.as_str().chars().position(|c| c == '\u{651}').unwrap();
    let (start, end) = (text.char_to_byte(202).unwrap(), text.char_to_byte(shadda).unwrap());
    let quote = text.as_str()[start..end].to_owned();
    let cut = |file: &str| {
        file.replacen("end: 229", &format!("end: {shadda}"), 1).replacen(
            "\"للحد من التوتر حول أوكرانيا\"",
            &format!("r#\"{quote}\"#"),
            1,
        )
    };
    check(LAYER_A, cut, LAYER_A, |kind| matches!(kind, ProblemKind::SpanNotOnGrapheme { .. }));
}

#[test]
fn duplicate_ids_keep_the_first() {
    let opened = check(
        LAYER_A,
        |text| text.replacen("01a20773-a0b9-7274-ac6e-ae43e995922a", STATEMENT_A, 1),
        LAYER_A,
        |kind| matches!(kind, ProblemKind::Duplicate(_)),
    );
    assert_eq!(layer_len(&opened), sample_layer_len() - 1);
    let twice = |text: &str| text.replacen("id: \"putin\"", "id: \"biden\"", 1);
    let opened = check(PROJECT, twice, PROJECT, |kind| matches!(kind, ProblemKind::Duplicate(_)));
    assert!(opened.protected.contains(&Touched::Project));
}

#[test]
fn a_circle_of_parties_is_opened_and_reported() {
    let circle = |text: &str| text.replacen("parent: \"white-house\"", "parent: \"biden\"", 1);
    let opened = check(PROJECT, circle, PROJECT, |kind| matches!(kind, ProblemKind::Unfit(_)));
    assert_eq!(opened.protected, BTreeSet::from([Touched::Project]));
    let strange = |text: &str| text.replacen("parent: \"white-house\"", "parent: \"moon\"", 1);
    check(PROJECT, strange, PROJECT, |kind| matches!(kind, ProblemKind::Unfit(_)));
}

#[test]
fn a_relation_needs_its_kind_and_both_its_ends() {
    for (from, to) in [("\"conditional-on\"", "\"rhymes\""), ("from: \"01a2", "from: \"00a2")] {
        let opened =
            check(LAYER_A, |text| text.replacen(from, to, 1), LAYER_A, |kind| matches!(kind, ProblemKind::Unfit(_)));
        assert_eq!(layer_len(&opened), sample_layer_len());
    }
}

#[test]
fn a_file_that_is_newer_torn_or_no_ron_is_left_alone() {
    for file in [LAYER_A, DOCUMENT] {
        let newer = |text: &str| text.replacen("version: 3,", "version: 4,\n    new: { \"a\": [1] },", 1);
        check(file, newer, file, |kind| *kind == ProblemKind::Newer(4));
        check(file, |_| String::new(), file, |kind| matches!(kind, ProblemKind::Syntax { .. }));
        check(file, |_| "[".repeat(100_000), file, |kind| matches!(kind, ProblemKind::Syntax { .. }));
        let foreign = |text: &str| text.replacen("\"bayan-", "\"other-", 1);
        check(file, foreign, file, |kind| matches!(kind, ProblemKind::OtherFormat(_)));
        let unknown = |text: &str| text.replacen("version: 3,", "version: 3,\n    more: 3,", 1);
        check(file, unknown, file, |kind| matches!(kind, ProblemKind::Syntax { line: 5, .. }));
    }
    let torn = |text: &str| text.chars().take(text.chars().count() / 2).collect();
    let opened = check(LAYER_A, torn, LAYER_A, |kind| matches!(kind, ProblemKind::Syntax { line: 2.., .. }));
    assert_eq!(opened.project.layers.len(), 1);
}

#[test]
fn a_file_torn_anywhere_never_panics() {
    let folder = sample_folder();
    let path = folder.path().join(DOCUMENT);
    let whole = fs::read(&path).unwrap();
    for length in (0..whole.len()).step_by(7).chain([whole.len() - 2, whole.len() - 1]) {
        fs::write(&path, &whole[..length]).unwrap();
        let opened = store::open(folder.path()).unwrap();
        // Only the last line end may go unnoticed.
        assert_eq!(opened.problems.is_empty(), length + 1 == whole.len(), "{length}");
    }
}

#[test]
fn project_ron_itself_must_be_readable() {
    type Damage = fn(&Path);
    let cases: [(Damage, Expected); 4] = [
        (|path| fs::remove_file(path).unwrap(), |kind| *kind == ProblemKind::Missing),
        (|path| fs::write(path, b"\xff\xfe").unwrap(), |kind| *kind == ProblemKind::NotUtf8),
        (|path| fs::write(path, "(").unwrap(), |kind| matches!(kind, ProblemKind::Syntax { .. })),
        (
            |path| fs::write(path, "(format: \"bayan-project\", version: 7, a: None)").unwrap(),
            |kind| *kind == ProblemKind::Newer(7),
        ),
    ];
    for (damage, expected) in cases {
        let folder = sample_folder();
        damage(&folder.path().join(PROJECT));
        let before = files(folder.path());
        let Err(StoreError::Unreadable(problem)) = store::open(folder.path()) else { panic!("it opened") };
        assert!(expected(&problem.kind), "{problem}");
        assert_eq!(files(folder.path()), before);
    }
}

#[test]
fn missing_files_and_bad_names_are_reported() {
    let folder = sample_folder();
    fs::remove_file(folder.path().join(TEXT)).unwrap();
    let opened = store::open(folder.path()).unwrap();
    assert!(opened.problems.iter().any(|p| p.kind == ProblemKind::Missing && p.path.ends_with(TEXT)));
    assert_eq!(opened.protected, BTreeSet::from([document(), layer("annotator-a"), layer("annotator-b")]));
    assert!(opened.project.documents.is_empty());

    let folder = sample_folder();
    fs::write(folder.path().join("annotations/biden-putin-call/a (copy).ron"), "x").unwrap();
    fs::create_dir(folder.path().join("documents/a b")).unwrap();
    let opened = store::open(folder.path()).unwrap();
    assert_eq!(opened.problems.iter().filter(|p| matches!(p.kind, ProblemKind::BadName(_))).count(), 2);
    assert_eq!(layer_len(&opened), sample_layer_len());

    let folder = sample_folder();
    fs::write(folder.path().join(TEXT), b"\xff").unwrap();
    assert!(store::open(folder.path()).unwrap().problems.iter().any(|p| p.kind == ProblemKind::NotUtf8));
}

#[test]
fn the_id_of_a_document_that_could_not_be_opened_is_taken() {
    let folder = sample_folder();
    fs::remove_file(folder.path().join(DOCUMENT)).unwrap();
    let opened = store::open(folder.path()).unwrap();
    assert!(opened.project.documents.is_empty());
    assert!(store::Taken::new(folder.path(), &opened.project).has(&DocumentId::new("biden-putin-call").unwrap()));
    assert!(!store::Taken::new(folder.path(), &opened.project).has(&DocumentId::new("another").unwrap()));
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_is_reported() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = sample_folder();
    let path = folder.path().join(LAYER_A);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    // For root every file can be read; there is nothing to see then.
    if fs::read(&path).is_err() {
        let opened = store::open(folder.path()).unwrap();
        assert_eq!(opened.problems[0].kind, ProblemKind::Permission);
        assert_eq!(opened.protected, BTreeSet::from([layer("annotator-a")]));
    }
}

#[test]
fn a_project_that_is_open_elsewhere_says_where() {
    let folder = sample_folder();
    let lock = store::Lock::acquire(folder.path()).unwrap();
    let Err(error @ LockError::Held { .. }) = store::Lock::acquire(folder.path()) else { panic!("locked twice") };
    assert!(plain(&error.to_string()).contains(&std::process::id().to_string()), "{error}");
    drop(lock);
    store::Lock::acquire(folder.path()).unwrap();
}

#[test]
fn nothing_is_overwritten_or_deleted() {
    let folder = sample_folder();
    let Opened { mut project, files: known, .. } = store::open(folder.path()).unwrap();
    let mut saver = Saver::new(known);
    assert!(matches!(store::create(folder.path(), &Project::new("x")), Err(StoreError::NotEmpty(_))));
    let before = files(folder.path());
    // Removed files are kept aside.
    let id = project.documents.keys().next().unwrap().clone();
    let (removed, layers) = (project.documents.remove(&id).unwrap(), std::mem::take(&mut project.layers));
    let touched = BTreeSet::from([document(), layer("annotator-a"), layer("annotator-b")]);
    save(&mut saver, folder.path(), &project, &touched).unwrap();
    assert!(!folder.path().join(TEXT).exists());
    let kept = files_in(&folder.path().join(".bayan/removed"));
    assert!(kept.values().any(|bytes| *bytes == before[Path::new(LAYER_A)]));
    assert!(kept.values().any(|bytes| *bytes == before[Path::new(TEXT)]));
    // And come back when the removal is undone.
    project.documents.insert(id, removed);
    project.layers = layers;
    save(&mut saver, folder.path(), &project, &touched).unwrap();
    assert_eq!(files(folder.path()), before);
    // Another text in the place of the document's own is not overwritten.
    fs::write(folder.path().join(TEXT), "other").unwrap();
    save(&mut saver, folder.path(), &project, &touched).unwrap();
    assert_eq!(fs::read_to_string(folder.path().join(TEXT)).unwrap(), "other");
    let unknown = save(&mut Saver::default(), folder.path(), &project, &touched);
    assert!(matches!(unknown, Err(StoreError::TextDiffers(_))));
    assert_eq!(fs::read_to_string(folder.path().join(TEXT)).unwrap(), "other");
}

/// Damages one file of the sample and expects a problem of this kind at this path, the rest open, the files untouched.
fn check(file: &str, damage: impl Fn(&str) -> String, at: &str, expected: impl Fn(&ProblemKind) -> bool) -> Opened {
    let folder = sample_folder();
    let path = folder.path().join(file);
    let text = fs::read_to_string(&path).unwrap();
    let damaged = damage(&text);
    assert_ne!(damaged, text, "the damage did not take");
    fs::write(&path, damaged).unwrap();
    let before = files(folder.path());
    let opened = store::open(folder.path()).unwrap();
    let found = opened.problems.iter().find(|problem| expected(&problem.kind));
    let problem = found.unwrap_or_else(|| panic!("{file}: {:#?}", opened.problems));
    assert!(problem.path.ends_with(at), "{problem}");
    let message = plain(&problem.to_string());
    assert!(message.ends_with(&problem.path.display().to_string()) && !message.contains("[store"), "{message}");
    assert!(!opened.protected.is_empty());
    assert_eq!(files(folder.path()), before);
    opened
}

/// All files but those in `.bayan`, by path inside the folder.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let all = files_in(folder).into_iter();
    all.map(|(path, bytes)| (path.strip_prefix(folder).unwrap().to_owned(), bytes))
        .filter(|(path, _)| !path.starts_with(".bayan"))
        .collect()
}

fn files_in(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() { files_in(&path) } else { BTreeMap::from([(path.clone(), fs::read(&path).unwrap())]) }
        })
        .collect()
}

fn document() -> Touched {
    Touched::Document(DocumentId::new("biden-putin-call").unwrap())
}

fn layer(annotator: &str) -> Touched {
    Touched::Layer(DocumentId::new("biden-putin-call").unwrap(), AnnotatorId::new(annotator).unwrap())
}

fn layer_len(opened: &Opened) -> usize {
    let key = (DocumentId::new("biden-putin-call").unwrap(), AnnotatorId::new("annotator-a").unwrap());
    opened.project.layers[&key].len()
}

fn sample_layer_len() -> usize {
    layer_len(&store::open(sample_folder().path()).unwrap())
}
