//! Read-only texts: labels, headings, table cells.

use std::sync::Arc;

use egui::{Color32, Response, Role, Sense, TextWrapMode, Ui, Widget, WidgetInfo, vec2};

use super::selection::select_in_label;
use super::{
    Align, Direction, Family, LayoutOptions, ResponseExt, TextStyle, Weight, Wrap, keep_in_sight, layout, paint, ring,
};
use crate::locale::plain;
use crate::shape::TextLayout;

/// A text. By default it has the interface family and the `Ui`'s text colour, and wraps where egui's labels wrap.
#[must_use = "add it with ui.add"]
pub struct Label {
    text: String,
    family: Family,
    size_pt: Option<f32>,
    line_height: Option<f32>,
    weight: Weight,
    tone: Tone,
    color: Option<Color32>,
    wrap: Option<TextWrapMode>,
    align: Align,
    fill: bool,
    selectable: bool,
    role: Role,
    heading: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Tone {
    Normal,
    Weak,
    Strong,
}

impl Label {
    /// Creates a label with this text.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            family: Family::Interface,
            size_pt: None,
            line_height: None,
            weight: Weight::Regular,
            tone: Tone::Normal,
            color: None,
            wrap: None,
            align: Align::Start,
            fill: false,
            selectable: false,
            role: Role::Label,
            heading: false,
        }
    }

    /// Sets the height of the em square in points instead of that of the body text.
    pub fn size(mut self, size_pt: f32) -> Self {
        self.size_pt = Some(size_pt);
        self
    }

    /// Uses the size of the `Ui`'s small text.
    pub(crate) fn small(mut self, ui: &Ui) -> Self {
        self.size_pt = Some(egui::TextStyle::Small.resolve(ui.style()).size);
        self
    }

    /// Sets the font family instead of the interface's.
    pub fn family(mut self, family: Family) -> Self {
        self.family = family;
        self
    }

    /// Sets the line height in ems.
    pub(crate) fn line_height(mut self, line_height: f32) -> Self {
        self.line_height = Some(line_height);
        self
    }

    /// Uses heavier strokes and the strong text colour.
    pub fn strong(mut self) -> Self {
        self.weight = Weight::Strong;
        self.tone = Tone::Strong;
        self
    }

    /// Uses the weak text colour.
    pub fn weak(mut self) -> Self {
        self.tone = Tone::Weak;
        self
    }

    /// Makes it strong, in the size of headings, and announced as a heading.
    pub(crate) fn heading(mut self) -> Self {
        self.heading = true;
        self.role = Role::Heading;
        self.strong()
    }

    /// Sets the colour instead of the style's.
    pub(crate) fn color(mut self, color: Color32) -> Self {
        self.color = Some(color);
        self
    }

    /// Breaks lines at the available width.
    pub fn wrap(mut self) -> Self {
        self.wrap = Some(TextWrapMode::Wrap);
        self
    }

    /// Shows one line, with "…" in place of what does not fit at its logical end and the whole text as tooltip.
    pub fn elide(mut self) -> Self {
        self.wrap = Some(TextWrapMode::Truncate);
        self
    }

    /// Makes it as wide as the text.
    pub(crate) fn extend(mut self) -> Self {
        self.wrap = Some(TextWrapMode::Extend);
        self
    }

    /// Aligns lines within the label, in the direction of each paragraph. Any value but the start makes the label as
    /// wide as possible.
    pub(crate) fn align(mut self, align: Align) -> Self {
        self.align = align;
        self.fill |= align != Align::Start;
        self
    }

    /// Centres the lines.
    pub(crate) fn halign_center(self) -> Self {
        self.align(Align::Center)
    }

    /// Makes a wrapped or elided label as wide as possible, with each line starting at the start of its own direction.
    pub(crate) fn fill(mut self) -> Self {
        self.fill = true;
        self
    }

    /// Lets the text be selected with the mouse and copied.
    pub fn selectable(mut self, selectable: bool) -> Self {
        self.selectable = selectable;
        self
    }

    fn style(&self, ui: &Ui) -> TextStyle {
        let like = if self.heading { egui::TextStyle::Heading } else { egui::TextStyle::Body };
        let size_pt = self.size_pt.unwrap_or_else(|| like.resolve(ui.style()).size);
        let base = match self.family {
            Family::Icons => TextStyle { family: Family::Icons, ..TextStyle::interface(size_pt) },
            Family::Interface => TextStyle::interface(size_pt),
            Family::Reading => TextStyle::reading(size_pt),
            Family::Mono => TextStyle::mono(size_pt),
            Family::Article(arabic, latin) => TextStyle::article(size_pt, arabic, latin),
        };
        TextStyle {
            weight: self.weight,
            italic: false,
            line_height: self.line_height.unwrap_or(base.line_height),
            ..base
        }
    }

    fn layout(&self, ui: &Ui) -> Arc<TextLayout> {
        // In a wrapping row, a label may move to the next row and take the whole width.
        let wraps_rows = ui.layout().is_horizontal() && ui.layout().main_wrap();
        let available = if wraps_rows { ui.max_rect().width() } else { ui.available_width() };
        let wrap = match self.wrap.unwrap_or_else(|| ui.wrap_mode()) {
            _ if !available.is_finite() => Wrap::Never,
            TextWrapMode::Wrap => Wrap::At(available),
            TextWrapMode::Truncate => Wrap::Elide(available),
            TextWrapMode::Extend if self.fill => Wrap::At(available),
            TextWrapMode::Extend => Wrap::Never,
        };
        let options = LayoutOptions { wrap, direction: Direction::Auto, align: self.align, fill: self.fill };
        layout(ui.ctx(), &self.text, &self.style(ui), &options)
    }
}

impl Widget for Label {
    fn ui(self, ui: &mut Ui) -> Response {
        let layout = self.layout(ui);
        let mut sense = Sense::hover();
        if self.selectable {
            sense |= Sense::click_and_drag();
        }
        let (rect, response) = ui.allocate_exact_size(vec2(layout.width(), layout.height()), sense);
        let enabled = ui.is_enabled();
        response.widget_info(|| WidgetInfo::labeled(self.role, enabled, plain(&self.text)));
        keep_in_sight(&response);
        if ui.is_rect_visible(rect) {
            if self.selectable {
                select_in_label(ui, &response, rect.min, &layout);
                ring(ui, &response, rect.expand(2.0));
            }
            let color = self.color.unwrap_or_else(|| match self.tone {
                Tone::Normal => ui.visuals().text_color(),
                Tone::Weak => ui.visuals().weak_text_color(),
                Tone::Strong => ui.visuals().strong_text_color(),
            });
            paint(ui.painter(), rect.min, &layout, color, &[]);
        }
        if layout.is_elided() { response.on_hover_shaped(self.text) } else { response }
    }
}

/// The title of a part of the window.
pub struct Heading(Label);

impl Heading {
    /// Creates a heading with this text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Label::new(text).heading())
    }
}

impl Widget for Heading {
    fn ui(self, ui: &mut Ui) -> Response {
        self.0.ui(ui)
    }
}

/// A text in a table cell: one line, elided, with the whole text as tooltip.
pub fn cell(ui: &mut Ui, text: impl Into<String>) -> Response {
    ui.add(Label::new(text).elide())
}
