//! The exports against expectations written by hand, the round trip through JSON Lines, and files that are damaged.

use bayan::edit::change::Edit;
use bayan::formats::dataset::{Dataset, ExportScope};
use bayan::formats::incoming::{ImportError, Warning};
use bayan::formats::input::Input;
use bayan::formats::preview::Preview;
use bayan::formats::{self, ExportError, Form, Format, Options, csv as table, jsonl, loss};
use bayan::model::codebook::EntryNotes;
use bayan::model::document::{Document, Metadata};
use bayan::model::id::{AnnotatorId, DocumentId, KindId, PartyId, RelationId, RelationKindId, StatementId, TopicId};
use bayan::model::party::{Party, PartyAbout, Rgb};
use bayan::model::project::Project;
use bayan::model::span::Span;
use bayan::model::statement::{Attribute, Link, Quotation, Relation, Stance, Statement};
use bayan::monitor::Monitor;
use bayan::text::content::Content;

/// Code points: `أكد` 0-3, the blank 3, `بو🙂` 4-7, the blank 7, `نعم` 8-11, the full stop 11, LF 12, `تابعنا` 13-19.
const TEXT: &str = "أكد بو🙂 نعم.\nتابعنا";

const FIRST: &str = "01890000-0000-7000-8000-000000000001";
const SECOND: &str = "01890000-0000-7000-8000-000000000002";
const RELATION: &str = "01890000-0000-7000-8000-000000000003";

/// What the format in the issue says of [`project`], typed by hand; the hash is from `sha256sum`.
const GOLDEN: &str = concat!(
    r#"{"format":"bayan","version":1,"document":{"id":"doc","title":"عنوان","publisher":null,"published":null,"url":null,"#,
    r#""language":"ar","text":"أكد بو🙂 نعم.\nتابعنا","text_sha256":"306273f76f82f8b57fcdfe2a7a4f4b96d5733b9634d2f0c5bed59697e7cfe453","excluded":[[13,19]]},"#,
    r#""document_tags":{"note":"","attributes":[]},"annotator":"anna","offset_unit":"codepoint","#,
    r#""parties":[{"id":"kremlin","name":"Kremlin","aliases":["الكرملين"],"parent":null,"#,
    r#""description":"","identifiers":[],"attributes":[]},"#,
    r#"{"id":"biden","name":"=Biden","aliases":[],"parent":"kremlin","#,
    r#""description":"","identifiers":[],"attributes":[]}],"#,
    r#""statements":[{"id":"01890000-0000-7000-8000-000000000001","kind":"claim","spans":[[4,7],[8,11]],"#,
    r#""quotes":["بو🙂","نعم"],"speaker":"biden","chain":[{"party":"kremlin","cue":[0,3],"mention":null},"#,
    r#"{"party":"biden","cue":null,"mention":[4,7]}],"addressees":["kremlin"],"topic":"war","stance":"opposes","#,
    r#""quotation":"indirect","attributes":[{"name":"sure","value":"1"}],"note":"=1+1, \"x\"\nsecond","#,
    r#""created":"2022-02-12T10:00:00Z","modified":"2022-02-12T10:00:00.5Z"},"#,
    r#"{"id":"01890000-0000-7000-8000-000000000002","kind":"warning","spans":[[13,19]],"quotes":["تابعنا"],"#,
    r#""speaker":null,"chain":[],"addressees":[],"topic":null,"stance":null,"quotation":null,"attributes":[],"note":"","#,
    r#""created":"2022-02-12T10:00:00Z","modified":"2022-02-12T10:00:00Z"}],"#,
    r#""relations":[{"id":"01890000-0000-7000-8000-000000000003","kind":"supports","#,
    r#""from":"01890000-0000-7000-8000-000000000001","to":"01890000-0000-7000-8000-000000000002","note":"","attributes":[]}]}"#,
    "\n"
);

#[test]
fn jsonl_is_what_the_format_says() {
    assert_eq!(String::from_utf8(export(&project(), &jsonl::FORMAT, false)).unwrap(), GOLDEN);
}

