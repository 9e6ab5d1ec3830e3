//! Exchange of tags with colleagues: written, read and planned in the background, and added as one edit.

use std::path::Path;
use std::sync::Arc;

use eframe::egui::Ui;

use crate::app::App;
use crate::app::jobs::Job;
use crate::app::tools::files::Question;
use crate::exchange::plan::{ReceiveOptions, ReceivePlan, plan};
use crate::exchange::source::{self, ReceivedTags};
use crate::t;
use crate::ui::command::exchange::ExchangeCommand;
use crate::ui::dialogs::exchange::{self, AddAction, AddDraft, SendAction, SendDraft};
use crate::ui::state::Dialog;

/// The tags to be sent and the tags received.
#[derive(Default)]
pub(in crate::app) struct Exchange {
    send: SendDraft,
    draft: AddDraft,
    planned: Option<PlannedTags>,
    /// The running read or plan; a new one replaces it.
    planning: Job<Result<Box<PlannedTags>, String>>,
}

/// Tags that were read, and what adding them would do to the project at that revision.
pub(in crate::app) struct PlannedTags {
    source: Arc<ReceivedTags>,
    plan: ReceivePlan,
    revision: u64,
}

impl App {
    pub(in crate::app) fn exchange(&mut self, command: ExchangeCommand) {
        match command {
            ExchangeCommand::ShowSend => {
                self.exchange.send = SendDraft::default();
                self.drafts.export_status.clear();
                self.view.dialog = Some(Dialog::SendTags);
            }
            ExchangeCommand::SendTo(path) => self.send_to(&path),
            ExchangeCommand::AddDialog => self.ask_for(Question::AddTags),
            ExchangeCommand::AddFolderDialog => self.ask_for(Question::AddTagsFolder),
            ExchangeCommand::AddFrom(path) => {
                self.exchange.draft = AddDraft {
                    options: ReceiveOptions { reanchor: true, ..ReceiveOptions::default() },
                    ..AddDraft::default()
                };
                self.exchange.planned = None;
                self.say(t!("status-reading-tags", path = path.display().to_string()));
                self.plan_tags(move || source::read(&path).map(Arc::new).map_err(|error| error.to_string()));
            }
        }
    }

    fn send_to(&mut self, path: &Path) {
        let Some(open) = &self.open else { return };
        let annotator = open.session.annotator().clone();
        let documents = self.exchange.send.documents(&open.session);
        if documents.is_empty() {
            return;
        }
        let (project, path) = (open.session.project().clone(), path.to_owned());
        self.write_beside("send-tags", move |monitor| {
            match crate::exchange::send(&project, &annotator, documents, &path, monitor) {
                Ok(_) => t!("status-sent", path = path.display().to_string()),
                Err(error) => error.to_string(),
            }
        });
    }

    /// Reads and plans on its own thread.
    fn plan_tags(&mut self, read: impl FnOnce() -> Result<Arc<ReceivedTags>, String> + Send + 'static) {
        let Some(open) = &self.open else { return };
        let (project, revision) = (open.session.project().clone(), open.session.revision());
        let options = self.exchange.draft.options.clone();
        self.exchange.planning = self.jobs.spawn("tags", move |_| {
            read().map(|source| {
                let plan = plan(&project, &source.project, &options);
                Box::new(PlannedTags { source, plan, revision })
            })
        });
    }

    /// Takes the tags read or planned since the last frame.
    pub(in crate::app) fn take_tags(&mut self) {
        let Some(planned) = self.exchange.planning.poll() else { return };
        match planned {
            Ok(planned) => {
                let is_first = self.exchange.planned.is_none();
                // A name that is taken by another person here gets a free one as a suggestion.
                let free = planned.plan.taken.clone();
                self.exchange.planned = Some(*planned);
                self.view.dialog = Some(Dialog::AddTags);
                self.say(t!("status-tags-read"));
                if is_first && !free.is_empty() {
                    let draft = &mut self.exchange.draft;
                    draft.names = free.iter().map(|(name, free)| (name.clone(), free.to_string())).collect();
                    draft.options.names = free;
                    self.plan_again();
                }
            }
            Err(error) => self.complain(error),
        }
    }

    fn plan_again(&mut self) {
        if let Some(source) = self.exchange.planned.as_ref().map(|planned| Arc::clone(&planned.source)) {
            self.plan_tags(move || Ok(source));
        }
    }

    pub(in crate::app) fn send_dialog(&mut self, ui: &Ui) {
        let Some(open) = &self.cx.open else { return };
        let progress = self.writing_progress(ui.ctx());
        let status = progress.as_deref().unwrap_or(&self.cx.drafts.export_status);
        match exchange::send(ui, &open.session, &mut self.exchange.send, status, progress.is_some()) {
            SendAction::None => {}
            SendAction::Send => self.ask_for(Question::SendTags),
            SendAction::Stop => self.stop_writing(),
            SendAction::Close => {
                self.drafts.export_status.clear();
                self.view.dialog = None;
            }
        }
    }

    pub(in crate::app) fn add_dialog(&mut self, ui: &Ui) {
        let (Some(open), Some(planned)) = (&self.open, &self.exchange.planned) else {
            self.view.dialog = None;
            return;
        };
        let busy = self.exchange.planning.is_running();
        // The project may have changed meanwhile, by an undo or from outside.
        let is_old = planned.revision != open.session.revision();
        match exchange::add(ui, &planned.source, &planned.plan, &mut self.exchange.draft, busy || is_old) {
            AddAction::None if is_old && !busy => self.plan_again(),
            AddAction::None => {}
            AddAction::Plan => self.plan_again(),
            AddAction::Add => {
                let edit = planned.plan.edit.clone();
                let (count, path) = (planned.plan.entries.len(), planned.source.path.display().to_string());
                if let Some(edit) = edit
                    && self.apply("gesture-receive", edit, None)
                {
                    self.view.dialog = None;
                    self.exchange.planned = None;
                    self.say(t!("status-tags-added", count = count, path = path));
                }
            }
            AddAction::Close => {
                self.view.dialog = None;
                self.exchange.planned = None;
            }
        }
    }
}
