//! Invisible characters made visible: a hairline where each stands, with its abbreviation over it.

use std::ops::Range;

use egui::{Painter, Pos2, Stroke, Ui, pos2};

use crate::shape::TextLayout;
use crate::text::marks::{MarkKind, marks};
use crate::ui::shaped::{self, LayoutOptions, TextStyle};

/// Size of the names in points: they stand between the lines.
const NAME_PT: f32 = 8.5;

/// Paints the marks of a paragraph. `place` is where its layout stands; of several at one place the names are joined.
pub(crate) fn paint(
    ui: &Ui,
    painter: &Painter,
    text: &str,
    paragraph_byte: Range<usize>,
    layout: &TextLayout,
    place: Pos2,
) {
    let mut at_one_place: Vec<(usize, String, bool)> = Vec::new();
    for mark in marks(text, paragraph_byte.clone()) {
        let byte = mark.start_byte - paragraph_byte.start;
        let serious = mark.kind == MarkKind::Direction;
        match at_one_place.last_mut() {
            Some((start, names, is_serious))
                if text.get(paragraph_byte.start + *start..mark.start_byte).is_some_and(all_invisible) =>
            {
                names.push(' ');
                names.push_str(mark.abbreviation());
                *is_serious |= serious;
            }
            _ => at_one_place.push((byte, mark.abbreviation().to_owned(), serious)),
        }
    }
    let clip = painter.clip_rect();
    for (byte, names, serious) in at_one_place {
        let caret = layout.caret_rect(layout.caret_at(byte));
        let (x, top, bottom) =
            (place.x + (caret.left + caret.right) / 2.0, place.y + caret.top, place.y + caret.bottom);
        if bottom < clip.top() || top > clip.bottom() {
            continue;
        }
        let color = if serious { ui.visuals().error_fg_color } else { ui.visuals().hyperlink_color };
        let label = shaped::layout(ui.ctx(), &names, &TextStyle::interface(NAME_PT), &LayoutOptions::single_line());
        shaped::paint(painter, pos2(x - label.width() / 2.0, top), &label, color, &[]);
        painter.line_segment([pos2(x, top + label.height()), pos2(x, bottom)], Stroke::new(1.0, color));
    }
}

fn all_invisible(text: &str) -> bool {
    marks(text, 0..text.len()).map(|mark| mark.character.len_utf8()).sum::<usize>() == text.len()
}
