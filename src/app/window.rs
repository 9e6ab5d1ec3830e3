//! The window: the frame around the page, or around the welcome screen if no project is open.

use eframe::egui::{CentralPanel, Frame, Margin, Panel, Rect, Ui};

use super::App;
use super::context::gate::own_name;
use crate::edit::session::Session;
use crate::model::id::AnnotatorId;
use crate::t;
use crate::ui::dialogs::{conflicts, recovered};
use crate::ui::frame::status_line::{self, ProjectStatus, Saved, StatusLine};
use crate::ui::frame::toast::{self, Toast};
use crate::ui::frame::{Account, Badges, TopBar, drop_zone, keyboard, rail, top_bar, tour};
use crate::ui::frame::{BAR_PT, RAIL_PT, STATUS_PT, WIDE_RAIL_PT, WIDE_WINDOW_PT};
use crate::ui::panels::welcome;
use crate::ui::parts::sides::{self, Edge};
use crate::ui::safety::strips;
use crate::ui::shaped::Label;
use crate::ui::state::{Page, TourStop};

impl App {
    pub(super) fn window(&mut self, ui: &mut Ui) {
        keyboard::begin(ui.ctx());
        let bar = Frame::side_top_panel(ui.style()).inner_margin(Margin::symmetric(8, 6));
        Panel::top("bar").exact_size(BAR_PT).frame(bar).show(ui, |ui| sides::from_start(ui, |ui| self.bar(ui)));
        let above = &mut sides::before_panel(ui, "status", Edge::Bottom, STATUS_PT);
        // The settings need no project.
        let has_page = self.cx.open.is_some() || self.cx.view.page == Page::Settings;
        let room = if has_page { self.page(above) } else { self.welcome(above) };
        let status = Frame::side_top_panel(ui.style()).inner_margin(Margin::symmetric(12, 2));
        let status = Panel::bottom("status").exact_size(STATUS_PT).frame(status).show(ui, |ui| {
            sides::from_start(ui, |ui| self.status_line(ui));
        });
        sides::took_room(ui, "status", STATUS_PT, status.response.rect.height());
        if let Some(stop) = self.shown_tour() {
            tour::show(ui.ctx(), stop, &mut self.cx.queue);
        }
        self.toast(ui, room);
        self.dialog(ui);
        self.drop_zone(ui);
        keyboard::end(ui.ctx(), self.cx.view.dialog.is_some());
    }

    /// What will be done with the files that are held over the window.
    fn drop_zone(&self, ui: &Ui) {
        let hovered = ui.input(|input| input.raw.hovered_files.clone());
        let Some(first) = hovered.first() else { return };
        let name =
            first.path.as_ref().and_then(|path| path.file_name()).map(|name| name.to_string_lossy().into_owned());
        let refused = self.cx.view.dialog.map(|_| t!("status-dialog-first"));
        let words = match (&refused, &self.cx.open, name) {
            (Some(refused), ..) => refused.clone(),
            (None, None, _) if first.path.as_ref().is_none_or(|path| path.is_dir()) => t!("drop-open"),
            (None, None, _) => t!("drop-new"),
            (None, Some(_), Some(name)) if hovered.len() == 1 => t!("drop-add-one", name = name),
            (None, Some(_), _) => t!("drop-add", count = hovered.len()),
        };
        drop_zone::show(ui.ctx(), &words, refused.is_some());
    }

    /// What the tour points at now. It waits while something else is on screen than the article.
    pub(super) fn shown_tour(&self) -> Option<TourStop> {
        let view = &self.cx.view;
        let is_free = view.page == Page::Article && view.dialog.is_none() && !self.tools.history.is_looking_back();
        view.tour.filter(|_| is_free && view.document.is_some())
    }

    fn welcome(&mut self, ui: &mut Ui) -> Rect {
        let room = ui.available_rect_before_wrap();
        CentralPanel::default().show(ui, |ui| welcome::show(ui, self.projects.recent(), &mut self.cx.queue));
        room
    }

    /// Draws the page with the rail and the strips. Returns the room of the page.
    fn page(&mut self, ui: &mut Ui) -> Rect {
        self.rail(ui);
        self.strips(ui);
        let page = self.pages.of_mut(self.cx.view.page);
        if page.tells_hidden()
            && let Some(hidden) = self.cx.open.as_ref().and_then(|open| hidden_line(&open.session))
        {
            Panel::top("hidden").show(ui, |ui| ui.add(Label::new(hidden).wrap()));
        }
        let mut room = ui.available_rect_before_wrap();
        if self.tools.history.is_looking_back() {
            self.tools.history.page(&mut self.cx, ui);
            return room;
        }
        if page.lists_orphans() {
            self.tools.history.orphans_strip(&mut self.cx, ui);
        }
        page.show(&mut self.cx, ui);
        room.max.y -= page.foot_pt();
        room
    }

    fn bar(&mut self, ui: &mut Ui) {
        let (mut drafts, mut out) = (std::mem::take(&mut self.cx.drafts), Vec::new());
        let person = self.cx.person();
        let session = self.cx.open.as_ref().map(|open| &open.session);
        let own_name = || session.map_or_else(|| person.clone(), |session| own_name(session.project(), &person));
        let bar = TopBar {
            session,
            recent: &self.cx.settings.recent,
            account: Account {
                person: &person,
                open: session.map(|session| (session.project(), session.annotator())),
                only_reads: self.cx.open.as_ref().is_some_and(|open| open.keeper.is_none()),
                own_name: &own_name,
            },
            situation: &|| self.situation(),
            is_looking_back: self.tools.history.is_looking_back(),
        };
        top_bar::show(ui, &bar, &mut drafts, &mut out);
        self.cx.drafts = drafts;
        self.cx.queue.append(&mut out);
    }

