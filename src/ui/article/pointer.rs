//! The mouse in the text: selecting by grapheme, word or sentence, choosing statements, moving their edges.

use std::ops::Range;

use egui::{CursorIcon, Pos2, Response, Ui, pos2};

use super::edge::{Edge, with_edge};
use super::interaction::{Move, TextInteraction};
use super::page::Page;
use super::presses::Unit;
use super::scene::Scene;
use crate::edit::change::Edit;
use crate::model::id::StatementId;
use crate::model::statement::Statement;
use crate::shape::Caret;
use crate::t;
use crate::text::segment;
use crate::ui::command::Command;
use crate::ui::shaped::Label;
use crate::ui::state::Armed;
use crate::ui::words::describe;

/// How many statements the note under the pointer tells of.
const TOLD: usize = 8;
/// How fast the text moves under a drag beyond its edge: points a second for each point beyond, and the most.
const PULL_PER_SECOND: f32 = 12.0;
const FASTEST_PULL_PT: f32 = 2400.0;

/// The pointer over the text in this frame, and what is under it.
struct Pointer<'a> {
    ui: &'a Ui,
    response: &'a Response,
    scene: &'a Scene<'a>,
    page: &'a Page<'a>,
    at: Pos2,
    /// The nearest place in the view. Beyond the view no text is laid out: its edge stands for what is there.
    inside: Pos2,
    /// The caret nearest to it.
    caret: Caret,
    /// The letter under it, which is not the nearest edge: a click on the second half of a word's last letter still
    /// means the word.
    letter: usize,
    /// The selected statement, and its edge under the pointer.
    chosen: Option<&'a Statement>,
    handle: Option<Edge>,
    shift: bool,
    /// Whether a click adds a statement to those that are chosen.
    also: bool,
    /// Whether the button was pressed in this frame.
    pressed: bool,
}

impl TextInteraction {
    /// Follows the mouse; returns how the text is to move.
    pub(super) fn pointer(
        &mut self,
        ui: &Ui,
        response: &Response,
        scene: &Scene<'_>,
        page: &Page<'_>,
        out: &mut Vec<Command>,
    ) -> Option<Move> {
        let pointer = Pointer::new(ui, response, scene, page)?;
        pointer.show_cursor();
        if pointer.pressed {
            self.press(&pointer, out);
        }
        self.click(&pointer, out);
        let asked = if response.dragged() { self.drag(&pointer, out) } else { None };
        if response.drag_stopped() && self.dragged_edge.take().is_some() {
            out.push(Command::EndGesture);
        }
        if pointer.ends_selection() {
            out.push(Command::TakeArmed);
        }
        pointer.show_note();
        asked
    }

    /// A press takes the focus, and an edge of the selected statement or the place where a selection may begin.
    fn press(&mut self, pointer: &Pointer<'_>, out: &mut Vec<Command>) {
        let Pointer { ui, scene, page, handle, shift, .. } = *pointer;
        pointer.response.request_focus();
        self.goal_x = None;
        self.dragged_edge = handle;
        let presses = self.presses.press(ui, pointer.at);
        if self.presses.count == 1 {
            self.chosen_before = scene.view.selected;
        }
        let unit = presses.filter(|_| handle.is_none() && !shift);
        self.grown_from = unit.map(|unit| (unit, around(page, unit, pointer.letter)));
        if handle.is_none() {
            self.focus = pointer.caret;
            if shift {
                out.push(self.selection(page.content.as_str(), pointer.takes_words()));
            } else {
                self.anchor_byte = pointer.caret.byte;
            }
        }
    }

