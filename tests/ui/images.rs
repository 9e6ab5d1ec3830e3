//! Pictures of the article as it is set to be read, at 100, 150 and 200 percent.
//!
//! They are drawn by kittest with wgpu and compared with `tests/snapshots`; `UPDATE_SNAPSHOTS=true` makes them anew. Only
//! the bundled fonts are used. Pictures from another renderer would differ in ways that mean nothing, so the tests first
//! make sure that Mesa's software Vulkan draws them (Debian's `mesa-vulkan-drivers`).

use bayan::shape::TextEngine;
use bayan::ui::shaped::{self, Align, LayoutOptions, TextStyle};
use egui::{Color32, Theme, vec2};
use egui_kittest::Harness;

const ARTICLE: &str = include_str!("../data/biden-putin-call.txt");

#[test]
#[ignore = "needs a Vulkan driver; run by .ci/run"]
fn article_at_100_percent() {
    article("article-100", 1.0, Theme::Light);
}

#[test]
#[ignore = "needs a Vulkan driver; run by .ci/run"]
fn article_at_150_percent() {
    article("article-150", 1.5, Theme::Light);
}

#[test]
#[ignore = "needs a Vulkan driver; run by .ci/run"]
fn article_at_200_percent() {
    article("article-200", 2.0, Theme::Light);
}

#[test]
#[ignore = "needs a Vulkan driver; run by .ci/run"]
fn article_on_dark_ground() {
    article("article-dark", 1.0, Theme::Dark);
}

#[test]
#[ignore = "needs a Vulkan driver; run by .ci/run"]
fn pictures_survive_the_eviction_of_glyphs() {
    assert_adapter();
    let build = |size_pt: f32| {
        Harness::builder()
            .with_size(vec2(300.0, 200.0))
            .with_context_setup(|ctx| shaped::install(ctx, TextEngine::bundled_fonts_only()))
            .wgpu()
            .build_ui_state(
                |ui, size_pt: &mut f32| {
                    let options = LayoutOptions::wrapped(2000.0).fill();
                    let paragraph = ARTICLE.lines().find(|line| line.starts_with("وجاء في بيان")).unwrap();
                    let layout = shaped::layout(ui.ctx(), paragraph, &TextStyle::reading(*size_pt), &options);
                    let pos = egui::pos2(290.0 - layout.width(), 0.0);
                    let painter = ui.ctx().layer_painter(ui.layer_id());
                    shaped::paint(&painter, pos, &layout, Color32::WHITE, &[]);
                },
                size_pt,
            )
    };
    let mut long_used = build(20.0);
    let mut replaced = 0;
    let mut pages = 0;
    for step in 0..60 {
        *long_used.state_mut() = 60.0 + step as f32 * 1.5;
        long_used.run();
        let mut stored = 0;
        shaped::with(&long_used.ctx, |engine| (pages, stored) = (engine.atlas_pages(), engine.stored_glyphs()));
        replaced = replaced.max(stored);
        // What is on screen now must be as if nothing had been there before.
        if step % 20 == 19 {
            let mut fresh = build(*long_used.state());
            fresh.run();
            let (old, new) = (long_used.render().unwrap(), fresh.render().unwrap());
            assert!(old.as_raw() == new.as_raw(), "at step {step}");
        }
    }
    let mut stored = 0;
    shaped::with(&long_used.ctx, |engine| stored = engine.stored_glyphs());
    assert!((8..=10).contains(&pages), "the atlas is full but does not grow: {pages} pages");
    assert!(stored < replaced, "glyphs were evicted: {stored} of at most {replaced}");
}

/// The first lines of a paragraph, with one passage selected and in a colour of its own.
fn article(name: &str, scale: f32, theme: Theme) {
    assert_adapter();
    let paragraph = ARTICLE.lines().find(|line| line.starts_with("وجاء في بيان")).unwrap();
    let mut harness = Harness::builder()
        .with_size(vec2(236.0, 68.0))
        .with_pixels_per_point(scale)
        .with_theme(theme)
        .with_context_setup(|ctx| shaped::install(ctx, TextEngine::bundled_fonts_only()))
        .wgpu()
        .build_ui(move |ui| {
            let rect = ui.ctx().content_rect();
            let painter = ui.ctx().layer_painter(ui.layer_id());
            painter.rect_filled(rect, 0.0, ui.visuals().panel_fill);
            let options = LayoutOptions::wrapped(rect.width() - 12.0).align(Align::Start).fill();
            let layout = shaped::layout(ui.ctx(), paragraph, &TextStyle::reading(17.0), &options);
            let start = paragraph.find("\"الموضوع").unwrap();
            let end = paragraph.find("كان").unwrap();
            let passage = if ui.visuals().dark_mode { Color32::LIGHT_BLUE } else { Color32::DARK_BLUE };
            let pos = rect.min + vec2(6.0, 2.0);
            for selected in layout.selection_rects(start..end) {
                let min = pos + vec2(selected.left, selected.top);
                let size = vec2(selected.right - selected.left, selected.bottom - selected.top);
                painter.rect_filled(egui::Rect::from_min_size(min, size), 0.0, ui.visuals().selection.bg_fill);
            }
            let color = ui.visuals().strong_text_color();
            shaped::paint(&painter, pos, &layout, color, &[(start..end, passage)]);
        });
    harness.run();
    harness.snapshot(name);
}

/// Fails if anything but Mesa's software Vulkan would draw: kittest would silently take what there is.
fn assert_adapter() {
    let setup = egui_kittest::wgpu::default_wgpu_setup();
    let state = egui_kittest::wgpu::create_render_state(setup, Default::default());
    let info = state.adapter.get_info();
    let (backend, kind) = (format!("{:?}", info.backend), format!("{:?}", info.device_type));
    assert!(
        backend == "Vulkan" && kind == "Cpu" && info.name.contains("llvmpipe"),
        "pictures are drawn by {} ({backend}, {kind}), not by llvmpipe through Vulkan: install mesa-vulkan-drivers",
        info.name
    );
}
