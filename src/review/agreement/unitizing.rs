//! Krippendorff's measures for spans: α_U of 1995 and the u-α family of 2016.
//!
//! α_U: Krippendorff 1995 (Sociol. Methodol. 25:47) and 2004, p. 254 ff., as DKPro Statistics computes it; it has no
//! lower bound. u-α, |u-α, cu-α, (k)u-α: Krippendorff, Mathet, Bouvry and Widlöcher 2016 (Qual. Quant. 50:2347, erratum
//! p. 2365) and Krippendorff 2019, section 12.6. Both work on one continuum: the texts are concatenated.

use std::collections::HashMap;

use super::coding::{CodingTable, Coincidences};
use super::corpus::{Corpus, Text, Unit};
use super::value::{Figures, Reason, to_f64};

/// Observed and expected disagreement of one label, for α_U.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub(crate) struct Disagreement {
    pub observed: f64,
    pub expected: f64,
}

impl Disagreement {
    /// # Errors
    /// The expected disagreement is zero, so there is no value.
    pub(crate) fn figures(self) -> Result<Figures, Reason> {
        Figures::chance_corrected(self.observed, self.expected)
    }
}

/// α_U of each label that occurs.
pub(crate) fn alpha_u_1995(text: &Text) -> HashMap<u32, Disagreement> {
    let lines: Vec<&[Unit]> = text.lines.iter().flatten().map(Vec::as_slice).collect();
    let mut by_label: HashMap<u32, Vec<Vec<Unit>>> = HashMap::new();
    for (index, line) in lines.iter().enumerate() {
        for unit in *line {
            let own = by_label.entry(unit.label).or_insert_with(|| vec![Vec::new(); lines.len()]);
            own.get_mut(index).into_iter().for_each(|line| line.push(*unit));
        }
    }
    by_label.into_iter().map(|(label, lines)| (label, disagreement(&lines, text.length))).collect()
}

fn disagreement(lines: &[Vec<Unit>], length: u64) -> Disagreement {
    let (annotators, length_f) = (to_f64(lines.len() as u64), to_f64(length));
    let mut observed = 0.0;
    for (index, first) in lines.iter().enumerate() {
        for second in lines.iter().skip(index + 1) {
            observed += differences(first, second) + in_gaps(second, first);
        }
    }
    let mut gaps: Vec<u64> = lines.iter().flat_map(|line| gap_lengths(line, length)).collect();
    gaps.sort_unstable();
    // The sum of gap lengths from each position on.
    let mut rest = vec![0.0; gaps.len() + 1];
    for (index, gap) in gaps.iter().enumerate().rev() {
        let sum = rest.get(index + 1).copied().unwrap_or_default() + to_f64(*gap);
        rest.get_mut(index).into_iter().for_each(|place| *place = sum);
    }
    let units = to_f64(lines.iter().map(Vec::len).sum::<usize>() as u64);
    let (mut expected, mut within) = (0.0, 0.0);
    for unit in lines.iter().flatten() {
        let own = to_f64(unit.len());
        let from = gaps.partition_point(|gap| *gap < unit.len());
        let places = rest.get(from).copied().unwrap_or_default() - to_f64((gaps.len() - from) as u64) * (own - 1.0);
        expected += (units - 1.0) / 3.0 * (2.0 * own.powi(3) - 3.0 * own.powi(2) + own) + own.powi(2) * places;
        within += own * (own - 1.0);
    }
    let all = annotators * length_f;
    Disagreement {
        observed: 2.0 * observed / (annotators * (annotators - 1.0) * length_f.powi(2)),
        expected: 2.0 / length_f * expected / (all * (all - 1.0) - within),
    }
}

/// δ² of the units of one line: against units of the other, and for those within its gaps.
fn differences(first: &[Unit], second: &[Unit]) -> f64 {
    let mut sum = in_gaps(first, second);
    let mut from = 0;
    for unit in first {
        from += second.iter().skip(from).take_while(|other| other.end <= unit.begin).count();
        for other in second.iter().skip(from).take_while(|other| other.begin < unit.end) {
            sum += to_f64(unit.begin.abs_diff(other.begin)).powi(2) + to_f64(unit.end.abs_diff(other.end)).powi(2);
        }
    }
    sum
}

/// l² of the units that touch no unit of the other line.
fn in_gaps(line: &[Unit], other: &[Unit]) -> f64 {
    let alone = |unit: &&Unit| {
        let next = other.partition_point(|other| other.end <= unit.begin);
        other.get(next).is_none_or(|next| next.begin >= unit.end)
    };
    line.iter().filter(alone).map(|unit| to_f64(unit.len()).powi(2)).sum()
}

fn gap_lengths(line: &[Unit], length: u64) -> Vec<u64> {
    let mut gaps = Vec::with_capacity(line.len() + 1);
    let mut at = 0;
    for (begin, end) in line.iter().map(|unit| (unit.begin, unit.end)).chain([(length, length)]) {
        if begin > at {
            gaps.push(begin - at);
        }
        at = end;
    }
    gaps
}

/// The sums behind the measures of 2016.
pub(crate) struct Unitized {
    /// For each label, “not marked” first.
    rows: Vec<Coincidences>,
    /// Σ |unit|² by label; for “not marked” Σ |gap|.
    squares: Vec<f64>,
    /// Σ over other annotators of the square of the overlap of a unit with any of their units, divided by m − 1.
    valued: Vec<f64>,
}

