//! Several statements of the article that are chosen together: in the list, in the text and by keys.

use bayan::model::id::StatementId;
use bayan::model::statement::{Stance, Statement};
use bayan::ui::command::Command;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::support::window::Window;
use crate::support::words::{stretch, words};

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;
const SHIFT: Modifiers = Modifiers::SHIFT;
const ALT_SHIFT: Modifiers = Modifiers::ALT.plus(Modifiers::SHIFT);

impl Window {
    /// Clicks on the row of a statement in the list beside the article.
    fn click_listed(&mut self, id: StatementId, modifiers: Modifiers) {
        let name = {
            let statement = self.own().into_iter().find(|own| own.id == id).unwrap();
            let document = &self.project().documents[&self.document()];
            document.content.get(statement.spans[0].range()).unwrap().to_owned()
        };
        let begin: String = name.chars().take(12).collect();
        let at = {
            let rows = self.harness.query_all_by(|node| node.role() == Role::Button);
            let is_row = |node: &egui_kittest::Node<'_>| {
                let label = node.accesskit_node().label().map(|label| bayan::locale::plain(&label)).unwrap_or_default();
                label.contains(&begin) && node.rect().left() < 340.0 && node.rect().width() > 150.0
            };
            rows.filter(is_row).map(|node| node.rect().center()).next().unwrap_or_else(|| panic!("no row {begin}"))
        };
        self.press_button(at, 1, modifiers);
        self.pause();
        self.draw();
    }

    fn first(&self, count: usize) -> Vec<StatementId> {
        self.own().iter().take(count).map(|statement| statement.id).collect()
    }

    fn choose_these(&mut self, ids: &[StatementId]) {
        self.ask(Command::ChooseStatements { statements: ids.iter().copied().collect(), current: ids[0] });
    }

    fn all_have(&self, ids: &[StatementId], fits: impl Fn(&Statement) -> bool) -> bool {
        let own = self.own();
        ids.iter().all(|id| own.iter().find(|statement| statement.id == *id).is_some_and(&fits))
    }
}

#[test]
fn the_list_chooses_with_control_and_with_shift() {
    let mut window = Window::on_sample();
    window.click_tab(&words!("panel-tab-statements"));
    let ids = window.first(4);
    window.click_listed(ids[0], NONE);
    assert_eq!(window.selected(), Some(ids[0]));
    window.click_listed(ids[2], CTRL);
    assert!(window.shows(&words!("inspector-several", count = 2)), "{}", window.told());
    window.click_listed(ids[2], CTRL);
    assert!(!window.shows(&words!("inspector-several", count = 2)));
    assert_eq!(window.selected(), Some(ids[0]));
    window.click_listed(ids[3], SHIFT);
    assert!(window.shows(&words!("inspector-several", count = 4)));
    // From the same beginning to another end.
    window.click_listed(ids[1], SHIFT);
    assert!(window.shows(&words!("inspector-several", count = 2)));
    window.click_listed(ids[2], NONE);
    assert_eq!(window.selected(), Some(ids[2]));
    assert!(!window.shows(&words!("inspector-several", count = 2)));
    window.click(&words!("statements-all"));
    let all = window.own().len();
    assert!(window.shows(&words!("inspector-several", count = all)));
    window.press(NONE, Key::Escape);
    assert_eq!(window.selected(), Some(ids[2]), "the current one stays");
}

#[test]
fn control_and_click_in_the_text_and_keys_add_statements() {
    let mut window = Window::on_sample_in_real_time();
    let own = window.own();
    let (first, other) = (&own[0], own.iter().find(|s| s.hull().start_byte > own[0].hull().end_byte).unwrap());
    window.ask(Command::SelectStatement(Some(first.id)));
    let at = window.place_of(other.spans[0].start_byte);
    window.press_button(at, 1, CTRL);
    window.pause();
    window.draw();
    assert!(window.shows(&words!("inspector-several", count = 2)), "{}", window.told());
    window.press_button(at, 1, CTRL);
    window.pause();
    window.draw();
    assert_eq!(window.selected(), Some(first.id));
    window.press(ALT_SHIFT, Key::N);
    window.press(ALT_SHIFT, Key::N);
    assert!(window.shows(&words!("inspector-several", count = 3)));
    window.press(ALT_SHIFT, Key::B);
    assert!(window.shows(&words!("inspector-several", count = 2)));
    window.press(NONE, Key::N);
    assert!(!window.shows(&words!("inspector-several", count = 2)), "the next statement is chosen alone");
}

