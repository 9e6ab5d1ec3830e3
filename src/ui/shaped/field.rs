//! Text fields: display a [`TextEditor`] and pass it events from egui.
//!
//! The text belongs to the caller. Caret, scroll position and undo history are kept in egui's temporary memory under
//! the field's id and are lost if the caller changes the text by other means.

use std::ops::Range;
use std::sync::Arc;

use egui::epaint::{Color32, Shape};
use egui::{
    CursorIcon, Event, EventFilter, Id, ImeEvent, Key, Modifiers, Pos2, Rect, Response, Role, Sense, Stroke,
    StrokeKind, Ui, Widget, WidgetInfo, pos2, vec2,
};

use super::editor::{EditorEvent, EditorKey, Keystroke, Outcome, TextEditor};
use super::selection::{paint_selected, select_by_pointer};
use super::{Align, Direction, LayoutOptions, TextStyle, Wrap, keep_in_sight, layout, paint};
use crate::locale::plain;
use crate::shape::TextLayout;
use crate::ui::theme::Tokens;

/// A field for one or several lines of text.
#[must_use = "call show, or add it with ui.add"]
pub struct TextField<'a> {
    text: &'a mut String,
    multiline: bool,
    id: Option<Id>,
    name: String,
    hint: String,
    width: Option<f32>,
    rows: usize,
    select_all_on_focus: bool,
}

/// What happened in a [`TextField`] in this frame.
pub struct TextFieldOutput {
    pub response: Response,
    /// Whether the text was edited.
    pub changed: bool,
    /// Whether Enter was pressed in a single line, or Ctrl+Enter in several. The field has lost the focus.
    pub submitted: bool,
    /// Whether Escape was pressed. The field has lost the focus.
    pub cancelled: bool,
}

impl<'a> TextField<'a> {
    /// Creates a single-line field; pasted line breaks become spaces.
    pub fn singleline(text: &'a mut String) -> Self {
        Self {
            text,
            multiline: false,
            id: None,
            name: String::new(),
            hint: String::new(),
            width: None,
            rows: 1,
            select_all_on_focus: false,
        }
    }

    /// Creates a field of several lines, wrapped at its width, as tall as its text but at least four rows.
    pub fn multiline(text: &'a mut String) -> Self {
        Self { multiline: true, rows: 4, ..Self::singleline(text) }
    }

    /// Sets the id, for focusing the field by `memory_mut(|memory| memory.request_focus(id))`.
    pub fn id(mut self, id: Id) -> Self {
        self.id = Some(id);
        self
    }

    /// Sets the accessible name.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Sets the text shown weakly while the field is empty.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// Sets the width instead of the style's; limited to the available width.
    pub fn desired_width(mut self, width: f32) -> Self {
        self.width = Some(width);
        self
    }

    /// Sets the minimum number of lines.
    pub fn rows(mut self, rows: usize) -> Self {
        self.rows = rows;
        self
    }

    /// Selects the whole text when the field receives the focus by the keyboard or by `request_focus`.
    pub(crate) fn select_all_on_focus(mut self, select: bool) -> Self {
        self.select_all_on_focus = select;
        self
    }

