//! The text of a field while it is edited: selection, undo, input method composition and key handling.
//!
//! There is no egui here: [`TextEditor`] takes its own type of events and works on a [`TextLayout`]. The text belongs
//! to the caller and never contains what an input method is still composing; that is inserted when it is committed.
//! Caret movement and hit testing come from [`TextLayout`].

mod preedit;
mod selection;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::shape::{Caret, Side, TextLayout};

use self::preedit::Preedit;
pub(super) use self::selection::{Press, TextSelection};

/// The number of undo steps kept.
const MAX_UNDO: usize = 200;

/// An event for the text that has the keyboard.
#[derive(Clone, Copy, Debug)]
pub(super) enum EditorEvent<'e> {
    Copy,
    Cut,
    Paste(&'e str),
    Text(&'e str),
    /// The text that an input method is composing at the caret; empty if it gives up. `caret_char` is how many of its
    /// characters stand before the caret of the input method, or `None` if it shows none.
    Compose {
        text: &'e str,
        caret_char: Option<usize>,
    },
    /// The text that an input method has finished composing.
    Commit(&'e str),
    /// An input method deletes characters around the caret.
    DeleteAround {
        chars_before: usize,
        chars_after: usize,
    },
    Press(Keystroke),
    Release(Keystroke),
}

/// A key with its modifiers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Keystroke {
    pub key: EditorKey,
    /// Whether the key types or edits text, so that a focused field keeps it from everything else.
    pub is_text: bool,
    pub shift: bool,
    /// Ctrl, or Cmd on a Mac.
    pub command: bool,
    pub alt: bool,
}

/// The keys that an editor handles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EditorKey {
    Left,
    Right,
    Up,
    Down,
    Home,
    End,
    Backspace,
    Delete,
    Enter,
    Escape,
    A,
    C,
    V,
    X,
    Y,
    Z,
    Other,
}

/// The result of events.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub changed: bool,
    pub moved: bool,
    pub submitted: bool,
    pub cancelled: bool,
    /// The text to put on the clipboard.
    pub copied: Option<String>,
    /// Whether a composition was given up here, of which the input method does not know yet.
    pub interrupted: bool,
}

#[derive(Clone)]
struct Snapshot {
    text: String,
    selection: TextSelection,
}

/// Kinds of edits; consecutive edits of one kind are undone together.
#[derive(Clone, Copy, Default, PartialEq)]
enum EditKind {
    #[default]
    None,
    Type,
    Delete,
    Other,
}

/// Lays out a text as the field shows it.
pub(super) type LayOut<'l> = &'l dyn Fn(&str) -> Arc<TextLayout>;

/// The text of a field while it is edited.
#[derive(Clone)]
pub(super) struct TextEditor {
    pub selection: TextSelection,
    preedit: Option<Preedit>,
    undo: Vec<Snapshot>,
    redo: Vec<Snapshot>,
    last_edit: EditKind,
    /// The text at the end of the last frame, for noticing changes by the caller.
    text: Arc<str>,
    pub multiline: bool,
    pub editable: bool,
    /// Whether Alt instead of Ctrl moves by words, and Cmd moves to the ends of lines.
    pub mac: bool,
}

impl TextEditor {
    /// Creates an editor with the caret at the end of a single line.
    pub(crate) fn new(text: &str) -> Self {
        Self {
            selection: TextSelection::at(Caret::upstream(text.len())),
            preedit: None,
            undo: Vec::new(),
            redo: Vec::new(),
            last_edit: EditKind::None,
            text: text.into(),
            multiline: false,
            editable: true,
            mac: false,
        }
    }

    /// Starts afresh if the caller has changed the text since [`TextEditor::leave`].
    pub(crate) fn resume(&mut self, text: &str) {
        if &*self.text != text {
            self.undo.clear();
            self.redo.clear();
            self.interrupt();
            self.selection = TextSelection::at(Caret::upstream(text.len()));
        }
    }

    /// Remembers the text at the end of a frame.
    pub(crate) fn leave(&mut self, text: &str) {
        if &*self.text != text {
            self.text = text.into();
        }
    }

    /// Ends composing, and makes the next edit a separate undo step.
    pub(crate) fn interrupt(&mut self) {
        self.preedit = None;
        self.last_edit = EditKind::None;
    }

