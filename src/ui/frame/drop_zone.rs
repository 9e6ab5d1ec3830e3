//! What the window says while files are held over it: what will be done with them, or why nothing can be.

use egui::{Align2, Area, Color32, Context, Frame, Id, LayerId, Margin, Order, Stroke, vec2};

use crate::ui::parts::dashes;
use crate::ui::shaped::Label;
use crate::ui::theme::Tokens;

/// The distance of the frame from the edges of the window, in points.
const INSIDE_PT: f32 = 12.0;

/// Shows it over the window. `refused` says that nothing will be done.
pub(crate) fn show(ctx: &Context, words: &str, refused: bool) {
    let tokens = Tokens::of_ctx(ctx);
    let painter = ctx.layer_painter(LayerId::new(Order::Tooltip, Id::unique("drop-zone")));
    let window = ctx.content_rect();
    let color = if refused { tokens.error } else { tokens.accent };
    painter.rect_filled(window, 0.0, tokens.paper.gamma_multiply(0.8));
    dashes(&painter, window.shrink(INSIDE_PT), Stroke::new(2.0, color));
    let area = Area::new(Id::unique("drop-words")).order(Order::Tooltip).interactable(false);
    area.anchor(Align2::CENTER_CENTER, vec2(0.0, 0.0)).show(ctx, |ui| {
        let ground = Frame::popup(ui.style()).fill(tokens.raised).stroke(Stroke::new(1.0, color));
        ground.inner_margin(Margin::symmetric(24, 16)).show(ui, |ui| {
            ui.set_max_width((window.width() - 8.0 * INSIDE_PT).max(100.0));
            ui.add(Label::new(words).strong().size(18.0).color(ink(tokens, refused)).wrap());
        });
    });
    ctx.move_to_top(LayerId::new(Order::Tooltip, Id::unique("drop-words")));
}

const fn ink(tokens: &Tokens, refused: bool) -> Color32 {
    if refused { tokens.error } else { tokens.text }
}
