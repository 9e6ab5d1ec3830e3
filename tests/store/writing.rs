//! What is written and how: a save that fails in its middle while the session goes on, disks that say that they have
//! written and have not, verbs that are stopped at any call, long names and large files.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use bayan::disk::{Disk, Real};
use bayan::edit::change::Edit;
use bayan::model::id::{AnnotatorId, DocumentId, StatementId};
use bayan::model::project::Project;
use bayan::model::span::Span;
use bayan::model::statement::Statement;
use bayan::store::keeping::{self, OpenForWriting};
use bayan::store::problem::ProblemKind;
use bayan::store::{self, Lock};

use crate::support::bayan::must;
use crate::support::disk::as_on_the_real_disk;
use crate::support::project::{open_on, sample};

const DOCUMENT: &str = "biden-putin-call";

#[test]
fn a_save_that_fails_at_any_call_is_no_conflict_with_oneself() {
    for exchanges in [true, false] {
        let mut failures = 0;
        // Both ways have most of their calls in common.
        for call in (1..).step_by(if exchanges { 1 } else { 3 }) {
            let folder = tempfile::tempdir().unwrap();
            let project = sample(folder.path());
            let disk = Arc::new(FailOnce::new(call, exchanges));
            let mut opened = open_on(&project, Arc::clone(&disk) as Arc<dyn Disk>);
            let (first, second) = (add(&mut opened, 3), add(&mut opened, 5));
            title(&mut opened, "before");
            let _ = opened.wait_saved();
            disk.counts.store(true, Ordering::SeqCst);
            // All files of a save change, and something is deleted in each of two in a row.
            title(&mut opened, "one");
            remove(&mut opened, first);
            guidelines(&mut opened, "one");
            let failed = opened.wait_saved().is_err();
            remove(&mut opened, second);
            title(&mut opened, "two");
            let third = add(&mut opened, 7);
            // It is tried again; what others have written would come in first.
            let saved = (0..5).any(|_| opened.wait_saved().is_ok());
            assert!(saved, "call {call}: {:?}", opened.keeper.status());
            let now = opened.session.project().clone();
            assert_eq!((now.title.as_str(), now.guidelines.as_str()), ("two", "one"), "call {call}");
            assert!(now.conflicts.is_empty(), "call {call}: {:?}", now.conflicts);
            drop(opened);
            let again = store::open(&project).unwrap();
            assert_eq!((again.problems.as_slice(), &again.project), (&[][..], &now), "call {call}");
            let ids = ids(&again.project);
            assert!(!ids.contains(&first) && !ids.contains(&second) && ids.contains(&third), "call {call}");
            assert_eq!(kept(&project), 0, "call {call}: our own files were kept aside as another's");
            assert_eq!(temporary(&project), Vec::<PathBuf>::new(), "call {call}");
            let reopened = open_on(&project, Arc::new(Real));
            assert_eq!((reopened.recovered, reopened.session.project()), (0, &now), "call {call}");
            failures += usize::from(failed);
            if !disk.has_failed.load(Ordering::SeqCst) {
                break;
            }
        }
        println!("{failures} saves failed, exchanging: {exchanges}");
        assert!(failures > 5, "only {failures}");
    }
}

#[test]
fn a_save_that_cannot_be_brought_to_its_end_for_a_while_survives_a_crash_as_a_whole() {
    let folder = tempfile::tempdir().unwrap();
    let project = sample(folder.path());
    let disk = Arc::new(FailOnce::new(usize::MAX, false));
    let mut opened = open_on(&project, Arc::clone(&disk) as Arc<dyn Disk>);
    disk.no_renames.store(true, Ordering::SeqCst);
    title(&mut opened, "one");
    guidelines(&mut opened, "one");
    assert!(opened.wait_saved().is_err());
    title(&mut opened, "two");
    opened.keeper.take(&mut opened.session, true);
    opened.keeper.wait_durable().unwrap();
    drop(opened);
    let opened = open_on(&project, Arc::new(Real));
    assert_eq!((opened.session.project().title.as_str(), opened.session.project().guidelines.as_str()), ("two", "one"));
    let faults = opened.problems.iter().filter(|p| !matches!(p.kind, ProblemKind::Recovered(_)));
    assert_eq!(faults.count(), 0, "{:?}", opened.problems);
    assert_eq!(kept(&project), 0);
}

