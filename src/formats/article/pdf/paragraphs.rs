//! From the lines of pages to a text: running heads and page numbers are left out, lines are joined to paragraphs and
//! read, and words that were parted at the end of a line are joined.

use std::collections::{HashMap, HashSet};

use super::order::Line;
use super::reading::{self, Ordering, Readings};
use super::trial::Reason;

/// The text of a file, with what was done to it.
#[derive(Debug, Default)]
pub(super) struct Text {
    /// One paragraph a line.
    pub text: String,
    /// Words that were joined, although they may be written with a hyphen.
    pub joined: Vec<String>,
    /// How many words were stretched to fill their line.
    pub stretched: usize,
}

/// Leaves out the first and last lines of pages that are the same, but for numbers, on several pages, and the numbers of
/// pages. Returns the rest and how many were left out.
pub(super) fn without_heads(mut lines: Vec<Line>) -> (Vec<Line>, usize) {
    /// The most lines of a running head.
    const MOST_LINES: usize = 3;
    let all = lines.len();
    for round in 0..MOST_LINES {
        let heads = heads(&lines, round > 0);
        if heads.is_empty() {
            break;
        }
        let mut at = 0;
        lines.retain(|_| {
            at += 1;
            !heads.contains(&(at - 1))
        });
    }
    let left_out = all - lines.len();
    (lines, left_out)
}

/// A line that may be a running head.
struct Candidate<'l> {
    at: usize,
    line: &'l Line,
    /// What is the same on all pages.
    key: String,
    number: Option<i64>,
}

/// The places of lines that are running heads or numbers of pages. Those that must be `apart` stand far from the next
/// line, as the second line of a head does.
fn heads(lines: &[Line], apart: bool) -> HashSet<usize> {
    // The highest and the lowest line of each page.
    let mut edges: HashMap<u32, [usize; 2]> = HashMap::new();
    let baseline = |at: usize| lines.get(at).map_or(0.0, |line| line.baseline);
    for (at, line) in lines.iter().enumerate() {
        let [top, bottom] = edges.entry(line.page).or_insert([at, at]);
        if line.baseline > baseline(*top) {
            *top = at;
        }
        if line.baseline < baseline(*bottom) {
            *bottom = at;
        }
    }
    let key = |line: &Line| line.shown().chars().filter(|c| !c.is_numeric()).collect::<String>().trim().to_owned();
    let candidate = |at: &usize| {
        let line = lines.get(*at)?;
        Some(Candidate { at: *at, line, key: key(line), number: page_number(line) })
    };
    let candidates: Vec<Candidate<'_>> = edges.values().flatten().filter_map(candidate).collect();
    let is_head = |own: &Candidate<'_>| {
        let others = candidates.iter().filter(|other| other.line.page != own.line.page);
        let mut same = others.filter(|other| (other.line.baseline - own.line.baseline).abs() < 0.5 * own.line.size);
        match own.number {
            // Numbers of pages follow one another.
            Some(number) => same.any(|other| {
                let step = i64::from(other.line.page) - i64::from(own.line.page);
                other.number.is_some_and(|other| other - number == step)
            }),
            None => own.key.chars().any(char::is_alphabetic) && same.any(|other| other.key == own.key),
        }
    };
    let is_only_number = |at: usize, line: &Line| {
        // On the only page there is nothing to compare with but the distance from the text.
        let gap = |other: &Line| (other.baseline - line.baseline).abs();
        let nearest = lines.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, other)| gap(other));
        edges.len() == 1
            && page_number(line) == Some(i64::from(line.page))
            && nearest.fold(f64::INFINITY, f64::min) > 2.0 * line.size
    };
    let mut places: HashMap<u32, Vec<usize>> = HashMap::new();
    for (at, line) in lines.iter().enumerate() {
        places.entry(line.page).or_default().push(at);
    }
    let is_apart = |at: usize, line: &Line| {
        let others = places.get(&line.page).into_iter().flatten().filter(|other| **other != at);
        let gaps = others.map(|other| (baseline(*other) - line.baseline).abs());
        gaps.fold(f64::INFINITY, f64::min) > 2.2 * line.size
    };
    let found = candidates.iter().filter(|own| {
        (!apart || own.number.is_some() || is_apart(own.at, own.line))
            && (is_head(own) || is_only_number(own.at, own.line))
    });
    found.map(|own| own.at).collect()
}

