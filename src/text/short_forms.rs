//! Abbreviations whose full stop does not end the sentence: titles, initials, months, and those of Arabic.
//!
//! Some may also end a sentence (“He lives in the U.S. The end.”). Then the next word decides: a capitalised word with
//! which sentences often begin starts a new one.

use super::marks;

/// How much of a word is examined on each side, in code points: no short form is longer.
const REACH_CHARS: usize = 24;

/// Short forms that never end a sentence: English, French, German, Spanish, Russian, Arabic (also with “and” attached).
const NEVER_LAST: &str = "\
    Mr Mrs Ms Mx Messrs Dr Drs Prof Profs Sen Sens Rep Reps Gov Govs Gen Gens Col Lt Cmdr Cdr Capt Maj Sgt Cpl \
    Pvt Adm Brig Supt Insp Rev Fr Hon Pres Amb Mt Ft vs cf ca approx viz e.g i.e Fig Figs Vol pp M MM Mme Mmes \
    Mlle Mlles Mgr av Hr Hrn Nr Dipl Ing bzw vgl sog inkl evtl ggf Abs geb gest Mio Mrd Chr Sra Srta Dra Uds г \
    гг ул им стр тыс млн млрд руб проф акад ген ود وأ وم";

/// Short forms that precede a name or a number, or end a sentence.
const SOMETIMES_LAST: &str = "\
    St Ste Jr Sr Inc Ltd Co Corp Cos Bros Plc Dept Univ Assn Ave Blvd Rd Esq Ph.D Jan Feb Mar Apr Jun Jul Aug \
    Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Calif Mass Mich Minn Okla Ore Tenn Tex Wash Wis \
    Conn Colo Ariz Penn est Est";

/// Words that begin a sentence and never follow the short form of a name.
const STARTERS: &str = "\
    The A An He She It They We You I In On At By For From But And Or So If When While After Before As Since This \
    That These Those There Here Their His Her Its Our My Your Then Now However Meanwhile Moreover Also Still Yet \
    Both Some Many Most All Such What Who Why How Where Which Whether Although Though Because Despite According \
    Earlier Later Instead Under With Without To Not Nobody No Yes Der Die Das Ein Eine Er Sie Es Wir Im Am Auf \
    Mit Nach Aber Und Doch Auch Diese Dieser Dieses";

/// The same for French. These also begin surnames (J. Le Goff).
const FRENCH_STARTERS: &str = "\
    Le La Les Un Une Il Elle Ils Elles Ce Cette Ces Mais Et Dans Pour Selon";

/// Days, and other words that follow a time of day.
const AFTER_A_TIME: &str = "\
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Thu Thurs Fri Sat Sun January \
    February March April May June July August September October November December Jan Feb Mar Apr Jun Jul Aug \
    Sep Sept Oct Nov Dec ET EST EDT CT CST CDT MT PT PST PDT GMT UTC BST CET CEST Eastern Central Pacific Moscow \
    Greenwich";

/// German months: the number of the day before them has a full stop.
const MONTHS: &str = "\
    Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember";

/// Whether the sentence continues at this byte offset, where a new one seems to begin.
pub(super) fn goes_on(text: &str, start_byte: usize) -> bool {
    let (Some(before), Some(after)) = (text.get(..start_byte), text.get(start_byte..)) else { return false };
    // A line end ends a sentence whatever stands before it.
    let spaces = before.len() - before.trim_end_matches(is_space).len();
    let Some((body, spaces)) = before.split_at_checked(before.len() - spaces) else { return false };
    if spaces.contains(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']) {
        return false;
    }
    let next = after.trim_start_matches(|c: char| !c.is_alphanumeric());
    // “Never!” she replied.
    if body.ends_with(['"', '”', '“', '’', '\'', '»', '«', '›', ')']) && next.starts_with(char::is_lowercase)
    {
        return true;
    }
    let Some(body) = body.strip_suffix('.') else { return false };
    let reach = body.char_indices().rev().take(REACH_CHARS).last().map_or(0, |(at, _)| at);
    let word = body.get(reach..).unwrap_or_default();
    let word = word.rsplit(|c: char| !(is_of_word(c) || c == '.')).next().unwrap_or_default();
    let word: String = word.chars().filter(|c| !is_decoration(*c)).collect();
    let end = next.char_indices().take(REACH_CHARS).find(|(_, c)| !is_of_word(*c)).map_or(next.len(), |(at, _)| at);
    let rest = next.get(end..).unwrap_or_default();
    let next = Next { word: next.get(..end).unwrap_or_default(), is_short: rest.starts_with('.') };
    follows(&word, next)
}

/// The word after a full stop, and whether it has one itself.
#[derive(Clone, Copy)]
struct Next<'a> {
    word: &'a str,
    is_short: bool,
}

impl Next<'_> {
    /// Whether a sentence may begin with it.
    fn starts(self) -> bool {
        !self.is_short && has(STARTERS, self.word)
    }

    fn starts_in_french(self) -> bool {
        !self.is_short && has(FRENCH_STARTERS, self.word)
    }

    fn is_number(self) -> bool {
        self.word.starts_with(|c: char| c.is_numeric())
    }
}

/// Whether the sentence continues after this word and its full stop.
fn follows(word: &str, next: Next<'_>) -> bool {
    if word.is_empty() {
        return false;
    }
    if has(NEVER_LAST, word) {
        return true;
    }
    if matches!(word, "No" | "Nos" | "Art") {
        return next.is_number();
    }
    if word.chars().all(|c| c.is_ascii_digit()) {
        return word.len() <= 2 && has(MONTHS, next.word);
    }
    if matches!(word.to_ascii_lowercase().as_str(), "a.m" | "p.m" | "am" | "pm") && word.contains('.') {
        let goes_on = next.word.starts_with(char::is_lowercase) || next.is_number() || has(AFTER_A_TIME, next.word);
        return goes_on && !next.starts();
    }
    let mut pieces = word.split('.').filter(|piece| !piece.is_empty()).peekable();
    let is_single = |piece: &str| piece.chars().count() == 1 && piece.chars().all(char::is_alphabetic);
    let is_one_letter = is_single(word);
    let are_short = word.contains('.')
        && pieces.peek().is_some()
        && pieces.all(|piece| piece.chars().count() <= 2 && piece.chars().all(char::is_alphabetic));
    if is_one_letter || are_short {
        // Single letters of scripts without capitals, and small letters (z. B., p. 5), are not words of their own.
        let has_capital = word.chars().any(char::is_uppercase);
        return !has_capital || !(next.starts() || !is_one_letter && next.starts_in_french());
    }
    has(SOMETIMES_LAST, word) && !next.starts() && !next.starts_in_french()
}

/// Whether a list of words, separated by spaces, contains this one.
fn has(words: &str, word: &str) -> bool {
    !word.is_empty() && words.split(' ').any(|known| known == word)
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || marks::is_mark(c)
}

/// Letters and digits, with their marks and joiners.
fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || is_decoration(c)
}

/// Tatweel, vowel marks and invisible marks, which do not change which word it is.
fn is_decoration(c: char) -> bool {
    c == '\u{640}' || super::arabic::is_mark(c) || marks::is_mark(c)
}
