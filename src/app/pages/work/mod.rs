//! The page of assignments and progress: what is done, and what comes next.

use eframe::egui::{self, CentralPanel, Ui};

use super::WindowPage;
use crate::app::context::Context;
use crate::edit::change::Edit;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::project::Project;
use crate::model::work::{LayerProgress, LayerState};
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::work::WorkCommand;
use crate::ui::parts::sides;
use crate::ui::state::Page;
use crate::ui::work;

pub(super) type Controller = ProgressPage;

/// The page; what it keeps between frames is in its panels.
#[derive(Default)]
pub(in crate::app) struct ProgressPage {
    /// The revision at which it was said that everything is done.
    offered_at: Option<u64>,
}

impl WindowPage for ProgressPage {
    fn show(&mut self, cx: &mut Context, ui: &mut Ui) {
        let Some(open) = &cx.open else { return };
        let (session, panels, out) = (&open.session, &mut cx.panels, &mut cx.queue);
        let today = crate::text::clock::day(jiff::Timestamp::now());
        CentralPanel::default().show(ui, |ui| {
            sides::from_start(ui, |ui| work::show(ui, session, &mut panels.work, today, out));
        });
    }

    fn execute(&mut self, cx: &mut Context, _ctx: &egui::Context, command: Command) -> Option<Command> {
        match command {
            Command::Work(WorkCommand::ToggleDone) => toggle_done(cx, None),
            Command::Work(WorkCommand::ToggleDoneOf(document)) => toggle_done(cx, Some(document)),
            Command::Work(WorkCommand::NextMine) => self.show_next_mine(cx),
            Command::Work(WorkCommand::Open(document)) => open_document(cx, document),
            command => return Some(command),
        }
        None
    }
}

fn open_document(cx: &mut Context, document: DocumentId) {
    cx.view.page = Page::Article;
    cx.queue.push(Command::ShowDocument(document));
}

/// Marks a document, or the one on screen, as done by the user, or as in progress again.
fn toggle_done(cx: &mut Context, document: Option<DocumentId>) {
    let (Some(shown), Some(open)) = (cx.layer_key(), &cx.open) else { return };
    let layer = (document.unwrap_or(shown.0), shown.1);
    let before = open.session.project().layers.get(&layer).and_then(|layer| layer.progress().copied());
    let is_done = open.session.project().state(&layer.0, &layer.1) == LayerState::Done;
    let state = if is_done { LayerState::InProgress } else { LayerState::Done };
    let progress = Some(LayerProgress::after(before.as_ref(), state, jiff::Timestamp::now()));
    let name = if is_done { "gesture-work-reopen" } else { "gesture-work-done" };
    if cx.apply(name, Edit::SetProgress { layer, progress }, None) {
        cx.say(if is_done { t!("status-taken-up") } else { t!("status-done") });
    }
}

impl ProgressPage {
    /// Shows the user's next document, starting after the one on screen; if none is left, offers the first of all.
    fn show_next_mine(&mut self, cx: &mut Context) {
        let Some(open) = &cx.open else { return };
        let (project, own, revision) = (open.session.project(), open.session.annotator(), open.session.revision());
        let Mine { next, left, first, all } = mine(project, own, cx.view.document.as_ref());
        let offered = self.offered_at.take();
        match (next, first) {
            (Some(next), _) => {
                open_document(cx, next);
                cx.say(t!("status-mine-left", count = left));
            }
            // The second time the key shows what it has offered.
            (None, Some(first)) if offered == Some(revision) => open_document(cx, first),
            (None, Some(_)) => {
                self.offered_at = Some(revision);
                cx.say(t!("status-mine-none", count = all));
            }
            (None, None) => cx.say(t!("status-mine-nobody")),
        }
    }
}

/// The documents that are the user's.
#[derive(Default)]
struct Mine {
    /// The next one that the user is not done with.
    next: Option<DocumentId>,
    /// How many of them the user is not done with.
    left: usize,
    first: Option<DocumentId>,
    all: usize,
}

/// The documents assigned to the user, by due date and then by name, and those that the user has begun without that; if
/// nothing is assigned to anybody, all of them. Old texts do not count.
fn mine(project: &Project, own: &AnnotatorId, here: Option<&DocumentId>) -> Mine {
    let assigned = project.assignments.iter().filter(|((_, annotator), _)| annotator == own);
    let mut all: Vec<_> = if project.assignments.is_empty() {
        project.documents.keys().map(|document| (true, None, document)).collect()
    } else {
        let begun = project.layers.iter().filter(|((_, annotator), layer)| annotator == own && layer.counts());
        let begun = begun.map(|(key, _)| key).filter(|key| !project.assignments.contains_key(*key));
        assigned
            .map(|((document, _), assignment)| (assignment.due.is_none(), assignment.due, document))
            .chain(begun.map(|(document, _)| (true, None, document)))
            .collect()
    };
    all.retain(|(.., document)| project.documents.contains_key(*document) && project.newer_text(document).is_none());
    all.sort();
    let at = all.iter().position(|(.., document)| Some(*document) == here).map_or(0, |at| at + 1);
    let (before, after) = all.split_at(at.min(all.len()));
    let is_open = |document: &&DocumentId| project.state(document, own) != LayerState::Done;
    let mut open = after.iter().chain(before).map(|(.., document)| *document).filter(is_open);
    let next = open.next().cloned();
    let left = usize::from(next.is_some()) + open.count();
    Mine { next, left, first: all.first().map(|(.., document)| (*document).clone()), all: all.len() }
}
