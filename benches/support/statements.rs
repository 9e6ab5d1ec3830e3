//! The page of all statements on a project with a million of them: frames while it scrolls and while words are typed, the
//! time until the rows are there, and memory.

use std::path::Path;
use std::time::{Duration, Instant};

use bayan::cli::generate;
use bayan::store;
use bayan::ui::command::Command;
use bayan::ui::state::Page;
use egui::{Event, Key, Modifiers, pos2};

use super::support::{Window, ms, press, wheel};

const ARTICLES: usize = 20_000;
const STATEMENTS: usize = 1_000_000;
/// Bytes of text for a statement.
const BYTES_EACH: usize = 100;
const FRAMES: usize = 2_000;
const LONG: Duration = Duration::from_secs(600);

/// Prints the table; `statements` is another number than a million, if one is given.
pub fn table(statements: Option<usize>, resident: fn() -> usize) {
    let statements = statements.unwrap_or(STATEMENTS);
    let articles = (ARTICLES * statements / STATEMENTS).max(1);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("project");
    let project = generate::project_of_documents(articles, statements * BYTES_EACH, statements, 1);
    store::create(&path, &project).unwrap();
    drop(project);
    measure(&path, resident);
}

fn measure(path: &Path, resident: fn() -> usize) {
    let mut window = Window::new(Some(path));
    let start = Instant::now();
    while window.app.session().is_none() {
        assert!(start.elapsed() < LONG, "not opened");
        window.step(Vec::new());
        std::thread::sleep(Duration::from_millis(16));
    }
    (0..50).for_each(|_| window.step(Vec::new()));
    let before = resident();
    println!("| step | frames | median, ms | p95, ms | longest, ms | until the rows, ms |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: |");
    let head = |name: &str, mut times: Vec<f64>, until: f64| {
        times.sort_by(f64::total_cmp);
        let at = |part: usize| times[(times.len() - 1) * part / 100];
        println!("| {name} | {} | {:.2} | {:.2} | {:.2} | {until:.0} |", times.len(), at(50), at(95), at(100));
    };
    window.app.request(Command::ShowPage(Page::Statements));
    let (times, until) = until_listed(&mut window, Vec::new());
    head("showing the page", times, until);
    let (shown, all) = window.app.listed();
    let after = resident();

    window.step(vec![Event::PointerMoved(pos2(640.0, 400.0))]);
    let mut scrolled = |by: f32| (0..FRAMES).map(|_| ms(|| window.step(vec![wheel(by)]))).collect::<Vec<f64>>();
    head("wheel, slowly", scrolled(-20.0), 0.0);
    head("wheel, fast", scrolled(-400.0), 0.0);
    head("wheel, a page a frame", scrolled(-800.0), 0.0);
    let (times, _) = until_listed(&mut window, press(Key::End, Modifiers::NONE));
    head("to the end", times, 0.0);

    window.app.request(Command::FocusFilter);
    (0..3).for_each(|_| window.step(Vec::new()));
    for letter in ["ب", "و", "ت", "ي", "ن"] {
        // As fast as somebody types: the search is stopped by the next letter.
        let times = (0..6).map(|frame| {
            let events = if frame == 0 { vec![Event::Text(letter.to_owned())] } else { Vec::new() };
            let time = ms(|| window.step(events));
            std::thread::sleep(Duration::from_millis(16));
            time
        });
        head(&format!("typing {letter}"), times.collect(), 0.0);
    }
    let (times, until) = until_listed(&mut window, Vec::new());
    head("the words are found", times, until);
    println!("\n{:?} of {:?} statements have the words", window.app.listed().0, all);
    let (times, until) = until_listed(&mut window, press(Key::Escape, Modifiers::NONE));
    head("all of them again", times, until);
    window.app.request(Command::FocusFilter);
    (0..3).for_each(|_| window.step(Vec::new()));
    let (times, until) = until_listed(&mut window, vec![Event::Text("kind:warning speaker:putin".to_owned())]);
    head("kind and speaker", times, until);
    let (times, until) = until_listed(&mut window, press(Key::Escape, Modifiers::NONE));
    head("all of them again", times, until);

    // A statement is deleted: its row goes, and the others stay.
    window.step(press(Key::Home, Modifiers::NONE));
    let (times, until) = until_listed(&mut window, press(Key::Delete, Modifiers::NONE));
    head("deleting a statement", times, until);
    let (times, until) = until_listed(&mut window, press(Key::A, Modifiers::COMMAND));
    head("choosing all", times, until);
    println!("\n{shown} rows of {all}; the page takes {:.0} MB", (after.saturating_sub(before)) as f64 / 1e6);
    println!("{:.1} bytes a row", (after.saturating_sub(before)) as f64 / shown.max(1) as f64);
}

/// Steps until the list is up to date: the times of the frames, and the time until then.
fn until_listed(window: &mut Window, events: Vec<Event>) -> (Vec<f64>, f64) {
    let start = Instant::now();
    let mut times = vec![ms(|| window.step(events))];
    loop {
        times.push(ms(|| window.step(Vec::new())));
        if times.len() > 3 && !window.app.is_listing() {
            return (times, start.elapsed().as_secs_f64() * 1e3);
        }
        assert!(start.elapsed() < LONG, "not listed");
        std::thread::sleep(Duration::from_millis(8));
    }
}
