//! Key combinations: which keys they are, and how the settings write them.

use egui::{Key, KeyboardShortcut, Modifiers};

/// A key combination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shortcut {
    Key(Modifiers, Key),
    /// The arrow that points to the start, or the end, of the article's lines.
    TowardsStart(Modifiers),
    TowardsEnd(Modifiers),
}

const CTRL: &str = "Ctrl";
const ALT: &str = "Alt";
const SHIFT: &str = "Shift";
const START: &str = "Start";
const END: &str = "End of line";

impl Shortcut {
    /// The keys to press in an article that is written from right to left, or not.
    pub(crate) fn pressed(self, rtl: bool) -> KeyboardShortcut {
        let (start, end) = if rtl { (Key::ArrowRight, Key::ArrowLeft) } else { (Key::ArrowLeft, Key::ArrowRight) };
        let (modifiers, key) = match self {
            Self::Key(modifiers, key) => (modifiers, key),
            Self::TowardsStart(modifiers) => (modifiers, start),
            Self::TowardsEnd(modifiers) => (modifiers, end),
        };
        KeyboardShortcut::new(modifiers, key)
    }

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
