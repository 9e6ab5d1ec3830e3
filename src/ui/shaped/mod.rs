//! egui widgets whose text is laid out by [`crate::shape`], so that right-to-left and mixed text is displayed
//! correctly.
//!
//! [`install`] puts a [`TextEngine`] into an [`egui::Context`]. From then on, code that draws text itself uses
//! [`layout`] and [`paint`], and the widgets here replace egui's. This module owns the textures that mirror the atlas
//! pages. It does not depend on the model. Sizes and colours come from the style of the `Ui`; a widget with two ends
//! calls them start and end, and they follow the direction of the `Ui`'s layout.

mod button;
mod choice;
mod combo;
mod editor;
mod field;
pub mod icon;
mod label;
mod row;
pub(crate) mod segmented;
mod selection;
mod strip;
mod tooltip;

use std::ops::Range;
use std::sync::Arc;

use egui::epaint::{ImageData, ImageDelta, Mesh, Shape, TextureId};
use egui::mutex::Mutex;
use egui::{Color32, ColorImage, Context, Painter, Pos2, TextureOptions, Ui, pos2, vec2};

use crate::shape::{AtlasRect, PAGE_SIZE_PX, Page, PageId, PageKind, TextEngine, TextLayout, first_font};

pub use crate::shape::{Align, Direction, Emphasis, Family, LayoutOptions, TextStyle, Weight, Wrap};
pub use button::{Button, MenuItem};
pub use choice::{Checkbox, RadioValue, Switch};
pub use combo::ComboBox;
pub use field::{TextField, TextFieldOutput, is_field, put_candidates_below};
pub use icon::{Icon, paint_icon};
pub use label::{Heading, Label, cell};
pub use row::Row;
pub(crate) use tooltip::ResponseExt;

/// Gives the context a text engine. Call it once, before the first frame; a second call replaces the engine.
///
/// A plugin counts frames and sends textures, so nothing else needs to be called.
pub fn install(ctx: &Context, engine: TextEngine) {
    let shared = Shared { engine, textures: Vec::new(), dark_mode: true };
    match ctx.data(|data| data.get_temp::<Handle>(egui::Id::NULL)) {
        Some(handle) => {
            let mut old = handle.0.lock();
            let textures = std::mem::take(&mut old.textures);
            *old = shared;
            drop(old);
            let manager = ctx.tex_manager();
            for texture in textures {
                manager.write().free(texture);
            }
        }
        None => {
            let handle = Handle(Arc::new(Mutex::new(shared)));
            ctx.data_mut(|data| data.insert_temp(egui::Id::NULL, handle.clone()));
            ctx.set_fonts(egui_fonts());
            ctx.add_plugin(Frames { handle });
        }
    }
}

/// The fonts of text that egui would draw by itself. All words go through the engine; these stand by, so that egui does
/// not bring fonts of its own.
fn egui_fonts() -> egui::FontDefinitions {
    let mut fonts = egui::FontDefinitions::empty();
    let families = [(egui::FontFamily::Proportional, Family::Interface), (egui::FontFamily::Monospace, Family::Mono)];
    for (name, family) in families {
        if let Some(bytes) = first_font(family) {
            let key = format!("{family:?}");
            fonts.font_data.insert(key.clone(), Arc::new(egui::FontData::from_static(bytes)));
            fonts.families.insert(name, vec![key]);
        }
    }
    fonts
}

/// Calls `f` with the context's text engine. A context without one gets one that may use the system's fonts.
///
/// The engine is locked during the call: `f` must not use the widgets or functions of this module.
pub fn with<R>(ctx: &Context, f: impl FnOnce(&mut TextEngine) -> R) -> R {
    f(&mut handle(ctx).0.lock().engine)
}

/// Lays out a text, or returns the layout made in an earlier frame.
pub fn layout(ctx: &Context, text: &str, style: &TextStyle, options: &LayoutOptions) -> Arc<TextLayout> {
    with(ctx, |engine| engine.layout(text, style, options))
}

/// The same with parts of the text set apart by their letters.
pub(crate) fn layout_emphasised(
    ctx: &Context,
    text: &str,
    style: &TextStyle,
    options: &LayoutOptions,
    emphasis: &[Emphasis],
) -> Arc<TextLayout> {
    with(ctx, |engine| engine.layout_emphasised(text, style, options, emphasis))
}

