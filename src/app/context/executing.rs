//! The commands that change only what pages and tools share: marking, undoing, and what is shown.

use eframe::egui;

use super::Context;
use crate::edit::gesture::several::StatementChange;
use crate::edit::gesture::statement::{self, End};
use crate::edit::session::Way;
use crate::settings::{ArticlesTab, Cards, PaneSide, Panes, Reading, Settings};
use crate::t;
use crate::text::proclitic;
use crate::ui::article::DocumentView;
use crate::ui::command::shortcut::Shortcut;
use crate::ui::command::taken::keymap_of;
use crate::ui::command::tour::TourCommand;
use crate::ui::command::{Command, Scaling};
use crate::ui::dialogs::rebind::RebindDraft;
use crate::ui::frame::panes;
use crate::ui::panels::sidebar;
use crate::ui::review::compare;
use crate::ui::state::{Armed, Dialog, Page, TourStop};
use crate::ui::statements::table_id;
use crate::ui::theme::{self, Theme};

impl Context {
    /// Executes a command. Returns it if it belongs to none of these groups.
    pub(in crate::app) fn execute(&mut self, ctx: &egui::Context, command: Command) -> Option<Command> {
        let left = self.execute_editing(command)?;
        let left = self.execute_selecting(ctx, left)?;
        let left = self.execute_marking(ctx, left)?;
        self.execute_showing(ctx, left)
    }

    /// Edits as such, undoing, and who makes them.
    fn execute_editing(&mut self, command: Command) -> Option<Command> {
        match command {
            Command::Apply { gesture, edit, merge_key } => {
                self.apply(gesture, *edit, merge_key);
                self.forget_what_is_gone();
            }
            Command::EndGesture => {
                if let Some(open) = &mut self.open {
                    open.session.end_gesture();
                }
            }
            Command::Undo => self.take_step(Way::Undo, None),
            Command::Redo => self.take_step(Way::Redo, None),
            Command::SetAnnotator(annotator) => self.write_as(annotator),
            Command::Ownership(command) => self.whose(command),
            command => return Some(command),
        }
        None
    }

    /// The article, the passage and the statement that are selected.
    fn execute_selecting(&mut self, ctx: &egui::Context, command: Command) -> Option<Command> {
        match command {
            Command::ShowDocument(document) => {
                self.finish_correcting();
                self.view.visit(document);
                self.view.selected = None;
                self.view.selection = None;
            }
            Command::Select(span) => self.view.selection = span,
            Command::SelectWords(span) => self.view.selection = span.map(|span| self.snapped(span)),
            Command::GoTo(caret) => self.go_to(caret),
            Command::SelectStatement(id) if self.waits_for_statement() => self.point_at(id),
            Command::SelectStatement(id) => self.select_statement(id),
            Command::ChooseStatements { statements, current } => self.choose_statements(statements, current),
            Command::AlsoStatement(id) => self.also_choose(id),
            Command::AlsoStep(by) => self.also_step(by),
            Command::Arm(armed) => {
                self.view.fills = None;
                self.arm(ctx, armed);
            }
            Command::Disarm => self.disarm(),
            Command::TakeArmed => self.take_armed(),
            Command::KeepStatement(id) => self.keep_statement(id),
            Command::LetGo => self.let_go(),
            Command::ChooseLink(index) => self.view.link = self.view.selected.map(|id| (id, index)),
            Command::NextStatement if self.waits_for_statement() => self.step_pointed(true),
            Command::PreviousStatement if self.waits_for_statement() => self.step_pointed(false),
            Command::NextStatement => self.step_statement(1),
            Command::PreviousStatement => self.step_statement(-1),
            command => return Some(command),
        }
        None
    }

