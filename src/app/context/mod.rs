//! What pages and tools may access: the open project, what is shown, the status line and the command queue.
//!
//! The state of other pages and tools, and the order of a frame, are left out and so out of their reach. A page that
//! needs something from another page pushes a command; what others must know of is an [`Event`].

mod annotating;
mod arming;
mod changing;
mod conflicts;
mod correcting;
mod executing;
mod fields;
pub(super) mod gate;
mod outside;
mod saving;
mod writing;

use std::collections::BTreeSet;
use std::sync::Arc;

use eframe::egui;

use self::gate::Gate;
use self::writing::Writing;
pub(super) use self::writing::Written;
use crate::app::changer::Changer;
use crate::app::jobs::Jobs;
use crate::app::workspace::Workspace;
use crate::model::id::{AnnotatorId, DocumentId, StatementId};
use crate::model::layer::Layer;
use crate::model::span::Span;
use crate::model::statement::Statement;
use crate::settings::{Panes, Reading, Settings};
use crate::text::content::Content;
use crate::text::segment;
use crate::ui::article::DocumentView;
use crate::ui::command::Command;
use crate::ui::command::keymap::Keymap;
use crate::ui::command::taken::keymap_of;
use crate::ui::dialogs;
use crate::ui::dialogs::path::PathDraft;
use crate::ui::drafts::Drafts;
use crate::ui::panel_state::PanelState;
use crate::ui::state::{Caret, Dialog, Page, View};
use crate::ui::theme::Theme;

/// The state that pages and tools share.
pub struct Context {
    /// The open project, if any.
    pub(in crate::app) open: Option<Workspace>,
    pub(in crate::app) view: View,
    /// The article on screen, with its scroll position and layout.
    pub(in crate::app) document: DocumentView,
    pub(in crate::app) panels: PanelState,
    pub(in crate::app) drafts: Drafts,
    pub(in crate::app) settings: Settings,
    /// The keys in the settings.
    pub(in crate::app) keymap: Keymap,
    /// Whether settings are saved to the user's folder.
    pub(in crate::app) keep_settings: bool,
    pub(in crate::app) status: Status,
    pub(in crate::app) gate: Gate,
    pub(in crate::app) jobs: Jobs,
    /// The files being written in the background.
    pub(in crate::app) writing: Writing,
    /// The change of many statements that is being prepared in the background.
    pub(in crate::app) changer: Changer,
    /// Commands that were requested but not executed yet.
    pub(in crate::app) queue: Vec<Command>,
    /// What pages and tools have not been told yet.
    pub(in crate::app) events: Vec<Event>,
    /// What is armed in the view belongs to this statement.
    armed_for: Option<(DocumentId, StatementId)>,
}

/// Something that pages and tools with state of their own must know of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Event {
    /// The open project was closed, or another one was opened.
    OtherProject,
    /// Other layers are written from now on. What one annotator may see may be hidden from another.
    OtherAnnotator,
    DialogClosed(Dialog),
}

/// What was done or refused last: the message over the page.
#[derive(Default)]
pub(in crate::app) struct Status {
    pub text: String,
    pub is_error: bool,
    /// The session revision at which the message offers to undo what it reports.
    pub undo_at: Option<u64>,
    /// Whether there is more to show about it, as long as it can be undone.
    pub has_details: bool,
    /// When it was first shown, in seconds of the window.
    pub since: Option<f64>,
}

impl Context {
    /// The state at the start, with no project open.
    pub(in crate::app) fn new(settings: Settings, keep_settings: bool, jobs: Jobs) -> Self {
        Self {
            open: None,
            view: View {
                text_size_pt: settings.text_size_pt.clamp(10.0, 48.0),
                shows_legend: settings.legend,
                show_relations: true,
                reading: settings.reading.clone().within_limits(),
                panes: settings.panes.clone().within_limits(),
                ..View::default()
            },
            document: DocumentView::default(),
            panels: PanelState::default(),
            drafts: Drafts::default(),
            keymap: keymap_of(&settings.keys),
            settings,
            keep_settings,
            status: Status::default(),
            gate: Gate::default(),
            jobs,
            writing: Writing::default(),
            changer: Changer::default(),
            queue: Vec::new(),
            events: Vec::new(),
            armed_for: None,
        }
    }

