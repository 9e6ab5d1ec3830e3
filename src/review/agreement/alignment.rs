//! The best alignment for γ: the partition of all units into unitary alignments with the least disorder, computed
//! exactly.
//!
//! Mathet, Widlöcher and Métivier 2015 (CL 41:437). A unitary alignment of n annotators has at most one unit of each;
//! its disorder is the mean over the C = n(n−1)/2 pairs, where a pair with a missing unit costs Δ. Compared with
//! leaving its units alone, a tuple T of k units therefore saves w(T) = (k−1)Δ + Σ(Δ−d)/C, and the best alignment is
//! the heaviest set of disjoint tuples. A tuple that costs no less than two parts of it is never needed: T = A ∪ B can
//! be dropped if Σ d over A×B ≥ (|A||B| + C)Δ. So every tuple that matters is connected by pairs with d < (1+C)Δ, that
//! is, by units that are near each other in proportion to their lengths, and the text splits into components that are
//! solved separately: two annotators by assignment, more by a dynamic programme over the units in text order whose
//! state is the set of later units that are already taken. States are pruned only if a dual bound proves that they
//! cannot lead to the optimum. If there are too many states, `packing` solves the component with prices and branching.

use std::collections::HashMap;

use super::corpus::overlaps_while;
use super::packing;
use super::value::to_f64;
use crate::review::matching;

/// The dissimilarity of two units, and the cost of a missing one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dissimilarity {
    /// The weight of positions.
    pub alpha: f64,
    /// The weight of labels.
    pub beta: f64,
    /// The cost of a missing unit, Δ.
    pub delta: f64,
}

impl Default for Dissimilarity {
    fn default() -> Self {
        Self { alpha: 1.0, beta: 1.0, delta: 1.0 }
    }
}

/// A unit at any real position, as chance samples need.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlacedUnit {
    pub begin: f64,
    pub end: f64,
    pub label: u32,
}

impl Dissimilarity {
    /// The positional dissimilarity ((|Δb| + |Δe|)/(length + length))², without its weight.
    pub(crate) fn places(&self, a: &PlacedUnit, b: &PlacedUnit) -> f64 {
        let lengths = (a.end - a.begin) + (b.end - b.begin);
        (((a.begin - b.begin).abs() + (a.end - b.end).abs()) / lengths).powi(2)
    }

    /// d = α·Δ·places + β·Δ·(0 or 1).
    pub(crate) fn between(&self, a: &PlacedUnit, b: &PlacedUnit) -> f64 {
        let labels = if a.label == b.label { 0.0 } else { self.beta };
        self.delta * self.alpha.mul_add(self.places(a, b), labels)
    }
}

/// The best alignment of one text.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitAlignment {
    /// Unitary alignments with more than one unit, as (annotator, index of the unit), in text order.
    pub tuples: Vec<Vec<(usize, usize)>>,
    pub units: usize,
    /// The sum of the disorders of all unitary alignments.
    pub disorder: f64,
}

/// Why there is no alignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlignmentError {
    /// The units are so dense that the exact solution would need more memory than is allowed.
    TooDense,
    Stopped,
}

/// Called now and then to ask whether to give up.
pub(crate) type Stop<'s> = &'s dyn Fn() -> bool;

/// The limits of the dynamic programme in one component: the tuples examined, then the steps between states. `packing`
/// solves larger components.
const MOST_TUPLES: usize = 200_000;
const MOST_STEPS: usize = 2_000_000;
/// The size of the largest tuples whose splits are examined.
const MOST_SPLIT: usize = 10;
/// How many states the first run keeps per step; it is exact if it never has to drop one.
const BEAM: usize = 1024;

