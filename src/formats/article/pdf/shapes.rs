//! What a file says which characters its shapes are: whether it can be true, and what it says twice.
//!
//! Some programs give each shape of a font the text of the letters with which it was first drawn. Where a letter is drawn
//! in parts, such as a letter and its vowel mark, the same part stands later for another letter.

use std::collections::{HashMap, HashSet};

use super::glyph::Glyph;
use super::order::{is_letter, is_mark_only, is_rtl};
use super::trial::Reason;
use crate::text::arabic::is_mark;

/// A shape of a font.
type Shape = (usize, u32);

/// Tests whether each shape always means the same, in the file of a program that gives each shape the text of the letters
/// with which it was first drawn.
///
/// # Errors
/// A shape cannot mean what the file says; with the page.
pub(super) fn test<'g>(pages: impl Iterator<Item = (u32, &'g [Glyph])>) -> Result<(), (u32, Reason)> {
    let mut parts: HashMap<Shape, Vec<Option<u32>>> = HashMap::new();
    let mut doubles: HashMap<Shape, (u32, bool)> = HashMap::new();
    for (page, glyphs) in pages {
        for (at, glyph) in glyphs.iter().enumerate() {
            let (Some(shape), None, false) = (glyph.shape, glyph.shown.stretch, glyph.text.is_empty()) else {
                continue;
            };
            let key = (glyph.shown.font, shape);
            let after = glyphs.get(at + 1..).unwrap_or_default();
            // The parts that have no text of their own.
            let own = after.iter().take_while(|part| part.text.is_empty() && part.shown.stretch.is_none());
            let own: Vec<Option<u32>> = own.map(|part| part.shape).collect();
            if let Some(known) = parts.get(&key) {
                if *known != own {
                    return Err((page, Reason::Unknown));
                }
            } else {
                parts.insert(key, own);
            }
            let is_double = after.first().is_some_and(|next| {
                next.text == glyph.text
                    && next.shape != glyph.shape
                    && next.text.chars().any(is_rtl)
                    && next.is_beside(glyph)
            });
            let always = doubles.entry(key).or_insert((page, true));
            always.1 &= is_double;
        }
    }
    let part = doubles.values().filter(|(_, always)| *always).map(|(page, _)| *page).min();
    part.map_or(Ok(()), |page| Err((page, Reason::Unknown)))
}

/// Leaves out what a program says twice: the text of a letter with its marks, once for the letter and once for the mark.
///
/// # Errors
/// There is a mark that stands for another letter than the one beside it.
pub(super) fn without_doubles(glyphs: &mut Vec<Glyph>) -> Result<(), Reason> {
    let letter = |glyph: &Glyph| glyph.text.chars().find(|c| is_rtl(*c) && !is_mark(*c));
    let is_part = |glyph: &Glyph| glyph.width == 0.0 && letter(glyph).is_some();
    let mut heights: Vec<f64> = glyphs.iter().map(|glyph| glyph.y).collect();
    heights.sort_by(f64::total_cmp);
    let mut doubles = HashSet::new();
    for (at, part) in glyphs.iter().enumerate().filter(|(_, glyph)| is_part(glyph)) {
        let is_letter = |letter: &&Glyph| !is_part(letter) && (letter.x - part.x).abs() < 1.5 * part.size;
        let beside = |at: Option<usize>| at.and_then(|at| glyphs.get(at)).filter(is_letter);
        // Several marks may come before the letter or after it.
        let after = (at + 1..at + 4).find(|at| beside(Some(*at)).is_some());
        let before = (1..4).filter_map(|back| at.checked_sub(back)).find(|at| beside(Some(*at)).is_some());
        let is_same = |at: Option<usize>| beside(at).is_some_and(|letter| letter.text == part.text);
        // What reaches over from the line of another page stands alone.
        let up_to = |height: f64| heights.partition_point(|other| *other < height);
        let is_alone =
            part.shown.stretch.is_some() && up_to(part.y + part.size).abs_diff(up_to(part.y - part.size)) == 1;
        let is_other = |at: Option<usize>| beside(at).zip(letter(part)).is_some_and(|(of, own)| of.text.contains(own));
        if is_same(after) || is_same(before) || is_alone {
            doubles.insert(part.index);
        } else if is_other(after) || is_other(before) {
            return Err(Reason::Unknown);
        }
    }
    glyphs.retain(|glyph| !doubles.contains(&glyph.index));
    Ok(())
}

