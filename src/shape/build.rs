//! How a layout is built: paragraphs with their directions, shaped by parley, become lines of graphemes and glyphs.
//!
//! Parley finds the bidirectional levels, the fonts, the glyphs and the line breaks. The order on the line is finished
//! here, because parley leaves out rule L1 of the Unicode Bidirectional Algorithm (white space at the end of a line is
//! placed at its end, in the paragraph's direction). Elision, base directions per paragraph and line metrics are done
//! here as well.

use std::ops::Range;

use parley::{
    Alignment, AlignmentOptions, BaseDirection, FontContext, FontStyle, FontWeight, LayoutContext, LineHeight,
    OverflowWrap, StyleProperty,
};

use super::breaks::{close_isolates, flatten, resets_at_line_end, split_paragraphs};
use super::fonts::{self, FontTable};
use super::graphemes::{Graphemes, keep_graphemes_whole};
use super::layout::{Cell, Glyph, GlyphFont, Line, TextLayout};
use super::options::{LayoutOptions, Wrap};
use super::pieces::{Piece, order_trailing, push_piece};
use super::{Align, Direction, Emphasis, TextStyle, Weight};

/// What shaping needs: the fonts, those in use, and parley's scratch space.
pub(super) struct Shaper {
    pub font_context: FontContext,
    pub layout_context: LayoutContext<()>,
    pub font_table: FontTable,
}

/// A layout under construction.
pub(super) struct Build<'a> {
    shaper: &'a mut Shaper,
    style: TextStyle,
    emphasis: &'a [Emphasis],
    lines: Vec<Line>,
    cells: Vec<Cell>,
    glyphs: Vec<Glyph>,
    fonts: Vec<GlyphFont>,
    /// For each line, the width that counts when lines are aligned.
    visible: Vec<f32>,
    /// Whether a character has no glyph in any known font.
    missing: bool,
}

/// A paragraph and its position in the whole text.
struct Paragraph {
    text: Range<usize>,
    rtl: bool,
    shaped: Option<parley::Layout<()>>,
}

impl<'a> Build<'a> {
    pub(super) fn new(shaper: &'a mut Shaper, style: &TextStyle, emphasis: &'a [Emphasis]) -> Self {
        let mut style = *style;
        // Sizes come from zooming and settings; invalid ones must not reach the shaper.
        if !style.size_pt.is_finite() || style.size_pt <= 0.0 {
            style.size_pt = 1.0;
        }
        style.size_pt = style.size_pt.min(2048.0);
        Self {
            shaper,
            style,
            emphasis,
            lines: Vec::new(),
            cells: Vec::new(),
            glyphs: Vec::new(),
            fonts: Vec::new(),
            visible: Vec::new(),
            missing: false,
        }
    }

    /// Lays out a text. Also returns whether a character has no glyph in any known font.
    pub(super) fn run(mut self, text: &str, options: &LayoutOptions) -> (TextLayout, bool) {
        let mut elided_from_byte = None;
        match options.wrap {
            Wrap::Elide(width) => elided_from_byte = self.single_line(text, Some(width), options),
            Wrap::SingleLine => {
                self.single_line(text, None, options);
            }
            Wrap::Never => self.paragraphs(text, None, options),
            Wrap::At(width) => self.paragraphs(text, Some(width.max(1.0)), options),
        }
        let width = self.align(options);
        let height = self.lines.last().map_or(0.0, |line| line.bottom);
        let layout = TextLayout {
            text: text.into(),
            width,
            height,
            lines: self.lines,
            cells: self.cells,
            glyphs: self.glyphs,
            fonts: self.fonts,
            elided_from_byte,
            size_pt: self.style.size_pt,
        };
        (layout, self.missing)
    }

    fn paragraphs(&mut self, text: &str, width: Option<f32>, options: &LayoutOptions) {
        let mut paragraphs: Vec<Paragraph> = Vec::new();
        let mut strong: Vec<bool> = Vec::new();
        for range in split_paragraphs(text) {
            let content = text.get(range.clone()).unwrap_or("");
            let shaped =
                (!content.is_empty()).then(|| self.shape(content, range.start, base_direction(options.direction)));
            let rtl = shaped.as_ref().map_or(options.direction == Direction::RightToLeft, parley::Layout::is_rtl);
            strong.push(rtl || content.chars().any(char::is_alphabetic));
            paragraphs.push(Paragraph { text: range, rtl, shaped });
        }
        if options.direction == Direction::Auto {
            self.follow_neighbours(text, &mut paragraphs, &strong);
        }
        for paragraph in paragraphs {
            let content = text.get(paragraph.text.clone()).unwrap_or("");
            match paragraph.shaped {
                Some(mut shaped) => {
                    shaped.break_all_lines(width);
                    if options.align == Align::Justify && width.is_some() {
                        shaped.align(Alignment::Justify, AlignmentOptions::default());
                    }
                    let graphemes = Graphemes::new(content, paragraph.text.start, None);
                    self.take_lines(content, &shaped, paragraph.rtl, &graphemes, width);
                }
                None => self.push_line(paragraph.text, paragraph.rtl, true, Vec::new(), 0.0),
            }
        }
    }

