//! Nothing is lost, as one sees it: past states, conflicts, trouble with writing, recovery, new versions of articles;
//! by accessible names, through the real application.

use std::path::Path;
use std::time::{Duration, Instant};

use bayan::edit::change::{Edit, Touched};
use bayan::edit::orphan::OrphanId;
use bayan::locale::plain;
use bayan::model::id::{AnnotatorId, DocumentId, StatementId};
use bayan::model::project::Project;
use bayan::model::statement::Statement;
use bayan::store;
use bayan::ui::command::Command;
use bayan::ui::command::safety::SafetyCommand;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::support::window::{Window, sample};
use crate::support::words::{stretch, words};

const LAYER: &str = "annotations/biden-putin-call/annotator-a.ron";

impl Window {
    fn note(&self, id: StatementId) -> String {
        self.project().layer(&document(), &annotator()).unwrap().statement(id).unwrap().note.clone()
    }

    fn set_note(&mut self, id: StatementId, note: &str) {
        let old = self.project().layer(&document(), &annotator()).unwrap().statement(id).unwrap().clone();
        let statement = Box::new(Statement { note: note.to_owned(), ..old });
        let edit = Box::new(Edit::ReplaceStatement { layer: (document(), annotator()), statement });
        self.ask(Command::Apply { gesture: "note".into(), edit, merge_key: None });
    }

    fn close(&mut self) {
        let input = self.harness.input_mut();
        let root = input.viewports.entry(egui::ViewportId::ROOT).or_default();
        root.events.push(egui::ViewportEvent::Close);
        self.draw();
    }
}

fn document() -> DocumentId {
    DocumentId::new("biden-putin-call").unwrap()
}

fn annotator() -> AnnotatorId {
    AnnotatorId::new("annotator-a").unwrap()
}

fn nth(project: &Project, index: usize) -> StatementId {
    project.layer(&document(), &annotator()).unwrap().nth(index).unwrap().id
}

/// The layer's file with this done to it.
fn layer_text(project: &Project, change: impl FnOnce(&mut Project)) -> String {
    let mut project = project.clone();
    change(&mut project);
    store::render(&project, &Touched::Layer(document(), annotator())).unwrap().unwrap()
}

fn with_note(project: &mut Project, id: StatementId, note: &str) {
    let layer = project.layers.get_mut(&(document(), annotator())).unwrap();
    let statement = layer.statement(id).unwrap().clone();
    layer.put(Statement { note: note.to_owned(), ..statement });
}

#[test]
fn a_past_state_is_looked_at_restored_and_the_restoring_undone() {
    let (_folder, path) = sample();
    let now = store::open(&path).unwrap().project;
    let (gone, other) = (nth(&now, 3), nth(&now, 5));
    // What was there two days ago: one statement less, one note more.
    let then = layer_text(&now, |project| {
        project.layers.get_mut(&(document(), annotator())).unwrap().take(gone).unwrap();
        with_note(project, other, "as it was then");
    });
    let states = path.join(".bayan/history/states");
    std::fs::create_dir_all(&states).unwrap();
    let time = jiff::Timestamp::now().as_millisecond() - 2 * 24 * 3600 * 1000;
    std::fs::write(states.join(format!("{time}~{}", LAYER.replace('/', "~"))), &then).unwrap();
    // A file that cannot be read stands in nobody's way.
    std::fs::write(states.join(format!("{}~{}", time - 1_000_000, LAYER.replace('/', "~"))), "(").unwrap();

    let mut window = Window::on(&path);
    let before = window.project().clone();
    window.press(egui::Modifiers::COMMAND | egui::Modifiers::SHIFT, egui::Key::H);
    window.until_told(&stretch("past-looking"));
    window.until_told(&words!("past-differences"));
    let told = window.told();
    assert!(told.contains("36 statements; 1 added since, 1 changed since"), "{told}");
    assert!(told.contains("Line 1"), "the damaged state is named: {told}");
    // Nothing is changed by looking, and nothing can be.
    window.press(egui::Modifiers::NONE, egui::Key::Delete);
    window.press(egui::Modifiers::NONE, egui::Key::N);
    window.press(egui::Modifiers::NONE, egui::Key::C);
    window.undo();
    assert_eq!(*window.project(), before);
    // Escape goes back, and the page can be had again.
    window.press(egui::Modifiers::NONE, egui::Key::Escape);
    assert!(!window.told().contains(&stretch("past-looking")));
    window.press(egui::Modifiers::COMMAND | egui::Modifiers::SHIFT, egui::Key::H);
    window.until("a state", |window| {
        window.harness.query_by_label(&words!("past-restore")).is_some_and(|node| !node.accesskit_node().is_disabled())
    });
    window.click(&words!("past-restore"));
    let layer = window.project().layer(&document(), &annotator()).unwrap();
    assert_eq!((layer.len(), layer.statement(gone)), (36, None));
    assert_eq!(window.note(other), "as it was then");
    window.undo();
    assert_eq!(*window.project(), before);
}

