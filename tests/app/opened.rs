//! What opens over a page, for a person without a mouse: menus, context menus, lists, the steps of a dialog, the cards of
//! the tour. They get the keyboard, keep it, and give it back.

use bayan::ui::command::Command;
use bayan::ui::command::exchange::ExchangeCommand;
use bayan::ui::command::import::ImportCommand;
use bayan::ui::command::ownership::OwnershipCommand;
use bayan::ui::command::path::PathQuestion;
use bayan::ui::command::safety::SafetyCommand;
use bayan::ui::command::tour::TourCommand;
use bayan::ui::state::{Dialog, Page};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{AccessKitNode, Queryable as _};

use crate::support::window::Window;
use crate::support::words::words;
use crate::walking::Thing;

const NONE: Modifiers = Modifiers::NONE;

impl Window {
    /// What has the keyboard.
    pub fn held(&self) -> Option<Thing> {
        self.things_that(|node| node.is_focused()).pop()
    }

    /// Gives the keyboard to the last thing of this role whose name begins so.
    #[track_caller]
    pub fn focus(&mut self, role: Role, name: &str) {
        let nodes: Vec<_> = self
            .harness
            .query_all_by(|node| {
                node.role() == role
                    && bayan::locale::plain(&node.label().unwrap_or_default()).starts_with(name)
                    && !node.is_disabled()
            })
            .collect();
        nodes.last().unwrap_or_else(|| panic!("no {role:?} {name:?} in:\n{}", self.told())).focus();
        drop(nodes);
        self.draw();
    }

    /// Clicks on the first thing whose name begins so.
    #[track_caller]
    pub fn click_part(&mut self, start: &str) {
        let begins = |node: &AccessKitNode<'_>| node.label().is_some_and(|name| name.starts_with(start));
        let node = self.harness.query_all_by(begins).next();
        node.unwrap_or_else(|| panic!("no {start:?} in:\n{}", self.told())).click();
        self.draw();
    }

    /// A file of another tool about the sample, with a statement that has no place and labels.
    fn import(&mut self) {
        let id = self.document();
        let rows = format!(
            "document_id,quote,kind,speaker_name,colour\n{id},بايدن,claim,متحدث,red\n{id},ليست في المقال,claim,متحدث,red\n"
        );
        let path = self.folder().join("t.csv");
        std::fs::write(&path, rows).unwrap();
        self.ask(Command::Import(ImportCommand::From(path)));
        self.until("the dialog is there", |window| window.app().view().dialog == Some(Dialog::Import));
        self.until("the import is planned", |window| !window.shows(&words!("import-planning")));
    }

    fn import_list(&mut self, list: &str) {
        self.import();
        let name = self.told().lines().find(|line| line.starts_with(list)).map(str::to_owned);
        self.click(&name.unwrap_or_else(|| panic!("no {list:?} in:\n{}", self.told())));
    }

    fn tour_card(&mut self, number: usize) {
        self.ask(Command::Tour(TourCommand::Start));
        for _ in 1..number {
            self.ask(Command::Tour(TourCommand::Next));
        }
        assert!(self.app().view().tour.is_some(), "the tour has so many cards");
    }
}