    /// Statements and their fields.
    fn execute_marking(&mut self, ctx: &egui::Context, command: Command) -> Option<Command> {
        match command {
            Command::PickAt { .. } if self.selected().is_none() => self.say_at_caret(t!("not-statement")),
            Command::PickAt { field, at } => self.panels.placed.open(ctx, field, at),
            Command::Change(change) => self.change_field(&change),
            Command::ChangeWith { added, change } => self.change_field_with(*added, &change),
            Command::MakeKind(kind) => self.make_kind(kind),
            Command::SetAttribute(id) => self.set_attribute(ctx, &id),
            Command::SetParty(party) => self.set_party(party),
            Command::PreferParty(party) => {
                // The edit may have been refused.
                if self.open.as_ref().is_some_and(|open| open.session.project().party(&party).is_some()) {
                    self.view.party = Some(party);
                }
            }
            Command::TakeParty(party) => {
                let found = self.open.as_ref().and_then(|open| open.session.project().party(&party));
                if let Some(name) = found.map(|party| party.name.clone()) {
                    self.view.party = Some(party);
                    self.say(t!("status-party-here", name = name));
                }
            }
            Command::AddReporter(_) if self.selected().is_none() => self.say_at_caret(t!("not-statement")),
            Command::AddReporter(party) => {
                self.change_field(&StatementChange::Reporter(party));
            }
            Command::SetCue(index) => self.set_link_span(ctx, index, Armed::Cue),
            Command::SetMention(index) => self.set_link_span(ctx, index, Armed::Mention),
            Command::SetOuterCue => self.set_link_span(ctx, Some(0), Armed::Cue),
            Command::SetOuterMention => self.set_link_span(ctx, Some(0), Armed::Mention),
            Command::Field(command) => self.execute_field(ctx, command),
            Command::AddSpan => self.toggle_armed(ctx, Armed::Span),
            Command::MoveStart(by) => self.move_end(End::Start, by),
            Command::MoveEnd(by) => self.move_end(End::End, by),
            Command::MoveStartPastProclitic => self.move_start(proclitic::next_start),
            Command::MoveStartBeforeProclitic => self.move_start(proclitic::previous_start),
            Command::TrimEnds => self.trim_ends(),
            Command::ToggleExcluded => self.toggle_excluded(),
            Command::Duplicate => {
                if let Some(old) = self.selected() {
                    let copy = statement::duplicate(old, jiff::Timestamp::now());
                    self.add_statement(copy, "gesture-statement-duplicate");
                }
            }
            Command::DeleteSelected if self.view.correcting.is_some() => {
                let gone = self.view.selected;
                self.rewrite_gold("gesture-statement-delete", None, |own| own.retain(|s| Some(s.id) != gone));
            }
            Command::DeleteSelected => self.delete_selected(),
            command => return Some(command),
        }
        None
    }

