//! A pane at a side of a page. It remembers the width that is wanted, and is narrower only where the window leaves less
//! room; so it grows back when the window does. It can be hidden.

use egui::accesskit::{Action, Orientation};
use egui::{CursorIcon, Id, Rangef, Rect, Role, Sense, Ui, WidgetInfo, pos2};

use crate::locale::plain;
use crate::settings::{PaneSide, Panes};
use crate::t;
use crate::ui::command::Command;
use crate::ui::parts::sides::{self, Edge, GripEdge, STEP_PT, Side};
use crate::ui::parts::tour::note_stop;
use crate::ui::state::TourStop;

/// The narrowest that a pane is drawn, in points.
const LEAST_PT: f32 = 160.0;
/// The width of the strip that is dragged, in points; it lies over the margin of the pane.
const GRIP_PT: f32 = 8.0;

impl PaneSide {
    /// The part of the page that a pane may take.
    const fn share(self) -> f32 {
        match self {
            Self::Start => 0.30,
            Self::End => 0.36,
        }
    }

    const fn id(self) -> &'static str {
        match self {
            Self::Start => "pane-start",
            Self::End => "pane-end",
        }
    }

    fn panel(self, ui: &Ui) -> Side {
        match self {
            Self::Start => sides::start(ui, self.id()),
            Self::End => sides::end(ui, self.id()),
        }
    }

    /// The name of what is dragged to resize the pane.
    fn grip_name(self) -> String {
        match self {
            Self::Start => t!("pane-start-width"),
            Self::End => t!("pane-end-width"),
        }
    }
}

/// The room of the page before the pane at the end, which is shown after it.
pub(crate) fn before_end(ui: &mut Ui, panes: &Panes, page_pt: f32) -> Ui {
    let width = if panes.hides(PaneSide::End) { 0.0 } else { drawn_pt(PaneSide::End, panes, page_pt) };
    sides::before_panel(ui, PaneSide::End.id(), Edge::End, width)
}

/// The width of a pane as it is drawn, in points.
fn drawn_pt(side: PaneSide, panes: &Panes, page_pt: f32) -> f32 {
    panes.width_pt(side).clamp(LEAST_PT, (page_pt * side.share()).max(LEAST_PT))
}

/// Shows a pane of the page, unless it is hidden. `page_pt` is the width of the page without any pane.
pub(crate) fn pane(
    ui: &mut Ui,
    side: PaneSide,
    panes: &Panes,
    page_pt: f32,
    out: &mut Vec<Command>,
    content: impl FnOnce(&mut Ui, &mut Vec<Command>),
) {
    if panes.hides(side) {
        return;
    }
    let width = drawn_pt(side, panes, page_pt);
    let shown = side.panel(ui).exact_size(width).resizable(false).show(ui, |ui| content(ui, out));
    if side == PaneSide::End {
        sides::took_room(ui, side.id(), width, shown.response.rect.width());
        note_stop(ui.ctx(), TourStop::Inspector, shown.response.rect);
    }
    grip(ui, side, panes, shown.response.rect, page_pt, out);
}

/// The strip at the inner edge of a pane: dragging it, or the arrow keys, change the width; a double click restores it.
fn grip(ui: &mut Ui, side: PaneSide, panes: &Panes, pane: Rect, page_pt: f32, out: &mut Vec<Command>) {
    let most = (page_pt * side.share()).max(LEAST_PT);
    let is_left = (side == PaneSide::Start) != sides::is_mirrored(ui.ctx());
    let edge = if is_left { pane.right() } else { pane.left() };
    let strip = if is_left { edge - GRIP_PT..=edge } else { edge..=edge + GRIP_PT };
    let rect = Rect::from_x_y_ranges(Rangef::new(*strip.start(), *strip.end()), pane.y_range());
    let response = ui.interact(rect, Id::unique((side.id(), "grip")), Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Splitter, true, plain(&side.grip_name())));
    let set = |width: f32, keep: bool| Command::SetPanes {
        panes: Box::new(panes.clone().with_width(side, width.min(most.max(panes.width_pt(side))))),
        keep,
    };
    if response.dragged()
        && let Some(pointer) = response.interact_pointer_pos()
    {
        let width = if is_left { pointer.x - pane.left() } else { pane.right() - pointer.x };
        out.push(set(width.min(most), false));
    } else if response.drag_stopped() {
        out.push(set(panes.width_pt(side), true));
    } else if response.double_clicked() {
        out.push(set(Panes::default().width_pt(side), true));
    } else {
        let asked = |action| ui.input(|input| input.num_accesskit_action_requests(response.id, action)) as f32;
        let told = asked(Action::Increment) - asked(Action::Decrement);
        let steps = told + sides::steps(ui, &response, if is_left { GripEdge::Right } else { GripEdge::Left });
        if steps != 0.0 {
            out.push(set(pane.width() + steps * STEP_PT, true));
        }
    }
    // The width is told as egui tells that of its panels: as a part of what there is.
    ui.ctx().accesskit_node_builder(response.id, |node| {
        let part = |width: f32| f64::from((width / page_pt.max(1.0)).clamp(0.0, 1.0));
        node.set_orientation(Orientation::Vertical);
        node.set_numeric_value(part(pane.width()));
        node.set_min_numeric_value(part(LEAST_PT));
        node.set_max_numeric_value(part(most));
        node.set_numeric_value_step(part(STEP_PT));
        node.add_action(Action::Increment);
        node.add_action(Action::Decrement);
    });
    if response.hovered() || response.dragged() || response.has_focus() {
        ui.set_cursor_icon(CursorIcon::ResizeHorizontal);
        let stroke = ui.visuals().widgets.hovered.fg_stroke;
        ui.painter().vline(edge, pane.y_range(), stroke);
    } else {
        // The grip shows that the edge can be taken.
        let (x, middle) = (if is_left { edge - 3.0 } else { edge + 3.0 }, pane.center().y);
        let stroke = ui.visuals().widgets.noninteractive.bg_stroke;
        ui.painter().line_segment([pos2(x, middle - 10.0), pos2(x, middle + 10.0)], stroke);
    }
}