/// The number in a line that consists of one number, and perhaps of dashes or brackets around it.
fn page_number(line: &Line) -> Option<i64> {
    const LONGEST: usize = 4;
    let shown = line.shown();
    let digits: String = shown.chars().filter(|c| c.is_numeric()).filter_map(western).collect();
    let is_number = shown.trim_matches(|c: char| !c.is_numeric()).chars().all(char::is_numeric);
    let is_alone = !shown.chars().any(char::is_alphabetic);
    if is_number && is_alone && (1..=LONGEST).contains(&digits.len()) { digits.parse().ok() } else { None }
}

fn western(c: char) -> Option<char> {
    let zero = match c {
        '٠'..='٩' => '٠',
        '۰'..='۹' => '۰',
        _ => '0',
    };
    char::from_digit(u32::from(c).checked_sub(u32::from(zero))?, 10)
}

/// The text of the lines.
///
/// # Errors
/// A line cannot be read with certainty; with the page.
pub(super) fn text(lines: Vec<Line>, ordering: Ordering) -> Result<Text, (u32, Reason)> {
    let paragraphs = paragraphs(lines);
    let read = |is_mirrored: bool| -> Result<Vec<Vec<String>>, (u32, Reason)> {
        let readings: Vec<Readings> =
            paragraphs.iter().map(|lines| Readings::of(lines, is_mirrored, ordering)).collect();
        let told: Vec<Option<bool>> = readings.iter().map(Readings::is_against_page).collect();
        // Where nothing tells, a paragraph is like most others.
        let against = told.iter().filter(|told| **told == Some(true)).count();
        let usual = against * 2 > told.iter().flatten().count();
        readings.into_iter().zip(told).map(|(reading, told)| reading.lines(told.unwrap_or(usual))).collect()
    };
    // Some programs write the characters of brackets into a PDF, others their shapes: brackets that close before they
    // open were shapes.
    let plain = read(false);
    let has_brackets = paragraphs.iter().flatten().flat_map(|line| &line.units).any(|unit| {
        let c = unit.text.chars().next();
        c.is_some_and(|c| super::bidi::mirrored(c) != c)
    });
    let chosen = if has_brackets {
        match (plain, read(true)) {
            (Ok(plain), Ok(mirrored)) => Ok(if alone(&mirrored) < alone(&plain) { mirrored } else { plain }),
            (Err(_), Ok(mirrored)) if alone(&mirrored) == 0 => Ok(mirrored),
            (plain, _) => plain,
        }
    } else {
        plain
    }?;
    let mut text = Text::default();
    let words: HashSet<&str> = chosen.iter().flatten().flat_map(|line| line.split_whitespace()).map(bare).collect();
    let mut goes_on = paragraphs.iter().map(|lines| lines.last().is_some_and(|line| line.row_goes_on));
    for lines in &chosen {
        for (at, line) in lines.iter().enumerate() {
            if at > 0 {
                join(&mut text, line, &words);
            }
            text.text.push_str(line);
        }
        let row_goes_on = goes_on.next().unwrap_or_default();
        text.text.push(if row_goes_on { '\t' } else { '\n' });
    }
    (text.text, text.stretched) = unstretched(&text.text);
    Ok(text)
}

/// How many brackets find no partner in the whole text.
fn alone(paragraphs: &[Vec<String>]) -> usize {
    reading::alone(&paragraphs.concat().join("\n"))
}

