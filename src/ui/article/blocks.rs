//! A text cut into blocks that are laid out one by one, with the height of each: estimated until it is known.
//!
//! A block is a paragraph, or a piece of a very long one, so that no frame ever lays out more than a screen and a little.
//! Heights are kept in a Fenwick tree (P. M. Fenwick, *A new data structure for cumulative frequency tables*, Software:
//! Practice and Experience 24, 1994): from a height to a block and back in O(log n).

use std::ops::Range;

use crate::shape::TextLayout;
use crate::text::content::Content;
use crate::text::segment;
use crate::ui::shaped::Family;

/// The longest text that is laid out in one piece, in bytes.
pub(crate) const BLOCK_BYTES: usize = 3072;
/// Space above the first paragraph and below the last, in points.
const ABOVE_PT: f32 = 18.0;
const BELOW_PT: f32 = 60.0;
/// Height of an empty paragraph and space after a full one, in ems.
const EMPTY_EM: f32 = 0.8;
const AFTER_EM: f32 = 0.15;
/// Width of a character before any was seen, in ems: about that of Naskh.
const CHAR_EM: f32 = 0.42;

/// What decides how high a text is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Measure {
    /// The typefaces.
    pub family: Family,
    pub size_pt: f32,
    /// Distance of the lines, in ems.
    pub line_height: f32,
    pub column_pt: f32,
    /// Whether lines are spread to the width of the column.
    pub justify: bool,
    /// Of the fonts: grows when texts may come out differently.
    pub generation: u64,
}

#[derive(Debug)]
pub(crate) struct Block {
    pub bytes: Range<usize>,
    length_chars: u32,
    /// Empty paragraphs before it.
    empties: u32,
    /// Whether it goes on with the paragraph of the block before.
    pub continues: bool,
}

/// The blocks of a text in order; at least one.
#[derive(Debug, Default)]
pub(crate) struct Blocks {
    blocks: Vec<Block>,
    measure: Measure,
    heights: Fenwick,
    measured: Vec<bool>,
    /// Of all that was measured: width in ems, characters, blocks.
    seen: (f64, f64, usize),
    /// The width of a character that the estimates were made with.
    char_em: f32,
    trailing_empties: u32,
    /// Grows when all heights were estimated anew.
    pub epoch: u64,
}

impl Blocks {
    pub(crate) fn new(content: &Content) -> Self {
        let text = content.as_str();
        let mut blocks: Vec<Block> = Vec::new();
        let mut empties = 0;
        for paragraph in content.paragraphs() {
            if paragraph.is_empty() {
                empties += 1;
                continue;
            }
            let mut start = paragraph.start;
            while start < paragraph.end {
                let end = if paragraph.end - start <= BLOCK_BYTES + BLOCK_BYTES / 2 {
                    paragraph.end
                } else {
                    cut(text, start..paragraph.end)
                };
                let chars = content.byte_to_char(end).zip(content.byte_to_char(start)).map_or(0, |(e, s)| e - s);
                let continues = start > paragraph.start;
                let length_chars = u32::try_from(chars).unwrap_or(u32::MAX);
                blocks.push(Block { bytes: start..end, length_chars, empties, continues });
                empties = 0;
                start = end;
            }
        }
        if blocks.is_empty() {
            blocks.push(Block { bytes: 0..0, length_chars: 0, empties: 0, continues: false });
        }
        Self { blocks, char_em: CHAR_EM, trailing_empties: empties, ..Self::default() }
    }

    pub(crate) fn count(&self) -> usize {
        self.blocks.len()
    }

    pub(crate) fn get(&self, index: usize) -> Option<&Block> {
        self.blocks.get(index)
    }

    pub(crate) fn measure(&self) -> Measure {
        self.measure
    }

    /// The block that holds this byte; one between two blocks belongs to the one before.
    pub(crate) fn at(&self, byte: usize) -> usize {
        self.blocks.partition_point(|block| block.bytes.start <= byte).saturating_sub(1)
    }

    /// The paragraph of a block, over all its pieces.
    pub(crate) fn paragraph(&self, index: usize) -> Range<usize> {
        let continues = |index: usize| self.get(index).is_some_and(|block| block.continues);
        let (mut first, mut last) = (index, index);
        while continues(first) && first > 0 {
            first -= 1;
        }
        while continues(last + 1) {
            last += 1;
        }
        self.get(first).map_or(0, |b| b.bytes.start)..self.get(last).map_or(0, |b| b.bytes.end)
    }

