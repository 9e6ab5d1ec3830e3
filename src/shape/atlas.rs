//! Pages of glyph pixels on the CPU: packing, eviction, and tracking which part of a page changed.
//!
//! Owns the pixels only. What a glyph is, and how pages reach the graphics card, is decided elsewhere: keys are generic
//! and changes are handed out by [`Atlas::take_dirty`]. A page is filled shelf by shelf and never compacted. When all
//! pages are full, the least recently used one is emptied, but never one that this frame or the one before has drawn
//! from, because the meshes of those frames already point into it. The atlas grows rather than break that rule.

use std::collections::HashMap;
use std::hash::Hash;

/// What the pixels of a page represent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PageKind {
    /// One byte per pixel: how much of it the glyph covers.
    Coverage,
    /// Four bytes per pixel: red, green, blue and alpha, not premultiplied.
    Color,
}

impl PageKind {
    /// Bytes per pixel.
    pub(crate) fn depth(self) -> usize {
        match self {
            Self::Coverage => 1,
            Self::Color => 4,
        }
    }
}

/// A page, by its position; ids are not reused for another kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PageId(pub u32);

/// A rectangle of a page in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AtlasRect {
    pub x: u32,
    pub y: u32,
    pub width: u32,
    pub height: u32,
}

impl AtlasRect {
    fn union(self, other: Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        let right = (self.x + self.width).max(other.x + other.width);
        let bottom = (self.y + self.height).max(other.y + other.height);
        Self { x, y, width: right - x, height: bottom - y }
    }
}

/// The pages, and the position of each key.
pub(crate) struct Atlas<K> {
    page_size_px: u32,
    max_pages: usize,
    pages: Vec<Page>,
    slots: HashMap<K, (PageId, AtlasRect)>,
    frame: u64,
}

/// One square page of glyphs.
pub(crate) struct Page {
    kind: PageKind,
    size_px: u32,
    pixels: Vec<u8>,
    shelves: Vec<Shelf>,
    last_used: u64,
    dirty: Option<AtlasRect>,
}

/// A row of glyphs of about the same height.
struct Shelf {
    y: u32,
    height: u32,
    /// Where the next glyph goes.
    x: u32,
}

impl<K: Eq + Hash + Clone> Atlas<K> {
    /// Creates an atlas with pages of `page_size_px` squared; `max_pages` is exceeded only if one frame needs more.
    pub(crate) fn new(page_size_px: u32, max_pages: usize) -> Self {
        Self { page_size_px, max_pages, pages: Vec::new(), slots: HashMap::new(), frame: 0 }
    }

    /// Begins a frame: pages used from now on are safe until the next call.
    pub(crate) fn begin_frame(&mut self) {
        self.frame += 1;
    }

    /// The position of `key`. Its page counts as used in this frame.
    pub(crate) fn get(&mut self, key: &K) -> Option<(PageId, AtlasRect)> {
        let (id, rect) = *self.slots.get(key)?;
        if let Some(page) = self.pages.get_mut(id.0 as usize) {
            page.last_used = self.frame;
        }
        Some((id, rect))
    }

    /// Stores an image, whose bytes are row by row without padding. `None` if it is larger than a page or if `pixels`
    /// does not have the size it claims.
    pub(crate) fn insert(
        &mut self,
        key: K,
        kind: PageKind,
        width: u32,
        height: u32,
        pixels: &[u8],
    ) -> Option<(PageId, AtlasRect)> {
        let fits = width + GAP_PX <= self.page_size_px && height + GAP_PX <= self.page_size_px;
        if !fits || pixels.len() != width as usize * height as usize * kind.depth() {
            return None;
        }
        let (id, rect) = self.place(kind, width, height)?;
        let page = self.pages.get_mut(id.0 as usize)?;
        page.write(rect, pixels);
        page.last_used = self.frame;
        self.slots.insert(key, (id, rect));
        Some((id, rect))
    }

    /// Hands out every page that changed since the last call, with the part that changed.
    pub(crate) fn take_dirty(&mut self, mut each: impl FnMut(PageId, &Page, AtlasRect)) {
        for (index, page) in (0..).zip(&mut self.pages) {
            if let Some(rect) = page.dirty.take() {
                each(PageId(index), page, rect);
            }
        }
    }

    /// Marks all pages as changed, so that all their pixels are uploaded again.
    pub(crate) fn mark_all_dirty(&mut self) {
        for page in &mut self.pages {
            page.dirty = Some(page.whole());
        }
    }

    /// The pages in the order of their ids.
    pub(crate) fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// The number of images stored.
    pub(crate) fn len(&self) -> usize {
        self.slots.len()
    }

