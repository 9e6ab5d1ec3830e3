//! Keyboard input: what has the focus, and which command a key press means in any layout.
//!
//! The character that a key types is tried first. If that is no shortcut and the key types a symbol, its position
//! counts, so that shortcuts work in layouts whose letters, digits and signs are elsewhere. While a dialog or a list is open,
//! only the command that opened it goes through.

use eframe::egui::{self, Event, Key, KeyboardShortcut, Modifiers, Popup, ViewportCommand};

use super::App;
use super::context::Status;
use crate::t;
use crate::text::numbers;
use crate::ui::article::DocumentView;
use crate::ui::command::Command;
use crate::ui::command::situation::Can;
use crate::ui::command::statements::StatementsCommand;
use crate::ui::command::table::{CTRL, DIGITS};
use crate::ui::dialogs::paste::{self, LARGE_BYTES, PasteDraft};
use crate::ui::shaped;
use crate::ui::state::Dialog;

/// What has the keyboard focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holder {
    /// The article, or nothing.
    Article,
    /// A button or a row, which handles Enter, Space and the arrow keys.
    Widget,
    /// A text field.
    Field,
    /// A dialog or an open list: nothing behind it receives keys.
    Dialog,
}

/// A key press and what the layout makes of it.
struct Pressed {
    /// The key by the character that it types, or by its position if that is no known key.
    key: Key,
    /// Its position on the keyboard, named as in the US layout.
    physical: Option<Key>,
    modifiers: Modifiers,
    /// The text that it types.
    text: Option<String>,
}

/// The command that a key press means.
struct Meant {
    shortcut: KeyboardShortcut,
    command: Command,
    can: Can,
}

/// How a key press is compared with a shortcut, in the order in which each is tried with all shortcuts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    /// By the character that the key types.
    Letter,
    /// By the sign that the key types, with the Shift that the layout needs for it.
    Sign,
    /// As a digit that the layout types only with Shift.
    ShiftedDigit,
    /// By the position of the key, if it types a symbol. Plus and the slash also by their position in the US layout.
    Place,
}

/// By how much the wheel must zoom to change the size of the letters by a point.
const ZOOM_STEP: f32 = 1.05;

impl App {
    /// Handles the keys and dropped files of this frame.
    pub(super) fn take_input(&mut self, ctx: &egui::Context) {
        self.take_dropped(ctx);
        self.translate_insert(ctx);
        self.take_zoom(ctx);
        self.take_large_paste(ctx);
        let mut from = 0;
        while let Some((at, pressed)) = next_press(ctx, from) {
            from = at + 1;
            self.letters_moved(&pressed);
            if pressed.key == Key::Escape {
                self.cx.status = Status::default();
            }
            let holder = self.holder(ctx);
            if pressed.key == Key::Escape
                && matches!(holder, Holder::Article | Holder::Widget)
                && self.shown_tour().is_some()
            {
                take_press(ctx, at, true);
                from = at;
                self.cx.view.tour = None;
                continue;
            }
            let Some(Meant { shortcut, command, can }) = self.meant(&pressed, holder) else {
                if let Some(why) = self.number_of_nobody(&pressed, holder) {
                    take_press(ctx, at, true);
                    from = at;
                    self.cx.say_at_caret(why);
                }
                continue;
            };
            take_press(ctx, at, !shortcut.modifiers.command);
            from = at;
            match can {
                Ok(()) => {
                    self.cx.document.end_remark();
                    self.cx.queue.push(command);
                    // The meaning of the next key depends on the result.
                    self.do_all(ctx);
                }
                Err(why) if self.tools.history.is_looking_back() => self.cx.say(why.words()),
                Err(why) => self.cx.say_at_caret(why.words()),
            }
        }
        self.tell_of_paste(ctx);
    }

    /// Ctrl with the wheel, or two fingers, resize the letters of the article.
    fn take_zoom(&mut self, ctx: &egui::Context) {
        if self.cx.view.dialog.is_some() {
            return;
        }
        self.zoom *= ctx.input(|input| input.zoom_delta());
        if self.zoom > ZOOM_STEP {
            self.cx.queue.push(Command::LargerText);
        } else if self.zoom < 1.0 / ZOOM_STEP {
            self.cx.queue.push(Command::SmallerText);
        } else {
            return;
        }
        self.zoom = 1.0;
        self.do_all(ctx);
    }