#[test]
fn conflicts_of_a_merge_are_listed_and_settled_one_by_one() {
    let (_folder, path) = sample();
    let base = store::open(&path).unwrap().project;
    let (noted, deleted, third) = (nth(&base, 2), nth(&base, 4), nth(&base, 6));
    let ours = layer_text(&base, |project| {
        with_note(project, noted, "written here");
        with_note(project, third, "ours");
        project.layers.get_mut(&(document(), annotator())).unwrap().take(deleted).unwrap();
    });
    let theirs = layer_text(&base, |project| {
        with_note(project, noted, "written there");
        with_note(project, third, "theirs");
        with_note(project, deleted, "still wanted");
    });
    let merged = store::merging::three_way::merge(&layer_text(&base, |_| {}), &ours, &theirs).unwrap();
    assert_eq!(merged.conflicts, 3);
    std::fs::write(path.join(LAYER), &merged.text).unwrap();

    let mut window = Window::on(&path);
    let before = window.project().clone();
    assert_eq!(window.note(noted), "written there");
    assert!(window.told().contains(&words!("status-conflicts", count = 3)), "{}", window.told());
    window.click(&words!("status-conflicts", count = 3));
    assert!(window.told().contains("written here"), "{}", window.told());
    // The first in the list by id; each click settles one.
    let find = |window: &Window, id: StatementId| {
        let listed = window.project().conflicts.values().flatten().collect::<Vec<_>>();
        listed.iter().any(|conflict| conflict.id == id.to_string())
    };
    let settle = |window: &mut Window, name: &str| {
        // The list is longer than the window.
        window.harness.query_all_by_label(name).next().unwrap().scroll_to_me();
        window.draw();
        window.harness.query_all_by_label(name).next().unwrap().click();
        window.draw();
    };
    settle(&mut window, "Delete it");
    assert!(!find(&window, deleted));
    assert!(window.project().layer(&document(), &annotator()).unwrap().statement(deleted).is_none());
    settle(&mut window, "Take the other one: note");
    let first = if find(&window, noted) { third } else { noted };
    assert_eq!(window.note(first), if first == noted { "written here" } else { "ours" });
    settle(&mut window, "Keep the one in use: note");
    assert!(window.project().conflicts.is_empty());
    assert!(window.told().contains(&words!("conflicts-none")));
    window.press(egui::Modifiers::NONE, egui::Key::Escape);
    for _ in 0..3 {
        window.undo();
    }
    assert_eq!(*window.project(), before);
    assert!(window.told().contains(&words!("status-conflicts", count = 3)));
}

#[test]
fn a_conflict_is_settled_by_hand_and_its_statement_found() {
    let (_folder, path) = sample();
    let base = store::open(&path).unwrap().project;
    let noted = nth(&base, 2);
    let side = |note: &str| layer_text(&base, |project| with_note(project, noted, note));
    let merged = store::merging::three_way::merge(&layer_text(&base, |_| {}), &side("one"), &side("two")).unwrap();
    std::fs::write(path.join(LAYER), &merged.text).unwrap();
    let mut window = Window::on(&path);
    let before = window.project().clone();
    window.click(&words!("status-conflicts", count = 1));
    window.click(&words!("conflicts-go"));
    assert_eq!(window.app().view().selected, Some(noted));
    assert_eq!(window.app().view().dialog, None);
    window.click(&words!("status-conflicts", count = 1));
    window.click(&words!("conflicts-by-hand"));
    window.harness.get_by_label("Write it yourself: note").focus();
    window.draw();
    window.press(egui::Modifiers::COMMAND, egui::Key::A);
    window.type_text("both");
    window.click(&words!("conflicts-hand-done"));
    assert_eq!(window.note(noted), "both");
    assert!(window.project().conflicts.is_empty());
    window.press(egui::Modifiers::NONE, egui::Key::Escape);
    window.undo();
    assert_eq!(*window.project(), before);
}

