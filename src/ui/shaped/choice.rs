//! Check boxes and radio buttons.

use egui::{Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, Widget, WidgetInfo, epaint::Shape, pos2, vec2};

use super::strip::{Parts, Pen, Strip, room_for_text};
use crate::locale::plain;

/// A check box with a text.
#[must_use = "add it with ui.add"]
pub struct Checkbox<'a> {
    checked: &'a mut bool,
    strip: Strip,
}

impl<'a> Checkbox<'a> {
    /// Creates a box that is ticked while `checked` is true.
    pub fn new(checked: &'a mut bool, text: impl Into<String>) -> Self {
        Self { checked, strip: Strip::new(text) }
    }

    /// Sets the accessible name if the text is not one.
    pub(crate) fn name(mut self, name: impl Into<String>) -> Self {
        self.strip.name = Some(name.into());
        self
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
        let name = self.strip.name.as_ref().unwrap_or(&self.strip.text);
        response.widget_info(|| WidgetInfo::selected(Role::CheckBox, enabled, checked, plain(name)));
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

/// A radio button for one of several values.
#[must_use = "add it with ui.add"]
pub struct RadioValue<'a, T> {
    current: &'a mut T,
    value: T,
    strip: Strip,
}

impl<'a, T: PartialEq> RadioValue<'a, T> {
    /// Creates a button that sets `current` to `value` when clicked.
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
            announce_radio(ui, &response, true, &strip.text);
            paint_radio(ui, &response, &parts, mark, true);
        } else {
            let chosen = *current == value;
            announce_radio(ui, &response, chosen, &strip.text);
            paint_radio(ui, &response, &parts, mark, chosen);
        }
        response
    }
}

fn announce_radio(ui: &Ui, response: &Response, chosen: bool, text: &str) {
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

/// Allocates a check box or radio button and returns where its mark goes.
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
