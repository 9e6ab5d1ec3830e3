//! WebAnno TSV against the hard project, against the CAS that INCEpTION itself wrote beside its TSV, and against damaged
//! files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use bayan::formats::dataset::{Dataset, ExportScope};
use bayan::formats::incoming::{ImportOptions, LabelTarget, Warning, Whose};
use bayan::formats::input::Input;
use bayan::formats::{Options, by_id, recognise};
use bayan::model::project::Project;
use bayan::model::statement::Statement;
use bayan::monitor::Monitor;

use super::packs::{expected, hard, original, read, read_bytes, seen, statements, statements_in, written_and_read};

const FORMAT: &str = "webanno-tsv";

#[test]
fn what_another_program_wrote_is_read_as_it_is_seen() {
    let (project, warnings) = read(FORMAT, &hard(FORMAT));
    assert_eq!(warnings, []);
    assert_eq!(seen(&project), expected(FORMAT));
}

#[test]
fn what_is_written_is_read_again() {
    let original = original();
    let (project, warnings) = written_and_read(FORMAT, &original);
    assert_eq!(warnings, []);
    let only_kinds = |project: &Project| {
        let mut seen = seen(project);
        seen.values_mut()
            .for_each(|spans| spans.retain(|span| ["claim", "position", "warning"].contains(&span.2.as_str())));
        seen.retain(|_, spans| !spans.is_empty());
        seen
    };
    assert_eq!(only_kinds(&project), expected(FORMAT));
    for (one, other) in project.documents.values().zip(original.documents.values()) {
        assert_eq!((&one.id, one.content.as_str()), (&other.id, other.content.as_str()));
        assert_eq!(one.metadata, other.metadata);
    }
    assert_eq!(project.parties.len(), original.parties.len());
    // All but what is said to be lost: edges in white space, named values, times.
    let known: BTreeMap<String, &Statement> =
        statements(&original).map(|(key, s)| (format!("{key} {}", s.id), s)).collect();
    let mut compared = 0;
    for (key, statement) in statements(&project) {
        let known = known[&format!("{key} {}", statement.id)];
        let chain = |s: &Statement| s.chain.iter().map(|link| link.party.clone()).collect::<Vec<_>>();
        let said =
            |s: &Statement| (s.kind.clone(), chain(s), s.addressees.clone(), s.topic.clone(), s.stance, s.quotation);
        assert_eq!(said(statement), said(known));
        assert_eq!(statement.note, known.note.replace("\r\n", "\n").replace('\r', "\n"));
        let content = &original.documents.values().find(|d| key.starts_with(&format!("{}@", d.id))).unwrap().content;
        let is_firm = |span: &bayan::model::span::Span| {
            let text = content.get(span.range()).unwrap();
            text.trim() == text
        };
        let places = |s: &Statement| s.chain.iter().map(|link| (link.cue, link.mention)).collect::<Vec<_>>();
        if known.spans.iter().all(is_firm) {
            assert_eq!(statement.spans, known.spans);
            assert_eq!(places(statement), places(known));
            compared += 1;
        }
    }
    assert!(compared > 80, "{compared}");
    let relations = |project: &Project| {
        let layers = project.layers.values();
        let ends = |layer: &bayan::model::layer::Layer| {
            layer.relations().map(|r| (r.from, r.to, r.kind.clone(), r.note.trim_end().to_owned())).collect::<Vec<_>>()
        };
        layers.flat_map(ends).collect::<BTreeSet<_>>()
    };
    assert_eq!(relations(&project), relations(&original));
}

