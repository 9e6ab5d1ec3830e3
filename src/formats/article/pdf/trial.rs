//! The test of a text from a PDF: what can be told to be wrong is refused.

use super::glyph::Glyph;
use super::order::{Line, is_rtl};
use crate::t;
use crate::text::arabic;

/// Why a text is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// The font does not say which characters its shapes are.
    Unknown,
    Marks,
    Overlap,
    /// Lines stand beside one another, and it is not certain how they go on.
    Columns,
    /// No text is displayed in the order of a line.
    Order,
    /// Several texts are displayed in the order of a line.
    Several,
    Words,
}

impl Reason {
    pub(super) fn text(self) -> String {
        match self {
            Self::Unknown => t!("import-article-pdf-unknown"),
            Self::Marks => t!("import-article-pdf-marks"),
            Self::Overlap => t!("import-article-pdf-overlap"),
            Self::Columns => t!("import-article-pdf-columns"),
            Self::Order => t!("import-article-pdf-order"),
            Self::Several => t!("import-article-pdf-several"),
            Self::Words => t!("import-article-pdf-words"),
        }
    }
}

/// Tests the characters of a page.
pub(super) fn glyphs(glyphs: &[Glyph]) -> Result<(), Reason> {
    let is_unknown =
        |c: char| c.is_control() && !c.is_whitespace() || c == '\u{fffd}' || matches!(c, '\u{e000}'..='\u{f8ff}');
    let unknown = glyphs.iter().flat_map(|glyph| glyph.text.chars()).any(is_unknown);
    if unknown { Err(Reason::Unknown) } else { Ok(()) }
}

/// Tests the lines.
pub(super) fn lines(lines: &[Line]) -> Result<(), (u32, Reason)> {
    for line in lines {
        if line.stray_marks > 0 {
            return Err((line.page, Reason::Marks));
        }
        if line.overlaps > 0 {
            return Err((line.page, Reason::Overlap));
        }
        if line.is_unsure {
            return Err((line.page, Reason::Columns));
        }
    }
    Ok(())
}

/// Tests the text that the lines became.
pub(super) fn text(text: &str) -> Result<(), Reason> {
    if is_scrambled(text) {
        return Err(Reason::Words);
    }
    if is_of_another_font(text) { Err(Reason::Unknown) } else { Ok(()) }
}

/// Whether the letters are those of a Western code page in which an old font had those of another script: half of them
/// have accents, or signs stand inside most words.
fn is_of_another_font(text: &str) -> bool {
    const LEAST_CHARS: usize = 40;
    let western: Vec<char> =
        text.chars().filter(|c| !c.is_whitespace() && !is_rtl(*c) && !c.is_ascii_digit()).collect();
    let is_odd = |c: &&char| {
        matches!(**c, '\u{80}'..='\u{ff}' | 'Œ' | 'œ' | 'Š' | 'š' | 'Ÿ' | 'ƒ' | '†' | '‡' | '•' | '‰' | '™')
    };
    let odd = western.iter().filter(is_odd).count();
    western.len() >= LEAST_CHARS && odd * 5 > western.len() * 2
}

/// Whether an Arabic text has too few of the commonest words, or more of them turned round than the right way.
fn is_scrambled(text: &str) -> bool {
    const COMMONEST: [&str; 12] = ["في", "من", "على", "الى", "ان", "عن", "التي", "الذي", "هذا", "هذه", "كان", "مع"];
    /// From how many words on a text has some of them.
    const LEAST_WORDS: usize = 60;
    let folded = arabic::fold(text);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().any(is_rtl)).collect();
    let commonest: Vec<String> = COMMONEST.iter().map(|word| arabic::fold(word)).collect();
    let turned: Vec<String> = commonest.iter().map(|word| word.chars().rev().collect()).collect();
    let count = |known: &[String]| words.iter().filter(|word| known.iter().any(|known| known == *word)).count();
    let (right, wrong) = (count(&commonest), count(&turned));
    // A word of one letter is a clitic that stands alone in no Arabic text: the gaps are false.
    let single = words.iter().filter(|word| word.chars().count() == 1 && **word != "و").count();
    wrong > right || words.len() >= LEAST_WORDS && (right * 100 < words.len() || single * 20 > words.len())
}
