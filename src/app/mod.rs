//! The window's process: owns the session, drains commands and background work, talks to the file dialogs.
//!
//! Panels only read and push commands; everything that changes anything happens in `App::logic`.

mod commands;
mod dialogs;
mod jobs;
mod keys;
mod memory;
mod pages;
pub mod placing;
mod tools;
mod window;
mod workspace;

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use eframe::egui;

use crate::disk;
use crate::edit::change::{Edit, Touched};
use crate::edit::session::{Session, Way};
use crate::model::gesture::Gesture;
use crate::model::id::{AnnotatorId, DocumentId, PartyId, StatementId};
use crate::model::span::Span;
use crate::model::statement::{Link, Quotation, Statement};
use crate::settings;
use crate::settings::{Reading, Settings};
use crate::shape::TextEngine;
use crate::store;
use crate::store::LockError;
use crate::t;
use crate::text::content::Content;
use crate::text::marks::MarkCounts;
use crate::text::{edges, proclitic, segment};
use crate::ui::article::DocumentView;
use crate::ui::command::Command;
use crate::ui::command::safety::Leaving;
use crate::ui::dialogs::paste::PasteDraft;
use crate::ui::panel_state::PanelState;
use crate::ui::shaped;
use crate::ui::state::{Caret, Dialog, View};
use crate::ui::theme::Theme;
use pages::article::find;
use pages::{agreement, review};
use tools::{exchange, files, whose};
use workspace::outside::{Access, Outside};

/// How long typing may go on before what there is of it goes into the journal.
const TYPING: Duration = Duration::from_millis(400);
/// Projects up to this size are read within a frame; larger ones in the background, while the window answers.
const OPENED_AT_ONCE_BYTES: u64 = 1_500_000;

/// Opens the window and returns when it is closed. `after_panic` is what is to be said of the panic before it.
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

/// Says something in a dialog of the system, where the window is gone.
pub fn tell(text: &str) {
    rfd::MessageDialog::new().set_level(rfd::MessageLevel::Error).set_title("Bayan").set_description(text).show();
}

/// Reads a project for writing, or for reading only where it is open elsewhere.
fn read_project(
    ctx: &egui::Context,
    folder: &Path,
    person: &AnnotatorId,
    access: &Access,
) -> Result<Ready, store::StoreError> {
    let choose = |project: &crate::model::project::Project| whose::own_name(project, person);
    let wake = {
        let ctx = ctx.clone();
        move || ctx.request_repaint()
    };
    // Nothing is left in a folder that is no project.
    if !folder.join("project.ron").exists() {
        store::open(folder)?;
    }
    let lock = match access {
        Access::Whole => store::Lock::acquire(folder),
        Access::Anyway => store::Lock::acquire_anyway(folder),
        Access::Layers(annotator) => store::Lock::acquire_layers(folder, annotator),
    };
    let (refused, locked) = match lock {
        Ok(lock) => match store::keeping::open(folder, lock, disk::chosen(), choose, wake) {
            Ok(opened) => return Ok(Ready::for_writing(folder, opened)),
            // What cannot be kept before it is written anew is not written.
            Err(error @ store::StoreError::Backup { .. }) => (error.to_string(), None),
            Err(error) => return Err(error),
        },
        Err(refused) => (refused.to_string(), Some(refused)),
    };
    let opened = store::open(folder)?;
    let annotator = choose(&opened.project);
    let session = Session::new(opened.project, annotator);
    let (mut problems, protected) = (opened.problems, opened.protected);
    problems.extend(opened.notes);
    let outside = Outside::new(folder, locked, None);
    Ok(Ready { session, keeper: None, problems, protected, refused: Some(refused), outside, came_back: Vec::new() })
}

/// The program behind the window.
pub struct App {
    open: Option<Open>,
    view: View,
    document: DocumentView,
    panels: PanelState,
    drafts: dialogs::Drafts,
    finder: find::Finder,
    history: tools::History,
    reviewer: review::Reviewer,
    agreement: agreement::Agreement,
    whose: whose::Whose,
    /// The invisible marks of each text, by its SHA-256, and of the one that is shown.
    marks: HashMap<String, MarkCounts>,
    shown_marks: Option<MarkCounts>,
    queue: Vec<Command>,
    /// The layout has its Latin letters elsewhere than the US one.
    letters_are_moved: bool,
    /// The passage that the system was last told of as selected.
    told_selection: Option<crate::model::span::Span>,
    /// The article about whose removal is asked.
    removing: Option<DocumentId>,
    settings: Settings,
    keep_settings: bool,
    status: Status,
    /// The bytes of the articles that were added since the project was opened, to read them in another encoding.
    sources: HashMap<DocumentId, Vec<u8>>,
    /// What came last and did not become an article.
    incoming: files::Incoming,
    jobs: jobs::Jobs,
    /// Files that are being written, with what is to be said then.
    writings: Vec<jobs::Job<Result<String, String>>>,
    /// The export that is being written, with what is to be said then.
    exporting: jobs::Job<String>,
    /// File dialogs that are shown.
    asking: Vec<jobs::Job<Option<files::PathAnswer>>>,
    exchange: exchange::Exchange,
    /// Projects that are being read in the background, and the one of them that is to be shown.
    openings: Vec<(PathBuf, jobs::Job<Box<Result<Ready, store::StoreError>>>)>,
    wanted: Option<PathBuf>,
    started: Instant,
    first_frame_logged: bool,
}

