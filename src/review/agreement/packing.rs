//! Finds the heaviest set of disjoint tuples by prices and branching, if the dynamic programme would need too many
//! states.
//!
//! Set packing over the units of one component, as in `alignment`. Prices v such that no tuple is worth more than its
//! units give a bound; the best ones come from a linear programme whose constraints are added as they are violated
//! (Kelley 1960). The programme is trusted only to find good prices: that they are a bound is proved here, by checking
//! every tuple. A tuple whose loss against the prices exceeds the gap between them and a known solution cannot be part
//! of a better one and is dropped (reduced costs); the rest splits into components. If that is not enough, two units
//! are put into one tuple or kept apart (Ryan and Foster 1981). Only prices, near pairs and a bounded list of tuples
//! are kept in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOutcome};

use super::alignment::{AlignmentError, Dissimilarity, PlacedUnit, Stop};

/// The most near pairs of a component that are kept in memory.
const MOST_PAIRS: usize = 6_000_000;
/// The most tight tuples (worth exactly their prices) from which a fractional solution is built.
const MOST_TIGHT: usize = 60_000;
/// How many constraints one unit may add per round.
const CUTS_A_ROUND: usize = 4;
/// How many rounds to run before the prices are accepted although they are a little too high.
const MOST_ROUNDS: usize = 400;
/// How long the linear programme runs before checking whether to stop.
const SLICE: Duration = Duration::from_millis(200);
/// The gap that rounding may leave between a solution and its bound, relative to the bound.
const ROUNDING: f64 = 1e-10;

/// The best partition of these units, each list by index; units that stay alone are left out.
///
/// # Errors
/// See [`AlignmentError`].
pub(super) fn heaviest(
    units: &[PlacedUnit],
    who: &[usize],
    annotators: usize,
    measure: Dissimilarity,
    stop: Stop<'_>,
) -> Result<Vec<Vec<usize>>, AlignmentError> {
    let pairs = (annotators * annotators.saturating_sub(1) / 2) as f64;
    let ground = Ground { units, who, measure, pairs, stop };
    // In a useful tuple every pair has d < (n − 1 + C)Δ: separating one unit from the rest must cost more than that
    // unit alone and its pairs.
    let limit = (annotators as f64 - 1.0 + pairs) * measure.delta;
    let mut node = Node { items: (0..units.len()).map(|unit| vec![unit]).collect(), later: Vec::new() };
    let mut count = 0;
    for (index, first) in units.iter().enumerate() {
        if stop() {
            return Err(AlignmentError::Stopped);
        }
        let apart = |other: &usize| who.get(index) != who.get(*other);
        let row = (index + 1..units.len()).filter(apart).filter_map(|other| {
            let distance = measure.between(first, units.get(other)?);
            (distance < limit).then(|| (other, (measure.delta - distance) / pairs))
        });
        let row: Vec<(usize, f64)> = row.collect();
        count += row.len();
        if count > MOST_PAIRS {
            return Err(AlignmentError::TooDense);
        }
        node.later.push(row);
    }
    let mut solution = ground.solve(node)?;
    solution.retain(|tuple| tuple.len() > 1);
    Ok(solution)
}

/// The data that stay constant during the search.
struct Ground<'g> {
    units: &'g [PlacedUnit],
    who: &'g [usize],
    measure: Dissimilarity,
    /// The number of pairs of annotators, C.
    pairs: f64,
    stop: Stop<'g>,
}

/// A subproblem: items are units that are already in one tuple, with the pairs of them that may still be joined.
struct Node {
    items: Vec<Vec<usize>>,
    /// For each item, the later ones with which it may be joined, and what their pairs add.
    later: Vec<Vec<(usize, f64)>>,
}

type Solution = Vec<Vec<usize>>;

