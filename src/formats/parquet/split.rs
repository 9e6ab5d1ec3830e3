//! Training, validation and test data: split by document, the same each time, and alike in kinds.
//!
//! Articles that are nearly the same, such as an agency's copy on several sites, go to one split: their word shingles are
//! compared by MinHash. Groups of documents are then given, the largest first, to the split that lacks most of what they
//! have.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::formats::dataset::Dataset;
use crate::text::{arabic, content};

/// The words of a shingle.
const SHINGLE_WORDS: usize = 5;
/// The hashes of an article: bands of rows, of which one band in common makes two articles candidates.
const BANDS: usize = 32;
const ROWS: usize = 4;
/// The part of the hashes that nearly equal articles have in common.
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

    /// The part of the whole that it should have.
    const fn share(self) -> f64 {
        match self {
            Self::Train => 0.8,
            Self::Validation | Self::Test => 0.1,
        }
    }
}

/// The split of each document.
pub(super) fn of(dataset: &Dataset<'_>) -> BTreeMap<String, Split> {
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
        let order = content::sha256_hex(names.join("\n").as_bytes());
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
    assign(&groups, &whole)
}

fn assign(groups: &[(BTreeMap<&str, f64>, String, Vec<&str>)], whole: &BTreeMap<&str, f64>) -> BTreeMap<String, Split> {
    let mut lacking = Split::ALL.map(|split| {
        whole.iter().map(|(kind, count)| (*kind, count * split.share())).collect::<BTreeMap<&str, f64>>()
    });
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

/// The indices of the texts in groups of which all are nearly the same.
fn near_groups(texts: &[(&str, &str)]) -> Vec<Vec<usize>> {
    let hashes: Vec<Option<[u64; BANDS * ROWS]>> = texts.iter().map(|(_, text)| min_hashes(text)).collect();
    let mut group: Vec<usize> = (0..texts.len()).collect();
    let mut bands: HashMap<(usize, &[u64]), usize> = HashMap::new();
    for (index, of_text) in hashes.iter().enumerate() {
        let Some(of_text) = of_text else { continue };
        for (band, rows) in of_text.chunks(ROWS).enumerate() {
            let first = *bands.entry((band, rows)).or_insert(index);
            let Some(Some(of_first)) = hashes.get(first).filter(|_| first != index) else { continue };
            let same = of_first.iter().zip(of_text).filter(|(one, other)| one == other).count();
            #[expect(clippy::cast_precision_loss, reason = "there are few hashes")]
            if same as f64 >= NEAR * of_text.len() as f64 {
                let (one, other) = (root(&group, first), root(&group, index));
                if let Some(place) = group.get_mut(one.max(other)) {
                    *place = one.min(other);
                }
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    (0..texts.len()).for_each(|index| groups.entry(root(&group, index)).or_default().push(index));
    groups.into_values().collect()
}

fn root(group: &[usize], mut index: usize) -> usize {
    while let Some(above) = group.get(index).copied().filter(|above| *above != index) {
        index = above;
    }
    index
}

/// The least hash of the text's shingles for each of many hash functions; `None` for a text without a shingle.
fn min_hashes(text: &str) -> Option<[u64; BANDS * ROWS]> {
    let folded = arabic::fold(text);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let shingles: BTreeSet<u64> = words.windows(SHINGLE_WORDS).map(hash).collect();
    if shingles.is_empty() {
        return None;
    }
    let mut least = [u64::MAX; BANDS * ROWS];
    for shingle in shingles {
        for (place, seed) in least.iter_mut().zip(1_u64..) {
            *place = (*place).min(mixed(shingle ^ mixed(seed)));
        }
    }
    Some(least)
}

/// FNV-1a over the words of a shingle.
fn hash(words: &[&str]) -> u64 {
    let bytes = words.iter().flat_map(|word| word.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The finalizer of SplitMix64.
const fn mixed(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
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
}