#[test]
fn importing_an_export_gives_the_layer_back() {
    let original = project();
    let bytes = export(&original, &jsonl::FORMAT, false);
    let anna = AnnotatorId::new("anna").unwrap();

    // Into a project that has nothing.
    let mut empty = Project::new("t");
    let (edit, warnings) = import(&empty, &bytes, &anna, false).unwrap();
    assert_eq!(warnings, []);
    let inverse = edit.apply(&mut empty).unwrap();
    assert_eq!(empty.layers, original.layers);
    assert_eq!(export(&empty, &jsonl::FORMAT, false), bytes);
    inverse.apply(&mut empty).unwrap();
    assert_eq!(empty, Project::new("t"));

    // Into the same project: refused, then replaced.
    let mut same = original.clone();
    let refused = import(&same, &bytes, &anna, false);
    assert!(matches!(refused, Err(ImportError::LayerExists { .. })), "{refused:?}");
    let (edit, warnings) = import(&same, &bytes, &anna, true).unwrap();
    assert_eq!(warnings, []);
    edit.apply(&mut same).unwrap();
    assert_eq!(same, original);

    // As another annotator.
    let other = AnnotatorId::new("ben").unwrap();
    let (edit, _) = import(&same, &bytes, &other, false).unwrap();
    edit.apply(&mut same).unwrap();
    assert_eq!(same.layers.values().next(), same.layers.values().nth(1));
}

#[test]
fn csv_has_a_row_a_statement() {
    let bytes = export(&project(), &table::FORMAT, false);
    assert!(bytes.ends_with(b"\r\n"));
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let heads: Vec<_> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(
        heads.join(","),
        "project,document_id,document_title,annotator,statement_id,kind,speaker,speaker_name,chain,cue,addressees,topic,\
         stance,quotation,start,end,spans,quote,note,created,modified,publisher,published,url,language,polarity,disputed,condition,condition_spans,\
         consequence,consequence_spans"
    );
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let first: Vec<_> = rows[0].iter().collect();
    assert_eq!(
        first,
        [
            "t",
            "doc",
            "عنوان",
            "anna",
            FIRST,
            "claim",
            "biden",
            "=Biden",
            "kremlin>biden",
            "أكد | ",
            "kremlin",
            "war",
            "opposes",
            "indirect",
            "4",
            "11",
            "4-7;8-11",
            "بو🙂 … نعم",
            "=1+1, \"x\"\nsecond",
            "2022-02-12T10:00:00Z",
            "2022-02-12T10:00:00.5Z",
            "",
            "",
            "",
            "ar",
            "",
            "",
            "",
            "",
            "",
            "",
        ]
    );
    assert_eq!(rows.len(), 2);
    assert_eq!(&rows[1][9], "");
}

#[test]
fn a_spreadsheet_runs_no_cell() {
    let bytes = export(&project(), &table::FORMAT, true);
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap();
    let mut reader = csv::Reader::from_reader(text);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(&rows[0][7], "'=Biden");
    assert_eq!(&rows[0][18], "'=1+1, \"x\"\nsecond");
    assert!(rows.iter().flatten().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])));
}

#[test]
fn the_scope_is_kept_and_losses_are_counted() {
    let project = project();
    let part = ExportScope { without_excluded: true, ..ExportScope::default() };
    let part = Dataset::of(&project, &part).unwrap();
    let mut out = Vec::new();
    let summary = jsonl::FORMAT.write(&part, &Options::default(), &mut out).unwrap();
    assert_eq!((summary.statements, summary.relations), (1, 0));
    let lost: Vec<_> = jsonl::FORMAT.losses(&part, &Options::default()).iter().map(|l| (l.kind, l.count)).collect();
    assert_eq!(lost, [(&loss::EXCLUDED_STATEMENTS, 1), (&loss::EXCLUDED_RELATIONS, 1)]);
    let lost: Vec<_> =
        table::FORMAT.losses(&all_of(&project), &Options::default()).iter().map(|l| (l.kind, l.count)).collect();
    for expected in [&loss::RELATIONS, &loss::MENTIONS, &loss::ALIASES, &loss::PARENTS, &loss::OTHER_ATTRIBUTES] {
        assert!(lost.contains(&(expected, 1)), "{expected:?} in {lost:?}");
    }
    assert!(jsonl::FORMAT.losses(&all_of(&project), &Options::default()).is_empty());
    let unknown = ExportScope::of_annotators(vec![AnnotatorId::new("nobody").unwrap()]);
    assert!(matches!(Dataset::of(&project, &unknown), Err(ExportError::UnknownAnnotator(_))));
}

