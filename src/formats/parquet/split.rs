//! Training, validation and test data: split by document, the same each time, and alike in kinds.
//!
//! Articles that are nearly the same, such as an agency's copy on several sites, go to one split: their word shingles are
//! compared, and what is near to two articles brings all three together. Groups of documents are then given, the largest
//! first, to the split that lacks most of what they have; among groups of one size the seed decides which is first.

use std::collections::{BTreeMap, HashMap};

use crate::formats::Options;
use crate::formats::dataset::Dataset;
use crate::formats::format::{FormatOption, OptionValue};
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

/// The split of each document.
pub(super) fn of(dataset: &Dataset<'_>, options: &Options) -> BTreeMap<String, Split> {
    let shares = options.value(&SPLIT).and_then(shares_in).unwrap_or(SHARES);
    let seed = options.value(&SEED).map_or_else(String::new, |seed| format!("{seed}\n"));
    let texts: Vec<(&str, &str)> =
        dataset.documents().map(|document| (document.id.as_str(), document.content.as_str())).collect();
    let mut counts: HashMap<&str, BTreeMap<&str, f64>> = HashMap::new();
    for layer in &dataset.layers {
        let of_document = counts.entry(layer.document.id.as_str()).or_default();
        *of_document.entry("").or_default() += 1.0;
        for statement in layer.statements() {
            *of_document.entry(statement.kind.as_str()).or_default() += 1.0;
        }
    }
    let mut groups: Vec<(BTreeMap<&str, f64>, String, Vec<&str>)> = Vec::new();
    for group in near_groups(&texts) {
        let names: Vec<&str> = group.iter().filter_map(|index| texts.get(*index)).map(|(id, _)| *id).collect();
        let mut sum: BTreeMap<&str, f64> = BTreeMap::new();
        for (kind, count) in names.iter().filter_map(|name| counts.get(name)).flatten() {
            *sum.entry(kind).or_default() += count;
        }
        let order = content::sha256_hex(format!("{seed}{}", names.join("\n")).as_bytes());
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
    groups: &[(BTreeMap<&str, f64>, String, Vec<&str>)],
    whole: &BTreeMap<&str, f64>,
    shares: [f64; 3],
) -> BTreeMap<String, Split> {
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
        splits.extend(names.iter().map(|name| ((*name).to_owned(), split)));
    }
    splits
}

/// The indices of the texts in groups: texts that are the same but for spelling, or nearly the same, are in one.
fn near_groups(texts: &[(&str, &str)]) -> Vec<Vec<usize>> {
    let (mut near, mut same) = (NearDuplicates::default(), HashMap::new());
    let mut groups = Groups((0..texts.len()).collect());
    for (index, (_, text)) in texts.iter().enumerate() {
        // Texts of a few words have no signature.
        let Some(signature) = Signature::of(text) else {
            groups.unite(index, *same.entry(arabic::fold(text)).or_insert(index));
            continue;
        };
        near.find_all(&signature, NEAR).for_each(|(other, _)| groups.unite(index, *other));
        near.add(index, signature);
    }
    let mut found: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    (0..texts.len()).for_each(|index| found.entry(groups.first(index)).or_default().push(index));
    found.into_values().collect()
}

/// Groups of indices (union-find): each has a smaller one of its group, or itself.
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
