//! `bayan agreement`: the agreement between annotators, in a project or in a file of spans that other programs can read
//! as well.

use std::collections::BTreeSet;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, bail};
use clap::builder::PossibleValuesParser;
use serde_json::{Value, json};

use crate::figure;
use crate::formats::{self, ExportError, output};
use crate::locale::plain;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::project::Project;
use crate::monitor::Monitor;
use crate::review::agreement::alignment::Dissimilarity;
use crate::review::agreement::articles::{self, ArticleAgreement};
use crate::review::agreement::corpus::{Corpus, Text, Unit};
use crate::review::agreement::fields::{LabelField, ScorePart, StudyScope};
use crate::review::agreement::gamma::{GammaSettings, MOST_SAMPLES, Sampler};
use crate::review::agreement::{Figures, Measure, Reason, Request, Score, run as measure};
use crate::review::charts;
use crate::review::pairing::Confusion;
use crate::review::report::{self, Report, Versions};
use crate::review::study::{self, Breakdown, Items, REPORTED, StudyRequest, StudyResult};
use crate::{store, t};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(help = t!("help-agreement-project"))]
    #[arg(required_unless_present = "spans")]
    project: Option<PathBuf>,
    #[arg(help = t!("help-agreement-spans"))]
    #[arg(long, conflicts_with_all = ["project", "field", "documents"])]
    spans: Option<PathBuf>,
    #[arg(help = t!("help-agreement-measures"))]
    #[arg(long = "measure", value_parser = PossibleValuesParser::new(Measure::ALL.map(Measure::as_str)))]
    measures: Vec<String>,
    #[arg(help = t!("help-agreement-field"))]
    #[arg(long, default_value = "kind", value_parser = parse_field)]
    field: LabelField,
    #[arg(help = t!("help-agreement-annotators"))]
    #[arg(long = "annotator")]
    annotators: Vec<String>,
    #[arg(help = t!("help-agreement-documents"))]
    #[arg(long = "document")]
    documents: Vec<DocumentId>,
    #[arg(help = t!("help-agreement-unlabelled"))]
    #[arg(long)]
    unlabelled: bool,
    #[arg(help = t!("help-agreement-items"))]
    #[arg(long, default_value = "character", value_parser = PossibleValuesParser::new(Items::ALL.map(Items::as_str)))]
    items: String,
    #[arg(help = t!("help-agreement-per-document"))]
    #[arg(long)]
    per_document: bool,
    #[arg(help = t!("help-agreement-per"))]
    #[arg(long = "per", value_name = "PART", value_parser = PossibleValuesParser::new(["document", "pair", "kind", "party"]))]
    per: Vec<String>,
    #[arg(help = t!("help-agreement-bootstrap"))]
    #[arg(long, value_name = "N", default_value_t = 0)]
    bootstrap: usize,
    #[arg(help = t!("help-agreement-seed"))]
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[arg(help = t!("help-agreement-alpha"))]
    #[arg(long, default_value_t = 1.0, value_parser = parse_weight)]
    alpha: f64,
    #[arg(help = t!("help-agreement-beta"))]
    #[arg(long, default_value_t = 1.0, value_parser = parse_weight)]
    beta: f64,
    #[arg(help = t!("help-agreement-delta"))]
    #[arg(long, default_value_t = 1.0, value_parser = parse_positive)]
    delta: f64,
    #[arg(help = t!("help-agreement-sampler"))]
    #[arg(long, default_value = "statistical", value_parser = PossibleValuesParser::new(Sampler::ALL.map(Sampler::as_str)))]
    sampler: String,
    #[arg(help = t!("help-agreement-samples"))]
    #[arg(long, default_value = "30", value_parser = parse_samples)]
    samples: usize,
    #[arg(help = t!("help-agreement-precision"))]
    #[arg(long, value_parser = parse_positive)]
    precision: Option<f64>,
    #[arg(help = t!("help-agreement-missing"))]
    #[arg(long)]
    missing: bool,
    #[arg(help = t!("help-agreement-threads"))]
    #[arg(long)]
    threads: Option<NonZero<usize>>,
    #[arg(help = t!("help-agreement-time-limit"))]
    #[arg(long, value_name = "SECONDS", default_value_t = 60.0, value_parser = parse_seconds)]
    time_limit: f64,
    #[arg(help = t!("help-agreement-report"))]
    #[arg(long, value_name = "FILE", conflicts_with = "spans")]
    report: Option<PathBuf>,
    #[arg(help = t!("help-agreement-csv"))]
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    #[arg(help = t!("help-agreement-svg"))]
    #[arg(long, value_name = "FILE", conflicts_with = "spans")]
    svg: Option<PathBuf>,
    #[arg(help = t!("help-agreement-json"))]
    #[arg(long)]
    json: bool,
}

