//! Pictures of the article as it is set to be read, at 100, 150 and 200 percent.
//!
//! They are drawn without a graphics driver (`tests/support/picture.rs`) from the bundled fonts, and compared with
//! `tests/snapshots`; `UPDATE_SNAPSHOTS=true` makes those anew. Where a picture differs, it is left beside the expected
//! one as `.new.png`.

use bayan::edit::session::Session;
use bayan::model::document::{Document, Metadata};
use bayan::model::id::{AnnotatorId, DocumentId, PartyId};
use bayan::model::layer::Layer;
use bayan::model::party::{Party, PartyAbout, Rgb};
use bayan::model::project::Project;
use bayan::model::span::Span;
use bayan::model::statement::{Link, Statement};
use bayan::shape::TextEngine;
use bayan::text::content::Content;
use bayan::ui::article::DocumentView;
use bayan::ui::shaped::{self, Align, LayoutOptions, TextStyle};
use bayan::ui::state::View;
use bayan::ui::theme::Tokens;
use egui::{Color32, Theme, vec2};
use egui_kittest::Harness;

use crate::support::picture::{Picture, Textures, assert_snapshot};

const ARTICLE: &str = include_str!("../data/biden-putin-call.txt");

#[test]
fn article_at_100_percent() {
    article("article-100", 1.0, Theme::Light);
}

#[test]
fn article_at_150_percent() {
    article("article-150", 1.5, Theme::Light);
}

#[test]
fn article_at_200_percent() {
    article("article-200", 2.0, Theme::Light);
}

#[test]
fn article_on_dark_ground() {
    article("article-dark", 1.0, Theme::Dark);
}

#[test]
fn pictures_survive_the_eviction_of_glyphs() {
    let build = |size_pt: f32, textures: &Textures| {
        Harness::builder()
            .with_size(vec2(300.0, 200.0))
            .with_context_setup(|ctx| shaped::install(ctx, TextEngine::bundled_fonts_only()))
            .renderer(textures.clone())
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
    let textures = Textures::default();
    let mut long_used = build(20.0, &textures);
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
            let fresh_textures = Textures::default();
            let mut fresh = build(*long_used.state(), &fresh_textures);
            fresh.run();
            let (old, new) = (Picture::of(&long_used, &textures), Picture::of(&fresh, &fresh_textures));
            assert!(new.pixels.iter().any(|pixel| *pixel != new.pixels[0]), "nothing is drawn at step {step}");
            assert!(old == new, "at step {step}");
        }
    }
    let mut stored = 0;
    shaped::with(&long_used.ctx, |engine| stored = engine.stored_glyphs());
    assert!((8..=10).contains(&pages), "the atlas is full but does not grow: {pages} pages");
    assert!(stored < replaced, "glyphs were evicted: {stored} of at most {replaced}");
}

/// The first lines of a paragraph, with one passage selected and in a colour of its own.
fn article(name: &str, scale: f32, theme: Theme) {
    let paragraph = ARTICLE.lines().find(|line| line.starts_with("وجاء في بيان")).unwrap();
    let textures = Textures::default();
    let mut harness = Harness::builder()
        .with_size(vec2(236.0, 68.0))
        .with_pixels_per_point(scale)
        .with_theme(theme)
        .with_context_setup(|ctx| shaped::install(ctx, TextEngine::bundled_fonts_only()))
        .renderer(textures.clone())
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
    assert_snapshot(name, &Picture::of(&harness, &textures));
}

/// A text with the words of a statement, and the chain: party, cue and mention, outermost first.
struct Told<'t> {
    text: &'t str,
    words: &'t [&'t str],
    chain: &'t [(&'t str, &'t str, &'t str)],
}

#[test]
fn a_chain_from_right_to_left() {
    let text = "وقال الكرملين إن بايدن حذّر من أن الحرب ستطول وأن الشتاء سيكون قاسياً على الجميع في هذه السنة.";
    let chain = [("الكرملين", "وقال", "الكرملين"), ("بايدن", "حذّر", "بايدن")];
    chain_picture("chain-rtl", &[Told { text, words: &["أن الحرب ستطول"], chain: &chain }], 150.0);
}

