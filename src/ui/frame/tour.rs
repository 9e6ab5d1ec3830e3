//! The tour of the window: a card beside one thing after another, which says what it is.
//!
//! It takes no key but Escape, and what it points at can be used meanwhile. What is hidden is left out.

use egui::accesskit::Live;
use egui::{Area, Context, Frame, Id, LayerId, Margin, Order, Pos2, Rect, Stroke, StrokeKind, Ui, Vec2, pos2, vec2};

use crate::t;
use crate::ui::command::Command;
use crate::ui::command::tour::TourCommand;
use crate::ui::parts::command_tip::command_keys;
use crate::ui::parts::tour::shown_stops;
use crate::ui::parts::{line, sides};
use crate::ui::shaped::{Button, Label};
use crate::ui::state::TourStop;
use crate::ui::theme::Tokens;

/// The width of the card, its distance from what it points at, and that from the edge of the window, in points.
const WIDTH_PT: f32 = 300.0;
const GAP_PT: f32 = 10.0;
const EDGE_PT: f32 = 8.0;
/// The height of the card before it was ever shown, in points.
const HEIGHT_PT: f32 = 130.0;
/// In how many frames a thing may be missing before it is left out: a page that opens has not all at once.
const PATIENCE: u32 = 10;

/// In how many frames this one has been missing.
#[derive(Clone, Copy)]
struct Missing(TourStop, u32);

/// Shows the card beside this thing, or goes on where it cannot be seen.
pub(crate) fn show(ctx: &Context, stop: TourStop, out: &mut Vec<Command>) {
    let stops = shown_stops(ctx);
    let Some((_, target)) = stops.iter().find(|(shown, _)| *shown == stop) else {
        let known: Option<Missing> = ctx.data(|data| data.get_temp(missing_id()));
        let frames = known.filter(|known| known.0 == stop).map_or(0, |known| known.1) + 1;
        if frames > PATIENCE {
            out.push(Command::Tour(TourCommand::Next));
        }
        ctx.data_mut(|data| data.insert_temp(missing_id(), Missing(stop, frames)));
        ctx.request_repaint();
        return;
    };
    ctx.data_mut(|data| data.remove::<Missing>(missing_id()));
    let window = ctx.content_rect();
    let target = target.intersect(window);
    let tokens = Tokens::of_ctx(ctx);
    let ring = target.expand(3.0).intersect(window.shrink(1.0));
    ctx.layer_painter(LayerId::new(Order::Middle, Id::unique("tour-ring"))).rect_stroke(
        ring,
        6.0,
        Stroke::new(2.0, tokens.accent),
        StrokeKind::Inside,
    );
    let there: Vec<TourStop> =
        TourStop::ALL.into_iter().filter(|known| stops.iter().any(|(shown, _)| shown == known)).collect();
    let place = there.iter().position(|known| *known == stop).map_or(1, |at| at + 1);
    let size = ctx.memory(|memory| memory.area_rect(id())).map_or(vec2(WIDTH_PT, HEIGHT_PT), |rect| rect.size());
    let area = Area::new(id()).order(Order::Foreground).fixed_pos(beside(ring, size, window)).constrain_to(window);
    area.fade_in(false).show(ctx, |ui| {
        let frame = Frame::popup(ui.style()).stroke(Stroke::new(1.0, tokens.accent));
        frame.inner_margin(Margin::symmetric(12, 10)).show(ui, |ui| {
            ui.set_width(WIDTH_PT - 26.0);
            sides::from_start(ui, |ui| card(ui, stop, (place, there.len()), out));
        });
    });
}

fn card(ui: &mut Ui, stop: TourStop, (place, count): (usize, usize), out: &mut Vec<Command>) {
    let (title, text) = words(ui.ctx(), stop);
    ui.add(Label::new(title).strong().wrap());
    let told = ui.add(Label::new(text).wrap());
    ui.ctx().accesskit_node_builder(told.id, |node| node.set_live(Live::Polite));
    ui.add_space(4.0);
    let is_last = place >= count;
    line(
        ui,
        |ui| ui.add(Label::new(t!("tour-place", place = place, count = count)).small(ui).weak()),
        |ui| {
            if !is_last && ui.add(Button::new(t!("tour-skip"))).clicked() {
                out.push(Command::Tour(TourCommand::End));
            }
            let name = if is_last { t!("tour-end") } else { t!("tour-next") };
            if ui.add(Button::new(name).primary()).clicked() {
                out.push(Command::Tour(if is_last { TourCommand::End } else { TourCommand::Next }));
            }
        },
    );
}

/// What is said about a thing: a title and a text.
fn words(ctx: &Context, stop: TourStop) -> (String, String) {
    match stop {
        TourStop::Kinds => (t!("tour-kinds-title"), t!("tour-kinds")),
        TourStop::Colours => (t!("tour-colours-title"), t!("tour-colours")),
        TourStop::Cards => (t!("tour-cards-title"), t!("tour-cards", keys = command_keys(ctx, "cards"))),
        TourStop::Inspector => (t!("tour-inspector-title"), t!("tour-inspector")),
        TourStop::GoTo => (t!("tour-go-to-title"), t!("tour-go-to", keys = command_keys(ctx, "go-to"))),
    }
}

/// Where a card of this size goes: below what it points at, above it, or beside it, where there is room.
fn beside(target: Rect, size: Vec2, window: Rect) -> Pos2 {
    let room = window.shrink(EDGE_PT);
    let x = (target.center().x - size.x / 2.0).clamp(room.left(), (room.right() - size.x).max(room.left()));
    let y = (target.center().y - size.y / 2.0).clamp(room.top(), (room.bottom() - size.y).max(room.top()));
    if target.bottom() + GAP_PT + size.y <= room.bottom() {
        pos2(x, target.bottom() + GAP_PT)
    } else if target.top() - GAP_PT - size.y >= room.top() {
        pos2(x, target.top() - GAP_PT - size.y)
    } else if target.left() - GAP_PT - size.x >= room.left() {
        pos2(target.left() - GAP_PT - size.x, y)
    } else {
        pos2((target.right() + GAP_PT).min((room.right() - size.x).max(room.left())), y)
    }
}

fn id() -> Id {
    Id::unique("tour")
}

fn missing_id() -> Id {
    Id::unique("tour-missing")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_card_lies_beside_what_it_points_at_and_inside_the_window() {
        let window = Rect::from_min_size(Pos2::ZERO, vec2(1280.0, 720.0));
        for (left, top, width, height) in [
            (300.0, 60.0, 400.0, 28.0),
            (600.0, 660.0, 80.0, 30.0),
            (940.0, 40.0, 340.0, 656.0),
            (0.0, 40.0, 340.0, 656.0),
            (1200.0, 300.0, 80.0, 20.0),
        ] {
            let target = Rect::from_min_size(pos2(left, top), vec2(width, height));
            let card = Rect::from_min_size(beside(target, vec2(300.0, 130.0), window), vec2(300.0, 130.0));
            assert!(window.contains_rect(card), "{target:?} {card:?}");
            assert!(!card.intersects(target), "{target:?} {card:?}");
        }
    }
}
