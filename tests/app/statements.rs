//! The page of all statements, through the real application.

use bayan::edit::change::Edit;
use bayan::model::id::{AnnotatorId, StatementId};
use bayan::model::layer::Layer;
use bayan::model::statement::Statement;
use bayan::settings::StatementView;
use bayan::ui::command::Command;
use bayan::ui::state::{Dialog, Page};
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::support::project::who;
use crate::support::window::Window;
use crate::support::words::words;

const CTRL: Modifiers = Modifiers::COMMAND;
const SHIFT: Modifiers = Modifiers::SHIFT;
const NONE: Modifiers = Modifiers::NONE;

impl Window {
    fn on_statements() -> Self {
        let mut window = Self::on_sample();
        window.press(CTRL, Key::Num2);
        assert_eq!(window.app().view().page, Page::Statements);
        window.found_rows();
        window
    }

    /// Waits until the list is up to date; how many statements it has, and of how many.
    fn found_rows(&mut self) -> (usize, usize) {
        self.until("the list is up to date", |window| !window.app().is_listing());
        self.app().listed()
    }

    /// The rows on screen by their names, and whether they are chosen.
    fn table_rows(&self) -> Vec<(String, bool)> {
        let rows = self.harness.query_all_by(|node| node.role() == Role::Row);
        let row = |node: egui_kittest::Node<'_>| {
            let node = node.accesskit_node();
            (bayan::locale::plain(&node.label().unwrap_or_default()), node.is_selected() == Some(true))
        };
        rows.map(row).collect()
    }

    fn chosen_rows(&self) -> usize {
        self.table_rows().iter().filter(|(_, is_chosen)| *is_chosen).count()
    }

    /// Clicks on a row on screen.
    fn click_row(&mut self, number: usize, modifiers: Modifiers) {
        let rows: Vec<_> = self.harness.query_all_by(|node| node.role() == Role::Row).collect();
        let at = rows[number].rect().center();
        drop(rows);
        self.press_button(at, 1, modifiers);
        self.pause();
        self.draw();
    }

    fn click_head(&mut self, title: &str) {
        let mut heads = self.harness.query_all_by(|node| node.role() == Role::ColumnHeader);
        heads.find(|node| node.accesskit_node().label().as_deref() == Some(title)).unwrap().click();
        drop(heads);
        self.draw();
        self.found_rows();
    }

    fn own_layer(&self) -> &Layer {
        self.project().layers.iter().find(|((_, annotator), _)| annotator == self.session().annotator()).unwrap().1
    }

    fn search(&mut self, words: &str) -> (usize, usize) {
        self.press(CTRL, Key::F);
        self.type_text(words);
        self.found_rows()
    }
}

#[test]
fn the_page_lists_the_statements_of_the_project() {
    let mut window = Window::on_statements();
    let own = window.own_layer().len();
    assert_eq!(window.found_rows(), (own, own));
    let all: usize = window.project().layers.values().map(Layer::len).sum();
    assert!(all > own);
    window.click(&words!("statements-all-layers"));
    assert_eq!(window.found_rows(), (all, all));
    assert!(window.shows(&words!("statements-count", shown = all, all = all)));
    window.click(&words!("statements-gold"));
    let gold: usize = window.project().reviews.values().map(|review| review.gold().len()).sum();
    assert_eq!(window.found_rows(), (gold, gold));
}

#[test]
fn table_rows_and_cells_have_roles_and_names() {
    let window = Window::on_statements();
    let named = |role: Role| -> Vec<String> {
        let nodes = window.harness.query_all_by(move |node| node.role() == role);
        nodes.map(|node| node.accesskit_node().label().unwrap_or_default()).collect()
    };
    assert_eq!(named(Role::Table), [words!("statements-table")]);
    let heads = named(Role::ColumnHeader);
    for key in ["article", "kind", "chain", "text", "topic", "stance", "note"] {
        let title = crate::support::words::of(&format!("statements-column-{key}"), &[]);
        assert!(heads.contains(&title), "{title} in {heads:?}");
    }
    let rows = named(Role::Row);
    assert!(rows.len() > 5 && rows.iter().all(|name| !name.is_empty()), "{rows:?}");
    // Those of a row are below it.
    let row = window.harness.query_all_by(|node| node.role() == Role::Row).next().unwrap();
    let cells: Vec<_> = row.children_recursive().filter(|node| node.accesskit_node().role() == Role::Cell).collect();
    assert_eq!(cells.len(), heads.len());
    assert!(cells.iter().all(|cell| cell.accesskit_node().label().is_some_and(|name| !name.is_empty())));
}

