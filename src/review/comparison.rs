//! Pairs the statements of different layers and names their differences.
//!
//! Two layers are paired by the best one-to-one matching: by overlap (Dice, in bytes) first, then by kind, speaker and
//! chain. The pairs of more than two layers are joined into places, best match first, never with two statements of one
//! annotator. An unpaired statement that lies within a statement paired with another one is a split or a merger. The
//! result does not depend on the order of the layers.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::agreement::corpus::overlaps;
use super::matching;
use crate::model::document::Document;
use crate::model::id::{AnnotatorId, DocumentId, RelationKindId, StatementId};
use crate::model::layer::Layer;
use crate::model::project::Project;
use crate::model::span::Span;
use crate::model::statement::Statement;
use crate::model::statement_difference::{Difference, between};
use crate::text::segment::words;

/// A place of the text with each annotator's statements there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The statements by the index of the annotator, in text order.
    pub statements: Vec<Vec<StatementId>>,
    /// From the first byte that any of them covers to the last.
    pub hull: Span,
    /// The pairs of annotators that differ, by index, and how they differ. Empty if all agree.
    pub differences: Vec<(usize, usize, BTreeSet<Difference>)>,
}

impl Place {
    /// All differences between any two annotators.
    pub fn all_differences(&self) -> BTreeSet<&Difference> {
        self.differences.iter().flat_map(|(.., differences)| differences).collect()
    }

    /// The names of [`Self::all_differences`], each once.
    pub fn difference_names(&self) -> Vec<&'static str> {
        let mut names: Vec<_> = self.all_differences().into_iter().map(Difference::as_str).collect();
        names.dedup();
        names
    }

    /// The sum of the gravities of the differences.
    pub(crate) fn gravity(&self) -> u32 {
        self.differences.iter().flat_map(|(.., differences)| differences).map(Difference::weight).sum()
    }

    /// Whether two annotators agree here; having nothing counts.
    pub(crate) fn agree(&self, first: usize, second: usize) -> bool {
        let pair = (first.min(second), first.max(second));
        !self.differences.iter().any(|(a, b, _)| (*a, *b) == pair)
    }
}

/// The layers of one document, place by place in text order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    pub document: DocumentId,
    pub annotators: Vec<AnnotatorId>,
    pub places: Vec<Place>,
}

/// Compares the layers of these annotators (of all, if the list is empty) in one document. Annotators without a layer are
/// left out.
pub fn compare(project: &Project, document: &DocumentId, annotators: &[AnnotatorId]) -> Option<Comparison> {
    project.documents.get(document)?;
    let asked = |(annotator, layer): &(&AnnotatorId, &Layer)| {
        (annotators.is_empty() || annotators.contains(annotator)) && layer.counts()
    };
    let all = project.layers_of(document).filter(asked);
    let (annotators, layers): (Vec<AnnotatorId>, Vec<&Layer>) = all.map(|(a, layer)| (a.clone(), layer)).unzip();
    Some(Comparison { document: document.clone(), annotators, places: places(&layers) })
}

/// The best one-to-one matching of two layers, in text order of the first.
pub fn pairs(a: &Layer, b: &Layer) -> Vec<(StatementId, StatementId)> {
    let (left, right): (Vec<_>, Vec<_>) = (a.statements().collect(), b.statements().collect());
    let id = |list: &[&Statement], index: usize| list.get(index).map(|statement| statement.id);
    let found = matched(&left, &right);
    found.into_iter().filter_map(|(a, b, _)| Some((id(&left, a)?, id(&right, b)?))).collect()
}

/// Pairs by index, with their overlap as Dice's coefficient in parts of a million.
fn matched(a: &[&Statement], b: &[&Statement]) -> Vec<(usize, usize, u64)> {
    // The solver breaks ties by row, so which layer forms the rows must not depend on the order of the arguments.
    let first = |list: &[&Statement]| list.iter().map(|statement| statement.id).min();
    if first(a) > first(b) {
        let mut pairs: Vec<_> = matched_rows(b, a).into_iter().map(|(b, a, dice)| (a, b, dice)).collect();
        pairs.sort_unstable();
        return pairs;
    }
    matched_rows(a, b)
}

