//! The real application without a screen: the whole of `logic`, `ui` and tessellation, frame by frame.

use std::path::Path;

use bayan::app::App;
use bayan::settings::Settings;
use bayan::shape::TextEngine;
use cpu_time::ThreadTime;
use eframe::App as _;
use egui::{Event, Key, Modifiers, vec2};

pub struct Window {
    ctx: egui::Context,
    pub app: App,
    frame: eframe::Frame,
    time: f64,
    pub width: f32,
    /// Whether the last frame asked for another at once.
    pub repaint: bool,
}

impl Window {
    pub fn new(project: Option<&Path>) -> Self {
        let ctx = egui::Context::default();
        let project = project.map(Path::to_owned);
        let settings = Settings { annotator: Some("annotator-a".to_owned()), ..Settings::default() };
        let app = App::new(&ctx, TextEngine::bundled_fonts_only(), settings, false, project);
        Self { ctx, app, frame: eframe::Frame::_new_kittest(), time: 0.0, width: 1360.0, repaint: false }
    }

    pub fn step(&mut self, events: Vec<Event>) {
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

pub fn wheel(y: f32) -> Event {
    Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        source: egui::MouseWheelSource::Unknown,
        delta: vec2(0.0, y),
        phase: egui::TouchPhase::Move,
        modifiers: Modifiers::NONE,
    }
}

pub fn press(key: Key, modifiers: Modifiers) -> Vec<Event> {
    vec![Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }]
}

/// How many milliseconds the processor spends on this in this thread; what else runs on the machine does not count.
pub fn ms(work: impl FnOnce()) -> f64 {
    let start = ThreadTime::now();
    work();
    start.elapsed().as_secs_f64() * 1e3
}