    pub(in crate::app) fn save_settings(&self) {
        if self.keep_settings {
            self.settings.save();
        }
    }

    pub(in crate::app) fn say(&mut self, text: impl Into<String>) {
        self.status = Status { text: text.into(), ..Status::default() };
    }

    /// Says something beside the caret of the article, where the eyes are, or as usual where no article is on screen.
    pub(in crate::app) fn say_at_caret(&mut self, text: impl Into<String>) {
        if self.view.page == Page::Article && self.view.document.is_some() {
            self.document.remark(text.into());
        } else {
            self.say(text);
        }
    }

    pub(in crate::app) fn complain(&mut self, text: impl Into<String>) {
        let text = text.into();
        tracing::warn!(text = crate::locale::plain(&text), "told the user");
        self.status = Status { text, is_error: true, ..Status::default() };
    }

    /// Shows what was done, with an undo button beside it.
    pub(in crate::app) fn say_with_undo(&mut self, text: String) {
        let undo_at = self.open.as_ref().map(|open| open.session.revision());
        self.status = Status { text, undo_at, ..Status::default() };
    }

    /// Whether the message can offer to undo what it reports.
    pub(in crate::app) fn can_undo_what_is_said(&self) -> bool {
        let now = self.open.as_ref().map(|open| open.session.revision());
        self.status.undo_at.is_some() && self.status.undo_at == now
    }

    /// Opens a dialog.
    pub(in crate::app) fn show_dialog(&mut self, dialog: Dialog) {
        (dialogs::row(dialog).begin)(&mut self.drafts);
        self.view.dialog = Some(dialog);
    }

    /// Opens a dialog, or closes it if it is open.
    pub(in crate::app) fn toggle_dialog(&mut self, dialog: Dialog) {
        if self.view.dialog == Some(dialog) { self.view.dialog = None } else { self.show_dialog(dialog) }
    }

    /// Closes the open dialog. The path dialog returns to the dialog that opened it, and a question that was put over
    /// another dialog stays.
    pub(in crate::app) fn close_dialog(&mut self) {
        if self.closes_below_question() {
            return;
        }
        let closed = self.view.dialog.take();
        if closed == Some(Dialog::Path) {
            let path = self.drafts.of::<PathDraft>();
            path.error.clear();
            self.view.dialog = path.before.take();
        }
        self.events.extend(closed.map(Event::DialogClosed));
    }

    /// The text of the article on screen.
    pub(in crate::app) fn content(&self) -> Option<Content> {
        let documents = &self.open.as_ref()?.session.project().documents;
        documents.get(self.view.document.as_ref()?).map(|document| document.content.clone())
    }

    pub(in crate::app) fn layer_key(&self) -> Option<(DocumentId, AnnotatorId)> {
        Some((self.view.document.clone()?, self.open.as_ref()?.session.annotator().clone()))
    }

    /// The layer that the keys change: the user's own, or gold while it is being corrected.
    pub(in crate::app) fn layer(&self) -> Option<&Layer> {
        let open = self.open.as_ref()?;
        if self.view.correcting.is_some() {
            return open.session.project().gold(self.view.document.as_ref()?);
        }
        open.session.project().layer(self.view.document.as_ref()?, open.session.annotator())
    }

    pub(in crate::app) fn selected(&self) -> Option<&Statement> {
        self.layer()?.statement(self.view.selected?)
    }

    /// Selects one statement alone, or none.
    pub(in crate::app) fn select_statement(&mut self, id: Option<StatementId>) {
        self.view.several = Arc::default();
        self.show_statement(id);
    }

    /// Chooses statements of the article together. `current` is the one that is in view.
    pub(in crate::app) fn choose_statements(&mut self, chosen: BTreeSet<StatementId>, current: StatementId) {
        if self.view.correcting.is_some() {
            return self.select_statement(Some(current));
        }
        self.disarm();
        self.view.selection = None;
        self.view.several = if chosen.len() > 1 { Arc::new(chosen) } else { Arc::default() };
        self.show_statement(Some(current));
    }

