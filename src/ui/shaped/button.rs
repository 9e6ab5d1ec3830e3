//! Buttons and menu entries.

use egui::containers::menu::{MenuConfig, is_in_menu};
use egui::{Color32, PopupCloseBehavior, Rect, Response, Sense, StrokeKind, TextWrapMode, Ui, Widget, vec2};

use super::icon::{Icon, Symbol};
use super::strip::{Strip, room_for_text};
use super::{Weight, ring_stroke};
use crate::ui::theme::Tokens;

/// The least height of a small button, in points: what a pointer can hit.
const SMALL_PT: f32 = 24.0;

/// A button.
#[must_use = "add it with ui.add"]
pub struct Button {
    strip: Strip,
    selected: Option<bool>,
    small: bool,
    frame: bool,
    primary: bool,
    min_width: f32,
    max_width: f32,
    at_start: bool,
    sense: Sense,
}

impl Button {
    /// Creates a button with this text.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            strip: Strip::new(text),
            selected: None,
            small: false,
            frame: true,
            primary: false,
            min_width: 0.0,
            max_width: f32::INFINITY,
            at_start: false,
            sense: Sense::click(),
        }
    }

    /// Adds a symbol before the text.
    pub fn icon(mut self, icon: impl Into<Symbol>) -> Self {
        self.strip.icon = Some(icon.into());
        self
    }

    /// Shows the equivalent keys in weak text at the end.
    pub fn shortcut(mut self, shortcut: impl Into<String>) -> Self {
        let shortcut = shortcut.into();
        self.strip.trailing = (!shortcut.is_empty()).then_some(Symbol::Text(shortcut));
        self
    }

    /// Adds the sign that it opens a list.
    pub(crate) fn chevron(mut self) -> Self {
        self.strip.trailing = Some(Icon::ChevronDown.into());
        self
    }

    /// Makes it a toggle that is on or off.
    pub fn selected(mut self, selected: bool) -> Self {
        self.selected = Some(selected);
        self
    }

    /// Makes it no taller than a line of text.
    pub fn small(mut self) -> Self {
        self.small = true;
        self
    }

    /// Sets whether it has a frame. Without one it looks like text until the pointer is over it.
    pub(crate) fn frame(mut self, frame: bool) -> Self {
        self.frame = frame;
        self
    }

    /// Adds a small square of this colour at the start.
    pub fn swatch(mut self, color: Color32) -> Self {
        self.strip.swatch = Some(color);
        self
    }

    /// Sets the height of the em square in points instead of that of buttons.
    pub(crate) fn size(mut self, size_pt: f32) -> Self {
        self.strip.size_pt = Some(size_pt);
        self
    }

    /// Makes it the main button of its page or dialog, on a ground of its own.
    pub(crate) fn primary(mut self) -> Self {
        self.primary = true;
        self
    }

    /// Sets the text colour instead of the style's.
    pub(crate) fn color(mut self, color: Color32) -> Self {
        self.strip.color = Some(color);
        self
    }

    /// Uses heavier strokes.
    pub(crate) fn strong(mut self) -> Self {
        self.strip.weight = Weight::Strong;
        self
    }

    /// Sets the minimum width in points.
    pub(crate) fn min_width(mut self, min_width: f32) -> Self {
        self.min_width = min_width;
        self
    }

    /// Sets the maximum width in points; a longer text is cut off.
    pub(crate) fn max_width(mut self, max_width: f32) -> Self {
        self.max_width = max_width;
        self
    }

    /// Puts the text at the start instead of the middle.
    pub(crate) fn at_start(mut self) -> Self {
        self.at_start = true;
        self
    }

    /// Makes Tab pass it by if `passes` is true, as what lies over a dialog and is not part of it.
    pub(crate) fn without_tab(mut self, passes: bool) -> Self {
        self.sense = if passes { Sense::CLICK } else { Sense::click() };
        self
    }

    /// Sets the accessible name if the text is not one, as for a button with only an icon.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.strip.name = Some(name.into());
        self
    }
}

