//! What the window costs on projects of four sizes, without a screen: the whole of `logic`, `ui` and tessellation.
//!
//! `cargo bench --bench frame` prints a table in Markdown and what it says of the bounds; `cargo bench --bench frame -- 5m`
//! measures one size only; `cargo bench --bench frame -- export` measures the export dialog instead,
//! `cargo bench --bench frame -- articles` the list of articles, and
//! `cargo bench --bench frame -- statements` the page of statements with a million of them. Times are those that the processor spends, in milliseconds: in the thread of the window, and
//! for opening in all threads. Each size has a process of its own, which opens a project that another process has made,
//! so that memory is that of the window alone: what it holds beyond a window without a project, and beyond what it holds
//! with the shortest of the articles, that is with the same letters, fonts and panels.

#[path = "support/articles.rs"]
mod articles;
#[path = "support/export.rs"]
mod export;
#[path = "support/statements.rs"]
mod statements;
#[path = "support/window.rs"]
mod support;

use std::path::Path;
use std::process::Command as Process;
use std::time::Duration;

use bayan::cli::generate;
use bayan::store;
use bayan::ui::command::Command;
use cpu_time::ProcessTime;
use egui::{Event, Key, Modifiers, pos2};
use support::{Window, ms, press, wheel};

const SIZES: [(&str, usize, usize); 4] =
    [("6k", 6_000, 30), ("100k", 100_000, 500), ("1m", 1_000_000, 5_000), ("5m", 5_000_000, 25_000)];
const FRAMES: usize = 2_000;
/// Times of a row, in the order of [`HEADS`]; memory stands beside them.
const HEADS: [&str; 12] =
    ["files", "store", "open", "wall", "scroll", "p95", "max", "make", "end", "key", "filter", "width"];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["make", name, path] => make(name, Path::new(path)),
        ["measure", path] => measure(Path::new(path)),
        ["export"] => export::table(),
        ["articles"] => articles::table(None),
        ["articles", count] => articles::table(Some(count)),
        ["statements"] => statements::table(None, resident_bytes),
        ["statements", count] => statements::table(count.parse().ok(), resident_bytes),
        ["empty"] => {
            let mut window = Window::new(None);
            (0..20).for_each(|_| window.step(Vec::new()));
            println!("{}", resident_bytes());
        }
        asked => table(asked),
    }
}

/// One row of numbers a size.
fn table(asked: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let empty = numbers(&["empty"])[0];
    println!("| size | {} | memory | its text |  at most |", HEADS.map(|head| format!("{head:>6}")).join(" | "));
    println!("| ---: |{} -----: | -------: | -------: |", " -----: |".repeat(HEADS.len()));
    let mut rows = Vec::new();
    let mut shortest = None;
    for (name, bytes, statements) in SIZES {
        // The shortest is measured in any case, for what memory is beyond it.
        if !asked.is_empty() && !asked.contains(&name) && shortest.is_some() {
            continue;
        }
        let path = folder.path().join(name);
        let path_text = path.to_str().unwrap();
        output(&["make", name, path_text]);
        let numbers = numbers(&["measure", path_text]);
        let (times, resident) = (&numbers[..HEADS.len()], numbers[HEADS.len()]);
        let beyond = resident - *shortest.get_or_insert(resident);
        if !asked.is_empty() && !asked.contains(&name) {
            continue;
        }
        let cells: Vec<String> = times.iter().map(|time| format!("{time:>6.2}")).collect();
        let memory = (resident - empty) / 1e6;
        let bound = (bytes * 8 + statements * 400) as f64 / 1e6;
        println!("| {name:>4} | {} | {memory:>6.2} | {:>8.2} | {bound:>8.2} |", cells.join(" | "), beyond / 1e6);
        rows.push((name, times.to_vec(), memory, bound));
    }
    println!();
    let time = |name: &str, head: &str| {
        let row = rows.iter().find(|(known, ..)| *known == name)?;
        row.1.get(HEADS.iter().position(|known| *known == head)?).copied()
    };
    for name in SIZES.map(|(name, ..)| name) {
        if let (Some(open), Some(files)) = (time(name, "open"), time(name, "files")) {
            println!("- opening {name} costs {:.2} × reading, hashing and parsing its files", open / files);
        }
    }
    if let (Some(large), Some(small)) = (time("5m", "scroll"), time("100k", "scroll")) {
        println!("- a frame at 5m costs {:.2} × one at 100k (at most 1.3)", large / small);
    }
    if let (Some(large), Some(small)) = (time("5m", "make"), time("6k", "make")) {
        println!("- making a statement at 25,000 costs {:.2} × that at 30 (at most 2)", large / small);
    }
    let longest = |head| rows.iter().filter_map(|row| time(row.0, head)).fold(0.0, f64::max);
    println!("- scrolling: p95 at most {:.2} ms (4), longest {:.2} ms (16)", longest("p95"), longest("max"));
    for (name, _, memory, bound) in &rows {
        println!("- memory at {name}: {memory:.1} MB above the empty program ({bound:.1})");
    }
}