    fn take_dropped(&mut self, ctx: &egui::Context) {
        let dropped: Vec<_> =
            ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
        if dropped.is_empty() {
            return;
        }
        if self.cx.view.dialog.is_some() {
            self.cx.complain(t!("status-dialog-first"));
        } else {
            self.cx.queue.push(Command::AddArticles(dropped));
            self.do_all(ctx);
        }
    }

    fn holder(&self, ctx: &egui::Context) -> Holder {
        if self.cx.view.dialog.is_some() || Popup::is_any_open(ctx) {
            return Holder::Dialog;
        }
        match ctx.memory(|memory| memory.focused()) {
            None => Holder::Article,
            Some(id) if DocumentView::is_text(id, crate::ui::review::compare::SLOTS) => Holder::Article,
            Some(id) if shaped::is_field(ctx, id) => Holder::Field,
            Some(_) => Holder::Widget,
        }
    }

    /// Returns the command that a key press means.
    fn meant(&self, pressed: &Pressed, holder: Holder) -> Option<Meant> {
        let now = self.situation();
        let rows = self.rows(&now);
        for by in order(pressed) {
            let shortcuts = rows.iter().flat_map(|row| row.shortcuts(&now).map(move |shortcut| (row, shortcut)));
            let fitting = shortcuts.filter(|(row, shortcut)| {
                let is_plain_sign = is_sign(shortcut.logical_key) && !shortcut.modifiers.command;
                !(is_plain_sign && self.has_other_place(pressed))
                    && fits(*shortcut, pressed, by)
                    && self.goes_through(&row.command, *shortcut, holder)
            });
            // Prefers the shortcut with the most modifiers, because a match ignores extra Shift and Alt.
            let best = fitting.min_by_key(|(_, shortcut)| -count(shortcut.modifiers));
            if let Some((row, shortcut)) = best {
                // If the layout has its Latin letters elsewhere, a symbol key must not quit or close anything.
                let ends = matches!(row.command, Command::Quit | Command::CloseProject);
                let meant = Meant { shortcut, command: row.command.clone(), can: row.can(&now) };
                return (by != By::Place || !ends || !self.letters_are_moved).then_some(meant);
            }
        }
        None
    }

    /// Whether a key that types a sign stands for the letter or digit in its place: in layouts of other scripts, and on
    /// the digits of layouts that need Shift for them.
    fn has_other_place(&self, pressed: &Pressed) -> bool {
        let is_letter = pressed.physical.is_some_and(is_letter) && !self.letters_are_moved;
        let is_digit = pressed.physical.is_some_and(is_digit) && !pressed.modifiers.shift;
        (is_letter || is_digit) && pressed.physical != Some(pressed.key)
    }

    /// The one rule for all dialogs, lists and fields: which commands work by key while one of them has the keyboard.
    fn goes_through(&self, command: &Command, shortcut: KeyboardShortcut, holder: Holder) -> bool {
        let KeyboardShortcut { modifiers, logical_key: key } = shortcut;
        match holder {
            Holder::Article => true,
            // Editing keys, Enter and Escape belong to the dialog. The command that opened it may close it.
            Holder::Dialog => matches!(command, Command::ToggleDialog(dialog) if self.cx.view.dialog == Some(*dialog)),
            Holder::Field => {
                let edits = matches!(
                    command,
                    Command::Undo
                        | Command::Redo
                        | Command::Duplicate
                        | Command::Copy
                        | Command::CopyWithSource
                        | Command::ShowDialog(Dialog::Paste)
                        | Command::Statements(StatementsCommand::ChooseAll)
                );
                (modifiers.command || matches!(key, Key::F1 | Key::F3 | Key::F6)) && !edits
            }
            Holder::Widget if matches!(command, Command::Disarm) => true,
            Holder::Widget => {
                modifiers.command
                    || modifiers.alt
                    || is_letter(key)
                    || is_digit(key)
                    || is_sign(key)
                    || is_function(key)
            }
        }
    }

    /// Detects from the letters pressed whether the layout has its Latin letters elsewhere, since nothing else
    /// shows it.
    fn letters_moved(&mut self, pressed: &Pressed) {
        let foreign = |c: char| c.is_alphabetic() && !matches!(c, '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}');
        if pressed.text.as_ref().is_some_and(|text| text.chars().any(foreign)) {
            self.letters_are_moved = false;
        } else if is_letter(pressed.key) && pressed.physical.is_some_and(|physical| physical != pressed.key) {
            self.letters_are_moved = true;
        }
    }

