//! Names of files made from titles: readable, in the letters of the title, and possible on every system.

use super::segment::grapheme_floor;

/// The most bytes of a name. Systems have 255 with the ending, and some programs put more in front of it.
const MOST_BYTES: usize = 120;

/// A title as the name of a file or folder, without an ending; empty if nothing of it can stand in one.
///
/// Letters, digits and most signs stay as they are. What Windows refuses becomes a blank, or a hyphen where it joins two
/// words; marks of direction, which would turn the ending of the name around, are left out. A long title is cut between
/// words. Windows keeps some names for devices; these get an underscore.
pub(crate) fn from_title(title: &str) -> String {
    let kept = title.chars().filter_map(|c| match c {
        '/' | '\\' | '|' => Some('-'),
        '<' | '>' | ':' | '"' | '?' | '*' => Some(' '),
        c if is_of_direction(c) => None,
        c if c.is_control() || c.is_whitespace() => Some(' '),
        c => Some(c),
    });
    let kept: String = kept.collect();
    let name = kept.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let name = trimmed(&name);
    let name = if name.len() > MOST_BYTES { trimmed(cut(name)) } else { name };
    if is_device(name) { format!("{name}_") } else { name.to_owned() }
}

/// Without blanks and dots, which Windows drops at the end, and without what hides a file or looks like an option at the
/// beginning.
fn trimmed(name: &str) -> &str {
    name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '-' | '~'))
}

/// The words that fit.
fn cut(name: &str) -> &str {
    let limit = grapheme_floor(name, name.floor_char_boundary(MOST_BYTES));
    let head = name.get(..limit).unwrap_or_default();
    let ends_word = name.get(limit..).is_some_and(|rest| rest.starts_with(' '));
    match head.rfind(' ').filter(|at| !ends_word && *at * 2 >= limit) {
        Some(at) => head.get(..at).unwrap_or_default(),
        None => head,
    }
}

/// Whether it is invisible and decides in which direction text runs, or has no width at all.
fn is_of_direction(c: char) -> bool {
    matches!(
        c,
        '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
    )
}

/// Whether Windows keeps the name, which may go on after a dot, for a device.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let number = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    let digit = number.filter(|number| number.chars().count() == 1).and_then(|number| number.chars().next());
    digit.is_some_and(|digit| matches!(digit, '0'..='9' | '¹' | '²' | '³'))
        || ["con", "prn", "aux", "nul", "conin$", "conout$"].contains(&stem.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_stays_readable_and_is_a_name_everywhere() {
        for (title, expected) in [
            ("Biden–Putin call", "Biden–Putin call"),
            ("مكالمة بايدن وبوتين: ما الذي قيل؟", "مكالمة بايدن وبوتين ما الذي قيل؟"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("\u{202b}قال\u{202c} \u{2067}AC/DC\u{2069}", "قال AC-DC"),
            ("a<b>c:\"d\"|e?*\\f", "a b c d -e -f"),
            ("  two\t\nlines\u{85}. ", "two lines"),
            ("../../etc", "etc"),
            (".hidden", "hidden"),
            ("--out", "out"),
            ("CON", "CON_"),
            ("nul.txt", "nul.txt_"),
            ("Com7", "Com7_"),
            ("LPT²", "LPT²_"),
            ("com10", "com10"),
            ("Conrad", "Conrad"),
            ("???", ""),
            ("", ""),
        ] {
            assert_eq!(from_title(title), expected, "{title:?}");
        }
    }

    #[test]
    fn a_long_title_is_cut_between_words_and_never_inside_a_letter() {
        let words = "كلمة ".repeat(40);
        let name = from_title(&words);
        assert!(name.len() <= MOST_BYTES && name.len() > MOST_BYTES / 2);
        assert!(name.split(' ').all(|word| word == "كلمة"), "{name}");
        // One word without a blank: a letter keeps its marks.
        let letters = "بَّ".repeat(60);
        let name = from_title(&format!("x{letters}"));
        let letters_kept = name.strip_prefix('x').unwrap();
        assert_eq!(letters_kept, letters.get(..19 * "بَّ".len()).unwrap());
    }
}
