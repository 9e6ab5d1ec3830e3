//! Gestures that look small and can spoil somebody's work, in the window without a screen.

use bayan::edit::change::Edit;
use bayan::model::id::{KindId, StatementId};
use bayan::model::span::Span;
use bayan::model::statement::Statement;
use bayan::ui::command::Command;
use bayan::ui::command::review::{At, ReviewCommand};
use bayan::ui::state::{Caret, Dialog, Page};
use egui::accesskit::{Role, Toggled};
use egui::{Event, Key, Modifiers, Pos2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::support::project::who;
use crate::support::window::Window;
use crate::support::words::{stretch, words};

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);
const SHIFT: Modifiers = Modifiers::SHIFT;
const ALT: Modifiers = Modifiers::ALT;

impl Window {
    fn statement(&self, id: StatementId) -> Statement {
        self.own().into_iter().find(|statement| statement.id == id).unwrap()
    }

    /// A key press as a keyboard with some layout sends it: what it types, and where it is.
    fn key_of(&mut self, key: Key, physical: Key, modifiers: Modifiers, text: Option<&str>) {
        let physical_key = Some(physical);
        let press = Event::Key { key, physical_key, pressed: true, repeat: false, modifiers };
        let events = &mut self.harness.input_mut().events;
        events.push(press);
        events.extend(text.map(|text| Event::Text(text.to_owned())));
        self.draw();
    }

    fn copied_by(&mut self, event: Event) -> Option<String> {
        self.harness.event(event);
        self.copied()
    }

    fn words(&self, spans: &[Span]) -> Vec<String> {
        let document = &self.project().documents[&self.document()];
        document.quotes(spans).into_iter().map(str::to_owned).collect()
    }

    /// Chooses a statement, or none, and finds a place with a word in what can be seen then.
    #[track_caller]
    fn choose(&mut self, id: Option<StatementId>) -> Pos2 {
        self.ask(Command::SelectStatement(id));
        let place = self.place_of(self.word_in_view());
        self.clicks(place, 2);
        assert!(self.app().view().selection.is_some(), "a double click selects the word");
        self.ask(Command::Select(None));
        self.ask(Command::SelectStatement(id));
        place
    }

    /// Deletes the statement of this number.
    fn delete(&mut self, number: usize) {
        let id = self.own()[number].id;
        self.ask(Command::SelectStatement(Some(id)));
        self.ask(Command::DeleteSelected);
    }

    /// Scrolls the list of articles to its end.
    fn scroll_articles(&mut self) {
        let rows = self.harness.query_all_by(|node| node.role() == Role::ListItem);
        let at = rows.map(|node| node.rect().center()).next().unwrap();
        self.wheel_down(at);
    }

    /// The top and the name of the first row that is drawn of the list of articles.
    fn first_article(&self) -> Option<(f32, String)> {
        let rows = self.harness.query_all_by(|node| node.role() == Role::ListItem);
        let rows = rows.map(|node| (node.rect().top(), node.accesskit_node().label().unwrap_or_default()));
        rows.min_by(|a, b| a.0.total_cmp(&b.0))
    }

    /// Opens the menu of the article on screen in the list.
    fn open_article_menu(&mut self) {
        let mut rows = self.harness.query_all_by(|node| node.role() == Role::ListItem);
        let row =
            rows.find(|node| node.accesskit_node().toggled() == Some(Toggled::True)).expect("the article is listed");
        row.click_secondary();
        drop(rows);
        self.draw();
    }

    fn remove(&mut self) {
        self.open_article_menu();
        self.click(&words!("panel-article-remove"));
    }

    /// A statement of one span whose chain has so many links.
    fn with_links(&self, links: usize) -> StatementId {
        self.own().into_iter().find(|s| s.chain.len() == links && s.spans.len() == 1).unwrap().id
    }
}

