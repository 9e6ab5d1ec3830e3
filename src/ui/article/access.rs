//! The article for screen readers: each paragraph that can be seen with the direction of its text, the caret and the
//! selection in it, and each statement that can be seen with its full name.
//!
//! Costs nothing while nobody listens.

use std::ops::Range;

use egui::accesskit::{self, Role, TextDirection, TextPosition, TextSelection};
use egui::{Id, Rect, Sense, Ui, UiBuilder, Vec2, WidgetInfo, pos2};

use super::page::{Page, Placed};
use super::scene::Scene;
use crate::locale::plain;
use crate::model::span::Span;
use crate::shape::{Cell, Line};
use crate::t;
use crate::text::segment;
use crate::ui::words::describe;

/// The longest quotation in the name of a statement, in bytes.
const QUOTE_BYTES: usize = 400;
/// AccessKit tells word starts by numbers of one byte.
const RUN_CHARACTERS: usize = 255;

/// Where a byte is in the tree: it is asked for while the tree is made.
struct Wanted {
    byte: usize,
    found: Option<TextPosition>,
}

/// Adds the nodes. `anchor` and `focus` are the ends of the selection, or both the caret.
pub(super) fn nodes(ui: &mut Ui, scene: &Scene<'_>, page: &Page<'_>, ends: [usize; 2]) {
    let article = UiBuilder::new().id_salt("document-article").max_rect(page.view);
    let mut article = ui.new_child(article);
    let id = article.unique_id();
    if ui.ctx().accesskit_node_builder(id, |node| node.set_role(Role::Article)).is_none() {
        return;
    }
    let mut wanted = ends.map(|byte| Wanted { byte, found: None });
    for placed in &page.placed {
        paragraph(&mut article, page, placed, &mut wanted);
    }
    let [anchor, focus] = wanted.map(|wanted| wanted.found);
    ui.ctx().accesskit_node_builder(id, |node| {
        node.set_label(plain(&t!("document-name", title = scene.title())));
        if let Some((anchor, focus)) = anchor.zip(focus) {
            node.set_text_selection(TextSelection { anchor, focus });
        }
    });
    for statement in scene.layer.overlapping(page.bytes()) {
        let bands = statement.spans.iter().flat_map(|span| page.bands(*span));
        let Some(rect) = bands.map(|band| band.rect).reduce(Rect::union) else { continue };
        let hull = statement.spans.first().copied().unwrap_or(Span::new(0, 0));
        let text = page.content.as_str();
        let end = segment::grapheme_floor(text, hull.end_byte.min(hull.start_byte + QUOTE_BYTES));
        let quote = text.get(hull.start_byte..end).unwrap_or_default();
        let name = t!("document-statement-name", what = describe(scene.session, statement), quote = quote);
        let response = article.interact(rect, id.with(("statement", statement.id)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Mark, true, plain(&name)));
    }
}

fn paragraph(ui: &mut Ui, page: &Page<'_>, placed: &Placed, wanted: &mut [Wanted; 2]) {
    let size = egui::vec2(placed.layout.width(), placed.layout.height());
    let rect = Rect::from_min_size(pos2(page.left, placed.top), size);
    let ui = ui.new_child(UiBuilder::new().id_salt(("paragraph", placed.start_byte)).max_rect(rect));
    let rtl = placed.layout.is_rtl();
    ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
        node.set_role(Role::Paragraph);
        node.set_text_direction(direction(rtl));
    });
    let seen = page.view.top() - placed.top..page.view.bottom() - placed.top;
    let lines = placed.layout.lines();
    for (number, line) in lines.iter().enumerate() {
        if line.bottom < seen.start || line.top > seen.end {
            continue;
        }
        let mut cells: Vec<Cell> = placed.layout.cells(line).to_vec();
        cells.sort_by_key(|cell| cell.start_byte);
        let runs: Vec<&[Cell]> =
            cells.chunk_by(|a, b| a.rtl == b.rtl).flat_map(|run| run.chunks(RUN_CHARACTERS)).collect();
        let last = number + 1 == lines.len();
        let ends_paragraph = last && !page.blocks.get(placed.index + 1).is_some_and(|next| next.continues);
        for (index, cells) in runs.iter().enumerate() {
            let ends_paragraph = ends_paragraph && index + 1 == runs.len();
            let id = ui.unique_id().with((number, index));
            Run::new(placed, line, cells, ends_paragraph).add(&ui, id, rect.min.to_vec2(), wanted);
        }
    }
}

