//! The answer about a project as a whole: confusion matrices, pairings, strips, parts, and what is taken away of it.

use bayan::model::document::{Document, Metadata};
use bayan::model::id::{DocumentId, KindId, PartyId};
use bayan::model::party::{Party, PartyAbout, Rgb};
use bayan::model::project::Project;
use bayan::model::span::Span;
use bayan::model::statement::{Attribute, Link, Statement};
use bayan::monitor::Monitor;
use bayan::review::agreement::fields::{LabelField, ScorePart, StudyScope};
use bayan::review::agreement::gamma::GammaSettings;
use bayan::review::agreement::{Measure, Reason};
use bayan::review::pairing::{Confusion, pairings};
use bayan::review::report::{Report, Versions};
use bayan::review::strip::strips;
use bayan::review::study::{Breakdown, Items, StudyRequest, answer, scores};
use bayan::review::{charts, report};
use bayan::store;
use bayan::text::content::Content;
use serde_json::Value;

use crate::support::bayan::{bayan, must};
use crate::support::project::who;

const TEXT: &str = "aa bb cc dd ee ff gg hh ii jj kk ll mm nn oo pp qq rr ss tt";

/// Annotators a, b and c; the third document was not done by c. A statement is its word's letter, kind and party.
fn project() -> Project {
    let mut project = Project::new("مشروع <1>");
    for (id, name) in [("x", "بوتين"), ("y", "Biden")] {
        let id = PartyId::new(id).unwrap();
        project.parties.push(Party {
            id,
            name: name.into(),
            aliases: Vec::new(),
            color: Rgb([1, 2, 3]),
            parent: None,
            key: None,
            about: PartyAbout::default(),
        });
    }
    let layers: [(&str, &str, &[&str]); 8] = [
        ("one", "a", &["aa claim x", "cc claim x", "ee warning y", "gg position y"]),
        ("one", "b", &["aa claim x", "cc warning x", "ee warning x", "jj claim x"]),
        ("one", "c", &["aa claim x", "cc claim x", "gg position y"]),
        ("two", "a", &["bb claim x"]),
        ("two", "b", &["bb claim y", "dd claim x"]),
        ("two", "c", &["bb claim x"]),
        ("three", "a", &["ff warning x"]),
        ("three", "b", &["ff warning x"]),
    ];
    for (number, name) in ["one", "two", "three"].iter().enumerate() {
        let id = DocumentId::new(*name).unwrap();
        let metadata = Metadata { title: format!("مقال {number}"), ..Metadata::default() };
        let content = Content::new(TEXT);
        let document = Document { id: id.clone(), content, metadata, encoding: String::new(), excluded: Vec::new() };
        project.documents.insert(id, document);
    }
    for (document, annotator, statements) in layers {
        let layer = project.layers.entry((DocumentId::new(document).unwrap(), who(annotator))).or_default();
        for statement in statements {
            let [word, kind, party] = statement.split(' ').collect::<Vec<_>>().try_into().unwrap();
            let start = TEXT.find(word).unwrap();
            let spans = vec![Span::new(start, start + 2)];
            let kind = KindId::new(kind).unwrap();
            layer.put(Statement {
                chain: vec![Link { party: PartyId::new(party).unwrap(), cue: None, mention: None }],
                ..Statement::new(kind, spans, jiff::Timestamp::UNIX_EPOCH)
            });
        }
    }
    project
}

fn question(measures: &[Measure]) -> StudyRequest {
    StudyRequest {
        measures: measures.to_vec(),
        field: LabelField::Kind,
        scope: StudyScope::default(),
        items: Items::Character,
        labelled: true,
        gamma: GammaSettings { samples: 10, ..GammaSettings::default() },
        resamples: 0,
        per: Breakdown::ALL,
    }
}

/// The counts of a matrix with the names of its labels, “” for nothing.
fn counts(of: &Confusion) -> Vec<(String, String, usize)> {
    let name = |index: usize| of.labels.get(index).cloned().unwrap_or_default();
    let mut found = Vec::new();
    for row in 0..of.size() {
        for column in 0..of.size() {
            if !of.cell(row, column).is_empty() {
                found.push((name(row), name(column), of.cell(row, column).len()));
            }
        }
    }
    found.sort();
    found
}

