//! The manual of a project, set like a text to be read: on the page of the codebook, and beside an article.

use egui::{Align, Id, Layout, ScrollArea, Ui, vec2};

use crate::t;
use crate::text::direction::{first_strong, is_right_to_left_script};
use crate::text::markdown::{MarkdownBlock, RichText, blocks};
use crate::ui::parts::passage::passage_of;
use crate::ui::parts::sides;
use crate::ui::shaped::{Button, Emphasis, Family, Heading, Icon, Label, ResponseExt as _};
use crate::ui::theme::Tokens;

/// The size of headings of each level, in points; deeper ones are as large as the text.
const HEADINGS_PT: [f32; 3] = [20.0, 17.0, 15.0];
/// How far each level of lists is indented, and the width of the marks of items, in points.
const LEVEL_PT: f32 = 18.0;
const MARK_PT: f32 = 18.0;
/// The widest that the text is set, in points.
const WIDTH_PT: f32 = 680.0;
/// The narrowest that a column of a table gets, in points.
const COLUMN_PT: f32 = 80.0;
/// The space between columns, in points.
const SPACING_PT: f32 = 12.0;

/// The manual as it was read last.
#[derive(Debug, Default)]
pub(crate) struct ManualState {
    text: String,
    blocks: Vec<MarkdownBlock>,
    /// The heading to scroll to in the next frame, by its place among the blocks.
    go_to: Option<usize>,
}

impl ManualState {
    fn read(&mut self, text: &str) {
        if self.text != text {
            text.clone_into(&mut self.text);
            self.blocks = blocks(text);
        }
    }
}

/// Shows the manual, and `end` after it.
pub(crate) fn show(ui: &mut Ui, text: &str, state: &mut ManualState, end: impl FnOnce(&mut Ui)) {
    state.read(text);
    ScrollArea::vertical().id_salt("manual").auto_shrink(false).show(ui, |ui| {
        ui.set_max_width(WIDTH_PT.min(ui.available_width()));
        ui.spacing_mut().item_spacing.y = 6.0;
        if state.blocks.is_empty() {
            ui.add(Label::new(t!("codebook-manual-empty")).weak().wrap());
        }
        let go_to = state.go_to.take();
        let start = start_of(&state.blocks);
        for (index, block) in state.blocks.iter().enumerate() {
            ui.push_id(index, |ui| {
                ui.with_layout(Layout::top_down(start), |ui| self::block(ui, block, go_to == Some(index)))
            });
        }
        end(ui);
    });
}

/// Shows the headings, which lead to their places.
pub(crate) fn contents(ui: &mut Ui, text: &str, state: &mut ManualState) {
    state.read(text);
    ScrollArea::vertical().id_salt("manual-contents").auto_shrink(false).show(ui, |ui| {
        for (index, block) in state.blocks.iter().enumerate() {
            let MarkdownBlock::Heading(level, heading) = block else { continue };
            ui.horizontal(|ui| {
                ui.add_space(LEVEL_PT * (level - 1) as f32);
                let button = Button::new(heading.text.clone()).frame(false).at_start().max_width(ui.available_width());
                let response = ui.push_id(index, |ui| ui.add(button)).inner;
                if response.on_hover_shaped(heading.text.clone()).clicked() {
                    state.go_to = Some(index);
                }
            });
        }
    });
}

/// The words of a block that say in which direction it is read.
fn words(block: &MarkdownBlock) -> &str {
    match block {
        MarkdownBlock::Heading(_, text)
        | MarkdownBlock::Paragraph(text)
        | MarkdownBlock::Quote(text)
        | MarkdownBlock::Item { text, .. } => &text.text,
        MarkdownBlock::Table(rows) => rows.first().and_then(|row| row.first()).map_or("", |cell| &cell.text),
        MarkdownBlock::Code(_) | MarkdownBlock::Rule => "",
    }
}

/// Where lines of the manual begin: on the side of its language, whatever the window is.
fn start_of(blocks: &[MarkdownBlock]) -> Align {
    let is_rtl = blocks.iter().find_map(|block| first_strong(words(block))).unwrap_or_default();
    if is_rtl { Align::Max } else { Align::Min }
}

