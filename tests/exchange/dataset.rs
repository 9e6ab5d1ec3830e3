//! What a dataset consists of: sources, queries, other names, a file for each document, options with values.

use std::collections::BTreeSet;
use std::path::Path;

use bayan::edit::change::Edit;
use bayan::formats::dataset::{Dataset, DatasetSource, ExportScope};
use bayan::formats::prepared::{NameChanges, Prepared};
use bayan::formats::{
    ExportError, Format, FormatOption, Options, by_id, conll, csv, doccano, jsonl, loss, parquet, spacy,
};
use bayan::model::document::{Document, Metadata};
use bayan::model::id::{AnnotatorId, DecisionId, DocumentId, KindId, PartyId, RelationId, RelationKindId, StatementId};
use bayan::model::party::{Party, PartyAbout, Rgb};
use bayan::model::project::Project;
use bayan::model::review::{Decision, DecisionSource, Provenance, Verdict};
use bayan::model::span::Span;
use bayan::model::statement::{Attribute, Link, Relation, Stance, Statement};
use bayan::monitor::Monitor;
use bayan::query::Query;
use bayan::text::content::Content;
use serde_json::Value;

use crate::support::project::{sample_project, who};

const FIRST: &str = "قال بوتين: لا سلام. وبوتين ينتظر.";
const SECOND: &str = "No comment, the U.S. said. Peace.";

fn document(id: &str) -> DocumentId {
    DocumentId::new(id).unwrap()
}

fn statement(number: u128, text: &str, words: &str, kind: &str, chain: &[&str]) -> Statement {
    let start = text.find(words).unwrap();
    let link = |party: &&str| Link { party: PartyId::new(party).unwrap(), cue: None, mention: None };
    Statement {
        id: StatementId::from_uuid(uuid::Uuid::from_u128(number)),
        chain: chain.iter().map(link).collect(),
        ..Statement::new(
            KindId::new(kind).unwrap(),
            vec![Span::new(start, start + words.len())],
            "2022-02-12T10:00:00Z".parse().unwrap(),
        )
    }
}

/// Two articles, both tagged by anna and omar, of which the first has gold; omar's second statement there has no speaker.
pub fn project() -> Project {
    let mut project = Project::new("t");
    for (id, name, alias, parent) in [
        ("russia", "روسيا", "Russia", None),
        ("kremlin", "Kremlin", "الكرملين", Some("russia")),
        ("putin", "Vladimir Putin", "بوتين", Some("kremlin")),
        ("us", "United States", "U.S.", None),
    ] {
        project.parties.push(Party {
            id: PartyId::new(id).unwrap(),
            name: name.into(),
            aliases: vec![alias.into()],
            color: Rgb([1, 2, 3]),
            parent: parent.map(|parent| PartyId::new(parent).unwrap()),
            key: None,
            about: PartyAbout::default(),
        });
    }
    for (id, text, publisher, published, language) in
        [("one", FIRST, "AC/DC", "2022-02-12", "ar-EG"), ("two", SECOND, "", "2022-03-01", "en")]
    {
        let metadata = Metadata {
            title: format!("Title of {id}"),
            publisher: publisher.into(),
            published: published.into(),
            language: language.into(),
            ..Metadata::default()
        };
        let content = Content::new(text);
        let id = document(id);
        project
            .documents
            .insert(id.clone(), Document { id, content, metadata, encoding: String::new(), excluded: Vec::new() });
    }
    let mut put = |id: &str, annotator: &str, statements: Vec<Statement>| {
        let layer = project.layers.entry((document(id), who(annotator))).or_default();
        statements.into_iter().for_each(|statement| drop(layer.put(statement)));
    };
    let noted = Statement { note: "n".into(), ..statement(1, FIRST, "لا سلام", "claim", &["kremlin", "putin"]) };
    put("one", "anna", vec![noted, statement(2, FIRST, "وبوتين ينتظر", "warning", &["putin"])]);
    let opposed = Statement {
        stance: Some(Stance::Opposes),
        addressees: vec![PartyId::new("putin").unwrap(), PartyId::new("russia").unwrap()],
        ..statement(3, FIRST, "لا سلام", "claim", &["us"])
    };
    put("one", "omar", vec![opposed, statement(4, FIRST, "ينتظر", "position", &[])]);
    put("two", "anna", vec![statement(5, SECOND, "No comment", "claim", &["us"])]);
    put("two", "omar", vec![statement(6, SECOND, "Peace", "claim", &["us"])]);
    let relation = Relation {
        id: RelationId::from_uuid(uuid::Uuid::from_u128(20)),
        kind: RelationKindId::new("supports").unwrap(),
        from: statement(1, FIRST, "قال", "claim", &[]).id,
        to: statement(2, FIRST, "قال", "claim", &[]).id,
        note: String::new(),
        attributes: Vec::new(),
    };
    project.layers.get_mut(&(document("one"), who("anna"))).unwrap().put_relation(relation);
    let gold = Decision {
        id: DecisionId::from_uuid(uuid::Uuid::from_u128(30)),
        verdict: Verdict::Take(who("anna")),
        statements: vec![statement(7, FIRST, "لا سلام", "claim", &["kremlin", "putin"])],
        sources: vec![DecisionSource { annotator: who("anna"), statements: vec![] }],
        provenance: Provenance::Adjudicated,
        rule: String::new(),
        by: who("rita"),
        at: "2022-02-13T10:00:00Z".parse().unwrap(),
        cause: None,
        reason: String::new(),
        needs_rule: false,
    };
    let id = gold.id;
    let edit = Edit::SetDecision { document: document("one"), id, decision: Some(Box::new(gold)) };
    edit.apply(&mut project).unwrap();
    project
}

