//! Whose work it is, in the window: who one is, finished and others' layers, and undo of what one has not done oneself;
//! by accessible names, through the real application.

use bayan::edit::change::Edit;
use bayan::model::document::{Document, Metadata};
use bayan::model::id::{AnnotatorId, DocumentId};
use bayan::settings::{self};
use bayan::text::content::Content;
use bayan::ui::command::Command;
use bayan::ui::state::Dialog;
use egui_kittest::kittest::Queryable as _;

use crate::support::project::who;
use crate::support::window::{Window, sample};
use crate::support::words::{stretch, words};

impl Window {
    fn annotator(&self) -> &AnnotatorId {
        self.app().session().unwrap().annotator()
    }

    fn statements_of(&self, annotator: &str) -> usize {
        self.project().layer(&document(), &who(annotator)).map_or(0, |layer| layer.len())
    }

    fn mark(&mut self) {
        self.select("عقب محادثة بين الرئيسين");
        self.key(egui::Key::W);
    }

    fn is_asked(&self) -> bool {
        self.app().view().dialog == Some(Dialog::Ownership)
    }

    #[track_caller]
    fn tells(&self, parts: &[&str]) {
        let told = self.told();
        for part in parts {
            assert!(told.contains(part), "no {part:?} in:\n{told}");
        }
    }
}

fn document() -> DocumentId {
    DocumentId::new("biden-putin-call").unwrap()
}

#[test]
fn a_project_is_opened_as_oneself_and_never_as_somebody_who_happens_to_be_there() {
    let (_folder, project) = sample();
    let mut window = Window::on_as(&project, Some("layla"));
    assert_eq!(window.annotator(), &who("layla"));
    window.tells(&[&words!("status-writing-as", annotator = "layla")]);
    let before = window.project().clone();
    window.mark();
    // One's own new layer needs no question.
    assert!(!window.is_asked());
    assert_eq!(window.statements_of("layla"), 1);
    for annotator in ["annotator-a", "annotator-b"] {
        assert_eq!(window.project().layer(&document(), &who(annotator)), before.layer(&document(), &who(annotator)));
    }
    // Whoever is in the project by another case of the same name is oneself.
    let window = Window::on_as(&project, Some("Annotator-A"));
    assert_eq!(window.annotator(), &who("annotator-a"));
}

#[test]
fn who_one_is_is_asked_once_and_what_was_to_be_done_is_done_then() {
    let (_folder, project) = sample();
    let mut window = Window::on_as(&project, None);
    let guess = settings::system_person().unwrap_or_else(|| who("x"));
    assert_eq!(window.annotator(), &guess);
    window.tells(&[&stretch("whose-strip")]);
    // Reading and looking go on; nothing lies over the window.
    assert_eq!(window.app().view().dialog, None);
    window.mark();
    assert!(window.is_asked() && window.statements_of(guess.as_str()) == 0);
    window.tells(&[&words!("whose-name-heading")]);
    // Escape leaves everything as it is.
    window.key(egui::Key::Escape);
    assert!(!window.is_asked() && window.app().settings().annotator.is_none());
    window.key(egui::Key::W);
    assert!(window.is_asked());
    window.harness.get_by_label(&words!("whose-name")).focus();
    window.draw();
    window.press(egui::Modifiers::COMMAND, egui::Key::A);
    window.type_text("ليلى حداد");
    window.key(egui::Key::Enter);
    assert!(!window.is_asked());
    assert_eq!(window.app().settings().annotator.as_deref(), Some("ليلى-حداد"));
    assert_eq!(window.annotator(), &who("ليلى-حداد"));
    assert_eq!((window.statements_of("ليلى-حداد"), window.statements_of(guess.as_str())), (1, 0));
    assert!(!window.told().contains(&stretch("whose-strip")));
    // It is not asked again.
    window.mark();
    assert_eq!((window.is_asked(), window.statements_of("ليلى-حداد")), (false, 2));
}

