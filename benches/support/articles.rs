//! What the list of articles costs with many articles: the whole window, while it is scrolled, searched and gone through.
//!
//! `cargo bench --bench frame -- articles` makes a project of 100,000 short articles and one of 20, opens both, and prints
//! a row for each; `articles 5000` measures another number.

use std::path::Path;
use std::time::Duration;

use bayan::edit::change::Edit;
use bayan::model::document::{Document, Metadata};
use bayan::model::id::DocumentId;
use bayan::model::project::Project;
use bayan::settings::ArticleSort;
use bayan::store;
use bayan::text::content::Content;
use bayan::ui::command::Command;
use egui::{Event, Key, Modifiers, pos2};

use crate::support::{Window, ms, press, wheel};

const FRAMES: usize = 500;
const FEW: usize = 20;

pub fn table(asked: Option<&str>) {
    let many = asked.and_then(|asked| asked.parse().ok()).unwrap_or(100_000);
    println!("| articles |   open | longest |   rest | scroll |    p95 |    max |   next |    key |   sort |   edit |");
    println!("| -------: | -----: | ------: | -----: | -----: | -----: | -----: | -----: | -----: | -----: | -----: |");
    let p95: Vec<f64> = [FEW, many].into_iter().map(row).collect();
    println!();
    println!(
        "- scrolling the list of {many} articles: p95 {:.2} ms (at most 8), {:.2} × that of {FEW}",
        p95[1],
        p95[1] / p95[0]
    );
}

fn project(count: usize) -> Project {
    let mut project = Project::new("many");
    for number in 0..count {
        let id = DocumentId::new(format!("a{number:06}")).unwrap();
        let title = format!("الخبر رقم {number}: المتحدث يعلن أن القرار نهائي ولا رجعة فيه {}", number % 97);
        let publisher = format!("وكالة {}", number % 13);
        let published = format!("20{:02}-{:02}-{:02}", number % 26, number % 12 + 1, number % 28 + 1);
        let metadata = Metadata { title, publisher, published, language: "ar".to_owned(), ..Metadata::default() };
        let content = Content::new("قال المتحدث إن القرار نهائي.");
        let document = Document { id: id.clone(), content, metadata, encoding: String::new(), excluded: Vec::new() };
        project.documents.insert(id, document);
    }
    project
}

/// Measures one number of articles. Returns the 95th percentile of a frame in which the list is scrolled.
fn row(count: usize) -> f64 {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("many");
    store::create(&path, &project(count)).unwrap();
    let (mut window, open) = opened(&path);
    // Until the list is complete and nothing moves any more.
    let mut longest = 0.0_f64;
    for _ in 0..5_000 {
        longest = longest.max(ms(|| window.step(Vec::new())));
        if !window.repaint {
            break;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    let median = |mut times: Vec<f64>| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    };
    let rest = median((0..50).map(|_| ms(|| window.step(Vec::new()))).collect());
    window.step(vec![Event::PointerMoved(pos2(150.0, 500.0))]);
    let mut times: Vec<f64> = (0..FRAMES)
        .map(|frame| {
            let y = if (frame / 100).is_multiple_of(2) { -400.0 } else { 400.0 };
            ms(|| window.step(vec![wheel(y)]))
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let (scroll, p95, max) = (times[FRAMES / 2], times[FRAMES * 95 / 100], times[FRAMES - 1]);
    let next = median((0..15).map(|_| ms(|| window.step(press(Key::PageDown, Modifiers::COMMAND)))).collect());
    // The longest frame after a letter in the search, with those in which the list comes.
    window.step(press(Key::A, Modifiers::COMMAND | Modifiers::SHIFT));
    window.step(Vec::new());
    let key = settle(&mut window, vec![Event::Text("97".to_owned())]);
    settle(&mut window, press(Key::Escape, Modifiers::NONE));
    let panes = bayan::settings::Panes { sort: ArticleSort::Title, ..window.app.view().panes.clone() };
    window.app.request(Command::SetPanes { panes: Box::new(panes), keep: false });
    let sort = settle(&mut window, Vec::new());
    let document = window.app.view().document.clone().unwrap();
    let metadata = Metadata { title: "Changed".to_owned(), ..Metadata::default() };
    let edit = Box::new(Edit::SetMetadata { document, metadata });
    window.app.request(Command::Apply { gesture: "gesture-article-title".into(), edit, merge_key: None });
    let edit = settle(&mut window, Vec::new());
    let cells = [open, longest, rest, scroll, p95, max, next, key, sort, edit].map(|time| format!("{time:>6.2}"));
    println!("| {count:>8} | {} |", cells.join(" | "));
    p95
}

/// The window with the project, and how long it took to open.
fn opened(path: &Path) -> (Window, f64) {
    let start = std::time::Instant::now();
    let mut window = Window::new(Some(path));
    while window.app.session().is_none() {
        window.step(Vec::new());
        std::thread::sleep(Duration::from_millis(2));
        assert!(start.elapsed() < Duration::from_secs(600), "not opened");
    }
    (window, start.elapsed().as_secs_f64() * 1e3)
}

/// The longest frame until nothing moves any more, the first of them with these events.
fn settle(window: &mut Window, events: Vec<Event>) -> f64 {
    let mut longest = ms(|| window.step(events));
    for _ in 0..300 {
        std::thread::sleep(Duration::from_millis(2));
        longest = longest.max(ms(|| window.step(Vec::new())));
    }
    longest
}
