//! Colours by lightness, chroma and hue, after Björn Ottosson's Oklab (<https://bottosson.github.io/posts/oklab/>), and
//! the contrast of two colours as WCAG 2.2 defines it.
//!
//! Equal distances in Oklab look about equally large, so that hues can be kept while the lightness follows the theme.

use egui::Color32;

/// A colour in the polar form of Oklab.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Oklch {
    /// From 0 (black) to 1 (white).
    pub lightness: f32,
    /// 0 for greys; about 0.3 for the most vivid colours of a screen.
    pub chroma: f32,
    /// In radians.
    pub hue: f32,
}

impl Oklch {
    pub(super) fn from_srgb(color: Color32) -> Self {
        let [lightness, a, b] = oklab(color);
        Self { lightness, chroma: a.hypot(b), hue: b.atan2(a) }
    }

    /// The colour on a screen; less vivid where a screen has none so vivid.
    pub(super) fn to_srgb(self) -> Color32 {
        let mut chroma = self.chroma;
        let mut linear = self.linear(chroma);
        while chroma > 0.0 && linear.iter().any(|part| !(-0.0005..=1.0005).contains(part)) {
            chroma -= 0.004;
            linear = self.linear(chroma.max(0.0));
        }
        let [red, green, blue] = linear.map(|part| (encoded(part.clamp(0.0, 1.0)) * 255.0).round() as u8);
        Color32::from_rgb(red, green, blue)
    }

    fn linear(self, chroma: f32) -> [f32; 3] {
        let (a, b) = (chroma * self.hue.cos(), chroma * self.hue.sin());
        let cube = |root: f32| root * root * root;
        let l = cube(self.lightness + 0.396_337_78 * a + 0.215_803_76 * b);
        let m = cube(self.lightness - 0.105_561_346 * a - 0.063_854_17 * b);
        let s = cube(self.lightness - 0.089_484_18 * a - 1.291_485_5 * b);
        [
            4.076_741_7 * l - 3.307_711_6 * m + 0.230_969_94 * s,
            -1.268_438 * l + 2.609_757_4 * m - 0.341_319_38 * s,
            -0.004_196_086_3 * l - 0.703_418_6 * m + 1.707_614_7 * s,
        ]
    }
}

/// Lightness and the two axes of colour.
pub(super) fn oklab(color: Color32) -> [f32; 3] {
    let [red, green, blue] = linear(color);
    let l = (0.412_221_46 * red + 0.536_332_55 * green + 0.051_445_995 * blue).cbrt();
    let m = (0.211_903_5 * red + 0.680_699_5 * green + 0.107_396_96 * blue).cbrt();
    let s = (0.088_302_46 * red + 0.281_718_85 * green + 0.629_978_7 * blue).cbrt();
    [
        0.210_454_26 * l + 0.793_617_8 * m - 0.004_072_047 * s,
        1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s,
        0.025_904_037 * l + 0.782_771_77 * m - 0.808_675_77 * s,
    ]
}

/// The contrast of two opaque colours, from 1 to 21: WCAG 2.2, "contrast ratio".
pub(super) fn contrast(a: Color32, b: Color32) -> f32 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// WCAG 2.2, "relative luminance".
pub(super) fn luminance(color: Color32) -> f32 {
    let [red, green, blue] = linear(color);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn linear(color: Color32) -> [f32; 3] {
    let decoded = |part: u8| {
        let part = f32::from(part) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    [decoded(color.r()), decoded(color.g()), decoded(color.b())]
}

fn encoded(part: f32) -> f32 {
    if part <= 0.003_130_8 { part * 12.92 } else { 1.055 * part.powf(1.0 / 2.4) - 0.055 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_have_the_values_of_the_definition() {
        // From Ottosson's page (XYZ converted to sRGB white) and from the CSS Color 4 examples of oklch().
        let [lightness, a, b] = oklab(Color32::WHITE);
        assert!((lightness - 1.0).abs() < 1e-3 && a.abs() < 1e-3 && b.abs() < 1e-3);
        let green = Oklch::from_srgb(Color32::from_rgb(0, 128, 0));
        assert!((green.lightness - 0.519_75).abs() < 1e-3, "{green:?}");
        assert!((green.chroma - 0.176_86).abs() < 1e-3, "{green:?}");
        assert!((green.hue.to_degrees() - 142.495).abs() < 0.1, "{green:?}");
        assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 0.01);
        assert!((contrast(Color32::from_rgb(0x77, 0x77, 0x77), Color32::WHITE) - 4.48).abs() < 0.01);
    }

    #[test]
    fn there_and_back_is_the_same_colour() {
        for rgb in [[0, 0x72, 0xb2], [0xd5, 0x5e, 0], [0x7f, 0x7f, 0x7f], [255, 255, 255], [0, 0, 0], [255, 0, 0]] {
            let color = super::super::color32(rgb);
            let back = Oklch::from_srgb(color).to_srgb();
            let apart = |a: u8, b: u8| a.abs_diff(b);
            let far = [apart(color.r(), back.r()), apart(color.g(), back.g()), apart(color.b(), back.b())];
            assert!(far.iter().all(|far| *far <= 2), "{color:?} {back:?}");
        }
    }
}
