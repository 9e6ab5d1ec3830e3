//! A working day without a mouse: every step by the key of its command, or else by Tab, arrows and Enter at what has that
//! name. Wherever Tab leads, one sees it.

use std::path::Path;

use bayan::formats::dataset::{Dataset, ExportScope};
use bayan::formats::{Options, jsonl};
use bayan::model::id::{AnnotatorId, DocumentId};
use bayan::model::review::Verdict;
use bayan::model::statement::{Stance, Statement};
use bayan::model::work::LayerState;
use bayan::settings::Settings;
use bayan::ui::command::Command;
use bayan::ui::command::exchange::ExchangeCommand;
use bayan::ui::state::Dialog;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;

use crate::support::project::who;
use crate::support::window::{Window, sample};
use crate::support::words::{stretch, words};

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;
const SHIFT: Modifiers = Modifiers::SHIFT;
const ALT: Modifiers = Modifiers::ALT;
/// More stops than any page has.
const MOST_STOPS: usize = 250;
/// An article that a colleague has written down.
const OTHER: &str = "بيان ثانٍ\n\nقال المتحدث باسم الوزارة إن القرار نهائي.";

impl Window {
    /// Presses Tab until what has the keyboard has this role, and a name that begins so.
    #[track_caller]
    fn tab_to(&mut self, role: Role, name: &str) {
        let mut met = Vec::new();
        for _ in 0..MOST_STOPS {
            self.harness.key_press(Key::Tab);
            self.harness.run_steps(2);
            let screen = self.harness.ctx.content_rect();
            let Some(mut held) = self.held() else { continue };
            if !screen.contains(held.rect.center()) {
                // It scrolls there.
                self.harness.run_steps(3);
                held = self.held().expect("the keyboard stays");
                assert!(screen.contains(held.rect.center()), "out of sight: {}", held.told());
            }
            if held.role == role && held.name.starts_with(name) {
                return self.draw();
            }
            met.push(held.told());
        }
        panic!("Tab does not lead to {role:?} {name:?}, but to {met:#?}");
    }

    /// The same, and Enter.
    #[track_caller]
    fn enter_at(&mut self, role: Role, name: &str) {
        self.tab_to(role, name);
        self.press(NONE, Key::Enter);
    }

    /// Moves down with the arrow until what has the keyboard has a name that begins so.
    #[track_caller]
    pub fn arrow_to(&mut self, name: &str) {
        let mut met = Vec::new();
        while !self.held().is_some_and(|held| held.name.starts_with(name)) {
            met.extend(self.held().map(|held| held.told()));
            assert!(met.len() < MOST_STOPS, "arrows do not lead to {name:?}, but to {met:#?}");
            self.press(NONE, Key::ArrowDown);
        }
    }

    /// Does a command by its name, in the palette.
    fn command(&mut self, name: &str) {
        self.press(CTRL, Key::K);
        self.type_text(name);
        self.press(NONE, Key::Enter);
    }

    /// Writes a text over what is in the field that has the keyboard.
    fn write_over(&mut self, text: &str) {
        self.press(CTRL, Key::A);
        self.type_text(text);
    }

    /// Selects words of the article with the find bar.
    #[track_caller]
    fn find(&mut self, words: &str) {
        self.press(CTRL, Key::F);
        self.write_over(words);
        self.press(NONE, Key::Escape);
        let view = self.app().view();
        let span = view.selection.unwrap_or_else(|| panic!("{words:?} is not found:\n{}", self.told()));
        assert_eq!(self.project().documents[&self.document()].content.get(span.range()), Some(words));
    }

    /// Picks what is called so in a list that a key opens.
    fn pick(&mut self, modifiers: Modifiers, key: Key, name: &str) {
        self.press(modifiers, key);
        self.type_text(name);
        self.press(NONE, Key::Enter);
    }

    #[track_caller]
    fn marked(&self) -> Statement {
        let id = self.selected().unwrap_or_else(|| panic!("no statement is selected:\n{}", self.told()));
        self.own().into_iter().find(|own| own.id == id).expect("it is one's own")
    }

    fn quote(&self, span: bayan::model::span::Span) -> &str {
        self.project().documents[&self.document()].content.get(span.range()).unwrap()
    }
}

