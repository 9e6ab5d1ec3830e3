//! How a text is arranged, apart from its style: its width, direction and alignment.

use super::{Align, Direction};

/// How a text is fitted into a width.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Wrap {
    /// Its natural width; only hard line breaks begin a new line.
    #[default]
    Never,
    /// Its natural width, on one line: hard line breaks are shown as spaces.
    SingleLine,
    /// Lines of at most this width in points.
    At(f32),
    /// One line of at most this width in points; text that does not fit at the logical end is replaced by "…".
    Elide(f32),
}

/// How a text is arranged, apart from its style.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LayoutOptions {
    pub wrap: Wrap,
    pub direction: Direction,
    pub align: Align,
    /// Makes the layout as wide as the wrap width, not only as wide as its widest line.
    pub fill: bool,
}

impl LayoutOptions {
    /// Lines of at most `width`.
    pub fn wrapped(width: f32) -> Self {
        Self { wrap: Wrap::At(width), ..Self::default() }
    }

    /// One line of at most `width`.
    pub fn elided(width: f32) -> Self {
        Self { wrap: Wrap::Elide(width), ..Self::default() }
    }

    /// One line, however long.
    pub fn single_line() -> Self {
        Self { wrap: Wrap::SingleLine, ..Self::default() }
    }

    /// The same options with a base direction.
    #[must_use]
    pub fn direction(self, direction: Direction) -> Self {
        Self { direction, ..self }
    }

    /// The same options with an alignment.
    #[must_use]
    pub fn align(self, align: Align) -> Self {
        Self { align, ..self }
    }

    /// The same options, with the layout as wide as the wrap width.
    #[must_use]
    pub fn fill(self) -> Self {
        Self { fill: true, ..self }
    }
}
