//! The work and colleagues' tags in the real application, by accessible names: assign, find what is mine, be done, hide
//! and show, send, add in another copy, undo.

use bayan::edit::change::Edit;
use bayan::model::id::{AnnotatorId, DocumentId};
use bayan::model::project::Project;
use bayan::model::work::{Assignment, LayerState};
use bayan::ui::command::Command;
use bayan::ui::command::exchange::ExchangeCommand;
use bayan::ui::state::{Dialog, Page};
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::support::project::who;
use crate::support::window::Window;
use crate::support::words::{stretch, words};

impl Window {
    fn type_into(&mut self, field: &str, text: &str) {
        self.harness.get_by_label(field).focus();
        self.draw();
        self.harness.get_by_label(field).type_text(text);
        self.draw();
        self.press(Modifiers::NONE, Key::Enter);
    }

    fn state(&self, name: &str) -> LayerState {
        self.project().state(&document(), &who(name))
    }
}

#[test]
fn arrow_keys_lead_the_keyboard_from_cell_to_cell_and_back() {
    let mut window = Window::on_sample();
    window.click(&words!("page-progress"));
    let title = window.project().documents[&document()].display_title().to_owned();
    let cell = |name: &str| format!("{title}, {name}:");
    let has_keyboard = |window: &Window, name: &str| {
        let cell = cell(name);
        window.harness.query_all_by_label_contains(&cell).any(|node| node.accesskit_node().is_focused())
    };
    window.harness.query_all_by_label_contains(&cell("annotator-a")).next().unwrap().focus();
    window.draw();
    assert!(has_keyboard(&window, "annotator-a"));
    for (key, name) in [
        (Key::ArrowRight, "annotator-b"),
        (Key::ArrowLeft, "annotator-a"),
        // There is none further to the left.
        (Key::ArrowLeft, "annotator-a"),
        (Key::ArrowRight, "annotator-b"),
    ] {
        window.press(Modifiers::NONE, key);
        assert!(has_keyboard(&window, name), "{key:?} to {name}: {}", window.told());
    }
}

#[test]
fn what_is_overdue_is_said_until_it_is_done() {
    let mut window = Window::on_sample();
    let edit = |due: &str| {
        let assignment = Some(Assignment { due: due.parse().ok(), ..Assignment::default() });
        let edit = Box::new(Edit::SetAssignment { document: document(), annotator: who("carla"), assignment });
        Command::Apply { gesture: "gesture-work-due".into(), edit, merge_key: None }
    };
    window.ask(edit("2020-01-02"));
    window.click(&words!("page-progress"));
    let cell = "carla: open, due 2020-01-02, overdue";
    assert_eq!(window.count(cell), 1, "{}", window.told());
    let said = words!("work-overdue", due = "2020-01-02");
    assert!(!window.shows(&said));
    window.harness.get_by_label_contains(cell).click();
    window.draw();
    assert!(window.shows(&said), "{}", window.told());
    window.ask(edit("2999-01-02"));
    assert!(!window.shows(&said) && !window.told().contains("overdue"), "{}", window.told());
}

#[test]
fn work_is_assigned_found_done_and_taken_up_again() {
    let mut window = Window::on_sample();
    let start = window.project().clone();
    window.click(&words!("page-progress"));
    assert_eq!(window.app().view().page, Page::Progress);
    assert!(window.shows("0 open, 0 in progress, 2 done"));
    window.click(&words!("work-assign"));
    window.type_into(&words!("assign-new"), "carla");
    assert!(window.shows(&words!("assign-count", count = 1)));
    window.click(&words!("assign-go"));
    assert_eq!(window.app().view().dialog, None);
    assert!(window.project().assignments.contains_key(&(document(), who("carla"))));
    assert!(window.shows("1 open, 0 in progress, 2 done"));
    // A single one, by its cell: the first click chooses, the button takes back and asks again.
    let title = window.project().documents[&document()].display_title().to_owned();
    window.click(&format!("{title}, carla: open"));
    window.click(&words!("work-unassign-one"));
    assert!(!window.project().assignments.contains_key(&(document(), who("carla"))));
    window.press(Modifiers::COMMAND, Key::Z);
    assert!(window.project().assignments.contains_key(&(document(), who("carla"))));

    window.ask(Command::SetAnnotator(who("carla")));
    window.press(Modifiers::ALT, Key::N);
    assert_eq!(window.app().view().page, Page::Article);
    assert_eq!(window.app().view().document, Some(document()));
    window.click(&words!("panel-article-done"));
    assert_eq!((window.state("carla"), window.project().layers.len()), (LayerState::Done, 3));
    assert!(window.shows(&words!("panel-article-take-up")));
    window.press(Modifiers::ALT, Key::D);
    let layer = window.project().layer(&document(), &who("carla")).unwrap();
    assert!(layer.state() == LayerState::InProgress && layer.progress().unwrap().was_reopened());
    window.press(Modifiers::ALT, Key::N);
    assert!(window.shows(&words!("status-mine-left", count = 1)));
    window.press(Modifiers::ALT, Key::D);
    window.press(Modifiers::ALT, Key::N);
    assert!(window.shows(&words!("status-mine-none", count = 1)));
    for _ in 0..3 {
        window.press(Modifiers::COMMAND, Key::Z);
    }
    // The assignment was not made under this name.
    window.ask(Command::SetAnnotator(who("annotator-a")));
    window.press(Modifiers::COMMAND, Key::Z);
    assert!(*window.project() == start);
}

