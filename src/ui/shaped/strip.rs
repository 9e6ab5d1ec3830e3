//! The common layout of buttons, menu entries, boxes and list rows: parts between a start and an end.
//!
//! The parts are a swatch, an icon, a text and a trailing text. [`Strip`] measures them, [`Parts`] paints them.

use std::sync::Arc;

use egui::{Color32, Pos2, Rect, Response, Role, TextWrapMode, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::icon::Symbol;
use super::{LayoutOptions, ResponseExt as _, TextStyle, Weight, interface_style, keep_in_sight, layout, paint};
use crate::locale::plain;
use crate::shape::{Family, TextLayout};
use crate::ui::theme::Tokens;

/// The parts of a clickable widget from start to end.
pub(super) struct Strip {
    pub text: String,
    /// The accessible name, if it differs from the text.
    pub name: Option<String>,
    pub icon: Option<Symbol>,
    pub swatch: Option<Color32>,
    /// A weak text or an icon at the end.
    pub trailing: Option<Symbol>,
    pub color: Option<Color32>,
    pub weight: Weight,
    pub size_pt: Option<f32>,
}

/// A measured strip.
pub(super) struct Parts {
    pub size: Vec2,
    text: Arc<TextLayout>,
    icon: Option<Arc<TextLayout>>,
    swatch: Option<(Color32, f32)>,
    pub trailing: Option<Arc<TextLayout>>,
    color: Option<Color32>,
    gap: f32,
}

impl Strip {
    /// Creates a strip with only a text.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            name: None,
            icon: None,
            swatch: None,
            trailing: None,
            color: None,
            weight: Weight::Regular,
            size_pt: None,
        }
    }

    /// Tells assistive technologies what the widget is, and shows the whole text under the pointer if it was cut off.
    pub(crate) fn finish(self, ui: &Ui, response: Response, selected: Option<bool>, parts: &Parts) -> Response {
        let (enabled, name) = (ui.is_enabled(), self.name.as_ref().unwrap_or(&self.text));
        response.widget_info(|| match selected {
            Some(selected) => WidgetInfo::selected(Role::Button, enabled, selected, plain(name)),
            None => WidgetInfo::labeled(Role::Button, enabled, plain(name)),
        });
        keep_in_sight(&response);
        if parts.is_elided() { response.on_hover_shaped(self.text) } else { response }
    }

    /// Lays out the parts; the text gets the rest of `room`, but not less than a few letters.
    pub(crate) fn measure(&self, ui: &Ui, like: &egui::TextStyle, room: f32) -> Parts {
        let mut style = interface_style(ui, like);
        style.size_pt = self.size_pt.unwrap_or(style.size_pt);
        let ctx = ui.ctx();
        let gap = ui.spacing().icon_spacing.max(style.size_pt * 0.35);
        let line = |text: &str, style: &TextStyle| layout(ctx, text, style, &LayoutOptions::single_line());
        let symbol = |symbol: &Symbol, scale: f32| match symbol {
            Symbol::Text(text) => line(text, &style),
            Symbol::Icon(icon) => {
                let size_pt = (style.size_pt * scale).round();
                let style = TextStyle { family: Family::Icons, line_height: 1.0, size_pt, ..style };
                line(&icon.glyph(ui.layout().prefer_right_to_left()), &style)
            }
        };
        let icon = self.icon.as_ref().map(|icon| symbol(icon, ICON_SIZE));
        let swatch = self.swatch.map(|color| (color, (style.size_pt * 0.8).round()));
        let trailing = self.trailing.as_ref().map(|text| symbol(text, 1.0));
        let mut others = 0.0;
        for width in [
            icon.as_ref().map(|icon| icon.width()),
            swatch.map(|(_, width)| width),
            trailing.as_ref().map(|text| text.width() + gap),
        ] {
            others += width.map_or(0.0, |width| width + gap);
        }
        let style = TextStyle { weight: self.weight, ..style };
        let mut text = line(&self.text, &style);
        let room = (room - others).max(style.size_pt * 2.0);
        if text.width() > room {
            text = layout(ctx, &self.text, &style, &LayoutOptions::elided(room));
        }
        let bare = self.text.is_empty() && others > 0.0;
        let width = if bare { others - gap } else { others + text.width() };
        let size = vec2(width, style.line_height_pt());
        Parts { size, text, icon, swatch, trailing, color: self.color, gap }
    }
}

