//! Keys: who has them, and which command a key press means, in any layout.
//!
//! What a key types comes first; where that is no shortcut, and is a sign, the place of the key counts, so that shortcuts
//! work in layouts whose letters and digits are elsewhere. While a dialog or a list is open no command goes through.

use eframe::egui::{self, Event, Key, KeyboardShortcut, Modifiers, Popup, ViewportCommand};

use super::App;
use crate::t;
use crate::text::numbers;
use crate::ui::article::DocumentView;
use crate::ui::command::Command;
use crate::ui::command::situation::Can;
use crate::ui::command::table::{CTRL, DIGITS};
use crate::ui::dialogs::paste::{self, LARGE_BYTES};
use crate::ui::shaped;
use crate::ui::state::{Dialog, Page};

/// Who has the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holder {
    /// The article, or nobody.
    Article,
    /// A button or a row, to which Enter, Space and the arrows belong.
    Widget,
    /// A field in which one types.
    Field,
    /// A dialog or an open list: nothing behind it hears a key.
    Dialog,
}

/// A key press, with what the layout makes of it.
struct Pressed {
    /// What the key types, or its place where that is no key that is known.
    key: Key,
    /// Where it is on the keyboard, by the names of the US layout.
    physical: Option<Key>,
    modifiers: Modifiers,
    /// What it types.
    text: Option<String>,
}

/// What a key press asks for.
struct Meant {
    shortcut: KeyboardShortcut,
    command: Command,
    can: Can,
}

/// How a key press is compared with a shortcut, in the order in which it is tried with all of them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    /// By what the key types.
    Letter,
    /// A digit that the layout types with Shift only.
    ShiftedDigit,
    /// By the place of the key, where it types a sign.
    Place,
}

impl App {
    /// Keys and dropped files of this frame.
    pub(super) fn take_input(&mut self, ctx: &egui::Context) {
        self.take_dropped(ctx);
        self.translate_insert(ctx);
        self.take_large_paste(ctx);
        let mut from = 0;
        while let Some((at, pressed)) = next_press(ctx, from) {
            from = at + 1;
            self.letters_moved(&pressed);
            let holder = self.holder(ctx);
            let Some(Meant { shortcut, command, can }) = self.meant(&pressed, holder) else {
                if let Some(why) = self.number_of_nobody(&pressed, holder) {
                    take_press(ctx, at, true);
                    from = at;
                    self.say(why);
                }
                continue;
            };
            take_press(ctx, at, !shortcut.modifiers.command);
            from = at;
            match can {
                Ok(()) => {
                    self.queue.push(command);
                    // What the next key means depends on it.
                    self.do_all(ctx);
                }
                Err(why) => self.say(why.words()),
            }
        }
        self.tell_of_paste(ctx);
    }

    fn take_dropped(&mut self, ctx: &egui::Context) {
        let dropped: Vec<_> =
            ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
        if dropped.is_empty() {
            return;
        }
        if self.view.dialog.is_some() {
            self.complain(t!("status-dialog-first"));
        } else {
            self.queue.push(Command::AddArticles(dropped));
            self.do_all(ctx);
        }
    }

    fn holder(&self, ctx: &egui::Context) -> Holder {
        if self.view.dialog.is_some() || Popup::is_any_open(ctx) {
            return Holder::Dialog;
        }
        match ctx.memory(|memory| memory.focused()) {
            None => Holder::Article,
            Some(id) if DocumentView::is_text(id, crate::ui::review::compare::SLOTS) => Holder::Article,
            Some(id) if shaped::is_field(ctx, id) => Holder::Field,
            Some(_) => Holder::Widget,
        }
    }

    /// The command that a key press means.
    fn meant(&self, pressed: &Pressed, holder: Holder) -> Option<Meant> {
        let now = self.situation();
        let rows = self.rows(&now);
        for by in [By::Letter, By::ShiftedDigit, By::Place] {
            let shortcuts = rows.iter().flat_map(|row| row.shortcuts(&now).map(move |shortcut| (row, shortcut)));
            let fitting = shortcuts.filter(|(row, shortcut)| {
                fits(*shortcut, pressed, by) && self.goes_through(&row.command, *shortcut, holder)
            });
            // The one with the most modifiers, since a match ignores extra Shift and Alt.
            let best = fitting.min_by_key(|(_, shortcut)| -count(shortcut.modifiers));
            if let Some((row, shortcut)) = best {
                // In a layout that has its Latin letters elsewhere, a sign is not meant to end anything.
                let ends = matches!(row.command, Command::Quit | Command::CloseProject);
                let meant = Meant { shortcut, command: row.command.clone(), can: row.can(&now) };
                return (by != By::Place || !ends || !self.letters_are_moved).then_some(meant);
            }
        }
        None
    }