impl Ground<'_> {
    /// What units in one tuple save compared with leaving each alone.
    fn worth(&self, tuple: &[usize]) -> f64 {
        let mut worth = (tuple.len() as f64 - 1.0) * self.measure.delta;
        for (index, first) in tuple.iter().enumerate() {
            for second in tuple.iter().skip(index + 1) {
                if let (Some(a), Some(b)) = (self.units.get(*first), self.units.get(*second)) {
                    worth += (self.measure.delta - self.measure.between(a, b)) / self.pairs;
                }
            }
        }
        worth
    }

    fn value(&self, solution: &Solution) -> f64 {
        solution.iter().map(|tuple| self.worth(tuple)).sum()
    }

    /// The best solution of a subproblem, component by component.
    fn solve(&self, node: Node) -> Result<Solution, AlignmentError> {
        let mut solution = Solution::new();
        for component in node.components() {
            match component.items.as_slice() {
                [alone] => solution.push(alone.clone()),
                _ => solution.extend(self.solve_connected(component, f64::NEG_INFINITY)?.unwrap_or_default()),
            }
        }
        Ok(solution)
    }

    /// The best solution of a connected subproblem; `None` if none is worth more than `known`.
    fn solve_connected(&self, node: Node, known: f64) -> Result<Option<Solution>, AlignmentError> {
        let base: f64 = node.items.iter().map(|item| self.worth(item)).sum();
        let prices = self.prices(&node)?;
        let bound = base + prices.iter().sum::<f64>();
        let enough = |value: f64| bound - value <= ROUNDING * bound.abs().max(1.0);
        if enough(known) || known >= bound {
            return Ok(None);
        }
        let shares = self.shares(&node, &prices)?;
        let found = self.rounded(&node, &prices, &shares)?;
        let value = self.value(&found);
        let (mut best, best_value) = if value > known { (Some(found), value) } else { (None, known) };
        if enough(best_value) {
            return Ok(best);
        }
        // Better solutions contain only tuples with a loss below this gap.
        let gap = bound - best_value;
        let mut used: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); node.items.len()];
        self.visit(&node, &prices, &mut |_| gap, &mut |tuple, _| {
            for (index, first) in tuple.iter().enumerate() {
                used.get_mut(*first).into_iter().for_each(|set| set.extend(tuple.iter().skip(index + 1)));
            }
        })?;
        let before: usize = node.later.iter().map(Vec::len).sum();
        let after: usize = used.iter().map(BTreeSet::len).sum();
        let keep = |(row, used): (Vec<(usize, f64)>, &BTreeSet<usize>)| {
            row.into_iter().filter(|(other, _)| used.contains(other)).collect()
        };
        let later = node.later.into_iter().zip(&used).map(keep).collect();
        let node = Node { items: node.items, later };
        let parts = node.components();
        if parts.len() > 1 || after * 4 < before * 3 {
            let mut solution = Solution::new();
            for part in parts {
                match part.items.as_slice() {
                    [alone] => solution.push(alone.clone()),
                    _ => solution.extend(self.solve_connected(part, f64::NEG_INFINITY)?.unwrap_or_default()),
                }
            }
            return Ok(if self.value(&solution) > best_value { Some(solution) } else { best });
        }
        // Finds two items that a fractional solution puts together about half of the time.
        let mut together: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        for (tuple, share) in &shares {
            for (index, first) in tuple.iter().enumerate() {
                tuple
                    .iter()
                    .skip(index + 1)
                    .for_each(|second| *together.entry((*first, *second)).or_default() += share);
            }
        }
        let allowed = |pair: &(usize, usize)| node.gain(pair.0, pair.1).is_some();
        let half = together
            .iter()
            .filter(|(pair, share)| allowed(pair) && **share > 1e-6 && **share < 1.0 - 1e-6)
            .min_by(|a, b| (a.1 - 0.5).abs().total_cmp(&(b.1 - 0.5).abs()).then(a.0.cmp(b.0)))
            .map(|(pair, _)| *pair);
        let first = || node.later.iter().position(|row| !row.is_empty()).map(|at| (at, node.later[at][0].0));
        let Some(pair) = half.or_else(first) else { return Ok(best) };
        let mut best_value = best_value;
        for child in [node.joined(pair.0, pair.1), node.parted(pair.0, pair.1)] {
            if let Some(solution) = self.solve_connected(child, best_value)? {
                let value = self.value(&solution);
                if value > best_value {
                    (best, best_value) = (Some(solution), value);
                }
            }
        }
        Ok(best)
    }

    /// The prices with the least sum such that no tuple is worth more than its items.
    fn prices(&self, node: &Node) -> Result<Vec<f64>, AlignmentError> {
        let count = node.items.len();
        let mut cuts: Vec<(Vec<usize>, f64)> = Vec::new();
        let mut known: BTreeSet<Vec<usize>> = BTreeSet::new();
        for (index, row) in node.later.iter().enumerate() {
            let mut row = row.clone();
            row.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            for (other, gain) in row.into_iter().take(3) {
                known.insert(vec![index, other]);
                cuts.push((vec![index, other], self.measure.delta + gain));
            }
        }
        let (mut prices, mut bound) = (vec![0.0; count], 0.0_f64);
        for round in 0..MOST_ROUNDS {
            if let Some(better) = self.programme(&cuts, count)? {
                prices = better;
            }
            let cost = |tuple: &[usize]| tuple.iter().filter_map(|item| prices.get(*item)).sum::<f64>();
            // Constraints that are far from tight only slow the programme down. They come back if they are violated;
            // since the bound has risen by then, this terminates.
            let sum: f64 = prices.iter().sum();
            if sum > bound + 1e-9 {
                bound = sum;
                let slack = 0.2 * self.measure.delta;
                cuts.retain(|(tuple, worth)| {
                    let keep = cost(tuple) - worth <= slack;
                    if !keep {
                        known.remove(tuple);
                    }
                    keep
                });
            }
            // The most violated constraints of each first item; the more there are, the less a new one is searched for.
            let mut broken: BTreeMap<usize, Vec<(f64, Vec<usize>)>> = BTreeMap::new();
            let worst = std::cell::RefCell::new(vec![-1e-9_f64; count]);
            self.visit(
                node,
                &prices,
                &mut |first| worst.borrow().get(first).copied().unwrap_or_default(),
                &mut |tuple, loss| {
                    let Some(first) = tuple.first() else { return };
                    let own = broken.entry(*first).or_default();
                    own.push((loss, tuple.to_vec()));
                    own.sort_by(|a, b| a.0.total_cmp(&b.0));
                    own.truncate(CUTS_A_ROUND);
                    if own.len() == CUTS_A_ROUND
                        && let (Some(last), Some(limit)) = (own.last(), worst.borrow_mut().get_mut(*first))
                    {
                        *limit = last.0;
                    }
                },
            )?;
            let mut new = false;
            for (loss, tuple) in broken.into_values().flatten() {
                let worth = cost(&tuple) - loss;
                if known.insert(tuple.clone()) {
                    cuts.push((tuple, worth));
                    new = true;
                }
            }
            if !new || round + 1 == MOST_ROUNDS {
                break;
            }
        }
        self.lift(node, prices)
    }

    /// Raises prices if rounding, or a programme that gave up, has left a tuple that is worth more.
    fn lift(&self, node: &Node, mut prices: Vec<f64>) -> Result<Vec<f64>, AlignmentError> {
        prices.iter_mut().for_each(|price| *price = price.max(0.0));
        loop {
            let mut short: Vec<(usize, f64)> = Vec::new();
            self.visit(node, &prices, &mut |_| -1e-13, &mut |tuple, loss| {
                if let (Some(first), true) = (tuple.first(), short.len() < MOST_TIGHT) {
                    match short.last_mut().filter(|(item, _)| item == first) {
                        Some((_, most)) => *most = most.min(loss),
                        None => short.push((*first, loss)),
                    }
                }
            })?;
            if short.is_empty() {
                return Ok(prices);
            }
            for (item, loss) in short {
                prices.get_mut(item).into_iter().for_each(|price| *price -= loss * (1.0 + 1e-12));
            }
        }
    }

    /// The least prices that satisfy these tuples; `None` if the programme gave up.
    fn programme(&self, cuts: &[(Vec<usize>, f64)], count: usize) -> Result<Option<Vec<f64>>, AlignmentError> {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let prices: Vec<_> = (0..count).map(|_| problem.add_var(1.0, (0.0, f64::INFINITY))).collect();
        for (tuple, worth) in cuts {
            let sum: Vec<_> = tuple.iter().filter_map(|item| Some((*prices.get(*item)?, 1.0))).collect();
            problem.add_constraint(sum, ComparisonOp::Ge, *worth);
        }
        let solution = self.run(&mut problem)?;
        Ok(solution.map(|solution| prices.iter().map(|price| solution.var_value(*price)).collect()))
    }

    /// The share of each tight tuple in a best fractional solution.
    fn shares(&self, node: &Node, prices: &[f64]) -> Result<Vec<(Vec<usize>, f64)>, AlignmentError> {
        let mut tight: Vec<(Vec<usize>, f64)> = Vec::new();
        self.visit(node, prices, &mut |_| 1e-8, &mut |tuple, loss| {
            if tight.len() < MOST_TIGHT {
                tight.push((tuple.to_vec(), tuple.iter().filter_map(|item| prices.get(*item)).sum::<f64>() - loss));
            }
        })?;
        let mut problem = Problem::new(OptimizationDirection::Maximize);
        let mut of_item = vec![Vec::new(); node.items.len()];
        let mut variables = Vec::with_capacity(tight.len());
        for (tuple, worth) in &tight {
            let variable = problem.add_var(*worth, (0.0, 1.0));
            variables.push(variable);
            for item in tuple {
                of_item.get_mut(*item).into_iter().for_each(|sum: &mut Vec<_>| sum.push((variable, 1.0)));
            }
        }
        for sum in of_item.into_iter().filter(|sum| sum.len() > 1) {
            problem.add_constraint(sum, ComparisonOp::Le, 1.0);
        }
        let solution = self.run(&mut problem)?;
        let share = |variable| solution.as_ref().map_or(0.0, |solution| solution.var_value(variable));
        let shares = tight.into_iter().zip(&variables).map(|((tuple, _), variable)| (tuple, share(*variable)));
        Ok(shares.filter(|(_, share)| *share > 1e-9 || solution.is_none()).collect())
    }

    fn run(&self, problem: &mut Problem) -> Result<Option<microlp::Solution>, AlignmentError> {
        problem.set_time_limit(SLICE);
        let mut outcome = problem.solve();
        loop {
            match outcome {
                Ok(SolveOutcome::Solution(solution)) => return Ok(Some(solution)),
                Ok(interrupted @ SolveOutcome::Interrupted(_)) => {
                    if (self.stop)() {
                        return Err(AlignmentError::Stopped);
                    }
                    outcome = interrupted.resume();
                }
                Err(_) => return Ok(None),
            }
        }
    }

    /// An integral solution near the fractional one: the largest shares first, then the tuples with the least loss.
    fn rounded(&self, node: &Node, prices: &[f64], shares: &[(Vec<usize>, f64)]) -> Result<Solution, AlignmentError> {
        let mut order: Vec<(f64, f64, &Vec<usize>)> =
            shares.iter().map(|(tuple, share)| (-share, 0.0, tuple)).collect();
        let mut others: Vec<(Vec<usize>, f64)> = Vec::new();
        // The loss limit is raised until the list is full, to find enough tuples for the remaining items.
        for limit in [0.05, 0.3, 1.0] {
            let mut list = Vec::new();
            self.visit(node, prices, &mut |_| limit * self.measure.delta, &mut |tuple, loss| {
                if list.len() < MOST_TIGHT {
                    list.push((tuple.to_vec(), loss));
                }
            })?;
            let full = list.len() == MOST_TIGHT;
            if !full || others.is_empty() {
                others = list;
            }
            if full {
                break;
            }
        }
        order.extend(others.iter().map(|(tuple, loss)| (0.0, *loss, tuple)));
        order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(b.2)));
        let mut taken = vec![false; node.items.len()];
        let mut solution = Solution::new();
        let join = |tuple: &[usize]| {
            let mut units: Vec<usize> =
                tuple.iter().filter_map(|item| node.items.get(*item)).flatten().copied().collect();
            units.sort_unstable();
            units
        };
        for (_, _, tuple) in order {
            if tuple.iter().all(|item| taken.get(*item) == Some(&false)) {
                tuple.iter().for_each(|item| taken.get_mut(*item).into_iter().for_each(|taken| *taken = true));
                solution.push(join(tuple));
            }
        }
        let left = taken.iter().enumerate().filter(|(_, taken)| !**taken);
        solution.extend(left.map(|(item, _)| join(&[item])));
        Ok(solution)
    }

    /// Calls `found` with every tuple of two or more items, in the order of the items, whose loss (what its items cost
    /// beyond its worth) is below what `limit` says for its first item.
    fn visit(
        &self,
        node: &Node,
        prices: &[f64],
        limit: &mut dyn FnMut(usize) -> f64,
        found: &mut dyn FnMut(&[usize], f64),
    ) -> Result<(), AlignmentError> {
        // Items of several units have one pair for each combination of their units.
        let largest = node.items.iter().map(Vec::len).max().unwrap_or(1) as f64;
        let mut search = Search {
            node,
            prices,
            delta: self.measure.delta,
            most: self.measure.delta / self.pairs * largest * largest,
            who: node.items.iter().map(|item| self.first_annotator(item)).collect(),
            least: BTreeMap::new(),
            limit,
            found,
            tuple: Vec::new(),
            stop: self.stop,
            steps: 0,
            is_stopped: false,
        };
        for first in 0..node.items.len() {
            if (self.stop)() {
                return Err(AlignmentError::Stopped);
            }
            let row = node.later.get(first).map(Vec::as_slice).unwrap_or_default();
            search.tuple.clear();
            search.tuple.push(first);
            search.grow(prices.get(first).copied().unwrap_or_default(), row);
            if search.is_stopped {
                return Err(AlignmentError::Stopped);
            }
        }
        Ok(())
    }

    fn first_annotator(&self, item: &[usize]) -> usize {
        item.iter().filter_map(|unit| self.who.get(*unit)).copied().min().unwrap_or_default()
    }
}

