//! The fields of a statement by key and by the inspector: every one is set without the mouse, and what is said in whose
//! content is offered.

use bayan::model::id::{AnnotatorId, StatementId};
use bayan::model::span::Span;
use bayan::model::statement::{Quotation, Stance, Statement};
use bayan::ui::command::Command;
use bayan::ui::state::Armed;
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::support::window::Window;
use crate::support::words::{stretch, words};

const NONE: Modifiers = Modifiers::NONE;
const ALT: Modifiers = Modifiers::ALT;
/// What is said, who says it and with which verb, in the fourth paragraph of the sample.
const WORDS: &str = "أن التقدم الجوهري على مسارَي روسيا والناتو";
const OUTER_CUE: &str = "وتابع";
const OUTER_MENTION: &str = "الأبيض";
const INNER_CUE: &str = "أكد";
const INNER_MENTION: &str = "بايدن";

impl Window {
    /// A window on the sample for somebody who has marked nothing.
    fn for_tester() -> Self {
        let mut window = Self::on_sample_in_real_time();
        window.ask(Command::SetAnnotator(AnnotatorId::new("tester").unwrap()));
        window
    }

    /// Marks these words by mouse and makes a claim of them.
    fn claim(&mut self, words: &str) -> StatementId {
        self.select(words);
        self.press(NONE, Key::C);
        self.selected().unwrap()
    }

    fn chosen(&self) -> Statement {
        let id = self.selected().unwrap();
        self.own().into_iter().find(|statement| statement.id == id).unwrap()
    }

    fn names(&self) -> Vec<String> {
        let name = |id| self.project().party(id).unwrap().name.clone();
        self.chosen().chain.iter().map(|link| name(&link.party)).collect()
    }

    /// Types into the picker that is open, and takes what it found.
    fn take(&mut self, typed: &str) {
        if !typed.is_empty() {
            self.type_text(typed);
        }
        self.key(Key::Enter);
    }

    fn party(&self, index: usize) -> String {
        self.project().parties[index].name.clone()
    }

    /// A key with what it types, as a layout sends it that needs Shift for it.
    fn sign(&mut self, key: Key, typed: &str) {
        let press =
            Event::Key { key, physical_key: Some(key), pressed: true, repeat: false, modifiers: Modifiers::SHIFT };
        self.harness.input_mut().events.extend([press, Event::Text(typed.to_owned())]);
        self.draw();
    }
}

#[test]
fn a_chain_is_built_by_typing_with_enter_for_the_next_link() {
    let mut window = Window::for_tester();
    window.claim(WORDS);
    let (first, second, third) = (window.party(3), window.party(1), window.party(0));
    window.key(Key::Slash);
    window.take(&first);
    assert_eq!(window.names(), std::slice::from_ref(&first));
    // The next link is asked for; Enter on nothing ends the chain.
    window.take(&second);
    assert_eq!(window.names(), [first.clone(), second.clone()]);
    window.key(Key::Enter);
    window.key(Key::Enter);
    assert_eq!(window.names(), [first.clone(), second.clone()]);
    // The key of the reporter asks for one that reports all of it.
    window.press(ALT, Key::Slash);
    window.take(&third);
    assert_eq!(window.names(), [third, first, second]);
    // Each party was one step.
    window.undo();
    window.undo();
    assert_eq!(window.names().len(), 1);
}

#[test]
fn a_speaker_whom_nobody_has_named_yet_is_created_in_the_same_step() {
    let mut window = Window::for_tester();
    window.claim(WORDS);
    let before = window.project().parties.len();
    window.key(Key::Slash);
    window.type_text("ناطق باسم");
    window.click(&words!("picker-create", name = "ناطق باسم"));
    assert_eq!((window.project().parties.len(), window.names()), (before + 1, vec!["ناطق باسم".to_owned()]));
    window.undo();
    assert_eq!(window.project().parties.len(), before);
}

#[test]
fn every_field_has_a_key() {
    let mut window = Window::for_tester();
    window.claim(WORDS);
    let party = window.party(2);
    window.key(Key::A);
    window.take(&party);
    window.key(Key::T);
    window.type_text("غاز الشمال");
    window.key(Key::Enter);
    window.sign(Key::Equals, "+");
    window.key(Key::E);
    window.type_text("يراجع");
    window.key(Key::Escape);
    let made = window.chosen();
    assert_eq!(made.addressees, [window.project().parties[2].id.clone()]);
    let topic = made.topic.expect("a topic");
    assert_eq!(window.project().codebook.topic(&topic).unwrap().name, "غاز الشمال");
    assert_eq!((made.stance, made.note.as_str()), (Some(Stance::Supports), "يراجع"));
    for (key, stance) in [(Key::Minus, Some(Stance::Opposes)), (Key::Num0, Some(Stance::Neutral)), (Key::Num0, None)] {
        window.key(key);
        assert_eq!(window.chosen().stance, stance, "{key:?}");
    }
    let before = window.chosen().quotation.expect("guessed");
    window.sign(Key::Num2, "\"");
    let after = window.chosen().quotation;
    assert_ne!(after, Some(before));
    window.key(Key::Quote);
    window.key(Key::Quote);
    window.key(Key::Quote);
    assert_eq!(window.chosen().quotation, Some(before), "four of them: three kinds and none");
    assert!([None, Some(Quotation::Direct), Some(Quotation::Indirect), Some(Quotation::Mixed)].contains(&after));
}

