//! The password of a coder as DNA stores it: a salt, and SHA-256 100,000 times over it and the password, in Base64.

use sha2::{Digest as _, Sha256};

/// The password of every coder that we write; DNA asks for one, and an empty hash would lock everybody out.
const PASSWORD: &str = "bayan";
const ROUNDS: usize = 100_000;
const SALT_BYTES: usize = 16;

/// The hash of the password, with a salt made from the coder's name, so that the file is the same each time.
pub(super) fn stored(coder: &str) -> String {
    let salt = Sha256::digest(coder.as_bytes());
    hash(salt.get(..SALT_BYTES).unwrap_or_default(), PASSWORD)
}

fn hash(salt: &[u8], password: &str) -> String {
    let mut digest = Sha256::new().chain_update(salt).chain_update(password.as_bytes()).finalize();
    for _ in 1..ROUNDS {
        digest = Sha256::digest(digest);
    }
    base64(&[salt, &digest].concat())
}

/// Base64 of bytes whose number is a multiple of three.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len() / 3 * 4);
    for three in bytes.chunks(3) {
        let all = three.iter().fold(0_usize, |all, byte| (all << 8) | usize::from(*byte));
        for shift in [18, 12, 6, 0] {
            out.push(DIGITS.get((all >> shift) & 63).copied().map_or('A', char::from));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_that_of_a_database_of_dna() {
        // The administrator of the sample that DNA's authors publish; the password is `sample`.
        let salt = [183, 180, 147, 168, 225, 241, 166, 95, 145, 95, 20, 84, 130, 59, 4, 158];
        assert_eq!(hash(&salt, "sample"), "t7STqOHxpl+RXxRUgjsEno+e/38banaYjANbdYQ1geGfH6Xlc2roWgYrPbpCeg5M");
        assert_eq!(stored("reem"), stored("reem"));
        assert_ne!(stored("reem"), stored("omar_2"));
    }
}
