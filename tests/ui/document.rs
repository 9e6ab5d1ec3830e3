//! The article's view without a screen: what stays where it is, what is laid out, and that mouse and keyboard agree.

mod cards;

use bayan::cli::generate;
use bayan::edit::session::Session;
use bayan::model::document::{Document, Metadata};
use bayan::model::id::{AnnotatorId, DocumentId};
use bayan::model::project::Project;
use bayan::model::span::Span;
use bayan::shape::TextEngine;
use bayan::text::content::Content;
use bayan::text::segment::is_grapheme_edge;
use bayan::ui::article::DocumentView;
use bayan::ui::article::lanes::{LANES, Lanes};
use bayan::ui::command::Command;
use bayan::ui::shaped;
use bayan::ui::state::View;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, Vec2, pos2, vec2};

use crate::support::random::Random;
use crate::support::scene::{Scene, failures, shortcut, split_keys};

struct Reader {
    ctx: egui::Context,
    session: Session,
    view: View,
    document: DocumentView,
    size: Vec2,
    time: f64,
    /// What a screen reader was told in the last frame, if there is one.
    told: Option<egui::accesskit::TreeUpdate>,
}

impl Reader {
    fn of(project: Project, annotator: &str) -> Self {
        let ctx = egui::Context::default();
        shaped::install(&ctx, TextEngine::bundled_fonts_only());
        let view = View { document: project.documents.keys().next().cloned(), text_size_pt: 18.0, ..View::default() };
        let session = Session::new(project, AnnotatorId::new(annotator).unwrap());
        let document = DocumentView::default();
        let mut reader = Self { ctx, session, view, document, size: vec2(800.0, 600.0), time: 0.0, told: None };
        reader.step(Vec::new());
        reader.step(Vec::new());
        reader
    }

    fn text(text: &str) -> Self {
        let mut project = Project::new("P");
        let id = DocumentId::new("d").unwrap();
        let content = Content::new(text);
        let (metadata, encoding) = (Metadata::default(), String::new());
        let document = Document { id: id.clone(), content, metadata, encoding, excluded: Vec::new() };
        project.documents.insert(id, document);
        Self::of(project, "a")
    }

    fn generated(bytes: usize, statements: usize) -> Self {
        Self::of(generate::project(bytes, statements, 2), "annotator-a")
    }

    fn content(&self) -> Content {
        self.session.project().documents.values().next().unwrap().content.clone()
    }

    /// One frame; what it asks for is done, as `app` does it.
    fn step(&mut self, events: Vec<Event>) {
        self.time += 1.0 / 60.0;
        let input = egui::RawInput {
            screen_rect: Some(egui::Rect::from_min_size(Pos2::ZERO, self.size)),
            time: Some(self.time),
            events,
            ..Default::default()
        };
        let mut out = Vec::new();
        let (document, session, view) = (&mut self.document, &self.session, &self.view);
        let mut output = self.ctx.run_ui(input, |ui| document.show(ui, session, view, &mut out));
        output.textures_delta.clear();
        self.told = output.platform_output.accesskit_update.take();
        self.view.scroll_to_byte = None;
        for command in out {
            match command {
                Command::Select(span) | Command::SelectWords(span) => self.view.selection = span,
                Command::SelectStatement(id) => self.view.selected = id,
                _ => {}
            }
        }
    }