fn matched_rows(a: &[&Statement], b: &[&Statement]) -> Vec<(usize, usize, u64)> {
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let (spans_a, spans_b) = (spans(a), spans(b));
    overlaps(&places_of(&spans_a), &places_of(&spans_b), |left, right| {
        if let (Some((left, x)), Some((right, y))) = (spans_a.get(left), spans_b.get(right)) {
            let common = x.end_byte.min(y.end_byte) - x.start_byte.max(y.start_byte);
            *shared.entry((*left, *right)).or_default() += common;
        }
    });
    let length = |statement: &Statement| statement.spans.iter().map(|span| span.len_bytes()).sum::<usize>();
    // Overlap comes first: its step exceeds the sum of all lesser criteria, and all sums stay exact.
    let count = a.len().min(b.len()).max(1) as f64;
    let scale = (8e15 / (16.0 * count * count)).min(1e6).floor().max(1.0);
    let mut edges: Vec<Vec<(usize, f64)>> = vec![Vec::new(); a.len()];
    for ((left, right), common) in &shared {
        let (Some(x), Some(y)) = (a.get(*left), b.get(*right)) else { continue };
        let dice = 2.0 * *common as f64 / (length(x) + length(y)) as f64;
        let chain = |s: &Statement| s.chain.iter().map(|link| link.party.clone()).collect::<Vec<_>>();
        let lesser = u8::from(x.kind == y.kind) * 8
            + u8::from(x.speaker() == y.speaker()) * 4
            + u8::from(chain(x) == chain(y)) * 2;
        let weight = (dice * scale).ceil() * 16.0 * count + f64::from(lesser) + 1.0;
        if let Some(edges) = edges.get_mut(*left) {
            edges.push((*right, weight));
        }
    }
    let found = matching::heaviest(b.len(), &edges);
    let dice = |left: usize, right: usize| {
        let common = shared.get(&(left, right)).copied().unwrap_or_default() as u64;
        let lengths = a.get(left).map_or(0, |s| length(s)) + b.get(right).map_or(0, |s| length(s));
        2_000_000 * common / (lengths as u64).max(1)
    };
    found.iter().enumerate().filter_map(|(left, right)| Some((left, (*right)?, dice(left, (*right)?)))).collect()
}

/// The spans of all statements with the index of their statement, sorted by start.
fn spans(list: &[&Statement]) -> Vec<(usize, Span)> {
    let of = |(index, statement): (usize, &&Statement)| {
        statement.spans.iter().map(move |span| (index, *span)).collect::<Vec<_>>()
    };
    let mut spans: Vec<(usize, Span)> = list.iter().enumerate().flat_map(of).collect();
    spans.sort_by_key(|(index, span)| (span.start_byte, span.end_byte, *index));
    spans
}

fn places_of(spans: &[(usize, Span)]) -> Vec<(f64, f64)> {
    spans.iter().map(|(_, span)| (span.start_byte as f64, span.end_byte as f64)).collect()
}

/// The statements of several layers at one place, while the place is being built.
struct Group {
    /// By annotator.
    members: Vec<Vec<usize>>,
}

