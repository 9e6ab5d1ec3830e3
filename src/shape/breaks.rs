//! Hard line breaks, and the characters that matter at the end of a line.

use std::ops::Range;

/// The paragraphs of a text without their line breaks. A break at the end leaves an empty paragraph after it.
pub(super) fn split_paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut paragraphs = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((byte, c)) = chars.next() {
        if !is_line_break(c) {
            continue;
        }
        paragraphs.push(start..byte);
        start = byte + c.len_utf8();
        if c == '\r' && chars.next_if(|(_, next)| *next == '\n').is_some() {
            start += 1;
        }
    }
    paragraphs.push(start..text.len());
    paragraphs
}

/// The mandatory breaks of Unicode's line breaking algorithm (UAX #14).
fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Replaces line breaks with spaces of the same length in bytes, so that positions stay valid.
pub(super) fn flatten(text: &str) -> String {
    let space = |c: char| match c.len_utf8() {
        1 => ' ',
        2 => '\u{a0}',
        _ => '\u{2003}',
    };
    text.chars().map(|c| if is_line_break(c) { space(c) } else { c }).collect()
}

/// The characters that close the isolates left open in a text, so that what follows is not inside them.
pub(super) fn close_isolates(text: &str) -> String {
    let open = text.chars().fold(0_usize, |open, c| match c {
        '\u{2066}'..='\u{2068}' => open + 1,
        '\u{2069}' => open.saturating_sub(1),
        _ => open,
    });
    "\u{2069}".repeat(open)
}

/// White space and formatting characters, which rule L1 of the bidirectional algorithm moves to the end of the line.
pub(super) fn resets_at_line_end(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t'
            | '\u{1680}'
            | '\u{2000}'..='\u{200a}'
            | '\u{200b}'..='\u{200d}'
            | '\u{202a}'..='\u{202e}'
            | '\u{205f}'
            | '\u{2060}'..='\u{2069}'
            | '\u{3000}'
            | '\u{feff}'
            | '\u{ad}'
    ) || c.is_control()
}
