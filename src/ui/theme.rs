//! The themes: light, sepia and dark, as colours for egui's widgets.
//!
//! Sepia is a warm variant of the light theme. The article and everything around it take their colours from the same
//! tokens, so no panel needs to know the theme.

use egui::{Color32, Context, ThemePreference, Visuals};

use crate::settings::Settings;

/// A theme of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// Light or dark, following the system.
    #[default]
    System,
    Light,
    Sepia,
    Dark,
}

impl Theme {
    pub(crate) const ALL: [Self; 4] = [Self::System, Self::Light, Self::Sepia, Self::Dark];

    /// The name in the settings; [`Self::System`] has none.
    pub(crate) const fn as_str(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Sepia => Some("sepia"),
            Self::Dark => Some("dark"),
        }
    }

    /// The theme with this name, or [`Self::System`] if there is no name or it is unknown.
    pub(crate) fn from_name(name: Option<&str>) -> Self {
        Self::ALL.into_iter().find(|theme| theme.as_str() == name).unwrap_or_default()
    }

    /// The next theme in the cycle light, sepia, dark. `dark` says whether the system theme is dark now.
    pub(crate) const fn next(self, dark: bool) -> Self {
        match self {
            Self::Light => Self::Sepia,
            Self::Sepia => Self::Dark,
            Self::System if !dark => Self::Sepia,
            Self::Dark | Self::System => Self::Light,
        }
    }

    /// Applies this theme to the context.
    pub(crate) fn apply(self, ctx: &Context) {
        ctx.set_visuals_of(egui::Theme::Light, if self == Self::Sepia { sepia() } else { Visuals::light() });
        ctx.set_theme(match self {
            Self::System => ThemePreference::System,
            Self::Light | Self::Sepia => ThemePreference::Light,
            Self::Dark => ThemePreference::Dark,
        });
    }
}

/// Off-white paper and letters that are not quite black.
fn sepia() -> Visuals {
    let mut visuals = Visuals::light();
    visuals.panel_fill = PANEL;
    visuals.window_fill = PANEL;
    visuals.extreme_bg_color = PAPER;
    visuals.faint_bg_color = Color32::from_rgb(0xEC, 0xDF, 0xC6);
    visuals.code_bg_color = Color32::from_rgb(0xE4, 0xD5, 0xB8);
    visuals.window_stroke.color = LINE;
    visuals.selection.bg_fill = Color32::from_rgb(0xE3, 0xC5, 0x8B);
    visuals.selection.stroke.color = INK;
    visuals.text_cursor.stroke.color = Color32::from_rgb(0x7A, 0x4A, 0x12);
    visuals.hyperlink_color = Color32::from_rgb(0x7A, 0x4A, 0x12);
    visuals.warn_fg_color = Color32::from_rgb(0x8A, 0x45, 0x00);
    visuals.error_fg_color = Color32::from_rgb(0xA3, 0x1D, 0x12);
    let widgets = &mut visuals.widgets;
    widgets.noninteractive.bg_fill = PANEL;
    widgets.noninteractive.weak_bg_fill = PANEL;
    widgets.noninteractive.bg_stroke.color = LINE;
    widgets.noninteractive.fg_stroke.color = INK;
    for (state, fill) in [
        (&mut widgets.inactive, Color32::from_rgb(0xE2, 0xD2, 0xB4)),
        (&mut widgets.hovered, Color32::from_rgb(0xD8, 0xC5, 0xA0)),
        (&mut widgets.active, Color32::from_rgb(0xC9, 0xB1, 0x85)),
        (&mut widgets.open, Color32::from_rgb(0xD8, 0xC5, 0xA0)),
    ] {
        state.bg_fill = fill;
        state.weak_bg_fill = fill;
        state.fg_stroke.color = INK;
    }
    visuals
}

/// Converts a colour of the project or of a figure to egui's type.
pub(crate) const fn color32([red, green, blue]: [u8; 3]) -> Color32 {
    Color32::from_rgb(red, green, blue)
}

const PAPER: Color32 = Color32::from_rgb(0xFB, 0xF3, 0xE3);
const PANEL: Color32 = Color32::from_rgb(0xF2, 0xE6, 0xCF);
const LINE: Color32 = Color32::from_rgb(0xCF, 0xBD, 0x9A);
const INK: Color32 = Color32::from_rgb(0x3B, 0x2C, 0x1A);

/// Sets theme, zoom keys and spacing, once.
pub(crate) fn set_up(ctx: &Context, settings: &Settings) {
    Theme::from_name(settings.theme.as_deref()).apply(ctx);
    // Ctrl with + and − resizes the article, not the whole window.
    ctx.options_mut(|options| options.zoom_with_keyboard = false);
    ctx.all_styles_mut(|style| {
        // egui's own greys fall below a contrast of 4.5 to 1, which is too little for a day of reading.
        let ink = if style.visuals.dark_mode { 205 } else { 45 };
        style.visuals.widgets.noninteractive.fg_stroke.color = egui::Color32::from_gray(ink);
        style.visuals.weak_text_alpha = 0.7;
        // Scroll bars get their own space, so that they cover nothing.
        style.spacing.scroll.floating_allocated_width = 8.0;
        style.visuals.error_fg_color = if style.visuals.dark_mode {
            egui::Color32::from_rgb(255, 128, 118)
        } else {
            egui::Color32::from_rgb(176, 24, 24)
        };
        for (kind, size_pt) in [
            (egui::TextStyle::Small, 12.0),
            (egui::TextStyle::Body, 14.0),
            (egui::TextStyle::Button, 14.0),
            (egui::TextStyle::Heading, 20.0),
        ] {
            style.text_styles.insert(kind, egui::FontId::proportional(size_pt));
        }
        style.spacing.item_spacing = egui::vec2(6.0, 5.0);
        style.spacing.button_padding = egui::vec2(8.0, 3.0);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contrast of two opaque colours: WCAG 2.2, "contrast ratio" and "relative luminance".
    fn contrast(a: Color32, b: Color32) -> f32 {
        let part = |c: u8| {
            let c = f32::from(c) / 255.0;
            if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        let luminance = |c: Color32| 0.2126 * part(c.r()) + 0.7152 * part(c.g()) + 0.0722 * part(c.b());
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn sepia_can_be_read() {
        let visuals = sepia();
        assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 0.01);
        // Level AAA for text, AA for weak text and warnings.
        for ground in [visuals.panel_fill, visuals.extreme_bg_color, visuals.widgets.inactive.weak_bg_fill] {
            assert!(contrast(visuals.text_color(), ground) >= 7.0, "{ground:?}");
        }
        for ground in [visuals.panel_fill, visuals.extreme_bg_color] {
            for color in [visuals.warn_fg_color, visuals.error_fg_color, visuals.hyperlink_color] {
                assert!(contrast(color, ground) >= 4.5, "{color:?} on {ground:?}");
            }
        }
        assert!(contrast(visuals.selection.stroke.color, visuals.selection.bg_fill) >= 4.5);
    }

    #[test]
    fn every_theme_keeps_its_name_and_has_its_turn() {
        for theme in Theme::ALL {
            assert_eq!(Theme::from_name(theme.as_str()), theme);
        }
        assert_eq!(Theme::from_name(Some("pink")), Theme::System);
        assert_eq!(Theme::Light.next(false).next(false).next(true), Theme::Light);
        assert_eq!((Theme::System.next(true), Theme::System.next(false)), (Theme::Light, Theme::Sepia));
    }
}
