//! What a file is if it is not plain text, judged by its content and never by the ending of its name.
//!
//! Two checks: of the bytes, for the beginning of a known format; and of the decoded text, for mark-up and for data
//! written as text. An article that only mentions a tag, or begins with a brace, is an article.

use memchr::memmem;
use serde::de::IgnoredAny;

use crate::formats::workbook;
use crate::t;

/// What a file is if it is not plain text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Word,
    /// A Word document of a version before 2007.
    OldWord,
    /// An Office file with a password.
    Encrypted,
    Spreadsheet,
    /// An Excel workbook in binary form.
    OldSpreadsheet,
    Slides,
    /// A document of an Office version before 2007, if it is unclear which of its programs made it.
    Office,
    OpenDocument,
    Book,
    Pdf,
    PostScript,
    Rtf,
    Html,
    Xml,
    Json,
    /// An e-mail, or a web page saved as one.
    Mail,
    /// Zip, gzip, 7z and other packed files.
    Archive,
    Picture,
    Sound,
    Video,
    Program,
    Database,
    /// A table of columns (Parquet).
    Parquet,
    Font,
    /// Bytes that are not text and could not be identified.
    Binary,
}

impl Kind {
    /// Its name, with its article.
    pub(crate) fn name(self) -> String {
        match self {
            Self::Word => t!("import-kind-word"),
            Self::OldWord => t!("import-kind-old-word"),
            Self::Encrypted => t!("import-kind-encrypted"),
            Self::Spreadsheet => t!("import-kind-spreadsheet"),
            Self::OldSpreadsheet => t!("import-kind-old-spreadsheet"),
            Self::Slides => t!("import-kind-slides"),
            Self::Office => t!("import-kind-office"),
            Self::OpenDocument => t!("import-kind-opendocument"),
            Self::Book => t!("import-kind-book"),
            Self::Pdf => t!("import-kind-pdf"),
            Self::PostScript => t!("import-kind-postscript"),
            Self::Rtf => t!("import-kind-rtf"),
            Self::Html => t!("import-kind-html"),
            Self::Xml => t!("import-kind-xml"),
            Self::Json => t!("import-kind-json"),
            Self::Mail => t!("import-kind-mail"),
            Self::Archive => t!("import-kind-archive"),
            Self::Picture => t!("import-kind-picture"),
            Self::Sound => t!("import-kind-sound"),
            Self::Video => t!("import-kind-video"),
            Self::Program => t!("import-kind-program"),
            Self::Database => t!("import-kind-database"),
            Self::Parquet => t!("import-kind-parquet"),
            Self::Font => t!("import-kind-font"),
            Self::Binary => t!("import-kind-binary"),
        }
    }

    /// What a person can do to get at the text.
    pub(crate) fn way_out(self) -> String {
        match self {
            Self::Picture => t!("import-way-picture"),
            Self::OldWord | Self::Office => t!("import-way-office"),
            Self::OldSpreadsheet => t!("import-way-workbook"),
            Self::Encrypted => t!("import-way-encrypted"),
            Self::Archive => t!("import-way-archive"),
            Self::Json => t!("import-way-json"),
            _ => t!("import-way-text"),
        }
    }
}

