//! What the hand does in the article: keys and mouse, through the real window, from fixtures that a person can read.
//!
//! The lines of `tests/data/keys_and_mouse.txt` are in the notation of `tests/support/scene.rs`. Beside keys there are
//! `"typed text"`, `click(word)`, `doubleclick(word)`, `tripleclick(word)`, `shiftclick(word)`, `drag(from→to)`,
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

use crate::support::scene::{Scene, failures, shortcut, split_keys};
use crate::support::window::Window;

#[test]
fn every_fixture_holds() {
    let mut player = Player::new();
    let mut arabic = 0;
    let (failed, count) = failures(include_str!("../data/keys_and_mouse.txt"), |before, keys, after| {
        arabic += usize::from(language(before) == "ar");
        player.check(before, keys, after)
    });
    assert!(failed.is_empty(), "{} of {count} failed\n{}", failed.len(), failed.join("\n"));
    assert!(count >= 60 && arabic * 2 >= count, "{arabic} of {count} fixtures have right-to-left text");
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
        let (anchor_byte, focus_byte) = scene.anchor_and_caret();
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
            caret: expected.has_caret().then(|| self.window.app().caret_byte()),
            statement,
        };
        found.write()
    }

    fn apply(&mut self, edit: Edit) {
        self.window.ask(Command::Apply { gesture: "fixture".into(), edit: Box::new(edit), merge_key: None });
    }

    fn press(&mut self, key: &str, text: &str) {
        if let Some(typed) = key.strip_prefix('"').and_then(|key| key.strip_suffix('"')) {
            self.window.type_text(typed);
        } else if let Some((action, words)) = key.strip_suffix(')').and_then(|key| key.split_once('(')) {
            self.mouse(action, words, text);
        } else {
            let (modifiers, key) = shortcut(key);
            self.window.press(modifiers, key);
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

#[test]
fn a_scene_is_written_as_it_is_read() {
    for marked in ["قال |بوتين", "قال [بوتين] ثم", "[|قال] بوتين", "{قال} |بوتين", "{[قال] بوتين}⏎نعم"]
    {
        assert_eq!(Scene::read(marked).write(), marked);
    }
    assert_eq!(split_keys("Ctrl+F \"a b\" drag(a b→c)*2"), ["Ctrl+F", "\"a b\"", "drag(a b→c)", "drag(a b→c)"]);
}
