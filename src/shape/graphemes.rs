//! The graphemes of a paragraph: which of them a byte is in, and that no line is broken within one.

use std::ops::Range;

use parley::LineBreakContext;
use unicode_segmentation::UnicodeSegmentation;

/// The graphemes of a paragraph, to find which of them contains a byte.
pub(super) struct Graphemes {
    /// Where the paragraph begins in the whole text.
    pub base: usize,
    /// First bytes, relative to the paragraph.
    starts: Vec<usize>,
    /// One past the last byte, relative to the paragraph.
    end: usize,
    /// Whether the last one represents everything that was cut off.
    pub is_cut: bool,
}

impl Graphemes {
    /// The graphemes of `text`, which begins at `base`. If it is cut off at a byte, the rest is one grapheme, shown as
    /// "…".
    pub(super) fn new(text: &str, base: usize, cut: Option<usize>) -> Self {
        let mut starts: Vec<usize> = text.grapheme_indices(true).map(|(start, _)| start).collect();
        if let Some(cut) = cut {
            starts.retain(|start| *start < cut);
            starts.push(cut);
        }
        Self { base, starts, end: text.len(), is_cut: cut.is_some() }
    }

    /// The range of a grapheme in the whole text.
    pub(super) fn get(&self, index: usize) -> Range<usize> {
        let start = self.starts.get(index).copied().unwrap_or(self.end);
        let end = self.starts.get(index + 1).copied().unwrap_or(self.end);
        self.base + start..self.base + end
    }

    /// The first and the last grapheme of a range of the paragraph.
    pub(super) fn indices(&self, range: &Range<usize>) -> (usize, usize) {
        let index = |byte: usize| self.starts.partition_point(|start| *start <= byte).saturating_sub(1);
        let first = index(range.start);
        (first, index(range.end.saturating_sub(1)).max(first))
    }

    pub(super) fn is_whole(&self, index: usize, range: &Range<usize>) -> bool {
        let replaced = self.is_cut && index + 1 == self.starts.len();
        !replaced && self.get(index) == (self.base + range.start..self.base + range.end)
    }

    /// The grapheme edge at or after a byte of the paragraph, in the whole text.
    pub(super) fn ceil(&self, byte: usize) -> usize {
        let index = self.starts.partition_point(|start| *start < byte);
        self.base + self.starts.get(index).copied().unwrap_or(self.end)
    }
}

/// Forbids line breaks within graphemes. The line breaking algorithm allows some, before a skin tone for example.
pub(super) fn keep_graphemes_whole(pair: LineBreakContext) -> Option<bool> {
    let is_plain = |c: char| c < '\u{300}' || matches!(c, '\u{621}'..='\u{64a}' | '\u{5d0}'..='\u{5ea}');
    let is_flag = |c: char| matches!(c, '\u{1f1e6}'..='\u{1f1ff}');
    if (is_plain(pair.before) && is_plain(pair.after)) || is_flag(pair.before) {
        return None;
    }
    let mut bytes = [0; 8];
    let before = pair.before.encode_utf8(&mut bytes).len();
    let after = pair.after.encode_utf8(bytes.get_mut(before..)?).len();
    let text = std::str::from_utf8(bytes.get(..before + after)?).ok()?;
    (text.graphemes(true).count() == 1).then_some(false)
}
