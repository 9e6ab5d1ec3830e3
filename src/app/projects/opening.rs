//! Opening a project: reading it, showing it in place of the open one, and closing it.

use std::path::{Path, PathBuf};

use eframe::egui;

use super::Projects;
use crate::app::context::{Context, Event, gate};
use crate::app::jobs::Job;
use crate::app::memory;
use crate::app::workspace::Workspace;
use crate::app::workspace::outside::{Access, Outside};
use crate::edit::session::Session;
use crate::model::id::AnnotatorId;
use crate::settings::projects_folder;
use crate::store::{self, LockError};
use crate::t;
use crate::ui::article::DocumentView;
use crate::ui::command::safety::Leaving;
use crate::ui::panel_state::PanelState;
use crate::ui::state::{Dialog, View};

/// Projects up to this size are read within a frame; larger ones in the background, while the window stays responsive.
const OPENED_AT_ONCE_BYTES: u64 = 1_500_000;

/// Reads a project for writing, or read-only if it is open elsewhere.
fn read_project(
    ctx: &egui::Context,
    folder: &Path,
    person: &AnnotatorId,
    access: &Access,
) -> Result<Ready, store::StoreError> {
    let choose = |project: &crate::model::project::Project| gate::own_name(project, person);
    let wake = {
        let ctx = ctx.clone();
        move || ctx.request_repaint()
    };
    // Nothing is created in a folder that is not a project.
    if !folder.join("project.ron").exists() {
        store::open(folder)?;
    }
    let lock = match access {
        Access::Whole => store::Lock::acquire(folder),
        Access::Anyway => store::Lock::acquire_anyway(folder),
        Access::Layers(annotator) => store::Lock::acquire_layers(folder, annotator),
    };
    let (refused, locked) = match lock {
        Ok(lock) => match store::keeping::open(folder, lock, crate::disk::chosen(), choose, wake) {
            Ok(opened) => return Ok(Ready::for_writing(folder, opened)),
            // If the backup before a migration fails, the project is opened without writing anything.
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

/// A project being read in the background.
pub(super) type OpeningJob = Job<Box<Result<Ready, store::StoreError>>>;

/// A project that was read but is not shown yet.
pub(super) struct Ready {
    session: Session,
    /// `None` if the project is open elsewhere.
    keeper: Option<store::Keeper>,
    problems: Vec<store::Problem>,
    protected: store::Protected,
    /// Why it is read-only, or another message.
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

/// The problems of a project that are listed when it is opened.
struct TellableProblems {
    /// In words; if there are too many, the rest are counted.
    problems: Vec<String>,
    /// Whether the dialog with the list is opened.
    need_attention: bool,
}

impl TellableProblems {
    fn of(problems: Vec<store::Problem>) -> Self {
        use store::ProblemKind as P;
        // Conflicts have their own list, which shrinks as they are settled; recovered work has its strip.
        let is_told = |problem: &store::Problem| matches!(problem.kind, P::Conflict { .. } | P::Recovered(_));
        let problems: Vec<store::Problem> = problems.into_iter().filter(|problem| !is_told(problem)).collect();
        // Incoming work of colleagues is listed, but does not open the dialog.
        let is_news = |problem: &store::Problem| matches!(problem.kind, P::ChangedOutside | P::MergedBack(_));
        let need_attention = problems.iter().any(|problem| !is_news(problem));
        // Conflict copies are reported for as long as they exist, but elsewhere.
        let mut told = problems.iter().filter(|problem| !matches!(problem.kind, P::ConflictCopy(_)));
        // There may be any number of problems: the first ones are listed, and the rest are counted.
        let mut words: Vec<String> = told.by_ref().take(MOST_TOLD).map(ToString::to_string).collect();
        let more = told.count();
        words.extend((more > 0).then(|| t!("cli-more", count = more)));
        Self { problems: words, need_attention }
    }
}

/// The largest number of a project's problems that are kept in words.
const MOST_TOLD: usize = 1_000;

impl Projects {
    /// Opens the open project again, in another way.
    pub(super) fn open_again(&mut self, cx: &mut Context, ctx: &egui::Context, access: Access) {
        if let Some(folder) = cx.open.as_ref().map(|open| open.folder.clone()) {
            cx.view.dialog = None;
            self.open_project(cx, ctx, &folder, access);
        }
    }

    /// Opens a project and closes the one that was open.
    pub(super) fn open_project(&mut self, cx: &mut Context, ctx: &egui::Context, folder: &Path, access: Access) {
        // The open project stays open until it is written and the other one is known to open.
        if !self.may_go && !self.leave(cx, ctx, Leaving::Open(folder.to_owned())) {
            self.access = access;
            return;
        }
        self.wanted = None;
        // The open project is read on this thread, so that nothing can be changed in it meanwhile; its own lock would
        // be in the way.
        let again = cx.open.as_ref().is_some_and(|open| open.folder == folder);
        if again {
            // This process holds its lock and must release it to open it again, but only if it would open.
            if let Err(error) = store::open(folder) {
                return cx.complain(error.to_string());
            }
            self.close_project(cx);
        }
        let person = cx.person();
        if again || store::layout::size::size_bytes(folder) < OPENED_AT_ONCE_BYTES {
            return self.show_project(cx, ctx, folder, read_project(ctx, folder, &person, &access));
        }
        cx.say(t!("status-opening", path = folder.display().to_string()));
        self.wanted = Some(folder.to_owned());
        // A second read at the same time would find it locked by the first.
        if self.openings.iter().any(|(path, _)| path == folder) {
            return;
        }
        let (waker, path) = (ctx.clone(), folder.to_owned());
        let reading = cx.jobs.spawn_or_run("opener", move |_| {
            let opened = Box::new(read_project(&waker, &path, &person, &access));
            memory::give_back();
            opened
        });
        self.openings.push((folder.to_owned(), reading));
    }

    /// Shows the project that was read in the background, unless another one was requested meanwhile.
    pub(super) fn take_opened(&mut self, cx: &mut Context, ctx: &egui::Context) {
        let mut read = Vec::new();
        self.openings.retain_mut(|(folder, reading)| {
            read.extend(reading.poll().map(|opened| (folder.clone(), opened)));
            reading.is_running()
        });
        for (folder, opened) in read {
            if self.wanted.as_ref() == Some(&folder) {
                self.wanted = None;
                self.show_project(cx, ctx, &folder, *opened);
            }
        }
    }

    /// Shows a project that was read, in place of the open one.
    fn show_project(
        &mut self,
        cx: &mut Context,
        ctx: &egui::Context,
        folder: &Path,
        ready: Result<Ready, store::StoreError>,
    ) {
        let Ready { session, keeper, problems, protected, refused, outside, came_back } = match ready {
            Ok(ready) => ready,
            Err(store::StoreError::Unreadable(problem)) if problem.kind == store::ProblemKind::Missing => {
                return cx.complain(t!("status-no-project", path = folder.display().to_string()));
            }
            Err(error) => return cx.complain(error.to_string()),
        };
        cx.save_now();
        if self.has_unwritten(cx) {
            // The open project was changed while the other one was being read.
            return cx.complain(t!("status-not-left"));
        }
        self.close_project(cx);
        let project = session.project();
        let TellableProblems { problems, need_attention } = TellableProblems::of(problems);
        cx.view = View {
            project: folder.display().to_string(),
            text_size_pt: cx.view.text_size_pt,
            shows_legend: cx.view.shows_legend,
            shows_manual: cx.view.shows_manual,
            show_relations: cx.view.show_relations,
            reading: cx.view.reading.clone(),
            panes: cx.view.panes.clone(),
            document: project.documents.keys().next().cloned(),
            visited: project.documents.keys().next().cloned().into_iter().collect(),
            party: project.parties.first().map(|party| party.id.clone()),
            dialog: match &outside.locked {
                Some(LockError::Held { .. } | LockError::Noted { .. }) => Some(Dialog::OpenElsewhere),
                _ => need_attention.then_some(Dialog::Problems),
            },
            ..View::default()
        };
        cx.document = DocumentView::default();
        cx.panels = PanelState::default();
        cx.gate.forget();
        let title = t!("window-title", project = project.title.as_str());
        ctx.send_viewport_cmd(egui::ViewportCommand::Title(title));
        match refused {
            None => cx.say(t!("status-opened", title = project.title.as_str())),
            Some(refused) => cx.complain(refused),
        }
        cx.settings.remember(folder);
        cx.save_settings();
        cx.open = Some(Workspace {
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

    fn close_project(&mut self, cx: &mut Context) {
        cx.save_now();
        self.copying.is_of_open = false;
        cx.drafts.clear();
        cx.events.push(Event::OtherProject);
        if cx.open.take().is_some() {
            memory::give_back();
        }
        cx.view = View {
            text_size_pt: cx.view.text_size_pt,
            shows_legend: cx.view.shows_legend,
            shows_manual: cx.view.shows_manual,
            show_relations: cx.view.show_relations,
            reading: cx.view.reading.clone(),
            panes: cx.view.panes.clone(),
            ..View::default()
        };
    }

    pub(super) fn close_to_welcome(&mut self, cx: &mut Context, ctx: &egui::Context) {
        self.close_project(cx);
        ctx.send_viewport_cmd(egui::ViewportCommand::Title("Bayan".into()));
    }
}

/// The folder of the sample project, which is created if it is missing.
pub(super) fn sample_folder() -> Result<PathBuf, String> {
    let folder = projects_folder().join("biden-putin-call");
    store::install_sample(&folder).map_err(|error| error.to_string())?;
    Ok(folder)
}
