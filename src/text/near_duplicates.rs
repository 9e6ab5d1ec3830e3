//! Texts that are nearly the same, such as one agency's report on several sites: MinHash over sequences of folded words.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use super::arabic;

/// The number of words of a sequence.
const SHINGLE_WORDS: usize = 5;
/// Shorter texts are not compared: a few common words make them alike.
const LEAST_WORDS: usize = 20;
/// The number of hashes of a signature: [`BANDS`] × [`ROWS`].
const HASHES: usize = 128;
const BANDS: usize = 32;
const ROWS: usize = 4;

/// The hash functions: the upper half of a product with an odd number, and of a sum, that differ from one to the next.
static FUNCTIONS: LazyLock<[(u64, u64); HASHES]> = LazyLock::new(|| {
    let mut seed = 0_u64;
    std::array::from_fn(|_| {
        seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        (mixed(seed) | 1, mixed(!seed))
    })
});

/// What is kept of a text in order to compare it: for each of 128 hash functions, the least value over all sequences of
/// five words.
#[derive(Clone, Debug)]
pub(crate) struct Signature([u32; HASHES]);

impl Signature {
    /// `None` for a text of fewer than 20 words.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let folded = arabic::fold(text);
        let words: Vec<u64> = folded
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(|word| word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| fnv(hash, u64::from(byte))))
            .collect();
        let mut least = [u32::MAX; HASHES];
        for shingle in words.windows(SHINGLE_WORDS) {
            let hash = mixed(shingle.iter().fold(0, |hash: u64, word| mixed(hash ^ word)));
            for (least, (factor, term)) in least.iter_mut().zip(FUNCTIONS.iter()) {
                let value = hash.wrapping_mul(*factor).wrapping_add(*term) >> 32;
                *least = (*least).min(u32::try_from(value).unwrap_or(u32::MAX));
            }
        }
        (words.len() >= LEAST_WORDS).then_some(Self(least))
    }

    /// About the share of the sequences of both texts that is in either of them, from 0 to 1.
    pub(crate) fn similarity(&self, other: &Self) -> f64 {
        let equal = self.0.iter().zip(&other.0).filter(|(a, b)| a == b).count();
        f64::from(u32::try_from(equal).unwrap_or_default()) / HASHES as f64
    }

    /// The hash of each band, with the band in it: texts that share one are compared.
    fn bands(&self) -> impl Iterator<Item = u64> {
        let hash =
            |(band, rows): (u64, &[u32])| rows.iter().fold(mixed(band), |hash, row| mixed(hash ^ u64::from(*row)));
        (0_u64..).zip(self.0.chunks(ROWS)).take(BANDS).map(hash)
    }
}

/// Texts by their bands, to find those that are nearly the same as another one without comparing it with all.
#[derive(Clone, Debug)]
pub(crate) struct NearDuplicates<K> {
    texts: Vec<(K, Signature)>,
    /// For the hash of a band the last text that has it, counted from 1.
    last: HashMap<u64, u32>,
    /// For each band of each text the text before it with the same hash, counted from 1; 0 if there is none.
    before: Vec<[u32; BANDS]>,
}

impl<K> Default for NearDuplicates<K> {
    fn default() -> Self {
        Self { texts: Vec::new(), last: HashMap::new(), before: Vec::new() }
    }
}

impl<K> NearDuplicates<K> {
    pub(crate) fn add(&mut self, key: K, signature: Signature) {
        let number = u32::try_from(self.texts.len() + 1).unwrap_or(u32::MAX);
        let mut before = [0; BANDS];
        for (band, before) in signature.bands().zip(&mut before) {
            *before = self.last.insert(band, number).unwrap_or_default();
        }
        self.before.push(before);
        self.texts.push((key, signature));
    }

