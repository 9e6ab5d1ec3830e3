//! Documents read one at a time give the same export as a project in memory, byte by byte, with the same problems.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use bayan::exchange::kept::Kept;
use bayan::formats::dataset::{DatasetSource, ExportScope};
use bayan::formats::loss::Loss;
use bayan::formats::parts::Parts;
use bayan::formats::prepared::{NameChanges, Prepared};
use bayan::formats::streamed::{Streamed, Survey};
use bayan::formats::{ExportError, Format, Options, Summary, csv, jsonl, parquet, qda, spacy, writable};
use bayan::model::document::Document;
use bayan::model::id::DocumentId;
use bayan::model::project::Project;
use bayan::monitor::Monitor;
use bayan::query::Query;
use bayan::store::{self, OneByOne};

use super::dataset::project as two_articles;
use super::labelled::hard_project;
use crate::support::project::{sample_folder, who};

/// What an export gives: its files by name, its numbers and its losses, or why there is none.
type Made = Result<(BTreeMap<String, Vec<u8>>, Summary, Vec<Loss>), String>;

fn made(format: &'static Format, dataset: &dyn Parts, options: &Options, per_document: bool) -> Made {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x");
    let monitor = Monitor::default();
    let losses = format.losses(dataset, options);
    let written = if per_document {
        format.write_per_document(dataset, options, &path, &monitor)
    } else {
        format.write_to_path(dataset, options, &path, &monitor)
    };
    let summary = written.map_err(|error| error.to_string())?;
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.path().to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let at = entry.unwrap().path();
            if at.is_dir() {
                folders.push(at);
            } else {
                let name = at.strip_prefix(folder.path()).unwrap().to_str().unwrap().to_owned();
                files.insert(name, fs::read(at).unwrap());
            }
        }
    }
    Ok((files, summary, losses))
}

/// Exports a project on disk in both ways.
fn both_ways(
    folder: &Path,
    format: &'static Format,
    scope: &ExportScope,
    changes: NameChanges,
    options: &Options,
    per_document: bool,
) -> [Made; 2] {
    let opened = store::open(folder).unwrap();
    let at_once = Prepared::of(&opened.project, scope, changes)
        .map_err(|error| error.to_string())
        .and_then(|prepared| made(format, &prepared.dataset(), options, per_document));
    let mut survey = Survey::new(scope.clone(), changes, format.loss_kinds(options));
    let one_by_one = OneByOne::open(folder, |project, _, _| survey.add(project)).unwrap();
    let kept = Kept(&one_by_one);
    let streamed: Result<Streamed<'_>, ExportError> = survey.finish(&kept);
    let streamed = streamed.map_err(|error| error.to_string());
    [at_once, streamed.and_then(|dataset| made(format, &dataset, options, per_document))]
}

/// The projects on disk that are tried: the sample, the hard one, and two articles with gold, of which one has an old text.
fn projects() -> Vec<(&'static str, tempfile::TempDir)> {
    let put = |project: &Project| {
        let folder = tempfile::tempdir().unwrap();
        store::create(folder.path(), project).unwrap();
        folder
    };
    let mut old = two_articles();
    let (id, first) = old.documents.first_key_value().map(|(id, document)| (id.clone(), document.clone())).unwrap();
    let kept = DocumentId::new("zz-old").unwrap();
    let metadata = bayan::model::document::Metadata { replaced_by: Some(id.clone()), ..first.metadata.clone() };
    let excluded = Vec::new();
    let document = Document { id: kept.clone(), metadata, content: first.content.clone(), excluded, ..first };
    old.documents.insert(kept.clone(), document);
    let layer = old.layers[&(id.clone(), who("anna"))].clone();
    old.layers.insert((kept, who("anna")), layer);
    vec![
        ("sample", sample_folder()),
        ("hard", put(&hard_project())),
        ("two", put(&two_articles())),
        ("old", put(&old)),
        ("empty", put(&Project::new("nothing"))),
    ]
}

fn same(what: &str, [at_once, streamed]: [Made; 2]) {
    match (at_once, streamed) {
        (Ok((files, summary, losses)), Ok((other, other_summary, other_losses))) => {
            assert_eq!(files.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>(), "{what}");
            for (name, bytes) in &files {
                assert!(other[name] == *bytes, "{what}: {name} differs");
            }
            assert_eq!((summary, losses), (other_summary, other_losses), "{what}");
        }
        (at_once, streamed) => assert_eq!(at_once.err(), streamed.err(), "{what}"),
    }
}