#[test]
fn selecting_text_keeps_the_chosen_statement_until_escape_or_empty_paper() {
    let mut window = Window::on_sample_in_real_time();
    let id = window.with_links(2);
    let text = window.choose(Some(id));
    for times in [2, 3] {
        window.clicks(text, times);
        assert_eq!(window.selected(), Some(id), "{times} clicks");
        assert!(window.app().view().selection.is_some());
    }
    let end = window.place_before(window.word_in_view() - " ".len());
    window.drag(text, end);
    assert_eq!(window.selected(), Some(id), "a drag");
    window.press(CTRL, Key::Home);
    window.press(SHIFT, Key::ArrowLeft);
    window.press(SHIFT, Key::ArrowLeft);
    assert!(window.app().view().selection.is_some());
    assert_eq!(window.selected(), Some(id), "selected by keys");
    // The first Escape is for the words, the second for the statement.
    window.press(NONE, Key::Escape);
    assert_eq!((window.app().view().selection, window.selected()), (None, Some(id)));
    window.press(NONE, Key::Escape);
    assert_eq!(window.selected(), None);
    window.ask(Command::SelectStatement(Some(id)));
    let paper = window.margin();
    window.clicks(paper, 1);
    assert_eq!(window.selected(), None, "a click on empty paper");
}

#[test]
fn a_double_click_takes_the_cue_and_the_keys_mean_the_marked_or_the_outermost_link() {
    let mut window = Window::on_sample_in_real_time();
    let id = window.with_links(2);
    let text = window.choose(Some(id));
    let before = window.statement(id);
    window.clicks(text, 2);
    let word = window.app().view().selection.unwrap();
    window.press(NONE, Key::Q);
    assert_eq!(window.statement(id).chain[1].cue, Some(word));
    assert_eq!(window.statement(id).chain[0], before.chain[0]);
    window.clicks(text, 2);
    window.press(SHIFT, Key::M);
    assert_eq!(window.statement(id).chain[0].mention, Some(word));
    window.clicks(text, 2);
    window.press(SHIFT, Key::Q);
    assert_eq!(window.statement(id).chain[0].cue, Some(word));
    window.press(CTRL, Key::Z);
    window.press(CTRL, Key::Z);
    assert_eq!(window.statement(id).chain[0], before.chain[0]);
    // The head of a link marks it for the keys.
    window.harness.get_by_label(&words!("panel-link-reporter", number = 1)).click_accesskit();
    window.draw();
    window.clicks(text, 2);
    window.press(NONE, Key::M);
    assert_eq!(window.statement(id).chain[0].mention, Some(word));
    // Another statement has no link marked.
    let other = window.own().into_iter().find(|s| s.id != id && s.chain.len() == 2).unwrap().id;
    let text = window.choose(Some(other));
    window.clicks(text, 2);
    let word = window.app().view().selection;
    window.press(NONE, Key::M);
    assert_eq!(window.statement(other).chain[1].mention, word);
}

#[test]
fn every_key_that_cannot_act_in_the_article_says_why() {
    let mut window = Window::on_sample_in_real_time();
    window.ask(Command::SetAnnotator(who("tester")));
    let nothing = [
        (NONE, Key::Q, words!("not-statement")),
        (NONE, Key::M, words!("not-statement")),
        (SHIFT, Key::Q, words!("not-statement")),
        (SHIFT, Key::M, words!("not-statement")),
        (NONE, Key::S, words!("not-statement")),
        (NONE, Key::C, words!("not-statement-nor-passage")),
        (NONE, Key::X, words!("not-passage")),
        (NONE, Key::N, words!("not-any-statement")),
        (NONE, Key::Delete, words!("not-statement")),
        (ALT, Key::Num1, words!("not-statement")),
        (ALT, Key::ArrowLeft, words!("not-statement")),
        (ALT, Key::T, words!("not-statement-nor-passage")),
        (CTRL, Key::D, words!("not-statement")),
    ];
    for (modifiers, key, why) in nothing {
        window.ask(Command::Say("…".to_owned()));
        window.press(modifiers, key);
        assert!(window.shows(&why), "{modifiers:?} {key:?}");
    }
}

#[test]
fn a_cue_without_a_statement_says_so_and_keeps_the_words_selected() {
    let mut window = Window::on_sample_in_real_time();
    window.ask(Command::SetAnnotator(who("tester")));
    let text = window.choose(None);
    window.clicks(text, 2);
    window.press(NONE, Key::Q);
    assert!(window.shows(&words!("not-statement")));
    assert!(window.app().view().selection.is_some(), "the selection stays");
}

