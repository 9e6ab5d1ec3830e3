//! A colleague's tags from a file, a folder and a zip, onto the same and another text; and zips that mean no good.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use bayan::edit::change::Edit;
use bayan::exchange::plan::{LayerOutcome, ReceiveOptions, ReceivePlan, plan};
use bayan::exchange::source::{self, ReceiveError};
use bayan::locale::plain;
use bayan::model::codebook::CodebookList;
use bayan::model::project::Project;
use bayan::model::span::Span;
use bayan::model::work::{LayerProgress, LayerState};
use bayan::monitor::Monitor;
use bayan::store::{self, Problem, ProblemKind, StoreError};
use bayan::text::content::Content;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::support::bayan::{bayan, must};
use crate::support::project::{sample_layer, sample_project, who};

#[test]
fn a_file_a_folder_and_a_zip_give_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let theirs = folder.path().join("theirs");
    store::install_sample(&theirs).unwrap();
    let sample = store::open(&theirs).unwrap().project;
    let file = folder.path().join("a.bayan-tags.jsonl");
    let progress = Monitor::default();
    bayan::exchange::send(&sample, &who("annotator-a"), Vec::new(), &file, &progress).unwrap();
    let archives = [zipped(&theirs, ""), zipped(&theirs, "their project/")].map(|bytes| {
        let path = folder.path().join(format!("{}.zip", bytes.len()));
        fs::write(&path, bytes).unwrap();
        path
    });
    let mut ours = sample.clone();
    ours.layers.clear();
    ours.parties.truncate(2);
    ours.parties.iter_mut().for_each(|party| party.parent = None);
    ours.codebook.topics.clear();
    for path in [&file, &theirs, &archives[0], &archives[1]] {
        let source = source::read(path).unwrap();
        assert_eq!(source.warnings, Vec::<String>::new(), "{}", path.display());
        let without = source.project.layers.keys().filter(|(_, a)| a.as_str() != "annotator-a").cloned().collect();
        let plan = plan(&ours, &source.project, &ReceiveOptions { without, ..ReceiveOptions::default() });
        let mut after = ours.clone();
        let inverse = plan.edit.clone().unwrap().apply(&mut after).unwrap();
        assert_eq!(
            after.layers[&sample_layer("annotator-a")],
            sample.layers[&sample_layer("annotator-a")],
            "{}",
            path.display()
        );
        assert_eq!(after.layers.len(), 1);
        // What its statements name came along, as it is called and defined there.
        let topic = &sample.codebook.topics[0];
        assert_eq!(after.codebook.topic(&topic.id), Some(topic));
        let party = after.party(&sample.parties[2].id).unwrap();
        assert_eq!((&party.name, &party.parent), (&sample.parties[2].name, &sample.parties[2].parent));
        assert!(!plan.parties.is_empty() && plan.codebook.contains_key(&CodebookList::Topics), "{plan:?}");
        inverse.apply(&mut after).unwrap();
        assert_eq!(after, ours);
    }
    assert!(matches!(
        source::read(&folder.path().join("no.zip")),
        Err(ReceiveError::Store(_) | ReceiveError::NoProject(_))
    ));
    fs::write(folder.path().join("x.jsonl"), "not a file of tags").unwrap();
    assert!(matches!(source::read(&folder.path().join("x.jsonl")), Err(ReceiveError::NoTags { .. })));
}

