//! The dialog that lists decisions for which the manual has no rule.

use egui::{ScrollArea, Ui};

use crate::t;
use crate::ui::command::Command;
use crate::ui::command::review::ReviewCommand;
use crate::ui::dialogs::scope::DialogRow;
use crate::ui::lacking_rules::{Lacking, LackingRules};
use crate::ui::parts::dialog::DialogFrame;
use crate::ui::parts::list_row;
use crate::ui::shaped::{Button, Family, Label};

pub(crate) static DIALOG: DialogRow = DialogRow::with_new::<LackingRules>(|scope, ui| {
    if let Some(open) = scope.open {
        show(ui, scope.drafts.of::<LackingRules>().of(open.session), scope.out);
    }
});

/// Shows the decisions that need a rule in the manual.
fn show(ui: &Ui, lacking: &[Lacking], out: &mut Vec<Command>) {
    let dialog = DialogFrame::new("review-manual", t!("manual-heading"), 620.0).show(ui, |ui| {
        let screen = ui.ctx().content_rect().size();
        ui.add(Label::new(t!("manual-explained")).weak().wrap());
        let height = 3.0 * ui.spacing().interact_size.y + 2.0 * ui.spacing().button_padding.y;
        let area = ScrollArea::vertical()
            .max_height(screen.y * 0.55)
            .min_scrolled_height(screen.y * 0.55)
            .auto_shrink([false, true]);
        area.show_rows(ui, height, lacking.len(), |ui, range| {
            for entry in lacking.get(range).unwrap_or_default() {
                let id = ui.make_persistent_id(&entry.spot);
                let reason = if entry.reason.is_empty() { t!("manual-no-reason") } else { entry.reason.clone() };
                let response = list_row(ui, id, height, false, &reason, |ui, _| {
                    let how = t!("manual-row", title = entry.title.as_str(), how = entry.how.as_str());
                    let label = Label::new(how).small(ui).weak().elide();
                    ui.add(label);
                    let words = Label::new(entry.passage.clone()).family(Family::Reading).line_height(1.3);
                    ui.add(words.elide().fill());
                    ui.add(Label::new(reason.clone()).elide());
                });
                if response.clicked() {
                    out.push(Command::CloseDialog);
                    out.push(Command::Review(ReviewCommand::Show(entry.spot.clone())));
                }
            }
        });
        if lacking.is_empty() {
            ui.add(Label::new(t!("manual-empty")).weak().wrap());
        }
        ui.add_space(ui.spacing().item_spacing.y);
        ui.horizontal_wrapped(|ui| {
            let any = !lacking.is_empty();
            if ui.add_enabled(any, Button::new(t!("manual-copy"))).clicked() {
                out.push(Command::Review(ReviewCommand::CopyManual));
            }
            if ui.add_enabled(any, Button::new(t!("manual-append"))).clicked() {
                out.push(Command::Review(ReviewCommand::AppendManual));
            }
            ui.add(Button::new(t!("dialog-close"))).clicked()
        })
        .inner
    });
    if dialog.inner || dialog.should_close {
        out.push(Command::CloseDialog);
    }
}
