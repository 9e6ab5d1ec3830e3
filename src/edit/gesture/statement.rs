//! Creates a statement and changes one: its passage, speaker, chain and ends.

use std::ops::Range;

use jiff::Timestamp;

use crate::model::id::{KindId, PartyId, StatementId};
use crate::model::layer::Layer;
use crate::model::span::Span;
use crate::model::statement::{Link, Quotation, Statement};
use crate::text::{edges, segment};

/// How far back a quotation may have begun, in bytes. In a text without line breaks nothing else bounds the search.
const LONGEST_QUOTATION_BYTES: usize = 8 * 1024;

/// A statement on `span`, with a chain of these parties; the last one speaks.
pub(crate) fn new(kind: KindId, span: Span, chain: impl IntoIterator<Item = PartyId>, now: Timestamp) -> Statement {
    let chain = chain.into_iter().map(link_to).collect();
    Statement { chain, ..Statement::new(kind, vec![span], now) }
}

/// A statement on a selected passage, without the white space at its ends; the quotation marks decide between direct
/// and indirect speech. `None` if nothing but white space is selected.
pub(crate) fn of_selection(
    text: &str,
    selection: Span,
    kind: KindId,
    speaker: Option<PartyId>,
    now: Timestamp,
) -> Option<Statement> {
    let span = trimmed(text, selection)?;
    Some(Statement { quotation: Some(quotation_of(text, span)), ..new(kind, span, speaker, now) })
}

/// The passage without the white space at its ends; `None` if it contains nothing else.
pub(crate) fn trimmed(text: &str, span: Span) -> Option<Span> {
    let range = segment::trim(text, span.range());
    (!range.is_empty()).then(|| range.into())
}

/// Direct speech if the passage lies between quotation marks, mixed if it contains some itself, otherwise indirect.
pub(crate) fn quotation_of(text: &str, span: Span) -> Quotation {
    let far = segment::grapheme_floor(text, span.start_byte.saturating_sub(LONGEST_QUOTATION_BYTES));
    let paragraph =
        text.get(far..span.start_byte).map_or(far, |before| before.rfind('\n').map_or(far, |at| far + at + 1));
    let before = text.get(paragraph..span.start_byte).unwrap_or_default();
    let inside = text.get(span.range()).unwrap_or_default();
    let opened = |part: &str| {
        let straight = part.matches('"').count() % 2 == 1;
        let open = part.matches(['«', '“']).count();
        let close = part.matches(['»', '”']).count();
        straight || open > close
    };
    if opened(before) && !inside.contains(['"', '»', '”']) {
        Quotation::Direct
    } else if inside.contains(['"', '«', '“', '»', '”']) {
        Quotation::Mixed
    } else {
        Quotation::Indirect
    }
}

/// The statement after `change`, with the time of the change; `None` if nothing was changed.
pub(crate) fn changed(old: &Statement, now: Timestamp, change: impl FnOnce(&mut Statement)) -> Option<Statement> {
    let mut statement = old.clone();
    change(&mut statement);
    (statement != *old).then_some(Statement { modified: now, ..statement })
}

/// A copy of the statement with an identifier of its own.
pub(crate) fn duplicate(statement: &Statement, now: Timestamp) -> Statement {
    Statement { id: StatementId::generate(), created: now, ..statement.clone() }
}

/// Makes a party the speaker. If the speaker changes, the old one's cue and mention are dropped.
pub(crate) fn set_speaker(statement: &mut Statement, party: PartyId) {
    match statement.chain.last_mut() {
        Some(link) if link.party == party => {}
        Some(link) => *link = link_to(party),
        None => statement.chain.push(link_to(party)),
    }
}

/// Puts a party before the chain, as the reporter of everything after it.
pub(crate) fn add_reporter(statement: &mut Statement, party: PartyId) {
    statement.chain.insert(0, link_to(party));
}

/// The links that a statement lacks of the chain of the statement in whose content it stands: the smallest that contains
/// all its passages. `None` if nothing contains it, or it lacks none.
pub(crate) fn outer_chain(layer: &Layer, statement: &Statement) -> Option<Vec<Link>> {
    outer_links(layer, Some(statement.id), &statement.spans, &statement.chain)
}