/// # Errors
/// The project or the file cannot be read, or lacks what was requested.
pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let mut request = request(&args)?;
    let (scores, articles, problems) = match (&args.spans, &args.project) {
        (Some(path), _) => (scores_of_spans(path, &args, &request)?, Vec::new(), 0),
        (None, Some(folder)) => scores_of_project(folder, &args, &mut request)?,
        (None, None) => bail!(t!("cli-agreement-nothing")),
    };
    if let Some(path) = &args.csv {
        output::put(path, report::scores(&scores).csv().as_bytes()).map_err(ExportError::from)?;
    }
    say_scores(&args, &request, &scores, &articles)?;
    let is_whole = problems == 0 && !scores.iter().any(is_unanswered);
    Ok(if is_whole { ExitCode::SUCCESS } else { ExitCode::from(super::FINDINGS) })
}

impl Args {
    /// Whether any requested output needs the whole study.
    const fn wants_study(&self) -> bool {
        self.report.is_some() || self.svg.is_some()
    }

    fn measures(&self, items: Items) -> Vec<Measure> {
        match self.measures.as_slice() {
            // By default only the measures that suit the items; one requested by name says why it has no value.
            [] if self.wants_study() => REPORTED.into_iter().filter(|measure| items.suit(*measure)).collect(),
            [] => Measure::ALL.into_iter().filter(|measure| items.suit(*measure)).collect(),
            names => names.iter().filter_map(|name| Measure::parse(name)).collect(),
        }
    }

    fn gamma(&self) -> GammaSettings {
        GammaSettings {
            dissimilarity: Dissimilarity { alpha: self.alpha, beta: self.beta, delta: self.delta },
            sampler: Sampler::ALL.into_iter().find(|s| s.as_str() == self.sampler).unwrap_or_default(),
            samples: self.samples,
            precision: self.precision,
            seed: self.seed,
            missing: self.missing,
            threads: self.threads,
            limit: (self.time_limit > 0.0).then(|| Duration::from_secs_f64(self.time_limit)),
        }
    }
}

/// What was requested; the annotators are added once the project is known.
fn request(args: &Args) -> anyhow::Result<StudyRequest> {
    let items = Items::parse(&args.items).unwrap_or_default();
    if items == Items::Pair && args.project.is_none() {
        bail!(t!("cli-agreement-pairs"));
    }
    let per = |what: &str| args.per.iter().any(|per| per == what);
    if args.spans.is_some() && (per("kind") || per("party")) {
        bail!(t!("cli-agreement-spans-per"));
    }
    Ok(StudyRequest {
        measures: args.measures(items),
        field: args.field.clone(),
        scope: StudyScope { documents: args.documents.clone(), ..StudyScope::default() },
        items,
        labelled: !args.unlabelled,
        gamma: args.gamma(),
        resamples: args.bootstrap,
        per: if args.wants_study() {
            Breakdown::ALL
        } else {
            Breakdown {
                document: args.per_document || per("document"),
                pair: per("pair"),
                kind: per("kind"),
                party: per("party"),
            }
        },
    })
}

fn scores_of_spans(path: &Path, args: &Args, request: &StudyRequest) -> anyhow::Result<Vec<Score>> {
    let corpus = read_spans(path, &args.annotators)?;
    let corpus = if args.unlabelled { corpus.unlabelled() } else { corpus };
    let monitor = Monitor::default();
    Ok(shown(&monitor, || measure(&corpus, &request.request(), &monitor)))
}

