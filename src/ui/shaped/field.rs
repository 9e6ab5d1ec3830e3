//! Text fields, and selection in labels.
//!
//! Caret movement, hit testing and selection geometry come from [`TextLayout`]; this file turns events into edits. The
//! text belongs to the caller and never holds what an input method is still composing: that is shown in place and
//! inserted when it is committed. Caret, scroll position and undo history are kept in egui's temporary memory under the
//! field's id and are lost when the caller changes the text by other means.

use std::ops::Range;
use std::sync::Arc;

use egui::epaint::{Color32, Shape};
use egui::{
    CursorIcon, Event, EventFilter, Id, ImeEvent, Key, Modifiers, Pos2, Rect, Response, Role, Sense, Stroke,
    StrokeKind, Ui, Widget, WidgetInfo, pos2, vec2,
};

use super::{Align, Direction, Family, LayoutOptions, TextStyle, Wrap, layout, paint};
use crate::locale::plain;
use crate::shape::{Caret, Granularity, Side, TextLayout};

/// A field for one line or several of text.
#[must_use = "call show, or add it with ui.add"]
pub struct TextField<'a> {
    text: &'a mut String,
    multiline: bool,
    id: Option<Id>,
    name: String,
    hint: String,
    width: Option<f32>,
    rows: usize,
    family: Family,
    size_pt: Option<f32>,
    direction: Direction,
    interactive: bool,
    frame: bool,
    select_all_on_focus: bool,
}

/// What happened in a [`TextField`] in this frame.
pub struct TextFieldOutput {
    pub response: Response,
    /// The text was edited.
    pub changed: bool,
    /// Enter was pressed in a single line, or Ctrl+Enter among several. The field no longer has the focus.
    pub submitted: bool,
    /// Escape was pressed. The field no longer has the focus.
    pub cancelled: bool,
}

impl<'a> TextField<'a> {
    /// One line; line breaks that are pasted become spaces.
    pub fn singleline(text: &'a mut String) -> Self {
        Self {
            text,
            multiline: false,
            id: None,
            name: String::new(),
            hint: String::new(),
            width: None,
            rows: 1,
            family: Family::Interface,
            size_pt: None,
            direction: Direction::Auto,
            interactive: true,
            frame: true,
            select_all_on_focus: false,
        }
    }

    /// Several lines, wrapped at the width of the field, as tall as its text but at least four rows.
    pub fn multiline(text: &'a mut String) -> Self {
        Self { multiline: true, rows: 4, ..Self::singleline(text) }
    }

    /// The id, for giving it the focus by `memory_mut(|memory| memory.request_focus(id))`.
    pub fn id(mut self, id: Id) -> Self {
        self.id = Some(id);
        self
    }

    /// The accessible name.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Shown weakly while the field is empty.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The width, instead of the style's; at most what is available.
    pub fn desired_width(mut self, width: f32) -> Self {
        self.width = Some(width);
        self
    }

    /// The least number of lines it has room for.
    pub fn rows(mut self, rows: usize) -> Self {
        self.rows = rows;
        self
    }

    /// The family, instead of the interface's.
    pub fn family(mut self, family: Family) -> Self {
        self.family = family;
        self
    }

    /// The height of the em square in points, instead of that of the body text.
    pub fn size(mut self, size_pt: f32) -> Self {
        self.size_pt = Some(size_pt);
        self
    }

    /// The base direction of each paragraph, instead of that of its first strong character.
    pub fn base_direction(mut self, direction: Direction) -> Self {
        self.direction = direction;
        self
    }

    /// Whether it can be edited. Its text can be selected and copied in any case.
    pub fn interactive(mut self, interactive: bool) -> Self {
        self.interactive = interactive;
        self
    }

    /// Whether it has a ground and a border.
    pub fn frame(mut self, frame: bool) -> Self {
        self.frame = frame;
        self
    }

    /// Selects the whole text when the field receives the focus by the keyboard or by `request_focus`.
    pub fn select_all_on_focus(mut self, select: bool) -> Self {
        self.select_all_on_focus = select;
        self
    }

