//! The dialog for typing a path if the system shows no file dialog.

use std::path::PathBuf;

use egui::{Id, Ui};

use crate::t;
use crate::ui::command::Command;
use crate::ui::command::path::PathQuestion;
use crate::ui::dialogs::scope::DialogRow;
use crate::ui::parts::dialog::{DialogFrame, buttons, error, focus_first};
use crate::ui::shaped::{Button, Label, TextField};
use crate::ui::state::Dialog;

pub(crate) static DIALOG: DialogRow = DialogRow::new(|scope, ui| {
    let draft = scope.drafts.of::<PathDraft>();
    if let Some(question) = draft.question {
        show(ui, question.title(), draft, scope.out);
    }
});

/// What the path is asked for, and the path typed so far.
#[derive(Debug, Default)]
pub(crate) struct PathDraft {
    pub question: Option<PathQuestion>,
    /// The path that is used if none is typed.
    pub proposal: PathBuf,
    pub path: String,
    /// The dialog to which this one returns.
    pub before: Option<Dialog>,
    /// Why the path cannot be used.
    pub error: String,
    /// The file of which the user was told that it would be replaced.
    pub replaces: Option<PathBuf>,
}

/// Shows the dialog. `title` says what the path is for.
fn show(ui: &Ui, title: String, draft: &mut PathDraft, out: &mut Vec<Command>) {
    let dialog = DialogFrame::new("path", title, 520.0).show(ui, |ui| {
        ui.add(Label::new(t!("path-explained")).wrap());
        let (id, width) = (Id::unique("path-field"), ui.available_width());
        let field = TextField::singleline(&mut draft.path).id(id).name(t!("path-field"));
        let output = field.hint(draft.proposal.display().to_string()).desired_width(width).show(ui);
        focus_first(ui, &output.response);
        error(ui, &draft.error);
        let (go, cancel) = buttons(ui, |ui| {
            let go = ui.add(Button::new(t!("path-go"))).clicked();
            (go, ui.add(Button::new(t!("dialog-cancel"))).clicked())
        });
        (go || output.submitted, cancel || output.cancelled)
    });
    let (go, cancel) = dialog.inner;
    if go {
        let typed = draft.path.trim();
        out.push(Command::UsePath(if typed.is_empty() { draft.proposal.clone() } else { PathBuf::from(typed) }));
    } else if cancel || dialog.should_close {
        out.push(Command::CloseDialog);
    }
}
