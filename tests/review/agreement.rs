//! Agreement against published values and other programs (`tests/data/agreement`, see its README), and its properties.

use std::collections::BTreeMap;
use std::num::NonZero;

use bayan::monitor::Monitor;
use bayan::review::agreement::alignment::{Dissimilarity, PlacedUnit, best, disorder_of};
use bayan::review::agreement::coding::{CodingTable, PairTable};
use bayan::review::agreement::corpus::{Corpus, Text, Unit};
use bayan::review::agreement::gamma::{GammaSettings, Sampler, compute, label_sums, samples_needed};
use bayan::review::agreement::{Figures, Item, Measure, Reason, Request, Score, run};
use proptest::prelude::*;
use serde_json::Value;

fn oracle(name: &str) -> Value {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/agreement").join(name);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn corpus(input: &Value) -> Corpus {
    let annotators = input["annotators"].as_object().unwrap();
    let mut corpus = Corpus::new(annotators.keys().cloned().collect());
    let lines = annotators.values().map(|spans| Some(line(&mut corpus, spans))).collect();
    let pairs = |value: &Value| {
        value.as_array().unwrap().iter().map(|t| (t[0].as_u64().unwrap(), t[1].as_u64().unwrap())).collect()
    };
    let tokens = input.get("tokens").map(pairs).unwrap_or_default();
    corpus.push(Text { name: "d".into(), length: input["length"].as_u64().unwrap(), tokens, lines }).unwrap();
    corpus
}

fn line(corpus: &mut Corpus, spans: &Value) -> Vec<Unit> {
    let unit = |span: &Value| Unit {
        begin: span[0].as_u64().unwrap(),
        end: span[1].as_u64().unwrap(),
        label: corpus.label(span[2].as_str().unwrap()),
    };
    spans.as_array().unwrap().iter().map(unit).collect()
}

/// The scores by measure, annotators and label (empty over all).
fn scores(corpus: &Corpus, request: &Request) -> BTreeMap<(Measure, String, String), Score> {
    let scores = run(corpus, request, &Monitor::default()).into_iter();
    let all = scores
        .map(|score| ((score.measure, score.annotators.join("|"), score.label.clone().unwrap_or_default()), score));
    let mut found = BTreeMap::new();
    for (key, score) in all {
        assert!(found.insert(key.clone(), score).is_none(), "{key:?} twice");
    }
    found
}

fn figures(corpus: &Corpus, measure: Measure) -> Result<Figures, Reason> {
    let request = Request { measures: vec![measure], ..Request::default() };
    let everybody = corpus.annotators.join("|");
    scores(corpus, &request).remove(&(measure, everybody, String::new())).unwrap().figures
}

fn value(corpus: &Corpus, measure: Measure) -> Option<f64> {
    figures(corpus, measure).ok().map(|figures| figures.value)
}

#[track_caller]
fn close(found: Option<f64>, expected: &Value, tolerance: f64, what: &str) {
    match (found, expected.as_f64()) {
        (Some(found), Some(expected)) => {
            assert!((found - expected).abs() <= tolerance, "{what}: {found}, not {expected}")
        }
        (None, None) => {}
        (found, _) => panic!("{what}: {found:?}, not {expected}"),
    }
}

const EXACT: f64 = 1e-9;

