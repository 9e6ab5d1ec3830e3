//! A laid-out text: lines, graphemes in visual order, and glyphs. Plain data, independent of parley and of the scale.
//!
//! A layout is a stack of paragraphs (the text between hard line breaks), each with its own base direction, each broken
//! into lines of the same height. A line holds its graphemes as [`Cell`]s from left to right; everything about carets
//! and selections (`caret.rs`) is derived from these. Colours are not part of a layout.

use std::ops::Range;
use std::sync::Arc;

use super::fonts::FontId;

/// A laid-out text. Cheap to share; made by [`TextEngine::layout`](super::TextEngine::layout).
#[derive(Debug)]
pub struct TextLayout {
    pub(super) text: Arc<str>,
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) lines: Vec<Line>,
    pub(super) cells: Vec<Cell>,
    pub(super) glyphs: Vec<Glyph>,
    pub(super) fonts: Vec<GlyphFont>,
    /// Where the text was cut off, if it was.
    pub(super) elided_from_byte: Option<usize>,
    pub(super) size_pt: f32,
}

/// One line.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its text in bytes, without the hard line break that may end it.
    pub text: Range<usize>,
    /// Upper edge, in points from the top of the layout; adjacent lines touch.
    pub top: f32,
    /// Lower edge.
    pub bottom: f32,
    /// The baseline on which its letters stand.
    pub baseline: f32,
    /// Left edge of its first cell.
    pub left: f32,
    /// Right edge of its last cell.
    pub right: f32,
    /// Whether its paragraph runs from right to left.
    pub rtl: bool,
    /// Whether its paragraph ends here.
    pub ends_paragraph: bool,
    pub(super) cells: Range<usize>,
    pub(super) glyphs: Range<usize>,
}

/// A grapheme on a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// First byte of its text.
    pub start_byte: usize,
    /// One past its last byte.
    pub end_byte: usize,
    /// Left edge.
    pub left: f32,
    /// Right edge.
    pub right: f32,
    /// Whether it is in a right-to-left run: its text then begins at its right edge.
    pub rtl: bool,
}

/// A glyph with its pen position.
#[derive(Clone, Copy, Debug)]
pub struct Glyph {
    pub id: u16,
    /// Index into [`TextLayout::fonts`].
    pub font: u16,
    /// Pen position in points from the left of the layout.
    pub x: f32,
    /// Distance of the pen below the baseline.
    pub y: f32,
    /// First byte of the first grapheme it draws: its colour is the colour of that text.
    pub byte: usize,
}

/// A font at a particular size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GlyphFont {
    pub id: FontId,
    pub size_pt: f32,
    pub embolden: bool,
    pub skew_degrees: i8,
}

impl TextLayout {
    /// The text from which it was made.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Width of the box in which the lines are aligned.
    pub fn width(&self) -> f32 {
        self.width
    }

    /// Total height of all lines.
    pub fn height(&self) -> f32 {
        self.height
    }

    /// The lines from top to bottom. There is at least one, even for an empty text.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The graphemes of a line from left to right.
    pub fn cells(&self, line: &Line) -> &[Cell] {
        self.cells.get(line.cells.clone()).unwrap_or(&[])
    }

    /// The glyphs of a line.
    pub fn glyphs(&self, line: &Line) -> &[Glyph] {
        self.glyphs.get(line.glyphs.clone()).unwrap_or(&[])
    }

    /// The fonts to which its glyphs refer.
    pub fn fonts(&self) -> &[GlyphFont] {
        &self.fonts
    }

    /// Whether the first paragraph runs from right to left.
    pub fn is_rtl(&self) -> bool {
        self.lines.first().is_some_and(|line| line.rtl)
    }

    /// Whether the text did not fit and its end is not shown.
    pub fn is_elided(&self) -> bool {
        self.elided_from_byte.is_some()
    }

    /// Where the shown text ends, if it was cut off.
    pub fn elided_from_byte(&self) -> Option<usize> {
        self.elided_from_byte
    }

    /// Baseline of the first line, in points from the top.
    pub fn first_baseline(&self) -> f32 {
        self.lines.first().map_or(0.0, |line| line.baseline)
    }
}