/// An open project.
struct Open {
    folder: PathBuf,
    session: Session,
    problems: Vec<String>,
    /// Damaged files, which are never written.
    protected: store::Protected,
    /// `None` while the project is open elsewhere: then nothing is written.
    keeper: Option<store::Keeper>,
    /// Since when there is typing that the journal does not have.
    typing_since: Option<Instant>,
    /// What of the keeper's status was told.
    told: store::keeping::Status,
    /// What came back from the journal: when it was made, and what it is called. Empty once that was seen.
    came_back: Vec<(jiff::Timestamp, String)>,
    /// The last copy, and of which revision of the session it is.
    copy: Option<(PathBuf, u64)>,
    outside: Outside,
}

impl Drop for Open {
    fn drop(&mut self) {
        // Typing that was not handed over yet goes along also when the window falls to a panic.
        if let Some(keeper) = &mut self.keeper {
            keeper.take(&mut self.session, true);
        }
    }
}

/// A project that was read and is not shown yet.
struct Ready {
    session: Session,
    /// `None` where the project is open elsewhere.
    keeper: Option<store::Keeper>,
    problems: Vec<store::Problem>,
    protected: store::Protected,
    /// Why it is for reading only, or what else is to be said.
    refused: Option<String>,
    came_back: Vec<(jiff::Timestamp, String)>,
    outside: Outside,
}

impl Ready {
    fn for_writing(folder: &Path, opened: store::keeping::OpenForWriting) -> Self {
        let store::keeping::OpenForWriting {
            session,
            mut keeper,
            mut problems,
            notes,
            protected,
            only,
            left_behind,
            came_back,
            ..
        } = opened;
        problems.extend(notes);
        if let Err(error) = keeper.watch() {
            tracing::warn!(%error, "changes from outside are noticed only when something is saved");
        }
        let refused = left_behind.map(|note| {
            t!("status-left-behind", pid = note.pid.as_str(), since = crate::text::clock::when_noted(&note.since))
        });
        let outside = Outside::new(folder, None, only);
        Self { session, keeper: Some(keeper), problems, protected, refused, outside, came_back }
    }
}

/// How many problems of a project are kept in words.
const MOST_TOLD: usize = 1_000;

/// The line at the bottom.
#[derive(Default)]
struct Status {
    text: String,
    is_error: bool,
    /// What was done can be taken back from the line as long as the session is at this revision.
    undo_at: Option<u64>,
}

impl App {
    /// Sets the context up and opens the project, if one is given.
    ///
    /// `keep_settings` says whether settings are written to the person's folder; tests leave it alone.
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
        let mut app = Self {
            open: None,
            view: View {
                text_size_pt: settings.text_size_pt.clamp(10.0, 48.0),
                reading: settings.reading.clone().within_limits(),
                ..View::default()
            },
            document: DocumentView::default(),
            panels: PanelState::default(),
            drafts: dialogs::Drafts::default(),
            finder: find::Finder::default(),
            history: tools::History::default(),
            reviewer: review::Reviewer::default(),
            agreement: agreement::Agreement::default(),
            whose: whose::Whose::default(),
            marks: HashMap::new(),
            shown_marks: None,
            queue: Vec::new(),
            letters_are_moved: false,
            told_selection: None,
            removing: None,
            settings,
            keep_settings,
            status: Status::default(),
            sources: HashMap::new(),
            incoming: files::Incoming::default(),
            jobs: {
                let ctx = ctx.clone();
                jobs::Jobs::new(move || ctx.request_repaint())
            },
            writings: Vec::new(),
            exporting: jobs::Job::default(),
            asking: Vec::new(),
            exchange: exchange::Exchange::default(),
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

    /// Asks for something, as a panel does.
    pub fn request(&mut self, command: Command) {
        self.queue.push(command);
    }

    /// The open session, for tests.
    pub fn session(&self) -> Option<&Session> {
        self.open.as_ref().map(|open| &open.session)
    }

    /// What is shown, for tests.
    pub fn view(&self) -> &View {
        &self.view
    }

    /// Where the caret of the article is, in bytes, for tests.
    pub fn caret_byte(&self) -> usize {
        self.document.caret_byte()
    }

    /// What is remembered of this person, for tests.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    fn save_settings(&self) {
        if self.keep_settings {
            self.settings.save();
        }
    }

    fn say(&mut self, text: impl Into<String>) {
        self.status = Status { text: text.into(), ..Status::default() };
    }

