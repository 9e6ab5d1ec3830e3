//! The colours of parties, fitted to the theme: the hue is the party's, the lightness the theme's.

use egui::Color32;

use super::color32;
use super::oklab::{Oklch, contrast};
use super::tokens::Tokens;
use crate::model::party::Rgb;

/// The colour of lines, swatches and signs of a party: at least 3:1 on every ground.
pub fn line(tokens: &Tokens, party: Rgb) -> Color32 {
    reach(tokens, party, 0.0, SIGN)
}

/// The colour of words that stand for a party: at least 4.5:1 on every ground.
pub fn ink(tokens: &Tokens, party: Rgb) -> Color32 {
    reach(tokens, party, if tokens.dark { 0.05 } else { -0.08 }, TEXT)
}

/// The ground of a party's text and cards: its colour at 14 % on paper.
pub fn fill(tokens: &Tokens, party: Rgb) -> Color32 {
    tokens.paper.lerp_to_gamma(line(tokens, party), 0.14)
}

/// The party's hue with the theme's lightness, moved towards the text as far as the contrast needs.
fn reach(tokens: &Tokens, party: Rgb, lighter: f32, least: f32) -> Color32 {
    let own = Oklch::from_srgb(color32(party.0));
    // A part of the difference in lightness stays, since it keeps neighbouring hues apart.
    let kept = (own.lightness - MIDDLE).clamp(-KEPT, KEPT);
    let mut color = Oklch { lightness: tokens.party_lightness + kept + lighter, chroma: own.chroma.min(MOST), ..own };
    let step = if tokens.dark { 0.01 } else { -0.01 };
    let worst = tokens.hardest_ground();
    let mut shown = color.to_srgb();
    while contrast(shown, worst) < least && (0.1..0.98).contains(&color.lightness) {
        color.lightness += step;
        shown = color.to_srgb();
    }
    shown
}

/// WCAG 2.2, AA: for signs and lines, and for text.
const SIGN: f32 = 3.0;
const TEXT: f32 = 4.5;
/// The mean lightness of [`Rgb::PALETTE`], and how far a party may be from the theme's.
const MIDDLE: f32 = 0.565;
const KEPT: f32 = 0.065;
/// The most vivid that a party is shown.
const MOST: f32 = 0.17;

#[cfg(test)]
mod tests {
    use super::super::oklab::oklab;
    use super::super::tokens::{DARK, LIGHT, SEPIA};
    use super::*;

    #[test]
    fn the_colours_of_24_parties_stay_apart_in_every_theme() {
        for tokens in [&LIGHT, &SEPIA, &DARK] {
            let shown = Rgb::PALETTE.map(|party| line(tokens, party));
            for (index, color) in shown.iter().enumerate() {
                for (other, earlier) in shown.iter().enumerate().take(index) {
                    let ([l, a, b], [m, c, d]) = (oklab(*color), oklab(*earlier));
                    let apart = (l - m).hypot(a - c).hypot(b - d);
                    // Two hundredths is what can just be told apart side by side.
                    assert!(apart >= 0.035, "{index} and {other}: {apart}; dark: {}", tokens.dark);
                    // Those handed out first are far from one another.
                    assert!(index >= 8 || apart >= 0.1, "{index} and {other}: {apart}; dark: {}", tokens.dark);
                }
            }
        }
    }

    #[test]
    fn a_party_keeps_its_hue() {
        for tokens in [&LIGHT, &SEPIA, &DARK] {
            for party in Rgb::PALETTE {
                let (own, shown) = (Oklch::from_srgb(color32(party.0)), Oklch::from_srgb(line(tokens, party)));
                let turned = (own.hue - shown.hue).to_degrees().rem_euclid(360.0);
                assert!(turned.min(360.0 - turned) < 6.0, "{party}: {turned}");
            }
        }
    }
}
