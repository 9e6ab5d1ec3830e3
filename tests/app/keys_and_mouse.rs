//! What the hand does in the article: keys and mouse, through the real window, from fixtures that a person can read.
//!
//! A line of `tests/data/keys_and_mouse.txt` is `before · keys · after`. In the texts `[…]` is the selection, `|` the caret (inside
//! a selection: its end that moves, the last one where it is not given), `{…}` the selected statement, and ⏎ a line end.
//! Keys are separated by spaces: `Shift+Left`, `Shift+Left*3`, `"typed text"`, `click(word)`, `doubleclick(word)`,
//! `tripleclick(word)`, `shiftclick(word)`, `drag(from→to)`,
//! `doubledrag`, `tripledrag`; a word means its first letter, of a drag its start and its end.

use bayan::edit::change::Edit;
use bayan::model::document::{Document, Metadata};
use bayan::model::id::{DocumentId, KindId};
use bayan::model::span::Span;
use bayan::model::statement::Statement;
use bayan::text::content::Content;
use bayan::ui::article::DocumentView;
use bayan::ui::command::Command;
use bayan::ui::state::Caret;

use crate::support::window::Window;

#[test]
fn every_fixture_holds() {
    let (failed, count, arabic) = run(include_str!("../data/keys_and_mouse.txt"));
    assert!(failed.is_empty(), "{} of {count} failed\n{}", failed.len(), failed.join("\n"));
    assert!(count >= 60 && arabic * 2 >= count, "{arabic} of {count} fixtures have right-to-left text");
}

/// The fixtures that do not hold, how many there are, and how many of them have right-to-left text.
fn run(fixtures: &str) -> (Vec<String>, usize, usize) {
    let mut player = Player::new();
    let mut failed = Vec::new();
    let (mut count, mut arabic) = (0, 0);
    for (number, line) in fixtures.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let parts: Vec<&str> = line.split(" · ").collect();
        let [before, keys, after] = parts.as_slice() else { panic!("line {}: {line}", number + 1) };
        count += 1;
        arabic += usize::from(language(before) == "ar");
        let found = player.check(before, keys, after);
        if found != *after {
            failed.push(format!("line {}: {before} · {keys}\n  expected {after}\n  found    {found}", number + 1));
        }
    }
    (failed, count, arabic)
}

/// What a line of the fixtures says about a text.
#[derive(Default)]
struct Scene {
    text: String,
    selection: Option<(usize, usize)>,
    caret: Option<usize>,
    statement: Option<(usize, usize)>,
}

