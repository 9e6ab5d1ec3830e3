//! The formats of labelled spans, held against a project made to break exporters: the files that independent libraries
//! wrote of it, and what independent readers see in them (`tests/data/interchange/hard`).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use bayan::formats::dataset::{Dataset, ExportScope};
use bayan::formats::incoming::Warning;
use bayan::formats::input::Input;
use bayan::formats::{self, Format, Options, jsonl};
use bayan::model::id::{AnnotatorId, KindId};
use bayan::model::project::Project;
use bayan::model::span::Span;
use bayan::monitor::Monitor;

/// `[start, end, label, quote]` in code points, sorted, by document.
pub(super) type Seen = BTreeMap<String, Vec<(usize, usize, String, String)>>;

pub(super) fn hard() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/interchange/hard")
}

/// The hard project, with names for its kinds.
pub(super) fn hard_project() -> Project {
    let input = Input::open(&hard().join("project.jsonl"), u64::MAX, false).unwrap();
    let (mut project, warnings) = jsonl::FORMAT.reader.unwrap().read_all(&input);
    assert_eq!(warnings, []);
    for kind in &mut project.codebook.kinds {
        let mut letters = kind.id.as_str().chars();
        kind.name = letters.next().unwrap().to_uppercase().chain(letters).collect();
    }
    project
}

/// What an independent reader sees in the files of a format.
pub(super) fn expected(format: &str) -> Seen {
    let text = std::fs::read_to_string(hard().join(format).join("expected.json")).unwrap();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let documents = value["documents"].as_object().unwrap();
    let spans = |spans: &serde_json::Value| {
        let mut spans: Vec<(usize, usize, String, String)> = serde_json::from_value(spans.clone()).unwrap();
        spans.iter_mut().for_each(|span| span.2 = span.2.to_lowercase());
        spans.sort();
        spans
    };
    documents.iter().map(|(document, found)| (document.clone(), spans(found))).collect()
}

/// The spans of a project: statements by kind, and once per layer each reporting verb, mention and excluded passage.
pub(super) fn seen_in(project: &Project) -> Seen {
    let mut seen = Seen::new();
    for ((id, _), layer) in &project.layers {
        let content = &project.documents[id].content;
        let all = seen.entry(id.to_string()).or_default();
        let mut add = |span: Span, label: &str| {
            let chars = |range: std::ops::Range<usize>| content.as_str()[range].chars().count();
            let (start, end) = (chars(0..span.start_byte), chars(0..span.end_byte));
            all.push((start, end, label.to_owned(), content.as_str()[span.range()].to_owned()));
        };
        let mut aids = std::collections::BTreeSet::new();
        for statement in layer.statements() {
            statement.spans.iter().for_each(|span| add(*span, statement.kind.as_str()));
            for link in &statement.chain {
                aids.extend(link.cue.map(|span| (span, "cue")));
                aids.extend(link.mention.map(|span| (span, "mention")));
            }
        }
        aids.into_iter().for_each(|(span, label)| add(span, label));
        project.documents[id].excluded.iter().for_each(|span| add(*span, "excluded"));
    }
    seen.values_mut().for_each(|spans| spans.sort());
    seen
}

pub(super) fn only(seen: Seen, labels: &[&str]) -> Seen {
    let keep = |spans: Vec<(usize, usize, String, String)>| {
        spans.into_iter().filter(|span| labels.contains(&span.2.as_str())).collect()
    };
    seen.into_iter().map(|(document, spans)| (document, keep(spans))).collect()
}

pub(super) const KINDS: [&str; 3] = ["claim", "position", "warning"];

fn read(format: &str, input: &Input) -> (Project, Vec<Warning>) {
    formats::by_id(format).unwrap().reader.unwrap().read_all(input)
}

fn bytes_input(name: &str, bytes: &[u8]) -> Input {
    Input::File { path: name.into(), bytes: bytes.to_vec() }
}

