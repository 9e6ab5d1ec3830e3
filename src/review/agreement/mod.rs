//! Agreement between annotators on labelled spans: the measures, for pairs, labels, documents and the whole.
//!
//! A measure that evaluates to 0/0, or is not defined for the data, has no value and gives the reason; it is never a
//! silent 1. Pairwise measures (F1, percentage, Cohen) are given for every pair and for all: F1 pooled over the pairs,
//! percentage over all pairs of values, Cohen's as the mean of the pairs (Light 1971). For documents that only some
//! annotators did: F1, percentage, Cohen's and α use those that two did; Fleiss, α_U, u-α and γ use only those that all
//! of them did.

pub mod alignment;
pub mod articles;
pub mod coding;
pub mod corpus;
pub mod f1;
pub mod fields;
pub mod gamma;
mod packing;
pub mod random;
pub mod unitizing;
mod value;

use std::collections::BTreeMap;

use coding::{CodingTable, PairTable};
use corpus::Corpus;
use f1::{Form, MatchCounts};
use gamma::Computed;
use random::Random;

pub use value::{Figures, Reason};

use crate::monitor::Monitor;
use crate::t;

/// A measure of agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    F1Exact,
    F1Match,
    F1Any,
    F1Char,
    Percent,
    Cohen,
    Fleiss,
    Alpha,
    AlphaU1995,
    UAlpha,
    UAlphaBar,
    CuAlpha,
    KuAlpha,
    Gamma,
    GammaCat,
    GammaK,
}

impl Measure {
    pub const ALL: [Self; 16] = [
        Self::F1Exact,
        Self::F1Match,
        Self::F1Any,
        Self::F1Char,
        Self::Percent,
        Self::Cohen,
        Self::Fleiss,
        Self::Alpha,
        Self::AlphaU1995,
        Self::UAlpha,
        Self::UAlphaBar,
        Self::CuAlpha,
        Self::KuAlpha,
        Self::Gamma,
        Self::GammaCat,
        Self::GammaK,
    ];

