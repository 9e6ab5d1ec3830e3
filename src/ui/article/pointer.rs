//! The mouse in the text: selecting by grapheme, word or sentence, choosing statements, moving their edges.

use std::ops::Range;

use egui::{CursorIcon, Response, Ui, pos2};

use super::edge::with_edge;
use super::interaction::{Move, TextInteraction};
use super::page::Page;
use super::presses::Unit;
use crate::edit::change::Edit;
use crate::edit::session::Session;
use crate::model::layer::Layer;
use crate::model::statement::Statement;
use crate::t;
use crate::text::segment;
use crate::ui::command::Command;
use crate::ui::shaped::Label;
use crate::ui::state::View;
use crate::ui::words::describe;

/// How many statements the note under the pointer tells of.
const TOLD: usize = 8;

impl TextInteraction {
    /// Follows the mouse; returns how the text is to move.
    #[expect(clippy::too_many_arguments, reason = "one call, and each is a different thing")]
    pub(crate) fn pointer(
        &mut self,
        ui: &Ui,
        response: &Response,
        page: &Page<'_>,
        view: &View,
        layer: &Layer,
        session: &Session,
        out: &mut Vec<Command>,
    ) -> Option<Move> {
        let pointer = response.interact_pointer_pos().or(response.hover_pos())?;
        let text = page.content.as_str();
        // Beyond the view there is no text laid out: its edge stands for what is there.
        let inside = pos2(pointer.x, pointer.y.clamp(page.view.top(), page.view.bottom() - 1.0));
        let caret = page.hit(inside);
        let byte = caret.byte;
        if response.hovered() {
            ui.set_cursor_icon(CursorIcon::Text);
        }
        let chosen = view.selected.and_then(|id| layer.statement(id));
        let handle = chosen.and_then(|s| page.handle_at(s, pointer));
        if handle.is_some() {
            ui.set_cursor_icon(CursorIcon::ResizeHorizontal);
        }
        let shift = ui.input(|input| input.modifiers.shift);
        let pressed = response.hovered() && ui.input(|input| input.pointer.primary_pressed());
        if pressed {
            response.request_focus();
            self.goal_x = None;
            self.dragged_edge = handle;
            let presses = self.presses.press(ui, pointer);
            if self.presses.count == 1 {
                self.chosen_before = view.selected;
            }
            let unit = presses.filter(|_| handle.is_none() && !shift);
            self.grown_from = unit.map(|unit| (unit, around(page, unit, page.letter_at(inside).unwrap_or(byte))));
            if handle.is_none() {
                self.focus = caret;
                if shift {
                    out.push(self.selection(text));
                } else {
                    self.anchor_byte = byte;
                }
            }
        }
        // Which letter is under the pointer, not which edge is nearest: a click on the second half of a word's last letter
        // still means the word.
        let letter = page.letter_at(inside).unwrap_or(byte);
        if response.triple_clicked() || response.double_clicked() {
            // A word or a sentence is selected for the statement that was chosen before the first of the clicks.
            out.extend(self.chosen_before.filter(|id| view.selected != Some(*id)).map(Command::KeepStatement));
        }
        if response.triple_clicked() {
            let sentence = around(page, Unit::Sentence, letter);
            let whole = segment::trim(text, page.paragraph(letter));
            let range = if view.selection == Some(sentence.clone().into()) { whole } else { sentence };
            self.grown_from = Some((Unit::Sentence, range.clone()));
            out.push(self.select(range));
        } else if response.double_clicked() {
            let word = around(page, Unit::Word, letter);
            self.grown_from = Some((Unit::Word, word.clone()));
            out.push(self.select(word));
        } else if response.clicked() && !shift && self.dragged_edge.is_none() {
            out.push(Command::Select(None));
            let mut under: Vec<&Statement> = layer.overlapping(letter..letter + 1);
            under.sort_by_key(|s| (s.hull().len_bytes(), s.id));
            let at = under.iter().position(|s| view.selected == Some(s.id));
            let next = match at {
                Some(at) => under.get((at + 1) % under.len()),
                None => under.first(),
            };
            if page.letter_at(pointer).is_none() {
                // Empty paper: the statement is let go of.
                out.push(Command::SelectStatement(None));
            } else if let Some(next) = next {
                out.push(Command::SelectStatement(Some(next.id)));
            }
        }
        let mut asked = None;
        if response.dragged() {
            if let (Some(edge), Some(statement)) = (self.dragged_edge, chosen) {
                if let Some(changed) = with_edge(statement, edge, byte) {
                    let key = Some(format!("edge-{}", statement.id));
                    out.push(replace(session, view, changed, "gesture-span-edge", key));
                }
            } else if !pressed {
                let unchanged = self.focus.byte == byte && self.grown_from.is_none();
                self.focus = caret;
                if let Some((unit, from)) = self.grown_from.clone() {
                    let to = around(page, unit, letter);
                    out.push(self.select(from.start.min(to.start)..from.end.max(to.end)));
                } else if !unchanged {
                    out.push(self.selection(text));
                }
            }
            let beyond = pointer.y - inside.y;
            if beyond.abs() > 1.0 {
                // Past the edge the text comes along, the faster the further.
                let seconds = ui.input(|input| input.stable_dt).min(0.1);
                asked = Some(Move::By((beyond * 12.0).clamp(-2400.0, 2400.0) * seconds));
                ui.ctx().request_repaint();
            }
        }
        if response.drag_stopped() && self.dragged_edge.take().is_some() {
            out.push(Command::EndGesture);
        }
        if response.hovered() && !response.dragged() && page.letter_at(pointer).is_some() {
            let under = layer.overlapping(letter..letter + 1);
            if !under.is_empty() {
                response.clone().on_hover_ui_at_pointer(|ui| {
                    ui.set_max_width(420.0);
                    for statement in under.iter().take(TOLD) {
                        ui.add(Label::new(describe(session, statement)).strong().wrap());
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
        asked
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
fn replace(
    session: &Session,
    view: &View,
    mut statement: Statement,
    gesture: &'static str,
    merge_key: Option<String>,
) -> Command {
    statement.modified = jiff::Timestamp::now();
    let document = view.document.clone();
    let layer = document.map(|document| (document, session.annotator().clone()));
    match layer {
        Some(layer) => Command::Apply {
            gesture: gesture.into(),
            edit: Box::new(Edit::ReplaceStatement { layer, statement: Box::new(statement) }),
            merge_key,
        },
        None => Command::EndGesture,
    }
}