    /// Shows the field.
    pub fn show(self, ui: &mut Ui) -> TextFieldOutput {
        let id = self.id.unwrap_or_else(|| ui.next_auto_id());
        let family_style = match self.family {
            Family::Interface => TextStyle::interface,
            Family::Reading | Family::Article(..) => TextStyle::reading,
            Family::Mono => TextStyle::mono,
        };
        let size_pt = self.size_pt.unwrap_or_else(|| egui::TextStyle::Body.resolve(ui.style()).size);
        let style = family_style(size_pt);
        let margin = vec2(6.0, 3.0);
        let available = ui.available_width().max(MIN_WIDTH);
        let width = self.width.unwrap_or_else(|| ui.spacing().text_edit_width).clamp(MIN_WIDTH, available);
        let setting = Setting {
            style,
            direction: self.direction,
            rtl_when_empty: ui.layout().prefer_right_to_left(),
            wrap: if self.multiline { Wrap::At(width - 2.0 * margin.x) } else { Wrap::SingleLine },
        };

        ui.data_mut(|data| data.insert_temp(id, Marked));
        let mut editor = Editor::load(ui, id, self.text, setting, self.multiline, self.interactive);
        let has_focus = ui.memory(|memory| memory.has_focus(id));
        let mut output = Outcome::default();
        if self.interactive && ui.is_enabled() {
            editor.accessibility(ui, id, self.text, &mut output);
        }
        if has_focus {
            ui.memory_mut(|memory| memory.set_focus_lock_filter(id, EVENT_FILTER));
            if self.select_all_on_focus && !editor.state.had_focus && !ui.input(|input| input.pointer.any_down()) {
                editor.select(0..self.text.len());
            }
            editor.keyboard(ui, self.text, &mut output);
        } else {
            editor.state.preedit = None;
            editor.state.last_edit = Edit::None;
        }
        editor.state.had_focus = has_focus;

        let text_layout = editor.layout(ui, self.text);
        let rows_height = style.line_height_pt() * self.rows.max(1) as f32;
        let height = text_layout.height().max(rows_height) + 2.0 * margin.y;
        let (_, outer) = ui.allocate_space(vec2(width, height.max(ui.spacing().interact_size.y)));
        let sense = if ui.is_enabled() { Sense::click_and_drag() } else { Sense::hover() };
        let mut response = ui.interact(outer, id, sense);
        if response.hovered() {
            ui.set_cursor_icon(CursorIcon::Text);
        }

        let inner = outer.shrink2(margin);
        let origin = editor.origin(inner, &text_layout, has_focus);
        if editor.state.selection.pointer(ui, &response, origin, &text_layout) {
            editor.state.preedit = None;
            editor.state.last_edit = Edit::None;
            editor.state.last_interaction = ui.input(|input| input.time);
            ui.memory_mut(|memory| memory.request_focus(id));
        }

        if let Some((at, pasted)) = middle_click_paste(ui, &response) {
            let at = at - origin;
            let caret = text_layout.hit(at.x, at.y);
            editor.state.selection.go(caret, false);
            editor.replace(self.text, &pasted, Edit::Other, &mut output);
            ui.memory_mut(|memory| memory.request_focus(id));
            // The layout of this frame still shows the text without it.
            ui.ctx().request_repaint();
        }

        if ui.is_rect_visible(outer) {
            if self.frame {
                paint_frame(ui, &response, outer, has_focus);
            }
            let hint = self.text.is_empty().then_some(self.hint.as_str());
            editor.paint(ui, inner, origin, &text_layout, has_focus, hint, self.interactive && ui.is_enabled());
        }
        if has_focus && (output.changed || output.moved) {
            let caret = editor.caret_rect(&text_layout, origin);
            ui.scroll_to_rect(caret.intersect(outer.expand(2.0)), None);
        }

        if output.changed {
            response.mark_changed();
        }
        announce(ui, &response, &self.name, &self.hint, self.text, self.multiline, self.interactive);
        if output.submitted || output.cancelled {
            ui.memory_mut(|memory| memory.surrender_focus(id));
            // It may not be shown again before it receives the focus anew.
            editor.state.had_focus = false;
        }
        editor.store(ui, id, self.text);
        TextFieldOutput { response, changed: output.changed, submitted: output.submitted, cancelled: output.cancelled }
    }
}

impl Widget for TextField<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        self.show(ui).response
    }
}

/// Tells fields from other widgets.
#[derive(Clone, Copy)]
struct Marked;

/// Whether this is a field in which one types.
pub fn is_field(ctx: &egui::Context, id: Id) -> bool {
    ctx.data(|data| data.get_temp::<Marked>(id)).is_some() || egui::TextEdit::load_state(ctx, id).is_some()
}