/// Paints a layout with its upper left corner at `pos`.
///
/// `overrides` colours parts of the text, given in bytes; where parts overlap, the last one wins. Lines outside the
/// painter's clip rectangle cost nothing.
pub fn paint(painter: &Painter, pos: Pos2, layout: &TextLayout, color: Color32, overrides: &[(Range<usize>, Color32)]) {
    let handle = handle(painter.ctx());
    let mut shared = handle.0.lock();
    let scale = painter.pixels_per_point();
    let clip = painter.clip_rect();
    let mut meshes: Vec<(PageId, Mesh)> = Vec::new();
    for line in layout.lines() {
        // Marks of a line may extend into its neighbours, so lines near the edge are painted too.
        let reach = line.bottom - line.top;
        if pos.y + line.bottom + reach < clip.top() || pos.y + line.top - reach > clip.bottom() {
            continue;
        }
        let baseline_px = ((pos.y + line.baseline) * scale).round();
        for glyph in layout.glyphs(line) {
            let Some(font) = layout.fonts().get(usize::from(glyph.font)) else { continue };
            let x_px = (pos.x + glyph.x) * scale;
            let Some((slot, pen_px)) = shared.engine.glyph(font, glyph.id, scale, x_px) else { continue };
            let own = overrides.iter().rev().find(|(range, _)| range.contains(&glyph.byte)).map(|(_, color)| *color);
            let color = match slot.kind {
                PageKind::Coverage => own.unwrap_or(color),
                PageKind::Color => Color32::WHITE.gamma_multiply_u8(own.unwrap_or(color).a()),
            };
            let left = (pen_px + slot.left_px) / scale;
            let top = (baseline_px + (glyph.y * scale).round() - slot.top_px) / scale;
            let size = vec2(slot.rect.width as f32, slot.rect.height as f32) * slot.scale / scale;
            let mesh = match meshes.iter_mut().find(|(page, _)| *page == slot.page) {
                Some((_, mesh)) => mesh,
                None => {
                    let texture = shared.texture(painter.ctx(), slot.page);
                    meshes.push((slot.page, Mesh::with_texture(texture)));
                    let Some((_, mesh)) = meshes.last_mut() else { continue };
                    mesh
                }
            };
            let rect = egui::Rect::from_min_size(pos2(left, top), size);
            mesh.add_rect_with_uv(rect, uv(slot.rect), color);
        }
    }
    drop(shared);
    for (_, mesh) in meshes {
        painter.add(Shape::mesh(mesh));
    }
}

/// Scrolls to what has just got the keyboard, if it is out of sight.
pub(crate) fn keep_in_sight(response: &egui::Response) {
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
}

/// The ring around what has the keyboard.
pub(crate) fn ring(ui: &Ui, response: &egui::Response, rect: egui::Rect) {
    if response.has_focus() {
        let visuals = &ui.visuals().widgets.active;
        ui.painter().rect_stroke(rect, visuals.corner_radius, ring_stroke(ui), egui::StrokeKind::Inside);
    }
}

/// The line of the ring around what has the keyboard, also in menus, whose style has no lines.
pub(crate) fn ring_stroke(ui: &Ui) -> egui::Stroke {
    ui.ctx().global_style().visuals.widgets.active.bg_stroke
}

/// The interface style at the size of an egui text style.
pub(crate) fn interface_style(ui: &Ui, like: &egui::TextStyle) -> TextStyle {
    TextStyle::interface(like.resolve(ui.style()).size)
}

/// The engine and its textures on the graphics card.
struct Shared {
    engine: TextEngine,
    /// The textures by page id.
    textures: Vec<TextureId>,
    /// Whether the pages were uploaded for light text on dark ground.
    dark_mode: bool,
}

#[derive(Clone)]
struct Handle(Arc<Mutex<Shared>>);

