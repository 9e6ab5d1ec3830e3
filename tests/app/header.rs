//! The lines over the article, the tour of the window, and what the status line says of one's articles.

use bayan::edit::change::Edit;
use bayan::model::id::KindId;
use bayan::settings::{PaneSide, Settings};
use bayan::ui::command::Command;
use bayan::ui::command::tour::TourCommand;
use bayan::ui::state::{Dialog, Page, TourStop};
use egui::accesskit::Role;
use egui::{Key, Modifiers, Rect};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use crate::support::app;
use crate::support::window::{Window, sample};
use crate::support::words::{stretch, words};

const NONE: Modifiers = Modifiers::NONE;

impl Window {
    fn rect_of(&self, part: &str) -> Rect {
        self.harness.get_by_label_contains(part).rect()
    }

    /// Gives the article this title, and the codebook this name for its first kind and so many further ones.
    fn with_title_and_kinds(&mut self, title: &str, first: &str, more: usize) {
        let document = self.document();
        let mut metadata = self.project().documents[&document].metadata.clone();
        metadata.title = title.to_owned();
        let edit = Box::new(Edit::SetMetadata { document, metadata });
        self.ask(Command::Apply { gesture: "gesture-article-title".into(), edit, merge_key: None });
        let mut codebook = self.project().codebook.clone();
        codebook.kinds[0].name = first.to_owned();
        for number in 0..more {
            let id = KindId::new(format!("further-{number}")).unwrap();
            let kind = codebook.kinds[0].clone();
            codebook.kinds.push(bayan::model::codebook::Kind {
                id,
                name: format!("Further {number}"),
                key: None,
                ..kind
            });
        }
        let edit = Box::new(Edit::SetCodebook(Box::new(codebook)));
        self.ask(Command::Apply { gesture: "gesture-kind".into(), edit, merge_key: None });
    }
}

#[test]
fn the_header_has_two_lines_whatever_the_width_and_the_names() {
    for size in [[1000.0, 640.0], [1280.0, 720.0], [1920.0, 1080.0]] {
        let mut window = Window::on_sample_sized(size);
        let title = "A title that is much longer than any line of any window in which this article is going to be read, \
                     with one more half that nobody reads";
        window.with_title_and_kinds(title, "A kind with quite a long name indeed", 9);
        let first = [
            words!("pane-start-hide"),
            words!("header-next"),
            words!("panel-article-take-up"),
            words!("pane-end-hide"),
        ];
        let about = window.rect_of(&stretch("header-about"));
        let first = first.map(|name| window.harness.get_by_label(&name).rect());
        let second = ["header-more-kinds", "header-snap", "header-find", "header-reading", "header-cards"];
        let second = second.map(|key| window.harness.get_by_label(&bayan::locale::text(key, &[])).rect());
        let same_height = |a: &Rect, b: &Rect| (a.center().y - b.center().y).abs() < 1.0;
        assert!(first.iter().all(|rect| same_height(rect, &about)), "{size:?}: {first:?} {about:?}");
        assert!(second.iter().all(|rect| same_height(rect, &second[0])), "{size:?}: {second:?}");
        let below = second[0].center().y - about.center().y;
        assert!((28.0..40.0).contains(&below), "{size:?}: {below}");
        // From start to end, none on another.
        let order = |rects: &[Rect]| rects.windows(2).all(|two| two[0].right() <= two[1].left() + 0.5);
        assert!(
            order(&[first[0], first[1], about, first[2], first[3]]) && order(&second),
            "{size:?}: {first:?} {second:?}"
        );
        let end = window.harness.get_by_label(&words!("pane-end-hide")).rect().right();
        assert!(second.iter().all(|rect| rect.right() <= end + 1.0), "{size:?}: {second:?} {end}");
    }
}

#[test]
fn kinds_without_room_are_in_a_menu() {
    let mut window = Window::on_sample_sized([1280.0, 720.0]);
    window.with_title_and_kinds("A title", "Claim", 9);
    window.ask(Command::NextStatement);
    window.click(&words!("header-more-kinds"));
    // Beside it there is only its name in the legend.
    window.harness.get_by_role_and_label(Role::Button, "Further 8").click();
    window.draw();
    let changed = window.own().into_iter().find(|own| Some(own.id) == window.selected()).unwrap();
    assert_eq!(changed.kind.as_str(), "further-8");
}

#[test]
fn the_kind_of_the_selected_statement_is_lit() {
    let mut window = Window::on_sample_sized([1280.0, 720.0]);
    window.ask(Command::NextStatement);
    let chosen = window.own().into_iter().find(|own| Some(own.id) == window.selected()).unwrap();
    let name = window.project().codebook.kinds.iter().find(|kind| kind.id == chosen.kind).unwrap().name.clone();
    let lit = |window: &Window, name: &str| {
        use egui_kittest::kittest::NodeT as _;
        let nodes = window.harness.query_all_by_label(name);
        nodes.filter(|node| node.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True)).count()
    };
    assert_eq!(lit(&window, &name), 1, "{name}");
    let other = window.project().codebook.kinds.iter().find(|kind| kind.id != chosen.kind).unwrap().name.clone();
    assert_eq!(lit(&window, &other), 0, "{other}");
}

