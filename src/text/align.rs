//! Finds where the parts of a text are in another version of it.
//!
//! Patience diff (B. Cohen) by paragraphs, then by sentences, then by words. Units that occur once on each side tie the two
//! texts together; the heaviest set of ties that do not cross is kept, and the gaps between them are aligned in the same
//! way. Equal units next to a tie are aligned with it. Nothing is tied by chance: if a unit occurs more often on one side
//! of a gap than on the other, it cannot be told which one is missing, and all of them stay unaligned. A paragraph or
//! sentence that occurs exactly once in each text is found wherever it was moved.
//!
//! Units are compared by their folded words (`arabic::Folding`), without white space and invisible marks. The cost is
//! n log n in the length of the texts, whatever they contain.

use std::collections::HashMap;
use std::hash::Hasher as _;
use std::ops::Range;

use super::arabic::{Folding, is_mark};
use super::content::Content;

/// Units with fewer code points are no ties; they are only aligned with a neighbour.
pub(crate) const SHORT_CHARS: usize = 12;
/// How many times a gap is aligned again by units of one kind.
const MOST_ROUNDS: usize = 8;
/// Gaps with more bytes than this, on both sides together, are not compared by words.
const MOST_GAP_BYTES: usize = 32 << 20;
/// How many consecutive words make a tie, round by round.
const WORDS_IN_A_ROW: [usize; 3] = [4, 2, 1];

/// A stretch of the old text and where it stands in the new one, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AlignedPiece {
    pub old: Range<usize>,
    pub new: Range<usize>,
    /// The bytes are the same; otherwise only the words are, with other marks or spaces.
    pub same: bool,
    /// It was found as part of a whole sentence or paragraph.
    pub whole: bool,
}

/// Two aligned texts.
#[derive(Clone, Debug, Default)]
pub(crate) struct TextAlignment {
    /// The pieces that kept their order, sorted in both texts.
    kept: Vec<AlignedPiece>,
    /// The pieces that were moved, in the order of the old text.
    moved: Vec<AlignedPiece>,
    /// Where the moved pieces are in the new text, sorted.
    moved_new: Vec<Range<usize>>,
    /// Sentences of the old text that also occur in the new one, but ambiguously. Sorted.
    ambiguous: Vec<Range<usize>>,
}

/// A paragraph, a sentence or a word.
#[derive(Clone, Copy, Debug)]
struct Unit {
    start: u32,
    end: u32,
    chars: u32,
    /// Equal for equal words.
    key: u64,
}

impl Unit {
    const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// The same words on both sides.
#[derive(Clone, Debug)]
struct Pair {
    old: Range<usize>,
    new: Range<usize>,
    whole: bool,
}

impl TextAlignment {
    /// Aligns two texts of up to 4 GB each; nothing is found in longer ones.
    pub(crate) fn new(old: &Content, new: &Content) -> Self {
        if u32::try_from(old.len_bytes()).is_err() || u32::try_from(new.len_bytes()).is_err() {
            return Self::default();
        }
        let (a, b) = (Units::of(old), Units::of(new));
        let mut pairs: Vec<Pair> = Vec::new();
        let pair = |(one, other): (&Unit, &Unit)| Pair { old: one.range(), new: other.range(), whole: true };
        let found = matched(&a.paragraphs, &b.paragraphs, Kind::Unit);
        pairs.extend(found.iter().filter_map(|(i, j)| Some(pair((a.paragraphs.get(*i)?, b.paragraphs.get(*j)?)))));
        let mut moved: Vec<Pair> = unique(&a.paragraphs, &b.paragraphs).collect();
        moved.retain(|pair| !is_covered(&pairs, pair));
        let mut taken = Taken::of(&moved);
        let by_sentence = |pairs: &mut Vec<Pair>, taken: &Taken| {
            let mut found = Vec::new();
            for gap in gaps(pairs, old.len_bytes(), new.len_bytes()) {
                let (x, y) = (within(&a.sentences, &gap.0, &taken.old), within(&b.sentences, &gap.1, &taken.new));
                let ties = matched(&x, &y, Kind::Unit);
                found.extend(ties.iter().filter_map(|(i, j)| Some(pair((x.get(*i)?, y.get(*j)?)))));
            }
            pairs.extend(found);
            pairs.sort_by_key(|pair| pair.old.start);
        };
        by_sentence(&mut pairs, &taken);
        let mut more: Vec<Pair> = unique(&a.sentences, &b.sentences).collect();
        more.retain(|pair| !is_covered(&pairs, pair) && !taken.holds(pair));
        moved.extend(more);
        taken = Taken::of(&moved);
        let mut found = Vec::new();
        for gap in gaps(&pairs, old.len_bytes(), new.len_bytes()) {
            if gap.0.len() + gap.1.len() > MOST_GAP_BYTES {
                continue;
            }
            let (x, y) = (within(&a.sentences, &gap.0, &taken.old), within(&b.sentences, &gap.1, &taken.new));
            if x.is_empty() || y.is_empty() {
                continue;
            }
            let both = in_both(&x, &y);
            let (one, two) = (words_of(old.as_str(), &x, &both, 0), words_of(new.as_str(), &y, &both, 1));
            found.extend(convincing(rows(&one, &two, &matched(&one, &two, Kind::Word)), &x, &y));
        }
        pairs.extend(found);
        pairs.sort_by_key(|pair| pair.old.start);
        // Sentences whose order is ambiguous may still be aligned by their words.
        by_sentence(&mut pairs, &taken);
        let mut ambiguous = Vec::new();
        for gap in gaps(&pairs, old.len_bytes(), new.len_bytes()) {
            let (x, y) = (within(&a.sentences, &gap.0, &taken.old), within(&b.sentences, &gap.1, &taken.new));
            let both = in_both(&x, &y);
            ambiguous.extend(x.iter().filter(|unit| both.contains_key(&unit.key)).map(|unit| unit.range()));
        }
        moved.sort_by_key(|pair| pair.old.start);
        let pieces = |pairs: &[Pair]| pieces(old.as_str(), new.as_str(), pairs);
        Self { kept: pieces(&pairs), moved: pieces(&moved), moved_new: taken.new, ambiguous }
    }

