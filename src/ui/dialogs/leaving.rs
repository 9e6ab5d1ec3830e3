//! The question before work would be lost: the project is to be closed, but not all of it is written.

use egui::Ui;

use crate::t;
use crate::ui::command::Command;
use crate::ui::command::path::PathQuestion;
use crate::ui::command::safety::{LeaveAnswer, Leaving, SafetyCommand, Saving};
use crate::ui::dialogs::scope::DialogRow;
use crate::ui::parts::dialog::DialogFrame;
use crate::ui::shaped::{Button, Label};

/// What the user was about to do, and whether the question is asked for the second time.
#[derive(Debug, Default)]
pub(crate) struct LeavingDraft {
    pub to: Option<Leaving>,
    pub is_sure: bool,
}

pub(crate) static DIALOG: DialogRow = DialogRow::new(|scope, ui| {
    let LeavingDraft { to, is_sure } = scope.drafts.of();
    match (scope.open, to) {
        (Some(open), Some(to)) if open.is_writable => {
            show(ui, Unwritten { leaving: to, saving: open.saving, is_sure: *is_sure }, scope.out);
        }
        _ => scope.out.push(Command::CloseDialog),
    }
});

/// The state of the unwritten work.
#[derive(Clone, Copy, Debug)]
struct Unwritten<'a> {
    leaving: &'a Leaving,
    saving: Saving<'a>,
    /// Whether the question is asked for the second time.
    is_sure: bool,
}

/// Shows the question.
fn show(ui: &Ui, unwritten: Unwritten<'_>, out: &mut Vec<Command>) {
    let heading =
        if unwritten.is_sure { t!("leaving-sure", count = unwritten.saving.in_memory) } else { t!("leaving-heading") };
    let dialog = DialogFrame::new("leaving", heading, 520.0)
        .show(ui, |ui| if unwritten.is_sure { second(ui, unwritten) } else { first(ui, unwritten, out) });
    let answer = dialog.inner.or(dialog.should_close.then_some(LeaveAnswer::Stay));
    out.extend(answer.map(|answer| Command::Safety(SafetyCommand::Leave(answer))));
}

fn first(ui: &mut Ui, unwritten: Unwritten<'_>, out: &mut Vec<Command>) -> Option<LeaveAnswer> {
    let Saving { in_memory, copy, is_copying, .. } = unwritten.saving;
    // Without a reason the disk does not respond.
    if let Some(reason) = unwritten.saving.files {
        ui.add(Label::new(reason).wrap());
    }
    let is_lost = in_memory > 0 && copy.is_none();
    ui.add(
        Label::new(match copy {
            Some(path) => t!("leaving-copied", path = path.display().to_string()),
            None if in_memory > 0 => t!("leaving-in-memory", count = in_memory),
            None => t!("leaving-in-journal"),
        })
        .wrap(),
    );
    ui.add_space(8.0);
    let mut answer = None;
    ui.horizontal_wrapped(|ui| {
        if ui.add(Button::new(t!("banner-try"))).clicked() {
            answer = Some(LeaveAnswer::TryAgain);
        }
        let text = if is_copying { t!("banner-copying") } else { t!("banner-copy") };
        if ui.add_enabled(!is_copying, Button::new(text)).clicked() {
            out.push(Command::AskPath(PathQuestion::CopyTo));
        }
        let (go, then) =
            if is_lost { (t!("leaving-lose"), LeaveAnswer::Lose) } else { (go(unwritten), LeaveAnswer::Go) };
        if ui.add(Button::new(go)).clicked() {
            answer = Some(then);
        }
        if ui.add(Button::new(t!("leaving-stay"))).clicked() {
            answer = Some(LeaveAnswer::Stay);
        }
    });
    answer
}

fn second(ui: &mut Ui, unwritten: Unwritten<'_>) -> Option<LeaveAnswer> {
    ui.add(Label::new(t!("leaving-sure-explained")).wrap());
    ui.add_space(8.0);
    let mut answer = None;
    ui.horizontal_wrapped(|ui| {
        // The button that stays comes first, so that a hasty Tab and Enter loses nothing.
        if ui.add(Button::new(t!("leaving-stay"))).clicked() {
            answer = Some(LeaveAnswer::Stay);
        }
        let lose = t!("leaving-lose-sure", count = unwritten.saving.in_memory);
        if ui.add(Button::new(lose).color(ui.visuals().error_fg_color)).clicked() {
            answer = Some(LeaveAnswer::Go);
        }
    });
    answer
}

fn go(unwritten: Unwritten<'_>) -> String {
    match unwritten.leaving {
        Leaving::Quit => t!("leaving-quit"),
        Leaving::CloseProject => t!("leaving-close"),
        Leaving::Open(_) => t!("leaving-open"),
    }
}