/// The scores of a project, those of its articles as wholes, and the number of its problems; writes the requested report and figures.
fn scores_of_project(
    folder: &Path,
    args: &Args,
    request: &mut StudyRequest,
) -> anyhow::Result<(Vec<Score>, Vec<ArticleAgreement>, usize)> {
    let opened = super::open(folder)?;
    let known = opened.project.annotators();
    for name in &args.annotators {
        let id = AnnotatorId::new(name.as_str())?;
        if !known.contains(&id) {
            bail!(t!("export-unknown-annotator", id = name.as_str()));
        }
        request.scope.annotators.push(id);
    }
    super::known_documents(&opened.project, &args.documents)?;
    let monitor = Monitor::default();
    let scores = if args.wants_study() {
        let answer = shown(&monitor, || study::answer(&opened.project, request, &monitor))?;
        write_files(args, &opened.project, &answer)?;
        answer.scores
    } else {
        shown(&monitor, || study::scores(&opened.project, request, &monitor))?
    };
    Ok((scores, articles::of(&opened.project, &request.scope), opened.problems.len()))
}

/// Whether a measure could not be computed, as opposed to having no value.
const fn is_unanswered(score: &Score) -> bool {
    matches!(score.figures, Err(Reason::TimeLimit(_) | Reason::NotOfPairs | Reason::TooDense))
}

/// Prints the scores, or the names of the files that contain them.
fn say_scores(
    args: &Args,
    request: &StudyRequest,
    scores: &[Score],
    articles: &[ArticleAgreement],
) -> anyhow::Result<()> {
    if args.json {
        let (request, field) = (request.request(), args.spans.is_none().then(|| args.field.name()));
        let results: Vec<Value> = scores.iter().map(|score| entry(score, &request, field.as_deref(), args)).collect();
        let articles: Vec<Value> = articles.iter().map(article_entry).collect();
        super::say_json(&json!({ "results": results, "articles": articles }))?;
        return Ok(());
    }
    if args.wants_study() || args.csv.is_some() {
        for path in [&args.report, &args.svg, &args.csv].into_iter().flatten() {
            super::say(&t!("cli-agreement-written", path = path.display().to_string()))?;
        }
        let missing: BTreeSet<String> = scores.iter().filter(|score| is_unanswered(score)).map(line).collect();
        missing.iter().for_each(|line| super::complain(line));
        return Ok(());
    }
    let mut said = None;
    for score in scores {
        // If there is no value overall, there is none by label either, for the same reason.
        let reason =
            score.figures.as_ref().err().map(|reason| (score.measure, &score.document, &score.annotators, reason));
        if reason.is_none() || said != reason {
            super::say(&line(score))?;
        }
        said = reason;
    }
    for found in articles {
        let value = |figures: &Result<Figures, Reason>| match figures {
            Ok(figures) => charts::value_text(Some(figures.value)),
            Err(reason) => reason.to_string(),
        };
        let cohen = found.cohen.as_ref().map_or_else(|| charts::value_text(None), value);
        super::say(&t!(
            "cli-agreement-article",
            attribute = found.attribute.as_str(),
            articles = found.articles,
            percent = value(&found.percent),
            cohen = cohen,
            alpha = value(&found.alpha)
        ))?;
    }
    Ok(())
}

fn article_entry(found: &ArticleAgreement) -> Value {
    let value = |figures: &Result<Figures, Reason>| match figures {
        Ok(figures) => json!({ "value": figures.value, "observed": figures.observed, "expected": figures.expected }),
        Err(reason) => json!({ "value": null, "reason": reason.as_str() }),
    };
    json!({
        "attribute": found.attribute, "articles": found.articles, "percent": value(&found.percent),
        "alpha": value(&found.alpha), "cohen": found.cohen.as_ref().map(value),
    })
}

/// Does work that may take long, and shows its progress.
fn shown<T>(monitor: &Monitor, work: impl FnOnce() -> T) -> T {
    super::shown(
        monitor,
        |done, total| t!("cli-agreement-progress", done = done, total = total),
        |done, total| t!("cli-agreement-progress-line", done = done, total = total),
        work,
    )
}

fn write_files(args: &Args, project: &Project, answer: &StudyResult) -> anyhow::Result<()> {
    if let Some(path) = &args.report {
        let report = Report::new(project, answer, &Versions::now(store::FORMAT_VERSION));
        let markdown = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("md"));
        let text = if markdown { report.markdown() } else { report.html() };
        output::put(path, text.as_bytes()).map_err(ExportError::from)?;
    }
    if let Some(path) = &args.svg {
        let confusion = Confusion::of(project, &answer.annotators, &answer.question.field, &answer.pairings, None);
        let mut figures = vec![
            charts::confusion(project, answer, &answer.question.field, &confusion),
            charts::strip(project, answer, 800.0),
        ];
        if answer.annotators.len() > 2 {
            figures.insert(0, charts::matrix(project, answer));
        }
        output::put(path, figure::stack(figures).svg().as_bytes()).map_err(ExportError::from)?;
    }
    Ok(())
}

