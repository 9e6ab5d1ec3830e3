//! A character of a page.

use super::content::Shown;

/// A character as it was drawn.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    /// Its place in the stream.
    pub index: usize,
    pub text: String,
    /// The left end of its baseline, in points.
    pub x: f64,
    pub y: f64,
    /// Zero where the font does not say it.
    pub width: f64,
    pub size: f64,
    /// The shape of the font; `None` where the bytes of a string do not tell it.
    pub shape: Option<u32>,
    /// What the file says about the string that it belongs to.
    pub shown: Shown,
}

impl Glyph {
    pub(super) fn is_space(&self) -> bool {
        self.text.chars().all(char::is_whitespace)
    }

    /// Whether another character is on the same line and not far.
    pub(super) fn is_beside(&self, other: &Self) -> bool {
        (self.y - other.y).abs() < 0.3 * self.size && (self.x - other.x).abs() < 2.0 * self.size
    }
}
