//! Setting a field by pointing: it is armed, and the next selection, or the next statement, is taken for it.

use bayan::model::id::StatementId;
use bayan::model::span::Span;
use bayan::model::statement::Statement;
use bayan::ui::command::Command;
use bayan::ui::state::{Armed, Caret};
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Pos2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::support::window::Window;
use crate::support::words::{stretch, words};

const NONE: Modifiers = Modifiers::NONE;
const SHIFT: Modifiers = Modifiers::SHIFT;
/// Words of the article, of which one stands alone on both sides.
const CUE: &str = "وقال";

impl Window {
    fn of(&self, id: StatementId) -> Statement {
        self.own().into_iter().find(|statement| statement.id == id).unwrap()
    }

    /// Selects the first statement with so many links.
    fn choose_chain(&mut self, links: usize) -> StatementId {
        let id = self.own().iter().find(|statement| statement.chain.len() == links).unwrap().id;
        self.ask(Command::SelectStatement(Some(id)));
        id
    }

    /// Where these words are first.
    fn span_of(&self, words: &str) -> Span {
        let start = self.project().documents[&self.document()].content.as_str().find(words).unwrap();
        Span::new(start, start + words.len())
    }

    fn relations_from(&self, id: StatementId) -> Vec<StatementId> {
        let layer = self.project().layer(&self.document(), self.session().annotator()).unwrap();
        layer.relations_of(id).filter(|relation| relation.from == id).map(|relation| relation.to).collect()
    }

    /// Drags while keys are held.
    fn drag_with(&mut self, from: Pos2, to: Pos2, modifiers: Modifiers) {
        let button = |pos, pressed| Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers };
        let moved = Event::PointerMoved;
        for event in [moved(from), button(from, true), moved(to), moved(to), button(to, false)] {
            self.harness.event_modifiers(event, modifiers);
            self.harness.run_steps(2);
        }
        self.pause();
    }

    fn secondary_click(&mut self, pos: Pos2) {
        self.harness.event(Event::PointerMoved(pos));
        self.harness.run_steps(2);
        for pressed in [true, false] {
            let (button, modifiers) = (PointerButton::Secondary, NONE);
            self.harness.event(Event::PointerButton { pos, button, pressed, modifiers });
            self.harness.step();
        }
        self.draw();
    }

    fn relation(&self) -> Armed {
        Armed::Relation(self.project().codebook.relation_kinds[0].id.clone())
    }
}

#[test]
fn a_key_without_words_waits_for_the_next_drag_and_keeps_the_statement() {
    let mut window = Window::on_sample_in_real_time();
    let id = window.choose_chain(2);
    let cue = window.span_of(CUE);
    window.ask(Command::GoTo(Caret { anchor_byte: cue.start_byte, focus_byte: cue.start_byte }));
    window.press(NONE, Key::Q);
    assert_eq!(window.app().view().armed, Some(Armed::Cue(1)));
    assert!(window.shows(&stretch("armed-cue")), "the note at the caret");
    window.select(CUE);
    assert_eq!((window.of(id).chain[1].cue, window.selected()), (Some(cue), Some(id)));
    let view = window.app().view();
    assert_eq!((view.armed.clone(), view.selection), (None, None));
    assert!(!window.shows(&stretch("armed-cue")));
}

#[test]
fn a_double_click_and_a_selection_by_keys_are_taken_for_any_link() {
    let mut window = Window::on_sample_in_real_time();
    let id = window.choose_chain(2);
    let word = window.span_of(CUE);
    window.ask(Command::GoTo(Caret { anchor_byte: word.start_byte, focus_byte: word.start_byte }));
    window.ask(Command::Arm(Armed::Mention(0)));
    let at = window.place_of(word.start_byte);
    window.clicks(at, 2);
    assert_eq!(window.of(id).chain[0].mention, Some(word));
    assert_eq!(window.selected(), Some(id), "the clicks choose no other statement");

    window.ask(Command::GoTo(Caret { anchor_byte: word.start_byte, focus_byte: word.start_byte }));
    window.ask(Command::Arm(Armed::Cue(0)));
    let before = window.of(id).chain[0].cue;
    assert_ne!(before, Some(word));
    for _ in 0..CUE.chars().count() {
        window.press(Modifiers::SHIFT, Key::ArrowLeft);
    }
    assert_eq!(window.of(id).chain[0].cue, before, "not before Enter");
    window.press(NONE, Key::Enter);
    assert_eq!(window.of(id).chain[0].cue, Some(word));
    assert_eq!(window.app().view().armed, None);
}

