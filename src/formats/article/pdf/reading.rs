//! The logical order of the lines of a paragraph: the one text that is displayed as the page shows it.
//!
//! Each stretch between two letters of the paragraph's direction is read by itself, then the whole paragraph is displayed
//! again and compared with the page. A text that nothing or more than one reading leads to is refused.

use super::bidi::{self, Class, Item, Placed};
use super::order::{Line, Unit};
use super::trial::Reason;

/// How the program that made a file orders what it displays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ordering {
    /// By the standard.
    Standard,
    /// Each line by itself, as WeasyPrint does.
    ByLine,
    /// Each word by itself, one after the other from the right, as XeTeX does.
    ByWord,
    /// As if every paragraph came after an Arabic letter, as LuaTeX does.
    AfterArabic,
}

/// What the lines of a paragraph may say: read as a paragraph that begins at the right, and at the left.
pub(super) struct Readings {
    /// Whether the page reads from right to left.
    is_rtl: bool,
    page: u32,
    right: Result<Vec<String>, (u32, Reason)>,
    left: Result<Vec<String>, (u32, Reason)>,
}

impl Readings {
    /// Reads the lines of a paragraph. `is_mirrored` says whether the file has the shapes of brackets.
    pub(super) fn of(lines: &[Line], is_mirrored: bool, ordering: Ordering) -> Self {
        let rtl = lines.iter().filter(|line| line.is_rtl).count();
        let is_rtl = rtl * 2 >= lines.len().max(1);
        let page = lines.first().map_or(1, |line| line.page);
        let one = |line: &Line, base: u8| read(std::slice::from_ref(line), base, is_mirrored, &[]);
        let read = |base: u8| match ordering {
            Ordering::AfterArabic if base == 1 => read(lines, base, is_mirrored, &[Item::ARABIC]),
            Ordering::Standard | Ordering::AfterArabic => {
                let found = read(lines, base, is_mirrored, &[])?;
                // Where a line may begin a paragraph, what it says must not depend on the line before it.
                let pairs = lines.windows(2).zip(found.iter().skip(1));
                for (pair, text) in pairs.filter(|(pair, _)| pair.first().is_some_and(Line::ends_sentence)) {
                    let alone = pair.last().map_or(Ok(Vec::new()), |line| one(line, base));
                    if alone.is_ok_and(|alone| alone.first() != Some(text)) {
                        return Err((page, Reason::Order));
                    }
                }
                Ok(found)
            }
            Ordering::ByLine => {
                let each = lines.iter().map(|line| one(line, base));
                each.collect::<Result<Vec<_>, _>>().map(|lines| lines.concat())
            }
            Ordering::ByWord if (base == 1) != is_rtl => Err((page, Reason::Order)),
            Ordering::ByWord => {
                let of_line = |line: &Line| -> Result<String, (u32, Reason)> {
                    let words = line.words().into_iter().map(|word| one(&word, base));
                    let mut words = words.collect::<Result<Vec<_>, _>>()?.concat();
                    if base == 1 {
                        words.reverse();
                    }
                    Ok(words.join(" "))
                };
                lines.iter().map(of_line).collect()
            }
        };
        Self { is_rtl, page, right: read(1), left: read(0) }
    }

    /// Whether it is a paragraph against the direction of its page, as programs make them that do not know the language:
    /// read in that of the page, its signs stand where no one writes them. `None` if nothing tells.
    pub(super) fn is_against_page(&self) -> Option<bool> {
        let faults = |reading: &Result<Vec<String>, _>| reading.as_ref().map_or(usize::MAX, |lines| misplaced(lines));
        let (with, against) = if self.is_rtl {
            (faults(&self.right), faults(&self.left))
        } else {
            (faults(&self.left), faults(&self.right))
        };
        if with == against { None } else { Some(against < with) }
    }

    /// The lines, in the direction of the page or against it.
    ///
    /// # Errors
    /// No text is displayed like these lines, or several are; with the page.
    pub(super) fn lines(self, is_against_page: bool) -> Result<Vec<String>, (u32, Reason)> {
        let read = if self.is_rtl == is_against_page { self.left } else { self.right }?;
        // A line is never broken before what ends a sentence.
        let is_odd = |line: &String| {
            let mut chars = line.chars();
            let begins = chars.next().is_some_and(|c| ".,:;!?،؛؟".contains(c));
            begins && !chars.next().is_some_and(|c| c.is_ascii_alphanumeric() || c == '.')
        };
        if read.iter().any(is_odd) { Err((self.page, Reason::Order)) } else { Ok(read) }
    }
}

