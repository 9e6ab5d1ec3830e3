//! Tooltips with shaped text, as methods on egui's [`Response`].

use egui::{Response, Ui};

use super::Label;

/// Shaped counterparts of egui's hover texts.
pub(crate) trait ResponseExt: Sized {
    /// Shows a text while the pointer rests on the widget.
    #[must_use]
    fn on_hover_shaped(self, text: impl Into<String>) -> Self;

    /// Shows a text that is made only when it is shown, whether or not the widget is enabled.
    #[must_use]
    fn on_hover_shaped_with(self, text: impl Fn() -> String) -> Self;

    /// Shows a text that says why the widget is disabled while the pointer rests on it.
    #[must_use]
    fn on_disabled_hover_shaped(self, text: impl Into<String>) -> Self;
}

impl ResponseExt for Response {
    fn on_hover_shaped(self, text: impl Into<String>) -> Self {
        let text = text.into();
        self.on_hover_ui(|ui| tooltip(ui, text))
    }

    fn on_hover_shaped_with(self, text: impl Fn() -> String) -> Self {
        self.on_hover_ui(|ui| tooltip(ui, text())).on_disabled_hover_ui(|ui| tooltip(ui, text()))
    }

    fn on_disabled_hover_shaped(self, text: impl Into<String>) -> Self {
        let text = text.into();
        self.on_disabled_hover_ui(|ui| tooltip(ui, text))
    }
}

fn tooltip(ui: &mut Ui, text: String) {
    ui.set_max_width(ui.spacing().tooltip_width);
    ui.add(Label::new(text).wrap());
}
