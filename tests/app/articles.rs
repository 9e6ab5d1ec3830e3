//! The side of the article page: panes, the lists of articles, parties and statements, and the line over the text.

use bayan::edit::change::Edit;
use bayan::model::id::PartyId;
use bayan::model::work::LayerState;
use bayan::settings::{ArticlesTab, PaneSide};
use bayan::ui::command::Command;
use bayan::ui::state::Page;
use egui::accesskit::Role;
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::support::project::who;
use crate::support::window::Window;
use crate::support::words::{stretch, words};

const CTRL: Modifiers = Modifiers::COMMAND;
const ALT: Modifiers = Modifiers::ALT;
const NONE: Modifiers = Modifiers::NONE;

impl Window {
    /// What the list of articles shows, from the top, by what each row says.
    fn listed(&self) -> Vec<String> {
        let rows = self.harness.query_all_by(|node| node.role() == Role::ListItem);
        let mut rows: Vec<_> =
            rows.map(|row| (row.rect().top(), row.accesskit_node().label().unwrap_or_default())).collect();
        rows.sort_by(|a, b| a.0.total_cmp(&b.0));
        rows.into_iter().map(|(_, name)| bayan::locale::plain(&name)).collect()
    }

    fn resize(&mut self, width: f32) {
        self.harness.set_size(vec2(width, 860.0));
        self.draw();
    }

    /// The width of the pane of the lists, by its tabs.
    fn lists_width(&self) -> f32 {
        let rect = |name: &str| self.harness.get_by_role_and_label(Role::Tab, name).rect();
        rect(&words!("panel-tab-articles")).union(rect(&words!("panel-tab-statements"))).width()
    }

    /// Shows the list with this name.
    pub fn click_tab(&mut self, name: &str) {
        self.harness.get_by_role_and_label(Role::Tab, name).click();
        self.draw();
    }

    fn with_articles(titles: &[&str]) -> Self {
        let mut window = Self::on_sample();
        for title in titles {
            window.ask(Command::AddPasted(format!("{title}\n\nقال المتحدث إن القرار نهائي.")));
        }
        window
    }

    fn party_row(&self, name: &str) -> egui_kittest::Node<'_> {
        let mut rows = self.harness.query_all_by(|node| node.role() == Role::TreeItem);
        rows.find(|row| row.accesskit_node().label().is_some_and(|label| label.contains(name))).expect("a party")
    }
}

#[test]
fn a_pane_grows_back_with_the_window_and_hides_and_comes_back() {
    let mut window = Window::on_sample();
    let wide = window.lists_width();
    window.resize(760.0);
    assert!(window.lists_width() < wide - 40.0, "narrower where there is less room");
    window.resize(1360.0);
    assert!((window.lists_width() - wide).abs() < 1.0, "{} {wide}", window.lists_width());
    // By key, by button, and again when a list is asked for.
    let tab = words!("panel-tab-articles");
    window.press(CTRL, Key::B);
    assert!(window.harness.query_by_role_and_label(Role::Tab, &tab).is_none());
    window.click(&words!("pane-start-show"));
    assert!(window.harness.query_by_role_and_label(Role::Tab, &tab).is_some());
    window.press(CTRL.plus(ALT), Key::B);
    assert!(window.app().view().panes.hides(PaneSide::End));
    window.click(&words!("pane-end-show"));
    assert!(!window.app().view().panes.hides(PaneSide::End));
    window.press(CTRL, Key::B);
    window.press(CTRL.plus(Modifiers::SHIFT), Key::F);
    assert_eq!(window.app().settings().panes.tab, ArticlesTab::Statements, "the tab is remembered");
    assert!(!window.app().settings().panes.hides_start);
}

#[test]
fn articles_are_found_sorted_grouped_and_gone_through() {
    let mut window = Window::with_articles(&["الأهرام تكتب", "Beta", "Alpha"]);
    assert_eq!(window.listed().len(), 4);
    window.press(CTRL.plus(Modifiers::SHIFT), Key::A);
    window.type_text("الاهرام");
    assert_eq!(window.listed().len(), 1, "{:?}", window.listed());
    window.key(Key::Escape);
    assert_eq!(window.listed().len(), 4);
    window.click(&words!("panel-articles-sort"));
    window.click(&words!("article-sort-title"));
    let listed = window.listed();
    let place = |title: &str| listed.iter().position(|row| row.starts_with(title)).unwrap();
    assert!(place("Alpha") < place("Beta"), "{listed:?}");
    // The keys for neighbours follow the list, and say so at its ends.
    let first = window.listed()[0].clone();
    window.click(&first);
    assert!(window.shows(&words!("header-place", place = 1, count = 4)));
    window.press(CTRL, Key::PageDown);
    assert!(window.shows(&words!("header-place", place = 2, count = 4)));
    window.press(CTRL, Key::PageUp);
    window.press(CTRL, Key::PageUp);
    assert!(window.shows(&words!("status-first-article")));
    // Groups: what is done comes last.
    window.click(&words!("panel-articles-sort"));
    window.click(&words!("article-groups"));
    window.press(ALT, Key::D);
    let done = words!("article-status-done");
    assert!(window.shows(&words!("panel-articles-group", status = done.as_str(), count = 2)), "{}", window.told());
}

