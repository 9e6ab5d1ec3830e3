//! F1 between two annotators' spans.
//!
//! Hripcsak and Rothschild 2005 (JAMIA 12:296): F1 is the limit of kappa if negatives cannot be counted. The exact form
//! equals nervaluate's *strict* and bratiaa's; *match* is a maximum one-to-one matching of spans of one label that
//! share a character; *any* is GATE's *lenient* without the one-to-one restriction; *char* counts pairs of character
//! and label.

use std::collections::BTreeMap;

use super::corpus::{Unit, overlaps};
use super::value::to_f64;
use crate::review::matching;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Exact,
    Match,
    Any,
    Char,
}

/// The counts behind F1. For all forms but *any*, both hits are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct MatchCounts {
    /// How many of the first annotator's spans are matched by the second's.
    pub hits_a: u64,
    /// How many of the second annotator's spans are matched by the first's.
    pub hits_b: u64,
    pub a: u64,
    pub b: u64,
}

impl MatchCounts {
    /// 2PR/(P+R), which is 2·TP/(|A|+|B|) if both hits are the same; `None` if neither marked anything.
    pub(crate) fn f1(self) -> Option<f64> {
        if self.a + self.b == 0 {
            return None;
        }
        if self.hits_a == self.hits_b {
            return Some(2.0 * to_f64(self.hits_a) / to_f64(self.a + self.b));
        }
        let (recall, precision) = (to_f64(self.hits_a) / to_f64(self.a), to_f64(self.hits_b) / to_f64(self.b));
        Some(2.0 * precision * recall / (precision + recall))
    }
}

impl MatchCounts {
    /// The sum of the counts of (A, B) and (B, A).
    pub(crate) const fn both_ways(self) -> Self {
        let (hits, units) = (self.hits_a + self.hits_b, self.a + self.b);
        Self { hits_a: hits, hits_b: hits, a: units, b: units }
    }
}

impl std::ops::AddAssign for MatchCounts {
    fn add_assign(&mut self, other: Self) {
        self.hits_a += other.hits_a;
        self.hits_b += other.hits_b;
        self.a += other.a;
        self.b += other.b;
    }
}

/// Compares two lines, each in text order.
pub(crate) fn counts(form: Form, a: &[Unit], b: &[Unit]) -> MatchCounts {
    let (len_a, len_b) = (a.len() as u64, b.len() as u64);
    match form {
        Form::Exact => both(common(a, b), len_a, len_b),
        Form::Match => {
            let mut edges = vec![Vec::new(); a.len()];
            same_label_overlaps(a, b, |left, right| {
                if let Some(edges) = edges.get_mut(left) {
                    edges.push((right, 1.0));
                }
            });
            both(matching::heaviest(b.len(), &edges).iter().flatten().count() as u64, len_a, len_b)
        }
        Form::Any => {
            let (mut hit_a, mut hit_b) = (vec![false; a.len()], vec![false; b.len()]);
            same_label_overlaps(a, b, |left, right| {
                for hit in hit_a.get_mut(left).into_iter().chain(hit_b.get_mut(right)) {
                    *hit = true;
                }
            });
            let hits = |hit: &[bool]| hit.iter().filter(|hit| **hit).count() as u64;
            MatchCounts { hits_a: hits(&hit_a), hits_b: hits(&hit_b), a: len_a, b: len_b }
        }
        Form::Char => {
            let length = |line: &[Unit]| line.iter().map(|unit| unit.len()).sum();
            both(common_characters(a, b), length(a), length(b))
        }
    }
}

const fn both(hits: u64, a: u64, b: u64) -> MatchCounts {
    MatchCounts { hits_a: hits, hits_b: hits, a, b }
}

/// The size of the intersection of two sorted multisets.
fn common(a: &[Unit], b: &[Unit]) -> u64 {
    let (mut at_a, mut at_b, mut count) = (0, 0, 0);
    while let (Some(left), Some(right)) = (a.get(at_a), b.get(at_b)) {
        let order = left.cmp(right);
        count += u64::from(order.is_eq());
        at_a += usize::from(order.is_le());
        at_b += usize::from(order.is_ge());
    }
    count
}

fn same_label_overlaps(a: &[Unit], b: &[Unit], mut found: impl FnMut(usize, usize)) {
    let places = |line: &[Unit]| line.iter().map(|unit| (to_f64(unit.begin), to_f64(unit.end))).collect::<Vec<_>>();
    overlaps(&places(a), &places(b), |left, right| {
        if a.get(left).zip(b.get(right)).is_some_and(|(a, b)| a.label == b.label) {
            found(left, right);
        }
    });
}

/// The size of the intersection of the multisets of (character, label).
fn common_characters(a: &[Unit], b: &[Unit]) -> u64 {
    // For each label, how many spans of each annotator open or close at a position.
    let mut steps: BTreeMap<(u32, u64), (i64, i64)> = BTreeMap::new();
    for unit in a {
        steps.entry((unit.label, unit.begin)).or_default().0 += 1;
        steps.entry((unit.label, unit.end)).or_default().0 -= 1;
    }
    for unit in b {
        steps.entry((unit.label, unit.begin)).or_default().1 += 1;
        steps.entry((unit.label, unit.end)).or_default().1 -= 1;
    }
    let (mut open_a, mut open_b, mut last, mut total) = (0, 0, 0, 0);
    for ((_, at), (step_a, step_b)) in steps {
        // At the end of a label both counts are back to zero, so the jump to the next label adds nothing.
        total += u64::try_from(i64::min(open_a, open_b)).unwrap_or_default() * at.saturating_sub(last);
        open_a += step_a;
        open_b += step_b;
        last = at;
    }
    total
}