/// How many signs stand where no one writes them: what ends a sentence after a space or at the beginning, what opens a
/// bracket before a space or at the end, a bracket without its other one.
fn misplaced(lines: &[String]) -> usize {
    const CLOSING: &str = ".,:;!?)]}»،؛؟…";
    const OPENING: &str = "([{«";
    let text = lines.join(" ");
    let mut before = ' ';
    let mut count = 0;
    for c in text.chars().chain(std::iter::once(' ')) {
        count += usize::from(before == ' ' && CLOSING.contains(c) || c == ' ' && OPENING.contains(before));
        before = c;
    }
    count + alone(&text)
}

/// How many brackets find no partner.
pub(super) fn alone(text: &str) -> usize {
    const PAIRS: [(char, char); 4] = [('(', ')'), ('[', ']'), ('{', '}'), ('«', '»')];
    let count = |(open, close): (char, char)| {
        let (mut depth, mut alone) = (0_usize, 0_usize);
        for c in text.chars() {
            if c == open {
                depth += 1;
            } else if c == close && depth > 0 {
                depth -= 1;
            } else if c == close {
                alone += 1;
            }
        }
        alone + depth
    };
    PAIRS.into_iter().map(count).sum()
}

/// The lines of a paragraph of this direction, which comes after this.
fn read(lines: &[Line], base: u8, is_mirrored: bool, first: &[Item]) -> Result<Vec<String>, (u32, Reason)> {
    let items: Vec<Vec<Item>> = lines.iter().map(|line| line.units.iter().map(Unit::item).collect()).collect();
    let mut search =
        Search { lines, items: &items, base, is_mirrored, first, left: MOST_TRIALS, found: Vec::new(), failed: None };
    search.go_on(Vec::new(), first.to_vec(), 0);
    let Search { mut found, failed, left, .. } = search;
    let page = lines.first().map_or(1, |line| line.page);
    let least = found.iter().map(|lines| misplaced(lines)).min();
    found.retain(|lines| Some(misplaced(lines)) == least);
    match found.len() {
        1 if left > 0 => Ok(found.pop().unwrap_or_default()),
        0 => Err(failed.unwrap_or((page, Reason::Order))),
        _ => Err((page, Reason::Several)),
    }
}

/// How many further readings of lines are tried for a paragraph, and how many lines of it may have several.
const MOST_TRIALS: usize = 500;
const MOST_BRANCHES: usize = 32;
/// How many readings a line may have by itself.
const MOST_OF_LINE: usize = 16;

/// The search for the readings of a paragraph, line by line.
struct Search<'a> {
    lines: &'a [Line],
    items: &'a [Vec<Item>],
    base: u8,
    is_mirrored: bool,
    /// What the paragraph comes after.
    first: &'a [Item],
    /// How many further readings may still be tried.
    left: usize,
    /// The readings that are displayed as the page shows them.
    found: Vec<Vec<String>>,
    /// Where the first try failed.
    failed: Option<(u32, Reason)>,
}

impl Search<'_> {
    /// Tries the readings of the lines after these. `branches` is how many lines before had several.
    fn go_on(&mut self, mut orders: Vec<Vec<Placed>>, mut before: Vec<Item>, branches: usize) {
        while let (Some(line), Some(shown)) = (self.lines.get(orders.len()), self.items.get(orders.len())) {
            let after = self.items.get(orders.len() + 1).map_or_else(Vec::new, |next| beginning(next, self.base));
            let stretches = Stretches { line, shown, base: self.base, is_mirrored: self.is_mirrored };
            let mut readings = match stretches.read(&before, &after) {
                Ok(readings) => readings,
                Err(reason) => {
                    self.failed = self.failed.or(Some((line.page, reason)));
                    return;
                }
            };
            // No line begins or ends with a space.
            let is_space = |placed: &Placed| shown.get(placed.at).is_some_and(|item| item.class == Class::Space);
            readings.retain(|order| !order.first().is_some_and(is_space) && !order.last().is_some_and(is_space));
            let Some(last) = readings.pop() else {
                self.failed = self.failed.or(Some((line.page, Reason::Order)));
                return;
            };
            if !readings.is_empty() && branches == MOST_BRANCHES {
                self.left = 0;
            }
            for order in readings {
                if self.left == 0 {
                    return;
                }
                self.left -= 1;
                let before = ending(&order, shown);
                self.go_on(orders.iter().cloned().chain(std::iter::once(order)).collect(), before, branches + 1);
            }
            before = ending(&last, shown);
            orders.push(last);
        }
        self.finish(&orders);
    }

    fn finish(&mut self, orders: &[Vec<Placed>]) {
        match check(self.lines, self.items, orders, (self.base, self.first), self.is_mirrored) {
            Ok(()) => {
                let read = self.lines.iter().zip(orders).map(|(line, order)| text(line, order, self.is_mirrored));
                let read: Vec<String> = read.collect();
                if !self.found.contains(&read) {
                    self.found.push(read);
                }
            }
            Err(failed) => self.failed = self.failed.or(Some(failed)),
        }
    }
}