    fn rail(&mut self, ui: &mut Ui) {
        let width = if ui.ctx().content_rect().width() >= WIDE_WINDOW_PT { WIDE_RAIL_PT } else { RAIL_PT };
        let badges = Badges {
            sent_back: self.tally.counts.map_or(0, |counts| counts.sent_back),
            to_review: self.cx.panels.review.to_review(),
        };
        let frame = Frame::side_top_panel(ui.style()).inner_margin(Margin::symmetric(4, 0));
        // A past state or a new version is shown then, not the project itself.
        let enabled = !self.tools.history.is_looking_back();
        let (page, out) = (self.cx.view.page, &mut self.cx.queue);
        sides::start(ui, "rail").exact_size(width).resizable(false).frame(frame).show(ui, |ui| {
            ui.add_enabled_ui(enabled, |ui| rail::show(ui, page, badges, out));
        });
    }

    /// The message over the page.
    fn toast(&mut self, ui: &Ui, room: Rect) {
        if self.cx.status.text.is_empty() {
            return;
        }
        let now = ui.input(|input| input.time);
        let toast = Toast {
            text: &self.cx.status.text,
            is_error: self.cx.status.is_error,
            can_undo: self.cx.open.is_some() && self.cx.can_undo_what_is_said(),
            has_details: self.cx.status.has_details,
        };
        let seconds = toast.seconds().filter(|_| !self.cx.settings.keeps_messages);
        let touched = toast::show(ui.ctx(), room, &toast, &mut self.cx.queue);
        // It waits while the pointer rests on it.
        let since = if touched.is_hovered { now } else { self.cx.status.since.unwrap_or(now) };
        self.cx.status.since = Some(since);
        let is_over = seconds.is_some_and(|seconds| now - since >= seconds);
        if is_over || touched.is_closed {
            self.cx.status = Default::default();
            ui.ctx().request_repaint();
        } else if let Some(seconds) = seconds {
            let left = std::time::Duration::from_secs_f64((seconds - (now - since)).max(0.05));
            ui.ctx().request_repaint_after(left);
        }
    }

    /// The strips under the bar.
    fn strips(&mut self, ui: &mut Ui) {
        let Some(open) = &self.cx.open else { return };
        if let Some(keeper) = &open.keeper {
            if self.cx.is_nameless() {
                strips::unconfirmed(ui, open.session.annotator(), &mut self.cx.queue);
            }
            let status = keeper.status();
            let saving = open.saving(&status, self.projects.is_copying());
            if saving.files.is_some() || saving.journal.is_some() {
                strips::trouble(ui, saving, &mut self.cx.queue);
            }
        }
        if !open.came_back.is_empty() {
            strips::came_back(ui, &recovered::said(&open.came_back), &mut self.cx.queue);
        }
    }

    fn status_line(&mut self, ui: &mut Ui) {
        let (cx, person) = (&self.cx, self.cx.person());
        let mut out = Vec::new();
        let project = cx.open.as_ref().map(|open| {
            let (saved, saved_words) = self.saved();
            let (session, view) = (&open.session, &cx.view);
            let document = view.document.as_ref().filter(|_| view.page == Page::Article);
            let has_articles = !session.project().documents.is_empty();
            let writes_as = (open.keeper.is_some() && open.outside.only.is_none()).then(|| session.annotator());
            ProjectStatus {
                saved,
                saved_words,
                writes_as,
                state: document.map(|document| session.project().state(document, session.annotator())),
                done: self.tally.counts.map(|counts| (counts.done, counts.articles)).filter(|_| has_articles),
                problems: open.all_problems().len(),
                orphans: self.tools.history.orphan_count(cx),
                conflicts: conflicts::count(session.project()),
                marks: self.marks.shown.filter(|_| document.is_some()),
                shows_marks: view.reading.invisible_marks,
            }
        });
        let reads = matches!(cx.view.page, Page::Article | Page::Review) && cx.view.document.is_some();
        let line = StatusLine { project, person: &person, text_size_pt: reads.then_some(cx.view.text_size_pt) };
        status_line::show(ui, &line, &mut out);
        self.cx.queue.append(&mut out);
    }

    /// Whether everything is saved, and in words.
    fn saved(&self) -> (Saved, String) {
        let Some(open) = &self.cx.open else { return (Saved::Yes, String::new()) };
        let is_unsaved = self.cx.is_unsaved();
        match (&open.outside.only, &open.keeper) {
            (Some(only), _) if !is_unsaved => (Saved::Yes, only_words(only)),
            (_, None) => (Saved::OnlyReads, t!("status-read-only")),
            _ if is_unsaved && open.told.journal_error.is_some() && open.told.save_error.is_some() => {
                (Saved::No, t!("status-not-saved"))
            }
            _ if is_unsaved => (Saved::Soon, t!("status-unsaved")),
            _ => (Saved::Yes, t!("status-all-saved")),
        }
    }
}

fn only_words(only: &AnnotatorId) -> String {
    t!("status-only", annotator = only.as_str())
}

/// The line that says how many documents are hidden until the user is done with them.
fn hidden_line(session: &Session) -> Option<String> {
    let (project, own) = (session.project(), session.annotator());
    if !project.blind_until_done || project.reviewers.contains(own) {
        return None;
    }
    let others = project.layers.keys().filter(|(_, annotator)| annotator != own).map(|(document, _)| document);
    let mut with_others: Vec<_> = others.collect();
    with_others.dedup();
    let hidden = with_others.into_iter().filter(|id| !project.may_see(own, id)).count();
    (hidden > 0).then(|| t!("hidden-until-done", count = hidden))
}