#[test]
fn the_text_is_rebuilt_as_inception_rebuilds_it() {
    // Its rules, written down again: the sentences follow each other, each begins with its first token and ends with LF.
    let original = original();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out");
    let dataset = Dataset::of(&original, &ExportScope::default()).unwrap();
    by_id(FORMAT).unwrap().write_to_path(&dataset, &Options::default(), &path, &Monitor::default()).unwrap();
    let mut checked = 0;
    for (document, annotator) in original.layers.keys() {
        let file = std::fs::read_to_string(path.join(format!("{document}@{annotator}.tsv"))).unwrap();
        let (head, body) = file.split_once("\n\n\n").unwrap();
        let columns: usize = head
            .lines()
            .skip(1)
            .map(|line| {
                let features = line.split('|').skip(1).filter(|feature| !feature.is_empty()).count();
                features.max(1)
            })
            .sum();
        let mut text: Vec<u16> = Vec::new();
        for sentence in body.trim_end_matches('\n').split("\n\n") {
            let lines = sentence.split('\n').take_while(|line| line.starts_with("#Text="));
            let lines: Vec<&str> = lines.map(|line| &line["#Text=".len()..]).collect();
            let rows: Vec<Vec<&str>> =
                sentence.split('\n').skip(lines.len()).map(|row| row.split('\t').collect()).collect();
            assert!(rows.iter().all(|row| row.len() == columns + 4), "{document}");
            let edges = |row: &[&str]| -> (usize, usize) {
                let (begin, end) = row[1].split_once('-').unwrap();
                (begin.parse().unwrap(), end.parse().unwrap())
            };
            assert_eq!(edges(&rows[0]).0, text.len(), "{document}");
            let unescaped: String = lines.iter().map(|line| unescape(line) + "\n").collect();
            text.extend(unescaped.encode_utf16());
            let mut last = 0;
            for row in rows.iter().filter(|row| !row[0].contains('.')) {
                let (begin, end) = edges(row);
                assert!(last <= begin && begin < end && end <= text.len());
                assert_eq!(String::from_utf16(&text[begin..end]).unwrap(), unescape(row[2]));
                last = end;
            }
        }
        let known = original.documents[document].content.as_str();
        let known = if known.ends_with('\n') { known.to_owned() } else { format!("{known}\n") };
        assert_eq!(String::from_utf16(&text).unwrap(), known, "{document}");
        checked += 1;
    }
    assert_eq!(checked, original.layers.len());
}

fn unescape(text: &str) -> String {
    let marks = [("\\\\", "\u{1}"), ("\\t", "\t"), ("\\n", "\n"), ("\\r", "\r"), ("\\f", "\u{c}"), ("\\b", "\u{8}")];
    marks.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to)).replace('\u{1}', "\\")
}

#[test]
fn files_of_inception_are_read_as_its_cas() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/interchange/samples/webanno-tsv");
    let mut compared = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "xmi") {
            continue;
        }
        let spans = |project: &Project| {
            let all = seen(project).into_values().flatten();
            // In the CAS it is a named entity; a custom span here.
            all.map(|(begin, end, label, quote)| (begin, end, label.replace("NamedEntity", "Span"), quote))
                .collect::<BTreeSet<_>>()
        };
        let (cas, _) = read("cas-xmi", &path);
        let (tsv, warnings) = read(FORMAT, &path.with_extension("tsv"));
        // Some of these files are cut off in the middle of an annotation.
        let unplaced =
            |warning: &&Warning| !warning.message.contains("outside the text") && !warning.message.contains("is empty");
        assert_eq!(warnings.iter().filter(unplaced).collect::<Vec<_>>(), [] as [&Warning; 0], "{}", path.display());
        assert_eq!(spans(&tsv), spans(&cas), "{}", path.display());
        compared += spans(&tsv).len();
    }
    assert!(compared > 20, "{compared}");
    let (relations, _) = read(FORMAT, &folder.join("testSingleStackedNonTokenRelationWithoutFeatureValue2.tsv"));
    assert_eq!(relations.layers.values().map(|layer| layer.relations().count()).sum::<usize>(), 1);
    let (slots, _) = read(FORMAT, &folder.join("testSimpleSlotFeature.tsv"));
    let kinds: Vec<String> = slots
        .layers
        .values()
        .flat_map(|layer| layer.relations().map(|r| r.kind.to_string()).collect::<Vec<_>>())
        .collect();
    assert_eq!(kinds.into_iter().collect::<BTreeSet<_>>(), BTreeSet::from(["p1".to_owned(), "p2".to_owned()]));
}

