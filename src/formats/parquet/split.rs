//! Training, validation and test data: split by document, the same each time, and alike in kinds.
//!
//! Articles that are nearly the same, such as an agency's copy on several sites, go to one split: their word shingles are
//! compared, and what is near to two articles brings all three together. Groups of documents are then given, the largest
//! first, to the split that lacks most of what they have; among groups of one size the seed decides which is first.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::tables::Table;
use crate::formats::format::{FormatOption, OptionValue};
use crate::formats::parts::Parts;
use crate::formats::{ExportError, Options};
use crate::model::id::DocumentId;
use crate::t;
use crate::text::near_duplicates::{NearDuplicates, Signature};
use crate::text::{arabic, content};

/// How similar two articles are that are nearly the same.
const NEAR: f64 = 0.7;

/// A split.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Split {
    Train,
    Validation,
    Test,
}

impl Split {
    pub(super) const ALL: [Self; 3] = [Self::Train, Self::Validation, Self::Test];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Validation => "validation",
            Self::Test => "test",
        }
    }
}

/// The parts of training, validation and test data, as `80/10/10`.
pub static SPLIT: FormatOption = FormatOption {
    value: OptionValue::Text(|text| shares_in(text).map(|_| ()).ok_or_else(|| t!("export-option-split", value = text))),
    ..FormatOption::flag("split", || t!("panel-export-split"), || t!("help-export-split"))
};

/// Another number gives other splits.
pub static SEED: FormatOption = FormatOption {
    value: OptionValue::Text(|text| match text.parse::<u64>() {
        Ok(_) => Ok(()),
        Err(_) => Err(t!("export-option-seed", value = text)),
    }),
    ..FormatOption::flag("seed", || t!("panel-export-seed"), || t!("help-export-seed"))
};

/// The parts of the whole that the splits should have, if none are given.
const SHARES: [f64; 3] = [0.8, 0.1, 0.1];

/// Reads `80/10/10`: whole numbers of which one at least is more than 0.
fn shares_in(text: &str) -> Option<[f64; 3]> {
    let numbers: Option<Vec<u32>> = text.split('/').map(|part| part.trim().parse().ok()).collect();
    let parts: [u32; 3] = numbers?.try_into().ok()?;
    let sum: f64 = parts.map(f64::from).iter().sum();
    (sum > 0.0).then(|| parts.map(|part| f64::from(part) / sum))
}

/// Which document is in which split.
pub(super) struct Splits {
    /// In the order of the documents.
    of: BTreeMap<DocumentId, Split>,
    with_statements: BTreeSet<Split>,
}

impl Splits {
    /// The documents of a split, in order.
    pub(super) fn documents(&self, split: Split) -> Vec<DocumentId> {
        self.of.iter().filter(|(_, of)| **of == split).map(|(document, _)| document.clone()).collect()
    }

    /// How many documents a split has.
    pub(super) fn count(&self, split: Split) -> usize {
        self.of.values().filter(|of| **of == split).count()
    }

    /// Whether a table has rows of a split.
    pub(super) fn has(&self, split: Split, table: Table) -> bool {
        match table {
            Table::Documents => self.count(split) > 0,
            Table::Statements => self.with_statements.contains(&split),
        }
    }
}

/// The split of each document.
///
/// # Errors
/// A document cannot be read.
pub(super) fn of(dataset: &dyn Parts, options: &Options) -> Result<Splits, ExportError> {
    let shares = options.value(&SPLIT).and_then(shares_in).unwrap_or(SHARES);
    let seed = options.value(&SEED).map_or_else(String::new, |seed| format!("{seed}\n"));
    let (mut near, mut ids) = (NearGroups::default(), Vec::new());
    // By document; by kind, and under the empty name the layers.
    let mut counts: Vec<BTreeMap<String, f64>> = Vec::new();
    dataset.each(|part| {
        for layers in part.by_document() {
            let Some(document) = layers.first().map(|layer| layer.document) else { continue };
            near.add(document.content.as_str());
            ids.push(document.id.clone());
            let mut of_document: BTreeMap<String, f64> = BTreeMap::new();
            let mut add = |kind: &str| match of_document.get_mut(kind) {
                Some(count) => *count += 1.0,
                None => _ = of_document.insert(kind.to_owned(), 1.0),
            };
            for layer in layers {
                add("");
                layer.statements().for_each(|statement| add(statement.kind.as_str()));
            }
            counts.push(of_document);
        }
        Ok(())
    })?;
    let of = shared_out(&near.groups(), &ids, &counts, &seed, shares);
    let with_statements = ids.iter().zip(&counts).filter(|(_, counts)| counts.keys().any(|kind| !kind.is_empty()));
    let with_statements = with_statements.filter_map(|(id, _)| of.get(id).copied()).collect();
    Ok(Splits { of, with_statements })
}

