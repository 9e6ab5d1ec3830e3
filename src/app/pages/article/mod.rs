//! The page for reading and annotating an article.

mod find;

use eframe::egui::{self, CentralPanel, Panel, Ui};

use super::WindowPage;
use crate::app::context::Context;
use crate::t;
use crate::ui::command::Command;
use crate::ui::panels::{documents, find as find_panel, inspector, parties, statements};
use crate::ui::state::Page;
use find::Finder;

pub(super) type Controller = ArticlePage;

/// The page; it keeps the search.
#[derive(Default)]
pub(in crate::app) struct ArticlePage {
    finder: Finder,
}

impl WindowPage for ArticlePage {
    fn show(&mut self, cx: &mut Context, ui: &mut Ui) {
        if let Some(open) = &cx.open {
            let (session, view, state, out) = (&open.session, &cx.view, &mut cx.panels, &mut cx.queue);
            // In a small window the article comes first, and the panels shrink.
            let width = ui.available_width();
            let (nav, detail) = ((width * 0.26).clamp(120.0, 460.0), (width * 0.34).clamp(160.0, 560.0));
            Panel::left("nav").default_size(270.0).size_range(120.0..=nav).show(ui, |ui| {
                Panel::top("documents").default_size(250.0).size_range(90.0..=600.0).resizable(true).show(ui, |ui| {
                    documents::show(ui, session, view, &mut state.documents, out);
                });
                CentralPanel::no_frame().show(ui, |ui| parties::show(ui, session, view, &mut state.parties, out));
            });
            Panel::right("detail").default_size(330.0).size_range(160.0..=detail).show(ui, |ui| {
                Panel::bottom("statements").default_size(280.0).size_range(120.0..=700.0).resizable(true).show(
                    ui,
                    |ui| {
                        statements::show(ui, session, view, &mut state.statements, out);
                    },
                );
                CentralPanel::no_frame()
                    .show(ui, |ui| inspector::show(ui, session, view, &mut state.inspector, &mut state.threads, out));
            });
            if view.find.is_open {
                Panel::top("find").show(ui, |ui| find_panel::show(ui, session, view, &mut state.find, out));
            }
            let page = egui::Frame::NONE.fill(ui.visuals().extreme_bg_color);
            CentralPanel::default().frame(page).show(ui, |ui| cx.document.show(ui, session, view, out));
        }
    }

    fn execute(&mut self, cx: &mut Context, ctx: &egui::Context, command: Command) -> Option<Command> {
        match command {
            Command::OpenFind if cx.view.page != Page::Statements => self.finder.open_find(cx, ctx),
            Command::CloseFind => self.finder.close_find(cx, ctx),
            Command::FindNext => self.finder.step_hit(cx, ctx, true),
            Command::FindPrevious => self.finder.step_hit(cx, ctx, false),
            command => return Some(command),
        }
        None
    }

    fn work(&mut self, cx: &mut Context, _ctx: &egui::Context) {
        self.finder.find_in_background(cx);
    }

    fn has_marking_bar(&self) -> bool {
        true
    }

    fn lists_orphans(&self) -> bool {
        true
    }

    fn unused_digit(&self, cx: &Context, number: usize) -> Option<String> {
        number_of_no_party(cx, number)
    }
}

/// The message for a digit that has no party.
pub(super) fn number_of_no_party(cx: &Context, number: usize) -> Option<String> {
    let count = cx.open.as_ref()?.session.project().parties.len();
    Some(if count == 0 { t!("not-parties") } else { t!("not-party", number = number, count = count) })
}