fn entry(score: &Score, request: &Request, field: Option<&str>, args: &Args) -> Value {
    let figures = score.figures.as_ref().ok();
    let counts = figures.and_then(|figures| figures.counts);
    let mut settings = json!({ "labelled": !args.unlabelled, "documents": score.documents });
    let mut set = |key: &str, value: Value| {
        if let Some(settings) = settings.as_object_mut() {
            settings.insert(key.to_owned(), value);
        }
    };
    if let Some(field) = field {
        set("field", json!(field));
    }
    if score.measure.is_coding() {
        set("items", json!(args.items));
    }
    if score.measure.is_gamma() {
        let gamma = &request.gamma;
        set("alpha", json!(gamma.dissimilarity.alpha));
        set("beta", json!(gamma.dissimilarity.beta));
        set("delta", json!(gamma.dissimilarity.delta));
        set("sampler", json!(gamma.sampler.as_str()));
        set("samples", json!(score.samples));
        set("precision", json!(gamma.precision));
        set("seed", json!(gamma.seed));
        set("missing", json!(gamma.missing));
    }
    if request.resamples > 0 {
        set("bootstrap", json!(request.resamples));
        set("seed", json!(request.gamma.seed));
    }
    set("version", json!(env!("CARGO_PKG_VERSION")));
    json!({
        "measure": score.measure.as_str(),
        "annotators": score.annotators,
        "label": score.label,
        "document": score.document,
        "kind": match &score.part { Some(ScorePart::Kind(kind)) => Some(kind.as_str()), _ => None },
        "party": match &score.part { Some(ScorePart::Party(party)) => Some(party.as_str()), _ => None },
        "value": figures.map(|figures| figures.value),
        "reason": score.figures.as_ref().err().map(|reason| plain(&reason.to_string())),
        "reason_code": score.figures.as_ref().err().map(crate::review::agreement::Reason::as_str),
        "observed": figures.and_then(|figures| figures.observed),
        "expected": figures.and_then(|figures| figures.expected),
        "coverage": figures.and_then(|figures| figures.coverage),
        "counts": counts.map(|c| json!({ "hits_a": c.hits_a, "hits_b": c.hits_b, "a": c.a, "b": c.b })),
        "interval": score.interval.map(|(low, high)| [low, high]),
        "settings": settings,
    })
}

/// One score as a line for people: measure, annotators and document, value.
fn line(score: &Score) -> String {
    let value = match (&score.figures, score.interval) {
        (Ok(figures), None) => format!("{:.4}", figures.value),
        (Ok(figures), Some((low, high))) => format!("{:.4} [{low:.4}, {high:.4}]", figures.value),
        (Err(reason), _) => t!("cli-agreement-no-value", reason = reason.to_string()),
    };
    let part = score.part.as_ref().map(|part| match part {
        ScorePart::Kind(kind) => kind.to_string(),
        ScorePart::Party(party) => party.to_string(),
    });
    let places =
        [score.document.clone(), part, score.label.clone()].into_iter().flatten().filter(|place| !place.is_empty());
    let place: String = places.map(|place| format!(" · {place}")).collect();
    format!("{:<13} {}{place}: {value}", score.measure.as_str(), score.annotators.join(", "))
}

/// The largest file of spans that is read.
const LARGEST_BYTES: u64 = 256 << 20;

fn read_spans(path: &Path, wanted: &[String]) -> anyhow::Result<Corpus> {
    let name = path.display().to_string();
    let unreadable = || t!("cli-agreement-unreadable", path = name.as_str());
    let bytes = formats::input::read(path, LARGEST_BYTES)?;
    let Unique(value) = serde_json::from_slice(&bytes).with_context(unreadable)?;
    corpus_of(&value, wanted)
        .map_err(|what| anyhow::anyhow!(t!("cli-agreement-bad-spans", what = what, path = name.as_str())))
}