/// A selection in a layout: what is fixed, and what moves.
#[derive(Clone, Debug, Default)]
pub(super) struct Selection {
    /// The end that stays. A word or paragraph while one is being selected by double or triple click.
    anchor: Range<usize>,
    focus: Caret,
    granularity: Granularity,
    /// The column carets keep to when they go up and down.
    goal_x: Option<f32>,
    presses: Presses,
}

/// The last presses of the pointer, to tell double and triple clicks when the button goes down.
#[derive(Clone, Copy, Debug, Default)]
struct Presses {
    count: u32,
    at: Pos2,
    time: f64,
}

impl Presses {
    /// Counts a press and tells the how-manyth in a row it is, beginning again after three.
    fn count(&mut self, ui: &Ui, at: Pos2, now: f64) -> u32 {
        let (delay, distance) = ui
            .ctx()
            .options(|options| (options.input_options.max_double_click_delay, options.input_options.max_click_dist));
        let again = now - self.time < delay && at.distance(self.at) < distance && (1..3).contains(&self.count);
        *self = Self { count: if again { self.count + 1 } else { 1 }, at, time: now };
        self.count
    }
}

impl Selection {
    fn at(caret: Caret) -> Self {
        Self { anchor: caret.byte..caret.byte, focus: caret, ..Self::default() }
    }

    /// The selected bytes.
    fn range(&self) -> Range<usize> {
        self.anchor.start.min(self.focus.byte)..self.anchor.end.max(self.focus.byte)
    }

    /// Moves the caret, taking the selection along or not.
    fn go(&mut self, caret: Caret, extend: bool) {
        if extend {
            // Only the end away from the caret stays.
            let range = self.range();
            let fixed = if self.focus.byte == range.end { range.start } else { range.end };
            self.anchor = fixed..fixed;
            self.focus = caret;
            self.goal_x = None;
        } else {
            *self = Self { presses: self.presses, ..Self::at(caret) };
        }
    }

    /// Takes clicks and drags. `origin` is where the layout stands. True if there was one.
    fn pointer(&mut self, ui: &Ui, response: &Response, origin: Pos2, layout: &TextLayout) -> bool {
        let Some(pointer) = response.interact_pointer_pos() else { return false };
        let at = pointer - origin;
        let caret = layout.hit(at.x, at.y);
        let (pressed, shift, now) =
            ui.input(|input| (input.pointer.primary_pressed(), input.modifiers.shift, input.time));
        if pressed && (response.is_pointer_button_down_on() || response.clicked()) {
            let granularity = match self.presses.count(ui, pointer, now) {
                1 => Granularity::Grapheme,
                2 => Granularity::Word,
                _ => Granularity::Paragraph,
            };
            if granularity == Granularity::Grapheme {
                self.go(caret, shift);
            } else {
                // The word is the one under the pointer, even if the nearest caret is at its far edge.
                let at = layout.grapheme_at(at.x, at.y).map_or(caret, |grapheme| Caret::downstream(grapheme.start));
                let range = layout.around(at, granularity);
                self.focus = layout.caret_at(range.end);
                self.anchor = range;
                self.goal_x = None;
            }
            self.granularity = granularity;
            true
        } else if response.dragged_by(egui::PointerButton::Primary) {
            let range = layout.around(caret, self.granularity);
            self.focus = match self.granularity {
                Granularity::Grapheme => caret,
                _ if caret.byte < self.anchor.start => layout.caret_at(range.start),
                _ => layout.caret_at(range.end),
            };
            true
        } else {
            false
        }
    }

    /// Selection in a label: painted below its text, copied by the usual key while the label has the focus.
    pub fn of_label(ui: &Ui, response: &Response, origin: Pos2, layout: &TextLayout) {
        let id = response.id.with("selection");
        let mut selection = ui.data(|data| data.get_temp::<Self>(id)).unwrap_or_default();
        if selection.pointer(ui, response, origin, layout) {
            ui.memory_mut(|memory| memory.request_focus(response.id));
        }
        if response.hovered() {
            ui.set_cursor_icon(CursorIcon::Text);
        }
        let range = clamp(layout, selection.range());
        if response.has_focus() && !range.is_empty() {
            paint_selection(ui, origin, layout, range.clone());
            let copied = layout.text().get(range).unwrap_or("").to_owned();
            if ui.input_mut(|input| take_event(&mut input.events, |event| matches!(event, Event::Copy))) {
                ui.copy_text(copied);
            }
        } else if !response.has_focus() {
            selection = Self::default();
        }
        ui.data_mut(|data| data.insert_temp(id, selection));
    }
}