/// Gives each group of documents to a split.
fn shared_out(
    near: &[Vec<usize>],
    ids: &[DocumentId],
    counts: &[BTreeMap<String, f64>],
    seed: &str,
    shares: [f64; 3],
) -> BTreeMap<DocumentId, Split> {
    let mut groups: Vec<(BTreeMap<&str, f64>, String, Vec<&DocumentId>)> = Vec::new();
    for group in near {
        let names: Vec<&DocumentId> = group.iter().filter_map(|index| ids.get(*index)).collect();
        let mut sum: BTreeMap<&str, f64> = BTreeMap::new();
        for (kind, count) in group.iter().filter_map(|index| counts.get(*index)).flatten() {
            *sum.entry(kind.as_str()).or_default() += count;
        }
        let joined: Vec<&str> = names.iter().map(|id| id.as_str()).collect();
        let order = content::sha256_hex(format!("{seed}{}", joined.join("\n")).as_bytes());
        groups.push((sum, order, names));
    }
    groups.sort_by(|one, other| {
        let size = |group: &BTreeMap<&str, f64>| group.values().sum::<f64>();
        size(&other.0).total_cmp(&size(&one.0)).then_with(|| one.1.cmp(&other.1))
    });
    let mut whole: BTreeMap<&str, f64> = BTreeMap::new();
    for (kind, count) in groups.iter().flat_map(|(sum, ..)| sum) {
        *whole.entry(kind).or_default() += count;
    }
    assign(&groups, &whole, shares)
}

fn assign(
    groups: &[(BTreeMap<&str, f64>, String, Vec<&DocumentId>)],
    whole: &BTreeMap<&str, f64>,
    shares: [f64; 3],
) -> BTreeMap<DocumentId, Split> {
    let mut lacking =
        shares.map(|share| whole.iter().map(|(kind, count)| (*kind, count * share)).collect::<BTreeMap<&str, f64>>());
    let mut splits = BTreeMap::new();
    for (sum, _, names) in groups {
        let lack = |of: &BTreeMap<&str, f64>| -> f64 {
            let part = |(kind, count): (&&str, &f64)| {
                let all = whole.get(kind).copied().unwrap_or(1.0);
                of.get(kind).copied().unwrap_or_default() * count / (all * all)
            };
            sum.iter().map(part).sum()
        };
        let mut best = 0;
        for place in 1..lacking.len() {
            if let (Some(one), Some(other)) = (lacking.get(place), lacking.get(best))
                && lack(one) > lack(other)
            {
                best = place;
            }
        }
        for (kind, count) in sum {
            if let Some(left) = lacking.get_mut(best).and_then(|of| of.get_mut(kind)) {
                *left -= count;
            }
        }
        let split = Split::ALL.get(best).copied().unwrap_or(Split::Train);
        splits.extend(names.iter().map(|name| ((*name).clone(), split)));
    }
    splits
}

/// Texts in groups: those that are the same but for spelling, or nearly the same, are in one. Of a text only its signature
/// is kept.
#[derive(Default)]
struct NearGroups {
    near: NearDuplicates<usize>,
    same: HashMap<String, usize>,
    groups: Groups,
}

impl NearGroups {
    fn add(&mut self, text: &str) {
        let index = self.groups.0.len();
        self.groups.0.push(index);
        // Texts of a few words have no signature.
        let Some(signature) = Signature::of(text) else {
            self.groups.unite(index, *self.same.entry(arabic::fold(text)).or_insert(index));
            return;
        };
        self.near.find_all(&signature, NEAR).for_each(|(other, _)| self.groups.unite(index, *other));
        self.near.add(index, signature);
    }

    /// The indices of the texts in groups.
    fn groups(mut self) -> Vec<Vec<usize>> {
        let mut found: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        (0..self.groups.0.len()).for_each(|index| found.entry(self.groups.first(index)).or_default().push(index));
        found.into_values().collect()
    }
}

/// Groups of indices (union-find): each has a smaller one of its group, or itself.
#[derive(Default)]
struct Groups(Vec<usize>);

impl Groups {
    /// The smallest index of a group.
    fn first(&mut self, index: usize) -> usize {
        let mut at = index;
        while let Some(next) = self.0.get(at).copied().filter(|next| *next != at) {
            at = next;
        }
        // The next question is answered in one step.
        if let Some(known) = self.0.get_mut(index) {
            *known = at;
        }
        at
    }

    fn unite(&mut self, one: usize, other: usize) {
        let (one, other) = (self.first(one), self.first(other));
        if let Some(first) = self.0.get_mut(one.max(other)) {
            *first = one.min(other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near_groups(texts: &[(&str, &str)]) -> Vec<Vec<usize>> {
        let mut near = NearGroups::default();
        texts.iter().for_each(|(_, text)| near.add(text));
        near.groups()
    }

    #[test]
    fn copies_of_an_article_are_one_group() {
        let article: String = (0..200).map(|number| format!("word{} ", number * 7 % 101)).collect();
        let copy = format!("Agency. {article} Read more.");
        let other: String = (0..200).map(|number| format!("other{} ", number * 5 % 97)).collect();
        let texts = [("a", article.as_str()), ("b", other.as_str()), ("c", copy.as_str()), ("d", "short")];
        assert_eq!(near_groups(&texts), [vec![0, 2], vec![1], vec![3]]);
    }
    #[test]
    fn what_is_near_to_two_articles_brings_them_together() {
        let words = |from: usize, to: usize| (from..to).map(|number| format!("word{number} ")).collect::<String>();
        // The first two share 76 of 124 words, the third 88 of 112 with each of them.
        let texts = [words(0, 100), words(24, 124), words(12, 112)];
        let texts: Vec<(&str, &str)> = texts.iter().map(|text| ("id", text.as_str())).collect();
        assert_eq!(near_groups(&texts[..2]), [vec![0], vec![1]]);
        assert_eq!(near_groups(&texts), [vec![0, 1, 2]]);
        assert_eq!(near_groups(&[("a", "قال الوزير"), ("b", "قالَ الوزير"), ("c", "لا")]), [vec![0, 1], vec![2]]);
    }
}
