//! The import dialog in the real application: whose layers become whose, what labels are taken for, what has no place,
//! and that the import is one step.

use bayan::formats::dataset::{Dataset, ExportScope};
use bayan::formats::{Options, jsonl, w3c};
use bayan::ui::command::Command;
use bayan::ui::command::exchange::ExchangeCommand;
use bayan::ui::command::import::ImportCommand;
use bayan::ui::state::Dialog;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use crate::support::project::who;
use crate::support::window::Window;
use crate::support::words::{stretch, words};

impl Window {
    /// The layer of annotator-b of the sample in another tool's format, as if carla had made it there.
    fn carlas_file(&self) -> std::path::PathBuf {
        let dataset = Dataset::of(self.project(), &ExportScope::of_annotators(vec![who("annotator-b")])).unwrap();
        let mut out = Vec::new();
        w3c::FORMAT.write(&dataset, &Options::default(), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap().replace("annotator-b", "carla");
        let path = self.folder().join("carla.jsonld");
        std::fs::write(&path, text).unwrap();
        path
    }

    fn until_planned(&mut self) {
        self.until("the dialog is there", |window| window.app().view().dialog == Some(Dialog::Import));
        self.until("the import is planned", |window| !window.shows(&words!("import-planning")));
    }

    fn tags_of(&self, name: &str) -> Vec<bayan::model::statement::Statement> {
        let layer = self.project().layer(&self.document(), &who(name));
        layer.map(|layer| layer.statements().cloned().collect()).unwrap_or_default()
    }
}

#[test]
fn a_file_of_another_tool_is_shown_before_it_is_imported_and_undone_in_one_step() {
    let mut window = Window::on_sample();
    let before = window.project().clone();
    let path = window.carlas_file();
    // Dropped, or chosen as a colleague's tags: what another tool has made opens this dialog.
    window.ask(Command::Exchange(ExchangeCommand::AddFrom(path)));
    window.until_planned();
    assert!(*window.project() == before, "planning changes nothing");
    let all = window.tags_of("annotator-b").len();
    assert!(
        window.shows(&words!("import-annotator", name = "carla", statements = all, layers = 1)),
        "{}",
        window.told()
    );
    assert!(window.shows(&words!("import-count-statements", count = all)));
    window.click(&words!("import-go", count = all));
    assert_eq!(window.app().view().dialog, None);
    assert_eq!(window.tags_of("carla").len(), all);
    window.press(Modifiers::COMMAND, Key::Z);
    assert!(*window.project() == before);
}

#[test]
fn a_label_is_left_out_and_the_choice_is_remembered() {
    let mut window = Window::on_sample();
    let path = window.carlas_file();
    window.ask(Command::Import(ImportCommand::From(path)));
    window.until_planned();
    let all = window.tags_of("annotator-b").len();
    let claims = window.tags_of("annotator-b").iter().filter(|s| s.kind.as_str() == "claim").count();
    assert!(claims > 0);
    let name = window.told().lines().find(|line| line.to_lowercase().starts_with("label claim")).unwrap().to_owned();
    window.harness.query_all_by_label(&name).last().unwrap().click();
    window.draw();
    window.click(&words!("import-leave-out"));
    window.until_planned();
    window.until("the claims are left out", |window| {
        window.shows(&words!("import-count-statements", count = all - claims))
    });
    window.click(&words!("import-go", count = all - claims));
    assert!(window.tags_of("carla").iter().all(|statement| statement.kind.as_str() != "claim"));
    assert_eq!(window.tags_of("carla").len(), all - claims);
    let remembered: Vec<_> = window.app().settings().imports.values().cloned().collect();
    assert!(remembered.len() == 1 && remembered[0].contains("leave_out"), "{remembered:?}");
}

#[test]
fn a_statement_whose_words_stand_twice_is_placed_by_hand() {
    let mut window = Window::on_sample();
    let dataset = Dataset::of(window.project(), &ExportScope::of_annotators(vec![who("annotator-b")])).unwrap();
    let mut out = Vec::new();
    jsonl::FORMAT.write(&dataset, &Options::default(), &mut out).unwrap();
    let mut line: serde_json::Value = serde_json::from_slice(&out).unwrap();
    line["annotator"] = "model".into();
    line["relations"] = serde_json::json!([]);
    line["statements"] = serde_json::json!([{"id": "s1", "kind": "claim", "quotes": ["بايدن"]}]);
    let path = window.folder().join("model.jsonl");
    std::fs::write(&path, line.to_string()).unwrap();
    window.ask(Command::Import(ImportCommand::From(path)));
    window.until_planned();
    window.click(&words!("import-unplaced", count = 1));
    assert!(window.tags_of("model").is_empty());
    window.click(&words!("import-place"));
    // The second place where the words stand, after the row that leaves the statement out.
    let places = window.harness.query_all_by_label_contains("[بايدن]").count();
    assert!(places > 1, "{}", window.told());
    window.harness.query_all_by_label_contains("[بايدن]").nth(1).unwrap().click();
    window.draw();
    window.click(&words!("import-go", count = 1));
    let placed = window.tags_of("model");
    let text = window.project().documents[&window.document()].content.as_str().to_owned();
    let second = text.match_indices("بايدن").nth(1).unwrap().0;
    assert_eq!(placed.iter().map(|s| s.hull().start_byte).collect::<Vec<_>>(), [second]);
}

#[test]
fn a_file_of_no_known_format_is_refused_with_what_can_be_read() {
    let mut window = Window::on_sample();
    let path = window.folder().join("odd.bin");
    std::fs::write(&path, [0, 159, 146, 150]).unwrap();
    window.ask(Command::Import(ImportCommand::From(path)));
    window.until_told(&stretch("import-unknown-format"));
    assert_eq!(window.app().view().dialog, None);
}
