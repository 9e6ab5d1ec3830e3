//! γ, γ-cat and γ-k: agreement on positions and labels together, corrected for chance.
//!
//! Mathet, Widlöcher and Métivier 2015 (CL 41:437); Mathet 2017 (CL 43:661) for γ-cat. γ = 1 − observed/expected
//! disorder of the best alignment. Over several texts, the disorders of the texts are summed and then divided by the
//! mean number of units per annotator, and every chance sample draws each text anew; with one text this is the
//! definition.

use std::num::NonZero;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::alignment::{AlignmentError, Dissimilarity, PlacedUnit, Stop, best};
use super::corpus::{Corpus, Text, Unit};
use super::random::Random;
use super::value::{Figures, Reason, to_f64};
use crate::monitor::Monitor;

/// How chance samples are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Sampler {
    /// Numbers, lengths and gaps are drawn from normal distributions with the means and deviations of the data, labels
    /// by their frequency: the default of pygamma-agreement.
    #[default]
    Statistical,
    /// Lines of random annotators are shifted round the text by pivots that are at least half a mean length apart: the
    /// method of the paper.
    Shuffle,
}

impl Sampler {
    pub(crate) const ALL: [Self; 2] = [Self::Statistical, Self::Shuffle];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Statistical => "statistical",
            Self::Shuffle => "shuffle",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GammaSettings {
    pub dissimilarity: Dissimilarity,
    pub sampler: Sampler,
    /// The initial number of chance samples.
    pub samples: usize,
    /// The relative error of the expected disorder, with 95 % confidence, to reach which more samples are drawn, once.
    pub precision: Option<f64>,
    pub seed: u64,
    /// Whether γ-cat and γ-k also count each missing unit as a difference of weight Δ, as pygamma-agreement does beyond
    /// the paper.
    pub missing: bool,
    /// The number of threads; as many as the machine has if `None`. The result does not depend on it.
    pub threads: Option<NonZero<usize>>,
    /// The time limit for all γ computations of a run together; none if `None`.
    pub limit: Option<Duration>,
}

impl Default for GammaSettings {
    fn default() -> Self {
        Self {
            dissimilarity: Dissimilarity::default(),
            sampler: Sampler::default(),
            samples: 30,
            precision: None,
            seed: 1,
            missing: false,
            threads: None,
            limit: None,
        }
    }
}

/// Everything that γ, γ-cat and γ-k need, by text, so that texts can be reweighted without a new alignment.
#[derive(Clone, Debug, PartialEq)]
pub struct Computed {
    annotators: usize,
    labels: usize,
    observed: Vec<Sums>,
    /// By sample, then by text.
    chance: Vec<Vec<Sums>>,
    /// For each label's index here, its index in the corpus.
    label_order: Vec<u32>,
}

/// The sums of one alignment.
#[derive(Clone, Debug, PartialEq, Default)]
struct Sums {
    units: usize,
    disorder: f64,
    /// The weighted label differences in pairs, and the weights: for all pairs, then for those with each label.
    labels: Vec<(f64, f64)>,
}

/// Aligns the texts that all annotators did, and the chance samples.
///
/// # Errors
/// Why there is no value.
pub fn compute(corpus: &Corpus, settings: &GammaSettings, monitor: &Monitor) -> Result<Computed, Reason> {
    let began = Instant::now();
    let left = settings.limit.map(|limit| (limit, limit.saturating_sub(monitor.limited_time())));
    let is_over = || left.is_some_and(|(_, left)| began.elapsed() >= left);
    let computed = compute_until(corpus, settings, monitor, &is_over);
    monitor.add_limited_time(began.elapsed());
    match (computed, left) {
        (Err(Reason::Stopped), Some((limit, _))) if !monitor.is_stopped() => Err(Reason::TimeLimit(limit)),
        (computed, _) => computed,
    }
}

fn compute_until(
    corpus: &Corpus,
    settings: &GammaSettings,
    monitor: &Monitor,
    is_over: &(impl Fn() -> bool + Sync),
) -> Result<Computed, Reason> {
    if corpus.annotators.len() < 2 {
        return Err(Reason::OneAnnotator);
    }
    let (texts, label_order) = canonical(corpus);
    if texts.is_empty() {
        return Err(Reason::NothingInCommon);
    }
    if texts.iter().flat_map(|text| &text.lines).all(Vec::is_empty) {
        return Err(Reason::NothingAnnotated);
    }
    let labels = label_order.len();
    let texts: Vec<Chance> = texts.into_iter().map(|text| Chance::new(text, labels)).collect();
    monitor.expect(settings.samples + 1);
    let work = |job: usize, stop: Stop<'_>| {
        let sums = texts.iter().enumerate().map(|(number, text)| {
            if job == 0 {
                return Sums::of(&text.lines, labels, settings, stop);
            }
            let mut random = Random::new(settings.seed, ((job as u64) << 32) | number as u64);
            Sums::of(&text.sample(settings.sampler, &mut random), labels, settings, stop)
        });
        let sums = sums.collect::<Result<Vec<_>, _>>().map_err(reason);
        monitor.advance(1);
        sums
    };
    let stop = || monitor.is_stopped() || is_over();
    let mut all = parallel(0..settings.samples + 1, settings.threads, &stop, &work)?;
    if let Some(precision) = settings.precision {
        let chance: Vec<f64> = all.iter().skip(1).map(|sums| disorder(sums.iter(), corpus.annotators.len())).collect();
        let needed = samples_needed(&chance, precision).min(MOST_SAMPLES);
        if needed > settings.samples {
            monitor.expect(needed - settings.samples);
            all.extend(parallel(settings.samples + 1..needed + 1, settings.threads, &stop, &work)?);
        }
    }
    let mut all = all.into_iter();
    let observed = all.next().unwrap_or_default();
    Ok(Computed { annotators: corpus.annotators.len(), labels, observed, chance: all.collect(), label_order })
}

