//! Lines, paragraphs, elision and the cache of shaped text, by plain examples.

use std::sync::Arc;

use bayan::shape::{
    Align, Caret, Direction, Emphasis, Granularity, LayoutOptions, Side, TextEngine, TextLayout, TextStyle, Wrap,
};

fn style() -> TextStyle {
    TextStyle::interface(13.0)
}

fn lay_out(text: &str, options: &LayoutOptions) -> Arc<TextLayout> {
    TextEngine::bundled_fonts_only().layout(text, &style(), options)
}

/// The graphemes of a line as they are seen from left to right.
fn seen(layout: &TextLayout, line: usize) -> String {
    layout.cells(&layout.lines()[line]).iter().map(|cell| &layout.text()[cell.start_byte..cell.end_byte]).collect()
}

#[test]
fn an_empty_text_has_a_line_and_a_caret() {
    for wrap in [Wrap::Never, Wrap::SingleLine, Wrap::At(100.0), Wrap::Elide(100.0)] {
        for (direction, x) in [(Direction::LeftToRight, 0.0), (Direction::RightToLeft, 0.0)] {
            let layout = lay_out("", &LayoutOptions { wrap, direction, ..LayoutOptions::default() });
            assert_eq!(layout.lines().len(), 1);
            assert!((layout.height() - style().line_height_pt()).abs() < 1e-3);
            assert!((layout.caret_rect(Caret::default()).left - x).abs() < 1e-3);
            assert_eq!(layout.hit(50.0, 50.0), Caret::default());
        }
    }
    let options = LayoutOptions::wrapped(100.0).direction(Direction::RightToLeft).fill();
    let layout = lay_out("", &options);
    assert!((layout.caret_rect(Caret::default()).left - 100.0).abs() < 1e-3, "at the start of the box");
}

#[test]
fn every_line_break_begins_a_line_and_the_last_may_be_empty() {
    let layout = lay_out("a\r\nb\n\nc\u{2029}", &LayoutOptions::default());
    let lines: Vec<&str> = layout.lines().iter().map(|line| &layout.text()[line.text.clone()]).collect();
    assert_eq!(lines, ["a", "b", "", "c", ""]);
    let end = layout.text_end();
    assert_eq!(layout.line_of(end), 4);
    // From the end of a line one step goes to the start of the next, over the break.
    let caret = layout.line_end(layout.text_start());
    assert_eq!((caret.byte, layout.move_visual(caret, Side::Right).byte), (1, 3));
    assert_eq!(layout.move_visual(Caret::downstream(3), Side::Left).byte, 1);
}

#[test]
fn each_paragraph_has_the_direction_of_its_first_letter() {
    let layout = lay_out("123\nسلام abc\n456\nabc سلام\n…\n", &LayoutOptions::wrapped(200.0).fill());
    let rtl: Vec<bool> = layout.lines().iter().map(|line| line.rtl).collect();
    assert_eq!(rtl, [true, true, true, false, false, false], "those without letters follow their neighbours");
    for line in layout.lines() {
        let edge = if line.rtl { line.right - 200.0 } else { line.left };
        assert!(edge.abs() < 1e-3, "{line:?} stands at its start");
    }
}

#[test]
fn alignment_follows_the_direction() {
    for (text, align, at_left) in [
        ("abc", Align::Start, true),
        ("abc", Align::End, false),
        ("سلام", Align::Start, false),
        ("سلام", Align::End, true),
    ] {
        let layout = lay_out(text, &LayoutOptions::wrapped(300.0).align(align).fill());
        let line = &layout.lines()[0];
        let distance = if at_left { line.left } else { 300.0 - line.right };
        assert!(distance.abs() < 1e-3, "{text} {align:?} {line:?}");
    }
    let layout = lay_out("abc", &LayoutOptions::wrapped(300.0).align(Align::Center).fill());
    let line = &layout.lines()[0];
    assert!((line.left - (300.0 - line.right)).abs() < 1e-3);
}

#[test]
fn justified_lines_reach_both_edges_but_the_last_does_not() {
    let text = "وجاء في بيان للكرملين أن الموضوع الرئيس للمحادثات كان تنفيذ الاتفاق الذي جرى";
    let layout = lay_out(text, &LayoutOptions::wrapped(150.0).align(Align::Justify).fill());
    let (last, others) = layout.lines().split_last().unwrap();
    assert!(others.len() > 1);
    for line in others {
        assert!((line.right - 150.0).abs() < 0.01, "{line:?}");
        let ink = layout.cells(line).iter().find(|cell| &text[cell.start_byte..cell.end_byte] != " ").unwrap();
        assert!(ink.left.abs() < 0.01, "spaces at the end hang over the edge: {line:?}");
    }
    assert!(last.left > 1.0);
}

