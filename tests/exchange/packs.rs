//! The formats of folders and archives against the hard project: what independent libraries wrote of it is read, and
//! what is written of it is read again.
//!
//! `tests/data/interchange/hard` has the project and, in a folder for each format, the files of those libraries with
//! `expected.json`: what an independent reader sees in them, as `[begin, end, label, quote]` in code points.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use bayan::formats::dataset::{Dataset, ExportScope};
use bayan::formats::incoming::Warning;
use bayan::formats::input::Input;
use bayan::formats::{Confidence, FORMATS, Options, by_id, recognise};
use bayan::model::project::Project;
use bayan::model::span::Span;
use bayan::model::statement::Statement;
use bayan::monitor::Monitor;

/// `[begin, end, label, quote]` of each document, sorted.
pub(super) type Seen = BTreeMap<String, Vec<(usize, usize, String, String)>>;

#[test]
fn what_cassis_wrote_is_read_as_cassis_reads_it() {
    for format in ["cas-json", "cas-xmi"] {
        let (project, warnings) = read(format, &hard(format));
        assert_eq!(warnings, [], "{format}");
        let mut expected = expected(format);
        if format == "cas-xmi" {
            // As the reader sees the text; XML has spaces for control characters.
            let all = expected.values_mut().flatten();
            all.for_each(|span| span.3 = span.3.replace(|c: char| c < ' ' && !"\t\n\r".contains(c), " "));
        }
        assert_eq!(seen(&project), expected, "{format}");
        // The files have all that the project has about its statements, except that XML has no control characters.
        // A name with `=` in it cannot be told from its value there.
        let lines = |project: &Project| {
            let line = |(key, statement): (String, &Statement)| {
                let mut statement = statement.clone();
                let attributes = std::mem::take(&mut statement.attributes);
                let attributes: Vec<String> =
                    attributes.into_iter().map(|attribute| format!("{}={}", attribute.name, attribute.value)).collect();
                format!("{key} {statement:?} {attributes:?}")
            };
            statements(project).map(line).collect::<Vec<_>>()
        };
        assert_eq!(lines(&project), lines(&original()), "{format}");
    }
}

#[test]
fn what_cas_writes_is_read_again() {
    for format in ["cas-json", "cas-xmi"] {
        let original = original();
        let (project, warnings) = written_and_read(format, &original);
        assert_eq!(warnings, [], "{format}");
        let lines = |project: &Project| statements(project).map(|(key, s)| format!("{key} {s:?}")).collect::<Vec<_>>();
        for (one, other) in lines(&project).iter().zip(lines(&original)) {
            assert_eq!(*one, other, "{format}");
        }
        let relations = |project: &Project| {
            project.layers.values().flat_map(|layer| layer.relations().cloned().collect::<Vec<_>>()).collect::<Vec<_>>()
        };
        assert_eq!(relations(&project), relations(&original), "{format}");
        assert_eq!(project.layers.keys().collect::<Vec<_>>(), original.layers.keys().collect::<Vec<_>>());
        assert_eq!(project.parties.len(), original.parties.len());
        for (one, other) in project.documents.values().zip(original.documents.values()) {
            let text = other.content.as_str().replace(['\u{b}', '\u{c}', '\u{1c}', '\u{1d}', '\u{1e}'], " ");
            let text = if format == "cas-xmi" { text } else { other.content.as_str().to_owned() };
            assert_eq!((one.content.as_str(), &one.metadata), (text.as_str(), &other.metadata));
            assert_eq!(one.excluded, other.excluded);
        }
    }
}

#[test]
fn what_was_written_for_qda_is_read_as_pyrefiqda_reads_it() {
    let (project, warnings) = read("qdpx", &hard("qdpx").join("out.qdpx"));
    assert_eq!(warnings, []);
    // Its sources have titles and no identifiers.
    let texts = |seen: Seen| seen.into_values().collect::<BTreeSet<_>>();
    assert_eq!(texts(seen(&project)), texts(expected("qdpx")));
}

