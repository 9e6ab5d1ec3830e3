//! The dialog that waits for the key that a command is to have.

use egui::{Event, Modifiers, Ui};

use crate::model::codebook::COMMAND_KEYS;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::keymap::Keymap;
use crate::ui::command::shortcut::Shortcut;
use crate::ui::command::table::{self, Brought, CommandRow};
use crate::ui::command::taken::taken_by;
use crate::ui::dialogs::scope::{DialogRow, DialogScope};
use crate::ui::parts::dialog::{DialogFrame, buttons};
use crate::ui::shaped::{Button, Label};

pub(crate) static DIALOG: DialogRow = DialogRow::new(show);

/// The command that is to have another key, by the id of its row, and the key that was pressed.
#[derive(Debug, Default)]
pub(crate) struct RebindDraft {
    id: String,
    pressed: Option<Shortcut>,
}

impl RebindDraft {
    pub(crate) fn new(id: String) -> Self {
        Self { id, pressed: None }
    }
}

/// What stands in the way of a key.
enum Taken {
    /// Another command has it; it would lose it.
    By(&'static CommandRow<'static>),
    /// A kind or a party of the open project has it; it would lose it while the command has it.
    Here(String),
}

fn show(scope: &mut DialogScope<'_>, ui: &Ui) {
    let keymap = scope.brought.keymap.cloned().unwrap_or_default();
    let draft: &mut RebindDraft = scope.drafts.of();
    let Some(row) = table::row_of(&draft.id) else {
        scope.out.push(Command::CloseDialog);
        return;
    };
    if let Some(pressed) = pressed(ui, draft.pressed.is_some()) {
        draft.pressed = Some(pressed);
    }
    let title = row.title.words();
    let heading = t!("rebind-heading", command = title.as_str());
    let mut done = None;
    let dialog = DialogFrame::new("rebind", heading, 420.0).show(ui, |ui| {
        match draft.pressed {
            None => {
                ui.add(Label::new(t!("rebind-press")).wrap());
            }
            Some(key) => {
                let words = table::written(ui.ctx(), &key.pressed(false));
                ui.add(Label::new(words).strong().size(20.0));
                let taken = taken(row, key, &keymap, scope.brought);
                let why = match &taken {
                    Some(Taken::By(other)) => t!("rebind-taken", command = other.title.words()),
                    Some(Taken::Here(name)) => t!("rebind-taken-here", command = name.as_str()),
                    None => t!("rebind-free"),
                };
                ui.add(Label::new(why).wrap());
            }
        }
        buttons(ui, |ui| {
            if let Some(key) = draft.pressed
                && ui.add(Button::new(t!("rebind-use"))).clicked()
            {
                done = Some(vec![key]);
            }
            if ui.add(Button::new(t!("rebind-without"))).clicked() {
                done = Some(Vec::new());
            }
            ui.add(Button::new(t!("dialog-cancel"))).clicked()
        })
    });
    if let Some(keys) = done {
        for key in &keys {
            // The other command must not keep a key that no longer reaches it.
            if let Some(Taken::By(other)) = taken(row, *key, &keymap, scope.brought) {
                let kept = keymap.keys(&other.id).unwrap_or(&other.keys);
                let kept = kept.iter().filter(|kept| *kept != key).copied().collect();
                scope.out.push(Command::SetKeys { id: other.id.to_string(), keys: Some(kept) });
            }
        }
        scope.out.push(Command::SetKeys { id: row.id.to_string(), keys: Some(keys) });
        scope.out.push(Command::CloseDialog);
    } else if dialog.inner || dialog.should_close {
        scope.out.push(Command::CloseDialog);
    }
}

/// The key that was pressed in this frame. Once there is one, Enter and Space belong to the buttons.
fn pressed(ui: &Ui, has_one: bool) -> Option<Shortcut> {
    ui.input_mut(|input| {
        let at = input.events.iter().position(|event| {
            let Event::Key { key, pressed: true, modifiers, .. } = event else { return false };
            let is_button = matches!(key, egui::Key::Enter | egui::Key::Space) && *modifiers == Modifiers::NONE;
            !(has_one && is_button) && Shortcut::pressed_key(*key, *modifiers).is_some()
        })?;
        match input.events.remove(at) {
            Event::Key { key, modifiers, .. } => Shortcut::pressed_key(key, modifiers),
            _ => None,
        }
    })
}

fn taken(row: &CommandRow<'_>, key: Shortcut, keymap: &Keymap, brought: Brought<'_>) -> Option<Taken> {
    if let Some(other) = taken_by(row, key, keymap) {
        return Some(Taken::By(other));
    }
    let kinds = brought.project.map(|project| project.codebook.kinds.as_slice()).unwrap_or_default();
    let kind = kinds.iter().find(|kind| {
        let letter = kind.key.filter(|key| COMMAND_KEYS.iter().all(|(taken, _)| taken != key));
        let letter = letter.and_then(|letter| egui::Key::from_name(letter.encode_utf8(&mut [0; 4])));
        letter.is_some_and(|letter| key == Shortcut::Key(Modifiers::NONE, letter))
    });
    if let Some(kind) = kind {
        return Some(Taken::Here(kind.name.clone()));
    }
    let digit = table::DIGITS.iter().position(|digit| {
        key == Shortcut::Key(Modifiers::NONE, *digit) || key == Shortcut::Key(Modifiers::ALT, *digit)
    });
    digit.map(|index| {
        let party = brought.project.and_then(|project| project.parties.get(index));
        Taken::Here(party.map_or_else(|| t!("rebind-parties"), |party| party.name.clone()))
    })
}