/// The best alignment of these lines, each in text order. Ties are broken by the order of the units.
///
/// # Errors
/// See [`AlignmentError`].
pub fn best(
    lines: &[Vec<PlacedUnit>],
    measure: Dissimilarity,
    stop: Stop<'_>,
) -> Result<UnitAlignment, AlignmentError> {
    let units: usize = lines.iter().map(Vec::len).sum();
    let annotators = lines.len();
    let pairs = to_f64((annotators * annotators.saturating_sub(1) / 2) as u64);
    let mut tuples = if annotators == 2 {
        assigned(lines, measure, stop)?
    } else {
        let graph = Graph::new(lines, measure, pairs, stop)?;
        let mut tuples = Vec::new();
        for component in graph.components() {
            tuples.extend(graph.solve(&component, stop)?);
        }
        tuples
    };
    tuples.sort_by(|a, b| {
        let place = |tuple: &[(usize, usize)]| {
            tuple.iter().filter_map(|(a, u)| lines.get(*a)?.get(*u)).map(|u| u.begin).fold(f64::INFINITY, f64::min)
        };
        place(a).total_cmp(&place(b)).then_with(|| a.cmp(b))
    });
    let costs = tuples.iter().map(|tuple| disorder_of(lines, tuple, measure, pairs));
    let together: usize = tuples.iter().map(Vec::len).sum();
    let disorder = costs.sum::<f64>() + to_f64((units - together) as u64) * measure.delta;
    Ok(UnitAlignment { tuples, units, disorder })
}

/// The disorder of one unitary alignment.
pub fn disorder_of(lines: &[Vec<PlacedUnit>], tuple: &[(usize, usize)], measure: Dissimilarity, pairs: f64) -> f64 {
    let units: Vec<&PlacedUnit> =
        tuple.iter().filter_map(|(annotator, unit)| lines.get(*annotator)?.get(*unit)).collect();
    let mut sum = 0.0;
    for (index, first) in units.iter().enumerate() {
        sum += units.iter().skip(index + 1).map(|second| measure.between(first, second)).sum::<f64>();
    }
    let missing = pairs - to_f64((units.len() * units.len().saturating_sub(1) / 2) as u64);
    missing.mul_add(measure.delta, sum) / pairs
}

/// The assignment for two annotators, where a pair saves 2Δ − d.
fn assigned(
    lines: &[Vec<PlacedUnit>],
    measure: Dissimilarity,
    stop: Stop<'_>,
) -> Result<Vec<Vec<(usize, usize)>>, AlignmentError> {
    let [first, second] = lines else { return Ok(Vec::new()) };
    let mut edges = vec![Vec::new(); first.len()];
    near(first, second, measure, 1.0, stop, &mut 0, |a, b, distance| {
        if let Some(edges) = edges.get_mut(a) {
            edges.push((b, 2.0 * measure.delta - distance));
        }
    })?;
    edges.iter_mut().for_each(|edges| edges.sort_by_key(|edge| edge.0));
    let matched = matching::heaviest_until(second.len(), &edges, stop).ok_or(AlignmentError::Stopped)?;
    Ok(matched.iter().enumerate().filter_map(|(a, b)| Some(vec![(0, a), (1, (*b)?)])).collect())
}

/// The most near pairs that are kept in memory for one alignment.
const MOST_NEAR: usize = 6_000_000;

/// All pairs with d < (1 + C)Δ; `count` counts those of one alignment.
fn near(
    first: &[PlacedUnit],
    second: &[PlacedUnit],
    measure: Dissimilarity,
    pairs: f64,
    stop: Stop<'_>,
    count: &mut usize,
    mut found: impl FnMut(usize, usize, f64),
) -> Result<(), AlignmentError> {
    // |Δb| + |Δe| is at least twice the distance of the midpoints, so only units matter whose extents, stretched by
    // this factor about their midpoints, touch.
    let reach = ((1.0 + pairs) / measure.alpha).sqrt();
    let stretched = |line: &[PlacedUnit]| {
        let mut list: Vec<(f64, f64, usize)> = line
            .iter()
            .enumerate()
            .map(|(index, unit)| {
                let (middle, half) =
                    (f64::midpoint(unit.begin, unit.end), (unit.end - unit.begin) / 2.0 * reach * 1.000_001);
                if half.is_finite() { (middle - half, middle + half, index) } else { (f64::MIN, f64::MAX, index) }
            })
            .collect();
        list.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.2.cmp(&b.2)));
        (
            list.iter().map(|unit| (unit.0, unit.1)).collect::<Vec<_>>(),
            list.iter().map(|unit| unit.2).collect::<Vec<_>>(),
        )
    };
    let ((places_a, index_a), (places_b, index_b)) = (stretched(first), stretched(second));
    let limit = (1.0 + pairs) * measure.delta;
    let (mut looked, mut refused) = (0_usize, None);
    overlaps_while(&places_a, &places_b, |a, b| {
        let (Some(a), Some(b)) = (index_a.get(a), index_b.get(b)) else { return true };
        let (Some(left), Some(right)) = (first.get(*a), second.get(*b)) else { return true };
        let distance = measure.between(left, right);
        if distance < limit {
            found(*a, *b, distance);
            *count += 1;
        }
        looked += 1;
        if *count > MOST_NEAR {
            refused = Some(AlignmentError::TooDense);
        } else if looked.is_multiple_of(1 << 16) && stop() {
            refused = Some(AlignmentError::Stopped);
        }
        refused.is_none()
    });
    refused.map_or(Ok(()), Err)
}

