//! Measures on items to which each annotator gave one label: percentage, Cohen, Fleiss, Krippendorff's nominal α.
//!
//! An item is a character, a token or a matched pair. All four depend on counts only, so a stretch of characters that
//! every annotator labels in the same way is one entry with a weight: the cost grows with the number of spans, not with
//! the length of the text. Label 0 means “not marked”, and the labels of the corpus follow from 1.
//!
//! Cohen 1960 (Educ. Psychol. Meas. 20:37); Fleiss 1971 (Psychol. Bull. 76:378); Krippendorff 2004, *Content Analysis*,
//! p. 230 ff., and 2011, “Computing Krippendorff's Alpha-Reliability”.

use super::corpus::{Corpus, Text};
use super::value::{Figures, Reason, to_f64};

/// Counts over items, by how many annotators gave a label (`m`). Weighted, exact, additive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodingTable {
    levels: Vec<Level>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Level {
    items: u64,
    /// For each label, how often it was given.
    given: Vec<u64>,
    /// For each label c, the sum of n(c)·(m − n(c)): ordered pairs of values in which the first is c and the other is
    /// not.
    apart: Vec<u64>,
    /// As `apart`, if the other is “not marked”.
    from_gap: Vec<u64>,
}

impl CodingTable {
    /// Adds an item `weight` times; `None` stands for an annotator who did not do it.
    pub fn add(&mut self, values: &[Option<u32>], weight: u64) {
        let present = values.iter().flatten().count();
        let gaps = values.iter().filter(|value| **value == Some(0)).count() as u64;
        if self.levels.len() <= present {
            self.levels.resize_with(present + 1, Level::default);
        }
        let Some(level) = self.levels.get_mut(present) else { return };
        level.items += weight;
        for value in values.iter().flatten() {
            let index = *value as usize;
            if level.given.len() <= index {
                for counts in [&mut level.given, &mut level.apart, &mut level.from_gap] {
                    counts.resize(index + 1, 0);
                }
            }
            let same = values.iter().filter(|other| **other == Some(*value)).count();
            for (counts, amount) in [
                (&mut level.given, 1),
                (&mut level.apart, (present - same) as u64),
                (&mut level.from_gap, if *value == 0 { 0 } else { gaps }),
            ] {
                if let Some(count) = counts.get_mut(index) {
                    *count += weight * amount;
                }
            }
        }
    }

    /// The table of a corpus whose annotators' spans do not overlap.
    pub fn of(corpus: &Corpus) -> Self {
        let mut table = Self::default();
        for text in &corpus.texts {
            runs(text, |labels, length| table.add(labels, length));
        }
        table
    }

    /// Krippendorff's α for nominal data; with a label, for “this or not this”.
    ///
    /// # Errors
    /// Why there is no value.
    pub fn alpha(&self, label: Option<u32>) -> Result<Figures, Reason> {
        let (mut values, mut apart) = (0.0, 0.0);
        let mut totals: Vec<f64> = Vec::new();
        for (present, level) in self.levels.iter().enumerate().skip(2) {
            values += to_f64(level.given.iter().sum());
            apart += level.disagreeing(label) / to_f64(present as u64 - 1);
            if totals.len() < level.given.len() {
                totals.resize(level.given.len(), 0.0);
            }
            totals.iter_mut().zip(&level.given).for_each(|(total, count)| *total += to_f64(*count));
        }
        if values == 0.0 {
            return Err(Reason::NothingInCommon);
        }
        if let Some(label) = label {
            let this = totals.get(label as usize).copied().unwrap_or_default();
            totals = vec![this, values - this];
        }
        let observed = apart / values;
        let expected = apart_by_chance(&totals, values) / (values * (values - 1.0));
        Figures::chance_corrected(observed, expected)
    }

    /// Fleiss' kappa over the items that all `annotators` did; with a label, for “this or not this”.
    ///
    /// # Errors
    /// Why there is no value.
    pub fn fleiss(&self, annotators: usize, label: Option<u32>) -> Result<Figures, Reason> {
        let level = self.levels.get(annotators).filter(|level| level.items > 0 && annotators > 1);
        let level = level.ok_or(Reason::NothingInCommon)?;
        let (items, raters) = (to_f64(level.items), to_f64(annotators as u64));
        let observed = 1.0 - level.disagreeing(label) / (items * raters * (raters - 1.0));
        let share = |count: u64| (to_f64(count) / (items * raters)).powi(2);
        let expected = match label {
            None => level.given.iter().map(|count| share(*count)).sum(),
            Some(label) => {
                let this = level.given.get(label as usize).copied().unwrap_or_default();
                share(this) + share(level.items * annotators as u64 - this)
            }
        };
        kappa(observed, expected)
    }

    /// The share of pairs of values of one item that are equal, over all items and pairs.
    ///
    /// # Errors
    /// Why there is no value.
    pub fn percent(&self, label: Option<u32>) -> Result<Figures, Reason> {
        let (mut pairs, mut apart) = (0.0, 0.0);
        for (present, level) in self.levels.iter().enumerate().skip(2) {
            pairs += to_f64(level.items) * to_f64(present as u64 * (present as u64 - 1));
            apart += level.disagreeing(label);
        }
        if pairs == 0.0 {
            return Err(Reason::NothingInCommon);
        }
        let value = 1.0 - apart / pairs;
        Ok(Figures { value, observed: Some(value), ..Figures::default() })
    }