/// How a field's text is laid out.
#[derive(Clone, Copy)]
struct Setting {
    style: TextStyle,
    direction: Direction,
    rtl_when_empty: bool,
    wrap: Wrap,
}

/// What is remembered of a field from frame to frame.
#[derive(Clone, Default)]
struct State {
    selection: Selection,
    /// What an input method is composing, shown at the caret.
    preedit: Option<String>,
    undo: Vec<Snapshot>,
    redo: Vec<Snapshot>,
    last_edit: Edit,
    last_interaction: f64,
    /// How far a single line is moved to the right, so that its caret is visible.
    scroll: f32,
    /// The text as it was left, to see whether the caller changed it.
    text: Arc<str>,
    had_focus: bool,
}

#[derive(Clone)]
struct Snapshot {
    text: String,
    selection: Selection,
}

/// Kinds of edits that are undone together when they follow one another.
#[derive(Clone, Copy, Default, PartialEq)]
enum Edit {
    #[default]
    None,
    Type,
    Delete,
    Other,
}

#[derive(Default)]
struct Outcome {
    changed: bool,
    moved: bool,
    submitted: bool,
    cancelled: bool,
}

/// A field being worked on in this frame.
struct Editor {
    state: State,
    setting: Setting,
    multiline: bool,
    editable: bool,
}

impl Editor {
    fn load(ui: &Ui, id: Id, text: &str, setting: Setting, multiline: bool, editable: bool) -> Self {
        let state = ui.data(|data| data.get_temp::<State>(id));
        let mut state = state.unwrap_or_else(|| {
            let end = Caret::upstream(text.len());
            State { selection: Selection::at(end), text: text.into(), ..State::default() }
        });
        if &*state.text != text {
            state.undo.clear();
            state.redo.clear();
            state.preedit = None;
            state.last_edit = Edit::None;
            state.selection = Selection::at(Caret::upstream(text.len()));
        }
        Self { state, setting, multiline, editable: editable && ui.is_enabled() }
    }

    fn store(mut self, ui: &Ui, id: Id, text: &str) {
        if &*self.state.text != text {
            self.state.text = text.into();
        }
        ui.data_mut(|data| data.insert_temp(id, self.state));
    }

    /// The layout of what is shown: the text with what is being composed in its place.
    fn layout(&self, ui: &Ui, text: &str) -> Arc<TextLayout> {
        let direction = match self.setting.direction {
            Direction::Auto if text.is_empty() && self.setting.rtl_when_empty => Direction::RightToLeft,
            direction => direction,
        };
        let options = LayoutOptions { wrap: self.setting.wrap, direction, align: Align::Start, fill: true };
        match &self.state.preedit {
            None => layout(ui.ctx(), text, &self.setting.style, &options),
            Some(preedit) => {
                let mut shown = text.to_owned();
                let at = self.state.selection.focus.byte.min(text.len());
                shown.insert_str(at, preedit);
                layout(ui.ctx(), &shown, &self.setting.style, &options)
            }
        }
    }

    /// The caret in the layout of what is shown.
    fn shown_caret(&self) -> Caret {
        let focus = self.state.selection.focus;
        match &self.state.preedit {
            Some(preedit) => Caret::upstream(focus.byte + preedit.len()),
            None => focus,
        }
    }

    fn caret_rect(&self, layout: &TextLayout, origin: Pos2) -> Rect {
        let caret = layout.caret_rect(self.shown_caret());
        Rect::from_min_max(pos2(caret.left, caret.top), pos2(caret.right, caret.bottom))
            .translate(origin.to_vec2())
            .expand2(vec2(0.5, -1.0))
    }

    fn select(&mut self, range: Range<usize>) {
        let focus = if range.is_empty() { Caret::downstream(range.end) } else { Caret::upstream(range.end) };
        self.state.selection = Selection { anchor: range.start..range.start, focus, ..Selection::default() };
    }

    /// What assistive technologies and tests ask for without the focus.
    fn accessibility(&mut self, ui: &Ui, id: Id, text: &mut String, outcome: &mut Outcome) {
        use egui::accesskit::{Action, ActionData};
        for action in [Action::SetValue, Action::ReplaceSelectedText] {
            let values: Vec<String> = ui.input(|input| {
                let values = input.accesskit_action_requests(id, action).filter_map(|request| match &request.data {
                    Some(ActionData::Value(value)) => Some(value.to_string()),
                    _ => None,
                });
                values.collect()
            });
            for value in values {
                if action == Action::SetValue {
                    self.select(0..text.len());
                }
                self.replace(text, &value, Edit::Other, outcome);
            }
        }
    }