/// All units as one list in text order, with the near pairs.
struct Graph {
    measure: Dissimilarity,
    /// The number of pairs of annotators, C.
    pairs: f64,
    /// Annotator and index of each unit.
    who: Vec<(usize, usize)>,
    units: Vec<PlacedUnit>,
    /// For each unit, the units near it, in text order.
    near: Vec<Vec<usize>>,
    annotators: usize,
}

/// Tuples of units, with what each saves.
type Weighed = Vec<(Vec<usize>, f64)>;

/// A tuple of a component, by the positions of its units in it.
struct Tuple {
    places: Vec<usize>,
    weight: f64,
}

impl Graph {
    fn new(
        lines: &[Vec<PlacedUnit>],
        measure: Dissimilarity,
        pairs: f64,
        stop: Stop<'_>,
    ) -> Result<Self, AlignmentError> {
        let mut who: Vec<(usize, usize)> = lines
            .iter()
            .enumerate()
            .flat_map(|(annotator, line)| (0..line.len()).map(move |unit| (annotator, unit)))
            .collect();
        let place = |(annotator, unit): &(usize, usize)| lines[*annotator][*unit];
        who.sort_by(|a, b| {
            let (left, right) = (place(a), place(b));
            left.begin.total_cmp(&right.begin).then(left.end.total_cmp(&right.end)).then(a.cmp(b))
        });
        let mut rank: Vec<Vec<usize>> = lines.iter().map(|line| vec![0; line.len()]).collect();
        for (index, (annotator, unit)) in who.iter().enumerate() {
            rank[*annotator][*unit] = index;
        }
        let (mut near_units, mut count) = (vec![Vec::new(); who.len()], 0);
        for (first, left) in lines.iter().enumerate() {
            for (second, right) in lines.iter().enumerate().skip(first + 1) {
                near(left, right, measure, pairs, stop, &mut count, |a, b, _| {
                    let (a, b) = (rank[first][a], rank[second][b]);
                    near_units[a].push(b);
                    near_units[b].push(a);
                })?;
            }
        }
        near_units.iter_mut().for_each(|list| list.sort_unstable());
        let units = who.iter().map(place).collect();
        Ok(Self { measure, pairs, who, units, near: near_units, annotators: lines.len() })
    }

    /// The connected components, each in text order; units without near units are left out.
    fn components(&self) -> Vec<Vec<usize>> {
        let mut seen = vec![false; self.who.len()];
        let mut components = Vec::new();
        for start in 0..self.who.len() {
            if seen[start] || self.near[start].is_empty() {
                continue;
            }
            seen[start] = true;
            let mut component = vec![start];
            let mut at = 0;
            while let Some(unit) = component.get(at).copied() {
                for next in &self.near[unit] {
                    if !std::mem::replace(&mut seen[*next], true) {
                        component.push(*next);
                    }
                }
                at += 1;
            }
            component.sort_unstable();
            components.push(component);
        }
        components
    }

    fn solve(&self, component: &[usize], stop: Stop<'_>) -> Result<Vec<Vec<(usize, usize)>>, AlignmentError> {
        let programme = || {
            let tuples = self.tuples(component, stop)?;
            let chosen = heaviest_set(component.len(), &tuples, stop)?;
            Ok(chosen.into_iter().filter_map(|tuple| Some(tuples.get(tuple)?.places.clone())).collect())
        };
        let chosen: Vec<Vec<usize>> = match programme() {
            Err(AlignmentError::TooDense) => {
                let units: Vec<PlacedUnit> = component.iter().map(|unit| self.units[*unit]).collect();
                let who: Vec<usize> = component.iter().map(|unit| self.who[*unit].0).collect();
                packing::heaviest(&units, &who, self.annotators, self.measure, stop)?
            }
            other => other?,
        };
        let named = |places: &Vec<usize>| places.iter().map(|place| self.who[component[*place]]).collect::<Vec<_>>();
        let mut result: Vec<Vec<(usize, usize)>> = chosen.iter().map(named).collect();
        result.iter_mut().for_each(|tuple| tuple.sort_unstable());
        Ok(result)
    }