/// An enumeration of the tuples of a subproblem.
struct Search<'s> {
    node: &'s Node,
    prices: &'s [f64],
    delta: f64,
    /// The most that one pair of items can add: Δ/C for each pair of units.
    most: f64,
    /// The first annotator of each item: the items of a tuple all have different ones.
    who: Vec<usize>,
    least: BTreeMap<usize, f64>,
    limit: &'s mut dyn FnMut(usize) -> f64,
    found: &'s mut dyn FnMut(&[usize], f64),
    tuple: Vec<usize>,
    stop: Stop<'s>,
    steps: usize,
    is_stopped: bool,
}

impl Search<'_> {
    /// `open` lists the later items that may be joined with all of the tuple, and what their pairs with it add.
    fn grow(&mut self, loss: f64, open: &[(usize, f64)]) {
        let Some(first) = self.tuple.first().copied() else { return };
        self.steps += 1;
        self.is_stopped |= self.steps.is_multiple_of(1 << 10) && (self.stop)();
        if self.is_stopped {
            return;
        }
        if self.tuple.len() > 1 && loss < (self.limit)(first) {
            (self.found)(&self.tuple, loss);
        }
        if open.is_empty() {
            return;
        }
        // What the best item of each annotator would take off the loss, if these items matched one another perfectly.
        self.least.clear();
        for (item, gain) in open {
            let step = self.prices.get(*item).copied().unwrap_or_default() - self.delta - gain;
            let own = self.least.entry(self.who.get(*item).copied().unwrap_or_default()).or_insert(f64::INFINITY);
            *own = own.min(step);
        }
        let mut steps: Vec<f64> = self.least.values().copied().collect();
        steps.sort_by(f64::total_cmp);
        let (mut best, mut sum) = (f64::INFINITY, loss);
        for (index, step) in steps.iter().enumerate() {
            sum += step - index as f64 * self.most;
            best = best.min(sum);
        }
        if best >= (self.limit)(first) {
            return;
        }
        for (index, (item, gain)) in open.iter().enumerate() {
            let next = loss + self.prices.get(*item).copied().unwrap_or_default() - self.delta - gain;
            let rest = open.get(index + 1..).unwrap_or_default();
            let row = self.node.later.get(*item).map(Vec::as_slice).unwrap_or_default();
            self.tuple.push(*item);
            self.grow(next, &common(rest, row));
            self.tuple.pop();
        }
    }
}

