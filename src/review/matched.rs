//! Agreement on one property of the statements that two annotators both marked: the items are matched pairs.
//!
//! Statements that only one of them has are not items: these values tell how similarly statements are described, not
//! whether they were found.

use super::agreement::coding::{CodingTable, PairTable};
use super::agreement::corpus::Corpus;
use super::agreement::fields::{LabelField, StudyScope, layer_of};
use super::agreement::{Figures, Measure, Reason, Request, Score, interval_of};
use super::pairing::pairings;
use crate::model::id::DocumentId;
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
    let study = MatchedPairs::new(project, field, scope);
    let mut scores = Vec::new();
    for (document, texts) in study.rounds(request.per_document) {
        for measure in request.measures.iter().copied() {
            if !measure.is_coding() {
                let score = Score::new(measure, study.names.clone(), Err(Reason::NotOfPairs));
                scores.push(Score { document: document.clone(), ..score });
                continue;
            }
            for group in study.groups() {
                let own = study.scores(measure, &group, &texts, request, monitor);
                scores.extend(own.into_iter().map(|score| Score { document: document.clone(), ..score }));
            }
        }
    }
    scores
}

/// The matched pairs of every two annotators.
struct MatchedPairs {
    /// The names of all annotators.
    names: Vec<String>,
    /// The documents, in the order of [`Pair::texts`].
    documents: Vec<DocumentId>,
    labels: Vec<String>,
    pairs: Vec<Pair>,
}

impl MatchedPairs {
    fn new(project: &Project, field: &LabelField, scope: &StudyScope) -> Self {
        let annotators = scope.annotators(project);
        let documents: Vec<_> = project.documents.keys().filter(|id| scope.has_document(id)).cloned().collect();
        let mut pairs: Vec<Pair> = Vec::new();
        for (first, a) in annotators.iter().enumerate() {
            for (second, b) in annotators.iter().enumerate().skip(first + 1) {
                let both = |id| layer_of(project, id, a).and(layer_of(project, id, b)).map(|_| Vec::new());
                let texts = documents.iter().map(both).collect();
                pairs.push(Pair { places: (first, second), names: vec![a.to_string(), b.to_string()], texts });
            }
        }
        // Needed only for its list of labels.
        let mut corpus = Corpus::default();
        for pairing in pairings(project, scope) {
            let (Some(left), Some(right)) = pairing.both(project, &annotators) else { continue };
            if !field.concerns(project, left) && !field.concerns(project, right) {
                continue;
            }
            let mut value = |statement| corpus.label(&field.label(statement)) + 1;
            let item = (value(left), value(right));
            let text = documents.iter().position(|document| *document == pairing.document);
            let pair = pairs.iter_mut().find(|pair| pair.places == pairing.annotators);
            let items = text.zip(pair).and_then(|(text, pair)| pair.texts.get_mut(text)?.as_mut());
            items.into_iter().for_each(|items| items.push(item));
        }
        let names = annotators.iter().map(ToString::to_string).collect();
        Self { names, documents, labels: corpus.labels, pairs }
    }

    /// The documents that are scored together, by index: all, and each alone if wanted.
    fn rounds(&self, per_document: bool) -> Vec<(Option<String>, Vec<usize>)> {
        let mut rounds = vec![(None, (0..self.documents.len()).collect())];
        if per_document {
            let each = self.documents.iter().enumerate();
            rounds.extend(each.map(|(text, document)| (Some(document.to_string()), vec![text])));
        }
        rounds
    }

    /// The pairs that are scored together: each pair alone, and all of them.
    fn groups(&self) -> Vec<Group<'_>> {
        let mut groups = Vec::new();
        if self.pairs.len() > 1 {
            groups.extend(self.pairs.iter().map(|pair| Group { names: &pair.names, pairs: vec![pair] }));
        }
        groups.push(Group { names: &self.names, pairs: self.pairs.iter().collect() });
        groups
    }

    /// The scores of a group on these documents: over all labels, and for each label.
    fn scores(
        &self,
        measure: Measure,
        group: &Group<'_>,
        texts: &[usize],
        request: &Request,
        monitor: &Monitor,
    ) -> Vec<Score> {
        let is_done = |text: &usize| group.pairs.iter().any(|pair| pair.texts.get(*text).is_some_and(Option::is_some));
        let done: Vec<usize> = texts.iter().copied().filter(is_done).collect();
        let score = |label: Option<u32>| {
            let of = |texts: &[usize]| figures(measure, &group.pairs, texts, label);
            let figures = of(&done);
            let interval = figures.is_ok().then(|| interval_of(&done, request, monitor, of)).flatten();
            Score {
                label: label.and_then(|label| self.labels.get(label as usize).cloned()),
                documents: done.len(),
                interval,
                ..Score::new(measure, group.names.to_vec(), figures)
            }
        };
        std::iter::once(None).chain((0..).take(self.labels.len()).map(Some)).map(score).collect()
    }
}

/// Pairs of annotators that are scored together.
struct Group<'p> {
    names: &'p [String],
    pairs: Vec<&'p Pair>,
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
