//! The direction of each character of a paragraph, in the way in which runs of a word processor bear it.
//!
//! Letters have their own. Digits and what has no direction go with what stands around them, as the Unicode bidirectional
//! algorithm says (UAX #9, W4–W7 and N0–N2); between letters of both directions they go with the paragraph.

use crate::text::direction::first_strong;

/// Whether each character is in a run from right to left.
pub(super) fn directions(text: &str, is_rtl: bool) -> Vec<bool> {
    let chars: Vec<char> = text.chars().collect();
    let own: Vec<Option<bool>> = chars.iter().map(|c| own_direction(*c)).collect();
    let mut all = own.clone();
    // Digits go with the letter before them.
    let mut before = is_rtl;
    for (direction, c) in all.iter_mut().zip(&chars) {
        match direction {
            Some(own) => before = *own,
            None if c.is_numeric() => *direction = Some(before),
            None => {}
        }
    }
    let mut start = 0;
    while start < all.len() {
        if all.get(start).is_some_and(Option::is_some) {
            start += 1;
            continue;
        }
        let rest = all.get(start..).unwrap_or_default();
        let end = start + rest.iter().take_while(|direction| direction.is_none()).count();
        let side = |at: Option<usize>| at.and_then(|at| all.get(at).copied().flatten()).unwrap_or(is_rtl);
        let (left, right) = (side(start.checked_sub(1)), side(Some(end)));
        let direction = if left == right { left } else { is_rtl };
        all.iter_mut().take(end).skip(start).for_each(|found| *found = Some(direction));
        start = end;
    }
    let mut all: Vec<bool> = all.into_iter().map(|direction| direction.unwrap_or(is_rtl)).collect();
    brackets(&chars, &own, is_rtl, &mut all);
    all
}

/// Gives both brackets of a pair the same direction: that of the paragraph if something inside has it, else that of what
/// stands inside and before.
fn brackets(chars: &[char], own: &[Option<bool>], is_rtl: bool, all: &mut [bool]) {
    let mut open: Vec<(usize, char)> = Vec::new();
    for (at, c) in chars.iter().enumerate() {
        if let Some(close) = closing(*c) {
            open.push((at, close));
        } else if let Some(place) = open.iter().rposition(|(_, close)| close == c) {
            let Some((start, _)) = open.get(place).copied() else { continue };
            open.truncate(place);
            let inside = || own.get(start + 1..at).unwrap_or_default().iter().flatten();
            let before = own.get(..start).unwrap_or_default().iter().rev().flatten().next().copied().unwrap_or(is_rtl);
            if inside().next().is_none() {
                continue;
            }
            let direction = if inside().any(|found| *found == is_rtl) { is_rtl } else { before };
            for place in [start, at] {
                if let Some(found) = all.get_mut(place) {
                    *found = direction;
                }
            }
        }
    }
}

const fn closing(open: char) -> Option<char> {
    Some(match open {
        '(' => ')',
        '[' => ']',
        '{' => '}',
        '«' => '»',
        '“' => '”',
        '‘' => '’',
        _ => return None,
    })
}

/// The direction that a character has by itself.
fn own_direction(c: char) -> Option<bool> {
    if c.is_numeric() {
        return None;
    }
    first_strong(c.encode_utf8(&mut [0; 4]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_direction_goes_with_what_stands_around_it() {
        for (text, is_rtl, expected) in [
            ("قال Biden هنا", true, "rrrr.....rrrr"),
            ("في 2021 عاماً", true, "rrrrrrrrrrrrr"),
            ("قال (NATO) هنا", true, "rrrrr....rrrrr"),
            ("قال (ناتو) NATO (in 2021).", true, "rrrrrrrrrrr..............r"),
            ("he said «لا» twice", false, ".........rr......."),
            ("12 – 7", true, "rrrrrr"),
            ("A (ب) c", false, "...r..."),
        ] {
            let found: String = directions(text, is_rtl).iter().map(|rtl| if *rtl { 'r' } else { '.' }).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
