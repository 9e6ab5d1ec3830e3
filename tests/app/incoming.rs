//! Texts and parties that come in through the window: what is said, what is asked, and by which rule things are named.

use std::path::{Path, PathBuf};

use bayan::model::document::Document;
use bayan::model::project::Project;
use bayan::store;
use bayan::text::encoding::Encoding;
use bayan::ui::command::Command;
use bayan::ui::command::safety::SafetyCommand;
use bayan::ui::state::Page;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::support::window::Window;
use crate::support::words::{stretch, words};

/// The beginning of a picture, whatever the ending of its name says.
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
const ARABIC: &str = "قال المتحدث إن المحادثات ستبدأ غدا.";

impl Window {
    /// A window on a new project.
    fn on_new_project() -> Self {
        Self::on_sample_after(|project| {
            std::fs::remove_dir_all(project).unwrap();
            store::create(project, &Project::new("t")).unwrap();
        })
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn add(&mut self, files: &[(&str, &[u8])]) {
        let paths = files.iter().map(|(name, bytes)| self.file(name, bytes)).collect();
        self.ask(Command::AddArticles(paths));
    }

    /// Adds so many articles in the dialog.
    fn add_found(&mut self, count: usize) {
        self.click(&words!("adding-add", count = count));
    }

    /// Types a value into the field of this name.
    fn enter(&mut self, field: &str, value: &str) {
        let nodes: Vec<_> = self.harness.query_all_by_role_and_label(egui::accesskit::Role::TextInput, field).collect();
        nodes.last().unwrap().click();
        drop(nodes);
        self.draw();
        self.press(egui::Modifiers::COMMAND, egui::Key::A);
        self.type_text(value);
    }

    fn documents(&self) -> Vec<&Document> {
        self.project().documents.values().collect()
    }
}

fn data(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/incoming").join(name)).unwrap()
}

#[test]
fn files_that_are_no_text_are_named_and_the_others_come_in() {
    let mut window = Window::on_new_project();
    window.add(&[("report.docx", PICTURE)]);
    assert!(window.documents().is_empty());
    let told = window.told();
    assert!(told.contains("report.docx") && told.contains("a picture, which is not read as an article"), "{told}");
    assert!(told.contains(&stretch("import-article-kind")), "{told}");
    let marks = "\u{200b}\u{200f}".as_bytes();
    window.add(&[
        ("paper.txt", &data("C02-pdf.pdf")),
        ("good.txt", ARABIC.as_bytes()),
        ("voice.html", b"ID3\x04\0\0\0\0\0\0"),
        ("marks.txt", marks),
    ]);
    let told = window.told();
    for said in ["paper.txt", "a sound file", "voice.html", "marks.txt", "There is no text"] {
        assert!(told.contains(said), "{said}: {told}");
    }
    window.add_found(1);
    assert_eq!(window.documents().len(), 1);
    assert!(!window.told().contains("paper.txt"));
}

#[test]
fn what_it_was_read_as_is_said_and_every_encoding_is_offered() {
    let mut window = Window::on_new_project();
    window.add(&[("dos.txt", &data("B10-arabic-dos-720.txt"))]);
    assert!(window.told().contains("Read as DOS-720"), "{}", window.told());
    window.click(&words!("article-about"));
    let name = words!("panel-article-encoding");
    let shown = window.harness.get_by_role_and_label(egui::accesskit::Role::ComboBox, &name);
    assert_eq!(shown.accesskit_node().value().as_deref(), Some("DOS-720"));
    shown.scroll_to_me();
    window.draw();
    window.harness.get_by_role_and_label(egui::accesskit::Role::ComboBox, &name).click();
    window.draw();
    for encoding in Encoding::ALL {
        assert!(window.harness.query_all_by_label(encoding.name()).next().is_some(), "{}", encoding.name());
    }
    // One bad byte is one place, and the text is UTF-8.
    let mut window = Window::on_new_project();
    window.add(&[("cut.txt", &data("A01-arabic-cut-at-the-end.txt"))]);
    assert!(window.told().contains(&words!("adding-doubt-replaced", count = 1)), "{}", window.told());
    window.add_found(1);
    assert_eq!(window.documents()[0].encoding, "UTF-8");
    assert!(window.documents()[0].content.as_str().ends_with('\u{fffd}'));
}

#[test]
fn the_same_text_is_asked_about_also_when_it_is_pasted() {
    let mut window = Window::on_new_project();
    window.add(&[("one.txt", ARABIC.as_bytes()), ("two.txt", ARABIC.as_bytes())]);
    assert!(window.documents().is_empty());
    let told = window.told();
    assert!(told.contains(&words!("adding-doubt-equal", title = ARABIC)), "{told}");
    window.add_found(1);
    assert_eq!(window.documents().len(), 1);
    window.ask(Command::AddPasted(format!("{ARABIC}\r\n")));
    assert_eq!(window.documents().len(), 1);
    window.click(&words!("adding-choice-add"));
    window.add_found(1);
    assert_eq!(window.documents().len(), 2);
    assert!(!window.told().contains(&stretch("adding-doubt-equal")));
}

#[test]
fn files_and_pasted_texts_are_named_by_one_rule() {
    let mut window = Window::on_new_project();
    window.add(&[
        ("name of the file.txt", "\u{feff}\u{200f}عنوان\u{2028}نص المقال".as_bytes()),
        ("cr.txt", &data("D01-cr-only.txt")),
    ]);
    window.add_found(2);
    window.ask(Command::AddPasted("\u{200e}\nכותרת\u{85}הדובר אמר שהשיחות יתחילו מחר".to_owned()));
    let mut found: Vec<_> =
        window.documents().iter().map(|d| (d.metadata.title.clone(), d.metadata.language.clone())).collect();
    found.sort();
    let expected = [("A headline", ""), ("כותרת", "he"), ("عنوان", "ar")]
        .map(|(title, language)| (title.to_owned(), language.to_owned()));
    assert_eq!(found, expected);
}

#[test]
fn what_is_pasted_and_is_no_text_stays_in_the_dialog() {
    let mut window = Window::on_new_project();
    window.ask(Command::ShowDialog(bayan::ui::state::Dialog::Paste));
    window.ask(Command::AddPasted("<html><body><p>نص</p></body></html>".to_owned()));
    assert!(window.documents().is_empty());
    let told = window.told();
    assert!(told.contains(&words!("import-kind-html")) && told.contains("Paste"), "{told}");
}

/// A text of so many words, of which those at these places are others.
fn text(words: usize, others: &[usize]) -> String {
    let word = |at| if others.contains(&at) { format!("أخرى{at} ") } else { format!("كلمة{at} ") };
    (0..words).map(word).collect()
}

#[test]
fn many_articles_are_read_in_the_background_and_added_as_one_step() {
    let mut window = Window::on_new_project();
    let folder = window.folder().join("articles");
    std::fs::create_dir(&folder).unwrap();
    for number in 0..60 {
        std::fs::write(
            folder.join(format!("{number:02}.txt")),
            format!("مقال {number}\n{}", text(30, &[]).replace("كلمة", &format!("ك{number}"))),
        )
        .unwrap();
    }
    // Nearly the same as another one, and something that is no article.
    std::fs::write(folder.join("60.txt"), text(100, &[])).unwrap();
    std::fs::write(folder.join("61.txt"), text(100, &[50])).unwrap();
    std::fs::write(folder.join("x.png"), PICTURE).unwrap();
    window.ask(Command::AddArticles(vec![folder]));
    window.until_told(&words!("adding-heading", count = 62));
    window.until_told(&words!("adding-add", count = 62));
    let told = window.told();
    assert!(told.contains(&words!("adding-refused", count = 1)), "{told}");
    assert!(window.documents().is_empty());
    // The table draws only what is in sight.
    assert!(window.count("مقال") < 60, "{told}");
    window.click(&words!("adding-only-doubtful", count = 1));
    assert!(window.told().contains("% the same as"), "{}", window.told());
    window.click(&words!("adding-none"));
    window.click(&words!("adding-all"));
    window.add_found(62);
    assert_eq!(window.documents().len(), 62);
    window.undo();
    assert!(window.documents().is_empty());
}

#[test]
fn cells_are_edited_and_rows_chosen_by_the_keyboard() {
    let mut window = Window::on_new_project();
    window.add(&[("a.txt", b"First\nOne text."), ("b.txt", b"Second\nAnother text."), ("c.txt", b"Third\nText.")]);
    // The first row is selected: its cells are fields.
    window.enter(&words!("panel-article-title"), "New title");
    window.press(egui::Modifiers::NONE, egui::Key::ArrowDown);
    window.press(egui::Modifiers::COMMAND, egui::Key::A);
    window.type_text("Newer title");
    window.enter(&words!("panel-article-published"), "٢٠٢٤-٠٦-١١");
    window.enter(&words!("panel-article-url"), "https://example.org/b");
    window.click(&words!("adding-tick", title = "Third"));
    window.press(egui::Modifiers::COMMAND, egui::Key::Enter);
    let found: Vec<_> = window
        .documents()
        .iter()
        .map(|d| [&d.metadata.title, &d.metadata.published, &d.metadata.url].map(|value| value.to_owned()))
        .collect();
    let expected = [["New title", "", ""], ["Newer title", "2024-06-11", "https://example.org/b"]];
    assert_eq!(found, expected.map(|row| row.map(str::to_owned)));
}

#[test]
fn another_version_is_kept_beside_the_article() {
    let mut window = Window::on_new_project();
    window.add(&[("one.txt", text(100, &[]).as_bytes())]);
    let one = window.documents()[0].id.clone();
    window.add(&[("two.txt", text(100, &[50]).as_bytes())]);
    let told = window.told();
    assert!(told.contains("% the same as"), "{told}");
    window.click(&words!("adding-show-similar", title = window.documents()[0].metadata.title.as_str()));
    assert!(window.told().contains(&words!("adding-only-there")), "{}", window.told());
    window.click(&words!("adding-choice-version", title = window.documents()[0].metadata.title.as_str()));
    window.add_found(1);
    let versions: Vec<_> = window.documents().iter().map(|d| d.metadata.replaced_by.clone()).collect();
    assert_eq!(versions.iter().flatten().collect::<Vec<_>>(), [&one]);
    assert_eq!(window.project().documents[&one].metadata.replaced_by, None);
}

#[test]
fn how_an_article_was_read_can_be_changed_after_it_was_added() {
    let mut window = Window::on_new_project();
    let page =
        std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/interchange/articles/saved-page.html"));
    window.add(&[("page.html", &page.unwrap())]);
    assert_eq!(window.documents().len(), 1);
    assert!(!window.documents()[0].content.as_str().contains("تابعنا"));
    window.click(&words!("status-details"));
    window.click(&words!("adding-show-left-out"));
    assert!(window.told().contains("تابعنا"), "{}", window.told());
    window.click(&words!("adding-whole"));
    window.enter(&words!("panel-article-publisher"), "الميناء");
    window.click(&words!("adding-change"));
    let document = window.documents()[0];
    assert!(document.content.as_str().contains("تابعنا"));
    assert_eq!((window.documents().len(), document.metadata.publisher.as_str()), (1, "الميناء"));
    // Each is one step.
    window.undo();
    assert!(!window.documents()[0].content.as_str().contains("تابعنا"));
    window.undo();
    assert!(window.documents().is_empty());
}

#[test]
fn a_line_that_a_page_leaves_out_is_taken_by_itself() {
    let mut window = Window::on_new_project();
    let page =
        std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/interchange/articles/saved-page.html"));
    window.add(&[("page.html", &page.unwrap())]);
    window.click(&words!("status-details"));
    window.click(&words!("adding-show-left-out"));
    let take = words!("adding-take-line-name", line = "تابعنا");
    window.click(&take);
    assert!(!window.told().contains(&take), "{}", window.told());
    window.click(&words!("adding-change"));
    let taken = window.documents()[0].content.as_str().to_owned();
    assert_eq!(taken.matches("تابعنا").count(), 1);
    assert!(!taken.contains("جميع الحقوق محفوظة"));
}

#[test]
fn a_text_is_read_in_another_encoding_before_it_is_added() {
    let mut window = Window::on_new_project();
    window.add(&[("dos.txt", &data("B10-arabic-dos-720.txt")), ("one.txt", ARABIC.as_bytes())]);
    let name = words!("panel-article-encoding");
    let list = |window: &mut Window| {
        let nodes: Vec<_> =
            window.harness.query_all_by_role_and_label(egui::accesskit::Role::ComboBox, &name).collect();
        nodes.last().unwrap().click();
        drop(nodes);
        window.draw();
    };
    list(&mut window);
    window.click(Encoding::Windows1252.name());
    list(&mut window);
    window.click(Encoding::Windows1256.name());
    window.add_found(2);
    let encodings: Vec<_> = window.documents().iter().map(|d| d.encoding.clone()).collect();
    assert_eq!(encodings, ["Windows-1256", "UTF-8"]);
}

#[test]
fn the_columns_of_a_table_are_named_by_hand() {
    let mut window = Window::on_new_project();
    window.add(&[("t.csv", "Kop,Corpus,Blad\nأول,نص المقال الأول,الميناء\nثان,نص المقال الثاني,الساحل\n".as_bytes())]);
    assert!(window.documents().is_empty());
    assert!(window.told().contains(&words!("adding-columns-no-text")), "{}", window.told());
    let choose = |window: &mut Window, head: &str, field: &str| {
        let name = words!("import-column", name = head);
        let nodes: Vec<_> =
            window.harness.query_all_by_role_and_label(egui::accesskit::Role::ComboBox, &name).collect();
        nodes.last().unwrap().click();
        drop(nodes);
        window.draw();
        window.click(field);
    };
    choose(&mut window, "Corpus", &words!("adding-column-text"));
    choose(&mut window, "Kop", &words!("panel-article-title"));
    window.click(&words!("adding-columns-read"));
    window.add_found(2);
    let found: Vec<_> =
        window.documents().iter().map(|d| (d.metadata.title.clone(), d.content.as_str().to_owned())).collect();
    assert_eq!(found.len(), 2);
    assert!(found.contains(&("أول".to_owned(), "نص المقال الأول".to_owned())), "{found:?}");
}

#[test]
fn a_table_is_read_in_another_encoding_and_with_another_delimiter() {
    let mut window = Window::on_new_project();
    let table = "title;text;publisher\nأول;نص المقال الأول، والتتمة;الميناء\nثان;نص المقال الثاني;الساحل\n";
    let (bytes, ..) = encoding_rs::WINDOWS_1256.encode(table);
    window.add(&[("t.csv", &bytes)]);
    let name = words!("panel-article-encoding");
    let choose = |window: &mut Window, name: &str, value: &str| {
        let nodes: Vec<_> = window.harness.query_all_by_role_and_label(egui::accesskit::Role::ComboBox, name).collect();
        nodes.last().unwrap().click();
        drop(nodes);
        window.draw();
        window.click(value);
    };
    // What it was read as is shown, and what is chosen is read at once.
    assert!(window.told().contains("نص المقال الأول"), "{}", window.told());
    choose(&mut window, &name, Encoding::Windows1252.name());
    assert!(!window.told().contains("نص المقال الأول") && window.told().contains("äÕ"), "{}", window.told());
    // With a delimiter that is not there, it stays a table, so that another one can be chosen.
    let delimiter = words!("delimiter");
    choose(&mut window, &delimiter, &words!("delimiter-tab"));
    assert!(window.told().contains(&words!("adding-columns-no-text")), "{}", window.told());
    choose(&mut window, &name, Encoding::Utf32Le.name());
    choose(&mut window, &name, Encoding::Windows1256.name());
    choose(&mut window, &delimiter, &words!("delimiter-semicolon"));
    window.add_found(2);
    let texts: Vec<_> = window.documents().iter().map(|document| document.content.as_str().to_owned()).collect();
    assert_eq!(texts, ["نص المقال الأول، والتتمة", "نص المقال الثاني"]);
}

#[test]
fn what_a_drop_would_do_is_shown_while_files_are_over_the_window() {
    let mut window = Window::on_new_project();
    let hint = words!("drop-add-one", name = "one.txt");
    assert!(!window.told().contains(&hint));
    let over = egui::HoveredFile { path: Some("/x/one.txt".into()), ..egui::HoveredFile::default() };
    window.harness.input_mut().hovered_files = vec![over];
    // The first frame finds out how large it is.
    window.draw();
    window.draw();
    assert!(window.told().contains(&hint), "{}", window.told());
    for page in Page::ALL {
        window.ask(Command::ShowPage(*page));
        assert!(window.told().contains(&hint), "{page:?}: {}", window.told());
    }
    window.harness.input_mut().hovered_files.clear();
    window.draw();
    assert!(!window.told().contains(&hint));
}

#[test]
fn a_long_table_is_compared_part_by_part() {
    let mut window = Window::on_new_project();
    let row = |number: usize| format!("مقال {number},{}\n", text(200, &[]).replace("كلمة", &format!("ك{number}م")));
    let table: String = std::iter::once("title,text\n".to_owned()).chain((0..120).map(row)).collect();
    window.add(&[("t.csv", table.as_bytes())]);
    window.until_told(&words!("adding-add", count = 120));
    window.add_found(120);
    assert_eq!(window.documents().len(), 120);
}

#[test]
fn what_was_found_is_not_dropped_without_a_question() {
    let mut window = Window::on_new_project();
    window.add(&[("a.txt", b"First\nOne text."), ("b.txt", b"Second\nAnother text.")]);
    window.press(egui::Modifiers::NONE, egui::Key::Escape);
    assert!(window.told().contains(&words!("adding-leave", count = 2)), "{}", window.told());
    window.click(&words!("adding-leave-stay"));
    window.click(&words!("dialog-cancel"));
    window.click(&words!("adding-leave-drop"));
    assert!(window.documents().is_empty() && !window.told().contains("Second"));
}

#[test]
fn a_new_text_is_told_its_encoding() {
    let mut window = Window::on_new_project();
    window.add(&[("one.txt", ARABIC.as_bytes())]);
    // "قال بوتين إن المفاوضات مستمرة" in Windows-1256, by Python's codec cp1256.
    let bytes: &[u8] =
        b"\xde\xc7\xe1 \xc8\xe6\xca\xed\xe4 \xc5\xe4 \xc7\xe1\xe3\xdd\xc7\xe6\xd6\xc7\xca \xe3\xd3\xca\xe3\xd1\xc9";
    let file = window.file("new.txt", bytes);
    window.ask(Command::Safety(SafetyCommand::ReplaceFrom(file)));
    window.until_told("Read as Windows-1256");
    window.ask(Command::Safety(SafetyCommand::ReplaceReadAs(Encoding::Windows1252)));
    window.until_told("Read as Windows-1252");
    window.ask(Command::Safety(SafetyCommand::ReplaceReadAs(Encoding::Windows1256)));
    window.until_told("Read as Windows-1256");
    window.click(&words!("replace-do"));
    let texts: Vec<_> = window.documents().iter().map(|document| document.content.as_str().to_owned()).collect();
    assert!(texts.iter().any(|text| text == "قال بوتين إن المفاوضات مستمرة"), "{texts:?}");
    // A damaged place is said; what is no text is refused.
    let id = window.documents()[0].id.clone();
    window.ask(Command::ShowDocument(id));
    let file = window.file("damaged.txt", &data("A13-with-bom-one-ff-is-read-well.txt"));
    window.ask(Command::Safety(SafetyCommand::ReplaceFrom(file)));
    window.until_told("1 place could not be read");
    window.ask(Command::Safety(SafetyCommand::LeaveReplace));
    let file = window.file("word.txt", PICTURE);
    window.ask(Command::Safety(SafetyCommand::ReplaceFrom(file)));
    window.until_told("a picture, which is not read as an article");
}

#[test]
fn a_party_that_is_here_is_chosen_and_two_of_one_name_can_be_merged() {
    let mut window = Window::on_new_project();
    window.click_tab(&words!("panel-tab-parties"));
    let type_party = |window: &mut Window, name: &str| {
        window.harness.get_by_role_and_label(egui::accesskit::Role::TextInput, &words!("panel-party-new-name")).click();
        window.draw();
        window.type_text(name);
        window.harness.key_press(egui::Key::Enter);
        window.draw();
    };
    type_party(&mut window, "Kremlin");
    assert_eq!(window.project().parties.len(), 1);
    for name in ["Kremlin", "KREMLIN", " kremlin\u{200f}"] {
        type_party(&mut window, name);
        assert_eq!(window.project().parties.len(), 1, "{name:?}");
        assert!(window.told().contains(&stretch("status-party-here")), "{}", window.told());
    }
    // One more by a rename.
    type_party(&mut window, "Moscow");
    let mut party = window.project().parties[1].clone();
    party.name = "kremlin".to_owned();
    let edit = Box::new(bayan::edit::change::Edit::ReplaceParty(party));
    window.ask(Command::Apply { gesture: "rename".into(), edit, merge_key: None });
    assert!(window.told().contains(&stretch("panel-party-same")), "{}", window.told());
    window.click(&words!("panel-party-same-merge", name = "kremlin"));
    window.click(&words!("panel-party-merge-yes"));
    assert_eq!(window.project().parties.len(), 1);
    assert!(!window.told().contains(&stretch("panel-party-same")));
}
