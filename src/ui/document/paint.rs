//! The text with everybody's statements drawn on it: passages, the selection, the letters, then the lines under them.

use std::collections::{BTreeMap, BTreeSet};

use egui::{Color32, Painter, Rect, Stroke, Ui, pos2, vec2};

use super::lanes::{LANES, Lanes};
use super::page::{Band, Page};
use super::{HANDLE_PT, party_color};
use crate::edit::session::Session;
use crate::model::codebook::LineForm;
use crate::model::document::Document;
use crate::model::id::StatementId;
use crate::model::layer::Layer;
use crate::model::span::Span;
use crate::model::statement::Statement;
use crate::ui::marks;
use crate::ui::shaped::{self, LayoutOptions, TextStyle};
use crate::ui::state::View;

/// Space between two lanes of lines, in points.
const LANE_PT: f32 = 4.5;

/// A statement that can be seen, and where.
struct Shown<'l> {
    statement: &'l Statement,
    color: Color32,
    lane: usize,
    chosen: bool,
    bands: Vec<Band>,
}

/// Paints all but the caret.
#[expect(clippy::too_many_arguments, reason = "one call, and each is a different thing")]
pub fn page(
    ui: &Ui,
    painter: &Painter,
    session: &Session,
    view: &View,
    document: &Document,
    layer: &Layer,
    page: &Page<'_>,
    lanes: &mut Lanes,
) {
    let size = view.text_size_pt;
    let dark = ui.visuals().dark_mode;
    let shown: Vec<Shown<'_>> = layer
        .spanning(page.bytes())
        .into_iter()
        .map(|statement| Shown {
            statement,
            color: party_color(session, statement),
            lane: lanes.lane(layer, statement),
            chosen: view.selected == Some(statement.id),
            bands: Vec::new(),
        })
        .filter(|shown| shown.lane < LANES || shown.chosen)
        .map(|shown| {
            let bands = shown.statement.spans.iter().flat_map(|span| page.bands(*span)).collect();
            Shown { bands, ..shown }
        })
        .collect();
    for shown in &shown {
        let alpha = match (shown.chosen, dark) {
            (true, true) => 0.38,
            (true, false) => 0.30,
            (false, true) => 0.16,
            (false, false) => 0.12,
        };
        for band in &shown.bands {
            painter.rect_filled(around(band, size * 1.05, size * 0.5), 2.0, shown.color.gamma_multiply(alpha));
        }
    }
    for hit in view.find.hits.within(page.bytes()) {
        let fill = ui.visuals().warn_fg_color.gamma_multiply(if dark { 0.35 } else { 0.28 });
        for band in page.bands(*hit) {
            painter.rect_filled(around(&band, size * 1.05, size * 0.5), 2.0, fill);
        }
    }
    if let Some(span) = view.selection {
        for band in page.bands(span) {
            let fill = ui.visuals().selection.bg_fill.gamma_multiply(0.75);
            painter.rect_filled(around(&band, size * 1.15, size * 0.6), 0.0, fill);
        }
    }
    let color = ui.visuals().strong_text_color().lerp_to_gamma(ui.visuals().extreme_bg_color, 0.1);
    let dimmed = ui.visuals().weak_text_color().gamma_multiply(0.75);
    let bytes = page.bytes();
    let first = document.excluded.partition_point(|span| span.end_byte <= bytes.start);
    let excluded: Vec<Span> =
        document.excluded.iter().skip(first).take_while(|span| span.start_byte < bytes.end).copied().collect();
    for placed in &page.placed {
        let faded: Vec<_> =
            excluded.iter().filter_map(|span| page.within(placed, *span)).map(|range| (range, dimmed)).collect();
        let place = pos2(page.left, placed.top);
        shaped::paint(painter, place, &placed.layout, color, &faded);
        let bytes = placed.start_byte..placed.end_byte;
        if view.reading.invisible_marks {
            marks::paint(ui, painter, page.content.as_str(), bytes.clone(), &placed.layout, place);
        }
        if view.reading.paragraph_numbers && page.paragraph(bytes.start).start == bytes.start {
            let number = page.content.paragraph_at(bytes.start) + 1;
            let small = TextStyle::interface(size * 0.6);
            let number = shaped::layout(ui.ctx(), &number.to_string(), &small, &LayoutOptions::single_line());
            // Beside the first line, where the paragraph begins.
            let column = page.blocks.measure().column_pt;
            let x = if placed.layout.is_rtl() { column + 6.0 } else { -number.width() - 6.0 };
            let y = placed.layout.first_baseline() - number.first_baseline();
            shaped::paint(painter, place + vec2(x, y), &number, dimmed, &[]);
        }
    }
    for shown in &shown {
        let codebook = &session.project().codebook;
        let form = codebook.kind(&shown.statement.kind).map_or(LineForm::Dotted, |kind| kind.line);
        let below = size * 0.42 + LANE_PT * shown.lane.min(LANES - 1) as f32;
        let width = if shown.chosen { 2.4 } else { 1.5 };
        for band in &shown.bands {
            line(painter, band.rect.x_range(), band.baseline + below, form, shown.color, width);
        }
        // A thread joins the parts of a discontinuous statement.
        for gap in shown.statement.spans.windows(2) {
            let [before, after] = gap else { continue };
            for band in page.bands(Span::new(before.end_byte, after.start_byte)) {
                let y = band.baseline + below;
                let ends = [pos2(band.rect.left(), y), pos2(band.rect.right(), y)];
                painter.line_segment(ends, Stroke::new(0.7, shown.color.gamma_multiply(0.6)));
            }
        }
    }
    hidden(ui, painter, layer, page, lanes, size);
    if let Some(statement) = view.selected.and_then(|id| layer.statement(id)) {
        chosen(ui, painter, page, statement, party_color(session, statement), size);
    }
}

