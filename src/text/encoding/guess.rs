//! Detects the encoding of bytes.
//!
//! Tried in this order: a byte order mark; UTF-32 and UTF-16, recognised by their zero bytes and because the text is in one
//! script; UTF-8, even if a few places are damaged; then the detector `chardetng`, which knows the letters of many
//! languages. It knows only two of five Arabic encodings, so for Arabic the frequency of the letters that each of the five
//! yields decides.

use std::collections::BTreeMap;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use unicode_normalization::UnicodeNormalization as _;

use super::tables::{DOS_720, DOS_864, MAC_ARABIC};
use super::{Encoding, Unreadable, decode_as};

/// The most likely encoding.
pub(super) fn guess(bytes: &[u8]) -> Result<Encoding, Unreadable> {
    if let Some(marked) = marked(bytes) {
        return Ok(marked);
    }
    if let Some(utf32) = utf32(bytes) {
        return Ok(utf32);
    }
    let controls = bytes.iter().filter(|byte| is_control(**byte)).count();
    let is_utf8 = std::str::from_utf8(bytes).is_ok();
    // In UTF-16 most letters have a byte that is a control character beside them; no other text has many of those.
    let looks_wide = if is_utf8 { controls * 10 > bytes.len() } else { controls > 0 };
    if looks_wide && let Some(utf16) = utf16(bytes) {
        return Ok(utf16);
    }
    if bytes.contains(&0) {
        return Err(Unreadable::Binary);
    }
    if is_utf8 && !bytes.contains(&0x1B) || is_mostly_utf8(bytes) {
        return Ok(Encoding::Utf8);
    }
    let detected = detect(bytes);
    // Two bytes per letter: hardly any other text decodes in one of these without errors.
    let replaced = decode_as(bytes, detected).replaced;
    if is_utf8 || is_east_asian(detected) && replaced == 0 {
        return Ok(detected);
    }
    let arabic = arabic(bytes, detected);
    let is_sure = replaced == 0 && detected != Encoding::Windows1252;
    match arabic {
        Some(Ok(_) | Err(Unreadable::Encoding(_))) => arabic.unwrap_or(Ok(detected)),
        _ if is_sure => Ok(detected),
        _ => match damaged_east_asian(bytes) {
            Some(found) => Ok(found),
            // A few Chinese characters without a space or punctuation.
            None if bytes.len() >= 8 => utf16(bytes).map_or_else(|| arabic.unwrap_or(Ok(detected)), Ok),
            None => arabic.unwrap_or(Ok(detected)),
        },
    }
}

fn detect(bytes: &[u8]) -> Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    Encoding::of_codec(detector.guess(None, Utf8Detection::Allow)).unwrap_or(Encoding::Windows1252)
}

/// Two bytes per letter, with a few damaged places. A single one makes the detector rule the encoding out, so the parts
/// between them are examined one by one.
fn damaged_east_asian(bytes: &[u8]) -> Option<Encoding> {
    const LOOKED_AT_BYTES: usize = 16 * 1024;
    const LINES: usize = 20;
    let high = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    let letters = bytes.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    if bytes.len() < 16 || letters > high {
        return None;
    }
    let (half, end) = (bytes.len() / 2, bytes.len());
    let parts = [0..end - 1, 0..half, 0..half - 1];
    let parts = parts.into_iter().filter_map(|part| bytes.get(part));
    let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_ascii()).take(LINES);
    let few = |encoding: &Encoding| decode_as(bytes, *encoding).replaced * 50 <= bytes.len() + 49;
    parts
        .chain(lines)
        .map(|part| detect(part.get(..LOOKED_AT_BYTES).unwrap_or(part)))
        .filter(|found| is_east_asian(*found))
        .find(few)
}

fn is_east_asian(encoding: Encoding) -> bool {
    use Encoding as E;
    matches!(encoding, E::Gbk | E::Gb18030 | E::Big5 | E::ShiftJis | E::EucJp | E::EucKr | E::Iso2022Jp)
}

/// The encoding by its byte order mark. That of UTF-32 LE begins with that of UTF-16 LE.
fn marked(bytes: &[u8]) -> Option<Encoding> {
    match bytes {
        [0xFF, 0xFE, 0, 0, rest @ ..] if rest.len().is_multiple_of(4) => Some(Encoding::Utf32Le),
        [0, 0, 0xFE, 0xFF, ..] => Some(Encoding::Utf32Be),
        [0xEF, 0xBB, 0xBF, ..] => Some(Encoding::Utf8Bom),
        [0xFF, 0xFE, ..] => Some(Encoding::Utf16Le),
        [0xFE, 0xFF, ..] => Some(Encoding::Utf16Be),
        [0x84, 0x31, 0x95, 0x33, ..] => Some(Encoding::Gb18030),
        _ => None,
    }
}