/// The numbers of the statements that a scope selects, by document and annotator.
fn selected(project: &Project, scope: &ExportScope) -> Vec<(String, String, Vec<u128>)> {
    let dataset = Dataset::of(project, scope).unwrap();
    lines(&jsonl::FORMAT, &dataset, &Options::default())
        .iter()
        .map(|line| {
            let number = |statement: &Value| statement["id"].as_str().unwrap().parse::<uuid::Uuid>().unwrap().as_u128();
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            let numbers = line["statements"].as_array().unwrap().iter().map(number).collect();
            (text(&line["document"]["id"]), text(&line["annotator"]), numbers)
        })
        .collect()
}

fn written(format: &'static Format, dataset: &Dataset<'_>, options: &Options) -> String {
    let mut out = Vec::new();
    format.write(dataset, options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn lines(format: &'static Format, dataset: &Dataset<'_>, options: &Options) -> Vec<Value> {
    written(format, dataset, options).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn with(option: &'static FormatOption, value: &str) -> Options {
    let mut options = Options::default();
    option.check(value).unwrap();
    options.choose(option, Some(value.to_owned()));
    options
}

#[test]
fn gold_comes_first_and_explicit_sources_are_taken_as_they_are() {
    let project = project();
    let layers = |source: DatasetSource| -> Vec<(String, String)> {
        let scope = ExportScope { source, ..ExportScope::default() };
        selected(&project, &scope).into_iter().map(|(document, annotator, _)| (document, annotator)).collect()
    };
    let pairs = |expected: &[(&str, &str)]| -> Vec<(String, String)> {
        expected.iter().map(|(document, annotator)| ((*document).to_owned(), (*annotator).to_owned())).collect()
    };
    assert_eq!(layers(DatasetSource::GoldFirst), pairs(&[("one", "gold"), ("two", "anna"), ("two", "omar")]));
    assert_eq!(layers(DatasetSource::Gold), pairs(&[("one", "gold")]));
    let all = [("one", "anna"), ("one", "omar"), ("two", "anna"), ("two", "omar")];
    assert_eq!(layers(DatasetSource::Annotators(vec![])), pairs(&all));
    assert_eq!(layers(DatasetSource::Annotators(vec![who("omar")])), pairs(&[("one", "omar"), ("two", "omar")]));
    let beside = [("one", "gold"), ("one", "anna"), ("two", "anna")];
    assert_eq!(layers(DatasetSource::GoldAnd(vec![who("anna")])), pairs(&beside));
    let whole = [("one", "gold"), ("one", "anna"), ("one", "omar"), ("two", "anna"), ("two", "omar")];
    assert_eq!(layers(DatasetSource::GoldAnd(vec![])), pairs(&whole));
}

#[test]
fn a_table_with_gold_and_annotators_has_the_columns_of_gold_and_says_whose_each_row_is() {
    let project = project();
    let scope = ExportScope { source: DatasetSource::GoldAnd(vec![]), ..ExportScope::default() };
    let table = written(&csv::FORMAT, &Dataset::of(&project, &scope).unwrap(), &Options::default());
    let mut reader = ::csv::Reader::from_reader(table.as_bytes());
    let heads = reader.headers().unwrap().clone();
    let place = |name: &str| heads.iter().position(|head| head == name).unwrap();
    let (annotator, by) = (place("annotator"), place("decided_by"));
    let rows: Vec<::csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let cells: Vec<(&str, &str)> = rows.iter().map(|row| (&row[annotator], &row[by])).collect();
    assert_eq!(cells[0], ("gold", "rita"));
    assert_eq!(cells.len(), 7);
    assert!(cells[1..].iter().all(|(annotator, by)| *annotator != "gold" && by.is_empty()));
}

#[test]
fn a_query_selects_statements() {
    let project = project();
    for (query, expected) in [
        ("سلام", vec![1, 3]),
        // Words are whole, but a proclitic may stand before them, and case and marks are ignored.
        ("بوتين", vec![2]),
        ("تين", vec![]),
        ("سلا", vec![]),
        ("no", vec![5]),
        ("\"NO comment\"", vec![5]),
        ("\"comment, the\"", vec![]),
        ("/س.?ام/", vec![1, 3]),
        ("kind:claim", vec![1, 3, 5, 6]),
        ("kind:Warning", vec![2]),
        ("-kind:claim", vec![2, 4]),
        ("speaker:putin", vec![1, 2]),
        ("speaker:بوتين", vec![1, 2]),
        ("speaker:russia", vec![]),
        ("speaker:russia+", vec![1, 2]),
        ("speaker:\"united states\"", vec![3, 5, 6]),
        ("via:kremlin", vec![1]),
        ("via:putin", vec![]),
        ("addressee:Russia", vec![3]),
        ("stance:opposes", vec![3]),
        ("by:omar", vec![3, 4, 6]),
        ("publisher:ac/dc", vec![1, 2, 3, 4]),
        ("language:ar", vec![1, 2, 3, 4]),
        ("document:\"title of two\"", vec![5, 6]),
        ("document:one", vec![1, 2, 3, 4]),
        ("date:2022-02", vec![1, 2, 3, 4]),
        ("date:2022-02-13..", vec![5, 6]),
        ("date:..2022-02", vec![1, 2, 3, 4]),
        ("has:note", vec![1]),
        ("has:relation", vec![1, 2]),
        ("-has:speaker", vec![4]),
        ("has:stance or has:note", vec![1, 3]),
        ("(by:anna or by:omar) kind:position", vec![4]),
        ("not (by:anna or kind:claim)", vec![4]),
        ("has:cue", vec![]),
        ("is:gold", vec![]),
        ("is:incomplete", vec![1, 2, 3, 4, 5, 6]),
    ] {
        let scope = ExportScope { query: Some(Query::parse(query).unwrap()), ..ExportScope::of_annotators(vec![]) };
        let found: BTreeSet<u128> = selected(&project, &scope).into_iter().flat_map(|(.., numbers)| numbers).collect();
        assert_eq!(found, expected.into_iter().collect(), "{query}");
        // What is not found is counted.
        let dataset = Dataset::of(&project, &scope).unwrap();
        let lost = jsonl::FORMAT.losses(&dataset, &Options::default());
        let left_out = lost.iter().find(|loss| loss.kind == &loss::NOT_FOUND).map_or(0, |loss| loss.count);
        assert_eq!(left_out, 6 - found.len(), "{query}");
    }
    let mut sample = sample_project();
    // The sample has passages; the values of a list and of yes and no are added.
    for (layer, places) in sample.layers.values_mut().zip([[0, 2], [1, 3]]) {
        for (place, value) in places.into_iter().zip([("polarity", "denied"), ("disputed", "yes")]) {
            let mut statement = layer.nth(place).unwrap().clone();
            statement.attributes.push(Attribute::new(value.0, value.1));
            layer.put(statement);
        }
    }
    for (query, holds) in [
        ("polarity:denied", has_value("polarity", Some("denied"))),
        ("Polarity:Denied", has_value("polarity", Some("denied"))),
        ("attribute:polarity=denied", has_value("polarity", Some("denied"))),
        ("disputed:yes", has_value("disputed", Some("yes"))),
        ("has:condition", has_value("condition", None)),
        ("consequence:*", has_value("consequence", None)),
    ] {
        let scope = ExportScope { query: Some(Query::parse(query).unwrap()), ..ExportScope::of_annotators(vec![]) };
        let found: usize = selected(&sample, &scope).into_iter().map(|(.., numbers)| numbers.len()).sum();
        let all = sample.layers.values().flat_map(|layer| layer.statements());
        let expected = all.filter(|statement| holds(statement)).count();
        assert!(expected > 0 && found == expected, "{query}: {found}, not {expected}");
    }
    for (query, place) in [("x polarity:other", "3"), ("سلام nothing:x", "6"), ("has:nothing", "5")] {
        let scope = ExportScope { query: Some(Query::parse(query).unwrap()), ..ExportScope::default() };
        let error = Dataset::of(&sample, &scope).err().unwrap().to_string();
        assert!(bayan::locale::plain(&error).contains(&format!("At character {place},")), "{error}");
    }
    let gold = ExportScope { query: Some(Query::parse("is:gold").unwrap()), ..ExportScope::default() };
    assert_eq!(selected(&project, &gold), [("one".to_owned(), "gold".to_owned(), vec![7])]);
    for query in ["speaker:nobody", "kind:nothing", "by:nobody", "publisher:x", "document:x", "topic:x", "stance:x"] {
        let scope = ExportScope { query: Some(Query::parse(query).unwrap()), ..ExportScope::default() };
        assert!(matches!(Dataset::of(&project, &scope), Err(ExportError::UnknownName(_))), "{query}");
    }
}

/// Whether a statement has a value of this attribute, or this one.
fn has_value(name: &'static str, value: Option<&'static str>) -> impl Fn(&Statement) -> bool {
    move |statement| {
        let mut attributes = statement.attributes.iter();
        attributes.any(|attribute| attribute.name == name && value.is_none_or(|value| attribute.value == value))
    }
}

#[test]
fn relations_among_found_statements_stay() {
    let project = project();
    let relations = |query: &str| {
        let scope = ExportScope { query: Some(Query::parse(query).unwrap()), ..ExportScope::of_annotators(vec![]) };
        let dataset = Dataset::of(&project, &scope).unwrap();
        let written: usize = lines(&jsonl::FORMAT, &dataset, &Options::default())
            .iter()
            .map(|line| line["relations"].as_array().unwrap().len())
            .sum();
        let lost = jsonl::FORMAT.losses(&dataset, &Options::default());
        (written, lost.iter().find(|loss| loss.kind == &loss::NOT_FOUND_RELATIONS).map_or(0, |loss| loss.count))
    };
    assert_eq!(relations("has:relation"), (1, 0));
    assert_eq!(relations("kind:claim"), (0, 1));
    assert_eq!(relations("by:omar"), (0, 1));
}

#[test]
fn parties_are_rolled_up_and_counted() {
    let project = project();
    let changes = NameChanges { roll_up: true, ..NameChanges::default() };
    // The query has the names before the change.
    let query = Some(Query::parse("has:relation or addressee:putin").unwrap());
    let scope = ExportScope { query, ..ExportScope::of_annotators(vec![]) };
    let prepared = Prepared::of(&project, &scope, changes).unwrap();
    let dataset = prepared.dataset();
    let lines = lines(&jsonl::FORMAT, &dataset, &Options::default());
    let party_ids: Vec<&str> =
        lines[0]["parties"].as_array().unwrap().iter().map(|party| party["id"].as_str().unwrap()).collect();
    assert_eq!(party_ids, ["russia", "us"]);
    let chain = |line: usize, statement: usize| -> Vec<&str> {
        let chain = &lines[line]["statements"][statement]["chain"];
        chain.as_array().unwrap().iter().map(|link| link["party"].as_str().unwrap()).collect()
    };
    assert_eq!(chain(0, 0), ["russia", "russia"]);
    assert_eq!(chain(0, 1), ["russia"]);
    // putin and russia are one now.
    assert_eq!(lines[1]["statements"][0]["addressees"], serde_json::json!(["russia"]));
    assert_eq!(lines[0]["relations"].as_array().unwrap().len(), 1);
    let lost = jsonl::FORMAT.losses(&dataset, &Options::default());
    let rolled = lost.iter().find(|loss| loss.kind == &loss::ROLLED_UP).unwrap();
    // kremlin and putin in the first, putin in the second and as an addressee of the third.
    assert_eq!(rolled.count, 4);
    // The project is as it was.
    assert_eq!(project, self::project());
}

#[test]
fn what_is_left_out_by_choice_is_told_apart_from_what_a_format_loses() {
    let mut project = project();
    let excluded = Span::new(0, FIRST.find("لا").unwrap() + 3);
    project.documents.get_mut(&document("one")).unwrap().excluded.push(excluded);
    let lost = |documents: &[&str], without_excluded: bool, query: Option<&str>, changes: NameChanges| {
        let scope = ExportScope {
            documents: documents.iter().map(|id| document(id)).collect(),
            query: query.map(|query| Query::parse(query).unwrap()),
            without_excluded,
            ..ExportScope::of_annotators(vec![])
        };
        let prepared = Prepared::of(&project, &scope, changes).unwrap();
        let dataset = prepared.dataset();
        let of = |format: &Format| {
            let losses = format.losses(&dataset, &Options::default()).into_iter();
            losses.partition::<Vec<_>, _>(|loss| loss.is_by_choice())
        };
        let (by_choice, of_format) = of(&jsonl::FORMAT);
        assert_eq!(of_format, []);
        // Another format loses more, but the same is chosen.
        let (same, more) = of(&csv::FORMAT);
        assert_eq!(same, by_choice);
        assert!(more.iter().any(|loss| loss.kind == &loss::TEXTS));
        by_choice.into_iter().map(|loss| (loss.kind.id, loss.count)).collect::<Vec<_>>()
    };
    let same = NameChanges::default();
    assert_eq!(lost(&[], false, None, same), []);
    assert_eq!(lost(&["two"], false, None, same), [("documents", 1)]);
    // Statements 1 and 3 begin in what is excluded; the only relation is from 1 to 2.
    assert_eq!(lost(&[], true, None, same), [("excluded-statements", 2), ("excluded-relations", 1)]);
    // A relation whose other end is not found is counted once.
    assert_eq!(
        lost(&[], true, Some("-kind:warning"), same),
        [("excluded-statements", 2), ("not-found", 1), ("not-found-relations", 1)]
    );
    let names = NameChanges { roll_up: true, anonymise: true };
    assert_eq!(lost(&["two"], false, None, names), [("documents", 1), ("anonymised", 2)]);
}

#[test]
fn no_name_of_an_annotator_is_left_in_any_format() {
    let project = project();
    let scope = ExportScope { source: DatasetSource::GoldAnd(vec![]), ..ExportScope::default() };
    let changes = NameChanges { anonymise: true, ..NameChanges::default() };
    let prepared = Prepared::of(&project, &scope, changes).unwrap();
    let dataset = prepared.dataset();
    let lines = lines(&jsonl::FORMAT, &dataset, &Options::default());
    let annotators: Vec<&str> = lines.iter().map(|line| line["annotator"].as_str().unwrap()).collect();
    assert_eq!(annotators, ["gold", "annotator-1", "annotator-2", "annotator-1", "annotator-2"]);
    let decision = &lines[0]["statements"][0]["decision"];
    assert_eq!((&decision["from"], &decision["by"]), (&"annotator-1".into(), &"annotator-3".into()));
    assert_eq!(decision["sources"][0]["annotator"], "annotator-1");
    let folder = tempfile::tempdir().unwrap();
    for format in bayan::formats::writable() {
        let path = folder.path().join(format.id);
        format.write_to_path(&dataset, &Options::default(), &path, &Monitor::default()).unwrap();
        for (name, bytes) in files(&path) {
            for person in ["anna", "omar", "rita"] {
                let is_there = bytes.windows(person.len()).any(|window| window == person.as_bytes());
                assert!(!is_there && !name.contains(person), "{person} is in {name} of {}", format.id);
            }
        }
    }
}

/// The files at a path, with the paths from there on.
fn files(path: &Path) -> Vec<(String, Vec<u8>)> {
    if path.is_file() {
        return vec![(String::new(), std::fs::read(path).unwrap())];
    }
    let mut found = Vec::new();
    for entry in std::fs::read_dir(path).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        for (below, bytes) in files(&entry.path()) {
            let full = if below.is_empty() { name.clone() } else { format!("{name}/{below}") };
            found.push((full, bytes));
        }
    }
    found.sort();
    found
}

const CODEBOOK: &str = "bayan-codebook.json";

#[test]
fn each_document_gets_a_file() {
    let project = project();
    let folder = tempfile::tempdir().unwrap();
    let dataset = Dataset::of(&project, &ExportScope::of_annotators(vec![])).unwrap();
    let whole = written(&jsonl::FORMAT, &dataset, &Options::default());
    let path = folder.path().join("jsonl");
    jsonl::FORMAT.write_per_document(&dataset, &Options::default(), &path, &Monitor::default()).unwrap();
    let parts = files(&path);
    assert_eq!(parts.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), [CODEBOOK, "one.jsonl", "two.jsonl"]);
    let joined: Vec<u8> = parts.into_iter().skip(1).flat_map(|(_, bytes)| bytes).collect();
    assert_eq!(String::from_utf8(joined).unwrap(), whole);
    let project = Project { guidelines: "# Manual\n".to_owned(), ..project };
    let dataset = Dataset::of(&project, &ExportScope::of_annotators(vec![])).unwrap();
    let path = folder.path().join("csv");
    csv::FORMAT.write_per_document(&dataset, &Options::default(), &path, &Monitor::default()).unwrap();
    let names: Vec<String> = files(&path).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, [CODEBOOK, "guidelines.md", "one.columns.csv", "one.csv", "two.columns.csv", "two.csv"]);
    // Whoever takes all files of the ending into Label Studio takes no codebook.
    let path = folder.path().join("label-studio");
    let label_studio = by_id("label-studio").unwrap();
    label_studio.write_per_document(&dataset, &Options::default(), &path, &Monitor::default()).unwrap();
    let names: Vec<String> = files(&path).into_iter().map(|(name, _)| name).collect();
    assert!(names.contains(&"guidelines.md".to_owned()) && !names.contains(&CODEBOOK.to_owned()), "{names:?}");
    let brat = by_id("brat").unwrap();
    let path = folder.path().join("brat");
    let result = brat.write_per_document(&dataset, &Options::default(), &path, &Monitor::default());
    assert!(matches!(result, Err(ExportError::AlreadyFolder("brat"))) && !path.exists());
}