/// What [`outer_chain`] gives for a statement that is not made yet, on these passages with this chain.
pub(crate) fn outer_links(
    layer: &Layer,
    own: Option<StatementId>,
    spans: &[Span],
    inner: &[Link],
) -> Option<Vec<Link>> {
    let length = |spans: &[Span]| spans.iter().map(|span| span.len_bytes()).sum::<usize>();
    let hull = spans.first()?.start_byte..spans.iter().map(|span| span.end_byte).max()?;
    let is_within = |inner: &Span, outer: &Statement| {
        outer.spans.iter().any(|span| span.start_byte <= inner.start_byte && inner.end_byte <= span.end_byte)
    };
    let contains = |outer: &&Statement| {
        let has_all = spans.iter().all(|span| is_within(span, outer));
        Some(outer.id) != own && has_all && length(&outer.spans) > length(spans)
    };
    let around = layer.spanning(hull).into_iter().filter(contains);
    let outer = &around.min_by_key(|outer| length(&outer.spans))?.chain;
    let same = |(a, b): (&Link, &Link)| a.party == b.party;
    if inner.len() >= outer.len() && outer.iter().zip(inner).all(same) {
        return None;
    }
    // What the inner chain begins with may be the end of the outer one, which is not said twice.
    let is_shared = |count: &usize| outer.iter().skip(outer.len() - count).zip(inner).all(same);
    let shared = (0..=outer.len().min(inner.len())).rev().find(is_shared).unwrap_or_default();
    Some(outer.iter().take(outer.len() - shared).cloned().collect())
}

/// Puts links before the chain, as those who report the rest.
pub(crate) fn take_over(statement: &mut Statement, outer: Vec<Link>) {
    statement.chain.splice(0..0, outer);
}

/// The link whose cue and mention are set: the requested one, or else the focused one, or else the speaker's. `None` if
/// the chain has no such link.
pub(crate) fn link_to_set(statement: &Statement, asked: Option<usize>, focused: Option<usize>) -> Option<usize> {
    let last = statement.chain.len().checked_sub(1)?;
    Some(asked.or(focused).unwrap_or(last)).filter(|index| *index <= last)
}

/// Adds a further passage, in text order.
pub(crate) fn add_span(statement: &mut Statement, span: Span) {
    statement.spans.push(span);
    statement.spans.sort();
}

/// One end of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// Where its first span begins.
    Start,
    /// Where its last span ends.
    End,
}

/// How far one end of a statement is moved, and where to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    PreviousWord,
    PreviousGrapheme,
    NextGrapheme,
    NextWord,
}

impl Step {
    /// The step that a number stands for: graphemes for 1 and −1, words for 2 and −2 and everything beyond.
    pub(crate) fn from_number(by: isize) -> Self {
        match by {
            2.. => Self::NextWord,
            1 => Self::NextGrapheme,
            -1 => Self::PreviousGrapheme,
            _ => Self::PreviousWord,
        }
    }

    /// The position that the step reaches from a byte. A statement begins where a word begins, and ends where one ends.
    fn from(self, end: End, text: &str, byte: usize) -> usize {
        match (self, end) {
            (Self::NextWord, End::Start) => segment::next_word(text, byte),
            (Self::NextWord, End::End) => segment::next_word_end(text, byte),
            (Self::NextGrapheme, _) => segment::next_grapheme(text, byte),
            (Self::PreviousGrapheme, _) => segment::previous_grapheme(text, byte),
            (Self::PreviousWord, End::Start) => segment::previous_word(text, byte),
            (Self::PreviousWord, End::End) => segment::previous_word_end(text, byte),
        }
    }
}

/// Moves one end of a statement, unless nothing would be left of its first or last span.
pub(crate) fn move_end(statement: &mut Statement, text: &str, end: End, step: Step) {
    match end {
        End::Start => {
            if let Some(span) = statement.spans.first_mut() {
                let moved = step.from(end, text, span.start_byte);
                if moved < span.end_byte {
                    span.start_byte = moved;
                }
            }
        }
        End::End => {
            if let Some(span) = statement.spans.last_mut() {
                let moved = step.from(end, text, span.end_byte);
                if moved > span.start_byte {
                    span.end_byte = moved;
                }
            }
        }
    }
}