#[test]
fn every_format_gives_the_same_bytes_both_ways() {
    for (name, folder) in projects() {
        for format in writable() {
            for source in [DatasetSource::GoldFirst, DatasetSource::GoldAnd(Vec::new())] {
                let scope = ExportScope { source, ..ExportScope::default() };
                let made = both_ways(folder.path(), format, &scope, NameChanges::default(), &Options::default(), false);
                assert!(name == "empty" || made[0].is_ok(), "{name} {format:?}: {:?}", made[0].as_ref().err());
                same(&format!("{name} {format:?} {:?}", scope.source), made);
            }
        }
    }
}

#[test]
fn options_make_no_difference() {
    let chosen = |option, value: &str| {
        let mut options = Options::default();
        options.choose(option, Some(value.to_owned()));
        options
    };
    for (name, folder) in projects() {
        for (format, options) in [
            (&parquet::FORMAT, chosen(&parquet::PARTITION_BY, "kind")),
            (&parquet::FORMAT, chosen(&parquet::PARTITION_BY, "publisher")),
            (&parquet::FORMAT, chosen(&parquet::PARTITION_BY, "month")),
            (&parquet::FORMAT, Options::of(&[&parquet::PER_STATEMENT])),
            (&parquet::HF, chosen(&parquet::SPLIT, "1/1/1")),
            (&csv::FORMAT, Options::of(&[&csv::SPREADSHEET])),
            (&qda::PROJECT, Options::of(&[&qda::EXACT_TEXT])),
            (&spacy::FORMAT, Options::of(&[&spacy::FLAT])),
        ] {
            let scope = ExportScope::default();
            let made = both_ways(folder.path(), format, &scope, NameChanges::default(), &options, false);
            same(&format!("{name} {format:?} {options:?}"), made);
        }
    }
}

#[test]
fn scopes_and_other_names_make_no_difference() {
    let query = |text: &str| Some(Query::parse(text).unwrap());
    let document = |id: &str| vec![DocumentId::new(id).unwrap()];
    let of = |scope: ExportScope| (scope, NameChanges::default());
    let changes = |roll_up, anonymise| NameChanges { roll_up, anonymise };
    let mut tried = 0;
    for (name, folder) in projects() {
        let project = store::open(folder.path()).unwrap().project;
        let first = project.documents.keys().next().map_or("none", |id| id.as_str());
        for (scope, changes) in [
            of(ExportScope { query: query("kind:claim"), ..ExportScope::default() }),
            of(ExportScope { query: query("has:topic or not has:speaker"), ..ExportScope::default() }),
            of(ExportScope { query: query("speaker:putin"), ..ExportScope::default() }),
            of(ExportScope { query: query("by:anna"), ..ExportScope::default() }),
            of(ExportScope { query: query(&format!("document:{first}")), ..ExportScope::default() }),
            of(ExportScope { query: query("document:nowhere"), ..ExportScope::default() }),
            of(ExportScope { without_excluded: true, ..ExportScope::default() }),
            of(ExportScope { documents: document(first), ..ExportScope::default() }),
            of(ExportScope { documents: document("zz-old"), ..ExportScope::default() }),
            of(ExportScope::of_annotators(vec![who("anna")])),
            of(ExportScope::of_annotators(vec![who("nobody")])),
            of(ExportScope { for_colleague: true, ..ExportScope::of_annotators(Vec::new()) }),
            (ExportScope::default(), changes(true, false)),
            (ExportScope::default(), changes(false, true)),
            (ExportScope { query: query("kind:claim"), ..ExportScope::default() }, changes(true, true)),
            (ExportScope { source: DatasetSource::GoldAnd(Vec::new()), ..ExportScope::default() }, changes(true, true)),
        ] {
            for (format, per_document) in
                [(&jsonl::FORMAT, false), (&csv::FORMAT, true), (&qda::PROJECT, false), (&parquet::HF, false)]
            {
                let made = both_ways(folder.path(), format, &scope, changes, &Options::default(), per_document);
                tried += usize::from(made[0].as_ref().is_ok_and(|made| made.1.statements > 0));
                same(&format!("{name} {format:?} {scope:?} {changes:?}"), made);
            }
        }
    }
    assert!(tried > 100, "only {tried} exports had statements");
}

