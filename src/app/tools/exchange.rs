//! Exchanging tags with colleagues: sends the user's own, and reads and adds what others have sent.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::planner::{PlanDraft, Planner, Start};
use crate::app::context::{Context, Event, Written};
use crate::exchange::plan::{ReceiveOptions, plan};
use crate::exchange::source::{self, ReceivedTags, TagsOf};
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::exchange::ExchangeCommand;
use crate::ui::command::import::ImportCommand;
use crate::ui::dialogs::add_tags::{AddDraft, PlannedTags};
use crate::ui::dialogs::planning::Planning;
use crate::ui::dialogs::send_tags::SendDraft;
use crate::ui::state::Dialog;

/// The job that reads tags and plans how to add them.
#[derive(Default)]
pub(super) struct Exchange {
    planner: Planner<Read>,
    /// What is read, and read again if the first reading was stopped.
    path: PathBuf,
}

/// What the job finds.
enum Read {
    Planned(Arc<PlannedTags>),
    /// Tags of another tool, whose labels have to be matched with the codebook.
    OfAnotherTool(PathBuf),
}

/// What the job starts from.
enum From {
    Path(PathBuf),
    /// The tags as they were read for an earlier plan.
    Source(Arc<ReceivedTags>),
}

impl PlanDraft for AddDraft {
    const DIALOG: Dialog = Dialog::AddTags;

    fn planned_at(&self) -> Option<u64> {
        self.planned.as_ref().map(|planned| planned.revision)
    }

    fn planning(&mut self) -> &mut Planning {
        &mut self.planning
    }
}

impl Exchange {
    pub(super) fn execute(&mut self, cx: &mut Context, command: ExchangeCommand) {
        match command {
            ExchangeCommand::SendTo(path) => send_to(cx, &path),
            ExchangeCommand::AddFrom(path) => {
                cx.drafts.put(AddDraft::of(ReceiveOptions { reanchor: true, ..ReceiveOptions::default() }));
                cx.say(t!("status-reading-tags", path = path.display().to_string()));
                self.path.clone_from(&path);
                self.plan(cx, From::Path(path));
            }
            ExchangeCommand::Plan => self.plan_again(cx),
            ExchangeCommand::Stop => self.planner.stop::<AddDraft>(cx),
            ExchangeCommand::Add => add(cx),
        }
    }

    /// Takes the tags read or planned since the last frame, and plans again if the project has changed since.
    pub(super) fn work(&mut self, cx: &mut Context) {
        if let Some(read) = self.planner.poll::<AddDraft>(cx) {
            self.take(cx, read);
        }
        if self.planner.follow::<AddDraft>(cx) {
            self.plan_again(cx);
        }
    }

    pub(super) fn heed(&mut self, cx: &mut Context, event: Event) {
        match event {
            Event::OtherProject => *self = Self::default(),
            Event::DialogClosed(Dialog::AddTags) => {
                self.planner.cancel();
                cx.drafts.forget::<AddDraft>();
            }
            Event::DialogClosed(_) | Event::OtherAnnotator => {}
        }
    }

    /// Reads and plans on its own thread.
    fn plan(&mut self, cx: &mut Context, from: From) {
        let options = cx.drafts.of::<AddDraft>().options.clone();
        self.planner.plan::<AddDraft>(cx, "tags", move |Start { project, revision, .. }, _| {
            let source = match from {
                From::Source(source) => source,
                From::Path(path) if matches!(source::tags_at(&path), Some(TagsOf::OtherTool(_))) => {
                    return Ok(Read::OfAnotherTool(path));
                }
                From::Path(path) => Arc::new(source::read(&path).map_err(|error| error.to_string())?),
            };
            let (placed, problems) = source.placed(&options.places);
            let plan = plan(&project, &placed, &options);
            drop(placed);
            Ok(Read::Planned(Arc::new(PlannedTags { source, plan, problems, revision })))
        });
    }

    fn take(&mut self, cx: &mut Context, read: Result<Read, String>) {
        let has_plan = cx.drafts.of::<AddDraft>().planned.is_some();
        let is_shown = cx.view.dialog == Some(Dialog::AddTags);
        let planned = match read {
            Ok(Read::Planned(planned)) => planned,
            Ok(Read::OfAnotherTool(path)) => {
                if is_shown {
                    cx.close_dialog();
                }
                return cx.queue.push(Command::Import(ImportCommand::From(path)));
            }
            Err(error) => {
                if is_shown && !has_plan {
                    cx.close_dialog();
                }
                return cx.complain(error);
            }
        };
        // A name that is taken by another person here gets a free one as a suggestion.
        let free = planned.plan.taken.clone();
        let draft = cx.drafts.of::<AddDraft>();
        let is_first = draft.planned.replace(planned).is_none();
        if is_first && !free.is_empty() {
            draft.names = free.iter().map(|(name, free)| (name.clone(), free.to_string())).collect();
            draft.options.names = free.clone();
        }
        if !is_shown {
            cx.show_dialog(Dialog::AddTags);
            cx.say(t!("status-tags-read"));
        }
        if is_first && !free.is_empty() {
            self.plan_again(cx);
        }
    }

    fn plan_again(&mut self, cx: &mut Context) {
        let planned = cx.drafts.of::<AddDraft>().planned.as_ref();
        let from = planned.map(|planned| From::Source(Arc::clone(&planned.source)));
        self.plan(cx, from.unwrap_or_else(|| From::Path(self.path.clone())));
    }
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
    let (project, path) = (open.session.shared_project(), path.to_owned());
    cx.write_beside("send-tags", move |monitor| {
        match crate::exchange::send(&project, &annotator, documents, &path, monitor) {
            Ok(_) => Written { said: t!("status-sent", path = path.display().to_string()), path: Some(path) },
            Err(error) => Written { said: error.to_string(), path: None },
        }
    });
}
