//! The logical order of the lines of a paragraph: the one text that is displayed as the page shows it.
//!
//! Each stretch between two letters of the paragraph's direction is read by itself, then the whole paragraph is displayed
//! again and compared with the page. A text that nothing or more than one reading leads to is refused.

use super::bidi::{self, Class, Item, Placed};
use super::order::{Line, Unit};
use super::trial::Reason;

/// Reads the lines of a paragraph. `is_mirrored` says whether the file has the shapes of brackets.
///
/// # Errors
/// No text is displayed like these lines, or several are; with the page.
pub(super) fn paragraph(lines: &[Line], is_mirrored: bool) -> Result<Vec<String>, (u32, Reason)> {
    let has_right = lines.iter().flat_map(|line| &line.units).any(|unit| unit.item().class.is_right());
    let rtl = lines.iter().filter(|line| line.is_rtl).count();
    let base = u8::from(rtl * 2 >= lines.len().max(1));
    if has_right || base == 0 {
        return read(lines, base, is_mirrored);
    }
    // Latin words or numbers alone in a page that reads from right to left may be a paragraph of either direction.
    match (read(lines, 1, is_mirrored), read(lines, 0, is_mirrored)) {
        (Ok(rtl), Ok(ltr)) => Ok(if is_well_formed(&rtl) || !is_well_formed(&ltr) { rtl } else { ltr }),
        (Ok(read), Err(_)) | (Err(_), Ok(read)) => Ok(read),
        (Err(error), Err(_)) => Err(error),
    }
}

/// Whether nothing stands at the beginning that only ends a sentence.
fn is_well_formed(lines: &[String]) -> bool {
    let first = lines.first().and_then(|line| line.chars().next());
    let last = lines.last().and_then(|line| line.chars().next_back());
    !first.is_some_and(|c| ".,:;!?)]}»".contains(c)) && !last.is_some_and(|c| "([{«".contains(c))
}

fn read(lines: &[Line], base: u8, is_mirrored: bool) -> Result<Vec<String>, (u32, Reason)> {
    let items: Vec<Vec<Item>> = lines.iter().map(|line| line.units.iter().map(Unit::item).collect()).collect();
    let mut before: Vec<Item> = Vec::new();
    let mut orders: Vec<Vec<Placed>> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some(shown) = items.get(at) else { break };
        let after = items.get(at + 1).map_or_else(Vec::new, |next| beginning(next, base));
        let stretches = Stretches { line, shown, base, is_mirrored };
        let order = stretches.read(&before, &after).map_err(|reason| (line.page, reason))?;
        before = ending(&order, shown);
        orders.push(order);
    }
    check(lines, &items, &orders, base, is_mirrored)?;
    Ok(lines.iter().zip(&orders).map(|(line, order)| text(line, order, is_mirrored)).collect())
}

/// What the end of a line before sees of this one: the first character with a direction on the side where it begins.
fn beginning(shown: &[Item], base: u8) -> Vec<Item> {
    let has_direction = |item: &&Item| item.class.is_strong() || matches!(item.class, Class::European | Class::ArabicNumber);
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
    fn read(&self, before: &[Item], after: &[Item]) -> Result<Vec<Placed>, Reason> {
        let is_own = |item: &Item| if self.base == 1 { item.class.is_right() } else { item.class == Class::Left };
        let mut order: Vec<Placed> = Vec::with_capacity(self.shown.len());
        let mut before = before.to_vec();
        // The letters of the paragraph's direction, from where the line begins.
        let mut letters: Vec<usize> = (0..self.shown.len()).filter(|at| self.shown.get(*at).is_some_and(is_own)).collect();
        let (mut from, mut to) = (0, self.shown.len());
        if self.base == 1 {
            letters.reverse();
        }
        for at in letters {
            let Some(letter) = self.shown.get(at).copied() else { continue };
            let range = if self.base == 1 { at + 1..to } else { from..at };
            order.extend(self.stretch(range, &before, &[letter])?);
            order.push(Placed { at, is_turned: self.base == 1 });
            before = vec![letter];
            (from, to) = (at + 1, at);
        }
        let range = if self.base == 1 { 0..to } else { from..self.shown.len() };
        order.extend(self.stretch(range, &before, after)?);
        Ok(order)
    }

    /// Reads what stands between two letters.
    fn stretch(&self, range: std::ops::Range<usize>, before: &[Item], after: &[Item]) -> Result<Vec<Placed>, Reason> {
        let items = self.shown.get(range.clone()).unwrap_or_default();
        let start = range.start;
        let place = |placed: &Placed| Placed { at: placed.at + start, ..*placed };
        let own = |items: &[Item]| {
            let strong = items.iter().find(|item| item.class.is_strong()).map(|item| item.class);
            strong.is_none_or(|class| class.is_right() == (self.base == 1))
        };
        let is_plain = |item: &Item| !item.class.is_strong() && !matches!(item.class, Class::European | Class::ArabicNumber);
        if items.iter().all(is_plain) && own(before) && own(after) && !has_number(before) && !has_number(after) {
            let order: Vec<usize> = if self.base == 1 { range.rev().collect() } else { range.collect() };
            return Ok(order.into_iter().map(|at| Placed { at, is_turned: self.base == 1 }).collect());
        }
        let is_left = |item: &Item| !item.class.is_right() && item.class != Class::ArabicNumber;
        if self.base == 0 && items.iter().all(is_left) && own(before) {
            return Ok(range.map(|at| Placed { at, is_turned: false }).collect());
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
        if texts.len() > 1 {
            texts.retain(|(_, order)| self.was_drawn_in(order, start));
        }
        match texts.len() {
            0 => Err(Reason::Order),
            1 => Ok(texts.pop().map(|(_, order)| order).unwrap_or_default()),
            _ => Err(Reason::Several),
        }
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
        let firsts: Vec<usize> = runs.filter_map(|run| run.iter().filter_map(|placed| index(placed.at)).min()).collect();
        firsts.is_sorted()
    }
}

fn has_number(items: &[Item]) -> bool {
    items.iter().any(|item| matches!(item.class, Class::European | Class::ArabicNumber))
}

/// Displays the paragraph again and compares it with the page.
fn check(
    lines: &[Line],
    items: &[Vec<Item>],
    orders: &[Vec<Placed>],
    base: u8,
    is_mirrored: bool,
) -> Result<(), (u32, Reason)> {
    let mut all: Vec<Item> = Vec::new();
    for (shown, order) in items.iter().zip(orders) {
        all.extend(order.iter().filter_map(|placed| {
            let item = shown.get(placed.at)?;
            let c = if is_mirrored && placed.is_turned { bidi::mirrored(item.c) } else { item.c };
            Some(Item { c, ..*item })
        }));
        all.push(Item::SPACE);
    }
    let levels = bidi::levels(&all, base);
    let mut from = 0;
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
