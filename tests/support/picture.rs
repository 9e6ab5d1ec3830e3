//! Pictures of a window without a screen, drawn by the processor triangle by triangle: the same on every machine, and
//! without a graphics driver.
//!
//! Rules of the egui shader: colours are blended in gamma space, premultiplied by alpha; a pixel belongs to the triangle
//! in which its centre is, and to one triangle only where two share an edge (the top-left rule); textures are read with
//! linear or nearest filtering, clamped to their edges.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;
use std::rc::Rc;

use egui::epaint::{Mesh, Primitive, Vertex};
use egui::{ImageData, Pos2, Rect, TextureFilter, TextureId, TexturesDelta};
use egui_kittest::{Harness, TestRenderer};

/// The textures of one window, kept up to date by the harness that this is given to as its renderer.
#[derive(Clone, Default)]
pub struct Textures(Rc<RefCell<HashMap<TextureId, Texture>>>);

struct Texture {
    size: [usize; 2],
    /// red, green, blue and alpha from 0 to 1, premultiplied
    texels: Vec<[f32; 4]>,
    filter: TextureFilter,
}

/// Red, green, blue and alpha of each pixel, in rows from the top.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<[u8; 4]>,
}

/// The part of the picture that is drawn to: left, top, right and bottom, in pixels.
type Clip = [i64; 4];

impl TestRenderer for Textures {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        let mut textures = self.0.borrow_mut();
        for (id, images) in delta.set.drain() {
            for image in images {
                let ImageData::Color(colors) = &image.image;
                let texels = colors.pixels.iter().map(|color| color.to_array().map(|part| f32::from(part) / 255.0));
                let [width, height] = colors.size;
                let Some([left, top]) = image.pos else {
                    let filter = image.options.magnification;
                    textures.insert(id, Texture { size: colors.size, texels: texels.collect(), filter });
                    continue;
                };
                let texture = textures.get_mut(&id).expect("a part of a texture that is not there");
                let texels: Vec<_> = texels.collect();
                for row in 0..height {
                    let start = (top + row) * texture.size[0] + left;
                    texture.texels[start..start + width].copy_from_slice(&texels[row * width..(row + 1) * width]);
                }
            }
        }
        for id in delta.free.drain() {
            textures.remove(&id);
        }
    }
}

impl Texture {
    /// The colour at this place, from 0 to 1 in both directions.
    fn sample(&self, x: f32, y: f32) -> [f32; 4] {
        let (x, y) = (x * self.size[0] as f32, y * self.size[1] as f32);
        if self.filter == TextureFilter::Nearest {
            return self.texel(x.floor(), y.floor());
        }
        let (x, y) = (x - 0.5, y - 0.5);
        let (left, top) = (x.floor(), y.floor());
        let mix = |a: [f32; 4], b: [f32; 4], share: f32| {
            std::array::from_fn::<f32, 4, _>(|part| a[part] * (1.0 - share) + b[part] * share)
        };
        let upper = mix(self.texel(left, top), self.texel(left + 1.0, top), x - left);
        let lower = mix(self.texel(left, top + 1.0), self.texel(left + 1.0, top + 1.0), x - left);
        mix(upper, lower, y - top)
    }

    fn texel(&self, x: f32, y: f32) -> [f32; 4] {
        let inside = |value: f32, size: usize| (value.max(0.0) as usize).min(size - 1);
        self.texels[inside(y, self.size[1]) * self.size[0] + inside(x, self.size[0])]
    }
}

impl Picture {
    /// What the window showed in its last frame.
    pub fn of<S>(harness: &Harness<'_, S>, textures: &Textures) -> Self {
        let (ctx, scale) = (&harness.ctx, harness.ctx.pixels_per_point());
        let size = ctx.content_rect().size() * scale;
        let (width, height) = (size.x.round() as usize, size.y.round() as usize);
        let mut picture = Self { width, height, pixels: vec![[0; 4]; width * height] };
        let textures = textures.0.borrow();
        for drawn in ctx.tessellate(harness.output().shapes.clone(), scale) {
            let Primitive::Mesh(mesh) = drawn.primitive else { panic!("a paint callback cannot be drawn") };
            let texture = textures.get(&mesh.texture_id).expect("a texture that is not there");
            picture.mesh(&mesh, texture, scale, picture.clip(drawn.clip_rect, scale));
        }
        picture
    }

    fn clip(&self, rect: Rect, scale: f32) -> Clip {
        let inside = |value: f32, most: usize| (value * scale).round().clamp(0.0, most as f32) as i64;
        [
            inside(rect.min.x, self.width),
            inside(rect.min.y, self.height),
            inside(rect.max.x, self.width),
            inside(rect.max.y, self.height),
        ]
    }

    fn mesh(&mut self, mesh: &Mesh, texture: &Texture, scale: f32, clip: Clip) {
        for corners in mesh.indices.chunks_exact(3) {
            self.triangle([0, 1, 2].map(|corner| &mesh.vertices[corners[corner] as usize]), texture, scale, clip);
        }
    }