    /// The displayed text: while an input method is composing, that stands in place of the selection.
    pub(crate) fn shown<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match &self.preedit {
            None => Cow::Borrowed(text),
            Some(preedit) => {
                let mut shown = text.to_owned();
                shown.replace_range(self.selected(text), &preedit.text);
                Cow::Owned(shown)
            }
        }
    }

    /// The range of the text being composed in the displayed text.
    pub(crate) fn composed(&self) -> Option<Range<usize>> {
        let start = self.selection.range().start;
        self.preedit.as_ref().map(|preedit| start..start + preedit.text.len())
    }

    /// The caret in the displayed text.
    pub(crate) fn shown_caret(&self) -> Caret {
        match (&self.preedit, self.composed()) {
            (Some(preedit), Some(composed)) => Caret::upstream(composed.start + preedit.caret_byte),
            _ => self.selection.focus,
        }
    }

    /// Ends composing before the pointer acts on the displayed text, in which positions are others than in the text.
    /// Returns whether an input method was composing.
    pub(crate) fn stop_composing(&mut self) -> bool {
        let was_composing = self.preedit.is_some();
        if was_composing {
            self.interrupt();
        }
        was_composing
    }

    /// The selected range, limited to the text.
    fn selected(&self, text: &str) -> Range<usize> {
        let Range { start, end } = self.selection.range();
        text.floor_char_boundary(start)..text.floor_char_boundary(end)
    }

    /// Selects a range, with the caret at its end.
    pub(crate) fn select(&mut self, range: Range<usize>) {
        self.selection = TextSelection::of(range);
    }

    /// Replaces the selection by `with` as a separate undo step.
    pub(crate) fn insert(&mut self, text: &mut String, with: &str, outcome: &mut Outcome) {
        self.replace(text, with, EditKind::Other, outcome);
    }

    /// Handles an event. Returns whether it was for this editor.
    pub(crate) fn event(
        &mut self,
        event: EditorEvent<'_>,
        text: &mut String,
        lay_out: LayOut<'_>,
        outcome: &mut Outcome,
    ) -> bool {
        match event {
            EditorEvent::Copy | EditorEvent::Cut => {
                let range = self.selection.range();
                if let Some(selected) = text.get(range).filter(|selected| !selected.is_empty()) {
                    outcome.copied = Some(selected.to_owned());
                    if matches!(event, EditorEvent::Cut) && self.editable {
                        self.replace(text, "", EditKind::Other, outcome);
                    }
                }
                true
            }
            EditorEvent::Press(stroke) => self.key(stroke, text, lay_out, outcome),
            // Others could not make sense of a release without its press.
            EditorEvent::Release(stroke) => stroke.is_text && !stroke.command,
            _ if !self.editable => false,
            EditorEvent::Paste(pasted) => {
                self.replace(text, pasted, EditKind::Other, outcome);
                true
            }
            EditorEvent::Text(typed) => {
                // Line breaks arrive as the Enter key.
                if !typed.is_empty() && typed != "\n" && typed != "\r" {
                    self.replace(text, typed, EditKind::Type, outcome);
                }
                true
            }
            EditorEvent::Compose { text, caret_char } => {
                self.compose(text, caret_char, outcome);
                true
            }
            EditorEvent::Commit(committed) => {
                // Some input methods commit each letter without composing it, as if it were typed.
                let edit = if self.preedit.take().is_some() { EditKind::Other } else { EditKind::Type };
                if !committed.is_empty() && committed != "\n" && committed != "\r" {
                    self.replace(text, committed, edit, outcome);
                }
                true
            }
            EditorEvent::DeleteAround { chars_before, chars_after } => {
                let at = text.floor_char_boundary(self.selection.focus.byte);
                let (before, after) = text.split_at(at);
                let start = before.char_indices().rev().take(chars_before).last().map_or(at, |(byte, _)| byte);
                let end = after.char_indices().nth(chars_after).map_or(text.len(), |(byte, _)| at + byte);
                self.select(start..end);
                self.replace(text, "", EditKind::Other, outcome);
                true
            }
        }
    }

    /// Handles a key: one that moves the caret, or one that edits.
    fn key(&mut self, stroke: Keystroke, text: &mut String, lay_out: LayOut<'_>, outcome: &mut Outcome) -> bool {
        let Keystroke { key, is_text, shift, .. } = stroke;
        if self.preedit.is_some() {
            // The input method sees the keys first; keys that it passes on would act on text that does not exist yet.
            if key == EditorKey::Escape {
                self.interrupt();
                outcome.interrupted = true;
            }
            let is_of_field = matches!(key, EditorKey::Enter | EditorKey::Escape | EditorKey::Up | EditorKey::Down);
            return is_text || is_of_field;
        }
        let layout = lay_out(text);
        if shift && self.selection.range().is_empty() && matches!(key, EditorKey::Left | EditorKey::Right) {
            let side = if key == EditorKey::Left { Side::Left } else { Side::Right };
            let byte = layout.facing(self.selection.focus, side).byte;
            self.selection.anchor = byte..byte;
        }
        let Some((target, goal_x)) = self.target(stroke, &layout) else {
            return self.edit(stroke, text, &layout, outcome);
        };
        self.go(target, shift, outcome);
        self.selection.goal_x = goal_x;
        true
    }

    /// Where a key moves the caret, and the x position that it keeps; `None` if the key moves nothing.
    fn target(&self, stroke: Keystroke, layout: &TextLayout) -> Option<(Caret, Option<f32>)> {
        let Keystroke { key, shift, command, .. } = stroke;
        let (caret, range) = (self.selection.focus, self.selection.range());
        let by_word = self.by_word(stroke);
        let target = match key {
            EditorKey::Left | EditorKey::Right if self.mac && command => {
                let rtl = layout.lines().get(layout.line_of(caret)).is_some_and(|line| line.rtl);
                if (key == EditorKey::Left) == rtl { layout.line_end(caret) } else { layout.line_start(caret) }
            }
            EditorKey::Left => beside(layout, caret, &range, Side::Left, by_word, shift),
            EditorKey::Right => beside(layout, caret, &range, Side::Right, by_word, shift),
            EditorKey::Up | EditorKey::Down if self.multiline && !command => {
                let goal_x = self.selection.goal_x.unwrap_or_else(|| layout.caret_rect(caret).left);
                let caret = layout.move_lines(caret, if key == EditorKey::Up { -1 } else { 1 }, goal_x);
                return Some((caret, Some(goal_x)));
            }
            EditorKey::Home if command => layout.text_start(),
            EditorKey::End if command => layout.text_end(),
            EditorKey::Home => layout.line_start(caret),
            EditorKey::End => layout.line_end(caret),
            _ => return None,
        };
        Some((target, None))
    }

    /// Handles a key that does not move the caret. Returns whether it was for this editor.
    fn edit(&mut self, stroke: Keystroke, text: &mut String, layout: &TextLayout, outcome: &mut Outcome) -> bool {
        let Keystroke { key, is_text, shift, command, alt } = stroke;
        match key {
            EditorKey::A if command => {
                self.select(0..text.len());
                outcome.moved = true;
            }
            EditorKey::Z if command && shift => self.undo(text, outcome, false),
            EditorKey::Y if command => self.undo(text, outcome, false),
            EditorKey::Z if command => self.undo(text, outcome, true),
            EditorKey::Backspace | EditorKey::Delete => {
                if self.selection.range().is_empty() && self.editable {
                    let range = deletion(layout, text, self.selection.focus, key, self.by_word(stroke));
                    self.select(range);
                }
                self.replace(text, "", EditKind::Delete, outcome);
            }
            EditorKey::Enter if self.multiline && !command => self.replace(text, "\n", EditKind::Other, outcome),
            EditorKey::Enter => outcome.submitted = true,
            EditorKey::Escape => outcome.cancelled = true,
            // The clipboard has its own events.
            EditorKey::C | EditorKey::X | EditorKey::V if command => {}
            // Keys that merely precede the text that they type.
            _ => return is_text && !command && !alt,
        }
        true
    }

    /// Whether a key moves or deletes by words.
    fn by_word(&self, stroke: Keystroke) -> bool {
        if self.mac { stroke.alt } else { stroke.command }
    }

    fn go(&mut self, caret: Caret, extend: bool, outcome: &mut Outcome) {
        self.selection.go(caret, extend);
        self.last_edit = EditKind::None;
        outcome.moved = true;
    }

    /// Replaces the selection by `with`.
    fn replace(&mut self, text: &mut String, with: &str, edit: EditKind, outcome: &mut Outcome) {
        let range = self.selected(text);
        if !self.editable || (range.is_empty() && with.is_empty()) {
            return;
        }
        let with = if self.multiline { with.replace("\r\n", "\n").replace('\r', "\n") } else { one_line(with) };
        self.remember(text, edit, &with);
        text.replace_range(range.clone(), &with);
        let end = range.start + with.len();
        // The caret after typed text keeps to that text, so that it appears beside the letter just typed.
        let caret = if with.is_empty() { Caret::downstream(end) } else { Caret::upstream(end) };
        self.selection = TextSelection::at(if end == text.len() { Caret::upstream(end) } else { caret });
        outcome.changed = true;
    }

    /// Saves the text for undo, unless this edit continues the last one.
    fn remember(&mut self, text: &str, edit: EditKind, with: &str) {
        let continues = edit == self.last_edit
            && edit != EditKind::Other
            && (edit == EditKind::Delete || !with.chars().any(char::is_whitespace));
        if !continues {
            self.undo.push(Snapshot { text: text.to_owned(), selection: self.selection.clone() });
            if self.undo.len() > MAX_UNDO {
                self.undo.remove(0);
            }
        }
        self.redo.clear();
        self.last_edit = edit;
    }

    fn undo(&mut self, text: &mut String, outcome: &mut Outcome, back: bool) {
        let (from, to) = if back { (&mut self.undo, &mut self.redo) } else { (&mut self.redo, &mut self.undo) };
        if self.editable
            && let Some(snapshot) = from.pop()
        {
            to.push(Snapshot { text: std::mem::take(text), selection: self.selection.clone() });
            *text = snapshot.text;
            self.selection = snapshot.selection;
            self.last_edit = EditKind::None;
            outcome.changed = true;
        }
    }

    fn compose(&mut self, composed: &str, caret_char: Option<usize>, outcome: &mut Outcome) {
        if composed == "\n" || composed == "\r" {
            return;
        }
        // Input methods also say that nothing is composed when nothing was.
        outcome.moved |= self.preedit.is_some() || !composed.is_empty();
        self.preedit = (!composed.is_empty()).then(|| Preedit::new(one_line(composed), caret_char));
    }
}

