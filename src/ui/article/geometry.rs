//! Where the column of text, the cards and the scroll bar are in the window.

use egui::Rect;

use super::cards;
use super::scene::Scene;
use super::scroll::Scroll;

/// The least space in both margins together, in points.
const MARGINS_PT: f32 = 48.0;
/// The narrowest column, in points.
const NARROWEST_PT: f32 = 120.0;

/// Where the text is in the window, in points.
#[derive(Clone, Copy, Debug)]
pub(super) struct Geometry {
    /// The whole view.
    pub rect: Rect,
    /// The view without the scroll bar and its strip.
    pub text_rect: Rect,
    /// Where the column begins at its left, and how wide it is.
    pub column_left: f32,
    pub column_pt: f32,
    /// The width for the cards beside the column; 0 if there are none.
    pub cards_pt: f32,
}

impl Geometry {
    /// `window_pt` is the width of the window.
    pub(super) fn new(scene: &Scene<'_>, rect: Rect, window_pt: f32) -> Self {
        let view = scene.view;
        let text_rect = Scroll::text_rect(rect);
        let room = text_rect.width();
        // Where several layers are side by side there is no room for cards.
        let cards_pt = if scene.shown_layer.is_none() { cards::width(view, room - MARGINS_PT, window_pt) } else { 0.0 };
        let widest = view.reading.column_em * view.text_size_pt;
        let column_pt = (room - MARGINS_PT - cards_pt).min(widest).max(NARROWEST_PT);
        let margin = ((room - column_pt - cards_pt) / 2.0).round();
        // The cards are at the end of the lines.
        let column_left = rect.left() + margin + if scene.document.reads_rtl() { cards_pt } else { 0.0 };
        Self { rect, text_rect, column_left, column_pt, cards_pt }
    }
}