#[test]
fn words_that_are_selected_already_are_taken_at_once() {
    let mut window = Window::on_sample();
    let id = window.choose_chain(2);
    let before = window.of(id).spans.len();
    let span = window.span_of("بين الرئيسين");
    window.ask(Command::Select(Some(span)));
    window.ask(Command::Arm(Armed::Span));
    assert_eq!(window.of(id).spans.len(), before + 1);
    assert_eq!(window.app().view().armed, None);
}

#[test]
fn escape_and_another_statement_disarm() {
    let mut window = Window::on_sample_in_real_time();
    let id = window.choose_chain(2);
    window.ask(Command::Arm(Armed::Cue(0)));
    window.press(NONE, Key::Escape);
    assert_eq!((window.app().view().armed.clone(), window.selected()), (None, Some(id)));
    // The key that arms disarms as well.
    window.press(NONE, Key::M);
    assert!(window.app().view().armed.is_some());
    window.press(NONE, Key::M);
    assert_eq!(window.app().view().armed, None);
    window.press(NONE, Key::M);
    window.press(NONE, Key::N);
    assert_ne!(window.selected(), Some(id));
    assert_eq!(window.app().view().armed, None, "what is armed belongs to one statement");
    window.ask(Command::Arm(Armed::Cue(9)));
    assert!(window.shows(&words!("not-link")));
    assert_eq!(window.app().view().armed, None);
}

#[test]
fn a_relation_leads_to_the_statement_that_is_clicked() {
    let mut window = Window::on_sample_in_real_time();
    let own = window.own();
    // Two statements that share no words.
    let (from, to) = (own[0].id, own.iter().find(|s| s.hull().start_byte > own[0].hull().end_byte).unwrap().clone());
    window.ask(Command::SelectStatement(Some(from)));
    let before = window.relations_from(from).len();
    let armed = window.relation();
    window.ask(Command::Arm(armed.clone()));
    assert!(window.shows(&stretch("armed-keys-statement")));
    let at = window.place_of(to.hull().start_byte);
    window.clicks(at, 1);
    assert_eq!(window.relations_from(from).len(), before + 1);
    assert!(window.relations_from(from).iter().any(|id| *id != from));
    assert_eq!((window.selected(), window.app().view().armed.clone()), (Some(from), None));
    // It leads nowhere from a statement to itself.
    window.ask(Command::Arm(armed));
    window.ask(Command::SelectStatement(Some(from)));
    assert!(window.shows(&words!("not-target")));
    assert_eq!(window.relations_from(from).len(), before + 1);
}

#[test]
fn a_relation_is_made_by_keys() {
    let mut window = Window::on_sample_in_real_time();
    let own: Vec<StatementId> = window.own().iter().map(|statement| statement.id).collect();
    window.ask(Command::SelectStatement(Some(own[0])));
    let armed = window.relation();
    window.ask(Command::Arm(armed));
    window.press(NONE, Key::Enter);
    assert!(window.shows(&words!("not-target")));
    let seen = |window: &Window| (window.app().view().pointed, window.selected());
    window.press(NONE, Key::N);
    assert_eq!(seen(&window), (Some(own[1]), Some(own[0])));
    window.press(Modifiers::SHIFT, Key::N);
    // Past the selected one, to the last.
    assert_eq!(seen(&window), (own.last().copied(), Some(own[0])));
    window.press(NONE, Key::N);
    window.press(NONE, Key::Enter);
    assert!(window.relations_from(own[0]).contains(&own[1]));
    assert_eq!(seen(&window), (None, Some(own[0])));
}