#[test]
fn what_is_here_stays() {
    let sample = sample_project();
    let mut theirs = sample.clone();
    theirs.layers.retain(|key, _| *key == sample_layer("annotator-a"));
    let ids: Vec<_> = sample.layers[&sample_layer("annotator-a")].statements().map(|s| s.id).collect();
    // They have changed one and added none; we have lost two, and made one of our own.
    let mut changed = theirs.layers[&sample_layer("annotator-a")].statement(ids[0]).unwrap().clone();
    changed.note = "theirs".into();
    changed.modified = "2027-01-01T00:00:00Z".parse().unwrap();
    let replace = Edit::ReplaceStatement { layer: sample_layer("annotator-a"), statement: Box::new(changed.clone()) };
    replace.apply(&mut theirs).unwrap();
    let later = Some(LayerProgress { state: LayerState::InProgress, at: changed.modified, first_done: None });
    Edit::SetProgress { layer: sample_layer("annotator-a"), progress: later }.apply(&mut theirs).unwrap();
    let mut ours = sample.clone();
    for id in &ids[1..3] {
        Edit::RemoveStatement { layer: sample_layer("annotator-a"), id: *id }.apply(&mut ours).unwrap();
    }
    let planned = plan(&ours, &theirs, &ReceiveOptions::default());
    let entry = &planned.entries[0];
    assert_eq!((entry.outcome, entry.counts.new, entry.counts.kept), (LayerOutcome::Merged, 2, 1));
    assert_eq!(entry.counts.same, ids.len() - 3);
    let after = applied(&ours, &planned);
    assert_eq!(
        after.layers[&sample_layer("annotator-a")].statement(ids[0]),
        sample.layers[&sample_layer("annotator-a")].statement(ids[0])
    );
    assert_eq!(
        after.layers[&sample_layer("annotator-a")].statement(ids[1]),
        sample.layers[&sample_layer("annotator-a")].statement(ids[1])
    );
    // The later word holds, and that it was done once is not forgotten.
    let said = after.layers[&sample_layer("annotator-a")].progress().unwrap();
    assert_eq!(
        (said.state, said.first_done),
        (LayerState::InProgress, sample.layers[&sample_layer("annotator-a")].progress().unwrap().first_done)
    );
    // Once more: nothing is left but what differs.
    let again = plan(&after, &theirs, &ReceiveOptions::default());
    assert_eq!((again.edit, again.entries[0].outcome), (None, LayerOutcome::Merged));
    // The later one where it is asked for.
    let updated = plan(&ours, &theirs, &ReceiveOptions { update: true, ..ReceiveOptions::default() });
    assert_eq!((updated.entries[0].counts.updated, updated.entries[0].counts.kept), (1, 0));
    assert_eq!(applied(&ours, &updated).layers[&sample_layer("annotator-a")].statement(ids[0]), Some(&changed));
    assert_eq!(plan(&sample, &sample, &ReceiveOptions::default()).edit, None);
}

#[test]
fn another_person_of_the_same_name_gets_another_name() {
    let sample = sample_project();
    let b = (sample_layer("annotator-a").0, who("annotator-b"));
    let mut theirs = sample.clone();
    let layer = theirs.layers.remove(&b).unwrap();
    theirs.layers.insert(sample_layer("annotator-a"), layer.clone());
    let planned = plan(&sample, &theirs, &ReceiveOptions::default());
    assert_eq!(
        (planned.entries[0].outcome, planned.edit.clone()),
        (LayerOutcome::Same, None),
        "b has come in before, as b"
    );
    let mut ours = sample.clone();
    ours.layers.remove(&b);
    let planned = plan(&ours, &theirs, &ReceiveOptions::default());
    assert_eq!((planned.entries[0].outcome, planned.edit), (LayerOutcome::NameTaken, None));
    let free = planned.taken[&sample_layer("annotator-a").1].clone();
    let names = [(sample_layer("annotator-a").1, free.clone())].into();
    let after = applied(&ours, &plan(&ours, &theirs, &ReceiveOptions { names, ..ReceiveOptions::default() }));
    assert_eq!(after.layers[&(sample_layer("annotator-a").0, free)], layer);
    assert_eq!(after.layers[&sample_layer("annotator-a")], sample.layers[&sample_layer("annotator-a")]);
}