/// Whether a byte is a control character that texts do not contain; DOS ends files with one of them.
fn is_control(byte: u8) -> bool {
    matches!(byte, 0..=8 | 0xE..=0x1A | 0x1C..=0x1F | 0x7F)
}

/// UTF-32 without a byte order mark: every fourth byte is zero, and every four bytes are a character.
fn utf32(bytes: &[u8]) -> Option<Encoding> {
    let fits = |encoding: Encoding| {
        let decoded = decode_as(bytes, encoding);
        // The text may be cut in the middle of its last character.
        decoded.replaced <= usize::from(!bytes.len().is_multiple_of(4)) && !decoded.text.contains('\0')
    };
    let is_candidate = bytes.len() >= 8 && bytes.contains(&0);
    [Encoding::Utf32Le, Encoding::Utf32Be].into_iter().find(|encoding| is_candidate && fits(*encoding))
}

/// UTF-16 without a byte order mark: in one byte order the text is in one script, with punctuation and spaces.
fn utf16(bytes: &[u8]) -> Option<Encoding> {
    let printable = bytes.iter().filter(|byte| matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r')).count();
    // Pairs of ASCII bytes read as Chinese; no real UTF-16 text has so many.
    if bytes.len() < 4 || printable * 20 > bytes.len() * 17 {
        return None;
    }
    let of = |encoding: Encoding| coherence(&decode_as(bytes, encoding).text).map(|score| (score, encoding));
    let (little, big) = (of(Encoding::Utf16Le), of(Encoding::Utf16Be));
    match (little, big) {
        (Some(little), Some(big)) if big.0 > little.0 => Some(big.1),
        (Some(little), _) => Some(little.1),
        (None, big) => big.map(|(_, encoding)| encoding),
    }
}

/// How much of a text is in one script, allowing Latin letters and punctuation. `None` if it is not such a text. ASCII
/// counts twice, since the wrong byte order yields none.
fn coherence(text: &str) -> Option<usize> {
    let mut scripts = [0_usize; Script::COUNT];
    let (mut all, mut marks, mut ascii) = (0_usize, 0_usize, 0_usize);
    for c in text.chars() {
        all += 1;
        ascii += usize::from(matches!(c, ' '..='~' | '\t' | '\n' | '\r'));
        match Script::of(c) {
            Some(script) => {
                if let Some(count) = scripts.get_mut(script.0) {
                    *count += 1;
                }
            }
            None => marks += usize::from(is_mark(c)),
        }
    }
    let latin = scripts.get(Script::LATIN.0).copied().unwrap_or_default();
    let main = scripts.iter().skip(Script::LATIN.0 + 1).max().copied().unwrap_or_default();
    let good = latin + main + marks;
    let bad = all - good;
    let is_text = bad * 20 <= all || bad == 1 && all >= 8;
    (is_text && (latin + main) * 10 >= all * 3).then_some(good + ascii)
}

/// A script, or several that are written together, as a number.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Script(usize);

impl Script {
    const LATIN: Self = Self(0);
    const COUNT: usize = 64;

    /// The script of a letter. `None` for marks and very rare letters.
    fn of(c: char) -> Option<Self> {
        let number = match c {
            'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{24f}' => 0,
            '\u{1e00}'..='\u{1eff}' | '\u{300}'..='\u{36f}' => 0,
            '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => 1,
            '\u{400}'..='\u{52f}' => 2,
            '\u{531}'..='\u{587}' => 3,
            '\u{591}'..='\u{5f4}' | '\u{fb1d}'..='\u{fb4f}' => 4,
            '\u{610}'..='\u{61a}' | '\u{620}'..='\u{669}' | '\u{66e}'..='\u{6ff}' | '\u{750}'..='\u{77f}' => 5,
            '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' => 5,
            // Han, kana, bopomofo, hangul.
            '\u{3041}'..='\u{30ff}' | '\u{3105}'..='\u{312f}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => 6,
            '\u{700}'..='\u{7bf}' => 7,
            '\u{10a0}'..='\u{10ff}' => 8,
            '\u{1200}'..='\u{139f}' => 9,
            '\u{1780}'..='\u{17ff}' => 10,
            '\u{1000}'..='\u{109f}' => 11,
            // Those of India, Thai, Lao and Tibetan, by their blocks.
            '\u{900}'..='\u{fff}' => 12 + ((c as usize - 0x900) >> 7),
            _ => return None,
        };
        Some(Self(number))
    }
}

/// Marks, digits and spaces of any text.
fn is_mark(c: char) -> bool {
    matches!(c,
        ' '..='@' | '['..='`' | '{'..='~' | '\t' | '\n' | '\u{c}' | '\r' | '\u{a0}'..='\u{bf}' | '\u{d7}' | '\u{f7}'
        | '\u{60c}' | '\u{61b}' | '\u{61c}' | '\u{61f}' | '\u{66a}'..='\u{66d}' | '\u{2009}'..='\u{2015}'
        | '\u{2018}'..='\u{2022}' | '\u{2026}'..='\u{202f}' | '\u{2030}'..='\u{203a}' | '\u{2066}'..='\u{2069}'
        | '\u{20a0}'..='\u{20bf}' | '\u{2116}' | '\u{2122}' | '\u{3000}'..='\u{3020}' | '\u{fd3e}' | '\u{fd3f}'
        | '\u{feff}' | '\u{ff01}'..='\u{ff65}' | '\u{1f300}'..='\u{1faff}')
}

/// Whether bytes are UTF-8 with a few damaged places, rather than a text in another encoding in which some letters happen
/// to be valid UTF-8. Such a text has few of those and many invalid bytes.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut latin, mut bad) = (0_usize, 0_usize);
    let mut scripts = [0_usize; Script::COUNT];
    // Sequences that only damaged UTF-8 has: FE, FF, an overlong zero, a cut byte order mark.
    let mut only_utf8 = true;
    let mut chunks = bytes.utf8_chunks().peekable();
    let (mut surrogate, mut before) = (0_usize, 0_usize);
    while let Some(chunk) = chunks.next() {
        for c in chunk.valid().chars().filter(|c| !c.is_ascii()) {
            match c {
                // Nobody writes “Ã©” or “â€œ” in Latin letters.
                '\u{80}'..='\u{17f}' => latin += 3,
                '\u{2000}'..='\u{206f}' => latin += 4,
                _ => {
                    let weight = (c.len_utf8() - 1) * 2;
                    let script = Script::of(c).map_or(Script::COUNT - 1, |script| script.0);
                    if let Some(count) = scripts.get_mut(script) {
                        *count += weight;
                    }
                }
            }
        }
        if !chunk.valid().is_empty() {
            surrogate = 0;
            before = 0;
        }
        let invalid = chunk.invalid();
        let is_last = chunks.peek().is_none();
        match invalid {
            [] => {}
            // The three bytes of an encoded surrogate (CESU-8) come as three pieces.
            [0xED] => {
                surrogate = 2;
                bad += 1;
            }
            [0x80..=0xBF] if surrogate > 0 => surrogate -= 1,
            [0x80] if before == 0xC0 => {}
            _ => {
                bad += 1;
                surrogate = 0;
                let is_cut = is_last && matches!(invalid, [0xE2, 0x80 | 0x81] | [0xF0, 0x9F, ..]);
                only_utf8 &= is_cut || matches!(invalid, [0xC0 | 0xFE | 0xFF]);
            }
        }
        before = invalid.first().map_or(0, |byte| usize::from(*byte));
        if invalid == [0xC0]
            && !matches!(chunks.peek(), Some(next) if next.valid().is_empty() && next.invalid() == [0x80])
        {
            only_utf8 = false;
        }
    }
    // Letters that happen to be valid UTF-8 come from many scripts.
    let good = latin + scripts.iter().max().copied().unwrap_or_default();
    if good == 0 { bad > 0 && only_utf8 } else { good >= bad * 2 }
}

