//! The charts of agreement: the matrix of annotators, a confusion matrix, and the strip along each text.
//!
//! Widths of texts are estimated, with room to spare, since nothing here knows a font.

use super::pairing::Confusion;
use super::study::StudyResult;
use crate::figure::{Color, Figure, INK, LINE, MARGIN, PAPER, SIZE_PT, TextAnchor, WEAK, ink_on, mix};
use crate::locale::plain;
use crate::model::project::Project;
use crate::t;
use crate::text::direction::first_strong;

/// Agreement; blue and orange can be told apart by nearly everybody.
pub(crate) const AGREE: Color = [0x1f, 0x6f, 0xb4];
/// Disagreement.
pub(crate) const DIFFER: Color = [0xd9, 0x73, 0x0d];
const CELL_WIDTH: f32 = 64.0;
const CELL_HEIGHT: f32 = 26.0;
/// The largest width of a row label.
const WIDEST_LABEL: f32 = 200.0;

/// A value as a cell shows it.
pub(crate) fn value_text(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.3}"))
}

/// The matrix of annotators: a value for each pair.
pub fn matrix(project: &Project, answer: &StudyResult) -> Figure {
    let names: Vec<String> = answer.annotators.iter().map(ToString::to_string).collect();
    let title =
        t!("agreement-figure-matrix", measure = measure_name(answer), field = answer.question.field.title(project));
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

/// The confusion matrix of two annotators, or of all pairs together.
pub(crate) fn confusion(
    project: &Project,
    answer: &StudyResult,
    field: &super::agreement::fields::LabelField,
    of: &Confusion,
) -> Figure {
    let mut names: Vec<String> = of.labels.iter().map(|label| field.label_name(project, label)).collect();
    names.push(t!("agreement-nothing"));
    let name = |index: usize| answer.annotators.get(index).map(ToString::to_string).unwrap_or_default();
    let title = match of.pair {
        Some((a, b)) => {
            t!("agreement-figure-confusion-pair", field = field.title(project), rows = name(a), columns = name(b))
        }
        None => t!("agreement-figure-confusion", field = field.title(project)),
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

/// A strip along each text that shows where the annotators agree (upper half) and disagree (lower half).
pub(crate) fn strip(project: &Project, answer: &StudyResult, width: f32) -> Figure {
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
        // Right-to-left texts begin at the right, like their lines.
        let rtl = project
            .documents
            .get(&strip.document)
            .is_some_and(|d| first_strong(d.content.as_str()).unwrap_or_default());
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

/// A shade between the ground and the colour of agreement, or that of disagreement below 0. Without a value, the ground.
pub(crate) fn shade(ground: Color, value: Option<f64>, most: f64) -> Color {
    let Some(value) = value else { return ground };
    let share = (value.abs() / most).clamp(0.0, 1.0);
    mix(ground, if value < 0.0 { DIFFER } else { AGREE }, share)
}

/// The ground of a cell of a confusion matrix.
pub(crate) fn confusion_fill(ground: Color, same: bool, share: f64) -> Color {
    mix(ground, if same { AGREE } else { DIFFER }, share * 0.85)
}

/// The name of the measure that the charts show, which is the first of the request.
pub(crate) fn measure_name(answer: &StudyResult) -> String {
    answer.question.measures.first().map(|measure| measure.title()).unwrap_or_default()
}

/// Draws the heading and the names of the columns. Returns the top of the first row.
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

/// An estimate of the width of a text, a little larger than in most fonts.
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

#[cfg(test)]
mod tests {
    use super::*;

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
