//! What a person without a mouse, or without a screen, meets on each page and in the larger dialogs: names, states, and
//! the way of the keyboard through all of it.
//!
//! Each view is walked with Tab until the keyboard comes round. What the walk meets and what a screen reader is told are
//! compared with each other and with what is on screen.

use std::collections::{BTreeMap, BTreeSet};

use bayan::ui::command::Command;
use bayan::ui::command::tour::TourCommand;
use bayan::ui::state::{Dialog, Page};
use egui::accesskit::{Action, Role};
use egui::{Key, Modifiers, Rect, Shape, vec2};
use egui_kittest::kittest::{AccessKitNode, NodeT as _, Queryable as _};

use crate::support::window::Window;
use crate::support::words::words;

/// More stops than any view has.
const MOST_STOPS: usize = 300;
/// The height of the top bar and the width of the rail, and a little more, in points.
const BAR_PT: f32 = 50.0;
const RAIL_PT: f32 = 58.0;
/// A splitter is longer and thinner than anything else.
const LONG_PT: f32 = 300.0;

/// A thing that can be used, as a screen reader is told it.
#[derive(Clone, Debug)]
struct Thing {
    id: String,
    role: Role,
    name: String,
    rect: Rect,
    is_disabled: bool,
    has_state: bool,
    is_in_dialog: bool,
    /// Where the stop before was when the keyboard had come here, which may have scrolled.
    last: Option<Rect>,
    /// What was drawn where it is while it had the keyboard, and whether that differs from before or after.
    drawn: Vec<String>,
    is_marked: bool,
}

impl Thing {
    fn told(&self) -> String {
        let Rect { min, max } = self.rect;
        format!("{:?} {:?} at {:.0},{:.0}–{:.0},{:.0}", self.role, self.name, min.x, min.y, max.x, max.y)
    }

    /// Whether it must tell if it is on.
    fn is_toggle(&self) -> bool {
        matches!(self.role, Role::CheckBox | Role::RadioButton | Role::Switch | Role::Tab)
    }

    /// Whether Tab passes it by: rows of a table are reached by arrows, from the table.
    fn is_reached_by_arrows(&self) -> bool {
        matches!(self.role, Role::Row)
    }
}

impl Window {
    /// Everything that can be used.
    fn things(&self) -> Vec<Thing> {
        self.things_that(|_| true)
    }