#[test]
fn what_a_disk_only_says_to_have_written_is_noticed_before_the_journal_is_let_go() {
    for file in [".tmp", ".manifest"] {
        let folder = tempfile::tempdir().unwrap();
        let project = sample(folder.path());
        let before = fs::read(project.join("project.ron")).unwrap();
        let disk = Arc::new(Liar { file, lies: AtomicBool::new(false) });
        let mut opened = open_on(&project, Arc::clone(&disk) as Arc<dyn Disk>);
        disk.lies.store(true, Ordering::SeqCst);
        title(&mut opened, "one");
        let error = opened.wait_saved().unwrap_err();
        assert!(error.contains("differs from what was written"), "{error}");
        assert_eq!(fs::read(project.join("project.ron")).unwrap(), before, "{file}");
        disk.lies.store(false, Ordering::SeqCst);
        opened.wait_saved().unwrap();
        drop(opened);
        let again = store::open(&project).unwrap();
        assert_eq!((again.problems.as_slice(), again.project.title.as_str()), (&[][..], "one"), "{file}");
    }
}

#[test]
fn what_another_writes_in_the_last_moment_is_kept_aside() {
    let folder = tempfile::tempdir().unwrap();
    let project = sample(folder.path());
    let path = project.join("project.ron");
    let disk = Arc::new(Meddler { path: path.clone(), meddles: AtomicBool::new(false) });
    let mut opened = open_on(&project, Arc::clone(&disk) as Arc<dyn Disk>);
    disk.meddles.store(true, Ordering::SeqCst);
    title(&mut opened, "one");
    opened.wait_saved().unwrap();
    if disk.meddles.load(Ordering::SeqCst) {
        println!("the file system does not exchange names; there is nothing to see");
        return;
    }
    drop(opened);
    assert_eq!(store::open(&project).unwrap().project.title, "one");
    let kept: Vec<_> = fs::read_dir(project.join(".bayan/kept")).unwrap().collect();
    assert_eq!(kept.len(), 1);
    assert_eq!(fs::read_to_string(kept[0].as_ref().unwrap().path()).unwrap(), "somebody else's");
}

#[test]
fn every_verb_that_writes_may_be_stopped_at_any_call() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let base = at("base");
    must(&["new", &base, "--title", "T"]);
    fs::write(at("d.txt"), "The Kremlin said that Biden affirmed one.\nA second line.\n").unwrap();
    fs::write(at("e.txt"), "Another article. The Kremlin said.\n").unwrap();
    fs::write(at("n.txt"), "Wholly different words, in which nothing of the old has a place.\n").unwrap();
    must(&["add", &base, &at("d.txt")]);
    let script = r#"{"party":{"id":"k","name":"K"}}
{"add":{"document":"d","kind":"claim","start":0,"end":3}}"#;
    fs::write(at("script"), script).unwrap();
    must(&["session", &base, "--script", &at("script"), "--annotator", "amal"]);
    must(&["export", &base, "--format", "jsonl", "--out", &at("x.jsonl")]);
    must(&["send", &base, "--annotator", "amal", "--out", &at("tags.jsonl")]);
    let other = at("other");
    must(&["new", &other, "--title", "O"]);
    must(&["add", &other, &at("d.txt")]);
    let (p, e, n, x, tags) = (at("p"), at("e.txt"), at("n.txt"), at("x.jsonl"), at("tags.jsonl"));
    let import = ["import", &p, "--format", "jsonl", &x, "--annotator", "amal"];
    let mut stops_in_all = 0;
    for (from, arguments, file) in [
        (None, ["new", &p, "--title", "N"].as_slice(), "project.ron"),
        (Some(&base), &["add", &p, &e], "documents/e/document.ron"),
        (Some(&base), &["replace-text", &p, "d", &n], "documents/d-old/document.ron"),
        (Some(&other), &import, "annotations/d/amal.ron"),
        (Some(&other), &["receive", &p, &tags], "annotations/d/amal.ron"),
    ] {
        let mut was_there = false;
        for call in 1.. {
            let _ = fs::remove_dir_all(&p);
            if let Some(from) = from {
                copy_tree(Path::new(from), Path::new(&p));
            }
            let output = bayan(arguments).env("BAYAN_STOP_AT", call.to_string()).output().unwrap();
            let stopped = output.status.code().is_none();
            let before = all_files(Path::new(&p));
            if from.is_none() {
                // There is no project, or all of it; and it can be made again.
                let again = bayan(arguments).output().unwrap();
                let is_there = before.iter().any(|file| file.ends_with("project.ron") && !file.starts_with(".bayan"));
                assert_eq!(again.status.success(), !is_there, "{call}: {}", text(&again));
            } else {
                let session = ["session", &p, "--script", "/dev/null", "--annotator", "amal"];
                let opened = bayan(&session).output().unwrap();
                assert!(opened.status.success(), "{arguments:?} {call}: {}", text(&opened));
            }
            let check = bayan(&["check", &p]).output().unwrap();
            assert!(check.status.success(), "{arguments:?} {call}: {}", text(&check));
            let is_there = Path::new(&p).join(file).exists();
            assert!(is_there || !was_there, "{arguments:?} {call}: it was there when stopped earlier");
            was_there |= is_there;
            assert_eq!(temporary(Path::new(&p)), Vec::<PathBuf>::new(), "{arguments:?} {call}");
            if !stopped {
                break;
            }
            stops_in_all += 1;
        }
        assert!(was_there, "{arguments:?}");
    }
    println!("stopped at {stops_in_all} calls");
    assert!(stops_in_all > 80, "{stops_in_all}");
}