    fn press(&mut self, key: Key, modifiers: Modifiers) {
        self.step(vec![Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }]);
        self.step(Vec::new());
    }

    fn button(&mut self, pos: Pos2, pressed: bool, modifiers: Modifiers) {
        self.step(vec![
            Event::ModifiersChanged(modifiers),
            Event::PointerMoved(pos),
            Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers },
        ]);
    }

    fn click(&mut self, pos: Pos2, modifiers: Modifiers) {
        // Apart from the click before, so that it is no double click.
        self.time += 1.0;
        self.step(vec![Event::PointerMoved(pos)]);
        self.button(pos, true, modifiers);
        self.button(pos, false, modifiers);
        self.step(vec![Event::ModifiersChanged(Modifiers::NONE)]);
    }

    fn drag(&mut self, from: Pos2, to: Pos2) {
        self.time += 1.0;
        self.step(vec![Event::PointerMoved(from)]);
        self.button(from, true, Modifiers::NONE);
        self.step(vec![Event::PointerMoved(pos2((from.x + to.x) / 2.0, (from.y + to.y) / 2.0))]);
        self.step(vec![Event::PointerMoved(to)]);
        self.button(to, false, Modifiers::NONE);
        self.step(Vec::new());
    }

    /// Selects from one byte to another by mouse, or puts the caret there if they are the same.
    fn select(&mut self, (anchor, caret): (usize, usize)) {
        for (byte, modifiers) in [(anchor, Modifiers::NONE), (caret, Modifiers::SHIFT)] {
            if anchor == caret && modifiers.shift {
                continue;
            }
            let place = self.document.place_of(byte).expect("shown").center();
            self.click(place, modifiers);
            assert_eq!(self.document.caret_byte(), byte, "the mouse does not reach this byte");
        }
    }

    /// The text with its selection and its caret.
    fn scene(&self) -> Scene {
        let selection = self.view.selection.map(|span| (span.start_byte, span.end_byte));
        let text = self.content().as_str().to_owned();
        Scene { text, selection, caret: Some(self.document.caret_byte()), statement: None }
    }

    fn wheel(&mut self, y: f32) {
        let modifiers = Modifiers::NONE;
        let (unit, source) = (egui::MouseWheelUnit::Point, egui::MouseWheelSource::Unknown);
        let phase = egui::TouchPhase::Move;
        self.step(vec![
            Event::PointerMoved(pos2(400.0, 300.0)),
            Event::MouseWheel { unit, source, delta: vec2(0.0, y), phase, modifiers },
        ]);
        // Wheels roll on for a while.
        (0..40).for_each(|_| self.step(Vec::new()));
    }

    fn height_of(&self, byte: usize) -> f32 {
        self.document.place_of(byte).unwrap_or_else(|| panic!("byte {byte} is not shown")).top()
    }
}

#[test]
fn the_line_one_reads_stays_while_width_and_size_change_and_is_back_where_it_was_after() {
    // Paragraphs of many lines, so that the line is none that begins one.
    let paragraph = "وأضاف البيان أن Putin و Biden اتفقا على مواصلة الحوار بعد العيد في 7 يناير. ".repeat(40);
    let mut reader = Reader::text(&vec![paragraph.trim(); 60].join("\n\n"));
    reader.view.scroll_to_byte = Some(reader.content().as_str().floor_char_boundary(150_000));
    reader.step(Vec::new());
    reader.wheel(-973.0);
    let held = reader.document.held_byte();
    let own = reader.content().paragraphs()[reader.content().paragraph_at(held)].clone();
    assert!(held > own.start + 200 && held + 200 < own.end, "{held} in {own:?}");
    let before = reader.height_of(held);
    assert!((0.0..60.0).contains(&before), "{before}");
    for step in 0..60 {
        reader.size.x = 800.0 - ((step * 37) % 400) as f32;
        reader.view.text_size_pt = 14.0 + (step % 12) as f32;
        reader.step(Vec::new());
        assert_eq!(reader.document.held_byte(), held);
        let rect = reader.document.place_of(held).expect("the line is shown");
        assert!((rect.top() - before).abs() < 0.01, "step {step}: {} became {}", before, rect.top());
    }
    reader.size.x = 800.0;
    reader.view.text_size_pt = 18.0;
    reader.step(Vec::new());
    assert!((reader.height_of(held) - before).abs() < 0.01);
}