#[test]
fn keys_that_cannot_act_say_why() {
    let mut window = Window::for_tester();
    for key in [Key::A, Key::T, Key::Minus, Key::E, Key::L, Key::Comma] {
        window.key(key);
        assert!(window.shows(&words!("not-statement")), "{key:?}");
        window.key(Key::Escape);
    }
    window.key(Key::O);
    assert!(window.shows(&words!("not-statement-nor-passage")));
    window.key(Key::Escape);
    window.claim(WORDS);
    window.key(Key::O);
    assert!(window.shows(&words!("not-outer-chain")));
    window.key(Key::Num1);
    window.key(Key::Comma);
    assert!(window.shows(&words!("not-further-link")));
}

#[test]
fn every_link_has_keys() {
    let mut window = Window::for_tester();
    window.claim(WORDS);
    window.key(Key::Num1);
    window.press(ALT, Key::Num2);
    window.key(Key::Q);
    assert_eq!(window.app().view().armed, Some(Armed::Cue(1)), "the speaker’s at first");
    window.key(Key::Escape);
    window.key(Key::Comma);
    window.key(Key::M);
    assert_eq!(window.app().view().armed, Some(Armed::Mention(0)));
    window.select(OUTER_MENTION);
    assert!(window.chosen().chain[0].mention.is_some());
    window.key(Key::Period);
    window.key(Key::Q);
    assert_eq!(window.app().view().armed, Some(Armed::Cue(1)));
}

#[test]
fn a_relation_is_a_kind_and_the_other_statement() {
    let mut window = Window::for_tester();
    let other = window.claim(OUTER_CUE);
    let id = window.claim(WORDS);
    window.key(Key::L);
    window.key(Key::Enter);
    let kind = window.project().codebook.relation_kinds[0].id.clone();
    assert_eq!(window.app().view().armed, Some(Armed::Relation(kind)));
    window.key(Key::N);
    window.key(Key::Enter);
    let layer = window.project().layer(&window.document(), window.session().annotator()).unwrap();
    let ends: Vec<_> = layer.relations().map(|relation| (relation.from, relation.to)).collect();
    assert_eq!(ends, [(id, other)]);
}

#[test]
fn the_key_of_relations_says_that_a_second_statement_is_missing() {
    let mut window = Window::for_tester();
    window.claim(WORDS);
    window.key(Key::L);
    assert!(window.shows(&words!("panel-relation-needs-two")), "{}", window.told());
    assert!(!window.shows(&stretch("inspector-relation-foot")), "a list of kinds that lead nowhere");
}

#[test]
fn what_is_said_in_anothers_content_is_offered_the_chain_around_it() {
    let mut window = Window::for_tester();
    let (outer, inner) = (window.party(3), window.party(0));
    window.claim(WORDS);
    window.key(Key::Num4);
    assert_eq!(window.names(), std::slice::from_ref(&outer));
    assert!(!window.shows(&stretch("inspector-take-over")));
    window.claim("مسارَي روسيا والناتو");
    window.key(Key::Num1);
    assert_eq!(window.names(), std::slice::from_ref(&inner));
    assert!(window.shows(&stretch("inspector-take-over")));
    window.key(Key::O);
    assert_eq!(window.names(), [outer.clone(), inner.clone()]);
    assert!(!window.shows(&stretch("inspector-take-over")));
    window.undo();
    assert_eq!(window.names(), std::slice::from_ref(&inner));
    let offer = stretch("inspector-take-over");
    window.harness.query_all_by_label_contains(&offer).next().unwrap().click();
    window.draw();
    assert_eq!(window.names(), [outer, inner]);
}

#[test]
fn words_in_anothers_content_are_offered_its_chain_before_they_are_a_statement() {
    let mut window = Window::for_tester();
    let (outer, inner) = (window.party(3), window.party(0));
    window.claim(WORDS);
    window.key(Key::Num4);
    window.select("مسارَي روسيا والناتو");
    window.key(Key::Num1);
    window.key(Key::O);
    window.key(Key::C);
    assert_eq!(window.names(), [outer.clone(), inner.clone()]);
    // It is for these words only; pressed twice, it is off again.
    window.select("روسيا والناتو");
    window.key(Key::O);
    window.key(Key::O);
    window.key(Key::C);
    assert_eq!(window.names(), [inner]);
}