#[test]
fn on_another_text_statements_go_with_their_words_and_the_rest_is_kept() {
    let theirs = sample_project();
    let mut ours = theirs.clone();
    ours.layers.clear();
    let old = ours.documents[&sample_layer("annotator-a").0].content.as_str().to_owned();
    // The second half is gone, and something stands before the first.
    let half = old.char_indices().map(|(at, _)| at).nth(1800).unwrap();
    let text = format!("عاجل: خبر جديد في البداية.\n{}", &old[..half]);
    ours.documents.get_mut(&sample_layer("annotator-a").0).unwrap().content = Content::new(text.clone());
    let planned = plan(&ours, &theirs, &ReceiveOptions::default());
    assert!(planned.entries.iter().all(|entry| entry.outcome == LayerOutcome::OtherText) && planned.edit.is_none());
    let options = ReceiveOptions { reanchor: true, ..ReceiveOptions::default() };
    let planned = plan(&ours, &theirs, &options);
    let after = applied(&ours, &planned);
    let kept_text = &planned.kept_texts[0];
    assert_eq!(after.documents[kept_text].content.as_str(), old);
    for entry in &planned.entries {
        let (placed, kept) = (&after.layers[&entry.into], &after.layers[&(kept_text.clone(), entry.annotator.clone())]);
        let layer = &theirs.layers[&(entry.document.clone(), entry.annotator.clone())];
        assert!(entry.counts.orphaned > 5 && entry.counts.new > 5, "{:?}", entry.counts);
        assert_eq!(entry.counts.new, placed.len());
        assert_eq!(entry.counts.new + entry.counts.orphaned, layer.len());
        for statement in layer.statements() {
            let words = |text: &str, spans: &[bayan::model::span::Span]| {
                spans.iter().map(|span| text[span.range()].to_owned()).collect::<Vec<_>>()
            };
            match placed.statement(statement.id) {
                Some(here) => assert_eq!(words(&text, &here.spans), words(&old, &statement.spans)),
                None => assert_eq!(kept.statement(statement.id), Some(statement)),
            }
        }
    }
    // The same once more adds nothing.
    assert_eq!(plan(&after, &theirs, &options).edit, None);
}

#[test]
fn a_statement_whose_words_are_gone_is_placed_by_hand() {
    let theirs = sample_project();
    let mut ours = theirs.clone();
    ours.layers.clear();
    let document = sample_layer("annotator-a").0;
    let old = ours.documents[&document].content.as_str().to_owned();
    let half = old.char_indices().map(|(at, _)| at).nth(1800).unwrap();
    ours.documents.get_mut(&document).unwrap().content = Content::new(&old[..half]);
    let options = ReceiveOptions { reanchor: true, ..ReceiveOptions::default() };
    let before = plan(&ours, &theirs, &options);
    let orphan = before.orphans.iter().find(|orphan| orphan.key.annotator == "annotator-a").unwrap();
    let count = |plan: &ReceivePlan| plan.entries.iter().find(|e| e.annotator == who("annotator-a")).unwrap().counts;
    let word = old.find(' ').unwrap();
    let spans = vec![Span::new(0, word)];
    let chosen = ReceiveOptions { orphan_places: [(orphan.key.clone(), spans.clone())].into(), ..options.clone() };
    let planned = plan(&ours, &theirs, &chosen);
    assert_eq!(count(&planned).orphaned + 1, count(&before).orphaned);
    assert_eq!(count(&planned).new, count(&before).new + 1);
    let after = applied(&ours, &planned);
    let (id, layer) = (orphan.key.statement, &after.layers[&sample_layer("annotator-a")]);
    assert_eq!(layer.statement(id).unwrap().spans, spans);
    // It is not kept with their text as well.
    let kept = &after.layers[&(planned.kept_texts[0].clone(), who("annotator-a"))];
    assert!(kept.statement(id).is_none());
    // What is no place is told, and it stays where it was.
    let outside = vec![Span::new(0, old.len())];
    let wrong = ReceiveOptions { orphan_places: [(orphan.key.clone(), outside)].into(), ..options };
    let planned = plan(&ours, &theirs, &wrong);
    assert_eq!(count(&planned), count(&before));
    assert!(planned.orphans.iter().any(|found| found.key == orphan.key && found.problem.is_some()));
}

