//! The shaped widgets as a person and a screen reader use them: by name, by keys, by mouse, in mixed text.

use bayan::shape::TextEngine;
use bayan::ui::shaped::{self, Button, Checkbox, ComboBox, Label, MenuItem, RadioValue, Row, TextField};
use egui::{Event, Id, ImeEvent, Key, Modifiers, OutputCommand, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

/// A field, and what came of it.
#[derive(Default)]
struct Field {
    text: String,
    multiline: bool,
    changed: u32,
    submitted: u32,
    cancelled: u32,
    /// Letters that reached a shortcut handler after the field.
    leaked: Vec<Key>,
}

fn field(text: &str) -> Harness<'static, Field> {
    harness(Field { text: text.to_owned(), ..Field::default() })
}

fn area(text: &str) -> Harness<'static, Field> {
    harness(Field { text: text.to_owned(), multiline: true, ..Field::default() })
}

fn harness(state: Field) -> Harness<'static, Field> {
    let mut harness = Harness::builder()
        .with_size(vec2(400.0, 200.0))
        .with_step_dt(0.02)
        .with_context_setup(|ctx| shaped::install(ctx, TextEngine::bundled_fonts_only()))
        .build_ui_state(
            |ui, state: &mut Field| {
                let field = if state.multiline {
                    TextField::multiline(&mut state.text)
                } else {
                    TextField::singleline(&mut state.text)
                };
                let output = field.id(Id::unique("field")).name("Note").hint("Type here").desired_width(300.0).show(ui);
                state.changed += u32::from(output.changed);
                state.submitted += u32::from(output.submitted);
                state.cancelled += u32::from(output.cancelled);
                ui.input(|input| {
                    for event in &input.events {
                        if let Event::Key { key, pressed: true, .. } = event {
                            state.leaked.push(*key);
                        }
                    }
                });
            },
            state,
        );
    harness.get_by_label("Note").focus();
    harness.run();
    harness
}

/// Types, presses keys in the syntax of `keys`, and compares the text with `|` at the caret and `[` `]` around a selection.
fn press(harness: &mut Harness<'_, Field>, keys: &str) {
    for key in keys.split_whitespace() {
        let (modifiers, name) = match key.rsplit_once('+') {
            Some((modifiers, name)) => {
                let mut all = Modifiers::NONE;
                for modifier in modifiers.split('+') {
                    all = all.plus(match modifier {
                        "ctrl" => Modifiers::COMMAND,
                        "shift" => Modifiers::SHIFT,
                        other => panic!("{other}"),
                    });
                }
                (all, name)
            }
            None => (Modifiers::NONE, key),
        };
        let key = match name {
            "left" => Key::ArrowLeft,
            "right" => Key::ArrowRight,
            "up" => Key::ArrowUp,
            "down" => Key::ArrowDown,
            name => Key::from_name(name).unwrap_or_else(|| panic!("no key {name}")),
        };
        harness.key_press_modifiers(modifiers, key);
        harness.run();
    }
}

fn type_text(harness: &mut Harness<'_, Field>, text: &str) {
    harness.event(Event::Text(text.to_owned()));
    harness.run();
}

fn check(harness: &Harness<'_, Field>, text: &str) {
    assert_eq!(harness.state().text, text);
}

#[test]
fn typing_goes_where_the_caret_is() {
    let mut harness = field("");
    type_text(&mut harness, "abc");
    press(&mut harness, "left left");
    type_text(&mut harness, "X");
    check(&harness, "aXbc");
    press(&mut harness, "Home");
    type_text(&mut harness, "<");
    press(&mut harness, "End");
    type_text(&mut harness, ">");
    check(&harness, "<aXbc>");
    assert!(harness.state().changed >= 4);
    assert_eq!(harness.get_by_label("Note").value().as_deref(), Some("<aXbc>"));
}