#[test]
fn what_is_laid_out_is_a_screen_and_no_more_wherever_one_is() {
    let mut reader = Reader::generated(1_000_000, 200);
    let length = reader.content().len_bytes();
    for part in [0, 1, 3, 7, 9, 10] {
        reader.view.scroll_to_byte = Some(reader.content().as_str().floor_char_boundary(length * part / 10));
        reader.step(Vec::new());
        let shown = reader.document.shown_bytes();
        assert!(shown.len() < 20_000 && shown.len() > 800, "{shown:?}");
        assert!(reader.document.place_of(length * part / 10).is_some(), "{part} in {shown:?}");
    }
}

#[test]
fn wheels_and_keys_go_everywhere_and_back_without_a_jump() {
    let mut reader = Reader::generated(200_000, 100);
    let length = reader.content().len_bytes();
    let first = reader.height_of(0);
    // Through estimates down and through measures up: the same way.
    for _ in 0..12 {
        reader.wheel(-700.0);
    }
    let held = reader.document.held_byte();
    assert!(held > 4_000);
    for _ in 0..12 {
        reader.wheel(700.0);
    }
    assert!((reader.height_of(0) - first).abs() < 1.0);
    for (key, byte) in [(Key::End, length), (Key::Home, 0), (Key::End, length)] {
        reader.press(key, Modifiers::COMMAND);
        assert_eq!(reader.document.caret_byte(), byte);
        let place = reader.document.place_of(byte).expect("shown");
        assert!(place.top() >= 0.0 && place.bottom() <= 600.0, "{place:?}");
    }
    // At the end the last line stands above the lower margin, with nothing more to come.
    reader.wheel(-100_000.0);
    assert!((reader.height_of(length) - 540.0).abs() < 60.0);
    reader.press(Key::Home, Modifiers::COMMAND);
    let mut at = Vec::new();
    for _ in 0..30 {
        reader.press(Key::PageDown, Modifiers::NONE);
        at.push(reader.document.caret_byte());
    }
    assert!(at.is_sorted_by(|a, b| a < b), "{at:?}");
    for _ in 0..40 {
        reader.press(Key::PageUp, Modifiers::NONE);
    }
    assert!(reader.document.place_of(0).is_some());
}

#[test]
fn a_megabyte_in_one_paragraph_is_read_like_any_other() {
    let text = "قال الرئيس إن Biden و Putin اتفقا على 7 نقاط، ثم مضى. ".repeat(14_000);
    assert!(text.len() > 1_000_000);
    let mut reader = Reader::text(&text);
    assert!(reader.document.shown_bytes().len() < 20_000);
    let middle = text.floor_char_boundary(text.len() / 2);
    reader.view.scroll_to_byte = Some(middle);
    reader.step(Vec::new());
    let shown = reader.document.shown_bytes();
    assert!(shown.contains(&middle) && shown.len() < 20_000, "{shown:?}");
    // Over the places where the paragraph was cut, one grapheme a step, there and back.
    let place = reader.document.place_of(middle).unwrap();
    reader.click(place.center(), Modifiers::NONE);
    let start = reader.document.caret_byte();
    let forth: Vec<usize> = (0..90)
        .map(|_| {
            reader.press(Key::ArrowDown, Modifiers::NONE);
            reader.document.caret_byte()
        })
        .collect();
    assert!(forth.is_sorted_by(|a, b| a < b));
    for _ in 0..90 {
        reader.press(Key::ArrowUp, Modifiers::NONE);
    }
    assert!(reader.document.caret_byte().abs_diff(start) < 12, "{} {start}", reader.document.caret_byte());
    // A double click takes the word, a triple click the sentence, as in a short paragraph.
    let word = text[..middle].rfind("Putin").unwrap();
    reader.view.scroll_to_byte = Some(word);
    reader.step(Vec::new());
    let on = reader.document.place_of(word + 2).unwrap().center() + vec2(1.0, 0.0);
    reader.time += 1.0;
    for clicks in ["Putin", "قال الرئيس إن Biden و Putin اتفقا على 7 نقاط، ثم مضى."] {
        reader.button(on, true, Modifiers::NONE);
        reader.button(on, false, Modifiers::NONE);
        if clicks == "Putin" {
            reader.button(on, true, Modifiers::NONE);
            reader.button(on, false, Modifiers::NONE);
        }
        let span = reader.view.selection.expect("selected");
        assert_eq!(&text[span.range()], clicks);
    }
}