    fn complain(&mut self, text: impl Into<String>) {
        let text = text.into();
        tracing::warn!(text = crate::locale::plain(&text), "told the user");
        self.status = Status { text, is_error: true, undo_at: None };
    }

    /// Opens a project and lets the one that was open go.
    fn open_project(&mut self, ctx: &egui::Context, folder: &Path) {
        self.open_project_as(ctx, folder, Access::Whole);
    }

    fn open_project_as(&mut self, ctx: &egui::Context, folder: &Path, access: Access) {
        // What is open stays open until it is written, and the other one is known to open.
        if !self.history.may_go && !self.leave(ctx, Leaving::Open(folder.to_owned())) {
            self.history.access = access;
            return;
        }
        self.wanted = None;
        // The project that is open is read here and now, so that nothing can be changed in it meanwhile; its own lock
        // would stand in the way.
        let again = self.open.as_ref().is_some_and(|open| open.folder == folder);
        if again {
            // It is locked for ourselves: it must be let go to be opened again, but not if it would not open.
            if let Err(error) = store::open(folder) {
                return self.complain(error.to_string());
            }
            self.close_project();
        }
        let person = self.person();
        if again || store::layout::size::size_bytes(folder) < OPENED_AT_ONCE_BYTES {
            return self.show_project(ctx, folder, read_project(ctx, folder, &person, &access));
        }
        self.say(t!("status-opening", path = folder.display().to_string()));
        self.wanted = Some(folder.to_owned());
        // Reading it twice at the same time would find it locked by the first.
        if self.openings.iter().any(|(path, _)| path == folder) {
            return;
        }
        let (waker, path) = (ctx.clone(), folder.to_owned());
        let reading = self.jobs.spawn_or_run("opener", move |_| {
            let opened = Box::new(read_project(&waker, &path, &person, &access));
            memory::give_back();
            opened
        });
        self.openings.push((folder.to_owned(), reading));
    }

    /// Shows the project that was read in the background, unless another one was asked for meanwhile.
    fn take_opened(&mut self, ctx: &egui::Context) {
        let mut read = Vec::new();
        self.openings.retain_mut(|(folder, reading)| {
            read.extend(reading.poll().map(|opened| (folder.clone(), opened)));
            reading.is_running()
        });
        for (folder, opened) in read {
            if self.wanted.as_ref() == Some(&folder) {
                self.wanted = None;
                self.show_project(ctx, &folder, *opened);
            }
        }
    }

    /// Shows a project that was read, in the place of the one that is open.
    fn show_project(&mut self, ctx: &egui::Context, folder: &Path, ready: Result<Ready, store::StoreError>) {
        let Ready { session, keeper, problems, protected, refused, outside, came_back } = match ready {
            Ok(ready) => ready,
            Err(store::StoreError::Unreadable(problem)) if problem.kind == store::ProblemKind::Missing => {
                return self.complain(t!("status-no-project", path = folder.display().to_string()));
            }
            Err(error) => return self.complain(error.to_string()),
        };
        self.save_now();
        if self.has_unwritten() {
            // It was changed while the other one was being read.
            return self.complain(t!("status-not-left"));
        }
        self.close_project();
        let project = session.project();
        // Conflicts have a list of their own, which they leave as they are settled; what came back has its strip.
        let is_told = |problem: &&store::Problem| {
            matches!(problem.kind, store::ProblemKind::Conflict { .. } | store::ProblemKind::Recovered(_))
        };
        let problems: Vec<store::Problem> = problems.into_iter().filter(|p| !is_told(&p)).collect();
        // Work of colleagues that has come in is listed, but no reason to stand in the way.
        let is_news = |problem: &store::Problem| {
            matches!(problem.kind, store::ProblemKind::ChangedOutside | store::ProblemKind::MergedBack(_))
        };
        let show_problems = problems.iter().any(|problem| !is_news(problem));
        // Conflict copies are told as long as they are there, and not from here.
        let mut told = problems.iter().filter(|problem| !matches!(problem.kind, store::ProblemKind::ConflictCopy(_)));
        // There may be any number of them: the first are told, and how many there are.
        let mut problems: Vec<String> = told.by_ref().take(MOST_TOLD).map(ToString::to_string).collect();
        let more = told.count();
        problems.extend((more > 0).then(|| t!("cli-more", count = more)));
        self.view = View {
            text_size_pt: self.view.text_size_pt,
            reading: self.view.reading.clone(),
            project: folder.display().to_string(),
            document: project.documents.keys().next().cloned(),
            party: project.parties.first().map(|party| party.id.clone()),
            dialog: match &outside.locked {
                Some(LockError::Held { .. } | LockError::Noted { .. }) => Some(Dialog::OpenElsewhere),
                _ => show_problems.then_some(Dialog::Problems),
            },
            ..View::default()
        };
        self.document = DocumentView::default();
        self.panels = PanelState::default();
        self.reviewer = review::Reviewer::default();
        self.agreement = agreement::Agreement::default();
        self.whose.forget();
        let title = t!("window-title", project = project.title.as_str());
        ctx.send_viewport_cmd(egui::ViewportCommand::Title(title));
        match refused {
            None => self.say(t!("status-opened", title = project.title.as_str())),
            Some(refused) => self.complain(refused),
        }
        self.settings.remember(folder);
        self.save_settings();
        self.open = Some(Open {
            folder: folder.to_owned(),
            told: keeper.as_ref().map(store::Keeper::status).unwrap_or_default(),
            session,
            problems,
            protected,
            keeper,
            typing_since: None,
            came_back,
            copy: None,
            outside,
        });
    }

