//! The keys that a person has given to commands instead of those in the table.
//!
//! The settings keep them as text, by the ids of the rows: `"go-to": ["Ctrl+P"]`. An empty list takes a command's keys
//! away. What cannot be read is left out, so that the command keeps the keys of the table.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Context, Id};

use super::shortcut::Shortcut;

/// The keys of commands that differ from those in the table, by the ids of their rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keymap(BTreeMap<String, Vec<Shortcut>>);

impl Keymap {
    /// The keys in the settings, of the commands that there are.
    pub fn read(settings: &BTreeMap<String, Vec<String>>, is_command: impl Fn(&str) -> bool) -> Self {
        let known = settings.iter().filter(|(id, _)| is_command(id));
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