#[test]
fn every_column_of_a_table_is_explained() {
    let project = project();
    let folder = tempfile::tempdir().unwrap();
    let dataset = Dataset::of(&project, &ExportScope::default()).unwrap();
    let path = folder.path().join("x.csv");
    csv::FORMAT.write_to_path(&dataset, &Options::default(), &path, &Monitor::default()).unwrap();
    let mut table = ::csv::Reader::from_path(&path).unwrap();
    let mut columns = ::csv::Reader::from_path(folder.path().join("x.columns.csv")).unwrap();
    let columns: Vec<::csv::StringRecord> = columns.records().map(Result::unwrap).collect();
    assert!(table.headers().unwrap().iter().eq(columns.iter().map(|row| &row[0])));
    for row in &columns {
        assert!(!row[1].is_empty() && !row[1].contains("export-column"), "{row:?}");
    }
}

#[test]
fn an_option_changes_the_losses_that_it_should() {
    let project = project();
    let dataset = Dataset::of(&project, &ExportScope::of_annotators(vec![])).unwrap();
    let lost = |format: &Format, options: &Options| -> Vec<&str> {
        format.losses(&dataset, options).iter().map(|loss| loss.kind.id).collect()
    };
    let per_statement = Options::of(&[&parquet::PER_STATEMENT]);
    assert!(!lost(&parquet::FORMAT, &Options::default()).contains(&"relations"));
    for id in ["relations", "metadata", "texts"] {
        assert!(lost(&parquet::FORMAT, &per_statement).contains(&id), "{id}");
        assert!(lost(&parquet::FORMAT, &with(&parquet::PARTITION_BY, "kind")).contains(&id), "{id}");
    }
    assert!(lost(&doccano::FORMAT, &Options::of(&[&doccano::TRIPLES])).contains(&"relations"));
    // The second statement of omar is inside one of anna's, but not in her layer: nothing overlaps.
    assert!(!lost(&spacy::FORMAT, &Options::of(&[&spacy::FLAT])).contains(&"spacy-not-entities"));
    let mut project = project.clone();
    let mut crlf = project.documents[&document("two")].clone();
    crlf.content = Content::new("No comment, the U.S. said. Peace.\r\n");
    project.documents.insert(document("two"), crlf);
    let dataset = Dataset::of(&project, &ExportScope::of_annotators(vec![])).unwrap();
    let qdpx = by_id("qdpx").unwrap();
    let has = |options: &Options| qdpx.losses(&dataset, options).iter().any(|loss| loss.kind.id == "line-ends");
    assert!(has(&Options::default()) && !has(&Options::of(&[&bayan::formats::qda::EXACT_TEXT])));
}

