//! Widgets shared by several pages, panels and dialogs.

pub(crate) mod command_tip;
pub mod dialog;
pub mod draft;
pub(crate) mod menu;
pub(crate) mod pane;
pub(crate) mod passage;
pub(crate) mod picker;
pub(crate) mod reading;
pub mod sides;
pub(crate) mod table;
pub(crate) mod tour;

use egui::{
    Align, Color32, Frame, Id, Key, Layout, Margin, Modifiers, Painter, Panel, Rect, Response, Role, Sense, Stroke,
    StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use super::shaped::{self, Button, Label};
use super::theme::Tokens;
use crate::locale::plain;

/// The length of dashes, and the height of a place for dropping, in points.
const DASH_PT: f32 = 10.0;
const DROP_PT: f32 = 64.0;

/// Widgets at the start of a line, and widgets at its end, where `start` has the room that `end` leaves. They are made in
/// the order in which they are read, which is that of the keyboard and of screen readers.
pub(crate) fn line<S, E>(ui: &mut Ui, start: impl FnOnce(&mut Ui) -> S, end: impl FnOnce(&mut Ui) -> E) -> (S, E) {
    line_with(ui, &mut (), |ui, ()| start(ui), |ui, ()| end(ui))
}

/// The same for widgets that change something that both share.
pub(crate) fn line_with<T, S, E>(
    ui: &mut Ui,
    shared: &mut T,
    start: impl FnOnce(&mut Ui, &mut T) -> S,
    end: impl FnOnce(&mut Ui, &mut T) -> E,
) -> (S, E) {
    let id = ui.next_auto_id().with("line");
    let height = ui.spacing().interact_size.y;
    as_read(ui, id, height, shared, start, end)
}

/// The same for a bar, whose line is as high as the bar.
pub(crate) fn line_as_read<S, E>(
    ui: &mut Ui,
    id: &'static str,
    start: impl FnOnce(&mut Ui) -> S,
    end: impl FnOnce(&mut Ui) -> E,
) -> (S, E) {
    let height = ui.available_height().min(ui.spacing().interact_size.y.max(1.0) * 2.0);
    as_read(ui, Id::unique(id), height, &mut (), |ui, ()| start(ui), |ui, ()| end(ui))
}

/// Makes the start before the end, which has the width that it had in the last frame.
fn as_read<T, S, E>(
    ui: &mut Ui,
    id: Id,
    height: f32,
    shared: &mut T,
    start: impl FnOnce(&mut Ui, &mut T) -> S,
    end: impl FnOnce(&mut Ui, &mut T) -> E,
) -> (S, E) {
    let width: f32 = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let rtl = ui.layout().prefer_right_to_left();
    let layout = if rtl { Layout::right_to_left(Align::Center) } else { Layout::left_to_right(Align::Center) };
    let gap = ui.spacing().item_spacing.x;
    ui.allocate_ui_with_layout(vec2(ui.available_width(), height), layout, |ui| {
        let rect = ui.max_rect();
        let (mut first, mut last) = (rect, rect);
        // The end may turn out wider than it was, so it is not cut off there.
        if rtl {
            first.min.x = (rect.left() + width + gap).min(rect.right());
            last.max.x = (rect.left() + width).min(rect.right());
            last.min.x = last.max.x - rect.width();
        } else {
            first.max.x = (rect.right() - width - gap).max(rect.left());
            last.min.x = (rect.right() - width).max(rect.left());
            last.max.x = last.min.x + rect.width();
        }
        let start_ui = &mut ui.new_child(UiBuilder::new().max_rect(first).layout(layout));
        let start = start(start_ui, shared);
        let end_ui = &mut ui.new_child(UiBuilder::new().max_rect(last).layout(layout));
        let end = end(end_ui, shared);
        let used = start_ui.min_rect().union(end_ui.min_rect());
        ui.expand_to_include_rect(Rect::from_x_y_ranges(rect.x_range(), used.y_range()));
        let now = end_ui.min_rect().width();
        if (now - width).abs() > 0.5 {
            ui.data_mut(|data| data.insert_temp(id, now));
            ui.ctx().request_discard("the end of a line has another width");
        }
        (start, end)
    })
    .inner
}

/// The same for labels in the rows of a long list: the end is laid out first, so that nothing must be measured. The row
/// has a name of its own, which is what is read.
pub(crate) fn line_of_row<S, E>(ui: &mut Ui, start: impl FnOnce(&mut Ui) -> S, end: impl FnOnce(&mut Ui) -> E) {
    let (from_start, from_end) = if ui.layout().prefer_right_to_left() {
        (Layout::right_to_left(Align::Center), Layout::left_to_right(Align::Center))
    } else {
        (Layout::left_to_right(Align::Center), Layout::right_to_left(Align::Center))
    };
    let size = vec2(ui.available_width(), ui.spacing().interact_size.y);
    ui.allocate_ui_with_layout(size, from_end, |ui| {
        end(ui);
        ui.with_layout(from_start, start);
    });
}

/// A row of a list with custom content, clickable as a whole. `content` gets a text colour if the row's background
/// needs one.
pub(crate) fn list_row(
    ui: &mut Ui,
    id: Id,
    height: f32,
    selected: bool,
    name: &str,
    content: impl FnOnce(&mut Ui, Option<Color32>),
) -> Response {
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), height));
    let response = ui.interact(rect, id, Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::selected(Role::Button, enabled, selected, plain(name)));
    shaped::keep_in_sight(&response);
    let visuals = ui.style().interact_selectable(&response, selected);
    if selected || response.hovered() || response.has_focus() {
        let stroke = if response.has_focus() { visuals.bg_stroke } else { Stroke::NONE };
        ui.painter().rect(rect, visuals.corner_radius, visuals.weak_bg_fill, stroke, StrokeKind::Inside);
    }
    let inner = rect.shrink2(ui.spacing().button_padding);
    ui.scope_builder(UiBuilder::new().max_rect(inner).layout(*ui.layout()), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        // Weak text would be unreadable on the background of the selected row.
        content(ui, selected.then(|| visuals.text_color()));
    });
    response
}