    /// The piece that contains all of a stretch of the old text, byte for byte, and where the stretch is in the new one.
    pub(crate) fn holding(&self, old: &Range<usize>) -> Option<(&AlignedPiece, Range<usize>)> {
        let holds = |pieces: &[AlignedPiece]| {
            let at = pieces.partition_point(|piece| piece.old.start <= old.start).checked_sub(1)?;
            Some(at).filter(|at| pieces.get(*at).is_some_and(|piece| piece.same && piece.old.end >= old.end))
        };
        let piece = match holds(&self.kept) {
            Some(at) => self.kept.get(at)?,
            None => self.moved.get(holds(&self.moved)?)?,
        };
        let shifted = |at: usize| at - piece.old.start + piece.new.start;
        Some((piece, shifted(old.start)..shifted(old.end)))
    }

    /// The pieces of a stretch of the old text that kept their order.
    pub(crate) fn kept_in(&self, old: &Range<usize>) -> &[AlignedPiece] {
        overlapping(&self.kept, old)
    }

    /// The pieces of a stretch of the old text that were moved.
    pub(crate) fn moved_in(&self, old: &Range<usize>) -> &[AlignedPiece] {
        overlapping(&self.moved, old)
    }

    /// What lies between the nearest pieces before and behind a stretch of the old text, in the old text and in the new
    /// one; `lengths` are those of both texts, in bytes.
    pub(crate) fn window(&self, old: &Range<usize>, lengths: (usize, usize)) -> (Range<usize>, Range<usize>) {
        let before = self.kept.partition_point(|piece| piece.old.end <= old.start).checked_sub(1);
        let behind = self.kept.get(self.kept.partition_point(|piece| piece.old.start < old.end));
        let (from_old, from_new) =
            before.and_then(|at| self.kept.get(at)).map_or((0, 0), |piece| (piece.old.end, piece.new.end));
        let (to_old, to_new) = behind.map_or(lengths, |piece| (piece.old.start, piece.new.start));
        (from_old..to_old, from_new..to_new.max(from_new))
    }

