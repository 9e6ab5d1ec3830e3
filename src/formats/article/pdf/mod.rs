//! PDF with text: characters with their places from the library, our own lines (`order`) and logical order
//! (`reading`), and tests of the result (`reading`, `trial`), which refuses a text with its page and the reason rather than let a scrambled one in.

mod bidi;
mod content;
mod glyph;
mod maker;
mod order;
mod paragraphs;
mod reading;
mod shapes;
mod trial;

use std::collections::HashSet;
use std::io::Read as _;

use pdf_extract::{Document, MediaBox, Object, OutputDev, OutputError, Transform};

use self::content::{Instructions, NoGlyphs};
use self::glyph::Glyph;
use self::maker::Maker;

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
const MOST_GLYPHS: usize = 2_000_000;
/// The most that the streams of a file may unpack to.
const MOST_BYTES: u64 = 512 << 20;

fn read(file: ArticleFile<'_>) -> Result<ReadFile, ArticleError> {
    let path = file.path.display().to_string();
    let damaged = |reason: &str| ArticleError::Damaged { reason: reason.to_owned(), path: path.clone() };
    if unpacks(file.bytes) {
        return Err(ArticleError::Unpacks(path));
    }
    // The library panics on much that it does not know.
    let (pages, maker) = caught(|| glyphs(file.bytes)).unwrap_or(Err(Unread::File(NoGlyphs::Damaged))).map_err(
        |reason| match reason {
            Unread::Page(page, reason) => refused(page, reason, &path),
            Unread::File(NoGlyphs::Damaged) => damaged("PDF"),
            Unread::File(NoGlyphs::Encrypted) => ArticleError::Encrypted(path.clone()),
            Unread::File(NoGlyphs::TooMuch) => ArticleError::TooMuch(path.clone()),
        },
    )?;
    let (mut lines, mut heads) = (Vec::new(), 0);
    let strips = order::strips(pages.iter().map(|page| page.glyphs.as_slice()));
    let is_invisible = pages.iter().any(|page| page.is_invisible);
    for Page { number, glyphs, artifacts, .. } in &pages {
        trial::glyphs(glyphs).map_err(|reason| refused(*number, reason, &path))?;
        lines.extend(order::lines(*number, glyphs, &strips));
        heads += order::lines(*number, artifacts, &[]).len();
    }
    if lines.is_empty() {
        return Err(ArticleError::Scanned(path));
    }
    trial::lines(&lines).map_err(|(page, reason)| refused(page, reason, &path))?;
    let (lines, more_heads) = paragraphs::without_heads(lines);
    let first = lines.first().map_or(1, |line| line.page);
    let read = maker.text(lines).map_err(|(page, reason)| refused(page, reason, &path))?;
    trial::text(&read.text).map_err(|reason| refused(first, reason, &path))?;
    let mut article = ReadArticle::of(&file, Decoded { text: read.text, encoding: Encoding::Utf8, replaced: 0 });
    heads += more_heads;
    if heads > 0 {
        article.losses.push(t!("import-article-lost-heads", count = heads, path = path.as_str()));
    }
    if read.stretched > 0 {
        article.losses.push(t!("import-article-lost-stretches", count = read.stretched, path = path.as_str()));
    }
    article.doubts.push(t!("import-article-doubt-pdf", path = path.as_str()));
    if is_invisible {
        article.doubts.push(t!("import-article-doubt-recognised", path = path.as_str()));
    }
    for page in pages.iter().filter(|page| page.words_on_side > 0) {
        let (count, page) = (page.words_on_side, page.number);
        article.doubts.push(t!("import-article-doubt-side", count = count, page = page, path = path.as_str()));
    }
    if !read.joined.is_empty() {
        let words = read.joined.join(", ");
        article.doubts.push(t!("import-article-doubt-hyphens", words = words, path = path.as_str()));
    }
    Ok(article.into())
}

fn refused(page: u32, reason: trial::Reason, path: &str) -> ArticleError {
    ArticleError::Scrambled { page, reason: reason.text(), path: path.to_owned() }
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
    is_encrypted(bytes) && objects_unpack(bytes)
}