/// "+n" beside each line with statements for which there is no lane.
fn hidden(ui: &Ui, painter: &Painter, layer: &Layer, page: &Page<'_>, lanes: &mut Lanes, size: f32) {
    let mut lines: BTreeMap<(usize, usize), (f32, BTreeSet<StatementId>)> = BTreeMap::new();
    for statement in layer.meeting(page.bytes()) {
        if lanes.lane(layer, statement) < LANES {
            continue;
        }
        for band in statement.spans.iter().flat_map(|span| page.bands(*span)) {
            let (_, ids) = lines.entry(band.line).or_insert_with(|| (band.baseline, BTreeSet::new()));
            ids.insert(statement.id);
        }
    }
    let style = TextStyle::interface(10.0);
    for ((block, _), (baseline, ids)) in lines {
        let layout = shaped::layout(ui.ctx(), &format!("+{}", ids.len()), &style, &LayoutOptions::default());
        let rtl = page.placed.iter().find(|placed| placed.index == block).is_some_and(|placed| placed.layout.is_rtl());
        let column = page.blocks.measure().column_pt;
        let x = if rtl { page.left - layout.width() - 4.0 } else { page.left + column + 4.0 };
        let place = pos2(x, baseline + size * 0.42 - layout.first_baseline() + 4.0);
        shaped::paint(painter, place, &layout, ui.visuals().weak_text_color(), &[]);
    }
}

/// The handles of the chosen statement, and frames round its cues and mentions.
fn chosen(ui: &Ui, painter: &Painter, page: &Page<'_>, statement: &Statement, color: Color32, size: f32) {
    for link in &statement.chain {
        for (span, dashed) in [(link.cue, false), (link.mention, true)] {
            for band in span.map(|span| page.bands(span)).unwrap_or_default() {
                let frame = around(&band, size, size * 0.45);
                let color = ui.visuals().text_color().gamma_multiply(if dashed { 0.35 } else { 0.7 });
                painter.rect_stroke(frame, 3.0, Stroke::new(1.0, color), egui::StrokeKind::Outside);
            }
        }
    }
    for center in page.handles(statement).into_iter().flatten() {
        painter.circle(center, HANDLE_PT, ui.visuals().extreme_bg_color, Stroke::new(2.0, color));
    }
}

/// A band from so far above its baseline to so far below it.
fn around(band: &Band, above: f32, below: f32) -> Rect {
    Rect::from_min_max(pos2(band.rect.left(), band.baseline - above), pos2(band.rect.right(), band.baseline + below))
}

fn line(painter: &Painter, x: egui::Rangef, y: f32, form: LineForm, color: Color32, width: f32) {
    let stroke = Stroke::new(width, color);
    let line = |y: f32| painter.line_segment([pos2(x.min, y), pos2(x.max, y)], stroke);
    match form {
        LineForm::Solid => {
            line(y);
        }
        LineForm::Double => {
            let thin = Stroke::new(width * 0.7, color);
            for y in [y - 1.2, y + 1.2] {
                painter.line_segment([pos2(x.min, y), pos2(x.max, y)], thin);
            }
        }
        LineForm::Wavy => {
            let steps = ((x.span() / 3.0).ceil() as usize).max(1);
            let points = (0..=steps)
                .map(|i| {
                    let at = (x.min + i as f32 * 3.0).min(x.max);
                    pos2(at, y + if i % 2 == 0 { -1.6 } else { 1.6 })
                })
                .collect();
            painter.add(egui::Shape::line(points, stroke));
        }
        LineForm::Dashed | LineForm::Dotted => {
            let (dash, gap) = if form == LineForm::Dashed { (6.0, 4.0) } else { (1.5, 3.0) };
            painter.extend(egui::Shape::dashed_line(&[pos2(x.min, y), pos2(x.max, y)], stroke, dash, gap));
        }
    }
}

/// The reading caret.
pub fn caret(ui: &Ui, painter: &Painter, page: &Page<'_>, byte: usize) {
    if let Some(rect) = page.caret_rect(byte) {
        let stroke = Stroke::new(1.5, ui.visuals().text_cursor.stroke.color);
        painter.line_segment([rect.center_top(), rect.center_bottom()], stroke);
    }
}