/// The beginnings by which formats are recognised.
const SIGNATURES: &[(&[u8], Kind)] = &[
    (b"\x89PNG\r\n\x1a\n", Kind::Picture),
    (b"\xFF\xD8\xFF", Kind::Picture),
    (b"GIF87a", Kind::Picture),
    (b"GIF89a", Kind::Picture),
    (b"II*\0", Kind::Picture),
    (b"MM\0*", Kind::Picture),
    (b"8BPS\0", Kind::Picture),
    (b"\0\0\x01\0", Kind::Picture),
    (b"AT&TFORM", Kind::Picture),
    (b"\0\0\0\x0cjP  ", Kind::Picture),
    (b"\0\0\0\x0cJXL ", Kind::Picture),
    (b"\x1F\x8B", Kind::Archive),
    (b"\x1F\x9D", Kind::Archive),
    (b"7z\xBC\xAF\x27\x1C", Kind::Archive),
    (b"Rar!\x1A\x07", Kind::Archive),
    (b"\xFD7zXZ\0", Kind::Archive),
    (b"\x28\xB5\x2F\xFD", Kind::Archive),
    (b"\x04\x22\x4D\x18", Kind::Archive),
    (b"MSCF\0", Kind::Archive),
    (b"!<arch>\n", Kind::Archive),
    (b"OggS\0", Kind::Sound),
    (b"fLaC\0", Kind::Sound),
    (b"MThd\0", Kind::Sound),
    (b"#!AMR\n", Kind::Sound),
    (b"\x1A\x45\xDF\xA3", Kind::Video),
    (b"FLV\x01", Kind::Video),
    (b"\x30\x26\xB2\x75\x8E\x66\xCF\x11", Kind::Video),
    (b"\0\0\x01\xBA", Kind::Video),
    (b"\0\0\x01\xB3", Kind::Video),
    (b"\x7FELF", Kind::Program),
    (b"\xFE\xED\xFA\xCE", Kind::Program),
    (b"\xFE\xED\xFA\xCF", Kind::Program),
    (b"\xCE\xFA\xED\xFE", Kind::Program),
    (b"\xCF\xFA\xED\xFE", Kind::Program),
    (b"\xCA\xFE\xBA\xBE", Kind::Program),
    (b"\0asm", Kind::Program),
    (b"SQLite format 3\0", Kind::Database),
    (b"PAR1", Kind::Parquet),
    (b"\0\x01\0\0Standard", Kind::Database),
    (b"wOFF", Kind::Font),
    (b"wOF2", Kind::Font),
    (b"OTTO\0", Kind::Font),
    (b"\0\x01\0\0\0", Kind::Font),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Kind::Office),
    (b"\xDB\xA5-\0", Kind::OldWord),
    (b"\xFFWPC", Kind::OldWord),
    (b"%!PS-Adobe", Kind::PostScript),
    (b"%!PS\n", Kind::PostScript),
    (b"%!PS\r", Kind::PostScript),
    (b"ITSF\x03\0", Kind::Book),
    (b"bplist00", Kind::Binary),
    (b"WARC/1.", Kind::Archive),
];

/// What bytes are, if they begin like a format that is not text.
pub(crate) fn of_bytes(bytes: &[u8]) -> Option<Kind> {
    if let Some((_, kind)) = SIGNATURES.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Some(if *kind == Kind::Office { office(bytes) } else { *kind });
    }
    let at = |range: std::ops::Range<usize>| bytes.get(range).unwrap_or_default();
    let has_zero = at(0..bytes.len().min(1024)).contains(&0);
    match bytes {
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] | [b'P', b'K', 7, 8, ..] => Some(packed(bytes)),
        [b'R', b'I', b'F', b'F', ..] => match at(8..12) {
            b"WEBP" => Some(Kind::Picture),
            b"WAVE" => Some(Kind::Sound),
            b"AVI " => Some(Kind::Video),
            _ => None,
        },
        [b'F', b'O', b'R', b'M', ..] if at(8..11) == b"AIF" => Some(Kind::Sound),
        [b'I', b'D', b'3', 0..=9, ..] if has_zero => Some(Kind::Sound),
        [0xFF, 0xFA | 0xFB | 0xF2 | 0xF3, ..] if has_zero => Some(Kind::Sound),
        [b'B', b'M', ..] if at(6..10) == [0; 4] => Some(Kind::Picture),
        [b'M', b'Z', ..] if has_zero => Some(Kind::Program),
        [b'B', b'Z', b'h', b'1'..=b'9', ..] if at(4..10) == b"1AY&SY" => Some(Kind::Archive),
        [0, 0, 0, ..] if at(4..8) == b"ftyp" => match at(8..11) {
            b"hei" | b"mif" | b"avi" => Some(Kind::Picture),
            b"M4A" => Some(Kind::Sound),
            _ => Some(Kind::Video),
        },
        _ if at(257..262) == b"ustar" => Some(Kind::Archive),
        _ if at(60..68) == b"BOOKMOBI" => Some(Kind::Book),
        _ if is_pdf(bytes) => Some(Kind::Pdf),
        _ => None,
    }
}