#[test]
fn a_project_for_qda_is_read_again() {
    let original = original();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.qdpx");
    let dataset = Dataset::of(&original, &ExportScope::default()).unwrap();
    for exact in [true, false] {
        let mut options = Options::default();
        options.set(&bayan::formats::qda::EXACT_TEXT, exact);
        let format = by_id("qdpx").unwrap();
        format.write_to_path(&dataset, &options, &path, &Monitor::default()).unwrap();
        let (project, warnings) = read("qdpx", &path);
        assert_eq!(warnings, []);
        if exact {
            assert_eq!(project.layers, original.layers);
        }
        for (one, other) in project.documents.values().zip(original.documents.values()) {
            let text = other.content.as_str();
            let text = if exact { text.to_owned() } else { text.replace("\r\n", "\n").replace('\r', "\n") };
            assert_eq!((one.content.as_str(), &one.metadata), (text.as_str(), &other.metadata));
        }
        let quotes = |project: &Project| {
            let layers = project.layers.iter();
            let all = layers.flat_map(|((id, _), layer)| {
                let content = project.documents[id].content.clone();
                layer.statements().flat_map(move |statement| {
                    let content = content.clone();
                    statement
                        .spans
                        .clone()
                        .into_iter()
                        .map(move |span| content.as_str()[span.range()].replace("\r\n", "\n").replace('\r', "\n"))
                })
            });
            all.collect::<Vec<_>>()
        };
        assert_eq!(quotes(&project), quotes(&original));
    }
}

#[test]
fn offsets_of_cas_that_are_no_places_are_reported_one_by_one() {
    let cas = |begin: &str, end: &str| {
        format!(
            r#"{{"%TYPES":{{}},"%FEATURE_STRUCTURES":[
            {{"%ID":1,"%TYPE":"uima.cas.Sofa","sofaString":"a🙂b"}},
            {{"%ID":2,"%TYPE":"bayan.Statement","@sofa":1,"begin":{begin},"end":{end},"sid":"s1","kind":"claim"}},
            {{"%ID":3,"%TYPE":"bayan.Statement","@sofa":1,"begin":3,"end":4,"sid":"s2","kind":"claim"}}]}}"#
        )
    };
    for (begin, end, statements) in [
        ("1", "3", 2),
        ("1", "2", 1),
        ("3", "1", 1),
        ("1", "1", 1),
        ("-1", "3", 1),
        ("1.0", "3.5", 1),
        ("1", "5", 1),
        ("1", "18446744073709551616", 1),
        ("\"x\"", "3", 1),
        ("null", "3", 1),
    ] {
        let (project, warnings) = read_bytes("cas-json", "doc@anna.json", cas(begin, end).as_bytes());
        assert_eq!(statements_in(&project), statements, "{begin} {end}: {warnings:?}");
        if begin != "null" {
            assert_eq!(warnings.len(), 2 - statements, "{begin} {end}: {warnings:?}");
        }
    }
    // Identifiers that are not ours are taken, and stay the same.
    let of = |project: &Project| statements(project).map(|(_, s)| s.id).collect::<Vec<_>>();
    let [one, other] = [(); 2].map(|()| read_bytes("cas-json", "doc@anna.json", cas("1", "3").as_bytes()).0);
    assert_eq!(of(&one), of(&other));
}

#[test]
fn damaged_cas_is_refused_in_words() {
    let deep = "[".repeat(100_000);
    for (format, name, bytes) in [
        ("cas-json", "doc@anna.json", "{\"%TYPES\":{}"),
        ("cas-json", "doc@anna.json", "{\"%TYPES\":{}}"),
        ("cas-json", "doc@anna.json", deep.as_str()),
        ("cas-json", "doc@anna.json", "{\"%FEATURE_STRUCTURES\":[]}"),
        ("cas-xmi", "doc@anna.xmi", "<xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\">"),
        ("cas-xmi", "doc@anna.xmi", "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"),
        ("cas-xmi", "doc@anna.xmi", "<x/>"),
        ("cas-xmi", "doc@anna.xmi", ""),
    ] {
        let (project, warnings) = read_bytes(format, name, bytes.as_bytes());
        assert!(project.layers.is_empty());
        assert_eq!(warnings.len(), 1, "{bytes:.40}: {warnings:?}");
    }
}