    /// One click selects a statement, two a word, three a sentence, and three on a selected sentence its paragraph.
    fn click(&mut self, pointer: &Pointer<'_>, out: &mut Vec<Command>) {
        let Pointer { response, page, letter, .. } = *pointer;
        let view = pointer.scene.view;
        if pointer.waits_for_statement() {
            let id = pointer.statement_to_point_at();
            out.extend(id.filter(|_| response.clicked()).map(|id| Command::SelectStatement(Some(id))));
            return;
        }
        if response.clicked() && pointer.also {
            out.extend(pointer.statement_to_add().map(Command::AlsoStatement));
            return;
        }
        if response.triple_clicked() || response.double_clicked() {
            // A word or a sentence is selected for the statement that was chosen before the first of the clicks.
            out.extend(self.chosen_before.filter(|id| view.selected != Some(*id)).map(Command::KeepStatement));
        }
        if response.triple_clicked() {
            let sentence = around(page, Unit::Sentence, letter);
            let whole = segment::trim(page.content.as_str(), page.paragraph(letter));
            let range = if view.selection == Some(sentence.clone().into()) { whole } else { sentence };
            self.grown_from = Some((Unit::Sentence, range.clone()));
            out.push(self.select(range));
        } else if response.double_clicked() {
            let word = around(page, Unit::Word, letter);
            self.grown_from = Some((Unit::Word, word.clone()));
            out.push(self.select(word));
        } else if response.clicked() && !pointer.shift && self.dragged_edge.is_none() {
            out.push(Command::Select(None));
            // While something is armed a click places the caret, and the statement stays selected.
            let chosen = pointer.statement_to_select().filter(|_| view.armed.is_none());
            out.extend(chosen.map(Command::SelectStatement));
        }
    }

    /// A drag moves an edge of the selected statement, or the end of the selection; beyond the edge of the view the
    /// text comes along.
    fn drag(&mut self, pointer: &Pointer<'_>, out: &mut Vec<Command>) -> Option<Move> {
        let Pointer { page, caret, .. } = *pointer;
        if let (Some(edge), Some(statement)) = (self.dragged_edge, pointer.chosen) {
            if let Some(changed) = with_edge(statement, edge, caret.byte) {
                let key = Some(format!("edge-{}", statement.id));
                out.push(replace(pointer.scene, changed, "gesture-span-edge", key));
            }
        } else if !pointer.pressed {
            let unchanged = self.focus.byte == caret.byte && self.grown_from.is_none();
            self.focus = caret;
            if let Some((unit, from)) = self.grown_from.clone() {
                let to = around(page, unit, pointer.letter);
                out.push(self.select(from.start.min(to.start)..from.end.max(to.end)));
            } else if !unchanged {
                out.push(self.selection(page.content.as_str(), pointer.takes_words()));
            }
        }
        pointer.pull()
    }
}

impl<'a> Pointer<'a> {
    /// `None` if the pointer is not over the text and has not pressed there.
    fn new(ui: &'a Ui, response: &'a Response, scene: &'a Scene<'a>, page: &'a Page<'a>) -> Option<Self> {
        let at = response.interact_pointer_pos().or(response.hover_pos())?;
        let inside = pos2(at.x, at.y.clamp(page.view.top(), page.view.bottom() - 1.0));
        let caret = page.hit(inside);
        // Of several statements none shows its edges.
        let alone = scene.view.selected.filter(|_| scene.view.together().is_none());
        let chosen = alone.and_then(|id| scene.layer.statement(id));
        Some(Self {
            ui,
            response,
            scene,
            page,
            at,
            inside,
            caret,
            letter: page.letter_at(inside).unwrap_or(caret.byte),
            chosen,
            handle: chosen.filter(|_| scene.view.armed.is_none()).and_then(|statement| page.handle_at(statement, at)),
            shift: ui.input(|input| input.modifiers.shift),
            also: ui.input(|input| input.modifiers.command) && scene.view.armed.is_none() && !scene.view.only_reads,
            pressed: response.hovered() && ui.input(|input| input.pointer.primary_pressed()),
        })
    }

    fn show_cursor(&self) {
        if self.handle.is_some() {
            self.ui.set_cursor_icon(CursorIcon::ResizeHorizontal);
        } else if self.response.hovered() {
            self.ui.set_cursor_icon(CursorIcon::Text);
        }
    }

    /// Whether the mouse takes whole words, if the settings say so: not while Alt is held.
    fn takes_words(&self) -> bool {
        !self.ui.input(|input| input.modifiers.alt)
    }

    /// Whether a relation waits for its other statement.
    fn waits_for_statement(&self) -> bool {
        self.scene.view.armed.as_ref().is_some_and(Armed::wants_statement)
    }