    /// The connected tuples that pass the split test, by their first unit in text order.
    fn tuples(&self, component: &[usize], stop: Stop<'_>) -> Result<Vec<Tuple>, AlignmentError> {
        let place: HashMap<usize, usize> = component.iter().enumerate().map(|(place, unit)| (*unit, place)).collect();
        let (mut seen, mut found) = (0, Vec::new());
        // How many members of the tuple a unit is near to, or is itself.
        let mut met: HashMap<usize, usize> = HashMap::new();
        for root in component {
            let later = |unit: &&usize| *unit > root;
            if stop() {
                return Err(AlignmentError::Stopped);
            }
            met.clear();
            met.insert(*root, 1);
            let around: Vec<usize> = self.near[*root].iter().filter(later).copied().collect();
            around.iter().for_each(|unit| *met.entry(*unit).or_default() += 1);
            self.grow(*root, &mut vec![*root], around, (&mut met, &mut seen, &mut found), stop)?;
        }
        Ok(found
            .into_iter()
            .map(|(units, weight)| {
                let mut places: Vec<usize> = units.iter().filter_map(|unit| place.get(unit).copied()).collect();
                places.sort_unstable();
                Tuple { places, weight }
            })
            .collect())
    }

    /// Enumerates every connected set with this root as its first unit, each once (Wernicke 2005, ESU), with at most
    /// one unit per annotator.
    fn grow(
        &self,
        root: usize,
        tuple: &mut Vec<usize>,
        mut around: Vec<usize>,
        (met, seen, found): (&mut HashMap<usize, usize>, &mut usize, &mut Weighed),
        stop: Stop<'_>,
    ) -> Result<(), AlignmentError> {
        if tuple.len() > 1 {
            *seen += 1;
            if *seen > MOST_TUPLES {
                return Err(AlignmentError::TooDense);
            }
            if stop() {
                return Err(AlignmentError::Stopped);
            }
            found.extend(self.worth(tuple).map(|weight| (tuple.clone(), weight)));
        }
        if tuple.len() == self.annotators {
            return Ok(());
        }
        while let Some(unit) = around.pop() {
            if tuple.iter().any(|other| self.who[*other].0 == self.who[unit].0) {
                continue;
            }
            let mut wider = around.clone();
            for next in self.near[unit].iter().filter(|next| **next > root) {
                let count = met.entry(*next).or_default();
                if *count == 0 {
                    wider.push(*next);
                }
                *count += 1;
            }
            *met.entry(unit).or_default() += 1;
            tuple.push(unit);
            let result = self.grow(root, tuple, wider, (&mut *met, &mut *seen, &mut *found), stop);
            tuple.pop();
            for next in self.near[unit].iter().filter(|next| **next > root).chain([&unit]) {
                met.entry(*next).and_modify(|count| *count -= 1);
            }
            result?;
        }
        Ok(())
    }

    /// What the tuple saves; `None` if two parts of it cost no more.
    fn worth(&self, tuple: &[usize]) -> Option<f64> {
        let size = tuple.len();
        let between = |a: usize, b: usize| self.measure.between(&self.units[tuple[a]], &self.units[tuple[b]]);
        let mut table = vec![0.0; size * size];
        let mut sum = 0.0;
        for a in 0..size {
            for b in a + 1..size {
                let distance = between(a, b);
                table[a * size + b] = distance;
                sum += distance;
            }
        }
        // The first unit is always in the first part, so that each split occurs once. If there are too many splits, the
        // tuple is kept: it may be unnecessary, but does no harm.
        let splits = if size > MOST_SPLIT { 0 } else { (1_u32 << (size - 1)) - 1 };
        for split in 0..splits {
            let first = |index: usize| index == 0 || split & (1 << (index - 1)) != 0;
            let (mut across, mut count) = (0.0, 0.0);
            for a in 0..size {
                for b in (a + 1..size).filter(|b| first(a) != first(*b)) {
                    across += table[a * size + b];
                    count += 1.0;
                }
            }
            if across >= (count + self.pairs) * self.measure.delta {
                return None;
            }
        }
        let inner = to_f64((size * (size - 1) / 2) as u64);
        Some(to_f64((size - 1) as u64) * self.measure.delta + (inner * self.measure.delta - sum) / self.pairs)
    }
}