#[test]
fn spaces_at_the_end_of_a_wrapped_line_hang_over_its_edge() {
    for text in ["aaaa aaaa", "سسسس سسسس"] {
        let width = lay_out(&text[..text.find(' ').unwrap()], &LayoutOptions::default()).width();
        let layout = lay_out(text, &LayoutOptions::wrapped(width + 0.5));
        assert_eq!(layout.lines().len(), 2);
        assert!(layout.width() <= width + 1.0, "the space takes no room in {text}");
        assert!(layout.lines()[0].left < -1.0 || layout.lines()[0].right > layout.width() + 1.0);
    }
    // At the end of the text they count: someone is typing there.
    assert!(
        lay_out("سلام  ", &LayoutOptions::default()).width() > lay_out("سلام", &LayoutOptions::default()).width() + 3.0
    );
}

#[test]
fn a_word_longer_than_the_line_is_broken() {
    let layout = lay_out("الاستراتيجيالاستراتيجيالاستراتيجي", &LayoutOptions::wrapped(50.0));
    assert!(layout.lines().len() > 2);
    assert!(layout.width() <= 51.0);
}

#[test]
fn elision_cuts_the_logical_end() {
    let latin = lay_out("The Kremlin said so", &LayoutOptions::elided(60.0));
    assert!(latin.is_elided() && latin.width() <= 60.0);
    assert!(seen(&latin, 0).starts_with("The "), "{}", seen(&latin, 0));
    let arabic = lay_out("قال البيت الأبيض إن الرئيس", &LayoutOptions::elided(60.0));
    let cells = arabic.cells(&arabic.lines()[0]).to_vec();
    let cut = arabic.elided_from_byte().unwrap();
    assert_eq!(cells[0].start_byte, cut, "the ellipsis is at the left, where the text ends");
    assert_eq!(cells[0].end_byte, arabic.text().len());
    assert_eq!(cells[cells.len() - 1].start_byte, 0);
    assert!(!arabic.text()[..cut].ends_with(' '));
    // A value in a sentence is isolated. Cut off inside it, the ellipsis stands where its next words would.
    for text in ["\u{2068}قال البيت الأبيض إن الرئيس\u{2069}", "Claim: \u{2068}قال البيت الأبيض إن الرئيس\u{2069}"]
    {
        let isolated = lay_out(text, &LayoutOptions::elided(120.0).direction(Direction::LeftToRight));
        let cut = isolated.elided_from_byte().unwrap();
        let begin = text.find('ق').unwrap();
        let arabic = isolated.cells(&isolated.lines()[0]).iter().filter(|cell| cell.start_byte >= begin);
        assert_eq!(arabic.map(|cell| cell.start_byte).next(), Some(cut), "{text}");
    }
    let after = "\u{2068}قال\u{2069} and then he said more";
    let isolated = lay_out(after, &LayoutOptions::elided(80.0).direction(Direction::LeftToRight));
    let last = isolated.cells(&isolated.lines()[0]).iter().map(|cell| cell.start_byte).next_back();
    assert_eq!(last, isolated.elided_from_byte(), "after it, at the end of the sentence");
    assert!(!lay_out("short", &LayoutOptions::elided(200.0)).is_elided());
    let tiny = lay_out("text", &LayoutOptions::elided(1.0));
    assert_eq!(tiny.elided_from_byte(), Some(0), "an ellipsis at least");
}

#[test]
fn what_is_left_of_an_elided_text_keeps_its_order() {
    for text in
        ["تحذير warning", "warning تحذير (12) abc", "قال Biden إن 7 دول (NATO) وافقت", "\u{2067}abc سلام\u{2069} def"]
    {
        for width in 10..150 {
            let mut engine = TextEngine::bundled_fonts_only();
            let elided = engine.layout(text, &style(), &LayoutOptions::elided(width as f32));
            let Some(cut) = elided.elided_from_byte() else { continue };
            let direction = if elided.is_rtl() { Direction::RightToLeft } else { Direction::LeftToRight };
            let shown = format!("{}…", &text[..cut]);
            let plain = engine.layout(&shown, &style(), &LayoutOptions::single_line().direction(direction));
            let order = |layout: &TextLayout| -> Vec<usize> {
                let cells = layout.cells(&layout.lines()[0]).iter();
                cells.map(|cell| cell.start_byte).filter(|byte| *byte < cut).collect()
            };
            assert_eq!(order(&elided), order(&plain), "{text:?} cut at {cut}");
        }
    }
}

