//! The colours of each theme by what they are for, and which of them stand on which.
//!
//! This is the one place with colours of the interface. `grounds`, `inks` and `signs` say
//! what is drawn on what: the colours of parties are fitted to these lists, and a test computes every pair of them.

use egui::{Color32, Context, Ui, Visuals};

/// The colours of a theme.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tokens {
    pub dark: bool,
    /// The ground of articles, fields and tables.
    pub paper: Color32,
    /// The ground of bars and panels.
    pub panel: Color32,
    /// The ground of buttons, menus, cards and dialogs.
    pub raised: Color32,
    /// The ground of a button or row under the pointer.
    pub hover_fill: Color32,
    /// The ground of a button that is being pressed.
    pub press_fill: Color32,
    /// The ground of the selected row or tab; its text has the same colour as elsewhere.
    pub selected_fill: Color32,
    /// The ground of selected letters.
    pub marked_fill: Color32,
    /// Lines between areas; they tell nothing by themselves.
    pub line: Color32,
    /// The edges of controls.
    pub edge: Color32,
    /// Text.
    pub text: Color32,
    /// Text of less weight: labels, keys, hints.
    pub muted: Color32,
    /// What has the keyboard, what is selected, links.
    pub accent: Color32,
    /// The ground of the main button of a page or dialog, and of what is switched on.
    pub accent_fill: Color32,
    /// Text and icons on [`Self::accent_fill`].
    pub on_accent: Color32,
    pub ok: Color32,
    pub warn: Color32,
    pub error: Color32,
    /// The lightness of party colours in Oklab, in the middle.
    pub(super) party_lightness: f32,
}

impl Tokens {
    /// The colours of the theme in which `ui` is drawn.
    pub fn of(ui: &Ui) -> &'static Self {
        Self::of_visuals(ui.visuals())
    }

    /// The colours of the theme in which the window is drawn.
    pub fn of_ctx(ctx: &Context) -> &'static Self {
        Self::of_visuals(&ctx.global_style().visuals)
    }

    fn of_visuals(visuals: &Visuals) -> &'static Self {
        if visuals.dark_mode {
            &DARK
        } else if visuals.panel_fill == SEPIA.panel {
            &SEPIA
        } else {
            &LIGHT
        }
    }

    /// What text and controls stand on.
    #[cfg(test)]
    const fn grounds(&self) -> [Color32; 6] {
        [self.paper, self.panel, self.raised, self.hover_fill, self.press_fill, self.selected_fill]
    }

    /// The ground on which colours are hardest to see: of light ones the darkest, of dark ones the lightest.
    pub(super) const fn hardest_ground(&self) -> Color32 {
        self.press_fill
    }

    /// What words are written in on any of the grounds.
    #[cfg(test)]
    const fn inks(&self) -> [(&'static str, Color32); 6] {
        [
            ("text", self.text),
            ("muted", self.muted),
            ("accent", self.accent),
            ("ok", self.ok),
            ("warn", self.warn),
            ("error", self.error),
        ]
    }

    /// What has edges in [`Self::edge`]: controls on the grounds that are not lit. A lit one has an edge in
    /// [`Self::muted`] or [`Self::accent`], which are inks.
    #[cfg(test)]
    const fn signs(&self) -> [(Color32, Color32); 3] {
        [(self.edge, self.paper), (self.edge, self.panel), (self.edge, self.raised)]
    }

    /// Widgets of egui in these colours.
    pub(super) fn visuals(&self) -> Visuals {
        let mut visuals = if self.dark { Visuals::dark() } else { Visuals::light() };
        visuals.panel_fill = self.panel;
        visuals.window_fill = self.raised;
        visuals.extreme_bg_color = self.paper;
        visuals.text_edit_bg_color = Some(self.paper);
        visuals.faint_bg_color = self.panel.lerp_to_gamma(self.line, 0.25);
        visuals.code_bg_color = self.panel.lerp_to_gamma(self.line, 0.4);
        visuals.window_stroke.color = self.line;
        visuals.selection.bg_fill = self.selected_fill;
        visuals.selection.stroke = egui::Stroke::new(1.0, self.text);
        visuals.text_cursor.stroke.color = self.accent;
        visuals.hyperlink_color = self.accent;
        visuals.warn_fg_color = self.warn;
        visuals.error_fg_color = self.error;
        visuals.weak_text_color = Some(self.muted);
        let radius = egui::CornerRadius::same(RADIUS_PT);
        visuals.window_corner_radius = egui::CornerRadius::same(8);
        visuals.menu_corner_radius = egui::CornerRadius::same(8);
        visuals.handle_shape = egui::style::HandleShape::Circle;
        let widgets = &mut visuals.widgets;
        for (state, fill, edge, width) in [
            (&mut widgets.noninteractive, self.panel, self.line, 1.0),
            (&mut widgets.inactive, self.raised, self.edge, 1.0),
            (&mut widgets.hovered, self.hover_fill, self.muted, 1.0),
            // It is drawn round whatever has the keyboard.
            (&mut widgets.active, self.press_fill, self.accent, 2.0),
            (&mut widgets.open, self.hover_fill, self.accent, 1.0),
        ] {
            state.bg_fill = fill;
            state.weak_bg_fill = fill;
            state.bg_stroke = egui::Stroke::new(width, edge);
            state.fg_stroke.color = self.text;
            state.corner_radius = radius;
            state.expansion = 0.0;
        }
        visuals
    }
}

