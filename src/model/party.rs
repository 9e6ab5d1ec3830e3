//! An actor that speaks or is spoken of.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::{Deref, DerefMut};
use std::sync::OnceLock;

use super::id::PartyId;
use super::statement::Attribute;
use crate::text::arabic;

/// A colour in sRGB, written `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rgb(pub [u8; 3]);

impl Rgb {
    /// Colours for new parties, in the order in which they are handed out: 24 hues of Oklab at equal steps, every second
    /// one lighter, so that neighbours differ in more than the hue. Each is far from those before it.
    pub const PALETTE: [Self; 24] = [
        Self([0x35, 0x89, 0xed]),
        Self([0x92, 0x50, 0x03]),
        Self([0x58, 0x9e, 0x20]),
        Self([0x95, 0x34, 0x90]),
        Self([0x03, 0x74, 0x65]),
        Self([0xdc, 0x54, 0x67]),
        Self([0x40, 0x57, 0xc2]),
        Self([0xb7, 0x7b, 0x04]),
        Self([0x0b, 0x9d, 0x9d]),
        Self([0xaf, 0x64, 0xce]),
        Self([0x5b, 0x6c, 0x02]),
        Self([0xaf, 0x2c, 0x1f]),
        Self([0x02, 0x6a, 0x9d]),
        Self([0xaa, 0x29, 0x5f]),
        Self([0x74, 0x44, 0xb4]),
        Self([0x96, 0x8d, 0x07]),
        Self([0x05, 0x78, 0x36]),
        Self([0xcd, 0x57, 0xa0]),
        Self([0x03, 0xa2, 0x75]),
        Self([0x08, 0x97, 0xbe]),
        Self([0x7a, 0x60, 0x01]),
        Self([0xd9, 0x5f, 0x19]),
        Self([0x81, 0x75, 0xea]),
        Self([0x02, 0x70, 0x7e]),
    ];

    pub(crate) fn parse(text: &str) -> Option<Self> {
        let hex = text.strip_prefix('#').filter(|hex| hex.len() == 6 && hex.bytes().all(|b| b.is_ascii_hexdigit()))?;
        let value = u32::from_str_radix(hex, 16).ok()?;
        let [_, red, green, blue] = value.to_be_bytes();
        Some(Self([red, green, blue]))
    }
}

impl std::fmt::Display for Rgb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

/// A state, an office, a person, an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    pub id: PartyId,
    pub name: String,
    /// The forms in which texts name it, in any language.
    pub aliases: Vec<String>,
    pub color: Rgb,
    /// The party it belongs to: Biden → White House → United States. Never a circle.
    pub parent: Option<PartyId>,
    /// The digit, 1 to 9, that makes it the speaker; see [`Parties::digit`].
    pub key: Option<u8>,
    pub about: PartyAbout,
}

/// What is known of a party beside its names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartyAbout {
    pub description: String,
    /// What it is called in other collections, each under one name at most.
    pub identifiers: Vec<ExternalId>,
    /// The values of the attributes of parties, in the order in which they were entered; none is a passage.
    pub attributes: Vec<Attribute>,
}

/// The identifier of a party in another collection.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ExternalId {
    /// The collection, for example `wikidata` or `iso-3166`: lower-case letters, digits and hyphens.
    pub scheme: String,
    /// What the party is called there, for example `Q7747` or `RU`.
    pub value: String,
}

impl ExternalId {
    /// Reads `scheme: value`. `None` if that is not what it is.
    pub(crate) fn parse(line: &str) -> Option<Self> {
        let (scheme, value) = line.split_once(':')?;
        let scheme = scheme.trim().to_ascii_lowercase();
        let is_scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let value = value.trim();
        (!scheme.is_empty() && scheme.chars().all(is_scheme) && !value.is_empty())
            .then(|| Self { scheme, value: value.to_owned() })
    }
}

impl std::fmt::Display for ExternalId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.scheme, self.value)
    }
}

