//! Window placement: a remembered position is dropped if nobody could reach the window there, such as on another
//! screen.

use eframe::egui::os::OperatingSystem;
use eframe::egui::{Pos2, Rect, Vec2, pos2, vec2};

/// How much of the title bar must be visible to drag it, in points.
const HOLD: Vec2 = vec2(200.0, 24.0);

/// Where to move a window, in pixels. `None` if its title bar can be reached where it is and the window is not larger
/// than its screen.
///
/// `window` and `screens` are in pixels of the whole desktop, with the primary screen first; `scale` is pixels per
/// point.
pub(crate) fn reachable(window: Rect, screens: &[Rect], scale: f32) -> Option<Pos2> {
    let chief = screens.first()?;
    let hold = HOLD * scale;
    let is_seen = |screen: &Rect| {
        let across = window.right().min(screen.right()) - window.left().max(screen.left());
        // A title bar slightly above the edge can still be dragged.
        let above = screen.top() - hold.y / 3.0;
        across >= hold.x.min(window.width()) && (above..=screen.bottom() - hold.y).contains(&window.top())
    };
    if let Some(screen) = screens.iter().find(|screen| is_seen(screen)) {
        // A window as large as the screen goes into its corner, so that no edge is outside.
        let corner = |at: f32, length: f32, start: f32, all: f32| if length >= all { start } else { at };
        let x = corner(window.left(), window.width(), screen.left(), screen.width());
        let y = corner(window.top(), window.height(), screen.top(), screen.height());
        return (pos2(x, y) != window.min).then_some(pos2(x, y));
    }
    let room = (chief.size() - window.size()).max(Vec2::ZERO);
    Some(pos2((chief.left() + room.x / 2.0).round(), (chief.top() + room.y / 2.0).round()))
}

/// Moves the window to where its title bar can be reached, before it is shown.
pub(super) fn settle(creation: &eframe::CreationContext<'_>) {
    let Some(window) = creation.winit_window() else { return };
    // A system that reports no positions accepts none either.
    let Ok(at) = window.outer_position() else { return };
    let size = window.outer_size();
    let outer = Rect::from_min_size(pos2(at.x as f32, at.y as f32), vec2(size.width as f32, size.height as f32));
    let all = window.primary_monitor().into_iter().chain(window.available_monitors());
    let screens: Vec<Rect> = all
        .map(|monitor| {
            let (at, size) = (monitor.position(), monitor.size());
            Rect::from_min_size(pos2(at.x as f32, at.y as f32), vec2(size.width as f32, size.height as f32))
        })
        .filter(|screen| screen.is_positive())
        .collect();
    if let Some(to) = reachable(outer, &screens, window.scale_factor() as f32) {
        tracing::info!(?outer, ?to, "the window would open where nobody could reach it");
        let mut place = at;
        (place.x, place.y) = (to.x as i32, to.y as i32);
        window.set_outer_position(place);
    }
}

/// Whether the window is shown by X11, which tells its position, and not by Wayland, which does not.
pub(super) fn is_x11(creation: &eframe::CreationContext<'_>) -> bool {
    let has_position = creation.winit_window().is_some_and(|window| window.outer_position().is_ok());
    has_position && creation.egui_ctx.os() == OperatingSystem::Nix
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f32, y: f32) -> Rect {
        Rect::from_min_size(pos2(x, y), vec2(1360.0, 860.0))
    }

    #[test]
    fn a_place_that_nobody_can_reach_is_given_up() {
        let one = [Rect::from_min_size(Pos2::ZERO, vec2(1920.0, 1080.0))];
        let places =
            [(4000.0, 3000.0), (-3000.0, 100.0), (1920.0, 100.0), (100.0, -2000.0), (1790.0, 50.0), (10.0, 1075.0)];
        for (x, y) in places {
            let to = reachable(at(x, y), &one, 1.0);
            assert_eq!(to, Some(pos2(280.0, 110.0)), "{x},{y}");
        }
        // Partly outside, but the title bar can be dragged.
        for (x, y) in [(0.0, 0.0), (280.0, 110.0), (-1100.0, 30.0), (1700.0, 1000.0), (100.0, -5.0)] {
            assert_eq!(reachable(at(x, y), &one, 1.0), None, "{x},{y}");
        }
        // A second screen to the left and above.
        let two = [one[0], Rect::from_min_size(pos2(-2560.0, -400.0), vec2(2560.0, 1440.0))];
        assert_eq!(reachable(at(-2000.0, -300.0), &two, 1.0), None);
        assert_eq!(reachable(at(-2000.0, 1200.0), &two, 1.0), Some(pos2(280.0, 110.0)));
        // A screen smaller than the window: the window goes to the screen's corner.
        let small = [Rect::from_min_size(Pos2::ZERO, vec2(800.0, 480.0))];
        assert_eq!(reachable(at(900.0, 10.0), &small, 1.0), Some(Pos2::ZERO));
        assert_eq!(reachable(at(20.0, 10.0), &small, 1.0), Some(Pos2::ZERO));
        let as_large = Rect::from_min_size(pos2(20.0, 10.0), vec2(800.0, 400.0));
        assert_eq!(reachable(as_large, &small, 1.0), Some(pos2(0.0, 10.0)));
        // Twice as many pixels per point: the same amount of the bar in points.
        assert_eq!(reachable(at(1700.0, 50.0), &one, 2.0), Some(pos2(280.0, 110.0)));
        // If no screen is known, nothing is moved.
        assert_eq!(reachable(at(4000.0, 3000.0), &[], 1.0), None);
    }
}