#[test]
fn every_edge_of_a_cut_paragraph_is_met_once_by_the_arrows() {
    let text = "كلمة ".repeat(1500);
    let mut reader = Reader::text(&text);
    reader.press(Key::Home, Modifiers::COMMAND);
    let edges: Vec<usize> = (0..=text.len()).filter(|byte| is_grapheme_edge(&text, *byte)).collect();
    let around = edges.iter().position(|edge| *edge > 3000).unwrap();
    for _ in 0..around - 400 {
        reader.step(vec![key(Key::ArrowLeft)]);
    }
    for edge in &edges[around - 400..around + 400] {
        assert_eq!(reader.document.caret_byte(), *edge);
        reader.step(vec![key(Key::ArrowLeft)]);
    }
    for edge in edges[around - 400..=around + 400].iter().rev() {
        assert_eq!(reader.document.caret_byte(), *edge);
        reader.step(vec![key(Key::ArrowRight)]);
    }
}

#[test]
fn lanes_are_those_of_filling_the_whole_layer_from_its_start() {
    let project = generate::project(60_000, 900, 5);
    let layer = project.layers.values().next().unwrap();
    let mut ends: Vec<usize> = Vec::new();
    let mut plain = std::collections::HashMap::new();
    for statement in layer.statements() {
        let hull = statement.hull();
        let free = ends.iter().position(|end| *end <= hull.start_byte).unwrap_or(ends.len());
        match ends.get_mut(free) {
            Some(end) => *end = hull.end_byte,
            None => ends.push(hull.end_byte),
        }
        plain.insert(statement.id, free.min(LANES));
    }
    let mut lanes = Lanes::default();
    // From the end, so that nothing is known before it is asked for.
    for statement in layer.statements().rev() {
        assert_eq!(lanes.lane(layer, statement), plain[&statement.id]);
    }
    assert!(plain.values().any(|lane| *lane > 1));
}

#[test]
fn dragging_past_the_edge_brings_the_text_along() {
    let mut reader = Reader::generated(100_000, 50);
    reader.time += 1.0;
    let from = pos2(400.0, 300.0);
    reader.step(vec![Event::PointerMoved(from)]);
    reader.button(from, true, Modifiers::NONE);
    for _ in 0..120 {
        reader.step(vec![Event::PointerMoved(pos2(400.0, 680.0))]);
    }
    let span = reader.view.selection.expect("selected");
    assert!(span.len_bytes() > 3_000, "{span:?}");
    assert!(reader.document.shown_bytes().contains(&(span.end_byte - 1)));
    reader.button(pos2(400.0, 680.0), false, Modifiers::NONE);
}

