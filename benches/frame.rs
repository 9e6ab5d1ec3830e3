//! The cost of a frame: the sample's article scrolled, the whole of `logic`, `ui` and tessellation, without a screen.
//!
//! `cargo bench --bench frame`

use bayan::app::App;
use bayan::shape::TextEngine;
use bayan::store::settings::Settings;
use eframe::App as _;

fn main() {
    divan::main();
}

struct Window {
    ctx: egui::Context,
    app: App,
    frame: eframe::Frame,
    time: f64,
    _folder: tempfile::TempDir,
}

impl Window {
    fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let project = folder.path().join("sample");
        bayan::store::install_sample(&project).unwrap();
        let ctx = egui::Context::default();
        let app = App::new(&ctx, TextEngine::bundled_fonts_only(), Settings::default(), false, Some(project));
        let mut window = Self { ctx, app, frame: eframe::Frame::_new_kittest(), time: 0.0, _folder: folder };
        window.step(Vec::new());
        window.step(Vec::new());
        window
    }

    fn step(&mut self, events: Vec<egui::Event>) -> usize {
        self.time += 1.0 / 60.0;
        let input = egui::RawInput {
            screen_rect: Some(egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1360.0, 860.0))),
            time: Some(self.time),
            events,
            ..Default::default()
        };
        let (app, frame) = (&mut self.app, &mut self.frame);
        let output = self.ctx.run_ui(input, |ui| {
            app.logic(&ui.ctx().clone(), frame);
            app.ui(ui, frame);
        });
        self.ctx.tessellate(output.shapes, output.pixels_per_point).len()
    }
}

#[divan::bench]
fn open_to_first_frames(bencher: divan::Bencher<'_, '_>) {
    bencher.bench_local(Window::open);
}

#[divan::bench]
fn scroll(bencher: divan::Bencher<'_, '_>) {
    let mut window = Window::open();
    window.step(vec![egui::Event::PointerMoved(egui::pos2(640.0, 400.0))]);
    let mut count = 0_u32;
    bencher.bench_local(move || {
        count += 1;
        // Down for a while, then up, so that it never stands still at an end.
        let y = if (count / 60).is_multiple_of(2) { -12.0 } else { 12.0 };
        window.step(vec![egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            source: egui::MouseWheelSource::Unknown,
            delta: egui::vec2(0.0, y),
            phase: egui::TouchPhase::Move,
            modifiers: egui::Modifiers::NONE,
        }])
    });
}