#[test]
fn a_cue_without_a_chain_says_so() {
    let mut window = Window::on_sample_in_real_time();
    let layer = (window.document(), window.session().annotator().clone());
    let span = window.own()[0].spans[0];
    let statement = Statement::new(KindId::new("claim").unwrap(), vec![span], jiff::Timestamp::now());
    let id = statement.id;
    window.ask(Command::Apply {
        gesture: "add".into(),
        edit: Box::new(Edit::AddStatement { layer, statement: Box::new(statement) }),
        merge_key: None,
    });
    let text = window.choose(Some(id));
    window.clicks(text, 2);
    window.press(NONE, Key::Q);
    assert!(window.shows(&words!("not-link")));
}

#[test]
fn a_cue_without_words_waits_for_them_and_says_so() {
    let mut window = Window::on_sample_in_real_time();
    let one = window.own()[0].id;
    window.ask(Command::SelectStatement(Some(one)));
    window.ask(Command::Select(None));
    window.press(NONE, Key::Q);
    assert!(window.shows(&stretch("armed-cue")));
}

#[test]
fn keys_of_the_review_that_cannot_act_say_why() {
    let mut window = Window::on_sample_in_real_time();
    window.press(CTRL, Key::Num3);
    window.press(NONE, Key::Num8);
    assert!(window.shows(&words!("not-annotator", number = 8)));
    window.press(SHIFT, Key::W);
    assert!(window.shows(&words!("not-passage")));
}

#[test]
fn removing_an_article_with_others_work_is_asked_about_and_says_what_goes() {
    let mut window = Window::on_sample_in_real_time();
    let before = window.project().clone();
    let id = window.document();
    window.remove();
    assert_eq!(window.app().view().dialog, Some(Dialog::Removal));
    assert_eq!(*window.project(), before);
    let (own, others) = (window.own().len(), before.layers.values().map(|layer| layer.len()).sum::<usize>());
    assert!(window.shows(&words!("removal-own", count = own)));
    let theirs = words!("removal-others", layers = 1, names = "annotator-b", count = others - own);
    assert!(window.shows(&theirs));
    // Enter keeps it, as Escape does.
    window.press(NONE, Key::Enter);
    assert_eq!((window.app().view().dialog, window.project() == &before), (None, true));
    window.remove();
    window.press(NONE, Key::Escape);
    assert_eq!((window.app().view().dialog, window.project() == &before), (None, true));
    window.remove();
    window.click(&words!("removal-remove"));
    assert!(!window.project().documents.contains_key(&id));
    assert!(window.shows("with 2 layers"));
    let undo = window.harness.get_by_label_contains("Undo: Removed");
    undo.click();
    window.draw();
    assert_eq!(*window.project(), before);
    assert!(!window.shows("Undo: Removed"));
}

#[test]
fn removing_ones_own_article_is_told_and_the_next_does_not_come_under_the_pointer() {
    let mut window = Window::on_sample_in_real_time();
    for text in ["أولى", "ثانية", "ثالثة"] {
        window.ask(Command::AddPasted(text.to_owned()));
    }
    let count = window.project().documents.len();
    window.open_article_menu();
    let button = window.harness.get_by_label(&words!("panel-article-remove")).rect().center();
    for _ in 0..3 {
        window.clicks(button, 1);
    }
    assert_eq!(window.project().documents.len(), count - 1);
    assert!(window.shows("Removed") && window.shows(&words!("document-choose")));
    window.press(CTRL, Key::Z);
    assert_eq!(window.project().documents.len(), count);
}