/// The format that is contained in a zip.
fn packed(bytes: &[u8]) -> Kind {
    let has = |name: &[u8]| memmem::find(bytes, name).is_some();
    if has(b"mimetypeapplication/epub+zip") || has(b"META-INF/container.xml") {
        Kind::Book
    } else if has(b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet") {
        Kind::Spreadsheet
    } else if has(b"mimetypeapplication/vnd.oasis.opendocument.presentation") {
        Kind::Slides
    } else if has(b"mimetypeapplication/vnd.oasis.opendocument") || has(b"mimetypeapplication/vnd.sun.xml") {
        Kind::OpenDocument
    } else if has(b"word/") {
        Kind::Word
    } else if workbook::is_binary(bytes) {
        Kind::OldSpreadsheet
    } else if has(b"xl/") {
        Kind::Spreadsheet
    } else if has(b"ppt/") {
        Kind::Slides
    } else {
        Kind::Archive
    }
}

/// What a compound file of an old Office version is; the names in it are in UTF-16.
fn office(bytes: &[u8]) -> Kind {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memmem::find(bytes, &wide).is_some()
    };
    if has("EncryptedPackage") {
        Kind::Encrypted
    } else if has("WordDocument") {
        Kind::OldWord
    } else if has("Workbook") || has("Book\0") {
        Kind::OldSpreadsheet
    } else if has("PowerPoint Document") {
        Kind::Slides
    } else {
        Kind::Office
    }
}

/// `%PDF-1.7` near the beginning, followed by an object or by bytes that are not text.
fn is_pdf(bytes: &[u8]) -> bool {
    const NEAR_BYTES: usize = 1024;
    const LOOKED_AT_BYTES: usize = 64 * 1024;
    let near = bytes.get(..bytes.len().min(NEAR_BYTES)).unwrap_or_default();
    let Some(start) = memmem::find(near, b"%PDF-") else { return false };
    let Some(rest) = bytes.get(start..bytes.len().min(start + LOOKED_AT_BYTES)) else { return false };
    let is_version = matches!(rest, [_, _, _, _, _, b'0'..=b'9', b'.', b'0'..=b'9', b'\r' | b'\n' | b' ', ..]);
    let is_object = |at: usize| at > 0 && rest.get(at - 1).is_some_and(u8::is_ascii_digit);
    let has_object = memmem::find_iter(rest, b" 0 obj").any(is_object);
    is_version && (has_object || start == 0 && rest.contains(&0))
}

/// What a text is, if it is mark-up or data.
pub(crate) fn of_text(text: &str) -> Option<Kind> {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}');
    if let Some(rest) = start.strip_prefix("{\\rtf")
        && rest.starts_with(|c: char| c.is_ascii_digit() || c == '\\' || c.is_whitespace())
    {
        return Some(Kind::Rtf);
    }
    if start.starts_with('{') || start.starts_with('[') {
        return is_json(start).then_some(Kind::Json);
    }
    if is_mail(start) {
        return Some(Kind::Mail);
    }
    markup(start)
}

/// A JSON value that is not empty, several of them one per line, or one that is cut off.
fn is_json(text: &str) -> bool {
    let first = text.get(1..).unwrap_or_default().trim_start();
    let inner = if text.starts_with('[') { first.strip_prefix(['{', '[']).map(str::trim_start) } else { Some(first) };
    // A key and a colon; prose in braces has none.
    let has_key = inner.and_then(|inner| inner.strip_prefix('"')).is_some_and(|rest| {
        let mut escaped = false;
        let end = rest.char_indices().find(|(_, c)| {
            let ends = *c == '"' && !escaped;
            escaped = *c == '\\' && !escaped;
            ends || *c == '\n'
        });
        end.is_some_and(|(at, c)| c == '"' && rest.get(at + 1..).unwrap_or_default().trim_start().starts_with(':'))
    });
    let has_content = text.contains('"');
    has_key || has_content && serde_json::from_str::<IgnoredAny>(text.trim_end()).is_ok()
}