fn expected(cells: &[(&str, &str, usize)]) -> Vec<(String, String, usize)> {
    let mut cells: Vec<_> = cells.iter().map(|(a, b, n)| ((*a).to_owned(), (*b).to_owned(), *n)).collect();
    cells.sort();
    cells
}

#[test]
fn an_attribute_is_compared_where_it_applies() {
    let mut project = project();
    // In the codebook of new projects, “disputed” applies to claims.
    for (document, annotator, word) in [("one", "a", "aa"), ("one", "a", "cc"), ("one", "b", "aa"), ("two", "b", "bb")]
    {
        let layer = project.layers.get_mut(&(DocumentId::new(document).unwrap(), who(annotator))).unwrap();
        let start = TEXT.find(word).unwrap();
        let mut statement = layer.statements().find(|s| s.spans[0].start_byte == start).unwrap().clone();
        statement.attributes.push(Attribute::new("disputed", "yes"));
        layer.put(statement);
    }
    let scope = StudyScope { annotators: vec![who("a"), who("b")], ..StudyScope::default() };
    let asked = StudyRequest {
        field: LabelField::Attribute("disputed".to_owned()),
        items: Items::Pair,
        scope,
        ..question(&[Measure::Percent, Measure::Cohen, Measure::Alpha])
    };
    let found = answer(&project, &asked, &Monitor::default()).unwrap();
    // The pairs of which one is a claim: aa yes/yes, cc yes/none, bb none/yes. The pairs of warnings, ee and ff, do not count.
    // By hand: 1 of 3; κ = (1/3 − 5/9) / (1 − 5/9); α = 1 − (2/3) / (16/30).
    for (measure, by_hand) in [(Measure::Percent, 1.0 / 3.0), (Measure::Cohen, -0.5), (Measure::Alpha, -0.25)] {
        let value = found.whole_of(measure).unwrap().value().unwrap();
        assert!((value - by_hand).abs() < 1e-9, "{measure:?}: {value}");
    }
    // The report calls it by its name, and so does its value.
    let versions = Versions { program: "9.9".into(), schema: 7, date: "2026-01-02".into() };
    let html = Report::new(&project, &found, &versions).html();
    assert!(html.contains("Disputed") && !html.contains(">disputed<"), "{html}");
}

#[test]
fn confusion_matrices_are_counted_as_by_hand() {
    let project = project();
    let annotators = project.annotators();
    let all = pairings(&project, &StudyScope::default());
    // a: aa cc ee gg | b: aa cc ee jj; bb | bb dd; ff | ff.
    let of = |field: &LabelField, pair| Confusion::of(&project, &annotators, field, &all, pair);
    let kinds = of(&LabelField::Kind, Some((0, 1)));
    let by_hand = [
        ("claim", "claim", 2),
        ("claim", "warning", 1),
        ("warning", "warning", 2),
        ("position", "", 1),
        ("", "claim", 2),
    ];
    assert_eq!(counts(&kinds), expected(&by_hand));
    // The other way round it is the same matrix turned.
    let turned: Vec<_> = by_hand.iter().map(|(a, b, n)| (*b, *a, *n)).collect();
    assert_eq!(counts(&of(&LabelField::Kind, Some((1, 0)))), expected(&turned));
    let parties = of(&LabelField::Speaker, Some((0, 1)));
    let by_hand = [("x", "x", 3), ("y", "x", 1), ("x", "y", 1), ("y", "", 1), ("", "x", 2)];
    assert_eq!(counts(&parties), expected(&by_hand));
    // All pairs: a-c agree on aa, cc, gg and bb, c has no ee; b-c agree on aa and bb, differ in cc, miss ee, gg, jj, dd.
    let kinds = of(&LabelField::Kind, None);
    let by_hand = [
        ("claim", "claim", 2 + 3 + 2),
        ("claim", "warning", 1 + 1),
        ("warning", "claim", 2),
        ("warning", "warning", 2),
        ("position", "position", 1),
        ("position", "", 1 + 1),
        ("", "position", 2),
        ("claim", "", 2 + 2),
        ("", "claim", 4),
        ("warning", "", 1 + 1),
        ("", "warning", 2),
    ];
    assert_eq!(counts(&kinds), expected(&by_hand));
    // Every place of the matrix leads to its passages.
    let claim = kinds.labels.iter().position(|label| label == "claim").unwrap();
    let quotes: Vec<&str> = kinds
        .cell(claim, kinds.nothing())
        .iter()
        .map(|index| project.documents[&all[*index].document].content.get(all[*index].hull.range()).unwrap())
        .collect();
    assert_eq!(quotes, ["jj", "jj", "dd", "dd"]);
}