    /// The message for a digit that has no annotator or party.
    fn number_of_nobody(&self, pressed: &Pressed, holder: Holder) -> Option<String> {
        let Modifiers { command, shift, .. } = pressed.modifiers;
        if command || shift || !matches!(holder, Holder::Article | Holder::Widget) {
            return None;
        }
        self.cx.open.as_ref()?;
        let digit = |key: Option<Key>| DIGITS.iter().position(|known| Some(*known) == key);
        let number = digit(Some(pressed.key)).or_else(|| digit(pressed.physical))? + 1;
        if self.tools.history.is_looking_back() {
            None
        } else {
            self.pages.of(self.cx.view.page).unused_digit(&self.cx, number)
        }
    }

    /// Makes Ctrl+Insert copy and Shift+Insert paste, like Ctrl+C and Ctrl+V; only Windows reports these by itself.
    fn translate_insert(&self, ctx: &egui::Context) {
        let mut paste = false;
        ctx.input_mut(|input| {
            for event in &mut input.events {
                let Event::Key { key: Key::Insert, pressed: true, modifiers, .. } = event else { continue };
                if modifiers.command && !modifiers.shift && !modifiers.alt {
                    *event = Event::Copy;
                } else if modifiers.shift && !modifiers.command && !modifiers.alt {
                    paste = true;
                }
            }
        });
        if paste && self.holder_is_field(ctx) {
            ctx.send_viewport_cmd(ViewportCommand::RequestPaste);
        }
    }

    /// Passes text that is too long for a field to the dialog for a pasted article.
    fn take_large_paste(&mut self, ctx: &egui::Context) {
        let field = paste::field_id();
        if self.cx.view.dialog != Some(Dialog::Paste) || ctx.memory(|memory| memory.focused()) != Some(field) {
            return;
        }
        let taken = ctx.input_mut(|input| {
            let large = |event: &Event| matches!(event, Event::Paste(text) if text.len() > LARGE_BYTES);
            let at = input.events.iter().position(large)?;
            Some(input.events.remove(at))
        });
        if let Some(Event::Paste(text)) = taken {
            self.cx.drafts.of::<PasteDraft>().text = text;
        }
    }

    fn holder_is_field(&self, ctx: &egui::Context) -> bool {
        ctx.memory(|memory| memory.focused()).is_some_and(|id| shaped::is_field(ctx, id))
    }

    /// Says that Ctrl+V needs a text field if none has the keyboard.
    fn tell_of_paste(&mut self, ctx: &egui::Context) {
        let pasted = ctx.input(|input| input.events.iter().any(|event| matches!(event, Event::Paste(_))));
        if pasted && self.cx.open.is_some() && matches!(self.holder(ctx), Holder::Article | Holder::Widget) {
            self.cx.say(t!("status-paste-where"));
        }
    }
}

/// The next key press of this frame, starting at this event index.
fn next_press(ctx: &egui::Context, from: usize) -> Option<(usize, Pressed)> {
    ctx.input(|input| {
        let mut events = input.events.iter().enumerate().skip(from);
        let (at, press) = events.find_map(|(at, event)| match event {
            Event::Key { key, physical_key, pressed: true, modifiers, .. } => {
                Some((at, Pressed { key: *key, physical: *physical_key, modifiers: *modifiers, text: None }))
            }
            _ => None,
        })?;
        let text = match input.events.get(at + 1) {
            Some(Event::Text(text)) => Some(text.clone()),
            _ => None,
        };
        Some((at, Pressed { text, ..press }))
    })
}

/// Removes a key press from the events and, for a plain key, the text that it types, so that a field focused by the
/// command does not receive it.
fn take_press(ctx: &egui::Context, at: usize, plain: bool) {
    ctx.input_mut(|input| {
        input.events.remove(at);
        if plain && matches!(input.events.get(at), Some(Event::Text(_))) {
            input.events.remove(at);
        }
    });
}

