//! PDF with text: characters with their places from the library, our own logical order (`order`), and a test of the
//! result (`trial`), which refuses a text with its page and the reason rather than let a scrambled one in.

mod glyph;
mod order;
mod paragraphs;
mod trial;

use std::io::Read as _;

use self::glyph::Glyph;
use pdf_extract::{Document, MediaBox, Object, OutputDev, OutputError, Transform};

use super::kind::Kind;
use super::reader::{ArticleError, ArticleFile, ArticleReader, ReadArticle, ReadFile};
use crate::formats::caught::caught;
use crate::t;
use crate::text::encoding::{Decoded, Encoding};

/// The row of [`super::READERS`].
pub(super) static READER: ArticleReader =
    ArticleReader { endings: &["pdf"], reads: |file| file.kind == Some(Kind::Pdf), read };

/// The most pages of an article.
const MOST_PAGES: usize = 2000;
/// The most characters of an article.
const MOST_GLYPHS: usize = 4_000_000;
/// The most that the streams of a file may unpack to.
const MOST_BYTES: u64 = 512 << 20;
/// The deepest that forms are nested in one another.
const DEEPEST_FORMS: usize = 16;

fn read(file: ArticleFile<'_>) -> Result<ReadFile, ArticleError> {
    let path = file.path.display().to_string();
    let damaged = |reason: &str| ArticleError::Damaged { reason: reason.to_owned(), path: path.clone() };
    if unpacks(file.bytes) {
        return Err(ArticleError::Unpacks(path));
    }
    // The library panics on much that it does not know.
    let pages = caught(|| glyphs(file.bytes)).unwrap_or(Err(NoGlyphs::Damaged)).map_err(|reason| match reason {
        NoGlyphs::Damaged => damaged("PDF"),
        NoGlyphs::Encrypted => ArticleError::Encrypted(path.clone()),
        NoGlyphs::TooMuch => ArticleError::TooMuch(path.clone()),
    })?;
    let mut lines = Vec::new();
    for (page, glyphs) in &pages {
        trial::glyphs(glyphs).map_err(|reason| refused(*page, reason, &path))?;
        lines.extend(order::lines(*page, glyphs));
    }
    if lines.is_empty() {
        return Err(ArticleError::Scanned(path));
    }
    let (lines, heads) = paragraphs::without_heads(lines);
    let text = paragraphs::text(&lines);
    trial::lines(&lines, &text).map_err(|(page, reason)| refused(page, reason, &path))?;
    let mut article = ReadArticle::of(&file, Decoded { text, encoding: Encoding::Utf8, replaced: 0 });
    if heads > 0 {
        article.losses.push(t!("import-article-lost-heads", count = heads, path = path.as_str()));
    }
    article.doubts.push(t!("import-article-doubt-pdf", path = path.as_str()));
    Ok(article.into())
}

fn refused(page: u32, reason: trial::Reason, path: &str) -> ArticleError {
    ArticleError::Scrambled { page, reason: reason.text(), path: path.to_owned() }
}

/// Why no characters could be read.
enum NoGlyphs {
    Damaged,
    Encrypted,
    TooMuch,
}

/// Whether the packed streams become larger than anything that is read.
fn unpacks(bytes: &[u8]) -> bool {
    let mut left = MOST_BYTES;
    for at in memchr::memmem::find_iter(bytes, b"stream") {
        let rest = bytes.get(at + b"stream".len()..).unwrap_or_default();
        let rest = rest.strip_prefix(b"\r").unwrap_or(rest);
        let Some(data) = rest.strip_prefix(b"\n").filter(|data| {
            data.first() == Some(&0x78)
                || data.first() == Some(&0x68)
                || data.first() == Some(&0x48)
                || data.first() == Some(&0x58)
        }) else {
            continue;
        };
        let unpacked = std::io::copy(&mut flate2::read::ZlibDecoder::new(data).take(left + 1), &mut std::io::sink());
        // Damaged data counts as well, up to the damage: the library reads that part, too.
        left = match unpacked {
            Ok(length) if length > left => return true,
            Ok(length) => left - length,
            Err(_) => left,
        };
    }
    false
}

/// The characters of each page.
fn glyphs(bytes: &[u8]) -> Result<Vec<(u32, Vec<Glyph>)>, NoGlyphs> {
    let mut document = Document::load_mem(bytes).map_err(|_| NoGlyphs::Damaged)?;
    if document.is_encrypted() {
        return Err(NoGlyphs::Encrypted);
    }
    if document.get_pages().len() > MOST_PAGES || forms_are_nested(&document) {
        return Err(NoGlyphs::TooMuch);
    }
    write_out_widths(&mut document);
    let mut collector = Collector::default();
    let read = pdf_extract::output_doc(&document, &mut collector);
    if collector.count > MOST_GLYPHS {
        return Err(NoGlyphs::TooMuch);
    }
    read.map_err(|_| NoGlyphs::Damaged)?;
    Ok(collector.pages.into_iter().map(|(page, glyphs)| (page, merged(glyphs))).collect())
}

