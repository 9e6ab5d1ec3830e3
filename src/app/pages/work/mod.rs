//! The page of assignments and progress: what is done, and what comes next.

use eframe::egui::{self, CentralPanel, Ui};

use super::WindowPage;
use crate::app::context::Context;
use crate::edit::change::Edit;
use crate::model::id::DocumentId;
use crate::model::work::{LayerProgress, LayerState};
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::work::WorkCommand;
use crate::ui::state::Page;
use crate::ui::work;

pub(super) type Controller = ProgressPage;

/// The page; what it keeps between frames is in its panels.
#[derive(Default)]
pub(in crate::app) struct ProgressPage;

impl WindowPage for ProgressPage {
    fn show(&mut self, cx: &mut Context, ui: &mut Ui) {
        let Some(open) = &cx.open else { return };
        let (session, panels, out) = (&open.session, &mut cx.panels, &mut cx.queue);
        let today = crate::text::clock::day(jiff::Timestamp::now());
        CentralPanel::default().show(ui, |ui| work::show(ui, session, &mut panels.work, today, out));
    }

    fn execute(&mut self, cx: &mut Context, _ctx: &egui::Context, command: Command) -> Option<Command> {
        match command {
            Command::Work(WorkCommand::ToggleDone) => toggle_done(cx),
            Command::Work(WorkCommand::NextMine) => show_next_mine(cx),
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

/// Marks the document on screen as done by the user, or as in progress again.
fn toggle_done(cx: &mut Context) {
    let (Some(layer), Some(open)) = (cx.layer_key(), &cx.open) else { return };
    let before = open.session.project().layers.get(&layer).and_then(|layer| layer.progress().copied());
    let is_done = open.session.project().state(&layer.0, &layer.1) == LayerState::Done;
    let state = if is_done { LayerState::InProgress } else { LayerState::Done };
    let progress = Some(LayerProgress::after(before.as_ref(), state, jiff::Timestamp::now()));
    let name = if is_done { "gesture-work-reopen" } else { "gesture-work-done" };
    if cx.apply(name, Edit::SetProgress { layer, progress }, None) {
        cx.say(if is_done { t!("status-taken-up") } else { t!("status-done") });
    }
}

/// Shows the user's next assigned document: by due date, then by name, starting after the one on screen.
fn show_next_mine(cx: &mut Context) {
    let Some(open) = &cx.open else { return };
    let (project, own) = (open.session.project(), open.session.annotator());
    let mut mine: Vec<_> = project
        .assignments
        .iter()
        .filter(|((document, annotator), _)| {
            annotator == own
                && project.documents.contains_key(document)
                && project.state(document, own) != LayerState::Done
        })
        .map(|((document, _), assignment)| (assignment.due.is_none(), assignment.due, document.clone()))
        .collect();
    mine.sort();
    let at = mine.iter().position(|(.., document)| Some(document) == cx.view.document.as_ref());
    let next = at.map_or(0, |at| (at + 1) % mine.len());
    match mine.get(next) {
        Some((.., document)) => {
            let (document, left) = (document.clone(), mine.len());
            open_document(cx, document);
            cx.say(t!("status-mine-left", count = left));
        }
        None => cx.say(t!("status-mine-none")),
    }
}
