//! Annotating: what the article's keys do to the selected passage and the selected statement.

use eframe::egui;

use super::Context;
use crate::edit::change::Edit;
use crate::edit::gesture::article;
use crate::edit::gesture::several::StatementChange;
use crate::edit::gesture::statement::{self, End, Step};
use crate::model::id::{KindId, PartyId, StatementId};
use crate::model::span::Span;
use crate::model::statement::Statement;
use crate::t;
use crate::ui::state::Armed;

impl Context {
    pub(in crate::app) fn step_statement(&mut self, by: isize) {
        let Some(layer) = self.layer().filter(|layer| !layer.is_empty()) else {
            return self.say_at_caret(t!("not-any-statement"));
        };
        let count = layer.len();
        let next = match (self.view.selected.and_then(|id| layer.place(id)), by > 0) {
            (Some(at), true) => (at + 1) % count,
            (Some(at), false) => (at + count - 1) % count,
            (None, true) => 0,
            (None, false) => count.saturating_sub(1),
        };
        let next = layer.nth(next).map(|statement| statement.id);
        self.view.selection = None;
        self.select_statement(next);
    }

    /// Chooses the next statement together with those that are chosen, or the one before.
    pub(in crate::app) fn also_step(&mut self, by: isize) {
        let Some((layer, current)) = self.layer().zip(self.view.selected) else {
            return self.step_statement(by);
        };
        let next = layer.place(current).and_then(|at| layer.nth(at.checked_add_signed(by)?));
        let Some(next) = next.map(|statement| statement.id) else {
            return self.say_at_caret(t!("not-further-statement"));
        };
        let mut chosen = self.view.together().cloned().unwrap_or_default();
        // The way back takes out what the way there has added.
        if chosen.contains(&next) {
            chosen.remove(&current)
        } else {
            chosen.insert(current)
        };
        chosen.insert(next);
        self.choose_statements(chosen, next);
    }

    pub(in crate::app) fn add_statement(&mut self, statement: Statement, gesture: &'static str) {
        if self.view.correcting.is_some() {
            let id = statement.id;
            self.rewrite_gold(gesture, None, |statements| statements.push(statement));
            self.view.selected = Some(id);
            self.view.selection = None;
            return self.check_correcting();
        }
        let Some(layer) = self.layer_key() else { return };
        let id = statement.id;
        if self.apply(gesture, Edit::AddStatement { layer, statement: Box::new(statement) }, None) {
            self.view.selected = Some(id);
            self.view.selection = None;
        }
    }

    pub(in crate::app) fn make_kind(&mut self, kind: KindId) {
        if let Some(selection) = self.view.selection {
            let Some(content) = self.content() else { return };
            let (speaker, now) = (self.view.party.clone(), jiff::Timestamp::now());
            match statement::of_selection(content.as_str(), selection, kind, speaker, now) {
                Some(statement) => {
                    let statement = self.with_outer_chain(statement, selection);
                    self.add_statement(statement, "gesture-statement-add");
                }
                None => self.complain(t!("status-nothing-selected")),
            }
        } else if self.selected().is_some() {
            self.change_field(&StatementChange::Kind(kind));
        } else {
            self.say_at_caret(t!("status-nothing-selected"));
        }
    }

    pub(in crate::app) fn set_party(&mut self, party: PartyId) {
        self.view.party = Some(party.clone());
        if self.view.selection.is_none() && self.selected().is_some() {
            self.change_field(&StatementChange::Speaker(party));
        }
    }

    /// Sets the cue or mention of a link to the selection, or waits for one.
    pub(in crate::app) fn set_link_span(
        &mut self,
        ctx: &egui::Context,
        index: Option<usize>,
        armed: fn(usize) -> Armed,
    ) {
        let Some(statement) = self.selected() else { return self.say_at_caret(t!("not-statement")) };
        let focused = self.view.link.filter(|(id, _)| *id == statement.id).map(|(_, index)| index);
        match statement::link_to_set(statement, index, focused) {
            Some(index) => self.toggle_armed(ctx, armed(index)),
            None => self.say_at_caret(t!("not-link")),
        }
    }

    pub(in crate::app) fn move_end(&mut self, end: End, by: isize) {
        let Some(content) = self.content() else { return };
        let step = Step::from_number(by);
        self.change_selected("gesture-span-edge", |old| statement::move_end(old, content.as_str(), end, step));
    }

    /// The selection as it will be stored: extended to whole words if the settings say so.
    pub(in crate::app) fn snapped(&self, span: Span) -> Span {
        match self.content().filter(|_| self.settings.snap_to_words) {
            Some(content) => statement::snapped_to_words(content.as_str(), span),
            None => span,
        }
    }