fn fits(shortcut: KeyboardShortcut, pressed: &Pressed, by: By) -> bool {
    let KeyboardShortcut { modifiers: asked, logical_key } = shortcut;
    let Pressed { key, physical, modifiers, .. } = pressed;
    let plain = !asked.command && !is_function(logical_key);
    // Uses the modifiers of the key's own event: on a slow machine Alt may be released in the frame in which it was
    // pressed, and Alt+4 must not come out as 4.
    let held = if plain {
        !modifiers.command && modifiers.alt == asked.alt && modifiers.shift == asked.shift
    } else {
        modifiers.matches_logically(asked)
    };
    match by {
        // Plus is on the key of Equals, and a shortcut with it needs no Shift.
        By::Letter => {
            held && (*key == logical_key || (asked == CTRL && logical_key == Key::Plus && *key == Key::Equals))
        }
        By::Sign => {
            let sign = match logical_key {
                Key::Quote => "\"",
                Key::Minus => "-",
                key if is_sign(key) => key.symbol_or_name(),
                _ => return false,
            };
            let types = match &pressed.text {
                Some(text) => text == sign,
                // With Alt, nothing is typed.
                None => *key == logical_key && modifiers.shift,
            };
            types && !asked.command && !modifiers.command && modifiers.alt == asked.alt
        }
        By::ShiftedDigit => {
            let typed = pressed.text.as_deref().map(numbers::plain_digits);
            let is_typed = typed.is_none_or(|typed| typed == logical_key.symbol_or_name());
            let shifted = modifiers.shift && !asked.shift && !modifiers.command && modifiers.alt == asked.alt;
            plain && is_digit(logical_key) && *key == logical_key && shifted && is_typed
        }
        By::Place => {
            let is_bracket = matches!(logical_key, Key::OpenBracket | Key::CloseBracket);
            let is_moved = is_letter(logical_key) || is_digit(logical_key) || is_bracket;
            if is_moved {
                return held && is_sign(*key) && *physical == Some(logical_key);
            }
            let Some((place, beside)) = place_of_sign(logical_key) else { return false };
            let is_there = *physical == Some(place) && modifiers.alt == asked.alt && !modifiers.command;
            // Elsewhere the sign may be on no key, or on one that stands for a letter or a digit.
            plain && is_there && pressed.text.as_ref().is_none_or(|text| text == beside)
        }
    }
}

/// The ways of comparing a key press with shortcuts, in their order.
fn order(pressed: &Pressed) -> [By; 4] {
    let is_of_digit = is_sign(pressed.key) && pressed.physical.is_some_and(is_digit);
    if pressed.modifiers.command && is_of_digit {
        // Where digits need Shift, Ctrl with their keys goes to the pages, and what is left to the signs. French has its
        // minus where 6 is; the letters get smaller by the key in the place of the US minus.
        [By::Place, By::Letter, By::Sign, By::ShiftedDigit]
    } else {
        [By::Letter, By::Sign, By::ShiftedDigit, By::Place]
    }
}

/// The key of a sign in the US layout that some layouts do not have elsewhere, and the other sign on that key. Hebrew has
/// the slash where Q is, Czech the plus where 1 is; a dead key types nothing.
fn place_of_sign(key: Key) -> Option<(Key, &'static str)> {
    match key {
        Key::Plus => Some((Key::Equals, "=")),
        Key::Slash => Some((Key::Slash, "?")),
        _ => None,
    }
}

fn count(modifiers: Modifiers) -> i32 {
    i32::from(modifiers.command) + i32::from(modifiers.shift) + i32::from(modifiers.alt)
}

fn is_letter(key: Key) -> bool {
    matches!(key.name().as_bytes(), [letter] if letter.is_ascii_uppercase())
}

fn is_digit(key: Key) -> bool {
    matches!(key.name().as_bytes(), [digit] if digit.is_ascii_digit())
}

fn is_function(key: Key) -> bool {
    key.name().strip_prefix('F').is_some_and(|number| number.parse::<u8>().is_ok())
}

/// Whether a key types a symbol: neither a letter nor a digit.
fn is_sign(key: Key) -> bool {
    use Key::{
        Backslash, Backtick, CloseBracket, CloseCurlyBracket, Colon, Comma, Equals, Exclamationmark, Minus,
        OpenBracket, OpenCurlyBracket, Period, Pipe, Plus, Questionmark, Quote, Semicolon, Slash,
    };
    matches!(
        key,
        Backslash
            | Backtick
            | CloseBracket
            | CloseCurlyBracket
            | Colon
            | Comma
            | Equals
            | Exclamationmark
            | Minus
            | OpenBracket
            | OpenCurlyBracket
            | Period
            | Pipe
            | Plus
            | Questionmark
            | Quote
            | Semicolon
            | Slash
    )
}