/// What the end of a line before sees of this one: the first character with a direction on the side where it begins.
fn beginning(shown: &[Item], base: u8) -> Vec<Item> {
    let has_direction =
        |item: &&Item| item.class.is_strong() || matches!(item.class, Class::European | Class::ArabicNumber);
    let found = if base == 1 { shown.iter().rev().find(has_direction) } else { shown.iter().find(has_direction) };
    std::iter::once(Item::SPACE).chain(found.copied()).collect()
}

/// What the beginning of the next line sees of this one: all from its last letter on.
fn ending(order: &[Placed], shown: &[Item]) -> Vec<Item> {
    let items: Vec<Item> = order.iter().filter_map(|placed| shown.get(placed.at).copied()).collect();
    let from = items.iter().rposition(|item| item.class.is_strong()).unwrap_or(0);
    items.into_iter().skip(from).chain(std::iter::once(Item::SPACE)).collect()
}

/// The text of a line in this order.
fn text(line: &Line, order: &[Placed], is_mirrored: bool) -> String {
    let mut text = String::new();
    for placed in order {
        let own = line.units.get(placed.at).map(|unit| unit.text.as_str()).unwrap_or_default();
        if is_mirrored && placed.is_turned {
            text.extend(own.chars().map(bidi::mirrored));
        } else {
            text.push_str(own);
        }
    }
    text.trim().to_owned()
}

/// A line that is read stretch by stretch.
struct Stretches<'a> {
    line: &'a Line,
    shown: &'a [Item],
    base: u8,
    is_mirrored: bool,
}

