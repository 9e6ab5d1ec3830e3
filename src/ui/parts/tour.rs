//! Where in the window the things are that the tour points at. What shows one of them says where it is.

use egui::{Context, Id, Rect};

use crate::ui::state::TourStop;

/// The things that were shown in a pass.
#[derive(Clone, Default)]
struct Shown {
    pass: u64,
    stops: Vec<(TourStop, Rect)>,
    /// What stands for a thing that is not shown itself.
    others: Vec<(TourStop, Rect)>,
}

/// Says where a thing is in this pass; of several the first one counts.
pub(crate) fn note_stop(ctx: &Context, stop: TourStop, rect: Rect) {
    note(ctx, stop, rect, |shown| &mut shown.stops);
}

/// Says where something is that the tour points at if the thing itself is not shown.
pub(crate) fn note_other(ctx: &Context, stop: TourStop, rect: Rect) {
    note(ctx, stop, rect, |shown| &mut shown.others);
}

fn note(ctx: &Context, stop: TourStop, rect: Rect, list: fn(&mut Shown) -> &mut Vec<(TourStop, Rect)>) {
    let pass = ctx.cumulative_pass_nr();
    ctx.data_mut(|data| {
        let shown: &mut Shown = data.get_temp_mut_or_default(id());
        if shown.pass != pass {
            *shown = Shown { pass, ..Shown::default() };
        }
        let list = list(shown);
        if rect.is_positive() && list.iter().all(|(other, _)| *other != stop) {
            list.push((stop, rect));
        }
    });
}

/// The things that were shown in this pass, and where.
pub(crate) fn shown_stops(ctx: &Context) -> Vec<(TourStop, Rect)> {
    let shown: Shown = ctx.data(|data| data.get_temp(id())).unwrap_or_default();
    if shown.pass != ctx.cumulative_pass_nr() {
        return Vec::new();
    }
    let Shown { mut stops, others, .. } = shown;
    for (stop, rect) in others {
        if stops.iter().all(|(known, _)| *known != stop) {
            stops.push((stop, rect));
        }
    }
    stops
}

fn id() -> Id {
    Id::unique("tour-stops")
}
