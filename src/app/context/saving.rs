//! Saving: passes gestures to the keeper and reports its status.

use std::time::{Duration, Instant};

use super::Context;
use crate::t;

/// How long typing may go on before it is written to the journal.
const TYPING: Duration = Duration::from_millis(400);

impl Context {
    /// Writes everything that is not on disk, on this thread.
    pub(in crate::app) fn save_now(&mut self) {
        let Some(open) = &mut self.open else { return };
        let Some(keeper) = &mut open.keeper else { return };
        let had = open.session.has_records() || keeper.status().saved < keeper.number();
        keeper.take(&mut open.session, true);
        open.typing_since = None;
        let mut result = keeper.wait_saved();
        // Changes by others come in first.
        for _ in 0..5 {
            let keeper = self.open.as_ref().and_then(|open| open.keeper.as_ref());
            if !keeper.is_some_and(|keeper| keeper.status().has_news) {
                break;
            }
            self.take_news();
            let Some(keeper) = self.open.as_ref().and_then(|open| open.keeper.as_ref()) else { return };
            result = keeper.wait_saved();
        }
        match result {
            Ok(()) if had => self.say(t!("status-saved")),
            Ok(()) => {}
            Err(error) => self.complain(error),
        }
    }

    /// Passes new gestures to the keeper and reports its status.
    pub(in crate::app) fn save_soon(&mut self, ctx: &egui::Context) {
        self.take_news();
        let Some(open) = &mut self.open else { return };
        let Some(keeper) = &mut open.keeper else { return };
        let waited = open.typing_since.map_or(Duration::ZERO, |since| since.elapsed());
        keeper.take(&mut open.session, waited >= TYPING);
        if open.session.has_records() {
            open.typing_since.get_or_insert_with(Instant::now);
            ctx.request_repaint_after(TYPING.saturating_sub(waited));
        } else {
            open.typing_since = None;
        }
        let status = keeper.status();
        let told = std::mem::replace(&mut open.told, status.clone());
        if let Some(error) = status.save_error.filter(|error| told.save_error.as_ref() != Some(error)) {
            self.complain(if status.journal_error.is_some() {
                t!("status-nothing-written", reason = error)
            } else {
                t!("status-journal-only", reason = error)
            });
        } else if told.save_error.is_some() && open.told.save_error.is_none() {
            // Otherwise the right end of the line says so, and the message about the last gesture stays readable.
            self.say(t!("status-saved"));
        }
    }

    /// Whether something is neither in the files nor in the journal.
    pub(in crate::app) fn is_unsaved(&self) -> bool {
        let Some(open) = &self.open else { return false };
        open.keeper.as_ref().is_some_and(|keeper| open.session.has_records() || !keeper.is_durable())
    }
}
