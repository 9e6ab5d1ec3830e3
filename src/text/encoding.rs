//! Reading the bytes of an article: UTF-8 with and without BOM, UTF-16, Windows-1256, Windows-1252.
//!
//! The encoding is guessed, said, and can be chosen instead; a guess never loses a byte in silence.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1256};

/// The encodings an article may come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Encoding {
    Utf8,
    Utf8Bom,
    Utf16Le,
    Utf16Be,
    Windows1256,
    Windows1252,
}

impl Encoding {
    pub const ALL: [Self; 6] =
        [Self::Utf8, Self::Utf8Bom, Self::Utf16Le, Self::Utf16Be, Self::Windows1256, Self::Windows1252];

    /// The name by which people and files know it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf8Bom => "UTF-8 (BOM)",
            Self::Utf16Le => "UTF-16 LE",
            Self::Utf16Be => "UTF-16 BE",
            Self::Windows1256 => "Windows-1256",
            Self::Windows1252 => "Windows-1252",
        }
    }

    /// The encoding with this name, as [`Self::name`] writes it.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|e| e.name().eq_ignore_ascii_case(name))
    }
}

/// A text read from bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    pub text: String,
    pub encoding: Encoding,
    /// How many places could not be read and became U+FFFD.
    pub replaced: usize,
}

/// Reads bytes in the encoding that fits them best.
pub fn decode(bytes: &[u8]) -> Decoded {
    decode_as(bytes, guess(bytes))
}

/// Reads bytes in this encoding; a byte order mark of that encoding is taken off.
pub fn decode_as(bytes: &[u8], encoding: Encoding) -> Decoded {
    let (codec, bom): (_, &[u8]) = match encoding {
        Encoding::Utf8 | Encoding::Utf8Bom => (encoding_rs::UTF_8, &[0xEF, 0xBB, 0xBF]),
        Encoding::Utf16Le => (UTF_16LE, &[0xFF, 0xFE]),
        Encoding::Utf16Be => (UTF_16BE, &[0xFE, 0xFF]),
        Encoding::Windows1256 => (WINDOWS_1256, &[]),
        Encoding::Windows1252 => (WINDOWS_1252, &[]),
    };
    let bytes = bytes.strip_prefix(bom).unwrap_or(bytes);
    let (text, malformed) = codec.decode_without_bom_handling(bytes);
    let replaced = if malformed { text.matches('\u{fffd}').count() } else { 0 };
    Decoded { text: text.into_owned(), encoding, replaced }
}

fn guess(bytes: &[u8]) -> Encoding {
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => return Encoding::Utf8Bom,
        [0xFF, 0xFE, ..] => return Encoding::Utf16Le,
        [0xFE, 0xFF, ..] => return Encoding::Utf16Be,
        _ => {}
    }
    if let Some(utf16) = guess_utf16(bytes) {
        return utf16;
    }
    if std::str::from_utf8(bytes).is_ok() {
        return Encoding::Utf8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(Some(b"eg"), Utf8Detection::Allow);
    if guess == WINDOWS_1256 || guess == encoding_rs::ISO_8859_6 {
        return Encoding::Windows1256;
    }
    if guess == encoding_rs::UTF_8 {
        return Encoding::Utf8;
    }
    // The detector knows many encodings that we do not read; between our two, the letters decide.
    let arabic = decode_as(bytes, Encoding::Windows1256).text;
    let letters = arabic.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()).count();
    let arabic_letters = arabic.chars().filter(|c| matches!(c, '\u{620}'..='\u{64a}')).count();
    let runs =
        arabic.split(|c: char| !matches!(c, '\u{620}'..='\u{652}')).map(|run| run.chars().count()).max().unwrap_or(0);
    if arabic_letters * 2 > letters && runs >= 3 { Encoding::Windows1256 } else { Encoding::Windows1252 }
}

/// UTF-16 without a mark: text in it has zero bytes (Latin, spaces) or Arabic high bytes on one side only.
fn guess_utf16(bytes: &[u8]) -> Option<Encoding> {
    if bytes.len() < 4 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let pairs = bytes.len() / 2;
    let high = |b: &u8| *b == 0 || *b == 0x06;
    let even = bytes.iter().step_by(2).filter(|b| high(b)).count();
    let odd = bytes.iter().skip(1).step_by(2).filter(|b| high(b)).count();
    if odd * 10 > pairs * 8 && even * 2 < pairs {
        Some(Encoding::Utf16Le)
    } else if even * 10 > pairs * 8 && odd * 2 < pairs {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
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
        let (windows, _, lossy) = WINDOWS_1256.encode(ARABIC);
        assert!(!lossy);
        let french = "Le président a déclaré « à l’Assemblée » que c’était terminé";
        let (latin, _, lossy) = WINDOWS_1252.encode(french);
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
            assert_eq!(decode(&bytes), Decoded { text: text.to_owned(), encoding, replaced: 0 });
        }
    }

    #[test]
    fn what_cannot_be_read_is_counted() {
        assert_eq!(decode_as(b"a\xFFb", Encoding::Utf8).replaced, 1);
        assert_eq!(decode(b"").encoding, Encoding::Utf8);
    }
}
