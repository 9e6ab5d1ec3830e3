//! From the lines of pages to a text: running heads and page numbers are left out, lines are joined to paragraphs,
//! brackets get the direction of their text.

use std::collections::HashMap;

use super::order::Line;

/// Leaves out the first and last lines of pages that are the same, but for numbers, on at least three pages. Returns the
/// rest and how many were left out.
pub(super) fn without_heads(lines: Vec<Line>) -> (Vec<Line>, usize) {
    const LEAST_PAGES: usize = 3;
    let key = |line: &Line| line.text.chars().filter(|c| !c.is_numeric()).collect::<String>().trim().to_owned();
    let is_edge = |at: usize| {
        let page = |at: Option<usize>| at.and_then(|at| lines.get(at)).map(|line| line.page);
        page(Some(at)) != page(at.checked_sub(1)) || page(Some(at)) != page(Some(at + 1))
    };
    let mut counts: HashMap<String, usize> = HashMap::new();
    let edges: Vec<bool> = (0..lines.len()).map(is_edge).collect();
    for (line, _) in lines.iter().zip(&edges).filter(|(_, is_edge)| **is_edge) {
        *counts.entry(key(line)).or_default() += 1;
    }
    let all = lines.len();
    let is_head = |line: &Line| counts.get(&key(line)).is_some_and(|count| *count >= LEAST_PAGES);
    let kept: Vec<Line> = lines
        .into_iter()
        .zip(edges)
        .filter(|(line, is_edge)| !(*is_edge && is_head(line)))
        .map(|(line, _)| line)
        .collect();
    let left_out = all - kept.len();
    (kept, left_out)
}

/// The text of the lines, one paragraph a line.
pub(super) fn text(lines: &[Line]) -> String {
    let mut leadings: Vec<f64> = lines
        .windows(2)
        .filter_map(|pair| leading(pair.first()?, pair.last()?))
        .filter(|leading| *leading > 0.0)
        .collect();
    leadings.sort_by(f64::total_cmp);
    let usual = leadings.get(leadings.len() / 4).copied().unwrap_or(0.0);
    // The edges of each column; pages with as many columns have the same ones.
    let mut edges: HashMap<(usize, usize), (f64, f64)> = HashMap::new();
    for line in lines {
        let edge = edges.entry(line.column).or_insert((line.left, line.right));
        *edge = (edge.0.min(line.left), edge.1.max(line.right));
    }
    let mut text = String::new();
    let mut before: Option<&Line> = None;
    for line in lines {
        if let Some(before) = before {
            let is_far = leading(before, line).is_some_and(|leading| leading > 1.25 * usual.max(line.size));
            let (left, right) = edges.get(&before.column).copied().unwrap_or((before.left, before.right));
            let is_short = if before.is_rtl { before.left - left } else { right - before.right } > 5.0 * before.size;
            let ends = before.text.ends_with(['.', '!', '?', '؟', ':', '»', '"']);
            let other_size = (before.size - line.size).abs() > 0.15 * before.size;
            if is_far && (ends || is_short || before.page == line.page) || is_short || other_size {
                text.push('\n');
            } else if text.ends_with('-') && line.text.starts_with(char::is_lowercase) {
                // A Latin word that was parted at the end of its line.
                text.pop();
            } else {
                text.push(' ');
            }
        }
        text.push_str(&line.text);
        before = Some(line);
    }
    if !text.is_empty() {
        text.push('\n');
    }
    mirrored(&text)
}

/// The distance between the baselines of two lines of one column of a page.
fn leading(a: &Line, b: &Line) -> Option<f64> {
    let distance = a.baseline - b.baseline;
    (a.page == b.page && distance > 0.0).then_some(distance)
}

/// Some programs write the shape of a bracket into a PDF, others its character. Brackets that close before they open are
/// shapes, and are exchanged.
fn mirrored(text: &str) -> String {
    const PAIRS: [(char, char); 4] = [('(', ')'), ('[', ']'), ('{', '}'), ('«', '»')];
    let mut mirror = Vec::new();
    for (open, close) in PAIRS {
        // How many brackets find no partner, read either way.
        let alone = |open: char, close: char| {
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
        if alone(close, open) < alone(open, close) {
            mirror.push((open, close));
        }
    }
    let exchanged = |c: char| {
        mirror
            .iter()
            .find_map(|(open, close)| (c == *open).then_some(*close).or((c == *close).then_some(*open)))
            .unwrap_or(c)
    };
    // A bracket in a Latin run keeps its direction.
    text.lines()
        .flat_map(|line| {
            let is_rtl = line.chars().any(super::order::is_rtl);
            line.chars().map(move |c| (c, is_rtl)).chain(std::iter::once(('\n', false)))
        })
        .map(|(c, is_rtl)| if is_rtl { exchanged(c) } else { c })
        .collect()
}