    /// Estimates all heights anew if the measure is another one; returns whether it is.
    pub(crate) fn set_measure(&mut self, measure: Measure) -> bool {
        let other = self.measure != measure;
        if other {
            self.measure = measure;
            self.measured = vec![false; self.blocks.len()];
            self.estimate();
        }
        other
    }

    fn estimate(&mut self) {
        let (ems, chars, _) = self.seen;
        if chars > 0.0 {
            self.char_em = (ems / chars) as f32;
        }
        self.epoch += 1;
        let line = self.measure.size_pt * self.measure.line_height;
        let per_line = (self.measure.column_pt / (self.char_em * self.measure.size_pt).max(0.1)).max(1.0);
        let heights = (0..self.blocks.len()).map(|index| {
            if self.measured.get(index).copied().unwrap_or_default() {
                return self.heights.get(index);
            }
            let chars = self.get(index).map_or(0, |block| block.length_chars) as f32;
            f64::from(self.before(index) + (chars / per_line).ceil().max(1.0) * line + self.after(index))
        });
        self.heights = Fenwick::new(heights.collect());
    }

    /// The space between the top of a block and its text, in points.
    pub(crate) fn before(&self, index: usize) -> f32 {
        let empties = self.get(index).map_or(0, |block| block.empties) as f32;
        empties * EMPTY_EM * self.measure.size_pt + if index == 0 { ABOVE_PT } else { 0.0 }
    }

    /// The space between the text of a block and its bottom, in points.
    pub(crate) fn after(&self, index: usize) -> f32 {
        let size = self.measure.size_pt;
        if index + 1 >= self.count() {
            return size * AFTER_EM + self.trailing_empties as f32 * EMPTY_EM * size + BELOW_PT;
        }
        if self.get(index + 1).is_some_and(|next| next.continues) { 0.0 } else { size * AFTER_EM }
    }

    /// Takes note of how high a block is in truth.
    pub(crate) fn laid_out(&mut self, index: usize, layout: &TextLayout) {
        let Some(measured) = self.measured.get_mut(index) else { return };
        if std::mem::replace(measured, true) {
            return;
        }
        let height = self.before(index) + layout.height() + self.after(index);
        self.heights.set(index, f64::from(height));
        let full = self.measure.column_pt * layout.lines().len().saturating_sub(1) as f32;
        let last = layout.lines().last().map_or(0.0, |line| line.right - line.left);
        self.seen.0 += f64::from((full + last) / self.measure.size_pt);
        self.seen.1 += self.get(index).map_or(0.0, |block| f64::from(block.length_chars));
        self.seen.2 += 1;
        let known = (self.seen.0 / self.seen.1.max(1.0)) as f32;
        // Twice as many seen as at the last correction: the cost is that of the doubling.
        if self.seen.2.is_power_of_two() && self.seen.2 >= 8 && (known / self.char_em - 1.0).abs() > 0.02 {
            self.estimate();
        }
    }

    /// The height of the whole text, in points.
    pub(crate) fn total(&self) -> f64 {
        self.heights.before(self.count())
    }

    /// The height of all blocks before this one, in points.
    pub(crate) fn top(&self, index: usize) -> f64 {
        self.heights.before(index)
    }

    /// The block at a height, and how far below its top that is, in points.
    pub(crate) fn at_height(&self, height: f64) -> (usize, f64) {
        let (index, rest) = self.heights.find(height.max(0.0));
        if index < self.count() { (index, rest) } else { (self.count() - 1, self.heights.get(self.count() - 1)) }
    }
}

/// Where to cut a text that is too long for one block: after a sentence by preference, else after a space, else between
/// graphemes; never outside the last third of what fits.
fn cut(text: &str, range: Range<usize>) -> usize {
    let limit = segment::grapheme_floor(text, range.start + BLOCK_BYTES).max(range.start);
    let from = segment::grapheme_floor(text, range.start + BLOCK_BYTES * 2 / 3).max(range.start);
    let tail = text.get(from..limit).unwrap_or_default();
    let spaces = || tail.match_indices(' ').map(|(at, _)| (at, from + at + 1));
    let sentence =
        spaces().filter(|(at, _)| tail.get(..*at).is_some_and(|before| before.ends_with(['.', '!', '?', '؟', '"'])));
    let fits = |cut: &usize| segment::is_grapheme_edge(text, *cut) && *cut < range.end;
    let found = sentence.map(|(_, cut)| cut).rfind(fits).or_else(|| spaces().map(|(_, cut)| cut).rfind(fits));
    // A grapheme longer than a block stays whole.
    let plain = if limit > range.start { limit } else { segment::next_grapheme(text, range.start + BLOCK_BYTES) };
    found.unwrap_or(plain).min(range.end)
}

