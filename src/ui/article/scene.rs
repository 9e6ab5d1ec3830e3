//! What the article shows in a frame: the document, the layer on it, and where the column of text is.

use egui::Rect;

use super::cards;
use super::scroll::Scroll;
use super::shown_layer::ShownLayer;
use crate::edit::session::Session;
use crate::model::document::Document;
use crate::model::layer::Layer;
use crate::ui::state::View;

/// The least space in both margins together, in points.
const MARGINS_PT: f32 = 48.0;
/// The narrowest column, in points.
const NARROWEST_PT: f32 = 120.0;

/// What the article shows: all that its parts read, and nothing that they change.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub session: &'a Session,
    pub view: &'a View,
    pub document: &'a Document,
    /// The layer on the text: the user's own, or that of `shown_layer`.
    pub layer: &'a Layer,
    pub shown_layer: Option<&'a ShownLayer<'a>>,
}

impl Scene<'_> {
    /// Whether nothing in it can be dragged or made.
    pub(super) fn is_read_only(&self) -> bool {
        self.shown_layer.is_some_and(|shown_layer| shown_layer.read_only)
    }

    /// What a screen reader calls the text.
    pub(super) fn title(&self) -> &str {
        self.shown_layer.map_or(self.document.display_title(), |shown_layer| shown_layer.title.as_str())
    }

    /// Tells the document and its layer from all others that the same view shows.
    pub(super) fn key(&self) -> String {
        let layer = self.shown_layer.map_or(self.session.annotator().as_str(), |shown_layer| shown_layer.key.as_str());
        format!("{} {layer}", self.document.id)
    }
}

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
    pub(super) fn new(scene: &Scene<'_>, rect: Rect) -> Self {
        let view = scene.view;
        let text_rect = Scroll::text_rect(rect);
        let room = text_rect.width();
        // Where several layers are side by side there is no room for cards.
        let cards_pt = if scene.shown_layer.is_none() { cards::width(view, room - MARGINS_PT) } else { 0.0 };
        let widest = view.reading.column_em * view.text_size_pt;
        let column_pt = (room - MARGINS_PT - cards_pt).min(widest).max(NARROWEST_PT);
        let margin = ((room - column_pt - cards_pt) / 2.0).round();
        // The cards are at the end of the lines.
        let column_left = rect.left() + margin + if scene.document.reads_rtl() { cards_pt } else { 0.0 };
        Self { rect, text_rect, column_left, column_pt, cards_pt }
    }
}