    /// The sums that the unitizing measures of 2016 share with α: for each label l(c), l(c,c) and l(c,gap), over items
    /// that all `annotators` did.
    pub(crate) fn coincidences(&self, annotators: usize) -> Vec<Coincidences> {
        let others = to_f64((annotators as u64).saturating_sub(1).max(1));
        let Some(level) = self.levels.get(annotators) else { return Vec::new() };
        let rows = level.given.iter().zip(&level.apart).zip(&level.from_gap);
        rows.map(|((given, apart), gap)| Coincidences {
            all: to_f64(*given),
            same: to_f64(*given) - to_f64(*apart) / others,
            gap: to_f64(*gap) / others,
        })
        .collect()
    }
}

/// The length over which a label of one annotator meets those of another, over all ordered pairs, divided by m − 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Coincidences {
    pub all: f64,
    pub same: f64,
    pub gap: f64,
}

impl Level {
    /// Ordered pairs of values of one item that differ; with a label, those in which exactly one is that label.
    fn disagreeing(&self, label: Option<u32>) -> f64 {
        match label {
            None => to_f64(self.apart.iter().sum()),
            Some(label) => 2.0 * to_f64(self.apart.get(label as usize).copied().unwrap_or_default()),
        }
    }
}

/// Two annotators' counts for Cohen's kappa, over the items that both did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PairTable {
    items: u64,
    first: Vec<u64>,
    second: Vec<u64>,
    both: Vec<u64>,
}

impl PairTable {
    pub fn add(&mut self, first: Option<u32>, second: Option<u32>, weight: u64) {
        let (Some(first), Some(second)) = (first, second) else { return };
        self.items += weight;
        let needed = first.max(second) as usize + 1;
        for counts in [&mut self.first, &mut self.second, &mut self.both] {
            if counts.len() < needed {
                counts.resize(needed, 0);
            }
        }
        let count = |counts: &mut Vec<u64>, label: u32, amount| {
            if let Some(count) = counts.get_mut(label as usize) {
                *count += amount;
            }
        };
        count(&mut self.first, first, weight);
        count(&mut self.second, second, weight);
        if first == second {
            count(&mut self.both, first, weight);
        }
    }

    /// The table of the two annotators of a corpus.
    pub(crate) fn of(pair: &Corpus) -> Self {
        let mut table = Self::default();
        for text in &pair.texts {
            runs(text, |labels, length| {
                if let [first, second] = labels {
                    table.add(*first, *second, length);
                }
            });
        }
        table
    }

    /// Cohen's kappa; with a label, for “this or not this”.
    ///
    /// # Errors
    /// Why there is no value.
    pub fn cohen(&self, label: Option<u32>) -> Result<Figures, Reason> {
        if self.items == 0 {
            return Err(Reason::NothingInCommon);
        }
        let items = to_f64(self.items);
        let share =
            |counts: &[u64], label: u32| to_f64(counts.get(label as usize).copied().unwrap_or_default()) / items;
        let (observed, expected) = match label {
            None => {
                let product = |(a, b): (&u64, &u64)| to_f64(*a) / items * (to_f64(*b) / items);
                (to_f64(self.both.iter().sum()) / items, self.first.iter().zip(&self.second).map(product).sum())
            }
            Some(label) => {
                let (a, b) = (share(&self.first, label), share(&self.second, label));
                (1.0 - a - b + 2.0 * share(&self.both, label), a.mul_add(b, (1.0 - a) * (1.0 - b)))
            }
        };
        kappa(observed, expected)
    }
}

/// Calls `found` with every maximal stretch of constant labels and its length. `None` stands for an annotator who did
/// not do the text; the units of a line must not overlap.
pub(crate) fn runs(text: &Text, mut found: impl FnMut(&[Option<u32>], u64)) {
    let mut next = vec![0_usize; text.lines.len()];
    let mut labels: Vec<Option<u32>> = text.lines.iter().map(|line| line.as_ref().map(|_| 0)).collect();
    let mut at = 0;
    while at < text.length {
        let mut until = text.length;
        for ((line, next), label) in text.lines.iter().zip(&mut next).zip(&mut labels) {
            let Some(line) = line else { continue };
            let mut unit = line.get(*next);
            if unit.is_some_and(|unit| unit.end <= at) {
                *next += 1;
                unit = line.get(*next);
            }
            *label = Some(0);
            if let Some(unit) = unit {
                if unit.begin <= at {
                    *label = Some(unit.label + 1);
                    until = until.min(unit.end);
                } else {
                    until = until.min(unit.begin);
                }
            }
        }
        found(&labels, until - at);
        at = until;
    }
}

/// Σ n(c)·(n − n(c)): ordered pairs of different values if all were drawn from one urn.
fn apart_by_chance(totals: &[f64], values: f64) -> f64 {
    totals.iter().map(|count| count * (values - count)).sum()
}

/// (po − pe)/(1 − pe).
fn kappa(observed: f64, expected: f64) -> Result<Figures, Reason> {
    // Sums of shares differ from 1 only by rounding.
    if 1.0 - expected < 1e-15 {
        return Err(Reason::NoVariation);
    }
    let value = (observed - expected) / (1.0 - expected);
    Ok(Figures { value, observed: Some(observed), expected: Some(expected), ..Figures::default() })
}
