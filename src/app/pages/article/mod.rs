//! The page for reading and annotating an article.

mod find;

use eframe::egui::{self, CentralPanel, Panel, Ui};

use super::WindowPage;
use crate::app::context::Context;
use crate::app::jobs::Job;
use crate::edit::change::Touched;
use crate::model::id::DocumentId;
use crate::settings::{ArticlesTab, PaneSide, Panes};
use crate::store::layout::path_of;
use crate::t;
use crate::ui::article;
use crate::ui::command::Command;
use crate::ui::manual;
use crate::ui::panel_state::PanelState;
use crate::ui::panels::documents::{
    self,
    catalog::{Listing, arrange},
};
use crate::ui::panels::header::{self, HeaderFacts};
use crate::ui::panels::sidebar::{self, Lists};
use crate::ui::panels::{find as find_panel, inspector};
use crate::ui::parts::pane::{before_end, pane};
use crate::ui::parts::sides;
use crate::ui::parts::tour::note_stop;
use crate::ui::state::{Page, TourStop};
use find::Finder;

pub(super) type Controller = ArticlePage;

/// The page; it keeps the search.
#[derive(Default)]
pub(in crate::app) struct ArticlePage {
    finder: Finder,
    /// Puts the articles of a large project in order.
    arranging: Job<Listing>,
}

impl WindowPage for ArticlePage {
    fn show(&mut self, cx: &mut Context, ui: &mut Ui) {
        let Some(open) = &cx.open else { return };
        let (session, view, state, out) = (&open.session, &cx.view, &mut cx.panels, &mut cx.queue);
        let page_pt = ui.available_width();
        let place = view.document.as_ref().and_then(|id| state.documents.list.place(id));
        let facts = HeaderFacts { place, snaps: cx.settings.snap_to_words, has_cards: cx.document.shows_cards() };
        pane(ui, PaneSide::Start, &view.panes, page_pt, out, |ui, out| {
            let PanelState { documents, parties, statements, .. } = state;
            sidebar::show(ui, session, view, Lists { documents, parties, statements }, out);
        });
        // The inspector has the whole height; it is read after the article.
        let page = &mut before_end(ui, &view.panes, page_pt);
        let inspector = &mut state.inspector;
        Panel::top("article-header").show(page, |ui| {
            sides::from_start(ui, |ui| header::show(ui, session, view, facts, inspector, out));
        });
        if view.find.is_open {
            Panel::top("find").show(page, |ui| find_panel::show(ui, session, view, &mut state.find, out));
        }
        if view.shows_legend && view.document.is_some() {
            let legend =
                Panel::top("legend").show(page, |ui| sides::from_start(ui, |ui| article::legend(ui, session, out)));
            note_stop(ui.ctx(), TourStop::Kinds, legend.response.rect);
        }
        let paper = egui::Frame::NONE.fill(page.visuals().extreme_bg_color);
        CentralPanel::default().frame(paper).show(page, |ui| cx.document.show(ui, session, view, out));
        pane(ui, PaneSide::End, &view.panes, page_pt, out, |ui, out| {
            if view.shows_manual {
                let mut closes = false;
                manual::panel(ui, &session.project().guidelines, &mut state.manual, &mut closes);
                out.extend(closes.then_some(Command::ToggleManual));
            } else {
                inspector::show(ui, session, view, &mut state.inspector, &mut state.threads, out);
            }
        });
        let was_open = state.placed.is_open();
        state.placed.show(ui, session, view, state.inspector.pickers(), out);
        if was_open && !state.placed.is_open() {
            // What had the keyboard, a menu or a card, may be gone.
            ui.memory_mut(|memory| memory.request_focus(cx.document.own_id()));
        }
    }

    fn execute(&mut self, cx: &mut Context, ctx: &egui::Context, command: Command) -> Option<Command> {
        match command {
            Command::OpenFind if cx.view.page != Page::Statements => self.finder.open_find(cx, ctx),
            Command::CloseFind => self.finder.close_find(cx, ctx),
            Command::FindNext => self.finder.step_hit(cx, ctx, true),
            Command::FindEverywhere => self.finder.find_everywhere(cx, ctx),
            Command::FindPrevious => self.finder.step_hit(cx, ctx, false),
            Command::StepArticle(by) => step_article(cx, by),
            Command::AboutArticle { document, renames } => about_article(cx, ctx, document, renames),
            Command::ShowArticleInFolder(document) => {
                let folder = cx.open.as_ref().map(|open| open.folder.clone());
                let path = folder.map(|folder| path_of(&folder, &Touched::Document(document)));
                cx.queue.extend(path.map(Command::ShowInFolder));
            }
            command => return Some(command),
        }
        None
    }

    fn work(&mut self, cx: &mut Context, ctx: &egui::Context) {
        self.finder.find_in_background(cx);
        self.list_in_background(cx, ctx);
    }

    fn lists_orphans(&self) -> bool {
        true
    }

    fn unused_digit(&self, cx: &Context, number: usize) -> Option<String> {
        number_of_no_party(cx, number)
    }
}

impl ArticlePage {
    /// Keeps the list of articles up to date, whether or not it can be seen: the keys for neighbours follow it.
    fn list_in_background(&mut self, cx: &mut Context, ctx: &egui::Context) {
        let Some(open) = &cx.open else { return self.arranging.cancel() };
        let list = &mut cx.panels.documents.list;
        if list.follow(&open.session, &cx.view) {
            ctx.request_repaint();
        }
        if let Some((question, known)) = list.question_to_arrange() {
            self.arranging = cx.jobs.spawn("article-list", move |_| arrange(&known, question));
        }
        if let Some(listing) = self.arranging.poll() {
            list.take(listing);
        }
    }
}

/// Shows the next article of the list, or the one before.
fn step_article(cx: &mut Context, by: isize) {
    let (Some(open), Some(here)) = (&cx.open, cx.view.document.clone()) else { return };
    cx.panels.documents.list.follow(&open.session, &cx.view);
    match cx.panels.documents.list.further(&here, by) {
        Some(id) => cx.queue.push(Command::ShowDocument(id)),
        None if by > 0 => cx.say(t!("status-last-article")),
        None => cx.say(t!("status-first-article")),
    }
}

/// Shows the fields of an article.
fn about_article(cx: &mut Context, ctx: &egui::Context, document: DocumentId, renames: bool) {
    if cx.view.document.as_ref() != Some(&document) {
        cx.queue.push(Command::ShowDocument(document));
    }
    let panes = Panes { tab: ArticlesTab::Articles, shows_about: true, ..cx.view.panes.clone() };
    cx.set_panes(panes.with_hidden(PaneSide::Start, false), true);
    if renames {
        ctx.memory_mut(|memory| memory.request_focus(documents::title_id()));
    }
}

/// The message for a digit that has no party.
pub(super) fn number_of_no_party(cx: &Context, number: usize) -> Option<String> {
    let count = cx.open.as_ref()?.session.project().parties.len();
    Some(if count == 0 { t!("not-parties") } else { t!("not-party", number = number, count = count) })
}