impl Unitized {
    /// The units of a line must not overlap; every annotator must have done the text.
    pub(crate) fn of(text: &Text, labels: usize) -> Self {
        let annotators = text.lines.len();
        let mut table = CodingTable::default();
        super::coding::runs(text, |values, length| table.add(values, length));
        let mut rows = table.coincidences(annotators);
        rows.resize(labels + 1, Coincidences { all: 0.0, same: 0.0, gap: 0.0 });
        let (mut squares, mut valued) = (vec![0.0; labels + 1], vec![0.0; labels + 1]);
        squares.iter_mut().zip(&rows).take(1).for_each(|(square, gap)| *square = gap.all);
        let others = to_f64((annotators as u64).saturating_sub(1).max(1));
        let lines: Vec<&[Unit]> = text.lines.iter().flatten().map(Vec::as_slice).collect();
        for (index, line) in lines.iter().enumerate() {
            for unit in *line {
                let place = unit.label as usize + 1;
                squares.get_mut(place).into_iter().for_each(|sum| *sum += to_f64(unit.len()).powi(2));
                for (_, other) in lines.iter().enumerate().filter(|(other, _)| *other != index) {
                    let shared = to_f64(shared(*unit, other)).powi(2) / others;
                    valued.get_mut(place).into_iter().for_each(|sum| *sum += shared);
                }
            }
        }
        Self { rows, squares, valued }
    }

    /// u-α over all values and gaps. (On a corpus without labels this is |u-α.)
    ///
    /// # Errors
    /// Why there is no value.
    pub(crate) fn u_alpha(&self) -> Result<Figures, Reason> {
        let all: f64 = self.rows.iter().map(|row| row.all).sum();
        let apart: f64 = self.rows.iter().map(|row| row.all - row.same).sum();
        let chance = apart_by_chance(self.rows.iter().map(|row| row.all)) * all / all.mul_add(all, -sum(&self.squares));
        if all == 0.0 {
            return Err(Reason::NothingAnnotated);
        }
        Figures::chance_corrected(apart / all, chance / all)
    }

    /// cu-α: agreement on the labels where both marked something.
    ///
    /// # Errors
    /// Why there is no value.
    pub(crate) fn cu_alpha(&self) -> Result<Figures, Reason> {
        let (all, scale) = self.valued()?;
        let apart: f64 = self.marked().map(|row| row.all - row.gap - row.same).sum();
        let chance = apart_by_chance(self.marked().map(|row| row.all - row.gap)) / scale;
        let whole: f64 = self.rows.iter().map(|row| row.all).sum();
        let figures = Figures::chance_corrected(apart / all, chance / all)?;
        Ok(Figures { coverage: Some(all / whole), ..figures })
    }

    /// (k)u-α of one label: how reliably it is distinguished from the others.
    ///
    /// # Errors
    /// Why there is no value.
    pub(crate) fn ku_alpha(&self, label: u32) -> Result<Figures, Reason> {
        let (all, scale) = self.valued()?;
        let place = label as usize + 1;
        let row = self.rows.get(place).copied().ok_or(Reason::NothingAnnotated)?;
        let own = row.all - row.gap;
        if own <= 0.0 {
            return Err(Reason::NothingInCommon);
        }
        let square = self.valued.get(place).copied().unwrap_or_default();
        // ε'(k) = Σ ε'(c,k), ε'(k) − ε'(k,k) is the part with the other labels.
        let (expected, apart) = ((own * all - square) / scale, own * (all - own) / scale);
        let figures = Figures::chance_corrected((own - row.same) / own, apart / expected)?;
        Ok(Figures { coverage: Some(own / row.all), ..figures })
    }

    fn marked(&self) -> impl Iterator<Item = &Coincidences> + Clone {
        self.rows.iter().skip(1)
    }

    /// l'.. and l'.. − Σs'/l'..
    fn valued(&self) -> Result<(f64, f64), Reason> {
        let all: f64 = self.marked().map(|row| row.all - row.gap).sum();
        if all <= 0.0 {
            return Err(Reason::NothingInCommon);
        }
        let scale = all - sum(&self.valued) / all;
        if scale.abs() < 1e-9 { Err(Reason::NoVariation) } else { Ok((all, scale)) }
    }
}

/// The sums for u-α of a corpus, with its texts concatenated.
pub(crate) fn unitized(corpus: &Corpus) -> Unitized {
    Unitized::of(&corpus.concatenated(), corpus.labels.len())
}

fn apart_by_chance(totals: impl Iterator<Item = f64> + Clone) -> f64 {
    let all: f64 = totals.clone().sum();
    totals.map(|count| count * (all - count)).sum()
}

/// How many characters of a unit are covered by units of the line.
fn shared(unit: Unit, line: &[Unit]) -> u64 {
    let from = line.partition_point(|other| other.end <= unit.begin);
    let touching = line.iter().skip(from).take_while(|other| other.begin < unit.end);
    touching.map(|other| other.end.min(unit.end) - other.begin.max(unit.begin)).sum()
}

fn sum(values: &[f64]) -> f64 {
    values.iter().sum()
}