/// The headers of an e-mail, or of a web page saved as one.
fn is_mail(text: &str) -> bool {
    const MOST_HEADERS: usize = 200;
    let (mut headers, mut told) = (0, false);
    for (index, line) in text.lines().take(MOST_HEADERS).enumerate() {
        if line.trim().is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) || index == 0 && line.starts_with("From ") {
            continue;
        }
        let Some((name, value)) = line.split_once(':') else { return false };
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if name.is_empty() || !name.chars().all(is_name) {
            return false;
        }
        headers += 1;
        let name = name.to_ascii_lowercase();
        told |= match name.as_str() {
            "mime-version" | "message-id" | "received" | "return-path" => true,
            "content-type" => value.contains('/'),
            _ => false,
        };
    }
    told && headers >= 2
}

/// Elements that contain the text of a web page; each is a sign of one.
const BLOCKS: &str = "\
    article aside blockquote body br center dd div dl dt figcaption figure footer form frameset h1 h2 h3 h4 h5 \
    h6 head header hr html iframe img input li link main meta nav noscript ol option p pre script section select \
    style svg table tbody td th thead title tr ul";

/// Elements that occur within a line.
const INLINE: &str = "\
    a abbr b cite code em font i q s small span strong sub sup u";

/// A web page or other mark-up: it begins like one, or has many tags for its length.
fn markup(text: &str) -> Option<Kind> {
    const LOOKED_AT_BYTES: usize = 256 * 1024;
    let text = text.get(..text.floor_char_boundary(LOOKED_AT_BYTES)).unwrap_or(text);
    let mut start = text;
    let is_xml = begins(start, "<?xml");
    while let Some(rest) = ["?>", "-->"].into_iter().zip(["<?", "<!--"]).find_map(|(end, open)| {
        start.strip_prefix(open).and_then(|rest| rest.find(end).and_then(|at| rest.get(at + end.len()..)))
    }) {
        start = rest.trim_start();
    }
    if begins(start, "<!doctype ") {
        return Some(if begins(start, "<!doctype svg") { Kind::Picture } else { Kind::Html });
    }
    let first = tag(start);
    if first.as_ref().is_some_and(|tag| is_one_of("html head body meta", &tag.name)) {
        return Some(Kind::Html);
    }
    if first.as_ref().is_some_and(|tag| tag.name == "svg") {
        return Some(Kind::Picture);
    }
    let (mut blocks, mut inline, mut closing, mut length_byte) = (0_usize, 0_usize, 0_usize, 0_usize);
    for (at, _) in start.match_indices('<') {
        let Some(tag) = start.get(at..).and_then(tag) else { continue };
        let is_block = is_one_of(BLOCKS, &tag.name);
        if is_block || is_one_of(INLINE, &tag.name) {
            blocks += usize::from(is_block);
            inline += usize::from(!is_block);
            closing += usize::from(tag.closes);
            length_byte += tag.length_byte;
        }
    }
    let begins_with_block = first.as_ref().is_some_and(|tag| is_one_of(BLOCKS, &tag.name));
    let many = blocks + inline >= 6 && blocks >= 3 && length_byte * 40 >= start.len();
    if begins_with_block && blocks >= 2 && (closing > 0 || blocks >= 4)
        || first.is_some() && blocks >= 2 && closing >= 2
        || many
    {
        return Some(Kind::Html);
    }
    // Other mark-up: it ends with the closing tag of the element with which it begins.
    let is_closed = |name: &str| {
        let end = text.trim_end().strip_suffix('>').map(str::trim_end).unwrap_or_default().to_ascii_lowercase();
        end.strip_suffix(name).is_some_and(|rest| rest.ends_with("</"))
    };
    let is_element = first.is_some_and(|tag| !tag.closes && !is_one_of(INLINE, &tag.name) && is_closed(&tag.name));
    (is_xml || is_element).then_some(Kind::Xml)
}

/// A tag at the beginning of a text.
struct Tag {
    /// In lower case.
    name: String,
    closes: bool,
    length_byte: usize,
}