#[test]
fn a_screen_reader_is_told_the_text_its_direction_the_selection_and_the_statements() {
    use egui::accesskit::{Role, TextDirection};
    let mut reader = Reader::of(generate::project(6_000, 30, 1), "annotator-a");
    reader.ctx.enable_accesskit();
    reader.press(Key::Home, Modifiers::COMMAND);
    reader.press(Key::ArrowLeft, Modifiers::SHIFT | Modifiers::COMMAND);
    reader.step(Vec::new());
    let told = reader.told.take().expect("told");
    let of = |role: Role| told.nodes.iter().filter(move |(_, node)| node.role() == role);
    let content = reader.content();
    // The runs of a paragraph, in order, are its text.
    let run = |id| told.nodes.iter().find(|(other, _)| *other == id).map(|(_, node)| node).unwrap();
    let (_, article) = of(Role::Article).next().expect("the article");
    let mut below = article.children().iter().map(|id| run(*id));
    let first = below.find(|node| node.role() == Role::Paragraph).expect("paragraphs");
    assert_eq!(first.text_direction(), Some(TextDirection::RightToLeft));
    let runs: Vec<_> = first.children().iter().map(|id| run(*id)).filter(|node| node.role() == Role::TextRun).collect();
    let text: String = runs.iter().filter_map(|node| node.value()).collect();
    assert_eq!(text.trim_end_matches('\n'), &content.as_str()[content.paragraphs()[0].clone()]);
    for node in &runs {
        let lengths: usize = node.character_lengths().iter().map(|length| usize::from(*length)).sum();
        assert_eq!(lengths, node.value().unwrap().len());
        assert_eq!(node.character_positions().unwrap().len(), node.character_lengths().len());
        assert_eq!(node.text_direction(), Some(TextDirection::RightToLeft));
    }
    let selection = article.text_selection().expect("the selection");
    let span = reader.view.selection.expect("a word");
    let selected = content.as_str()[span.range()].chars().count();
    let graphemes = unicode_segmentation::UnicodeSegmentation::graphemes(&content.as_str()[span.range()], true).count();
    assert!(graphemes <= selected);
    assert_eq!(selection.focus.character_index - selection.anchor.character_index, graphemes);
    assert_eq!(run(selection.anchor.node).role(), Role::TextRun);
    let layer = reader.session.project().layers.values().next().unwrap();
    let seen = layer.overlapping(reader.document.shown_bytes()).len();
    let marks: Vec<_> = of(Role::Mark).filter_map(|(_, node)| node.label()).collect();
    assert!(seen > 3 && marks.len() <= seen && marks.len() + 6 > seen, "{} of {seen}", marks.len());
    assert!(marks.iter().all(|name| name.contains(": ")), "{marks:?}");
}

#[test]
fn keys_move_the_caret_as_the_fixtures_say() {
    let (failed, count) = failures(include_str!("../data/caret_keys.txt"), |before, keys, _| {
        let before = Scene::read(before);
        let mut reader = Reader::text(&before.text);
        reader.select(before.anchor_and_caret());
        for key in split_keys(keys) {
            let (modifiers, key) = shortcut(&key);
            reader.press(key, modifiers);
        }
        reader.scene().write()
    });
    assert!(failed.is_empty(), "{} of {count} failed\n{}", failed.len(), failed.join("\n"));
    assert!(count > 40, "only {count} fixtures");
}

fn key(key: Key) -> Event {
    Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE }
}

