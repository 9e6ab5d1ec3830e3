//! Rich text (`.rtf`): the text of the body, with every character however it is written: as Unicode, or as a byte of the
//! code page of the document or the font.

use super::collection;
use super::kind::Kind;
use super::reader::{self, ArticleError, ArticleFile, ArticleReader, ReadArticle, ReadFile};
use crate::text::encoding::{Decoded, Encoding, decode_as};

/// The row of [`super::READERS`].
pub(super) static READER: ArticleReader =
    ArticleReader { endings: &["rtf"], reads: |file| file.kind == Some(Kind::Rtf), read };

/// The deepest that groups are nested.
const DEEPEST: usize = 1000;

fn read(file: ArticleFile<'_>) -> Result<ReadFile, ArticleError> {
    let damaged = |reason: String| ArticleError::damaged(&reason, file.path);
    let mut reader = Reader::new(file.bytes);
    reader.read().map_err(damaged)?;
    let replaced = reader.replaced;
    let text = reader.text;
    let mut article = ReadArticle::of(&file, Decoded { text, encoding: Encoding::Utf8, replaced });
    article.metadata.title = reader::plausible_title(reader.title.trim(), &article.decoded.text);
    article.losses = reader.beside.losses(&article.from);
    Ok(collection::split(article))
}

/// Where text goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Target {
    Body,
    Title,
    Fonts,
    Nowhere,
}

/// What a group inherits and its end restores.
#[derive(Clone, Copy)]
struct State {
    target: Target,
    encoding: Encoding,
    /// How many characters follow `\u` for readers without Unicode.
    skip: usize,
}

/// Reads the control words one after another.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    text: String,
    title: String,
    beside: super::word::Beside,
    replaced: usize,
    state: State,
    outer: Vec<State>,
    /// Bytes of the current encoding that are not decoded yet.
    pending: Vec<u8>,
    /// The first half of a surrogate pair.
    high: Option<u16>,
    /// How many more characters are skipped after `\u`.
    to_skip: usize,
    document: Encoding,
    /// The fonts and their encodings.
    fonts: Vec<(i32, Encoding)>,
    font: i32,
    /// Whether the group began with `\*`, which marks what an older reader may leave out.
    is_optional: bool,
}

