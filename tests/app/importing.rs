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

    /// A statement of a model on the sample, with a quote and without a place.
    fn models_file(&self, quote: &str) -> std::path::PathBuf {
        let dataset = Dataset::of(self.project(), &ExportScope::of_annotators(vec![who("annotator-b")])).unwrap();
        let mut out = Vec::new();
        jsonl::FORMAT.write(&dataset, &Options::default(), &mut out).unwrap();
        let mut line: serde_json::Value = serde_json::from_slice(&out).unwrap();
        line["annotator"] = "model".into();
        line["relations"] = serde_json::json!([]);
        line["statements"] = serde_json::json!([{"id": "s1", "kind": "claim", "quotes": [quote]}]);
        let path = self.folder().join("model.jsonl");
        std::fs::write(&path, line.to_string()).unwrap();
        path
    }

    /// Looks for words in the article in the dialog, and selects the first hit by keyboard.
    fn find_to_place(&mut self, words: &str) {
        self.press(Modifiers::COMMAND, Key::F);
        self.press(Modifiers::COMMAND, Key::A);
        self.type_text(words);
        self.until("the words are found", |window| !window.shows(&words!("find-searching")));
        self.press(Modifiers::NONE, Key::Enter);
    }

    fn text(&self) -> String {
        self.project().documents[&self.document()].content.as_str().to_owned()
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
    let path = window.models_file("بايدن");
    window.ask(Command::Import(ImportCommand::From(path)));
    window.until_planned();
    window.click(&words!("import-unplaced", count = 1));
    assert!(window.tags_of("model").is_empty());
    window.click_part(&words!("import-place"));
    // The second place where the words stand, after the row that leaves the statement out.
    let places = window.harness.query_all_by_label_contains("[بايدن]").count();
    assert!(places > 1, "{}", window.told());
    window.harness.query_all_by_label_contains("[بايدن]").nth(1).unwrap().click();
    window.draw();
    window.until("it is part of the import", |window| window.shows(&words!("import-go", count = 1)));
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

#[test]
fn a_statement_whose_words_are_not_in_the_article_is_placed_by_keyboard() {
    let mut window = Window::on_sample();
    let before = window.project().clone();
    let path = window.models_file("كلمات لا يعرفها المقال");
    window.ask(Command::Import(ImportCommand::From(path)));
    window.until_planned();
    window.click(&words!("import-unplaced", count = 1));
    window.click_part(&words!("placing-open"));
    assert!(window.shows(&words!("placing-heading")), "{}", window.told());
    // Without a selection there is nothing to place.
    window.press(Modifiers::COMMAND, Key::Enter);
    assert!(window.shows(&words!("placing-select-first")), "{}", window.told());
    window.find_to_place("بايدن");
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::Enter);
    window.find_to_place("بوتين");
    window.press(Modifiers::COMMAND, Key::Enter);
    assert!(!window.shows(&words!("placing-heading")), "{}", window.told());
    window.until("it is part of the import", |window| window.shows(&words!("import-go", count = 1)));
    // The new words stand beside the old ones.
    let text = window.text();
    let (one, other) = (text.find("بايدن").unwrap(), text.find("بوتين").unwrap());
    let quotes = if one < other { "بايدن … بوتين" } else { "بوتين … بايدن" };
    assert!(window.shows(&words!("placing-placed", quote = quotes)), "{}", window.told());
    assert!(window.told().contains("كلمات لا يعرفها المقال"), "{}", window.told());
    // Taken back, and placed elsewhere in the text, without the dialog being closed by Escape.
    window.click_part(&words!("placing-take-back"));
    window.until("it is taken back", |window| window.shows(&words!("import-unplaced", count = 1)));
    window.until("it is out of the import", |window| !window.shows(&words!("import-go", count = 1)));
    window.click_part(&words!("placing-open"));
    window.press(Modifiers::NONE, Key::Escape);
    assert!(!window.shows(&words!("placing-heading")), "{}", window.told());
    assert_eq!(window.app().view().dialog, Some(Dialog::Import));
    window.click_part(&words!("placing-open"));
    window.find_to_place("بايدن");
    window.press(Modifiers::NONE, Key::F3);
    window.click(&words!("placing-place"));
    window.until("it is part of the import", |window| window.shows(&words!("import-go", count = 1)));
    window.click(&words!("import-go", count = 1));
    let second = text.match_indices("بايدن").nth(1).unwrap().0;
    assert_eq!(window.tags_of("model").iter().map(|s| s.hull().start_byte).collect::<Vec<_>>(), [second]);
    window.undo();
    assert!(*window.project() == before);
}