/// The most samples that are drawn for any precision.
pub(crate) const MOST_SAMPLES: usize = 100_000;

/// The number of samples n = ⌈(1.96·CV/p)²⌉, CV = sd/mean with the population's standard deviation.
pub fn samples_needed(disorders: &[f64], precision: f64) -> usize {
    let (mean, deviation) = mean_and_deviation(disorders.iter().copied());
    let needed = (1.96 * deviation / mean / precision).powi(2).ceil();
    if needed.is_finite() && needed >= 0.0 { needed as usize } else { 0 }
}

impl Computed {
    /// γ over these texts, each counted as often as it occurs in the list.
    ///
    /// # Errors
    /// Why there is no value.
    pub fn gamma(&self, texts: &[usize]) -> Result<Figures, Reason> {
        let of = |sums: &[Sums]| disorder(texts.iter().filter_map(|text| sums.get(*text)), self.annotators);
        let observed = of(&self.observed);
        if observed.is_nan() {
            return Err(Reason::NothingAnnotated);
        }
        let expected = mean(self.chance.iter().map(|sums| of(sums)).filter(|disorder| disorder.is_finite()));
        let observed_is =
            Figures { value: 1.0, observed: Some(observed), expected: Some(expected), ..Figures::default() };
        if observed == 0.0 {
            return Ok(observed_is);
        }
        if expected == 0.0 || expected.is_nan() {
            return Err(Reason::NoVariation);
        }
        Ok(Figures { value: 1.0 - observed / expected, ..observed_is })
    }

    /// γ-cat, or γ-k of a label of the corpus.
    ///
    /// # Errors
    /// Why there is no value.
    pub(crate) fn gamma_cat(&self, texts: &[usize], label: Option<u32>) -> Result<Figures, Reason> {
        let place = match label {
            None => 0,
            Some(label) => 1 + self.label_order.iter().position(|own| *own == label).ok_or(Reason::NothingAnnotated)?,
        };
        let of = |sums: &[Sums]| {
            let pairs = texts.iter().filter_map(|text| sums.get(*text)?.labels.get(place));
            let (differences, weights) = pairs.fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
            (weights > 0.0).then(|| differences / weights)
        };
        let observed = of(&self.observed).ok_or(Reason::NoPairs)?;
        let expected = mean(self.chance.iter().filter_map(|sums| of(sums)));
        let observed_is = Figures {
            value: 1.0,
            observed: Some(observed),
            expected: Some(expected).filter(|e| e.is_finite()),
            ..Figures::default()
        };
        if observed == 0.0 {
            return Ok(observed_is);
        }
        if expected == 0.0 || expected.is_nan() {
            return Err(Reason::NoVariation);
        }
        Ok(Figures { value: 1.0 - observed / expected, ..observed_is })
    }

