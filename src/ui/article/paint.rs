//! The text with everybody's statements drawn on it: passages, the selection, the letters, then the lines under them.

use std::collections::{BTreeMap, BTreeSet};

use egui::{Color32, Painter, Pos2, Stroke, Ui, pos2, vec2};

use super::attribution;
use super::color::party_color;
use super::edge::HANDLE_PT;
use super::lanes::{LANES, Lanes};
use super::marks;
use super::nest::{self, Stretch};
use super::page::{Band, Page, Placed};
use super::scene::Scene;
use crate::model::codebook::LineForm;
use crate::model::id::StatementId;
use crate::model::span::Span;
use crate::model::statement::Statement;
use crate::shape::Caret;
use crate::ui::shaped::{self, LayoutOptions, TextStyle};
use crate::ui::theme::Tokens;

/// How much further out the frame of a statement is than that of one inside it: below, where its line is, and elsewhere;
/// in points.
const LANE_PT: f32 = 4.5;
const RIM_PT: f32 = 2.0;

/// What is painted on, and what from.
pub(super) struct Canvas<'a> {
    pub ui: &'a Ui,
    pub painter: &'a Painter,
    pub scene: &'a Scene<'a>,
    pub page: &'a Page<'a>,
}

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

impl<'a> Canvas<'a> {
    /// Paints all but the caret, from the ground up.
    pub(super) fn page(&self, lanes: &mut Lanes) {
        let Scene { view, layer, .. } = *self.scene;
        let shown = self.shown(lanes);
        self.frames(&shown);
        // Chains and edges are those of one statement.
        let chosen = view.selected.filter(|_| view.together().is_none()).and_then(|id| layer.statement(id));
        if let Some(statement) = chosen {
            attribution::grounds(self.ui, self.painter, self.scene, self.page, statement);
        }
        self.hits_and_selection();
        self.letters();
        self.lines(&shown);
        self.hidden(lanes);
        if view.show_relations {
            self.arcs(&shown);
        }
        if let Some(statement) = chosen {
            self.chosen(statement);
        }
        self.pointed(&shown);
    }

    /// Size of the text in points.
    fn size(&self) -> f32 {
        self.scene.view.text_size_pt
    }

