//! The window's process: owns the open project, executes commands, polls background work and draws the window.
//!
//! Panels and dialogs only read state and push commands; all changes happen in `App::logic`.

mod changer;
mod context;
mod copying;
mod dialogs;
mod jobs;
mod keys;
mod marks;
mod memory;
mod pages;
pub mod placing;
mod projects;
mod situation;
mod tally;
mod tools;
mod window;
mod workspace;

use std::path::PathBuf;
use std::time::Instant;

use eframe::egui;

use self::context::Context;
use self::marks::Marks;
use self::pages::Pages;
use self::projects::Projects;
use self::tally::Tally;
use self::tools::Tools;
use crate::edit::session::Session;
use crate::model::span::Span;
use crate::settings::{self, Settings};
use crate::shape::TextEngine;
use crate::ui::command::Command;
use crate::ui::command::review::Spot;
use crate::ui::command::taken::keymap_of;
use crate::ui::dialogs::after_panic::PanicMessage;
use crate::ui::parts::sides;
use crate::ui::state::{Dialog, View};
use crate::ui::{shaped, theme};

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
            .with_icon(icon())
            .with_drag_and_drop(true),
        persist_window: true,
        ..Default::default()
    };
    eframe::run_native(
        "bayan",
        options,
        Box::new(move |creation| {
            placing::settle(creation);
            if placing::is_x11(creation) {
                shaped::put_candidates_below(&creation.egui_ctx);
            }
            let mut app = App::new(&creation.egui_ctx, TextEngine::new(), settings::load(), true, project);
            if let Some(said) = after_panic {
                app.tell_of_panic(said);
            }
            Ok(Box::new(app))
        }),
    )
    .map_err(|error| anyhow::anyhow!(error.to_string()))
}

/// The icon of the window.
fn icon() -> egui::IconData {
    let png = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/icon.png"));
    eframe::icon_data::from_png_bytes(png).unwrap_or_else(|error| {
        tracing::error!(%error, "the icon cannot be read");
        egui::IconData::default()
    })
}

/// Shows a message in a system dialog when the window is gone.
pub fn tell(text: &str) {
    rfd::MessageDialog::new().set_level(rfd::MessageLevel::Error).set_title("Bayan").set_description(text).show();
}

/// The application behind the window.
pub struct App {
    /// What pages and tools share.
    cx: Context,
    pages: Pages,
    tools: Tools,
    projects: Projects,
    marks: Marks,
    tally: Tally,
    /// How far the wheel with Ctrl has zoomed since the letters changed their size.
    zoom: f32,
    /// Whether the keyboard layout has its Latin letters in other places than the US layout.
    letters_are_moved: bool,
    /// The passage last reported to the system as selected.
    told_selection: Option<Span>,
    started: Instant,
    first_frame_logged: bool,
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
        theme::set_up(ctx, &settings);
        keymap_of(&settings.keys).install(ctx);
        sides::set_mirrored(ctx, settings.mirrored);
        let waker = ctx.clone();
        let jobs = jobs::Jobs::new(move || waker.request_repaint());
        let mut app = Self {
            cx: Context::new(settings, keep_settings, jobs),
            pages: Pages::default(),
            tools: Tools::default(),
            projects: Projects::default(),
            marks: Marks::default(),
            tally: Tally::default(),
            zoom: 1.0,
            letters_are_moved: false,
            told_selection: None,
            started: Instant::now(),
            first_frame_logged: false,
        };
        app.cx.queue.extend(project.map(Command::OpenProject));
        app
    }

    /// Reports that the program panicked before this window was opened.
    fn tell_of_panic(&mut self, said: String) {
        self.cx.drafts.put(PanicMessage(said));
        self.cx.show_dialog(Dialog::AfterPanic);
    }

    /// Executes the commands requested so far.
    fn do_all(&mut self, ctx: &egui::Context) {
        for command in std::mem::take(&mut self.cx.queue) {
            self.cx.gate.begin(&command);
            self.execute(ctx, command);
            self.cx.check_armed();
            self.tell_events();
        }
        self.cx.gate.end();
    }

    /// Gives a command to those who may know it, one after the other.
    fn execute(&mut self, ctx: &egui::Context, command: Command) {
        let with_source = matches!(command, Command::CopyWithSource);
        if (with_source || matches!(command, Command::Copy)) && !self.copies_rows() {
            return self.copy(ctx, with_source);
        }
        let cx = &mut self.cx;
        let left = self.pages.execute(cx, ctx, command);
        let left = left.and_then(|command| self.projects.execute(cx, ctx, command));
        let left = left.and_then(|command| self.tools.execute(cx, command));
        if let Some(command) = left.and_then(|command| cx.execute(ctx, command)) {
            tracing::error!(?command, "nothing executes this command");
            debug_assert!(false, "nothing executes {command:?}");
        }
    }

    /// Tells pages and tools what has happened.
    fn tell_events(&mut self) {
        for event in std::mem::take(&mut self.cx.events) {
            self.cx.heed(event);
            self.pages.heed(event);
            self.tools.heed(&mut self.cx, event);
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.cx.view.scroll_to_byte = None;
        self.cx.view.place_caret = None;
        #[cfg(debug_assertions)]
        panic_where_asked();
        self.tools.work(&mut self.cx);
        self.cx.take_written();
        self.cx.take_changed();
        self.projects.work(&mut self.cx, ctx);
        self.tell_events();
        self.do_all(ctx);
        self.tools.after_commands(&mut self.cx);
        self.take_input(ctx);
        self.do_all(ctx);
        self.pages.work(&mut self.cx, ctx);
        self.marks.count(self.cx.content());
        self.tally.count(self.cx.open.as_ref().map(|open| &open.session), ctx);
        self.cx.save_soon(ctx);
        self.projects.go_on_leaving(&mut self.cx, ctx);
        if ctx.input(|input| input.viewport().close_requested()) {
            self.projects.close_when_saved(&mut self.cx, ctx);
        }
        self.tell_events();
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

/// For tests and benchmarks: requests and what came of them.
impl App {
    /// Requests a command, as a panel does.
    pub fn request(&mut self, command: Command) {
        self.cx.queue.push(command);
    }

    /// The open session.
    pub fn session(&self) -> Option<&Session> {
        self.cx.open.as_ref().map(|open| &open.session)
    }

    /// The current view.
    pub fn view(&self) -> &View {
        &self.cx.view
    }

    /// The byte position of the article's caret.
    pub fn caret_byte(&self) -> usize {
        self.cx.document.caret_byte()
    }

    /// The user's settings.
    pub fn settings(&self) -> &Settings {
        &self.cx.settings
    }

    /// The place under review.
    pub fn reviewed(&self) -> Option<&Spot> {
        self.cx.panels.review.spot.as_ref()
    }

    /// Whether the list of statements is being brought up to date, or changed.
    pub fn is_listing(&self) -> bool {
        self.pages.statements.is_looking() || self.cx.is_changing()
    }

    /// How many statements are listed, and of how many.
    pub fn listed(&self) -> (usize, usize) {
        self.pages.statements.counts()
    }

    /// Whether a comparison or a preview of the review is running in the background.
    pub fn is_comparing(&self) -> bool {
        self.pages.review.is_comparing()
    }
}

/// Panics if the file named by `BAYAN_PANIC` exists, to try by hand what a person sees of a panic.
#[cfg(debug_assertions)]
fn panic_where_asked() {
    if std::env::var_os("BAYAN_PANIC").is_some_and(|path| std::path::Path::new(&path).exists()) {
        panic!("asked for by BAYAN_PANIC");
    }
}
