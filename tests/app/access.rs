//! What a person without a mouse, or without a screen, meets on each page and in the larger dialogs: names, states, and
//! the way of the keyboard through all of it.
//!
//! Each view is walked with Tab until the keyboard comes round (`walking`). What the walk meets and what a screen reader is
//! told are compared with each other and with what is on screen. What opens over a page is in `opened`.

use std::collections::BTreeSet;

use bayan::ui::command::Command;
use bayan::ui::command::tour::TourCommand;
use bayan::ui::state::{Dialog, Page};
use egui::accesskit::Role;
use egui::{Key, Modifiers, Rect};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::support::window::Window;
use crate::support::words::words;
use crate::walking::LONG_PT;

#[test]
fn everything_has_a_name_and_a_state_and_is_reached_in_the_order_in_which_it_is_read() {
    let mut faults = Vec::new();
    for (name, open) in VIEWS {
        let mut window = Window::on_sample();
        window.press(Modifiers::NONE, Key::Escape);
        open(&mut window);
        window.draw();
        // The welcome screen has the button of the name in the bar and in the status line.
        let found = window.faults(&[words!("welcome-name", name = "annotator-a")]);
        faults.extend(found.into_iter().map(|fault| format!("{name}: {fault}")));
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
