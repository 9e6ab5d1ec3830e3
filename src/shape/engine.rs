//! The text engine: turns a string and a style into a [`TextLayout`], which is cached between frames.
//!
//! Owns the fonts, parley's scratch space, the rasteriser with its atlas, and the cache of layouts. What a layout
//! consists of is found in `build`.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use parley::{FontContext, LayoutContext};

use super::atlas::{AtlasRect, Page, PageId};
use super::build::{Build, Shaper};
use super::fonts::{self, FontTable};
use super::layout::{GlyphFont, TextLayout};
use super::options::{LayoutOptions, Wrap};
use super::raster::{GlyphSlot, Rasterizer};
use super::{Align, Direction, Emphasis, TextStyle, Weight};

/// Lays out texts and rasterises their glyphs.
pub struct TextEngine {
    shaper: Shaper,
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
    emphasis: Vec<Emphasis>,
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
            shaper: Shaper {
                font_context: fonts::context(false),
                layout_context: LayoutContext::new(),
                font_table: FontTable::default(),
            },
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
                    self.shaper.font_context = context;
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
        self.layout_emphasised(text, style, options, &[])
    }

    /// The same with parts of the text set apart. Where they overlap, a part is both.
    pub fn layout_emphasised(
        &mut self,
        text: &str,
        style: &TextStyle,
        options: &LayoutOptions,
        emphasis: &[Emphasis],
    ) -> Arc<TextLayout> {
        let key = self.hasher.hash_one((text, style_bits(style), options_bits(options), emphasis));
        if let Some(entry) = self.cache.get_mut(&key)
            && entry.style == *style
            && entry.options == *options
            && entry.emphasis == emphasis
            && &*entry.layout.text == text
        {
            entry.last_used = self.frame;
            return Arc::clone(&entry.layout);
        }
        let layout = self.build(text, style, options, emphasis);
        let (emphasis, last_used) = (emphasis.to_vec(), self.frame);
        let entry = CacheEntry { style: *style, options: *options, emphasis, layout: Arc::clone(&layout), last_used };
        self.cache.insert(key, entry);
        layout
    }

    /// Lays out `text` for callers that keep the layout themselves: it is not cached.
    pub(crate) fn layout_once(&mut self, text: &str, style: &TextStyle, options: &LayoutOptions) -> Arc<TextLayout> {
        self.build(text, style, options, &[])
    }

    fn build(
        &mut self,
        text: &str,
        style: &TextStyle,
        options: &LayoutOptions,
        emphasis: &[Emphasis],
    ) -> Arc<TextLayout> {
        let (layout, missing) = Build::new(&mut self.shaper, style, emphasis).run(text, options);
        if missing && matches!(self.system, SystemFonts::OnDemand) {
            self.load_system_fonts();
        }
        Arc::new(layout)
    }

    /// The place in the atlas of a glyph whose pen is at `x_px`, and the whole pixel at which to put the pen. `scale`
    /// is physical pixels per point. `None` for a glyph without ink.
    pub fn glyph(&mut self, font: &GlyphFont, glyph: u16, scale: f32, x_px: f32) -> Option<(GlyphSlot, f32)> {
        self.rasterizer.slot(&self.shaper.font_table, font, glyph, scale, x_px)
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