impl<'a> Reader<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        let state = State { target: Target::Body, encoding: Encoding::Windows1252, skip: 1 };
        Self {
            bytes,
            at: 0,
            text: String::new(),
            title: String::new(),
            beside: super::word::Beside::default(),
            replaced: 0,
            state,
            outer: Vec::new(),
            pending: Vec::new(),
            high: None,
            to_skip: 0,
            document: Encoding::Windows1252,
            fonts: Vec::new(),
            font: 0,
            is_optional: false,
        }
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.bytes.get(self.at).copied();
        self.at += usize::from(byte.is_some());
        byte
    }

    fn read(&mut self) -> Result<(), String> {
        while let Some(byte) = self.next() {
            match byte {
                b'{' => {
                    self.flush();
                    self.outer.push(self.state);
                    if self.outer.len() > DEEPEST {
                        return Err(format!("RTF: > {DEEPEST}"));
                    }
                    self.is_optional = false;
                    self.to_skip = 0;
                }
                b'}' => {
                    self.flush();
                    let Some(state) = self.outer.pop() else { break };
                    self.state = state;
                    self.to_skip = 0;
                    if self.outer.is_empty() {
                        break;
                    }
                }
                b'\\' => self.control(),
                b'\r' | b'\n' | 0 => {}
                byte => self.byte(byte),
            }
        }
        self.flush();
        if self.outer.is_empty() { Ok(()) } else { Err(format!("RTF: {}", self.bytes.len())) }
    }

    /// A control symbol or a control word with its number.
    fn control(&mut self) {
        let Some(first) = self.next() else { return };
        if !first.is_ascii_alphabetic() {
            match first {
                b'\'' => {
                    let digits = self.bytes.get(self.at..self.at + 2).and_then(|d| std::str::from_utf8(d).ok());
                    let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
                    self.at = (self.at + 2).min(self.bytes.len());
                    byte.into_iter().for_each(|byte| self.byte(byte));
                }
                b'*' => self.is_optional = true,
                b'~' => self.char('\u{a0}'),
                b'-' => self.char('\u{ad}'),
                b'_' => self.char('\u{2011}'),
                b'\n' | b'\r' => self.char('\n'),
                b'\\' | b'{' | b'}' => self.byte(first),
                _ => {}
            }
            return;
        }
        let start = self.at - 1;
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_alphabetic) {
            self.at += 1;
        }
        let name = self.bytes.get(start..self.at).unwrap_or_default();
        let digits = self.at;
        self.at += usize::from(self.bytes.get(self.at) == Some(&b'-'));
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        let number = self.bytes.get(digits..self.at).and_then(|d| std::str::from_utf8(d).ok());
        let number: Option<i32> = number.and_then(|number| number.parse().ok());
        self.at += usize::from(self.bytes.get(self.at) == Some(&b' '));
        self.word(name, number);
    }

    fn word(&mut self, name: &[u8], number: Option<i32>) {
        let is_optional = std::mem::take(&mut self.is_optional);
        match name {
            b"u" => self.unicode(number.unwrap_or_default()),
            b"uc" => self.state.skip = usize::try_from(number.unwrap_or(1)).unwrap_or(1).min(16),
            b"bin" => self.at = self.at.saturating_add(usize::try_from(number.unwrap_or(0)).unwrap_or(0)),
            b"ansicpg" => {
                self.document = code_page(number.unwrap_or(1252)).unwrap_or(Encoding::Windows1252);
                self.state.encoding = self.document;
            }
            b"mac" => self.state.encoding = Encoding::MacRoman,
            b"deff" | b"f" => {
                self.flush();
                self.font = number.unwrap_or(0);
                let font = self.fonts.iter().find(|(font, _)| *font == self.font);
                self.state.encoding = font.map_or(self.document, |(_, encoding)| *encoding);
            }
            b"plain" => {
                self.flush();
                self.state.encoding = self.document;
            }
            b"fcharset" if self.state.target == Target::Fonts => {
                let encoding = charset(number.unwrap_or(0)).unwrap_or(self.document);
                self.fonts.push((self.font, encoding));
            }
            b"par" | b"line" | b"sect" | b"page" | b"column" | b"row" | b"softline" => self.char('\n'),
            b"tab" | b"cell" | b"nestcell" => self.char('\t'),
            b"emdash" => self.char('\u{2014}'),
            b"endash" => self.char('\u{2013}'),
            b"lquote" => self.char('\u{2018}'),
            b"rquote" => self.char('\u{2019}'),
            b"ldblquote" => self.char('\u{201c}'),
            b"rdblquote" => self.char('\u{201d}'),
            b"bullet" => self.char('\u{2022}'),
            b"zwj" => self.char('\u{200d}'),
            b"zwnj" => self.char('\u{200c}'),
            b"ltrmark" => self.char('\u{200e}'),
            b"rtlmark" => self.char('\u{200f}'),
            b"emspace" => self.char('\u{2003}'),
            b"enspace" => self.char('\u{2002}'),
            b"title" if self.state.target == Target::Nowhere => self.state.target = Target::Title,
            b"fonttbl" => self.state.target = Target::Fonts,
            _ => self.destination(name, is_optional),
        }
    }

    /// Groups that are not text of the body.
    fn destination(&mut self, name: &[u8], is_optional: bool) {
        if self.state.target == Target::Body {
            match name {
                b"footnote" => self.beside.notes += 1,
                b"annotation" => self.beside.comments += 1,
                b"pict" | b"object" | b"shp" => self.beside.pictures += 1,
                b"header" | b"footer" | b"headerl" | b"headerr" | b"footerl" | b"footerr" | b"headerf" | b"footerf" => {
                    self.beside.headers += 1;
                }
                b"pntext" | b"listtext" => self.beside.numbered += 1,
                _ => {}
            }
        }
        let is_beside = matches!(
            name,
            b"colortbl"
                | b"stylesheet"
                | b"info"
                | b"pict"
                | b"object"
                | b"shp"
                | b"footnote"
                | b"annotation"
                | b"header"
                | b"footer"
                | b"headerl"
                | b"headerr"
                | b"headerf"
                | b"footerl"
                | b"footerr"
                | b"footerf"
                | b"listtext"
                | b"pntext"
                | b"fldinst"
                | b"xe"
                | b"tc"
                | b"bkmkstart"
                | b"bkmkend"
                | b"listtable"
                | b"listoverridetable"
                | b"rsidtbl"
                | b"generator"
                | b"themedata"
                | b"datastore"
                | b"latentstyles"
                | b"deleted"
        );
        if is_beside || is_optional && !matches!(name, b"shpinst" | b"shptxt") {
            self.flush();
            self.state.target = Target::Nowhere;
        }
    }

    /// A UTF-16 unit, as a signed number.
    fn unicode(&mut self, number: i32) {
        self.flush();
        let unit = u16::try_from(number & 0xFFFF).unwrap_or_default();
        self.to_skip = 0;
        match (self.high.take(), unit) {
            (_, 0xD800..=0xDBFF) => self.high = Some(unit),
            (Some(high), 0xDC00..=0xDFFF) => {
                char::decode_utf16([high, unit]).filter_map(Result::ok).for_each(|c| self.push(c));
            }
            (_, unit) => match char::from_u32(u32::from(unit)) {
                Some(c) => self.push(c),
                None => {
                    self.replaced += 1;
                    self.push('\u{fffd}');
                }
            },
        }
        self.to_skip = self.state.skip;
    }

    /// A byte of text in the current encoding.
    fn byte(&mut self, byte: u8) {
        if self.to_skip > 0 {
            self.to_skip -= 1;
        } else {
            self.pending.push(byte);
        }
    }

    /// A character that is written as a control word.
    fn char(&mut self, c: char) {
        if self.to_skip > 0 {
            self.to_skip -= 1;
            return;
        }
        self.flush();
        self.push(c);
    }

    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let decoded = decode_as(&self.pending, self.state.encoding);
        self.pending.clear();
        if self.state.target == Target::Body {
            self.replaced += decoded.replaced;
        }
        decoded.text.chars().for_each(|c| self.push(c));
    }

    fn push(&mut self, c: char) {
        match self.state.target {
            Target::Body => self.text.push(c),
            Target::Title => self.title.push(c),
            Target::Fonts | Target::Nowhere => {}
        }
    }
}

/// The encoding of a code page of Windows.
fn code_page(number: i32) -> Option<Encoding> {
    match number {
        65001 => Some(Encoding::Utf8),
        10004 => Some(Encoding::MacArabic),
        708 => Some(Encoding::Iso8859_6),
        874 => Some(Encoding::Windows874),
        932 => Some(Encoding::ShiftJis),
        number => Encoding::from_name(&format!("cp{number}")),
    }
}

/// The encoding of the character set of a font.
fn charset(number: i32) -> Option<Encoding> {
    code_page(match number {
        0 => 1252,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    })
}
