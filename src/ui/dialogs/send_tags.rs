//! The dialog for sending one's own tags to a colleague.

use std::collections::BTreeSet;

use egui::{ScrollArea, Ui};

use crate::edit::session::Session;
use crate::model::id::DocumentId;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::path::PathQuestion;
use crate::ui::dialogs::scope::DialogRow;
use crate::ui::parts::dialog::DialogFrame;
use crate::ui::parts::section;
use crate::ui::shaped::{Button, Checkbox, Label};
use crate::ui::words::state_name;

/// The user's documents that are not sent.
#[derive(Debug, Default)]
pub(crate) struct SendDraft {
    pub without: BTreeSet<DocumentId>,
}

pub(crate) static DIALOG: DialogRow = DialogRow::with_new::<SendDraft>(|scope, ui| {
    if let Some(open) = scope.open {
        let (is_busy, status) = (scope.progress.is_some(), scope.progress.unwrap_or(scope.written));
        show(ui, open.session, scope.drafts.of(), status, is_busy, scope.out);
    }
});

impl SendDraft {
    /// The documents to send: the user's own, without those left out.
    pub(crate) fn documents(&self, session: &Session) -> Vec<DocumentId> {
        let own = session.project().layers.keys().filter(|(_, annotator)| annotator == session.annotator());
        own.map(|(document, _)| document).filter(|id| !self.without.contains(*id)).cloned().collect()
    }
}

/// Shows which of the user's documents can be sent. `status` is the progress or the result.
fn show(ui: &Ui, session: &Session, draft: &mut SendDraft, status: &str, busy: bool, out: &mut Vec<Command>) {
    let project = session.project();
    let dialog =
        DialogFrame::new("send-tags", t!("send-heading", name = session.annotator().as_str()), 520.0).show(ui, |ui| {
            let screen = ui.ctx().content_rect().size();
            ui.add(Label::new(t!("send-explained")).wrap());
            ScrollArea::vertical().id_salt("send-tags").max_height(screen.y * 0.55).show(ui, |ui| {
                section(ui, t!("send-documents"));
                for ((id, _), layer) in project.layers.iter().filter(|((_, a), _)| a == session.annotator()) {
                    let Some(document) = project.documents.get(id) else { continue };
                    let mut is_in = !draft.without.contains(id);
                    let state = state_name(layer.state());
                    let text = t!("send-row", title = document.display_title(), count = layer.len(), state = state);
                    if ui.add(Checkbox::new(&mut is_in, text)).changed() {
                        if is_in {
                            draft.without.remove(id);
                        } else {
                            draft.without.insert(id.clone());
                        }
                    }
                }
            });
            let documents = draft.documents(session);
            let count: usize =
                documents.iter().filter_map(|id| project.layer(id, session.annotator())).map(|layer| layer.len()).sum();
            ui.add(Label::new(t!("send-summary", documents = documents.len(), statements = count)).wrap());
            if !status.is_empty() {
                ui.add(Label::new(status).wrap().selectable(true));
            }
            ui.horizontal(|ui| {
                let go = Button::new(t!("send-go")).strong();
                let send = ui.add_enabled(!documents.is_empty() && !busy, go).clicked();
                let stop = busy && ui.add(Button::new(t!("panel-export-stop"))).clicked();
                (send, stop, ui.add(Button::new(t!("panel-close"))).clicked())
            })
            .inner
        });
    let (send, stop, close) = dialog.inner;
    if send {
        out.push(Command::AskPath(PathQuestion::SendTags));
    } else if stop {
        out.push(Command::StopWriting);
    } else if close || dialog.should_close {
        out.push(Command::CloseDialog);
    }
}