/// The corpus in a file of spans, or what is wrong with it in words.
fn corpus_of(value: &Value, wanted: &[String]) -> Result<Corpus, String> {
    let length = value.get("length").and_then(Value::as_u64).ok_or_else(|| t!("cli-agreement-bad-length"))?;
    let all = value.get("annotators").and_then(Value::as_object).ok_or_else(|| t!("cli-agreement-bad-annotators"))?;
    if let Some(name) = wanted.iter().find(|name| !all.contains_key(*name)) {
        return Err(t!("export-unknown-annotator", id = name.as_str()));
    }
    let chosen: Vec<(&String, &Value)> =
        all.iter().filter(|(name, _)| wanted.is_empty() || wanted.contains(name)).collect();
    let mut corpus = Corpus::new(chosen.iter().map(|(name, _)| (*name).clone()).collect());
    let mut lines = Vec::with_capacity(chosen.len());
    for (name, spans) in chosen {
        let bad = |index: usize| t!("cli-agreement-bad-span", annotator = name.as_str(), index = index);
        let spans = spans.as_array().ok_or_else(|| bad(0))?;
        let mut line = Vec::with_capacity(spans.len());
        for (index, span) in spans.iter().enumerate() {
            let [begin, end, label] = span.as_array().map(Vec::as_slice).unwrap_or_default() else {
                return Err(bad(index));
            };
            let (Some(begin), Some(end), Some(label)) = (begin.as_u64(), end.as_u64(), label.as_str()) else {
                return Err(bad(index));
            };
            line.push(Unit { begin, end, label: corpus.label(label) });
        }
        lines.push(Some(line));
    }
    let token = |token: &Value| {
        let pair = token.as_array()?;
        Some((pair.first()?.as_u64()?, pair.get(1)?.as_u64()?))
    };
    let tokens = value.get("tokens").and_then(Value::as_array).map(|tokens| tokens.iter().filter_map(token).collect());
    let name = String::new();
    corpus.push(Text { name, length, tokens: tokens.unwrap_or_default(), lines }).map_err(|error| error.to_string())?;
    Ok(corpus)
}

fn parse_field(name: &str) -> Result<LabelField, String> {
    LabelField::parse(name).ok_or_else(|| plain(&t!("cli-agreement-field")))
}

fn parse_samples(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| (1..=MOST_SAMPLES).contains(number));
    number.ok_or_else(|| plain(&t!("cli-agreement-samples", most = MOST_SAMPLES)))
}

fn parse_seconds(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| (0.0..=1e9).contains(number));
    number.ok_or_else(|| plain(&t!("cli-agreement-seconds")))
}

/// A JSON value in which no object has a name twice, since the first value would be lost.
struct Unique(Value);

impl<'de> serde::Deserialize<'de> for Unique {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Unique;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("JSON")
            }

            fn visit_bool<E>(self, value: bool) -> Result<Unique, E> {
                Ok(Unique(value.into()))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Unique, E> {
                Ok(Unique(value.into()))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Unique, E> {
                Ok(Unique(value.into()))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Unique, E> {
                Ok(Unique(value.into()))
            }

            fn visit_str<E>(self, value: &str) -> Result<Unique, E> {
                Ok(Unique(value.into()))
            }

            fn visit_unit<E>(self) -> Result<Unique, E> {
                Ok(Unique(Value::Null))
            }

            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut list: A) -> Result<Unique, A::Error> {
                let mut values = Vec::new();
                while let Some(Unique(value)) = list.next_element()? {
                    values.push(value);
                }
                Ok(Unique(Value::Array(values)))
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Unique, A::Error> {
                let mut values = serde_json::Map::new();
                while let Some(key) = map.next_key::<String>()? {
                    if values.contains_key(&key) {
                        let said = plain(&t!("cli-agreement-key-twice", key = key));
                        return Err(serde::de::Error::custom(said));
                    }
                    let Unique(value) = map.next_value()?;
                    values.insert(key, value);
                }
                Ok(Unique(Value::Object(values)))
            }
        }

        deserializer.deserialize_any(Visitor)
    }
}

fn parse_weight(text: &str) -> Result<f64, String> {
    let number = crate::text::numbers::decimal(text).filter(|number| number.is_finite() && *number >= 0.0);
    number.ok_or_else(|| plain(&t!("cli-agreement-weight")))
}

fn parse_positive(text: &str) -> Result<f64, String> {
    let number = crate::text::numbers::decimal(text).filter(|number| number.is_finite() && *number > 0.0);
    number.ok_or_else(|| plain(&t!("cli-agreement-positive")))
}