/// The title of a section of a panel.
pub(crate) fn section(ui: &mut Ui, title: String) {
    ui.add_space(ui.spacing().item_spacing.y);
    let label = Label::new(title).small(ui).weak().elide();
    ui.add(label);
}

/// A button that shows only a symbol, without a tooltip.
pub(crate) fn sign(ui: &mut Ui, symbol: &str, name: String, enabled: bool) -> Response {
    ui.add_enabled(enabled, Button::new(symbol).small().frame(false).name(name))
}

/// A strip across the window with a bar in its colour at the top.
pub(crate) fn strip(ui: &mut Ui, name: &'static str, color: Color32, content: impl FnOnce(&mut Ui)) {
    let fill = ui.visuals().panel_fill.lerp_to_gamma(color, 0.10);
    let frame = Frame::NONE.fill(fill).inner_margin(Margin::symmetric(10, 6));
    let shown = Panel::top(name).frame(frame).show(ui, |ui| {
        content(ui);
    });
    let rect = shown.response.rect;
    ui.painter().hline(rect.x_range(), rect.top() + 1.0, egui::Stroke::new(2.0, color));
}

/// Whether a dialog that was last shown in pass `last` has just been opened again; sets `last` to this pass.
pub(crate) fn opened_anew(ui: &Ui, last: &mut u64) -> bool {
    let now = ui.ctx().cumulative_pass_nr();
    let anew = *last == 0 || now > *last + 1;
    *last = now;
    anew
}

/// Consumes the copy event so that nothing else receives it.
pub(crate) fn take_copy(ui: &Ui) -> bool {
    ui.input_mut(|input| {
        let at = input.events.iter().position(|event| matches!(event, egui::Event::Copy));
        at.map(|at| input.events.remove(at)).is_some()
    })
}

/// Consumes this key press so that nothing else receives it.
pub(crate) fn take_key(ui: &Ui, key: Key) -> bool {
    ui.input_mut(|input| input.consume_key(Modifiers::NONE, key))
}

/// A rectangle of dashes, for a place where files can be dropped.
pub(crate) fn dashes(painter: &Painter, rect: Rect, stroke: Stroke) {
    let corners = [
        rect.left_top(),
        pos2(rect.right(), rect.top()),
        rect.right_bottom(),
        pos2(rect.left(), rect.bottom()),
        rect.left_top(),
    ];
    painter.extend(egui::Shape::dashed_line(&corners, stroke, DASH_PT, DASH_PT));
}

/// A place that says what can be dropped, as wide as there is room.
pub(crate) fn drop_here(ui: &mut Ui, words: String) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), DROP_PT), Sense::hover());
    dashes(ui.painter(), rect, Stroke::new(1.0, Tokens::of(ui).edge));
    let inside = UiBuilder::new().max_rect(rect.shrink(DASH_PT));
    let mut inside = ui.new_child(inside.layout(Layout::centered_and_justified(egui::Direction::TopDown)));
    inside.add(Label::new(words).weak().wrap().halign_center());
}
