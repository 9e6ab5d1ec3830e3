//! A party that is asked for with its members, in every list with a filter by party.

use bayan::model::id::PartyId;
use bayan::model::statement::Statement;
use egui::{Key, Modifiers};

use crate::support::window::Window;
use crate::support::words::words;

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;

impl Window {
    /// Picks a row of a filter by party by its name.
    fn pick_party(&mut self, filter: &str, row: &str) {
        self.click(filter);
        self.type_text(row);
        self.press(NONE, Key::Enter);
    }

    fn belongs_to_russia(&self, party: &PartyId) -> bool {
        self.project().belongs_to(party, &PartyId::new("russia").unwrap())
    }

    /// How many of one’s own statements pass a test.
    fn count_own(&self, fits: impl Fn(&Statement) -> bool) -> usize {
        self.own().iter().filter(|statement| fits(statement)).count()
    }

    /// How many of one’s own statements name Russia alone, and how many Russia or a member.
    fn expected_of_russia(&self) -> (usize, usize) {
        let named = |statement: &Statement, fits: &dyn Fn(&PartyId) -> bool| {
            statement.chain.iter().map(|link| &link.party).chain(&statement.addressees).any(fits)
        };
        let alone = self.count_own(|statement| named(statement, &|party| party.as_str() == "russia"));
        let with_members = self.count_own(|statement| named(statement, &|party| self.belongs_to_russia(party)));
        assert!(alone < with_members && with_members < self.own().len(), "{alone} {with_members}");
        (alone, with_members)
    }
}

#[test]
fn the_list_beside_the_article_takes_members_with_a_party() {
    let mut window = Window::on_sample();
    let ((alone, with_members), all) = (window.expected_of_russia(), window.own().len());
    window.click_tab(&words!("panel-tab-statements"));
    window.pick_party(&words!("panel-filter-party"), &words!("picker-with-members", party = "Russia"));
    assert!(window.shows(&words!("panel-statements-count", shown = with_members, all = all)), "{}", window.told());
    window.pick_party(&words!("panel-filter-party"), "Russia");
    assert!(window.shows(&words!("panel-statements-count", shown = alone, all = all)), "{}", window.told());
}

#[test]
fn the_page_of_statements_takes_members_with_a_party_in_each_role() {
    let mut window = Window::on_sample();
    let ((alone, with_members), all) = (window.expected_of_russia(), window.own().len());
    let speaks =
        window.count_own(|statement| statement.speaker().is_some_and(|speaker| window.belongs_to_russia(speaker)));
    assert!(speaks > 0 && speaks < with_members);
    window.press(CTRL, Key::Num2);
    let listed = |window: &mut Window| {
        window.until("the list is up to date", |window| !window.app().is_listing());
        window.app().listed()
    };
    assert_eq!(listed(&mut window), (all, all));
    window.pick_party(&words!("panel-filter-party"), &words!("picker-with-members", party = "Russia"));
    assert_eq!(listed(&mut window), (with_members, all));
    window.click(&words!("statements-role"));
    window.click(&words!("statements-role-speaker"));
    assert_eq!(listed(&mut window), (speaks, all));
    window.click(&words!("statements-role"));
    window.click(&words!("statements-role-any"));
    window.pick_party(&words!("panel-filter-party"), "Russia");
    assert_eq!(listed(&mut window), (alone, all));
}