#[test]
fn a_ligature_is_divided_among_its_letters() {
    let layout = lay_out("سلام", &LayoutOptions::default());
    let cells = layout.cells(&layout.lines()[0]).to_vec();
    assert_eq!(cells.len(), 4, "lam and alef are two stops, though one glyph");
    assert!(cells.iter().all(|cell| cell.right - cell.left > 1.0));
    assert_eq!(layout.selection_rects(2..4).len(), 1);
}

#[test]
fn a_selection_in_mixed_text_has_several_rectangles() {
    let text = "abc سلام def";
    let layout = lay_out(text, &LayoutOptions::default());
    // The first word and the first half of the second lie apart.
    let rects = layout.selection_rects(0..8);
    assert_eq!(rects.len(), 2, "{rects:?}");
    assert!(rects[0].right < rects[1].left);
    assert_eq!(layout.selection_rects(0..text.len()).len(), 1);
    assert!(layout.selection_rects(3..3).is_empty());
}

#[test]
fn clicks_take_words_and_paragraphs() {
    let text = "أكّد البيت\nقال «نعم» ثم";
    let layout = lay_out(text, &LayoutOptions::default());
    let word = |byte| &text[layout.around(Caret::downstream(byte), Granularity::Word)];
    assert_eq!(word(0), "أكّد");
    assert_eq!(word(text.find("نعم").unwrap() + 2), "نعم");
    let paragraph = layout.around(Caret::downstream(text.len() - 2), Granularity::Paragraph);
    assert_eq!(&text[paragraph], "قال «نعم» ثم");
}

#[test]
fn beyond_the_ends_of_a_line_is_its_logical_start_and_end() {
    for (text, direction) in [("abc سلام", Direction::LeftToRight), ("سلام abc", Direction::RightToLeft)] {
        let layout = lay_out(text, &LayoutOptions::default().direction(direction));
        let (left, right) = (layout.hit(-50.0, 5.0).byte, layout.hit(9999.0, 5.0).byte);
        let expected = if direction == Direction::LeftToRight { (0, text.len()) } else { (text.len(), 0) };
        assert_eq!((left, right), expected, "{text}");
    }
}

#[test]
fn up_and_down_keep_the_column() {
    let layout = lay_out("aaaaaaaaaa\nb\ncccccccccc", &LayoutOptions::default());
    let x = layout.caret_rect(Caret::downstream(6)).left;
    let down = layout.move_lines(Caret::downstream(6), 1, x);
    assert_eq!(down.byte, 12, "the end of the short line");
    let down = layout.move_lines(down, 1, x);
    assert!((layout.caret_rect(down).left - x).abs() < 4.0, "back in the column");
    assert_eq!(layout.move_lines(down, 1, x), layout.text_end());
    assert_eq!(layout.move_lines(Caret::default(), -1, x), layout.text_start());
}

#[test]
fn the_baseline_does_not_depend_on_the_script() {
    for text in ["abc", "سلام", "שלום", "12", "😀", "漢"] {
        let layout = lay_out(text, &LayoutOptions::default());
        assert!((layout.first_baseline() - lay_out("x", &LayoutOptions::default()).first_baseline()).abs() < 1e-3);
        assert!((layout.height() - style().line_height_pt()).abs() < 1e-3, "{text}");
    }
}

#[test]
fn layouts_are_remembered_while_they_are_used() {
    let mut engine = TextEngine::bundled_fonts_only();
    let options = LayoutOptions::default();
    let first = engine.layout("نص", &style(), &options);
    for _ in 0..1000 {
        engine.begin_frame();
        assert!(Arc::ptr_eq(&first, &engine.layout("نص", &style(), &options)));
    }
    engine.layout("غيره", &style(), &options);
    assert_eq!(engine.cached_layouts(), 2);
    for _ in 0..1000 {
        engine.begin_frame();
    }
    assert_eq!(engine.cached_layouts(), 0, "what is not used is forgotten");
    let other = engine.layout("نص", &style().strong(), &options);
    assert!(!Arc::ptr_eq(&first, &other));
}

#[test]
fn nonsense_sizes_do_no_harm() {
    let mut engine = TextEngine::bundled_fonts_only();
    for size_pt in [0.0, -3.0, f32::NAN, f32::INFINITY, 1e30, 0.001] {
        for width in [0.0, -1.0, f32::NAN, f32::INFINITY, f32::MAX] {
            for wrap in [Wrap::At(width), Wrap::Elide(width)] {
                let options = LayoutOptions { wrap, ..LayoutOptions::default() };
                let layout = engine.layout("سلام abc\nx", &TextStyle::interface(size_pt), &options);
                layout.hit(f32::NAN, f32::INFINITY);
                for line in layout.lines() {
                    for glyph in layout.glyphs(line) {
                        engine.glyph(&layout.fonts()[usize::from(glyph.font)], glyph.id, 3.0, glyph.x);
                    }
                }
            }
        }
    }
}

