//! The dialog that lists what was recovered from the journal after a crash, change by change.

use egui::{ScrollArea, Ui};
use jiff::Timestamp;

use crate::t;
use crate::ui::command::Command;
use crate::ui::dialogs::scope::DialogRow;
use crate::ui::parts::dialog::DialogFrame;
use crate::ui::shaped::{Button, Label};
use crate::ui::words::time::relative_time;

pub(crate) static DIALOG: DialogRow = DialogRow::new(|scope, ui| {
    if let Some(open) = scope.open {
        show(ui, open.recovered, scope.out);
    }
});

/// The text of the strip.
pub(crate) fn said(changes: &[(Timestamp, String)]) -> String {
    let (Some((first, _)), Some((last, _))) = (changes.first(), changes.last()) else { return String::new() };
    let (count, from, to) = (changes.len(), relative_time(*first), relative_time(*last));
    if from == to {
        t!("recovered-said-once", count = count, time = to)
    } else {
        t!("recovered-said", count = count, from = from, to = to)
    }
}

/// Shows the list, latest change first, because undoing starts there.
fn show(ui: &Ui, changes: &[(Timestamp, String)], out: &mut Vec<Command>) {
    let dialog = DialogFrame::new("recovered", t!("recovered-heading", count = changes.len()), 480.0).show(ui, |ui| {
        let screen = ui.ctx().content_rect().size();
        ui.add(Label::new(t!("recovered-explained")).wrap());
        let height = ui.text_style_height(&egui::TextStyle::Body) * 1.5;
        ScrollArea::vertical().max_height(screen.y * 0.5).auto_shrink([false, true]).show_rows(
            ui,
            height,
            changes.len(),
            |ui, range| {
                for (time, name) in changes.iter().rev().skip(range.start).take(range.len()) {
                    ui.add(Label::new(t!("recovered-row", time = relative_time(*time), name = name.as_str())).elide());
                }
            },
        );
        ui.add_space(ui.spacing().item_spacing.y);
        ui.add(Button::new(t!("panel-close"))).clicked()
    });
    if dialog.inner || dialog.should_close {
        out.push(Command::CloseDialog);
    }
}
