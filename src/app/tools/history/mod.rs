//! What is shown in place of the project: past states of a layer, and new versions of a text; also the statements that
//! have lost their place in a text (orphans).

mod old_texts;
mod past;
mod replace;

use std::cell::RefCell;

use eframe::egui;

use crate::app::context::Context;
use crate::edit::session::Session;
use crate::formats::article::ReadOptions;
use crate::ui::command::Command;
use crate::ui::command::safety::SafetyCommand;
use crate::ui::state::View;

/// The state of these tools that persists between frames.
#[derive(Default)]
pub(in crate::app) struct History {
    past: Option<past::Past>,
    replacing: Option<replace::Replacing>,
    shows_orphans: bool,
    orphan_count: RefCell<Option<replace::Counted>>,
    old_texts: RefCell<old_texts::OldTexts>,
}

impl History {
    pub(super) fn execute(&mut self, cx: &mut Context, command: SafetyCommand) {
        match command {
            SafetyCommand::ShowPast => self.show_past(cx),
            SafetyCommand::ShowState(index) => self.show_state(cx, index),
            SafetyCommand::RestoreState => self.restore_state(cx),
            SafetyCommand::LeavePast => self.past = None,
            SafetyCommand::ReplaceFrom(path) => {
                self.begin_replace(cx, replace::Source::File(path, ReadOptions::default()));
            }
            SafetyCommand::ReplaceWholePage(whole_page) => {
                self.read_new_text_again(cx, |options| options.whole_page = whole_page);
            }
            SafetyCommand::ReplaceReadAs(encoding) => {
                self.read_new_text_again(cx, |options| options.encoding = Some(encoding));
            }
            SafetyCommand::ReplaceWith(text) => self.begin_replace(cx, replace::Source::Pasted(text)),
            SafetyCommand::ShowPlanned(index) => self.show_planned(cx, index),
            SafetyCommand::LeaveReplace => self.replacing = None,
            SafetyCommand::Replace => self.replace(cx),
            SafetyCommand::ToggleOrphans => self.shows_orphans = !self.shows_orphans,
            SafetyCommand::PlaceOrphan(id) => self.place_orphan(cx, &id),
            SafetyCommand::DeleteOrphan(id) => self.delete_orphan(cx, &id),
            SafetyCommand::ShowOldPlace(id) => replace::show_old_place(cx, &id),
            SafetyCommand::TakeOutOldText(id) => cx.queue.push(Command::RemoveArticle(id)),
            // Other tools execute the rest.
            SafetyCommand::TryAgain
            | SafetyCommand::Leave(_)
            | SafetyCommand::DismissRecovered
            | SafetyCommand::ShowKept
            | SafetyCommand::TakeUp { .. }
            | SafetyCommand::Settle { .. }
            | SafetyCommand::GoToStatement { .. } => {}
        }
    }

    /// Takes the results of background work since the last frame.
    pub(super) fn work(&mut self, cx: &mut Context) {
        self.take_states(cx);
        self.take_compared(cx);
    }

    /// Drops the state of the project that is being closed.
    pub(super) fn forget_project(&mut self) {
        self.past = None;
        self.replacing = None;
        self.orphan_count.take();
        self.old_texts.take();
    }

    /// Whether something other than the current project is shown, so that nothing can be changed.
    pub(in crate::app) fn is_looking_back(&self) -> bool {
        self.past.is_some() || self.replacing.is_some()
    }

    /// The session and view on screen in place of the current project.
    pub(in crate::app) fn shown(&self) -> Option<(&Session, &View)> {
        match (&self.replacing, &self.past) {
            (Some(replacing), _) => replacing.shown(),
            (None, past) => past.as_ref()?.shown(),
        }
    }

    /// The page of past states or of a new version, shown in place of the other pages.
    pub(in crate::app) fn page(&mut self, cx: &mut Context, ui: &mut egui::Ui) {
        if self.replacing.is_some() { self.replace_page(cx, ui) } else { self.past_page(cx, ui) }
    }
}