/// Marks a statement with everything that it can have.
fn mark(window: &mut Window) -> Statement {
    window.find("للحد من التوتر حول أوكرانيا");
    window.press(NONE, Key::C);
    window.press(NONE, Key::Num1);
    window.press(ALT, Key::Num3);
    for (modifiers, key, words) in [
        (NONE, Key::Q, "دعا"),
        (NONE, Key::M, "الرئيس جو بايدن"),
        (SHIFT, Key::Q, "أعلن"),
        (SHIFT, Key::M, "البيت الأبيض"),
    ] {
        window.find(words);
        window.press(modifiers, key);
    }
    window.pick(NONE, Key::A, "Vladimir Putin");
    window.pick(NONE, Key::T, "De-escalation around Ukraine");
    window.press(NONE, Key::Plus);
    window.press(NONE, Key::V);
    window.press(NONE, Key::E);
    window.type_text("يحتاج مراجعة");
    let made = window.marked();
    let links: Vec<_> = made
        .chain
        .iter()
        .map(|link| {
            (link.party.as_str(), link.cue.map(|span| window.quote(span)), link.mention.map(|span| window.quote(span)))
        })
        .collect();
    assert_eq!(
        links,
        [("white-house", Some("أعلن"), Some("البيت الأبيض")), ("biden", Some("دعا"), Some("الرئيس جو بايدن")),]
    );
    assert_eq!(made.kind.as_str(), "claim");
    assert_eq!(made.addressees.iter().map(|party| party.as_str()).collect::<Vec<_>>(), ["putin"]);
    assert_eq!(made.topic.as_ref().map(|topic| topic.as_str()), Some("ukraine-deescalation"));
    assert_eq!(made.stance, Some(Stance::Supports));
    let attributes: Vec<_> = made.attributes.iter().map(|given| (given.name.as_str(), given.value.as_str())).collect();
    assert_eq!(attributes, [("polarity", "denied")]);
    assert_eq!(made.note, "يحتاج مراجعة");
    made
}

/// Finds one's two statements about Ukraine on the page of statements, and gives both another topic.
fn change_several(window: &mut Window, document: &DocumentId) {
    window.press(CTRL, Key::Num2);
    window.until("the list is there", |window| !window.app().is_listing());
    window.press(CTRL, Key::F);
    window.type_text("أوكرانيا");
    window.until("the list is narrowed", |window| !window.app().is_listing());
    assert_eq!(window.app().listed().0, 2, "{}", window.told());
    window.tab_to(Role::Table, "");
    window.press(NONE, Key::Home);
    window.press(SHIFT, Key::ArrowDown);
    window.press(SHIFT, Key::F10);
    window.arrow_to(&words!("statements-set-topic"));
    window.press(NONE, Key::ArrowRight);
    window.arrow_to("Sanctions on Russia");
    window.press(NONE, Key::Enter);
    window.until("both are changed", |window| !window.app().is_listing());
    let layer = window.project().layer(document, &who("layla")).unwrap();
    let topics: Vec<_> = layer.statements().map(|own| own.topic.as_ref().map(|topic| topic.as_str())).collect();
    assert_eq!(topics, [Some("sanctions"), Some("sanctions")], "{}", window.told());
    let held = window.held().expect("the keyboard goes back");
    // Of a table a screen reader is told the current row.
    assert!(matches!(held.role, Role::Table | Role::Row), "{}", held.told());
}

/// Assigns all articles to somebody who is new.
fn assign(window: &mut Window) {
    window.press(CTRL, Key::Num5);
    window.command(&words!("command-assign"));
    assert_eq!(window.app().view().dialog, Some(Dialog::Assign));
    window.tab_to(Role::TextInput, &words!("assign-new"));
    window.type_text("mona");
    window.press(NONE, Key::Enter);
    window.enter_at(Role::Button, &words!("assign-go"));
    let mona: AnnotatorId = who("mona");
    let assigned = window.project().assignments.keys().filter(|(_, annotator)| *annotator == mona).count();
    assert_eq!(assigned, 2, "{}", window.told());
}

/// Takes what annotator-a has at the first place of the review, and says why.
fn review(window: &mut Window, document: &DocumentId) {
    window.press(CTRL, Key::Num3);
    window.until("it is compared", |window| !window.app().is_comparing());
    window.draw();
    window.press(NONE, Key::Num1);
    window.press(NONE, Key::R);
    window.type_text("أقرب إلى النص");
    let decided = window.project().reviews[document].decisions().find(|made| made.by == who("layla"));
    let decided = decided.unwrap_or_else(|| panic!("nothing is decided:\n{}", window.told()));
    assert_eq!(decided.reason, "أقرب إلى النص");
    assert_eq!(decided.verdict, Verdict::Take(who("annotator-a")));
}

/// Gives a topic another name, and the window another theme.
fn rename_and_darken(window: &mut Window) {
    window.press(CTRL, Key::Num6);
    window.enter_at(Role::RadioButton, &words!("codebook-topics"));
    window.enter_at(Role::Button, "Sanctions on Russia, ");
    window.tab_to(Role::TextInput, &words!("codebook-name"));
    window.write_over("Sanctions");
    let topic = window.project().codebook.topics.iter().find(|topic| topic.id.as_str() == "sanctions").unwrap();
    assert_eq!(topic.name, "Sanctions");
    window.press(CTRL, Key::Comma);
    window.tab_to(Role::RadioButton, &words!("reading-theme-dark"));
    window.press(NONE, Key::Space);
    assert_eq!(window.app().settings().theme.as_deref(), Some("dark"));
}