    fn keyboard(&mut self, ui: &Ui, text: &mut String, outcome: &mut Outcome) {
        let events = ui.input(|input| input.events.clone());
        let mut left_over = Vec::with_capacity(events.len());
        for event in events {
            // After Enter or Escape the rest is for whoever receives the focus.
            let done = outcome.submitted || outcome.cancelled;
            if done || !self.event(ui, &event, text, outcome) {
                left_over.push(event);
            }
        }
        // What was used here must not also be a shortcut elsewhere.
        ui.input_mut(|input| input.events = left_over);
        if outcome.changed || outcome.moved {
            self.state.last_interaction = ui.input(|input| input.time);
        }
    }

    /// Handles an event and tells whether it was one for this field.
    fn event(&mut self, ui: &Ui, event: &Event, text: &mut String, outcome: &mut Outcome) -> bool {
        match event {
            Event::Copy | Event::Cut => {
                let range = self.state.selection.range();
                if let Some(selected) = text.get(range.clone()).filter(|selected| !selected.is_empty()) {
                    ui.copy_text(selected.to_owned());
                    if *event == Event::Cut && self.editable {
                        self.replace(text, "", Edit::Other, outcome);
                    }
                }
                true
            }
            Event::Paste(pasted) if self.editable => {
                self.replace(text, pasted, Edit::Other, outcome);
                true
            }
            Event::Text(typed) if self.editable => {
                // Line breaks come with the Enter key.
                if !typed.is_empty() && typed != "\n" && typed != "\r" {
                    self.replace(text, typed, Edit::Type, outcome);
                }
                true
            }
            Event::Ime(ime) if self.editable => {
                self.compose(ime, text, outcome);
                true
            }
            Event::Key { key, pressed: true, modifiers, .. } => self.key(ui, *key, *modifiers, text, outcome),
            // A release without its press would be a riddle for others.
            Event::Key { key, pressed: false, modifiers, .. } => is_text_key(*key) && !modifiers.command,
            _ => false,
        }
    }

    fn key(&mut self, ui: &Ui, key: Key, modifiers: Modifiers, text: &mut String, outcome: &mut Outcome) -> bool {
        let Modifiers { shift, command, alt, .. } = modifiers;
        let layout = self.layout(ui, text);
        if self.state.preedit.is_some() {
            // The input method sees the keys first; what it lets through would act on a text that is not there yet.
            return is_text_key(key);
        }
        let caret = self.state.selection.focus;
        let range = self.state.selection.range();
        let mac = ui.ctx().os() == egui::os::OperatingSystem::Mac;
        let by_word = if mac { alt } else { command };
        let visual = |side: Side| {
            if by_word {
                layout.move_word(caret, side)
            } else if !range.is_empty() && !shift {
                // The selection collapses to its edge on that side.
                let near = |byte: usize| layout.caret_rect(layout.caret_at(byte));
                let (start, end) = (near(range.start), near(range.end));
                let start_first = (start.top, start.left) < (end.top, end.left);
                let byte = if (side == Side::Left) == start_first { range.start } else { range.end };
                layout.caret_at(byte)
            } else {
                layout.move_visual(caret, side)
            }
        };
        if shift && range.is_empty() && matches!(key, Key::ArrowLeft | Key::ArrowRight) {
            let side = if key == Key::ArrowLeft { Side::Left } else { Side::Right };
            let byte = layout.facing(caret, side).byte;
            self.state.selection.anchor = byte..byte;
        }
        let target = match key {
            Key::ArrowLeft | Key::ArrowRight if mac && command => {
                let rtl = layout.lines().get(layout.line_of(caret)).is_some_and(|line| line.rtl);
                if (key == Key::ArrowLeft) == rtl { layout.line_end(caret) } else { layout.line_start(caret) }
            }
            Key::ArrowLeft => visual(Side::Left),
            Key::ArrowRight => visual(Side::Right),
            Key::ArrowUp | Key::ArrowDown if self.multiline && !command => {
                let goal_x = self.state.selection.goal_x.unwrap_or_else(|| layout.caret_rect(caret).left);
                let caret = layout.move_lines(caret, if key == Key::ArrowUp { -1 } else { 1 }, goal_x);
                self.go(caret, shift, outcome);
                self.state.selection.goal_x = Some(goal_x);
                return true;
            }
            Key::Home if command => layout.text_start(),
            Key::End if command => layout.text_end(),
            Key::Home => layout.line_start(caret),
            Key::End => layout.line_end(caret),
            Key::A if command => {
                self.select(0..text.len());
                outcome.moved = true;
                return true;
            }
            Key::Z if command && shift => return self.undo(text, outcome, false),
            Key::Y if command => return self.undo(text, outcome, false),
            Key::Z if command => return self.undo(text, outcome, true),
            Key::Backspace | Key::Delete => {
                if range.is_empty() && self.editable {
                    let range = deletion(&layout, text, caret, key, by_word);
                    self.select(range);
                }
                self.replace(text, "", Edit::Delete, outcome);
                return true;
            }
            Key::Enter if self.multiline && !command => {
                self.replace(text, "\n", Edit::Other, outcome);
                return true;
            }
            Key::Enter => {
                outcome.submitted = true;
                return true;
            }
            Key::Escape => {
                outcome.cancelled = true;
                return true;
            }
            // The clipboard has events of its own.
            Key::C | Key::X | Key::V if command => return true,
            // Keys that only come before the text they type.
            key => return is_text_key(key) && !command && !alt,
        };
        self.go(target, shift, outcome);
        true
    }