/// A word without what stands around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// Writes what stands between two lines of a paragraph: a space, or nothing where a word goes on.
fn join(text: &mut Text, next: &str, words: &HashSet<&str>) {
    const HYPHENS: [char; 2] = ['-', '\u{2010}'];
    if text.text.ends_with('\u{ad}') {
        text.text.pop();
        return;
    }
    let last = text.text.rsplit(|c: char| c.is_whitespace()).next().unwrap_or_default().to_owned();
    let begins_small = next.starts_with(char::is_lowercase);
    let part = last.strip_suffix(HYPHENS).filter(|part| part.ends_with(char::is_alphanumeric));
    let Some(part) = part else {
        if is_in_address(&last, next) {
            let first = next.split_whitespace().next().unwrap_or_default();
            text.joined.push(bare(&format!("{last}{first}")).to_owned());
        } else {
            text.text.push(' ');
        }
        return;
    };
    let first = next.split_whitespace().next().unwrap_or_default();
    if !begins_small || words.contains(bare(&format!("{last}{first}"))) {
        // `Anglo-American`, `2020-2024`; but not a dash before another sentence.
        return;
    }
    text.text.pop();
    let whole = format!("{part}{first}");
    if !words.contains(bare(&whole)) {
        text.joined.push(bare(&whole).to_owned());
    }
}

/// Whether the address of a web page goes on in the next line.
fn is_in_address(last: &str, next: &str) -> bool {
    let last = last.trim_start_matches(|c: char| !c.is_alphanumeric());
    let is_address = last.starts_with("www.") || last.contains("://");
    let goes_on = next.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
    is_address && goes_on && last.ends_with(['/', '.', '-', '_', '?', '=', '&'])
}

/// The text without the lines by which Arabic words are stretched inside, and how many words had one. One at the end of a
/// word is written by people.
fn unstretched(text: &str) -> (String, usize) {
    const LINE: char = '\u{640}';
    let is_letter =
        |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() && c != LINE || crate::text::arabic::is_mark(c));
    let mut out = String::with_capacity(text.len());
    let (mut count, mut rest) = (0, text);
    while let Some(at) = rest.find(LINE) {
        let (before, line) = rest.split_at(at);
        let after = line.trim_start_matches(LINE);
        out.push_str(before);
        if is_letter(out.chars().next_back()) && is_letter(after.chars().next()) {
            count += 1;
        } else {
            out.push_str(line.strip_suffix(after).unwrap_or_default());
        }
        rest = after;
    }
    out.push_str(rest);
    (out, count)
}

/// The lines of each paragraph.
fn paragraphs(lines: Vec<Line>) -> Vec<Vec<Line>> {
    let parts = lines.windows(2).filter_map(|pair| Some(leading(pair.first()?, pair.last()?)? / pair.last()?.size));
    let mut leadings: Vec<f64> = parts.filter(|part| part.is_finite()).collect();
    leadings.sort_by(f64::total_cmp);
    let usual = leadings.get(leadings.len() / 4).copied().unwrap_or(0.0);
    let edges = edges(&lines);
    let begins: Vec<bool> = (0..lines.len())
        .map(|at| {
            let (Some(before), Some(line)) = (at.checked_sub(1).and_then(|at| lines.get(at)), lines.get(at)) else {
                return true;
            };
            let (Some(edges_before), Some(own)) = (edges.get(at - 1), edges.get(at)) else { return true };
            begins(before, *edges_before, line, *own, lines.get(at + 1), usual)
        })
        .collect();
    let mut all: Vec<Vec<Line>> = Vec::new();
    for (line, begins) in lines.into_iter().zip(begins) {
        match all.last_mut().filter(|_| !begins) {
            Some(paragraph) => paragraph.push(line),
            None => all.push(vec![line]),
        }
    }
    all
}

/// Where the lines of a block begin and end.
#[derive(Clone, Copy, Debug)]
struct Edges {
    left: f64,
    right: f64,
    /// Whether most lines touch the edge.
    is_flush_left: bool,
    is_flush_right: bool,
}