#[test]
fn a_table_is_previewed_as_a_table_in_whatever_form_it_is_written() {
    let project = project();
    let dataset = all_of(&project);
    let preview = |format: &'static Format| format.preview(&dataset, &Options::default(), &Monitor::default()).unwrap();
    for format in formats::writable() {
        match (format.id, preview(format)) {
            ("csv" | "tsv" | "xlsx" | "parquet" | "dna-events", Preview::Table { columns, rows }) => {
                assert!(
                    !rows.is_empty() && columns.iter().any(|column| column == "document_id"),
                    "{format:?}: {columns:?}"
                );
                assert!(rows.iter().all(|row| row.len() == columns.len()), "{format:?}");
            }
            ("csv" | "tsv" | "xlsx" | "parquet" | "dna-events", other) => panic!("{format:?}: {other:?}"),
            (_, Preview::Files { names, has_more }) => {
                assert!(format.is_folder() && !has_more, "{format:?}");
                let folder = tempfile::tempdir().unwrap();
                let path = folder.path().join("out");
                format.write_to_path(&dataset, &Options::default(), &path, &Monitor::default()).unwrap();
                assert!(
                    !names.is_empty() && names.iter().all(|name| path.join(name).is_file()),
                    "{format:?}: {names:?}"
                );
            }
            (_, Preview::Text(text)) => assert!(!text.is_empty() && !format.is_folder(), "{format:?}"),
            (_, Preview::Table { .. }) => panic!("{format:?}"),
            (_, Preview::None) => assert_eq!(format.form, Form::Binary, "{format:?}"),
        }
    }
    // A note with a line end is one cell of one row.
    let Preview::Table { columns, rows } = preview(&table::FORMAT) else { panic!("no table") };
    assert_eq!(rows.len(), dataset.statements().count());
    let note = columns.iter().position(|column| column == "note").unwrap();
    assert!(rows.iter().all(|row| !row[note].contains('\n')) && rows.iter().any(|row| row[note].contains(' ')));
}

