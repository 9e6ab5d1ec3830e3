//! What is wrong in one statement of a file, in every format that is read: it is reported with its place, and the other
//! statements are read.
//!
//! A small project is exported and spoiled where one of its statements stands, whose offsets are numbers that stand nowhere
//! else. A new format is tried as soon as it is in the list.

use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;

use bayan::formats::dataset::{Dataset, ExportScope};
use bayan::formats::incoming::{ImportOptions, ImportPlan, Whose};
use bayan::formats::input::Input;
use bayan::formats::{Format, Options, readable};
use bayan::model::document::{Document, Metadata};
use bayan::model::id::{AnnotatorId, DocumentId, StatementId};
use bayan::model::project::Project;
use bayan::model::span::Span;
use bayan::model::statement::Statement;
use bayan::monitor::Monitor;
use bayan::text::content::Content;
use zip::write::SimpleFileOptions;

/// The edges of the statement that is spoiled.
const START: usize = 12_345;
const END: usize = 12_356;

/// A long article in plain letters, so that every unit counts the same, with three statements.
fn project() -> Project {
    let mut project = Project::new("t");
    let id = DocumentId::new("d").unwrap();
    let content = Content::new("ten letters".repeat(3000).replace("ten letters", "abcdefghij "));
    let (metadata, excluded) = (Metadata { title: "T".into(), ..Metadata::default() }, Vec::new());
    project
        .documents
        .insert(id.clone(), Document { id: id.clone(), content, metadata, encoding: String::new(), excluded });
    let kind = project.codebook.kinds[0].id.clone();
    let layer = project.layers.entry((id, AnnotatorId::new("anna").unwrap())).or_default();
    for (number, start, end) in [(1, 0, 10), (2, START, END), (3, 22_000, 22_010)] {
        let now = "2024-01-01T00:00:00Z".parse().unwrap();
        let id = uuid(number).parse::<StatementId>().unwrap();
        layer.put(Statement { id, ..Statement::new(kind.clone(), vec![Span::new(start, end)], now) });
    }
    project
}

fn uuid(number: usize) -> String {
    format!("01890000-0000-7000-8000-00000000000{number}")
}

/// Exports, changes the text of each file, and plans the import onto the articles.
fn spoiled(format: &'static Format, change: &dyn Fn(&str) -> String) -> ImportPlan {
    let (project, folder) = (project(), tempfile::tempdir().unwrap());
    let path = folder.path().join("out").with_extension(format.ending());
    let dataset = Dataset::of(&project, &ExportScope::default()).unwrap();
    format.write_to_path(&dataset, &Options::default(), &path, &Monitor::default()).unwrap();
    if path.is_file() {
        change_file(&path, change);
    } else {
        for name in Input::open(&path, u64::MAX, true).unwrap().files() {
            change_file(&path.join(name), change);
        }
    }
    let mut articles = project.clone();
    articles.layers.clear();
    let input = Input::open(&path, u64::MAX, true).unwrap();
    let plan = format.reader.unwrap().plan(&articles, &input, &ImportOptions::of(Whose::Everybody)).unwrap();
    plan.edit.clone().apply(&mut articles).unwrap();
    plan
}

fn change_file(path: &Path, change: &dyn Fn(&str) -> String) {
    let bytes = std::fs::read(path).unwrap();
    let new = match std::str::from_utf8(&bytes) {
        Ok(text) if !bytes.starts_with(b"PK") => change(text).into_bytes(),
        _ if bytes.starts_with(b"PK") => {
            let mut zip = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
            let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
            for index in 0..zip.len() {
                let mut file = zip.by_index(index).unwrap();
                let name = String::from_utf8_lossy(file.name_raw()).into_owned();
                let mut text = String::new();
                file.read_to_string(&mut text).unwrap();
                out.start_file(name, SimpleFileOptions::default()).unwrap();
                out.write_all(change(&text).as_bytes()).unwrap();
            }
            out.finish().unwrap().into_inner()
        }
        _ => return,
    };
    std::fs::write(path, new).unwrap();
}

/// The formats whose files have offsets that a text editor could change. CoNLL has none, a codebook has no statements, and
/// `dna.rs` changes databases with SQL.
fn with_offsets() -> impl Iterator<Item = &'static Format> {
    readable().filter(|format| format.writer.is_some() && !["conll", "qdc", "dna"].contains(&format.id))
}

