//! Ownership questions: who the user is, and whether to change finished work or another annotator's work.

use egui::{Id, Key, Ui};

use crate::edit::session::{Asks, Next, Session};
use crate::model::id::AnnotatorId;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::ownership::{OwnershipCommand, OwnershipQuestion};
use crate::ui::dialogs::scope::{DialogRow, DialogScope};
use crate::ui::parts::dialog::{DialogFrame, focus_first};
use crate::ui::parts::take_key;
use crate::ui::shaped::{Button, Label, TextField};
use crate::ui::words::time::relative_time;

/// The question that waits for an answer, and the name being typed.
#[derive(Debug, Default)]
pub(crate) struct OwnershipDraft {
    pub question: Option<OwnershipQuestion>,
    pub name: String,
}

pub(crate) static DIALOG: DialogRow = DialogRow::new(|scope, ui| {
    let OwnershipDraft { question, name } = scope.drafts.of::<OwnershipDraft>();
    let Some(question) = question.clone() else { return scope.out.push(Command::CloseDialog) };
    if question == OwnershipQuestion::Name {
        return ask_name(ui, name, scope.out);
    }
    show(ui, &question, &asked_person(scope, &question), &place(scope, &question), scope.out);
});

/// A step counts as another's if it was not made under the name that the user writes under.
fn asked_person(scope: &DialogScope<'_>, question: &OwnershipQuestion) -> AnnotatorId {
    match (question, scope.session()) {
        (OwnershipQuestion::Undo(_) | OwnershipQuestion::Redo(_), Some(session)) => session.annotator().clone(),
        _ => scope.settings.person_or_system(),
    }
}

/// The article's title, or the place of a step.
fn place(scope: &DialogScope<'_>, question: &OwnershipQuestion) -> String {
    match (question, scope.session().map(Session::project)) {
        (OwnershipQuestion::Done(key) | OwnershipQuestion::Another(key), Some(project)) => {
            project.documents.get(&key.0).map_or(key.0.as_str(), |document| document.display_title()).to_owned()
        }
        (OwnershipQuestion::Undo(next) | OwnershipQuestion::Redo(next), Some(project)) => next.told_place(project),
        _ => String::new(),
    }
}

/// Shows the question. `person` is the user; `title` is the article's title, or the place of a step.
fn show(ui: &Ui, question: &OwnershipQuestion, person: &AnnotatorId, title: &str, out: &mut Vec<Command>) {
    let (heading, text, yes) = words(question, person, title);
    let dialog = DialogFrame::new("whose", heading, 480.0).show(ui, |ui| {
        ui.add(Label::new(text).wrap());
        ui.add_space(ui.spacing().item_spacing.y);
        // The widget behind the dialog that has the focus must not receive the key as well.
        let mut answer = take_key(ui, Key::Enter).then_some(true);
        ui.horizontal_wrapped(|ui| {
            if ui.add(Button::new(yes).shortcut(t!("whose-enter"))).clicked() {
                answer = Some(true);
            }
            if ui.add(Button::new(t!("whose-leave")).shortcut(t!("whose-escape"))).clicked() {
                answer = Some(false);
            }
        });
        answer
    });
    let answer = dialog.inner.or(dialog.should_close.then_some(false));
    out.extend(
        answer.map(|yes| Command::Ownership(if yes { OwnershipCommand::GoOn } else { OwnershipCommand::Leave })),
    );
}

fn words(question: &OwnershipQuestion, person: &AnnotatorId, title: &str) -> (String, String, String) {
    let person = person.as_str();
    match question {
        OwnershipQuestion::Name => (String::new(), String::new(), String::new()),
        OwnershipQuestion::Done((_, annotator)) => (
            t!("whose-done-heading"),
            t!("whose-done", annotator = annotator.as_str(), title = title),
            t!("whose-change"),
        ),
        OwnershipQuestion::Another((_, annotator)) => (
            t!("whose-another-heading", annotator = annotator.as_str()),
            t!("whose-another", annotator = annotator.as_str(), person = person, title = title),
            t!("whose-change"),
        ),
        OwnershipQuestion::SeveralDone(annotator, count) => (
            t!("whose-done-heading"),
            t!("whose-done-several", annotator = annotator.as_str(), count = *count),
            t!("whose-change"),
        ),
        OwnershipQuestion::SeveralOfAnother(annotator, count) => (
            t!("whose-another-heading", annotator = annotator.as_str()),
            t!("whose-another-several", annotator = annotator.as_str(), person = person, count = *count),
            t!("whose-change"),
        ),
        OwnershipQuestion::Undo(next) => {
            let name = next.gesture.to_string();
            (t!("whose-undo-heading", name = name), step(next, person, title), t!("whose-undo"))
        }
        OwnershipQuestion::Redo(next) => {
            let name = next.gesture.to_string();
            (t!("whose-redo-heading", name = name), step(next, person, title), t!("whose-redo"))
        }
    }
}

/// Who made a step, where and when.
fn step(next: &Next, person: &str, place: &str) -> String {
    let (name, time) = (next.gesture.to_string(), relative_time(next.at));
    let (known, by) = (usize::from(next.by.is_some()), next.by.as_ref().map_or("", |by| by.as_str()));
    match next.asks {
        Some(Asks::Outside) => t!("whose-step-outside", name = name, place = place, time = time),
        Some(Asks::Another) => {
            t!("whose-step-another", name = name, place = place, time = time, known = known, by = by, person = person)
        }
        Some(Asks::Earlier) | None => {
            t!("whose-step-earlier", name = name, place = place, time = time, known = known, by = by)
        }
    }
}

fn ask_name(ui: &Ui, name: &mut String, out: &mut Vec<Command>) {
    let dialog = DialogFrame::new("whose-name", t!("whose-name-heading"), 440.0).show(ui, |ui| {
        let width = ui.available_width();
        ui.add(Label::new(t!("whose-name-explained")).wrap());
        let field = TextField::singleline(name)
            .id(Id::unique("whose-name-field"))
            .name(t!("whose-name"))
            .hint(t!("whose-name"))
            .desired_width(width)
            .show(ui);
        focus_first(ui, &field.response);
        let chosen = (!name.trim().is_empty()).then(|| AnnotatorId::from_name(name.trim(), |_| false));
        if let Some(chosen) = chosen.as_ref().filter(|chosen| chosen.as_str() != name.trim()) {
            ui.add(Label::new(t!("whose-name-file", name = chosen.as_str())).weak().wrap());
        }
        ui.add_space(ui.spacing().item_spacing.y);
        let mut keep = field.submitted || take_key(ui, Key::Enter);
        let mut leave = field.cancelled;
        ui.horizontal_wrapped(|ui| {
            let button = Button::new(t!("whose-name-keep")).shortcut(t!("whose-enter"));
            keep |= ui.add_enabled(chosen.is_some(), button).clicked();
            leave |= ui.add(Button::new(t!("dialog-cancel")).shortcut(t!("whose-escape"))).clicked();
        });
        (chosen.filter(|_| keep), leave)
    });
    let closed = dialog.should_close;
    let (chosen, leave) = dialog.inner;
    if let Some(chosen) = chosen {
        out.push(Command::Ownership(OwnershipCommand::SetName(chosen)));
    } else if leave || closed {
        out.push(Command::Ownership(OwnershipCommand::Leave));
    }
}