    /// What surrounds a stretch of the old text up to the nearest whole sentences that have kept their order, in both
    /// texts, and no farther than `reach` bytes; `lengths` are those of both texts.
    pub(crate) fn surroundings(&self, old: &Range<usize>, lengths: (usize, usize), reach: usize) -> [Range<usize>; 2] {
        let (from, to) = (old.start.saturating_sub(reach), (old.end + reach).min(lengths.0));
        let first = self.kept.partition_point(|piece| piece.old.end <= old.start);
        let last = self.kept.partition_point(|piece| piece.old.start < old.end);
        let before = self.kept.get(..first).unwrap_or_default().iter().rev();
        let behind = self.kept.get(last..).unwrap_or_default().iter();
        let before = before.take_while(|piece| piece.old.end > from).find(|piece| piece.whole);
        let behind = behind.take_while(|piece| piece.old.start < to).find(|piece| piece.whole);
        // In the new text the nearest pieces tell where it is.
        let near = self.window(old, lengths).1;
        let from_new = before.map_or(near.start.saturating_sub(reach), |piece| piece.new.end);
        let to_new = behind.map_or((near.end + reach).min(lengths.1), |piece| piece.new.start);
        [before.map_or(from, |piece| piece.old.end)..behind.map_or(to, |piece| piece.old.start), from_new..to_new]
    }

    /// Whether a stretch of the old text overlaps a sentence that occurs in the new text ambiguously.
    pub(crate) fn is_ambiguous(&self, old: &Range<usize>) -> bool {
        let at = self.ambiguous.partition_point(|range| range.end <= old.start);
        self.ambiguous.get(at).is_some_and(|range| range.start < old.end)
    }

    /// Whether a moved piece overlaps a stretch of the new text.
    pub(crate) fn is_taken(&self, new: &Range<usize>) -> bool {
        let at = self.moved_new.partition_point(|range| range.end <= new.start);
        self.moved_new.get(at).is_some_and(|range| range.start < new.end)
    }
}

/// Whether two passages have the same words, whatever lies between them.
pub(crate) fn same_words(one: &str, other: &str) -> bool {
    let keys = |text: &str| {
        let mut keys = Vec::new();
        tokens(text, 0..text.len(), |token| keys.push(token.key));
        keys
    };
    keys(one) == keys(other)
}

/// Whether a place lies inside a word.
pub(crate) fn is_inside_word(text: &str, offset_byte: usize) -> bool {
    let (Some(before), Some(after)) = (text.get(..offset_byte), text.get(offset_byte..)) else { return false };
    let is_word = |c: Option<char>| c.is_some_and(|c| class(c) == Class::Word);
    is_word(before.chars().next_back()) && is_word(after.chars().next())
}

fn overlapping<'p>(pieces: &'p [AlignedPiece], old: &Range<usize>) -> &'p [AlignedPiece] {
    let from = pieces.partition_point(|piece| piece.old.end <= old.start);
    let to = pieces.partition_point(|piece| piece.old.start < old.end);
    pieces.get(from..to).unwrap_or_default()
}

/// The paragraphs and sentences of a text that have words in them.
struct Units {
    paragraphs: Vec<Unit>,
    sentences: Vec<Unit>,
}

/// A word, or a mark that stands alone.
struct Token {
    start: usize,
    end: usize,
    /// In code points: where it begins, and how many there are.
    at_char: usize,
    chars: usize,
    key: u64,
    /// The character, if it is a single one that is not part of a word.
    mark: Option<char>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Space,
    /// Neither part of a word nor the end of one.
    Invisible,
    Word,
    Single,
}

fn class(c: char) -> Class {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' => Class::Word,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => Class::Invisible,
        '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => Class::Invisible,
        c if c.is_whitespace() || c.is_control() => Class::Space,
        // Scripts that are written without spaces.
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{d7ff}' => {
            Class::Single
        }
        '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => Class::Single,
        c if c.is_alphanumeric() || is_mark(c) => Class::Word,
        _ => Class::Single,
    }
}

/// Calls back with each word and mark of a part of a text that can be compared.
fn tokens(text: &str, range: Range<usize>, mut found: impl FnMut(Token)) {
    let (from, mut hasher, mut pieces) = (range.start, hasher(), 0_usize);
    // Where the word that is being read begins, in bytes and code points, and where it ends so far.
    let mut open: Option<(usize, usize, usize, usize)> = None;
    let end_word = |open: &mut Option<(usize, usize, usize, usize)>,
                    hasher: &mut std::collections::hash_map::DefaultHasher,
                    pieces: &mut usize,
                    found: &mut dyn FnMut(Token)| {
        if let Some((start, at_char, end, last_char)) = open.take()
            && *pieces > 0
        {
            found(Token { start, end, at_char, chars: last_char + 1 - at_char, key: hasher.finish(), mark: None });
        }
        (*hasher, *pieces) = (self::hasher(), 0);
    };
    for (count, (at, c)) in text.get(range).unwrap_or_default().char_indices().enumerate() {
        let at = from + at;
        match class(c) {
            Class::Space => end_word(&mut open, &mut hasher, &mut pieces, &mut found),
            Class::Invisible => {}
            kind => {
                if kind == Class::Single {
                    end_word(&mut open, &mut hasher, &mut pieces, &mut found);
                }
                Folding::ALL.char(c, |piece| {
                    pieces += 1;
                    hasher.write_u32(u32::from(piece));
                });
                let (start, at_char, ..) = open.unwrap_or((at, count, at, count));
                open = Some((start, at_char, at + c.len_utf8(), count));
                if kind == Class::Single {
                    let mark = Some(c);
                    end_word(&mut open, &mut hasher, &mut pieces, &mut |token| found(Token { mark, ..token }));
                }
            }
        }
    }
    end_word(&mut open, &mut hasher, &mut pieces, &mut found);
}