#[test]
fn version_2_is_refused_in_words() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/interchange/samples/webanno-tsv/tsv2-example.tsv");
    assert_eq!(recognise(&Input::open(&path, u64::MAX, true).unwrap()).unwrap().0.id, FORMAT);
    let (project, warnings) = read(FORMAT, &path);
    assert!(project.layers.is_empty());
    assert_eq!(warnings.len(), 1);
    assert!(warnings[0].message.contains("is not read"), "{warnings:?}");
}

const HEAD: &str = "#FORMAT=WebAnno TSV 3.3\n#T_SP=x.Span|value\n\n\n";

#[test]
fn rows_that_are_no_places_are_reported_one_by_one() {
    for (rows, statements, warned) in [
        ("#Text=a🙂b\n1-1\t0-1\ta\tX\t\n1-2\t1-3\t🙂\tY\t\n", 2, 0),
        // Half a character, past the end, empty.
        ("#Text=a🙂b\n1-1\t0-1\ta\tX\t\n1-2\t1-2\t🙂\tY\t\n", 1, 1),
        ("#Text=a🙂b\n1-1\t0-1\ta\tX\t\n1-2\t1-99\t🙂\tY\t\n", 1, 1),
        ("#Text=a🙂b\n1-1\t0-1\ta\tX\t\n1-2\t1-1\t🙂\tY\t\n", 1, 1),
        // The same number for two annotations is one annotation over both.
        ("#Text=a b\n1-1\t0-1\ta\tX[1]\t\n1-2\t2-3\tb\tX[1]\t\n", 1, 0),
        ("#Text=a b\n1-1\t0-1\ta\tX[1]|Y[2]\t\n1-2\t2-3\tb\tY[2]\t\n", 2, 0),
    ] {
        let (project, warnings) = read_bytes(FORMAT, "doc@anna.tsv", format!("{HEAD}{rows}").as_bytes());
        assert_eq!((statements_in(&project), warnings.len()), (statements, warned), "{rows:?}: {warnings:?}");
    }
}

#[test]
fn damaged_files_are_refused_with_the_line() {
    let row = "1-1\t0-1\ta\tX\t\n";
    for bytes in [
        String::new(),
        "1-1\t0-1\ta\n".to_owned(),
        "#FORMAT=WebAnno TSV 4.0\n".to_owned(),
        format!("{HEAD}#Text=a\n1-1\t0-1\ta\n"),
        format!("{HEAD}#Text=a\n1-1\t1-0\ta\tX\t\n"),
        format!("{HEAD}#Text=a\n1-1\t-1-1\ta\tX\t\n"),
        format!("{HEAD}#Text=a\n1-1\t0.0-1.0\ta\tX\t\n"),
        format!("{HEAD}#Text=a\n1-1\t0-99999999999999999999\ta\tX\t\n"),
        format!("{HEAD}#Text=a\n1-1\t0-1\ta\tX[y]\t\n"),
        format!("{HEAD}#Text=a\nx\n"),
        // A sentence that begins before the last one ends, and one behind a gap that no memory holds.
        format!("{HEAD}#Text=abc\n{row}\n#Text=d\n2-1\t1-2\td\tX\t\n"),
        format!("{HEAD}#Text=abc\n{row}\n#Text=d\n2-1\t4000000000-4000000001\td\tX\t\n"),
    ] {
        let (project, warnings) = read_bytes(FORMAT, "doc@anna.tsv", bytes.as_bytes());
        assert!(project.layers.is_empty(), "{bytes:?}");
        assert_eq!(warnings.len(), 1, "{bytes:?}: {warnings:?}");
    }
    let (project, warnings) = read_bytes(FORMAT, "doc@anna.tsv", b"#FORMAT=WebAnno TSV 3.3\n\xff");
    assert!(project.layers.is_empty() && warnings[0].message.contains("UTF-8"), "{warnings:?}");
    // Cut anywhere, a file is read or refused, and never more.
    let whole = std::fs::read(hard(FORMAT).join("spans@reem.tsv")).unwrap();
    for end in (0..whole.len()).step_by(37) {
        read_bytes(FORMAT, "spans@reem.tsv", &whole[..end]);
    }
}