pub(super) fn hard(format: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/interchange/hard").join(format)
}

/// The hard project in our own format.
pub(super) fn original() -> Project {
    let (project, warnings) = read("jsonl", &hard("project.jsonl"));
    assert_eq!(warnings, []);
    project
}

pub(super) fn read(format: &str, path: &Path) -> (Project, Vec<Warning>) {
    let input = match Input::open(path, u64::MAX, true).unwrap() {
        // What the reader should see is beside the files.
        Input::Folder { path, files } => {
            Input::Folder { path, files: files.into_iter().filter(|file| file != "expected.json").collect() }
        }
        file => file,
    };
    assert_eq!(recognise(&input).unwrap().0.id, format);
    by_id(format).unwrap().reader.unwrap().read_all(&input)
}

pub(super) fn read_bytes(format: &str, name: &str, bytes: &[u8]) -> (Project, Vec<Warning>) {
    let input = Input::File { path: name.into(), bytes: bytes.to_vec() };
    by_id(format).unwrap().reader.unwrap().read_all(&input)
}

pub(super) fn written_and_read(format: &str, project: &Project) -> (Project, Vec<Warning>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out");
    let dataset = Dataset::of(project, &ExportScope::default()).unwrap();
    let format = by_id(format).unwrap();
    format.write_to_path(&dataset, &Options::default(), &path, &Monitor::default()).unwrap();
    let input = Input::open(&path, u64::MAX, true).unwrap();
    let reader = format.reader.unwrap();
    assert_eq!((reader.recognise)(&input), Confidence::Certain);
    reader.read_all(&input)
}

pub(super) fn statements(project: &Project) -> impl Iterator<Item = (String, &Statement)> {
    let layers = project.layers.iter();
    layers.flat_map(|((document, annotator), layer)| {
        layer.statements().map(move |statement| (format!("{document}@{annotator}"), statement))
    })
}

#[test]
fn a_report_marks_each_quote() {
    let original = original();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out");
    let dataset = Dataset::of(&original, &ExportScope::default()).unwrap();
    by_id("html").unwrap().write_to_path(&dataset, &Options::default(), &path, &Monitor::default()).unwrap();
    let mut checked = 0;
    for ((document, annotator), layer) in &original.layers {
        let page = std::fs::read_to_string(path.join(format!("{document}@{annotator}.html"))).unwrap();
        // Each statement leads to its row, and its row back to the text.
        for statement in layer.statements() {
            for place in ["<a id=\"t-", "href=\"#t-", "<tr id=\"s-", "href=\"#s-"] {
                assert_eq!(page.matches(&format!("{place}{}\"", statement.id)).count(), 1, "{place}{}", statement.id);
            }
        }
        let mut marked: BTreeMap<&str, String> = BTreeMap::new();
        for stretch in page.split("<mark ").skip(1) {
            let (ids, rest) = stretch.split_once("data-statement=\"").unwrap().1.split_once("\">").unwrap();
            let text = rest.split_once("</mark>").unwrap().0.replace("<span class=\"out\">", "").replace("</span>", "");
            assert!(!text.contains('<'));
            let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#13;", "\r");
            let text = text.replace("&amp;", "&");
            ids.split(' ').for_each(|id| *marked.entry(id).or_default() += &text);
        }
        for statement in layer.statements() {
            let quotes = original.documents[document].quotes(&statement.spans).concat();
            assert_eq!(marked[statement.id.to_string().as_str()], quotes);
            checked += 1;
        }
    }
    assert_eq!(checked, 94);
    // Every page is in the list of pages, with the number of its statements.
    let index = std::fs::read_to_string(path.join("index.html")).unwrap();
    assert_eq!(index.matches("<td><a href=").count(), original.layers.len());
    assert!(index.contains("94 statements"));
    assert!(index.contains("%D9%86%D9%85%D9%88%D8%B0%D8%AC-1.html"));
}