#[test]
fn parquet_is_partitioned_as_hive_has_it() {
    let project = project();
    let dataset = Dataset::of(&project, &ExportScope::of_annotators(vec![])).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for (by, expected) in [
        ("kind", vec!["kind=claim/part-0.parquet", "kind=position/part-0.parquet", "kind=warning/part-0.parquet"]),
        ("month", vec!["month=2022-02/part-0.parquet", "month=2022-03/part-0.parquet"]),
        ("publisher", vec!["publisher=AC%2FDC/part-0.parquet", "publisher=__HIVE_DEFAULT_PARTITION__/part-0.parquet"]),
    ] {
        let path = folder.path().join(by);
        let options = with(&parquet::PARTITION_BY, by);
        parquet::FORMAT.write_to_path(&dataset, &options, &path, &Monitor::default()).unwrap();
        assert_eq!(files(&path).into_iter().map(|(name, _)| name).collect::<Vec<_>>(), expected);
        assert!(parquet::FORMAT.write(&dataset, &options, &mut Vec::new()).is_err());
    }
    assert!(parquet::PARTITION_BY.check("year").is_err());
    assert!(parquet::SPLIT.check("80/20").is_err() && parquet::SPLIT.check("0/0/0").is_err());
    assert!(parquet::SPLIT.check("7/2/1").is_ok() && parquet::SEED.check("-1").is_err());
}