impl Parts {
    pub(crate) fn is_elided(&self) -> bool {
        self.text.is_elided()
    }

    /// Paints the strip into `rect`: spread over its width with the trailing text at the end, or grouped in its middle.
    pub(crate) fn paint(&self, ui: &Ui, rect: Rect, color: Color32, spread: bool) {
        let mut pen = Pen::new(ui, rect);
        if !spread {
            pen.skip(((rect.width() - self.size.x) / 2.0).max(0.0));
        }
        let color = self.color.unwrap_or(color);
        if let Some((swatch, width)) = self.swatch {
            let square = Rect::from_center_size(pen.take(width), Vec2::splat(width));
            ui.painter().rect_filled(square, 2.0, swatch);
            pen.skip(self.gap);
        }
        if let Some(icon) = &self.icon {
            paint_centered(ui, icon, pen.take(icon.width()), color);
            pen.skip(self.gap);
        }
        paint_centered(ui, &self.text, pen.take(self.text.width()), color);
        if let Some(trailing) = &self.trailing {
            let weak = if self.color.is_none() { Tokens::of(ui).muted } else { color };
            paint_centered(ui, trailing, Pen::from_end(ui, rect, trailing.width()), weak);
        }
    }

    /// Paints the text between a box at the start and the end.
    pub(crate) fn paint_beside(&self, ui: &Ui, rect: Rect, mark: Rect, color: Color32) {
        let gap = ui.spacing().icon_spacing;
        let mut rect = rect;
        if ui.layout().prefer_right_to_left() {
            rect.max.x = mark.left() - gap;
        } else {
            rect.min.x = mark.right() + gap;
        }
        self.paint(ui, rect, color, true);
    }
}

/// Allocates space from the start of a rectangle.
pub(super) struct Pen {
    rect: Rect,
    rtl: bool,
    used: f32,
}

impl Pen {
    pub(crate) fn new(ui: &Ui, rect: Rect) -> Self {
        Self { rect, rtl: ui.layout().prefer_right_to_left(), used: 0.0 }
    }

    fn skip(&mut self, width: f32) {
        self.used += width;
    }

    /// Returns the centre of the next part.
    pub(crate) fn take(&mut self, width: f32) -> Pos2 {
        let at = self.used + width / 2.0;
        self.used += width;
        let x = if self.rtl { self.rect.right() - at } else { self.rect.left() + at };
        pos2(x, self.rect.center().y)
    }

    /// Returns the centre of a part at the end.
    fn from_end(ui: &Ui, rect: Rect, width: f32) -> Pos2 {
        let rtl = ui.layout().prefer_right_to_left();
        let x = if rtl { rect.left() + width / 2.0 } else { rect.right() - width / 2.0 };
        pos2(x, rect.center().y)
    }
}

fn paint_centered(ui: &Ui, layout: &TextLayout, center: Pos2, color: Color32) {
    let pos = center - vec2(layout.width(), layout.height()) / 2.0;
    paint(ui.painter(), pos, layout, color, &[]);
}

/// The size of icons as a multiple of that of the text beside them.
const ICON_SIZE: f32 = 1.3;

/// The width that a text may take before it is elided.
pub(super) fn room_for_text(ui: &Ui) -> f32 {
    let cuts = ui.wrap_mode() != TextWrapMode::Extend;
    if cuts && ui.available_width().is_finite() { ui.available_width() } else { f32::INFINITY }
}
