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
use crate::ui::panels::history::conflicts as conflicts_panel;
use crate::ui::panels::history::panic as panic_panel;
use crate::ui::panels::history::past::StateRow;
use crate::ui::panels::history::replace as replace_panel;
use crate::ui::panels::history::{HistoryCommand, HistoryDialog};
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
    kept: (u64, Option<Vec<crate::store::kept::Kept>>),
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
    Kept(u64, Vec<crate::store::kept::Kept>),
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
    pub(in crate::app) fn execute_history(&mut self, ctx: &egui::Context, command: HistoryCommand) {
        match command {
            HistoryCommand::TryAgain => self.try_again(),
            HistoryCommand::Leave(answer) => self.answer_leave(ctx, answer),
            HistoryCommand::ShowRecovered => self.view.dialog = Some(Dialog::History(HistoryDialog::Recovered)),
            HistoryCommand::DismissRecovered => {
                if let Some(open) = &mut self.open {
                    open.came_back.clear();
                }
            }
            HistoryCommand::ShowPast => self.show_past(ctx),
            HistoryCommand::ShowState(index) => self.show_state(ctx, index),
            HistoryCommand::RestoreState => self.restore_state(),
            HistoryCommand::LeavePast => self.leave_past(),
            HistoryCommand::ReplaceText => self.ask_for_new_text(),
            HistoryCommand::ReplaceFileDialog => self.ask_for(ctx, Question::ReplaceText),
            HistoryCommand::ReplaceFrom(path) => self.begin_replace(ctx, replace::Source::File(path, None)),
            HistoryCommand::ReplaceReadAs(encoding) => self.read_new_text_as(ctx, encoding),
            HistoryCommand::ReplaceWith(text) => self.begin_replace(ctx, replace::Source::Pasted(text)),
            HistoryCommand::ShowPlanned(index) => self.show_planned(index),
            HistoryCommand::LeaveReplace => self.leave_replace(),
            HistoryCommand::Replace => self.replace(),
            HistoryCommand::ToggleOrphans => self.history.shows_orphans = !self.history.shows_orphans,
            HistoryCommand::PlaceOrphan(id) => self.place_orphan(&id),
            HistoryCommand::DeleteOrphan(id) => self.delete_orphan(&id),
            HistoryCommand::ShowOldPlace(id) => self.show_old_place(&id),
            HistoryCommand::TakeOutOldText(id) => self.take_out_old_text(&id),
            HistoryCommand::ShowConflicts => self.view.dialog = Some(Dialog::History(HistoryDialog::Conflicts)),
            HistoryCommand::ShowKept => self.show_kept(ctx),
            HistoryCommand::TakeUp { file, place } => self.take_up(ctx, file, place),
            HistoryCommand::Settle { file, conflict, choice } => self.settle(&file, &conflict, &choice),
            HistoryCommand::GoToStatement { document, annotator, id } => {
                self.go_to_statement(&(document, annotator), id)
            }
        }
    }

    /// Says that the program had come to grief before this window.
    pub fn tell_of_panic(&mut self, said: String) {
        self.history.panic = said;
        self.view.dialog = Some(Dialog::History(HistoryDialog::AfterPanic));
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

    pub(in crate::app) fn history_dialog(&mut self, ui: &egui::Ui, dialog: HistoryDialog) {
        match dialog {
            HistoryDialog::Leaving => self.leaving_dialog(ui),
            HistoryDialog::Recovered => self.recovered_dialog(ui),
            HistoryDialog::Kept => self.kept_dialog(ui),
            HistoryDialog::AfterPanic => {
                let project = self.cx.settings.recent.first().map(std::path::PathBuf::as_path);
                panic_panel::show(ui, &self.history.panic, project, &mut self.cx.queue);
            }
            HistoryDialog::ReplaceText => {
                let title = self.view.document.as_ref().zip(self.open.as_ref()).and_then(|(id, open)| {
                    open.session.project().documents.get(id).map(|document| document.display_title().to_owned())
                });
                let (state, out) = (&mut self.cx.panels.history.replace, &mut self.cx.queue);
                replace_panel::ask(ui, &title.unwrap_or_default(), state, out);
            }
            HistoryDialog::Conflicts => {
                if let Some(open) = &self.cx.open {
                    conflicts_panel::show(ui, &open.session, &mut self.cx.panels.history.conflicts, &mut self.cx.queue);
                }
            }
        }
    }
}