/// The edges of the block of each line. Pages of a single block have the same ones, since the last may end early.
fn edges(lines: &[Line]) -> Vec<Edges> {
    let mut blocks: HashMap<u32, usize> = HashMap::new();
    for line in lines.iter().filter(|line| line.begins_block) {
        *blocks.entry(line.page).or_default() += 1;
    }
    let is_single = |line: &Line| blocks.get(&line.page).is_none_or(|count| *count == 1);
    let single: Vec<&Line> = lines.iter().filter(|line| is_single(line)).collect();
    let all = Edges::of(&single);
    let mut found = Vec::with_capacity(lines.len());
    for block in lines.chunk_by(|a, b| a.page == b.page && !b.begins_block) {
        let own: Vec<&Line> = block.iter().collect();
        let edges = if block.first().is_some_and(is_single) { all } else { Edges::of(&own) };
        found.extend(block.iter().map(|_| edges));
    }
    found
}

impl Edges {
    fn of(lines: &[&Line]) -> Self {
        let left = lines.iter().map(|line| line.left).fold(f64::INFINITY, f64::min);
        let right = lines.iter().map(|line| line.right).fold(f64::NEG_INFINITY, f64::max);
        let most =
            |touches: &dyn Fn(&Line) -> bool| lines.iter().filter(|line| touches(line)).count() * 2 >= lines.len();
        Self {
            left,
            right,
            is_flush_left: most(&|line| line.left - left < 0.3 * line.size),
            is_flush_right: most(&|line| right - line.right < 0.3 * line.size),
        }
    }
}

/// How much room a line leaves on the side where lines end.
fn room(line: &Line, edges: Edges) -> f64 {
    /// No first line begins farther inside, in sizes of letters.
    const LARGEST_INDENT: f64 = 6.0;
    let (at_left, at_right) = (line.left - edges.left, edges.right - line.right);
    let (is_flush, other, end, start) = if line.is_rtl {
        (edges.is_flush_right, edges.is_flush_left, at_left, at_right)
    } else {
        (edges.is_flush_left, edges.is_flush_right, at_right, at_left)
    };
    match (is_flush, other) {
        (true, true) if start > LARGEST_INDENT * line.size => start,
        (true, _) => end,
        // Arabic in a paragraph that begins at the left, or English in one that begins at the right.
        (false, true) => start,
        (false, false) => start + end,
    }
}

/// Whether a line begins a paragraph. `usual` is the usual distance of baselines, as a multiple of the size of letters.
fn begins(before: &Line, edges: Edges, line: &Line, own: Edges, next: Option<&Line>, usual: f64) -> bool {
    if before.is_cell || line.is_cell {
        return true;
    }
    let room = room(before, edges);
    let is_far = leading(before, line).is_some_and(|leading| {
        // If every paragraph is one line, the distance between paragraphs is the usual one.
        leading > 1.25 * usual.max(1.0) * line.size
            || leading > 2.1 * line.size && (room > line.size || before.ends_sentence())
    });
    // The first word of this line would have had room there.
    let is_short = room > line.first_word + 0.5 * before.size;
    let other_size = (before.size - line.size).abs() > 0.15 * before.size;
    // How far a line begins inside its block.
    let indent = |line: &Line| if line.is_rtl { own.right - line.right } else { line.left - own.left };
    let is_at_edge = |line: &Line| indent(line).abs() < 0.3 * line.size;
    let goes_on = next.is_none_or(|next| next.is_rtl == line.is_rtl && is_at_edge(next));
    let was_at_edge = if line.begins_block { before.ends_sentence() } else { is_at_edge(before) };
    let is_indented = (0.8 * line.size..6.0 * line.size).contains(&indent(line)) && goes_on && was_at_edge;
    // No line begins with a full stop: this one ends a paragraph that was set from left to right.
    let ends_at_right =
        before.is_rtl && before.units.last().is_some_and(|unit| unit.text.ends_with(['.', '!', '?', '؟']));
    is_far || is_short || other_size || is_indented || ends_at_right
}

/// The distance between the baselines of two lines of one block.
fn leading(a: &Line, b: &Line) -> Option<f64> {
    let distance = a.baseline - b.baseline;
    (a.page == b.page && distance > 0.0).then_some(distance)
}