/// `BAYAN_FUZZ=10000 cargo test --test ui document::fuzz` tries as many texts. A text follows from its number alone, however
/// many threads there are.
#[test]
fn fuzz_no_point_and_no_key_ends_inside_a_grapheme_and_mouse_and_keyboard_agree() {
    let count = std::env::var("BAYAN_FUZZ").ok().and_then(|count| count.parse().ok()).unwrap_or(400);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let (selections, walks) = std::thread::scope(|scope| {
        let parts: Vec<_> =
            (0..threads).map(|first| scope.spawn(move || fuzz((first..count).step_by(threads)))).collect();
        let counts = parts.into_iter().map(|part| part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        counts.fold((0, 0), |all, part| (all.0 + part.0, all.1 + part.1))
    });
    println!("{count} random texts, {selections} selections, {walks} by keyboard too");
    assert!(selections > count / 4 && walks > selections / 2, "{walks} of {selections} of {count}");
}

/// Tries the texts with these numbers; how many selections were made, and how many of them by keyboard too.
fn fuzz(rounds: impl Iterator<Item = usize>) -> (usize, usize) {
    let mut reader = Reader::text("x");
    let (mut walks, mut selections) = (0, 0);
    for round in rounds {
        let mut random = Random((round as u64 + 1).wrapping_mul(0xd129_0d3a_41b5_5c2f));
        let text = random.text(1..61);
        let id = DocumentId::new(format!("d{round}")).unwrap();
        let mut project = Project::new("P");
        let (metadata, encoding) = (Metadata::default(), String::new());
        let content = Content::new(text.as_str());
        project
            .documents
            .insert(id.clone(), Document { id: id.clone(), content, metadata, encoding, excluded: Vec::new() });
        reader.session = Session::new(project, AnnotatorId::new("a").unwrap());
        reader.view.document = Some(id);
        reader.view.selection = None;
        reader.size = vec2(200.0 + random.below(500) as f32, 100.0 + random.below(500) as f32);
        reader.step(Vec::new());
        let check = |reader: &Reader, what: &str| {
            let caret = reader.document.caret_byte();
            assert!(is_grapheme_edge(&text, caret), "{what}: caret {caret} in {text:?}");
            if let Some(Span { start_byte, end_byte }) = reader.view.selection {
                let good =
                    start_byte < end_byte && is_grapheme_edge(&text, start_byte) && is_grapheme_edge(&text, end_byte);
                assert!(good, "{what}: {start_byte}..{end_byte} in {text:?}");
            }
        };
        let mut point = |reader: &Reader| {
            pos2(random.below(reader.size.x as usize - 20) as f32, random.below(reader.size.y as usize) as f32)
        };
        let (from, to) = (point(&reader), point(&reader));
        reader.drag(from, to);
        check(&reader, "drag");
        let dragged = reader.view.selection;
        selections += usize::from(dragged.is_some());
        // The bar at a selection may lie over the place.
        reader.view.selection = None;
        reader.step(Vec::new());
        reader.click(from, Modifiers::NONE);
        check(&reader, "click");
        let clicked = reader.document.caret_byte();
        reader.click(to, Modifiers::SHIFT);
        check(&reader, "shift click");
        if from.distance(to) > 12.0 {
            assert_eq!(reader.view.selection, dragged, "a drag and a click with Shift take the same of {text:?}");
        }
        // The same by keyboard, grapheme by grapheme: whoever steps from where he clicked comes by all places on the way.
        reader.view.selection = None;
        reader.step(Vec::new());
        reader.click(from, Modifiers::NONE);
        assert_eq!(reader.document.caret_byte(), clicked);
        if let Some(Span { start_byte, end_byte }) = dragged
            && let Some(steps) = walk(&mut reader, clicked, if clicked == start_byte { end_byte } else { start_byte })
        {
            assert_eq!(reader.view.selection, dragged, "after {steps} steps in {text:?}");
            walks += 1;
        }
        for _ in 0..6 {
            let keys = [
                Key::ArrowLeft,
                Key::ArrowRight,
                Key::ArrowUp,
                Key::ArrowDown,
                Key::Home,
                Key::End,
                Key::PageUp,
                Key::PageDown,
            ];
            let modifiers = [Modifiers::NONE, Modifiers::SHIFT, Modifiers::COMMAND, Modifiers::ALT];
            let (key, modifiers) = (keys[random.below(keys.len())], modifiers[random.below(modifiers.len())]);
            reader.step(vec![Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }]);
            check(&reader, &format!("{key:?} {modifiers:?}"));
        }
    }
    (selections, walks)
}

/// Steps with Shift from one byte towards another until the caret is there; how many steps it took.
fn walk(reader: &mut Reader, from: usize, to: usize) -> Option<usize> {
    for side in [Key::ArrowLeft, Key::ArrowRight] {
        for steps in 0..150 {
            if reader.document.caret_byte() == to {
                return Some(steps);
            }
            let modifiers = Modifiers::SHIFT;
            reader.step(vec![Event::Key { key: side, physical_key: None, pressed: true, repeat: false, modifiers }]);
        }
        // The other way: back to where it began.
        let back = if side == Key::ArrowLeft { Key::ArrowRight } else { Key::ArrowLeft };
        for _ in 0..300 {
            if reader.document.caret_byte() == from {
                break;
            }
            let modifiers = Modifiers::SHIFT;
            reader.step(vec![Event::Key { key: back, physical_key: None, pressed: true, repeat: false, modifiers }]);
        }
        if reader.document.caret_byte() != from {
            return None;
        }
    }
    None
}
