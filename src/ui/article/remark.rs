//! What is said beside the caret: why a key did nothing, or what came of it. It passes by itself.

use egui::accesskit::Live;
use egui::{Align2, Area, Frame, Id, Order, Rect, Ui, pos2, vec2};

use crate::ui::shaped::Label;

/// How long a remark stays: for looking, and for each character to read, in seconds.
const LOOKING_S: f64 = 2.5;
const READING_S: f64 = 0.06;
/// The distance from the caret, and the least distance from the edges of the text, in points.
const GAP_PT: f32 = 6.0;
const WIDEST_PT: f32 = 320.0;

/// Something said beside the caret.
#[derive(Debug)]
pub(super) struct Remark {
    text: String,
    /// When it ends, once it has been shown.
    until_s: Option<f64>,
}

impl Remark {
    pub(super) fn new(text: String) -> Self {
        Self { text, until_s: None }
    }

    /// Shows it below the caret, or at the bottom of the text if the caret cannot be seen. Returns whether it stays.
    pub(super) fn show(&mut self, ui: &Ui, caret: Option<Rect>, view: Rect) -> bool {
        let now_s = ui.input(|input| input.time);
        let length_s = LOOKING_S + READING_S * self.text.chars().count() as f64;
        let until_s = *self.until_s.get_or_insert(now_s + length_s);
        if now_s >= until_s {
            return false;
        }
        ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(until_s - now_s));
        note(ui, Id::unique("article-remark"), Place::below(caret, view), |ui| {
            let response = ui.add(Label::new(self.text.clone()).wrap());
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(Live::Polite));
        });
        true
    }
}

/// Where a note stands.
pub(super) struct Place {
    at: egui::Pos2,
    pivot: Align2,
    view: Rect,
}

impl Place {
    /// Below the caret, or at the bottom of the view where the caret cannot be seen.
    pub(super) fn below(caret: Option<Rect>, view: Rect) -> Self {
        match caret.filter(|caret| view.contains(caret.center())) {
            Some(caret) => Self { at: caret.center_bottom() + vec2(0.0, GAP_PT), pivot: Align2::CENTER_TOP, view },
            None => {
                Self { at: pos2(view.center().x, view.bottom() - 2.0 * GAP_PT), pivot: Align2::CENTER_BOTTOM, view }
            }
        }
    }

    /// Beside the pointer.
    pub(super) fn beside(pointer: egui::Pos2, view: Rect) -> Self {
        Self { at: pointer + vec2(14.0, 18.0), pivot: Align2::LEFT_TOP, view }
    }
}

/// Shows a small box over the text that takes no clicks.
pub(super) fn note(ui: &Ui, id: Id, place: Place, add: impl FnOnce(&mut Ui)) {
    Area::new(id)
        .order(Order::Tooltip)
        .interactable(false)
        .pivot(place.pivot)
        .fixed_pos(place.at)
        .constrain_to(place.view)
        .show(ui.ctx(), |ui| {
            Frame::popup(ui.style()).show(ui, |ui| {
                ui.set_max_width(WIDEST_PT.min(place.view.width() - 4.0 * GAP_PT));
                add(ui);
            });
        });
}