#[test]
fn a_disk_that_is_gone_is_told_copied_from_and_noticed_when_it_is_back() {
    let (folder, path) = sample();
    let mut window = Window::on(&path);
    let before = window.project().clone();
    let id = nth(&before, 0);
    let away = folder.path().join("unplugged");
    std::fs::rename(&path, &away).unwrap();
    window.set_note(id, "typed while the disk was away");
    window.until_told(&words!("banner-nothing"));
    assert!(window.told().contains(&words!("banner-nothing-rest", count = 1)), "{}", window.told());
    // A close asks; losing needs a second click; staying loses nothing.
    window.close();
    window.until_told(&words!("leaving-in-memory", count = 1));
    window.click(&words!("leaving-lose"));
    assert!(window.told().contains(&words!("leaving-sure", count = 1)), "{}", window.told());
    window.click(&words!("leaving-stay"));
    assert_eq!(window.app().view().dialog, None);
    // The copy has what was typed, and what is damaged nowhere.
    let copy = folder.path().join("copy");
    window.ask(Command::SaveCopyTo(copy.clone()));
    window.until_told(&stretch("banner-copied"));
    let copied = store::open(&copy).unwrap();
    assert!(copied.problems.is_empty(), "{:?}", copied.problems);
    assert_eq!(copied.project, *window.project());
    // A second one does not go over the first.
    window.ask(Command::SaveCopyTo(copy.clone()));
    window.until_told(&stretch("store-not-empty"));
    // Back again, the strip goes by itself and the files are written.
    std::fs::rename(&away, &path).unwrap();
    window.until("the strip to go", |window| !window.told().contains(&words!("banner-nothing")));
    window.until_told(&words!("status-all-saved"));
    window.press(egui::Modifiers::COMMAND, egui::Key::S);
    assert_eq!(store::open(&path).unwrap().project, *window.project());
    window.undo();
    assert_eq!(*window.project(), before);
}

#[test]
fn closing_goes_on_by_itself_when_the_work_can_be_written_after_all() {
    let (folder, path) = sample();
    let mut window = Window::on(&path);
    let id = nth(window.project(), 0);
    let away = folder.path().join("unplugged");
    std::fs::rename(&path, &away).unwrap();
    window.set_note(id, "typed");
    window.ask(Command::CloseProject);
    window.until_told(&words!("leaving-heading"));
    std::fs::rename(&away, &path).unwrap();
    window.click(&words!("banner-try"));
    window.until("the welcome screen", |window| window.app().session().is_none());
    let saved = store::open(&path).unwrap().project;
    assert_eq!(saved.layer(&document(), &annotator()).unwrap().statement(id).unwrap().note, "typed");
}

#[test]
fn what_a_crash_left_in_the_journal_comes_back_with_a_notice_and_can_be_undone() {
    let (folder, path) = sample();
    let mut window = Window::on(&path);
    let before = window.project().clone();
    let id = nth(&before, 0);
    let crashed = folder.path().join("crashed");
    // The journal is written at once, the files some time later: a picture of the folder in between is a crash.
    let started = Instant::now();
    loop {
        window.set_note(id, "first");
        window.set_note(id, "second");
        std::thread::sleep(Duration::from_millis(100));
        let _ = std::fs::remove_dir_all(&crashed);
        copy_folder(&path, &crashed);
        if store::open(&crashed).unwrap().project == before && has_journal(&crashed) {
            break;
        }
        assert!(started.elapsed() < Duration::from_secs(30), "never caught between journal and files");
        window.undo();
        window.undo();
        window.press(egui::Modifiers::COMMAND, egui::Key::S);
    }
    drop(window);
    let mut window = Window::on(&crashed);
    assert_eq!(window.note(id), "second");
    window.until_told("changes came back from the journal, made");
    // No list of problems lies over it: nothing is wrong any more.
    assert_eq!(window.app().view().dialog, None);
    window.click(&words!("recovered-list"));
    assert!(window.told().contains("· Note"), "{}", window.told());
    window.press(egui::Modifiers::NONE, egui::Key::Escape);
    window.click(&words!("recovered-good"));
    assert!(!window.told().contains("came back from the journal"));
    // What was done before the project was opened is taken back after a question.
    window.undo();
    assert_eq!(window.note(id), "second");
    window.press(egui::Modifiers::NONE, egui::Key::Enter);
    assert_eq!(window.note(id), "first");
    window.undo();
    window.press(egui::Modifiers::NONE, egui::Key::Enter);
    assert_eq!(*window.project(), before);
}