#[test]
fn words_and_queries_and_switches_narrow_the_list() {
    let mut window = Window::on_statements();
    let own: Vec<Statement> = window.own_layer().statements().cloned().collect();
    let of = |fits: &dyn Fn(&Statement) -> bool| own.iter().filter(|statement| fits(statement)).count();
    let warnings = of(&|statement| statement.kind.as_str() == "warning");
    assert!(warnings > 0 && warnings < own.len());
    assert_eq!(window.search("kind:warning"), (warnings, own.len()));
    assert_eq!(window.search(" is:nothing").1, own.len());
    assert!(window.told().contains("nothing"), "what is wrong is told");
    window.press(NONE, Key::Escape);
    assert_eq!(window.found_rows(), (own.len(), own.len()));
    let noted = of(&|statement| !statement.note.trim().is_empty());
    window.click(&words!("statements-with-note"));
    assert_eq!(window.found_rows().0, noted);
    if noted == 0 {
        assert!(window.shows(&words!("statements-none-found")));
        window.click(&words!("statements-clear-all"));
    } else {
        window.click(&words!("statements-clear"));
    }
    assert_eq!(window.found_rows().0, own.len());
}

#[test]
fn a_head_sorts_and_sorts_in_reverse() {
    let mut window = Window::on_statements();
    let kinds = |window: &Window| -> Vec<usize> {
        let order = &window.project().codebook.kinds;
        let place = |name: &str| order.iter().position(|kind| name.starts_with(&kind.name)).unwrap();
        window.table_rows().iter().map(|(name, _)| place(name)).collect()
    };
    let before = kinds(&window);
    assert!(!before.is_sorted());
    window.click_head(&words!("statements-column-kind"));
    let sorted = kinds(&window);
    assert!(sorted.is_sorted(), "{sorted:?}");
    window.click_head(&words!("statements-sorted", column = words!("statements-column-kind")));
    let reversed = kinds(&window);
    assert!(reversed.is_sorted_by(|a, b| a >= b) && reversed != sorted, "{reversed:?}");
}

#[test]
fn rows_are_chosen_by_mouse_and_by_keyboard() {
    let mut window = Window::on_statements();
    window.click_row(1, NONE);
    assert_eq!(window.chosen_rows(), 1);
    window.click_row(3, CTRL);
    assert_eq!(window.chosen_rows(), 2);
    window.click_row(5, SHIFT);
    assert_eq!(window.chosen_rows(), 3, "from the last click on");
    window.press(NONE, Key::ArrowDown);
    assert!(window.table_rows()[6].1 && window.chosen_rows() == 1);
    window.press(SHIFT, Key::ArrowDown);
    assert_eq!(window.chosen_rows(), 2);
    let all = window.found_rows().0;
    window.press(CTRL, Key::A);
    assert!(window.shows(&words!("statements-chosen", count = all)));
    window.press(NONE, Key::Escape);
    assert!(window.shows(&words!("statements-chosen", count = 0)));
    window.press(NONE, Key::End);
    assert!(window.table_rows().last().unwrap().1, "the end is scrolled to");
}

#[test]
fn enter_goes_to_the_text_and_the_page_comes_back_to_the_same_row() {
    let mut window = Window::on_statements();
    window.press(NONE, Key::End);
    let last = window.own_layer().statements().last().unwrap().id;
    let before = window.table_rows();
    window.press(NONE, Key::Enter);
    assert_eq!((window.app().view().page, window.selected()), (Page::Article, Some(last)));
    window.press(CTRL, Key::Num2);
    window.found_rows();
    assert_eq!(window.table_rows(), before);
    window.press(NONE, Key::ArrowUp);
    assert!(window.table_rows()[before.len() - 2].1, "the keyboard is at the same row");
}

