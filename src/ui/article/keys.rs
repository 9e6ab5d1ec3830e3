//! The reading caret by keyboard; Shift extends the selection.

use egui::{Key, Modifiers, Ui};

use super::edge::Edge;
use super::interaction::{Move, TextInteraction};
use super::page::Page;
use crate::shape::{Caret, Side};
use crate::ui::command::Command;

impl TextInteraction {
    /// Takes the keys of this frame; returns how the text is to move.
    pub(crate) fn keys(&mut self, ui: &Ui, page: &Page<'_>, out: &mut Vec<Command>) -> Option<Move> {
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
            let focus = Caret { byte: self.focus.byte.min(text.len()), ..self.focus };
            let byte = focus.byte;
            let vertical = matches!(key, Key::ArrowUp | Key::ArrowDown);
            if modifiers.alt && !vertical {
                continue;
            }
            let forward = key == Key::ArrowDown;
            let goal = self.goal_x.take();
            let moved = match key {
                Key::ArrowLeft | Key::ArrowRight => {
                    let side = if key == Key::ArrowLeft { Side::Left } else { Side::Right };
                    page.step(focus, side, modifiers.command)
                }
                _ if vertical && modifiers.alt => Caret::downstream(page.step_sentence(byte, forward)),
                _ if vertical && modifiers.command => Caret::downstream(page.step_paragraph(byte, forward)),
                _ if vertical => {
                    let goal = goal.unwrap_or_else(|| page.caret_x(focus));
                    self.goal_x = Some(goal);
                    page.step_lines(focus, if forward { 1 } else { -1 }, goal)
                }
                Key::PageUp | Key::PageDown => {
                    let goal = goal.unwrap_or_else(|| page.caret_x(focus));
                    self.goal_x = Some(goal);
                    let line = page.blocks.measure().size_pt * page.blocks.measure().line_height;
                    let lines = ((page.view.height() / line.max(1.0)) as isize - 1).max(1);
                    let down = key == Key::PageDown;
                    // The caret stays where it is on the screen if it can be seen, and the text goes by.
                    let top = page.place_of(focus).map(|rect| rect.top() - page.view.top());
                    let moved = page.step_lines(focus, if down { lines } else { -lines }, goal);
                    asked = top.map(|top| Move::ToHeight { byte: moved.byte, top });
                    moved
                }
                Key::Home if modifiers.command => Caret::downstream(0),
                Key::End if modifiers.command => Caret::upstream(text.len()),
                Key::Home => page.line_edge(focus, Edge::Start),
                Key::End => page.line_edge(focus, Edge::End),
                Key::A if modifiers.command => {
                    out.push(self.select(0..text.len()));
                    continue;
                }
                Key::Escape => {
                    out.push(Command::Select(None));
                    continue;
                }
                _ => {
                    self.goal_x = goal;
                    continue;
                }
            };
            self.focus = moved;
            if modifiers.shift {
                out.push(self.selection(text));
            } else {
                self.anchor_byte = moved.byte;
                out.push(Command::Select(None));
            }
            if !matches!(key, Key::PageUp | Key::PageDown) || asked.is_none() {
                asked = Some(Move::Reveal(moved.byte));
            }
        }
        asked
    }
}
