//! The work and colleagues' tags in the real application, by accessible names: assign, find what is mine, be done, hide
//! and show, send, add in another copy, undo.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use bayan::app::App;
use bayan::model::id::{AnnotatorId, DocumentId};
use bayan::model::project::Project;
use bayan::model::work::LayerState;
use bayan::ui::command::Command;
use bayan::ui::panels::exchange::ExchangeCommand;
use bayan::ui::state::{Dialog, Page};
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

struct Window {
    harness: Harness<'static, Option<App>>,
    folder: tempfile::TempDir,
}

impl Window {
    fn open() -> Self {
        Self::open_after(|_| {})
    }

    /// Opens a copy of the sample after something was done to its folder.
    fn open_after(prepare: impl FnOnce(&PathBuf)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let project = folder.path().join("sample");
        bayan::store::install_sample(&project).unwrap();
        prepare(&project);
        let harness = crate::support::app::open(Harness::builder().with_size([1360.0, 860.0]), Some(project));
        Self { harness, folder }
    }

    fn app(&self) -> &App {
        self.harness.state().as_ref().unwrap()
    }

    fn project(&self) -> &Project {
        self.app().session().unwrap().project()
    }

    fn request(&mut self, command: Command) {
        self.harness.state_mut().as_mut().unwrap().request(command);
        self.harness.run_steps(4);
    }

    fn click(&mut self, name: &str) {
        self.harness.get_by_label(name).click();
        self.harness.run_steps(4);
    }

    fn type_into(&mut self, field: &str, text: &str) {
        self.harness.get_by_label(field).focus();
        self.harness.run_steps(2);
        self.harness.get_by_label(field).type_text(text);
        self.harness.run_steps(2);
        self.press(Modifiers::NONE, Key::Enter);
    }

    fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.harness.run_steps(4);
    }

    fn shows(&self, part: &str) -> bool {
        self.harness.query_all_by_label_contains(part).next().is_some()
    }

    /// Waits for what is made in the background.
    fn until(&mut self, what: &str, met: impl Fn(&Self) -> bool) {
        let start = Instant::now();
        while !met(self) {
            assert!(start.elapsed() < Duration::from_secs(60), "{what}");
            std::thread::sleep(Duration::from_millis(10));
            self.harness.run_steps(1);
        }
        self.harness.run_steps(3);
    }

    fn state(&self, name: &str) -> LayerState {
        self.project().state(&document(), &annotator(name))
    }
}

#[test]
fn work_is_assigned_found_done_and_taken_up_again() {
    let mut window = Window::open();
    let start = window.project().clone();
    window.click("Progress");
    assert_eq!(window.app().view().page, Page::Progress);
    assert!(window.shows("0 open, 0 in progress, 2 done"));
    window.click("Assign…");
    window.type_into("A new name", "carla");
    assert!(window.shows("One assignment changes."));
    window.click("Assign");
    assert_eq!(window.app().view().dialog, None);
    assert!(window.project().assignments.contains_key(&(document(), annotator("carla"))));
    assert!(window.shows("1 open, 0 in progress, 2 done"));
    // A single one, by its cell: the first click chooses, the button takes back and asks again.
    let title = window.project().documents[&document()].display_title().to_owned();
    window.click(&format!("{title}, carla: open"));
    window.click("Take back");
    assert!(!window.project().assignments.contains_key(&(document(), annotator("carla"))));
    window.press(Modifiers::COMMAND, Key::Z);
    assert!(window.project().assignments.contains_key(&(document(), annotator("carla"))));

    window.request(Command::SetAnnotator(annotator("carla")));
    window.press(Modifiers::ALT, Key::N);
    assert_eq!(window.app().view().page, Page::Article);
    assert_eq!(window.app().view().document, Some(document()));
    window.click("Mark as done");
    assert_eq!((window.state("carla"), window.project().layers.len()), (LayerState::Done, 3));
    assert!(window.shows("Take up again"));
    window.press(Modifiers::ALT, Key::D);
    let layer = window.project().layer(&document(), &annotator("carla")).unwrap();
    assert!(layer.state() == LayerState::InProgress && layer.progress().unwrap().was_reopened());
    window.press(Modifiers::ALT, Key::N);
    assert!(window.shows("the last article that is yours"));
    window.press(Modifiers::ALT, Key::D);
    window.press(Modifiers::ALT, Key::N);
    assert!(window.shows("Nothing is left for you to do."));
    for _ in 0..3 {
        window.press(Modifiers::COMMAND, Key::Z);
    }
    // The assignment was not made under this name.
    window.request(Command::SetAnnotator(annotator("annotator-a")));
    window.press(Modifiers::COMMAND, Key::Z);
    assert!(*window.project() == start);
}