fn block(ui: &mut Ui, block: &MarkdownBlock, is_wanted: bool) {
    match block {
        MarkdownBlock::Heading(level, heading) => {
            ui.add_space(8.0);
            let body_pt = egui::TextStyle::Body.resolve(ui.style()).size;
            let size_pt = HEADINGS_PT.get(level - 1).copied().unwrap_or(body_pt);
            let label = Label::new(heading.text.clone()).strong().size(size_pt);
            let shown = ui.add(label.wrap().selectable(true));
            if is_wanted {
                shown.scroll_to_me(Some(egui::Align::Min));
            }
        }
        MarkdownBlock::Paragraph(text) => rich(ui, text),
        MarkdownBlock::Quote(text) => {
            ui.indent("quote", |ui| rich(ui, text));
        }
        MarkdownBlock::Item { depth, mark, text } => {
            ui.horizontal_top(|ui| {
                ui.add_space(LEVEL_PT * (depth - 1) as f32);
                let height = ui.spacing().interact_size.y;
                ui.allocate_ui(vec2(MARK_PT, height), |ui| {
                    ui.set_min_width(MARK_PT);
                    ui.add(Label::new(mark.clone().unwrap_or_default()));
                });
                sides::column(ui, |ui| rich(ui, text));
            });
        }
        MarkdownBlock::Code(code) => {
            egui::Frame::NONE.fill(Tokens::of(ui).raised).inner_margin(8.0).show(ui, |ui| {
                ui.add(Label::new(code.clone()).family(Family::Mono).wrap().selectable(true));
            });
        }
        MarkdownBlock::Table(rows) => table(ui, rows),
        MarkdownBlock::Rule => _ = ui.separator(),
    }
}

fn table(ui: &mut Ui, rows: &[Vec<RichText>]) {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default().max(1);
    let room = ui.available_width() - SPACING_PT * (columns - 1) as f32;
    // Columns share the room by what they hold, so that a column of signs leaves its room to the words beside it.
    let length =
        |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.text.chars().count()).max();
    let lengths: Vec<f32> = (0..columns).map(|column| length(column).unwrap_or_default().clamp(8, 60) as f32).collect();
    let all: f32 = lengths.iter().sum();
    let least = COLUMN_PT.min(room / columns as f32);
    let shares: Vec<f32> = lengths.iter().map(|length| (room * length / all.max(1.0)).max(least)).collect();
    // Columns of the least width take it from the others, so that a table is never wider than its place.
    let scale = (room / shares.iter().sum::<f32>().max(1.0)).min(1.0);
    let width = |column: usize| shares.get(column).copied().unwrap_or_default() * scale;
    for (index, row) in rows.iter().enumerate() {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = SPACING_PT;
            for column in 0..columns {
                let cell = row.get(column).cloned().unwrap_or_default();
                ui.allocate_ui(vec2(width(column), 0.0), |ui| {
                    sides::column(ui, |ui| {
                        ui.set_width(width(column));
                        if index == 0 {
                            ui.add(Label::new(cell.text).strong().wrap());
                        } else {
                            rich(ui, &cell);
                        }
                    });
                });
            }
        });
        ui.separator();
    }
}

/// Whether a text may be slanted. Scripts that are written from right to left have no such letters: there, it is underlined.
fn can_slant(text: &str) -> bool {
    !text.chars().any(is_right_to_left_script)
}

/// A text in which code and emphasis are marked.
fn rich(ui: &mut Ui, rich: &RichText) {
    let tokens = Tokens::of(ui);
    let (code, emphasis) = (tokens.accent, ui.visuals().text_color());
    let marks = rich.code.iter().map(|range| (range.clone(), code, true));
    let (slanted, underlined): (Vec<_>, Vec<_>) =
        rich.emphasis.iter().cloned().partition(|range| rich.text.get(range.clone()).is_none_or(can_slant));
    let marks: Vec<_> = marks.chain(underlined.into_iter().map(|range| (range, emphasis, false))).collect();
    let slanted = slanted.into_iter().map(|range| Emphasis { range, is_strong: false });
    let strong = rich.strong.iter().map(|range| Emphasis { range: range.clone(), is_strong: true });
    let letters: Vec<_> = slanted.chain(strong).collect();
    let width = ui.available_width();
    passage_of(ui, &rich.text, &marks, &letters, width);
}

/// The panel beside an article: its head with a way to close it, and the manual.
pub(crate) fn panel(ui: &mut Ui, text: &str, state: &mut ManualState, closes: &mut bool) {
    crate::ui::parts::line_with(
        ui,
        closes,
        |ui, _| ui.add(Heading::new(t!("codebook-manual-title"))),
        |ui, closes| {
            let name = t!("codebook-manual-close");
            let button = Button::new("").icon(Icon::Close).frame(false).name(name.clone());
            *closes |= ui.add(button).on_hover_shaped(name).clicked();
        },
    );
    show(ui, text, state, |_| {});
}

/// The field in which the manual is written.
pub(crate) fn field_id() -> Id {
    Id::unique("manual-field")
}