fn places(layers: &[&Layer]) -> Vec<Place> {
    let lists: Vec<Vec<&Statement>> = layers.iter().map(|layer| layer.statements().collect()).collect();
    let mut links = Vec::new();
    for (first, left) in lists.iter().enumerate() {
        for (second, right) in lists.iter().enumerate().skip(first + 1) {
            let found = matched(left, right).into_iter();
            links.extend(found.map(|(a, b, dice)| (Reverse(dice), first, second, a, b)));
        }
    }
    links.sort_unstable();
    // At first, every statement is a group of its own.
    let mut group_of: Vec<Vec<usize>> = Vec::new();
    let mut groups: Vec<Option<Group>> = Vec::new();
    for (annotator, list) in lists.iter().enumerate() {
        group_of.push((groups.len()..groups.len() + list.len()).collect());
        for index in 0..list.len() {
            let mut members = vec![Vec::new(); lists.len()];
            members.get_mut(annotator).into_iter().for_each(|own| own.push(index));
            groups.push(Some(Group { members }));
        }
    }
    for (_, first, second, a, b) in links {
        let (Some(one), Some(other)) = (look(&group_of, first, a), look(&group_of, second, b)) else { continue };
        let (Some(Some(left)), Some(Some(right))) = (groups.get(one), groups.get(other)) else { continue };
        let apart = left.members.iter().zip(&right.members).all(|(x, y)| x.is_empty() || y.is_empty());
        if one != other && apart {
            join(&mut groups, &mut group_of, one, other);
        }
    }
    join_splits(&lists, &mut groups, &mut group_of);
    let mut places: Vec<Place> = groups.iter().flatten().map(|group| place_of(&lists, group)).collect();
    places.sort_by_key(|place| (place.hull.start_byte, Reverse(place.hull.end_byte), place.statements.clone()));
    let mut at: BTreeMap<StatementId, usize> = BTreeMap::new();
    for (index, place) in places.iter().enumerate() {
        at.extend(place.statements.iter().flatten().map(|id| (*id, index)));
    }
    let relations: Vec<_> = layers.iter().map(|layer| relations(layer, &at)).collect();
    for place in &mut places {
        place.differences = differences(layers, &relations, place);
    }
    places
}

fn look(group_of: &[Vec<usize>], annotator: usize, index: usize) -> Option<usize> {
    group_of.get(annotator)?.get(index).copied()
}

/// Moves the members of the second group into the first.
fn join(groups: &mut [Option<Group>], group_of: &mut [Vec<usize>], into: usize, from: usize) {
    let Some(taken) = groups.get_mut(from).and_then(Option::take) else { return };
    let Some(Some(group)) = groups.get_mut(into) else { return };
    for (annotator, (own, more)) in group.members.iter_mut().zip(taken.members).enumerate() {
        for index in &more {
            let place = group_of.get_mut(annotator).and_then(|list| list.get_mut(*index));
            place.into_iter().for_each(|place| *place = into);
        }
        own.extend(more);
        own.sort_unstable();
    }
}

/// Joins statements without a partner to the place of the statement that they are part of.
fn join_splits(lists: &[Vec<&Statement>], groups: &mut [Option<Group>], group_of: &mut [Vec<usize>]) {
    let mut candidates = Vec::new();
    for (first, left) in lists.iter().enumerate() {
        for (second, right) in lists.iter().enumerate().filter(|(second, _)| *second != first) {
            let (spans_a, spans_b) = (spans(left), spans(right));
            let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
            overlaps(&places_of(&spans_a), &places_of(&spans_b), |a, b| {
                if let (Some((a, x)), Some((b, y))) = (spans_a.get(a), spans_b.get(b)) {
                    *shared.entry((*a, *b)).or_default() += x.end_byte.min(y.end_byte) - x.start_byte.max(y.start_byte);
                }
            });
            for ((a, b), common) in shared {
                let length: usize = left.get(a).map_or(0, |s| s.spans.iter().map(|span| span.len_bytes()).sum());
                if 2 * common >= length {
                    candidates.push((Reverse(common), first, a, second, b));
                }
            }
        }
    }
    candidates.sort_unstable();
    for (_, first, a, second, b) in candidates {
        let (Some(part), Some(whole)) = (look(group_of, first, a), look(group_of, second, b)) else { continue };
        let (Some(Some(alone)), Some(Some(other))) = (groups.get(part), groups.get(whole)) else { continue };
        // Only an unpaired statement is a part, and only of a place where its annotator has another part.
        let single = alone.members.iter().map(Vec::len).sum::<usize>() == 1;
        let own = other.members.get(first).map(Vec::as_slice).unwrap_or_default();
        let statement = |annotator: usize, index: usize| lists.get(annotator).and_then(|list| list.get(index));
        let apart = own.iter().all(|index| match (statement(first, *index), statement(first, a)) {
            (Some(x), Some(y)) => !x.spans.iter().any(|x| y.spans.iter().any(|y| x.overlaps(*y))),
            _ => false,
        });
        // The containing statement is the only one of its annotator here, so that two groups are not mixed.
        let one = other.members.get(second).is_some_and(|members| members.len() == 1);
        if part != whole && single && one && !own.is_empty() && apart {
            join(groups, group_of, whole, part);
        }
    }
}

