//! The window without a screen: the main story, by accessible names, through the real application.
#![cfg(feature = "gui")]

use std::path::{Path, PathBuf};

use bayan::app::App;
use bayan::model::id::StatementId;
use bayan::shape::TextEngine;
use bayan::store::settings::Settings;
use bayan::text::encoding::Encoding;
use bayan::ui::command::Command;
use eframe::App as _;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

struct Window {
    harness: Harness<'static, Option<App>>,
}

fn copy_of_the_sample() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let project = folder.path().join("sample");
    bayan::store::install_sample(&project).unwrap();
    (folder, project)
}

fn open(project: Option<&Path>) -> Window {
    let project = project.map(Path::to_owned);
    let mut frame = eframe::Frame::_new_kittest();
    let run = move |ui: &mut egui::Ui, app: &mut Option<App>| {
        let app = app.get_or_insert_with(|| {
            let engine = TextEngine::bundled_fonts_only();
            App::new(ui.ctx(), engine, Settings::default(), false, project.clone())
        });
        app.logic(&ui.ctx().clone(), &mut frame);
        app.ui(ui, &mut frame);
    };
    let mut harness = Harness::builder().with_size([1360.0, 860.0]).build_ui_state(run, None);
    harness.run_steps(6);
    Window { harness }
}

impl Window {
    fn app(&self) -> &App {
        self.harness.state().as_ref().unwrap()
    }

    fn press(&mut self, modifiers: egui::Modifiers, key: egui::Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.harness.run_steps(4);
    }

    fn layer_len(&self) -> usize {
        let app = self.app();
        let session = app.session().unwrap();
        let document = app.view().document.clone().unwrap();
        session.project().layer(&document, session.annotator()).map_or(0, |layer| layer.len())
    }

    fn selected(&self) -> Option<StatementId> {
        self.app().view().selected
    }

    fn drag(&mut self, from: egui::Pos2, to: egui::Pos2) {
        self.harness.hover_at(from);
        self.harness.run_steps(2);
        self.harness.drag_at(from);
        self.harness.run_steps(2);
        self.harness.hover_at(to);
        self.harness.run_steps(2);
        self.harness.drop_at(to);
        self.harness.run_steps(4);
    }
}

#[test]
fn a_passage_selected_by_mouse_becomes_a_warning_that_survives_reopening() {
    let (_folder, project) = copy_of_the_sample();
    let mut window = open(Some(&project));
    let before = window.layer_len();
    // From the start of a right-to-left line towards its end.
    window.drag(egui::pos2(820.0, 300.0), egui::pos2(560.0, 300.0));
    let span = window.app().view().selection.expect("the drag selects");
    window.press(egui::Modifiers::NONE, egui::Key::Num2);
    window.press(egui::Modifiers::NONE, egui::Key::W);
    assert_eq!(window.layer_len(), before + 1);
    let id = window.selected().expect("the new statement is selected");
    let app = window.app();
    let session = app.session().unwrap();
    let document = app.view().document.clone().unwrap();
    let made = session.project().layer(&document, session.annotator()).unwrap().statement(id).unwrap().clone();
    assert_eq!(made.kind.as_str(), "warning");
    assert_eq!(made.speaker(), Some(&session.project().parties[1].id));
    let text = &session.project().documents[&document].content;
    assert_eq!(text.get(made.spans[0].range()).unwrap(), text.get(span.range()).unwrap().trim());

    window.press(egui::Modifiers::COMMAND, egui::Key::S);
    drop(window);
    let reopened = bayan::store::open(&project).unwrap();
    assert!(reopened.problems.is_empty(), "{:?}", reopened.problems);
    let layer = reopened.project.layers.values().find_map(|layer| layer.statement(id)).cloned();
    // On disk times are kept to the precision of the file format.
    let layer = layer.expect("saved");
    assert_eq!((layer.spans, layer.kind, layer.chain), (made.spans, made.kind, made.chain));
}

