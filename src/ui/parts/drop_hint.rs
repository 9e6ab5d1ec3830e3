//! What is shown over the window while files are dragged over it: what dropping them would do.

use egui::{Align2, Area, Frame, Id, Order, Stroke, StrokeKind, Ui, vec2};

use crate::t;
use crate::ui::shaped::Label;

/// The width of the frame around the window, and its distance from the edges, in points.
const EDGE_PT: f32 = 3.0;
const INSET_PT: f32 = 6.0;
/// The widest that the words get, in points.
const WORDS_PT: f32 = 420.0;
/// How much of the window shows through.
const COVER: f32 = 0.75;

/// Shows it, if files are dragged over the window.
pub(crate) fn show(ui: &Ui, has_project: bool, has_dialog: bool) {
    let hovered = ui.input(|input| input.raw.hovered_files.clone());
    let Some(first) = hovered.first() else { return };
    let name = first.path.as_ref().and_then(|path| path.file_name()).map(|name| name.to_string_lossy().into_owned());
    let (heading, explained) = match (has_dialog, has_project) {
        (true, _) => (t!("drop-dialog"), String::new()),
        (false, false) => (t!("drop-open"), String::new()),
        (false, true) => {
            let heading = match (name, hovered.len()) {
                (Some(name), 1) => t!("drop-add-one", name = name),
                (_, count) => t!("drop-add", count = count),
            };
            (heading, t!("drop-explained"))
        }
    };
    let visuals = ui.visuals().clone();
    let screen = ui.ctx().content_rect();
    let painter = ui.ctx().layer_painter(egui::LayerId::new(Order::Tooltip, Id::unique("drop-cover")));
    painter.rect_filled(screen, 0.0, visuals.panel_fill.gamma_multiply(COVER));
    let edge = Stroke::new(EDGE_PT, visuals.hyperlink_color);
    painter.rect_stroke(screen.shrink(INSET_PT), 6.0, edge, StrokeKind::Inside);
    let area = Area::new(Id::unique("drop-hint")).order(Order::Tooltip).interactable(false);
    area.anchor(Align2::CENTER_CENTER, vec2(0.0, 0.0)).show(ui.ctx(), |ui| {
        Frame::popup(ui.style()).show(ui, |ui| {
            ui.set_max_width(WORDS_PT.min(screen.width() * 0.8));
            ui.add(Label::new(heading).strong().wrap());
            if !explained.is_empty() {
                ui.add(Label::new(explained).weak().wrap());
            }
        });
    });
    ui.ctx().move_to_top(egui::LayerId::new(Order::Tooltip, Id::unique("drop-hint")));
}