#[test]
fn what_others_made_is_hidden_until_one_is_done() {
    let mut window = Window::open();
    window.request(Command::SetAnnotator(annotator("carla")));
    window.click("Progress");
    let title = window.project().documents[&document()].display_title().to_owned();
    let (open, hidden) = (format!("{title}, annotator-a: done · 37"), format!("{title}, annotator-a: done"));
    assert!(window.harness.query_by_label(&open).is_some());
    window.click("Hidden until done");
    assert!(window.project().blind_until_done);
    assert!(window.harness.query_by_label(&open).is_none() && window.harness.query_by_label(&hidden).is_some());
    window.click("Article");
    assert!(window.shows("annotator-a: hidden until you are done"));
    for page in ["Review", "Agreement"] {
        window.click(page);
        assert!(window.shows("the work of others is hidden until you are done"), "{page}");
    }
    window.press(Modifiers::ALT, Key::D);
    assert_eq!(window.state("carla"), LayerState::Done);
    assert!(!window.shows("the work of others is hidden"));
    window.click("Progress");
    assert!(window.harness.query_by_label(&open).is_some());
    // Taken up again it is hidden again, but not from who reviews.
    window.press(Modifiers::ALT, Key::D);
    assert!(window.harness.query_by_label(&open).is_none());
    window.type_into("Name a reviewer", "carla");
    assert!(window.project().reviewers.contains(&annotator("carla")));
    assert!(window.harness.query_by_label(&open).is_some());
}

#[test]
fn tags_that_were_sent_are_added_in_another_copy_and_taken_back() {
    let mut window = Window::open();
    window.request(Command::SetAnnotator(annotator("annotator-a")));
    window.click("Send my tags…");
    assert_eq!(window.app().view().dialog, Some(Dialog::SendTags));
    assert!(window.shows("One article, 37 statements"));
    let file = window.folder.path().join("a.bayan-tags.jsonl");
    window.request(Command::Exchange(ExchangeCommand::SendTo(file.clone())));
    window.until("the file", |window| file.exists() && window.shows("Your tags are in"));

    let mut other = Window::open_after(|project| {
        std::fs::remove_file(project.join("annotations/biden-putin-call/annotator-a.ron")).unwrap();
    });
    let before = other.project().clone();
    assert_eq!(before.layers.len(), 1);
    other.request(Command::AddArticles(vec![file]));
    other.until("the plan", |window| window.shows("37 new statements"));
    assert_eq!(other.app().view().dialog, Some(Dialog::AddTags));
    other.click("Add these tags");
    assert_eq!(other.app().view().dialog, None);
    let key = (document(), annotator("annotator-a"));
    assert_eq!(other.project().layers[&key], window.project().layers[&key]);
    other.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(other.project(), &before);
    // The folder itself, of which all is here now but one layer.
    let folder = window.folder.path().join("sample");
    other.request(Command::Exchange(ExchangeCommand::AddFrom(folder)));
    other.until("the plan of the folder", |window| window.shows("all of it is here already"));
    other.click("Add these tags");
    assert_eq!(other.project().layers.len(), 2);
}

fn document() -> DocumentId {
    DocumentId::new("biden-putin-call").unwrap()
}

fn annotator(name: &str) -> AnnotatorId {
    AnnotatorId::new(name).unwrap()
}

#[test]
fn five_hundred_documents_by_ten_annotators_cost_a_screen() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large");
    let mut project = Project::new("large");
    let names: Vec<AnnotatorId> = (0..10).map(|n| annotator(&format!("a{n}"))).collect();
    for n in 0..500 {
        let document = bayan::model::document::Document {
            id: DocumentId::new(format!("d{n:03}")).unwrap(),
            content: bayan::text::content::Content::new("Kremlin: Biden affirmed."),
            metadata: bayan::model::document::Metadata { title: format!("مقال {n}"), ..Default::default() },
            encoding: String::new(),
            excluded: Vec::new(),
        };
        project.documents.insert(document.id.clone(), document);
    }
    let ids: Vec<DocumentId> = project.documents.keys().cloned().collect();
    bayan::store::create(&path, &project).unwrap();
    let harness = crate::support::app::open(Harness::builder().with_size([1360.0, 860.0]), Some(path));
    let mut window = Window { harness, folder };
    let edit = bayan::edit::work::assign_all(&project, &ids, &names, &Default::default()).unwrap();
    window.request(Command::Apply { gesture: "assign".into(), edit: Box::new(edit), merge_key: None });
    window.click("Progress");
    assert!(window.shows("500 articles: 5000 open"));
    // Only what can be seen is laid out: a screen of 860 points has no more than some thirty rows of ten cells.
    let drawn = window.harness.query_all_by_label_contains(", a").count();
    assert!((50..=400).contains(&drawn), "{drawn} cells");
}
