//! A stretch of a text.

use std::ops::Range;

/// A half-open byte range on grapheme edges, never empty once it is part of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub start_byte: usize,
    pub end_byte: usize,
}

impl Span {
    pub const fn new(start_byte: usize, end_byte: usize) -> Self {
        Self { start_byte, end_byte }
    }

    pub const fn range(self) -> Range<usize> {
        self.start_byte..self.end_byte
    }

    pub const fn len_bytes(self) -> usize {
        self.end_byte.saturating_sub(self.start_byte)
    }

    pub const fn is_empty(self) -> bool {
        self.end_byte <= self.start_byte
    }

    /// Whether the two share at least one byte.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start_byte < other.end_byte && other.start_byte < self.end_byte
    }

    pub(crate) const fn contains(self, offset_byte: usize) -> bool {
        self.start_byte <= offset_byte && offset_byte < self.end_byte
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}