    /// The name on the command line and in files.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::F1Exact => "f1-exact",
            Self::F1Match => "f1-match",
            Self::F1Any => "f1-any",
            Self::F1Char => "f1-char",
            Self::Percent => "percent",
            Self::Cohen => "cohen",
            Self::Fleiss => "fleiss",
            Self::Alpha => "alpha",
            Self::AlphaU1995 => "alpha-u-1995",
            Self::UAlpha => "u-alpha",
            Self::UAlphaBar => "u-alpha-bar",
            Self::CuAlpha => "cu-alpha",
            Self::KuAlpha => "ku-alpha",
            Self::Gamma => "gamma",
            Self::GammaCat => "gamma-cat",
            Self::GammaK => "gamma-k",
        }
    }

    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.as_str() == name)
    }

    /// The name on screen and in reports.
    pub(crate) fn title(self) -> String {
        match self {
            Self::F1Exact => t!("agreement-name-f1-exact"),
            Self::F1Match => t!("agreement-name-f1-match"),
            Self::F1Any => t!("agreement-name-f1-any"),
            Self::F1Char => t!("agreement-name-f1-char"),
            Self::Percent => t!("agreement-name-percent"),
            Self::Cohen => t!("agreement-name-cohen"),
            Self::Fleiss => t!("agreement-name-fleiss"),
            Self::Alpha => t!("agreement-name-alpha"),
            Self::AlphaU1995 => t!("agreement-name-alpha-u-1995"),
            Self::UAlpha => t!("agreement-name-u-alpha"),
            Self::UAlphaBar => t!("agreement-name-u-alpha-bar"),
            Self::CuAlpha => t!("agreement-name-cu-alpha"),
            Self::KuAlpha => t!("agreement-name-ku-alpha"),
            Self::Gamma => t!("agreement-name-gamma"),
            Self::GammaCat => t!("agreement-name-gamma-cat"),
            Self::GammaK => t!("agreement-name-gamma-k"),
        }
    }

    /// Its source, for a list of references.
    pub(crate) fn source(self) -> String {
        match self {
            Self::F1Exact | Self::F1Match | Self::F1Any | Self::F1Char => t!("agreement-source-f1"),
            Self::Percent => t!("agreement-source-percent"),
            Self::Cohen => t!("agreement-source-cohen"),
            Self::Fleiss => t!("agreement-source-fleiss"),
            Self::Alpha => t!("agreement-source-alpha"),
            Self::AlphaU1995 => t!("agreement-source-alpha-u-1995"),
            Self::UAlpha | Self::UAlphaBar | Self::CuAlpha | Self::KuAlpha => t!("agreement-source-u-alpha"),
            Self::Gamma => t!("agreement-source-gamma"),
            Self::GammaCat | Self::GammaK => t!("agreement-source-gamma-cat"),
        }
    }

    /// Its meaning and when to distrust it, in a sentence or two.
    pub(crate) fn describe(self) -> String {
        match self {
            Self::F1Exact => t!("agreement-about-f1-exact"),
            Self::F1Match => t!("agreement-about-f1-match"),
            Self::F1Any => t!("agreement-about-f1-any"),
            Self::F1Char => t!("agreement-about-f1-char"),
            Self::Percent => t!("agreement-about-percent"),
            Self::Cohen => t!("agreement-about-cohen"),
            Self::Fleiss => t!("agreement-about-fleiss"),
            Self::Alpha => t!("agreement-about-alpha"),
            Self::AlphaU1995 => t!("agreement-about-alpha-u-1995"),
            Self::UAlpha => t!("agreement-about-u-alpha"),
            Self::UAlphaBar => t!("agreement-about-u-alpha-bar"),
            Self::CuAlpha => t!("agreement-about-cu-alpha"),
            Self::KuAlpha => t!("agreement-about-ku-alpha"),
            Self::Gamma => t!("agreement-about-gamma"),
            Self::GammaCat => t!("agreement-about-gamma-cat"),
            Self::GammaK => t!("agreement-about-gamma-k"),
        }
    }

    /// Whether it is computed from pairs of annotators.
    pub(crate) const fn is_pairwise(self) -> bool {
        matches!(self, Self::Percent | Self::Cohen) || self.form().is_some()
    }

    /// Whether it belongs to the γ family.
    pub const fn is_gamma(self) -> bool {
        matches!(self, Self::Gamma | Self::GammaCat | Self::GammaK)
    }

    /// Whether it counts items with one label each: characters or tokens.
    pub(crate) const fn is_coding(self) -> bool {
        matches!(self, Self::Percent | Self::Cohen | Self::Fleiss | Self::Alpha)
    }

    /// Whether it has values for single labels only.
    pub(crate) const fn is_of_labels(self) -> bool {
        matches!(self.labels(), Labels::Only)
    }

    const fn form(self) -> Option<Form> {
        match self {
            Self::F1Exact => Some(Form::Exact),
            Self::F1Match => Some(Form::Match),
            Self::F1Any => Some(Form::Any),
            Self::F1Char => Some(Form::Char),
            _ => None,
        }
    }

    const fn labels(self) -> Labels {
        match self {
            Self::KuAlpha | Self::GammaK => Labels::Only,
            Self::UAlpha | Self::UAlphaBar | Self::CuAlpha | Self::Gamma | Self::GammaCat => Labels::None,
            _ => Labels::Also,
        }
    }
}

/// Whether a measure has values for single labels.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Labels {
    None,
    Also,
    Only,
}

/// The items that the coding measures count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Item {
    #[default]
    Character,
    Token,
}

/// A request for what to compute.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    pub measures: Vec<Measure>,
    pub item: Item,
    pub gamma: gamma::GammaSettings,
    /// Whether to compute values for each document too.
    pub per_document: bool,
    /// Whether to compute values for every pair of annotators too, for measures that are not pairwise.
    pub per_pair: bool,
    /// How many times the documents are resampled for the confidence intervals; 0 means no intervals.
    pub resamples: usize,
}

impl Default for Request {
    fn default() -> Self {
        Self {
            measures: Measure::ALL.to_vec(),
            item: Item::default(),
            gamma: gamma::GammaSettings::default(),
            per_document: false,
            per_pair: false,
            resamples: 0,
        }
    }
}