#[test]
fn statements_without_offsets_are_received_where_a_person_has_placed_them() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| text(&folder.path().join(name));
    let (p, tags, places) = (at("p"), at("tags.jsonl"), at("places.json"));
    let project = crate::support::bayan::project(folder.path(), "one two two");
    let line = serde_json::json!({
        "format": "bayan", "version": 1, "offset_unit": "codepoint", "annotator": "model",
        "document": {"id": "one", "text": "one two two"},
        "statements": [{"id": "s", "kind": "claim", "quotes": ["two"]}],
    });
    fs::write(&tags, line.to_string()).unwrap();
    let looked = bayan(&["receive", &p, &tags, "--write-places", &places, "--json"]);
    assert_eq!(looked.json()["dry_run"], true, "{looked:?}");
    let mut filled: serde_json::Value = serde_json::from_slice(&fs::read(&places).unwrap()).unwrap();
    filled["places"][0]["spans"] = serde_json::json!([{"start": 8, "end": 11, "quote": "two"}]);
    fs::write(&places, filled.to_string()).unwrap();
    let done = bayan(&["receive", &p, &tags, "--place", &places, "--json"]);
    assert_eq!((done.code, &done.json()["layers"][0]["statements"]), (0, &1.into()), "{done:?}");
    let layers = store::open(&project).unwrap().project.layers;
    assert_eq!(layers.values().next().unwrap().statements().next().unwrap().spans, [Span::new(8, 11)]);
}

#[test]
fn zips_that_mean_no_good_are_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let project = folder.path().join("p");
    store::install_sample(&project).unwrap();
    let sound = fs::read(project.join("project.ron")).unwrap();
    let with = |names: &[&str]| {
        let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for name in std::iter::once(&"project.ron").chain(names) {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(if *name == "project.ron" { &sound } else { b"x" }).unwrap();
        }
        zip.finish().unwrap().into_inner()
    };
    let path = folder.path().join("x.zip");
    let refused = |bytes: &[u8], what: &str| -> ProblemKind {
        fs::write(&path, bytes).unwrap();
        let started = Instant::now();
        let error = store::open_archive(&path).map(drop).expect_err(what);
        assert!(started.elapsed() < Duration::from_secs(1), "{what}: {:?}", started.elapsed());
        assert!(plain(&error.to_string()).contains("x.zip"), "{error}");
        match error {
            StoreError::Unreadable(Problem { kind, .. }) => kind,
            other => panic!("{what}: {other}"),
        }
    };
    for name in [
        "../evil",
        "a/../../evil",
        "/etc/evil",
        "C:/evil",
        "a\\..\\evil",
        "documents/./x",
        "a//b",
        "con",
        "documents/NUL.txt",
        "documents/com1.ron",
        "documents/LPT¹",
        "a/b.",
        "a/b ",
        "a\u{1}b",
    ] {
        let kind = refused(&with(&[name]), name);
        assert!(matches!(kind, ProblemKind::ArchiveName(_)), "{name}: {kind:?}");
    }
    for names in
        [&["documents/a", "Documents/a"], &["documents/a", "documents/A"], &["a/é", "a/e\u{301}"], &["a", "a/b"]]
    {
        let kind = refused(&with(names.as_slice()), names[1]);
        assert!(matches!(kind, ProblemKind::ArchiveTwice(_)), "{names:?}: {kind:?}");
    }
    // Twice the very same name, which no writer makes: one of the same length is overwritten.
    let mut twice = with(&["documents/aa", "documents/bb"]);
    for at in (0..twice.len() - 12).filter(|at| &twice[*at..at + 12] == b"documents/bb").collect::<Vec<_>>() {
        twice[at..at + 12].copy_from_slice(b"documents/aa");
    }
    assert!(matches!(refused(&twice, "twice"), ProblemKind::ArchiveTwice(_)));
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.add_symlink("project.ron", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    assert!(matches!(refused(&zip.finish().unwrap().into_inner(), "link"), ProblemKind::ArchiveLink(_)));
    // A bomb: a gigabyte of spaces in a megabyte.
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("project.ron", SimpleFileOptions::default().compression_method(CompressionMethod::Deflated))
        .unwrap();
    (0..1024).for_each(|_| zip.write_all(&[b' '; 1 << 20]).unwrap());
    let bomb = zip.finish().unwrap().into_inner();
    assert!(bomb.len() < 4 << 20);
    assert!(matches!(refused(&bomb, "bomb"), ProblemKind::TooLarge));
    // Torn, empty, two projects, none.
    let whole = with(&[]);
    assert!(matches!(refused(&whole[..whole.len() / 2], "torn"), ProblemKind::ArchiveBad(_)));
    assert!(matches!(refused(&whole[..10], "short"), ProblemKind::ArchiveBad(_)));
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for name in ["a/project.ron", "b/project.ron"] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
    }
    assert!(matches!(refused(&zip.finish().unwrap().into_inner(), "two"), ProblemKind::ArchiveSeveral(_)));
    // A list of more entries than any project has, as the end states it.
    let mut many = whole.clone();
    let end = many.len() - 22;
    many[end + 8..end + 12].fill(0xff);
    assert!(matches!(refused(&many, "many"), ProblemKind::ArchiveTooMany(_)));
    // Any byte flipped: an answer, and no panic.
    for at in 0..whole.len().min(3000) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x41;
        fs::write(&path, &bytes).unwrap();
        let _ = store::open_archive(&path);
    }
}

