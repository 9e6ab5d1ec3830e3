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
use crate::ui::shaped::{Label, MenuItem, TextField, TextFieldOutput};

pub(crate) static DIALOG: DialogRow = DialogRow::new(|scope, ui| {
    let mut rows = table::rows(scope.now, scope.brought);
    // Commands that are available now come first.
    rows.sort_by_key(|row| row.can(scope.now).is_err());
    let rows: Vec<_> = rows.iter().map(|row| PaletteEntry::new(row, scope.now, ui.ctx())).collect();
    show(ui, &rows, scope.drafts.of(), scope.out);
});

/// How many rows are seen at once.
const SEEN_ROWS: f32 = 14.0;

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
        let keys = shortcut.map(|shortcut| table::written(ctx, &shortcut)).unwrap_or_default();
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
        let down = take_key(ui, Key::ArrowDown);
        let up = take_key(ui, Key::ArrowUp);
        let id = Id::unique("palette-filter");
        let typed = filter(ui, id, state);
        if anew {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        let found = state.found(rows);
        state.step(found.len(), down, up);
        let mut chosen = None;
        if typed.submitted {
            chosen = found.get(state.index).filter(|entry| entry.can).map(|entry| entry.command.clone());
            if chosen.is_none() {
                ui.memory_mut(|memory| memory.request_focus(id));
            }
        }
        let clicked = entries(ui, &found, state.index, down || up || anew);
        (clicked.or(chosen), typed.cancelled)
    });
    let close = dialog.should_close;
    let (chosen, cancelled) = dialog.inner;
    if chosen.is_some() || cancelled || close {
        out.push(Command::CloseDialog);
    }
    out.extend(chosen);
}

impl PaletteState {
    /// The entries with all words of the filter.
    fn found<'r>(&self, rows: &'r [PaletteEntry]) -> Vec<&'r PaletteEntry> {
        let matches = |name: &str| self.filter.split_whitespace().all(|word| arabic::contains(name, word));
        rows.iter().filter(|entry| matches(&entry.title)).collect()
    }

    /// Moves to the next or the previous of this many entries, around the ends.
    fn step(&mut self, count: usize, down: bool, up: bool) {
        let last = count.saturating_sub(1);
        if down {
            self.index = if self.index >= last { 0 } else { self.index + 1 };
        } else if up {
            self.index = if self.index == 0 { last } else { self.index - 1 };
        }
        self.index = self.index.min(last);
    }
}

/// The text field; typing goes back to the first entry.
fn filter(ui: &mut Ui, id: Id, state: &mut PaletteState) -> TextFieldOutput {
    let width = ui.available_width();
    let name = t!("panel-palette-filter");
    let field = TextField::singleline(&mut state.filter).id(id).name(name.clone()).hint(name);
    let output = field.desired_width(width).show(ui);
    if output.changed {
        state.index = 0;
    }
    output
}

/// The entries found, scrolled to the one at `index` if wanted. Returns the command that was clicked.
fn entries(ui: &mut Ui, found: &[&PaletteEntry], index: usize, scrolls: bool) -> Option<Command> {
    let mut clicked = None;
    // The list keeps its height, whatever is found.
    let row_height = ui.spacing().interact_size.y + ui.spacing().item_spacing.y;
    let height = (row_height * SEEN_ROWS).min(ui.ctx().content_rect().height() * 0.6);
    ScrollArea::vertical().max_height(height).min_scrolled_height(height).auto_shrink(false).show(ui, |ui| {
        ui.with_layout(ui.layout().with_cross_justify(true), |ui| {
            for (at, PaletteEntry { title, keys, command, can }) in found.iter().enumerate() {
                let item = MenuItem::new(title.clone()).shortcut(keys.clone()).selected(at == index);
                let response = ui.add_enabled(*can, item);
                if scrolls && at == index {
                    response.scroll_to_me(Some(Align::Center));
                }
                if response.clicked() {
                    clicked = Some(command.clone());
                }
            }
        });
        if found.is_empty() {
            ui.add(Label::new(t!("panel-palette-none")).weak().wrap());
        }
    });
    clicked
}
