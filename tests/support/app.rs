//! The real application in a window without a screen.

use std::path::PathBuf;

use bayan::app::App;
use bayan::shape::TextEngine;
use bayan::store::settings::Settings;
use eframe::App as _;
use egui_kittest::{Harness, HarnessBuilder};

/// Opens the window, on a project if one is given, and lets it come to rest.
pub fn open(builder: HarnessBuilder<Option<App>>, project: Option<PathBuf>) -> Harness<'static, Option<App>> {
    let mut frame = eframe::Frame::_new_kittest();
    let run = move |ui: &mut egui::Ui, app: &mut Option<App>| {
        let app = app.get_or_insert_with(|| {
            let engine = TextEngine::bundled_fonts_only();
            App::new(ui.ctx(), engine, Settings::default(), false, project.clone())
        });
        app.logic(&ui.ctx().clone(), &mut frame);
        app.ui(ui, &mut frame);
    };
    let mut harness = builder.build_ui_state(run, None);
    harness.run_steps(6);
    harness
}
