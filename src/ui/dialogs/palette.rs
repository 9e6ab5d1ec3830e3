//! The command palette: every command by name.

use egui::{Align, Id, Key, Modal, ScrollArea, Ui};

use crate::t;
use crate::text::arabic;
use crate::ui::command::Command;
use crate::ui::parts::{opened_anew, take_key};
use crate::ui::shaped::{Label, MenuItem, TextField};

/// An entry of the command palette and of the sheet of shortcuts: name, shortcut, what it does, whether it can be done.
pub type CommandRow = (String, String, Command, bool);

/// What is typed into the palette, and which entry Enter takes.
#[derive(Debug, Default)]
pub struct PaletteState {
    filter: String,
    index: usize,
    last_pass: u64,
}

/// Shows the palette over the window. A chosen command comes after [`Command::CloseDialog`].
pub fn show(ui: &Ui, rows: &[CommandRow], state: &mut PaletteState, out: &mut Vec<Command>) {
    let anew = opened_anew(ui, &mut state.last_pass);
    if anew {
        state.filter.clear();
        state.index = 0;
    }
    let modal = Modal::new(Id::unique("palette")).show(ui.ctx(), |ui| {
        let screen = ui.ctx().content_rect().size();
        ui.set_width((screen.x * 0.9).min(480.0));
        let down = take_key(ui, Key::ArrowDown);
        let up = take_key(ui, Key::ArrowUp);
        let id = Id::unique("palette-filter");
        let width = ui.available_width();
        let name = t!("panel-palette-filter");
        let output =
            TextField::singleline(&mut state.filter).id(id).name(name.clone()).hint(name).desired_width(width).show(ui);
        if anew {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        if output.changed {
            state.index = 0;
        }
        let matches = |name: &str| state.filter.split_whitespace().all(|word| arabic::contains(name, word));
        let found: Vec<_> = rows.iter().filter(|(name, ..)| matches(name)).collect();
        let last = found.len().saturating_sub(1);
        if down {
            state.index = if state.index >= last { 0 } else { state.index + 1 };
        } else if up {
            state.index = if state.index == 0 { last } else { state.index - 1 };
        }
        state.index = state.index.min(last);
        let mut chosen = None;
        if output.submitted {
            chosen = found.get(state.index).filter(|(.., enabled)| *enabled).map(|(_, _, command, _)| command.clone());
            if chosen.is_none() {
                ui.memory_mut(|memory| memory.request_focus(id));
            }
        }
        ScrollArea::vertical().max_height(screen.y * 0.6).auto_shrink([false, true]).show(ui, |ui| {
            ui.with_layout(ui.layout().with_cross_justify(true), |ui| {
                for (index, (name, shortcut, command, enabled)) in found.iter().enumerate() {
                    let item = MenuItem::new(name.clone()).shortcut(shortcut.clone()).selected(index == state.index);
                    let response = ui.add_enabled(*enabled, item);
                    if (down || up || anew) && index == state.index {
                        response.scroll_to_me(Some(Align::Center));
                    }
                    if response.clicked() {
                        chosen = Some(command.clone());
                    }
                }
            });
            if found.is_empty() {
                ui.add(Label::new(t!("panel-palette-none")).weak().wrap());
            }
        });
        (chosen, output.cancelled)
    });
    let close = modal.should_close();
    let (chosen, cancelled) = modal.inner;
    if chosen.is_some() || cancelled || close {
        out.push(Command::CloseDialog);
    }
    out.extend(chosen);
}