#[test]
fn kinds_parties_pairs_and_documents_have_values_of_their_own() {
    let project = project();
    let found = answer(&project, &question(&[Measure::F1Exact]), &Monitor::default()).unwrap();
    let f1 = |score: &bayan::review::agreement::Score| score.value().unwrap();
    // Pairs: a–b 4 of 6 and 7, a–c 4 of 5 and 4, b–c 2 of 6 and 4 (the third document was not done by c).
    assert_eq!(f1(found.pair(0, 1).unwrap()), 8.0 / 13.0);
    assert_eq!(f1(found.pair(2, 0).unwrap()), 8.0 / 9.0);
    assert_eq!(f1(found.pair(1, 2).unwrap()), 4.0 / 10.0);
    assert_eq!(f1(found.whole().unwrap()), 2.0 * 10.0 / (13.0 + 9.0 + 10.0));
    let documents: Vec<(String, f64)> = found.documents().map(|(id, score)| (id.to_string(), f1(score))).collect();
    let one = 2.0 * (2.0 + 3.0 + 1.0) / (8.0 + 7.0 + 7.0);
    let two = 2.0 * 3.0 / (3.0 + 2.0 + 3.0);
    assert_eq!(documents, [("one".into(), one), ("three".into(), 1.0), ("two".into(), two)]);
    let parts: Vec<(ScorePart, f64)> = found.parts().map(|(part, score)| (part.clone(), f1(score))).collect();
    let kind = |name: &str| ScorePart::Kind(KindId::new(name).unwrap());
    let party = |name: &str| ScorePart::Party(PartyId::new(name).unwrap());
    assert_eq!(
        parts,
        [
            (kind("claim"), 2.0 * (2.0 + 3.0 + 2.0) / (7.0 + 6.0 + 7.0)),
            (kind("position"), 2.0 / 4.0),
            (kind("warning"), 2.0 * 2.0 / (5.0 + 1.0 + 2.0)),
            // Speakers: a x 4 y 2; b x 6 y 1; c x 3 y 1; the label stays the kind.
            (party("x"), 2.0 * (2.0 + 3.0 + 1.0) / (10.0 + 6.0 + 8.0)),
            (party("y"), 2.0 * 1.0 / (3.0 + 3.0 + 2.0)),
        ]
    );
    // γ has values of pairs as well, and the label that occurs most stands for measures of labels.
    let found = answer(&project, &question(&[Measure::Gamma]), &Monitor::default()).unwrap();
    assert_eq!(found.pair(0, 1).unwrap().annotators, ["a", "b"]);
    assert!(found.pair(0, 1).unwrap().value().unwrap() > found.pair(1, 2).unwrap().value().unwrap());
    let found = answer(&project, &question(&[Measure::GammaK]), &Monitor::default()).unwrap();
    assert_eq!((found.label(), found.whole().unwrap().label.as_deref()), (Some("claim"), Some("claim")));
    // Who has nothing to be compared with has no value, and is told why.
    let scope = StudyScope { annotators: vec![who("a")], ..StudyScope::default() };
    let alone = StudyRequest { scope, ..question(&[Measure::Alpha]) };
    let found = answer(&project, &alone, &Monitor::default()).unwrap();
    assert_eq!(found.whole().unwrap().figures, Err(Reason::OneAnnotator));
}

