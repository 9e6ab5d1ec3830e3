//! The rows of the inspector: a label with its keys at the start, and the control at the end.

use egui::{Response, Ui, vec2};

use crate::ui::shaped::icon::Icon;
use crate::ui::shaped::{Button, Label, ResponseExt as _};

/// The height of a row, in points.
pub(super) const ROW_PT: f32 = 28.0;
/// The width of the labels at the start of rows, in points.
pub(super) const LABEL_PT: f32 = 104.0;
/// The height of a row with words that are only marked in the text, in points.
pub(super) const LOW_PT: f32 = 24.0;
/// The space on both sides of an icon in its button, in points.
pub(super) const ICON_PADDING_PT: f32 = 5.0;
/// The space above a section, in points.
pub(super) const ABOVE_PT: f32 = 4.0;

/// A row: a label with its keys at the start, and a control.
pub(super) fn row<R>(ui: &mut Ui, label: &str, keys: &str, control: impl FnOnce(&mut Ui) -> R) -> R {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.set_min_height(ROW_PT);
        at_start(ui, ROW_PT, |ui| field_label(ui, label, keys));
        control(ui)
    })
    .inner
}

/// What stands at the start of a row of this height, in the width of the labels whatever it is.
pub(super) fn at_start<R>(ui: &mut Ui, height_pt: f32, content: impl FnOnce(&mut Ui) -> R) -> R {
    let layout = *ui.layout();
    let size = vec2(LABEL_PT, height_pt);
    ui.allocate_ui_with_layout(size, layout, |ui| {
        ui.set_min_size(size);
        ui.set_max_width(LABEL_PT);
        content(ui)
    })
    .inner
}

pub(super) fn field_label(ui: &mut Ui, label: &str, keys: &str) {
    let label = Label::new(label).small(ui).weak().elide();
    ui.add(label);
    if !keys.is_empty() {
        let keys = Label::new(keys).small(ui).strong().extend();
        ui.add(keys);
    }
}

/// The title of a section with its keys.
pub(super) fn section(ui: &mut Ui, title: &str, keys: &str) {
    ui.add_space(ABOVE_PT);
    ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        ui.horizontal(|ui| field_label(ui, title, keys));
    });
}

/// A button that shows only an icon, with its name under the pointer.
pub(super) fn icon_button(ui: &mut Ui, icon: Icon, name: String, enabled: bool) -> Response {
    let button = Button::new("").icon(icon).small().frame(false).name(name.clone());
    ui.scope(|ui| {
        ui.spacing_mut().button_padding.x = ICON_PADDING_PT;
        ui.add_enabled(enabled, button)
    })
    .inner
    .on_hover_shaped(name)
}
