//! How often the button of the mouse was pressed in a row.

use egui::{Pos2, Ui};

/// What a click after another takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Word,
    Sentence,
}

/// How often the button was pressed in a row, to know at the press what a drag takes: a click is told at its end only.
#[derive(Debug, Default)]
pub(crate) struct Presses {
    pub(super) count: usize,
    /// When and where the last one was.
    last: Option<(f64, Pos2)>,
}

impl Presses {
    /// Takes note of a press; returns what a drag from it takes, other than graphemes.
    pub(super) fn press(&mut self, ui: &Ui, at: Pos2) -> Option<Unit> {
        let time = ui.input(|input| input.time);
        let limits = ui.ctx().options(|options| options.input_options);
        let again = self.last.is_some_and(|(then, place)| {
            // The click before may have taken that long itself.
            let within = limits.max_double_click_delay + limits.max_click_duration.min(0.3);
            time - then < within && place.distance(at) <= limits.max_click_dist
        });
        self.count = if again { self.count + 1 } else { 1 };
        self.last = Some((time, at));
        match self.count {
            2 => Some(Unit::Word),
            3 => Some(Unit::Sentence),
            _ => None,
        }
    }
}