#[test]
fn a_folder_with_nothing_but_our_temporary_files_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let project = sample(folder.path());
    let temporary = |document: &str| project.join(format!("documents/{document}/.bayan-other-1-0.tmp"));
    fs::create_dir_all(project.join("documents/empty")).unwrap();
    fs::create_dir_all(temporary("staged").parent().unwrap()).unwrap();
    fs::write(temporary("staged"), "half").unwrap();
    let opened = store::open(&project).unwrap();
    assert_eq!((opened.problems.as_slice(), opened.protected.is_empty()), (&[][..], true));
    let id = |name: &str| DocumentId::new(name).unwrap();
    assert!(!store::Taken::new(&project, &opened.project).has(&id("empty")));
    assert!(!store::Taken::new(&project, &opened.project).has(&id("staged")));
    // With anything else in it, it is a document of which something is missing.
    fs::write(temporary("staged").with_file_name("text.txt"), "text").unwrap();
    let opened = store::open(&project).unwrap();
    assert_eq!(opened.problems.len(), 1);
    assert!(store::Taken::new(&project, &opened.project).has(&id("staged")));
}

#[test]
fn names_of_our_own_files_are_short_whatever_the_ids() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let project = at("p");
    let text = project.to_str().unwrap();
    must(&["new", text, "--title", "T"]);
    let letters = "文".repeat(60);
    let article = at(&format!("{letters}.txt"));
    fs::write(&article, "The Kremlin said that Biden affirmed.\n").unwrap();
    must(&["add", text, article.to_str().unwrap()]);
    let document = DocumentId::new(&letters).unwrap();
    let annotator = AnnotatorId::new("عبدالرحمن-السعيد-الثاني-عشر".repeat(2)).unwrap();
    let whole = |project: &Path| {
        let choose = |_: &Project| annotator.clone();
        keeping::open(project, Lock::acquire(project).unwrap(), Arc::new(Real), choose, || {}).unwrap()
    };
    let mut opened = whole(&project);
    for length in [3, 4] {
        let edit = statement(&document, opened.session.annotator(), 0, length).1;
        opened.session.apply("add", edit).unwrap();
        opened.wait_saved().unwrap();
    }
    // The past states of a file with such a name are found by it.
    let layer = bayan::edit::change::Touched::Layer(document.clone(), annotator.clone());
    assert_eq!(store::journal::past_states::states(&project, &layer).len(), 1);
    assert_eq!(store::lock::written_layers(&project), BTreeSet::from([annotator.clone()]));
    // Another window has these layers alone, and is cut off.
    let second = AnnotatorId::new("م".repeat(80)).unwrap();
    let lock = Lock::acquire_layers(&project, &second).unwrap();
    assert!(store::lock::written_layers(&project).contains(&second));
    let choose = |_: &Project| second.clone();
    let mut layers = keeping::open(&project, lock, Arc::new(Real), choose, || {}).unwrap();
    let edit = statement(&document, &second, 0, 3).1;
    layers.session.apply("add", edit).unwrap();
    layers.wait_saved().unwrap();
    let (id, edit) = statement(&document, &second, 4, 9);
    layers.session.apply("add", edit).unwrap();
    layers.keeper.take(&mut layers.session, true);
    layers.keeper.wait_durable().unwrap();
    let crashed = at("crashed");
    copy_tree(&project, &crashed);
    drop(layers);
    let (_, edit) = statement(&document, &annotator, 9, 12);
    opened.session.apply("add", edit).unwrap();
    opened.session.apply("remove", Edit::RemoveDocument(document.clone())).unwrap();
    opened.wait_saved().unwrap();
    drop(opened);
    for project in [&project, &crashed] {
        let names = all_names(&project.join(".bayan"));
        let long: Vec<_> = names.iter().filter(|name| name.len() > 143).collect();
        assert!(long.is_empty(), "{long:?}");
    }
    // What was in the journal of the one that was cut off comes back.
    drop(whole(&crashed));
    let back = store::open(&crashed).unwrap();
    assert!(back.project.layer(&document, &second).unwrap().statement(id).is_some());
}

