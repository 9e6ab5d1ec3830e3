//! Texts in which some parts are marked, as the words in which two versions differ.

use std::ops::Range;

use egui::{Color32, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::locale::plain;
use crate::t;
use crate::ui::shaped::{self, Emphasis, LayoutOptions, TextStyle, Wrap};

/// How many marked parts are told to screen readers.
const TOLD_MARKS: usize = 20;

/// Text of the article in which some parts are marked, by a background and by a line below or through them, so that colour
/// is not the only sign. Screen readers are told which words they are.
pub(crate) fn passage(ui: &mut Ui, text: &str, marked: &[Range<usize>], mark: PassageMark, width: f32) {
    let style = TextStyle::reading(egui::TextStyle::Body.resolve(ui.style()).size);
    let color = match mark {
        PassageMark::OnlyHere => ui.visuals().hyperlink_color,
        PassageMark::OnlyThere | PassageMark::Gone => ui.visuals().error_fg_color,
    };
    let line = if mark == PassageMark::Gone { MarkLine::Through } else { MarkLine::Below };
    let marks: Vec<_> = marked.iter().map(|range| (range.clone(), color, true)).collect();
    let response = text_with_marks(ui, text, &style, (&marks, &[]), width, Some(line));
    if let Some(words) = marked_words(text, marked) {
        let told = match mark {
            PassageMark::OnlyHere => t!("panel-passage-new", words = words),
            PassageMark::OnlyThere => t!("panel-passage-other", words = words),
            PassageMark::Gone => t!("panel-passage-gone", words = words),
        };
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(plain(&told)));
    }
}

/// What the marked words of a text are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PassageMark {
    /// The other text does not have them.
    OnlyHere,
    /// This is the other text, and only it has them.
    OnlyThere,
    /// A newer text does not have them any more.
    Gone,
}

/// The marked words one after another; nothing if there are none, and not more than can be listened to.
fn marked_words(text: &str, marked: &[Range<usize>]) -> Option<String> {
    let words = marked.iter().filter_map(|range| text.get(range.clone())).map(str::trim);
    let mut words: Vec<&str> = words.filter(|word| !word.is_empty()).take(TOLD_MARKS + 1).collect();
    if words.len() > TOLD_MARKS {
        words.truncate(TOLD_MARKS);
        words.push("…");
    }
    (!words.is_empty()).then(|| words.join(" · "))
}

/// Text of the interface in which some parts are marked, each by its colour, with a background or else underlined only, and
/// some are set apart by their letters.
pub(crate) fn passage_of(ui: &mut Ui, text: &str, marks: &[Mark], emphasis: &[Emphasis], width: f32) {
    let style = TextStyle::interface(egui::TextStyle::Body.resolve(ui.style()).size);
    text_with_marks(ui, text, &style, (marks, emphasis), width, None);
}

/// A part of a text, its colour, and whether it has a background.
type Mark = (Range<usize>, Color32, bool);

/// Where the line of a mark runs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum MarkLine {
    Below,
    Through,
}

/// Without `line`, a mark is underlined only if it has no background.
fn text_with_marks(
    ui: &mut Ui,
    text: &str,
    style: &TextStyle,
    (marks, emphasis): (&[Mark], &[Emphasis]),
    width: f32,
    line: Option<MarkLine>,
) -> Response {
    let options = LayoutOptions { wrap: Wrap::At(width), fill: true, ..LayoutOptions::default() };
    let layout = shaped::layout_emphasised(ui.ctx(), text, style, &options, emphasis);
    let (rect, response) = ui.allocate_exact_size(vec2(width, layout.height()), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, plain(text)));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    for (range, color, has_background) in marks {
        for found in layout.selection_rects(range.clone()) {
            let found = Rect::from_min_max(pos2(found.left, found.top), pos2(found.right, found.bottom))
                .translate(rect.min.to_vec2());
            if *has_background {
                ui.painter().rect_filled(found, 2.0, color.gamma_multiply(0.16));
            }
            if line.is_some() || !has_background {
                let y = if line == Some(MarkLine::Through) { found.center().y } else { found.bottom() - 2.0 };
                ui.painter().hline(found.x_range(), y, Stroke::new(1.5, *color));
            }
        }
    }
    shaped::paint(ui.painter(), rect.min, &layout, ui.visuals().text_color(), &[]);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_so_many_marked_words_are_told() {
        assert_eq!(marked_words("one two three", &[0..3, 8..13]).as_deref(), Some("one · three"));
        assert_eq!(marked_words("one two", &[]), None);
        assert_eq!(marked_words("one two", &[3..4]), None, "a space is no word");
        let text = "a".repeat(TOLD_MARKS + 1);
        let each: Vec<_> = (0..text.len()).map(|at| at..at + 1).collect();
        assert!(marked_words(&text, &each).unwrap().ends_with("a · …"));
        assert!(marked_words(&text, &each[1..]).unwrap().ends_with("a · a"));
    }
}