#[test]
fn a_dialog_is_modal_for_the_keyboard() {
    let dialogs = [
        Dialog::NewProject,
        Dialog::Paste,
        Dialog::Export,
        Dialog::Assign,
        Dialog::SendTags,
        Dialog::Problems,
        Dialog::Reading,
        Dialog::Palette,
        Dialog::Shortcuts,
        Dialog::Removal,
    ];
    let keys = [
        (CTRL_SHIFT, Key::O),
        (CTRL_SHIFT, Key::V),
        (CTRL, Key::Z),
        (CTRL, Key::Y),
        (CTRL, Key::E),
        (CTRL, Key::W),
        (CTRL, Key::D),
        (CTRL, Key::Num3),
        (CTRL, Key::Plus),
        (NONE, Key::Delete),
        (ALT, Key::D),
        (CTRL.plus(ALT), Key::ArrowLeft),
        (ALT, Key::ArrowLeft),
    ];
    let mut window = Window::on_sample_in_real_time();
    // There is something to undo.
    window.delete(3);
    let id = window.own()[3].id;
    window.ask(Command::SelectStatement(Some(id)));
    let before = window.project().clone();
    let size = window.app().view().text_size_pt;
    for dialog in dialogs {
        match dialog {
            Dialog::NewProject => window.ask(Command::ShowDialog(Dialog::NewProject)),
            Dialog::Paste => window.ask(Command::ShowDialog(Dialog::Paste)),
            Dialog::Export => window.ask(Command::ShowDialog(Dialog::Export)),
            Dialog::Reading => window.ask(Command::ToggleDialog(Dialog::Reading)),
            Dialog::Palette => window.ask(Command::ToggleDialog(Dialog::Palette)),
            Dialog::Shortcuts => window.ask(Command::ToggleDialog(Dialog::Shortcuts)),
            Dialog::Removal => window.ask(Command::RemoveArticle(window.document())),
            Dialog::Assign => window.ask(Command::ShowDialog(Dialog::Assign)),
            Dialog::SendTags => window.ask(Command::ShowDialog(Dialog::SendTags)),
            _ => continue,
        }
        assert_eq!(window.app().view().dialog, Some(dialog));
        for (modifiers, key) in keys {
            window.harness.key_press_modifiers(modifiers, key);
            window.draw();
            assert_eq!(window.app().view().dialog, Some(dialog), "{dialog:?} {modifiers:?} {key:?}");
        }
        for (modifiers, key) in [(CTRL, Key::K), (CTRL, Key::R), (NONE, Key::F1), (CTRL, Key::N)] {
            // What a dialog is opened by may close that dialog, and opens no other.
            if !matches!(dialog, Dialog::Palette | Dialog::Reading | Dialog::Shortcuts) {
                window.press(modifiers, key);
                assert_eq!(window.app().view().dialog, Some(dialog), "{dialog:?} {modifiers:?} {key:?}");
            }
        }
        assert!(*window.project() == before, "{dialog:?} let something through");
        assert_eq!((window.app().view().page, window.selected()), (Page::Article, Some(id)), "{dialog:?}");
        assert_eq!(window.app().view().text_size_pt, size);
        window.ask(Command::CloseDialog);
    }
}

#[test]
fn an_open_list_is_modal_for_the_keyboard() {
    let mut window = Window::on_sample_in_real_time();
    window.delete(3);
    let id = window.own()[3].id;
    window.ask(Command::SelectStatement(Some(id)));
    let before = window.project().clone();
    window.harness.get_by_role_and_label(egui::accesskit::Role::ComboBox, &words!("panel-topic")).click_accesskit();
    window.draw();
    let filter = words!("panel-party-filter-name", what = words!("panel-topic"));
    window.harness.get_by_label(&filter);
    window.press(CTRL_SHIFT, Key::V);
    window.press(CTRL, Key::Z);
    assert_eq!(window.app().view().dialog, None);
    assert!(*window.project() == before);
}

#[test]
fn a_field_keeps_its_editing_keys_to_itself() {
    let mut window = Window::on_sample_in_real_time();
    let id = window.own()[3].id;
    window.ask(Command::SelectStatement(Some(id)));
    let before = window.project().clone();
    window.press(CTRL_SHIFT, Key::F);
    for (modifiers, key) in [
        (CTRL, Key::Z),
        (CTRL, Key::Y),
        (CTRL, Key::D),
        (CTRL.plus(ALT), Key::ArrowLeft),
        (CTRL_SHIFT, Key::V),
        (NONE, Key::Delete),
        (NONE, Key::Q),
    ] {
        window.press(modifiers, key);
        assert!(*window.project() == before, "{modifiers:?} {key:?}");
        assert_eq!(window.app().view().dialog, None, "{modifiers:?} {key:?}");
    }
    // What is no editing key goes through.
    window.press(CTRL, Key::K);
    assert_eq!(window.app().view().dialog, Some(Dialog::Palette));
}