    fn things_that<'a>(&'a self, fits: impl Fn(&AccessKitNode<'_>) -> bool + 'a) -> Vec<Thing> {
        let nodes = self.harness.query_all_by(move |node| {
            let data = node.data();
            let acts = data.supports_action(Action::Click) || data.supports_action(Action::Focus);
            acts && !matches!(data.role(), Role::Window | Role::ScrollBar) && fits(node)
        });
        let thing = |node: egui_kittest::Node<'_>| {
            let rect = node.rect();
            let node = node.accesskit_node();
            let data = node.data();
            let said = node.label().filter(|label| !label.is_empty());
            let name = said.or_else(|| data.value().map(str::to_owned).filter(|_| node.role() == Role::Label));
            let mut above = node.parent();
            let mut is_in_dialog = false;
            while let Some(parent) = above {
                is_in_dialog |= parent.role() == Role::Dialog;
                above = parent.parent();
            }
            Thing {
                id: format!("{:?}", node.id()),
                role: node.role(),
                name: bayan::locale::plain(&name.unwrap_or_default()),
                rect,
                is_disabled: node.is_disabled(),
                has_state: node.toggled().is_some() || node.is_selected().is_some(),
                is_in_dialog,
                last: None,
                drawn: Vec::new(),
                is_marked: true,
            }
        };
        nodes.map(thing).collect()
    }

    /// What Tab comes to until it has come round, beginning with the menu, or with what is topmost in a dialog.
    fn walk(&mut self) -> Vec<Thing> {
        let mut stops: Vec<Thing> = Vec::new();
        let mut seen = BTreeSet::new();
        let screen = self.harness.ctx.content_rect();
        // Two more steps than stops, since what had the keyboard is looked at again two steps later.
        let mut more = 2;
        for _ in 0..MOST_STOPS {
            self.harness.key_press(Key::Tab);
            self.harness.step();
            let focused = |window: &Self| window.things_that(|node| node.is_focused()).pop();
            let Some(mut stop) = focused(self) else { continue };
            stop.last = stops.last().map(|last| last.rect);
            if !screen.shrink2(vec2(0.0, BAR_PT)).contains_rect(stop.rect) {
                // It scrolls there.
                self.harness.run_steps(3);
                stop = focused(self).expect("the keyboard stays");
                let last = stops.last().map(|last| last.id.clone());
                let last = self.things_that(move |node| Some(format!("{:?}", node.id())) == last).pop();
                stop.last = last.map(|last| last.rect);
            }
            if let Some(at) = stops.len().checked_sub(2).filter(|at| stops[*at].id != stop.id) {
                let id = stops[at].id.clone();
                let now = self.things_that(move |node| format!("{:?}", node.id()) == id).pop();
                // What has scrolled meanwhile cannot be compared.
                if now.is_some_and(|now| now.rect == stops[at].rect) {
                    stops[at].is_marked = stops[at].drawn != self.drawn_in(stops[at].rect);
                }
            }
            stop.drawn = self.drawn_in(stop.rect);
            if !seen.insert(stop.id.clone()) {
                assert!(stops.iter().any(|first| first.id == stop.id));
                let is_round = stops.get(2 - more).is_some_and(|first| first.id == stop.id);
                assert!(is_round, "the keyboard is caught before {}", stop.told());
                more -= 1;
                if more == 0 || stops.len() == 1 {
                    stops.truncate(seen.len());
                    let menu = stops.iter().position(|stop| stop.name == words!("bar-menu"));
                    let topmost = || (0..stops.len()).min_by_key(|at| (stops[*at].rect.min.y * 10.0) as i64);
                    let at = menu.or_else(topmost).unwrap_or_default();
                    stops.rotate_left(at);
                    return stops;
                }
            }
            stops.push(stop);
        }
        panic!("the keyboard does not come round: {:#?}", stops.iter().map(Thing::told).collect::<Vec<_>>());
    }

    /// The lines and areas that are drawn there, without texts.
    fn drawn_in(&self, rect: Rect) -> Vec<String> {
        let shapes = self.harness.output().shapes.iter();
        let near = shapes.filter(|shape| shape.shape.visual_bounding_rect().intersects(rect.shrink(1.0)));
        let drawn = near.filter_map(|shape| match &shape.shape {
            Shape::Rect(rect) => Some(format!("{:?} {:?} {:?}", rect.rect, rect.fill, rect.stroke)),
            Shape::LineSegment { points, stroke } => Some(format!("{points:?} {stroke:?}")),
            _ => None,
        });
        drawn.collect()
    }

    /// The place of a thing among the parts of the window, in the order in which they are read: the bar, the rail, the
    /// panes with the page between them, the status line.
    fn part(&self, thing: &Thing, splitters: &[Rect]) -> usize {
        let at = thing.rect.center();
        let height = self.harness.ctx.content_rect().height();
        if at.y < BAR_PT {
            0
        } else if at.y > height - 30.0 {
            100
        } else if at.x < RAIL_PT {
            1
        } else if splitters.iter().any(|splitter| !splitter.y_range().contains(at.y)) {
            // A bar under a part of the panes.
            50
        } else {
            2 + splitters.iter().filter(|splitter| splitter.center().x < at.x).count()
        }
    }
}

/// What is wrong with the names and states of these.
fn faults_of_names(things: &[Thing]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut same: BTreeMap<(String, &str), Vec<&Thing>> = BTreeMap::new();
    for thing in things {
        if !thing.name.chars().any(char::is_alphanumeric) {
            faults.push(format!("no name: {}", thing.told()));
        }
        if thing.is_toggle() && !thing.has_state {
            faults.push(format!("no state: {}", thing.told()));
        }
        // What only can be read and copied may be the same twice.
        if thing.role == Role::Label {
            continue;
        }
        same.entry((format!("{:?}", thing.role), &thing.name)).or_default().push(thing);
    }
    for (_, same) in same.iter().filter(|(_, same)| same.len() > 1) {
        faults.push(format!("same name: {}", same.iter().map(|thing| thing.told()).collect::<Vec<_>>().join(" and ")));
    }
    faults
}

