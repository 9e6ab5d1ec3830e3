//! What a picker lists: parties, topics, kinds and relation kinds, and which of them fit what was typed.

use std::collections::{HashMap, HashSet};

use crate::model::codebook::{Codebook, CodebookItem, CodebookList};
use crate::model::id::PartyId;
use crate::model::party::{Party, Rgb, name_key};
use crate::model::project::Project;
use crate::t;
use crate::text::arabic;

/// What stands behind the identifier of a party that is meant with its members.
const MEMBERS: char = '+';
/// How many of those picked last come first.
const RECENT: usize = 5;

/// Something that can be picked.
#[derive(Clone, Debug, Default)]
pub(crate) struct PickItem {
    /// Its identifier in the project.
    pub id: String,
    pub name: String,
    /// Its other names, by which it is found as well.
    pub aliases: Vec<String>,
    /// The colour of a party.
    pub color: Option<Rgb>,
    /// The identifier of the item that it belongs to.
    pub parent: Option<String>,
    /// What is shown at the end of its row, such as its key.
    pub note: String,
}

/// An item as the list shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ListedItem {
    /// Its place among the items.
    pub index: usize,
    /// How many items that are listed above it contain it.
    pub depth: usize,
}

impl PickItem {
    fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.aliases.iter().map(String::as_str))
    }

    /// How well it fits the typed words: the lower, the better. `None` if none of its names has all of them.
    fn rank(&self, typed: &str) -> Option<u8> {
        let words: Vec<&str> = typed.split_whitespace().collect();
        let has_all = |name: &str| words.iter().all(|word| arabic::contains(name, word));
        let start = arabic::fold(typed);
        let begins = |name: &str| arabic::fold(name).starts_with(&start);
        if !self.names().any(has_all) {
            return None;
        }
        Some(match () {
            () if self.names().any(|name| name_key(name) == name_key(typed)) => 0,
            () if begins(&self.name) => 1,
            () if self.names().any(begins) => 2,
            () => 3,
        })
    }

    /// Whether it is called so, as readers compare names.
    pub(super) fn is_called(&self, name: &str) -> bool {
        self.names().any(|known| name_key(known) == name_key(name))
    }
}

/// The items that fit what was typed, the best first. Without any text, those picked last come first, then all others as
/// a tree.
pub(super) fn listed(items: &[PickItem], typed: &str, recent: &[String]) -> Vec<ListedItem> {
    let age = |item: &PickItem| recent.iter().position(|id| *id == item.id).unwrap_or(usize::MAX);
    if !typed.is_empty() {
        let ranked = items.iter().enumerate().filter_map(|(index, item)| Some((item.rank(typed)?, age(item), index)));
        let mut ranked: Vec<_> = ranked.collect();
        ranked.sort_unstable();
        return ranked.into_iter().map(|(.., index)| ListedItem { index, depth: 0 }).collect();
    }
    let mut first: Vec<_> = items.iter().enumerate().map(|(index, item)| (age(item), index)).collect();
    first.retain(|(age, _)| *age < RECENT);
    first.sort_unstable();
    let mut all: Vec<_> = first.into_iter().map(|(_, index)| ListedItem { index, depth: 0 }).collect();
    let mut is_listed: HashSet<usize> = all.iter().map(|item| item.index).collect();
    let places: HashMap<&str, usize> =
        items.iter().enumerate().map(|(index, item)| (item.id.as_str(), index)).rev().collect();
    let mut members: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut roots = Vec::new();
    for (index, item) in items.iter().enumerate().filter(|(index, _)| !is_listed.contains(index)) {
        let parent = item.parent.as_deref().and_then(|id| places.get(id)).filter(|at| !is_listed.contains(*at));
        match parent {
            Some(parent) => members.entry(*parent).or_default().push(index),
            None => roots.push(index),
        }
    }
    let mut list = |from: Vec<usize>| {
        let mut left: Vec<_> = from.into_iter().rev().map(|index| ListedItem { index, depth: 0 }).collect();
        while let Some(item) = left.pop() {
            if is_listed.insert(item.index) {
                all.push(item);
                let below = members.get(&item.index).into_iter().flatten().rev();
                left.extend(below.map(|index| ListedItem { index: *index, depth: item.depth + 1 }));
            }
        }
    };
    list(roots);
    // The parties of a circle, which only a damaged file has, belong to none of the roots.
    list((0..items.len()).collect());
    all
}

/// The parties that are offered, each with its aliases and the party that it belongs to.
pub(crate) fn parties(project: &Project, offered: impl Fn(&Party) -> bool) -> Vec<PickItem> {
    let item = |party: &Party| PickItem {
        id: party.id.to_string(),
        name: party.name.clone(),
        aliases: party.aliases.clone(),
        color: Some(party.color),
        parent: party.parent.as_ref().map(PartyId::to_string),
        note: String::new(),
    };
    project.parties.iter().filter(|party| offered(party)).map(item).collect()
}

/// All parties; each that has members can also be picked together with them.
pub(crate) fn parties_and_members(project: &Project) -> Vec<PickItem> {
    let mut all = Vec::new();
    for item in parties(project, |_| true) {
        let with = PartyId::new(&item.id).is_ok_and(|id| project.parties.children(&id) > 0).then(|| PickItem {
            id: format!("{}{MEMBERS}", item.id),
            name: t!("picker-with-members", party = item.name.as_str()),
            parent: Some(item.id.clone()),
            ..item.clone()
        });
        all.push(item);
        all.extend(with);
    }
    all
}