/// The items in both lists, with the sum of what they add.
fn common(a: &[(usize, f64)], b: &[(usize, f64)]) -> Vec<(usize, f64)> {
    let (mut at_a, mut at_b, mut found) = (0, 0, Vec::new());
    while let (Some(left), Some(right)) = (a.get(at_a), b.get(at_b)) {
        if left.0 == right.0 {
            found.push((left.0, left.1 + right.1));
        }
        at_a += usize::from(left.0 <= right.0);
        at_b += usize::from(right.0 <= left.0);
    }
    found
}

impl Node {
    fn gain(&self, first: usize, second: usize) -> Option<f64> {
        let row = self.later.get(first.min(second))?;
        let at = row.binary_search_by_key(&first.max(second), |(other, _)| *other).ok()?;
        row.get(at).map(|(_, gain)| *gain)
    }

    /// The connected components, each as a subproblem.
    fn components(&self) -> Vec<Self> {
        let count = self.items.len();
        let mut root: Vec<usize> = (0..count).collect();
        fn find(root: &mut [usize], mut at: usize) -> usize {
            while root[at] != at {
                root[at] = root[root[at]];
                at = root[at];
            }
            at
        }
        for (first, row) in self.later.iter().enumerate() {
            for (second, _) in row {
                let (a, b) = (find(&mut root, first), find(&mut root, *second));
                let (low, high) = (a.min(b), a.max(b));
                root[high] = low;
            }
        }
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for item in 0..count {
            members.entry(find(&mut root, item)).or_default().push(item);
        }
        members.into_values().map(|members| self.part(&members)).collect()
    }