#[test]
fn textbook_values_of_coding() {
    let file = oracle("textbook_coding.json");
    let cases = file["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 11);
    for case in cases {
        let id = case["id"].as_str().unwrap();
        let mut names: Vec<String> = Vec::new();
        let mut label = |value: &Value| {
            (!value.is_null()).then(|| {
                let name = value.to_string();
                let place = names.iter().position(|n| *n == name).unwrap_or_else(|| {
                    names.push(name);
                    names.len() - 1
                });
                u32::try_from(place).unwrap()
            })
        };
        let items: Vec<Vec<Option<u32>>> = case["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item.as_array().unwrap().iter().map(&mut label).collect())
            .collect();
        let mut table = CodingTable::default();
        items.iter().for_each(|item| table.add(item, 1));
        let values = &case["values"];
        let alpha = table.alpha(None).ok();
        close(alpha.map(|a| a.value), &values["krippendorff_alpha_nominal"]["krippendorff"], EXACT, id);
        close(alpha.map(|a| a.value), &values["krippendorff_alpha_nominal"]["ref"], EXACT, id);
        close(alpha.and_then(|a| a.observed), &values["krippendorff_alpha_nominal"]["ref_Do_De"][0], EXACT, id);
        close(alpha.and_then(|a| a.expected), &values["krippendorff_alpha_nominal"]["ref_Do_De"][1], EXACT, id);
        close(table.percent(None).ok().map(|p| p.value), &values["percent_agreement_pooled_pairs"]["ref"], EXACT, id);
        if let Some(fleiss) = values.get("fleiss_kappa") {
            let found = table.fleiss(items[0].len(), None).ok().map(|f| f.value);
            close(found, &fleiss["statsmodels"], EXACT, id);
            close(found, &fleiss["ref"], EXACT, id);
        }
        for (pair, cohen) in values.get("cohen_kappa").and_then(Value::as_object).into_iter().flatten() {
            let (a, b) = pair.split_once('-').unwrap();
            let (a, b): (usize, usize) = (a.parse().unwrap(), b.parse().unwrap());
            let mut table = PairTable::default();
            items.iter().for_each(|item| table.add(item[a], item[b], 1));
            let found = table.cohen(None).ok().map(|c| c.value);
            close(found, &cohen["sklearn"], EXACT, &format!("{id} {pair}"));
            close(found, &cohen["ref"], EXACT, &format!("{id} {pair}"));
        }
        for (name, published) in case["published"].as_object().unwrap() {
            let found = match name.as_str() {
                "nominal" => table.alpha(None).unwrap().value,
                "fleiss" => table.fleiss(items[0].len(), None).unwrap().value,
                "fleiss_Po" => table.fleiss(items[0].len(), None).unwrap().observed.unwrap(),
                // Fleiss gives .2201 for his rounded shares; unrounded they make .2199.
                _ => continue,
            };
            let text = published.to_string();
            let digits = i32::try_from(text.split_once('.').unwrap().1.len()).unwrap();
            close(Some(found), published, 0.5 * 10_f64.powi(-digits) + 1e-12, &format!("{id} {name}"));
        }
    }
}

/// The main set of 3 annotators and 60 spans, what other programs make of it, and what is computed here.
struct MainSet {
    corpus: Corpus,
    expected: Value,
    found: BTreeMap<(Measure, String, String), Score>,
}

const EVERYBODY: &str = "ann1|ann2|ann3";
const LABELS: [&str; 3] = ["LOC", "ORG", "PER"];
const F1_FORMS: [(Measure, &str); 3] =
    [(Measure::F1Exact, "exact"), (Measure::F1Match, "match"), (Measure::F1Char, "char")];

impl MainSet {
    /// All measures but those of gamma.
    fn measured(item: Item, change: fn(&Corpus) -> Corpus) -> Self {
        let corpus = change(&corpus(&oracle("synthetic_3x60.input.json")));
        let measures = Measure::ALL.into_iter().filter(|measure| !measure.is_gamma()).collect();
        let found = scores(&corpus, &Request { measures, item, ..Request::default() });
        Self { corpus, expected: oracle("synthetic_3x60.expected.json"), found }
    }

    fn labelled() -> Self {
        Self::measured(Item::default(), Corpus::clone)
    }

    fn unlabelled() -> Self {
        Self::measured(Item::default(), Corpus::unlabelled)
    }

    fn get(&self, measure: Measure, who: &str, label: &str) -> Figures {
        self.found[&(measure, who.to_owned(), label.to_owned())].figures.clone().unwrap()
    }

    fn value(&self, measure: Measure, who: &str) -> Option<f64> {
        Some(self.get(measure, who, "").value)
    }

    fn pairs(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.expected["f1"]["pairs"].as_object().unwrap().iter()
    }
}

#[test]
fn the_f1_of_pairs_in_the_main_set() {
    let set = MainSet::labelled();
    for (pair, entry) in set.pairs() {
        for label in ["", "LOC", "ORG", "PER"] {
            let of = if label.is_empty() { &entry["ref"] } else { &entry["per_label"][label] };
            for (measure, name) in F1_FORMS {
                let figures = set.get(measure, pair, label);
                let counts = figures.counts.unwrap();
                let wanted = &of[name];
                assert_eq!(
                    [counts.hits_a, counts.hits_b, counts.a, counts.b].map(Value::from),
                    [&wanted["tp"], &wanted["tp"], &wanted["a"], &wanted["b"]].map(Clone::clone),
                    "{pair} {label} {name}"
                );
                close(Some(figures.value), &wanted["f1"], EXACT, name);
            }
            let figures = set.get(Measure::F1Any, pair, label);
            let (counts, wanted) = (figures.counts.unwrap(), &of["any"]);
            assert_eq!(
                [counts.hits_a, counts.hits_b].map(Value::from),
                [&wanted["a_hit"], &wanted["b_hit"]].map(Clone::clone),
                "{pair} {label}"
            );
            close(Some(figures.value), &wanted["f1"], EXACT, "any");
        }
        close(set.value(Measure::F1Exact, pair), &entry["nervaluate"]["strict"]["f1"], EXACT, pair);
    }
}

#[test]
fn the_f1_of_pairs_in_the_main_set_without_labels() {
    let plain = MainSet::unlabelled();
    for (pair, entry) in plain.pairs() {
        for (measure, name) in [(Measure::F1Exact, "exact_unlabelled"), (Measure::F1Match, "match_unlabelled")] {
            close(plain.value(measure, pair), &entry["ref"][name]["f1"], EXACT, name);
        }
        close(plain.value(Measure::F1Exact, pair), &entry["nervaluate"]["exact"]["f1"], EXACT, pair);
    }
}

#[test]
fn the_f1_of_everybody_in_the_main_set() {
    let (set, plain) = (MainSet::labelled(), MainSet::unlabelled());
    let pooled = &set.expected["f1"]["micro_pooled_over_pairs"];
    for (measure, name) in F1_FORMS {
        close(set.value(measure, EVERYBODY), &pooled[name], EXACT, name);
    }
    close(plain.value(Measure::F1Exact, EVERYBODY), &pooled["exact_unlabelled"], EXACT, "pooled");
    close(plain.value(Measure::F1Match, EVERYBODY), &pooled["match_unlabelled"], EXACT, "pooled");
}

#[test]
fn the_coding_of_the_main_set() {
    let set = MainSet::labelled();
    let coding = &set.expected["coding"];
    check_coding(&set, "", &coding["character_all"]);
    for label in LABELS {
        check_coding(&set, label, &coding["character_binary_per_label"][label]);
    }
    check_coding(&MainSet::measured(Item::Token, Corpus::clone), "", &coding["token_all"]);
}

fn check_coding(set: &MainSet, label: &str, wanted: &Value) {
    let get = |measure, who| set.get(measure, who, label);
    let alpha = get(Measure::Alpha, EVERYBODY);
    let published = &wanted["krippendorff_alpha_nominal"];
    close(Some(alpha.value), &published["krippendorff"], EXACT, label);
    close(alpha.observed, &published["ref_Do_De"][0], EXACT, label);
    close(alpha.expected, &published["ref_Do_De"][1], EXACT, label);
    let fleiss = get(Measure::Fleiss, EVERYBODY).value;
    close(Some(fleiss), &wanted["fleiss_kappa"]["statsmodels"], EXACT, label);
    let percent = get(Measure::Percent, EVERYBODY).value;
    close(Some(percent), &wanted["percent_agreement_pooled_pairs"]["ref"], EXACT, label);
    let mut sum = 0.0;
    for (index, who) in [("0-1", "ann1|ann2"), ("0-2", "ann1|ann3"), ("1-2", "ann2|ann3")] {
        let cohen = get(Measure::Cohen, who).value;
        close(Some(cohen), &wanted["cohen_kappa"][index]["sklearn"], EXACT, who);
        sum += cohen;
    }
    let cohen = get(Measure::Cohen, EVERYBODY).value;
    close(Some(cohen), &Value::from(sum / 3.0), EXACT, "mean of pairs");
}

#[test]
fn the_alpha_of_1995_in_the_main_set() {
    let set = MainSet::labelled();
    let wanted = &set.expected["unitizing"]["alpha_u_1995"];
    for label in ["", "LOC", "ORG", "PER"] {
        for tool in ["dkpro", "ref"] {
            let wanted = if label.is_empty() { &wanted[tool] } else { &wanted[tool]["per_category"][label] };
            let alpha = set.get(Measure::AlphaU1995, EVERYBODY, label);
            close(Some(alpha.value), &wanted["alpha"], EXACT, label);
            close(alpha.observed, &wanted["Do"], 1e-15, label);
            close(alpha.expected, &wanted["De"], 1e-15, label);
        }
    }
}

#[test]
fn the_alphas_of_2016_in_the_main_set() {
    let set = MainSet::labelled();
    let unitizing = &set.expected["unitizing"];
    let get = |measure, label| set.get(measure, EVERYBODY, label);
    close(Some(get(Measure::UAlpha, "").value), &unitizing["u_alpha_2016"]["ref"], EXACT, "u");
    close(Some(get(Measure::UAlphaBar, "").value), &unitizing["bar_u_alpha_2016"]["ref"], EXACT, "|u");
    let cu = &unitizing["cu_alpha_2016"];
    close(Some(get(Measure::CuAlpha, "").value), &cu["ref"], EXACT, "cu");
    close(get(Measure::CuAlpha, "").coverage, &cu["coverage"], EXACT, "cu");
    for label in LABELS {
        let wanted = &cu["per_value (k)u_alpha"][label];
        close(Some(get(Measure::KuAlpha, label).value), &wanted["alpha"], EXACT, label);
        close(get(Measure::KuAlpha, label).coverage, &wanted["coverage"], EXACT, label);
    }
}

#[test]
fn the_unitizing_of_pairs_in_the_main_set() {
    let set = MainSet::labelled();
    for (a, b) in set.corpus.pairs() {
        let pair = set.corpus.select(&[a, b]);
        let wanted = &set.expected["unitizing"]["pairs"][pair.annotators.join("|")];
        close(value(&pair, Measure::AlphaU1995), &wanted["dkpro"], EXACT, "pair");
        close(value(&pair, Measure::UAlpha), &wanted["u_alpha_2016"], EXACT, "pair");
    }
}

#[test]
fn edge_cases_have_the_values_of_the_tools_or_say_why_not() {
    let file = oracle("edge_cases.json");
    let cases = file["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 18);
    for case in cases {
        check_edge_case(case["id"].as_str().unwrap(), &corpus(case), &case["tools"]);
    }
    // Offsets in code points; a and b differ by a combining mark.
    let unicode = &file["unicode"];
    let mut found = Corpus::new(vec!["a".into(), "b".into()]);
    let lines = ["a", "b"].map(|annotator| {
        let spans = unicode["spans"][annotator].as_array().unwrap();
        let unit = |span: &Value| Unit {
            begin: span["code_points"][0].as_u64().unwrap(),
            end: span["code_points"][1].as_u64().unwrap(),
            label: found.label(span["label"].as_str().unwrap()),
        };
        Some(spans.iter().map(unit).collect())
    });
    let length = unicode["text"].as_str().unwrap().chars().count() as u64;
    found.push(Text { length, lines: lines.into(), ..Text::default() }).unwrap();
    check_edge_case("unicode", &found, &unicode["tools"]);
}

fn check_edge_case(id: &str, corpus: &Corpus, tools: &Value) {
    let found = scores(
        corpus,
        &Request { measures: Measure::ALL.into_iter().filter(|m| !m.is_gamma()).collect(), ..Request::default() },
    );
    let plain = corpus.unlabelled();
    for (pair, wanted) in tools["f1"].as_object().unwrap() {
        for (measure, name) in [
            (Measure::F1Exact, "exact"),
            (Measure::F1Match, "match"),
            (Measure::F1Char, "char"),
            (Measure::F1Any, "any"),
        ] {
            let f1 = found[&(measure, pair.clone(), String::new())].figures.clone().ok();
            close(f1.map(|f| f.value), &wanted[name]["f1"], EXACT, &format!("{id} {pair} {name}"));
        }
        let (a, b) = pair.split_once('|').unwrap();
        let at = |name: &str| plain.annotators.iter().position(|n| n == name).unwrap();
        let plain = plain.select(&[at(a), at(b)]);
        close(value(&plain, Measure::F1Exact), &wanted["exact_unlabelled"]["f1"], EXACT, id);
        close(value(&plain, Measure::F1Match), &wanted["match_unlabelled"]["f1"], EXACT, id);
    }
    let coding = &tools["character_coding_all"];
    if coding.get("fleiss_kappa").is_some() {
        close(value(corpus, Measure::Alpha), &coding["krippendorff_alpha_nominal"]["ref"], EXACT, id);
        close(value(corpus, Measure::Fleiss), &coding["fleiss_kappa"]["ref"], EXACT, id);
        // Where nothing at all is marked 60 characters of agreement on nothing are 0/0 as well, as the file recommends.
        let percent = if corpus.is_blank() { &Value::Null } else { &coding["percent_agreement_pooled_pairs"]["ref"] };
        close(value(corpus, Measure::Percent), percent, EXACT, id);
        for (pair, wanted) in coding["cohen_kappa"].as_object().unwrap() {
            let (a, b) = pair.split_once('-').unwrap();
            let pair = corpus.select(&[a.parse().unwrap(), b.parse().unwrap()]);
            close(value(&pair, Measure::Cohen), &wanted["ref"], EXACT, id);
        }
    }
    if let Some(wanted) = tools.get("alpha_u_1995") {
        close(value(corpus, Measure::AlphaU1995), &wanted["dkpro"]["alpha"], EXACT, id);
        for (label, wanted) in wanted["dkpro"]["per_category"].as_object().unwrap() {
            let everybody = corpus.annotators.join("|");
            let figures = found[&(Measure::AlphaU1995, everybody, label.clone())].figures.clone().ok();
            close(figures.map(|f| f.value), &wanted["alpha"], EXACT, id);
        }
    }
    if let Some(wanted) = tools.get("u_alpha_2016") {
        close(value(corpus, Measure::UAlpha), &wanted["ref"], EXACT, id);
        close(value(corpus, Measure::UAlphaBar), &wanted["bar_ref"], EXACT, id);
        close(value(corpus, Measure::CuAlpha), &wanted["cu_ref"], EXACT, id);
    }
    if let Some(wanted) = tools.get("gamma_observed_disorder_ref") {
        let observed = compute(corpus, &GammaSettings::default(), &Monitor::default()).unwrap();
        // γ itself may be 0/0; the disorder is not.
        if let Ok(figures) = observed.gamma(&[0]) {
            close(figures.observed, wanted, EXACT, id);
            if wanted.as_f64() == Some(0.0) {
                assert_eq!(figures.value, 1.0, "{id}");
            }
        } else {
            panic!("{id}: no γ");
        }
    }
    let reason = |measure| {
        let request = Request { measures: vec![measure], ..Request::default() };
        run(corpus, &request, &Monitor::default()).pop().unwrap().figures.err()
    };
    match id {
        "one_annotator" => {
            Measure::ALL.into_iter().for_each(|m| assert_eq!(reason(m), Some(Reason::OneAnnotator), "{m:?}"))
        }
        "no_spans" | "empty_document" => {
            Measure::ALL.into_iter().for_each(|m| assert_eq!(reason(m), Some(Reason::NothingAnnotated), "{m:?}"));
        }
        "full_cover_same" => assert_eq!(reason(Measure::Cohen), Some(Reason::NoVariation)),
        "stacked_same_offsets" | "duplicate_span" => {
            for measure in
                [Measure::Percent, Measure::Cohen, Measure::Fleiss, Measure::Alpha, Measure::UAlpha, Measure::CuAlpha]
            {
                assert_eq!(reason(measure), Some(Reason::Overlap("a".into())), "{id} {measure:?}");
            }
        }
        "identical_2" | "identical_4" => {
            for score in run(corpus, &Request::default(), &Monitor::default()) {
                assert!((score.figures.clone().unwrap().value - 1.0).abs() < 1e-12, "{id}: {score:?}");
            }
        }
        _ => {}
    }
}

fn placed(corpus: &Corpus) -> Vec<Vec<PlacedUnit>> {
    let unit = |unit: &Unit| PlacedUnit { begin: unit.begin as f64, end: unit.end as f64, label: unit.label };
    corpus.texts[0].lines.iter().map(|line| line.iter().flatten().map(unit).collect()).collect()
}

#[test]
fn gamma_of_the_main_set_and_of_its_chance_samples() {
    let file = oracle("gamma_synthetic_3x60.json");
    let annotators = file["annotators"].as_object().unwrap();
    let mut names = Corpus::new(annotators.keys().cloned().collect());
    let mut lines = |input: &Value| -> Vec<Vec<PlacedUnit>> {
        let mut unit = |span: &Value| PlacedUnit {
            begin: span[0].as_f64().unwrap(),
            end: span[1].as_f64().unwrap(),
            label: names.label(span[2].as_str().unwrap()),
        };
        input
            .as_object()
            .unwrap()
            .values()
            .map(|spans| spans.as_array().unwrap().iter().map(&mut unit).collect())
            .collect()
    };
    let observed = lines(&file["annotators"]);
    let samples: Vec<_> = file["samples"].as_array().unwrap().iter().map(&mut lines).collect();
    assert_eq!(samples.len(), 30);
    for result in file["results"].as_array().unwrap() {
        let measure = Dissimilarity {
            alpha: result["alpha"].as_f64().unwrap(),
            beta: result["beta"].as_f64().unwrap(),
            delta: result["delta_empty"].as_f64().unwrap(),
        };
        let disorder = |lines: &[Vec<PlacedUnit>]| {
            let alignment = best(lines, measure, &|| false).unwrap();
            alignment.disorder / (alignment.units as f64 / lines.len() as f64)
        };
        let found = disorder(&observed);
        let relative = |expected: &Value| expected.as_f64().unwrap() * 1e-9;
        let wanted = &result["observed_disorder"];
        close(Some(found), &wanted["ref"], relative(&wanted["ref"]), "observed");
        let chance: Vec<f64> = samples.iter().map(|lines| disorder(lines)).collect();
        let wanted = result["sample_disorders"]["ref"].as_array().unwrap();
        for (found, wanted) in chance.iter().zip(wanted) {
            close(Some(*found), wanted, relative(wanted), "sample");
        }
        let expected = chance.iter().sum::<f64>() / 30.0;
        close(Some(1.0 - found / expected), &result["gamma"]["ref"], EXACT, "gamma");
        for (precision, needed) in result["samples_needed"].as_object().unwrap() {
            assert_eq!(Value::from(samples_needed(&chance, precision.parse().unwrap())), *needed);
        }
        // The listed alignment: its disorder, and γ-cat and γ-k on it (ties make other alignments as good).
        let mut tuples = Vec::new();
        for unitary in result["observed_disorder"]["best_alignment_pygamma"].as_array().unwrap() {
            let mut tuple = Vec::new();
            for (annotator, unit) in
                unitary["units"].as_object().unwrap().values().enumerate().filter(|(_, unit)| !unit.is_null())
            {
                let at = observed[annotator]
                    .iter()
                    .position(|u| u.begin == unit[0].as_f64().unwrap() && u.end == unit[1].as_f64().unwrap());
                tuple.push((annotator, at.unwrap()));
            }
            close(Some(disorder_of(&observed, &tuple, measure, 3.0)), &unitary["disorder"], 1e-6, "unitary");
            tuples.push(tuple);
        }
        // pygamma-agreement's values count missing units as well; without them it is the paper's definition.
        let settings = GammaSettings { dissimilarity: measure, missing: true, ..GammaSettings::default() };
        let sums = label_sums(&observed, &tuples, names.labels.len(), &settings);
        close(Some(sums[0].0 / sums[0].1), &result["gamma_cat"]["observed"], EXACT, "gamma-cat");
        for (index, label) in names.labels.iter().enumerate() {
            let wanted = &result[format!("gamma_k[{label}]")]["observed"];
            close(Some(sums[index + 1].0 / sums[index + 1].1), wanted, EXACT, label);
        }
    }
}

#[test]
fn a_project_of_several_texts_has_values_and_intervals() {
    let mut corpus = corpus(&oracle("synthetic_3x60.input.json"));
    // Cut into five texts; the third is done by two only.
    let whole = corpus.texts.pop().unwrap();
    for number in 0..5 {
        let inside = |unit: &&Unit| unit.begin >= number * 1000 && unit.end <= (number + 1) * 1000;
        let moved = |unit: &Unit| Unit { begin: unit.begin - number * 1000, end: unit.end - number * 1000, ..*unit };
        let lines =
            whole.lines.iter().map(|line| line.as_ref().map(|line| line.iter().filter(inside).map(moved).collect()));
        let mut lines: Vec<_> = lines.collect();
        if number == 2 {
            lines[1] = None;
        }
        corpus.push(Text { name: number.to_string(), length: 1000, tokens: Vec::new(), lines }).unwrap();
    }
    let request = Request { per_document: true, resamples: 200, ..Request::default() };
    let found = run(&corpus, &request, &Monitor::default());
    for score in found.iter().filter(|score| score.document.is_none()) {
        let figures = score.figures.clone().unwrap();
        let (low, high) = score.interval.unwrap();
        assert!(low <= figures.value && figures.value <= high, "{score:?}");
        let two = matches!(score.measure, Measure::Percent | Measure::Cohen | Measure::Alpha)
            || score.measure <= Measure::F1Char;
        let ann2 = score.annotators.iter().any(|name| name == "ann2");
        assert_eq!(score.documents, if !ann2 || (two && score.annotators.len() > 2) { 5 } else { 4 }, "{score:?}");
    }
    let third = found.iter().find(|score| score.document.as_deref() == Some("2") && score.measure == Measure::Gamma);
    assert_eq!(third.unwrap().figures, Err(Reason::NothingInCommon));
    // The same again, whatever the number of threads.
    let threads =
        |count| Request { gamma: GammaSettings { threads: NonZero::new(count), ..request.gamma }, ..request.clone() };
    assert_eq!(run(&corpus, &threads(1), &Monitor::default()), found);
    assert_eq!(run(&corpus, &threads(3), &Monitor::default()), found);
    let stopped = Monitor::default();
    stopped.stop();
    assert_eq!(compute(&corpus, &GammaSettings::default(), &stopped), Err(Reason::Stopped));
}

#[test]
fn tokens_that_are_not_known_are_no_value() {
    let mut corpus = corpus(&oracle("synthetic_3x60.input.json"));
    corpus.texts[0].tokens.clear();
    let request = Request { measures: vec![Measure::Alpha], item: Item::Token, ..Request::default() };
    assert_eq!(run(&corpus, &request, &Monitor::default())[0].figures, Err(Reason::NoTokens));
}

/// Lines of up to 7 spans in 60 characters, often touching, nested or equal.
fn any_lines(annotators: usize) -> impl Strategy<Value = Vec<Vec<Unit>>> {
    let unit =
        (0..50_u64, 1..10_u64, 0..3_u32).prop_map(|(begin, length, label)| Unit { begin, end: begin + length, label });
    prop::collection::vec(prop::collection::vec(unit, 0..7), annotators)
}

fn of_lines(lines: Vec<Vec<Unit>>) -> Corpus {
    let mut corpus = Corpus::new((0..lines.len()).map(|index| format!("a{index}")).collect());
    ["x", "y", "z"].iter().for_each(|label| assert!(corpus.label(label) < 3));
    corpus.push(Text { length: 60, lines: lines.into_iter().map(Some).collect(), ..Text::default() }).unwrap();
    corpus
}

/// The spans of each line that overlap none before them.
fn apart(lines: &[Vec<Unit>]) -> Vec<Vec<Unit>> {
    let keep = |line: &Vec<Unit>| {
        let mut kept: Vec<Unit> = Vec::new();
        let mut sorted = line.clone();
        sorted.sort_unstable();
        for unit in sorted {
            if kept.last().is_none_or(|last| last.end <= unit.begin) {
                kept.push(unit);
            }
        }
        kept
    };
    lines.iter().map(keep).collect()
}

fn overall(corpus: &Corpus) -> Vec<(Measure, Option<f64>)> {
    let gamma = GammaSettings { samples: 4, ..GammaSettings::default() };
    let scores = run(corpus, &Request { gamma, ..Request::default() }, &Monitor::default()).into_iter();
    let whole = scores.filter(|score| score.label.is_none() && score.annotators.len() == corpus.annotators.len());
    whole.map(|score| (score.measure, score.figures.ok().map(|figures| figures.value))).collect()
}

fn same(a: &[(Measure, Option<f64>)], b: &[(Measure, Option<f64>)]) -> Result<(), TestCaseError> {
    prop_assert_eq!(a.len(), b.len());
    for (left, right) in a.iter().zip(b) {
        let close = match (left.1, right.1) {
            (Some(left), Some(right)) => (left - right).abs() < 1e-9,
            (left, right) => left == right,
        };
        prop_assert!(left.0 == right.0 && close, "{:?} {:?}", left, right);
    }
    Ok(())
}

/// Every way to cover the units by unitary alignments, for few units.
fn least_disorder(lines: &[Vec<PlacedUnit>], used: &mut Vec<Vec<bool>>, measure: Dissimilarity) -> f64 {
    let pairs = (lines.len() * (lines.len() - 1) / 2) as f64;
    let Some(first) = used.iter().enumerate().find_map(|(a, line)| Some((a, line.iter().position(|u| !u)?))) else {
        return 0.0;
    };
    fn ways(used: &[Vec<bool>], from: usize, tuple: &mut Vec<(usize, usize)>, all: &mut Vec<Vec<(usize, usize)>>) {
        let Some(line) = used.get(from) else {
            all.push(tuple.clone());
            return;
        };
        ways(used, from + 1, tuple, all);
        for unit in (0..line.len()).filter(|unit| !line[*unit]) {
            tuple.push((from, unit));
            ways(used, from + 1, tuple, all);
            tuple.pop();
        }
    }
    let mut all = Vec::new();
    ways(used, first.0 + 1, &mut vec![first], &mut all);
    let mut least = f64::INFINITY;
    for tuple in all {
        tuple.iter().for_each(|(a, u)| used[*a][*u] = true);
        least = least.min(disorder_of(lines, &tuple, measure, pairs) + least_disorder(lines, used, measure));
        tuple.iter().for_each(|(a, u)| used[*a][*u] = false);
    }
    least
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_best_alignment_is_the_best_of_all(
        lines in (2..5_usize).prop_flat_map(any_lines),
        alpha in prop::sample::select(vec![0.3, 1.0, 3.0]),
        beta in prop::sample::select(vec![0.0, 1.0, 2.0]),
        delta in prop::sample::select(vec![0.5, 1.0]),
    ) {
        let few: Vec<Vec<Unit>> = lines.iter().map(|line| line.iter().copied().take(12 / lines.len() - 1).collect()).collect();
        let corpus = of_lines(few);
        let measure = Dissimilarity { alpha, beta, delta };
        let lines = placed(&corpus);
        let mut used = lines.iter().map(|line| vec![false; line.len()]).collect();
        let least = least_disorder(&lines, &mut used, measure);
        let found = best(&lines, measure, &|| false).unwrap();
        prop_assert!((found.disorder - least).abs() < 1e-9, "{} {least}", found.disorder);
    }

    #[test]
    fn the_order_of_annotators_and_spans_and_the_names_of_labels_do_not_matter(
        lines in any_lines(3),
        order in Just(vec![0_usize, 1, 2]).prop_shuffle(),
        names in Just(vec![0_u32, 1, 2]).prop_shuffle(),
        turn in 0..7_usize,
        overlapping in any::<bool>(),
    ) {
        let lines = if overlapping { lines } else { apart(&lines) };
        let plain = overall(&of_lines(lines.clone()));
        let mut shuffled: Vec<Vec<Unit>> = order.iter().map(|index| lines[*index].clone()).collect();
        for line in &mut shuffled {
            let turn = turn.min(line.len());
            line.rotate_left(turn);
            line.iter_mut().for_each(|unit| unit.label = names[unit.label as usize]);
        }
        same(&overall(&of_lines(shuffled)), &plain)?;
    }

    #[test]
    fn identical_layers_agree_wholly_or_have_no_value(line in any_lines(1), count in 2..5_usize, overlapping in any::<bool>()) {
        let line = if overlapping { line } else { apart(&line) };
        for (measure, value) in overall(&of_lines(vec![line[0].clone(); count])) {
            prop_assert!(value.is_none_or(|value| (value - 1.0).abs() < 1e-9), "{:?} {:?}", measure, value);
        }
    }

    #[test]
    fn f1_is_in_order(lines in any_lines(2)) {
        let found: BTreeMap<_, _> = overall(&of_lines(lines)).into_iter().collect();
        let f1 = |measure| found[&measure].unwrap_or(0.0);
        prop_assert!(f1(Measure::F1Exact) <= f1(Measure::F1Match) + 1e-12);
        prop_assert!(f1(Measure::F1Match) <= f1(Measure::F1Any) + 1e-12);
        prop_assert!(f1(Measure::F1Any) <= 1.0 + 1e-12);
    }
}

#[test]
fn the_weight_of_a_missing_unit_is_kept() {
    // pygamma-agreement 0.5.9 keeps 1 for the labels whatever is asked; the reference does not.
    let file = &oracle("edge_cases.json")["pygamma_delta_empty"];
    let mut corpus = Corpus::new(vec!["a".into(), "b".into()]);
    let lines = file["annotators"].as_object().unwrap().values().map(|spans| Some(line(&mut corpus, spans))).collect();
    corpus.push(Text { length: 100, lines, ..Text::default() }).unwrap();
    for row in file["rows"].as_array().unwrap() {
        let measure = Dissimilarity { delta: row["delta_empty"].as_f64().unwrap(), ..Dissimilarity::default() };
        let alignment = best(&placed(&corpus), measure, &|| false).unwrap();
        close(Some(alignment.disorder / 3.0), &row["ref"], EXACT, "delta");
    }
}

#[test]
fn chance_samples_have_the_published_mean() {
    let whole = corpus(&oracle("synthetic_3x60.input.json"));
    for row in oracle("gamma_statistics.json")["rows"].as_array().unwrap() {
        let corpus = if row["input"] == "synthetic_3x60" { whole.clone() } else { whole.select(&[0, 1]) };
        let sampler = match row["sampler"].as_str().unwrap() {
            "StatisticalContinuumSampler" => Sampler::Statistical,
            "ShuffleContinuumSampler" => Sampler::Shuffle,
            other => panic!("{other}"),
        };
        let dissimilarity = Dissimilarity { alpha: row["alpha"].as_f64().unwrap(), ..Dissimilarity::default() };
        let samples = 300;
        let settings = GammaSettings { dissimilarity, sampler, samples, seed: 7, ..GammaSettings::default() };
        let figures = compute(&corpus, &settings, &Monitor::default()).unwrap().gamma(&[0]).unwrap();
        close(figures.observed, &row["observed_disorder"], 1e-11, "observed");
        let bound = 4.0 * row["expected_sd"].as_f64().unwrap() * (1.0 / samples as f64 + 1.0 / 2000.0).sqrt();
        close(figures.expected, &row["expected_mean"], bound, &format!("{} {}", row["input"], row["sampler"]));
    }
}
