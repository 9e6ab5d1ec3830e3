//! The cards beside the article, as a screen reader is told them: where they stand, what a click on one does, and that
//! an article of any size has as many as there is room for.

use bayan::cli::generate;
use bayan::settings::Cards;
use egui::accesskit::{Role, TreeUpdate};
use egui::{Modifiers, Rect, pos2, vec2};

use super::Reader;

/// The cards of the last frame, and the "+n", by name.
fn cards(told: &TreeUpdate) -> (Vec<(String, Rect)>, Vec<Rect>) {
    let nodes = told.nodes.iter().filter(|(_, node)| node.role() == Role::Button);
    let place = |node: &egui::accesskit::Node| {
        let bounds = node.bounds().expect("bounds");
        Rect::from_min_max(pos2(bounds.x0 as f32, bounds.y0 as f32), pos2(bounds.x1 as f32, bounds.y1 as f32))
    };
    let named: Vec<_> = nodes.filter_map(|(_, node)| Some((node.label()?.to_owned(), place(node)))).collect();
    let (cards, rest): (Vec<_>, Vec<_>) = named.into_iter().partition(|(name, _)| name.starts_with("Card: "));
    (cards, rest.into_iter().filter(|(name, _)| name.contains("more statement")).map(|(_, rect)| rect).collect())
}

fn reader(bytes: usize, statements: usize) -> Reader {
    let mut reader = Reader::of(generate::project(bytes, statements, 1), "annotator-a");
    reader.ctx.enable_accesskit();
    reader.size = vec2(1000.0, 700.0);
    reader.view.reading.cards = Cards::On;
    (0..3).for_each(|_| reader.step(Vec::new()));
    reader
}

#[test]
fn every_statement_in_view_has_a_card_or_is_counted_and_none_overlap() {
    for (bytes, statements) in [(6_000, 30), (100_000, 500), (20_000, 2_000)] {
        let mut reader = reader(bytes, statements);
        for turn in 0..6 {
            let told = reader.told.take().expect("told");
            let (cards, more) = cards(&told);
            assert!(!cards.is_empty());
            // Those that screen readers are told in the text are those that can be seen.
            let marks = told.nodes.iter().filter(|(_, node)| node.role() == Role::Mark).count();
            assert!(cards.len() <= marks && (!more.is_empty() || cards.len() == marks), "{} of {marks}", cards.len());
            let mut all: Vec<Rect> = cards.iter().map(|(_, rect)| *rect).chain(more).collect();
            all.sort_by(|a, b| a.top().total_cmp(&b.top()));
            assert!(all.windows(2).all(|pair| pair[0].bottom() <= pair[1].top()), "{all:?}");
            let text = reader.document.place_of(reader.document.shown_bytes().start).unwrap();
            // An Arabic article has its first letters at the right: the cards are at the left.
            assert!(all.iter().all(|card| card.right() + 20.0 < text.left() && card.left() >= 0.0), "{all:?} {text:?}");
            assert!(all.iter().all(|card| card.top() >= 0.0 && card.bottom() <= 700.0));
            if turn == 3 {
                reader.view.selected =
                    reader.session.project().layers.values().next().and_then(|l| l.nth(9)).map(|s| s.id);
            }
            reader.wheel(-150.0);
        }
    }
}

#[test]
fn a_click_on_a_card_selects_its_statement_which_then_stands_at_its_line() {
    let mut reader = reader(100_000, 1_000);
    let told = reader.told.take().expect("told");
    let (before, _) = cards(&told);
    let (name, rect) = before[before.len() / 2].clone();
    let caret = reader.document.caret_byte();
    reader.click(rect.center(), Modifiers::NONE);
    let id = reader.view.selected.expect("selected");
    assert_eq!((reader.view.selection, reader.document.caret_byte()), (None, caret), "the click went into the text");
    reader.step(Vec::new());
    let told = reader.told.take().expect("told");
    let layer = reader.session.project().layers.values().next().unwrap();
    let line = reader.document.place_of(layer.statement(id).unwrap().hull().start_byte).unwrap();
    let (after, _) = cards(&told);
    let own = after.iter().find(|(other, rect)| *other == name && (rect.top() - line.top()).abs() < 1.0);
    assert!(own.is_some(), "{name} at {}: {after:?}", line.top());
}

#[test]
fn cards_give_way_in_a_narrow_window_and_where_nobody_wants_them() {
    let mut reader = reader(6_000, 30);
    reader.size = vec2(420.0, 700.0);
    (0..2).for_each(|_| reader.step(Vec::new()));
    assert!(cards(&reader.told.take().expect("told")).0.is_empty());
    reader.size = vec2(1000.0, 700.0);
    reader.view.reading.cards = Cards::Off;
    (0..2).for_each(|_| reader.step(Vec::new()));
    assert!(cards(&reader.told.take().expect("told")).0.is_empty());
}

#[test]
fn in_an_article_that_reads_from_left_to_right_the_cards_are_at_the_right() {
    use bayan::edit::change::Edit;
    use bayan::model::span::Span;
    use bayan::model::statement::Statement;
    let mut reader = Reader::text("She said that they would not come. He said they would.");
    let layer = (reader.view.document.clone().unwrap(), reader.session.annotator().clone());
    let kind = reader.session.project().codebook.kinds[0].id.clone();
    let statement = Statement::new(kind, vec![Span::new(4, 33)], jiff::Timestamp::UNIX_EPOCH);
    let edit = Edit::AddStatement { layer, statement: Box::new(statement) };
    reader.session.apply("a", edit).unwrap();
    reader.ctx.enable_accesskit();
    reader.size = vec2(1000.0, 700.0);
    reader.view.reading.cards = Cards::On;
    (0..3).for_each(|_| reader.step(Vec::new()));
    let (cards, _) = cards(&reader.told.take().expect("told"));
    let end = reader.document.place_of(33).unwrap();
    assert!(cards.len() == 1 && cards[0].1.left() > end.right() && cards[0].1.right() <= 1000.0, "{cards:?}");
}
