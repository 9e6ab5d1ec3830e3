//! What the window costs on projects of four sizes, without a screen: the whole of `logic`, `ui` and tessellation.
//!
//! `cargo bench --bench frame` prints a table; `cargo bench --bench frame -- 5m` measures one size only. Times are those
//! that the processor spends, in milliseconds: in the thread of the window, and for opening in all threads. Memory is what
//! the process holds at the end beyond an empty window, and beyond what it holds with the shortest of the articles, that
//! is with the same letters, fonts and panels.

use std::path::Path;

use bayan::app::App;
use bayan::cli::generate;
use bayan::shape::TextEngine;
use bayan::store;
use bayan::store::settings::Settings;
use bayan::ui::command::Command;
use cpu_time::{ProcessTime, ThreadTime};
use eframe::App as _;
use egui::{Event, Key, Modifiers, pos2, vec2};

const SIZES: [(&str, usize, usize); 4] =
    [("6k", 6_000, 30), ("100k", 100_000, 500), ("1m", 1_000_000, 5_000), ("5m", 5_000_000, 25_000)];
const FRAMES: usize = 2_000;

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    if let [flag, name, base] = asked.as_slice()
        && flag == "measure"
        && let Some((name, bytes, statements)) = SIZES.iter().find(|(known, ..)| known == name)
    {
        return measure(name, *bytes, *statements, base.parse().unwrap());
    }
    println!(
        "{:>5} {:>8} {:>8} {:>8} | {:>7} {:>7} {:>7} | {:>7} {:>7} {:>7} {:>7} {:>7} | {:>8} {:>9}",
        "size",
        "files",
        "store",
        "open",
        "scroll",
        "p95",
        "max",
        "make",
        "end",
        "key",
        "filter",
        "width",
        "memory",
        "article"
    );
    let mut base = String::from("0");
    for (index, (name, ..)) in SIZES.iter().enumerate() {
        // A process each, so that one does not use the memory of another.
        let exe = std::env::current_exe().unwrap();
        let output = std::process::Command::new(exe).args(["measure", name, &base]).output().unwrap();
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8(output.stdout).unwrap();
        let (resident, row) = text.split_once('\n').unwrap();
        if index == 0 {
            base = resident.to_owned();
        }
        if asked.is_empty() || asked.iter().any(|asked| asked == name) {
            print!("{row}");
        }
    }
}

fn measure(name: &str, bytes: usize, statements: usize, base: usize) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("project");
    store::create(&path, &generate::project(bytes, statements, 1)).unwrap();

    let mut empty = Window::new(None);
    (0..5).for_each(|_| empty.step(Vec::new()));
    drop(empty);
    let before = resident_bytes();

    let mut window = None;
    let open = ms_of_all(|| {
        let mut opened = Window::new(Some(&path));
        for _ in 0..2_000 {
            opened.step(Vec::new());
            if opened.app.session().is_some() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        window = Some(opened);
    });
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
    let resident = resident_bytes();
    println!("{resident}");
    let memory = resident.saturating_sub(before) as f64 / 1e6;
    let article = if base == 0 { 0.0 } else { resident.saturating_sub(base) as f64 / 1e6 };
    drop(window);

    let mut opened = None;
    let store = median_of(3, |_| ms(|| opened = store::open(&path).ok()));
    let files = median_of(3, |_| {
        ms(|| {
            let text = std::fs::read_to_string(path.join("documents/generated/text.txt")).unwrap();
            let layer = std::fs::read_to_string(path.join("annotations/generated/annotator-a.ron")).unwrap();
            let parsed: serde::de::IgnoredAny = ron::from_str(&layer).unwrap();
            std::hint::black_box((bayan::text::content::sha256_hex(text.as_bytes()), parsed));
        })
    });
    println!(
        "{name:>5} {files:>8.1} {store:>8.1} {open:>8.1} | {median:>7.2} {p95:>7.2} {max:>7.2} | {make:>7.2} {end:>7.2} {key:>7.2} {filter:>7.1} {width:>7.2} | {memory:>5.1} MB {article:>6.1} MB"
    );
}

struct Window {
    ctx: egui::Context,
    app: App,
    frame: eframe::Frame,
    time: f64,
    width: f32,
    /// Whether the last frame asked for another at once.
    repaint: bool,
}

impl Window {
    fn new(project: Option<&Path>) -> Self {
        let ctx = egui::Context::default();
        let project = project.map(Path::to_owned);
        let app = App::new(&ctx, TextEngine::bundled_fonts_only(), Settings::default(), false, project);
        Self { ctx, app, frame: eframe::Frame::_new_kittest(), time: 0.0, width: 1360.0, repaint: false }
    }

    fn step(&mut self, events: Vec<Event>) {
        self.time += 1.0 / 60.0;
        let input = egui::RawInput {
            screen_rect: Some(egui::Rect::from_min_size(egui::Pos2::ZERO, vec2(self.width, 860.0))),
            time: Some(self.time),
            events,
            ..Default::default()
        };
        let (app, frame) = (&mut self.app, &mut self.frame);
        let mut output = self.ctx.run_ui(input, |ui| {
            app.logic(&ui.ctx().clone(), frame);
            app.ui(ui, frame);
        });
        output.textures_delta.clear();
        self.repaint = output.viewport_output.values().any(|viewport| viewport.repaint_delay.is_zero());
        std::hint::black_box(self.ctx.tessellate(output.shapes, output.pixels_per_point));
    }
}

fn wheel(y: f32) -> Event {
    Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        source: egui::MouseWheelSource::Unknown,
        delta: vec2(0.0, y),
        phase: egui::TouchPhase::Move,
        modifiers: Modifiers::NONE,
    }
}

fn click(pressed: bool) -> Event {
    let button = egui::PointerButton::Primary;
    Event::PointerButton { pos: pos2(640.0, 400.0), button, pressed, modifiers: Modifiers::NONE }
}

fn press(key: Key, modifiers: Modifiers) -> Vec<Event> {
    vec![Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }]
}

fn ms(work: impl FnOnce()) -> f64 {
    let start = ThreadTime::now();
    work();
    start.elapsed().as_secs_f64() * 1e3
}

/// The same in all threads.
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
