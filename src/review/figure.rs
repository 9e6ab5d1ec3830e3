//! Figures of agreement as plain shapes: the matrix of annotators, a confusion matrix, the strip along the texts.
//!
//! A figure knows neither fonts nor a screen: it is written as SVG here, and drawn as pixels by the window. Lengths are in
//! points; widths of texts are estimated, with room to spare.

use std::fmt::Write as _;

use super::pairing::Confusion;
use super::study::StudyResult;
use crate::locale::plain;
use crate::model::project::Project;
use crate::t;

/// Red, green, blue.
pub type Color = [u8; 3];

const INK: Color = [0x1f, 0x23, 0x28];
const PAPER: Color = [0xff, 0xff, 0xff];
const WEAK: Color = [0x59, 0x63, 0x6e];
const LINE: Color = [0xd0, 0xd7, 0xde];
/// Agreement; blue and orange can be told apart by nearly everybody.
pub const AGREE: Color = [0x1f, 0x6f, 0xb4];
/// Disagreement.
pub const DIFFER: Color = [0xd9, 0x73, 0x0d];
const SIZE_PT: f32 = 12.0;
const CELL_WIDTH: f32 = 64.0;
const CELL_HEIGHT: f32 = 26.0;
const MARGIN: f32 = 12.0;
/// No label of a row takes more room.
const WIDEST_LABEL: f32 = 200.0;

