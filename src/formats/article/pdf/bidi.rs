//! The bidirectional algorithm (UAX #9, without explicit embeddings) and its reverse.
//!
//! A page shows the order in which characters are displayed. Which texts are displayed like that is found by trying
//! levels and displaying the text that follows from them: there may be none, one, or several.

/// The bidirectional class of a character, as far as the algorithm tells classes apart here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Left,
    /// A letter of Hebrew and the like.
    Right,
    ArabicLetter,
    /// A European digit.
    European,
    /// An Arabic-Indic digit.
    ArabicNumber,
    /// `+` and `-`.
    Sign,
    /// `.`, `,`, `:` and `/`.
    Separator,
    /// What stands beside a number: `%`, currencies.
    Terminator,
    Space,
    Other,
}

impl Class {
    pub(super) const fn is_strong(self) -> bool {
        matches!(self, Self::Left | Self::Right | Self::ArabicLetter)
    }

    /// Whether it is a letter that reads from right to left.
    pub(super) const fn is_right(self) -> bool {
        matches!(self, Self::Right | Self::ArabicLetter)
    }

    const fn is_number(self) -> bool {
        matches!(self, Self::European | Self::ArabicNumber)
    }

    const fn is_neutral(self) -> bool {
        !self.is_strong() && !self.is_number()
    }
}

/// The class of a character.
pub(super) fn class(c: char) -> Class {
    match c {
        '0'..='9' | '۰'..='۹' | '²' | '³' | '¹' | '\u{2070}' | '\u{2074}'..='\u{2079}' | '\u{2080}'..='\u{2089}' => {
            Class::European
        }
        '\u{660}'..='\u{669}' | '\u{66b}' | '\u{66c}' | '\u{6dd}' | '\u{600}'..='\u{605}' => Class::ArabicNumber,
        '+' | '-' | '\u{207a}' | '\u{207b}' | '\u{208a}' | '\u{208b}' | '\u{2212}' => Class::Sign,
        ',' | '.' | '/' | ':' | '\u{a0}' | '\u{60c}' | '\u{202f}' | '\u{2044}' => Class::Separator,
        '#'
        | '$'
        | '%'
        | '\u{a2}'..='\u{a5}'
        | '°'
        | '±'
        | '\u{609}'
        | '\u{60a}'
        | '\u{66a}'
        | '\u{2030}'..='\u{2034}'
        | '\u{20a0}'..='\u{20cf}'
        | '\u{2213}'
        | '№' => Class::Terminator,
        // These look like letters' neighbours, and have no direction.
        '\u{606}' | '\u{607}' | '\u{60e}' | '\u{60f}' | '\u{6de}' | '\u{6e9}' | '\u{fd3e}' | '\u{fd3f}'
        | '\u{fdfd}' => Class::Other,
        '\u{600}'..='\u{7bf}' | '\u{860}'..='\u{8ff}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' => {
            Class::ArabicLetter
        }
        // The joiners stand between letters, and no page shows where.
        '\u{590}'..='\u{5ff}' | '\u{7c0}'..='\u{85f}' | '\u{fb1d}'..='\u{fb4f}' | '\u{200c}' | '\u{200d}' => {
            Class::Right
        }
        _ if c.is_whitespace() => Class::Space,
        _ if c.is_alphanumeric() => Class::Left,
        _ => Class::Other,
    }
}

/// A piece of a line as the algorithm sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub class: Class,
    /// The character, if it may be a bracket.
    pub c: char,
}

impl Item {
    pub(super) fn of(text: &str) -> Self {
        let c = text.chars().next().unwrap_or(' ');
        Self { class: class(c), c }
    }

    pub(super) const SPACE: Self = Self { class: Class::Space, c: ' ' };
    pub(super) const ARABIC: Self = Self { class: Class::ArabicLetter, c: 'ا' };
}

/// The levels of a paragraph in its logical order. `base` is 0 or 1.
pub(super) fn levels(items: &[Item], base: u8) -> Vec<u8> {
    let own = if base == 1 { Class::Right } else { Class::Left };
    let mut classes = weak(items, own);
    brackets(items, &mut classes, own);
    neutral(&mut classes, own);
    let level = |class: &Class| match (class, base) {
        (Class::Left, 0) => 0,
        (Class::European | Class::ArabicNumber, 0) => 2,
        (_, 0) => 1,
        (Class::Left | Class::European | Class::ArabicNumber, _) => 2,
        _ => 1,
    };
    classes.iter().map(level).collect()
}

