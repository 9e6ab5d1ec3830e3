//! Known answers: the hard project as independent libraries wrote it in each format, and files of other programs.
//!
//! `tests/data/interchange/hard` has the project, the files, and `expected.json`: what an independent reader sees in them.
//! `tests/data/interchange/samples` has files not made by us, with their notices.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use bayan::formats::incoming::{ImportOptions, Whose};
use bayan::formats::input::Input;
use bayan::formats::{by_id, readable, recognise};
use bayan::model::project::Project;

use super::labelled::{expected, hard, hard_project, seen_in};

/// The file, or the folder, in which a format has the hard project.
fn oracle(format: &str) -> Input {
    let folder = hard().join(format);
    let files: Vec<PathBuf> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    match files.iter().find(|file| file.file_stem().is_some_and(|stem| stem == "out")) {
        Some(file) => Input::open(file, u64::MAX, true).unwrap(),
        None => match Input::open(&folder, u64::MAX, true).unwrap() {
            // What the reader should see is beside the files.
            Input::Folder { path, files } => {
                Input::Folder { path, files: files.into_iter().filter(|file| file != "expected.json").collect() }
            }
            file => file,
        },
    }
}

/// A span by its edges, with its label and its text.
type Labelled = (usize, usize, String, String);

/// What is read of it onto the articles of the project.
fn read_onto(format: &str) -> Project {
    let mut project = hard_project();
    project.layers.clear();
    let input = oracle(format);
    assert_eq!(recognise(&input).unwrap().0.id, format);
    let plan =
        by_id(format).unwrap().reader.unwrap().plan(&project, &input, &ImportOptions::of(Whose::Everybody)).unwrap();
    plan.edit.apply(&mut project).unwrap();
    project
}

