//! A walk with Tab through what is on screen, and what is wrong with what it meets: names, states, what is not reached,
//! the order, and whether one sees where the keyboard is.

use std::collections::{BTreeMap, BTreeSet};

use egui::accesskit::{Action, Role};
use egui::{Key, Rect, Shape, vec2};
use egui_kittest::kittest::{AccessKitNode, NodeT as _, Queryable as _};

use crate::support::window::Window;
use crate::support::words::words;

/// More stops than any view has.
const MOST_STOPS: usize = 300;
/// The height of the top bar and the width of the rail, and a little more, in points.
pub const BAR_PT: f32 = 50.0;
pub const RAIL_PT: f32 = 58.0;
/// A splitter is longer and thinner than anything else.
pub const LONG_PT: f32 = 300.0;

/// A thing that can be used, as a screen reader is told it.
#[derive(Clone, Debug)]
pub struct Thing {
    pub id: String,
    pub role: Role,
    pub name: String,
    pub rect: Rect,
    pub is_disabled: bool,
    has_state: bool,
    /// Whether it is part of a dialog, a menu or a list that lies over the page.
    pub is_over: bool,
    /// Where the stop before was when the keyboard had come here, which may have scrolled.
    last: Option<Rect>,
    /// What was drawn where it is while it had the keyboard, and whether that differs from before or after.
    drawn: Vec<String>,
    is_marked: bool,
}

impl Thing {
    pub fn told(&self) -> String {
        let Rect { min, max } = self.rect;
        format!("{:?} {:?} at {:.0},{:.0}–{:.0},{:.0}", self.role, self.name, min.x, min.y, max.x, max.y)
    }

    /// Whether it must tell if it is on.
    fn is_toggle(&self) -> bool {
        matches!(self.role, Role::CheckBox | Role::RadioButton | Role::Switch | Role::Tab)
    }

    /// Whether Tab may pass it by: rows of a table and of a list under a field are reached by arrows, from there.
    fn is_reached_by_arrows(&self) -> bool {
        matches!(self.role, Role::Row | Role::ListBoxOption)
    }
}

impl Window {
    /// Everything that can be used.
    pub fn things(&self) -> Vec<Thing> {
        self.things_that(|_| true)
    }

    pub fn things_that<'a>(&'a self, fits: impl Fn(&AccessKitNode<'_>) -> bool + 'a) -> Vec<Thing> {
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
            let mut is_over = false;
            while let Some(parent) = above {
                is_over |= matches!(parent.role(), Role::Dialog | Role::Menu);
                above = parent.parent();
            }
            Thing {
                id: format!("{:?}", node.id()),
                role: node.role(),
                name: bayan::locale::plain(&name.unwrap_or_default()),
                rect,
                is_disabled: node.is_disabled(),
                has_state: node.toggled().is_some() || node.is_selected().is_some(),
                is_over,
                last: None,
                drawn: Vec::new(),
                is_marked: true,
            }
        };
        nodes.map(thing).collect()
    }

    /// What Tab comes to until it has come round, beginning with the menu, or with what comes first in a dialog.
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
            // At the end Tab takes a frame more to come round.
            let found = focused(self).or_else(|| {
                self.harness.step();
                focused(self)
            });
            let Some(mut stop) = found else { continue };
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
                let told = || stops.iter().map(Thing::told).collect::<Vec<_>>();
                assert!(is_round, "the keyboard is caught before {} after {:#?}", stop.told(), told());
                more -= 1;
                if more == 0 || stops.len() == 1 {
                    stops.truncate(seen.len());
                    let menu = stops.iter().position(|stop| stop.name == words!("bar-menu"));
                    let place = |at: &usize| (stops[*at].rect.min.x + stops[*at].rect.min.y) as i64;
                    let first = || (0..stops.len()).min_by_key(place);
                    let at = menu.or_else(first).unwrap_or_default();
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
    pub fn part(&self, thing: &Thing, splitters: &[Rect]) -> usize {
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
    // While the keyboard is in the field over a list, a screen reader is told the row that Enter picks.
    let picks =
        |thing: &Thing| thing.role == Role::TextInput && stops.iter().any(|stop| stop.role == Role::ListBoxOption);
    let by_tab = |thing: &&Thing| !thing.is_disabled && !thing.is_reached_by_arrows() && !picks(thing);
    for thing in things.iter().filter(by_tab) {
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
        let parts = [one, next].map(|thing| if thing.is_over { 0 } else { window.part(thing, &upright) });
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

impl Window {
    /// What is wrong with what is on screen, or with what lies over it: names, states, and the way of the keyboard.
    pub fn faults(&mut self, twice: &[String]) -> Vec<String> {
        let all = self.things();
        let is_over = all.iter().any(|thing| thing.is_over);
        let is_twice = |thing: &Thing| twice.contains(&thing.name) && thing.rect.top() > BAR_PT;
        let things: Vec<Thing> = all.into_iter().filter(|thing| thing.is_over == is_over && !is_twice(thing)).collect();
        if things.is_empty() {
            return vec!["there is nothing".to_owned()];
        }
        let stops = self.walk();
        let behind = stops.iter().find(|stop| stop.is_over != is_over);
        let behind = behind.map(|stop| format!("behind what lies over it: {}", stop.told()));
        let names = faults_of_names(&things);
        behind.into_iter().chain(names).chain(faults_of_way(self, &things, &stops)).collect()
    }
}