/// Whether the objects that an encrypted file keeps packed may become too large: the library unpacks them before anything
/// can be seen of them.
fn objects_unpack(bytes: &[u8]) -> bool {
    /// How much larger packed data become at most.
    const LARGEST_RATIO: u64 = 1032;
    let mut left = MOST_BYTES / LARGEST_RATIO;
    for at in memchr::memmem::find_iter(bytes, b"/ObjStm") {
        let rest = bytes.get(at..).unwrap_or_default();
        let length = memchr::memmem::find(rest, b"endstream").unwrap_or(rest.len());
        match left.checked_sub(u64::try_from(length).unwrap_or(u64::MAX)) {
            Some(less) => left = less,
            None => return true,
        }
    }
    false
}

fn is_encrypted(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, b"/Encrypt").is_some()
}

/// Whether the packed streams of a file that was encrypted become larger than anything that is read.
fn streams_unpack(document: &Document) -> bool {
    let mut left = MOST_BYTES;
    for stream in document.objects.values().filter_map(|object| object.as_stream().ok()) {
        let unpacker = flate2::read::ZlibDecoder::new(stream.content.as_slice());
        let length = std::io::copy(&mut unpacker.take(left + 1), &mut std::io::sink()).unwrap_or_default();
        match left.checked_sub(length) {
            Some(less) => left = less,
            None => return true,
        }
    }
    false
}

/// What is drawn on a page.
#[derive(Debug, Default)]
struct Page {
    number: u32,
    glyphs: Vec<Glyph>,
    /// The characters of what the file itself calls running heads and the like.
    artifacts: Vec<Glyph>,
    /// Whether there is text that is not painted: it was recognised in a picture of the page.
    is_invisible: bool,
    /// How many words stand on their side, or upside down.
    words_on_side: usize,
    /// Where the last character of such a word is.
    side: Option<(f64, f64)>,
}

/// Why a file is not read.
enum Unread {
    File(NoGlyphs),
    /// It contradicts itself on this page.
    Page(u32, trial::Reason),
}

impl From<NoGlyphs> for Unread {
    fn from(reason: NoGlyphs) -> Self {
        Self::File(reason)
    }
}

/// The characters of each page, and the program that made the file.
fn glyphs(bytes: &[u8]) -> Result<(Vec<Page>, Maker), Unread> {
    // A file that only its owner may change opens with an empty password.
    let mut document = Document::load_mem(bytes)
        .map_err(|_| if is_encrypted(bytes) { NoGlyphs::Encrypted } else { NoGlyphs::Damaged })?;
    if document.is_encrypted() {
        return Err(NoGlyphs::Encrypted.into());
    }
    if document.was_encrypted() && streams_unpack(&document) {
        return Err(NoGlyphs::TooMuch.into());
    }
    if document.get_pages().len() > MOST_PAGES {
        return Err(NoGlyphs::TooMuch.into());
    }
    let maker = Maker::of(&document);
    write_out_widths(&mut document);
    scale_widths(&mut document);
    let instructions = content::simplify(&mut document, maker.runs())?;
    let mut collector =
        Collector { instructions: &instructions, pages: Vec::new(), count: 0, strings: 0, of_string: 0 };
    let read = pdf_extract::output_doc(&document, &mut collector);
    if collector.count > MOST_GLYPHS {
        return Err(NoGlyphs::TooMuch.into());
    }
    read.map_err(|_| NoGlyphs::Damaged)?;
    if maker == Maker::WeasyPrint {
        let shapes = collector.pages.iter().map(|page| (page.number, page.glyphs.as_slice()));
        shapes::test(shapes).map_err(|(page, reason)| Unread::Page(page, reason))?;
    }
    let mut pages: Vec<Page> = collector.pages.into_iter().map(|page| page.merged(&instructions.texts)).collect();
    for page in &mut pages {
        shapes::without_doubles(&mut page.glyphs).map_err(|reason| Unread::Page(page.number, reason))?;
        shapes::name(&mut page.glyphs, maker == Maker::LibreOffice);
        page.forget_mixed_runs();
    }
    Ok((pages, maker))
}

