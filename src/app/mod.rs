//! The window's process: owns the session, executes commands, polls background work and opens file dialogs.
//!
//! Panels only read state and push commands; all changes happen in `App::logic`.

mod commands;
mod context;
mod dialogs;
mod gate;
mod jobs;
mod keys;
mod memory;
mod opening;
mod pages;
pub mod placing;
mod tools;
mod window;
mod workspace;

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::Instant;

use eframe::egui;

use crate::edit::gesture::statement::{self, End};
use crate::edit::session::{Session, Way};
use crate::model::id::DocumentId;
use crate::settings;
use crate::settings::{Reading, Settings};
use crate::shape::TextEngine;
use crate::store;
use crate::t;
use crate::text::marks::MarkCounts;
use crate::text::proclitic;
use crate::ui::article::DocumentView;
use crate::ui::command::Command;
use crate::ui::command::safety::Leaving;
use crate::ui::dialogs::paste::PasteDraft;
use crate::ui::panel_state::PanelState;
use crate::ui::shaped;
use crate::ui::state::{Dialog, Page, View};
use crate::ui::theme::Theme;
use context::{Context, Status};
use opening::Ready;
use pages::article::find;
use pages::{agreement, review};
use tools::{exchange, files};

/// Opens the window and returns when it is closed. `after_panic` is the message about the panic that closed the
/// previous window.
///
/// # Errors
/// No window can be opened here.
pub fn run(project: Option<PathBuf>, after_panic: Option<String>) -> anyhow::Result<()> {
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("Bayan")
            .with_app_id("bayan")
            .with_inner_size([1360.0, 860.0])
            .with_min_inner_size([640.0, 420.0])
            .with_drag_and_drop(true),
        persist_window: true,
        ..Default::default()
    };
    eframe::run_native(
        "bayan",
        options,
        Box::new(move |creation| {
            placing::settle(creation);
            let mut app = App::new(&creation.egui_ctx, TextEngine::new(), settings::load(), true, project);
            if let Some(said) = after_panic {
                app.tell_of_panic(said);
            }
            Ok(Box::new(app))
        }),
    )
    .map_err(|error| anyhow::anyhow!(error.to_string()))
}

/// Shows a message in a system dialog when the window is gone.
pub fn tell(text: &str) {
    rfd::MessageDialog::new().set_level(rfd::MessageLevel::Error).set_title("Bayan").set_description(text).show();
}

/// A project being read in the background.
type OpeningJob = jobs::Job<Box<Result<Ready, store::StoreError>>>;

/// The application behind the window.
pub struct App {
    /// The state that pages and tools share.
    cx: Context,
    finder: find::Finder,
    history: tools::History,
    reviewer: review::Reviewer,
    agreement: agreement::Agreement,
    exchange: exchange::Exchange,
    /// The invisible marks of each text, by its SHA-256; below, those of the article on screen.
    marks: HashMap<String, MarkCounts>,
    shown_marks: Option<MarkCounts>,
    /// Whether the keyboard layout has its Latin letters in other places than the US layout.
    letters_are_moved: bool,
    /// The passage last reported to the system as selected.
    told_selection: Option<crate::model::span::Span>,
    /// The article that the removal dialog asks about.
    removing: Option<DocumentId>,
    /// The bytes of the articles added since the project was opened, kept to read them in another encoding.
    sources: HashMap<DocumentId, Vec<u8>>,
    /// The latest files or texts that did not become articles.
    incoming: files::Incoming,
    /// Files being written, with the message to show afterwards.
    writings: Vec<jobs::Job<Result<String, String>>>,
    /// The export being written, with the message to show afterwards.
    exporting: jobs::Job<String>,
    /// File dialogs on screen.
    asking: Vec<jobs::Job<Option<files::PathAnswer>>>,
    /// Projects being read in the background; below, the one to show.
    openings: Vec<(PathBuf, OpeningJob)>,
    wanted: Option<PathBuf>,
    started: Instant,
    first_frame_logged: bool,
}

impl std::ops::Deref for App {
    type Target = Context;

    fn deref(&self) -> &Context {
        &self.cx
    }
}

impl std::ops::DerefMut for App {
    fn deref_mut(&mut self) -> &mut Context {
        &mut self.cx
    }
}