    /// The subproblem of these items only, in this order, which is that of the whole.
    fn part(&self, members: &[usize]) -> Self {
        let place = |item: &usize| members.binary_search(item).ok();
        let row = |item: &usize| -> Vec<(usize, f64)> {
            let row = self.later.get(*item).map(Vec::as_slice).unwrap_or_default();
            row.iter().filter_map(|(other, gain)| Some((place(other)?, *gain))).collect()
        };
        Self {
            items: members.iter().filter_map(|item| self.items.get(*item).cloned()).collect(),
            later: members.iter().map(row).collect(),
        }
    }

    /// The subproblem in which the two are one item.
    fn joined(&self, first: usize, second: usize) -> Self {
        let members: Vec<usize> = (0..self.items.len()).filter(|item| *item != second).collect();
        let mut node = self.part(&members);
        let place = |item: usize| members.binary_search(&item).ok();
        let Some(at) = place(first) else { return node };
        if let (Some(own), Some(more)) = (node.items.get_mut(at), self.items.get(second)) {
            own.extend(more);
            own.sort_unstable();
        }
        // Only items that could be joined with both can be joined with the new item.
        for row in &mut node.later {
            row.retain(|(other, _)| *other != at);
        }
        node.later.get_mut(at).into_iter().for_each(Vec::clear);
        for item in members.iter().copied().filter(|item| *item != first) {
            let (Some(a), Some(b), Some(other)) = (self.gain(first, item), self.gain(second, item), place(item)) else {
                continue;
            };
            let (low, high) = (at.min(other), at.max(other));
            if let Some(row) = node.later.get_mut(low) {
                let index = row.partition_point(|(later, _)| *later < high);
                row.insert(index, (high, a + b));
            }
        }
        node
    }