    fn triangle(&mut self, corners: [&Vertex; 3], texture: &Texture, scale: f32, clip: Clip) {
        let [a, mut b, mut c] = corners;
        let at = |vertex: &Vertex| fixed(vertex.pos, scale);
        let area = edge(at(a), at(b), at(c));
        if area == 0 {
            return;
        }
        if area < 0 {
            std::mem::swap(&mut b, &mut c);
        }
        let (area, points) = (area.abs() as f32, [at(a), at(b), at(c)]);
        let bounds = |axis: usize| {
            let values = points.map(|point| point[axis]);
            let (least, most) = (values.into_iter().min().unwrap_or(0), values.into_iter().max().unwrap_or(0));
            (least.div_euclid(ONE).max(clip[axis]), (most.div_euclid(ONE) + 1).min(clip[axis + 2]))
        };
        let ((left, right), (top, bottom)) = (bounds(0), bounds(1));
        // Opposite to each corner: a pixel exactly on the edge belongs here if the edge is at the top or the left.
        let sides = [(points[1], points[2]), (points[2], points[0]), (points[0], points[1])];
        for y in top..bottom {
            for x in left..right {
                let center = [x * ONE + ONE / 2, y * ONE + ONE / 2];
                let weights = sides.map(|(from, to)| edge(from, to, center));
                let is_inside = |(weight, (from, to)): (&i64, &([i64; 2], [i64; 2]))| {
                    let is_top_or_left = to[1] < from[1] || to[1] == from[1] && to[0] > from[0];
                    *weight > 0 || *weight == 0 && is_top_or_left
                };
                if !weights.iter().zip(&sides).all(is_inside) {
                    continue;
                }
                let [of_a, of_b, of_c] = weights.map(|weight| weight as f32 / area);
                let mix = |a: f32, b: f32, c: f32| a * of_a + b * of_b + c * of_c;
                let texel = texture.sample(mix(a.uv.x, b.uv.x, c.uv.x), mix(a.uv.y, b.uv.y, c.uv.y));
                let [ca, cb, cc] = [a, b, c].map(|vertex| vertex.color.to_array().map(f32::from));
                let color = std::array::from_fn(|part| mix(ca[part], cb[part], cc[part]) / 255.0 * texel[part]);
                blend(&mut self.pixels[y as usize * self.width + x as usize], color);
            }
        }
    }

    /// A part of it: left, top, right and bottom, in pixels.
    pub fn part(&self, [left, top, right, bottom]: [usize; 4]) -> Self {
        let (right, bottom) = (right.min(self.width), bottom.min(self.height));
        let rows = (top..bottom).map(|row| &self.pixels[row * self.width + left..row * self.width + right]);
        Self { width: right - left, height: bottom - top, pixels: rows.flatten().copied().collect() }
    }

    /// Reads a picture that [`Picture::save`] has written.
    pub fn read(path: &Path) -> Self {
        let file = std::fs::File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut reader = png::Decoder::new(std::io::BufReader::new(file)).read_info().unwrap();
        let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut bytes).unwrap();
        assert_eq!(
            (info.color_type, info.bit_depth),
            (png::ColorType::Rgba, png::BitDepth::Eight),
            "{}",
            path.display()
        );
        let pixels = bytes[..info.buffer_size()].as_chunks().0.to_vec();
        Self { width: info.width as usize, height: info.height as usize, pixels }
    }

    pub fn save(&self, path: &Path) {
        let file = std::fs::File::create(path).unwrap();
        let mut encoder = png::Encoder::new(std::io::BufWriter::new(file), self.width as u32, self.height as u32);
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::High);
        encoder.write_header().unwrap().write_image_data(self.pixels.as_flattened()).unwrap();
    }
}

/// Parts of a pixel that places of corners are rounded to.
const ONE: i64 = 256;

fn fixed(pos: Pos2, scale: f32) -> [i64; 2] {
    [pos.x, pos.y].map(|value| (value * scale * ONE as f32).round() as i64)
}

/// Twice the area of the triangle, above 0 if `to` follows `from` clockwise around `point`.
fn edge(from: [i64; 2], to: [i64; 2], point: [i64; 2]) -> i64 {
    (to[0] - from[0]) * (point[1] - from[1]) - (to[1] - from[1]) * (point[0] - from[0])
}

fn blend(pixel: &mut [u8; 4], color: [f32; 4]) {
    for (part, source) in pixel.iter_mut().zip(color) {
        *part = ((source + f32::from(*part) / 255.0 * (1.0 - color[3])) * 255.0).round().clamp(0.0, 255.0) as u8;
    }
}

/// How far a part of a colour may be from the expected one, of 255: what another processor may round otherwise.
const TOLERANCE: u8 = 2;

/// Fails unless the picture is the one in `tests/snapshots`.
#[track_caller]
pub fn assert_snapshot(name: &str, picture: &Picture) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots");
    let path = folder.join(format!("{name}.png"));
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        return picture.save(&path);
    }
    let expected = Picture::read(&path);
    assert_eq!((picture.width, picture.height), (expected.width, expected.height), "{name}");
    let differences = picture.pixels.iter().zip(&expected.pixels);
    let differences: Vec<u8> = differences
        .map(|(a, b)| a.iter().zip(b).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0))
        .filter(|difference| *difference > TOLERANCE)
        .collect();
    if !differences.is_empty() {
        let new = folder.join(format!("{name}.new.png"));
        picture.save(&new);
        let most = differences.iter().max().unwrap();
        panic!("{name}: {} pixels differ, by at most {most}: see {}", differences.len(), new.display());
    }
}