#[test]
fn an_old_name_that_was_not_cut_short_is_still_read() {
    let folder = tempfile::tempdir().unwrap();
    let project = sample(folder.path());
    let annotator = AnnotatorId::new("a".repeat(80)).unwrap();
    let document = DocumentId::new("d".repeat(80)).unwrap();
    let states = project.join(".bayan/history/states");
    fs::create_dir_all(&states).unwrap();
    fs::write(states.join(format!("1700000000000~annotations~{document}~{annotator}.ron")), "x").unwrap();
    let layer = bayan::edit::change::Touched::Layer(document, annotator);
    assert_eq!(store::journal::past_states::states(&project, &layer).len(), 1);
}

#[test]
fn files_larger_than_64_mb_are_written_and_read() {
    let folder = tempfile::tempdir().unwrap();
    let project = sample(folder.path());
    let mut opened = open_on(&project, Arc::new(Real));
    let large = "a line of the manual\n".repeat((65 << 20) / 21 + 1);
    assert!(large.len() > 64 << 20);
    guidelines(&mut opened, &large);
    opened.wait_saved().unwrap();
    drop(opened);
    let again = store::open(&project).unwrap();
    assert_eq!(again.problems, []);
    assert!(again.project.guidelines == large);
}

#[test]
fn a_manifest_finds_the_folder_for_removed_files_missing_and_makes_it() {
    let folder = tempfile::tempdir().unwrap();
    let project = sample(folder.path());
    drop(open_on(&project, Arc::new(Real)));
    let rest = serde_json::json!({
        "format": "bayan-manifest", "version": 1, "segment": 1,
        "steps": [{ "path": "guidelines.md", "sha256": null, "other": ".bayan/removed/1~guidelines.md" }],
    })
    .to_string();
    let sum = bayan::text::content::sha256_hex(rest.as_bytes());
    let journals = project.join(".bayan/journal");
    fs::create_dir_all(&journals).unwrap();
    let manifest = journals.join(format!("{}.00000001.manifest", store::layout::computer::writer_name()));
    fs::write(&manifest, format!("{sum}\n{rest}")).unwrap();
    let _ = fs::remove_dir_all(project.join(".bayan/removed"));
    drop(open_on(&project, Arc::new(Real)));
    assert!(!manifest.exists() && !project.join("guidelines.md").exists());
    assert!(project.join(".bayan/removed/1~guidelines.md").exists());
    // Stopped after that, it finds another file there: under a name that this file system takes for the same.
    fs::write(&manifest, format!("{sum}\n{rest}")).unwrap();
    fs::write(project.join("guidelines.md"), "new").unwrap();
    drop(open_on(&project, Arc::new(Real)));
    assert!(!manifest.exists());
    assert_eq!(fs::read_to_string(project.join("guidelines.md")).unwrap(), "new");
}