/// Where a text stands from its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextAnchor {
    /// Its left edge is there, whatever its direction.
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
        /// What it says when the pointer rests on it.
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
    fn text(&mut self, x: f32, y: f32, text: impl Into<String>, anchor: TextAnchor, color: Color) {
        let mark = FigureMark::Text { x, y, size_pt: SIZE_PT, text: plain(&text.into()), anchor, color, strong: false };
        self.marks.push(mark);
    }

    fn heading(&mut self) {
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

    fn rect(&mut self, (x, y): (f32, f32), (width, height): (f32, f32), fill: Color, title: String) {
        self.marks.push(FigureMark::Rect { x, y, width, height, fill, title: plain(&title) });
    }

    /// The figure as a file of its own, or as a part of a page.
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
                    // In a text that runs from right to left the start is its right edge.
                    let rtl = is_rtl(text);
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

/// Several figures below one another.
pub fn stack(figures: Vec<Figure>) -> Figure {
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

/// What a value is called in a cell.
pub fn value_text(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.3}"))
}

/// The annotators by each other, each pair with its value.
pub fn matrix(answer: &StudyResult) -> Figure {
    let names: Vec<String> = answer.annotators.iter().map(ToString::to_string).collect();
    let title = t!("agreement-figure-matrix", measure = measure_name(answer), field = answer.question.field.title());
    let mut figure = Figure { title, ..Figure::default() };
    let left = MARGIN + label_width(&names);
    let top = head(&mut figure, left, &names, CELL_WIDTH.max(column_width(&names)));
    let cell_width = CELL_WIDTH.max(column_width(&names));
    for (row, name) in names.iter().enumerate() {
        let y = top + row as f32 * CELL_HEIGHT;
        figure.text(left - 8.0, y + 17.5, shortened(name), TextAnchor::Right, INK);
        for column in 0..names.len() {
            let x = left + column as f32 * cell_width;
            if row == column {
                figure.rect((x, y), (cell_width - 2.0, CELL_HEIGHT - 2.0), LINE, String::new());
                continue;
            }
            let value = answer.pair(row, column).and_then(|score| score.value());
            let fill = shade(PAPER, value.map(|v| v.clamp(-1.0, 1.0)), 1.0);
            let pair =
                t!("agreement-pair", first = name.as_str(), second = names.get(column).map_or("", String::as_str));
            figure.rect((x, y), (cell_width - 2.0, CELL_HEIGHT - 2.0), fill, pair);
            figure.text(x + cell_width / 2.0 - 1.0, y + 17.5, value_text(value), TextAnchor::Middle, ink_on(fill));
        }
    }
    finish(figure, left + names.len() as f32 * cell_width, top + names.len() as f32 * CELL_HEIGHT)
}

/// What one said where the other said what.
pub fn confusion(
    project: &Project,
    answer: &StudyResult,
    field: &super::agreement::fields::LabelField,
    of: &Confusion,
) -> Figure {
    let mut names: Vec<String> = of.labels.iter().map(|label| field.label_name(project, label)).collect();
    names.push(t!("agreement-nothing"));
    let name = |index: usize| answer.annotators.get(index).map(ToString::to_string).unwrap_or_default();
    let title = match of.pair {
        Some((a, b)) => t!("agreement-figure-confusion-pair", field = field.title(), rows = name(a), columns = name(b)),
        None => t!("agreement-figure-confusion", field = field.title()),
    };
    let mut figure = Figure { title, ..Figure::default() };
    let left = MARGIN + label_width(&names);
    let cell_width = CELL_WIDTH.max(column_width(&names));
    let top = head(&mut figure, left, &names, cell_width);
    let most = of.most().max(1) as f64;
    for (row, label) in names.iter().enumerate() {
        let y = top + row as f32 * CELL_HEIGHT;
        figure.text(left - 8.0, y + 17.5, shortened(label), TextAnchor::Right, INK);
        for column in 0..of.size() {
            let x = left + column as f32 * cell_width;
            let count = of.cell(row, column).len();
            let share = (count as f64 / most).sqrt();
            let fill = confusion_fill(PAPER, row == column, share);
            let cell = (cell_width - 2.0, CELL_HEIGHT - 2.0);
            figure.rect((x, y), cell, fill, String::new());
            if row == of.nothing() && column == of.nothing() {
                continue;
            }
            figure.text(x + cell_width / 2.0 - 1.0, y + 17.5, count.to_string(), TextAnchor::Middle, ink_on(fill));
        }
    }
    let below = top + names.len() as f32 * CELL_HEIGHT;
    finish(figure, left + names.len() as f32 * cell_width, below)
}

/// Along each text where the annotators agree (the upper half) and where not (the lower half).
pub fn strip(project: &Project, answer: &StudyResult, width: f32) -> Figure {
    let mut figure = Figure { title: t!("agreement-figure-strip"), ..Figure::default() };
    let title = |id| project.documents.get(id).map(|document| document.display_title().to_owned()).unwrap_or_default();
    let names: Vec<String> = answer.strips.iter().map(|strip| title(&strip.document)).collect();
    let left = MARGIN + label_width(&names);
    figure.heading();
    let mut y = MARGIN + SIZE_PT + 14.0;
    let room = (width - left - MARGIN).max(100.0);
    for (strip, name) in answer.strips.iter().zip(&names) {
        figure.text(left - 8.0, y + 15.0, shortened(name), TextAnchor::Right, INK);
        figure.rect((left, y), (room, 20.0), [0xf3, 0xf4, 0xf6], String::new());
        // Texts from right to left begin at the right, like their lines.
        let rtl = project.documents.get(&strip.document).is_some_and(|d| is_rtl(d.content.as_str()));
        let scale = f64::from(room) / strip.length_byte.max(1) as f64;
        for piece in &strip.pieces {
            let (from, to) = (piece.span.start_byte as f64 * scale, piece.span.end_byte as f64 * scale);
            let x = if rtl { f64::from(room) - to } else { from } as f32;
            let wide = ((to - from) as f32).max(0.4);
            let agree = piece.agree as f32;
            if agree > 0.0 {
                figure.rect((left + x, y + 10.0 - 10.0 * agree), (wide, 10.0 * agree), AGREE, String::new());
            }
            if agree < 1.0 {
                figure.rect((left + x, y + 10.0), (wide, 10.0 * (1.0 - agree)), DIFFER, String::new());
            }
        }
        y += 26.0;
    }
    figure.rect((left, y + 2.0), (10.0, 10.0), AGREE, String::new());
    figure.text(left + 16.0, y + 11.5, t!("agreement-legend-agree"), TextAnchor::Left, WEAK);
    figure.rect((left + 170.0, y + 2.0), (10.0, 10.0), DIFFER, String::new());
    figure.text(left + 186.0, y + 11.5, t!("agreement-legend-differ"), TextAnchor::Left, WEAK);
    finish(figure, width - MARGIN, y + 16.0)
}

/// Between the ground and the colour of agreement, or of disagreement below 0; the ground where there is no value.
pub fn shade(ground: Color, value: Option<f64>, most: f64) -> Color {
    let Some(value) = value else { return ground };
    let share = (value.abs() / most).clamp(0.0, 1.0);
    mix(ground, if value < 0.0 { DIFFER } else { AGREE }, share)
}

/// The ground of a cell of a confusion matrix.
pub fn confusion_fill(ground: Color, same: bool, share: f64) -> Color {
    mix(ground, if same { AGREE } else { DIFFER }, share * 0.85)
}

/// Ink or paper, whichever can be read better on this ground (contrast as WCAG 2.2 defines it).
pub fn ink_on(ground: Color) -> Color {
    let part = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    let luminance = |c: Color| 0.2126 * part(c[0]) + 0.7152 * part(c[1]) + 0.0722 * part(c[2]) + 0.05;
    // The ink is darker and the paper lighter than every ground: equal contrast where the square is their product.
    if luminance(ground).powi(2) > luminance(INK) * luminance(PAPER) { INK } else { PAPER }
}

fn mix(from: Color, to: Color, share: f64) -> Color {
    let part = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as u8;
    [part(from[0], to[0]), part(from[1], to[1]), part(from[2], to[2])]
}

/// The measure of an answer by name: the first, of which all figures are.
pub fn measure_name(answer: &StudyResult) -> String {
    answer.question.measures.first().map(|measure| measure.title()).unwrap_or_default()
}

/// Heading and names of the columns; the top of the first row.
fn head(figure: &mut Figure, left: f32, names: &[String], cell_width: f32) -> f32 {
    figure.heading();
    let y = MARGIN + SIZE_PT + 24.0;
    for (column, name) in names.iter().enumerate() {
        let x = left + (column as f32 + 0.5) * cell_width - 1.0;
        figure.text(x, y, shortened(name), TextAnchor::Middle, INK);
    }
    y + 8.0
}

fn finish(mut figure: Figure, right: f32, bottom: f32) -> Figure {
    let title = text_width(&figure.title) * 1.15 + 2.0 * MARGIN;
    figure.width = (right + MARGIN).max(title);
    figure.height = bottom + MARGIN;
    figure
}

fn label_width(names: &[String]) -> f32 {
    names.iter().map(|name| text_width(&shortened(name))).fold(40.0, f32::max).min(WIDEST_LABEL) + 12.0
}

fn column_width(names: &[String]) -> f32 {
    names.iter().map(|name| text_width(&shortened(name))).fold(0.0, f32::max).min(WIDEST_LABEL) + 10.0
}

/// A little more than most fonts take.
fn text_width(text: &str) -> f32 {
    plain(text).chars().count() as f32 * SIZE_PT * 0.58
}

fn shortened(name: &str) -> String {
    const LONGEST: usize = 28;
    let name = plain(name);
    if name.chars().count() <= LONGEST {
        return name;
    }
    let end = name.char_indices().nth(LONGEST - 1).map_or(name.len(), |(at, _)| at);
    let end = crate::text::segment::grapheme_floor(&name, end);
    format!("{}…", name.get(..end).unwrap_or_default().trim_end())
}

/// Whether the first letter runs from right to left.
pub fn is_rtl(text: &str) -> bool {
    let strong = |c: char| match c {
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' => c.is_alphabetic().then_some(true),
        c => c.is_alphabetic().then_some(false),
    };
    text.chars().find_map(strong).unwrap_or(false)
}

fn hex([red, green, blue]: Color) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// A text inside HTML, SVG or an attribute of them.
pub fn escape(text: &str) -> String {
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

    #[test]
    fn digits_can_be_read_on_every_shade() {
        for ground in [PAPER, [0x1b, 0x1b, 0x1b]] {
            for step in 0..=20 {
                for value in [f64::from(step) / 20.0, -f64::from(step) / 20.0] {
                    let fill = shade(ground, Some(value), 1.0);
                    let part = |value: u8| {
                        let value = f64::from(value) / 255.0;
                        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
                    };
                    let light = |c: Color| 0.2126 * part(c[0]) + 0.7152 * part(c[1]) + 0.0722 * part(c[2]);
                    let (a, b) = (light(fill), light(ink_on(fill)));
                    assert!((a.max(b) + 0.05) / (a.min(b) + 0.05) >= 4.0, "{fill:?}");
                }
            }
        }
    }
}