/// One value, or why there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    pub measure: Measure,
    pub annotators: Vec<String>,
    /// `None` means all labels.
    pub label: Option<String>,
    /// `None` means all documents.
    pub document: Option<String>,
    /// The statements that were compared; `None` means all.
    pub part: Option<fields::ScorePart>,
    /// The number of documents behind the value.
    pub documents: usize,
    pub figures: Result<Figures, Reason>,
    /// The 95 % percentile bootstrap interval over documents (Efron and Tibshirani 1993), if it was requested and there
    /// are at least two documents.
    pub interval: Option<(f64, f64)>,
    /// The number of chance samples that γ drew.
    pub samples: Option<usize>,
}

impl Score {
    /// A score over all labels, documents and statements, with only the figures set.
    pub(crate) const fn new(measure: Measure, annotators: Vec<String>, figures: Result<Figures, Reason>) -> Self {
        Self {
            measure,
            annotators,
            label: None,
            document: None,
            part: None,
            documents: 0,
            figures,
            interval: None,
            samples: None,
        }
    }

    /// The value, if there is one.
    pub fn value(&self) -> Option<f64> {
        self.figures.as_ref().ok().map(|figures| figures.value)
    }
}

/// Computes everything that was requested, in the order of the measures.
pub fn run(corpus: &Corpus, request: &Request, monitor: &Monitor) -> Vec<Score> {
    let mut scores = Vec::new();
    let whole = Run { request, monitor, document: None };
    whole.run(corpus, &mut scores);
    if request.per_document {
        for text in &corpus.texts {
            let alone = Corpus { texts: vec![text.clone()], ..corpus.clone() };
            Run { request, monitor, document: Some(text.name.clone()) }.run(&alone, &mut scores);
        }
    }
    scores
}

/// One pass over the measures, for the whole or one document.
struct Run<'r> {
    request: &'r Request,
    monitor: &'r Monitor,
    document: Option<String>,
}

impl Run<'_> {
    fn run(&self, corpus: &Corpus, scores: &mut Vec<Score>) {
        let tokens = (self.request.item == Item::Token).then(|| corpus.on_tokens());
        let no_tokens =
            self.request.item == Item::Token && corpus.texts.iter().any(|t| t.tokens.is_empty() && t.length > 0);
        // All γ measures use the same alignments.
        let mut gammas: BTreeMap<Vec<usize>, Result<Computed, Reason>> = BTreeMap::new();
        for measure in &self.request.measures {
            let measure = *measure;
            let data = if measure.is_coding() { tokens.as_ref().unwrap_or(corpus) } else { corpus };
            let everybody: Vec<usize> = (0..corpus.annotators.len()).collect();
            let mut groups: Vec<Vec<usize>> = Vec::new();
            if (measure.is_pairwise() || self.request.per_pair) && everybody.len() > 2 {
                groups.extend(corpus.pairs().into_iter().map(|(a, b)| vec![a, b]));
            }
            groups.push(everybody);
            for group in groups {
                let data = data.select(&group);
                let labels: Vec<Option<u32>> = match measure.labels() {
                    Labels::None => vec![None],
                    Labels::Only => (0..).take(data.labels.len()).map(Some).collect(),
                    Labels::Also if data.labels == [""] => vec![None],
                    Labels::Also => std::iter::once(None).chain((0..).take(data.labels.len()).map(Some)).collect(),
                };
                let labels = if labels.is_empty() { vec![None] } else { labels };
                if measure.is_gamma() && !gammas.contains_key(&group) {
                    let computed = gamma::compute(&data, &self.request.gamma, self.monitor);
                    gammas.insert(group.clone(), computed);
                }
                let gamma = gammas.get(&group).filter(|_| measure.is_gamma());
                let measured = Measured { measure, gamma, no_tokens };
                for label in labels {
                    let figures = measured.figures(&data, label);
                    let interval = figures.is_ok().then(|| self.interval(&measured, &data, label)).flatten();
                    scores.push(Score {
                        label: label.and_then(|label| data.labels.get(label as usize).cloned()),
                        document: self.document.clone(),
                        documents: data.texts.iter().filter(|text| measure.uses(text)).count(),
                        interval,
                        samples: gamma.and_then(|g| g.as_ref().ok()).map(Computed::samples),
                        ..Score::new(measure, data.annotators.clone(), figures)
                    });
                }
            }
        }
    }

    fn interval(&self, measured: &Measured<'_>, corpus: &Corpus, label: Option<u32>) -> Option<(f64, f64)> {
        // γ contains only the texts that it uses, by their index among them.
        let usable: Vec<usize> = corpus
            .texts
            .iter()
            .enumerate()
            .filter(|(_, text)| measured.measure.uses(text))
            .enumerate()
            .map(|(place, (index, _))| if measured.measure.is_gamma() { place } else { index })
            .collect();
        interval_of(&usable, self.request, self.monitor, |drawn| {
            if measured.measure.is_gamma() {
                return measured.gamma_figures(drawn, label);
            }
            let texts = drawn.iter().filter_map(|at| corpus.texts.get(*at).cloned()).collect();
            let drawn = Corpus { texts, annotators: corpus.annotators.clone(), labels: corpus.labels.clone() };
            measured.figures(&drawn, label)
        })
    }
}