#[test]
fn the_same_problems_are_found_in_the_same_order() {
    let folder = tempfile::tempdir().unwrap();
    let mut project = two_articles();
    let (text, layer) =
        (project.documents.values().next().unwrap().clone(), project.layers.values().next().unwrap().clone());
    for number in 0..6 {
        let id = DocumentId::new(format!("more-{number}")).unwrap();
        project.documents.insert(id.clone(), Document { id: id.clone(), ..text.clone() });
        project.layers.insert((id, who("anna")), layer.clone());
    }
    store::create(folder.path(), &project).unwrap();
    let at = |path: &str| folder.path().join(path);
    let change = |path: &str, from: &str, to: &str| {
        let before = fs::read_to_string(at(path)).unwrap();
        assert!(before.contains(from), "{path} has no {from}");
        fs::write(at(path), before.replacen(from, to, 1)).unwrap();
    };
    // Damaged, gone, changed, without a document, with a bad name, and the same name in capitals.
    fs::write(at("documents/more-0/document.ron"), "(").unwrap();
    fs::remove_file(at("documents/more-1/text.txt")).unwrap();
    fs::write(at("documents/more-2/text.txt"), "Another text altogether.").unwrap();
    fs::remove_dir_all(at("documents/more-3")).unwrap();
    fs::create_dir(at("documents/bad name")).unwrap();
    fs::write(at("documents/bad name/x"), "x").unwrap();
    fs::write(at("annotations/more-4/anna.ron"), "<<<<<<<").unwrap();
    change("annotations/more-5/anna.ron", "claim", "no-such-kind");
    fs::rename(at("annotations/more-5/anna.ron"), at("annotations/more-5/Anna.ron")).unwrap();
    fs::create_dir(at("annotations/zz-nothing")).unwrap();
    fs::write(at("annotations/zz-nothing/anna.ron"), "()").unwrap();
    fs::create_dir_all(at("review")).unwrap();
    fs::write(at("review/more-4.ron"), ")").unwrap();
    fs::write(at("review/zz-nothing.ron"), ")").unwrap();
    let whole = store::open(folder.path()).unwrap();
    let mut seen = Vec::new();
    let one_by_one = OneByOne::open(folder.path(), |project, done, all| {
        assert!(done <= all && project.documents.len() == 1);
        seen.extend(project.documents.keys().cloned());
        for (key, layer) in &project.layers {
            assert_eq!(whole.project.layers.get(key), Some(layer));
        }
        for (document, review) in &project.reviews {
            assert_eq!(whole.project.reviews.get(document), Some(review));
        }
    })
    .unwrap();
    assert!(whole.problems.len() >= 10, "{:#?}", whole.problems);
    assert_eq!(one_by_one.problems, whole.problems);
    assert_eq!(one_by_one.notes, whole.notes);
    assert_eq!(seen, whole.project.documents.keys().cloned().collect::<Vec<_>>());
}

#[test]
fn an_article_that_changes_meanwhile_ends_the_export() {
    let folder = tempfile::tempdir().unwrap();
    store::create(folder.path(), &two_articles()).unwrap();
    let scope = ExportScope::default();
    let mut survey = Survey::new(scope, NameChanges::default(), jsonl::FORMAT.loss_kinds(&Options::default()));
    let one_by_one = OneByOne::open(folder.path(), |project, _, _| survey.add(project)).unwrap();
    let kept = Kept(&one_by_one);
    let dataset = survey.finish(&kept).unwrap();
    let documents = fs::read_dir(folder.path().join("documents")).unwrap().map(|entry| entry.unwrap().path());
    let last = documents.max().unwrap().join("text.txt");
    let text = fs::read_to_string(&last).unwrap();
    fs::write(&last, format!("{text} ")).unwrap();
    let out = tempfile::tempdir().unwrap();
    let path = out.path().join("x.jsonl");
    let written = jsonl::FORMAT.write_to_path(&dataset, &Options::default(), &path, &Monitor::default());
    assert!(matches!(written, Err(ExportError::Unreadable(_))), "{written:?}");
    assert!(fs::read_dir(out.path()).unwrap().next().is_none());
}
