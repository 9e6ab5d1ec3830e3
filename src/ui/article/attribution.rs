//! The chain of the selected statement where it stands: a breadcrumb over its first line, and lines from each link to its
//! cue and its mention.
//!
//! The breadcrumb reads in the direction of its paragraph, outermost reporter first. It lies between the lines of the
//! text and moves nothing. A cue has a whole frame and line, a mention a dashed one, both in the colour of the party.
//! Only what is in view is looked at.

use std::sync::Arc;

use egui::{CornerRadius, Id, Painter, Pos2, Rect, Role, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::page::{Band, Page};
use super::scene::Scene;
use crate::locale::plain;
use crate::model::span::Span;
use crate::model::statement::{Link, Statement};
use crate::shape::TextLayout;
use crate::t;
use crate::ui::command::Command;
use crate::ui::shaped::{self, LayoutOptions, ResponseExt as _, TextStyle, Weight};
use crate::ui::state::{Armed, View};
use crate::ui::theme::{Tokens, party_line};
use crate::ui::words::{one_line, party_name};

/// The height of the breadcrumb, and how much more can be clicked above and below it, in points.
const HEIGHT_PT: f32 = 18.0;
const AROUND_PT: f32 = 3.0;
/// The space inside a part at both ends, between its dot and its name, and between two parts, in points.
const PADDING_PT: f32 = 6.0;
const DOT_PT: f32 = 7.0;
const DOT_GAP_PT: f32 = 5.0;
const BETWEEN_PT: f32 = 10.0;
/// The widest name, in points.
const NAME_PT: f32 = 150.0;
const DASH_PT: f32 = 3.0;

/// The link that the keys for cue and mention are about: that which is armed, or chosen, or the last one.
fn focused(view: &View, statement: &Statement) -> usize {
    let armed = match view.armed {
        Some(Armed::Cue(index) | Armed::Mention(index)) => Some(index),
        _ => None,
    };
    let chosen = view.link.filter(|(id, _)| *id == statement.id).map(|(_, index)| index);
    armed.or(chosen).unwrap_or(usize::MAX).min(statement.chain.len().saturating_sub(1))
}

/// Paints the ground of each cue and mention, under the letters.
pub(super) fn grounds(ui: &Ui, painter: &Painter, scene: &Scene<'_>, page: &Page<'_>, statement: &Statement) {
    let (tokens, size) = (Tokens::of(ui), scene.view.text_size_pt);
    for link in &statement.chain {
        let color = link_color(tokens, scene, link);
        let fill = tokens.paper.lerp_to_gamma(color, 0.16);
        for band in [link.cue, link.mention].into_iter().flatten().flat_map(|span| page.bands(span)) {
            painter.rect_filled(band.around(size, size * 0.45), 3.0, fill);
        }
    }
}

/// Shows the breadcrumb, the frames of cues and mentions, and the lines to them. `id` tells several views apart.
pub(super) fn show(ui: &Ui, painter: &Painter, scene: &Scene<'_>, page: &Page<'_>, id: Id, out: &mut Vec<Command>) {
    let Some(statement) = scene.view.selected.and_then(|id| scene.layer.statement(id)) else { return };
    let tokens = Tokens::of(ui);
    let trail = Trail::new(ui, scene, page, statement);
    let responses: Vec<_> = trail
        .iter()
        .flat_map(|trail| &trail.parts)
        .enumerate()
        .map(|(index, part)| {
            let rect = part.rect.expand2(vec2(0.0, AROUND_PT));
            ui.interact(rect, id.with(("attribution", statement.id, index)), Sense::click())
        })
        .collect();
    let focus = focused(scene.view, statement);
    for (index, link) in statement.chain.iter().enumerate() {
        let is_lit = responses.get(index).is_some_and(|response| response.hovered() || response.has_focus());
        let width = if is_lit || index == focus { 1.6 } else { 1.0 };
        let stroke = Stroke::new(width, link_color(tokens, scene, link));
        let part = trail.as_ref().and_then(|trail| trail.parts.get(index));
        let room = (2 * index, 2 * statement.chain.len());
        marks(painter, scene, page, link, (part, room), stroke);
    }
    let Some(trail) = trail else { return };
    let painter = painter.with_clip_rect(page.view);
    painter.rect(trail.rect, HEIGHT_PT / 2.0, tokens.raised, Stroke::new(1.0, tokens.line), StrokeKind::Inside);
    for (index, (part, response)) in trail.parts.iter().zip(responses).enumerate() {
        let Some(link) = statement.chain.get(index) else { continue };
        part.paint(&painter, tokens, link_color(tokens, scene, link), &response, index == focus);
        let project = scene.session.project();
        let party = party_name(project, &link.party);
        response.widget_info(|| {
            let name = t!("attribution-link", number = index + 1, count = statement.chain.len(), party = party);
            WidgetInfo::selected(Role::Button, true, index == focus, plain(&name))
        });
        if response.clicked() {
            out.push(Command::ChooseLink(index));
        }
        if response.hovered() {
            let _ = response.on_hover_shaped(told(scene, link));
        }
    }
    for (at, layout) in &trail.between {
        shaped::paint(&painter, *at, layout, tokens.muted, &[]);
    }
}

/// The party with the words of its cue and of its mention.
fn told(scene: &Scene<'_>, link: &Link) -> String {
    let words = |span: Option<Span>| {
        let words = span.and_then(|span| scene.document.content.get(span.range()));
        words.map_or_else(|| t!("attribution-none"), one_line)
    };
    let party = party_name(scene.session.project(), &link.party);
    t!("attribution-tip", party = party, cue = words(link.cue), mention = words(link.mention))
}

fn link_color(tokens: &Tokens, scene: &Scene<'_>, link: &Link) -> egui::Color32 {
    let party = scene.session.project().party(&link.party);
    party.map_or(tokens.muted, |party| party_line(tokens, party.color))
}

/// Frames the cue and the mention of a link, and joins them to its part of the breadcrumb.
fn marks(
    painter: &Painter,
    scene: &Scene<'_>,
    page: &Page<'_>,
    link: &Link,
    (part, (before, count)): (Option<&Part>, (usize, usize)),
    stroke: Stroke,
) {
    let size = scene.view.text_size_pt;
    for (number, (span, is_dashed)) in [(link.cue, false), (link.mention, true)].into_iter().enumerate() {
        let Some(span) = span else { continue };
        let frames: Vec<Rect> = page.bands(span).iter().map(|band| band.around(size, size * 0.45)).collect();
        for frame in &frames {
            if is_dashed {
                let corners = [frame.left_top(), frame.right_top(), frame.right_bottom(), frame.left_bottom()];
                let path: Vec<Pos2> = corners.into_iter().chain([frame.left_top()]).collect();
                painter.extend(Shape::dashed_line(&path, stroke, DASH_PT, DASH_PT));
            } else {
                painter.rect_stroke(*frame, 3.0, stroke, StrokeKind::Outside);
            }
        }
        let Some(part) = part else { continue };
        let to = part.rect.center();
        let distance = |frame: &&Rect| frame.distance_sq_to_pos(to);
        let Some(nearest) = frames.iter().min_by(|a, b| distance(a).total_cmp(&distance(b))) else { continue };
        let share = (before + number + 1) as f32 / (count + 1) as f32;
        let path = way(part.rect, *nearest, share);
        if is_dashed {
            painter.extend(Shape::dashed_line(&path, stroke, DASH_PT, DASH_PT));
        } else {
            painter.add(Shape::line(path, stroke));
        }
    }
}

/// The line from a part of the breadcrumb to a frame: between the lines of the text first, then straight up or down. Each
/// has a height of its own, a share of that of the breadcrumb, so that no two lie on one another.
fn way(part: Rect, frame: Rect, share: f32) -> Vec<Pos2> {
    let y = part.top() + part.height() * share;
    let x = frame.center().x;
    let side = if x < part.left() { part.left() } else { part.right() };
    if frame.y_range().contains(y) {
        let edge = if x < part.left() { frame.right() } else { frame.left() };
        return vec![pos2(side, y), pos2(edge, y)];
    }
    let is_below = frame.center().y > y;
    let end = pos2(x, if is_below { frame.top() } else { frame.bottom() });
    if part.x_range().contains(x) {
        vec![pos2(x, if is_below { part.bottom() } else { part.top() }), end]
    } else {
        vec![pos2(side, y), pos2(x, y), end]
    }
}

/// The breadcrumb in its place.
struct Trail {
    rect: Rect,
    /// In the order of the chain.
    parts: Vec<Part>,
    /// The signs between them.
    between: Vec<(Pos2, Arc<TextLayout>)>,
}

/// A link of the chain in the breadcrumb.
struct Part {
    rect: Rect,
    rtl: bool,
    name: Arc<TextLayout>,
}

impl Trail {
    /// The breadcrumb of a statement over the first of its lines that can be seen. `None` if none can, or if the chain is
    /// empty.
    fn new(ui: &Ui, scene: &Scene<'_>, page: &Page<'_>, statement: &Statement) -> Option<Self> {
        if statement.chain.is_empty() {
            return None;
        }
        let bands: Vec<Band> = statement.spans.iter().flat_map(|span| page.bands(*span)).collect();
        let line = bands.first()?.line;
        let on_line = bands.iter().filter(|band| band.line == line);
        let first = on_line.map(|band| band.rect).reduce(Rect::union)?;
        let baseline = bands.first()?.baseline;
        let rtl = page.line_reads_rtl(line.0);
        let focus = focused(scene.view, statement);
        let names: Vec<_> = statement
            .chain
            .iter()
            .enumerate()
            .map(|(index, link)| {
                let weight = if index == focus { Weight::Strong } else { Weight::Regular };
                let style = TextStyle { weight, ..TextStyle::interface(12.0) };
                let name = party_name(scene.session.project(), &link.party);
                shaped::layout(ui.ctx(), name, &style, &LayoutOptions::elided(NAME_PT))
            })
            .collect();
        let width = |name: &TextLayout| name.width() + 2.0 * PADDING_PT + DOT_PT + DOT_GAP_PT;
        let whole = names.iter().map(|name| width(name)).sum::<f32>() + BETWEEN_PT * (names.len() - 1) as f32;
        let size = scene.view.text_size_pt;
        let bottom = (baseline - size * 1.1).max(page.view.top() + HEIGHT_PT + AROUND_PT);
        let y = bottom - HEIGHT_PT;
        let wanted = if rtl { first.right() - whole } else { first.left() };
        let left = wanted.min(page.view.right() - whole - PADDING_PT * 4.0).max(page.view.left() + PADDING_PT);
        let rect = Rect::from_min_size(pos2(left, y), vec2(whole, HEIGHT_PT));
        let sign = shaped::layout(
            ui.ctx(),
            if rtl { "‹" } else { "›" },
            &TextStyle::interface(12.0),
            &LayoutOptions::single_line(),
        );
        let (mut parts, mut between, mut at) = (Vec::new(), Vec::new(), 0.0);
        // Distances from the edge where one begins to read, on the screen.
        let place = |from: f32, width: f32| if rtl { rect.right() - from - width } else { rect.left() + from };
        for name in names {
            if !parts.is_empty() {
                let x = place(at, BETWEEN_PT) + (BETWEEN_PT - sign.width()) / 2.0;
                between.push((pos2(x, rect.center().y - sign.height() / 2.0), Arc::clone(&sign)));
                at += BETWEEN_PT;
            }
            let own = width(&name);
            let rect = Rect::from_min_size(pos2(place(at, own), y), vec2(own, HEIGHT_PT));
            parts.push(Part { rect, rtl, name });
            at += own;
        }
        Some(Self { rect, parts, between })
    }
}

impl Part {
    fn paint(
        &self,
        painter: &Painter,
        tokens: &Tokens,
        color: egui::Color32,
        response: &egui::Response,
        is_focused: bool,
    ) {
        let rect = self.rect.shrink(1.0);
        let radius = CornerRadius::same((HEIGHT_PT / 2.0) as u8);
        let fill = match (response.hovered(), is_focused) {
            (true, _) => Some(tokens.hover_fill),
            (false, true) => Some(tokens.selected_fill),
            (false, false) => None,
        };
        if let Some(fill) = fill {
            painter.rect_filled(rect, radius, fill);
        }
        if response.has_focus() {
            painter.rect_stroke(rect, radius, Stroke::new(2.0, tokens.accent), StrokeKind::Inside);
        }
        let dot = PADDING_PT + DOT_PT / 2.0;
        let x = if self.rtl { self.rect.right() - dot } else { self.rect.left() + dot };
        painter.circle_filled(pos2(x, self.rect.center().y), DOT_PT / 2.0, color);
        let text = PADDING_PT + DOT_PT + DOT_GAP_PT;
        let x = if self.rtl { self.rect.right() - text - self.name.width() } else { self.rect.left() + text };
        let y = self.rect.center().y - self.name.height() / 2.0;
        shaped::paint(painter, pos2(x, y), &self.name, tokens.text, &[]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PART: Rect = Rect { min: pos2(100.0, 50.0), max: pos2(160.0, 68.0) };

    fn frame(x: f32, y: f32) -> Rect {
        Rect::from_min_size(pos2(x, y), vec2(40.0, 26.0))
    }

    #[test]
    fn a_line_runs_between_the_lines_of_the_text_and_ends_at_the_edge_of_the_frame() {
        // Beside it on the line below: along the gap, then down to the top edge.
        let path = way(PART, frame(200.0, 72.0), 0.3);
        assert_eq!((path[0].x, path[1].x, path[2]), (160.0, 220.0, pos2(220.0, 72.0)));
        assert_eq!(path[0].y, path[1].y);
        assert!(PART.y_range().contains(path[0].y));
        // Above it: up to the bottom edge. At the other side it leaves the other end.
        let path = way(PART, frame(20.0, 10.0), 0.3);
        assert_eq!((path[0].x, path[2]), (100.0, pos2(40.0, 36.0)));
    }

    #[test]
    fn a_frame_straight_below_or_beside_needs_one_stroke() {
        assert_eq!(way(PART, frame(110.0, 90.0), 0.6), [pos2(130.0, 68.0), pos2(130.0, 90.0)]);
        let beside = way(PART, frame(200.0, 48.0), 0.3);
        assert_eq!((beside[0].x, beside[1].x, beside.len()), (160.0, 200.0, 2));
    }

    #[test]
    fn two_lines_are_apart() {
        let (cue, mention) = (way(PART, frame(200.0, 72.0), 0.3), way(PART, frame(300.0, 72.0), 0.6));
        assert!((cue[0].y - mention[0].y).abs() > 2.0);
    }
}
