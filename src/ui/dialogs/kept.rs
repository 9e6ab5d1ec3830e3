//! Changes that are kept because recovery could not apply them, and those in other journals: each can be applied again.

use egui::{ScrollArea, Ui};

use crate::edit::session::Session;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::store::keeping::not_taken::{Change, Kept, State};
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::safety::SafetyCommand;
use crate::ui::dialogs::scope::DialogRow;
use crate::ui::parts::dialog::DialogFrame;
use crate::ui::shaped::{Button, Label};
use crate::ui::words::time::relative_time;

pub(crate) static DIALOG: DialogRow = DialogRow::new(|scope, ui| {
    if let Some(open) = scope.open {
        show(ui, open.session, scope.drafts.of(), open.is_writable, scope.out);
    }
});

/// The list as last read. `None` while it is being read.
#[derive(Debug, Default)]
pub(crate) struct KeptList(pub Option<Vec<Kept>>);

/// Shows the list over the window.
fn show(ui: &Ui, session: &Session, list: &KeptList, is_writable: bool, out: &mut Vec<Command>) {
    let dialog = DialogFrame::new("kept", t!("kept-heading"), 680.0).show(ui, |ui| {
        let screen = ui.ctx().content_rect().size();
        let files = list.0.as_deref().unwrap_or_default();
        let told = match list.0.as_deref() {
            None => t!("kept-reading"),
            Some([]) => t!("kept-none"),
            Some(_) => t!("kept-explained"),
        };
        ui.add(Label::new(told).wrap());
        ScrollArea::vertical().id_salt("kept").max_height(screen.y * 0.62).auto_shrink([false, true]).show(ui, |ui| {
            for (index, file) in files.iter().enumerate() {
                ui.push_id(("kept", &file.path), |ui| {
                    ui.separator();
                    one(ui, session, index, file, is_writable, out);
                });
            }
        });
        ui.add_space(ui.spacing().item_spacing.y);
        ui.add(Button::new(t!("panel-close"))).clicked()
    });
    if dialog.inner || dialog.should_close {
        out.push(Command::CloseDialog);
    }
}

fn one(ui: &mut Ui, session: &Session, index: usize, file: &Kept, is_writable: bool, out: &mut Vec<Command>) {
    let path = file.path.display().to_string();
    let head = match (file.is_journal, file.writer.as_str()) {
        (true, writer) => t!("kept-journal", writer = writer),
        (false, "") => t!("cli-kept-file", path = path),
        (false, writer) => t!("cli-kept-file-of", path = path, writer = writer),
    };
    ui.add(Label::new(head).strong().wrap());
    let take = |place: Option<usize>| Command::Safety(SafetyCommand::TakeUp { file: index, place });
    let waiting = file.changes.iter().filter(|change| change.state == State::Waiting).count();
    if waiting > 1
        && file.changes.iter().all(|change| may_see(session, change))
        && ui.add_enabled(is_writable, Button::new(t!("kept-take-all", count = waiting))).clicked()
    {
        out.push(take(None));
    }
    for change in file.changes.iter().filter(|change| may_see(session, change)) {
        let time = change.time.map(relative_time).unwrap_or_default();
        let name = change.gesture.to_string();
        ui.add(Label::new(t!("recovered-row", time = time, name = name.as_str())).wrap());
        let joined = |names: &[String]| names.join(", ");
        if !change.documents.is_empty() || !change.annotators.is_empty() {
            let (who, documents) = (joined(&change.annotators), joined(&change.documents));
            ui.add(Label::new(t!("kept-about", who = who, documents = documents)).small(ui).weak().wrap());
        }
        match change.state {
            State::There => {
                ui.add(Label::new(t!("kept-there")).small(ui).weak());
            }
            State::Taken => {
                ui.add(Label::new(t!("kept-taken")).small(ui).weak());
            }
            State::Waiting => {
                if !change.reason.is_empty() {
                    let why = t!("kept-why", reason = change.reason.as_str());
                    ui.add(Label::new(why).small(ui).wrap());
                }
                let number = change.place + 1;
                let button =
                    Button::new(t!("kept-take")).name(t!("kept-take-name", number = number, name = name.as_str()));
                if ui.add_enabled(is_writable, button).clicked() {
                    out.push(take(Some(change.place)));
                }
            }
        }
    }
    if file.unreadable_bytes > 0 {
        ui.add(Label::new(t!("cli-kept-unreadable", bytes = file.unreadable_bytes)).small(ui).weak());
    }
}

/// Hides what others did from a user who may not see it yet.
fn may_see(session: &Session, change: &Change) -> bool {
    let own = session.annotator();
    let others = change.annotators.iter().any(|name| AnnotatorId::new(name).ok().as_ref() != Some(own));
    let sees =
        |name: &String| DocumentId::new(name.as_str()).is_ok_and(|document| session.project().may_see(own, &document));
    !others || change.documents.iter().all(sees)
}