impl App {
    /// Sets the context up and opens the project, if one is given.
    ///
    /// `keep_settings` says whether settings are saved to the user's folder; tests leave it alone.
    pub fn new(
        ctx: &egui::Context,
        engine: TextEngine,
        settings: Settings,
        keep_settings: bool,
        project: Option<PathBuf>,
    ) -> Self {
        memory::set_up();
        shaped::install(ctx, engine);
        window::set_up(ctx, &settings);
        let waker = ctx.clone();
        let cx = Context {
            open: None,
            view: View {
                text_size_pt: settings.text_size_pt.clamp(10.0, 48.0),
                reading: settings.reading.clone().within_limits(),
                ..View::default()
            },
            document: DocumentView::default(),
            panels: PanelState::default(),
            drafts: dialogs::Drafts::default(),
            settings,
            keep_settings,
            status: Status::default(),
            gate: gate::Gate::default(),
            jobs: jobs::Jobs::new(move || waker.request_repaint()),
            queue: Vec::new(),
        };
        let mut app = Self {
            cx,
            finder: find::Finder::default(),
            history: tools::History::default(),
            reviewer: review::Reviewer::default(),
            agreement: agreement::Agreement::default(),
            exchange: exchange::Exchange::default(),
            marks: HashMap::new(),
            shown_marks: None,
            letters_are_moved: false,
            told_selection: None,
            removing: None,
            sources: HashMap::new(),
            incoming: files::Incoming::default(),
            writings: Vec::new(),
            exporting: jobs::Job::default(),
            asking: Vec::new(),
            openings: Vec::new(),
            wanted: None,
            started: Instant::now(),
            first_frame_logged: false,
        };
        if let Some(folder) = project {
            app.queue.push(Command::OpenProject(folder));
        }
        app
    }

    /// Requests a command, as a panel does.
    pub fn request(&mut self, command: Command) {
        self.cx.queue.push(command);
    }

    /// The open session, for tests.
    pub fn session(&self) -> Option<&Session> {
        self.cx.open.as_ref().map(|open| &open.session)
    }

    /// The current view, for tests.
    pub fn view(&self) -> &View {
        &self.cx.view
    }

    /// The byte position of the article's caret, for tests.
    pub fn caret_byte(&self) -> usize {
        self.cx.document.caret_byte()
    }

    /// The user's settings, for tests.
    pub fn settings(&self) -> &Settings {
        &self.cx.settings
    }

    /// Reports the files written in the background and the jobs that failed.
    fn drain_jobs(&mut self) {
        let written: Vec<_> = self.writings.iter_mut().filter_map(jobs::Job::poll).collect();
        self.writings.retain(jobs::Job::is_running);
        for written in written {
            match written {
                Ok(said) => self.cx.say(said),
                Err(said) => self.cx.complain(said),
            }
        }
        if let Some(said) = self.exporting.poll() {
            self.cx.drafts.export_status.clone_from(&said);
            self.cx.say(said);
        }
        let failures: Vec<String> = self.cx.jobs.failures().collect();
        for failure in failures {
            self.cx.complain(failure);
        }
    }

