//! The signs that are keys, `+`, `-`, `"` and `/`, on keyboards of several layouts.
//!
//! What each key types is taken from the symbols of xkeyboard-config. egui names a key by what it types; where that is a
//! letter of another script, a letter with a mark or a dead key, by the place of the key.

use bayan::model::id::AnnotatorId;
use bayan::model::statement::{Quotation, Stance};
use bayan::ui::command::Command;
use bayan::ui::state::Page;
use egui::{Event, Key, Modifiers, Popup};

use crate::support::window::Window;

const NONE: Modifiers = Modifiers::NONE;
const SHIFT: Modifiers = Modifiers::SHIFT;
const ALT: Modifiers = Modifiers::ALT;
const CTRL: Modifiers = Modifiers::COMMAND;
const WORDS: &str = "أن التقدم الجوهري على مسارَي روسيا والناتو";

/// Layout, what egui calls the key, its place, what is held, what it types, and what it means.
type Row = (&'static str, Key, Key, Modifiers, Option<&'static str>, Means);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Means {
    Supports,
    Opposes,
    Quotation,
    Speaker,
    Reporter,
    Larger,
    Smaller,
    Nothing,
}

use Means::{Larger, Nothing, Opposes, Quotation as Quoted, Reporter, Smaller, Speaker, Supports};

const ROWS: [Row; 47] = [
    ("us", Key::Plus, Key::Equals, SHIFT, Some("+"), Supports),
    ("us", Key::Minus, Key::Minus, NONE, Some("-"), Opposes),
    ("us", Key::Quote, Key::Quote, SHIFT, Some("\""), Quoted),
    ("us", Key::Slash, Key::Slash, NONE, Some("/"), Speaker),
    ("us", Key::Minus, Key::Minus, SHIFT, Some("_"), Nothing),
    ("us", Key::Num2, Key::Num2, SHIFT, Some("@"), Nothing),
    ("ara", Key::Plus, Key::Equals, SHIFT, Some("+"), Supports),
    ("ara", Key::Minus, Key::Minus, NONE, Some("-"), Opposes),
    ("ara", Key::Quote, Key::Quote, SHIFT, Some("\""), Quoted),
    ("ara", Key::Quote, Key::Quote, NONE, Some("ط"), Quoted),
    ("ara", Key::Slash, Key::Slash, NONE, Some("ظ"), Speaker),
    ("ara", Key::Slash, Key::Slash, ALT, None, Reporter),
    ("fr", Key::Plus, Key::Equals, SHIFT, Some("+"), Supports),
    ("fr", Key::Minus, Key::Minus, NONE, Some(")"), Opposes),
    ("fr", Key::Quote, Key::Quote, NONE, Some("ù"), Quoted),
    ("fr", Key::Slash, Key::Period, SHIFT, Some("/"), Speaker),
    ("fr", Key::Slash, Key::Period, ALT.plus(SHIFT), None, Reporter),
    ("fr", Key::Equals, Key::Equals, CTRL, None, Larger),
    // The minus itself is where 6 is, which shows a page.
    ("fr", Key::Minus, Key::Minus, CTRL, None, Smaller),
    ("be", Key::Plus, Key::Slash, SHIFT, Some("+"), Supports),
    ("be", Key::Minus, Key::Equals, NONE, Some("-"), Opposes),
    ("be", Key::Equals, Key::Equals, SHIFT, Some("_"), Nothing),
    ("be", Key::Quote, Key::Quote, NONE, Some("ù"), Quoted),
    ("be", Key::Slash, Key::Period, SHIFT, Some("/"), Speaker),
    ("be", Key::Equals, Key::Slash, CTRL, None, Larger),
    ("be", Key::Minus, Key::Equals, CTRL, None, Smaller),
    // The plus is where 1 is, which is a party; on its place in the US layout is a dead key.
    ("cz", Key::Equals, Key::Equals, NONE, None, Supports),
    ("cz", Key::Minus, Key::Slash, NONE, Some("-"), Opposes),
    ("cz", Key::Semicolon, Key::Semicolon, SHIFT, Some("\""), Quoted),
    ("cz", Key::Slash, Key::OpenBracket, SHIFT, Some("/"), Speaker),
    ("cz", Key::Equals, Key::Equals, CTRL, None, Larger),
    ("cz", Key::Minus, Key::Slash, CTRL, None, Smaller),
    ("il", Key::Plus, Key::Equals, SHIFT, Some("+"), Supports),
    ("il", Key::Minus, Key::Minus, NONE, Some("-"), Opposes),
    ("il", Key::Quote, Key::Quote, SHIFT, Some("\""), Quoted),
    // The slash is where Q is, which is the cue; its place in the US layout types a full stop.
    ("il", Key::Questionmark, Key::Slash, SHIFT, Some("?"), Speaker),
    ("il", Key::Period, Key::Slash, ALT, None, Reporter),
    ("gr", Key::Plus, Key::Equals, SHIFT, Some("+"), Supports),
    ("gr", Key::Minus, Key::Minus, NONE, Some("-"), Opposes),
    ("gr", Key::Quote, Key::Quote, SHIFT, Some("\""), Quoted),
    ("gr", Key::Slash, Key::Slash, NONE, Some("/"), Speaker),
    ("de", Key::Plus, Key::CloseBracket, NONE, Some("+"), Supports),
    ("de", Key::Minus, Key::Slash, NONE, Some("-"), Opposes),
    ("de", Key::Num2, Key::Num2, SHIFT, Some("\""), Quoted),
    ("de", Key::Slash, Key::Num7, SHIFT, Some("/"), Speaker),
    ("de", Key::Plus, Key::CloseBracket, CTRL, None, Larger),
    ("de", Key::Minus, Key::Slash, CTRL, None, Smaller),
];

