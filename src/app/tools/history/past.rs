//! Past states of the layer on screen: read on a thread, viewed without changing anything, and restored as one edit.

use eframe::egui;

use super::History;
use crate::app::context::Context;
use crate::app::jobs::Job;
use crate::edit::change::{LayerKey, Touched};
use crate::edit::session::Session;
use crate::model::difference::LayerDifference;
use crate::model::gesture::Gesture;
use crate::model::layer::Layer;
use crate::store::journal::past_states;
use crate::t;
use crate::ui::article::DocumentView;
use crate::ui::command::Command;
use crate::ui::safety::past::{self, Action, PastPage, StateRow};
use crate::ui::state::View;

/// The page of past states while it is on screen.
pub(super) struct Past {
    key: LayerKey,
    /// The states found so far, newest first.
    rows: Vec<StateRow>,
    finding: Job<StateRow>,
    /// The state that is on screen or being read.
    chosen: Option<usize>,
    /// The layer in that state, and how many entries had to be left out.
    reading: Job<Result<(Layer, usize), String>>,
    shown: Option<Shown>,
    document: DocumentView,
}

/// A state that was read.
struct Shown {
    /// A separate project that has the layer in its past state.
    session: Session,
    layer: Layer,
    difference: LayerDifference,
    view: View,
    left_out: usize,
}

impl Past {
    /// The session and view of the state on screen.
    pub(super) fn shown(&self) -> Option<(&Session, &View)> {
        self.shown.as_ref().map(|shown| (&shown.session, &shown.view))
    }
}

impl History {
    /// Opens the page and starts reading.
    pub(super) fn show_past(&mut self, cx: &mut Context) {
        let (Some(key), Some(content)) = (cx.layer_key(), cx.content()) else { return };
        let Some(open) = &cx.open else { return };
        let file = Touched::Layer(key.0.clone(), key.1.clone());
        let now = open.session.project().layers.get(&key).cloned().unwrap_or_default();
        let folder = open.folder.clone();
        let finding = cx.jobs.stream("past-states", move |monitor, rows| {
            for state in past_states::states(&folder, &file).into_iter().rev() {
                if monitor.is_stopped() {
                    return;
                }
                let row = match past_states::layer(&content, &state) {
                    Ok((layer, _)) => {
                        let difference = LayerDifference::between(&layer, &now);
                        StateRow { state, statements: layer.len(), difference, error: None }
                    }
                    Err(kind) => StateRow {
                        state,
                        statements: 0,
                        difference: LayerDifference::default(),
                        error: Some(kind.to_string()),
                    },
                };
                if !rows.send(row) {
                    return;
                }
            }
        });
        cx.view.dialog = None;
        self.replacing = None;
        self.past = Some(Past {
            key,
            rows: Vec::new(),
            finding,
            chosen: None,
            reading: Job::default(),
            shown: None,
            document: DocumentView::default(),
        });
    }

    /// Takes the states found since the last frame and the one that was read.
    pub(super) fn take_states(&mut self, cx: &mut Context) {
        let Some(past) = &mut self.past else { return };
        past.rows.extend(past.finding.poll_waiting());
        // The newest state is shown at once so that the page is not empty.
        if past.chosen.is_none() && !past.rows.is_empty() {
            self.show_state(cx, 0);
        }
        let read = self.past.as_mut().and_then(|past| past.reading.poll());
        if let Some(read) = read {
            self.state_read(cx, read);
        }
    }

    /// Reads one state in order to show it.
    pub(super) fn show_state(&mut self, cx: &mut Context, index: usize) {
        let Some(content) = cx.content() else { return };
        let Some(past) = &mut self.past else { return };
        let Some(row) = past.rows.get(index).filter(|row| row.error.is_none()) else { return };
        past.chosen = Some(index);
        let state = row.state.clone();
        past.reading =
            cx.jobs.spawn("past-state", move |_| past_states::layer(&content, &state).map_err(|kind| kind.to_string()));
    }

    /// Handles a state that was read.
    fn state_read(&mut self, cx: &mut Context, read: Result<(Layer, usize), String>) {
        let Some(past) = self.past.as_mut() else { return };
        let Some(open) = &cx.open else { return };
        let (layer, left_out) = match read {
            Ok(read) => read,
            Err(error) => return cx.complain(error),
        };
        // This is cheap, because the clone shares everything but the layer.
        let mut project = open.session.project().clone();
        let now = project.layers.insert(past.key.clone(), layer.clone()).unwrap_or_default();
        let view = cx.view.for_reading(past.key.0.clone());
        past.shown = Some(Shown {
            difference: LayerDifference::between(&layer, &now),
            session: Session::new(project, past.key.1.clone()),
            layer,
            view,
            left_out,
        });
    }

    /// Restores the layer to the state on screen.
    pub(super) fn restore_state(&mut self, cx: &mut Context) {
        let (Some(past), Some(open)) = (&self.past, &cx.open) else { return };
        let (Some(shown), Some(row)) = (&past.shown, past.chosen.and_then(|index| past.rows.get(index))) else {
            return;
        };
        let (edit, unfit) = past_states::restore(open.session.project(), &past.key, &shown.layer);
        let left = shown.left_out + unfit;
        let statements = shown.layer.len() - unfit;
        if cx.apply(Gesture::new("gesture-restore-state").with("time", row.state.until), edit, None) {
            self.past = None;
            cx.forget_what_is_gone();
            if left > 0 {
                cx.complain(t!("status-restored-part", count = statements, left = left));
            } else {
                cx.say(t!("status-restored", count = statements));
            }
        }
    }

    /// The page of past states.
    pub(super) fn past_page(&mut self, cx: &mut Context, ui: &mut egui::Ui) {
        let Some(past) = &mut self.past else { return };
        let documents = cx.open.as_ref().map(|open| &open.session.project().documents);
        let document = documents.and_then(|documents| documents.get(&past.key.0));
        let page = PastPage {
            rows: &past.rows,
            chosen: past.chosen,
            is_covered: cx.view.dialog.is_some(),
            is_reading: past.finding.is_running(),
            shown: past.shown.as_ref().zip(document).map(|(shown, document)| past::Shown {
                session: &shown.session,
                document,
                now: cx.open.as_ref().and_then(|open| open.session.project().layers.get(&past.key)),
                then: &shown.layer,
                difference: &shown.difference,
                left_out: shown.left_out,
                selected: shown.view.selected,
            }),
        };
        let mut asked = Vec::new();
        let (document, view) = (&mut past.document, past.shown.as_ref().map(|shown| &shown.view));
        let actions = past::show(ui, page, |ui, session| {
            if let Some(view) = view {
                document.show(ui, session, view, &mut asked);
            }
        });
        if let Some(shown) = &mut past.shown {
            shown.view.scroll_to_byte = None;
            for command in asked {
                only_look(&mut shown.view, command);
            }
            for action in &actions {
                if let Action::GoTo(id, byte) = action {
                    shown.view.selected = Some(*id);
                    shown.view.scroll_to_byte = Some(*byte);
                    ui.ctx().request_repaint();
                }
            }
        }
        cx.queue.extend(actions.into_iter().filter_map(|action| match action {
            Action::Do(command) => Some(Command::Safety(command)),
            Action::GoTo(..) => None,
        }));
    }
}

/// Handles commands while something other than the project is on screen: only selecting and copying are possible.
pub(super) fn only_look(view: &mut View, command: Command) {
    match command {
        Command::SelectStatement(id) => view.selected = id,
        Command::KeepStatement(id) => view.selected = Some(id),
        Command::Select(span) => view.selection = span,
        _ => {}
    }
}
