//! Which words of two passages differ.

use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

/// The stretches of each text, in bytes, that have no counterpart in the other: whole words, neighbours joined.
pub(crate) fn differing_words(old: &str, new: &str) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let (old_words, new_words) = (words(old), words(new));
    let changes = capture_diff_slices(Algorithm::Myers, &texts(old, &old_words), &texts(new, &new_words));
    let changes = changes.iter().filter(|change| change.tag() != DiffTag::Equal);
    changes.fold((Vec::new(), Vec::new()), |(mut left, mut right), change| {
        left.extend(stretch(&old_words, change.old_range()));
        right.extend(stretch(&new_words, change.new_range()));
        (left, right)
    })
}

/// From the first of these words to the last, with what is between them.
fn stretch(words: &[Range<usize>], these: Range<usize>) -> Option<Range<usize>> {
    let these = words.get(these)?;
    Some(these.first()?.start..these.last()?.end)
}

fn texts<'t>(text: &'t str, words: &[Range<usize>]) -> Vec<&'t str> {
    words.iter().map(|word| text.get(word.clone()).unwrap_or_default()).collect()
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
