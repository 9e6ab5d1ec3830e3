//! Folding for comparison: what readers of Arabic take for the same word compares as equal.
//!
//! Vowel marks and tatweel are removed; alef, ya, ta marbuta and hamza carriers, Persian kaf and ya, digits and presentation
//! forms are unified; Latin letters are folded to lower case without accents. It is never used to change a text.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Which differences are ignored when texts are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Folding {
    /// Marks, tatweel, variants of letters, digits, accents and kinds of space.
    pub variants: bool,
    /// Capital and small letters.
    pub case: bool,
}

impl Folding {
    /// Ignores every difference that readers ignore.
    pub(crate) const ALL: Self = Self { variants: true, case: true };

    /// Calls back with the folded form of a character: nothing, the character itself, or several.
    pub(crate) fn char(self, c: char, mut push: impl FnMut(char)) {
        match (self.variants, self.case) {
            (true, true) => variants(c, |piece| lower(piece, &mut push)),
            (true, false) => variants(c, push),
            (false, true) => lower(c, &mut push),
            (false, false) => push(c),
        }
    }

    /// The folded form of a text, without a mapping back.
    pub(crate) fn fold(self, text: &str) -> String {
        let mut folded = String::with_capacity(text.len());
        for c in text.chars() {
            self.char(c, |piece| folded.push(piece));
        }
        folded
    }
}

/// A folded text with a mapping back to the original.
///
/// The mapping is kept as runs in which offsets advance together, so an unvocalised text costs next to nothing and a fully
/// vocalised one twelve bytes a letter. Texts may have up to 4 GB.
#[derive(Clone, Debug, Default)]
pub(crate) struct Folded {
    text: String,
    runs: Vec<Run>,
}

/// A stretch of the folded text, up to the next run.
#[derive(Clone, Copy, Debug)]
struct Run {
    /// Where it begins in the folded text.
    folded: u32,
    /// Where it comes from in the original.
    original: u32,
    /// The length in bytes of the original character that all of it comes from; 0 where offsets advance together.
    whole: u8,
}

