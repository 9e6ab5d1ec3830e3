//! Decodes the bytes of a text, in every encoding that news comes in, detected or chosen by a person.
//!
//! The encoding is detected (`guess`), reported, and can be changed; no byte is lost silently.

mod guess;
mod tables;

/// How an encoding is decoded.
#[derive(Clone, Copy)]
enum Codec {
    /// By `encoding_rs`.
    Known(&'static encoding_rs::Encoding),
    /// UTF-32, with the most significant byte first or last.
    Utf32 { big: bool },
    /// ASCII, and a table of the bytes from 0x80 on.
    Table(&'static [char; 128]),
}

macro_rules! encodings {
    ($($variant:ident $name:literal $mark:expr, $codec:expr;)+) => {
        /// The encodings that can be read.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Encoding {
            $($variant,)+
        }

        impl Encoding {
            /// All encodings, the most common ones first.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name by which people and files know it.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// The byte order mark that is removed from the start of a text.
            const fn mark(self) -> &'static [u8] {
                match self { $(Self::$variant => $mark,)+ }
            }

            fn codec(self) -> Codec {
                match self { $(Self::$variant => $codec,)+ }
            }
        }
    };
}

const NO_MARK: &[u8] = &[];
const UTF_8_MARK: &[u8] = &[0xEF, 0xBB, 0xBF];

encodings! {
    Utf8 "UTF-8" UTF_8_MARK, Codec::Known(encoding_rs::UTF_8);
    Utf8Bom "UTF-8 (BOM)" UTF_8_MARK, Codec::Known(encoding_rs::UTF_8);
    Utf16Le "UTF-16 LE" &[0xFF, 0xFE], Codec::Known(encoding_rs::UTF_16LE);
    Utf16Be "UTF-16 BE" &[0xFE, 0xFF], Codec::Known(encoding_rs::UTF_16BE);
    Utf32Le "UTF-32 LE" &[0xFF, 0xFE, 0, 0], Codec::Utf32 { big: false };
    Utf32Be "UTF-32 BE" &[0, 0, 0xFE, 0xFF], Codec::Utf32 { big: true };
    Windows1256 "Windows-1256" NO_MARK, Codec::Known(encoding_rs::WINDOWS_1256);
    Iso8859_6 "ISO-8859-6" NO_MARK, Codec::Known(encoding_rs::ISO_8859_6);
    MacArabic "MacArabic" NO_MARK, Codec::Table(&tables::MAC_ARABIC);
    Dos720 "DOS-720" NO_MARK, Codec::Table(&tables::DOS_720);
    Windows1252 "Windows-1252" NO_MARK, Codec::Known(encoding_rs::WINDOWS_1252);
    Windows1250 "Windows-1250" NO_MARK, Codec::Known(encoding_rs::WINDOWS_1250);
    Windows1251 "Windows-1251" NO_MARK, Codec::Known(encoding_rs::WINDOWS_1251);
    Windows1253 "Windows-1253" NO_MARK, Codec::Known(encoding_rs::WINDOWS_1253);
    Windows1254 "Windows-1254" NO_MARK, Codec::Known(encoding_rs::WINDOWS_1254);
    Windows1255 "Windows-1255" NO_MARK, Codec::Known(encoding_rs::WINDOWS_1255);
    Windows1257 "Windows-1257" NO_MARK, Codec::Known(encoding_rs::WINDOWS_1257);
    Windows1258 "Windows-1258" NO_MARK, Codec::Known(encoding_rs::WINDOWS_1258);
    Windows874 "Windows-874" NO_MARK, Codec::Known(encoding_rs::WINDOWS_874);
    Iso8859_2 "ISO-8859-2" NO_MARK, Codec::Known(encoding_rs::ISO_8859_2);
    Iso8859_3 "ISO-8859-3" NO_MARK, Codec::Known(encoding_rs::ISO_8859_3);
    Iso8859_4 "ISO-8859-4" NO_MARK, Codec::Known(encoding_rs::ISO_8859_4);
    Iso8859_5 "ISO-8859-5" NO_MARK, Codec::Known(encoding_rs::ISO_8859_5);
    Iso8859_7 "ISO-8859-7" NO_MARK, Codec::Known(encoding_rs::ISO_8859_7);
    Iso8859_8 "ISO-8859-8" NO_MARK, Codec::Known(encoding_rs::ISO_8859_8);
    Iso8859_8I "ISO-8859-8-I" NO_MARK, Codec::Known(encoding_rs::ISO_8859_8_I);
    Iso8859_10 "ISO-8859-10" NO_MARK, Codec::Known(encoding_rs::ISO_8859_10);
    Iso8859_13 "ISO-8859-13" NO_MARK, Codec::Known(encoding_rs::ISO_8859_13);
    Iso8859_14 "ISO-8859-14" NO_MARK, Codec::Known(encoding_rs::ISO_8859_14);
    Iso8859_15 "ISO-8859-15" NO_MARK, Codec::Known(encoding_rs::ISO_8859_15);
    Iso8859_16 "ISO-8859-16" NO_MARK, Codec::Known(encoding_rs::ISO_8859_16);
    Koi8R "KOI8-R" NO_MARK, Codec::Known(encoding_rs::KOI8_R);
    Koi8U "KOI8-U" NO_MARK, Codec::Known(encoding_rs::KOI8_U);
    Dos866 "DOS-866" NO_MARK, Codec::Known(encoding_rs::IBM866);
    MacRoman "MacRoman" NO_MARK, Codec::Known(encoding_rs::MACINTOSH);
    MacCyrillic "MacCyrillic" NO_MARK, Codec::Known(encoding_rs::X_MAC_CYRILLIC);
    Gbk "GBK" NO_MARK, Codec::Known(encoding_rs::GBK);
    Gb18030 "GB18030" &[0x84, 0x31, 0x95, 0x33], Codec::Known(encoding_rs::GB18030);
    Big5 "Big5" NO_MARK, Codec::Known(encoding_rs::BIG5);
    ShiftJis "Shift_JIS" NO_MARK, Codec::Known(encoding_rs::SHIFT_JIS);
    EucJp "EUC-JP" NO_MARK, Codec::Known(encoding_rs::EUC_JP);
    Iso2022Jp "ISO-2022-JP" NO_MARK, Codec::Known(encoding_rs::ISO_2022_JP);
    EucKr "EUC-KR" NO_MARK, Codec::Known(encoding_rs::EUC_KR);
}

