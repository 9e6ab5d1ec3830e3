//! Settles the conflicts that a merge could not resolve, and shows the statements involved.

use super::Context;
use crate::edit::change::LayerKey;
use crate::model::conflict::{Conflict, ConflictFile};
use crate::model::id::StatementId;
use crate::store::merging::resolve::{self, Choice};
use crate::t;
use crate::ui::dialogs::conflicts;
use crate::ui::state::Caret;

impl Context {
    /// Settles one conflict as one gesture.
    pub(in crate::app) fn settle(&mut self, file: &ConflictFile, conflict: &Conflict, choice: &Choice) {
        let Some(open) = &self.open else { return };
        match resolve::resolve(open.session.project(), file, conflict, choice) {
            Ok(edit) => {
                if self.apply("gesture-conflict-settle", edit, None) {
                    self.forget_what_is_gone();
                    let left = self.open.as_ref().map_or(0, |open| conflicts::count(open.session.project()));
                    self.say(t!("status-settled", count = left));
                }
            }
            Err(kind) => self.complain(t!("status-not-settled", reason = kind.to_string())),
        }
    }

    /// Shows a statement in its article. Selects it if it is the user's own; otherwise scrolls to its place.
    pub(in crate::app) fn go_to_statement(&mut self, layer: &LayerKey, id: StatementId) {
        let Some(open) = &self.open else { return };
        let own = open.session.annotator() == &layer.1;
        let Some(hull) =
            open.session.project().layers.get(layer).and_then(|layer| layer.statement(id)).map(|found| found.hull())
        else {
            return;
        };
        if self.view.document.as_ref() != Some(&layer.0) {
            self.view.visit(layer.0.clone());
            self.view.selection = None;
        }
        self.view.dialog = None;
        if own {
            self.view.selection = None;
            self.select_statement(Some(id));
        } else {
            self.view.selected = None;
            self.go_to(Caret { anchor_byte: hull.start_byte, focus_byte: hull.end_byte });
        }
    }
}
