//! How statements lie inside one another on a line of the text, so that the inner is drawn inside the outer.
//!
//! Only what a line shows decides: a statement has the rank 0 where nothing else lies on it, and one more than the
//! highest that lies on it elsewhere. The frame of a higher rank is drawn further out. So a single statement stays close
//! to its words, and neither the whole layer nor the statement's other lines are asked.

use std::collections::BTreeMap;

use egui::Rangef;

/// A stretch of a line that belongs to a statement.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stretch {
    /// Two statements on the same words have different lanes; the one that begins first has the lower one.
    pub lane: usize,
    /// Which line it is on: its block and its number there.
    pub line: (usize, usize),
    pub x: Rangef,
}

/// The rank of each stretch, in their order.
pub(crate) fn ranks(stretches: &[Stretch]) -> Vec<usize> {
    let mut ranks = vec![0; stretches.len()];
    let mut lines: BTreeMap<(usize, usize), Vec<(usize, Stretch)>> = BTreeMap::new();
    for (index, stretch) in stretches.iter().enumerate() {
        lines.entry(stretch.line).or_default().push((index, *stretch));
    }
    for mut line in lines.into_values() {
        // What lies on others comes before them.
        line.sort_by_key(|(_, stretch)| std::cmp::Reverse(stretch.lane));
        for (at, (index, stretch)) in line.iter().enumerate() {
            let above = line.iter().take(at).filter(|(_, other)| other.lane > stretch.lane && meet(stretch.x, other.x));
            let rank = above.filter_map(|(other, _)| ranks.get(*other)).max().map_or(0, |highest| highest + 1);
            if let Some(own) = ranks.get_mut(*index) {
                *own = rank;
            }
        }
    }
    ranks
}

/// Whether two stretches share more than an edge.
fn meet(a: Rangef, b: Rangef) -> bool {
    a.min.max(b.min) + 0.5 < a.max.min(b.max)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretch(lane: usize, line: usize, from: f32, to: f32) -> Stretch {
        Stretch { lane, line: (0, line), x: Rangef::new(from, to) }
    }

    #[test]
    fn the_outer_has_a_higher_rank_than_what_lies_in_it_and_a_single_one_has_none() {
        let stretches = [
            stretch(0, 0, 0.0, 100.0),
            stretch(1, 0, 10.0, 60.0),
            stretch(2, 0, 20.0, 40.0),
            // On the same line, but on other words.
            stretch(1, 0, 70.0, 90.0),
            // The outer one goes on where nothing lies on it.
            stretch(0, 1, 0.0, 100.0),
            stretch(0, 2, 0.0, 50.0),
        ];
        assert_eq!(ranks(&stretches), [2, 1, 0, 0, 0, 0]);
        assert_eq!(ranks(&[]), Vec::<usize>::new());
    }

    #[test]
    fn neighbours_and_parts_of_one_statement_do_not_lift_one_another() {
        let stretches = [stretch(0, 0, 0.0, 50.0), stretch(1, 0, 50.0, 80.0), stretch(0, 0, 0.0, 50.0)];
        assert_eq!(ranks(&stretches), [0, 0, 0]);
    }

    #[test]
    fn crossing_statements_have_different_ranks_where_they_cross() {
        let stretches = [stretch(0, 0, 0.0, 60.0), stretch(1, 0, 30.0, 100.0), stretch(2, 0, 80.0, 120.0)];
        assert_eq!(ranks(&stretches), [2, 1, 0]);
    }
}