impl Encoding {
    /// The encoding with this name: as [`Self::name`] writes it, or by one of the names that the web and Python know
    /// (`cp1256`, `latin1`, `mac-arabic`).
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        let plain = |name: &str| -> String {
            name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
        };
        let wanted = plain(name);
        if let Some(found) = Self::ALL.iter().find(|encoding| plain(encoding.name()) == wanted) {
            return Some(*found);
        }
        match wanted.as_str() {
            "utf8sig" => Some(Self::Utf8Bom),
            "utf16" => Some(Self::Utf16Le),
            "utf32" => Some(Self::Utf32Le),
            "cp720" | "ibm720" => Some(Self::Dos720),
            "xmacarabic" => Some(Self::MacArabic),
            "cp936" => Some(Self::Gbk),
            "cp949" => Some(Self::EucKr),
            _ => encoding_rs::Encoding::for_label(name.trim().as_bytes()).and_then(Self::of_codec),
        }
    }

    /// The encoding for one of `encoding_rs`.
    fn of_codec(codec: &'static encoding_rs::Encoding) -> Option<Self> {
        Self::ALL.iter().copied().find(|encoding| matches!(encoding.codec(), Codec::Known(known) if known == codec))
    }
}

/// A decoded text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    pub text: String,
    pub encoding: Encoding,
    /// How many places could not be read and became U+FFFD.
    pub replaced: usize,
}

/// Why bytes cannot be read as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// They contain zero bytes or control characters, as no text does.
    Binary,
    /// They are text in the encoding of this name, which cannot be read.
    Encoding(&'static str),
    /// They are text in an unknown encoding.
    Unknown,
}

/// Decodes bytes in the most likely encoding.
///
/// # Errors
/// They are not text, or are in an encoding that is recognised but cannot be read.
pub fn decode(bytes: &[u8]) -> Result<Decoded, Unreadable> {
    let decoded = decode_as(bytes, guess::guess(bytes)?);
    if is_binary(&decoded.text) { Err(Unreadable::Binary) } else { Ok(decoded) }
}

/// Decodes bytes in this encoding and removes its byte order mark.
pub fn decode_as(bytes: &[u8], encoding: Encoding) -> Decoded {
    let bytes = bytes.strip_prefix(encoding.mark()).unwrap_or(bytes);
    let (text, replaced) = match encoding.codec() {
        Codec::Known(codec) => known(bytes, codec),
        Codec::Utf32 { big } => utf32(bytes, big),
        Codec::Table(table) => single(bytes, table),
    };
    Decoded { text, encoding, replaced }
}

/// Whether the decoded characters are not text: they contain U+0000, or more than a few stray control characters.
pub(crate) fn is_binary(text: &str) -> bool {
    /// The number of control characters that any text may have.
    const STRAY: usize = 2;
    let (mut controls, mut all) = (0_usize, 0_usize);
    for c in text.strip_suffix('\u{1a}').unwrap_or(text).chars() {
        all += 1;
        match c {
            '\0' => return true,
            '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' => {}
            _ => controls += usize::from(c.is_control()),
        }
    }
    // In binary data about every tenth byte is a control character.
    controls > STRAY && controls * 40 > all
}