    /// How many chance samples were drawn.
    pub(crate) const fn samples(&self) -> usize {
        self.chance.len()
    }
}

/// Σ disorders / (units / annotators); NaN if there are no units.
fn disorder<'s>(sums: impl Iterator<Item = &'s Sums>, annotators: usize) -> f64 {
    let (units, disorder) = sums.fold((0, 0.0), |sum, text| (sum.0 + text.units, sum.1 + text.disorder));
    if units == 0 { f64::NAN } else { disorder / (to_f64(units as u64) / to_f64(annotators as u64)) }
}

impl Sums {
    fn of(
        lines: &[Vec<PlacedUnit>],
        labels: usize,
        settings: &GammaSettings,
        stop: Stop<'_>,
    ) -> Result<Self, AlignmentError> {
        let alignment = best(lines, settings.dissimilarity, stop)?;
        let labels = label_sums(lines, &alignment.tuples, labels, settings);
        Ok(Self { units: alignment.units, disorder: alignment.disorder, labels })
    }
}

/// Σ weight·d_cat and Σ weight of the pairs inside unitary alignments, for all and for those with each label.
///
/// A pair has the weight max(0, 1 − α·places)/(k − 1) in a unitary alignment of k units.
pub fn label_sums(
    lines: &[Vec<PlacedUnit>],
    tuples: &[Vec<(usize, usize)>],
    labels: usize,
    settings: &GammaSettings,
) -> Vec<(f64, f64)> {
    let measure = settings.dissimilarity;
    let mut sums = vec![(0.0, 0.0); labels + 1];
    let mut add = |place: usize, differences: f64, weight: f64| {
        if let Some(sum) = sums.get_mut(place) {
            (sum.0, sum.1) = (sum.0 + differences, sum.1 + weight);
        }
    };
    let mut partners: Vec<Vec<usize>> = lines.iter().map(|line| vec![0; line.len()]).collect();
    for tuple in tuples.iter().filter(|tuple| tuple.len() > 1) {
        let units: Vec<&PlacedUnit> =
            tuple.iter().filter_map(|(annotator, unit)| lines.get(*annotator)?.get(*unit)).collect();
        for (annotator, unit) in tuple {
            let place = partners.get_mut(*annotator).and_then(|line| line.get_mut(*unit));
            place.into_iter().for_each(|place| *place = tuple.len() - 1);
        }
        for (index, first) in units.iter().enumerate() {
            for second in units.iter().skip(index + 1) {
                let weight =
                    (1.0 - measure.alpha * measure.places(first, second)).max(0.0) / to_f64((units.len() - 1) as u64);
                let differ = first.label != second.label;
                let places = [Some(0), Some(first.label as usize + 1), differ.then_some(second.label as usize + 1)];
                places.into_iter().flatten().for_each(|place| add(place, if differ { weight } else { 0.0 }, weight));
            }
        }
    }
    if settings.missing {
        for (line, partners) in lines.iter().zip(&partners) {
            for (unit, partners) in line.iter().zip(partners) {
                let missing = to_f64((lines.len() - 1 - partners) as u64) * measure.delta;
                [0, unit.label as usize + 1].into_iter().for_each(|place| add(place, missing * measure.delta, missing));
            }
        }
    }
    sums
}

