//! Exchanging tags with colleagues: sends the user's own, and reads and adds what others have sent.

use std::path::Path;
use std::sync::Arc;

use crate::app::context::{Context, Event, Written};
use crate::app::jobs::Job;
use crate::exchange::ZIP_ENDING;
use crate::exchange::plan::{ReceiveOptions, plan};
use crate::exchange::source::{self, ReceivedTags};
use crate::formats::input::Input;
use crate::formats::{self, jsonl};
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::exchange::ExchangeCommand;
use crate::ui::command::import::ImportCommand;
use crate::ui::dialogs::add_tags::{AddDraft, PlannedTags};
use crate::ui::dialogs::send_tags::SendDraft;
use crate::ui::state::Dialog;

/// The job that reads tags and plans how to add them.
#[derive(Default)]
pub(super) struct Exchange {
    planning: Job<Result<PlannedTags, String>>,
}

impl Exchange {
    pub(super) fn execute(&mut self, cx: &mut Context, command: ExchangeCommand) {
        match command {
            ExchangeCommand::SendTo(path) => send_to(cx, &path),
            ExchangeCommand::AddFrom(path) if is_of_another_tool(&path) => {
                cx.queue.push(Command::Import(ImportCommand::From(path)));
            }
            ExchangeCommand::AddFrom(path) => {
                cx.drafts.put(AddDraft {
                    options: ReceiveOptions { reanchor: true, ..ReceiveOptions::default() },
                    ..AddDraft::default()
                });
                cx.say(t!("status-reading-tags", path = path.display().to_string()));
                self.plan_tags(cx, move || source::read(&path).map(Arc::new).map_err(|error| error.to_string()));
            }
            ExchangeCommand::Plan => self.plan_again(cx),
            ExchangeCommand::Add => add(cx),
        }
    }

    /// Takes the tags read or planned since the last frame, and plans again if the project has changed since.
    pub(super) fn work(&mut self, cx: &mut Context) {
        if let Some(planned) = self.planning.poll() {
            self.take(cx, planned);
        }
        if cx.view.dialog != Some(Dialog::AddTags) {
            return;
        }
        let draft = cx.drafts.of::<AddDraft>();
        draft.is_planning = self.planning.is_running();
        let planned = draft.planned.as_ref().map(|planned| planned.revision);
        let now = cx.open.as_ref().map(|open| open.session.revision());
        if !self.planning.is_running() && planned.is_some() && planned != now {
            self.plan_again(cx);
        }
    }

    pub(super) fn heed(&mut self, cx: &mut Context, event: Event) {
        match event {
            Event::OtherProject => *self = Self::default(),
            Event::DialogClosed(Dialog::AddTags) => cx.drafts.of::<AddDraft>().planned = None,
            Event::DialogClosed(_) | Event::OtherAnnotator => {}
        }
    }

    /// Reads and plans on its own thread.
    fn plan_tags(
        &mut self,
        cx: &mut Context,
        read: impl FnOnce() -> Result<Arc<ReceivedTags>, String> + Send + 'static,
    ) {
        let Some(open) = &cx.open else { return };
        let (project, revision) = (open.session.project().clone(), open.session.revision());
        let draft = cx.drafts.of::<AddDraft>();
        let options = draft.options.clone();
        draft.is_planning = true;
        self.planning = cx.jobs.spawn("tags", move |_| {
            read().map(|source| {
                let plan = plan(&project, &source.project, &options);
                PlannedTags { source, plan, revision }
            })
        });
    }

    fn take(&mut self, cx: &mut Context, planned: Result<PlannedTags, String>) {
        let planned = match planned {
            Ok(planned) => planned,
            Err(error) => return cx.complain(error),
        };
        // A name that is taken by another person here gets a free one as a suggestion.
        let free = planned.plan.taken.clone();
        let draft = cx.drafts.of::<AddDraft>();
        let is_first = draft.planned.replace(Arc::new(planned)).is_none();
        if is_first && !free.is_empty() {
            draft.names = free.iter().map(|(name, free)| (name.clone(), free.to_string())).collect();
            draft.options.names = free.clone();
        }
        cx.show_dialog(Dialog::AddTags);
        cx.say(t!("status-tags-read"));
        if is_first && !free.is_empty() {
            self.plan_again(cx);
        }
    }

    fn plan_again(&mut self, cx: &mut Context) {
        let planned = cx.drafts.of::<AddDraft>().planned.as_ref();
        if let Some(source) = planned.map(|planned| Arc::clone(&planned.source)) {
            self.plan_tags(cx, move || Ok(source));
        }
    }
}

/// Whether a file or a folder is of another tool, so that its labels have to be matched with the codebook.
fn is_of_another_tool(path: &Path) -> bool {
    if is_project(path) {
        return false;
    }
    let found = Input::beginning(path, true).ok().and_then(|input| formats::recognise(&input));
    found.is_some_and(|(format, _)| format != &jsonl::FORMAT)
}

/// Whether it is the folder of a project, or a zip, which a project may be in.
fn is_project(path: &Path) -> bool {
    let is_zip = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(ZIP_ENDING));
    is_zip || path.join("project.ron").exists()
}

/// Adds the tags as planned.
fn add(cx: &mut Context) {
    let Some(planned) = cx.drafts.of::<AddDraft>().planned.clone() else { return };
    let Some(edit) = planned.plan.edit.clone() else { return };
    if cx.apply("gesture-receive", edit, None) {
        cx.close_dialog();
        let (count, path) = (planned.plan.entries.len(), planned.source.path.display().to_string());
        cx.say(t!("status-tags-added", count = count, path = path));
    }
}

fn send_to(cx: &mut Context, path: &Path) {
    let Some(open) = &cx.open else { return };
    let annotator = open.session.annotator().clone();
    let documents = cx.drafts.of::<SendDraft>().documents(&open.session);
    if documents.is_empty() {
        return;
    }
    let (project, path) = (open.session.project().clone(), path.to_owned());
    cx.write_beside("send-tags", move |monitor| {
        match crate::exchange::send(&project, &annotator, documents, &path, monitor) {
            Ok(_) => Written { said: t!("status-sent", path = path.display().to_string()), path: Some(path) },
            Err(error) => Written { said: error.to_string(), path: None },
        }
    });
}
