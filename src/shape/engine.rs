//! The text engine: turns a string and a style into a [`TextLayout`], which is cached between frames.
//!
//! Owns the fonts, parley's scratch space, the rasteriser with its atlas, and the cache of layouts. Parley finds the
//! bidirectional levels, the fonts, the glyphs and the line breaks. The order on the line is finished here, because
//! parley leaves out rule L1 of the Unicode Bidirectional Algorithm (white space at the end of a line is placed at its
//! end, in the paragraph's direction). Elision, base directions per paragraph and line metrics are done here as well.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::ops::Range;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use parley::{
    Alignment, AlignmentOptions, BaseDirection, FontContext, FontStyle, FontWeight, LayoutContext, LineBreakContext,
    LineHeight, OverflowWrap, StyleProperty,
};
use unicode_segmentation::UnicodeSegmentation;

use super::atlas::{AtlasRect, Page, PageId};
use super::fonts::{self, FontTable};
use super::layout::{Cell, Glyph, GlyphFont, Line, TextLayout};
use super::raster::{GlyphSlot, Rasterizer};
use super::{Align, Direction, TextStyle, Weight};

/// How a text is fitted into a width.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Wrap {
    /// Its natural width; only hard line breaks begin a new line.
    #[default]
    Never,
    /// Its natural width, on one line: hard line breaks are shown as spaces.
    SingleLine,
    /// Lines of at most this width in points.
    At(f32),
    /// One line of at most this width in points; text that does not fit at the logical end is replaced by "…".
    Elide(f32),
}

/// How a text is arranged, apart from its style.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LayoutOptions {
    pub wrap: Wrap,
    pub direction: Direction,
    pub align: Align,
    /// Makes the layout as wide as the wrap width, not only as wide as its widest line.
    pub fill: bool,
}

impl LayoutOptions {
    /// Lines of at most `width`.
    pub fn wrapped(width: f32) -> Self {
        Self { wrap: Wrap::At(width), ..Self::default() }
    }

    /// One line of at most `width`.
    pub fn elided(width: f32) -> Self {
        Self { wrap: Wrap::Elide(width), ..Self::default() }
    }

    /// One line, however long.
    pub fn single_line() -> Self {
        Self { wrap: Wrap::SingleLine, ..Self::default() }
    }

    /// The same options with a base direction.
    #[must_use]
    pub fn direction(self, direction: Direction) -> Self {
        Self { direction, ..self }
    }

    /// The same options with an alignment.
    #[must_use]
    pub fn align(self, align: Align) -> Self {
        Self { align, ..self }
    }

    /// The same options, with the layout as wide as the wrap width.
    #[must_use]
    pub fn fill(self) -> Self {
        Self { fill: true, ..self }
    }
}

/// Lays out texts and rasterises their glyphs.
pub struct TextEngine {
    font_context: FontContext,
    layout_context: LayoutContext<()>,
    font_table: FontTable,
    rasterizer: Rasterizer,
    cache: HashMap<u64, CacheEntry>,
    hasher: RandomState,
    frame: u64,
    system: SystemFonts,
    /// Increases when the same text may come out differently, that is, when the system fonts arrive.
    generation: u64,
}

struct CacheEntry {
    style: TextStyle,
    options: LayoutOptions,
    layout: Arc<TextLayout>,
    last_used: u64,
}

enum SystemFonts {
    /// Bundled fonts only.
    Never,
    /// Not needed so far.
    OnDemand,
    /// Being loaded by a thread.
    Loading(Receiver<FontContext>),
    Loaded,
}

impl Default for TextEngine {
    fn default() -> Self {
        Self::new()
    }
}

impl TextEngine {
    /// Creates an engine that loads the system's fonts once a text has a character that no bundled font has. A thread
    /// loads them; until then the character shows as a box.
    pub(crate) fn new() -> Self {
        Self::with_system_fonts(SystemFonts::OnDemand)
    }

    /// Creates an engine that uses only the bundled fonts, so that its results are the same on every machine.
    pub fn bundled_fonts_only() -> Self {
        Self::with_system_fonts(SystemFonts::Never)
    }

    fn with_system_fonts(system: SystemFonts) -> Self {
        Self {
            font_context: fonts::context(false),
            layout_context: LayoutContext::new(),
            font_table: FontTable::default(),
            rasterizer: Rasterizer::new(),
            cache: HashMap::new(),
            hasher: RandomState::new(),
            frame: 0,
            system,
            generation: 0,
        }
    }

