//! The export dialog in the real application: what it offers, what it writes, and where that went.

use bayan::ui::command::Command;
use bayan::ui::state::Dialog;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use crate::support::project::who;
use crate::support::window::Window;
use crate::support::words::{stretch, words};

impl Window {
    /// Ticks the box, or chooses the value, whose name begins so.
    fn choose_box(&mut self, name: &str) {
        self.harness.get_by_label_contains(name).click();
        self.draw();
    }

    fn open_export(&mut self) {
        self.press(Modifiers::COMMAND, Key::E);
        assert_eq!(self.app().view().dialog, Some(Dialog::Export));
        self.until_offered();
    }

    fn until_offered(&mut self) {
        self.until("the preview is there", |window| !window.shows(&words!("panel-export-looking")));
    }
}

#[test]
fn ones_own_tags_are_offered_first_and_shown_as_a_table() {
    let mut window = Window::on_sample();
    window.open_export();
    window.choose_box(&words!("panel-export-for-statistics"));
    window.until_offered();
    assert!(window.shows("document_title"), "the head of the table: {}", window.told());
    assert!(window.shows(&words!("panel-export-summary", statements = 37, documents = 1, layers = 1)));
    assert!(window.shows(&words!("panel-export-losses")));
    assert!(!window.shows(&words!("panel-export-several", count = 1)));
    // The tags of somebody else beside one's own: nobody takes the rows for those of one layer.
    window.choose_box("annotator-b:");
    window.until_offered();
    assert!(window.shows(&words!("panel-export-several", count = 1)));
    // Without anybody's there is nothing to write.
    window.choose_box("annotator-b:");
    window.choose_box(&words!("panel-export-mine", name = "annotator-a", count = 37));
    assert!(window.shows(&words!("panel-export-nothing")));
}

#[test]
fn gold_is_offered_first_where_there_is_any() {
    let mut window = Window::on_sample();
    window.ask(Command::SetAnnotator(who("reviewer")));
    window.press(Modifiers::COMMAND, Key::Num2);
    window.until("the layers are compared", |window| !window.app().is_comparing());
    window.key(Key::Num1);
    assert_eq!(window.project().reviews.len(), 1);
    window.open_export();
    assert!(window.shows(&words!("panel-export-gold", count = 1)));
    let out = window.folder().join("out.jsonl");
    window.ask(Command::ExportTo(out.clone()));
    window.until_told(&stretch("status-exported"));
    let line: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&out).unwrap()).unwrap();
    assert_eq!(line["annotator"], "gold");
    assert!(window.app().settings().exports.values().all(|choice| choice.gold && choice.annotators.is_empty()));
}

#[test]
fn what_was_written_can_be_found_and_the_choice_is_remembered() {
    let mut window = Window::on_sample();
    window.open_export();
    window.choose_box(&words!("panel-export-for-statistics"));
    window.choose_box(&words!("panel-export-tsv"));
    window.choose_box(&words!("panel-export-leave-out"));
    window.until_offered();
    let out = window.folder().join("out.tsv");
    window.ask(Command::ExportTo(out.clone()));
    window.until_told(&stretch("status-exported"));
    assert_eq!(std::fs::read_to_string(&out).unwrap().lines().next().unwrap().split('\t').next(), Some("project"));
    assert!(window.shows(&words!("panel-export-show")));
    window.harness.get_by_label(&words!("panel-export-copy-path")).click();
    assert_eq!(window.copied().as_deref(), Some(out.to_str().unwrap()));
    let remembered: Vec<_> = window.app().settings().exports.values().cloned().collect();
    let [choice] = remembered.as_slice() else { panic!("{remembered:?}") };
    assert_eq!((choice.format.as_str(), choice.gold, choice.without_excluded), ("tsv", false, true));
    assert_eq!(choice.annotators, ["annotator-a"]);
    // What was written last time is not said of the next export.
    window.press(Modifiers::NONE, Key::Escape);
    window.open_export();
    assert!(!window.shows(&words!("panel-export-show")));
}

#[test]
fn an_export_that_fails_says_so_and_offers_no_folder() {
    let mut window = Window::on_sample();
    window.open_export();
    window.ask(Command::ExportTo(window.folder().join("missing").join("out.jsonl")));
    window.until("the failure is told", |window| window.shows(&stretch("export-write")));
    assert!(!window.shows(&words!("panel-export-show")));
}

#[test]
fn everything_of_the_dialog_is_inside_a_small_window() {
    for size in [[1000.0, 600.0], [640.0, 420.0]] {
        let mut window = Window::on_sample_sized(size);
        window.open_export();
        window.choose_box(&words!("panel-export-for-spreadsheet"));
        window.until_offered();
        for name in [words!("panel-export-go"), words!("panel-close")] {
            let rect = window.harness.query_all_by_label(&name).last().unwrap().rect();
            let [width, height] = size;
            let screen = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(width, height));
            assert!(screen.contains_rect(rect), "{name} at {rect:?} in {size:?}");
        }
    }
}
