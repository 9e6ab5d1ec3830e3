//! Numbers and dates as people type them, with the digits and separators of their own script.

use jiff::civil::Date;

/// The text with the digits of all scripts as 0 to 9, without the invisible marks that pasted numbers contain.
pub(crate) fn plain_digits(text: &str) -> String {
    text.chars().filter(|c| !is_invisible(*c)).map(|c| digit(c).unwrap_or(c)).collect()
}

/// Parses a number with or without a fraction. Thousands separators are ignored; the Arabic decimal separator counts as a
/// full stop.
pub(crate) fn decimal(text: &str) -> Option<f64> {
    let plain = plain_digits(text);
    let plain: String = plain
        .trim()
        .chars()
        .filter_map(|c| match c {
            '\u{66c}' => None,
            '\u{66b}' => Some('.'),
            '\u{2212}' => Some('-'),
            c => Some(c),
        })
        .collect();
    plain.parse().ok()
}

/// Parses a whole number.
pub(crate) fn whole(text: &str) -> Option<usize> {
    let plain = plain_digits(text);
    plain.trim().replace('\u{66c}', "").parse().ok()
}

/// Parses a date: year, month and day, separated by any hyphen, slash or full stop.
pub(crate) fn day(text: &str) -> Option<Date> {
    let plain = plain_digits(text);
    let parts: Vec<&str> = plain.trim().split(is_between).map(str::trim).collect();
    let [year, month, day] = parts.as_slice() else { return None };
    let number = |part: &str, digits: std::ops::RangeInclusive<usize>| {
        let fits = digits.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| part.parse::<i16>().ok()).flatten()
    };
    let (month, day) = (i8::try_from(number(month, 1..=2)?).ok()?, i8::try_from(number(day, 1..=2)?).ok()?);
    Date::new(number(year, 4..=4)?, month, day).ok()
}

/// Whether a character separates the parts of a date: hyphens and dashes, slashes, full stops, the Arabic date separator.
fn is_between(c: char) -> bool {
    matches!(c, '-' | '/' | '.' | '\u{60d}' | '\u{2010}'..='\u{2013}' | '\u{2044}' | '\u{2212}' | '\u{66b}')
}

/// Marks of direction, joiners and the like.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The ASCII digit for a digit of another script.
fn digit(c: char) -> Option<char> {
    // The zero of each script; its other nine digits follow.
    const ZEROS: [char; 10] = [
        '\u{660}', '\u{6f0}', '\u{7c0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{e50}', '\u{1040}', '\u{ff10}',
    ];
    let zero =
        ZEROS.into_iter().find(|zero| (*zero..=char::from_u32(*zero as u32 + 9).unwrap_or(*zero)).contains(&c))?;
    char::from_digit(c as u32 - zero as u32, 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_arabic_persian_and_others_are_digits() {
        for text in [
            "2026-12-31",
            "٢٠٢٦-١٢-٣١",
            "۲۰۲۶-۱۲-۳۱",
            "۲۰۲۶/۱۲/۳۱",
            "٢٠٢٦؍١٢؍٣١",
            " \u{200f}٢٠٢٦–١٢–٣١\u{200e} ",
            "2026.12.31",
            "२०२६-१२-३१",
        ] {
            assert_eq!(day(text), Date::new(2026, 12, 31).ok(), "{text}");
        }
        assert_eq!(day("2026-1-5"), Date::new(2026, 1, 5).ok());
        for text in [
            "",
            "31-12-2026",
            "2026-13-01",
            "2026-12",
            "2026-12-31-1",
            "20261231",
            "2026-12-x",
            "26-12-31",
            "2026-02-30",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
        for (text, number) in [("٣", 3), ("۱۲", 12), (" 7 ", 7), ("١٬٠٠٠", 1000)] {
            assert_eq!(whole(text), Some(number), "{text}");
        }
        for text in ["", "-1", "1.5", "two", "١٫٥"] {
            assert_eq!(whole(text), None, "{text}");
        }
        assert_eq!(decimal("۰٫۵"), Some(0.5));
        assert_eq!(decimal("٠٫٠٥"), Some(0.05));
        assert_eq!(decimal("1e-3"), Some(0.001));
        assert_eq!(decimal("−١"), Some(-1.0));
    }
}