/// Names shapes that have no character of their own: the line by which LibreOffice stretches a word, which it calls
/// U+0000, and the sign before an item of a list, which symbol fonts have among the characters for private use.
pub(super) fn name(glyphs: &mut [Glyph], is_libreoffice: bool) {
    let mut order: Vec<usize> = (0..glyphs.len()).collect();
    order.retain(|at| glyphs.get(*at).is_some_and(|glyph| !is_mark_only(glyph)));
    let place = |at: &usize| glyphs.get(*at).map_or((0.0, 0.0), |glyph| (glyph.y, glyph.x));
    order.sort_by(|a, b| place(b).0.total_cmp(&place(a).0).then(place(a).1.total_cmp(&place(b).1)));
    let mut named: Vec<(usize, &str)> = Vec::new();
    let beside = |at: Option<&usize>, of: &Glyph, gap: f64| {
        let glyph = at.and_then(|at| glyphs.get(*at)).filter(|glyph| (glyph.y - of.y).abs() < 0.1 * of.size);
        glyph.filter(|glyph| glyph.x < of.x + of.width + gap * of.size && glyph.x + glyph.width > of.x - gap * of.size)
    };
    for (at, own) in order.iter().enumerate() {
        let Some(glyph) = glyphs.get(*own) else { continue };
        let (left, right) = (at.checked_sub(1).and_then(|at| order.get(at)), order.get(at + 1));
        if is_libreoffice && glyph.text == "\0" {
            let joins = |at| beside(at, glyph, 0.2).is_some_and(|other| is_letter(other) || other.text == "\0");
            if joins(left) && joins(right) {
                named.push((*own, "\u{640}"));
            }
        } else if matches!(glyph.text.chars().next(), Some('\u{e000}'..='\u{f8ff}')) {
            let is_at_edge =
                |one, other| beside(one, glyph, 8.0).is_none() && beside(other, glyph, 0.1).is_none_or(Glyph::is_space);
            if is_at_edge(left, right) || is_at_edge(right, left) {
                named.push((*own, "•"));
            }
        }
    }
    for (at, name) in named {
        if let Some(glyph) = glyphs.get_mut(at) {
            name.clone_into(&mut glyph.text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::article::pdf::content::Shown;

    fn glyph(index: usize, text: &str, x: f64, y: f64, width: f64, stretch: Option<usize>) -> Glyph {
        let shown = Shown { stretch, ..Shown::default() };
        Glyph { index, text: text.to_owned(), x, y, width, size: 10.0, shape: None, shown }
    }

    fn left(mut glyphs: Vec<Glyph>) -> Option<Vec<usize>> {
        without_doubles(&mut glyphs).ok().map(|()| glyphs.iter().map(|glyph| glyph.index).collect())
    }

    #[test]
    fn a_mark_with_the_text_of_its_letter_is_left_out() {
        let line = [glyph(1, "بَ", 100.0, 50.0, 0.0, None), glyph(2, "بَ", 100.0, 50.0, 6.0, None)];
        assert_eq!(left(line.to_vec()), Some(vec![2]));
        // The mark of another letter.
        let line = [glyph(1, "بَ", 100.0, 50.0, 0.0, None), glyph(2, "ب", 100.0, 50.0, 6.0, None)];
        assert_eq!(left(line.to_vec()), None);
        // Beside a letter that has nothing in common with it, it is somebody's own mark.
        let line = [glyph(1, "بَ", 100.0, 50.0, 0.0, None), glyph(2, "د", 100.0, 50.0, 6.0, None)];
        assert_eq!(left(line.to_vec()), Some(vec![1, 2]));
    }

    #[test]
    fn a_part_alone_in_its_line_reaches_over_from_another_page() {
        let below = glyph(2, "د", 300.0, 20.0, 6.0, Some(1));
        let part = glyph(1, "بَ", 100.0, 700.0, 0.0, Some(0));
        assert_eq!(left(vec![part.clone(), below.clone()]), Some(vec![2]));
        let beside = glyph(3, "د", 300.0, 700.0, 6.0, Some(0));
        assert_eq!(left(vec![part, below, beside]), Some(vec![1, 2, 3]));
    }
}