#[test]
fn pasting_outside_a_field_opens_nothing_and_only_ctrl_shift_v_makes_an_article() {
    let mut window = Window::on_sample_in_real_time();
    window.event(Event::Paste("نص".to_owned()));
    assert_eq!((window.app().view().dialog, window.project().documents.len()), (None, 1));
    assert!(window.shows(&words!("status-paste-where")));
    window.press(CTRL_SHIFT, Key::V);
    assert_eq!(window.app().view().dialog, Some(Dialog::Paste));
}

#[test]
fn what_is_selected_or_chosen_is_copied_as_it_is() {
    let mut window = Window::on_sample_in_real_time();
    assert_eq!(window.copied_by(Event::Copy), None);
    assert!(window.shows(&words!("not-statement-nor-passage")));
    let statement = window.own()[2].clone();
    window.ask(Command::SelectStatement(Some(statement.id)));
    let words = window.words(&statement.spans).join(" … ");
    assert_eq!(window.copied_by(Event::Copy), Some(words.clone()));
    // A selection comes before the statement.
    let span = window.own()[5].spans[0];
    window.ask(Command::GoTo(Caret { anchor_byte: span.start_byte, focus_byte: span.end_byte }));
    let selected = window.words(&[span]).concat();
    assert_eq!(window.copied_by(Event::Copy), Some(selected.clone()));
    let insert = |key| Event::Key { key, physical_key: Some(key), pressed: true, repeat: false, modifiers: CTRL };
    assert_eq!(window.copied_by(insert(Key::Insert)), Some(selected));
    // All of it.
    window.press(CTRL, Key::A);
    let text = window.project().documents[&window.document()].content.as_str().to_owned();
    assert_eq!(window.copied_by(Event::Copy), Some(text));
    // With its source.
    window.ask(Command::Select(None));
    window.harness.state_mut().as_mut().unwrap().request(Command::CopyWithSource);
    let copied = window.copied();
    let title = window.project().documents[&window.document()].display_title().to_owned();
    let copied = copied.expect("something is copied");
    assert!(copied.starts_with(&words) && copied.contains(&title), "{copied}");
    // A field copies its own, and a dialog lets nothing through.
    window.press(CTRL_SHIFT, Key::F);
    assert_eq!(window.copied_by(Event::Copy), None);
    window.ask(Command::ShowDialog(Dialog::Export));
    assert_eq!(window.copied_by(Event::Copy), None);
}

#[test]
fn the_review_page_and_a_past_state_copy_too() {
    let mut window = Window::on_sample_in_real_time();
    window.press(CTRL, Key::Num3);
    let At::Statement(annotator, id) = window.app().reviewed().unwrap().at.clone() else { panic!("a statement") };
    let layer = window.project().layer(&window.document(), &annotator).unwrap();
    let spans = layer.statement(id).unwrap().spans.clone();
    let words = window.words(&spans).join(" … ");
    assert_eq!(window.copied_by(Event::Copy), Some(words));
}