/// The rules about numbers and what stands beside them (W2 to W7). Marks go with their letters and are not seen here.
fn weak(items: &[Item], own: Class) -> Vec<Class> {
    let mut classes: Vec<Class> = items.iter().map(|item| item.class).collect();
    let mut strong = own;
    for class in &mut classes {
        match *class {
            Class::European if strong == Class::ArabicLetter => *class = Class::ArabicNumber,
            other if other.is_strong() => strong = other,
            _ => {}
        }
    }
    for class in classes.iter_mut().filter(|class| **class == Class::ArabicLetter) {
        *class = Class::Right;
    }
    for at in 1..classes.len().saturating_sub(1) {
        let (Some(before), Some(here), Some(after)) = (classes.get(at - 1), classes.get(at), classes.get(at + 1))
        else {
            continue;
        };
        let joins = match here {
            Class::Sign => *before == Class::European,
            Class::Separator => before.is_number(),
            _ => false,
        };
        if joins && before == after {
            let number = *before;
            classes.get_mut(at).into_iter().for_each(|class| *class = number);
        }
    }
    let mut at = 0;
    while at < classes.len() {
        let length = classes.iter().skip(at).take_while(|class| **class == Class::Terminator).count();
        let is_european = |at: Option<usize>| at.and_then(|at| classes.get(at)) == Some(&Class::European);
        let joins = length > 0 && (is_european(at.checked_sub(1)) || is_european(Some(at + length)));
        if joins {
            classes.iter_mut().skip(at).take(length).for_each(|class| *class = Class::European);
        }
        at += length.max(1);
    }
    let mut strong = own;
    for class in &mut classes {
        match *class {
            Class::Sign | Class::Separator | Class::Terminator => *class = Class::Other,
            Class::European if strong == Class::Left => *class = Class::Left,
            other if other.is_strong() => strong = other,
            _ => {}
        }
    }
    classes
}

/// The direction that neutral characters see in a class.
const fn direction(class: Class) -> Option<Class> {
    match class {
        Class::Left => Some(Class::Left),
        Class::Right | Class::ArabicLetter | Class::European | Class::ArabicNumber => Some(Class::Right),
        _ => None,
    }
}

/// Pairs of brackets get the direction of what they contain, if it is that of the paragraph, or of what precedes them
/// (N0).
fn brackets(items: &[Item], classes: &mut [Class], own: Class) {
    const DEEPEST: usize = 63;
    const PAIRS: [(char, char); 3] = [('(', ')'), ('[', ']'), ('{', '}')];
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (at, item) in items.iter().enumerate() {
        if let Some((_, close)) = PAIRS.iter().find(|(open, _)| *open == item.c) {
            if open.len() == DEEPEST {
                break;
            }
            open.push((at, *close));
        } else if let Some(found) = open.iter().rposition(|(_, close)| *close == item.c) {
            pairs.extend(open.get(found).map(|(begin, _)| (*begin, at)));
            open.truncate(found);
        }
    }
    pairs.sort_unstable();
    for (begin, end) in pairs {
        let inside = classes.get(begin + 1..end).unwrap_or_default();
        let directions: Vec<Class> = inside.iter().filter_map(|class| direction(*class)).collect();
        let found = if directions.contains(&own) {
            own
        } else if let Some(other) = directions.first() {
            let before = classes.iter().take(begin).rev().find_map(|class| direction(*class)).unwrap_or(own);
            if before == *other { before } else { own }
        } else {
            continue;
        };
        for at in [begin, end] {
            classes.get_mut(at).into_iter().for_each(|class| *class = found);
        }
    }
}

/// What has no direction gets that of both its neighbours if they agree, and that of the paragraph otherwise (N1, N2).
fn neutral(classes: &mut [Class], own: Class) {
    let mut at = 0;
    while at < classes.len() {
        let length = classes.iter().skip(at).take_while(|class| class.is_neutral()).count();
        if length > 0 {
            let seen = |at: Option<usize>| at.and_then(|at| classes.get(at)).and_then(|c| direction(*c)).unwrap_or(own);
            let (before, after) = (seen(at.checked_sub(1)), seen(Some(at + length)));
            let found = if before == after { before } else { own };
            classes.iter_mut().skip(at).take(length).for_each(|class| *class = found);
        }
        at += length.max(1);
    }
}

