//! The text with everybody's statements drawn on it: passages, the selection, the letters, then the lines under them.

use std::collections::{BTreeMap, BTreeSet};

use egui::{Color32, Painter, Rect, Stroke, Ui, pos2, vec2};

use super::color::party_color;
use super::edge::HANDLE_PT;
use super::lanes::{LANES, Lanes};
use super::marks;
use super::nest::{self, Stretch};
use super::page::{Band, Page};
use crate::edit::session::Session;
use crate::model::codebook::LineForm;
use crate::model::document::Document;
use crate::model::id::StatementId;
use crate::model::layer::Layer;
use crate::model::span::Span;
use crate::model::statement::Statement;
use crate::shape::Caret;
use crate::ui::shaped::{self, LayoutOptions, TextStyle};
use crate::ui::state::View;

/// How much further out the frame of a statement is than that of one inside it: below, where its line is, and elsewhere;
/// in points.
const LANE_PT: f32 = 4.5;
const RIM_PT: f32 = 2.0;

/// A statement that can be seen, and where.
struct Shown<'l> {
    statement: &'l Statement,
    color: Color32,
    lane: usize,
    chosen: bool,
    /// With the rank of each: see [`nest`].
    bands: Vec<(Band, usize)>,
    /// Between the parts of a discontinuous one.
    gaps: Vec<(Band, usize)>,
}

/// Paints all but the caret.
#[expect(clippy::too_many_arguments, reason = "one call, and each is a different thing")]
pub(crate) fn page(
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
    let mut shown: Vec<Shown<'_>> = layer
        .spanning(page.bytes())
        .into_iter()
        .map(|statement| Shown {
            statement,
            color: party_color(session, statement),
            lane: lanes.lane(layer, statement),
            chosen: view.selected == Some(statement.id),
            bands: Vec::new(),
            gaps: Vec::new(),
        })
        .filter(|shown| shown.lane < LANES || shown.chosen)
        .map(|shown| {
            let spans = &shown.statement.spans;
            let bands = spans.iter().flat_map(|span| page.bands(*span)).map(|band| (band, 0)).collect();
            let gaps = spans.windows(2).filter_map(|gap| match gap {
                [before, after] => Some(page.bands(Span::new(before.end_byte, after.start_byte))),
                _ => None,
            });
            let gaps = gaps.flatten().map(|band| (band, 0)).collect();
            Shown { bands, gaps, ..shown }
        })
        .collect();
    rank(&mut shown);
    // The outer before the inner, which lies on it.
    shown.sort_by_key(|shown| shown.lane);
    frames(ui, painter, &shown, size);
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
        let width = if shown.chosen { 2.4 } else { 1.5 };
        for (band, rank) in &shown.bands {
            line(painter, band.rect.x_range(), line_y(band, *rank, size), form, shown.color, width);
        }
        // A thread joins the parts of a discontinuous statement.
        for (band, rank) in &shown.gaps {
            let y = line_y(band, *rank, size);
            let ends = [pos2(band.rect.left(), y), pos2(band.rect.right(), y)];
            painter.line_segment(ends, Stroke::new(0.7, shown.color.gamma_multiply(0.6)));
        }
    }
    hidden(ui, painter, layer, page, lanes, size);
    if view.show_relations {
        let seen: Vec<&Statement> = shown.iter().map(|shown| shown.statement).collect();
        arcs(ui, painter, layer, page, &seen);
    }
    if let Some(statement) = view.selected.and_then(|id| layer.statement(id)) {
        chosen(ui, painter, page, statement, party_color(session, statement), size);
    }
}