    /// Finds room: on an existing page, on a new page, on the least recently used page, or on a page beyond the limit.
    fn place(&mut self, kind: PageKind, width: u32, height: u32) -> Option<(PageId, AtlasRect)> {
        for (index, page) in (0..).zip(&mut self.pages) {
            if page.kind == kind
                && let Some(rect) = page.allocate(width, height)
            {
                return Some((PageId(index), rect));
            }
        }
        let id = match self.oldest_page(kind) {
            Some(id) if self.pages.len() >= self.max_pages => {
                self.slots.retain(|_, (page, _)| *page != id);
                self.pages.get_mut(id.0 as usize)?.clear();
                id
            }
            _ => {
                let id = PageId(u32::try_from(self.pages.len()).ok()?);
                self.pages.push(Page::new(kind, self.page_size_px));
                id
            }
        };
        let rect = self.pages.get_mut(id.0 as usize)?.allocate(width, height)?;
        Some((id, rect))
    }

    /// The least recently used page of this kind, unless this frame or the last used it: with several windows, the last
    /// frame may still be going on.
    fn oldest_page(&self, kind: PageKind) -> Option<PageId> {
        (0..)
            .zip(&self.pages)
            .filter(|(_, page)| page.kind == kind && page.last_used + 1 < self.frame)
            .min_by_key(|(_, page)| page.last_used)
            .map(|(index, _)| PageId(index))
    }
}

impl Page {
    fn new(kind: PageKind, size_px: u32) -> Self {
        let pixels = vec![0; size_px as usize * size_px as usize * kind.depth()];
        let mut page = Self { kind, size_px, pixels, shelves: Vec::new(), last_used: 0, dirty: None };
        page.dirty = Some(page.whole());
        page
    }

    /// What its pixels represent.
    pub(crate) fn kind(&self) -> PageKind {
        self.kind
    }

    /// Its width and height.
    pub(crate) fn size_px(&self) -> u32 {
        self.size_px
    }

    /// The bytes of one row of `rect`.
    pub(crate) fn row(&self, rect: AtlasRect, row: u32) -> &[u8] {
        let depth = self.kind.depth();
        let start = ((rect.y + row) as usize * self.size_px as usize + rect.x as usize) * depth;
        self.pixels.get(start..start + rect.width as usize * depth).unwrap_or(&[])
    }

    fn whole(&self) -> AtlasRect {
        AtlasRect { x: 0, y: 0, width: self.size_px, height: self.size_px }
    }

    fn clear(&mut self) {
        self.pixels.fill(0);
        self.shelves.clear();
        self.dirty = Some(self.whole());
    }

    /// Finds room for an image and a gap after it, on the lowest shelf that does not waste much or on a new shelf.
    fn allocate(&mut self, width: u32, height: u32) -> Option<AtlasRect> {
        let (outer_width, outer_height) = (width + GAP_PX, height + GAP_PX);
        let size_px = self.size_px;
        let shelf = self.shelves.iter_mut().find(|shelf| {
            let wastes_little = shelf.height <= outer_height + outer_height / 2 + 4;
            shelf.height >= outer_height && wastes_little && shelf.x + outer_width <= size_px
        });
        let shelf = match shelf {
            Some(shelf) => shelf,
            None => {
                let y = self.shelves.last().map_or(0, |shelf| shelf.y + shelf.height);
                // Rounding up lets glyphs of about the same height share a shelf.
                let height = outer_height.next_multiple_of(4).min(size_px.checked_sub(y)?);
                if height < outer_height || outer_width > size_px {
                    return None;
                }
                self.shelves.push(Shelf { y, height, x: 0 });
                self.shelves.last_mut()?
            }
        };
        let rect = AtlasRect { x: shelf.x, y: shelf.y, width, height };
        shelf.x += outer_width;
        Some(rect)
    }

    fn write(&mut self, rect: AtlasRect, pixels: &[u8]) {
        let depth = self.kind.depth();
        let row_bytes = rect.width as usize * depth;
        if row_bytes > 0 {
            for (row, source) in pixels.chunks_exact(row_bytes).enumerate() {
                let start = ((rect.y as usize + row) * self.size_px as usize + rect.x as usize) * depth;
                if let Some(target) = self.pixels.get_mut(start..start + row_bytes) {
                    target.copy_from_slice(source);
                }
            }
        }
        self.dirty = Some(self.dirty.map_or(rect, |dirty| dirty.union(rect)));
    }
}

/// Empty pixels after each image, so that filtering does not read its neighbour.
const GAP_PX: u32 = 1;

#[cfg(test)]
mod tests {
    use super::*;

