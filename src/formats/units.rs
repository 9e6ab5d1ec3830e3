//! The unit in which the offsets of a file count, and the places that they stand for.
//!
//! Programs count code points, UTF-16 units or bytes of UTF-8, a CR LF as one or as two, and a byte order mark or not. The
//! unit is found out from the whole file: the one in which most spans are the text that the file quotes for them, or,
//! where it quotes nothing, the only one in which all offsets lie in their texts. Code points win where others fit equally
//! well.

use std::collections::BTreeMap;

use super::utf16::Utf16;
use crate::model::span::Span;
use crate::t;
use crate::text::content::Content;

/// What one step of an offset is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    #[default]
    Char,
    Utf16,
    Byte,
}

/// How line ends count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum LineEnds {
    #[default]
    AsTheyAre,
    /// CR LF is one.
    CrLfIsOne,
    /// A lone LF is two, because it was CR LF where the offsets were made.
    LfIsTwo,
}

/// How a byte order mark counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum ByteOrderMark {
    #[default]
    AsItIs,
    /// It was counted, but is not in the text.
    Counted,
    /// It begins the text, but was not counted.
    Skipped,
}

/// The unit in which offsets count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unit {
    step: Step,
    line_ends: LineEnds,
    mark: ByteOrderMark,
}

impl Unit {
    /// Code points, as they stand in the text.
    pub const CODE_POINTS: Self =
        Self { step: Step::Char, line_ends: LineEnds::AsTheyAre, mark: ByteOrderMark::AsItIs };
    /// UTF-16 units, as they stand in the text.
    pub(super) const UTF16: Self = Self { step: Step::Utf16, ..Self::CODE_POINTS };

    /// UTF-16 units of a text whose line ends are LF, as DNA counts.
    pub(super) const UTF16_LF: Self = Self { line_ends: LineEnds::CrLfIsOne, ..Self::UTF16 };

    /// Every unit, the most usual first.
    fn all() -> impl Iterator<Item = Self> {
        let marks = [ByteOrderMark::AsItIs, ByteOrderMark::Counted, ByteOrderMark::Skipped];
        let line_ends = [LineEnds::AsTheyAre, LineEnds::CrLfIsOne, LineEnds::LfIsTwo];
        marks.into_iter().flat_map(move |mark| {
            line_ends.into_iter().flat_map(move |line_ends| {
                [Step::Char, Step::Utf16, Step::Byte].map(move |step| Self { step, line_ends, mark })
            })
        })
    }