#[test]
fn options_with_values_choose_what_is_written() {
    let project = project();
    let scope = ExportScope::of_annotators(vec![who("anna")]);
    let dataset = Dataset::of(&project, &scope).unwrap();
    let first = &lines(&doccano::FORMAT, &dataset, &with(&doccano::LABELS, "kind-speaker"))[0];
    assert_eq!(first["entities"][0]["label"], "Claim · Vladimir Putin");
    let triples = &lines(&doccano::FORMAT, &dataset, &Options::of(&[&doccano::TRIPLES]))[1];
    assert_eq!(triples["label"], serde_json::json!([[0, 10, "Claim"]]));
    assert!(triples["entities"].is_null() && triples["relations"].is_null());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("conll");
    let mut project = project.clone();
    let layer = project.layers.get_mut(&(document("two"), who("anna"))).unwrap();
    let mut cued = layer.statements().next().unwrap().clone();
    let at = |words: &str| SECOND.find(words).map(|start| Span::new(start, start + words.len()));
    cued.chain[0] = Link { cue: at("said"), mention: at("the U.S."), ..cued.chain[0].clone() };
    layer.put(cued);
    let dataset = Dataset::of(&project, &scope).unwrap();
    let four = with(&conll::COLUMNS, "4");
    conll::FORMAT.write_to_path(&dataset, &four, &path, &Monitor::default()).unwrap();
    let table = std::fs::read_to_string(path.join("anna.conll")).unwrap();
    assert!(table.contains("-DOCSTART-\tO\tO\tO\n"), "{table}");
    for line in ["No\tO\tO\tB-claim", "comment\tO\tO\tI-claim", "the\tO\tB-Mention\tO", "said\tB-Cue\tO\tO"] {
        assert!(table.lines().any(|found| found == line), "{line} in {table}");
    }
    let unknown = AnnotatorId::new("nobody").unwrap();
    let scope = ExportScope { source: DatasetSource::GoldAnd(vec![unknown]), ..ExportScope::default() };
    assert!(matches!(Dataset::of(&project, &scope), Err(ExportError::UnknownAnnotator(_))));
}