    fn execute(&mut self, ctx: &egui::Context, command: Command) {
        match command {
            Command::NewProject => {
                self.cx.drafts = dialogs::Drafts::default();
                self.cx.view.dialog = Some(Dialog::NewProject);
            }
            Command::ChooseNewFolder => self.ask_for(files::Question::NewFolder),
            Command::CreateProject { title, folder } => self.create_project(ctx, &title, &folder),
            Command::UsePath(path) => self.use_typed_path(path),
            Command::OpenProjectDialog => self.ask_for(files::Question::Open),
            Command::OpenProject(folder) => self.open_project(ctx, &folder),
            Command::OpenSample => match files::sample_folder() {
                Ok(folder) => self.open_project(ctx, &folder),
                Err(error) => self.cx.complain(error),
            },
            Command::CloseProject => {
                if self.leave(ctx, Leaving::CloseProject) {
                    self.close_to_welcome(ctx);
                }
            }
            Command::SaveNow => self.save_now(),
            Command::SaveCopyDialog => self.ask_for(files::Question::CopyTo),
            Command::SaveCopyTo(folder) => self.copy_to(&folder),
            Command::ExportTo(path) => self.export_to(&path),
            Command::SetAnnotator(annotator) => self.write_as(ctx, annotator),
            Command::Ownership(command) => self.whose(ctx, command),
            Command::AddArticlesDialog => self.ask_for(files::Question::Add),
            Command::AddArticles(files) => self.add_articles(&files),
            Command::PasteArticle => {
                self.cx.drafts.paste = PasteDraft { focus: true, ..PasteDraft::default() };
                self.cx.view.dialog = Some(Dialog::Paste);
            }
            Command::AddAnyway => self.add_anyway(),
            Command::AddPasted(text) => self.add_pasted(text),
            Command::ShowDocument(document) => {
                self.finish_correcting();
                self.cx.view.document = Some(document);
                self.cx.view.selected = None;
                self.cx.view.selection = None;
            }
            Command::ReadAs(document, encoding) => self.read_as(&document, encoding),
            Command::ToggleExcluded => self.toggle_excluded(),
            Command::Select(span) => self.cx.view.selection = span.map(|span| self.snapped(span)),
            Command::GoTo(caret) => self.go_to(caret),
            Command::SelectStatement(id) => self.select_statement(id),
            Command::KeepStatement(id) => self.keep_statement(id),
            Command::LetGo => self.let_go(),
            Command::Copy => self.copy(ctx, false),
            Command::CopyWithSource => self.copy(ctx, true),
            Command::ChooseLink(index) => self.cx.view.link = self.cx.view.selected.map(|id| (id, index)),
            Command::RemoveArticle(id) => self.remove_article(id),
            Command::RemoveArticleNow(id) => {
                self.remove_article_now(&id);
            }
            Command::NextStatement => self.step_statement(1),
            Command::PreviousStatement => self.step_statement(-1),
            Command::MakeKind(kind) => self.make_kind(kind),
            Command::SetParty(party) => self.set_party(party),
            Command::PreferParty(party) => {
                // The edit may have been refused.
                if self.cx.open.as_ref().is_some_and(|open| open.session.project().party(&party).is_some()) {
                    self.cx.view.party = Some(party);
                }
            }
            Command::TakeParty(party) => {
                let found = self.cx.open.as_ref().and_then(|open| open.session.project().party(&party));
                if let Some(name) = found.map(|party| party.name.clone()) {
                    self.cx.view.party = Some(party);
                    self.cx.say(t!("status-party-here", name = name));
                }
            }
            Command::AddReporter(_) if self.selected().is_none() => self.cx.say(t!("not-statement")),
            Command::AddReporter(party) => {
                self.change_selected("gesture-reporter-add", |old| statement::add_reporter(old, party));
            }
            Command::SetCue(index) => self.set_link_span(index, |link, span| link.cue = Some(span)),
            Command::SetMention(index) => self.set_link_span(index, |link, span| link.mention = Some(span)),
            Command::SetOuterCue => self.set_link_span(Some(0), |link, span| link.cue = Some(span)),
            Command::SetOuterMention => self.set_link_span(Some(0), |link, span| link.mention = Some(span)),
            Command::AddSpan => self.add_span(),
            Command::MoveStart(by) => self.move_end(End::Start, by),
            Command::MoveEnd(by) => self.move_end(End::End, by),
            Command::MoveStartPastProclitic => self.move_start(proclitic::next_start),
            Command::MoveStartBeforeProclitic => self.move_start(proclitic::previous_start),
            Command::TrimEnds => self.trim_ends(),
            Command::ToggleSnapToWords => {
                self.cx.settings.snap_to_words = !self.cx.settings.snap_to_words;
                self.save_settings();
                self.cx.say(if self.cx.settings.snap_to_words { t!("status-snap-on") } else { t!("status-snap-off") });
            }
            Command::Duplicate => {
                if let Some(old) = self.selected() {
                    let copy = statement::duplicate(old, jiff::Timestamp::now());
                    self.add_statement(copy, "gesture-statement-duplicate");
                }
            }
            Command::DeleteSelected if self.cx.view.correcting.is_some() => {
                let gone = self.cx.view.selected;
                self.rewrite_gold("gesture-statement-delete", None, |own| own.retain(|s| Some(s.id) != gone));
            }
            Command::DeleteSelected => self.delete_selected(),
            Command::Apply { gesture, edit, merge_key } => {
                self.cx.apply(gesture, *edit, merge_key);
                self.forget_what_is_gone();
            }
            Command::Say(text) => self.cx.say(text),
            Command::EndGesture => {
                if let Some(open) = &mut self.cx.open {
                    open.session.end_gesture();
                }
            }
            Command::Undo => self.take_step(Way::Undo, None),
            Command::Redo => self.take_step(Way::Redo, None),
            Command::ShowPage(page) => self.show_page(page),
            Command::Work(command) => self.work(command),
            Command::Exchange(command) => self.exchange(command),
            Command::Review(command) => self.review(ctx, command),
            Command::Agreement(command) => self.agree(ctx, command),
            Command::TogglePalette => self.toggle(Dialog::Palette),
            Command::ToggleShortcuts => self.toggle(Dialog::Shortcuts),
            Command::ShowProblems => self.cx.view.dialog = Some(Dialog::Problems),
            Command::ShowExport => {
                self.cx.drafts.export_news = None;
                self.cx.view.dialog = Some(Dialog::Export);
            }
            Command::ToggleTheme => {
                let dark = ctx.global_style().visuals.dark_mode;
                self.cx.set_theme(ctx, Theme::from_name(self.cx.settings.theme.as_deref()).next(dark));
            }
            Command::SetTheme(theme) => self.cx.set_theme(ctx, theme),
            Command::ShowReading => self.toggle(Dialog::Reading),
            Command::SetReading(reading) => self.cx.set_reading(reading.within_limits()),
            Command::ToggleMarks => {
                let reading = self.cx.view.reading.clone();
                self.cx.set_reading(Reading { invisible_marks: !reading.invisible_marks, ..reading });
            }
            Command::ToggleCards => {
                let reading = self.cx.view.reading.clone();
                self.cx.set_reading(Reading { margin_cards: !reading.margin_cards, ..reading });
            }
            Command::ToggleRelations => self.cx.view.show_relations = !self.cx.view.show_relations,
            Command::LargerText | Command::SmallerText => {
                let by = if matches!(command, Command::LargerText) { 1.0 } else { -1.0 };
                self.cx.view.text_size_pt = (self.cx.view.text_size_pt + by).clamp(10.0, 48.0);
                self.cx.settings.text_size_pt = self.cx.view.text_size_pt;
                self.save_settings();
            }
            Command::FocusFilter => {
                ctx.memory_mut(|memory| memory.request_focus(crate::ui::panels::statements::filter_id()))
            }
            Command::OpenFind => self.open_find(ctx),
            Command::CloseFind => self.close_find(ctx),
            Command::FindNext => self.step_hit(ctx, true),
            Command::FindPrevious => self.step_hit(ctx, false),
            Command::CloseDialog => self.close_dialog(),
            Command::Safety(command) => self.execute_history(ctx, command),
            Command::Outside(command) => self.execute_outside(ctx, command),
            Command::Quit => ctx.send_viewport_cmd(egui::ViewportCommand::Close),
        }
    }