/// The units that are taken, counted from the present one.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Mask<const WORDS: usize>([u64; WORDS]);

impl<const WORDS: usize> Mask<WORDS> {
    const EMPTY: Self = Self([0; WORDS]);

    fn of(places: &[usize], from: usize) -> Self {
        let mut mask = Self::EMPTY;
        for place in places {
            let bit = place - from;
            if let Some(word) = mask.0.get_mut(bit / 64) {
                *word |= 1 << (bit % 64);
            }
        }
        mask
    }

    fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a & b != 0)
    }

    fn with(&self, other: &Self) -> Self {
        let mut mask = self.clone();
        mask.0.iter_mut().zip(&other.0).for_each(|(a, b)| *a |= b);
        mask
    }

    fn first(&self) -> bool {
        self.0.first().is_some_and(|word| word & 1 == 1)
    }

    /// Moves one position on.
    fn next(mut self) -> Self {
        let mut carry = 0;
        for word in self.0.iter_mut().rev() {
            let low = *word << 63;
            *word = (*word >> 1) | carry;
            carry = low;
        }
        self
    }
}

/// The heaviest set of disjoint tuples, by index.
fn heaviest_set(units: usize, tuples: &[Tuple], stop: Stop<'_>) -> Result<Vec<usize>, AlignmentError> {
    let width =
        tuples.iter().filter_map(|tuple| Some(tuple.places.last()? - tuple.places.first()? + 1)).max().unwrap_or(0);
    match width {
        0 => Ok(Vec::new()),
        1..=64 => Programme::<1>::new(units, tuples, stop).run(),
        65..=256 => Programme::<4>::new(units, tuples, stop).run(),
        257..=1024 => Programme::<16>::new(units, tuples, stop).run(),
        _ => Err(AlignmentError::TooDense),
    }
}

/// The dynamic programme over one component. A state's loss is the amount by which its choices fall short of the dual
/// prices of the units that they cover; the heaviest set has the least loss, and losses never decrease.
struct Programme<'t, const WORDS: usize> {
    tuples: &'t [Tuple],
    stop: Stop<'t>,
    /// By first unit: the other units, the loss, the tuple.
    choices: Vec<Vec<(Mask<WORDS>, f64, usize)>>,
    prices: Vec<f64>,
}

/// The origin of a state: the state before it, and the tuple that was taken.
type Origin = (u32, u32);
const NONE: u32 = u32::MAX;

impl<'t, const WORDS: usize> Programme<'t, WORDS> {
    fn new(units: usize, tuples: &'t [Tuple], stop: Stop<'t>) -> Self {
        let prices = prices(units, tuples);
        let mut choices = vec![Vec::new(); units];
        for (index, tuple) in tuples.iter().enumerate() {
            let Some(first) = tuple.places.first().copied() else { continue };
            let loss = tuple.places.iter().map(|place| prices[*place]).sum::<f64>() - tuple.weight;
            choices[first].push((Mask::of(&tuple.places, first), loss.max(0.0), index));
        }
        Self { tuples, stop, choices, prices }
    }

    fn run(&self) -> Result<Vec<usize>, AlignmentError> {
        let (chosen, cut) = self.pass(f64::INFINITY, BEAM)?;
        if !cut {
            return Ok(chosen);
        }
        // The first run gave a lower bound; no state may lose more than the gap between it and the prices.
        let weight: f64 = chosen.iter().map(|tuple| self.tuples[*tuple].weight).sum();
        let gap = self.prices.iter().sum::<f64>() - weight;
        let (chosen, _) = self.pass(gap + 1e-9, usize::MAX)?;
        Ok(chosen)
    }