#[test]
fn what_is_noted_after_a_decision_belongs_to_it_though_the_next_place_is_shown() {
    let mut window = Window::on_sample_in_real_time();
    window.ask(Command::SetAnnotator(who("reviewer")));
    window.press(CTRL, Key::Num3);
    let first = window.app().reviewed().unwrap().clone();
    window.press(NONE, Key::Num1);
    let second = window.app().reviewed().unwrap().clone();
    assert_ne!(first, second);
    let decision = |window: &Window| window.project().reviews[&window.document()].decisions().last().unwrap().clone();
    let made = decision(&window);
    assert!(window.shows(&stretch("review-reason-for")));
    window.press(NONE, Key::R);
    window.event(Event::Text("لأن النص واضح".to_owned()));
    window.press(NONE, Key::Escape);
    window.press(NONE, Key::G);
    window.press(SHIFT, Key::S);
    let noted = window.project().reviews[&window.document()].decision(made.id).unwrap().clone();
    assert_eq!((noted.reason.as_str(), noted.needs_rule), ("لأن النص واضح", true));
    assert!(noted.cause.is_some());
    assert_eq!(window.app().reviewed(), Some(&second));
    // It is no reason for sending the next place back: one is asked for.
    window.press(NONE, Key::S);
    assert!(window.project().reviews[&window.document()].threads().next().is_none());
    window.event(Event::Text("أين تنتهي؟".to_owned()));
    window.press(NONE, Key::Escape);
    window.press(NONE, Key::S);
    let thread = window.project().reviews[&window.document()].threads().next().unwrap().clone();
    assert_eq!(thread.comments[0].text, "أين تنتهي؟");
    assert_eq!(window.project().reviews[&window.document()].decision(made.id).unwrap().reason, "لأن النص واضح");
    // After a choice by hand notes are for the place that is shown.
    window.press(NONE, Key::Num1);
    let third = decision(&window);
    window.press(NONE, Key::N);
    window.press(NONE, Key::R);
    window.event(Event::Text("للتالي".to_owned()));
    window.press(NONE, Key::Escape);
    assert_eq!(window.project().reviews[&window.document()].decision(third.id).unwrap().reason, "");
    window.press(NONE, Key::Num1);
    assert_eq!(decision(&window).reason, "للتالي");
    // What is taken back by an undo takes no notes.
    window.press(CTRL, Key::Z);
    window.press(NONE, Key::G);
    assert!(!decision(&window).needs_rule);
    window.ask(Command::Review(ReviewCommand::Next));
}

/// Layout, what the key types, its place, what is held, and the text that comes with it.
type Stroke = (&'static str, Key, Key, Modifiers, Option<&'static str>);

#[test]
fn the_digits_of_parties_are_found_in_every_layout() {
    let parties: [Stroke; 10] = [
        ("fr", Key::Quote, Key::Num4, NONE, Some("'")),
        ("fr", Key::Minus, Key::Num6, NONE, Some("-")),
        ("fr, with Shift", Key::Num4, Key::Num4, SHIFT, Some("4")),
        ("be", Key::Exclamationmark, Key::Num8, NONE, Some("!")),
        ("be, with Shift", Key::Num8, Key::Num8, SHIFT, Some("8")),
        ("cz", Key::Plus, Key::Num1, NONE, Some("+")),
        ("cz, with Shift", Key::Num1, Key::Num1, SHIFT, Some("1")),
        ("ara", Key::Num3, Key::Num3, NONE, Some("٣")),
        ("ir", Key::Num5, Key::Num5, NONE, Some("۵")),
        ("us", Key::Num2, Key::Num2, NONE, Some("2")),
    ];
    let mut window = Window::on_sample_in_real_time();
    window.ask(Command::Select(None));
    for (layout, key, physical, modifiers, text) in parties {
        window.ask(Command::PreferParty(window.project().parties[6].id.clone()));
        window.key_of(key, physical, modifiers, text);
        let number = physical.name().parse::<usize>().unwrap();
        let party = window.project().parties.get(number - 1).map(|party| party.id.clone());
        let expected = party.unwrap_or_else(|| window.project().parties[6].id.clone());
        assert_eq!(window.app().view().party, Some(expected), "{layout} {number}");
    }
    // A sign that is typed with Shift is no digit.
    window.ask(Command::PreferParty(window.project().parties[6].id.clone()));
    window.key_of(Key::Num4, Key::Num4, SHIFT, Some("$"));
    window.key_of(Key::Exclamationmark, Key::Num1, SHIFT, Some("!"));
    assert_eq!(window.app().view().party, Some(window.project().parties[6].id.clone()));
    // Alt with a digit that needs the place of the key.
    let id = window.with_links(1);
    window.ask(Command::SelectStatement(Some(id)));
    window.key_of(Key::Quote, Key::Num4, ALT, None);
    assert_eq!(window.statement(id).chain[0].party, window.project().parties[3].id);
}