#[test]
fn what_others_made_is_hidden_until_one_is_done() {
    let mut window = Window::on_sample();
    window.ask(Command::SetAnnotator(who("carla")));
    window.click(&words!("page-progress"));
    let title = window.project().documents[&document()].display_title().to_owned();
    let (open, hidden) = (format!("{title}, annotator-a: done · 37"), format!("{title}, annotator-a: done"));
    assert!(window.harness.query_by_label(&open).is_some());
    window.click(&words!("work-blind"));
    assert!(window.project().blind_until_done);
    assert!(window.harness.query_by_label(&open).is_none() && window.harness.query_by_label(&hidden).is_some());
    window.click(&words!("page-article"));
    window.click_tab(&words!("panel-tab-statements"));
    assert!(window.shows(&words!("panel-statements-other-hidden", annotator = "annotator-a")));
    for page in [words!("page-review"), words!("page-agreement")] {
        window.click(&page);
        assert!(window.shows(&words!("hidden-until-done", count = 1)), "{page}");
    }
    window.press(Modifiers::ALT, Key::D);
    assert_eq!(window.state("carla"), LayerState::Done);
    assert!(!window.shows(&words!("hidden-until-done", count = 1)));
    window.click(&words!("page-progress"));
    assert!(window.harness.query_by_label(&open).is_some());
    // Taken up again it is hidden again, but not from who reviews.
    window.press(Modifiers::ALT, Key::D);
    assert!(window.harness.query_by_label(&open).is_none());
    window.type_into(&words!("work-reviewer-add"), "carla");
    assert!(window.project().reviewers.contains(&who("carla")));
    assert!(window.harness.query_by_label(&open).is_some());
}

#[test]
fn tags_that_were_sent_are_added_in_another_copy_and_taken_back() {
    let mut window = Window::on_sample();
    window.ask(Command::SetAnnotator(who("annotator-a")));
    window.click(&words!("panel-articles-new"));
    window.click(&words!("panel-tags-send"));
    assert_eq!(window.app().view().dialog, Some(Dialog::SendTags));
    assert!(window.shows("One article, 37 statements"));
    let file = window.folder().join("a.bayan-tags.jsonl");
    window.ask(Command::Exchange(ExchangeCommand::SendTo(file.clone())));
    window.until("the file", |window| file.exists() && window.shows(&stretch("status-sent")));

    let mut other = Window::on_sample_after(|project| {
        std::fs::remove_file(project.join("annotations/biden-putin-call/annotator-a.ron")).unwrap();
    });
    let before = other.project().clone();
    assert_eq!(before.layers.len(), 1);
    other.ask(Command::AddArticles(vec![file]));
    other.until("the plan", |window| window.shows("37 new statements"));
    assert_eq!(other.app().view().dialog, Some(Dialog::AddTags));
    other.click(&words!("add-go"));
    assert_eq!(other.app().view().dialog, None);
    let key = (document(), who("annotator-a"));
    assert_eq!(other.project().layers[&key], window.project().layers[&key]);
    other.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(other.project(), &before);
    // The folder itself, of which all is here now but one layer.
    let folder = window.folder().join("sample");
    other.ask(Command::Exchange(ExchangeCommand::AddFrom(folder)));
    other.until("the plan of the folder", |window| window.shows(&words!("exchange-same")));
    other.click(&words!("add-go"));
    assert_eq!(other.project().layers.len(), 2);
}

fn document() -> DocumentId {
    DocumentId::new("biden-putin-call").unwrap()
}

#[test]
fn five_hundred_documents_by_ten_annotators_cost_a_screen() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large");
    let mut project = Project::new("large");
    let names: Vec<AnnotatorId> = (0..10).map(|n| who(&format!("a{n}"))).collect();
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
    let mut window = Window::on(&path);
    let edit = bayan::edit::work::assign_all(&project, &ids, &names, &Default::default()).unwrap();
    window.ask(Command::Apply { gesture: "assign".into(), edit: Box::new(edit), merge_key: None });
    window.click(&words!("page-progress"));
    assert!(window.shows("500 articles: 5000 open"));
    // Only what can be seen is laid out: a screen of 860 points has no more than some thirty rows of ten cells.
    let drawn = window.harness.query_all_by_label_contains(", a").count();
    assert!((50..=400).contains(&drawn), "{drawn} cells");
}