#[test]
fn a_party_has_the_values_of_its_members_with_its_own() {
    let mut project = project();
    let party = |name: &str| PartyId::new(name).unwrap();
    // y belongs to x, and x to z, which never speaks itself.
    let top = Party { id: party("z"), name: "Z".into(), ..project.parties[0].clone() };
    project.parties.push(top);
    project.parties.iter_mut().filter(|known| known.id == party("x")).for_each(|x| x.parent = Some(party("z")));
    project.parties.iter_mut().filter(|known| known.id == party("y")).for_each(|y| y.parent = Some(party("x")));
    let found = answer(&project, &question(&[Measure::F1Exact]), &Monitor::default()).unwrap();
    let whole = found.whole().unwrap().value();
    let parts: Vec<_> = found.parts().filter(|(part, _)| matches!(part, ScorePart::Party(_))).collect();
    let values: Vec<_> = parts.iter().map(|(part, score)| ((*part).clone(), score.value())).collect();
    assert_eq!(
        values,
        [
            (ScorePart::Party(party("x")), whole),
            // As if it belonged to nobody.
            (ScorePart::Party(party("y")), Some(2.0 * 1.0 / (3.0 + 3.0 + 2.0))),
            (ScorePart::Party(party("z")), whole),
        ]
    );
    // The pairings of such a part are those in which a member speaks.
    let scope = |part: &str| StudyScope { part: Some(ScorePart::Party(party(part))), ..StudyScope::default() };
    let all = pairings(&project, &StudyScope::default());
    assert_eq!(pairings(&project, &scope("z")), all);
    assert!(pairings(&project, &scope("y")).len() < all.len());
}

#[test]
fn matched_pairs_have_values_by_document_and_intervals() {
    let project = project();
    let asked = StudyRequest { items: Items::Pair, resamples: 200, ..question(&[Measure::Percent]) };
    let found = scores(&project, &asked, &Monitor::default()).unwrap();
    let of = |document: Option<&str>, who: &[&str]| {
        let is = |s: &&bayan::review::agreement::Score| {
            s.document.as_deref() == document && s.annotators == who && s.label.is_none() && s.part.is_none()
        };
        found.iter().find(is).unwrap().clone()
    };
    // a–b: of aa cc ee, bb, ff all but cc; a–c: aa cc gg, bb; b–c: aa, not cc, bb.
    let close = |found: Option<f64>, value: f64| assert!((found.unwrap() - value).abs() < 1e-12, "{found:?}");
    close(of(None, &["a", "b"]).value(), 4.0 / 5.0);
    close(of(None, &["a", "b", "c"]).value(), 10.0 / 12.0);
    assert!((of(Some("one"), &["a", "b"]).value().unwrap() - 2.0 / 3.0).abs() < 1e-12);
    assert_eq!(of(Some("three"), &["b", "c"]).figures, Err(Reason::NothingInCommon));
    let (low, high) = of(None, &["a", "b"]).interval.unwrap();
    // Drawn from documents with 2 of 3, 1 of 1 and 1 of 1.
    close(Some(low), 2.0 / 3.0);
    close(Some(high), 1.0);
}

#[test]
fn strips_tell_where_they_agree() {
    let project = project();
    let found = strips(&project, &LabelField::Kind, &StudyScope::default(), true);
    let one = found.iter().find(|strip| strip.document.as_str() == "one").unwrap();
    let pieces: Vec<(&str, usize, f64)> =
        one.pieces.iter().map(|piece| (&TEXT[piece.span.range()], piece.marked, piece.agree)).collect();
    let third = 1.0 / 3.0;
    assert_eq!(pieces, [("aa", 3, 1.0), ("cc", 3, third), ("ee", 2, third), ("gg", 2, third), ("jj", 1, third)]);
    assert_eq!(one.agreement(0, 8), Some((1.0 + third) / 2.0));
    assert_eq!(one.agreement(2, 6), None);
    let places = strips(&project, &LabelField::Kind, &StudyScope::default(), false);
    assert_eq!(places.iter().find(|strip| strip.document.as_str() == "one").unwrap().pieces[1].agree, 1.0);
}