/// Where an arrow key moves the caret: to the next letter or word on that side, or to that edge of the selection.
fn beside(layout: &TextLayout, caret: Caret, range: &Range<usize>, side: Side, by_word: bool, extend: bool) -> Caret {
    if by_word {
        layout.move_word(caret, side)
    } else if !range.is_empty() && !extend {
        let near = |byte: usize| layout.caret_rect(layout.caret_at(byte));
        let (start, end) = (near(range.start), near(range.end));
        let start_first = (start.top, start.left) < (end.top, end.left);
        let byte = if (side == Side::Left) == start_first { range.start } else { range.end };
        layout.caret_at(byte)
    } else {
        layout.move_visual(caret, side)
    }
}

/// The range that Backspace or Delete removes: a word or a grapheme. Backspace removes only the last mark of a letter
/// that has Arabic marks.
fn deletion(layout: &TextLayout, text: &str, caret: Caret, key: EditorKey, by_word: bool) -> Range<usize> {
    let byte = caret.byte;
    match (key, by_word) {
        (EditorKey::Backspace, false) => {
            // Marks are removed one by one, as they were typed; emoji and other sequences as a whole.
            let edge = layout.previous_edge(byte);
            let last = text.get(edge..byte).and_then(|grapheme| grapheme.chars().next_back());
            let start = last.filter(|c| is_arabic_mark(*c)).map_or(edge, |c| byte - c.len_utf8());
            start..byte
        }
        (EditorKey::Backspace, true) => {
            let mut start = byte;
            while start > 0 {
                let word = layout.word_at(layout.previous_edge(start));
                start = word.start.min(layout.previous_edge(start));
                if text.get(start..word.end).is_some_and(|word| !word.trim().is_empty()) {
                    break;
                }
            }
            start..byte
        }
        (_, false) => byte..layout.next_edge(byte),
        (_, true) => {
            let mut end = byte;
            while end < text.len() {
                let word = layout.word_at(end);
                let from = end;
                end = word.end.max(layout.next_edge(end));
                if text.get(from..end).is_some_and(|word| !word.trim().is_empty()) {
                    break;
                }
            }
            byte..end
        }
    }
}

