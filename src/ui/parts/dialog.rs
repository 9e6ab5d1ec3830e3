//! The frame of every dialog: title, width, scrolling in small windows, closing with Escape or a click outside, the
//! initial focus, and a name for screen readers.

use egui::accesskit::Role;
use egui::{
    Align2, Area, Context, Frame, Id, Key, Margin, Modal, Modifiers, Order, Rect, Response, ScrollArea, Ui, vec2,
};

use crate::ui::parts::sides;
use crate::ui::shaped::{Heading, Label};

/// The largest share of the window's width that a dialog takes.
const MOST_WIDTH: f32 = 0.9;
/// The share of the window's height that a dialog's content may take before it scrolls.
const MOST_HEIGHT: f32 = 0.86;
/// The distance of a dialog beside the page from the end of the window, and from its top, where the bar is, in points.
const EDGE_PT: f32 = 8.0;
const TOP_PT: f32 = 48.0;
/// The space between the content and the row of buttons, in points.
const ABOVE_BUTTONS_PT: f32 = 8.0;
/// Under which the place of a dialog beside the page is remembered.
const BESIDE: &str = "dialog-beside";

/// The frame of a dialog.
pub(crate) struct DialogFrame {
    id: &'static str,
    title: Option<String>,
    width_pt: f32,
}

/// The result of a dialog in this frame.
pub(crate) struct DialogResponse<R> {
    /// What the content returned.
    pub inner: R,
    /// Whether Escape was pressed or the user clicked outside the dialog.
    pub should_close: bool,
}

impl DialogFrame {
    /// A dialog of this width in points, or as wide as the window allows.
    pub(crate) fn new(id: &'static str, title: impl Into<String>, width_pt: f32) -> Self {
        Self { id, title: Some(title.into()), width_pt }
    }

    /// A dialog without a title, starting with its first field.
    pub(crate) const fn untitled(id: &'static str, width_pt: f32) -> Self {
        Self { id, title: None, width_pt }
    }

    /// Shows the dialog over the window, `content` below its title.
    pub(crate) fn show<R>(self, ui: &Ui, content: impl FnOnce(&mut Ui) -> R) -> DialogResponse<R> {
        let Self { id, title, width_pt } = self;
        let shown = Modal::new(Id::unique(id)).show(ui.ctx(), |ui| {
            let screen = ui.ctx().content_rect().size();
            ui.set_width((screen.x * MOST_WIDTH).min(width_pt));
            let heading = title.map(|title| ui.add(Heading::new(title)));
            ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
                node.set_role(Role::Dialog);
                node.set_modal();
                if let Some(heading) = &heading {
                    node.push_labelled_by(heading.id.accesskit_id());
                }
            });
            let most = screen.y * MOST_HEIGHT;
            let area = ScrollArea::vertical().id_salt("dialog").auto_shrink([false, true]);
            area.max_height(most).min_scrolled_height(most).show(ui, |ui| sides::from_start(ui, content)).inner
        });
        DialogResponse { should_close: shown.should_close(), inner: shown.inner }
    }
}

impl DialogFrame {
    /// Shows the dialog at the end of the page, below the bar, without dimming what it changes. A click elsewhere closes
    /// it.
    pub(crate) fn show_beside<R>(self, ui: &Ui, content: impl FnOnce(&mut Ui) -> R) -> DialogResponse<R> {
        let Self { id, title, width_pt } = self;
        let (ctx, window) = (ui.ctx(), ui.ctx().content_rect());
        let is_mirrored = sides::is_mirrored(ctx);
        let corner = if is_mirrored { Align2::LEFT_TOP } else { Align2::RIGHT_TOP };
        let from_edge = if is_mirrored { EDGE_PT } else { -EDGE_PT };
        let area = Area::new(Id::unique(id)).order(Order::Foreground);
        let shown = area.anchor(corner, vec2(from_edge, TOP_PT)).show(ctx, |ui| {
            Frame::popup(ui.style()).inner_margin(Margin::same(12)).show(ui, |ui| {
                ui.set_width((window.width() * MOST_WIDTH).min(width_pt));
                let heading = title.map(|title| ui.add(Heading::new(title)));
                ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
                    node.set_role(Role::Dialog);
                    if let Some(heading) = &heading {
                        node.push_labelled_by(heading.id.accesskit_id());
                    }
                });
                sides::from_start(ui, content)
            })
        });
        // The keyboard stays in it, as in any other dialog.
        ctx.memory_mut(|memory| memory.set_modal_layer(shown.response.layer_id));
        let place = (ctx.cumulative_pass_nr(), shown.response.rect);
        ctx.data_mut(|data| data.insert_temp(Id::unique(BESIDE), place));
        let escapes = ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        let elsewhere = shown.response.clicked_elsewhere();
        DialogResponse { should_close: escapes || elsewhere, inner: shown.inner.inner }
    }
}

/// Where a dialog stands beside the page, if one is shown: what lies over the page leaves it free.
pub(crate) fn beside(ctx: &Context) -> Option<Rect> {
    let (pass, rect): (u64, Rect) = ctx.data(|data| data.get_temp(Id::unique(BESIDE)))?;
    // It may be shown later in the same pass.
    (pass + 1 >= ctx.cumulative_pass_nr()).then_some(rect)
}

/// The row of buttons at the end of a dialog: the one that proceeds comes first, the one that closes comes last.
pub(crate) fn buttons<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    ui.add_space(ABOVE_BUTTONS_PT);
    ui.horizontal_wrapped(content).inner
}

/// Focuses a part of a dialog that has just opened, unless something else has the focus.
pub(crate) fn focus_first(ui: &Ui, part: &Response) {
    if ui.memory(|memory| memory.focused().is_none()) {
        part.request_focus();
    }
}

/// Shows an error about the input; nothing if the text is empty.
pub(crate) fn error(ui: &mut Ui, text: &str) {
    if !text.is_empty() {
        ui.add(Label::new(text).color(ui.visuals().error_fg_color).wrap());
    }
}