#[test]
fn the_signs_that_are_keys_are_found_in_every_layout() {
    let mut window = Window::on_sample_in_real_time();
    window.ask(Command::SetAnnotator(AnnotatorId::new("tester").unwrap()));
    window.select(WORDS);
    window.press(NONE, Key::C);
    let id = window.selected().unwrap();
    let mut faults = Vec::new();
    for (layout, key, physical, modifiers, text, means) in ROWS {
        let state = |window: &Window| {
            let statement = window.own().into_iter().find(|statement| statement.id == id).unwrap();
            (statement.stance, statement.quotation, window.app().view().text_size_pt)
        };
        let before = state(&window);
        let press = Event::Key { key, physical_key: Some(physical), pressed: true, repeat: false, modifiers };
        window.harness.input_mut().events.push(press);
        window.harness.input_mut().events.extend(text.map(|text| Event::Text(text.to_owned())));
        window.draw();
        let after = state(&window);
        let found = if Popup::is_any_open(&window.harness.ctx) {
            window.type_text(&window.project().parties[1].name.clone());
            let links = |window: &Window| window.own().into_iter().find(|s| s.id == id).unwrap().chain.len();
            let count = links(&window);
            window.key(Key::Enter);
            let found = if links(&window) > count { Reporter } else { Speaker };
            window.press(NONE, Key::Escape);
            window.press(NONE, Key::Escape);
            found
        } else if after.0 != before.0 {
            let supports = after.0 == Some(Stance::Supports) || before.0 == Some(Stance::Supports) && after.0.is_none();
            if supports { Supports } else { Opposes }
        } else if after.1 != before.1 {
            assert!(after.1.is_none_or(|quotation| matches!(
                quotation,
                Quotation::Direct | Quotation::Indirect | Quotation::Mixed
            )));
            Quoted
        } else if after.2 > before.2 {
            Larger
        } else if after.2 < before.2 {
            Smaller
        } else {
            Nothing
        };
        if found != means {
            faults.push(format!("{layout}: {key:?} at {physical:?} with {modifiers:?} means {found:?}, not {means:?}"));
        }
        window.ask(Command::SelectStatement(Some(id)));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What egui calls the keys of the digits from 1 to 6 in each layout with Ctrl: by what they type, where that is a sign
/// that it knows, or else by their places.
const PAGE_KEYS: [(&str, [Key; 6]); 8] = [
    ("us", [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6]),
    ("ara", [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6]),
    ("fr", [Key::Num1, Key::Num2, Key::Quote, Key::Quote, Key::Num5, Key::Minus]),
    ("be", [Key::Num1, Key::Num2, Key::Quote, Key::Quote, Key::Num5, Key::Num6]),
    ("cz", [Key::Plus, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6]),
    ("il", [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6]),
    ("gr", [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6]),
    ("de", [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6]),
];

#[test]
fn ctrl_with_a_digit_shows_its_page_in_every_layout() {
    let places = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6];
    let pages = [Page::Article, Page::Statements, Page::Review, Page::Agreement, Page::Progress, Page::Codebook];
    let mut window = Window::on_sample_in_real_time();
    let size = window.app().view().text_size_pt;
    for (layout, keys) in PAGE_KEYS {
        for ((key, place), page) in keys.into_iter().zip(places).zip(pages) {
            window.ask(Command::ShowPage(if page == Page::Article { Page::Review } else { Page::Article }));
            let physical_key = Some(place);
            window.event(Event::Key { key, physical_key, pressed: true, repeat: false, modifiers: CTRL });
            assert_eq!(window.app().view().page, page, "{layout}: Ctrl with {key:?} at {place:?}");
            assert_eq!(window.app().view().text_size_pt, size, "{layout}: Ctrl with {key:?} at {place:?}");
        }
    }
}