#[test]
fn each_choice_of_typefaces_sets_its_scripts_in_them() {
    use bayan::shape::{Family, TextStyle};
    use bayan::typeface::{ArabicFace, LatinFace};
    let mut engine = bayan::shape::TextEngine::bundled_fonts_only();
    let mut fonts_of = |arabic, latin| {
        let style = TextStyle::article(18.0, arabic, latin);
        assert_eq!(style.family, Family::Article(arabic, latin));
        ["بوتين", "Putin"].map(|text| {
            let layout = engine.layout(text, &style, &bayan::shape::LayoutOptions::single_line());
            assert!(layout.lines().iter().all(|line| layout.glyphs(line).iter().all(|glyph| glyph.id != 0)));
            layout.fonts()[0].id
        })
    };
    let naskh = fonts_of(ArabicFace::Naskh, LatinFace::Matching);
    let scheherazade = fonts_of(ArabicFace::Scheherazade, LatinFace::Matching);
    assert_eq!(naskh[0], naskh[1]);
    assert_eq!(scheherazade[0], scheherazade[1]);
    assert_ne!(naskh[0], scheherazade[0]);
    for (arabic, expected) in [(ArabicFace::Naskh, naskh[0]), (ArabicFace::Scheherazade, scheherazade[0])] {
        let serif = fonts_of(arabic, LatinFace::Serif);
        let sans = fonts_of(arabic, LatinFace::Sans);
        assert_eq!((serif[0], sans[0]), (expected, expected));
        assert!(serif[1] != sans[1] && serif[1] != expected && sans[1] != expected);
    }
}

#[test]
fn the_bundled_fonts_have_every_character_of_the_interface() {
    let catalogue = std::fs::read_to_string("assets/locales/en.ftl").unwrap();
    let mut engine = TextEngine::bundled_fonts_only();
    let mut lacks = |c: char| {
        let layout = engine.layout(&c.to_string(), &TextStyle::interface(14.0), &LayoutOptions::default());
        layout.lines().iter().any(|line| layout.glyphs(line).iter().any(|glyph| glyph.id == 0))
    };
    assert!(lacks('\u{2d5c}'), "no bundled font has Tifinagh");
    let all: std::collections::BTreeSet<char> = catalogue.chars().filter(|c| !c.is_control()).collect();
    assert_eq!(all.into_iter().filter(|c| lacks(*c)).collect::<String>(), "");
}

#[test]
fn parts_of_a_text_are_strong_or_slanted_wherever_its_lines_and_paragraphs_break() {
    let mut engine = TextEngine::bundled_fonts_only();
    let text = "one two\nthree قال four";
    let options = LayoutOptions::wrapped(400.0);
    let at = |part: &str| text.find(part).unwrap()..text.find(part).unwrap() + part.len();
    let plain = engine.layout(text, &style(), &options);
    let emphasis = [
        Emphasis { range: at("two"), is_strong: false },
        Emphasis { range: at("three"), is_strong: true },
        Emphasis { range: at("قال"), is_strong: true },
    ];
    let layout = engine.layout_emphasised(text, &style(), &options, &emphasis);
    assert_eq!(engine.cached_layouts(), 2, "the plain one is another");
    assert!(Arc::ptr_eq(&layout, &engine.layout_emphasised(text, &style(), &options, &emphasis)));
    // The font of the letters at the start of a word.
    let font = |layout: &TextLayout, word: &str| {
        let glyphs = layout.lines().iter().flat_map(|line| layout.glyphs(line));
        let glyph = glyphs.into_iter().find(|glyph| at(word).contains(&glyph.byte)).unwrap();
        layout.fonts()[usize::from(glyph.font)]
    };
    for word in ["one", "four"] {
        assert_eq!(font(&layout, word), font(&plain, word), "{word}");
    }
    let (slanted, regular) = (font(&layout, "two"), font(&plain, "two"));
    assert!(regular.skew_degrees == 0 && slanted.skew_degrees != 0);
    for word in ["three", "قال"] {
        assert_ne!(font(&layout, word).id, font(&plain, word).id, "{word} has the strong face");
    }
    // The same letters in the same order; only the strong ones take more room.
    for line in 0..2 {
        assert_eq!(seen(&layout, line), seen(&plain, line));
    }
    let width = |layout: &TextLayout, word: &str| {
        layout.selection_rects(at(word)).iter().map(|rect| rect.right - rect.left).sum::<f32>()
    };
    assert!((width(&layout, "one") - width(&plain, "one")).abs() < 1e-3);
    assert!(width(&layout, "three") > width(&plain, "three"));
}