/// The widths of a font whose shapes are drawn by instructions, in the unit of all other fonts: the library takes them
/// for it.
fn scale_widths(document: &mut Document) {
    let is_drawn = |object: &Object| {
        let subtype = object.as_dict().ok().and_then(|font| font.get(b"Subtype").ok()).and_then(|s| s.as_name().ok());
        subtype == Some(b"Type3")
    };
    let ids: Vec<_> = document.objects.iter().filter(|(_, object)| is_drawn(object)).map(|(id, _)| *id).collect();
    let number = |object: &Object| document.dereference(object).ok().and_then(|(_, number)| number.as_float().ok());
    let scaled = ids.into_iter().filter_map(|id| {
        let font = document.get_dictionary(id).ok()?;
        let matrix = font.get_deref(b"FontMatrix", document).and_then(Object::as_array).ok()?;
        let scale = matrix.first().and_then(number)? * 1000.0;
        let widths = font.get_deref(b"Widths", document).and_then(Object::as_array).ok()?;
        let widths = widths.iter().map(|width| Object::Real(number(width).unwrap_or_default() * scale)).collect();
        Some((id, Object::Array(widths)))
    });
    for (id, widths) in scaled.collect::<Vec<_>>() {
        if let Ok(font) = document.get_dictionary_mut(id) {
            font.set("Widths", widths);
        }
    }
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

impl Page {
    /// Leaves out which run a character belongs to where the run has right-to-left letters: it may be a whole line.
    fn forget_mixed_runs(&mut self) {
        let is_mixed = |glyph: &&Glyph| glyph.text.chars().any(order::is_rtl);
        let mixed: HashSet<usize> = self.glyphs.iter().filter(is_mixed).filter_map(|glyph| glyph.shown.run).collect();
        for glyph in &mut self.glyphs {
            glyph.shown.run = glyph.shown.run.filter(|run| !mixed.contains(run));
        }
    }

    /// Joins the parts of letters, and parts the running heads from the text if the file says what they are.
    fn merged(mut self, texts: &[String]) -> Self {
        let heads = self.glyphs.iter().filter(|glyph| glyph.shown.is_artifact).count();
        // Where most is said to be no part of the text, the file is wrong.
        let is_trusted = heads * 2 <= self.glyphs.len();
        let all = std::mem::take(&mut self.glyphs);
        let (heads, own): (Vec<Glyph>, Vec<Glyph>) =
            all.into_iter().partition(|glyph| is_trusted && glyph.shown.is_artifact);
        (self.artifacts, self.glyphs) = (merged(&heads, texts), merged(&own, texts));
        self
    }
}

/// Joins the parts of a letter. Some fonts draw the dots of a letter and then the letter, and the file gives the text to
/// the first of them, or says for a stretch of shapes which text it is.
fn merged(glyphs: &[Glyph], texts: &[String]) -> Vec<Glyph> {
    let mut all: Vec<Glyph> = Vec::with_capacity(glyphs.len());
    for part in glyphs.chunk_by(|a, b| a.shown.stretch.is_some() && a.shown.stretch == b.shown.stretch) {
        let stretch = part.first().and_then(|glyph| glyph.shown.stretch);
        match stretch.and_then(|stretch| texts.get(stretch)) {
            Some(text) => all.extend(joined(part, text)),
            None => part.iter().for_each(|glyph| add(&mut all, glyph)),
        }
    }
    all
}

/// Adds a character, or gives its place to the one before, whose second part it is.
fn add(all: &mut Vec<Glyph>, glyph: &Glyph) {
    if !glyph.text.is_empty() {
        all.push(glyph.clone());
    } else if let Some(before) = all.last_mut()
        && before.width == 0.0
        && (before.x - glyph.x).abs() < 1.5 * glyph.size
    {
        (before.x, before.y, before.width) = (glyph.x, glyph.y, glyph.width);
    } else if glyph.width > 0.0 {
        all.push(Glyph { text: UNKNOWN.to_owned(), ..glyph.clone() });
    }
}

/// Stands for a shape of which nothing says what it is.
const UNKNOWN: &str = "\u{fffd}";

/// The characters of a stretch of which the file gives the text.
fn joined(part: &[Glyph], text: &str) -> Vec<Glyph> {
    let sorted = |text: &str| {
        let mut chars: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
        chars.sort_unstable();
        chars
    };
    let text = order::folded(text);
    let own: String = part.iter().map(|glyph| glyph.text.as_str()).collect();
    let has_unknown = part.iter().any(|glyph| glyph.text.is_empty());
    // One letter with marks, which come before it or after it.
    let mut letters = part.iter().filter(|glyph| !order::is_mark_only(glyph));
    if let (Some(letter), None) = (letters.next(), letters.next())
        && !has_unknown
    {
        return vec![Glyph { text, ..letter.clone() }];
    }
    // If the shapes say the same, their places say more.
    if !has_unknown && sorted(&own) == sorted(&text) {
        return part.to_vec();
    }
    let Some(widest) = part.iter().max_by(|a, b| a.width.total_cmp(&b.width)) else { return Vec::new() };
    let is_one_line = part.iter().all(|glyph| (glyph.y - widest.y).abs() < 0.8 * widest.size);
    if !is_one_line {
        return if has_unknown { vec![Glyph { text: UNKNOWN.to_owned(), ..widest.clone() }] } else { part.to_vec() };
    }
    let left = part.iter().map(|glyph| glyph.x).fold(f64::INFINITY, f64::min);
    let right = part.iter().map(|glyph| glyph.x + glyph.width).fold(f64::NEG_INFINITY, f64::max);
    let index = part.iter().map(|glyph| glyph.index).min().unwrap_or(widest.index);
    if text.is_empty() {
        Vec::new()
    } else {
        vec![Glyph { text, index, x: left, width: right - left, ..widest.clone() }]
    }
}

/// Takes the characters from the library.
struct Collector<'a> {
    instructions: &'a Instructions,
    pages: Vec<Page>,
    count: usize,
    /// How many strings of the page were shown.
    strings: usize,
    /// How many characters this string has had.
    of_string: usize,
}

