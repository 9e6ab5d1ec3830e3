//! Arming: a field of the selected statement waits for words, or for another statement, that is pointed at in the
//! article.
//!
//! What is armed belongs to one statement: when another one is selected, nothing is armed any more.

use eframe::egui;

use super::Context;
use crate::edit::change::Edit;
use crate::edit::gesture::statement;
use crate::model::id::{RelationId, RelationKindId, StatementId};
use crate::model::statement::{Attribute, Link, Relation};
use crate::t;
use crate::ui::state::{Armed, Page};

impl Context {
    /// Whether a relation waits for its other statement.
    pub(super) fn waits_for_statement(&self) -> bool {
        self.view.armed.as_ref().is_some_and(Armed::wants_statement)
    }

    /// Arms a field. A selection that exists already is taken at once.
    pub(super) fn arm(&mut self, ctx: &egui::Context, armed: Armed) {
        let Some(statement) = self.selected() else { return self.say_at_caret(t!("not-statement")) };
        let (id, length) = (statement.id, statement.chain.len());
        match &armed {
            Armed::Cue(index) | Armed::Mention(index) if *index >= length => {
                return self.say_at_caret(t!("not-link"));
            }
            Armed::Relation(_) if self.layer().is_none_or(|layer| layer.len() < 2) => {
                return self.say_at_caret(t!("panel-relation-needs-two"));
            }
            _ => {}
        }
        let Some(document) = self.view.document.clone() else { return };
        self.armed_for = Some((document, id));
        self.view.pointed = None;
        let takes_now = !armed.wants_statement() && self.view.selection.is_some();
        self.view.armed = Some(armed);
        if takes_now {
            self.take_armed();
        } else if self.view.page == Page::Article {
            // The caret is where a selection by keys begins.
            ctx.memory_mut(|memory| memory.request_focus(self.document.own_id()));
        }
    }

    /// Arms a field by its key, or disarms it by the same key.
    pub(super) fn toggle_armed(&mut self, ctx: &egui::Context, armed: Armed) {
        self.view.fills = None;
        if self.view.armed.as_ref() == Some(&armed) && self.view.selection.is_none() {
            self.disarm();
        } else {
            self.arm(ctx, armed);
        }
    }

    pub(super) fn disarm(&mut self) {
        self.view.armed = None;
        self.view.fills = None;
        self.view.pointed = None;
        self.armed_for = None;
    }

    /// Disarms what belongs to a statement that is not selected any more.
    pub(in crate::app) fn check_armed(&mut self) {
        let now = self.view.document.as_ref().zip(self.view.selected);
        let is_there = self.armed_for.as_ref().is_some_and(|(document, id)| now == Some((document, *id)));
        let is_marking = self.view.page == Page::Article || self.view.correcting.is_some();
        if self.view.armed.is_some() && !(is_there && is_marking) {
            self.disarm();
        }
    }

    /// Sets the armed field from the selection, or from the statement that is pointed at.
    pub(super) fn take_armed(&mut self) {
        match self.view.armed.clone() {
            Some(Armed::Relation(kind)) => match self.view.pointed {
                Some(to) => self.relate(kind, to),
                None => self.say_at_caret(t!("not-target")),
            },
            Some(armed) => self.take_words(&armed),
            None => {}
        }
    }

    fn take_words(&mut self, armed: &Armed) {
        let Some(span) = self.view.selection else { return self.say_at_caret(t!("not-passage")) };
        let set: fn(&mut Link, _) = match armed {
            Armed::Cue(_) => |link, span| link.cue = Some(span),
            _ => |link, span| link.mention = Some(span),
        };
        match armed {
            Armed::Cue(index) | Armed::Mention(index) => {
                self.change_selected("gesture-cue-or-mention", |statement| {
                    if let Some(link) = statement.chain.get_mut(*index) {
                        set(link, span);
                    }
                });
            }
            Armed::Attribute(id) => {
                let words = self.content().and_then(|content| content.get(span.range()).map(str::to_owned));
                let Some(value) = words else { return };
                let new = Attribute { name: id.as_str().to_owned(), value, span: Some(span) };
                self.change_selected("gesture-attribute", |statement| {
                    if !statement.attributes.contains(&new) {
                        statement.attributes.push(new.clone());
                    }
                });
            }
            _ => self.change_selected("gesture-span-add", |old| statement::add_span(old, span)),
        }
        let filled = self.view.fills;
        self.disarm();
        self.view.selection = None;
        self.go_on_filling(filled);
    }

    /// Takes a statement for the other end of the armed relation.
    pub(super) fn point_at(&mut self, id: Option<StatementId>) {
        let Some(Armed::Relation(kind)) = self.view.armed.clone() else { return };
        match id {
            Some(id) => self.relate(kind, id),
            None => self.say_at_caret(t!("not-target")),
        }
    }

    /// Moves what is pointed at to the next or previous statement in the text, past the selected one.
    pub(super) fn step_pointed(&mut self, forward: bool) {
        let (Some(layer), Some(own)) = (self.layer(), self.view.selected) else { return };
        let count = layer.len();
        let step = |at: usize| if forward { (at + 1) % count } else { (at + count - 1) % count };
        let from = self.view.pointed.unwrap_or(own);
        let Some(at) = layer.place(from).filter(|_| count > 1) else { return };
        let next = [step(at), step(step(at))].into_iter().filter_map(|at| layer.nth(at)).find(|other| other.id != own);
        let Some(next) = next else { return };
        let (id, start) = (next.id, next.hull().start_byte);
        self.view.pointed = Some(id);
        self.view.scroll_to_byte = Some(start);
    }

    /// Adds a relation from the selected statement to another one of its layer.
    fn relate(&mut self, kind: RelationKindId, to: StatementId) {
        let (Some(layer), Some(from), Some(key)) = (self.layer(), self.view.selected, self.layer_key()) else { return };
        if to == from || layer.statement(to).is_none() {
            return self.say_at_caret(t!("not-target"));
        }
        if layer.relations_of(from).any(|old| old.from == from && old.to == to && old.kind == kind) {
            self.disarm();
            return self.say_at_caret(t!("status-nothing-changed"));
        }
        let kind_made = kind.clone();
        let relation =
            Relation { id: RelationId::generate(), kind, from, to, note: String::new(), attributes: Vec::new() };
        let edit = if self.view.correcting.is_some() {
            Edit::SetGoldRelation { document: key.0, id: relation.id, relation: Some(relation) }
        } else {
            Edit::AddRelation { layer: key, relation }
        };
        self.disarm();
        self.view.last_relation = Some(kind_made);
        if self.apply("gesture-relation-add", edit, None) {
            self.say_at_caret(t!("status-related"));
        }
    }
}