#[test]
fn a_span_that_does_not_fit_stops_the_export_and_keeps_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.jsonl");
    let mut project = project();
    let run = |project: &Project| {
        jsonl::FORMAT.write_to_path(&all_of(project), &Options::default(), &path, &Monitor::default())
    };
    assert_eq!(run(&project).unwrap().statements, 2);
    let before = std::fs::read(&path).unwrap();
    assert_eq!(before, export(&project, &jsonl::FORMAT, false));
    let layer = project.layers.values_mut().next().unwrap();
    let mut broken = layer.statements().next().unwrap().clone();
    broken.spans = vec![Span::new(1, 3)];
    layer.put(broken);
    assert!(run(&project).is_err());
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn damaged_lines_lose_no_more_than_they_must() {
    let good = String::from_utf8(export(&project(), &jsonl::FORMAT, false)).unwrap();
    // Each case: what is written instead of what, and how many statements and warnings are left.
    for (from, to, statements, warnings) in [
        ("[[4,7],[8,11]]", "[[4,6],[8,11]]", 1, 2),
        ("[[4,7],[8,11]]", "[[4,7],[8,1100]]", 1, 2),
        ("[[4,7],[8,11]]", "[[4,7],[8,18446744073709551615]]", 1, 2),
        ("[[4,7],[8,11]]", "[[4,7],[8,99999999999999999999999]]", 1, 2),
        ("[[4,7],[8,11]]", "[[4,7],[-8,11]]", 1, 2),
        ("[[4,7],[8,11]]", "[[7,4],[8,11]]", 1, 2),
        ("[[4,7],[8,11]]", "[[8,11],[4,7]]", 1, 2),
        ("[[4,7],[8,11]]", "\"4-7\"", 1, 2),
        ("\"cue\":[0,3]", "\"cue\":[0,9999]", 1, 2),
        ("\"speaker\":\"biden\"", "\"speaker\":\"putin\"", 1, 2),
        // What is no identifier is a label, and a relation to a statement of an unknown one is left out with it.
        ("\"kind\":\"claim\"", "\"kind\":\"../x\"", 1, 1),
        ("\"stance\":\"opposes\"", "\"stance\":\"hates\"", 1, 2),
        (
            "\"created\":\"2022-02-12T10:00:00Z\",\"modified\":\"2022-02-12T10:00:00.5Z\"",
            "\"created\":1,\"modified\":2",
            1,
            2,
        ),
        ("\"kind\":\"supports\"", "\"kind\":7", 2, 1),
        ("\"name\":\"Kremlin\"", "\"name\":null", 2, 2),
        ("\"version\":1", "\"version\":2", 0, 1),
        ("\"format\":\"bayan\"", "\"format\":\"other\"", 0, 1),
        ("\"offset_unit\":\"codepoint\"", "\"offset_unit\":\"byte\"", 0, 1),
        ("أكد بو", "أكد يو", 0, 1),
        ("\"id\":\"doc\"", "\"id\":\"../doc\"", 0, 1),
    ] {
        assert!(good.contains(from), "{from}");
        check_damaged(good.replacen(from, to, 1).as_bytes(), statements, warnings, to);
    }
    for cut in [1, good.len() / 3, good.len() / 2, good.len() - 3] {
        check_damaged(&good.as_bytes()[..cut], 0, 1, "cut");
    }
    check_damaged(b"\xff\xfe\n\n  \n", 0, 1, "not UTF-8");
    check_damaged(b"[[[[", 0, 1, "brackets");
    check_damaged(b"", 0, 0, "empty");
    let second_good = format!("{{\n{good}");
    check_damaged(second_good.as_bytes(), 2, 1, "a good line after a bad one");
}

#[test]
fn an_edge_inside_a_grapheme_is_reported() {
    // ن with shadda and fatha is one grapheme of three code points.
    let text = "ن\u{651}\u{64e}ا";
    let mut other = project();
    other.layers.clear();
    other.documents.get_mut(&DocumentId::new("doc").unwrap()).unwrap().content = Content::new(text);
    other.documents.get_mut(&DocumentId::new("doc").unwrap()).unwrap().excluded.clear();
    let line = serde_json::json!({
        "format": "bayan", "version": 1, "annotator": "anna", "offset_unit": "codepoint",
        "document": {"id": "doc", "text": text, "text_sha256": Content::new(text).sha256()},
        "statements": [{"id": FIRST, "kind": "claim", "spans": [[0, 1]], "quotes": ["ن"],
            "created": "2022-02-12T10:00:00Z", "modified": "2022-02-12T10:00:00Z"}],
    });
    let (_, warnings) = import(&other, line.to_string().as_bytes(), &AnnotatorId::new("anna").unwrap(), false).unwrap();
    assert_eq!(warnings.len(), 1);
    assert_eq!(warnings[0].line, 1);
}

fn check_damaged(bytes: &[u8], statements: usize, warnings: usize, case: &str) {
    let mut empty = Project::new("t");
    let (edit, found) = import(&empty, bytes, &AnnotatorId::new("anna").unwrap(), false).unwrap();
    edit.apply(&mut empty).unwrap();
    assert_eq!(found.len(), warnings, "{case}: {found:?}");
    assert_eq!(empty.layers.values().map(|l| l.len()).sum::<usize>(), statements, "{case}: {found:?}");
}

fn all_of(project: &Project) -> Dataset<'_> {
    Dataset::of(project, &ExportScope::default()).unwrap()
}

