//! Exports for spreadsheets: nothing in them runs or becomes a number or a day; and what an export leaves out is said.

use bayan::edit::change::Edit;
use bayan::formats::dataset::{Dataset, ExportScope};
use bayan::formats::{Options, csv as table, jsonl, loss};
use bayan::model::document::{Document, Metadata};
use bayan::model::id::{AnnotatorId, DocumentId, KindId};
use bayan::model::layer::Layer;
use bayan::model::project::Project;
use bayan::model::span::Span;
use bayan::model::statement::Statement;
use bayan::text::content::Content;

/// The cells of the only row of an export, by their columns.
fn row(document: &str, spans: Vec<Span>, note: &str) -> Vec<(String, String)> {
    let project = project(document, spans, note);
    let mut out = Vec::new();
    let dataset = Dataset::of(&project, &ExportScope::default()).unwrap();
    table::FORMAT.write(&dataset, &Options::of(&[&table::SPREADSHEET]), &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    rows[0].iter().map(str::to_owned).zip(rows[1].iter().map(str::to_owned)).collect()
}

fn cell(row: &[(String, String)], column: &str) -> String {
    row.iter().find(|(name, _)| name == column).unwrap().1.clone()
}

fn project(document: &str, spans: Vec<Span>, note: &str) -> Project {
    let mut project = Project::new("t");
    let id = DocumentId::new(document).unwrap();
    let content = Content::new("x".repeat(100));
    let (metadata, encoding) = (Metadata::default(), String::new());
    project
        .documents
        .insert(id.clone(), Document { id: id.clone(), content, metadata, encoding, excluded: Vec::new() });
    let at = "2026-11-27T08:00:00Z".parse().unwrap();
    let statement = Statement { note: note.to_owned(), ..Statement::new(KindId::new("claim").unwrap(), spans, at) };
    let layer = (id, AnnotatorId::new("anna").unwrap());
    Edit::AddStatement { layer, statement: Box::new(statement) }.apply(&mut project).unwrap();
    project
}

#[test]
fn spans_and_identifiers_stay_what_they_are() {
    for (spans, expected) in [
        (vec![Span::new(3, 9)], "'3-9"),
        (vec![Span::new(10, 45)], "'10-45"),
        (vec![Span::new(3, 9), Span::new(20, 30)], "'3-9;20-30"),
    ] {
        let row = row("d", spans, "");
        assert_eq!(cell(&row, "spans"), expected);
        // They are numbers, and to be counted with.
        assert!(cell(&row, "start").chars().all(|c| c.is_ascii_digit()));
        assert!(cell(&row, "end").chars().all(|c| c.is_ascii_digit()));
    }
    for id in [
        "000445e4",
        "1E5",
        "007",
        "12345678901234567890",
        "2021-12-07",
        "3-9",
        "1-may",
        "sept2",
        "march1",
        "dec-1",
        "true",
    ] {
        assert_eq!(cell(&row(id, vec![Span::new(0, 1)], ""), "document_id"), format!("'{id}"));
    }
    for id in ["biden-putin-call", "article-2", "may-day", "e5", "g20", "decision-5", "الكرملين"] {
        assert_eq!(cell(&row(id, vec![Span::new(0, 1)], ""), "document_id"), id);
    }
}

#[test]
fn notes_neither_run_nor_change() {
    for (note, expected) in [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"),
        ("\r=1", "'\r'=1"),
        (" =1+1", "' =1+1"),
        ("a;=1+1", "a;'=1+1"),
        ("a; =cmd|'/c calc'!A0", "a;' =cmd|'/c calc'!A0"),
        ("a;\"=1\"", "a;'\"=1\""),
        ("a\t@x", "a\t'@x"),
        ("a\n-x", "a\n'-x"),
        ("1/2", "'1/2"),
        ("3.9.2021", "'3.9.2021"),
        ("10:45 pm", "'10:45 pm"),
        ("2 May 2021", "'2 May 2021"),
        ("1.5e10", "'1.5e10"),
        ("5 %", "'5 %"),
        ("€ 5", "'€ 5"),
        ("May I?", "May I?"),
        ("see page 5", "see page 5"),
        ("a;b", "a;b"),
        ("well - known", "well - known"),
        ("", ""),
    ] {
        assert_eq!(cell(&row("d", vec![Span::new(0, 1)], note), "note"), expected, "{note:?}");
    }
}

#[test]
fn statements_without_a_place_are_counted_as_left_out() {
    let mut project = project("old", vec![Span::new(3, 9)], "");
    let new = DocumentId::new("new").unwrap();
    let document = Document { id: new.clone(), ..project.documents.values().next().unwrap().clone() };
    project.documents.insert(new.clone(), document);
    let old = DocumentId::new("old").unwrap();
    project.documents.get_mut(&old).unwrap().metadata.replaced_by = Some(new.clone());
    let other = AnnotatorId::new("ben").unwrap();
    project.layers.insert((new.clone(), other.clone()), Layer::default());
    let lost = |scope: &ExportScope| -> Vec<_> {
        let lost = jsonl::FORMAT.losses(&Dataset::of(&project, scope).unwrap(), &Options::default());
        lost.iter().filter(|loss| loss.kind == &loss::PLACELESS).map(|loss| loss.count).collect()
    };
    assert_eq!(lost(&ExportScope::default()), [1]);
    assert_eq!(lost(&ExportScope { documents: vec![new.clone()], ..ExportScope::default() }), [1]);
    assert_eq!(lost(&ExportScope { documents: vec![new, old], ..ExportScope::default() }), Vec::<usize>::new());
    assert_eq!(lost(&ExportScope::of_annotators(vec![other])), Vec::<usize>::new());
}