fn hasher() -> std::collections::hash_map::DefaultHasher {
    // A fixed key, so that every run finds the same.
    std::collections::hash_map::DefaultHasher::new()
}

const fn ends_sentence(mark: char) -> bool {
    matches!(mark, '.' | '!' | '?' | '؟' | '۔' | '…' | '。' | '！' | '？')
}

const fn closes(mark: char) -> bool {
    matches!(mark, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '}' | '」' | '』')
}

/// A unit under construction.
struct Growing {
    start: usize,
    end: usize,
    from_char: usize,
    to_char: usize,
    hasher: std::collections::hash_map::DefaultHasher,
}

impl Growing {
    fn new(token: &Token) -> Self {
        let (from_char, to_char) = (token.at_char, token.at_char);
        Self { start: token.start, end: token.end, from_char, to_char, hasher: hasher() }
    }

    fn add(&mut self, token: &Token) {
        (self.end, self.to_char) = (token.end, token.at_char + token.chars);
        self.hasher.write_u64(token.key);
    }

    fn unit(self) -> Unit {
        let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Unit {
            start: number(self.start),
            end: number(self.end),
            chars: number(self.to_char - self.from_char),
            key: self.hasher.finish(),
        }
    }
}

impl Units {
    fn of(content: &Content) -> Self {
        let mut units = Self { paragraphs: Vec::new(), sentences: Vec::new() };
        for range in content.paragraphs() {
            let (mut paragraph, mut sentence): (Option<Growing>, Option<Growing>) = (None, None);
            let mut is_over = false;
            tokens(content.as_str(), range.clone(), |token| {
                paragraph.get_or_insert_with(|| Growing::new(&token)).add(&token);
                let is_apart = sentence.as_ref().is_some_and(|sentence| sentence.end < token.start);
                let goes_on = token.mark.is_some_and(|mark| ends_sentence(mark) || closes(mark)) && !is_apart;
                if is_over && !goes_on {
                    if is_apart {
                        units.sentences.extend(sentence.take().map(Growing::unit));
                    }
                    is_over = false;
                }
                is_over |= token.mark.is_some_and(ends_sentence);
                sentence.get_or_insert_with(|| Growing::new(&token)).add(&token);
            });
            units.sentences.extend(sentence.map(Growing::unit));
            units.paragraphs.extend(paragraph.map(Growing::unit));
        }
        units
    }
}

/// The moved ranges of both texts, sorted, so that nothing else is aligned with them.
#[derive(Default)]
struct Taken {
    old: Vec<Range<usize>>,
    new: Vec<Range<usize>>,
}

impl Taken {
    fn of(moved: &[Pair]) -> Self {
        let sorted = |side: fn(&Pair) -> &Range<usize>| {
            let mut ranges: Vec<Range<usize>> = moved.iter().map(|pair| side(pair).clone()).collect();
            ranges.sort_by_key(|range| range.start);
            ranges
        };
        Self { old: sorted(|pair| &pair.old), new: sorted(|pair| &pair.new) }
    }

    fn holds(&self, pair: &Pair) -> bool {
        meets(&self.old, &pair.old) || meets(&self.new, &pair.new)
    }
}

/// Whether a range overlaps one of several disjoint sorted ranges.
fn meets(sorted: &[Range<usize>], range: &Range<usize>) -> bool {
    let at = sorted.partition_point(|other| other.end <= range.start);
    sorted.get(at).is_some_and(|other| other.start < range.end)
}