/// What is wrong with the way of the keyboard through these.
fn faults_of_way(window: &Window, things: &[Thing], stops: &[Thing]) -> Vec<String> {
    let mut faults = Vec::new();
    let reached: BTreeSet<&String> = stops.iter().map(|stop| &stop.id).collect();
    for thing in things.iter().filter(|thing| !thing.is_disabled && !thing.is_reached_by_arrows()) {
        if !reached.contains(&thing.id) {
            faults.push(format!("not reached: {}", thing.told()));
        }
    }
    let is_splitter = |thing: &&Thing| thing.role == Role::Splitter;
    let splitters: Vec<Rect> = stops.iter().filter(is_splitter).map(|thing| thing.rect).collect();
    let upright: Vec<Rect> = splitters.into_iter().filter(|rect| rect.height() > LONG_PT).collect();
    let screen = window.harness.ctx.content_rect();
    for stop in stops {
        if !screen.contains(stop.rect.center()) {
            faults.push(format!("out of sight: {}", stop.told()));
        }
        if !stop.is_marked {
            faults.push(format!("the keyboard is not seen: {}", stop.told()));
        }
    }
    let read: Vec<&Thing> = stops.iter().filter(|stop| !is_splitter(stop)).collect();
    for pair in read.windows(2) {
        let [one, next] = [pair[0], pair[1]];
        // A table and an article are read before what is in them.
        let holds = |thing: &Thing| {
            matches!(thing.role, Role::Table | Role::Document) && thing.rect.expand(40.0).contains(next.rect.center())
        };
        if holds(one) || things.iter().any(|thing| thing.role == Role::Document && holds(thing)) {
            continue;
        }
        let parts = [one, next].map(|thing| if thing.is_in_dialog { 0 } else { window.part(thing, &upright) });
        let before = next.last.unwrap_or(one.rect);
        let is_above = next.rect.bottom() <= before.top() + 1.0 && next.rect.left() < before.right();
        let is_beside = (next.rect.center().y - before.center().y).abs() < 6.0;
        let is_before = is_beside && next.rect.right() <= before.left() + 1.0;
        let is_back = parts[0] == parts[1] && (is_above || is_before);
        if parts[0] > parts[1] || is_back {
            faults.push(format!("out of order: {} and then {}", one.told(), next.told()));
        }
    }
    faults
}

