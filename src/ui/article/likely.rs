//! The parties that a selection is probably about: those that the words near it name, then those used last.
//!
//! A party is named by its name or an alias, folded, with or without proclitics before each word. Found once for each
//! selection, never in every frame.

use std::collections::{HashMap, VecDeque};
use std::ops::Range;

use crate::edit::session::Session;
use crate::model::id::PartyId;
use crate::model::party::Party;
use crate::model::span::Span;
use crate::text::{arabic, proclitic, segment};

/// How far around the selection words are looked at, and how much of a long selection at each of its ends, in bytes.
const AROUND_BYTES: usize = 400;
/// How many parties used last are remembered.
const RECENT: usize = 12;
/// How many parties are compared with the words.
const COMPARED: usize = 5000;
/// The shortest word of a name that names a party without the other words of the name, in code points.
const TELLING_CHARS: usize = 4;

/// The places of the project's parties, in the order in which they are offered.
#[derive(Debug, Default)]
pub(super) struct Likely {
    /// What the order was found for.
    key: Option<(Span, u64, String, usize)>,
    order: Vec<usize>,
    recent: VecDeque<PartyId>,
    /// How often `recent` changed.
    turns: usize,
}

impl Likely {
    /// Takes note of the party that was used last.
    pub(super) fn note(&mut self, party: Option<&PartyId>) {
        let Some(party) = party.filter(|party| self.recent.front() != Some(party)) else { return };
        self.recent.retain(|other| other != party);
        self.recent.push_front(party.clone());
        self.recent.truncate(RECENT);
        self.turns += 1;
    }

    /// The places of the parties that contain `filter` in a name, the likeliest first.
    pub(super) fn order(&mut self, session: &Session, text: &str, span: Span, filter: &str) -> &[usize] {
        let key = (span, session.revision(), filter.to_owned(), self.turns);
        if self.key.as_ref() != Some(&key) {
            let parties = &session.project().parties;
            let words = Words::near(text, span);
            let fits = |party: &Party| filter.is_empty() || party.names().any(|name| arabic::contains(name, filter));
            let recent = |party: &Party| self.recent.iter().position(|id| *id == party.id).unwrap_or(RECENT);
            let mut found: Vec<_> = parties
                .iter()
                .enumerate()
                .filter(|(_, party)| fits(party))
                .map(|(place, party)| {
                    let distance = if place < COMPARED { words.distance(party) } else { None };
                    (distance.unwrap_or(usize::MAX), recent(party), place)
                })
                .collect();
            found.sort_unstable();
            self.order = found.into_iter().map(|(.., place)| place).collect();
            self.key = Some(key);
        }
        &self.order
    }
}

/// The words near a selection.
struct Words {
    /// The places of each folded form of a word, with and without its proclitics, in words from the start.
    places: HashMap<String, Vec<usize>>,
    /// The words of the selection.
    selected: Option<Range<usize>>,
}

impl Words {
    fn near(text: &str, span: Span) -> Self {
        let at = |byte: usize| segment::grapheme_floor(text, byte.min(text.len()));
        let start = at(span.start_byte.saturating_sub(AROUND_BYTES));
        let end = at(span.end_byte.saturating_add(AROUND_BYTES));
        let ranges = if span.len_bytes() > 2 * AROUND_BYTES {
            [start..at(span.start_byte + AROUND_BYTES), at(span.end_byte - AROUND_BYTES)..end]
        } else {
            [start..end, end..end]
        };
        let mut words = Self { places: HashMap::new(), selected: None };
        let mut place = 0;
        for range in ranges {
            for word in words_in(text, range) {
                if word.start < span.end_byte && word.end > span.start_byte {
                    let first = words.selected.as_ref().map_or(place, |selected| selected.start);
                    words.selected = Some(first..place + 1);
                }
                for form in proclitic::starts(text, word.clone()) {
                    let form = arabic::fold(text.get(form..word.end).unwrap_or_default());
                    let places = words.places.entry(form).or_default();
                    if places.last() != Some(&place) {
                        places.push(place);
                    }
                }
                place += 1;
            }
        }
        words
    }

    /// How far from the selection a party is named, in words: whole names before parts of names. `None` if it is not.
    fn distance(&self, party: &Party) -> Option<usize> {
        party.names().filter_map(|name| self.distance_of(name)).min()
    }

