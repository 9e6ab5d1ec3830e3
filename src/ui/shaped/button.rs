//! Things that are clicked: buttons, menu entries, check boxes, radio buttons, rows of lists.
//!
//! All are a strip of parts between a start and an end: swatch or box, icon, text, secondary text, shortcut. [`Strip`]
//! measures and paints it once for all of them.

use std::sync::Arc;

use egui::{
    Color32, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, TextWrapMode, Ui, Vec2, Widget, WidgetInfo,
    epaint::Shape, pos2, vec2,
};

use super::{LayoutOptions, ResponseExt, TextStyle, Weight, interface_style, layout, paint};
use crate::locale::plain;
use crate::shape::TextLayout;

/// A button.
#[must_use = "add it with ui.add"]
pub struct Button {
    strip: Strip,
    selected: Option<bool>,
    small: bool,
    frame: bool,
    fill: Option<Color32>,
    min_width: f32,
    sense: Sense,
    name: Option<String>,
    at_start: bool,
    role: Role,
}

impl Button {
    /// A button with this text.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            strip: Strip::new(text),
            selected: None,
            small: false,
            frame: true,
            fill: None,
            min_width: 0.0,
            sense: Sense::click(),
            name: None,
            at_start: false,
            role: Role::Button,
        }
    }

    /// A symbol before the text.
    pub fn icon(mut self, icon: &str) -> Self {
        self.strip.icon = Some(icon.to_owned());
        self
    }

    /// The keys that do the same, weak at the end.
    pub fn shortcut(mut self, shortcut: impl Into<String>) -> Self {
        let shortcut = shortcut.into();
        self.strip.trailing = (!shortcut.is_empty()).then_some(shortcut);
        self
    }

    /// Makes it a toggle that is on or off.
    pub fn selected(mut self, selected: bool) -> Self {
        self.selected = Some(selected);
        self
    }

    /// No taller than a line of text.
    pub fn small(mut self) -> Self {
        self.small = true;
        self
    }

    /// Without a frame it looks like text until the pointer is on it.
    pub fn frame(mut self, frame: bool) -> Self {
        self.frame = frame;
        self
    }

    /// The ground, instead of the style's.
    pub fn fill(mut self, fill: Color32) -> Self {
        self.fill = Some(fill);
        self
    }

    /// A small square of this colour at the start.
    pub fn swatch(mut self, color: Color32) -> Self {
        self.strip.swatch = Some(color);
        self
    }

    /// The colour of the text, instead of the style's.
    pub fn color(mut self, color: Color32) -> Self {
        self.strip.color = Some(color);
        self
    }

    /// Heavier strokes.
    pub fn strong(mut self) -> Self {
        self.strip.weight = Weight::Strong;
        self
    }

    /// The height of the em square in points, instead of that of the `Ui`'s buttons.
    pub fn size(mut self, size_pt: f32) -> Self {
        self.strip.size_pt = Some(size_pt);
        self
    }

    /// The least width in points.
    pub fn min_width(mut self, min_width: f32) -> Self {
        self.min_width = min_width;
        self
    }

    /// Puts the text at the start instead of the middle.
    pub fn at_start(mut self) -> Self {
        self.at_start = true;
        self
    }

    /// What it reacts to, instead of clicks.
    pub fn sense(mut self, sense: Sense) -> Self {
        self.sense = sense;
        self
    }

    /// The accessible name, where the text does not say it: for a button with only an icon.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The accessible role, if it is not a button.
    pub fn role(mut self, role: Role) -> Self {
        self.role = role;
        self
    }
}