#[test]
fn the_next_article_that_is_not_done_needs_no_assignment() {
    let mut window = Window::with_articles(&["Beta", "Alpha"]);
    for (document, annotator) in window.project().assignments.keys().cloned().collect::<Vec<_>>() {
        let edit = Box::new(Edit::SetAssignment { document, annotator, assignment: None });
        window.ask(Command::Apply { gesture: "gesture-work-unassign".into(), edit, merge_key: None });
    }
    let own = window.session().annotator().clone();
    let mut left = Vec::new();
    for _ in 0..2 {
        window.press(ALT, Key::N);
        let document = window.document();
        assert_eq!(window.project().state(&document, &own), LayerState::Open);
        left.push(document);
        window.press(ALT, Key::D);
        assert!(window.shows(&words!("panel-article-take-up")), "the button over the text is pressed");
    }
    assert_ne!(left[0], left[1]);
    window.press(ALT, Key::N);
    assert!(window.shows(&words!("status-mine-none", count = 3)), "{}", window.told());
    let before = window.document();
    window.press(ALT, Key::N);
    assert_eq!(window.document(), window.project().documents.keys().next().unwrap().clone());
    assert!(before == left[1] || before == left[0]);
}

#[test]
fn an_article_is_renamed_marked_and_assigned_from_its_row() {
    let mut window = Window::with_articles(&["Beta"]);
    let id = window.document();
    let row = |window: &Window| window.listed().into_iter().find(|row| row.starts_with("Beta")).unwrap();
    let open_menu = |window: &mut Window| {
        let name = row(window);
        window
            .harness
            .get_by(|node| node.label().is_some_and(|label| bayan::locale::plain(&label) == name))
            .click_secondary();
        window.draw();
    };
    open_menu(&mut window);
    window.click(&words!("panel-article-done"));
    let own = window.session().annotator().clone();
    assert_eq!(window.project().state(&id, &own), LayerState::Done);
    // By the keyboard: the menu key on the row that has the focus.
    let name = row(&window);
    window.harness.get_by(|node| node.label().is_some_and(|label| bayan::locale::plain(&label) == name)).focus();
    window.draw();
    window.press(Modifiers::SHIFT, Key::F10);
    window.click(&words!("panel-article-take-up"));
    assert_eq!(window.project().state(&id, &own), LayerState::InProgress);
    let name = row(&window);
    window.harness.get_by(|node| node.label().is_some_and(|label| bayan::locale::plain(&label) == name)).focus();
    window.draw();
    window.key(Key::F2);
    window.press(CTRL, Key::A);
    window.type_text("Gamma");
    assert_eq!(window.project().documents[&id].metadata.title, "Gamma");
    assert!(window.listed().iter().any(|row| row.starts_with("Gamma")));
}

#[test]
fn parties_are_typed_one_after_the_other_and_have_keys_of_their_own() {
    let mut window = Window::on_sample();
    window.click_tab(&words!("panel-tab-parties"));
    let before = window.project().parties.len();
    window.harness.get_by_role_and_label(Role::TextInput, &words!("panel-party-new-name")).focus();
    window.draw();
    for name in ["Ushakov", "Ryabkov", "Burns"] {
        window.type_text(name);
        window.press(NONE, Key::Enter);
    }
    assert_eq!(window.project().parties.len(), before + 3);
    // The last one gets a key, by its menu; the party that had it has none, and all others keep theirs.
    let burns = window.project().parties.last().unwrap().id.clone();
    let third = window.project().parties[2].id.clone();
    let fourth = window.project().parties[3].id.clone();
    window.party_row("Burns").click_secondary();
    window.draw();
    window.click(&words!("party-key"));
    window.click(&words!("party-key-of", key = 3, party = window.project().parties[2].name.as_str()));
    let digit = |window: &Window, id: &PartyId| {
        let parties = &window.project().parties;
        parties.digit(parties.place(id).unwrap())
    };
    assert_eq!([&burns, &third, &fourth].map(|id| digit(&window, id)), [Some(3), None, Some(4)]);
    let own = window.own()[0].id;
    window.ask(Command::SelectStatement(Some(own)));
    window.ask(Command::Select(None));
    window.harness.get_by_role(Role::Article).focus();
    window.draw();
    window.key(Key::Num3);
    assert_eq!(window.app().view().party, Some(burns.clone()));
    // A key moves it up, and undo brings it back.
    window.party_row("Burns").focus();
    window.draw();
    window.press(CTRL.plus(Modifiers::SHIFT), Key::ArrowUp);
    assert_eq!(window.project().parties.place(&burns), Some(before + 1));
    window.undo();
    assert_eq!(window.project().parties.place(&burns), Some(before + 2));
}