/// Writes the hard project in a format and reads it again.
fn there_and_back(format: &'static Format) -> (Project, Vec<Warning>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out");
    let project = hard_project();
    let dataset = Dataset::of(&project, &ExportScope::default()).unwrap();
    format.write_to_path(&dataset, &Options::default(), &path, &Monitor::default()).unwrap();
    format.reader.unwrap().read_all(&Input::open(&path, u64::MAX, true).unwrap())
}

/// Both the files of the independent library and our own give the spans that the independent reader sees.
fn check_both(format: &str, file: &str, labels: &[&str], expected_warnings: &[&str]) {
    let wanted = only(expected(format), labels);
    assert!(wanted.values().map(Vec::len).sum::<usize>() > 80);
    let input = Input::open(&hard().join(format).join(file), u64::MAX, true).unwrap();
    for (name, (project, warnings)) in
        [("theirs", read(format, &input)), ("ours", there_and_back(formats::by_id(format).unwrap()))]
    {
        assert_eq!(only(seen_in(&project), labels), wanted, "{format} {name}");
        let unexpected = |warning: &&Warning| !expected_warnings.iter().any(|part| warning.message.contains(part));
        assert_eq!(warnings.iter().filter(unexpected).collect::<Vec<_>>(), [] as [&Warning; 0], "{format} {name}");
    }
}

#[test]
fn doccano_gives_what_its_own_parser_sees() {
    check_both("doccano", "out.jsonl", &KINDS, &["nothing says which party"]);
    // Mentions name their party; a reporting verb alone names none.
    let (project, warnings) = there_and_back(formats::by_id("doccano").unwrap());
    let wanted = only(expected("doccano"), &["mention"]);
    assert_eq!(only(seen_in(&project), &["mention"]), wanted);
    assert!(!warnings.is_empty());
}

#[test]
fn brat_gives_what_an_independent_reader_sees() {
    let labels = ["claim", "position", "warning", "cue", "mention", "excluded"];
    check_both("brat", "", &labels, &[]);
    // Chains, fields and the codebook come back whole; spans are cut, ids and times are new.
    let (project, _) = there_and_back(formats::by_id("brat").unwrap());
    let original = hard_project();
    assert_eq!(
        project.parties.iter().map(|p| &p.name).collect::<Vec<_>>(),
        original.parties.iter().map(|p| &p.name).collect::<Vec<_>>()
    );
    assert_eq!(chains_of(&project), chains_of(&original));
}

/// Who says each statement, on whose word, to whom and about what.
fn chains_of(project: &Project) -> Vec<String> {
    let mut chains = Vec::new();
    for ((document, annotator), layer) in &project.layers {
        for statement in layer.statements() {
            let chain: Vec<_> =
                statement.chain.iter().map(|link| (&link.party, link.cue.is_some(), link.mention.is_some())).collect();
            let topic = &statement.topic;
            let (stance, quotation, addressees) = (statement.stance, statement.quotation, &statement.addressees);
            chains.push(format!("{document} {annotator} {chain:?} {addressees:?} {topic:?} {stance:?} {quotation:?}"));
        }
    }
    chains.sort();
    chains
}

#[test]
fn brat_reads_events_equivalences_and_what_is_wrong_with_a_line() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    put("d.txt", "two\r\nlines \u{1f642} here");
    put(
        "d.ann",
        "T1\tGene 0 3\ttwo\nT2\tGene 5 10\tlines\nT3\tBinding 13 17\there\nE1\tBinding:T3 Theme:T1\n\
         *\tEquiv T1 T2\nM1\tNegation E1\nA1\tLevel T1 high\n#1\tAnnotatorNotes E1\tone ⏎ two\n\
         T4\tGene 5 10\tlinez\nT5\tGene 13 99\thers\nT6\tGene 3 0\tx\nT7\tGene 1.5 2\tx\nnonsense\nT1\tGene 5 10\tlines\n\
         N1\tReference T1 Wikipedia:534366\tx\n",
    );
    put("e.ann", "T1\tGene 0 3\ttwo\n");
    let input = Input::open(folder.path(), u64::MAX, true).unwrap();
    let (project, warnings) = read("brat", &input);
    let layer = project.layers.values().next().unwrap();
    let kinds: Vec<&str> = layer.statements().map(|statement| statement.kind.as_str()).collect();
    assert_eq!(kinds, ["gene", "gene", "binding"]);
    let event = layer.statements().last().unwrap();
    assert_eq!(
        (event.note.as_str(), event.attributes[0].name.as_str(), event.attributes[0].value.as_str()),
        ("one\ntwo", "Negation", "true")
    );
    let relations: Vec<&str> = layer.relations().map(|relation| relation.kind.as_str()).collect();
    assert_eq!((relations.len(), relations.contains(&"equiv"), relations.contains(&"theme")), (2, true, true));
    // T4, T5, T6, T7, nonsense, T1 again, N1, and the text that is not there.
    assert_eq!(warnings.len(), 8, "{warnings:#?}");
    assert!(warnings.iter().all(|warning| warning.message.contains("d") || warning.message.contains("e.txt")));
}