/// Finds what lies inside what.
fn rank(shown: &mut [Shown<'_>]) {
    let stretches: Vec<Stretch> = shown
        .iter()
        .flat_map(|shown| {
            let all = shown.bands.iter().chain(&shown.gaps);
            all.map(|(band, _)| Stretch { lane: shown.lane, line: band.line, x: band.rect.x_range() })
        })
        .collect();
    let ranks = nest::ranks(&stretches);
    let all = shown.iter_mut().flat_map(|shown| shown.bands.iter_mut().chain(&mut shown.gaps));
    for ((_, rank), found) in all.zip(ranks) {
        *rank = found;
    }
}

/// The ground of each statement, framed where one lies inside another. It hides the ground of the outer one, so that
/// the colours stay those of the parties.
fn frames(ui: &Ui, painter: &Painter, shown: &[Shown<'_>], size: f32) {
    let (paper, dark) = (ui.visuals().extreme_bg_color, ui.visuals().dark_mode);
    for shown in shown {
        let strength = match (shown.chosen, dark) {
            (true, true) => 0.38,
            (true, false) => 0.30,
            (false, true) => 0.18,
            (false, false) => 0.13,
        };
        // A party may quote itself: deeper is stronger.
        let fill = paper.lerp_to_gamma(shown.color, strength + 0.05 * shown.lane.min(LANES) as f32);
        let edge = paper.lerp_to_gamma(shown.color, if dark { 0.55 } else { 0.45 });
        for (band, rank) in &shown.bands {
            let out = RIM_PT * *rank as f32;
            let mut frame = around(band, size * 1.05 + out, 0.0).expand2(vec2(out, 0.0));
            frame.max.y = line_y(band, *rank, size) + 2.0;
            let stroke = if shown.lane > 0 || *rank > 0 { Stroke::new(0.75, edge) } else { Stroke::NONE };
            painter.rect(frame, 2.0, fill, stroke, egui::StrokeKind::Inside);
        }
    }
}

/// Where the line of a statement is under its words.
fn line_y(band: &Band, rank: usize, size: f32) -> f32 {
    band.baseline + size * 0.42 + LANE_PT * rank.min(LANES) as f32
}

/// "+n" beside each line with statements for which there is no lane.
fn hidden(ui: &Ui, painter: &Painter, layer: &Layer, page: &Page<'_>, lanes: &mut Lanes, size: f32) {
    let mut lines: BTreeMap<(usize, usize), (f32, BTreeSet<StatementId>)> = BTreeMap::new();
    for statement in layer.overlapping(page.bytes()) {
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

/// The relations of what can be seen: from the start of one statement over the text to the start of the other, where it
/// ends in an arrow. One that leads out of the view ends at its edge.
fn arcs(ui: &Ui, painter: &Painter, layer: &Layer, page: &Page<'_>, seen: &[&Statement]) {
    let mut drawn = BTreeSet::new();
    let stroke = Stroke::new(1.2, ui.visuals().text_color().gamma_multiply(0.55));
    for relation in seen.iter().flat_map(|statement| layer.relations_of(statement.id)) {
        let (Some(from), Some(to)) = (layer.statement(relation.from), layer.statement(relation.to)) else { continue };
        if !drawn.insert(relation.id) {
            continue;
        }
        let shown = page.bytes();
        let place = |statement: &Statement| {
            let start = statement.hull().start_byte;
            let rect = page.caret_rect(start).map(|rect| pos2(rect.center().x, rect.top() + rect.height() * 0.22));
            let middle = page.left + page.blocks.measure().column_pt / 2.0;
            let beyond = if start < shown.start { page.view.top() - 20.0 } else { page.view.bottom() + 20.0 };
            rect.unwrap_or(pos2(middle, beyond))
        };
        let (from, to) = (place(from), place(to));
        let lift = (from.distance(to) * 0.25).clamp(12.0, 60.0);
        let points = [from, pos2(from.x, from.y - lift), pos2(to.x, to.y - lift), to];
        let arc = egui::epaint::CubicBezierShape::from_points_stroke(points, false, Color32::TRANSPARENT, stroke);
        painter.add(arc);
        for side in [-3.5, 3.5] {
            painter.line_segment([pos2(to.x + side, to.y - 5.0), to], stroke);
        }
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
pub(crate) fn caret(ui: &Ui, painter: &Painter, page: &Page<'_>, caret: Caret) {
    if let Some(rect) = page.place_of(caret) {
        let stroke = Stroke::new(1.5, ui.visuals().text_cursor.stroke.color);
        painter.line_segment([rect.center_top(), rect.center_bottom()], stroke);
    }
}
