//! What the review costs: two layers of so many statements each, compared, gone through, decided and accepted in bulk.
//!
//! `cargo bench --bench review` prints a table; times are in milliseconds. Those of frames are the longest frame from the
//! key to the end of what it set off, with the work that goes on in the background meanwhile.

#[path = "support/window.rs"]
mod support;

use std::path::Path;
use std::time::{Duration, Instant};

use bayan::cli::generate;
use bayan::edit::session::{Prepared, Session};
use bayan::model::id::{AnnotatorId, DocumentId, KindId, StatementId};
use bayan::model::project::Project;
use bayan::model::statement::Statement;
use bayan::monitor::Monitor;
use bayan::review::board::{Board, BoardRequest};
use bayan::review::decide::{Choice, Grounds, Rule, decide};
use bayan::store;
use bayan::text::segment;
use bayan::ui::command::Command;
use bayan::ui::command::review::ReviewCommand;
use bayan::ui::state::{Dialog, Page};
use egui::{Event, Key, Modifiers, pos2};
use jiff::Timestamp;
use support::{Window, ms, press, wheel};

const SIZES: [(&str, usize, usize); 3] = [("30", 6_000, 30), ("2500", 500_000, 2_500), ("25000", 5_000_000, 25_000)];

fn main() {
    println!("{:>6} | {:>8} {:>8} {:>8} {:>8} {:>8}", "each", "compare", "again", "decide", "bulk", "apply");
    for (name, bytes, statements) in SIZES {
        headless(name, &two_layers(bytes, statements));
    }
    println!(
        "\n{:>6} | {:>8} {:>8} | {:>7} {:>7} {:>7} {:>7} | {:>8} {:>7} {:>7}",
        "each", "open", "longest", "scroll", "next", "decide", "undo", "preview", "accept", "undo"
    );
    for (name, bytes, statements) in SIZES {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("project");
        store::create(&path, &two_layers(bytes, statements)).unwrap();
        in_the_window(name, &path);
    }
}

/// The generated layer and a colleague's: of ten statements one is missing there, one is of another kind, one ends a word
/// earlier, one has no chain; the others are the same.
fn two_layers(bytes: usize, statements: usize) -> Project {
    let mut project = generate::project(bytes, statements, 1);
    let document = DocumentId::new("generated").unwrap();
    let own = project.layers[&(document.clone(), AnnotatorId::new("annotator-a").unwrap())].clone();
    let text = project.documents[&document].content.clone();
    let other = project.layers.entry((document, AnnotatorId::new("annotator-b").unwrap())).or_default();
    for (number, statement) in own.statements().enumerate().filter(|(number, _)| number % 10 != 0) {
        let mut copy = Statement { id: StatementId::generate(), ..statement.clone() };
        match number % 10 {
            1 => {
                let other = if copy.kind.as_str() == "claim" { "position" } else { "claim" };
                copy.kind = KindId::new(other).unwrap();
            }
            2 => {
                let last = copy.spans.last_mut().unwrap();
                let end = segment::previous_word(text.as_str(), last.end_byte);
                last.end_byte = if end > last.start_byte { end } else { last.end_byte };
            }
            3 => copy.chain.clear(),
            _ => {}
        }
        other.put(copy);
    }
    project
}