/// The passage with its start moved to the result of `to`, which finds places inside a word (see
/// [`crate::text::proclitic`]). `None` if it would not move, or nothing would be left.
pub(crate) fn with_start_moved(text: &str, span: Span, to: fn(&str, usize) -> usize) -> Option<Span> {
    let start = to(text, span.start_byte);
    (start < span.end_byte && start != span.start_byte).then(|| Span::new(start, span.end_byte))
}

/// The passage without white space and quotation marks at its ends; unchanged if it contains nothing else.
pub(crate) fn without_quotes(text: &str, span: Span) -> Span {
    let range: Range<usize> = edges::trim_quotes(text, span.range());
    if range.is_empty() { span } else { range.into() }
}

/// The passage extended to whole words.
pub(crate) fn snapped_to_words(text: &str, span: Span) -> Span {
    edges::snap_to_words(text, span.range()).into()
}

fn link_to(party: PartyId) -> Link {
    Link { party, cue: None, mention: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind() -> KindId {
        KindId::from_name("claim", |_| false)
    }

    fn party(name: &str) -> PartyId {
        PartyId::from_name(name, |_| false)
    }

    fn made(text: &str, start_byte: usize, end_byte: usize) -> Option<Statement> {
        let speaker = Some(party("biden"));
        of_selection(text, Span::new(start_byte, end_byte), kind(), speaker, Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn a_statement_has_the_words_without_the_white_space_around_them() {
        let statement = made("He said it. ", 2, 8).unwrap();
        assert_eq!(statement.spans, [Span::new(3, 7)]);
        assert_eq!(statement.speaker(), Some(&party("biden")));
        assert_eq!(made("a   b", 1, 4), None);
    }

    #[test]
    fn quotation_marks_tell_direct_speech() {
        for (text, words, expected) in [
            ("He said \"we go\" today", "we go", Quotation::Direct),
            ("قال «نعم» ثم", "نعم", Quotation::Direct),
            ("He said that we go", "we go", Quotation::Indirect),
            ("He said we \"go\" today", "we \"go\"", Quotation::Mixed),
            ("\"Yes\"\nHe said we go", "we go", Quotation::Indirect),
            ("an open \" before\nHe said we go", "we go", Quotation::Indirect),
        ] {
            let start = text.find(words).unwrap();
            assert_eq!(quotation_of(text, Span::new(start, start + words.len())), expected, "{text}");
        }
    }

    #[test]
    fn ends_move_by_graphemes_and_words_and_leave_something() {
        let text = "one two three";
        let mut statement = new(kind(), Span::new(4, 7), None, Timestamp::UNIX_EPOCH);
        let moved = |statement: &mut Statement, end, step| {
            move_end(statement, text, end, step);
            statement.spans[0]
        };
        assert_eq!(moved(&mut statement, End::Start, Step::PreviousWord), Span::new(0, 7));
        assert_eq!(moved(&mut statement, End::Start, Step::NextWord), Span::new(4, 7));
        assert_eq!(moved(&mut statement, End::Start, Step::NextWord), Span::new(4, 7));
        assert_eq!(moved(&mut statement, End::End, Step::NextWord), Span::new(4, 13));
        assert_eq!(moved(&mut statement, End::End, Step::PreviousGrapheme), Span::new(4, 12));
        assert_eq!(Step::from_number(-2), Step::PreviousWord);
    }

    #[test]
    fn another_speaker_takes_the_place_of_the_last_link() {
        let mut statement = new(kind(), Span::new(0, 1), [party("kremlin"), party("biden")], Timestamp::UNIX_EPOCH);
        statement.chain[1].cue = Some(Span::new(2, 3));
        let before = statement.clone();
        set_speaker(&mut statement, party("biden"));
        assert_eq!(statement, before);
        set_speaker(&mut statement, party("putin"));
        assert_eq!(statement.chain.iter().map(|link| link.party.as_str()).collect::<Vec<_>>(), ["kremlin", "putin"]);
        assert_eq!(statement.chain[1].cue, None);
        add_reporter(&mut statement, party("tass"));
        assert_eq!(statement.chain[0].party, party("tass"));
    }

    #[test]
    fn the_link_that_is_set_is_asked_for_focused_or_the_last() {
        let statement = new(kind(), Span::new(0, 1), [party("kremlin"), party("biden")], Timestamp::UNIX_EPOCH);
        assert_eq!(link_to_set(&statement, None, None), Some(1));
        assert_eq!(link_to_set(&statement, None, Some(0)), Some(0));
        assert_eq!(link_to_set(&statement, Some(1), Some(0)), Some(1));
        assert_eq!(link_to_set(&statement, Some(2), None), None);
        let nobody = new(kind(), Span::new(0, 1), None, Timestamp::UNIX_EPOCH);
        assert_eq!(link_to_set(&nobody, Some(0), None), None);
    }

    /// The chain that is taken over by a statement on `4..6` of these parties, beside statements on these bytes.
    fn taken(inner: &[&str], others: &[(usize, usize, &[&str])]) -> Option<Vec<String>> {
        let made = |start, end, names: &[&str]| {
            new(kind(), Span::new(start, end), names.iter().map(|name| party(name)), Timestamp::UNIX_EPOCH)
        };
        let mut layer = Layer::default();
        for (start, end, names) in others {
            layer.put(made(*start, *end, names));
        }
        let mut statement = made(4, 6, inner);
        layer.put(statement.clone());
        let outer = outer_chain(&layer, &statement)?;
        take_over(&mut statement, outer);
        Some(statement.chain.iter().map(|link| link.party.to_string()).collect())
    }

    #[test]
    fn the_chain_of_the_statement_around_comes_first() {
        let around: &[(usize, usize, &[&str])] =
            &[(0, 9, &["tass"]), (2, 8, &["kremlin", "putin"]), (4, 20, &["wafa"])];
        let words = |names: &[&str]| Some(names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        // The smallest one around it counts.
        assert_eq!(taken(&["biden"], around), words(&["kremlin", "putin", "biden"]));
        assert_eq!(taken(&[], around), words(&["kremlin", "putin"]));
        // Who is at the end of the outer chain and at the start of the inner one is named once.
        assert_eq!(taken(&["putin", "biden"], around), words(&["kremlin", "putin", "biden"]));
    }

    #[test]
    fn nothing_is_taken_over_from_beside_or_twice() {
        for (inner, others) in [
            (&["biden"][..], &[][..]),
            // It only overlaps, or has the same words.
            (&["biden"], &[(0, 5, &["kremlin"][..])]),
            (&["biden"], &[(4, 6, &["kremlin"][..])]),
            // It has that chain.
            (&["kremlin", "biden"], &[(0, 9, &["kremlin"][..])]),
            // Nobody is named around it.
            (&["biden"], &[(0, 9, &[][..])]),
        ] {
            assert_eq!(taken(inner, others), None, "{inner:?} {others:?}");
        }
    }

    #[test]
    fn links_are_taken_over_with_their_words() {
        let mut outer = new(kind(), Span::new(10, 30), [party("kremlin")], Timestamp::UNIX_EPOCH);
        outer.chain[0].cue = Some(Span::new(0, 4));
        let inner = new(kind(), Span::new(12, 20), [party("biden")], Timestamp::UNIX_EPOCH);
        let mut layer = Layer::default();
        layer.put(outer.clone());
        layer.put(inner.clone());
        assert_eq!(outer_chain(&layer, &inner), Some(outer.chain));
    }

    #[test]
    fn a_change_that_changes_nothing_is_none() {
        let statement = made("He said it. ", 3, 7).unwrap();
        let now = Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_secs(1);
        assert_eq!(changed(&statement, now, |_| {}), None);
        let noted = changed(&statement, now, |statement| statement.note = "n".to_owned()).unwrap();
        assert_eq!((noted.note.as_str(), noted.modified, noted.created), ("n", now, statement.created));
        assert_ne!(duplicate(&statement, now).id, statement.id);
    }

    #[test]
    fn a_start_moves_inside_its_word_only_where_something_is_left() {
        let span = Span::new(2, 5);
        assert_eq!(with_start_moved("", span, |_, at| at + 1), Some(Span::new(3, 5)));
        assert_eq!(with_start_moved("", span, |_, at| at), None);
        assert_eq!(with_start_moved("", span, |_, at| at + 3), None);
        assert_eq!(without_quotes("a «b» c", Span::new(2, 7)), Span::new(4, 5));
        assert_eq!(snapped_to_words("one two", Span::new(1, 5)), Span::new(0, 7));
    }
}