/// The places of the items in the order in which a line of these levels is displayed, from left to right (L2).
pub(super) fn displayed(levels: &[u8]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..levels.len()).collect();
    for level in (1..=levels.iter().copied().max().unwrap_or(0)).rev() {
        turn(&mut order, |at| levels.get(*at).is_some_and(|own| *own >= level));
    }
    order
}

/// The places of displayed items in their logical order, if these are their levels.
fn logical(levels: &[u8]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..levels.len()).collect();
    for level in 1..=levels.iter().copied().max().unwrap_or(0) {
        turn(&mut order, |at| levels.get(*at).is_some_and(|own| *own >= level));
    }
    order
}

/// Turns round each run of what `is_in` holds for.
fn turn(order: &mut [usize], is_in: impl Fn(&usize) -> bool) {
    for run in order.chunk_by_mut(|a, b| is_in(a) == is_in(b)) {
        if run.first().is_some_and(&is_in) {
            run.reverse();
        }
    }
}

/// An item of a displayed line, in its logical place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Placed {
    /// Its place in the displayed line, from the left.
    pub at: usize,
    /// Whether it reads from right to left, so that a bracket is displayed as its mirror image.
    pub is_turned: bool,
}

/// The logical orders that are displayed like `shown`, which is a stretch of a line from left to right. `before` and
/// `after` are what precedes and follows it in the logical order. Where the file has the shapes of brackets instead of
/// their characters, they are `mirrored`. `None` if there is too much to try.
pub(super) fn undisplayed(
    shown: &[Item],
    before: &[Item],
    after: &[Item],
    base: u8,
    is_mirrored: bool,
) -> Option<Vec<Vec<Placed>>> {
    const MOST_TRIALS: usize = 1 << 13;
    // The digits of a number have one level.
    let is_digit = |at: usize| shown.get(at).is_some_and(|item| item.class == Class::European);
    let goes_on = |at: usize| at > 0 && is_digit(at) && is_digit(at - 1);
    let choices: Vec<(&[u8], bool)> = (0..shown.len()).map(|at| (possible(shown, at, base), goes_on(at))).collect();
    let own = choices.iter().filter(|(_, goes_on)| !goes_on);
    let trials = own.map(|(choice, _)| choice.len()).try_fold(1_usize, usize::checked_mul)?;
    if trials > MOST_TRIALS {
        return None;
    }
    let mut found: Vec<Vec<Placed>> = Vec::new();
    for trial in 0..trials {
        let (mut rest, mut level) = (trial, base);
        let pick = |(choice, goes_on): &(&[u8], bool)| {
            if !goes_on {
                level = choice.get(rest % choice.len()).copied().unwrap_or(base);
                rest /= choice.len();
            }
            level
        };
        let tried: Vec<u8> = choices.iter().map(pick).collect();
        let place = |at: usize| Placed { at, is_turned: tried.get(at).is_some_and(|level| level % 2 == 1) };
        let order: Vec<Placed> = logical(&tried).into_iter().map(place).collect();
        let text = order.iter().filter_map(|placed| {
            let item = shown.get(placed.at)?;
            let c = if is_mirrored && placed.is_turned { mirrored(item.c) } else { item.c };
            Some(Item { c, ..*item })
        });
        let all: Vec<Item> = before.iter().copied().chain(text).chain(after.iter().copied()).collect();
        let levels = levels(&all, base);
        let own = levels.iter().skip(before.len());
        let is_same = order.iter().zip(own).all(|(placed, level)| tried.get(placed.at) == Some(level));
        if is_same && !found.contains(&order) {
            found.push(order);
        }
    }
    Some(found)
}

/// The mirror image of a bracket or a quotation mark; every other character as it is.
pub(super) fn mirrored(c: char) -> char {
    const PAIRS: [(char, char); 6] = [('(', ')'), ('[', ']'), ('{', '}'), ('«', '»'), ('‹', '›'), ('<', '>')];
    let other = |(a, b): &(char, char)| if c == *a { Some(*b) } else { (c == *b).then_some(*a) };
    PAIRS.iter().find_map(other).unwrap_or(c)
}