/// Sums of a list of numbers that change.
#[derive(Debug, Default)]
struct Fenwick {
    values: Vec<f64>,
    /// `sums[i]` is the sum of the `i & -i` values that end with the one before `i`; `sums[0]` is not used.
    sums: Vec<f64>,
}

impl Fenwick {
    fn new(values: Vec<f64>) -> Self {
        let mut sums = vec![0.0; values.len() + 1];
        for index in 1..sums.len() {
            let own = sums.get(index).copied().unwrap_or_default() + values.get(index - 1).copied().unwrap_or_default();
            if let Some(sum) = sums.get_mut(index) {
                *sum = own;
            }
            if let Some(parent) = sums.get_mut(index + lowest(index)) {
                *parent += own;
            }
        }
        Self { values, sums }
    }

    fn get(&self, index: usize) -> f64 {
        self.values.get(index).copied().unwrap_or_default()
    }

    fn set(&mut self, index: usize, value: f64) {
        let Some(old) = self.values.get_mut(index) else { return };
        let by = value - std::mem::replace(old, value);
        let mut at = index + 1;
        while let Some(sum) = self.sums.get_mut(at) {
            *sum += by;
            at += lowest(at);
        }
    }

    /// The sum of the first `count` values.
    fn before(&self, count: usize) -> f64 {
        let (mut at, mut sum) = (count.min(self.values.len()), 0.0);
        while at > 0 {
            sum += self.sums.get(at).copied().unwrap_or_default();
            at -= lowest(at);
        }
        sum
    }

    /// The value in which a sum falls, and how far into it.
    fn find(&self, sum: f64) -> (usize, f64) {
        let (mut at, mut rest) = (0, sum);
        let mut step = self.values.len().checked_ilog2().map_or(0, |log| 1_usize << log);
        while step > 0 {
            if let Some(part) = self.sums.get(at + step).filter(|part| **part <= rest) {
                at += step;
                rest -= part;
            }
            step /= 2;
        }
        (at, rest)
    }
}

fn lowest(index: usize) -> usize {
    index & index.wrapping_neg()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_what_one_would_add_up() {
        let mut values: Vec<f64> = (0..37).map(|i| f64::from(i * 7 % 11) + 0.5).collect();
        let mut sums = Fenwick::new(values.clone());
        for step in 0..200_usize {
            let index = step * 13 % values.len();
            let value = (step * 31 % 17) as f64;
            values[index] = value;
            sums.set(index, value);
            let count = step % (values.len() + 1);
            assert!((sums.before(count) - values[..count].iter().sum::<f64>()).abs() < 1e-6);
            let asked = (step * 5) as f64 + 0.25;
            let (found, rest) = sums.find(asked);
            let before: f64 = values[..found].iter().sum();
            assert!((before + rest - asked).abs() < 1e-6);
            assert!(found == values.len() || (rest >= 0.0 && rest < values[found]), "{asked}: {found} {rest}");
        }
    }

    #[test]
    fn blocks_cover_every_paragraph_and_are_bounded() {
        let long = "كلمة أخرى. ".repeat(20_000);
        for text in ["", "\n\n", "a\n\nb\r\nc", long.as_str(), &"x".repeat(100_000), &"e\u{301}".repeat(40_000)] {
            let content = Content::new(text);
            let blocks = Blocks::new(&content);
            for paragraph in content.paragraphs().iter().filter(|p| !p.is_empty()) {
                let mut at = paragraph.start;
                let mut index = blocks.at(at);
                assert_eq!(blocks.paragraph(index), *paragraph);
                while at < paragraph.end {
                    let block = blocks.get(index).unwrap();
                    assert_eq!(block.bytes.start, at);
                    assert!(block.bytes.len() <= BLOCK_BYTES * 2 && !block.bytes.is_empty());
                    assert!(segment::is_grapheme_edge(text, block.bytes.end));
                    assert_eq!(block.continues, at > paragraph.start);
                    at = block.bytes.end;
                    index += 1;
                }
                assert_eq!(at, paragraph.end);
            }
        }
    }

    #[test]
    fn one_grapheme_longer_than_a_block_stays_whole() {
        let text = format!("{}{} ", "x".repeat(2), "\u{301}".repeat(40_000));
        let blocks = Blocks::new(&Content::new(text.as_str()));
        assert!((0..blocks.count()).all(|i| segment::is_grapheme_edge(&text, blocks.get(i).unwrap().bytes.end)));
    }
}
