//! The data of the measures: labelled spans of several annotators in one or more texts, as plain numbers.
//!
//! Offsets are half-open and count characters (code points), or tokens after [`Corpus::on_tokens`]. This module does
//! not know statements; `fields` builds a corpus from a project.

use crate::t;

/// One labelled span. Spans are ordered as in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unit {
    pub begin: u64,
    pub end: u64,
    /// Index into [`Corpus::labels`].
    pub label: u32,
}

impl Unit {
    pub const fn len(self) -> u64 {
        self.end - self.begin
    }

    pub const fn is_empty(self) -> bool {
        self.end <= self.begin
    }
}

/// One text and what each annotator marked in it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Text {
    pub name: String,
    pub length: u64,
    /// The positions of the tokens, in order and disjoint; empty if they are not known.
    pub tokens: Vec<(u64, u64)>,
    /// For each annotator, the units in text order; `None` if this annotator did not do this text.
    pub lines: Vec<Option<Vec<Unit>>>,
}

/// Texts done by the same set of annotators, each by all or some of them.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Corpus {
    pub annotators: Vec<String>,
    pub labels: Vec<String>,
    pub texts: Vec<Text>,
}

/// A span that cannot be taken into a corpus.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", t!("agreement-span-outside", annotator = .annotator.as_str(), begin = *.begin, end = *.end, length = *.length))]
pub struct SpanOutside {
    pub annotator: String,
    pub begin: u64,
    pub end: u64,
    pub length: u64,
}

impl Corpus {
    pub fn new(annotators: Vec<String>) -> Self {
        Self { annotators, ..Self::default() }
    }

    /// The index of this label, which is added if it is new.
    pub fn label(&mut self, name: &str) -> u32 {
        let index = self.labels.iter().position(|label| label == name).unwrap_or_else(|| {
            self.labels.push(name.to_owned());
            self.labels.len() - 1
        });
        u32::try_from(index).unwrap_or(u32::MAX)
    }

    /// Adds a text; its lines are sorted into text order.
    ///
    /// # Errors
    /// A span is empty or lies outside the text.
    pub fn push(&mut self, mut text: Text) -> Result<(), SpanOutside> {
        text.lines.resize(self.annotators.len(), None);
        for (line, annotator) in text.lines.iter_mut().zip(&self.annotators) {
            let Some(line) = line else { continue };
            if let Some(unit) = line.iter().find(|unit| unit.is_empty() || unit.end > text.length) {
                return Err(SpanOutside {
                    annotator: annotator.clone(),
                    begin: unit.begin,
                    end: unit.end,
                    length: text.length,
                });
            }
            line.sort_unstable();
        }
        self.texts.push(text);
        Ok(())
    }

    /// The corpus with these annotators only, in this order.
    pub fn select(&self, annotators: &[usize]) -> Self {
        let pick = |text: &Text| Text {
            lines: annotators.iter().map(|index| text.lines.get(*index).cloned().flatten()).collect(),
            name: text.name.clone(),
            length: text.length,
            tokens: text.tokens.clone(),
        };
        Self {
            annotators: annotators.iter().filter_map(|index| self.annotators.get(*index).cloned()).collect(),
            labels: self.labels.clone(),
            texts: self.texts.iter().map(pick).collect(),
        }
    }

    /// The corpus with all labels replaced by a single one.
    pub fn unlabelled(&self) -> Self {
        let mut corpus = self.clone();
        corpus.labels = vec![String::new()];
        for line in corpus.lines_mut() {
            line.iter_mut().for_each(|unit| unit.label = 0);
            line.sort_unstable();
        }
        corpus
    }

    /// The corpus with the units of one label only.
    pub(crate) fn only(&self, label: u32) -> Self {
        let mut corpus = self.clone();
        corpus.lines_mut().for_each(|line| line.retain(|unit| unit.label == label));
        corpus
    }

