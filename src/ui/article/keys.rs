//! The reading caret by keyboard; Shift extends the selection.

use egui::{Key, Modifiers, Ui};

use super::edge::Edge;
use super::interaction::{Move, TextInteraction};
use super::page::Page;
use crate::shape::{Caret, Side};
use crate::ui::command::Command;

impl TextInteraction {
    /// Takes the keys of this frame; returns how the text is to move.
    pub(super) fn keys(&mut self, ui: &Ui, page: &Page<'_>, out: &mut Vec<Command>) -> Option<Move> {
        let text = page.content.as_str();
        let events: Vec<(Key, Modifiers)> = ui.input(|input| {
            let pressed = |event: &egui::Event| match event {
                egui::Event::Key { key, pressed: true, modifiers, .. } => Some((*key, *modifiers)),
                _ => None,
            };
            input.events.iter().filter_map(pressed).collect()
        });
        let mut asked = None;
        for (key, modifiers) in events {
            match key {
                Key::A if modifiers.command && !modifiers.alt => {
                    self.goal_x = None;
                    out.push(self.select(0..text.len()));
                }
                Key::Escape if !modifiers.alt => {
                    self.goal_x = None;
                    out.push(Command::Select(None));
                }
                _ => {
                    let Some((moved, by)) = self.step(key, modifiers, page) else { continue };
                    self.focus = moved;
                    if modifiers.shift {
                        out.push(self.selection(text, false));
                    } else {
                        self.anchor_byte = moved.byte;
                        out.push(Command::Select(None));
                    }
                    asked = Some(by);
                }
            }
        }
        asked
    }

    /// Where a key moves the caret, and how the text moves with it; `None` if the key moves nothing.
    fn step(&mut self, key: Key, modifiers: Modifiers, page: &Page<'_>) -> Option<(Caret, Move)> {
        let text = page.content.as_str();
        let focus = Caret { byte: self.focus.byte.min(text.len()), ..self.focus };
        let is_vertical = matches!(key, Key::ArrowUp | Key::ArrowDown);
        if modifiers.alt && !is_vertical {
            return None;
        }
        let forward = key == Key::ArrowDown;
        let mut goal_x = None;
        let moved = match key {
            Key::ArrowLeft | Key::ArrowRight => {
                let side = if key == Key::ArrowLeft { Side::Left } else { Side::Right };
                page.step(focus, side, modifiers.command)
            }
            _ if is_vertical && modifiers.alt => Caret::downstream(page.step_sentence(focus.byte, forward)),
            _ if is_vertical && modifiers.command => Caret::downstream(page.step_paragraph(focus.byte, forward)),
            Key::ArrowUp | Key::ArrowDown => {
                let goal = *goal_x.insert(self.goal_x.unwrap_or_else(|| page.caret_x(focus)));
                page.step_lines(focus, if forward { 1 } else { -1 }, goal)
            }
            Key::PageUp | Key::PageDown => {
                let goal = *goal_x.insert(self.goal_x.unwrap_or_else(|| page.caret_x(focus)));
                let line = page.blocks.measure().size_pt * page.blocks.measure().line_height;
                let lines = ((page.view.height() / line.max(1.0)) as isize - 1).max(1);
                page.step_lines(focus, if key == Key::PageDown { lines } else { -lines }, goal)
            }
            Key::Home if modifiers.command => Caret::downstream(0),
            Key::End if modifiers.command => Caret::upstream(text.len()),
            Key::Home => page.line_edge(focus, Edge::Start),
            Key::End => page.line_edge(focus, Edge::End),
            _ => return None,
        };
        self.goal_x = goal_x;
        // Over pages the caret stays where it is on the screen if it can be seen, and the text goes by.
        let seen = page.place_of(focus).filter(|_| matches!(key, Key::PageUp | Key::PageDown));
        let reveal = Move::Reveal(moved.byte);
        let by = seen.map_or(reveal, |rect| Move::ToHeight { byte: moved.byte, top: rect.top() - page.view.top() });
        Some((moved, by))
    }
}