    /// The unit in words, for a sentence that says that the offsets of a file count it.
    pub fn describe(self) -> String {
        let step = match self.step {
            Step::Char => t!("import-unit-chars"),
            Step::Utf16 => t!("import-unit-utf16"),
            Step::Byte => t!("import-unit-bytes"),
        };
        let line_ends = match self.line_ends {
            LineEnds::AsTheyAre => None,
            LineEnds::CrLfIsOne => Some(t!("import-unit-one")),
            LineEnds::LfIsTwo => Some(t!("import-unit-two")),
        };
        let mark = match self.mark {
            ByteOrderMark::AsItIs => None,
            ByteOrderMark::Counted => Some(t!("import-unit-mark")),
            ByteOrderMark::Skipped => Some(t!("import-unit-no-mark")),
        };
        [Some(step), line_ends, mark].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    fn is_plain(self) -> bool {
        self.line_ends == LineEnds::AsTheyAre && self.mark == ByteOrderMark::AsItIs
    }

    /// The steps that a character takes.
    const fn width(self, c: char, before: char) -> usize {
        let width = match self.step {
            Step::Char => 1,
            Step::Utf16 => c.len_utf16(),
            Step::Byte => c.len_utf8(),
        };
        match (self.line_ends, c) {
            (LineEnds::CrLfIsOne, '\n') if before == '\r' => 0,
            (LineEnds::LfIsTwo, '\n') if before != '\r' => width + 1,
            _ => width,
        }
    }

    /// What is added to an offset of the file in this text.
    fn shift(self, text: &str) -> i64 {
        let width = match self.step {
            Step::Char | Step::Utf16 => 1,
            Step::Byte => 3,
        };
        match (self.mark, text.starts_with('\u{feff}')) {
            (ByteOrderMark::Counted, false) => -width,
            (ByteOrderMark::Skipped, true) => width,
            _ => 0,
        }
    }
}

/// The bytes of the offsets of a text.
enum Starts<'t> {
    Chars(&'t Content),
    Utf16(Utf16<'t>),
    Bytes(&'t str),
    /// The byte at each offset; [`NO_BYTE`] inside a character.
    Listed(Vec<usize>),
}

const NO_BYTE: usize = usize::MAX;

/// The places of a text, counted in a unit.
pub(super) struct Places<'t> {
    starts: Starts<'t>,
    shift: i64,
}

impl<'t> Places<'t> {
    pub(super) fn of(content: &'t Content, unit: Unit) -> Self {
        let text = content.as_str();
        let starts = match (unit.step, unit.line_ends) {
            (Step::Char, LineEnds::AsTheyAre) => Starts::Chars(content),
            (Step::Utf16, LineEnds::AsTheyAre) => Starts::Utf16(Utf16::new(text)),
            (Step::Byte, LineEnds::AsTheyAre) => Starts::Bytes(text),
            _ => Starts::Listed(listed(text, unit)),
        };
        Self { starts, shift: unit.shift(text) }
    }

    /// The span between two offsets; `None` if it is empty or not a place in the text.
    pub(super) fn span(&self, start: u64, end: u64) -> Option<Span> {
        Some(Span::new(self.byte(start)?, self.byte(end)?)).filter(|span| !span.is_empty())
    }

    /// The byte at an offset.
    pub(super) fn byte(&self, offset: u64) -> Option<usize> {
        let offset = usize::try_from(i64::try_from(offset).ok()?.checked_add(self.shift)?).ok()?;
        match &self.starts {
            Starts::Chars(content) => content.char_to_byte(offset),
            Starts::Utf16(units) => units.to_byte(offset),
            Starts::Bytes(text) => Some(offset).filter(|offset| text.is_char_boundary(*offset)),
            Starts::Listed(starts) => starts.get(offset).copied().filter(|byte| *byte != NO_BYTE),
        }
    }
}

fn listed(text: &str, unit: Unit) -> Vec<usize> {
    let mut starts = Vec::with_capacity(text.len() + 1);
    let mut before = '\0';
    for (byte, c) in text.char_indices() {
        let width = unit.width(c, before);
        if width > 0 {
            starts.push(byte);
            starts.resize(starts.len() + width - 1, NO_BYTE);
        }
        before = c;
    }
    starts.push(text.len());
    starts
}

/// A labelled span of a file, by which the unit is found out.
#[derive(Clone, Copy, Debug)]
pub struct Probe<'f> {
    /// Half-open.
    pub(super) places: &'f [[u64; 2]],
    /// The text at each place, or one text for all of them with blanks between; empty if the file quotes nothing.
    pub(super) quotes: &'f [String],
    /// Whether the quotes are only beginnings, without regard to white space.
    pub(super) are_beginnings: bool,
}

impl<'f> Probe<'f> {
    /// A span with its quotes, if it has any.
    pub(super) const fn of(places: &'f [[u64; 2]], quotes: &'f [String]) -> Self {
        Self { places, quotes, are_beginnings: false }
    }
}

/// How well the spans of a file fit a unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Fit {
    /// Three for each span that is what the file quotes for it, less for one that only begins so.
    quoted: usize,
    /// Spans whose text is another one than the file quotes.
    misquoted: usize,
    /// Spans whose text goes on after what the file quotes.
    longer: usize,
    /// Spans without a quote that are no places in their texts.
    outside: usize,
}

/// Finds out the unit of a file.
#[derive(Debug, Default)]
pub(super) struct UnitFinder {
    /// Of code points alone until something does not fit them.
    fits: BTreeMap<Unit, Fit>,
    all: bool,
}

