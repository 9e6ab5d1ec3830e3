//! The apostrophes that keep a spreadsheet from computing or converting the cells of a CSV.

/// Puts an apostrophe before a cell that a spreadsheet would take for a formula, a number or a date, and before text
/// that would become a cell of its own if the file were read with another separator.
pub(crate) fn make_harmless(cell: &mut String) {
    /// Characters that may separate cells in other files, or end a row.
    const BETWEEN: [char; 5] = [';', '\t', '|', '\n', '\r'];
    let is_formula = |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    let is_passed_over = |c: char| c == ' ' || c == '"' || c == '\u{a0}' || c == '\u{feff}';
    let mut harmless = String::with_capacity(cell.len() + 1);
    let starts_badly = |text: &str| text.trim_start_matches(is_passed_over).starts_with(is_formula);
    // One more before those that are there, so that as many are left when it is taken off.
    let bare = cell.trim_start_matches('\'');
    if bare.starts_with(['\t', '\r', '\n']) || starts_badly(bare) || is_converted(bare) {
        harmless.push('\'');
    }
    for (at, c) in cell.char_indices() {
        harmless.push(c);
        let rest = cell.get(at + c.len_utf8()..).unwrap_or_default();
        if BETWEEN.contains(&c) && starts_badly(rest.trim_start_matches('\'')) {
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
    for c in cell.chars() {
        if !(c == '\'' && before.is_none_or(|before| [';', '\t', '|', '\n', '\r'].contains(&before))) {
            plain.push(c);
        }
        before = Some(c);
    }
    let mut harmless = plain.clone();
    make_harmless(&mut harmless);
    if harmless == cell { plain } else { cell }
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
