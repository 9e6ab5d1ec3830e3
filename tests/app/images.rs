//! Pictures of the pages in the real application.
//!
//! They are drawn without a graphics driver (`tests/support/picture.rs`) from the bundled fonts, and compared with
//! `tests/snapshots`; `UPDATE_SNAPSHOTS=true` makes those anew. A picture shows that a page is whole: what one of its
//! controls does is tested by its name.

use bayan::settings::Settings;
use bayan::ui::command::Command;
use bayan::ui::state::Page;
use egui::vec2;
use egui_kittest::Harness;

use crate::support::picture::{Picture, Textures, assert_snapshot};
use crate::support::window::{Window, sample};
use crate::support::words::words;

/// The smallest window in which everything is usable, in points.
const SIZE: [f32; 2] = [1000.0, 640.0];
/// By then messages have passed.
const FRAMES: usize = 60;

/// How a window looks.
struct Look {
    theme: &'static str,
    scale: f32,
    mirrored: bool,
    annotator: &'static str,
}

const LIGHT: Look = Look { theme: "light", scale: 1.0, mirrored: false, annotator: "annotator-a" };

/// The window after `prepare`, on the sample.
fn picture(look: &Look, prepare: impl FnOnce(&mut Window)) -> Picture {
    let (_folder, project) = sample();
    picture_of(look, Some(&project), prepare)
}

fn picture_of(look: &Look, project: Option<&std::path::Path>, prepare: impl FnOnce(&mut Window)) -> Picture {
    let settings = Settings {
        annotator: Some(look.annotator.to_owned()),
        theme: Some(look.theme.to_owned()),
        mirrored: look.mirrored,
        ..Settings::default()
    };
    let textures = Textures::default();
    let builder = Harness::builder().with_size(vec2(SIZE[0], SIZE[1])).with_pixels_per_point(look.scale);
    let mut window = Window::built(builder.renderer(textures.clone()), project, settings);
    prepare(&mut window);
    window.harness.run_steps(FRAMES);
    Picture::of(&window.harness, &textures)
}

fn page(page: Page) -> impl FnOnce(&mut Window) {
    move |window| window.ask(Command::ShowPage(page))
}

/// Selects the first statement with a chain of two.
fn select_chain(window: &mut Window) {
    let id = window.own().into_iter().find(|own| own.chain.len() == 2).expect("such a statement").id;
    window.ask(Command::SelectStatement(Some(id)));
}

#[test]
fn articles() {
    assert_snapshot("page-articles", &picture(&LIGHT, |_| ()));
}

#[test]
fn articles_on_dark_ground() {
    assert_snapshot("page-articles-dark", &picture(&Look { theme: "dark", ..LIGHT }, select_chain));
}

#[test]
fn articles_on_sepia() {
    assert_snapshot("page-articles-sepia", &picture(&Look { theme: "sepia", ..LIGHT }, |_| ()));
}

#[test]
fn articles_in_a_mirrored_window() {
    assert_snapshot("page-articles-mirrored", &picture(&Look { mirrored: true, ..LIGHT }, select_chain));
}

#[test]
fn articles_at_twice_the_size() {
    let whole = picture(&Look { scale: 2.0, ..LIGHT }, |_| ());
    assert_snapshot("page-articles-200", &whole.part([0, 0, 1000, 640]));
}

#[test]
fn the_inspector_with_a_chain_of_two() {
    let whole = picture(&LIGHT, select_chain);
    assert_snapshot("inspector-chain", &whole.part([660, 40, 1000, 616]));
}

#[test]
fn statements() {
    let picture = picture(&LIGHT, |window| {
        window.ask(Command::ShowPage(Page::Statements));
        window.until("the list", |window| !window.app().is_listing() && window.app().listed().0 == 37);
    });
    assert_snapshot("page-statements", &picture);
}

#[test]
fn review() {
    assert_snapshot("page-review", &picture(&Look { annotator: "reviewer", ..LIGHT }, page(Page::Review)));
}

#[test]
fn agreement() {
    let picture = picture(&LIGHT, |window| {
        window.ask(Command::ShowPage(Page::Agreement));
        window.until_told("Overall: ");
    });
    assert_snapshot("page-agreement", &picture);
}

#[test]
fn work() {
    assert_snapshot("page-work", &picture(&LIGHT, page(Page::Progress)));
}

#[test]
fn settings() {
    let picture = picture(&LIGHT, |window| {
        window.ask(Command::ShowPage(Page::Settings));
        window.click(&words!("settings-search"));
        window.type_text("theme");
    });
    assert_snapshot("page-settings", &picture);
}

#[test]
fn welcome() {
    assert_snapshot("welcome", &picture_of(&Look { theme: "dark", ..LIGHT }, None, |_| ()));
}
