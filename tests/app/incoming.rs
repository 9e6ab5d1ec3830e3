//! Texts and parties that come in through the window: what is said, what is asked, and by which rule things are named.

use std::path::{Path, PathBuf};

use bayan::model::document::Document;
use bayan::model::project::Project;
use bayan::store;
use bayan::text::encoding::Encoding;
use bayan::ui::command::Command;
use bayan::ui::command::safety::SafetyCommand;
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
    assert_eq!(window.documents().len(), 1);
    let told = window.told();
    for said in ["paper.txt", "a sound file", "voice.html", "marks.txt", "There is no text"] {
        assert!(told.contains(said), "{said}: {told}");
    }
    window.click(&words!("dialog-close"));
    assert!(!window.told().contains("paper.txt"));
}

#[test]
fn what_it_was_read_as_is_said_and_every_encoding_is_offered() {
    let mut window = Window::on_new_project();
    window.add(&[("dos.txt", &data("B10-arabic-dos-720.txt"))]);
    assert!(window.told().contains("Read as DOS-720"), "{}", window.told());
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
    assert_eq!(window.documents()[0].encoding, "UTF-8");
    assert!(window.documents()[0].content.as_str().ends_with('\u{fffd}'));
    assert!(window.told().contains("One place could not be read as UTF-8"), "{}", window.told());
}

#[test]
fn the_same_text_is_asked_about_also_when_it_is_pasted() {
    let mut window = Window::on_new_project();
    window.add(&[("one.txt", ARABIC.as_bytes()), ("two.txt", ARABIC.as_bytes())]);
    assert_eq!(window.documents().len(), 1);
    let told = window.told();
    assert!(told.contains(&stretch("incoming-same")) && told.contains(ARABIC) && told.contains("two.txt"), "{told}");
    window.click(&words!("dialog-close"));
    assert_eq!(window.documents().len(), 1);
    window.ask(Command::AddPasted(format!("{ARABIC}\r\n")));
    assert_eq!(window.documents().len(), 1);
    window.click(&words!("incoming-anyway"));
    assert_eq!(window.documents().len(), 2);
    assert!(!window.told().contains(&stretch("incoming-same")));
}

#[test]
fn files_and_pasted_texts_are_named_by_one_rule() {
    let mut window = Window::on_new_project();
    window.add(&[
        ("name of the file.txt", "\u{feff}\u{200f}عنوان\u{2028}نص المقال".as_bytes()),
        ("cr.txt", &data("D01-cr-only.txt")),
    ]);
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