    /// Whether the mouse has just finished a selection that an armed field waits for.
    fn ends_selection(&self) -> bool {
        let Scene { view, .. } = *self.scene;
        let response = self.response;
        let is_finished = response.double_clicked()
            || response.triple_clicked()
            || (view.selection.is_some() && (response.drag_stopped() || (response.clicked() && self.shift)));
        view.armed.is_some() && !self.waits_for_statement() && is_finished
    }

    /// The shortest statement under the pointer that a relation could lead to.
    fn statement_to_point_at(&self) -> Option<StatementId> {
        self.page.letter_at(self.at)?;
        let others = self.under().into_iter().filter(|other| self.scene.view.selected != Some(other.id));
        others.min_by_key(|other| (other.hull().len_bytes(), other.id)).map(|other| other.id)
    }

    /// The statements on the letter under the pointer.
    fn under(&self) -> Vec<&'a Statement> {
        self.scene.layer.overlapping(self.letter..self.letter + 1)
    }

    /// What a click selects: the shortest statement here, or the one after the selected one; on empty paper
    /// `Some(None)`, which deselects.
    fn statement_to_select(&self) -> Option<Option<StatementId>> {
        if self.page.letter_at(self.at).is_none() {
            return Some(None);
        }
        let mut under = self.under();
        under.sort_by_key(|statement| (statement.hull().len_bytes(), statement.id));
        let selected = under.iter().position(|statement| self.scene.view.selected == Some(statement.id));
        let next = selected.map_or(0, |at| (at + 1) % under.len());
        under.get(next).map(|statement| Some(statement.id))
    }

    /// The shortest statement under the pointer that is not chosen, or else the shortest that is.
    fn statement_to_add(&self) -> Option<StatementId> {
        self.page.letter_at(self.at)?;
        let view = self.scene.view;
        let under = self.under().into_iter();
        under.min_by_key(|other| (view.is_chosen(other.id), other.hull().len_bytes(), other.id)).map(|other| other.id)
    }

    /// How a drag beyond the edge of the view moves the text: the further, the faster.
    fn pull(&self) -> Option<Move> {
        let beyond = self.at.y - self.inside.y;
        if beyond.abs() <= 1.0 {
            return None;
        }
        let seconds = self.ui.input(|input| input.stable_dt).min(0.1);
        self.ui.ctx().request_repaint();
        let speed = (beyond * PULL_PER_SECOND).clamp(-FASTEST_PULL_PT, FASTEST_PULL_PT);
        Some(Move::By(speed * seconds))
    }

    /// Tells of the statements under the pointer.
    fn show_note(&self) {
        // Over a selection there is a bar, which no note may cover.
        let view = self.scene.view;
        let is_free = view.armed.is_none() && view.selection.is_none() && view.dialog.is_none();
        let rests = self.response.hovered() && !self.response.dragged() && is_free;
        if !rests || self.page.letter_at(self.at).is_none() {
            return;
        }
        let under = self.under();
        if under.is_empty() {
            return;
        }
        self.response.clone().on_hover_ui_at_pointer(|ui| {
            ui.set_max_width(420.0);
            for statement in under.iter().take(TOLD) {
                ui.add(Label::new(describe(self.scene.session, statement)).strong().wrap());
                if !statement.note.is_empty() {
                    ui.add(Label::new(statement.note.clone()).wrap());
                }
            }
            if let Some(more) = under.len().checked_sub(TOLD).filter(|more| *more > 0) {
                ui.add(Label::new(t!("document-hover-more", count = more)).weak());
            }
        });
    }
}

fn around(page: &Page<'_>, unit: Unit, at: usize) -> Range<usize> {
    let (text, paragraph) = (page.content.as_str(), page.paragraph(at));
    match unit {
        Unit::Word => segment::word_at(text, paragraph, at),
        Unit::Sentence => segment::sentence_at(text, paragraph, at),
    }
}

/// The command that puts a changed statement in the place of the one with its id.
fn replace(scene: &Scene<'_>, mut statement: Statement, gesture: &'static str, merge_key: Option<String>) -> Command {
    statement.modified = jiff::Timestamp::now();
    let layer = (scene.document.id.clone(), scene.session.annotator().clone());
    let edit = Box::new(Edit::ReplaceStatement { layer, statement: Box::new(statement) });
    Command::Apply { gesture: gesture.into(), edit, merge_key }
}