#[test]
fn the_verbs_send_and_receive() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    store::install_sample(&at("theirs")).unwrap();
    store::install_sample(&at("ours")).unwrap();
    fs::remove_file(at("ours").join("annotations/biden-putin-call/annotator-a.ron")).unwrap();
    let (ours, theirs, file) = (text(&at("ours")), text(&at("theirs")), text(&at("a.bayan-tags.jsonl")));
    let zip = at("t.zip");
    fs::write(&zip, zipped(&at("theirs"), "theirs/")).unwrap();
    assert_eq!(
        must(&["send", &theirs, "--annotator", "annotator-a", "--out", &file, "--json"]).json()["statements"],
        37
    );
    let before = fs::read(at("ours").join("project.ron")).unwrap();
    let dry = must(&["receive", &ours, &text(&zip), "--dry-run", "--json"]).json();
    assert_eq!([&dry["layers"][0]["state"], &dry["layers"][1]["state"]], ["added", "same"]);
    assert_eq!(fs::read(at("ours").join("project.ron")).unwrap(), before);
    let done = must(&["receive", &ours, &file, "--as", "anna", "--json"]).json();
    assert_eq!(
        [&done["layers"][0]["into"], &done["layers"][0]["statements"]],
        [&"anna".into(), &serde_json::Value::from(37)]
    );
    assert_eq!(store::open(&at("ours")).unwrap().project.annotators(), [who("anna"), who("annotator-b")]);
    assert_eq!(bayan(&["receive", &ours, &text(&zip), "--as", "anna", "--json"]).code, 2, "whose is it to be?");
    assert_eq!(bayan(&["receive", &ours, &text(&zip), "--as", "nobody=anna", "--json"]).code, 2);
    let other = at("other.zip");
    fs::write(&other, b"PK\x05\x06").unwrap();
    assert_eq!(bayan(&["receive", &ours, &text(&other), "--json"]).code, 2);
}

/// A folder as a zip, below `top`.
fn zipped(folder: &Path, top: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        for entry in fs::read_dir(&at).unwrap() {
            let path = entry.unwrap().path();
            let name = format!("{top}{}", text(path.strip_prefix(folder).unwrap()));
            if path.is_dir() {
                zip.add_directory(name, options).unwrap();
                folders.push(path);
            } else {
                zip.start_file(name, options).unwrap();
                std::io::copy(&mut File::open(&path).unwrap(), &mut zip).unwrap();
            }
        }
    }
    // What systems and git put beside it is passed over.
    for name in ["__MACOSX/._project.ron", ".git/HEAD", ".DS_Store"] {
        zip.start_file(format!("{top}{name}"), options).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn applied(project: &Project, plan: &ReceivePlan) -> Project {
    let mut after = project.clone();
    plan.edit.clone().unwrap().apply(&mut after).unwrap();
    after
}

fn text(path: &Path) -> String {
    PathBuf::from(path).to_str().unwrap().to_owned()
}