    fn overlap(a: AtlasRect, b: AtlasRect) -> bool {
        a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
    }

    fn solid(width: u32, height: u32, value: u8) -> Vec<u8> {
        vec![value; (width * height) as usize]
    }

    #[test]
    fn images_never_overlap_and_keep_their_pixels() {
        let mut atlas = Atlas::new(128, 4);
        atlas.begin_frame();
        let mut placed: Vec<(PageId, AtlasRect, u8)> = Vec::new();
        for i in 0..150_u32 {
            let (width, height) = (3 + (i * 7) % 17, 4 + (i * 5) % 23);
            let value = (i % 250 + 1) as u8;
            let (page, rect) =
                atlas.insert(i, PageKind::Coverage, width, height, &solid(width, height, value)).unwrap();
            assert!(rect.x + rect.width <= 128 && rect.y + rect.height <= 128);
            for (other_page, other, _) in &placed {
                assert!(*other_page != page || !overlap(rect, *other), "{rect:?} over {other:?}");
            }
            placed.push((page, rect, value));
        }
        for (page, rect, value) in placed {
            let page = &atlas.pages()[page.0 as usize];
            for row in 0..rect.height {
                assert!(page.row(rect, row).iter().all(|pixel| *pixel == value));
            }
        }
    }

    #[test]
    fn the_page_used_longest_ago_is_evicted() {
        let mut atlas = Atlas::new(32, 2);
        let full = solid(31, 31, 9);
        for (frame, key) in ["a", "b"].into_iter().enumerate() {
            atlas.begin_frame();
            let (page, _) = atlas.insert(key, PageKind::Coverage, 31, 31, &full).unwrap();
            assert_eq!(page, PageId(u32::try_from(frame).unwrap()));
        }
        atlas.begin_frame();
        atlas.get(&"a");
        atlas.begin_frame();
        let (page, _) = atlas.insert("c", PageKind::Coverage, 31, 31, &full).unwrap();
        assert_eq!(page, PageId(1), "the page of b was used longest ago");
        assert!(atlas.get(&"b").is_none(), "what was on the page is forgotten");
        assert!(atlas.get(&"a").is_some() && atlas.get(&"c").is_some());
    }

    #[test]
    fn a_page_of_the_present_frame_is_never_evicted() {
        let mut atlas = Atlas::new(32, 1);
        atlas.begin_frame();
        let full = solid(31, 31, 9);
        for key in 0..5 {
            atlas.insert(key, PageKind::Coverage, 31, 31, &full).unwrap();
        }
        assert_eq!(atlas.pages().len(), 5, "grows beyond its limit");
        assert!((0..5).all(|key| atlas.get(&key).is_some()));
        atlas.begin_frame();
        atlas.begin_frame();
        atlas.insert(9, PageKind::Coverage, 31, 31, &full).unwrap();
        assert_eq!(atlas.pages().len(), 5, "a later frame reuses a page");
    }

    #[test]
    fn only_what_changed_is_dirty() {
        let mut atlas = Atlas::new(64, 2);
        atlas.begin_frame();
        atlas.insert(0, PageKind::Coverage, 4, 4, &solid(4, 4, 1)).unwrap();
        let mut seen = Vec::new();
        atlas.take_dirty(|id, page, rect| seen.push((id, page.kind(), rect)));
        assert_eq!(seen, [(PageId(0), PageKind::Coverage, AtlasRect { x: 0, y: 0, width: 64, height: 64 })]);
        let (_, rect) = atlas.insert(1, PageKind::Coverage, 5, 3, &solid(5, 3, 1)).unwrap();
        seen.clear();
        atlas.take_dirty(|id, page, rect| seen.push((id, page.kind(), rect)));
        assert_eq!(seen, [(PageId(0), PageKind::Coverage, rect)]);
        seen.clear();
        atlas.take_dirty(|id, page, rect| seen.push((id, page.kind(), rect)));
        assert!(seen.is_empty());
    }

    #[test]
    fn kinds_do_not_share_a_page_and_wrong_sizes_are_refused() {
        let mut atlas = Atlas::new(64, 4);
        atlas.begin_frame();
        let (mask, _) = atlas.insert(0, PageKind::Coverage, 4, 4, &solid(4, 4, 1)).unwrap();
        let (color, _) = atlas.insert(1, PageKind::Color, 4, 4, &solid(16, 4, 1)).unwrap();
        assert_ne!(mask, color);
        assert!(atlas.insert(2, PageKind::Color, 4, 4, &solid(4, 4, 1)).is_none());
        assert!(atlas.insert(3, PageKind::Coverage, 64, 64, &solid(64, 64, 1)).is_none());
    }
}
