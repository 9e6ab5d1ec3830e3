//! The labels under which kinds of statements and of relations stand in formats that people read.
//!
//! A label is the name of the entry. Where a name is empty, stands for something else in the format, or belongs to an
//! earlier entry as well, the label is the identifier, so that labels can be told apart again.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::codebook::Codebook;
use crate::model::id::{KindId, RelationKindId};
use crate::model::party::name_key;

/// The label of reporting verbs.
pub(super) const CUE: &str = "Cue";
/// The label of the words that name a party.
pub(super) const MENTION: &str = "Mention";
/// The label of passages that are not part of the article.
pub(super) const EXCLUDED: &str = "Excluded";
/// The label of the link from the first part of a statement to a further one.
pub(super) const CONTINUES: &str = "continues";

/// The labels of a codebook's kinds and relation kinds.
pub(super) struct Labels<'p> {
    /// In the order of the codebook.
    kinds: Vec<(&'p KindId, &'p str)>,
    relations: Vec<(&'p RelationKindId, &'p str)>,
    by_kind: BTreeMap<&'p KindId, &'p str>,
    by_relation: BTreeMap<&'p RelationKindId, &'p str>,
}

impl<'p> Labels<'p> {
    /// The labels of a codebook; `fits` says whether the format can take a name for a label.
    pub(super) fn of(codebook: &'p Codebook, fits: impl Fn(&str) -> bool) -> Self {
        // A name that is the identifier of another entry would be taken for that one.
        let is_id_of_other = |id: &str, name: &str, ids: &BTreeSet<String>| {
            name_key(id) != name_key(name) && ids.contains(&name_key(name))
        };
        let ids: BTreeSet<String> = codebook.kinds.iter().map(|kind| name_key(kind.id.as_str())).collect();
        let mut taken: BTreeSet<String> = [CUE, MENTION, EXCLUDED].map(name_key).into();
        let mut kinds = Vec::with_capacity(codebook.kinds.len());
        for kind in &codebook.kinds {
            let fits = |name: &str| fits(name) && !is_id_of_other(kind.id.as_str(), name, &ids);
            kinds.push((&kind.id, label(&kind.name, kind.id.as_str(), &mut taken, &fits)));
        }
        let ids: BTreeSet<String> = codebook.relation_kinds.iter().map(|kind| name_key(kind.id.as_str())).collect();
        let mut taken: BTreeSet<String> = [name_key(CONTINUES)].into();
        let mut relations = Vec::with_capacity(codebook.relation_kinds.len());
        for kind in &codebook.relation_kinds {
            let is_free = |name: &str| numbered(name).is_none() && !is_id_of_other(kind.id.as_str(), name, &ids);
            let fits = |name: &str| fits(name) && is_free(name);
            relations.push((&kind.id, label(&kind.name, kind.id.as_str(), &mut taken, &fits)));
        }
        let (by_kind, by_relation) = (kinds.iter().copied().collect(), relations.iter().copied().collect());
        Self { kinds, relations, by_kind, by_relation }
    }

    pub(super) fn kind(&self, id: &'p KindId) -> &'p str {
        self.by_kind.get(id).copied().unwrap_or(id.as_str())
    }

    pub(super) fn relation(&self, id: &'p RelationKindId) -> &'p str {
        self.by_relation.get(id).copied().unwrap_or(id.as_str())
    }

    /// The labels of all kinds, in the order of the codebook.
    pub(super) fn kinds(&self) -> impl Iterator<Item = &'p str> + '_ {
        self.kinds.iter().map(|(_, label)| *label)
    }

    /// The labels of all relation kinds, in the order of the codebook.
    pub(super) fn relations(&self) -> impl Iterator<Item = &'p str> + '_ {
        self.relations.iter().map(|(_, label)| *label)
    }
}

fn label<'p>(name: &'p str, id: &'p str, taken: &mut BTreeSet<String>, fits: &impl Fn(&str) -> bool) -> &'p str {
    let key = name_key(name);
    let is_usable = !key.is_empty() && name.trim() == name && !name.contains(char::is_control) && fits(name);
    if is_usable && taken.insert(key) { name } else { id }
}

/// What a link with a number in its label leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numbered {
    Cue(usize),
    Mention(usize),
}

/// Reads `cue 1`, `Mention2` and the like; the number is the place in the chain, from one.
pub(super) fn numbered(label: &str) -> Option<Numbered> {
    let label = label.trim().to_lowercase();
    let number = |rest: &str| rest.trim_start_matches([' ', '_', '-']).parse().ok().filter(|number| *number > 0);
    if let Some(rest) = label.strip_prefix("cue") {
        number(rest).map(Numbered::Cue)
    } else {
        label.strip_prefix("mention").and_then(number).map(Numbered::Mention)
    }
}