#[test]
fn the_report_tells_all_that_is_needed_to_repeat_it() {
    let project = project();
    let asked = StudyRequest { resamples: 50, ..question(&[Measure::F1Match, Measure::Alpha, Measure::Gamma]) };
    let found = answer(&project, &asked, &Monitor::default()).unwrap();
    let versions = Versions { program: "9.9".into(), schema: 7, date: "2026-01-02".into() };
    let report = Report::new(&project, &found, &versions);
    let (html, markdown) = (report.html(), report.markdown());
    for text in [&html, &markdown] {
        for needed in
            ["Bayan 9.9", "project format 7", "2026-01-02", "a, b, c", "10 chance samples", "50 rounds", "Seed"]
        {
            assert!(text.contains(needed), "{needed} in {text}");
        }
        for measure in [Measure::F1Match, Measure::Alpha, Measure::Gamma] {
            let value = found.whole_of(measure).unwrap().value().unwrap();
            assert!(text.contains(&format!("{value:.3}")), "{measure:?}");
        }
        assert!(!text.contains(['\u{2068}', '\u{2069}']));
    }
    assert!(html.contains("مشروع &lt;1&gt;") && !html.contains("<1>"));
    // Nothing is fetched from elsewhere.
    assert!(
        !html.contains("src=")
            && !html.contains("href=")
            && html.matches("http").count() == html.matches("http://www.w3.org/2000/svg").count()
    );
    assert!(markdown.contains("| Krippendorff’s α |"));
    // The values of the figures are those of the answer.
    let value = found.pair(0, 1).unwrap().value().unwrap();
    assert!(charts::matrix(&project, &found).svg().contains(&format!(">{value:.3}<")));
    assert!(report::matrix(&found).tsv().starts_with("\ta\tb\tc\na\t\t"));
    let table = report::scores(&found.scores);
    assert_eq!(table.rows.len(), found.scores.len());
    assert!(table.csv().starts_with("measure,annotators,document,kind,party,label,value,"));
}

#[test]
fn the_command_line_writes_reports_tables_and_figures() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p");
    store::create(&path, &project()).unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let (p, html, md, csv, svg) = (path.to_str().unwrap(), at("r.html"), at("r.md"), at("t.csv"), at("f.svg"));
    must(&["agreement", p, "--report", &html, "--csv", &csv, "--svg", &svg]);
    must(&["agreement", p, "--report", &md, "--measure", "f1-exact"]);
    let read = |path: &str| std::fs::read_to_string(path).unwrap();
    assert!(read(&html).starts_with("<!doctype html>") && read(&html).contains("<svg"));
    assert!(read(&md).starts_with("# Agreement between annotators: مشروع \\<1\\>"));
    assert!(read(&svg).starts_with("<svg") && read(&svg).trim_end().ends_with("</svg>"));
    let mut rows = csv::Reader::from_reader(read(&csv).into_bytes().as_slice()).into_records().count();
    assert!(rows > 20, "{rows}");
    let parts = ["--per", "kind", "--per", "party", "--per", "pair", "--per", "document"];
    let json = must(&[&["agreement", p, "--measure", "f1-exact", "--json"], &parts[..]].concat()).json();
    let results = json["results"].as_array().unwrap();
    let whole = |key: &str, name: &str| {
        let is = |r: &&Value| r[key] == name && r["annotators"].as_array().unwrap().len() == 3 && r["label"].is_null();
        results.iter().find(is).unwrap()["value"].as_f64().unwrap()
    };
    assert_eq!(whole("kind", "position"), 0.5);
    assert_eq!(whole("party", "y"), 0.25);
    assert_eq!(whole("document", "three"), 1.0);
    rows = results.len();
    assert!(rows > 20, "{rows}");
    // A report is of a project.
    assert_eq!(bayan(&["agreement", "--spans", p, "--report", &html]).code, 2);
}
