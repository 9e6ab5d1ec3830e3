//! The visual order and the caret stops of shaped lines, against the Unicode Bidirectional Algorithm.
//!
//! The expected data in `data/bidi/cases.json` come from GNU FriBidi and python-bidi by way of `make.py` beside it; this
//! test only reads them. It needs no display: bundled fonts, no egui.

use bayan::shape::{Caret, Direction, LayoutOptions, Side, TextEngine, TextLayout, TextStyle, Wrap};
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    text: String,
    base: String,
    /// First code point of each grapheme from left to right.
    order: Vec<usize>,
    /// Code points an arrow key stops at from left to right.
    stops: Vec<usize>,
}

#[derive(Deserialize)]
struct Paragraph {
    text: String,
    base: String,
    lines: Vec<Stretch>,
}

/// What a line from `start` to `end` looks like, in code points of the paragraph.
#[derive(Deserialize)]
struct Stretch {
    start: usize,
    end: usize,
    order: Vec<usize>,
    /// For each grapheme from left to right, 1 if it is in a right-to-left run.
    rtl: String,
}

fn cases() -> Vec<Case> {
    serde_json::from_str(include_str!("../data/bidi/cases.json")).unwrap()
}

fn chars_before(text: &str, byte: usize) -> usize {
    text[..byte].chars().count()
}

fn lay_out(engine: &mut TextEngine, case: &Case, style: &TextStyle) -> std::sync::Arc<TextLayout> {
    let direction = direction(&case.base);
    engine.layout(&case.text, style, &LayoutOptions { wrap: Wrap::Never, direction, ..Default::default() })
}

fn direction(base: &str) -> Direction {
    if base == "rtl" { Direction::RightToLeft } else { Direction::LeftToRight }
}

#[test]
fn wrapped_lines_are_ordered_by_where_they_end() {
    let mut engine = TextEngine::bundled_fonts_only();
    let paragraphs: Vec<Paragraph> = serde_json::from_str(include_str!("../data/bidi/wrapped.json")).unwrap();
    let mut seen = std::collections::BTreeSet::new();
    let mut wrong = std::collections::BTreeSet::new();
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let text = paragraph.text.as_str();
        for width in (30..300).step_by(3) {
            let options = LayoutOptions::wrapped(width as f32).direction(direction(&paragraph.base));
            let layout = engine.layout(text, &TextStyle::interface(13.0), &options);
            for line in layout.lines() {
                let (start, end) = (chars_before(text, line.text.start), chars_before(text, line.text.end));
                let Some(stretch) = paragraph.lines.iter().find(|l| (l.start, l.end) == (start, end)) else { continue };
                seen.insert((number, start, end));
                let cells = layout.cells(line);
                let order: Vec<usize> = cells.iter().map(|cell| chars_before(text, cell.start_byte)).collect();
                let rtl: String = cells.iter().map(|cell| if cell.rtl { '1' } else { '0' }).collect();
                if order != stretch.order || rtl != stretch.rtl {
                    let expected = (&stretch.order, &stretch.rtl);
                    wrong.insert(format!(
                        "{} {text:?} {start}..{end}\n  expected {expected:?}\n  got      {:?}",
                        paragraph.base,
                        (order, rtl)
                    ));
                }
            }
        }
    }
    assert!(seen.len() > 400, "only {} different lines were compared", seen.len());
    let wrong: Vec<String> = wrong.into_iter().collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), seen.len(), wrong.join("\n"));
}

#[test]
fn order_is_that_of_the_bidirectional_algorithm() {
    let mut engine = TextEngine::bundled_fonts_only();
    let cases = cases();
    assert!(cases.len() >= 80, "at least 40 lines in both directions");
    let mut wrong = Vec::new();
    for style in [TextStyle::interface(13.0), TextStyle::reading(20.0)] {
        for case in &cases {
            let layout = lay_out(&mut engine, case, &style);
            let [line] = layout.lines() else { panic!("one line for {:?}", case.text) };
            let order: Vec<usize> =
                layout.cells(line).iter().map(|cell| chars_before(&case.text, cell.start_byte)).collect();
            if order != case.order {
                wrong.push(format!("{} {:?}\n  expected {:?}\n  got      {order:?}", case.base, case.text, case.order));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len() * 2, wrong.join("\n"));
}

#[test]
fn cells_stand_side_by_side_from_left_to_right() {
    let mut engine = TextEngine::bundled_fonts_only();
    for case in cases() {
        let layout = lay_out(&mut engine, &case, &TextStyle::interface(13.0));
        let cells = layout.cells(&layout.lines()[0]);
        for pair in cells.windows(2) {
            assert!((pair[0].right - pair[1].left).abs() < 1e-3, "{:?}", case.text);
        }
        assert!(cells.iter().all(|cell| cell.right >= cell.left));
    }
}

#[test]
fn arrow_keys_stop_where_the_bidirectional_algorithm_says() {
    let mut engine = TextEngine::bundled_fonts_only();
    let mut wrong = Vec::new();
    for case in cases() {
        let layout = lay_out(&mut engine, &case, &TextStyle::interface(13.0));
        let mut caret = layout.caret_stops(0)[0];
        let mut carets = vec![caret];
        loop {
            let next = layout.move_visual(caret, Side::Right);
            if next == caret {
                break;
            }
            caret = next;
            carets.push(caret);
        }
        let stops: Vec<usize> = carets.iter().map(|caret| chars_before(&case.text, caret.byte)).collect();
        if stops != case.stops {
            wrong.push(format!("{} {:?}\n  expected {:?}\n  got      {stops:?}", case.base, case.text, case.stops));
        }
        // Each stop is further right than the last, and going back meets the same places.
        let xs: Vec<f32> = carets.iter().map(|caret| layout.caret_rect(*caret).left).collect();
        assert!(xs.windows(2).all(|pair| pair[0] <= pair[1] + 1e-3), "{:?} {xs:?}", case.text);
        let mut back: Vec<f32> = vec![layout.caret_rect(caret).left];
        loop {
            let next = layout.move_visual(caret, Side::Left);
            if next == caret {
                break;
            }
            caret = next;
            back.push(layout.caret_rect(caret).left);
        }
        back.reverse();
        assert_eq!(back.len(), xs.len(), "{:?}", case.text);
        assert!(back.iter().zip(&xs).all(|(a, b)| (a - b).abs() < 1e-3), "{:?}", case.text);
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_click_on_either_half_of_a_grapheme_puts_the_caret_on_that_side() {
    let mut engine = TextEngine::bundled_fonts_only();
    for case in cases() {
        let layout = lay_out(&mut engine, &case, &TextStyle::interface(13.0));
        let line = &layout.lines()[0];
        for cell in layout.cells(line).iter().filter(|cell| cell.right - cell.left > 1.0) {
            let quarter = (cell.right - cell.left) / 4.0;
            let y = (line.top + line.bottom) / 2.0;
            let (left, right) = (layout.hit(cell.left + quarter, y), layout.hit(cell.right - quarter, y));
            let (start, end) = (Caret::downstream(cell.start_byte), Caret::upstream(cell.end_byte));
            let expected = if cell.rtl { (end, start) } else { (start, end) };
            assert_eq!((left, right), expected, "{:?} {cell:?}", case.text);
            assert!((layout.caret_rect(left).left - cell.left).abs() < 1e-3);
            assert!((layout.caret_rect(right).left - cell.right).abs() < 1e-3);
        }
    }
}
