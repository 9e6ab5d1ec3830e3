//! Moving the keyboard from one part of the window to the next: the rail, the pane at the start, the page, the pane at the
//! end.
//!
//! The parts are the panels that [`sides`] has shown in the last frame, and the room between them.

use std::collections::HashMap;

use egui::{Context, Id, LayerId, Rect};

use crate::ui::parts::sides;

/// The largest height of what gets the keyboard, apart from texts, in points.
const MOST_PT: f32 = 160.0;

/// The widget of each part that had the keyboard last.
#[derive(Clone, Default)]
struct Left(HashMap<usize, Id>);

/// A widget that can have the keyboard.
struct Stop {
    id: Id,
    part: usize,
    is_text: bool,
}

/// Gives the keyboard to the next part, or the previous one: to what had it there last, or to the first thing there.
/// `is_text` tells the text of an article, which comes first in its part.
pub(crate) fn step(ctx: &Context, forward: bool, is_text: impl Fn(Id) -> bool) {
    let panels = sides::shown(ctx);
    let starts = panels.iter().filter(|panel| panel.is_start).count();
    // The parts from start to end: the panels at the start, the page, the panels at the end.
    let part_of = |rect: Rect| {
        let at = panels.iter().position(|panel| panel.rect.contains(rect.center()));
        match at {
            Some(at) if panels.get(at).is_some_and(|panel| panel.is_start) => {
                Some(panels.iter().take(at).filter(|panel| panel.is_start).count())
            }
            Some(at) => Some(starts + 1 + panels.iter().skip(at + 1).filter(|panel| !panel.is_start).count()),
            // The bar and the status line are above and below the panels.
            None if panels.first().is_none_or(|first| first.rect.y_range().contains(rect.center().y)) => Some(starts),
            None => None,
        }
    };
    let stops: Vec<Stop> = ctx.viewport(|viewport| {
        let widgets = viewport.prev_pass.widgets.get_layer(LayerId::background());
        let reached = widgets.filter(|widget| widget.enabled && widget.visible && widget.sense.is_focusable());
        reached
            .filter_map(|widget| {
                let is_text = is_text(widget.id);
                let part = part_of(widget.interact_rect)?;
                // What is larger holds other things and scrolls them.
                let has_room = widget.interact_rect.is_positive() && (is_text || widget.rect.height() <= MOST_PT);
                ((widget.sense.senses_click() || is_text) && has_room).then_some(Stop { id: widget.id, part, is_text })
            })
            .collect()
    });
    let parts = panels.len() + 1;
    let focused = ctx.memory(|memory| memory.focused());
    let here = stops.iter().find(|stop| Some(stop.id) == focused).map_or(starts, |stop| stop.part);
    let mut left: Left = ctx.data(|data| data.get_temp(left_id())).unwrap_or_default();
    left.0.extend(focused.map(|id| (here, id)));
    for by in 1..=parts {
        let part = if forward { (here + by) % parts } else { (here + parts * 2 - by) % parts };
        let mut there = stops.iter().filter(|stop| stop.part == part);
        let known = left.0.get(&part).filter(|id| there.clone().any(|stop| stop.id == **id));
        let text = there.clone().find(|stop| stop.is_text).map(|stop| stop.id);
        if let Some(id) = known.copied().or(text).or_else(|| there.next().map(|stop| stop.id)) {
            ctx.memory_mut(|memory| memory.request_focus(id));
            break;
        }
    }
    ctx.data_mut(|data| data.insert_temp(left_id(), left));
}

fn left_id() -> Id {
    Id::unique("left-parts")
}