    /// Begins a frame: drops layouts that have not been used for a while, and takes over the system fonts if they have
    /// arrived. Atlas pages used from now on are safe until the next call.
    pub fn begin_frame(&mut self) {
        self.frame += 1;
        self.rasterizer.begin_frame();
        if let SystemFonts::Loading(receiver) = &self.system {
            match receiver.try_recv() {
                Ok(context) => {
                    self.font_context = context;
                    self.system = SystemFonts::Loaded;
                    self.cache.clear();
                    self.generation += 1;
                }
                Err(TryRecvError::Empty) => {}
                Err(TryRecvError::Disconnected) => self.system = SystemFonts::Never,
            }
        }
        let keep_frames = if self.cache.len() > CACHE_CROWDED { 2 } else { CACHE_KEEP_FRAMES };
        if self.frame.is_multiple_of(64) || self.cache.len() > CACHE_CROWDED {
            let frame = self.frame;
            self.cache.retain(|_, entry| entry.last_used + keep_frames >= frame);
        }
    }

    /// Whether a thread is loading the system fonts: another frame should follow soon.
    pub(crate) fn is_waiting(&self) -> bool {
        matches!(self.system, SystemFonts::Loading(_))
    }

    /// A number that increases when layouts kept elsewhere should be made again.
    pub(crate) fn generation(&self) -> u64 {
        self.generation
    }

    /// The number of cached layouts.
    pub fn cached_layouts(&self) -> usize {
        self.cache.len()
    }

    /// The number of atlas pages.
    pub fn atlas_pages(&mut self) -> usize {
        self.rasterizer.atlas().pages().len()
    }

    /// The number of glyph images on the atlas pages.
    pub fn stored_glyphs(&mut self) -> usize {
        self.rasterizer.atlas().len()
    }

    /// Lays out `text`, or returns the cached layout. Never fails, whatever the text.
    pub fn layout(&mut self, text: &str, style: &TextStyle, options: &LayoutOptions) -> Arc<TextLayout> {
        let key = self.hasher.hash_one((text, style_bits(style), options_bits(options)));
        if let Some(entry) = self.cache.get_mut(&key)
            && entry.style == *style
            && entry.options == *options
            && &*entry.layout.text == text
        {
            entry.last_used = self.frame;
            return Arc::clone(&entry.layout);
        }
        let layout = self.layout_once(text, style, options);
        let entry = CacheEntry { style: *style, options: *options, layout: Arc::clone(&layout), last_used: self.frame };
        self.cache.insert(key, entry);
        layout
    }

    /// Lays out `text` for callers that keep the layout themselves: it is not cached.
    pub(crate) fn layout_once(&mut self, text: &str, style: &TextStyle, options: &LayoutOptions) -> Arc<TextLayout> {
        let (layout, missing) = Build::new(self, style).run(text, options);
        if missing && matches!(self.system, SystemFonts::OnDemand) {
            self.load_system_fonts();
        }
        Arc::new(layout)
    }

    /// The place in the atlas of a glyph whose pen is at `x_px`, and the whole pixel at which to put the pen. `scale`
    /// is physical pixels per point. `None` for a glyph without ink.
    pub fn glyph(&mut self, font: &GlyphFont, glyph: u16, scale: f32, x_px: f32) -> Option<(GlyphSlot, f32)> {
        self.rasterizer.slot(&self.font_table, font, glyph, scale, x_px)
    }

    /// Hands out the parts of atlas pages that changed since the last call.
    pub(crate) fn take_dirty_pages(&mut self, each: impl FnMut(PageId, &Page, AtlasRect)) {
        self.rasterizer.atlas().take_dirty(each);
    }

    /// Makes the next [`Self::take_dirty_pages`] hand out everything.
    pub(crate) fn mark_pages_dirty(&mut self) {
        self.rasterizer.atlas().mark_all_dirty();
    }

    fn load_system_fonts(&mut self) {
        let (sender, receiver) = channel();
        let thread = std::thread::Builder::new().name("system-fonts".to_owned());
        let spawned = thread.spawn(move || {
            // The receiver is gone if the window was closed in the meantime.
            let _ = sender.send(fonts::context(true));
        });
        self.system = if spawned.is_ok() { SystemFonts::Loading(receiver) } else { SystemFonts::Never };
    }
}

/// A layout under construction.
struct Build<'a> {
    engine: &'a mut TextEngine,
    style: TextStyle,
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