    /// Gives a paragraph without strong characters the direction of the one before it, or of the first that has one.
    fn follow_neighbours(&mut self, text: &str, paragraphs: &mut [Paragraph], strong: &[bool]) {
        let first = paragraphs.iter().zip(strong).find(|(_, strong)| **strong).map(|(paragraph, _)| paragraph.rtl);
        let mut rtl = first.unwrap_or(false);
        for (paragraph, strong) in paragraphs.iter_mut().zip(strong) {
            if *strong {
                rtl = paragraph.rtl;
            } else if rtl {
                paragraph.rtl = true;
                let content = text.get(paragraph.text.clone()).unwrap_or("");
                let at = paragraph.text.start;
                paragraph.shaped = (!content.is_empty()).then(|| self.shape(content, at, BaseDirection::Rtl));
            }
        }
    }

    /// Lays out the text on one line, cut off at `width`. Returns where it was cut.
    fn single_line(&mut self, text: &str, width: Option<f32>, options: &LayoutOptions) -> Option<usize> {
        if text.is_empty() {
            self.push_line(0..0, options.direction == Direction::RightToLeft, true, Vec::new(), 0.0);
            return None;
        }
        let flat = flatten(text);
        let mut shaped = self.shape(&flat, 0, base_direction(options.direction));
        shaped.break_all_lines(None);
        let rtl = shaped.is_rtl();
        let graphemes = Graphemes::new(text, 0, None);
        self.take_lines(&flat, &shaped, rtl, &graphemes, None);
        let full: f32 = self.cells.iter().map(|cell| cell.right - cell.left).sum();
        let width = width.filter(|width| full > *width + 0.01)?;

        let cells = {
            let mut cells = self.cells.clone();
            cells.sort_by_key(|cell| cell.start_byte);
            cells
        };
        let direction = if rtl { BaseDirection::Rtl } else { BaseDirection::Ltr };
        let room = width - self.ellipsis_width();
        let mut advance = 0.0;
        let fitting = cells.iter().take_while(|cell| {
            advance += cell.right - cell.left;
            advance <= room
        });
        let mut count = fitting.count();
        loop {
            // No space before the ellipsis.
            let is_space = |cell: &Cell| flat.get(cell.start_byte..cell.end_byte).is_some_and(|s| s.trim().is_empty());
            while count.checked_sub(1).and_then(|last| cells.get(last)).is_some_and(is_space) {
                count -= 1;
            }
            let cut = cells.get(count).map_or(text.len(), |cell| cell.start_byte);
            let kept = flat.get(..cut).unwrap_or("");
            // The ellipsis is where reading would go on: inside what is isolated there.
            let shown = format!("{kept}…{}", close_isolates(kept));
            let mut shaped = self.shape(&shown, 0, direction);
            shaped.break_all_lines(None);
            self.reset();
            let graphemes = Graphemes::new(text, 0, Some(kept.len()));
            self.take_lines(&shown, &shaped, rtl, &graphemes, None);
            let shown_width: f32 = self.cells.iter().map(|cell| cell.right - cell.left).sum();
            // Letters may change their form before the ellipsis, so the first guess can be slightly too wide.
            if shown_width <= width + 0.01 || count == 0 {
                if let Some(line) = self.lines.first_mut() {
                    line.text = 0..text.len();
                }
                return Some(kept.len());
            }
            count -= 1;
        }
    }

    fn ellipsis_width(&mut self) -> f32 {
        let mut shaped = self.shape("…", usize::MAX, BaseDirection::Ltr);
        shaped.break_all_lines(None);
        shaped.full_width()
    }

    fn reset(&mut self) {
        self.lines.clear();
        self.cells.clear();
        self.glyphs.clear();
        self.fonts.clear();
        self.visible.clear();
    }