impl UnitFinder {
    /// One that tries every unit; the other tries code points alone, which is enough if everything fits them.
    pub(super) fn of_all() -> Self {
        Self { all: true, ..Self::default() }
    }

    /// Takes the spans of a text into account.
    pub(super) fn add(&mut self, content: &Content, probes: &[Probe<'_>]) {
        if probes.is_empty() {
            return;
        }
        let text = content.as_str();
        // Where nothing counts differently, every unit has the same places.
        let is_uniform = text.is_ascii() && !text.contains('\n');
        let mut plain = None;
        for unit in Unit::all().take(if self.all { usize::MAX } else { 1 }) {
            let same = plain.filter(|_| is_uniform && unit.mark == ByteOrderMark::AsItIs);
            let fit = same.unwrap_or_else(|| {
                let places = Places::of(content, unit);
                let mut fit = Fit::default();
                probes.iter().for_each(|probe| fit.add(probe, text, &places));
                fit
            });
            plain.get_or_insert(fit);
            let all = self.fits.entry(unit).or_default();
            all.quoted += fit.quoted;
            all.misquoted += fit.misquoted;
            all.longer += fit.longer;
            all.outside += fit.outside;
        }
    }

    /// Whether something does not fit code points, so that every unit should be tried.
    pub(super) fn is_in_doubt(&self) -> bool {
        self.fits.get(&Unit::CODE_POINTS).is_some_and(|fit| fit.misquoted + fit.outside + fit.longer > 0)
    }

    /// The unit that fits best.
    pub(super) fn best(&self) -> Unit {
        let plain = self.fits.get(&Unit::CODE_POINTS).copied().unwrap_or_default();
        let has_quotes = self.fits.values().any(|fit| fit.quoted + fit.misquoted > 0);
        let mut best = (Unit::CODE_POINTS, plain);
        for unit in Unit::all() {
            let Some(fit) = self.fits.get(&unit).copied() else { continue };
            let is_better = if has_quotes {
                fit.quoted > best.1.quoted
            } else {
                // Without quotes, a shift by one would fit too easily.
                unit.is_plain() && fit.outside == 0 && best.1.outside > 0
            };
            if is_better {
                best = (unit, fit);
            }
        }
        best.0
    }
}

impl Fit {
    fn add(&mut self, probe: &Probe<'_>, text: &str, places: &Places<'_>) {
        let piece = |[start, end]: &[u64; 2]| text.get(places.span(*start, *end)?.range());
        let weight = |place: &[u64; 2], quote: &str| match piece(place) {
            Some(piece) if probe.are_beginnings => beginning(piece, quote),
            Some(piece) => 3 * usize::from(piece == quote),
            None => 0,
        };
        if probe.quotes.is_empty() {
            self.outside += probe.places.iter().filter(|place| piece(place).is_none()).count();
        } else if probe.quotes.len() == 1 && probe.places.len() > 1 {
            let pieces: Option<Vec<&str>> = probe.places.iter().map(piece).collect();
            let is_it = pieces.is_some_and(|pieces| probe.quotes.first().is_some_and(|q| *q == pieces.join(" ")));
            self.quoted += 3 * usize::from(is_it);
            self.misquoted += usize::from(!is_it);
        } else {
            for (place, quote) in probe.places.iter().zip(probe.quotes) {
                if quote.is_empty() {
                    self.outside += usize::from(piece(place).is_none());
                    continue;
                }
                let weight = weight(place, quote);
                self.quoted += weight;
                self.misquoted += usize::from(weight == 0);
                self.longer += usize::from(probe.are_beginnings && (1..3).contains(&weight));
            }
        }
    }
}

/// How well a name is how a text begins: 0 if it is not; 1 if white space comes before it, else 2, and 3 if nothing comes
/// after it either.
fn beginning(text: &str, name: &str) -> usize {
    let name = name.trim_end_matches(['…', '.']).trim();
    let mut letters = text.chars().filter(|c| !c.is_whitespace());
    // DNA writes other marks for these in what it quotes.
    let is_same = |written: char, here: char| written == here || matches!((written, here), (',', ';') | ('\'', '"'));
    let mut name_letters = name.chars().filter(|c| !c.is_whitespace());
    let is_name = !name.is_empty() && name_letters.all(|c| letters.next().is_some_and(|here| is_same(c, here)));
    let is_all = letters.next().is_none() && !text.ends_with(char::is_whitespace);
    match (is_name, text.starts_with(char::is_whitespace)) {
        (false, _) => 0,
        (true, true) => 1,
        (true, false) => 2 + usize::from(is_all),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The unit in which these are the places of the quotes.
    fn unit(text: &str, marks: &[(u64, u64, &str)], are_beginnings: bool) -> (Unit, Vec<Option<String>>) {
        let content = Content::new(text);
        let places: Vec<[[u64; 2]; 1]> = marks.iter().map(|(start, end, _)| [[*start, *end]]).collect();
        let quotes: Vec<Vec<String>> = marks
            .iter()
            .map(|(.., quote)| Some((*quote).to_owned()).filter(|q| !q.is_empty()).into_iter().collect())
            .collect();
        let probes: Vec<Probe<'_>> =
            places.iter().zip(&quotes).map(|(places, quotes)| Probe { places, quotes, are_beginnings }).collect();
        let mut finder = UnitFinder::of_all();
        finder.add(&content, &probes);
        let found = Places::of(&content, finder.best());
        let quote = |(start, end, _): &(u64, u64, &str)| Some(text[found.span(*start, *end)?.range()].to_owned());
        (finder.best(), marks.iter().map(quote).collect())
    }

    #[test]
    fn the_unit_is_known_by_the_quotes() {
        let text = "🙂 one\r\ntwo\r\nthree\nفي";
        // Counted by hand: the emoji is 1 code point, 2 units, 4 bytes.
        for (start, end, of) in [(12, 17, "chars"), (10, 15, "one"), (13, 18, "utf16"), (15, 20, "bytes")] {
            let (unit, quotes) = unit(text, &[(start, end, "three")], false);
            assert_eq!(quotes, [Some("three".to_owned())], "{of}");
            assert_eq!(unit == Unit::CODE_POINTS, of == "chars", "{of}");
            // Names that are only beginnings tell it as well.
            assert_eq!(self::unit(text, &[(start, end, "thr…")], true).1, [Some("three".to_owned())], "{of}");
        }
        // A line end that counts as two, and a mark that is not there.
        assert_eq!(unit("a\nb\nc", &[(6, 7, "c")], false).1, [Some("c".to_owned())]);
        assert_eq!(unit("abc", &[(1, 2, "a"), (3, 4, "c")], false).1, [Some("a".to_owned()), Some("c".to_owned())]);
        assert_eq!(unit("\u{feff}abc", &[(0, 1, "a")], false).1, [Some("a".to_owned())]);
    }

    #[test]
    fn code_points_win_where_others_fit_equally_well() {
        assert_eq!(unit("abc", &[(0, 1, "a")], false).0, Unit::CODE_POINTS);
        assert_eq!(unit("abc", &[(0, 1, "x")], false).0, Unit::CODE_POINTS);
        assert_eq!(unit("🙂a🙂b", &[(1, 2, "a"), (4, 5, "x"), (3, 4, "b")], false).0, Unit::CODE_POINTS);
    }

    #[test]
    fn without_quotes_the_only_unit_counts_in_which_all_offsets_are_places() {
        // 4 code points, 6 units, 12 bytes.
        assert_eq!(unit("🙂🙂ab", &[(4, 6, "")], false).0, Unit::UTF16);
        assert_eq!(unit("🙂🙂ab", &[(2, 4, "")], false).0, Unit::CODE_POINTS);
        assert_eq!(unit("🙂🙂ab", &[(8, 10, "")], false).1, [Some("ab".to_owned())]);
        // Off by one is nothing that a unit explains.
        assert_eq!(unit("abc", &[(1, 4, "")], false).0, Unit::CODE_POINTS);
    }
}
