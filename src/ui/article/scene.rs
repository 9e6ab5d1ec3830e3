//! What the article shows in a frame: the document and the layer on it.

use super::shown_layer::ShownLayer;
use crate::edit::session::Session;
use crate::model::document::Document;
use crate::model::layer::Layer;
use crate::ui::state::View;

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
