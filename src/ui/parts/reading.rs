//! The choices of how things look, which a dialog and the page of settings share.

use egui::Ui;

use crate::settings::{Cards, Reading};
use crate::t;
use crate::typeface::{ArabicFace, LatinFace};
use crate::ui::command::Command;
use crate::ui::parts::{line, section};
use crate::ui::shaped::{Button, Label, RadioValue, ResponseExt as _, Switch};
use crate::ui::state::View;
use crate::ui::theme::Theme;

/// Sizes of the article's letters, lines and column.
pub(crate) fn sizes(ui: &mut Ui, view: &View, reading: &mut Reading, out: &mut Vec<Command>) {
    section(ui, t!("reading-sizes"));
    let size = t!("reading-number", value = f64::from(view.text_size_pt));
    match stepper(ui, t!("reading-size"), size) {
        -1 => out.push(Command::SmallerText),
        1 => out.push(Command::LargerText),
        _ => {}
    }
    let percent = (reading.line_height * 100.0).round();
    let height = t!("reading-percent", value = f64::from(percent));
    let step = stepper(ui, t!("reading-line-height"), height);
    if step != 0 {
        reading.line_height = (percent + step as f32 * 10.0) / 100.0;
    }
    let width = t!("reading-number", value = f64::from(reading.column_em));
    reading.column_em += stepper(ui, t!("reading-column"), width) as f32 * 2.0;
    *reading = reading.clone().within_limits();
}

/// The edges of the lines.
pub(crate) fn alignment(ui: &mut Ui, reading: &mut Reading) {
    section(ui, t!("reading-align"));
    ui.add(RadioValue::new(&mut reading.justify, false, t!("reading-align-start")));
    ui.add(RadioValue::new(&mut reading.justify, true, t!("reading-align-justify")));
}

/// What is shown beside and in the text.
pub(crate) fn shown(ui: &mut Ui, reading: &mut Reading) {
    section(ui, t!("reading-show"));
    ui.add(Switch::new(&mut reading.paragraph_numbers, t!("reading-numbers")));
    ui.add(Switch::new(&mut reading.invisible_marks, t!("reading-marks")));
    section(ui, t!("reading-cards"));
    for (cards, name) in [
        (Cards::Auto, t!("reading-cards-auto")),
        (Cards::On, t!("reading-cards-on")),
        (Cards::Off, t!("reading-cards-off")),
    ] {
        ui.add(RadioValue::new(&mut reading.cards, cards, name));
    }
}

/// The typefaces of both scripts.
pub(crate) fn faces(ui: &mut Ui, reading: &mut Reading) {
    section(ui, t!("reading-arabic"));
    for (face, name) in
        [(ArabicFace::Naskh, t!("reading-face-naskh")), (ArabicFace::Scheherazade, t!("reading-face-scheherazade"))]
    {
        ui.add(RadioValue::new(&mut reading.arabic, face, name));
    }
    section(ui, t!("reading-latin"));
    for (face, name) in [
        (LatinFace::Matching, t!("reading-face-matching")),
        (LatinFace::Serif, t!("reading-face-serif")),
        (LatinFace::Sans, t!("reading-face-sans")),
    ] {
        ui.add(RadioValue::new(&mut reading.latin, face, name));
    }
}

pub(crate) fn themes(ui: &mut Ui, theme: Theme, out: &mut Vec<Command>) {
    section(ui, t!("reading-theme"));
    let mut chosen = theme;
    for (theme, name) in [
        (Theme::System, t!("reading-theme-system")),
        (Theme::Light, t!("reading-theme-light")),
        (Theme::Sepia, t!("reading-theme-sepia")),
        (Theme::Dark, t!("reading-theme-dark")),
    ] {
        ui.add(RadioValue::new(&mut chosen, theme, name));
    }
    if chosen != theme {
        out.push(Command::SetTheme(chosen));
    }
}

/// A name, and a value between buttons for less and more. Returns −1, 0 or 1.
pub(crate) fn stepper(ui: &mut Ui, name: String, value: String) -> i32 {
    let mut step = 0;
    line(
        ui,
        |ui| ui.add(Label::new(name.clone()).elide()),
        |ui| {
            let (more, less) = (t!("reading-more", what = name.as_str()), t!("reading-less", what = name.as_str()));
            if ui.add(Button::new("−").name(less.clone())).on_hover_shaped(less).clicked() {
                step = -1;
            }
            ui.add(Label::new(value).extend());
            if ui.add(Button::new("+").name(more.clone())).on_hover_shaped(more).clicked() {
                step = 1;
            }
        },
    );
    step
}