fn tag(text: &str) -> Option<Tag> {
    const LONGEST_BYTES: usize = 4096;
    let rest = text.strip_prefix('<')?;
    let (rest, closes) = rest.strip_prefix('/').map_or((rest, false), |rest| (rest, true));
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | ':' | '_' | '.');
    let name = rest.split(|c| !is_name(c)).next().filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))?;
    let after = rest.get(name.len()..).unwrap_or_default();
    if !after.starts_with(['>', '/', ' ', '\t', '\n', '\r']) {
        return None;
    }
    let end = after.get(..after.floor_char_boundary(LONGEST_BYTES)).unwrap_or(after).find(['>', '<'])?;
    let closed = after.get(end..).is_some_and(|rest| rest.starts_with('>'));
    let length_byte = 2 + usize::from(closes) + name.len() + end;
    closed.then(|| Tag { name: name.to_ascii_lowercase(), closes, length_byte })
}

/// Whether a list of words separated by spaces contains this one.
fn is_one_of(words: &str, word: &str) -> bool {
    words.split(' ').any(|known| known == word)
}

/// Whether a text begins like this, ignoring case.
fn begins(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mark_up_and_data_are_told_from_prose() {
        for (text, expected) in [
            ("<!DOCTYPE html>\n<html><body><p>نص</p></body></html>", Some(Kind::Html)),
            ("\u{feff}  <HTML>\n<BODY>text</BODY></HTML>", Some(Kind::Html)),
            ("<!-- saved from url=(0014)about:internet -->\n<html><head></head>x</html>", Some(Kind::Html)),
            ("<!-- saved --><HTML lang=ar>نص", Some(Kind::Html)),
            ("<div class=\"a\"><p>نص المقال</p></div>", Some(Kind::Html)),
            ("قال<br>ثم قال<br/>ثم <p>مضى</p><p>وعاد</p> <a href=\"x\">هنا</a>", Some(Kind::Html)),
            ("<?xml version=\"1.0\"?><rss><item>نص</item></rss>", Some(Kind::Xml)),
            ("<rss version=\"2.0\"><item>نص</item></rss>\n", Some(Kind::Xml)),
            ("{\\rtf1\\ansi \\'de}", Some(Kind::Rtf)),
            ("{\"title\": \"نص\", \"text\": \"x\"}", Some(Kind::Json)),
            ("{\"title\": \"broken off", Some(Kind::Json)),
            ("[{\"a\": 1},\n{\"a\": 2}]", Some(Kind::Json)),
            ("{\"a\": 1}\n{\"a\": 2}\n", Some(Kind::Json)),
            ("[\"a\", \"b\"]", Some(Kind::Json)),
            (
                "From: <Saved>\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/related;\n\ttype=\"x\"\n\nx",
                Some(Kind::Mail),
            ),
            ("قال إن الوسم <b> يجعل الكلمة غليظة، و</b> ينهيها.", None),
            ("<b>قال</b> المتحدث إن المحادثات ستبدأ غدا.", None),
            ("{قال المتحدث} إن المحادثات \"ستبدأ\" غدا: نعم", None),
            ("[صورة] قال المتحدث \"نعم\"", None),
            ("%PDF-1.7 هو صيغة للملفات", None),
            ("From: the desk of the editor\nTo: all\n\nThe spokesman said yes.", None),
            ("a < b and c > d", None),
            ("<3 <3 <3", None),
            ("Contact <someone@example.com> or <https://example.com/p>", None),
        ] {
            assert_eq!(of_text(text), expected, "{text}");
        }
    }

    #[test]
    fn formats_are_told_by_their_bytes() {
        for (bytes, expected) in [
            (&b"%PDF-1.4\n1 0 obj\n<< >>"[..], Some(Kind::Pdf)),
            (b"junk\n%PDF-1.4\r\n%\xE2\xE3\n12 0 obj", Some(Kind::Pdf)),
            ("%PDF-1.7 هو صيغة للملفات، قال المتحدث".as_bytes(), None),
            (b"PK\x03\x04....word/document.xml", Some(Kind::Word)),
            (b"PK\x03\x04....mimetypeapplication/epub+zip", Some(Kind::Book)),
            (b"PK are two letters", None),
            (b"MZ are two letters as well", None),
            (b"MZ\x90\0\x03\0", Some(Kind::Program)),
            (b"BM is a unit of", None),
            (b"\x1F\x8B\x08\0abc", Some(Kind::Archive)),
            (b"ID3 tags are", None),
        ] {
            assert_eq!(of_bytes(bytes), expected, "{bytes:?}");
        }
    }
}
