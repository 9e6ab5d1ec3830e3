//! The 64-bit keys of strings in spaCy: `MurmurHash64A` with the seed 1, except for the symbols that spaCy numbers.

use std::collections::HashMap;

/// The strings whose key is a small number, with these numbers. From spaCy 3.8.18; its licence is beside the file.
const SYMBOLS: &str = include_str!("../../../assets/spacy/symbols.json");

/// Computes keys.
pub(super) struct Keys(HashMap<String, u64>);

impl Keys {
    pub(super) fn new() -> Self {
        Self(serde_json::from_str(SYMBOLS).unwrap_or_default())
    }

    pub(super) fn of(&self, string: &str) -> u64 {
        if string.is_empty() {
            return 0;
        }
        self.0.get(string).copied().unwrap_or_else(|| murmur(string.as_bytes()))
    }
}

/// Austin Appleby's `MurmurHash64A`.
fn murmur(bytes: &[u8]) -> u64 {
    const SEED: u64 = 1;
    const MIX: u64 = 0xc6a4_a793_5bd1_e995;
    const SHIFT: u32 = 47;
    let mut hash = SEED ^ (bytes.len() as u64).wrapping_mul(MIX);
    let (blocks, rest) = bytes.as_chunks::<8>();
    for block in blocks {
        let mut word = u64::from_le_bytes(*block).wrapping_mul(MIX);
        word ^= word >> SHIFT;
        hash = (hash ^ word.wrapping_mul(MIX)).wrapping_mul(MIX);
    }
    if !rest.is_empty() {
        let mut last = [0; 8];
        last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        hash = (hash ^ u64::from_le_bytes(last)).wrapping_mul(MIX);
    }
    hash = (hash ^ (hash >> SHIFT)).wrapping_mul(MIX);
    hash ^ (hash >> SHIFT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_those_of_spacy() {
        // `spacy.strings.get_string_id` of spaCy 3.8.18.
        let keys = Keys::new();
        for (string, key) in KNOWN {
            assert_eq!(keys.of(string), *key, "{string}");
        }
        assert_eq!(keys.0.len(), 456);
    }

    const KNOWN: &[(&str, u64)] = &[
        ("_", 456),
        ("ORTH", 65),
        ("PERSON", 380),
        ("claim", 4563812988814619444),
        ("coffee", 3197928453018144401),
        ("12345678", 9871996032675327904),
        ("123456789", 2056675840866671865),
        ("وبوتين", 18276723406309755492),
        ("«", 1373379536816847062),
        ("a", 11901859001352538922),
    ];
}