/// The levels that an item may have.
fn possible(shown: &[Item], at: usize, base: u8) -> &'static [u8] {
    let Some(item) = shown.get(at) else { return &[0] };
    let has_direction = |item: &&Item| !item.class.is_neutral();
    match (item.class, base) {
        (Class::Left, 0) => &[0],
        (Class::Left | Class::European | Class::ArabicNumber, 1) => &[2],
        (Class::Right | Class::ArabicLetter, _) => &[1],
        (Class::ArabicNumber, _) => &[2],
        (Class::European, _) => &[0, 2],
        _ => {
            let left = shown.iter().take(at).rev().find(has_direction).map(|item| item.class);
            let right = shown.iter().skip(at + 1).find(has_direction).map(|item| item.class);
            let is_bracket = matches!(item.c, '(' | ')' | '[' | ']' | '{' | '}');
            match (left, right, base) {
                (Some(Class::Left), Some(Class::Left), 0) if !is_bracket => &[0],
                (Some(Class::Left), Some(Class::Left), _) if !is_bracket => &[2],
                (Some(a), Some(b), _) if a.is_right() && b.is_right() && !is_bracket => &[1],
                (_, _, 0) => &[0, 1, 2],
                _ => &[1, 2],
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn items(text: &str) -> Vec<Item> {
        text.chars().map(|c| Item::of(c.encode_utf8(&mut [0; 4]))).collect()
    }

    /// The text as it is displayed, from left to right.
    fn shown(text: &str, base: u8) -> String {
        let chars: Vec<char> = text.chars().collect();
        displayed(&levels(&items(text), base)).into_iter().map(|at| chars[at]).collect()
    }

    /// The texts that are displayed like this.
    fn texts(shown: &str, base: u8) -> Vec<String> {
        let chars: Vec<char> = shown.chars().collect();
        let found = undisplayed(&items(shown), &[], &[], base, false).unwrap();
        found.into_iter().map(|order| order.into_iter().map(|placed| chars[placed.at]).collect()).collect()
    }

    /// The order of other programs, for the cases that this part of the algorithm is about: no marks, no formatting
    /// characters, one paragraph.
    #[test]
    fn texts_are_displayed_as_other_programs_display_them() {
        let cases: Vec<Value> = serde_json::from_str(include_str!("../../../../tests/data/bidi/cases.json")).unwrap();
        let mut count = 0;
        for case in cases {
            let text = case["text"].as_str().unwrap();
            let is_plain = |c: char| {
                !crate::text::arabic::is_mark(c)
                    && !crate::text::marks::is_mark(c)
                    && !c.is_control()
                    && c < '\u{10000}'
            };
            let order: Vec<usize> =
                case["order"].as_array().unwrap().iter().map(|at| at.as_u64().unwrap() as usize).collect();
            // Where letters are joined to one place, the other program gives fewer places.
            if !text.chars().all(is_plain) || order.len() != text.chars().count() || text.ends_with(' ') {
                continue;
            }
            let base = u8::from(case["base"] == "rtl");
            assert_eq!(displayed(&levels(&items(text), base)), order, "{text} {base}");
            count += 1;
        }
        assert!(count > 20, "{count}");
    }

    /// By the examples of the standard and by hand: a displayed line gives its text back.
    #[test]
    fn what_is_displayed_is_read_back() {
        for (text, base) in [
            ("قال المتحدث باسم BBC News إن 14 سفينة", 1),
            ("في 2024-06-11 و11/06/2024 عند 14:30", 1),
            ("ارتفع 3.5% ثم 50% و-7 و+12", 1),
            ("50% من الناس", 1),
            ("قال (Reuters) إن (14) رجلاً", 1),
            ("طائرة F-16 ومقاتلة Su-35 قرب", 1),
            ("هيئة BBC (UK) News قالت", 1),
            ("بـ 50 $ أو €20", 1),
            ("رقم ١٢٫٥٪ و١٤", 1),
            ("He said \u{0627}\u{0644}\u{0644}\u{0647} twice.", 0),
            ("The paper القدس العربي (London) wrote", 0),
            ("In 2024 the قوات 2000 men", 0),
        ] {
            let found = texts(&shown(text, base), base);
            assert!(found.iter().any(|found| found == text), "{text}: {found:?}");
        }
        // A number beside a Latin word may have come before or after it.
        let mut both = texts(&shown("نظام Windows 10 هنا", 1), 1);
        both.sort();
        assert_eq!(both, ["نظام 10 Windows هنا", "نظام Windows 10 هنا"]);
        assert_eq!(texts(&shown("نظام Windows هنا 10", 1), 1).len(), 1);
        // No text without formatting characters is displayed like this.
        assert_eq!(texts("هنا 10 Windows نظام", 1).len(), 0);
    }
}