#[test]
fn the_letters_of_kinds_are_found_in_every_layout() {
    let mut window = Window::on_sample_in_real_time();
    let made = |window: &mut Window, stroke: Stroke| {
        let (_, key, physical, modifiers, text) = stroke;
        let place = window.choose(None);
        window.clicks(place, 2);
        let before = window.own().len();
        window.key_of(key, physical, modifiers, text);
        let now = window.own();
        let made = window.selected().filter(|_| now.len() > before);
        made.map(|id| now.iter().find(|s| s.id == id).unwrap().kind.to_string())
    };
    let warning = Some("warning".to_owned());
    assert_eq!(made(&mut window, ("il", Key::Quote, Key::W, NONE, Some("'"))), warning, "il W");
    assert_eq!(made(&mut window, ("ara", Key::W, Key::W, NONE, Some("ص"))), warning, "ara W");
    assert_eq!(made(&mut window, ("azerty", Key::W, Key::Z, NONE, Some("w"))), warning, "azerty W");
    assert_eq!(made(&mut window, ("dvorak", Key::W, Key::Comma, NONE, Some("w"))), warning, "dvorak W");
    // What the key types comes before its place: no warning where W is in the US layout.
    assert_eq!(made(&mut window, ("azerty", Key::Z, Key::W, NONE, Some("z"))), None, "azerty Z");
    assert_eq!(made(&mut window, ("dvorak", Key::V, Key::Period, NONE, Some("v"))), None, "dvorak V");
}

#[test]
fn the_letter_of_a_cue_is_found_in_every_layout() {
    let mut window = Window::on_sample_in_real_time();
    for (layout, key, physical) in
        [("gr", Key::Semicolon, Key::Q), ("il", Key::Slash, Key::Q), ("azerty", Key::Q, Key::A)]
    {
        let id = window.with_links(1);
        let text = window.choose(Some(id));
        window.clicks(text, 2);
        let word = window.app().view().selection;
        window.key_of(key, physical, NONE, None);
        assert_eq!(window.statement(id).chain.last().unwrap().cue, word, "{layout} Q");
        window.press(CTRL, Key::Z);
    }
}

#[test]
fn shortcuts_with_ctrl_are_found_in_every_layout() {
    let mut window = Window::on_sample_in_real_time();
    window.key_of(Key::OpenCurlyBracket, Key::V, CTRL_SHIFT, None);
    assert_eq!(window.app().view().dialog, Some(Dialog::Paste), "ara Ctrl+Shift+V");
    window.ask(Command::CloseDialog);
    window.key_of(Key::OpenBracket, Key::F, CTRL_SHIFT, None);
    window.event(Event::Text("x".to_owned()));
    assert!(window.harness.query_all_by_value("x").next().is_some(), "ara Ctrl+Shift+F");
    window.press(NONE, Key::Escape);
    let size = window.app().view().text_size_pt;
    window.key_of(Key::Equals, Key::Equals, CTRL, None);
    assert_eq!(window.app().view().text_size_pt, size + 1.0, "us Ctrl+=");
    // With Shift, everything in the window.
    window.key_of(Key::Plus, Key::Equals, CTRL_SHIFT, None);
    assert_eq!(window.app().settings().scale, 1.1, "us Ctrl+Shift+=");
    window.key_of(Key::Num0, Key::Num0, CTRL_SHIFT, None);
    assert_eq!(window.app().settings().scale, 1.0);
    window.key_of(Key::Plus, Key::Plus, CTRL, None);
    assert_eq!(window.app().view().text_size_pt, size + 2.0);
    // The key of 6 has the minus there, and shows the sixth page as everywhere; smaller letters are where they are in the US.
    window.key_of(Key::Minus, Key::Minus, CTRL, None);
    assert_eq!(window.app().view().text_size_pt, size + 1.0, "fr Ctrl+-");
    window.key_of(Key::Minus, Key::Num6, CTRL, None);
    assert_eq!(window.app().view().page, Page::Codebook, "fr Ctrl+6");
    window.key_of(Key::Quote, Key::Num4, CTRL, None);
    assert_eq!(window.app().view().page, Page::Agreement, "fr Ctrl+4");
    window.key_of(Key::Num1, Key::Num1, CTRL, None);
    // Z where W is: undo.
    let before = window.project().clone();
    window.delete(0);
    assert!(*window.project() != before);
    window.key_of(Key::Z, Key::W, CTRL, None);
    assert!(*window.project() == before, "azerty Ctrl+Z");
    // A sign does not end the program where the letters are elsewhere.
    window.key_of(Key::Comma, Key::W, CTRL, None);
    assert!(window.app().session().is_some(), "dvorak Ctrl+,");
}

