//! Selecting text with the pointer, in fields and in labels.

use std::ops::Range;

use egui::epaint::Color32;
use egui::{CursorIcon, Event, Pos2, Rect, Response, Ui, pos2};

use super::editor::{Press, TextSelection};
use crate::shape::TextLayout;
use crate::ui::theme::Tokens;

/// Handles clicks and drags. `origin` is the position of the layout. Returns whether there was one.
pub(super) fn select_by_pointer(
    selection: &mut TextSelection,
    ui: &Ui,
    response: &Response,
    origin: Pos2,
    layout: &TextLayout,
) -> bool {
    let Some(pointer) = response.interact_pointer_pos() else { return false };
    let at = pointer - origin;
    let (pressed, shift, time) = ui.input(|input| (input.pointer.primary_pressed(), input.modifiers.shift, input.time));
    if pressed && (response.is_pointer_button_down_on() || response.clicked()) {
        let (max_delay, max_distance) = ui
            .ctx()
            .options(|options| (options.input_options.max_double_click_delay, options.input_options.max_click_dist));
        let press = Press { at: (pointer.x, pointer.y), time, max_delay, max_distance, shift };
        selection.press(&press, (at.x, at.y), layout);
        true
    } else if response.dragged_by(egui::PointerButton::Primary) {
        selection.drag((at.x, at.y), layout);
        true
    } else {
        false
    }
}

/// Handles selection in a label: painted below its text, and copied by the usual key while the label has the focus.
pub(super) fn select_in_label(ui: &Ui, response: &Response, origin: Pos2, layout: &TextLayout) {
    let id = response.id.with("selection");
    let mut selection = ui.data(|data| data.get_temp::<TextSelection>(id)).unwrap_or_default();
    if select_by_pointer(&mut selection, ui, response, origin, layout) {
        ui.memory_mut(|memory| memory.request_focus(response.id));
    }
    if response.hovered() {
        ui.set_cursor_icon(CursorIcon::Text);
    }
    let range = selection.range_in(layout);
    if response.has_focus() && !range.is_empty() {
        paint_selected(ui.painter(), origin, layout, range.clone(), Tokens::of(ui).marked_fill);
        let copied = layout.text().get(range).unwrap_or("").to_owned();
        if ui.input_mut(|input| take_event(&mut input.events, |event| matches!(event, Event::Copy))) {
            ui.copy_text(copied);
        }
    } else if !response.has_focus() {
        selection = TextSelection::default();
    }
    ui.data_mut(|data| data.insert_temp(id, selection));
}

/// Paints the background of a selection.
pub(super) fn paint_selected(
    painter: &egui::Painter,
    origin: Pos2,
    layout: &TextLayout,
    range: Range<usize>,
    color: Color32,
) {
    for rect in layout.selection_rects(range) {
        let rect = Rect::from_min_max(pos2(rect.left, rect.top), pos2(rect.right, rect.bottom));
        painter.rect_filled(rect.translate(origin.to_vec2()), 0.0, color);
    }
}

/// Removes the first matching event from the list.
fn take_event(events: &mut Vec<Event>, fits: impl Fn(&Event) -> bool) -> bool {
    let found = events.iter().position(fits);
    found.map(|index| events.remove(index)).is_some()
}
