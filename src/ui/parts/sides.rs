//! The start and the end of the window. In a mirrored window the start is on the right.
//!
//! Panels beside the page are made here, so that nothing is laid out by left and right where start and end is meant.

use egui::{Align, Context, Id, InnerResponse, Layout, Panel, Rangef, Ui};

/// A panel at the start or the end of the page.
#[must_use = "call show"]
pub struct Side(Panel);

/// A panel at the start of the page: on the left in English.
pub fn start(ui: &Ui, id: &'static str) -> Side {
    Side(if is_mirrored(ui.ctx()) { Panel::right(id) } else { Panel::left(id) })
}

/// A panel at the end of the page: on the right in English.
pub fn end(ui: &Ui, id: &'static str) -> Side {
    Side(if is_mirrored(ui.ctx()) { Panel::left(id) } else { Panel::right(id) })
}

impl Side {
    /// Sets the width until somebody changes it, in points.
    pub fn default_size(self, width: f32) -> Self {
        Self(self.0.default_size(width))
    }

    /// Sets a width that cannot be changed, in points.
    pub fn exact_size(self, width: f32) -> Self {
        Self(self.0.exact_size(width))
    }

    pub fn size_range(self, widths: impl Into<Rangef>) -> Self {
        Self(self.0.size_range(widths))
    }

    pub fn resizable(self, resizable: bool) -> Self {
        Self(self.0.resizable(resizable))
    }

    pub fn frame(self, frame: egui::Frame) -> Self {
        Self(self.0.frame(frame))
    }

    /// Shows the panel. What it contains begins at its start.
    pub fn show<R>(self, ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
        self.0.show(ui, |ui| from_start(ui, contents))
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

fn mirrored_id() -> Id {
    Id::unique("mirrored")
}
