//! Tools against data loss: write failures and ways out, leaving a project, and recovery after a crash.

mod conflicts;
pub(super) mod exchange;
pub(super) mod files;
mod kept;
mod past;
mod removal;
mod replace;

use eframe::egui;

use std::cell::RefCell;

use crate::app::App;
use crate::app::tools::files::Question;
use crate::app::workspace::leaving;
use crate::app::workspace::outside::Access;
use crate::edit::session::Session;
use crate::ui::command::safety::SafetyCommand;
use crate::ui::dialogs::after_panic as panic_panel;
use crate::ui::dialogs::conflicts as conflicts_panel;
use crate::ui::dialogs::replace_text;
use crate::ui::state::{Dialog, View};

/// The state of these tools that persists between frames.
pub(in crate::app) struct History {
    /// A close that waits for writing or for an answer.
    pub(in crate::app) leave: Option<leaving::Leave>,
    /// Whether the window may close: everything is written, or the user has agreed to lose it.
    pub(in crate::app) may_go: bool,
    /// How to open the project that the user is leaving for.
    pub(in crate::app) access: Access,
    pub(in crate::app) copying: leaving::Copying,
    past: Option<past::Past>,
    replacing: Option<replace::Replacing>,
    /// The message about the panic before this window was opened.
    panic: String,
    kept: kept::KeptChanges,
    shows_orphans: bool,
    orphan_count: RefCell<Option<replace::Counted>>,
}

/// Panics if the file named by `BAYAN_PANIC` exists, to try by hand what a person sees of a panic.
#[cfg(debug_assertions)]
pub(in crate::app) fn panic_where_asked() {
    if std::env::var_os("BAYAN_PANIC").is_some_and(|path| std::path::Path::new(&path).exists()) {
        panic!("asked for by BAYAN_PANIC");
    }
}

impl Default for History {
    fn default() -> Self {
        Self {
            leave: None,
            may_go: false,
            access: Access::Whole,
            copying: leaving::Copying::default(),
            past: None,
            replacing: None,
            panic: String::new(),
            kept: kept::KeptChanges::default(),
            shows_orphans: false,
            orphan_count: RefCell::default(),
        }
    }
}

impl History {
    /// Drops the state of the project that is being closed.
    pub(in crate::app) fn forget_project(&mut self) {
        self.copying.is_of_open = false;
        self.past = None;
        self.replacing = None;
        self.kept = kept::KeptChanges::default();
    }

    /// The session and view on screen in place of the current project.
    pub(in crate::app) fn shown(&self) -> Option<(&Session, &View)> {
        match (&self.replacing, &self.past) {
            (Some(replacing), _) => replacing.shown(),
            (None, past) => past.as_ref()?.shown(),
        }
    }
}

impl App {
    pub(in crate::app) fn execute_history(&mut self, ctx: &egui::Context, command: SafetyCommand) {
        match command {
            SafetyCommand::TryAgain => self.try_again(),
            SafetyCommand::Leave(answer) => self.answer_leave(ctx, answer),
            SafetyCommand::ShowRecovered => self.view.dialog = Some(Dialog::Recovered),
            SafetyCommand::DismissRecovered => {
                if let Some(open) = &mut self.open {
                    open.came_back.clear();
                }
            }
            SafetyCommand::ShowPast => self.show_past(),
            SafetyCommand::ShowState(index) => self.show_state(index),
            SafetyCommand::RestoreState => self.restore_state(),
            SafetyCommand::LeavePast => self.leave_past(),
            SafetyCommand::ReplaceText => self.ask_for_new_text(),
            SafetyCommand::ReplaceFileDialog => self.ask_for(Question::ReplaceText),
            SafetyCommand::ReplaceFrom(path) => self.begin_replace(replace::Source::File(path, None)),
            SafetyCommand::ReplaceReadAs(encoding) => self.read_new_text_as(encoding),
            SafetyCommand::ReplaceWith(text) => self.begin_replace(replace::Source::Pasted(text)),
            SafetyCommand::ShowPlanned(index) => self.show_planned(index),
            SafetyCommand::LeaveReplace => self.leave_replace(),
            SafetyCommand::Replace => self.replace(),
            SafetyCommand::ToggleOrphans => self.history.shows_orphans = !self.history.shows_orphans,
            SafetyCommand::PlaceOrphan(id) => self.place_orphan(&id),
            SafetyCommand::DeleteOrphan(id) => self.delete_orphan(&id),
            SafetyCommand::ShowOldPlace(id) => self.show_old_place(&id),
            SafetyCommand::TakeOutOldText(id) => self.take_out_old_text(&id),
            SafetyCommand::ShowConflicts => self.view.dialog = Some(Dialog::Conflicts),
            SafetyCommand::ShowKept => self.show_kept(),
            SafetyCommand::TakeUp { file, place } => self.take_up(file, place),
            SafetyCommand::Settle { file, conflict, choice } => self.settle(&file, &conflict, &choice),
            SafetyCommand::GoToStatement { document, annotator, id } => {
                self.go_to_statement(&(document, annotator), id)
            }
        }
    }

    /// Reports that the program panicked before this window was opened.
    pub(crate) fn tell_of_panic(&mut self, said: String) {
        self.history.panic = said;
        self.view.dialog = Some(Dialog::AfterPanic);
    }

    /// Takes the background results since the last frame.
    pub(in crate::app) fn drain_history(&mut self) {
        self.take_copy();
        self.take_states();
        self.take_kept();
        self.take_compared();
    }

    pub(in crate::app) fn history_dialog(&mut self, ui: &egui::Ui, dialog: Dialog) {
        match dialog {
            Dialog::Leaving => self.leaving_dialog(ui),
            Dialog::Recovered => self.recovered_dialog(ui),
            Dialog::Kept => self.kept_dialog(ui),
            Dialog::AfterPanic => {
                let project = self.cx.settings.recent.first().map(std::path::PathBuf::as_path);
                panic_panel::show(ui, &self.history.panic, project, &mut self.cx.queue);
            }
            Dialog::ReplaceText => {
                let title = self.view.document.as_ref().zip(self.open.as_ref()).and_then(|(id, open)| {
                    open.session.project().documents.get(id).map(|document| document.display_title().to_owned())
                });
                let (text, out) = (&mut self.cx.panels.new_text, &mut self.cx.queue);
                replace_text::show(ui, &title.unwrap_or_default(), text, out);
            }
            Dialog::Conflicts => {
                if let Some(open) = &self.cx.open {
                    conflicts_panel::show(ui, &open.session, &mut self.cx.panels.conflicts, &mut self.cx.queue);
                }
            }
            _ => {}
        }
    }
}