/// A grapheme under construction: its cell, and its glyphs relative to its left edge.
struct Piece {
    start_byte: usize,
    end_byte: usize,
    rtl: bool,
    advance: f32,
    glyphs: Vec<Glyph>,
}

impl<'a> Build<'a> {
    fn new(engine: &'a mut TextEngine, style: &TextStyle) -> Self {
        let mut style = *style;
        // Sizes come from zooming and settings; invalid ones must not reach the shaper.
        if !style.size_pt.is_finite() || style.size_pt <= 0.0 {
            style.size_pt = 1.0;
        }
        style.size_pt = style.size_pt.min(2048.0);
        Self {
            engine,
            style,
            lines: Vec::new(),
            cells: Vec::new(),
            glyphs: Vec::new(),
            fonts: Vec::new(),
            visible: Vec::new(),
            missing: false,
        }
    }

    fn run(mut self, text: &str, options: &LayoutOptions) -> (TextLayout, bool) {
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
            let shaped = (!content.is_empty()).then(|| self.shape(content, base_direction(options.direction)));
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
                paragraph.shaped = (!content.is_empty()).then(|| self.shape(content, BaseDirection::Rtl));
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
        let mut shaped = self.shape(&flat, base_direction(options.direction));
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
            let shown = format!("{kept}{}…", close_isolates(kept));
            let mut shaped = self.shape(&shown, direction);
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
        let mut shaped = self.shape("…", BaseDirection::Ltr);
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

    fn shape(&mut self, text: &str, direction: BaseDirection) -> parley::Layout<()> {
        let engine = &mut *self.engine;
        let mut builder = engine.layout_context.ranged_builder(&mut engine.font_context, text, 1.0, false);
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
            id: self.engine.font_table.intern(run.font(), coords),
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

/// The graphemes of a paragraph, to find which of them contains a byte.
struct Graphemes {
    /// Where the paragraph begins in the whole text.
    base: usize,
    /// First bytes, relative to the paragraph.
    starts: Vec<usize>,
    /// One past the last byte, relative to the paragraph.
    end: usize,
    /// Whether the last one represents everything that was cut off.
    is_cut: bool,
}

impl Graphemes {
    /// The graphemes of `text`, which begins at `base`. If it is cut off at a byte, the rest is one grapheme, shown as
    /// "…".
    fn new(text: &str, base: usize, cut: Option<usize>) -> Self {
        let mut starts: Vec<usize> = text.grapheme_indices(true).map(|(start, _)| start).collect();
        if let Some(cut) = cut {
            starts.retain(|start| *start < cut);
            starts.push(cut);
        }
        Self { base, starts, end: text.len(), is_cut: cut.is_some() }
    }

    /// The range of a grapheme in the whole text.
    fn get(&self, index: usize) -> Range<usize> {
        let start = self.starts.get(index).copied().unwrap_or(self.end);
        let end = self.starts.get(index + 1).copied().unwrap_or(self.end);
        self.base + start..self.base + end
    }

    /// The first and the last grapheme of a range of the paragraph.
    fn indices(&self, range: &Range<usize>) -> (usize, usize) {
        let index = |byte: usize| self.starts.partition_point(|start| *start <= byte).saturating_sub(1);
        let first = index(range.start);
        (first, index(range.end.saturating_sub(1)).max(first))
    }

    fn is_whole(&self, index: usize, range: &Range<usize>) -> bool {
        let replaced = self.is_cut && index + 1 == self.starts.len();
        !replaced && self.get(index) == (self.base + range.start..self.base + range.end)
    }

    /// The grapheme edge at or after a byte of the paragraph, in the whole text.
    fn ceil(&self, byte: usize) -> usize {
        let index = self.starts.partition_point(|start| *start < byte);
        self.base + self.starts.get(index).copied().unwrap_or(self.end)
    }
}

/// Appends a piece, or joins it to the other part of its grapheme.
fn push_piece(pieces: &mut Vec<Piece>, piece: Piece, whole: bool) {
    let known = if whole { None } else { pieces.iter_mut().rev().find(|known| known.start_byte == piece.start_byte) };
    match known {
        Some(known) => {
            let shift = known.advance;
            known.glyphs.extend(piece.glyphs.into_iter().map(|glyph| Glyph { x: glyph.x + shift, ..glyph }));
            known.advance += piece.advance;
        }
        None => pieces.push(piece),
    }
}

/// Rule L1: moves everything from `start_byte` on to the line's end in the paragraph's direction. Returns its width.
fn order_trailing(pieces: &mut Vec<Piece>, start_byte: usize, rtl: bool) -> f32 {
    let (mut trailing, mut rest): (Vec<Piece>, Vec<Piece>) =
        std::mem::take(pieces).into_iter().partition(|piece| piece.start_byte >= start_byte);
    trailing.sort_by_key(|piece| piece.start_byte);
    for piece in &mut trailing {
        piece.rtl = rtl;
    }
    let width = trailing.iter().map(|piece| piece.advance).sum();
    if rtl {
        trailing.reverse();
        trailing.append(&mut rest);
        *pieces = trailing;
    } else {
        rest.append(&mut trailing);
        *pieces = rest;
    }
    width
}

/// The paragraphs of a text without their line breaks. A break at the end leaves an empty paragraph after it.
fn split_paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut paragraphs = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((byte, c)) = chars.next() {
        if !is_line_break(c) {
            continue;
        }
        paragraphs.push(start..byte);
        start = byte + c.len_utf8();
        if c == '\r' && chars.next_if(|(_, next)| *next == '\n').is_some() {
            start += 1;
        }
    }
    paragraphs.push(start..text.len());
    paragraphs
}

/// The mandatory breaks of Unicode's line breaking algorithm (UAX #14).
fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Replaces line breaks with spaces of the same length in bytes, so that positions stay valid.
fn flatten(text: &str) -> String {
    let space = |c: char| match c.len_utf8() {
        1 => ' ',
        2 => '\u{a0}',
        _ => '\u{2003}',
    };
    text.chars().map(|c| if is_line_break(c) { space(c) } else { c }).collect()
}

/// The characters that close the isolates left open in a text, so that what follows is not inside them.
fn close_isolates(text: &str) -> String {
    let open = text.chars().fold(0_usize, |open, c| match c {
        '\u{2066}'..='\u{2068}' => open + 1,
        '\u{2069}' => open.saturating_sub(1),
        _ => open,
    });
    "\u{2069}".repeat(open)
}

/// White space and formatting characters, which rule L1 of the bidirectional algorithm moves to the end of the line.
fn resets_at_line_end(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t'
            | '\u{1680}'
            | '\u{2000}'..='\u{200a}'
            | '\u{200b}'..='\u{200d}'
            | '\u{202a}'..='\u{202e}'
            | '\u{205f}'
            | '\u{2060}'..='\u{2069}'
            | '\u{3000}'
            | '\u{feff}'
            | '\u{ad}'
    ) || c.is_control()
}

/// Forbids line breaks within graphemes. The line breaking algorithm allows some, before a skin tone for example.
fn keep_graphemes_whole(pair: LineBreakContext) -> Option<bool> {
    let is_plain = |c: char| c < '\u{300}' || matches!(c, '\u{621}'..='\u{64a}' | '\u{5d0}'..='\u{5ea}');
    let is_flag = |c: char| matches!(c, '\u{1f1e6}'..='\u{1f1ff}');
    if (is_plain(pair.before) && is_plain(pair.after)) || is_flag(pair.before) {
        return None;
    }
    let mut bytes = [0; 8];
    let before = pair.before.encode_utf8(&mut bytes).len();
    let after = pair.after.encode_utf8(bytes.get_mut(before..)?).len();
    let text = std::str::from_utf8(bytes.get(..before + after)?).ok()?;
    (text.graphemes(true).count() == 1).then_some(false)
}

fn base_direction(direction: Direction) -> BaseDirection {
    match direction {
        Direction::Auto => BaseDirection::Auto,
        Direction::LeftToRight => BaseDirection::Ltr,
        Direction::RightToLeft => BaseDirection::Rtl,
    }
}

fn style_bits(style: &TextStyle) -> (super::Family, Weight, u32, u32, bool) {
    (style.family, style.weight, style.size_pt.to_bits(), style.line_height.to_bits(), style.italic)
}

fn options_bits(options: &LayoutOptions) -> (u8, u32, Direction, Align, bool) {
    let (kind, width) = match options.wrap {
        Wrap::Never => (0, 0.0),
        Wrap::SingleLine => (1, 0.0),
        Wrap::At(width) => (2, width),
        Wrap::Elide(width) => (3, width),
    };
    (kind, width.to_bits(), options.direction, options.align, options.fill)
}

/// For how many frames an unused layout is kept.
const CACHE_KEEP_FRAMES: u64 = 240;
/// With more layouts than this, only those of the latest frames are kept.
const CACHE_CROWDED: usize = 8192;
/// How much wider a tab is than the font makes it.
const TAB_EXTRA_EM: f32 = 0.6;