/// The radius of the corners of controls, in points.
const RADIUS_PT: u8 = 6;

pub(super) static LIGHT: Tokens = Tokens {
    dark: false,
    paper: rgb(0xff_ff_ff),
    panel: rgb(0xf6_f7_f9),
    raised: rgb(0xff_ff_ff),
    hover_fill: rgb(0xe9_ed_f3),
    press_fill: rgb(0xdd_e4_ee),
    selected_fill: rgb(0xdb_e6_f6),
    marked_fill: rgb(0xb9_d0_f0),
    line: rgb(0xd5_d9_e0),
    edge: rgb(0x84_8d_9d),
    text: rgb(0x1b_1f_27),
    muted: rgb(0x56_60_70),
    accent: rgb(0x1f_5f_bf),
    accent_fill: rgb(0x1f_5f_bf),
    on_accent: rgb(0xff_ff_ff),
    ok: rgb(0x14_6c_2e),
    warn: rgb(0x86_4b_00),
    error: rgb(0xb3_1d_1d),
    party_lightness: 0.565,
};

pub(super) static SEPIA: Tokens = Tokens {
    dark: false,
    paper: rgb(0xfb_f3_e3),
    panel: rgb(0xf2_e6_cf),
    raised: rgb(0xfa_f1_df),
    hover_fill: rgb(0xe8_d8_bb),
    press_fill: rgb(0xe0_cd_aa),
    selected_fill: rgb(0xea_d3_a8),
    marked_fill: rgb(0xe6_c4_84),
    line: rgb(0xcf_bd_9a),
    edge: rgb(0x8d_79_57),
    text: rgb(0x3b_2c_1a),
    muted: rgb(0x0064_5032),
    accent: rgb(0x7a_42_0c),
    accent_fill: rgb(0x7a_42_0c),
    on_accent: rgb(0xff_f8_ea),
    ok: rgb(0x2f_5a_12),
    warn: rgb(0x80_3f_00),
    error: rgb(0x98_1a_12),
    party_lightness: 0.515,
};

pub(super) static DARK: Tokens = Tokens {
    dark: true,
    paper: rgb(0x14_16_1a),
    panel: rgb(0x1b_1e_24),
    raised: rgb(0x24_28_2f),
    hover_fill: rgb(0x2e_33_3c),
    press_fill: rgb(0x38_3e_49),
    selected_fill: rgb(0x28_38_52),
    marked_fill: rgb(0x2d_4a_78),
    line: rgb(0x36_3b_45),
    edge: rgb(0x78_81_90),
    text: rgb(0xe8_ea_ed),
    muted: rgb(0xa8_b0_bd),
    accent: rgb(0x7d_b1_ff),
    accent_fill: rgb(0x7d_b1_ff),
    on_accent: rgb(0x0c_1a_30),
    ok: rgb(0x6f_cf_8a),
    warn: rgb(0xf0_b4_5c),
    error: rgb(0xff_8f_86),
    party_lightness: 0.75,
};