#[test]
fn everything_has_a_name_and_a_state_and_is_reached_in_the_order_in_which_it_is_read() {
    let mut faults = Vec::new();
    for (name, open) in VIEWS {
        let mut window = Window::on_sample();
        window.press(Modifiers::NONE, Key::Escape);
        open(&mut window);
        window.draw();
        let is_dialog = window.app().view().dialog.is_some();
        // The welcome screen has the button of the name in the bar and in the status line.
        let own_name = words!("welcome-name", name = "annotator-a");
        let is_twice = |thing: &Thing| thing.name == own_name && thing.rect.top() > BAR_PT;
        let things = window.things().into_iter().filter(|thing| thing.is_in_dialog == is_dialog && !is_twice(thing));
        let things: Vec<Thing> = things.collect();
        assert!(!things.is_empty(), "{name}");
        let stops = window.walk();
        if let Some(stop) = stops.iter().find(|stop| stop.is_in_dialog != is_dialog) {
            faults.push(format!("{name}: behind the dialog: {}", stop.told()));
        }
        let found = faults_of_names(&things).into_iter().chain(faults_of_way(&window, &things, &stops));
        faults.extend(found.map(|fault| format!("{name}: {fault}")));
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn f6_goes_round_the_parts_of_each_page_and_back() {
    let pages = [Page::Article, Page::Statements, Page::Review, Page::Agreement, Page::Progress, Page::Settings];
    for page in pages {
        let mut window = Window::on_sample();
        window.ask(Command::ShowPage(page));
        let things = window.things();
        let splitters = things.iter().filter(|thing| thing.role == Role::Splitter && thing.rect.height() > LONG_PT);
        let splitters: Vec<Rect> = splitters.map(|thing| thing.rect).collect();
        // A part in which there is nothing to use is left out.
        let used = things.iter().filter(|thing| thing.role != Role::Splitter && !thing.is_disabled);
        let used: BTreeSet<usize> = used.map(|thing| window.part(thing, &splitters)).collect();
        // The rail is the first part, then come the panes and the page, as they are read.
        let all: Vec<usize> = (1..splitters.len() + 3).filter(|part| used.contains(part)).collect();
        assert!(all.len() >= 2, "{page:?}");
        let around = |window: &mut Window, modifiers: Modifiers| -> Vec<usize> {
            let parts = (0..all.len()).map(|_| {
                window.press(modifiers, Key::F6);
                let here = window.things_that(|node| node.is_focused()).pop();
                let here = here.unwrap_or_else(|| panic!("{page:?}: nothing has the keyboard"));
                assert!(window.harness.ctx.content_rect().contains(here.rect.center()), "{}", here.told());
                window.part(&here, &splitters)
            });
            parts.collect()
        };
        let mut there = around(&mut window, Modifiers::NONE);
        let mut back = around(&mut window, Modifiers::SHIFT);
        back.reverse();
        for parts in [&mut there, &mut back] {
            let first = parts.iter().position(|part| *part == 1);
            parts.rotate_left(first.unwrap_or_default());
            assert_eq!(*parts, all, "{page:?}");
        }
    }
}

#[test]
fn arrows_move_every_splitter_which_tells_its_place() {
    let splitters = |window: &Window| -> Vec<(String, f64, Rect)> {
        let nodes = window.harness.query_all_by(|node| node.role() == Role::Splitter && node.label().is_some());
        let found = nodes.filter(|node| node.rect().height().max(node.rect().width()) > LONG_PT).map(|node| {
            let said = node.accesskit_node();
            let value = said.data().numeric_value().unwrap_or_else(|| panic!("{:?} tells no value", said.label()));
            (said.label().unwrap_or_default(), value, node.rect())
        });
        found.collect()
    };
    for mirrored in [false, true] {
        for (page, count) in [(Page::Article, 2), (Page::Review, 2), (Page::Agreement, 1)] {
            let mut window = Window::on_sample();
            if mirrored {
                bayan::ui::parts::sides::set_mirrored(&window.harness.ctx, true);
                window.draw();
            }
            window.ask(Command::ShowPage(page));
            window.draw();
            let all = splitters(&window);
            assert_eq!(all.len(), count, "{page:?}: {all:?}");
            for (name, before, rect) in all {
                window.harness.get_by_role_and_label(Role::Splitter, &name).focus();
                window.harness.run_steps(3);
                let now = |window: &Window| splitters(window).into_iter().find(|(other, ..)| *other == name).unwrap();
                // Towards the start of the screen or away from it, so that it stays in its range.
                let (there, back) = if rect.center().x < window.harness.ctx.content_rect().center().x {
                    (Key::ArrowLeft, Key::ArrowRight)
                } else {
                    (Key::ArrowRight, Key::ArrowLeft)
                };
                window.press(Modifiers::NONE, there);
                window.draw();
                let (_, smaller, moved) = now(&window);
                assert!(smaller < before, "{page:?} {name}: {smaller} after {before}");
                let way = moved.center().x - rect.center().x;
                assert!(way.abs() > 8.0 && (way > 0.0) == (there == Key::ArrowRight), "{page:?} {name}: {way}");
                window.press(Modifiers::NONE, back);
                window.draw();
                assert!((now(&window).1 - before).abs() < 0.002, "{page:?} {name} comes back");
                assert!(window.harness.get_by_role_and_label(Role::Splitter, &name).is_focused(), "{name}");
            }
        }
    }
}

type View = (&'static str, fn(&mut Window));

const VIEWS: [View; 24] = [
    ("welcome", |window| window.ask(Command::CloseProject)),
    ("articles", |_| {}),
    ("parties", |window| window.click_tab(&words!("panel-tab-parties"))),
    ("statements of the article", |window| window.click_tab(&words!("panel-tab-statements"))),
    ("articles, statement", |window| window.ask(Command::NextStatement)),
    ("statements", |window| window.ask(Command::ShowPage(Page::Statements))),
    ("review", |window| window.ask(Command::ShowPage(Page::Review))),
    ("agreement", |window| {
        window.ask(Command::ShowPage(Page::Agreement));
        window.draw();
        // What stops the computation goes with it.
        window.until("agreement is computed", |window| !window.shows(&words!("agreement-stop")));
    }),
    ("codebook", |window| window.ask(Command::ShowPage(Page::Codebook))),
    ("codebook, attributes", |window| {
        window.ask(Command::ShowPage(Page::Codebook));
        window.click(&words!("codebook-attributes"));
    }),
    ("codebook, manual", |window| {
        window.ask(Command::ShowPage(Page::Codebook));
        window.click(&words!("codebook-manual-title"));
    }),
    ("work", |window| window.ask(Command::ShowPage(Page::Progress))),
    ("settings", |window| window.ask(Command::ShowPage(Page::Settings))),
    ("export", |window| window.ask(Command::ShowDialog(Dialog::Export))),
    ("paste", |window| window.ask(Command::ShowDialog(Dialog::Paste))),
    ("new project", |window| window.ask(Command::ShowDialog(Dialog::NewProject))),
    ("go to", |window| window.ask(Command::ShowDialog(Dialog::GoTo))),
    ("shortcuts", |window| window.ask(Command::ShowDialog(Dialog::Shortcuts))),
    ("palette", |window| window.ask(Command::ShowDialog(Dialog::Palette))),
    ("manual", |window| window.ask(Command::ShowDialog(Dialog::Manual))),
    ("threads", |window| window.ask(Command::ShowDialog(Dialog::Threads))),
    ("assign", |window| window.ask(Command::ShowDialog(Dialog::Assign))),
    ("tour", |window| {
        window.ask(Command::Tour(TourCommand::Start));
        assert!(window.app().view().tour.is_some());
    }),
    ("add", |window| {
        let files: Vec<_> = ["a", "b"]
            .map(|name| {
                let path = window.folder().join(format!("{name}.txt"));
                std::fs::write(&path, format!("The minister {name} said the talks had failed.")).unwrap();
                path
            })
            .into();
        window.ask(Command::AddArticles(files));
        window.draw();
    }),
];
