//! The start and the end of the window. In a mirrored window the start is on the right.
//!
//! Panels beside the page are made here, so that nothing is laid out by left and right where start and end is meant.

use egui::accesskit::Action;
use egui::containers::panel::PanelState;
use egui::{
    Align, Context, EventFilter, Id, InnerResponse, Key, Layout, Modifiers, Panel, Rangef, Rect, Response, Ui,
    UiBuilder, Vec2,
};

use crate::locale::plain;
use crate::t;
use crate::ui::shaped::{Label, ring};

/// A panel at the start or the end of the page.
#[must_use = "call show"]
pub struct Side {
    id: &'static str,
    panel: Panel,
    is_start: bool,
    /// The width that it has until somebody changes it; nothing if it cannot be changed.
    usual_pt: Option<f32>,
}

/// How much an arrow key changes the size of a panel, in points.
pub(crate) const STEP_PT: f32 = 16.0;

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
    Side { id, panel, is_start: true, usual_pt: None }
}

/// A panel at the end of the page: on the right in English.
pub fn end(ui: &Ui, id: &'static str) -> Side {
    let panel = if is_mirrored(ui.ctx()) { Panel::left(id) } else { Panel::right(id) };
    Side { id, panel, is_start: false, usual_pt: None }
}

impl Side {
    /// Sets the width until somebody changes it, in points. The width that is wanted is kept: the panel is narrower only
    /// while the window leaves less room.
    pub fn default_size(self, width: f32) -> Self {
        Self { panel: self.panel.default_size(width), usual_pt: Some(width), ..self }
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
        let Self { id, panel, is_start, usual_pt } = self;
        if let Some(usual_pt) = usual_pt {
            ask_for_wanted(ui, id, Vec2::X, usual_pt);
        }
        let shown = panel.show(ui, |ui| {
            // Otherwise a panel with little in it gets narrower, and stays so when there is more again.
            ui.set_min_width(ui.available_width());
            from_start(ui, contents)
        });
        let edge = if is_start == is_mirrored(ui.ctx()) { GripEdge::Left } else { GripEdge::Right };
        keep_wanted(ui, id, shown.response.rect.width());
        grip(ui, id, if is_start { t!("panel-start-width") } else { t!("panel-end-width") }, edge);
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

/// Shows a panel at the bottom that can be resized. The height that is wanted is kept, as the width of a [`Side`] is.
pub(crate) fn bottom<R>(
    ui: &mut Ui,
    id: &'static str,
    usual_pt: f32,
    heights: impl Into<Rangef>,
    contents: impl FnOnce(&mut Ui) -> R,
) -> InnerResponse<R> {
    ask_for_wanted(ui, id, Vec2::Y, usual_pt);
    let panel = Panel::bottom(id).default_size(usual_pt).size_range(heights).resizable(true);
    let shown = panel.show(ui, contents);
    keep_wanted(ui, id, shown.response.rect.height());
    grip(ui, id, t!("panel-bottom-height"), GripEdge::Top);
    shown
}

/// Makes egui start from the size that a panel is wanted to have along an axis, and not from that of the last frame, which
/// a small window may have made smaller.
fn ask_for_wanted(ui: &Ui, id: &'static str, axis: Vec2, usual_pt: f32) {
    let panel = panel_id(ui, id);
    let wanted: f32 = ui.data_mut(|data| data.get_persisted(wanted_id(panel))).unwrap_or(usual_pt);
    if let Some(PanelState { outer_rect: rect }) = PanelState::load(ui.ctx(), panel) {
        let size = axis * wanted + (Vec2::splat(1.0) - axis) * rect.size();
        let state = PanelState { outer_rect: Rect::from_min_size(rect.min, size) };
        ui.data_mut(|data| data.insert_persisted(panel, state));
    }
}

/// Keeps the size of a panel as the wanted one if somebody has just given it that size.
fn keep_wanted(ui: &Ui, id: &'static str, size_pt: f32) {
    let panel = panel_id(ui, id);
    let Some(grip) = ui.read_response(panel.with("__resize")) else { return };
    let asks = |action| ui.input(|input| input.has_accesskit_action_request(grip.id, action));
    if grip.drag_stopped() || [Action::Increment, Action::Decrement, Action::SetValue].into_iter().any(asks) {
        ui.data_mut(|data| data.insert_persisted(wanted_id(panel), size_pt));
    }
}

fn panel_id(ui: &Ui, id: &'static str) -> Id {
    ui.scope_id().with_salt(egui::IdSalt::new(id))
}

fn wanted_id(panel: Id) -> Id {
    panel.with("wanted")
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

/// Which edge of a panel is dragged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GripEdge {
    Left,
    Right,
    Top,
}

impl GripEdge {
    /// The arrow keys that make the panel larger and smaller: the edge goes where the arrow points.
    const fn keys(self) -> [Key; 2] {
        match self {
            Self::Left => [Key::ArrowLeft, Key::ArrowRight],
            Self::Right => [Key::ArrowRight, Key::ArrowLeft],
            Self::Top => [Key::ArrowUp, Key::ArrowDown],
        }
    }
}

/// Names what is dragged to resize a panel that was just shown here, and lets the arrow keys move it. Its value for
/// screen readers is egui's.
fn grip(ui: &Ui, id: &'static str, name: String, edge: GripEdge) {
    let panel = panel_id(ui, id);
    let Some(response) = ui.read_response(panel.with("__resize")) else { return };
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(plain(&name)));
    ring(ui, &response, response.rect);
    let by = STEP_PT * steps(ui, &response, edge);
    if by == 0.0 {
        return;
    }
    if let Some(PanelState { outer_rect: rect }) = PanelState::load(ui.ctx(), panel) {
        // The panel keeps to its range when it is shown.
        let size = if edge == GripEdge::Top { rect.height() } else { rect.width() };
        ui.data_mut(|data| data.insert_persisted(wanted_id(panel), (size + by).max(1.0)));
        ui.ctx().request_repaint();
    }
}

/// How many steps larger, or smaller if negative, the arrow keys ask a panel to be whose grip has the keyboard.
pub(crate) fn steps(ui: &Ui, grip: &Response, edge: GripEdge) -> f32 {
    if !grip.has_focus() {
        return 0.0;
    }
    let arrows = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(grip.id, arrows));
    let [larger, smaller] =
        edge.keys().map(|key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key)));
    larger as f32 - smaller as f32
}

/// Shows contents one below the other, which begin at the start of the window. Everything inside takes its direction
/// from there; egui’s own panels, windows and menus begin on the left.
pub fn from_start<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
    if !is_mirrored(ui.ctx()) {
        return contents(ui);
    }
    ui.with_layout(Layout::top_down(Align::Max), contents).inner
}

/// Contents one below the other inside a line, which begin where the line does.
pub fn column<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let align = if ui.layout().prefer_right_to_left() { Align::Max } else { Align::Min };
    ui.with_layout(Layout::top_down(align), contents).inner
}

/// A label in a column of this width in points.
pub fn cell(ui: &mut Ui, width_pt: f32, label: Label) -> Response {
    let size = egui::vec2(width_pt, ui.spacing().interact_size.y);
    ui.allocate_ui(size, |ui| {
        ui.set_min_width(width_pt);
        ui.add(label)
    })
    .inner
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