impl Party {
    /// What texts and people call it: its name, then its aliases.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.aliases.iter().map(String::as_str))
    }

    /// Takes over what is known of another party and not of this one.
    pub(crate) fn learn(&mut self, other: &PartyAbout) {
        let PartyAbout { description, identifiers, attributes } = other;
        let about = &mut self.about;
        if about.description.is_empty() {
            about.description.clone_from(description);
        }
        let new: Vec<ExternalId> = identifiers
            .iter()
            .filter(|id| about.identifiers.iter().all(|own| own.scheme != id.scheme))
            .cloned()
            .collect();
        about.identifiers.extend(new);
        let new: Vec<Attribute> = attributes
            .iter()
            .filter(|value| about.attributes.iter().all(|own| own.name != value.name))
            .cloned()
            .collect();
        about.attributes.extend(new);
    }

    /// Whether the two share a name or alias, as readers compare them.
    pub(crate) fn shares_a_name(&self, other: &Self) -> bool {
        let keys: Vec<String> = self.names().map(name_key).filter(|key| !key.is_empty()).collect();
        other.names().any(|name| keys.contains(&name_key(name)))
    }
}

/// The parties of a project, in order, with an index by id.
#[derive(Default)]
pub struct Parties {
    list: Vec<Party>,
    /// Built on the first look-up; dropped by changes that do not keep it up to date.
    index: OnceLock<Index>,
}

#[derive(Default)]
struct Index {
    places: HashMap<PartyId, usize>,
    /// How many parties belong directly to each.
    children: HashMap<PartyId, usize>,
    /// The place of the party that each digit from 1 to 9 stands for.
    digits: [Option<usize>; 9],
    /// Whether the digits are those of the parties, and not by order.
    has_keys: bool,
}

impl Index {
    fn add(&mut self, place: usize, party: &Party) {
        // Of two parties with one id, the first counts.
        self.places.entry(party.id.clone()).or_insert(place);
        if let Some(parent) = &party.parent {
            *self.children.entry(parent.clone()).or_default() += 1;
        }
        if let Some(key) = party.key {
            if !self.has_keys {
                (self.digits, self.has_keys) = ([None; 9], true);
            }
            if let Some(digit) = usize::from(key).checked_sub(1).and_then(|at| self.digits.get_mut(at)) {
                digit.get_or_insert(place);
            }
        } else if !self.has_keys
            && let Some(digit) = self.digits.get_mut(place)
        {
            *digit = Some(place);
        }
    }
}

impl Parties {
    fn index(&self) -> &Index {
        self.index.get_or_init(|| {
            let mut index = Index::default();
            self.list.iter().enumerate().for_each(|(place, party)| index.add(place, party));
            index
        })
    }

    /// The party with this id.
    pub fn named(&self, id: &PartyId) -> Option<&Party> {
        self.list.get(self.place(id)?)
    }

    /// Where in the list the party with this id is.
    pub fn place(&self, id: &PartyId) -> Option<usize> {
        self.index().places.get(id).copied()
    }

    /// How many parties belong directly to this one.
    pub fn children(&self, id: &PartyId) -> usize {
        self.index().children.get(id).copied().unwrap_or_default()
    }

    /// The digit, 1 to 9, that makes the party at this place the speaker, if it has one.
    ///
    /// A key belongs to its party, so that it stays when others come and go. Where no party has one, as in projects that
    /// are older than these keys, the first nine have the digits in the order of the list. Of two with one key, the first
    /// has it.
    pub fn digit(&self, place: usize) -> Option<u8> {
        self.index().digits.iter().zip(1..).find(|(of, _)| **of == Some(place)).map(|(_, digit)| digit)
    }

    /// The party that this digit makes the speaker.
    pub fn with_digit(&self, digit: u8) -> Option<&Party> {
        let place = self.index().digits.get(usize::from(digit).checked_sub(1)?).copied().flatten()?;
        self.list.get(place)
    }

    /// Puts the parties into this order. Those that it does not name keep their places.
    pub(crate) fn reorder(&mut self, order: &[PartyId]) {
        let places: Vec<usize> = order.iter().filter_map(|id| self.place(id)).collect();
        let mut free = places.clone();
        free.sort_unstable();
        free.dedup();
        let mut seen = HashSet::new();
        let named: Vec<Party> = places
            .into_iter()
            .filter(|place| seen.insert(*place))
            .filter_map(|place| self.list.get(place))
            .cloned()
            .collect();
        self.index.take();
        for (place, party) in free.into_iter().zip(named) {
            if let Some(old) = self.list.get_mut(place) {
                *old = party;
            }
        }
    }