#[test]
fn undo_goes_back_to_the_start_and_redo_to_the_end() {
    let (_folder, project) = copy_of_the_sample();
    let mut window = open(Some(&project));
    let before = window.app().session().unwrap().project().clone();
    for y in [300.0, 360.0] {
        window.drag(egui::pos2(800.0, y), egui::pos2(640.0, y));
        window.press(egui::Modifiers::NONE, egui::Key::C);
    }
    window.press(egui::Modifiers::NONE, egui::Key::Delete);
    let after = window.app().session().unwrap().project().clone();
    assert_ne!(before, after);
    for _ in 0..3 {
        window.press(egui::Modifiers::COMMAND, egui::Key::Z);
    }
    assert_eq!(*window.app().session().unwrap().project(), before);
    for _ in 0..3 {
        window.press(egui::Modifiers::COMMAND | egui::Modifiers::SHIFT, egui::Key::Z);
    }
    assert_eq!(*window.app().session().unwrap().project(), after);
}

#[test]
fn the_welcome_screen_offers_the_sample() {
    let window = open(None);
    window.harness.get_by_label("Open the sample");
}

#[test]
fn a_project_that_is_damaged_opens_what_is_sound_and_says_so() {
    let (_folder, project) = copy_of_the_sample();
    let layer = project.join("annotations/biden-putin-call/annotator-b.ron");
    std::fs::write(&layer, "(").unwrap();
    let window = open(Some(&project));
    assert!(window.layer_len() > 25);
    window.harness.get_by_label_contains("1 problem in this project");
    assert_eq!(std::fs::read_to_string(&layer).unwrap(), "(");
}

#[test]
fn a_pasted_article_becomes_a_document_and_an_undo_takes_it_away() {
    let (_folder, project) = copy_of_the_sample();
    let mut window = open(Some(&project));
    let article = "قال المتحدث إن \"القرار نهائي\".\nوأضاف أن المفاوضات مستمرة.";
    window.harness.event(egui::Event::Paste(article.to_owned()));
    window.harness.run_steps(4);
    window.harness.get_by_label("Add article").click();
    window.harness.run_steps(6);
    let session = window.app().session().unwrap();
    let id = window.app().view().document.clone().unwrap();
    assert_eq!(session.project().documents.len(), 2);
    let document = &session.project().documents[&id];
    assert_eq!(document.content.as_str(), article);
    assert_eq!(document.metadata.language, "ar");
    window.press(egui::Modifiers::COMMAND, egui::Key::Z);
    assert_eq!(window.app().session().unwrap().project().documents.len(), 1);
}

#[test]
fn a_project_that_is_open_elsewhere_can_be_read_but_not_changed() {
    let (_folder, project) = copy_of_the_sample();
    let _lock = bayan::store::Lock::acquire(&project).unwrap();
    let mut window = open(Some(&project));
    let before = window.layer_len();
    window.drag(egui::pos2(820.0, 300.0), egui::pos2(560.0, 300.0));
    window.press(egui::Modifiers::NONE, egui::Key::C);
    assert_eq!(window.layer_len(), before);
    window.harness.get_by_label_contains("open elsewhere, so nothing can be changed");
}

#[test]
fn articles_in_other_encodings_are_read_and_can_be_read_otherwise() {
    let (folder, project) = copy_of_the_sample();
    let mut window = open(Some(&project));
    let file = folder.path().join("windows.txt");
    // "قال بوتين إن المفاوضات مستمرة" in Windows-1256, by Python's codec cp1256.
    let bytes: &[u8] =
        b"\xde\xc7\xe1 \xc8\xe6\xca\xed\xe4 \xc5\xe4 \xc7\xe1\xe3\xdd\xc7\xe6\xd6\xc7\xca \xe3\xd3\xca\xe3\xd1\xc9";
    std::fs::write(&file, bytes).unwrap();
    window.harness.state_mut().as_mut().unwrap().request(Command::AddArticles(vec![file]));
    window.harness.run_steps(4);
    let read = |window: &Window| {
        let id = window.app().view().document.clone().unwrap();
        let document = window.app().session().unwrap().project().documents[&id].clone();
        (id, document.encoding, document.content.as_str().to_owned())
    };
    let (id, encoding, text) = read(&window);
    assert_eq!((encoding.as_str(), text.as_str()), ("Windows-1256", "قال بوتين إن المفاوضات مستمرة"));
    window.harness.state_mut().as_mut().unwrap().request(Command::ReadAs(id, Encoding::Windows1252));
    window.harness.run_steps(4);
    assert_eq!(read(&window).1, "Windows-1252");
    assert!(read(&window).2.starts_with("ÞÇá"), "{}", read(&window).2);
}