    /// Adds a statement to those that are chosen together, or takes it out.
    pub(in crate::app) fn also_choose(&mut self, id: StatementId) {
        let alone = || self.view.selected.into_iter().collect();
        let mut chosen: BTreeSet<StatementId> = self.view.together().cloned().unwrap_or_else(alone);
        let current = if chosen.remove(&id) {
            self.view.selected.filter(|current| *current != id).or_else(|| chosen.first().copied())
        } else {
            chosen.insert(id);
            Some(id)
        };
        match current {
            Some(current) => self.choose_statements(chosen, current),
            None => self.select_statement(None),
        }
    }

    fn show_statement(&mut self, id: Option<StatementId>) {
        self.view.selected = id;
        if let Some(statement) = self.selected() {
            let (start, party) = (statement.hull().start_byte, statement.speaker().cloned());
            self.view.scroll_to_byte = Some(start);
            if party.is_some() {
                self.view.party = party;
            }
        }
        if let Some(open) = &mut self.open {
            open.session.end_gesture();
        }
    }

    /// What is being prepared for another project or annotator is dropped.
    pub(in crate::app) fn heed(&mut self, event: Event) {
        match event {
            Event::OtherProject | Event::OtherAnnotator => self.changer = Changer::default(),
            Event::DialogClosed(_) => {}
        }
    }

    /// Selects a passage and moves the document's caret to it.
    pub(in crate::app) fn select_here(&mut self, span: Span) {
        self.view.selection = Some(span);
        self.view.place_caret = Some(Caret { anchor_byte: span.start_byte, focus_byte: span.end_byte });
    }

    pub(in crate::app) fn go_to(&mut self, caret: Caret) {
        let Some(content) = self.content() else { return };
        let at = |byte: usize| segment::grapheme_floor(content.as_str(), byte);
        let caret = Caret { anchor_byte: at(caret.anchor_byte), focus_byte: at(caret.focus_byte) };
        let (start, end) = (caret.anchor_byte.min(caret.focus_byte), caret.anchor_byte.max(caret.focus_byte));
        self.view.selection = (start < end).then(|| Span::new(start, end));
        self.view.place_caret = Some(caret);
        self.view.scroll_to_byte = Some(start);
    }

    /// Clears selections that no longer exist after an undo.
    pub(in crate::app) fn forget_what_is_gone(&mut self) {
        let Some(open) = &self.open else { return };
        let documents = &open.session.project().documents;
        if self.view.document.as_ref().is_some_and(|id| !documents.contains_key(id)) {
            self.view.document = documents.keys().next().cloned();
            self.view.selection = None;
        }
        if self.view.party.as_ref().is_some_and(|id| open.session.project().party(id).is_none()) {
            self.view.party = open.session.project().parties.first().map(|party| party.id.clone());
        }
        self.check_correcting();
        if let (Some(layer), Some(together)) = (self.layer(), self.view.together()) {
            let left: BTreeSet<StatementId> =
                together.iter().copied().filter(|id| layer.statement(*id).is_some()).collect();
            if left.len() < together.len() {
                self.view.selected = self.view.selected.filter(|id| left.contains(id)).or(left.first().copied());
                self.view.several = Arc::new(left);
            }
        }
        if self.selected().is_none() {
            self.view.selected = None;
        }
    }

    pub(in crate::app) fn set_theme(&mut self, ctx: &egui::Context, theme: Theme) {
        theme.apply(ctx);
        self.settings.theme = theme.as_str().map(str::to_owned);
        self.save_settings();
    }

    pub(in crate::app) fn set_reading(&mut self, reading: Reading) {
        self.settings.reading = reading.clone();
        self.view.reading = reading;
        self.save_settings();
    }

    /// Sets the panes at the sides; a width that is still being dragged is not saved yet.
    pub(in crate::app) fn set_panes(&mut self, panes: Panes, keep: bool) {
        self.settings.panes = panes.clone();
        self.view.panes = panes;
        if keep {
            self.save_settings();
        }
    }

    pub(in crate::app) fn show_page(&mut self, page: Page) {
        if self.view.page != page {
            self.finish_correcting();
            self.view.page = page;
        }
    }
}