    /// Shows the field. The order matters: this frame's events change the text, the text is laid out and allocated, the
    /// pointer acts on that layout, and the result is painted.
    pub fn show(self, ui: &mut Ui) -> TextFieldOutput {
        let id = self.id.unwrap_or_else(|| ui.next_auto_id());
        let margin = vec2(6.0, 3.0);
        let available = ui.available_width().max(MIN_WIDTH);
        let width = self.width.unwrap_or_else(|| ui.spacing().text_edit_width).clamp(MIN_WIDTH, available);
        let setting = self.setting(ui, width - 2.0 * margin.x);

        ui.data_mut(|data| data.insert_temp(id, Marked));
        let mut field = ShownField::load(ui, id, self.text, setting, self.multiline);
        let mut outcome = Outcome::default();
        let has_focus = field.take_events(ui, id, self.text, self.select_all_on_focus, &mut outcome);

        let text_layout = field.layout(ui, self.text);
        let rows_height = setting.style.line_height_pt() * self.rows.max(1) as f32;
        let height = text_layout.height().max(rows_height) + 2.0 * margin.y;
        let (_, outer) = ui.allocate_space(vec2(width, height.max(ui.spacing().interact_size.y)));
        let sense = if ui.is_enabled() { Sense::click_and_drag() } else { Sense::hover() };
        let mut response = ui.interact(outer, id, sense);
        keep_in_sight(&response);

        let inner = outer.shrink2(margin);
        let origin = field.origin(inner, &text_layout, has_focus);
        let place = Place { inner, origin, layout: &text_layout, has_focus };
        field.follow_pointer(ui, &response, place, self.text, &mut outcome);

        if ui.is_rect_visible(outer) {
            paint_frame(ui, &response, outer, has_focus);
            let hint = self.text.is_empty().then_some(self.hint.as_str());
            field.paint(ui, place, hint);
        }
        if has_focus && (outcome.changed || outcome.moved) {
            let caret = field.caret_rect(&text_layout, origin);
            ui.scroll_to_rect(caret.intersect(outer.expand(2.0)), None);
        }

        if outcome.changed {
            response.mark_changed();
        }
        announce(ui, &response, &self.name, &self.hint, self.text, self.multiline);
        if outcome.submitted || outcome.cancelled {
            ui.memory_mut(|memory| memory.surrender_focus(id));
            // The field may not be shown again before it gets the focus again.
            field.state.had_focus = false;
        }
        field.store(ui, id, self.text);
        let Outcome { changed, submitted, cancelled, .. } = outcome;
        TextFieldOutput { response, changed, submitted, cancelled }
    }

    fn setting(&self, ui: &Ui, inner_width: f32) -> Setting {
        Setting {
            style: TextStyle::interface(egui::TextStyle::Body.resolve(ui.style()).size),
            direction: Direction::Auto,
            rtl_when_empty: ui.layout().prefer_right_to_left(),
            wrap: if self.multiline { Wrap::At(inner_width) } else { Wrap::SingleLine },
        }
    }
}

impl Widget for TextField<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        self.show(ui).response
    }
}

/// Distinguishes fields from other widgets.
#[derive(Clone, Copy)]
struct Marked;

/// Whether this is a text field.
pub fn is_field(ctx: &egui::Context, id: Id) -> bool {
    ctx.data(|data| data.get_temp::<Marked>(id)).is_some() || egui::TextEdit::load_state(ctx, id).is_some()
}

/// Input methods of X11 know a spot instead of the caret's rectangle, and put their list of candidates there: from here
/// on, the spot is under the caret, so that the list does not cover the text.
pub fn put_candidates_below(ctx: &egui::Context) {
    ctx.data_mut(|data| data.insert_temp(Id::NULL, SpotBelow));
}

#[derive(Clone, Copy)]
struct SpotBelow;

fn has_spot_below(ui: &Ui) -> bool {
    ui.data(|data| data.get_temp::<SpotBelow>(Id::NULL)).is_some()
}

/// The spot under a caret.
fn under(caret: Rect) -> Rect {
    Rect::from_min_size(caret.left_bottom() + vec2(0.0, SPOT_GAP), vec2(caret.width(), 0.0))
}

/// How to lay out a field's text.
#[derive(Clone, Copy)]
struct Setting {
    style: TextStyle,
    direction: Direction,
    rtl_when_empty: bool,
    wrap: Wrap,
}

impl Setting {
    /// Lays out a displayed text. The text itself may be empty if only a composition is displayed.
    fn lay_out(&self, ui: &Ui, shown: &str, is_empty: bool) -> Arc<TextLayout> {
        let direction = match self.direction {
            Direction::Auto if is_empty && self.rtl_when_empty => Direction::RightToLeft,
            direction => direction,
        };
        let options = LayoutOptions { wrap: self.wrap, direction, align: Align::Start, fill: true };
        layout(ui.ctx(), shown, &self.style, &options)
    }
}

/// The state of a field between frames.
#[derive(Clone)]
struct FieldState {
    editor: TextEditor,
    last_interaction: f64,
    /// How far a single line is scrolled so that its caret is visible.
    scroll: f32,
    had_focus: bool,
}

/// A field in this frame.
struct ShownField {
    state: FieldState,
    setting: Setting,
}