    /// Shapes a part of the text that begins at this byte.
    fn shape(&mut self, text: &str, at: usize, direction: BaseDirection) -> parley::Layout<()> {
        let shaper = &mut *self.shaper;
        let mut builder = shaper.layout_context.ranged_builder(&mut shaper.font_context, text, 1.0, false);
        builder.set_base_direction(direction);
        builder.set_line_break_override(Some(&keep_graphemes_whole));
        builder.push_default(fonts::stack(self.style.family));
        builder.push_default(StyleProperty::FontSize(self.style.size_pt));
        builder.push_default(StyleProperty::FontWeight(match self.style.weight {
            Weight::Regular => FontWeight::NORMAL,
            Weight::Strong => FontWeight::SEMI_BOLD,
        }));
        if self.style.italic {
            builder.push_default(StyleProperty::FontStyle(FontStyle::Italic));
        }
        builder.push_default(StyleProperty::LineHeight(LineHeight::FontSizeRelative(1.0)));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::Anywhere));
        for Emphasis { range, is_strong } in self.emphasis {
            let part = range.start.saturating_sub(at)..range.end.saturating_sub(at).min(text.len());
            if part.is_empty() || text.get(part.clone()).is_none() {
                continue;
            }
            builder.push(
                if *is_strong {
                    StyleProperty::FontWeight(FontWeight::SEMI_BOLD)
                } else {
                    StyleProperty::FontStyle(FontStyle::Italic)
                },
                part,
            );
        }
        for (byte, _) in text.match_indices('\t') {
            builder.push(StyleProperty::LetterSpacing(self.style.size_pt * TAB_EXTRA_EM), byte..byte + 1);
        }
        builder.build(text)
    }

    /// Takes over the lines of a broken paragraph from parley.
    fn take_lines(
        &mut self,
        text: &str,
        shaped: &parley::Layout<()>,
        rtl: bool,
        graphemes: &Graphemes,
        width: Option<f32>,
    ) {
        let mut lines: Vec<(Range<usize>, Vec<Piece>)> = Vec::new();
        for line in shaped.lines() {
            let mut pieces: Vec<Piece> = Vec::new();
            for run in line.runs() {
                self.take_run(text, &run, graphemes, &mut pieces);
            }
            let start = graphemes.ceil(line.text_range().start);
            let end = graphemes.ceil(line.text_range().end);
            // If a word is wider than the line, parley may split a grapheme that needs several fonts. Its rest is then
            // moved back to the line where it began.
            let (strays, pieces): (Vec<Piece>, Vec<Piece>) =
                pieces.into_iter().partition(|piece| piece.start_byte < start);
            for stray in strays {
                let line = lines.iter_mut().rev().find(|(range, _)| range.contains(&stray.start_byte));
                if let Some((_, owner)) = line {
                    push_piece(owner, stray, false);
                }
            }
            if start < end {
                lines.push((start..end, pieces));
            }
        }
        let count = lines.len();
        for (index, (range, mut pieces)) in lines.into_iter().enumerate() {
            let ends_paragraph = index + 1 == count;
            let start = range.start - graphemes.base;
            // If a text is cut off, `text` is what is shown and ends with the ellipsis.
            let end = if graphemes.is_cut { text.len() } else { range.end - graphemes.base };
            let content = text.get(start..end).unwrap_or("");
            let trailing = start + content.trim_end_matches(resets_at_line_end).len();
            let hanging = if trailing < end { order_trailing(&mut pieces, graphemes.ceil(trailing), rtl) } else { 0.0 };
            let full: f32 = pieces.iter().map(|piece| piece.advance).sum();
            // Spaces at the end of a wrapped line hang over its edge. At the end of a paragraph they are being typed
            // and count, as far as there is room.
            let hanging = match width {
                Some(width) if ends_paragraph => (full - width).clamp(0.0, hanging.max(0.0)),
                Some(_) => hanging,
                None => 0.0,
            };
            self.push_line(range, rtl, ends_paragraph, pieces, hanging);
        }
    }

    fn take_run(&mut self, text: &str, run: &parley::Run<'_, ()>, graphemes: &Graphemes, pieces: &mut Vec<Piece>) {
        let font = self.font(run);
        let rtl = run.is_rtl();
        // Left edges of the grapheme and of the glyph, from the left of the run. They coincide at the edges of
        // ligatures, which give all their glyphs to their first grapheme and a share of their width to each.
        let (mut cell_x, mut pen_x) = (0.0, 0.0);
        for cluster in run.visual_clusters() {
            let range = cluster.text_range();
            let advance = cluster.advance();
            let shows = text.get(range.clone()).is_some_and(|text| text.chars().any(|c| !c.is_control()));
            let (first, last) = graphemes.indices(&range);
            let byte = graphemes.get(first).start;
            let mut glyphs: Vec<Glyph> = Vec::new();
            for glyph in cluster.glyphs() {
                self.missing |= glyph.id == 0 && shows;
                if shows {
                    let id = u16::try_from(glyph.id).unwrap_or(0);
                    glyphs.push(Glyph { id, font, x: pen_x + glyph.x - cell_x, y: glyph.y, byte });
                }
                pen_x += glyph.advance;
            }
            cell_x += advance;
            // A cluster is a grapheme, or part of one that needs several fonts. If it ever spans more, it is divided.
            let count = last - first + 1;
            let whole = count == 1 && graphemes.is_whole(first, &range);
            for step in 0..count {
                let cell = graphemes.get(if rtl { last - step } else { first + step });
                let piece = Piece {
                    start_byte: cell.start,
                    end_byte: cell.end,
                    rtl,
                    advance: advance / count as f32,
                    glyphs: std::mem::take(&mut glyphs),
                };
                push_piece(pieces, piece, whole);
            }
        }
    }

    /// The index of a run's font among the fonts of this layout.
    fn font(&mut self, run: &parley::Run<'_, ()>) -> u16 {
        let synthesis = run.synthesis();
        let coords = run.normalized_coords().iter().map(|coord| coord.to_bits()).collect();
        let font = GlyphFont {
            id: self.shaper.font_table.intern(run.font(), coords),
            size_pt: run.font_size(),
            embolden: synthesis.embolden(),
            skew_degrees: synthesis.skew().map_or(0, |degrees| degrees as i8),
        };
        let index = self.fonts.iter().position(|known| *known == font).unwrap_or_else(|| {
            self.fonts.push(font);
            self.fonts.len() - 1
        });
        u16::try_from(index).unwrap_or(u16::MAX)
    }

    /// Appends a line whose cells follow one another from 0, minus the part that hangs over its start.
    fn push_line(&mut self, text: Range<usize>, rtl: bool, ends_paragraph: bool, pieces: Vec<Piece>, hanging: f32) {
        let height = self.style.line_height_pt();
        let top = self.lines.last().map_or(0.0, |line| line.bottom);
        let (first_cell, first_glyph) = (self.cells.len(), self.glyphs.len());
        let mut x = if rtl { -hanging } else { 0.0 };
        let left = x;
        for piece in pieces {
            let right = x + piece.advance;
            self.cells.push(Cell {
                start_byte: piece.start_byte,
                end_byte: piece.end_byte,
                left: x,
                right,
                rtl: piece.rtl,
            });
            self.glyphs.extend(piece.glyphs.into_iter().map(|glyph| Glyph { x: glyph.x + x, ..glyph }));
            x = right;
        }
        // Everything except what hangs over the start lies right of zero; what hangs over the end is subtracted.
        self.visible.push(if rtl { x } else { x - hanging });
        self.lines.push(Line {
            text,
            top,
            bottom: top + height,
            baseline: top + height / 2.0 + fonts::middle_em(self.style.family) * self.style.size_pt,
            left,
            right: x,
            rtl,
            ends_paragraph,
            cells: first_cell..self.cells.len(),
            glyphs: first_glyph..self.glyphs.len(),
        });
    }

    /// Moves each line to its place in the common box in which all are aligned, and returns the width of that box.
    fn align(&mut self, options: &LayoutOptions) -> f32 {
        let widths = std::mem::take(&mut self.visible);
        let widest = widths.iter().copied().fold(0.0, f32::max);
        let box_width = match options.wrap {
            Wrap::At(width) | Wrap::Elide(width) if options.fill => widest.max(width),
            _ => widest,
        };
        for (line, width) in self.lines.iter_mut().zip(widths) {
            let free = box_width - width;
            let shift = match (options.align, line.rtl) {
                (Align::Start | Align::Justify, false) | (Align::End, true) => 0.0,
                (Align::Start | Align::Justify, true) | (Align::End, false) => free,
                (Align::Center, _) => free / 2.0,
            };
            line.left += shift;
            line.right += shift;
            for cell in self.cells.get_mut(line.cells.clone()).unwrap_or(&mut []) {
                cell.left += shift;
                cell.right += shift;
            }
            for glyph in self.glyphs.get_mut(line.glyphs.clone()).unwrap_or(&mut []) {
                glyph.x += shift;
            }
        }
        box_width
    }
}

fn base_direction(direction: Direction) -> BaseDirection {
    match direction {
        Direction::Auto => BaseDirection::Auto,
        Direction::LeftToRight => BaseDirection::Ltr,
        Direction::RightToLeft => BaseDirection::Rtl,
    }
}

/// How much wider a tab is than the font makes it.
const TAB_EXTRA_EM: f32 = 0.6;
