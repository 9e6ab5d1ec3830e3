//! The escapes of the format: one set for the text of a sentence, another for the values of features.

/// Stands for a value that is empty.
pub(super) const EMPTY: &str = "*";
/// Stands for no annotation in this row.
pub(super) const NONE: &str = "_";

/// A line of the text, or a token.
pub(super) fn text(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\u{c}' => out.push_str("\\f"),
            '\u{8}' => out.push_str("\\b"),
            c => out.push(c),
        }
    }
}

/// The value of a feature; a value cannot have carriage returns, so CR LF and CR become LF.
pub(super) fn value(value: &str) -> String {
    if value.is_empty() {
        return EMPTY.to_owned();
    }
    let mut out = String::with_capacity(value.len());
    let mut chars = value.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' | '[' | ']' | '|' | '_' | ';' | '*' => {
                out.push('\\');
                out.push(c);
            }
            // An arrow is escaped as one character.
            '-' if chars.peek() == Some(&'>') => out.push_str("\\-"),
            '\t' => out.push_str("\\t"),
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\r' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
    out
}

/// Undoes [`value`].
pub(super) fn value_of(escaped: &str) -> String {
    if escaped == EMPTY {
        return String::new();
    }
    let mut out = String::with_capacity(escaped.len());
    let mut chars = escaped.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('t') => out.push('\t'),
                Some('n') => out.push('\n'),
                Some(c) => out.push(c),
                None => {}
            },
            c => out.push(c),
        }
    }
    out
}

/// Undoes [`text`] as Java does, which also knows octal and Unicode escapes.
pub(super) fn text_of(escaped: &str) -> String {
    let mut out = String::with_capacity(escaped.len());
    let mut rest = escaped;
    while let Some(at) = rest.find('\\') {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let after = after.get(1..).unwrap_or_default();
        let mut chars = after.chars();
        let mut used = 0;
        match chars.next() {
            Some('u') => match unicode(after) {
                Some((c, length)) => {
                    out.push(c);
                    used = length;
                }
                None => out.push('\\'),
            },
            Some(c) => {
                out.push(match c {
                    't' => '\t',
                    'n' => '\n',
                    'r' => '\r',
                    'f' => '\u{c}',
                    'b' => '\u{8}',
                    c => c,
                });
                used = c.len_utf8();
            }
            None => {}
        }
        rest = after.get(used..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// The character of `uXXXX`, or of two of them that are a pair of surrogates, and the bytes that it takes.
fn unicode(text: &str) -> Option<(char, usize)> {
    let unit = |from: usize| u32::from_str_radix(text.get(from..from + 4)?, 16).ok();
    let first = unit(1)?;
    if (0xd800..0xdc00).contains(&first) && text.get(5..7) == Some("\\u") {
        let second = unit(7)?.checked_sub(0xdc00).filter(|second| *second < 0x400)?;
        return char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + second).map(|c| (c, 11));
    }
    char::from_u32(first).map(|c| (c, 5))
}

/// Cuts at a character that has no backslash before it, unless the backslash is itself escaped.
pub(super) fn split(text: &str, at: char) -> Vec<&str> {
    let (mut parts, mut start, mut is_escaped) = (Vec::new(), 0, false);
    for (index, c) in text.char_indices() {
        if is_escaped {
            is_escaped = false;
        } else if c == '\\' {
            is_escaped = true;
        } else if c == at {
            parts.push(text.get(start..index).unwrap_or_default());
            start = index + c.len_utf8();
        }
    }
    parts.push(text.get(start..).unwrap_or_default());
    parts
}

/// Takes `[…]` off the end of a value, unless the bracket is escaped.
pub(super) fn split_suffix(value: &str) -> (&str, Option<&str>) {
    let Some(inner) = value.strip_suffix(']').filter(|inner| !inner.ends_with('\\')) else { return (value, None) };
    inner.rsplit_once('[').map_or((value, None), |(value, suffix)| (value, Some(suffix)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back() {
        for text in
            ["", "a", "*", "_", "a|b;c", "[1]", "x[1]", "->", "a->b-c", "\\", "ends\\", "a\tb\nc", "*_*", "قال: «لا»"]
        {
            let escaped = value(text);
            assert_eq!(value_of(&escaped), text);
            assert!(!escaped.contains(['\t', '\n']));
            // As one of several in a row, with the number that several have.
            let row = format!("{escaped}[1]|{escaped}[22]");
            let parts: Vec<_> = split(&row, '|').into_iter().map(split_suffix).collect();
            assert_eq!(parts, [(escaped.as_str(), Some("1")), (escaped.as_str(), Some("22"))]);
        }
        assert_eq!(value("a\r\nb\rc"), "a\\nb\\nc");
        assert_eq!(value("a->b_c"), "a\\->b\\_c");
    }

    #[test]
    fn texts_come_back_and_java_escapes_are_read() {
        for line in ["", "a\\b", "a\rb\tc\u{c}d\u{b}e", "\\u0041", "[x] {y} a|b _under_ *star* a->b #hash"] {
            let mut escaped = String::new();
            text(&mut escaped, line);
            assert_eq!(text_of(&escaped), line);
            assert!(!escaped.contains(['\t', '\r', '\n']));
        }
        assert_eq!(text_of("\\u0041\\ud83d\\ude42\\[x\\]\\\"\\uzz"), "A🙂[x]\"\\uzz");
        assert_eq!(text_of("a\\"), "a");
    }
}