impl Widget for Button {
    fn ui(self, ui: &mut Ui) -> Response {
        let padding = if self.small { vec2(ui.spacing().button_padding.x, 0.0) } else { ui.spacing().button_padding };
        let min_height = if self.small { 0.0 } else { ui.spacing().interact_size.y };
        let room = room_for_text(ui) - 2.0 * padding.x;
        let parts = self.strip.measure(ui, &egui::TextStyle::Button, room);
        let mut size = parts.size + 2.0 * padding;
        size = size.max(vec2(self.min_width, min_height));
        if ui.layout().is_vertical() && ui.layout().horizontal_justify() && ui.available_width().is_finite() {
            size.x = size.x.max(ui.available_width());
        }
        let (rect, response) = ui.allocate_at_least(size, self.sense);
        let rect = Rect::from_min_size(response.rect.min, rect.size().max(response.rect.size()));
        let selected = self.selected.unwrap_or(false);
        if ui.is_rect_visible(rect) {
            let visuals = ui.style().interact_selectable(&response, selected);
            let lit = self.frame || selected || response.hovered() || response.has_focus() || self.fill.is_some();
            if lit {
                let fill = self.fill.unwrap_or(visuals.weak_bg_fill);
                ui.painter().rect(
                    rect.expand(visuals.expansion),
                    visuals.corner_radius,
                    fill,
                    visuals.bg_stroke,
                    StrokeKind::Inside,
                );
            }
            let spread = self.at_start || parts.trailing.is_some();
            parts.paint(ui, rect.shrink2(padding), visuals.text_color(), spread);
        }
        let name = self.name.unwrap_or_else(|| self.strip.text.clone());
        let (role, enabled) = (self.role, ui.is_enabled());
        response.widget_info(|| match self.selected {
            Some(selected) => WidgetInfo::selected(role, enabled, selected, plain(&name)),
            None => WidgetInfo::labeled(role, enabled, plain(&name)),
        });
        if parts.is_elided() { response.on_hover_shaped(self.strip.text) } else { response }
    }
}

/// An entry of a menu: a frameless button as wide as the menu, its text at the start and its shortcut at the end.
#[must_use = "add it with ui.add"]
pub struct MenuItem(Button);

impl MenuItem {
    /// An entry with this text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Button::new(text).frame(false).at_start())
    }

    /// A symbol before the text.
    pub fn icon(self, icon: &str) -> Self {
        Self(self.0.icon(icon))
    }

    /// The keys that do the same, weak at the end.
    pub fn shortcut(self, shortcut: impl Into<String>) -> Self {
        Self(self.0.shortcut(shortcut))
    }

    /// Whether it is the chosen one.
    pub fn selected(self, selected: bool) -> Self {
        Self(self.0.selected(selected))
    }

    /// A small square of this colour at the start.
    pub fn swatch(self, color: Color32) -> Self {
        Self(self.0.swatch(color))
    }
}

impl Widget for MenuItem {
    fn ui(self, ui: &mut Ui) -> Response {
        // In a menu that is not justified, `wrap_mode` would cut the entry at the width of the widest one so far.
        ui.scope(|ui| {
            ui.style_mut().wrap_mode.get_or_insert(TextWrapMode::Extend);
            ui.add(self.0)
        })
        .inner
    }
}

/// A box with a text that is ticked or not.
#[must_use = "add it with ui.add"]
pub struct Checkbox<'a> {
    checked: &'a mut bool,
    strip: Strip,
}

impl<'a> Checkbox<'a> {
    /// A box that is ticked while `checked` is true.
    pub fn new(checked: &'a mut bool, text: impl Into<String>) -> Self {
        Self { checked, strip: Strip::new(text) }
    }
}

impl Widget for Checkbox<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let (mut response, parts, mark) = choice(ui, &self.strip);
        if response.clicked() {
            *self.checked = !*self.checked;
            response.mark_changed();
        }
        let (checked, enabled) = (*self.checked, ui.is_enabled());
        response.widget_info(|| WidgetInfo::selected(Role::CheckBox, enabled, checked, plain(&self.strip.text)));
        if ui.is_rect_visible(response.rect) {
            let visuals = *ui.style().interact(&response);
            let outer = mark.expand(visuals.expansion);
            ui.painter().rect(outer, visuals.corner_radius, visuals.bg_fill, visuals.bg_stroke, StrokeKind::Inside);
            if checked {
                let tick = mark.shrink(mark.width() * 0.25);
                let points = vec![
                    pos2(tick.left(), tick.center().y),
                    pos2(tick.left() + tick.width() * 0.38, tick.bottom()),
                    pos2(tick.right(), tick.top()),
                ];
                ui.painter()
                    .add(Shape::line(points, Stroke::new(visuals.fg_stroke.width * 1.3, visuals.fg_stroke.color)));
            }
            parts.paint_beside(ui, response.rect, mark, visuals.text_color());
        }
        response
    }
}

