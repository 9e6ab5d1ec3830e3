//! Agreement on one property of the statements that two annotators both marked: the items are matched pairs.
//!
//! What only one of them has is no item: these values say how alike things are described, not whether they were found.

use super::agreement::coding::{PairTable, Table};
use super::agreement::corpus::Corpus;
use super::agreement::fields::Field;
use super::agreement::{Figures, Measure, Reason, Score};
use super::comparison::pairs;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::project::Project;

/// Percentage, Cohen's κ, Fleiss' κ and α on matched pairs, for every two annotators and, pooled over the pairs (Cohen's: the mean),
/// for all; other measures are passed over.
pub fn run(
    project: &Project,
    field: &Field,
    annotators: &[AnnotatorId],
    documents: &[DocumentId],
    measures: &[Measure],
) -> Vec<Score> {
    let annotators: Vec<AnnotatorId> = if annotators.is_empty() { project.annotators() } else { annotators.to_vec() };
    // For its list of labels only.
    let mut names = Corpus::default();
    let mut found: Vec<Pair> = Vec::new();
    for (index, first) in annotators.iter().enumerate() {
        for second in annotators.iter().skip(index + 1) {
            let mut pair = Pair { names: vec![first.to_string(), second.to_string()], ..Pair::default() };
            for id in project.documents.keys().filter(|id| documents.is_empty() || documents.contains(id)) {
                let layer = |annotator| project.layer(id, annotator).filter(|layer| layer.counts());
                let (Some(a), Some(b)) = (layer(first), layer(second)) else { continue };
                pair.documents += 1;
                for (left, right) in pairs(a, b) {
                    let (Some(left), Some(right)) = (a.statement(left), b.statement(right)) else { continue };
                    let mut value = |statement| Some(names.label(&field.label(statement)) + 1);
                    pair.items.push((value(left), value(right)));
                }
            }
            found.push(pair);
        }
    }
    let mut scores = Vec::new();
    for measure in measures.iter().copied().filter(|measure| measure.is_coding()) {
        let mut groups: Vec<(Vec<String>, Vec<&Pair>)> = Vec::new();
        if found.len() > 1 {
            groups.extend(found.iter().map(|pair| (pair.names.clone(), vec![pair])));
        }
        groups.push((annotators.iter().map(ToString::to_string).collect(), found.iter().collect()));
        for (who, group) in groups {
            for label in std::iter::once(None).chain((0..).take(names.labels.len()).map(Some)) {
                scores.push(Score {
                    measure,
                    annotators: who.clone(),
                    label: label.and_then(|label: u32| names.labels.get(label as usize).cloned()),
                    document: None,
                    documents: group.iter().map(|pair| pair.documents).max().unwrap_or_default(),
                    figures: figures(measure, &group, label),
                    interval: None,
                    samples: None,
                });
            }
        }
    }
    scores
}

/// The matched pairs of two annotators.
#[derive(Default)]
struct Pair {
    names: Vec<String>,
    documents: usize,
    items: Vec<(Option<u32>, Option<u32>)>,
}

fn figures(measure: Measure, group: &[&Pair], label: Option<u32>) -> Result<Figures, Reason> {
    if group.is_empty() {
        return Err(Reason::OneAnnotator);
    }
    let label = label.map(|label| label + 1);
    let used = |pair: &&Pair| pair.items.iter().any(|(a, b)| label.is_none() || *a == label || *b == label);
    if !group.iter().any(used) {
        return Err(if group.iter().all(|pair| pair.items.is_empty()) {
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
                pair.items.iter().for_each(|(a, b)| table.add(*a, *b, 1));
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
    let mut table = Table::default();
    group.iter().flat_map(|pair| &pair.items).for_each(|(a, b)| table.add(&[*a, *b], 1));
    match measure {
        Measure::Percent => table.percent(label),
        Measure::Fleiss => table.fleiss(2, label),
        _ => table.alpha(label),
    }
}
