//! Figures as plain marks: rectangles and texts at places, written here as SVG and drawn alike by the window.
//!
//! A leaf: a figure knows neither what it shows nor fonts nor a screen. Lengths are in points.

use std::fmt::Write as _;

use crate::locale::plain;
use crate::text::direction::first_strong;

/// Red, green, blue.
pub(crate) type Color = [u8; 3];

/// Text.
pub(crate) const INK: Color = [0x1f, 0x23, 0x28];
/// The ground of a figure.
pub(crate) const PAPER: Color = [0xff, 0xff, 0xff];
/// Text of less weight.
pub(crate) const WEAK: Color = [0x59, 0x63, 0x6e];
/// Lines, and cells that hold nothing.
pub(crate) const LINE: Color = [0xd0, 0xd7, 0xde];
/// The size of ordinary text in a figure, in points.
pub(crate) const SIZE_PT: f32 = 12.0;
/// The room between the edge of a figure and what is in it.
pub(crate) const MARGIN: f32 = 12.0;

/// How a text is aligned to its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextAnchor {
    /// Its left edge is at the position, regardless of its direction.
    Left,
    Middle,
    Right,
}

/// One shape.
#[derive(Clone, Debug, PartialEq)]
pub enum FigureMark {
    Rect {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        fill: Color,
        /// The tooltip.
        title: String,
    },
    Text {
        x: f32,
        /// The baseline.
        y: f32,
        size_pt: f32,
        text: String,
        anchor: TextAnchor,
        color: Color,
        strong: bool,
    },
}

/// Shapes in the order in which they are drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figure {
    pub title: String,
    pub width: f32,
    pub height: f32,
    pub marks: Vec<FigureMark>,
}

impl Figure {
    /// Adds a text with its baseline at `y`.
    pub(crate) fn text(&mut self, x: f32, y: f32, text: impl Into<String>, anchor: TextAnchor, color: Color) {
        let mark = FigureMark::Text { x, y, size_pt: SIZE_PT, text: plain(&text.into()), anchor, color, strong: false };
        self.marks.push(mark);
    }

    /// Adds the title at the top.
    pub(crate) fn heading(&mut self) {
        let (text, y) = (plain(&self.title), MARGIN + SIZE_PT);
        let strong = true;
        let mark = FigureMark::Text {
            x: MARGIN,
            y,
            size_pt: SIZE_PT + 1.0,
            text,
            anchor: TextAnchor::Left,
            color: INK,
            strong,
        };
        self.marks.push(mark);
    }

    /// Adds a rectangle with a tooltip.
    pub(crate) fn rect(&mut self, (x, y): (f32, f32), (width, height): (f32, f32), fill: Color, title: String) {
        self.marks.push(FigureMark::Rect { x, y, width, height, fill, title: plain(&title) });
    }

    /// The figure as SVG, for a file or for a part of an HTML page.
    pub fn svg(&self) -> String {
        let (width, height) = (self.width, self.height);
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
             viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" font-family=\"'IBM Plex Sans Arabic', 'IBM Plex Sans', \
             'Noto Sans Arabic', 'Noto Naskh Arabic', 'DejaVu Sans', system-ui, sans-serif\">\n<title>{}</title>\n\
             <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
            escape(&plain(&self.title)),
        );
        for mark in &self.marks {
            // Writing to a string does not fail.
            let _ = match mark {
                FigureMark::Rect { x, y, width, height, fill, title } => {
                    let title =
                        if title.is_empty() { String::new() } else { format!("<title>{}</title>", escape(title)) };
                    writeln!(
                        out,
                        "<rect x=\"{x:.2}\" y=\"{y:.2}\" width=\"{width:.2}\" height=\"{height:.2}\" fill=\"{}\">{title}</rect>",
                        hex(*fill)
                    )
                }
                FigureMark::Text { x, y, size_pt, text, anchor, color, strong } => {
                    // The start of a right-to-left text is its right edge.
                    let rtl = first_strong(text).unwrap_or_default();
                    let anchor = match (anchor, rtl) {
                        (TextAnchor::Middle, _) => "middle",
                        (TextAnchor::Left, false) | (TextAnchor::Right, true) => "start",
                        (TextAnchor::Left, true) | (TextAnchor::Right, false) => "end",
                    };
                    let direction = if rtl { "rtl" } else { "ltr" };
                    let weight = if *strong { " font-weight=\"600\"" } else { "" };
                    writeln!(
                        out,
                        "<text x=\"{x:.2}\" y=\"{y:.2}\" font-size=\"{size_pt}\" fill=\"{}\" text-anchor=\"{anchor}\" \
                         direction=\"{direction}\" unicode-bidi=\"embed\"{weight}>{}</text>",
                        hex(*color),
                        escape(text)
                    )
                }
            };
        }
        out.push_str("</svg>\n");
        out
    }
}

/// Stacks figures vertically.
pub(crate) fn stack(figures: Vec<Figure>) -> Figure {
    let title = figures.first().map(|figure| figure.title.clone()).unwrap_or_default();
    let mut whole = Figure { title, ..Figure::default() };
    for figure in figures {
        let below = whole.height;
        whole.marks.extend(figure.marks.into_iter().map(|mark| match mark {
            FigureMark::Rect { x, y, width, height, fill, title } => {
                FigureMark::Rect { x, y: y + below, width, height, fill, title }
            }
            FigureMark::Text { x, y, size_pt, text, anchor, color, strong } => {
                FigureMark::Text { x, y: y + below, size_pt, text, anchor, color, strong }
            }
        }));
        whole.width = whole.width.max(figure.width);
        whole.height += figure.height;
    }
    whole
}

/// Ink or paper, whichever has more contrast with this ground (as WCAG 2.2 defines contrast).
pub(crate) fn ink_on(ground: Color) -> Color {
    let part = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    let luminance = |c: Color| 0.2126 * part(c[0]) + 0.7152 * part(c[1]) + 0.0722 * part(c[2]) + 0.05;
    // Ink is darker and paper lighter than every ground; their contrasts are equal where the square of the ground's
    // luminance is the product of theirs.
    if luminance(ground).powi(2) > luminance(INK) * luminance(PAPER) { INK } else { PAPER }
}

/// A colour between two others; `share` is 0 for the first, 1 for the second.
pub(crate) fn mix(from: Color, to: Color, share: f64) -> Color {
    let part = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as u8;
    [part(from[0], to[0]), part(from[1], to[1]), part(from[2], to[2])]
}

fn hex([red, green, blue]: Color) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// Escapes a text for HTML, SVG and their attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Control characters are not allowed in XML.
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_right_to_left_label_keeps_its_edge() {
        let mut figure = Figure::default();
        figure.text(50.0, 10.0, "بوتين", TextAnchor::Right, INK);
        figure.text(50.0, 20.0, "Putin", TextAnchor::Right, INK);
        figure.text(50.0, 30.0, "<&\"\u{7}", TextAnchor::Left, INK);
        let svg = figure.svg();
        assert!(svg.contains("text-anchor=\"start\" direction=\"rtl\" unicode-bidi=\"embed\">بوتين<"), "{svg}");
        assert!(svg.contains("text-anchor=\"end\" direction=\"ltr\" unicode-bidi=\"embed\">Putin<"), "{svg}");
        assert!(svg.contains(">&lt;&amp;&quot; <"), "{svg}");
    }
}
