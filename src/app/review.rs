//! The review behind its page: comparing in the background, and what is asked for there.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};

use eframe::egui::{self, CentralPanel, Key, Modifiers, Panel, Ui};

use super::App;
use super::commands::{NONE, SHIFT};
use crate::review::board::{Board, Entry, Question, Watch};
use crate::t;
use crate::ui::command::Command;
use crate::ui::review::{ReviewCommand, ReviewState, Spot, place, queue};
use crate::ui::state::Page;

/// Up to so many statements are compared within a frame; more of them in the background.
const COMPARED_AT_ONCE: usize = 2000;

/// What the review knows and what is chosen in it.
#[derive(Default)]
pub(super) struct Reviewer {
    pub state: ReviewState,
    board: Option<Arc<Board>>,
    /// What the board, or the one that is being made, answers, and at which revision of the project.
    asked: Option<(u64, Question)>,
    running: Option<Running>,
}

struct Running {
    answer: Receiver<Option<Board>>,
    watch: Arc<Watch>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.watch.stop();
    }
}

impl App {
    pub(super) fn show_page(&mut self, page: Page) {
        self.view.page = page;
    }

    /// The keys of the review.
    pub(super) fn review_rows(&self, row: &mut dyn FnMut(String, Option<(Modifiers, Key)>, Command, bool)) {
        let any = self.reviewer.board.as_ref().is_some_and(|board| !board.entries.is_empty());
        let mut review = |name: String, key: Option<(Modifiers, Key)>, command: ReviewCommand, enabled: bool| {
            row(name, key, Command::Review(command), enabled);
        };
        review(t!("command-review-next"), Some((NONE, Key::N)), ReviewCommand::Next, any);
        review(t!("command-review-previous"), Some((SHIFT, Key::N)), ReviewCommand::Previous, any);
    }

    pub(super) fn review(&mut self, command: ReviewCommand) {
        match command {
            ReviewCommand::Show(spot) => self.show_spot(spot),
            ReviewCommand::Next => self.step_spot(1),
            ReviewCommand::Previous => self.step_spot(-1),
        }
    }

    fn show_spot(&mut self, spot: Spot) {
        if self.view.document.as_ref() != Some(&spot.document) {
            self.view.document = Some(spot.document.clone());
            self.view.selected = None;
            self.view.selection = None;
        }
        self.reviewer.state.spot = Some(spot);
    }

    fn step_spot(&mut self, by: isize) {
        let Some(board) = &self.reviewer.board else { return };
        let state = &self.reviewer.state;
        let current = state.spot.as_ref().and_then(|spot| spot.find(board));
        let at = current.and_then(|(desk, place)| board.entries.iter().position(|e| *e == Entry { desk, place }));
        let count = board.entries.len();
        let next = match (at, by > 0) {
            (Some(at), true) => at + 1,
            (Some(at), false) => at.wrapping_sub(1),
            // What is not listed any more has left its number to the next one.
            (None, true) => state.last_index,
            (None, false) => state.last_index.wrapping_sub(1),
        };
        let round = if by > 0 { 0 } else { count.saturating_sub(1) };
        let entry = board.entries.get(next).or_else(|| board.entries.get(round));
        if let Some(spot) = entry.and_then(|entry| Spot::of(board, entry.desk, entry.place)) {
            self.show_spot(spot);
        }
    }

    /// Follows the question and the project, and takes in what was compared since the last frame.
    pub(super) fn review_in_background(&mut self, ctx: &egui::Context) {
        if let Some(running) = &self.reviewer.running {
            match running.answer.try_recv() {
                Ok(board) => {
                    self.reviewer.running = None;
                    self.take_board(board);
                }
                Err(TryRecvError::Disconnected) => self.reviewer.running = None,
                Err(TryRecvError::Empty) => {}
            }
        }
        let Some(open) = self.open.as_ref().filter(|_| self.view.page == Page::Review) else { return };
        let question = self.reviewer.state.question(self.view.document.as_ref());
        let asked = (open.session.revision(), question);
        if self.reviewer.asked.as_ref() == Some(&asked) {
            return;
        }
        // Another question need not be answered to its end; another revision of the project takes over what is known.
        let same_question = self.reviewer.asked.as_ref().is_some_and(|(_, old)| *old == asked.1);
        if self.reviewer.running.is_some() && same_question {
            return;
        }
        let project = open.session.project().clone();
        let before = self.reviewer.board.clone();
        let watch = Arc::new(Watch::default());
        let question = asked.1.clone();
        self.reviewer.asked = Some(asked);
        let size: usize = project.layers.values().map(|layer| layer.len()).sum();
        if size <= COMPARED_AT_ONCE {
            self.reviewer.running = None;
            let board = Board::new(&project, &question, before.as_deref(), &watch);
            return self.take_board(board);
        }
        let (sender, answer) = sync_channel(1);
        let (waker, watched) = (ctx.clone(), Arc::clone(&watch));
        let run = move || {
            let board = Board::new(&project, &question, before.as_deref(), &watched);
            // The window may ask something else by now; then nobody waits for the answer.
            let _ = sender.send(board);
            waker.request_repaint();
        };
        match std::thread::Builder::new().name("review".into()).spawn(run) {
            Ok(_) => self.reviewer.running = Some(Running { answer, watch }),
            Err(error) => self.complain(error.to_string()),
        }
    }

    fn take_board(&mut self, board: Option<Board>) {
        let Some(board) = board else { return };
        let spot = &self.reviewer.state.spot;
        let known = spot.as_ref().is_some_and(|spot| spot.find(&board).is_some());
        if !known {
            let last = self.reviewer.state.last_index.min(board.entries.len().saturating_sub(1));
            let entry = board.entries.get(last);
            let spot = entry.and_then(|entry| Spot::of(&board, entry.desk, entry.place));
            self.reviewer.state.spot = None;
            if let Some(spot) = spot {
                self.show_spot(spot);
            }
        }
        self.reviewer.board = Some(Arc::new(board));
    }

    pub(super) fn review_page(&mut self, ui: &mut Ui) {
        let Some(open) = &self.open else { return };
        let Reviewer { state, board, running, .. } = &mut self.reviewer;
        let busy = running.as_ref().map(|running| running.watch.documents());
        let board = board.as_deref();
        let (session, out) = (&open.session, &mut self.queue);
        let nav = (ui.available_width() * 0.34).clamp(160.0, 560.0);
        Panel::left("review-queue").default_size(320.0).size_range(160.0..=nav).show(ui, |ui| {
            queue::show(ui, session, board, busy, state, out);
        });
        CentralPanel::default().show(ui, |ui| {
            let at = state.spot.as_ref().zip(board).and_then(|(spot, board)| spot.find(board));
            let row = at.zip(board).and_then(|((desk, place), board)| board.desks().get(desk)?.row(place));
            place::show(ui, session, row.as_ref());
        });
    }
}