#[test]
fn several_statements_are_changed_by_one_step() {
    let mut window = Window::on_statements();
    let before = window.project().clone();
    window.press(CTRL, Key::A);
    window.click(&words!("statements-set-name", field = words!("statements-set-stance")));
    window.click(&words!("panel-stance-opposes"));
    window.found_rows();
    let opposes = |window: &Window| {
        let stance = |statement: &Statement| statement.stance.map(|stance| format!("{stance:?}"));
        window.own_layer().statements().filter(|statement| stance(statement).as_deref() == Some("Opposes")).count()
    };
    assert_eq!(opposes(&window), window.own_layer().len());
    window.undo();
    assert_eq!(*window.project(), before);
    // The keys of kinds and parties too.
    window.click_row(0, NONE);
    window.key(Key::C);
    window.key(Key::Num2);
    let (first, second) = (window.own_layer().nth(0).unwrap(), &window.project().parties[1]);
    assert_eq!((first.kind.as_str(), first.speaker()), ("claim", Some(&second.id)));
    window.undo();
    window.undo();
    assert_eq!(*window.project(), before);
    // What others have marked stays, and what is so already is not counted.
    let opposed = opposes(&window);
    window.click(&words!("statements-all-layers"));
    let (all, _) = window.found_rows();
    window.press(CTRL, Key::A);
    window.click(&words!("statements-set-name", field = words!("statements-set-stance")));
    window.click(&words!("panel-stance-opposes"));
    window.found_rows();
    let own = window.own_layer().len();
    assert!(window.shows(&words!("statements-changed", count = own - opposed, others = all - own)));
    assert_eq!(opposes(&window), own);
    window.undo();
    assert_eq!(*window.project(), before);
}

#[test]
fn chosen_statements_are_deleted_and_come_back() {
    let mut window = Window::on_statements();
    let (before, count) = (window.project().clone(), window.own_layer().len());
    window.click_row(0, NONE);
    window.click_row(2, SHIFT);
    window.press(NONE, Key::Delete);
    assert_eq!(window.found_rows(), (count - 3, count - 3));
    assert_eq!(window.own_layer().len(), count - 3);
    window.undo();
    assert_eq!(*window.project(), before);
    assert_eq!((window.app().view().page, window.found_rows()), (Page::Statements, (count, count)));
}

#[test]
fn a_finished_layer_is_asked_about_once() {
    let (_folder, project) = crate::support::window::sample();
    let mut window = Window::on_as(&project, Some("annotator-a"));
    window.press(CTRL, Key::Num2);
    window.found_rows();
    let before = window.project().clone();
    window.click_row(0, NONE);
    window.press(NONE, Key::Delete);
    assert_eq!(window.app().view().dialog, Some(Dialog::Ownership));
    assert_eq!(*window.project(), before);
    window.press(NONE, Key::Enter);
    window.found_rows();
    assert_eq!(window.own_layer().len() + 1, before.layers[&(window.document(), who("annotator-a"))].len());
}

#[test]
fn rows_are_copied_as_a_table_that_no_spreadsheet_computes() {
    let mut window = Window::on_statements();
    let statement = window.own_layer().nth(0).unwrap().clone();
    let note = Statement { note: "=1+1".to_owned(), ..statement };
    let layer = (window.document(), window.session().annotator().clone());
    let edit = Edit::ReplaceStatement { layer, statement: Box::new(note) };
    window.ask(Command::Apply { gesture: "gesture-note".into(), edit: Box::new(edit), merge_key: None });
    window.found_rows();
    window.click_row(0, NONE);
    window.click_row(1, SHIFT);
    window.harness.event(Event::Copy);
    let copied = window.copied().unwrap();
    let lines: Vec<Vec<&str>> = copied.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(lines.len(), 3, "{copied}");
    assert_eq!(lines[0][1], words!("statements-column-article"));
    assert!(lines.iter().all(|line| line.len() == lines[0].len()), "{copied}");
    assert!(lines[1].contains(&"'=1+1"), "{copied}");
}

