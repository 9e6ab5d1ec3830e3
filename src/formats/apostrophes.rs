//! The apostrophes that keep a spreadsheet from computing or converting the cells of a CSV.

/// Characters that may separate cells in other files, or end a row.
const BETWEEN: [char; 5] = [';', '\t', '|', '\n', '\r'];

/// Puts an apostrophe before a cell that a spreadsheet would take for a formula, a number or a date, and before text
/// that would become a cell of its own if the file were read with another separator.
pub(crate) fn make_harmless(cell: &mut String) {
    let mut harmless = String::with_capacity(cell.len() + 1);
    // One more before those that are there, so that as many are left when it is taken off.
    if is_bad_cell(cell) {
        harmless.push('\'');
    }
    for (at, c) in cell.char_indices() {
        harmless.push(c);
        let rest = cell.get(at + c.len_utf8()..).unwrap_or_default();
        if BETWEEN.contains(&c) && starts_badly(rest) {
            harmless.push('\'');
        }
    }
    *cell = harmless;
}

/// A cell without the apostrophes that the export for spreadsheets puts before what is computed or converted.
pub(super) fn without_apostrophes(cell: String) -> String {
    if !cell.contains('\'') {
        return cell;
    }
    let mut plain = String::with_capacity(cell.len());
    let mut before = None;
    for (at, c) in cell.char_indices() {
        let is_added = c == '\''
            && before.is_some_and(|before| BETWEEN.contains(&before))
            && starts_badly(cell.get(at..).unwrap_or_default());
        if !is_added {
            plain.push(c);
        }
        before = Some(c);
    }
    if let Some(bare) = plain.strip_prefix('\'').filter(|bare| is_bad_cell(bare)) {
        plain = bare.to_owned();
    }
    let mut harmless = plain.clone();
    make_harmless(&mut harmless);
    if harmless == cell { plain } else { cell }
}

/// Whether a cell would be taken for something else, whatever apostrophes are before it.
fn is_bad_cell(cell: &str) -> bool {
    let bare = cell.trim_start_matches('\'');
    bare.starts_with(['\t', '\r', '\n']) || starts_badly(bare) || is_converted(bare)
}

/// Whether a text would be taken for a formula, whatever apostrophes are before it.
fn starts_badly(text: &str) -> bool {
    let is_formula = |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    let is_passed_over = |c: char| c == ' ' || c == '"' || c == '\u{a0}' || c == '\u{feff}';
    text.trim_start_matches('\'').trim_start_matches(is_passed_over).starts_with(is_formula)
}

/// Whether a spreadsheet would convert a text: `007`, `000445e4` and `12 345 678 901 234 567` to a number, `3-9`,
/// `10-45`, `1/2` and `2 May` to a date or a time, `true` to a truth value.
fn is_converted(cell: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    /// Nothing longer is taken for a number or a date.
    const LONGEST_BYTES: usize = 64;
    let is_mark = |c: char| {
        matches!(
            c,
            '.' | ','
                | ':'
                | ';'
                | '/'
                | '-'
                | '+'
                | '%'
                | '\''
                | '’'
                | '$'
                | '€'
                | '£'
                | '¥'
                | '('
                | ')'
                | '–'
                | '٫'
                | '٬'
        )
    };
    // A list of spans contains many numbers.
    let plain = |c: char| c.is_numeric() || is_mark(c) || c.is_whitespace();
    if cell.chars().any(char::is_numeric) && cell.chars().all(plain) {
        return true;
    }
    if cell.len() > LONGEST_BYTES {
        return false;
    }
    if ["true", "false"].iter().any(|word| cell.trim().eq_ignore_ascii_case(word)) {
        return true;
    }
    let mut words =
        cell.split(|c: char| c.is_numeric() || is_mark(c) || c.is_whitespace()).filter(|word| !word.is_empty());
    let (Some(word), None, true) = (words.next(), words.next(), cell.chars().any(char::is_numeric)) else {
        return false;
    };
    let word = word.to_ascii_lowercase();
    let is_exponent = word == "e" && cell.trim().replace(',', ".").parse::<f64>().is_ok();
    is_exponent
        || matches!(word.as_str(), "am" | "pm" | "a" | "p") && !cell.trim().starts_with(char::is_alphabetic)
        || word.len() >= 3 && MONTHS.iter().any(|month| month.starts_with(&word))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_was_made_harmless_comes_back(cell in "['=;\\t\r\n |\"+a1/-]{0,9}") {
            let mut harmless = cell.clone();
            make_harmless(&mut harmless);
            prop_assert_eq!(without_apostrophes(harmless), cell);
        }
    }
}