#[test]
fn arrows_are_visual_in_right_to_left_text() {
    let mut harness = field("سلام");
    // The caret is at the end, which is the left edge: right goes back in the text.
    press(&mut harness, "right");
    type_text(&mut harness, "ـ");
    check(&harness, "سلاـم");
    press(&mut harness, "End left");
    type_text(&mut harness, "!");
    check(&harness, "سلاـم!");
    press(&mut harness, "Home left");
    type_text(&mut harness, "و");
    check(&harness, "سولاـم!");
}

#[test]
fn arrows_cross_mixed_text_from_edge_to_edge() {
    // Seen from left to right: abc CBA def, with capitals for the right-to-left letters.
    let mut harness = field("abc אבג def");
    press(&mut harness, "Home");
    for _ in 0..11 {
        press(&mut harness, "right");
    }
    type_text(&mut harness, "!");
    check(&harness, "abc אבג def!");
    press(&mut harness, "Home right right right right right");
    // Five edges in, the leftmost Hebrew letter (the last in the text) has been crossed.
    type_text(&mut harness, "X");
    check(&harness, "abc אבXג def!");
    let mut harness = field("abc אבג def");
    press(&mut harness, "Home right right right right shift+right Delete");
    check(&harness, "abc אב def");
}

#[test]
fn words_are_stepped_over_and_deleted() {
    let mut harness = field("one two three");
    press(&mut harness, "ctrl+left");
    type_text(&mut harness, "_");
    check(&harness, "one two _three");
    press(&mut harness, "ctrl+Backspace ctrl+Backspace");
    check(&harness, "one three");
    press(&mut harness, "Home ctrl+Delete");
    check(&harness, " three");
    let mut harness = field("قال الرئيس كلمة");
    press(&mut harness, "ctrl+right");
    type_text(&mut harness, "_");
    check(&harness, "قال الرئيس _كلمة");
}

#[test]
fn selections_extend_and_are_replaced() {
    let mut harness = field("قال Biden نعم");
    press(&mut harness, "ctrl+A");
    type_text(&mut harness, "لا");
    check(&harness, "لا");
    let mut harness = field("one two");
    press(&mut harness, "shift+left shift+left shift+left");
    type_text(&mut harness, "2");
    check(&harness, "one 2");
    press(&mut harness, "shift+Home Backspace");
    check(&harness, "");
    let mut harness = field("abcdef");
    // An arrow without Shift goes to the edge of the selection on its side.
    press(&mut harness, "Home right shift+right shift+right left");
    type_text(&mut harness, "<");
    press(&mut harness, "shift+right shift+right right");
    type_text(&mut harness, ">");
    check(&harness, "a<bc>def");
}

#[test]
fn backspace_takes_marks_one_by_one_and_emoji_whole() {
    let mut harness = field("مُّ👨‍👩‍👧");
    press(&mut harness, "Backspace");
    check(&harness, "مُّ");
    press(&mut harness, "Backspace");
    assert_eq!(harness.state().text.chars().count(), 2);
    press(&mut harness, "Home Delete");
    check(&harness, "");
}

#[test]
fn clipboard() {
    let mut harness = field("قال Biden نعم");
    press(&mut harness, "ctrl+A");
    harness.event(Event::Copy);
    harness.step();
    let copied = |harness: &Harness<'_, Field>| {
        harness.output().platform_output.commands.iter().find_map(|command| match command {
            OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        })
    };
    assert_eq!(copied(&harness).as_deref(), Some("قال Biden نعم"));
    harness.event(Event::Cut);
    harness.step();
    assert_eq!(copied(&harness).as_deref(), Some("قال Biden نعم"));
    check(&harness, "");
    harness.event(Event::Paste("two\r\nlines".to_owned()));
    harness.run();
    check(&harness, "two lines");

    let mut harness = area("");
    harness.event(Event::Paste("two\r\nlines".to_owned()));
    harness.run();
    check(&harness, "two\nlines");
}

