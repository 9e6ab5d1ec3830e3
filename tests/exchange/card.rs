//! The folder for the Hugging Face Hub: its card, its manual, and its splits.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use bayan::formats::dataset::{Dataset, ExportScope};
use bayan::formats::{Options, by_id};
use bayan::model::document::{Document, Metadata};
use bayan::model::id::{AnnotatorId, DocumentId, KindId};
use bayan::model::layer::Layer;
use bayan::model::project::Project;
use bayan::model::span::Span;
use bayan::model::statement::Statement;
use bayan::monitor::Monitor;
use bayan::text::content::Content;

use crate::support::project::{sample_project, who};

#[test]
fn the_card_has_agreement_the_manual_and_a_citation() {
    let project = sample_project();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out");
    write(&project, &ExportScope::default(), &path);
    let card = std::fs::read_to_string(path.join("README.md")).unwrap();
    assert_eq!(std::fs::read_to_string(path.join("guidelines.md")).unwrap(), project.guidelines);
    assert!(card.contains("(guidelines.md)") && card.contains("license: unknown\n"), "{card}");
    assert!(card.contains("## How attribution is to be read") && card.contains("@misc{dataset,"), "{card}");
    // The share of passages with the same edges and kind, counted here.
    let passages = |annotator: &str| {
        let layers = project.layers.iter().filter(|((_, who), _)| who.as_str() == annotator);
        let of = |statement: &Statement| {
            let kind = statement.kind.to_string();
            statement.spans.iter().map(move |span| (span.start_byte, span.end_byte, kind.clone())).collect::<Vec<_>>()
        };
        layers.flat_map(|(_, layer)| layer.statements().flat_map(of).collect::<Vec<_>>()).collect::<Vec<_>>()
    };
    let (ours, theirs) = (passages("annotator-a"), passages("annotator-b"));
    let same = ours.iter().filter(|passage| theirs.contains(passage)).count();
    assert!(same > 0 && same < ours.len());
    let f1 = 2.0 * same as f64 / (ours.len() + theirs.len()) as f64;
    let row = card.lines().find(|line| line.starts_with("| F1, exact |")).unwrap();
    assert!(row.starts_with(&format!("| F1, exact | {f1:.3} |")), "{row}: {f1}");

    // One annotator agrees with nobody.
    let path = folder.path().join("one");
    write(&project, &ExportScope::of_annotators(vec![who("annotator-a")]), &path);
    assert!(!std::fs::read_to_string(path.join("README.md")).unwrap().contains("## Agreement"));
}

#[test]
fn near_copies_are_in_one_split_and_the_kinds_are_spread() {
    let mut project = Project::new("splits");
    let kinds: Vec<KindId> = project.codebook.kinds.iter().map(|kind| kind.id.clone()).collect();
    for number in 0..60_usize {
        // Every third article is a copy of the one before the one before it, with another head.
        let origin = if number % 3 == 2 { number - 2 } else { number };
        let words: String = (0..120).map(|at| format!("كلمة{} ", origin * 1000 + at)).collect();
        let text = if origin == number { words } else { format!("وكالة الميناء. {words}") };
        let id = DocumentId::new(format!("a{number:02}")).unwrap();
        let mut layer = Layer::default();
        let statement = Statement::new(kinds[number % 2].clone(), vec![Span::from(0..8)], jiff::Timestamp::default());
        layer.put(statement);
        let document = Document {
            id: id.clone(),
            content: Content::new(text),
            metadata: Metadata { title: format!("{number}"), ..Metadata::default() },
            encoding: String::new(),
            excluded: Vec::new(),
        };
        project.documents.insert(id.clone(), document);
        project.layers.insert((id, AnnotatorId::new("a").unwrap()), layer);
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out");
    write(&project, &ExportScope::default(), &path);
    let splits = splits(&path);
    assert_eq!(splits.len(), 60);
    for number in (2..60).step_by(3) {
        assert_eq!(splits[&format!("a{number:02}")], splits[&format!("a{:02}", number - 2)], "{number}");
    }
    let mut counts: BTreeMap<(&str, usize), usize> = BTreeMap::new();
    for (document, split) in &splits {
        let number: usize = document[1..].parse().unwrap();
        *counts.entry((split.as_str(), number % 2)).or_default() += 1;
    }
    // A tenth of thirty of each kind is three, and no group has more than two.
    for split in ["validation", "test"] {
        for kind in [0, 1] {
            assert!((1..=5).contains(&counts[&(split, kind)]), "{counts:?}");
        }
    }
    // The same again.
    let again = folder.path().join("again");
    write(&project, &ExportScope::default(), &again);
    assert_eq!(splits, self::splits(&again));
}

fn write(project: &Project, scope: &ExportScope, path: &Path) {
    let dataset = Dataset::of(project, scope).unwrap();
    by_id("hf").unwrap().write_to_path(&dataset, &Options::default(), path, &Monitor::default()).unwrap();
}

/// The split of each document, read from the files.
fn splits(path: &Path) -> BTreeMap<String, String> {
    use parquet::file::reader::{FileReader as _, SerializedFileReader};
    let (mut splits, mut seen) = (BTreeMap::new(), BTreeSet::new());
    for entry in std::fs::read_dir(path.join("documents")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let split = name.split_once('-').unwrap().0.to_owned();
        for row in SerializedFileReader::new(std::fs::File::open(&path).unwrap()).unwrap().get_row_iter(None).unwrap() {
            let row = row.unwrap();
            let (_, document) = row.get_column_iter().find(|(name, _)| *name == "document_id").unwrap();
            let document = document.to_string().trim_matches('"').to_owned();
            assert!(seen.insert(document.clone()));
            splits.insert(document, split.clone());
        }
    }
    splits
}
