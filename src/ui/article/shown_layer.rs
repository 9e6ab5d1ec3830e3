//! Another layer on the text than one's own: a colleague's, several together, or gold.
//!
//! Whose a statement is says a number at its start, not its colour, which is the party's; the place under review is
//! framed, with bars in both margins at its height.

use std::collections::BTreeSet;

use egui::{CornerRadius, Painter, Rect, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::color::party_color;
use super::page::Page;
use super::scene::Scene;
use crate::locale::plain;
use crate::model::id::StatementId;
use crate::model::layer::Layer;
use crate::model::span::Span;
use crate::ui::shaped::{self, LayoutOptions, TextStyle, Weight};
use crate::ui::theme::Tokens;
use crate::ui::words::describe;

/// A layer and how it is shown.
pub(crate) struct ShownLayer<'a> {
    pub layer: &'a Layer,
    /// Tells it from all other layers that the same view shows.
    pub key: String,
    /// What a screen reader calls the text.
    pub title: String,
    /// Nothing in it can be dragged or made.
    pub read_only: bool,
    /// The sign of whoever a statement is by, and the name of that person.
    pub sign: &'a dyn Fn(StatementId) -> Option<(String, String)>,
    /// The statements under review.
    pub reviewed: &'a BTreeSet<StatementId>,
    /// The place under review, also where this layer has nothing there.
    pub place: Option<Span>,
}

impl ShownLayer<'_> {
    /// Paints the signs and what is under review over the page.
    pub(super) fn paint(&self, ui: &mut Ui, painter: &Painter, scene: &Scene<'_>, page: &Page<'_>) {
        let (session, size) = (scene.session, scene.view.text_size_pt);
        let strong = ui.visuals().strong_text_color();
        if let Some(place) = self.place {
            self.bars(ui, painter, page, place);
        }
        for statement in self.layer.spanning(page.bytes()) {
            let reviewed = self.reviewed.contains(&statement.id);
            let bands = statement.spans.iter().flat_map(|span| page.bands(*span));
            for band in bands.filter(|_| reviewed) {
                let top = pos2(band.rect.left(), band.baseline - size * 1.12);
                let bottom = pos2(band.rect.right(), band.baseline + size * 0.36);
                let frame = Rect::from_min_max(top, bottom).expand(1.0);
                painter.rect_stroke(frame, CornerRadius::same(3), Stroke::new(1.6, strong), StrokeKind::Outside);
            }
            let Some((sign, whose)) = (self.sign)(statement.id) else { continue };
            let Some(at) = page.caret_rect(statement.hull().start_byte) else { continue };
            let style = TextStyle { weight: Weight::Strong, ..TextStyle::interface((size * 0.5).clamp(9.0, 13.0)) };
            let layout = shaped::layout(ui.ctx(), &sign, &style, &LayoutOptions::single_line());
            let around = vec2(layout.width() + 5.0, layout.height());
            // Side by side above the line where several begin at one place.
            let shift = (around.x + 1.0) * sign.trim().parse::<f32>().map_or(0.0, |number| number - 1.0);
            let rtl = page.reads_rtl_at(statement.hull().start_byte);
            let x = if rtl { at.center().x - around.x - shift } else { at.center().x + shift };
            let rect = Rect::from_min_size(pos2(x, at.top() - 1.0), around);
            let color = party_color(Tokens::of(ui), session, statement);
            let fill = if reviewed { strong } else { ui.visuals().extreme_bg_color };
            let ink = if reviewed { ui.visuals().extreme_bg_color } else { strong };
            painter.rect(rect, CornerRadius::same(3), fill, Stroke::new(1.2, color), StrokeKind::Inside);
            shaped::paint(painter, rect.min + vec2(2.5, 0.0), &layout, ink, &[]);
            let id = ui.unique_id().with(("sign", statement.id));
            let response = ui.new_child(UiBuilder::new().max_rect(rect)).interact(rect, id, Sense::hover());
            let name = crate::t!("document-sign-name", whose = whose, what = describe(session, statement));
            response.widget_info(|| WidgetInfo::labeled(Role::Mark, true, plain(&name)));
        }
    }

    /// A bar in each margin, as high as the place.
    fn bars(&self, ui: &Ui, painter: &Painter, page: &Page<'_>, place: Span) {
        let rects = page.bands(place).into_iter().map(|band| band.rect);
        let Some(all) = rects.reduce(Rect::union) else { return };
        let column = page.blocks.measure().column_pt;
        let fill = ui.visuals().selection.stroke.color;
        for x in [page.left - 12.0, page.left + column + 8.0] {
            painter.rect_filled(Rect::from_min_size(pos2(x, all.top()), vec2(4.0, all.height())), 2.0, fill);
        }
    }
}