#[test]
fn the_picker_is_a_list_for_screen_readers_that_the_arrows_walk() {
    let mut window = Window::for_tester();
    window.claim(WORDS);
    window.key(Key::T);
    let topics = window.project().codebook.topics.len();
    window.key(Key::Escape);
    window.key(Key::A);
    let options = || window.harness.query_all_by_role(Role::ListBoxOption).count();
    assert!(options() > 3 && topics < 1000);
    assert_eq!(window.harness.query_all_by_role(Role::ListBox).count(), 1);
    window.key(Key::ArrowDown);
    window.key(Key::ArrowDown);
    window.key(Key::Enter);
    let made = window.chosen();
    assert_eq!(made.addressees.len(), 1);
    assert_eq!(window.harness.query_all_by_role(Role::ListBox).count(), 0);
    // Picked last comes first: in the list of the next one, Enter would take it, so it is not offered twice.
    window.key(Key::A);
    let name = window.project().party(&made.addressees[0]).unwrap().name.clone();
    let listed: Vec<_> = window.harness.query_all_by_role(Role::ListBoxOption).collect();
    assert!(listed.iter().all(|option| option.accesskit_node().label().as_deref() != Some(name.as_str())));
}

/// A hand whose drags and keys are counted; what is typed into a field is not.
struct Hand {
    window: Window,
    count: usize,
}

impl Hand {
    fn drag(&mut self, words: &str) {
        self.window.select(words);
        self.count += 1;
    }

    fn press(&mut self, modifiers: Modifiers, key: Key) {
        if modifiers.is_none() {
            self.window.key(key)
        } else {
            self.window.press(modifiers, key)
        }
        self.count += 1;
    }
}

#[test]
fn a_complete_statement_takes_at_most_14_keys_and_drags() {
    let mut hand = Hand { window: Window::for_tester(), count: 0 };
    let (addressee, topic) = (hand.window.party(2), hand.window.project().codebook.topics[0].name.clone());
    hand.drag(WORDS);
    hand.press(NONE, Key::Num1);
    hand.press(NONE, Key::C);
    hand.press(ALT, Key::Num4);
    // One key asks for one missing field after the other.
    hand.press(ALT, Key::F);
    for words in [OUTER_CUE, OUTER_MENTION, INNER_CUE, INNER_MENTION] {
        hand.drag(words);
    }
    hand.window.type_text(&addressee);
    hand.press(NONE, Key::Enter);
    hand.window.type_text(&topic);
    hand.press(NONE, Key::Enter);
    hand.press(NONE, Key::Plus);
    hand.press(NONE, Key::E);
    hand.window.type_text("يراجع مع الزملاء");
    let made = hand.window.chosen();
    let word = |span: Option<Span>| {
        let document = &hand.window.project().documents[&hand.window.document()];
        document.content.get(span.unwrap().range()).unwrap().to_owned()
    };
    assert_eq!(made.chain.len(), 2);
    let marked: Vec<_> = made.chain.iter().flat_map(|link| [word(link.cue), word(link.mention)]).collect();
    assert_eq!(marked, [OUTER_CUE, OUTER_MENTION, INNER_CUE, INNER_MENTION]);
    assert_eq!(made.addressees, [hand.window.project().parties[2].id.clone()]);
    assert_eq!(made.topic, Some(hand.window.project().codebook.topics[0].id.clone()));
    assert_eq!((made.stance, made.note.as_str()), (Some(Stance::Supports), "يراجع مع الزملاء"));
    assert!(made.quotation.is_some());
    assert!(hand.count <= 14, "{}", hand.count);
}

#[test]
fn escape_ends_going_from_one_missing_field_to_the_next() {
    let mut window = Window::for_tester();
    window.claim(WORDS);
    window.key(Key::Num1);
    window.press(ALT, Key::F);
    assert_eq!(window.app().view().armed, Some(Armed::Cue(0)));
    // Again: passes over the cue.
    window.press(ALT, Key::F);
    assert_eq!(window.app().view().armed, Some(Armed::Mention(0)));
    window.key(Key::Escape);
    assert_eq!((window.app().view().armed.clone(), window.app().view().fills), (None, None));
    // A field that is armed alone leads nowhere.
    window.key(Key::Q);
    window.select(INNER_CUE);
    assert_eq!(window.app().view().armed, None);
    assert!(window.chosen().chain[0].cue.is_some());
}