/// Whether a pair overlaps one of the sorted pairs on either side.
fn is_covered(pairs: &[Pair], pair: &Pair) -> bool {
    let old = pairs.get(pairs.partition_point(|other| other.old.end <= pair.old.start));
    let new = pairs.get(pairs.partition_point(|other| other.new.end <= pair.new.start));
    old.is_some_and(|other| other.old.start < pair.old.end) || new.is_some_and(|other| other.new.start < pair.new.end)
}

/// The gaps before, between and after pairs, in both texts.
fn gaps(pairs: &[Pair], old_bytes: usize, new_bytes: usize) -> Vec<(Range<usize>, Range<usize>)> {
    let mut found = Vec::with_capacity(pairs.len() + 1);
    let mut from = (0, 0);
    for (old, new) in
        pairs.iter().map(|pair| (&pair.old, &pair.new)).chain([(&(old_bytes..old_bytes), &(new_bytes..new_bytes))])
    {
        if from.0 < old.start && from.1 < new.start {
            found.push((from.0..old.start, from.1..new.start));
        }
        from = (old.end, new.end);
    }
    found
}

/// The units that lie wholly within a range and overlap nothing that is taken.
fn within(units: &[Unit], range: &Range<usize>, taken: &[Range<usize>]) -> Vec<Unit> {
    let from = units.partition_point(|unit| (unit.start as usize) < range.start);
    let to = units.partition_point(|unit| unit.end as usize <= range.end);
    let inside = units.get(from..to).unwrap_or_default();
    inside.iter().filter(|unit| !meets(taken, &unit.range())).copied().collect()
}

/// How often each unit occurs on each side, of those that occur on both.
fn in_both(old: &[Unit], new: &[Unit]) -> HashMap<u64, (usize, usize)> {
    let mut counts: HashMap<u64, (usize, usize)> = HashMap::with_capacity(old.len());
    old.iter().for_each(|unit| counts.entry(unit.key).or_default().0 += 1);
    for unit in new {
        counts.entry(unit.key).and_modify(|count| count.1 += 1);
    }
    counts.retain(|_, count| count.1 > 0);
    counts
}

/// The units that occur once in each text and are long enough to be recognised.
fn unique<'u>(old: &'u [Unit], new: &'u [Unit]) -> impl Iterator<Item = Pair> + 'u {
    let once = |units: &[Unit]| {
        let mut places: HashMap<u64, Option<usize>> = HashMap::with_capacity(units.len());
        for (at, unit) in units.iter().enumerate() {
            places.entry(unit.key).and_modify(|place| *place = None).or_insert(Some(at));
        }
        places
    };
    let (left, right) = (once(old), once(new));
    old.iter().enumerate().filter_map(move |(at, unit)| {
        let is_once = left.get(&unit.key) == Some(&Some(at)) && unit.chars as usize >= SHORT_CHARS;
        let other = new.get((*right.get(&unit.key)?)?)?;
        is_once.then(|| Pair { old: unit.range(), new: other.range(), whole: true })
    })
}

/// The words of sentences, except of ambiguous sentences that occur on both sides.
fn words_of(text: &str, sentences: &[Unit], ambiguous: &HashMap<u64, (usize, usize)>, side: u64) -> Vec<Unit> {
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let mut words = Vec::new();
    for (at, sentence) in sentences.iter().enumerate() {
        if ambiguous.contains_key(&sentence.key) {
            // A value that equals nothing else, so that no run continues across it.
            let mut hasher = hasher();
            hasher.write(b"a sentence that is left out");
            hasher.write_u64(side);
            hasher.write_u64(at as u64);
            words.push(Unit { key: hasher.finish(), chars: 0, ..*sentence });
            continue;
        }
        tokens(text, sentence.range(), |token| {
            let (start, end, chars) = (number(token.start), number(token.end), number(token.chars));
            words.push(Unit { start, end, chars, key: token.key });
        });
    }
    words
}

/// The runs of aligned words that are long enough.
fn rows(old: &[Unit], new: &[Unit], found: &[(usize, usize)]) -> Vec<Pair> {
    let mut rows = Vec::new();
    let is_next = |one: &(usize, usize), next: &(usize, usize)| (one.0 + 1, one.1 + 1) == *next;
    for row in found.chunk_by(is_next) {
        let ends = || {
            let (first, last) = (row.first()?, row.last()?);
            let old_row = old.get(first.0..=last.0)?;
            let chars: usize = old_row.iter().map(|word| word.chars as usize + 1).sum();
            let old = old_row.first()?.range().start..old_row.last()?.range().end;
            let new = new.get(first.1)?.range().start..new.get(last.1)?.range().end;
            (chars > SHORT_CHARS).then_some(Pair { old, new, whole: false })
        };
        rows.extend(ends());
    }
    rows
}

