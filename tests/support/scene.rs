//! The notation of the fixtures that say what keys and the mouse do in an article.
//!
//! A fixture is a line `before · keys · after`. In the texts `[…]` is the selection, `|` the caret (inside a selection: its
//! end that moves, the last one where it is not given), `{…}` the selected statement, and ⏎ a line end. Keys are separated
//! by spaces: `Shift+Left`, `Shift+Left*3`. Empty lines and lines with `#` are no fixtures.

use egui::{Key, Modifiers};

/// A text with what is selected in it, in bytes.
#[derive(Default)]
pub struct Scene {
    pub text: String,
    pub selection: Option<(usize, usize)>,
    pub caret: Option<usize>,
    pub statement: Option<(usize, usize)>,
}

impl Scene {
    pub fn read(marked: &str) -> Self {
        let mut scene = Self::default();
        let (mut start, mut opened) = (None, None);
        for c in marked.chars() {
            let at = scene.text.len();
            match c {
                '[' => start = Some(at),
                ']' => scene.selection = start.map(|start| (start, at)),
                '{' => opened = Some(at),
                '}' => scene.statement = opened.map(|opened| (opened, at)),
                '|' => scene.caret = Some(at),
                '⏎' => scene.text.push('\n'),
                c => scene.text.push(c),
            }
        }
        scene
    }

    /// The opposite of [`Scene::read`]. A caret at the end of its selection is not written.
    pub fn write(&self) -> String {
        let mut marks: Vec<(usize, u8, char)> = Vec::new();
        if let Some((start, end)) = self.statement {
            marks.extend([(start, 2, '{'), (end, 1, '}')]);
        }
        if let Some((start, end)) = self.selection {
            marks.extend([(start, 3, '['), (end, 0, ']')]);
        }
        if let Some(caret) = self.caret.filter(|caret| self.selection.is_none_or(|(_, end)| end != *caret)) {
            marks.push((caret, 4, '|'));
        }
        marks.sort_unstable();
        let mut written = String::new();
        let mut from = 0;
        for (at, _, mark) in marks {
            written.push_str(&self.text[from..at]);
            written.push(mark);
            from = at;
        }
        written.push_str(&self.text[from..]);
        written.replace('\n', "⏎")
    }

    /// Where the selection begins and where its end that moves is; both the caret if nothing is selected.
    pub fn anchor_and_caret(&self) -> (usize, usize) {
        match self.selection {
            Some((start, end)) if self.caret == Some(start) => (end, start),
            Some(ends) => ends,
            None => (self.caret.unwrap_or(0), self.caret.unwrap_or(0)),
        }
    }

    /// Whether it says where the caret is.
    pub fn has_caret(&self) -> bool {
        self.caret.is_some() || self.selection.is_some()
    }
}

/// The fixtures of a file for which `play`, given the three parts, returns something else than the last one; and how many
/// fixtures there are.
pub fn failures(fixtures: &str, mut play: impl FnMut(&str, &str, &str) -> String) -> (Vec<String>, usize) {
    let (mut failed, mut count) = (Vec::new(), 0);
    for (number, line) in fixtures.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let parts: Vec<&str> = line.split(" · ").collect();
        let [before, keys, after] = parts.as_slice() else { panic!("line {}: {line}", number + 1) };
        count += 1;
        let found = play(before, keys, after);
        if found != *after {
            failed.push(format!("line {}: {before} · {keys}\n  expected {after}\n  found    {found}", number + 1));
        }
    }
    (failed, count)
}

/// The keys of a fixture, each as often as it is pressed. Spaces in quotation marks and in brackets separate nothing.
pub fn split_keys(keys: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let (mut quoted, mut depth) = (false, 0);
    for c in keys.chars() {
        match c {
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth -= 1,
            ' ' if !quoted && depth == 0 => {
                found.push(String::new());
                continue;
            }
            _ => {}
        }
        found.last_mut().unwrap().push(c);
    }
    let repeated = found.into_iter().filter(|key| !key.is_empty()).flat_map(|key| match key.rsplit_once('*') {
        Some((key, times)) if !key.is_empty() => vec![key.to_owned(); times.parse().unwrap()],
        _ => vec![key],
    });
    repeated.collect()
}

/// What a key as `Ctrl+Shift+Left` means.
pub fn shortcut(name: &str) -> (Modifiers, Key) {
    let (held, key) = name.rsplit_once('+').unwrap_or(("", name));
    let modifier = |name| match name {
        "Ctrl" => Modifiers::COMMAND,
        "Shift" => Modifiers::SHIFT,
        "Alt" => Modifiers::ALT,
        _ => panic!("no modifier {name}"),
    };
    let held = held.split('+').filter(|name| !name.is_empty());
    let modifiers = held.fold(Modifiers::NONE, |all, name| all | modifier(name));
    (modifiers, Key::from_name(key).unwrap_or_else(|| panic!("no key {key}")))
}