#[test]
fn a_map_says_which_labels_are_verbs_names_and_passages() {
    let rows = "#FORMAT=WebAnno TSV 3.3\n#T_SP=x.Span|value|ROLE_x.Span:by_x.Link|uima.tcas.Annotation\n\n\n\
        #Text=Joe said two Ad\n1-1\t0-3\tJoe\tperson\t_\t_\t\n1-2\t4-8\tsaid\tverb\t_\t_\t\n\
        1-3\t9-12\ttwo\tthought\tmention 1;cue 1\t1-1;1-2\t\n1-4\t13-15\tAd\tnoise\t_\t_\t\n";
    let input = Input::File { path: "doc@anna.tsv".into(), bytes: rows.as_bytes().to_vec() };
    let project = Project::new("t");
    let kind = project.codebook.kinds[0].id.clone();
    let read = |targets: &[(&str, LabelTarget)]| {
        let mut options = ImportOptions::of(Whose::Everybody);
        options.map.kinds = targets.iter().map(|(label, target)| ((*label).to_owned(), target.clone())).collect();
        let plan = by_id(FORMAT).unwrap().reader.unwrap().plan(&project, &input, &options).unwrap();
        let mut after = project.clone();
        plan.edit.apply(&mut after).unwrap();
        (after, plan.warnings)
    };
    let thought = ("thought", LabelTarget::Kind(kind));
    // As spans of a kind, they are statements or left out.
    let (after, warnings) = read(std::slice::from_ref(&thought));
    assert_eq!(statements_in(&after), 1);
    assert_eq!(warnings.len(), 3, "{warnings:?}");
    let roles =
        [thought, ("person", LabelTarget::Mention), ("verb", LabelTarget::Cue), ("noise", LabelTarget::Excluded)];
    let (after, warnings) = read(&roles);
    assert_eq!(warnings, []);
    let document = after.documents.values().next().unwrap().clone();
    assert_eq!(document.quotes(&document.excluded), ["Ad"]);
    let (_, statement) = statements(&after).next().unwrap();
    let [link] = statement.chain.as_slice() else { panic!("{statement:?}") };
    assert_eq!(after.party(&link.party).unwrap().name, "Joe");
    assert_eq!(document.quotes(&[link.mention.unwrap(), link.cue.unwrap()]), ["Joe", "said"]);
}

#[test]
fn many_annotations_are_read_in_bounded_time() {
    // A token with very many annotations, and an annotation over very many tokens.
    let stacked: Vec<String> = (1..=10_000).map(|number| format!("X[{number}]")).collect();
    let file = format!("{HEAD}#Text=a\n1-1\t0-1\ta\t{}\t\n", stacked.join("|"));
    let (project, warnings) = read_bytes(FORMAT, "doc@anna.tsv", file.as_bytes());
    assert_eq!((statements_in(&project), warnings), (10_000, Vec::new()));
    let words = 10_000;
    let rows: String =
        (0..words).map(|word| format!("1-{}\t{}-{}\ta\tX[1]\t\n", word + 1, word * 2, word * 2 + 1)).collect();
    let file = format!("{HEAD}#Text={}\n{rows}", "a ".repeat(words));
    let (project, warnings) = read_bytes(FORMAT, "doc@anna.tsv", file.as_bytes());
    assert_eq!((statements_in(&project), warnings), (1, Vec::new()));
}