    fn go(&mut self, caret: Caret, extend: bool, outcome: &mut Outcome) {
        self.state.selection.go(caret, extend);
        self.state.last_edit = Edit::None;
        outcome.moved = true;
    }

    /// Puts `with` in the place of the selection.
    fn replace(&mut self, text: &mut String, with: &str, edit: Edit, outcome: &mut Outcome) {
        let range = self.state.selection.range();
        let range = floor(text, range.start)..floor(text, range.end);
        if !self.editable || (range.is_empty() && with.is_empty()) {
            return;
        }
        let with = if self.multiline { with.replace("\r\n", "\n").replace('\r', "\n") } else { one_line(with) };
        self.remember(text, edit, &with);
        text.replace_range(range.clone(), &with);
        let end = range.start + with.len();
        // A caret after what was typed stays with it, so that it stands beside the letter just written.
        let caret = if with.is_empty() { Caret::downstream(end) } else { Caret::upstream(end) };
        self.state.selection = Selection::at(if end == text.len() { Caret::upstream(end) } else { caret });
        outcome.changed = true;
    }

    /// Keeps the text as it is for undo, unless this edit continues the last.
    fn remember(&mut self, text: &str, edit: Edit, with: &str) {
        let continues = edit == self.state.last_edit
            && edit != Edit::Other
            && (edit == Edit::Delete || !with.chars().any(char::is_whitespace));
        if !continues {
            self.state.undo.push(Snapshot { text: text.to_owned(), selection: self.state.selection.clone() });
            if self.state.undo.len() > MAX_UNDO {
                self.state.undo.remove(0);
            }
        }
        self.state.redo.clear();
        self.state.last_edit = edit;
    }

    fn undo(&mut self, text: &mut String, outcome: &mut Outcome, back: bool) -> bool {
        let (from, to) = if back {
            (&mut self.state.undo, &mut self.state.redo)
        } else {
            (&mut self.state.redo, &mut self.state.undo)
        };
        if self.editable
            && let Some(snapshot) = from.pop()
        {
            to.push(Snapshot { text: std::mem::take(text), selection: self.state.selection.clone() });
            *text = snapshot.text;
            self.state.selection = snapshot.selection;
            self.state.last_edit = Edit::None;
            outcome.changed = true;
        }
        true
    }

    fn compose(&mut self, ime: &ImeEvent, text: &mut String, outcome: &mut Outcome) {
        match ime {
            ImeEvent::Preedit { text: composed, .. } => {
                if composed.is_empty() {
                    self.state.preedit = None;
                } else if composed != "\n" && composed != "\r" {
                    if !self.state.selection.range().is_empty() {
                        self.replace(text, "", Edit::Other, outcome);
                    }
                    self.state.preedit = Some(one_line(composed));
                }
                outcome.moved = true;
            }
            ImeEvent::Commit(committed) => {
                self.state.preedit = None;
                if !committed.is_empty() && committed != "\n" && committed != "\r" {
                    self.replace(text, committed, Edit::Other, outcome);
                }
            }
            ImeEvent::DeleteSurrounding { before_chars, after_chars } => {
                let at = floor(text, self.state.selection.focus.byte);
                let (before, after) = text.split_at(at);
                let start = before.char_indices().rev().take(*before_chars).last().map_or(at, |(byte, _)| byte);
                let end = after.char_indices().nth(*after_chars).map_or(text.len(), |(byte, _)| at + byte);
                self.select(start..end);
                self.replace(text, "", Edit::Other, outcome);
            }
            _ => {}
        }
    }

