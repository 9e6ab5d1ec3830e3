//! The export dialog in the real application: what it offers, what it writes, and where that went.

use bayan::ui::command::Command;
use bayan::ui::state::Dialog;
use egui::accesskit::Role;
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

    /// Types the name of a preset.
    fn type_name(&mut self, name: &str) {
        self.click(&words!("panel-export-preset-keep"));
        let field = words!("panel-export-preset-name");
        let fields: Vec<_> = self.harness.query_all_by_role_and_label(Role::TextInput, &field).collect();
        fields.last().unwrap().click();
        drop(fields);
        self.draw();
        self.type_text(name);
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
    window.press(Modifiers::COMMAND, Key::Num3);
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
fn choices_are_saved_under_a_name_and_taken_over_again() {
    let mut window = Window::on_sample();
    window.open_export();
    window.choose_box(&words!("panel-export-for-statistics"));
    window.choose_box(&words!("panel-export-tsv"));
    window.choose_box(&words!("panel-export-leave-out"));
    window.type_name(" جداول ");
    window.click(&words!("panel-export-preset-save"));
    assert!(window.shows(&words!("panel-export-preset-saved", name = "جداول")), "{}", window.told());
    let saved = window.app().settings().export_presets.clone();
    let preset = &saved["جداول"];
    assert_eq!((preset.format.as_str(), preset.without_excluded, preset.gold), ("tsv", true, false));
    assert_eq!(preset.annotators, ["annotator-a"]);
    // Other choices, then the saved ones again, by the list.
    window.choose_box(&words!("panel-export-for-archive"));
    window.choose_box(&words!("panel-export-leave-out"));
    window.until_offered();
    let changed = words!("panel-export-preset-changed", name = "جداول");
    assert!(window.told().contains(&changed));
    window.click(&words!("panel-export-presets"));
    window.click("جداول");
    window.until_offered();
    assert!(window.shows("document_title"), "the head of the table: {}", window.told());
    assert!(!window.told().contains(&changed));
    // What is written now is what was saved.
    let out = window.folder().join("out.tsv");
    window.ask(Command::ExportTo(out.clone()));
    window.until_told(&stretch("status-exported"));
    assert!(std::fs::read_to_string(&out).unwrap().starts_with("project\t"));
    assert_eq!(window.app().settings().exports.values().next(), Some(preset));
    // The same name stands for other choices, once that is said.
    window.choose_box(&words!("panel-export-leave-out"));
    window.type_name("جداول");
    window.click(&words!("panel-export-preset-replace"));
    assert!(!window.app().settings().export_presets["جداول"].without_excluded);
    // It goes only after a question.
    window.click(&words!("panel-export-preset-delete", name = "جداول"));
    assert_eq!(window.app().settings().export_presets.len(), 1);
    window.click(&words!("panel-export-preset-delete-yes"));
    assert!(window.app().settings().export_presets.is_empty());
}

#[test]
fn a_name_of_our_own_presets_is_not_taken() {
    let mut window = Window::on_sample();
    window.open_export();
    window.type_name("excel");
    assert!(window.shows(&words!("export-preset-taken", name = "excel")), "{}", window.told());
    window.click(&words!("panel-export-preset-save"));
    assert!(window.app().settings().export_presets.is_empty());
}

#[test]
fn what_the_choices_leave_out_is_told_apart_from_what_the_format_loses() {
    let mut window = Window::on_sample();
    window.open_export();
    window.choose_box(&words!("panel-export-for-archive"));
    window.until_offered();
    assert!(!window.shows(&words!("panel-export-by-choice")));
    assert!(!window.shows(&words!("panel-export-losses")));
    window.choose_box(&words!("panel-export-anonymise"));
    window.choose_box(&words!("panel-export-strict"));
    window.until_offered();
    assert!(window.shows(&words!("panel-export-by-choice")));
    assert!(window.shows(&words!("export-loss-anonymised", count = 1)));
    assert!(!window.shows(&words!("panel-export-losses")));
    // Nobody wants a warning of what they have chosen.
    assert!(!window.shows(&words!("panel-export-strict-refused")));
    window.choose_box(&words!("panel-export-for-statistics"));
    window.until_offered();
    assert!(window.shows(&words!("panel-export-by-choice")));
    assert!(window.shows(&words!("panel-export-losses")));
    assert!(window.shows(&words!("panel-export-strict-refused")));
    let out = window.folder().join("out.csv");
    window.ask(Command::ExportTo(out.clone()));
    window.until("the refusal is told", |window| window.count(&words!("panel-export-strict-refused")) > 1);
    assert!(!out.exists());
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

#[test]
fn the_choices_down_to_the_options_are_seen_without_scrolling() {
    for size in [[1360.0, 860.0], [1280.0, 720.0]] {
        let mut window = Window::on_sample_sized(size);
        window.open_export();
        window.choose_box(&words!("panel-export-for-statistics"));
        window.until_offered();
        let go = window.harness.get_by_label(&words!("panel-export-go")).rect();
        let option = window.harness.get_by_label(&words!("panel-export-leave-out")).rect();
        assert!(option.bottom() < go.top(), "{option:?} {go:?} in {size:?}");
    }
}