    /// The identifiers in the order of the list.
    pub fn order(&self) -> Vec<PartyId> {
        self.list.iter().map(|party| party.id.clone()).collect()
    }

    pub fn push(&mut self, party: Party) {
        if let Some(index) = self.index.get_mut() {
            index.add(self.list.len(), &party);
        }
        self.list.push(party);
    }

    /// Inserts a party at this place, or at the end if the list is shorter.
    pub fn insert(&mut self, place: usize, party: Party) {
        if place >= self.list.len() {
            return self.push(party);
        }
        self.index.take();
        self.list.insert(place, party);
    }

    /// Removes and returns the party at this place, if there is one.
    pub fn take(&mut self, place: usize) -> Option<Party> {
        if place >= self.list.len() {
            return None;
        }
        if place + 1 < self.list.len() {
            self.index.take();
            return Some(self.list.remove(place));
        }
        let party = self.list.pop()?;
        if party.key.is_some() {
            self.index.take();
        }
        if let Some(index) = self.index.get_mut() {
            if index.places.get(&party.id) == Some(&place) {
                index.places.remove(&party.id);
            }
            forget_child(index, &party);
            index.digits.iter_mut().filter(|of| **of == Some(place)).for_each(|of| *of = None);
        }
        Some(party)
    }

    /// Replaces the party that has this party's id and returns the old one. `None` if there is none.
    pub fn replace(&mut self, party: Party) -> Option<Party> {
        let place = self.place(&party.id)?;
        if self.list.get(place).is_some_and(|old| old.key != party.key) {
            self.index.take();
        }
        if let Some(index) = self.index.get_mut() {
            if let Some(old) = self.list.get(place) {
                forget_child(index, old);
            }
            if let Some(parent) = &party.parent {
                *index.children.entry(parent.clone()).or_default() += 1;
            }
        }
        self.list.get_mut(place).map(|old| std::mem::replace(old, party))
    }

    /// Shortens the list to its first `length` parties.
    pub fn truncate(&mut self, length: usize) {
        self.index.take();
        self.list.truncate(length);
    }

    /// For each party, by place: the places of the parties that it belongs to, directly or not, itself first.
    pub(crate) fn ways_up(&self) -> Vec<Vec<usize>> {
        let way = |start: usize| {
            let mut way = vec![start];
            let mut at = start;
            while let Some(parent) = self.list.get(at).and_then(|party| self.place(party.parent.as_ref()?)) {
                if way.contains(&parent) {
                    break;
                }
                way.push(parent);
                at = parent;
            }
            way
        };
        (0..self.list.len()).map(way).collect()
    }

    /// The first party, in list order, of each circle of parents.
    pub fn circles(&self) -> Vec<usize> {
        // Every party is visited once: from each one upwards, until a visited one.
        let mut seen_by: Vec<Option<usize>> = vec![None; self.list.len()];
        let mut circles = Vec::new();
        for start in 0..self.list.len() {
            let mut at = Some(start);
            while let Some(place) = at
                && let Some(seen) = seen_by.get_mut(place)
                && seen.is_none()
            {
                *seen = Some(start);
                at = self.list.get(place).and_then(|party| self.place(party.parent.as_ref()?));
            }
            if let Some(place) = at.filter(|place| seen_by.get(*place) == Some(&Some(start))) {
                // Goes round the circle once more to find its first party.
                let (mut first, mut on_it) = (place, HashSet::new());
                let mut at = Some(place);
                while let Some(place) = at.filter(|place| on_it.insert(*place)) {
                    first = first.min(place);
                    at = self.list.get(place).and_then(|party| self.place(party.parent.as_ref()?));
                }
                circles.push(first);
            }
        }
        circles.sort_unstable();
        circles
    }
}

