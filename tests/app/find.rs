//! The find bar and the reading dialog by their accessible names, through the real application.

use std::time::{Duration, Instant};

use bayan::app::App;
use bayan::settings::{ArabicFace, LatinFace, Reading};
use bayan::ui::command::Command;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

struct Window {
    harness: Harness<'static, Option<App>>,
    _folder: tempfile::TempDir,
}

fn open(size: [f32; 2]) -> Window {
    let folder = tempfile::tempdir().unwrap();
    let project = folder.path().join("sample");
    bayan::store::install_sample(&project).unwrap();
    let harness = crate::support::app::open(Harness::builder().with_size(size), Some(project));
    Window { harness, _folder: folder }
}

impl Window {
    fn app(&self) -> &App {
        self.harness.state().as_ref().unwrap()
    }

    fn settle(&mut self) {
        self.harness.run_steps(4);
        let start = Instant::now();
        while self.app().view().find.is_searching && start.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_millis(2));
            self.harness.run_steps(1);
        }
        // The thread may still count in other articles.
        std::thread::sleep(Duration::from_millis(50));
        self.harness.run_steps(4);
    }

    fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.settle();
    }

    fn type_text(&mut self, text: &str) {
        self.harness.event(egui::Event::Text(text.to_owned()));
        self.settle();
    }

    fn click(&mut self, name: &str) {
        self.harness.get_by_label(name).click();
        self.settle();
    }

    fn selected(&self) -> String {
        let view = self.app().view();
        let document = &self.app().session().unwrap().project().documents[view.document.as_ref().unwrap()];
        document.content.get(view.selection.unwrap().range()).unwrap().to_owned()
    }
}

#[test]
fn hits_are_counted_while_one_types_and_options_narrow_them() {
    let mut window = open([1360.0, 860.0]);
    window.press(Modifiers::COMMAND, Key::F);
    window.type_text("روسيا");
    let text = include_str!("../../projects/biden-putin-call/documents/biden-putin-call/text.txt");
    let all = text.matches("روسيا").count();
    assert!(all > 3);
    window.harness.get_by_label_contains(&format!("1 of {all}"));
    window.click("Next hit (Enter)");
    window.harness.get_by_label_contains(&format!("2 of {all}"));
    assert_eq!(window.selected(), "روسيا");
    window.click("Whole words");
    window.click("Proclitics");
    let whole = window.app().view().find.hits.len();
    assert!(whole < all && whole > 0, "{whole} of {all}");
    window.click("Proclitics");
    assert!(window.app().view().find.hits.len() > whole);
    window.click("All articles");
    assert_eq!(window.app().view().find.everywhere.len(), 1);
    window.click("Close (Escape)");
    assert!(!window.app().view().find.is_open && window.app().view().find.hits.is_empty());
    assert_eq!(window.selected(), "روسيا");
}

#[test]
fn a_wrong_expression_is_explained_and_harms_nothing() {
    let mut window = open([1360.0, 860.0]);
    window.press(Modifiers::COMMAND, Key::F);
    window.click("Expression");
    window.click("Find in the article");
    window.type_text("(بايدن");
    window.harness.get_by_label_contains("is not closed");
    assert!(window.app().view().find.hits.is_empty());
    window.type_text("|بوتين)");
    assert!(window.app().view().find.error.is_none());
    assert!(window.app().view().find.hits.len() > 5);
}

#[test]
fn an_article_with_marks_of_direction_says_so_and_shows_them() {
    let mut window = open([1360.0, 860.0]);
    assert!(window.harness.query_by_label_contains("invisible character").is_none());
    let article = "قال \u{202e}نعم\u{202c} ثم\u{200f} مضى.".to_owned();
    window.harness.state_mut().as_mut().unwrap().request(Command::AddPasted(article));
    window.settle();
    window.harness.get_by_label_contains("invisible characters").click();
    window.settle();
    assert!(window.app().view().reading.invisible_marks);
    assert!(window.app().settings().reading.invisible_marks);
}

#[test]
fn the_reading_dialog_changes_and_keeps_how_articles_are_set() {
    let mut window = open([760.0, 900.0]);
    window.press(Modifiers::COMMAND, Key::R);
    window.click("More: Line height");
    window.click("Less: Column width");
    window.click("Fill the column");
    window.click("Scheherazade New");
    window.click("Literata");
    let reading = window.app().view().reading.clone();
    assert_eq!((reading.line_height, reading.column_em, reading.justify), (2.35, 34.0, true));
    assert_eq!((reading.arabic, reading.latin), (ArabicFace::Scheherazade, LatinFace::Serif));
    assert_eq!(window.app().settings().reading, reading);
    window.harness.state_mut().as_mut().unwrap().request(Command::SetTheme(bayan::ui::theme::Theme::Sepia));
    window.settle();
    assert_eq!(window.app().settings().theme.as_deref(), Some("sepia"));
    window.click("Usual settings");
    assert_eq!(window.app().view().reading, Reading::default());
    let far = Reading { line_height: 99.0, column_em: f32::NAN, ..Reading::default() }.within_limits();
    assert_eq!((far.line_height, far.column_em), (3.5, 36.0));
}