/// The identifier of the row for this party, alone or with its members.
pub(crate) fn party_id(party: &PartyId, with_members: bool) -> String {
    if with_members { format!("{party}{MEMBERS}") } else { party.to_string() }
}

/// The party of a picked identifier, and whether its members are meant as well.
pub(crate) fn picked_party(id: &str) -> Option<(PartyId, bool)> {
    let party = id.strip_suffix(MEMBERS);
    Some((PartyId::new(party.unwrap_or(id)).ok()?, party.is_some()))
}

/// The entries of one list of the codebook.
pub(crate) fn codebook(codebook: &Codebook, list: CodebookList) -> Vec<PickItem> {
    let item = |entry: CodebookItem| {
        let key = match &entry {
            CodebookItem::Kind(kind) => codebook.usable_key(kind),
            CodebookItem::Topic(_)
            | CodebookItem::RelationKind(_)
            | CodebookItem::Attribute(_)
            | CodebookItem::Stance(_) => None,
        };
        let note = key.map(String::from).unwrap_or_default();
        PickItem { id: entry.id().to_owned(), name: entry.name().to_owned(), note, ..PickItem::default() }
    };
    codebook.items_of(list).into_iter().map(item).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(of: &[(&str, &str, &[&str], &str)]) -> Vec<PickItem> {
        let item = |(id, name, aliases, parent): &(&str, &str, &[&str], &str)| PickItem {
            id: (*id).to_owned(),
            name: (*name).to_owned(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            parent: (!parent.is_empty()).then(|| (*parent).to_owned()),
            ..PickItem::default()
        };
        of.iter().map(item).collect()
    }

    fn world() -> Vec<PickItem> {
        items(&[
            ("biden", "Joe Biden", &["بايدن", "الرئيس الأمريكي"], "white-house"),
            ("usa", "United States", &["الولايات المتحدة"], ""),
            ("white-house", "White House", &["البيت الأبيض"], "usa"),
            ("putin", "Putin", &["بوتين"], "kremlin"),
            ("kremlin", "Kremlin", &["الكرملين"], ""),
        ])
    }

    fn shown(typed: &str, recent: &[&str]) -> Vec<(String, usize)> {
        let (items, recent) = (world(), recent.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>());
        listed(&items, typed, &recent).into_iter().map(|item| (items[item.index].id.clone(), item.depth)).collect()
    }

    fn ids(typed: &str, recent: &[&str]) -> Vec<String> {
        shown(typed, recent).into_iter().map(|(id, _)| id).collect()
    }

    #[test]
    fn without_text_the_list_is_a_tree_after_what_was_picked_last() {
        let tree = [("usa", 0), ("white-house", 1), ("biden", 2), ("kremlin", 0), ("putin", 1)];
        assert_eq!(shown("", &[]), tree.map(|(id, depth)| (id.to_owned(), depth)));
        // Whoever belongs to a party that stands above stands at the margin.
        let tree = [("white-house", 0), ("putin", 0), ("biden", 0), ("usa", 0), ("kremlin", 0)];
        assert_eq!(shown("", &["white-house", "putin"]), tree.map(|(id, depth)| (id.to_owned(), depth)));
    }

    #[test]
    fn names_and_aliases_are_found_folded_and_the_best_comes_first() {
        // Without hamza and with another form of yeh.
        assert_eq!(ids("الامريكى", &[]), ["biden"]);
        assert_eq!(ids("البيت", &[]), ["white-house"]);
        assert_eq!(ids("joe bid", &[]), ["biden"]);
        assert_eq!(ids("bid joe", &[]), ["biden"]);
        // "Putin" begins so; "United States" and "White House" only contain it.
        assert_eq!(ids("t", &[]), ["usa", "white-house", "putin"]);
        assert_eq!(ids("p", &[]), ["putin"]);
        assert_eq!(ids("t", &["putin"]), ["putin", "usa", "white-house"]);
        assert_eq!(ids("united", &["putin"]), ["usa"]);
        assert_eq!(ids("nobody", &[]), Vec::<String>::new());
    }

    #[test]
    fn a_circle_of_parents_loses_nobody() {
        let circle = items(&[("a", "A", &[], "b"), ("b", "B", &[], "a"), ("c", "C", &[], "c")]);
        let mut found: Vec<_> = listed(&circle, "", &[]).into_iter().map(|item| item.index).collect();
        found.sort_unstable();
        assert_eq!(found, [0, 1, 2]);
    }

    #[test]
    fn a_party_with_members_is_offered_with_and_without_them() {
        let mut project = Project::new("p");
        for (id, parent) in [("russia", None), ("kremlin", Some("russia"))] {
            project.parties.push(Party {
                id: PartyId::new(id).unwrap(),
                name: id.to_owned(),
                aliases: Vec::new(),
                color: Rgb::PALETTE[0],
                parent: parent.map(|parent| PartyId::new(parent).unwrap()),
                key: None,
                about: crate::model::party::PartyAbout::default(),
            });
        }
        let offered = parties_and_members(&project);
        assert_eq!(offered.iter().map(|item| item.id.as_str()).collect::<Vec<_>>(), ["russia", "russia+", "kremlin"]);
        let russia = PartyId::new("russia").unwrap();
        assert_eq!(picked_party("russia+"), Some((russia.clone(), true)));
        assert_eq!(picked_party("russia"), Some((russia, false)));
    }
}
