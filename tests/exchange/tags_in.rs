//! Tags from other programs: planned, mapped, placed and taken in.

use std::collections::BTreeMap;

use bayan::formats::incoming::{
    ImportError, ImportOptions, ImportPlan, LabelList, LabelMap, LabelTarget, MatchedBy, PlannedLabel, Whose,
};
use bayan::formats::input::Input;
use bayan::formats::units::Unit;
use bayan::formats::{by_id, recognise};
use bayan::model::document::{Document, Metadata};
use bayan::model::id::{AnnotatorId, DocumentId, KindId, PartyId};
use bayan::model::party::{Party, PartyAbout, Rgb};
use bayan::model::project::Project;
use bayan::model::span::Span;
use bayan::model::statement::Statement;
use bayan::monitor::Monitor;
use bayan::text::content::Content;
use serde_json::{Value, json};

use super::labelled::{KINDS, expected, hard, hard_project, only, seen_in};
use crate::support::bayan::bayan;

/// Line ends of two bytes, characters of four bytes and two UTF-16 units, letters of two bytes.
const TEXT: &str = "🙂 one\r\ntwo في three, two";

fn project() -> Project {
    let mut project = Project::new("t");
    let id = DocumentId::new("d").unwrap();
    let metadata = Metadata { title: "Two".into(), url: "https://example.org/d".into(), ..Metadata::default() };
    let (content, excluded) = (Content::new(TEXT), Vec::new());
    project.documents.insert(id.clone(), Document { id, content, metadata, encoding: String::new(), excluded });
    project
}

fn file(name: &str, text: &str) -> Input {
    Input::File { path: name.into(), bytes: text.as_bytes().to_vec() }
}

fn plan(format: &str, project: &Project, input: &Input, options: &ImportOptions) -> ImportPlan {
    by_id(format).unwrap().reader.unwrap().plan(project, input, options).unwrap()
}

fn everybody() -> ImportOptions {
    ImportOptions::of(Whose::Everybody)
}