#[test]
fn a_chain_of_mixed_directions() {
    let text = "ونقلت Reuters عن Joe Biden قوله إن الاتفاق مع Moscow «قريب جداً» وإنه يأمل أن يُوقَّع قبل الصيف.";
    let chain = [("Reuters", "ونقلت", "Reuters"), ("Joe Biden", "قوله", "Joe Biden")];
    chain_picture("chain-mixed", &[Told { text, words: &["الاتفاق مع Moscow «قريب جداً»"], chain: &chain }], 150.0);
}

#[test]
fn the_chain_of_a_statement_inside_another() {
    let text = "TASS reported that the minister said the talks had failed, and that Egypt refuses any delay.";
    let outer = [("TASS", "reported", "TASS")];
    let inner = [("TASS", "reported", "TASS"), ("Minister", "said", "the minister")];
    let told = [
        Told {
            text,
            words: &["the minister said the talks had failed, and that Egypt refuses any delay"],
            chain: &outer,
        },
        Told { text, words: &["the talks had failed"], chain: &inner },
    ];
    chain_picture("chain-nested", &told, 150.0);
}

#[test]
fn a_chain_over_the_ends_of_lines() {
    let text =
        "وأكدت وزارة الخارجية المصرية في بيان صدر أمس أن مصر ترفض أي محاولة لتقسيم السودان وتدعو إلى وقف القتال.";
    let chain = [("مصر", "أكدت", "وزارة الخارجية المصرية في بيان صدر أمس")];
    let words = ["مصر ترفض أي محاولة لتقسيم السودان وتدعو إلى وقف القتال"];
    chain_picture("chain-lines", &[Told { text, words: &words, chain: &chain }], 190.0);
}

/// The article with these statements, of which the last one is selected.
fn chain_picture(name: &str, told: &[Told<'_>], height: f32) {
    let text = told[0].text;
    let mut project = Project::new("P");
    let (id, who) = (DocumentId::new("d").unwrap(), AnnotatorId::new("a").unwrap());
    let language = if text.starts_with(|c: char| c.is_ascii()) { "en" } else { "ar" };
    let metadata = Metadata { language: language.to_owned(), ..Metadata::default() };
    let content = Content::new(text);
    let document = Document { id: id.clone(), content, metadata, encoding: String::new(), excluded: Vec::new() };
    project.documents.insert(id.clone(), document);
    let span = |words: &str| text.find(words).map(|at| Span::new(at, at + words.len())).unwrap();
    let (mut layer, mut selected) = (Layer::default(), None);
    for told in told {
        let kind = project.codebook.kinds[0].id.clone();
        let spans = told.words.iter().map(|words| span(words)).collect();
        let mut statement = Statement::new(kind, spans, jiff::Timestamp::UNIX_EPOCH);
        for (party, cue, mention) in told.chain {
            let index = project.parties.iter().position(|known| known.name == *party).unwrap_or_else(|| {
                let color = [Rgb([0x1f, 0x77, 0xb4]), Rgb([0xd6, 0x27, 0x28])][project.parties.len() % 2];
                let id = PartyId::from_name(party, |id| project.party(id).is_some());
                project.parties.push(Party {
                    id,
                    name: (*party).to_owned(),
                    aliases: Vec::new(),
                    color,
                    parent: None,
                    key: None,
                    about: PartyAbout::default(),
                });
                project.parties.len() - 1
            });
            let party = project.parties[index].id.clone();
            statement.chain.push(Link { party, cue: Some(span(cue)), mention: Some(span(mention)) });
        }
        selected = Some(statement.id);
        layer.put(statement);
    }
    project.layers.insert((id.clone(), who.clone()), layer);
    let session = Session::new(project, who);
    let view = View { document: Some(id), selected, text_size_pt: 17.0, ..View::default() };
    let textures = Textures::default();
    let mut harness = Harness::builder()
        .with_size(vec2(420.0, height))
        .with_theme(Theme::Light)
        .with_context_setup(|ctx| shaped::install(ctx, TextEngine::bundled_fonts_only()))
        .renderer(textures.clone())
        .build_ui_state(
            move |ui, document: &mut DocumentView| {
                ui.painter().rect_filled(ui.ctx().content_rect(), 0.0, Tokens::of(ui).paper);
                document.show(ui, &session, &view, &mut Vec::new());
            },
            DocumentView::default(),
        );
    harness.run_steps(4);
    assert_snapshot(name, &Picture::of(&harness, &textures));
}
