//! Nothing is lost, in the window: trouble with writing and what can be done, leaving, what came back after a crash.

mod conflicts;
pub(super) mod exchange;
pub(super) mod files;
mod kept;
mod past;
mod removal;
mod replace;

use eframe::egui;

use std::cell::RefCell;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};

use crate::app::App;
use crate::app::tools::files::Question;
use crate::app::workspace::leaving;
use crate::app::workspace::outside::Access;
use crate::edit::session::Session;
use crate::model::layer::Layer;
use crate::ui::command::safety::SafetyCommand;
use crate::ui::dialogs::after_panic as panic_panel;
use crate::ui::dialogs::conflicts as conflicts_panel;
use crate::ui::safety::past::StateRow;
use crate::ui::safety::replace as replace_panel;
use crate::ui::state::{Dialog, View};

/// What of this goes on from frame to frame.
pub(in crate::app) struct History {
    /// A close that waits for the work to be written, or for an answer.
    pub(in crate::app) leave: Option<leaving::Leave>,
    /// The window may go: everything is written, or its owner has said that it may be lost.
    pub(in crate::app) may_go: bool,
    /// How the project is opened that the leave is for.
    pub(in crate::app) access: Access,
    pub(in crate::app) is_copying: bool,
    past: Option<past::Past>,
    replacing: Option<replace::Replacing>,
    /// What is to be said of the panic after which the window was opened.
    panic: String,
    /// What is kept, by the number of the thread that reads it.
    kept: (u64, Option<Vec<crate::store::keeping::not_taken::Kept>>),
    shows_orphans: bool,
    orphan_count: RefCell<Option<replace::Counted>>,
    pub(in crate::app) news: (Sender<News>, Receiver<News>),
    /// Grows with everything that is begun on a thread, to tell old answers from new.
    pub(in crate::app) numbers: u64,
}

/// For trying by hand what a person sees of a panic: there is one as soon as the file is there that `BAYAN_PANIC` names.
#[cfg(debug_assertions)]
pub(in crate::app) fn panic_where_asked() {
    if std::env::var_os("BAYAN_PANIC").is_some_and(|path| std::path::Path::new(&path).exists()) {
        panic!("asked for by BAYAN_PANIC");
    }
}

/// What comes back from threads.
pub(in crate::app) enum News {
    /// Where a copy is and of which revision, or why there is none.
    Copied(Result<(PathBuf, u64), String>),
    State(u64, Box<StateRow>),
    AllStates(u64),
    Kept(u64, Vec<crate::store::keeping::not_taken::Kept>),
    Compared(u64, Result<Option<Box<replace::Compared>>, String>),
    StateRead(u64, usize, Box<Result<(Layer, usize), String>>),
}

impl Default for History {
    fn default() -> Self {
        Self {
            leave: None,
            may_go: false,
            access: Access::Whole,
            is_copying: false,
            past: None,
            replacing: None,
            panic: String::new(),
            kept: (0, None),
            shows_orphans: false,
            orphan_count: RefCell::default(),
            news: channel(),
            numbers: 0,
        }
    }
}

impl History {
    /// What is shown in the place of the project as it is, and how.
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
            SafetyCommand::ShowPast => self.show_past(ctx),
            SafetyCommand::ShowState(index) => self.show_state(ctx, index),
            SafetyCommand::RestoreState => self.restore_state(),
            SafetyCommand::LeavePast => self.leave_past(),
            SafetyCommand::ReplaceText => self.ask_for_new_text(),
            SafetyCommand::ReplaceFileDialog => self.ask_for(ctx, Question::ReplaceText),
            SafetyCommand::ReplaceFrom(path) => self.begin_replace(ctx, replace::Source::File(path, None)),
            SafetyCommand::ReplaceReadAs(encoding) => self.read_new_text_as(ctx, encoding),
            SafetyCommand::ReplaceWith(text) => self.begin_replace(ctx, replace::Source::Pasted(text)),
            SafetyCommand::ShowPlanned(index) => self.show_planned(index),
            SafetyCommand::LeaveReplace => self.leave_replace(),
            SafetyCommand::Replace => self.replace(),
            SafetyCommand::ToggleOrphans => self.history.shows_orphans = !self.history.shows_orphans,
            SafetyCommand::PlaceOrphan(id) => self.place_orphan(&id),
            SafetyCommand::DeleteOrphan(id) => self.delete_orphan(&id),
            SafetyCommand::ShowOldPlace(id) => self.show_old_place(&id),
            SafetyCommand::TakeOutOldText(id) => self.take_out_old_text(&id),
            SafetyCommand::ShowConflicts => self.view.dialog = Some(Dialog::Conflicts),
            SafetyCommand::ShowKept => self.show_kept(ctx),
            SafetyCommand::TakeUp { file, place } => self.take_up(ctx, file, place),
            SafetyCommand::Settle { file, conflict, choice } => self.settle(&file, &conflict, &choice),
            SafetyCommand::GoToStatement { document, annotator, id } => {
                self.go_to_statement(&(document, annotator), id)
            }
        }
    }

    /// Says that the program had come to grief before this window.
    pub fn tell_of_panic(&mut self, said: String) {
        self.history.panic = said;
        self.view.dialog = Some(Dialog::AfterPanic);
    }

    /// Takes in what threads have found.
    pub(in crate::app) fn drain_history(&mut self, ctx: &egui::Context) {
        while let Ok(news) = self.history.news.1.try_recv() {
            match news {
                News::Copied(written) => self.copied(written),
                News::State(number, row) => self.state_found(ctx, number, *row),
                News::AllStates(number) => self.all_states_found(number),
                News::Kept(number, files) => self.kept_found(number, files),
                News::Compared(number, compared) => self.compared(number, compared),
                News::StateRead(number, index, read) => self.state_read(number, index, *read),
            }
        }
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
                let (state, out) = (&mut self.cx.panels.replace, &mut self.cx.queue);
                replace_panel::ask(ui, &title.unwrap_or_default(), state, out);
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
