//! What holds for every row of the registry of formats, and for formats of other shapes than the rows of today.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use bayan::formats::dataset::{Dataset, ExportScope};
use bayan::formats::incoming::{ImportOptions, IncomingLabels, IncomingLayer, LayerSink, Whose};
use bayan::formats::input::Input;
use bayan::formats::loss::{self, LossKind};
use bayan::formats::output::FileSet;
use bayan::formats::parts::Parts;
use bayan::formats::{
    Confidence, ExportError, FORMATS, Form, Format, Options, Purpose, Reader, Writer, csv, jsonl, readable, recognise,
    writable,
};
use bayan::model::codebook::Codebook;
use bayan::model::document::{Document, Metadata};
use bayan::model::id::{AnnotatorId, DocumentId, StatementId};
use bayan::model::project::Project;
use bayan::model::statement::Statement;
use bayan::monitor::Monitor;
use bayan::text::content::Content;

use super::export::project;

#[test]
fn every_row_has_names_of_its_own_and_does_something() {
    let mut ids = BTreeSet::new();
    for format in FORMATS {
        assert!(ids.insert(format.id), "{} is there twice", format.id);
        assert!(!(format.title)().is_empty());
        assert!(format.writer.is_some() || format.reader.is_some(), "{} does nothing", format.id);
        assert!(format.is_folder() || !format.ending().is_empty(), "{} has no ending", format.id);
        assert_eq!(bayan::formats::by_id(format.id), Some(*format));
        let options: BTreeSet<_> = format.options.iter().map(|option| option.id).collect();
        assert_eq!(options.len(), format.options.len());
    }
    assert!(writable().count() >= 2 && readable().count() >= 1);
}

#[test]
fn every_format_that_reads_and_writes_gives_back_the_same_dataset() {
    let mut tried = 0;
    for format in FORMATS.iter().copied().filter(|format| format.reader.is_some()) {
        if format.writer.is_some() {
            check_round_trip(format, &project());
            tried += 1;
        }
    }
    assert!(tried > 0);
    check_round_trip(&TEXTS_ONLY, &project());
}

#[test]
fn a_format_loses_what_it_declares_and_nothing_else() {
    let project = project();
    let dataset = all_of(&project);
    for format in FORMATS {
        for loss in format.losses(&dataset, &Options::default()) {
            assert!(format.loses.contains(&loss.kind), "{format:?} does not declare {:?}", loss.kind);
            assert!(loss.count > 0 && !loss.describe().is_empty());
        }
    }
    assert_eq!(jsonl::FORMAT.losses(&dataset, &Options::default()), []);
}

#[test]
fn a_file_is_recognised_by_its_content_and_else_by_its_ending() {
    let project = project();
    let file = |path: &str, bytes: &[u8]| Input::File { path: path.into(), bytes: bytes.to_vec() };
    for format in readable().filter(|format| format.writer.is_some() && !format.is_folder()) {
        let mut bytes = Vec::new();
        format.write(&all_of(&project), &Options::default(), &mut bytes).unwrap();
        // The heads of a workbook are at its end.
        let length = if format.id == "xlsx" { bytes.len() } else { bytes.len().min(1000) };
        let beginning = bytes.get(..length).unwrap();
        assert_eq!(recognise(&file("x", beginning)).unwrap().0, format);
        // By its name alone, a table is one of articles.
        if ["csv", "tsv", "xlsx"].contains(&format.id) {
            assert!(recognise(&file(&format!("x.{}", format.ending()), b"?")).is_none());
            continue;
        }
        let first = readable().find(|other| other.endings.contains(&format.ending())).unwrap();
        assert_eq!(recognise(&file(&format!("x.{}", format.ending()), b"?")).unwrap().0, first);
    }
    let mut table = Vec::new();
    csv::FORMAT.write(&all_of(&project), &Options::default(), &mut table).unwrap();
    assert_eq!(recognise(&file("x.csv", &table)).unwrap().0.id, "csv");
    assert!(recognise(&file("article.txt", "قال المتحدث \"bayan\"".as_bytes())).is_none());
}

