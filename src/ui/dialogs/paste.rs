//! The dialog for a pasted article.

use egui::{Id, ScrollArea, Ui, ViewportCommand};

use crate::t;
use crate::text::segment;
use crate::ui::command::Command;
use crate::ui::command::adding::AddingCommand;
use crate::ui::dialogs::scope::DialogRow;
use crate::ui::parts::dialog::{DialogFrame, buttons, error};
use crate::ui::shaped::{Button, Family, Label, ResponseExt as _, TextField};

pub(crate) static DIALOG: DialogRow = DialogRow {
    begin: |drafts| drafts.put(PasteDraft { focus: true, ..PasteDraft::default() }),
    show: |scope, ui| show(ui, scope.drafts.of(), scope.out),
};

/// The longest text that is shown in a field, in bytes, because a field lays out all of it.
pub(crate) const LARGE_BYTES: usize = 256 * 1024;
/// How much of a longer text is shown, in bytes.
const BEGINNING_BYTES: usize = 1500;

/// The typed and pasted values.
#[derive(Debug, Default)]
pub(crate) struct PasteDraft {
    pub text: String,
    pub title: String,
    /// The web page that is on the clipboard, if there is one.
    pub page: Option<String>,
    /// Why the pasted text is not an article.
    pub error: String,
    /// Whether the dialog has just been opened.
    pub focus: bool,
}

/// The id of the text field.
pub(crate) fn field_id() -> Id {
    Id::unique("paste-text")
}

/// Shows the dialog.
fn show(ui: &Ui, draft: &mut PasteDraft, out: &mut Vec<Command>) {
    let dialog = DialogFrame::new("paste", t!("paste-heading"), 620.0).show(ui, |ui| {
        let width = ui.available_width();
        ui.add(Label::new(t!("paste-title")));
        TextField::singleline(&mut draft.title)
            .id(Id::unique("paste-title"))
            .name(t!("paste-title"))
            .hint(t!("paste-title-hint"))
            .desired_width(width - 20.0)
            .show(ui);
        ui.add(Label::new(t!("paste-text")));
        if draft.text.len() > LARGE_BYTES {
            draft.focus = false;
            large_text(ui, draft);
        } else {
            ScrollArea::vertical().max_height(360.0).show(ui, |ui| field(ui, draft, width - 30.0));
        }
        error(ui, &draft.error);
        buttons(ui, |ui| {
            let add = ui.add_enabled(!draft.text.trim().is_empty(), Button::new(t!("paste-add"))).clicked();
            let page = draft.page.is_some()
                && ui.add(Button::new(t!("paste-page"))).on_hover_shaped(t!("paste-page-tip")).clicked();
            (add, page, ui.add(Button::new(t!("dialog-cancel"))).clicked())
        })
    });
    let (add, page, cancel) = dialog.inner;
    if page {
        draft.error.clear();
        out.push(Command::Adding(AddingCommand::PastePage));
    } else if add {
        draft.error.clear();
        out.push(Command::AddPasted(std::mem::take(&mut draft.text)));
    } else if cancel || dialog.should_close {
        out.push(Command::CloseDialog);
    }
}

fn field(ui: &mut Ui, draft: &mut PasteDraft, width: f32) {
    let output = TextField::multiline(&mut draft.text)
        .id(field_id())
        .name(t!("paste-text"))
        .hint(t!("paste-hint"))
        .rows(12)
        .desired_width(width)
        .show(ui);
    if std::mem::take(&mut draft.focus) {
        output.response.request_focus();
        ui.ctx().send_viewport_cmd(ViewportCommand::RequestPaste);
    }
}

/// Shows the beginning of a text that is too long to lay out in full.
fn large_text(ui: &mut Ui, draft: &mut PasteDraft) {
    ui.add(Label::new(t!("paste-large", kilobytes = draft.text.len() / 1024)).weak().wrap());
    let end = segment::grapheme_floor(&draft.text, BEGINNING_BYTES);
    let beginning = draft.text.get(..end).unwrap_or_default();
    ScrollArea::vertical().id_salt("paste-large").max_height(300.0).show(ui, |ui| {
        ui.add(Label::new(format!("{beginning}…")).family(Family::Reading).wrap().fill());
    });
    if ui.add(Button::new(t!("paste-clear"))).clicked() {
        draft.text.clear();
    }
}