    /// The statements that can be seen, the outer before the inner, which lies on it.
    fn shown(&self, lanes: &mut Lanes) -> Vec<Shown<'a>> {
        let Scene { session, view, layer, .. } = *self.scene;
        let page = self.page;
        let mut shown: Vec<Shown<'_>> = layer
            .spanning(page.bytes())
            .into_iter()
            .map(|statement| (statement, lanes.lane(layer, statement), view.is_chosen(statement.id)))
            .filter(|(_, lane, chosen)| *lane < LANES || *chosen)
            .map(|(statement, lane, chosen)| {
                let spans = &statement.spans;
                let bands = spans.iter().flat_map(|span| page.bands(*span)).map(|band| (band, 0)).collect();
                let gaps = spans.windows(2).filter_map(|gap| match gap {
                    [before, after] => Some(page.bands(Span::new(before.end_byte, after.start_byte))),
                    _ => None,
                });
                let gaps = gaps.flatten().map(|band| (band, 0)).collect();
                Shown {
                    statement,
                    color: party_color(Tokens::of(self.ui), session, statement),
                    lane,
                    chosen,
                    bands,
                    gaps,
                }
            })
            .collect();
        rank(&mut shown);
        shown.sort_by_key(|shown| shown.lane);
        shown
    }

    /// The ground of each statement, framed where one lies inside another. It hides the ground of the outer one, so that
    /// the colours stay those of the parties.
    fn frames(&self, shown: &[Shown<'_>]) {
        let (paper, dark) = (self.ui.visuals().extreme_bg_color, self.ui.visuals().dark_mode);
        let size = self.size();
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
                let mut frame = band.around(size * 1.05 + out, 0.0).expand2(vec2(out, 0.0));
                frame.max.y = line_y(band, *rank, size) + 2.0;
                let stroke = if shown.lane > 0 || *rank > 0 { Stroke::new(0.75, edge) } else { Stroke::NONE };
                self.painter.rect(frame, 2.0, fill, stroke, egui::StrokeKind::Inside);
            }
        }
    }

    fn hits_and_selection(&self) {
        let (view, visuals, size) = (self.scene.view, self.ui.visuals(), self.size());
        let fill = visuals.warn_fg_color.gamma_multiply(if visuals.dark_mode { 0.35 } else { 0.28 });
        for hit in view.find.hits.within(self.page.bytes()) {
            for band in self.page.bands(*hit) {
                self.painter.rect_filled(band.around(size * 1.05, size * 0.5), 2.0, fill);
            }
        }
        let fill = Tokens::of(self.ui).marked_fill;
        for band in view.selection.map(|span| self.page.bands(span)).unwrap_or_default() {
            self.painter.rect_filled(band.around(size * 1.15, size * 0.6), 0.0, fill);
        }
    }

    /// The letters, weak where the text is not part of the article, with the marks and numbers that the reader wants.
    fn letters(&self) {
        let Scene { view, document, .. } = *self.scene;
        let (page, visuals) = (self.page, self.ui.visuals());
        let color = visuals.strong_text_color().lerp_to_gamma(visuals.extreme_bg_color, 0.1);
        let dimmed = visuals.weak_text_color().gamma_multiply(0.75);
        let seen = page.bytes();
        let first = document.excluded.partition_point(|span| span.end_byte <= seen.start);
        let excluded: Vec<Span> =
            document.excluded.iter().skip(first).take_while(|span| span.start_byte < seen.end).copied().collect();
        for placed in &page.placed {
            let faded: Vec<_> =
                excluded.iter().filter_map(|span| page.within(placed, *span)).map(|range| (range, dimmed)).collect();
            let place = pos2(page.left, placed.top);
            shaped::paint(self.painter, place, &placed.layout, color, &faded);
            let bytes = placed.start_byte..placed.end_byte;
            let begins_paragraph = page.paragraph(bytes.start).start == bytes.start;
            if view.reading.invisible_marks {
                marks::paint(self.ui, self.painter, page.content.as_str(), bytes, &placed.layout, place);
            }
            if view.reading.paragraph_numbers && begins_paragraph {
                self.number(placed, dimmed);
            }
        }
    }

    /// The number of a paragraph, beside its first line, where it begins.
    fn number(&self, placed: &Placed, color: Color32) {
        let page = self.page;
        let number = page.content.paragraph_at(placed.start_byte) + 1;
        let small = TextStyle::interface(self.size() * 0.6);
        let number = shaped::layout(self.ui.ctx(), &number.to_string(), &small, &LayoutOptions::single_line());
        let column = page.blocks.measure().column_pt;
        let x = if placed.layout.is_rtl() { column + 6.0 } else { -number.width() - 6.0 };
        let y = placed.layout.first_baseline() - number.first_baseline();
        shaped::paint(self.painter, pos2(page.left + x, placed.top + y), &number, color, &[]);
    }

    /// The line under each statement, in the form of its kind; a thread joins the parts of a discontinuous one.
    fn lines(&self, shown: &[Shown<'_>]) {
        let (codebook, size) = (&self.scene.session.project().codebook, self.size());
        for shown in shown {
            let form = codebook.kind(&shown.statement.kind).map_or(LineForm::Dotted, |kind| kind.line);
            let width = if shown.chosen { 2.4 } else { 1.5 };
            for (band, rank) in &shown.bands {
                line(self.painter, band.rect.x_range(), line_y(band, *rank, size), form, shown.color, width);
            }
            for (band, rank) in &shown.gaps {
                let y = line_y(band, *rank, size);
                let ends = [pos2(band.rect.left(), y), pos2(band.rect.right(), y)];
                self.painter.line_segment(ends, Stroke::new(0.7, shown.color.gamma_multiply(0.6)));
            }
        }
    }

    /// "+n" beside each line with statements for which there is no lane.
    fn hidden(&self, lanes: &mut Lanes) {
        let (layer, page) = (self.scene.layer, self.page);
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
        let column = page.blocks.measure().column_pt;
        for ((block, _), (baseline, ids)) in lines {
            let count = format!("+{}", ids.len());
            let layout = shaped::layout(self.ui.ctx(), &count, &style, &LayoutOptions::default());
            let placed = page.placed.iter().find(|placed| placed.index == block);
            let rtl = placed.is_some_and(|placed| placed.layout.is_rtl());
            let x = if rtl { page.left - layout.width() - 4.0 } else { page.left + column + 4.0 };
            let place = pos2(x, baseline + self.size() * 0.42 - layout.first_baseline() + 4.0);
            shaped::paint(self.painter, place, &layout, self.ui.visuals().weak_text_color(), &[]);
        }
    }

    /// The relations of the selected statement: from the start of one statement over the text to the start of the other,
    /// where it ends in an arrow. One that leads out of the view ends at its edge.
    fn arcs(&self, shown: &[Shown<'_>]) {
        let layer = self.scene.layer;
        let mut drawn = BTreeSet::new();
        let stroke = Stroke::new(1.2, self.ui.visuals().text_color().gamma_multiply(0.55));
        for relation in
            shown.iter().filter(|shown| shown.chosen).flat_map(|shown| layer.relations_of(shown.statement.id))
        {
            let ends = layer.statement(relation.from).zip(layer.statement(relation.to));
            let Some((from, to)) = ends.filter(|_| drawn.insert(relation.id)) else { continue };
            self.arc(from, to, stroke);
        }
    }

    /// A frame round the statement that a relation would lead to, and an arc that leads there.
    fn pointed(&self, shown: &[Shown<'_>]) {
        let Scene { view, layer, .. } = *self.scene;
        let Some(to) = view.pointed.and_then(|id| layer.statement(id)) else { return };
        let stroke = Stroke::new(2.0, self.ui.visuals().selection.stroke.color);
        for (band, _) in shown.iter().filter(|shown| shown.statement.id == to.id).flat_map(|shown| &shown.bands) {
            let frame = band.around(self.size() * 1.1, self.size() * 0.5);
            self.painter.rect_stroke(frame, 3.0, stroke, egui::StrokeKind::Outside);
        }
        if let Some(from) = view.selected.and_then(|id| layer.statement(id)) {
            self.arc(from, to, stroke);
        }
    }

    /// An arc over the text from the start of a statement to the start of another, where it ends in an arrow.
    fn arc(&self, from: &Statement, to: &Statement, stroke: Stroke) {
        let (from, to) = (self.start_of(from), self.start_of(to));
        let lift = (from.distance(to) * 0.25).clamp(12.0, 60.0);
        let points = [from, pos2(from.x, from.y - lift), pos2(to.x, to.y - lift), to];
        let arc = egui::epaint::CubicBezierShape::from_points_stroke(points, false, Color32::TRANSPARENT, stroke);
        self.painter.add(arc);
        for side in [-3.5, 3.5] {
            self.painter.line_segment([pos2(to.x + side, to.y - 5.0), to], stroke);
        }
    }

    /// Where a statement begins; beyond the edge of the view if it does not begin there.
    fn start_of(&self, statement: &Statement) -> Pos2 {
        let page = self.page;
        let start = statement.hull().start_byte;
        let rect = page.caret_rect(start).map(|rect| pos2(rect.center().x, rect.top() + rect.height() * 0.22));
        let middle = page.left + page.blocks.measure().column_pt / 2.0;
        let before = start < page.bytes().start;
        rect.unwrap_or(pos2(middle, if before { page.view.top() - 20.0 } else { page.view.bottom() + 20.0 }))
    }

    /// The handles of the chosen statement.
    fn chosen(&self, statement: &Statement) {
        let tokens = Tokens::of(self.ui);
        let stroke = Stroke::new(2.0, party_color(tokens, self.scene.session, statement));
        for center in self.page.handles(statement).into_iter().flatten() {
            self.painter.circle(center, HANDLE_PT, tokens.paper, stroke);
        }
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

/// Where the line of a statement is under its words.
fn line_y(band: &Band, rank: usize, size: f32) -> f32 {
    band.baseline + size * 0.42 + LANE_PT * rank.min(LANES) as f32
}

/// A line in the form of a kind.
pub(super) fn line(painter: &Painter, x: egui::Rangef, y: f32, form: LineForm, color: Color32, width: f32) {
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
pub(super) fn caret(ui: &Ui, painter: &Painter, page: &Page<'_>, caret: Caret) {
    if let Some(rect) = page.place_of(caret) {
        let stroke = Stroke::new(1.5, ui.visuals().text_cursor.stroke.color);
        painter.line_segment([rect.center_top(), rect.center_bottom()], stroke);
    }
}