#[test]
fn a_folder_is_there_as_a_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let (path, progress) = (folder.path().join("out"), Monitor::default());
    let project = project();
    let write = || TEXTS_ONLY.write_to_path(&all_of(&project), &Options::default(), &path, &progress);
    assert_eq!(write().unwrap().documents, 1);
    assert!(progress.done() > 0);
    assert_eq!(names_in(&path), ["doc", "doc/anna.txt"]);
    // What is there is not replaced, and nothing else is left behind.
    assert!(matches!(write(), Err(ExportError::Write(_))));
    assert_eq!(names_in(folder.path()), ["out", "out/doc", "out/doc/anna.txt"]);
    // An empty folder gets the files.
    let empty = folder.path().join("empty");
    std::fs::create_dir(&empty).unwrap();
    TEXTS_ONLY.write_to_path(&all_of(&project), &Options::default(), &empty, &progress).unwrap();
    assert_eq!(names_in(&empty), ["doc", "doc/anna.txt"]);
    let stopped = Monitor::default();
    stopped.stop();
    let other = folder.path().join("other");
    let result = TEXTS_ONLY.write_to_path(&all_of(&project), &Options::default(), &other, &stopped);
    assert!(matches!(result, Err(ExportError::Stopped)));
    assert!(!other.exists());
    assert_eq!(names_in(folder.path()).iter().filter(|name| name.contains(".tmp")).count(), 0);
    let mut bytes = Vec::new();
    let result = TEXTS_ONLY.write(&all_of(&project), &Options::default(), &mut bytes);
    assert!(matches!(result, Err(ExportError::NeedsFolder(_))));
}

/// Writes a project, reads it again, and compares both without what the format declares as lost.
fn check_round_trip(format: &'static Format, project: &Project) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out");
    format.write_to_path(&all_of(project), &Options::default(), &path, &Monitor::default()).unwrap();
    let input = Input::open(&path, u64::MAX, true).unwrap();
    let reader = format.reader.unwrap();
    assert_eq!((reader.recognise)(&input), Confidence::Certain, "{format:?}");
    // Statements without texts belong to articles that are there.
    let (read, warnings) =
        if format.loses.contains(&&loss::TEXTS) && format.loses.iter().all(|loss| *loss != &loss::STATEMENTS) {
            let mut articles = project.clone();
            articles.layers.clear();
            let plan = reader.plan(&articles, &input, &ImportOptions::of(Whose::Everybody)).unwrap();
            plan.edit.apply(&mut articles).unwrap();
            (articles, plan.warnings)
        } else {
            reader.read_all(&input)
        };
    // Where chains are lost, a reporting verb alone does not say who reports.
    if !format.loses.contains(&&loss::CHAINS) {
        assert_eq!(warnings, [], "{format:?}");
    }
    assert_eq!(summary_of(&read, format.loses), summary_of(project, format.loses), "{format:?}");
}

/// Everything that a dataset holds, as text, without what is lost. What belongs to a project and not to a dataset is not
/// in it: colours, definitions, encodings.
fn summary_of(project: &Project, lost: &[&LossKind]) -> String {
    let has = |kind: &LossKind| !lost.contains(&kind);
    let mut text = String::new();
    for document in project.documents.values() {
        let Document { id, content, metadata, excluded, .. } = document;
        if has(&loss::TEXTS) {
            text += &format!("{id} {:?}\n", content.as_str());
        }
        if has(&loss::METADATA) {
            text += &format!("{metadata:?}\n");
        }
        if has(&loss::EXCLUDED) {
            text += &format!("{excluded:?}\n");
        }
    }
    if !std::ptr::eq(lost, TEXTS_ONLY.loses) && has(&loss::PARTY_NAMES) {
        for party in project.parties.iter() {
            text += &format!("{} {:?}\n", party.id, party.name);
            text += &if has(&loss::ALIASES) { format!("{:?}\n", party.aliases) } else { String::new() };
            text += &if has(&loss::PARENTS) { format!("{:?}\n", party.parent) } else { String::new() };
        }
    }
    // Where parts come apart, statements are compared elsewhere.
    if !has(&loss::PARTS) {
        return text;
    }
    // A layer without statements is no layer.
    for ((document, annotator), layer) in project.layers.iter().filter(|_| has(&loss::STATEMENTS)) {
        text += &format!("{document} {annotator}\n");
        let without = |statement: &Statement| format!("{:?}", without_losses(statement, lost));
        let mut lines: Vec<String> = layer.statements().map(without).collect();
        for relation in layer.relations().filter(|_| has(&loss::RELATIONS)) {
            let end = |id| layer.statement(id).map(without);
            let id = has(&loss::RELATION_IDENTIFIERS).then_some(relation.id);
            let note = has(&loss::RELATION_NOTES).then_some(&relation.note);
            lines.push(format!("{id:?} {} {:?} {:?} {note:?}", relation.kind, end(relation.from), end(relation.to)));
        }
        lines.sort();
        text += &lines.join("\n");
    }
    text
}