#[test]
fn statements_are_filtered_by_what_they_lack_and_by_their_notes() {
    let mut window = Window::on_sample();
    window.click_tab(&words!("panel-tab-statements"));
    let own = window.own();
    let with_note = own.iter().filter(|statement| !statement.note.trim().is_empty()).count();
    window.click(&words!("panel-filter-note"));
    assert!(window.shows(&words!("panel-statements-count", shown = with_note, all = own.len())), "{}", window.told());
    window.click(&words!("panel-filter-note"));
    window.harness.get_by_role_and_label(Role::Button, &words!("panel-filter-incomplete")).click();
    window.draw();
    let lacks = own.iter().filter(|s| s.topic.is_none() || s.stance.is_none() || s.quotation.is_none()).count();
    assert!(window.shows(&words!("panel-statements-count", shown = lacks, all = own.len())));
}

#[test]
fn kinds_stand_over_the_text_also_while_gold_is_corrected() {
    let mut window = Window::on_sample();
    let kind = window.project().codebook.kinds[0].name.clone();
    let kinds = |window: &Window| {
        window.harness.query_all_by_label(&kind).filter(|n| n.accesskit_node().role() == Role::Button).count()
    };
    assert!(kinds(&window) > 0);
    window.ask(Command::SetAnnotator(who("reviewer")));
    window.ask(Command::ShowPage(Page::Review));
    window.until("a place", |window| window.app().reviewed().is_some());
    window.press(ALT, Key::Num1);
    assert!(window.app().view().correcting.is_some());
    assert!(kinds(&window) > 0);
    assert!(!window.told().contains(&stretch("status-first-article")));
}

#[test]
fn an_article_of_which_nothing_is_known_says_the_name_of_its_file() {
    let window = Window::with_articles(&["Alpha"]);
    let said = |title: &str| {
        let mut rows = window.harness.query_all_by(|node| node.role() == Role::ListItem);
        let row = rows.find(|row| row.accesskit_node().label().is_some_and(|label| label.contains(title))).unwrap();
        bayan::locale::plain(row.accesskit_node().data().description().unwrap_or_default())
    };
    let documents = &window.project().documents;
    let pasted = documents.values().find(|document| document.metadata.title == "Alpha").unwrap();
    assert_eq!(said("Alpha"), pasted.id.as_str());
    let sample = documents.values().find(|document| !document.metadata.publisher.is_empty()).unwrap();
    let known = said(&sample.metadata.title);
    assert!(known.contains(&sample.metadata.publisher) && known.contains(&sample.metadata.published), "{known}");
}

#[test]
fn names_of_parties_begin_at_one_place_in_a_level_and_come_before_the_counts_of_members() {
    let mut window = Window::on_sample();
    window.click_tab(&words!("panel-tab-parties"));
    // The line over the text and the inspector name parties, too, but further right.
    let end = 400.0;
    let name = |window: &Window, name: &str| {
        let nodes = window.harness.query_all_by(|node| node.role() == Role::Label);
        let mut found = nodes.filter(|node| {
            let value = node.accesskit_node().value().or_else(|| node.accesskit_node().label()).unwrap_or_default();
            bayan::locale::plain(&value) == name && node.rect().right() < end
        });
        found.next().unwrap_or_else(|| panic!("{name}: {}", window.told())).rect()
    };
    let level = |names: &[&str]| names.iter().map(|one| name(&window, one).left()).collect::<Vec<_>>();
    let starts = [level(&["Russia", "TRT Arabi", "NATO"]), level(&["Kremlin", "Russian side"])];
    for level in &starts {
        assert!(level.iter().all(|left| (left - level[0]).abs() < 0.5), "{starts:?}");
    }
    assert!(starts[1][0] > starts[0][0], "{starts:?}");
    // The counts with members are there as soon as there is room for them; the name has the same width before and after.
    let members = words!("panel-party-counts-members", here = 10, all = 10, members = 28, count = 28);
    let members = bayan::locale::plain(&members);
    let widen = |window: &mut Window, width: f32| {
        let panes = window.app().view().panes.clone().with_width(PaneSide::Start, width);
        window.ask(Command::SetPanes { panes: Box::new(panes), keep: false });
    };
    widen(&mut window, 270.0);
    let whole = name(&window, "Kremlin").width();
    assert!(!window.told().contains(&members), "{}", window.told());
    widen(&mut window, 380.0);
    assert!(window.told().contains(&members), "{}", window.told());
    assert!((name(&window, "Kremlin").width() - whole).abs() < 1.0);
}