/// Adds what a colleague has sent and takes it back, and writes a dataset. Where the system asks for a file, it has been
/// answered.
fn exchange(window: &mut Window, document: &DocumentId, folder: &Path) {
    let dataset = Dataset::of(window.project(), &ExportScope::of_annotators(vec![who("annotator-b")])).unwrap();
    let mut written = Vec::new();
    jsonl::FORMAT.write(&dataset, &Options::default(), &mut written).unwrap();
    let (sent, export) = (folder.join("carla.jsonl"), folder.join("export.jsonl"));
    std::fs::write(&sent, String::from_utf8(written).unwrap().replace("annotator-b", "carla")).unwrap();
    let before = window.project().clone();
    window.ask(Command::Exchange(ExchangeCommand::AddFrom(sent)));
    window.until("the dialog is there", |window| window.app().view().dialog == Some(Dialog::AddTags));
    window.until("it is planned", |window| !window.told().lines().any(|line| line == words!("planning-stop")));
    window.enter_at(Role::Button, &words!("add-go"));
    let count =
        |window: &Window, name: &str| window.project().layer(document, &who(name)).map_or(0, |layer| layer.len());
    assert_eq!(count(window, "carla"), count(window, "annotator-b"), "{}", window.told());
    window.press(CTRL, Key::Z);
    assert_eq!(*window.project(), before);
    window.press(CTRL, Key::E);
    assert_eq!(window.app().view().dialog, Some(Dialog::Export));
    window.tab_to(Role::Button, &words!("panel-export-go"));
    window.ask(Command::ExportTo(export.clone()));
    window.until_told(&stretch("status-exported"));
    assert!(std::fs::metadata(&export).unwrap().len() > 0);
    window.press(NONE, Key::Escape);
    assert_eq!(window.app().view().dialog, None);
}

#[test]
fn a_working_day_is_done_without_a_mouse() {
    let (folder, path) = sample();
    let settings = Settings { recent: vec![path.clone()], keeps_messages: true, ..Settings::default() };
    let builder = Harness::builder().with_size([1360.0, 860.0]);
    let window = &mut Window::built(builder, None, settings);
    let title = bayan::store::open(&path).unwrap().project.title;

    // The project, one's name, and the tour.
    window.until_told(&title);
    window.enter_at(Role::Button, &words!("welcome-recent-name", name = title.as_str()));
    window.until("the project is open", |window| window.app().session().is_some());
    window.path = path;
    window.command(&words!("command-name"));
    window.write_over("layla");
    window.press(NONE, Key::Enter);
    assert_eq!(window.session().annotator(), &who("layla"), "{}", window.told());
    window.command(&words!("command-tour"));
    assert!(window.app().view().tour.is_some());
    window.enter_at(Role::Button, &words!("tour-skip"));
    assert!(window.app().view().tour.is_none());

    // Another article, and back to the first by its name.
    let first = window.document();
    window.press(CTRL | SHIFT, Key::V);
    window.type_text(OTHER);
    window.enter_at(Role::Button, &words!("paste-add"));
    assert_eq!(window.project().documents.len(), 2, "{}", window.told());
    let other: DocumentId = window.project().documents.keys().find(|id| **id != first).unwrap().clone();
    window.pick(CTRL, Key::P, "اتصال هاتفي");
    assert_eq!(window.document(), first);

    // A statement, and another one that it is related to.
    let made = mark(window);
    window.find("للتهدئة حول أوكرانيا");
    window.press(NONE, Key::P);
    let second = window.marked().id;
    window.pick(NONE, Key::L, "Repeats");
    window.press(NONE, Key::N);
    window.press(NONE, Key::Enter);
    let layer = window.project().layer(&first, &who("layla")).unwrap();
    let relations: Vec<_> = layer.relations().map(|given| (given.kind.as_str(), given.from, given.to)).collect();
    assert_eq!(relations, [("repeats", second, made.id)], "{}", window.told());

    // The next article, which is done.
    window.press(CTRL, Key::PageDown);
    assert_eq!(window.document(), other);
    window.find("القرار نهائي");
    window.press(NONE, Key::C);
    window.press(ALT, Key::D);
    assert_eq!(window.project().state(&other, &who("layla")), LayerState::Done);

    change_several(window, &first);
    assign(window);
    review(window, &first);
    rename_and_darken(window);
    exchange(window, &first, folder.path());

    // All of it is on the disk.
    window.press(CTRL, Key::S);
    let done = window.project().clone();
    window.press(CTRL, Key::W);
    window.until("the project is closed", |window| window.app().session().is_none());
    let reopened = bayan::store::open(&window.path).unwrap();
    assert!(reopened.problems.is_empty(), "{:?}", reopened.problems);
    assert_eq!(reopened.project, done);
}