/// The position of a field's text in this frame.
#[derive(Clone, Copy)]
struct Place<'l> {
    inner: Rect,
    origin: Pos2,
    layout: &'l TextLayout,
    has_focus: bool,
}

impl ShownField {
    fn load(ui: &Ui, id: Id, text: &str, setting: Setting, multiline: bool) -> Self {
        let state = ui.data(|data| data.get_temp::<FieldState>(id));
        let mut state = state.unwrap_or_else(|| FieldState {
            editor: TextEditor::new(text),
            last_interaction: 0.0,
            scroll: 0.0,
            had_focus: false,
        });
        let editor = &mut state.editor;
        editor.resume(text);
        editor.multiline = multiline;
        editor.editable = ui.is_enabled();
        editor.mac = ui.ctx().os() == egui::os::OperatingSystem::Mac;
        Self { state, setting }
    }

    fn store(mut self, ui: &Ui, id: Id, text: &str) {
        self.state.editor.leave(text);
        ui.data_mut(|data| data.insert_temp(id, self.state));
    }

    fn editor(&mut self) -> &mut TextEditor {
        &mut self.state.editor
    }

    /// The layout of the displayed text.
    fn layout(&self, ui: &Ui, text: &str) -> Arc<TextLayout> {
        self.setting.lay_out(ui, &self.state.editor.shown(text), text.is_empty())
    }

    fn caret_rect(&self, layout: &TextLayout, origin: Pos2) -> Rect {
        let caret = layout.caret_rect(self.state.editor.shown_caret());
        Rect::from_min_max(pos2(caret.left, caret.top), pos2(caret.right, caret.bottom))
            .translate(origin.to_vec2())
            .expand2(vec2(0.5, -1.0))
    }

    /// Handles this frame's requests and, if the field has the focus, its keys. Returns whether it has the focus.
    fn take_events(
        &mut self,
        ui: &Ui,
        id: Id,
        text: &mut String,
        select_all_on_focus: bool,
        outcome: &mut Outcome,
    ) -> bool {
        let has_focus = ui.memory(|memory| memory.has_focus(id));
        if ui.is_enabled() {
            self.accessibility(ui, id, text, outcome);
        }
        if has_focus {
            ui.memory_mut(|memory| memory.set_focus_lock_filter(id, EVENT_FILTER));
            if select_all_on_focus && !self.state.had_focus && !ui.input(|input| input.pointer.any_down()) {
                self.editor().select(0..text.len());
            }
            self.keyboard(ui, text, outcome);
        } else {
            self.editor().interrupt();
        }
        self.state.had_focus = has_focus;
        has_focus
    }

    /// Lets the pointer select, and paste with its middle button.
    fn follow_pointer(
        &mut self,
        ui: &Ui,
        response: &Response,
        place: Place<'_>,
        text: &mut String,
        outcome: &mut Outcome,
    ) {
        let Place { origin, layout, .. } = place;
        if response.hovered() {
            ui.set_cursor_icon(CursorIcon::Text);
        }
        let before = self.editor().selection.clone();
        if select_by_pointer(&mut self.editor().selection, ui, response, origin, layout) {
            if self.editor().stop_composing() {
                // The pointer acted on a layout that has what was composed. The next press acts on the text.
                self.editor().selection = before;
                ui.ctx().request_repaint();
            }
            self.editor().interrupt();
            self.state.last_interaction = ui.input(|input| input.time);
            ui.memory_mut(|memory| memory.request_focus(response.id));
        }
        if let Some((at, pasted)) = middle_click_paste(ui, response) {
            let at = at - origin;
            let caret = layout.hit(at.x, at.y);
            self.editor().selection.go(caret, false);
            self.editor().insert(text, &pasted, outcome);
            ui.memory_mut(|memory| memory.request_focus(response.id));
            // This frame's layout does not contain the pasted text yet.
            ui.ctx().request_repaint();
        }
    }