#[test]
fn the_names_of_new_folders_are_synced_in_the_folders_above() {
    let folder = tempfile::tempdir().unwrap();
    let project = sample(folder.path());
    let disk = Arc::new(Synced::default());
    let mut opened = open_on(&project, Arc::clone(&disk) as Arc<dyn Disk>);
    let document = DocumentId::new("new").unwrap();
    let content = bayan::text::content::Content::new("The Kremlin said.\n".to_owned());
    let old = opened.session.project().documents.values().next().unwrap().clone();
    let new = bayan::model::document::Document { id: document.clone(), content, excluded: Vec::new(), ..old };
    opened.session.apply("add", Edit::AddDocument { document: Box::new(new), layers: Vec::new() }).unwrap();
    let annotator = opened.session.annotator().clone();
    opened.session.apply("add", statement(&document, &annotator, 0, 3).1).unwrap();
    opened.wait_saved().unwrap();
    drop(opened);
    // The disk that makes a folder also syncs its name.
    let calls = disk.0.lock().unwrap();
    for made in [".bayan/journal", "documents/new", "annotations/new"] {
        assert!(calls.iter().any(|(what, path)| *what == "create" && *path == project.join(made)), "{made}: {calls:?}");
    }
    // Those that were there before may come from a process that was stopped before it could sync them.
    assert!(calls.contains(&("sync", project.clone())), "{calls:?}");
}

/// Fails once, at one of the calls that are counted: as a scanner does that has a file open for a moment.
#[derive(Debug)]
struct FailOnce {
    call: usize,
    made: AtomicUsize,
    counts: AtomicBool,
    has_failed: AtomicBool,
    no_renames: AtomicBool,
    exchanges: bool,
}

impl FailOnce {
    fn new(call: usize, exchanges: bool) -> Self {
        let (counts, has_failed, no_renames) = (AtomicBool::new(false), AtomicBool::new(false), AtomicBool::new(false));
        Self { call, made: AtomicUsize::new(0), counts, has_failed, no_renames, exchanges }
    }

    fn pass(&self) -> io::Result<()> {
        if self.counts.load(Ordering::SeqCst) && self.made.fetch_add(1, Ordering::SeqCst) + 1 == self.call {
            self.has_failed.store(true, Ordering::SeqCst);
            return Err(io::Error::other("in use"));
        }
        Ok(())
    }

    fn is_data(path: &Path) -> bool {
        !path.components().any(|part| part.as_os_str() == ".bayan")
    }
}

impl Disk for FailOnce {
    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        self.pass().and_then(|()| Real.create_folder(folder))
    }
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.pass().and_then(|()| Real.write(path, bytes))
    }
    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.pass().and_then(|()| Real.append(path, bytes))
    }
    fn cut(&self, path: &Path, length_bytes: u64) -> io::Result<()> {
        self.pass().and_then(|()| Real.cut(path, length_bytes))
    }
    fn sync(&self, path: &Path) -> io::Result<()> {
        self.pass().and_then(|()| Real.sync(path))
    }
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.pass().and_then(|()| Real.sync_folder(folder))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        if self.no_renames.load(Ordering::SeqCst) && Self::is_data(to) {
            return Err(io::Error::other("in use"));
        }
        self.pass().and_then(|()| Real.rename(from, to))
    }
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        if !self.exchanges {
            return Err(io::ErrorKind::Unsupported.into());
        }
        self.pass().and_then(|()| Real.exchange(one, other))
    }
    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.pass().and_then(|()| Real.link(from, to))
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.pass().and_then(|()| Real.remove(path))
    }
}

/// Says that all is well and keeps half of what is written into some files.
#[derive(Debug)]
struct Liar {
    file: &'static str,
    lies: AtomicBool,
}

impl Disk for Liar {
    as_on_the_real_disk!(create_folder, append, cut, sync, sync_folder, rename, link, remove);

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let lies = self.lies.load(Ordering::SeqCst) && path.to_string_lossy().ends_with(self.file);
        Real.write(path, if lies { &bytes[..bytes.len() / 2] } else { bytes })
    }
}