impl Stretches<'_> {
    /// The readings of the line.
    fn read(&self, before: &[Item], after: &[Item]) -> Result<Vec<Vec<Placed>>, Reason> {
        let is_own = |item: &Item| if self.base == 1 { item.class.is_right() } else { item.class == Class::Left };
        let mut orders: Vec<Vec<Placed>> = vec![Vec::with_capacity(self.shown.len())];
        let mut before = before.to_vec();
        // The letters of the paragraph's direction, from where the line begins.
        let mut letters: Vec<usize> =
            (0..self.shown.len()).filter(|at| self.shown.get(*at).is_some_and(is_own)).collect();
        let (mut from, mut to) = (0, self.shown.len());
        if self.base == 1 {
            letters.reverse();
        }
        for at in letters {
            let Some(letter) = self.shown.get(at).copied() else { continue };
            let range = if self.base == 1 { at + 1..to } else { from..at };
            continued(&mut orders, self.stretch(range, &before, &[letter])?)?;
            orders.iter_mut().for_each(|order| order.push(Placed { at, is_turned: self.base == 1 }));
            before = vec![letter];
            (from, to) = (at + 1, at);
        }
        let range = if self.base == 1 { 0..to } else { from..self.shown.len() };
        continued(&mut orders, self.stretch(range, &before, after)?)?;
        Ok(orders)
    }

    /// The readings of what stands between two letters.
    fn stretch(
        &self,
        range: std::ops::Range<usize>,
        before: &[Item],
        after: &[Item],
    ) -> Result<Vec<Vec<Placed>>, Reason> {
        let items = self.shown.get(range.clone()).unwrap_or_default();
        let start = range.start;
        let place = |placed: &Placed| Placed { at: placed.at + start, ..*placed };
        let own = |items: &[Item]| {
            let strong = items.iter().find(|item| item.class.is_strong()).map(|item| item.class);
            strong.is_none_or(|class| class.is_right() == (self.base == 1))
        };
        let is_plain =
            |item: &Item| !item.class.is_strong() && !matches!(item.class, Class::European | Class::ArabicNumber);
        if items.iter().all(is_plain) && own(before) && own(after) && !has_number(before) && !has_number(after) {
            let order: Vec<usize> = if self.base == 1 { range.rev().collect() } else { range.collect() };
            return Ok(vec![order.into_iter().map(|at| Placed { at, is_turned: self.base == 1 }).collect()]);
        }
        let is_left = |item: &Item| !item.class.is_right() && item.class != Class::ArabicNumber;
        if self.base == 0 && items.iter().all(is_left) && own(before) {
            return Ok(vec![range.map(|at| Placed { at, is_turned: false }).collect()]);
        }
        let found = bidi::undisplayed(items, before, after, self.base, self.is_mirrored).ok_or(Reason::Order)?;
        let mut texts: Vec<(String, Vec<Placed>)> = Vec::new();
        for order in found {
            let order: Vec<Placed> = order.iter().map(place).collect();
            let text = text(self.line, &order, self.is_mirrored);
            if texts.iter().all(|(known, _)| *known != text) {
                texts.push((text, order));
            }
        }
        if texts.iter().any(|(_, order)| self.keeps_words(order)) {
            texts.retain(|(_, order)| self.keeps_words(order));
        }
        if texts.iter().any(|(_, order)| self.keeps_runs(order)) {
            texts.retain(|(_, order)| self.keeps_runs(order));
        }
        if texts.len() > 1 {
            texts.retain(|(_, order)| self.was_drawn_in(order, start));
        }
        if texts.is_empty() { Err(Reason::Order) } else { Ok(texts.into_iter().map(|(_, order)| order).collect()) }
    }

    /// Whether what the program drew in one run is read in one direction: a program parts its runs where the direction
    /// changes, so that `Windows 10` is one run if it was written like that, and three if it was `10 Windows`.
    fn keeps_runs(&self, order: &[Placed]) -> bool {
        let run = |placed: &Placed| self.line.units.get(placed.at).and_then(|unit| unit.run);
        let mut sorted = order.to_vec();
        sorted.sort_by_key(|placed| placed.at);
        sorted.windows(2).all(|pair| match pair {
            [a, b] => run(a).is_none() || run(a) != run(b) || a.is_turned == b.is_turned,
            _ => true,
        })
    }

    /// Whether words with Latin letters and decimal numbers are read as the page shows them, from left to right: `F-16`
    /// and not `16-F`, `3.5%` and not `5%.3`, which would be displayed alike.
    fn keeps_words(&self, order: &[Placed]) -> bool {
        let item = |placed: &Placed| self.shown.get(placed.at);
        let mut sorted = order.to_vec();
        sorted.sort_by_key(|placed| placed.at);
        sorted.split(|placed| item(placed).is_some_and(|item| item.class == Class::Space)).all(|word| {
            let is_letter = |placed: &Placed| item(placed).is_some_and(|item| item.class == Class::Left);
            let is_part = |placed: &Placed| item(placed).is_some_and(|item| item.c.is_alphanumeric());
            let inner = word.iter().position(is_part).zip(word.iter().rposition(is_part));
            let inner = inner.and_then(|(first, last)| word.get(first..=last)).unwrap_or_default();
            let is_decimal = inner.iter().all(|placed| {
                item(placed).is_some_and(|item| matches!(item.class, Class::European) || matches!(item.c, '.' | ','))
            });
            !is_decimal && !inner.iter().any(is_letter) || inner.iter().all(|placed| !placed.is_turned)
        })
    }

    /// Whether the program drew the parts of this stretch in this order. That says something only of programs that draw
    /// part after part as they are read; others draw every line from left to right.
    fn was_drawn_in(&self, order: &[Placed], start: usize) -> bool {
        let index = |at: usize| self.line.units.get(at).and_then(|unit| unit.index);
        let drawn: Vec<usize> = order.iter().filter_map(|placed| index(placed.at)).collect();
        let (Some(first), Some(last)) = (drawn.iter().min(), drawn.iter().max()) else { return true };
        let (beside_left, beside_right) = (start.checked_sub(1).and_then(index), index(start + order.len()));
        let reads_right_first = match (beside_left, beside_right) {
            (_, Some(right)) => right < *first,
            (Some(left), None) => left > *last,
            (None, None) => false,
        };
        if (self.base == 1) != reads_right_first {
            return true;
        }
        let runs = order.chunk_by(|a, b| a.is_turned == b.is_turned);
        let firsts: Vec<usize> =
            runs.filter_map(|run| run.iter().filter_map(|placed| index(placed.at)).min()).collect();
        firsts.is_sorted()
    }
}