#[test]
fn a_place_that_is_none_is_reported_and_the_others_are_read() {
    let mut faults = Vec::new();
    for format in with_offsets() {
        let sound = spoiled(format, &|text| text.to_owned());
        assert_eq!((sound.counts.statements, sound.warnings.len()), (3, 0), "{}: {:?}", format.id, sound.warnings);
        for (what, start, end) in [
            ("past the end", START.to_string(), "99999999".to_owned()),
            ("far past the end", "99999999999999999999".to_owned(), "99999999999999999999".to_owned()),
            ("negative", "-1".to_owned(), END.to_string()),
            ("swapped", END.to_string(), START.to_string()),
            ("empty", START.to_string(), START.to_string()),
            ("a fraction", "12345.5".to_owned(), END.to_string()),
            ("no number", "x".to_owned(), END.to_string()),
        ] {
            // Offsets that are words are no JSON; that is a damaged file and not a bad place.
            let is_json = ["jsonl", "doccano", "label-studio", "w3c", "prodigy", "cas-json"].contains(&format.id);
            let start = if what == "no number" && is_json { "\"x\"".to_owned() } else { start };
            let plan = spoiled(format, &|text| {
                let text = text.replace(&START.to_string(), "\u{1}").replace(&END.to_string(), "\u{2}");
                text.replace('\u{1}', &start).replace('\u{2}', &end)
            });
            let told: Vec<&str> = plan.warnings.iter().map(|warning| warning.message.as_str()).collect();
            // The rows of this format say where the text is, so that a file with one that is wrong is refused.
            let is_refused = format.id == "webanno-tsv" && plan.counts.statements == 0 && told.len() == 1;
            if told.is_empty() || plan.counts.statements != 2 && !is_refused {
                faults.push(format!("{}, {what}: {} statements, {told:?}", format.id, plan.counts.statements));
            }
            // It says which: by the offsets, the identifier, or the line.
            let names_it = |message: &&str| {
                let known =
                    [start.trim_matches('"'), end.as_str(), "12345", &uuid(2), "Line", "T2", "d@anna", "#2", "1e+20"];
                known.iter().any(|known| message.contains(known))
            };
            if !told.iter().any(names_it) {
                faults.push(format!("{}, {what}: does not say which: {told:?}", format.id));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_same_identifier_twice_is_reported_and_nothing_else_is_lost() {
    let mut faults = Vec::new();
    let mut tried = 0;
    for format in with_offsets() {
        let mut has_it = false;
        let seen = std::cell::Cell::new(false);
        let plan = spoiled(format, &|text| {
            seen.set(seen.get() || text.contains(&uuid(2)));
            text.replace(&uuid(2), &uuid(1))
        });
        has_it |= seen.get();
        if !has_it {
            // Their numbers are tried in `labelled.rs`.
            assert!(["brat", "doccano"].contains(&format.id), "{}", format.id);
            continue;
        }
        tried += 1;
        if ["prodigy", "webanno-tsv"].contains(&format.id) {
            // There, spans with one identifier are the parts of one statement.
            assert_eq!((plan.counts.statements, plan.counts.left_out), (2, 0), "{}", format.id);
            continue;
        }
        let told: Vec<&str> = plan.warnings.iter().map(|warning| warning.message.as_str()).collect();
        if !told.iter().any(|message| message.contains(&uuid(1))) || plan.counts.statements < 2 {
            faults.push(format!("{}: {} statements, {told:?}", format.id, plan.counts.statements));
        }
    }
    assert!(tried >= 8);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_file_in_another_encoding_is_refused_in_words() {
    for format in readable().filter(|format| format.writer.is_some() && format.id != "dna") {
        let (project, folder) = (super::export::project(), tempfile::tempdir().unwrap());
        let path = folder.path().join("out").with_extension(format.ending());
        let dataset = Dataset::of(&project, &ExportScope::default()).unwrap();
        format.write_to_path(&dataset, &Options::default(), &path, &Monitor::default()).unwrap();
        let files = if path.is_file() {
            vec![path.clone()]
        } else {
            Input::open(&path, u64::MAX, true).unwrap().files().iter().map(|name| path.join(name)).collect()
        };
        for file in &files {
            let bytes = std::fs::read(file).unwrap();
            if bytes.starts_with(b"PK") {
                continue;
            }
            // Every Arabic letter becomes one byte that is no UTF-8.
            let text = String::from_utf8(bytes).unwrap();
            std::fs::write(file, text.chars().map(|c| if c.is_ascii() { c as u8 } else { 0xC7 }).collect::<Vec<u8>>())
                .unwrap();
        }
        if files.iter().all(|file| std::fs::read(file).unwrap().starts_with(b"PK")) {
            continue;
        }
        let input = Input::open(&path, u64::MAX, true).unwrap();
        let (read, warnings) = format.reader.unwrap().read_all(&input);
        // A table is read in the encoding that fits; it has no article.
        let is_empty = read.layers.values().all(|layer| layer.is_empty());
        assert!(is_empty || !warnings.is_empty(), "{}: {:?}", format.id, read.layers);
        assert!(!warnings.is_empty() || format.id == "qdc", "{}", format.id);
    }
}

#[test]
fn many_spans_are_read_in_time_that_grows_with_their_number() {
    let read = |format: &'static Format, count: usize| {
        let mut project = project();
        let kind = project.codebook.kinds[0].id.clone();
        let layer = project.layers.values_mut().next().unwrap();
        for number in 0..count {
            let start = (number * 11) % 32_000;
            let now = "2024-01-01T00:00:00Z".parse().unwrap();
            let id = StatementId::from_uuid(uuid::Uuid::from_u128(number as u128 + (7 << 76) + (2 << 62)));
            layer.put(Statement { id, ..Statement::new(kind.clone(), vec![Span::new(start, start + 5)], now) });
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out").with_extension(format.ending());
        let dataset = Dataset::of(&project, &ExportScope::default()).unwrap();
        format.write_to_path(&dataset, &Options::default(), &path, &Monitor::default()).unwrap();
        project.layers.clear();
        let input = Input::open(&path, u64::MAX, true).unwrap();
        let start = cpu_time::ThreadTime::now();
        let plan = format.reader.unwrap().plan(&project, &input, &ImportOptions::of(Whose::Everybody)).unwrap();
        // Tags of tokens cannot overlap.
        assert!(plan.counts.statements > count || format.id == "conll", "{}: {:?}", format.id, plan.counts);
        start.elapsed()
    };
    for format in readable().filter(|format| format.writer.is_some() && format.id != "qdc") {
        let (few, many) = (read(format, 500), read(format, 4000));
        println!("{}: {few:?} for 500, {many:?} for 4,000", format.id);
        // Eight times as many, and some for what a computer does besides; squared, it would be sixty-four times.
        assert!(many < 24 * few + std::time::Duration::from_millis(500), "{}: {few:?}, {many:?}", format.id);
    }
}

/// A zip whose names are UTF-8 without the mark that says so, as old programs write them.
#[test]
fn names_in_an_archive_without_the_mark_of_utf_8_are_found() {
    let project = "<Project xmlns=\"urn:QDA-XML:project:1.0\"><Users><User guid=\"u\" name=\"anna\"/></Users><CodeBook><Codes>\
        <Code guid=\"c\" name=\"claim\" isCodable=\"true\"/></Codes></CodeBook><Sources>\
        <TextSource name=\"مقال\" guid=\"s\" plainTextPath=\"internal://مقال.txt\">\
        <PlainTextSelection guid=\"p\" startPosition=\"0\" endPosition=\"3\" creatingUser=\"u\"><Coding guid=\"g\" creatingUser=\"u\">\
        <CodeRef targetGUID=\"c\"/></Coding></PlainTextSelection></TextSource></Sources></Project>";
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [("project.qde", project), ("sources/مقال.txt", "قال الرئيس")] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    let mut bytes = zip.finish().unwrap().into_inner();
    let mut cleared = 0;
    for at in 0..bytes.len() - 10 {
        // The flags of an entry, and of its line in the list at the end.
        let flags = match &bytes[at..at + 4] {
            b"PK\x03\x04" => at + 7,
            b"PK\x01\x02" => at + 9,
            _ => continue,
        };
        cleared += usize::from(bytes[flags] & 8 != 0);
        bytes[flags] &= !8;
    }
    assert_eq!(cleared, 2);
    let input = Input::File { path: "x.qdpx".into(), bytes };
    let (project, warnings) = bayan::formats::by_id("qdpx").unwrap().reader.unwrap().read_all(&input);
    assert_eq!(warnings, []);
    assert_eq!(project.layers.values().map(|layer| layer.len()).sum::<usize>(), 1);
}