    /// Pages, dialogs, and how things look.
    fn execute_showing(&mut self, ctx: &egui::Context, command: Command) -> Option<Command> {
        match command {
            Command::ShowPage(page) => self.show_page(page),
            Command::ShowDialog(dialog) => self.show_dialog(dialog),
            Command::ToggleDialog(dialog) => self.toggle_dialog(dialog),
            Command::CloseDialog => self.close_dialog(),
            Command::Say(text) => self.say(text),
            Command::ToggleSnapToWords => {
                self.settings.snap_to_words = !self.settings.snap_to_words;
                self.save_settings();
                self.say(if self.settings.snap_to_words { t!("status-snap-on") } else { t!("status-snap-off") });
            }
            Command::ToggleTheme => {
                let dark = ctx.global_style().visuals.dark_mode;
                self.set_theme(ctx, Theme::from_name(self.settings.theme.as_deref()).next(dark));
            }
            Command::SetTheme(theme) => self.set_theme(ctx, theme),
            Command::SetKeys { id, keys } => {
                let written = |keys: Vec<Shortcut>| keys.into_iter().map(Shortcut::written).collect();
                match keys {
                    Some(keys) => drop(self.settings.keys.insert(id, written(keys))),
                    None => drop(self.settings.keys.remove(&id)),
                }
                self.take_keys(ctx);
            }
            Command::Rebind(id) => {
                self.drafts.put(RebindDraft::new(id));
                self.show_dialog(Dialog::Rebind);
            }
            Command::ResetKeys => {
                self.settings.keys.clear();
                self.take_keys(ctx);
            }
            Command::SetReading(reading) => self.set_reading(reading.within_limits()),
            Command::ToggleMarks => {
                let reading = self.view.reading.clone();
                self.set_reading(Reading { invisible_marks: !reading.invisible_marks, ..reading });
            }
            Command::ToggleCards => {
                let cards = if self.document.shows_cards() { Cards::Off } else { Cards::On };
                self.set_reading(Reading { cards, ..self.view.reading.clone() });
            }
            Command::Tour(TourCommand::Start) => {
                if self.view.page != Page::Article {
                    self.show_page(Page::Article);
                }
                self.view.tour = TourStop::ALL.first().copied();
            }
            Command::Tour(TourCommand::Next) => self.view.tour = self.view.tour.and_then(TourStop::next),
            Command::Tour(TourCommand::End) => self.view.tour = None,
            Command::ToggleManual => self.view.shows_manual = !self.view.shows_manual,
            Command::ToggleLegend => {
                self.view.shows_legend = !self.view.shows_legend;
                self.settings.legend = self.view.shows_legend;
                self.save_settings();
            }
            Command::ToggleRelations => self.view.show_relations = !self.view.show_relations,
            Command::LargerText => self.resize_text(1.0),
            Command::SmallerText => self.resize_text(-1.0),
            Command::UsualText => self.resize_text(Settings::default().text_size_pt - self.view.text_size_pt),
            Command::Scale(scaling) => self.scale(ctx, scaling),
            Command::NextPane => panes::step(ctx, true, is_text),
            Command::PreviousPane => panes::step(ctx, false, is_text),
            Command::FocusFilter => self.focus_tab(ctx, ArticlesTab::Statements),
            Command::FocusTab(tab) => self.focus_tab(ctx, tab),
            Command::SetPanes { panes, keep } => self.set_panes(panes.within_limits(), keep),
            Command::TogglePane(side) => {
                let panes = self.view.panes.clone();
                let hides = !panes.hides(side);
                self.set_panes(panes.with_hidden(side, hides), true);
            }
            command => return Some(command),
        }
        None
    }

    /// Uses the keys in the settings, and saves them.
    fn take_keys(&mut self, ctx: &egui::Context) {
        self.keymap = keymap_of(&self.settings.keys);
        self.keymap.clone().install(ctx);
        self.save_settings();
    }

    /// Shows a list beside the article and gives its field the keyboard.
    fn focus_tab(&mut self, ctx: &egui::Context, tab: ArticlesTab) {
        let panes = Panes { tab, ..self.view.panes.clone() };
        self.set_panes(panes.with_hidden(PaneSide::Start, false), true);
        ctx.memory_mut(|memory| memory.request_focus(sidebar::field_id(tab)));
    }

    /// Makes everything in the window larger or smaller, by steps.
    fn scale(&mut self, ctx: &egui::Context, scaling: Scaling) {
        let now = self.settings.scale;
        let scale = match scaling {
            Scaling::Larger => theme::SCALES.into_iter().find(|scale| *scale > now + 0.01),
            Scaling::Smaller => theme::SCALES.into_iter().rev().find(|scale| *scale < now - 0.01),
            Scaling::Usual => Some(1.0),
        };
        if let Some(scale) = scale {
            ctx.set_zoom_factor(scale);
            self.settings.scale = scale;
            self.save_settings();
        }
        self.say(t!("status-scale", percent = (f64::from(self.settings.scale) * 100.0).round() as usize));
    }

    fn resize_text(&mut self, by_pt: f32) {
        self.view.text_size_pt = (self.view.text_size_pt + by_pt).clamp(10.0, 48.0);
        self.settings.text_size_pt = self.view.text_size_pt;
        self.save_settings();
    }
}

/// Whether this is the text of an article, or the table of statements.
fn is_text(id: egui::Id) -> bool {
    DocumentView::is_text(id, compare::SLOTS) || id == table_id()
}
