//! Exports figures as PNG: the shapes, and the texts shaped by our own engine.

use std::collections::HashMap;

use crate::figure::{Color, Figure, FigureMark, TextAnchor};
use crate::shape::{GlyphSlot, LayoutOptions, Page, PageId, PageKind, TextEngine, TextLayout, TextStyle};

/// Pixels per point: enough for print at column width.
const SCALE: f32 = 3.0;
/// The largest width or height of a picture.
const MOST_PX: u32 = 12_000;

/// The figure as the bytes of a PNG file.
///
/// # Errors
/// It would be too large, or could not be encoded.
pub(in crate::app) fn png(figure: &Figure) -> Result<Vec<u8>, String> {
    let scale = SCALE.min(MOST_PX as f32 / figure.width.max(1.0)).min(MOST_PX as f32 / figure.height.max(1.0));
    let (width, height) = ((figure.width * scale).ceil() as u32, (figure.height * scale).ceil() as u32);
    let mut drawing = Drawing { canvas: Canvas::new(width, height), engine: TextEngine::new(), scale };
    drawing.wait_for_fonts(figure);
    for mark in &figure.marks {
        match mark {
            FigureMark::Rect { x, y, width, height, fill, .. } => {
                let to = ((x + width) * scale, (y + height) * scale);
                drawing.canvas.rect((x * scale, y * scale), to, *fill);
            }
            FigureMark::Text { x, y, size_pt, text, anchor, color, strong } => {
                let style = TextStyle::interface(*size_pt);
                let style = if *strong { style.strong() } else { style };
                drawing.text((*x, *y), text, &style, *anchor, *color);
            }
        }
    }
    drawing.canvas.encode()
}

/// A glyph on the atlas, with the position of its left upper corner in the picture, in pixels.
type PlacedGlyph = (GlyphSlot, f32, f32);

/// A figure being drawn.
struct Drawing {
    canvas: Canvas,
    engine: TextEngine,
    /// Pixels per point.
    scale: f32,
}

impl Drawing {
    /// A text that no bundled font covers makes the engine look for system fonts; this thread can wait for them.
    fn wait_for_fonts(&mut self, figure: &Figure) {
        for mark in &figure.marks {
            if let FigureMark::Text { text, .. } = mark {
                self.engine.layout(text, &TextStyle::interface(12.0), &LayoutOptions::default());
            }
        }
        for _ in 0..200 {
            if !self.engine.is_waiting() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
            self.engine.begin_frame();
        }
    }

    /// Draws a text; `at` is its anchor on the baseline, in points.
    fn text(&mut self, at: (f32, f32), text: &str, style: &TextStyle, anchor: TextAnchor, color: Color) {
        let layout = self.engine.layout(text, style, &LayoutOptions::default());
        let left = match anchor {
            TextAnchor::Left => at.0,
            TextAnchor::Middle => at.0 - layout.width() / 2.0,
            TextAnchor::Right => at.0 - layout.width(),
        };
        let glyphs = self.glyphs(&layout, left, at.1);
        self.ink(&glyphs, color);
    }

    /// The glyphs of a text whose first line begins at `left` on the baseline `baseline`, in points.
    fn glyphs(&mut self, layout: &TextLayout, left: f32, baseline: f32) -> Vec<PlacedGlyph> {
        let mut placed = Vec::new();
        for line in layout.lines() {
            let line_y = baseline + line.baseline - layout.first_baseline();
            for glyph in layout.glyphs(line) {
                let Some(font) = layout.fonts().get(usize::from(glyph.font)) else { continue };
                let pen = (left + glyph.x) * self.scale;
                if let Some((slot, pen_px)) = self.engine.glyph(font, glyph.id, self.scale, pen) {
                    let glyph_px = ((line_y + glyph.y) * self.scale).round();
                    placed.push((slot, pen_px + slot.left_px, glyph_px - slot.top_px));
                }
            }
        }
        placed
    }

    /// Draws glyphs from the pages of the atlas that they are on.
    fn ink(&mut self, glyphs: &[PlacedGlyph], color: Color) {
        let mut by_page: HashMap<PageId, Vec<&PlacedGlyph>> = HashMap::new();
        for glyph in glyphs {
            by_page.entry(glyph.0.page).or_default().push(glyph);
        }
        self.engine.mark_pages_dirty();
        self.engine.take_dirty_pages(|id, page, _| {
            for glyph in by_page.get(&id).into_iter().flatten() {
                self.canvas.glyph(page, glyph, color);
            }
        });
    }
}

struct Canvas {
    width: u32,
    height: u32,
    /// Red, green and blue; initially white.
    pixels: Vec<u8>,
}

impl Canvas {
    fn new(width: u32, height: u32) -> Self {
        Self { width, height, pixels: vec![255; width as usize * height as usize * 3] }
    }

    /// Fills a rectangle; pixels on its edges are blended by how much of them it covers.
    fn rect(&mut self, from: (f32, f32), to: (f32, f32), fill: Color) {
        let covered = |pixel: f32, low: f32, high: f32| (high.min(pixel + 1.0) - low.max(pixel)).clamp(0.0, 1.0);
        for y in from.1.floor().max(0.0) as u32..(to.1.ceil().max(0.0) as u32).min(self.height) {
            for x in from.0.floor().max(0.0) as u32..(to.0.ceil().max(0.0) as u32).min(self.width) {
                let share = covered(x as f32, from.0, to.0) * covered(y as f32, from.1, to.1);
                self.blend(x as f32, y as f32, fill, (share * 255.0).round() as u8);
            }
        }
    }

    /// Draws a glyph from its page of the atlas: in this color, or in its own if it has colors.
    fn glyph(&mut self, page: &Page, (slot, x, y): &PlacedGlyph, color: Color) {
        for row in 0..slot.rect.height {
            let bytes = page.row(slot.rect, row);
            let depth = bytes.len() / slot.rect.width.max(1) as usize;
            for column in 0..slot.rect.width {
                let at = column as usize * depth;
                let (ink, share) = match page.kind() {
                    PageKind::Coverage => (color, bytes.get(at).copied().unwrap_or_default()),
                    PageKind::Color => match bytes.get(at..at + 4) {
                        Some([r, g, b, a]) => ([*r, *g, *b], *a),
                        _ => continue,
                    },
                };
                self.blend(x + column as f32, y + row as f32, ink, share);
            }
        }
    }

    fn blend(&mut self, x: f32, y: f32, color: Color, share: u8) {
        if x < 0.0 || y < 0.0 || x >= self.width as f32 || y >= self.height as f32 {
            return;
        }
        let at = (y as usize * self.width as usize + x as usize) * 3;
        for (channel, ink) in color.into_iter().enumerate() {
            if let Some(pixel) = self.pixels.get_mut(at + channel) {
                let (old, new, share) = (u32::from(*pixel), u32::from(ink), u32::from(share));
                *pixel = ((old * (255 - share) + new * share + 127) / 255) as u8;
            }
        }
    }

    fn encode(&self) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&self.pixels));
        written.map_err(|error| error.to_string())?;
        Ok(bytes)
    }
}