/// The interval that contains the middle 95 % of the values over resampled documents.
pub(super) fn interval_of(
    usable: &[usize],
    request: &Request,
    monitor: &Monitor,
    figures: impl Fn(&[usize]) -> Result<Figures, Reason>,
) -> Option<(f64, f64)> {
    if request.resamples == 0 || usable.len() < 2 {
        return None;
    }
    let mut values: Vec<f64> = Vec::new();
    for round in 0..request.resamples {
        if monitor.is_stopped() {
            return None;
        }
        let mut random = Random::new(request.gamma.seed, (1 << 60) | round as u64);
        let drawn: Vec<usize> = usable.iter().filter_map(|_| usable.get(random.below(usable.len())).copied()).collect();
        values.extend(figures(&drawn).ok().map(|figures| figures.value));
    }
    values.sort_by(f64::total_cmp);
    Some((percentile(&values, 0.025)?, percentile(&values, 0.975)?))
}

impl Measure {
    /// Whether a document counts for this measure.
    fn uses(self, text: &corpus::Text) -> bool {
        let did = text.lines.iter().flatten().count();
        match self {
            Self::Percent | Self::Cohen | Self::Alpha => did >= 2,
            _ if self.form().is_some() => did >= 2,
            _ => did == text.lines.len(),
        }
    }
}

struct Measured<'g> {
    measure: Measure,
    gamma: Option<&'g Result<Computed, Reason>>,
    no_tokens: bool,
}