#[test]
fn the_tour_goes_from_one_thing_to_the_next_and_keys_work_meanwhile() {
    let mut window = Window::on_sample_sized([1400.0, 860.0]);
    assert_eq!(window.app().view().tour, None, "it begins by itself only with the sample from the welcome screen");
    window.ask(Command::ShowPage(Page::Statements));
    // It is found in the menu.
    window.click(&words!("bar-menu"));
    window.click(&words!("command-group-help"));
    window.click(&words!("command-tour"));
    assert_eq!(window.app().view().page, Page::Article);
    let all = [
        (TourStop::Kinds, words!("tour-kinds-title")),
        (TourStop::Colours, words!("tour-colours-title")),
        (TourStop::Cards, words!("tour-cards-title")),
        (TourStop::Inspector, words!("tour-inspector-title")),
        (TourStop::GoTo, words!("tour-go-to-title")),
    ];
    for (place, (stop, title)) in all.iter().enumerate() {
        assert_eq!(window.app().view().tour, Some(*stop));
        assert!(window.shows(title), "{}", window.told());
        assert!(window.shows(&words!("tour-place", place = place + 1, count = 5)), "{}", window.told());
        // The card is in the window, and a key does what it does otherwise.
        let card = window.harness.get_by_label(title).rect();
        assert!(Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1400.0, 860.0)).contains_rect(card));
        let selected = window.selected();
        window.key(Key::N);
        assert_ne!(window.selected(), selected);
        let button = if place == 4 { words!("tour-end") } else { words!("tour-next") };
        window.click(&button);
    }
    assert_eq!(window.app().view().tour, None);
}

#[test]
fn escape_ends_the_tour_before_it_lets_anything_go_and_dialogs_hide_it() {
    let mut window = Window::on_sample_sized([1400.0, 860.0]);
    window.ask(Command::NextStatement);
    window.ask(Command::Tour(TourCommand::Start));
    window.press(Modifiers::COMMAND, Key::P);
    assert_eq!(window.app().view().dialog, Some(Dialog::GoTo));
    assert!(!window.shows(&words!("tour-kinds-title")));
    // This Escape is the dialog's.
    window.key(Key::Escape);
    assert!(window.shows(&words!("tour-kinds-title")));
    window.press(NONE, Key::Escape);
    assert_eq!(window.app().view().tour, None);
    assert!(window.selected().is_some(), "the statement stays selected");
    window.press(NONE, Key::Escape);
    assert!(window.selected().is_none());
}

#[test]
fn the_tour_leaves_out_what_is_hidden() {
    let mut window = Window::on_sample_sized([1280.0, 720.0]);
    // No room for cards there, and the inspector is hidden.
    window.ask(Command::TogglePane(PaneSide::End));
    if window.app().settings().reading.cards != bayan::settings::Cards::Off {
        let reading =
            bayan::settings::Reading { cards: bayan::settings::Cards::Off, ..window.app().view().reading.clone() };
        window.ask(Command::SetReading(Box::new(reading)));
    }
    window.ask(Command::Tour(TourCommand::Start));
    window.click(&words!("tour-next"));
    assert_eq!(window.app().view().tour, Some(TourStop::Colours));
    assert!(window.shows(&words!("tour-place", place = 2, count = 3)), "{}", window.told());
    window.click(&words!("tour-next"));
    for _ in 0..30 {
        window.draw();
    }
    assert_eq!(window.app().view().tour, Some(TourStop::GoTo));
    assert!(window.shows(&words!("tour-place", place = 3, count = 3)), "{}", window.told());
}

#[test]
fn the_tour_of_somebody_who_has_marked_nothing_shows_colour_at_the_speaker() {
    let (_folder, project) = sample();
    let mut window = Window::on_as(&project, Some("layla"));
    window.ask(Command::Tour(TourCommand::Start));
    window.click(&words!("tour-next"));
    assert!(window.shows(&words!("tour-colours-title")), "{}", window.told());
    window.click(&words!("tour-next"));
    for _ in 0..30 {
        window.draw();
    }
    assert_eq!(window.app().view().tour, Some(TourStop::Inspector), "there are no cards");
}

#[test]
fn the_tour_points_into_a_mirrored_window() {
    let (_folder, project) = sample();
    let settings = Settings { annotator: Some("annotator-a".to_owned()), mirrored: true, ..Settings::default() };
    let builder = Harness::builder().with_size([1280.0, 720.0]);
    let mut harness = app::open_as(builder, Some(project), settings);
    for command in [TourCommand::Start, TourCommand::Next, TourCommand::Next, TourCommand::Next] {
        harness.state_mut().as_mut().unwrap().request(Command::Tour(command));
        harness.run_steps(3);
    }
    // The inspector is on the left, so the card is at its right.
    assert_eq!(harness.state().as_ref().unwrap().view().tour, Some(TourStop::Inspector));
    let card = harness.get_by_label(&words!("tour-inspector-title")).rect();
    assert!(card.left() > 340.0 && card.right() < 800.0, "{card:?}");
}

#[test]
fn the_status_line_counts_ones_own_articles_or_says_that_there_are_none() {
    let (_folder, project) = sample();
    let mut window = Window::on_as(&project, Some("layla"));
    window.draw();
    assert!(!window.project().assignments.is_empty(), "this project says who does what");
    assert!(window.shows(&words!("status-nothing-assigned")), "{}", window.told());
    // What somebody has begun is theirs.
    window.ask(Command::NextStatement);
    window.select("عقب محادثة بين الرئيسين");
    window.press(NONE, Key::C);
    window.draw();
    assert!(window.shows(&words!("status-done-of", done = 0, all = 1)), "{}", window.told());
    for (document, annotator) in window.project().assignments.keys().cloned().collect::<Vec<_>>() {
        let edit = Box::new(Edit::SetAssignment { document, annotator, assignment: None });
        window.ask(Command::Apply { gesture: "gesture-work-unassign".into(), edit, merge_key: None });
    }
    window.ask(Command::AddPasted("Another one\n\nقال المتحدث إن القرار نهائي.".to_owned()));
    window.draw();
    assert!(window.shows(&words!("status-done-of", done = 0, all = 2)), "{}", window.told());
}