    fn close_project(&mut self) {
        self.save_now();
        self.history.forget_project();
        self.exchange = exchange::Exchange::default();
        self.sources.clear();
        self.incoming = files::Incoming::default();
        if self.open.take().is_some() {
            memory::give_back();
        }
        self.view =
            View { text_size_pt: self.view.text_size_pt, reading: self.view.reading.clone(), ..View::default() };
    }

    fn close_to_welcome(&mut self, ctx: &egui::Context) {
        self.close_project();
        ctx.send_viewport_cmd(egui::ViewportCommand::Title("Bayan".into()));
    }

    /// Writes what is not on disk, here and now.
    fn save_now(&mut self) {
        let Some(open) = &mut self.open else { return };
        let Some(keeper) = &mut open.keeper else { return };
        let had = open.session.has_records() || keeper.status().saved < keeper.number();
        keeper.take(&mut open.session, true);
        open.typing_since = None;
        let mut result = keeper.wait_saved();
        // What others have written meanwhile comes in first.
        for _ in 0..5 {
            let keeper = self.open.as_ref().and_then(|open| open.keeper.as_ref());
            if !keeper.is_some_and(|keeper| keeper.status().has_news) {
                break;
            }
            self.take_news();
            let Some(keeper) = self.open.as_ref().and_then(|open| open.keeper.as_ref()) else { return };
            result = keeper.wait_saved();
        }
        match result {
            Ok(()) if had => self.say(t!("status-saved")),
            Ok(()) => {}
            Err(error) => self.complain(error),
        }
    }

    /// Hands what was done to the keeper, and says what it has to say.
    fn save_soon(&mut self, ctx: &egui::Context) {
        self.take_news();
        let Some(open) = &mut self.open else { return };
        let Some(keeper) = &mut open.keeper else { return };
        let waited = open.typing_since.map_or(Duration::ZERO, |since| since.elapsed());
        keeper.take(&mut open.session, waited >= TYPING);
        if open.session.has_records() {
            open.typing_since.get_or_insert_with(Instant::now);
            ctx.request_repaint_after(TYPING.saturating_sub(waited));
        } else {
            open.typing_since = None;
        }
        let status = keeper.status();
        let told = std::mem::replace(&mut open.told, status.clone());
        if let Some(error) = status.save_error.filter(|error| told.save_error.as_ref() != Some(error)) {
            self.complain(if status.journal_error.is_some() {
                t!("status-nothing-written", reason = error)
            } else {
                t!("status-journal-only", reason = error)
            });
        } else if told.save_error.is_some() && open.told.save_error.is_none() {
            // Otherwise the right end of the line says it, and what was done, or undone, stays to be read.
            self.say(t!("status-saved"));
        }
    }

    /// Whether something that was done is neither in the files nor in the journal.
    fn is_unsaved(&self) -> bool {
        let Some(open) = &self.open else { return false };
        open.keeper.as_ref().is_some_and(|keeper| open.session.has_records() || !keeper.is_durable())
    }

    /// Says what came of the files that were written in the background, and which jobs have failed.
    fn drain_jobs(&mut self) {
        let written: Vec<_> = self.writings.iter_mut().filter_map(jobs::Job::poll).collect();
        self.writings.retain(jobs::Job::is_running);
        for written in written {
            match written {
                Ok(said) => self.say(said),
                Err(said) => self.complain(said),
            }
        }
        if let Some(said) = self.exporting.poll() {
            self.drafts.export_status.clone_from(&said);
            self.say(said);
        }
        let failures: Vec<String> = self.jobs.failures().collect();
        for failure in failures {
            self.complain(failure);
        }
    }

    /// Whether these files are ours to change; if not, it is said why.
    fn may_change(&mut self, files: &BTreeSet<Touched>) -> bool {
        let Some(open) = &self.open else { return false };
        // What cannot be written must not look as if it were: such an edit is refused at once.
        if open.keeper.is_none() {
            self.complain(t!("status-refused-elsewhere"));
            return false;
        }
        if let Some(why) = files.iter().find_map(|file| open.is_foreign(file)) {
            self.complain(why);
            return false;
        }
        if let Some(file) = open.protected.first_of(files) {
            let path = store::path_of(&open.folder, file).display().to_string();
            self.complain(t!("status-refused-protected", path = path));
            return false;
        }
        true
    }

