//! Best one-to-one matching between two lists: the heaviest set of pairs in which nothing occurs twice.
//!
//! Shortest augmenting paths with potentials (Kuhn 1955, Tomizawa 1971; as in Crouse 2016, “On implementing 2D rectangular
//! assignment algorithms”), on sparse edges. A path ends at the nearest way out, so that work stays where the overlaps
//! are: a list of thousands of small groups costs little more than the groups. Whole-number weights below 2⁵³ are exact.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Matches rows with columns so that the sum of the weights is largest. Returns the column of each row, if it has one.
///
/// `edges` lists the columns of each row with their weights; edges without a positive weight are ignored. Ties are broken by
/// the order of rows and columns.
pub(crate) fn heaviest(columns: usize, edges: &[Vec<(usize, f64)>]) -> Vec<Option<usize>> {
    heaviest_until(columns, edges, &|| false).unwrap_or_else(|| vec![None; edges.len()])
}

/// The same, with a check now and then whether to stop. `None` if it was stopped.
pub(crate) fn heaviest_until(
    columns: usize,
    edges: &[Vec<(usize, f64)>],
    stop: &dyn Fn() -> bool,
) -> Option<Vec<Option<usize>>> {
    let mut solver = Solver {
        edges,
        row_of: vec![None; columns],
        column_of: vec![None; edges.len()],
        row_price: vec![0.0; edges.len()],
        column_price: vec![0.0; columns],
        distance: vec![f64::INFINITY; columns],
        previous: vec![0; columns],
        closed: vec![false; columns],
    };
    for row in 0..edges.len() {
        solver.augment(row, stop)?;
    }
    Some(solver.column_of)
}

struct Solver<'e> {
    edges: &'e [Vec<(usize, f64)>],
    row_of: Vec<Option<usize>>,
    column_of: Vec<Option<usize>>,
    row_price: Vec<f64>,
    column_price: Vec<f64>,
    distance: Vec<f64>,
    previous: Vec<usize>,
    closed: Vec<bool>,
}

/// A distance in a heap; all are finite.
#[derive(PartialEq)]
struct Distance(f64);

impl Eq for Distance {}

impl PartialOrd for Distance {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Distance {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl Solver<'_> {
    /// Matches one more row, moving others along the shortest path. Costs are negative weights; an unmatched row costs
    /// nothing. `None` if it was stopped in the middle, after which the state is unusable.
    fn augment(&mut self, start: usize, stop: &dyn Fn() -> bool) -> Option<()> {
        let edges = self.edges;
        let cheapest = edges[start]
            .iter()
            .filter(|edge| edge.1 > 0.0)
            .map(|(column, weight)| -weight - self.column_price[*column]);
        self.row_price[start] = cheapest.fold(0.0, f64::min);
        let mut heap = BinaryHeap::new();
        let (mut touched, mut rows) = (Vec::new(), vec![(start, 0.0)]);
        let (mut row, mut reached) = (start, 0.0);
        let (mut alone, mut alone_at) = (start, f64::INFINITY);
        let (last_row, length, last_column) = loop {
            if stop() {
                return None;
            }
            let out = reached - self.row_price[row];
            if out < alone_at {
                (alone, alone_at) = (row, out);
            }
            for &(column, weight) in edges[row].iter().filter(|edge| edge.1 > 0.0) {
                let distance = reached + (-weight - self.row_price[row] - self.column_price[column]).max(0.0);
                if !self.closed[column] && distance < self.distance[column] {
                    if self.distance[column].is_infinite() {
                        touched.push(column);
                    }
                    self.distance[column] = distance;
                    self.previous[column] = row;
                    heap.push(Reverse((Distance(distance), column)));
                }
            }
            let nearest = loop {
                match heap.pop() {
                    Some(Reverse((Distance(distance), column)))
                        if distance > self.distance[column] || self.closed[column] => {}
                    other => break other,
                }
            };
            match nearest {
                Some(Reverse((Distance(distance), column))) if distance < alone_at => {
                    self.closed[column] = true;
                    match self.row_of[column] {
                        Some(next) => {
                            (row, reached) = (next, distance);
                            rows.push((row, distance));
                        }
                        None => break (self.previous[column], distance, Some(column)),
                    }
                }
                _ => break (alone, alone_at, None),
            }
        };
        for (row, distance) in rows {
            self.row_price[row] += length - distance;
        }
        for column in touched {
            if self.closed[column] {
                self.column_price[column] += self.distance[column] - length;
            }
            self.distance[column] = f64::INFINITY;
            self.closed[column] = false;
        }
        let (mut row, mut column) = (last_row, last_column);
        loop {
            let old = std::mem::replace(&mut self.column_of[row], column);
            if let Some(column) = column {
                self.row_of[column] = Some(row);
            }
            match old {
                Some(freed) if row != start => {
                    column = Some(freed);
                    row = self.previous[freed];
                }
                _ => break,
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn weight(edges: &[Vec<(usize, f64)>], matching: &[Option<usize>]) -> f64 {
        let mut seen = std::collections::BTreeSet::new();
        matching
            .iter()
            .enumerate()
            .map(|(row, column)| {
                let Some(column) = column else { return 0.0 };
                assert!(seen.insert(*column), "column {column} twice");
                edges[row].iter().find(|edge| edge.0 == *column).expect("an edge").1
            })
            .sum()
    }

    fn best(edges: &[Vec<(usize, f64)>], row: usize, used: u32) -> f64 {
        let Some(own) = edges.get(row) else { return 0.0 };
        let with =
            own.iter().filter(|(c, _)| used & (1 << c) == 0).map(|(c, w)| w + best(edges, row + 1, used | (1 << c)));
        with.fold(best(edges, row + 1, used), f64::max)
    }

    proptest! {
        #[test]
        fn it_is_the_heaviest_of_all(table in prop::collection::vec(prop::collection::vec(0..9_i32, 5), 0..6)) {
            let edges: Vec<Vec<(usize, f64)>> = table.iter()
                .map(|row| row.iter().enumerate().filter(|(_, w)| **w > 1).map(|(c, w)| (c, f64::from(*w))).collect())
                .collect();
            let found = heaviest(5, &edges);
            prop_assert_eq!(weight(&edges, &found), best(&edges, 0, 0));
        }
    }
}