#[test]
fn the_codebook_and_the_manual_lie_beside_every_folder() {
    let mut project = original();
    project.guidelines = "# القواعد\n\nMark <b>every</b> claim.\nAnd warnings.\n\n- one\n- two\n".to_owned();
    let folder = tempfile::tempdir().unwrap();
    let dataset = Dataset::of(&project, &ExportScope::default()).unwrap();
    let mut folders = 0;
    for format in FORMATS.iter().filter(|format| format.is_folder()) {
        let path = folder.path().join(format.id);
        format.write_to_path(&dataset, &Options::default(), &path, &Monitor::default()).unwrap();
        let read = |name: &str| std::fs::read_to_string(path.join(name)).unwrap();
        folders += 1;
        if format.id != "html" {
            assert_eq!(read("guidelines.md"), project.guidelines, "{format:?}");
            assert!(read("bayan-codebook.json").contains(&project.codebook.kinds[0].name), "{format:?}");
            continue;
        }
        // What is to be read is a page, to which the list of pages leads.
        let (index, codebook, manual) = (read("index.html"), read("codebook.html"), read("manual.html"));
        assert!(index.contains("href=\"codebook.html\"") && index.contains("href=\"manual.html\""));
        for kind in &project.codebook.kinds {
            assert!(codebook.contains(&format!("<bdi>{}</bdi>", kind.name)), "{}", kind.name);
        }
        assert!(manual.contains("<h2 dir=\"auto\">القواعد</h2>"), "{manual}");
        assert!(manual.contains("<p dir=\"auto\">Mark &lt;b&gt;every&lt;/b&gt; claim.\nAnd warnings.</p>"), "{manual}");
        assert!(manual.contains("<ul class=\"manual\">\n<li dir=\"auto\">one</li>\n<li dir=\"auto\">two</li>\n</ul>"));
    }
    assert!(folders > 6, "{folders}");
}

pub(super) fn statements_in(project: &Project) -> usize {
    statements(project).count()
}

pub(super) fn expected(format: &str) -> Seen {
    let bytes = std::fs::read(hard(format).join("expected.json")).unwrap();
    let value: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let documents = value["documents"].as_object().unwrap();
    let spans = |spans: &serde_json::Value| {
        let mut spans: Vec<_> = serde_json::from_value(spans.clone()).unwrap();
        spans.sort();
        spans
    };
    documents.iter().map(|(id, found)| (id.clone(), spans(found))).collect()
}

/// What a project has: statements by their kind, and each cue and mention of a layer once.
pub(super) fn seen(project: &Project) -> Seen {
    let mut seen = Seen::new();
    for ((id, _), layer) in &project.layers {
        let document = &project.documents[id];
        let content = &document.content;
        let mut beside = BTreeSet::new();
        let mut add = |span: Span, label: &str| {
            let before = content.as_str()[..span.start_byte].chars().count();
            let quote = &content.as_str()[span.range()];
            let entry = (before, before + quote.chars().count(), label.to_owned(), quote.to_owned());
            seen.entry(id.to_string()).or_default().push(entry);
        };
        for statement in layer.statements() {
            statement.spans.iter().for_each(|span| add(*span, statement.kind.as_str()));
            for link in &statement.chain {
                beside.extend(link.cue.map(|cue| (cue, "Cue", None)));
                beside.extend(link.mention.map(|mention| (mention, "Mention", Some(&link.party))));
            }
        }
        beside.into_iter().for_each(|(span, label, _)| add(span, label));
        document.excluded.iter().for_each(|span| add(*span, "Excluded"));
    }
    seen.values_mut().for_each(|spans| spans.sort());
    seen
}