    fn apply(&mut self, gesture: impl Into<Gesture>, edit: Edit, merge_key: Option<String>) -> bool {
        let gesture = gesture.into();
        let Some(open) = &self.open else { return false };
        let mut files = BTreeSet::new();
        edit.touches(open.session.project(), &mut files);
        if !self.may_change(&files) || self.asks_first(&files, &gesture, &edit, merge_key.as_deref()) {
            return false;
        }
        let Some(open) = &mut self.open else { return false };
        let is_progress = matches!(edit, Edit::SetProgress { .. });
        match open.session.apply_merging(gesture, edit, merge_key) {
            Ok(()) => {
                self.note_changed(&files, is_progress);
                true
            }
            Err(error) => {
                self.complain(error.to_string());
                false
            }
        }
    }

    fn execute(&mut self, ctx: &egui::Context, command: Command) {
        match command {
            Command::NewProject => {
                self.drafts = dialogs::Drafts::default();
                self.view.dialog = Some(Dialog::NewProject);
            }
            Command::ChooseNewFolder => self.ask_for(files::Question::NewFolder),
            Command::CreateProject { title, folder } => self.create_project(ctx, &title, &folder),
            Command::UsePath(path) => self.use_typed_path(path),
            Command::OpenProjectDialog => self.ask_for(files::Question::Open),
            Command::OpenProject(folder) => self.open_project(ctx, &folder),
            Command::OpenSample => match files::sample_folder() {
                Ok(folder) => self.open_project(ctx, &folder),
                Err(error) => self.complain(error),
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
                self.drafts.paste = PasteDraft { focus: true, ..PasteDraft::default() };
                self.view.dialog = Some(Dialog::Paste);
            }
            Command::AddAnyway => self.add_anyway(),
            Command::AddPasted(text) => self.add_pasted(text),
            Command::ShowDocument(document) => {
                self.finish_correcting();
                self.view.document = Some(document);
                self.view.selected = None;
                self.view.selection = None;
            }
            Command::ReadAs(document, encoding) => self.read_as(&document, encoding),
            Command::ToggleExcluded => self.toggle_excluded(),
            Command::Select(span) => self.view.selection = span.map(|span| self.snapped(span)),
            Command::GoTo(caret) => self.go_to(caret),
            Command::SelectStatement(id) => self.select_statement(id),
            Command::KeepStatement(id) => self.keep_statement(id),
            Command::LetGo => self.let_go(),
            Command::Copy => self.copy(ctx, false),
            Command::CopyWithSource => self.copy(ctx, true),
            Command::ChooseLink(index) => self.view.link = self.view.selected.map(|id| (id, index)),
            Command::RemoveArticle(id) => self.remove_article(id),
            Command::RemoveArticleNow(id) => {
                self.remove_article_now(&id);
            }
            Command::NextStatement => self.step_statement(1),
            Command::PreviousStatement => self.step_statement(-1),
            Command::MakeKind(kind) => self.make_kind(kind),
            Command::SetParty(party) => self.set_party(party),
            Command::PreferParty(party) => {
                // It may have been refused.
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
            Command::AddReporter(_) if self.selected().is_none() => self.say(t!("not-statement")),
            Command::AddReporter(party) => self.change_selected("gesture-reporter-add", |statement| {
                statement.chain.insert(0, Link { party, cue: None, mention: None });
            }),
            Command::SetCue(index) => self.set_link_span(index, |link, span| link.cue = Some(span)),
            Command::SetMention(index) => self.set_link_span(index, |link, span| link.mention = Some(span)),
            Command::SetOuterCue => self.set_link_span(Some(0), |link, span| link.cue = Some(span)),
            Command::SetOuterMention => self.set_link_span(Some(0), |link, span| link.mention = Some(span)),
            Command::AddSpan => self.add_span(),
            Command::MoveStart(by) => self.move_edge(true, by),
            Command::MoveEnd(by) => self.move_edge(false, by),
            Command::MoveStartPastProclitic => self.move_start(proclitic::next_start),
            Command::MoveStartBeforeProclitic => self.move_start(proclitic::previous_start),
            Command::TrimEnds => self.trim_ends(),
            Command::ToggleSnapToWords => {
                self.settings.snap_to_words = !self.settings.snap_to_words;
                self.save_settings();
                self.say(if self.settings.snap_to_words { t!("status-snap-on") } else { t!("status-snap-off") });
            }
            Command::Duplicate => {
                if let Some(mut copy) = self.selected().cloned() {
                    copy.id = StatementId::generate();
                    copy.created = jiff::Timestamp::now();
                    self.add_statement(copy, "gesture-statement-duplicate");
                }
            }
            Command::DeleteSelected if self.view.correcting.is_some() => {
                let gone = self.view.selected;
                self.rewrite_gold("gesture-statement-delete", None, |own| own.retain(|s| Some(s.id) != gone));
            }
            Command::DeleteSelected => self.delete_selected(),
            Command::Apply { gesture, edit, merge_key } => {
                self.apply(gesture, *edit, merge_key);
                self.forget_what_is_gone();
            }
            Command::Say(text) => self.say(text),
            Command::EndGesture => {
                if let Some(open) = &mut self.open {
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
            Command::ShowExport => {
                self.drafts.export_news = None;
                self.view.dialog = Some(Dialog::Export);
            }
            Command::ToggleTheme => {
                let dark = ctx.global_style().visuals.dark_mode;
                self.set_theme(ctx, Theme::from_name(self.settings.theme.as_deref()).next(dark));
            }
            Command::SetTheme(theme) => self.set_theme(ctx, theme),
            Command::ShowReading => self.toggle(Dialog::Reading),
            Command::SetReading(reading) => self.set_reading(reading.within_limits()),
            Command::ToggleMarks => {
                let reading = self.view.reading.clone();
                self.set_reading(Reading { invisible_marks: !reading.invisible_marks, ..reading });
            }
            Command::ToggleCards => {
                let reading = self.view.reading.clone();
                self.set_reading(Reading { margin_cards: !reading.margin_cards, ..reading });
            }
            Command::ToggleRelations => self.view.show_relations = !self.view.show_relations,
            Command::LargerText | Command::SmallerText => {
                let by = if matches!(command, Command::LargerText) { 1.0 } else { -1.0 };
                self.view.text_size_pt = (self.view.text_size_pt + by).clamp(10.0, 48.0);
                self.settings.text_size_pt = self.view.text_size_pt;
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

    /// Does what was asked for so far.
    fn do_all(&mut self, ctx: &egui::Context) {
        for command in std::mem::take(&mut self.queue) {
            // A text may be large, and adding one is nothing that is asked about.
            self.whose.executing = (!matches!(command, Command::AddPasted(_))).then(|| command.clone());
            self.execute(ctx, command);
        }
        self.whose.executing = None;
    }

    fn toggle(&mut self, dialog: Dialog) {
        self.view.dialog = if self.view.dialog == Some(dialog) { None } else { Some(dialog) };
    }

    fn layer_key(&self) -> Option<(crate::model::id::DocumentId, AnnotatorId)> {
        Some((self.view.document.clone()?, self.open.as_ref()?.session.annotator().clone()))
    }

    /// The layer that the keys change: one's own, or gold while that is corrected.
    fn layer(&self) -> Option<&crate::model::layer::Layer> {
        let open = self.open.as_ref()?;
        if self.view.correcting.is_some() {
            return open.session.project().gold(self.view.document.as_ref()?);
        }
        open.session.project().layer(self.view.document.as_ref()?, open.session.annotator())
    }

    fn selected(&self) -> Option<&Statement> {
        self.layer()?.statement(self.view.selected?)
    }

    fn select_statement(&mut self, id: Option<StatementId>) {
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

    fn step_statement(&mut self, by: isize) {
        let Some(layer) = self.layer().filter(|layer| !layer.is_empty()) else {
            return self.say(t!("not-any-statement"));
        };
        let count = layer.len();
        let next = match (self.view.selected.and_then(|id| layer.place(id)), by > 0) {
            (Some(at), true) => (at + 1) % count,
            (Some(at), false) => (at + count - 1) % count,
            (None, true) => 0,
            (None, false) => count.saturating_sub(1),
        };
        let next = layer.nth(next).map(|statement| statement.id);
        self.view.selection = None;
        self.select_statement(next);
    }

    fn add_statement(&mut self, statement: Statement, gesture: &'static str) {
        if self.view.correcting.is_some() {
            let id = statement.id;
            self.rewrite_gold(gesture, None, |statements| statements.push(statement));
            self.view.selected = Some(id);
            self.view.selection = None;
            return self.check_correcting();
        }
        let Some(layer) = self.layer_key() else { return };
        let id = statement.id;
        if self.apply(gesture, Edit::AddStatement { layer, statement: Box::new(statement) }, None) {
            self.view.selected = Some(id);
            self.view.selection = None;
        }
    }

    fn make_kind(&mut self, kind: crate::model::id::KindId) {
        if let Some(span) = self.view.selection {
            let Some(document) = self
                .open
                .as_ref()
                .zip(self.view.document.as_ref())
                .and_then(|(open, id)| open.session.project().documents.get(id))
            else {
                return;
            };
            let range = segment::trim(document.content.as_str(), span.range());
            if range.is_empty() {
                return self.complain(t!("status-nothing-selected"));
            }
            let now = jiff::Timestamp::now();
            let quotation = quotation_of(document.content.as_str(), range.clone().into());
            let chain =
                self.view.party.iter().map(|party| Link { party: party.clone(), cue: None, mention: None }).collect();
            let statement =
                Statement { chain, quotation: Some(quotation), ..Statement::new(kind, vec![range.into()], now) };
            self.add_statement(statement, "gesture-statement-add");
        } else if self.selected().is_some() {
            self.change_selected("gesture-kind", |statement| statement.kind = kind);
        } else {
            self.say(t!("status-nothing-selected"));
        }
    }

    fn set_party(&mut self, party: PartyId) {
        self.view.party = Some(party.clone());
        if self.view.selection.is_none() && self.selected().is_some() {
            self.change_selected("gesture-speaker", |statement| match statement.chain.last_mut() {
                Some(link) if link.party != party => *link = Link { party, cue: None, mention: None },
                Some(_) => {}
                None => statement.chain.push(Link { party, cue: None, mention: None }),
            });
        }
    }

    fn set_link_span(&mut self, index: Option<usize>, set: impl FnOnce(&mut Link, Span)) {
        let Some(span) = self.view.selection else { return self.say(t!("status-select-first")) };
        let Some(statement) = self.selected() else { return self.say(t!("not-statement")) };
        let focused = self.view.link.filter(|(id, _)| *id == statement.id).map(|(_, index)| index);
        let last = statement.chain.len().saturating_sub(1);
        let index = index.or(focused).unwrap_or(last);
        if index > last || statement.chain.is_empty() {
            return self.say(t!("not-link"));
        }
        self.change_selected("gesture-cue-or-mention", |statement| {
            if let Some(link) = statement.chain.get_mut(index) {
                set(link, span);
            }
        });
        self.view.selection = None;
    }

    fn add_span(&mut self) {
        let Some(span) = self.view.selection else { return self.say(t!("status-select-first")) };
        self.change_selected("gesture-span-add", |statement| {
            statement.spans.push(span);
            statement.spans.sort();
        });
        self.view.selection = None;
    }

    fn move_edge(&mut self, start: bool, by: isize) {
        let Some(document) = self
            .open
            .as_ref()
            .zip(self.view.document.as_ref())
            .and_then(|(open, id)| open.session.project().documents.get(id))
        else {
            return;
        };
        let content = document.content.clone();
        let text = content.as_str();
        let step = |byte: usize| match by {
            // A statement begins where a word begins, and ends where one ends.
            2.. if start => segment::next_word(text, byte),
            2.. => segment::next_word_end(text, byte),
            1 => segment::next_grapheme(text, byte),
            -1 => segment::previous_grapheme(text, byte),
            _ if start => segment::previous_word(text, byte),
            _ => segment::previous_word_end(text, byte),
        };
        self.change_selected("gesture-span-edge", |statement| {
            let (Some(first), Some(last)) = (statement.spans.first().copied(), statement.spans.last().copied()) else {
                return;
            };
            if start {
                let moved = step(first.start_byte);
                if moved < first.end_byte
                    && let Some(span) = statement.spans.first_mut()
                {
                    span.start_byte = moved;
                }
            } else {
                let moved = step(last.end_byte);
                if moved > last.start_byte
                    && let Some(span) = statement.spans.last_mut()
                {
                    span.end_byte = moved;
                }
            }
        });
    }

    /// The text of the article that is shown.
    fn content(&self) -> Option<Content> {
        let documents = &self.open.as_ref()?.session.project().documents;
        documents.get(self.view.document.as_ref()?).map(|document| document.content.clone())
    }

    /// Selects a passage for the document, whose caret follows.
    fn select_here(&mut self, span: Span) {
        self.view.selection = Some(span);
        self.view.place_caret = Some(Caret { anchor_byte: span.start_byte, focus_byte: span.end_byte });
    }

    fn go_to(&mut self, caret: Caret) {
        let Some(content) = self.content() else { return };
        let at = |byte: usize| segment::grapheme_floor(content.as_str(), byte);
        let caret = Caret { anchor_byte: at(caret.anchor_byte), focus_byte: at(caret.focus_byte) };
        let (start, end) = (caret.anchor_byte.min(caret.focus_byte), caret.anchor_byte.max(caret.focus_byte));
        self.view.selection = (start < end).then(|| Span::new(start, end));
        self.view.place_caret = Some(caret);
        self.view.scroll_to_byte = Some(start);
    }

    /// The selection as it is kept: grown to whole words where that is wanted.
    fn snapped(&self, span: Span) -> Span {
        match self.content().filter(|_| self.settings.snap_to_words) {
            Some(content) => edges::snap_to_words(content.as_str(), span.range()).into(),
            None => span,
        }
    }

    /// Moves the start of the selection, or else of the selected statement, to another place in its word.
    fn move_start(&mut self, to: fn(&str, usize) -> usize) {
        let Some(content) = self.content() else { return };
        let moved = |span: Span| {
            let start = to(content.as_str(), span.start_byte);
            (start < span.end_byte && start != span.start_byte).then(|| Span::new(start, span.end_byte))
        };
        let old = self.view.selection.or_else(|| self.selected()?.spans.first().copied());
        let Some(new) = old.and_then(moved) else { return self.say(t!("status-no-proclitic")) };
        if self.view.selection.is_some() {
            self.select_here(new);
        } else {
            self.change_selected("gesture-span-edge", |statement| {
                if let Some(first) = statement.spans.first_mut() {
                    *first = new;
                }
            });
        }
    }

    fn trim_ends(&mut self) {
        let Some(content) = self.content() else { return };
        let trimmed = |span: Span| {
            let range = edges::trim_quotes(content.as_str(), span.range());
            if range.is_empty() { span } else { range.into() }
        };
        if let Some(span) = self.view.selection {
            self.select_here(trimmed(span));
        } else {
            self.change_selected("gesture-span-edge", |statement| {
                for span in &mut statement.spans {
                    *span = trimmed(*span);
                }
            });
        }
    }

    fn set_theme(&mut self, ctx: &egui::Context, theme: Theme) {
        theme.apply(ctx);
        self.settings.theme = theme.as_str().map(str::to_owned);
        self.save_settings();
    }

    fn set_reading(&mut self, reading: Reading) {
        self.settings.reading = reading.clone();
        self.view.reading = reading;
        self.save_settings();
    }

    /// Counts the invisible marks of the article that is shown, once for each text.
    fn count_marks(&mut self) {
        self.shown_marks = self.content().map(|content| {
            let count = || MarkCounts::of(content.as_str());
            match self.marks.get(content.sha256()) {
                Some(counts) => *counts,
                None => *self.marks.entry(content.sha256().to_owned()).or_insert_with(count),
            }
        });
    }

    fn change_selected(&mut self, gesture: &'static str, change: impl FnOnce(&mut Statement)) {
        let (Some(old), Some(layer)) = (self.selected(), self.layer_key()) else {
            return self.say(t!("not-statement"));
        };
        let mut statement = old.clone();
        change(&mut statement);
        if statement == *old {
            self.say(t!("status-nothing-changed"));
        } else {
            statement.modified = jiff::Timestamp::now();
            if self.view.correcting.is_some() {
                return self.rewrite_gold(gesture, None, |statements| {
                    for own in statements.iter_mut().filter(|own| own.id == statement.id) {
                        own.clone_from(&statement);
                    }
                });
            }
            self.apply(gesture, Edit::ReplaceStatement { layer, statement: Box::new(statement) }, None);
        }
    }

    fn toggle_excluded(&mut self) {
        let Some(span) = self.view.selection else { return self.say(t!("status-select-first")) };
        let Some(document) = self
            .open
            .as_ref()
            .zip(self.view.document.as_ref())
            .and_then(|(open, id)| open.session.project().documents.get(id))
        else {
            return;
        };
        let mut excluded: Vec<Span> = document.excluded.iter().copied().filter(|old| !old.overlaps(span)).collect();
        let back = document.excluded.len() - excluded.len();
        if back == 0 {
            excluded.push(span);
            excluded.sort();
        }
        let edit = Edit::SetExcluded { document: document.id.clone(), excluded };
        if self.apply("gesture-excluded", edit, None) && back > 0 {
            self.say_with_undo(t!("status-part-again", count = back));
        }
        self.view.selection = None;
    }

    /// After an undo: what is selected may not exist any more.
    fn forget_what_is_gone(&mut self) {
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
        if self.selected().is_none() {
            self.view.selected = None;
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.view.scroll_to_byte = None;
        self.view.place_caret = None;
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
        self.find_in_background();
        self.review_in_background();
        self.agree_in_background(ctx);
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
        if !self.queue.is_empty() {
            ui.ctx().request_repaint();
        }
        if !self.first_frame_logged {
            self.first_frame_logged = true;
            tracing::info!(elapsed_ms = self.started.elapsed().as_millis(), "first frame");
        }
    }
}

/// Direct speech if the passage lies between quotation marks or is made of them, else indirect.
fn quotation_of(text: &str, span: Span) -> Quotation {
    // A quotation that began longer ago than this is none: in a text without line breaks nothing else bounds the search.
    let far = segment::grapheme_floor(text, span.start_byte.saturating_sub(8 * 1024));
    let paragraph =
        text.get(far..span.start_byte).map_or(far, |before| before.rfind('\n').map_or(far, |at| far + at + 1));
    let before = text.get(paragraph..span.start_byte).unwrap_or_default();
    let inside = text.get(span.range()).unwrap_or_default();
    let opened = |part: &str| {
        let straight = part.matches('"').count() % 2 == 1;
        let open = part.matches(['«', '“']).count();
        let close = part.matches(['»', '”']).count();
        straight || open > close
    };
    if opened(before) && !inside.contains(['"', '»', '”']) {
        Quotation::Direct
    } else if inside.contains(['"', '«', '“', '»', '”']) {
        Quotation::Mixed
    } else {
        Quotation::Indirect
    }
}
