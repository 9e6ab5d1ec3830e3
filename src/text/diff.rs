//! Which words of two short passages differ.

use std::ops::Range;

/// Above this product of words only what is the same at both ends is found.
const MOST_CELLS: usize = 1 << 20;

/// The stretches of each text, in bytes, that have no counterpart in the other: whole words, neighbours joined.
pub fn differing_words(old: &str, new: &str) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let (a, b) = (words(old), words(new));
    let word = |text: &'_ str, range: &Range<usize>| text.get(range.clone()).unwrap_or_default().to_owned();
    let (x, y): (Vec<String>, Vec<String>) =
        (a.iter().map(|range| word(old, range)).collect(), b.iter().map(|range| word(new, range)).collect());
    let start = x.iter().zip(&y).take_while(|(x, y)| x == y).count();
    let room = x.len().min(y.len()) - start;
    let end = x.iter().rev().zip(y.iter().rev()).take(room).take_while(|(x, y)| x == y).count();
    let (x, y) = (x.get(start..x.len() - end).unwrap_or_default(), y.get(start..y.len() - end).unwrap_or_default());
    let (kept_x, kept_y) = common(x, y);
    let differing = |ranges: &[Range<usize>], kept: &[bool]| {
        let middle = ranges.iter().skip(start).zip(kept).filter(|(_, kept)| !**kept).map(|(range, _)| range.clone());
        joined(middle, ranges)
    };
    (differing(&a, &kept_x), differing(&b, &kept_y))
}

/// Which words belong to a longest common subsequence.
fn common(x: &[String], y: &[String]) -> (Vec<bool>, Vec<bool>) {
    let (mut kept_x, mut kept_y) = (vec![false; x.len()], vec![false; y.len()]);
    let width = y.len() + 1;
    if x.len().saturating_mul(width) > MOST_CELLS {
        return (kept_x, kept_y);
    }
    // The length of the longest from here to both ends.
    let mut table = vec![0_u32; (x.len() + 1) * width];
    let at = |table: &[u32], i: usize, j: usize| table.get(i * width + j).copied().unwrap_or_default();
    for i in (0..x.len()).rev() {
        for j in (0..y.len()).rev() {
            let best = if x.get(i) == y.get(j) {
                at(&table, i + 1, j + 1) + 1
            } else {
                at(&table, i + 1, j).max(at(&table, i, j + 1))
            };
            if let Some(cell) = table.get_mut(i * width + j) {
                *cell = best;
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    while let (Some(a), Some(b)) = (x.get(i), y.get(j)) {
        if a == b {
            if let (Some(a), Some(b)) = (kept_x.get_mut(i), kept_y.get_mut(j)) {
                (*a, *b) = (true, true);
            }
            (i, j) = (i + 1, j + 1);
        } else if at(&table, i + 1, j) >= at(&table, i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    (kept_x, kept_y)
}

/// What lies between white space.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, c.is_whitespace()) {
            (None, false) => start = Some(at),
            (Some(from), true) => {
                words.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// Neighbouring words become one stretch with what is between them.
fn joined(differing: impl Iterator<Item = Range<usize>>, all: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut stretches: Vec<Range<usize>> = Vec::new();
    for word in differing {
        let before = all.partition_point(|other| other.start < word.start).checked_sub(1).and_then(|at| all.get(at));
        match stretches.last_mut() {
            Some(last) if before.is_some_and(|before| before.end == last.end) => last.end = word.end,
            _ => stretches.push(word),
        }
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `[…]` stands round what differs.
    fn check(old: &str, new: &str) {
        let bare = |marked: &str| marked.replace(['[', ']'], "");
        let (a, b) = (bare(old), bare(new));
        let marked = |text: &str, ranges: &[Range<usize>]| {
            let mut marked = text.to_owned();
            for range in ranges.iter().rev() {
                marked.insert(range.end, ']');
                marked.insert(range.start, '[');
            }
            marked
        };
        let (left, right) = differing_words(&a, &b);
        assert_eq!((marked(&a, &left).as_str(), marked(&b, &right).as_str()), (old, new));
    }

    #[test]
    fn whole_words_are_marked_on_both_sides() {
        check("أكد [الرئيس] أمس", "أكد [الوزير] أمس");
        check("one two three", "one [and] two three");
        check("one [two three] four", "one four");
        check("[a b]", "[c]");
        check("same", "same");
        check("", "[new words]");
        check("a [x] b [y] c", "a b c [z]");
    }
}
