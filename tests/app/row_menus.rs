//! Lists and menus that open where something is shown: at a card, in a statement's menu, at a row of the review.

use bayan::model::id::StatementId;
use bayan::review::decide::{Standing, standing};
use bayan::ui::command::Command;
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, Rect, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::support::project::who;
use crate::support::window::Window;
use crate::support::words::words;

const NONE: Modifiers = Modifiers::NONE;

impl Window {
    fn right_click(&mut self, pos: Pos2) {
        self.harness.event(Event::PointerMoved(pos));
        self.harness.run_steps(2);
        for pressed in [true, false] {
            let button = PointerButton::Secondary;
            self.harness.event(Event::PointerButton { pos, button, pressed, modifiers: NONE });
            self.harness.step();
        }
        self.draw();
    }

    /// The buttons whose names fit, from the top down.
    fn buttons(&self, fits: impl Fn(&str, Rect) -> bool) -> Vec<Rect> {
        let nodes = self.harness.query_all_by(|node| node.role() == Role::Button);
        let named = nodes.map(|node| (node.accesskit_node().label().unwrap_or_default(), node.rect()));
        let mut found: Vec<Rect> = named.filter(|(name, rect)| fits(name, *rect)).map(|(_, rect)| rect).collect();
        found.sort_by(|a, b| a.top().total_cmp(&b.top()));
        found
    }

    fn kind_and_topic(&self, id: StatementId) -> (String, Option<String>) {
        let statement = self.own().into_iter().find(|own| own.id == id).unwrap();
        (statement.kind.to_string(), statement.topic.map(|topic| topic.to_string()))
    }
}

#[test]
fn a_click_on_the_kind_or_topic_in_a_card_opens_its_list_there() {
    let mut window = Window::on_sample_sized([1440.0, 900.0]);
    let statement = window.own().into_iter().find(|own| own.topic.is_some()).unwrap();
    window.ask(Command::SelectStatement(Some(statement.id)));
    window.until("its card is there", |window| !self::selected_cards(window).is_empty());
    let card = {
        let nodes = self::selected_cards(&window);
        *nodes.first().unwrap_or_else(|| panic!("no card in {}", window.told()))
    };
    window.press_button(card.left_top() + vec2(16.0, 10.0), 1, NONE);
    window.draw();
    let other = window.project().codebook.kinds.iter().find(|kind| kind.id != statement.kind).unwrap().clone();
    window.type_text(&other.name);
    window.press(NONE, Key::Enter);
    assert_eq!(window.kind_and_topic(statement.id).0, other.id.to_string());
    window.press_button(card.left_bottom() + vec2(16.0, -10.0), 1, NONE);
    window.draw();
    let topics = window.project().codebook.topics.clone();
    let topic = topics.iter().find(|topic| Some(&topic.id) != statement.topic.as_ref()).unwrap();
    window.type_text(&topic.name);
    window.press(NONE, Key::Enter);
    assert_eq!(window.kind_and_topic(statement.id).1, Some(topic.id.to_string()));
    // Elsewhere a click selects, and opens nothing.
    window.press_button(card.right_center() - vec2(12.0, 0.0), 1, NONE);
    window.draw();
    assert!(!window.shows(&words!("panel-party-filter-name", what = words!("panel-kind"))));
}

#[test]
fn the_keyboard_opens_the_lists_of_a_card_where_topics_can_be_made() {
    let mut window = Window::on_sample_sized([1440.0, 900.0]);
    let statement = window.own().into_iter().find(|own| own.topic.is_some()).unwrap();
    let focus = |window: &mut Window| {
        let cards = window.harness.query_all_by(|node| {
            let is_chosen = node.toggled() == Some(egui::accesskit::Toggled::True);
            node.role() == Role::Button && is_chosen && node.label().is_some_and(|name| name.starts_with("Card: "))
        });
        cards.into_iter().next().expect("a card").focus();
        window.draw();
    };
    window.ask(Command::SelectStatement(Some(statement.id)));
    window.until("its card is there", |window| !self::selected_cards(window).is_empty());
    focus(&mut window);
    window.press(NONE, Key::Enter);
    let other = window.project().codebook.kinds.iter().find(|kind| kind.id != statement.kind).unwrap().clone();
    window.type_text(&other.name);
    window.press(NONE, Key::Enter);
    assert_eq!(window.kind_and_topic(statement.id).0, other.id.to_string());
    let before = window.project().clone();
    focus(&mut window);
    window.press(Modifiers::SHIFT, Key::Enter);
    window.type_text("Grain exports");
    window.press(NONE, Key::Enter);
    let topics = window.project().codebook.topics.clone();
    let made = topics.iter().find(|topic| topic.name == "Grain exports").expect("it is in the codebook");
    assert_eq!(window.kind_and_topic(statement.id).1, Some(made.id.to_string()));
    window.undo();
    assert_eq!(*window.project(), before, "both are one step");
}