#[test]
fn undo_and_redo() {
    let mut harness = field("");
    for letter in ["o", "n", "e", " ", "t", "w", "o"] {
        type_text(&mut harness, letter);
    }
    press(&mut harness, "ctrl+A Delete");
    check(&harness, "");
    press(&mut harness, "ctrl+Z");
    check(&harness, "one two");
    press(&mut harness, "ctrl+Z");
    check(&harness, "one");
    press(&mut harness, "ctrl+Z");
    check(&harness, "");
    press(&mut harness, "ctrl+Z ctrl+Y ctrl+shift+Z");
    check(&harness, "one two");
    press(&mut harness, "ctrl+Y ctrl+Y");
    check(&harness, "");
}

#[test]
fn undo_ends_where_the_caller_changed_the_text() {
    let mut harness = field("");
    type_text(&mut harness, "typed");
    harness.state_mut().text = "set".to_owned();
    harness.run();
    press(&mut harness, "ctrl+Z");
    check(&harness, "set");
    type_text(&mut harness, "!");
    check(&harness, "set!");
}

#[test]
fn lines_up_and_down() {
    let mut harness = area("first\nsecond\nthird");
    press(&mut harness, "ctrl+Home down");
    type_text(&mut harness, "2");
    check(&harness, "first\n2second\nthird");
    press(&mut harness, "down End Enter");
    type_text(&mut harness, "رابع");
    check(&harness, "first\n2second\nthird\nرابع");
    press(&mut harness, "up up up up");
    type_text(&mut harness, "0");
    check(&harness, "0first\n2second\nthird\nرابع");
    press(&mut harness, "ctrl+End Enter Enter Backspace");
    type_text(&mut harness, "x");
    check(&harness, "0first\n2second\nthird\nرابع\nx");
}

#[test]
fn enter_submits_and_escape_cancels() {
    let mut harness = field("text");
    press(&mut harness, "Enter");
    assert_eq!(harness.state().submitted, 1);
    assert!(!harness.get_by_label("Note").is_focused());
    harness.get_by_label("Note").focus();
    harness.run();
    press(&mut harness, "Escape");
    assert_eq!((harness.state().submitted, harness.state().cancelled), (1, 1));
    assert!(!harness.get_by_label("Note").is_focused());
    check(&harness, "text");
}

#[test]
fn keys_are_not_shortcuts_elsewhere() {
    let mut harness = field("");
    press(&mut harness, "C W 1 ctrl+Z left Home Backspace Delete Escape");
    assert_eq!(harness.state().leaked, []);
    press(&mut harness, "C F1");
    assert_eq!(harness.state().leaked, [Key::C, Key::F1], "without the focus all pass");
    let mut harness = field("");
    press(&mut harness, "F1 ctrl+S ctrl+K");
    assert_eq!(harness.state().leaked, [Key::F1, Key::S, Key::K], "what a field has no use for passes");
}

#[test]
fn composed_text_is_shown_but_not_yet_there() {
    let mut harness = field("ab");
    press(&mut harness, "left");
    let preedit = |text: &str| Event::Ime(ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None });
    harness.event(preedit("か"));
    harness.run();
    check(&harness, "ab");
    assert!(harness.output().platform_output.ime.is_some());
    harness.event(preedit("かん"));
    harness.event(Event::Ime(ImeEvent::Commit("漢".to_owned())));
    harness.run();
    check(&harness, "a漢b");
    harness.event(preedit("x"));
    harness.event(preedit(""));
    harness.run();
    check(&harness, "a漢b");
    press(&mut harness, "ctrl+Z");
    check(&harness, "ab");
}