#[test]
fn words_are_selected_with_the_arrows_and_placed_with_enter() {
    let mut window = Window::on_sample();
    let path = window.models_file("كلمات لا يعرفها المقال");
    window.ask(Command::Import(ImportCommand::From(path)));
    window.until_planned();
    window.click(&words!("import-unplaced", count = 1));
    window.click_part(&words!("placing-open"));
    // The text has the keyboard: the first word, in an article that is read from right to left.
    window.press(Modifiers::COMMAND, Key::Home);
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::ArrowLeft);
    window.press(Modifiers::NONE, Key::Enter);
    window.until("it is part of the import", |window| window.shows(&words!("import-go", count = 1)));
    window.click(&words!("import-go", count = 1));
    let first = window.text().split_whitespace().next().unwrap().len();
    let spans: Vec<_> = window.tags_of("model").iter().map(|s| (s.hull().start_byte, s.hull().end_byte)).collect();
    assert_eq!(spans, [(0, first)]);
}

#[test]
fn a_statement_of_a_colleague_is_placed_by_hand_and_received() {
    let mut window = Window::on_sample();
    let path = window.models_file("بايدن");
    window.ask(Command::Exchange(ExchangeCommand::AddFrom(path)));
    window.until("the dialog is there", |window| window.app().view().dialog == Some(Dialog::AddTags));
    window.until("it is planned", |window| window.shows(&words!("import-unplaced", count = 1)));
    window.click_part(&words!("placing-open"));
    // The quote is looked for at first; the second place where it stands.
    window.press(Modifiers::NONE, Key::F3);
    window.press(Modifiers::NONE, Key::F3);
    window.press(Modifiers::COMMAND, Key::Enter);
    window.until("it is planned again", |window| !window.shows(&words!("planning-stop")));
    assert!(window.shows(&words!("placing-placed", quote = "بايدن")), "{}", window.told());
    window.click(&words!("add-go"));
    let second = window.text().match_indices("بايدن").nth(1).unwrap().0;
    assert_eq!(window.tags_of("model").iter().map(|s| s.hull().start_byte).collect::<Vec<_>>(), [second]);
}

#[test]
fn a_table_of_statements_is_read_in_another_encoding_and_with_another_delimiter() {
    let mut window = Window::on_sample();
    let id = window.document();
    let rows = format!("document_id|quote|kind|speaker_name\n{id}|بايدن|claim|متحدث جديد\n");
    let (bytes, ..) = encoding_rs::WINDOWS_1256.encode(&rows);
    let path = window.folder().join("t.csv");
    std::fs::write(&path, &bytes).unwrap();
    window.ask(Command::Import(ImportCommand::From(path)));
    window.until_planned();
    let party = |window: &Window, name: &str| window.told().contains(name);
    assert!(party(&window, "متحدث جديد"), "{}", window.told());
    let choose = |window: &mut Window, name: &str, value: &str| {
        let nodes: Vec<_> = window.harness.query_all_by_role_and_label(egui::accesskit::Role::ComboBox, name).collect();
        nodes.last().unwrap().click();
        drop(nodes);
        window.draw();
        window.click(value);
        window.until("it is planned again", |window| {
            !window.shows(&words!("import-planning")) && !window.shows(&words!("planning-stop"))
        });
    };
    let (encoding, delimiter) = (words!("panel-article-encoding"), words!("delimiter"));
    choose(&mut window, &encoding, bayan::text::encoding::Encoding::Windows1252.name());
    assert!(!party(&window, "متحدث جديد"), "{}", window.told());
    choose(&mut window, &delimiter, &words!("delimiter-tab"));
    choose(&mut window, &encoding, bayan::text::encoding::Encoding::Windows1256.name());
    assert!(!party(&window, "متحدث جديد"), "{}", window.told());
    choose(&mut window, &delimiter, &words!("delimiter-bar"));
    assert!(party(&window, "متحدث جديد"), "{}", window.told());
}