    fn distance_of(&self, name: &str) -> Option<usize> {
        const PART: usize = 1000;
        let forms: Vec<Vec<String>> = segment::words(name)
            .into_iter()
            .map(|word| {
                let whole = arabic::fold(name.get(word.clone()).unwrap_or_default());
                let bare = whole.strip_prefix("ال").filter(|rest| rest.chars().count() > 2).map(str::to_owned);
                std::iter::once(whole).chain(bare).collect()
            })
            .collect();
        let first = forms.first()?;
        let follows = |start: usize| {
            forms
                .iter()
                .enumerate()
                .skip(1)
                .all(|(after, form)| self.places_of(form).any(|place| place == start + after))
        };
        let whole =
            self.places_of(first).filter(|start| follows(*start)).map(|start| self.steps_from_selection(start)).min();
        let is_telling = |forms: &&Vec<String>| forms.iter().any(|form| form.chars().count() >= TELLING_CHARS);
        let part = || {
            let parts = forms.iter().filter(is_telling).flat_map(|form| self.places_of(form));
            parts.map(|place| PART + self.steps_from_selection(place)).min()
        };
        whole.or_else(part)
    }

    /// The places of a word of a name in any of its forms.
    fn places_of<'s>(&'s self, forms: &'s [String]) -> impl Iterator<Item = usize> + 's {
        forms.iter().filter_map(|form| self.places.get(form)).flatten().copied()
    }

    /// How far a word is from the selected ones, in words.
    fn steps_from_selection(&self, place: usize) -> usize {
        match &self.selected {
            Some(selected) if place < selected.start => selected.start - place,
            Some(selected) if place >= selected.end => place - selected.end + 1,
            _ => 0,
        }
    }
}

/// The words of a stretch of a text.
fn words_in(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let words = segment::words(text.get(range.clone()).unwrap_or_default());
    words.into_iter().map(|word| range.start + word.start..range.start + word.end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::id::AnnotatorId;
    use crate::model::party::Rgb;
    use crate::model::project::Project;

    fn session(parties: &[(&str, &[&str])]) -> Session {
        let mut project = Project::new("P");
        for (name, aliases) in parties {
            let id = PartyId::from_name(name, |id| project.party(id).is_some());
            let aliases = aliases.iter().map(|alias| (*alias).to_owned()).collect();
            let color = Rgb([0; 3]);
            project.parties.push(Party {
                id,
                name: (*name).to_owned(),
                aliases,
                color,
                parent: None,
                key: None,
                about: crate::model::party::PartyAbout::default(),
            });
        }
        Session::new(project, AnnotatorId::new("a").unwrap())
    }

    fn order(text: &str, selected: &str, parties: &[(&str, &[&str])]) -> Vec<String> {
        let start = text.find(selected).unwrap();
        let session = session(parties);
        let mut likely = Likely::default();
        let places = likely.order(&session, text, Span::new(start, start + selected.len()), "").to_vec();
        places.iter().map(|place| session.project().parties[*place].name.clone()).collect()
    }

    #[test]
    fn whoever_the_words_name_comes_first_in_any_form() {
        let parties: &[(&str, &[&str])] =
            &[("Egypt", &["مصر"]), ("Tass", &[]), ("Kremlin", &["الكرملين"]), ("Putin", &["فلاديمير بوتين"])];
        // With a proclitic, by an alias; by the family name alone after it.
        let text = "وقال بوتين بعد ساعات إن وللكرملين رأياً في أن الحرب ستطول كثيراً";
        assert_eq!(order(text, "الحرب ستطول", parties), ["Kremlin", "Putin", "Egypt", "Tass"]);
        // Vowels and the forms of alif do not matter.
        assert_eq!(order("قالت مِصْرُ إنها ترفض", "ترفض", parties)[0], "Egypt");
    }

    #[test]
    fn the_nearer_comes_first_and_a_word_inside_another_names_nobody() {
        let parties: &[(&str, &[&str])] = &[("Iran", &[]), ("United States", &[]), ("Oman", &[])];
        let text = "Iran said that the United States would answer the woman first";
        assert_eq!(order(text, "would answer", parties), ["United States", "Iran", "Oman"]);
    }

    #[test]
    fn who_was_used_last_comes_next_and_the_filter_keeps_the_order() {
        let session = session(&[("A one", &[]), ("B two", &[]), ("C three", &[]), ("D two", &[])]);
        let mut likely = Likely::default();
        let id = |place: usize| session.project().parties.get(place).map(|party| party.id.clone());
        likely.note(id(2).as_ref());
        likely.note(id(3).as_ref());
        likely.note(id(3).as_ref());
        let span = Span::new(0, 4);
        assert_eq!(likely.order(&session, "nobody is named", span, ""), [3, 2, 0, 1]);
        assert_eq!(likely.order(&session, "nobody is named", span, "two"), [3, 1]);
        assert!(likely.order(&session, "", Span::new(0, 0), "nobody").is_empty());
    }
}