/// The texts that all annotators did, with annotators and labels in an order that depends on the spans alone, so that
/// neither names nor input order change a value. A duplicate unit counts once: a continuum is a set.
fn canonical(corpus: &Corpus) -> (Vec<Lines>, Vec<u32>) {
    let texts: Vec<&Text> = corpus.done_by_all().collect();
    let mut places: Vec<Vec<(usize, u64, u64)>> = vec![Vec::new(); corpus.labels.len()];
    for (number, text) in texts.iter().enumerate() {
        for unit in text.lines.iter().flatten().flatten() {
            places.get_mut(unit.label as usize).into_iter().for_each(|list| list.push((number, unit.begin, unit.end)));
        }
    }
    places.iter_mut().for_each(|list| list.sort_unstable());
    let mut order: Vec<u32> = (0_u32..)
        .take(corpus.labels.len())
        .filter(|label| places.get(*label as usize).is_some_and(|list| !list.is_empty()))
        .collect();
    order.sort_by_key(|label| (places.get(*label as usize), corpus.labels.get(*label as usize)));
    let rank = |label: u32| order.iter().position(|own| *own == label).unwrap_or_default();
    let mut lines: Vec<Vec<Vec<Unit>>> = vec![Vec::new(); corpus.annotators.len()];
    for text in &texts {
        for (into, line) in lines.iter_mut().zip(text.lines.iter().flatten()) {
            let mut line: Vec<Unit> = line
                .iter()
                .map(|unit| Unit { label: u32::try_from(rank(unit.label)).unwrap_or_default(), ..*unit })
                .collect();
            line.sort_unstable();
            line.dedup();
            into.push(line);
        }
    }
    lines.sort();
    let text = |(number, text): (usize, &&Text)| Lines {
        length: text.length,
        lines: lines.iter().map(|line| line.get(number).into_iter().flatten().map(placed).collect()).collect(),
    };
    (texts.iter().enumerate().map(text).collect(), order)
}

fn placed(unit: &Unit) -> PlacedUnit {
    PlacedUnit { begin: unit.begin as f64, end: unit.end as f64, label: unit.label }
}

/// One text's lines.
struct Lines {
    length: u64,
    lines: Vec<Vec<PlacedUnit>>,
}

/// One text and the statistics from which chance samples are drawn.
struct Chance {
    lines: Vec<Vec<PlacedUnit>>,
    number: (f64, f64),
    gap: (f64, f64),
    length: (f64, f64),
    /// The cumulative frequencies of the labels.
    labels: Vec<f64>,
    end: f64,
}

impl Chance {
    fn new(text: Lines, labels: usize) -> Self {
        let lines = text.lines;
        let units = || lines.iter().flatten();
        // pygamma-agreement's list of gaps: one 0, the gaps between neighbours, and those before the first units.
        let mut gaps = vec![0.0];
        for line in &lines {
            gaps.extend(line.iter().zip(line.iter().skip(1)).map(|(unit, next)| next.begin - unit.end));
        }
        gaps.extend(lines.iter().filter_map(|line| line.first()).map(|unit| unit.begin).filter(|begin| *begin > 0.0));
        let mut frequencies = vec![0.0; labels];
        units().map(|unit| unit.label as usize).for_each(|label| {
            frequencies.get_mut(label).into_iter().for_each(|count| *count += 1.0);
        });
        let total: f64 = frequencies.iter().sum();
        let cumulated = frequencies.iter().scan(0.0, |sum, count| {
            *sum += count / total;
            Some(*sum)
        });
        Self {
            number: mean_and_deviation(lines.iter().map(|line| to_f64(line.len() as u64))),
            gap: mean_and_deviation(gaps.iter().copied()),
            length: mean_and_deviation(units().map(|unit| unit.end - unit.begin)),
            labels: cumulated.collect(),
            end: units().map(|unit| unit.end).fold(0.0, f64::max).min(text.length as f64),
            lines,
        }
    }

    fn sample(&self, sampler: Sampler, random: &mut Random) -> Vec<Vec<PlacedUnit>> {
        if self.lines.iter().all(Vec::is_empty) {
            return self.lines.clone();
        }
        loop {
            let lines = match sampler {
                Sampler::Statistical => self.statistical(random),
                Sampler::Shuffle => self.shuffled(random),
            };
            // An empty sample has no disorder; it is drawn again, as in pygamma-agreement.
            if lines.iter().any(|line| !line.is_empty()) {
                return lines;
            }
        }
    }