#[test]
fn a_click_on_the_breadcrumb_chooses_the_link_that_the_keys_set() {
    let mut window = Window::on_sample_in_real_time();
    let id = window.choose_chain(2);
    let party = window.of(id).chain[0].party.clone();
    let name = window.project().party(&party).unwrap().name.clone();
    window.click(&words!("attribution-link", number = 1, count = 2, party = name));
    assert_eq!(window.app().view().link, Some((id, 0)));
    assert_eq!(window.selected(), Some(id));
    let cue = window.span_of(CUE);
    window.ask(Command::Select(Some(cue)));
    window.harness.ctx.memory_mut(|memory| memory.request_focus(bayan::ui::article::DocumentView::id()));
    window.press(NONE, Key::Q);
    assert_eq!(window.of(id).chain[0].cue, Some(cue));
}

#[test]
fn the_mouse_takes_whole_words_unless_alt_is_held() {
    let mut window = Window::on_sample_in_real_time();
    let word = window.span_of("بين الرئيسين");
    let [from, to] = [word.start_byte + 2, word.end_byte - 2];
    let (start, end) = (window.place_of(from), window.place_before(to));
    window.drag(start, end);
    assert_eq!(window.app().view().selection, Some(word));
    window.drag_with(start, end, Modifiers::ALT);
    assert_eq!(window.app().view().selection, Some(Span::new(from, to)));
}

#[test]
fn the_bar_stands_above_the_selection_and_covers_no_selected_word() {
    let mut window = Window::on_sample_in_real_time();
    // A passage with lines above it.
    let word = window.word_in_view();
    let at = window.place_of(word);
    window.clicks(at, 2);
    let selected = window.app().view().selection.unwrap();
    let line = window.place_of(selected.start_byte);
    let shown = |window: &Window| {
        let nodes = window.harness.query_all_by(|node| node.role() == Role::TextInput);
        let field = nodes.into_iter().find(|node| {
            bayan::locale::plain(&node.accesskit_node().label().unwrap_or_default()) == words!("bar-party-filter")
        });
        field.map(|field| field.rect())
    };
    let bar = shown(&window).expect("the bar");
    assert!(bar.bottom() < line.y, "{bar:?} {line:?}");
    // None while the hand is at it, and none where something is armed.
    window.press(NONE, Key::Escape);
    assert_eq!(shown(&window), None);
}

#[test]
fn the_right_button_and_the_menu_key_open_the_menus() {
    let mut window = Window::on_sample_in_real_time();
    let own = window.own();
    let at = window.place_of(own[0].hull().start_byte);
    window.secondary_click(at);
    let chosen = window.selected().expect("the menu chooses its statement");
    assert!(window.shows(&words!("document-menu-relate")), "{}", window.told());
    window.click(&words!("command-duplicate"));
    assert_eq!(window.own().len(), own.len() + 1);
    assert_ne!(window.selected(), Some(chosen), "the copy is chosen");

    // The topics stand in the menu. The inspector has a list of them too, whose rows are no buttons.
    let id = window.selected().expect("the copy");
    let topics = window.project().codebook.topics.clone();
    let other = topics.iter().find(|topic| window.of(id).topic.as_ref() != Some(&topic.id)).expect("another topic");
    window.secondary_click(at);
    let id = window.selected().expect("a statement");
    window.click(&words!("statement-topic"));
    window.type_text(&other.name);
    window.press(NONE, Key::Enter);
    assert_eq!(window.of(id).topic.as_ref(), Some(&other.id));

    // Of the selected words, by key.
    let span = window.span_of(CUE);
    window.ask(Command::GoTo(Caret { anchor_byte: span.start_byte, focus_byte: span.end_byte }));
    window.harness.ctx.memory_mut(|memory| memory.request_focus(bayan::ui::article::DocumentView::id()));
    window.press(Modifiers::SHIFT, Key::F10);
    assert!(window.shows(&words!("command-find-everywhere")));
    window.click(&words!("command-copy-words"));
    assert!(window.shows(&words!("status-copied-words", count = CUE.chars().count())), "{}", window.told());
}