    /// The one rule for all dialogs, lists and fields: which commands can be had by key while one of them has the keyboard.
    fn goes_through(&self, command: &Command, shortcut: KeyboardShortcut, holder: Holder) -> bool {
        let KeyboardShortcut { modifiers, logical_key: key } = shortcut;
        match holder {
            Holder::Article => true,
            // Editing keys, Enter and Escape are the dialog's. What has opened it may close it.
            Holder::Dialog => matches!(
                (self.view.dialog, command),
                (Some(Dialog::Palette), Command::TogglePalette)
                    | (Some(Dialog::Shortcuts), Command::ToggleShortcuts)
                    | (Some(Dialog::Reading), Command::ShowReading)
            ),
            Holder::Field => {
                let edits = matches!(
                    command,
                    Command::Undo
                        | Command::Redo
                        | Command::Duplicate
                        | Command::Copy
                        | Command::CopyWithSource
                        | Command::PasteArticle
                        | Command::MoveStart(_)
                        | Command::MoveEnd(_)
                );
                (modifiers.command || matches!(key, Key::F1 | Key::F3)) && !edits
            }
            Holder::Widget => modifiers.command || modifiers.alt || is_letter(key) || is_digit(key) || is_function(key),
        }
    }

    /// Where the layout has its Latin letters can be seen only from those that are pressed.
    fn letters_moved(&mut self, pressed: &Pressed) {
        let foreign = |c: char| c.is_alphabetic() && !matches!(c, '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}');
        if pressed.text.as_ref().is_some_and(|text| text.chars().any(foreign)) {
            self.letters_are_moved = false;
        } else if is_letter(pressed.key) && pressed.physical.is_some_and(|physical| physical != pressed.key) {
            self.letters_are_moved = true;
        }
    }

    /// What is said of a digit that stands for nobody.
    fn number_of_nobody(&self, pressed: &Pressed, holder: Holder) -> Option<String> {
        let Modifiers { command, shift, .. } = pressed.modifiers;
        if command || shift || !matches!(holder, Holder::Article | Holder::Widget) {
            return None;
        }
        let project = self.open.as_ref()?.session.project();
        let digit = |key: Option<Key>| DIGITS.iter().position(|known| Some(*known) == key);
        let number = digit(Some(pressed.key)).or_else(|| digit(pressed.physical))? + 1;
        match self.view.page {
            _ if self.is_looking_back() => None,
            Page::Review if self.view.correcting.is_none() => Some(t!("not-annotator", number = number)),
            Page::Article | Page::Review if project.parties.is_empty() => Some(t!("not-parties")),
            Page::Article | Page::Review => Some(t!("not-party", number = number, count = project.parties.len())),
            Page::Progress | Page::Agreement => None,
        }
    }

    /// Ctrl+Insert copies and Shift+Insert pastes, as Ctrl+C and Ctrl+V do; only Windows tells them so itself.
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

    /// What is too much for a field goes past it, into the dialog for a pasted article.
    fn take_large_paste(&mut self, ctx: &egui::Context) {
        let field = paste::field_id();
        if self.view.dialog != Some(Dialog::Paste) || ctx.memory(|memory| memory.focused()) != Some(field) {
            return;
        }
        let taken = ctx.input_mut(|input| {
            let large = |event: &Event| matches!(event, Event::Paste(text) if text.len() > LARGE_BYTES);
            let at = input.events.iter().position(large)?;
            Some(input.events.remove(at))
        });
        if let Some(Event::Paste(text)) = taken {
            self.drafts.paste.text = text;
        }
    }

    fn holder_is_field(&self, ctx: &egui::Context) -> bool {
        ctx.memory(|memory| memory.focused()).is_some_and(|id| shaped::is_field(ctx, id))
    }

    /// Ctrl+V means the field that has the keyboard, and nothing where there is none.
    fn tell_of_paste(&mut self, ctx: &egui::Context) {
        let pasted = ctx.input(|input| input.events.iter().any(|event| matches!(event, Event::Paste(_))));
        if pasted && self.open.is_some() && matches!(self.holder(ctx), Holder::Article | Holder::Widget) {
            self.say(t!("status-paste-where"));
        }
    }
}

/// The next key press of this frame, from the event of this number on.
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

/// Takes a key press out of the events, and with a plain key what it types: that is not for a field to which the command
/// gives the focus.
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
    // By the modifiers of the key's own event: on a slow machine Alt may be let go in the frame in which it was pressed,
    // and Alt+4 must not come out as 4.
    let held = if plain {
        !modifiers.command && modifiers.alt == asked.alt && modifiers.shift == asked.shift
    } else {
        modifiers.matches_logically(asked)
    };
    match by {
        // Plus is where Equals is, and a shortcut with it needs no Shift.
        By::Letter => {
            held && (*key == logical_key || (asked == CTRL && logical_key == Key::Plus && *key == Key::Equals))
        }
        By::ShiftedDigit => {
            let typed = pressed.text.as_deref().map(numbers::plain_digits);
            let is_typed = typed.is_none_or(|typed| typed == logical_key.symbol_or_name());
            let shifted = modifiers.shift && !asked.shift && !modifiers.command && modifiers.alt == asked.alt;
            plain && is_digit(logical_key) && *key == logical_key && shifted && is_typed
        }
        By::Place => {
            let is_moved = is_letter(logical_key) || is_digit(logical_key);
            held && is_moved && is_sign(*key) && *physical == Some(logical_key)
        }
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

/// What is neither a letter nor a digit, and is typed by one key.
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