fn place_of(lists: &[Vec<&Statement>], group: &Group) -> Place {
    let members = group.members.iter().zip(lists);
    let found: Vec<Vec<&Statement>> =
        members.map(|(own, list)| own.iter().filter_map(|index| list.get(*index).copied()).collect()).collect();
    let hulls = || found.iter().flatten().map(|statement| statement.hull());
    let hull = Span::new(
        hulls().map(|hull| hull.start_byte).min().unwrap_or_default(),
        hulls().map(|hull| hull.end_byte).max().unwrap_or_default(),
    );
    let statements = found.iter().map(|own| own.iter().map(|statement| statement.id).collect()).collect();
    Place { statements, hull, differences: Vec::new() }
}

/// The relations of a statement: the kind, whether it is the source, and the place of the other end.
type Ends = BTreeSet<(RelationKindId, bool, usize)>;

fn relations(layer: &Layer, at: &BTreeMap<StatementId, usize>) -> BTreeMap<StatementId, Ends> {
    let mut ends: BTreeMap<StatementId, Ends> = BTreeMap::new();
    for relation in layer.relations() {
        for (own, other, from) in [(relation.from, relation.to, true), (relation.to, relation.from, false)] {
            let place = at.get(&other).copied().unwrap_or(usize::MAX);
            ends.entry(own).or_default().insert((relation.kind.clone(), from, place));
        }
    }
    ends
}

fn differences(
    layers: &[&Layer],
    relations: &[BTreeMap<StatementId, Ends>],
    place: &Place,
) -> Vec<(usize, usize, BTreeSet<Difference>)> {
    let mut found = Vec::new();
    let none = Ends::new();
    let side = |annotator: usize| {
        let ids = place.statements.get(annotator).map(Vec::as_slice).unwrap_or_default();
        let layer = layers.get(annotator);
        ids.iter().filter_map(|id| layer?.statement(*id)).collect::<Vec<_>>()
    };
    let ends =
        |annotator: usize, id: StatementId| relations.get(annotator).and_then(|ends| ends.get(&id)).unwrap_or(&none);
    for first in 0..layers.len() {
        for second in first + 1..layers.len() {
            let (left, right) = (side(first), side(second));
            let mut differ = BTreeSet::new();
            match (left.as_slice(), right.as_slice()) {
                ([], []) => {}
                ([], _) | (_, []) => {
                    differ.insert(Difference::Missing);
                }
                ([a, ..], [b, ..]) => {
                    differ = between(a, b);
                    if left.len() != right.len() {
                        differ.insert(Difference::Split);
                        differ.remove(&Difference::Edges);
                    } else {
                        left.iter().zip(&right).skip(1).for_each(|(a, b)| differ.extend(between(a, b)));
                        if left.iter().zip(&right).any(|(a, b)| ends(first, a.id) != ends(second, b.id)) {
                            differ.insert(Difference::Relation);
                        }
                    }
                }
            }
            if !differ.is_empty() {
                found.push((first, second, differ));
            }
        }
    }
    found
}

/// The number of words by which the spans of two statements differ: words of which only one statement covers a part.
pub(crate) fn edge_words(document: &Document, a: &Statement, b: &Statement) -> usize {
    let covers = |statement: &Statement, byte: usize| statement.spans.iter().any(|span| span.contains(byte));
    let start = a.hull().start_byte.min(b.hull().start_byte);
    let end = a.hull().end_byte.max(b.hull().end_byte);
    let Some(text) = document.content.get(start..end) else { return usize::MAX };
    let differs = |word: &std::ops::Range<usize>| {
        (start + word.start..start + word.end).any(|byte| covers(a, byte) != covers(b, byte))
    };
    words(text).iter().filter(|word| differs(word)).count()
}