impl Measured<'_> {
    fn figures(&self, corpus: &Corpus, label: Option<u32>) -> Result<Figures, Reason> {
        let measure = self.measure;
        if corpus.annotators.len() < 2 {
            return Err(Reason::OneAnnotator);
        }
        if !corpus.texts.iter().any(|text| measure.uses(text)) {
            return Err(Reason::NothingInCommon);
        }
        if measure.is_coding() && self.no_tokens {
            return Err(Reason::NoTokens);
        }
        if corpus.is_blank() {
            return Err(Reason::NothingAnnotated);
        }
        if let Some(form) = measure.form() {
            return f1_of(corpus, form, label);
        }
        if !measure.is_gamma()
            && let Some(annotator) = corpus.overlapping(measure == Measure::AlphaU1995)
        {
            return Err(Reason::Overlap(annotator.to_owned()));
        }
        if let Some(label) = label
            && !corpus.texts.iter().flat_map(|text| &text.lines).flatten().flatten().any(|unit| unit.label == label)
        {
            return Err(Reason::NothingAnnotated);
        }
        // In tables 0 is “not marked”.
        let place = label.map(|label| label + 1);
        match measure {
            Measure::Percent => CodingTable::of(corpus).percent(place),
            Measure::Fleiss => CodingTable::of(corpus).fleiss(corpus.annotators.len(), place),
            Measure::Alpha => CodingTable::of(corpus).alpha(place),
            Measure::Cohen => cohen(corpus, place),
            Measure::AlphaU1995 => {
                let parts = unitizing::alpha_u_1995(&corpus.concatenated());
                match label {
                    Some(label) => parts.get(&label).copied().unwrap_or_default().figures(),
                    None => {
                        // Sorted by label, so that the last digit does not depend on the order of a hash map.
                        let mut parts: Vec<_> = parts.into_iter().collect();
                        parts.sort_by_key(|part| part.0);
                        // The mean over the labels, as in DKPro; α is the same as for the sum.
                        let mean = |part: fn(&unitizing::Disagreement) -> f64| {
                            parts.iter().map(|(_, p)| part(p)).sum::<f64>() / parts.len() as f64
                        };
                        unitizing::Disagreement { observed: mean(|p| p.observed), expected: mean(|p| p.expected) }
                            .figures()
                    }
                }
            }
            Measure::UAlpha => unitizing::unitized(corpus).u_alpha(),
            Measure::UAlphaBar => unitizing::unitized(&corpus.unlabelled()).u_alpha(),
            Measure::CuAlpha => unitizing::unitized(corpus).cu_alpha(),
            Measure::KuAlpha => unitizing::unitized(corpus).ku_alpha(label.ok_or(Reason::NothingAnnotated)?),
            _ => {
                let texts: Vec<usize> = (0..corpus.texts.iter().filter(|text| measure.uses(text)).count()).collect();
                self.gamma_figures(&texts, label)
            }
        }
    }

    fn gamma_figures(&self, texts: &[usize], label: Option<u32>) -> Result<Figures, Reason> {
        let computed = self.gamma.ok_or(Reason::NothingAnnotated)?.as_ref().map_err(Clone::clone)?;
        match self.measure {
            Measure::Gamma => computed.gamma(texts),
            Measure::GammaCat => computed.gamma_cat(texts, None),
            _ => computed.gamma_cat(texts, Some(label.ok_or(Reason::NothingAnnotated)?)),
        }
    }
}

/// F1 pooled over all pairs.
fn f1_of(corpus: &Corpus, form: Form, label: Option<u32>) -> Result<Figures, Reason> {
    let corpus =
        label.map_or_else(|| std::borrow::Cow::Borrowed(corpus), |label| std::borrow::Cow::Owned(corpus.only(label)));
    let (mut counts, pairs) = (MatchCounts::default(), corpus.pairs());
    for text in &corpus.texts {
        for (a, b) in &pairs {
            if let (Some(Some(a)), Some(Some(b))) = (text.lines.get(*a), text.lines.get(*b)) {
                let found = f1::counts(form, a, b);
                // If the two hits differ, the order of the annotators would matter, so several pairs count both ways.
                counts += if form == Form::Any && pairs.len() > 1 { found.both_ways() } else { found };
            }
        }
    }
    let value = counts.f1().ok_or(Reason::NothingAnnotated)?;
    Ok(Figures { value, counts: Some(counts), ..Figures::default() })
}

/// Cohen's kappa of two annotators, or the mean of the pairs.
fn cohen(corpus: &Corpus, label: Option<u32>) -> Result<Figures, Reason> {
    let pairs = corpus.pairs();
    let mut found = Vec::with_capacity(pairs.len());
    let mut reason = Reason::NothingInCommon;
    for (a, b) in &pairs {
        match PairTable::of(&corpus.select(&[*a, *b])).cohen(label) {
            Ok(figures) => found.push(figures),
            Err(why) => reason = why,
        }
    }
    match found.as_slice() {
        [] => Err(reason),
        [one] if pairs.len() == 1 => Ok(*one),
        all => Ok(Figures {
            value: all.iter().map(|figures| figures.value).sum::<f64>() / all.len() as f64,
            ..Figures::default()
        }),
    }
}

/// A percentile, by linear interpolation between the two nearest values of a sorted list.
fn percentile(sorted: &[f64], share: f64) -> Option<f64> {
    let at = share * (sorted.len().checked_sub(1)? as f64);
    let (low, high) = (sorted.get(at.floor() as usize)?, sorted.get(at.ceil() as usize)?);
    Some(low + (high - low) * at.fract())
}