const fn rgb(value: u32) -> Color32 {
    let [_, red, green, blue] = value.to_be_bytes();
    Color32::from_rgb(red, green, blue)
}

#[cfg(test)]
mod tests {
    use super::super::oklab::contrast;
    use super::super::party;
    use super::*;
    use crate::model::party::Rgb;

    const TEXT: f32 = 4.5;
    const SIGN: f32 = 3.0;

    /// Every pair of colours that is drawn on one another, with its purpose and what WCAG 2.2 asks of it (AA).
    fn pairs(tokens: &Tokens) -> Vec<(String, Color32, Color32, f32)> {
        let mut pairs = Vec::new();
        for ground in tokens.grounds() {
            pairs.extend(tokens.inks().map(|(name, ink)| (name.to_owned(), ink, ground, TEXT)));
            for party in Rgb::PALETTE.into_iter().chain(EXTREMES) {
                pairs.push((format!("line of {party}"), party::line(tokens, party), ground, SIGN));
                pairs.push((format!("ink of {party}"), party::ink(tokens, party), ground, TEXT));
            }
        }
        for party in Rgb::PALETTE {
            let fill = party::fill(tokens, party);
            pairs.push((format!("text on the fill of {party}"), tokens.text, fill, TEXT));
            pairs.push((format!("line on the fill of {party}"), party::line(tokens, party), fill, SIGN));
        }
        pairs.extend(tokens.signs().map(|(sign, ground)| ("edge".to_owned(), sign, ground, SIGN)));
        pairs.push(("text that is selected".to_owned(), tokens.text, tokens.marked_fill, TEXT));
        pairs.push(("text on the main button".to_owned(), tokens.on_accent, tokens.accent_fill, TEXT));
        let visuals = tokens.visuals();
        for state in [visuals.widgets.inactive, visuals.widgets.hovered, visuals.widgets.active, visuals.widgets.open] {
            pairs.push(("text of a widget".to_owned(), state.fg_stroke.color, state.weak_bg_fill, TEXT));
            pairs.push(("edge of a widget".to_owned(), state.bg_stroke.color, state.weak_bg_fill, SIGN));
        }
        pairs
    }

    /// Colours that a project may bring along.
    const EXTREMES: [Rgb; 8] = [
        Rgb([255, 255, 255]),
        Rgb([0, 0, 0]),
        Rgb([255, 255, 0]),
        Rgb([0, 0, 255]),
        Rgb([0, 255, 0]),
        Rgb([255, 0, 0]),
        Rgb([0xe6, 0x9f, 0]),
        Rgb([0x7f, 0x7f, 0x7f]),
    ];

    #[test]
    fn every_pair_in_use_can_be_read() {
        for (theme, tokens) in [("light", &LIGHT), ("sepia", &SEPIA), ("dark", &DARK)] {
            let bad: Vec<String> = pairs(tokens)
                .into_iter()
                .filter(|(_, ink, ground, least)| contrast(*ink, *ground) < *least)
                .map(|(name, ink, ground, _)| {
                    format!("{theme}: {name} {ink:?} on {ground:?}: {}", contrast(ink, ground))
                })
                .collect();
            assert!(bad.is_empty(), "{}", bad.join("\n"));
        }
    }

    #[test]
    fn the_hardest_ground_is_the_hardest() {
        for tokens in [&LIGHT, &SEPIA, &DARK] {
            let far = |ground: Color32| contrast(tokens.text, ground);
            assert!(tokens.grounds().into_iter().all(|ground| far(tokens.hardest_ground()) <= far(ground) + 0.001));
        }
    }

    #[test]
    fn a_theme_is_known_by_its_visuals() {
        for tokens in [&LIGHT, &SEPIA, &DARK] {
            assert_eq!(Tokens::of_visuals(&tokens.visuals()), tokens);
        }
    }
}