    /// Moves the start of the selection, or else of the selected statement, to another place in its word.
    pub(in crate::app) fn move_start(&mut self, to: fn(&str, usize) -> usize) {
        let Some(content) = self.content() else { return };
        let moved = |span: Span| statement::with_start_moved(content.as_str(), span, to);
        let old = self.view.selection.or_else(|| self.selected()?.spans.first().copied());
        let Some(new) = old.and_then(moved) else { return self.say_at_caret(t!("status-no-proclitic")) };
        if self.view.selection.is_some() {
            self.select_here(new);
        } else {
            self.change_selected("gesture-span-edge", |statement| {
                if let Some(first) = statement.spans.first_mut() {
                    *first = new;
                }
            });
        }
    }

    pub(in crate::app) fn trim_ends(&mut self) {
        let Some(content) = self.content() else { return };
        let trimmed = |span: Span| statement::without_quotes(content.as_str(), span);
        if let Some(span) = self.view.selection {
            self.select_here(trimmed(span));
        } else {
            self.change_selected("gesture-span-edge", |statement| {
                for span in &mut statement.spans {
                    *span = trimmed(*span);
                }
            });
        }
    }

    pub(in crate::app) fn change_selected(&mut self, gesture: &'static str, change: impl FnOnce(&mut Statement)) {
        self.change_selected_with(gesture, None, change);
    }

    /// Does the same after an edit, as one step.
    pub(super) fn change_selected_with(
        &mut self,
        gesture: &'static str,
        before: Option<Edit>,
        change: impl FnOnce(&mut Statement),
    ) {
        let (Some(old), Some(layer)) = (self.selected(), self.layer_key()) else {
            return self.say_at_caret(t!("not-statement"));
        };
        match statement::changed(old, jiff::Timestamp::now(), change) {
            None => self.say_at_caret(t!("status-nothing-changed")),
            Some(statement) if self.view.correcting.is_some() => {
                // What is in the gold is written by rules of its own.
                if before.is_some_and(|before| !self.apply(gesture, before, None)) {
                    return;
                }
                self.rewrite_gold(gesture, None, |statements| {
                    for own in statements.iter_mut().filter(|own| own.id == statement.id) {
                        own.clone_from(&statement);
                    }
                });
            }
            Some(statement) => {
                let changed = Edit::ReplaceStatement { layer, statement: Box::new(statement) };
                let edit = match before {
                    Some(before) => Edit::Group(vec![before, changed]),
                    None => changed,
                };
                self.apply(gesture, edit, None);
            }
        }
    }

    pub(in crate::app) fn toggle_excluded(&mut self) {
        let Some(span) = self.view.selection else { return self.say_at_caret(t!("not-passage")) };
        let Some(document) = self
            .open
            .as_ref()
            .zip(self.view.document.as_ref())
            .and_then(|(open, id)| open.session.project().documents.get(id))
        else {
            return;
        };
        let (edit, included) = article::toggle_excluded(document, span);
        if self.apply("gesture-excluded", edit, None) && included > 0 {
            self.say_with_undo(t!("status-part-again", count = included));
        }
        self.view.selection = None;
    }

    /// Restores the selected statement after a double click that picked a word of another one.
    pub(in crate::app) fn keep_statement(&mut self, id: StatementId) {
        let Some(statement) = self.layer().and_then(|layer| layer.statement(id)) else { return };
        let party = statement.speaker().cloned();
        self.view.selected = Some(id);
        self.view.party = party.or_else(|| self.view.party.take());
    }

    pub(in crate::app) fn let_go(&mut self) {
        if self.view.selection.take().is_none() {
            // Of several statements the current one stays.
            let left = self.view.together().and(self.view.selected);
            self.select_statement(left);
        }
    }

    /// Deletes the selected statement and reports what was deleted with it.
    pub(in crate::app) fn delete_selected(&mut self) {
        if let Some(chosen) = self.together() {
            return self.delete_statements(chosen);
        }
        let (Some(id), Some(key)) = (self.view.selected, self.layer_key()) else {
            return self.say_at_caret(t!("not-statement"));
        };
        let relations = self.layer().map_or(0, |layer| layer.relations_of(id).count());
        if self.apply("gesture-statement-delete", Edit::RemoveStatement { layer: key, id }, None) {
            self.view.selected = None;
            self.say_with_undo(t!("status-statement-deleted", relations = relations));
        }
    }
}