fn without_losses(statement: &Statement, lost: &[&LossKind]) -> Statement {
    let has = |kind: &LossKind| !lost.contains(&kind);
    let mut statement = statement.clone();
    if !has(&loss::IDENTIFIERS) {
        statement.id = StatementId::MIN;
    }
    // The attributes of these statements are not in the codebook.
    if !has(&loss::ATTRIBUTES) || !has(&loss::OTHER_ATTRIBUTES) {
        statement.attributes.clear();
    }
    if !has(&loss::CHAINS) {
        statement.chain.clear();
    }
    if !has(&loss::ADDRESSEES) {
        statement.addressees.clear();
    }
    if !has(&loss::CHOICES) {
        (statement.topic, statement.stance, statement.quotation) = (None, None, None);
    }
    if !has(&loss::NOTES) {
        statement.note.clear();
    }
    if !has(&loss::TIMES) {
        (statement.created, statement.modified) = (jiff::Timestamp::UNIX_EPOCH, jiff::Timestamp::UNIX_EPOCH);
    }
    let has_named = |id: &str| !lost.iter().any(|kind| kind.id == id);
    if !has_named("gaps") {
        statement.spans = vec![statement.hull()];
    }
    for link in &mut statement.chain {
        link.cue = link.cue.filter(|_| has(&loss::CUE_PLACES) && has_named("cues"));
        link.mention = link.mention.filter(|_| has(&loss::MENTIONS));
    }
    statement
}

fn all_of(project: &Project) -> Dataset<'_> {
    Dataset::of(project, &ExportScope::default()).unwrap()
}

/// All files and folders below a folder.
fn names_in(folder: &std::path::Path) -> Vec<String> {
    let mut names = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            names.push(path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned());
            folders.extend(path.is_dir().then_some(path));
        }
    }
    names.sort();
    names
}

/// A toy format of several files: the texts alone, `<document>/<annotator>.txt`.
static TEXTS_ONLY: Format = Format {
    id: "texts",
    title: || "Texts".to_owned(),
    endings: &[],
    form: Form::Lines,
    purpose: Purpose::Tool,
    loses: &[&loss::STATEMENTS, &loss::RELATIONS, &loss::METADATA, &loss::EXCLUDED],
    options: &[],
    writer: Some(Writer::Folder(write_texts)),
    reader: Some(Reader {
        folders: true,
        streams: false,
        recognise: |input| if input.files().is_empty() { Confidence::No } else { Confidence::Certain },
        read: read_texts,
    }),
};

fn write_texts(dataset: &dyn Parts, _: &Options, files: &mut dyn FileSet) -> Result<(), ExportError> {
    assert!(files.file("../outside").is_err() && files.file("").is_err() && files.file("/x").is_err());
    dataset.each_of(None, &mut |part| {
        for layer in &part.layers {
            let file = files.file(&format!("{}/{}.txt", layer.document.id, layer.annotator))?;
            file.write_all(layer.document.content.as_str().as_bytes())?;
        }
        Ok(())
    })
}

fn read_texts(input: &Input, sink: &mut dyn LayerSink) {
    for (index, name) in input.files().iter().enumerate() {
        let (id, annotator) = name.trim_end_matches(".txt").split_once('/').unwrap();
        let text = String::from_utf8(input.read_file(name, 1000).unwrap()).unwrap();
        let document = Document {
            id: DocumentId::new(id).unwrap(),
            content: Content::new(text),
            metadata: Metadata::default(),
            encoding: String::new(),
            excluded: Vec::new(),
        };
        assert!(AnnotatorId::new(annotator).is_ok() && sink.wants(annotator));
        let layer = IncomingLayer {
            line: index + 1,
            document,
            annotator: annotator.to_owned(),
            parties: Vec::new(),
            codebook: Codebook::default(),
            labels: IncomingLabels::default(),
            statements: Vec::new(),
            relations: Vec::new(),
            progress: None,
            tags: None,
            unplaced: Vec::new(),
        };
        assert_eq!(sink.take(layer), ControlFlow::Continue(()));
    }
}