impl Widget for Button {
    fn ui(self, ui: &mut Ui) -> Response {
        let padding = if self.small { vec2(ui.spacing().button_padding.x, 0.0) } else { ui.spacing().button_padding };
        let min_height = ui.spacing().interact_size.y.min(if self.small { SMALL_PT } else { f32::INFINITY });
        let room = room_for_text(ui).min(self.max_width) - 2.0 * padding.x;
        let parts = self.strip.measure(ui, &egui::TextStyle::Button, room);
        let mut size = parts.size + 2.0 * padding;
        size = size.max(vec2(self.min_width, min_height));
        if ui.layout().is_vertical() && ui.layout().horizontal_justify() && ui.available_width().is_finite() {
            size.x = size.x.max(ui.available_width());
        }
        let (rect, response) = ui.allocate_at_least(size, self.sense);
        let rect = Rect::from_min_size(response.rect.min, rect.size().max(response.rect.size()));
        let selected = self.selected.unwrap_or(false);
        if ui.is_rect_visible(rect) {
            let mut visuals = ui.style().interact_selectable(&response, selected);
            if self.primary && ui.is_enabled() {
                let tokens = Tokens::of(ui);
                visuals.weak_bg_fill = tokens.accent_fill;
                visuals.fg_stroke.color = tokens.on_accent;
                if !response.has_focus() && !response.hovered() {
                    visuals.bg_stroke.color = tokens.accent_fill;
                }
            }
            if response.has_focus() {
                visuals.bg_stroke = ring_stroke(ui);
            }
            let lit = self.frame || selected || response.hovered() || response.has_focus();
            if lit {
                ui.painter().rect(
                    rect.expand(visuals.expansion),
                    visuals.corner_radius,
                    visuals.weak_bg_fill,
                    visuals.bg_stroke,
                    StrokeKind::Inside,
                );
            }
            let spread = self.at_start || parts.trailing.is_some();
            parts.paint(ui, rect.shrink2(padding), visuals.text_color(), spread);
        }
        self.strip.finish(ui, response, self.selected, &parts)
    }
}

/// An entry of a menu: a frameless button as wide as the menu, with its text at the start and its shortcut at the end.
#[must_use = "add it with ui.add"]
pub struct MenuItem {
    button: Button,
    /// It opens something in the menu, which stays.
    opens: bool,
}

impl MenuItem {
    /// Creates an entry with this text.
    pub fn new(text: impl Into<String>) -> Self {
        Self { button: Button::new(text).frame(false).at_start(), opens: false }
    }

    /// Shows the equivalent keys in weak text at the end.
    pub fn shortcut(self, shortcut: impl Into<String>) -> Self {
        Self { button: self.button.shortcut(shortcut), ..self }
    }

    /// Adds the sign that it opens another part of the menu.
    pub(crate) fn opens(mut self) -> Self {
        self.button.strip.trailing = Some(Icon::ChevronEnd.into());
        self.opens = true;
        self
    }

    /// Adds an icon before the text.
    pub fn icon(self, icon: impl Into<Symbol>) -> Self {
        Self { button: self.button.icon(icon), ..self }
    }

    /// Sets the accessible name if the text is not one.
    pub(crate) fn name(self, name: impl Into<String>) -> Self {
        Self { button: self.button.name(name), ..self }
    }

    /// Sets whether the entry is selected.
    pub(crate) fn selected(self, selected: bool) -> Self {
        Self { button: self.button.selected(selected), ..self }
    }

    /// Adds a small square of this colour at the start.
    pub(crate) fn swatch(self, color: Color32) -> Self {
        Self { button: self.button.swatch(color), ..self }
    }
}

impl Widget for MenuItem {
    fn ui(self, ui: &mut Ui) -> Response {
        // In a menu that is not justified, `wrap_mode` would cut the entry to the width of the widest one so far.
        let response = ui.scope(|ui| {
            ui.style_mut().wrap_mode.get_or_insert(TextWrapMode::Extend);
            ui.add(self.button)
        });
        if !self.opens {
            close_menu(ui, &response.inner);
        }
        response.inner
    }
}

/// Closes the menu of an entry that was chosen by key, if a click closes it too; egui sees only clicks of the pointer.
pub(super) fn close_menu(ui: &Ui, entry: &Response) {
    if entry.clicked() && is_in_menu(ui) && MenuConfig::find(ui).close_behavior == PopupCloseBehavior::CloseOnClick {
        ui.close();
    }
}
