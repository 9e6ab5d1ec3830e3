//! The page of settings, through the real application: what is set takes effect at once.

use bayan::locale::plain;
use bayan::ui::command::Command;
use bayan::ui::command::table::row_of;
use bayan::ui::state::{Dialog, Page};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use crate::support::window::Window;
use crate::support::words::words;

const CTRL: Modifiers = Modifiers::COMMAND;

impl Window {
    fn on_settings(search: &str) -> Self {
        let mut window = Self::on_sample();
        window.press(CTRL, Key::Comma);
        assert_eq!(window.app().view().page, Page::Settings);
        window.click(&words!("settings-search"));
        window.type_text(search);
        window
    }

    /// Gives a command another key, as far as the question.
    fn ask_for_key(&mut self, id: &str, modifiers: Modifiers, key: Key) {
        self.ask(Command::Rebind(id.to_owned()));
        assert_eq!(self.app().view().dialog, Some(Dialog::Rebind));
        self.press(modifiers, key);
        // The key is taken for an answer and does nothing else.
        assert_eq!(self.app().view().dialog, Some(Dialog::Rebind));
    }
}

#[test]
fn a_setting_is_found_by_its_name_and_takes_effect_at_once() {
    let mut window = Window::on_settings("theme");
    assert!(window.harness.query_by_label(&words!("settings-name-change")).is_none());
    window.click(&words!("reading-theme-sepia"));
    assert_eq!(window.app().settings().theme.as_deref(), Some("sepia"));
    let mut window = Window::on_settings("qqqq");
    window.until_told(&words!("settings-none"));
}

#[test]
fn a_command_gets_another_key() {
    let mut window = Window::on_settings("article party");
    let title = plain(&row_of("go-to").unwrap().title.words());
    window.click(&words!("settings-key-change", command = title.as_str(), keys = "Ctrl+P"));
    window.press(Modifiers::ALT, Key::G);
    window.until_told(&words!("rebind-free"));
    window.click(&words!("rebind-use"));
    window.press(Modifiers::ALT, Key::G);
    assert_eq!(window.app().view().dialog, Some(Dialog::GoTo));
    window.press(Modifiers::NONE, Key::Escape);
    window.press(CTRL, Key::P);
    assert_eq!(window.app().view().dialog, None);
    // Its button shows the new key, and another click brings the usual one back.
    window.harness.get_by_label(&words!("settings-key-change", command = title.as_str(), keys = "Alt+G"));
    window.click(&words!("settings-key-back", command = title.as_str()));
    window.press(CTRL, Key::P);
    assert_eq!(window.app().view().dialog, Some(Dialog::GoTo));
}

#[test]
fn a_key_that_another_command_has_is_taken_from_it_after_a_word() {
    let mut window = Window::on_sample();
    window.ask_for_key("cue", Modifiers::NONE, Key::N);
    let other = plain(&row_of("next-statement").unwrap().title.words());
    window.until_told(&words!("rebind-taken", command = other.as_str()));
    window.click(&words!("rebind-use"));
    let keys = &window.app().settings().keys;
    assert_eq!((keys["cue"].as_slice(), keys["next-statement"].len()), (&["N".to_owned()][..], 0));
}

#[test]
fn a_command_can_have_the_key_of_a_kind_and_be_without_one() {
    let mut window = Window::on_sample();
    let kind = window.session().project().codebook.kinds[0].clone();
    let key = Key::from_name(&kind.key.unwrap().to_string()).unwrap();
    window.ask_for_key("excluded", Modifiers::NONE, key);
    window.until_told(&words!("rebind-taken-here", command = kind.name.as_str()));
    window.click(&words!("rebind-use"));
    // The letter belongs to the command now: it makes no statement of that kind.
    let count = |window: &Window| window.session().project().layers.values().map(|layer| layer.len()).sum::<usize>();
    let before = count(&window);
    window.select("بوتين");
    window.press(Modifiers::NONE, key);
    assert_eq!(count(&window), before);
    assert!(!window.session().project().documents.values().next().unwrap().excluded.is_empty());
    window.ask(Command::Rebind("excluded".to_owned()));
    window.click(&words!("rebind-without"));
    assert!(window.app().settings().keys["excluded"].is_empty());
}

#[test]
fn the_settings_need_no_project() {
    let mut window = Window::empty();
    window.press(CTRL, Key::Comma);
    window.harness.get_by_label(&words!("settings-name-change"));
    // What holds for a project is not there, and the way back is.
    assert!(window.harness.query_by_label(&words!("settings-title")).is_none());
    window.click(&words!("page-article"));
    window.harness.get_by_label(&words!("welcome-sample"));
}

#[test]
fn reading_is_set_beside_the_text_which_follows_at_once() {
    let mut window = Window::on_sample();
    window.press(CTRL, Key::R);
    window.click(&words!("reading-align-justify"));
    assert!(window.app().view().reading.justify);
    assert_eq!(window.app().view().dialog, Some(Dialog::Reading), "it stays open");
    window.press(Modifiers::NONE, Key::Escape);
    assert_eq!(window.app().view().dialog, None);
    window.press(CTRL, Key::R);
    assert_eq!(window.app().view().dialog, Some(Dialog::Reading));
    // A click into the text closes it.
    let at = window.place_of(window.word_in_view());
    window.clicks(at, 1);
    assert_eq!(window.app().view().dialog, None);
}