fn is_arabic_mark(c: char) -> bool {
    matches!(c, '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{591}'..='\u{5c7}')
}

fn one_line(text: &str) -> String {
    text.replace("\r\n", " ").replace(['\r', '\n', '\u{85}', '\u{2028}', '\u{2029}'], " ")
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;
    use crate::shape::{LayoutOptions, TextEngine, TextStyle};

    /// A text with its editor and fonts but no window.
    struct Bench {
        engine: RefCell<TextEngine>,
        editor: TextEditor,
        text: String,
        outcome: Outcome,
    }

    impl Bench {
        fn new(text: &str) -> Self {
            Self {
                engine: RefCell::new(TextEngine::bundled_fonts_only()),
                editor: TextEditor::new(text),
                text: text.to_owned(),
                outcome: Outcome::default(),
            }
        }

        fn multiline(text: &str) -> Self {
            let mut bench = Self::new(text);
            bench.editor.multiline = true;
            bench
        }

        fn event(&mut self, event: EditorEvent<'_>) -> bool {
            let Self { engine, editor, text, outcome } = self;
            let lay_out =
                |text: &str| engine.borrow_mut().layout(text, &TextStyle::interface(14.0), &LayoutOptions::default());
            editor.event(event, text, &lay_out, outcome)
        }

        fn compose(&mut self, text: &str, caret_char: Option<usize>) {
            assert!(self.event(EditorEvent::Compose { text, caret_char }));
        }

        fn key(&mut self, key: EditorKey) -> bool {
            self.stroke(key, false, false)
        }

        fn stroke(&mut self, key: EditorKey, shift: bool, command: bool) -> bool {
            self.event(EditorEvent::Press(Keystroke { key, is_text: true, shift, command, alt: false }))
        }

        fn selected(&self) -> &str {
            &self.text[self.editor.selection.range()]
        }
    }

    #[test]
    fn typing_is_undone_word_by_word_and_done_again() {
        let mut bench = Bench::new("");
        for letter in ["ق", "ا", "ل", " ", "ل", "ه"] {
            assert!(bench.event(EditorEvent::Text(letter)));
        }
        assert_eq!(bench.text, "قال له");
        bench.stroke(EditorKey::Z, false, true);
        assert_eq!(bench.text, "قال");
        bench.stroke(EditorKey::Z, false, true);
        assert_eq!(bench.text, "");
        bench.stroke(EditorKey::Y, false, true);
        bench.stroke(EditorKey::Z, true, true);
        assert_eq!(bench.text, "قال له");
    }

    #[test]
    fn backspace_takes_the_last_mark_and_delete_the_letter() {
        let mut bench = Bench::new("كَتَ");
        bench.key(EditorKey::Backspace);
        assert_eq!(bench.text, "كَت");
        bench.key(EditorKey::Home);
        bench.key(EditorKey::Delete);
        assert_eq!(bench.text, "ت");
        let mut words = Bench::new("one two  ");
        words.stroke(EditorKey::Backspace, false, true);
        assert_eq!(words.text, "one ");
    }

    #[test]
    fn arrows_go_by_sight_and_collapse_a_selection() {
        let mut bench = Bench::new("ab");
        bench.stroke(EditorKey::A, false, true);
        assert_eq!(bench.selected(), "ab");
        bench.key(EditorKey::Left);
        assert_eq!(bench.editor.selection.range(), 0..0);
        bench.stroke(EditorKey::Right, true, false);
        assert_eq!(bench.selected(), "a");
        let mut arabic = Bench::new("بت");
        arabic.key(EditorKey::Home);
        arabic.key(EditorKey::Left);
        assert_eq!(arabic.editor.selection.range(), 2..2);
    }

    #[test]
    fn what_is_composed_is_shown_but_not_in_the_text_until_it_is_committed() {
        let mut bench = Bench::new("ab");
        bench.key(EditorKey::Left);
        bench.compose("す\n", None);
        assert_eq!((bench.text.as_str(), &*bench.editor.shown(&bench.text)), ("ab", "aす b"));
        assert_eq!(bench.editor.composed(), Some(1..5));
        assert!(bench.key(EditorKey::Backspace), "the key belongs to the input method");
        assert_eq!(bench.text, "ab");
        bench.event(EditorEvent::Commit("寿司"));
        assert_eq!((bench.text.as_str(), bench.editor.composed()), ("a寿司b", None));
        bench.event(EditorEvent::DeleteAround { chars_before: 1, chars_after: 1 });
        assert_eq!(bench.text, "a寿");
    }

    #[test]
    fn the_caret_stands_where_the_input_method_has_it() {
        let mut bench = Bench::new("ab");
        bench.key(EditorKey::Left);
        let carets = [None, Some(0), Some(1), Some(2), Some(9)].map(|caret_char| {
            bench.compose("にほ", caret_char);
            bench.editor.shown_caret().byte
        });
        assert_eq!(carets, [7, 1, 4, 7, 7]);
    }

    #[test]
    fn what_was_selected_goes_only_when_something_is_committed() {
        let mut bench = Bench::new("one two");
        bench.editor.select(4..7);
        bench.compose("ni", None);
        assert_eq!((bench.text.as_str(), &*bench.editor.shown(&bench.text)), ("one two", "one ni"));
        assert_eq!((bench.editor.composed(), bench.outcome.changed), (Some(4..6), false));
        bench.outcome = Outcome::default();
        assert!(bench.event(EditorEvent::Press(Keystroke {
            key: EditorKey::Escape,
            is_text: false,
            shift: false,
            command: false,
            alt: false
        })));
        assert!(bench.outcome.interrupted && !bench.outcome.cancelled, "Escape ends the composition and nothing else");
        assert_eq!((bench.editor.composed(), bench.selected()), (None, "two"));
        bench.compose("ni", None);
        bench.event(EditorEvent::Commit("你"));
        assert_eq!(bench.text, "one 你");
    }

    #[test]
    fn letters_that_are_committed_one_by_one_are_undone_as_typed() {
        let mut bench = Bench::new("");
        for letter in ["ق", "ا", "ل"] {
            // winit under X11 says before each that nothing is composed.
            bench.compose("", None);
            bench.event(EditorEvent::Commit(letter));
        }
        bench.stroke(EditorKey::Z, false, true);
        assert_eq!(bench.text, "");
    }

    #[test]
    fn that_nothing_is_composed_changes_nothing_if_nothing_was() {
        let mut bench = Bench::new("ab");
        bench.compose("", Some(0));
        assert!(!bench.outcome.moved && !bench.outcome.changed);
        bench.compose("x", None);
        assert!(bench.outcome.moved);
    }

    #[test]
    fn one_line_takes_no_breaks_and_several_lines_do() {
        let mut single = Bench::new("");
        single.event(EditorEvent::Paste("a\r\nb"));
        single.key(EditorKey::Enter);
        assert_eq!((single.text.as_str(), single.outcome.submitted), ("a b", true));
        let mut several = Bench::multiline("");
        several.event(EditorEvent::Paste("a\r\nb"));
        several.key(EditorKey::Enter);
        assert_eq!((several.text.as_str(), several.outcome.submitted), ("a\nb\n", false));
        several.stroke(EditorKey::Enter, false, true);
        assert!(several.outcome.submitted);
        several.key(EditorKey::Escape);
        assert!(several.outcome.cancelled);
    }

    #[test]
    fn cut_and_copy_hand_the_selection_over_and_what_is_fixed_stays() {
        let mut bench = Bench::new("ab");
        bench.event(EditorEvent::Copy);
        assert_eq!(bench.outcome.copied, None);
        bench.stroke(EditorKey::A, false, true);
        bench.editor.editable = false;
        bench.event(EditorEvent::Cut);
        assert_eq!((bench.text.as_str(), bench.outcome.copied.take().as_deref()), ("ab", Some("ab")));
        assert!(!bench.event(EditorEvent::Text("x")) && !bench.event(EditorEvent::Paste("x")));
        bench.editor.editable = true;
        bench.event(EditorEvent::Cut);
        assert_eq!((bench.text.as_str(), bench.outcome.copied.as_deref()), ("", Some("ab")));
    }

    #[test]
    fn a_text_that_the_caller_changed_begins_anew() {
        let mut bench = Bench::new("a");
        bench.event(EditorEvent::Text("b"));
        bench.editor.leave("ab");
        bench.editor.resume("ab");
        assert_eq!(bench.editor.undo.len(), 1);
        bench.editor.resume("other");
        assert_eq!((bench.editor.undo.len(), bench.editor.selection.range()), (0, 5..5));
    }

    #[test]
    fn presses_select_letters_words_and_paragraphs() {
        let mut bench = Bench::new("one two");
        let layout =
            bench.engine.borrow_mut().layout("one two", &TextStyle::interface(14.0), &LayoutOptions::default());
        let end = layout.caret_rect(layout.text_end());
        let at = (end.left - 2.0, (end.top + end.bottom) / 2.0);
        let mut press = |time: f64| {
            let press = Press { at, time, max_delay: 0.3, max_distance: 6.0, shift: false };
            bench.editor.selection.press(&press, at, &layout);
            bench.text[bench.editor.selection.range()].to_owned()
        };
        assert_eq!([press(1.0), press(1.1), press(1.2), press(1.3)], ["", "two", "one two", ""]);
        assert_eq!([press(2.0), press(2.5)], ["", ""]);
    }
}