impl OutputDev for Collector<'_> {
    fn begin_page(&mut self, number: u32, _: &MediaBox, _: Option<(f64, f64, f64, f64)>) -> Result<(), OutputError> {
        self.pages.push(Page { number, ..Page::default() });
        self.strings = 0;
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
        self.of_string += 1;
        if self.count > MOST_GLYPHS {
            return Err(OutputError::FormatError(std::fmt::Error));
        }
        let number = self.pages.len().saturating_sub(1);
        let strings = self.instructions.shown.get(number);
        let shown =
            strings.and_then(|strings| strings.get(self.strings.saturating_sub(1))).copied().unwrap_or_default();
        // Text that stands on its side is part of a figure or a margin.
        let is_level = place.m12.abs() < 0.1 * place.m11.abs() && place.m11 > 0.0;
        if !is_level {
            let is_word = text.chars().any(char::is_alphanumeric);
            // A word ends with a space, or where the next string does not go on.
            if let Some(page) = self.pages.last_mut() {
                let (x, y) = (place.m31, place.m32);
                let reach = 1.2 * font_size * place.m11.hypot(place.m12);
                let goes_on = page.side.is_some_and(|(a, b)| (x - a).hypot(y - b) < reach);
                page.words_on_side += usize::from(is_word && !goes_on);
                page.side = is_word.then_some((x, y));
            }
        } else if let Some(page) = self.pages.last_mut() {
            page.is_invisible |= shown.is_invisible && !text.trim().is_empty();
            page.glyphs.push(Glyph {
                index: self.count,
                text: order::folded(text),
                x: place.m31,
                y: place.m32,
                width: (width * font_size * place.m11).max(0.0),
                size: (font_size * place.m22).abs(),
                // Known at the end of the string.
                shape: None,
                shown,
            });
        }
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        self.strings += 1;
        self.of_string = 0;
        Ok(())
    }

    /// Finds out which shapes of the font the characters of the string are: all of them have as many bytes.
    fn end_word(&mut self) -> Result<(), OutputError> {
        let (number, count) = (self.pages.len().saturating_sub(1), self.of_string);
        let strings = self.instructions.bytes.get(number);
        let bytes = strings.and_then(|strings| strings.get(self.strings.saturating_sub(1)));
        let bytes = bytes.map(Vec::as_slice).unwrap_or_default();
        let length = bytes.len().checked_div(count).filter(|length| length * count == bytes.len()).unwrap_or_default();
        let first = self.count - count;
        let page = self.pages.last_mut();
        for glyph in page.into_iter().flat_map(|page| page.glyphs.iter_mut().rev()).take_while(|g| g.index > first) {
            let from = (glyph.index - first - 1) * length;
            let shape = bytes.get(from..from + length).filter(|shape| (1..=4).contains(&shape.len()));
            glyph.shape = shape.map(|shape| shape.iter().fold(0, |code, byte| code << 8 | u32::from(*byte)));
        }
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}