#[test]
fn a_removed_article_comes_back_with_everybodys_layers() {
    let (_folder, project) = copy_of_the_sample();
    let mut window = open(Some(&project));
    let before = window.app().session().unwrap().project().clone();
    let id = window.app().view().document.clone().unwrap();
    let remove = Command::Apply {
        name: "remove".to_owned(),
        edit: Box::new(bayan::edit::change::Edit::RemoveDocument(id)),
        merge_key: None,
    };
    window.harness.state_mut().as_mut().unwrap().request(remove);
    window.harness.run_steps(4);
    assert!(window.app().session().unwrap().project().documents.is_empty());
    assert_eq!(window.app().view().document, None);
    window.press(egui::Modifiers::COMMAND, egui::Key::S);
    assert!(!project.join("documents/biden-putin-call/text.txt").exists());
    window.press(egui::Modifiers::COMMAND, egui::Key::Z);
    window.press(egui::Modifiers::COMMAND, egui::Key::S);
    assert_eq!(*window.app().session().unwrap().project(), before);
    let reopened = bayan::store::open(&project).unwrap();
    assert!(reopened.problems.is_empty(), "{:?}", reopened.problems);
    assert_eq!(reopened.project, before);
}

#[test]
fn from_an_empty_layer_to_a_chain_of_two_on_disk_and_back_to_the_empty_layer() {
    let (_folder, project) = copy_of_the_sample();
    let mut window = open(Some(&project));
    let empty = window.app().session().unwrap().project().clone();
    let tester = bayan::model::id::AnnotatorId::new("tester").unwrap();
    window.harness.state_mut().as_mut().unwrap().request(Command::SetAnnotator(tester.clone()));
    window.harness.run_steps(4);
    assert_eq!(window.layer_len(), 0);
    window.drag(egui::pos2(820.0, 300.0), egui::pos2(560.0, 300.0));
    window.press(egui::Modifiers::NONE, egui::Key::W);
    window.press(egui::Modifiers::NONE, egui::Key::Num2);
    window.press(egui::Modifiers::ALT, egui::Key::Num4);
    // The cue by selecting a word and pressing its key.
    window.drag(egui::pos2(900.0, 300.0), egui::pos2(860.0, 300.0));
    window.press(egui::Modifiers::NONE, egui::Key::Q);
    window.harness.get_by_label("Party of link 1");
    window.harness.get_by_label("Party of link 2");
    let full = window.app().session().unwrap().project().clone();
    let made = full.layers.iter().find(|((_, annotator), _)| *annotator == tester).unwrap().1;
    let made = made.statements().next().unwrap();
    let parties: Vec<_> = made.chain.iter().map(|link| &link.party).collect();
    assert_eq!(parties, [&full.parties[3].id, &full.parties[1].id]);
    assert!(made.chain[1].cue.is_some());
    window.press(egui::Modifiers::COMMAND, egui::Key::S);
    let reopened = bayan::store::open(&project).unwrap();
    assert!(reopened.problems.is_empty(), "{:?}", reopened.problems);
    let layer = reopened.project.layers.iter().find(|((_, annotator), _)| *annotator == tester).unwrap().1;
    let saved = layer.statements().next().unwrap();
    assert_eq!((&saved.spans, &saved.chain, &saved.kind), (&made.spans, &made.chain, &made.kind));
    for _ in 0..4 {
        window.press(egui::Modifiers::COMMAND, egui::Key::Z);
    }
    assert_eq!(*window.app().session().unwrap().project(), empty);
    for _ in 0..4 {
        window.press(egui::Modifiers::COMMAND | egui::Modifiers::SHIFT, egui::Key::Z);
    }
    assert_eq!(*window.app().session().unwrap().project(), full);
}
