//! Agreement on one property of the statements that two annotators both marked: the items are matched pairs.
//!
//! Statements that only one of them has are not items: these values tell how similarly statements are described, not
//! whether they were found.

use super::agreement::coding::{CodingTable, PairTable};
use super::agreement::corpus::Corpus;
use super::agreement::fields::{LabelField, StudyScope, layer_of};
use super::agreement::{Figures, Measure, Reason, Request, Score, interval_of};
use super::pairing::pairings;
use crate::model::project::Project;
use crate::monitor::Monitor;

/// Percentage, Cohen's κ, Fleiss' κ and α on matched pairs, for every two annotators and, pooled over the pairs (Cohen's: the mean),
/// for all; other measures have no value, and say why.
pub(crate) fn run(
    project: &Project,
    field: &LabelField,
    scope: &StudyScope,
    request: &Request,
    monitor: &Monitor,
) -> Vec<Score> {
    let names: Vec<String> = scope.annotators(project).iter().map(ToString::to_string).collect();
    // Needed only for its list of labels.
    let mut corpus = Corpus::default();
    let mut found: Vec<Pair> = Vec::new();
    for first in 0..names.len() {
        for second in first + 1..names.len() {
            let who = [first, second].iter().filter_map(|index| names.get(*index).cloned()).collect();
            found.push(Pair { places: (first, second), names: who, texts: Vec::new() });
        }
    }
    let documents: Vec<_> = project.documents.keys().filter(|id| scope.has_document(id)).cloned().collect();
    let annotators = scope.annotators(project);
    for pair in &mut found {
        let done = |document| {
            let (a, b) = (annotators.get(pair.places.0)?, annotators.get(pair.places.1)?);
            layer_of(project, document, a).and(layer_of(project, document, b)).map(|_| Vec::new())
        };
        pair.texts = documents.iter().map(done).collect();
    }
    for pairing in pairings(project, scope) {
        let (Some(left), Some(right)) = pairing.both(project, &annotators) else { continue };
        let mut value = |statement| corpus.label(&field.label(statement)) + 1;
        let item = (value(left), value(right));
        let text = documents.iter().position(|document| *document == pairing.document);
        let pair = found.iter_mut().find(|pair| pair.places == pairing.annotators);
        let items = text.zip(pair).and_then(|(text, pair)| pair.texts.get_mut(text)?.as_mut());
        items.into_iter().for_each(|items| items.push(item));
    }
    let whole: Vec<usize> = (0..documents.len()).collect();
    let mut rounds: Vec<(Option<String>, Vec<usize>)> = vec![(None, whole.clone())];
    if request.per_document {
        rounds.extend(whole.iter().map(|text| (documents.get(*text).map(ToString::to_string), vec![*text])));
    }
    let mut scores = Vec::new();
    for (document, texts) in rounds {
        for measure in request.measures.iter().copied() {
            if !measure.is_coding() {
                let score = Score::new(measure, names.clone(), Err(Reason::NotOfPairs));
                scores.push(Score { document: document.clone(), ..score });
                continue;
            }
            let mut groups: Vec<(Vec<String>, Vec<&Pair>)> = Vec::new();
            if found.len() > 1 {
                groups.extend(found.iter().map(|pair| (pair.names.clone(), vec![pair])));
            }
            groups.push((names.clone(), found.iter().collect()));
            for (who, group) in groups {
                let done: Vec<usize> = texts
                    .iter()
                    .copied()
                    .filter(|text| group.iter().any(|pair| pair.texts.get(*text).is_some_and(Option::is_some)))
                    .collect();
                for label in std::iter::once(None).chain((0..).take(corpus.labels.len()).map(Some)) {
                    let of = |texts: &[usize]| figures(measure, &group, texts, label);
                    let figures = of(&done);
                    let interval =
                        figures.is_ok().then(|| interval_of(&done, request, monitor, |drawn| of(drawn))).flatten();
                    scores.push(Score {
                        label: label.and_then(|label: u32| corpus.labels.get(label as usize).cloned()),
                        document: document.clone(),
                        documents: done.len(),
                        interval,
                        ..Score::new(measure, who.clone(), figures)
                    });
                }
            }
        }
    }
    scores
}

/// The matched pairs of two annotators.
struct Pair {
    places: (usize, usize),
    names: Vec<String>,
    /// The pairs by document. `None` if one of the two did not do it.
    texts: Vec<Option<Vec<(u32, u32)>>>,
}

impl Pair {
    /// The items of these documents; a document that is named twice counts twice.
    fn items(&self, texts: &[usize]) -> impl Iterator<Item = (Option<u32>, Option<u32>)> {
        let of = |text: &usize| self.texts.get(*text).and_then(Option::as_deref).unwrap_or_default();
        texts.iter().flat_map(of).map(|(a, b)| (Some(*a), Some(*b)))
    }
}

fn figures(measure: Measure, group: &[&Pair], texts: &[usize], label: Option<u32>) -> Result<Figures, Reason> {
    if group.is_empty() {
        return Err(Reason::OneAnnotator);
    }
    let label = label.map(|label| label + 1);
    let used = |pair: &&Pair| pair.items(texts).any(|(a, b)| label.is_none() || a == label || b == label);
    if !group.iter().any(used) {
        return Err(if group.iter().all(|pair| pair.items(texts).next().is_none()) {
            Reason::NothingInCommon
        } else {
            Reason::NothingAnnotated
        });
    }
    if measure == Measure::Cohen {
        let values: Vec<Result<Figures, Reason>> = group
            .iter()
            .map(|pair| {
                let mut table = PairTable::default();
                pair.items(texts).for_each(|(a, b)| table.add(a, b, 1));
                table.cohen(label)
            })
            .collect();
        if let [one] = values.as_slice() {
            return one.clone();
        }
        let known: Vec<f64> = values.iter().flatten().map(|figures| figures.value).collect();
        let reason =
            || values.iter().find_map(|value| value.as_ref().err().cloned()).unwrap_or(Reason::NothingInCommon);
        if known.is_empty() {
            return Err(reason());
        }
        return Ok(Figures { value: known.iter().sum::<f64>() / known.len() as f64, ..Figures::default() });
    }
    let mut table = CodingTable::default();
    group.iter().flat_map(|pair| pair.items(texts)).for_each(|(a, b)| table.add(&[a, b], 1));
    match measure {
        Measure::Percent => table.percent(label),
        Measure::Fleiss => table.fleiss(2, label),
        _ => table.alpha(label),
    }
}
