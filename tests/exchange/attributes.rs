//! Attributes in tables: a column for each of the codebook, which comes back as it was.

use bayan::formats::by_id;
use bayan::formats::dataset::{Dataset, ExportScope};
use bayan::formats::incoming::{ImportOptions, Whose};
use bayan::formats::input::Input;
use bayan::formats::{Format, Options, loss};
use bayan::model::attribute::{AttributeChoice, AttributeDefinition, AttributeForm, AttributeScope, AttributeSubject};
use bayan::model::codebook::EntryNotes;
use bayan::model::document::{Document, Metadata};
use bayan::model::id::{AttributeId, DocumentId, KindId, StatementId};
use bayan::model::project::Project;
use bayan::model::span::Span;
use bayan::model::statement::{Attribute, Statement};
use bayan::text::content::Content;

use crate::support::project::who;

const TEXT: &str = "إذا هاجمت فسنرد، وإلا فلا.";

fn definition(id: &str, form: AttributeForm) -> AttributeDefinition {
    let choice = |id: &str| AttributeChoice {
        id: id.to_owned(),
        name: id.to_uppercase(),
        definition: String::new(),
        is_retired: false,
    };
    let choices = match form {
        AttributeForm::OneOf | AttributeForm::SeveralOf => ["a", "b"].map(choice).into(),
        _ => Vec::new(),
    };
    AttributeDefinition {
        subject: AttributeSubject::Statements,
        id: AttributeId::new(id).unwrap(),
        name: format!("Name of {id}"),
        definition: String::new(),
        notes: EntryNotes::default(),
        form,
        choices,
        is_required: false,
        applies: AttributeScope::default(),
        key: None,
    }
}

/// A passage of the text, found by its words.
fn passage(name: &str, words: &str) -> Attribute {
    let start = TEXT.find(words).unwrap();
    Attribute { span: Some(Span { start_byte: start, end_byte: start + words.len() }), ..Attribute::new(name, words) }
}

/// A project with one statement that has a value of each form. One attribute is called like a column of all tables.
fn project() -> Project {
    let mut project = Project::new("t");
    project.codebook.attributes = [
        ("polarity", AttributeForm::OneOf),
        ("tags", AttributeForm::SeveralOf),
        ("remark", AttributeForm::Text),
        ("certainty", AttributeForm::Number),
        ("disputed", AttributeForm::YesNo),
        ("since", AttributeForm::Date),
        ("topic", AttributeForm::Party),
        ("condition", AttributeForm::Span),
    ]
    .map(|(id, form)| definition(id, form))
    .into();
    let id = DocumentId::new("d").unwrap();
    let (content, excluded, metadata) = (Content::new(TEXT), Vec::new(), Metadata::default());
    project
        .documents
        .insert(id.clone(), Document { id: id.clone(), content, metadata, encoding: String::new(), excluded });
    let now = "2026-01-02T03:04:05Z".parse().unwrap();
    let whole = Span { start_byte: 0, end_byte: TEXT.len() };
    let kind = KindId::new("warning").unwrap();
    let statement = Statement {
        id: StatementId::from_uuid(uuid::Uuid::from_u128(7)),
        attributes: vec![
            Attribute::new("polarity", "a"),
            Attribute::new("tags", "a"),
            Attribute::new("tags", "b"),
            Attribute::new("remark", "نعم; لا\nربما"),
            Attribute::new("certainty", "-2.5"),
            Attribute::new("disputed", "yes"),
            Attribute::new("since", "2022-02"),
            Attribute::new("topic", "biden"),
            passage("condition", "هاجمت"),
            passage("condition", "وإلا"),
        ],
        ..Statement::new(kind, vec![whole], now)
    };
    let layer = project.layers.entry((id, who("anna"))).or_default();
    layer.put(statement);
    project
}

fn attributes(project: &Project) -> Vec<Attribute> {
    let mut statements = project.layers.values().flat_map(|layer| layer.statements());
    statements.next().unwrap().attributes.clone()
}

fn written(project: &Project, format: &'static Format, options: &Options) -> Vec<u8> {
    let mut bytes = Vec::new();
    format.write(&Dataset::of(project, &ExportScope::default()).unwrap(), options, &mut bytes).unwrap();
    bytes
}

#[test]
fn a_table_has_a_column_for_each_attribute() {
    let project = project();
    let bytes = written(&project, by_id("csv").unwrap(), &Options::default());
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let heads: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let row = reader.records().next().unwrap().unwrap();
    let at = heads.iter().position(|head| head == "polarity").unwrap();
    assert_eq!(
        heads[at..],
        [
            "polarity",
            "tags",
            "remark",
            "certainty",
            "disputed",
            "since",
            "attribute topic",
            "condition",
            "condition_spans"
        ]
    );
    let cells: Vec<&str> = row.iter().skip(at).collect();
    // Offsets in code points, counted by hand: the passages begin after 4 and 17 characters.
    assert_eq!(cells, ["a", "a;b", "نعم; لا\nربما", "-2.5", "yes", "2022-02", "biden", "هاجمت … وإلا", "4-9;17-21"]);
}

#[test]
fn attributes_come_back_from_tables() {
    let project = project();
    for (format, file, options) in [
        ("csv", "x.csv", Options::default()),
        ("csv", "x.csv", Options::of(&[&bayan::formats::csv::SPREADSHEET])),
        ("tsv", "x.tsv", Options::default()),
        ("xlsx", "x.xlsx", Options::default()),
    ] {
        let format = by_id(format).unwrap();
        let bytes = written(&project, format, &options);
        let mut bare = project.clone();
        bare.layers.clear();
        let input = Input::File { path: file.into(), bytes };
        let plan = format.reader.unwrap().plan(&bare, &input, &ImportOptions::of(Whose::Everybody)).unwrap();
        plan.edit.clone().apply(&mut bare).unwrap();
        assert_eq!(attributes(&bare), attributes(&project), "{}: {:?}", format.id, plan.warnings);
        let dataset = Dataset::of(&project, &ExportScope::default()).unwrap();
        let lost = format.losses(&dataset, &options);
        assert!(!lost.iter().any(|loss| loss.kind == &loss::OTHER_ATTRIBUTES), "{}", format.id);
    }
}

#[test]
fn what_no_column_holds_is_counted() {
    let mut project = project();
    let layer = project.layers.values_mut().next().unwrap();
    let mut statement = layer.statements().next().unwrap().clone();
    // An attribute that the codebook does not have, a second value where one is allowed, a value that would be two, and
    // words without a place.
    statement.attributes.extend([
        Attribute::new("old", "x"),
        Attribute::new("polarity", "b"),
        Attribute::new("tags", "a;b"),
        Attribute::new("condition", "x"),
    ]);
    layer.put(statement);
    let dataset = Dataset::of(&project, &ExportScope::default()).unwrap();
    for format in ["csv", "tsv", "xlsx"] {
        let lost = by_id(format).unwrap().losses(&dataset, &Options::default());
        let other = lost.iter().find(|loss| loss.kind == &loss::OTHER_ATTRIBUTES).unwrap();
        assert_eq!(other.count, 4, "{format}");
    }
}