/// The runs of words that make up at least half of both their sentences; shorter ones may be chance.
fn convincing(rows: Vec<Pair>, old: &[Unit], new: &[Unit]) -> Vec<Pair> {
    // The sentence that contains most of a range, and how much of it.
    let sentence_of = |units: &[Unit], range: &Range<usize>| {
        let from = units.partition_point(|unit| unit.end as usize <= range.start);
        let touched = units.iter().enumerate().skip(from).take_while(|(_, unit)| (unit.start as usize) < range.end);
        let share = |unit: &Unit| range.end.min(unit.end as usize).saturating_sub(range.start.max(unit.start as usize));
        touched.map(|(at, unit)| (share(unit), at)).max_by_key(|(share, at)| (*share, std::cmp::Reverse(*at)))
    };
    let places: Vec<_> = rows.iter().map(|row| (sentence_of(old, &row.old), sentence_of(new, &row.new))).collect();
    let (mut in_old, mut in_new) = (vec![0; old.len()], vec![0; new.len()]);
    let add = |sums: &mut Vec<usize>, place: &Option<(usize, usize)>| {
        if let Some((share, at)) = place {
            sums.get_mut(*at).into_iter().for_each(|sum| *sum += share);
        }
    };
    for (one, two) in &places {
        add(&mut in_old, one);
        add(&mut in_new, two);
    }
    let is_half = |sums: &[usize], units: &[Unit], place: &Option<(usize, usize)>| {
        let Some((_, at)) = place else { return false };
        let length = units.get(*at).map_or(0, |unit| unit.range().len());
        sums.get(*at).is_some_and(|sum| sum * 2 >= length)
    };
    let kept = |(_, (one, two)): &(Pair, _)| is_half(&in_old, old, one) && is_half(&in_new, new, two);
    rows.into_iter().zip(places).filter(kept).map(|(row, _)| row).collect()
}

/// How units are compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Paragraphs and sentences: a unit that does not occur equally often on both sides of a gap is not aligned.
    Unit,
    /// Words: several consecutive ones make a tie, and their neighbours are aligned with it.
    Word,
}

/// The units that are the same and in the same order, by their places on both sides.
fn matched(old: &[Unit], new: &[Unit], kind: Kind) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut open = vec![(0..old.len(), 0..new.len(), 0)];
    while let Some((a, b, round)) = open.pop() {
        if a.is_empty() || b.is_empty() || round >= MOST_ROUNDS {
            continue;
        }
        let row = match kind {
            Kind::Unit => 1,
            Kind::Word => WORDS_IN_A_ROW.get(round).copied().unwrap_or(1),
        };
        let ties = ties(old, new, (&a, &b), kind, row);
        let goes_on = !ties.is_empty() || (kind == Kind::Word && row > 1);
        let mut from = (a.start, b.start);
        for tie in ties.iter().copied().chain([(a.end, b.end)]) {
            let (x, y) = (from.0..tie.0, from.1..tie.1);
            let part = |units: &'_ [Unit], range: &Range<usize>| -> Vec<u64> {
                units.get(range.clone()).unwrap_or_default().iter().map(|unit| unit.key).collect()
            };
            let (first, last) = ends(&part(old, &x), &part(new, &y), kind);
            found.extend((0..first).map(|step| (x.start + step, y.start + step)));
            found.extend((1..=last).map(|step| (x.end - step, y.end - step)));
            if goes_on || first + last > 0 {
                open.push((x.start + first..x.end - last, y.start + first..y.end - last, round + 1));
            }
            if tie.0 < a.end && tie.1 < b.end {
                found.push(tie);
            }
            from = (tie.0 + 1, tie.1 + 1);
        }
    }
    found.sort_unstable();
    found
}

