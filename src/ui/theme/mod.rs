//! The themes: light, sepia and dark, as colours for egui's widgets.
//!
//! Sepia is a warm variant of the light theme. The article and everything around it take their colours from the same
//! [`Tokens`], so no panel needs to know the theme.

mod oklab;
mod party;
mod tokens;

use egui::{Color32, Context, ThemePreference};

pub use self::party::{fill as party_fill, ink as party_ink, line as party_line};
pub use self::tokens::Tokens;
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
        ctx.set_visuals_of(
            egui::Theme::Light,
            if self == Self::Sepia { tokens::SEPIA } else { tokens::LIGHT }.visuals(),
        );
        ctx.set_visuals_of(egui::Theme::Dark, tokens::DARK.visuals());
        ctx.set_theme(match self {
            Self::System => ThemePreference::System,
            Self::Light | Self::Sepia => ThemePreference::Light,
            Self::Dark => ThemePreference::Dark,
        });
    }
}

/// Converts a colour of the project or of a figure to egui's type.
pub(crate) const fn color32([red, green, blue]: [u8; 3]) -> Color32 {
    Color32::from_rgb(red, green, blue)
}

/// The scales of the window that can be chosen, smallest first.
pub(crate) const SCALES: [f32; 9] = [0.75, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0];

/// Sets theme, scale, zoom keys and spacing, once.
pub(crate) fn set_up(ctx: &Context, settings: &Settings) {
    Theme::from_name(settings.theme.as_deref()).apply(ctx);
    let scale = settings.scale;
    ctx.set_zoom_factor(if scale.is_finite() { scale.clamp(SCALES[0], SCALES[8]) } else { 1.0 });
    // Ctrl with + and − resizes the article, not the whole window.
    ctx.options_mut(|options| options.zoom_with_keyboard = false);
    ctx.all_styles_mut(|style| {
        // Scroll bars get their own space, so that they cover nothing, and can be seen before the pointer is over them.
        let scroll = &mut style.spacing.scroll;
        scroll.floating_allocated_width = 8.0;
        scroll.floating_width = 6.0;
        scroll.bar_width = 8.0;
        scroll.dormant_handle_opacity = 0.45;
        style.spacing.interact_size.y = 28.0;
        style.spacing.icon_width = 16.0;
        style.spacing.icon_width_inner = 9.0;
        for (kind, size_pt) in [
            (egui::TextStyle::Small, 12.0),
            (egui::TextStyle::Body, 14.0),
            (egui::TextStyle::Button, 14.0),
            (egui::TextStyle::Heading, 16.0),
        ] {
            style.text_styles.insert(kind, egui::FontId::proportional(size_pt));
        }
        style.spacing.item_spacing = egui::vec2(8.0, 4.0);
        style.spacing.button_padding = egui::vec2(8.0, 3.0);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

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