/// A stretch of a line in one direction, as AccessKit wants it.
struct Run {
    /// Its place in its block, in points, and its bytes there.
    rect: Rect,
    bytes: Range<usize>,
    /// The first byte of the block in the text.
    block_byte: usize,
    rtl: bool,
    value: String,
    /// Of each character: its bytes, its place and its width, from where the run begins.
    lengths: Vec<u8>,
    positions: Vec<f32>,
    widths: Vec<f32>,
    /// The characters that begin a word.
    words: Vec<u8>,
    /// The first byte of each character.
    starts: Vec<usize>,
}

impl Run {
    fn new(placed: &Placed, line: &Line, cells: &[Cell], ends_paragraph: bool) -> Self {
        let left = cells.iter().map(|cell| cell.left).fold(f32::INFINITY, f32::min);
        let right = cells.iter().map(|cell| cell.right).fold(f32::NEG_INFINITY, f32::max);
        let rtl = cells.first().is_some_and(|cell| cell.rtl);
        let text = placed.layout.text();
        let mut value = String::new();
        let mut lengths = Vec::new();
        for cell in cells {
            let part = text.get(cell.start_byte..cell.end_byte).unwrap_or_default();
            // A grapheme of hundreds of marks cannot be told: its first ones stand for it.
            let part = part.get(..part.floor_char_boundary(usize::from(u8::MAX))).unwrap_or_default();
            value.push_str(part);
            lengths.push(u8::try_from(part.len()).unwrap_or(u8::MAX));
        }
        let position = |cell: &Cell| if rtl { right - cell.right } else { cell.left - left };
        let mut positions: Vec<f32> = cells.iter().map(position).collect();
        let mut widths: Vec<f32> = cells.iter().map(|cell| cell.right - cell.left).collect();
        let starts: Vec<usize> = cells.iter().map(|cell| cell.start_byte).collect();
        let bytes = starts.first().copied().unwrap_or(0)..cells.last().map_or(0, |cell| cell.end_byte);
        let character_at = |byte: usize| starts.partition_point(|start| *start < byte);
        let words = segment::word_starts(text, bytes.clone());
        let words = words.into_iter().filter_map(|byte| u8::try_from(character_at(byte)).ok()).collect();
        if ends_paragraph && cells.len() < RUN_CHARACTERS {
            value.push('\n');
            lengths.push(1);
            positions.push(right - left);
            widths.push(0.0);
        }
        let rect = Rect::from_min_max(pos2(left, line.top), pos2(right, line.bottom));
        Self { rect, bytes, block_byte: placed.start_byte, rtl, value, lengths, positions, widths, words, starts }
    }

    /// Adds its node, with the block at `origin`, and takes note of the wanted places that it holds.
    fn add(self, ui: &Ui, id: Id, origin: Vec2, wanted: &mut [Wanted; 2]) {
        let rect = self.rect.translate(origin);
        let node_id = ui.interact(rect, id, Sense::hover()).id;
        let Range { start, end } = self.bytes;
        for wanted in wanted.iter_mut() {
            let Some(local) = wanted.byte.checked_sub(self.block_byte) else { continue };
            if (start..=end).contains(&local) && (local < end || wanted.found.is_none()) {
                let character_index = self.starts.partition_point(|start| *start < local);
                wanted.found = Some(TextPosition { node: node_id.accesskit_id(), character_index });
            }
        }
        ui.ctx().accesskit_node_builder(node_id, |node: &mut accesskit::Node| {
            node.set_role(Role::TextRun);
            node.set_text_direction(direction(self.rtl));
            node.set_bounds(accesskit::Rect {
                x0: rect.min.x.into(),
                y0: rect.min.y.into(),
                x1: rect.max.x.into(),
                y1: rect.max.y.into(),
            });
            node.set_value(self.value);
            node.set_character_lengths(self.lengths);
            node.set_character_positions(self.positions);
            node.set_character_widths(self.widths);
            node.set_word_starts(self.words);
        });
    }
}

fn direction(rtl: bool) -> TextDirection {
    if rtl { TextDirection::RightToLeft } else { TextDirection::LeftToRight }
}