#[test]
fn enter_keeps_the_name_of_the_computer_and_the_palette_changes_it() {
    let (_folder, project) = sample();
    let mut window = Window::on_as(&project, None);
    let guess = window.annotator().to_string();
    window.key(egui::Key::Enter);
    assert_eq!(window.app().settings().annotator.as_deref(), Some(guess.as_str()));
    window.mark();
    assert_eq!((window.is_asked(), window.statements_of(&guess)), (false, 1));
    window.press(egui::Modifiers::COMMAND, egui::Key::K);
    window.tells(&[&words!("command-name")]);
    window.key(egui::Key::Escape);
    window.ask(Command::Ownership(bayan::ui::command::ownership::OwnershipCommand::SetName(who("layla"))));
    assert_eq!((window.annotator(), window.app().settings().annotator.as_deref()), (&who("layla"), Some("layla")));
}

#[test]
fn a_layer_that_is_done_and_one_of_another_are_asked_about_once() {
    let (_folder, project) = sample();
    let mut window = Window::on_as(&project, Some("annotator-a"));
    let before = window.project().clone();
    window.mark();
    assert!(window.is_asked());
    window.tells(&[&words!("whose-done-heading"), "annotator-a"]);
    assert_eq!(*window.project(), before);
    // Nothing goes through to what lies behind.
    window.key(egui::Key::Delete);
    window.key(egui::Key::Escape);
    assert_eq!((window.is_asked(), window.project() == &before), (false, true));
    window.key(egui::Key::W);
    window.key(egui::Key::Enter);
    assert_eq!((window.is_asked(), window.statements_of("annotator-a")), (false, 38));
    window.mark();
    assert_eq!((window.is_asked(), window.statements_of("annotator-a")), (false, 39));

    // Who says that it is done is asked again before the next change; to say so is not asked about.
    window.press(egui::Modifiers::ALT, egui::Key::D);
    window.press(egui::Modifiers::ALT, egui::Key::D);
    assert!(!window.is_asked());
    window.mark();
    assert_eq!((window.is_asked(), window.statements_of("annotator-a")), (true, 39));
    window.key(egui::Key::Enter);
    assert_eq!(window.statements_of("annotator-a"), 40);

    let b = window.statements_of("annotator-b");
    window.ask(Command::SetAnnotator(who("annotator-b")));
    assert_eq!(
        window.app().settings().annotator.as_deref(),
        Some("annotator-a"),
        "the list does not change who one is"
    );
    window.mark();
    assert!(window.is_asked());
    window.tells(&[&words!("whose-another-heading", annotator = "annotator-b"), "You are annotator-a"]);
    window.harness.get_by_label_contains(&words!("whose-change")).click();
    window.draw();
    assert_eq!((window.is_asked(), window.statements_of("annotator-b")), (false, b + 1));
    // A new name from the list has nothing yet that could be another's.
    window.ask(Command::SetAnnotator(who("tester")));
    window.mark();
    assert_eq!((window.is_asked(), window.statements_of("tester")), (false, 1));
}

#[test]
fn typing_into_a_finished_layer_is_asked_about_and_all_of_it_is_taken() {
    let (_folder, project) = sample();
    let mut window = Window::on_as(&project, Some("annotator-a"));
    let key = (document(), who("annotator-a"));
    let old = window.project().layers[&key].nth(0).unwrap().clone();
    let typed = |note: &str| Command::Apply {
        gesture: "note".into(),
        edit: Box::new(Edit::ReplaceStatement {
            layer: key.clone(),
            statement: Box::new(bayan::model::statement::Statement { note: note.to_owned(), ..old.clone() }),
        }),
        merge_key: Some("note".to_owned()),
    };
    window.ask(typed("a"));
    window.ask(typed("ab"));
    assert!(window.is_asked());
    assert_eq!(window.project().layers[&key].nth(0), Some(&old));
    window.key(egui::Key::Enter);
    assert_eq!(window.project().layers[&key].nth(0).unwrap().note, "ab");
    window.ask(typed("abc"));
    assert_eq!(window.project().layers[&key].nth(0).unwrap().note, "abc");
    window.undo();
    assert_eq!(window.project().layers[&key].nth(0), Some(&old));
}

