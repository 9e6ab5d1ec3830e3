//! The page for reading and annotating an article.

mod find;

use std::ops::Bound;

use eframe::egui::{self, CentralPanel, Panel, Ui};

use super::WindowPage;
use crate::app::context::Context;
use crate::settings::PaneSide;
use crate::t;
use crate::ui::command::Command;
use crate::ui::panels::header::{self, HeaderFacts};
use crate::ui::panels::{find as find_panel, inspector, sidebar};
use crate::ui::parts::pane::pane;
use find::Finder;

pub(super) type Controller = ArticlePage;

/// The page; it keeps the search.
#[derive(Default)]
pub(in crate::app) struct ArticlePage {
    finder: Finder,
}

impl WindowPage for ArticlePage {
    fn show(&mut self, cx: &mut Context, ui: &mut Ui) {
        let Some(open) = &cx.open else { return };
        let (session, view, state, out) = (&open.session, &cx.view, &mut cx.panels, &mut cx.queue);
        let page_pt = ui.available_width();
        let facts = HeaderFacts { place: None, snaps: cx.settings.snap_to_words };
        pane(ui, PaneSide::Start, &view.panes, page_pt, out, |ui, out| sidebar::show(ui, session, view, state, out));
        Panel::top("article-header").show(ui, |ui| header::show(ui, session, view, facts, out));
        pane(ui, PaneSide::End, &view.panes, page_pt, out, |ui, out| {
            inspector::show(ui, session, view, &mut state.inspector, &mut state.threads, out);
        });
        if view.find.is_open {
            Panel::top("find").show(ui, |ui| find_panel::show(ui, session, view, &mut state.find, out));
        }
        let page = egui::Frame::NONE.fill(ui.visuals().extreme_bg_color);
        CentralPanel::default().frame(page).show(ui, |ui| cx.document.show(ui, session, view, out));
    }

    fn execute(&mut self, cx: &mut Context, ctx: &egui::Context, command: Command) -> Option<Command> {
        match command {
            Command::OpenFind => self.finder.open_find(cx, ctx),
            Command::CloseFind => self.finder.close_find(cx, ctx),
            Command::FindNext => self.finder.step_hit(cx, ctx, true),
            Command::FindPrevious => self.finder.step_hit(cx, ctx, false),
            Command::StepArticle(by) => step_article(cx, by),
            command => return Some(command),
        }
        None
    }

    fn work(&mut self, cx: &mut Context, _ctx: &egui::Context) {
        self.finder.find_in_background(cx);
    }

    fn lists_orphans(&self) -> bool {
        true
    }

    fn unused_digit(&self, cx: &Context, number: usize) -> Option<String> {
        number_of_no_party(cx, number)
    }
}

/// Shows the next article, or the one before.
fn step_article(cx: &mut Context, by: isize) {
    let (Some(open), Some(here)) = (&cx.open, cx.view.document.clone()) else { return };
    let documents = &open.session.project().documents;
    let next = if by > 0 {
        documents.range((Bound::Excluded(here), Bound::Unbounded)).next()
    } else {
        documents.range(..here).next_back()
    };
    match next.map(|(id, _)| id.clone()) {
        Some(id) => cx.queue.push(Command::ShowDocument(id)),
        None if by > 0 => cx.say(t!("status-last-article")),
        None => cx.say(t!("status-first-article")),
    }
}

/// The message for a digit that has no party.
pub(super) fn number_of_no_party(cx: &Context, number: usize) -> Option<String> {
    let count = cx.open.as_ref()?.session.project().parties.len();
    Some(if count == 0 { t!("not-parties") } else { t!("not-party", number = number, count = count) })
}
