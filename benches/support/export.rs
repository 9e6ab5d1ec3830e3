//! The export dialog on a project with many statements: the longest frame after each choice, and the time until the
//! preview is there again.

use std::path::Path;
use std::time::{Duration, Instant};

use bayan::app::App;
use bayan::cli::generate;
use bayan::locale;
use bayan::settings::Settings;
use bayan::shape::TextEngine;
use bayan::store;
use bayan::ui::command::Command;
use eframe::App as _;
use egui::{Event, Key, Modifiers, PointerButton};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::support::ms;

/// Articles, with 100,000 statements among them.
const ARTICLES: [usize; 3] = [100, 1_000, 10_000];
const STATEMENTS: usize = 100_000;
/// Bytes of text for a statement.
const BYTES_EACH: usize = 250;
const LONG: Duration = Duration::from_secs(300);

type Window = Harness<'static, Option<App>>;

pub fn table() {
    println!("| articles | step | longest frame, ms | until the preview, ms |\n| ---: | --- | ---: | ---: |");
    for articles in ARTICLES {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("project");
        let project = generate::project_of_documents(articles, STATEMENTS * BYTES_EACH, STATEMENTS, 1);
        store::create(&path, &project).unwrap();
        drop(project);
        measure(articles, &path);
    }
}

fn measure(articles: usize, path: &Path) {
    let mut window = open(path);
    let told =
        |step: &str, (longest, until): (f64, f64)| println!("| {articles} | {step} | {longest:.1} | {until:.0} |");
    window.run_steps(20);
    let at_rest = (0..50).map(|_| ms(|| window.step())).fold(0.0, f64::max);
    told("none, no dialog", (at_rest, 0.0));
    window.key_press_modifiers(Modifiers::COMMAND, Key::E);
    told("opening", until_offered(&mut window));
    let at_rest = (0..50).map(|_| ms(|| window.step())).fold(0.0, f64::max);
    told("none, dialog open", (at_rest, 0.0));
    for (step, key) in [
        ("format: statistics", "panel-export-for-statistics"),
        ("format: training", "panel-export-for-training"),
        ("format: spreadsheet", "panel-export-for-spreadsheet"),
        ("option: anonymise", "panel-export-anonymise"),
        ("option: excluded", "panel-export-leave-out"),
        ("format: archive", "panel-export-for-archive"),
    ] {
        click(&mut window, &locale::plain(&locale::text(key, &[])));
        told(step, until_offered(&mut window));
    }
    // Each choice before the preview of the last one is there.
    let names: Vec<String> = ["panel-export-for-statistics", "panel-export-for-archive"]
        .map(|key| locale::plain(&locale::text(key, &[])))
        .into();
    let mut longest: f64 = 0.0;
    for turn in 0..40 {
        click(&mut window, &names[turn % 2]);
        longest = longest.max(ms(|| window.step()));
        std::thread::sleep(Duration::from_millis(16));
    }
    let (after, until) = until_offered(&mut window);
    told("forty changes at once", (longest.max(after), until));
    click(&mut window, &locale::plain(&locale::text("panel-export-none", &[])));
    told("articles: none", until_offered(&mut window));
    window.key_press(Key::Escape);
    told("closing", ((0..20).map(|_| ms(|| window.step())).fold(0.0, f64::max), 0.0));
    window.state_mut().as_mut().unwrap().request(Command::CloseProject);
}

/// Puts a click on what has this name into the next frame.
fn click(window: &mut Window, name: &str) {
    let Some(pos) = window.query_all_by_label(name).last().map(|node| node.rect().center()) else { return };
    let button = |pressed| {
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        Event::PointerButton { pos, button, pressed, modifiers }
    };
    window.input_mut().events.extend([Event::PointerMoved(pos), button(true), button(false)]);
}

/// Steps until the preview is that of the choices: the longest frame, and the time that passed, in milliseconds.
fn until_offered(window: &mut Window) -> (f64, f64) {
    let looking = locale::plain(&locale::text("panel-export-looking", &[]));
    let (start, mut longest, mut calm) = (Instant::now(), 0.0_f64, 0);
    while calm < 3 {
        assert!(start.elapsed() < LONG, "no preview");
        longest = longest.max(ms(|| window.step()));
        calm = if window.query_all_by_label_contains(&looking).count() == 0 { calm + 1 } else { 0 };
        std::thread::sleep(Duration::from_millis(2));
    }
    (longest, start.elapsed().as_secs_f64() * 1e3)
}

fn open(path: &Path) -> Window {
    let settings = Settings { annotator: Some("annotator-a".to_owned()), ..Settings::default() };
    let (mut frame, path) = (eframe::Frame::_new_kittest(), path.to_owned());
    let run = move |ui: &mut egui::Ui, app: &mut Option<App>| {
        let app = app.get_or_insert_with(|| {
            App::new(ui.ctx(), TextEngine::bundled_fonts_only(), settings.clone(), false, Some(path.clone()))
        });
        app.logic(&ui.ctx().clone(), &mut frame);
        app.ui(ui, &mut frame);
    };
    let mut window = Harness::builder().with_size([1360.0, 860.0]).with_step_dt(1.0 / 60.0).build_ui_state(run, None);
    let start = Instant::now();
    while window.state().as_ref().is_none_or(|app| app.session().is_none()) {
        assert!(start.elapsed() < LONG, "not opened");
        window.step();
        std::thread::sleep(Duration::from_millis(5));
    }
    window
}