/// Adds each reading of a stretch to each of what precedes it.
fn continued(orders: &mut Vec<Vec<Placed>>, readings: Vec<Vec<Placed>>) -> Result<(), Reason> {
    if orders.len() * readings.len() > MOST_OF_LINE {
        return Err(Reason::Several);
    }
    if let [only] = readings.as_slice() {
        orders.iter_mut().for_each(|order| order.extend(only));
    } else {
        let with =
            |order: &Vec<Placed>| readings.iter().map(|more| [order.as_slice(), more].concat()).collect::<Vec<_>>();
        *orders = orders.iter().flat_map(with).collect();
    }
    Ok(())
}

fn has_number(items: &[Item]) -> bool {
    items.iter().any(|item| matches!(item.class, Class::European | Class::ArabicNumber))
}

/// Displays the paragraph again and compares it with the page.
fn check(
    lines: &[Line],
    items: &[Vec<Item>],
    orders: &[Vec<Placed>],
    (base, first): (u8, &[Item]),
    is_mirrored: bool,
) -> Result<(), (u32, Reason)> {
    let mut all: Vec<Item> = first.to_vec();
    for (shown, order) in items.iter().zip(orders) {
        all.extend(order.iter().filter_map(|placed| {
            let item = shown.get(placed.at)?;
            let c = if is_mirrored && placed.is_turned { bidi::mirrored(item.c) } else { item.c };
            Some(Item { c, ..*item })
        }));
        all.push(Item::SPACE);
    }
    let levels = bidi::levels(&all, base);
    let mut from = first.len();
    for (line, order) in lines.iter().zip(orders) {
        let own = levels.get(from..from + order.len()).unwrap_or_default();
        let shown = bidi::displayed(own).into_iter().filter_map(|at| order.get(at).map(|placed| placed.at));
        if !shown.eq(0..order.len()) {
            return Err((line.page, Reason::Order));
        }
        from += order.len() + 1;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(shown: &str) -> Line {
        let unit = |c: char| Unit { text: c.to_string(), index: None, run: None };
        Line {
            page: 1,
            units: shown.chars().map(unit).collect(),
            left: 0.0,
            right: 100.0,
            baseline: 0.0,
            size: 10.0,
            is_rtl: true,
            begins_block: false,
            first_word: 5.0,
            is_cell: false,
            row_goes_on: false,
            is_unsure: false,
            stray_marks: 0,
            overlaps: 0,
        }
    }

    /// Brackets that open in one stretch and close in another see the whole paragraph: read stretch by stretch, these
    /// lines have a text, but it is displayed otherwise.
    #[test]
    fn a_text_that_is_displayed_otherwise_than_the_page_is_refused() {
        for shown in ["]بa[a%", "a)1ا("] {
            assert_eq!(read(&[line(shown)], 1, false, &[]), Err((1, Reason::Order)), "{shown}");
        }
    }

    /// `Windows 10` and `10 Windows` are displayed alike, and so are `3.5%` and `5%.3`.
    #[test]
    fn runs_and_decimal_numbers_tell_what_comes_first() {
        let mut windows = line("انه Windows 10 ماظن");
        let several = read(std::slice::from_ref(&windows), 1, false, &[]);
        assert_eq!(several, Err((1, Reason::Several)));
        for unit in windows.units.iter_mut().skip(4).take(10) {
            unit.run = Some(7);
        }
        assert_eq!(read(&[windows], 1, false, &[]), Ok(vec!["نظام Windows 10 هنا".to_owned()]));
        assert_eq!(read(&[line("3.5%")], 1, false, &[]), Ok(vec!["3.5%".to_owned()]));
    }

    /// LuaTeX displays a number at the beginning as if a letter preceded it, XeTeX each word by itself.
    #[test]
    fn lines_are_read_in_the_order_of_their_program() {
        let of = |shown: &str, ordering| {
            let readings = Readings::of(&[line(shown)], false, ordering);
            readings.lines(false).map(|lines| lines.concat())
        };
        assert_eq!(of("نم %50", Ordering::AfterArabic), Ok("50% من".to_owned()));
        assert_eq!(of("نم %50", Ordering::Standard), Ok("%50 من".to_owned()));
        assert_eq!(of("ةفيحص Monde Le", Ordering::ByWord), Ok("Le Monde صحيفة".to_owned()));
        assert_eq!(of("ةفيحص Monde Le", Ordering::Standard), Ok("Monde Le صحيفة".to_owned()));
    }
}