    /// The subproblem in which the two must not be in one tuple.
    fn parted(&self, first: usize, second: usize) -> Self {
        let (low, high) = (first.min(second), first.max(second));
        let mut later = self.later.clone();
        later.get_mut(low).into_iter().for_each(|row| row.retain(|(other, _)| *other != high));
        Self { items: self.items.clone(), later }
    }
}

#[cfg(test)]
mod tests {
    use super::super::alignment::best;
    use super::*;
    use proptest::prelude::*;

    /// Nested and overlapping units in text order.
    fn any_lines(annotators: usize) -> impl Strategy<Value = Vec<Vec<PlacedUnit>>> {
        let unit = (0..60_u32, 1..30_u32, 0..4_u32).prop_map(|(begin, length, label)| PlacedUnit {
            begin: f64::from(begin),
            end: f64::from(begin + length),
            label,
        });
        let line = prop::collection::vec(unit, 0..8).prop_map(|mut line| {
            line.sort_by(|a, b| a.begin.total_cmp(&b.begin).then(a.end.total_cmp(&b.end)));
            line
        });
        prop::collection::vec(line, annotators)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn it_is_as_good_as_the_dynamic_programme(
            lines in (3..6_usize).prop_flat_map(any_lines),
            alpha in prop::sample::select(vec![0.3, 1.0, 3.0]),
            beta in prop::sample::select(vec![0.0, 1.0, 2.0, 3.0]),
        ) {
            let measure = Dissimilarity { alpha, beta, delta: 1.0 };
            let annotators = lines.len();
            let mut all: Vec<(PlacedUnit, usize)> =
                lines.iter().enumerate().flat_map(|(who, line)| line.iter().map(move |unit| (*unit, who))).collect();
            all.sort_by(|a, b| a.0.begin.total_cmp(&b.0.begin).then(a.0.end.total_cmp(&b.0.end)).then(a.1.cmp(&b.1)));
            let (units, who): (Vec<PlacedUnit>, Vec<usize>) = all.into_iter().unzip();
            let found = heaviest(&units, &who, annotators, measure, &|| false).unwrap();
            let pairs = (annotators * (annotators - 1) / 2) as f64;
            let ground = Ground { units: &units, who: &who, measure, pairs, stop: &|| false };
            let mut seen = BTreeSet::new();
            for tuple in &found {
                let annotators: BTreeSet<usize> = tuple.iter().map(|unit| who[*unit]).collect();
                prop_assert_eq!(annotators.len(), tuple.len());
                prop_assert!(tuple.iter().all(|unit| seen.insert(*unit)));
            }
            let disorder = units.len() as f64 - ground.value(&found);
            let known = best(&lines, measure, &|| false).unwrap().disorder;
            prop_assert!((disorder - known).abs() < 1e-8, "{disorder} {known}");
        }
    }