/// The cards of selected statements.
fn selected_cards(window: &Window) -> Vec<Rect> {
    let nodes = window
        .harness
        .query_all_by(|node| node.role() == Role::Button && node.toggled() == Some(egui::accesskit::Toggled::True));
    nodes.map(|node| node.rect()).filter(|rect| (rect.height() - 38.0).abs() < 0.5 && rect.width() > 150.0).collect()
}

#[test]
fn the_menu_of_a_statement_picks_topics_with_a_filter_and_the_last_one_first() {
    let mut window = Window::on_sample();
    let ids: Vec<StatementId> = window.own().iter().take(2).map(|statement| statement.id).collect();
    let topic = window.project().codebook.topics.last().unwrap().clone();
    for (id, typed) in [(ids[0], topic.name.as_str()), (ids[1], "")] {
        window.ask(Command::SelectStatement(Some(id)));
        window.press(Modifiers::SHIFT, Key::F10);
        window.click(&words!("statement-topic"));
        if typed.is_empty() {
            // Below the row for none stands the one that was picked last.
            window.press(NONE, Key::Home);
            let rows = window.harness.query_all_by(|node| node.role() == Role::ListBoxOption);
            let names: Vec<String> = rows.map(|node| node.accesskit_node().label().unwrap_or_default()).collect();
            assert_eq!(bayan::locale::plain(&names[1]), topic.name, "{names:?}");
            window.click(&names[1]);
        } else {
            window.type_text(typed);
            window.press(NONE, Key::Enter);
        }
        assert_eq!(window.kind_and_topic(id).1, Some(topic.id.to_string()));
    }
}

#[test]
fn the_menu_of_a_row_of_the_review_decides_there() {
    let mut window = Window::on_sample();
    window.ask(Command::SetAnnotator(who("reviewer")));
    window.press(Modifiers::COMMAND, Key::Num3);
    window.until("it is compared", |window| !window.app().is_comparing());
    window.draw();
    let document = window.document();
    let open = |window: &Window| {
        let comparison = bayan::review::comparison::compare(window.project(), &document, &[]).unwrap();
        let count = comparison.places.iter().filter(|place| {
            standing(window.project(), &comparison, place) == Standing::Open && !place.differences.is_empty()
        });
        count.count()
    };
    let before = open(&window);
    let shown = window.app().reviewed().cloned();
    // The rows of the list are buttons of two lines.
    let rows = window.buttons(|name, rect| rect.height() > 45.0 && rect.width() > 200.0 && name.contains(':'));
    assert!(rows.len() > 3, "{rows:?} {}", window.told());
    window.right_click(rows[2].center());
    assert_eq!(window.app().reviewed().cloned(), shown, "a menu alone shows nothing else");
    window.click(&words!("command-review-take", annotator = "annotator-b"));
    assert_eq!(open(&window), before - 1, "{}", window.told());
    assert_eq!(window.project().reviews[&document].decisions().count(), 1 + decisions_of_sample());
    let rows = window.buttons(|name, rect| rect.height() > 45.0 && rect.width() > 200.0 && name.contains(':'));
    window.right_click(rows[3].center());
    window.click(&words!("review-row-open"));
    assert_ne!(window.app().reviewed().cloned(), shown);
}

/// The decisions that the sample has from the beginning.
fn decisions_of_sample() -> usize {
    let project = crate::support::project::sample_project();
    project.reviews.values().map(|review| review.decisions().count()).sum()
}
