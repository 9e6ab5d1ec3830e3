//! List rows.

use egui::{Color32, Response, Sense, Stroke, StrokeKind, Ui, Widget, vec2};

use super::button::close_menu;
use super::icon::Symbol;
use super::ring_stroke;
use super::strip::Strip;

/// A row of a list: as wide as the list, clickable, its text elided.
#[must_use = "add it with ui.add"]
pub struct Row {
    strip: Strip,
    selected: bool,
    indent: f32,
    sense: Sense,
}

impl Row {
    /// Creates a row with this text.
    pub fn new(text: impl Into<String>) -> Self {
        Self { strip: Strip::new(text), selected: false, indent: 0.0, sense: Sense::click() }
    }

    /// Sets whether the row is selected.
    pub fn selected(mut self, selected: bool) -> Self {
        self.selected = selected;
        self
    }

    /// Adds a small square of this colour at the start.
    pub fn swatch(mut self, color: Color32) -> Self {
        self.strip.swatch = Some(color);
        self
    }

    /// Adds a second text, weak and at the end.
    pub fn secondary(mut self, text: impl Into<String>) -> Self {
        let text = text.into();
        self.strip.trailing = (!text.is_empty()).then_some(Symbol::Text(text));
        self
    }

    /// Indents the row from the start by this many steps.
    pub fn indent(mut self, steps: usize) -> Self {
        self.indent = steps as f32;
        self
    }

    /// Makes Tab pass it by, as in a list in which a field above it has the keyboard.
    pub(crate) fn without_tab(mut self) -> Self {
        self.sense = Sense::CLICK;
        self
    }

    /// Sets the accessible name if it differs from the text.
    pub(crate) fn name(mut self, name: impl Into<String>) -> Self {
        self.strip.name = Some(name.into());
        self
    }
}

impl Widget for Row {
    fn ui(self, ui: &mut Ui) -> Response {
        let padding = vec2(ui.spacing().button_padding.x, ui.spacing().button_padding.y.min(2.0));
        let indent = self.indent * ui.spacing().indent;
        let available = ui.available_width();
        let room = if available.is_finite() { available - 2.0 * padding.x - indent } else { f32::INFINITY };
        let parts = self.strip.measure(ui, &egui::TextStyle::Body, room);
        let natural = parts.size + 2.0 * padding + vec2(indent, 0.0);
        let width = if available.is_finite() { available } else { natural.x };
        let height = natural.y.max(ui.spacing().interact_size.y);
        let (rect, response) = ui.allocate_exact_size(vec2(width, height), self.sense);
        if ui.is_rect_visible(rect) {
            let visuals = ui.style().interact_selectable(&response, self.selected);
            if self.selected || response.hovered() || response.has_focus() || response.highlighted() {
                let stroke = if response.has_focus() { ring_stroke(ui) } else { Stroke::NONE };
                ui.painter().rect(rect, visuals.corner_radius, visuals.weak_bg_fill, stroke, StrokeKind::Inside);
            }
            let mut inner = rect.shrink2(padding);
            if ui.layout().prefer_right_to_left() {
                inner.max.x -= indent;
            } else {
                inner.min.x += indent;
            }
            parts.paint(ui, inner, visuals.text_color(), true);
        }
        close_menu(ui, &response);
        self.strip.finish(ui, response, Some(self.selected), &parts)
    }
}