fn handle(ctx: &Context) -> Handle {
    if let Some(handle) = ctx.data(|data| data.get_temp::<Handle>(egui::Id::NULL)) {
        return handle;
    }
    install(ctx, TextEngine::new());
    ctx.data(|data| data.get_temp::<Handle>(egui::Id::NULL)).unwrap_or_else(|| {
        // Happens only if another thread emptied the context's data in between.
        Handle(Arc::new(Mutex::new(Shared { engine: TextEngine::new(), textures: Vec::new(), dark_mode: true })))
    })
}

impl Shared {
    /// The texture of a page. It is empty until the end of the pass, when all changes are sent. That is before any mesh
    /// of the frame is drawn, because egui applies a frame's texture updates first.
    fn texture(&mut self, ctx: &Context, page: PageId) -> TextureId {
        while self.textures.len() <= page.0 as usize {
            // A new page is sent as a whole, so its texture can start as a single pixel.
            let blank = ImageData::Color(Arc::new(ColorImage::filled([1, 1], Color32::TRANSPARENT)));
            let name = format!("text atlas {}", self.textures.len());
            self.textures.push(ctx.tex_manager().write().alloc(name, blank, TextureOptions::LINEAR));
        }
        self.textures.get(page.0 as usize).copied().unwrap_or_default()
    }

    fn upload(&mut self, ctx: &Context) {
        let dark_mode = ctx.global_style().visuals.dark_mode;
        if self.dark_mode != dark_mode {
            self.dark_mode = dark_mode;
            self.engine.mark_pages_dirty();
        }
        let mut changes: Vec<(PageId, ImageDelta)> = Vec::new();
        self.engine.take_dirty_pages(|id, page, rect| {
            let image = ImageData::Color(Arc::new(image(page, rect, dark_mode)));
            let whole = rect.width == page.size_px() && rect.height == page.size_px();
            let delta = if whole {
                ImageDelta::full(image, TextureOptions::LINEAR)
            } else {
                ImageDelta::partial([rect.x as usize, rect.y as usize], image, TextureOptions::LINEAR)
            };
            changes.push((id, delta));
        });
        for (id, delta) in changes {
            let texture = self.texture(ctx, id);
            ctx.tex_manager().write().set(texture, delta);
        }
    }
}

/// Starts the engine's frames and sends page changes at the end of each.
struct Frames {
    handle: Handle,
}

impl egui::Plugin for Frames {
    fn debug_name(&self) -> &'static str {
        "shaped text"
    }

    fn on_begin_pass(&mut self, ui: &mut Ui) {
        let mut shared = self.handle.0.lock();
        shared.engine.begin_frame();
        if shared.engine.is_waiting() {
            ui.ctx().request_repaint_after(std::time::Duration::from_millis(30));
        }
    }

    fn on_end_pass(&mut self, ui: &mut Ui) {
        self.handle.0.lock().upload(ui.ctx());
    }
}

/// A part of a page in egui's format: premultiplied and, for light text on a dark background, slightly bolder, like
/// egui's own text.
fn image(page: &Page, rect: AtlasRect, dark_mode: bool) -> ColorImage {
    let mut pixels = Vec::with_capacity(rect.width as usize * rect.height as usize);
    for row in 0..rect.height {
        let bytes = page.row(rect, row);
        match page.kind() {
            PageKind::Coverage => pixels.extend(bytes.iter().map(|coverage| {
                let coverage = u32::from(*coverage);
                let alpha = if dark_mode { coverage * 2 - coverage * coverage / 255 } else { coverage };
                let alpha = u8::try_from(alpha).unwrap_or(u8::MAX);
                Color32::from_rgba_premultiplied(alpha, alpha, alpha, alpha)
            })),
            PageKind::Color => {
                let (colors, _) = bytes.as_chunks::<4>();
                pixels.extend(colors.iter().map(|[r, g, b, a]| Color32::from_rgba_unmultiplied(*r, *g, *b, *a)));
            }
        }
    }
    ColorImage::new([rect.width as usize, rect.height as usize], pixels)
}

fn uv(rect: AtlasRect) -> egui::Rect {
    let texel = 1.0 / PAGE_SIZE_PX as f32;
    let min = pos2(rect.x as f32, rect.y as f32) * texel;
    egui::Rect::from_min_size(min, vec2(rect.width as f32, rect.height as f32) * texel)
}