#[test]
fn the_list_of_articles_does_not_open_where_another_project_was_scrolled_to() {
    let mut window = Window::on_sample_in_real_time();
    for number in 0..40 {
        window.ask(Command::AddPasted(format!("article {number}")));
    }
    window.draw();
    let first = window.project().documents.keys().next().cloned();
    window.ask(Command::ShowDocument(first.unwrap()));
    let top = |window: &Window| window.first_article().map(|(top, _)| top);
    let name = |window: &Window| window.first_article().map(|(_, name)| name);
    let (first, before) = (name(&window), top(&window));
    window.scroll_articles();
    assert_ne!(name(&window), first, "scrolled");
    let other = window.path.parent().unwrap().join("other");
    bayan::store::install_sample(&other).unwrap();
    window.ask(Command::OpenProject(other));
    window.until("the other project opens", |window| window.project().documents.len() == 1);
    assert_eq!(top(&window), before, "the list begins at its top");
}

#[test]
fn days_and_numbers_may_be_typed_in_arabic_and_persian_digits() {
    let mut window = Window::on_sample_in_real_time();
    window.ask(Command::ShowDialog(Dialog::Assign));
    let type_into = |window: &mut Window, field: &str, text: &str| {
        window.harness.get_by_role_and_label(egui::accesskit::Role::TextInput, field).focus();
        window.draw();
        window.event(Event::Text(text.to_owned()));
    };
    type_into(&mut window, &words!("assign-new"), "carla");
    window.press(NONE, Key::Enter);
    type_into(&mut window, &words!("assign-due"), "۲۰۲۶-۱۲-۳۱");
    assert!(!window.shows(&words!("work-due-wrong")));
    window.click(&words!("assign-go"));
    let due: Vec<String> =
        window.project().assignments.values().filter_map(|asked| asked.due).map(|day| day.to_string()).collect();
    assert!(!due.is_empty() && due.iter().all(|day| day == "2026-12-31"), "{due:?}");
}

#[test]
fn a_large_pasted_text_is_not_laid_out_as_a_whole_and_is_added_whole() {
    let mut window = Window::on_sample_in_real_time();
    let article = "قال المتحدث إن القرار نهائي.\n".repeat(20_000);
    window.press(CTRL_SHIFT, Key::V);
    window.event(Event::Paste(article.clone()));
    assert!(window.shows(&stretch("paste-large")));
    window.click(&words!("paste-add"));
    assert_eq!(window.project().documents[&window.document()].content.as_str(), article);
}

#[test]
fn a_path_that_cannot_be_used_stays_to_be_mended() {
    let mut window = Window::on_sample_in_real_time();
    let missing = window.path.join("nothing-here");
    window.ask(Command::OpenProject(missing));
    assert!(window.shows(&stretch("status-no-project")));
    assert!(window.app().session().is_some());
}

#[test]
fn whoever_has_something_to_answer_is_told_and_led_to_it() {
    let mut window = Window::on_sample_in_real_time();
    window.ask(Command::SetAnnotator(who("reviewer")));
    window.press(CTRL, Key::Num3);
    let At::Statement(annotator, id) = window.app().reviewed().unwrap().at.clone() else { panic!("a statement") };
    window.press(NONE, Key::S);
    window.event(Event::Text("أين تنتهي؟".to_owned()));
    window.press(NONE, Key::Escape);
    window.press(NONE, Key::S);
    window.press(CTRL, Key::Num1);
    window.click_tab(&words!("panel-tab-statements"));
    assert!(!window.shows(&stretch("panel-statements-to-answer")));
    window.ask(Command::SetAnnotator(annotator));
    window.click(&words!("panel-statements-to-answer", count = 1));
    assert_eq!(window.selected(), Some(id));
}
