//! Random text of many scripts: nothing panics, nothing lands inside a grapheme, every caret stop is met once.
//!
//! Bundled fonts, no egui. The strings come from a generator with a fixed seed, so that a failure repeats.

use bayan::shape::{Align, Caret, Direction, LayoutOptions, Side, TextEngine, TextLayout, TextStyle, Wrap};
use unicode_segmentation::UnicodeSegmentation;

use crate::support::random::Random;

#[test]
fn nothing_panics_and_carets_stay_on_graphemes() {
    let mut random = Random(1);
    let mut engine = TextEngine::bundled_fonts_only();
    for round in 0..1500 {
        let text = random.text(0..24);
        let options = LayoutOptions {
            wrap: match random.below(5) {
                0 => Wrap::Never,
                1 => Wrap::SingleLine,
                2 => Wrap::Elide(random.below(150) as f32),
                _ => Wrap::At(random.below(150) as f32),
            },
            direction: random.pick(&[Direction::Auto, Direction::LeftToRight, Direction::RightToLeft]),
            align: random.pick(&[Align::Start, Align::End, Align::Center, Align::Justify]),
            fill: random.below(2) == 0,
        };
        let style =
            random.pick(&[TextStyle::interface(13.0), TextStyle::reading(20.0).strong(), TextStyle::mono(11.0)]);
        let layout = engine.layout(&text, &style, &options);
        let edges = edges(&text);
        let check = |caret: Caret, what: &str| {
            assert!(edges.contains(&caret.byte), "round {round}: {what} {caret:?} is inside a grapheme of {text:?}");
            let rect = layout.caret_rect(caret);
            assert!(rect.left.is_finite() && rect.top.is_finite() && rect.bottom > rect.top, "{text:?} {rect:?}");
        };
        assert!(layout.width().is_finite() && layout.height() > 0.0);
        covers_the_text(&layout, &text, &options);
        for _ in 0..12 {
            let x = random.below(400) as f32 - 100.0;
            let y = random.below(300) as f32 - 60.0;
            let mut caret = layout.hit(x, y);
            check(caret, "hit");
            for step in 0..6 {
                caret = match random.below(9) {
                    0 => layout.move_visual(caret, Side::Left),
                    1 => layout.move_visual(caret, Side::Right),
                    2 => layout.move_word(caret, Side::Left),
                    3 => layout.move_word(caret, Side::Right),
                    4 => layout.move_lines(caret, 1, x),
                    5 => layout.move_lines(caret, -1, x),
                    6 => layout.line_start(caret),
                    7 => layout.line_end(caret),
                    _ => layout.caret_at(random.below(text.len() + 2)),
                };
                check(caret, &format!("step {step}"));
            }
            let (from, to) = (random.below(text.len() + 1), random.below(text.len() + 1));
            for rect in layout.selection_rects(from.min(to)..from.max(to)) {
                assert!(rect.left <= rect.right && rect.top < rect.bottom);
            }
            for range in [layout.word_at(caret.byte), layout.paragraph_at(caret.byte)] {
                assert!(range.start <= range.end && text.get(range.clone()).is_some(), "{range:?} of {text:?}");
            }
            assert!(edges.contains(&layout.next_edge(from)) && edges.contains(&layout.previous_edge(from)));
        }
    }
}