#[test]
fn undo_of_what_another_did_at_the_same_computer_is_asked_about_by_name_and_goes_to_the_place() {
    let (_folder, project) = sample();
    let mut window = Window::on_as(&project, Some("anna"));
    window.mark();
    let made = window.app().view().selected.unwrap();
    let second = Document {
        id: DocumentId::new("second").unwrap(),
        content: Content::new("Another article."),
        metadata: Metadata { title: "Second".into(), ..Metadata::default() },
        encoding: String::new(),
        excluded: Vec::new(),
    };
    window.ask(Command::SetAnnotator(who("ben")));
    let add = Edit::AddDocument { document: Box::new(second), layers: Vec::new() };
    window.ask(Command::Apply { gesture: "article".into(), edit: Box::new(add), merge_key: None });
    window.ask(Command::ShowDocument(DocumentId::new("second").unwrap()));
    // Ben's own work needs no question.
    window.undo();
    assert!(!window.is_asked() && window.project().documents.len() == 1);
    window.redo();
    assert!(!window.is_asked() && window.project().documents.len() == 2);
    window.ask(Command::ShowDocument(DocumentId::new("second").unwrap()));
    window.undo();
    window.ask(Command::SetAnnotator(who("ben")));
    window.undo();
    assert!(window.is_asked());
    window.tells(&[
        &words!("whose-undo-heading", name = words!("gesture-statement-add")),
        "anna",
        "You are now ben",
        "today",
    ]);
    // A second Ctrl+Z is no answer.
    window.undo();
    assert!(window.is_asked());
    window.key(egui::Key::Escape);
    assert_eq!((window.is_asked(), window.statements_of("anna")), (false, 1));
    window.undo();
    window.key(egui::Key::Enter);
    assert_eq!((window.is_asked(), window.statements_of("anna")), (false, 0));
    assert_eq!(window.app().view().document, Some(document()));
    // To bring back what one took back is one's own work, and shows the place.
    window.ask(Command::SetAnnotator(who("anna")));
    window.redo();
    assert!(window.is_asked());
    window.key(egui::Key::Enter);
    assert_eq!((window.statements_of("anna"), window.app().view().selected), (1, Some(made)));
}

#[test]
fn undo_over_the_start_of_the_sitting_is_asked_about_step_by_step() {
    let (_folder, project) = sample();
    let mut window = Window::on_as(&project, Some("anna"));
    window.mark();
    window.mark();
    window.press(egui::Modifiers::COMMAND, egui::Key::S);
    drop(window);
    let mut window = Window::on_as(&project, Some("anna"));
    window.mark();
    assert_eq!(window.statements_of("anna"), 3);
    window.undo();
    assert_eq!((window.is_asked(), window.statements_of("anna")), (false, 2));
    for left in [1, 0] {
        window.undo();
        assert!(window.is_asked());
        window.tells(&["by anna", "before this project was opened"]);
        window.key(egui::Key::Enter);
        assert_eq!((window.is_asked(), window.statements_of("anna")), (false, left));
    }
    // What was taken back here can be done again without a question; but not what was taken back before.
    window.redo();
    assert_eq!((window.is_asked(), window.statements_of("anna")), (false, 1));
    window.press(egui::Modifiers::COMMAND, egui::Key::S);
    drop(window);
    let mut window = Window::on_as(&project, Some("anna"));
    window.redo();
    assert!(window.is_asked());
    window.tells(&[&words!("whose-redo-heading", name = words!("gesture-statement-add"))]);
    window.key(egui::Key::Escape);
    assert_eq!(window.statements_of("anna"), 1);
}

#[test]
fn a_layer_that_was_confirmed_is_not_asked_about() {
    let (_folder, project) = sample();
    let mut window = Window::on(&project);
    window.mark();
    assert_eq!((window.is_asked(), window.statements_of("annotator-a")), (false, 38));
}
