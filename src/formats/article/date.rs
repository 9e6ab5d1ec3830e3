//! Dates of publication as pages and databases write them.

use unicode_normalization::UnicodeNormalization as _;

/// The months by their beginnings or names, in English and in the two Arabic series.
const MONTHS: [&[&str]; 12] = [
    &["jan", "يناير", "كانون الثاني", "جانفي"],
    &["feb", "فبراير", "شباط", "فيفري"],
    &["mar", "مارس", "اذار"],
    &["apr", "ابريل", "نيسان", "افريل"],
    &["may", "مايو", "ايار", "ماي"],
    &["jun", "يونيو", "يونيه", "حزيران", "جوان"],
    &["jul", "يوليو", "يوليه", "تموز", "جويلية"],
    &["aug", "اغسطس", "اب", "اوت"],
    &["sep", "سبتمبر", "ايلول"],
    &["oct", "اكتوبر", "تشرين الاول"],
    &["nov", "نوفمبر", "تشرين الثاني"],
    &["dec", "ديسمبر", "كانون الاول"],
];

/// A date as `YYYY-MM-DD`, if the text is a date and little else; the text as it stands otherwise.
pub(super) fn date(text: &str) -> String {
    parse(text).unwrap_or_else(|| text.trim().to_owned())
}

/// A date as `YYYY-MM-DD`; `None` if the text is not a date, or one whose day and month could be exchanged.
pub(super) fn parse(text: &str) -> Option<String> {
    const LONGEST_CHARS: usize = 60;
    let text = text.trim();
    if text.chars().count() > LONGEST_CHARS {
        return None;
    }
    let plain: String = text.nfkd().filter(|c| !crate::text::arabic::is_mark(*c)).map(plain).collect();
    let words: Vec<&str> = plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    iso(&words).or_else(|| named(&plain, &words))
}

/// `2024-06-11`, also with a time after it, and `20240611`.
fn iso(words: &[&str]) -> Option<String> {
    let is_number = |word: &str, length: usize| word.len() == length && word.bytes().all(|b| b.is_ascii_digit());
    match words {
        [year, month, day, ..] if is_number(year, 4) && month.len() <= 2 => {
            let day: String = day.chars().take_while(char::is_ascii_digit).collect();
            let has_time = words.get(2).is_some_and(|word| word.len() > day.len() && !word.contains('t'));
            if has_time { None } else { checked(year, month.parse().ok()?, &day) }
        }
        [all] if is_number(all, 8) => checked(all.get(..4)?, all.get(4..6)?.parse().ok()?, all.get(6..)?),
        _ => None,
    }
}

/// A date with the name of its month, in any order, with a day of the week and a time or without.
fn named(plain: &str, words: &[&str]) -> Option<String> {
    const MOST_WORDS: usize = 12;
    if words.len() > MOST_WORDS {
        return None;
    }
    let is_month = |name: &&&str| {
        if name.is_ascii() { words.iter().any(|word| is_english(word, name)) } else { has_words(plain, name) }
    };
    let month = MONTHS.iter().position(|names| names.iter().any(|name| is_month(&name)))? + 1;
    let number = |word: &&&str| word.bytes().all(|b| b.is_ascii_digit());
    let year = words.iter().filter(number).find(|word| word.len() == 4)?;
    let day = words.iter().filter(number).find(|word| word.len() <= 2)?;
    checked(year, month, day)
}

/// Whether a word is this month, whole or as its usual abbreviation.
fn is_english(word: &str, month: &str) -> bool {
    const NAMES: &str = "january february march april may june july august september october november december sept";
    word == month || word.starts_with(month) && NAMES.split(' ').any(|name| name == word)
}

/// Whether a text contains a name as whole words.
fn has_words(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at + name.len()..).and_then(|text| text.chars().next());
        ![before, after].into_iter().flatten().any(char::is_alphabetic)
    })
}

fn checked(year: &str, month: usize, day: &str) -> Option<String> {
    let (year, day): (i16, i8) = (year.parse().ok()?, day.parse().ok()?);
    let date = jiff::civil::Date::new(year, i8::try_from(month).ok()?, day).ok()?;
    (1500..2200).contains(&year).then(|| date.to_string())
}

/// Small letters, Western digits, and one alef.
fn plain(c: char) -> char {
    match c {
        'أ' | 'إ' | 'آ' => 'ا',
        '٠'..='٩' => char::from_digit(u32::from(c) - u32::from('٠'), 10).unwrap_or(c),
        '۰'..='۹' => char::from_digit(u32::from(c) - u32::from('۰'), 10).unwrap_or(c),
        _ => c.to_ascii_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_they_are_written() {
        for (text, expected) in [
            ("2024-06-11T08:00:00+03:00", Some("2024-06-11")),
            ("2024-06-11", Some("2024-06-11")),
            ("2024/6/1", Some("2024-06-01")),
            ("20240611", Some("2024-06-11")),
            ("June 11, 2024 Tuesday", Some("2024-06-11")),
            ("11 June 2024", Some("2024-06-11")),
            ("Jun 11, 2024", Some("2024-06-11")),
            ("Tue, 11 Jun 2024 08:00:00 +0300", Some("2024-06-11")),
            ("الثلاثاء ١١ يونيو ٢٠٢٤", Some("2024-06-11")),
            ("11 حزيران/يونيو 2024", Some("2024-06-11")),
            ("3 كانون الثاني 2024", Some("2024-01-03")),
            ("3 كانون الأول 2024", Some("2024-12-03")),
            ("5 آب 2023", Some("2023-08-05")),
            // Which of the two is the day cannot be said.
            ("11/06/2024", None),
            ("31 February 2024", None),
            ("The market was calm in 2024", None),
            ("أرقام 2024 وABC و(قوسان) 50%؛ نهاية.", None),
            ("Mayor 12 2024", None),
            ("", None),
        ] {
            assert_eq!(parse(text).as_deref(), expected, "{text}");
        }
    }
}