type View = (&'static str, fn(&mut Window));

/// What is opened by a command, to be walked.
const OVER: [View; 17] = [
    ("import, labels", |window| window.import_list("Labels")),
    ("import, columns", |window| window.import_list("Columns")),
    ("import, without place", |window| window.import_list("Without a place")),
    ("import, placing", |window| {
        window.import_list("Without a place");
        window.click_part(&words!("placing-open"));
    }),
    ("add tags", |window| {
        let path = window.folder().join("a.bayan-tags.jsonl");
        window.ask(Command::Exchange(ExchangeCommand::SendTo(path.clone())));
        window.until("the file", |_| path.exists());
        window.ask(Command::Exchange(ExchangeCommand::AddFrom(path)));
        window.until("it is planned", |window| {
            window.app().view().dialog == Some(Dialog::AddTags) && !window.shows(&words!("planning-stop"))
        });
    }),
    ("send tags", |window| window.ask(Command::ShowDialog(Dialog::SendTags))),
    ("path", |window| {
        window.ask(Command::AskPath(PathQuestion::Open));
        window.ask(Command::ShowDialog(Dialog::Path));
    }),
    ("name", |window| window.ask(Command::Ownership(OwnershipCommand::AskName))),
    ("new text", |window| window.ask(Command::ShowDialog(Dialog::ReplaceText))),
    ("reading", |window| window.ask(Command::ShowDialog(Dialog::Reading))),
    ("conflicts", |window| window.ask(Command::ShowDialog(Dialog::Conflicts))),
    ("removal", |window| window.ask(Command::RemoveArticle(window.document()))),
    ("history", |window| window.ask(Command::Safety(SafetyCommand::ShowPast))),
    ("tour, second card", |window| window.tour_card(2)),
    ("tour, third card", |window| window.tour_card(3)),
    ("tour, fourth card", |window| window.tour_card(4)),
    ("tour, fifth card", |window| window.tour_card(5)),
];

/// A menu, or a list with a filter: what is done before, and the key that opens it.
type List = (&'static str, fn(&mut Window), Modifiers, Key);

const LISTS: [List; 22] = [
    ("the menu", |window| window.focus(Role::Button, &words!("bar-menu")), NONE, Key::Enter),
    (
        "the project",
        |window| {
            let title = window.project().title.clone();
            window.focus(Role::Button, &words!("bar-project", title = title.as_str()));
        },
        NONE,
        Key::Enter,
    ),
    (
        "the account",
        |window| window.focus(Role::Button, &words!("status-writing-as", annotator = "annotator-a")),
        NONE,
        Key::Enter,
    ),
    ("the order of articles", |window| window.focus(Role::Button, &words!("panel-articles-sort")), NONE, Key::Enter),
    ("new articles", |window| window.focus(Role::Button, &words!("panel-articles-new")), NONE, Key::Enter),
    ("an article", |window| window.focus(Role::ListItem, ""), Modifiers::SHIFT, Key::F10),
    (
        "a party",
        |window| {
            window.click_tab(&words!("panel-tab-parties"));
            window.focus(Role::TreeItem, "");
        },
        Modifiers::SHIFT,
        Key::F10,
    ),
    ("a statement in the text", |window| window.press(NONE, Key::N), Modifiers::SHIFT, Key::F10),
    (
        "selected words",
        |window| {
            window.press(Modifiers::COMMAND, Key::Home);
            window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::ArrowLeft);
        },
        Modifiers::SHIFT,
        Key::F10,
    ),
    (
        "a statement in the list",
        |window| {
            window.click_tab(&words!("panel-tab-statements"));
            let first = window.own()[0].clone();
            let kind = window.project().codebook.kinds.iter().find(|kind| kind.id == first.kind).unwrap().name.clone();
            window.focus(Role::Button, &format!("{kind}, "));
        },
        Modifiers::SHIFT,
        Key::F10,
    ),
    (
        "a statement beside the text",
        |window| {
            window.press(NONE, Key::N);
            window.focus(Role::Button, &words!("inspector-menu"));
        },
        NONE,
        Key::Enter,
    ),
    ("rows of statements", |window| window.statements_page(), Modifiers::SHIFT, Key::F10),
    (
        "views of statements",
        |window| {
            window.statements_page();
            window.focus(Role::Button, &words!("statements-views"));
        },
        NONE,
        Key::Enter,
    ),
    (
        "the note of rows",
        |window| {
            window.statements_page();
            window.press(Modifiers::COMMAND, Key::A);
        },
        Modifiers::ALT,
        Key::E,
    ),
    (
        "the view of the review",
        |window| {
            window.ask(Command::ShowPage(Page::Review));
            window.until("it is compared", |window| !window.app().is_comparing());
            window.focus(Role::Button, &words!("review-view"));
        },
        NONE,
        Key::Enter,
    ),
    (
        "what can be taken from agreement",
        |window| {
            window.ask(Command::ShowPage(Page::Agreement));
            window.draw();
            window.until("agreement is computed", |window| !window.shows(&words!("agreement-stop")));
            window.focus(Role::Button, &words!("agreement-take-away"));
        },
        NONE,
        Key::Enter,
    ),
    ("speaker", |window| window.press(NONE, Key::N), NONE, Key::Slash),
    ("addressee", |window| window.press(NONE, Key::N), NONE, Key::A),
    ("topic", |window| window.press(NONE, Key::N), NONE, Key::T),
    ("relation", |window| window.press(NONE, Key::N), NONE, Key::L),
    (
        "kind",
        |window| {
            window.press(NONE, Key::N);
            window.focus(Role::ComboBox, &words!("panel-kind"));
        },
        NONE,
        Key::Enter,
    ),
    (
        "the cause of a difference",
        |window| {
            window.ask(Command::ShowPage(Page::Review));
            window.until("it is compared", |window| !window.app().is_comparing());
            window.draw();
            window.focus(Role::ComboBox, &words!("review-cause"));
        },
        NONE,
        Key::Enter,
    ),
];

impl Window {
    fn statements_page(&mut self) {
        self.ask(Command::ShowPage(Page::Statements));
        self.until("the list is there", |window| !window.app().is_listing());
        self.draw();
        self.focus(Role::Table, "");
        self.press(NONE, Key::ArrowDown);
    }

    /// The faults of what is open, and whether it has the keyboard, keeps it, and gives it back.
    fn faults_of_list(&mut self, before: Option<String>) -> Vec<String> {
        let mut faults = Vec::new();
        match self.held() {
            Some(held) if held.is_over => {}
            held => faults.push(format!("it has not got the keyboard, but {:?}", held.map(|held| held.told()))),
        }
        faults.extend(self.faults(&[]));
        // Down leads through all of a menu and round. In a list with a field the keyboard stays there.
        let is_menu = self.harness.query_all_by(|node| node.role() == Role::Menu).count() > 0;
        let fields = [Role::TextInput, Role::SearchInput];
        let has_field = self.things().iter().any(|thing| thing.is_over && fields.contains(&thing.role));
        if is_menu && !has_field {
            let entries = self.things().into_iter().filter(|thing| thing.is_over && !thing.is_disabled).count();
            let mut met = std::collections::BTreeSet::new();
            for _ in 0..entries {
                self.press(NONE, Key::ArrowDown);
                met.extend(self.held().filter(|held| held.is_over).map(|held| held.name));
                // A menu within the menu opens beside its row, and is left alone.
            }
            if met.len() < entries {
                faults.push(format!("arrows lead to {} of {entries}: {met:?}", met.len()));
            }
        }
        self.press(NONE, Key::Escape);
        if self.things().iter().any(|thing| thing.is_over) {
            faults.push("Escape does not close it".to_owned());
        }
        let after = self.held().map(|held| held.id);
        if after != before {
            faults.push(format!("the keyboard does not go back, but to {:?}", self.held().map(|held| held.told())));
        }
        faults
    }
}

#[test]
fn dialogs_and_cards_over_a_page_are_named_and_walked() {
    let mut faults = Vec::new();
    for (name, open) in OVER {
        let mut window = Window::on_sample();
        window.press(NONE, Key::Escape);
        open(&mut window);
        window.draw();
        let found = window.faults(&[]);
        faults.extend(found.into_iter().map(|fault| format!("{name}: {fault}")));
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn menus_and_lists_get_the_keyboard_keep_it_and_give_it_back() {
    let mut faults = Vec::new();
    for (name, prepare, modifiers, key) in LISTS {
        let mut window = Window::on_sample();
        prepare(&mut window);
        let before = window.held().map(|held| held.id);
        window.press(modifiers, key);
        window.draw();
        let found = window.faults_of_list(before);
        faults.extend(found.into_iter().map(|fault| format!("{name}: {fault}")));
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn a_part_of_the_menu_is_entered_by_an_arrow_and_enter_does_what_it_says() {
    let mut window = Window::on_sample();
    window.focus(Role::Button, &words!("bar-menu"));
    window.press(NONE, Key::Enter);
    window.arrow_to(&words!("command-group-view"));
    window.press(NONE, Key::ArrowRight);
    let first = window.held().expect("the first entry");
    // Left leads back to the entry that opened it.
    window.press(NONE, Key::ArrowLeft);
    assert_eq!(window.held().map(|held| held.name), Some(words!("command-group-view")));
    window.press(NONE, Key::ArrowRight);
    assert_eq!(window.held().map(|held| held.id), Some(first.id));
    window.arrow_to(&words!("command-legend"));
    let before = window.app().view().shows_legend;
    window.press(NONE, Key::Enter);
    assert_eq!(window.app().view().shows_legend, !before, "{}", window.told());
    assert!(window.things().iter().all(|thing| !thing.is_over), "the menu is closed");
    assert_eq!(window.held().map(|held| held.name), Some(words!("bar-menu")));
}

#[test]
fn an_entry_of_a_context_menu_that_is_chosen_by_enter_closes_it() {
    let mut window = Window::on_sample();
    window.press(NONE, Key::N);
    let before = window.own().len();
    window.press(Modifiers::SHIFT, Key::F10);
    window.arrow_to(&words!("command-delete"));
    window.press(NONE, Key::Enter);
    assert_eq!(window.own().len(), before - 1);
    assert!(window.things().iter().all(|thing| !thing.is_over), "the menu is closed");
    assert_eq!(window.held().map(|held| held.role), Some(Role::Document), "the text has the keyboard");
}

#[test]
fn a_dialog_gives_the_keyboard_back_when_it_closes() {
    let ctrl = Modifiers::COMMAND;
    let dialogs = [
        (ctrl, Key::P, Dialog::GoTo),
        (ctrl, Key::K, Dialog::Palette),
        (NONE, Key::F1, Dialog::Shortcuts),
        (ctrl, Key::E, Dialog::Export),
        (ctrl | Modifiers::SHIFT, Key::V, Dialog::Paste),
        (ctrl, Key::N, Dialog::NewProject),
        (ctrl, Key::J, Dialog::Threads),
        (ctrl, Key::R, Dialog::Reading),
    ];
    let mut window = Window::on_sample();
    for (role, name) in [(Role::Button, words!("panel-articles-sort")), (Role::Document, String::new())] {
        window.focus(role, &name);
        let before = window.held().map(|held| held.id);
        for (modifiers, key, dialog) in dialogs {
            window.press(modifiers, key);
            assert_eq!(window.app().view().dialog, Some(dialog));
            window.press(NONE, Key::Escape);
            if window.app().view().dialog.is_some() {
                // The first one left a field.
                window.press(NONE, Key::Escape);
            }
            assert_eq!(window.app().view().dialog, None, "{dialog:?}");
            assert_eq!(window.held().map(|held| held.id), before, "after {dialog:?}");
        }
    }
}
