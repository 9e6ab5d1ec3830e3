//! What can be told from a text alone: a title from its first line, its language, and whether it contains anything to read.

use super::marks;
use super::segment::grapheme_floor;

/// How long a title may be, in code points.
const LONGEST_TITLE_CHARS: usize = 120;

/// Whether a text contains only white space, invisible marks and control characters.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(is_invisible)
}

/// The first line that contains letters, trimmed of white space and invisible marks. A long line is cut between words and
/// ends in an ellipsis. `None` if no line contains letters.
pub(crate) fn title(text: &str) -> Option<String> {
    // LF, CR, vertical tab, form feed, NEL, and the separators of Unicode.
    let ends = ['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];
    let line = text.split(ends).find(|line| line.chars().any(char::is_alphabetic))?;
    let line = without_heading_mark(line.trim_matches(is_invisible));
    let Some((limit, _)) = line.char_indices().nth(LONGEST_TITLE_CHARS) else { return Some(line.to_owned()) };
    // One less for the ellipsis.
    let limit = line.get(..limit).and_then(|head| head.char_indices().next_back()).map_or(0, |(at, _)| at);
    let head = line.get(..limit).unwrap_or_default();
    // The word that crosses the limit is dropped; if there is no space nearby, the cut falls between graphemes.
    let ends_word = line.get(limit..).is_some_and(|rest| rest.starts_with(char::is_whitespace));
    let cut =
        if ends_word { limit } else { head.rfind(char::is_whitespace).filter(|cut| *cut * 2 >= limit).unwrap_or(0) };
    let cut = if cut == 0 { grapheme_floor(line, limit) } else { cut };
    Some(format!("{}…", line.get(..cut).unwrap_or_default().trim_end_matches(is_invisible)))
}

/// A line without the mark of a heading in Markdown: one to six `#` and a blank.
fn without_heading_mark(line: &str) -> &str {
    let rest = line.trim_start_matches('#');
    let is_heading = (1..=6).contains(&(line.len() - rest.len())) && rest.starts_with(' ');
    if is_heading { rest.trim_start() } else { line }
}

/// The language of a text as a BCP 47 tag, if its letters identify it. Empty otherwise, for example for Latin letters.
pub(crate) fn language(text: &str) -> &'static str {
    let (mut letters, mut arabic, mut hebrew) = (0_usize, 0_usize, 0_usize);
    let (mut urdu, mut pashto, mut kurdish, mut persian, mut not_persian) =
        (0_usize, 0_usize, 0_usize, 0_usize, 0_usize);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        match c {
            '\u{620}'..='\u{64a}' | '\u{66e}'..='\u{6d3}' | '\u{6d5}'..='\u{6ff}' | '\u{fb50}'..='\u{fefc}' => {
                arabic += 1
            }
            '\u{5d0}'..='\u{5f2}' => hebrew += 1,
            _ => {}
        }
        match c {
            'ٹ' | 'ڈ' | 'ڑ' | 'ں' | 'ے' | 'ہ' | 'ھ' => urdu += 1,
            'ټ' | 'ډ' | 'ړ' | 'ږ' | 'ښ' | 'ځ' | 'څ' | 'ڼ' | 'ې' | 'ۍ' => pashto += 1,
            'ێ' | 'ۆ' | 'ڕ' | 'ڵ' | 'ە' => kurdish += 1,
            'پ' | 'چ' | 'ژ' | 'گ' | 'ک' | 'ی' => persian += 1,
            'ك' | 'ي' | 'ة' | 'ى' => not_persian += 1,
            _ => {}
        }
    }
    if hebrew * 2 > letters {
        return "he";
    }
    if arabic * 2 <= letters {
        return "";
    }
    // Names and quotations contain a few letters of other languages.
    match () {
        () if pashto * 40 >= arabic => "ps",
        () if kurdish * 20 >= arabic => "ckb",
        () if urdu * 40 >= arabic => "ur",
        () if persian * 25 >= arabic && persian > not_persian => "fa",
        () => "ar",
    }
}

