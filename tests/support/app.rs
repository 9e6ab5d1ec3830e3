//! The real application in a window without a screen.

use std::path::PathBuf;

use bayan::app::App;
use bayan::settings::Settings;
use bayan::shape::TextEngine;
use bayan::ui::command::Command;
use bayan::ui::command::ownership::OwnershipCommand;
use eframe::App as _;
use egui_kittest::{Harness, HarnessBuilder};

/// Opens the window, on a project if one is given, and lets it come to rest. The person is annotator-a, whose finished
/// layers may be changed without a question. Messages stay, since time passes quickly here.
pub fn open(builder: HarnessBuilder<Option<App>>, project: Option<PathBuf>) -> Harness<'static, Option<App>> {
    let settings = Settings { annotator: Some("annotator-a".to_owned()), keeps_messages: true, ..Settings::default() };
    let mut harness = open_as(builder, project, settings);
    let app = harness.state_mut().as_mut().unwrap();
    let layers: Vec<_> = app.session().map(|s| s.project().layers.keys().cloned().collect()).unwrap_or_default();
    for layer in layers {
        app.request(Command::Ownership(OwnershipCommand::Confirm(layer)));
    }
    harness.run_steps(2);
    harness
}

/// The same for a person with these settings.
pub fn open_as(
    builder: HarnessBuilder<Option<App>>,
    project: Option<PathBuf>,
    settings: Settings,
) -> Harness<'static, Option<App>> {
    let mut frame = eframe::Frame::_new_kittest();
    let run = move |ui: &mut egui::Ui, app: &mut Option<App>| {
        let app = app.get_or_insert_with(|| {
            let engine = TextEngine::bundled_fonts_only();
            App::new(ui.ctx(), engine, settings.clone(), false, project.clone())
        });
        app.logic(&ui.ctx().clone(), &mut frame);
        app.ui(ui, &mut frame);
    };
    let mut harness = builder.build_ui_state(run, None);
    harness.run_steps(6);
    harness
}