    /// Executes the commands requested so far.
    fn do_all(&mut self, ctx: &egui::Context) {
        for command in std::mem::take(&mut self.cx.queue) {
            // A text may be large, and adding one never needs a question.
            self.cx.gate.executing = (!matches!(command, Command::AddPasted(_))).then(|| command.clone());
            self.execute(ctx, command);
        }
        self.cx.gate.executing = None;
    }

    /// Counts the invisible marks of the article on screen, once per text.
    fn count_marks(&mut self) {
        self.shown_marks = self.content().map(|content| {
            let count = || MarkCounts::of(content.as_str());
            match self.marks.get(content.sha256()) {
                Some(counts) => *counts,
                None => *self.marks.entry(content.sha256().to_owned()).or_insert_with(count),
            }
        });
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.cx.view.scroll_to_byte = None;
        self.cx.view.place_caret = None;
        #[cfg(debug_assertions)]
        tools::panic_where_asked();
        self.take_paths();
        self.take_tags();
        self.drain_history();
        self.drain_jobs();
        self.take_opened(ctx);
        self.do_all(ctx);
        self.ask_again_for_path();
        self.take_input(ctx);
        self.do_all(ctx);
        for page in Page::ALL {
            (pages::behavior(*page).work)(self, ctx);
        }
        self.count_marks();
        self.save_soon(ctx);
        self.go_on_leaving(ctx);
        if ctx.input(|input| input.viewport().close_requested()) {
            self.close_when_saved(ctx);
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.window(ui);
        self.copy_where_nobody_has(ui.ctx());
        self.tell_selection(ui.ctx());
        if !self.cx.queue.is_empty() {
            ui.ctx().request_repaint();
        }
        if !self.first_frame_logged {
            self.first_frame_logged = true;
            tracing::info!(elapsed_ms = self.started.elapsed().as_millis(), "first frame");
        }
    }
}
