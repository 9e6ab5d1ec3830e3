//! Draws pictures for a person to look at: a page of all shaped widgets, light and dark, at three scales, and the pages of
//! the window with the sample.
//!
//! `cargo run --example pictures -- FOLDER` leaves them in that folder. Nothing is compared.

use bayan::shape::TextEngine;
use bayan::ui::shaped::{self, *};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

#[path = "../support/app.rs"]
mod app;
#[expect(dead_code, reason = "pictures are compared by the tests only")]
#[path = "../support/picture.rs"]
mod picture;

use std::path::Path;

use picture::{Picture, Textures};

fn page(ui: &mut egui::Ui, state: &mut State) {
    egui::CentralPanel::default().show(ui, |ui| {
        ui.add(Heading::new("Parties الأطراف"));
        ui.add(Label::new("Kremlin — الكرملين (Кремль) \u{2068}Biden\u{2069} ✓ ★ 😀 →"));
        ui.add(Label::new("أعلن البيت الأبيض أن الرئيس جو بايدن دعا نظيره الروسي فلاديمير بوتين للحد من التوتر حول أوكرانيا، مؤكداً أن \"أي تقدم ملموس\" في 7 ديسمبر/كانون الأول (Handout/Reuters).").wrap());
        ui.add(Label::new("بِسْمِ اللَّهِ الرَّحْمَٰنِ الرَّحِيمِ").family(Family::Reading).size(22.0));
        ui.add(Label::new("This label is much too long for the width it has, and so its logical end is cut off somewhere").elide());
        ui.add(Label::new("وقال البيت الأبيض عقب محادثة بين الرئيسين جرت الخميس هاتفياً: دعا الرئيس بايدن روسيا للتهدئة").elide());
        ui.horizontal(|ui| {
            ui.add(Button::new("Save"));
            ui.add(Button::new("حفظ"));
            ui.add(Button::new("Claim ادعاء").swatch(egui::Color32::from_rgb(200, 60, 40)).selected(true));
            ui.add(Button::new("Undo").shortcut("Ctrl+Z"));
            ui.add(Button::new("").icon("✕").name("Close"));
            ui.add(Button::new("Agjpqy").small());
        });
        ui.horizontal(|ui| {
            ui.add(Checkbox::new(&mut state.check, "Leave out تابعنا"));
            ui.add(RadioValue::new(&mut state.radio, 1, "مباشر"));
            ui.add(RadioValue::new(&mut state.radio, 2, "Indirect"));
            ui.add(Label::new("weak نص").weak());
            ui.add(Label::new("strong نص").strong());
        });
        ui.add(TextField::singleline(&mut state.a).name("Arabic").desired_width(300.0).id(egui::Id::unique("arabic")));
        ui.add(TextField::singleline(&mut state.b).name("Latin").desired_width(300.0).id(egui::Id::unique("latin")));
        ui.add(TextField::singleline(&mut state.empty).name("Empty").hint("ابحث عن طرف…").desired_width(300.0));
        ui.add(TextField::multiline(&mut state.c).name("Multi").desired_width(300.0).rows(3));
        ComboBox::new("kind", "Kind").selected_text("تحذير warning").show(ui, |ui| {
            ui.add(Row::new("ادعاء claim").selected(true));
            ui.add(Row::new("موقف"));
            ui.add(MenuItem::new("تحذير warning").shortcut("W"));
        });
        ui.add(Row::new("البيت الأبيض").swatch(egui::Color32::from_rgb(60, 120, 200)).secondary("12"));
        ui.add(Row::new("يوري أوشاكوف").swatch(egui::Color32::from_rgb(60, 160, 80)).secondary("7").indent(1).selected(true));
        ui.with_layout(egui::Layout::top_down(egui::Align::Max), |ui| {
            ui.set_max_height(200.0);
            ui.add(Heading::new("الأطراف Parties"));
            ui.add(Button::new("زر حفظ").swatch(egui::Color32::RED).shortcut("Ctrl+S").icon("✓"));
            ui.add(Checkbox::new(&mut state.check, "خيار واحد"));
            ui.add(Row::new("البيت الأبيض").swatch(egui::Color32::from_rgb(60, 120, 200)).secondary("12").indent(1));
            ui.add(Row::new("A long English row that does not fit into its width at all, not even nearly, so that it is elided").swatch(egui::Color32::from_rgb(60, 120, 200)).secondary("12"));
            ComboBox::new("kind2", "Kind 2").selected_text("تحذير").show(ui, |_ui| {});
            ui.add(TextField::singleline(&mut state.empty).name("Empty2").hint("Search").desired_width(200.0));
        });
        ui.add(Label::new("{\"id\": 1, \"نص\": \"قيمة\"}").family(Family::Mono));
    });
}

struct State {
    a: String,
    b: String,
    c: String,
    empty: String,
    check: bool,
    radio: i32,
}

fn main() -> std::process::ExitCode {
    let Some(folder) = std::env::args_os().nth(1) else {
        eprintln!("Give the folder that the pictures go to.");
        return std::process::ExitCode::from(2);
    };
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder).unwrap();
    for theme in [egui::Theme::Light, egui::Theme::Dark] {
        for scale in [1.0, 1.5, 2.0] {
            widgets(theme, scale).save(&folder.join(format!("widgets-{theme:?}-{scale}.png")));
        }
    }
    window(folder);
    std::process::ExitCode::SUCCESS
}

fn widgets(theme: egui::Theme, scale: f32) -> Picture {
    let state = State {
        a: "قال Biden إن 7 دول (NATO) وافقت".into(),
        b: "He said السلام عليكم twice".into(),
        c: "أول سطر\nsecond line\nثالث: الكرملين يردّ على البيت الأبيض بشكل واضح وصريح".into(),
        empty: String::new(),
        check: true,
        radio: 1,
    };
    let textures = Textures::default();
    let mut harness = Harness::builder()
        .with_size(egui::vec2(560.0, 740.0))
        .with_pixels_per_point(scale)
        .with_theme(theme)
        .renderer(textures.clone())
        .with_context_setup(|ctx| shaped::install(ctx, TextEngine::bundled_fonts_only()))
        .build_ui_state(page, state);
    harness.get_by_label("Arabic").focus();
    harness.run();
    harness.key_press_modifiers(egui::Modifiers::SHIFT, egui::Key::ArrowRight);
    for _ in 0..6 {
        harness.key_press_modifiers(egui::Modifiers::SHIFT | egui::Modifiers::COMMAND, egui::Key::ArrowRight);
    }
    harness.run();
    harness.get_by_label("Kind").click();
    harness.run();
    harness.get_by_label("يوري أوشاكوف").hover();
    harness.run_steps(60);
    Picture::of(&harness, &textures)
}

/// The window with the sample, once a page.
fn window(folder: &Path) {
    let place = tempfile::tempdir().unwrap();
    let project = place.path().join("sample");
    bayan::store::install_sample(&project).unwrap();
    let textures = Textures::default();
    let builder = Harness::builder().with_size([1360.0, 860.0]).renderer(textures.clone());
    let mut harness = app::open(builder, Some(project));
    for page in ["Article", "Review", "Agreement", "Progress"] {
        harness.get_by_label(page).click();
        // Background work is given time to come to its end.
        for _ in 0..100 {
            harness.step();
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        Picture::of(&harness, &textures).save(&folder.join(format!("window-{page}.png")));
    }
}
