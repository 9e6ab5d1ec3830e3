//! The keys that a person has given to commands instead of those in the table.
//!
//! The settings keep them as text, by the ids of the rows: `"go-to": ["Ctrl+P"]`. An empty list takes a command's keys
//! away. What cannot be read is left out, so that the command keeps the keys of the table.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Context, Id, Key, Modifiers};

use super::situation::Situation;
use super::table::{self, CommandRow, Shortcut};
use crate::ui::state::Page;

/// The keys of commands that differ from those in the table, by the ids of their rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keymap(BTreeMap<String, Vec<Shortcut>>);

impl Keymap {
    /// The keys in the settings.
    pub fn read(settings: &BTreeMap<String, Vec<String>>) -> Self {
        let known = settings.iter().filter(|(id, _)| table::row_of(id).is_some());
        let read = |texts: &Vec<String>| texts.iter().map(|text| Shortcut::read(text)).collect::<Option<Vec<_>>>();
        Self(known.filter_map(|(id, texts)| Some((id.clone(), read(texts)?))).collect())
    }

    /// The keys of this row, if they are not those of the table.
    pub(crate) fn keys(&self, id: &str) -> Option<&[Shortcut]> {
        self.0.get(id).map(Vec::as_slice)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a command has been given this key.
    pub(crate) fn gives(&self, shortcut: Shortcut) -> bool {
        self.0.values().flatten().any(|key| *key == shortcut)
    }

    /// Makes buttons and tips show these keys.
    pub(crate) fn install(self, ctx: &Context) {
        ctx.data_mut(|data| data.insert_temp(place(), Arc::new(self)));
    }

    /// The installed keys.
    pub(crate) fn of(ctx: &Context) -> Arc<Self> {
        ctx.data(|data| data.get_temp(place())).unwrap_or_default()
    }
}

fn place() -> Id {
    Id::unique("keymap")
}

/// The fixed row that has this key now and can be on together with `row`.
pub(crate) fn taken_by(
    row: &CommandRow<'_>,
    shortcut: Shortcut,
    keymap: &Keymap,
) -> Option<&'static CommandRow<'static>> {
    table::fixed().filter(|other| other.id != row.id).find(|other| {
        let keys = keymap.keys(&other.id).unwrap_or(&other.keys);
        keys.contains(&shortcut) && can_be_on_together(row, other)
    })
}

/// Whether both rows exist in some situation.
fn can_be_on_together(a: &CommandRow<'_>, b: &CommandRow<'_>) -> bool {
    const SWITCHES: [fn(&mut Situation); 10] = [
        |now| now.has_passage = true,
        |now| now.has_statement = true,
        |now| now.is_armed = true,
        |now| now.is_finding = true,
        |now| now.is_looking_back = true,
        |now| now.is_correcting = true,
        |now| now.has_dialog = true,
        |now| now.is_locked = true,
        |now| now.is_nameless = true,
        |now| now.agreement.is_computing = true,
    ];
    Page::ALL.iter().any(|page| {
        (0..1_u32 << SWITCHES.len()).any(|bits| {
            let mut now =
                Situation { page: *page, has_project: true, has_conflict_copies: true, ..Situation::default() };
            for (index, switch) in SWITCHES.iter().enumerate() {
                if bits >> index & 1 == 1 {
                    switch(&mut now);
                }
            }
            a.is_on(&now) && b.is_on(&now)
        })
    })
}

const CTRL: &str = "Ctrl";
const ALT: &str = "Alt";
const SHIFT: &str = "Shift";
const START: &str = "Start";
const END: &str = "End of line";

impl Shortcut {
    /// The key combination as the settings have it.
    pub(crate) fn written(self) -> String {
        let (modifiers, key) = match self {
            Self::Key(modifiers, key) => (modifiers, key.name()),
            Self::TowardsStart(modifiers) => (modifiers, START),
            Self::TowardsEnd(modifiers) => (modifiers, END),
        };
        let held = [(modifiers.command, CTRL), (modifiers.alt, ALT), (modifiers.shift, SHIFT)];
        let held = held.into_iter().filter(|(is_held, _)| *is_held).map(|(_, name)| name);
        held.chain([key]).collect::<Vec<_>>().join("+")
    }

    /// The key combination that the settings have as this text.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let mut modifiers = Modifiers::NONE;
        let mut rest = text;
        while let Some((name, after)) = rest.split_once('+').filter(|(_, after)| !after.is_empty()) {
            modifiers |= match name {
                CTRL => Modifiers::COMMAND,
                ALT => Modifiers::ALT,
                SHIFT => Modifiers::SHIFT,
                _ => return None,
            };
            rest = after;
        }
        match rest {
            START => Some(Self::TowardsStart(modifiers)),
            END => Some(Self::TowardsEnd(modifiers)),
            name => Key::from_name(name).map(|key| Self::Key(modifiers, key)),
        }
    }

    /// What was pressed, as a shortcut; `None` for keys that always keep their meaning.
    pub(crate) fn pressed_key(key: Key, modifiers: Modifiers) -> Option<Self> {
        if matches!(key, Key::Escape | Key::Tab) {
            return None;
        }
        let held = Modifiers { mac_cmd: false, ctrl: false, ..modifiers };
        Some(Self::Key(held, key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_table_is_read_as_it_is_written() {
        let mut count = 0;
        for row in table::fixed() {
            for key in row.keys.iter() {
                assert_eq!(Shortcut::read(&key.written()), Some(*key), "{}", key.written());
                count += 1;
            }
        }
        assert!(count > 80, "{count}");
        let plus = Shortcut::Key(Modifiers::COMMAND, Key::Plus);
        assert_eq!((plus.written().as_str(), Shortcut::read(&plus.written())), ("Ctrl+Plus", Some(plus)));
    }

    #[test]
    fn what_cannot_be_read_leaves_the_keys_of_the_table() {
        let settings =
            [("go-to", vec!["Alt+G"]), ("undo", vec!["Hyper+G"]), ("redo", vec![]), ("no such command", vec!["Alt+Q"])];
        let settings = settings.map(|(id, keys)| (id.to_owned(), keys.into_iter().map(str::to_owned).collect()));
        let keymap = Keymap::read(&settings.into_iter().collect());
        assert_eq!(keymap.keys("go-to"), Some(&[Shortcut::Key(Modifiers::ALT, Key::G)][..]));
        assert_eq!((keymap.keys("undo"), keymap.keys("no such command")), (None, None));
        assert_eq!(keymap.keys("redo"), Some(&[][..]));
    }

    #[test]
    fn a_key_is_taken_only_by_a_command_that_is_there_at_the_same_time() {
        let row = |id: &str| table::row_of(id).unwrap();
        let l = Shortcut::Key(Modifiers::NONE, Key::N);
        let taken = |id: &str, keymap: &Keymap| taken_by(row(id), l, keymap).map(|row| row.id.to_string());
        // N goes to the next statement on the page of articles, and to the next place on that of the review.
        assert_eq!(taken("cue", &Keymap::default()).as_deref(), Some("next-statement"));
        assert_eq!(taken("decide-later", &Keymap::default()).as_deref(), Some("next-place"));
        assert_eq!(taken("compute", &Keymap::default()), None);
        let without = Keymap([("next-statement".to_owned(), Vec::new())].into());
        assert_eq!(taken("trim", &without), None);
    }
}