#[test]
fn label_studio_gives_what_its_validation_accepts() {
    check_both("label-studio", "out.json", &["claim", "position", "warning", "cue", "mention"], &[]);
    let (project, _) = there_and_back(formats::by_id("label-studio").unwrap());
    assert_eq!(chains_of(&project), chains_of(&hard_project()));
}

#[test]
fn label_studio_reads_odd_regions_and_refuses_what_is_no_text() {
    let text = r#"[{"data":{"text":"abcdef"},"annotations":[{"completed_by":7,"result":[
        {"id":"a","type":"labels","from_name":"l","value":{"start":0.0,"end":3.0,"labels":["X","Y"]}},
        {"id":"b","type":"labels","from_name":"l","value":{"start":4,"end":2,"labels":["X"]}},
        {"id":"c","type":"labels","from_name":"l","value":{"start":1,"end":2,"labels":[]}},
        {"id":"d","type":"labels","from_name":"l","value":{"start":1.5,"end":2,"labels":["X"]}},
        {"id":"e","type":"rectanglelabels","value":{"x":1,"y":2,"rectanglelabels":["X"]}},
        {"id":"f","type":"labels","value":{"start":"/p[1]","end":"/p[1]","startOffset":1,"endOffset":2,"labels":["X"]}}
        ]}]}, {"data":"#;
    let (project, warnings) = read("label-studio", &bytes_input("x.json", text.as_bytes()));
    assert_eq!(project.layers.keys().map(|(_, annotator)| annotator.as_str()).collect::<Vec<_>>(), ["user-7"]);
    assert_eq!(project.layers.values().map(|layer| layer.len()).sum::<usize>(), 2);
    // b, c, d, rectangles, the region on HTML, and the end of the file.
    assert_eq!(warnings.len(), 6, "{warnings:#?}");
}

#[test]
fn w3c_gives_back_everything_and_finds_texts_that_the_project_has() {
    let wanted = only(expected("w3c"), &KINDS);
    let original = hard_project();
    let (project, warnings) = there_and_back(formats::by_id("w3c").unwrap());
    assert_eq!(warnings, []);
    assert_eq!(project.layers, original.layers);
    assert_eq!(only(seen_in(&project), &KINDS), wanted);
    // The file of another library has no texts.
    let input = Input::open(&hard().join("w3c/out.jsonld"), u64::MAX, false).unwrap();
    let mut texts = original.clone();
    texts.layers.clear();
    let reader = formats::by_id("w3c").unwrap().reader.unwrap();
    for annotator in ["reem", "omar_2", "نموذج-1"] {
        let id = AnnotatorId::new(annotator).unwrap();
        let import = reader.import(&texts, &input, &id, false).unwrap();
        assert_eq!(import.warnings, []);
        import.edit.apply(&mut texts).unwrap();
    }
    assert_eq!(only(seen_in(&texts), &KINDS), wanted);
}

