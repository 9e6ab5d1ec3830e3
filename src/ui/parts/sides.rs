//! The start and the end of the window. In a mirrored window the start is on the right.
//!
//! Panels beside the page are made here, so that nothing is laid out by left and right where start and end is meant.

use egui::{Align, Context, Id, InnerResponse, Layout, Panel, Rangef, Rect, Ui, UiBuilder};

use crate::locale::plain;
use crate::t;
use crate::ui::shaped::ring;

/// A panel at the start or the end of the page.
#[must_use = "call show"]
pub struct Side {
    id: &'static str,
    panel: Panel,
    is_start: bool,
}

/// A panel as it was shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct ShownPanel {
    pub rect: Rect,
    pub is_start: bool,
}

/// The panels of a pass, the outer ones first.
#[derive(Clone, Default)]
struct Shown {
    pass: u64,
    panels: Vec<ShownPanel>,
}

/// A panel at the start of the page: on the left in English.
pub fn start(ui: &Ui, id: &'static str) -> Side {
    let panel = if is_mirrored(ui.ctx()) { Panel::right(id) } else { Panel::left(id) };
    Side { id, panel, is_start: true }
}

/// A panel at the end of the page: on the right in English.
pub fn end(ui: &Ui, id: &'static str) -> Side {
    let panel = if is_mirrored(ui.ctx()) { Panel::left(id) } else { Panel::right(id) };
    Side { id, panel, is_start: false }
}

impl Side {
    /// Sets the width until somebody changes it, in points.
    pub fn default_size(self, width: f32) -> Self {
        Self { panel: self.panel.default_size(width), ..self }
    }

    /// Sets a width that cannot be changed, in points.
    pub fn exact_size(self, width: f32) -> Self {
        Self { panel: self.panel.exact_size(width), ..self }
    }

    pub fn size_range(self, widths: impl Into<Rangef>) -> Self {
        Self { panel: self.panel.size_range(widths), ..self }
    }

    pub fn resizable(self, resizable: bool) -> Self {
        Self { panel: self.panel.resizable(resizable), ..self }
    }

    pub fn frame(self, frame: egui::Frame) -> Self {
        Self { panel: self.panel.frame(frame), ..self }
    }

    /// Shows the panel. What it contains begins at its start.
    pub fn show<R>(self, ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
        let Self { id, panel, is_start } = self;
        let shown = panel.show(ui, |ui| {
            // Otherwise a panel with little in it gets narrower, and stays so when there is more again.
            ui.set_min_width(ui.available_width());
            from_start(ui, contents)
        });
        name_grip(ui, id, if is_start { t!("panel-start-width") } else { t!("panel-end-width") });
        let (pass, rect) = (ui.ctx().cumulative_pass_nr(), shown.response.rect);
        ui.data_mut(|data| {
            let known: &mut Shown = data.get_temp_mut_or_default(shown_id());
            if known.pass != pass {
                *known = Shown { pass, panels: Vec::new() };
            }
            known.panels.push(ShownPanel { rect, is_start });
        });
        shown
    }
}

/// What a panel that comes after the page lies at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edge {
    End,
    Bottom,
}

/// The room of a page beside or above a panel that is shown after it, so that keyboard and screen readers come to the
/// page first. `size` is what the panel is expected to take, in points, or nothing if it is hidden; what it took more or
/// less, which [`took_room`] keeps, is taken into account.
pub(crate) fn before_panel(ui: &mut Ui, id: &'static str, edge: Edge, size: f32) -> Ui {
    let more: f32 = ui.data(|data| data.get_temp(room_id(id))).unwrap_or_default();
    let size = if size > 0.0 { (size + more).max(0.0) } else { 0.0 };
    let mut rect = ui.available_rect_before_wrap();
    match edge {
        Edge::End if is_mirrored(ui.ctx()) => rect.min.x = (rect.left() + size).min(rect.right()),
        Edge::End => rect.max.x = (rect.right() - size).max(rect.left()),
        Edge::Bottom => rect.max.y = (rect.bottom() - size).max(rect.top()),
    }
    ui.new_child(UiBuilder::new().id_salt((id, "before")).max_rect(rect).layout(*ui.layout()))
}

/// Keeps how much more a panel after a page took than `size`, what was expected, in points.
pub(crate) fn took_room(ui: &Ui, id: &'static str, size: f32, taken: f32) {
    let known: f32 = ui.data(|data| data.get_temp(room_id(id))).unwrap_or_default();
    if (known - (taken - size)).abs() > 0.5 {
        ui.data_mut(|data| data.insert_temp(room_id(id), taken - size));
        ui.ctx().request_discard("a panel after the page has another size");
    }
}

fn room_id(id: &'static str) -> Id {
    Id::unique(("room-of", id))
}

/// Names what is dragged, or moved with the arrows, to resize a panel that was just shown here.
pub(crate) fn name_grip(ui: &Ui, id: &'static str, name: String) {
    let grip = ui.scope_id().with_salt(egui::IdSalt::new(id)).with("__resize");
    if let Some(response) = ui.read_response(grip) {
        ui.ctx().accesskit_node_builder(grip, |node| node.set_label(plain(&name)));
        ring(ui, &response, response.rect);
    }
}

/// Shows contents one below the other, which begin at the start of the window. Everything inside takes its direction
/// from there; egui’s own panels, windows and menus begin on the left.
pub fn from_start<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
    if !is_mirrored(ui.ctx()) {
        return contents(ui);
    }
    ui.with_layout(Layout::top_down(Align::Max), contents).inner
}

/// A line of widgets that begins at the start.
pub fn along(ctx: &Context) -> Layout {
    if is_mirrored(ctx) { Layout::right_to_left(Align::Center) } else { Layout::left_to_right(Align::Center) }
}

/// A line of widgets that begins at the end.
pub fn from_end(ctx: &Context) -> Layout {
    if is_mirrored(ctx) { Layout::left_to_right(Align::Center) } else { Layout::right_to_left(Align::Center) }
}

/// Whether the window is laid out from right to left.
pub fn is_mirrored(ctx: &Context) -> bool {
    ctx.data(|data| data.get_temp(mirrored_id())).unwrap_or(false)
}

/// Sets whether the window is laid out from right to left.
pub fn set_mirrored(ctx: &Context, mirrored: bool) {
    ctx.data_mut(|data| data.insert_temp(mirrored_id(), mirrored));
}

/// The panels that were shown last, the outer ones first.
pub(crate) fn shown(ctx: &Context) -> Vec<ShownPanel> {
    let known = ctx.data(|data| data.get_temp::<Shown>(shown_id())).unwrap_or_default();
    // A pass may have begun since; older ones are of another page.
    if known.pass + 1 < ctx.cumulative_pass_nr() { Vec::new() } else { known.panels }
}

fn shown_id() -> Id {
    Id::unique("shown-panels")
}

fn mirrored_id() -> Id {
    Id::unique("mirrored")
}
