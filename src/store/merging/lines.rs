//! Three-way merge of a text without entries, line by line.

use std::ops::Range;

/// The most pairs of lines to compare; texts that differ more are left to a person.
const MAX_CELLS: usize = 4_000_000;

/// The text with the changes of both sides; `None` if both have changed the same lines.
pub(crate) fn merge(base: &str, ours: &str, theirs: &str) -> Option<String> {
    if ours == theirs || base == theirs {
        return Some(ours.to_owned());
    }
    if base == ours {
        return Some(theirs.to_owned());
    }
    let lines = |text: &'_ str| -> Vec<String> { text.split_inclusive('\n').map(str::to_owned).collect() };
    let (base, ours, theirs) = (lines(base), lines(ours), lines(theirs));
    let (mine, yours) = (same_lines(&base, &ours)?, same_lines(&base, &theirs)?);
    let mut merged = String::new();
    // The present position in each of the three texts.
    let mut at = (0, 0, 0);
    let in_both = |index: usize| Some((index, (*mine.get(index)?)?, (*yours.get(index)?)?));
    for anchor in (0..base.len()).filter_map(in_both).chain([(base.len(), ours.len(), theirs.len())]) {
        let (old, mine, yours) =
            (part(&base, at.0..anchor.0), part(&ours, at.1..anchor.1), part(&theirs, at.2..anchor.2));
        let chosen = if mine == yours || old == yours {
            mine
        } else if old == mine {
            yours
        } else {
            return None;
        };
        merged.extend(chosen.iter().map(String::as_str));
        merged.extend(base.get(anchor.0).map(String::as_str));
        at = (anchor.0 + 1, anchor.1 + 1, anchor.2 + 1);
    }
    Some(merged)
}

fn part(lines: &[String], range: Range<usize>) -> &[String] {
    lines.get(range).unwrap_or_default()
}

/// For each line of `old`, its position in `new` if it is still there: a longest common subsequence of lines.
fn same_lines(old: &[String], new: &[String]) -> Option<Vec<Option<usize>>> {
    let mut found = vec![None; old.len()];
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let tail = tail.min(old.len() - head).min(new.len() - head);
    let (rows, columns) = (old.len() - head - tail, new.len() - head - tail);
    let mut put = |index: usize, place: usize| {
        if let Some(cell) = found.get_mut(index) {
            *cell = Some(place);
        }
    };
    (0..head).for_each(|index| put(index, index));
    (0..tail).for_each(|back| put(old.len() - 1 - back, new.len() - 1 - back));
    if rows.checked_mul(columns)? > MAX_CELLS {
        return None;
    }
    // The length of the longest common subsequence from each pair of lines on.
    let width = columns + 1;
    let mut lengths = vec![0_u32; (rows + 1) * width];
    let equal = |row: usize, column: usize| old.get(head + row) == new.get(head + column);
    let length =
        |lengths: &[u32], row: usize, column: usize| lengths.get(row * width + column).copied().unwrap_or_default();
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            let best = if equal(row, column) {
                length(&lengths, row + 1, column + 1) + 1
            } else {
                length(&lengths, row + 1, column).max(length(&lengths, row, column + 1))
            };
            if let Some(cell) = lengths.get_mut(row * width + column) {
                *cell = best;
            }
        }
    }
    let (mut row, mut column) = (0, 0);
    while row < rows && column < columns {
        if equal(row, column) {
            put(head + row, head + column);
            (row, column) = (row + 1, column + 1);
        } else if length(&lengths, row + 1, column) >= length(&lengths, row, column + 1) {
            row += 1;
        } else {
            column += 1;
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_both_sides_are_in_the_result() {
        assert_eq!(merge("a\nb\nc\n", "a\nB\nc\n", "a\nb\nc\nd\n").as_deref(), Some("a\nB\nc\nd\n"));
        assert_eq!(merge("a\nb\nc\n", "x\na\nb\nc\n", "a\nb\n").as_deref(), Some("x\na\nb\n"));
        assert_eq!(merge("a\n", "b\n", "b\n").as_deref(), Some("b\n"));
        assert_eq!(merge("", "x", "").as_deref(), Some("x"));
    }

    #[test]
    fn the_same_line_changed_by_both_is_left_to_a_person() {
        assert_eq!(merge("a\nb\nc\n", "a\nB\nc\n", "a\nX\nc\n"), None);
        assert_eq!(merge("", "x\n", "y\n"), None);
        assert_eq!(merge("a\nb\n", "a\n", "a\nB\n"), None);
    }
}