/// How common a letter is in Arabic texts, as a power of two relative to the average letter. `None` if it is not an
/// Arabic letter.
fn commonness(c: char) -> Option<i64> {
    Some(match c {
        'ا' | 'ل' => 4,
        'ي' | 'م' | 'و' | 'ن' | 'ر' | 'ت' => 3,
        'ب' | 'ع' | 'د' | 'ه' | 'س' | 'ة' | 'ف' | 'أ' | 'ق' | 'ك' => 2,
        'ح' | 'ج' | 'ش' | 'ص' => 1,
        'خ' | 'إ' | 'ط' | 'ى' | 'ذ' | 'ض' | 'ک' | 'گ' | 'پ' | 'ی' => 0,
        'ز' | 'ث' | 'غ' | 'ئ' | 'ء' | 'چ' | 'ں' | 'ہ' | 'ے' | 'ھ' => -1,
        'ظ' | 'ؤ' | 'آ' | 'ژ' | 'ٹ' | 'ڈ' | 'ڑ' => -2,
        '\u{640}' | '\u{64b}'..='\u{652}' => -1,
        '\u{660}'..='\u{669}' | '،' | '؛' | '؟' | '«' | '»' | '\u{a0}' | '“' | '”' | '‘' | '’' | '–' | '—' | '…' => {
            0
        }
        '\u{200c}'..='\u{200f}' | ' '..='@' | '['..='`' | '{'..='~' => 0,
        _ => return None,
    })
}