#[test]
fn a_models_tags_are_proposed_as_a_new_annotators_and_ones_own_as_ones_own() {
    let mut window = Window::on_sample();
    let path = window.models_file("بايدن");
    let own = window.app().session().unwrap().annotator().to_string();
    let line = std::fs::read_to_string(&path).unwrap();
    window.ask(Command::Import(ImportCommand::From(path.clone())));
    window.until_planned();
    assert!(window.told().contains(&words!("import-into", name = "model")), "{}", window.told());
    assert!(!window.told().contains(&words!("import-into", name = own.as_str())), "{}", window.told());
    window.ask(Command::CloseDialog);
    // A name that differs only in its case is the same person's.
    std::fs::write(&path, line.replace("\"model\"", &format!("\"{}\"", own.to_uppercase()))).unwrap();
    window.ask(Command::Import(ImportCommand::From(path)));
    window.until_planned();
    assert!(window.told().contains(&words!("import-into", name = own.as_str())), "{}", window.told());
}

#[test]
fn planning_is_stopped_and_goes_on() {
    let mut window = Window::on_sample();
    let path = window.carlas_file();
    window.ask(Command::Import(ImportCommand::From(path)));
    window.until_planned();
    let all = window.tags_of("annotator-b").len();
    for command in [ImportCommand::Plan, ImportCommand::Stop] {
        window.harness.state_mut().as_mut().unwrap().request(Command::Import(command));
    }
    window.draw();
    assert!(window.shows(&words!("planning-stopped")), "{}", window.told());
    // Nothing is imported while it is not known what would be.
    window.ask(Command::Import(ImportCommand::Go));
    assert_eq!(window.app().view().dialog, Some(Dialog::Import));
    assert!(window.tags_of("carla").is_empty());
    window.click(&words!("planning-again"));
    window.until("it is planned", |window| !window.shows(&words!("planning-stop")));
    window.click(&words!("import-go", count = all));
    assert_eq!(window.tags_of("carla").len(), all);
}

#[test]
fn what_holds_annotations_is_not_dropped_as_articles() {
    let mut window = Window::on_sample();
    let folder = window.folder().join("brat");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("a.txt"), "one two").unwrap();
    std::fs::write(folder.join("a.ann"), "T1\tClaim 0 3\tone\n").unwrap();
    let mut zip = zip::ZipWriter::new(std::fs::File::create(window.folder().join("brat.zip")).unwrap());
    for name in ["a.txt", "a.ann"] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, &std::fs::read(folder.join(name)).unwrap()).unwrap();
    }
    zip.finish().unwrap();
    let articles = window.project().documents.len();
    for path in [folder, window.folder().join("brat.zip"), window.carlas_file()] {
        window.ask(Command::AddArticles(vec![path.clone()]));
        window.until("the import dialog is there", |window| window.app().view().dialog == Some(Dialog::Import));
        window.until("it is planned", |window| !window.shows(&words!("planning-stop")));
        assert!(window.shows(&path.display().to_string()), "{}", window.told());
        window.ask(Command::CloseDialog);
        assert_eq!(window.project().documents.len(), articles);
    }
}