impl Scene {
    fn read(marked: &str) -> Self {
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

    /// The other way. A caret at the end of its selection is not written.
    fn write(&self) -> String {
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
}

/// Plays the fixtures in one window, in which each is an article of its own.
struct Player {
    window: Window,
    count: usize,
}

impl Player {
    fn new() -> Self {
        Self { window: Window::on_sample_in_real_time(), count: 0 }
    }

    /// Presses the keys in the scene and says what it looks like then. `after` tells what is to be written down.
    fn check(&mut self, before: &str, keys: &str, after: &str) -> String {
        let scene = Scene::read(before);
        self.count += 1;
        let id = DocumentId::new(format!("fixture-{}", self.count)).unwrap();
        let document = Document {
            id: id.clone(),
            content: Content::new(scene.text.as_str()),
            metadata: Metadata { language: language(&scene.text).to_owned(), ..Metadata::default() },
            encoding: String::new(),
            excluded: Vec::new(),
        };
        self.apply(Edit::AddDocument { document: Box::new(document), layers: Vec::new() });
        for command in [Command::CloseFind, Command::Select(None), Command::ShowDocument(id.clone())] {
            self.window.ask(command);
        }
        if let Some((start, end)) = scene.statement {
            let layer = (id, self.window.session().annotator().clone());
            let statement = statement(start, end);
            let chosen = statement.id;
            self.apply(Edit::AddStatement { layer, statement: Box::new(statement) });
            self.window.ask(Command::SelectStatement(Some(chosen)));
        }
        let (start, end) = scene.selection.unwrap_or_else(|| (scene.caret.unwrap_or(0), scene.caret.unwrap_or(0)));
        let from_end = scene.caret == Some(start);
        let (anchor_byte, focus_byte) = if from_end { (end, start) } else { (start, end) };
        self.window.ask(Command::GoTo(Caret { anchor_byte, focus_byte }));
        self.window.harness.ctx.memory_mut(|memory| memory.request_focus(DocumentView::id()));
        self.window.draw();
        for key in split_keys(keys) {
            self.press(&key, &scene.text);
        }
        let expected = Scene::read(after);
        let (view, session) = (self.window.app().view(), self.window.session());
        let statement = view.selected.and_then(|chosen| {
            let layer = session.project().layer(view.document.as_ref()?, session.annotator())?;
            let hull = layer.statement(chosen)?.hull();
            Some((hull.start_byte, hull.end_byte))
        });
        let found = Scene {
            text: session.project().documents[view.document.as_ref().unwrap()].content.as_str().to_owned(),
            selection: view.selection.map(|span| (span.start_byte, span.end_byte)),
            caret: expected.caret.map(|_| self.window.app().caret_byte()),
            statement,
        };
        found.write()
    }

    fn apply(&mut self, edit: Edit) {
        self.window.ask(Command::Apply { gesture: "fixture".into(), edit: Box::new(edit), merge_key: None });
    }

    fn press(&mut self, key: &str, text: &str) {
        let (key, times) = match key.rsplit_once('*') {
            Some((key, times)) if !key.is_empty() => (key, times.parse().unwrap()),
            _ => (key, 1),
        };
        for _ in 0..times {
            if let Some(typed) = key.strip_prefix('"').and_then(|key| key.strip_suffix('"')) {
                self.window.type_text(typed);
            } else if let Some((action, words)) = key.strip_suffix(')').and_then(|key| key.split_once('(')) {
                self.mouse(action, words, text);
            } else {
                let mut modifiers = egui::Modifiers::NONE;
                let (held, key) = key.rsplit_once('+').unwrap_or(("", key));
                for name in held.split('+').filter(|name| !name.is_empty()) {
                    modifiers |= match name {
                        "Ctrl" => egui::Modifiers::COMMAND,
                        "Shift" => egui::Modifiers::SHIFT,
                        "Alt" => egui::Modifiers::ALT,
                        _ => panic!("no modifier {name}"),
                    };
                }
                let key = egui::Key::from_name(key).unwrap_or_else(|| panic!("no key {key}"));
                self.window.press(modifiers, key);
            }
        }
    }

    fn mouse(&mut self, action: &str, words: &str, text: &str) {
        let (from, to) = words.split_once('→').unwrap_or((words, words));
        let start = text.find(from).unwrap_or_else(|| panic!("no {from} in {text}"));
        let end = text.find(to).unwrap() + to.len();
        match action {
            "drag" | "doubledrag" | "tripledrag" => {
                let (from, to) = (self.window.place_of(start), self.window.place_before(end));
                let clicks = ["drag", "doubledrag", "tripledrag"].iter().position(|name| *name == action).unwrap();
                self.window.press_button(from, clicks, egui::Modifiers::NONE);
                self.window.drag(from, to);
            }
            "click" | "doubleclick" | "tripleclick" | "shiftclick" => {
                let times = if action == "doubleclick" { 2 } else { 1 + 2 * usize::from(action == "tripleclick") };
                let at = self.window.place_of(start);
                let modifiers = if action == "shiftclick" { egui::Modifiers::SHIFT } else { egui::Modifiers::NONE };
                self.window.press_button(at, times, modifiers);
                self.window.draw();
            }
            _ => panic!("no action {action}"),
        }
        self.window.pause();
    }
}

fn statement(start_byte: usize, end_byte: usize) -> Statement {
    Statement::new(KindId::new("claim").unwrap(), vec![Span::new(start_byte, end_byte)], jiff::Timestamp::now())
}

/// Which way the arrows at the edges of a statement point.
fn language(text: &str) -> &'static str {
    if text.chars().any(|c| matches!(c, '\u{5d0}'..='\u{6ff}')) { "ar" } else { "en" }
}

/// At spaces outside quotation marks and brackets.
fn split_keys(keys: &str) -> Vec<String> {
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
    found.retain(|key| !key.is_empty());
    found
}

#[test]
fn a_scene_is_written_as_it_is_read() {
    for marked in ["قال |بوتين", "قال [بوتين] ثم", "[|قال] بوتين", "{قال} |بوتين", "{[قال] بوتين}⏎نعم"]
    {
        assert_eq!(Scene::read(marked).write(), marked);
    }
    assert_eq!(split_keys("Ctrl+F \"a b\" drag(a b→c)*2"), ["Ctrl+F", "\"a b\"", "drag(a b→c)*2"]);
}