    /// Handles requests by assistive technologies and tests, which need no focus.
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
                    self.editor().select(0..text.len());
                }
                self.editor().insert(text, &value, outcome);
            }
        }
    }

    fn keyboard(&mut self, ui: &Ui, text: &mut String, outcome: &mut Outcome) {
        let events = ui.input(|input| input.events.clone());
        let mut left_over = Vec::with_capacity(events.len());
        let setting = self.setting;
        let lay_out = |text: &str| setting.lay_out(ui, text, text.is_empty());
        for event in events {
            // After Enter or Escape the remaining events go to whatever gets the focus.
            let done = outcome.submitted || outcome.cancelled;
            let was_used = !done
                && match heard(&event) {
                    Heard::Event(event) => self.editor().event(event, text, &lay_out, outcome),
                    Heard::Nothing => self.editor().editable,
                    Heard::NotOurs => false,
                };
            if let Some(copied) = outcome.copied.take() {
                ui.copy_text(copied);
            }
            if !was_used {
                left_over.push(event);
            }
        }
        // Events used here must not also trigger shortcuts elsewhere.
        ui.input_mut(|input| input.events = left_over);
        if std::mem::take(&mut outcome.interrupted) {
            ui.memory_mut(|memory| memory.interrupt_ime());
        }
        if outcome.changed || outcome.moved {
            self.state.last_interaction = ui.input(|input| input.time);
        }
    }

    /// The position of the layout in `inner` at which the caret of a single line is visible.
    fn origin(&mut self, inner: Rect, layout: &TextLayout, has_focus: bool) -> Pos2 {
        if self.state.editor.multiline {
            return inner.min;
        }
        let room = inner.width() - CARET_ROOM;
        let base = if layout.is_rtl() { room - layout.width() } else { 0.0 };
        let overflow = (layout.width() - room).max(0.0);
        let (min, max) = if layout.is_rtl() { (0.0, overflow) } else { (-overflow, 0.0) };
        if has_focus {
            let caret = layout.caret_rect(self.state.editor.shown_caret()).left + base + self.state.scroll;
            self.state.scroll -= caret.min(0.0) + (caret - room).max(0.0);
        }
        self.state.scroll = self.state.scroll.clamp(min, max);
        let top = inner.center().y - layout.height() / 2.0;
        pos2(inner.left() + CARET_ROOM / 2.0 + base + self.state.scroll, top)
    }

    /// Paints the hint or the text with its selection and caret, and tells the input method where it may appear.
    fn paint(&self, ui: &Ui, place: Place<'_>, hint: Option<&str>) {
        let Place { inner, origin, layout, has_focus } = place;
        let editor = &self.state.editor;
        let composed = editor.composed();
        let painter = ui.painter_at(inner.expand2(vec2(1.0, 3.0)));
        if let Some(hint) = hint.filter(|hint| !hint.is_empty() && composed.is_none()) {
            let options =
                LayoutOptions { wrap: Wrap::Elide(inner.width() - CARET_ROOM), fill: true, ..Default::default() };
            let hint = super::layout(ui.ctx(), hint, &self.setting.style, &options);
            let top = if editor.multiline { inner.top() } else { inner.center().y - hint.height() / 2.0 };
            let pos = pos2(inner.left() + CARET_ROOM / 2.0, top);
            paint(&painter, pos, &hint, ui.visuals().weak_text_color(), &[]);
        }
        let selected = editor.selection.range_in(layout);
        let shows_selection = has_focus && composed.is_none() && !selected.is_empty();
        let mut overrides: Vec<(Range<usize>, Color32)> = Vec::new();
        if shows_selection {
            paint_selected(&painter, origin, layout, selected.clone(), Tokens::of(ui).marked_fill);
            overrides.push((selected, ui.visuals().strong_text_color()));
        }
        if let Some(composed) = composed {
            for rect in layout.selection_rects(composed) {
                let y = origin.y + rect.bottom - 2.0;
                let line = [pos2(origin.x + rect.left, y), pos2(origin.x + rect.right, y)];
                painter.line_segment(line, Stroke::new(1.0, ui.visuals().text_color()));
            }
        }
        paint(&painter, origin, layout, ui.visuals().text_color(), &overrides);

        if has_focus && editor.editable {
            let caret = self.caret_rect(layout, origin);
            if ui.input(|input| input.focused) {
                let since = ui.input(|input| input.time) - self.state.last_interaction;
                egui::text_selection::visuals::paint_text_cursor(ui, &painter, caret, since);
            }
            let to_global = ui.ctx().layer_transform_to_global(ui.layer_id()).unwrap_or_default();
            let spot = if has_spot_below(ui) { under(caret) } else { caret };
            ui.output_mut(|output| {
                output.ime = Some(egui::output::IMEOutput {
                    purpose: egui::IMEPurpose::Normal,
                    rect: to_global * inner,
                    cursor_rect: to_global * spot,
                    should_interrupt_composition: false,
                });
            });
        }
    }
}

