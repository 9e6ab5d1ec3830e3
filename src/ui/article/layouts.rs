//! The blocks of a text as they were laid out in the last frames.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use egui::Context;

use super::blocks::Blocks;
use crate::shape::TextLayout;
use crate::text::content::Content;
use crate::text::direction::first_strong;
use crate::ui::shaped::{self, Align, Direction, LayoutOptions, TextStyle};

/// How much text is kept laid out beyond what the frame shows, in bytes.
const KEEP_BYTES: usize = 96 * 1024;

/// The layouts of the last frames, by block.
#[derive(Debug, Default)]
pub(crate) struct Layouts {
    kept: RefCell<HashMap<usize, (Arc<TextLayout>, u64)>>,
    clock: std::cell::Cell<u64>,
    /// Of paragraphs in several blocks: whether they run from right to left.
    rtl: RefCell<HashMap<usize, bool>>,
}

impl Layouts {
    /// Lets go of all layouts, but keeps the directions of the paragraphs.
    pub(super) fn clear(&mut self) {
        self.kept.borrow_mut().clear();
    }

    /// The layout of a block; laid out now if it is not kept.
    pub(crate) fn get(
        &self,
        ctx: &Context,
        content: &Content,
        blocks: &Blocks,
        index: usize,
    ) -> Option<Arc<TextLayout>> {
        if let Some((layout, used)) = self.kept.borrow_mut().get_mut(&index) {
            *used = self.clock.get();
            return Some(Arc::clone(layout));
        }
        let bytes = blocks.get(index)?.bytes.clone();
        let measure = blocks.measure();
        let style = TextStyle { family: measure.family, ..TextStyle::reading(measure.size_pt) };
        let style = style.with_line_height(measure.line_height);
        let direction = self.direction(content, blocks, index);
        let align = if measure.justify { Align::Justify } else { Align::Start };
        let options = LayoutOptions::wrapped(measure.column_pt).direction(direction).align(align).fill();
        let text = content.get(bytes)?;
        let layout = shaped::with(ctx, |engine| engine.layout_once(text, &style, &options));
        self.kept.borrow_mut().insert(index, (Arc::clone(&layout), self.clock.get()));
        Some(layout)
    }

    /// A paragraph in pieces has one direction.
    fn direction(&self, content: &Content, blocks: &Blocks, index: usize) -> Direction {
        let is_piece = |index: usize| blocks.get(index).is_some_and(|block| block.continues);
        if !is_piece(index) && !is_piece(index + 1) {
            return Direction::Auto;
        }
        let paragraph = blocks.paragraph(index);
        let known = self.rtl.borrow().get(&paragraph.start).copied();
        let rtl = known.unwrap_or_else(|| {
            let rtl = first_strong(content.get(paragraph.clone()).unwrap_or_default()).unwrap_or_default();
            self.rtl.borrow_mut().insert(paragraph.start, rtl);
            rtl
        });
        if rtl { Direction::RightToLeft } else { Direction::LeftToRight }
    }

    /// Lets go of the layouts that were used longest ago. `shown` is how many blocks the frame shows.
    pub(super) fn forget_old(&self, shown: usize) {
        self.clock.set(self.clock.get() + 1);
        let mut kept = self.kept.borrow_mut();
        let bytes: usize = kept.values().map(|(layout, _)| layout.text().len()).sum();
        if bytes <= KEEP_BYTES || kept.len() <= shown {
            return;
        }
        let mut ages: Vec<(u64, usize, usize)> =
            kept.iter().map(|(index, (layout, used))| (*used, *index, layout.text().len())).collect();
        ages.sort_unstable();
        let mut over = bytes - KEEP_BYTES / 2;
        for (used, index, length) in ages {
            if over == 0 || used + 2 > self.clock.get() {
                break;
            }
            kept.remove(&index);
            over = over.saturating_sub(length);
        }
    }
}