/// Writes out the widths that a font gives for a range of characters at once (`11 13 600`), which the library does not
/// read: it would take the usual width, and see gaps between letters.
fn write_out_widths(document: &mut Document) {
    /// The most widths that are written out.
    const MOST_WIDTHS: usize = 1 << 20;
    let mut left = MOST_WIDTHS;
    let fonts: Vec<_> =
        document.objects.iter().filter(|(_, object)| object.as_dict().is_ok_and(|d| d.has(b"W"))).collect();
    let mut written = Vec::new();
    for (id, font) in fonts {
        let Ok(Object::Array(widths)) = font.as_dict().and_then(|font| font.get_deref(b"W", document)) else {
            continue;
        };
        let (mut out, mut at) = (Vec::new(), 0);
        while let Some(first) = widths.get(at).and_then(|first| first.as_i64().ok()) {
            let second =
                widths.get(at + 1).map(|object| document.dereference(object).map_or(object, |(_, found)| found));
            match (second, widths.get(at + 2)) {
                (Some(list @ Object::Array(_)), _) => {
                    out.extend([Object::Integer(first), list.clone()]);
                    at += 2;
                }
                (Some(last), Some(width)) => {
                    let count = last.as_i64().map_or(0, |last| last.saturating_sub(first).saturating_add(1));
                    let count = usize::try_from(count).unwrap_or_default().min(left);
                    left -= count;
                    out.extend([Object::Integer(first), Object::Array(vec![width.clone(); count])]);
                    at += 3;
                }
                _ => break,
            }
        }
        written.push((*id, Object::Array(out)));
    }
    for (id, widths) in written {
        if let Ok(font) = document.get_dictionary_mut(id) {
            font.set("W", widths);
        }
    }
}

/// Joins the parts of a letter. Some fonts draw the dots of a letter and then the letter, and the file gives the text to
/// the first of them.
fn merged(glyphs: Vec<Glyph>) -> Vec<Glyph> {
    let mut all: Vec<Glyph> = Vec::with_capacity(glyphs.len());
    for glyph in glyphs {
        if !glyph.text.is_empty() {
            all.push(glyph);
        } else if let Some(before) = all.last_mut()
            && before.width == 0.0
            && (before.x - glyph.x).abs() < 1.5 * glyph.size
        {
            (before.x, before.y, before.width) = (glyph.x, glyph.y, glyph.width);
        }
    }
    all
}

/// Whether forms contain one another deeply or in a circle, on which the library would recurse without end. A form
/// without resources of its own has those of the page, and so can contain itself.
fn forms_are_nested(document: &Document) -> bool {
    let is_form = |object: &Object| {
        object
            .as_stream()
            .is_ok_and(|stream| stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Form"))
    };
    let resolved = |object: &Object| match object {
        Object::Reference(id) => document.get_object(*id).ok().cloned(),
        object => Some(object.clone()),
    };
    let children = |id: &pdf_extract::ObjectId| -> Option<Vec<pdf_extract::ObjectId>> {
        let stream = document.get_object(*id).ok()?.as_stream().ok()?;
        let resources = resolved(stream.dict.get(b"Resources").ok()?)?;
        let Ok(objects) = resources.as_dict().ok()?.get(b"XObject") else { return Some(Vec::new()) };
        let objects = resolved(objects)?;
        Some(objects.as_dict().ok()?.iter().filter_map(|(_, object)| object.as_reference().ok()).collect())
    };
    let forms: Vec<_> = document.objects.iter().filter(|(_, object)| is_form(object)).map(|(id, _)| *id).collect();
    // The depth of a form is one more than that of the forms in it; a circle never comes to rest.
    let mut depths: std::collections::HashMap<_, usize> = forms.iter().map(|id| (*id, 0)).collect();
    for round in 0..=DEEPEST_FORMS {
        let mut changed = false;
        for id in &forms {
            let Some(children) = children(id) else {
                // Without resources: harmless as long as it draws no other form.
                let draws = document.get_object(*id).and_then(Object::as_stream).ok().is_none_or(|stream| {
                    let content = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
                    memchr::memmem::find(&content, b"Do").is_some()
                });
                if draws {
                    return true;
                }
                continue;
            };
            let depth = children.iter().filter_map(|child| depths.get(child)).max().map_or(0, |depth| depth + 1);
            changed |= depths.insert(*id, depth) != Some(depth);
        }
        if !changed {
            return false;
        }
        if round == DEEPEST_FORMS {
            return true;
        }
    }
    true
}

/// Takes the characters from the library.
#[derive(Default)]
struct Collector {
    pages: Vec<(u32, Vec<Glyph>)>,
    count: usize,
}

impl OutputDev for Collector {
    fn begin_page(&mut self, page: u32, _: &MediaBox, _: Option<(f64, f64, f64, f64)>) -> Result<(), OutputError> {
        self.pages.push((page, Vec::new()));
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(
        &mut self,
        place: &Transform,
        width: f64,
        _spacing: f64,
        font_size: f64,
        text: &str,
    ) -> Result<(), OutputError> {
        self.count += 1;
        if self.count > MOST_GLYPHS {
            return Err(OutputError::FormatError(std::fmt::Error));
        }
        // Text that stands on its side is part of a figure or a margin.
        let is_level = place.m12.abs() < 0.1 * place.m11.abs() && place.m11 > 0.0;
        if let Some((_, glyphs)) = self.pages.last_mut().filter(|_| is_level) {
            glyphs.push(Glyph {
                index: self.count,
                text: text.to_owned(),
                x: place.m31,
                y: place.m32,
                width: (width * font_size * place.m11).max(0.0),
                size: (font_size * place.m22).abs(),
            });
        }
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}