/// How many units at the beginning and at the end of a gap are certainly the same.
fn ends(old: &[u64], new: &[u64], kind: Kind) -> (usize, usize) {
    if old == new {
        return (old.len(), 0);
    }
    let room = old.len().min(new.len());
    if room == 0 {
        return (0, 0);
    }
    let first = old.iter().zip(new).take_while(|(x, y)| x == y).count();
    let last = old.iter().rev().zip(new.iter().rev()).take_while(|(x, y)| x == y).count();
    if kind == Kind::Word {
        // Units that both ends reach are ambiguous.
        return (first.min(room - last), last.min(room - first));
    }
    if first + last == 0 {
        return (0, 0);
    }
    let mut counts: HashMap<u64, (usize, usize)> = HashMap::with_capacity(room);
    old.iter().for_each(|key| counts.entry(*key).or_default().0 += 1);
    new.iter().for_each(|key| counts.entry(*key).or_default().1 += 1);
    let is_even = |key: &&u64| counts.get(*key).is_some_and(|count| count.0 == count.1);
    let first = old.iter().take(first).take_while(is_even).count();
    let last = old.iter().rev().take(last.min(room - first)).take_while(is_even).count();
    (first, last)
}

/// The heaviest set of ties of a gap that do not cross. Of words, a tie is `row` consecutive ones that occur once on each side.
fn ties(
    old: &[Unit],
    new: &[Unit],
    gap: (&Range<usize>, &Range<usize>),
    kind: Kind,
    row: usize,
) -> Vec<(usize, usize)> {
    let rows = |units: &'_ [Unit], range: &Range<usize>| -> Vec<u64> {
        let part = units.get(range.clone()).unwrap_or_default();
        let row_of = |row: &[Unit]| match row {
            [one] => one.key,
            several => {
                let mut hasher = hasher();
                several.iter().for_each(|unit| hasher.write_u64(unit.key));
                hasher.finish()
            }
        };
        part.windows(row).map(row_of).collect()
    };
    let (x, y) = (rows(old, gap.0), rows(new, gap.1));
    let mut places: HashMap<u64, (Option<usize>, Option<usize>)> = HashMap::with_capacity(x.len());
    for (at, key) in x.iter().enumerate() {
        places.entry(*key).and_modify(|place| place.0 = None).or_insert((Some(at), Some(usize::MAX)));
    }
    for (at, key) in y.iter().enumerate() {
        places.entry(*key).and_modify(|place| place.1 = place.1.and_then(|own| (own == usize::MAX).then_some(at)));
    }
    let mut seeds: Vec<(usize, usize, u64)> = Vec::new();
    for (at, key) in x.iter().enumerate() {
        let Some((Some(_), Some(other))) = places.get(key).copied() else { continue };
        let (one, two) = (gap.0.start + at, gap.1.start.saturating_add(other));
        let Some(unit) = old.get(one).filter(|_| other != usize::MAX) else { continue };
        if kind == Kind::Word || unit.chars as usize >= SHORT_CHARS {
            seeds.push((one, two, u64::from(unit.chars) + 1));
        }
    }
    let mut ties: Vec<(usize, usize)> = Vec::new();
    for (one, two) in heaviest_chain(&seeds) {
        for step in 0..row {
            let next = (one + step, two + step);
            if ties.last().is_none_or(|last| last.0 < next.0 && last.1 < next.1) {
                ties.push(next);
            }
        }
    }
    ties
}

/// The heaviest of the ties, which come in the order of the first side, that are in order on the second as well.
fn heaviest_chain(ties: &[(usize, usize, u64)]) -> Vec<(usize, usize)> {
    let mut order: Vec<usize> = ties.iter().map(|tie| tie.1).collect();
    order.sort_unstable();
    // By rank on the second side, as a Fenwick tree of maxima: the heaviest chain that ends there, and with which tie.
    let mut best: Vec<(u64, usize)> = vec![(0, usize::MAX); order.len() + 1];
    let mut before: Vec<usize> = Vec::with_capacity(ties.len());
    for (at, (_, place, weight)) in ties.iter().enumerate() {
        let rank = order.partition_point(|other| other < place) + 1;
        let (mut sum, mut last, mut index) = (0, usize::MAX, rank - 1);
        while index > 0 {
            let Some(own) = best.get(index) else { break };
            if own.0 > sum {
                (sum, last) = *own;
            }
            index &= index - 1;
        }
        before.push(last);
        let mut index = rank;
        while let Some(own) = best.get_mut(index) {
            if sum + weight > own.0 {
                *own = (sum + weight, at);
            }
            index += index & index.wrapping_neg();
        }
    }
    // The root of the tree covers only a part; the heaviest chain is the maximum over all ends.
    let mut chain = Vec::new();
    let (mut sum, mut at, mut index) = (0, usize::MAX, order.len());
    while index > 0 {
        let Some(own) = best.get(index) else { break };
        if own.0 > sum {
            (sum, at) = *own;
        }
        index &= index - 1;
    }
    while let Some(tie) = ties.get(at) {
        chain.push((tie.0, tie.1));
        at = before.get(at).copied().unwrap_or(usize::MAX);
    }
    chain.reverse();
    chain
}

