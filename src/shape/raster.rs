//! Rasterises glyphs into the atlas, using swash.
//!
//! Glyphs are rasterised at physical pixels, unhinted, with their horizontal position rounded to a quarter of a pixel
//! and their baseline on a whole pixel, so that text is sharp at any scale and evenly spaced.

use swash::scale::image::Content;
use swash::scale::{Render, ScaleContext, Source, StrikeWith};
use swash::zeno::{Angle, Format, Transform, Vector};
use swash::{CacheKey, FontRef};

use super::atlas::{Atlas, AtlasRect, PageId, PageKind};
use super::fonts::{FontEntry, FontId, FontTable};
use super::layout::GlyphFont;

/// A rasterised glyph, before it has a place in the atlas.
struct GlyphImage {
    kind: PageKind,
    width: u32,
    height: u32,
    /// From the pen position to the left edge.
    left: i32,
    /// From the baseline up to the top edge.
    top: i32,
    pixels: Vec<u8>,
}

/// A glyph's place in the atlas and around the pen.
#[derive(Clone, Copy, Debug)]
pub struct GlyphSlot {
    pub page: PageId,
    pub rect: AtlasRect,
    pub kind: PageKind,
    /// From the whole-pixel pen position to the left edge, in pixels.
    pub left_px: f32,
    /// From the baseline up to the top edge, in pixels.
    pub top_px: f32,
    /// Physical pixels per pixel of the page: 1, unless the glyph is so large that it is stored smaller.
    pub scale: f32,
}

/// Rasterises glyphs and remembers their places.
pub(super) struct Rasterizer {
    context: ScaleContext,
    atlas: Atlas<GlyphKey>,
    /// `None` for glyphs without ink, such as spaces.
    placements: std::collections::HashMap<GlyphKey, Option<Placement>>,
    keys: std::collections::HashMap<FontId, CacheKey>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct GlyphKey {
    font: FontId,
    glyph: u16,
    size_bits: u32,
    subpixel: u8,
    embolden: bool,
    skew_degrees: i8,
}

#[derive(Clone, Copy)]
struct Placement {
    kind: PageKind,
    left: i32,
    top: i32,
}

impl Rasterizer {
    pub(crate) fn new() -> Self {
        Self {
            context: ScaleContext::new(),
            atlas: Atlas::new(PAGE_SIZE_PX, MAX_PAGES),
            placements: std::collections::HashMap::new(),
            keys: std::collections::HashMap::new(),
        }
    }

    pub(crate) fn begin_frame(&mut self) {
        self.atlas.begin_frame();
        // Placements are tiny, but they should not pile up over a long session with much zooming.
        if self.placements.len() > MAX_PLACEMENTS {
            let atlas = &mut self.atlas;
            self.placements.retain(|key, placement| placement.is_some() && atlas.get(key).is_some());
        }
    }

    pub(crate) fn atlas(&mut self) -> &mut Atlas<GlyphKey> {
        &mut self.atlas
    }

    /// The place of a glyph whose pen is at `x_px`, and the whole pixel at which to put the pen. `None` for a glyph
    /// without ink.
    pub(crate) fn slot(
        &mut self,
        fonts: &FontTable,
        font: &GlyphFont,
        glyph: u16,
        scale: f32,
        x_px: f32,
    ) -> Option<(GlyphSlot, f32)> {
        let size_px = font.size_pt * scale;
        // A glyph must fit on a page; a larger one is enlarged when drawn, which no text at that size will show.
        let stored_px = size_px.min(MAX_SIZE_PX);
        let enlarge = size_px / stored_px;
        let steps = (x_px * SUBPIXELS).round();
        let whole_px = (steps / SUBPIXELS).floor();
        let subpixel = (steps - whole_px * SUBPIXELS) as u8;
        let key = GlyphKey {
            font: font.id,
            glyph,
            size_bits: stored_px.to_bits(),
            subpixel,
            embolden: font.embolden,
            skew_degrees: font.skew_degrees,
        };
        let known = match self.placements.get(&key) {
            Some(None) => return None,
            Some(Some(placement)) => self.atlas.get(&key).map(|place| (*placement, place)),
            None => None,
        };
        let (placement, (page, rect)) = match known {
            Some(known) => known,
            None => self.rasterize(fonts, key, stored_px)?,
        };
        let slot = GlyphSlot {
            page,
            rect,
            kind: placement.kind,
            left_px: placement.left as f32 * enlarge,
            top_px: placement.top as f32 * enlarge,
            scale: enlarge,
        };
        Some((slot, whole_px))
    }

    fn rasterize(
        &mut self,
        fonts: &FontTable,
        key: GlyphKey,
        size_px: f32,
    ) -> Option<(Placement, (PageId, AtlasRect))> {
        let cache_key = *self.keys.entry(key.font).or_default();
        let image = fonts.get(key.font).and_then(|entry| render(&mut self.context, entry, cache_key, key, size_px));
        let Some(image) = image else {
            self.placements.insert(key, None);
            return None;
        };
        let place = self.atlas.insert(key, image.kind, image.width, image.height, &image.pixels)?;
        let placement = Placement { kind: image.kind, left: image.left, top: image.top };
        self.placements.insert(key, Some(placement));
        Some((placement, place))
    }
}

fn render(
    context: &mut ScaleContext,
    entry: &FontEntry,
    cache_key: CacheKey,
    key: GlyphKey,
    size_px: f32,
) -> Option<GlyphImage> {
    let mut font = FontRef::from_index(entry.data.data.data(), entry.data.index as usize)?;
    font.key = cache_key;
    let mut scaler = context.builder(font).size(size_px).hint(false).normalized_coords(&entry.coords).build();
    let mut render = Render::new(&[Source::ColorOutline(0), Source::ColorBitmap(StrikeWith::BestFit), Source::Outline]);
    render.format(Format::Alpha).offset(Vector::new(f32::from(key.subpixel) / SUBPIXELS, 0.0));
    if key.embolden {
        render.embolden(size_px / 40.0);
    }
    if key.skew_degrees != 0 {
        let slant = Angle::from_degrees(f32::from(key.skew_degrees));
        render.transform(Some(Transform::skew(slant, Angle::from_degrees(0.0))));
    }
    let image = render.render(&mut scaler, key.glyph)?;
    if image.placement.width == 0 || image.placement.height == 0 {
        return None;
    }
    let kind = match image.content {
        Content::Mask => PageKind::Coverage,
        Content::Color | Content::SubpixelMask => PageKind::Color,
    };
    Some(GlyphImage {
        kind,
        width: image.placement.width,
        height: image.placement.height,
        left: image.placement.left,
        top: image.placement.top,
        pixels: image.data,
    })
}

/// Width and height of an atlas page.
pub(crate) const PAGE_SIZE_PX: u32 = 1024;
const MAX_PAGES: usize = 8;
const MAX_PLACEMENTS: usize = 100_000;
/// The largest size at which a glyph is rasterised.
const MAX_SIZE_PX: f32 = 300.0;
/// The number of pen positions between two pixels.
const SUBPIXELS: f32 = 4.0;