fn import(
    project: &Project,
    bytes: &[u8],
    annotator: &AnnotatorId,
    replace: bool,
) -> Result<(Edit, Vec<Warning>), ImportError> {
    let input = Input::File { path: "x.jsonl".into(), bytes: bytes.to_vec() };
    let import = jsonl::FORMAT.reader.unwrap().import(project, &input, annotator, replace)?;
    Ok((import.edit, import.warnings))
}

fn export(project: &Project, format: &'static Format, spreadsheet: bool) -> Vec<u8> {
    let mut out = Vec::new();
    let mut options = Options::default();
    options.set(&table::SPREADSHEET, spreadsheet);
    format.write(&all_of(project), &options, &mut out).unwrap();
    out
}

pub(super) fn project() -> Project {
    let mut project = Project::new("t");
    let at = |word: &str| {
        let start = TEXT.find(word).unwrap();
        Span::new(start, start + word.len())
    };
    let (kremlin, biden) = (PartyId::new("kremlin").unwrap(), PartyId::new("biden").unwrap());
    let layer = (DocumentId::new("doc").unwrap(), AnnotatorId::new("anna").unwrap());
    let metadata = Metadata { title: "عنوان".into(), language: "ar".into(), ..Metadata::default() };
    let document = Document {
        id: layer.0.clone(),
        content: Content::new(TEXT),
        metadata,
        encoding: String::new(),
        excluded: vec![at("تابعنا")],
    };
    let mut codebook = project.codebook.clone();
    let war = TopicId::new("war").unwrap();
    codebook.topics.push(bayan::model::codebook::Topic {
        id: war.clone(),
        name: "war".into(),
        definition: String::new(),
        notes: EntryNotes::default(),
        parent: None,
    });
    let party = |id: &PartyId, name: &str, aliases: &[&str], color, parent| Party {
        id: id.clone(),
        name: name.into(),
        aliases: aliases.iter().map(|&a| a.to_owned()).collect(),
        color,
        parent,
        key: None,
        about: PartyAbout::default(),
    };
    let first = Statement {
        id: FIRST.parse::<StatementId>().unwrap(),
        kind: KindId::new("claim").unwrap(),
        spans: vec![at("بو🙂"), at("نعم")],
        chain: vec![
            Link { party: kremlin.clone(), cue: Some(at("أكد")), mention: None },
            Link { party: biden.clone(), cue: None, mention: Some(at("بو🙂")) },
        ],
        addressees: vec![kremlin.clone()],
        topic: Some(war),
        stance: Some(Stance::Opposes),
        quotation: Some(Quotation::Indirect),
        attributes: vec![Attribute { name: "sure".into(), value: "1".into(), span: None }],
        note: "=1+1, \"x\"\nsecond".into(),
        created: "2022-02-12T10:00:00Z".parse().unwrap(),
        modified: "2022-02-12T10:00:00.5Z".parse().unwrap(),
    };
    let second = Statement {
        id: SECOND.parse().unwrap(),
        chain: vec![],
        addressees: vec![],
        attributes: vec![],
        ..Statement::new(KindId::new("warning").unwrap(), vec![at("تابعنا")], first.created)
    };
    let relation = Relation {
        id: RELATION.parse::<RelationId>().unwrap(),
        kind: RelationKindId::new("supports").unwrap(),
        from: first.id,
        to: second.id,
        note: String::new(),
        attributes: Vec::new(),
    };
    let [blue, orange, ..] = Rgb::PALETTE;
    Edit::Group(vec![
        Edit::SetCodebook(Box::new(codebook)),
        Edit::AddParty { index: 0, party: party(&kremlin, "Kremlin", &["الكرملين"], blue, None) },
        Edit::AddParty { index: 1, party: party(&biden, "=Biden", &[], orange, Some(kremlin.clone())) },
        Edit::AddDocument { document: Box::new(document), layers: vec![] },
        Edit::AddStatement { layer: layer.clone(), statement: Box::new(first) },
        Edit::AddStatement { layer: layer.clone(), statement: Box::new(second) },
        Edit::AddRelation { layer, relation },
    ])
    .apply(&mut project)
    .unwrap();
    project
}