/// What winit and egui-winit tell of an input method under X11: the caret, and that nothing is composed any more, before
/// what is committed.
#[test]
fn the_candidates_stand_under_the_caret_of_the_input_method() {
    let mut harness = field("ab");
    shaped::put_candidates_below(&harness.ctx);
    let mut spot = |text: &str, at: usize| {
        let active_range_chars = Some(at..at);
        harness.event(Event::Ime(ImeEvent::Preedit { text: text.to_owned(), active_range_chars }));
        harness.run();
        let told = harness.output().platform_output.ime.expect("an input method is wanted");
        (told.cursor_rect, harness.get_by_label("Note").rect())
    };
    let (first, field) = spot("nihao", 0);
    let (last, _) = spot("nihao", 5);
    assert!(first.min.x + 10.0 < last.min.x, "{first:?} {last:?}");
    assert!(first.height() == 0.0 && first.top() > field.bottom() - 6.0 && first.top() < field.bottom() + 6.0);
    harness.event(Event::Ime(ImeEvent::Preedit { text: String::new(), active_range_chars: None }));
    harness.event(Event::Ime(ImeEvent::Commit("你好".to_owned())));
    harness.run();
    assert_eq!(harness.state().text, "ab你好");
}

#[test]
fn escape_ends_what_is_composed_and_the_next_one_the_field() {
    let mut harness = field("one two");
    press(&mut harness, "shift+ctrl+left");
    harness.event(Event::Ime(ImeEvent::Preedit { text: "ni".to_owned(), active_range_chars: None }));
    harness.run();
    press(&mut harness, "Enter Down");
    assert_eq!((harness.state().submitted, harness.state().leaked.len()), (0, 0));
    let (physical_key, modifiers) = (Some(Key::Escape), Modifiers::NONE);
    let escape = Event::Key { key: Key::Escape, physical_key, pressed: true, repeat: false, modifiers };
    harness.input_mut().events.push(escape);
    harness.step();
    assert!(harness.output().platform_output.ime.is_some_and(|told| told.should_interrupt_composition));
    harness.run();
    assert_eq!((harness.state().text.as_str(), harness.state().cancelled), ("one two", 0));
    assert!(harness.get_by_label("Note").is_focused());
    press(&mut harness, "Escape");
    assert_eq!(harness.state().cancelled, 1);
}

#[test]
fn the_mouse_places_carets_and_selects() {
    let mut harness = field("one two سلام");
    let rect = harness.get_by_label("Note").rect();
    let click = |harness: &mut Harness<'_, Field>, x: f32| {
        harness.drag_at(pos2(x, rect.center().y));
        harness.run();
        harness.drop_at(pos2(x, rect.center().y));
        harness.run();
    };
    click(&mut harness, rect.left() + 3.0);
    type_text(&mut harness, "0");
    check(&harness, "0one two سلام");
    click(&mut harness, rect.right() - 3.0);
    type_text(&mut harness, "!");
    check(&harness, "0one two سلام!");
    // From one side to the other selects all.
    harness.drag_at(pos2(rect.left() + 2.0, rect.center().y));
    harness.run();
    harness.hover_at(pos2(rect.right() - 2.0, rect.center().y));
    harness.run();
    harness.drop_at(pos2(rect.right() - 2.0, rect.center().y));
    harness.run();
    type_text(&mut harness, "all");
    check(&harness, "all");
}

#[test]
fn a_double_click_takes_the_word() {
    let mut harness = field("قال الرئيس");
    let rect = harness.get_by_label("Note").rect();
    let at = pos2(rect.right() - 12.0, rect.center().y);
    for _ in 0..2 {
        harness.drag_at(at);
        harness.step();
        harness.drop_at(at);
        harness.step();
    }
    harness.run();
    type_text(&mut harness, "أكد");
    check(&harness, "أكد الرئيس");
    // A third press takes the line; dragging after a double press goes on by words.
    let mut harness = field("one two three");
    let rect = harness.get_by_label("Note").rect();
    let at = pos2(rect.left() + 12.0, rect.center().y);
    harness.drag_at(at);
    harness.step();
    harness.drop_at(at);
    harness.step();
    harness.drag_at(at);
    harness.step();
    harness.hover_at(at + vec2(30.0, 0.0));
    harness.step();
    harness.drop_at(at + vec2(30.0, 0.0));
    harness.run();
    type_text(&mut harness, "X");
    check(&harness, "X three");
}