#[test]
fn a_new_version_is_compared_looked_at_taken_over_and_its_orphans_placed() {
    let (folder, path) = sample();
    let mut window = Window::on(&path);
    let before = window.project().clone();
    let old = before.documents[&document()].content.as_str().to_owned();
    // One statement's words are gone, one word of another is another, and everything has moved.
    let layer = before.layer(&document(), &annotator()).unwrap().clone();
    let words = |statement: &Statement| old[statement.spans[0].range()].to_owned();
    let once = |statement: &&Statement| {
        let words = words(statement);
        statement.spans.len() == 1 && words.chars().count() > 40 && old.matches(&words).count() == 1
    };
    let alone = |statement: &&Statement| {
        layer.relations_of(statement.id).next().is_none()
            && layer.statements().all(|other| other.id == statement.id || !other.hull().overlaps(statement.hull()))
    };
    let mut wanted = layer.statements().filter(once).filter(alone);
    let (gone, changed) = (wanted.next().unwrap().clone(), wanted.next().unwrap().clone());
    let changed_words = {
        let words = words(&changed);
        let at = words.char_indices().filter(|(_, c)| *c == ' ').map(|(at, _)| at).nth(2).unwrap();
        format!("{} جداً{}", &words[..at], &words[at..])
    };
    let new = old.replacen(&words(&gone), "سطر بدلاً منه", 1).replacen(&words(&changed), &changed_words, 1);
    let new = format!("عاجل.\n{new}");
    let file = folder.path().join("new.txt");
    std::fs::write(&file, &new).unwrap();

    window.ask(Command::ShowDialog(bayan::ui::state::Dialog::ReplaceText));
    assert!(window.told().contains(&words!("replace-explained")), "{}", window.told());
    window.ask(Command::Safety(SafetyCommand::ReplaceFrom(file)));
    window.until_told("without a place.");
    let told = window.told();
    assert!(told.contains("changed, ") && told.contains(&changed_words), "{told}");
    assert_eq!(*window.project(), before, "only looked at");
    // The word that was added is told, and not only coloured.
    let differs = words!("panel-passage-new", words = "جداً");
    let said = window.harness.query_all_by(|node| node.data().description().is_some());
    let said: Vec<_> = said.filter_map(|node| node.accesskit_node().data().description().map(plain)).collect();
    assert!(said.contains(&differs), "{said:?}");
    // Each row leads to its place: in the old text for what has none in the new one.
    let row = format!("without a place · annotator-a: {}", words(&gone));
    window.click(&row);
    window.until_told(&words!("replace-shows-old"));
    // Escape leaves everything as it was.
    window.press(egui::Modifiers::NONE, egui::Key::Escape);
    assert_eq!(*window.project(), before);
    let file = folder.path().join("new.txt");
    window.ask(Command::Safety(SafetyCommand::ReplaceFrom(file)));
    window.until_told("without a place.");
    window.click(&words!("replace-do"));
    assert_eq!(window.project().documents[&document()].content.as_str(), new);
    let place = |window: &Window, id| window.project().layer(&document(), &annotator()).unwrap().statement(id).cloned();
    assert_eq!(place(&window, gone.id), None);
    assert_eq!(&new[place(&window, changed.id).unwrap().spans[0].range()], changed_words.trim());
    assert!(window.told().contains(&stretch("orphans-heading")), "{}", window.told());
    // The orphan is listed with its words until it is placed on a selected passage.
    assert!(window.told().contains(&words(&gone).split_whitespace().collect::<Vec<_>>().join(" ")));
    let at = new.find("سطر بدلاً منه").unwrap();
    let caret = bayan::ui::state::Caret { anchor_byte: at, focus_byte: at + "سطر بدلاً منه".len() };
    window.ask(Command::GoTo(caret));
    let id = OrphanId {
        document: window.project().documents.keys().find(|id| **id != document()).unwrap().clone(),
        annotator: Some(annotator()),
        statement: gone.id,
    };
    let listed = bayan::edit::orphan::orphans(window.project(), &document());
    let index = listed.iter().position(|orphan| orphan.id == id).unwrap();
    window.harness.query_all_by_label(&words!("orphans-place")).nth(index).unwrap().click();
    window.draw();
    assert_eq!(&new[place(&window, gone.id).unwrap().spans[0].range()], "سطر بدلاً منه");
    assert_eq!(window.app().view().selected, Some(gone.id));
    // On disk, and back to the start.
    window.press(egui::Modifiers::COMMAND, egui::Key::S);
    let saved = store::open(&path).unwrap();
    assert!(saved.problems.is_empty(), "{:?}", saved.problems);
    assert_eq!(saved.project, *window.project());
    window.undo();
    window.undo();
    assert_eq!(*window.project(), before);
}

fn has_journal(project: &Path) -> bool {
    let entries = std::fs::read_dir(project.join(".bayan/journal")).into_iter().flatten().flatten();
    entries.into_iter().any(|entry| entry.file_name().to_string_lossy().ends_with(".journal"))
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &to);
        } else if entry.path().exists() {
            // A file may go while this looks.
            let _ = std::fs::copy(entry.path(), to);
        }
    }
}