fn forget_child(index: &mut Index, party: &Party) {
    if let Some(count) = party.parent.as_ref().and_then(|parent| index.children.get_mut(parent)) {
        *count = count.saturating_sub(1);
    }
}

impl Deref for Parties {
    type Target = [Party];

    fn deref(&self) -> &[Party] {
        &self.list
    }
}

impl DerefMut for Parties {
    fn deref_mut(&mut self) -> &mut [Party] {
        self.index.take();
        &mut self.list
    }
}

impl Clone for Parties {
    fn clone(&self) -> Self {
        Self { list: self.list.clone(), index: OnceLock::new() }
    }
}

impl PartialEq for Parties {
    fn eq(&self, other: &Self) -> bool {
        self.list == other.list
    }
}

impl Eq for Parties {}

impl std::fmt::Debug for Parties {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.list.fmt(f)
    }
}

impl From<Vec<Party>> for Parties {
    fn from(list: Vec<Party>) -> Self {
        Self { list, index: OnceLock::new() }
    }
}

impl FromIterator<Party> for Parties {
    fn from_iter<I: IntoIterator<Item = Party>>(parties: I) -> Self {
        Self::from(parties.into_iter().collect::<Vec<_>>())
    }
}

impl<'p> IntoIterator for &'p Parties {
    type Item = &'p Party;
    type IntoIter = std::slice::Iter<'p, Party>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}

/// A name as readers compare it: without vowel marks, tatweel, invisible marks, variants of letters and capitals, with
/// single spaces. May be empty.
pub(crate) fn name_key(name: &str) -> String {
    let folded = arabic::fold(name);
    let mut key = String::with_capacity(folded.len());
    for word in folded.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(word);
    }
    key
}

/// An index of parties by name and alias, to recognise a party under another identifier.
#[derive(Clone, Debug, Default)]
pub(crate) struct PartyNames {
    names: BTreeMap<String, PartyId>,
    /// Empty if several parties have the alias.
    aliases: BTreeMap<String, Option<PartyId>>,
}

impl PartyNames {
    pub(crate) fn of<'p>(parties: impl IntoIterator<Item = &'p Party>) -> Self {
        let mut names = Self::default();
        parties.into_iter().for_each(|party| names.add(party));
        names
    }

    /// Adds a party. Of two with one name, the first is found.
    pub(crate) fn add(&mut self, party: &Party) {
        self.names.entry(name_key(&party.name)).or_insert_with(|| party.id.clone());
        for alias in &party.aliases {
            let known = self.aliases.entry(name_key(alias)).or_insert_with(|| Some(party.id.clone()));
            if known.as_ref() != Some(&party.id) {
                *known = None;
            }
        }
    }

    /// The party with this name, or else with this alias.
    pub(crate) fn find(&self, name: &str) -> Option<&PartyId> {
        self.by_name(name).or_else(|| self.by_alias(name))
    }

    fn by_name(&self, name: &str) -> Option<&PartyId> {
        let key = name_key(name);
        self.names.get(&key).filter(|_| !key.is_empty())
    }

    fn by_alias(&self, name: &str) -> Option<&PartyId> {
        let key = name_key(name);
        self.aliases.get(&key).and_then(Option::as_ref).filter(|_| !key.is_empty())
    }
}

/// Matches each of their parties with one of ours; see [`PartyMatcher::find`].
pub(crate) fn match_parties(
    ours: &[Party],
    theirs: &[Party],
    taken: impl Fn(&PartyId) -> bool,
) -> BTreeMap<PartyId, PartyId> {
    PartyMatcher::of(ours).find(theirs, taken)
}

/// Matches parties with ours, which are indexed once.
pub(crate) struct PartyMatcher<'p> {
    names: PartyNames,
    known: HashMap<&'p PartyId, &'p Party>,
}

impl<'p> PartyMatcher<'p> {
    pub(crate) fn of(ours: &'p [Party]) -> Self {
        Self { names: PartyNames::of(ours), known: ours.iter().map(|party| (&party.id, party)).collect() }
    }