#[test]
fn every_importer_gives_what_an_independent_reader_sees() {
    let mut faults = Vec::new();
    let mut tried = 0;
    let original = hard_project();
    for format in readable().filter(|format| hard().join(format.id).join("expected.json").is_file()) {
        let project = read_onto(format.id);
        // The labels that the independent reader sees in any of its files. In doccano a verb alone says nothing of who speaks.
        let wanted = expected(format.id);
        let mut labels: BTreeSet<&str> = wanted.values().flatten().map(|span| span.2.as_str()).collect();
        if format.id == "doccano" {
            labels.remove("cue");
        }
        tried += 1;
        // By text, since not every program keeps the identifiers of documents. CoNLL has only the words.
        let is_words = format.id == "conll";
        let words = |quote: &str| quote.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let mut seen: [BTreeMap<String, Vec<Labelled>>; 2] = Default::default();
        for (all, project, by_text) in [(&seen_in(&project), &project, 0), (&wanted, &original, 1)] {
            for (document, spans) in all {
                let text = project.documents.values().find(|known| known.id.as_str() == document).unwrap();
                let key = if is_words { String::new() } else { text.content.as_str().to_owned() };
                for (start, end, label, quote) in spans.iter().filter(|span| labels.contains(span.2.as_str())) {
                    let span = if is_words {
                        (0, 0, label.clone(), words(quote))
                    } else {
                        (*start, *end, label.clone(), quote.clone())
                    };
                    seen[by_text].entry(key.clone()).or_default().push(span);
                }
            }
        }
        seen.iter_mut().flat_map(BTreeMap::values_mut).for_each(|spans| spans.sort());
        for (text, spans) in &seen[1] {
            let ours = seen[0].get(text).cloned().unwrap_or_default();
            if ours != *spans {
                let missing: Vec<_> = spans.iter().filter(|span| !ours.contains(span)).take(3).collect();
                let more: Vec<_> = ours.iter().filter(|span| !spans.contains(span)).take(3).collect();
                faults.push(format!("{} {text:.20}: missing {missing:?}, too many {more:?}", format.id));
            }
        }
    }
    assert!(tried >= 12, "{tried}");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Files of other programs: how many statements and relations they have, counted from the files with Python's `json`.
const SAMPLES: &[(&str, &str, usize, usize)] = &[
    ("prodigy", "prodigy/emerson_annotated_text.jsonl", 30, 0),
    ("prodigy", "prodigy/rel_component_first40.jsonl", 126, 72),
    ("prodigy", "spacy/ner_tweets_demo.jsonl", 1, 0),
    ("cas-json", "cas-json/casWithEmojiUnicodeTextAndAnnotations.json", 9, 0),
    ("cas-json", "cas-json/casWithLeftToRightTextAndAnnotations.json", 2, 0),
    ("cas-json", "cas-json/casWithTraditionalChineseTextAndAnnotations.json", 4, 0),
    ("cas-json", "cas-json/tsv3-testSimpleSlotFeature.json", 3, 0),
    ("cas-xmi", "cas-xmi/casWithEmojiUnicodeTextAndAnnotations.xmi", 9, 0),
    ("cas-xmi", "cas-xmi/casWithLeftToRightTextAndAnnotations.xmi", 2, 0),
    ("cas-xmi", "cas-xmi/casWithTraditionalChineseTextAndAnnotations.xmi", 4, 0),
    ("cas-xmi", "cas-xmi/tsv3-testSimpleSlotFeature.xmi", 3, 0),
    ("cas-xmi", "cas-xmi/inception-stackedrel1.xmi", 4, 2),
];

/// Files without a text or without spans of text, with a word of why they are refused.
const REFUSED: &[(&str, &str, &str)] = &[
    ("cas-json", "cas-json/casWithFloatingPointSpecialValues.json", "no text"),
    ("cas-json", "cas-json/casWithoutTextButWithAnnotations.json", "no text"),
    ("cas-xmi", "cas-xmi/casWithFloatingPointSpecialValues.xmi", "no text"),
    ("cas-xmi", "cas-xmi/casWithoutTextButWithAnnotations.xmi", "no text"),
    ("label-studio", "label-studio/data.json", "text"),
    ("label-studio", "label-studio/csv_test2.json", "text"),
    ("webanno-tsv", "webanno-tsv/tsv2-example.tsv", "is not read"),
];

#[test]
fn files_of_other_programs_are_read_or_refused_in_words() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/interchange/samples");
    let mut faults = Vec::new();
    let mut known: BTreeSet<String> = BTreeSet::new();
    let read = |format: &str, name: &str| {
        let input = Input::open(&folder.join(name), u64::MAX, false).unwrap();
        assert_eq!(recognise(&input).map(|(format, _)| format.id), Some(format), "{name}");
        by_id(format).unwrap().reader.unwrap().read_all(&input)
    };
    for (format, name, statements, relations) in SAMPLES {
        known.insert((*name).to_owned());
        let (project, warnings) = read(format, name);
        let found: usize = project.layers.values().map(|layer| layer.len()).sum();
        let related: usize = project.layers.values().map(|layer| layer.relations().count()).sum();
        if (found, related) != (*statements, *relations) {
            faults.push(format!("{name}: {found} of {statements} statements, {related} of {relations}: {warnings:?}"));
        }
    }
    for (format, name, word) in REFUSED {
        known.insert((*name).to_owned());
        let (project, warnings) = read(format, name);
        let is_told = warnings.iter().any(|warning| warning.message.contains(word));
        if !project.layers.values().all(|layer| layer.is_empty()) || !is_told {
            faults.push(format!("{name}: {} layers, {warnings:?}", project.layers.len()));
        }
    }
    // Lists of examples for training are of no format that is read, and are not taken for one.
    for name in ["spacy/ner_demo_train.json", "spacy/spancat_demo_train.json"] {
        known.insert(name.to_owned());
        let found = recognise(&Input::open(&folder.join(name), u64::MAX, false).unwrap()).map(|(format, _)| format.id);
        if let Some(found) = found {
            let (project, warnings) = by_id(found)
                .unwrap()
                .reader
                .unwrap()
                .read_all(&Input::open(&folder.join(name), u64::MAX, false).unwrap());
            if !project.layers.is_empty() || warnings.is_empty() {
                faults.push(format!("{name} is taken for {found}: {warnings:?}"));
            }
        }
    }
    // Nothing lies there without being tried; the other pairs of TSV and XMI are tried in `webanno_tsv.rs`.
    let mut folders = vec![folder.clone()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/");
            if path.is_dir() {
                folders.push(path);
            } else if !name.starts_with("webanno-tsv/") && !name.ends_with("NOTICE.txt") && !known.contains(&name) {
                faults.push(format!("{name} is not tried"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
