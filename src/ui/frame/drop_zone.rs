//! What the window says while files are held over it: what will be done with them, or why nothing can be.

use egui::{Color32, Context, Id, LayerId, Order, Painter, Pos2, Rect, Stroke, pos2, vec2};

use crate::ui::shaped::{self, LayoutOptions, TextStyle};
use crate::ui::theme::Tokens;

/// The distance of the frame from the edges of the window, and the length of its dashes, in points.
const INSIDE_PT: f32 = 12.0;
const DASH_PT: f32 = 10.0;

/// Shows it over the window. `refused` says that nothing will be done.
pub(crate) fn show(ctx: &Context, words: &str, refused: bool) {
    let tokens = Tokens::of_ctx(ctx);
    let painter = ctx.layer_painter(LayerId::new(Order::Tooltip, Id::unique("drop-zone")));
    let window = ctx.content_rect();
    let color = if refused { tokens.error } else { tokens.accent };
    painter.rect_filled(window, 0.0, tokens.paper.gamma_multiply(0.8));
    dashes(&painter, window.shrink(INSIDE_PT), Stroke::new(2.0, color));
    let style = TextStyle::interface(18.0).strong();
    let options = LayoutOptions::wrapped((window.width() - 8.0 * INSIDE_PT).max(100.0));
    let text = shaped::layout(ctx, words, &style, &options);
    let size = vec2(text.width(), text.height());
    let ground = Rect::from_center_size(window.center(), size + vec2(48.0, 32.0));
    painter.rect(ground, 8.0, tokens.raised, Stroke::new(1.0, color), egui::StrokeKind::Inside);
    shaped::paint(&painter, window.center() - size / 2.0, &text, ink(tokens, refused), &[]);
}

const fn ink(tokens: &Tokens, refused: bool) -> Color32 {
    if refused { tokens.error } else { tokens.text }
}

fn dashes(painter: &Painter, rect: Rect, stroke: Stroke) {
    let corners: [Pos2; 5] = [
        rect.left_top(),
        pos2(rect.right(), rect.top()),
        rect.right_bottom(),
        pos2(rect.left(), rect.bottom()),
        rect.left_top(),
    ];
    painter.extend(egui::Shape::dashed_line(&corners, stroke, DASH_PT, DASH_PT));
}