    fn statistical(&self, random: &mut Random) -> Vec<Vec<PlacedUnit>> {
        let line = |_: &Vec<PlacedUnit>| {
            let count = random.normal(self.number.0, self.number.1).trunc().abs() as usize;
            let mut at = 0.0;
            let unit = |_| {
                let begin = at + random.normal(self.gap.0, self.gap.1);
                let mut length = 0.0;
                while length <= 0.0 {
                    length = random.normal(self.length.0, self.length.1).abs();
                }
                at = begin + length;
                let draw = random.unit();
                let label =
                    self.labels.iter().position(|up_to| draw < *up_to).unwrap_or(self.labels.len().saturating_sub(1));
                PlacedUnit { begin, end: at, label: u32::try_from(label).unwrap_or_default() }
            };
            (0..count).map(unit).collect()
        };
        self.lines.iter().map(line).collect()
    }

    fn shuffled(&self, random: &mut Random) -> Vec<Vec<PlacedUnit>> {
        let apart = self.length.0 / 2.0;
        let mut free = vec![(0.0, self.end)];
        let mut lines = Vec::with_capacity(self.lines.len());
        for _ in &self.lines {
            let room: f64 = free.iter().map(|(from, to)| to - from).sum();
            let mut pivot = random.unit() * if room > 0.0 { room } else { self.end };
            if room > 0.0 {
                for (from, to) in &free {
                    if pivot < to - from {
                        pivot += from;
                        break;
                    }
                    pivot -= to - from;
                }
            }
            let keep = |(from, to): &(f64, f64)| {
                [(*from, to.min(pivot - apart)), (from.max(pivot + apart), *to)]
                    .into_iter()
                    .filter(|(from, to)| from < to)
            };
            free = free.iter().flat_map(keep).collect();
            let source = self.lines.get(random.below(self.lines.len())).map(Vec::as_slice).unwrap_or_default();
            let moved = |unit: &PlacedUnit| {
                let shift = if unit.begin + pivot > self.end { pivot - self.end } else { pivot };
                PlacedUnit { begin: unit.begin + shift, end: unit.end + shift, label: unit.label }
            };
            let mut line: Vec<PlacedUnit> = source.iter().map(moved).collect();
            line.sort_by(|a, b| a.begin.total_cmp(&b.begin).then(a.end.total_cmp(&b.end)).then(a.label.cmp(&b.label)));
            lines.push(line);
        }
        lines
    }
}

/// Runs the jobs on several threads; the results are in the order of the jobs.
fn parallel<T: Send>(
    jobs: std::ops::Range<usize>,
    threads: Option<NonZero<usize>>,
    is_stopped: &(impl Fn() -> bool + Sync),
    work: &(impl Fn(usize, Stop<'_>) -> Result<T, Reason> + Sync),
) -> Result<Vec<T>, Reason> {
    let available = || std::thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
    let threads = threads.unwrap_or_else(available).get().min(jobs.len().max(1));
    let next = AtomicUsize::new(jobs.start);
    // If one job fails, there will be no value, so the others need not continue.
    let failed = AtomicBool::new(false);
    let stop = || failed.load(Ordering::Relaxed) || is_stopped();
    let run = || {
        let mut done = Vec::new();
        loop {
            let job = next.fetch_add(1, Ordering::Relaxed);
            if job >= jobs.end {
                return done;
            }
            let result = if stop() { Err(Reason::Stopped) } else { work(job, &stop) };
            let ends = result.is_err();
            done.push((job, result));
            if ends {
                failed.store(true, Ordering::Relaxed);
                return done;
            }
        }
    };
    let mut results: Vec<(usize, Result<T, Reason>)> = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(run)).collect();
        let mut all = run();
        for other in others {
            match other.join() {
                Ok(done) => all.extend(done),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    });
    // The failure that stopped the other jobs comes before theirs.
    results.sort_by_key(|(job, result)| (!matches!(result, Err(Reason::TooDense)), *job));
    results.into_iter().map(|(_, result)| result).collect()
}

const fn reason(refused: AlignmentError) -> Reason {
    match refused {
        AlignmentError::TooDense => Reason::TooDense,
        AlignmentError::Stopped => Reason::Stopped,
    }
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    sum / count
}

/// The mean and the population's standard deviation.
fn mean_and_deviation(values: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let mean_value = mean(values.clone());
    (mean_value, mean(values.map(|value| (value - mean_value).powi(2))).sqrt())
}
