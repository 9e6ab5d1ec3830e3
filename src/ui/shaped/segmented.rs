//! A few values, or things that can be done, side by side in one frame, of which at most one is chosen.

use egui::{CornerRadius, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::icon::{Icon, Symbol};
use super::strip::{Parts, Strip};
use super::{ResponseExt as _, keep_in_sight, ring};
use crate::locale::plain;
use crate::ui::theme::Tokens;

/// The space on both sides of a text where there is room, and the least of it, in points.
const PADDING_PT: f32 = 8.0;
const LEAST_PADDING_PT: f32 = 4.0;
/// The roundness of the frame, in points.
const RADIUS_PT: u8 = 6;

/// A value that can be chosen, or something that can be done.
pub(crate) struct Segment {
    strip: Strip,
    /// Whether it is chosen; nothing where none of the segments is a choice now.
    is_chosen: Option<bool>,
    role: Role,
    is_enabled: bool,
    /// The widest that it gets, in points.
    most_pt: f32,
}

impl Segment {
    /// Creates one with this text. `name` is what it is called without the others beside it.
    pub(crate) fn new(text: impl Into<String>, name: impl Into<String>, is_chosen: bool) -> Self {
        let mut strip = Strip::new(text);
        strip.name = Some(name.into());
        Self { strip, is_chosen: Some(is_chosen), role: Role::RadioButton, is_enabled: true, most_pt: f32::INFINITY }
    }

    /// Creates one that does something, and may be lit because it was done.
    pub(crate) fn button(text: impl Into<String>, is_chosen: Option<bool>) -> Self {
        let strip = Strip::new(text);
        Self { strip, is_chosen, role: Role::Button, is_enabled: true, most_pt: f32::INFINITY }
    }

    /// Sets the accessible name if the text is not one.
    pub(crate) fn name(mut self, name: impl Into<String>) -> Self {
        self.strip.name = Some(name.into());
        self
    }

    /// Adds an icon before the text.
    pub(crate) fn icon(mut self, icon: Icon) -> Self {
        self.strip.icon = Some(icon.into());
        self
    }

    /// Shows the equivalent keys in weak text after the text.
    pub(crate) fn shortcut(mut self, keys: String) -> Self {
        self.strip.trailing = (!keys.is_empty()).then_some(Symbol::Text(keys));
        self
    }

    pub(crate) fn enabled(mut self, is_enabled: bool) -> Self {
        self.is_enabled = is_enabled;
        self
    }

    /// Sets the widest that it gets, in points; a longer text is cut off.
    pub(crate) fn max_width(mut self, most_pt: f32) -> Self {
        self.most_pt = most_pt;
        self
    }

    fn measure(&self, ui: &Ui, room: f32) -> Parts {
        self.strip.measure(ui, &egui::TextStyle::Button, room.min(self.most_pt - 2.0 * PADDING_PT))
    }

    /// How wide it is where there is room, in points.
    pub(crate) fn width(&self, ui: &Ui) -> f32 {
        self.measure(ui, f32::INFINITY).size.x + 2.0 * PADDING_PT
    }
}

/// Shows the segments in one row, in the width that they need or that there is, and returns the place of the one that was
/// clicked.
pub(crate) fn segmented(ui: &mut Ui, segments: Vec<Segment>) -> Option<usize> {
    segments_of(ui, segments).iter().position(Response::clicked)
}

/// The same, and returns each of them.
pub(crate) fn segments_of(ui: &mut Ui, segments: Vec<Segment>) -> Vec<Response> {
    let height_pt = ui.spacing().interact_size.y;
    let whole: Vec<Parts> = segments.iter().map(|segment| segment.measure(ui, f32::INFINITY)).collect();
    let text: f32 = whole.iter().map(|parts| parts.size.x).sum();
    let (available, sides) = (ui.available_width(), 2.0 * segments.len() as f32);
    let padding_pt = ((available - text) / sides).clamp(LEAST_PADDING_PT, PADDING_PT);
    let scale = (available - padding_pt * sides) / text.max(1.0);
    // What fits exactly may seem to be a hair too wide.
    let parts: Vec<Parts> = if scale > 0.999 {
        whole
    } else {
        // What is too long is cut off; all of it is shown under the pointer.
        whole.iter().zip(&segments).map(|(parts, segment)| segment.measure(ui, parts.size.x * scale)).collect()
    };
    let width: f32 = parts.iter().map(|parts| parts.size.x + 2.0 * padding_pt).sum();
    let id = ui.next_auto_id();
    let (frame, _) = ui.allocate_exact_size(vec2(width, height_pt), Sense::hover());
    let tokens = Tokens::of(ui);
    ui.painter().rect(frame, RADIUS_PT, tokens.raised, Stroke::new(1.0, tokens.edge), StrokeKind::Inside);
    let is_rtl = ui.layout().prefer_right_to_left();
    let (mut shown, mut at, last) = (Vec::new(), 0.0, segments.len().saturating_sub(1));
    for (index, (segment, parts)) in segments.into_iter().zip(&parts).enumerate() {
        let length = parts.size.x + 2.0 * padding_pt;
        let start = if is_rtl { frame.right() - at - length } else { frame.left() + at };
        let rect = Rect::from_min_size(pos2(start, frame.top()), vec2(length, height_pt));
        at += length;
        let corners = corners(index == if is_rtl { last } else { 0 }, index == if is_rtl { 0 } else { last });
        let id = id.with(("segment", index));
        let mut place = ui.new_child(UiBuilder::new().max_rect(rect));
        if !segment.is_enabled {
            place.disable();
        }
        let response = place.interact(rect, id, Sense::click());
        let response = show(&place, segment, parts, response, (corners, padding_pt));
        if index > 0 {
            let x = if is_rtl { rect.right() } else { rect.left() };
            ui.painter().vline(x, rect.shrink(1.0).y_range(), Stroke::new(1.0, tokens.edge));
        }
        shown.push(response);
    }
    shown
}

/// The corners of a segment that are corners of the frame.
const fn corners(is_left: bool, is_right: bool) -> CornerRadius {
    let (left, right) = (if is_left { RADIUS_PT } else { 0 }, if is_right { RADIUS_PT } else { 0 });
    CornerRadius { nw: left, sw: left, ne: right, se: right }
}

fn show(
    ui: &Ui,
    segment: Segment,
    parts: &Parts,
    response: Response,
    (corners, padding_pt): (CornerRadius, f32),
) -> Response {
    let rect = response.rect;
    keep_in_sight(&response);
    let Segment { strip, is_chosen, role, .. } = segment;
    let visuals = ui.style().interact_selectable(&response, is_chosen == Some(true));
    if is_chosen == Some(true) || response.hovered() && ui.is_enabled() {
        ui.painter().rect_filled(rect.shrink(1.0), corners, visuals.weak_bg_fill);
    }
    ring(ui, &response, rect);
    // It is centred in what it has; keys are at its end.
    let inner = rect.shrink2(vec2(padding_pt, 0.0));
    parts.paint(ui, inner, visuals.text_color(), parts.trailing.is_some());
    let (enabled, name) = (ui.is_enabled(), plain(strip.name.as_ref().unwrap_or(&strip.text)));
    response.widget_info(|| match is_chosen {
        Some(is_chosen) => WidgetInfo::selected(role, enabled, is_chosen, name.clone()),
        None => WidgetInfo::labeled(role, enabled, name.clone()),
    });
    if parts.is_elided() { response.on_hover_shaped(strip.text) } else { response }
}