/// The meaning of an egui event for a field.
enum Heard<'e> {
    Event(EditorEvent<'e>),
    /// It belongs to the field, which ignores it.
    Nothing,
    NotOurs,
}

fn heard(event: &Event) -> Heard<'_> {
    Heard::Event(match event {
        Event::Copy => EditorEvent::Copy,
        Event::Cut => EditorEvent::Cut,
        Event::Paste(pasted) => EditorEvent::Paste(pasted),
        Event::Text(typed) => EditorEvent::Text(typed),
        Event::Ime(ImeEvent::Preedit { text, active_range_chars }) => {
            EditorEvent::Compose { text, caret_char: active_range_chars.as_ref().map(|active| active.end) }
        }
        Event::Ime(ImeEvent::Commit(committed)) => EditorEvent::Commit(committed),
        Event::Ime(ImeEvent::DeleteSurrounding { before_chars, after_chars }) => {
            EditorEvent::DeleteAround { chars_before: *before_chars, chars_after: *after_chars }
        }
        Event::Ime(_) => return Heard::Nothing,
        Event::Key { key, pressed: true, modifiers, .. } => EditorEvent::Press(keystroke(*key, *modifiers)),
        Event::Key { key, pressed: false, modifiers, .. } => EditorEvent::Release(keystroke(*key, *modifiers)),
        _ => return Heard::NotOurs,
    })
}

fn keystroke(key: Key, modifiers: Modifiers) -> Keystroke {
    let Modifiers { shift, command, alt, .. } = modifiers;
    let is_text = is_text_key(key);
    let key = match key {
        Key::ArrowLeft => EditorKey::Left,
        Key::ArrowRight => EditorKey::Right,
        Key::ArrowUp => EditorKey::Up,
        Key::ArrowDown => EditorKey::Down,
        Key::Home => EditorKey::Home,
        Key::End => EditorKey::End,
        Key::Backspace => EditorKey::Backspace,
        Key::Delete => EditorKey::Delete,
        Key::Enter => EditorKey::Enter,
        Key::Escape => EditorKey::Escape,
        Key::A => EditorKey::A,
        Key::C => EditorKey::C,
        Key::V => EditorKey::V,
        Key::X => EditorKey::X,
        Key::Y => EditorKey::Y,
        Key::Z => EditorKey::Z,
        _ => EditorKey::Other,
    };
    Keystroke { key, is_text, shift, command, alt }
}

/// Whether a key types or edits text, so that a focused field keeps it from everything else.
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
    let stroke = if has_focus { super::ring_stroke(ui) } else { visuals.bg_stroke };
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

fn announce(ui: &Ui, response: &Response, name: &str, hint: &str, text: &str, multiline: bool) {
    use egui::accesskit::Action;
    let role = if multiline { Role::MultilineTextInput } else { Role::TextInput };
    let enabled = ui.is_enabled();
    response.widget_info(|| {
        let mut info = WidgetInfo::text_edit(enabled, plain(text), plain(text), plain(hint));
        info.role = role;
        // A field should have a name; its hint is the next best.
        let name = if name.is_empty() { hint } else { name };
        info.label = (!name.is_empty()).then(|| plain(name));
        info
    });
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(role);
        if enabled {
            node.add_action(Action::SetValue);
            node.add_action(Action::ReplaceSelectedText);
        } else {
            node.set_read_only();
        }
    });
}

/// The text that X11 and Wayland paste with the middle button, and its position.
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

/// The minimum width of a field.
const MIN_WIDTH: f32 = 40.0;
/// The distance of the list of candidates from the caret, which the frame of the field needs.
const SPOT_GAP: f32 = 4.0;
/// Space for the caret beside the text.
const CARET_ROOM: f32 = 2.0;
/// Tab moves the focus on; the field receives arrows, Home, End and Escape.
const EVENT_FILTER: EventFilter =
    EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true };