#[test]
fn going_right_meets_every_stop_of_a_line_once() {
    let mut random = Random(7);
    let mut engine = TextEngine::bundled_fonts_only();
    for _ in 0..1500 {
        let text: String =
            random.text(0..16).chars().filter(|c| !"\n\r\u{b}\u{c}\u{85}\u{2028}\u{2029}".contains(*c)).collect();
        let direction = random.pick(&[Direction::LeftToRight, Direction::RightToLeft]);
        let layout = engine.layout(&text, &TextStyle::interface(13.0), &LayoutOptions::default().direction(direction));
        let count = text.graphemes(true).count();
        let stops = layout.caret_stops(0);
        assert_eq!(stops.len(), count + 1, "{text:?}");
        let mut caret = stops[0];
        for (index, stop) in stops.iter().enumerate().skip(1) {
            caret = layout.move_visual(caret, Side::Right);
            assert_eq!(caret, *stop, "stop {index} of {text:?}");
        }
        assert_eq!(layout.move_visual(caret, Side::Right), caret, "the end of {text:?}");
        for _ in 0..count {
            caret = layout.move_visual(caret, Side::Left);
        }
        let (back, first) = (layout.caret_rect(caret).left, layout.caret_rect(stops[0]).left);
        assert!((back - first).abs() < 1e-3, "as many steps back lead to the beginning of {text:?}");
    }
}

#[test]
fn going_forward_meets_every_line_and_ends() {
    let mut random = Random(11);
    let mut engine = TextEngine::bundled_fonts_only();
    for _ in 0..600 {
        let text = random.text(0..30);
        let rtl = random.below(2) == 0;
        let direction = if rtl { Direction::RightToLeft } else { Direction::LeftToRight };
        let options = LayoutOptions::wrapped(60.0).direction(direction);
        let layout = engine.layout(&text, &TextStyle::interface(13.0), &options);
        let ahead = if rtl { Side::Left } else { Side::Right };
        let stops = layout.caret_stops(0);
        let mut caret = if rtl { stops[stops.len() - 1] } else { stops[0] };
        let mut lines = vec![layout.line_of(caret)];
        for _ in 0..text.len() * 2 + 2 {
            let next = layout.move_visual(caret, ahead);
            if next == caret {
                break;
            }
            caret = next;
            lines.push(layout.line_of(caret));
        }
        assert_eq!(layout.move_visual(caret, ahead), caret, "comes to an end in {text:?}");
        assert!(lines.windows(2).all(|pair| pair[0] <= pair[1]), "never goes back in {text:?}: {lines:?}");
        lines.dedup();
        assert_eq!(lines, (0..layout.lines().len()).collect::<Vec<_>>(), "meets every line of {text:?}");
    }
}

/// Lines follow one another without gaps but their line breaks, and each grapheme is in one cell.
fn covers_the_text(layout: &TextLayout, text: &str, options: &LayoutOptions) {
    let lines = layout.lines();
    assert_eq!(lines[0].text.start, 0, "{text:?}");
    assert_eq!(lines[lines.len() - 1].text.end, text.len(), "{text:?}");
    for pair in lines.windows(2) {
        let between = &text[pair[0].text.end..pair[1].text.start];
        let is_break = matches!(between, "\n" | "\r" | "\r\n" | "\u{b}" | "\u{c}" | "\u{85}" | "\u{2028}" | "\u{2029}");
        assert_eq!(is_break, pair[0].ends_paragraph, "{between:?} in {text:?}");
        assert!(is_break || between.is_empty());
        assert!((pair[0].bottom - pair[1].top).abs() < 1e-3);
    }
    for line in lines {
        let mut cells: Vec<(usize, usize)> =
            layout.cells(line).iter().map(|cell| (cell.start_byte, cell.end_byte)).collect();
        cells.sort_unstable();
        let mut graphemes: Vec<(usize, usize)> = text[line.text.clone()]
            .grapheme_indices(true)
            .map(|(start, grapheme)| (line.text.start + start, line.text.start + start + grapheme.len()))
            .collect();
        if let (Wrap::Elide(_), Some(cut)) = (options.wrap, layout.elided_from_byte()) {
            graphemes.retain(|(start, _)| *start < cut);
            graphemes.push((cut, text.len()));
        }
        assert_eq!(cells, graphemes, "{options:?} {text:?}");
    }
}

fn edges(text: &str) -> std::collections::BTreeSet<usize> {
    text.grapheme_indices(true).map(|(start, _)| start).chain([text.len()]).collect()
}