    /// Where the layout stands in `inner`, such that the caret of a single line is visible.
    fn origin(&mut self, inner: Rect, layout: &TextLayout, has_focus: bool) -> Pos2 {
        if self.multiline {
            return inner.min;
        }
        let room = inner.width() - CARET_ROOM;
        let base = if layout.is_rtl() { room - layout.width() } else { 0.0 };
        let overflow = (layout.width() - room).max(0.0);
        let (min, max) = if layout.is_rtl() { (0.0, overflow) } else { (-overflow, 0.0) };
        if has_focus {
            let caret = layout.caret_rect(self.shown_caret()).left + base + self.state.scroll;
            self.state.scroll -= caret.min(0.0) + (caret - room).max(0.0);
        }
        self.state.scroll = self.state.scroll.clamp(min, max);
        let top = inner.center().y - layout.height() / 2.0;
        pos2(inner.left() + CARET_ROOM / 2.0 + base + self.state.scroll, top)
    }

    #[expect(clippy::too_many_arguments, reason = "all are distinct things to paint")]
    fn paint(
        &self,
        ui: &Ui,
        inner: Rect,
        origin: Pos2,
        layout: &TextLayout,
        has_focus: bool,
        hint: Option<&str>,
        editable: bool,
    ) {
        let painter = ui.painter_at(inner.expand2(vec2(1.0, 3.0)));
        if let Some(hint) = hint.filter(|hint| !hint.is_empty() && self.state.preedit.is_none()) {
            let options =
                LayoutOptions { wrap: Wrap::Elide(inner.width() - CARET_ROOM), fill: true, ..Default::default() };
            let hint = super::layout(ui.ctx(), hint, &self.setting.style, &options);
            let top = if self.multiline { inner.top() } else { inner.center().y - hint.height() / 2.0 };
            let pos = pos2(inner.left() + CARET_ROOM / 2.0, top);
            paint(&painter, pos, &hint, ui.visuals().weak_text_color(), &[]);
        }
        let selected = clamp(layout, self.state.selection.range());
        let shows_selection = has_focus && self.state.preedit.is_none() && !selected.is_empty();
        let mut overrides: Vec<(Range<usize>, Color32)> = Vec::new();
        if shows_selection {
            let selection = ui.visuals().selection;
            paint_rects(&painter, origin, layout, selected.clone(), selection.bg_fill);
            overrides.push((selected, ui.visuals().strong_text_color()));
        }
        if let Some(preedit) = &self.state.preedit {
            let start = self.state.selection.focus.byte;
            for rect in layout.selection_rects(start..start + preedit.len()) {
                let y = origin.y + rect.bottom - 2.0;
                let line = [pos2(origin.x + rect.left, y), pos2(origin.x + rect.right, y)];
                painter.line_segment(line, Stroke::new(1.0, ui.visuals().text_color()));
            }
        }
        paint(&painter, origin, layout, ui.visuals().text_color(), &overrides);

        if has_focus && editable {
            let caret = self.caret_rect(layout, origin);
            if ui.input(|input| input.focused) {
                let since = ui.input(|input| input.time) - self.state.last_interaction;
                egui::text_selection::visuals::paint_text_cursor(ui, &painter, caret, since);
            }
            let to_global = ui.ctx().layer_transform_to_global(ui.layer_id()).unwrap_or_default();
            ui.output_mut(|output| {
                output.ime = Some(egui::output::IMEOutput {
                    purpose: egui::IMEPurpose::Normal,
                    rect: to_global * inner,
                    cursor_rect: to_global * caret,
                    should_interrupt_composition: false,
                });
            });
        }
    }
}

