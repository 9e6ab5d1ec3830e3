//! The dialog for a project that is open elsewhere: read it, or write layers that nobody else is writing.

use egui::{Id, ScrollArea, Ui};

use crate::model::id::AnnotatorId;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::outside::OutsideCommand;
use crate::ui::dialogs::scope::{DialogRow, WaysToOpen};
use crate::ui::parts::dialog::{DialogFrame, buttons};
use crate::ui::shaped::{Button, Label, TextField};

/// The name typed for a new annotator.
#[derive(Debug, Default)]
struct NameDraft(String);

pub(crate) static DIALOG: DialogRow = DialogRow::new(|scope, ui| {
    if let Some(ways) = scope.open.and_then(|open| (open.ways_to_open)()) {
        show(ui, &ways, &mut scope.drafts.of::<NameDraft>().0, scope.out);
    }
});

/// Shows the dialog. `name` is the name being typed for a new annotator.
fn show(ui: &Ui, ways: &WaysToOpen, name: &mut String, out: &mut Vec<Command>) {
    let dialog = DialogFrame::new("open-elsewhere", t!("elsewhere-heading"), 560.0).show(ui, |ui| {
        let mut chosen = None;
        ui.add(Label::new(ways.reason.as_str()).wrap());
        if ways.may_open_anyway && ui.add(Button::new(t!("elsewhere-anyway"))).clicked() {
            chosen = Some(OutsideCommand::OpenAnyway);
        }
        ui.separator();
        ui.add(Label::new(t!("elsewhere-explained")).wrap());
        ScrollArea::vertical().max_height(180.0).show(ui, |ui| {
            for annotator in &ways.free {
                if ui.add(Button::new(t!("elsewhere-work-as", annotator = annotator.as_str()))).clicked() {
                    chosen = Some(OutsideCommand::WorkAs(annotator.clone()));
                }
            }
        });
        let width = ui.available_width();
        let field = TextField::singleline(name)
            .id(Id::unique("elsewhere-annotator"))
            .name(t!("bar-new-annotator"))
            .hint(t!("bar-new-annotator"))
            .desired_width(width)
            .show(ui);
        if field.submitted && !name.trim().is_empty() {
            chosen = Some(OutsideCommand::WorkAs(AnnotatorId::from_name(name.trim(), |_| false)));
        }
        (chosen, buttons(ui, |ui| ui.add(Button::new(t!("elsewhere-read-only"))).clicked()))
    });
    let (chosen, close) = dialog.inner;
    if let Some(command) = chosen {
        name.clear();
        out.push(Command::Outside(command));
    } else if close || dialog.should_close {
        out.push(Command::CloseDialog);
    }
}