/// Counts over the bytes, made once and then weighed for each Arabic encoding.
struct Counts {
    /// How often each byte from 0x80 occurs.
    bytes: [i64; 128],
    /// How often each pair of bytes begins a word that has no ASCII letter.
    starts: BTreeMap<(u8, u8), i64>,
    words: i64,
    /// Whether its spaces are those of Mac OS rather than those of ASCII.
    has_mac_spaces: bool,
}

impl Counts {
    /// `None` if the bytes from 0x80 stand alone or between ASCII letters, as they do in texts in Latin letters.
    fn of(bytes: &[u8]) -> Option<Self> {
        let mut counts = Self { bytes: [0; 128], starts: BTreeMap::new(), words: 0, has_mac_spaces: false };
        let spaces = |space: u8| bytes.iter().filter(|byte| **byte == space).count();
        counts.has_mac_spaces = spaces(0xA0) > spaces(b' ');
        let (mut high, mut mixed) = (0_usize, 0_usize);
        // In MacArabic the right-to-left space, elsewhere a no-break space.
        for word in bytes.split(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric() || *byte == 0xA0) {
            let found = word.iter().filter(|byte| !byte.is_ascii()).count();
            high += found;
            if found > 0 && (word.len() < 2 || word.iter().any(u8::is_ascii_alphabetic)) {
                mixed += found;
            }
            for byte in word {
                if let Some(count) = byte.checked_sub(0x80).and_then(|byte| counts.bytes.get_mut(usize::from(byte))) {
                    *count += 1;
                }
            }
            if let [first @ 0x80..=0xFF, second @ 0x80..=0xFF, ..] = word {
                *counts.starts.entry((*first, *second)).or_default() += 1;
                counts.words += 1;
            }
        }
        (high >= 4 && mixed * 5 <= high).then_some(counts)
    }

    /// How well the bytes read as Arabic in the encoding with this table: the average [`commonness`] in hundredths, with a
    /// bonus for words that begin with the article.
    fn score(&self, table: &[char; 128]) -> i64 {
        /// The penalty for a character that is not Arabic.
        const FOREIGN: i64 = -8;
        let (mut score, mut all) = (0, 0);
        for (count, c) in self.bytes.iter().zip(table) {
            all += count;
            score += count * commonness(*c).unwrap_or(FOREIGN);
        }
        let is = |byte: u8, letter: char| {
            byte.checked_sub(0x80).and_then(|byte| table.get(usize::from(byte))).is_some_and(|c| *c == letter)
        };
        let articles: i64 =
            self.starts.iter().filter(|((a, b), _)| is(*a, 'ا') && is(*b, 'ل')).map(|(_, count)| count).sum();
        score * 100 / all.max(1) + articles * 300 / self.words.max(1)
    }
}

/// Which of the Arabic encodings it is. `None` if it is not Arabic, so that the detector decides.
fn arabic(bytes: &[u8], detected: Encoding) -> Option<Result<Encoding, Unreadable>> {
    /// From this score it is Arabic, even if the detector takes it for a language that it knows less well.
    const SURE: i64 = 150;
    const LIKELY: i64 = 100;
    /// DOS-864 has many of its letters in the same places as ISO-8859-6.
    const MARGIN: i64 = 50;
    let is_arabic = matches!(detected, Encoding::Windows1256 | Encoding::Iso8859_6);
    if !is_arabic && !matches!(detected, Encoding::Windows1252 | Encoding::Dos866) {
        return None;
    }
    let counts = Counts::of(bytes)?;
    let known = |encoding: Encoding| -> [char; 128] {
        std::array::from_fn(|index| {
            let byte = 0x80 + u8::try_from(index).unwrap_or_default();
            decode_as(&[byte], encoding).text.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER)
        })
    };
    // Presentation forms count as their letters.
    let letters: [char; 128] = DOS_864.map(|c| std::iter::once(c).nfkc().next().unwrap_or(c));
    let (windows, iso) = (known(Encoding::Windows1256), known(Encoding::Iso8859_6));
    let mut candidates = [
        (counts.score(&windows), Ok(Encoding::Windows1256)),
        (counts.score(&iso), Ok(Encoding::Iso8859_6)),
        (counts.score(&MAC_ARABIC) + i64::from(counts.has_mac_spaces), Ok(Encoding::MacArabic)),
        (counts.score(&DOS_720), Ok(Encoding::Dos720)),
        (counts.score(&letters) - MARGIN, Err(Unreadable::Encoding("DOS-864"))),
    ];
    // Of two with the same score, the detector's choice wins, then the more usual one, which comes first.
    candidates.sort_by_key(|(score, encoding)| (std::cmp::Reverse(*score), *encoding != Ok(detected)));
    let (score, best) = candidates.first().copied()?;
    if score >= if is_arabic { LIKELY } else { SURE } {
        return Some(best);
    }
    // The detector's fallback; but every language written in it has ASCII letters in its words.
    (detected == Encoding::Windows1252).then_some(Err(Unreadable::Unknown))
}