    /// The text that is most similar to this one among those that `is_meant` takes, if it is similar at least so much; of
    /// two, the one that was added first.
    pub(crate) fn find_among(
        &self,
        signature: &Signature,
        at_least: f64,
        is_meant: impl Fn(&K) -> bool,
    ) -> Option<(&K, f64)> {
        let meant = self.find_all(signature, at_least).filter(|(key, _)| is_meant(key));
        meant.reduce(|best, other| if other.1 > best.1 { other } else { best })
    }

    /// All texts that are similar to this one at least so much, in the order in which they were added.
    pub(crate) fn find_all(&self, signature: &Signature, at_least: f64) -> impl Iterator<Item = (&K, f64)> {
        let mut candidates = BTreeSet::new();
        for (place, band) in signature.bands().enumerate() {
            let mut number = self.last.get(&band).copied().unwrap_or_default();
            while let Some(index) = (number as usize).checked_sub(1) {
                candidates.insert(index);
                let before = self.before.get(index).and_then(|before| before.get(place));
                number = before.copied().unwrap_or_default();
            }
        }
        let texts = candidates.into_iter().filter_map(|index| self.texts.get(index));
        texts.map(|(key, other)| (key, signature.similarity(other))).filter(move |(_, alike)| *alike >= at_least)
    }
}

fn fnv(hash: u64, byte: u64) -> u64 {
    (hash ^ byte).wrapping_mul(0x100_0000_01b3)
}

/// The finaliser of SplitMix64.
fn mixed(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    /// The exact share, of which the signature is an estimate.
    fn jaccard(a: &[u32], b: &[u32]) -> f64 {
        let of = |words: &[u32]| -> HashSet<Vec<u32>> { words.windows(SHINGLE_WORDS).map(<[u32]>::to_vec).collect() };
        let (a, b) = (of(a), of(b));
        a.intersection(&b).count() as f64 / a.union(&b).count() as f64
    }

    fn text(words: &[u32]) -> String {
        words.iter().map(|word| format!("كلمة{word} ")).collect()
    }

    #[test]
    fn the_similarity_is_about_the_share_of_equal_sequences() {
        let words: Vec<u32> = (0..600).collect();
        for changed in [0_u32, 1, 5, 10, 20, 40, 100] {
            let mut other = words.clone();
            for at in 0..changed {
                other[(at * 600 / changed.max(1)) as usize] = 10_000 + at;
            }
            let (a, b) = (Signature::of(&text(&words)).unwrap(), Signature::of(&text(&other)).unwrap());
            let exact = jaccard(&words, &other);
            // Three and a half standard deviations of 128 trials.
            let bound = 3.5 * (exact * (1.0 - exact) / 128.0).sqrt() + f64::EPSILON;
            assert!((a.similarity(&b) - exact).abs() <= bound, "{changed}: {} for {exact}", a.similarity(&b));
        }
    }

    #[test]
    fn copies_are_found_among_many_and_others_are_not() {
        let words = |from: u32| -> Vec<u32> { (from..from + 300).collect() };
        let mut all = NearDuplicates::default();
        for number in 0..500 {
            all.add(number, Signature::of(&text(&words(number * 1000))).unwrap());
        }
        let mut copy = words(77_000);
        copy[10] = 1;
        copy.truncate(280);
        let (found, similarity) = all.find_among(&Signature::of(&text(&copy)).unwrap(), 0.6, |_| true).unwrap();
        assert_eq!(*found, 77);
        assert!((similarity - jaccard(&words(77_000), &copy)).abs() < 0.15);
        assert!(all.find_among(&Signature::of(&text(&words(900_000))).unwrap(), 0.6, |_| true).is_none());
    }

    #[test]
    fn spelling_and_marks_make_no_difference() {
        let a = Signature::of(&"أعلنت وزارة المياه، اليوم الثلاثاء، أنّ الوزيرة. ".repeat(3)).unwrap();
        let b = Signature::of(&"اعلنت وزاره المياه اليوم الثلاثاء ان الوزيرة ".repeat(3)).unwrap();
        assert!((a.similarity(&b) - 1.0).abs() < f64::EPSILON);
        assert!(Signature::of("أربع كلمات لا تكفي").is_none());
    }
}
