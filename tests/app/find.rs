//! The find bar and the reading dialog by their accessible names, through the real application.

use bayan::settings::Reading;
use bayan::typeface::{ArabicFace, LatinFace};
use bayan::ui::command::Command;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use crate::support::window::Window;
use crate::support::words::{stretch, words};

impl Window {
    fn selected_words(&self) -> String {
        let view = self.app().view();
        let document = &self.app().session().unwrap().project().documents[view.document.as_ref().unwrap()];
        document.content.get(view.selection.unwrap().range()).unwrap().to_owned()
    }
}

#[test]
fn hits_are_counted_while_one_types_and_options_narrow_them() {
    let mut window = Window::on_sample();
    window.press(Modifiers::COMMAND, Key::F);
    window.type_text("روسيا");
    let text = include_str!("../../projects/biden-putin-call/documents/biden-putin-call/text.txt");
    let all = text.matches("روسيا").count();
    assert!(all > 3);
    window.until_told(&format!("1 of {all}"));
    window.click(&words!("find-next"));
    window.until_told(&format!("2 of {all}"));
    assert_eq!(window.selected_words(), "روسيا");
    window.click(&words!("find-words"));
    window.click(&words!("find-proclitics"));
    let whole = window.app().view().find.hits.len();
    assert!(whole < all && whole > 0, "{whole} of {all}");
    window.click(&words!("find-proclitics"));
    assert!(window.app().view().find.hits.len() > whole);
    window.click(&words!("find-everywhere"));
    assert_eq!(window.app().view().find.everywhere.len(), 1);
    window.click(&words!("find-close"));
    assert!(!window.app().view().find.is_open && window.app().view().find.hits.is_empty());
    assert_eq!(window.selected_words(), "روسيا");
}

#[test]
fn a_wrong_expression_is_explained_and_harms_nothing() {
    let mut window = Window::on_sample();
    window.press(Modifiers::COMMAND, Key::F);
    window.click(&words!("find-regex"));
    window.click(&words!("find-field"));
    window.type_text("(بايدن");
    window.until_told("is not closed");
    assert!(window.app().view().find.hits.is_empty());
    window.type_text("|بوتين)");
    assert!(window.app().view().find.error.is_none());
    assert!(window.app().view().find.hits.len() > 5);
}

#[test]
fn an_article_with_marks_of_direction_says_so_and_shows_them() {
    let mut window = Window::on_sample();
    assert!(!window.shows("invisible character"));
    let article = "قال \u{202e}نعم\u{202c} ثم\u{200f} مضى.".to_owned();
    window.ask(Command::AddPasted(article));
    window.draw();
    window.harness.get_by_label_contains(&stretch("status-marks")).click();
    window.draw();
    assert!(window.app().view().reading.invisible_marks);
    assert!(window.app().settings().reading.invisible_marks);
}

#[test]
fn the_reading_dialog_changes_and_keeps_how_articles_are_set() {
    let mut window = Window::on_sample_sized([760.0, 900.0]);
    window.press(Modifiers::COMMAND, Key::R);
    // The dialog finds its place.
    window.draw();
    window.click(&words!("reading-more", what = words!("reading-line-height")));
    window.click(&words!("reading-less", what = words!("reading-column")));
    window.click(&words!("reading-align-justify"));
    window.click(&words!("reading-face-scheherazade"));
    window.click(&words!("reading-face-serif"));
    let reading = window.app().view().reading.clone();
    assert_eq!((reading.line_height, reading.column_em, reading.justify), (2.35, 34.0, true));
    assert_eq!((reading.arabic, reading.latin), (ArabicFace::Scheherazade, LatinFace::Serif));
    assert_eq!(window.app().settings().reading, reading);
    window.ask(Command::SetTheme(bayan::ui::theme::Theme::Sepia));
    window.draw();
    assert_eq!(window.app().settings().theme.as_deref(), Some("sepia"));
    window.click(&words!("reading-usual"));
    assert_eq!(window.app().view().reading, Reading::default());
    let far = Reading { line_height: 99.0, column_em: f32::NAN, ..Reading::default() }.within_limits();
    assert_eq!((far.line_height, far.column_em), (3.5, 36.0));
}