/// What Backspace or Delete takes: a word, a grapheme, or from the front of a letter only its last mark.
fn deletion(layout: &TextLayout, text: &str, caret: Caret, key: Key, by_word: bool) -> Range<usize> {
    let byte = caret.byte;
    match (key, by_word) {
        (Key::Backspace, false) => {
            // Marks are taken one by one, as they were typed; emoji and other sequences as a whole.
            let edge = layout.previous_edge(byte);
            let last = text.get(edge..byte).and_then(|grapheme| grapheme.chars().next_back());
            let start = last.filter(|c| is_arabic_mark(*c)).map_or(edge, |c| byte - c.len_utf8());
            start..byte
        }
        (Key::Backspace, true) => {
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

/// Keys that type something or edit text: while a field has the focus they are nobody else's.
fn is_text_key(key: Key) -> bool {
    let function = key.name().strip_prefix('F').is_some_and(|digits| digits.parse::<u8>().is_ok());
    !function
        && !matches!(
            key,
            Key::Tab
                | Key::Escape
                | Key::Enter
                | Key::ArrowUp
                | Key::ArrowDown
                | Key::PageUp
                | Key::PageDown
                | Key::Copy
                | Key::Cut
                | Key::Paste
        )
}

fn paint_frame(ui: &Ui, response: &Response, rect: Rect, has_focus: bool) {
    let visuals = ui.style().interact(response);
    let stroke = if has_focus { ui.visuals().selection.stroke } else { visuals.bg_stroke };
    let stroke = if stroke.width == 0.0 { ui.visuals().widgets.noninteractive.bg_stroke } else { stroke };
    let fill = ui.visuals().text_edit_bg_color();
    ui.painter().add(Shape::from(egui::epaint::RectShape::new(
        rect,
        visuals.corner_radius,
        fill,
        stroke,
        StrokeKind::Inside,
    )));
}

fn paint_selection(ui: &Ui, origin: Pos2, layout: &TextLayout, range: Range<usize>) {
    paint_rects(ui.painter(), origin, layout, range, ui.visuals().selection.bg_fill);
}

fn paint_rects(painter: &egui::Painter, origin: Pos2, layout: &TextLayout, range: Range<usize>, color: Color32) {
    for rect in layout.selection_rects(range) {
        let rect = Rect::from_min_max(pos2(rect.left, rect.top), pos2(rect.right, rect.bottom));
        painter.rect_filled(rect.translate(origin.to_vec2()), 0.0, color);
    }
}

fn announce(ui: &Ui, response: &Response, name: &str, hint: &str, text: &str, multiline: bool, editable: bool) {
    use egui::accesskit::Action;
    let role = if multiline { Role::MultilineTextInput } else { Role::TextInput };
    let enabled = ui.is_enabled();
    response.widget_info(|| {
        let mut info = WidgetInfo::text_edit(enabled, plain(text), plain(text), plain(hint));
        info.role = role;
        // A field should have a name; what it asks for is the next best.
        let name = if name.is_empty() { hint } else { name };
        info.label = (!name.is_empty()).then(|| plain(name));
        info
    });
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(role);
        if editable && enabled {
            node.add_action(Action::SetValue);
            node.add_action(Action::ReplaceSelectedText);
        } else {
            node.set_read_only();
        }
    });
}

/// What X11 and Wayland paste by the middle button, and where.
fn middle_click_paste(ui: &Ui, response: &Response) -> Option<(Pos2, String)> {
    if !ui.is_enabled() || !response.contains_pointer() {
        return None;
    }
    ui.input(|input| {
        input.events.iter().find_map(|event| match event {
            Event::MiddleClickPaste { pos, text } => Some((*pos, text.clone())),
            _ => None,
        })
    })
}

/// Takes the first event that fits out of the list.
fn take_event(events: &mut Vec<Event>, fits: impl Fn(&Event) -> bool) -> bool {
    let found = events.iter().position(fits);
    found.map(|index| events.remove(index)).is_some()
}

fn clamp(layout: &TextLayout, range: Range<usize>) -> Range<usize> {
    let len = layout.text().len();
    range.start.min(len)..range.end.min(len)
}

fn floor(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

fn one_line(text: &str) -> String {
    text.replace("\r\n", " ").replace(['\r', '\n', '\u{85}', '\u{2028}', '\u{2029}'], " ")
}

/// The narrowest a field gets.
const MIN_WIDTH: f32 = 40.0;
/// Room for the caret beside the text.
const CARET_ROOM: f32 = 2.0;
/// Steps of undo a field keeps.
const MAX_UNDO: usize = 200;
/// Tab moves the focus on; arrows, Home, End and Escape are the field's.
const EVENT_FILTER: EventFilter =
    EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true };
