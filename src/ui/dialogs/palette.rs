//! The command palette: every command by name.

use egui::{Align, Context, Id, Key, ScrollArea, Ui};

use crate::t;
use crate::text::arabic;
use crate::ui::command::Command;
use crate::ui::command::situation::Situation;
use crate::ui::command::table;
use crate::ui::command::table::CommandRow;
use crate::ui::dialogs::scope::DialogRow;
use crate::ui::parts::dialog::DialogFrame;
use crate::ui::parts::{opened_anew, take_key};
use crate::ui::shaped::{Label, MenuItem, TextField};

pub(crate) static DIALOG: DialogRow = DialogRow::new(|scope, ui| {
    let mut rows = table::rows(scope.now, scope.brought);
    // Commands that are available now come first.
    rows.sort_by_key(|row| row.can(scope.now).is_err());
    let rows: Vec<_> = rows.iter().map(|row| PaletteEntry::new(row, scope.now, ui.ctx())).collect();
    show(ui, &rows, scope.drafts.of(), scope.out);
});

/// The text typed into the palette, and the entry that Enter executes.
#[derive(Debug, Default)]
pub struct PaletteState {
    filter: String,
    index: usize,
    last_pass: u64,
}

/// An entry of the palette.
pub struct PaletteEntry {
    title: String,
    keys: String,
    command: Command,
    can: bool,
}

impl PaletteEntry {
    /// A command as the palette currently shows it.
    pub fn new(row: &CommandRow<'_>, now: &Situation, ctx: &Context) -> Self {
        let shortcut = row.shortcuts(now).next();
        let keys = shortcut.map(|shortcut| ctx.format_shortcut(&shortcut)).unwrap_or_default();
        Self { title: row.title.words(), keys, command: row.command.clone(), can: row.can(now).is_ok() }
    }
}

/// Shows the palette over the window. A chosen command is pushed after [`Command::CloseDialog`].
pub fn show(ui: &Ui, rows: &[PaletteEntry], state: &mut PaletteState, out: &mut Vec<Command>) {
    let anew = opened_anew(ui, &mut state.last_pass);
    if anew {
        state.filter.clear();
        state.index = 0;
    }
    let dialog = DialogFrame::untitled("palette", 480.0).show(ui, |ui| {
        let screen = ui.ctx().content_rect().size();
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
        let found: Vec<_> = rows.iter().filter(|entry| matches(&entry.title)).collect();
        let last = found.len().saturating_sub(1);
        if down {
            state.index = if state.index >= last { 0 } else { state.index + 1 };
        } else if up {
            state.index = if state.index == 0 { last } else { state.index - 1 };
        }
        state.index = state.index.min(last);
        let mut chosen = None;
        if output.submitted {
            chosen = found.get(state.index).filter(|entry| entry.can).map(|entry| entry.command.clone());
            if chosen.is_none() {
                ui.memory_mut(|memory| memory.request_focus(id));
            }
        }
        ScrollArea::vertical().max_height(screen.y * 0.6).auto_shrink([false, true]).show(ui, |ui| {
            ui.with_layout(ui.layout().with_cross_justify(true), |ui| {
                for (index, PaletteEntry { title, keys, command, can }) in found.iter().enumerate() {
                    let item = MenuItem::new(title.clone()).shortcut(keys.clone()).selected(index == state.index);
                    let response = ui.add_enabled(*can, item);
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
    let close = dialog.should_close;
    let (chosen, cancelled) = dialog.inner;
    if chosen.is_some() || cancelled || close {
        out.push(Command::CloseDialog);
    }
    out.extend(chosen);
}