/// One of several texts of which one is chosen.
#[must_use = "add it with ui.add"]
pub struct RadioValue<'a, T> {
    current: &'a mut T,
    value: T,
    strip: Strip,
}

impl<'a, T: PartialEq> RadioValue<'a, T> {
    /// Clicking it sets `current` to `value`.
    pub fn new(current: &'a mut T, value: T, text: impl Into<String>) -> Self {
        Self { current, value, strip: Strip::new(text) }
    }
}

impl<T: PartialEq> Widget for RadioValue<'_, T> {
    fn ui(self, ui: &mut Ui) -> Response {
        let (mut response, parts, mark) = choice(ui, &self.strip);
        let Self { current, value, strip } = self;
        if response.clicked() && *current != value {
            *current = value;
            response.mark_changed();
            self_info(ui, &response, true, &strip.text);
            paint_radio(ui, &response, &parts, mark, true);
        } else {
            let chosen = *current == value;
            self_info(ui, &response, chosen, &strip.text);
            paint_radio(ui, &response, &parts, mark, chosen);
        }
        response
    }
}

fn self_info(ui: &Ui, response: &Response, chosen: bool, text: &str) {
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, enabled, chosen, plain(text)));
}

fn paint_radio(ui: &Ui, response: &Response, parts: &Parts, mark: Rect, chosen: bool) {
    if !ui.is_rect_visible(response.rect) {
        return;
    }
    let visuals = *ui.style().interact(response);
    let radius = mark.width() / 2.0;
    ui.painter().circle(mark.center(), radius + visuals.expansion, visuals.bg_fill, visuals.bg_stroke);
    if chosen {
        ui.painter().circle_filled(mark.center(), radius * 0.5, visuals.fg_stroke.color);
    }
    parts.paint_beside(ui, response.rect, mark, visuals.text_color());
}

/// A row of a list: as wide as the list, clickable, its text elided.
#[must_use = "add it with ui.add"]
pub struct Row {
    strip: Strip,
    selected: bool,
    indent: f32,
    sense: Sense,
    name: Option<String>,
    role: Role,
    min_height: f32,
}