fn headless(name: &str, project: &Project) {
    let (question, monitor) = (BoardRequest::default(), Monitor::default());
    let mut board = None;
    let compare = ms(|| board = Board::new(project, &question, None, &monitor));
    let board = board.unwrap();
    let reviewer = AnnotatorId::new("reviewer").unwrap();
    let mut session = Session::new(project.clone(), reviewer.clone());
    let mut entries = board.entries.iter();
    let mut one = || {
        let entry = entries.next().unwrap();
        let row = board.row(*entry).unwrap();
        let grounds = Grounds::new(reviewer.clone(), Timestamp::now());
        let choice = match row.place.statements[0].is_empty() {
            true => Choice::Nothing,
            false => Choice::Take(row.comparison.annotators[0].clone()),
        };
        ms(|| {
            let edit = decide(session.project(), row.comparison, row.place, choice, &grounds).unwrap();
            session.apply("decide", edit).unwrap();
        })
    };
    let mut times: Vec<f64> = (0..7).map(|_| one()).collect();
    times.sort_by(f64::total_cmp);
    let again = ms(|| drop(Board::new(session.project(), &question, Some(&board), &monitor)));
    let mut found = None;
    let bulk = ms(|| {
        found = board.preview(session.project(), Rule::AllAgree, &reviewer, Timestamp::now(), &monitor);
    });
    let (preview, edit) = found.unwrap();
    assert!(preview.accepted.len() > 10);
    let apply = ms(|| drop(Prepared::new(session.project(), session.revision(), "bulk", edit.unwrap()).unwrap()));
    println!("{name:>6} | {compare:>8.1} {again:>8.1} {:>8.3} {bulk:>8.1} {apply:>8.1}", times[3]);
}

/// Frames until nothing goes on any more; the time of all of them, and of the longest.
fn until(window: &mut Window, first: Vec<Event>, done: impl Fn(&Window) -> bool) -> (f64, f64) {
    let start = Instant::now();
    let mut longest = ms(|| window.step(first));
    let mut rest = 0;
    while rest < 6 {
        assert!(start.elapsed() < Duration::from_secs(120), "it never ends");
        longest = longest.max(ms(|| window.step(Vec::new())));
        rest = if done(window) && !window.repaint { rest + 1 } else { 0 };
        std::thread::sleep(Duration::from_millis(2));
    }
    (start.elapsed().as_secs_f64() * 1e3, longest)
}

fn in_the_window(name: &str, path: &Path) {
    let mut window = Window::new(Some(path));
    until(&mut window, Vec::new(), |window| window.app.session().is_some());
    window.app.request(Command::SetAnnotator(AnnotatorId::new("reviewer").unwrap()));
    window.app.request(Command::ShowPage(Page::Review));
    let (open, longest) = until(&mut window, Vec::new(), |window| window.app.reviewed().is_some());
    window.step(vec![Event::PointerMoved(pos2(640.0, 400.0))]);
    let mut times: Vec<f64> = (0..400)
        .map(|frame| {
            let y = if (frame / 100) % 2 == 0 { -40.0 } else { 40.0 };
            ms(|| window.step(vec![wheel(y)]))
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let scroll = times[times.len() * 95 / 100];
    let decisions = |window: &Window| {
        let project = window.app.session().unwrap().project();
        project.reviews.values().map(|review| review.decisions().count()).sum::<usize>()
    };
    let settled = |window: &Window| !window.app.is_comparing();
    let next = (0..5).map(|_| until(&mut window, press(Key::N, Modifiers::NONE), settled).1).fold(0.0, f64::max);
    let key = |window: &mut Window, key, modifiers| until(window, press(key, modifiers), settled).1;
    let decide = (0..5).map(|_| key(&mut window, Key::Num1, Modifiers::NONE)).fold(0.0, f64::max);
    assert_eq!(decisions(&window), 5);
    let undo = key(&mut window, Key::Z, Modifiers::COMMAND);
    window.app.request(Command::ShowDialog(Dialog::Bulk));
    let (preview, preview_frame) = until(&mut window, Vec::new(), settled);
    window.app.request(Command::Review(ReviewCommand::Accept));
    let accept = until(&mut window, Vec::new(), settled).1.max(preview_frame);
    assert!(decisions(&window) > 10, "{}", decisions(&window));
    let back = key(&mut window, Key::Z, Modifiers::COMMAND);
    println!(
        "{name:>6} | {open:>8.0} {longest:>8.1} | {scroll:>7.2} {next:>7.2} {decide:>7.2} {undo:>7.2} | {preview:>8.0} {accept:>7.1} {back:>7.1}"
    );
}
