//! Shaped text: fonts, bidirectional layout, hit testing, selection geometry and a glyph atlas.
//!
//! egui shapes glyphs but does not implement the bidirectional algorithm, so every string that can contain user text or
//! a translation is laid out here and painted by `ui::shaped` as a mesh. This module owns the fonts, the layout cache
//! and the pixels of the glyphs. It depends neither on egui nor on the model; parley and swash are used here and
//! nowhere else.
//!
//! Lengths are in points (egui's logical pixels) unless a name ends in `_px`, which means physical pixels; text
//! positions are byte offsets and always lie on grapheme edges.

mod atlas;
mod breaks;
mod build;
mod caret;
mod engine;
mod fonts;
mod graphemes;
mod layout;
mod options;
mod pieces;
mod raster;

pub(crate) use atlas::{AtlasRect, Page, PageId, PageKind};
pub use caret::{Affinity, Caret, Granularity, Rect, Side};
pub use engine::TextEngine;
pub(crate) use fonts::first_font;
pub use layout::{Cell, Glyph, GlyphFont, Line, TextLayout};
pub use options::{LayoutOptions, Wrap};
pub(crate) use raster::{GlyphSlot, PAGE_SIZE_PX};

use crate::typeface::{ArabicFace, LatinFace};

/// The set of typefaces in which a text is set. Scripts that a family lacks come from the other bundled fonts, then
/// from the system's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Family {
    /// The sans-serif of buttons, labels and panels.
    #[default]
    Interface,
    /// The Naskh typeface of articles.
    Reading,
    /// Signs in place of letters, at code points of their own.
    Icons,
    /// Fixed pitch, for file contents and identifiers.
    Mono,
    /// The typefaces that the reader chose for articles.
    Article(ArabicFace, LatinFace),
}

/// How heavy the strokes are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Weight {
    #[default]
    Regular,
    Strong,
}

/// A part of a text that is set apart by its letters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Emphasis {
    /// In bytes, on grapheme edges.
    pub range: std::ops::Range<usize>,
    /// Strong letters; slanted ones otherwise.
    pub is_strong: bool,
}

/// How a text is set. Its colour is not part of it: colours are chosen when the text is painted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TextStyle {
    pub family: Family,
    /// Height of the em square in points.
    pub size_pt: f32,
    pub weight: Weight,
    /// Distance from baseline to baseline as a multiple of `size_pt`.
    pub line_height: f32,
    pub italic: bool,
}

impl TextStyle {
    /// The interface family at `size_pt`, regular, with the line height that suits labels.
    pub fn interface(size_pt: f32) -> Self {
        Self { family: Family::Interface, size_pt, weight: Weight::Regular, line_height: 1.45, italic: false }
    }

    /// The reading family at `size_pt`, with lines far enough apart for stacked tashkeel.
    pub fn reading(size_pt: f32) -> Self {
        Self { family: Family::Reading, line_height: 1.9, ..Self::interface(size_pt) }
    }

    /// The typefaces chosen for articles at `size_pt`, spaced like [`Self::reading`].
    pub fn article(size_pt: f32, arabic: ArabicFace, latin: LatinFace) -> Self {
        Self { family: Family::Article(arabic, latin), ..Self::reading(size_pt) }
    }

    /// The fixed-pitch family at `size_pt`.
    pub fn mono(size_pt: f32) -> Self {
        Self { family: Family::Mono, ..Self::interface(size_pt) }
    }

    /// The same style in the heavier weight.
    #[must_use]
    pub fn strong(self) -> Self {
        Self { weight: Weight::Strong, ..self }
    }

    /// The same style with lines `line_height` ems apart.
    #[must_use]
    pub(crate) fn with_line_height(self, line_height: f32) -> Self {
        Self { line_height, ..self }
    }

    /// The height of one line in points.
    pub fn line_height_pt(&self) -> f32 {
        self.size_pt * self.line_height
    }
}

/// The base direction of a paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Direction {
    /// The direction of the first strong character; a paragraph without one follows its neighbour, or is left-to-right.
    #[default]
    Auto,
    LeftToRight,
    RightToLeft,
}

/// How a line is aligned in a box wider than it, in the paragraph's own direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Align {
    #[default]
    Start,
    End,
    Center,
    /// Spreads out the words of every line except a paragraph's last.
    Justify,
}