/// Writes into a file as somebody else in the moment before it is replaced.
#[derive(Debug)]
struct Meddler {
    path: PathBuf,
    meddles: AtomicBool,
}

impl Disk for Meddler {
    as_on_the_real_disk!(create_folder, write, append, cut, sync, sync_folder, rename, link, remove);

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        if other == self.path && self.meddles.load(Ordering::SeqCst) {
            let mine = fs::read(&self.path).unwrap();
            fs::write(&self.path, "somebody else's").unwrap();
            if let Err(error) = Real.exchange(one, other) {
                fs::write(&self.path, mine).unwrap();
                return Err(error);
            }
            self.meddles.store(false, Ordering::SeqCst);
            return Ok(());
        }
        Real.exchange(one, other)
    }
}

/// Notes which folders are made and synced.
#[derive(Debug, Default)]
struct Synced(Mutex<Vec<(&'static str, PathBuf)>>);

impl Disk for Synced {
    as_on_the_real_disk!(write, append, cut, sync, rename, link, remove);

    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        self.0.lock().unwrap().push(("create", folder.to_owned()));
        Real.create_folder(folder)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.0.lock().unwrap().push(("sync", folder.to_owned()));
        Real.sync_folder(folder)
    }
}

fn title(opened: &mut OpenForWriting, title: &str) {
    opened.session.apply("title", Edit::SetTitle(title.to_owned())).unwrap();
}

fn guidelines(opened: &mut OpenForWriting, text: &str) {
    opened.session.apply("guidelines", Edit::SetGuidelines(text.to_owned())).unwrap();
}

fn statement(document: &DocumentId, annotator: &AnnotatorId, start: usize, end: usize) -> (StatementId, Edit) {
    let kind = bayan::model::id::KindId::new("claim").unwrap();
    let statement = Statement::new(kind, vec![Span::new(start, end)], jiff::Timestamp::now());
    let id = statement.id;
    (id, Edit::AddStatement { layer: (document.clone(), annotator.clone()), statement: Box::new(statement) })
}

fn add(opened: &mut OpenForWriting, end: usize) -> StatementId {
    let (document, annotator) = (DocumentId::new(DOCUMENT).unwrap(), opened.session.annotator().clone());
    // After so many words.
    let text = opened.session.project().documents[&document].content.as_str();
    let end = text.match_indices(' ').nth(end).unwrap().0;
    let (id, edit) = statement(&document, &annotator, 0, end);
    opened.session.apply("add", edit).unwrap();
    id
}

fn remove(opened: &mut OpenForWriting, id: StatementId) {
    let layer = (DocumentId::new(DOCUMENT).unwrap(), opened.session.annotator().clone());
    opened.session.apply("remove", Edit::RemoveStatement { layer, id }).unwrap();
}

fn ids(project: &Project) -> BTreeSet<StatementId> {
    project.layers.values().flat_map(|layer| layer.statements()).map(|statement| statement.id).collect()
}

fn kept(project: &Path) -> usize {
    fs::read_dir(project.join(".bayan/kept")).map_or(0, Iterator::count)
}

fn all_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        for entry in fs::read_dir(&at).into_iter().flatten() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else {
                found.push(entry.path().strip_prefix(folder).unwrap().to_owned());
            }
        }
    }
    found
}

fn all_names(folder: &Path) -> BTreeSet<String> {
    let files = all_files(folder);
    files.iter().flat_map(|path| path.iter()).map(|part| part.to_string_lossy().into_owned()).collect()
}

fn temporary(project: &Path) -> Vec<PathBuf> {
    let is_temporary = |path: &PathBuf| path.to_string_lossy().ends_with(".tmp") || path.starts_with(".bayan/new");
    all_files(project).into_iter().filter(is_temporary).collect()
}

fn copy_tree(from: &Path, to: &Path) {
    for file in all_files(from) {
        let copy = to.join(&file);
        fs::create_dir_all(copy.parent().unwrap()).unwrap();
        fs::copy(from.join(&file), copy).unwrap();
    }
}

fn bayan(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bayan"));
    command.args(arguments);
    command
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