/// As `encoding_rs` reads it; each malformed sequence becomes one U+FFFD and is counted.
fn known(bytes: &[u8], codec: &'static encoding_rs::Encoding) -> (String, usize) {
    use encoding_rs::DecoderResult;
    let mut decoder = codec.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(0));
    let (mut rest, mut replaced) = (bytes, 0);
    loop {
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        rest = rest.get(read..).unwrap_or_default();
        match result {
            DecoderResult::InputEmpty => return (text, replaced),
            DecoderResult::OutputFull => text.reserve(rest.len() * 3 + 16),
            DecoderResult::Malformed(..) => {
                text.push('\u{fffd}');
                replaced += 1;
            }
        }
    }
}

fn utf32(bytes: &[u8], big: bool) -> (String, usize) {
    let mut replaced = 0;
    let text = bytes
        .chunks(4)
        .map(|unit| {
            let number = <[u8; 4]>::try_from(unit).ok();
            let number = number.map(|unit| if big { u32::from_be_bytes(unit) } else { u32::from_le_bytes(unit) });
            number.and_then(char::from_u32).unwrap_or_else(|| {
                replaced += 1;
                '\u{fffd}'
            })
        })
        .collect();
    (text, replaced)
}

fn single(bytes: &[u8], table: &[char; 128]) -> (String, usize) {
    let mut replaced = 0;
    let text = bytes
        .iter()
        .map(|byte| {
            let high = byte.checked_sub(0x80).and_then(|index| table.get(usize::from(index)));
            let c = high.copied().unwrap_or(char::from(*byte));
            replaced += usize::from(c == char::REPLACEMENT_CHARACTER);
            c
        })
        .collect();
    (text, replaced)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARABIC: &str = "أعلن البيت الأبيض أن الرئيس جو بايدن دعا نظيره الروسي فلاديمير بوتين للحد من التوتر";

    #[test]
    fn each_encoding_is_recognised_and_read() {
        let utf16 = |text: &str, big: bool| -> Vec<u8> {
            text.encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
        };
        let (windows, _, lossy) = encoding_rs::WINDOWS_1256.encode(ARABIC);
        assert!(!lossy);
        let french = "Le président a déclaré « à l’Assemblée » que c’était terminé";
        let (latin, _, lossy) = encoding_rs::WINDOWS_1252.encode(french);
        assert!(!lossy);
        let mut bom = vec![0xEF, 0xBB, 0xBF];
        bom.extend(ARABIC.as_bytes());
        let mut le = vec![0xFF, 0xFE];
        le.extend(utf16(ARABIC, false));
        for (bytes, encoding, text) in [
            (ARABIC.as_bytes().to_vec(), Encoding::Utf8, ARABIC),
            (bom, Encoding::Utf8Bom, ARABIC),
            (le, Encoding::Utf16Le, ARABIC),
            (utf16(ARABIC, false), Encoding::Utf16Le, ARABIC),
            (utf16(ARABIC, true), Encoding::Utf16Be, ARABIC),
            (windows.to_vec(), Encoding::Windows1256, ARABIC),
            (latin.to_vec(), Encoding::Windows1252, french),
        ] {
            assert_eq!(decode(&bytes), Ok(Decoded { text: text.to_owned(), encoding, replaced: 0 }));
        }
    }

    #[test]
    fn what_cannot_be_read_is_counted() {
        assert_eq!(decode_as(b"a\xFFb", Encoding::Utf8).replaced, 1);
        // A U+FFFD that was already in the text is not a place that could not be read.
        assert_eq!(decode_as("a\u{fffd}b\u{fffd}".as_bytes(), Encoding::Utf8).replaced, 0);
        assert_eq!(decode_as(b"\x41\xd8\x61", Encoding::Utf16Le).replaced, 1);
        assert_eq!(decode(b"").map(|decoded| decoded.encoding), Ok(Encoding::Utf8));
    }

    #[test]
    fn names_are_unique_and_found_again() {
        for encoding in Encoding::ALL {
            assert_eq!(Encoding::from_name(&encoding.name().to_lowercase()), Some(*encoding), "{}", encoding.name());
        }
        for (name, encoding) in [
            ("cp1256", Encoding::Windows1256),
            ("windows1256", Encoding::Windows1256),
            ("latin1", Encoding::Windows1252),
            ("utf8", Encoding::Utf8),
            ("cp720", Encoding::Dos720),
            ("mac-arabic", Encoding::MacArabic),
            ("ibm866", Encoding::Dos866),
            ("arabic", Encoding::Iso8859_6),
        ] {
            assert_eq!(Encoding::from_name(name), Some(encoding), "{name}");
        }
        assert_eq!(Encoding::from_name("klingon"), None);
    }
}