    #[test]
    fn halves_that_are_better_than_wholes_are_branched_on() {
        // Units of three annotators in one place, each with its own label, and β = 3: any two differ by 3, so a pair
        // saves 1 + (1 − 3)/3 = 1/3, all three save 2 + (3 − 9)/3 = 0, and halves of the three pairs would save 1/2.
        let unit = |label| PlacedUnit { begin: 0.0, end: 10.0, label };
        let measure = Dissimilarity { alpha: 1.0, beta: 3.0, delta: 1.0 };
        let three: Vec<PlacedUnit> = (0..3).map(unit).collect();
        let ground = Ground { units: &three, who: &[0, 1, 2], measure, pairs: 3.0, stop: &|| false };
        let found = heaviest(&three, &[0, 1, 2], 3, measure, &|| false).unwrap();
        assert!((ground.value(&found) - 1.0 / 3.0).abs() < 1e-12, "{found:?}");
        // Five copies of that, too far from one another to share a tuple: d = α·(2·1000/20)².
        let far = |place: u32, label| PlacedUnit {
            begin: f64::from(place) * 1000.0,
            end: f64::from(place) * 1000.0 + 10.0,
            label,
        };
        let units: Vec<PlacedUnit> = (0..15).map(|index| far(index / 3, index % 3)).collect();
        let who: Vec<usize> = (0..15).map(|index| index % 3).collect();
        let ground = Ground { units: &units, who: &who, measure, pairs: 3.0, stop: &|| false };
        let found = heaviest(&units, &who, 3, measure, &|| false).unwrap();
        assert!((ground.value(&found) - 5.0 / 3.0).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn it_stops() {
        let units = vec![PlacedUnit { begin: 0.0, end: 1.0, label: 0 }; 9];
        let who: Vec<usize> = (0..9).map(|index| index % 3).collect();
        assert_eq!(heaviest(&units, &who, 3, Dissimilarity::default(), &|| true), Err(AlignmentError::Stopped));
    }
}