/// Words of the article that stand there once or more, each of its own.
const WORDS: [&str; 4] = ["وقال", "بين الرئيسين", "أوكرانيا", "بايدن"];

#[test]
fn every_link_of_a_chain_gets_its_cue_and_mention_by_pointing() {
    for links in [1_usize, 2, 4] {
        let mut window = Window::on_sample_in_real_time();
        let id = window.choose_chain(1);
        let parties: Vec<_> = window.project().parties.iter().map(|party| party.id.clone()).collect();
        for party in parties.iter().take(links - 1) {
            window.ask(Command::AddReporter(party.clone()));
        }
        assert_eq!(window.of(id).chain.len(), links);
        let others = |window: &Window, but: usize| -> Vec<_> {
            let chain = window.of(id).chain.into_iter().enumerate();
            chain.filter(|(index, _)| *index != but).map(|(_, link)| link).collect()
        };
        for index in 0..links {
            for (armed, words) in [
                (Armed::Cue(index), WORDS[index % WORDS.len()]),
                (Armed::Mention(index), WORDS[(index + 1) % WORDS.len()]),
            ] {
                let span = window.span_of(words);
                let before = others(&window, index);
                window.ask(Command::GoTo(Caret { anchor_byte: span.start_byte, focus_byte: span.start_byte }));
                window.ask(Command::Arm(armed.clone()));
                window.select(words);
                let link = window.of(id).chain[index].clone();
                let set = if matches!(armed, Armed::Cue(_)) { link.cue } else { link.mention };
                assert_eq!(set, Some(span), "{armed:?} of {links} links");
                assert_eq!(others(&window, index), before, "the other links stay");
                assert_eq!((window.selected(), window.app().view().armed.clone()), (Some(id), None));
            }
        }
    }
}

#[test]
fn keys_reach_every_link_of_a_chain() {
    for links in [1_usize, 2, 4] {
        let mut window = Window::on_sample_in_real_time();
        let id = window.choose_chain(1);
        let parties: Vec<_> = window.project().parties.iter().map(|party| party.id.clone()).collect();
        for party in parties.iter().take(links - 1) {
            window.ask(Command::AddReporter(party.clone()));
        }
        // The keys are about the speaker first; a comma turns them to the link before.
        for index in (0..links).rev() {
            for (key, armed) in [(Key::Q, Armed::Cue(index)), (Key::M, Armed::Mention(index))] {
                let span = window.span_of(WORDS[index]);
                window.ask(Command::GoTo(Caret { anchor_byte: span.start_byte, focus_byte: span.start_byte }));
                window.press(NONE, key);
                assert_eq!(window.app().view().armed, Some(armed), "{links} links");
                for _ in 0..WORDS[index].chars().count() {
                    window.press(Modifiers::SHIFT, Key::ArrowLeft);
                }
                window.press(NONE, Key::Enter);
                let link = window.of(id).chain[index].clone();
                assert_eq!(if key == Key::Q { link.cue } else { link.mention }, Some(span), "link {index} of {links}");
            }
            window.press(NONE, Key::Comma);
        }
        assert!(window.shows(&words!("not-further-link")), "there is none before the first");
        window.press(SHIFT, Key::Q);
        assert_eq!(window.app().view().armed, Some(Armed::Cue(0)));
        window.press(NONE, Key::Escape);
        for index in 1..links {
            window.press(NONE, Key::Period);
            window.press(NONE, Key::Q);
            assert_eq!(window.app().view().armed, Some(Armed::Cue(index)));
            window.press(NONE, Key::Escape);
        }
    }
}