/// Whether the letters of a text can be of a language that somebody states. Many programs state their own language
/// instead of that of the text.
pub(crate) fn can_be(stated: &str, text: &str) -> bool {
    const ARABIC_LETTERS: [&str; 20] = [
        "ar", "arb", "arz", "apc", "ary", "acm", "fa", "pes", "prs", "ur", "ps", "pbt", "ckb", "ku", "sd", "ug", "ks",
        "pnb", "bal", "azb",
    ];
    const HEBREW_LETTERS: [&str; 4] = ["he", "iw", "yi", "lad"];
    let stated = stated.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let is_of = |list: &[&str]| list.contains(&stated.as_str());
    match language(text) {
        "he" => is_of(&HEBREW_LETTERS),
        "" => !(is_of(&ARABIC_LETTERS) || is_of(&HEBREW_LETTERS)) || !text.chars().any(char::is_alphabetic),
        _ => is_of(&ARABIC_LETTERS),
    }
}

/// White space, invisible marks, control characters.
fn is_invisible(c: char) -> bool {
    c.is_whitespace() || c.is_control() || marks::is_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_is_the_first_line_with_letters() {
        for (text, expected) in [
            ("Title\nText", Some("Title")),
            ("A headline\rThe text", Some("A headline")),
            ("One\r\nTwo", Some("One")),
            ("The spokesman\u{85}said", Some("The spokesman")),
            ("One\u{2028}two", Some("One")),
            ("One\u{2029}two", Some("One")),
            ("One\u{b}two", Some("One")),
            ("\u{c}One\u{c}two", Some("One")),
            ("\u{feff}\u{feff}\u{200f} عنوان \u{200e}\nنص", Some("عنوان")),
            ("***\n2026-11-27\n  Text  \n", Some("Text")),
            ("# A heading\nText", Some("A heading")),
            ("#sanctions again\nText", Some("#sanctions again")),
            ("12\n34", None),
            ("", None),
        ] {
            assert_eq!(title(text).as_deref(), expected, "{text:?}");
        }
    }

    #[test]
    fn a_long_title_is_cut_between_words() {
        let line = "كلمة ".repeat(60);
        let found = title(&line).unwrap();
        assert!(found.ends_with("كلمة…"), "{found}");
        assert!(found.chars().count() <= LONGEST_TITLE_CHARS);
        // Without a space, marks stay with their letter.
        let found = title(&"e\u{301}".repeat(200)).unwrap();
        assert!(found.ends_with("e\u{301}…"), "{found}");
        assert!(found.chars().count() <= LONGEST_TITLE_CHARS);
        let exact = "a".repeat(LONGEST_TITLE_CHARS);
        assert_eq!(title(&exact), Some(exact));
    }

    #[test]
    fn the_letters_tell_the_language() {
        for (text, expected) in [
            ("قال المتحدث إن المحادثات ستبدأ غدا", "ar"),
            ("سخنگو گفت گفت‌وگوها فردا آغاز می‌شود", "fa"),
            ("ترجمان نے کہا کہ مذاکرات کل شروع ہوں گے", "ur"),
            ("הדובר אמר שהשיחות יתחילו מחר", "he"),
            ("The spokesman said yes", ""),
            ("Представитель заявил", ""),
            ("قال المتحدث باسم شركة Google إن", "ar"),
            ("", ""),
        ] {
            assert_eq!(language(text), expected, "{text}");
        }
    }

    #[test]
    fn a_stated_language_must_fit_the_letters() {
        for (stated, text, expected) in [
            ("en-US", "قال المتحدث إن المحادثات ستبدأ غدا", false),
            ("ar-EG", "قال المتحدث إن المحادثات ستبدأ غدا", true),
            ("fa", "سخنگو گفت", true),
            ("ar", "The spokesman said yes", false),
            ("en", "The spokesman said yes", true),
            ("fr", "Le porte-parole a dit oui", true),
            ("he", "הדובר אמר", true),
            ("en", "הדובר אמר", false),
            ("ar", "12 – 34", true),
        ] {
            assert_eq!(can_be(stated, text), expected, "{stated} {text}");
        }
    }

    #[test]
    fn a_text_of_invisible_marks_is_blank() {
        for blank in
            ["", " \n\t", "\u{200b}\u{200f}", "\u{feff}\u{200e}\u{2066}\u{2069}\u{ad}\u{61c}\u{2060}", "\u{a0}\u{3000}"]
        {
            assert!(is_blank(blank), "{blank:?}");
        }
        assert!(!is_blank("\u{200f}."));
    }
}