#[test]
fn a_screen_reader_reads_and_sets_the_value() {
    let mut harness = field("\u{2068}قيمة\u{2069}");
    let node = harness.get_by_label("Note");
    assert_eq!(node.value().as_deref(), Some("قيمة"), "without isolates");
    let request = egui::accesskit::ActionRequest {
        action: egui::accesskit::Action::SetValue,
        target_node: node.accesskit_node().locate().0,
        target_tree: node.accesskit_node().locate().1,
        data: Some(egui::accesskit::ActionData::Value("جديد".into())),
    };
    harness.event(Event::AccessKitActionRequest(request));
    harness.run();
    check(&harness, "جديد");
}

#[test]
fn widgets_are_found_by_name_and_work() {
    #[derive(Default)]
    struct State {
        clicks: Vec<&'static str>,
        checked: bool,
        choice: u8,
        combo: Option<&'static str>,
    }
    let mut harness = Harness::builder()
        .with_size(vec2(500.0, 400.0))
        .with_context_setup(|ctx| shaped::install(ctx, TextEngine::bundled_fonts_only()))
        .build_ui_state(
            |ui, state: &mut State| {
                if ui.add(Button::new("حفظ \u{2068}Save\u{2069}").shortcut("Ctrl+S")).clicked() {
                    state.clicks.push("button");
                }
                if ui.add(Button::new("").icon("✕").name("Close")).clicked() {
                    state.clicks.push("close");
                }
                if ui.add(MenuItem::new("افتح…")).clicked() {
                    state.clicks.push("menu");
                }
                if ui.add(Row::new("الكرملين").secondary("12").selected(true)).clicked() {
                    state.clicks.push("row");
                }
                ui.add(Checkbox::new(&mut state.checked, "تجاهل"));
                ui.add(RadioValue::new(&mut state.choice, 1, "مباشر"));
                ui.add(RadioValue::new(&mut state.choice, 2, "غير مباشر"));
                ui.add(Label::new("وقت طويل جداً ".repeat(30)).elide());
                ComboBox::new("kind", "Kind").selected_text(state.combo.unwrap_or("none")).show(ui, |ui| {
                    for kind in ["ادعاء", "warning"] {
                        if ui.add(Row::new(kind)).clicked() {
                            state.combo = Some(kind);
                        }
                    }
                });
            },
            State::default(),
        );
    for name in ["حفظ Save", "Close", "افتح…", "الكرملين", "تجاهل", "غير مباشر"] {
        harness.get_by_label(name).click();
        harness.run();
    }
    assert_eq!(harness.state().clicks, ["button", "close", "menu", "row"]);
    assert!(harness.state().checked);
    assert_eq!(harness.state().choice, 2);
    harness.get_by_label("Kind").click();
    harness.run();
    harness.get_by_label("warning").click();
    harness.run();
    assert_eq!(harness.state().combo, Some("warning"));
    assert!(harness.query_by_label("ادعاء").is_none(), "the list is closed");
    assert_eq!(harness.get_by_label("Kind").value().as_deref(), Some("warning"));
}

#[test]
fn labels_can_be_selected_and_copied() {
    let mut harness = Harness::builder()
        .with_size(vec2(400.0, 100.0))
        .with_context_setup(|ctx| shaped::install(ctx, TextEngine::bundled_fonts_only()))
        .build_ui(|ui| {
            ui.add(Label::new("نص للقراءة").selectable(true));
        });
    let rect = harness.get_by_label("نص للقراءة").rect();
    harness.drag_at(rect.right_center() + vec2(-1.0, 0.0));
    harness.run();
    harness.hover_at(rect.left_center() + vec2(1.0, 0.0));
    harness.run();
    harness.drop_at(rect.left_center() + vec2(1.0, 0.0));
    harness.run();
    harness.event(Event::Copy);
    harness.step();
    let copied = harness
        .output()
        .platform_output
        .commands
        .iter()
        .any(|command| matches!(command, OutputCommand::CopyText(text) if text == "نص للقراءة"));
    assert!(copied);
}