/// Pairs as pieces, in the order of the old text; neighbours that are the same with what lies between them are one.
fn pieces(old: &str, new: &str, pairs: &[Pair]) -> Vec<AlignedPiece> {
    let mut pieces: Vec<AlignedPiece> = Vec::with_capacity(pairs.len());
    let mut add = |piece: AlignedPiece| {
        if let Some(last) = pieces.last_mut()
            && (last.same && piece.same && last.whole == piece.whole && last.new.end <= piece.new.start)
            && old.get(last.old.end..piece.old.start) == new.get(last.new.end..piece.new.start)
        {
            (last.old.end, last.new.end) = (piece.old.end, piece.new.end);
        } else {
            pieces.push(piece);
        }
    };
    for Pair { old: from, new: to, whole } in pairs {
        let whole = *whole;
        if old.get(from.clone()) == new.get(to.clone()) {
            add(AlignedPiece { old: from.clone(), new: to.clone(), same: true, whole });
            continue;
        }
        let words = |text: &str, range: &Range<usize>| {
            let mut words = Vec::new();
            tokens(text, range.clone(), |token| words.push((token.start..token.end, token.key)));
            words
        };
        for ((one, key), (other, of)) in words(old, from).into_iter().zip(words(new, to)) {
            if key == of {
                let same = old.get(one.clone()) == new.get(other.clone());
                add(AlignedPiece { old: one, new: other, same, whole });
            }
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn align(old: &str, new: &str) -> (String, String) {
        let found = TextAlignment::new(&Content::new(old), &Content::new(new));
        let list = |pieces: &[AlignedPiece], text: &str| {
            let parts: Vec<&str> = pieces.iter().map(|piece| &text[piece.old.clone()]).collect();
            for piece in pieces.iter().filter(|piece| piece.same) {
                assert_eq!(old[piece.old.clone()], new[piece.new.clone()]);
            }
            parts.join(" | ")
        };
        (list(&found.kept, old), list(&found.moved, old))
    }

    #[test]
    fn the_same_text_is_one_piece() {
        let text = "One two three. One two three. One two three.\n\nFour five six.";
        let found = TextAlignment::new(&Content::new(text), &Content::new(text));
        assert_eq!(found.kept, [AlignedPiece { old: 0..text.len(), new: 0..text.len(), same: true, whole: true }]);
    }

    #[test]
    fn of_equal_sentences_only_those_stay_of_which_it_can_be_told() {
        let s = "The Kremlin denied it.";
        let [a, b, c] = ["Biden opened the session.", "Reporters left the hall.", "Markets fell sharply."];
        assert_eq!(align(&format!("{a} {s} {b} {s} {c}"), &format!("{a} {b} {s} {c}")).0, format!("{a} | {b} {s} {c}"));
        assert_eq!(align(&format!("{a} {s} {s} {c}"), &format!("{a} {s} {c}")).0, format!("{a} | {c}"));
        assert_eq!(align(&format!("{a} {s} {c}"), &format!("{a} {s} {s} {c}")).0, format!("{a} | {c}"));
        assert_eq!(align(&format!("{s} {s}"), s).0, "");
    }

    #[test]
    fn what_was_moved_is_followed_where_it_stands_once() {
        let [a, b, c] =
            ["Biden opened the session on Monday.", "Reporters left the hall at noon.", "Markets fell on Friday."];
        let (kept, moved) = align(&format!("{a}\n{b}\n{c}"), &format!("{c}\n{a}\n{b}"));
        assert_eq!((kept, moved), (format!("{a}\n{b}"), c.to_owned()));
    }

    #[test]
    fn the_heaviest_chain_is_found() {
        let ties = [(0, 5, 1), (1, 1, 3), (2, 2, 3), (3, 9, 1), (4, 3, 2)];
        assert_eq!(heaviest_chain(&ties), [(1, 1), (2, 2), (4, 3)]);
        assert_eq!(heaviest_chain(&[]), []);
    }
}