    /// Matches each of their parties with one of ours: the party with the same identifier, if both share a name; else the
    /// one with the same name; else the one that has its name as an alias, or one of its aliases as its name, unless
    /// another of theirs matches that one. A party without a match keeps its identifier, or gets a new one that is not
    /// `taken` if ours uses it for another party.
    pub(crate) fn find(&self, theirs: &[Party], taken: impl Fn(&PartyId) -> bool) -> BTreeMap<PartyId, PartyId> {
        let Self { names, known } = self;
        let mut here: BTreeMap<PartyId, PartyId> = BTreeMap::new();
        for party in theirs {
            // A file that does not define a party names it by its identifier.
            let is_same = |mine: &&Party| mine.shares_a_name(party) || party.name == party.id.as_str();
            let found = known.get(&party.id).copied().filter(is_same).map(|mine| &mine.id);
            if let Some(found) = found.or_else(|| names.by_name(&party.name)) {
                here.insert(party.id.clone(), found.clone());
            }
        }
        let mut claimed: BTreeSet<PartyId> = here.values().cloned().collect();
        for party in theirs {
            if here.contains_key(&party.id) {
                continue;
            }
            let by_theirs = || party.aliases.iter().find_map(|alias| names.by_name(alias));
            let found = names.by_alias(&party.name).or_else(by_theirs).filter(|found| !claimed.contains(found));
            let id = match found {
                Some(found) => found.clone(),
                None if known.contains_key(&party.id) => {
                    let is_here = |id: &PartyId| claimed.contains(id) || known.contains_key(id) || taken(id);
                    PartyId::from_name(&party.name, |id| is_here(id) || theirs.iter().any(|other| other.id == *id))
                }
                None => party.id.clone(),
            };
            claimed.insert(id.clone());
            here.insert(party.id.clone(), id);
        }
        here
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn party(id: &str, name: &str, aliases: &[&str]) -> Party {
        let aliases = aliases.iter().map(|alias| (*alias).to_owned()).collect();
        Party {
            id: PartyId::new(id).unwrap(),
            name: name.to_owned(),
            aliases,
            color: Rgb([0; 3]),
            parent: None,
            key: None,
            about: PartyAbout::default(),
        }
    }

    #[test]
    fn a_party_is_found_by_what_readers_take_for_its_name() {
        let parties = [
            party("kremlin", "الكرملين", &["Kremlin", "the leader"]),
            party("white-house", "White House", &["the leader", "WH"]),
        ];
        let names = PartyNames::of(&parties);
        for name in
            ["الكرملين", " الكِرملين ", "الكـرملين", "\u{200f}الكرملين", "الكرم\u{200c}لين", "KREMLIN", "kremlin"]
        {
            assert_eq!(names.find(name).map(PartyId::as_str), Some("kremlin"), "{name:?}");
        }
        assert_eq!(names.find("white  HOUSE").map(PartyId::as_str), Some("white-house"));
        // An alias of two tells neither.
        assert_eq!(names.find("the leader"), None);
        assert_eq!(names.find("\u{200f} "), None);
    }

    #[test]
    fn of_two_of_theirs_only_one_is_taken_for_one_of_ours() {
        let ours = [party("kremlin", "Kremlin", &[]), party("gov", "Governor", &[])];
        let matched = |theirs: &[Party]| {
            let here = match_parties(&ours, theirs, |_| false);
            theirs.iter().map(|party| here[&party.id].to_string()).collect::<Vec<_>>()
        };
        // One of their aliases is a name here.
        assert_eq!(matched(&[party("putin", "Putin", &["KREMLIN"])]), ["kremlin"]);
        // They have that party as well, so that this one is another.
        assert_eq!(matched(&[party("putin", "Putin", &["KREMLIN"]), party("x", "kremlin", &[])]), ["putin", "kremlin"]);
        assert_eq!(matched(&[party("gov", "Government", &[])]), ["government"]);
        assert_eq!(matched(&[party("gov", "Government", &["governor"])]), ["gov"]);
        // Both have the same two identifiers the other way round.
        assert_eq!(matched(&[party("gov", "Kremlin", &[]), party("kremlin", "Governor", &[])]), ["kremlin", "gov"]);
    }
}