    /// The corpus with offsets that count tokens, for the measures on items. A token has the label of the unit that
    /// covers most of it; in a tie, of the first such unit. Overlapping units of a line still overlap.
    pub(crate) fn on_tokens(&self) -> Self {
        let mut corpus = self.clone();
        for text in &mut corpus.texts {
            let tokens = std::mem::take(&mut text.tokens);
            text.length = tokens.len() as u64;
            for line in text.lines.iter_mut().flatten() {
                let covered = |unit: &Unit| {
                    let first = tokens.partition_point(|(_, end)| *end <= unit.begin);
                    first..tokens.partition_point(|(begin, _)| *begin < unit.end).max(first)
                };
                if !line.is_sorted_by(|a, b| a.end <= b.begin) {
                    let range = |unit: &Unit| (covered(unit), unit.label);
                    let wide = line.iter().map(range).filter(|(range, _)| !range.is_empty());
                    *line = wide
                        .map(|(range, label)| Unit { begin: range.start as u64, end: range.end as u64, label })
                        .collect();
                    continue;
                }
                let mut single: Vec<(Unit, u64)> = Vec::new();
                for unit in line.iter() {
                    for index in covered(unit) {
                        let Some((begin, end)) = tokens.get(index) else { continue };
                        let share = unit.end.min(*end) - unit.begin.max(*begin);
                        let token = Unit { begin: index as u64, end: index as u64 + 1, label: unit.label };
                        match single.last_mut().filter(|(last, _)| last.begin == token.begin) {
                            Some((last, best)) if share > *best => (*last, *best) = (token, share),
                            Some(_) => {}
                            None => single.push((token, share)),
                        }
                    }
                }
                *line = single.into_iter().map(|(unit, _)| unit).collect();
            }
        }
        corpus
    }

    /// The texts that every annotator did, concatenated, as INCEpTION and DKPro take them.
    pub(crate) fn concatenated(&self) -> Text {
        let mut whole = Text { lines: vec![Some(Vec::new()); self.annotators.len()], ..Text::default() };
        for text in self.done_by_all() {
            for (into, line) in whole.lines.iter_mut().zip(&text.lines) {
                let (Some(into), Some(line)) = (into, line) else { continue };
                let moved = |unit: &Unit| Unit {
                    begin: unit.begin + whole.length,
                    end: unit.end + whole.length,
                    label: unit.label,
                };
                into.extend(line.iter().map(moved));
            }
            whole.length += text.length;
        }
        whole
    }

    /// The texts that every annotator did.
    pub(crate) fn done_by_all(&self) -> impl Iterator<Item = &Text> {
        self.texts.iter().filter(|text| text.lines.iter().all(Option::is_some))
    }

    /// Every pair of annotators, by index.
    pub fn pairs(&self) -> Vec<(usize, usize)> {
        let count = self.annotators.len();
        (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b))).collect()
    }

    /// Whether nobody marked anything.
    pub fn is_blank(&self) -> bool {
        self.texts.iter().flat_map(|text| &text.lines).flatten().all(Vec::is_empty)
    }

    /// The first annotator whose own units overlap; with `per_label`, only overlaps within the same label count.
    pub(crate) fn overlapping(&self, per_label: bool) -> Option<&str> {
        let found = |line: &[Unit]| {
            if per_label {
                let mut ends = std::collections::HashMap::new();
                line.iter().any(|unit| ends.insert(unit.label, unit.end).is_some_and(|end| unit.begin < end))
            } else {
                !line.is_sorted_by(|a, b| a.end <= b.begin)
            }
        };
        let overlaps =
            |index: &usize| self.texts.iter().filter_map(|text| text.lines.get(*index)?.as_deref()).any(found);
        (0..self.annotators.len()).find(overlaps).and_then(|index| self.annotators.get(index)).map(String::as_str)
    }

    fn lines_mut(&mut self) -> impl Iterator<Item = &mut Vec<Unit>> {
        self.texts.iter_mut().flat_map(|text| &mut text.lines).flatten()
    }
}

/// Calls `found` with the indices of all pairs that share at least one character, in an order that depends only on
/// their positions. Both lists are sorted by start.
pub(crate) fn overlaps(a: &[(f64, f64)], b: &[(f64, f64)], mut found: impl FnMut(usize, usize)) {
    overlaps_while(a, b, |first, second| {
        found(first, second);
        true
    });
}

/// As [`overlaps`], but stops when `found` returns false.
pub(crate) fn overlaps_while(a: &[(f64, f64)], b: &[(f64, f64)], mut found: impl FnMut(usize, usize) -> bool) {
    let (mut open_a, mut open_b): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
    let (mut next_a, mut next_b) = (0, 0);
    let open = |list: &[(f64, f64)], open: &mut Vec<usize>, at: f64| {
        open.retain(|index| list.get(*index).is_some_and(|(_, end)| *end > at));
    };
    loop {
        match (a.get(next_a), b.get(next_b)) {
            (Some(left), right) if right.is_none_or(|right| left.0 <= right.0) => {
                open(b, &mut open_b, left.0);
                if !open_b.iter().all(|index| found(next_a, *index)) {
                    return;
                }
                open_a.push(next_a);
                next_a += 1;
            }
            (_, Some(right)) => {
                open(a, &mut open_a, right.0);
                if !open_a.iter().all(|index| found(*index, next_b)) {
                    return;
                }
                open_b.push(next_b);
                next_b += 1;
            }
            _ => return,
        }
    }
}