    /// The best path, and whether states were dropped because there were more than `beam`.
    fn pass(&self, limit: f64, beam: usize) -> Result<(Vec<usize>, bool), AlignmentError> {
        let mut states: Vec<(Mask<WORDS>, f64)> = vec![(Mask::EMPTY, 0.0)];
        let mut origins: Vec<Vec<Origin>> = Vec::with_capacity(self.choices.len());
        let (mut steps, mut cut) = (0, false);
        for (choices, price) in self.choices.iter().zip(&self.prices) {
            if (self.stop)() {
                return Err(AlignmentError::Stopped);
            }
            steps += states.len() * (choices.len() + 1);
            if steps > MOST_STEPS {
                return Err(AlignmentError::TooDense);
            }
            let mut index: HashMap<Mask<WORDS>, usize> = HashMap::with_capacity(states.len());
            let mut next: Vec<(Mask<WORDS>, f64, Origin)> = Vec::with_capacity(states.len());
            let mut reach = |mask: Mask<WORDS>, loss: f64, origin: Origin| {
                if loss > limit {
                    return;
                }
                match index.entry(mask) {
                    std::collections::hash_map::Entry::Occupied(place) => {
                        let old = &mut next[*place.get()];
                        if loss < old.1 {
                            (old.1, old.2) = (loss, origin);
                        }
                    }
                    std::collections::hash_map::Entry::Vacant(place) => {
                        next.push((place.key().clone(), loss, origin));
                        place.insert(next.len() - 1);
                    }
                }
            };
            for (number, (mask, loss)) in states.iter().enumerate() {
                let number = u32::try_from(number).map_err(|_too_many| AlignmentError::TooDense)?;
                if mask.first() {
                    reach(mask.clone().next(), *loss, (number, NONE));
                    continue;
                }
                for (taken, more, tuple) in choices {
                    if !mask.meets(taken) {
                        let tuple = u32::try_from(*tuple).map_err(|_too_many| AlignmentError::TooDense)?;
                        reach(mask.with(taken).next(), loss + more, (number, tuple));
                    }
                }
                reach(mask.clone().next(), loss + price, (number, NONE));
            }
            if next.len() > beam {
                cut = true;
                next.sort_by(|a, b| a.1.total_cmp(&b.1));
                next.truncate(beam);
            }
            origins.push(next.iter().map(|state| state.2).collect());
            states = next.into_iter().map(|(mask, loss, _)| (mask, loss)).collect();
        }
        // After the last unit all masks are empty, so there is one state.
        let mut at = 0_usize;
        let mut chosen = Vec::new();
        for step in origins.iter().rev() {
            let (before, tuple) = *step.get(at).ok_or(AlignmentError::TooDense)?;
            if tuple != NONE {
                chosen.push(tuple as usize);
            }
            at = before as usize;
        }
        chosen.reverse();
        Ok((chosen, cut))
    }
}

/// Prices of the units such that no tuple is worth more than its units; their sum is an upper bound.
fn prices(units: usize, tuples: &[Tuple]) -> Vec<f64> {
    let mut of_unit: Vec<Vec<usize>> = vec![Vec::new(); units];
    let mut prices = vec![0.0_f64; units];
    for (index, tuple) in tuples.iter().enumerate() {
        for place in &tuple.places {
            of_unit[*place].push(index);
            prices[*place] = prices[*place].max(tuple.weight / to_f64(tuple.places.len() as u64));
        }
    }
    // Lowers the prices one by one as far as the tuples allow, in both directions; in small steps first, so that
    // neighbours share the slack.
    let mut slack: Vec<f64> = tuples
        .iter()
        .map(|tuple| tuple.places.iter().map(|place| prices[*place]).sum::<f64>() - tuple.weight)
        .collect();
    for (round, step) in std::iter::repeat_n(0.15, 30).chain([0.5, 0.5, 1.0, 1.0]).enumerate() {
        for index in 0..units {
            let unit = if round % 2 == 0 { index } else { units - 1 - index };
            let room = of_unit[unit].iter().map(|tuple| slack[*tuple]).fold(prices[unit], f64::min);
            let lower = room * step;
            if lower > 0.0 {
                prices[unit] -= lower;
                of_unit[unit].iter().for_each(|tuple| slack[*tuple] -= lower);
            }
        }
    }
    prices
}