#[test]
fn w3c_finds_quotes_and_refuses_parts_of_web_pages() {
    let project = hard_project();
    let item = |selector: &str| {
        format!(
            r#"{{"type":"Annotation","body":{{"type":"TextualBody","purpose":"classifying","value":"claim"}},
            "target":{{"source":"urn:bayan:document:spans","selector":{selector}}}}}"#
        )
    };
    let items = [
        item(r#"{"type":"TextQuoteSelector","exact":"xyz","prefix":"","suffix":""}"#),
        item(r#"[{"type":"TextPositionSelector","start":0,"end":3},{"type":"TextQuoteSelector","exact":"xyz"}]"#),
        item(r#"{"type":"TextPositionSelector","start":0,"end":3}"#),
        item(r#"{"type":"FragmentSelector","value":"p","refinedBy":{"type":"TextQuoteSelector","exact":"xyz"}}"#),
        item(r#"{"type":"XPathSelector","value":"/html/p[1]"}"#),
        item(r#"{"type":"TextPositionSelector","start":3,"end":1}"#),
        item(r#"{"type":"TextQuoteSelector","exact":"nowhere"}"#),
    ];
    let text = format!(
        r#"{{"@context":"http://www.w3.org/ns/anno.jsonld","type":"AnnotationPage","items":[{}]}}"#,
        items.join(",")
    );
    let reader = formats::by_id("w3c").unwrap().reader.unwrap();
    let id = AnnotatorId::new("anna").unwrap();
    let import = reader.import(&project, &bytes_input("x.jsonld", text.as_bytes()), &id, false).unwrap();
    let mut after = project.clone();
    import.edit.apply(&mut after).unwrap();
    let quotes: Vec<String> = seen_in(&after)["spans"].iter().map(|span| span.3.clone()).collect();
    assert_eq!(quotes.iter().filter(|quote| *quote == "xyz").count(), 3);
    assert_eq!(import.warnings.len(), 3, "{:#?}", import.warnings);
}

#[test]
fn prodigy_gives_what_spacy_sees_and_the_whole_layer() {
    check_both("prodigy", "out.jsonl", &KINDS, &["nothing says which party"]);
    let (project, warnings) = there_and_back(formats::by_id("prodigy").unwrap());
    assert_eq!(warnings, []);
    assert_eq!(chains_of(&project), chains_of(&hard_project()));
    let ids = |project: &Project| {
        project.layers.values().flat_map(|l| l.statements().map(|s| s.id).collect::<Vec<_>>()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&project), ids(&hard_project()));
}

#[test]
fn prodigy_reads_relations_by_token_and_leaves_out_what_was_rejected() {
    let text = r#"{"text":"one two three","tokens":[{"text":"one","start":0,"end":3,"id":0,"ws":true},{"text":"two","start":4,"end":7,"id":1,"ws":true}],
        "spans":[{"start":0,"end":3,"label":"A"},{"start":4,"end":7,"label":"B"},{"start":4,"end":7,"label":"B","text":"twx"}],
        "relations":[{"head":0,"child":1,"label":"REL"},{"head":0,"child":9,"label":"REL"}],"answer":"accept"}"#;
    let rejected = r#"{"text":"x","spans":[],"answer":"reject"}"#;
    let bytes = format!("{}\n{rejected}\n", text.replace('\n', " "));
    let (project, warnings) = read("prodigy", &bytes_input("x.jsonl", bytes.as_bytes()));
    let layer = project.layers.values().next().unwrap();
    assert_eq!((layer.len(), layer.relations().count()), (2, 1));
    assert_eq!(warnings.len(), 3, "{warnings:#?}");
}

#[test]
fn conll_tags_come_back_where_the_tokens_are() {
    // Whole files: the longest statement first, so that what an independent program reads is a part of what there is.
    let (project, warnings) = there_and_back(formats::by_id("conll").unwrap());
    assert_eq!(warnings, []);
    let (ours, all) = (only(seen_in(&project), &KINDS), only(seen_in(&hard_project()), &KINDS));
    let count = |seen: &Seen| seen.values().map(Vec::len).sum::<usize>();
    assert!(count(&ours) > 40 && count(&ours) < count(&all), "{} of {}", count(&ours), count(&all));
    for (document, spans) in &ours {
        for (start, end, label, _) in spans {
            // Each chunk covers a span of its kind.
            let covers =
                |span: &&(usize, usize, String, String)| *start <= span.0 && span.1 <= *end && span.2 == *label;
            let loosely = |span: &&(usize, usize, String, String)| span.0 < *end && *start < span.1 && span.2 == *label;
            let known = &all[document];
            assert!(known.iter().any(|s| covers(&s)) || known.iter().any(|s| loosely(&s)), "{document} {start} {end}");
        }
    }
}

#[test]
fn conll_reads_every_scheme_of_tags() {
    let seen = |text: &str| {
        let (project, warnings) = read("conll", &bytes_input("anna.conll", text.as_bytes()));
        assert_eq!(warnings, []);
        only(seen_in(&project), &["x", "y"]).into_values().next().unwrap()
    };
    let wanted: Vec<(usize, usize, String, String)> =
        vec![(2, 5, "x".into(), "b c".into()), (6, 7, "x".into(), "d".into()), (8, 9, "y".into(), "e".into())];
    for tags in ["O B-x I-x B-x B-y", "O I-x I-x B-x I-y", "O B-x L-x U-x U-y", "O B-x E-x S-x S-y"] {
        let lines: String =
            "a b c d e".split(' ').zip(tags.split(' ')).map(|(word, tag)| format!("{word}\tNN\t{tag}\n")).collect();
        assert_eq!(seen(&lines), wanted, "{tags}");
    }
}

#[test]
fn bad_lines_of_doccano_are_reported_one_by_one() {
    let text = r#"{"text":"abcdef","document_id":"d","annotator":"a","entities":[
        {"id":1,"label":"Claim","start_offset":0,"end_offset":3},
        {"id":1,"label":"Claim","start_offset":3,"end_offset":4},
        {"id":2,"label":"Claim","start_offset":4,"end_offset":9},
        {"id":3,"label":"Claim","start_offset":-1,"end_offset":2},
        {"id":4,"label":"Claim","start_offset":3,"end_offset":1},
        {"id":5,"label":"Claim","start_offset":0.5,"end_offset":2},
        {"id":6,"label":"","start_offset":0,"end_offset":2},
        {"id":7,"label":"Claim","start_offset":2.0,"end_offset":4.0}],
        "relations":[{"id":1,"from_id":1,"to_id":7,"type":"supports"},{"id":2,"from_id":1,"to_id":4,"type":"supports"}]}"#;
    let line = text.replace('\n', " ");
    let (project, warnings) = read("doccano", &bytes_input("x.jsonl", format!("{line}\n{{\"text\":\n").as_bytes()));
    let layer = project.layers.values().next().unwrap();
    assert_eq!((layer.len(), layer.relations().count()), (2, 1));
    let lines: Vec<usize> = warnings.iter().map(|warning| warning.line).collect();
    assert_eq!(lines, [1, 1, 1, 1, 1, 1, 1, 2], "{warnings:#?}");
}

#[test]
fn a_label_is_a_kind_of_the_project_by_its_name_or_left_out() {
    let mut project = Project::new("t");
    project.codebook.kinds[0].name = "الادّعاء".into();
    let kind = project.codebook.kinds[0].id.clone();
    let line = r#"{"text":"abcdef","document_id":"d","label":[[0,2,"الادعاء"],[2,4,"PER"],[3,5,"PER"]]}"#;
    let anna = AnnotatorId::new("anna").unwrap();
    let reader = formats::by_id("doccano").unwrap().reader.unwrap();
    let import = reader.import(&project, &bytes_input("x.jsonl", line.as_bytes()), &anna, false).unwrap();
    import.edit.apply(&mut project).unwrap();
    let kinds: Vec<KindId> =
        project.layers.values().flat_map(|layer| layer.statements().map(|s| s.kind.clone())).collect();
    assert_eq!(kinds, [kind]);
    assert_eq!(import.warnings.len(), 1);
    assert!(import.warnings[0].message.contains("PER") && import.warnings[0].message.contains('2'));
}