/// What this program prints when it is called so.
fn output(arguments: &[&str]) -> String {
    let output = Process::new(std::env::current_exe().unwrap()).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn numbers(arguments: &[&str]) -> Vec<f64> {
    output(arguments).split_whitespace().map(|number| number.parse().unwrap()).collect()
}

fn make(name: &str, path: &Path) {
    let (_, bytes, statements) = SIZES.into_iter().find(|(known, ..)| *known == name).unwrap();
    store::create(path, &generate::project(bytes, statements, 1)).unwrap();
}

fn measure(path: &Path) {
    // Read once, so that the disk is not measured.
    let text = std::fs::read_to_string(path.join("documents/generated/text.txt")).unwrap();
    let bytes = text.len();
    drop(text);

    let mut window = None;
    let start = std::time::Instant::now();
    let open = ms_of_all(|| {
        let mut opened = Window::new(Some(path));
        for _ in 0..2_000 {
            opened.step(Vec::new());
            if opened.app.session().is_some() {
                break;
            }
            // As often as a screen asks for frames.
            std::thread::sleep(Duration::from_millis(16));
        }
        window = Some(opened);
    });
    let wall = start.elapsed().as_secs_f64() * 1e3;
    let mut window = window.unwrap();
    assert!(window.app.session().is_some(), "opened");
    window.step(vec![Event::PointerMoved(pos2(640.0, 400.0))]);
    (0..20).for_each(|_| window.step(Vec::new()));

    let way = (bytes / 200).min(500);
    let mut times: Vec<f64> = (0..FRAMES)
        .map(|frame| {
            // Down for a while, then up, so that it never stands still at an end; in a long text mostly over new ground.
            let y = if (frame / way).is_multiple_of(2) { -40.0 } else { 40.0 };
            ms(|| window.step(vec![wheel(y)]))
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let (median, p95, max) = (times[FRAMES / 2], times[FRAMES * 95 / 100], times[FRAMES - 1]);

    let make = median_of(15, |turn| {
        let document = window.app.view().document.clone().unwrap();
        let content = window.app.session().unwrap().project().documents[&document].content.clone();
        let paragraph = content.paragraphs().iter().filter(|p| p.len() > 60).nth(turn).unwrap().clone();
        let word = bayan::text::segment::word_at(content.as_str(), paragraph.clone(), paragraph.start + 20);
        window.app.request(Command::Select(Some(word.into())));
        window.step(Vec::new());
        window.step(Vec::new());
        let kind = window.app.session().unwrap().project().codebook.kinds[0].id.clone();
        window.app.request(Command::MakeKind(kind));
        ms(|| window.step(Vec::new()))
    });
    (0..20).for_each(|_| window.step(Vec::new()));

    // Only the first time is the end not laid out yet.
    let end = median_of(1, |_| {
        let key = Key::End;
        window.app.request(Command::Select(None));
        window.step(vec![Event::PointerMoved(pos2(640.0, 400.0)), click(true), click(false)]);
        window.step(Vec::new());
        ms(|| window.step(press(key, Modifiers::COMMAND)))
    });

    // The longest frame after a key, and all frames until the list is complete.
    window.app.request(Command::FocusFilter);
    (0..3).for_each(|_| window.step(Vec::new()));
    let (mut key, mut filter) = (0.0_f64, 0.0_f64);
    for letter in ["ب", "و", "ت"] {
        let mut all = 0.0;
        for frame in 0..200 {
            let events = if frame == 0 { vec![Event::Text(letter.to_owned())] } else { Vec::new() };
            let time = ms(|| window.step(events));
            key = key.max(time);
            all += time;
            if frame > 1 && !window.repaint {
                break;
            }
        }
        filter = filter.max(all);
    }

    let width = median_of(9, |turn| {
        window.width = if turn % 2 == 0 { 1100.0 } else { 1360.0 };
        ms(|| window.step(Vec::new()))
    });
    // Until the new statements are in the files: what the window holds at rest, not what it takes to save.
    for _ in 0..40 {
        std::thread::sleep(Duration::from_millis(100));
        window.step(Vec::new());
    }
    let resident = resident_bytes() as f64;
    drop(window);

    let mut opened = None;
    let store = median_of(3, |_| ms(|| opened = store::open(path).ok()));
    let files = median_of(3, |_| {
        ms(|| {
            let text = std::fs::read_to_string(path.join("documents/generated/text.txt")).unwrap();
            let layer = std::fs::read_to_string(path.join("annotations/generated/annotator-a.ron")).unwrap();
            let parsed: serde::de::IgnoredAny = ron::from_str(&layer).unwrap();
            std::hint::black_box((bayan::text::content::sha256_hex(text.as_bytes()), parsed));
        })
    });
    let numbers = [files, store, open, wall, median, p95, max, make, end, key, filter, width, resident];
    println!("{}", numbers.map(|number| number.to_string()).join(" "));
}

fn click(pressed: bool) -> Event {
    let button = egui::PointerButton::Primary;
    Event::PointerButton { pos: pos2(640.0, 400.0), button, pressed, modifiers: Modifiers::NONE }
}

/// The processor's time in all threads, in milliseconds.
fn ms_of_all(work: impl FnOnce()) -> f64 {
    let start = ProcessTime::now();
    work();
    start.elapsed().as_secs_f64() * 1e3
}

fn median_of(count: usize, mut work: impl FnMut(usize) -> f64) -> f64 {
    let mut times: Vec<f64> = (0..count).map(&mut work).collect();
    times.sort_by(f64::total_cmp);
    times[count / 2]
}

/// What the process holds in memory (`/proc/self/statm`, pages of 4 KiB); 0 where the system does not say.
fn resident_bytes() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    statm.split_whitespace().nth(1).and_then(|pages| pages.parse::<usize>().ok()).unwrap_or_default() * 4096
}