impl Folded {
    pub(crate) fn new(original: &str, folding: Folding) -> Self {
        let mut folded = Self { text: String::with_capacity(original.len()), runs: Vec::new() };
        // The origin that the next character needs for the last run to continue.
        let mut expected = None;
        for (start, c) in original.char_indices() {
            let before = folded.text.len();
            let mut pieces = 0;
            folding.char(c, |piece| {
                pieces += 1;
                folded.text.push(piece);
            });
            let in_step = pieces == 1 && folded.text.len() - before == c.len_utf8();
            if pieces > 0 && !(in_step && expected == Some(start)) {
                let whole = if in_step { 0 } else { c.len_utf8() as u8 };
                folded.runs.push(Run { folded: before as u32, original: start as u32, whole });
            }
            if pieces > 0 {
                expected = in_step.then(|| start + c.len_utf8());
            }
        }
        folded
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// The original byte range of a byte range of the folded text that begins and ends between characters: from the
    /// start of the character that the first byte came from to the end of the one that the last byte came from.
    pub(crate) fn original(&self, range_byte: Range<usize>) -> Option<Range<usize>> {
        let (first, at) = self.run(range_byte.start)?;
        let start = if first.whole > 0 { 0 } else { range_byte.start - at };
        let (last, at) = self.run(range_byte.end.checked_sub(1)?)?;
        let end = if last.whole > 0 { usize::from(last.whole) } else { range_byte.end - at };
        Some(first.original as usize + start..last.original as usize + end)
    }

    /// The run that holds a byte of the folded text, and where it begins there.
    fn run(&self, byte: usize) -> Option<(Run, usize)> {
        if byte >= self.text.len() {
            return None;
        }
        let index = self.runs.partition_point(|run| run.folded as usize <= byte);
        let run = *self.runs.get(index.checked_sub(1)?)?;
        Some((run, run.folded as usize))
    }
}

/// The folded form of a text, without a mapping back.
pub(crate) fn fold(text: &str) -> String {
    Folding::ALL.fold(text)
}

/// Whether the folded text contains the folded query. Every text contains an empty query.
pub(crate) fn contains(text: &str, query: &str) -> bool {
    fold(text).contains(&fold(query.trim()))
}

/// Whether a character is a combining mark, Arabic or other.
pub(crate) fn is_mark(c: char) -> bool {
    matches!(c, '\u{64b}'..='\u{65f}' | '\u{670}') || (c >= '\u{300}' && is_combining_mark(c))
}

fn lower(c: char, push: &mut impl FnMut(char)) {
    if c.is_ascii() {
        push(c.to_ascii_lowercase());
    } else {
        c.to_lowercase().for_each(push);
    }
}

fn variants(c: char, mut push: impl FnMut(char)) {
    match c {
        // The letters of nearly every text, without a look-up in the tables of Unicode.
        ' '..='\u{7f}' | '\n' | '\r' => push(c),
        '\u{64b}'..='\u{65f}' | '\u{670}' => {}
        '\u{620}'..='\u{64a}' | '٠'..='٩' => {
            if let Some(letter) = letter(c) {
                push(letter);
            }
        }
        _ if c.is_whitespace() => push(' '),
        _ => std::iter::once(c).nfkd().filter(|piece| !is_mark(*piece)).filter_map(letter).for_each(push),
    }
}

/// The letter that represents this one and its variants; nothing for decoration and invisible characters.
fn letter(c: char) -> Option<char> {
    Some(match c {
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' | 'ئ' | 'ی' => 'ي',
        'ة' | 'ہ' | 'ە' => 'ه',
        'ؤ' => 'و',
        'ک' => 'ك',
        '٠'..='٩' => digit(c, '٠'),
        '۰'..='۹' => digit(c, '۰'),
        // Tatweel, soft hyphen, marks of direction, zero-width spaces and joiners.
        '\u{640}'
        | '\u{ad}'
        | '\u{61c}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}' => return None,
        _ => c,
    })
}

fn digit(c: char, zero: char) -> char {
    char::from_digit(u32::from(c) - u32::from(zero), 10).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_of_one_word_fold_together() {
        for (a, b) in [
            ("التوصّل", "التوصل"),
            ("أوكرانيا", "اوكرانيا"),
            ("مسارَي", "مساري"),
            ("المسؤولية", "المسوولية"),
            ("الرئـــيس", "الرئيس"),
            ("٢٠٢١", "2021"),
            ("ﻻ", "لا"),
            ("Kerç", "kerc"),
            ("على", "علي"),
            ("۲۰۲۱", "2021"),
            ("ﷲ", "الله"),
            ("می\u{200c}خواهم", "میخواهم"),
            ("كتاب\u{a0}الله", "كتاب الله"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} and {b}");
        }
        assert!(contains("وشدد الكرملين", "الكِرملين"));
        assert!(!contains("وشدد الكرملين", "البيت"));
    }

    #[test]
    fn a_hit_points_back_at_the_original() {
        let text = "أكّد بُوتين";
        let folded = Folded::new(text, Folding::ALL);
        let at = folded.as_str().find("بوت").unwrap();
        let range = folded.original(at..at + "بوت".len()).unwrap();
        assert_eq!(&text[range], "بُوت");
    }

    #[test]
    fn the_way_back_covers_what_became_shorter_and_longer() {
        let text = "سنة ٢٠٢١… ﷲ ـبـ";
        let folded = Folded::new(text, Folding::ALL);
        assert_eq!(folded.as_str(), "سنه 2021... الله ب");
        let back = |part: &str| {
            let at = folded.as_str().find(part).unwrap();
            &text[folded.original(at..at + part.len()).unwrap()]
        };
        assert_eq!(back("02"), "٠٢");
        assert_eq!(back(".."), "…");
        assert_eq!(back("لل"), "ﷲ");
        assert_eq!(back(" ب"), " ـب");
        assert_eq!(folded.original(0..folded.as_str().len()), Some(0..text.len() - "ـ".len()));
        assert_eq!(folded.original(0..0), None);
        assert_eq!(folded.original(0..folded.as_str().len() + 1), None);
    }

    #[test]
    fn case_and_variants_are_folded_apart() {
        assert_eq!(Folding { variants: true, case: false }.fold("Kerç أ"), "Kerc ا");
        assert_eq!(Folding { variants: false, case: true }.fold("Kerç أ"), "kerç أ");
        assert_eq!(Folding { variants: false, case: false }.fold("Kerç أ"), "Kerç أ");
    }
}
