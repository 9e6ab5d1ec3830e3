//! What a day's work takes, counted: keys and clicks from where one is to where one wants to be.

use bayan::ui::command::Command;
use egui::{Key, Modifiers};

use crate::support::window::Window;

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;

/// Somebody at the window, whose keys and clicks are counted.
struct Worker {
    window: Window,
    count: usize,
}

impl Worker {
    fn on_sample() -> Self {
        Self { window: Window::on_sample(), count: 0 }
    }

    fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.window.press(modifiers, key);
        self.count += 1;
    }

    /// Clicks on the text of the statement in the article.
    fn click_statement(&mut self, start_byte: usize) {
        let at = self.window.place_of(start_byte);
        self.window.clicks(at, 1);
        self.count += 1;
    }

    /// How many keys and clicks there were since the last time.
    fn counted(&mut self) -> usize {
        std::mem::take(&mut self.count)
    }
}

#[test]
fn the_next_article_is_one_key_away() {
    let mut worker = Worker::on_sample();
    worker.window.ask(Command::AddPasted("Beta\n\nقال المتحدث إن القرار نهائي.".to_owned()));
    let ids: Vec<_> = worker.window.project().documents.keys().cloned().collect();
    worker.window.ask(Command::ShowDocument(ids[0].clone()));
    worker.press(CTRL, Key::PageDown);
    assert_eq!(worker.window.document(), ids[1]);
    assert_eq!(worker.counted(), 1);
}

#[test]
fn a_relation_takes_a_key_and_a_click_after_the_first_one_of_its_kind() {
    let mut worker = Worker::on_sample();
    let kinds: Vec<_> = worker.window.project().codebook.relation_kinds.iter().map(|kind| kind.id.clone()).collect();
    assert!(kinds.len() > 1, "there is a choice");
    let document = worker.window.document();
    let relations = |worker: &Worker| {
        let layer = worker.window.project().layer(&document, worker.window.session().annotator()).unwrap();
        layer.relations().map(|relation| (relation.kind.clone(), relation.from, relation.to)).collect::<Vec<_>>()
    };
    worker.window.ask(Command::NextStatement);
    let from = worker.window.selected().unwrap();
    let others: Vec<_> = worker.window.own().into_iter().filter(|own| own.id != from).collect();
    let is_free = |worker: &Worker, to| relations(worker).iter().all(|(_, a, b)| (*a, *b) != (from, to));
    let mut seen = others.iter().filter(|own| {
        let start = own.spans[0].start_byte;
        is_free(&worker, own.id) && others.iter().all(|two| two.id == own.id || !two.hull().range().contains(&start))
    });
    let (first, second) = (seen.next().unwrap().clone(), seen.next().unwrap().clone());
    let before = relations(&worker).len();
    // The kind is asked for once.
    worker.press(NONE, Key::L);
    worker.press(NONE, Key::Enter);
    worker.click_statement(first.spans[0].start_byte);
    assert_eq!(worker.counted(), 3);
    assert_eq!(relations(&worker).len(), before + 1, "{}", worker.window.told());
    worker.press(NONE, Key::L);
    worker.click_statement(second.spans[0].start_byte);
    assert_eq!(worker.counted(), 2);
    let made = relations(&worker);
    assert!(made.contains(&(kinds[0].clone(), from, second.id)), "{made:?}");
    // The same key again asks for another kind.
    worker.press(NONE, Key::L);
    assert!(worker.window.app().view().armed.is_some());
    worker.press(NONE, Key::L);
    assert!(worker.window.app().view().armed.is_none());
    worker.press(NONE, Key::ArrowDown);
    worker.press(NONE, Key::Enter);
    assert!(worker.window.app().view().armed.is_some(), "another kind");
}

#[test]
fn the_topic_is_two_keys_from_the_text() {
    let mut worker = Worker::on_sample();
    let topic = worker.window.project().codebook.topics.last().unwrap().clone();
    worker.press(NONE, Key::N);
    worker.press(NONE, Key::T);
    assert_eq!(worker.counted(), 2);
    worker.window.type_text(&topic.name);
    worker.press(NONE, Key::Enter);
    let chosen = worker.window.own().into_iter().find(|own| Some(own.id) == worker.window.selected()).unwrap();
    assert_eq!(chosen.topic, Some(topic.id));
}

#[test]
fn eleven_parties_take_a_key_for_each_beside_their_names() {
    let mut worker = Worker::on_sample();
    let before = worker.window.project().parties.len();
    worker.press(CTRL | Modifiers::SHIFT, Key::L);
    for number in 0..11 {
        worker.window.type_text(&format!("Party {number}"));
        worker.press(NONE, Key::Enter);
    }
    assert_eq!(worker.window.project().parties.len(), before + 11, "{}", worker.window.told());
    assert_eq!(worker.counted(), 12);
}
