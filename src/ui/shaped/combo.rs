//! A button that shows the selected item and opens a list of items.

use egui::{
    InnerResponse, Popup, PopupCloseBehavior, Rect, Response, Role, ScrollArea, Sense, StrokeKind, TextWrapMode, Ui,
    Vec2, WidgetInfo, epaint::Shape, pos2, vec2,
};

use super::keep_in_sight;
use super::strip::Strip;
use crate::locale::plain;

/// The greatest height of a list, in points.
const LIST_PT: f32 = 640.0;
/// What the frame of a list takes above and below it, with the gap to the button, in points.
const AROUND_LIST_PT: f32 = 20.0;

/// A drop-down list. Fill it with [`Row`](super::Row)s or [`MenuItem`](super::MenuItem)s; a click on one closes it.
#[must_use = "call show"]
pub struct ComboBox {
    id: egui::Id,
    name: String,
    strip: Strip,
    width: Option<f32>,
    close: PopupCloseBehavior,
}

impl ComboBox {
    /// `name` is its accessible name, which says what is being chosen.
    pub fn new(id: impl std::hash::Hash + std::fmt::Debug, name: impl Into<String>) -> Self {
        Self {
            id: egui::Id::unique(id),
            name: name.into(),
            strip: Strip::new(""),
            width: None,
            close: PopupCloseBehavior::CloseOnClick,
        }
    }

    /// Sets the text of the selected item.
    pub fn selected_text(mut self, text: impl Into<String>) -> Self {
        self.strip.text = text.into();
        self
    }

    /// Sets the colour of the selected item.
    pub(crate) fn swatch(mut self, color: egui::Color32) -> Self {
        self.strip.swatch = Some(color);
        self
    }

    /// Sets the width of the button instead of the style's.
    pub(crate) fn width(mut self, width: f32) -> Self {
        self.width = Some(width);
        self
    }

    /// Sets when the list closes, for lists that contain more than items to choose.
    pub(crate) fn close_behavior(mut self, close: PopupCloseBehavior) -> Self {
        self.close = close;
        self
    }

    /// Shows the button, and the list while it is open.
    pub fn show<R>(self, ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> InnerResponse<Option<R>> {
        let popup_id = ui.make_persistent_id(self.id).with("popup");
        let response = self.button(ui, Popup::is_id_open(ui.ctx(), popup_id));
        let popup = Popup::menu(&response).id(popup_id);

        let max_height = room_for_list(ui, response.rect);
        let inner = popup.width(response.rect.width()).close_behavior(self.close).show(|ui| {
            ui.set_min_width(ui.available_width());
            // Otherwise it would be no higher than a new area.
            ui.set_max_height(max_height);
            let list = ScrollArea::vertical().max_height(max_height);
            list.show(ui, |ui| {
                ui.style_mut().wrap_mode = Some(TextWrapMode::Extend);
                contents(ui)
            })
            .inner
        });
        if let Some(shown) = &inner {
            // A press and a release in one frame raise the dialog with the button as well, which would stay above the list.
            ui.ctx().move_to_top(shown.response.layer_id);
        }
        InnerResponse { inner: inner.map(|inner| inner.inner), response }
    }

    /// Shows only the button, for something else that opens under it.
    pub(crate) fn show_button(self, ui: &mut Ui, is_open: bool) -> Response {
        self.button(ui, is_open)
    }

    fn button(&self, ui: &mut Ui, is_open: bool) -> Response {
        let padding = ui.spacing().button_padding;
        let arrow = ui.spacing().icon_width_inner;
        let gap = ui.spacing().icon_spacing;
        let width = self.width.unwrap_or_else(|| ui.spacing().combo_width).min(ui.available_width().max(40.0));
        let parts = self.strip.measure(ui, &egui::TextStyle::Button, width - 2.0 * padding.x - arrow - gap);
        let height = (parts.size.y + 2.0 * padding.y).max(ui.spacing().interact_size.y);
        let id = ui.make_persistent_id(self.id);
        let (_, rect) = ui.allocate_space(vec2(width, height));
        let response = ui.interact(rect, id, Sense::click());
        keep_in_sight(&response);

        if ui.is_rect_visible(rect) {
            let visuals = if is_open { ui.visuals().widgets.open } else { *ui.style().interact(&response) };
            ui.painter().rect(
                rect.expand(visuals.expansion),
                visuals.corner_radius,
                visuals.weak_bg_fill,
                visuals.bg_stroke,
                StrokeKind::Inside,
            );
            let mut inner = rect.shrink2(padding);
            let rtl = ui.layout().prefer_right_to_left();
            let at = if rtl { inner.left() + arrow / 2.0 } else { inner.right() - arrow / 2.0 };
            let triangle = Rect::from_center_size(pos2(at, inner.center().y), Vec2::new(arrow, arrow * 0.55) * 0.9);
            let points = vec![triangle.left_top(), triangle.right_top(), triangle.center_bottom()];
            ui.painter().add(Shape::convex_polygon(points, visuals.fg_stroke.color, egui::Stroke::NONE));
            if rtl {
                inner.min.x += arrow + gap;
            } else {
                inner.max.x -= arrow + gap;
            }
            parts.paint(ui, inner, visuals.text_color(), true);
        }
        let enabled = ui.is_enabled();
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::ComboBox, enabled, plain(&self.name));
            info.current_text_value = Some(plain(&self.strip.text));
            info
        });
        response
    }
}

/// The height that a list has below or above its button, whichever is more.
fn room_for_list(ui: &Ui, button: Rect) -> f32 {
    let window = ui.ctx().content_rect();
    let room = (window.bottom() - button.bottom()).max(button.top() - window.top()) - AROUND_LIST_PT;
    room.clamp(ui.spacing().interact_size.y, LIST_PT)
}