impl Row {
    /// A row with this text.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            strip: Strip::new(text),
            selected: false,
            indent: 0.0,
            sense: Sense::click(),
            name: None,
            role: Role::Button,
            min_height: 0.0,
        }
    }

    /// Whether it is the chosen one.
    pub fn selected(mut self, selected: bool) -> Self {
        self.selected = selected;
        self
    }

    /// A small square of this colour at the start.
    pub fn swatch(mut self, color: Color32) -> Self {
        self.strip.swatch = Some(color);
        self
    }

    /// A symbol before the text.
    pub fn icon(mut self, icon: &str) -> Self {
        self.strip.icon = Some(icon.to_owned());
        self
    }

    /// A second text, weak at the end.
    pub fn secondary(mut self, text: impl Into<String>) -> Self {
        let text = text.into();
        self.strip.trailing = (!text.is_empty()).then_some(text);
        self
    }

    /// How many steps the row is moved in from the start.
    pub fn indent(mut self, steps: usize) -> Self {
        self.indent = steps as f32;
        self
    }

    /// The colour of the text, instead of the style's.
    pub fn color(mut self, color: Color32) -> Self {
        self.strip.color = Some(color);
        self
    }

    /// Heavier strokes.
    pub fn strong(mut self) -> Self {
        self.strip.weight = Weight::Strong;
        self
    }

    /// The least height in points.
    pub fn min_height(mut self, min_height: f32) -> Self {
        self.min_height = min_height;
        self
    }

    /// What it reacts to, instead of clicks.
    pub fn sense(mut self, sense: Sense) -> Self {
        self.sense = sense;
        self
    }

    /// The accessible name, if it is to be more or less than the text.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The accessible role, if it is not a button.
    pub fn role(mut self, role: Role) -> Self {
        self.role = role;
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
        let height = natural.y.max(ui.spacing().interact_size.y).max(self.min_height);
        let (rect, response) = ui.allocate_exact_size(vec2(width, height), self.sense);
        if ui.is_rect_visible(rect) {
            let visuals = ui.style().interact_selectable(&response, self.selected);
            if self.selected || response.hovered() || response.has_focus() || response.highlighted() {
                let stroke = if response.has_focus() { visuals.bg_stroke } else { Stroke::NONE };
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
        let name = self.name.unwrap_or_else(|| self.strip.text.clone());
        let (role, enabled, selected) = (self.role, ui.is_enabled(), self.selected);
        response.widget_info(|| WidgetInfo::selected(role, enabled, selected, plain(&name)));
        if parts.is_elided() { response.on_hover_shaped(self.strip.text) } else { response }
    }
}

/// The parts of a clickable thing from start to end.
pub(super) struct Strip {
    pub text: String,
    pub icon: Option<String>,
    pub swatch: Option<Color32>,
    /// Weak, at the end.
    pub trailing: Option<String>,
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
    /// A strip with only a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            icon: None,
            swatch: None,
            trailing: None,
            color: None,
            weight: Weight::Regular,
            size_pt: None,
        }
    }

    /// Lays out the parts; the text gets what the others leave of `room`, but not less than a few letters.
    pub fn measure(&self, ui: &Ui, like: &egui::TextStyle, room: f32) -> Parts {
        let mut style = interface_style(ui, like);
        style.size_pt = self.size_pt.unwrap_or(style.size_pt);
        let ctx = ui.ctx();
        let gap = ui.spacing().icon_spacing.max(style.size_pt * 0.35);
        let line = |text: &str, style: &TextStyle| layout(ctx, text, style, &LayoutOptions::single_line());
        let icon = self.icon.as_ref().map(|icon| line(icon, &style));
        let swatch = self.swatch.map(|color| (color, (style.size_pt * 0.8).round()));
        let trailing = self.trailing.as_ref().map(|text| line(text, &style));
        let mut others = 0.0;
        for width in [
            icon.as_ref().map(|icon| icon.width()),
            swatch.map(|(_, width)| width),
            trailing.as_ref().map(|text| text.width() + gap),
        ] {
            others += width.map_or(0.0, |width| width + gap);
        }
        style.weight = self.weight;
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
    pub fn is_elided(&self) -> bool {
        self.text.is_elided()
    }

    /// Paints the strip into `rect`: spread over its width with the trailing text at the end, or together in its middle.
    pub fn paint(&self, ui: &Ui, rect: Rect, color: Color32, spread: bool) {
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
            let weak = color.gamma_multiply(0.6);
            paint_centered(ui, trailing, Pen::from_end(ui, rect, trailing.width()), weak);
        }
    }

    /// Paints the text between a box at the start and the end.
    fn paint_beside(&self, ui: &Ui, rect: Rect, mark: Rect, color: Color32) {
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

/// Hands out room from the start of a rectangle.
struct Pen {
    rect: Rect,
    rtl: bool,
    used: f32,
}

impl Pen {
    fn new(ui: &Ui, rect: Rect) -> Self {
        Self { rect, rtl: ui.layout().prefer_right_to_left(), used: 0.0 }
    }

    fn skip(&mut self, width: f32) {
        self.used += width;
    }

    /// The middle of the next part.
    fn take(&mut self, width: f32) -> Pos2 {
        let at = self.used + width / 2.0;
        self.used += width;
        let x = if self.rtl { self.rect.right() - at } else { self.rect.left() + at };
        pos2(x, self.rect.center().y)
    }

    /// The middle of a part at the end.
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

/// Allocates a check box or radio button and tells where its mark goes.
fn choice(ui: &mut Ui, strip: &Strip) -> (Response, Parts, Rect) {
    let spacing = ui.spacing();
    let (mark, gap, min_height) = (spacing.icon_width, spacing.icon_spacing, spacing.interact_size.y);
    let room = room_for_text(ui) - mark - gap;
    let parts = strip.measure(ui, &egui::TextStyle::Button, room);
    let size = vec2(mark + gap + parts.size.x, parts.size.y.max(min_height));
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let center = Pen::new(ui, rect).take(mark);
    (response, parts, Rect::from_center_size(center, Vec2::splat(mark)))
}

/// The width a text may take before it is elided.
fn room_for_text(ui: &Ui) -> f32 {
    let cuts = ui.wrap_mode() != TextWrapMode::Extend;
    if cuts && ui.available_width().is_finite() { ui.available_width() } else { f32::INFINITY }
}
