//! The frame of the window: the bar, the rail, the messages, its scale, and its mirror image.

use bayan::settings::Settings;
use bayan::ui::command::Command;
use bayan::ui::state::Page;
use egui::accesskit::{Live, Role};
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::support::app;
use crate::support::window::{Window, sample};
use crate::support::words::{stretch, words};

impl Window {
    #[track_caller]
    fn place_named(&self, name: &str) -> egui::Rect {
        self.harness.get_by_label(name).rect()
    }
}

#[test]
fn the_rail_shows_each_page_and_nothing_of_the_frame_moves() {
    let mut window = Window::on_sample();
    let frame = [words!("bar-menu"), words!("bar-undo"), words!("page-review")];
    let before = frame.each_ref().map(|name| window.place_named(name));
    for (name, page) in [
        (words!("page-review"), Page::Review),
        (words!("page-agreement"), Page::Agreement),
        (words!("page-progress"), Page::Progress),
    ] {
        window.click(&name);
        assert_eq!(window.app().view().page, page);
        assert_eq!(frame.each_ref().map(|name| window.place_named(name)), before, "{page:?}");
    }
}

#[test]
fn a_message_passes_by_itself_but_an_error_stays_until_it_is_closed() {
    let (_folder, project) = sample();
    let settings = Settings { annotator: Some("annotator-a".to_owned()), ..Settings::default() };
    let builder = Harness::builder().with_size([1360.0, 860.0]).with_step_dt(0.25);
    let mut harness = app::open_as(builder, Some(project), settings);
    let ask = |harness: &mut Harness<'static, Option<bayan::app::App>>, command| {
        harness.state_mut().as_mut().unwrap().request(command);
        harness.run_steps(3);
    };
    ask(&mut harness, Command::Say("A message.".to_owned()));
    let node = harness.get_by_label("A message.");
    assert_eq!(node.accesskit_node().data().live(), Some(Live::Polite));
    // Five seconds, a quarter of one in each frame.
    harness.run_steps(14);
    assert!(harness.query_by_label("A message.").is_some());
    harness.run_steps(8);
    assert!(harness.query_by_label("A message.").is_none());
    ask(&mut harness, Command::Undo);
    ask(&mut harness, Command::OpenProject("/nowhere/at/all".into()));
    harness.run_steps(80);
    let closes = words!("status-close");
    assert!(harness.query_by_label(&closes).is_some(), "an error stays");
    harness.key_press(Key::Escape);
    harness.run_steps(3);
    assert!(harness.query_by_label(&closes).is_none());
}

#[test]
fn the_scale_and_the_size_of_the_letters_have_keys_of_their_own() {
    let mut window = Window::on_sample();
    let usual = window.app().view().text_size_pt;
    window.press(Modifiers::COMMAND, Key::Plus);
    assert!(window.app().view().text_size_pt > usual);
    window.press(Modifiers::COMMAND, Key::Num0);
    assert_eq!(window.app().view().text_size_pt, usual);
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::Plus);
    assert_eq!(window.app().settings().scale, 1.1);
    assert_eq!(window.app().view().text_size_pt, usual);
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::Num0);
    assert_eq!(window.app().settings().scale, 1.0);
}

#[test]
fn a_mirrored_window_begins_on_the_right() {
    let (_folder, project) = sample();
    let settings = Settings { annotator: Some("annotator-a".to_owned()), mirrored: true, ..Settings::default() };
    let builder = Harness::builder().with_size([1360.0, 860.0]);
    let harness = app::open_as(builder, Some(project), settings);
    let x = |name: &str| harness.get_by_label(name).rect().center().x;
    assert!(x(&words!("bar-menu")) > 1300.0 && x(&words!("page-review")) > 1300.0);
    assert!(x(&words!("bar-undo")) < 680.0);
}

#[test]
fn a_page_is_chosen_in_the_menu_by_an_assistive_technology() {
    let mut window = Window::on_sample();
    // The menu comes before the rail, which has buttons of the same names.
    for name in [words!("bar-menu"), words!("command-group-pages"), words!("page-agreement")] {
        window.harness.get_all_by_label(&name).next().unwrap().click_accesskit();
        window.draw();
    }
    assert_eq!(window.app().view().page, Page::Agreement);
    assert!(window.harness.query_by_label(&words!("command-group-pages")).is_none(), "the menu has closed");
}

#[test]
fn a_message_is_answered_by_an_assistive_technology() {
    let mut window = Window::on_sample();
    let before = window.own().len();
    window.ask(Command::NextStatement);
    window.ask(Command::DeleteSelected);
    assert_eq!(window.own().len(), before - 1);
    window.harness.get_by_label_contains(&stretch("status-undo-name")).click_accesskit();
    window.draw();
    assert_eq!(window.own().len(), before);
    window.harness.get_by_label(&words!("status-close")).click_accesskit();
    window.draw();
    assert!(window.harness.query_by_label(&words!("status-close")).is_none());
}

#[test]
fn a_message_of_two_lines_is_shown_whole() {
    let mut window = Window::on_sample();
    let height = |window: &mut Window, text: String| {
        window.ask(Command::Say(text.clone()));
        window.place_named(&text).height()
    };
    let one = height(&mut window, "A message.".to_owned());
    let two = height(&mut window, "A message of many words. ".repeat(5).trim().to_owned());
    let long = height(&mut window, "A message of many words. ".repeat(90).trim().to_owned());
    assert!(two > 1.5 * one, "{two} {one}");
    assert!(long < 1.5 * one, "{long} {one}");
}

#[test]
fn the_panels_of_review_and_agreement_grow_back_with_the_window() {
    let mut window = Window::on_sample();
    for page in [Page::Review, Page::Agreement] {
        window.ask(Command::ShowPage(page));
        window.draw();
        let edges = |window: &Window| {
            let edges = window.harness.query_all_by(|node| node.role() == Role::Splitter);
            edges.map(|edge| edge.rect().center().x.round()).collect::<Vec<_>>()
        };
        let resize = |window: &mut Window, size: [f32; 2]| {
            window.harness.set_size(size.into());
            window.draw();
            window.draw();
        };
        let wide = edges(&window);
        assert!(!wide.is_empty());
        resize(&mut window, [560.0, 500.0]);
        assert!(edges(&window)[0] < wide[0] - 40.0, "{page:?} has less room");
        resize(&mut window, [1360.0, 860.0]);
        assert_eq!(edges(&window), wide, "{page:?}");
        // What somebody sets is kept in the same way.
        window.harness.query_all_by(|node| node.role() == Role::Splitter).next().unwrap().focus();
        window.draw();
        window.press(Modifiers::NONE, Key::ArrowLeft);
        window.draw();
        let set = edges(&window);
        assert!(set[0] < wide[0] - 8.0, "{page:?}: {set:?} {wide:?}");
        resize(&mut window, [560.0, 500.0]);
        resize(&mut window, [1360.0, 860.0]);
        assert_eq!(edges(&window), set, "{page:?}");
    }
}