#[test]
fn keys_act_on_all_as_one_step() {
    let mut window = Window::on_sample();
    let before = window.project().clone();
    let ids = window.first(3);
    window.choose_these(&ids);
    window.key(Key::W);
    assert!(window.all_have(&ids, |statement| statement.kind.as_str() == "warning"));
    let changed = ids.iter().filter(|id| {
        let layer = before.layer(&window.document(), window.session().annotator()).unwrap();
        layer.statement(**id).unwrap().kind.as_str() != "warning"
    });
    let changed = changed.count();
    assert!(window.shows(&words!("statements-changed", count = changed, others = 0)), "{}", window.told());
    window.click(&words!("command-undo"));
    assert_eq!(*window.project(), before);
    assert!(window.shows(&words!("inspector-several", count = 3)), "they stay chosen");

    let party = window.project().parties[1].id.clone();
    window.key(Key::Num2);
    assert!(window.all_have(&ids, |statement| statement.speaker() == Some(&party)));
    window.undo();
    window.press(NONE, Key::Minus);
    assert!(window.all_have(&ids, |statement| statement.stance == Some(Stance::Opposes)));
    window.press(NONE, Key::Minus);
    assert!(window.all_have(&ids, |statement| statement.stance.is_none()), "the same key clears it");
    window.undo();
    window.undo();
    window.press(NONE, Key::T);
    let topic = window.project().codebook.topics[0].clone();
    window.type_text(&topic.name);
    window.press(NONE, Key::Enter);
    assert!(window.all_have(&ids, |statement| statement.topic.as_ref() == Some(&topic.id)));
    window.undo();
    assert_eq!(*window.project(), before);
    window.press(NONE, Key::Delete);
    assert!(ids.iter().all(|id| window.own().iter().all(|own| own.id != *id)));
    assert!(window.shows(&words!("statements-deleted", count = 3, others = 0)));
    window.undo();
    assert_eq!(*window.project(), before);
}

#[test]
fn the_inspector_shows_what_they_have_in_common_and_sets_it_for_all() {
    let mut window = Window::on_sample();
    let before = window.project().clone();
    let own = window.own();
    let claim = own.iter().find(|statement| statement.kind.as_str() == "claim").unwrap().id;
    let other = own.iter().find(|statement| statement.kind.as_str() != "claim").unwrap().id;
    window.choose_these(&[claim, other]);
    assert!(window.shows(&words!("inspector-mixed")), "{}", window.told());
    let direct =
        words!("panel-choice-name", field = words!("panel-quotation"), value = words!("panel-quotation-mixed"));
    window.click(&direct);
    let quotation = |statement: &Statement| statement.quotation.map(|quotation| format!("{quotation:?}"));
    assert!(window.all_have(&[claim, other], |statement| quotation(statement).as_deref() == Some("Mixed")));
    window.undo();
    assert_eq!(*window.project(), before);
    window.press(NONE, Key::E);
    window.type_text("both");
    window.click(&words!("inspector-several-note-set"));
    assert!(window.all_have(&[claim, other], |statement| statement.note.ends_with("both")));
    window.undo();
    assert_eq!(*window.project(), before);
}

#[test]
fn a_new_topic_or_party_is_made_for_all_that_are_chosen_in_one_step() {
    let mut window = Window::on_sample();
    let before = window.project().clone();
    let ids = window.first(3);
    window.choose_these(&ids);
    window.press(NONE, Key::T);
    window.type_text("Grain exports");
    window.press(NONE, Key::Enter);
    let topics = window.project().codebook.topics.clone();
    let topic = topics.iter().find(|topic| topic.name == "Grain exports").expect("the topic is in the codebook");
    assert_eq!(topics.len(), before.codebook.topics.len() + 1);
    assert!(window.all_have(&ids, |statement| statement.topic.as_ref() == Some(&topic.id)));
    window.undo();
    assert_eq!(*window.project(), before);
    window.press(NONE, Key::Slash);
    window.type_text("Port authority");
    window.press(NONE, Key::Enter);
    let parties = window.project().parties.clone();
    let party = parties.iter().find(|party| party.name == "Port authority").expect("the party is there");
    assert!(window.all_have(&ids, |statement| statement.speaker() == Some(&party.id)));
    window.undo();
    assert_eq!(*window.project(), before);
}

#[test]
fn what_belongs_to_one_statement_says_so() {
    let mut window = Window::on_sample();
    let before = window.project().clone();
    let ids = window.first(2);
    window.choose_these(&ids);
    for key in [Key::Q, Key::L, Key::OpenBracket] {
        window.press(NONE, key);
        assert!(window.shows(&words!("not-several")), "{key:?}: {}", window.told());
        assert_eq!(window.app().view().armed, None);
    }
    assert_eq!(*window.project(), before);
    window.press(CTRL, Key::C);
    window.draw();
    assert!(!window.shows(&stretch("not-statement-nor-passage")));
}
