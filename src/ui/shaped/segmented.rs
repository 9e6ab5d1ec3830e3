//! A few values side by side in one frame, of which at most one is chosen.

use egui::{CornerRadius, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::strip::{Parts, Strip};
use super::{ResponseExt as _, keep_in_sight};
use crate::locale::plain;
use crate::ui::theme::Tokens;

/// The space on both sides of a text where there is room, and the least of it, in points.
const PADDING_PT: f32 = 8.0;
const LEAST_PADDING_PT: f32 = 4.0;
/// The roundness of the frame, in points.
const RADIUS_PT: u8 = 6;

/// A value that can be chosen.
pub(crate) struct Segment {
    strip: Strip,
    is_chosen: bool,
}

impl Segment {
    /// Creates one with this text. `name` is what it is called without the others beside it.
    pub(crate) fn new(text: impl Into<String>, name: impl Into<String>, is_chosen: bool) -> Self {
        let mut strip = Strip::new(text);
        strip.name = Some(name.into());
        Self { strip, is_chosen }
    }
}

/// Shows the segments in one row, in the width that they need or that there is, and returns the place of the one that was
/// clicked.
pub(crate) fn segmented(ui: &mut Ui, segments: Vec<Segment>) -> Option<usize> {
    let height_pt = ui.spacing().interact_size.y;
    let room = |segment: &Segment, room: f32| segment.strip.measure(ui, &egui::TextStyle::Button, room);
    let whole: Vec<Parts> = segments.iter().map(|segment| room(segment, f32::INFINITY)).collect();
    let text: f32 = whole.iter().map(|parts| parts.size.x).sum();
    let (available, sides) = (ui.available_width(), 2.0 * segments.len() as f32);
    let padding_pt = ((available - text) / sides).clamp(LEAST_PADDING_PT, PADDING_PT);
    let scale = (available - padding_pt * sides) / text.max(1.0);
    // What fits exactly may seem to be a hair too wide.
    let parts: Vec<Parts> = if scale > 0.999 {
        whole
    } else {
        // What is too long is cut off; all of it is shown under the pointer.
        whole.iter().zip(&segments).map(|(parts, segment)| room(segment, parts.size.x * scale)).collect()
    };
    let width: f32 = parts.iter().map(|parts| parts.size.x + 2.0 * padding_pt).sum();
    let id = ui.next_auto_id();
    let (frame, _) = ui.allocate_exact_size(vec2(width, height_pt), Sense::hover());
    let tokens = Tokens::of(ui);
    ui.painter().rect(frame, RADIUS_PT, tokens.raised, Stroke::new(1.0, tokens.edge), StrokeKind::Inside);
    let is_rtl = ui.layout().prefer_right_to_left();
    let (mut clicked, mut at, last) = (None, 0.0, segments.len().saturating_sub(1));
    for (index, (segment, parts)) in segments.into_iter().zip(&parts).enumerate() {
        let length = parts.size.x + 2.0 * padding_pt;
        let start = if is_rtl { frame.right() - at - length } else { frame.left() + at };
        let rect = Rect::from_min_size(pos2(start, frame.top()), vec2(length, height_pt));
        at += length;
        let response = ui.interact(rect, id.with(("segment", index)), Sense::click());
        let corners = corners(index == if is_rtl { last } else { 0 }, index == if is_rtl { 0 } else { last });
        let response = show(ui, segment, parts, response, corners);
        if index > 0 {
            let x = if is_rtl { rect.right() } else { rect.left() };
            ui.painter().vline(x, rect.shrink(1.0).y_range(), Stroke::new(1.0, tokens.edge));
        }
        if response.clicked() {
            clicked = Some(index);
        }
    }
    clicked
}

/// The corners of a segment that are corners of the frame.
const fn corners(is_left: bool, is_right: bool) -> CornerRadius {
    let (left, right) = (if is_left { RADIUS_PT } else { 0 }, if is_right { RADIUS_PT } else { 0 });
    CornerRadius { nw: left, sw: left, ne: right, se: right }
}

fn show(ui: &Ui, segment: Segment, parts: &Parts, response: Response, corners: CornerRadius) -> Response {
    let (tokens, rect) = (Tokens::of(ui), response.rect);
    keep_in_sight(&response);
    let visuals = ui.style().interact_selectable(&response, segment.is_chosen);
    if segment.is_chosen || response.hovered() {
        ui.painter().rect_filled(rect.shrink(1.0), corners, visuals.weak_bg_fill);
    }
    if response.has_focus() {
        ui.painter().rect_stroke(rect, corners, Stroke::new(2.0, tokens.accent), StrokeKind::Inside);
    }
    // It is centred in what it has.
    parts.paint(ui, rect, visuals.text_color(), false);
    let Segment { strip, is_chosen } = segment;
    let (enabled, name) = (ui.is_enabled(), plain(strip.name.as_ref().unwrap_or(&strip.text)));
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, enabled, is_chosen, name.clone()));
    if parts.is_elided() { response.on_hover_shaped(strip.text) } else { response }
}