#[test]
fn the_list_is_exported_with_its_query() {
    let mut window = Window::on_statements();
    window.search("kind:warning");
    window.press(NONE, Key::Enter);
    window.press(CTRL | SHIFT, Key::E);
    assert_eq!(window.app().view().dialog, Some(Dialog::Export));
    window.until_told("kind:warning");
}

#[test]
fn what_is_hidden_from_an_annotator_is_not_listed() {
    let mut window = Window::on_sample();
    window.ask(Command::Apply {
        gesture: "gesture-work-blind".into(),
        edit: Box::new(Edit::SetBlindUntilDone(true)),
        merge_key: None,
    });
    let newcomer = AnnotatorId::new("newcomer").unwrap();
    window.ask(Command::SetAnnotator(newcomer));
    window.press(CTRL, Key::Num2);
    window.click(&words!("statements-all-layers"));
    assert_eq!(window.found_rows(), (0, 0));
    assert!(window.shows(&words!("statements-none")));
    window.click(&words!("statements-to-article"));
    assert_eq!(window.app().view().page, Page::Article);
}

#[test]
fn what_is_changed_elsewhere_is_followed() {
    let mut window = Window::on_statements();
    let count = window.found_rows().0;
    let ids: Vec<StatementId> = window.own_layer().statements().map(|statement| statement.id).collect();
    window.click_row(4, NONE);
    let (document, annotator) = (window.document(), window.session().annotator().clone());
    let edit = Edit::RemoveStatement { layer: (document, annotator), id: ids[1] };
    window.ask(Command::Apply { gesture: "gesture-statement-delete".into(), edit: Box::new(edit), merge_key: None });
    assert_eq!(window.found_rows(), (count - 1, count - 1));
    let rows = window.table_rows();
    assert!(rows[3].1, "the chosen row moved up: {rows:?}");
}

#[test]
fn filters_are_remembered_of_the_project_and_saved_under_names() {
    let mut window = Window::on_statements();
    let all = window.found_rows().0;
    let (found, _) = window.search("kind:warning");
    window.press(NONE, Key::Enter);
    // They are kept soon after, not only when the page is left.
    window.harness.run_steps(10);
    let kept = window.app().settings().statement_views.values().next().map(|views| views.last.words.clone());
    assert_eq!(kept.as_deref(), Some("kind:warning"));
    window.click(&words!("statements-views"));
    window.click(&words!("statements-view-name"));
    window.type_text("تحذيرات");
    window.press(NONE, Key::Enter);
    window.click(&words!("statements-clear"));
    assert_eq!(window.found_rows().0, all);
    window.click(&words!("statements-views"));
    window.click("تحذيرات");
    assert_eq!(window.found_rows().0, found);
    window.press(CTRL, Key::Num1);
    let views = window.app().settings().statement_views.values().next().unwrap();
    let expected = StatementView { words: "kind:warning".to_owned(), ..StatementView::default() };
    assert_eq!((&views.last, &views.saved["تحذيرات"]), (&expected, &expected));
}

#[test]
fn a_context_menu_has_what_can_be_done() {
    let mut window = Window::on_statements();
    window.click_row(1, NONE);
    assert!(window.shows(&words!("statements-words")), "the filters of the page");
    window.press(SHIFT, Key::F10);
    for key in ["statements-open", "statements-delete", "statements-copy", "statements-export"] {
        let name = crate::support::words::of(key, &[]);
        assert!(window.shows(&name), "{name}");
    }
    window.press(NONE, Key::Escape);
    window.press(SHIFT, Key::F10);
    window.click(&words!("statements-open"));
    assert_eq!(window.app().view().page, Page::Article);
    assert_eq!(window.selected(), Some(window.own_layer().nth(1).unwrap().id));
    assert!(!window.shows(&words!("statements-words")), "the filters of the page are gone");
}
