//! The message over the page: what was done or refused last, with the way to undo it. It passes by itself.
//!
//! It is at the bottom of the page, above whatever is there, and moves up where it would cover the bar of the selection.
//! Assistive technologies are told of it when it appears.

use egui::accesskit::Live;
use egui::{Align2, Area, Context, Frame, Id, Margin, Order, Rect, Ui, pos2, vec2};

use crate::t;
use crate::ui::command::Command;
use crate::ui::command::adding::AddingCommand;
use crate::ui::parts::{dialog, sides};
use crate::ui::shaped::{self, Button, Icon, Label, LayoutOptions, ResponseExt as _, TextStyle, paint_icon};
use crate::ui::theme::Tokens;

/// The largest width, and the distance from the bottom of the page, in points.
const MOST_PT: f32 = 640.0;
const BELOW_PT: f32 = 16.0;
/// Up to so many lines a message is shown whole; of a longer one only the first line, and the whole under the pointer.
const LINES: usize = 5;
/// How long a message stays, and one with which something can be undone, in seconds.
const SECONDS: f64 = 5.0;
const SECONDS_TO_UNDO: f64 = 10.0;

/// A message.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Toast<'a> {
    pub text: &'a str,
    pub is_error: bool,
    /// Whether what it tells can be undone.
    pub can_undo: bool,
    /// Whether there is more to show about it, as long as it can be undone.
    pub has_details: bool,
}

impl Toast<'_> {
    /// How long it stays, in seconds. `None` for an error, which stays until it is closed.
    pub(crate) const fn seconds(&self) -> Option<f64> {
        match (self.is_error, self.can_undo) {
            (true, _) => None,
            (_, true) => Some(SECONDS_TO_UNDO),
            _ => Some(SECONDS),
        }
    }
}

/// Shows the message over `page`. Returns whether it is under the pointer or was closed.
pub(crate) fn show(ctx: &Context, page: Rect, toast: &Toast<'_>, out: &mut Vec<Command>) -> Touched {
    let mut touched = Touched::default();
    let page = free(ctx, page);
    let at = pos2(page.center().x, bottom(ctx, page));
    let most = MOST_PT.min(page.width() - 2.0 * BELOW_PT).max(120.0);
    let area = Area::new(id()).order(Order::Tooltip).pivot(Align2::CENTER_BOTTOM).fixed_pos(at);
    let shown = area.constrain_to(page).fade_in(false).show(ctx, |ui| {
        let tokens = Tokens::of(ui);
        let edge = if toast.is_error { tokens.error } else { tokens.edge };
        let frame =
            Frame::popup(ui.style()).stroke(egui::Stroke::new(1.0, edge)).inner_margin(Margin::symmetric(12, 6));
        frame.show(ui, |ui| {
            // A line from the right would take all the room.
            let text = shaped::layout(ui.ctx(), toast.text, &TextStyle::interface(14.0), &LayoutOptions::single_line());
            let rest = if toast.can_undo { 300.0 } else { 80.0 };
            ui.set_max_width(if sides::is_mirrored(ui.ctx()) { most.min(text.width() + rest) } else { most });
            ui.with_layout(sides::along(ui.ctx()), |ui| content(ui, toast, most, &mut touched, out));
        });
    });
    touched.is_hovered = shown.response.contains_pointer();
    touched
}

/// What the pointer does to a message.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Touched {
    pub is_hovered: bool,
    pub is_closed: bool,
}

fn content(ui: &mut Ui, toast: &Toast<'_>, most: f32, touched: &mut Touched, out: &mut Vec<Command>) {
    let tokens = Tokens::of(ui);
    let (icon, color) = if toast.is_error { (Icon::Warning, tokens.error) } else { (Icon::Info, tokens.accent) };
    let (sign, _) = ui.allocate_exact_size(vec2(20.0, ui.spacing().interact_size.y), egui::Sense::hover());
    paint_icon(ui, icon, sign.center(), 18.0, color);
    // Room for the buttons behind it.
    let buttons = 40.0 + if toast.can_undo { 80.0 } else { 0.0 } + if toast.has_details { 90.0 } else { 0.0 };
    let text = ui.scope(|ui| {
        let room = (most - 40.0 - buttons).max(80.0);
        ui.set_max_width(room);
        let whole = shaped::layout(ui.ctx(), toast.text, &TextStyle::interface(14.0), &LayoutOptions::wrapped(room));
        let label = Label::new(toast.text);
        ui.add(if whole.lines().len() <= LINES { label.wrap() } else { label.elide() })
    });
    ui.ctx().accesskit_node_builder(text.inner.id, |node| {
        node.set_live(if toast.is_error { Live::Assertive } else { Live::Polite });
    });
    // The keyboard stays in a dialog; Escape closes the message too.
    let is_over_dialog = ui.memory(|memory| memory.top_modal_layer().is_some());
    if toast.can_undo {
        let name = t!("status-undo-name", what = toast.text);
        if ui.add(Button::new(t!("bar-undo")).icon(Icon::Undo).name(name).without_tab(is_over_dialog)).clicked() {
            out.push(Command::Undo);
        }
        if toast.has_details && ui.add(Button::new(t!("status-details")).without_tab(is_over_dialog)).clicked() {
            out.push(Command::Adding(AddingCommand::Details));
        }
    }
    let close = Button::new("").icon(Icon::Close).name(t!("status-close")).frame(false).without_tab(is_over_dialog);
    touched.is_closed = ui.add(close).on_hover_shaped(t!("status-close")).clicked();
}

/// The page without a dialog that stands beside it.
fn free(ctx: &Context, page: Rect) -> Rect {
    match dialog::beside(ctx) {
        Some(beside) if sides::is_mirrored(ctx) => page.with_min_x(beside.right().max(page.left())),
        Some(beside) => page.with_max_x(beside.left().min(page.right())),
        None => page,
    }
}

/// Where the message ends: above the bar of the selection, if that is in its way.
fn bottom(ctx: &Context, page: Rect) -> f32 {
    let bottom = page.bottom() - BELOW_PT;
    let own = ctx.memory(|memory| memory.area_rect(id()));
    let other = ctx.memory(|memory| memory.area_rect(Id::unique("selection-bar")));
    let is_shown = ctx.memory(|memory| memory.areas().is_visible(&selection_bar()));
    match (own, other.filter(|_| is_shown)) {
        (Some(own), Some(other)) => {
            let here = Rect::from_min_max(pos2(own.left(), bottom - own.height()), pos2(own.right(), bottom));
            if here.intersects(other) { (other.top() - 8.0).max(page.top() + own.height()) } else { bottom }
        }
        _ => bottom,
    }
}

fn selection_bar() -> egui::LayerId {
    egui::LayerId::new(Order::Foreground, Id::unique("selection-bar"))
}

fn id() -> Id {
    Id::unique("toast")
}
