//! The dialogs for exchanging tags with colleagues: what to send, and a preview of what would be added.

use std::collections::{BTreeMap, BTreeSet};

use egui::{Id, ScrollArea, Ui};

use crate::edit::session::Session;
use crate::exchange::plan::{LayerOutcome, ReceiveOptions, ReceivePlan};
use crate::exchange::source::ReceivedTags;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::t;
use crate::ui::parts::dialog::DialogFrame;
use crate::ui::parts::section;
use crate::ui::shaped::{Button, Checkbox, Label, TextField};
use crate::ui::words::state_name;

/// The user's documents that are not sent.
#[derive(Debug, Default)]
pub(crate) struct SendDraft {
    pub without: BTreeSet<DocumentId>,
}

/// What the user requests in the dialog that sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SendAction {
    None,
    Send,
    Stop,
    Close,
}

impl SendDraft {
    /// The documents to send: the user's own, without those left out.
    pub(crate) fn documents(&self, session: &Session) -> Vec<DocumentId> {
        let own = session.project().layers.keys().filter(|(_, annotator)| annotator == session.annotator());
        own.map(|(document, _)| document).filter(|id| !self.without.contains(*id)).cloned().collect()
    }
}

/// Shows which of the user's documents can be sent. `status` is the progress or the result.
pub(crate) fn send(ui: &Ui, session: &Session, draft: &mut SendDraft, status: &str, busy: bool) -> SendAction {
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
    let should_close = dialog.should_close;
    match dialog.inner {
        (true, ..) => SendAction::Send,
        (_, true, _) => SendAction::Stop,
        (_, _, close) if close || should_close => SendAction::Close,
        _ => SendAction::None,
    }
}

/// The choices for adding received tags.
#[derive(Debug, Default)]
pub(crate) struct AddDraft {
    pub options: ReceiveOptions,
    /// The names being typed to replace those that are taken.
    pub names: BTreeMap<AnnotatorId, String>,
}

/// What the user requests in the dialog that adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AddAction {
    None,
    /// The options have changed.
    Plan,
    Add,
    Close,
}

/// Shows what adding the tags would do.
pub(crate) fn add(ui: &Ui, source: &ReceivedTags, plan: &ReceivePlan, draft: &mut AddDraft, busy: bool) -> AddAction {
    let before = draft.options.clone();
    let dialog = DialogFrame::new("add-tags", t!("add-heading"), 680.0).show(ui, |ui| {
        let screen = ui.ctx().content_rect().size();
        ui.add(Label::new(source.path.display().to_string()).weak().elide());
        ScrollArea::vertical().id_salt("add-tags").max_height(screen.y * 0.62).show(ui, |ui| {
            section(ui, t!("add-layers"));
            for entry in &plan.entries {
                let key = (entry.document.clone(), entry.annotator.clone());
                let mut is_in = entry.outcome != LayerOutcome::LeftOut;
                if ui.add(Checkbox::new(&mut is_in, entry.describe(plan))).changed() {
                    if is_in {
                        draft.options.without.remove(&key);
                    } else {
                        draft.options.without.insert(key);
                    }
                }
            }
            let renamed: Vec<AnnotatorId> = draft.names.keys().cloned().collect();
            for name in renamed {
                ui.horizontal_wrapped(|ui| {
                    ui.add(Label::new(t!("add-name", name = name.as_str())));
                    let typed = draft.names.entry(name.clone()).or_default();
                    let field = TextField::singleline(typed).id(Id::unique(("add-name", name.as_str())));
                    let field = field.name(t!("add-name", name = name.as_str())).desired_width(180.0);
                    if field.show(ui).changed
                        && let Ok(wanted) = AnnotatorId::new(typed.trim())
                    {
                        draft.options.names.insert(name.clone(), wanted);
                    }
                });
            }
            section(ui, t!("add-choices"));
            ui.add(Checkbox::new(&mut draft.options.reanchor, t!("add-reanchor")));
            ui.add(Checkbox::new(&mut draft.options.with_documents, t!("add-documents")));
            ui.add(Checkbox::new(&mut draft.options.update, t!("add-update")));
            let mut lines = plan.additions();
            lines.extend((source.reviews > 0).then(|| t!("exchange-reviews", count = source.reviews)));
            if !lines.is_empty() {
                section(ui, t!("add-along"));
                lines.into_iter().for_each(|line| {
                    ui.add(Label::new(line).wrap());
                });
            }
            let warnings: Vec<&String> = source.warnings.iter().chain(&plan.warnings).collect();
            if !warnings.is_empty() {
                section(ui, t!("add-warnings", count = warnings.len()));
                for warning in warnings.into_iter().take(100) {
                    ui.add(Label::new(warning.clone()).wrap().selectable(true));
                }
            }
        });
        ui.add_space(ui.spacing().item_spacing.y);
        ui.horizontal(|ui| {
            let go = ui.add_enabled(plan.edit.is_some() && !busy, Button::new(t!("add-go")).strong()).clicked();
            let close = ui.add(Button::new(t!("dialog-cancel"))).clicked();
            if busy {
                ui.add(Label::new(t!("add-busy")).weak());
            } else if plan.edit.is_none() {
                ui.add(Label::new(t!("add-nothing")).weak().wrap());
            }
            (go, close)
        })
        .inner
    });
    let should_close = dialog.should_close;
    match dialog.inner {
        (true, _) => AddAction::Add,
        (_, close) if close || should_close => AddAction::Close,
        _ if draft.options != before => AddAction::Plan,
        _ => AddAction::None,
    }
}