/// The texts of all spans after the import, sorted.
fn quotes(project: &Project, plan: &ImportPlan) -> Vec<String> {
    let mut after = project.clone();
    plan.edit.clone().apply(&mut after).unwrap();
    let mut quotes: Vec<String> = (after.layers.iter())
        .flat_map(|((document, _), layer)| {
            let document = &after.documents[document];
            layer.statements().flat_map(|s| document.quotes(&s.spans)).map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    quotes.sort();
    quotes
}

/// The offsets of `one` and `three` in code points, UTF-16 units, bytes, code points with a CR LF counted once, and bytes
/// with a byte order mark; by hand.
const OFFSETS: [([u64; 2], [u64; 2]); 5] =
    [([2, 5], [14, 19]), ([3, 6], [15, 20]), ([5, 8], [19, 24]), ([2, 5], [13, 18]), ([8, 11], [22, 27])];

fn jsonl(statements: Value) -> String {
    json!({
        "format": "bayan", "version": 1, "offset_unit": "codepoint", "annotator": "model",
        "document": {"id": "d", "text": TEXT}, "statements": statements,
    })
    .to_string()
}

fn annotation(place: [u64; 2], quote: &str) -> Value {
    json!({
        "type": "Annotation", "body": {"type": "TextualBody", "purpose": "classifying", "value": "claim"},
        "target": {"source": "urn:bayan:document:d", "selector": [
            {"type": "TextPositionSelector", "start": place[0], "end": place[1]},
            {"type": "TextQuoteSelector", "exact": quote}]}
    })
}

#[test]
fn offsets_in_the_wrong_unit_are_known_by_the_quotes_in_every_format() {
    for (which, (one, three)) in OFFSETS.into_iter().enumerate() {
        let files = [
            (
                "jsonl",
                file(
                    "x.jsonl",
                    &jsonl(json!([
                        {"id": "s1", "kind": "claim", "spans": [one], "quotes": ["one"]},
                        {"id": "s2", "kind": "claim", "spans": [three], "quotes": ["three"]},
                    ])),
                ),
            ),
            (
                "label-studio",
                file(
                    "x.json",
                    &json!([{"data": {"text": TEXT, "document_id": "d"}, "annotations": [{"result": [
                        {"id": "a", "type": "labels", "from_name": "l",
                         "value": {"start": one[0], "end": one[1], "labels": ["Claim"], "text": "one"}},
                        {"id": "b", "type": "labels", "from_name": "l",
                         "value": {"start": three[0], "end": three[1], "labels": ["Claim"], "text": "three"}},
                    ]}]}])
                    .to_string(),
                ),
            ),
            (
                "prodigy",
                file(
                    "x.jsonl",
                    &json!({"text": TEXT, "meta": {"document": "d"}, "answer": "accept", "spans": [
                        {"start": one[0], "end": one[1], "label": "Claim", "text": "one"},
                        {"start": three[0], "end": three[1], "label": "Claim", "text": "three"},
                    ]})
                    .to_string(),
                ),
            ),
            (
                "w3c",
                file(
                    "x.jsonld",
                    &json!({"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage",
                        "items": [annotation(one, "one"), annotation(three, "three")]})
                    .to_string(),
                ),
            ),
            (
                "csv",
                file(
                    "x.csv",
                    &format!(
                        "document_id,kind,start,end,quote\nd,claim,{},{},one\nd,claim,{},{},three\n",
                        one[0], one[1], three[0], three[1]
                    ),
                ),
            ),
        ];
        for (format, input) in files {
            let project = project();
            let plan = plan(format, &project, &input, &everybody());
            assert_eq!(quotes(&project, &plan), ["one", "three"], "{format} {which}: {:?}", plan.warnings);
            assert_eq!(plan.unit == Unit::CODE_POINTS, which == 0, "{format} {which}");
            // A word about it, once.
            let told = plan.notes.iter().filter(|note| note.message.contains("offsets")).count();
            assert_eq!(told, usize::from(which > 0), "{format} {which}: {:?}", plan.notes);
        }
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("d.txt"), TEXT).unwrap();
        let lines = format!("T1\tClaim {} {}\tone\nT2\tClaim {} {}\tthree\n", one[0], one[1], three[0], three[1]);
        std::fs::write(folder.path().join("d.ann"), lines).unwrap();
        let project = project();
        let plan = plan("brat", &project, &Input::open(folder.path(), u64::MAX, true).unwrap(), &everybody());
        assert_eq!(quotes(&project, &plan), ["one", "three"], "brat {which}: {:?}", plan.warnings);
    }
}

#[test]
fn offsets_without_quotes_are_in_the_only_unit_in_which_they_are_places() {
    let project = project();
    let line = |start: u64, end: u64| {
        format!(r#"{{"text":{},"document_id":"d","label":[[{start},{end},"Claim"]]}}"#, json!(TEXT))
    };
    let found = |start, end| {
        let plan = plan("doccano", &project, &file("x.jsonl", &line(start, end)), &everybody());
        (quotes(&project, &plan), plan.unit == Unit::CODE_POINTS)
    };
    // The text has 24 code points, 25 UTF-16 units and 29 bytes.
    assert_eq!(found(21, 24), (vec!["two".to_owned()], true));
    assert_eq!(found(22, 25), (vec!["two".to_owned()], false));
    assert_eq!(found(26, 29), (vec!["two".to_owned()], false));
    assert_eq!(found(30, 33).0, Vec::<String>::new());
}

#[test]
fn a_script_may_give_its_own_identifiers_and_quotes_without_offsets() {
    let project = project();
    let statements = json!([
        {"id": "s1", "kind": "claim", "quotes": ["three"]},
        {"id": 2, "kind": "claim", "quotes": ["ONE"]},
        {"id": "s3", "kind": "claim", "quotes": ["two"]},
        {"id": "s4", "kind": "claim", "quotes": ["four"]},
        {"id": "s5", "kind": "claim", "spans": [[2, 5]], "quotes": ["three"]},
        {"id": "s6", "kind": "claim", "spans": [[2, 5]], "speaker": "Kremlin"},
    ]);
    let input = file("x.jsonl", &jsonl(statements));
    let plan = plan("jsonl", &project, &input, &everybody());
    assert_eq!(quotes(&project, &plan), ["one", "one", "three"]);
    let unplaced: Vec<_> = plan.unplaced.iter().map(|lost| (lost.quote.as_str(), lost.candidates.len())).collect();
    assert_eq!(unplaced, [("two", 2), ("four", 0), ("three", 1)]);
    // Each is told of, with its quote.
    assert_eq!(plan.warnings.len(), 3, "{:?}", plan.warnings);
    for quote in ["two", "four", "three"] {
        assert!(plan.warnings.iter().any(|warning| warning.message.contains(quote)), "{quote}");
    }
    // Placed by hand.
    let place = plan.unplaced[0].candidates[1];
    let at = |spans: Vec<Span>| {
        let places = [(plan.unplaced[0].key(), spans)].into();
        self::plan("jsonl", &project, &input, &ImportOptions { places, ..everybody() })
    };
    let placed = at(vec![place]);
    assert_eq!(quotes(&project, &placed), ["one", "one", "three", "two"]);
    assert_eq!((placed.without_place().count(), placed.counts.statements), (2, 4));
    assert_eq!((placed.warnings.len(), placed.unplaced[0].spans.as_slice()), (2, &[place][..]));
    // Inside a character there is no place.
    let refused = at(vec![Span::new(0, 1)]);
    assert_eq!((refused.without_place().count(), refused.counts.statements), (3, 3));
    assert!(refused.unplaced[0].problem.is_some());
    // The same identifiers at every reading.
    let ids = |input: &Input| {
        let mut after = project.clone();
        self::plan("jsonl", &project, input, &everybody()).edit.apply(&mut after).unwrap();
        after.layers.values().flat_map(|l| l.statements().map(|s| s.id).collect::<Vec<_>>()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&input), ids(&input));
    assert_eq!(ids(&input).len(), 3);
}

#[test]
fn labels_become_what_they_are_proposed_to_be_or_what_a_person_chooses() {
    let mut project = project();
    let party = |id: &str, name: &str, aliases: &[&str]| Party {
        id: PartyId::new(id).unwrap(),
        name: name.into(),
        aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        color: Rgb([0; 3]),
        parent: None,
        key: None,
        about: PartyAbout::default(),
    };
    project.parties.push(party("kremlin", "الكرملين", &["Moscow"]));
    project.parties.push(party("gov", "Governor", &[]));
    project.codebook.kinds[0].name = "ادعاء".into();
    let kind = project.codebook.kinds[0].id.clone();
    let span = |label: &str, start: u64, end: u64, speaker: &str| json!({"start": start, "end": end, "label": label, "speaker": speaker});
    let line = json!({"text": TEXT, "meta": {"document": "d"}, "answer": "accept", "spans": [
        span("الادعاء", 2, 5, "x"), span("ادّعاء", 2, 5, "الكِرملين"), span("PER", 7, 10, "Moscow"),
        span("claims", 14, 19, "Government"), span("verb", 11, 13, ""),
    ]});
    let input = file("x.jsonl", &line.to_string());
    let proposed = plan("prodigy", &project, &input, &everybody());
    let label = |plan: &ImportPlan, list: LabelList, label: &str| -> PlannedLabel {
        plan.labels.iter().find(|known| known.list == list && known.label == label).cloned().unwrap()
    };
    let known = label(&proposed, LabelList::Kinds, "ادّعاء");
    assert_eq!((known.target, known.by, known.count), (LabelTarget::Kind(kind.clone()), MatchedBy::Name, 1));
    assert_eq!(label(&proposed, LabelList::Kinds, "PER").target, LabelTarget::LeaveOut);
    let kremlin = LabelTarget::Party(PartyId::new("kremlin").unwrap());
    let by_name = label(&proposed, LabelList::Parties, "الكِرملين");
    assert_eq!((by_name.target, by_name.by), (kremlin, MatchedBy::Name));
    // What a person says about it; `verb` is a reporting verb.
    let mut map = LabelMap::default();
    for (name, target) in [
        ("PER", LabelTarget::New),
        ("claims", LabelTarget::Kind(kind.clone())),
        ("الادعاء", LabelTarget::LeaveOut),
        ("verb", LabelTarget::Cue),
    ] {
        map.kinds.insert(name.to_owned(), target);
    }
    map.parties.insert("Government".to_owned(), LabelTarget::Party(PartyId::new("gov").unwrap()));
    map.parties.insert("Moscow".to_owned(), LabelTarget::New);
    let options = ImportOptions { map: LabelMap::parse(&map.render().unwrap()).unwrap(), ..everybody() };
    let chosen = plan("prodigy", &project, &input, &options);
    let mut after = project.clone();
    chosen.edit.clone().apply(&mut after).unwrap();
    let said: BTreeMap<String, (KindId, String)> = (after.layers.values())
        .flat_map(|layer| {
            layer
                .statements()
                .map(|s| {
                    let quote = after.documents.values().next().unwrap().quotes(&s.spans).concat();
                    (quote, (s.kind.clone(), s.speaker().unwrap().to_string()))
                })
                .collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(said["one"], (kind.clone(), "kremlin".to_owned()));
    assert_eq!(said["three"], (kind, "gov".to_owned()));
    assert_eq!(said["two"].0.as_str(), "per");
    assert_eq!(after.party(&PartyId::new(&said["two"].1).unwrap()).unwrap().name, "Moscow");
    assert_eq!((said.len(), chosen.counts.left_out), (3, 1));
    // The map of a plan leads to the same plan.
    let again = plan("prodigy", &project, &input, &ImportOptions { map: chosen.map(), ..everybody() });
    assert_eq!(again.counts, chosen.counts);
}

#[test]
fn everybodys_layers_come_at_once_or_under_other_names() {
    let project = project();
    let line = |annotator: &str| {
        jsonl(json!([{"id": annotator, "kind": "claim", "quotes": ["three"]}]))
            .replace("\"model\"", &json!(annotator).to_string())
    };
    let text = [line("anna"), line("ben"), line("carl")].join("\n");
    let input = file("x.jsonl", &text);
    let layers = |plan: &ImportPlan| {
        let mut after = project.clone();
        plan.edit.clone().apply(&mut after).unwrap();
        after.layers.keys().map(|(_, annotator)| annotator.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(layers(&plan("jsonl", &project, &input, &everybody())), ["anna", "ben", "carl"]);
    let id = |name: &str| AnnotatorId::new(name).unwrap();
    let names = BTreeMap::from([("anna".to_owned(), id("anna")), ("ben".to_owned(), id("reem"))]);
    let some = plan("jsonl", &project, &input, &ImportOptions::of(Whose::Each(names)));
    assert_eq!(layers(&some), ["anna", "reem"]);
    let into: Vec<_> =
        some.annotators.iter().map(|seen| (seen.name.as_str(), seen.into.clone(), seen.statements)).collect();
    assert_eq!(into, [("anna", Some(id("anna")), 1), ("ben", Some(id("reem")), 1), ("carl", None, 1)]);
}

#[test]
fn tables_are_read_onto_the_articles_of_the_project() {
    let original = hard_project();
    let mut texts = original.clone();
    texts.layers.clear();
    for (format, name) in [("csv", "csv/out.csv"), ("xlsx", "xlsx/out.xlsx")] {
        let input = Input::open(&hard().join(name), u64::MAX, false).unwrap();
        assert_eq!(recognise(&input).unwrap().0.id, format);
        let plan = plan(format, &texts, &input, &everybody());
        assert_eq!(plan.warnings, [], "{format}");
        let mut after = texts.clone();
        plan.edit.apply(&mut after).unwrap();
        assert_eq!(only(seen_in(&after), &KINDS), only(expected(format), &KINDS), "{format}");
        // What the table has: everything but attributes and the places of cues and mentions.
        for (key, layer) in &original.layers {
            for statement in layer.statements() {
                let mut wanted = statement.clone();
                wanted.attributes.clear();
                wanted.chain.iter_mut().for_each(|link| (link.cue, link.mention) = (None, None));
                assert_eq!(after.layers[key].statement(statement.id), Some(&wanted), "{format}");
            }
        }
    }
}

/// A script writes an object for each statement, whose members are the columns of the table.
#[test]
fn objects_in_lines_are_read_like_the_rows_of_a_table() {
    let original = hard_project();
    let mut texts = original.clone();
    texts.layers.clear();
    let after = |plan: ImportPlan| {
        let mut after = texts.clone();
        plan.edit.apply(&mut after).unwrap();
        after.layers
    };
    let table = std::fs::read_to_string(hard().join("csv/out.csv")).unwrap();
    let expected = plan("csv", &texts, &file("x.csv", &table), &everybody());
    let mut rows = csv::Reader::from_reader(table.trim_start_matches('\u{feff}').as_bytes());
    let heads = rows.headers().unwrap().clone();
    let mut lines = String::new();
    for row in rows.records() {
        let mut object = serde_json::Map::new();
        for (head, cell) in heads.iter().zip(&row.unwrap()) {
            let value = match head {
                _ if cell.is_empty() => Value::Null,
                "start" | "end" => json!(cell.parse::<u32>().unwrap()),
                "chain" => json!(cell.split('>').collect::<Vec<_>>()),
                "addressees" => json!(cell.split(';').collect::<Vec<_>>()),
                "spans" => {
                    let spans = cell.split(';').map(|span| span.split_once('-').unwrap());
                    json!(
                        spans
                            .map(|(start, end)| json!([start.parse::<f64>().unwrap(), end.parse::<u32>().unwrap()]))
                            .collect::<Vec<_>>()
                    )
                }
                _ => json!(cell),
            };
            object.insert(head.to_owned(), value);
        }
        lines.push_str(&format!("{}\n", Value::Object(object)));
    }
    let input = file("predictions.jsonl", &lines);
    assert_eq!(recognise(&input).unwrap().0.id, "jsonl");
    let found = plan("jsonl", &texts, &input, &everybody());
    assert_eq!(found.warnings, []);
    assert_eq!(after(found), after(expected));

    let project = project();
    let lines = r#"{"document": "d", "quote": "three", "kind": "claim", "confidence": 0.5}
no object
{"document": "d", "start": 2, "end": 5.0, "kind": "claim", "speaker": "Joe", "agreed": true}
{"document": "elsewhere", "quote": "one"}
"#;
    let found = plan("jsonl", &project, &file("x.jsonl", lines), &everybody());
    assert_eq!(found.warnings.iter().map(|warning| warning.line).collect::<Vec<_>>(), [2, 4], "{:?}", found.warnings);
    assert_eq!(quotes(&project, &found), ["one", "three"]);
    // What is neither is refused with what both have.
    let found = plan("jsonl", &project, &file("x.jsonl", "{\"document\": \"d\", \"kind\": \"claim\"}\n"), &everybody());
    let [warning] = found.warnings.as_slice() else { panic!("{:?}", found.warnings) };
    assert!(warning.message.contains("format (bayan)") && warning.message.contains("quote"), "{}", warning.message);
}

/// The rows of an article and an annotator need not follow one another, and may name the article in several ways.
#[test]
fn the_rows_of_a_table_may_stand_in_any_order() {
    let mut project = project();
    let (id, content) = (DocumentId::new("e").unwrap(), Content::new("four five six"));
    let (metadata, encoding, excluded) = (Metadata::default(), String::new(), Vec::new());
    project.documents.insert(id.clone(), Document { id, content, metadata, encoding, excluded });
    // In the table of the right order, each layer is in one piece; in the other one, none is.
    let rows = [
        ("d", "", "anna", "one"),
        ("d", "", "anna", "three"),
        ("", "https://example.org/d", "anna", "في"),
        ("d", "", "omar", "one"),
        ("e", "", "anna", "four"),
        ("e", "", "anna", "six"),
    ];
    let layers = |order: [usize; 6]| {
        let mut table = "document,url,annotator,kind,quote\n,,,,\n".to_owned();
        for place in order {
            let (document, url, annotator, quote) = rows[place];
            table.push_str(&format!("{document},{url},{annotator},claim,{quote}\n"));
        }
        table.push_str("nowhere,,anna,claim,one\n");
        let plan = plan("csv", &project, &file("x.csv", &table), &everybody());
        let warned: Vec<usize> = plan.warnings.iter().map(|warning| warning.line).collect();
        let mut after = project.clone();
        plan.edit.clone().apply(&mut after).unwrap();
        let mut found = BTreeMap::new();
        for ((document, annotator), layer) in &after.layers {
            let texts = &after.documents[document];
            let quotes: Vec<String> =
                layer.statements().flat_map(|s| texts.quotes(&s.spans)).map(str::to_owned).collect();
            found.insert((document.to_string(), annotator.to_string()), quotes);
        }
        (found, warned)
    };
    let key = |document: &str, annotator: &str| (document.to_owned(), annotator.to_owned());
    let texts = |texts: &[&str]| -> Vec<String> { texts.iter().map(|text| (*text).to_owned()).collect() };
    let expected = BTreeMap::from([
        (key("d", "anna"), texts(&["one", "في", "three"])),
        (key("d", "omar"), texts(&["one"])),
        (key("e", "anna"), texts(&["four", "six"])),
    ]);
    for order in [[0, 1, 2, 3, 4, 5], [4, 0, 3, 5, 2, 1], [0, 4, 1, 5, 2, 3]] {
        let (found, warned) = layers(order);
        assert_eq!((&found, warned), (&expected, vec![9]), "{order:?}");
    }
}

#[test]
fn columns_are_known_by_their_heads_or_named() {
    let project = project();
    // An event list as DNA writes it: semicolons, UTF-16 units, the quote with other marks.
    let list = "\"statement_id\";\"time\";\"person\";\"organization\";\"concept\";\"agreement\";\"start_position\";\"stop_position\";\"text\";\"coder\";\"document_id\";\"document_title\"\n\
        \"1\";\"2024-07-01 00:00:00\";\"Joe\";\"Kremlin\";\"war\";\"0\";\"3\";\"6\";\"one\";\"Admin\";\"17\";\"Two\"\n";
    let input = file("events.csv", list);
    assert_eq!(recognise(&input).unwrap().0.id, "csv");
    let mut map = LabelMap::default();
    map.kinds.insert("statement".to_owned(), LabelTarget::Kind(KindId::new("claim").unwrap()));
    let plan = plan("csv", &project, &input, &ImportOptions { map, ..everybody() });
    let mut after = project.clone();
    plan.edit.clone().apply(&mut after).unwrap();
    assert_eq!(quotes(&project, &plan), ["one"], "{:?}", plan.warnings);
    let ((_, annotator), layer) = after.layers.iter().next().unwrap();
    let statement = layer.statements().next().unwrap();
    assert_eq!(annotator.as_str(), "Admin");
    assert_eq!((statement.speaker().unwrap().as_str(), statement.topic.as_ref().unwrap().as_str()), ("Kremlin", "war"));
    assert_eq!(statement.stance, Some(bayan::model::statement::Stance::Opposes));
    assert_eq!((statement.attributes[0].name.as_str(), statement.attributes[0].value.as_str()), ("person", "Joe"));
    // Columns of other names, named by a person.
    let table = file("t.csv", "Artikel,Zitat,Wer\nd,three,Moscow\n");
    let mut map = LabelMap::default();
    for (head, field) in [("Artikel", "document"), ("Zitat", "quote"), ("Wer", "attribute who")] {
        map.columns.insert(head.to_owned(), field.to_owned());
    }
    map.kinds.insert("statement".to_owned(), LabelTarget::New);
    let named = self::plan("csv", &project, &table, &ImportOptions { map, ..everybody() });
    assert_eq!(quotes(&project, &named), ["three"], "{:?}", named.warnings);
    let fields: Vec<_> = named.columns.iter().map(|column| column.field.as_deref().unwrap()).collect();
    assert_eq!(fields, ["document", "quote", "attribute who"]);
    // Without them it is no table of statements, and a table of articles is none either.
    let unnamed = self::plan("csv", &project, &table, &everybody());
    assert_eq!((unnamed.counts.statements, unnamed.warnings.len()), (0, 1));
    assert!(recognise(&file("a.csv", "title,text,date\nA,B,2024-01-01\n")).is_none());
}

#[test]
fn the_command_line_plans_maps_and_makes_new_projects() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    bayan::store::create(&folder.path().join("p"), &project()).unwrap();
    let (p, tags) = (path("p"), path("tags.jsonl"));
    let line = format!(r#"{{"text":{},"document_id":"d","annotator":"anna","label":[[2,5,"CLM"]]}}"#, json!(TEXT));
    std::fs::write(&tags, line).unwrap();
    // Nothing is imported, and the map is there to be edited.
    let map = path("map.ron");
    let looked = bayan(&["import", &p, &tags, "--write-map", &map, "--json"]);
    let answer: Value = looked.json();
    assert_eq!((answer["statements"].as_u64(), answer["left_out"].as_u64()), (Some(0), Some(1)), "{looked:?}");
    assert_eq!(answer["annotators"][0]["name"], "anna");
    let text = std::fs::read_to_string(&map).unwrap();
    assert!(text.contains("\"CLM\": leave_out"), "{text}");
    std::fs::write(&map, text.replace("leave_out", "kind(\"claim\")")).unwrap();
    let would = bayan(&["import", &p, &tags, "--all", "--map", &map, "--dry-run", "--json"]);
    assert_eq!((would.code, would.json()["statements"].as_u64()), (0, Some(1)), "{would:?}");
    assert!(bayan::store::open(&folder.path().join("p")).unwrap().project.layers.is_empty());
    let done = bayan(&["import", &p, &tags, "--all", "--map", &map, "--format", "auto"]);
    assert_eq!(done.code, 0, "{done:?}");
    assert_eq!(bayan::store::open(&folder.path().join("p")).unwrap().project.layers.len(), 1);
    // Not twice, unless it may be replaced.
    assert_eq!(bayan(&["import", &p, &tags, "--all", "--map", &map]).code, 2);
    assert_eq!(bayan(&["import", &p, &tags, "--all", "--map", &map, "--replace"]).code, 0);
    // Whose layers are meant must be said, and a new project must be new.
    assert_eq!(bayan(&["import", &p, &tags]).code, 2);
    assert_eq!(bayan(&["import", &p, &tags, "--new"]).code, 2);
    let new = path("new");
    let made = bayan(&["import", &new, &tags, "--new"]);
    assert_eq!(made.code, 0, "{made:?}");
    let project = bayan::store::open(&folder.path().join("new")).unwrap().project;
    assert_eq!((project.documents.len(), project.layers.len(), project.codebook.kinds[0].name.as_str()), (1, 1, "CLM"));
}

/// Three statements of a script: the first has its words once, the second nowhere; the third is in the right place.
fn script() -> String {
    let statements = json!([
        {"id": "s1", "kind": "claim", "quotes": ["two"]},
        {"id": "s2", "kind": "claim", "quotes": ["four"]},
        {"id": "s3", "kind": "claim", "quotes": ["three"]},
    ]);
    let mut line: Value = serde_json::from_str(&jsonl(statements)).unwrap();
    line["relations"] = json!([{"id": "r", "kind": "rebuts", "from": "s2", "to": "s3"}]);
    line["codebook"] = json!({"relation_kinds": [{"id": "rebuts", "name": "rebuts", "definition": ""}]});
    line.to_string()
}

#[test]
fn a_relation_comes_along_with_a_statement_that_is_placed_by_hand() {
    let project = project();
    let input = file("x.jsonl", &script());
    let first = plan("jsonl", &project, &input, &everybody());
    assert_eq!((first.counts.relations, first.without_place().count()), (0, 2), "{:?}", first.warnings);
    let lost = first.unplaced.iter().find(|lost| lost.quote == "four").unwrap();
    let start = TEXT.find("one").unwrap();
    let places = [(lost.key(), vec![Span::new(start, start + 3)])].into();
    let placed = plan("jsonl", &project, &input, &ImportOptions { places, ..everybody() });
    assert_eq!(quotes(&project, &placed), ["one", "three"]);
    assert_eq!((placed.counts.relations, placed.without_place().count()), (1, 1), "{:?}", placed.warnings);
}

#[test]
fn what_has_no_place_is_written_filled_in_and_placed_by_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (p, tags, places) = (path("p"), path("tags.jsonl"), path("places.json"));
    bayan::store::create(&folder.path().join("p"), &project()).unwrap();
    std::fs::write(&tags, script()).unwrap();
    let looked = bayan(&["import", &p, &tags, "--write-places", &places, "--json"]);
    assert_eq!(looked.json()["unplaced_in_all"], 2, "{looked:?}");
    let import = || bayan(&["import", &p, &tags, "--all", "--place", &places, "--json"]);
    let written: Value = serde_json::from_str(&std::fs::read_to_string(&places).unwrap()).unwrap();
    let entry = |quote: &str| written["places"].as_array().unwrap().iter().position(|e| e["quote"] == quote).unwrap();
    let (two, four) = (entry("two"), entry("four"));
    // In code points, by hand: the emoji is one, CR LF two.
    assert_eq!(written["places"][two]["candidates"][1]["start"], 21);
    let fill = |change: &dyn Fn(&mut Value)| {
        let mut filled = written.clone();
        filled["places"][two]["spans"] = json!([written["places"][two]["candidates"][1]]);
        filled["places"][four]["spans"] = json!([[14, 16], {"start": 2, "end": 5, "quote": "one"}]);
        change(&mut filled);
        std::fs::write(&places, filled.to_string()).unwrap();
    };
    // Whatever does not fit is refused, and nothing is imported.
    type Change<'a> = &'a dyn Fn(&mut Value);
    let wrongs: [(&str, Change<'_>); 5] = [
        ("another text there", &|all| all["places"][four]["spans"][1]["quote"] = "two".into()),
        ("outside the text", &|all| all["places"][four]["spans"][0] = json!([20, 99])),
        ("backwards", &|all| all["places"][four]["spans"][0] = json!([5, 2])),
        ("no such statement", &|all| all["places"][four]["annotator"] = "nobody".into()),
        ("another article", &|all| all["places"][four]["text_sha256"] = "00".into()),
    ];
    for (what, wrong) in wrongs {
        fill(wrong);
        assert_eq!(import().code, 2, "{what}");
    }
    assert!(bayan::store::open(&folder.path().join("p")).unwrap().project.layers.is_empty());
    fill(&|_| ());
    let done = import();
    assert_eq!((done.code, &done.json()["placed"]), (0, &json!(2)), "{done:?}");
    let project = bayan::store::open(&folder.path().join("p")).unwrap().project;
    let document = &project.documents[&DocumentId::new("d").unwrap()];
    let layer = project.layers.values().next().unwrap();
    let quotes: Vec<Vec<&str>> = layer.statements().map(|s| document.quotes(&s.spans)).collect();
    assert_eq!(quotes, [vec!["one", "th"], vec!["three"], vec!["two"]]);
    assert_eq!(layer.relations().count(), 1);
}

#[test]
fn a_script_may_write_names_for_parties_kinds_and_topics() {
    let mut project = project();
    let party = |id: &str, name: &str, alias: &str| Party {
        id: PartyId::new(id).unwrap(),
        name: name.to_owned(),
        aliases: vec![alias.to_owned()],
        color: Rgb([0; 3]),
        parent: None,
        key: None,
        about: PartyAbout::default(),
    };
    project.parties.push(party("p1", "Joe Biden", "بايدن"));
    project.parties.push(party("p2", "Kremlin", "الكرملين"));
    let file = file(
        "x.jsonl",
        &jsonl(json!([
            {"id": "s1", "kind": "Claim", "quotes": ["one"], "speaker": "joe biden", "topic": "Dam & River"},
            {"id": "s2", "kind": "claim", "quotes": ["three"], "speaker": "الكرملين", "addressees": ["UN Envoy", "UN envoy"]},
            {"id": "s3", "kind": "claim", "quotes": ["في"], "speaker": " "},
        ])),
    );
    let reader = by_id("jsonl").unwrap().reader.unwrap();
    let plan = reader.plan(&project, &file, &everybody()).unwrap();
    // A blank name names nobody.
    assert_eq!(plan.warnings.len(), 1, "{:?}", plan.warnings);
    plan.edit.apply(&mut project).unwrap();
    let layer = project.layers.values().next().unwrap();
    let found: Vec<&Statement> = layer.statements().collect();
    assert_eq!(found.iter().map(|s| s.speaker().unwrap().as_str()).collect::<Vec<_>>(), ["p1", "p2"]);
    assert!(found.iter().all(|s| s.kind.as_str() == "claim"));
    let topic = project.codebook.topic(found[0].topic.as_ref().unwrap()).unwrap();
    assert_eq!(topic.name, "Dam & River");
    let new: Vec<&str> = project.parties.iter().skip(2).map(|party| party.name.as_str()).collect();
    assert_eq!(new, ["UN Envoy"]);
    assert_eq!(found[1].addressees.len(), 1, "{:?}", found[1].addressees);
}

#[test]
fn a_listed_party_is_found_by_what_the_script_calls_it() {
    let mut project = project();
    let mut line: Value = serde_json::from_str(&jsonl(json!([
        {"id": "s1", "kind": "claim", "quotes": ["one"], "speaker": "Party 1"},
        {"id": "s2", "kind": "claim", "quotes": ["three"], "speaker": "The Kremlin"},
    ])))
    .unwrap();
    line["parties"] = json!([{"id": "Party 1", "name": "Joe Biden"}, {"id": "p2", "name": "the kremlin"}]);
    let reader = by_id("jsonl").unwrap().reader.unwrap();
    let plan = reader.plan(&project, &file("x.jsonl", &line.to_string()), &everybody()).unwrap();
    plan.edit.apply(&mut project).unwrap();
    let names: Vec<&str> = project.parties.iter().map(|party| party.name.as_str()).collect();
    assert_eq!(names, ["Joe Biden", "the kremlin"]);
    let layer = project.layers.values().next().unwrap();
    let name = |s: &Statement| project.party(s.speaker().unwrap()).unwrap().name.clone();
    assert_eq!(layer.statements().map(name).collect::<Vec<_>>(), ["Joe Biden", "the kremlin"]);
}

#[test]
fn planning_counts_what_it_looks_at_and_is_stopped() {
    let (project, input) = (project(), file("x.jsonl", &script()));
    let reader = by_id("jsonl").unwrap().reader.unwrap();
    let monitor = Monitor::default();
    let survey = reader.survey(&project, &input, &LabelMap::default(), &monitor).unwrap();
    assert_eq!((survey.statements(), monitor.done()), (3, 3));
    let plan = reader.plan_surveyed(&project, &input, &survey, &everybody(), &monitor).unwrap();
    assert_eq!((plan.counts.statements, monitor.done()), (1, 3));
    monitor.stop();
    let stopped = reader.plan_surveyed(&project, &input, &survey, &everybody(), &monitor);
    assert_eq!(stopped.unwrap_err(), ImportError::Stopped);
    let stopped = reader.survey(&project, &input, &LabelMap::default(), &monitor);
    assert_eq!(stopped.unwrap_err(), ImportError::Stopped);
}

#[test]
fn a_zip_of_a_folder_of_another_tool_is_read_like_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let files =
        [("corpus/d.txt", TEXT), ("corpus/d.ann", "T1\tClaim 2 5\tone\n"), ("../d.ann", "T1\tClaim 2 5\tone\n")];
    let zipped = |name: &str, files: &[(&str, &str)]| {
        let path = folder.path().join(name);
        let mut writer = zip::ZipWriter::new(std::fs::File::create(&path).unwrap());
        for (name, text) in files {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            std::io::Write::write_all(&mut writer, text.as_bytes()).unwrap();
        }
        writer.finish().unwrap();
        path
    };
    // What leads out of the folder is not there.
    let (odd, _) = bayan::formats::open(&zipped("odd.zip", &files), u64::MAX, None).unwrap();
    assert_eq!(odd.files(), ["corpus/d.ann", "corpus/d.txt"]);
    let zip = zipped("corpus.zip", &files[..2]);
    let (input, found) = bayan::formats::open(&zip, u64::MAX, None).unwrap();
    assert_eq!(found.as_ref().map(|(format, _)| format.id), Some("brat"));
    let brat = bayan::formats::open(&zip, u64::MAX, by_id("brat")).unwrap();
    for (input, found) in [(input, found), brat] {
        let (project, warnings) = found.unwrap().1.read_all(&input);
        assert_eq!((project.documents.len(), warnings), (1, Vec::new()));
        let layer = project.layers.values().next().unwrap();
        assert_eq!(layer.statements().next().unwrap().spans, [Span::new(5, 8)]);
    }
    // Adding articles says what it is.
    let p = folder.path().join("p");
    bayan::store::create(&p, &self::project()).unwrap();
    let said = bayan(&["add", p.to_str().unwrap(), zip.to_str().unwrap()]);
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.err.contains("brat") && said.err.contains("bayan import"), "{said:?}");
    let said = bayan(&[
        "import",
        p.to_str().unwrap(),
        zip.to_str().unwrap(),
        "--all",
        "--format",
        "auto",
        "--dry-run",
        "--json",
    ]);
    assert_eq!(said.json()["layers"], 1, "{said:?}");
    let said = bayan(&["receive", p.to_str().unwrap(), zip.to_str().unwrap(), "--dry-run", "--json"]);
    assert_eq!(said.json()["layers"].as_array().map(Vec::len), Some(1), "{said:?}");
}

#[test]
fn the_cost_of_a_table_grows_with_its_size_however_its_line_is_cut() {
    // Counted by time, since nothing else tells; a table four times as large may take eight times as long, not sixteen.
    let took = |columns: usize| {
        let heads: String = (0..columns).map(|_| "start,").collect();
        let text = format!("{heads}document_id,end\n");
        let began = std::time::Instant::now();
        let plan = plan("csv", &project(), &file("x.csv", &text), &everybody());
        assert!(plan.counts.statements == 0);
        began.elapsed()
    };
    took(100);
    let (small, large) = (took(4_000), took(16_000));
    assert!(large < 8 * small.max(std::time::Duration::from_millis(20)), "{small:?}, {large:?}");
    // More columns than any program writes are refused in words.
    let wide = format!("document_id,start,end{}\n", ",x".repeat(20_000));
    let plan = plan("csv", &project(), &file("x.csv", &wide), &everybody());
    assert_eq!(plan.warnings.len(), 1, "{:?}", plan.warnings);
}
