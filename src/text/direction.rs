//! The direction of a text, found from its first strong character as the Unicode bidirectional algorithm does (UAX #9, P2
//! and P3).

/// Whether a text is written from right to left; `None` where nothing in it has a direction.
pub(crate) fn first_strong(text: &str) -> Option<bool> {
    let mut isolates = 0_usize;
    for c in text.chars() {
        match c {
            '\u{2066}'..='\u{2068}' => isolates += 1,
            '\u{2069}' => isolates = isolates.saturating_sub(1),
            _ if isolates > 0 => {}
            '\u{200e}' => return Some(false),
            '\u{200f}' | '\u{61c}' => return Some(true),
            _ if c.is_alphabetic() => return Some(is_right_to_left_script(c)),
            _ => {}
        }
    }
    None
}

/// Whether a letter stands in a block of Unicode for scripts that are written from right to left.
pub(crate) const fn is_right_to_left_script(c: char) -> bool {
    matches!(
        c,
        '\u{590}'..='\u{8ff}'
            | '\u{fb1d}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefe}'
            | '\u{10800}'..='\u{10fff}'
            | '\u{1e800}'..='\u{1efff}'
    )
}

#[cfg(test)]
mod tests {
    use super::first_strong;

    #[test]
    fn the_first_strong_character_outside_isolates_decides() {
        for (text, expected) in [
            ("", None),
            ("12 – 7.", None),
            ("«قال» he said", Some(true)),
            ("١٢ Biden قال", Some(false)),
            ("2021: بايدن", Some(true)),
            ("\u{200f}Biden", Some(true)),
            ("\u{2068}Biden\u{2069} قال", Some(true)),
            ("שלום", Some(true)),
        ] {
            assert_eq!(first_strong(text), expected, "{text:?}");
        }
    }
}
