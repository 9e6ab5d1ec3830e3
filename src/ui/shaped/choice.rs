//! Check boxes and radio buttons.

use egui::{
    Color32, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Widget, WidgetInfo, epaint::Shape, pos2, vec2,
};

use super::strip::{Parts, Pen, Strip, room_for_text};
use super::{keep_in_sight, ring};
use crate::locale::plain;
use crate::ui::theme::Tokens;

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
            let (fill, stroke, ink) = marked(ui, &response, checked);
            // Boxes are square, so that they are not taken for radio buttons.
            ui.painter().rect(outer, 3.0, fill, stroke, StrokeKind::Inside);
            ring(ui, &response, response.rect.expand2(vec2(3.0, 0.0)));
            if checked {
                let tick = mark.shrink(mark.width() * 0.25);
                let points = vec![
                    pos2(tick.left(), tick.center().y),
                    pos2(tick.left() + tick.width() * 0.38, tick.bottom()),
                    pos2(tick.right(), tick.top()),
                ];
                ui.painter().add(Shape::line(points, Stroke::new(visuals.fg_stroke.width * 1.6, ink)));
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
    let (fill, stroke, ink) = marked(ui, response, chosen);
    ui.painter().circle(mark.center(), radius - 0.5, fill, stroke);
    ring(ui, response, response.rect.expand2(vec2(3.0, 0.0)));
    if chosen {
        ui.painter().circle_filled(mark.center(), radius * 0.4, ink);
    }
    parts.paint_beside(ui, response.rect, mark, visuals.text_color());
}

/// The ground, the edge and the mark of a box or radio button.
fn marked(ui: &Ui, response: &Response, on: bool) -> (Color32, Stroke, Color32) {
    let (tokens, visuals) = (Tokens::of(ui), ui.style().interact(response));
    match (on, ui.is_enabled()) {
        (true, true) => (tokens.accent_fill, Stroke::new(1.0, tokens.accent_fill), tokens.on_accent),
        (true, false) => (tokens.edge, Stroke::new(1.0, tokens.edge), tokens.paper),
        (false, _) => (visuals.bg_fill, Stroke::new(1.0, visuals.bg_stroke.color), tokens.text),
    }
}

/// A switch for a setting that takes effect at once.
#[must_use = "add it with ui.add"]
pub struct Switch<'a> {
    on: &'a mut bool,
    strip: Strip,
}

impl<'a> Switch<'a> {
    /// Creates a switch that is on while `on` is true.
    pub fn new(on: &'a mut bool, text: impl Into<String>) -> Self {
        Self { on, strip: Strip::new(text) }
    }
}

impl Widget for Switch<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let (mut response, parts, mark) = choice_of(ui, &self.strip, SWITCH_PT);
        if response.clicked() {
            *self.on = !*self.on;
            response.mark_changed();
        }
        let (on, enabled) = (*self.on, ui.is_enabled());
        response.widget_info(|| WidgetInfo::selected(Role::Switch, enabled, on, plain(&self.strip.text)));
        if ui.is_rect_visible(response.rect) {
            let (fill, stroke, ink) = marked(ui, &response, on);
            let radius = mark.height() / 2.0;
            ui.painter().rect(mark, radius, fill, stroke, StrokeKind::Inside);
            let knob = if on { ink } else { stroke.color };
            let at_right = on != ui.layout().prefer_right_to_left();
            let x = if at_right { mark.right() - radius } else { mark.left() + radius };
            ui.painter().circle_filled(pos2(x, mark.center().y), radius - 4.0, knob);
            ring(ui, &response, response.rect.expand2(vec2(3.0, 0.0)));
            let color = ui.style().interact(&response).text_color();
            parts.paint_beside(ui, response.rect, mark, color);
        }
        response
    }
}

/// The width of a switch, in points.
const SWITCH_PT: f32 = 30.0;

/// Allocates a check box or radio button and returns where its mark goes.
fn choice(ui: &mut Ui, strip: &Strip) -> (Response, Parts, Rect) {
    let width = ui.spacing().icon_width;
    choice_of(ui, strip, width)
}

/// The same with a mark of this width.
fn choice_of(ui: &mut Ui, strip: &Strip, mark: f32) -> (Response, Parts, Rect) {
    let spacing = ui.spacing();
    let (height, gap, min_height) = (spacing.icon_width, spacing.icon_spacing, spacing.interact_size.y);
    let room = room_for_text(ui) - mark - gap;
    let parts = strip.measure(ui, &egui::TextStyle::Button, room);
    let size = vec2(mark + gap + parts.size.x, parts.size.y.max(min_height));
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    keep_in_sight(&response);
    let center = Pen::new(ui, rect).take(mark);
    (response, parts, Rect::from_center_size(center, vec2(mark, height)))
}
